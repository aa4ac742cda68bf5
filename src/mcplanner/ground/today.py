"""The day it is, in its only place.

Knows the clock, and the variable by which tests and repeatable builds set the day.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone

_SINGAPORE = timezone(timedelta(hours=8))

_DAY: ContextVar[date | None] = ContextVar("day", default=None)


def today() -> date:
    """Return the day in Singapore; SOURCE_DATE_EPOCH (seconds since 1970), if set, replaces the clock for repeatable output."""
    day = _DAY.get()
    if day is not None:
        return day
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(fixed), _SINGAPORE) if fixed.isdecimal() and len(fixed) < 12 else datetime.now(_SINGAPORE)
    return now.date()


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Have it be that day in the block, for what began on it and goes on later."""
    before = _DAY.set(day)
    try:
        yield
    finally:
        _DAY.reset(before)
