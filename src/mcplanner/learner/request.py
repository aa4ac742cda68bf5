"""A request: the targets, and the time in which to reach them.

Plain values; knows neither whether the targets exist nor how to reach them.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec import field as made_by

from mcplanner.ground.months import Month

Preference = Literal["finish", "cost", "load"]


class Request(Struct, frozen=True):
    """What the learner asks a plan for.

    Attributes
    ----------
    targets
        Ids of modules, awards or roles, or skills such as `skill:python`; all of them are wanted. One may be a kind of award,
        which stands for whichever award of the kind can be earned soonest.
    start
        The plan's first month.
    earliest_start
        The first month in which the plan could have started; None if that is `start`.
    by
        The last month in which something may run.
    field
        Only awards of this field can stand for a kind.
    prefer
        What comes first: an early finish, a low cost, or a low peak of the weekly load.
    seconds
        How long to search at most, for all awards and all plans together, in seconds.
    keep
        The starts of an earlier plan, by module. Among the plans with the earliest finish, the best moves or adds the fewest
        modules, and then moves them by the fewest months. It may drop modules that are no longer needed.
    others, within_months
        How many other plans to look for, and how many months later than the first they may finish.
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
