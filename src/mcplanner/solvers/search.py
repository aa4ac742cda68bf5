"""The way to a proved plan: a first plan, then stage after stage of the objective, each by bounds and else by the engine.

Floor 7. Steers; knows no rule of a plan. The engine is loaded only where bounds leave a stage open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from mcplanner.problem import PlanningProblem, Schedule, Stage, stage_value
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.greedy import first_plan


@dataclass(frozen=True, slots=True)
class Solution:
    """The best schedule found, if any, and what is proved.

    Attributes
    ----------
    bounds
        For each stage a value that no plan is under which is as good as this one in the stages before.
    settled
        The stages looked at, in order.
    proved
        In every settled stage the bound is the schedule's value; without a schedule: there is none.
    """

    schedule: Schedule | None
    bounds: Mapping[Stage, int]
    settled: tuple[Stage, ...]
    proved: bool


UNSOLVED = Solution(None, {}, (), proved=False)


def solve(problem: PlanningProblem, seconds: float, through: Stage | None = None, known: Solution = UNSOLVED) -> Solution:
    """The best plan of a problem, stage by stage, in at most about so many seconds.

    Parameters
    ----------
    through
        The last stage to look at, if not the problem's last.
    known
        An earlier answer to the same problem, to go on from.
    """
    deadline = monotonic() + seconds
    if problem.goal is None:
        return Solution(None, {}, (), proved=True)
    bounds = Bounds(problem)
    schedule = known.schedule or first_plan(problem, bounds)
    if schedule is None:
        found = _any_plan(problem, bounds, deadline)
        if found.schedule is None:
            return found
        schedule = found.schedule
    reached: dict[Stage, int] = {}
    settled: list[Stage] = []
    proved = True
    for stage in problem.stages:
        if stage in known.settled:
            reached[stage] = known.bounds[stage]
        else:
            schedule, reached[stage] = _best(problem, bounds, stage, schedule, deadline)
        settled.append(stage)
        value = stage_value(problem, schedule, stage)
        proved &= reached[stage] == value
        fixed = problem.fixed(stage, value)
        assert fixed is not None, "the problem still has the schedule that was found"
        problem, bounds = fixed, Bounds(fixed)
        if stage is through:
            break
    for stage in Stage:
        if stage not in reached:
            reached[stage] = bounds.below(stage)
    return Solution(schedule, reached, tuple(settled), proved)


def _any_plan(problem: PlanningProblem, bounds: Bounds, deadline: float) -> Solution:
    """Some plan where the rules of thumb found none, or the proof that there is none."""
    from mcplanner.solvers import cpsat
    from mcplanner.solvers.engine import Verdict

    low = bounds.below(Stage.FINISH)
    if low > problem.horizon:
        return Solution(None, {}, (), proved=True)
    found = cpsat.minimise(problem, bounds.compulsory, Stage.FINISH, low, problem.horizon, (), deadline - monotonic())
    return Solution(found.schedule, {}, (), proved=found.verdict is Verdict.INFEASIBLE)


def _best(problem: PlanningProblem, bounds: Bounds, stage: Stage, schedule: Schedule, deadline: float) -> tuple[Schedule, int]:
    """The schedule of least value in a stage that was found, starting from one, and what no plan is under."""
    value = stage_value(problem, schedule, stage)
    low = bounds.below(stage)
    if low >= value:
        return schedule, value
    better = problem.fixed(stage, value - 1)
    if better is None:
        return schedule, value
    seconds = deadline - monotonic()
    if seconds <= 0:
        return schedule, low
    from mcplanner.solvers import cpsat
    from mcplanner.solvers.engine import Verdict

    found = cpsat.minimise(better, Bounds(better).compulsory, stage, low, value - 1, schedule, seconds)
    if found.verdict is Verdict.OPTIMAL:
        assert found.schedule is not None
        return found.schedule, stage_value(problem, found.schedule, stage)
    return found.schedule or schedule, found.bound
