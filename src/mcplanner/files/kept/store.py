"""Keeps catalogues and funding rules that were checked: each in a file of its own, an entry a row, under what it was read from.

Knows SQLite. What cannot be read as it was written (damaged, foreign, cut short) counts as not there.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from zlib import crc32

from msgspec import DecodeError, Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.kept.entries import FORM, from_bytes, to_bytes
from mcplanner.files.kept.folder import SUFFIX, folder, put
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.ground.version import __version__
from mcplanner.pricing.rules import Funding

SECTIONS: Mapping[type[Struct], tuple[str, ...]] = MappingProxyType(
    {Catalogue: ("fields", "providers", "modules", "awards", "roles"), Funding: ()}
)
"""What can be kept, and the fields of it that are kept entry by entry, in the order of their numbers."""

HEAD = -1
"""The number of the section that has the rest, and what was found in the files."""

TABLE = "CREATE TABLE entry (section INTEGER, position INTEGER, content BLOB, sum INTEGER, PRIMARY KEY (section, position))"

UNREADABLE = (sqlite3.Error, DecodeError, OSError, ValueError, TypeError, IndexError, KeyError)
"""The errors with which reading may end what was not kept, or was damaged."""

T = TypeVar("T", Catalogue, Funding)


class Place(Generic[T]):
    """The place of what some files make: it depends on every byte of them, and on the program."""

    def __init__(self, kind: type[T], files: Sequence[tuple[str, bytes]], day: date | None = None) -> None:
        """Of the files, each with its name in messages; and the day, where what is found in them depends on it."""
        sizes = [(name, len(content)) for name, content in files]
        told = sha256(repr((__version__, FORM, kind.__name__, day, sizes)).encode())
        for _, content in files:
            told.update(content)
        place = folder()
        self._path = None if place is None else place / f"{told.hexdigest()}{SUFFIX}"

    def read(self) -> tuple[T, tuple[Diagnostic, ...]] | None:
        """What is kept here, with what was found in its files; None if there is nothing, or nothing that can be trusted."""
        if self._path is None:
            return None
        try:
            kept: tuple[T, tuple[Diagnostic, ...]] = _read(self._path)
        except UNREADABLE:
            return None
        return kept

    def keep(self, made: T, found: tuple[Diagnostic, ...]) -> None:
        """Keep something here, with what was found in its files, if there is a place and room for it."""
        if self._path is not None:
            with suppress(sqlite3.Error):  # the disk is full, for example
                put(self._path, lambda path: _write(path, made, found))


def _read(path: Path) -> Any:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        rows = connection.execute("SELECT section, content, sum FROM entry ORDER BY section, position").fetchall()
    parts: dict[int, list[Any]] = {}
    for section, content, told in rows:
        own = parts.setdefault(section, [])
        if told != _sum(section, len(own), content):
            raise ValueError("a row is not as it was written")
        own.append(from_bytes(content))
    ((bare, sizes, found),) = parts.pop(HEAD)
    whole = {name: tuple(parts.get(number, ())) for number, name in enumerate(SECTIONS[type(bare)])}
    if sizes != tuple(map(len, whole.values())):
        raise ValueError("rows are missing")
    return replace(bare, **whole), found


def _write(path: Path, made: Catalogue | Funding, found: tuple[Diagnostic, ...]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(TABLE)
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", _rows(made, found))
        connection.commit()


def _rows(made: Catalogue | Funding, found: tuple[Diagnostic, ...]) -> Iterator[tuple[int, int, bytes, int]]:
    names = SECTIONS[type(made)]
    bare = replace(made, **dict.fromkeys(names, ()))
    sections = [getattr(made, name) for name in names]
    yield _row(HEAD, 0, (bare, tuple(map(len, sections)), found))
    for number, entries in enumerate(sections):
        yield from (_row(number, position, entry) for position, entry in enumerate(entries))


def _row(section: int, position: int, value: Any) -> tuple[int, int, bytes, int]:
    content = to_bytes(value)
    return section, position, content, _sum(section, position, content)


def _sum(section: int, position: int, content: bytes) -> int:
    """A sum that shows if a row was damaged, or stands in another's place."""
    return crc32(content, crc32(f"{section},{position}".encode()))
