"""The surroundings in which every test runs: no colour, no terminal, no width but the one a test asks for, no other day.

Set before typer is imported, which looks at some of them while it loads.
"""

import os

for name in ("GITHUB_ACTIONS", "FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS", "TTY_COMPATIBLE", "MCPLAN_TRACEBACK"):
    os.environ.pop(name, None)
os.environ.update(COLUMNS="100", NO_COLOR="1", TERM="dumb", SOURCE_DATE_EPOCH="1795521600")  # it is 24 November 2026

import pytest  # noqa: E402  (the surroundings come first)

from mcplanner.solvers import watch as watches  # noqa: E402


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in its only place: it stands still until it is set."""
    now = [100.0]
    monkeypatch.setattr(watches, "monotonic", lambda: now[0])
    return now
