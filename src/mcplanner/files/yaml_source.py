"""YAML text as plain data, with the position of every value and key.

Knows YAML, and what mcplan does not allow in it (anchors, aliases, tags, directives, further
documents, keys that are not text); nothing of catalogues. Every problem is a diagnostic; nothing is raised.
"""

from codecs import BOM_UTF8
from contextlib import suppress
from itertools import islice
from typing import Any

from msgspec import Struct

from mcplanner.catalogue.requirements import Path
from mcplanner.files.entry_marks import EntryMarks
from mcplanner.files.yaml_events import (
    AliasEvent,
    MappingEndEvent,
    Mark,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
    event_reader,
)
from mcplanner.files.yaml_places import YamlPlaces
from mcplanner.files.yaml_words import FORBIDDEN, MAX_DIGITS, MAX_ITEMS, MAX_KEYS, MAX_VALUES, WORDS, kind_of
from mcplanner.ground.characters import WAY_TO_UTF8, NotUTF8Error, decode, end_of, shortened
from mcplanner.ground.diagnostics import MOST_FINDINGS, TAKE_OUT, Diagnostic, Position, Severity

MAX_DEPTH = 40
"""How deep lists and mappings may be nested; no real file comes near, and a hostile one must not exhaust the stack."""

MOST_WORDS = 50_000
"""Different words that are remembered, so that each is worked out once; in more, few would come again."""

SECTIONS, ENTRIES = 1, 2
"""How deep the sections of a file are, and the lists of their entries."""

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


class _Start(Struct, frozen=True):
    """The mark of the first character."""

    index: int = 0
    line: int = 0
    column: int = 0


class YamlSource(Struct, frozen=True):
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
    _places: YamlPlaces = YamlPlaces()
    end: Position = Position(1, 1)

    def locate(self, path: Path) -> Position:
        """The place where the value at `path` begins.

        Parts of the path that the file does not have are skipped: pydantic puts the names of union branches between the keys.
        A value that is missing has the place of the entry that lacks it.
        """
        return min(self._places.value(path), self.end)

    def place(self, path: Path) -> tuple[str, Position]:
        """The file and the place in it where the value at `path` begins."""
        return self.file, self.locate(path)

    def locate_key(self, path: Path) -> Position:
        """The place where the key of the value at `path` begins; for an item of a list, where the item does."""
        return min(self._places.key(path), self.end)


def parse_yaml(content: str | bytes, file: str) -> YamlSource:
    """Read the text of a file.

    Parameters
    ----------
    content
        UTF-8 bytes as they stand in the file, with or without a byte order mark, or text.
    file
        The name that diagnostics show.
    """
    try:
        text = decode(content) if isinstance(content, bytes) else content.removeprefix("\ufeff")
    except NotUTF8Error as error:
        return _unreadable(file, "MC002", str(error), WAY_TO_UTF8, Position(error.line, error.column))
    forbidden = FORBIDDEN.search(text)
    if forbidden:
        return _unreadable(file, "MC003", *_invisible(text), Position(*end_of(text[: forbidden.start()])))
    plain = content if isinstance(content, bytes) and not content.startswith(BOM_UTF8) else text.encode()
    builder = _Builder(plain, Position(*end_of(text)), file)
    del text, content  # of a large file, its data take their place
    return builder.source()


def _invisible(text: str) -> tuple[str, str]:
    """The message and the hint about the invisible characters in a text: each of them, with the line of the first."""
    first: dict[str, int] = {}
    for match in islice(FORBIDDEN.finditer(text), MOST_FINDINGS):
        first.setdefault(match[0], match.start())
    if len(first) == 1:
        return f"the invisible character U+{ord(next(iter(first))):04X} is not allowed", "delete it wherever it is"
    named = [f"U+{ord(character):04X} (line {end_of(text[:at])[0]})" for character, at in first.items()]
    return f"invisible characters are not allowed: {', '.join(named)}", "delete each wherever it is"


def _unreadable(file: str, code: str, message: str, hint: str, position: Position) -> YamlSource:
    return YamlSource(file, None, (Diagnostic(code, Severity.ERROR, message, file, position, hint),), end=position)


class _StopError(Exception):
    """Nothing after this point can be read; a diagnostic already says why."""


class _Builder:
    """Builds data from libyaml's events; its own constructor follows YAML 1.1, resolves aliases and keeps no positions.

    Nearly every event is that of a word which nothing is wrong with: these are built where they are met, without a call.
    """

    def __init__(self, content: bytes, end: Position, file: str) -> None:
        """Start with UTF-8 text without a byte order mark, and the position behind it."""
        self.content = content
        self.file = file
        self.end = end
        self.diagnostics: list[Diagnostic] = []
        self.values_left = MAX_VALUES
        self.items_left = MAX_ITEMS
        self.words: dict[str, Any] = dict(WORDS)
        self.keys: dict[str, str] = {}
        self.sections: dict[str, tuple[Mark, Mark]] = {}
        self.entries: dict[str, EntryMarks] = {}
        self.marks = EntryMarks()
        self.next = event_reader(content)

    def source(self) -> YamlSource:
        data: Any = None
        try:
            data = self._document()
        except _StopError:
            pass
        except MarkedYAMLError as error:
            with suppress(_StopError):
                self._report_syntax(error)
        except (YAMLError, ValueError, RecursionError) as error:
            with suppress(_StopError):
                self._report("MC005", f"this is not YAML: {error}", _Start())
        return YamlSource(
            self.file, data, tuple(self.diagnostics), YamlPlaces(self.content, self.sections, self.entries), self.end
        )

    def _document(self) -> Any:
        self.next()  # the stream's start
        start = self.next()
        if start.__class__ is StreamEndEvent:
            self._report("MC004", "the file is empty", _Start())
            raise _StopError
        if start.tags or start.version not in (None, (1, 2)):
            self._report("MC010", DIRECTIVE, start.start_mark, "remove it")
        data = self._value(self.next(), 0)
        self.next()  # the document's end
        further = self.next()
        if further.__class__ is not StreamEndEvent:
            self._report("MC009", "a second document begins here", further.start_mark, "remove the '---'")
        return data

    def _value(self, event: Any, depth: int) -> Any:
        """The value that begins with `event`."""
        start: Mark = event.start_mark
        self._count_value(start)
        if event.anchor is not None:
            if event.__class__ is AliasEvent:
                self._report("MC007", f"aliases such as '*{shortened(event.anchor)}' are not allowed", start, "write it out")
                return None
            self._report("MC007", f"anchors such as '&{shortened(event.anchor)}' are not allowed", start, "remove it")
        if event.tag is not None:
            tag = shortened(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self._report("MC008", f"tags such as '{tag}' are not allowed", start, "remove it")
        if event.__class__ is ScalarEvent:
            return event.value if event.style or event.tag is not None else self._plain(event)
        if depth >= MAX_DEPTH:
            self._report_depth(start)
            raise _StopError
        self._count_value(start)
        return self._list(depth + 1) if event.__class__ is SequenceStartEvent else self._mapping(depth + 1)

    def _count_value(self, mark: Mark) -> None:
        self.values_left -= 1
        if self.values_left < 0:
            self._report("MC014", f"the file has more than {MAX_VALUES:,} values", mark, TAKE_OUT)
            raise _StopError

    def _count_item(self, mark: Mark) -> None:
        self.items_left -= 1
        if self.items_left < 0:
            self._report("MC014", f"the lists of the file have more than {MAX_ITEMS:,} items", mark, TAKE_OUT)
            raise _StopError

    def _list(self, depth: int) -> list[Any]:
        items: list[Any] = []
        marks = EntryMarks()
        words = self.words
        while (event := self.next()).__class__ is not SequenceEndEvent:
            self._count_item(event.start_mark)
            if depth == ENTRIES:
                marks.add(event.start_mark.index, event.start_mark.line, event.start_mark.column)
            plain = event.__class__ is ScalarEvent and not (event.style or event.tag or event.anchor)
            if plain and event.value in words and self.values_left:
                self.values_left -= 1
                items.append(words[event.value])
            else:
                items.append(self._value(event, depth))
        if depth == ENTRIES:
            end: Any = event.start_mark
            marks.add(end.index, end.line, end.column)
            self.marks = marks
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        key_events: list[Any] = []
        words, keys = self.words, self.keys
        while (key_event := self.next()).__class__ is not MappingEndEvent:
            plain = key_event.__class__ is ScalarEvent and not (key_event.style or key_event.tag or key_event.anchor)
            key = keys.get(key_event.value) if plain else None
            if key is None:
                key = self._key(key_event, depth)
            event = self.next()
            plain = event.__class__ is ScalarEvent and not (event.style or event.tag or event.anchor)
            if plain and event.value in words and self.values_left:
                self.values_left -= 1
                value = words[event.value]
            else:
                value = self._value(event, depth)
            if key is None:
                continue
            if key in entries:
                line = key_events[list(entries).index(key)].start_mark.line + 1
                self._report(
                    "MC006", f"the key '{shortened(key)}' is given twice", key_event.start_mark, f"first in line {line}"
                )
                continue
            if len(entries) == MAX_KEYS:
                self._report("MC014", f"more than {MAX_KEYS:,} keys in one mapping", key_event.start_mark)
                raise _StopError
            entries[key] = value
            key_events.append(key_event)
            if depth == SECTIONS:
                self._mark(key, key_event.start_mark, event.start_mark, value)
        return entries

    def _mark(self, section: str, key: Mark, start: Mark, value: Any) -> None:
        """Remember where a section begins, and where its entries do."""
        self.sections[section] = key, start
        if isinstance(value, list):
            self.entries[section] = self.marks

    def _key(self, event: Any, depth: int) -> str | None:
        """The key as text; None if it is not text, which is reported."""
        self.values_left += 1  # a key is no value
        key = self._value(event, depth)
        start: Mark = event.start_mark
        if isinstance(key, str):
            if not event.style and len(self.keys) < MOST_WORDS:
                self.keys.setdefault(key, key)
            return key
        if event.__class__ is ScalarEvent:
            name = f"the key '{shortened(event.value)}'" if event.value else "an empty key"
            self._report("MC012", f"{name} is not text", start, "put quotes around it")
        elif event.__class__ is not AliasEvent:
            self._report("MC012", "a list or mapping cannot be a key", start, "write a plain word")
        return None

    def _plain(self, event: Any) -> Any:
        """The value of an unquoted word; words that are not too rare are worked out once, and take memory once."""
        word: str = event.value
        if word in self.words:
            return self.words[word]
        kind = kind_of(word)
        if kind is not str and len(word) > MAX_DIGITS:
            self._report("MC013", f"this number has {len(word)} digits", event.start_mark, f"at most {MAX_DIGITS}")
            return 0
        value: Any = kind(word)
        if len(self.words) < MOST_WORDS:
            self.words[word] = value
        return value

    def _report_syntax(self, error: Any) -> None:
        problem = str(error.problem or "")
        mark: Any = error.problem_mark or error.context_mark or _Start()
        if "maximum nesting depth" in problem:
            # Newer libyaml has a limit of its own, and reads so far ahead that it may meet it before ours.
            self._report_depth(mark)
            return
        character = self.content.decode()[mark.index : mark.index + 1]
        message, hint = _word_syntax_error(problem, character, error.context_mark)
        if problem == "found unexpected end of stream" or "bracket" in problem:
            mark = error.context_mark or mark  # where the quote was opened says more than the end of the file
        self._report("MC005", message, mark, hint)

    def _report_depth(self, mark: Mark) -> None:
        self._report("MC011", f"lists and mappings are nested more than {MAX_DEPTH} deep", mark)

    def _report(self, code: str, message: str, mark: Mark, hint: str | None = None) -> None:
        if len(self.diagnostics) == MOST_FINDINGS:
            raise _StopError
        position = min(Position(mark.line + 1, mark.column + 1), self.end)
        self.diagnostics.append(Diagnostic(code, Severity.ERROR, message, self.file, position, hint))


def _word_syntax_error(problem: str, character: str, opened: Mark | None) -> tuple[str, str | None]:
    """What libyaml says as a message and the way out, with the character it stopped at and where a bracket was opened."""
    known = ((message, hint) for phrase, message, hint in _SYNTAX if phrase in problem)
    message, hint = next(known, (problem or "this is not YAML", None))
    if character == "\t" and "{character}" in message:
        return TAB_INDENT, "indent with spaces"
    if "is not closed" in message and opened is not None:
        hint = f"opened in line {opened.line + 1}"
    return message.replace("{character}", f"'{character}'"), hint
