"""Gives batches to processes, each of which knows what it has found out, so that little is found out twice."""

from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future
from functools import partial
from itertools import islice
from threading import RLock
from typing import Any

from msgspec import Struct

from mcplanner.cohort.answering import Batch

LANES_OF_PROCESS = 64
"""How many lanes there are for each process: the more, the less is found out twice where one takes over the work of another."""

QUESTIONS_AT_ONCE = 32
"""A process is given no more batches once they have so many questions."""

MOST_LEFT = 64
"""So many questions that wait are left to the process that knows their lanes, though another one has nothing to do."""

BATCHES_IN_HAND = 2
"""How many batches a process has: it begins the next while this process is busy reading rows."""


class _Task(Struct, frozen=True, eq=False):
    """A batch that waits for a process."""

    work: Batch
    questions: Sequence[bytes]
    lane: int
    answers: "Future[list[bytes]]"


class Pools:
    """Processes, each a pool of its own that works on some batches after the others; so are the workers of a cluster.

    One that is done with some takes those of lanes that it has worked on, else of such that nobody has. If there are none, it
    takes over a lane of another process, but not for a few questions: what is known of a lane must be found out anew.
    """

    def __init__(self, pools: Iterable[Any]) -> None:
        self.lanes = 0
        self._free: list[Any] = []
        self._waiting: list[_Task] = []
        self._owners: dict[int, Any] = {}
        self._lock = RLock()
        for pool in pools:
            self.add(pool)

    def add(self, pool: Any) -> None:
        """Give batches to another process, too."""
        with self._lock:
            self.lanes += LANES_OF_PROCESS
            self._free += [pool] * BATCHES_IN_HAND
            self._start()

    def submit(self, work: Batch, questions: Sequence[bytes], lane: int, /) -> "Future[list[bytes]]":
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
        """A process with a hand free for which there are batches, and these: one with both hands free comes first."""
        given = ((pool, self._next_for(pool)) for pool in sorted(self._free, key=self._free.count, reverse=True))
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

    def _pass_on(self, pool: Any, tasks: Sequence[_Task], done: Any) -> None:
        """Pass on what became of some batches."""
        try:
            answers = iter(done.result())
        except (Exception, CancelledError) as error:
            with self._lock:
                self._fail(tasks, error)
            return
        for task in tasks:
            task.answers.set_result([*islice(answers, len(task.questions))])
        with self._lock:
            self._free.append(pool)
            self._start()

    def _fail(self, tasks: Sequence[_Task], error: BaseException) -> None:
        """Let batches fail whose process is gone, and all that waits with them."""
        for lost in (*tasks, *self._waiting):
            lost.answers.set_exception(error)
        self._waiting.clear()


def _size(tasks: Sequence[_Task]) -> int:
    """How many questions some batches have."""
    return sum(len(task.questions) for task in tasks)
