"""The money of a plan: what is paid for each enrolment, when, by whom, and from which wallet.

Knows prices and enrolments; not how the plan was found.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.ground.money import Amount, cents_of, format_cents
from mcplanner.ground.months import Month, month_name
from mcplanner.learner.model import YEARS_OF_BIRTH, Party
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.model import CHEAPER_LATER, Enrolment, Note, PaidBack, Plan, Spending, WalletUse
from mcplanner.plans.summary import yet_to_start
from mcplanner.pricing.credit import claims
from mcplanner.pricing.price import MONTHS_WORTH_WAITING, Price, Pricing, payment_of, unknown_price
from mcplanner.pricing.rules import Reimbursement

Key = TypeVar("Key", bound=Hashable)


def module_of(catalogue: Catalogue, enrolment: Enrolment) -> Module:
    """The module of an enrolment, as it is offered in the run that it is in."""
    return catalogue.module_by_id[enrolment.module].offer(enrolment.offer)


def half_days(catalogue: Catalogue, enrolment: Enrolment, month: Month) -> int:
    """The half days off work that an enrolment takes in a month in which it runs."""
    by_month = module_of(catalogue, enrolment).half_days_in(enrolment.start, enrolment.months)
    position = month - enrolment.start
    return by_month[position] if 0 <= position < len(by_month) else 0


def spend(
    catalogue: Catalogue, pricing: Pricing, enrolments: Sequence[Enrolment], limit_per_year: int | None
) -> tuple[tuple[Enrolment, ...], Spending]:
    """Pay for the enrolments: each with what is paid for it, what is under way first and then by start, and the sums.

    Credit is spread so as to use most of it and to keep each year's limit. A claim for a module then draws on the wallets in
    their order, as really happens; where an earlier claim has emptied the wallet that a later one counted on, the later one
    gets less, and the sums are not exact.
    """
    ordered = [enrolment for enrolment in enrolments if not enrolment.under_way]
    ordered.sort(key=lambda enrolment: (enrolment.start, enrolment.module))
    prices = [pricing.price(module_of(catalogue, enrolment), enrolment.start) for enrolment in ordered]
    left = dict(pricing.wallets)
    planned = _claims(pricing, ordered, prices, limit_per_year)
    drawn = [_draw(left, price, claim) for price, claim in zip(prices, planned, strict=True)]
    paid = tuple(_with_price(*each) for each in zip(ordered, prices, drawn, strict=True))
    wallets = tuple(_wallet_uses(pricing, left, prices))
    under_way = tuple(enrolment for enrolment in enrolments if enrolment.under_way)
    later = tuple(paid_back(catalogue, pricing, paid))
    exact = [enrolment.credit_cents or 0 for enrolment in paid] == planned
    return (*under_way, *paid), _add_up(paid, wallets, later, exact, pricing.learner.payer)


def _wallet_uses(pricing: Pricing, left: Mapping[str, int], prices: Sequence[Price]) -> Iterator[WalletUse]:
    """What is used of each wallet, given what is left in it."""
    for wallet, cents in pricing.wallets:
        used = _used(wallet, cents, left, prices)
        yield WalletUse(wallet, pricing.title(wallet), cents, used, pricing.claim_days_before(wallet))


def _used(wallet: str, cents: int, left: Mapping[str, int], prices: Iterable[Price]) -> Amount:
    """What is used of a wallet, given what is left; a module of unknown fee could use more of that."""
    perhaps = sum(price.fee_cents is None and wallet in price.wallets for price in prices) if left[wallet] else 0
    return Amount(cents - left[wallet], perhaps)


def _with_price(enrolment: Enrolment, price: Price, drawn: tuple[tuple[str, int], ...]) -> Enrolment:
    """Give an enrolment its price, and what each wallet pays of it."""
    before_credit = price.before_credit_cents
    if before_credit is None:
        return replace(enrolment, wallets=drawn)
    credit = sum(cents for _, cents in drawn)
    return replace(
        enrolment,
        subsidy_cents=price.subsidy_cents,
        gst_cents=price.gst_cents,
        credit_cents=credit,
        payable_cents=before_credit - credit,
        wallets=drawn,
    )


def price_of(enrolment: Enrolment) -> Price:
    """The price that the plan has for an enrolment; the bare fee where no more is known."""
    wallets = tuple(wallet for wallet, _ in enrolment.wallets)
    if enrolment.fee_cents is None:
        return unknown_price(wallets)
    return Price(enrolment.fee_cents, enrolment.subsidy_cents or 0, enrolment.gst_cents or 0, wallets)


def paid_back(catalogue: Catalogue, pricing: Pricing, enrolments: Sequence[Enrolment]) -> Iterator[PaidBack]:
    """What may be paid back for enrolments in order of their start: what a limit leaves goes to the first of them.

    A year's limit counts all that start in it, and a month counts once, whatever runs in it.
    """
    limits: dict[str, _Limits] = {}
    shares: dict[str, list[tuple[str, int | None]]] = {}
    for enrolment in enrolments:
        module = module_of(catalogue, enrolment)
        for later in pricing.later(module, enrolment.start, enrolment.months):
            limit = limits.setdefault(later.rule.id, _Limits(later.rule))
            shares.setdefault(later.rule.id, []).append((enrolment.module, limit.take(enrolment, later.most_cents)))
    for name, limit in limits.items():
        yield PaidBack(name, limit.rule.title, limit.rule.to, tuple(share for share in shares[name] if share[1] != 0))


class _Limits:
    """How much of a reimbursement's limits has been taken so far; None for a year in which that depends on an unknown fee."""

    def __init__(self, rule: Reimbursement) -> None:
        self.rule = rule
        self._months: set[int] = set()
        self._by_year: dict[int, int | None] = {}

    def take(self, enrolment: Enrolment, most_cents: int | None) -> int | None:
        """Take what is paid back for an enrolment, which alone could have so much; None where that is unknown."""
        cents = self._for_months(enrolment) if self.rule.per == "month" else most_cents
        if self.rule.most_per_year is None:
            return cents
        year = enrolment.start // 12
        taken = self._by_year.get(year, 0)
        left = None if taken is None else cents_of(self.rule.most_per_year) - taken
        own = 0 if left == 0 else None if left is None or cents is None else min(cents, left)
        self._by_year[year] = None if own is None or taken is None else taken + own
        return own

    def _for_months(self, enrolment: Enrolment) -> int:
        """What is paid for the months of an enrolment that have not been counted."""
        months = sorted(set(range(enrolment.start, enrolment.end + 1)) - self._months)
        if self.rule.most_months is not None:
            months = months[: self.rule.most_months - len(self._months)]
        self._months.update(months)
        return len(months) * cents_of(self.rule.amount)


def idle_credit(pricing: Pricing, plan: Plan) -> Iterator[Note]:
    """A remark for each wallet with credit that cannot be used for any module of the plan."""
    if pricing.funding is None or not pricing.funded:
        return
    starting = yet_to_start(plan)
    of_use = {wallet for enrolment in starting for wallet, _ in enrolment.wallets}
    for wallet in pricing.funding.wallets_as_drawn:
        cents = pricing.learner.credit_cents.get(wallet.id, 0)
        if starting and cents and wallet.id not in of_use:
            why = "" if pricing.learner.employer is None else ": your employer pays for them"
            idle = f"your {format_cents(cents)} of {wallet.title} cannot be used for any of these modules{why}"
            yield Note("idle-credit", idle)


def cheaper_later(catalogue: Catalogue, pricing: Pricing, plan: Plan, by: Month | None = None) -> Note | None:
    """A remark where the modules would cost less, before credit, if the learner began later; None where they would not.

    Nobody is told to wait for years, nor beyond the month `by` which everything is to end.
    """
    savings: list[tuple[int, int, Month]] = []
    last = Month(plan.start + MONTHS_WORTH_WAITING)
    for change in pricing.changes(plan.start, last if by is None else min(last, by)):
        saved = sum(
            (enrolment.before_credit_cents or 0) - pricing.price(module_of(catalogue, enrolment), change).known_cents
            for enrolment in yet_to_start(plan)
            if enrolment.start < change
        )
        savings.append((saved, -change, change))
    saved, _, change = max(savings, default=(0, 0, plan.start))
    if saved <= 0:
        return None
    born = pricing.learner.born
    why = (
        f", the year you turn {change // 12 - born},"
        if born is not None and _is_by_age(catalogue, pricing, plan, change)
        else ""
    )
    return Note(
        CHEAPER_LATER,
        f"from {month_name(change)}{why} the modules{_of_known_fee(plan)} that start before then would "
        f"{WORDS[plan.payer].cost} {format_cents(saved)} less: --prefer cost weighs that against the wait",
    )


def _of_known_fee(plan: Plan) -> str:
    """Say that an amount counts only a part of the modules, if it does."""
    return " of known fee" if any(each.fee_cents is None for each in yet_to_start(plan)) else ""


def _is_by_age(catalogue: Catalogue, pricing: Pricing, plan: Plan, change: Month) -> bool:
    """Return whether a change of prices would come a year later for someone born a year later."""
    born = pricing.learner.born
    if born is None or born + 1 not in YEARS_OF_BIRTH:
        return False
    younger = replace(pricing, learner=pricing.learner.replace(born=born + 1))
    modules = [module_of(catalogue, enrolment) for enrolment in plan.enrolments]
    return any(pricing.price(module, change) != younger.price(module, change) for module in modules)


def credit_left(plan: Plan, enrolments: Sequence[Enrolment]) -> dict[str, int]:
    """The cents left in each wallet of a plan after some of its enrolments have drawn on it."""
    wallets = () if plan.spending is None else plan.spending.wallets
    left = {wallet.id: wallet.cents for wallet in wallets}
    for enrolment in enrolments:
        for wallet, cents in enrolment.wallets:
            left[wallet] -= cents
    return left


def _claims(
    pricing: Pricing, enrolments: Sequence[Enrolment], prices: Sequence[Price], limit_per_year: int | None
) -> list[int]:
    """How many cents of credit to claim for each enrolment."""
    payments = [payment_of(price, each.start, pricing) for price, each in zip(prices, enrolments, strict=True)]
    return [sum(used) for used in claims(payments, [cents for _, cents in pricing.wallets], limit_per_year)]


def _draw(left: dict[str, int], price: Price, claim: int) -> tuple[tuple[str, int], ...]:
    """Draw a claim from the wallets that may pay, in their order; returns what was drawn from each."""
    drawn: dict[str, int] = {}
    for wallet in price.wallets:
        drawn[wallet] = min(left[wallet], claim - sum(drawn.values()))
        left[wallet] -= drawn[wallet]
    return tuple(drawn.items())


def _paid_toward_awards(enrolments: Iterable[Enrolment]) -> Iterator[tuple[str, int | None]]:
    return ((award, each.payable_cents) for each in enrolments for award in each.counts_toward)


def _add_up(
    enrolments: Sequence[Enrolment], wallets: tuple[WalletUse, ...], later: tuple[PaidBack, ...], exact: bool, payer: Party
) -> Spending:
    by_month = _totals((each.start, each.payable_cents) for each in enrolments)
    by_award = _totals(_paid_toward_awards(enrolments))
    return Spending(
        fee=Amount.of(enrolment.fee_cents for enrolment in enrolments),
        subsidy=Amount.of(enrolment.subsidy_cents for enrolment in enrolments),
        gst=Amount.of(enrolment.gst_cents for enrolment in enrolments),
        credit=Amount.of(enrolment.credit_cents for enrolment in enrolments),
        payable=Amount.of(enrolment.payable_cents for enrolment in enrolments),
        by_month=tuple((month, amount) for month, amount in by_month.items() if amount),
        by_award=tuple(by_award.items()),
        wallets=wallets,
        later=later,
        exact=exact,
        payer=payer,
    )


def _totals(amounts: Iterable[tuple[Key, int | None]]) -> dict[Key, Amount]:
    """The sum of the amounts of each key, in the order in which the keys first occur."""
    sums: dict[Key, Amount] = {}
    for key, cents in amounts:
        sums[key] = sums.get(key, Amount()) + Amount.of((cents,))
    return sums
