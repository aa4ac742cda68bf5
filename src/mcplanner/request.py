"""What a learner asks for: targets and the time to reach them in.

Floor 1. Plain values; knows neither whether the targets exist nor how they are reached.
"""

from dataclasses import dataclass

from mcplanner.months import Month


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes
    ----------
    targets
        Ids of modules, awards or roles, all of them wanted; one may be a kind of award, which stands for whichever award of the
        kind is earned soonest.
    start
        The plan's first month.
    earliest_start
        The first month in which the plan could have started; None where that is `start`.
    by
        The last month in which something may run.
    field
        Only awards of this field stand for a kind.
    seconds
        How long to search for each award at most.
    """

    targets: tuple[str, ...]
    start: Month
    by: Month | None = None
    earliest_start: Month | None = None
    field: str | None = None
    seconds: float = 60.0
