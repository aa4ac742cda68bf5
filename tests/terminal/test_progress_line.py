"""How far a search is, on one line of a terminal."""

import io
from contextlib import suppress

import pytest

from mcplanner.ground.months import parse_month
from mcplanner.learner.request import Request
from mcplanner.terminal import progress_line
from mcplanner.terminal.progress_line import CLEAR_LINE, ProgressLine, progress_text

START = parse_month("2027-01")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_written_on_a_terminal_and_wiped_however_the_search_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_line, "SECONDS_BEFORE_PROGRESS", -1.0)
    monkeypatch.setattr("sys.stderr", screen := Terminal())
    with suppress(KeyboardInterrupt), ProgressLine(wanted=True) as progress:
        progress.of_plan(START)("finish", 12, 3)
        progress.of_rows(8)(2, Request((), START))("cost", 30000, 20000)
        listener = progress.of_plan(START)
        listener("finish", None, 3)
        listener("finish", None, 3)
        raise KeyboardInterrupt
    lines = (
        "finish: Dec 2027 so far, at best Mar 2027",
        "plan 3 of 8: cost: S$300.00 so far, at best S$200.00",
        "finish: no plan yet, at best Mar 2027",
        "",
    )
    assert screen.getvalue() == "".join(f"{CLEAR_LINE}{line}" for line in lines)


def test_progress_is_not_written_if_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_line, "SECONDS_BEFORE_PROGRESS", -1.0)
    monkeypatch.setattr("sys.stderr", screen := Terminal())
    with ProgressLine(wanted=False) as progress:
        progress.of_plan(START)("finish", 12, 3)
    assert screen.getvalue() == ""


@pytest.mark.parametrize(
    ("stage", "value", "low", "expected"),
    [
        ("finish", None, 0, "finish: no plan yet, at best Jan 2027"),
        ("cost", 70250, 60000, "cost: S$702.50 so far, at best S$600.00"),
        ("minutes", 9030, 9000, "study in all: 150.5 hours so far, at best 150 hours"),
        ("peak", 345, 330, "busiest weeks: 5.75 hours so far, at best 5.5 hours"),
        ("moved", 2, 1, "changes to the earlier plan: 2 modules so far, at best 1 module"),
        ("shift", 5, 3, "months moved in total: 5 months so far, at best 3 months"),
        ("starts", 40, 38, "sum of all starts: 40 months so far, at best 38 months"),
        ("unknown_fees", 2, 1, "unknown fees: 2 fees so far, at best 1 fee"),
        ("changes", 2, 5, "impossible; looking for changes that would help: 2 of 5"),
    ],
)
def test_progress_says_each_stage_in_its_unit(stage: str, value: int | None, low: int, expected: str) -> None:
    assert progress_text(stage, value, low, START) == expected
