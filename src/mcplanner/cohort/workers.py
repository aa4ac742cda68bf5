"""Where the work is done: here, in processes of this machine, or on a cluster; whoever hands it out need not know which."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import parent_process
from threading import Thread
from typing import Protocol

from mcplanner.cohort.answering import Batch, begin
from mcplanner.cohort.forms import GO_ON, CohortError
from mcplanner.cohort.pools import Pools


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
    """Begin in a process that leaves Ctrl-C to the one that started it, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    begin(context)


def _end_with_parent() -> None:
    """End this process once the one that started it was killed: a pool would wait for its next batch for ever."""
    parent = parent_process()
    assert parent is not None, "a pool started this process"
    parent.join()
    os._exit(1)
