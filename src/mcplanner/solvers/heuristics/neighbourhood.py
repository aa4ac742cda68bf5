"""A sooner plan near a plan: let a few modules move while all others stand still, and have the engine place them better.

For problems too large to be settled at once. Proves nothing; the random numbers are seeded, and tries and the engine's
work are counted, not timed, so that the same problem gives the same plan. Knows no rule of a plan: what the engine is given is
the problem itself, with fewer starts.
"""

from collections.abc import Mapping
from contextlib import suppress
from random import Random

from msgspec import Struct

from mcplanner.ground.stages import Stage
from mcplanner.ground.time_limit import OutOfTimeError
from mcplanner.ground.watch import Watch
from mcplanner.problem.model import Key, Placement, PlanningProblem, Schedule
from mcplanner.solvers.bounds.time_windows import compulsory_candidates
from mcplanner.solvers.cpsat.engine import EngineVerdict, Linearisation
from mcplanner.solvers.cpsat.monthly_model import MonthlyModel, StartWay
from mcplanner.solvers.cpsat.rules import build
from mcplanner.solvers.heuristics.placing import Placer

SIZES = 4.0, 8.0, 30.0
"""The number of modules that may move: the least, the first and the most."""

GROWTH, SHRINKAGE = 1.02, 0.95
"""The factors by which their number changes: after a try that ruled out anything better, and after one too large for that."""

LAST_MONTHS = (1, 2, 4, 8)
SHARE_OF_LAST = 0.25
"""From which last months some that may move come, and how many of them; the others stand around one month."""

SCATTER = 3.0
"""The months by which a module may stand farther from it than others, and still be picked."""

WEIGHTS = (85, 115)
"""Between which the weights of modules lie in a try."""


class Tries(Struct, frozen=True):
    """The settings of the tries.

    Attributes
    ----------
    effort
        The work of each, in the engine's deterministic seconds.
    in_vain
        How many in a row may fail to make the finish sooner before the search ends.
    seed
        What they are drawn with.
    """

    effort: float
    in_vain: int
    seed: int


def find_sooner(problem: PlanningProblem, schedule: Schedule, low: int, tries: Tries, watch: Watch) -> Schedule:
    """A schedule that ends no later than the one given.

    Parameters
    ----------
    low
        What no finish is under.

    Notes
    -----
    Few changes make the last month earlier. So what a try asks for is that hours are studied earlier on the whole: that fills
    gaps, until nothing is left in the last months. It weighs the modules a little differently each time; else the search would
    soon stand where no few modules can move for the better.
    """
    left = tries.in_vain
    with suppress(OutOfTimeError):
        search = _Neighbourhood(problem, tries)
        while left and watch.seconds_left and _finish(schedule) > low:
            watch.tell(Stage.FINISH, _finish(schedule), low)
            found = search.try_once(schedule, watch)
            left = tries.in_vain if _finish(found) < _finish(schedule) else left - 1
            schedule = found
    return schedule


class _Neighbourhood:
    """Tries on one problem."""

    def __init__(self, problem: PlanningProblem, tries: Tries) -> None:
        self._problem = problem
        self._effort = tries.effort
        self._placer = Placer(problem)
        self._random = Random(tries.seed)
        self._size = SIZES[1]

    def try_once(self, schedule: Schedule, watch: Watch) -> Schedule:
        """A schedule that ends no later and is better by some measure; the same one where there is none, or none is found."""
        self._end_by(_finish(schedule))
        placed = {placement.key: placement for placement in schedule}
        near = self._near(placed)
        plan = build(near, compulsory_candidates(near), monthly=True)
        assert isinstance(plan, MonthlyModel), "that is what was asked for"
        late: list[tuple[int, StartWay]] = []
        before = 0
        for candidate, ways in zip(near.candidates, plan.ways, strict=True):
            weight = self._random.randint(*WEIGHTS)
            old = placed.get(candidate.key)
            for way in ways:
                late.append((weight * _hours_by_month(way), way))
                if old is not None and (old.start, old.end) == (way.start, way.end):
                    before += late[-1][0]
        if before == 0:
            return schedule
        terms = plan.sum_of(late)
        plan.model.minimise(terms, 0)
        plan.model.linear(terms, 0, before - 1)
        answer = plan.model.solve(self._effort, Linearisation.NOTHING, lambda: watch.is_over)
        if answer.values:
            return plan.schedule(answer.values)
        least, _, most = SIZES
        change = GROWTH if answer.verdict is EngineVerdict.INFEASIBLE else SHRINKAGE
        self._size = min(most, max(least, self._size * change))
        return schedule

    def _end_by(self, finish: int) -> None:
        within = self._problem.within(finish)
        assert within is not None, "the schedule is a plan of the problem"
        if within is not self._problem:
            self._problem, self._placer = within, Placer(within)

    def _near(self, placed: Mapping[Key, Placement]) -> PlanningProblem:
        """The problem without the starts that some modules leave to others, which may move."""
        index = self._problem.positions
        standing = {index[key]: placement for key, placement in placed.items()}
        left_out = [number for number in index.values() if number not in standing]
        moving = self._moving(standing)
        moving |= set(self._random.sample(left_out, min(len(left_out), round(self._size))))
        options = self._placer.options_beside(
            {number: placement for number, placement in standing.items() if number not in moving}, moving
        )
        near = self._problem.with_options(options)
        assert near is not None, "the schedule is a plan of it"
        return near

    def _moving(self, standing: Mapping[int, Placement]) -> set[int]:
        """Some of those that end last, and those that stand around some month."""
        finish = self._problem.horizon
        size = round(self._size)
        last_months = self._random.choice(LAST_MONTHS)
        last = [number for number, placement in standing.items() if placement.end > finish - last_months]
        moving = set(self._random.sample(last, min(len(last), round(size * SHARE_OF_LAST))))
        middle = self._random.randrange(finish)
        distances = {
            number: abs(placement.start + placement.end - 2 * middle) / 2 + SCATTER * self._random.random()
            for number, placement in standing.items()
            if number not in moving
        }
        return moving | set(sorted(distances, key=distances.__getitem__)[: size - len(moving)])


def _finish(schedule: Schedule) -> int:
    return max(placement.end for placement in schedule)


def _hours_by_month(way: StartWay) -> int:
    """How late its hours are studied: twice the sum over its months, which is whole; coarse, as small numbers are quick."""
    return way.option.minutes_per_week * way.option.months * (way.start + way.end) // 100
