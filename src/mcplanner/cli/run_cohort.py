"""Reads the options of `mcplan cohort`, has its learners planned, and says what came of it.

This module knows the words of the command line; `cohort` knows how a file of learners is planned.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic

import typer

from mcplanner.cli import options, read_options
from mcplanner.cli.input_files import catalogue_paths, read_funding
from mcplanner.cli.messages import say, tell
from mcplanner.cli.output_files import named_output, refusing
from mcplanner.cohort.forecast import Forecast
from mcplanner.cohort.journal import Journal
from mcplanner.cohort.questions import Common
from mcplanner.cohort.rows import CohortError, Rows
from mcplanner.cohort.run import Listener, Places, answer_all
from mcplanner.cohort.workers import executor
from mcplanner.files.paths import shipped_funding_path
from mcplanner.files.saving import check_path, save
from mcplanner.ground.numbers_text import counted
from mcplanner.ground.today import today
from mcplanner.ground.version import __version__
from mcplanner.plans.model import Status
from mcplanner.terminal.progress_line import ProgressLine

SAID = {
    Status.OPTIMAL: "planned, each plan proved the best",
    Status.FEASIBLE: "planned, not proved the best",
    Status.INFEASIBLE: "proved impossible",
    Status.UNKNOWN: "out of time",
}


def run(learners: Path, start: str | None, files: options.Files, output: options.CohortFiles, work: options.CohortWork) -> None:
    """Plan for all learners of a file, and end the program with 1 if rows were refused."""
    places = _read_places(output)
    with _in_words(), Rows(learners) as rows:
        funding = read_funding(files.funding)
        courses = read_options.read_catalogue(files.catalogue, funding, files.assume)
        common = Common(courses, funding, today(), read_options.read_start(start), work.time_limit)
        _begin_anew_or_go_on(places, output)
        with Journal(places.journal, _told(common, files, places)) as journal:
            with ProgressLine(not work.quiet) as progress, executor(common, work.workers) as workers:
                answer_all(rows, places, journal, workers, _rate(rows, journal, progress))
            forecast, unasked = Forecast(journal.walk()), journal.progress.refused
    if output.forecast is not None:
        with refusing("--forecast"):
            save(output.forecast, forecast.csv(courses), force=True)
    places.journal.unlink()
    refused = forecast.statuses["refused"] + unasked
    _report(forecast, refused, places, output)
    raise typer.Exit(1 if refused else 0)


def _read_places(output: options.CohortFiles) -> Places:
    answers = named_output(output.output, "plans.csv")
    if answers.suffix.lower() not in (".csv", ".jsonl", ".ndjson"):
        raise typer.BadParameter(f"'{answers}' must end in .csv or .jsonl", param_hint="-o")
    return Places(answers, output.refused or answers.with_name(f"{answers.stem}.refused.csv"))


def _begin_anew_or_go_on(places: Places, output: options.CohortFiles) -> None:
    """Refuse to write over files, or over what a run that was stopped has done; with --force, take that away."""
    if output.resume and places.journal.exists():
        return
    if places.unfinished and not output.force:
        stopped = f"an earlier run for '{places.answers}' was stopped"
        raise typer.BadParameter(f"{stopped}: go on with it, or begin anew with --force", param_hint="--resume")
    named = {"-o": places.answers, "--refused": places.refused, "--forecast": output.forecast}
    for option, path in named.items():
        if path is not None:
            with refusing(option):
                check_path(path, output.force)
    for path in places.unfinished:
        path.unlink()


@contextmanager
def _in_words() -> Iterator[None]:
    """Say what is wrong with a file of learners, and end the program with 1."""
    try:
        yield
    except CohortError as error:
        tell(str(error))
        raise typer.Exit(1) from None


def _told(common: Common, files: options.Files, places: Places) -> str:
    """A digest of all that answers depend on besides the rows."""
    told = sha256(repr((__version__, common.today, common.first, common.seconds, files.assume, places.answers.suffix)).encode())
    for path in (*catalogue_paths(files.catalogue), files.funding or shipped_funding_path()):
        told.update(path.read_bytes() if path.is_file() else str(path).encode())
    return told.hexdigest()


def _rate(rows: Rows, journal: Journal, progress: ProgressLine) -> Listener:
    """A listener that shows how many learners are done, how many a second, and how long the rest may take."""
    begun, before, show = monotonic(), journal.progress.rows, progress.of_steps()

    def listen(done: int) -> None:
        seconds = max(monotonic() - begun, 0.001)
        part = rows.part_read
        left = seconds * (1 - part) / part if part else 0.0
        show(f"{done:,} learners, {(done - before) / seconds:,.0f} a second, about {_time(left)} left")

    return listen


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _report(forecast: Forecast, refused: int, places: Places, output: options.CohortFiles) -> None:
    for status, words in SAID.items():
        if forecast.statuses[status]:
            say(f"{forecast.statuses[status]:,} {words}")
    if refused:
        say(f"{refused:,} refused")
        tell(f"wrote {places.refused} (refused rows, with the reasons)")
    tell(f"wrote {places.answers} ({counted(forecast.statuses.total() - forecast.statuses['refused'], 'answer')})")
    if output.forecast is not None:
        tell(f"wrote {output.forecast} (forecast)")
