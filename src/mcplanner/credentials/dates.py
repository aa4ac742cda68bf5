"""The dates of credentials as months.

Floor 4a. Knows how dates are written in files; an instant is taken in the time of Singapore, where its month may be another.
"""

import re
from datetime import date, datetime, timedelta, timezone

from mcplanner.months import FIRST_YEAR, LAST_YEAR, Month, month_of, parse_month

SINGAPORE = timezone(timedelta(hours=8))

_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def month_in(text: str | None) -> Month | None:
    """The month of `2026-09`, `2026-09-30`, `2026-09-30T16:00:00Z` or `30/09/2026`; None for anything else."""
    words = (text or "").strip()
    try:
        if _MONTH.fullmatch(words):
            return parse_month(words)
        day = _day(words)
    except (ValueError, OverflowError):
        return None
    return None if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR else month_of(day.year, day.month)


def _day(words: str) -> date | None:
    if _MOMENT.fullmatch(words):
        moment = datetime.fromisoformat(words)
        return moment if moment.tzinfo is None else moment.astimezone(SINGAPORE)
    written = _DAY_FIRST.fullmatch(words)
    return None if written is None else date(int(written[3]), int(written[2]), int(written[1]))
