"""The evenings a week that what runs side by side takes, for many plans at once.

Beneath `month_starts`. Knows what each candidate takes: evenings of known days, each counted once however many have class then,
and so many more whose days are not published. Arrays about plans have a column for each plan, and a row for each day where they
have several; what is said of plans and starts has a row for each plan and a column for each start.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bits import as_bits
from mcplanner.solvers.packing.candidate_sets import Booleans, Indices, Numbers, Sets, as_sets, meet, size, words_for

DAYS = 7


class EveningStarts(Struct, frozen=True):
    """What some starts take: for each day and start whether it is an evening of it; and for each start how many more."""

    days: Booleans
    more: Numbers

    def only(self, chosen: Indices) -> "EveningStarts":
        """Some of them."""
        return EveningStarts(self.days[:, chosen], self.more[chosen])


class EveningsLeft(Struct, frozen=True):
    """What plans have taken and may still take: whether each day is free, and how many evenings are left in all."""

    free: Booleans
    left: Numbers

    def allow(self, starts: EveningStarts) -> Booleans:
        """Whether each plan has evenings enough for each start."""
        taken = self.free.T.astype(np.float32) @ starts.days.astype(np.float32) + starts.more  # whole numbers, and fast
        allowed: Booleans = taken <= self.left[:, None]
        return allowed

    def after(self, plans: Indices, starts: EveningStarts, chosen: Indices) -> "EveningsLeft":
        """What is left to the chosen plans when each has made its chosen start."""
        free, days = self.free[:, plans], starts.days[:, chosen]
        return EveningsLeft(free & ~days, self.left[plans] - (free & days).sum(axis=0) - starts.more[chosen])


class Evenings:
    """The evenings of one problem; its limits are left to those who ask."""

    def __init__(self, problem: PlanningProblem) -> None:
        words = words_for(len(problem.candidates))
        self._candidates = problem.candidates
        self._on_day = as_sets([as_bits(self._having_class_on(day)) for day in range(DAYS)], words)
        amounts = {own.more_evenings for own in problem.candidates} - {0}
        self._more = [(amount, as_sets([as_bits(self._taking_more(amount))], words)) for amount in sorted(amounts)]

    def _having_class_on(self, day: int) -> list[int]:
        return [index for index, own in enumerate(self._candidates) if own.evenings >> day & 1]

    def _taking_more(self, amount: int) -> list[int]:
        return [index for index, own in enumerate(self._candidates) if own.more_evenings == amount]

    def of(self, starts: Sequence[int]) -> EveningStarts:
        """What some candidates take."""
        own = [self._candidates[index] for index in starts]
        days = [[each.evenings >> day & 1 for each in own] for day in range(DAYS)]
        more = np.array([each.more_evenings for each in own], np.int64)
        return EveningStarts(np.array(days, bool).reshape(DAYS, len(own)), more)

    def left(self, running: Sets, limit: int) -> EveningsLeft:
        """What a limit leaves where some candidates run."""
        taken = meet(self._on_day, running)
        number = taken.sum(axis=0, dtype=np.int64)
        for amount, own in self._more:
            number += amount * size(running & own)
        return EveningsLeft(~taken, limit - number)
