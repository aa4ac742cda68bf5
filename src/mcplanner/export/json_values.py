"""Writes JSON: the whole text, and values such as months that JSON has no type for.

Knows JSON, months and numbers, and the small parts of a plan that several files write alike.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msgspec.json import format as format_json

from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month, format_month
from mcplanner.ground.numbers_text import hours_of
from mcplanner.plans.model import AmountYears, EarnedAward, HeldAward, Note, Target


def json_text(data: dict[str, Any] | list[dict[str, Any]]) -> str:
    """An object or a list, with a newline at its end; the same data gives the same bytes, in ASCII for any terminal.

    No two `#` stand side by side: with a bracket after them, continuous integration would take them for a command.
    """
    written = format_json(json.dumps(data, allow_nan=False), indent=2)  # to indent, Python has a slow encoder of its own
    return written.replace("##", "#\\u0023") + "\n"


def month_or_null(month: Month | None) -> str | None:
    """`2027-04`; null where there is none."""
    return None if month is None else format_month(month)


def number(value: Decimal) -> int | float:
    """A JSON number, an integer where the value is whole; no decision rests on it any more."""
    return int(value) if value == int(value) else float(value)


def hours_or_null(minutes: int | None) -> int | float | None:
    """Minutes as hours, with at most two decimals; null where there is no limit."""
    return None if minutes is None else number(hours_of(minutes))


def target_data(target: Target) -> dict[str, str]:
    """A target of a plan."""
    return {"id": target.id, "title": target.title, "kind": target.kind}


def award_data(award: EarnedAward | HeldAward) -> dict[str, Any]:
    """An award and the month in which it is earned; null where nobody knows the month."""
    earned = {"id": award.id, "title": award.title, "kind": award.kind, "earned": month_or_null(award.earned)}
    return {**earned, "hangs_on": list(map(str, award.hangs_on))}


def notes_data(notes: Iterable[Note]) -> list[dict[str, str]]:
    """Remarks, each with its code."""
    return [{"code": note.code, "text": note.text} for note in notes]


def sum_data(name: str, amount: Amount | None) -> dict[str, int | None]:
    """A sum in cents, null where a part of it is unknown or there is none, and beside it the sum of its known parts."""
    exact, known = (None, None) if amount is None else (amount.exact, amount.cents)
    return {f"{name}_cents": exact, f"{name}_at_least_cents": known}


def years_data(years: AmountYears | None) -> dict[str, Any] | None:
    """The years that amounts are of."""
    if years is None:
        return None
    return {
        "fees": list(years.fees),
        "subsidies": list(years.subsidies),
        "gst": list(years.gst),
        "rules_checked": None if years.checked is None else years.checked.isoformat(),
    }
