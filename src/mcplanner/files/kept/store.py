"""Keeps catalogues that were checked: each in a file of its own, an entry a row, under what it was read from.

Knows SQLite. What cannot be read as it was written (damaged, foreign, cut short) counts as not there.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

from msgspec import DecodeError
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.kept.entries import FORM, from_bytes, to_bytes
from mcplanner.files.kept.folder import SUFFIX, folder, put
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.ground.version import __version__

SECTIONS = ("fields", "providers", "modules", "awards", "roles")
"""The parts of a catalogue that are kept entry by entry, in the order of their numbers."""

HEAD = -1
"""The number of the section that has the rest of the catalogue, and what was found in its files."""

TABLE = "CREATE TABLE entry (section INTEGER, position INTEGER, content BLOB, sum INTEGER, PRIMARY KEY (section, position))"

UNREADABLE = (sqlite3.Error, DecodeError, OSError, ValueError, TypeError, IndexError, KeyError)
"""What reading something that is no kept catalogue, or a damaged one, may end with."""

Checked = tuple[Catalogue, tuple[Diagnostic, ...]]
"""A catalogue, and what was found in its files: warnings."""


class Place:
    """The place of the catalogue that some files make: it depends on every byte of them, and on the program."""

    def __init__(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Of the files, each with its name in messages."""
        told = sha256(repr((__version__, FORM, [(name, len(content)) for name, content in files])).encode())
        for _, content in files:
            told.update(content)
        place = folder()
        self._path = None if place is None else place / f"{told.hexdigest()}{SUFFIX}"

    def read(self) -> Checked | None:
        """What is kept here; None if there is nothing, or nothing that can be trusted."""
        if self._path is None or not self._path.exists():
            return None
        try:
            return _read(self._path)
        except UNREADABLE:
            return None

    def keep(self, catalogue: Catalogue, found: tuple[Diagnostic, ...]) -> None:
        """Keep a catalogue here, if there is a place and room for it."""
        if self._path is not None:
            put(self._path, lambda path: _write(path, catalogue, found))


def _read(path: Path) -> Checked:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        rows = connection.execute("SELECT section, content, sum FROM entry ORDER BY section, position").fetchall()
    parts: dict[int, list[Any]] = {number: [] for number in range(HEAD, len(SECTIONS))}
    for section, content, told in rows:
        if told != _sum(section, len(parts[section]), content):
            raise ValueError("a row is not as it was written")
        parts[section].append(from_bytes(content))
    ((bare, sizes, found),) = parts.pop(HEAD)
    if sizes != tuple(map(len, parts.values())):
        raise ValueError("rows are missing")
    return replace(bare, **{name: tuple(parts[number]) for number, name in enumerate(SECTIONS)}), found


def _write(path: Path, catalogue: Catalogue, found: tuple[Diagnostic, ...]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(TABLE)
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", _rows(catalogue, found))
        connection.commit()


def _rows(catalogue: Catalogue, found: tuple[Diagnostic, ...]) -> Iterator[tuple[int, int, bytes, int]]:
    bare = replace(catalogue, **dict.fromkeys(SECTIONS, ()))
    sections = [getattr(catalogue, name) for name in SECTIONS]
    yield _row(HEAD, 0, (bare, tuple(map(len, sections)), found))
    for number, entries in enumerate(sections):
        yield from (_row(number, position, entry) for position, entry in enumerate(entries))


def _row(section: int, position: int, value: Any) -> tuple[int, int, bytes, int]:
    content = to_bytes(value)
    return section, position, content, _sum(section, position, content)


def _sum(section: int, position: int, content: bytes) -> int:
    """A sum that shows if a row was damaged, or stands in another's place."""
    return crc32(content, crc32(f"{section},{position}".encode()))
