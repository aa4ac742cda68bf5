"""All plans of a problem that has few, one after another, without arrays: these take longer to load than few plans to look at.

Pure Python on a `PlanningProblem`. What starts first is chosen first, so that no plan is met twice, and what a candidate needs
is there when it is chosen.
"""

from math import prod

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import Option, Placement, PlanningProblem, Schedule
from mcplanner.solvers.bounds.time_windows import NEVER, reached_by
from mcplanner.solvers.features import Feature, has_only
from mcplanner.solvers.heuristics.greedy import is_sound

HANDLES = frozenset(
    {
        Feature.PINS,
        Feature.EXCLUSION,
        Feature.AT_ONCE,
        Feature.CLASS_TIMES,
        Feature.EXPIRY,
        Feature.EXPIRY_BEFORE,
        Feature.NO_HOURS,
        Feature.CREDIT,
        Feature.LIMIT,
        Feature.LIMIT_BY_START,
        Feature.CHANGING_COST,
        Feature.CHANGING_COST_AND_CREDIT,
        Feature.YEARLY_LIMIT,
        Feature.YEARLY_LIMIT_AND_CREDIT,
        Feature.KEPT,
        Feature.EARLIER,
        Feature.EARLIER_ORDER,
    }
)
"""The features that are kept here, or by what is looked at of each plan."""

FEW = 10_000
"""As many ways to choose starts are few: most of them end where the first modules leave no room for others."""


def are_few(problem: PlanningProblem) -> bool:
    """Return whether all plans of a problem are soon looked at."""
    starts = (1 + sum(len(option.starts) for option in own.options) for own in problem.candidates)
    return len(problem.candidates) < FEW.bit_length() and prod(starts) <= FEW and has_only(HANDLES, problem)


def first_of_all(problem: PlanningProblem) -> Schedule | None:
    """The first plan of a problem; None where it has none."""
    return _OneByOne(problem).first_from(0)


class _OneByOne:
    """What is chosen so far, and what that leaves."""

    def __init__(self, problem: PlanningProblem) -> None:
        self._problem = problem
        self._ways = sorted(
            (start, index, number)
            for index, own in enumerate(problem.candidates)
            for number, option in enumerate(own.options)
            for start in option.starts
        )
        self._ends = [NEVER] * len(problem.candidates)
        self._chosen: dict[int, Placement] = {}
        self._free = list(problem.budget)
        self._places = list(problem.at_once or (len(problem.candidates),) * problem.horizon)
        self._classes = [0] * problem.horizon

    def first_from(self, position: int) -> Schedule | None:
        """The first plan that has what is chosen, and else only what starts from a position in the order of all ways on."""
        checkpoint()
        if self._is_a_plan:
            return tuple(sorted(self._chosen.values(), key=lambda placement: (placement.start, placement.module)))
        for later, (start, index, number) in enumerate(self._ways[position:], position + 1):
            option = self._problem.candidates[index].options[number]
            if self._may_take(index, option, start):
                self._take(index, option, start, 1)
                found = self.first_from(later)
                self._take(index, option, start, -1)
                if found is not None:
                    return found
        return None

    @property
    def _is_a_plan(self) -> bool:
        goal = self._problem.goal
        assert goal is not None, "a problem without a goal has no plan"
        return (
            self._chosen.keys() >= set(self._problem.pinned)
            and reached_by(self._ends)(goal) < NEVER
            and is_sound(self._problem, tuple(self._chosen.values()))
        )

    def _may_take(self, index: int, option: Option, start: int) -> bool:
        """Return whether a candidate can start beside what is chosen."""
        own, months = self._problem.candidates[index], range(start, start + option.months)
        return (
            index not in self._chosen
            and all(
                option.minutes_per_week <= self._free[month]
                and self._places[month]
                and not own.class_slots & self._classes[month]
                for month in months
            )
            and reached_by(self._ends)(own.before) <= option.begin(start)
            and not any(index in group and not group.isdisjoint(self._chosen) for group in self._problem.exclusive)
        )

    def _take(self, index: int, option: Option, start: int, times: int) -> None:
        """Choose a candidate, or take it back where that is done -1 times."""
        own = self._problem.candidates[index]
        for month in range(start, start + option.months):
            self._free[month] -= times * option.minutes_per_week
            self._places[month] -= times
            self._classes[month] ^= own.class_slots
        if times > 0:
            self._chosen[index] = Placement.of(own, option, start)
            self._ends[index] = option.end(start)
        else:
            del self._chosen[index]
            self._ends[index] = NEVER
