"""Limits that too few modules run side by side to exceed are not stated; those that something could exceed are."""

import pytest
from build import all_of, award, catalogue, learner, module, month

from mcplanner.learner.model import Learner
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem

ONE_EVENING_EACH = catalogue(
    module("a", sessions=["tue 18:30-21:30"]), module("b", sessions=["thu 18:30-21:30"]), award("d", all_of("a", "b"))
)
"""Two modules of 2 hours a week and one evening each."""


def stated(who: Learner) -> PlanningProblem:
    return build_problem(ONE_EVENING_EACH, who, ("d",), month("2027-01"), month("2027-12"))


@pytest.mark.parametrize(
    ("who", "is_stated"),
    [
        (learner(9, evenings=1), True),  # both could run side by side
        (learner(9, evenings=2), False),
        (learner(9, at_once=1, evenings=1), False),
        (learner(9, at_once=2, evenings=1), True),
        (learner(3.9, evenings=1), False),  # both would take 4 hours
        (learner(2, hours_in={"2027-06": 4}, evenings=1), True),  # in June they could
    ],
)
def test_evenings_are_limited_where_modules_side_by_side_could_take_more(who: Learner, is_stated: bool) -> None:
    assert (stated(who).evenings is not None) == is_stated


def test_of_more_evenings_those_count_that_take_the_most() -> None:
    """Two of three run side by side: on four evenings at most, whichever they are."""
    modules = [module("a", evenings=1), module("b", evenings=2), module("c", sessions=["mon 18:30-21:30", "sat 18:30-21:30"])]
    courses = catalogue(*modules, award("d", all_of("a", "b", "c")))
    for most, is_stated in (3, True), (4, False):
        problem = build_problem(courses, learner(4, evenings=most), ("d",), month("2027-01"), month("2027-12"))
        assert (problem.evenings is not None) == is_stated


def test_days_off_are_limited_where_a_month_could_take_more() -> None:
    """Two full days in one month each, which are four half days."""
    modules = [module("a", 6, 1, days=2), module("b", 6, 1, days=2)]
    courses = catalogue(*modules, award("d", all_of("a", "b")))
    for who, is_stated in (
        (learner(9).replace(half_days_off=4), True),
        (learner(9).replace(half_days_off=8), False),
        (learner(9, at_once=1).replace(half_days_off=4), False),
    ):
        assert (build_problem(courses, who, ("d",), month("2027-01"), month("2027-12")).half_days_off is not None) == is_stated
