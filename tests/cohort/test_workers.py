"""Who does the work, and in which order, does not matter to what is written."""

import signal
import time
from collections.abc import Sequence
from multiprocessing import active_children
from pathlib import Path

import pytest
from cohorts import PEOPLE, REFUSED, Cohort, planned_questions, small_common
from commands import process

from mcplanner.cohort import run as cohort_run
from mcplanner.cohort import workers
from mcplanner.cohort.answering import Batch, CohortContext
from mcplanner.cohort.read_questions import KeyedQuestion


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return Cohort(tmp_path)


class Backwards:
    """Answers everything that was handed out, the last first, once one of the answers is waited for."""

    most_waiting = 0
    lanes = 1

    def __init__(self) -> None:
        self.waiting: list[_Batch] = []

    def submit(self, work: Batch, questions: Sequence[bytes], _: int, /) -> workers.PendingAnswers:
        self.waiting.append(_Batch(self, work, questions))
        Backwards.most_waiting = max(Backwards.most_waiting, len(self.waiting))
        return self.waiting[-1]


class _Batch:
    def __init__(self, whole: Backwards, work: Batch, questions: Sequence[bytes]) -> None:
        self.whole, self.work, self.questions = whole, work, questions
        self.answers: list[bytes] = []

    def result(self) -> list[bytes]:
        while self.whole.waiting:
            batch = self.whole.waiting.pop()
            batch.answers = batch.work(batch.questions)
        return self.answers


def test_the_output_does_not_depend_on_the_order_in_which_the_work_is_done(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort.write(*PEOPLE * 3, REFUSED)
    asked = planned_questions(monkeypatch)
    cohort.run(code=1)
    straight, before = cohort.written, asked.copy()
    asked.clear()
    monkeypatch.setattr(workers, "_Here", Backwards)
    monkeypatch.setattr(cohort_run, "ROWS_OF_CHUNK", 3)
    monkeypatch.setattr(cohort_run, "QUESTIONS_OF_BATCH", 1)
    monkeypatch.setattr(cohort_run, "QUESTIONS_AHEAD", 8)
    cohort.run("--force", code=1)
    assert cohort.written == straight
    assert Backwards.most_waiting == 5
    assert asked != before
    assert sorted(asked) == sorted(before)


def test_where_all_rows_ask_something_new_few_of_them_are_ahead(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    cohort.write(*(f"h{hours},,cyber-certificate,{hours},,,," for hours in range(3, 11)))
    monkeypatch.setattr(workers, "_Here", Backwards)
    monkeypatch.setattr(Backwards, "most_waiting", 0)
    monkeypatch.setattr(cohort_run, "QUESTIONS_OF_CHUNK", 2)
    monkeypatch.setattr(cohort_run, "QUESTIONS_OF_BATCH", 1)
    monkeypatch.setattr(cohort_run, "QUESTIONS_AHEAD", 3)
    cohort.run()
    assert Backwards.most_waiting == 4


def test_questions_of_one_lane_go_together_and_of_few_lanes_come_few_batches() -> None:
    asked = [KeyedQuestion(bytes([lane]), b"", lane) for lane in (5, 2, 9, 5, 7)]
    told = [(lane, [each.lane for each in own]) for lane, own in cohort_run._batches(asked, 4)]
    assert told == [(2, [2]), (1, [5, 5, 9]), (3, [7])]


def test_two_processes_write_what_one_writes(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    cohort.write(*PEOPLE, REFUSED)
    cohort.run(code=1)
    alone = cohort.written
    asked = planned_questions(monkeypatch)
    cohort.run("--force", "--workers", "2", code=1)
    assert cohort.written == alone
    assert asked == []  # none by this process


def sleep_long(_: Sequence[bytes]) -> list[bytes]:
    """What nobody can wait for."""
    time.sleep(100_000)
    return []


def test_what_is_common_comes_out_of_its_bytes() -> None:
    assert CohortContext.from_bytes(small_common().to_bytes()) == small_common()


def interrupt_while_a_process_works() -> None:
    with workers.executor(small_common().to_bytes(), 2) as pool:
        pool.submit(sleep_long, [], 0)
        raise KeyboardInterrupt


def test_ctrl_c_waits_for_no_process() -> None:
    before = active_children()
    with pytest.raises(KeyboardInterrupt):
        interrupt_while_a_process_works()
    assert active_children() == before


KILLED = """
import os, signal
from cohorts import small_common
from mcplanner.cohort.answering import answer_batch
from mcplanner.cohort.workers import executor
with executor(small_common().to_bytes(), 2) as pool:
    pool.submit(answer_batch, [], 0).result()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_end_with_the_one_that_started_them() -> None:
    """What it prints has an end only then."""
    killed = process("-c", KILLED, PYTHONPATH=str(Path(__file__).parents[1] / "support"))
    assert killed.returncode == -signal.SIGKILL
