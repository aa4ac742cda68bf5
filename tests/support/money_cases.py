"""Tiny cases with prices that change, wallets and yearly limits; plans and payments of them."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property

import build
from brute_force import best_of_all, worth
from hypothesis import event
from hypothesis import strategies as st
from msgspec import field
from random_cases import cases
from sample_funding import stepped
from tiny import Case, Placing, Values

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import Month, parse_month
from mcplanner.learner.model import Learner
from mcplanner.planning.plan_writer import CREDIT_ORDER
from mcplanner.plans.model import Plan, Status
from mcplanner.pricing.credit import Payment
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding
from mcplanner.verify import verify


def month(text: str) -> Month:
    return parse_month(text)


def starts(made: Plan) -> dict[str, str]:
    return {each.module: f"{each.start // 12}-{each.start % 12 + 1:02}" for each in made.enrolments}


def spread_best(payments: Sequence[Payment], wallets: Sequence[int], limit: int | None) -> int | None:
    """The most credit that can be used with each year within the limit, of all ways to spread it; None where there is none."""

    @cache
    def best(position: int, left: tuple[int, ...], net: int) -> int | None:
        if position == len(payments):
            return 0
        payment = payments[position]
        last_of_year = position + 1 == len(payments) or payments[position + 1].year != payment.year
        found = []
        for used in ways_to_use(payment, left):
            year = net + payment.cents - sum(used)
            if last_of_year and limit is not None and year > limit:
                continue
            rest = tuple(have - taken for have, taken in zip(left, used, strict=True))
            after = best(position + 1, rest, 0 if last_of_year else year)
            if after is not None:
                found.append(sum(used) + after)
        return max(found, default=None)

    return best(0, tuple(wallets), 0)


def ways_to_use(payment: Payment, left: Sequence[int]) -> list[tuple[int, ...]]:
    ways: list[tuple[int, ...]] = [()]
    for number, have in enumerate(left):
        most = have if payment.wallets >> number & 1 else 0
        ways = [(*way, used) for way in ways for used in range(min(most, payment.cents - sum(way)) + 1)]
    return ways


class MoneyCase(Case, frozen=True):
    """A case with prices; cents are few, so that every way to spread credit can be looked at."""

    steps: Mapping[str, Sequence[tuple[int, int, str]]] = field(default_factory=dict)
    wallets: Mapping[str, int] = field(default_factory=dict)
    limit_per_year: int | None = None

    @property
    def who(self) -> Learner:
        return self.learner.replace(
            residency="citizen", credit_cents=self.wallets, cost_limit_per_year_cents=self.limit_per_year
        )

    @cached_property
    def _funded(self) -> tuple[list[build.Data], Funding]:
        steps = {
            name: [(Month(self.first + offset), cents, wallets) for offset, cents, wallets in own]
            for name, own in self.steps.items()
        }
        return stepped([_at_one_fee(entry) if "hours" in entry else entry for entry in self.entries], steps, list(self.wallets))

    @cached_property
    def catalogue(self) -> Catalogue:
        return build.catalogue(*self._funded[0])

    @property
    def funding(self) -> Funding:
        return self._funded[1]

    @property
    def pricing(self) -> Pricing:
        return Pricing(self.who, self.funding)

    def payments(self, placing: Placing) -> list[Payment]:
        bits = {wallet: 1 << number for number, wallet in enumerate(self.wallets)}
        made = []
        new = {name: placed for name, placed in placing.items() if name not in self.under_way}
        for name, placed in sorted(new.items(), key=lambda entry: entry[1].start):
            _, cents, wallets = [step for step in self.steps[name] if step[0] <= placed.start][-1]
            made.append(Payment(cents, sum(bits[each] for each in wallets.split()), (self.first + placed.start) // 12))
        return made

    def values(self, placing: Placing) -> Values:
        payments = self.payments(placing)
        cost = sum(payment.cents for payment in payments) - (spread_best(payments, list(self.wallets.values()), None) or 0)
        plain = super().values(placing)
        return Values(**{name: getattr(plain, name) for name in Values.__struct_fields__} | {"cost": cost})

    def within_limits(self, placing: Placing) -> bool:
        wallets = list(self.wallets.values())
        kept = self.limit_per_year is None or spread_best(self.payments(placing), wallets, self.limit_per_year) is not None
        return kept and super().within_limits(placing)


def _at_one_fee(entry: build.Data) -> build.Data:
    """A module whose price its steps alone decide: no run has a fee of its own."""
    runs = [{key: value for key, value in run.items() if key != "fee"} for run in entry.get("runs", ())]
    return entry | {"fee": 0.06} | ({"runs": runs} if runs else {})


@st.composite
def money_cases(draw: st.DrawFn) -> MoneyCase:
    plain = draw(cases())
    wallets = draw(st.dictionaries(st.sampled_from(["one", "two"]), st.integers(0, 6), max_size=2))
    spans = {wallet: (draw(st.integers(0, 2)), draw(st.none() | st.integers(3, plain.months))) for wallet in wallets}
    kinds = ["", *wallets, " ".join(wallets)]
    turns = {turn for span in spans.values() for turn in span if turn is not None}
    steps = {}
    for name in plain.modules:
        kind = draw(st.sampled_from(kinds)).split()
        cents = 0
        own: list[tuple[int, int, str]] = []
        priced = draw(st.sets(st.integers(1, plain.months), max_size=2))
        for offset in sorted({0} | turns | priced):
            cents = draw(st.integers(0, 6)) if offset in priced or offset == 0 else cents
            there = [each for each in kind if spans[each][0] <= offset and offset < (spans[each][1] or plain.months + 1)]
            own.append((offset, cents, " ".join(there)))
        steps[name] = own
    return MoneyCase(
        **{name: getattr(plain, name) for name in Case.__struct_fields__}
        | {"cost_limit": draw(st.sampled_from([None, None, 4, 8])), "prefer": draw(st.sampled_from(["finish", "cost"]))},
        steps=steps,
        wallets=wallets,
        limit_per_year=draw(st.sampled_from([None, None, 3, 6])),
    )


def assert_best_at_its_prices(case: MoneyCase, made: Plan) -> None:
    """Assert that no plan is better; of an order in which wallets pay, nothing is asserted."""
    best = best_of_all(case)
    event("impossible" if best is None else "possible")
    if best is None:
        assert made.status is Status.INFEASIBLE
        return
    if made.status is Status.UNKNOWN or CREDIT_ORDER in made.warnings:
        event("the order of wallets matters")
        return
    assert made.status is Status.OPTIMAL
    assert made.objective is not None
    event("credit" if made.spending is not None and made.spending.credit else "no credit")
    assert case.goal(worth(made.objective)) == case.goal(best)
    assert verify(case.catalogue, case.who, case.funding, case.request, made) == ()
