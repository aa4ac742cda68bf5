"""The plan of least value in a stage. Sought again with more effort, each method goes on or tries anew.

Floor 7, beneath `search`, which decides which method is asked, and for how long.
"""

from functools import partial
from typing import TYPE_CHECKING

from mcplanner.problem import PlanningProblem, Schedule, Stage, stage_value
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.watch import Watch
from mcplanner.solvers.within import Method, Turn, packed, unless_stopped

if TYPE_CHECKING:
    from mcplanner.solvers.packing import Packing
    from mcplanner.solvers.prices import Priced


class Minimum:
    """The least value that the plans of a problem have in a stage, between what is known of it.

    Attributes
    ----------
    schedule, value
        The best plan found so far, and what it is worth.
    low
        What no plan is under.
    stopped
        Whether time was up, or Ctrl-C was pressed.
    """

    def __init__(self, problem: PlanningProblem, stage: Stage, schedule: Schedule, low: int, watch: Watch) -> None:
        self.schedule = schedule
        self.value = stage_value(problem, schedule, stage)
        self.low = low
        self.stopped = False
        self._problem = problem
        self._stage = stage
        self._watch = watch
        self._prices: dict[int, Priced] = {}
        self._packings: dict[bool, Packing] = {}

    def seek(self, turn: Turn) -> None:
        """Raise the bound or find a better plan, by one method and with so much work."""
        better = self._problem.fixed(self._stage, self.value - 1)
        bounds = None if better is None else Bounds(better)
        self._raise_to(self.value if bounds is None or bounds.problem is None else bounds.below(self._stage))
        if bounds is None or self.low == self.value:
            return
        if turn.priced and turn.method is not Method.INTERVALS:
            self._raise_to(self._priced(bounds).bound)
        if self.low < self.value:
            (self._pack if turn.method is Method.PACKING else self._minimise)(bounds, turn)

    def _raise_to(self, low: int) -> None:
        self.low = max(self.low, min(self.value, low))

    def _priced(self, bounds: Bounds) -> "Priced":
        """What prices prove of all plans that are better."""
        from mcplanner.solvers.prices import priced

        if self.value not in self._prices:
            self._prices[self.value] = priced(bounds, self._watch, self._stage)
        return self._prices[self.value]

    def _take(self, schedule: Schedule | None) -> None:
        """Keep a plan that is better."""
        if schedule is not None:
            self.schedule = min(self.schedule, schedule, key=lambda own: stage_value(self._problem, own, self._stage))
            self.value = stage_value(self._problem, self.schedule, self._stage)

    def _pack(self, bounds: Bounds, turn: Turn) -> None:
        from mcplanner.solvers.accounts import Ceiling
        from mcplanner.solvers.packing import Packing

        if turn.priced not in self._packings:
            ceiling = Ceiling(self._stage, self.value - 1, self._priced(bounds).prices if turn.priced else {})
            self._packings[turn.priced] = Packing(bounds, {}, ceiling)
        packing = self._packings[turn.priced]
        packing.seek_under(self.value)
        packed(packing, turn, self._watch)
        self._take(packing.schedule)
        self.stopped = not self._watch.seconds_left
        if packing.over:
            self.low = self.value

    def _minimise(self, bounds: Bounds, turn: Turn) -> None:
        from mcplanner.solvers.cpsat import Search, minimise

        assert bounds.problem is not None, "what bounds rule out is not minimised"
        monthly = turn.method is Method.BY_MONTH
        search = Search(turn.effort, monthly, self._priced(bounds).rows if monthly else ())
        found = unless_stopped(self._watch, partial(minimise, bounds.problem, bounds.compulsory, self._stage, self.low, search))
        if found is None:
            self.stopped = True
            return
        self.low = self.value if found.impossible else min(self.value, found.bound)
        self._take(found.schedule)
