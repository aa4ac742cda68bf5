"""When a search must stop, and who is told how far it is.

Floor 7. A clock, Ctrl-C and a listener; knows nothing of what is searched.
"""

from collections.abc import Callable
from time import monotonic

Listener = Callable[[str, int, int], None]
"""Told the stage that is sought, the best value so far, and what no plan is under."""


class Watch:
    """The time left for one search after another, until they are interrupted.

    Attributes
    ----------
    interrupted
        Whether Ctrl-C was pressed; then no time is left for anything.
    """

    def __init__(self, seconds: float, listener: Listener | None = None) -> None:
        self._seconds = seconds
        self._listener = listener
        self._deadline = monotonic() + seconds
        self.interrupted = False

    def restart(self) -> None:
        """Give the next search its time."""
        self._deadline = monotonic() + self._seconds

    def interrupt(self) -> None:
        """Leave no time for anything."""
        self.interrupted = True

    @property
    def seconds_left(self) -> float:
        """0 when time is up."""
        return 0.0 if self.interrupted else max(0.0, self._deadline - monotonic())

    def tell(self, stage: str, value: int, low: int) -> None:
        """Tell the listener how far the search is."""
        if self._listener is not None:
            self._listener(stage, value, low)
