"""Prices that change with the month, credit wallets and yearly limits: by hand, and against brute force on tiny cases."""

from collections.abc import Mapping
from itertools import groupby, pairwise

import build
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from money_cases import MoneyCase, assert_best_at_its_prices, money_cases, month, spread_best, starts, ways_to_use
from sample_funding import Steps, stepped

from mcplanner.ground.money import Amount
from mcplanner.learner.request import Preference, Request
from mcplanner.planning.plan_writer import CREDIT_ORDER
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Plan, Status
from mcplanner.pricing.credit import Payment, claims, credit_used, limit_can_be_kept
from mcplanner.pricing.price import Pricing
from mcplanner.verify import verify

START = month("2027-01")


def planned(
    *entries: build.Data,
    target: str,
    steps: Mapping[str, Steps] | None = None,
    credit: Mapping[str, int] | None = None,
    limit: int | None = None,
    limit_per_year: int | None = None,
    by: str | None = None,
    prefer: Preference = "finish",
) -> Plan:
    """The plan of a learner with 4 hours a week, from January 2027."""
    who = build.learner(4).replace(cost_limit_cents=limit, cost_limit_per_year_cents=limit_per_year)
    who = who.replace(residency="citizen", credit_cents=credit or {})
    modules, funding = stepped(entries, steps or {}, list(credit or {}))
    courses = build.catalogue(*modules)
    pricing = Pricing(who, funding)
    last = None if by is None else month(by)
    request = Request((target,), START, last, prefer=prefer)
    made = plan(courses, who, request, pricing=pricing)
    assert made.objective is None or verify(courses, who, funding, request, made) == ()
    return made


def test_waiting_for_a_lower_price_is_cheaper_and_only_cost_first_waits() -> None:
    # a costs 100 dollars now and 40 from April: the earliest plan pays 100, the cheapest starts in April.
    a = build.module("a", 26, 3, fee=100.0)
    steps = {"a": [(month("2027-04"), 4_000, "")]}
    assert starts(planned(a, target="a", steps=steps)) == {"a": "2027-01"}
    cheap = planned(a, target="a", steps=steps, prefer="cost")
    assert (starts(cheap), cheap.status) == ({"a": "2027-04"}, Status.OPTIMAL)
    assert cheap.spending is not None
    assert (cheap.spending.payable, cheap.spending.by_month) == (Amount(4_000), ((month("2027-04"), Amount(4_000)),))


def test_a_price_that_falls_late_is_waited_for_where_cost_comes_first_or_is_limited() -> None:
    # One module of 3 months, open in any month, is done within 15 months however long one waits for an intake; but from April
    # 2030 it costs 40 dollars instead of 100.
    a = build.module("a", 26, 3, fee=100.0)
    steps = {"a": [(month("2030-04"), 4_000, "")]}
    cheap = planned(a, target="a", steps=steps, prefer="cost")
    assert (starts(cheap), cheap.status) == ({"a": "2030-04"}, Status.OPTIMAL)
    assert starts(planned(a, target="a", steps=steps, limit=4_000)) == {"a": "2030-04"}
    assert starts(planned(a, target="a", steps=steps, limit_per_year=4_000)) == {"a": "2030-04"}


def test_credit_that_begins_late_is_waited_for_where_cost_is_limited() -> None:
    a = build.module("a", 26, 3, fee=100.0)
    steps = {"a": [(month("2030-04"), 10_000, "opening")]}
    assert starts(planned(a, target="a", steps=steps, credit={"opening": 6_000}, limit=4_000)) == {"a": "2030-04"}


def test_a_rising_price_makes_an_elective_the_dearer_one_later() -> None:
    # Both fit side by side with nothing else; b is cheaper until March, but cannot start before April, when it is dearer.
    a, b = build.module("a", 26, 3, fee=100.0), build.module("b", 26, 3, intakes="apr", fee=100.0)
    award = build.award("goal", build.any_of("a", "b"))
    steps = {"a": [(START, 6_000, "")], "b": [(START, 5_000, ""), (month("2027-04"), 7_000, "")]}
    made = planned(a, b, award, target="goal", steps=steps, prefer="cost")
    assert starts(made) == {"a": "2027-01"}


def test_credit_is_used_where_it_may_and_makes_a_dearer_module_the_cheaper() -> None:
    # a costs 80, no credit; b costs 100, of which the wallet pays 50.
    a, b = build.module("a", 26, 3, fee=80.0), build.module("b", 26, 3, fee=100.0)
    award = build.award("goal", build.any_of("a", "b"))
    steps = {"a": [(START, 8_000, "")], "b": [(START, 10_000, "opening")]}
    made = planned(a, b, award, target="goal", steps=steps, credit={"opening": 5_000})
    assert starts(made) == {"b": "2027-01"}
    assert made.spending is not None
    assert [(each.credit_cents, each.payable_cents) for each in made.enrolments] == [(5_000, 5_000)]
    assert [(wallet.id, wallet.cents, wallet.used.exact) for wallet in made.spending.wallets] == [("opening", 5_000, 5_000)]


def test_a_wallet_is_not_used_twice() -> None:
    # 60 dollars of credit for two modules of 50 each: 40 are left to pay, wherever they fall.
    a, b = build.module("a", 26, 3, fee=50.0), build.module("b", 26, 3, fee=50.0)
    award = build.award("goal", build.all_of("a", "b"))
    steps = {name: [(START, 5_000, "opening")] for name in "ab"}
    made = planned(a, b, award, target="goal", steps=steps, credit={"opening": 6_000})
    assert made.spending is not None
    assert (made.spending.credit, made.spending.payable) == (Amount(6_000), Amount(4_000))
    assert made.spending.by_award == (("goal", Amount(4_000)),)


def test_r11_money_the_limit_is_on_what_is_left_to_pay() -> None:
    a = build.module("a", 26, 3, fee=100.0)
    steps = {"a": [(START, 10_000, "opening")]}
    assert planned(a, target="a", steps=steps, credit={"opening": 4_000}, limit=6_000).status is Status.OPTIMAL
    dear = planned(a, target="a", steps=steps, credit={"opening": 4_000}, limit=5_999)
    assert (dear.status, dear.reason) == (Status.INFEASIBLE, "it would cost more than S$59.99")
    assert [(entry.dial, entry.to) for entry in dear.relaxations][-1] == ("budget", "S$60.00")


def test_r11_money_a_yearly_limit_moves_a_module_into_the_next_year() -> None:
    # Side by side both could start in January 2027; with 60 dollars a year the second has to wait for January 2028.
    a, b = build.module("a", 26, 3, fee=50.0), build.module("b", 26, 3, fee=50.0)
    award = build.award("goal", build.all_of("a", "b"))
    made = planned(a, b, award, target="goal", limit_per_year=6_000)
    assert sorted(starts(made).values()) == ["2027-01", "2028-01"]
    late = planned(a, b, award, target="goal", limit_per_year=6_000, by="2027-12")
    assert (late.status, late.reason) == (Status.INFEASIBLE, "the earliest finish is Mar 2028, after Dec 2027")
    poor = planned(a, b, award, target="goal", limit_per_year=4_999)
    assert (poor.status, poor.reason) == (Status.INFEASIBLE, "it would cost more than S$49.99 in a single year")


def test_r11_money_a_yearly_limit_may_mean_two_years_between_modules() -> None:
    # From July 2027: a in June 2028, and b, which needs it, in a December; that of 2028 is in the same year, so that of 2029.
    a, b = build.module("a", 4, 1, intakes="jun", fee=50.0), build.module("b", 4, 1, intakes="dec", needs="a", fee=50.0)
    who = build.learner(4).replace(cost_limit_per_year_cents=5_000)
    made = plan(build.catalogue(a, b), who, Request(("b",), month("2027-07")), pricing=Pricing(who))
    assert (starts(made), made.status) == ({"a": "2028-06", "b": "2029-12"}, Status.OPTIMAL)


def test_r11_money_credit_is_kept_for_the_year_that_needs_it() -> None:
    # 50 dollars each in 2027 and 60 in 2028, at most 50 a year: the 10 of credit must wait for 2028.
    a, b = build.module("a", 26, 3, fee=50.0), build.module("b", 26, 3, intakes="jan", needs="a", fee=60.0)
    steps = {"a": [(START, 5_000, "opening")], "b": [(START, 6_000, "opening")]}
    made = planned(a, b, target="b", steps=steps, credit={"opening": 1_000}, limit_per_year=5_000)
    assert [(each.module, each.credit_cents) for each in made.enrolments] == [("a", 0), ("b", 1_000)]


def test_wallets_drawn_in_their_order_may_use_less_credit_and_the_plan_says_so() -> None:
    # Both wallets pay for a, which draws `first`, all of it; b, later, may only draw `first`, and `second` is no use to it.
    a, b = build.module("a", 26, 3, fee=50.0), build.module("b", 26, 3, needs="a", fee=50.0)
    steps = {"a": [(START, 5_000, "first second")], "b": [(START, 5_000, "first")]}
    made = planned(a, b, target="b", steps=steps, credit={"first": 5_000, "second": 5_000})
    assert (made.status, CREDIT_ORDER in made.warnings) == (Status.FEASIBLE, True)
    assert made.objective is not None
    assert made.bound is not None
    assert (made.objective.cost_cents, made.bound.cost_cents) == (5_000, 0)


# --- credit alone, against every way to spread it ---


@st.composite
def credits_(draw: st.DrawFn) -> tuple[list[Payment], list[int], int | None]:
    wallets = draw(st.lists(st.integers(0, 4), max_size=3))
    one = st.builds(Payment, st.integers(0, 4), st.integers(0, 2 ** len(wallets) - 1), st.integers(0, 2))
    payments = sorted(draw(st.lists(one, max_size=4)), key=lambda payment: payment.year)
    return payments, wallets, draw(st.none() | st.integers(0, 4))


@settings(max_examples=300)
@given(credits_())
def test_the_least_cut_is_the_most_that_can_be_used(given: tuple[list[Payment], list[int], int | None]) -> None:
    payments, wallets, limit = given
    best = spread_best(payments, wallets, limit)
    assert (limit is None or limit_can_be_kept(payments, wallets, limit)) == (best is not None)
    assume(best is not None)
    assert credit_used(payments, wallets) == best
    used = claims(payments, wallets, limit)
    assert sum(map(sum, used)) == best
    for number, cents in enumerate(wallets):
        assert sum(each[number] for each in used) <= cents
    for payment, each in zip(payments, used, strict=True):
        assert each in ways_to_use(payment, wallets)
    for _, own in groupby(zip(payments, used, strict=True), key=lambda entry: entry[0].year):
        assert limit is None or sum(payment.cents - sum(each) for payment, each in own) <= limit


# --- the planner against brute force ---


@settings(max_examples=120, report_multiple_bugs=False)
@given(money_cases())
def test_the_plan_is_the_best_of_all_at_every_price(case: MoneyCase) -> None:
    made = plan(case.catalogue, case.who, case.request, pricing=case.pricing, advice=False)
    assert_best_at_its_prices(case, made)


@pytest.mark.parametrize("year", [2027, 2028])
def test_years_are_those_of_the_calendar(year: int) -> None:
    # From October: three modules of 3 months, one after the other, so October, January, April; 50 dollars each, 100 a year.
    modules = [build.module(name, 52, 3, needs=needs, fee=50.0) for name, needs in zip("abc", (None, "a", "b"), strict=True)]
    who = build.learner(4).replace(cost_limit_per_year_cents=10_000)
    made = plan(build.catalogue(*modules), who, Request(("c",), month(f"{year}-10")), pricing=Pricing(who))
    assert [second.start - first.end for first, second in pairwise(made.enrolments)] == [1, 1]
