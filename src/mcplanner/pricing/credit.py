"""How far credit pays for modules: the most of it that can be used, and whether a limit for each year can be kept.

Knows amounts, years and wallets by their number; neither modules nor funding rules.

Credit flows from wallets to payments, each wallet to those that it may pay for. The most that can flow is the least cut
(Ford and Fulkerson, 1956): wallets are few, so every set of them that could be cut is looked at.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct


class Payment(Struct, frozen=True):
    """An amount to be paid in a year, and the wallets that may pay for it, as bits; the year counts where years are limited."""

    cents: int
    wallets: int = 0
    year: int = 0

    def paid_within(self, wallets: int) -> bool:
        """Whether no wallet but these, given as bits, may pay for it."""
        return not self.wallets & ~wallets


def wallet_sets(wallets: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Every set of wallets as bits, the empty one first, with the cents in it."""
    for chosen in range(1 << len(wallets)):
        yield chosen, sum(cents for number, cents in enumerate(wallets) if chosen >> number & 1)


def credit_used(payments: Sequence[Payment], wallets: Sequence[int]) -> int:
    """The most credit that can be used, in cents."""
    return min(
        cents + sum(payment.cents for payment in payments if not payment.paid_within(chosen))
        for chosen, cents in wallet_sets(wallets)
    )


def limit_can_be_kept(payments: Sequence[Payment], wallets: Sequence[int], limit_per_year: int) -> bool:
    """Whether credit can be spread so that what is left to pay in each year is at most the limit.

    It can when for every set of wallets the payments that only these may pay for ask no more of them, beyond the limits, than
    they hold (Gale, 1957). What is used beyond that can still be as much as without the limit.
    """
    for chosen, cents in wallet_sets(wallets):
        by_year: Counter[int] = Counter()
        for payment in payments:
            if payment.paid_within(chosen):
                by_year[payment.year] += payment.cents
        if sum(max(0, amount - limit_per_year) for amount in by_year.values()) > cents:
            return False
    return True


def claims(payments: Sequence[Payment], wallets: Sequence[int], limit_per_year: int | None = None) -> list[tuple[int, ...]]:
    """For each payment, in order of time, what each wallet pays: together the most that can be used, each year's need first.

    Wallets are drawn in their order wherever that loses nothing.
    """
    spread = _Spread(payments, wallets)
    for limit in (0,) if limit_per_year is None else (limit_per_year, 0):
        for year in dict.fromkeys(payment.year for payment in payments):
            spread.pay(year, limit)
    return [tuple(used) for used in spread.used]


class _Spread:
    """Credit spread over payments so far; more is pushed along paths that may move what was spread before."""

    def __init__(self, payments: Sequence[Payment], wallets: Sequence[int]) -> None:
        self._payments = payments
        self._left = list(wallets)
        self.used = [[0] * len(wallets) for _ in payments]

    def pay(self, year: int, limit: int) -> None:
        """Use credit until no more than the limit is left to pay in a year, or no more can be used."""
        own = [number for number, payment in enumerate(self._payments) if payment.year == year]
        while (wanted := sum(self._unpaid(number) for number in own) - limit) > 0:
            path = self._path(number for number in own if self._unpaid(number))
            if path is None:
                return
            self._push(path, wanted)

    def _unpaid(self, number: int) -> int:
        return self._payments[number].cents - sum(self.used[number])

    def _path(self, first: Iterable[int]) -> list[tuple[int, int | None]] | None:
        """The shortest way from an unpaid payment to a wallet that is not empty.

        Each step is a payment and the wallet that is to pay more of it; None where a later payment of its year is to be paid
        in its place.
        """
        came_from: dict[int, tuple[int, int | None] | None] = dict.fromkeys(first)
        waiting = deque(came_from)
        reached: set[int] = set()
        while waiting:
            number = waiting.popleft()
            for wallet in range(len(self._left)):
                if not self._payments[number].wallets >> wallet & 1 or wallet in reached:
                    continue
                if self._left[wallet]:
                    return self._steps(came_from, number, wallet)
                reached.add(wallet)
                for other, used in enumerate(self.used):
                    if used[wallet] and other not in came_from:
                        came_from[other] = (number, wallet)
                        waiting.append(other)
            if came_from[number] is not None:
                for other, payment in enumerate(self._payments):
                    if payment.year == self._payments[number].year and self._unpaid(other) and other not in came_from:
                        came_from[other] = (number, None)
                        waiting.append(other)
        return None

    def _steps(
        self, came_from: dict[int, tuple[int, int | None] | None], number: int, wallet: int
    ) -> list[tuple[int, int | None]]:
        steps: list[tuple[int, int | None]] = [(number, wallet)]
        while (before := came_from[steps[-1][0]]) is not None:
            steps.append(before)
        return steps[::-1]

    def _push(self, path: list[tuple[int, int | None]], wanted: int) -> None:
        """Let the wallets pay along a path: at each step the next payment gives up what its own next wallet makes good."""
        first, last = path[0][0], path[-1][1]
        assert last is not None, "a path ends at a wallet"
        amount = min(wanted, self._unpaid(first), self._left[last])
        for (_, wallet), (other, _) in pairwise(path):
            amount = min(amount, self._unpaid(other) if wallet is None else self.used[other][wallet])
        self._left[last] -= amount
        for (number, wallet), (other, _) in pairwise(path):
            if wallet is not None:
                self.used[number][wallet] += amount
                self.used[other][wallet] -= amount
        self.used[path[-1][0]][last] += amount
