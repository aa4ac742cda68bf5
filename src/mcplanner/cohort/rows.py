"""Reads learners one by one from CSV or JSON lines: each as who it is, and the question that is asked.

The question is text without the id and the name, so that these cannot matter to its answer. Knows the forms of files; how a
cell is written is up to `cells`, and what may stand in it is checked where the question is answered.
"""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from io import FileIO, TextIOWrapper
from pathlib import Path
from typing import Any, Self

from msgspec import Struct
from msgspec.json import Encoder

from mcplanner.cohort.cells import COLUMNS, LABELS, once_each, value_of
from mcplanner.cohort.forms import CohortError, is_lines
from mcplanner.ground.characters import shortened
from mcplanner.ground.diagnostics import did_you_mean

_WRITTEN = Encoder(decimal_format="number", order="deterministic")


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
                line = f"line {_first_undecoded(self._path)} of '{self._path}'"
                raise CohortError(f"{line} is not UTF-8 text: save the file as CSV UTF-8") from None

    @property
    def part_read(self) -> float:
        """The part of the file that is read, from 0 to 1."""
        return 1.0 if self._file.closed else self._file.tell() / self._size


def _first_undecoded(path: Path) -> int:
    """The number of the first line that is no text."""
    with path.open("rb") as lines:
        return next((number for number, line in enumerate(lines, start=1) if not _is_text(line)), 1)


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _split(text: TextIOWrapper) -> Iterator[list[str]]:
    """The cells of each row."""
    rows = csv.reader(text, strict=True)
    try:
        yield from rows
    except csv.Error as error:
        raise CohortError(f"line {rows.line_num} of '{text.name}' is not CSV: {error}") from None


def _read_cells(text: TextIOWrapper) -> Iterator[Row]:
    rows = _split(text)
    heading = [name.strip() for name in next(rows, [])]
    _check_heading(heading)
    for number, cells in enumerate(rows, start=2):
        if len(cells) > len(heading):
            yield Row(number, "", problem=("", f"the row has {len(cells)} cells, and the heading {len(heading)}"))
        elif any(cells):
            yield _row_of_cells(number, dict(zip(heading, map(str.strip, cells), strict=False)))


def _row_of_cells(number: int, cells: dict[str, str]) -> Row:
    data = {}
    for name, cell in cells.items():
        try:
            if cell:
                data[name] = value_of(name, cell)
        except ValueError as error:
            return Row(number, cells.get("id", ""), problem=(name, str(error)))
    return _row(number, data)


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
    return (_row_of_line(number, line) for number, line in enumerate(text, start=1) if line.strip())


def _row_of_line(number: int, line: str) -> Row:
    try:
        data = json.loads(line, parse_float=_decimal, object_pairs_hook=once_each, parse_constant=_no_number)
        _WRITTEN.encode(data)
    except UnicodeEncodeError:
        words = "the line has half a sign, such as \\ud83d alone"
    except (ValueError, RecursionError) as error:
        words = f"not a line of JSON: {error}"
    else:
        if isinstance(data, dict):
            return _row(number, data)
        words = "the line is no object with the keys of a learner"
    return Row(number, "", problem=("", words))


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise ValueError(f"{shortened(digits)} is beyond all numbers") from None


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _row(number: int, data: dict[str, Any]) -> Row:
    labels = {name: data.pop(name) for name in LABELS if name in data}
    wrong = next((name for name, label in labels.items() if type(label) not in (str, int)), None)
    own = "" if wrong == "id" else str(labels.get("id", ""))
    if wrong is not None:
        return Row(number, own, problem=(wrong, f"{wrong} is neither text nor a whole number"))
    unknown = next((name for name in data if name not in COLUMNS), None)
    if unknown is not None:
        hint = did_you_mean(unknown, COLUMNS)
        return Row(number, own, problem=(unknown, f"unknown key '{unknown}'" + (f" ({hint})" if hint else "")))
    return Row(number, own, _WRITTEN.encode(data))
