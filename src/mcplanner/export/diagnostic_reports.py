"""Diagnostics as text for people, JSON for tools, and annotations for GitHub's checks.

Pure: diagnostics in, text out; knows no catalogue and no terminal.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from mcplanner.export.json_values import json_text
from mcplanner.ground.characters import visible
from mcplanner.ground.diagnostics import Diagnostic, Severity

Style = Literal["text", "json", "github"]


def format_diagnostics(diagnostics: Iterable[Diagnostic], style: Style = "text") -> str:
    """The diagnostics in one of the three forms, in the order given.

    Returns
    -------
    str
        `text` and `github`: one line each, every line ended; empty where there is nothing to say. `json`: a list of objects
        with the keys file, line, column, code, severity, message and hint; `[]` where there is nothing to say.
    """
    return _STYLES[style](diagnostics)


def _text(diagnostics: Iterable[Diagnostic]) -> str:
    return "".join(f"{diagnostic}\n" for diagnostic in diagnostics)


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
