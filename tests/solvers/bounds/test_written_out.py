"""Where modules count once, written out as plain: by hand, and on random awards that the same modules satisfy both."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pytest
from build import Data, Part, all_of, award, catalogue, choose, learner, module, month
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import requirements

from mcplanner.ground.months import Month
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem
from mcplanner.problem.requirement_nodes import Node, Threshold, satisfiable
from mcplanner.solvers.bounds.asked_once import asked_together
from mcplanner.solvers.bounds.least_weight import LeastWeight
from mcplanner.solvers.bounds.written_out import MOST_NAMED, written_out
from mcplanner.solvers.cpsat.counting_once import CountedOnce
from mcplanner.solvers.cpsat.engine import EngineModel, EngineVerdict, Linearisation, Literal

NAMES = "abcdef"


def problem_of(*awards: Data, targets: tuple[str, ...] = ("x",), held: tuple[str, ...] = ()) -> PlanningProblem:
    """Awards over six modules of a month each, credits in turn 1 and 2, of which some are held."""
    modules = [module(name, 13, 1, credits=1 + place % 2) for place, name in enumerate(NAMES)]
    first = month("2027-01")
    return build_problem(catalogue(*modules, *awards), learner(9, held=dict.fromkeys(held)), targets, first, Month(first + 24))


def enough(problem: PlanningProblem) -> list[str]:
    """The least sets of modules that satisfy the goal, in letters."""
    assert problem.goal is not None
    found: list[str] = []
    for size in range(len(problem.candidates) + 1):
        for taken in combinations(range(len(problem.candidates)), size):
            names = "".join(problem.candidates[index].module for index in taken)
            if satisfiable(taken.__contains__)(problem.goal) and not any(set(own) <= set(names) for own in found):
                found.append(names)
    return sorted(found)


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        ([choose(1, "a", "b"), choose(1, "a", "c")], ["ab", "ac", "bc"]),
        (["a", choose(1, "a", "b")], ["ab"]),
        ([choose(2, "a", "b", "c"), choose(2, "b", "c", "d")], ["abcd"]),
        ([choose(2, "a", "b", "c"), choose(1, "b", "c", "d")], ["abc", "abd", "acd", "bcd"]),
    ],
)
def test_what_counts_in_one_choice_does_not_count_in_another(requires: Part, expected: list[str]) -> None:
    problem = written_out(problem_of(award("x", requires)))
    assert not problem.counts_once
    assert enough(problem) == expected


def test_an_award_shares_only_so_many() -> None:
    # y needs three of five and may share one with x, which takes a, b and c: two more, or what x can do without
    awards = award("x", all_of("a", "b", choose(1, "c", "d"))), award("y", choose(3, "a", "b", "c", "d", "e"), shares=1)
    problem = written_out(problem_of(*awards, targets=("x", "y")))
    assert not problem.counts_once
    assert enough(problem) == ["abcde"]


def test_what_is_held_counts_in_one_place_too() -> None:
    problem = written_out(problem_of(award("x", [choose(1, "a", "b"), choose(1, "a", "c")]), held=("a",)))
    assert enough(problem) == ["b", "c"]


def test_a_bound_counts_what_any_one_way_takes() -> None:
    """Each way to count names a candidate once, so that its weight is not shared between them."""
    goal = written_out(problem_of(award("x", [choose(2, "a", "b", "c"), choose(1, "b", "c", "d")]))).goal
    assert goal is not None
    assert max(asked_together(goal).values()) == 1
    assert LeastWeight(goal, frozenset()).of((10, 20, 30, 40)) == 60


def test_what_would_take_too_many_nodes_stays_as_it_is() -> None:
    names = [f"m{number}" for number in range(MOST_NAMED // 2)]
    asked = award("x", [choose(2, *names), choose(2, *reversed(names)), "z"])
    first = month("2027-01")
    courses = catalogue(*(module(name, 13, 1) for name in (*names, "z")), asked)
    problem = build_problem(courses, learner(9), ("x",), first, Month(first + 24))
    assert written_out(problem).counts_once


def test_what_may_expire_stays_as_it_is() -> None:
    problem = problem_of(award("x", [choose(1, "a", "b"), choose(1, "a", "c")], valid_months=2))
    assert written_out(problem) is problem


# --- against every set of modules ---------------------------------------------------------------------------------------------


@st.composite
def problems(draw: st.DrawFn) -> PlanningProblem:
    """Three awards over some modules; the second needs the third, and each may limit what it shares."""
    names = NAMES[:5]
    shares: list[dict[str, Any]] = [draw(st.sampled_from([{}, {"shares": 0}, {"shares": 1}])) for _ in "xyz"]
    x, y, z = (draw(requirements(names, names)) for _ in "xyz")
    awards = award("x", x, **shares[0]), award("y", all_of("z", y), **shares[1]), award("z", z, **shares[2])
    return problem_of(*awards, targets=("x", "y"), held=tuple(draw(st.lists(st.sampled_from(names), max_size=1))))


@settings(max_examples=100)
@given(problems())
def test_the_same_modules_satisfy_it(problem: PlanningProblem) -> None:
    plain = written_out(problem)
    assert not plain.counts_once
    for taken in _sets(problem):
        index = plain.positions
        own = {index[problem.candidates[each].key] for each in taken if problem.candidates[each].key in index}
        assert satisfied_once(problem.goal, taken) == satisfied_once(plain.goal, own)


def _sets(problem: PlanningProblem) -> Iterable[set[int]]:
    indices = range(len(problem.candidates))
    return ({*taken} for size in range(len(indices) + 1) for taken in combinations(indices, size))


def satisfied_once(goal: Threshold | None, taken: set[int]) -> bool:
    """Whether modules satisfy a goal, each of them counting once where that matters, as the engine sees it."""
    if goal is None:
        return False
    model = EngineModel()
    has = satisfiable(taken.__contains__)

    def leaf(part: Node, _: None) -> Literal:
        return model.constant(int(has(part)))

    def holds(node: Node) -> Literal:
        if not isinstance(node, Threshold):
            return leaf(node, None)
        if node.once:
            return CountedOnce(model, leaf, lambda *_: None).holds(node, None)
        literal = model.boolean()
        parts = [(weight, holds(part)) for weight, part in node.parts]
        model.linear(parts, node.need, max(node.need, sum(weight for weight, _ in parts)), (literal,))
        return literal

    model.linear(((1, holds(goal)),), 1, 1)
    return model.solve(60.0, Linearisation.LITTLE).verdict is not EngineVerdict.INFEASIBLE
