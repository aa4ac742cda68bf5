"""Read what a learner holds from files of credentials, match it, show it, and add it to the learner file if asked.

This module refuses what is impossible, and chooses among `terminal` and `export`; it reads no format itself.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import typer

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.cli.messages import tell
from mcplanner.cli.options import Import
from mcplanner.cli.read_options import module_id_of
from mcplanner.credentials.matching import Match, Outcome, match_records
from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile
from mcplanner.export.json_import import import_json
from mcplanner.files.paths import OWN_FILE
from mcplanner.ground.today import today
from mcplanner.learner.held import held_by

if TYPE_CHECKING:
    from mcplanner.cli.learner_log import LearnerFileEditor


def import_files(paths: Iterable[Path], catalogue: Catalogue, typed: Import, as_json: bool) -> None:
    """Show what files hold, and add it to a learner file if that is asked for.

    If any file is refused, all errors are printed, nothing is written, and the program ends with 1.
    """
    _check_options(typed)
    files = _read_files(paths, typed.contexts, as_json)
    choices = _read_choices(catalogue, typed.take, files)
    missing = _missing_learner_file(typed)
    if missing is not None:
        matches = match_records(catalogue, files, choices, {}, today())
        _show(catalogue, matches, files, _find_failed(matches, typed.failed), as_json, None)
        way_out = f"write one, and import again: mcplan learner init {quote(str(missing))}"
        tell(f"nothing was written: there is no {missing}; {way_out}")
        raise typer.Exit(1)
    with _edit_learner_file(typed, catalogue) as editor:
        held = {} if editor is None else held_by(editor.file.learner)
        matches = match_records(catalogue, files, choices, held, today())
        repeats = _find_repeats(matches, typed.failed, editor)
        changes = bool(repeats) or _has_additions(matches)
        written = _write(editor, matches, repeats, typed.backup) if editor is not None and typed.write and changes else None
    _show(catalogue, matches, files, repeats, as_json, written)
    if changes and not typed.write and not typed.quiet:
        tell("nothing was written; --write adds it to the learner file")


def _check_options(typed: Import) -> None:
    if typed.backup and not typed.write:
        raise typer.BadParameter("without --write, no file is changed: there is nothing to copy", param_hint="--backup")
    if typed.contexts is not None and not typed.contexts.is_dir():
        raise typer.BadParameter("there is no such folder", param_hint="--contexts")


def _missing_learner_file(typed: Import) -> Path | None:
    """The file to write, if it is not there."""
    path = OWN_FILE if typed.learner is None else typed.learner
    return path if typed.write and not path.exists() else None


def _find_repeats(matches: Sequence[Match], numbers: Sequence[int] | None, editor: "LearnerFileEditor | None") -> list[Module]:
    """Return the modules of the records that the learner says were failed, without those that the file lists as failed."""
    known = () if editor is None else editor.file.failed
    return [module for module in _find_failed(matches, numbers) if module.id not in known]


def _has_additions(matches: Iterable[Match]) -> bool:
    return any(match.outcome is Outcome.ADD for match in matches)


def _write(editor: "LearnerFileEditor", matches: Iterable[Match], repeats: Iterable[Module], backup: bool) -> Path:
    """Add modules to those that are held or were failed, save the file, and return its path."""
    names = []
    for match in matches:
        if match.outcome is Outcome.ADD:
            assert match.module is not None
            editor.hold(match.module, match.record.ended, match.record.evidence)
            names.append(match.module.id)
    for module in repeats:
        editor.add_failed(module)
        names.append(f"{module.id} (not passed)")
    editor.save(f"imported: {', '.join(names)}", backup)
    return editor.path


def _show(
    catalogue: Catalogue,
    matches: Sequence[Match],
    files: Sequence[CredentialFile],
    repeats: Sequence[Module],
    as_json: bool,
    written: Path | None,
) -> None:
    if as_json:
        sys.stdout.write(import_json(matches, files, (), written, repeats))
        return
    from mcplanner.terminal.console import make_console
    from mcplanner.terminal.import_view import print_import

    print_import(make_console(), catalogue, matches, files, repeats, written)


def _edit_learner_file(typed: Import, catalogue: Catalogue) -> "AbstractContextManager[LearnerFileEditor | None]":
    """Edit the learner file that was named, or the usual one; None if that is missing and nothing is to be written."""
    if typed.learner is None and not typed.write:
        if not OWN_FILE.exists():
            return nullcontext()
        if not typed.quiet:
            tell(f"mcplan reads what you already hold from {OWN_FILE}; to use another file, add --learner FILE")
    from mcplanner.cli.learner_log import editing

    return editing(OWN_FILE if typed.learner is None else typed.learner, catalogue)


def _read_files(paths: Iterable[Path], contexts: Path | None, as_json: bool) -> list[CredentialFile]:
    found = [read_credentials(path, contexts) for path in dict.fromkeys(paths)]
    problems = [problem for each in found if not isinstance(each, CredentialFile) for problem in each]
    if problems:
        if as_json:
            sys.stdout.write(import_json((), (), problems, None))
        for problem in problems:
            tell(str(problem))
        raise typer.Exit(1)
    return [each for each in found if isinstance(each, CredentialFile)]


def _find_failed(matches: Sequence[Match], numbers: Sequence[int] | None) -> list[Module]:
    """Return the modules of the records that the learner says were failed."""
    found: list[Module] = []
    for number in dict.fromkeys(numbers or ()):
        _refuse_unknown_record(number, len(matches), "--failed")
        match = matches[number - 1]
        if match.module is None or match.outcome is not Outcome.NOT_PASSED:
            raise typer.BadParameter(f"record {number} does not show a module that was not passed", param_hint="--failed")
        found.append(match.module)
    return found


def _read_choices(catalogue: Catalogue, texts: Sequence[str] | None, files: Iterable[CredentialFile]) -> dict[int, str]:
    """Return the modules that the learner names for records, by the numbers of the records."""
    records = sum(len(file.records) for file in files)
    chosen: dict[int, str] = {}
    for text in texts or ():
        number, separator, module = text.partition("=")
        if not separator or re.fullmatch("[0-9]{1,6}", number, re.ASCII) is None:
            raise typer.BadParameter(f"'{text}' must be a record and a module, such as 3=cyb-foundations", param_hint="--take")
        module = module_id_of(catalogue, module, "--take")
        _refuse_unknown_record(int(number), records, "--take")
        if chosen.setdefault(int(number), module) != module:
            raise typer.BadParameter(f"record {int(number)} cannot be two modules", param_hint="--take")
    return chosen


def _refuse_unknown_record(number: int, records: int, option: str) -> None:
    if not 1 <= number <= records:
        raise typer.BadParameter(f"there is no record {number}: they are numbered 1 to {records}", param_hint=option)
