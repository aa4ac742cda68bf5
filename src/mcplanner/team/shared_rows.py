"""The limits of a team on plans to choose from, as rows of numbers: what each plan weighs, and how much there is.

Knows limits and uses; not how one chooses.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain

from mcplanner.team.conflicts import DayOff, Evening, SeatClaim, TeamLimits, evenings
from mcplanner.team.model import Group
from mcplanner.team.uses import Use

OwnPlan = tuple[int, int]
"""A person, and the position of one of their plans."""

SharedRow = tuple[Mapping[OwnPlan, int], int]
"""What plans weigh, and what those that are chosen may weigh together."""

UsesOf = Mapping[OwnPlan, Sequence[Use]]
"""What each plan uses."""


def shared_rows(limits: TeamLimits, plans: Sequence[Sequence[Sequence[Use]]]) -> Iterator[SharedRow]:
    """Every limit that plans could break together, each row once."""
    uses_of = {(person, which): uses for person, own in enumerate(plans) for which, uses in enumerate(own)}
    of_groups = (_group_rows(group, uses_of) for group in limits.team.groups)
    seen: set[tuple[frozenset[tuple[OwnPlan, int]], int]] = set()
    for weights, limit in chain(_seat_rows(limits, uses_of), *of_groups, _budget_rows(limits, uses_of)):
        key = frozenset(weights.items()), limit
        if key not in seen and _could_be_broken(weights, limit):
            seen.add(key)
            yield weights, limit


def _could_be_broken(weights: Mapping[OwnPlan, int], limit: int) -> bool:
    """Return whether the plans of most weight of all people together are beyond a limit."""
    most: dict[int, int] = {}
    for (person, _), weight in weights.items():
        most[person] = max(most.get(person, 0), weight)
    return sum(most.values()) > limit


def _seat_rows(limits: TeamLimits, uses_of: UsesOf) -> Iterator[SharedRow]:
    wanted: dict[SeatClaim, dict[OwnPlan, int]] = {}
    there: dict[SeatClaim, int] = {}
    for plan, uses in uses_of.items():
        for use in uses:
            for seat, number in () if use.fixed else limits.seats(use):
                wanted.setdefault(seat, {})[plan] = 1
                there[seat] = number
    return ((weights, there[seat]) for seat, weights in wanted.items())


def _budget_rows(limits: TeamLimits, uses_of: UsesOf) -> Iterator[SharedRow]:
    per_year, in_all = limits.team.budget_per_year_cents, limits.team.budget_cents
    years = {use.year for uses in uses_of.values() for use in uses if use.cents}
    for year in sorted(years) if per_year is not None else ():
        yield _cents(uses_of, {year}), per_year or 0
    if in_all is not None:
        yield _cents(uses_of, years), in_all


def _cents(uses_of: UsesOf, years: Set[int]) -> dict[OwnPlan, int]:
    sums = {plan: sum(use.cents for use in uses if use.year in years) for plan, uses in uses_of.items()}
    return {plan: cents for plan, cents in sums.items() if cents}


def _group_rows(group: Group, uses_of: UsesOf) -> Iterator[SharedRow]:
    mine = {plan: uses for plan, uses in uses_of.items() if plan[0] in group.members}
    if group.in_class is not None:
        days = {first for uses in mine.values() for use in uses for _, first, _ in evenings(use)}
        for day in sorted(days):
            yield _row(mine, group.in_class, Evening(day))
    if group.off is not None:
        seen: set[frozenset[OwnPlan]] = set()
        for day, who in sorted(_plans_by_day_off(mine).items()):
            if who not in seen:
                seen.add(who)
                yield _row(mine, group.off, DayOff(day))


def _plans_by_day_off(uses_of: UsesOf) -> dict[int, frozenset[OwnPlan]]:
    days: dict[int, set[OwnPlan]] = {}
    for plan, uses in uses_of.items():
        for use in uses:
            for day in use.days_off:
                days.setdefault(day, set()).add(plan)
    return {day: frozenset(who) for day, who in days.items()}


def _row(uses_of: UsesOf, limit: int, claim: Evening | DayOff) -> SharedRow:
    """Those who are away on a day; whoever is away for what is under way takes the room first."""
    away = {plan: [use for use in uses if claim.made_by(use)] for plan, uses in uses_of.items()}
    fixed = {person for (person, _), uses in away.items() if any(use.fixed for use in uses)}
    weights = {plan: 1 for plan, uses in away.items() if uses and plan[0] not in fixed}
    return weights, max(limit, len(fixed)) - len(fixed)
