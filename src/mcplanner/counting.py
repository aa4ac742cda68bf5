"""Which passed module counts where: the search for a way to count that satisfies awards, each module once in each of them.

Floor 2, beneath `checks`. Reads the catalogue's requirement trees as people wrote them; the solvers must not use it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from mcplanner.catalogue import Award, Catalogue
from mcplanner.months import Month
from mcplanner.places import Place, Unit, in_option
from mcplanner.requirements import AllOf, AnyOf, Choose, Credits, Path, Requirement, Skill

Ends = Mapping[str, Month | None]
"""The last month of study of each module passed; None where it is not known, which then never expires."""

Counts = Callable[[Unit, Place], bool]
"""Whether a module counts in a place."""

Assignment = Mapping[Unit, frozenset[Place]]
"""A way to count: of each module passed the places in which it counts."""


class Where(Struct, frozen=True):
    """A node of an award's requirement, and what counts there."""

    counts: Counts
    award: str
    path: Path = ()
    option: Path = ()

    def at(self, node: Requirement, *step: str | int) -> "Where":
        """A part of the node."""
        path = self.path + step
        return Where(self.counts, self.award, path, in_option(node, path, self.option))


def holds(catalogue: Catalogue, requirement: Requirement, passed: Ends, where: Where | None = None) -> bool:
    """Whether the modules passed satisfy a requirement; within an award, those that count there."""

    def part(step: tuple[str | int, ...], node: Requirement) -> bool:
        return holds(catalogue, node, passed, None if where is None else where.at(requirement, *step))

    match requirement:
        case str():
            return _has(catalogue, requirement, passed, where)
        case tuple():
            return all(part((index,), each) for index, each in enumerate(requirement))
        case AllOf():
            return all(part(("all", index), each) for index, each in enumerate(requirement.all))
        case AnyOf():
            return any(part(("any", index), each) for index, each in enumerate(requirement.any))
        case Choose():
            return sum(part(("from", index), each) for index, each in enumerate(requirement.from_)) >= requirement.choose
        case Credits():
            counted = (
                catalogue.module_by_id[module].credits or 0
                for index, module in enumerate(requirement.from_)
                if part(("from", index), module)
            )
            return sum(counted) >= requirement.credits
        case Skill():
            teachers = catalogue.modules_by_skill.get(requirement.skill, ())
            return any(_has(catalogue, teacher.id, passed, None) for teacher in teachers)


def _has(catalogue: Catalogue, entry_id: str, passed: Ends, where: Where | None) -> bool:
    if entry_id in catalogue.module_by_id:
        unit = catalogue.places.unit(entry_id)
        return not unit.isdisjoint(passed) and (where is None or where.counts(unit, (where.award, where.option)))
    if entry_id in catalogue.award_by_id:
        counts = None if where is None else where.counts
        return earned_at(catalogue, catalogue.award_by_id[entry_id], passed, counts)[0]
    return holds(catalogue, catalogue.role_by_id[entry_id].requires, passed)


def earned_at(catalogue: Catalogue, award: Award, passed: Ends, counts: Counts | None = None) -> tuple[bool, Month | None]:
    """Whether an award is earned by the modules passed, and the first month in which it is.

    The month is None where it is not earned, or rests only on modules whose end is not known. An award whose modules expire
    (`valid_months`) is earned in a month when the modules that ended in it or up to that long before satisfy it.

    Parameters
    ----------
    counts
        Which module counts where; where it is not given, the best way to count is sought.
    """

    def enough(within: Ends) -> bool:
        return suffices(catalogue, award, within, counts)

    if enough({module: None for module, end in passed.items() if end is None}):
        return True, None
    months = sorted({end for end in passed.values() if end is not None})
    if award.valid_months is None:  # what is enough stays enough
        first = bisect_left(months, True, key=lambda month: enough(valid_in(award, passed, month)))
        return (True, months[first]) if first < len(months) else (False, None)
    for month in months:
        if enough(valid_in(award, passed, month)):
            return True, month
    return False, None


def suffices(catalogue: Catalogue, award: Award, within: Ends, counts: Counts | None = None) -> bool:
    """Whether an award is earned by modules that all still count; `counts` as in `earned_at`."""
    if counts is not None:
        return holds(catalogue, award.requires, within, Where(counts, award.id))
    if award.id not in catalogue.places.contested:
        return holds(catalogue, award.requires, within)
    roots = frozenset((award.id,))
    found = way_to_count(catalogue, roots, within, lambda way: holds(catalogue, award.requires, within, Where(way, award.id)))
    return found is not None


def valid_in(award: Award, passed: Ends, month: Month) -> Ends:
    """The modules that count toward an award in a month: ended by then, and not too long before."""
    first = 0 if award.valid_months is None else month - award.valid_months
    return {module: end for module, end in passed.items() if end is None or first <= end <= month}


def way_to_count(
    catalogue: Catalogue, roots: frozenset[str], passed: Ends, enough: Callable[[Counts], bool]
) -> Assignment | None:
    """A way to count the modules passed in some awards, and those that these name, that is enough; None where there is none.

    One module after another is given its places. A branch is left where it is not enough even if the rest counted everywhere,
    and is the answer where it is enough though the rest counts nowhere.
    """
    places = catalogue.places
    among = places.within(roots)
    limits = {award: limit for award, limit in places.shares.items() if award in among}
    spots = {unit: own for unit, own in places.of(among).items() if not unit.isdisjoint(passed)}
    open_units = [
        unit for unit, own in sorted(spots.items(), key=lambda entry: sorted(entry[0])) if _is_open(catalogue, own, limits)
    ]
    given: dict[Unit, frozenset[Place]] = {}

    def way(otherwise: bool) -> Counts:
        return lambda unit, place: place in given[unit] if unit in given else otherwise or unit not in waiting

    def within_limits() -> bool:
        return all(sum(places.shared(award, own, among) for own in given.values()) <= limit for award, limit in limits.items())

    def go_on(position: int) -> Assignment | None:
        if not within_limits() or not enough(way(True)):
            return None
        if enough(way(False)):
            return {unit: given.get(unit, frozenset() if unit in waiting else own) for unit, own in spots.items()}
        if position == len(open_units):
            return None
        unit = open_units[position]
        waiting.discard(unit)
        for own in _compatible(catalogue, spots[unit]):
            given[unit] = own
            found = go_on(position + 1)
            if found is not None:
                return found
        del given[unit]
        waiting.add(unit)
        return None

    waiting = set(open_units)
    return go_on(0)


def _is_open(catalogue: Catalogue, own: frozenset[Place], limits: Mapping[str, int]) -> bool:
    """Whether it is a question where a module counts."""
    return len(own) > 1 and (bool(limits) or any(catalogue.places.exclude_each_other(*pair) for pair in combinations(own, 2)))


def _compatible(catalogue: Catalogue, own: frozenset[Place]) -> Iterator[frozenset[Place]]:
    """The places in which one module can count together, the most first."""
    ordered = sorted(own, key=str)
    for size in range(len(ordered), -1, -1):
        for some in combinations(ordered, size):
            if not any(catalogue.places.exclude_each_other(*pair) for pair in combinations(some, 2)):
                yield frozenset(some)
