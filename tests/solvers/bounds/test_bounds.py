"""Bounds, the first plan and the engine on random tiny cases, of which brute force knows every plan."""

from collections.abc import Sequence
from typing import Any

import pytest
from build import Data, Part, all_of, any_of, award, catalogue, choose, learner, module, month, skill
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from ortools.sat.python import cp_model
from random_cases import cases
from solving import placing_of, problem_of, value, values_of
from tiny import Case

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import MEASURES, stage_value
from mcplanner.problem.model import Windows
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.time_windows import tightened
from mcplanner.solvers.cpsat import rules
from mcplanner.solvers.cpsat.engine import Affine, EngineAnswer, EngineModel, EngineVerdict, Linearisation
from mcplanner.solvers.features import FeatureReader, features, known_to
from mcplanner.solvers.heuristics.greedy import first_plan
from mcplanner.solvers.search import Solution, solve

tiny_cases = settings(max_examples=120, report_multiple_bugs=False)

ENOUGH = 36_000.0
"""Seconds, of either clock, after which a search over a tiny problem has failed."""


@tiny_cases
@given(cases())
def test_no_plan_is_under_a_bound(case: Case) -> None:
    problem = problem_of(case)
    plans = values_of(case)
    if problem.goal is None:
        assert plans == []
        return
    bounds = Bounds(problem)
    for stage in problem.stages:
        below = bounds.below(stage)
        for values in plans:
            assert below <= value(values, stage), stage


@tiny_cases
@given(cases())
def test_bounds_hold_after_every_stage_is_fixed(case: Case) -> None:
    problem = problem_of(case)
    plans = values_of(case)
    if not plans:
        return
    for stage in problem.stages:
        least = min(value(values, stage) for values in plans)
        plans = [values for values in plans if value(values, stage) == least]
        fixed = MEASURES[stage].fixed(problem, least)
        assert fixed is not None
        problem = fixed
        bounds = Bounds(problem)
        for later in problem.stages:
            assert bounds.below(later) <= min(value(values, later) for values in plans), (stage, later)


@tiny_cases
@given(cases())
def test_what_is_better_than_the_best_is_ruled_out_or_bounded(case: Case) -> None:
    """A problem limited to less than the best value has no plan; a bound may say so, and must not say more than the best."""
    problem = problem_of(case)
    plans = values_of(case)
    if not plans:
        return
    for stage in problem.stages:
        least, most = (pick(value(values, stage) for values in plans) for pick in (min, max))
        for limit in {least, (least + most) // 2, most}:
            limited = MEASURES[stage].fixed(problem, limit)
            assert limited is not None
            within = [values for values in plans if value(values, stage) <= limit]
            for other in problem.stages:
                assert Bounds(limited).below(other) <= min(value(values, other) for values in within), (stage, limit, other)


@tiny_cases
@given(cases())
def test_what_is_compulsory_is_in_every_plan(case: Case) -> None:
    problem = problem_of(case)
    if problem.goal is None:
        return
    bounds = Bounds(problem)
    if bounds.problem is None:
        assert list(case.plans()) == []
        return
    compulsory = {bounds.problem.candidates[index].module for index in bounds.compulsory}
    for placing in case.plans():
        assert compulsory <= placing.keys()


@tiny_cases
@given(cases())
def test_the_first_plan_keeps_the_rules(case: Case) -> None:
    problem = problem_of(case)
    if problem.goal is None:
        return
    bounds = Bounds(problem)
    schedule = None if bounds.problem is None else first_plan(bounds.problem, bounds)
    if schedule is not None:
        assert case.is_sound(placing_of(case, schedule))


@pytest.mark.parametrize("monthly", [False, True])
@settings(tiny_cases, max_examples=60)
@given(case=cases())
def test_the_engine_alone_finds_the_best_of_each_stage(case: Case, monthly: bool) -> None:
    """Without bounds and without a first plan, with starts by month and with intervals, which prove nothing."""
    problem = problem_of(case)
    if problem.goal is None or not (monthly or features(problem) <= known_to(FeatureReader.INTERVALS)):
        return  # some rules need the model by month
    plans = values_of(case)
    for stage in (Stage.COST, Stage.MINUTES, Stage.STARTS):
        found = rules.minimise(problem, frozenset(), stage, 0, rules.SearchSettings(ENOUGH, monthly), Watch(ENOUGH))
        assert found.impossible == (not plans and (monthly or not problem.candidates))
        assert (found.schedule is None) == (not plans)
        if found.schedule is not None:
            best = min(value(values, stage) for values in plans)
            assert stage_value(problem, found.schedule, stage) == best
            assert found.bound == (best if monthly else 0)
            assert case.is_sound(placing_of(case, found.schedule))


@pytest.mark.parametrize("monthly", [False, True])
@settings(tiny_cases, max_examples=60)
@given(case=cases())
def test_the_engine_alone_finds_a_plan_within_a_limit_or_none(case: Case, monthly: bool) -> None:
    problem = problem_of(case)
    if problem.goal is None or not (monthly or features(problem) <= known_to(FeatureReader.INTERVALS)):
        return
    plans = values_of(case)
    for stage, most in ((Stage.FINISH, problem.horizon), (Stage.PEAK, max(problem.budget))):
        best = min((value(values, stage) for values in plans), default=most + 1)
        for limit in {min(best, most), max(0, best - 1), most}:
            within = MEASURES[stage].fixed(problem, limit)
            if within is None:
                assert limit < best
                continue
            found = rules.find(within, frozenset(), rules.SearchSettings(ENOUGH, monthly), Watch(ENOUGH))
            assert found.impossible == (limit < best and (monthly or not within.candidates))  # no interval, no doubt
            assert (found.schedule is None) == (limit < best)
            if found.schedule is not None:
                assert stage_value(problem, found.schedule, stage) <= limit
                assert case.is_sound(placing_of(case, found.schedule))


# --- The engine against OR-Tools' own layer -----------------------------------------------------------------------------------


def their_answer(proto: Any) -> tuple[str, float, float]:
    """What `cp_model`, the layer that `engine` goes around, makes of the same model."""
    model = cp_model.CpModel()
    model.proto.copy_from(proto)
    assert model.validate() == ""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.status_name(solver.solve(model))
    return status, solver.objective_value, solver.best_objective_bound


def assert_same(model: EngineModel, objective: Sequence[tuple[int, int]], believed: bool = True) -> EngineAnswer:
    """The same solution; and the same verdict and bound, where there is no interval in the model."""
    ours: EngineAnswer = model.solve(ENOUGH, Linearisation.LITTLE)
    status, theirs, bound = their_answer(model._proto)
    assert (ours.values == ()) == (status == "INFEASIBLE")
    if ours.values:
        assert sum(coefficient * ours.values[variable] for coefficient, variable in objective) == theirs
    if believed:
        assert ours.verdict.name == status
        assert ours.bound == (None if status == "INFEASIBLE" else bound)
    return ours


@settings(tiny_cases, max_examples=40)
@given(cases())
def test_the_light_engine_answers_as_cp_model_does(case: Case) -> None:
    problem = problem_of(case)
    if problem.goal is None:
        return
    plan = rules.build(problem, frozenset(), monthly=True)
    objective = rules.value_of(plan, Stage.STARTS)
    plan.model.minimise(objective, 0)
    assert_same(plan.model, objective)


@pytest.mark.parametrize("low", [0, 7, 20])
def test_the_light_engine_reads_every_kind_of_constraint(low: int) -> None:
    # x in {2, 3, 5, 9}; 6 <= 2x + y <= 13 when z; x in {3, 9} when z; two tasks of 2 months at load 2 under a capacity of 3.
    model = EngineModel()
    x, y, z = model.member((2, 3, 5, 9)), model.integer(0, 4), model.boolean()
    model.linear([(2, x), (1, y)], 6, 13, (z,))
    model.among(x, (3, 9), (z,))
    model.linear([(1, z)], 1, 1)
    first, second = model.interval(Affine(y), 2), model.interval(Affine(x), 2, (z,))
    model.cumulative([(first, 2), (second, 2)], Affine(None, 3))
    objective = [(3, x), (-1, y), (1, model.constant(5))]
    # z holds, so x is 3 (9 would make 2x + y at least 18); y keeps clear of 2 to 4, so it is at most 1: 3 * 3 - 1 + 5.
    model.linear(objective, low, 100)
    model.minimise(objective, 0)
    answer = assert_same(model, objective, believed=False)
    expected = (EngineVerdict.FEASIBLE, None, (3, 1, 1)) if low <= 13 else (EngineVerdict.UNKNOWN, None, ())
    assert (answer.verdict, answer.bound, answer.values[:3]) == expected


def test_no_time_is_no_answer() -> None:
    model = EngineModel()
    x = model.integer(0, 9)
    model.minimise([(1, x)], 0)
    at_once = (EngineVerdict.UNKNOWN, EngineVerdict.OPTIMAL)
    assert model.solve(0.0, Linearisation.LITTLE).verdict in at_once
    assert model.solve(1.0, Linearisation.LITTLE, lambda: True).verdict in at_once


# --- Bounds by hand -----------------------------------------------------------------------------------------------------------


def bounds_of(*entries: dict[str, object], target: str = "d", hours: float = 2, months: int = 24) -> Bounds:
    by = month("2027-01") + months - 1
    problem = build_problem(catalogue(*entries), learner(hours), (target,), month("2027-01"), type(month("2027-01"))(by))
    return Bounds(problem)


def test_the_hours_bound_the_finish() -> None:
    # Four modules of 2 hours over 3 months, 2 hours a week: 12 months.
    four = [module(name) for name in "abcd"]
    assert bounds_of(*four, award("d4", all_of(*"abcd")), target="d4").below(Stage.FINISH) == 12


def test_the_way_through_prerequisites_bounds_the_finish() -> None:
    # a January to March, b waits for the intake of June until August, c September to November: 11 months.
    chain = (module("a"), module("b", needs="a", intakes="jun"), module("c", needs="b"))
    assert bounds_of(*chain, award("d", "c"), hours=100).below(Stage.FINISH) == 11


@tiny_cases
@given(cases(), st.integers(1, 24))
def test_early_starts_that_are_gone_stay_gone_within_a_shorter_horizon(case: Case, horizon: int) -> None:
    """What is cut on from a problem that was cut before is what is cut from the beginning."""
    tight = tightened(problem_of(case)) if problem_of(case).goal is not None else None
    shorter = None if tight is None else tight.within(horizon)
    if shorter is None or shorter.goal is None:
        return
    cut_on, anew = tightened(shorter), tightened(replace(shorter, windows=Windows.OPEN))
    assert (cut_on is None) == (anew is None)
    if cut_on is not None and anew is not None:
        assert cut_on.candidates == anew.candidates


def test_what_is_taken_alongside_is_cut_until_nothing_changes() -> None:
    """c ends by December 2027, so a and b, which it needs, end before; b starts with a or later, and a takes 3 months or 6.

    c starts in October, so that a and b have ended by the end of September. b takes 3 months and starts by July, and a as well:
    it starts by April if it takes 6 months, and by July if it takes 3.
    """
    entries = [
        module("a", 60, (3, 6)),
        module("b", 60, 3, alongside=["a"], intakes="jul"),
        module("c", 60, 3, needs=all_of("a", "b"), intakes="oct"),
        award("d", "c"),
    ]
    problem = tightened(build_problem(catalogue(*entries), learner(20), ("d",), month("2027-01"), month("2027-12")))
    assert problem is not None
    starts = {own.module: {option.months: option.starts[-1] for option in own.options} for own in problem.candidates}
    assert starts == {"a": {3: 6, 4: 5, 5: 4, 6: 3}, "b": {3: 6}, "c": {3: 9}}
    again = tightened(replace(problem, windows=Windows.OPEN))
    assert again is not None
    assert again.candidates == problem.candidates


def test_the_cheapest_choice_bounds_the_cost_and_the_minutes() -> None:
    # a, and two of 100, 300 and 200; minutes: a, and two of 26, 10 and 20 hours.
    bounds = bounds_of(
        module("a", fee=50),
        module("x", 26, fee=100),
        module("y", 10, fee=300),
        module("z", 20, fee=200),
        award("d", all_of("a", choose(2, "x", "y", "z"))),
    )
    assert bounds.below(Stage.COST) == 35_000
    assert bounds.below(Stage.MINUTES) == (26 + 30) * 60


def test_a_choice_named_twice_is_not_counted_twice() -> None:
    # x alone satisfies both parts: at most 100, and a bound of 200 would be wrong.
    bounds = bounds_of(module("x", fee=100), module("y", fee=150), award("d", all_of(any_of("x", "y"), any_of("x", "y"))))
    assert 0 < bounds.below(Stage.COST) <= 10_000


@tiny_cases
@given(cases())
def test_when_time_is_up_the_first_plan_is_kept_and_what_is_said_to_be_proved_is_true(case: Case) -> None:
    found = solve(problem_of(case), Watch(0))
    plans = values_of(case)
    if found.schedule is None:
        assert not found.proved or not plans
        return
    before: list[Stage] = []
    for stage in found.settled:
        as_good = [each for each in plans if all(value(each, other) <= found_value(case, found, other) for other in before)]
        assert min(value(each, stage) for each in as_good) >= found.bounds[stage]
        before.append(stage)
    assert found.proved == all(found.bounds[stage] == found_value(case, found, stage) for stage in found.settled)


def found_value(case: Case, found: Solution, stage: Stage) -> int:
    assert found.schedule is not None
    return stage_value(problem_of(case), found.schedule, stage)


@pytest.mark.parametrize("needs", [[skill("s"), skill("t")], [any_of(*"abcd"), any_of(*"efgh")]])
@pytest.mark.parametrize(
    ("pairs", "cost", "hours"),
    [({}, 24, 56), ({"a": ["b"], "g": ["h"]}, 24, 56), ({"a": ["b"], "b": ["c"]}, 24, 56), ({"a": ["e"]}, 10, 26)],
)
def test_a_choice_is_bounded_alike_where_its_modules_count_as_each_other(
    needs: Part, pairs: Data, cost: int, hours: int
) -> None:
    # One of a to d and one of e to h: a is the cheapest at 10 dollars and the shortest at 26 hours, e with 14 and 30 the other.
    # Only where a counts as e does it do alone.
    modules = [
        module(name, 26 + place, 1, fee=10 + place, skills="s" if name < "e" else "t", equivalent=pairs.get(name, []))
        for place, name in enumerate("abcdefgh")
    ]
    bounds = Bounds(build_problem(catalogue(*modules, award("x", needs)), learner(9), ("x",), month("2027-01")))
    assert (bounds.below(Stage.COST), bounds.below(Stage.MINUTES)) == (cost * 100, hours * 60)


# --- evenings -----------------------------------------------------------------------------------------------------------------


def finish_bound(*sessions: Sequence[str], evenings: int | None) -> int:
    """What no plan finishes before that takes modules of three months, each with its classes, all from any month on."""
    modules = [module(name, 13, 3, sessions=own) for name, own in zip("abcd", sessions, strict=False)]
    courses = catalogue(*modules, award("d1", [each["id"] for each in modules]))
    problem = build_problem(courses, learner(100, evenings=evenings), ("d1",), month("2027-01"))
    return Bounds(problem).below(Stage.FINISH)


def test_what_takes_the_only_evening_runs_one_after_another() -> None:
    three = [["mon 18:30-21:30"], ["tue 18:30-21:30"], ["wed 18:30-21:30"]]
    assert finish_bound(*three, evenings=None) == 3
    assert finish_bound(*three, evenings=1) == 9
    assert finish_bound(*three, evenings=2) == 6


def test_two_that_share_an_evening_and_do_not_clash_are_counted_for_one() -> None:
    """Both fit into one evening, so in three months both can be done; the third needs an evening of its own."""
    two = [["mon 18:00-19:00"], ["mon 19:30-21:00"]]
    assert finish_bound(*two, evenings=1) == 3
    assert finish_bound(*two, ["tue 19:00-21:00"], evenings=1) == 6
    assert finish_bound(["mon 18:00-20:00"], ["mon 19:30-21:00"], evenings=1) == 6
