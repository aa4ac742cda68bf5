"""The tables that are written: answers, refused rows, and a forecast.

Knows what stands in which column, and how; not when which line is written. In CSV, hours and dollars stand as people write
them; in JSON, one object a line, minutes and cents as whole numbers. What becomes Parquet once it is complete grows as lines of
JSON, and has the same values.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.json import encode

from mcplanner.cohort.forms import is_lines, is_parquet
from mcplanner.export.csv_values import csv_lines, csv_text, hours_cell
from mcplanner.learner.cells import SEPARATOR


def dollars(cents: int) -> str:
    """An amount as a plain number."""
    return f"{cents // 100}.{cents % 100:02d}"


class Kind(Enum):
    """The kinds of values."""

    TEXT = auto()
    WHOLE = auto()
    TEXTS = auto()


class Column(Struct, frozen=True):
    """A column of a table: its name in CSV, the key and the kind of its value, and how the value stands in a cell."""

    name: str
    key: str
    kind: Kind = Kind.TEXT
    cell: Callable[[Any], str] = str


Table = Sequence[Column]
Values = Mapping[str, Any]
"""The values of a line, by their keys; None where there is none."""

ANSWERS = (
    Column("row", "row", Kind.WHOLE),
    Column("id", "id"),
    Column("status", "status"),
    Column("finish", "finish"),
    Column("hours", "minutes", Kind.WHOLE, hours_cell),
    Column("peak_hours_per_week", "minutes_per_week", Kind.WHOLE, hours_cell),
    Column("cost", "cents", Kind.WHOLE, dollars),
    Column("cost_at_least", "cents_at_least", Kind.WHOLE, dollars),
    Column("unknown_fees", "unknown_fees", Kind.WHOLE),
    Column("modules", "modules", Kind.TEXTS, SEPARATOR.join),
    Column("awards", "awards", Kind.TEXTS, SEPARATOR.join),
    Column("reason", "reason"),
    Column("would_help", "would_help", Kind.TEXTS, SEPARATOR.join),
    Column("for_these_figures", "for_these_figures", Kind.WHOLE),
    Column("figures", "figures", Kind.TEXTS, SEPARATOR.join),
    Column("finish_rests_on", "finish_rests_on"),
    Column("cost_rests_on", "cost_rests_on"),
)

REFUSED = (Column("row", "row", Kind.WHOLE), *(Column(name, name) for name in ("id", "column", "reason")))
"""A line for each thing that is wrong with a row."""

FORECAST = (
    *(Column(name, name) for name in ("what", "month", "day", "module", "title", "provider")),
    Column("learners", "learners", Kind.WHOLE),
    Column("dollars", "cents", Kind.WHOLE, dollars),
    Column("dollars_at_least", "cents_at_least", Kind.WHOLE, dollars),
    Column("unknown_fees", "unknown_fees", Kind.WHOLE),
    Column("reason", "reason"),
    Column("would_help", "would_help"),
    Column("helped", "helped", Kind.WHOLE),
)

COMPARED = (
    *FORECAST,
    Column("learners_against", "learners_against", Kind.WHOLE),
    Column("dollars_against", "cents_against", Kind.WHOLE, dollars),
    Column("dollars_at_least_against", "cents_at_least_against", Kind.WHOLE, dollars),
)
"""A forecast beside one for another catalogue."""


def heading(path: Path, table: Table) -> str:
    """How a file begins."""
    return csv_text([column.name for column in table], []) if _has_cells(path) else ""


def line_of(path: Path, table: Table, values: Values) -> str:
    """A line of a file."""
    if _has_cells(path):
        return csv_lines([[_cell(column, values.get(column.key)) for column in table]])
    return encode({column.key: values.get(column.key) for column in table}).decode() + "\n"


def _has_cells(path: Path) -> bool:
    return not (is_lines(path) or is_parquet(path))


def _cell(column: Column, value: Any) -> str:
    return "" if value is None else column.cell(value)
