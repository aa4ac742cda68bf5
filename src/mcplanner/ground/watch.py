"""When a search must stop, and who hears how far it is: a clock, Ctrl-C and a listener.

Knows nothing of what is searched. `time_limit` is the other half: it carries a limit to the loops below without a clock, and
this file sets it, from the seconds that a learner gives.

A search that has found something looks at `seconds_left`, and ends when there are none. Everything else calls `checkpoint`,
which stops what would not stop by itself: it allows a little more time, so that a short limit still leads to a first plan.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import current_thread, main_thread
from time import monotonic

from mcplanner.ground.time_limit import limit_time

Listener = Callable[[str, int | None, int], None]
"""Called with the stage that is searched, the best value so far (None if there is none yet), and a value that no plan beats.

While changes that would make a request possible are searched, it is called with `CHANGES`, the number of the change, and how
many there are; while it is searched what holds a plan back, in the same way with `HOLDING_BACK`.
"""

CHANGES = "changes"
HOLDING_BACK = "holding back"

LONGEST = 1e6
"""Seconds that every clock can handle; nobody waits longer."""

SECONDS_MORE = 1.5
"""How long after its time a search is stopped that does not stop by itself."""

SECONDS_TO_FINISH = 3.0
"""How long after all time is up the plan that was found may still be filled in, verified and explained."""

SECONDS_AFTER_CTRL_C = 1.0
"""The same after Ctrl-C, which ends a search at once."""


class _Interruption:
    """When Ctrl-C was pressed, if it was; a watch and all its parts share one."""

    at: float | None = None


class Watch:
    """The time left for all searches of one command; single searches can get parts of it, and Ctrl-C ends it."""

    def __init__(self, seconds: float, listener: Listener | None = None, whole: "Watch | None" = None) -> None:
        """Start the clock: with so many seconds, or with what is left of the whole if that is less."""
        self._deadline = monotonic() + min(seconds, LONGEST if whole is None else whole.seconds_left)
        self._end: float = self._deadline if whole is None else min(self._deadline, whole._end)
        self._end_of_all: float = self._deadline if whole is None else whole._end_of_all
        self._listener = listener
        self._interruption: _Interruption = _Interruption() if whole is None else whole._interruption

    def part(self, seconds: float, listened: bool = True) -> "Watch":
        """A watch for one search of so many seconds, or what is left of them; unless `listened`, the listener hears nothing."""
        return Watch(seconds, self._listener if listened else None, self)

    def share(self, searches: int) -> "Watch":
        """A watch for one of so many searches that still have to run; they share what it does not use."""
        return self.part(self.seconds_left / searches)

    def interrupt(self) -> None:
        """Take away all the time that is left."""
        if self._interruption.at is None:
            self._interruption.at = monotonic()

    @property
    def interrupted(self) -> bool:
        """Return whether Ctrl-C was pressed; no time is left then."""
        return self._interruption.at is not None

    @property
    def seconds_left(self) -> float:
        """How many seconds are left; 0 when time is up."""
        return 0.0 if self.interrupted else max(0.0, self._deadline - monotonic())

    @property
    def is_over(self) -> bool:
        """Return whether no time is left."""
        return not self.seconds_left

    def limiting(self) -> AbstractContextManager[None]:
        """Stop the search inside with `OutOfTimeError` if it does not stop by itself."""
        over, interruption = self._end + SECONDS_MORE, self._interruption
        return limit_time(lambda: interruption.at is None and monotonic() <= over)

    def finishing(self) -> AbstractContextManager[None]:
        """Stop the work inside on a plan that was found with `OutOfTimeError`; it may take a little longer than the search."""
        over, interruption = self._end_of_all + SECONDS_TO_FINISH, self._interruption

        def has_time() -> bool:
            pressed = interruption.at
            return monotonic() <= (over if pressed is None else min(over, pressed + SECONDS_AFTER_CTRL_C))

        return limit_time(has_time)

    @contextmanager
    def heeding_ctrl_c(self) -> Iterator[None]:
        """Let Ctrl-C interrupt the watch, wherever the search is; pressed again, it raises KeyboardInterrupt as usual.

        An exception in the middle of a search would lose what was found, or break an import. A program that handles Ctrl-C in
        its own way keeps doing so, and threads never receive it.
        """
        before = signal.getsignal(signal.SIGINT)
        if current_thread() is not main_thread() or before is not signal.default_int_handler:
            yield
            return

        def heed(*_: object) -> None:
            if self.interrupted:
                raise KeyboardInterrupt
            self.interrupt()

        signal.signal(signal.SIGINT, heed)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def tell(self, stage: str, value: int | None, low: int) -> None:
        """Tell the listener how far the search is, if there is one."""
        if self._listener is not None:
            self._listener(stage, value, low)
