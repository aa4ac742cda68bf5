"""The plan of least value in a stage that makes a problem narrower: some plan within a limit, again and again.

Beneath `search`, which decides which method is asked, and for how long; beside `minimum`, for stages that are totals.
"""

from bisect import bisect_right
from collections.abc import Collection
from functools import cached_property

from mcplanner.ground.stages import Basis, Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import fixed, stage_value
from mcplanner.problem.model import PlanningProblem, Schedule
from mcplanner.solvers.bounds.bounds import Bounds, attainable_peak
from mcplanner.solvers.decide import LARGE, WITHOUT_DUALS, NoSchedule, Turn, Within
from mcplanner.solvers.lp.cuts import Cuts
from mcplanner.solvers.methods import Method

EFFORTS_OF_TRIES = 0.01, 0.02, 0.04
"""The work of a try to improve a large plan, in the first turn, the second, and all others: at first much is soon found."""

TRIES_IN_VAIN = 3
"""How many such tries in a row, for each candidate, may fail to make the finish sooner before plans are sought otherwise."""

NEAR = 8
"""A bound is near that is no further from the value than this part of it: then mostly some plan meets it, or nearly."""


class Narrowing:
    """The least value that the plans of a problem have in a stage, sought by limits.

    Every plan found lowers the value, and every limit without one raises the bound, until they meet. Where no limit is decided
    with so much work, the next turn does more. The finish of large problems is improved near the plan before each turn.

    Attributes
    ----------
    schedule, value, low, basis, stopped
        As those of a `Minimum`; but the bound may be above the value, once they have met.

    Parameters
    ----------
    cuts
        What the linear programs of other stages have told.
    """

    def __init__(
        self, problem: PlanningProblem, stage: Stage, schedule: Schedule, watch: Watch, cuts: Cuts | None = None
    ) -> None:
        self.schedule = schedule
        self.value = stage_value(problem, schedule, stage)
        better = fixed(problem, stage, self.value - 1) if self.value else None
        self.basis = Basis.BOUND
        self.stopped = False
        self._problem = problem
        self._stage = stage
        self.low = self.value if better is None else min(self.value, Bounds(better).below(stage))
        self._watch = watch
        self._improves = stage is Stage.FINISH and len(problem.candidates) > LARGE
        self._improved = 0
        self._within: dict[int, Within] = {}
        self._cuts = cuts or Cuts()

    def seek(self, turn: Turn) -> None:
        """Ask about limits, until none is left that is worth it in this turn."""
        self._tell()
        if turn.with_duals and turn.method not in WITHOUT_DUALS:
            self._raise_by_duals()
        self._ask(turn)
        if self._improves and self.low < self.value and not self.stopped:
            self._take(self._sooner())

    def _ask(self, turn: Turn) -> None:
        """Ask about limits."""
        undecided: set[int] = set()
        low, value = self.low, self.value
        while self.low < self.value:
            self.stopped = not self._watch.seconds_left
            limit = None if self.stopped else self._next_limit(undecided, turn, self.low > low and self.value == value)
            if limit is None:
                return
            self._tell()
            found = self._asked(limit).sought(turn)
            if found is NoSchedule.STOPPED:
                self.stopped = True
                return
            if found is NoSchedule.UNDECIDED:
                undecided.add(limit)
            elif found is NoSchedule.NO_PLAN:
                self._rule_out(limit)
            else:
                self._take(found)

    def _sooner(self) -> Schedule:
        """A plan near the best one that ends no later, sought with more work in the first turns."""
        from mcplanner.solvers.heuristics.neighbourhood import Tries, find_sooner

        within = self._problem.within(self.value)
        assert within is not None, "the schedule is a plan of the problem"
        turn = self._improved
        self._improved += 1
        effort = EFFORTS_OF_TRIES[min(turn, len(EFFORTS_OF_TRIES) - 1)]
        tries = Tries(effort, TRIES_IN_VAIN * len(self._problem.candidates), seed=turn)
        return find_sooner(within, self.schedule, self.low, tries, self._watch)

    def _tell(self) -> None:
        self._watch.tell(self._stage, self.value, self.low)

    def _take(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.value = stage_value(self._problem, schedule, self._stage)

    def _rule_out(self, limit: int) -> None:
        ruled_out_by = self._within[limit].basis
        assert ruled_out_by is not None, "what is proved rests on something"
        self.low, self.basis = self._value_after(limit), ruled_out_by

    def _next_limit(self, undecided: Collection[int], turn: Turn, rises: bool) -> int | None:
        """The limit to ask about next, given which could not be decided in this turn; None where none is worth it.

        The bound is asked about first, then halfway, then just under the best so far; short searches are asked about the bound
        alone. Once that `rises`, and nothing better was found, what is under the best is asked about next: mostly nothing is,
        but where the bound is near.
        Packing with dual values sees most near the bound. Of large problems a search mostly decides nothing but that there is a
        plan: halfway, and where none is found, halfway from there. The engine, which is slow there, is asked about the bound
        alone, and so are sets of wholes: each limit takes dual values for all of them. Branching finds no plan, but what it
        rules out it often rules out all at once.
        """
        if self._improves and turn.method is Method.PACKING:
            floor = max(undecided, default=self.low - 1)
            return (floor + self.value) // 2 if floor + 1 < self.value else None
        limits = self._limits_for(turn, rises)
        return next((limit for limit in limits if limit not in undecided), None)

    def _limits_for(self, turn: Turn, rises: bool) -> list[int]:
        """The limits that are worth it in a turn, that to ask about first at the front."""
        under, halfway = self.value - 1, (self.low + self.value) // 2
        if turn.method is Method.BRANCHING:
            return [under, halfway, self.low]
        if self._improves or turn.method is Method.BY_WHOLES:
            return [self.low]
        limits = [self.low, halfway, under] if turn.with_duals else [self.low]
        is_near = self.value - self.low <= self.value // NEAR
        return [under, *limits] if turn.method is Method.BY_MONTH or (rises and not is_near) else limits

    def _asked(self, limit: int) -> Within:
        """The plans within a limit, with what was found out when they were asked about before."""
        self._within = {asked: within for asked, within in self._within.items() if self.low <= asked < self.value}
        if limit not in self._within:
            self._within[limit] = Within(self._problem, self._stage, limit, self._watch, cuts=self._cuts)
        return self._within[limit]

    def _raise_by_duals(self) -> None:
        """Raise the bound for as long as dual values refute it."""
        while self.low < self.value and self._watch.seconds_left and self._asked(self.low).refuted:
            self.low, self.basis = self._value_after(self.low), Basis.BOUND
            self._tell()

    def _value_after(self, value: int) -> int:
        """The least value above one that the stage can have: a peak as loads add up, a finish at which something ends."""
        if self._stage is Stage.PEAK:
            return attainable_peak(self._problem, value + 1)
        position = bisect_right(self._ends, value)
        return self._ends[position] if position < len(self._ends) else max(value + 1, self.value)

    @cached_property
    def _ends(self) -> list[int]:
        """The offsets at which something can have ended, ascending."""
        options = (option for own in self._problem.candidates for option in own.options)
        return sorted({option.ended_by(start) for option in options for start in option.starts})
