"""The time that a computation has: every loop that can be long looks at it, wherever the loop stands.

Knows no clock and nothing of what is computed.

Stating a problem, bounding it, counting modules and explaining a plan are functions of their input alone; the time belongs to
whoever waits for them. So it is no parameter of theirs, which every signature from the planner down to a single tree would have
to hand on. Whoever waits says how long (`limited`), a loop looks (`checkpoint`), and an exception ends everything between the
two. Nothing half computed can be mistaken for a result, and least of all for a proof.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class OutOfTimeError(Exception):
    """The time was over before the result was there."""


_has_time: ContextVar[Callable[[], bool] | None] = ContextVar("_has_time", default=None)


@contextmanager
def limited(has_time: Callable[[], bool]) -> Iterator[None]:
    """Give everything inside time for as long as a function says so, in place of the time that was given outside."""
    token = _has_time.set(has_time)
    try:
        yield
    finally:
        _has_time.reset(token)


def checkpoint() -> None:
    """Look at the time that was given, if any.

    Raises
    ------
    OutOfTimeError
        It is over.
    """
    has_time = _has_time.get()
    if has_time is not None and not has_time():
        raise OutOfTimeError
