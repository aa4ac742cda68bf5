"""Months, weeks, hours and class times that contradict one another (MC4xx).

Knows one module at a time; starts are in `starts`, and nothing here knows learners.
"""

from collections.abc import Iterator
from itertools import pairwise

from mcplanner.catalogue import contradictions
from mcplanner.catalogue.class_times import DAY_MINUTES, WEEK_MINUTES, ClassTime, parse_class_time
from mcplanner.catalogue.contradictions import MOST_HOURS_PER_DAY, MOST_HOURS_PER_WEEK
from mcplanner.catalogue.model import Catalogue, Module, MonthBounds, known
from mcplanner.catalogue.requirements import Path
from mcplanner.files.checks.findings import Finding, error, modules, warning
from mcplanner.ground.numbers_text import counted, hours_counted, load_text


def months_backwards(catalogue: Catalogue) -> Iterator[Finding]:
    """MC405: the shortest length of a self-paced module is at most its longest."""
    for path, module in modules(catalogue):
        bounds = module.months
        if isinstance(bounds, MonthBounds) and bounds.min > bounds.max:
            message = f"the shortest length, {counted(bounds.min, 'month')}, is longer than the longest, {bounds.max}"
            yield error("MC405", message, (*path, "months", "min"), "swap min and max")


def weeks_of_self_paced(catalogue: Catalogue) -> Iterator[Finding]:
    """MC406: only a module of fixed length has teaching weeks."""
    for path, module in modules(catalogue):
        if module.weeks is not None and module.self_paced:
            message = f"'{module.id}' is self-paced and cannot have a fixed number of weeks"
            yield error("MC406", message, (*path, "weeks"), "remove weeks, or give months as one number", beside=("months",))


def classes_over_hours(catalogue: Catalogue) -> Iterator[Finding]:
    """MC408: the classes of all teaching weeks fit into the module's hours."""
    for path, module, sessions in _timetables(catalogue):
        found = contradictions.classes_over_hours(module, sessions)
        if found is not None:
            hint = "correct sessions, weeks or hours"
            yield error("MC408", found.words, path, hint, beside=("sessions", "weeks", "hours"))


def weeks_over_months(catalogue: Catalogue) -> Iterator[Finding]:
    """MC409: teaching weeks fit into the module's months."""
    for path, module in modules(catalogue):
        found = contradictions.weeks_over_months(module)
        if found is not None:
            yield error("MC409", found.words, (*path, "weeks"), f"at most {module.most_weeks}", beside=("months",))


def weeks_too_full(catalogue: Catalogue) -> Iterator[Finding]:
    """MC410: at its slowest pace, a module needs at most 100 hours a week."""
    for path, module in modules(catalogue):
        found = contradictions.weeks_too_full(module)
        if found is not None:
            hint = f"at most {MOST_HOURS_PER_WEEK}; correct hours, months or weeks"
            yield error("MC410", found.words, (*path, "hours"), hint, beside=("months", "weeks"))


def days_too_full(catalogue: Catalogue) -> Iterator[Finding]:
    """MC411: a day of a workshop has at most 12 hours."""
    for path, module in modules(catalogue):
        found = contradictions.days_too_full(module)
        if found is not None:
            hint = f"a day has at most {MOST_HOURS_PER_DAY} hours"
            yield error("MC411", found.words, (*path, "days"), hint, beside=("hours",))


def classes_without_end(catalogue: Catalogue) -> Iterator[Finding]:
    """MC412: a class begins and ends at two times, less than a day apart."""
    for path, session, time in _classes(catalogue):
        if not 0 < time.minutes < DAY_MINUTES:
            takes = "begins and ends at the same time" if not time.minutes else "takes 24 hours"
            yield error("MC412", f"the class '{session}' {takes}", path, "write when it begins and when it ends")


def classes_overlap(catalogue: Catalogue) -> Iterator[Finding]:
    """MC413: no two classes of one module overlap."""
    for path, _, sessions in _timetables(catalogue):
        # A class that takes no time has a finding of its own, and overlaps nothing.
        times = sorted((time, index) for index, time in enumerate(map(parse_class_time, sessions)) if time.minutes)
        around = times[:1] if len(times) > 2 else []  # the last of a week and the first of the next
        for (earlier, first), (later, second) in pairwise([*times, *around]):
            if earlier.clashes_with(later):
                message = f"the classes '{sessions[first]}' and '{sessions[second]}' overlap"
                yield error("MC413", message, (*path, max(first, second)), "correct one of them")


def classes_through_the_night(catalogue: Catalogue) -> Iterator[Finding]:
    """MC414: a class takes at most 12 hours; a longer one that ends on the next day may have its times swapped."""
    for path, session, time in _classes(catalogue):
        if MOST_HOURS_PER_DAY * 60 < time.minutes < DAY_MINUTES:
            message = f"the class '{session}' takes {hours_counted(load_text(time.minutes))}"
            over_night = time.end_minute % WEEK_MINUTES // DAY_MINUTES != time.start_minute // DAY_MINUTES
            hint = "it ends on the next day; if that is wrong, swap its times" if over_night else "correct its times"
            yield warning("MC414", message, path, hint)


def evenings_and_sessions(catalogue: Catalogue) -> Iterator[Finding]:
    """MC418: a module counts its evenings only if the days of its classes are not published."""
    for path, module in modules(catalogue):
        if module.evenings is not None and isinstance(module.sessions, tuple) and module.sessions:
            message = f"'{module.id}' has both sessions and evenings"
            hint = "remove evenings: sessions say which they are"
            yield error("MC418", message, (*path, "evenings"), hint, beside=("sessions",))


def _timetables(catalogue: Catalogue) -> Iterator[tuple[Path, Module, tuple[str, ...]]]:
    """The class times of every module, and of every run with its own, each with its path."""
    for path, module in modules(catalogue):
        yield (*path, "sessions"), module, known(module.sessions) or ()
        for index, run in enumerate(module.runs or ()):
            if run.sessions is not None:
                yield (*path, "runs", index, "sessions"), module, known(run.sessions) or ()


def _classes(catalogue: Catalogue) -> Iterator[tuple[Path, str, ClassTime]]:
    """Every class as it is written and as a time of the week, with its path."""
    for path, _, sessions in _timetables(catalogue):
        for index, session in enumerate(sessions):
            yield (*path, index), session, parse_class_time(session)
