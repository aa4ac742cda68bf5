"""What the verifier derives of money: published prices to the cent, and the planner's on random learners, rules and months."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import build
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from money_cases import spread_best
from published_fees import FEES, PUBLISHED, RATES, learner, module
from sample_funding import rules, shipped
from sample_plans import enrolment

from mcplanner.catalogue.model import Module
from mcplanner.ground.months import Month, format_month
from mcplanner.learner.model import Learner
from mcplanner.plans.model import Enrolment
from mcplanner.plans.spending import paid_back
from mcplanner.pricing.credit import Payment, claims
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding, Wallet
from mcplanner.verify.charges import Charge, PayingLearner, draw, is_most_credit


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda row: f"{row[3]}-{row[-1]}")
def test_published_prices_come_out_to_the_cent(published: tuple[Any, ...]) -> None:
    _, residency, facts, fee_class, fee, start, *_, price = published
    charge = PayingLearner(learner(residency, **facts), shipped()).charge(module(fee, fee_class), build.month(start))
    assert charge.net_cents == int(Decimal(price) * 100)


def test_half_a_cent_goes_up_in_what_is_left_and_in_the_gst_on_it() -> None:
    # A third of S$0.01, S$0.02 and S$0.05 less half: 0.5 cents are 1, 1 is 1, 2.5 are 3. Half of GST on these: 1, 1, 2.
    half = rules(subsidies=[{"rate": Decimal("0.5")}], gst_rates=[{"rate": Decimal("0.5")}], gst_bases=[{"basis": "net"}])
    charges = [PayingLearner(learner(), half).charge(module(fee), build.month("2026-01")) for fee in ("0.01", "0.02", "0.05")]
    assert [(charge.fee_cents - charge.subsidy_cents, charge.gst_cents) for charge in charges] == [(1, 1), (1, 1), (3, 2)]


LEARNERS = st.builds(
    Learner,
    residency=st.sampled_from(("citizen", "permanent-resident", "other", None)),
    born=st.none() | st.integers(1975, 1995),
    employer=st.sampled_from((None, "sme", "large")),
    union_member=st.booleans(),
    first_qualification=st.booleans(),
    repeats=st.sampled_from((frozenset(), frozenset({"a"}))),
    credit_cents=st.dictionaries(
        st.sampled_from(("opening", "mid-career", "one-off-2020", "w-0", "w-1", "w-2")), st.integers(0, 2)
    ),
)
MONTHS = st.integers(build.month("2021-01"), build.month("2036-12")).map(Month)
DAYS = st.dates(date(2021, 1, 1), date(2036, 12, 31))


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """When and for whom a rule holds; mostly for nearly everyone."""
    begin = draw(DAYS)
    found: dict[str, Any] = {"effective_from": begin.isoformat()}
    if draw(st.booleans()):
        found["effective_to"] = draw(st.dates(begin, date(2037, 1, 1))).isoformat()
    if draw(st.booleans()):
        found["residency"] = draw(
            st.lists(st.sampled_from(("citizen", "permanent-resident", "other")), min_size=1, unique=True)
        )
    if draw(st.booleans()):
        found["paid_by"] = draw(st.lists(st.sampled_from(("learner", "sme", "large")), min_size=1, unique=True))
    if draw(st.booleans()):
        found[draw(st.sampled_from(("from_age", "below_age")))] = draw(st.integers(35, 50))
    return found


@st.composite
def fundings(draw: st.DrawFn) -> Funding:
    """One rule of each kind for one case, as a file that is checked has them, and three wallets."""
    conditional = conditions()
    flags = st.fixed_dictionaries({"first_attempt": st.booleans(), "first_qualification": st.booleans()})
    turn = draw(st.dates(date(2022, 1, 1), date(2036, 1, 1)))
    wallets = []
    for number in range(3):
        own = draw(conditional) | {"id": f"w-{number}"}
        if draw(st.booleans()):
            own["expires"] = draw(DAYS).isoformat()
        wallets.append(own)
    back = {"union_member": draw(st.booleans()), "to": draw(st.sampled_from(("learner", "employer")))}
    return rules(
        subsidies=[
            draw(conditional) | draw(flags) | {"rate": draw(RATES), "part": part}
            for part in ("base", "enhanced")
            if draw(st.booleans())
        ],
        gst_rates=[
            {"rate": draw(RATES), "effective_to": turn.isoformat()},
            {"rate": draw(RATES), "effective_from": (turn + timedelta(days=draw(st.integers(1, 400)))).isoformat()},
        ],
        gst_bases=[{"basis": draw(st.sampled_from(("full", "net", "after_base")))}] if draw(st.booleans()) else [],
        wallets=wallets,
        reimbursements=[
            draw(conditional)
            | back
            | {"per": per, "amount": Decimal(draw(st.integers(1, 500))) / 100}
            | ({"most_per_year": draw(st.integers(0, 200))} if draw(st.booleans()) else {})
            | ({"most_months": draw(st.integers(1, 8))} if draw(st.booleans()) else {})
            for per in ("net-dollar", "month", "hour")
        ],
    )


def assert_charged_as_priced(funding: Funding | None, who: Learner, course: Module, start: Month) -> None:
    charge, price = PayingLearner(who, funding).charge(course, start), Pricing(who, funding).price(course, start)
    assert (charge.fee_cents, charge.subsidy_cents, charge.gst_cents) == (price.fee_cents, price.subsidy_cents, price.gst_cents)
    assert tuple(wallet.id for wallet in charge.wallets) == price.wallets
    assert charge.net_cents == price.before_credit_cents


@settings(max_examples=100)
@given(LEARNERS, FEES, st.lists(MONTHS, min_size=10, max_size=10))
def test_the_shipped_rules_charge_what_the_planner_takes(who: Learner, cents: int, starts: list[Month]) -> None:
    for fee_class in (None, *(each.id for each in shipped().classes)):
        course = module(str(Decimal(cents) / 100), fee_class)
        for start in starts:
            assert_charged_as_priced(shipped(), who, course, start)
        assert_charged_as_priced(None, who, course, starts[0])


@settings(max_examples=300)
@given(fundings(), LEARNERS, FEES, st.sampled_from(("m", None)), st.lists(MONTHS, min_size=10, max_size=10))
def test_any_rules_charge_what_the_planner_takes(
    funding: Funding, who: Learner, cents: int, fee_class: str | None, starts: list[Month]
) -> None:
    for start in starts:
        assert_charged_as_priced(funding, who, module(str(Decimal(cents) / 100), fee_class), start)
    cents_by_wallet = [
        (wallet.id, PayingLearner(who, funding).cents_in(wallet)) for wallet in PayingLearner(who, funding).wallets
    ]
    assert cents_by_wallet == list(Pricing(who, funding).wallets)


@settings(max_examples=200)
@given(
    fundings(),
    LEARNERS,
    st.lists(st.tuples(FEES, st.integers(0, 12), st.integers(1, 5), st.integers(1, 60)), min_size=1, max_size=4),
    MONTHS,
)
def test_what_may_be_paid_back_is_what_the_planner_takes(
    funding: Funding, who: Learner, parts: list[tuple[int, int, int, int]], first: Month
) -> None:
    named = sorted(parts, key=lambda part: part[1])
    courses = build.catalogue(
        *(
            build.module(f"m{number}", hours, months, fee=Decimal(cents) / 100, funding="m")
            for number, (cents, _, months, hours) in enumerate(named)
        )
    )
    rows = [taken(f"m{number}", Month(first + wait), months) for number, (_, wait, months, _) in enumerate(named)]
    expected = tuple(paid_back(courses, Pricing(who, funding), rows))
    assert PayingLearner(who, funding).paid_back([(courses.module_by_id[row.module], row) for row in rows]) == expected


def taken(name: str, start: Month, months: int) -> Enrolment:
    return enrolment(name, name, format_month(start), format_month(Month(start + months - 1)), "10", 0)


# --- credit -------------------------------------------------------------------------------------------------------------------


def charges(cents: list[int], wallets: list[str]) -> list[Charge]:
    """What is charged, with no subsidy, and the wallets that may pay for it, each named by one letter."""
    return [Charge(own, wallets=tuple(wallet(name) for name in names)) for own, names in zip(cents, wallets, strict=True)]


def wallet(name: str) -> Wallet:
    (made,) = rules(wallets=[{"id": name}]).wallets
    return made


def used(drawn: Mapping[str, int]) -> dict[str, int]:
    return {name: cents for name, cents in drawn.items() if cents}


def test_wallets_are_drawn_in_their_order_and_no_further_than_they_are_filled() -> None:
    claims = list(zip(charges([50, 50, 50], ["xy", "y", "x"]), [50, 20, 30], strict=True))
    assert list(map(used, draw(claims, {"x": 60, "y": 10}))) == [{"x": 50}, {"y": 10}, {"x": 10}]


def test_more_credit_could_be_used_where_something_unpaid_reaches_a_wallet_that_is_not_empty() -> None:
    # Both wallets may pay for the first, which draws x, all of it; the second may only draw x, and y is left.
    own = charges([50, 50], ["xy", "x"])
    filled = {"x": 50, "y": 50}
    short = list(zip(own, [50, 0], strict=True))
    assert not is_most_credit(short, draw(short, filled), filled)
    # With nothing in y, or with nothing unpaid, there is no more.
    filled = {"x": 50, "y": 0}
    assert is_most_credit(short, draw(short, filled), filled)
    full = list(zip(own, [30, 20], strict=True))
    assert not is_most_credit(full, draw(full, {"x": 50, "y": 50}), {"x": 50, "y": 50})
    paid = list(zip(charges([50, 50], ["x", "y"]), [50, 50], strict=True))
    assert is_most_credit(paid, draw(paid, {"x": 90, "y": 50}), {"x": 90, "y": 50})


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "x", "y", "xy", "xz", "xyz"])), max_size=4), st.data())
def test_the_most_credit_is_that_of_every_way_to_spread_it(parts: list[tuple[int, str]], data: st.DataObject) -> None:
    filled = {name: data.draw(st.integers(0, 4)) for name in "xyz"}
    own = charges([cents for cents, _ in parts], [names for _, names in parts])
    payments = [Payment(cents, sum(1 << "xyz".index(name) for name in names)) for cents, names in parts]
    best = spread_best(payments, list(filled.values()), None)
    planned = [sum(each) for each in claims(payments, list(filled.values()))]
    lower = [data.draw(st.integers(0, most)) for most in planned]
    for wanted in (planned, lower):
        asked = list(zip(own, wanted, strict=True))
        drawn = draw(asked, filled)
        got = [sum(each.values()) for each in drawn]
        assert is_most_credit(list(zip(own, got, strict=True)), drawn, filled) == (sum(got) == best)
