"""Whether modules can count so that awards are satisfied: each in one place of an award, and shared no more than they may be.

One module after another is given the places in which it counts. What is then left to be satisfied is a shorter
formula, and the same remainder is looked at once: which of several modules took a place in a choice no longer matters.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product

from msgspec import Struct

from mcplanner.verify.formulas import FALSE, TRUE, Atom, Formulas, Place

Places = frozenset[Place]


class Counting(Struct, frozen=True, dict=True):
    """How modules may count in some awards.

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
        """For each limit the awards in which a module counts for the award, and those in which it counts for others."""
        return tuple((self._whole(award), self._others(award)) for award in self.limits)

    def _whole(self, award: str) -> frozenset[str]:
        return self.below[award] | {award}

    def _others(self, award: str) -> frozenset[str]:
        others = [name for name in self.below.keys() - self._whole(award) if award not in self.below[name]]
        return frozenset().union(*map(self._whole, others))

    @cached_property
    def _ways(self) -> dict[Places, list[tuple[Places, tuple[int, ...]]]]:
        return {}

    def ways(self, places: Places) -> list[tuple[Places, tuple[int, ...]]]:
        """In which of some places one module can count at once, the most first, and for which limits it is shared then."""
        if places not in self._ways:
            left_out = product(*((frozenset(), whole, others) for whole, others in self._sides))
            allowed = {frozenset(place for place in places if not any(place.award in each for each in out)) for out in left_out}
            found = {own for some in allowed for own in self._compatible(sorted(some))}
            ordered = sorted(found, key=lambda own: (-len(own), sorted(own)))
            self._ways[places] = [(own, tuple(map(int, self._shared(own)))) for own in ordered]
        return self._ways[places]

    def _shared(self, places: Places) -> Iterator[bool]:
        counted = {place.award for place in places}
        return (not counted.isdisjoint(whole) and not counted.isdisjoint(others) for whole, others in self._sides)

    def _compatible(self, places: list[Place]) -> Iterator[Places]:
        """The largest sets of places of which none excludes another."""
        waiting: list[tuple[Places, list[Place]]] = [(frozenset(), places)]
        while waiting:
            chosen, rest = waiting.pop()
            rivals = {place: [other for other in rest if self._exclude_each_other(place, other)] for place in rest}
            place = next((place for place in rest if rivals[place]), None)
            if place is None:
                yield chosen.union(rest)
                continue
            waiting.append((chosen, [other for other in rest if other != place]))
            waiting.append((chosen | {place}, [other for other in rest if other != place and other not in rivals[place]]))

    def _exclude_each_other(self, place: Place, other: Place) -> bool:
        """Whether one module cannot count in both: places of one award, or a choice of one and a place of another within it."""
        if place == other or place.credited != other.credited:
            return False
        return (
            place.award == other.award
            or (place.option != () and other.award in self.below[place.award])
            or (other.option != () and place.award in self.below[other.award])
        )


def can_be_satisfied(table: Formulas, formula: int, counting: Counting) -> bool:
    """Whether some way to count modules makes a formula true."""
    limits = tuple(counting.limits.values())
    waiting = [(formula, (0,) * len(limits))] if formula != FALSE else []
    seen = set(waiting)
    while waiting:
        left, shared = waiting.pop()
        if left == TRUE:
            return True
        open_questions = table.atoms(left)
        unit = min(open_questions)
        if not all(_can_be_filled(choices) for choices in _choices_by_award(table, left)):
            continue
        for places, more in reversed(counting.ways(frozenset(open_questions[unit]))):
            after = table.given(left, unit, places), tuple(map(sum, zip(shared, more, strict=True)))
            within = all(number <= limit for number, limit in zip(after[1], limits, strict=True))
            if after[0] != FALSE and within and after not in seen:
                seen.add(after)
                waiting.append(after)
    return False


Choice = tuple[int, frozenset[int]]
"""How many of some modules are needed."""


def _choices_by_award(table: Formulas, formula: int) -> list[list[Choice]]:
    """Choices that a formula needs, by award, of which each module counts in one: they have no place in common."""
    found: dict[str, list[Choice]] = {}
    seen: set[Atom] = set()
    for number, atoms in table.needed(formula):
        awards = {atom.place.award for atom in atoms}
        if len(awards) == 1 and seen.isdisjoint(atoms) and not any(atom.place.credited for atom in atoms):
            seen.update(atoms)
            found.setdefault(awards.pop(), []).append((number, frozenset(atom.unit for atom in atoms)))
    return list(found.values())


def _can_be_filled(choices: list[Choice]) -> bool:
    """Whether modules suffice for some choices, each in one of them: a matching (Kuhn, 1955)."""
    taken: dict[int, int] = {}
    return all(_take_one(choices, own, taken) for own, (number, _) in enumerate(choices) for _ in range(number))


def _take_one(choices: list[Choice], own: int, taken: dict[int, int]) -> bool:
    """Give a choice one more module, if need be one that another choice has and can do without."""
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
