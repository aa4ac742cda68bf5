"""What a start sooner would do to the cost: one fact after another, computed from the finished plan.

Beside `start_reasons`. Knows prices and enrolments; none of the rules of time.
"""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from mcplanner.catalogue.assumptions import KEY_OF
from mcplanner.catalogue.model import Catalogue
from mcplanner.explain.other_starts import when_started
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import Month
from mcplanner.learner.party_words import WORDS, PartyWords
from mcplanner.plans.model import Enrolment, Note, Plan
from mcplanner.plans.spending import module_of, price_of
from mcplanner.pricing.credit import credit_used
from mcplanner.pricing.price import Price, Pricing, payment_of

EXAMPLE_DOLLARS = 1_500


def assume_fee(dollars: Decimal | int) -> str:
    """What could be typed to assume a fee."""
    return f"--assume {KEY_OF['fee']}={dollars}"


class CostReasons(Struct, frozen=True):
    """Looks for what the cost says against another start of one module."""

    catalogue: Catalogue
    pricing: Pricing
    plan: Plan

    def against(self, enrolment: Enrolment, moved: Enrolment) -> Iterator[Note]:
        """What the cost says against an enrolment as it were if it was moved; nothing where nobody knows what it costs now."""
        then, now = self.pricing.price(module_of(self.catalogue, moved), moved.start), price_of(enrolment)
        if then.fee_cents is None:
            yield from self._of_unknown(now, moved)
            return
        yield from self._beyond_the_budget(moved)
        yield from self._beyond_the_year(moved)
        if now.fee_cents is not None:
            yield from self._dearer(enrolment, moved, then, now)

    def _of_unknown(self, now: Price, moved: Enrolment) -> Iterator[Note]:
        """A fee that nobody knows is in no budget, and is worse than a known one."""
        if now.fee_cents is None:
            return
        unknown = f"if it started {self._when(moved)}, nobody knows what it would {self._words.cost}"
        # Where it cost more than it does now, that would still be the better start.
        dollars = min(Decimal(now.fee_cents) / 100, Decimal(EXAMPLE_DOLLARS))
        assume_one = f"; assume a fee, such as {assume_fee(dollars)}"
        if self.pricing.learner.limits_cost:
            yield Note("unknown-fee", f"{unknown}, nor if that is within {self._words.whose} budget{assume_one}")
        else:
            yield Note("unknown-fee", f"{unknown}, and a plan with fewer unknown fees is better{assume_one}")

    def _beyond_the_budget(self, moved: Enrolment) -> Iterator[Note]:
        limit = self.pricing.learner.cost_limit_cents
        if limit is not None and (cost := self._payable(moved)) > limit:
            too_much = f"{format_cents(cost)}, more than {self._words.whose} budget of {format_cents(limit)}"
            yield Note("budget", f"if it started {self._when(moved)}, the plan would {self._words.cost} {too_much}")

    def _beyond_the_year(self, moved: Enrolment) -> Iterator[Note]:
        limit = self.pricing.learner.cost_limit_per_year_cents
        if limit is not None and (spent := self._spent_in_year(moved)) > limit:
            too_much = f"{format_cents(spent)}, more than {self._words.whose} {format_cents(limit)} a year"
            in_year = f"the modules that start in {moved.start // 12} would {self._words.cost} {too_much}"
            yield Note("budget", f"if it started {self._when(moved)}, {in_year}")

    def _dearer(self, enrolment: Enrolment, moved: Enrolment, then: Price, now: Price) -> Iterator[Note]:
        if then.known_cents > now.known_cents:
            prices = f"{format_cents(then.known_cents)} instead of {format_cents(now.known_cents)}, before credit"
            yield Note("cost", f"if it started {self._when(moved)}, it would {self._words.cost} {prices}")
        elif (then.known_cents, then.wallets) != (now.known_cents, now.wallets):
            more = self._payable(moved) - self._payable(enrolment)
            if more > 0:
                dearer = (
                    f"{self._part()} would {self._words.cost} {format_cents(more)} more, since less credit could pay for it"
                )
                yield Note("cost", f"if it started {self._when(moved)}, {dearer}")

    @property
    def _words(self) -> PartyWords:
        return WORDS[self.pricing.learner.payer]

    def _part(self) -> str:
        known = self.plan.objective is None or not self.plan.objective.unknown_fees
        return "the plan" if known else "its part of known fee"

    def _when(self, moved: Enrolment) -> str:
        return when_started(self.catalogue.module_by_id[moved.module], moved)

    def _spent_in_year(self, moved: Enrolment) -> int:
        """The cost of the modules that would start in a calendar year, less all credit that there is, in cents."""
        in_year = (price for start, price in self._prices(moved) if start // 12 == moved.start // 12)
        return sum(price.known_cents for price in in_year) - sum(cents for _, cents in self.pricing.wallets)

    def _payable(self, moved: Enrolment) -> int:
        """The cost of the plan with one module moved, less all credit that can be used, in cents."""
        payments = [payment_of(price, month, self.pricing) for month, price in self._prices(moved)]
        used = credit_used(payments, [cents for _, cents in self.pricing.wallets])
        return sum(payment.cents for payment in payments) - used

    def _prices(self, moved: Enrolment) -> Iterator[tuple[Month, Price]]:
        """The start and price of everything that has yet to begin, with one module moved."""
        for other in self.plan.enrolments:
            if other.module == moved.module:
                yield moved.start, self.pricing.price(module_of(self.catalogue, moved), moved.start)
            elif not other.under_way:
                yield other.start, price_of(other)
