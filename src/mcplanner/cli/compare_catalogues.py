"""Show what is different in a later catalogue, for a plan that was kept, and for a file that amends the catalogue.

This module brings two catalogues, a plan and amendments together; `course_data.diff` compares, `terminal` and `export` show.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import Any

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.cli.input_files import read_saved_plan, report_errors
from mcplanner.course_data.diff import Difference, LostAmendment, PlannedChange, changes, compare
from mcplanner.export.json_catalogue_diff import difference_json
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.loading import read
from mcplanner.files.paths import SHIPPED, shipped_catalogue_path
from mcplanner.ground.months import format_month, month_after, month_name
from mcplanner.ground.today import today
from mcplanner.plans.saved import SavedModule, SavedPlan

PLANNED = (
    *("hours", "months", "weeks", "intakes", "runs", "then", "apply_months_before", "mode", "sessions", "evenings", "days"),
    *("fee", "funding", "requires", "alongside", "excludes"),
)
"""The keys of a module that a plan rests on."""


def show_difference(old: Path, new: Path, plan: Path | None, mine: Path | None, as_json: bool) -> None:
    """Print what came, went and changed, what of it is in the plan, and which amendments lost what they amend."""
    before, after = _load(old), _load(new)
    difference = compare(before, after)
    saved = None if plan is None else read_saved_plan(plan, "--plan")
    planned = [] if saved is None else list(_in_plan(saved, before, after, difference))
    lost = [] if mine is None else list(_lost(mine, before, after))
    again = (
        f"mcplan plan --catalogue {quote(str(new))} --keep {quote(str(plan))}{_limits(saved)}" if saved and planned else None
    )
    if as_json:
        sys.stdout.write(difference_json(difference, planned, lost, again))
        return
    from mcplanner.terminal.catalogue_diff_view import print_difference
    from mcplanner.terminal.console import make_console

    print_difference(make_console(), difference, planned if plan is not None else None, lost, again)


def _limits(plan: SavedPlan) -> str:
    """The options for the hours of a plan, or else its finish, and for its start if that is to come; a space before each."""
    hours = "" if plan.hours_per_week is None else f" --hours {plan.hours_per_week.normalize():f}"
    by = f" --by {format_month(plan.finish)}" if not hours and plan.finish is not None else ""
    start = f" --start {format_month(plan.start)}" if plan.start > month_after(today()) else ""
    return f"{hours}{by}{start}"


def _load(path: Path) -> Catalogue:
    """The catalogue of a file, or one that comes with mcplan; a file of the name wins."""
    shipped = str(path) in SHIPPED and not path.exists()
    loaded = load_catalogue(shipped_catalogue_path(str(path)) if shipped else path)
    if loaded.catalogue is None:
        raise report_errors(loaded.diagnostics)
    return loaded.catalogue


def _in_plan(plan: SavedPlan, before: Catalogue, after: Catalogue, difference: Difference) -> Iterator[PlannedChange]:
    """What is different for each module of a plan."""
    for saved in plan.modules:
        for text in _texts(saved, before.module_by_id.get(saved.module), after, difference):
            yield PlannedChange(saved.module, saved.title, text)


def _texts(saved: SavedModule, before: Module | None, after: Catalogue, difference: Difference) -> Iterator[str]:
    module = after.module_by_id.get(saved.module)
    if module is None:
        renewed = difference.renewal_of(saved.module)
        yield "it is gone" if renewed is None else f"it is gone; perhaps it is now {renewed.id}"
        return
    if not module.starts_in(saved.start):
        yield f"it no longer starts in {month_name(saved.start)}"
    for change in () if before is None else changes(before, module):
        if change.key in PLANNED:
            yield f"{change.key}: {change.before or 'nothing'} became {change.after or 'nothing'}"


def _lost(mine: Path, before: Catalogue, after: Catalogue) -> Iterator[LostAmendment]:
    """The entries that a file of one's own amends or hides, and that only the earlier catalogue has."""
    source = read(mine)
    if source.diagnostics:
        raise report_errors(source.diagnostics)
    data: Any = source.data if isinstance(source.data, dict) else {}
    amended = [entry.get("id") for entry in data.get("amend") or () if isinstance(entry, dict)]
    for name in dict.fromkeys((*amended, *(data.get("hide") or ()))):
        if name in before.entry_by_id and name not in after.entry_by_id:
            yield LostAmendment(str(name), before.entry_by_id[name].title)
