"""A catalogue that is written one key a line, made without its shapes as a whole: each different line is fitted once.

Knows that a value of an entry has the right shape by itself, whatever its other values are; what is wrong with one, and where,
is for `loading` to say, which then reads the text again.
"""

from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from types import MappingProxyType
from typing import Any

from mcplanner.catalogue.model import Award, Catalogue, Module, Provider, Role, Subject
from mcplanner.catalogue.requirements import Path
from mcplanner.catalogue.simple_values import SIMPLE, NotSimpleError
from mcplanner.files.entry_marks import EntryMarks
from mcplanner.files.paths import is_sheet
from mcplanner.files.plain_yaml import Meaning, NotPlainError, PlainYaml
from mcplanner.files.yaml_words import has_forbidden
from mcplanner.ground.characters import end_of
from mcplanner.ground.diagnostics import Diagnostic, Position

SECTIONS: Mapping[str, type[Any]] = MappingProxyType(
    {"fields": Subject, "providers": Provider, "modules": Module, "awards": Award, "roles": Role}
)
NEEDED = ("fields", "providers", "modules")
"""Sections with at least one entry."""


class PlainSource:
    """A file that was read by its lines; where its values stand is found out when that is asked for.

    Attributes
    ----------
    file
        The name to show to people.
    end
        The position just behind the last character.
    """

    def __init__(self, file: str, content: bytes, marks: Mapping[str, EntryMarks], end: Position) -> None:
        self.file = file
        self.end = end
        self._content = content
        self._marks = marks

    def place(self, path: Path) -> tuple[str, Position]:
        """The file and the place in it where the value at a path begins."""
        return self.file, min(self._value(path), self.end)

    @cached_property
    def _value(self) -> Callable[[Path], Position]:
        from mcplanner.files.yaml_places import YamlPlaces  # most texts are sound, and nobody asks

        return YamlPlaces(self._content, {}, self._marks).value


def plain_catalogue(name: str, content: bytes | Diagnostic) -> tuple[PlainSource, Catalogue] | None:
    """The catalogue of a file with some name, which has no errors of shape, after where everything stands in it.

    None if `loading` must read it, which would make the same catalogue of it, or say what is wrong.
    """
    text = None if isinstance(content, Diagnostic) or is_sheet(name, content) else _text(content)
    if isinstance(content, Diagnostic) or text is None:
        return None
    reader = PlainYaml({section: (_meaning(kind), kind) for section, kind in SECTIONS.items()})
    try:
        found = reader.read(text)
        own = _meaning(Catalogue)
        parts = [(key, tuple(value)) if key in SECTIONS else own(key, value) for key, value in found.items()]
        if not all(map(found.get, NEEDED)):
            return None
        catalogue = Catalogue(**dict(parts))
    except (NotPlainError, TypeError):  # a TypeError where a key is missing
        return None
    return PlainSource(name, content, reader.marks, Position(*end_of(text))), catalogue


def _text(content: bytes) -> str | None:
    """The text of bytes that are UTF-8 without a mark, and have nothing that YAML forbids."""
    if content.startswith(BOM_UTF8):
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if has_forbidden(content, text) else text


def _meaning(kind: type[Any]) -> Meaning:
    """What stands for a key and a value of an entry of some kind: by itself where it is simple, else as its shape says."""
    simple, shaped = SIMPLE[kind], _Shaped(kind)

    def meaning(key: str, value: Any) -> tuple[str, Any]:
        if key in simple:
            with suppress(NotSimpleError):
                return key, simple[key](value)
            if value is None:  # as where the value stands in the lines below
                raise NotPlainError
        try:
            return key, shaped[key](value)
        except ValueError:
            raise NotPlainError from None

    return meaning


class _Shaped(dict[str, Callable[[Any], Any]]):
    """What checks and changes the value of a key as a shape does; each is made when it is first needed."""

    def __init__(self, kind: type[Any]) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, key: str) -> Callable[[Any], Any]:
        from mcplanner.catalogue.shape import meaning_of

        check = self[key] = meaning_of(self._kind, key)
        return check
