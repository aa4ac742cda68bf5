"""When a learner is away: whole months, and single days; how that is written, and what it leaves of a month's hours.

Knows the calendar; not what it means for a plan.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from mcplanner.ground.months import (
    Month,
    day_name,
    first_day,
    format_spans,
    last_day,
    month_name,
    month_of_day,
    parse_month,
    parse_months,
    spans,
)

Away = Month | date
"""A month in which a learner is away, or a day."""

AWAY_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])(-[0-3][0-9])?(\.\.[0-9]{4}-(0[1-9]|1[0-2])(-[0-3][0-9])?)?$"

MOST_DAYS = 366
"""The longest absence that people may write in days."""

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def parse_away(text: str) -> tuple[Away, ...]:
    """Read a month or a span of them (`2027-06..2027-08`), or a day or a span of these (`2027-06-10..2027-06-20`).

    Raises
    ------
    ValueError
        An end is neither, only one end is a day, or the span runs backwards or is too long.
    """
    ends = text.split("..", 1)
    with_days = [re.fullmatch(_DAY, end, re.ASCII) is not None for end in ends]
    if not any(with_days):
        return parse_months(text)
    if not all(with_days):
        raise ValueError(f"'{text}' has a day at one end only: write days as 2027-06-10..2027-06-20, or months as 2027-06")
    first, last = (_day(end) for end in (ends[0], ends[-1]))
    if last < first:
        raise ValueError(f"'{text}' runs backwards: write the earlier day first")
    days = (last - first).days + 1
    if days > MOST_DAYS:
        raise ValueError(f"'{text}' is longer than a year: write it in months, such as 2027-06..2028-08")
    return tuple(first + timedelta(days=number) for number in range(days))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is not a day: write the day as 2027-04-19") from None
    parse_month(text[:7])  # refuses years that can only be a slip
    return day


def days_of(away: Iterable[Away]) -> list[date]:
    """The days by themselves, in order."""
    return sorted(each for each in away if isinstance(each, date))


def months_of(away: Iterable[Away]) -> list[Month]:
    """The whole months, in order."""
    return sorted(each for each in away if not isinstance(each, date))


def days_left(away: Iterable[Away], month: Month) -> tuple[int, int]:
    """On how many days of a month a learner is there, by the days alone, and how many it has."""
    length = last_day(month).day
    return length - sum(isinstance(each, date) and month_of_day(each) == month for each in away), length


def minutes_left(minutes: int | None, away: Iterable[Away], month: Month) -> int | None:
    """What an absence leaves of a month's minutes a week: as large a part as its days, rounded down; None for no limit."""
    if not away:
        return minutes
    there, length = days_left(away, month)
    if there == length or (there and minutes is None):
        return minutes
    return 0 if minutes is None else minutes * there // length


def periods(away: Iterable[Away]) -> list[frozenset[Away]]:
    """The absences one by one, in order: each month, and days that follow one another."""
    found: list[frozenset[Away]] = [frozenset((month,)) for month in months_of(away)]
    found += [frozenset(day for day in days_of(away) if first <= day <= last) for first, last in _day_spans(away)]
    return sorted(found, key=lambda period: min(each if isinstance(each, date) else first_day(each) for each in period))


def _day_spans(away: Iterable[Away]) -> list[tuple[date, date]]:
    """Days that follow one another as spans, in order."""
    found: list[tuple[date, date]] = []
    for day in days_of(away):
        if found and found[-1][1] + timedelta(days=1) == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def format_away(away: Iterable[Away]) -> str:
    """Absences as people can type them: `2027-06..2027-08, 2027-12-24..2027-12-31`."""
    own = list(away)
    days = [first.isoformat() if first == last else f"{first}..{last}" for first, last in _day_spans(own)]
    return ", ".join([*filter(None, [format_spans(months_of(own))]), *days])


def away_in_words(away: Iterable[Away]) -> list[str]:
    """Absences in words, neighbours drawn together: `Jun 2027 to Aug 2027`, `24 Dec 2027 to 31 Dec 2027`."""
    own = list(away)
    return [
        *(_span(month_name(first), month_name(last)) for first, last in spans(months_of(own))),
        *(_span(day_name(first), day_name(last)) for first, last in _day_spans(own)),
    ]


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
