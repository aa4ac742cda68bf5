"""All plans of a problem that has few, one after another: by hand, and against brute force on tiny cases."""

from build import all_of, any_of, award, catalogue, learner, module, month
from hypothesis import event, given, settings
from msgspec.structs import replace
from random_cases import cases
from solving import placing_of, problem_of, value, values_of
from tiny import Case

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.decide import NoSchedule, Turn, Within
from mcplanner.solvers.methods import Method
from mcplanner.solvers.one_by_one import are_few, first_of_all

TURN = Turn(Method.ONE_BY_ONE, 0.0)


def problem_within(months: int, *entries: dict[str, object]) -> PlanningProblem:
    problem = build_problem(catalogue(*entries), learner(3), ("d",), month("2027-01"), month("2029-12")).within(months)
    assert problem is not None
    return problem


def test_what_comes_first_is_chosen_first() -> None:
    # b needs a, and hours are for one at a time: two months and then three.
    entries = (module("b", 39, 3, needs=any_of("a")), module("a", 26, 2), award("d", all_of("b")))
    found = first_of_all(problem_within(5, *entries))
    assert found is not None
    assert [(each.module, each.start) for each in found] == [("a", 0), ("b", 2)]


def test_a_problem_in_which_nothing_is_left_to_do_has_the_empty_plan() -> None:
    problem = problem_within(5, module("a", 26, 2), award("d", all_of("a")))
    assert problem.goal is not None
    nothing_needed = replace(problem, goal=replace(problem.goal, need=0))
    assert first_of_all(nothing_needed) == ()
    assert Within(nothing_needed, Stage.FINISH, 5, Watch(60)).sought(TURN) == ()


def test_many_ways_are_not_looked_at_one_by_one() -> None:
    two = (module("a", 13, 1), module("b", 13, 1), award("d", all_of("a", "b")))
    assert are_few(problem_within(36, *two))
    many = [module(name, 13, 1) for name in "abc"]
    assert not are_few(problem_within(36, *many, award("d", all_of("a", "b", "c"))))  # 37 x 37 x 37 ways


@settings(max_examples=200, report_multiple_bugs=False)
@given(cases())
def test_a_plan_is_found_if_there_is_one(case: Case) -> None:
    problem, plans = problem_of(case), values_of(case)
    best = min((value(own, Stage.FINISH) for own in plans), default=problem.horizon + 1)
    for limit in {best - 1, best, problem.horizon}:
        within = problem.within(limit) if problem.goal is not None and 0 <= limit <= problem.horizon else None
        few = within is not None and are_few(within)
        event(f"few: {few}, plan: {limit >= best}")
        if within is None or not few:
            continue
        found = first_of_all(within)
        assert (found is not None) == (limit >= best)
        if found is not None:
            assert case.values(placing_of(case, found)).finish <= limit


def test_within_a_limit_that_is_too_low_it_proves_that_there_is_no_plan() -> None:
    entries = (module("a", 26, 2), module("b", 26, 2), award("d", all_of("a", "b")))
    within = Within(problem_within(12, *entries), Stage.FINISH, 3, Watch(60))
    assert within.sought(TURN) is NoSchedule.NO_PLAN
