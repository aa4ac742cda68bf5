"""When a search must stop, and who is told how far it is.

Floor 7. A clock, Ctrl-C and a listener; knows nothing of what is searched.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from time import monotonic

Listener = Callable[[str, int | None, int], None]
"""Told the stage that is sought, the best value so far if there is any, and what no plan is under.

Where changes are sought that would make a request possible, it is told `CHANGES`, which of them is sought, and of how many.
"""

CHANGES = "changes"

LONGEST = 1e6
"""So many seconds every clock can count with; no one waits for longer."""


class Watch:
    """The time left for everything that is searched, until it is interrupted; parts of it can be given to single searches."""

    def __init__(self, seconds: float, listener: Listener | None = None, whole: "Watch | None" = None) -> None:
        """Begin with so many seconds, or those that are left of the whole that this is a part of."""
        self._deadline = monotonic() + min(seconds, LONGEST if whole is None else whole.seconds_left)
        self._listener = listener
        self._whole = whole
        self._interrupted = False

    def part(self, seconds: float, listened: bool = True) -> "Watch":
        """A watch for one search of so many seconds, or of those that are left; the listener may be spared what it is told."""
        return Watch(seconds, self._listener if listened else None, self)

    def share(self, searches: int) -> "Watch":
        """A watch for one of several searches that are still to come: what it leaves is left to the others."""
        return self.part(self.seconds_left / searches)

    def interrupt(self) -> None:
        """Leave no time for anything."""
        self._interrupted = True
        if self._whole is not None:
            self._whole.interrupt()

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C was pressed; then no time is left for anything."""
        return self._interrupted or (self._whole is not None and self._whole.interrupted)

    @property
    def seconds_left(self) -> float:
        """0 when time is up."""
        return 0.0 if self.interrupted else max(0.0, self._deadline - monotonic())

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
