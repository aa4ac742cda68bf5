"""Where the work is done: here, in processes of this machine, or on a cluster; whoever hands it out need not know which."""

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from functools import partial
from itertools import islice
from threading import RLock
from typing import Any, Protocol

from msgspec import Struct

from mcplanner.cohort.answering import Batch, begin
from mcplanner.cohort.forms import GO_ON, CohortError

LANES_OF_PROCESS = 64
"""How many lanes there are for each process: the more, the less is found out twice where one takes over the work of another."""

QUESTIONS_AT_ONCE = 32
"""A process is given no more batches once they have so many questions."""

MOST_LEFT = 64
"""So many questions that wait are left to the process that knows their lanes, though another one has nothing to do."""

BATCHES_IN_HAND = 2
"""How many batches a process has: it begins the next while this process is busy reading rows."""


class PendingAnswers(Protocol):
    """Answers that are on their way."""

    def result(self) -> list[bytes]:
        """Wait for them."""


class Executor(Protocol):
    """What takes batches of questions, in so many lanes.

    Where it can be, a lane stays with one worker, who has found out for it what helps with more of it.
    """

    @property
    def lanes(self) -> int:
        """How many there are: so many batches, or more, come of the new questions of a chunk."""

    def submit(self, work: Batch, questions: Sequence[bytes], lane: int, /) -> PendingAnswers:
        """Take a batch."""


class _Later:
    """A batch that is answered once somebody waits for it."""

    def __init__(self, work: Batch, questions: Sequence[bytes]) -> None:
        self.result = partial(work, questions)


class _Here:
    lanes = 1

    def submit(self, work: Batch, questions: Sequence[bytes], _: int, /) -> PendingAnswers:
        return _Later(work, questions)


class _Task(Struct, frozen=True, eq=False):
    """A batch that waits for a process."""

    work: Batch
    questions: Sequence[bytes]
    lane: int
    answers: "Future[list[bytes]]"


class Pools:
    """Processes, each a pool of its own that works on some batches after the others.

    One that is done with some takes those of lanes that it has worked on, else of such that nobody has. If there are none, it
    takes over a lane of another process, but not for a few questions: what is known of a lane must be found out anew.
    """

    def __init__(self, pools: Sequence[Any]) -> None:
        self.lanes = LANES_OF_PROCESS * len(pools)
        self._free = [*pools] * BATCHES_IN_HAND
        self._waiting: list[_Task] = []
        self._owners: dict[int, Any] = {}
        self._lock = RLock()

    def submit(self, work: Batch, questions: Sequence[bytes], lane: int, /) -> PendingAnswers:
        task = _Task(work, questions, lane, Future())
        with self._lock:
            self._waiting.append(task)
            self._start()
        return task.answers

    def _start(self) -> None:
        """Give each process that has a hand free some batches, as long as there are any for it."""
        while (found := self._next()) is not None:
            self._free.remove(found[0])
            self._give(*found)

    def _next(self) -> tuple[Any, list[_Task]] | None:
        """The first process with a hand free for which there are batches, and these."""
        given = ((pool, self._next_for(pool)) for pool in self._free)
        return next(((pool, tasks) for pool, tasks in given if tasks), None)

    def _next_for(self, pool: Any) -> list[_Task]:
        """The first batches of lanes that are a pool's own, or of nobody's; else the last of many, whose lane it takes over."""
        for owner in (pool, None):
            tasks: list[_Task] = []
            for task in self._waiting:
                if self._owners.get(task.lane) is owner and _size(tasks) < QUESTIONS_AT_ONCE:
                    tasks.append(task)
            if tasks:
                return tasks
        return self._waiting[-1:] if _size(self._waiting) > MOST_LEFT else []

    def _give(self, pool: Any, tasks: list[_Task]) -> None:
        self._waiting = [task for task in self._waiting if task not in tasks]
        self._owners |= dict.fromkeys((task.lane for task in tasks), pool)
        try:
            given = pool.submit(tasks[0].work, [question for task in tasks for question in task.questions])
        except BrokenExecutor as error:
            self._fail(tasks, error)
        else:
            given.add_done_callback(partial(self._pass_on, pool, tasks))

    def _pass_on(self, pool: Any, tasks: Sequence[_Task], done: "Future[list[bytes]]") -> None:
        """Pass on what became of some batches."""
        if done.cancelled():
            return
        with self._lock:
            error = done.exception()
            if error is None:
                answers = iter(done.result())
                for task in tasks:
                    task.answers.set_result([*islice(answers, len(task.questions))])
                self._free.append(pool)
                self._start()
            else:
                self._fail(tasks, error)

    def _fail(self, tasks: Sequence[_Task], error: BaseException) -> None:
        """Let batches fail whose process is gone, and all that waits with them."""
        for lost in (*tasks, *self._waiting):
            lost.answers.set_exception(error)
        self._waiting.clear()


def _size(tasks: Sequence[_Task]) -> int:
    """How many questions some batches have."""
    return sum(len(task.questions) for task in tasks)


@contextmanager
def executor(context: bytes, workers: int = 1, address: str | None = None) -> Iterator[Executor]:
    """Workers that have what is common: this process, several of this machine, or those of a cluster.

    Raises
    ------
    CohortError
        A worker died, or the cluster cannot be had or is lost.
    """
    if address is not None:
        from mcplanner.cohort.cluster import cluster

        with cluster(context, address, workers) as running:
            yield running
    elif workers == 1:
        begin(context)
        yield _Here()
    else:
        with _processes(context, workers) as pool:
            yield pool


@contextmanager
def _processes(context: bytes, workers: int) -> Iterator[Executor]:
    """Processes, which end with the block: at once if it fails, since nobody waits for their answers any more."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from mcplanner.cohort.children import ending_new_children

    end = ending_new_children()
    pools = [ProcessPoolExecutor(1, get_context("spawn"), _begin_process, (context,)) for _ in range(workers)]
    for pool in pools:
        pool.submit(bool)  # so that it starts its process at once, while the first rows are read
    try:
        yield Pools(pools)
    except BaseException as error:
        end()
        if isinstance(error, BrokenExecutor):
            raise CohortError(f"a worker ended before its time: {GO_ON}") from None
        raise
    finally:
        for pool in pools:
            pool.shutdown(cancel_futures=True)


def _begin_process(context: bytes) -> None:
    """Begin in a process that leaves Ctrl-C to the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begin(context)
