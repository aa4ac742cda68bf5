"""What a plan costs at least where prices change with time, by kinds of modules: by hand, and against plans of random cases."""

from collections.abc import Mapping
from itertools import product

import build
import pytest
from hypothesis import assume, given, settings
from money_cases import MoneyCase, money_cases
from sample_funding import Steps, stepped

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Status
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import TOTALS, fixed, stage_value
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.kinds_in_time import LeastByKind, least_by_kind
from mcplanner.solvers.heuristics.greedy import some_plan
from mcplanner.solvers.search import solve

JANUARY, FEBRUARY, APRIL = (build.month(text) for text in ("2027-01", "2027-02", "2027-04"))
FALL: Steps = [(APRIL, 4_000, "")]
MANY = 100_000

PAIRS = [build.module(name, 52, 4, intakes="apr oct", fee=0) for name in "abcd"]
"""3 hours a week from April or October on, for four months: two at a time fill the hours."""

WHOLE = build.module("e", 78, 3, fee=100.0)
"""All 6 hours of three months, which it may begin in any."""

EACH = build.award("goal", build.all_of(*"abcde"))


def problem_by(by: str, *entries: build.Data, steps: Mapping[str, Steps]) -> PlanningProblem:
    who = build.learner(6).replace(residency="citizen")
    modules, funding = stepped(entries, steps, [])
    return build_problem(build.catalogue(*modules), who, ("goal",), JANUARY, build.month(by), pricing=Pricing(who, funding))


def least(problem: PlanningProblem, limit: int = 100_000, most: int = MANY, ordered: bool = False) -> LeastByKind:
    return least_by_kind(Bounds(problem), TOTALS[Stage.COST].in_full(problem), limit, most, ordered)


@pytest.mark.parametrize(("by", "cents"), [("2028-03", 10_000), ("2028-04", 4_000)])
def test_what_is_cheap_later_needs_months_in_a_row(by: str, cents: int) -> None:
    # The pairs run from April to July and from October to January. Between them are two months, and after them two until March
    # 2028: only from January to March 2027 is there room for e, at 100 dollars. April 2028 makes it three months at 40.
    assert least(problem_by(by, *PAIRS, WHOLE, EACH, steps={"e": FALL})).cost == cents


def test_of_alike_modules_as_many_are_dear_as_do_not_fit_later() -> None:
    # Three of one month each, all hours of it, and two months from April to May: one costs 100 dollars.
    three = [build.module(name, 26, 1, fee=100.0) for name in "abc"]
    problem = problem_by("2027-05", *three, build.award("goal", build.all_of(*"abc")), steps=dict.fromkeys("abc", FALL))
    assert least(problem).cost == 18_000


def test_of_electives_each_selection_is_tried() -> None:
    # Two of three by April: one of a and b for 40 dollars in April, and c for 50 before.
    three = [build.module(name, 26, 1, fee=fee) for name, fee in zip("abc", (100.0, 100.0, 50.0), strict=True)]
    two = build.award("goal", build.choose(2, "a", "b", "c"))
    problem = problem_by("2027-04", *three, two, steps=dict.fromkeys("ab", FALL))
    assert least(problem).cost == 9_000


def test_what_keeps_to_no_limit_costs_more_than_it() -> None:
    problem = problem_by("2028-03", *PAIRS, WHOLE, EACH, steps={"e": FALL})
    assert least(problem, limit=9_999) == LeastByKind(least(problem, limit=9_999).looked_at, 10_000)
    assert least(problem, limit=3_999).cost == 4_000  # no selection is so cheap


def test_nothing_is_said_where_half_made_plans_are_too_many() -> None:
    problem = problem_by("2028-03", *PAIRS, WHOLE, EACH, steps={"e": FALL})
    assert least(problem, most=3).cost == 0
    many = [build.module(f"m{number}", 1, 1, intakes="jan", fee=100.0 + number) for number in range(12)]
    some = build.award("goal", build.choose(6, *(entry["id"] for entry in many)))
    assert least(problem_by("2027-05", *many, some, steps={"m0": FALL}), limit=1_000_000) == LeastByKind(0)


def test_with_the_starts_that_cost_so_little_rules_of_thumb_find_a_plan() -> None:
    # One of a to d is dear, and b has to be it, which c needs first: so c can start when it is cheap.
    modules = [build.module(name, 26, 1, needs="b" if name == "c" else None, fee=100.0) for name in "abcd"]
    problem = problem_by("2027-06", *modules, build.award("goal", build.all_of(*"abcd")), steps=dict.fromkeys("abcd", FALL))
    found = least(problem)
    assert (found.cost, found.options is None) == (22_000, False)
    fewer = problem.with_options(found.options or ())
    assert fewer is not None
    dear = {own.module for own in fewer.candidates if any(start < 3 for option in own.options for start in option.starts)}
    assert dear == {"b"}
    schedule = some_plan(fewer, Bounds(fewer))
    assert schedule is not None
    assert stage_value(problem, schedule, Stage.COST) == 22_000


def test_in_order_nothing_starts_before_what_it_needs_first() -> None:
    # c needs a or b first, and both fall to 40 dollars in April. Alone, they would take April and May, after c. In order, one
    # of the two costs 100: before c, or before April where c has May.
    modules = [build.module(name, 26, 1, needs=build.any_of("a", "b") if name == "c" else None, fee=100.0) for name in "abc"]
    problem = problem_by("2027-05", *modules, build.award("goal", build.all_of(*"abc")), steps=dict.fromkeys("ab", FALL))
    assert least(problem).cost == 18_000
    assert least(problem, ordered=True).cost == 24_000


def test_in_order_what_is_needed_first_is_taken_and_paid_for() -> None:
    # c needs d for 50 dollars or e for 70, neither of which the award asks for; with both it would cost 220.
    fees = {"c": 100.0, "d": 50.0, "e": 70.0}
    modules = [
        build.module(name, 26, 1, needs=build.any_of("d", "e") if name == "c" else None, fee=fees[name]) for name in "cde"
    ]
    problem = problem_by("2027-05", *modules, build.award("goal", build.all_of("c")), steps={"c": FALL})
    assert (least(problem).cost, least(problem, ordered=True).cost) == (4_000, 9_000)
    assert least(problem, limit=8_999, ordered=True).cost == 9_000


def test_in_order_each_module_has_the_start_at_which_it_clashes_with_no_other() -> None:
    # Two run at a time: x or y in January beside z, and the other one in February beside w, for 40 dollars. With z, x has class
    # at the same time.
    days = {"x": "mon 19:00-21:00", "y": "tue 19:00-21:00", "z": "mon 20:00-22:00"}
    modules = [build.module(name, 13, 1, sessions=[days[name]], fee=100.0) for name in "xy"]
    modules += [build.module("z", 13, 1, sessions=[days["z"]], intakes="jan", fee=100.0)]
    modules += [build.module("w", 13, 1, intakes="feb", fee=100.0)]
    in_february: Steps = [(FEBRUARY, 4_000, "")]
    problem = problem_by(
        "2027-02", *modules, build.award("goal", build.all_of(*"wxyz")), steps={"x": in_february, "y": in_february}
    )
    found = least(problem, ordered=True)
    assert (found.cost, found.options is None) == (34_000, False)
    exact = problem.with_options(found.options or ())
    assert exact is not None
    assert {own.module: own.options[0].starts for own in exact.candidates} == {"w": (1,), "x": (1,), "y": (0,), "z": (0,)}


def test_the_cheapest_of_the_soonest_plans_is_proved_by_kinds() -> None:
    solution = solve(problem_by("2028-03", *PAIRS, WHOLE, EACH, steps={"e": FALL}), Watch(60), Stage.COST)
    assert solution.proved
    assert (solution.bounds[Stage.COST], solution.bases[Stage.COST]) == (10_000, "bound")


@settings(max_examples=150, report_multiple_bugs=False)
@given(money_cases())
def test_no_plan_costs_less_than_kinds_tell(case: MoneyCase) -> None:
    made = plan(case.catalogue, case.who, case.request, pricing=case.pricing, advice=False)
    assume(made.status is Status.OPTIMAL and made.objective is not None and made.objective.cost_cents is not None)
    assert made.objective is not None
    cost = made.objective.cost_cents
    assert cost is not None
    request = case.request
    problem = build_problem(
        case.catalogue, case.who, request.targets, request.start, request.by, request.prefer, case.pricing, request.keep
    )
    stages = problem.stages[: problem.stages.index(Stage.COST)]
    values = {Stage.FINISH: made.objective.finish_months}
    for stage in stages:
        within = fixed(problem, stage, values[stage]) if stage in values else problem
        assert within is not None
        problem = within
    bounds = Bounds(problem)
    assert bounds.problem is not None
    for weighing, ordered in product(TOTALS[Stage.COST].weighings(problem), (False, True)):
        assert least_by_kind(bounds, weighing, cost, MANY, ordered).cost <= cost
