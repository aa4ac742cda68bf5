"""What there is in a catalogue as CSV, for spreadsheets: entries, skills, fields.

Knows a catalogue and a selection of it; not where the text goes. Columns may be added at the end; none changes its meaning.
"""

from collections.abc import Iterable
from decimal import Decimal

from mcplanner.catalogue.filters import Selection, select_of
from mcplanner.catalogue.model import (
    UNKNOWN,
    Award,
    Catalogue,
    FigureName,
    Module,
    MonthBounds,
    Provider,
    Role,
    Run,
    Subject,
    Unknown,
)
from mcplanner.catalogue.overview import all_fields
from mcplanner.export.csv_values import csv_text, decimal_cell, hours_cell
from mcplanner.export.json_catalogue import kind_of, varying
from mcplanner.ground.months import format_month, month_of_day
from mcplanner.plans.certainty_words import certainty_in_words, of_offers

ENTRY_COLUMNS = (
    "kind", "id", "title", "field", "provider", "mode", "hours", "months_min", "months_max", "hours_per_week_min",
    "hours_per_week_max", "starts", "fee", "credits", "topics", "skills", "recognised_by", "ref", "url", "figures",
)  # fmt: skip

SKILL_COLUMNS = ("skill", "modules")

FIELD_COLUMNS = ("id", "title", "modules", "awards", "roles", "topics")

SHOWN: tuple[FigureName, ...] = ("mode", "hours", "months", "weeks", "intakes", "runs", "then", "fee", "credits", "skills")
"""The figures of a row whose certainty it says."""

VARIES = "varies"
"""Stands for a figure in which the starts of a module differ."""


def list_csv(chosen: Selection, of_skills: bool) -> str:
    """A heading, and a row for each entry, or for each skill if the list is one of skills."""
    if of_skills:
        return csv_text(SKILL_COLUMNS, ((skill.id, str(skill.modules)) for skill in chosen.skills))
    return _entries_csv(chosen)


def entry_csv(catalogue: Catalogue, entry: Module | Award | Role | Subject | Provider) -> str:
    """The row that an entry has in a list; of a field or a provider, the rows of all its entries."""
    match entry:
        case Module():
            return _entries_csv(Selection(modules=(entry,)))
        case Award():
            return _entries_csv(Selection(awards=(entry,)))
        case Role():
            return _entries_csv(Selection(roles=(entry,)))
        case _:
            return _entries_csv(select_of(catalogue, entry))


def fields_csv(catalogue: Catalogue) -> str:
    """A heading and a row for each field."""
    return csv_text(
        FIELD_COLUMNS,
        (
            (group.id or "", group.title, *map(str, (group.modules, group.awards, group.roles)), _joined(group.topics))
            for group in all_fields(catalogue)
        ),
    )


def _entries_csv(chosen: Selection) -> str:
    rows = [
        *map(_module, chosen.modules),
        *map(_award, chosen.awards),
        *({"title": role.title, "id": role.id, "kind": kind_of(role), "field": role.field or ""} for role in chosen.roles),
    ]
    return csv_text(ENTRY_COLUMNS, ([row.get(column, "") for column in ENTRY_COLUMNS] for row in rows))


def _module(module: Module) -> dict[str, str]:
    differ = varying(module)
    offer = module.offers[0]
    shortest, longest = (VARIES, VARIES) if "months" in differ else _months(offer.months)
    least, most = (VARIES, VARIES) if "months" in differ else _loads(offer)
    return {
        **_sourced(module),
        "provider": module.provider,
        "mode": VARIES if "mode" in differ else str(offer.mode),
        "hours": _figure(module.hours),
        "months_min": shortest,
        "months_max": longest,
        "hours_per_week_min": least,
        "hours_per_week_max": most,
        "starts": _starts(module),
        "fee": VARIES if "fee" in differ else _fee(offer.fee),
        "credits": _figure(module.credits),
        "topics": _joined(module.topics),
        "skills": _joined(module.skills),
    }


def _award(award: Award) -> dict[str, str]:
    return {**_sourced(award), "provider": award.provider or "", "fee": _fee(award.fee)}


def _sourced(entry: Module | Award) -> dict[str, str]:
    stated = filter(entry.states, SHOWN)
    return {
        "kind": kind_of(entry),
        "id": entry.id,
        "title": entry.title,
        "field": entry.field,
        "recognised_by": _joined(entry.recognised_by),
        "ref": _joined(number for number in (entry.ref, *entry.refs) if number),
        "url": entry.url or "",
        "figures": certainty_in_words((key, of_offers(entry, key)) for key in stated),
    }


def _months(months: int | MonthBounds | Unknown) -> tuple[str, str]:
    if isinstance(months, MonthBounds):
        return str(months.min), str(months.max)
    return str(months), str(months)


def _loads(module: Module) -> tuple[str, str]:
    if not module.paces:
        return str(UNKNOWN), str(UNKNOWN)
    return hours_cell(module.paces[-1].minutes_per_week), hours_cell(module.paces[0].minutes_per_week)


def _starts(module: Module) -> str:
    """`any month`, `apr; oct`, the first days or months of its runs, or that nobody knows."""
    if module.runs is not None:
        return _joined(dict.fromkeys(map(_first, module.runs)))
    if module.intakes is None:
        return "any month"
    return str(module.intakes) if isinstance(module.intakes, Unknown) else _joined(module.intakes)


def _first(run: Run) -> str:
    return format_month(month_of_day(run.start)) if run.first_day is None else run.first_day.isoformat()


def _fee(fee: Decimal | Unknown | None) -> str:
    return f"{fee:.2f}" if isinstance(fee, Decimal) else _figure(fee)


def _figure(value: Decimal | Unknown | None) -> str:
    return "" if value is None else str(value) if isinstance(value, Unknown) else decimal_cell(value)


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)
