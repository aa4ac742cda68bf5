"""Who does the work, and in which order, does not matter to what is written."""

import time
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from pathlib import Path

import pytest
from cohorts import PEOPLE, REFUSED, Cohort, planned_questions, small_common

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
    monkeypatch.setattr(cohort_run, "CHUNKS_AHEAD", 4)
    cohort.run("--force", code=1)
    assert cohort.written == straight
    assert Backwards.most_waiting == 4
    assert asked != before
    assert sorted(asked) == sorted(before)


def test_where_all_rows_ask_something_new_few_of_them_are_ahead(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    cohort.write(*(f"h{hours},,cyber-certificate,{hours},,,," for hours in range(3, 11)))
    monkeypatch.setattr(workers, "_Here", Backwards)
    monkeypatch.setattr(Backwards, "most_waiting", 0)
    monkeypatch.setattr(cohort_run, "QUESTIONS_OF_CHUNK", 2)
    monkeypatch.setattr(cohort_run, "QUESTIONS_OF_BATCH", 1)
    monkeypatch.setattr(cohort_run, "CHUNKS_AHEAD", 1)
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


class LazyProcess:
    """A process that works when it is told to."""

    def __init__(self) -> None:
        self.begun: list[tuple[Future[list[bytes]], Sequence[bytes]]] = []

    def submit(self, _: Batch, questions: Sequence[bytes]) -> Future[list[bytes]]:
        self.begun.append((Future(), questions))
        return self.begun[-1][0]

    def finish(self) -> None:
        answers, questions = self.begun[-1]
        answers.set_result(list(questions))

    @property
    def asked(self) -> bytes:
        return b"".join(question for _, questions in self.begun for question in questions)


def test_a_process_goes_on_with_what_it_has_begun_and_helps_where_nothing_is_left_of_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "BATCHES_IN_HAND", 1)
    monkeypatch.setattr(workers, "MOST_LEFT", 1)
    one, other = LazyProcess(), LazyProcess()
    pools = workers.Pools([one, other])
    waiting = [pools.submit(sleep_long, [bytes([letter])], letter % 3) for letter in b"abcdefgh"]
    assert (one.asked, other.asked) == (b"a", b"b")  # lanes 1 and 2
    one.finish()
    assert one.asked == b"adg"  # the next of its own together, though c came first
    one.finish()
    assert one.asked == b"adgcf"  # then what is nobody's
    one.finish()
    assert one.asked == b"adgcfh"  # then it takes over the lane of the other, who is still at b
    one.finish()
    other.finish()
    assert one.asked + other.asked == b"adgcfheb"  # which has another left that is its own now
    one.finish()
    assert [batch.result() for batch in waiting] == [[bytes([letter])] for letter in b"abcdefgh"]


def test_a_process_is_given_no_more_batches_once_they_have_many_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "BATCHES_IN_HAND", 1)
    monkeypatch.setattr(workers, "QUESTIONS_AT_ONCE", 3)
    one = LazyProcess()
    pools = workers.Pools([one])
    waiting = [
        pools.submit(sleep_long, letters, lane) for lane, letters in enumerate(([b"a"], [b"b", b"c"], [b"d", b"e"], [b"f"]))
    ]
    one.finish()
    assert one.asked == b"abcde"
    one.finish()
    one.finish()
    assert [batch.result() for batch in waiting] == [[b"a"], [b"b", b"c"], [b"d", b"e"], [b"f"]]


def test_a_process_has_its_next_batch_before_it_is_done_with_one() -> None:
    one, other = LazyProcess(), LazyProcess()
    pools = workers.Pools([one, other])
    for letter in b"abcdef":
        pools.submit(sleep_long, [bytes([letter])], letter % 2)
    assert (one.asked, other.asked) == (b"ac", b"bd")


def test_if_a_process_is_gone_nothing_waits_for_it() -> None:
    one = LazyProcess()
    pools = workers.Pools([one])
    waiting = [pools.submit(sleep_long, [b"a"], 0) for _ in range(3)]
    for given, _ in one.begun:
        given.set_exception(BrokenProcessPool())
    for batch in waiting:
        with pytest.raises(BrokenProcessPool):
            batch.result()


class GoneProcess:
    """A process that takes nothing any more."""

    def submit(self, _: Batch, questions: Sequence[bytes]) -> Future[list[bytes]]:
        raise BrokenProcessPool(f"too late for {questions}")


def test_a_batch_for_a_process_that_is_gone_fails_though_another_one_was_at_work_when_it_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "MOST_LEFT", 0)
    one = LazyProcess()
    pools = workers.Pools([one, GoneProcess()])
    waiting = [pools.submit(sleep_long, [b"a"], 0) for _ in range(2)]
    one.finish()
    assert waiting[0].result() == [b"a"]
    with pytest.raises(BrokenProcessPool):
        waiting[1].result()


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
