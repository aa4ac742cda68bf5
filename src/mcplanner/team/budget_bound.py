"""What no team plan within a training budget is below: the latest finish, and the sum of finishes.

To be ready by a month, a person must have spent so much by the end of each year at least: dual values for the hours tell how
little can wait. By then the budgets of all years together must be enough. So who is ready by when is a knapsack: each waits for
some months, or not, and what all must have spent by the end of a year fits into the budgets up to then.
"""

from collections.abc import Sequence
from itertools import accumulate, chain
from math import inf

from msgspec import Struct

from mcplanner.ground.months import Month
from mcplanner.ground.watch import Watch
from mcplanner.team.chooser import BestFound, Chooser
from mcplanner.team.conflicts import TeamLimits

WAITS = (0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 24)
"""By how many months later a person is ready than alone; between two of them, as much is spent as with the later one."""


class Delay(Struct, frozen=True):
    """The months by which a person waits, at least and at most, and what is spent by the end of a year at least."""

    months: int
    most: int
    cents: int


class Thrift(Struct, frozen=True):
    """To be ready in so many months with little spent by the end of a year: a plan of a person that may be worth having.

    It is the further `off`, the more the months differ from those by which the budgets let all be ready the soonest.
    """

    off: int
    person: int
    months: int
    year: int

    @property
    def key(self) -> tuple[int, int, int]:
        """What is sought, however far off it is."""
        return self.person, self.months, self.year


class Floor(Struct, frozen=True):
    """What no team plan is below in which everybody is served, and the plans that may meet it, the likely ones first.

    The sum of finishes is no less than the `total`, and than `total_in_time` where the latest finish is met.
    """

    latest: int = 0
    total: int = 0
    total_in_time: int = 0
    thrifts: tuple[Thrift, ...] = ()


def floor_of(limits: TeamLimits, choosers: Sequence[Chooser], plans: Sequence[BestFound], watch: Watch) -> Floor:
    """The floor by the budgets of the years in which the best plans of all people alone are too dear; none without any."""
    per_year, alone = limits.team.budget_per_year_cents, [plan.low[0] for plan in plans if plan.low is not None]
    if per_year is None or len(alone) < len(plans):
        return Floor()
    years = enumerate(_years(plans, limits.team.start), 1)
    budgets = [(number * per_year, year) for number, year in years]
    tight = [own for own in budgets if _spent_by(own[1], plans) > own[0]]
    known = [(_ways(limits, choosers, alone, year, watch), left, year) for left, year in tight]
    latest = max((_latest(alone, ways, left) for ways, left, _ in known), default=0)
    floors = [Floor(), *(_floor(alone, *own, latest) for own in known)]
    thrifts = sorted(chain.from_iterable(own.thrifts for own in floors), key=lambda own: own.off)
    return Floor(latest, max(own.total for own in floors), max(own.total_in_time for own in floors), tuple(thrifts))


def _spent_by(year: int, plans: Sequence[BestFound]) -> int:
    """What some plans spend by the end of a calendar year."""
    return sum(use.cents for plan in plans for use in plan.uses if use.year <= year)


def _years(plans: Sequence[BestFound], start: Month) -> range:
    """The calendar years from the first month through that of the last purchase."""
    return range(start // 12, 1 + max((use.year for plan in plans for use in plan.uses), default=start // 12))


def _ways(limits: TeamLimits, choosers: Sequence[Chooser], alone: Sequence[int], year: int, watch: Watch) -> list[list[Delay]]:
    """For each person, how long one may wait, and what is spent by the end of a year then; who asks the same has the same."""
    known: dict[int, list[Delay]] = {}
    for number, (chooser, finish) in enumerate(zip(choosers, alone, strict=True)):
        if id(chooser) not in known:
            part = watch.share(len(choosers) - number)
            paid = limits.costs_count(limits.team.people[number])
            known[id(chooser)] = _ways_of(chooser, finish, year, part) if paid else [Delay(0, 0, 0)]
    return [known[id(chooser)] for chooser in choosers]


def _ways_of(chooser: Chooser, alone: int, year: int, watch: Watch) -> list[Delay]:
    found: list[Delay] = []
    least = 0  # the months by which one waits if one is ready after those looked at before
    for months, cents in _least_after(chooser, alone, year, watch):
        if cents < inf and (not found or cents < found[-1].cents):
            found.append(Delay(least, months, int(cents)))
        if cents == 0:
            return found
        least = months + 1
    return [*found, Delay(least, least, 0)]


def _least_after(chooser: Chooser, alone: int, year: int, watch: Watch) -> list[tuple[int, float]]:
    """What is spent at least after each wait: no less than what is known of a longer one, and infinite if it is too short."""
    known: list[float] = []
    for months in WAITS:
        cents = chooser.least_spent(alone + months, year, watch)
        known.append(inf if cents is None else cents)
        if cents == 0:
            break
    lifted = [*accumulate(reversed(known), max)]
    return [*zip(WAITS, reversed(lifted), strict=False)]


def _floor(alone: Sequence[int], ways: Sequence[Sequence[Delay]], budget: int, year: int, latest: int) -> Floor:
    months, taken = _fewest_months(ways, budget)
    in_time, _ = _fewest_months(_within(latest, alone, ways), budget)
    thrifts = [
        Thrift(abs(2 * (number - position) - 1), person, finish + way.most, year)
        for person, (finish, own, position) in enumerate(zip(alone, ways, taken, strict=True))
        for number, way in enumerate(own)
        if len(own) > 1
    ]
    return Floor(latest, sum(alone) + months, sum(alone) + in_time, tuple(thrifts))


def _within(latest: int, alone: Sequence[int], ways: Sequence[Sequence[Delay]]) -> list[list[Delay]]:
    """The ways in which all are ready in so many months."""
    return [[way for way in own if finish + way.months <= latest] for finish, own in zip(alone, ways, strict=True)]


def _latest(alone: Sequence[int], ways: Sequence[Sequence[Delay]], budget: int) -> int:
    """The first month by which all can be ready, as far as the budget tells."""
    months = sorted({finish + way.months for finish, own in zip(alone, ways, strict=True) for way in own})
    for latest in months:
        in_time = [[way.cents for way in own if finish + way.months <= latest] for finish, own in zip(alone, ways, strict=True)]
        if all(in_time) and sum(map(min, in_time)) <= budget:
            return latest
    return max(alone, default=0)


def _fewest_months(ways: Sequence[Sequence[Delay]], budget: int) -> tuple[int, list[int]]:
    """The fewest months that all wait together so that the budget is enough, and which way each takes then.

    It is a knapsack with a choice for each person.
    """
    least: list[list[float]] = [[0]]  # what those so far spend at least who wait for so many months together
    for own in ways:
        before = least[-1]
        waiting = (
            min(_at(before, months - way.months) + way.cents for way in own) for months in range(len(before) + own[-1].months)
        )
        least.append([*accumulate(waiting, min)])
    months = fewest = next(months for months, cents in enumerate(least[-1]) if cents <= budget)
    taken = []
    for before, own in zip(reversed(least[:-1]), reversed(ways), strict=True):
        spent = [_at(before, months - way.months) + way.cents for way in own]
        taken.append(spent.index(min(spent)))
        months -= own[taken[-1]].months
    return fewest, taken[::-1]


def _at(least: Sequence[float], months: int) -> float:
    return inf if months < 0 else least[min(months, len(least) - 1)]
