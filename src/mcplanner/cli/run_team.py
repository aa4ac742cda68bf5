"""Reads the options and the file of `mcplan team`, has the team planned, and prints and writes its plans.

This module knows the words of the command line; `team` knows how a team is read and planned.
"""

import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import typer

from mcplanner.cli import options, read_options
from mcplanner.cli.input_files import read_funding, report_errors, tell_which_catalogue
from mcplanner.cli.messages import tell
from mcplanner.cli.output_files import check_data, read_team_outputs, write
from mcplanner.cli.own_file import naming
from mcplanner.cli.parsing import parse_word
from mcplanner.export import Exporter
from mcplanner.export.csv_team import team_csv
from mcplanner.export.diagnostic_reports import format_diagnostics
from mcplanner.export.json_team import team_json
from mcplanner.files.own_file import OwnFile, open_file
from mcplanner.ground.months import parse_month
from mcplanner.ground.watch import Watch
from mcplanner.team.model import TeamPlan, TeamStage
from mcplanner.team.reading import TeamSetting, read_team
from mcplanner.team.together import plan_team
from mcplanner.terminal.progress_line import ProgressLine

if TYPE_CHECKING:
    from mcplanner.catalogue.model import Catalogue
    from mcplanner.pricing.rules import Funding
    from mcplanner.team.model import Team


SHEETS = (".csv", ".xlsx", ".xls", ".ods")
"""The endings of sheets."""


def run(file: Path, start: str | None, files: options.Files, output: options.TeamOutput, quiet: bool, watch: Watch) -> None:
    """Plan for the team of a file, and end the program with how many are served."""
    check_data(output)
    outputs = read_team_outputs(output)
    _refuse_sheet(file)
    own = open_file(file)
    courses, funding = _read_files(own, files)
    team = _read(own, courses, funding, start, quiet)
    with ProgressLine(not quiet) as progress:
        made = plan_team(courses, team, funding, seconds=watch.seconds_left, listener=progress.of_steps(), watch=watch)
    lines = _save(made, outputs, output.force)
    _print(made, output)
    if not quiet:
        tell(*lines)
    raise typer.Exit(_exit_code(made))


def _refuse_sheet(file: Path) -> None:
    """Refuse a sheet of people in the place of a team file, and say how it becomes a part of one."""
    if file.suffix.lower() in SHEETS:
        raise typer.BadParameter(
            f"'{file}' is a sheet: name it in a team file, as people: [{{from: {file.name}}}]; "
            f"to plan each person alone: mcplan cohort {quote(str(file.with_suffix('.csv')))} -o plans.csv",
            param_hint="FILE",
        )


def _read_files(own: OwnFile, files: options.Files) -> tuple["Catalogue", "Funding"]:
    """The catalogue and the funding rules that were typed, or else those that the team file names, or the shipped ones."""
    with nullcontext() if files.funding or not own.funding else naming(own, "funding"):
        funding = read_funding(files.funding or own.funding)
    with nullcontext() if files.catalogue or not own.catalogue else naming(own, "catalogue"):
        return read_options.read_catalogue(files.catalogue or own.catalogue or None, funding, files.assume), funding


def _read(own: OwnFile, courses: "Catalogue", funding: "Funding", start: str | None, quiet: bool) -> "Team":
    """Read the team, and print warnings unless quiet; print all errors in its files and end the program with 1."""
    typed = None if start is None else parse_word(parse_month, start, "--start")
    given = TeamSetting(read_options.setting_of(courses), funding, own.path.parent, typed)
    team, diagnostics = read_team(own.source, given)
    if team is None:
        end = report_errors(diagnostics)
        tell_which_catalogue(courses, diagnostics)
        raise end
    if not quiet:
        tell(*format_diagnostics(diagnostics).splitlines())
    return team


def _save(made: TeamPlan, outputs: Iterable[tuple[Path, Exporter[TeamPlan]]], force: bool) -> list[str]:
    """Write the plans to files; call this before printing, which can fail. Returns what to say of the files."""
    lines = []
    for path, exporter in outputs:
        write(path, exporter.export(made), force)
        lines.append(f"wrote {path} ({exporter.name})")
    return lines


def _print(made: TeamPlan, data: options.Data) -> None:
    if data.as_json or data.as_csv:
        sys.stdout.write(team_json(made) if data.as_json else team_csv(made))
        return
    from mcplanner.terminal.console import make_console
    from mcplanner.terminal.team_view import print_team

    print_team(make_console(), made)


def _exit_code(made: TeamPlan) -> int:
    """Return 0 if everybody is served, 3 if it is proved that not everybody can be, else 4; 130 after Ctrl-C."""
    if made.interrupted:
        return 130
    if not made.unserved:
        return 0
    (served,) = [proof for proof in made.proof if proof.stage is TeamStage.UNSERVED]
    return 3 if served.settled else 4
