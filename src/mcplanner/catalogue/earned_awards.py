"""Requirements satisfied and awards earned, when and by which modules, given the months in which modules ended.

Reads the catalogue's requirement trees as people wrote them. The solvers must not use it: it is what they are judged
by.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import TypeVar

from msgspec import Struct

from mcplanner.catalogue.counting import (
    NO_MONTH,
    Assignment,
    Counts,
    Ends,
    PassedModules,
    counts_in,
    holds,
    months_of,
    suffices,
    together,
    valid_in,
    way_to_satisfy,
    within,
)
from mcplanner.catalogue.model import Award, Catalogue
from mcplanner.catalogue.reach import awards_above
from mcplanner.catalogue.requirements import compulsory, ids, requirement_of, skills
from mcplanner.ground.months import Month
from mcplanner.ground.time_limit import checkpoint

T = TypeVar("T")


def all_satisfied(catalogue: Catalogue, targets: Sequence[str], passed: Ends) -> bool:
    """Return whether the modules passed satisfy all targets, no award in them sharing more modules than it may."""
    if not all(holds(catalogue, requirement_of(target), passed) for target in targets):
        return False
    limited = not catalogue.places.shares.keys().isdisjoint(_awards_asked_for(catalogue, targets))
    return not limited or _counted_for_all(catalogue, targets, {}, passed) is not None


class Earned(Struct, frozen=True):
    """When an award is earned, and by which modules: no more than it needs, by their ends.

    What counts toward an award that it names counts toward it as well. Where others would do too, what ended first counts.
    """

    month: Month
    modules: tuple[str, ...]


class AllEarned(Struct, frozen=True):
    """The awards that are earned, by month and then the catalogue's order.

    `before` are those that the held modules earn alone, with None for an unknown month; `by_plan` are all others.
    """

    before: Mapping[str, Month | None]
    by_plan: Mapping[str, Earned]


def all_earned(catalogue: Catalogue, targets: Sequence[str], held: Ends, taken: Ends) -> AllEarned:
    """The awards that what is held and what is taken earn.

    Where an award limits what it shares, the awards that are asked for are earned first, then those that a role names, then the
    others, each as soon as the ones before leave room for it, and by what is held if it can.
    """
    passed = together(held, taken)
    within_reach = awards_above(catalogue, passed)
    alone = _earned_alone(catalogue, (name for name in catalogue.award_by_id if name in within_reach), passed)
    way: Assignment | None = None
    if catalogue.places.shares.keys().isdisjoint(alone):
        before = _earned_alone(catalogue, alone, held)
        months = {name: month for name, month in alone.items() if month is not None and name not in before}
    else:
        before, months, way = _earned_together(catalogue, targets, alone, held, passed)
    modules = _modules_of(catalogue, months, passed, way)
    return AllEarned(
        before=dict(sorted(before.items(), key=lambda entry: entry[1] or 0)),
        by_plan={name: Earned(month, modules[name]) for name, month in sorted(months.items(), key=lambda entry: entry[1])},
    )


def _earned_alone(catalogue: Catalogue, awards: Iterable[str], passed: Ends) -> dict[str, Month | None]:
    """The awards that the modules passed earn, each as if it were the only one, with the month."""
    counting = PassedModules(catalogue, passed)
    found = {name: counting.earned_at(catalogue.award_by_id[name]) for name in awards}
    return {name: month for name, (is_earned, month) in found.items() if is_earned}


def _earned_together(
    catalogue: Catalogue, targets: Sequence[str], alone: Mapping[str, Month | None], held: Ends, passed: Ends
) -> tuple[dict[str, Month | None], dict[str, Month], Assignment | None]:
    """The awards that one way to count earns by what is held, and with what is taken; given when each could be earned alone."""
    asked_for, wanted = _awards_asked_for(catalogue, targets), awards_of(catalogue, targets)
    before: dict[str, Month | None] = {}
    months: dict[str, Month] = {}
    counted: dict[str, Ends] = {}
    way: Assignment | None = None
    for name in sorted(alone, key=lambda name: (name not in asked_for, name not in wanted, alone[name] or 0)):

        def way_with(modules: Ends, name: str = name) -> Assignment | None:
            return _counted_for_all(catalogue, targets, counted | {name: modules}, passed)

        for month, by_held, modules in _occasions(catalogue.award_by_id[name], held, passed, way_with):
            found = way_with(modules)
            if found is not None:
                counted[name], way = modules, found
                if month is None or by_held:
                    before[name] = month
                else:
                    months[name] = month
                break
    return _in_order(catalogue, before), _in_order(catalogue, months), way


def _in_order(catalogue: Catalogue, of_awards: Mapping[str, T]) -> dict[str, T]:
    """Something of some awards, in the catalogue's order."""
    return {name: of_awards[name] for name in catalogue.award_by_id if name in of_awards}


def _occasions(
    award: Award, held: Ends, passed: Ends, way_with: Callable[[Ends], Assignment | None]
) -> Iterator[tuple[Month | None, bool, Ends]]:
    """The modules that an award could be earned by, month after month, and whether all of them were held before.

    Without months in which it is not earned by all that is passed, where these are found by halves: what is enough stays
    enough in an award of which nothing expires.
    """
    yield None, True, within(held, NO_MONTH)
    months = months_of(passed)
    if award.valid_months is None:
        first = bisect_left(months, True, key=lambda month: way_with(valid_in(award, passed, month)) is not None)
        months = months[first:]
    for month in months:
        yield month, True, valid_in(award, held, month)
        yield month, False, valid_in(award, passed, month)


def _modules_of(
    catalogue: Catalogue, months: Mapping[str, Month], passed: Ends, way: Assignment | None
) -> dict[str, tuple[str, ...]]:
    """The modules that count toward each award, or show a skill that it asks for; those it does without left out."""
    found: dict[str, tuple[str, ...]] = {}
    sure: dict[str, set[str]] = {}
    counts = None if way is None else counts_in(way)
    for award_id in sorted(months, key=lambda name: len(catalogue.places.below(name))):
        award = catalogue.award_by_id[award_id]
        sure[award_id] = _sure(catalogue, award, sure)
        inner = {module for name in catalogue.places.below(award_id) for module in found.get(name, ())}
        toward = modules_toward(catalogue, award_id)
        valid = {module: ends for module, ends in valid_in(award, passed, months[award_id]).items() if module in toward}
        order = sorted(valid, key=lambda name: (name not in inner, valid[name][0] or 0, name), reverse=True)
        kept = _without_spare(catalogue, award, {name: valid[name] for name in order}, sure[award_id], counts)
        found[award_id] = tuple(sorted(kept, key=lambda name: (kept[name][0] or 0, name)))
    return found


def _without_spare(catalogue: Catalogue, award: Award, passed: Ends, sure: Set[str], counts: Counts | None) -> Ends:
    """The modules that earn an award, without those that can be spared; they are tried in order, and the sure ones kept."""
    kept = passed
    for module in passed:
        checkpoint()
        if module in sure and len(catalogue.places.counting_as(module) & kept.keys()) == 1:
            continue
        rest = {name: ends for name, ends in kept.items() if name != module}
        if suffices(catalogue, award, rest, counts):
            kept = rest
    return kept


def _sure(catalogue: Catalogue, award: Award, of_inner: Mapping[str, set[str]]) -> set[str]:
    """Modules that an award cannot do without, or what counts as them; given those of the awards that it names."""
    named = {name for _, name in compulsory(award.requires)}
    return named.union(*(of_inner.get(name, ()) for name in named)) & catalogue.module_by_id.keys()


def awards_of(catalogue: Catalogue, targets: Sequence[str]) -> frozenset[str]:
    """The awards that the targets are or name, and those that these name."""
    roles = [catalogue.role_by_id[target] for target in targets if target in catalogue.role_by_id]
    named = {name for role in roles for name in ids(role.requires) if name in catalogue.award_by_id}
    return _awards_asked_for(catalogue, targets) | catalogue.places.within(frozenset(named))


def _awards_asked_for(catalogue: Catalogue, targets: Sequence[str]) -> frozenset[str]:
    """The awards that are targets, and those that these name; not those that a role names."""
    return catalogue.places.within(frozenset(target for target in targets if target in catalogue.award_by_id))


def _counted_for_all(
    catalogue: Catalogue, targets: Sequence[str], counted: Mapping[str, Ends], passed: Ends
) -> Assignment | None:
    """One way to count that satisfies the targets, and earns some awards, each by some of the modules passed."""

    awards = [target for target in targets if target in catalogue.award_by_id]
    if not all(holds(catalogue, requirement_of(target), passed) for target in targets if target not in catalogue.award_by_id):
        return None
    return way_to_satisfy(catalogue, awards, counted, passed)


def modules_toward(catalogue: Catalogue, entry_id: str) -> frozenset[str]:
    """Every module that can count toward an award or a role, through the awards within it too; prerequisites do not count."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [entry_id]
    while waiting:
        checkpoint()
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if current in catalogue.module_by_id:
            found |= catalogue.places.counting_as(current)
            continue
        requires = catalogue.entry_by_id[current].requires
        waiting.extend(ids(requires))
        for skill in skills(requires):
            waiting.extend(module.id for module in catalogue.modules_by_skill.get(skill, ()))
    return frozenset(found)
