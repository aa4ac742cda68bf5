"""The learner file that a command goes by, and the files that are used with it.

This module knows the options that say which these are, and says what nobody typed; `files` reads them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli import options, read_options
from mcplanner.cli.input_files import report_errors, report_learner_errors, tell_which_catalogue
from mcplanner.cli.messages import tell
from mcplanner.cli.read_options import Typed, setting_of
from mcplanner.files.funding import load_funding
from mcplanner.files.own_file import OwnFile, check_own, open_file
from mcplanner.files.paths import OWN_FILE, shipped_funding_path
from mcplanner.ground.months import Month
from mcplanner.ground.typed_again import GivenFiles, for_file_of_learner, give
from mcplanner.learner.file import LearnerFile
from mcplanner.pricing.rules import Funding

WHAT = {"catalogue": "catalogue is", "funding": "funding rules are"}
"""What a learner file or a team file names, by the key, with the verb."""


def find_file(typed: options.Whose, quiet: bool = False) -> OwnFile | None:
    """Read the learner file that was named, or else the one in this folder, and say so; None if there is none to use."""
    if typed.no_learner and typed.learner is not None:
        raise typer.BadParameter("leave out --learner or --no-learner", param_hint="--no-learner")
    if typed.learner is not None:
        return open_file(typed.learner)
    if typed.no_learner or not OWN_FILE.exists():
        return None
    if not quiet:
        tell(f"mcplan uses {OWN_FILE} from this folder; to ignore it, add --no-learner")
    return open_file(OWN_FILE)


def open_kept(path: Path, quiet: bool = False) -> OwnFile:
    """Read a learner file that must be there; say so if it is the one in this folder."""
    if path == OWN_FILE and path.exists() and not quiet:
        tell(f"mcplan uses {OWN_FILE} from this folder; to use another one, add -l")
    return open_file(path)


def with_named_funding(typed: options.Files, own: OwnFile | None) -> options.Files:
    """Return the files that were typed, and the funding rules that the learner file names if none were typed."""
    return typed if own is None else replace(typed, funding=typed.funding or own.funding)


def wallets_for(own: OwnFile) -> list[str]:
    """The wallets of the funding rules that the learner file names, or of the shipped ones."""
    funding, diagnostics = load_funding(own.funding or shipped_funding_path())
    if funding is None:
        raise report_errors(diagnostics)
    return [wallet.id for wallet in funding.wallets]


def read_catalogue(
    typed: Sequence[Path] | None, own: OwnFile | None, funding: Funding | None = None, assumed: Typed = None
) -> Catalogue:
    """Read the catalogue that was typed, else the one that the learner file names, else the shipped one.

    If the one that the file names cannot be used, say where it is named and how to name another.
    """
    named = None if typed or own is None else own.catalogue
    give(_as_given(typed, own))
    if not named or own is None:
        return read_options.read_catalogue(typed, funding, assumed)
    with naming(own, "catalogue", lambda: f"; to name another: {for_file_of_learner('mcplan learner set catalogue example')}"):
        return read_options.read_catalogue(named, funding, assumed)


@contextmanager
def naming(own: OwnFile, key: str, way_out: Callable[[], str] = str) -> Iterator[None]:
    """Say where a file is named under a key, and the way out, if what is in it ends the program."""
    try:
        yield
    except typer.Exit:
        tell(f"{own.path}:{own.line_of(key)}: the {WHAT[key]} named here{way_out()}")
        raise


def _as_given(typed: Sequence[Path] | None, own: OwnFile | None) -> GivenFiles:
    """The files that commands would have to name to use the same ones."""
    catalogue = tuple(map(str, typed or ()))
    if own is None or own.path == OWN_FILE:
        return GivenFiles(catalogue=catalogue)
    return GivenFiles(str(own.path), catalogue, tuple(map(str, own.catalogue or ())))


def read_catalogue_here(typed: Sequence[Path] | None, whose: options.Whose, quiet: bool = False) -> Catalogue:
    """Read the catalogue that was typed, else the one that the learner file names; say so of the file in this folder."""
    if whose.no_learner or whose.learner is not None:
        return read_catalogue(typed, find_file(whose))
    if typed or not OWN_FILE.exists():
        return read_catalogue(typed, None)
    own = open_file(OWN_FILE)
    if own.catalogue and not quiet:
        tell(f"mcplan uses the catalogue that {OWN_FILE} in this folder names; to use another one, add -c or --no-learner")
    return read_catalogue(None, own)


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
    from mcplanner.files.checks.learners import LEARNER_CHECKS, OVERDUE_CHECKS

    checks = [check for check in LEARNER_CHECKS if not (with_overdue and check in OVERDUE_CHECKS)]
    for first in firsts:
        file, diagnostics = check_own(own, setting_of(catalogue, first), checks)
        if file is None:
            end = report_learner_errors(own.path, diagnostics)
            tell_which_catalogue(catalogue, diagnostics)
            raise end
    assert file is not None, "there is at least one first month"
    return file
