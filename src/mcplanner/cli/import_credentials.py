"""What a learner holds already, from files of credentials: read, matched, shown, and put into the learner file if asked.

Above `learner_log`. Refuses what cannot be, and chooses among `terminal` and `export`; reads no format itself.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.cli.messages import tell
from mcplanner.cli.options import OWN_FILE, Import
from mcplanner.cli.parsing import known, today
from mcplanner.credentials.matching import Match, Outcome, match_records
from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile
from mcplanner.export.import_json import import_json

if TYPE_CHECKING:
    from mcplanner.cli.learner_log import Kept


def import_files(paths: Iterable[Path], catalogue: Catalogue, typed: Import, as_json: bool) -> None:
    """Show what files hold, and add it to a learner file where that is asked for.

    Where any file is refused, all that is wrong is printed, nothing is written, and the program ends with 1.
    """
    if typed.backup and not typed.write:
        raise typer.BadParameter("there is nothing to keep a copy of without --write", param_hint="--backup")
    files = _read(paths, as_json)
    taken = _taken(catalogue, typed.take or (), sum(len(file.records) for file in files))
    with _kept(typed.learner, typed.write, catalogue) as kept:
        held = () if kept is None else tuple(entry.module for entry in kept.file.held)
        matches = match_records(catalogue, files, taken, held, today())
        added = [match for match in matches if match.outcome is Outcome.ADD]
        repeats = _failed(matches, typed.failed or ())
        changed = bool(added or repeats)
        if kept is not None and typed.write and changed:
            _write(kept, added, repeats, typed.backup)
    _show(matches, files, as_json, kept.path if kept is not None and typed.write and changed else None)
    if changed and not typed.write:
        tell("nothing was written: --write adds it to the learner file")


def _write(kept: "Kept", added: Iterable[Match], repeats: Iterable[Module], backup: bool) -> None:
    """Put modules among what is held or was failed, and save the file."""
    names = []
    for match in added:
        assert match.module is not None
        kept.hold(match.module, match.record.ended, match.record.evidence)
        names.append(match.module.id)
    for module in repeats:
        kept.add_failed(module)
        names.append(f"{module.id} (not passed)")
    kept.save(f"imported: {', '.join(names)}", backup)


def _show(matches: Sequence[Match], files: Sequence[CredentialFile], as_json: bool, written: Path | None) -> None:
    if as_json:
        sys.stdout.write(import_json(matches, files, (), written))
        return
    from mcplanner.terminal.console import make_console
    from mcplanner.terminal.import_view import print_import

    print_import(make_console(), matches, files, written)


def _kept(learner: Path | None, write: bool, catalogue: Catalogue) -> "AbstractContextManager[Kept | None]":
    """The learner file to which `--write` adds: the one that is named, or the usual one, which need not be there to look at."""
    if learner is None and not write:
        if not OWN_FILE.exists():
            return nullcontext()
        tell(f"what you hold already is read from {OWN_FILE}: --learner names another file")
    from mcplanner.cli.learner_log import changing

    return changing(OWN_FILE if learner is None else learner, catalogue)


def _read(paths: Iterable[Path], as_json: bool) -> list[CredentialFile]:
    found = [read_credentials(path) for path in dict.fromkeys(paths)]
    problems = [problem for each in found if not isinstance(each, CredentialFile) for problem in each]
    if problems:
        if as_json:
            sys.stdout.write(import_json((), (), problems, None))
        for problem in problems:
            tell(str(problem))
        raise typer.Exit(1)
    return [each for each in found if isinstance(each, CredentialFile)]


def _failed(matches: Sequence[Match], numbers: Iterable[int]) -> list[Module]:
    """The modules of the records that the learner says were failed."""
    found: list[Module] = []
    for number in numbers:
        if not 1 <= number <= len(matches):
            raise typer.BadParameter(f"there is no record {number}: they go from 1 to {len(matches)}", param_hint="--failed")
        match = matches[number - 1]
        if match.module is None or match.outcome is not Outcome.NOT_PASSED:
            raise typer.BadParameter(f"record {number} is no module that was not passed", param_hint="--failed")
        found.append(match.module)
    return found


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
