"""The files that were named, or those that come with mcplan; errors in a file end the program.

This module knows which files there are and when they are read together; `loading` knows what is in them.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import typer
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.requirements import SKILL
from mcplanner.cli.messages import tell
from mcplanner.cli.output_files import STDOUT
from mcplanner.files.catalogues import Loaded, load_catalogue
from mcplanner.files.funding import load_funding
from mcplanner.files.paths import catalogue_path, shipped_funding_path
from mcplanner.ground.diagnostics import Diagnostic, Severity
from mcplanner.ground.numbers_text import counted
from mcplanner.ground.today import today
from mcplanner.learner.file import LearnerFile
from mcplanner.pricing.rules import Funding

if TYPE_CHECKING:
    from mcplanner.plans.saved import SavedPlan

UNKNOWN_IDS = ("MC701", "MC702", "MC703", "MC704")
"""The codes of the findings that a catalogue does not have what a learner file names."""

OLD_RULE = "MC608"
"""The code of the finding that nobody has checked a rule for a long time."""


def read_funding(path: Path | None) -> Funding:
    """Read the funding rules at a path, or the shipped ones; print all errors in them and end the program with 1.

    One line says how many rules nobody has checked for a long time.
    """
    funding, diagnostics = load_funding(path if path is not None else shipped_funding_path(), today())
    if funding is None:
        raise report_errors(diagnostics)
    old = sum(diagnostic.code == OLD_RULE for diagnostic in diagnostics)
    if old:
        tell(f"{counted(old, 'funding rule')} may be out of date; mcplan check shows which")
    return funding


def read_saved_plan(path: Path, option: str) -> "SavedPlan":
    """Read a plan that was saved as JSON; refuse what is none."""
    from mcplanner.plans.read_saved import SavedPlanError, read_plan

    try:
        return read_plan(path)
    except SavedPlanError as error:
        raise typer.BadParameter(f"'{path}': {error}", param_hint=option) from None


def with_targets(file: LearnerFile, catalogue: Catalogue, saved: "SavedPlan | None") -> LearnerFile:
    """Return the learner file; if it has no targets, with those of an earlier plan that the catalogue still has."""
    if file.wanted or saved is None:
        return file
    skills = (target.removeprefix(SKILL) for target in saved.targets if target.startswith(SKILL))
    targets = tuple(target for target in saved.targets if target in catalogue.entry_by_id)
    return replace(file, targets=targets, skills=tuple(skill for skill in skills if skill in catalogue.modules_by_skill))


def catalogue_paths(named: Sequence[Path] | None) -> list[Path]:
    """The paths of the catalogue files that are named, or of the shipped one."""
    return [catalogue_path(word) for word in named or ("example",)]


LoadedFunding = tuple[Funding | None, tuple[Diagnostic, ...]]


def load_files(catalogue: Sequence[Path] | None, funding: Path | None) -> tuple[Loaded | None, LoadedFunding | None]:
    """Load the files that were named, each with its findings; if none was named, both shipped files.

    A catalogue is checked against the funding rules that were named, or the shipped ones.
    """
    both = not catalogue and funding is None
    rules = load_funding(funding if funding is not None else shipped_funding_path(), today())
    courses = None
    if both or catalogue:
        courses = load_catalogue(catalogue_paths(catalogue), rules[0])
    return courses, rules if both or funding is not None else None


def report_errors(diagnostics: Iterable[Diagnostic]) -> typer.Exit:
    """Print the errors among findings, and return the exit that ends the program."""
    from mcplanner.export.diagnostic_reports import format_diagnostics

    errors = [finding for finding in diagnostics if finding.severity is Severity.ERROR]
    tell(*format_diagnostics(errors).splitlines())
    return typer.Exit(1)


def report_learner_errors(path: Path, diagnostics: Iterable[Diagnostic]) -> typer.Exit:
    """Do the same for a learner file, and say how to write one if there is none."""
    end = report_errors(diagnostics)
    tell_how_to_write(path)
    return end


def tell_which_catalogue(catalogue: Catalogue, diagnostics: Iterable[Diagnostic]) -> None:
    """Say in which catalogue the ids of a learner file were looked for, if it does not have some."""
    if any(finding.code in UNKNOWN_IDS for finding in diagnostics):
        tell(f'ids were looked for in the catalogue "{catalogue.title}"; to name another, add -c')


def tell_how_to_write(path: Path) -> None:
    """Say how to write a learner file, if there is none."""
    if path != STDOUT and not path.exists():
        tell(f"to write a learner file: mcplan learner init {quote(str(path))}")
