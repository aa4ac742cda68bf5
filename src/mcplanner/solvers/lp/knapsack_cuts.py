"""Ways to count loads under which what fits into a month still fits: they see gaps that no module can fill.

Knows loads, a capacity and the linear solver; nothing of candidates or months.

With 6 hours a week, of three modules of 4 hours no two run side by side, though they ask for 12 hours of 18. Counted as 6 each,
that can be seen. All ways to count together say just what fits, but there are far too many of them. So one is made for given
amounts that do not fit: a Fenchel cut (Boyd 1994, "Fenchel cutting planes for integer programs"). A linear program finds the
weights under which the amounts are heaviest while no set that was tried weighs more than 1. The heaviest set that fits is tried
next, until it weighs no more than 1 either.

These weights are floating-point suggestions. They are rounded, and what a month holds under them is found in whole numbers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import gcd
from operator import mul
from typing import NamedTuple

from msgspec import Struct

from mcplanner.solvers.bounds.uses import MASK, fits
from mcplanner.solvers.bounds.uses import amounts as amounts_of
from mcplanner.solvers.lp.clp import Program

BROKEN = 1e-4
"""By how much amounts must exceed a capacity, as a share of it, to be too much."""

CLEARLY_BROKEN = 3e-3
"""By how much they must exceed it under a count that was found before for no other to be made."""

FULL = 0.9
"""From which share of the capacity on, in minutes, other ways to count are sought: below it there hardly are any."""

MOST_SETS = 60
"""How many sets are tried for given amounts."""

MOST_PARTS = 120
"""Weights are whole numbers of some part of 1. The largest part that suits them is sought down to 1 / `MOST_PARTS`."""

FINEST = 1000
"""Where none does, they are rounded to parts of this size."""

EXACT = 1e-6
"""By how much floating-point weights may be wrong."""


class Counting(Struct, frozen=True, eq=False, dict=True):
    """What each load counts, and what a month holds under this count."""

    counts: Mapping[int, int]
    capacity: int

    def share(self, amounts: Mapping[int, float]) -> float:
        """How much of the capacity amounts of some loads take."""
        return sum(self.counts[load] * amount for load, amount in amounts.items()) / max(1, self.capacity)


class _Fitting(NamedTuple):
    """A set of loads that fits: none of the same size or a smaller one weighs as much."""

    size: int
    weight: float
    chosen: "tuple[int, int, _Fitting] | None"
    """The last load that was added, how often, and to what."""


class Knapsack:
    """What fits into a month.

    Attributes
    ----------
    plain
        The counts of loads as they are, each in the largest unit that suits them: that of hours first, and then those of what
        else is limited.
    found
        The other ways to count that were made, the first one first.
    """

    def __init__(self, copies: Mapping[int, int], capacity: int) -> None:
        """
        Parameters
        ----------
        copies
            For each load, in minutes a week, how many of it there are at most.
        capacity
            In minutes a week, or a room of `uses`. A load above it counts more than a month holds.
        """
        copies = {load: most for load, most in copies.items() if load}  # what takes nothing always fits
        self._copies = {load: min(most, _times(load, capacity)) for load, most in sorted(copies.items())}
        self._capacity = capacity
        self.plain = [*_plain(self._copies, capacity)]
        self.found: list[Counting] = []
        self._program = Program()  # of weights; it keeps the sets that were tried
        self._columns = {load: self._program.column() for load in self._copies}
        for load, column in self._columns.items():
            self._program.row([(self._copies[load], column)], None, 1)

    def seek(self, amounts: Mapping[int, float]) -> None:
        """Make a way to count under which amounts of some loads, side by side, are too much, unless one is there already.

        Nothing is made where they do fit, or where none is found.
        """
        if not amounts or max(own.share(amounts) for own in self.plain) < FULL:
            return
        known = max(self._shares(amounts), default=1.0)
        weights = self._weights(amounts) if known <= 1 + CLEARLY_BROKEN else None
        if weights is not None:
            made = self._counting(weights)
            if made.share(amounts) > known:
                self.found.append(made)

    def adopted(self, counting: Counting) -> Counting | None:
        """A way to count that was found for some month, as it is right for this one; None where nothing counts here."""
        if counting in self.found:
            return counting
        weights = {load: counting.counts.get(load, 0) for load in self._copies}
        if not any(weight and self._copies[load] for load, weight in weights.items()):
            return None
        self.found.append(self._counting(weights))
        return self.found[-1]

    def most_broken(self, amounts: Mapping[int, float]) -> Counting | None:
        """Of the ways to count that were found, that under which amounts are too much by most; None where there is none."""
        shares = self._shares(amounts)
        most = max(shares, default=0.0)
        return self.found[shares.index(most)] if most > 1 + BROKEN else None

    def _shares(self, amounts: Mapping[int, float]) -> list[float]:
        """How much of what a month holds amounts take, under each way to count that was found."""
        of_loads = [amounts.get(load, 0.0) for load in self._copies]
        return [sum(map(mul, own.counts.values(), of_loads)) / own.capacity for own in self.found]

    def _weights(self, amounts: Mapping[int, float]) -> Mapping[int, float] | None:
        """Weights under which amounts weigh more than 1, and no set that fits does; None where there are none."""
        program, columns = self._program, self._columns
        for load, column in columns.items():
            program.set_cost(column, -round(amounts.get(load, 0) / EXACT))
            program.set_most(column, None if load in amounts else 0)
        for _ in range(MOST_SETS):
            if not program.minimise() or -program.objective() * EXACT <= 1 + BROKEN:
                return None
            values = program.values()
            weights = {load: values[columns[load]] for load in amounts}
            heaviest = self._fitting(weights)[-1]
            if heaviest.weight <= 1 + EXACT:
                return weights
            chosen = Counter[int]()
            for load, count in _chosen(heaviest):
                chosen[load] += count
            program.row([(count, columns[load]) for load, count in chosen.items()], None, 1)
        return None

    def _counting(self, weights: Mapping[int, float]) -> Counting:
        """Weights in whole numbers, and what a month holds under them; what has no weight counts as much as it may beside."""
        counts = _whole(weights)
        fitting = self._fitting(counts)
        capacity = int(fitting[-1].weight)
        for load, most in reversed(self._copies.items()):
            if not most:
                counts[load] = capacity + 1
            elif not counts.get(load):
                counts[load] = min(
                    (capacity - int(_heaviest(fitting, self._capacity - load * count))) // count for count in range(1, most + 1)
                )
                fitting = self._with(fitting, load, counts[load])
        unit = gcd(capacity, *counts.values())
        return Counting({load: counts[load] // unit for load in self._copies}, capacity // unit)

    def _fitting(self, weights: Mapping[int, float]) -> Sequence[_Fitting]:
        """The heaviest sets by size, up to the heaviest of all."""
        fitting: Sequence[_Fitting] = [_Fitting(0, 0, None)]
        for load, weight in weights.items():
            fitting = self._with(fitting, load, weight)
        return fitting

    def _with(self, fitting: Sequence[_Fitting], load: int, weight: float) -> Sequence[_Fitting]:
        """The same with one load more, as often as there is of it."""
        left = self._copies[load] if weight > 0 else 0
        count = 1
        while left:
            taken = min(count, left)
            size, more = taken * load, taken * weight
            with_it = [
                _Fitting(own.size + size, own.weight + more, (load, taken, own))
                for own in fitting
                if fits(own.size + size, self._capacity)
            ]
            fitting = _undominated([*fitting, *with_it])
            left -= taken
            count *= 2
        return fitting


def _plain(copies: Mapping[int, int], capacity: int) -> Iterator[Counting]:
    """Loads counted by their minutes, and by what else they take."""
    taken = {load: amounts_of(load) for load in copies}
    for place, limit in enumerate(amounts_of(capacity)):
        own = {load: each[place] for load, each in taken.items()}
        if not place or any(own.values()):
            unit = gcd(limit, *own.values()) or 1
            yield Counting({load: amount // unit for load, amount in own.items()}, limit // unit)


def _times(load: int, capacity: int) -> int:
    """How often a load fits into a capacity."""
    each = zip(amounts_of(load), amounts_of(capacity), strict=True)
    return min(limit // amount for amount, limit in each if amount)


def _undominated(fitting: Sequence[_Fitting]) -> Sequence[_Fitting]:
    """Sets of which none is as heavy as another that takes no more; of a size the heaviest, and the heaviest of all last."""
    kept: list[_Fitting] = []
    heaviest: dict[int, float] = {}
    for own in sorted(fitting, key=lambda own: (own.size & MASK, -own.weight, own.size)):
        beside = own.size & ~MASK
        if all(own.weight > weight for other, weight in heaviest.items() if fits(other, beside)):
            heaviest[beside] = own.weight
            kept.append(own)
    return kept if len(heaviest) == 1 else sorted(kept, key=lambda own: own.weight)


def _heaviest(fitting: Sequence[_Fitting], size: int) -> float:
    """What the heaviest set up to a size weighs."""
    return max(own.weight for own in fitting if fits(own.size, size))


def _chosen(fitting: _Fitting) -> Iterator[tuple[int, int]]:
    """The loads of a set, and how often each is in it; a load may come several times."""
    chosen = fitting.chosen
    while chosen is not None:
        load, taken, before = chosen
        yield load, taken
        chosen = before.chosen


def _whole(weights: Mapping[int, float]) -> dict[int, int]:
    """Weights as whole numbers of the same part of 1, as large a part as suits them all."""
    for parts in range(1, MOST_PARTS + 1):
        if all(abs(weight * parts - round(weight * parts)) < EXACT * parts for weight in weights.values()):
            return {load: round(weight * parts) for load, weight in weights.items()}
    return {load: round(weight * FINEST) for load, weight in weights.items()}
