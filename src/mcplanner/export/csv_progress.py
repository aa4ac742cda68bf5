"""How far a learner is, as CSV, for spreadsheets: a row for each thing that was, is or will be, and for each change.

Knows how far a learner is; not how that was computed, nor where the text goes. Columns may be added at the end; none changes
its meaning.
"""

from collections.abc import Iterator, Sequence

from mcplanner.export.csv_values import csv_text
from mcplanner.export.json_progress import STEPS
from mcplanner.ground.months import Month, format_month
from mcplanner.planning.progress import Progress
from mcplanner.plans.model import Target

COLUMNS = ("what", "id", "title", "month", "earlier")


def progress_csv(progress: Progress) -> str:
    """A heading, and a row for each award earned, module under way or overdue, next date and change of the earlier plan."""
    return csv_text(COLUMNS, _rows(progress))


def _rows(progress: Progress) -> Iterator[tuple[str, ...]]:
    for award in progress.awards:
        yield "earned", award.id, award.title, _month(award.earned), ""
    for running in progress.running:
        yield "under way", running.id, running.title, format_month(running.month), ""
    for late in progress.overdue:
        yield "overdue", late.module.id, late.module.title, format_month(late.month), ""
    for step in progress.steps:
        yield STEPS[step.kind], step.id, step.title, format_month(step.month), ""
    if progress.plan is not None:
        yield "finish", *_together(progress.plan.targets), _month(progress.plan.finish), _month(progress.finish_then)
    for slip in progress.slips:
        yield "dropped" if slip.now is None else "moved", slip.id, slip.title, _month(slip.now), format_month(slip.then)
    for added in progress.added:
        yield "new", added.module, added.title, format_month(added.end), ""


def _together(targets: Sequence[Target]) -> tuple[str, str]:
    """The ids and the titles of targets, which are reached together."""
    return "; ".join(each.id for each in targets), "; ".join(each.title for each in targets)


def _month(month: Month | None) -> str:
    return "" if month is None else format_month(month)
