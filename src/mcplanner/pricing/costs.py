"""What modules and awards cost one learner, as plain values that know what they come to.

Knows prices; not how they were asked for. `quote` fills them in.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from mcplanner.catalogue.model import Award, Module
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month
from mcplanner.pricing.doubts import Doubts
from mcplanner.pricing.price import PaidBackForModule, Price, Terms
from mcplanner.pricing.rules import Wallet


class ModuleCost(Struct, frozen=True):
    """The price of one module, what credit pays of it and what may be paid back later.

    Attributes
    ----------
    starts
        True if the module starts in that month.
    lost
        True if the learner gets no subsidy because this is a repeat.
    idle
        The wallets that are not empty, but cannot pay for it in that month.
    offered
        The wallets that could pay for it in that month, and that the learner has not mentioned.
    credit
        The cents from each wallet, in the order in which they are drawn.
    offer
        The module as it is offered in the run that is priced; that of known fee which costs least, and then the first.
    others
        Its other runs in that month that have another price: their first days, or the month where only that is known.
    other_prices_known
        False if nobody knows the fee of one of them, or of the one that is priced.
    closed
        True if it starts in that month, and applications for that have closed.
    doubts
        What is open about the rules of the price, and which rules have ended.
    """

    module: Module
    offer: Module
    start: Month
    others: tuple[date | int, ...]
    other_prices_known: bool
    starts: bool
    closed: bool
    lost: bool
    price: Price
    terms: Terms
    credit: tuple[tuple[Wallet, int], ...]
    idle: tuple[Wallet, ...]
    offered: tuple[Wallet, ...]
    later: tuple[PaidBackForModule, ...]
    doubts: Doubts

    @property
    def first_day(self) -> date | None:
        """The first day of the run that is priced; None if only the month is known."""
        run = self.offer.run_in(self.start)
        return None if run is None else run.first_day

    @property
    def payable_cents(self) -> int | None:
        """What is left to pay after credit, in cents; None if the fee is unknown."""
        cents = self.price.before_credit_cents
        return None if cents is None else cents - sum(cents for _, cents in self.credit)


class AwardChoice(Struct, frozen=True):
    """Modules of which an award needs some number; None if it is not a plain number of modules."""

    number: int | None
    costs: tuple[ModuleCost, ...]

    @property
    def before_credit(self) -> tuple[Amount, Amount] | None:
        """The least and the most that it can come to; None if that depends on more than this choice.

        Where a module is of unknown fee, neither is known: it may be the cheapest or the dearest.
        """
        if self.number is None:
            return None
        prices = sorted(cost.price.known_cents for cost in self.costs)
        unknown = min(self.number, sum(cost.price.fee_cents is None for cost in self.costs))
        return Amount(sum(prices[: self.number]), unknown), Amount(sum(prices[-self.number :]), unknown)


class WholeOrParts(Struct, frozen=True):
    """Modules that can be taken one by one, or as the one whole that covers them."""

    whole: ModuleCost
    parts: tuple[ModuleCost, ...]

    @property
    def costs(self) -> tuple[ModuleCost, ...]:
        return self.whole, *self.parts

    @property
    def before_credit(self) -> tuple[Amount, Amount]:
        """The least and the most that it can come to; neither is known where a fee is unknown, as of a choice."""
        prices = (self.whole.price.known_cents, sum(cost.price.known_cents for cost in self.parts))
        unknown = sum(cost.price.fee_cents is None for cost in self.costs)
        return Amount(min(prices), unknown), Amount(max(prices), unknown)


class AwardCost(Struct, frozen=True):
    """The modules of an award that the learner still needs: the compulsory ones and its choices.

    Attributes
    ----------
    taken_off
        The modules that count toward it and are held or under way; they are paid for.
    expired
        The modules that it names and that ended too long ago to count.
    plain
        True if no module is in two of its bundles, so that these can be added up.
    outside
        Modules and awards that its modules need first, and that are not part of it.
    """

    award: Award
    compulsory: tuple[ModuleCost, ...]
    choices: tuple[AwardChoice, ...]
    taken_off: tuple[Module, ...]
    expired: tuple[Module, ...]
    plain: bool
    outside: tuple[str, ...]

    @property
    def of_compulsory(self) -> Amount:
        """The price of all compulsory modules before credit."""
        return Amount.of(cost.price.before_credit_cents for cost in self.compulsory)

    @property
    def bundles(self) -> tuple[AwardChoice | WholeOrParts, ...]:
        """Its choices, with those together that one whole can take the place of."""
        wholes = _wholes_in(self.choices)
        bundles: list[AwardChoice | WholeOrParts] = []
        for choice in self.choices:
            whole = next((whole for whole, own in wholes.items() if choice in own), None)
            if whole is None:
                bundles.append(choice)
            elif choice is wholes[whole][0]:
                bundles.append(_together(whole, wholes[whole]))
        return tuple(bundles)

    @property
    def before_credit(self) -> tuple[Amount, Amount] | None:
        """The least and the most that it can come to before credit; None if only a plan can tell."""
        ranges = [bundle.before_credit for bundle in self.bundles]
        known = [each for each in ranges if each is not None]
        if not self.plain or len(known) < len(ranges):
            return None
        return (
            sum((least for least, _ in known), self.of_compulsory),
            sum((most for _, most in known), self.of_compulsory),
        )

    @property
    def at_least(self) -> Amount:
        """What it comes to at least: the compulsory modules, and choices that have none of these and none in common."""
        total, counted = self.of_compulsory, {cost.module.id for cost in self.compulsory}
        for bundle in self.bundles:
            names = {cost.module.id for cost in bundle.costs}
            if bundle.before_credit is not None and counted.isdisjoint(names):
                total += bundle.before_credit[0]
                counted |= names
        return total


def _wholes_in(choices: Sequence[AwardChoice]) -> dict[str, list[AwardChoice]]:
    """The choices between a module and a whole that covers it, by the whole, where that stands in several of them."""
    found: dict[str, list[AwardChoice]] = {}
    for choice in choices:
        modules = [cost.module for cost in choice.costs] if choice.number == 1 else []
        for whole in modules if len(modules) == 2 else ():
            if any(module.id in whole.covers for module in modules):
                found.setdefault(whole.id, []).append(choice)
    return {whole: own for whole, own in found.items() if len(own) > 1}


def _together(whole: str, choices: Iterable[AwardChoice]) -> WholeOrParts:
    costs = [cost for choice in choices for cost in choice.costs]
    taken_whole = next(cost for cost in costs if cost.module.id == whole)
    return WholeOrParts(taken_whole, tuple(cost for cost in costs if cost.module.id != whole))
