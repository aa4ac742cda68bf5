"""Where an answer goes: the files and formats that were typed, and the writing of them.

Knows the words of the command line and the formats; plans nothing.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from mcplanner.cli import options
from mcplanner.cli.parsing import known
from mcplanner.export import EXPORTERS, Exporter
from mcplanner.files.saving import SavingError, check_path, save

if TYPE_CHECKING:
    from mcplanner.export.comparison_files import ComparisonExporter

STDOUT = Path("-")

Format = TypeVar("Format")


def read_outputs(typed: options.Output) -> list[tuple[Path, Exporter]]:
    """Each file to write with its exporter: the one its ending asks for, else the one that is named.

    A format that no file needs is for standard output.
    """
    named = None if typed.format is None else _exporter_named(typed.format)
    places = list(dict.fromkeys(typed.output or ()))
    if named is not None and all(path.suffix.lower() in EXPORTERS for path in places):
        places.append(STDOUT)
    if STDOUT in places:
        _check_stdout(named, typed.as_json)
    return _with_exporters(places, EXPORTERS, named, typed.force)


def read_comparison_outputs(typed: options.ComparisonOutput) -> "list[tuple[Path, ComparisonExporter]]":
    """Each file to write plans side by side to, with the exporter that its ending asks for."""
    from mcplanner.export.comparison_files import COMPARISON_EXPORTERS

    return _with_exporters(dict.fromkeys(typed.output or ()), COMPARISON_EXPORTERS, None, typed.force)


def _exporter_named(format: str) -> Exporter:
    known(format.lower(), [exporter.format for exporter in EXPORTERS.values()], "--format", "format")
    return EXPORTERS[f".{format.lower()}"]


def _check_stdout(named: Exporter | None, as_json: bool) -> None:
    """Refuse what standard output cannot take."""
    if named is None:
        raise typer.BadParameter("say in which format: -o - --format md", param_hint="--format")
    if as_json:
        raise typer.BadParameter("standard output takes one answer: leave out --json or -o -", param_hint="--json")
    if not named.text and sys.stdout.isatty():
        raise typer.BadParameter(
            f"a terminal cannot show {named.format}: name a file, as -o plan.{named.format}", param_hint="--format"
        )


def _with_exporters(
    paths: Iterable[Path], exporters: Mapping[str, Format], named: Format | None, force: bool
) -> list[tuple[Path, Format]]:
    """Refused before anything is planned: an ending without an exporter, and a file that cannot be written."""
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


def write(path: Path, content: str | bytes, force: bool, option: str = "-o") -> None:
    """Write to a file that was typed for an option, or the same bytes to standard output."""
    if path == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(content.encode() if isinstance(content, str) else content)
        return
    with refusing(option):
        save(path, content, force)


@contextmanager
def refusing(option: str) -> Iterator[None]:
    """Refuse what was typed for an option where a file cannot be written as it says."""
    try:
        yield
    except SavingError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
