"""The kinds of files that people write, and what to say of one that is named in the place of another.

Knows by which keys people see what they have, and on the command line how each kind is named; not what is in a file.
"""

from collections.abc import Callable
from pathlib import Path
from shlex import quote

from msgspec import Struct

from mcplanner.catalogue import shape
from mcplanner.files.paths import file_name, is_sheet
from mcplanner.files.yaml_source import YamlSource, parse_yaml
from mcplanner.ground.diagnostics import Diagnostic, Position, Severity
from mcplanner.ground.typed_again import with_file
from mcplanner.learner import shape as shape_of_learner
from mcplanner.pricing import shape as shape_of_funding


class FileKind(Struct, frozen=True):
    """A kind of file.

    Attributes
    ----------
    words
        What it is called.
    keys
        What stands in it.
    way_out
        What to do with one, given its name, that is named as a file of another kind.
    of_sheet
        What to do with a sheet that is named in its place; empty if nothing can be made of it.
    """

    words: str
    keys: frozenset[str]
    way_out: Callable[[str], str]
    of_sheet: Callable[[str], str] = lambda _: ""


CATALOGUE = FileKind(
    "a catalogue",
    frozenset(shape.Catalogue.model_fields) | {"amend", "hide"},
    lambda file: f"name it with -c, as in: {with_file('-c', file)}",
    lambda file: f"make one of it: mcplan catalogue import {quote(file)} -o my-courses.yaml",
)

LEARNER_FILE = FileKind(
    "a learner file",
    frozenset(shape_of_learner.LearnerFile.model_fields),
    lambda file: f"name it with -l, as in: {with_file('-l', file)}",
    lambda file: f"with a row for each learner: mcplan cohort {quote(str(Path(file).with_suffix('.csv')))} -o plans.csv",
)

OF_A_TEAM = "people title start employer residency groups in_class off seats budget budget_per_year catalogue funding"
"""The keys of a team file, whose shape stands above this room; a test compares the two."""

TEAM_FILE = FileKind("a team file", frozenset(OF_A_TEAM.split()), lambda file: f"plan it with: mcplan team {quote(file)}")

FUNDING_RULES = FileKind(
    "a file of funding rules",
    frozenset(shape_of_funding.Funding.model_fields),
    lambda file: f"name it with --funding, as in: {with_file('--funding', file)}",
)

TABLE_OF_LEARNERS = FileKind(
    "a table of learners", frozenset(), lambda file: f"plan for them with: mcplan cohort {quote(file)}"
)
"""No file of keys is one."""

KINDS = (CATALOGUE, LEARNER_FILE, TEAM_FILE, FUNDING_RULES)

OF_TEAMS = {
    CATALOGUE: lambda _: "name it with -c",
    LEARNER_FILE: lambda file: (
        f"name it in a team file, under people: [{{file: {file}}}]; for this learner alone: mcplan plan -l {file}"
    ),
}
"""The ways out where a team file is wanted, which makes use of other files."""


def as_source(name: str, content: bytes | Diagnostic, wanted: FileKind | None = None) -> YamlSource:
    """The YAML of a file of some name in messages; a file without bytes has only the reason for that.

    A sheet in the place of what is wanted is refused.
    """
    if isinstance(content, Diagnostic):
        return YamlSource(name, None, (content,))
    if wanted is None or not is_sheet(name, content):
        return parse_yaml(content, name)
    message = f"this is a sheet or a workbook, not {'yet ' if wanted is CATALOGUE else ''}{wanted.words}"
    hint = wanted.of_sheet(typed_name(name)) or None
    return YamlSource(name, None, (Diagnostic("MC015", Severity.ERROR, message, name, Position(1, 1), hint),))


def another_kind(source: YamlSource, wanted: FileKind) -> Diagnostic | None:
    """What to say of a saved plan, or of a file of another kind than is wanted, that is named in its place."""
    saved = _saved(source, wanted)
    if saved is not None:
        return saved
    others = [kind for kind in KINDS if has_keys_of(source, kind, but_not=wanted)]
    if not others:
        return None
    kind = max(others, key=lambda own: len(source.data.keys() & own.keys))
    way_out = OF_TEAMS.get(kind, kind.way_out) if wanted is TEAM_FILE else kind.way_out
    message, hint = f"this is {kind.words}, not {wanted.words}", way_out(typed_name(source.file))
    return Diagnostic("MC209", Severity.ERROR, message, source.file, Position(1, 1), hint)


def has_keys_of(source: YamlSource, kind: FileKind, but_not: FileKind) -> bool:
    """Return whether a file has keys that one kind has and another does not, and none for which it is the other way round."""
    keys = source.data.keys() if isinstance(source.data, dict) else frozenset[str]()
    return bool(keys & (kind.keys - but_not.keys)) and not keys & (but_not.keys - kind.keys)


def _saved(source: YamlSource, wanted: FileKind) -> Diagnostic | None:
    """What to say of an answer of mcplan, written as JSON, that is named as another file."""
    schema = source.data.get("schema") if isinstance(source.data, dict) else None
    if not (isinstance(schema, str) and schema.startswith("mcplan.")):
        return None
    is_plan = schema.startswith("mcplan.plan/")
    hint = f"use it with --keep or --plan, as in: {with_file('--keep', typed_name(source.file))}" if is_plan else None
    message = f"this is {'a saved plan' if is_plan else 'an answer of mcplan'}, not {wanted.words}"
    return Diagnostic("MC209", Severity.ERROR, message, source.file, Position(1, 1), hint)


def typed_name(name: str) -> str:
    """A file as it is named on the command line."""
    return "-" if name == file_name("-") else name
