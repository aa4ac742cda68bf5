"""Reads learners one by one from CSV or JSON lines: each as who it is, and the question that is asked.

The question is text without the id and the name, so that these cannot matter to its answer. Knows how cells are written; what
may stand in them is checked where the question is answered.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import FileIO, TextIOWrapper
from pathlib import Path
from typing import Any, Self

from msgspec import Struct
from msgspec.json import Encoder

from mcplanner.ground.diagnostics import did_you_mean
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
_WRITTEN = Encoder(decimal_format="number", order="deterministic")


def is_lines(path: Path) -> bool:
    """Whether a file is one of JSON lines; any other is CSV."""
    return path.suffix.lower() in (".jsonl", ".ndjson")


class CohortError(Exception):
    """A file of learners cannot be read or gone on with; the message says why."""


class Row(Struct, frozen=True):
    """One learner: the number of the row as a spreadsheet counts, the id, and the question; or why there is none."""

    number: int
    id: str
    question: bytes = b""
    problem: tuple[str, str] | None = None


class Rows:
    """The rows of a file, and how much of it is read."""

    def __init__(self, path: Path) -> None:
        """Open a file of learners.

        Raises
        ------
        CohortError
            It cannot be read.
        """
        self._path = path
        try:
            self._file = FileIO(path)
            self._size = max(1, path.stat().st_size)
        except OSError as error:
            raise CohortError(f"cannot read '{path}': {error.strerror or error}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Row]:
        """Read on, row by row.

        Raises
        ------
        CohortError
            It is no text, or a column has a name that no learner has.
        """
        read = _read_lines if is_lines(self._path) else _read_cells
        with TextIOWrapper(self._file, encoding="utf-8-sig", newline="") as text:
            try:
                yield from read(text)
            except UnicodeDecodeError:
                raise CohortError(f"'{self._path}' is not UTF-8 text: save it as CSV UTF-8") from None
            except csv.Error as error:
                raise CohortError(f"'{self._path}' is not CSV: {error}") from None

    @property
    def part_read(self) -> float:
        """The part of the file that is read, from 0 to 1."""
        return 1.0 if self._file.closed else self._file.tell() / self._size


def _read_cells(text: TextIOWrapper) -> Iterator[Row]:
    rows = csv.reader(text, strict=True)
    heading = [name.strip() for name in next(rows, [])]
    _check_heading(heading)
    for number, cells in enumerate(rows, start=2):
        if len(cells) > len(heading):
            yield Row(number, "", problem=("", f"the row has {len(cells)} cells, and the heading {len(heading)}"))
        elif any(cells):
            written = {name: cell.strip() for name, cell in zip(heading, cells, strict=False) if cell.strip()}
            yield _row(number, {name: _CELLS[name](cell) for name, cell in written.items()})


def _check_heading(heading: list[str]) -> None:
    for place, name in enumerate(heading, start=1):
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"the columns are {', '.join(COLUMNS)}"
            raise CohortError(f"row 1, column {place}: unknown column '{name}' ({hint})")
        if name in heading[: place - 1]:
            raise CohortError(f"row 1, column {place}: '{name}' is there twice")
    if not {"targets", "skills"} & {*heading}:
        raise CohortError("row 1: there is no column 'targets' or 'skills', so nobody asks for anything")


def _read_lines(text: TextIOWrapper) -> Iterator[Row]:
    for number, line in enumerate(text, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line, parse_float=Decimal, object_pairs_hook=_without_repeats, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            yield Row(number, "", problem=("", f"not a line of JSON: {error}"))
            continue
        if isinstance(data, dict):
            yield _row(number, data)
        else:
            yield Row(number, "", problem=("", "the line is no object with the keys of a learner"))


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _row(number: int, data: dict[str, Any]) -> Row:
    labels = {name: data.pop(name) for name in LABELS if name in data}
    wrong = next((name for name, label in labels.items() if not isinstance(label, str | int)), None)
    own = "" if wrong == "id" else str(labels.get("id", ""))
    if wrong is not None:
        return Row(number, own, problem=(wrong, f"{wrong} is neither text nor a whole number"))
    unknown = next((name for name in data if name not in COLUMNS), None)
    if unknown is not None:
        hint = did_you_mean(unknown, COLUMNS)
        return Row(number, own, problem=(unknown, f"unknown key '{unknown}'" + (f" ({hint})" if hint else "")))
    return Row(number, own, _WRITTEN.encode(data))


def _number(cell: str) -> Any:
    """A number as a file's reader hands it over; other text stays, and is refused where the question is answered."""
    if not _NUMBER.fullmatch(cell):
        return cell
    return Decimal(cell) if "." in cell else int(cell)


def _truth(cell: str) -> Any:
    return {"true": True, "false": False}.get(cell.lower(), cell)


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def _entries(key: str) -> Callable[[str], Any]:
    """Read `python-1=2026-04; java-1` as entries, each with its month under a key where there is one."""

    def read(cell: str) -> list[dict[str, str]]:
        pairs = [part.partition("=") for part in _list(cell)]
        return [{"module": module.strip(), **({key: month.strip()} if is_given else {})} for module, is_given, month in pairs]

    return read


def _mapping(of: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read `opening=500; mid-career=100` as a mapping."""

    def read(cell: str) -> dict[str, Any]:
        return {name.strip(): of(value.strip()) for name, _, value in (part.partition("=") for part in _list(cell))}

    return read


_CELLS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys((*LABELS, *MONTHS, *TEXTS), str),
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(TRUTHS, _truth),
    **dict.fromkeys(LISTS, _list),
    "held": _entries("ended"),
    "under_way": _entries("started"),
    "pins": _mapping(str),
    "credit": _mapping(_number),
}
"""How the cell of each column is read."""
