"""How much of what is hard to place plans have behind them: it tells which of them to go on with where they are too many.

Beneath `packing`. Proves nothing. Arrays have an entry for each plan.

Under the dual values of a finish all months are mostly worth the same, and so are plans that have left nothing unused. Those
that began with what can start at any time then fail in the end, when two intakes a year are left for much that must wait for
each other.
"""

from collections import Counter

import numpy as np

from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.time_windows import needed_alone
from mcplanner.solvers.packing.candidate_sets import Numbers, Sets, weigh
from mcplanner.solvers.packing.partial_plans import Plans

SHARE = 0.1
"""What a month of hours that are hard to place counts, as a share of what a month is worth."""

NEEDED = 0.5
"""As how many such months it counts that one candidate is needed by another."""


class HardToPlace:
    """What is hard to place among the candidates of a problem, given what a month is worth in an account."""

    def __init__(self, problem: PlanningProblem, month: int) -> None:
        self._amounts = np.array([[round(SHARE * month * own) for own in _hard_months(problem)]], np.int64)

    def promise(self, _: int, plans: Plans) -> Numbers:
        """What all counts that each plan has started, whatever the offset at which they stand."""
        return self.begun(plans.started)

    def begun(self, started: Sets) -> Numbers:
        """What all counts that each plan has started."""
        found: Numbers = weigh(started, self._amounts)[0]
        return found


def _hard_months(problem: PlanningProblem) -> list[float]:
    """For each candidate the full months that its hours take, less so the more often it starts; and what needs it."""
    needed_by = Counter(index for own in problem.candidates for index in needed_alone(own.before))
    fullest = max(problem.budget, default=0) or 1
    found = []
    for index, own in enumerate(problem.candidates):
        starts = {start for option in own.options for start in option.starts}
        rarity = 1 - len(starts) / max(1, problem.horizon)
        found.append(rarity * own.least_energy / fullest + NEEDED * needed_by[index])
    return found
