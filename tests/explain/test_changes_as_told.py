"""What is asked once wishes are changed as was told: found again by the words of the change."""

from build import START, catalogue, learner, module
from msgspec.structs import replace

from mcplanner.explain.relaxations import with_changes
from mcplanner.ground.months import parse_month
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Relaxation

COURSES = catalogue(module("a", 13, 2, intakes="mar"))
REQUEST = Request(("a",), parse_month(START), parse_month("2027-02"), seconds=36_000.0)


def test_a_plan_is_there_with_what_was_told_and_not_with_less() -> None:
    """The module needs an hour and a half a week, and ends in April; the learner has one hour, and time until February."""
    hurried = learner(1)
    told = plan(COURSES, hurried, REQUEST).joint_change
    assert [(change.dial, change.to) for change in told] == [("hours a week", "1.5"), ("by", "2027-04")]
    changed = with_changes(COURSES, hurried, REQUEST, told)
    assert changed is not None
    assert (changed.learner.minutes_per_week, changed.request.by) == (90, parse_month("2027-04"))
    assert plan(COURSES, changed.learner, changed.request).enrolments
    fewer = with_changes(COURSES, hurried, REQUEST, [replace(told[0], to="1.4"), told[1]])
    assert fewer is not None
    assert not plan(COURSES, fewer.learner, fewer.request).enrolments


def test_what_words_do_not_tell_is_not_guessed() -> None:
    """Dollars have too many steps to look for one by its words, and what is given up is one of many sets."""
    poor, choosy = learner(10, cost_limit=5), learner(10, skip="a")
    assert with_changes(COURSES, poor, REQUEST, [Relaxation("budget", "S$5.00", "S$6.00", None)]) is None
    assert with_changes(COURSES, choosy, REQUEST, [Relaxation("ruled out", "a", "allow a", None)]) is None
    assert with_changes(COURSES, learner(1), REQUEST, [Relaxation("by", "2027-02", None, None)]) is None
