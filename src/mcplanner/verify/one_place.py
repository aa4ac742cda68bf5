"""The search for a way to count modules that satisfies awards: each in one place of an award, and shared only as they allow.

One module after another is given the places in which it counts. What is then left to be satisfied is a shorter
formula, and the same remainder is looked at once: which of several modules took a place in a choice no longer matters.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product
from operator import add, le

from msgspec import Struct

from mcplanner.verify.formulas import FALSE, TRUE, Atom, CountingPlace, Formulas

PlaceSet = frozenset[CountingPlace]


class CountingRules(Struct, frozen=True, dict=True):
    """The rules by which modules may count in some awards.

    Attributes
    ----------
    below
        Of each of the awards those that it names, and that these name.
    limits
        Of some of them how many modules they may share with awards that neither name them nor are named by them.
    """

    below: Mapping[str, frozenset[str]]
    limits: Mapping[str, int]

    @cached_property
    def _sides(self) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """For each limit, the awards in which a module counts for the award, and those in which it counts for others."""
        return tuple((self._whole(award), self._others(award)) for award in self.limits)

    def _whole(self, award: str) -> frozenset[str]:
        return self.below[award] | {award}

    def _others(self, award: str) -> frozenset[str]:
        others = [name for name in self.below.keys() - self._whole(award) if award not in self.below[name]]
        return frozenset().union(*map(self._whole, others))

    @cached_property
    def _ways(self) -> dict[PlaceSet, list[tuple[PlaceSet, tuple[int, ...]]]]:
        return {}

    def ways(self, places: PlaceSet) -> list[tuple[PlaceSet, tuple[int, ...]]]:
        """The sets of places in which one module can count at once, largest first, and for which limits it is then shared."""
        if places not in self._ways:
            left_out = product(*((frozenset(), whole, others) for whole, others in self._sides))
            allowed = {frozenset(place for place in places if not any(place.award in each for each in out)) for out in left_out}
            found = {own for some in allowed for own in self._compatible(sorted(some))}
            ordered = sorted(found, key=lambda own: (-len(own), sorted(own)))
            self._ways[places] = [(own, tuple(map(int, self._shared(own)))) for own in ordered]
        return self._ways[places]

    def _shared(self, places: PlaceSet) -> Iterator[bool]:
        counted = {place.award for place in places}
        return (not counted.isdisjoint(whole) and not counted.isdisjoint(others) for whole, others in self._sides)

    def _compatible(self, places: list[CountingPlace]) -> Iterator[PlaceSet]:
        """The largest sets of places of which none excludes another."""
        waiting: list[tuple[PlaceSet, list[CountingPlace]]] = [(frozenset(), places)]
        while waiting:
            chosen, rest = waiting.pop()
            place = next((place for place in rest if self._rivals(place, rest)), None)
            if place is None:
                yield chosen.union(rest)
                continue
            others = [other for other in rest if other != place]
            rivals = self._rivals(place, others)
            waiting.append((chosen, others))
            waiting.append((chosen | {place}, [other for other in others if other not in rivals]))

    def _rivals(self, place: CountingPlace, places: list[CountingPlace]) -> PlaceSet:
        """The places among some that exclude a given one."""
        return frozenset(other for other in places if self._exclude_each_other(place, other))

    def _exclude_each_other(self, place: CountingPlace, other: CountingPlace) -> bool:
        """Return whether one module cannot count in both: one award has both, or one is in a choice of an award above."""
        if place == other or place.credited != other.credited:
            return False
        return (
            place.award == other.award
            or (place.option != () and other.award in self.below[place.award])
            or (other.option != () and place.award in self.below[other.award])
        )


def can_be_satisfied(table: Formulas, formula: int, counting: CountingRules) -> bool:
    """Return whether some way to count modules makes a formula true."""
    limits = tuple(counting.limits.values())
    waiting = [(formula, (0,) * len(limits))] if formula != FALSE else []
    seen = set(waiting)
    while waiting:
        left, shared = waiting.pop()
        if left == TRUE:
            return True
        unit = table.first_unit(left)
        if not all(map(_can_be_filled, _choices_by_award(table, left))):
            continue
        for places, more in reversed(counting.ways(table.places(left, unit))):
            after = table.given(left, unit, places), tuple(map(add, shared, more))
            if after[0] != FALSE and all(map(le, after[1], limits)) and after not in seen:
                seen.add(after)
                waiting.append(after)
    return False


Quota = tuple[int, frozenset[int]]
"""The number of modules needed, and the modules to choose from."""


def _choices_by_award(table: Formulas, formula: int) -> list[list[Quota]]:
    """Choices that a formula needs, by award, of which each module counts in one: they have no place in common."""
    found: dict[str, list[Quota]] = {}
    seen: set[Atom] = set()
    for number, atoms in table.needed(formula):
        awards = {atom.place.award for atom in atoms}
        if len(awards) == 1 and seen.isdisjoint(atoms) and not any(atom.place.credited for atom in atoms):
            seen.update(atoms)
            found.setdefault(awards.pop(), []).append((number, frozenset(atom.unit for atom in atoms)))
    return list(found.values())


def _can_be_filled(choices: list[Quota]) -> bool:
    """Return whether modules suffice for some choices, each in one of them: a matching (Kuhn, 1955)."""
    taken: dict[int, int] = {}
    return all(_take_one(choices, own, taken) for own, (number, _) in enumerate(choices) for _ in range(number))


def _take_one(choices: list[Quota], own: int, taken: dict[int, int]) -> bool:
    """Give a choice one more module, if need be one that another can do without; return whether there was one."""
    came_from: dict[int, tuple[int, int] | None] = {own: None}
    waiting = [own]
    while waiting:
        choice = waiting.pop()
        for unit in sorted(choices[choice][1]):
            holder = taken.get(unit)
            if holder is None:
                step: tuple[int, int] | None = (choice, unit)
                while step is not None:
                    taken[step[1]] = step[0]
                    step = came_from[step[0]]
                return True
            if holder not in came_from:
                came_from[holder] = (choice, unit)
                waiting.append(holder)
    return False
