"""Finds a smallest set with a property that every larger set keeps, and proves that no smaller one has it.

Knows the things only by their places, and asks about sets of them without knowing what the property is.

The proof is by implicit hitting sets: each set without the property leaves out a "core", of which every set with the property
has something. A smallest set that has something of every core so far either has the property, or gives a further core.
"""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from mcplanner.solvers.bounds.bits import members

T = TypeVar("T")

MOST_STEPS = 20_000
"""The steps, about a second of them, after which the search for sets with something of every core gives up the proof."""


class Smallest(Struct, Generic[T], frozen=True):
    """The set that was found, None where even everything together lacks the property; and whether that is proved."""

    items: tuple[T, ...] | None
    proved: bool


def smallest_set(items: Sequence[T], has: Callable[[Sequence[T]], bool | None]) -> Smallest[T]:
    """A smallest set of the items with a property, the earliest such items where the search happens to show it.

    Parameters
    ----------
    has
        Says whether some of the items, in their order, have the property; None where that was not settled, which counts as
        no. It is asked about no set twice, nor where an earlier answer decides; the empty set is known to lack the property.
    """
    known = _Known(items, has)
    everything = (1 << len(items)) - 1
    answer = known.of(everything)
    if answer is not True:
        return Smallest(None, proved=answer is False)
    best = everything
    for place in reversed(range(len(items))):
        fewer = best & ~(1 << place)
        if known.of(fewer) is True:
            best = fewer
    cores: list[int] = []
    steps = _Steps()
    while True:
        try:
            least = _smallest_hitting(cores, steps)
        except _TooManyStepsError:
            return Smallest(known.chosen(best), proved=False)
        if least.bit_count() == best.bit_count():
            return Smallest(known.chosen(best), proved=True)
        answer = known.of(least)
        if answer is not False:
            return Smallest(known.chosen(least if answer else best), proved=answer is True)
        cores.append(everything & ~_largest_without(known, least, everything))


class _Known(Generic[T]):
    """The answers so far about sets, each set as the bits of its places."""

    def __init__(self, items: Sequence[T], has: Callable[[Sequence[T]], bool | None]) -> None:
        self._items = items
        self._has = has
        self._with: list[int] = []
        self._without = [0]

    def chosen(self, places: int) -> tuple[T, ...]:
        return tuple(item for place, item in enumerate(self._items) if places >> place & 1)

    def of(self, places: int) -> bool | None:
        """Return whether a set has the property; None where that is not settled."""
        if any(places & ~known == 0 for known in self._without):
            return False
        if any(known & ~places == 0 for known in self._with):
            return True
        answer = self._has(self.chosen(places))
        if answer is not None:
            (self._with if answer else self._without).append(places)
        return answer


def _largest_without(known: _Known[T], places: int, everything: int) -> int:
    """The set grown as long as it is known to stay without the property."""
    for place in members(everything & ~places):
        if known.of(places | 1 << place) is False:
            places |= 1 << place
    return places


class _TooManyStepsError(Exception):
    """The proof is given up."""


class _Steps:
    """Counts the steps of the search for sets that have something of each core."""

    def __init__(self) -> None:
        self._taken = 0

    def take(self) -> None:
        self._taken += 1
        if self._taken > MOST_STEPS:
            raise _TooManyStepsError


def _smallest_hitting(cores: Sequence[int], steps: _Steps) -> int:
    """A smallest set that has something of each core."""
    size = _apart(cores)
    while True:
        found = _hitting(cores, size, steps)
        if found is not None:
            return found
        size += 1


def _hitting(cores: Sequence[int], size: int, steps: _Steps) -> int | None:
    """A set of so many places at most that has something of each core; None where there is none."""
    waiting: list[tuple[Sequence[int], int, int]] = [(cores, 0, size)]
    while waiting:
        above, taken, left = waiting.pop()
        steps.take()
        missed = [core for core in above if not core & taken]
        if not missed:
            return taken
        if _apart(missed) <= left:
            places = list(members(min(missed, key=int.bit_count)))
            waiting += ((missed, taken | 1 << place, left - 1) for place in reversed(places))
    return None


def _apart(cores: Sequence[int]) -> int:
    """A number of cores that have nothing in common, counted greedily: at least so many places are needed."""
    count = taken = 0
    for core in sorted(cores, key=int.bit_count):
        if not core & taken:
            count, taken = count + 1, taken | core
    return count
