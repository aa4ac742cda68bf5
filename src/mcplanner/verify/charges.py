"""A learner's payment for a module that starts in a month, and what may come back, from the funding rules as they are written.

Days are compared as days and ages counted by the year, as docs/funding.md says; shares are fractions, amounts whole
cents, and half a cent goes up.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor

from msgspec import Struct

from mcplanner.catalogue.model import Module
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner
from mcplanner.plans.model import Enrolment, PaidBack
from mcplanner.pricing.rules import ConditionalRule, Funding, Reimbursement, Rule, Subsidy, Wallet


class Charge(Struct, frozen=True):
    """The charge for a module, in cents, and the wallets that may pay for it, in the order in which they are drawn.

    Where the fee is not known, `known` is False and the amounts are 0.
    """

    fee_cents: int
    subsidy_cents: int = 0
    gst_cents: int = 0
    wallets: tuple[Wallet, ...] = ()
    known: bool = True

    @property
    def net_cents(self) -> int:
        """The amount to pay before any credit, as far as it is known."""
        return self.fee_cents - self.subsidy_cents + self.gst_cents


class PayingLearner(Struct, frozen=True):
    """A learner, and the rules by which they pay; None where only fees are known."""

    learner: Learner
    funding: Funding | None

    @property
    def rules(self) -> Funding | None:
        """The rules, where enough is known of the learner to apply them."""
        return self.funding if self.learner.residency is not None else None

    def charge(self, module: Module, start: Month) -> Charge:
        """Return the charge for the module when it starts in the month."""
        fee = module.fee_cents
        if self.rules is None:
            return Charge(0, known=False) if fee is None else Charge(fee)
        wallets = tuple(wallet for wallet in self.wallets if self._applies(wallet, module, start))
        if fee is None:
            return Charge(0, wallets=wallets, known=False)
        after_base, after_all = self._after_subsidies(self.rules, module, start, fee)
        taxed = {"full": fee, "after_base": after_base, "net": after_all}[_gst_basis(self.rules, module, start)]
        rate = sum((rule.rate for rule in self.rules.gst_rates if _holds_on(rule, start)), Fraction(0))
        return Charge(fee_cents=fee, subsidy_cents=fee - after_all, gst_cents=_half_up(rate * taxed), wallets=wallets)

    def _after_subsidies(self, rules: Funding, module: Module, start: Month, fee: int) -> tuple[int, int]:
        """The fee in cents after base subsidies, and after the enhanced ones that come on top of these."""
        given = [rule for rule in rules.subsidies if self._is_given(rule, module, start)]
        base = [rule.rate for rule in given if rule.part == "base"]
        enhanced = [rule.rate for rule in given if rule.part == "enhanced"] if base else []
        after_base = _half_up(fee * max(Fraction(0), 1 - sum(base, Fraction(0))))
        return after_base, _half_up(fee * max(Fraction(0), 1 - sum(base + enhanced, Fraction(0))))

    @property
    def wallets(self) -> tuple[Wallet, ...]:
        """The wallets in which the learner has something, as they are drawn: the first to expire first, the rest as written."""
        own = [rule for rule in (self.rules.wallets if self.rules else ()) if self.cents_in(rule) > 0 and self._is_meant(rule)]
        expiring = [(rule.expires, number, rule) for number, rule in enumerate(own) if rule.expires is not None]
        lasting = [rule for rule in own if rule.expires is None]
        return (*(rule for *_, rule in sorted(expiring, key=lambda entry: entry[:2])), *lasting)

    def cents_in(self, wallet: Wallet) -> int:
        return self.learner.credit_cents.get(wallet.id, 0)

    def _is_given(self, rule: Subsidy, module: Module, start: Month) -> bool:
        passed = any(entry.module == module.id for entry in self.learner.held)
        first_attempt = module.id not in self.learner.repeats and not passed
        return (
            self._applies(rule, module, start)
            and (first_attempt or not rule.first_attempt)
            and (self.learner.first_qualification or not rule.first_qualification)
        )

    def _applies(self, rule: ConditionalRule, module: Module, start: Month) -> bool:
        """Return whether a rule is for the learner and the module in the month."""
        return (
            _class_of(module) in rule.classes
            and _holds_on(rule, start)
            and self._is_meant(rule)
            and self._is_of_age(rule, start)
        )

    def _is_meant(self, rule: ConditionalRule) -> bool:
        pays = self.learner.employer or "learner"
        return (not rule.residency or self.learner.residency in rule.residency) and (not rule.paid_by or pays in rule.paid_by)

    def _is_of_age(self, rule: ConditionalRule, start: Month) -> bool:
        """Return whether the age reached in the year fits; an unknown one is below every limit."""
        if self.learner.born is None:
            return rule.from_age is None
        turns = start // 12 - self.learner.born
        return (rule.from_age is None or turns >= rule.from_age) and (rule.below_age is None or turns < rule.below_age)

    # --- what may be paid back ---

    def paid_back(self, rows: Sequence[tuple[Module, Enrolment]]) -> tuple[PaidBack, ...]:
        """Return what each rule may pay back for enrolments in order of their start; the first ones use up its limits first.

        What depends on a fee that is not known is None, and so is what a year's limit leaves after that.
        """
        shares: dict[str, list[tuple[str, int | None]]] = {}
        rules = {rule.id: rule for rule in (self.rules.reimbursements if self.rules else ())}
        left: dict[tuple[str, int], int | None] = {}
        months: dict[str, set[int]] = {name: set() for name in rules}
        for module, row in rows:
            for name, rule in rules.items():
                if not self._may_pay_back(rule, module, row.start):
                    continue
                units = self._units(rule, module, row, months[name])
                cents = _cents_for(units, rule)
                if rule.most_per_year is not None:
                    year = name, row.start // 12
                    cents, left[year] = _taken_from(left.get(year, int(rule.most_per_year * 100)), cents)
                if cents != 0:
                    shares.setdefault(name, []).append((module.id, cents))
        return tuple(PaidBack(name, rules[name].title, rules[name].to, tuple(own)) for name, own in shares.items())

    def _may_pay_back(self, rule: Reimbursement, module: Module, start: Month) -> bool:
        return self._applies(rule, module, start) and (self.learner.union_member or not rule.union_member)

    def _units(self, rule: Reimbursement, module: Module, row: Enrolment, months: set[int]) -> Fraction | None:
        """Count the dollars, hours or months of an enrolment for a rule; months that it counted already are in `months`."""
        if rule.per == "hour":
            return Fraction(module.known_hours)
        if rule.per == "net-dollar":
            charge = self.charge(module, row.start)
            if not charge.known:
                return None
            return Fraction(charge.fee_cents - charge.subsidy_cents, 100)
        new = [month for month in range(row.start, row.end + 1) if month not in months]
        if rule.most_months is not None:
            new = new[: rule.most_months - len(months)]
        months.update(new)
        return Fraction(len(new))


def _gst_basis(rules: Funding, module: Module, start: Month) -> str:
    """The amount that GST is charged on, by its name in the rules: the full fee, if no rule has another for the class."""
    bases = [rule.basis for rule in rules.gst_bases if _class_of(module) in rule.classes and _holds_on(rule, start)]
    return bases[0] if bases else "full"


def _class_of(module: Module) -> str:
    return "none" if module.funding is None else module.funding


def _holds_on(rule: Rule, start: Month) -> bool:
    """Return whether a rule is in force on the first day of a month; credit also expires."""
    day = date(start // 12, start % 12 + 1, 1)
    ends = [rule.effective_to, rule.expires if isinstance(rule, Wallet) else None]
    return rule.effective_from <= day and all(end is None or day <= end for end in ends)


def _cents_for(units: Fraction | None, rule: Reimbursement) -> int | None:
    return None if units is None else _half_up(100 * Fraction(rule.amount) * units)


def _taken_from(limit: int | None, cents: int | None) -> tuple[int | None, int | None]:
    """An amount within a limit, and what it leaves. Both may be unknown; a limit of 0 leaves nothing, whatever the amount."""
    if limit == 0:
        return 0, 0
    if cents is None or limit is None:
        return None, None
    taken = min(cents, limit)
    return taken, limit - taken


def _half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


Drawn = Sequence[Mapping[str, int]]
"""The cents drawn for each of some claims, by the ids of the wallets."""


def draw(claims: Sequence[tuple[Charge, int]], cents: Mapping[str, int]) -> Drawn:
    """Draw claims of credit one after another, each from its wallets in their order, as far as these are filled."""
    left = dict(cents)
    drawn: list[dict[str, int]] = []
    for charge, claim in claims:
        own: dict[str, int] = {}
        for wallet in charge.wallets:
            own[wallet.id] = min(left[wallet.id], claim - sum(own.values()))
            left[wallet.id] -= own[wallet.id]
        drawn.append(own)
    return drawn


def is_most_credit(claims: Sequence[tuple[Charge, int]], drawn: Drawn, cents: Mapping[str, int]) -> bool:
    """Return whether no other way to draw would use more credit than the claims do.

    More could be used exactly if something unpaid could have a wallet that is not empty, or one that another claim draws on
    which could have such a wallet in its place, and so on (Ford and Fulkerson, 1956).
    """
    used = {wallet: sum(own.get(wallet, 0) for own in drawn) for wallet in cents}
    waiting = [wallet.id for charge, claim in claims if claim < charge.net_cents for wallet in charge.wallets]
    return all(used[wallet] >= cents[wallet] for wallet in _reach(waiting, claims, drawn))


def _reach(wallets: Sequence[str], claims: Sequence[tuple[Charge, int]], drawn: Drawn) -> set[str]:
    """Some wallets, those from which the claims that draw on them could draw in their place, and so on."""
    found: set[str] = set()
    waiting = list(wallets)
    while waiting:
        wallet = waiting.pop()
        if wallet not in found:
            found.add(wallet)
            drawing = (charge for (charge, _), own in zip(claims, drawn, strict=True) if own.get(wallet))
            waiting += (other.id for charge in drawing for other in charge.wallets)
    return found
