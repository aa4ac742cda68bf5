"""Reads learners from Parquet, and writes tables to it; both piece by piece, so that memory does not grow with the rows.

The only file that imports pyarrow.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import FileIO
from itertools import islice
from math import isfinite
from typing import IO, Any

from msgspec.json import Decoder

from mcplanner.cohort.forms import CohortError
from mcplanner.cohort.learner_row import LearnerRow, check_heading, row_of_cells, value_of_cell
from mcplanner.cohort.tables import Table, ValueKind
from mcplanner.learner.cells import once_each

ROWS_READ_AT_ONCE, ROWS_WRITTEN_AT_ONCE = 1_000, 10_000

BEGINNING = b"PAR1"
"""The first bytes of each such file."""


def check_installed() -> None:
    """Refuse Parquet where nothing can read it.

    Raises
    ------
    CohortError
        It says what to install.
    """
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError:
        raise CohortError("Parquet needs pyarrow: install it with pip install 'mcplanner[parquet]'") from None


def read_parquet(file: FileIO) -> Iterator[LearnerRow]:
    """The rows of a file, numbered from 1. Text is read as the cell of a CSV is; other values are those of a learner file.

    Raises
    ------
    CohortError
        It is no such file, or a column has a name that no learner has.
    """
    from pyarrow.parquet import ParquetFile

    with _in_words(file):
        learners = ParquetFile(file)
        check_heading(str(file.name), learners.schema_arrow.names)
        batches = learners.iter_batches(ROWS_READ_AT_ONCE)
    number = 0
    for batch in _each(batches, file):
        for cells in batch:
            number += 1
            yield row_of_cells(number, cells, _value)


def _each(batches: Iterator[Any], file: FileIO) -> Iterator[list[dict[str, Any]]]:
    """The rows of each batch as plain values."""
    while True:
        with _in_words(file):
            batch = next(batches, None)
            rows = None if batch is None else batch.to_pylist()
        if rows is None:
            return
        yield rows


@contextmanager
def _in_words(file: FileIO) -> Iterator[None]:
    from pyarrow import ArrowException

    try:
        yield
    except (ArrowException, OSError, UnicodeDecodeError) as error:
        raise CohortError(f"'{file.name!s}' is not Parquet: {error}") from None


def _value(column: str, cell: Any) -> Any:
    return value_of_cell(column, cell) if isinstance(cell, str) else _plain(cell)


def _plain(value: Any) -> Any:
    """A value as JSON would have it, in which a whole number has no decimals."""
    match value:
        case None | bool() | int() | str():
            return value
        case float() | Decimal():
            return _number(value)
        case date():
            return value.isoformat()
        case dict():
            return {name: _plain(own) for name, own in value.items() if own is not None}
        case [(str(), _), *_]:  # a map
            return once_each((name, _plain(own)) for name, own in value)
        case list():
            return [_plain(own) for own in value if own is not None]
    raise ValueError(f"no learner has a value of this kind: {type(value).__name__}")


def _number(value: float | Decimal) -> int | Decimal:
    if not isfinite(value):
        raise ValueError(f"{value} is no number")
    return int(value) if value == int(value) else Decimal(str(value))


def write_parquet(lines: Iterable[bytes], table: Table, file: IO[bytes]) -> None:
    """Write a table whose lines are JSON."""
    from pyarrow import RecordBatch, int64, list_, schema, string
    from pyarrow.parquet import ParquetWriter

    kinds = {ValueKind.TEXT: string(), ValueKind.WHOLE: int64(), ValueKind.TEXTS: list_(string())}
    fields = schema([(column.key, kinds[column.kind]) for column in table])
    decode = Decoder().decode
    with ParquetWriter(file, fields) as writer:
        values = map(decode, lines)
        while rows := list(islice(values, ROWS_WRITTEN_AT_ONCE)):
            writer.write_batch(RecordBatch.from_pylist(rows, fields))
