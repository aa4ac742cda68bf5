"""Make a catalogue from files of course data: read them, check what comes out at its cells, write it, and report.

This module refuses what is impossible, and brings rooms together: `course_data` reads and writes, `files` checks and saves.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from shlex import quote

import typer
from msgspec import Struct

from mcplanner.cli.check_import import checked
from mcplanner.cli.messages import tell
from mcplanner.cli.options import CatalogueImport
from mcplanner.cli.output_files import refusing, write
from mcplanner.course_data.importing import Imported, date_in, import_grids, title_of
from mcplanner.course_data.places import SheetFinding, SheetPlace, Weight
from mcplanner.course_data.report import Report
from mcplanner.course_data.stacks import suggest_stacks
from mcplanner.course_data.workbooks import Grid, UnreadableError, read_grids
from mcplanner.course_data.write_yaml import to_text
from mcplanner.export.json_catalogue_import import import_report_json
from mcplanner.files.paths import file_name, read_bytes
from mcplanner.files.saving import check_path
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.terminal.progress_line import ProgressLine

MOST_BYTES = 100_000_000
"""The open data of a whole country has 2.4 MB."""

ALREADY = "this is already a catalogue"


class Order(Struct, frozen=True):
    """What was asked for: the file to write, whether it may replace another, and the choices."""

    output: Path
    force: bool
    choices: CatalogueImport


def import_files(paths: Iterable[Path], order: Order, as_json: bool, quiet: bool) -> None:
    """Write a catalogue made of files, and report; if anything is wrong in them, write nothing and end with 1."""
    as_of = None if order.choices.as_of is None else _read_date(order.choices.as_of)
    _check_outputs(order)
    with ProgressLine(not quiet) as progress:
        listen = progress.of_steps()
        grids, left_out = _read_files(paths, listen)
        day = as_of or date_in(grids)
        if day is None:
            raise _ask_for_date(grids)
        imported = import_grids(grids, day, left_out, order.choices.search, listen)
        title = order.choices.title or title_of(grids)
        listen("checking the catalogue")
        text = to_text(imported.lines(title, day), imported.comments())
        report = checked(imported, title, day, text)
        if not report.errors:
            write(order.output, text, order.force)
            _write_stacks(order, imported)
    _show(report, as_json, None if report.errors else order.output)
    if order.choices.suggest_stacks is not None and not report.errors:
        tell(_suggested(order.output, order.choices.suggest_stacks))
    raise typer.Exit(1 if report.errors else 0)


def _suggested(catalogue: Path, stacks: Path) -> str:
    """The line that says what to do with suggestions."""
    options = f"-c {quote(str(catalogue))} -c {quote(str(stacks))}"
    return f"wrote {stacks}: read it and edit it; nothing of it is used unless you name it: {options}"


def _write_stacks(order: Order, imported: Imported) -> None:
    """Write the file of suggested awards, if one was asked for."""
    if order.choices.suggest_stacks is not None:
        modules = [draft.values for draft in imported.drafts["modules"]]
        write(order.choices.suggest_stacks, suggest_stacks(modules), order.force, "--suggest-stacks")


def _check_outputs(order: Order) -> None:
    with refusing("-o"):
        check_path(order.output, order.force)
    if order.choices.suggest_stacks is not None:
        with refusing("--suggest-stacks"):
            check_path(order.choices.suggest_stacks, order.force)


def _read_date(text: str) -> date:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(f"'{text}' is not a date such as 2026-06-15", param_hint="--as-of")


def _ask_for_date(grids: Sequence[Grid]) -> typer.BadParameter:
    files = ", ".join(dict.fromkeys(grid.file for grid in grids)) or "the files"
    message = (
        f"On which day was {files} right? No file says it: add the day on which you downloaded it, such as --as-of 2026-06-15"
    )
    return typer.BadParameter(message, param_hint="--as-of")


def _read_files(paths: Iterable[Path], listen: Callable[[str], None]) -> tuple[list[Grid], list[SheetFinding]]:
    """The sheets of all files, and what was left out; if any file cannot be read, say so of each and end with 1."""
    grids: list[Grid] = []
    findings: list[SheetFinding] = []
    refused: list[SheetFinding] = []
    named = list(dict.fromkeys(paths))
    from mcplanner.files.loading import is_catalogue

    for path in named:
        name = path.name if [each.name for each in named].count(path.name) == 1 else str(path)
        name = file_name(path) if str(path) == "-" else name
        listen(f"reading {path}")
        try:
            content = read_bytes(path, MOST_BYTES)
            if isinstance(content, Diagnostic):
                refused.append(SheetFinding(Weight.ERROR, content.message, SheetPlace(name), hint=content.hint))
                continue
            if is_catalogue(name, content):
                refused.append(
                    SheetFinding(Weight.ERROR, ALREADY, SheetPlace(name), hint=f"name it with -c {quote(str(path))}")
                )
                continue
            found, left_out = read_grids(name, content)
        except UnreadableError as error:
            refused.append(error.finding)
            continue
        grids += found
        findings += left_out
    if refused:
        tell(*map(str, refused))
        raise typer.Exit(1)
    return grids, findings


def _show(report: Report, as_json: bool, written: Path | None) -> None:
    if as_json:
        sys.stdout.write(import_report_json(report, written))
        return
    from mcplanner.terminal.catalogue_import_view import print_import_report
    from mcplanner.terminal.console import make_console

    tell(*map(str, report.errors))
    print_import_report(make_console(), report, written)
