"""Months, weeks, hours and class times that contradict one another (MC4xx).

Knows one module at a time, and the date of the catalogue; nothing of learners.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from mcplanner.catalogue.model import Catalogue, Module, MonthBounds, known
from mcplanner.files.checks.findings import Finding, error, modules, warning
from mcplanner.ground.months import format_month, month_of
from mcplanner.ground.numbers_text import counted

MOST_HOURS_PER_WEEK = 100
MOST_HOURS_PER_DAY = 12

CLASS_TIME_SLACK = Fraction(11, 10)
"""Class time may add up to a tenth more than the hours: a term loses a week or two to holidays."""


def apply_too_late(catalogue: Catalogue) -> Iterator[Finding]:
    """MC401: the last month to apply for a run is not after its start."""
    for path, module in modules(catalogue):
        for index, run in enumerate(module.runs or ()):
            if run.apply_by_month is not None and run.apply_by_month > run.start_month:
                closes, starts = format_month(run.apply_by_month), format_month(run.start_month)
                message = f"applications close in {closes}, after the start in {starts}"
                yield error("MC401", message, (*path, "runs", index, "apply_by"), "apply_by must not be after start")


def runs_over(catalogue: Catalogue) -> Iterator[Finding]:
    """MC402: a module with runs has one that people could still apply for when the catalogue was made."""
    made = month_of(catalogue.as_of.year, catalogue.as_of.month)
    for path, module in modules(catalogue):
        if module.runs is not None and all(module.apply_by(run.start_month) < made for run in module.runs):
            message = f"'{module.id}' has no run that you can still apply for in {format_month(made)} or later"
            yield warning("MC402", message, (*path, "runs"), "add a run, or remove the module")


def intakes_and_runs(catalogue: Catalogue) -> Iterator[Finding]:
    """MC403: a module has intakes every year or dated runs, not both."""
    for path, module in modules(catalogue):
        if module.intakes is not None and module.runs is not None:
            yield error("MC403", f"'{module.id}' has both intakes and runs", (*path, "runs"), "keep one of the two")


def apply_months_without_intakes(catalogue: Catalogue) -> Iterator[Finding]:
    """MC404: a module with `apply_months_before` has intakes; runs have their own last month to apply."""
    for path, module in modules(catalogue):
        if module.apply_months_before and module.intakes is None:
            hint = "write apply_by in each run" if module.runs is not None else "name the intakes, or remove it"
            message = f"'{module.id}' has apply_months_before, but no intakes"
            yield warning("MC404", message, (*path, "apply_months_before"), hint)


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
            yield error("MC406", message, (*path, "weeks"), "remove weeks, or give months as one number")


def runs_out_of_order(catalogue: Catalogue) -> Iterator[Finding]:
    """MC407: the runs of a module are listed in order, each in a month of its own."""
    for path, module in modules(catalogue):
        for index, (run, following) in enumerate(pairwise(module.runs or ()), start=1):
            if following.start_month <= run.start_month:
                starts, earlier = format_month(following.start_month), format_month(run.start_month)
                message = f"the run of {starts} is listed after the one of {earlier}"
                yield warning("MC407", message, (*path, "runs", index, "start"), "list the runs in order, one for each month")


def classes_over_hours(catalogue: Catalogue) -> Iterator[Finding]:
    """MC408: the classes of all teaching weeks fit into the module's hours."""
    for path, module in modules(catalogue):
        minutes = sum(max(0, time.end_minute - time.start_minute) for time in module.class_times)
        if not minutes or not module.paces:
            continue
        written = known(module.weeks) if module.weeks is not None else None
        weeks = Fraction(13 * module.paces[0].months, 3) if written is None else Fraction(written)
        if minutes * weeks > Fraction(module.known_hours) * 60 * CLASS_TIME_SLACK:
            taught = f"{round(minutes * weeks / 60)} hours in {round(weeks)} weeks"
            message = f"class time adds up to {taught}, more than the module's {module.hours} hours"
            yield error("MC408", message, (*path, "sessions"), "correct sessions, weeks or hours")


def weeks_over_months(catalogue: Catalogue) -> Iterator[Finding]:
    """MC409: teaching weeks fit into the module's months."""
    for path, module in modules(catalogue):
        if isinstance(module.weeks, Decimal) and isinstance(module.months, int):
            most = -(-13 * module.months // 3)
            if module.weeks > most:
                message = f"{module.weeks} weeks do not fit into {counted(module.months, 'month')}"
                yield error("MC409", message, (*path, "weeks"), f"at most {most}")


def weeks_too_full(catalogue: Catalogue) -> Iterator[Finding]:
    """MC410: at its slowest pace, a module needs at most 100 hours a week."""
    for path, module in modules(catalogue):
        slowest = min((pace.minutes_per_week for pace in module.paces), default=0)
        if slowest > MOST_HOURS_PER_WEEK * 60:
            message = f"{module.hours} hours come to {-(-slowest // 60)} hours a week even at the slowest pace"
            yield error("MC410", message, (*path, "hours"), f"at most {MOST_HOURS_PER_WEEK}; correct hours, months or weeks")


def days_too_full(catalogue: Catalogue) -> Iterator[Finding]:
    """MC411: a day of a workshop has at most 12 hours."""
    for path, module in modules(catalogue):
        if module.days is not None and isinstance(module.hours, Decimal) and module.hours > module.days * MOST_HOURS_PER_DAY:
            message = f"{module.hours} hours do not fit into {module.days} full days"
            yield error("MC411", message, (*path, "days"), f"a day has at most {MOST_HOURS_PER_DAY} hours")


def classes_backwards(catalogue: Catalogue) -> Iterator[Finding]:
    """MC412: a class ends after it starts."""
    for path, module in modules(catalogue):
        for index, time in enumerate(module.class_times):
            if time.end_minute <= time.start_minute:
                message = f"the class '{_session(module, index)}' ends before it starts"
                yield error("MC412", message, (*path, "sessions", index), "swap the times")


def classes_overlap(catalogue: Catalogue) -> Iterator[Finding]:
    """MC413: no two classes of one module overlap."""
    for path, module in modules(catalogue):
        # A class that ends before it starts has a finding of its own, and overlaps nothing.
        times = sorted((time, index) for index, time in enumerate(module.class_times) if time.start_minute < time.end_minute)
        for (earlier, first), (later, second) in pairwise(times):
            if later.start_minute < earlier.end_minute:
                message = f"the classes '{_session(module, first)}' and '{_session(module, second)}' overlap"
                yield error("MC413", message, (*path, "sessions", max(first, second)), "correct one of them")


def _session(module: Module, index: int) -> str:
    return (known(module.sessions) or ())[index]
