"""A catalogue that is written one key a line, made without its shapes as a whole: each different line is fitted once.

Knows that a value of an entry has the right shape by itself, whatever its other values are; what is wrong with one, and where,
is for `loading` to say, which then reads the text again.
"""

from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from mcplanner.catalogue import shape
from mcplanner.catalogue.model import Catalogue
from mcplanner.files.file_kinds import is_sheet
from mcplanner.files.plain_yaml import Meaning, NotPlainError, PlainYaml
from mcplanner.files.yaml_places import YamlPlaces
from mcplanner.files.yaml_source import YamlSource
from mcplanner.files.yaml_words import has_forbidden
from mcplanner.ground.characters import end_of
from mcplanner.ground.diagnostics import Position
from mcplanner.ground.shapes import Shape, made_of

SECTIONS: Mapping[str, type[Shape]] = MappingProxyType(
    {
        "fields": shape.Subject,
        "providers": shape.Provider,
        "modules": shape.Module,
        "awards": shape.Award,
        "roles": shape.Role,
    }
)
NEEDED = ("fields", "providers", "modules")
"""Sections with at least one entry."""


def plain_catalogue(name: str, content: bytes) -> tuple[YamlSource, Catalogue] | None:
    """The catalogue of a file with some name, which has no errors of shape, after where everything stands in it.

    None if `loading` must read it, which would make the same catalogue of it, or say what is wrong.
    """
    text = None if is_sheet(name, content) else _text(content)
    if text is None:
        return None
    reader = PlainYaml({name: (_meaning(kind), kind.makes or kind) for name, kind in SECTIONS.items()})
    try:
        found = reader.read(text)
        own = _meaning(shape.Catalogue)
        parts = [(key, tuple(value)) if key in SECTIONS else own(key, value) for key, value in found.items()]
        if not all(map(found.get, NEEDED)):
            return None
        catalogue = Catalogue(**dict(parts))
    except (NotPlainError, TypeError):  # a TypeError where a key is missing
        return None
    return YamlSource(name, None, (), YamlPlaces(content, {}, reader.marks), Position(*end_of(text))), catalogue


def _text(content: bytes) -> str | None:
    """The text of bytes that are UTF-8 without a mark, and have nothing that YAML forbids."""
    if content.startswith(BOM_UTF8):
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if has_forbidden(content, text) else text


def _meaning(kind: type[Shape]) -> Meaning:
    """What stands for a key and a value of a shape."""
    checks = _Checks(kind)

    def meaning(key: str, value: Any) -> tuple[str, Any]:
        try:
            fitting = checks[key](value)
        except ValidationError:
            raise NotPlainError from None
        return key, fitting if fitting.__class__ is str else made_of(fitting)

    return meaning


class _Checks(dict[str, Callable[[Any], Any]]):
    """What checks and changes the value of a key as a shape does; each is made when it is first needed."""

    def __init__(self, kind: type[Shape]) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, key: str) -> Callable[[Any], Any]:
        field = self._kind.model_fields.get(key)
        if field is None:
            raise NotPlainError
        own: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        check = self[key] = TypeAdapter(own).validator.validate_python
        return check
