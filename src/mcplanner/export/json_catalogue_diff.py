"""The difference of two catalogues as JSON, schema `mcplan.catalogue-diff/1`.

Pure: a difference in, text out.
"""

from collections.abc import Sequence
from typing import Any

from mcplanner.course_data.diff import ChangedKey, Difference, Entry, LostAmendment, PlannedChange
from mcplanner.export.json_values import json_text


def difference_json(
    difference: Difference, planned: Sequence[PlannedChange], lost: Sequence[LostAmendment], again: str | None
) -> str:
    """The difference; `again` is the command that plans again, null if nothing in the plan changed."""
    return json_text(
        {
            "schema": "mcplan.catalogue-diff/1",
            "catalogue": [_change(change) for change in difference.head],
            "came": [_entry(entry) for entry in difference.came],
            "went": [_entry(entry) for entry in difference.went],
            "changed": [
                {
                    **_entry(each.entry),
                    "changes": [_change(change) for change in each.changes],
                }
                for each in difference.changed
            ],
            "renewed": [
                {"title": each.after.title, "before": each.before.id, "after": each.after.id} for each in difference.renewed
            ],
            "planned": [{"module": each.module, "title": each.title, "text": each.text} for each in planned],
            "lost_amendments": [{"id": each.id, "title": each.title} for each in lost],
            "plan_again": again,
        }
    )


def _change(change: ChangedKey) -> dict[str, str]:
    return {"key": change.key, "before": change.before, "after": change.after}


def _entry(entry: Entry) -> dict[str, Any]:
    return {"id": entry.id, "title": entry.title, "kind": type(entry).__name__.lower()}
