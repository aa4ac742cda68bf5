"""An audit as a page, as Markdown, as CSV and as JSON: schema `mcplan.audit/1`.

Knows an audit; not how it was made, nor where the text goes. Keys and columns may be added inside a schema version; none
changes its meaning.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from mcplanner.catalogue.requirements import Credits
from mcplanner.export.csv_values import csv_text, decimal_cell
from mcplanner.export.json_plan import rests_on_data
from mcplanner.export.json_values import hours_or_null, json_text, month_or_null, notes_data, number, target_data
from mcplanner.export.md_plan import escape_markdown
from mcplanner.export.pages import HERE, render_page
from mcplanner.ground.months import format_month, month_name
from mcplanner.planning.audit.model import REACHED, Audit, Part, Passed, Standing
from mcplanner.planning.audit.words import (
    amounts,
    asked_for,
    facts_of,
    figures_of,
    heading_of,
    hours_in_words,
    name_of,
    rests_on_in_words,
    standing_of,
    verdict,
    verdict_and_why,
)
from mcplanner.plans.certainty_words import UsedMarks, certainty_in_words, is_less, old_figures, remarks

SCHEMA = "mcplan.audit/1"

COLUMNS = (
    "level", "kind", "id", "title", "standing", "needed", "held", "under_way", "planned", "missing", "module", "end", "until",
    "remarks", "figures",
)  # fmt: skip


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
        **{key: None if value is None else number(value) for key, value in _amounts(part).items()},
        "earned": month_or_null(part.earned),
        "by": None if part.by is None else _passed(part.by),
        "not_counted": [{**_passed(each), "why": str(each.lapse)} for each in part.lapsed],
        "first": part.first,
        "left_out": None if part.left_out is None else part.left_out.value,
        "parts": list(map(_part, part.parts)),
    }


def _amounts(part: Part) -> dict[str, Decimal | None]:
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


def audit_csv(audit: Audit, _: str | None = None) -> str:
    """A heading, and a row for each part, in reading order."""
    return csv_text(COLUMNS, (_cells(audit, part, level) for part, level in _levels(audit.root)))


def _levels(part: Part, level: int = 0) -> Iterator[tuple[Part, int]]:
    """A part and all its parts, each with how many it stands in."""
    yield part, level
    for each in part.parts:
        yield from _levels(each, level + 1)


def _cells(audit: Audit, part: Part, level: int) -> list[str]:
    amounts_of_it = ("" if value is None else decimal_cell(value) for value in _amounts(part).values())
    by = part.by
    end, until = (None, None) if by is None else (by.end, by.until)
    return [
        str(level),
        part.kind,
        part.id or "",
        part.title,
        str(part.standing),
        *amounts_of_it,
        "" if by is None else by.id,
        "" if end is None else format_month(end),
        "" if until is None else format_month(until),
        "; ".join(facts_of(audit, part, {})),
        certainty_in_words(figures_of(audit, part)),
    ]


def audit_md(audit: Audit, name: str | None) -> str:
    """The audit as a list of lists."""
    return "\n".join(_md_lines(audit, name)) + "\n"


def _md_lines(audit: Audit, name: str | None) -> Iterator[str]:
    yield f"# {escape_markdown(heading_of(audit))}"
    yield ""
    marks = UsedMarks()
    if old := old_figures(audit.notes):
        yield from (f"> **{escape_markdown(f'{old[0].upper()}{old[1:]}')}.**", "")
    yield f"- **So far:** {amounts(audit, audit.root, marks)}"
    yield f"- **Hours:** {hours_in_words(audit, marks)}"
    yield f"- **Verdict:** {escape_markdown(verdict(audit, marks))}"
    if resting := rests_on_in_words(audit):
        yield f"- **Rests on:** {escape_markdown(resting)}"
    yield f"- **As of:** {month_name(audit.month)}{'' if name is None else f', {escape_markdown(name)}'}"
    yield from ("", "## What it asks for", "", f"{asked_for(audit.root).capitalize()}:", "")
    for part, level in _levels(audit.root):
        if level:
            facts = "".join(f"; {escape_markdown(fact)}" for fact in facts_of(audit, part, marks))
            yield f"{'  ' * (level - 1)}- {escape_markdown(name_of(part))}: **{standing_of(audit, part, marks)}**{facts}"
    if legend := marks.legend():
        yield from ("", escape_markdown("; ".join(legend)))
    if notes := remarks(audit.notes):
        yield from ("", "## Please note", "", *(f"- {escape_markdown(note.text)}" for note in notes))
    yield from ("", f"From {escape_markdown(audit.catalogue_title)}, as of {audit.as_of.isoformat()}.")


def audit_html(audit: Audit, name: str | None) -> str:
    """The audit as one page."""
    marks = UsedMarks()
    so_far, _, others = amounts(audit, audit.root, marks).partition(", ")
    whether, why = verdict_and_why(audit, marks)
    content = {
        "audit": audit,
        "name": name,
        "complete": audit.root.standing is Standing.HELD,
        "whether": whether,
        "verdict": why,
        "old": old_figures(audit.notes),
        "remarks": remarks(audit.notes),
        "rests_on": rests_on_in_words(audit),
        "marks": marks,
        "so_far": so_far,
        "others": others,
        "hours": hours_in_words(audit, marks),
        "asked_for": asked_for(audit.root),
        "css_class": lambda standing: standing.value.replace(" ", "-"),
        "name_of": name_of,
        "standing_of": lambda part: standing_of(audit, part, marks),
        "facts_of": lambda part: facts_of(audit, part, marks),
    }
    return render_page("audit.html", content, (HERE / "audit.css").read_text("utf-8"))


class AuditExporter(Struct, frozen=True):
    """A format: its name for people, and the function that writes an audit in it, with the learner's name."""

    name: str
    export: Callable[[Audit, str | None], str]


AUDIT_EXPORTERS: Mapping[str, AuditExporter] = {
    ".html": AuditExporter("page", audit_html),
    ".md": AuditExporter("Markdown", audit_md),
    ".csv": AuditExporter("spreadsheet", audit_csv),
    ".json": AuditExporter("machine-readable audit", audit_json),
}
"""The formats by the end of the file's name, in lower case."""
