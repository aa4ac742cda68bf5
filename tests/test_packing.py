"""Packing month by month: it finds a plan within a horizon exactly where there is one."""

import pytest
from build import all_of, award, catalogue, choose, learner, module, month
from hypothesis import event, given, settings
from hypothesis import strategies as st
from random_cases import cases
from test_bounds import placing_of, values_of
from tiny import Case

from mcplanner.months import Month
from mcplanner.problem import PlanningProblem, Stage
from mcplanner.solvers import packing
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.packing import Packing, can_be_packed
from mcplanner.solvers.prices import priced
from mcplanner.solvers.watch import Watch
from mcplanner.statement import build_problem

FIRST = month("2027-01")
ENOUGH = 100_000


def problem_within(months: int, *entries: dict[str, object], hours: float = 6) -> PlanningProblem:
    return build_problem(catalogue(*entries), learner(hours), ("d",), FIRST, Month(FIRST + months - 1))


def packed(problem: PlanningProblem, states: int = ENOUGH) -> Packing:
    """The search, after so many states; without prices, which would leave it little to do."""
    search = Packing(Bounds(problem), {})
    search.search(states, Watch(60))
    return search


@settings(max_examples=300, deadline=None, derandomize=True, report_multiple_bugs=False)
@given(cases(), st.booleans())
def test_there_is_a_packing_where_there_is_a_plan(case: Case, with_prices: bool) -> None:
    problem = build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by)
    if problem.goal is None or not can_be_packed(problem):
        return
    finishes = [values.finish for values in values_of(case)]
    best = min(finishes, default=problem.horizon + 1)
    for limit in {best - 1, best, problem.horizon}:
        within = problem.fixed(Stage.FINISH, limit) if 0 < limit <= problem.horizon else None
        bounds = None if within is None else Bounds(within)
        if bounds is None or bounds.problem is None:
            continue
        search = Packing(bounds, priced(bounds, Watch(60)).prices if with_prices else {})
        search.search(ENOUGH, Watch(60))
        event(f"plan: {limit >= best}")
        assert search.over
        assert (search.schedule is not None) == (limit >= best)
        if search.schedule is not None:
            assert max((placement.end for placement in search.schedule), default=0) <= limit
            assert case.is_sound(placing_of(search.schedule))


def test_two_that_fit_side_by_side_and_one_that_does_not() -> None:
    # 6 hours: a and b of 3 run side by side for 2 months, c of 6 takes 1. Three months suffice, two do not.
    entries = [module("a", 26, 2), module("b", 26, 2), module("c", 26, 1), award("d", all_of(*"abc"))]
    found = packed(problem_within(3, *entries)).schedule
    assert found is not None
    assert max(placement.end for placement in found) == 3
    bounds = Bounds(problem_within(2, *entries))
    assert bounds.problem is None or packed(problem_within(2, *entries)).over


def test_what_gaps_leave_is_seen() -> None:
    # Five modules of 4 hours over 2 months and five of 3 hours over 2 months, 6 hours to give: those of 4 run alone, those of 3
    # two at a time, so 10 + 6 months. They take 70 hour-months, which 12 months hold.
    entries = [*(module(f"a{number}", 34.6, 2) for number in range(5)), *(module(f"b{number}", 26, 2) for number in range(5))]
    names = [*(f"a{number}" for number in range(5)), *(f"b{number}" for number in range(5))]
    entries.append(award("d", all_of(*names)))
    found = packed(problem_within(16, *entries)).schedule
    assert found is not None
    assert max(placement.end for placement in found) == 16


def test_a_search_goes_on_where_it_stopped() -> None:
    entries = [*(module(name, 26, (1, 3)) for name in "abcefg"), award("d", all_of("a", "b", choose(2, *"cefg")))]
    problem = problem_within(4, *entries)
    whole = packed(problem)
    parts = Packing(Bounds(problem), {})
    rounds = 0
    while not parts.over:
        parts.search(1, Watch(60))
        rounds += 1
    assert rounds > 3
    assert parts.schedule == whole.schedule is not None


def test_a_search_ends_undecided_where_loads_are_so_light_that_too_many_sets_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [*(module(name, 4, 1) for name in "abcefghi"), award("d", all_of(*"abcefghi"))]
    problem = problem_within(3, *entries)
    assert packed(problem).schedule is not None
    monkeypatch.setattr(packing, "MOST_SETS", 20)
    search = packed(problem)
    assert not search.over
    assert search.schedule is None


def test_time_that_is_up_stops_a_search() -> None:
    entries = [*(module(name, 26, (1, 3)) for name in "abcefg"), award("d", all_of(*"abcefg"))]
    search = Packing(Bounds(problem_within(6, *entries)), {})
    search.search(ENOUGH, Watch(0))
    assert not search.over
