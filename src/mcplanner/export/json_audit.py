"""An audit as JSON, for programs: schema `mcplan.audit/1`.

Knows an audit; not how it was made, nor where the text goes. Keys may be added inside a schema version; none changes its
meaning.
"""

from decimal import Decimal
from typing import Any

from mcplanner.catalogue.requirements import Credits
from mcplanner.export.json_plan import rests_on_data
from mcplanner.export.json_values import hours_or_null, json_text, month_or_null, notes_data, number, target_data
from mcplanner.ground.months import format_month
from mcplanner.planning.audit.model import REACHED, Audit, Part, Passed, Standing
from mcplanner.plans.certainty_words import is_less

SCHEMA = "mcplan.audit/1"


def audit_json(audit: Audit, name: str | None) -> str:
    """The audit of a learner, whose name may be known, as one JSON object."""
    hours = audit.hours
    return json_text(
        {
            "schema": SCHEMA,
            "catalogue": {"title": audit.catalogue_title, "as_of": audit.as_of.isoformat()},
            "name": name,
            "month": format_month(audit.month),
            "target": target_data(audit.target),
            "complete": audit.root.standing is Standing.HELD,
            "hours": {
                **{_key(each): hours_or_null(hours.reached[each]) for each in REACHED},
                "missing_at_least": hours_or_null(hours.missing),
                "total_at_least": hours_or_null(hours.total),
                "per_cent": hours.per_cent,
                "modules_of_unknown_hours": hours.unknown,
            },
            "rests_on": rests_on_data(audit.rests_on, audit.as_of),
            "for_these_figures": any(is_less(each.certainty) for each in audit.rests_on.finish),
            "asked_for": _part(audit.root),
            "warnings": notes_data(audit.notes),
        }
    )


def _key(standing: Standing) -> str:
    return standing.value.replace(" ", "_")


def _part(part: Part) -> dict[str, Any]:
    """A part with its parts; how much of it is reached is null where it has none, or they are left out."""
    return {
        "kind": part.kind,
        "id": part.id,
        "title": part.title,
        "standing": _key(part.standing),
        **{key: None if value is None else number(value) for key, value in amounts_data(part).items()},
        "earned": month_or_null(part.earned),
        "by": None if part.by is None else _passed(part.by),
        "not_counted": [{**_passed(each), "why": str(each.lapse)} for each in part.lapsed],
        "first": part.first,
        "left_out": None if part.left_out is None else part.left_out.value,
        "parts": list(map(_part, part.parts)),
    }


def amounts_data(part: Part) -> dict[str, Decimal | None]:
    """How much is needed, and how much of that each standing brings: parts, or credits."""
    unit = 2 if isinstance(part.requirement, Credits) else 1
    found = {"needed": part.needed, **{_key(each): part.reached.get(each, 0) for each in REACHED}, "missing": part.missing}
    return {key: Decimal(value) / unit if part.parts else None for key, value in found.items()}


def _passed(passed: Passed) -> dict[str, Any]:
    return {
        "module": passed.id,
        "title": passed.title,
        "standing": _key(passed.standing),
        "end": month_or_null(passed.end),
        "until": month_or_null(passed.until),
    }
