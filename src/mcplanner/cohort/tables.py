"""The tables that are written: answers, refused rows, and a forecast.

Knows what stands in which column, and how; not when which line is written. In CSV, hours and dollars stand as people write
them; in JSON, one object a line, minutes and cents as whole numbers. What becomes Parquet once it is complete grows as lines of
JSON, and has the same values.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum, auto
from functools import cache
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


class ValueKind(Enum):
    """The kinds of values."""

    TEXT = auto()
    WHOLE = auto()
    TEXTS = auto()


class TableColumn(Struct, frozen=True):
    """A column of a table: its name in CSV, the key and the kind of its value, and how the value stands in a cell."""

    name: str
    key: str
    kind: ValueKind = ValueKind.TEXT
    cell: Callable[[Any], str] = str


Table = Sequence[TableColumn]
Values = Mapping[str, Any]
"""The values of a line, by their keys; None where there is none."""

WHO = (TableColumn("row", "row", ValueKind.WHOLE), TableColumn("id", "id"))
"""The columns that say whose line it is."""

ANSWER = (
    TableColumn("status", "status"),
    TableColumn("finish", "finish"),
    TableColumn("hours", "minutes", ValueKind.WHOLE, hours_cell),
    TableColumn("peak_hours_per_week", "minutes_per_week", ValueKind.WHOLE, hours_cell),
    TableColumn("cost", "cents", ValueKind.WHOLE, dollars),
    TableColumn("cost_at_least", "cents_at_least", ValueKind.WHOLE, dollars),
    TableColumn("unknown_fees", "unknown_fees", ValueKind.WHOLE),
    TableColumn("modules", "modules", ValueKind.TEXTS, SEPARATOR.join),
    TableColumn("awards", "awards", ValueKind.TEXTS, SEPARATOR.join),
    TableColumn("reason", "reason"),
    TableColumn("would_help", "would_help", ValueKind.TEXTS, SEPARATOR.join),
    TableColumn("for_these_figures", "for_these_figures", ValueKind.WHOLE),
    TableColumn("figures", "figures", ValueKind.TEXTS, SEPARATOR.join),
    TableColumn("finish_rests_on", "finish_rests_on"),
    TableColumn("cost_rests_on", "cost_rests_on"),
)

"""The columns of an answer, whoever has it."""

ANSWERS = (*WHO, *ANSWER)

REFUSED = (*WHO, *(TableColumn(name, name) for name in ("column", "reason")))
"""A line for each thing that is wrong with a row."""

FORECAST = (
    *(TableColumn(name, name) for name in ("what", "month", "day", "module", "title", "provider")),
    TableColumn("learners", "learners", ValueKind.WHOLE),
    TableColumn("dollars", "cents", ValueKind.WHOLE, dollars),
    TableColumn("dollars_at_least", "cents_at_least", ValueKind.WHOLE, dollars),
    TableColumn("unknown_fees", "unknown_fees", ValueKind.WHOLE),
    TableColumn("reason", "reason"),
    TableColumn("would_help", "would_help"),
    TableColumn("helped", "helped", ValueKind.WHOLE),
)

COMPARED = (
    *FORECAST,
    TableColumn("learners_against", "learners_against", ValueKind.WHOLE),
    TableColumn("dollars_against", "cents_against", ValueKind.WHOLE, dollars),
    TableColumn("dollars_at_least_against", "cents_at_least_against", ValueKind.WHOLE, dollars),
)
"""A forecast beside one for another catalogue."""


def heading(path: Path, table: Table) -> str:
    """How a file begins."""
    return csv_text([column.name for column in table], []) if _has_cells(path) else ""


def lines_of(path: Path, table: Table, lines: Iterable[Values]) -> list[str]:
    """Lines of a file."""
    if _has_cells(path):
        return csv_lines([_cell(column, values.get(column.key)) for column in table] for values in lines)
    return [encode({column.key: values.get(column.key) for column in table}).decode() + "\n" for values in lines]


def joined(path: Path, beginning: str, rest: str) -> str:
    """A line of a file of two, whose columns stand side by side in it."""
    return f"{beginning[:-1]},{rest}" if _has_cells(path) else f"{beginning[:-2]},{rest[1:]}"


@cache
def _has_cells(path: Path) -> bool:
    return not (is_lines(path) or is_parquet(path))


def _cell(column: TableColumn, value: Any) -> str:
    return "" if value is None else column.cell(value)
