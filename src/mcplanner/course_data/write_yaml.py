"""Writes a catalogue as YAML, one key a line: the same entries give the same bytes.

Knows YAML 1.2 as mcplan reads it; nothing of files. Says of each line which value stands there.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from mcplanner.catalogue.requirements import Path
from mcplanner.course_data.drafts import SECTIONS

Line = tuple[str, Path]

_PLAIN = re.compile(r"[^\W\d_](?:[\w '’()/.&+@%=~^$°–—、。（）-]|:(?=\S)|,)*", re.UNICODE)
"""Text that YAML takes for itself as it stands: it begins with a letter, and has no sign that means something after it."""

_PLAIN_IN_LIST = re.compile(
    r"[A-Za-z][A-Za-z0-9._/-]*(?: [A-Za-z0-9._/()-]+)*|\d{4}-\d{2}(?:-\d{2})?"
    r"|(?=[0-9-]*[a-df-np-wyz])[0-9][a-z0-9]*(?:-[a-z0-9]+)*"
)
"""The same within brackets; besides, months, days, and ids that begin with a digit and that nothing takes for a number."""

_WORDS = frozenset(("null", "true", "false"))
_ONE_A_LINE = frozenset(("runs",))


def catalogue_lines(head: Mapping[str, Any], sections: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Line]:
    """The lines of a catalogue file, each with the path of the value that it shows."""
    for key, value in head.items():
        yield f"{key}: {_in_block(value)}", (key,)
    for section in SECTIONS:
        entries = sections.get(section, ())
        if entries:
            yield "", ()
            yield f"{section}:", (section,)
        for index, entry in enumerate(entries):
            yield from _entry(section, index, entry)


def _entry(section: str, index: int, entry: Mapping[str, Any]) -> Iterator[Line]:
    if section in ("fields", "providers"):
        yield f"  - {in_brackets(entry)}", (section, index)
        return
    lead = "  - "
    for key, value in entry.items():
        if key in _ONE_A_LINE and isinstance(value, list):
            yield f"{lead}{key}:", (section, index, key)
            for position, item in enumerate(value):
                yield f"      - {in_brackets(item)}", (section, index, key, position)
        else:
            yield f"{lead}{key}: {_in_block(value)}", (section, index, key)
        lead = "    "


def to_text(lines: Iterable[Line], comments: Sequence[str] = ()) -> str:
    """The text of a file, with comments in its first lines."""
    return "".join([*(f"# {comment}\n" for comment in comments), *(f"{line}\n" for line, _ in lines)])


def _in_block(value: Any) -> str:
    """A value that stands alone on the rest of a line."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value[-1] != " " and value not in _WORDS:
        return value
    return in_brackets(value)


def in_brackets(value: Any) -> str:
    """A value within brackets."""
    match value:
        case str():
            return _text_in_brackets(value)
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case Mapping():
            return "{" + ", ".join(f"{in_brackets(str(key))}: {in_brackets(part)}" for key, part in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join([in_brackets(part) for part in value]) + "]"
        case None:
            return "null"
        case _:
            return str(value)


def _text_in_brackets(text: str) -> str:
    return text if _PLAIN_IN_LIST.fullmatch(text) and text not in _WORDS else _quoted(text)


def _quoted(text: str) -> str:
    """Text in double quotes, whose escapes in JSON are also those of YAML."""
    written = json.dumps(text, ensure_ascii=False)
    return json.dumps(text) if re.search("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]", written) else written
