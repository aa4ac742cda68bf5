"""Files that grow while a run goes on: they end in `.part`, and get their names only when they are complete."""

import os
from pathlib import Path
from typing import Self

from mcplanner.cohort.forms import CohortError
from mcplanner.cohort.journal import ANEW


class Part:
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


def part_of(path: Path) -> Path:
    """The file in which another one grows."""
    return path.with_name(f"{path.name}.part")
