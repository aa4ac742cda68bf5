"""Puts something in the place of values that cannot be used, so that all the others can be checked; none of it is written.

Knows the shape of a catalogue; nothing of sheets and checks.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from mcplanner.catalogue.requirements import Path
from mcplanner.course_data.cells import UNKNOWN
from mcplanner.course_data.columns import KINDS_OF_SHEETS
from mcplanner.course_data.drafts import Draft, Values

UNKNOWN_INSTEAD = frozenset(("hours", "months", "mode"))
"""Keys that a module has even where their values are not known."""

NEEDED = {kind.section: [column.key for column in kind.columns if column.needed] for kind in KINDS_OF_SHEETS}


def with_stand_ins(drafts: Mapping[str, Sequence[Draft]], wrong: Collection[Path], as_of: date) -> dict[str, list[Draft]]:
    """The drafts with something else for what is missing though it is needed, and for the values at some paths."""
    needs = {"kind": "certificate", "requires": drafts["modules"][0].values["id"], "start": as_of.isoformat()}
    return {
        section: [
            replace(draft, values=_completed(section, _without(draft.values, _below(wrong, section, index), needs), needs))
            for index, draft in enumerate(entries)
        ]
        for section, entries in drafts.items()
    }


def _below(wrong: Collection[Path], section: str, index: int) -> list[Path]:
    """The paths within an entry, of those in the whole."""
    return [path[2:] for path in wrong if path[:2] == (section, index)]


def _without(values: Values, wrong: Sequence[Path], needs: Mapping[str, Any]) -> Values:
    found = dict(values)
    for key, *within in wrong:
        if key == "runs" and within:
            found["runs"] = [
                _run_without(run, within[1:], needs) if number == within[0] else run for number, run in enumerate(found["runs"])
            ]
        elif key in UNKNOWN_INSTEAD:
            found[str(key)] = UNKNOWN
        elif key not in ("id", "title", "field", "provider"):
            found.pop(str(key), None)
    return found


def _run_without(run: Values, keys: Sequence[str | int], needs: Mapping[str, Any]) -> Values:
    """The run without one of its keys, or nothing but a start if that is what is wrong."""
    if not keys or keys[0] == "start":
        return {"start": needs["start"]}
    return {key: value for key, value in run.items() if key != keys[0]}


def _completed(section: str, values: Values, needs: Mapping[str, Any]) -> Values:
    return {**values, **{key: needs[key] for key in NEEDED.get(section, ()) if key not in values}}
