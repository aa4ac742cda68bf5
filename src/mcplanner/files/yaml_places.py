"""The places of the values and keys of a YAML text, found when one is asked for.

Most texts are sound and nobody asks; the places of all values would take more memory than the values. So an entry of a large
list is read once more by itself, and the whole text only for what stands elsewhere. Knows YAML's events, not what values are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from mcplanner.catalogue.requirements import Path
from mcplanner.files.yaml_events import (
    MappingEndEvent,
    MappingStartEvent,
    Mark,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
    event_reader,
)
from mcplanner.ground.diagnostics import Position

_DASH = re.compile(r" *- +")
"""What stands before an entry that can be read by itself."""


class Spot(Struct, frozen=True):
    """Where a value and its key begin (for an item of a list, where the item does), and what is beneath it by key or index."""

    value: Position
    key: Position
    beneath: Mapping[str | int, "Spot"]


START = Spot(Position(1, 1), Position(1, 1), {})


class Places:
    """The places of one text."""

    def __init__(self, content: bytes = b"", entries: Mapping[str, Sequence[Mark]] | None = None) -> None:
        """Of a text in UTF-8 without a byte order mark.

        Of each of its lists under a key of the root, there is where its entries begin, and where the list ends.
        """
        self._content = content
        self._entries = entries or {}
        self._found: dict[Path, Spot | None] = {}
        self._text: str | None = None

    def find(self, path: Path) -> Spot:
        """The place of the value at a path; parts of the path that the text does not have are skipped."""
        spot = self._entry(path[:2])
        return _beneath(self._whole(), path) if spot is None else _beneath(spot, path[2:])

    def _entry(self, path: Path) -> Spot | None:
        """The place of an entry; None if it is none, or cannot be read by itself."""
        if path not in self._found:
            self._found[path] = self._read_entry(path)
        return self._found[path]

    def _read_entry(self, path: Path) -> Spot | None:
        if len(path) < 2 or path[0] not in self._entries or not isinstance(path[1], int):
            return None
        marks = self._entries[str(path[0])]
        if path[1] >= len(marks) - 1:
            return None
        start, end = marks[path[1]], marks[path[1] + 1]
        text = self._whole_text()
        line = start.index - start.column
        if _DASH.fullmatch(text, line, start.index) is None:
            return None
        until = end.index if path[1] == len(marks) - 2 else end.index - end.column
        return _spots(text[line:until].encode(), start.line).beneath.get(0)

    def _whole(self) -> Spot:
        """The root of the whole text."""
        found = self._found.get(())
        if found is None:
            found = self._found[()] = _spots(self._content, 0)
        return found

    def _whole_text(self) -> str:
        if self._text is None:
            self._text = self._content.decode()
        return self._text


def _beneath(spot: Spot, path: Path) -> Spot:
    for part in path:
        spot = spot.beneath.get(part, spot)
    return spot


def _spots(content: bytes, lines: int) -> Spot:
    """The root of a text, before which there are so many lines; the start of a text that is no YAML."""
    read = event_reader(content)
    try:
        read(), read()  # the starts of the stream and of the document
        first = read()
        return _spot(read, first, first.start_mark, lines)
    except (YAMLError, ValueError, AttributeError):
        return START


def _spot(read: Callable[[], Any], event: Any, key: Mark, lines: int) -> Spot:
    beneath: dict[str | int, Spot] = {}
    if event.__class__ is SequenceStartEvent:
        while (item := read()).__class__ is not SequenceEndEvent:
            beneath[len(beneath)] = _spot(read, item, item.start_mark, lines)
    elif event.__class__ is MappingStartEvent:
        while (named := read()).__class__ is not MappingEndEvent:
            name = getattr(named, "value", None)
            _spot(read, named, named.start_mark, lines)  # a key may be a list
            own = _spot(read, read(), named.start_mark, lines)
            if name is not None:
                beneath.setdefault(name, own)
    return Spot(_position(event.start_mark, lines), _position(key, lines), beneath)


def _position(mark: Mark, lines: int) -> Position:
    return Position(mark.line + lines + 1, mark.column + 1)
