"""The least more of one thing that is shared with which a person would be served beside the others.

Asks for the plan with each change; knows nothing of sentences.
"""

from collections.abc import Iterator, Mapping, Set

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.explain.wish import NO_LIMIT
from mcplanner.explain.wishes import BUDGET, BUDGET_PER_YEAR
from mcplanner.ground.money import format_cents
from mcplanner.learner.request import Preference
from mcplanner.plans.model import Relaxation
from mcplanner.team.beside import Beside
from mcplanner.team.chooser import BestFound, Chooser, finish_month
from mcplanner.team.conflicts import by_year
from mcplanner.team.model import Group, Team


def more_of_shared(beside: Beside) -> Iterator[Relaxation]:
    """The least change of each thing that is shared and helps alone."""
    team = beside.limits.team
    for number, group in enumerate(team.groups):
        if beside.person in group.members:
            yield from _more_of_group(beside, number, group)
    yield from _more_seats(beside, team)
    yield from more_money(beside)


def _more_of_group(beside: Beside, number: int, group: Group) -> Iterator[Relaxation]:
    if group.in_class is not None:
        more = replace(group, in_class=group.in_class + 1)
        yield from _one_more(beside, _with_group(beside, number, more), f"in class of {group.title}", group.in_class)
    if group.off is not None:
        more = replace(group, off=group.off + 1)
        yield from _one_more(beside, _with_group(beside, number, more), f"off of {group.title}", group.off)


def _with_group(beside: Beside, number: int, group: Group) -> Team:
    team = beside.limits.team
    return replace(team, groups=(*team.groups[:number], group, *team.groups[number + 1 :]))


def _more_seats(beside: Beside, team: Team) -> Iterator[Relaxation]:
    """One more of the seats that the file gives; nobody here can give a run more than it has."""
    for number, seats in enumerate(team.seats):
        more = replace(seats, seats=seats.seats + 1)
        changed = replace(team, seats=(*team.seats[:number], more, *team.seats[number + 1 :]))
        yield from _one_more(beside, changed, f"seats in {seats.module}", seats.seats)


def _one_more(beside: Beside, changed: Team, wish: str, number: int) -> Iterator[Relaxation]:
    """One more of something, if that helps."""
    limits = beside.under(changed)
    chooser = beside.chooser(beside.planning.learner, beside.planning.request, limits)
    found = beside.found(chooser, limits)
    if found is not None:
        finish = finish_month(changed.start, found)
        yield beside.made(chooser, found, Relaxation(wish, str(number), str(number + 1), finish))


def budgets(beside: Beside) -> dict[str, int]:
    """The training budgets that there are for the person, by name."""
    team = beside.limits.team
    named = {BUDGET.name: team.budget_cents, BUDGET_PER_YEAR.name: team.budget_per_year_cents}
    count = beside.limits.costs_count(beside.own)
    return {name: cents for name, cents in named.items() if cents is not None and count}


def more_money(beside: Beside) -> Iterator[Relaxation]:
    """As little more of each budget as is found to be enough, if the other is."""
    for name, now in budgets(beside).items():
        enough = _enough_of(beside, {name})
        if enough is not None:
            yield from _told(beside, _least(beside, name, now, enough))


def more_of_both(beside: Beside) -> tuple[Relaxation, ...]:
    """As much of both budgets as is needed, where neither is enough."""
    both = budgets(beside).keys()
    enough = _enough_of(beside, both) if len(both) > 1 else None
    return () if enough is None else tuple(_told(beside, enough))


class _Enough(Struct, frozen=True):
    """A plan with more money, and who found it.

    `needed` is how much more of budgets is needed for it beside what the others spend, in cents; no limit at all where that is
    None, since nobody knows what the plan costs. `least` is whether it is proved that no less is enough.
    """

    chooser: Chooser
    found: BestFound
    needed: Mapping[str, int | None]
    least: bool = False


def _enough_of(beside: Beside, names: Set[str]) -> _Enough | None:
    """The best plan without some budgets; one of unknown fees only where there is none without."""
    no_limit = dict.fromkeys(names)
    known = _sought(beside, no_limit)
    if known.found.worth is not None:
        return known
    unknown = _sought(beside, no_limit, priced=False)
    return None if unknown.found.worth is None else replace(unknown, least=known.found.impossible)


def _least(beside: Beside, name: str, now: int, enough: _Enough) -> _Enough:
    """The soonest plan with as little of one budget as is found to be enough."""
    while (cents := enough.needed.get(name)) is not None and cents > now + 1:
        less = _sought(beside, {name: cents - 1}, prefer="cost")
        if less.found.worth is None:
            soonest = _sought(beside, {name: cents})
            return replace(enough if soonest.found.worth is None else soonest, least=less.found.impossible)
        enough = less
    return replace(enough, least=enough.least or cents is not None)


def _sought(beside: Beside, given: Mapping[str, int | None], priced: bool = True, prefer: Preference = "finish") -> _Enough:
    """What is found with other budgets; where `priced`, a plan of known fees alone."""
    limits = beside.under(_with_budgets(beside.limits.team, given))
    chooser = beside.chooser(beside.unlimited, replace(beside.planning.request, prefer=prefer), limits, priced)
    found = beside.sought(chooser, limits)
    return _Enough(chooser, found, dict(_needed(beside, found, given.keys())))


def _with_budgets(team: Team, given: Mapping[str, int | None]) -> Team:
    """The team with other budgets, in cents; None for no limit."""
    return replace(
        team,
        budget_cents=given.get(BUDGET.name, team.budget_cents),
        budget_per_year_cents=given.get(BUDGET_PER_YEAR.name, team.budget_per_year_cents),
    )


def _needed(beside: Beside, found: BestFound, names: Set[str]) -> Iterator[tuple[str, int | None]]:
    """Of which budgets a plan needs more than there is, and how much, beside what the others spend."""
    years = by_year(use for uses in (*beside.others.values(), found.uses) for use in uses)
    needed = {BUDGET.name: years.total(), BUDGET_PER_YEAR.name: max(years.values(), default=0)}
    unknown = any(use.unpriced for use in found.uses)
    for name, cents in budgets(beside).items():
        if name in names and (unknown or needed[name] > cents):
            yield name, None if unknown else needed[name]


def _told(beside: Beside, enough: _Enough) -> Iterator[Relaxation]:
    """The changes that are enough together."""
    finish = finish_month(beside.limits.team.start, enough.found)
    for name, cents in enough.needed.items():
        to = NO_LIMIT if cents is None else format_cents(cents)
        change = Relaxation(name, format_cents(budgets(beside)[name]), to, finish, enough.least)
        change = beside.made(enough.chooser, enough.found, change)
        yield replace(change, to_hangs_on=() if cents is None else change.cost_hangs_on)
