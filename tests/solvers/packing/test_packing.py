"""Packing: it finds a plan within limits exactly where there is one, and the one of least value."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from build import all_of, any_of, award, catalogue, choose, credits, learner, module, month
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from many_candidates import as_where_there_are_many
from msgspec.structs import replace
from random_cases import cases
from solving import placing_of, problem_of, stage_by_stage, values_of
from tiny import Case, Placed

from mcplanner.ground.months import Month
from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.pricing.credit import Payment
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import MEASURES, stage_value
from mcplanner.problem.model import Earlier, PlanningProblem, PriceStep, Schedule
from mcplanner.problem.requirement_nodes import Threshold
from mcplanner.solvers import decide
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.features import Feature, features
from mcplanner.solvers.lp.dual_bounds import Duals, dual_bound
from mcplanner.solvers.methods import Method, suits
from mcplanner.solvers.packing import accounts, packing
from mcplanner.solvers.packing.accounts import Ceiling
from mcplanner.solvers.packing.candidate_sets import as_sets
from mcplanner.solvers.packing.expiry import LASTING, Expiry
from mcplanner.solvers.packing.hard_to_place import HardToPlace
from mcplanner.solvers.packing.packing import DIVE, HARD_FIRST, NARROW, NARROWEST, WIDE, Breadth, Packing
from mcplanner.solvers.packing.steps import MonthSteps

FIRST = month("2027-01")
NOVEMBER = month("2027-11")
ENOUGH = 100_000
MINIMISED = (Stage.COST, Stage.MINUTES, Stage.STARTS)


def problem_within(months: int, *entries: dict[str, object], hours: float = 6) -> PlanningProblem:
    return build_problem(catalogue(*entries), learner(hours), ("d",), FIRST, Month(FIRST + months - 1))


def searched(problem: PlanningProblem, ceiling: Ceiling | None = None, breadth: Breadth = WIDE) -> Packing:
    """The search, gone on with until it is over; without dual values, which would leave it little to do."""
    search = Packing(Bounds(problem), [], ceiling, breadth)
    search.search(ENOUGH, Watch(60))
    return search


def packed(problem: PlanningProblem) -> Schedule | None:
    """A plan of a problem, None where there is none."""
    search = searched(problem)
    assert search.over
    return search.schedule


def within_months(finish: int, *entries: dict[str, object], hours: float = 6) -> bool:
    """Whether a plan fits into so many months."""
    problem = problem_within(finish, *entries, hours=hours)
    return problem.goal is not None and Bounds(problem).problem is not None and packed(problem) is not None


def packs(problem: PlanningProblem, stage: Stage) -> bool:
    return suits(Method.PACKING, problem, stage)


@settings(max_examples=150, report_multiple_bugs=False)
@given(
    cases(plain=True),
    st.booleans(),
    st.booleans(),
    st.sampled_from((HARD_FIRST, NARROWEST, Breadth(1, 2, hard_first=True), Breadth(1, 2, sets=1, proves=False))),
)
def test_there_is_a_packing_where_there_is_a_plan(case: Case, with_duals: bool, large: bool, breadth: Breadth) -> None:
    """A narrow search may end without having seen it, but then does not claim that there is none."""
    problem = problem_of(case)
    assume(problem.goal is not None and packs(problem, Stage.FINISH))
    finishes = [values.finish for values in values_of(case)]
    best = min(finishes, default=problem.horizon + 1)
    for limit in {best - 1, best, problem.horizon}:
        within = MEASURES[Stage.FINISH].fixed(problem, limit) if 0 < limit <= problem.horizon else None
        bounds = None if within is None else Bounds(within)
        if bounds is None or bounds.problem is None:
            continue
        with as_where_there_are_many(large):
            search = Packing(bounds, [dual_bound(bounds, Watch(60)).duals] if with_duals else [], breadth=breadth)
            search.search(ENOUGH, Watch(60))
        event(f"plan: {limit >= best}, proves: {breadth.proves}, over: {search.over}")
        assert search.over or not breadth.proves
        assert (search.schedule is not None) == (search.over and limit >= best)
        if search.schedule is not None:
            assert max((placement.end for placement in search.schedule), default=0) <= limit
            assert case.is_sound(placing_of(case, search.schedule))


@settings(max_examples=100, report_multiple_bugs=False)
@given(cases(plain=True))
def test_dual_values_of_plans_under_way_rule_out_no_plan_that_there_is(case: Case) -> None:
    problem = problem_of(case)
    assume(problem.goal is not None and packs(problem, Stage.FINISH))
    best = min((values.finish for values in values_of(case)), default=problem.horizon + 1)
    for limit in {best - 1, best}:
        bounds = Bounds(MEASURES[Stage.FINISH].fixed(problem, limit) if 0 < limit <= problem.horizon else None)
        if bounds.problem is None:
            continue
        made: list[Packing] = []

        def begin(duals: Sequence[Duals], bounds: Bounds = bounds, made: list[Packing] = made) -> Packing:
            made.append(Packing(bounds, duals, breadth=Breadth(1, 2)))
            return made[-1]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(decide, "MANY_WAITING", 1)
            search = decide.with_duals_under_way(bounds, dual_bound(bounds, Watch(60)), Watch(60), begin)
        search.search(ENOUGH, Watch(60))
        event(f"plan: {limit >= best}, expires: {problem.expires}, begun: {len(made)}")
        assert search.over
        assert (search.schedule is not None) == (limit >= best)


@settings(max_examples=150, report_multiple_bugs=False)
@given(
    cases(plain=True),
    st.booleans(),
    st.sampled_from((0, -1, 1, 3)),
    st.integers(0, 20),
    st.sampled_from((Breadth(1, 4), Breadth(2, 4, dives=True), WIDE)),
    st.booleans(),
)
def test_the_packing_of_least_value_is_found(
    case: Case, with_duals: bool, spare: int, known: int, breadth: Breadth, large: bool
) -> None:
    """Stage after stage, under a value that the least one keeps under, if need be by `spare`, or not."""
    for stage, problem, least in stage_by_stage(case):
        bounds = Bounds(problem)
        if stage in MINIMISED and bounds.problem is not None and packs(problem, stage):
            for_value, for_hours = (dual_bound(bounds, Watch(60), own).duals if with_duals else {} for own in (stage, None))
            with as_where_there_are_many(large):
                search = Packing(bounds, [for_hours], Ceiling(stage, least + spare + known, for_value))
                search = search.between(min(least, least + spare) if known % 2 else 0, least + spare, 1, breadth)
                search.search(ENOUGH, Watch(60))
            event(f"{stage}, {'found' if spare >= 0 else 'missed'}")
            assert search.over
            assert (search.schedule is not None) == (spare >= 0)
            if search.schedule is not None:
                assert stage_value(problem, search.schedule, stage) == least
                assert case.is_sound(placing_of(case, search.schedule))


@st.composite
def steps_of_prices(draw: st.DrawFn) -> tuple[PriceStep, ...]:
    later = sorted(draw(st.dictionaries(st.integers(1, 6), st.integers(0, 6), max_size=2)).items())
    return tuple(PriceStep(first, Payment(cents)) for first, cents in ((0, draw(st.integers(0, 6))), *later))


@settings(max_examples=150, report_multiple_bugs=False)
@given(cases(plain=True), st.lists(steps_of_prices(), min_size=12, max_size=12), st.booleans(), st.sampled_from((0, -1, 3)))
def test_of_prices_that_change_the_least_cost_is_found_and_the_earliest_starts_at_it(
    case: Case, prices: list[tuple[PriceStep, ...]], with_duals: bool, spare: int
) -> None:
    problem = replace(problem_of(case), limits={})
    assume(problem.goal is not None and not problem.cost_limit_per_year_cents and case.cost_limit is None)
    names = sorted({own.module for own in problem.candidates})
    by_name = dict(zip(names, prices, strict=False))
    problem = replace(problem, candidates=tuple(replace(own, prices=by_name[own.module]) for own in problem.candidates))
    assume(packs(problem, Stage.COST))

    def cost(placing: Mapping[str, Placed]) -> int:
        own = ((by_name[name], placed.start) for name, placed in placing.items() if name in by_name)
        return sum([step.cents for step in steps if step.first <= start][-1] for steps, start in own)

    plans = list(case.plans())
    assume(plans)
    least = min(map(cost, plans))
    event(f"the cost changes: {Feature.CHANGING_COST in features(problem, Stage.COST)}, {spare}")
    found = _of_least_value(problem, Stage.COST, least + spare, with_duals)
    assert (found is not None) == (spare >= 0)
    if found is not None:
        assert cost(placing_of(case, found)) == least
    cheapest = replace(problem, limits={Stage.COST: least})
    earliest = min(case.values(placing).starts for placing in plans if cost(placing) == least)
    starts = _of_least_value(cheapest, Stage.STARTS, earliest + spare, with_duals)
    assert (starts is not None) == (spare >= 0)
    if starts is not None:
        assert stage_value(problem, starts, Stage.STARTS) == earliest
        assert cost(placing_of(case, starts)) == least


def _of_least_value(problem: PlanningProblem, stage: Stage, limit: int, with_duals: bool) -> Schedule | None:
    """The plan of least value in a stage, up to a limit; None where there is none."""
    bounds = Bounds(problem)
    if bounds.problem is None:
        return None
    for_value, for_hours = (dual_bound(bounds, Watch(60), own).duals if with_duals else {} for own in (stage, None))
    search = Packing(bounds, [for_hours], Ceiling(stage, limit, for_value))
    search.search(ENOUGH, Watch(60))
    assert search.over
    return search.schedule


def test_two_that_fit_side_by_side_and_one_that_does_not() -> None:
    # 6 hours: a and b of 3 run side by side for 2 months, c of 6 takes 1. Three months suffice, two do not.
    entries = [module("a", 26, 2), module("b", 26, 2), module("c", 26, 1), award("d", all_of(*"abc"))]
    assert within_months(3, *entries)
    assert not within_months(2, *entries)


def test_what_gaps_leave_is_seen() -> None:
    # Five modules of 4 hours over 2 months and five of 3 hours over 2 months, 6 hours to give: those of 4 run alone, those of 3
    # two at a time, so 10 + 6 months. They take 70 hour-months, which 12 months hold.
    entries = [*(module(f"a{number}", 34.6, 2) for number in range(5)), *(module(f"b{number}", 26, 2) for number in range(5))]
    names = [*(f"a{number}" for number in range(5)), *(f"b{number}" for number in range(5))]
    entries.append(award("d", all_of(*names)))
    assert within_months(16, *entries)
    assert not within_months(15, *entries)


def test_hours_that_fall_while_modules_run_stop_them() -> None:
    # a and b of 3 hours run for 3 months; in the third there are 3 hours for both.
    problem = problem_within(4, module("a", 39, 3), module("b", 39, 3), award("d", all_of(*"ab")))
    assert packed(replace(problem, budget=(360, 360, 360, 0))) is not None
    assert packed(replace(problem, budget=(360, 360, 180, 180))) is None
    # Nothing is left to start as a month begins whose hours do not suffice for what runs.
    assert packed(replace(problem, budget=(360, 360, 360, 180))) is not None
    short = problem_within(3, module("a", 39, 3), module("b", 39, 3), award("d", all_of(*"ab")))
    assert packed(replace(short, budget=(360, 360, 180))) is None


def test_a_search_stops_where_anything_starts_or_ends_and_keeps_to_the_months_between() -> None:
    # By quarters: three modules of 3 hours for 3 months each, from January or April; two at a time in one quarter at least.
    problem = problem_within(6, *(module(name, 39, 3, intakes="jan apr") for name in "abc"), award("d", all_of(*"abc")))
    assert MonthSteps(Bounds(problem), []).stops == [0, 3, 6]
    assert packed(replace(problem, budget=(360, 180, 360, 360, 360, 360))) is not None
    assert packed(replace(problem, budget=(360, 180, 360, 360, 180, 360))) is None
    assert packed(replace(problem, at_once=(2, 1, 2, 2, 2, 2))) is not None
    assert packed(replace(problem, at_once=(2, 1, 2, 2, 1, 2))) is None


@pytest.mark.parametrize("needed", [*"ab"])
def test_what_runs_is_told_apart_where_something_waits_for_it(needed: str) -> None:
    """Of two modules for three months that begin at once one is needed by a third, and each may be the one that is over."""
    entries = [module("a", 39, 3), module("b", 39, 3), module("c", 39, 3, requires=needed), award("d", all_of(*"abc"))]
    steps = MonthSteps(Bounds(problem_within(9, *entries, hours=3)), [])
    runs = np.array([[place for place, own in enumerate(steps.in_progress) if own.end == 3 and own.candidate in (0, 1)]])
    while_c_waits, then = (steps.told_apart(as_sets([started] * 2, 1), runs)[0].tolist() for started in (0b011, 0b111))
    assert while_c_waits[0] != while_c_waits[1]
    assert then[0] == then[1]


def test_what_counts_together_ends_before_the_first_of_it_expires() -> None:
    # One after another, a, b and c take 3 months each: the first to end is 6 months old when the last one ends.
    entries = [module("a", 39, 3), module("b", 39, 3), module("c", 39, 3)]
    assert within_months(24, *entries, award("d", all_of(*"abc"), valid_months=6), hours=3)
    assert not within_months(24, *entries, award("d", all_of(*"abc"), valid_months=5), hours=3)


def test_what_has_expired_is_made_up_for_by_something_else() -> None:
    # x runs in the first month alone, and a a year later: by then x has expired, and y, which costs more, counts instead.
    problem = problem_within(
        24,
        module("x", 13, 1, runs={"2027-01": None}),
        module("y", 13, 1, fee=100),
        module("a", 13, 1, runs={"2028-01": None}),
        award("d", all_of("a", any_of("x", "y")), valid_months=6),
    )
    assert problem.expires
    found = searched(problem, Ceiling(Stage.COST, 100_000, {}))
    assert found.over
    assert [placement.module for placement in found.schedule or ()] == ["y", "a"]


def test_a_search_ends_undecided_where_too_many_whole_plans_have_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    # x and a are enough but for time, and that plan is looked at as a whole before the one with y is found.
    entries = [
        module("x", 13, 1, runs={"2027-01": None}),
        module("y", 13, 1, fee=100),
        module("a", 13, 1, runs={"2028-01": None}),
        award("d", all_of("a", any_of("x", "y")), valid_months=6),
    ]
    monkeypatch.setattr(packing, "MOST_LOOKED_INTO", 0)
    search = searched(problem_within(24, *entries), Ceiling(Stage.COST, 100_000, {}))
    search.search(ENOUGH, Watch(60))
    assert not search.over
    assert search.schedule is None


def test_once_all_that_counts_is_over_no_first_end_is_remembered() -> None:
    # a and b end in the first two months: after that it no longer matters which of them did so first.
    problem = problem_within(
        24,
        module("a", 26, 1),
        module("b", 26, 1),
        module("v", 78, 3),
        award("c", all_of("a", "b"), valid_months=6),
        award("d", all_of("c", "v")),
    )
    expiry = Expiry(problem)
    a, b = (as_sets([1 << index], 1) for index in range(2))
    ends, in_time = expiry.aged(1, expiry.of_nothing(), a, a, 0 * a)
    assert ends.tolist() == [[1]]
    assert in_time.all()
    ends, in_time = expiry.aged(2, ends, b, a | b, 0 * a)
    assert ends.tolist() == [[LASTING]]
    assert in_time.all()


def test_an_award_that_is_earned_stays_earned_whatever_expires_then() -> None:
    # a and x fill the first two months and earn the certificate; v, and then w, fill three each, and w begins after a expires.
    entries = [
        *(module(name, 26, 1) for name in "axy"),
        module("v", 78, 3, runs={"2027-03": None}),
        module("w", 78, 3, runs={"2027-06": None}),
        award("c", all_of("a", any_of("x", "y")), valid_months=3),
        award("d", all_of("c", "v", "w")),
    ]
    assert within_months(8, *entries)
    assert not within_months(7, *entries)


def test_what_is_held_is_taken_anew_where_it_has_expired() -> None:
    entries = catalogue(module("a", 13, 1), module("b", 13, 1), award("d", all_of(*"ab"), valid_months=6))
    problem = build_problem(entries, learner(6, held={"a": "2020-01"}), ("d",), FIRST, Month(FIRST + 23))
    assert {placement.module for placement in packed(problem) or ()} == {"a", "b"}


def test_what_takes_no_hours_runs_beside_what_takes_all() -> None:
    entries = [module("a", 26, 1), module("b", 8, 1, days=1), award("d", all_of(*"ab"))]  # a full day off work takes none
    assert within_months(1, *entries)
    assert packed(replace(problem_within(1, *entries), at_once=(1,))) is None


def test_no_more_run_side_by_side_than_is_allowed() -> None:
    problem = problem_within(4, *(module(name, 13, 2) for name in "abce"), award("d", all_of(*"abce")))
    assert packed(replace(problem, at_once=(2, 2, 2, 2))) is not None
    assert packed(replace(problem, at_once=(2, 2, 2, 1))) is None
    assert packed(replace(problem, at_once=(1, 2, 2, 2))) is None


def test_what_is_taken_alongside_others_starts_no_sooner() -> None:
    both, late = award("d", all_of("a", "b")), module("a", 13, 2, intakes="feb")
    assert within_months(3, late, module("b", 13, 1, alongside=["a"]), both)
    assert not within_months(3, late, module("b", 13, 1, alongside=["a"], intakes="jan"), both)
    assert within_months(4, late, module("b", 13, 3, alongside=["a"]), both)
    assert not within_months(3, late, module("b", 13, 3, alongside=["a"]), both)


def test_what_others_are_taken_alongside_is_taken_too() -> None:
    entries = [module("a", 13, 2), module("b", 13, 1, alongside=["a"]), module("c", 13, 3), award("d", any_of("b", "c"))]
    assert within_months(2, *entries)
    assert not within_months(1, *entries)


def test_whoever_has_a_choice_what_to_take_alongside_is_left_to_others() -> None:
    # As where a module that is taken alongside is offered in several ways.
    problem = problem_within(4, *(module(name, 13, 1) for name in "abc"), award("d", all_of(*"abc")))

    def taking(need: int) -> PlanningProblem:
        *others, last = problem.candidates
        return replace(problem, candidates=(*others, replace(last, alongside=Threshold(need, ((1, 0), (1, 1))))))

    assert packs(taking(2), Stage.FINISH)
    assert not packs(taking(1), Stage.FINISH)


def test_what_is_taken_alongside_each_other_is_left_to_others() -> None:
    entries = [module("a", 13, 1, alongside=["b"]), module("b", 13, 1, alongside=["a"]), award("d", all_of(*"ab"))]
    assert not packs(problem_within(4, *entries), Stage.FINISH)


def test_no_more_evenings_are_taken_than_there_are() -> None:
    # a and b have class on Mondays, c on Tuesdays, and of e's one evening nobody knows the day.
    monday, tuesday = 1, 2
    problem = problem_within(4, *(module(name, 13, 2) for name in "abce"), award("d", all_of(*"abce")))
    taken = ({"evenings": monday}, {"evenings": monday}, {"evenings": tuesday}, {"more_evenings": 1})
    candidates = tuple(replace(own, **evenings) for own, evenings in zip(problem.candidates, taken, strict=True))

    def fits(*evenings: int) -> bool:
        limited = replace(problem, candidates=candidates, evenings=evenings).within(len(evenings))
        return limited is not None and packed(limited) is not None

    assert fits(3, 3)
    assert not fits(2, 2)
    assert fits(2, 2, 1, 1)
    assert fits(1, 1, 2, 2)
    assert not fits(1, 1, 1, 1)
    assert not fits(2, 2, 1, 0)


def test_no_more_half_days_off_are_taken_than_there_are() -> None:
    # a and b take a half day in each of their two months, c takes two; there are hours for all at once.
    problem = problem_within(7, *(module(name, 13, 2) for name in "abc"), award("d", all_of(*"abc")))
    taken = zip(problem.candidates, (1, 1, 2), strict=True)
    candidates = tuple(
        replace(own, options=tuple(replace(each, half_days=half) for each in own.options)) for own, half in taken
    )

    def fits(*half_days: int) -> bool:
        limited = replace(problem, candidates=candidates, half_days_off=half_days).within(len(half_days))
        return limited is not None and packed(limited) is not None

    assert fits(4, 4)
    assert not fits(3, 3)
    assert fits(2, 2, 2, 2)
    assert fits(3, 3, 1, 1)
    assert not fits(2, 2, 1, 1)
    assert fits(1, 1, 3, 3)
    assert not fits(1, 1, 2, 2)
    assert fits(1, 1, 1, 2, 2, 2, 2)


def test_no_year_costs_more_than_it_may() -> None:
    # From November on: two months of 2027, then 2028. Each module takes a month, and there are hours for all at once.
    entries = [*(module(name, 13, 1, fee=100) for name in "abc"), award("d", all_of(*"abc"))]

    def fits(months: int, dollars: int) -> bool:
        own = learner(60).replace(cost_limit_per_year_cents=100 * dollars)
        problem = build_problem(catalogue(*entries), own, ("d",), NOVEMBER, Month(NOVEMBER + months - 1))
        assert packs(problem, Stage.FINISH)
        return packed(problem) is not None

    assert fits(1, 300)
    assert not fits(2, 299)
    assert fits(3, 200)
    assert not fits(3, 199)
    assert fits(15, 100)
    assert not fits(14, 100)


def test_as_little_of_an_earlier_plan_changes_as_can_be() -> None:
    # In hours enough for one at a time, a was to start in February and c in April; both take two months, and b one.
    entries = [module("a", 13, 2), module("b", 13, 1), module("c", 13, 2), award("d", all_of(*"abc"))]
    problem = replace(problem_within(5, *entries, hours=3), kept={"a": 1, "c": 3}, at_once=(1,) * 5)

    def least(stage: Stage, within: PlanningProblem) -> int:
        assert packs(within, stage)
        found = searched(within, Ceiling(stage, 100, {}))
        assert found.over
        assert found.schedule is not None
        return stage_value(within, found.schedule, stage)

    assert least(Stage.MOVED, problem) == 1  # b, which the earlier plan had not; the others where they were
    assert least(Stage.SHIFT, problem) == 0
    squeezed = replace(problem, at_once=(1, 1, 1, 1, 0))
    assert packed(squeezed) is None
    later = replace(problem, kept={"a": 0, "c": 0})
    assert least(Stage.MOVED, later) == 2  # b, and one of the others, which cannot both be first
    assert least(Stage.SHIFT, later) == 2
    assert least(Stage.STARTS, replace(later, limits={Stage.SHIFT: 2})) == 0 + 2 + 4
    assert packed(replace(later, limits={Stage.SHIFT: 1})) is None


def test_where_credit_pays_limits_of_years_are_left_to_others() -> None:
    problem = problem_within(4, *(module(name, 13, 2) for name in "abc"), award("d", all_of(*"abc")))
    assert packs(replace(problem, cost_limit_per_year_cents=100, wallets=(0,)), Stage.FINISH)
    assert not packs(replace(problem, cost_limit_per_year_cents=100, wallets=(5_000,)), Stage.FINISH)


def test_classes_at_one_time_and_what_counts_as_each_other_stay_apart() -> None:
    problem = problem_within(3, *(module(name, 13, 2) for name in "ab"), award("d", all_of(*"ab")))
    meeting = replace(problem, candidates=tuple(replace(own, class_slots=1) for own in problem.candidates))
    assert packed(problem) is not None
    assert packed(meeting) is None
    assert packed(replace(problem, exclusive=(frozenset({0, 1}),))) is None


def _earlier(*candidates: int) -> Earlier:
    return Earlier(frozenset(frozenset({own}) for own in candidates))


def test_a_plan_unlike_an_earlier_one() -> None:
    problem = problem_within(4, *(module(name, 13, 2) for name in "abc"), award("d", choose(2, *"abc")))
    earlier = (_earlier(0, 1), _earlier(0, 2))
    found = packed(replace(problem, earlier=earlier))
    assert found is not None
    assert [placement.module for placement in found] == ["b", "c"]
    assert packed(replace(problem, earlier=(*earlier, _earlier(1, 2)))) is None


def test_the_cheapest_the_shortest_and_the_earliest() -> None:
    entries = [
        module("a", 13, 2, fee=300),
        module("b", 26, 2, fee=200),
        module("c", 26, 2, fee=100),
        module("e", 52, 2, fee=100),
    ]
    problem = problem_within(4, *entries, award("d", choose(2, *"abce")))
    least = {}
    for stage in MINIMISED:
        found = searched(problem, Ceiling(stage, 10**6, {}))
        assert found.over
        assert found.schedule is not None
        least[stage] = stage_value(problem, found.schedule, stage)
    assert least == {Stage.COST: 20_000, Stage.MINUTES: 39 * 60, Stage.STARTS: 0}
    assert searched(problem, Ceiling(Stage.COST, 19_999, {})).schedule is None


def test_waiting_for_lower_prices_is_worth_as_much_as_it_saves() -> None:
    """One of two modules of 2 months fits after another into 5 months; from the third on, a costs 60 less, and b 90."""
    entries = (module("a", 52, 2), module("b", 52, 2), award("d", all_of("a", "b")))
    problem = problem_within(5, *entries)
    prices = {"a": (100, 40), "b": (100, 10)}
    candidates = tuple(
        replace(
            own, prices=tuple(PriceStep(first, Payment(cents)) for first, cents in zip((0, 2), prices[own.module], strict=True))
        )
        for own in problem.candidates
    )
    problem = replace(problem, candidates=candidates)
    found = searched(problem, Ceiling(Stage.COST, 300, {}))
    assert found.schedule is not None
    assert [placement.module for placement in found.schedule] == ["a", "b"]
    assert stage_value(problem, found.schedule, Stage.COST) == 110
    assert searched(problem, Ceiling(Stage.COST, 109, {})).schedule is None
    limited = replace(problem, limits={Stage.COST: 110})
    assert packed(limited) == found.schedule
    assert packed(replace(problem, limits={Stage.COST: 109})) is None


def test_values_too_large_to_keep_account_of_are_looked_at_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    # One of two modules is wanted: the one that starts later is the cheaper, and looked at last.
    entries = (
        module("a", 26, 1, fee=300, intakes="jan"),
        module("c", 26, 1, fee=100, intakes="mar"),
        award("d", any_of("a", "c")),
    )
    monkeypatch.setattr(accounts, "MOST_PAID", 10**6)
    found = searched(problem_within(6, *entries), Ceiling(Stage.COST, 10**6, {}), Breadth(1, 4))
    assert found.over
    assert found.schedule is not None
    assert [placement.module for placement in found.schedule] == ["c"]


def test_what_it_does_not_know_it_leaves_to_others() -> None:
    problem = problem_within(4, *(module(name, 13, 2) for name in "abc"), award("d", all_of(*"abc")))
    assert packs(problem, Stage.FINISH)
    uneven = tuple(
        replace(own, options=tuple(replace(each, half_days_of=((0, (1, 0)),)) for each in own.options))
        for own in problem.candidates
    )
    assert not packs(replace(problem, candidates=uneven, half_days_off=(1,) * 4), Stage.FINISH)
    priced = tuple(replace(own, prices=(PriceStep(0, Payment(100)), PriceStep(2, Payment(90)))) for own in problem.candidates)
    assert packs(replace(problem, candidates=priced), Stage.COST)
    assert not packs(replace(problem, candidates=priced, wallets=(10,)), Stage.COST)
    assert not suits(Method.BY_SELECTION, replace(problem, candidates=priced), Stage.COST)
    many = [f"m{number}" for number in range(40)]
    too_many_choices = problem_within(
        4, *(module(name, 13, 1) for name in many), module("c", 13, 1, requires=any_of(*many)), award("d", all_of("c", *many))
    )
    assert not packs(too_many_choices, Stage.FINISH)


def test_of_several_prerequisites_that_will_do_one_is_enough_and_may_be_taken_for_that_alone() -> None:
    """c needs a or b; a starts too late for it in three months, so b is taken too, or else four months are needed."""
    entries = [
        module("a", 13, 2, intakes="feb"),
        module("b", 13, 1, intakes="jan"),
        module("c", 13, 1, requires=any_of("a", "b")),
        award("d", all_of("a", "c")),
    ]
    assert within_months(3, *entries)
    assert not within_months(3, *entries[:1], module("b", 13, 1, intakes="mar"), *entries[2:])
    assert within_months(4, *entries[:1], module("b", 13, 1, intakes="mar"), *entries[2:])


def test_a_prerequisite_that_only_together_with_others_is_sure_is_taken() -> None:
    # c needs two of a, b and a credit of a: a is one credit, so it is enough, though each of the three alone can be left out.
    entries = [
        module("a", 13, 1, credits=1),
        module("b", 13, 1, intakes="jan"),
        module("c", 13, 1, requires=choose(2, "a", "b", credits(1, "a"))),
        award("d", "c"),
    ]
    assert within_months(2, *entries)
    assert not within_months(1, *entries)


def unlike(names: str) -> list[dict[str, object]]:
    """Modules of which none may be assumed to start before another."""
    return [module(name, 26 - number, (1, 3)) for number, name in enumerate(names)]


def test_a_search_goes_on_with_more_plans_where_few_do_not_suffice() -> None:
    entries = [*unlike("abcefg"), award("d", all_of("a", "b", choose(2, *"cefg")))]
    problem = problem_within(4, *entries)
    whole = searched(problem, Ceiling(Stage.STARTS, 20, {}))
    assert whole.schedule is not None
    best = stage_value(problem, whole.schedule, Stage.STARTS)
    parts = Packing(Bounds(problem), [], Ceiling(Stage.STARTS, 20, {}), Breadth(1, 4))
    rounds = 0
    while not parts.over:
        parts.search(1, Watch(60))
        rounds += 1
    assert rounds > 2
    assert parts.schedule is not None
    assert stage_value(problem, parts.schedule, Stage.STARTS) == best


@pytest.mark.parametrize(("waiting", "gone"), [(20, 10**6), (10**6, 20)], ids=["waiting", "gone on"])
def test_a_search_ends_undecided_where_too_many_plans_would_be_kept(
    monkeypatch: pytest.MonkeyPatch, waiting: int, gone: int
) -> None:
    entries = [*unlike("abcefg"), award("d", all_of("a", "b", choose(2, *"cefg")))]
    monkeypatch.setattr(packing, "MOST_GONE", gone)
    search = searched(problem_within(4, *entries), Ceiling(Stage.STARTS, 20, {}), Breadth(1, 4, waiting=waiting))
    search.search(ENOUGH, Watch(60))
    assert not search.over


def test_a_search_goes_on_to_a_plan_when_those_that_wait_are_dropped() -> None:
    entries = [*unlike("abcefghi"), award("d", all_of("a", "b", choose(5, *"cefghi")))]
    search = searched(problem_within(9, *entries), Ceiling(Stage.STARTS, 60, {}), Breadth(5, 4, waiting=800))
    assert not search.over
    assert search.schedule is not None


def test_where_loads_are_so_light_that_too_many_sets_fit_nothing_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    # Six of eight fit into the first month.
    entries = [*(module(name, 4 + number / 10, 1) for number, name in enumerate("abcefghi")), award("d", all_of(*"abcefghi"))]
    problem = problem_within(3, *entries)
    whole = searched(problem, Ceiling(Stage.STARTS, 10, {}))
    assert whole.over
    assert whole.schedule is not None
    assert stage_value(problem, whole.schedule, Stage.STARTS) == 2
    monkeypatch.setattr(packing, "MOST_SETS", 4)
    some = searched(problem, Ceiling(Stage.STARTS, 10, {}))
    assert some.schedule is not None
    assert not some.over


def test_a_narrow_search_finds_the_one_way_to_fill_every_month() -> None:
    # One module of 7 hours and two of 5 fill 17 hours: so fifteen quarters of forty-five modules, and not one hour to spare.
    names = [f"m{number}" for number in range(45)]
    entries = [*(module(name, 13 * (7, 5, 5)[number % 3], 3) for number, name in enumerate(names)), award("d", list(names))]
    assert searched(problem_within(45, *entries, hours=17), breadth=NARROWEST).schedule is not None


@pytest.mark.parametrize("leaves_room", [False, True])
def test_a_narrow_search_begins_with_what_is_hard_to_place(leaves_room: bool) -> None:
    """Five modules of all hours for a month: x and y start in January and April alone, so a, b and c go between and behind."""
    entries = [*(module(name, 26, 1) for name in "abc"), *(module(name, 26, 1, intakes="jan apr") for name in "xy")]
    problem = problem_within(5, *entries, award("d", all_of(*"abcxy")))
    search = Packing(Bounds(problem), [], breadth=Breadth(1, 2, proves=False, leaves_room=leaves_room))
    search.search(1, Watch(60))
    assert (search.schedule is not None) == leaves_room


def test_in_every_other_turn_what_is_hard_to_place_comes_first() -> None:
    """Five modules of all hours for a month, of which x and y start in January and April alone: what is left does not tell."""
    entries = [*(module(name, 26, 1) for name in "abc"), *(module(name, 26, 1, intakes="jan apr") for name in "xy")]
    search = Packing(
        Bounds(problem_within(5, *entries, award("d", all_of(*"abcxy")))), [], breadth=Breadth(1, 2, hard_first=True)
    )
    found = []
    for _ in range(2):
        search.search(1, Watch(60))
        found.append(search.schedule is not None)
    assert found == [False, True]


def test_what_is_hard_to_place_takes_hours_starts_seldom_or_is_needed() -> None:
    """In four months x starts once, so three quarters of its month count; b is needed by c, which counts half a month."""
    entries = [module("a", 26, 1), module("b", 13, 1), module("c", 13, 1, requires="b"), module("x", 26, 1, intakes="jan")]
    problem = problem_within(4, *entries, award("d", all_of(*"abcx")))
    hard = HardToPlace(problem, 1000)
    assert [candidate.module for candidate in problem.candidates] == [*"abcx"]
    assert hard.begun(as_sets([0b0001, 0b0010, 0b1000, 0b1010], 1)).tolist() == [0, 50, 75, 125]


def test_only_plans_under_a_value_that_is_known_are_sought() -> None:
    problem = problem_within(4, *(module(name, 26, 2) for name in "abc"), award("d", all_of(*"abc")))
    search = Packing(Bounds(problem), [], Ceiling(Stage.STARTS, 100, {}))
    search.seek_under(2)
    search.search(ENOUGH, Watch(60))
    assert search.over
    assert search.schedule is None
    search = Packing(Bounds(problem), [], Ceiling(Stage.STARTS, 100, {}))
    search.seek_under(3)
    search.search(ENOUGH, Watch(60))
    assert search.schedule is not None
    assert stage_value(problem, search.schedule, Stage.STARTS) == 2


def test_a_dive_is_made_once_and_what_it_found_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three modules of 3 hours, two at a time for two months each: the third starts in month 2."""
    problem = problem_within(4, *(module(name, 26, 2) for name in "abc"), award("d", all_of(*"abc")))
    dives: list[Breadth] = []
    between = Packing.between

    def noted(search: Packing, low: int, highest: int, unit: int, breadth: Breadth) -> Packing:
        dives.append(breadth)
        return between(search, low, highest, unit, breadth)

    monkeypatch.setattr(Packing, "between", noted)
    search = Packing(Bounds(problem), [], Ceiling(Stage.STARTS, 100, {}), NARROW)
    for _ in range(2):
        search.search(1, Watch(60))
        assert search.schedule is not None
        assert stage_value(problem, search.schedule, Stage.STARTS) == 2
    assert search.over
    assert dives == [DIVE]


def test_time_that_is_up_stops_a_search() -> None:
    entries = [*(module(name, 26, (1, 3)) for name in "abcefg"), award("d", all_of(*"abcefg"))]
    search = Packing(Bounds(problem_within(6, *entries)), [])
    search.search(ENOUGH, Watch(0))
    assert not search.over


def test_more_modules_than_a_word_has_bits() -> None:
    # 66 modules of an hour a week for a quarter, 11 hours to give: six quarters of 11, begun in months 0, 3, 6, 9, 12 and 15.
    names = [f"m{number}" for number in range(66)]
    entries = [*(module(name, 13, 3, intakes="jan apr jul oct") for name in names), award("d", all_of(*names))]
    problem = problem_within(21, *entries, hours=11)
    least = 11 * (3 + 6 + 9 + 12 + 15)
    found = searched(problem, Ceiling(Stage.STARTS, least, {}))
    assert found.over
    assert found.schedule is not None
    assert stage_value(problem, found.schedule, Stage.STARTS) == least
    assert not within_months(17, *entries, hours=11)
    assert within_months(18, *entries, hours=11)
