"""Which of two modules may be assumed to start first: never at the price of the best plan."""

from random import Random

import pytest
from build import all_of, award, catalogue, choose, learner, module, month
from curricula import curriculum

from mcplanner.ground.months import Month
from mcplanner.problem.build import build_problem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.dominance import precedences

FIRST = month("2027-01")


def pairs_within(months: int, *entries: dict[str, object]) -> list[str]:
    """The pairs of a problem, as the names of both."""
    bounds = Bounds(build_problem(catalogue(*entries), learner(6), ("d",), FIRST, Month(FIRST + months - 1)))
    return ["".join(pair) for pair in pairs_of(bounds)]


def pairs_of(bounds: Bounds) -> list[tuple[str, str]]:
    problem = bounds.problem
    assert problem is not None
    names = [own.module for own in problem.candidates]
    return [(names[pair.first], names[pair.second]) for pair in precedences(problem, bounds.compulsory)]


def test_of_two_that_are_alike_one_comes_first_and_what_follows_from_that_is_left_out() -> None:
    alike = (module(name, 26, 2) for name in "abc")
    assert pairs_within(12, *alike, award("d", all_of(*"abc"))) == ["ab", "bc"]


@pytest.mark.parametrize(
    "other",
    [module("b", 27, 2), module("b", 39, 3), module("b", 26, 2, intakes="mar jun"), module("b", 26, (2, 3))],
    ids=["hours", "months", "intakes", "paces"],
)
def test_none_comes_first_where_they_differ(other: dict[str, object]) -> None:
    assert pairs_within(12, module("a", 26, 2), other, award("d", all_of(*"ab"))) == []


def test_what_needs_less_and_what_more_needs_comes_first() -> None:
    # b needs p, so it cannot start in the first 3 months, where a can; or f needs b, so that b cannot end in the last 3.
    start = module("p", 39, 3)
    assert pairs_within(12, module("b", 26, 2, needs="p"), module("a", 26, 2), start, award("d", all_of(*"abp"))) == ["ab"]
    last = module("f", 36, 3, needs="b")
    assert pairs_within(12, module("a", 26, 2), module("b", 26, 2), last, award("d", all_of(*"abf"))) == ["ba"]
    # What can start in the same months is told by what needs it alone.
    two = [module(name, 26, 2, intakes="jan apr") for name in "ab"]
    assert pairs_within(12, *two, last, award("d", all_of(*"abf"))) == ["ba"]
    # Each has something for it.
    crossed = [module("a", 26, 2), module("b", 26, 2, needs="p"), start, last]
    assert pairs_within(12, *crossed, award("d", all_of(*"abpf"))) == []


def test_of_electives_only_those_with_the_same_starts_take_each_others_place() -> None:
    three = [module("a", 26, 2), module("b", 26, 2), module("c", 26, 2, needs="p"), module("p", 39, 3)]
    assert pairs_within(12, *three, award("d", choose(2, *"abc"))) == ["ab"]


def test_some_best_plan_keeps_all_pairs() -> None:
    seen = 0
    for seed in range(120):
        case = curriculum(Random(seed))
        bounds = Bounds(build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by))
        plans = list(case.plans())
        if bounds.problem is None or not plans:
            continue
        pairs = pairs_of(bounds)
        seen += bool(pairs)
        values = [sum(placed.start for placed in plan.values()) for plan in plans]
        in_order = [
            all(second not in plan or (first in plan and plan[first].start <= plan[second].start) for first, second in pairs)
            for plan in plans
        ]
        assert min(values) == min(value for value, kept in zip(values, in_order, strict=True) if kept)
    assert seen > 20
