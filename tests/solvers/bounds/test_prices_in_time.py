"""What a plan costs at least where prices change with time, by hand; against brute force in `test_prices_of_plans`."""

from collections.abc import Mapping

import build
import pytest
from sample_funding import Steps, stepped

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import fixed, stage_value
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.choices import at_either_price
from mcplanner.solvers.heuristics.greedy import some_plan
from mcplanner.solvers.search import solve

JANUARY, MARCH, APRIL = (build.month(f"2027-{number:02}") for number in (1, 3, 4))
FALL: Steps = [(APRIL, 4_000, "")]
THREE = [build.module(name, 13, 1, fee=100.0) for name in "abc"]
"""Each takes the whole of a month."""

ALL = build.award("d", build.all_of("a", "b", "c"))


def problem_by(by: str, *entries: build.Data, steps: Mapping[str, Steps]) -> PlanningProblem:
    who = build.learner(3).replace(residency="citizen")
    modules, funding = stepped(entries, steps, [])
    pricing = Pricing(who, funding)
    return build_problem(build.catalogue(*modules), who, ("d",), JANUARY, build.month(by), pricing=pricing)


def least(problem: PlanningProblem) -> int:
    return Bounds(problem).below(Stage.COST)


@pytest.mark.parametrize(("by", "cents"), [("2027-04", 24_000), ("2027-05", 18_000), ("2027-06", 12_000)])
def test_no_more_is_taken_after_prices_fall_than_there_is_room_for(by: str, cents: int) -> None:
    # 100 dollars before April and 40 from then on: each month from April on has room for one.
    assert least(problem_by(by, *THREE, ALL, steps=dict.fromkeys("abc", FALL))) == cents


def test_no_more_is_taken_before_prices_rise_than_there_is_room_for() -> None:
    cheap = [build.module(name, 13, 1, fee=100.0) for name in "abc"]
    rise: Steps = [(JANUARY, 4_000, ""), (MARCH, 10_000, "")]
    assert least(problem_by("2027-12", *cheap, ALL, steps=dict.fromkeys("abc", rise))) == 18_000


def test_of_electives_those_that_are_cheap_in_the_room_there_is() -> None:
    # Two of three by April: one of a and b for 40 dollars in April, and c for 50 before.
    three = (*THREE[:2], build.module("c", 13, 1, fee=50.0))
    two = build.award("d", build.choose(2, "a", "b", "c"))
    assert least(problem_by("2027-04", *three, two, steps=dict.fromkeys("ab", FALL))) == 9_000


def test_what_a_limit_leaves_no_money_for_does_not_start_when_it_is_dear() -> None:
    # In April and May there is room for two. a saves 60 dollars there, b and c save 10: 230 dollars are just enough.
    little: Steps = [(APRIL, 9_000, "")]
    problem = problem_by("2027-05", *THREE, ALL, steps={"a": FALL, "b": little, "c": little})
    assert least(problem) == 23_000
    within = fixed(problem, Stage.COST, 23_000)
    assert within is not None
    affordable = Bounds.of_affordable(within).problem
    assert affordable is not None
    starts = {own.module: own.options[0].starts for own in affordable.candidates}
    assert starts == {"a": (3, 4), "b": (0, 1, 2, 3, 4), "c": (0, 1, 2, 3, 4)}
    too_little = fixed(problem, Stage.COST, 22_999)
    assert too_little is not None
    assert Bounds.of_affordable(too_little).refuted


def test_of_each_choice_of_a_price_one_half_has_the_plan() -> None:
    problem = problem_by("2027-05", *THREE, ALL, steps=dict.fromkeys("abc", FALL))
    both = at_either_price(problem, Bounds(problem).compulsory)
    starts = [[own.options[0].starts for own in half.candidates if own.module == "a"] for half in both]
    assert starts == [[(0, 1, 2)], [(3, 4)]]
    same = [build.module(name, 13, 1, fee=100.0) for name in "abc"]
    assert at_either_price(problem_by("2027-05", *same, ALL, steps={}), frozenset()) == []


def test_rules_of_thumb_also_try_what_costs_the_least() -> None:
    problem = problem_by("2027-06", *THREE, ALL, steps=dict.fromkeys("abc", FALL))
    within = fixed(problem, Stage.COST, 12_000)
    assert within is not None
    found = some_plan(within, Bounds(within))
    assert found is not None
    assert stage_value(problem, found, Stage.COST) == 12_000


def test_the_cheapest_of_the_soonest_plans_is_proved_by_arithmetic() -> None:
    solution = solve(problem_by("2027-05", *THREE, ALL, steps=dict.fromkeys("abc", FALL)), Watch(60), Stage.COST)
    assert solution.proved
    assert solution.bases[Stage.COST] == "bound"
