"""The hours of what counts, and the least hours that are missing.

The least is a bound that holds whatever is taken. It is what the shortest way takes where few modules would do in several
places: each of these is taken for all of its places, or for none. Of more such modules each place counts a share of the hours.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain, combinations
from math import ceil

from mcplanner.catalogue.model import UNKNOWN, Catalogue, Module
from mcplanner.catalogue.requirements import Credits
from mcplanner.planning.audit.model import REACHED, LearningHours, Part, Standing

OUT_OF_REACH = 10**9
"""Minutes, more than any way takes: for what would need a module that counts elsewhere already."""

MOST_SHARED = 6
"""The most modules of several places to try with and without: each doubles the time."""


def least_minutes_missing(catalogue: Catalogue, root: Part) -> int:
    """No way to complete the whole needs less."""
    return ceil(_shortest_way(catalogue, root).minutes)


def hours_of(catalogue: Catalogue, root: Part) -> LearningHours:
    """The hours of the modules that count in the shortest way, each once, and what that lacks."""
    way = _shortest_way(catalogue, root)
    counted = {part.by.id: part.by.standing for part in way.single_parts() if part.by is not None}
    modules = {name: catalogue.module_by_id[name] for name in counted}
    missing = ceil(way.minutes)
    return LearningHours(
        reached={
            standing: sum(_minutes(modules[name]) for name in counted if counted[name] is standing) for standing in REACHED
        },
        missing=missing if missing < OUT_OF_REACH else None,
        unknown=sum(module.hours is UNKNOWN for module in modules.values()),
        is_known=missing > 0 or root.standing is not Standing.MISSING,
    )


def _minutes(module: Module) -> int:
    return 0 if module.hours is UNKNOWN else module.minutes_total


def _shortest_way(catalogue: Catalogue, root: Part) -> "_Way":
    """The way of the fewest minutes, whichever of the modules are taken that would do in the most places."""
    uses = Counter(name for part in root.walk() for name in part.fillers)
    shared = sorted((name for name in uses if uses[name] > 1), key=lambda name: (-uses[name], name))[:MOST_SHARED]
    shares = {name: Fraction(_minutes(catalogue.module_by_id[name]), uses[name]) for name in uses}
    some = chain.from_iterable(combinations(shared, size) for size in range(len(shared) + 1))
    ways = (_Way(root, shares, dict.fromkeys(shared, False) | dict.fromkeys(taken, True), uses) for taken in some)
    return min(ways, key=lambda way: way.minutes)


class _Way:
    """The parts to choose where there is a choice: those that lack the fewest hours, and of these what is reached the furthest.

    Parameters
    ----------
    shares
        The minutes of each module that is missing, by the number of places in which it would do.
    taken
        Of some modules whether they are taken, for all their places.
    """

    def __init__(self, root: Part, shares: Mapping[str, Fraction], taken: Mapping[str, bool], uses: Mapping[str, int]) -> None:
        self._root = root
        self._shares = {**shares, **{name: Fraction(0 if taken[name] else OUT_OF_REACH) for name in taken}}
        self._known: dict[int, Fraction] = {}
        of_taken = sum((shares[name] * uses[name] for name in taken if taken[name]), start=Fraction(0))
        self.minutes = of_taken + self.minutes_missing(root)

    def minutes_missing(self, part: Part) -> Fraction:
        """The least minutes that a part lacks."""
        if id(part) not in self._known:
            self._known[id(part)] = self._minutes_missing(part)
        return self._known[id(part)]

    def _minutes_missing(self, part: Part) -> Fraction:
        if part.standing is not Standing.MISSING or part.left_out:
            return Fraction(0)
        if part.parts:
            return sum(map(self.minutes_missing, self._chosen(part)), start=Fraction(0))
        return min(map(self._shares.__getitem__, part.fillers), default=Fraction(OUT_OF_REACH))

    def single_parts(self) -> Iterator[Part]:
        """The parts without parts that it chooses."""
        waiting = [self._root]
        while waiting:
            part = waiting.pop()
            if part.parts:
                waiting += self._chosen(part)
            else:
                yield part

    def _chosen(self, part: Part) -> list[Part]:
        in_order = sorted(part.parts, key=lambda each: (self.minutes_missing(each), each.standing.rank))
        return self._enough_credits(part, in_order) if isinstance(part.requirement, Credits) else in_order[: part.needed]

    def _enough_credits(self, part: Part, in_order: list[Part]) -> list[Part]:
        """The modules that bring enough credits: first those that are reached, then the cheapest of the others together."""
        chosen: list[Part] = []
        lacking = part.needed
        for each in in_order:
            if lacking > 0 and each.standing is not Standing.MISSING:
                chosen.append(each)
                lacking -= each.worth
        missing = [each for each in in_order if each.standing is Standing.MISSING]
        return chosen if lacking <= 0 else chosen + self._cheapest(missing, lacking)

    def _cheapest(self, modules: list[Part], worth: int) -> list[Part]:
        """Of some modules those that are worth enough together for the fewest minutes; all of them where none are."""
        best: dict[int, tuple[Fraction, list[Part]]] = {0: (Fraction(0), [])}
        for each in modules:
            for reached, (minutes, chosen) in list(best.items()):
                enough = min(worth, reached + each.worth)
                more = minutes + self.minutes_missing(each)
                if enough not in best or more < best[enough][0]:
                    best[enough] = more, [*chosen, each]
        return best.get(worth, (Fraction(0), modules))[1]
