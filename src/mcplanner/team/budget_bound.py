"""What no team plan within the training budgets is below: the latest finish, and the sum of finishes.

Looks at team plans that are over in so many months (`in_time`): in the fewest that are not ruled out, and in as many as the
best team plan takes that was found.
"""

from collections.abc import Sequence

from msgspec import Struct

from mcplanner.ground.watch import Watch
from mcplanner.problem.model import LONGEST_PLAN_MONTHS
from mcplanner.team.chooser import Chooser
from mcplanner.team.conflicts import TeamLimits
from mcplanner.team.in_time import InTime
from mcplanner.team.pool import Chosen, Pool, worth_of


class Floor(Struct, frozen=True):
    """What no team plan is below in which everybody is served.

    Nobody can be the last to be ready before `latest`. Where all are ready in so many months, the sum of finishes is no less
    than is told beside them in `totals`, which ascend.
    """

    latest: int = 0
    totals: tuple[tuple[int, int], ...] = ()


class BudgetBound:
    """The floor under the plans of a team, which rises the longer it is looked at."""

    def __init__(self, limits: TeamLimits, choosers: Sequence[Chooser], pool: Pool) -> None:
        """Take the limits, who finds the plans of each person, and the pool for the plans that are found."""
        self._limits, self._choosers, self._pool = limits, choosers, pool
        self._looked_at: dict[int, InTime] = {}
        self._latest = self._next = max((own.best.low[0] for own in choosers if own.best.low is not None), default=0)
        self._step = 1

    @property
    def floor(self) -> Floor:
        """What is proved so far."""
        totals = {months: own.total for months, own in self._looked_at.items() if months >= self._latest and not own.refuted}
        return Floor(self._latest, tuple(sorted(totals.items())))

    def look(self, best: Chosen, watch: Watch) -> bool:
        """Look for plans that are better than the best, or for a higher floor; return whether anything was left to look for."""
        if not self._is_tight or self._next > LONGEST_PLAN_MONTHS:
            return False
        looked = self._look_in(self._next, best, watch)
        self._go_on()
        unserved, latest, *_ = worth_of(best, len(self._choosers))
        if not unserved and latest > self._latest:
            looked |= self._look_in(latest, best, watch)
        return looked

    @property
    def _is_tight(self) -> bool:
        """Return whether the best plans of all people alone are too dear."""
        plans = [own.best for own in self._choosers]
        return all(plan.worth is not None for plan in plans) and any(
            self._limits.overspent(use for plan in plans for use in plan.uses)
        )

    def _look_in(self, months: int, best: Chosen, watch: Watch) -> bool:
        if months not in self._looked_at:
            self._looked_at[months] = InTime(self._limits, self._choosers, self._pool, months)
        return self._looked_at[months].look(best, watch)

    def _go_on(self) -> None:
        """Look at more months next where these are ruled out, and at fewer where they are not, and fewer may be enough."""
        looked_at = self._looked_at[self._next]
        if looked_at.refuted:
            self._latest = self._next + 1
            self._next += self._step
            self._step *= 2
        elif looked_at.possible and self._next > self._latest:
            self._next = (self._latest + self._next) // 2
            self._step = 1
