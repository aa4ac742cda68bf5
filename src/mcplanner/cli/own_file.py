"""The learner file that a command goes by, and the files that are used with it.

This module knows the options that say which these are, and says what nobody typed; `files` reads them.
"""

from collections.abc import Sequence

import typer
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli import options
from mcplanner.cli.input_files import report_learner_errors
from mcplanner.cli.messages import tell
from mcplanner.cli.read_options import setting_of
from mcplanner.files.checks.learners import LEARNER_CHECKS, OVERDUE_CHECKS
from mcplanner.files.own_file import OwnFile, open_file
from mcplanner.files.paths import OWN_FILE
from mcplanner.ground.months import Month
from mcplanner.learner.file import LearnerFile


def find_file(typed: options.Whose) -> OwnFile | None:
    """Read the learner file that was named, or else the one in this folder, and say so; None if there is none to use."""
    if typed.no_learner and typed.learner is not None:
        raise typer.BadParameter("leave out --learner or --no-learner", param_hint="--no-learner")
    if typed.learner is not None:
        return open_file(typed.learner)
    if typed.no_learner or not OWN_FILE.exists():
        return None
    tell(f"mcplan uses {OWN_FILE} from this folder; to ignore it, add --no-learner")
    return open_file(OWN_FILE)


def with_named_files(typed: options.Files, own: OwnFile | None) -> options.Files:
    """Return the files that were typed, and for the rest those that the learner file names."""
    if own is None:
        return typed
    return replace(typed, catalogue=typed.catalogue or own.catalogue, funding=typed.funding or own.funding)


def read_learner_file(
    own: OwnFile | None, catalogue: Catalogue, firsts: Sequence[Month], with_overdue: bool = False
) -> LearnerFile:
    """Check a learner file for plans that start in any of some months, and return it; without a file, an empty one.

    Print all errors in it and end the program with 1.

    Parameters
    ----------
    with_overdue
        True if the file may have modules whose end or start is overdue, which no plan can take as they are.
    """
    if own is None:
        return LearnerFile()
    from mcplanner.files.loading import check_learner

    checks = [check for check in LEARNER_CHECKS if not (with_overdue and check in OVERDUE_CHECKS)]
    for first in firsts:
        file, diagnostics = check_learner(own.source, setting_of(catalogue, first), checks)
        if file is None:
            raise report_learner_errors(own.path, diagnostics)
    assert file is not None, "there is at least one first month"
    return file
