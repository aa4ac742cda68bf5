"""The surroundings in which every test runs: no colour, no terminal, no width but the one a test asks for, no other day, and a
clock that stands still, so that nothing depends on how busy the machine is; and the same examples each time.

Set before typer is imported, which looks at some of them while it loads.
"""

import os
import socket
import sys
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

for name in ("GITHUB_ACTIONS", "FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS", "TTY_COMPATIBLE", "MCPLAN_TRACEBACK"):
    os.environ.pop(name, None)
os.environ.update(COLUMNS="100", NO_COLOR="1", TERM="dumb", SOURCE_DATE_EPOCH="1795521600")  # it is 24 November 2026
os.environ["MCPLAN_CACHE"] = "off"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every command that a test starts would compile the whole program anew

settings.register_profile("any machine", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# Before Python 3.12, SlipCover stops to count a line that has been reached by a walk through every function of every module,
# each time that some line has been reached 50 times more: an eighth of the time of tests that search little. Rarer walks cost
# less.
for finder in sys.meta_path:
    if (counting := getattr(finder, "sci", None)) is not None:
        counting.d_miss_threshold = 20_000


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in its only place, which stands still until a test sets it: no search runs out of time on a slow machine."""
    now = [100.0]
    monkeypatch.setattr("mcplanner.ground.watch.monotonic", lambda: now[0])
    return now


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials are read without the network: what opens a socket or asks for an address fails."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the network was touched")

    if request.path.parent.name == "credentials":
        monkeypatch.setattr(socket.socket, "__init__", refuse)
        for name in ("create_connection", "getaddrinfo", "gethostbyname"):
            monkeypatch.setattr(socket, name, refuse)
