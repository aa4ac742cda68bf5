"""YAML text as plain data, with the position of every value and key.

The only importer of yaml. Knows YAML, and what mcplan does not allow in it (anchors, aliases, tags, directives, further
documents, keys that are not text); nothing of catalogues. Every problem is a diagnostic; nothing is raised.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, Protocol, TypeAlias

import yaml
from msgspec import Struct

from mcplanner.catalogue.requirements import Path
from mcplanner.ground.characters import WAY_TO_UTF8, NotUTF8Error, decode, end_of, shortened
from mcplanner.ground.diagnostics import MOST_FINDINGS, TAKE_OUT, Diagnostic, Position, Severity

MAX_DEPTH = 40
"""How deep lists and mappings may be nested; no real file comes near, and a hostile one must not exhaust the stack."""

MAX_VALUES = 350_000
"""Values in a file, without keys: to read and check one takes up to 800 bytes of memory; see benchmarks/memory.py."""

MAX_KEYS = 1_000
"""Keys of one mapping; only a learner's pins ever need more than a few dozen."""

MAX_DIGITS = 30
"""Digits of a number: Python refuses to read integers of thousands, and no hours or fee needs more than a few."""

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
# What YAML forbids, and the line separators that editors and parsers count differently: positions would no longer agree.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

DIRECTIVE = "directives, lines that begin with '%', are not allowed"
TAB_INDENT = "tabs cannot be used to indent"

# What libyaml says, what mcplan says instead, and what a person can do; the first phrase found in libyaml's message counts.
_SYNTAX = (
    ("mapping values are not allowed", "there is a ':' where no key can be", "put quotes around text that contains ': '"),
    ("found character that cannot start any token", "a value cannot begin with {character}", "put quotes around it"),
    ("found unexpected end of stream", "a quote is opened but never closed", None),
    ("did not find expected ',' or ']'", "a '[' is not closed: expected ',' or ']'", None),
    ("did not find expected ',' or '}'", "a '{' is not closed: expected ',' or '}'", None),
    ("could not find expected ':'", "a key has no ':' after it", None),
    ("did not find expected key", "expected a key", "check the indentation of this line and a quote or bracket before it"),
    ("did not find expected '-' indicator", "expected '- '", "check the indentation of this line"),
    ("block sequence entries are not allowed", "a '- ' cannot be here", "begin the list on a line of its own"),
    ("did not find expected node content", "a value is missing", None),
    (
        "found unknown escape character",
        "an unknown letter after a backslash",
        "put the text in single quotes to keep the backslash as it is",
    ),
    ("found a tab character", TAB_INDENT, "indent with spaces"),
    ("found undefined tag handle", "tags, which begin with '!', are not allowed", "remove it, or put quotes around the text"),
    ("found incompatible YAML document", "the %YAML directive names an unknown version", "remove that line"),
    (
        "alphabetic or numeric character",
        "an anchor or alias has no name",
        "put quotes around text that begins with '&' or '*'",
    ),
    (
        "expected comment or line break",
        "nothing can follow '|' or '>' on its line",
        "put quotes around text that begins with one of them",
    ),
    ("expected directive name", DIRECTIVE, "remove that line"),
    ("found unknown directive name", DIRECTIVE, "remove that line"),
    ("did not find expected <document start>", "there is text after the end of the document", None),
)


class _Mark(Protocol):
    """A place as yaml counts it, from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


_Place: TypeAlias = "int | tuple[int, list[_Place]]"
"""Where a value and its key are, packed by `_pack`; with the places beneath it, in the order of the data, if there are any.

There is one for each value of a file: marks in a tuple and a dictionary took 250 bytes more.
"""

_BITS = 24
"""Enough for any line or column of a file that is read."""


def _pack(start: _Mark, key: _Mark) -> int:
    return (((key.line << _BITS | key.column) << _BITS | start.line) << _BITS) | start.column


def _own(place: _Place) -> int:
    """A packed place without those beneath it."""
    return place[0] if isinstance(place, tuple) else place


class _Start(Struct, frozen=True):
    """The mark of the first character."""

    index: int = 0
    line: int = 0
    column: int = 0


class Source(Struct, frozen=True):
    """One file as data, with the place of everything in it.

    Attributes
    ----------
    file
        The name to show to people.
    data
        None, bool, int, Decimal, str, list and dict; None if the text could not be read at all.
    diagnostics
        What is wrong with the text itself, in the order of the file.
    end
        The position just behind the last character.
    """

    file: str
    data: Any
    diagnostics: tuple[Diagnostic, ...] = ()
    _root: _Place = 0
    end: Position = Position(1, 1)

    def locate(self, path: Path) -> Position:
        """The place where the value at `path` begins.

        Parts of the path that the file does not have are skipped: pydantic puts the names of union branches between the keys.
        A value that is missing has the place of the entry that lacks it.
        """
        return self._position(self._find(path))

    def place(self, path: Path) -> tuple[str, Position]:
        """The file and the place in it where the value at `path` begins."""
        return self.file, self.locate(path)

    def locate_key(self, path: Path) -> Position:
        """The place where the key of the value at `path` begins; for an item of a list, where the item does."""
        return self._position(self._find(path) >> 2 * _BITS)

    def _find(self, path: Path) -> int:
        """The packed place of a value."""
        data, place = self.data, self._root
        for part in path:
            index = _index_of(data, part)
            if index is not None and isinstance(place, tuple):
                data, place = data[part], place[1][index]
        return _own(place)

    def _position(self, packed: int) -> Position:
        line, column = packed >> _BITS & _LOWEST, packed & _LOWEST
        return min(Position(line + 1, column + 1), self.end)


_LOWEST = (1 << _BITS) - 1


def _index_of(data: Any, part: str | int) -> int | None:
    """The position of an entry in a list or mapping; None if there is no such entry."""
    if isinstance(data, dict):
        return list(data).index(part) if part in data else None
    return part if isinstance(data, list) and isinstance(part, int) and part < len(data) else None


def parse_yaml(content: str | bytes, file: str) -> Source:
    """Read the text of a file.

    Parameters
    ----------
    content
        UTF-8 bytes as they stand in the file, with or without a byte order mark, or text.
    file
        The name that diagnostics show.
    """
    if isinstance(content, bytes):
        try:
            text = decode(content)
        except NotUTF8Error as error:
            return _unreadable(file, "MC002", str(error), WAY_TO_UTF8, Position(error.line, error.column))
    else:
        text = content.removeprefix("\ufeff")
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        return _unreadable(file, "MC003", *_invisible(text), Position(*end_of(text[: forbidden.start()])))
    return _Builder(text.encode(), Position(*end_of(text)), file).source()


def _invisible(text: str) -> tuple[str, str]:
    """The message and the hint about the invisible characters in a text: each of them, with the line of the first."""
    first: dict[str, int] = {}
    for match in islice(_FORBIDDEN.finditer(text), MOST_FINDINGS):
        first.setdefault(match[0], match.start())
    if len(first) == 1:
        return f"the invisible character U+{ord(next(iter(first))):04X} is not allowed", "delete it wherever it is"
    named = [f"U+{ord(character):04X} (line {end_of(text[:at])[0]})" for character, at in first.items()]
    return f"invisible characters are not allowed: {', '.join(named)}", "delete each wherever it is"


def _unreadable(file: str, code: str, message: str, hint: str, position: Position) -> Source:
    return Source(file, None, (Diagnostic(code, Severity.ERROR, message, file, position, hint),), end=position)


class _StopError(Exception):
    """Nothing after this point can be read; a diagnostic already says why."""


class _Builder:
    """Builds data from libyaml's events; its own constructor follows YAML 1.1, resolves aliases and keeps no positions."""

    def __init__(self, content: bytes, end: Position, file: str) -> None:
        """Start with UTF-8 text without a byte order mark, and the position behind it."""
        self.content = content
        self.file = file
        self.end = end
        self.diagnostics: list[Diagnostic] = []
        self.values_left = MAX_VALUES
        self.keys: dict[str, str] = {}
        self.events = self._read_events()

    def source(self) -> Source:
        data: Any = None
        root: _Place = 0
        try:
            data, root = self._document()
        except _StopError:
            data = None
        return Source(self.file, data, tuple(self.diagnostics), root, self.end)

    def _read_events(self) -> Iterator[Any]:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self.content)
        try:
            while (event := loader.get_event()) is not None:
                yield event
        except yaml.MarkedYAMLError as error:
            self._report_syntax(error)
            raise _StopError from None
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            self._report("MC005", f"this is not YAML: {error}", _Start())
            raise _StopError from None

    def _document(self) -> tuple[Any, _Place]:
        next(self.events)  # the stream's start
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            self._report("MC004", "the file is empty", _Start())
            raise _StopError
        if start.tags or start.version not in (None, (1, 2)):
            self._report("MC010", DIRECTIVE, start.start_mark, "remove it")
        first = next(self.events)
        data, root = self._value(first, first.start_mark, 0)
        next(self.events)  # the document's end
        further = next(self.events)
        if not isinstance(further, yaml.StreamEndEvent):
            self._report("MC009", "a second document begins here", further.start_mark, "remove the '---'")
        return data, root

    def _value(self, event: Any, key: _Mark, depth: int) -> tuple[Any, _Place]:
        """The value that begins with `event`, and its place and that of its key."""
        start: _Mark = event.start_mark
        self._count_value(start)
        place = _pack(start, key)
        if event.anchor is not None:
            if isinstance(event, yaml.AliasEvent):
                self._report("MC007", f"aliases such as '*{shortened(event.anchor)}' are not allowed", start, "write it out")
                return None, place
            self._report("MC007", f"anchors such as '&{shortened(event.anchor)}' are not allowed", start, "remove it")
        if event.tag is not None:
            tag = shortened(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self._report("MC008", f"tags such as '{tag}' are not allowed", start, "remove it")
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style in ("", None) and event.tag is None
            return self._plain(event) if plain else event.value, place
        if depth >= MAX_DEPTH:
            self._report_depth(start)
            raise _StopError
        data, beneath = self._list(depth + 1) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(depth + 1)
        return data, (place, beneath) if beneath else place

    def _count_value(self, mark: _Mark) -> None:
        self.values_left -= 1
        if self.values_left < 0:
            self._report("MC014", f"the file has more than {MAX_VALUES:,} values", mark, TAKE_OUT)
            raise _StopError

    def _list(self, depth: int) -> tuple[list[Any], list[_Place]]:
        items: list[Any] = []
        places: list[_Place] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            item, place = self._value(event, event.start_mark, depth)
            places.append(place)
            items.append(item)
        return items, places

    def _mapping(self, depth: int) -> tuple[dict[str, Any], list[_Place]]:
        entries: dict[str, Any] = {}
        places: list[_Place] = []
        for key_event in self.events:
            if isinstance(key_event, yaml.MappingEndEvent):
                break
            key = self._key(key_event, depth)
            value, place = self._value(next(self.events), key_event.start_mark, depth)
            if key is None:
                continue
            if key in entries:
                line = (_own(places[list(entries).index(key)]) >> 3 * _BITS) + 1
                self._report(
                    "MC006", f"the key '{shortened(key)}' is given twice", key_event.start_mark, f"first in line {line}"
                )
                continue
            if len(entries) == MAX_KEYS:
                self._report("MC014", f"more than {MAX_KEYS:,} keys in one mapping", key_event.start_mark)
                raise _StopError
            entries[self.keys.setdefault(key, key)] = value  # one text for all keys that are alike
            places.append(place)
        return entries, places

    def _key(self, event: Any, depth: int) -> str | None:
        """The key as text; None if it is not text, which is reported."""
        self.values_left += 1  # a key is no value
        key, _ = self._value(event, event.start_mark, depth)
        start: _Mark = event.start_mark
        if isinstance(key, str):
            return key
        if isinstance(event, yaml.ScalarEvent):
            name = f"the key '{shortened(event.value)}'" if event.value else "an empty key"
            self._report("MC012", f"{name} is not text", start, "put quotes around it")
        elif not isinstance(event, yaml.AliasEvent):
            self._report("MC012", "a list or mapping cannot be a key", start, "write a plain word")
        return None

    def _plain(self, event: Any) -> Any:
        """The value of an unquoted word in YAML 1.2, where `no`, `1:30`, `010`, `1e3` and `2027-04` are text."""
        word: str = event.value
        if word in _WORDS:
            return _WORDS[word]
        if word[0] not in "-0123456789":
            return word
        kind = int if _INTEGER.fullmatch(word) else Decimal if _DECIMAL.fullmatch(word) else str
        if kind is not str and len(word) > MAX_DIGITS:
            self._report("MC013", f"this number has {len(word)} digits", event.start_mark, f"at most {MAX_DIGITS}")
            return 0
        return kind(word)

    def _report_syntax(self, error: yaml.MarkedYAMLError) -> None:
        problem = str(error.problem or "")
        mark: _Mark = error.problem_mark or error.context_mark or _Start()
        if "maximum nesting depth" in problem:
            # Newer libyaml has a limit of its own, and reads so far ahead that it may meet it before ours.
            self._report_depth(mark)
            return
        character = self.content.decode()[mark.index : mark.index + 1]
        message, hint = _word_syntax_error(problem, character, error.context_mark)
        if problem == "found unexpected end of stream" or "bracket" in problem:
            mark = error.context_mark or mark  # where the quote was opened says more than the end of the file
        self._report("MC005", message, mark, hint)

    def _report_depth(self, mark: _Mark) -> None:
        self._report("MC011", f"lists and mappings are nested more than {MAX_DEPTH} deep", mark)

    def _report(self, code: str, message: str, mark: _Mark, hint: str | None = None) -> None:
        if len(self.diagnostics) == MOST_FINDINGS:
            raise _StopError
        position = min(Position(mark.line + 1, mark.column + 1), self.end)
        self.diagnostics.append(Diagnostic(code, Severity.ERROR, message, self.file, position, hint))


def _word_syntax_error(problem: str, character: str, opened: _Mark | None) -> tuple[str, str | None]:
    """What libyaml says as a message and the way out, with the character it stopped at and where a bracket was opened."""
    known = ((message, hint) for phrase, message, hint in _SYNTAX if phrase in problem)
    message, hint = next(known, (problem or "this is not YAML", None))
    if character == "\t" and "{character}" in message:
        return TAB_INDENT, "indent with spaces"
    if "is not closed" in message and opened is not None:
        hint = f"opened in line {opened.line + 1}"
    return message.replace("{character}", f"'{character}'"), hint
