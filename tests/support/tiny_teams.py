"""Tiny teams, and every way to give each person a plan or none: what the planner's answers are compared with.

Shares no code with the planner. A team is the case of each person (`tiny`), and limits as plain data.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from math import ceil

import build
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from tiny import Case, Placed, takes_evening

from mcplanner.ground.months import Month
from mcplanner.team.model import Group, Person, Seats, Team

SESSIONS = ["tue 18:30-21:30", "tue 19:00-21:00", "thu 18:30-20:00", "mon 09:00-12:00"]
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOST_WAYS = 40_000

Worth = tuple[int, ...]


class Plan(Struct, frozen=True):
    """What one plan is worth, and what it uses; of days it is known whether that is for something under way before."""

    finish: int
    unknown: int
    cost: int
    evenings: frozenset[tuple[int, bool]]
    off: frozenset[tuple[int, bool]]
    begins: tuple[tuple[str, int, int], ...]
    years: tuple[tuple[int, int], ...]


class Crew(Struct, frozen=True):
    """People as cases over one catalogue, which of them are the group, and the limits."""

    cases: tuple[Case, ...]
    group: frozenset[int]
    in_class: int | None = None
    off: int | None = None
    seats: tuple[Seats, ...] = ()
    budget: int | None = None
    budget_per_year: int | None = None

    @property
    def team(self) -> Team:
        """The team as the planner takes it; the employer pays for all."""
        people = tuple(
            Person(name=f"p{number}", learner=case.learner.replace(employer="sme"), targets=case.targets, by=case.by)
            for number, case in enumerate(self.cases)
        )
        group = Group(id="g", title="the group", members=self.group, in_class=self.in_class, off=self.off)
        return Team(
            start=Month(self.cases[0].first),
            people=people,
            groups=(group,),
            seats=self.seats,
            budget_cents=self.budget,
            budget_per_year_cents=self.budget_per_year,
        )

    def best(self) -> Worth:
        """What the best of all ways is worth."""
        plans = [self.plans(case) for case in self.cases]
        ways = product(*([None, *own] for own in plans))
        return min(self.worth(way) for way in ways if self.fits(way))

    def ways(self) -> int:
        """How many ways there are to give each a plan, or none."""
        number = 1
        for case in self.cases:
            number *= 1 + len(self.plans(case))
        return number

    def plans(self, case: Case) -> list[Plan]:
        """The plans of a person that differ in what they are worth, or use."""
        return list(dict.fromkeys(self._plan(case, placing) for placing in case.plans()))

    def _plan(self, case: Case, placing: dict[str, Placed]) -> Plan:
        values = case.values(placing)
        evenings = {(day, name in case.under_way) for name, own in placing.items() for day in evenings_of(case, name, own)}
        off = {(day, name in case.under_way) for name, own in placing.items() for day in days_off_of(case, name, own)}
        new = {name: own for name, own in placing.items() if name not in case.under_way}
        years: Counter[int] = Counter()
        for name, own in new.items():
            years[(case.first + own.start) // 12] += round(100 * case.terms(name, own.run).get("fee", 0))
        begins = sorted((name, own.start, own.run) for name, own in new.items())
        return Plan(
            values.finish, 0, values.cost, frozenset(evenings), frozenset(off), tuple(begins), tuple(sorted(years.items()))
        )

    def worth(self, way: Sequence[Plan | None]) -> Worth:
        served = [own for own in way if own is not None]
        finishes = [own.finish for own in served]
        return len(way) - len(served), max(finishes, default=0), sum(finishes), 0, sum(own.cost for own in served)

    def fits(self, way: Sequence[Plan | None]) -> bool:
        """Every limit that they share."""
        mine = [own for person, own in enumerate(way) if own is not None and person in self.group]
        served = [own for own in way if own is not None]
        if self.in_class is not None and not fits_days([own.evenings for own in mine], self.in_class):
            return False
        if self.off is not None and not fits_days([own.off for own in mine], self.off):
            return False
        years: Counter[int] = Counter()
        for own in served:
            years.update(dict(own.years))
        if self.budget is not None and years.total() > self.budget:
            return False
        if self.budget_per_year is not None and any(cents > self.budget_per_year for cents in years.values()):
            return False
        return self._enough_seats(served)

    def _enough_seats(self, served: Sequence[Plan]) -> bool:
        case = self.cases[0]
        runs = Counter(begin for own in served for begin in own.begins)
        for (name, _, run), taken in runs.items():
            if run >= 0 and taken > case.modules[name]["runs"][run].get("seats", 99):
                return False
        months = Counter((name, start) for own in served for name, start, _ in own.begins)
        return all(
            taken <= seats.seats
            for (name, start), taken in months.items()
            for seats in self.seats
            if seats.module == name and seats.start in (None, case.first + start)
        )


def fits_days(days: Sequence[frozenset[tuple[int, bool]]], limit: int) -> bool:
    """Whether no more people than a limit are away on one day, or than are away for what was under way before."""
    away = Counter(day for own in days for day in {day for day, _ in own})
    anyway = Counter(day for own in days for day in {day for day, old in own if old})
    return all(people <= max(limit, anyway[day]) for day, people in away.items())


def evenings_of(case: Case, name: str, placed: Placed) -> Iterator[int]:
    terms = case.terms(name, placed.run)
    weekdays = {text[:3].capitalize() for text in terms.get("sessions", ()) if takes_evening(text)}
    if terms.get("evenings"):
        weekdays = set(DAYS)
    return (day.toordinal() for day in days_between(*case.days(name, placed)) if day.strftime("%a") in weekdays)


def days_off_of(case: Case, name: str, placed: Placed) -> Iterator[int]:
    terms = case.terms(name, placed.run)
    sessions = terms.get("sessions", ())
    if "days" not in terms or (sessions and all(text[:3] in ("sat", "sun") for text in sessions)):
        return
    days = list(days_between(*case.days(name, placed)))
    run = {} if placed.run < 0 else terms["runs"][placed.run]
    known = len(run.get("start", "")) == len(run.get("end", "")) == 10
    if known and len(days) <= ceil(terms["days"]):
        days = days[: ceil(terms["days"])]
    yield from (day.toordinal() for day in days if day.strftime("%a") not in ("Sat", "Sun"))


def days_between(first: str, last: str) -> Iterator[date]:
    """The days from one through another; the 31st is the last of a shorter month."""
    day = date.fromisoformat(first)
    while day.isoformat() <= last:
        yield day
        day += timedelta(days=1)


@st.composite
def crews(draw: st.DrawFn) -> Crew:
    """Two or three people, two or three modules with classes, days or runs, and one limit or two."""
    first = build.month("2027-01") + draw(st.integers(0, 11))
    months = draw(st.integers(5, 8))
    names = "abc"[: draw(st.integers(2, 3))]
    entries = [draw(_modules(name, names[:place], first)) for place, name in enumerate(names)]
    targets = st.sampled_from([(names[0],), (names[-1],), (names[0], names[-1])])
    cases = tuple(
        Case(
            entries=entries,
            targets=draw(targets),
            first=first,
            months=draw(st.integers(months - 3, months)),
            budget=draw(_minutes),
        )
        for _ in range(draw(st.integers(2, 3)))
    )
    if draw(st.booleans()):
        cases = (cases[0], cases[0], *cases[2:])
    members = frozenset(draw(st.sets(st.integers(0, len(cases) - 1), min_size=2)))
    crew = Crew(cases, members)
    for limit in draw(
        st.lists(st.sampled_from(["in_class", "off", "seats", "budget", "budget_per_year"]), min_size=1, max_size=2)
    ):
        crew = _limited(draw, crew, limit, names)
    while crew.ways() > MOST_WAYS:
        crew = replace(crew, cases=tuple(replace(case, months=case.months - 1) for case in crew.cases))
    return crew


_minutes = st.sampled_from([180, 240, 600])


def _limited(draw: st.DrawFn, crew: Crew, limit: str, names: str) -> Crew:
    if limit == "in_class":
        return replace(crew, in_class=draw(st.integers(0, 2)))
    if limit == "off":
        return replace(crew, off=draw(st.integers(0, 2)))
    if limit == "seats":
        start = draw(st.none() | st.integers(0, 4).map(lambda offset: Month(crew.cases[0].first + offset)))
        return replace(crew, seats=(Seats(module=draw(st.sampled_from(names)), seats=draw(st.integers(1, 2)), start=start),))
    return replace(crew, **{limit: draw(st.sampled_from([10_000, 20_000, 30_000, 50_000]))})


@st.composite
def _modules(draw: st.DrawFn, name: str, before: str, first: int) -> build.Data:
    entry = build.module(name, 13, draw(st.integers(1, 2)), fee=draw(st.sampled_from([0, 100, 100, 250])))
    kind = draw(st.sampled_from(["class", "class", "class", "days", "days", "evenings", "runs", "days in runs"]))
    if kind in ("class", "runs"):
        entry["sessions"] = draw(st.lists(st.sampled_from(SESSIONS), min_size=1, max_size=2, unique=True))
    if kind == "evenings":
        entry["evenings"] = draw(st.integers(1, 2))
    if kind.startswith("days"):
        entry |= {"days": draw(st.integers(1, 3)), "months": 1}
    if kind.endswith("runs"):
        entry["runs"] = draw(st.lists(_runs(first), min_size=1, max_size=2, unique_by=lambda run: run["start"]))
    elif draw(st.booleans()):
        begin = draw(st.integers(0, 3))
        months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
        entry["intakes"] = [months[(first + begin + step) % 12] for step in (0, 2)]
    if before and draw(st.booleans()):
        entry["requires"] = draw(st.sampled_from(before))
    return entry


@st.composite
def _runs(draw: st.DrawFn, first: int) -> build.Data:
    start = Month(first + draw(st.integers(0, 4)))
    day = date(start // 12, start % 12 + 1, draw(st.integers(1, 28)))
    run: build.Data = {"start": day.isoformat(), "end": (day + timedelta(days=draw(st.integers(0, 40)))).isoformat()}
    return run | ({"seats": draw(st.integers(1, 2))} if draw(st.booleans()) else {})
