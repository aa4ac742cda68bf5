"""The least value of a stage: each method by itself finds it, and proves no more than is true."""

from collections.abc import Sequence

import pytest
from build import all_of, award, catalogue, choose, learner, module, month
from hypothesis import event, given, settings
from hypothesis import strategies as st
from many_candidates import searched_as_if_large
from msgspec.structs import replace
from random_cases import cases
from solving import placing_of, stage_by_stage
from tiny import Case

from mcplanner.ground.stages import Basis, Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import TOTALS, stage_value
from mcplanner.problem.model import Placement, PlanningProblem, Schedule
from mcplanner.solvers import decide, minimise
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.decide import NoSchedule, Turn, Within
from mcplanner.solvers.lp.dual_bounds import Duals, dual_bound
from mcplanner.solvers.methods import Method, suits
from mcplanner.solvers.minimise import Minimum
from mcplanner.solvers.packing import packing
from mcplanner.solvers.packing.packing import Breadth
from mcplanner.solvers.search import any_plan, solve

SOUGHT_WITHIN_LIMITS = (Stage.FINISH, Stage.PEAK)
EFFORTS = (0.01, 0.1, 10.0)


def some_plan(problem: PlanningProblem) -> Schedule:
    found = any_plan(problem, Watch(60)).schedule
    assert found is not None
    return found


@settings(max_examples=40, report_multiple_bugs=False)
@given(st.booleans().flatmap(cases))
def test_the_whole_search_is_right_where_there_are_many(case: Case) -> None:
    with searched_as_if_large():
        for stage, problem, least in stage_by_stage(case):
            found = solve(problem, Watch(60), stage)
            assert found.schedule is not None
            assert found.bounds[stage] <= least <= stage_value(problem, found.schedule, stage)
            assert not found.proved or found.bounds[stage] == least
            assert case.is_sound(placing_of(case, found.schedule))


@settings(max_examples=80, report_multiple_bugs=False)
@given(st.booleans().flatmap(cases), st.sampled_from(Method))
def test_each_method_finds_the_least_value_and_proves_it(case: Case, method: Method) -> None:
    """Half of the cases are plain, which all methods know. Intervals only find plans, and branching only proves."""
    for stage, problem, least in stage_by_stage(case):
        if stage not in SOUGHT_WITHIN_LIMITS and suits(method, problem, stage):
            event(f"{stage} by {method}")
            first = some_plan(problem)
            minimum = Minimum(problem, stage, first, Watch(60))
            for effort in EFFORTS:
                if minimum.low < minimum.value:
                    minimum.seek(Turn(method, effort))
                assert minimum.low <= least <= minimum.value
            match method:
                case Method.INTERVALS:
                    assert minimum.value == least
                    assert minimum.basis is Basis.BOUND
                case Method.BRANCHING:
                    assert minimum.value == stage_value(problem, first, stage)
                case _:
                    assert minimum.low == minimum.value
            assert case.is_sound(placing_of(case, minimum.schedule))


@settings(max_examples=60, report_multiple_bugs=False)
@given(cases())
def test_what_is_moved_is_sought_near_the_bound_where_plans_are_too_many(case: Case) -> None:
    for stage, problem, least in stage_by_stage(case):
        if stage in minimise.OF_EARLIER and suits(Method.PACKING, problem, stage):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(minimise, "MANY_MOVED", 0)
                patch.setattr(minimise, "FEW_STARTS", 0)
                minimum = Minimum(problem, stage, some_plan(problem), Watch(60))
                event(f"{stage}, to prove: {minimum.low < minimum.value}")
                while minimum.low < minimum.value:
                    minimum.seek(Turn(Method.PACKING, 10.0))
                assert minimum.low == least == minimum.value


@settings(max_examples=60, report_multiple_bugs=False)
@given(cases(plain=True))
def test_dual_values_for_plans_under_way_rule_out_no_plan_within_a_limit(case: Case) -> None:
    """As where many plans wait: one goes on from each stop at first, and dual values are made wherever another waits."""
    for stage, problem, least in stage_by_stage(case):
        if stage in TOTALS and TOTALS[stage].limits_plans and suits(Method.PACKING, problem, stage):
            for limit in (least - 1, least, least + 1):
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(packing, "FEW", Breadth(1, 2))
                    patch.setattr(decide, "MANY_WAITING", 1)
                    found = Within(problem, stage, limit, Watch(60)).sought(Turn(Method.PACKING, 10.0))
                can_be = limit >= least
                event(f"{stage}, plan: {can_be}")
                assert isinstance(found, NoSchedule) != can_be
                assert can_be or found is NoSchedule.NO_PLAN


@pytest.mark.parametrize(("least_cost", "left_out"), [(1_000, False), (1_001, True), (2_000, True)])
def test_a_selection_that_costs_less_than_any_plan_is_left_out(least_cost: int, left_out: bool) -> None:
    """Of a (S$10, 13 hours) and b (S$20, 26 hours), a alone would cost less than it is known that every plan does."""
    entries = [module("a", 13, 1, fee=10), module("b", 26, 2, fee=20)]
    problem = build_problem(catalogue(*entries, award("d", choose(1, *"ab"))), learner(3), ("d",), month("2027-01"))
    minimum = Minimum(problem, Stage.MINUTES, (Placement(0, "b", 2, 180),), Watch(60), {Stage.COST: least_cost})
    minimum.seek(Turn(Method.BY_SELECTION, 0, with_duals=False))
    assert (minimum.low == minimum.value) is left_out


@pytest.fixture
def problem() -> PlanningProblem:
    """Two of a (S$10), b (S$20) and c (S$40), and e (S$30), which must be taken; a month each, at all hours there are."""
    entries = [module(name, 13, 1, fee=fee) for name, fee in (("a", 10), ("b", 20), ("c", 40), ("e", 30))]
    requires = all_of("e", choose(2, *"abc"))
    return build_problem(catalogue(*entries, award("d", requires)), learner(3), ("d",), month("2027-01"))


DEAR_AND_LATE = tuple(Placement(start, name, 1, 180) for start, name in enumerate("bce", 1))


def test_a_bound_on_a_sum_is_raised_to_what_sums_can_be(problem: PlanningProblem) -> None:
    minimum = Minimum(problem, Stage.COST, DEAR_AND_LATE, Watch(60))
    assert (minimum.low, minimum.value) == (6_000, 9_000)
    minimum.raise_to(7_001, Basis.SEARCH)
    assert minimum.low == 8_000
    minimum.raise_to(3_000, Basis.ENGINE)
    assert (minimum.low, minimum.basis) == (8_000, Basis.SEARCH)
    minimum.raise_to(100_000, Basis.ENGINE)
    assert (minimum.low, minimum.basis) == (9_000, Basis.ENGINE)


def test_a_minimum_stops_when_time_is_up(problem: PlanningProblem) -> None:
    for method in Method:
        minimum = Minimum(problem, Stage.COST, DEAR_AND_LATE, Watch(0))
        minimum.seek(Turn(method, 1.0, with_duals=method is not Method.PACKING))
        assert minimum.stopped
        assert minimum.schedule == DEAR_AND_LATE


def two_of_three_within(months: int) -> PlanningProblem:
    """e (S$30) and two of a (S$10), b (S$20) and c (S$40) at all hours there are: a takes two months, the others one."""
    lengths_and_fees = (("a", 2, 10), ("b", 1, 20), ("c", 1, 40), ("e", 1, 30))
    entries = [module(name, 13 * months, months, fee=fee) for name, months, fee in lengths_and_fees]
    requires = all_of("e", choose(2, *"abc"))
    problem = build_problem(catalogue(*entries, award("d", requires)), learner(3), ("d",), month("2027-01")).within(months)
    assert problem is not None
    return problem


def test_a_sum_is_settled_where_all_that_is_better_takes_too_long() -> None:
    """Two of a and b (S$10, 4 hours a week) and c and d (S$30, 2 hours), with 6 hours and three months: not both of a and b."""
    entries = [
        module(name, hours, 3, fee=fee) for name, hours, fee in (("a", 52, 10), ("b", 52, 10), ("c", 26, 30), ("d", 26, 30))
    ]
    stated = build_problem(catalogue(*entries, award("e", choose(2, *"abcd"))), learner(6), ("e",), month("2027-01"))
    problem = stated.within(3)
    assert problem is not None
    minimum = Minimum(problem, Stage.COST, (Placement(0, "a", 3, 240), Placement(0, "c", 3, 120)), Watch(60))
    assert (minimum.low, minimum.value, minimum.basis) == (4_000, 4_000, Basis.BOUND)


def test_each_selection_that_may_be_better_is_packed_by_itself() -> None:
    dear = tuple(Placement(start, name, 1, 180) for start, name in enumerate("bce"))
    tight = Minimum(two_of_three_within(3), Stage.COST, dear, Watch(60))
    assert (tight.low, tight.value) == (6_000, 9_000)
    tight.seek(Turn(Method.BY_SELECTION, 1.0, with_duals=False))
    assert (tight.low, tight.value) == (9_000, 9_000), "a and b, or a and c, take a month too many"
    roomy = Minimum(two_of_three_within(4), Stage.COST, dear, Watch(60))
    roomy.seek(Turn(Method.BY_SELECTION, 0.0, with_duals=False))
    assert (roomy.low, roomy.value) == (6_000, 9_000), "without work nothing is decided"
    roomy.seek(Turn(Method.BY_SELECTION, 1.0, with_duals=False))
    assert (roomy.low, roomy.value) == (6_000, 6_000)
    assert sorted(placement.module for placement in roomy.schedule) == ["a", "b", "e"]


def test_dual_values_prove_that_no_plan_keeps_a_limit() -> None:
    for limit, kept in ((9_000, True), (8_900, False)):
        bounds = Bounds(replace(two_of_three_within(3), limits={Stage.COST: limit}))
        assert bounds.problem is not None
        assert dual_bound(bounds, Watch(60)).refuted == (not kept)


def test_where_candidates_are_many_the_cost_is_packed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cheapest modules that could be enough, a and b, take a month too many."""
    asked: list[tuple[Stage, Method]] = []
    seek = Minimum.seek

    def told(minimum: Minimum, turn: Turn) -> None:
        asked.append((minimum.stage, turn.method))
        seek(minimum, turn)

    monkeypatch.setattr(Minimum, "seek", told)
    with searched_as_if_large():
        found = solve(two_of_three_within(3), Watch(60), Stage.COST)
    assert (found.proved, found.bounds[Stage.COST]) == (True, 9_000)
    assert (Stage.COST, Method.PACKING) in asked


def test_of_many_candidates_some_plan_is_sought_before_all_plans_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrow packing finds two modules for 90 dollars. One that leaves some out does not prove that none cost less."""
    proving: list[bool] = []
    begin = packing.Packing.__init__

    def told(own: packing.Packing, bounds: Bounds, duals: Sequence[Duals], *, breadth: Breadth) -> None:
        proving.append(breadth.proves)
        begin(own, bounds, duals, breadth=breadth)

    monkeypatch.setattr(decide, "MANY", 1)
    monkeypatch.setattr(packing.Packing, "__init__", told)
    turn = Turn(Method.PACKING, 1.0, with_duals=False)
    found = Within(two_of_three_within(3), Stage.COST, 9_000, Watch(60)).sought(turn)
    assert not isinstance(found, NoSchedule)
    assert proving == [False]
    monkeypatch.setattr(packing, "NARROWEST", replace(packing.NARROWEST, width=1, wider=1, sets=1))
    assert Within(two_of_three_within(3), Stage.COST, 8_900, Watch(60)).sought(turn) is NoSchedule.NO_PLAN
    assert proving == [False, False, True]


def test_early_starts_of_many_modules_are_sought_near_the_bound_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three modules of a month at all hours there are: 0, 1 and 2. A plan that begins a year later is far from that."""
    entries = [module(name, 13, 1) for name in "abc"]
    problem = build_problem(catalogue(*entries, award("d", all_of(*"abc"))), learner(3), ("d",), month("2027-01"))
    late = tuple(Placement(start, name, 1, 180) for start, name in zip((12, 13, 14), "abc", strict=True))
    sought: list[int] = []
    between = packing.Packing.between

    def told(own: packing.Packing, low: int, highest: int, unit: int, breadth: Breadth) -> packing.Packing:
        sought.append(highest)
        return between(own, low, highest, unit, breadth)

    monkeypatch.setattr(packing.Packing, "between", told)
    with searched_as_if_large():
        minimum = Minimum(problem, Stage.STARTS, late, Watch(60))
        low = minimum.low
        minimum.seek(Turn(Method.PACKING, 1.0))
    assert (minimum.low, minimum.value) == (3, 3)
    assert sought[0] <= max(low, 3) + minimise.AHEAD


def test_early_starts_that_stay_open_are_sought_among_the_most_promising_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same three modules: with no work for plans near the bound, the narrow packing that comes after them is asked too."""
    entries = [module(name, 13, 1) for name in "abc"]
    problem = build_problem(catalogue(*entries, award("d", all_of(*"abc"))), learner(3), ("d",), month("2027-01"))
    late = tuple(Placement(start, name, 1, 180) for start, name in zip((12, 13, 14), "abc", strict=True))

    def narrowly(own: packing.Packing, work: int, watch: Watch) -> None:
        if own._breadth == packing.NARROWEST:
            search(own, work, watch)

    search = packing.Packing.search
    monkeypatch.setattr(packing.Packing, "search", narrowly)
    monkeypatch.setattr(Minimum, "raise_to", lambda *_: None)
    with searched_as_if_large():
        minimum = Minimum(problem, Stage.STARTS, late, Watch(60))
        for value in (39, 3):
            minimum.seek(Turn(Method.PACKING, 1.0))
            assert minimum.value == value
