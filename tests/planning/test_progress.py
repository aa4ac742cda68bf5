"""How far a search is, on one line of a terminal."""

import io
import signal
from contextlib import suppress

import pytest
from build import award, catalogue, learner, module, month

from mcplanner.cli import print_answers
from mcplanner.ground.months import parse_month
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Status


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_written_on_a_terminal_and_wiped_however_the_search_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_answers, "SECONDS_BEFORE_PROGRESS", -1.0)
    monkeypatch.setattr("sys.stderr", screen := Terminal())
    with suppress(KeyboardInterrupt), print_answers.Progress(wanted=True) as progress:
        progress.of_plan(parse_month("2027-01"))("finish", 12, 3)
        progress.of_rows(8)(2, Request((), parse_month("2027-01")))("cost", 300, 200)
        told = progress.of_plan(parse_month("2027-01"))
        told("finish", None, 3)
        told("finish", None, 3)
        told("changes", 2, 5)
        raise KeyboardInterrupt
    wipe = "\r\x1b[K"
    first, second = "finish: Dec 2027 found, not before Mar 2027", "plan 3 of 8: cost: 300 found, not under 200"
    third, fourth = "finish: nothing found, not before Mar 2027", "impossible; seeking changes that would help: 2 of 5"
    assert screen.getvalue() == f"{wipe}{first}{wipe}{second}{wipe}{third}{wipe}{fourth}{wipe}"
    monkeypatch.setattr("sys.stderr", screen := Terminal())
    print_answers.Progress(wanted=False).of_plan(parse_month("2027-01"))("finish", 12, 3)
    assert screen.getvalue() == ""


def test_ctrl_c_as_soon_as_a_search_tells_of_itself_shows_the_plan_found_by_then() -> None:
    five = [(26, 4), (20, 3), (20, 3), (40, 3), (60, 3)]  # neither a first plan nor bounds settle when these can end
    names = [f"m{number}" for number in range(len(five))]
    courses = catalogue(*(module(name, *own) for name, own in zip(names, five, strict=True)), award("d", names))
    heard = []

    def press(stage: str, *_: object) -> None:
        heard.append(stage)
        if len(heard) == 1:
            signal.raise_signal(signal.SIGINT)

    made = plan(courses, learner(7), Request(("d",), month("2027-01")), listener=press)
    assert heard == ["finish"]
    assert (made.status, len(made.enrolments), made.interrupted) == (Status.FEASIBLE, 5, True)
    assert plan(courses, learner(7), Request(("d",), month("2027-01"))).status is Status.OPTIMAL
