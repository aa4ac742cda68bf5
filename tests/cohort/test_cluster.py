"""A real dask cluster of processes of this machine writes what one process writes, whoever is lost meanwhile."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from cohorts import PEOPLE, REFUSED, Cohort, planned_questions, small_common
from commands import run, words_of

from mcplanner.cohort import cluster
from mcplanner.cohort import run as cohort_run
from mcplanner.cohort.answering import answer_batch
from mcplanner.cohort.answers import decode
from mcplanner.cohort.forms import CohortError
from mcplanner.cohort.journal import Journal
from mcplanner.cohort.read_questions import QuestionReader
from mcplanner.cohort.task_as_code import task

LOST = "the cluster was lost: what was answered is kept; go on with --resume"


@pytest.fixture
def cohort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    """Many batches, so that some are out while others are written, and workers that join however busy the machine is."""
    monkeypatch.setattr(cluster, "SECONDS_TO_JOIN", 600)
    monkeypatch.setattr(cohort_run, "ROWS_OF_CHUNK", 2)
    monkeypatch.setattr(cohort_run, "QUESTIONS_OF_BATCH", 1)
    monkeypatch.setattr(cohort_run, "QUESTIONS_AHEAD", 8)
    made = Cohort(tmp_path)
    made.write(*PEOPLE, REFUSED, *(f"h{hours},,cyber-certificate,{hours},,,," for hours in range(3, 13)))
    return made


@contextmanager
def once_it_has_written(monkeypatch: pytest.MonkeyPatch, happens: Any) -> Iterator[list[object]]:
    """Have something happen in the middle of a run; yields what it comes to."""
    advance = Journal.advance
    results: list[object] = []

    def then(journal: Journal, *noted: Any) -> None:
        advance(journal, *noted)
        if not results:
            results.append(happens())

    with monkeypatch.context() as during:
        during.setattr(Journal, "advance", then)
        yield results


def kill_a_worker() -> int | None:
    pid = active_children()[0].pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_worker_that_is_killed_changes_nothing(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    cohort.run(code=1)
    alone = cohort.written
    asked = planned_questions(monkeypatch)
    with once_it_has_written(monkeypatch, kill_a_worker) as killed:
        cohort.run("--force", "--cluster", "local", "--workers", "2", code=1)
    assert len(killed) == 1
    assert cohort.written == alone
    assert asked == []  # none by this process
    assert active_children() == []


@contextmanager
def running_cluster(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler with one worker: its address and the scheduler."""
    place = folder / "scheduler.json"
    common = ("--scheduler-file", str(place), "--no-dashboard")
    scheduler = started("scheduler", *common, "--port", "0", "--host", "127.0.0.1")
    worker = started("worker", *common, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    try:
        while (address := address_in(place)) is None:
            assert scheduler.poll() is None
            assert worker.poll() is None
            sleep(0.05)
        yield address, scheduler
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.wait()


def address_in(place: Path) -> str | None:
    """Where a scheduler listens, by its file; None before it has written all of that: it is there, and empty, before."""
    try:
        return str(json.loads(place.read_text("utf-8"))["address"])
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def started(what: str, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_run_that_loses_its_scheduler_ends_in_words_and_goes_on_without_it(
    cohort: Cohort, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = planned_questions(monkeypatch)
    cohort.run(code=1)
    alone, all_of_them = cohort.written, len(asked)
    asked.clear()
    with (
        running_cluster(tmp_path_factory.mktemp("cluster")) as (address, scheduler),
        once_it_has_written(monkeypatch, scheduler.kill),
    ):
        said = words_of(run(*cohort.words("--force", "--cluster", address), code=1))
    assert said == LOST
    assert asked == []
    cohort.run("--resume", "--force", code=1)
    assert cohort.written == alone
    assert 0 < len(asked) < all_of_them


def test_a_cluster_that_is_not_there_is_said_and_leaves_nothing_behind(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the next run, on another cluster or on none, is no run that must be gone on with."""
    monkeypatch.setattr(cluster, "SECONDS_TO_JOIN", 0.1)
    said = words_of(run(*cohort.words("--cluster", "tcp://127.0.0.1:1"), code=1))
    assert said.startswith("cannot reach the cluster 'tcp://127.0.0.1:1':")
    assert cohort.names == ["learners.csv"]


def test_without_dask_the_way_out_is_said(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = words_of(run(*cohort.words("--cluster", "local"), code=1))
    assert said == "--cluster needs dask: install it with pip install 'mcplanner[cluster]'"
    assert cohort.names == ["learners.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--cluster", "here"), "neither an address such as tcp://host:8786 nor local"),
        (("--cluster", "tcp://host"), "neither an address such as tcp://host:8786 nor local"),
        (("--cluster", "tcp://host:8786", "--workers", "2"), "a cluster that runs has its own workers: leave it out"),
    ],
)
def test_what_is_no_cluster_is_refused(cohort: Cohort, words: Sequence[str], said: str) -> None:
    assert said in words_of(run(*cohort.words(*words), code=2))
    assert cohort.names == ["learners.csv"]


ROW = b'{"targets":["cyber-certificate"],"hours":8}'


def test_a_worker_of_the_same_version_answers() -> None:
    question = QuestionReader(small_common()).read(ROW).question
    (made,) = task(answer_batch)(small_common().to_bytes(), [question])
    assert isinstance(made, bytes)
    assert decode(made) == decode(answer_batch([question])[0])


class AtOnce:
    """A client that has each batch done at once by this process, or, while no worker is there, not at all."""

    status = "running"

    def __init__(self, *workers: str) -> None:
        self.workers = dict.fromkeys(workers, ())
        self.given: list[str] = []

    def submit(self, work: Any, *asked: Any, workers: Sequence[str] = (), **_: Any) -> Future[Any]:
        done: Future[Any] = Future()
        self.given += workers
        if self.workers:
            try:
                done.set_result(work(*asked))
            except ImportError as error:
                done.set_exception(error)
        return done

    def has_what(self) -> dict[str, tuple[()]]:
        return self.workers

    def scheduler_info(self) -> dict[str, object]:
        return {"workers": self.workers}


def test_a_worker_of_another_version_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    task(answer_batch)  # which knows the version of this process
    monkeypatch.setattr("mcplanner.ground.version.__version__", "0.0.1")
    with pytest.raises(CohortError, match=r"a worker of the cluster has version 0\.0\.1 of mcplan: install version"):
        cluster.Cluster(AtOnce("tcp://one"), b"").submit(answer_batch, [ROW], 0).result()


def test_a_worker_without_mcplan_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    task(answer_batch)
    monkeypatch.setitem(sys.modules, "mcplanner.ground.version", None)
    with pytest.raises(CohortError, match="a worker of the cluster has no mcplan: install version"):
        cluster.Cluster(AtOnce("tcp://one"), b"").submit(answer_batch, [ROW], 0).result()


def test_a_worker_that_comes_later_is_given_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the first one comes while its answers are waited for already."""
    monkeypatch.setattr(cluster, "SECONDS_BETWEEN_LOOKS", 0.01)
    client = AtOnce()
    waiting = cluster.Cluster(client, b"").submit(answer_batch, [], 0)
    assert client.given == []
    client.workers["tcp://one"] = ()
    with monkeypatch.context() as during:
        during.setattr(cluster, "answer_in_turn", lambda *_: [])
        assert waiting.result() == []
    assert client.given == ["tcp://one"]


def waiting_for(outcome: BaseException | None = None, status: str = "running") -> cluster.Waiting:
    """A batch that fails, or of which nothing is heard, of a cluster that has no worker any more."""
    client = AtOnce()
    client.status = status
    answers: Future[list[bytes]] = Future()
    if outcome is not None:
        answers.set_exception(outcome)
    return cluster.Waiting(cluster.Cluster(client, b""), answers)


def test_a_cluster_without_workers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_JOIN", 0)
    with pytest.raises(CohortError, match="the cluster has no worker any more"):
        waiting_for().result()


@pytest.mark.parametrize(
    "lost", [waiting_for(status="closed"), waiting_for(OSError("while they came")), waiting_for(CancelledError())]
)
def test_answers_of_a_cluster_that_is_lost_are_not_waited_for(lost: cluster.Waiting) -> None:
    with pytest.raises(CancelledError):
        lost.result()
