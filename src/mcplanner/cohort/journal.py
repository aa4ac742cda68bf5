"""Keeps, beside the file that is written, every answer and how far the file is, so that a run that was killed can go on.

An answer counts its learners; so the forecast is one walk over the answers, and memory does not grow with the learners.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from mcplanner.cohort.rows import CohortError

_TABLES = """
CREATE TABLE answer (key BLOB PRIMARY KEY, content BLOB NOT NULL, learners INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE progress (of_what TEXT NOT NULL, content BLOB NOT NULL);
"""


class Progress(Struct, frozen=True):
    """How far a run is.

    Attributes
    ----------
    rows
        How many rows are written, as answers or as refused.
    chain
        A digest of these rows, in hexadecimal digits.
    sizes
        The bytes of the files, of answers and of refused rows.
    refused
        How many of the rows are refused without an answer, since nothing could be asked.
    done
        True once all rows are written.
    """

    rows: int = 0
    chain: str = ""
    sizes: tuple[int, int] = (0, 0)
    refused: int = 0
    done: bool = False


class Journal:
    """The answers and the progress of one run."""

    def __init__(self, path: Path, of_what: str) -> None:
        """Open the journal of a run of some input and options, or begin one.

        Raises
        ------
        CohortError
            It is the journal of another run, or it is damaged.
        """
        self._database = sqlite3.connect(path)
        try:
            before, content = self._opened(of_what)
            self.progress = msgspec.json.decode(content, type=Progress)
        except (sqlite3.Error, TypeError, msgspec.DecodeError) as error:
            self._database.close()
            raise CohortError(f"'{path}' is damaged: {error}; begin anew with --force") from None
        if before != of_what:
            self._database.close()
            words = "the earlier run had another catalogue, other options or another version of mcplan"
            raise CohortError(f"{words}: begin anew with --force")

    def _opened(self, of_what: str) -> tuple[str, bytes]:
        """What the run is of that is kept, and its progress; what there is of neither begins now."""
        self._database.execute("PRAGMA synchronous = NORMAL")
        if not self._database.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._database.executescript(_TABLES)
            self._database.execute("INSERT INTO progress VALUES (?, ?)", (of_what, msgspec.json.encode(Progress())))
            self._database.commit()
        found: tuple[str, bytes] = self._database.execute("SELECT of_what, content FROM progress").fetchone()
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def __contains__(self, key: bytes) -> bool:
        return self._database.execute("SELECT 1 FROM answer WHERE key = ?", (key,)).fetchone() is not None

    def answers(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The answers that are kept under some keys."""
        return {key: self._database.execute("SELECT content FROM answer WHERE key = ?", (key,)).fetchone()[0] for key in keys}

    def keep(self, answers: Mapping[bytes, bytes]) -> None:
        """Keep answers; from now on no kill loses them."""
        with self._database:
            self._database.executemany("INSERT INTO answer (key, content) VALUES (?, ?)", answers.items())

    def advance(self, learners: Mapping[bytes, int], progress: Progress) -> None:
        """Count the learners of each answer that was written, and note how far the run is: both or neither."""
        with self._database:
            counts = [(count, key) for key, count in learners.items()]
            self._database.executemany("UPDATE answer SET learners = learners + ? WHERE key = ?", counts)
            self._database.execute("UPDATE progress SET content = ?", (msgspec.json.encode(progress),))
        self.progress = progress

    def walk(self) -> Iterator[tuple[bytes, int]]:
        """Every answer that learners have, and how many have it, in an order that depends on the questions alone."""
        with closing(self._database.execute("SELECT content, learners FROM answer WHERE learners ORDER BY key")) as found:
            yield from found
