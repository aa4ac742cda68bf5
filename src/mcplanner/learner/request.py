"""What a learner asks for: targets and the time to reach them in.

Plain values; knows neither whether the targets exist nor how they are reached.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec import field as made_by

from mcplanner.ground.months import Month

Preference = Literal["finish", "cost", "load"]


class Request(Struct, frozen=True):
    """What is asked for.

    Attributes
    ----------
    targets
        Ids of modules, awards or roles, or skills as `skill:python`, all wanted; one may be a kind of award, which stands
        for whichever award of the kind is earned soonest.
    start
        The plan's first month.
    earliest_start
        The first month in which the plan could have started; None where that is `start`.
    by
        The last month in which something may run.
    field
        Only awards of this field stand for a kind.
    prefer
        What comes first: an early finish, a low cost, or a low peak of the weekly load.
    seconds
        How long to search at most, for all awards and all plans together.
    keep
        What an earlier plan said: modules, each with the month in which it was to start. Once the finish is the best, as few
        modules as can be start in a month in which it did not have them, and as few months as can be from where it had them.
        What is no longer needed may be dropped.
    others, within_months
        How many further plans to seek, and how many months later than the first they may finish.
    """

    targets: tuple[str, ...]
    start: Month
    by: Month | None = None
    earliest_start: Month | None = None
    field: str | None = None
    prefer: Preference = "finish"
    seconds: float = 60.0
    keep: Mapping[str, Month] = made_by(default_factory=dict)
    others: int = 0
    within_months: int = 6
