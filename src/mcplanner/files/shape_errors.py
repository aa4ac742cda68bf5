"""Turns pydantic's errors about a file's shape into sentences that a person can act on, each with its code and line.

Knows pydantic's kinds of errors and the models' fields; reads no file.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from mcplanner.catalogue.class_times import SESSION_PATTERN
from mcplanner.catalogue.model import UNKNOWN
from mcplanner.catalogue.requirements import Path
from mcplanner.catalogue.shape import SHAPES, AllOf, AnyOf, Choose, Credits, Skill
from mcplanner.files.yaml_source import YamlSource
from mcplanner.ground.characters import shortened
from mcplanner.ground.diagnostics import Diagnostic, Severity, did_you_mean
from mcplanner.ground.shapes import ID_PATTERN, URL_PATTERN
from mcplanner.learner.keys import ASKED_EACH_TIME

REQUIREMENT_FORMS = "an id, a list, {all: …}, {any: …}, {choose: n, from: …}, {credits: n, from: …} or {skill: id}"

# A reworder takes an error and the model that it is in; each of pydantic's types of errors has one, and a code.


class _Wording(NamedTuple):
    message: str
    hint: str | None = None


def is_spurious(error: ErrorDetails) -> bool:
    """Return whether another error says the same: pydantic counts the valid items of a list alone, and finds too few."""
    return error["type"] == "too_short" and bool(error["input"])


def shape_diagnostic(source: YamlSource, root: type[BaseModel], error: ErrorDetails, within: Path = ()) -> Diagnostic:
    """One of pydantic's errors as a diagnostic, at its line; `within` is where in the file the data stands."""
    code, reword = _WORDINGS.get(error["type"], ("MC203", lambda error, _: _Wording(f"{_name(error)}: {error['msg']}")))
    message, hint = reword(error, root)
    hint = _unknown_hint(error) or hint
    locate = source.locate_key if error["type"] == "extra_forbidden" else source.locate
    return Diagnostic(code, Severity.ERROR, message, source.file, locate((*within, *error["loc"])), hint)


def _may_be_unknown(error: ErrorDetails) -> bool:
    """Return whether what is wrong is a figure that may be `unknown`."""
    return error["loc"][-1:] == ("<known>",) and isinstance(error["input"], str)


def _unknown_hint(error: ErrorDetails) -> str | None:
    """That `unknown` is meant, where it may stand and that is likely."""
    return _suggest(error["input"], (UNKNOWN.value,)) if _may_be_unknown(error) else None


def _unknown_key(error: ErrorDetails, root: type[BaseModel]) -> _Wording:
    key = str(error["loc"][-1])
    known = _known_keys(root, error["loc"])
    if "under_way" in known and key in ASKED_EACH_TIME:
        return _Wording(f"unknown key {_show(key)}", ASKED_EACH_TIME[key])
    return _Wording(f"unknown key {_show(key)}", _suggest(key, known) or f"allowed here: {', '.join(known)}")


def _missing_key(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    entry = error["input"]
    name = f" in {_show(entry['id'])}" if isinstance(entry, dict) and isinstance(entry.get("id"), str) else ""
    return _Wording(f"missing key '{error['loc'][-1]}'{name}")


def _needs(what: str, hint: Callable[[Any], str | None] = lambda _: None) -> "_Reworder":
    return lambda error, _: _Wording(f"{_name(error)} needs {what}, not {_show(error['input'])}", hint(error["input"]))


def _quotes_hint(value: Any) -> str | None:
    return "put quotes around it" if isinstance(value, bool | int | Decimal) else None


def _plain_hint(intended: str) -> Callable[[Any], str | None]:
    """What to say of text that would be right without quotes."""

    def hint(value: Any) -> str | None:
        is_one = isinstance(value, str) and re.fullmatch(intended, value, re.ASCII) is not None
        return f"write {value}, without quotes" if is_one else None

    return hint


_NUMBER = r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?"
_TRUTH = "true|false"


def _not_an_entry(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    form = _form(error)
    return _Wording(f"{_name(error)} needs keys and values, not {_show(error['input'])}", form and f"write {form}")


def _form(error: ErrorDetails) -> str | None:
    """How an entry of a learner file is written where a word stands in its place."""
    form = next((form for key, form in FORMS.items() if key in error["loc"]), None)
    return form.replace("python-1", error["input"]) if form is not None and _is_word(error["input"]) else form


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 40


FORMS = {"held": "{module: python-1, ended: 2026-04}", "under_way": "{module: python-1, started: 2026-10}"}
"""How entries of a learner file are written."""


def _needs_a_list(error: ErrorDetails, root: type[BaseModel]) -> _Wording:
    value = error["input"]
    if error["loc"][-1] in _models_by_field(root):
        item = _form(error)
    else:
        item = value if _is_word(value) and _takes(root, error["loc"], [value]) else None
    return _Wording(f"{_name(error)} needs a list, not {_show(value)}", f"write [{item}]" if item else None)


def _not_one_of(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    expected = re.findall(r"'([^']*)'", error["ctx"]["expected"]) + [UNKNOWN.value] * _may_be_unknown(error)
    suggestion = _suggest(error["input"], tuple(expected)) if isinstance(error["input"], str) else None
    return _Wording(f"{_name(error)} cannot be {_show(error['input'])}", suggestion or f"one of {', '.join(expected)}")


def _limit(words: str, key: str) -> "_Reworder":
    return lambda error, _: _Wording(f"{_name(error)} must be {words} {error['ctx'][key]}, not {_show(error['input'])}")


def _decimals(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    places = error["ctx"]["decimal_places"]
    return _Wording(f"{_name(error)} has more than {places} decimal places", f"it is {_show(error['input'])}")


def _written_form(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    written = error["input"]
    match error["ctx"]["pattern"]:
        case pattern if pattern == ID_PATTERN:
            slug = "-".join(re.findall(r"[a-z0-9]+", written[:80].lower()))
            hint = f"write {slug}" if slug else None
            return _Wording(f"{_show(written)} is not an id: use lower-case letters, digits and single hyphens", hint)
        case pattern if pattern == SESSION_PATTERN:
            return _Wording(f"{_show(written)} is not a class time", "write a day and two times, such as tue 18:30-21:30")
        case pattern if pattern == URL_PATTERN:
            return _Wording(f"{_show(written)} is not a web address", "it begins with https:// and has no spaces")
        case _:
            return _Wording(f"{_name(error)}: {error['msg']}")


def _not_valid(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    # Before the colon, the message repeats the value, however long it is.
    return _Wording(f"{_name(error)} cannot be {_show(error['input'])}", str(error["ctx"]["error"]).rpartition(": ")[2])


def _not_a_requirement(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    keys = error["input"] if isinstance(error["input"], dict) else ()
    near = next((near for key in keys if (near := _suggest(key, SHAPES))), None)
    return _Wording(f"{_show(error['input'])} is not a requirement", near or f"a requirement is {REQUIREMENT_FORMS}")


def _is_empty(error: ErrorDetails, root: type[BaseModel]) -> _Wording:
    key = error["loc"][-1]
    field = _fields(root, error["loc"]).get(str(key))
    may_go = "" if field is not None and field.is_required() else f", or remove {'it' if isinstance(key, int) else 'the key'}"
    return _Wording(f"{_name(error)} is empty", f"fill it in{may_go}")


def _too_long(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    return _Wording(f"{_show(error['input'])} is longer than {error['ctx']['max_length']} characters")


_Reworder = Callable[[ErrorDetails, type[BaseModel]], _Wording]

_WORDINGS: dict[str, tuple[str, _Reworder]] = {
    "extra_forbidden": ("MC201", _unknown_key),
    "missing": ("MC202", _missing_key),
    "string_type": ("MC203", _needs("text", _quotes_hint)),
    "int_type": ("MC203", _needs("a whole number", _plain_hint(_NUMBER))),
    "bool_type": ("MC203", _needs("true or false", _plain_hint(_TRUTH))),
    "dict_type": ("MC203", _needs("keys and values")),
    "number_type": ("MC203", _needs("a plain number such as 150 or 22.5", _plain_hint(_NUMBER))),
    "tuple_type": ("MC203", _needs_a_list),
    "model_type": ("MC203", _not_an_entry),
    "literal_error": ("MC204", _not_one_of),
    "greater_than": ("MC205", _limit("more than", "gt")),
    "greater_than_equal": ("MC205", _limit("at least", "ge")),
    "less_than_equal": ("MC205", _limit("at most", "le")),
    "multiple_of": ("MC205", _limit("a multiple of", "multiple_of")),
    "decimal_max_places": ("MC205", _decimals),
    "string_pattern_mismatch": ("MC206", _written_form),
    "string_too_long": ("MC206", _too_long),
    "value_error": ("MC206", _not_valid),
    "union_tag_invalid": ("MC207", _not_a_requirement),
    "amends_nothing": ("MC208", lambda error, _: _Wording(f"{_name(error)} changes nothing", "name the keys that change")),
    "too_short": ("MC208", _is_empty),
    "string_too_short": ("MC208", _is_empty),
}


def _keys(loc: Path) -> tuple[str | int, ...]:
    """The keys and indices of an error's path, without the names of union branches, `<choose>`."""
    return tuple(part for part in loc if isinstance(part, int) or not part.startswith("<"))


def _name(error: ErrorDetails) -> str:
    """The name of what an error is about: `hours`, or an item of `intakes`."""
    keys = _keys(error["loc"])
    named = next((key for key in reversed(keys) if isinstance(key, str)), None)
    if named is None:
        return "the file"
    if named == "[key]":
        return f"a key of {keys[-3]}"
    return f"an item of {named}" if isinstance(keys[-1], int) else named


def _show(value: Any) -> str:
    """A value as it was written, short enough for a line."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{shortened(value)}'"
        case list():
            return "a list" if value else "an empty list"
        case dict():
            return f"{{{', '.join(f'{key}: …' for key in list(value)[:4])}}}"[:60]
        case _:
            return str(value)


@cache
def _suggest(word: str, known: tuple[str, ...]) -> str | None:
    """Cached, because a slip is often the same in every entry."""
    return did_you_mean(word, known)


_BRANCHES: dict[str, type[BaseModel]] = {
    "<all>": AllOf,
    "<any>": AnyOf,
    "<choose>": Choose,
    "<credits>": Credits,
    "<skill>": Skill,
}


def _known_keys(root: type[BaseModel], loc: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that an entry with an unknown key may have."""
    return tuple(_fields(root, loc))


def _fields(root: type[BaseModel], loc: Sequence[str | int]) -> dict[str, FieldInfo]:
    """The fields of the entry that an error is in, by their keys: those of the branch or field named last before it."""
    models = {"": root, **_models_by_field(root), **_BRANCHES}
    model = next((models[part] for part in reversed(loc[:-1]) if isinstance(part, str) and part in models), root)
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _takes(root: type[BaseModel], loc: Path, value: object) -> bool:
    """Return whether a field takes a value."""
    keys = _keys(loc)
    field = _fields(root, keys).get(str(keys[-1]))
    if field is None:
        return False
    try:
        kind: Any = Annotated[field.annotation, field]
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@cache
def _models_by_field(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The models within a model, by the key of the field that holds them."""
    found: dict[str, type[BaseModel]] = {}
    for name, field in model.model_fields.items():
        waiting = [field.annotation]
        while waiting:
            annotation = waiting.pop()
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                found |= {field.alias or name: annotation, **_models_by_field(annotation)}
            waiting.extend(get_args(annotation))
    return found
