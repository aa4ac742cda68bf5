"""What an award must count and cannot end in time is proved impossible, and nothing else is."""

from build import all_of, any_of, award, catalogue, learner, module, month
from hypothesis import event, given, settings
from msgspec.structs import replace
from random_cases import expiring_cases
from solving import problem_of, values_of
from tiny import Case

from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.expiry_windows import no_award_in_time


def problem(*entries: dict[str, object], hours: float = 3, months: str = "2036-12") -> PlanningProblem:
    made = Bounds(build_problem(catalogue(*entries), learner(hours), ("d",), month("2027-01"), month(months))).problem
    assert made is not None
    return made


def in_turn(valid_months: int) -> PlanningProblem:
    """Three modules that start in January and July and take 4 months, and two of 3 months from any month, one at a time.

    In each half year there is room for one of the first or for two of the others, so all take 4 half years.
    """
    yearly = [module(name, 52, 4, intakes="jan jul") for name in "abc"]
    return problem(*yearly, module("x", 39, 3), module("y", 39, 3), award("d", all_of(*"abcxy"), valid_months=valid_months))


def test_what_does_not_fit_into_any_window_is_impossible() -> None:
    # a to April 2027, b to October, x and y from January to June 2028, c to October: 18 months from the first end to the last.
    assert no_award_in_time(in_turn(17), Watch(10))
    assert not no_award_in_time(in_turn(18), Watch(10))


def test_what_is_needed_first_may_have_come_before_the_window() -> None:
    # w takes a year, and does not count: a and b, one after the other, end within the validity, and w long before.
    entries = [
        module("w", 156, 12),
        module("a", 39, 3, needs="w"),
        module("b", 39, 3),
        award("d", all_of("a", "b"), valid_months=3),
    ]
    assert not no_award_in_time(problem(*entries), Watch(10))


def test_a_way_that_need_not_be_taken_rules_nothing_out() -> None:
    entries = [module("a", 39, 3), module("b", 39, 3), module("x", 39, 3), award("e", all_of("a", "b"), valid_months=2)]
    assert not no_award_in_time(problem(*entries, award("d", any_of("e", "x"))), Watch(10))
    assert no_award_in_time(problem(*entries, award("d", all_of("e", "x"))), Watch(10))


def test_months_with_more_hours_are_looked_at_by_themselves() -> None:
    # Side by side in March and April 2030 alone, and one after the other else: one month between the ends, or three.
    entries = [module("a", 39, 3), module("b", 39, 3), award("d", all_of("a", "b"), valid_months=1)]
    plain = problem(*entries)
    assert no_award_in_time(plain, Watch(10))
    more = tuple(360 if 38 <= offset < 43 else minutes for offset, minutes in enumerate(plain.budget))
    assert not no_award_in_time(replace(plain, budget=more), Watch(10))


@settings(max_examples=200, report_multiple_bugs=False)
@given(expiring_cases())
def test_nothing_that_has_a_plan_is_ruled_out(case: Case) -> None:
    stated = problem_of(case)
    within = None if stated.goal is None else Bounds(stated).problem
    if within is None:
        return
    ruled_out = no_award_in_time(within, Watch(10))
    event("ruled out" if ruled_out else "not ruled out")
    assert not (ruled_out and values_of(case))
