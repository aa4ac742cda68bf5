"""Class times: on which day of the week, from when until when.

Knows the week; nothing of modules and months.
"""

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

SESSION_PATTERN = r"^(mon|tue|wed|thu|fri|sat|sun) ([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
SATURDAY = 5
"""Its number among the days of a week that begins on a Monday with 0."""
EVENING_MINUTE = 18 * 60
"""A class that goes on after this minute of its day takes the evening."""


class ClassTime(Struct, frozen=True, order=True):
    """A weekly class as minutes since Monday 00:00, the end excluded.

    The week is a circle: a class that goes on past Sunday's midnight ends after the last minute of the week, on Monday.
    """

    start_minute: int
    end_minute: int

    def clashes_with(self, other: "ClassTime") -> bool:
        """Return whether the two share any minute."""
        return self.takes(other.start_minute) or other.takes(self.start_minute)

    def takes(self, minute: int) -> bool:
        """Return whether it goes on in a minute of the week."""
        return (minute - self.start_minute) % WEEK_MINUTES < self.minutes

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end_minute - self.start_minute

    @property
    def evening(self) -> int | None:
        """The day of the week on which it begins, Monday being 0, if it goes on after six; None for a class by day."""
        day = self.start_minute // DAY_MINUTES
        return day if self.end_minute > day * DAY_MINUTES + EVENING_MINUTE else None


@lru_cache(4096)
def parse_class_time(session: str) -> ClassTime:
    """Read `tue 18:30-21:30`; what ends at an earlier time of day than it begins, ends on the next day.

    Raises
    ------
    ValueError
        The text is not a weekday and two times of day.
    """
    if re.fullmatch(SESSION_PATTERN, session) is None:
        raise ValueError(f"'{session}' is not a class time: write the day and the times as 'tue 18:30-21:30'")
    day, times = session.split(" ")
    start, end = (int(time[:2]) * 60 + int(time[3:]) for time in times.split("-"))
    midnight = WEEKDAYS.index(day) * DAY_MINUTES
    return ClassTime(midnight + start, midnight + end + (DAY_MINUTES if end < start else 0))
