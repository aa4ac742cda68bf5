"""How much credit can pay for modules, and whether it can keep each year within a limit.

Knows amounts, years and wallets by number; neither modules nor funding rules.

Credit flows from wallets to the payments that they may pay for. The most that can flow is the least cut (Ford and Fulkerson,
1956). There are few wallets, so every set of them that could be cut is tried.
"""

from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct


class Payment(Struct, frozen=True, gc=False):
    """An amount to pay in a year, in cents, and the wallets that may pay for it, as bits; the year matters only for limits."""

    cents: int
    wallets: int = 0
    year: int = 0

    def paid_within(self, wallets: int) -> bool:
        """Return whether no wallet but these, given as bits, may pay for it."""
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
    """Return whether credit can be spread so that at most the limit is left to pay in each year.

    That is so if, for every set of wallets, the payments that only these may pay for exceed the limits by no more than the
    wallets hold (Gale, 1957). The limit never lowers the credit that can be used in all.
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
    """For each payment, in order of time, the cents that each wallet pays: as much as possible in all, each year's need first.

    Wallets are drawn in their order, unless that would lose credit.
    """
    spread = _Spread(payments, wallets)
    for limit in (0,) if limit_per_year is None else (limit_per_year, 0):
        for year in dict.fromkeys(payment.year for payment in payments):
            spread.pay(year, limit)
    return [tuple(used) for used in spread.used]


class _Spread:
    """The credit spread over payments so far; more is pushed along paths that may move what was spread before."""

    def __init__(self, payments: Sequence[Payment], wallets: Sequence[int]) -> None:
        self._payments = payments
        self._left = list(wallets)
        self.used = [[0] * len(wallets) for _ in payments]

    def pay(self, year: int, limit: int) -> None:
        """Use credit until at most the limit is left to pay in a year, or no more can be used."""
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

        Each step is a payment and the wallet that will pay more of it; None in place of the wallet if a later payment of the
        same year will be paid instead.
        """
        came_from: dict[int, tuple[int, int | None] | None] = dict.fromkeys(first)
        waiting = deque(came_from)
        emptied: set[int] = set()

        def reach(payments: Iterable[int], step: tuple[int, int | None]) -> None:
            for other in payments:
                if other not in came_from:
                    came_from[other] = step
                    waiting.append(other)

        while waiting:
            number = waiting.popleft()
            for wallet in self._wallets_for(number, emptied):
                if self._left[wallet]:
                    return self._steps(came_from, number, wallet)
                emptied.add(wallet)
                reach(self._paid_by(wallet), (number, wallet))
            if came_from[number] is not None:
                reach(self._unpaid_in_year_of(number), (number, None))
        return None

    def _wallets_for(self, number: int, without: Container[int]) -> Iterator[int]:
        """The wallets that may pay for a payment."""
        wallets = self._payments[number].wallets
        return (wallet for wallet in range(len(self._left)) if wallets >> wallet & 1 and wallet not in without)

    def _paid_by(self, wallet: int) -> Iterator[int]:
        """The payments that a wallet pays for so far."""
        return (number for number, used in enumerate(self.used) if used[wallet])

    def _unpaid_in_year_of(self, number: int) -> Iterator[int]:
        """The payments of the same year of which something is left to pay."""
        year = self._payments[number].year
        return (other for other, payment in enumerate(self._payments) if payment.year == year and self._unpaid(other))

    def _steps(
        self, came_from: dict[int, tuple[int, int | None] | None], number: int, wallet: int
    ) -> list[tuple[int, int | None]]:
        steps: list[tuple[int, int | None]] = [(number, wallet)]
        while (before := came_from[steps[-1][0]]) is not None:
            steps.append(before)
        return steps[::-1]

    def _push(self, path: list[tuple[int, int | None]], wanted: int) -> None:
        """Let the wallets pay along a path: at each step the next payment gives up credit that its own next wallet replaces."""
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
