"""Cells of a table of learners as the values of a learner file: each column is a key, and lists have semicolons.

Knows how cells are written; what may stand in them is checked as in a learner file.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from mcplanner.ground.characters import shortened
from mcplanner.ground.diagnostics import did_you_mean
from mcplanner.ground.months import format_month, month_of_day
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.keys import LISTS, NUMBERS, TEXTS, TRUTHS

OF_ALL = ("catalogue", "funding")
"""The keys of a learner file that are given for all learners, and so are no columns."""

LABELS = ("id", "name")
"""The columns that say who it is."""

SEPARATOR = ";"
"""Stands between the values of a list in one cell."""

Columns = Mapping[str, Callable[[str], Any]]
"""The columns of a table, each with what reads a cell of it."""

_NUMBER = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?", re.ASCII)


def columns(texts: Iterable[str] = (), lists: Iterable[str] = ()) -> Columns:
    """The labels, further columns that hold text or lists, and the keys of a learner file."""
    keys = (key for key in LearnerFile.__struct_fields__ if key not in (*OF_ALL, *LABELS))
    further: Columns = {**dict.fromkeys((*LABELS, *texts), str), **dict.fromkeys(lists, _list)}
    return MappingProxyType({**further, **{key: _READERS[key] for key in keys}})


def wrong_headings(headings: Sequence[str], known: Columns) -> Iterator[tuple[int, str, str | None]]:
    """The places, from 1 on, of headings that are unknown or there twice, with what is wrong and perhaps a hint."""
    for place, heading in enumerate(headings, start=1):
        if heading not in known:
            hint = did_you_mean(heading, known) or f"the columns are {', '.join(known)}"
            if len(headings) == 1 and any(sign in heading for sign in ";\t"):
                hint = "save the file with commas between the columns"
            yield place, f"unknown column '{heading}'", hint
        elif heading in headings[: place - 1]:
            yield place, f"the column '{heading}' is there twice", None


def value_of(known: Columns, column: str, cell: str) -> Any:
    """The value that a cell stands for; None if it is empty.

    Raises
    ------
    ValueError
        It says two things of one.
    """
    text = cell.strip()
    return known[column](text) if text else None


def once_each(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping of names that are there once.

    Raises
    ------
    ValueError
        One is there twice.
    """
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"'{shortened(name)}' is there twice")
        found[name] = value
    return found


def text_of(cell: object) -> str:
    """A cell of a workbook as text: a day as its month, a whole number without a point."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return format_month(month_of_day(date(cell.year, cell.month, 1)))
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)).normalize():f}"
    return str(cell).strip()


def _number(cell: str) -> Any:
    """A number as a file's reader hands it over; other text stays, and is refused where numbers are checked."""
    if not _NUMBER.fullmatch(cell):
        return cell
    return Decimal(cell) if "." in cell else int(cell)


def _truth(cell: str) -> Any:
    """`true` and `false` as what they say; other text stays."""
    return {"true": True, "false": False}.get(cell.lower(), cell)


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def _pairs(cell: str) -> list[tuple[str, str | None]]:
    """Each name in a cell with what stands behind its equals sign, if it has one."""
    parts = [part.partition("=") for part in _list(cell)]
    return [(name.strip(), value.strip() if sign else None) for name, sign, value in parts]


def _entries(key: str) -> Callable[[str], Any]:
    """Read `python-1=2026-04; java-1` as entries, each with its month under a key where there is one."""

    def read(cell: str) -> list[dict[str, str]]:
        return [{"module": module} if month is None else {"module": module, key: month} for module, month in _pairs(cell)]

    return read


def _mapping(of: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read `opening=500; mid-career=100` as a mapping."""

    def read(cell: str) -> dict[str, Any]:
        return once_each((name, of(value or "")) for name, value in _pairs(cell))

    return read


_READERS: Columns = MappingProxyType(
    {
        **dict.fromkeys(TEXTS, str),
        **dict.fromkeys(NUMBERS, _number),
        **dict.fromkeys(TRUTHS, _truth),
        **dict.fromkeys(LISTS, _list),
        "held": _entries("ended"),
        "under_way": _entries("started"),
        "pins": _mapping(str),
        "credit": _mapping(_number),
    }
)
"""How the value of each key of a learner file is read."""
