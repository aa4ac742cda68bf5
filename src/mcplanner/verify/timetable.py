"""When a module can be taken, from the keys of the catalogue: its starts, its lengths, the hours a week, its classes.

Minutes of the week count from Monday 00:00.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from msgspec.structs import replace

from mcplanner.catalogue.class_times import WEEKDAYS
from mcplanner.catalogue.model import Module, MonthBounds, Run, known
from mcplanner.ground.months import CALENDAR, Month
from mcplanner.learner.busy import BusyTime
from mcplanner.plans.model import Enrolment

DAY = 24 * 60
WEEK = 7 * DAY
SIX_O_CLOCK = 18 * 60


def run_of(module: Module, enrolment: Enrolment) -> Run | None:
    """The run that an enrolment is in: one of its month that has its days, and its terms; None if it is in none."""
    for run in module.runs or ():
        dates = (run.start_month, run.first_day, run.last_day, run.apply_by_day)
        if dates == (enrolment.start, enrolment.first_day, enrolment.last_day, enrolment.apply_by_day):
            taken = as_run(module, run)
            if _terms_shown(taken) == (enrolment.mode, enrolment.sessions, enrolment.fee_cents) and (
                taken.ref == enrolment.ref and lasts(taken, months_taken(enrolment))
            ):
                return run
    return None


def _terms_shown(module: Module) -> tuple[str, tuple[str, ...], int | None]:
    return str(module.mode), known(module.sessions) or (), module.fee_cents


def _told_by(run: Run) -> dict[str, Any]:
    """What a run says of its module, by its key there: days of class say which evenings they take."""
    told = {key: getattr(run, key) for key in ("mode", "sessions", "fee", "ref") if getattr(run, key) is not None}
    if run.end is not None:
        told["months"] = _months_from(run.start, run.end)
    if known(told.get("sessions", ())):
        told["evenings"] = None
    return told


def as_run(module: Module, run: Run | None) -> Module:
    """A module as one of its runs is: what it does not say is as in the module; its length rests on what its dates do."""
    if run is None:
        return module
    told = _told_by(run)
    by_learner = run.by_learner & told.keys()
    own = told.keys() - (by_learner & module.by_learner)
    derived = {key: how for key, how in module.derived.items() if key not in own}
    assumed = tuple(key for key in module.assumed if key not in own)
    if "months" in own and "runs" in module.derived:
        derived["months"] = module.derived["runs"]
    if "months" in own and "runs" in module.assumed:
        assumed = (*assumed, "months")
    return replace(module, **told, derived=derived, assumed=assumed, by_learner=(module.by_learner - own) | by_learner)


def _months_from(start: date | int, end: date | int) -> int:
    """The months from a start through an end, a part of one counting whole; those touched, if not both are days."""
    months = _month_of(end) - _month_of(start) + 1
    if isinstance(start, date) and isinstance(end, date) and months > 1 and end.day < start.day:
        return months - 1
    return months


def months_taken(enrolment: Enrolment) -> int:
    """For how many months an enrolment takes hours, evenings and a place."""
    return _months_from(enrolment.first_day or enrolment.start, enrolment.last_day or enrolment.end)


def _month_of(day: date | int) -> int:
    return day.year * 12 + day.month - 1 if isinstance(day, date) else day


def days_of(enrolment: Enrolment) -> tuple[date, date]:
    """Its first and its last day; as far as they are not known, the first of its months and the last."""
    start, after = enrolment.start, enrolment.end + 1
    first = date(start // 12, start % 12 + 1, 1)
    last = date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
    return enrolment.first_day or first, enrolment.last_day or last


def days_off(module: Module, enrolment: Enrolment) -> dict[Month, int]:
    """The half days off work in each month: one after another in a run of as many days, or so many in each month."""
    months = [Month(month) for month in range(enrolment.start, enrolment.start + months_taken(enrolment))]
    sessions = known(module.sessions) or ()
    if module.days is None or (sessions and {session[:3] for session in sessions} <= {"sat", "sun"}):
        return dict.fromkeys(months, 0)
    first, last = enrolment.first_day, enrolment.last_day
    if first is None or last is None or last - first >= timedelta(days=ceil(module.days)):
        return dict.fromkeys(months, ceil(2 * Fraction(module.days) / len(months)))
    running = map(Month, range(enrolment.start, enrolment.end + 1))
    return _one_after_another(running, ceil(2 * Fraction(module.days)), first, last)


def _one_after_another(months: Iterable[Month], half_days: int, first: date, last: date) -> dict[Month, int]:
    """The half days in each month that fall on a day of work, if two of them are on each day from the first on."""
    taken = dict.fromkeys(months, 0)
    left, day = half_days, first
    while day <= last:
        own, left = min(left, 2), max(left - 2, 0)
        if day.isoweekday() < 6:
            taken[Month(day.year * 12 + day.month - 1)] += own
        day += timedelta(days=1)
    return taken


def lasts(module: Module, months: int) -> bool:
    """Return whether a module can be taken over so many months."""
    if isinstance(module.months, MonthBounds):
        return module.months.min <= months <= module.months.max
    return months == module.months


def minutes_per_week(module: Module, months: int) -> int:
    """Its hours over its teaching weeks, in minutes rounded up; three months are thirteen weeks. Full days take no hours."""
    if module.days is not None:
        return 0
    weeks = Fraction(months * 13, 3)
    if module.weeks is not None:
        weeks = min(weeks, Fraction(Decimal(str(module.weeks))))
    return ceil(60 * Fraction(module.known_hours) / weeks)


def minutes_in_all(module: Module) -> int:
    """All its hours in minutes, rounded up."""
    return ceil(60 * Fraction(module.known_hours))


def starts_in(module: Module, month: Month) -> bool:
    """Return whether it has a run or an intake in a month, or may start in any."""
    if module.runs is not None:
        return month in {run.start_month for run in module.runs} or is_presumed(module, month)
    return module.intakes is None or CALENDAR[month % 12] in (known(module.intakes) or ())


def is_presumed(module: Module, month: Month) -> bool:
    """Return whether a start in a month, after all runs, is only presumed."""
    first = presumed_from(module)
    return first is not None and month >= first and CALENDAR[month % 12] in module.then


def presumed_from(module: Module) -> Month | None:
    """The month after the last of its runs, if it is presumed to start again; None if it is not."""
    last = max((run.start_month for run in module.runs or ()), default=None)
    return Month(last + 1) if module.then and last is not None else None


def last_month_to_apply(module: Module, start: Month, run: Run | None) -> Month:
    """The last month in which one can apply for a start, in a run of it, if there is one."""
    if run is None:
        return Month(start - module.apply_months_before)
    return Month(start if run.apply_by is None else _month_of(run.apply_by))


def class_minutes(module: Module) -> Iterator[tuple[int, int]]:
    """Its weekly classes as their first minute in the week and the one after the last, which may be in the next week."""
    for session in known(module.sessions) or ():
        day, times = session.split(" ")
        begin, end = (int(hour) * 60 + int(minute) for hour, minute in (time.split(":") for time in times.split("-")))
        midnight = WEEKDAYS.index(day) * DAY
        yield midnight + begin, midnight + (end if end > begin else end + DAY)


def share_a_minute(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> bool:
    """Return whether any two classes overlap, in one week or from the end of one into the next."""
    taken = [(start + week, stop + week) for start, stop in other for week in (-WEEK, 0, WEEK)]
    return any(max(begin, start) < min(end, stop) for begin, end in one for start, stop in taken)


def busy_minutes(times: Iterable[BusyTime], months: range) -> list[tuple[int, int]]:
    """Times of the week in which the learner cannot come in some of these months, written like classes."""
    found = []
    for time in times:
        first, last = time.months or (months[0], months[-1])
        since = first if time.since is None else max(first, _month_of(time.since))
        if max(since, months[0]) <= min(last, months[-1]):
            days = 1 + (time.last_day - time.first_day) % 7
            midnights = [(time.first_day + day) % 7 * DAY for day in range(days)]
            end = time.end if time.end >= time.start else time.end + DAY
            found += [(midnight + time.start, midnight + end) for midnight in midnights]
    return found


def months_in_class(enrolment: Enrolment) -> range:
    """The months from its first through that of its last day."""
    _, last = days_of(enrolment)
    return range(enrolment.start, _month_of(last) + 1)


def evenings(modules: Sequence[Module]) -> int:
    """The days of the week on which a class of some modules begins and goes on after six, and as many as have no days."""
    days = {
        begin // DAY for module in modules for begin, end in class_minutes(module) if end > begin // DAY * DAY + SIX_O_CLOCK
    }
    return len(days) + sum(module.evenings or 0 for module in modules)
