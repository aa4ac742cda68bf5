"""Limits beside hours on what runs side by side, for many plans at once: evenings a week, and half days off in a month.

Beneath `month_starts`. Knows what each candidate takes: evenings of known days, each counted once however many have class then,
and so many more whose days are not published; or half days, as many in each of its months. Arrays about plans have a column for
each plan, and a row for each day where they have several; what is said of plans and starts has a row for each plan and a column
for each start.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bits import as_bits
from mcplanner.solvers.packing.candidate_sets import Booleans, Indices, Numbers, Sets, as_sets, meet, size, words_for

DAYS = 7


class StartsTaking(Struct, frozen=True):
    """What some starts take: for each day and start whether it is taken; and for each start how much more."""

    days: Booleans
    more: Numbers

    def only(self, chosen: Indices | slice) -> "StartsTaking":
        """Some of them."""
        return StartsTaking(self.days[:, chosen], self.more[chosen])


class Left(Struct, frozen=True):
    """What plans have taken and may still take: whether each day is free, and how much is left in all."""

    free: Booleans
    left: Numbers

    def allow(self, starts: StartsTaking) -> Booleans:
        """Whether each plan has enough left for each start."""
        taken = self.free.T.astype(np.float32) @ starts.days.astype(np.float32) + starts.more  # whole numbers, and fast
        allowed: Booleans = taken <= self.left[:, None]
        return allowed

    def after(self, plans: Indices, starts: StartsTaking, chosen: Indices) -> "Left":
        """What is left to the chosen plans when each has made its chosen start."""
        free, days = self.free[:, plans], starts.days[:, chosen]
        return Left(free & ~days, self.left[plans] - (free & days).sum(axis=0) - starts.more[chosen])


class OtherLimit:
    """A limit of one problem.

    Attributes
    ----------
    days, more
        For each candidate the days that it takes, as bits, and how much more.

    Parameters
    ----------
    limits
        How much may be taken together, in each month.
    """

    def __init__(self, days: Sequence[int], more: Sequence[int], limits: Sequence[int]) -> None:
        self.days, self.more, self._limits = days, more, limits
        words = words_for(len(days))
        self._on_day = as_sets([as_bits(_places(own >> day & 1 for own in days)) for day in range(DAYS)], words)
        amounts = sorted({*more} - {0})
        self._with_more = [(amount, as_sets([as_bits(_places(own == amount for own in more))], words)) for amount in amounts]

    def of(self, candidates: Indices) -> StartsTaking:
        """What starts of some candidates take."""
        days: Booleans = np.array(self.days, np.int64) >> np.arange(DAYS)[:, None] & 1 != 0
        return StartsTaking(days, np.array(self.more, np.int64)).only(candidates)

    def left(self, running: Sets, months: Iterable[int]) -> Left:
        """What is left in every one of some months where some candidates run."""
        taken = meet(self._on_day, running)
        number = taken.sum(axis=0, dtype=np.int64)
        for amount, own in self._with_more:
            number += amount * size(running & own)
        return Left(~taken, self.least(months) - number)

    def least(self, months: Iterable[int]) -> int:
        """What may be taken together in every one of some months."""
        return min(self._limits[month] for month in months)


def _places(chosen: Iterable[object]) -> Iterator[int]:
    return (place for place, own in enumerate(chosen) if own)


def other_limits(problem: PlanningProblem) -> tuple[OtherLimit, ...]:
    """The limits of a problem; none where there are none."""
    found: list[OtherLimit] = []
    candidates = problem.candidates
    if problem.evenings is not None:
        days, more = [own.evenings for own in candidates], [own.more_evenings for own in candidates]
        found.append(OtherLimit(days, more, problem.evenings))
    if problem.half_days_off is not None:
        found.append(OtherLimit([0] * len(candidates), [own.options[0].half_days for own in candidates], problem.half_days_off))
    return tuple(found)
