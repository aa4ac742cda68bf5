"""Reads learners one by one from CSV, JSON lines or Parquet.

Knows the forms of files; what a row asks is up to `learner_row`.
"""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from io import FileIO, TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, Self

from mcplanner.cohort.forms import CohortError, is_lines, is_parquet
from mcplanner.cohort.learner_row import LearnerRow, check_heading, row_of, row_of_cells, written
from mcplanner.files.file_kinds import TABLE_OF_LEARNERS, another_kind, as_source
from mcplanner.files.paths import MOST_BYTES, read_bytes, unreadable
from mcplanner.ground.characters import shortened
from mcplanner.learner.cells import LABELS, once_each

MOST_READ = 1 << 14
"""The most rows of cells of which it is kept what they ask: many differ only in who it is."""


OTHER_TEXT = {".yaml": "YAML", ".yml": "YAML", ".json": "JSON"}
"""What a file is that has no rows, by the ending of its name."""

ROWS_OF_LEARNERS = "write a row for each learner in a .csv, or an object on each line of a .jsonl"


class LearnerRows:
    """The rows of a file, and how much of it is read."""

    def __init__(self, path: Path) -> None:
        """Open a file of learners.

        Raises
        ------
        CohortError
            It cannot be read as one, or nobody is in it.
        """
        self._path = path
        try:
            self._file = FileIO(path)
            self._size = max(1, path.stat().st_size)
        except OSError as error:
            raise CohortError(f"'{path}': {unreadable(path, error).words}") from None
        try:
            self._rows = self._begun()
        except BaseException:
            self._file.close()
            raise

    def _begun(self) -> Iterator[LearnerRow]:
        """The rows, of which the first is read: so what is no file of learners is refused before a run begins."""
        try:
            rows = self._read()
            first = next(rows, None)
        except CohortError as error:
            raise CohortError(_no_table(self._path) or str(error)) from None
        if first is None:
            raise CohortError(f"nobody is in '{self._path}': write a row for each learner")
        return chain((first,), rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[LearnerRow]:
        """Read on, row by row.

        Raises
        ------
        CohortError
            The file has another form from here on.
        """
        return self._rows

    def _read(self) -> Iterator[LearnerRow]:
        if is_parquet(self._path):
            from mcplanner.cohort.parquet import read_parquet

            return read_parquet(self._file)
        return self._lines()

    def _lines(self) -> Iterator[LearnerRow]:
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


def _no_table(path: Path) -> str | None:
    """What to say of YAML or JSON that cannot be read as a table of learners: what it is, and what to do; None of others."""
    kind = OTHER_TEXT.get(path.suffix.lower())
    if kind is None:
        return None
    known = another_kind(as_source(str(path), read_bytes(path, MOST_BYTES)), TABLE_OF_LEARNERS)
    if known is None:
        return f"'{path}': this is {kind}, not a table of learners ({ROWS_OF_LEARNERS})"
    return f"'{path}': {known.message}" + (f" ({known.hint})" if known.hint else "")


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


def _read_cells(text: TextIOWrapper) -> Iterator[LearnerRow]:
    rows = _split(text)
    heading = [name.strip() for name in next(rows, [])]
    if not any(heading):
        raise CohortError(f"'{text.name}' is empty: its first row names the columns, and each other one is a learner")
    check_heading(text.name, heading)
    own = heading.index("id") if "id" in heading else len(heading)
    labels = [place for place, name in enumerate(heading) if name in LABELS]

    @lru_cache(MOST_READ)
    def read(cells: tuple[str, ...]) -> LearnerRow:
        return row_of_cells(0, dict(zip(heading, cells, strict=False)))

    for number, cells in enumerate(rows, start=2):
        if len(cells) > len(heading):
            yield LearnerRow(number, "", problem=("", f"the row has {len(cells)} cells, and the heading {len(heading)}"))
        elif any(cells):
            nobodys = cells + [""] * (len(heading) - len(cells))
            for place in labels:
                nobodys[place] = ""
            asked = read(tuple(nobodys))
            yield LearnerRow(number, "".join(cells[own : own + 1]).strip(), asked.question, asked.problem)


def _read_lines(text: TextIOWrapper) -> Iterator[LearnerRow]:
    return (_row_of_line(number, line) for number, line in enumerate(text, start=1) if line.strip())


def _row_of_line(number: int, line: str) -> LearnerRow:
    try:
        data = json.loads(line, parse_float=_decimal, object_pairs_hook=once_each, parse_constant=_no_number)
        written(data)
    except UnicodeEncodeError:
        words = "the line has half a sign, such as \\ud83d alone"
    except json.JSONDecodeError as error:
        words = f"not a line of JSON, at character {error.pos + 1}: {error.msg}"
    except (ValueError, RecursionError) as error:
        words = f"not a line of JSON: {error}"
    else:
        if isinstance(data, dict):
            return row_of(number, data)
        words = "the line is no object with the keys of a learner"
    return LearnerRow(number, "", problem=("", words))


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise ValueError(f"{shortened(digits)} is beyond all numbers") from None


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")
