"""Hours that make a difference: sums of what modules take a week; what lies between two of them changes nothing."""

from typing import Unpack

from build import all_of, award, catalogue, learner, module, month

from mcplanner.explain.loads import Loads
from mcplanner.explain.wish import Asked
from mcplanner.learner.absence import parse_away
from mcplanner.learner.model import LearnerFacts, Stretch
from mcplanner.learner.request import Request

COURSES = catalogue(module("a", 26, 3), module("b", 26, 2), module("far", 13, 1), award("d", all_of("a", "b"), kind="diploma"))
"""Of 2 and 3 hours a week, together 5; a third one has 3, and is not asked for."""


def unlike(target: str, **wishes: Unpack[LearnerFacts]) -> list[float]:
    """The hours at which more becomes possible than with a tenth of an hour less."""
    who = learner(1).replace(**wishes)
    loads = Loads(COURSES, Asked(who, Request((target,), month("2027-01"))))
    of = [loads.of(who.replace(minutes_per_week=6 * tenths), (month("2027-03"),)) for tenths in range(1, 101)]
    return [tenths / 10 for tenths in range(2, 101) if of[tenths - 1] != of[tenths - 2]]


def test_sums_of_what_is_reached_make_a_difference() -> None:
    assert unlike("d") == [2, 3, 5]
    assert unlike("diploma") == [2, 3, 5]
    assert unlike("a") == [2]


def test_in_a_month_with_an_absence_more_hours_are_needed_for_the_same() -> None:
    """16 of the 31 days of March are left: for 2 hours there, 3.9 a week must be given."""
    assert unlike("a", away=frozenset(parse_away("2027-03-01..2027-03-15"))) == [2, 3.9]


def test_what_may_go_beyond_needs_fewer_hours() -> None:
    assert unlike("a", stretch=Stretch(minutes=30, months=2)) == [1.5, 2]
