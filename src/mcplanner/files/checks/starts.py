"""Intakes and runs that contradict one another (MC401 to MC404, MC407, MC415 to MC417).

Knows one module at a time, and the date of the catalogue; nothing of learners. A day and a month are compared as months.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from mcplanner.catalogue.model import Catalogue, Run
from mcplanner.catalogue.requirements import Path
from mcplanner.files.checks.findings import Finding, error, modules, warning
from mcplanner.ground.months import Month, format_month, month_of_day


def apply_too_late(catalogue: Catalogue) -> Iterator[Finding]:
    """MC401: the last day or month to apply for a run is not after its start."""
    for path, run in _runs(catalogue):
        if run.apply_by is not None and _is_after(run.apply_by, run.start):
            message = f"applications close {_on(run.apply_by)}, after the start {_on(run.start)}"
            yield error("MC401", message, (*path, "apply_by"), "apply_by must not be after start")


def runs_over(catalogue: Catalogue) -> Iterator[Finding]:
    """MC402: a module with runs has one that people could still apply for when the catalogue was made, or is to start again."""
    made = month_of_day(catalogue.as_of)
    for path, module in modules(catalogue):
        if module.runs and not module.then and all(_last_month_to_apply(run) < made for run in module.runs):
            message = f"'{module.id}' has no run that you can still apply for in {format_month(made)} or later"
            yield warning("MC402", message, (*path, "runs"), "add a run, or say with then when it will probably start")


def intakes_and_runs(catalogue: Catalogue) -> Iterator[Finding]:
    """MC403: a module has intakes every year or dated runs, not both."""
    for path, module in modules(catalogue):
        if module.intakes is not None and module.runs is not None:
            become_then = isinstance(module.intakes, tuple) and not module.then
            hint = "after the last run, its months are then" if become_then else "keep the runs"
            yield error("MC403", f"'{module.id}' has both intakes and runs", (*path, "runs"), hint, beside=("intakes",))


def apply_months_without_intakes(catalogue: Catalogue) -> Iterator[Finding]:
    """MC404: a module with `apply_months_before` has intakes; runs have their own last month to apply."""
    for path, module in modules(catalogue):
        if module.apply_months_before and module.intakes is None and not module.then:
            hint = (
                "name the intakes, or remove it" if module.runs is None else "remove it: in each run, apply_by says until when"
            )
            message = f"'{module.id}' has apply_months_before, but no intakes"
            yield warning("MC404", message, (*path, "apply_months_before"), hint)


def runs_out_of_order(catalogue: Catalogue) -> Iterator[Finding]:
    """MC407: the runs of a module are listed in order."""
    for path, module in modules(catalogue):
        for index, (run, following) in enumerate(pairwise(module.runs or ()), start=1):
            if _is_after(run.start, following.start):
                message = f"the run of {_written(following.start)} is listed after the one of {_written(run.start)}"
                yield warning("MC407", message, (*path, "runs", index, "start"), "list the runs in order")


def runs_backwards(catalogue: Catalogue) -> Iterator[Finding]:
    """MC415: a run does not end before it starts."""
    for path, run in _runs(catalogue):
        if run.end is not None and _is_after(run.start, run.end):
            message = f"the run ends {_on(run.end)}, before it starts {_on(run.start)}"
            yield error("MC415", message, (*path, "end"), "end is the last day of study, or its month")


def applications_backwards(catalogue: Catalogue) -> Iterator[Finding]:
    """MC416: applications for a run open before they close, and before it starts."""
    for path, run in _runs(catalogue):
        closes = run.start if run.apply_by is None else run.apply_by
        if run.apply_from is not None and _is_after(run.apply_from, closes):
            event = "the start" if run.apply_by is None else "they close"
            message = f"applications open {_on(run.apply_from)}, after {event} {_on(closes)}"
            hint = "correct one of them" if run.apply_by is not None else "apply_from must not be after start"
            yield error("MC416", message, (*path, "apply_from"), hint)


def then_without_runs(catalogue: Catalogue) -> Iterator[Finding]:
    """MC417: months after the last run are named only where there are runs."""
    for path, module in modules(catalogue):
        if module.then and module.runs is None:
            hint = "remove one of the two" if module.intakes is not None else "without runs, its months are intakes"
            yield warning("MC417", f"'{module.id}' has then, but no runs", (*path, "then"), hint)


def _runs(catalogue: Catalogue) -> Iterator[tuple[Path, Run]]:
    """Every run with its path."""
    for path, module in modules(catalogue):
        for index, run in enumerate(module.runs or ()):
            yield (*path, "runs", index), run


def _last_month_to_apply(run: Run) -> Month:
    return run.start_month if run.apply_by_month is None else run.apply_by_month


def _is_after(one: date | int, other: date | int) -> bool:
    """Return whether a day or month is after another, by days only if both are known."""
    if isinstance(one, date) and isinstance(other, date):
        return one > other
    return month_of_day(one) > month_of_day(other)


def _written(day: date | int) -> str:
    return day.isoformat() if isinstance(day, date) else format_month(Month(day))


def _on(day: date | int) -> str:
    """`on 2027-04-19`, or `in 2027-04`."""
    return f"{'on' if isinstance(day, date) else 'in'} {_written(day)}"
