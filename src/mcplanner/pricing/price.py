"""The price of a module for one learner in one month, before credit, and the rules that make it.

Knows modules, learners and funding rules; nothing of plans.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain
from math import lcm
from typing import TypeVar

from msgspec import Struct

from mcplanner.catalogue.model import Module, Unknown
from mcplanner.ground.money import cents_of
from mcplanner.ground.months import Month
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.model import Learner
from mcplanner.pricing.credit import Payment
from mcplanner.pricing.rules import (
    UNFUNDED,
    Basis,
    ConditionalRule,
    Funding,
    GstBasis,
    GstRate,
    Reimbursement,
    Rule,
    Subsidy,
    Wallet,
)

T = TypeVar("T")
R = TypeVar("R", bound=Rule)

MONTHS_WORTH_WAITING = 24
"""Nobody waits longer than that for a lower price, such as the one from the year in which they turn 40."""

DEFAULT_BASIS: Basis = "full"
"""What GST is charged on if no rule says: the amount that costs the most."""


class Price(Struct, frozen=True):
    """The price of one module in one month, in cents: fee - subsidy + GST is what is paid before credit.

    `enhanced_cents` is the part of the subsidy that the enhanced one adds. `wallets` are the ids of the credit wallets that
    may pay for the module, in the order in which they are drawn. Of a module of unknown fee every amount is None.
    """

    fee_cents: int | None
    subsidy_cents: int | None = 0
    gst_cents: int | None = 0
    wallets: tuple[str, ...] = ()
    enhanced_cents: int | None = 0

    @property
    def before_credit_cents(self) -> int | None:
        """What is paid before credit, in cents; None if it is unknown."""
        if self.fee_cents is None or self.subsidy_cents is None or self.gst_cents is None:
            return None
        return self.fee_cents - self.subsidy_cents + self.gst_cents

    @property
    def known_cents(self) -> int:
        """What is known to be paid before credit: nothing if the fee is unknown."""
        return self.before_credit_cents or 0


def unknown_price(wallets: tuple[str, ...] = ()) -> Price:
    """The price of a module of unknown fee."""
    return Price(None, None, None, wallets, None)


def compute_price(
    fee_cents: int, base: Fraction, enhanced: Fraction, gst: Fraction, basis: Basis, wallets: tuple[str, ...] = ()
) -> Price:
    """Compute the price from a fee, in cents, and rates, which are from 0 to 1; subsidies beyond the fee are lost.

    As in published prices, half a cent is rounded up, first in what the subsidies leave of the fee, then in the GST on that
    whole amount; so the lines add up.
    """
    # Whole numbers over a common denominator give the same as fractions, in a third of the time for every month.
    whole = lcm(base.denominator, enhanced.denominator)
    after_base = whole - int(base * whole)
    after_base_cents = _round(fee_cents * after_base, whole)
    net_cents = _round(fee_cents * max(0, after_base - int(enhanced * whole)), whole)
    taxed_cents = {"full": fee_cents, "net": net_cents, "after_base": after_base_cents}[basis]
    return Price(
        fee_cents=fee_cents,
        subsidy_cents=fee_cents - net_cents,
        gst_cents=_round(gst.numerator * taxed_cents, gst.denominator),
        wallets=wallets,
        enhanced_cents=after_base_cents - net_cents,
    )


def _round(numerator: int, denominator: int) -> int:
    """The whole number nearest to a quotient; a half is rounded up."""
    return (2 * numerator + denominator) // (2 * denominator)


class Terms(Struct, frozen=True):
    """The rules that make one price; None, or no wallet, if no rule applies."""

    base: Subsidy | None
    enhanced: Subsidy | None
    gst: GstRate | None
    basis: GstBasis | None
    wallets: tuple[Wallet, ...]


class PaidBackForModule(Struct, frozen=True):
    """What may be paid back after one module: at most so many cents; the rule's own limits are for all modules together.

    None if that depends on a fee that is unknown.
    """

    rule: Reimbursement
    most_cents: int | None


class Pricing(Struct, frozen=True, dict=True):
    """Prices for one learner: the bare fee, without funding rules or if the learner's residency is not known."""

    learner: Learner
    funding: Funding | None = None

    @cached_property
    def funded(self) -> bool:
        """Return whether subsidies, GST and credit are known; otherwise a price is the bare fee."""
        return self.funding is not None and self.learner.residency is not None

    @cached_property
    def wallets(self) -> Sequence[tuple[str, int]]:
        """The learner's wallets in the order in which they are drawn, each with its cents."""
        return tuple((wallet.id, self.learner.credit_cents[wallet.id]) for wallet in self._wallets)

    def title(self, wallet: str) -> str:
        """The title of a wallet."""
        return next((each.title for each in self._wallets if each.id == wallet), wallet)

    def claim_days_before(self, wallet: str) -> int | None:
        """How many days before a start a wallet can first be claimed; None if the rules do not say."""
        return next((each.claim_days_before for each in self._wallets if each.id == wallet), None)

    def price(self, module: Module, start: Month) -> Price:
        """The price of the module if it starts in the month."""
        checkpoint()
        module = module.offer_in(start)
        fee = module.fee_cents
        if not self.funded:
            return unknown_price() if fee is None else Price(fee)
        terms = self.terms(module, start)
        wallets = tuple(wallet.id for wallet in terms.wallets)
        if fee is None:
            return unknown_price(wallets)
        return compute_price(
            fee,
            terms.base.rate if terms.base else Fraction(0),
            terms.enhanced.rate if terms.enhanced else Fraction(0),
            terms.gst.rate if terms.gst else Fraction(0),
            terms.basis.basis if terms.basis else DEFAULT_BASIS,
            wallets,
        )

    def terms(self, module: Module, start: Month) -> Terms:
        """The rules that make the price of the module if it starts in the month."""
        if self.funding is None or not self.funded:
            return Terms(None, None, None, None, ())
        fee_class = module.funding or UNFUNDED
        base, enhanced = self._subsidies_for(module, start)
        return Terms(
            base=base,
            enhanced=enhanced if base else None,
            gst=_first_in_force(self.funding.gst_rates, start),
            basis=_first_in_force(self._bases.get(fee_class, ()), start),
            wallets=tuple(wallet for wallet in self._wallets if fee_class in wallet.classes and self._applies(wallet, start)),
        )

    def _subsidies_for(self, module: Module, start: Month) -> tuple[Subsidy | None, Subsidy | None]:
        """The base subsidy and the enhanced one that the learner gets for a module that starts in the month."""
        repeated = module.id in self._attempted
        given = {
            subsidy.part: subsidy
            for subsidy in self._subsidies.get(module.funding or UNFUNDED, ())
            if self._applies(subsidy, start) and not (repeated and subsidy.first_attempt)
        }
        return given.get("base"), given.get("enhanced")

    def changes(self, first: Month, last: Month) -> tuple[Month, ...]:
        """The months after `first`, through `last`, in which a price may differ from that of the month before."""
        if self.funding is None or not self.funded:
            return ()
        conditional = chain(*self._subsidies.values(), self._wallets)
        turns = {month for rule in conditional for month in rule.turns(self.learner.born)}
        for rule in (*self.funding.gst_rates, *self.funding.gst_bases):
            begin, end = rule.months
            turns |= {begin} if end is None else {begin, Month(end + 1)}
        return tuple(sorted(month for month in turns if first < month <= last))

    def later(self, module: Module, start: Month, months: int | None = None) -> Iterator[PaidBackForModule]:
        """What may be paid back after the module, by which rules; `months` is how long it takes if the learner chose that."""
        if self.funding is None or not self.funded:
            return
        price = self.price(module, start)
        for rule in self.funding.reimbursements:
            if self._reimburses(rule, module, start):
                units = _units_paid_back(rule, module, price, months)
                most = None if units is None else _most_paid_back(rule, units)
                if most != 0:
                    yield PaidBackForModule(rule, most)

    def _reimburses(self, rule: Reimbursement, module: Module, start: Month) -> bool:
        fee_class = module.funding or UNFUNDED
        return fee_class in rule.classes and rule.fits(self.learner) and self._applies(rule, start)

    def _applies(self, rule: ConditionalRule, start: Month) -> bool:
        return rule.in_force(start) and rule.of_age(self.learner.born, start)

    @cached_property
    def _attempted(self) -> frozenset[str]:
        return self.learner.attempted

    @cached_property
    def _subsidies(self) -> Mapping[str, Sequence[Subsidy]]:
        """The subsidies that this learner can get in some month, by class."""
        own = (subsidy for subsidy in (self.funding.subsidies if self.funding else ()) if subsidy.fits(self.learner))
        return _by_class((subsidy.classes, subsidy) for subsidy in own)

    @cached_property
    def _bases(self) -> Mapping[str, Sequence[GstBasis]]:
        return _by_class((basis.classes, basis) for basis in (self.funding.gst_bases if self.funding else ()))

    @cached_property
    def _wallets(self) -> Sequence[Wallet]:
        """The wallets that are not empty and may pay for this learner in some month, in the order in which they are drawn."""
        if self.funding is None or not self.funded:
            return ()
        credit = self.learner.credit_cents
        return tuple(
            wallet for wallet in self.funding.wallets_as_drawn if credit.get(wallet.id, 0) > 0 and wallet.fits(self.learner)
        )


def payment_of(price: Price, start: Month, pricing: Pricing) -> Payment:
    """The payment in the year of a start, with those of the learner's wallets, in their order, that may pay for it."""
    wallets = sum(1 << number for number, (wallet, _) in enumerate(pricing.wallets) if wallet in price.wallets)
    return Payment(price.known_cents, wallets, start // 12)


def _first_in_force(rules: Iterable[R], start: Month) -> R | None:
    return next((rule for rule in rules if rule.in_force(start)), None)


def _units_paid_back(rule: Reimbursement, module: Module, price: Price, months: int | None) -> Fraction | None:
    """For how many dollars, months or hours of a module the rule pays; None if that is unknown."""
    match rule.per:
        case "net-dollar":
            if price.fee_cents is None or price.subsidy_cents is None:
                return None
            return Fraction(price.fee_cents - price.subsidy_cents, 100)
        case "month":
            return _months_paid_back(rule, module, months)
        case "hour":
            return None if isinstance(module.hours, Unknown) else Fraction(module.hours)


def _months_paid_back(rule: Reimbursement, module: Module, months: int | None) -> Fraction | None:
    """The months of a module, or the most that it can take, within the limit of the rule; None if both are unknown."""
    taken = months or (module.paces[-1].months if module.paces else None)
    return None if taken is None else Fraction(min(taken, rule.most_months or taken))


def _most_paid_back(rule: Reimbursement, units: Fraction) -> int:
    """The cents for so many units, within the limit of a year."""
    cents = _round(units.numerator * cents_of(rule.amount), units.denominator)
    return cents if rule.most_per_year is None else min(cents, cents_of(rule.most_per_year))


def _by_class(pairs: Iterable[tuple[Iterable[str], T]]) -> Mapping[str, Sequence[T]]:
    found: dict[str, list[T]] = {}
    for classes, value in pairs:
        for name in classes:
            found.setdefault(name, []).append(value)
    return found
