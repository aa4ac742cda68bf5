"""A smallest set of things that has a property which every larger set keeps, with proof that no smaller one has it.

Knows the things only by their places, and asks of sets of them; what the property is, it is not told.

The proof is by implicit hitting sets: each set without the property leaves out a "core", of which every set with the property
has something. A smallest set that has something of every core so far either has the property, or gives a further core.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

Item = TypeVar("Item")

MOST_STEPS = 20_000
"""After so many steps of the search for sets that have something of every core, about a second, no proof is sought any more."""


class Smallest(Struct, Generic[Item], frozen=True):
    """The set that was found, None where even everything together has not the property; and whether that is proved."""

    items: tuple[Item, ...] | None
    proved: bool


def smallest_set(items: Sequence[Item], has: Callable[[Sequence[Item]], bool | None]) -> Smallest[Item]:
    """A smallest set of the items that has a property, of those the earliest items where that can be seen on the way.

    Parameters
    ----------
    has
        Whether some of the items, in their order, have the property; None where that was not settled, which counts as no. It is
        asked of no set twice, nor where another answer tells it; the empty set is known not to have it.
    """
    asked = _Asked(items, has)
    everything = (1 << len(items)) - 1
    answer = asked.of(everything)
    if answer is not True:
        return Smallest(None, proved=answer is False)
    best = everything
    for place in reversed(range(len(items))):
        fewer = best & ~(1 << place)
        if asked.of(fewer) is True:
            best = fewer
    cores: list[int] = []
    steps = _Steps()
    while True:
        try:
            least = _smallest_hitting(cores, steps)
        except _TooManyStepsError:
            return Smallest(asked.chosen(best), proved=False)
        if least.bit_count() == best.bit_count():
            return Smallest(asked.chosen(best), proved=True)
        answer = asked.of(least)
        if answer is not False:
            return Smallest(asked.chosen(least if answer else best), proved=answer is True)
        cores.append(everything & ~_largest_without(asked, least, everything))


class _Asked(Generic[Item]):
    """What is known of sets, each as the bits of its places."""

    def __init__(self, items: Sequence[Item], has: Callable[[Sequence[Item]], bool | None]) -> None:
        self._items = items
        self._has = has
        self._with: list[int] = []
        self._without = [0]

    def chosen(self, places: int) -> tuple[Item, ...]:
        return tuple(item for place, item in enumerate(self._items) if places >> place & 1)

    def of(self, places: int) -> bool | None:
        """Whether a set has the property."""
        if any(places & ~known == 0 for known in self._without):
            return False
        if any(known & ~places == 0 for known in self._with):
            return True
        answer = self._has(self.chosen(places))
        if answer is not None:
            (self._with if answer else self._without).append(places)
        return answer


def _largest_without(asked: _Asked[Item], places: int, everything: int) -> int:
    """A set without the property, with more and more added as long as that is known to leave it without."""
    for place in _places(everything & ~places):
        if asked.of(places | 1 << place) is False:
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
            places = list(_places(min(missed, key=int.bit_count)))
            waiting += ((missed, taken | 1 << place, left - 1) for place in reversed(places))
    return None


def _apart(cores: Sequence[int]) -> int:
    """How many cores have nothing in common, counted greedily: at least so many places are needed."""
    count = taken = 0
    for core in sorted(cores, key=int.bit_count):
        if not core & taken:
            count, taken = count + 1, taken | core
    return count


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
