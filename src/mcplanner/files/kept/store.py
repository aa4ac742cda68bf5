"""Keeps catalogues, funding rules and learner files that were checked, in a file for what each was read from.

A large catalogue is kept an entry a row, all else in one. Knows SQLite. What cannot be read as it was written (damaged,
foreign, cut short) counts as not there.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar
from weakref import finalize
from zlib import crc32

from msgspec import DecodeError
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.kept.entries import FORM, ToBytes, from_bytes, plain_bytes
from mcplanner.files.kept.folder import SUFFIX, folder, put
from mcplanner.files.kept.lazily import FACTS, SECTIONS, SPREAD, catalogue_of, parts_of
from mcplanner.files.kept.lazily import FORM as FORM_OF_FACTS
from mcplanner.files.kept.program import program
from mcplanner.files.paths import DIGEST_BYTES
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.ground.digests import blake2b
from mcplanner.learner.file import LearnerFile
from mcplanner.pricing.rules import Funding

HEAD = -1
"""The number of the section that has what is no entry: what stands at the head of a file, and in which order what follows."""

TABLE = "CREATE TABLE entry (section INTEGER, position INTEGER, content BLOB, sum INTEGER, PRIMARY KEY (section, position))"

FEW_ENTRIES = 100
"""Up to so many entries, a catalogue is kept in one row: to read all of it takes less than to work out what follows from it."""

UNREADABLE = (sqlite3.Error, DecodeError, OSError, ValueError, TypeError, IndexError, KeyError)
"""The errors with which reading may end what was not kept, or was damaged."""

T = TypeVar("T", Catalogue, Funding, LearnerFile)


class KeptPlace(Generic[T]):
    """The place of what some files make: it depends on every byte of them, and on the program."""

    def __init__(self, path: Path) -> None:
        """At a path, which is for the bytes of these files alone."""
        self._path = path

    @classmethod
    def of(cls, kind: type[T], digests: Iterable[tuple[str, str | None]], day: date | None = None) -> "KeptPlace[T] | None":
        """The place of what files make, each known by its name in messages and the digest of its bytes; None if there is none.

        The day is for what is found in them only then.
        """
        own, files = folder(), list(digests)
        if own is None or any(digest is None for _, digest in files):
            return None
        told = repr((program(), FORM, FORM_OF_FACTS, kind.__name__, day, files)).encode()
        return cls(own / f"{blake2b(told, digest_size=DIGEST_BYTES).hexdigest()}{SUFFIX}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptPlace) and self._path == other._path

    def __hash__(self) -> int:
        return hash(self._path)

    def read(self, make: Callable[[], T | None]) -> tuple[T, tuple[Diagnostic, ...]] | None:
        """What is kept here, with what was found in its files; None if there is nothing, or nothing that can be trusted.

        What turns out to be damaged later is made anew.
        """
        try:
            kept: tuple[T, tuple[Diagnostic, ...]] = _read(KeptReader(self._path, make))
        except UNREADABLE:
            return None
        return kept

    def keep(self, made: T, found: tuple[Diagnostic, ...]) -> None:
        """Keep something here, with what was found in its files, if there is room for it."""
        with suppress(sqlite3.Error):  # the disk is full, for example
            put(self._path, lambda path: _write(path, made, found))


def _read(reader: "KeptReader") -> Any:
    made, sizes, found = reader.row(HEAD, 0)
    return (catalogue_of(made, sizes, reader) if sizes else made), found


class KeptReader:
    """Reads rows of a file that is kept; once one is not as it was written, everything is taken from the files instead."""

    def __init__(self, path: Path, make: Callable[[], Any]) -> None:
        """Of the file, and what makes again what is kept in it."""
        if not path.is_file():  # of a pipe nobody may ever write anything
            raise FileNotFoundError(path)
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._make = make
        self._made: Catalogue | None = None
        finalize(self, self._connection.close)

    def row(self, section: int, position: int) -> Any:
        """The value of a row."""
        asked = "SELECT content, sum FROM entry WHERE section = ? AND position = ?"
        return _value(section, position, *self._connection.execute(asked, (section, position)).fetchone())

    def entry(self, section: str, position: int) -> Any:
        """An entry of a section."""
        return self._or_anew(lambda: self.row(SECTIONS.index(section), position), lambda made: getattr(made, section)[position])

    def entries(self, section: str) -> Sequence[Any]:
        """All entries of a section."""
        found: Sequence[Any] = self._or_anew(
            lambda: self._section(SECTIONS.index(section)), lambda made: getattr(made, section)
        )
        return found

    def fact(self, name: str) -> Any:
        """What follows from all entries."""
        return self._or_anew(lambda: self.row(HEAD, 1 + list(FACTS).index(name)), FACTS[name])

    def part(self, name: str, number: int) -> Any:
        """A part of what is spread."""
        return self._or_anew(lambda: self.row(_of_spread(name), number), lambda made: parts_of(SPREAD[name](made))[number])

    def _section(self, number: int) -> list[Any]:
        found = self._connection.execute(
            "SELECT content, sum FROM entry WHERE section = ? ORDER BY position", (number,)
        ).fetchall()
        _, sizes, _ = self.row(HEAD, 0)
        if len(found) != sizes[SECTIONS[number]]:
            raise ValueError("rows are missing")
        return [_value(number, position, *row) for position, row in enumerate(found)]

    def _or_anew(self, read: Callable[[], Any], take: Callable[[Catalogue], Any]) -> Any:
        if self._made is None:
            try:
                return read()
            except UNREADABLE:
                self._made = self._make()
        assert self._made is not None, "the same bytes made a catalogue before"
        return take(self._made)


def _value(section: int, position: int, content: bytes, told: int) -> Any:
    if told != _sum(section, position, content):
        raise ValueError("a row is not as it was written")
    return from_bytes(content)


def _write(path: Path, made: Catalogue | Funding | LearnerFile, found: tuple[Diagnostic, ...]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(TABLE)
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", _rows(made, found))
        connection.commit()


def _rows(made: Catalogue | Funding | LearnerFile, found: tuple[Diagnostic, ...]) -> Iterator[tuple[int, int, bytes, int]]:
    to_bytes = ToBytes()  # one for all
    if not isinstance(made, Catalogue) or _entries(made) <= FEW_ENTRIES:
        yield _row(HEAD, 0, to_bytes((made, {}, found)))
        return
    bare = replace(made, **dict.fromkeys(SECTIONS, ()))
    spread = {name: parts_of(work_out(made)) for name, work_out in SPREAD.items()}
    sizes = {section: len(getattr(made, section)) for section in SECTIONS} | {
        name: len(parts) for name, parts in spread.items()
    }
    yield _row(HEAD, 0, to_bytes((bare, sizes, found)))
    for name, parts in spread.items():
        yield from (_row(_of_spread(name), position, plain_bytes(part)) for position, part in enumerate(parts))
    for position, work_out in enumerate(FACTS.values(), start=1):
        yield _row(HEAD, position, plain_bytes(work_out(made)))
    for number, section in enumerate(SECTIONS):
        yield from (_row(number, position, to_bytes(entry)) for position, entry in enumerate(getattr(made, section)))


def _entries(made: Catalogue) -> int:
    """How many entries a catalogue has."""
    return sum(len(getattr(made, section)) for section in SECTIONS)


def _of_spread(name: str) -> int:
    """The number of the section that has the parts of what is spread."""
    return HEAD - 1 - list(SPREAD).index(name)


def _row(section: int, position: int, content: bytes) -> tuple[int, int, bytes, int]:
    return section, position, content, _sum(section, position, content)


def _sum(section: int, position: int, content: bytes) -> int:
    """A sum that shows if a row was damaged, or stands in another's place."""
    return crc32(content, crc32(f"{section},{position}".encode()))
