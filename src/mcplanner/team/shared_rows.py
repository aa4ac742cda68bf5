"""The limits of a team on plans to choose from, as rows of numbers: what each plan weighs, and how much there is.

Knows limits and uses; not how one chooses.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain

from mcplanner.team.conflicts import DayOff, Evening, Limits, Seat, evenings
from mcplanner.team.model import Group
from mcplanner.team.uses import Use

Option = tuple[int, int]
"""A person, and the position of one of their plans."""

Row = tuple[Mapping[Option, int], int]

Options = Mapping[Option, Sequence[Use]]


def shared_rows(limits: Limits, plans: Sequence[Sequence[Sequence[Use]]]) -> Iterator[Row]:
    """Every limit that plans could break together, each row once."""
    options = {(person, which): uses for person, own in enumerate(plans) for which, uses in enumerate(own)}
    of_groups = (_group_rows(group, options) for group in limits.team.groups)
    seen: set[tuple[frozenset[tuple[Option, int]], int]] = set()
    for weights, limit in chain(_seat_rows(limits, options), *of_groups, _budget_rows(limits, options)):
        key = frozenset(weights.items()), limit
        if key not in seen and _could_be_broken(weights, limit):
            seen.add(key)
            yield weights, limit


def _could_be_broken(weights: Mapping[Option, int], limit: int) -> bool:
    """Return whether the plans of most weight of all people together are beyond a limit."""
    most: dict[int, int] = {}
    for (person, _), weight in weights.items():
        most[person] = max(most.get(person, 0), weight)
    return sum(most.values()) > limit


def _seat_rows(limits: Limits, options: Options) -> Iterator[Row]:
    wanted: dict[Seat, dict[Option, int]] = {}
    there: dict[Seat, int] = {}
    for option, uses in options.items():
        for use in uses:
            for seat, number in () if use.fixed else limits.seats(use):
                wanted.setdefault(seat, {})[option] = 1
                there[seat] = number
    return ((weights, there[seat]) for seat, weights in wanted.items())


def _budget_rows(limits: Limits, options: Options) -> Iterator[Row]:
    per_year, in_all = limits.team.budget_per_year_cents, limits.team.budget_cents
    years = {use.year for uses in options.values() for use in uses if use.cents}
    for year in sorted(years) if per_year is not None else ():
        yield _cents(options, {year}), per_year or 0
    if in_all is not None:
        yield _cents(options, years), in_all


def _cents(options: Options, years: Set[int]) -> dict[Option, int]:
    sums = {option: sum(use.cents for use in uses if use.year in years) for option, uses in options.items()}
    return {option: cents for option, cents in sums.items() if cents}


def _group_rows(group: Group, options: Options) -> Iterator[Row]:
    mine = {option: uses for option, uses in options.items() if option[0] in group.members}
    if group.in_class is not None:
        days = {first for uses in mine.values() for use in uses for _, first, _ in evenings(use)}
        for day in sorted(days):
            yield _row(mine, group.in_class, Evening(day))
    if group.off is not None:
        seen: set[frozenset[Option]] = set()
        for day, who in sorted(_options_by_day_off(mine).items()):
            if who not in seen:
                seen.add(who)
                yield _row(mine, group.off, DayOff(day))


def _options_by_day_off(options: Options) -> dict[int, frozenset[Option]]:
    days: dict[int, set[Option]] = {}
    for option, uses in options.items():
        for use in uses:
            for day in use.days_off:
                days.setdefault(day, set()).add(option)
    return {day: frozenset(who) for day, who in days.items()}


def _row(options: Options, limit: int, claim: Evening | DayOff) -> Row:
    """Those who are away on a day; whoever is away for what is under way takes the room first."""
    away = {option: [use for use in uses if claim.made_by(use)] for option, uses in options.items()}
    fixed = {person for (person, _), uses in away.items() if any(use.fixed for use in uses)}
    weights = {option: 1 for option, uses in away.items() if uses and option[0] not in fixed}
    return weights, max(limit, len(fixed)) - len(fixed)
