"""Files that grow while a run goes on: they end in `.part`, and get their names only when they are complete; and whole ones."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Self

from mcplanner.cohort.forms import GO_ON, CohortError, is_parquet
from mcplanner.cohort.journal import ANEW
from mcplanner.cohort.tables import Table, Values, heading, lines_of


class GrowingFile:
    """A file that is being written; what a killed run wrote after it last noted its progress is cut off."""

    def __init__(self, path: Path, size: int) -> None:
        """Go on behind so many bytes.

        Raises
        ------
        CohortError
            The file has fewer.
        """
        part = part_of(path)
        if size > (part.stat().st_size if part.exists() else 0):
            raise CohortError(f"'{part}' lacks what was written to it: {ANEW}")
        self._part = part
        with _in_words(part):
            self._file = part.open("r+b" if part.exists() else "w+b")
            self._file.truncate(size)
            self._file.seek(0, os.SEEK_END)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with _in_words(self._part):
            self._file.close()

    def write(self, text: str) -> None:
        """Write behind everything else."""
        try:  # not _in_words, which would take longer than the writing
            self._file.write(text.encode())
        except OSError as error:
            raise _in_the_way(self._part, error) from None

    def settle(self) -> int:
        """Have everything on the disk, and return how many bytes that is."""
        with _in_words(self._part):
            self._file.flush()
            os.fsync(self._file.fileno())
            return self._file.tell()


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Say why a file cannot be written, and how to go on."""
    try:
        yield
    except OSError as error:
        raise _in_the_way(path, error) from None


def _in_the_way(path: Path, error: OSError) -> CohortError:
    return CohortError(f"cannot write '{path}': {error.strerror or error}; {GO_ON}")


def finish(path: Path, table: Table) -> None:
    """Give a complete file its name."""
    part = part_of(path)
    if not part.exists():
        return
    with _in_words(part):
        if is_parquet(path):
            _make_parquet(part, table)
        part.replace(path)


def whole_file(path: Path, table: Table, lines: Iterable[Values]) -> bytes:
    """A file that is small enough to be made at once."""
    made = [line.encode() for line in lines_of(path, table, lines)]
    if not is_parquet(path):
        return heading(path, table).encode() + b"".join(made)
    from mcplanner.cohort.parquet import write_parquet

    file = BytesIO()
    write_parquet(made, table, file)
    return file.getvalue()


def _make_parquet(part: Path, table: Table) -> None:
    """Make Parquet of lines of JSON, unless a run that was killed had done so already."""
    from mcplanner.cohort.parquet import BEGINNING, write_parquet

    made = part.with_name(f"{part.name}.parquet")
    with part.open("rb") as lines:
        if lines.read(len(BEGINNING)) == BEGINNING:
            return
        lines.seek(0)
        with made.open("wb") as file:
            write_parquet(lines, table, file)
            file.flush()
            os.fsync(file.fileno())
    made.replace(part)


def part_of(path: Path) -> Path:
    """The file in which another one grows."""
    return path.with_name(f"{path.name}.part")
