"""The dates of credentials as days, in the time of Singapore.

Knows how dates are written: by XML Schema and RFC 3339 in credentials, and by people in lists. An instant is taken in
the time of Singapore, where its day may be another.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct

from mcplanner.ground.months import FIRST_YEAR, LAST_YEAR, Month, month_of
from mcplanner.ground.spelling import plain_dashes

_ZONE = r"(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?"
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
_MOMENT = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ]{_CLOCK})?)?\s?{_ZONE}",
    re.ASCII | re.IGNORECASE,
)

_MONTHS = (
    "jan january januari",
    "feb february februari",
    "mar march mac",
    "apr april",
    "may mei",
    "jun june",
    "jul july julai",
    "aug august ogos",
    "sep sept september",
    "oct october okt oktober",
    "nov november",
    "dec december dis disember",
)
_MONTH_OF = {name: month for month, names in enumerate(_MONTHS, start=1) for name in names.split()}

_TIME = r"(?:,?\s+\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?)?"
_NAME = r"(?P<name>[a-z]{3,9})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WRITTEN = tuple(
    re.compile(rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?{form}{_TIME}", re.ASCII)
    for form in (
        r"(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
        r"(?P<month>\d{1,2})[./-](?P<year>\d{4})",
        r"(?P<year>\d{4})[./-](?P<month>\d{1,2})",
        rf"{_DAY}(?:\s+of)?[\s.,-]*{_NAME}[\s.,-]*(?P<year>\d{{4}})",
        rf"{_NAME}[\s.,-]*{_DAY}(?:\s+|\s*,\s*)(?P<year>\d{{4}})",
        rf"{_NAME}[\s.,-]*(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[\s.,-]*{_NAME}(?:[\s.,-]*{_DAY})?",
        r"(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?[日号])?",
    )
)


_WORDS_OF_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_OF = {word: number for number, word in enumerate(_WORDS_OF_NUMBERS, start=1)}
_COUNT = rf"(\d{{1,3}}|a|an|{'|'.join(_WORDS_OF_NUMBERS)})"
_UNITS = {
    "years": r"(?:years?|yrs?|y|tahun)",
    "months": r"(?:months?|mths?|mos?|m|bulan)",
    "weeks": r"(?:weeks?|wks?|minggu)",
    "days": r"(?:days?|hari)",
}
_PART = {unit: rf"(?:{_COUNT}[\s-]?{name}\.?)" for unit, name in _UNITS.items()}
_LENGTH = re.compile(
    rf"(?:valid )?(?:for )?{_PART['years']}?(?:,? ?(?:and )?{_PART['months']})?|(?:valid )?(?:for )?{_PART['weeks']}"
    rf"|(?:valid )?(?:for )?{_PART['days']}",
    re.ASCII,
)
_SINCE = re.compile(
    r"[ ,(]*(?:from|after|since|starting|upon) (?:the )?(?:date|day)?(?: of )?(?:issu\w+|completion|award|pass\w*)?\)?$"
)


class Length(Struct, frozen=True):
    """How long something is valid, from the day on which it was earned."""

    months: int
    days: int

    def after(self, day: date) -> date:
        """The last day of it: the same day of another month, or the last day of a shorter month; at most `date.max`."""
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if year >= date.max.year:
            return date.max
        last = _whole_month(year, month + 1)[1]
        same = min(last, last.replace(day=min(day.day, last.day)))
        return min(date.max, same + timedelta(days=self.days))


def length_in(text: str, unit: str | None = None) -> Length | None:
    """The length of time that a text such as `2 years` or `18 months` means; a bare figure has the given unit."""
    words = _SINCE.sub("", " ".join(plain_dashes(text).casefold().split()))
    if unit is not None and re.fullmatch(r"\d{1,3}", words, re.ASCII):
        words = f"{words} {unit}"
    found = _LENGTH.fullmatch(words)
    if found is None or not any(found.groups()):
        return None
    years, months, weeks, days = (0 if count is None else _number(count) for count in found.groups())
    return Length(years * 12 + months, weeks * 7 + days)


def _number(count: str) -> int:
    return int(count) if count.isdigit() else _NUMBER_OF.get(count, 1)


class Times(Struct, frozen=True):
    """When something ended and how long it is valid, by all dates of a credential.

    Attributes
    ----------
    ended, dated_by
        The month of the first date that can be read, and what that date is called; None if there is none.
    expires
        The last day on which it is valid, the first of them if there are several.
    doubts, remarks
        Sentences about dates that cannot be read; it is a doubt if there is no other date.
    """

    ended: Month | None
    dated_by: str | None
    expires: date | None
    doubts: tuple[str, ...]
    remarks: tuple[str, ...]


def times_of(dates: Iterable[tuple[Any, str]], expiries: Iterable[Any]) -> Times:
    """The times by dates, each with a name and the most fitting first, and by dates until which it is valid."""
    expires, doubts = _expiry(expiries)
    read = [(month_in(_text(told)), name) for told, name in dates if told is not None]
    known = [(month, name) for month, name in read if month is not None]
    is_complete = len(known) == len(read)
    if not known:
        doubts = doubts if is_complete else ("the date on which it ended cannot be read", *doubts)
        return Times(None, None, expires, doubts, ())
    ended, dated_by = known[0]
    return Times(ended, dated_by, expires, doubts, () if is_complete else ("another date in it cannot be read",))


def _expiry(expiries: Iterable[Any]) -> tuple[date | None, tuple[str, ...]]:
    """The first of the last days on which something is valid, and a doubt if one of them cannot be read."""
    days = [last_day_in(_text(told)) for told in expiries]
    doubts = ("its expiry date cannot be read",) if None in days else ()
    return min((day for day in days if day is not None), default=None), doubts


def _text(told: Any) -> str | None:
    """A date as text, also out of a value object; None for anything else."""
    value = told.get("@value") if isinstance(told, dict) else told
    return value if isinstance(value, str) else None


def month_in(text: str | None) -> Month | None:
    """The month in Singapore of a date in any form; None for anything else."""
    days = _days(text)
    return None if days is None or not FIRST_YEAR <= days[0].year <= LAST_YEAR else month_of(days[0].year, days[0].month)


def last_day_in(text: str | None) -> date | None:
    """The last day in Singapore that begins before a date ends; None for anything that is not a date."""
    days = _days(text)
    return None if days is None or days[1].year < FIRST_YEAR else days[1]


def _days(text: str | None) -> tuple[date, date] | None:
    """The first and the last day of a written date: the same if it names a day."""
    words = " ".join(plain_dashes(text or "").split())
    try:
        moment = _MOMENT.fullmatch(words)
        if moment is not None:
            return _of_moment(moment)
        return next(_of_written(words.casefold()), None)
    except (ValueError, OverflowError):
        return None


def _of_moment(moment: re.Match[str]) -> tuple[date, date]:
    year, month = int(moment["year"]), int(moment["month"])
    if moment["day"] is None:
        return _whole_month(year, month)
    day = date(year, month, int(moment["day"]))
    if moment["hour"] is None:
        return day, day
    hour, minute, second = (int(moment[name] or 0) for name in ("hour", "minute", "second"))
    # The end of a day may be written as hour 24, and a leap second as second 60.
    if (hour, minute, second) != (24, 0, 0) and (hour > 23 or minute > 59 or second > 60):
        raise ValueError("no time of day")
    if day.year == date.max.year:
        return day, day
    at = datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    local = (at - _offset(moment["zone"])).date()
    return local, local


def _offset(zone: str | None) -> timedelta:
    """How far a time is ahead of Singapore's."""
    if zone is None:
        return timedelta(0)
    digits = re.sub(r"\D", "", zone).ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        raise ValueError("no time zone")
    ahead = timedelta(hours=hours, minutes=minutes)
    return (-ahead if zone.startswith("-") else ahead) - timedelta(hours=8)


def _of_written(words: str) -> Iterator[tuple[date, date]]:
    for form in _WRITTEN:
        found = form.fullmatch(words)
        if found is None:
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if parts.get("month") else _MONTH_OF.get(parts.get("name") or "")
        if month is None:
            continue
        year = int(parts["year"])
        if parts.get("day") is None:
            yield _whole_month(year, month)
        else:
            day = date(year, month, int(parts["day"]))
            yield day, day


def _whole_month(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    if (year, month) == (date.max.year, 12):
        return first, date.max
    after = date(year + month // 12, month % 12 + 1, 1)
    return first, after - timedelta(days=1)
