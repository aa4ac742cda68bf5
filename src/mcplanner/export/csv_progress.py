"""How far a learner is, as CSV, for spreadsheets: a row for each thing that was, is or will be, and for each change.

Knows how far a learner is; not how that was computed, nor where the text goes. Columns may be added at the end; none changes
its meaning.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from mcplanner.export.csv_values import csv_text
from mcplanner.export.json_progress import STEPS
from mcplanner.ground.months import Month, format_month
from mcplanner.planning.progress import Progress
from mcplanner.plans.certainty_words import END, certainties_of, least_certain
from mcplanner.plans.model import Target

COLUMNS = ("what", "id", "title", "month", "earlier", "rests_on")


def progress_csv(progress: Progress) -> str:
    """A heading, and a row for each award earned, module under way or overdue, next date and change of the earlier plan."""
    return csv_text(COLUMNS, chain(_until_now(progress), _next(progress), _changes(progress)))


def _until_now(progress: Progress) -> Iterator[tuple[str, ...]]:
    for award in progress.awards:
        yield "earned", award.id, award.title, _month(award.earned), "", least_certain(award.hangs_on)
    for running in progress.running:
        yield "under way", running.id, running.title, format_month(running.month), "", least_certain(running.rests_on)
    for late in progress.overdue:
        yield "overdue", late.module.id, late.module.title, format_month(late.month), "", least_certain(late.rests_on)


def _next(progress: Progress) -> Iterator[tuple[str, ...]]:
    for step in progress.steps:
        yield STEPS[step.kind], step.id, step.title, format_month(step.month), "", least_certain(step.rests_on)
    if progress.plan is not None:
        finish = () if progress.plan.rests_on is None else progress.plan.rests_on.finish
        months = _month(progress.plan.finish), _month(progress.finish_then)
        yield "finish", *_together(progress.plan.targets), *months, least_certain(each.certainty for each in finish)


def _changes(progress: Progress) -> Iterator[tuple[str, ...]]:
    for slip in progress.slips:
        what, months = "dropped" if slip.now is None else "moved", (_month(slip.now), format_month(slip.then))
        yield what, slip.id, slip.title, *months, least_certain(slip.rests_on)
    for added in progress.added:
        rests_on = least_certain(certainties_of((added,), *END))
        yield "new", added.module, added.title, format_month(added.end), "", rests_on


def _together(targets: Sequence[Target]) -> tuple[str, str]:
    """The ids and the titles of targets, which are reached together."""
    return "; ".join(each.id for each in targets), "; ".join(each.title for each in targets)


def _month(month: Month | None) -> str:
    return "" if month is None else format_month(month)
