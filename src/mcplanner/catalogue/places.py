"""The places of an award's requirement in which a module can count, and which awards need a module to be counted once.

Knows the shape of requirements; not which modules are passed or planned.

An award counts a module in one place: where it names it by itself, alone or with others in all and any, or in one of its
choices. A module that counts in an award which it names does not count in its own choices as well. Credits are a count of their
own, in which each module counts once too. Skills are shown and not counted.

A whole counts in the place of each module that it covers, as if these had been taken. In an award that names the whole as well
it counts as itself, and not as what it covers.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from mcplanner.catalogue.requirements import AllOf, AnyOf, Credits, Path, Requirement, ids, parts
from mcplanner.ground.time_limit import checkpoint

Unit = frozenset[str]
"""A module and those equivalent to it: where they count, they count as one."""

AwardPlace = tuple[str, Path]
"""An award, and which option of a choice in its requirement; the empty path for what is named outside of choices."""


CREDITS = "credits"
"""With what the options begin in which modules count by their credits."""


def in_option(node: Requirement, path: Path, option: Path) -> Path:
    """The option in which a part of a node stands, given its path and the node's own, which parts of all and any share."""
    if isinstance(node, Credits):
        return (CREDITS, *path)
    return option if isinstance(node, tuple | AllOf | AnyOf) else path


def ids_with_options(requirement: Requirement) -> Iterator[tuple[Path, str]]:
    """Every id that a requirement names, with the option in which it stands."""
    waiting: list[tuple[Path, Path, Requirement]] = [((), (), requirement)]
    while waiting:
        path, option, node = waiting.pop()
        if isinstance(node, str):
            yield option, node
        for step, part in parts(node):
            own = in_option(node, path + step, option)
            if isinstance(part, str):
                yield own, part
            else:
                waiting.append((path + step, own, part))


class Places(Struct, frozen=True, dict=True):
    """The places of all awards.

    Attributes
    ----------
    requires, shares
        Of each award, and of those that limit them the modules that may be shared with others.
    equivalents
        For each module that has some, all that count as each other.
    covers
        For each whole the modules that it covers.
    """

    requires: Mapping[str, Requirement]
    shares: Mapping[str, int]
    equivalents: Mapping[str, Unit]
    covers: Mapping[str, tuple[str, ...]]

    def unit(self, module: str) -> Unit:
        """A module and all that count as it; of an award or a role, itself alone."""
        return self.equivalents.get(module, frozenset((module,)))

    def counted_as(self, module: str) -> frozenset[str]:
        """All that a module counts as: itself, what is equivalent to it, and what these cover."""
        return self._counted_as.get(module) or self.unit(module)

    @cached_property
    def _counted_as(self) -> Mapping[str, frozenset[str]]:
        """What each whole, and what is equivalent to one, counts as."""
        wholes = {name for whole in self.covers for name in self.unit(whole)}
        return {whole: frozenset(self._all_covered(whole)) for whole in wholes}

    def _all_covered(self, whole: str) -> set[str]:
        found: set[str] = set()
        waiting = [whole]
        while waiting:
            checkpoint()
            new = self.unit(waiting.pop()) - found
            found |= new
            waiting += [part for name in new for part in self.covers.get(name, ())]
        return found

    def counting_as(self, module: str, award: str | None = None) -> frozenset[str]:
        """All that count as a module: itself, what is equivalent to it, and the wholes that cover one of these.

        In an award, without the wholes that count there as something greater that it names.
        """
        counting = self._counting_as.get(module)
        if counting is None:
            return self.unit(module)
        greater = () if award is None else self._modules_named(award) & (counting - self.unit(module))
        return counting.difference(*(self.counting_as(name) for name in greater))

    @cached_property
    def _counting_as(self) -> Mapping[str, frozenset[str]]:
        """All that count as each module that a whole covers."""
        found: dict[str, set[str]] = {}
        for whole, parts_of_it in self._counted_as.items():
            for part in parts_of_it - self.unit(whole):
                found.setdefault(part, set(self.unit(part))).add(whole)
        return {part: frozenset(counting) for part, counting in found.items()}

    @cached_property
    def _named_by_award(self) -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
        return {}

    def _named(self, award: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """The modules that an award names itself, and the awards, each once; nothing for what is no award."""
        if award not in self.requires:
            return frozenset(), ()
        if award not in self._named_by_award:
            modules = frozenset(name for _, name in self._named_modules(award))
            awards = tuple(dict.fromkeys(name for name in ids(self.requires[award]) if name in self.requires))
            self._named_by_award[award] = modules, awards
        return self._named_by_award[award]

    def _modules_named(self, award: str) -> frozenset[str]:
        return self._named(award)[0]

    def _named_awards(self, award: str) -> tuple[str, ...]:
        return self._named(award)[1]

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        return {}

    def below(self, award: str) -> frozenset[str]:
        """The awards that an award names, and those that these name."""
        if award not in self._below:
            self._below[award] = frozenset(self._beyond(self._named_awards(award)))
        return self._below[award]

    def _beyond(self, awards: Iterable[str]) -> set[str]:
        """Some awards, and all that they name."""
        found: set[str] = set()
        waiting = list(awards)
        while waiting:
            checkpoint()
            award = waiting.pop()
            if award not in found:
                found.add(award)
                waiting += self._named_awards(award)
        return found

    def inner_first(self, root: str) -> Iterator[str]:
        """An award with all that it names, each after those that it names; a role, which is no award, by itself."""
        seen: set[str] = set()
        waiting = [(root, False)]
        while waiting:
            name, inner_done = waiting.pop()
            if inner_done:
                yield name
            elif name not in seen:
                checkpoint()
                seen.add(name)
                waiting.append((name, True))
                waiting += [(inner, False) for inner in reversed(self._named_awards(name))]

    @cached_property
    def contested(self) -> frozenset[str]:
        """The awards of which a module has more than one place, in the award itself or in it and in one that it names."""
        return frozenset(
            place[0]
            for places in self._places_of_several()
            for place in places
            for other in places
            if place != other
            and self.exclude_each_other(place, other)
            and (other[0] == place[0] or other[0] in self.below(place[0]))
        )

    def _places_of_several(self) -> Iterable[set[AwardPlace]]:
        """The places of each module, or of those that count as one, where there are several."""
        first: dict[str, AwardPlace] = {}
        several: dict[str, set[AwardPlace]] = {}
        for award in self.requires:
            for option, name in self._named_modules(award):
                unit = min(self.equivalents.get(name, (name,)))
                place = (award, option)
                if first.setdefault(unit, place) != place:
                    several.setdefault(unit, {first[unit]}).add(place)
        return several.values()

    def _named_modules(self, award: str) -> Iterator[tuple[Path, str]]:
        return ((option, name) for option, name in ids_with_options(self.requires[award]) if name not in self.requires)

    def of(self, awards: frozenset[str]) -> dict[Unit, frozenset[AwardPlace]]:
        """Return the places where each module can count in some awards."""
        found: dict[Unit, set[AwardPlace]] = {}
        for award in awards:
            for option, name in self._named_modules(award):
                found.setdefault(self.unit(name), set()).add((award, option))
        return {unit: frozenset(places) for unit, places in found.items()}

    def within(self, roots: frozenset[str]) -> frozenset[str]:
        """Some awards and all that they name."""
        return frozenset(self._beyond(roots))

    def exclude_each_other(self, place: AwardPlace, other: AwardPlace) -> bool:
        """Return whether one module cannot count in both: one award has both, or one is in a choice of an award above."""
        (award, option), (another, other_option) = place, other
        return (option[:1] == (CREDITS,)) == (other_option[:1] == (CREDITS,)) and (
            award == another
            or (option != () and another in self.below(award))
            or (other_option != () and award in self.below(another))
        )

    def shared(self, award: str, places: frozenset[AwardPlace], among: frozenset[str]) -> bool:
        """Return whether a module in these places counts both for an award and for one neither above nor beneath it."""
        whole = self.below(award) | {award}
        others = [other for other in among - whole if award not in self.below(other)]
        counted = {place[0] for place in places}
        return not whole.isdisjoint(counted) and any(not (self.below(other) | {other}).isdisjoint(counted) for other in others)
