"""Times in which a learner can be in no class, as shifts are: on some days, in all months or some, each week or every other.

Knows how such a time is written, and which classes it is in the way of; not when modules run.
"""

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from mcplanner.catalogue.class_times import DAY_MINUTES, WEEKDAYS, ClassTime
from mcplanner.ground.months import Month, format_spans, month_of_day, parse_months

_DAY = "|".join(
    f"[{name[0].upper()}{name[0]}]{name[1:3]}(?:{name[3:]})?"
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)
_TIME = "(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
_MONTH = "[0-9]{4}-(?:0[1-9]|1[0-2])"

BUSY_PATTERN = (
    f"^({_DAY})(?:-({_DAY}))? ({_TIME})-({_TIME}|24:00)"
    f"( every other week(?: from ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}))?)?(?: in ({_MONTH}(?:\\.\\.{_MONTH})?))?$"
)
"""The days, the times of day, whether only every other week and from which day, and the months."""

WAY_TO_WRITE = (
    "write the days and the times as 'mon-fri 08:00-17:00', and after them, if you like, 'every other week from 2027-01-04' or "
    "'in 2027-01..2027-06'"
)


class BusyTime(Struct, frozen=True):
    """A time on each day from one day of the week to another, Monday being 0.

    What ends at an earlier time of day than it begins, ends on the next day.

    Attributes
    ----------
    start, end
        Minutes of the day.
    months
        The first and the last month in which it is; None for all.
    every_other_week
        True for every second week only. A class that is each week falls into one of these sooner or later.
    since
        A day in the first of these weeks; None if they have always been.
    """

    first_day: int
    last_day: int
    start: int
    end: int
    months: tuple[Month, Month] | None = None
    every_other_week: bool = False
    since: date | None = None

    @property
    def times(self) -> tuple[ClassTime, ...]:
        """The time on each of its days."""
        days = ((self.first_day + day) % 7 for day in range((self.last_day - self.first_day) % 7 + 1))
        return tuple(ClassTime(day * DAY_MINUTES + self.start, day * DAY_MINUTES + self._end) for day in days)

    @property
    def minutes(self) -> int:
        """How long it is on each day."""
        return self._end - self.start

    @property
    def _end(self) -> int:
        return self.end + DAY_MINUTES if self.end < self.start else self.end

    @property
    def is_in_all_months(self) -> bool:
        """Return whether there is no month in which it is not."""
        return self.months is None and self.since is None

    def is_in(self, month: Month) -> bool:
        """Return whether it is in a month, in some of its weeks at least."""
        begun = self.since is None or month_of_day(self.since) <= month
        return begun and (self.months is None or self.months[0] <= month <= self.months[1])

    def is_in_the_way_of(self, classes: Iterable[ClassTime]) -> bool:
        """Return whether it shares a minute of the week with a class."""
        times = self.times
        return any(time.clashes_with(own) for time in classes for own in times)


def parse_busy_time(text: str) -> BusyTime:
    """Read `tue 18:00-22:00`, `mon-fri 08:00-17:00 in 2027-01..2027-06` or `sat 08:00-20:00 every other week from 2027-01-04`.

    Raises
    ------
    ValueError
        It is written in another way, or a day or a month does not exist.
    """
    match = re.fullmatch(BUSY_PATTERN, text)
    if match is None:
        raise ValueError(f"'{text}' is not a time in the week: {WAY_TO_WRITE}")
    first, last, start, end, every_other, since, span = match.groups()
    months = None if span is None else parse_months(span)
    return BusyTime(
        first_day=_day(first),
        last_day=_day(last or first),
        start=_minute(start),
        end=_minute(end),
        months=None if months is None else (months[0], months[-1]),
        every_other_week=every_other is not None,
        since=None if since is None else _date(since),
    )


def _day(name: str) -> int:
    return [*map(str, WEEKDAYS)].index(name[:3].lower())


def _minute(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day '{text}'") from None


def format_busy_time(time: BusyTime) -> str:
    """Write it as it is read."""
    days = WEEKDAYS[time.first_day] + (f"-{WEEKDAYS[time.last_day]}" if time.last_day != time.first_day else "")
    every_other = " every other week" * time.every_other_week + (f" from {time.since}" if time.since else "")
    months = "" if time.months is None else f" in {format_spans(map(Month, range(time.months[0], time.months[1] + 1)))}"
    return f"{days} {_time_of_day(time.start)}-{_time_of_day(time.end)}{every_other}{months}"


def _time_of_day(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
