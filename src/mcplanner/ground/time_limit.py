"""How a computation learns that its time is over: every loop that can be long calls `checkpoint`, wherever it is.

Knows no clock and nothing of what is computed; `watch` has the clock, and says for how long.

Stating a problem, bounding it, counting modules and explaining a plan are functions of their input alone. Time belongs to
whoever waits for the result, so it is not a parameter: every signature from the planner down to a single tree would have to
pass it on. Whoever waits sets the time (`limit_time`), a loop looks at it (`checkpoint`), and an exception ends everything
between the two. So nothing half computed can be mistaken for a result, least of all for a proof.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class OutOfTimeError(Exception):
    """The time was over before there was a result."""


_has_time: ContextVar[Callable[[], bool] | None] = ContextVar("_has_time", default=None)


@contextmanager
def limit_time(has_time: Callable[[], bool]) -> Iterator[None]:
    """Let everything inside run for as long as a function says so; a limit that was set outside does not count inside."""
    token = _has_time.set(has_time)
    try:
        yield
    finally:
        _has_time.reset(token)


def checkpoint() -> None:
    """Go on, unless the time is over; without a limit it never is.

    Raises
    ------
    OutOfTimeError
        The time is over.
    """
    has_time = _has_time.get()
    if has_time is not None and not has_time():
        raise OutOfTimeError
