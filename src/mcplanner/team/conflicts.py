"""Where plans ask for more than a team has: too many in class or off on one day, too few seats, too little money.

Knows what modules use, and limits; not how plans are found.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue, Run
from mcplanner.ground.months import Month
from mcplanner.team.model import Group, Person, Team
from mcplanner.team.uses import Use, weekday_of


class Evening(Struct, frozen=True):
    """To be in class on the evening of a day."""

    day: int

    def made_by(self, use: Use) -> bool:
        return use.in_class_on(self.day)


class DayOff(Struct, frozen=True):
    """To be off work on a day."""

    day: int

    def made_by(self, use: Use) -> bool:
        return self.day in use.days_off


class SeatClaim(Struct, frozen=True):
    """A seat in a module that starts in a month: in the run at a position, or in whichever where that is None."""

    module: str
    start: Month
    run: int | None = None

    def made_by(self, use: Use) -> bool:
        mine = (use.module, use.start) == (self.module, self.start) and not use.fixed
        return mine and self.run in (None, use.run)


class Purchase(Struct, frozen=True):
    """To pay for a module that starts in a month."""

    module: str
    offer: int
    start: Month

    @classmethod
    def of(cls, use: Use) -> "Purchase":
        return cls(use.module, use.offer, use.start)

    def made_by(self, use: Use) -> bool:
        return (use.module, use.offer, use.start) == (self.module, self.offer, self.start) and use.cents > 0


class PurchaseInYear(Struct, frozen=True):
    """To pay for a module that starts in a calendar year; in any, where `year` is None."""

    module: str
    offer: int
    year: int | None

    @classmethod
    def of(cls, use: Use) -> "PurchaseInYear":
        return cls(use.module, use.offer, use.year)

    def made_by(self, use: Use) -> bool:
        mine = (use.module, use.offer) == (self.module, self.offer) and use.cents > 0
        return mine and self.year in (None, use.year)


Claim = Evening | DayOff | SeatClaim | Purchase | PurchaseInYear
"""Something that a plan asks for, and that a person can be kept from."""

Uses = Mapping[int, Sequence[Use]]
"""What the plan of each person uses."""


class TeamConflict(Struct, frozen=True):
    """Claims of which not all can be had: of each list of people and claims, someone must do without one."""

    claims: tuple[tuple[int, Claim], ...]


Spans = Callable[[Use], Iterable[tuple[int, int, int]]]
"""The times in which a module takes one away: the lane (a day of the week, say), the first and the last day."""


class TeamLimits:
    """The limits of a team over a catalogue."""

    def __init__(self, team: Team, catalogue: Catalogue) -> None:
        """Take a team, and the catalogue that says how many seats its runs have."""
        self.team, self._catalogue = team, catalogue
        self._runs = {
            (module.id, position): _seats_of(module.runs_like(run))
            for module in catalogue.modules
            for position, run in enumerate(module.runs or ())
        }
        self._seats = {seats.module: seats for seats in team.seats if seats.start is None}
        self._seats_in = {(seats.module, seats.start): seats for seats in team.seats if seats.start is not None}

    def without_budgets(self) -> "TeamLimits":
        """The same limits where money is no matter."""
        return TeamLimits(replace(self.team, budget_cents=None, budget_per_year_cents=None), self._catalogue)

    def reach(self, person: int) -> bool:
        """Return whether there is a limit that may keep a person from something."""
        mine = (group for group in self.team.groups if person in group.members)
        away = any((group.in_class, group.off) != (None, None) for group in mine)
        seats = bool(self.team.seats) or any(number is not None for number in self._runs.values())
        return away or seats or self.costs_count(self.team.people[person])

    def costs_count(self, person: Person) -> bool:
        """Return whether what a person's modules cost counts toward a budget."""
        return person.paid_by_employer and (self.team.budget_cents, self.team.budget_per_year_cents) != (None, None)

    def seats(self, use: Use) -> Iterator[tuple[SeatClaim, int]]:
        """The seats that a module may need, each with how many there are."""
        of_run = None if use.run is None else self._runs[use.module, use.run]
        if of_run is not None:
            yield SeatClaim(use.module, use.start, use.run), of_run
        given = self._seats_in.get((use.module, use.start)) or self._seats.get(use.module)
        if given is not None:
            yield SeatClaim(use.module, use.start), given.seats

    def closed_to(self, person: int) -> tuple[Spans, ...]:
        """The kinds of time of which a group of this person may have none: evenings in class, or days off."""
        mine = [group for group in self.team.groups if person in group.members]
        closed = ((evenings, [group.in_class for group in mine]), (spans_off, [group.off for group in mine]))
        return tuple(spans for spans, limits in closed if 0 in limits)

    def out_of_reach(self, person: int) -> Callable[[Use], bool]:
        """Say what a person cannot have whatever others take: what takes closed time, has no seats or is beyond a budget."""
        closed = self.closed_to(person)
        budgets = [cents for cents in (self.team.budget_cents, self.team.budget_per_year_cents) if cents is not None]

        def impossible(use: Use) -> bool:
            too_dear = bool(budgets) and (use.unpriced or use.cents > min(budgets))
            taken = too_dear or any(any(spans(use)) for spans in closed) or any(number <= 0 for _, number in self.seats(use))
            return taken and not use.fixed

        return impossible

    def money_left(self, uses: Uses) -> tuple[float, Callable[[int], float]]:
        """What is left of the budget in all, and in a year, in cents; without a limit, infinite."""
        spent = by_year(use for own in uses.values() for use in own)
        in_all, per_year = self.team.budget_cents, self.team.budget_per_year_cents
        left = inf if in_all is None else in_all - spent.total()
        return left, lambda year: inf if per_year is None else per_year - spent[year]

    def overspent(self, uses: Iterable[Use]) -> Iterator[tuple[int | None, int]]:
        """The calendar years in which modules cost more than the budget, and that budget in cents; None for all years."""
        spent = by_year(uses)
        per_year = [(year, cents, self.team.budget_per_year_cents) for year, cents in sorted(spent.items())]
        for year, cents, limit in (*per_year, (None, spent.total(), self.team.budget_cents)):
            if limit is not None and cents > limit:
                yield year, limit

    def conflict(self, uses: Uses) -> TeamConflict | None:
        """The first conflict among plans; None where there is none."""
        return next(self.conflicts(uses), None)

    def conflicts(self, uses: Uses) -> Iterator[TeamConflict]:
        """Conflicts among plans, of each kind the earliest first; there is none if nothing is yielded."""
        yield from self._full_runs(uses)
        for group in self.team.groups:
            if group.in_class is not None:
                yield from _crowds(group, group.in_class, uses, evenings, Evening)
            if group.off is not None:
                yield from _crowds(group, group.off, uses, spans_off, DayOff)
        yield from self._too_dear(uses)

    def _full_runs(self, uses: Uses) -> Iterator[TeamConflict]:
        wanted: dict[SeatClaim, list[int]] = {}
        there: dict[SeatClaim, int] = {}
        for person, own in uses.items():
            for use in own:
                for seat, number in () if use.fixed else self.seats(use):
                    wanted.setdefault(seat, []).append(person)
                    there[seat] = number
        for seat, people in wanted.items():
            if len(people) > there[seat]:
                yield TeamConflict(tuple((person, seat) for person in people[-there[seat] - 1 :]))

    def _too_dear(self, uses: Uses) -> Iterator[TeamConflict]:
        bought = [(person, use) for person, own in uses.items() for use in own if use.cents]
        for year, limit in self.overspent(use for _, use in bought):
            yield _not_all([entry for entry in bought if year in (None, entry[1].year)], limit, year)


def _not_all(bought: Sequence[tuple[int, Use]], limit: int, year: int | None) -> TeamConflict:
    """Of modules that cost too much together someone must do without one: all year, if the least prices are too much, too."""
    chosen, least = [], 0
    for person, use in sorted(bought, key=lambda entry: -(_least(entry[1], year) or 0)):
        chosen.append((person, PurchaseInYear(use.module, use.offer, year)))
        least += _least(use, year) or 0
        if least > limit:
            return TeamConflict(tuple(sorted(chosen, key=lambda claim: claim[0])))
    return TeamConflict(tuple((person, Purchase.of(use)) for person, use in bought))


def _least(use: Use, year: int | None) -> int | None:
    return use.least_ever if year is None else use.least_in_year


def by_year(uses: Iterable[Use]) -> Counter[int]:
    """What the employer pays for in each calendar year."""
    cents: Counter[int] = Counter()
    for use in uses:
        cents[use.year] += use.cents
    return cents


def _seats_of(alike: Sequence[Run]) -> int | None:
    """How many seats runs have together that nothing but their seats tells apart; None for no limit."""
    seats = [run.seats for run in alike if run.seats is not None]
    return sum(seats) if len(seats) == len(alike) else None


def evenings(use: Use) -> Iterator[tuple[int, int, int]]:
    """The evenings of a module, a lane for each day of the week."""
    for weekday in use.weekdays:
        first = use.first + (weekday - weekday_of(use.first)) % 7
        if first <= use.last:
            yield weekday, first, use.last


def spans_off(use: Use) -> Iterator[tuple[int, int, int]]:
    """The days off of a module, day by day."""
    return ((0, day, day) for day in use.days_off)


def full_days(number: int, people: Iterable[Sequence[Use]], spans: Spans) -> Iterator[tuple[int, int, int]]:
    """The times in which so many people or more are away, as a lane with its first and its last day."""
    for lane, events in _events(people, spans).items():
        away, since = 0, 0
        for day, change in sorted(events.items()):
            if away >= number:
                yield lane, since, day - 1
            away, since = away + change, day


def _events(people: Iterable[Sequence[Use]], spans: Spans) -> dict[int, Counter[int]]:
    """By how many the number of people away changes on which day, lane by lane; nobody counts twice on a day."""
    events: dict[int, Counter[int]] = {}
    for own in people:
        for lane, first, last in _merged(span for use in own for span in spans(use)):
            changes = events.setdefault(lane, Counter())
            changes[first] += 1
            changes[last + 1] -= 1
    return events


def _merged(spans: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """The same days in spans that do not overlap within a lane."""
    before: tuple[int, int, int] | None = None
    for lane, first, last in sorted(spans):
        if before is not None and lane == before[0] and first <= before[2]:
            before = (lane, before[1], max(before[2], last))
        else:
            if before is not None:
                yield before
            before = (lane, first, last)
    if before is not None:
        yield before


def _crowds(
    group: Group, limit: int, uses: Uses, spans: Spans, claim: Callable[[int], Evening | DayOff]
) -> Iterator[TeamConflict]:
    """The days on which more of a group are away than may be, and not only because of what was under way before."""
    people = [person for person in sorted(group.members) if person in uses]
    for _, day, _ in sorted(full_days(limit + 1, (uses[person] for person in people), spans), key=lambda span: span[1]):
        own = claim(day)
        away = {person: [use.fixed for use in uses[person] if own.made_by(use)] for person in people}
        free = [person for person, fixed in away.items() if fixed and not any(fixed)]
        room = max(limit - sum(map(any, away.values())), 0)
        if len(free) > room:
            yield TeamConflict(tuple((person, own) for person in free[-room - 1 :]))
