"""Reads the cells of a row: text as the value that a key of a learner file has.

Knows how each column is written; what its value may be is checked where the question is answered.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from mcplanner.ground.characters import shortened
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.keys import LISTS, NUMBERS, TEXTS, TRUTHS

OF_ALL = ("catalogue", "funding")
"""The keys of a learner file that options give for all learners."""

LABELS = ("id", "name")
"""The columns that say who it is, and are no part of the question."""

MONTHS = ("start", "by")
"""The columns that ask for a first and a last month."""

COLUMNS = (*LABELS, *MONTHS, *(key for key in LearnerFile.__struct_fields__ if key not in (*OF_ALL, "name")))

SEPARATOR = ";"
"""Stands between the values of a list in one cell."""

_NUMBER = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?", re.ASCII)


def value_of(column: str, cell: str) -> Any:
    """The value that a cell stands for; None if it is empty.

    Raises
    ------
    ValueError
        It says two things of one.
    """
    text = cell.strip()
    return _READERS[column](text) if text else None


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


def _number(cell: str) -> Any:
    """A number as a file's reader hands it over; other text stays, and is refused where the question is answered."""
    if not _NUMBER.fullmatch(cell):
        return cell
    return Decimal(cell) if "." in cell else int(cell)


def _truth(cell: str) -> Any:
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


_READERS = MappingProxyType[str, Callable[[str], Any]](
    {
        **dict.fromkeys((*LABELS, *MONTHS, *TEXTS), str),
        **dict.fromkeys(NUMBERS, _number),
        **dict.fromkeys(TRUTHS, _truth),
        **dict.fromkeys(LISTS, _list),
        "held": _entries("ended"),
        "under_way": _entries("started"),
        "pins": _mapping(str),
        "credit": _mapping(_number),
    }
)
"""How the cell of each column is read."""
