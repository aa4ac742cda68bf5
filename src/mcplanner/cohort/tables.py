"""What is written of each row: a line of answers, or a line for each thing that is wrong with a refused one.

The lines go to files that get their names only when they are complete; so far they end in `.part`.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import msgspec

from mcplanner.cohort.answers import Planned, Seat
from mcplanner.cohort.rows import SEPARATOR, Row, is_lines
from mcplanner.export.csv_values import csv_text, hours_cell

COLUMNS = (
    "row",
    "id",
    "status",
    "finish",
    "hours",
    "peak_hours_per_week",
    "cost",
    "cost_at_least",
    "unknown_fees",
    "modules",
    "awards",
    "reason",
)
REFUSED_HEADING = csv_text(("row", "id", "column", "reason"), [])


class Part:
    """A file that is being written; what a killed run wrote after it last noted its progress is cut off."""

    def __init__(self, path: Path, size: int) -> None:
        """Go on behind so many bytes."""
        self._path, self._beside = path, part_of(path)
        self._file = self._beside.open("r+b" if self._beside.exists() else "w+b")
        self._file.truncate(size)
        self._file.seek(0, os.SEEK_END)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, text: str) -> None:
        """Write behind everything else."""
        self._file.write(text.encode())

    def settle(self) -> int:
        """Have everything on the disk, and return how many bytes that is."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()


def part_of(path: Path) -> Path:
    """The file in which another one grows."""
    return path.with_name(f"{path.name}.part")


def heading(path: Path) -> str:
    """How a file of answers begins."""
    return "" if is_lines(path) else csv_text(COLUMNS, [])


def line_of(path: Path, row: Row, made: Planned) -> str:
    """The line about a learner, as JSON or CSV."""
    if is_lines(path):
        data: dict[str, Any] = {"row": row.number, "id": row.id, **msgspec.structs.asdict(made)}
        data["modules"] = [f"{seat.module}={seat.month}" for seat in data.pop("seats")]
        return msgspec.json.encode(data).decode() + "\n"
    cells = (
        str(row.number),
        row.id,
        made.status,
        made.finish or "",
        "" if made.minutes is None else hours_cell(made.minutes),
        "" if made.minutes_per_week is None else hours_cell(made.minutes_per_week),
        dollars(made.cents),
        dollars(made.cents_at_least),
        "" if made.unknown_fees is None else str(made.unknown_fees),
        SEPARATOR.join(map(_start, made.seats)),
        SEPARATOR.join(made.awards),
        made.reason,
    )
    return _cells(cells)


def refused_lines(row: Row, problems: Sequence[tuple[str, str]]) -> str:
    """A line for each thing that is wrong with a row."""
    return "".join(_cells((str(row.number), row.id, column, words)) for column, words in problems)


def dollars(cents: int | None) -> str:
    """An amount as a plain number; empty where it is not known."""
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"


def _start(seat: Seat) -> str:
    return f"{seat.module}={seat.month}"


def _cells(cells: Sequence[str]) -> str:
    _, _, line = csv_text(("",), [cells]).partition("\n")
    return line
