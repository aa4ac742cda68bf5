"""Reads YAML that is written one key a line, as most large files are, by cutting it at its lines: equal ones are read once.

Whatever it is not sure of it refuses, and `yaml_source` reads instead: tabs, anchors, tags, block scalars, text over several
lines, keys given twice, and all that is wrong. So what it reads is what `yaml_source` would. Knows nothing of catalogues.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from json import JSONDecoder
from typing import Any

from mcplanner.files.entry_marks import EntryMarks
from mcplanner.files.yaml_words import MAX_DIGITS, MAX_ITEMS, MAX_KEYS, MAX_VALUES, WORDS, kind_of

MOST_LINES = 50_000
"""Different lines that are remembered; then all are forgotten, and those that come often are soon known again."""

MOST_CHARACTERS = 20_000
"""Of a key with its value; longer ones would take much memory here."""

MOST_BRACKETS = 30
"""Brackets that a value may open, so that no more are nested."""

MOST_DEEP = 8
"""How deep blocks of lines are nested beneath an entry."""

_KEY = r"(?!(?:null|true|false):)[A-Za-z_][A-Za-z0-9_-]*+"
# Neither ': ' nor ' #' is within a word.
_WORD = r"[^ \n\-?:,\[\]{}#&*!|>'\"%@`](?>[^ \n:#]+|:(?=[^ \n])|(?<=[^ ])#| +(?=[^ \n#]))*+"
_DOUBLE = r'"(?:[^"\\\n]|\\["\\/bfnrt])*+"'
_SINGLE = r"'(?:[^'\n]|'')*+'"
_FLOW = r"[\[{](?:[^\n#]|(?<=[^ ])#)*[\]}]"
_VALUE = rf"(?P<word>{_WORD})|(?P<flow>{_FLOW})|(?P<double>{_DOUBLE})|(?P<single>{_SINGLE})"
_REST = r"(?: +#[^\n]*+| *+)"
_LINE = re.compile(rf"(?P<key>{_KEY}):(?: +(?:{_VALUE}))?{_REST}")
_ALONE = re.compile(rf"(?:{_VALUE}){_REST}")

# In brackets: text in quotes, or a word that is neither a number nor one with a meaning; it ends before a sign.
_WORD_IN_FLOW = (
    r"(?!(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|~|null|true|false) *(?:[,\]}]|:[ ,\[\]{}]))"
    r"[^ \-?:,\[\]{}#&*!|>'\"%@`\\](?>[^ :#,\[\]{}?\"\\]+|:(?=[^ ,\[\]{}?\"\\])| +(?=[^ :#,\[\]{}?\"\\]))*+(?!:[^ ])"
)
_WORDS_IN_FLOW = re.compile(rf"(?<=[\[{{, ])({_WORD_IN_FLOW})")
_TEXTS_IN_FLOW = re.compile(rf"(?<=[\[{{, ])(?:{_DOUBLE}|'[^'\"\\]*+'(?!')|{_WORD_IN_FLOW})")

_UNSEEN_LINES = re.compile(r"\n *(?:#[^\n]*)?(?=\n|\Z)")
"""Lines with nothing in them, or nothing but a comment."""

_BEFORE_KEYS = re.compile(r"\n(?=[^ \n#-])")
"""Before a key at the margin; a dash may stand there, too."""

_SECTION = re.compile(rf"(?P<key>{_KEY}):{_REST}(?:\n *(?:#[^\n]*)?(?=\n))*+\n(?P<indent> *)- ")
_BELOW = re.compile(r"\n(?P<indent> *)(?P<dash>- )?")
_AFTER_A_SIGN = re.compile(r"(?<=[,\[{]) *\n *")

_VALUE_COST, _ITEM_COST = 1, 1 << 32
"""What a value and an item of a list cost, as one number, so that the costs of many lines are added at once."""

Meaning = Callable[[str, Any], tuple[str, Any]]
"""What stands for the key and the value of an entry; it raises a `NotPlainError` where something may be wrong with them."""


class NotPlainError(Exception):
    """The text is not written one key a line, or something may be wrong with it."""


class PlainYaml:
    """The reader of one text.

    Attributes
    ----------
    marks
        Where the entries of each section begin.
    """

    def __init__(self, sections: Mapping[str, tuple[Meaning, Callable[..., Any]]]) -> None:
        """A section is a list at the margin; there is the meaning of its keys and values, and what makes an entry of these."""
        self.marks: dict[str, EntryMarks] = {}
        self._sections = sections
        self._cost = 2 * _VALUE_COST

    def read(self, text: str) -> dict[str, Any]:
        """The values of the keys at the margin; of each section what was made of its entries.

        Raises
        ------
        NotPlainError
            `yaml_source` must read the text.
        """
        if "\t" in text or "\r" in text:
            raise NotPlainError
        before, *pieces = _BEFORE_KEYS.split("\n" + text, MAX_KEYS)
        if _without_unseen(before) or not pieces:
            raise NotPlainError
        at, line = len(before), before.count("\n")
        parts = []
        for piece in pieces:
            parts.append(self._piece(piece, at, line))
            at += len(piece) + 1
            line += piece.count("\n") + 1
        if self._cost % _ITEM_COST > MAX_VALUES or self._cost // _ITEM_COST > MAX_ITEMS:
            raise NotPlainError
        return _mapping(parts)

    def _piece(self, piece: str, at: int, line: int) -> tuple[str, Any]:
        """A key at the margin and its value; they begin at some character, in some line."""
        section = _SECTION.match(piece)
        if section is None:
            key, value = _part(_without_unseen(piece), 0)
            self._cost += _cost(value)
            if key in self._sections and value != []:
                raise NotPlainError
            return key, value
        key, begin = section["key"], section.end()
        dash = f"\n{section['indent']}- "
        if key not in self._sections or piece.count(dash) > MAX_ITEMS:
            raise NotPlainError
        marks = self.marks[key] = EntryMarks()
        column = len(dash) - 1
        at += begin
        line += piece.count("\n", 0, begin)
        entries = piece[begin:].split(dash)
        for entry in entries:
            marks.add(at, line, column)
            at += len(entry) + len(dash)
            line += entry.count("\n") + 1
        marks.add(at - len(dash) + 1, line, 0)
        return key, self._entries(entries, column, *self._sections[key])

    def _entries(self, entries: Sequence[str], column: int, meaning: Meaning, make: Callable[..., Any]) -> list[Any]:
        """What is made of the entries of a section, which begin in some column."""
        cost = 2 * _VALUE_COST + len(entries) * (_ITEM_COST + 2 * _VALUE_COST)
        known = _Lines(column, meaning)
        margin = "\n" + " " * column
        made = []
        for entry in entries:
            if entry[:1] == "{":
                whole = _item(_without_unseen(entry), column)
                cost += _cost(whole) - 2 * _VALUE_COST
                parts = [meaning(key, value) for key, value in whole.items()]
            else:
                lines = entry.split(margin)
                try:
                    parts = list(map(known.__getitem__, lines))
                except NotPlainError:
                    lines = _lines(_without_unseen(entry), column)
                    parts = list(map(known.__getitem__, lines))
                cost += sum(map(known.costs.__getitem__, lines))
            own = dict(parts)
            if len(own) < len(parts):
                raise NotPlainError
            made.append(make(**own))
            if len(known) > MOST_LINES:
                known.forget()
        self._cost += cost
        return made


class _Lines(dict[str, tuple[str, Any]]):
    """What the lines of entries stand for, and what each costs: worked out when it is asked for, and remembered."""

    def __init__(self, column: int, meaning: Meaning) -> None:
        super().__init__()
        self.costs: dict[str, int] = {}
        self._column = column
        self._meaning = meaning

    def __missing__(self, line: str) -> tuple[str, Any]:
        key, value = _part(line if "\n" not in line else _without_unseen(line), self._column)
        self.costs[line] = _VALUE_COST if value.__class__ is str else _cost(value)
        found = self[line] = self._meaning(key, value)
        return found

    def forget(self) -> None:
        """Forget all of them."""
        self.clear()
        self.costs.clear()


def _cost(value: Any) -> int:
    if isinstance(value, list):
        further = [item for item in value if item.__class__ is not str]
        return sum(map(_cost, further), (2 + len(value) - len(further)) * _VALUE_COST + len(value) * _ITEM_COST)
    if isinstance(value, dict):
        return sum(map(_cost, value.values()), 2 * _VALUE_COST)
    return _VALUE_COST


def _mapping(parts: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(parts)
    if len(found) < len(parts) or len(parts) > MAX_KEYS:
        raise NotPlainError
    return found


# --- lines: without blank ones, nor comments on lines of their own ---


def _without_unseen(text: str) -> str:
    """The text without blank lines, and without those that are comments."""
    return _UNSEEN_LINES.sub("", text) if "\n" in text else text


def _lines(text: str, column: int) -> list[str]:
    """The keys of a mapping that begins in some column, each with its value and the lines of it."""
    return _before_keys(column).split(text, MAX_KEYS)


@lru_cache(100)
def _before_keys(column: int) -> re.Pattern[str]:
    return re.compile(rf"\n {{{column}}}(?![ -])")


def _part(text: str, column: int, depth: int = 0) -> tuple[str, Any]:
    """A key, which begins in some column, and its value."""
    if len(text) > MOST_CHARACTERS:
        raise NotPlainError
    if "\n" in text:
        return _part_of_lines(text, column, depth)
    found = _LINE.fullmatch(text)
    if found is None:
        raise NotPlainError
    key, *written = found.groups()
    return key, _value(*written)


def _part_of_lines(text: str, column: int, depth: int) -> tuple[str, Any]:
    head, _, below = text.partition("\n")
    found = _LINE.fullmatch(head)
    if found is None:
        return _brackets(text)
    if found.lastgroup != "key":
        raise NotPlainError
    return found["key"], _below(f"\n{below}", column, depth + 1)


def _brackets(text: str) -> tuple[str, Any]:
    """A key with a value in brackets that goes on in another line after each sign."""
    found = None if any(sign in text for sign in "\"'#") else _LINE.fullmatch(_AFTER_A_SIGN.sub(" ", text))
    if found is None or found.lastgroup != "flow":
        raise NotPlainError
    return found["key"], _flow(found["flow"])


def _below(text: str, column: int, depth: int) -> Any:
    """The value that stands in the lines below a key, which begins in some column."""
    begin = _BELOW.match(text)
    if begin is None or depth > MOST_DEEP:
        raise NotPlainError
    own, rest = len(begin["indent"]), text[begin.end() :]
    if begin["dash"] is None:
        if own <= column:
            raise NotPlainError
        return _mapping([_part(part, own, depth) for part in _lines(rest, own)])
    if own < column:
        raise NotPlainError
    return [_item(item, own + len("- "), depth) for item in rest.split(f"\n{begin['indent']}- ", MAX_KEYS)]


def _item(text: str, column: int, depth: int = 0) -> Any:
    """An item of a list that begins in some column."""
    found = _ALONE.fullmatch(text) if len(text) <= MOST_CHARACTERS else None
    if found is not None:
        return _value(*found.groups())
    return _mapping([_part(part, column, depth) for part in _lines(text, column)])


# --- values in one line ---


def _value(word: str | None, flow: str | None, double: str | None, single: str | None) -> Any:
    """A value that is written in one way, or null, which is in none."""
    if word is not None:
        return WORDS[word] if word in WORDS else _number(word, kind_of(word))
    if flow is not None:
        return _flow(flow)
    if double is not None:
        return _json.raw_decode(double)[0] if "\\" in double else double[1:-1]
    return None if single is None else single[1:-1].replace("''", "'")


def _number(word: str, kind: type[Any]) -> Any:
    if kind is str:
        return word
    if len(word) > MAX_DIGITS:
        raise NotPlainError
    return kind(word)


def _flow(text: str) -> Any:
    """What is in brackets: JSON, once its words are in quotes. What YAML alone allows is none, and refused."""
    if text.count("[") + text.count("{") > MOST_BRACKETS or "\\u" in text:
        raise NotPlainError
    has_quotes = '"' in text or "'" in text
    written = _TEXTS_IN_FLOW.sub(_quoted, text) if has_quotes else '"'.join(_WORDS_IN_FLOW.split(text))
    try:
        value, end = _json.raw_decode(written)
    except ValueError:
        raise NotPlainError from None
    if end < len(written):
        raise NotPlainError
    return value


def _quoted(found: re.Match[str]) -> str:
    text = found[0]
    return text if text[0] == '"' else f'"{text[1:-1]}"' if text[0] == "'" else f'"{text}"'


def _number_of_json(word: str) -> Any:
    kind = kind_of(word)
    if kind is str:
        raise NotPlainError
    return _number(word, kind)


_json = JSONDecoder(
    object_pairs_hook=_mapping, parse_float=_number_of_json, parse_int=_number_of_json, parse_constant=_number_of_json
)
