"""What a module costs one learner in one month, before any credit is used, and by which rules.

Knows modules, learners and funding rules; nothing of plans.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain
from math import lcm
from typing import TypeVar

from msgspec import Struct

from mcplanner.catalogue.model import Module, MonthBounds
from mcplanner.ground.money import cents_of
from mcplanner.ground.months import Month
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.model import Learner
from mcplanner.pricing.credit import Payment
from mcplanner.pricing.rules import UNFUNDED, Basis, ConditionalRule, Funding, GstBasis, GstRate, Reimbursement, Subsidy, Wallet

Kept = TypeVar("Kept")

DEFAULT_BASIS: Basis = "full"
"""Where no rule says what GST is charged on: what asks the most."""


class Price(Struct, frozen=True):
    """One module in one month, in cents; what is to be paid before credit is fee - subsidy + GST.

    `enhanced_cents` is the part of the subsidy that an enhanced one adds. `wallets` are the ids of the credit wallets that may
    pay for it, in the order in which they are drawn.
    """

    fee_cents: int
    subsidy_cents: int = 0
    gst_cents: int = 0
    wallets: tuple[str, ...] = ()
    enhanced_cents: int = 0

    @property
    def before_credit_cents(self) -> int:
        return self.fee_cents - self.subsidy_cents + self.gst_cents


def priced(
    fee_cents: int, base: Fraction, enhanced: Fraction, gst: Fraction, basis: Basis, wallets: tuple[str, ...] = ()
) -> Price:
    """The price that rates make of a fee.

    As in published prices, half a cent goes up: in what subsidies leave of the fee, then in the GST on whole cents, so that
    whoever adds up the lines finds the same. Rates are from 0 to 1; what subsidies have beyond the fee is lost.
    """
    # Whole numbers over a common denominator: fractions would say the same, and take three times as long for every month.
    whole = lcm(base.denominator, enhanced.denominator)
    after_base = whole - int(base * whole)
    after_base_cents = _rounded(fee_cents * after_base, whole)
    net_cents = _rounded(fee_cents * max(0, after_base - int(enhanced * whole)), whole)
    taxed_cents = {"full": fee_cents, "net": net_cents, "after_base": after_base_cents}[basis]
    return Price(
        fee_cents=fee_cents,
        subsidy_cents=fee_cents - net_cents,
        gst_cents=_rounded(gst.numerator * taxed_cents, gst.denominator),
        wallets=wallets,
        enhanced_cents=after_base_cents - net_cents,
    )


def _rounded(numerator: int, denominator: int) -> int:
    """The whole number nearest to a quotient; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)


class Terms(Struct, frozen=True):
    """The rules that make one price; None and nothing where no rule applies."""

    base: Subsidy | None
    enhanced: Subsidy | None
    gst: GstRate | None
    basis: GstBasis | None
    wallets: tuple[Wallet, ...]


class Later(Struct, frozen=True):
    """What may be paid back after a module: at most so many cents, by a rule whose limits count all modules together."""

    rule: Reimbursement
    most_cents: int


class Pricing(Struct, frozen=True, dict=True):
    """Prices for one learner; without funding rules, or where nothing is known of what the learner pays, the bare fee."""

    learner: Learner
    funding: Funding | None = None

    @cached_property
    def funded(self) -> bool:
        """Whether subsidies, GST and credit are known; else a price is the bare fee."""
        return self.funding is not None and self.learner.residency is not None

    @cached_property
    def wallets(self) -> Sequence[tuple[str, int]]:
        """The learner's wallets in the order in which they are drawn, each with its cents."""
        return tuple((wallet.id, self.learner.credit_cents[wallet.id]) for wallet in self._wallets)

    def title(self, wallet: str) -> str:
        """What people call a wallet."""
        return next((each.title for each in self._wallets if each.id == wallet), wallet)

    def claim_days_before(self, wallet: str) -> int | None:
        """Within how many days before a start a wallet is to be claimed; None where that is not said."""
        return next((each.claim_days_before for each in self._wallets if each.id == wallet), None)

    def price(self, module: Module, start: Month) -> Price:
        """What the module costs when it starts in the month."""
        checkpoint()
        if not self.funded:
            return Price(module.fee_cents)
        terms = self.terms(module, start)
        return priced(
            module.fee_cents,
            terms.base.rate if terms.base else Fraction(0),
            terms.enhanced.rate if terms.enhanced else Fraction(0),
            terms.gst.rate if terms.gst else Fraction(0),
            terms.basis.basis if terms.basis else DEFAULT_BASIS,
            tuple(wallet.id for wallet in terms.wallets),
        )

    def terms(self, module: Module, start: Month) -> Terms:
        """The rules that make the price of the module when it starts in the month."""
        if self.funding is None or not self.funded:
            return Terms(None, None, None, None, ())
        fee_class = module.funding or UNFUNDED
        repeated = module.id in self._attempted
        given = {
            subsidy.part: subsidy
            for subsidy in self._subsidies.get(fee_class, ())
            if self._applies(subsidy, start) and not (repeated and subsidy.first_attempt)
        }
        base = given.get("base")
        return Terms(
            base=base,
            enhanced=given.get("enhanced") if base else None,
            gst=next((rate for rate in self.funding.gst_rates if rate.in_force(start)), None),
            basis=next((basis for basis in self._bases.get(fee_class, ()) if basis.in_force(start)), None),
            wallets=tuple(wallet for wallet in self._wallets if fee_class in wallet.classes and self._applies(wallet, start)),
        )

    def changes(self, first: Month, last: Month) -> tuple[Month, ...]:
        """The months after `first`, through `last`, from which a price may differ from that of the month before."""
        if self.funding is None or not self.funded:
            return ()
        conditional = chain(*self._subsidies.values(), self._wallets)
        turns = {month for rule in conditional for month in rule.turns(self.learner.born)}
        for rule in (*self.funding.gst_rates, *self.funding.gst_bases):
            begin, end = rule.months
            turns |= {begin} if end is None else {begin, Month(end + 1)}
        return tuple(sorted(month for month in turns if first < month <= last))

    def later(self, module: Module, start: Month, months: int | None = None) -> Iterator[Later]:
        """What may be paid back after the module, by which rules; `months` where the learner chose how long it takes."""
        if self.funding is None or not self.funded:
            return
        fee_class = module.funding or UNFUNDED
        price = self.price(module, start)
        longest = module.months.max if isinstance(module.months, MonthBounds) else module.months
        for rule in self.funding.reimbursements:
            if fee_class not in rule.classes or not rule.fits(self.learner) or not self._applies(rule, start):
                continue
            match rule.per:
                case "net-dollar":
                    number = Fraction(price.fee_cents - price.subsidy_cents, 100)
                case "month":
                    number = Fraction(min(months or longest, rule.most_months or months or longest))
                case "hour":
                    number = Fraction(module.hours)
            most = _rounded(number.numerator * cents_of(rule.amount), number.denominator)
            if rule.most_per_year is not None:
                most = min(most, cents_of(rule.most_per_year))
            if most:
                yield Later(rule, most)

    def _applies(self, rule: ConditionalRule, start: Month) -> bool:
        return rule.in_force(start) and rule.of_age(self.learner.born, start)

    @cached_property
    def _attempted(self) -> frozenset[str]:
        return self.learner.attempted

    @cached_property
    def _subsidies(self) -> Mapping[str, Sequence[Subsidy]]:
        """The subsidies that this learner can have in some month, by class."""
        own = (subsidy for subsidy in (self.funding.subsidies if self.funding else ()) if subsidy.fits(self.learner))
        return _by_class((subsidy.classes, subsidy) for subsidy in own)

    @cached_property
    def _bases(self) -> Mapping[str, Sequence[GstBasis]]:
        return _by_class((basis.classes, basis) for basis in (self.funding.gst_bases if self.funding else ()))

    @cached_property
    def _wallets(self) -> Sequence[Wallet]:
        """The wallets that hold something and may pay for this learner in some month, in the order in which they are drawn."""
        if self.funding is None or not self.funded:
            return ()
        credit = self.learner.credit_cents
        return tuple(
            wallet for wallet in self.funding.wallets_as_drawn if credit.get(wallet.id, 0) > 0 and wallet.fits(self.learner)
        )


def payment_of(price: Price, start: Month, pricing: Pricing) -> Payment:
    """What is to be paid in the year of a start, and which of the learner's wallets, in their order, may pay for it."""
    wallets = sum(1 << number for number, (wallet, _) in enumerate(pricing.wallets) if wallet in price.wallets)
    return Payment(price.before_credit_cents, wallets, start // 12)


def _by_class(pairs: Iterable[tuple[Iterable[str], Kept]]) -> Mapping[str, Sequence[Kept]]:
    found: dict[str, list[Kept]] = {}
    for classes, kept in pairs:
        for name in classes:
            found.setdefault(name, []).append(kept)
    return found
