"""Calendar months as integers: months since year 0, so that 2027-01 is 2027 * 12.

Knows the calendar and nothing of courses or plans.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NewType

Month = NewType("Month", int)
"""A calendar month as the number of months since January of year 0."""

CALENDAR = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

FIRST_YEAR, LAST_YEAR = 1950, 2199
"""The years of the months that people may write; any other is a slip."""

MOST_MONTHS = 600
"""The longest span of months that people may write: 50 years."""

_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_MONTH = r"([0-9]{4})-(0[1-9]|1[0-2])"


def month_of(year: int, month: int) -> Month:
    """The month `month` (1 to 12) of `year`."""
    return Month(year * 12 + month - 1)


def month_of_day(day: date | int) -> Month:
    """The month of a day; a month stands for itself."""
    return month_of(day.year, day.month) if isinstance(day, date) else Month(day)


def parse_month(text: str) -> Month:
    """Read `2027-04`.

    Raises
    ------
    ValueError
        The text is not a year and a month as `YYYY-MM`.
    """
    match = re.fullmatch(_MONTH, text)
    if match is None:
        raise ValueError(f"'{text}' is not a month: write the year and the month as 2027-04")
    if not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise ValueError(f"'{text}' is not between {FIRST_YEAR} and {LAST_YEAR}")
    return month_of(int(match[1]), int(match[2]))


def parse_day_or_month(text: str) -> date | Month:
    """Read `2027-04-19`, or `2027-04` where the day is not known.

    Raises
    ------
    ValueError
        The text is neither.
    """
    if re.fullmatch(_DAY, text):
        return date.fromisoformat(text)
    if not re.fullmatch(_MONTH, text):
        raise ValueError(f"'{text}' is not a day: write the day as 2027-04-19, or the month as 2027-04")
    return parse_month(text)


def parse_months(text: str) -> tuple[Month, ...]:
    """Read one month (`2027-06`) or a span with both ends included (`2027-06..2027-08`).

    Raises
    ------
    ValueError
        An end is not a month, or the span runs backwards.
    """
    first_text, separator, last_text = text.partition("..")
    if separator and not (first_text and last_text):
        raise ValueError(f"'{text}' has only one end: write both, as in 2027-06..2027-08")
    first = parse_month(first_text)
    last = parse_month(last_text) if separator else first
    if last < first:
        raise ValueError(f"'{text}' runs backwards: write the earlier month first")
    if last - first >= MOST_MONTHS:
        raise ValueError(f"'{text}' is longer than {MOST_MONTHS // 12} years")
    return tuple(Month(month) for month in range(first, last + 1))


def format_month(month: Month) -> str:
    """The ISO form, `2027-04`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def spans(months: Iterable[Month]) -> list[tuple[Month, Month]]:
    """Months as spans, each the first and the last of months that follow one another, in order."""
    found: list[tuple[Month, Month]] = []
    for month in sorted(months):
        if found and found[-1][1] + 1 == month:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found


def format_spans(months: Iterable[Month]) -> str:
    """Months as people can type them, `2027-06..2027-08`, with commas between spans."""
    return ", ".join(
        format_month(first) if first == last else f"{format_month(first)}..{format_month(last)}"
        for first, last in spans(months)
    )


def month_name(month: Month) -> str:
    """The form for people to read, `Apr 2027`."""
    return f"{CALENDAR[month % 12].capitalize()} {month // 12}"


def span_name(first: Month, last: Month) -> str:
    """`Apr 2027 to Sep 2027`, or one month."""
    return month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"


def day_name(day: date | int) -> str:
    """`19 Oct 2026`, or `Oct 2026` where only the month is known."""
    if not isinstance(day, date):
        return month_name(Month(day))
    return f"{day.day} {month_name(month_of_day(day))}"


def when_text(day: date | int) -> str:
    """`on 19 Oct 2026`, or `in Oct 2026` where only the month is known."""
    return f"{'on' if isinstance(day, date) else 'in'} {day_name(day)}"


@lru_cache(MOST_MONTHS)
def first_day(month: Month) -> date:
    """The first day of the month."""
    return date(month // 12, month % 12 + 1, 1)


@lru_cache(MOST_MONTHS)
def last_day(month: Month) -> date:
    """The last day of the month."""
    return first_day(Month(month + 1)) - timedelta(days=1)


def months_through(first: date, last: date) -> int:
    """The months from a day through another, a part of one counting whole: 19 October through 18 April are six."""
    return (last.year - first.year) * 12 + last.month - first.month + (last.day >= first.day)


def month_after(day: date) -> Month:
    """The first month that begins after `day`: the first in which a learner can still do everything."""
    return Month(month_of_day(day) + 1)
