"""Dual values for the hours of months: whatever they are, they refute nothing that has a plan, and bound no value too high."""

from collections import Counter
from itertools import combinations_with_replacement
from random import Random

from build import all_of, award, catalogue, choose, learner, module
from curricula import FIRST, curriculum
from hypothesis import given, settings
from hypothesis import strategies as st
from many_candidates import as_where_there_are_many
from msgspec.structs import replace
from random_cases import cases
from solving import value, values_of
from tiny import Case

from mcplanner.ground.months import Month
from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import MEASURES, TOTALS, stage_value
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.lifted_demands import demands
from mcplanner.solvers.bounds.time_windows import needed_alone
from mcplanner.solvers.lp.cuts import Cuts
from mcplanner.solvers.lp.dual_bounds import SCALE, Duals, dual_bound, least_cost, rounded
from mcplanner.solvers.lp.knapsack_cuts import Counting, Knapsack
from mcplanner.solvers.lp.relaxation import BegunRow, HoursRow, LinearRelaxation, NeedRow, Row, limits
from mcplanner.solvers.packing.accounts import Ceiling
from mcplanner.solvers.packing.packing import Packing


def bounds_within(months: int, *entries: dict[str, object], hours: float = 6, target: str = "d") -> Bounds:
    """The bounds of an award, all done within so many months from January on."""
    return Bounds(build_problem(catalogue(*entries), learner(hours), (target,), FIRST, Month(FIRST + months - 1)))


def plain_duals(bounds: Bounds, *by_month: int) -> Duals:
    """Dual values for the hours of each month, counted as they are."""
    assert bounds.problem is not None
    plain = {minutes: countings(bounds.problem, minutes)[0] for minutes in set(bounds.problem.budget)}
    budget = bounds.problem.budget
    return {HoursRow((at,), plain[minutes]): dual for at, (minutes, dual) in enumerate(zip(budget, by_month, strict=True))}


def countings(problem: PlanningProblem, minutes: int) -> list[Counting]:
    """Ways to count the hours of a month: as they are, and those that see too much of two loads."""
    copies = Counter(load for own in demands(problem) for load in set(own))
    knapsack = Knapsack(copies, minutes)
    for one, other in combinations_with_replacement((load for load in copies if 0 < load <= minutes), 2):
        knapsack.seek({one: 0.5 * minutes / one, other: 0.5 * minutes / other} if one != other else {one: minutes / one})
    return [*knapsack.plain, *knapsack.found]


def rows_of(problem: PlanningProblem) -> list[Row]:
    """Every kind of row that a relaxation may have, of single months and of all with one budget."""
    ways = {minutes: countings(problem, minutes) for minutes in set(problem.budget)}
    alike = {minutes: tuple(at for at, own in enumerate(problem.budget) if own == minutes) for minutes in ways}
    hours = [HoursRow((at,), counting) for at, minutes in enumerate(problem.budget) for counting in ways[minutes]]
    hours += [HoursRow(alike[minutes], counting) for minutes in ways for counting in ways[minutes]]
    needs = [
        NeedRow(needed, index, at)
        for index, candidate in enumerate(problem.candidates)
        for needed in needed_alone(candidate.before)
        for at in range(problem.horizon + 1)
    ]
    begun = [BegunRow(at, len(problem.candidates)) for at in range(problem.horizon)]
    return [*hours, *needs, *begun, *limits(problem)]


@settings(max_examples=150, report_multiple_bugs=False)
@given(cases(), st.data())
def test_no_dual_values_refute_a_problem_that_has_a_plan(case: Case, data: st.DataObject) -> None:
    problem = build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by)
    if problem.goal is None:
        return
    bounds = Bounds(problem)
    if bounds.problem is None:
        return
    possible = any(True for _ in case.plans())
    rows = rows_of(bounds.problem)
    drawn = data.draw(st.dictionaries(st.sampled_from(rows), st.integers(0, 9), max_size=30))
    assert not (possible and least_cost(bounds, drawn) > 0)
    assert not (possible and dual_bound(bounds, Watch(60)).refuted)


@settings(max_examples=100, report_multiple_bugs=False)
@given(cases(), st.booleans())
def test_no_bound_by_dual_values_is_above_the_value_of_a_plan(case: Case, like: bool) -> None:
    problem = build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by)
    if problem.goal is None:
        return
    bounds = Bounds(problem)
    plans = values_of(case)
    if not plans:
        return
    cuts = Cuts() if like else None  # what one program tells the next
    for stage in (Stage.COST, Stage.MINUTES, Stage.STARTS):
        best = min(value(values, stage) for values in plans)
        assert dual_bound(bounds, Watch(60), stage, cuts=cuts).bound <= best
        among = [values for values in plans if value(values, Stage.MINUTES) <= value(plans[0], Stage.MINUTES)]
        fixed = MEASURES[Stage.MINUTES].fixed(problem, value(plans[0], Stage.MINUTES))
        assert fixed is not None
        assert dual_bound(Bounds(fixed), Watch(60), stage, cuts=cuts).bound <= min(value(values, stage) for values in among)
    for horizon in range(problem.horizon, 0, -1):
        within = problem.within(horizon)
        possible = any(value(values, Stage.FINISH) <= horizon for values in plans)
        assert not (possible and within is not None and dual_bound(Bounds(within), Watch(60), cuts=cuts).refuted)


def test_months_that_many_need_are_dear() -> None:
    # 6 hours to give. Three modules of 6 hours take one month, April; two of 6 hours take 12 months from May on, and so an
    # April each. Five Aprils are needed, and 40 months from January on have four, which a dual
    # value for nothing but April sees.
    short = [module(name, 26, 1, intakes="apr") for name in "abc"]
    long = [module(name, 312, 12, intakes="may") for name in "ef"]
    bounds = bounds_within(40, *short, *long, award("d", all_of(*"abcef")))
    assert bounds.problem is not None
    assert least_cost(bounds, plain_duals(bounds, *(int(offset % 12 == 3) for offset in range(40)))) > 0
    assert dual_bound(bounds, Watch(60)).refuted


def test_suggested_dual_values_see_that_a_few_months_are_crowded() -> None:
    # Two modules of 6 hours over 2 months start in January only, two of 6 hours over 3 months in February only, 6 hours to
    # give. Each takes a February, so four are needed; within 36 months there are three. Energy sees 10 months of 36.
    crowded = [module(name, 52, 2, intakes="jan") for name in "ab"] + [module(name, 78, 3, intakes="feb") for name in "cf"]
    bounds = bounds_within(36, *crowded, award("d", all_of(*"abcf")))
    assert bounds.problem is not None
    found = LinearRelaxation(bounds.problem, bounds.compulsory, None).solved(Watch(60))
    assert found is not None
    assert least_cost(bounds, rounded(found)) > 0
    assert not dual_bound(bounds_within(48, *crowded, award("d", all_of(*"abcf"))), Watch(60)).refuted


def test_an_elective_pays_a_share_of_what_it_needs() -> None:
    # z takes 2 months, and one of x and y takes 1 more; x needs p and y needs q, which take 5. That makes 8 months of 6 hours,
    # one after another; without shares, 3 are counted, and within 7 months there seems to be room.
    entries = (
        module("p", 130, 5),
        module("q", 130, 5),
        module("x", 26, 1, needs="p"),
        module("y", 26, 1, needs="q"),
        module("z", 52, 2),
        award("d", all_of("z", choose(1, "x", "y"))),
    )
    bounds = bounds_within(7, *entries)
    assert bounds.problem is not None
    index = {candidate.module: number for number, candidate in enumerate(bounds.problem.candidates)}
    hours = plain_duals(bounds, *(1,) * 7)
    all_of_it: Duals = {NeedRow(index["p"], index["x"], 7): 5, NeedRow(index["q"], index["y"], 7): 5}
    assert least_cost(bounds, hours) <= 0
    assert least_cost(bounds, {**hours, **all_of_it}) > 0
    assert dual_bound(bounds, Watch(60)).refuted
    assert not dual_bound(bounds_within(8, *entries), Watch(60)).refuted


def test_what_is_paid_by_another_is_not_paid_twice() -> None:
    # Two of p, x and w, and x needs p: p and x take 5 and 1 months, one after the other, which 6 months have room for, though x
    # may pay for all of p.
    entries = (
        module("p", 130, 5),
        module("x", 26, 1, needs="p"),
        module("w", 156, 6),
        award("d", choose(2, "p", "x", "w")),
    )
    bounds = bounds_within(6, *entries)
    assert bounds.problem is not None
    index = {candidate.module: number for number, candidate in enumerate(bounds.problem.candidates)}
    share: Duals = {NeedRow(index["p"], index["x"], 6): 5}
    assert least_cost(bounds, {**plain_duals(bounds, *(1,) * 6), **share}) <= 0


def test_hours_counted_in_another_way_see_gaps() -> None:
    # Three modules of 4 hours a week over 3 months, and one of 2, 6 hours to give: 42 hour-months, and 7 months hold as many.
    # But no two of the three run side by side, so they take 9. Loads are not lifted to 6: the fourth fits beside each.
    entries = [*(module(name, 52, 3) for name in "abc"), module("d", 26, 3), award("d0", all_of(*"abcd"))]
    problem = build_problem(catalogue(*entries), learner(6), ("d0",), FIRST, Month(FIRST + 7))
    bounds = Bounds(problem)
    assert bounds.problem is not None
    plain = plain_duals(bounds, *(1,) * 8)
    above_half = next(way for way in countings(problem, 360) if way.counts == {120: 0, 240: 1} and way.capacity == 1)
    assert least_cost(bounds, plain) <= 0
    assert least_cost(bounds, {HoursRow((at,), above_half): 1 for at in range(8)}) == 1
    assert least_cost(bounds, {HoursRow(tuple(range(8)), above_half): 1}) == 1
    assert dual_bound(bounds, Watch(60)).refuted


def test_a_row_about_all_months_cannot_be_evaded() -> None:
    # Seven modules of 4 hours a week over 2 months, and one of 1: there is no room for two of the seven side by side, so they
    # take 14 months. By their hours they fit into 12, and what is too much for one month may move to another, but not for all.
    entries = [*(module(name, 35, 2) for name in "abcefgh"), module("x", 4, 1), award("d", all_of(*"abcefghx"))]
    bounds = bounds_within(12, *entries)
    assert bounds.problem is not None
    assert least_cost(bounds, plain_duals(bounds, *(1,) * 12)) <= 0
    found = dual_bound(bounds, Watch(60))
    assert found.refuted
    assert [row.months for row in found.rows if isinstance(row, HoursRow)] == [tuple(range(12))]
    assert not dual_bound(bounds_within(14, *entries), Watch(60)).refuted


def test_months_in_which_no_more_can_run_than_beside_them_have_no_rows() -> None:
    # Modules of 3 months that start in each quarter run in whole quarters. One of 2 months that starts in February alone makes
    # February hold more than January and March. A month away has nothing that runs.
    entries = [*(module(name, 13, 3, intakes="jan apr jul oct") for name in "ab"), award("d", all_of("a", "b"))]

    def months_of(*more: dict[str, object], away: str = "") -> list[int]:
        who = learner(6, away=away) if away else learner(6)
        targets = ("d", *(str(own["id"]) for own in more))
        bounds = Bounds(build_problem(catalogue(*entries, *more), who, targets, FIRST, Month(FIRST + 8)))
        assert bounds.problem is not None
        found = LinearRelaxation(bounds.problem, bounds.compulsory, None).solved(Watch(60))
        assert found is not None
        return sorted({month for row in found.worth if isinstance(row, HoursRow) for month in row.months})

    assert months_of() == [0, 3, 6]
    assert months_of(module("c", 13, 2, intakes="feb")) == [1, 3, 6]
    assert months_of(away="2027-05") == [0, 6]


def test_a_bound_as_good_as_any_ends_the_search() -> None:
    # Five modules of 4 hours a week over a month, two of 1, and 6 hours to give: the five start 0 to 4 months on, 10 in all.
    # By their hours, one starts at once beside the light ones, then one and a half a month, and one in the fourth: that is 7.5.
    entries = [
        *(module(name, 17, 1) for name in "abcef"),
        *(module(name, 4, 1) for name in "xy"),
        award("d", all_of(*"abcefxy")),
    ]
    bounds = bounds_within(18, *entries)
    soon, at_last = (dual_bound(bounds, Watch(60), Stage.STARTS, better_than) for better_than in (1, None))
    assert (soon.bound, at_last.bound) == (8, 10)
    assert soon.rows == ()


def test_a_bound_on_the_starts_by_duals() -> None:
    # Three modules of 6 hours over a month each, 6 hours to give: one starts at once, one after a month, one after two. If the
    # hours of the first month cost 2 starts, of the second 1, then each of the three costs 2 wherever it starts; less the worth
    # of these months, 3, that makes 3 months.
    bounds = bounds_within(9, *(module(name, 26, 1) for name in "abc"), award("d", all_of(*"abc")))
    assert dual_bound(bounds, Watch(60), Stage.STARTS).bound == 3


def test_how_many_can_have_begun_is_a_whole_number() -> None:
    # Modules of a quarter each, of 1, 1, 2 and 3 hours a week, 3 hours to give. A linear program begins half of a light pair in
    # January, half of 1 and 2, and in the quarter after that half of 1 and 2 and half of the module of 3 hours: 3.5 modules by
    # April. But begun are whole ones: two by January, three by April, and the fourth waits until July.
    quarters = "jan apr jul oct"
    entries = [module(name, 13 * load, 3, intakes=quarters) for name, load in zip("abcd", (1, 1, 2, 3), strict=True)]
    bounds = bounds_within(9, *entries, award("d0", all_of(*"abcd")), hours=3, target="d0")
    assert bounds.problem is not None
    value = TOTALS[Stage.STARTS].in_full(bounds.problem).weight
    split = LinearRelaxation(bounds.problem, bounds.compulsory, value).solved(Watch(60))
    assert split is not None
    assert least_cost(bounds, rounded(split), value) <= 7.5 * SCALE
    found = dual_bound(bounds, Watch(60), Stage.STARTS)
    assert found.bound == 3 + 6
    assert BegunRow(3, 3) in found.rows


def test_no_plan_has_begun_more_than_dual_values_allow_and_packing_keeps_account_of_it() -> None:
    counted = packed = 0
    for seed in range(90):
        case = curriculum(Random(seed))
        bounds = Bounds(build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by))
        if bounds.problem is None:
            continue
        found = dual_bound(bounds, Watch(60), Stage.STARTS)
        rows = [row for row in found.rows if isinstance(row, BegunRow)]
        counted += len(rows)
        plans = [[placed.start for placed in plan.values()] for plan in case.plans()]
        for starts in plans:
            assert found.bound <= sum(starts)
            assert all(sum(start <= row.month for start in starts) <= row.most for row in rows)
        if rows and plans:
            least = min(map(sum, plans))
            with as_where_there_are_many(seed % 2 == 0):
                packing = Packing(bounds, [], Ceiling(Stage.STARTS, least, found.duals))
                packing.search(100_000, Watch(60))
            assert packing.over
            assert packing.schedule is not None
            assert stage_value(bounds.problem, packing.schedule, Stage.STARTS) == least
            packed += 1
    assert counted > 10
    assert packed > 5


def test_a_bound_on_the_cost_by_duals() -> None:
    # One of x and y, next to z, within 3 months of 6 hours: x is cheap and takes 2 months, as z does, so both would run in the
    # second. Nothing remains but y, for 50, and z, for 20.
    entries = [module("x", 52, 2, fee=10), module("y", 26, 1, fee=50), module("z", 52, 2, fee=20)]
    bounds = bounds_within(3, *entries, award("d", all_of("z", choose(1, "x", "y"))))
    assert bounds.below(Stage.COST) == 3000
    assert dual_bound(bounds, Watch(60), Stage.COST).bound == 7000


def test_a_limit_that_all_modules_together_keep_has_no_dual_value() -> None:
    # x, y and z cost S$80 together: a limit of S$80 says nothing, and one of S$79 does, if only that not all can be taken.
    entries = [module("x", 52, 2, fee=10), module("y", 26, 1, fee=50), module("z", 52, 2, fee=20)]
    problem = bounds_within(9, *entries, award("d", all_of("x", "y", "z"))).problem
    assert problem is not None
    for limit, rows in ((8000, 0), (7900, 1)):
        assert len([*limits(replace(problem, limits={Stage.COST: limit}))]) == rows


def test_a_limit_on_what_is_moved_bounds_the_starts() -> None:
    # Each module fills its month, and an earlier plan has them in months 4, 5 and 6. If one may move, the last starts at once,
    # and the others stay: 4 + 5 at least, where without the limit it is 0 + 1 + 2.
    bounds = bounds_within(9, *(module(name, 26, 1) for name in "abc"), award("d", all_of(*"abc")))
    assert bounds.problem is not None
    kept = replace(bounds.problem, kept={"a": 4, "b": 5, "c": 6}, limits={Stage.MOVED: 1})
    assert [row.limit for row in limits(kept)] == [1]
    assert dual_bound(Bounds(kept), Watch(60), Stage.STARTS).bound == 9


def test_dual_values_on_what_is_needed_see_a_chain() -> None:
    # b needs a, and each takes 2 months of 3 hours, with 6 to give: the later one starts after 2 months. Split over starts, a
    # and b would begin at once.
    bounds = bounds_within(9, module("a", 26, 2), module("b", 26, 2, needs="a"), award("d", all_of("a", "b")))
    assert dual_bound(bounds, Watch(60), Stage.STARTS).bound == 2


def test_dual_values_see_what_hours_and_evenings_leave_no_room_for_together() -> None:
    # With 6 hours and 3 evenings: x has 4 hours and one evening, y and z have 3 hours and two. By their hours y and z could run
    # side by side, by their evenings x and another one. So by either alone three months each fit into six; but no two can.
    three = [module("x", 52, evenings=1), module("y", 39, evenings=2), module("z", 39, evenings=2)]
    of_evenings = [*three, award("d", all_of(*"xyz"))]
    assert refuted_within(8, *of_evenings, who=learner(6, evenings=3))
    assert not refuted_within(9, *of_evenings, who=learner(6, evenings=3))
    assert not refuted_within(6, *of_evenings, who=learner(6, evenings=4))


def test_dual_values_see_days_off() -> None:
    # Three modules of two full days in each of their three months, and three days off a month: no two run side by side.
    of_days = [*(module(name, 12, days=6) for name in "xyz"), award("d", all_of(*"xyz"))]
    assert refuted_within(8, *of_days, who=replace(learner(6), half_days_off=6))
    assert not refuted_within(9, *of_days, who=replace(learner(6), half_days_off=6))
    assert not refuted_within(6, *of_days, who=replace(learner(6), half_days_off=8))


def refuted_within(months: int, *entries: dict[str, object], who: Learner) -> bool:
    """Return whether dual values prove that an award takes somebody longer than so many months."""
    problem = build_problem(catalogue(*entries), who, ("d",), FIRST, Month(FIRST + months - 1))
    return dual_bound(Bounds(problem), Watch(60)).refuted


def test_without_time_dual_values_prove_nothing() -> None:
    bounds = bounds_within(3, module("a", 52, 2), module("b", 52, 2), award("d", all_of("a", "b")))
    assert dual_bound(bounds, Watch(60)).refuted
    assert not dual_bound(bounds, Watch(0)).refuted
