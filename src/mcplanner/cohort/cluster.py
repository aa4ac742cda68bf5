"""Has the work done on a dask cluster: on one that runs, or on one that it starts on this machine.

The only file that imports dask. A worker that dies has its batches done again by another one, which changes nothing: only the
process that reads and writes rows keeps anything.
"""

import logging
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from threading import Lock
from typing import Any

from mcplanner.cohort.answering import Batch, Desk, desks_of
from mcplanner.cohort.children import ending_new_children
from mcplanner.cohort.forms import GO_ON, CohortError
from mcplanner.cohort.pools import Pools
from mcplanner.cohort.task_as_code import task
from mcplanner.ground.version import __version__

LOCAL = "local"
"""The word for a cluster on this machine."""

SECONDS_TO_JOIN = 30
"""How long to wait for a scheduler, for a first worker, and for another one when the last worker is gone."""

SECONDS_BETWEEN_LOOKS = 1
SECONDS_TO_CLOSE = 30

MOST_RUNS = 4
"""The most runs for which a worker keeps what their questions have in common."""

SETTINGS = {
    "distributed.worker.multiprocessing-method": None,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.profile.enabled": False,
}
"""Settings of a cluster on this machine: its processes begin as others do, and do not watch themselves, since nobody looks."""

LOADED_AHEAD = ("distributed", "distributed.worker", "mcplanner.cohort.cluster", "mcplanner.planning.single_request")
"""What a worker of a cluster on this machine begins with."""

LOGGERS = ("distributed", "distributed.client")
"""What dask would say beside the messages of mcplan."""

SAME_EVERYWHERE = f"install version {__version__} of mcplan on all of them"

_ALONE = Lock()


def answer_in_turn(content: bytes, work: Batch, questions: Sequence[bytes]) -> list[bytes]:
    """Answer questions in a worker, which may have several threads and work for several runs: one batch at a time."""
    with _ALONE:
        Desk.of_process = _desks(content)
        return work(questions)


@lru_cache(maxsize=MOST_RUNS)
def _desks(content: bytes) -> Sequence[Desk]:
    return desks_of(content)


class Waiting:
    """Answers that come from a cluster."""

    def __init__(self, cluster: "Cluster", answers: "Future[list[bytes]]") -> None:
        self._cluster, self._answers = cluster, answers

    def result(self) -> list[bytes]:
        """Wait for them, and see meanwhile that somebody is there to send them."""
        waited = 0
        while waited <= SECONDS_TO_JOIN:
            try:
                return self._answers.result(timeout=SECONDS_BETWEEN_LOOKS)
            except TimeoutError:
                waited = 0 if self._cluster.has_workers() else waited + SECONDS_BETWEEN_LOOKS
            except OSError:  # the connection broke while they came
                raise CancelledError from None
            except ImportError as error:
                raise CohortError(f"{error}: {SAME_EVERYWHERE}; {GO_ON}") from None
        raise CohortError(f"the cluster has no worker any more: {GO_ON}")


class Cluster:
    """Takes batches for the workers of a cluster, which each get what is common once."""

    def __init__(self, client: Any, context: bytes) -> None:
        self._client = client
        # The result of a task, not data that is scattered: it can be had again when all workers that have it are lost.
        self._context = client.submit(bytes, context, pure=False)
        self._known: set[str] = set()
        self._pools = Pools(())
        self._give_work_to(client.has_what())

    @property
    def lanes(self) -> int:
        """How many there are; more, once there are more workers."""
        return self._pools.lanes

    def submit(self, work: Batch, questions: Sequence[bytes], lane: int, /) -> Waiting:
        """Take a batch."""
        return Waiting(self, self._pools.submit(work, questions, lane))

    def has_workers(self) -> bool:
        """Return whether there is a worker, and give work to those that have come.

        Raises
        ------
        CancelledError
            The scheduler is lost.
        """
        if self._client.status != "running":
            raise CancelledError
        workers = self._client.scheduler_info()["workers"]
        self._give_work_to(workers)
        return bool(workers)

    def _give_work_to(self, workers: Iterable[str]) -> None:
        """Give work to workers that have none yet."""
        for address in sorted(set(workers) - self._known):
            self._known.add(address)
            self._pools.add(_Worker(self._client, self._context, address))


class _Worker:
    """A worker; others do what it had to do once it is gone."""

    def __init__(self, client: Any, context: Any, address: str) -> None:
        self._client, self._context, self._address = client, context, address

    def submit(self, work: Batch, questions: Sequence[bytes], /) -> Any:
        asked = (task(work), self._context, questions)
        return self._client.submit(*asked, workers=[self._address], allow_other_workers=True, pure=False)


@contextmanager
def cluster(context: bytes, address: str, workers: int) -> Iterator[Cluster]:
    """A cluster that runs at an address, or one of so many processes here, for as long as the block takes.

    Raises
    ------
    CohortError
        It cannot be had, or is lost.
    """
    if address == LOCAL:
        _load_ahead()
    try:
        import distributed
    except ImportError:
        raise CohortError("--cluster needs dask: install it with pip install 'mcplanner[cluster]'") from None
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with ExitStack() as stack:
        client = _client(stack, _started(stack, workers) if address == LOCAL else address, address)
        try:
            yield Cluster(client, context)
        except CancelledError:
            raise CohortError(f"the cluster was lost: {GO_ON}") from None
        except distributed.KilledWorker:
            raise CohortError(f"questions ended several workers, one after the other: {GO_ON}") from None


def _load_ahead() -> None:
    """Have a process load what each worker needs, while this one loads the same; the workers then branch off from it.

    Elsewhere than on Linux, the system's libraries may not be what a process branches off with.
    """
    if sys.platform == "linux":
        from multiprocessing import forkserver, set_start_method

        set_start_method("forkserver", force=True)
        forkserver.set_forkserver_preload([*LOADED_AHEAD])
        forkserver.ensure_running()


def _started(stack: ExitStack, workers: int) -> Any:
    """A cluster of processes here, which ends with the stack."""
    from dask import config
    from distributed import LocalCluster

    stack.enter_context(config.set(SETTINGS))
    start: Any = LocalCluster
    own = {"threads_per_worker": 1, "memory_limit": 0, "preload": [__name__]}
    stack.callback(ending_new_children())  # last, should one be starting while the cluster ends
    started = start(n_workers=workers, host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL, **own)
    stack.callback(_close, started)
    return started


def dask_setup(_: object) -> None:
    """Leave Ctrl-C to the process that started the cluster; dask calls this in each worker that is started here."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _client(stack: ExitStack, at: Any, address: str) -> Any:
    """A connection to a cluster that has a worker; it ends with the stack."""
    from distributed import Client

    connect: Any = Client
    try:
        client = connect(at, timeout=SECONDS_TO_JOIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CohortError(f"cannot reach the cluster '{address}': {error}") from None
    stack.callback(_close, client)
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_JOIN)
    except TimeoutError:
        raise CohortError(f"no worker has joined the cluster '{address}'") from None
    return client


def _close(what: Any) -> None:
    """Close what may be lost already."""
    with suppress(TimeoutError):
        what.close(timeout=SECONDS_TO_CLOSE)
