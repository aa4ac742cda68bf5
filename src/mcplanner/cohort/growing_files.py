"""Files that grow while a run goes on: they end in `.part`, and get their names only when they are complete; and whole ones."""

import os
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Self

from mcplanner.cohort.forms import CohortError, is_parquet
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
        self._file = part.open("r+b" if part.exists() else "w+b")
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


def finish(path: Path, table: Table) -> None:
    """Give a complete file its name."""
    part = part_of(path)
    if not part.exists():
        return
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
