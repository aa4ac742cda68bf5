"""How much room plans have left in the months of intakes: what starts in April and October alone must find room in these.

Beneath `packing`. Arrays have an entry for each plan.

Seen through the months in which some candidates can start, and no others, hours are scarce in another way than on the whole:
five modules that take more than half of the hours, and start in April and October alone, need five of these months. Accounts of
such months end what leaves them too few. Long before that, plans are the more promising the more room they have left there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.calendar_patterns import YEAR
from mcplanner.solvers.bounds.uses import MASK, uses
from mcplanner.solvers.lp.knapsack_cuts import Counting
from mcplanner.solvers.lp.relaxation import HoursRow
from mcplanner.solvers.packing.accounts import Account, owed_for_compulsory
from mcplanner.solvers.packing.candidate_sets import Numbers, size
from mcplanner.solvers.packing.partial_plans import Plans

SCARCITY = 0.25
"""What scarce room in months of intakes counts against a plan, in months: so much, over the share of it that is left."""

ENOUGH = 0.15
"""What is added to that share, so that no room at all does not count endlessly."""

BEGUN = 0.05
"""What each module that has begun counts against a plan, in months: the fewer took the same hours, the smaller those left."""

MOST_INTAKES = 4
"""Of so many sets of intakes there are accounts: of those that most candidates have."""


class Guide(Protocol):
    """Tells which plans are promising, besides what they have left."""

    def promise(self, month: int, plans: Plans, /) -> Numbers:
        """What speaks for going on with each plan at an offset."""


class RoomLeft:
    """What speaks for plans by the room they have left in the months of intakes, and by how few modules have taken their hours.

    Parameters
    ----------
    hard
        The guide to go by besides.
    of_intakes
        The first of the accounts that plans keep.
    month
        What a month is worth in the last of them.
    """

    def __init__(self, hard: Guide, of_intakes: Sequence[Account], month: int) -> None:
        self._hard = hard
        self._accounts = of_intakes
        self._month = month

    def promise(self, month: int, plans: Plans) -> Numbers:
        """What speaks for going on with each plan at an offset."""
        there = np.array([[account.worth_from(month)] for account in self._accounts])
        owed = owed_for_compulsory(self._accounts, month, plans.started)
        left = np.maximum(0, plans.balances[: len(there)] - owed)
        scarce = SCARCITY / (left / np.maximum(1, there) + ENOUGH)
        months = BEGUN * size(plans.started) + scarce.sum(axis=0, where=there > 0)
        against: Numbers = (self._month * months).astype(np.int64)
        return self._hard.promise(month, plans) - against


def accounts_of_intakes(bounds: Bounds) -> Iterator[Account]:
    """Accounts of the months in which some candidates can start alone: of all hours, and of what takes more than half.

    A month with fewer hours than the others has room for no more than these, so what is true of them is true of it.
    """
    problem = bounds.problem
    assert problem is not None, "a problem without a plan has no accounts"
    minutes_of = {use: use & MASK for own in uses(problem) for use in own}
    most = max(problem.budget, default=0)
    as_they_are = Counting(minutes_of, most)
    above_half = Counting({use: (2 * own > most) + (2 * own >= most) for use, own in minutes_of.items()}, 2)
    for intakes in _intakes(problem):
        months = tuple(month for month in range(problem.horizon) if month % YEAR in intakes)
        yield from (Account(bounds, {HoursRow(months, counting): 1}) for counting in (as_they_are, above_half))


def _intakes(problem: PlanningProblem) -> list[frozenset[int]]:
    """The calendar months in which most of those candidates can start that can in half of a year's months, or fewer."""
    found = (frozenset(start % YEAR for option in own.options for start in option.starts) for own in problem.candidates)
    return [own for own, _ in Counter(own for own in found if 2 * len(own) <= YEAR).most_common(MOST_INTAKES)]
