"""What a module costs: published prices to the cent, each kind of rule on a small case, and what holds for any fee."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, get_args

import build
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_fees import FEES, PUBLISHED, RATES, learner, module
from sample_funding import rules, shipped

from mcplanner.catalogue.model import Module
from mcplanner.ground.months import Month, format_month
from mcplanner.learner.model import Learner
from mcplanner.pricing.price import Price, Pricing, compute_price
from mcplanner.pricing.rules import Basis, Funding

FROM = build.month("2021-01")
UNTIL = build.month("2033-12")


def payable(funding: Funding, who: Learner, start: str = "2026-01", course: Module | None = None) -> int:
    return Pricing(who, funding).price(course or module(), build.month(start)).known_cents


# --- Published prices ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda row: f"{row[3]}-{row[-1]}")
def test_published_prices_come_out_to_the_cent(published: tuple[Any, ...]) -> None:
    """By the arithmetic alone, and by the shipped rules for the learner and the month in which the price was asked."""
    _, residency, facts, fee_class, fee, start, base, enhanced, gst, basis, price = published
    cents = int(Decimal(price) * 100)
    assert compute_price(int(fee) * 100, Fraction(base), Fraction(enhanced), Fraction(gst, 100), basis).known_cents == cents
    assert payable(shipped(), learner(residency, **facts), start, module(fee, fee_class)) == cents


def test_prices_of_the_same_list_that_no_rate_was_taken_from() -> None:
    """SP, others than citizens with 8 % GST on S$2,820: SME-sponsored residents, and the full fee for others and repeats."""
    course = module("2820", "poly-modular")
    assert payable(shipped(), learner("permanent-resident", employer="sme"), "2023-04", course) == 372_24
    assert payable(shipped(), learner("other"), "2023-04", course) == 3045_60
    assert payable(shipped(), learner("permanent-resident", repeats={"a"}), "2023-04", course) == 3045_60
    # For citizens it is S$2,772 and 7 %: what a repeat costs.
    assert payable(shipped(), learner(repeats={"a"}), "2022-10", module("2772", "poly-modular")) == 2966_04


# --- Each kind of rule --------------------------------------------------------------------------------------------------------

NINE = {"gst_rates": [{"rate": Decimal("0.09")}]}
HALF: dict[str, Any] = {"rate": Decimal("0.5")}


def test_without_rules_or_residency_the_price_is_the_bare_fee() -> None:
    assert Pricing(learner()).price(module(), FROM) == Price(1000_00)
    pricing = Pricing(learner(None, credit_cents={"w-0": 5}), rules(subsidies=[HALF], wallets=[{}], **NINE))
    assert pricing.price(module(), FROM) == Price(1000_00)
    assert (pricing.wallets, pricing.changes(FROM, UNTIL), [*pricing.later(module(), FROM)]) == ((), (), [])


@pytest.mark.parametrize(
    ("basis", "cents"), [("full", 290_00 + 90_00), ("after_base", 290_00 + 45_00), ("net", 290_00 + 26_10), (None, 380_00)]
)
def test_gst_is_charged_on_the_fee_or_on_what_subsidies_leave(basis: str | None, cents: int) -> None:
    """S$1,000 less 50 % and 21 % is S$290; 9 % of 1,000, of 500 or of 290. Where no rule says which, of all."""
    enhanced = {"part": "enhanced", "rate": Decimal("0.21")}
    bases = [{"basis": basis}] if basis else []
    assert payable(rules(subsidies=[HALF, enhanced], gst_bases=bases, **NINE), learner()) == cents


def test_a_module_without_a_class_is_of_the_class_none() -> None:
    funding = rules(subsidies=[HALF], **NINE)
    assert payable(funding, learner(), course=module(funding=None)) == 1090_00
    assert payable(funding, learner(), course=module(funding="none")) == 1090_00


def test_an_enhanced_subsidy_is_given_to_nobody_without_the_base() -> None:
    funding = rules(subsidies=[HALF | {"residency": ["citizen"]}, {"part": "enhanced", "rate": Decimal("0.2")}])
    assert payable(funding, learner("citizen")) == 300_00
    assert payable(funding, learner("other")) == 1000_00


@pytest.mark.parametrize(
    ("condition", "met", "missed"),
    [
        ({"residency": ["permanent-resident"]}, {"residency": "permanent-resident"}, {"residency": "citizen"}),
        ({"paid_by": ["sme"]}, {"employer": "sme"}, {"employer": "large"}),
        ({"paid_by": ["learner"]}, {}, {"employer": "large"}),
        ({"from_age": 40}, {"born": 1986}, {"born": 1987}),
        ({"from_age": 40}, {"born": 1950}, {}),
        ({"below_age": 40}, {"born": 1987}, {"born": 1986}),
        ({"below_age": 40}, {}, {"born": 1950}),
        ({"first_qualification": True}, {}, {"first_qualification": False}),
        ({"first_attempt": True}, {"repeats": {"b"}}, {"repeats": {"a"}}),
        ({"effective_from": "2026-01-01"}, {}, None),
        ({"effective_to": "2026-01-01"}, {}, None),
        ({"effective_to": "2025-12-31"}, None, {}),
        ({"effective_from": "2026-01-02"}, None, {}),
    ],
)
def test_a_condition_is_met_or_missed(
    condition: dict[str, Any], met: Mapping[str, Any] | None, missed: Mapping[str, Any] | None
) -> None:
    """In January 2026: whoever was born in 1986 turns 40, and the first of January decides whether a rule is in force."""
    funding = rules(subsidies=[HALF | condition])
    if met is not None:
        assert payable(funding, learner(**met)) == 500_00
    if missed is not None:
        assert payable(funding, learner(**missed)) == 1000_00


def test_wallets_are_drawn_expiring_first_then_in_their_order() -> None:
    wallets = [
        {"id": "second"},
        {"id": "third"},
        {"id": "late", "expires": "2027-06-30"},
        {"id": "first", "expires": "2026-06-30"},
    ]
    credit = {"second": 1, "third": 2, "late": 3, "first": 4, "unknown": 5}
    pricing = Pricing(learner(credit_cents=credit), rules(wallets=wallets))
    assert pricing.wallets == (("first", 4), ("late", 3), ("second", 1), ("third", 2))
    drawn = {start: pricing.price(module(), build.month(start)).wallets for start in ("2026-06", "2026-07", "2027-07")}
    assert drawn == {
        "2026-06": ("first", "late", "second", "third"),
        "2026-07": ("late", "second", "third"),
        "2027-07": ("second", "third"),
    }
    assert [format_month(month) for month in pricing.changes(FROM, UNTIL)] == ["2026-07", "2027-07"]


def test_a_wallet_pays_for_its_classes_its_learners_and_from_its_age() -> None:
    funding = rules(wallets=[{"id": "w", "residency": ["citizen"], "from_age": 40, "paid_by": ["learner"]}])

    def wallets(start: str = "2027-01", course: Module | None = None, **facts: Any) -> tuple[str, ...]:
        known: dict[str, Any] = {"born": 1987, "credit_cents": {"w": 1}}
        pricing = Pricing(learner(**known | facts), funding)
        return pricing.price(course or module(), build.month(start)).wallets

    assert wallets() == ("w",)
    assert wallets("2026-12") == ()
    assert wallets(course=module(funding="none")) == ()
    assert wallets(residency="other") == ()
    assert wallets(employer="large") == ()
    assert wallets(credit_cents={"w": 0}) == ()
    assert wallets(born=None) == ()


def test_the_shipped_wallets_in_their_order() -> None:
    credit = {"opening": 500_00, "mid-career": 4000_00, "one-off-2020": 500_00}
    pricing = Pricing(learner(born=1980, credit_cents=credit), shipped())
    assert [wallet for wallet, _ in pricing.wallets] == ["one-off-2020", "mid-career", "opening"]
    course = module(funding="poly-modular")
    assert pricing.price(course, build.month("2025-12")).wallets == ("one-off-2020", "mid-career", "opening")
    assert pricing.price(course, build.month("2026-01")).wallets == ("mid-career", "opening")


def test_prices_change_with_dates_and_with_the_year_of_an_age() -> None:
    """Born in 1987: 40 in 2027. A rate of GST ends with June 2028; a subsidy for others changes nothing."""
    subsidies = [
        HALF | {"below_age": 40},
        HALF | {"from_age": 40},
        HALF | {"residency": ["other"], "effective_to": "2026-02-01"},
    ]
    gst = [{"rate": Decimal("0.09"), "effective_to": "2028-06-30"}, {"rate": Decimal("0.1"), "effective_from": "2028-07-01"}]
    pricing = Pricing(learner(born=1987), rules(subsidies=subsidies, gst_rates=gst))
    assert [format_month(month) for month in pricing.changes(FROM, UNTIL)] == ["2027-01", "2028-07"]
    assert pricing.changes(build.month("2027-01"), build.month("2028-06")) == ()


def later(
    funding: Funding, who: Learner, course: Module, start: str = "2026-06", months: int | None = None
) -> list[int | None]:
    return [entry.most_cents for entry in Pricing(who, funding).later(course, build.month(start), months)]


def test_what_is_paid_back_later_never_lowers_the_price() -> None:
    """Half of the S$500 that the subsidy leaves, at most S$200; S$300 for each of 3 months, at most 2; S$4.50 for 26 hours."""
    half_back = {"to": "learner", "amount": Decimal("0.5"), "per": "net-dollar", "most_per_year": 200}
    allowance = {"to": "learner", "amount": 300, "per": "month", "most_months": 2, "from_age": 40}
    payroll = {"to": "employer", "amount": Decimal("4.5"), "per": "hour", "paid_by": ["sme", "large"]}
    funding = rules(subsidies=[HALF], reimbursements=[half_back, allowance, payroll])
    who = learner(born=1980, employer="sme")
    assert later(funding, who, module()) == [200_00, 600_00, 117_00]
    assert later(funding, who, module(months=(1, 6)), months=1) == [200_00, 300_00, 117_00]
    assert later(funding, learner(), module("300")) == [75_00]
    assert later(funding, learner(), module("0")) == []
    assert payable(funding, who) == 500_00


def test_the_shipped_reimbursements() -> None:
    course = module(funding="poly-modular")
    pricing = Pricing(learner(born=1980, union_member=True), shipped())
    assert [(each.rule.id, each.most_cents) for each in pricing.later(course, build.month("2025-12"))] == [
        ("utap-40-until-2025", 50_00)
    ]
    assert [each.rule.id for each in pricing.later(course, build.month("2026-03"))] == ["utap-40", "training-allowance"]
    assert later(shipped(), learner(born=1990), course) == []
    assert later(shipped(), learner(born=1990, union_member=True), course) == [75_00]
    assert later(shipped(), learner(born=1990, employer="large"), course) == [117_00]


# --- What holds for any fee, rates and learner --------------------------------------------------------------------------------

BASES = st.sampled_from(get_args(Basis))


@given(FEES, RATES, RATES, RATES, BASES)
def test_a_price_is_never_negative_nor_above_the_fee_with_gst(
    fee: int, base: Fraction, enhanced: Fraction, gst: Fraction, basis: Basis
) -> None:
    price = compute_price(fee, base, enhanced, gst, basis)
    assert price.subsidy_cents is not None
    assert price.gst_cents is not None
    assert price.enhanced_cents is not None
    assert 0 <= price.known_cents <= compute_price(fee, Fraction(0), Fraction(0), gst, "full").known_cents
    assert price.before_credit_cents == fee - price.subsidy_cents + price.gst_cents
    assert 0 <= price.enhanced_cents <= price.subsidy_cents <= fee
    assert price.gst_cents >= 0


@given(FEES, RATES, RATES, RATES, RATES, BASES)
def test_raising_a_subsidy_never_raises_the_price(
    fee: int, low: Fraction, high: Fraction, other: Fraction, gst: Fraction, basis: Basis
) -> None:
    low, high = sorted((low, high))
    assert compute_price(fee, high, other, gst, basis).known_cents <= compute_price(fee, low, other, gst, basis).known_cents
    assert compute_price(fee, other, high, gst, basis).known_cents <= compute_price(fee, other, low, gst, basis).known_cents


def half_up(amount: Fraction) -> int:
    return int((Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(FEES, st.integers(0, 100), st.integers(0, 100), st.integers(0, 30), BASES)
def test_each_line_is_rounded_half_a_cent_up(fee: int, base: int, enhanced: int, gst: int, basis: Basis) -> None:
    """Rates in whole percent, as decimal arithmetic has them exactly."""
    enhanced = min(enhanced, 100 - base)
    price = compute_price(fee, Fraction(base, 100), Fraction(enhanced, 100), Fraction(gst, 100), basis)
    left = half_up(fee * Fraction(100 - base - enhanced, 100))
    first = half_up(fee * Fraction(100 - base, 100))
    assert price.subsidy_cents == fee - left
    assert price.enhanced_cents == first - left
    assert price.gst_cents == half_up(Fraction(gst, 100) * {"full": fee, "net": left, "after_base": first}[basis])


CREDIT = {"opening": 1, "mid-career": 1, "one-off-2020": 1}
LEARNERS = st.builds(
    Learner,
    residency=st.sampled_from(("citizen", "permanent-resident", "other")),
    born=st.none() | st.integers(1960, 2000),
    employer=st.sampled_from((None, "sme", "large")),
    first_qualification=st.booleans(),
    repeats=st.sampled_from((frozenset(), frozenset({"a"}))),
    credit_cents=st.just(CREDIT),
)


@settings(max_examples=60)
@given(LEARNERS, st.sampled_from(["none", *(each.id for each in shipped().classes)]))
def test_prices_differ_only_from_the_months_that_are_said(who: Learner, fee_class: str) -> None:
    pricing, course = Pricing(who, shipped()), module(funding=fee_class)
    changes = pricing.changes(FROM, UNTIL)
    assert list(changes) == sorted(set(changes))
    before = pricing.price(course, FROM)
    for month in map(Month, range(FROM + 1, UNTIL + 1)):
        now = pricing.price(course, month)
        assert now == before or month in changes
        before = now


def test_the_shipped_rules_say_how_anyone_knows() -> None:
    """What a catalogue of courses may name, and that nothing is more certain than it can be."""
    assert {"poly-modular", "ite-modular", "uni-modular", "ssg-certifiable", "cet-centre", "none"} == set(shipped().class_by_id)
    for listed in shipped().rules.values():
        for rule in listed:
            assert rule.as_of <= date(2026, 11, 29)
            assert rule.confidence != "assumed" or rule.note, f"{rule.id} does not tell why it was assumed"
