"""Reads the options of `mcplan cohort`, has its learners planned, and says what came of it.

This module knows the words of the command line; `cohort` knows how a file of learners is planned.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from time import monotonic

import typer

from mcplanner.cli import options, read_options
from mcplanner.cli.input_files import read_funding
from mcplanner.cli.messages import say, tell
from mcplanner.cli.output_files import named_output, refusing
from mcplanner.cohort.against import Against, effect_between
from mcplanner.cohort.answering import CohortContext
from mcplanner.cohort.answers import Answer, decode
from mcplanner.cohort.cluster import LOCAL
from mcplanner.cohort.forecast import Forecast
from mcplanner.cohort.forecast_files import ENDINGS, forecast_file
from mcplanner.cohort.forms import GO_ON, WRITTEN, CohortError, is_parquet
from mcplanner.cohort.journal import ANEW, Begun, Journal
from mcplanner.cohort.read_questions import QuestionReader
from mcplanner.cohort.read_rows import LearnerRows
from mcplanner.cohort.run import Listener, RunFiles, answer_all
from mcplanner.cohort.workers import executor
from mcplanner.files.kept.entries import to_bytes
from mcplanner.files.kept.lazily import whole
from mcplanner.files.saving import SavingError, check_path, real_path, save
from mcplanner.ground.months import Month, month_after
from mcplanner.ground.numbers_text import counted
from mcplanner.ground.today import on_day, today
from mcplanner.ground.version import __version__
from mcplanner.plans.model import Status
from mcplanner.plans.rests_on import age_note
from mcplanner.terminal.progress_line import ProgressLine

ADDRESS = re.compile(r"(tcp|tls)://([^/:\[\]]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5}")
"""Where the scheduler of a cluster is."""

SAID = {
    Status.OPTIMAL: "planned, each plan proved the best",
    Status.FEASIBLE: "planned, not proved the best",
    Status.INFEASIBLE: "proved impossible",
    Status.UNKNOWN: "out of time",
}


def run(learners: Path, start: str | None, files: options.Files, output: options.CohortFiles, work: options.CohortWork) -> None:
    """Plan for all learners of a file, and end the program with 1 if rows were refused."""
    with _in_words():
        paths = _read_paths(learners, output)
    first = None if start is None else read_options.read_start(start)
    _check_cluster(work)
    _check_against(output)
    with _in_words(), LearnerRows(learners) as rows, Journal(paths.journal, output.force and not output.resume) as journal:
        seats = _begin_anew_or_go_on(paths, journal, output)
        context = _read_context(files, output, work, first, today() if journal.begun is None else journal.begun.day)
        begun = Begun(_told(context, start, paths), context.today, None if seats is None else str(seats), str(Path.cwd()))
        journal.check(begun)
        with ProgressLine(not work.quiet) as progress, executor(context.to_bytes(), work.workers or 1, work.cluster) as workers:
            journal.begin(begun)
            answer_all(rows, QuestionReader(context), paths, journal, workers, listener(rows, journal, progress))
        forecast, against = Forecast(context.catalogue, _answers_of(journal, 0)), _against(output, context, journal)
        if seats is not None:
            _save_forecast(seats, forecast_file(seats, forecast, against))
    paths.journal.unlink()
    refused = forecast.statuses["refused"] + journal.progress.refused
    _report(forecast, refused, paths, seats, work.quiet)
    if against is not None:
        say(f"with {against.name}: {'; '.join(against.effect.words)}")
    raise typer.Exit(1 if refused else 0)


def _read_context(
    files: options.Files, output: options.CohortFiles, work: options.CohortWork, first: Month | None, day: date
) -> CohortContext:
    """What all questions have in common, as of the day on which the run began."""
    with on_day(day):
        funding = read_funding(files.funding)
        courses = read_options.read_catalogue(files.catalogue, funding, files.assume)
        others = read_options.read_catalogue(output.against, funding, files.assume) if output.against else None
    return CohortContext(courses, funding, day, month_after(day) if first is None else first, work.time_limit, others)


def _check_cluster(work: options.CohortWork) -> None:
    if work.cluster is None or work.cluster == LOCAL:
        return
    if not ADDRESS.fullmatch(work.cluster):
        words = f"'{work.cluster}' is neither an address such as tcp://host:8786 nor local"
        raise typer.BadParameter(words, param_hint="--cluster")
    if work.workers is not None:
        raise typer.BadParameter("a cluster that runs has its own workers: leave it out", param_hint="--workers")


def _check_against(output: options.CohortFiles) -> None:
    if output.against and output.forecast is None and not output.resume:
        raise typer.BadParameter("it is said in the forecast: name its file with --forecast", param_hint="--against")


def _read_paths(learners: Path, output: options.CohortFiles) -> RunFiles:
    """The files to write; refused if one has another form, cannot be written, or is named twice."""
    answers = named_output(output.output, "plans.csv")
    refused = output.refused or answers.with_name(f"{answers.stem}.refused.csv")
    named = {"FILE": learners, "-o": answers, "--refused": refused, "--forecast": output.forecast}
    there = {option: path for option, path in named.items() if path is not None}
    for option, path in there.items():
        if option != "FILE":
            _check_form(option, path)
    _refuse_same(there)
    if any(map(is_parquet, there.values())):
        from mcplanner.cohort.parquet import check_installed

        check_installed()
    return RunFiles(real_path(answers), real_path(refused))


def _check_form(option: str, path: Path) -> None:
    endings = ENDINGS if option == "--forecast" else WRITTEN
    if path.suffix.lower() not in endings:
        raise typer.BadParameter(f"'{path}' must end in one of {', '.join(endings)}", param_hint=option)
    with refusing(option):
        check_path(path, force=True)


def _refuse_same(named: Mapping[str, Path]) -> None:
    for (one, path), (other, again) in combinations(named.items(), 2):
        if os.path.realpath(path) == os.path.realpath(again) or (path.exists() and again.exists() and path.samefile(again)):
            raise typer.BadParameter(f"'{again}' is the file of {one}, too: name another", param_hint=other)


def _begin_anew_or_go_on(paths: RunFiles, journal: Journal, output: options.CohortFiles) -> Path | None:
    """Refuse to write over files, or over what a run that was stopped has done; return where the forecast goes."""
    _check_stopped_run(paths, journal, output)
    forecast = output.forecast or (None if journal.begun is None else _named_before(journal.begun))
    written = journal.progress.done and not paths.grow
    for option, path in {"-o": paths.answers, "--refused": paths.refused, "--forecast": forecast}.items():
        if path is not None and (option == "--forecast" or not written):
            with refusing(option):
                check_path(path, output.force)
    return forecast


def _named_before(begun: Begun) -> Path | None:
    """The file of the forecast as it was named when the run began; where that was in another folder, with that."""
    if begun.forecast is None:
        return None
    return Path(begun.forecast) if str(Path.cwd()) == begun.folder else Path(begun.folder, begun.forecast)


def _save_forecast(path: Path, content: bytes) -> None:
    """Write the forecast; the run can be gone on with if that fails."""
    try:
        save(path, content, force=True)
    except SavingError as error:
        raise CohortError(f"{error}; {GO_ON}") from None


def _check_stopped_run(paths: RunFiles, journal: Journal, output: options.CohortFiles) -> None:
    """Refuse to begin while there is a run that was stopped, unless that is said; and to go on with one that is lost."""
    if not output.force and not output.resume and (journal.begun or paths.grow):
        stopped = f"an earlier run for '{paths.answers}' was stopped"
        raise typer.BadParameter(f"{stopped}: go on with it, or begin anew with --force", param_hint="--resume")
    if output.resume and paths.grow and journal.begun is None:
        raise CohortError(f"there is no '{paths.journal}' any more, which says how far the run is: {ANEW}")


@contextmanager
def _in_words() -> Iterator[None]:
    """Say what is wrong with a file of learners, and end the program with 1."""
    try:
        yield
    except CohortError as error:
        tell(str(error))
        raise typer.Exit(1) from None


def _told(context: CohortContext, start: str | None, paths: RunFiles) -> str:
    """A digest of all that the output depends on besides the rows and the day."""
    asked = (__version__, start, context.seconds, str(paths.refused.resolve()))
    told = sha256(repr(asked).encode())
    told.update(to_bytes((whole(context.catalogue), context.funding, context.against and whole(context.against))))
    return told.hexdigest()


def _answers_of(journal: Journal, catalogue: int) -> Iterator[tuple[Answer, int]]:
    """The answers over a catalogue, the first or the other one, each with its learners."""
    return ((decode(content)[catalogue], learners) for content, learners in journal.walk())


def _against(output: options.CohortFiles, context: CohortContext, journal: Journal) -> Against | None:
    """What another catalogue would change, if one is named."""
    if context.against is None:
        return None
    name = ", ".join(path.name for path in output.against or ())
    effect = effect_between((decode(content), learners) for content, learners in journal.walk())
    return Against(name, Forecast(context.against, _answers_of(journal, 1)), effect)


def listener(rows: LearnerRows, journal: Journal, progress: ProgressLine) -> Listener:
    """A listener that shows how many learners are done, how many a second, and how long the rest may take."""
    begun, before, show = monotonic(), journal.progress.rows, progress.of_steps()

    def listen(done: int) -> None:
        rate = (done - before) / max(monotonic() - begun, 0.001)
        left = done / max(rows.part_read, 0.001) - done
        show(f"{done:,} learners, {rate:,.0f} a second, about {_time(left / rate)} left")

    return listen


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _report(forecast: Forecast, refused: int, paths: RunFiles, seats: Path | None, quiet: bool) -> None:
    old = age_note(forecast.catalogue, (), today())
    if old is not None:
        say(f"! {old.text[0].upper()}{old.text[1:]}.")
    for status, words in SAID.items():
        if forecast.statuses[status]:
            say(f"{forecast.statuses[status]:,} {words}")
    if refused:
        say(f"{refused:,} refused")
        tell(f"wrote {paths.refused} (refused rows, with the reasons)")
    if not quiet:
        tell(f"wrote {paths.answers} ({counted(forecast.statuses.total() - forecast.statuses['refused'], 'answer')})")
    if seats is not None and not quiet:
        tell(f"wrote {seats} (forecast)")
