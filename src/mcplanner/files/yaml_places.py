"""The places of the values and keys of a YAML text, found when one is asked for.

Most texts are sound and nobody asks; the places of all values would take more memory than the values. So an entry of a large
list is read once more by itself, and the whole text only for what stands elsewhere. Knows YAML's events, not what values are.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from mcplanner.catalogue.requirements import Path
from mcplanner.files.entry_marks import EntryMarks
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


_BITS = 24
"""Enough for any line or column of a file that is read."""

_LOWEST = (1 << _BITS) - 1

_Spot: TypeAlias = "int | tuple[int, list[_Spot], list[str | None] | None]"
"""Where a value and its key are, packed by `_pack`; with the spots beneath it, and the keys of a mapping.

Objects in dictionaries would take six times the memory, and a file may be one entry of a million values.
"""


class YamlPlaces:
    """The places of one text."""

    def __init__(
        self,
        content: bytes = b"",
        sections: Mapping[str, tuple[Mark, Mark]] | None = None,
        entries: Mapping[str, EntryMarks] | None = None,
    ) -> None:
        """Of a text in UTF-8 without a byte order mark.

        Of the keys of its root, there is where each and its value begin; and of the lists that stand there, where the entries
        begin.
        """
        self._content = content
        self._sections = sections or {}
        self._entries = entries or {}
        self._found: dict[Path, _Spot | None] = {}
        self._text: str | None = None

    def value(self, path: Path) -> Position:
        """Where the value at a path begins; parts of the path that the text does not have are skipped."""
        return _position(self._find(path))

    def key(self, path: Path) -> Position:
        """Where the key of the value at a path begins; for an item of a list, where the item does."""
        return _position(self._find(path) >> 2 * _BITS)

    def _find(self, path: Path) -> int:
        if len(path) == 1 and path[0] in self._sections:
            key, start = self._sections[str(path[0])]
            return _pack(start, key, 0)
        spot = self._entry(path[:2])
        return _beneath(self._whole(), path) if spot is None else _beneath(spot, path[2:])

    def _entry(self, path: Path) -> "_Spot | None":
        """The spot of an entry; None if it is none, or cannot be read by itself."""
        if path not in self._found:
            self._found[path] = self._read_entry(path)
        return self._found[path]

    def _read_entry(self, path: Path) -> "_Spot | None":
        if len(path) < 2 or path[0] not in self._entries or not isinstance(path[1], int):
            return None
        marks = self._entries[str(path[0])]
        if path[1] >= len(marks) - 1:
            return None
        index, line, column = marks[path[1]]
        end, _, indent = marks[path[1] + 1]
        text = self._whole_text()
        if _DASH.fullmatch(text, index - column, index) is None:
            return None
        until = end if path[1] == len(marks) - 2 else end - indent
        root = _spots(text[index - column : until].encode(), line)
        return root[1][0] if isinstance(root, tuple) else None

    def _whole(self) -> _Spot:
        """The root of the whole text."""
        found = self._found.get(())
        if found is None:
            found = self._found[()] = _spots(self._content, 0)
        return found

    def _whole_text(self) -> str:
        if self._text is None:
            self._text = self._content.decode()
        return self._text


def _beneath(spot: _Spot, path: Path) -> int:
    """The packed place of what is at a path beneath a spot."""
    for part in path:
        if isinstance(spot, tuple):
            _, spots, keys = spot
            if keys is not None:
                spot = spots[keys.index(part)] if isinstance(part, str) and part in keys else spot
            elif isinstance(part, int) and part < len(spots):
                spot = spots[part]
    return spot[0] if isinstance(spot, tuple) else spot


def _spots(content: bytes, lines: int) -> _Spot:
    """The root of a text, before which there are so many lines; the start of a text that is no YAML."""
    read = event_reader(content)
    try:
        read(), read()  # the starts of the stream and of the document
        first = read()
        return _spot(read, first, first.start_mark, lines)
    except (YAMLError, ValueError, AttributeError):
        return 0


def _spot(read: Callable[[], Any], event: Any, key: Mark, lines: int) -> _Spot:
    own = _pack(event.start_mark, key, lines)
    spots: list[_Spot] = []
    if event.__class__ is SequenceStartEvent:
        while (item := read()).__class__ is not SequenceEndEvent:
            spots.append(_spot(read, item, item.start_mark, lines))
        return (own, spots, None) if spots else own
    if event.__class__ is not MappingStartEvent:
        return own
    keys: list[str | None] = []
    while (named := read()).__class__ is not MappingEndEvent:
        keys.append(getattr(named, "value", None))
        _spot(read, named, named.start_mark, lines)  # a key may be a list
        spots.append(_spot(read, read(), named.start_mark, lines))
    return (own, spots, keys) if spots else own


def _pack(start: Mark, key: Mark, lines: int) -> int:
    return ((((key.line + lines) << _BITS | key.column) << _BITS | (start.line + lines)) << _BITS) | start.column


def _position(packed: int) -> Position:
    return Position((packed >> _BITS & _LOWEST) + 1, (packed & _LOWEST) + 1)
