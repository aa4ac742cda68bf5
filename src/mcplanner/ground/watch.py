"""When a search must stop, and who is told how far it is.

A clock, Ctrl-C and a listener; knows nothing of what is searched.

A search that has found something looks at `seconds_left`, and ends with that. Everything else looks at `checkpoint`, which is
there to end what would not end by itself: it gives a little more time, so that a short limit still leads to a first plan.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import current_thread, main_thread
from time import monotonic

from mcplanner.ground.time_limit import limited

Listener = Callable[[str, int | None, int], None]
"""Told the stage that is sought, the best value so far if there is any, and what no plan is under.

Where changes are sought that would make a request possible, it is told `CHANGES`, which of them is sought, and of how many.
"""

CHANGES = "changes"

LONGEST = 1e6
"""So many seconds every clock can count with; no one waits for longer."""

SECONDS_MORE = 1.5
"""How long after its time a search is ended that does not end by itself."""

SECONDS_TO_FINISH = 3.0
"""How long after the time for everything what was found may still be written down, verified and explained."""

SECONDS_AFTER_CTRL_C = 1.0
"""How long that may take once Ctrl-C was pressed; a search then ends at once."""


class _Interruption:
    """When Ctrl-C was pressed, if it was: once for a watch and all its parts."""

    at: float | None = None


class Watch:
    """The time left for everything that is searched, until it is interrupted; parts of it can be given to single searches."""

    def __init__(self, seconds: float, listener: Listener | None = None, whole: "Watch | None" = None) -> None:
        """Begin with so many seconds, or those that are left of the whole that this is a part of."""
        self._deadline = monotonic() + min(seconds, LONGEST if whole is None else whole.seconds_left)
        self._end: float = self._deadline if whole is None else min(self._deadline, whole._end)
        self._end_of_all: float = self._deadline if whole is None else whole._end_of_all
        self._listener = listener
        self._interruption: _Interruption = _Interruption() if whole is None else whole._interruption

    def part(self, seconds: float, listened: bool = True) -> "Watch":
        """A watch for one search of so many seconds, or of those that are left; the listener may be spared what it is told."""
        return Watch(seconds, self._listener if listened else None, self)

    def share(self, searches: int) -> "Watch":
        """A watch for one of several searches that are still to come: what it leaves is left to the others."""
        return self.part(self.seconds_left / searches)

    def interrupt(self) -> None:
        """Leave no time for anything."""
        if self._interruption.at is None:
            self._interruption.at = monotonic()

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C was pressed; then no time is left for anything."""
        return self._interruption.at is not None

    @property
    def seconds_left(self) -> float:
        """0 when time is up."""
        return 0.0 if self.interrupted else max(0.0, self._deadline - monotonic())

    def limiting(self) -> AbstractContextManager[None]:
        """End a search inside with `OutOfTimeError` where it does not end by itself."""
        over, interruption = self._end + SECONDS_MORE, self._interruption
        return limited(lambda: interruption.at is None and monotonic() <= over)

    def finishing(self) -> AbstractContextManager[None]:
        """End with `OutOfTimeError` what is done inside with what was found, which may take a little longer."""
        over, interruption = self._end_of_all + SECONDS_TO_FINISH, self._interruption

        def has_time() -> bool:
            pressed = interruption.at
            return monotonic() <= (over if pressed is None else min(over, pressed + SECONDS_AFTER_CTRL_C))

        return limited(has_time)

    @contextmanager
    def heeding_ctrl_c(self) -> Iterator[None]:
        """Let Ctrl-C interrupt the watch, wherever the search is; pressed once more, it raises KeyboardInterrupt as usual.

        Raised anywhere, it would lose what was found, or break what is just being loaded. A program that has its own way with
        Ctrl-C keeps it, as does a thread, to which it never comes.
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
        """Tell the listener how far the search is."""
        if self._listener is not None:
            self._listener(stage, value, low)
