"""Which batches a process is given next, by processes that work when the test tells them to."""

from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from mcplanner.cohort import pools
from mcplanner.cohort.answering import Batch


def nothing(_: Sequence[bytes]) -> list[bytes]:
    """What these processes are told to do, and only pretend to."""
    raise AssertionError


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
    monkeypatch.setattr(pools, "BATCHES_IN_HAND", 1)
    monkeypatch.setattr(pools, "MOST_LEFT", 1)
    one, other = LazyProcess(), LazyProcess()
    tried = pools.Pools([one, other])
    waiting = [tried.submit(nothing, [bytes([letter])], letter % 3) for letter in b"abcdefgh"]
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
    monkeypatch.setattr(pools, "BATCHES_IN_HAND", 1)
    monkeypatch.setattr(pools, "QUESTIONS_AT_ONCE", 3)
    one = LazyProcess()
    tried = pools.Pools([one])
    waiting = [
        tried.submit(nothing, letters, lane) for lane, letters in enumerate(([b"a"], [b"b", b"c"], [b"d", b"e"], [b"f"]))
    ]
    one.finish()
    assert one.asked == b"abcde"
    one.finish()
    one.finish()
    assert [batch.result() for batch in waiting] == [[b"a"], [b"b", b"c"], [b"d", b"e"], [b"f"]]


def test_a_process_has_its_next_batch_before_it_is_done_with_one() -> None:
    one, other = LazyProcess(), LazyProcess()
    tried = pools.Pools([one, other])
    for letter in b"abcdef":
        tried.submit(nothing, [bytes([letter])], letter % 2)
    assert (one.asked, other.asked) == (b"ac", b"bd")


def test_if_a_process_is_gone_nothing_waits_for_it() -> None:
    one = LazyProcess()
    tried = pools.Pools([one])
    waiting = [tried.submit(nothing, [b"a"], 0) for _ in range(3)]
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
    monkeypatch.setattr(pools, "MOST_LEFT", 0)
    one = LazyProcess()
    tried = pools.Pools([one, GoneProcess()])
    waiting = [tried.submit(nothing, [b"a"], 0) for _ in range(2)]
    one.finish()
    assert waiting[0].result() == [b"a"]
    with pytest.raises(BrokenProcessPool):
        waiting[1].result()
