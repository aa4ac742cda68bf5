"""A run that was killed or stopped goes on with nothing twice and nothing lost; what it cannot go on with is refused."""

import errno
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cohorts import PEOPLE, REFUSED, Cohort, planned_questions, rows_of, stop_before
from commands import SMALL, process, run, words_of

from mcplanner.cohort import run as cohort_run
from mcplanner.cohort.forms import CohortError
from mcplanner.cohort.journal import Journal
from mcplanner.ground.today import today
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.plans.model import Plan


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return Cohort(tmp_path)


@pytest.fixture
def stopped(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    """A run that Ctrl-C stopped behind the first rows."""
    with monkeypatch.context() as during:
        during.setattr(cohort_run, "ROWS_OF_CHUNK", 1)
        stop_before(2, during)
        run(*cohort.words(), code=130)
    assert cohort.names == ["learners.csv", "plans.csv.journal", "plans.csv.part", "plans.refused.csv.part"]
    return cohort


KILLED = """
import os, signal, sys
from mcplanner.__main__ import main
from mcplanner.cohort import growing_files, run
run.ROWS_OF_CHUNK = 2
run.SECONDS_TO_LOSE = -1  # the clock stands still
settle, settled = growing_files.GrowingFile.settle, []
def settle_or_die(part):
    size = settle(part)
    settled.append(size)
    if len(settled) == 5:  # the third chunk is on the disk, and not yet noted
        os.kill(os.getpid(), signal.SIGKILL)
    return size
growing_files.GrowingFile.settle = settle_or_die
sys.argv = ["mcplan", *sys.argv[1:]]
main()
"""


def test_a_run_that_was_killed_goes_on_with_nothing_twice_and_nothing_lost(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort.write(*PEOPLE, REFUSED, *PEOPLE)
    cohort.run(code=1)
    whole = cohort.written
    for path in (cohort.plans, cohort.refused, cohort.forecast):
        path.unlink()
    assert process("-c", KILLED, *cohort.words()).returncode == -signal.SIGKILL
    assert not cohort.plans.exists()
    assert "go on with it, or begin anew with --force" in words_of(run(*cohort.words(), code=2))
    asked = planned_questions(monkeypatch)
    cohort.run("--resume", code=1)
    assert cohort.written == whole
    assert len(asked) == 0
    assert cohort.names == ["learners.csv", "plans.csv", "plans.refused.csv", "seats.csv"]


def test_half_an_answer_is_none_and_resume_asks_again(stopped: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = planned_questions(monkeypatch)
    stopped.run("--resume")
    assert [row["status"] for row in rows_of(stopped.plans)] == ["optimal"] * 4 + ["infeasible"]
    assert len(asked) == 2  # a4 and a5; a1, a2 and a3 are answered


def damage(cohort: Cohort) -> None:
    (cohort.folder / "plans.csv.journal").write_bytes(b"x" * 5000)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda cohort: cohort.write("a0,Zoe,cyber-certificate,8,,,,", *PEOPLE),
            "the rows that were planned before have changed",
        ),
        (damage, "is damaged: file is not a database"),
        (lambda cohort: (cohort.folder / "plans.csv.part").unlink(), "plans.csv.part' lacks what was written to it"),
        (lambda cohort: (cohort.folder / "plans.refused.csv.part").write_bytes(b"row"), "lacks what was written to it"),
        (lambda cohort: (cohort.folder / "plans.csv.journal").unlink(), "any more, which says how far the run is"),
    ],
)
def test_what_cannot_be_gone_on_with_is_refused(stopped: Cohort, change: Callable[[Cohort], object], words: str) -> None:
    change(stopped)
    before = stopped.names
    said = words_of(run(*stopped.words("--resume"), code=1))
    assert words in said
    assert "begin anew with --force instead of --resume" in said
    assert stopped.names == before
    stopped.run("--force")
    assert stopped.names == ["learners.csv", "plans.csv", "seats.csv"]


@pytest.mark.parametrize("other", [("--time-limit", "5"), ("--refused", "others.csv")])
def test_other_options_are_no_way_to_go_on(stopped: Cohort, other: tuple[str, str]) -> None:
    said = words_of(run(*stopped.words("--resume", *other), code=1))
    assert said.startswith("the earlier run had another catalogue, other options or another version of mcplan")


def test_another_catalogue_is_no_way_to_go_on_even_from_standard_input(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SMALL.read_text("utf-8")
    words = ["cohort", str(cohort.learners), "-c", "-", "-o", str(cohort.plans)]
    with monkeypatch.context() as during:
        during.setattr("mcplanner.cli.run_cohort.answer_all", interrupt)
        run(*words, typed=text, code=130)
    dearer = text.replace("fee: 1200.00", "fee: 1300.00", 1)
    assert dearer != text
    assert "another catalogue" in words_of(run(*words, "--resume", typed=dearer, code=1))
    run(*words, "--resume", typed=f"# the same in other words\n{text}")


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_next_day_goes_on_as_of_the_first(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["cohort", str(cohort.learners), "-c", str(SMALL), "-o", str(cohort.plans)]
    run(*words)
    whole = cohort.plans.read_bytes()
    cohort.plans.unlink()
    with monkeypatch.context() as during:
        during.setattr("mcplanner.cli.run_cohort.answer_all", interrupt)
        run(*words, code=130)
    first = today()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798200000")  # a month later, when plans would start later, too
    days = days_of_plans(monkeypatch)
    run(*words, "--resume")
    assert cohort.plans.read_bytes() == whole
    assert set(days) == {first}
    assert today() > first


def days_of_plans(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The day that it is when each plan is made from now on."""
    days: list[date] = []
    made = Planner.plan

    def listen(planner: Planner, learner: Learner, request: Request, *, gains: bool) -> Plan:
        days.append(today())
        return made(planner, learner, request, gains=gains)

    monkeypatch.setattr(Planner, "plan", listen)
    return days


@pytest.mark.parametrize("name", ["plans", "forecast"])
def test_going_on_writes_over_no_file(stopped: Cohort, name: str) -> None:
    path = getattr(stopped, name)
    path.write_text("mine", "utf-8")
    assert "already exists" in words_of(run(*stopped.words("--resume"), code=2))
    assert path.read_text("utf-8") == "mine"
    stopped.run("--resume", "--force")
    assert path.read_text("utf-8") != "mine"


def test_going_on_writes_the_forecast_that_was_asked_for(stopped: Cohort) -> None:
    first = [word for word in stopped.words("--resume") if word not in ("--forecast", str(stopped.forecast))]
    said = run(*first).stderr
    assert f"wrote {stopped.forecast} (forecast)" in " ".join(said.split())
    assert stopped.forecast.exists()


@pytest.mark.parametrize("named", ["seats.csv", "../{folder}/seats.csv", "{whole}"])
def test_a_forecast_keeps_the_name_that_it_was_given(cohort: Cohort, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.chdir(cohort.folder)
    name = named.format(folder=cohort.folder.name, whole=cohort.forecast)
    words = [name if word == str(cohort.forecast) else word for word in cohort.words()]
    with monkeypatch.context() as during:
        during.setattr(cohort_run, "ROWS_OF_CHUNK", 1)
        stop_before(2, during)
        run(*words, code=130)
    without = [word for word in cohort.words("--resume") if word not in ("--forecast", str(cohort.forecast))]
    assert f"wrote {name} (forecast)" in " ".join(run(*without).stderr.split())
    assert cohort.forecast.exists()


FULL = OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_no_end(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise FULL

    with monkeypatch.context() as during:
        during.setattr("mcplanner.cohort.growing_files.os.fsync", full)
        said = words_of(run(*cohort.words(), code=1))
    assert (
        f"cannot write '{cohort.plans}.part': No space left on device; what was answered is kept; go on with --resume" in said
    )
    with monkeypatch.context() as during:
        during.setattr("mcplanner.files.saving.os.fsync", lambda number: full(number) if cohort.plans.exists() else None)
        said = words_of(run(*cohort.words("--resume"), code=1))
    assert f"cannot write '{cohort.forecast}': No space left on device; what was answered is kept; go on with --resume" in said
    cohort.run("--resume")
    assert cohort.names == ["learners.csv", "plans.csv", "seats.csv"]


def test_two_runs_do_not_write_one_file(stopped: Cohort) -> None:
    before = stopped.names
    with Journal(stopped.folder / "plans.csv.journal"):
        for option in ("--resume", "--force"):
            assert "another run has" in words_of(run(*stopped.words(option), code=1))
        with pytest.raises(CohortError, match="another run has"):
            Journal(stopped.folder / "plans.csv.journal", anew=True)
    assert stopped.names == before
    stopped.run("--resume")
