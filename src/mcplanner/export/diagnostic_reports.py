"""Diagnostics as text for people, JSON for tools, and annotations for GitHub's checks. For people, what repeats is one line.

Pure: diagnostics in, text out; knows no catalogue and no terminal.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from mcplanner.export.json_values import json_text
from mcplanner.ground.characters import visible
from mcplanner.ground.diagnostics import Diagnostic, Severity

MOST_ALIKE = 5
"""How many findings that differ only in names and numbers are told one by one."""

MOST_LINES = 4
"""How many of their other lines are named otherwise."""

_NAMES_AND_NUMBERS = re.compile(r"'[^']*'|[0-9][0-9.,-]*")

Style = Literal["text", "json", "github"]


def format_diagnostics(diagnostics: Iterable[Diagnostic], style: Style = "text") -> str:
    """The diagnostics in one of the three forms, in the order given.

    Returns
    -------
    str
        `text`: a line for each, or for many that differ only in names and numbers; `github`: one line each. Every line is
        ended; empty where there is nothing to say. `json`: a list of objects with the keys file, line, column, code, severity,
        message and hint; `[]` where there is nothing to say.
    """
    return _STYLES[style](diagnostics)


def _text(diagnostics: Iterable[Diagnostic]) -> str:
    """Findings that repeat are told once, at the first of their lines, with how many there are and where the next ones are."""
    given = list(diagnostics)
    alike: dict[tuple[str, ...], list[Diagnostic]] = {}
    for diagnostic in given:
        form = _NAMES_AND_NUMBERS.sub("", diagnostic.message)
        alike.setdefault((diagnostic.file, diagnostic.code, diagnostic.severity, form), []).append(diagnostic)
    told = {id(group[0]): _together(group) for group in alike.values() if len(group) > MOST_ALIKE}
    left_out = {id(other) for group in alike.values() if len(group) > MOST_ALIKE for other in group[1:]}
    return "".join(f"{told.get(id(each), each)}\n" for each in given if id(each) not in left_out)


def _together(alike: Sequence[Diagnostic]) -> Diagnostic:
    first, *others = alike
    lines = list(dict.fromkeys(str(other.position.line) for other in others))
    where = f"line{'s' if len(lines) > 1 else ''} {', '.join(lines[:MOST_LINES])}{', …' if len(lines) > MOST_LINES else ''}"
    return replace(first, message=f"{first.message}; and {len(others):,} more like this, in {where}")


def _json(diagnostics: Iterable[Diagnostic]) -> str:
    objects = [
        {
            "file": diagnostic.file,
            "line": diagnostic.position.line,
            "column": diagnostic.position.column,
            "code": diagnostic.code,
            "severity": diagnostic.severity.value,
            "message": diagnostic.message,
            "hint": diagnostic.hint,
        }
        for diagnostic in diagnostics
    ]
    return json_text(objects)


def _github(diagnostics: Iterable[Diagnostic]) -> str:
    return "".join(_annotation(diagnostic) for diagnostic in diagnostics)


def _annotation(diagnostic: Diagnostic) -> str:
    command = "error" if diagnostic.severity is Severity.ERROR else "warning"
    place = f"file={_property(diagnostic.file)},line={diagnostic.position.line},col={diagnostic.position.column}"
    hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
    return f"::{command} {place},title={_property(diagnostic.code)}::{_message(diagnostic.message + hint)}\n"


def _message(text: str) -> str:
    """Of what GitHub reads as escapes, only the sign that begins them is left in a visible line."""
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    """Within the properties of a command, colons and commas separate, too."""
    return _message(text).replace(":", "%3A").replace(",", "%2C")


_STYLES: Mapping[Style, Callable[[Iterable[Diagnostic]], str]] = {"text": _text, "json": _json, "github": _github}
