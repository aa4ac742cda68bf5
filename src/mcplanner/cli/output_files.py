"""Read the files and formats that an answer goes to, and write to them.

This module knows the words of the command line and the formats; it plans nothing.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from mcplanner.cli import options
from mcplanner.cli.parsing import refuse_unknown
from mcplanner.export import AUDIT_EXPORTERS, COMPARISON_EXPORTERS, EXPORTERS, TEAM_EXPORTERS, Exporter
from mcplanner.files.saving import SavingError, check_path, save
from mcplanner.ground.characters import one_line

if TYPE_CHECKING:
    from mcplanner.planning.audit.model import Audit
    from mcplanner.planning.comparison import Comparison
    from mcplanner.plans.model import Plan
    from mcplanner.team.model import TeamPlan

STDOUT = Path("-")

LONGEST_NAME = 100
"""The most characters of the name of whom an answer is for: it is a part of titles."""

T = TypeVar("T")


def read_outputs(typed: options.Output) -> "list[tuple[Path, Exporter[Plan]]]":
    """Return each file to write with its exporter: the one for its ending, or else the one that was named.

    A format that no file needs is for standard output.
    """
    if typed.as_csv and typed.format is not None:
        raise typer.BadParameter("standard output can take only one answer: leave out --csv or --format", param_hint="--csv")
    format = "csv" if typed.as_csv else typed.format
    named = None if format is None else _find_exporter(format)
    places = list(dict.fromkeys(typed.output or ()))
    if named is not None and all(path.suffix.lower() in EXPORTERS for path in places):
        places.append(STDOUT)
    if STDOUT in places:
        _check_stdout(named, typed.as_json)
    return _choose_exporters(places, EXPORTERS, named, typed.force)


def read_addressee(typed: str | None) -> str | None:
    """Return the name of whom the answer is for, on one line; refuse one that is empty or longer than a line."""
    if typed is None:
        return None
    name = one_line(typed)
    if not name:
        raise typer.BadParameter("the name is empty: write it as --for 'Harbour Clinic'", param_hint="--for")
    if len(name) > LONGEST_NAME:
        raise typer.BadParameter(f"the name is longer than {LONGEST_NAME} characters: shorten it", param_hint="--for")
    return name


def check_data(data: options.Data) -> None:
    """Refuse two forms at once."""
    if data.as_json and data.as_csv:
        raise typer.BadParameter("standard output can take only one answer: leave out --json or --csv", param_hint="--csv")


def read_comparison_outputs(typed: options.ComparisonOutput) -> "list[tuple[Path, Exporter[Comparison]]]":
    """Return each file to write a comparison to, with the exporter for its ending."""
    return _choose_exporters(dict.fromkeys(typed.output or ()), COMPARISON_EXPORTERS, None, typed.force)


def read_audit_outputs(typed: options.AuditOutput) -> "list[tuple[Path, Exporter[Audit]]]":
    """Return each file to write an audit to, with the exporter for its ending."""
    return _choose_exporters(dict.fromkeys(typed.output or ()), AUDIT_EXPORTERS, None, typed.force)


def read_team_outputs(typed: options.TeamOutput) -> "list[tuple[Path, Exporter[TeamPlan]]]":
    """Return each file to write a team's plans to, with the exporter for its ending."""
    return _choose_exporters(dict.fromkeys(typed.output or ()), TEAM_EXPORTERS, None, typed.force)


def _find_exporter(format: str) -> "Exporter[Plan]":
    refuse_unknown(format.lower(), [exporter.format for exporter in EXPORTERS.values()], "--format", "format")
    return EXPORTERS[f".{format.lower()}"]


def _check_stdout(named: Exporter[Any] | None, as_json: bool) -> None:
    """Refuse a format that standard output cannot take."""
    if named is None:
        raise typer.BadParameter("standard output needs a format, such as: -o - --format md", param_hint="--format")
    if as_json:
        raise typer.BadParameter("standard output can take only one answer: leave out --json or -o -", param_hint="--json")
    if not named.text and sys.stdout.isatty():
        raise typer.BadParameter(
            f"a terminal cannot show {named.format}: name a file, such as -o plan.{named.format}", param_hint="--format"
        )


def _choose_exporters(
    paths: Iterable[Path], exporters: Mapping[str, Exporter[T]], named: Exporter[T] | None, force: bool
) -> list[tuple[Path, Exporter[T]]]:
    """Choose the exporter of each file; refuse an ending without one, and a file that cannot be written, before planning."""
    found = []
    for path in paths:
        exporter = exporters.get(path.suffix.lower(), named)
        if exporter is None:
            raise typer.BadParameter(f"'{path}' must end in one of {', '.join(exporters)}", param_hint="-o")
        if path != STDOUT:
            with refusing("-o"):
                check_path(path, force)
        found.append((path, exporter))
    return found


def named_output(path: Path | None, example: str) -> Path:
    """Return the file to write; refuse a command that writes nothing else, if none was named."""
    if path is None:
        raise typer.BadParameter(f"name the file to write, such as -o {example}", param_hint="-o")
    return path


def write(path: Path, content: str | bytes, force: bool, option: str = "-o") -> None:
    """Write to a file that an option named, or to standard output."""
    if path == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(content.encode() if isinstance(content, str) else content)
        return
    with refusing(option):
        save(path, content, force)


@contextmanager
def refusing(option: str) -> Iterator[None]:
    """Refuse the value of an option if its file cannot be written."""
    try:
        yield
    except SavingError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
