"""When a module can be taken, from the keys of the catalogue: its starts, its lengths, the hours a week, its classes.

Minutes of the week count from Monday 00:00.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil

from mcplanner.catalogue.model import WEEKDAYS, ClassTime, Module, MonthBounds, known
from mcplanner.ground.months import CALENDAR, Month

DAY = 24 * 60
SIX_O_CLOCK = 18 * 60


def lasts(module: Module, months: int) -> bool:
    """Return whether a module can be taken over so many months."""
    if isinstance(module.months, MonthBounds):
        return module.months.min <= months <= module.months.max
    return months == module.months


def minutes_per_week(module: Module, months: int) -> int:
    """Its hours over its teaching weeks, in minutes rounded up; three months are thirteen weeks."""
    weeks = Fraction(months * 13, 3) if module.weeks is None else Fraction(Decimal(str(module.weeks)))
    return ceil(60 * Fraction(module.known_hours) / weeks)


def minutes_in_all(module: Module) -> int:
    """All its hours in minutes, rounded up."""
    return ceil(60 * Fraction(module.known_hours))


def starts_in(module: Module, month: Month) -> bool:
    """Return whether it has a run or an intake in a month, or may start in any."""
    if module.runs is not None:
        return month in {run.start_month for run in module.runs}
    return module.intakes is None or CALENDAR[month % 12] in (known(module.intakes) or ())


def last_month_to_apply(module: Module, start: Month) -> Month:
    """The last month in which one can apply for a start."""
    if module.runs is None:
        return Month(start - module.apply_months_before)
    named = [run.apply_by_month for run in module.runs if run.start_month == start and run.apply_by_month is not None]
    return named[0] if named else start


def class_minutes(module: Module) -> Iterator[tuple[int, int]]:
    """Its weekly classes as their first minute in the week and the one after the last."""
    for session in known(module.sessions) or ():
        day, times = session.split(" ")
        begin, end = (int(hour) * 60 + int(minute) for hour, minute in (time.split(":") for time in times.split("-")))
        midnight = WEEKDAYS.index(day) * DAY
        yield midnight + begin, midnight + end


def share_a_minute(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> bool:
    """Return whether any two classes overlap."""
    taken = list(other)
    return any(max(begin, start) < min(end, stop) for begin, end in one for start, stop in taken)


def busy_minutes(times: Iterable[ClassTime]) -> list[tuple[int, int]]:
    """Weekly times in which the learner cannot come, written like classes."""
    return [(time.start_minute, time.end_minute) for time in times]


def evenings(modules: Iterable[Module]) -> set[int]:
    """The days of the week on which a class of some modules goes on after six."""
    return {
        begin // DAY for module in modules for begin, end in class_minutes(module) if end > begin // DAY * DAY + SIX_O_CLOCK
    }
