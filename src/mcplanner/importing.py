"""What a learner holds already, from files of credentials: read, matched, shown.

Floor 10, above `arguments`. Refuses what cannot be, and chooses among `render` and `export`; reads no format itself.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import typer

from mcplanner.catalogue import Catalogue
from mcplanner.credentials.matching import match_records
from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile
from mcplanner.export.import_json import import_json
from mcplanner.words import known


def import_files(paths: Iterable[Path], catalogue: Catalogue, takes: Iterable[str], as_json: bool) -> None:
    """Show what files hold; where any is refused, all that is wrong is printed and the program ends with 1."""
    files = _read(paths)
    taken = _taken(catalogue, takes, sum(len(file.records) for file in files))
    matches = match_records(catalogue, files, taken, ())
    if as_json:
        sys.stdout.write(import_json(matches, None))
        return
    from mcplanner.render.console import make_console
    from mcplanner.render.import_view import print_import

    print_import(make_console(), matches, False)


def _read(paths: Iterable[Path]) -> list[CredentialFile]:
    files, refused = [], False
    for path in dict.fromkeys(paths):
        found = read_credentials(path)
        if isinstance(found, CredentialFile):
            files.append(found)
        else:
            refused = True
            for problem in found:
                typer.echo(str(problem), err=True)
    if refused:
        raise typer.Exit(1)
    return files


def _taken(catalogue: Catalogue, texts: Iterable[str], records: int) -> dict[int, str]:
    """The modules that the learner names for records, by the records' numbers."""
    taken: dict[int, str] = {}
    for text in texts:
        number, separator, module = text.partition("=")
        if not separator or re.fullmatch("[0-9]{1,6}", number, re.ASCII) is None:
            raise typer.BadParameter(f"'{text}' needs a record and a module, as 3=cyb-foundations", param_hint="--take")
        known(module, catalogue.module_by_id, "--take", "module")
        if not 1 <= int(number) <= records:
            raise typer.BadParameter(f"there is no record {int(number)}: they go from 1 to {records}", param_hint="--take")
        if taken.setdefault(int(number), module) != module:
            raise typer.BadParameter(f"record {int(number)} is taken for two modules", param_hint="--take")
    return taken
