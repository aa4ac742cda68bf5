"""The verifier of what a team shares: every limit, checked anew on the plans of all, day by day.

Reads the catalogue, the funding rules and the people as they were written, and the plans as they will be shown. Shares no code
with what plans a team; that each plan keeps the rules by itself is checked before.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from math import ceil

from msgspec import Struct

from mcplanner.catalogue.assumptions import assume
from mcplanner.catalogue.model import Catalogue, Module, known
from mcplanner.ground.months import format_month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.plans.model import Enrolment, Plan
from mcplanner.pricing.rules import Funding
from mcplanner.team.model import Group, Team
from mcplanner.verify import Case, Violation
from mcplanner.verify.timetable import DAY, SIX_O_CLOCK, as_run, class_minutes, days_of

SATURDAY = 6
"""The number of that day of a week that begins on a Monday with 1."""

Days = Callable[[Case, Enrolment], Iterator[int]]


class Crew(Struct, frozen=True):
    """A team and the plans of those who are served, by their position."""

    team: Team
    cases: Mapping[int, Case]

    def enrolments(self) -> Iterator[tuple[int, Case, Enrolment]]:
        """Everything that somebody takes."""
        return ((person, case, each) for person, case in self.cases.items() for each in case.plan.enrolments)


def verify_team(
    team: Team,
    catalogue: Catalogue,
    funding: Funding | None,
    learners: Sequence[Learner],
    plans: Mapping[int, Plan],
) -> tuple[Violation, ...]:
    """Every shared limit that plans break; nothing for sound ones.

    Parameters
    ----------
    learners
        The people as they were planned, whose hours may have been found.
    plans
        The plans of those who are served, by their position.
    """
    cases = {
        person: Case(
            assume(catalogue, learners[person].assume),
            learners[person],
            funding,
            Request(team.people[person].targets, team.start, team.people[person].by),
            plan,
        )
        for person, plan in plans.items()
    }
    crew = Crew(team, cases)
    return tuple(violation for rule in TEAM_RULES for violation in rule(crew))


def in_time(crew: Crew) -> Iterator[Violation]:
    """Everybody who is served is ready by their own date."""
    for person, case in crew.cases.items():
        by = crew.team.people[person].by
        if by is not None and any(each.end > by for each in case.plan.enrolments):
            yield Violation("date", f"{crew.team.people[person].name} is not ready by {format_month(by)}")


def in_class(crew: Crew) -> Iterator[Violation]:
    """No more of a group are in class on one evening than may be."""
    for group in crew.team.groups:
        if group.in_class is not None:
            yield from _crowded(crew, group, group.in_class, _evenings, "in class")


def off(crew: Crew) -> Iterator[Violation]:
    """No more of a group are off work for a class on one day than may be."""
    for group in crew.team.groups:
        if group.off is not None:
            yield from _crowded(crew, group, group.off, _days_off, "off")


def _crowded(crew: Crew, group: Group, limit: int, days: Days, what: str) -> Iterator[Violation]:
    """The days on which too many are away, unless only those are whose modules were under way before."""
    away: dict[int, set[int]] = {}
    anyway: dict[int, set[int]] = {}
    for person, case, each in crew.enrolments():
        if person in group.members:
            for day in days(case, each):
                away.setdefault(day, set()).add(person)
                if each.under_way:
                    anyway.setdefault(day, set()).add(person)
    for day, people in sorted(away.items()):
        if len(people) > max(limit, len(anyway.get(day, ()))):
            names = ", ".join(crew.team.people[person].name for person in sorted(people))
            yield Violation(what, f"{len(people)} of {group.title} are {what} on day {day}, more than {limit}: {names}")
            return


def _evenings(case: Case, enrolment: Enrolment) -> Iterator[int]:
    module = case.module(enrolment)
    weekdays = {begin // DAY for begin, end in class_minutes(module) if end > begin // DAY * DAY + SIX_O_CLOCK}
    if module.evenings:
        weekdays = set(range(7))
    first, last = days_of(enrolment)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return (day.toordinal() for day in days if day.weekday() in weekdays)


def _days_off(case: Case, enrolment: Enrolment) -> Iterator[int]:
    """The working days of its time; of a run no longer than its days, those of the run."""
    module = case.module(enrolment)
    sessions = known(module.sessions) or ()
    if not module.days or (sessions and {session[:3] for session in sessions} <= {"sat", "sun"}):
        return
    first, last = days_of(enrolment)
    taken = ceil(module.days)
    if enrolment.first_day is not None and enrolment.last_day is not None and (last - first).days < taken:
        last = min(last, first + timedelta(days=taken - 1))
    day = first
    while day <= last:
        if day.isoweekday() < SATURDAY:
            yield day.toordinal()
        day += timedelta(days=1)


def seats(crew: Crew) -> Iterator[Violation]:
    """No more begin a run than it has seats, nor a module in a month than the team has."""
    begun = [(case, each) for _, case, each in crew.enrolments() if not each.under_way]
    yield from _full_runs(begun)
    in_month = Counter((each.module, each.start) for _, each in begun)
    for (module, start), taken in in_month.items():
        own = [limit for limit in crew.team.seats if limit.module == module and limit.start in (None, start)]
        own.sort(key=lambda limit: limit.start is None)
        if own and taken > own[0].seats:
            yield Violation("seats", f"{taken} begin {module} in {format_month(start)}; the team has {own[0].seats} seats")


def _full_runs(begun: Sequence[tuple[Case, Enrolment]]) -> Iterator[Violation]:
    """The runs that more begin than there are seats."""
    in_run: dict[tuple[str, tuple[int, ...]], list[tuple[Case, Enrolment]]] = {}
    for case, each in begun:
        in_run.setdefault((each.module, _runs_alike(case, each)), []).append((case, each))
    for (module, alike), together in in_run.items():
        case, each = together[0]
        runs, taken = case.catalogue.module_by_id[module].runs or (), len(together)
        there = [runs[position].seats for position in alike]
        if there and None not in there and taken > sum(filter(None, there)):
            seats = sum(filter(None, there))
            yield Violation("seats", f"{taken} begin {module} in {format_month(each.start)}; the run has {seats} seats")


def _runs_alike(case: Case, enrolment: Enrolment) -> tuple[int, ...]:
    """The positions of the run that an enrolment is in and of those that only seats and numbers tell from it."""
    run, module = case.run(enrolment), case.catalogue.module_by_id[enrolment.module]
    if run is None:
        return ()
    dates = (run.start, run.end, run.apply_by)
    terms = _terms(as_run(module, run))
    return tuple(
        position
        for position, own in enumerate(module.runs or ())
        if (own.start, own.end, own.apply_by) == dates and _terms(as_run(module, own)) == terms
    )


def _terms(module: Module) -> tuple[object, ...]:
    return module.mode, module.sessions, module.evenings, module.fee


def budget(crew: Crew) -> Iterator[Violation]:
    """What the employer pays stays within the budget, in all and for what starts in each calendar year."""
    in_all, per_year = crew.team.budget_cents, crew.team.budget_per_year_cents
    by_year: Counter[int] = Counter()
    for person, case, each in crew.enrolments():
        if crew.team.people[person].learner.employer is None or each.under_way:
            continue
        if not case.charge(each).known and (in_all, per_year) != (None, None):
            yield Violation("budget", f"nobody knows what {each.module} costs")
        by_year[each.start // 12] += case.paid(each)
    if in_all is not None and by_year.total() > in_all:
        yield Violation("budget", f"all comes to {by_year.total()} cents, more than {in_all}")
    for year, cents in sorted(by_year.items()):
        if per_year is not None and cents > per_year:
            yield Violation("budget", f"{year} comes to {cents} cents, more than {per_year}")


TEAM_RULES: tuple[Callable[[Crew], Iterator[Violation]], ...] = (in_time, in_class, off, seats, budget)
