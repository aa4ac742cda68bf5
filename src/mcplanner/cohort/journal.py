"""Keeps, beside the file that is written, every answer and how far the file is, so that a run that was killed can go on.

An answer counts its learners; so the forecast is one walk over the answers, and memory does not grow with the learners. One run
at a time has a journal: the system lets go of it when the process ends in any way.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Self

import msgspec
from msgspec import Struct

from mcplanner.cohort.forms import GO_ON, CohortError

SECONDS_TO_LOSE = 1.0
"""So much work a kill may lose: a disk takes its time for whatever is to outlast one."""

ANEW = "begin anew with --force instead of --resume"

_TABLES = """
CREATE TABLE answer (key BLOB PRIMARY KEY, content BLOB NOT NULL, learners INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE run (begun BLOB NOT NULL, progress BLOB NOT NULL);
"""
_FORGET = "DROP TABLE IF EXISTS answer; DROP TABLE IF EXISTS run;"


class Begun(Struct, frozen=True):
    """With what a run began, and goes on.

    Attributes
    ----------
    of_what
        A digest of all that its output depends on besides the rows and the day.
    day
        The day on which it began.
    forecast
        The file of the forecast as it was named, if there is to be one.
    folder
        The folder in which it was named.
    """

    of_what: str
    day: date
    forecast: str | None = None
    folder: str = ""


class RunProgress(Struct, frozen=True):
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
    """The answers and the progress of one run; `begun` is None before it begins."""

    def __init__(self, path: Path, anew: bool = False) -> None:
        """Open a journal, or lay one out; `anew` forgets an earlier run.

        Raises
        ------
        CohortError
            Another run has it, or it is damaged.
        """
        self._path = path
        self._settled = 0.0
        self.begun: Begun | None = None
        self.progress = RunProgress()
        with _in_words(path):
            self._database = _opened(path, anew)
            self._recall()

    def _recall(self) -> None:
        try:
            if self._database.execute("SELECT 1 FROM sqlite_master").fetchone():
                begun, progress = self._database.execute("SELECT begun, progress FROM run").fetchone()
                self.begun = msgspec.json.decode(begun, type=Begun)
                self.progress = msgspec.json.decode(progress, type=RunProgress)
        except BaseException:
            self._database.close()
            raise

    def check(self, begun: Begun) -> None:
        """See that the run which is there, if one is, can go on.

        Raises
        ------
        CohortError
            It is of something else.
        """
        if self.begun is not None and self.begun.of_what != begun.of_what:
            raise CohortError(f"the earlier run had another catalogue, other options or another version of mcplan: {ANEW}")

    def begin(self, begun: Begun) -> None:
        """Begin a run, unless one is there; once this was called, a run that ends too soon has to be gone on with."""
        if self.begun is None:
            with self._noting() as database:
                database.executescript(f"BEGIN; {_TABLES}")
                database.execute("INSERT INTO run VALUES (?, ?)", tuple(map(msgspec.json.encode, (begun, self.progress))))
            self.begun = begun

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(sqlite3.Error):  # what could not be written was told before
            self._database.commit()
        self._database.close()
        if self.begun is None:
            self._path.unlink(missing_ok=True)

    @contextmanager
    def _noting(self) -> Iterator[sqlite3.Connection]:
        """Note all that is said in the block, or nothing of it."""
        with _in_words(self._path, f"; {GO_ON}"), self._database:
            yield self._database

    def __contains__(self, key: bytes) -> bool:
        return self._database.execute("SELECT 1 FROM answer WHERE key = ?", (key,)).fetchone() is not None

    def answer(self, key: bytes) -> bytes:
        """The answer that is kept under a key."""
        content: bytes = self._database.execute("SELECT content FROM answer WHERE key = ?", (key,)).fetchone()[0]
        return content

    def keep(self, answers: Mapping[bytes, bytes]) -> None:
        """Keep answers; no kill loses them once they are settled, or others are kept a second later."""
        with _in_words(self._path, f"; {GO_ON}"):
            self._database.executemany("INSERT INTO answer (key, content) VALUES (?, ?)", answers.items())
        if monotonic() > self._settled + SECONDS_TO_LOSE:
            self.settle()

    def settle(self) -> None:
        """Have all answers that are kept on the disk."""
        with _in_words(self._path, f"; {GO_ON}"):
            self._database.commit()
        self._settled = monotonic()

    def advance(self, learners: Mapping[bytes, int], progress: RunProgress) -> None:
        """Count the learners of each answer that was written, and note how far the run is: both or neither."""
        counts = [(count, key) for key, count in learners.items()]
        with self._noting() as database:
            database.executemany("UPDATE answer SET learners = learners + ? WHERE key = ?", counts)
            database.execute("UPDATE run SET progress = ?", (msgspec.json.encode(progress),))
        self.progress = progress

    def walk(self) -> Iterator[tuple[bytes, int]]:
        """Every answer that learners have, and how many have it, in an order that depends on the questions alone."""
        with closing(self._database.execute("SELECT content, learners FROM answer WHERE learners ORDER BY key")) as found:
            yield from found


@contextmanager
def _in_words(path: Path, then: str = "") -> Iterator[None]:
    """Say why a journal cannot be used, and `then` how to go on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise CohortError(f"another run has '{path}': wait until it has ended, or name another file with -o") from None
        raise CohortError(f"cannot write '{path}': {error}{then}") from None
    except (sqlite3.Error, TypeError, msgspec.DecodeError) as error:
        raise CohortError(f"'{path}' is damaged: {error}; {ANEW}") from None


def _opened(path: Path, anew: bool) -> sqlite3.Connection:
    """The database of a journal, which this process alone has until it closes it."""
    try:
        return _held(path, anew)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        if not anew:
            raise
        path.unlink()  # no database has a lock on what is none
        return _held(path, anew)


def _held(path: Path, anew: bool) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=0)
    try:
        database.executescript(
            f"PRAGMA synchronous = NORMAL; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; {_FORGET if anew else ''} COMMIT"
        )
    except sqlite3.Error:
        database.close()
        raise
    return database
