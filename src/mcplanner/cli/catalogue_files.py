"""Write catalogues as workbooks, and list those that come with mcplan.

This module refuses what cannot be written; `course_data` knows what stands in a workbook.
"""

import sys
from pathlib import Path
from shlex import quote

import typer

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli import options
from mcplanner.cli.messages import tell
from mcplanner.cli.output_files import refusing, write
from mcplanner.course_data.write_workbook import TooLongError, catalogue_xlsx, template_xlsx
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.paths import SHIPPED, shipped_catalogue_path
from mcplanner.files.saving import check_path
from mcplanner.ground.numbers_text import counted


def write_template(path: Path, force: bool, quiet: bool) -> None:
    """Write an empty workbook."""
    _check(path, force)
    write(path, template_xlsx(), force)
    if not quiet:
        tell(f"wrote {path}: fill in the sheets you need; then: mcplan catalogue import {quote(str(path))} -o my-courses.yaml")


def write_workbook(catalogue: Catalogue, path: Path, force: bool, quiet: bool) -> None:
    """Write a catalogue as a workbook."""
    _check(path, force)
    try:
        content = catalogue_xlsx(catalogue)
    except TooLongError as error:
        tell(str(error))
        raise typer.Exit(1) from None
    write(path, content, force)
    if not quiet:
        tell(f"wrote {path} ({counted(len(catalogue.modules), 'module')})")


def _check(path: Path, force: bool) -> None:
    """Refuse a name that spreadsheets would not open, and a file that cannot be written."""
    if path.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"'{path}' must end in .xlsx", param_hint="-o")
    with refusing("-o"):
        check_path(path, force)


def list_shipped(data: options.Data) -> None:
    """Print the name of each shipped catalogue, with its title, its date and its size."""
    read = ((name, load_catalogue(shipped_catalogue_path(name)).catalogue) for name in SHIPPED)
    shipped = [(name, catalogue) for name, catalogue in read if catalogue is not None]
    if data.as_json or data.as_csv:
        from mcplanner.export.csv_shipped import shipped_csv
        from mcplanner.export.json_shipped import shipped_json

        sys.stdout.write(shipped_json(shipped) if data.as_json else shipped_csv(shipped))
        return
    from mcplanner.terminal.catalogue_view import print_shipped
    from mcplanner.terminal.console import make_console

    print_shipped(make_console(), shipped)
