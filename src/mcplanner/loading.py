"""A catalogue or learner file as what it stands for, or everything that is wrong with it at its lines.

Floor 3. Brings together reading (`yaml_source`), shape (`catalogue`, `learner_file`) and meaning (`checks`), and rewords what
pydantic says.
Knows files and standard input; prints nothing and ends no process. Every problem is a diagnostic: nothing is raised for it.
"""

import gc
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from pathlib import Path as FilePath
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import DecimalSchema

from mcplanner.catalogue import SESSION_PATTERN, Catalogue
from mcplanner.checks import CHECKS
from mcplanner.checks.findings import Finding
from mcplanner.checks.learners import LEARNER_CHECKS, Setting
from mcplanner.diagnostics import Diagnostic, Position, Severity, did_you_mean
from mcplanner.learner_file import LearnerFile
from mcplanner.requirements import ID_PATTERN, SHAPES, AllOf, AnyOf, Choose, Credits, Path, Skill
from mcplanner.yaml_source import Source, parse_yaml

MOST_BYTES = 100_000_000
"""A catalogue of 30,000 modules has 10 million; `/dev/zero` never ends."""

REQUIREMENT_FORMS = "an id, a list, {all: …}, {any: …}, {choose: n, from: …}, {credits: n, from: …} or {skill: id}"

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a catalogue file gave.

    Attributes
    ----------
    catalogue
        None where any diagnostic is an error.
    diagnostics
        Everything found, in the order of the file.
    """

    catalogue: Catalogue | None
    diagnostics: tuple[Diagnostic, ...]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Nothing read from a file is a cycle; walking the growing data again and again would double the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_collector_paused()
def load_catalogue(path: str | FilePath) -> Loaded:
    """Read a catalogue from a file, or from standard input for `-`, with everything that is wrong in it."""
    return Loaded(*_checked(read(path), Catalogue, CHECKS))


def load_learner(path: str | FilePath, setting: Setting) -> tuple[LearnerFile | None, tuple[Diagnostic, ...]]:
    """Read a learner from a file, or from standard input for `-`; None where anything that is wrong with it is an error."""
    return check_learner(read(path), setting)


def check_learner(source: Source, setting: Setting) -> tuple[LearnerFile | None, tuple[Diagnostic, ...]]:
    """The same of a file that was read."""
    return _checked(source, LearnerFile, [partial(check, setting) for check in LEARNER_CHECKS])


def _checked(
    source: Source, model: type[Model], checks: Iterable[Callable[[Model], Iterable[Finding]]]
) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """A file as a model, None where any diagnostic is an error, and all diagnostics in the order of the file.

    Meaning is checked only where text and shape are sound: a part that could not be read would make others look unknown.
    """
    made, found = fit(source, model)
    diagnostics = [*source.diagnostics, *found]
    if made is not None and not source.diagnostics:
        diagnostics += (_diagnostic(source, finding) for check in checks for finding in check(made))
    diagnostics.sort(key=lambda diagnostic: (diagnostic.position, diagnostic.code, diagnostic.message))
    usable = all(diagnostic.severity is not Severity.ERROR for diagnostic in diagnostics)
    return made if usable else None, tuple(diagnostics)


def shipped_catalogue_path() -> FilePath:
    """The catalogue that comes with mcplan: the installed package's, else the checkout's (which may not exist)."""
    package = FilePath(__file__).parent
    installed = package / "data" / "courses.yaml"
    return installed if installed.exists() else package.parents[1] / "data" / "courses.yaml"


def read(path: str | FilePath) -> Source:
    """The YAML of a file, or of standard input for `-`; a file that cannot be read is a diagnostic at its first line."""
    file = "<stdin>" if str(path) == "-" else str(path)
    try:
        if file == "<stdin>":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with FilePath(path).open("rb") as stream:
                content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        return _unread(file, _reason(error))
    if len(content) > MOST_BYTES:
        return _unread(file, f"it has more than {MOST_BYTES // 1_000_000} million bytes")
    return parse_yaml(content, file)


def fit(source: Source, model: type[Model]) -> tuple[Model | None, list[Diagnostic]]:
    """A file's data as a model, or what is wrong with its shape.

    What stands where the text itself is wrong is not reported again.
    """
    if source.data is None and source.diagnostics:
        return None, []
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        reported = {diagnostic.position for diagnostic in source.diagnostics}
        found = (
            _shape_diagnostic(source, model, detail) for detail in error.errors(include_url=False) if not _spurious(detail)
        )
        return None, [diagnostic for diagnostic in found if diagnostic.position not in reported]


SCHEMAS: dict[str, tuple[type[BaseModel], str]] = {
    "catalogue": (Catalogue, "What can be studied, when it starts, what it needs first, and what it stacks into."),
    "learner": (LearnerFile, "Who studies: hours, wishes, what is held and what is under way."),
}
"""The files that people write, each with its shape and what it is for."""


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one of the files in `SCHEMAS`, for editors that complete and check while one types.

    It accepts what loading accepts in shape, but for three things JSON Schema has no words for: the digits behind a decimal
    point are not counted, 5.0 and 1e3 pass for whole numbers, and a date need not exist in the calendar.
    """
    model, description = SCHEMAS[name]
    schema = model.model_json_schema(by_alias=True, schema_generator=_FileSchema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"mcplan {name}",
        "description": description,
    }


class _FileSchema(GenerateJsonSchema):
    """Decimals as numbers alone, where pydantic would let them be text as well."""

    def decimal_schema(self, schema: DecimalSchema) -> dict[str, Any]:
        number: dict[str, Any] = super().decimal_schema(schema)["anyOf"][0]
        return number

    def encode_default(self, dft: Any) -> Any:
        return int(dft) if isinstance(dft, Decimal) else super().encode_default(dft)


def _reason(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a folder, not a file"
        case PermissionError():
            return "you have no permission to read it"
        case OSError(strerror=str(words)):
            return words.lower()
        case _:
            return str(error)


def _unread(file: str, reason: str) -> Source:
    diagnostic = Diagnostic("MC001", Severity.ERROR, f"cannot read the file: {reason}", file, Position(1, 1))
    return Source(file, None, (diagnostic,))


def _diagnostic(source: Source, finding: Finding) -> Diagnostic:
    """A finding with its lines."""
    hint = finding.hint
    if finding.earlier is not None:
        hint = f"in line {source.locate(finding.earlier).line}"
    return Diagnostic(finding.code, finding.severity, finding.message, source.file, source.locate(finding.path), hint)


# Pydantic's errors as sentences. A reworder takes an error and the model it is in; each error type has one, and its code.


class _Wording(NamedTuple):
    message: str
    hint: str | None = None


def _spurious(error: ErrorDetails) -> bool:
    """Pydantic counts only the valid items of a list, and adds that too few are left."""
    return error["type"] == "too_short" and bool(error["input"])


def _shape_diagnostic(source: Source, root: type[BaseModel], error: ErrorDetails) -> Diagnostic:
    code, reword = _WORDINGS.get(error["type"], ("MC203", lambda error, _: _Wording(f"{_name(error)}: {error['msg']}")))
    message, hint = reword(error, root)
    locate = source.locate_key if error["type"] == "extra_forbidden" else source.locate
    return Diagnostic(code, Severity.ERROR, message, source.file, locate(error["loc"]), hint)


def _unknown_key(error: ErrorDetails, root: type[BaseModel]) -> _Wording:
    key = str(error["loc"][-1])
    known = _known_keys(root, error["loc"])
    return _Wording(f"unknown key {_shown(key)}", _suggested(key, known) or f"known here: {', '.join(known)}")


def _missing_key(error: ErrorDetails, root: type[BaseModel]) -> _Wording:
    entry = error["input"]
    name = f" in {_shown(entry['id'])}" if isinstance(entry, dict) and isinstance(entry.get("id"), str) else ""
    return _Wording(f"missing key '{error['loc'][-1]}'{name}")


def _needs(what: str, hint: Callable[[Any], str | None] = lambda _: None) -> "_Reworder":
    return lambda error, _: _Wording(f"{_name(error)} needs {what}, not {_shown(error['input'])}", hint(error["input"]))


def _quoted(value: Any) -> str | None:
    return "put quotes around it" if isinstance(value, bool | int | Decimal) else None


def _bracketed(value: Any) -> str | None:
    return f"write [{value}]" if isinstance(value, str) and 0 < len(value) <= 40 else None


def _not_one_of(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    expected = re.findall(r"'([^']*)'", error["ctx"]["expected"])
    suggestion = _suggested(error["input"], tuple(expected)) if isinstance(error["input"], str) else None
    return _Wording(f"{_name(error)} cannot be {_shown(error['input'])}", suggestion or f"one of {', '.join(expected)}")


def _limit(words: str, key: str) -> "_Reworder":
    return lambda error, _: _Wording(f"{_name(error)} must be {words} {error['ctx'][key]}, not {_shown(error['input'])}")


def _decimals(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    places = error["ctx"]["decimal_places"]
    return _Wording(f"{_name(error)} has more than {places} digits behind the point", f"it is {_shown(error['input'])}")


def _written_form(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    written = error["input"]
    match error["ctx"]["pattern"]:
        case pattern if pattern == ID_PATTERN:
            slug = "-".join(re.findall(r"[a-z0-9]+", written[:80].lower()))
            hint = f"write {slug}" if slug else None
            return _Wording(f"{_shown(written)} is not an id: use lower-case letters, digits and single hyphens", hint)
        case pattern if pattern == SESSION_PATTERN:
            return _Wording(f"{_shown(written)} is not a class time", "write a day and two times, as tue 18:30-21:30")
        case _:
            return _Wording(f"{_name(error)}: {error['msg']}")


def _not_valid(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    # What stands before the colon repeats what was written, at whatever length.
    return _Wording(f"{_name(error)} cannot be {_shown(error['input'])}", str(error["ctx"]["error"]).rpartition(": ")[2])


def _not_a_requirement(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    keys = error["input"] if isinstance(error["input"], dict) else ()
    near = next((near for key in keys if (near := _suggested(key, SHAPES))), None)
    return _Wording(f"{_shown(error['input'])} is not a requirement", near or f"a requirement is {REQUIREMENT_FORMS}")


def _is_empty(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    return _Wording(f"{_name(error)} is empty", "fill it in, or remove the key")


def _too_long(error: ErrorDetails, _: type[BaseModel]) -> _Wording:
    return _Wording(f"{_shown(error['input'])} is longer than {error['ctx']['max_length']} characters")


_Reworder = Callable[[ErrorDetails, type[BaseModel]], _Wording]

_WORDINGS: dict[str, tuple[str, _Reworder]] = {
    "extra_forbidden": ("MC201", _unknown_key),
    "missing": ("MC202", _missing_key),
    "string_type": ("MC203", _needs("text", _quoted)),
    "int_type": ("MC203", _needs("a whole number")),
    "bool_type": ("MC203", _needs("true or false")),
    "dict_type": ("MC203", _needs("keys and values")),
    "number_type": ("MC203", _needs("a plain number such as 150 or 22.5")),
    "tuple_type": ("MC203", _needs("a list", _bracketed)),
    "model_type": ("MC203", _needs("keys and values")),
    "literal_error": ("MC204", _not_one_of),
    "greater_than": ("MC205", _limit("more than", "gt")),
    "greater_than_equal": ("MC205", _limit("at least", "ge")),
    "less_than_equal": ("MC205", _limit("at most", "le")),
    "decimal_max_places": ("MC205", _decimals),
    "string_pattern_mismatch": ("MC206", _written_form),
    "string_too_long": ("MC206", _too_long),
    "value_error": ("MC206", _not_valid),
    "union_tag_invalid": ("MC207", _not_a_requirement),
    "too_short": ("MC208", _is_empty),
    "string_too_short": ("MC208", _is_empty),
}


def _keys(loc: Path) -> tuple[str | int, ...]:
    """The keys and indices of an error's path, without the names of union branches, `<choose>`."""
    return tuple(part for part in loc if isinstance(part, int) or not part.startswith("<"))


def _name(error: ErrorDetails) -> str:
    """What an error is about: `hours`, or an item of `intakes`."""
    keys = _keys(error["loc"])
    named = next((key for key in reversed(keys) if isinstance(key, str)), None)
    if named is None:
        return "the file"
    return f"an item of {named}" if isinstance(keys[-1], int) else named


def _shown(value: Any) -> str:
    """What someone wrote, short enough for a line."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{value}'" if len(value) <= 40 else f"'{value[:39]}…'"
        case list():
            return "a list" if value else "an empty list"
        case dict():
            return f"{{{', '.join(f'{key}: …' for key in list(value)[:4])}}}"[:60]
        case _:
            return str(value)


@cache
def _suggested(word: str, known: tuple[str, ...]) -> str | None:
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
    """The keys of the model in which an unknown key stands: that of the branch or field named last before it."""
    models = {"": root, **_models_by_field(root), **_BRANCHES}
    model = next((models[part] for part in reversed(loc[:-1]) if isinstance(part, str) and part in models), root)
    return tuple(field.alias or name for name, field in model.model_fields.items())


@cache
def _models_by_field(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The models within a model, by the field that holds them."""
    found: dict[str, type[BaseModel]] = {}
    for name, field in model.model_fields.items():
        waiting = [field.annotation]
        while waiting:
            annotation = waiting.pop()
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                found |= {name: annotation, **_models_by_field(annotation)}
            waiting.extend(get_args(annotation))
    return found
