"""Choice by choice: what is ruled out has no plan, and no plan is lost between the problems that take the place of one."""

from itertools import combinations

import pytest
from build import all_of, any_of, award, catalogue, choose, credits, learner, module, month
from hypothesis import event, given, settings
from hypothesis import strategies as st
from random_cases import cases
from solving import problem_of, values_of
from tiny import Case

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem
from mcplanner.problem.requirement_nodes import satisfied_by
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.branching import Branching
from mcplanner.solvers.choices import choices, offers_ways, split
from mcplanner.solvers.decide import NoSchedule, Turn, Within
from mcplanner.solvers.methods import Method

ENOUGH = 10_000

TWO_WAYS = (
    *(module(name, 26, 2) for name in "abcd"),
    module("f", 13, 1, needs=any_of("left", "right")),
    award("left", all_of("a", "b"), "certificate"),
    award("right", all_of("c", "d"), "certificate"),
    award("d-award", all_of("f")),
)
"""f needs two modules of one certificate or of the other; each takes two months, and there are hours for one at a time."""


def problem_within(months: int, *entries: dict[str, object], target: str = "d-award") -> PlanningProblem:
    problem = build_problem(catalogue(*entries), learner(3), (target,), month("2027-01"), month("2029-12")).within(months)
    assert problem is not None
    return problem


@pytest.mark.parametrize("with_duals", [False, True])
def test_what_must_be_taken_either_way_is_seen_once_the_choice_is_made(with_duals: bool) -> None:
    # Either way four months come before f, which takes a fifth.
    bounds = Bounds(problem_within(4, *TWO_WAYS))
    assert not bounds.refuted, "the choice hides what it takes"
    branching = Branching(bounds, with_duals)
    branching.search(ENOUGH, Watch(60))
    assert branching.over


def test_where_there_is_a_plan_nothing_is_claimed() -> None:
    branching = Branching(Bounds(problem_within(5, *TWO_WAYS)), with_duals=True)
    branching.search(ENOUGH, Watch(60))
    assert branching.in_vain
    assert not branching.over


def test_it_goes_on_where_it_stopped() -> None:
    branching = Branching(Bounds(problem_within(4, *TWO_WAYS)), with_duals=False)
    branching.search(1, Watch(60))
    assert (branching.over, branching.in_vain) == (False, False), "the choice is made, and not looked at"
    branching.search(ENOUGH, Watch(60))
    assert branching.over


def test_without_time_nothing_is_claimed() -> None:
    branching = Branching(Bounds(problem_within(4, *TWO_WAYS)), with_duals=False)
    branching.search(ENOUGH, Watch(0))
    assert not branching.over


def test_ways_are_offered_where_one_of_them_takes_several_modules() -> None:
    assert offers_ways(problem_within(12, *TWO_WAYS))
    plain = [module(name, 13, 1) for name in "abc"]
    assert not offers_ways(problem_within(12, *plain, award("d-award", all_of("a", choose(1, "b", "c")))))


@pytest.mark.parametrize(
    "requires",
    [
        any_of("a", "b"),
        choose(2, "a", "b", "c"),
        credits(5, "a", "b", "c", "d"),
        all_of("a", choose(1, "b", any_of("c", "d"))),
        choose(2, all_of("a", "b"), "c", "d"),
    ],
)
def test_each_set_of_modules_satisfies_a_goal_if_it_does_in_one_of_both_problems(requires: dict[str, object]) -> None:
    weights = {"a": 1, "b": 2, "c": 3, "d": 4}
    entries = [module(name, 13, 1, credits=weight) for name, weight in weights.items()]
    problem = problem_within(12, *entries, award("d-award", requires))
    looked_at = 0
    for choice in choices(problem, Bounds(problem).compulsory):
        both = list(split(problem, choice))
        for size in range(5):
            for chosen in combinations(range(len(problem.candidates)), size):
                ends = dict.fromkeys(chosen, 1)
                goals = [own.goal for own in (problem, *both)]
                whole, *parts = (goal is not None and satisfied_by(goal, ends) for goal in goals)
                assert whole == any(parts)
                looked_at += 1
    assert looked_at


@settings(max_examples=200, report_multiple_bugs=False)
@given(cases(), st.booleans())
def test_what_is_ruled_out_has_no_plan(case: Case, with_duals: bool) -> None:
    problem = problem_of(case)
    finishes = [values.finish for values in values_of(case)]
    best = min(finishes, default=problem.horizon + 1)
    for limit in {best - 1, best, problem.horizon}:
        within = problem.within(limit) if problem.goal is not None and 0 < limit <= problem.horizon else None
        bounds = None if within is None else Bounds(within)
        if bounds is None or bounds.problem is None or bounds.refuted:
            continue
        branching = Branching(bounds, with_duals)
        branching.search(ENOUGH, Watch(60))
        event(f"plan: {limit >= best}, ruled out: {branching.over}, by choices: {offers_ways(bounds.problem)}")
        assert not (branching.over and limit >= best)
        assert branching.over != branching.in_vain


def test_within_a_limit_it_finds_no_plan_and_proves_that_there_is_none() -> None:
    problem = problem_within(12, *TWO_WAYS)
    turn = Turn(Method.BRANCHING, 1.0, with_duals=False)
    too_soon = Within(problem, Stage.FINISH, 4, Watch(60))
    assert too_soon.sought(turn) is NoSchedule.NO_PLAN
    assert too_soon.basis == "search"
    assert Within(problem, Stage.FINISH, 5, Watch(60)).sought(turn) is NoSchedule.UNDECIDED
