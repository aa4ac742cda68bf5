"""Requirements in one cell: `a; b`, `a | b`, `2 of (a; b; c)`, `10 credits of (a; b)`, `skill: python`, and back.

Knows requirements; nothing of sheets. What is written comes back as the same requirement.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Credits, Requirement, Skill
from mcplanner.course_data.cells import CellError
from mcplanner.course_data.names import as_id
from mcplanner.course_data.texts import clean

MOST_DEPTH = 30

_TOKEN = re.compile(
    r"[^\S\n]*(?:(?P<of>(?P<count>\d+(?:\.\d+)?)\s*(?P<credits>credits?|points?|units?)?\s*(?:of|from)\s*\()"
    r"|(?P<word>all|any)\s+of\s*\(|(?P<sign>[();|])|(?P<name>[^();|\n]+)|(?P<line>\n))",
    re.IGNORECASE,
)
_MEANT = re.compile(r"\s(?:and|or)\s", re.IGNORECASE)
_FORMS = "write a; b for both, a | b for one of them, 2 of (a; b; c) for two of three"


def read_requirement(text: str, find: Callable[[str], str | None]) -> Any:
    """The requirement as data of a catalogue; `find` finds the id of a module or award by whatever is written for it.

    What is not found is put into the form of an id, for checks to report.

    Raises
    ------
    CellError
        The text is no requirement.
    """
    return _Reader(text, find).requirement()


class _Reader:
    def __init__(self, text: str, find: Callable[[str], str | None]) -> None:
        self._find = find
        self._tokens = [match for match in _TOKEN.finditer(text.strip()) if match[0].strip() or match["line"]]
        self._at = 0
        if "".join(match[0] for match in _TOKEN.finditer(text.strip())) != text.strip():
            raise CellError("is no requirement", _FORMS)

    def requirement(self) -> Any:
        found = self._list(0)
        if self._at < len(self._tokens):
            raise CellError("has a ')' that was not opened", _FORMS)
        return found

    def _list(self, depth: int) -> Any:
        """Parts with semicolons between them; one part alone is itself, but `a;` is a list of one."""
        parts, listed = self._parts(depth)
        return parts if listed or len(parts) > 1 else parts[0]

    def _parts(self, depth: int) -> tuple[list[Any], bool]:
        if depth > MOST_DEPTH:
            raise CellError("is nested too deep")
        parts: list[Any] = []
        separated, trailing = True, False
        while self._at < len(self._tokens) and self._tokens[self._at]["sign"] != ")":
            if self._is_separator():
                self._at += 1
                separated, trailing = True, bool(parts)
                continue
            if not separated:
                raise CellError("has two parts without a sign between them", _FORMS)
            parts.append(self._alternatives(depth))
            separated, trailing = False, False
        if not parts:
            raise CellError("has an empty list", _FORMS)
        return parts, trailing

    def _is_separator(self) -> bool:
        return self._tokens[self._at]["sign"] == ";" or self._tokens[self._at]["line"] is not None

    def _alternatives(self, depth: int) -> Any:
        found = [self._part(depth)]
        while self._at < len(self._tokens) and self._tokens[self._at]["sign"] == "|":
            self._at += 1
            found.append(self._part(depth))
        return found[0] if len(found) == 1 else {"any": found}

    def _part(self, depth: int) -> Any:
        if self._at == len(self._tokens):
            raise CellError("ends too soon", _FORMS)
        token = self._tokens[self._at]
        self._at += 1
        if token["name"] is not None:
            return self._named(clean(token["name"])[0])
        if token["sign"] == "(":
            return self._closed(self._list(depth + 1))
        if token["of"] is None and token["word"] is None:
            raise CellError(f"has '{token[0].strip()}' where a module should stand", _FORMS)
        parts = self._closed(self._parts(depth + 1)[0])
        if token["word"] is not None:
            return {token["word"].lower(): parts}
        if token["credits"] is not None:
            return {"credits": _number(token["count"]), "from": parts}
        return {"choose": _number(token["count"]), "from": parts}

    def _closed(self, found: Any) -> Any:
        if self._at == len(self._tokens) or self._tokens[self._at]["sign"] != ")":
            raise CellError("has a '(' that is not closed", _FORMS)
        self._at += 1
        return found

    def _named(self, name: str) -> Any:
        before, colon, skill = name.partition(":")
        if colon and before.strip().lower() == "skill":
            return {"skill": as_id(skill.strip())}
        found = self._find(name)
        if found is None and _MEANT.search(name):
            raise CellError(f"has '{name}', which can mean two things", _FORMS)
        return found or as_id(name)


def _number(figures: str) -> int | Decimal:
    value = Decimal(figures)
    return int(value) if value == int(value) else value


def write_requirement(requirement: Requirement) -> str:
    """A requirement as the text of a cell, from which `read_requirement` makes the same again."""
    match requirement:
        case tuple() if len(requirement) > 1:
            return _joined(requirement)
        case tuple():
            return f"{_part(requirement[0])};"
        case _:
            return _part(requirement)


def _joined(parts: tuple[Requirement, ...]) -> str:
    return "; ".join(_part(part) for part in parts)


def _part(requirement: Requirement) -> str:
    match requirement:
        case str():
            return requirement
        case Skill():
            return f"skill: {requirement.skill}"
        case tuple():
            return f"({write_requirement(requirement)})"
        case AllOf():
            return f"all of ({_joined(requirement.all)})"
        case AnyOf():
            return f"any of ({_joined(requirement.any)})"
        case Choose():
            return f"{requirement.choose} of ({_joined(requirement.from_)})"
        case Credits():
            return f"{requirement.credits} credits of ({_joined(requirement.from_)})"
