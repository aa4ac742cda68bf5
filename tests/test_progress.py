"""How far a search is, on one line of a terminal."""

import io

import pytest

from mcplanner import answers
from mcplanner.months import parse_month
from mcplanner.request import Request


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_written_on_a_terminal_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "SECONDS_BEFORE_PROGRESS", -1.0)
    monkeypatch.setattr("sys.stderr", screen := Terminal())
    progress = answers.Progress(wanted=True)
    progress.of_plan(parse_month("2027-01"))("finish", 12, 3)
    progress.of_rows(8)(2, Request((), parse_month("2027-01")))("cost", 300, 200)
    told = progress.of_plan(parse_month("2027-01"))
    told("finish", None, 3)
    told("finish", None, 3)
    told("changes", 2, 5)
    progress.clear()
    wipe = "\r\x1b[K"
    first, second = "finish: Dec 2027 found, not before Mar 2027", "plan 3 of 8: cost: 300 found, not under 200"
    third, fourth = "finish: nothing found, not before Mar 2027", "impossible; seeking changes that would help: 2 of 5"
    assert screen.getvalue() == f"{wipe}{first}{wipe}{second}{wipe}{third}{wipe}{fourth}{wipe}"
    monkeypatch.setattr("sys.stderr", screen := Terminal())
    answers.Progress(wanted=False).of_plan(parse_month("2027-01"))("finish", 12, 3)
    assert screen.getvalue() == ""
