"""One of many learners gets the best plan of all, although what does not hang on prices was found out for others."""

import build
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from money_cases import MoneyCase, assert_best_at_its_prices, money_cases

from mcplanner.ground.months import parse_month
from mcplanner.ground.watch import Watch
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.planning.single_request import Planning
from mcplanner.plans.model import Status
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem, with_prices, without_prices

REQUEST = Request(("d",), parse_month("2027-01"))


@settings(max_examples=120, report_multiple_bugs=False)
@given(money_cases(), st.lists(st.integers(1965, 1995), max_size=1))
def test_the_plan_is_the_best_of_all_whoever_was_planned_before(case: MoneyCase, before: list[int]) -> None:
    planner = Planner(case.catalogue, case.funding)
    for born in before:
        planner.plan(case.learner.replace(born=born), case.request, advice=False, gains=False)
    made = planner.plan(case.who, case.request, advice=False, gains=False)
    assert_best_at_its_prices(case, made)


@settings(max_examples=120, report_multiple_bugs=False)
@given(money_cases())
def test_a_problem_at_other_prices_is_the_one_that_would_be_stated(case: MoneyCase) -> None:
    asked = case.catalogue, case.who, case.targets, case.request.start, case.by
    stated = build_problem(*asked, pricing=case.pricing, keep=case.request.keep)
    if case.who.limits_cost:
        return
    again = with_prices(without_prices(stated), case.catalogue, case.pricing)
    if again is not None:
        assert [own.prices for own in again.candidates] == [own.prices for own in stated.candidates]
        assert again.wallets == stated.wallets


def test_what_is_impossible_or_does_not_hang_on_prices_is_sought_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two modules of 2 hours a week at once cannot be done with 3 hours by March, and can by June, whoever pays what."""
    sought: list[Pricing] = []
    plain = Planning.answer_without_prices

    def counted(asked: Planning) -> object:
        sought.append(asked.pricing)
        return plain(asked)

    monkeypatch.setattr(Planning, "answer_without_prices", counted)
    planner = Planner(build.catalogue(build.module("a"), build.module("b"), build.award("d", build.all_of("a", "b"))))
    for by, status in (("2027-03", Status.INFEASIBLE), ("2027-06", Status.OPTIMAL)):
        request = Request(("d",), parse_month("2027-01"), parse_month(by))
        made = [planner.plan(build.learner(3).replace(born=born), request, gains=False) for born in (1970, 1980, 1990)]
        assert {each.status for each in made} == {status}
        assert len({(each.reason, each.finish, each.relaxations) for each in made}) == 1
    assert len(sought) == 2


def test_a_dearer_plan_that_is_best_for_free_gives_way_to_a_cheaper_one() -> None:
    # For free the shorter x is better; at its fee the longer y is cheaper, and both fit beside a.
    entries = [
        build.module("a", 26, 3),
        build.module("x", 13, 3, fee=500),
        build.module("y", 26, 3, fee=100),
        build.award("d", build.all_of("a", build.any_of("x", "y"))),
    ]
    planner = Planner(build.catalogue(*entries))
    made = planner.plan(build.learner(6), REQUEST, gains=False)
    assert made.status is Status.OPTIMAL
    assert {each.module for each in made.enrolments} == {"a", "y"}
    own = planner.planning(build.learner(6), REQUEST, Watch(10)).answer_without_prices()
    assert own.solution.schedule is not None
    assert {placement.module for placement in own.solution.schedule} == {"a", "x"}
