"""How far a learner can go beyond the usual hours, as it is written: `1/2` is an hour a week more in two months of a year.

Knows texts; not what they mean for a plan.
"""

import re
from decimal import Decimal

from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK, minutes_of
from mcplanner.learner.model import Stretch

STRETCH_PATTERN = r"^[0-9]{1,3}(\.[0-9]{1,2})?/([1-9]|1[0-2])$"

WAY_TO_WRITE = "write hours a week and months of a year, such as 1/2, an hour more in two months"


def parse_stretch(text: str) -> Stretch:
    """Read how far a learner can go beyond the usual hours.

    Raises
    ------
    ValueError
        It is not a number of hours and one of months.
    """
    if re.fullmatch(STRETCH_PATTERN, text, re.ASCII) is None:
        raise ValueError(WAY_TO_WRITE)
    hours, _, months = text.partition("/")
    minutes = minutes_of(Decimal(hours))
    if not 0 < minutes <= HOURS_IN_A_WEEK * 60:
        raise ValueError(WAY_TO_WRITE)
    return Stretch(minutes=minutes, months=int(months))
