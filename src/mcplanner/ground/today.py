"""The day it is, in its only place.

Knows the clock, and the variable by which tests and repeatable builds set the day.
"""

import os
from datetime import date, datetime, timedelta, timezone

_SINGAPORE = timezone(timedelta(hours=8))


def today() -> date:
    """Return the day in Singapore; SOURCE_DATE_EPOCH (seconds since 1970), if set, replaces the clock for repeatable output."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(fixed), _SINGAPORE) if fixed.isdecimal() and len(fixed) < 12 else datetime.now(_SINGAPORE)
    return now.date()
