"""The least change of one thing with which a person would be served beside the others: a later date, or more of what is shared.

Asks for the plan with each change; knows nothing of sentences.
"""

from collections.abc import Iterator, Set

from msgspec.structs import replace

from mcplanner.explain.wish import NO_LIMIT
from mcplanner.explain.wishes import BUDGET, BUDGET_PER_YEAR
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import format_month
from mcplanner.plans.model import Relaxation
from mcplanner.team.alone import within_budget
from mcplanner.team.beside import Beside
from mcplanner.team.chooser import BestFound, finish_month
from mcplanner.team.conflicts import by_year
from mcplanner.team.model import Group, Team


def changes(beside: Beside) -> Iterator[Relaxation]:
    """The least change of each thing that helps alone."""
    team = beside.limits.team
    yield from _later(beside)
    for number, group in enumerate(team.groups):
        if beside.person in group.members:
            yield from _more_of_group(beside, number, group)
    yield from _more_seats(beside, team)
    yield from more_money(beside)


def _later(beside: Beside) -> Iterator[Relaxation]:
    by, planning = beside.own.by, beside.planning
    if by is None:
        return
    later = beside.chooser(planning.learner, replace(planning.request, by=None))
    found = beside.found(later, beside.limits)
    if found is not None and (finish := finish_month(beside.limits.team.start, found)) is not None:
        change = Relaxation("by", format_month(by), format_month(finish), finish, found.worth == found.low)
        change = beside.made(later, found, change)
        yield replace(change, to_hangs_on=change.finish_hangs_on)


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
    """As much of each budget as is needed, if the other is enough."""
    for name in budgets(beside):
        yield from _with_more(beside, {name})


def more_of_both(beside: Beside) -> tuple[Relaxation, ...]:
    """As much of both budgets as is needed, where neither is enough."""
    both = budgets(beside).keys()
    return tuple(_with_more(beside, both)) if len(both) > 1 else ()


def _with_more(beside: Beside, names: Set[str]) -> Iterator[Relaxation]:
    """What the plan needs of some budgets that there is without them; no limit, where nobody knows what that costs."""
    limits = beside.under(_without(beside.limits.team, names))
    asked = within_budget(limits.team, beside.unlimited), beside.planning.request
    for priced in (True, False):
        chooser = beside.chooser(*asked, limits, priced)
        found = beside.found(chooser, limits)
        if found is not None:
            for name, to in _needed(beside, found, names):
                finish = finish_month(limits.team.start, found)
                change = Relaxation(name, format_cents(budgets(beside)[name]), to, finish, proved=False)
                change = beside.made(chooser, found, change)
                yield replace(change, to_hangs_on=change.cost_hangs_on if priced else ())
            return


def _without(team: Team, names: Set[str]) -> Team:
    """The team without some of its budgets."""
    in_all = None if BUDGET.name in names else team.budget_cents
    per_year = None if BUDGET_PER_YEAR.name in names else team.budget_per_year_cents
    return replace(team, budget_cents=in_all, budget_per_year_cents=per_year)


def _needed(beside: Beside, found: BestFound, names: Set[str]) -> Iterator[tuple[str, str]]:
    """Of which budgets a plan needs more, and how much, beside what the others spend."""
    years = by_year(use for uses in (*beside.others.values(), found.uses) for use in uses)
    needed = {BUDGET.name: years.total(), BUDGET_PER_YEAR.name: max(years.values(), default=0)}
    unknown = any(use.unpriced for use in found.uses)
    for name, cents in budgets(beside).items():
        if name in names and (unknown or needed[name] > cents):
            yield name, NO_LIMIT if unknown else format_cents(needed[name])
