"""The places of an award's requirement in which a module can count, and which awards need a module to be counted once.

Floor 1. Knows the shape of requirements; not which modules are passed or planned.

An award counts a module in one place: where it names it by itself, alone or with others in all and any, or in one of its
choices. A module that counts in an award which it names does not count in its own choices as well. Credits are a count of their
own, in which each module counts once too. Skills are shown and not counted.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import combinations

from msgspec import Struct

from mcplanner.requirements import AllOf, AnyOf, Credits, Path, Requirement, ids, parts

Unit = frozenset[str]
"""A module and what counts as it."""

Place = tuple[str, Path]
"""An award, and which option of a choice in its requirement; the empty path for what is named outside of choices."""


CREDITS = "credits"
"""With what the options begin in which modules count by their credits."""


def in_option(node: Requirement, path: Path, option: Path) -> Path:
    """The option in which a part of a node stands, given its path and the node's own, which parts of all and any share."""
    if isinstance(node, Credits):
        return (CREDITS, *path)
    return option if isinstance(node, tuple | AllOf | AnyOf) else path


def named(requirement: Requirement) -> Iterator[tuple[Path, str]]:
    """Every id that a requirement names, with the option in which it stands."""
    waiting: list[tuple[Path, Path, Requirement]] = [((), (), requirement)]
    while waiting:
        path, option, node = waiting.pop()
        if isinstance(node, str):
            yield option, node
        waiting += [(path + step, in_option(node, path + step, option), part) for step, part in parts(node)]


class Places(Struct, frozen=True, dict=True):
    """The places of all awards.

    Attributes
    ----------
    requires, shares
        Of each award, and of those that limit them the modules that may be shared with others.
    equivalents
        For each module that has some, all that count as each other.
    """

    requires: Mapping[str, Requirement]
    shares: Mapping[str, int]
    equivalents: Mapping[str, Unit]

    def unit(self, module: str) -> Unit:
        return self.equivalents.get(module, frozenset((module,)))

    @cached_property
    def below(self) -> Mapping[str, frozenset[str]]:
        """The awards that each award names, and those that these name."""
        found: dict[str, frozenset[str]] = {}
        for award in self.requires:
            seen: set[str] = set()
            waiting = [award]
            while waiting:
                new = {name for name in ids(self.requires[waiting.pop()]) if name in self.requires} - seen
                seen |= new
                waiting += new
            found[award] = frozenset(seen)
        return found

    @cached_property
    def contested(self) -> frozenset[str]:
        """The awards of which a module has more than one place, in the award itself or in it and in one that it names."""
        return frozenset(
            award
            for award in self.requires
            if any(
                award in (one[0], other[0]) and self.exclude_each_other(one, other)
                for own in self.of(self.within(frozenset((award,)))).values()
                for one, other in combinations(own, 2)
            )
        )

    def _named_modules(self, award: str) -> Iterator[tuple[Path, str]]:
        return ((option, name) for option, name in named(self.requires[award]) if name not in self.requires)

    def of(self, awards: frozenset[str]) -> dict[Unit, frozenset[Place]]:
        """Where each module can count in some awards."""
        found: dict[Unit, set[Place]] = {}
        for award in awards:
            for option, name in self._named_modules(award):
                found.setdefault(self.unit(name), set()).add((award, option))
        return {unit: frozenset(places) for unit, places in found.items()}

    def within(self, roots: frozenset[str]) -> frozenset[str]:
        """Some awards and all that they name."""
        return roots.union(*(self.below[award] for award in roots))

    def exclude_each_other(self, place: Place, other: Place) -> bool:
        """Whether one module cannot count in both: both of one award, or one in a choice of an award that names the other's."""
        (award, option), (another, other_option) = place, other
        return (option[:1] == (CREDITS,)) == (other_option[:1] == (CREDITS,)) and (
            award == another
            or (another in self.below[award] and option != ())
            or (award in self.below[another] and other_option != ())
        )

    def shared(self, award: str, places: frozenset[Place], among: frozenset[str]) -> bool:
        """Whether a module that counts in these places counts both for an award and for one that neither names nor is named."""
        whole = self.below[award] | {award}
        others = [other for other in among - whole if award not in self.below[other]]
        counted = {place[0] for place in places}
        return not whole.isdisjoint(counted) and any(not (self.below[other] | {other}).isdisjoint(counted) for other in others)
