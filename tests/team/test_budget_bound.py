"""What no team plan within a budget is below: hand-solved, and the best plan at some prices against all plans."""

import pytest
from build import AMPLE, catalogue, module
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from teams import people, person, plan, team
from tiny_teams import Crew, crews

from mcplanner.ground.months import Month, parse_month
from mcplanner.ground.watch import Watch
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.plans.model import Status
from mcplanner.team import together
from mcplanner.team.budget_bound import Floor
from mcplanner.team.chooser import BestFound, Chooser
from mcplanner.team.conflicts import TeamLimits
from mcplanner.team.in_time import InTime
from mcplanner.team.mixture import mixed
from mcplanner.team.model import Person
from mcplanner.team.pool import Pool
from mcplanner.team.priced import MILLION, PARTS, PricedPlans, Prices
from mcplanner.team.proof import _above_floor
from mcplanner.team.uses import Use

TWICE_A_YEAR = module("a", 39, 3, fee=300, intakes="jan jul")
"""Three months and S$300."""


def months_for(months: int, dollars: int) -> int:
    """The price at which so many dollars cost so many months."""
    return months * PARTS * MILLION // (100 * dollars)


def choosing(own: Person, planner: Planner, start: Month) -> Chooser:
    chooser = Chooser(planner.planning(own.learner, Request(own.targets, start, own.by), Watch(AMPLE)))
    chooser.look_for_best(Watch(AMPLE), None)
    return chooser


def looked_for(priced: PricedPlans) -> list[BestFound]:
    """All plans that are found on the way to a proof."""
    return [*priced.explore(Watch(AMPLE)), *priced.prove(Watch(AMPLE))]


@pytest.mark.parametrize(("price", "finish"), [(9, 3), (15, 15)])
def test_a_plan_waits_until_next_year_where_that_costs_less(price: int, finish: int) -> None:
    # Ready after 3 months for S$300 this year, or after 15 with nothing spent in it.
    chooser = choosing(person("Ada", "a"), Planner(catalogue(TWICE_A_YEAR)), parse_month("2027-01"))
    priced = PricedPlans(chooser, Prices({2027: months_for(price, 300)}), 15, [])
    plans = looked_for(priced)
    assert priced.low == priced.value == PARTS * min(3 + price, 15)
    assert finish in [found.worth[0] for found in plans if found.worth is not None]


def test_where_nothing_can_be_over_in_time_no_plan_comes_to_anything() -> None:
    chooser = choosing(person("Ada", "a"), Planner(catalogue(TWICE_A_YEAR)), parse_month("2027-01"))
    priced = PricedPlans(chooser, Prices({}), 2, [])
    assert looked_for(priced) == []
    assert priced.low == float("inf")


def bought(months: int, dollars: int) -> BestFound:
    """A plan that spends so much in 2027."""
    use = Use("a", 0, parse_month("2027-01"), None, 1, 90, frozenset(), frozenset(), 100 * dollars)
    return BestFound((months, 0, 0), (months, 0, 0), uses=(use,))


def test_a_mixture_tells_what_money_is_worth() -> None:
    # A half of each keeps within S$150; each further S$300 would save the twelve months between them.
    choices = [(1, [bought(3, 300), bought(15, 0)])]
    mix = mixed(choices, team(people(1, "a"), per_year=150), PARTS, AMPLE)
    assert mix is not None
    assert round(mix.value) == 9 * PARTS
    assert mix.prices == Prices({2027: months_for(12, 300)})
    assert not mix.beyond


def test_a_mixture_goes_beyond_a_budget_that_nothing_keeps() -> None:
    mix = mixed([(1, [bought(3, 300)])], team(people(1, "a"), per_year=150), PARTS, AMPLE)
    assert mix is not None
    assert mix.beyond


def test_in_how_few_months_not_all_can_be_ready_is_proved() -> None:
    # Three people and S$600 a year: in 14 months each would have to begin in the first year.
    crew, courses = team(people(3, "a"), per_year=600), catalogue(TWICE_A_YEAR)
    planner, limits = Planner(courses), TeamLimits(crew, courses)
    choosers = [choosing(own, planner, crew.start) for own in crew.people]
    pool = Pool(limits, choosers)
    for number, chooser in enumerate(choosers):
        pool.add(number, chooser.best)
    sooner, later = (InTime(limits, choosers, pool, months) for months in (14, 15))
    while sooner.look({}, Watch(AMPLE)) and not sooner.refuted:
        assert not sooner.possible
    while later.look({}, Watch(AMPLE)):
        assert not later.refuted
    assert sooner.refuted
    assert later.possible
    assert later.total == 3 + 3 + 15


def test_a_floor_parts_team_plans_by_when_the_last_is_ready() -> None:
    floor = Floor(12, ((12, 32), (14, 29)))
    assert [*_above_floor((0, 12, 28, 0, 7), floor)] == [(0, 12, 32, 0, 7), (0, 13, 29, 0, 7), (0, 15, 28, 0, 7)]
    assert [*_above_floor((0, 14, 33, 0, 7), floor)] == [(0, 14, 33, 0, 7), (0, 15, 33, 0, 7)]
    assert [*_above_floor((1, 9, 20, 0, 7), floor)] == [(1, 9, 20, 0, 7)]


@settings(max_examples=40)
@given(crews(), st.lists(st.integers(0, 400), min_size=2, max_size=2), st.data())
def test_at_any_prices_the_best_plan_is_the_best_of_all(crew: Crew, prices: list[int], data: st.DataObject) -> None:
    case, own = crew.cases[0], crew.team.people[0]
    first = case.first // 12
    by_year = {first + number: 100 * price for number, price in enumerate(prices)}
    months = data.draw(st.integers(1, case.months))
    ways = [
        PARTS * way.finish + sum(by_year.get(year, 0) * cents // MILLION for year, cents in way.years)
        for way in crew.plans(case)
        if way.finish <= months
    ]
    chooser = choosing(own, Planner(case.catalogue), Month(case.first))
    if chooser.best.impossible:
        assert not ways
        return
    priced = PricedPlans(chooser, Prices(by_year), months, [])
    for found in priced.explore(Watch(AMPLE)):
        assert priced.low <= min(ways) <= priced.value
        assert Prices(by_year).weight(found) in ways
    looked_for(priced)
    assert priced.low == priced.value == min(ways, default=float("inf"))


def test_a_budget_that_is_too_small_for_all_at_once_is_proved_to_be_so() -> None:
    # Three modules for three people, S$300 each, from January or July 2027; S$600 a year: one waits until January 2028.
    courses = module("a", 39, 3, fee=300, intakes="jan jul")
    made = plan(team(people(3, "a"), per_year=600), courses)
    assert made.status is Status.OPTIMAL
    assert [proof.bound for proof in made.proof[:3]] == [0, 15, 21]


def test_those_who_are_ready_long_before_the_last_wait_for_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    # From December 2027, S$300 a year: the long module takes all of it, and the two short ones, which begin in December or in
    # February, wait for two months: 12 + 5 + 5. Had the long one waited, for one month, the sum would be 13 + 3 + 3.
    monkeypatch.setattr(together, "ROUNDS_OF_PROOF", 0)
    monkeypatch.setattr(together, "NODES", 0)
    courses = module("a", 156, 12, fee=300), module("b", 39, 3, fee=150, intakes="dec feb")
    crew = [person("Ada", "a"), person("Ben", "b"), person("Cy", "b")]
    made = plan(replace(team(crew, per_year=300), start=parse_month("2027-12")), *courses)
    assert [(proof.value, proof.bound) for proof in made.proof[:3]] == [(0, 0), (12, 12), (22, 22)]
