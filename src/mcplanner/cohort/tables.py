"""The tables that are written, as CSV or as JSON, one object a line: answers, refused rows, and a forecast.

Knows what stands in which column, and how; not when which line is written. In CSV, hours and dollars stand as people write
them; in JSON, minutes and cents, as whole numbers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.json import encode

from mcplanner.cohort.cells import SEPARATOR
from mcplanner.cohort.forms import is_lines
from mcplanner.export.csv_values import csv_lines, csv_text, hours_cell


def dollars(cents: int) -> str:
    """An amount as a plain number."""
    return f"{cents // 100}.{cents % 100:02d}"


class Column(Struct, frozen=True):
    """A column of a table: its name in CSV, the key of its value, and how the value stands in a cell."""

    name: str
    key: str
    cell: Callable[[Any], str] = str


Table = Sequence[Column]
Values = Mapping[str, Any]
"""The values of a line, by their keys; None where there is none."""

ANSWERS = (
    Column("row", "row"),
    Column("id", "id"),
    Column("status", "status"),
    Column("finish", "finish"),
    Column("hours", "minutes", hours_cell),
    Column("peak_hours_per_week", "minutes_per_week", hours_cell),
    Column("cost", "cents", dollars),
    Column("unknown_fees", "unknown_fees"),
    Column("modules", "modules", SEPARATOR.join),
    Column("awards", "awards", SEPARATOR.join),
    Column("reason", "reason"),
)

REFUSED = tuple(Column(name, name) for name in ("row", "id", "column", "reason"))
"""A line for each thing that is wrong with a row."""

FORECAST = (
    *(Column(name, name) for name in ("what", "month", "day", "module", "title", "provider", "learners")),
    Column("dollars", "cents", dollars),
    Column("reason", "reason"),
)


def heading(path: Path, table: Table) -> str:
    """How a file begins."""
    return "" if is_lines(path) else csv_text([column.name for column in table], [])


def line_of(path: Path, table: Table, values: Values) -> str:
    """A line of a file."""
    if is_lines(path):
        return encode({column.key: values.get(column.key) for column in table}).decode() + "\n"
    return csv_lines([[_cell(column, values.get(column.key)) for column in table]])


def whole_text(path: Path, table: Table, lines: Iterable[Values]) -> str:
    """A whole file."""
    return heading(path, table) + "".join(line_of(path, table, values) for values in lines)


def _cell(column: Column, value: Any) -> str:
    return "" if value is None else column.cell(value)
