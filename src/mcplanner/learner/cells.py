"""Cells of a sheet of learners as the values of a learner file: each column is a key, and lists have semicolons.

Knows how cells are written; what may stand in them is checked as in a learner file.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from mcplanner.ground.months import format_month, month_of_day
from mcplanner.learner.keys import LISTS, NUMBERS, TEXTS, TRUTHS

SEPARATOR = ";"
"""Stands between the values of a list in one cell."""

_NUMBER = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?", re.ASCII)


def text_of(cell: object) -> str:
    """A cell as text: a day as its month, a whole number without a point."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return format_month(month_of_day(date(cell.year, cell.month, 1)))
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)).normalize():f}"
    return str(cell).strip()


def number(cell: str) -> Any:
    """A number as a file's reader hands it over; other text stays, and is refused where numbers are checked."""
    if not _NUMBER.fullmatch(cell):
        return cell
    return Decimal(cell) if "." in cell else int(cell)


def truth(cell: str) -> Any:
    """`true` and `false` as what they say; other text stays."""
    return {"true": True, "false": False}.get(cell.lower(), cell)


def parts(cell: str) -> list[str]:
    """The values of a list."""
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def _entries(key: str) -> Callable[[str], Any]:
    """Read `python-1=2026-04; java-1` as entries, each with its month under a key where there is one."""

    def read(cell: str) -> list[dict[str, str]]:
        pairs = [part.partition("=") for part in parts(cell)]
        return [{"module": module.strip(), **({key: month.strip()} if is_given else {})} for module, is_given, month in pairs]

    return read


def _mapping(of: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read `opening=500; mid-career=100` as a mapping."""

    def read(cell: str) -> dict[str, Any]:
        return {name.strip(): of(value.strip()) for name, _, value in (part.partition("=") for part in parts(cell))}

    return read


def readers(texts: Iterable[str] = (), lists: Iterable[str] = ()) -> dict[str, Callable[[str], Any]]:
    """How the cell of each column is read: the keys of a learner file, and further ones that hold text or lists."""
    return {
        **dict.fromkeys((*texts, *TEXTS), str),
        **dict.fromkeys(NUMBERS, number),
        **dict.fromkeys(TRUTHS, truth),
        **dict.fromkeys((*lists, *LISTS), parts),
        "held": _entries("ended"),
        "under_way": _entries("started"),
        "pins": _mapping(str),
        "credit": _mapping(number),
    }
