"""The way to a proved plan: a first plan, then stage after stage of the objective, each by bounds and else by the engine.

Floor 7. Steers; knows no rule of a plan. The engine is loaded only where bounds leave a stage open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcplanner.problem import PlanningProblem, Schedule, Stage, stage_value
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.greedy import first_plan
from mcplanner.solvers.watch import Watch

if TYPE_CHECKING:
    from mcplanner.solvers.cpsat import Found


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


FIRST_EFFORT = 0.1
EFFORT_GROWTH = 3.0
"""The work of the first searches and how it grows, in the engine's deterministic seconds."""

LARGE = 25
"""Above this many candidates a plan is improved near itself before each search for a proof."""

NEIGHBOURHOODS = 30
"""How often it is improved before each search."""

FIRST_HORIZON = 36
"""Months in which a plan is sought first where the rules of thumb found none."""

UNSOLVED = Solution(None, {}, (), proved=False)


def any_plan(problem: PlanningProblem, watch: Watch) -> Solution:
    """Some plan of a problem, or the proof that there is none; nothing is minimised."""
    if problem.goal is None:
        return Solution(None, {}, (), proved=True)
    bounds = Bounds(problem)
    if bounds.problem is None or bounds.refuted:
        return Solution(None, {}, (), proved=True)
    schedule = first_plan(bounds.problem, bounds, watch)
    if schedule is not None:
        return Solution(schedule, {}, (), proved=False)
    return _any_plan(bounds.problem, watch)


def solve(problem: PlanningProblem, watch: Watch, through: Stage | None = None, known: Solution = UNSOLVED) -> Solution:
    """The best plan of a problem, stage by stage, in the time that the watch leaves.

    Parameters
    ----------
    through
        The last stage to look at, if not the problem's last.
    known
        An earlier answer to the same problem, to go on from.
    """
    found = known if known.schedule is not None else any_plan(problem, watch)
    schedule = found.schedule
    if schedule is None:
        return found
    reached: dict[Stage, int] = {}
    settled: list[Stage] = []
    proved = True
    bounds = Bounds(problem)
    for stage in problem.stages:
        if stage in known.settled:
            reached[stage] = known.bounds[stage]
        elif watch.seconds_left:
            schedule, reached[stage] = _best(problem, stage, schedule, watch)
        else:  # what holds of every plan is true of those that are as good in the stages before
            reached[stage] = min(bounds.below(stage), stage_value(problem, schedule, stage))
        settled.append(stage)
        value = stage_value(problem, schedule, stage)
        proved &= reached[stage] == value
        fixed = problem.fixed(stage, value)
        assert fixed is not None, "the problem still has the schedule that was found"
        problem = fixed
        if stage is through:
            break
    if watch.seconds_left:
        bounds = Bounds(problem)
    for stage in Stage:
        if stage not in reached:
            reached[stage] = bounds.below(stage)
    return Solution(schedule, reached, tuple(settled), proved)


def _any_plan(problem: PlanningProblem, watch: Watch) -> Solution:
    """Some plan where the rules of thumb found none, or the proof that there is none; sought within growing horizons."""
    horizon = FIRST_HORIZON
    while True:
        horizon = min(horizon, problem.horizon)
        within = problem.within(horizon)
        bounds = None if within is None else Bounds(within)
        turns = _turns(problem)
        refuted = bounds is None or bounds.refuted
        while bounds is not None and not refuted:
            found = _search(bounds, Stage.FINISH, 0, horizon, next(turns), watch)
            if found is None:
                return UNSOLVED
            if found.schedule is not None:
                return Solution(found.schedule, {}, (), proved=False)
            refuted = found.bound > horizon
        if horizon == problem.horizon:
            return Solution(None, {}, (), proved=True)
        horizon *= 2


def _best(problem: PlanningProblem, stage: Stage, schedule: Schedule, watch: Watch) -> tuple[Schedule, int]:
    """The schedule of least value in a stage that was found, starting from one, and what no plan is under."""
    value = stage_value(problem, schedule, stage)
    low = 0
    turns = _turns(problem)
    turn = next(turns)
    while low < value:
        better = problem.fixed(stage, value - 1)
        bounds = None if better is None else Bounds(better)
        low = value if bounds is None else max(low, min(value, bounds.below(stage)))
        found: Found | None = None
        while bounds is not None and low < value:
            watch.tell(stage, value, low)
            if stage is Stage.FINISH and len(problem.candidates) > LARGE:
                schedule = _sooner(problem, schedule, turn, watch)
                if stage_value(problem, schedule, stage) < value:
                    break
            found = _search(bounds, stage, low, value - 1, turn, watch)
            if found is None:
                return schedule, low
            low = found.bound
            if found.schedule is not None:
                schedule = found.schedule
                break
            turn = next(turns)
        value = stage_value(problem, schedule, stage)
    return schedule, low


def _sooner(problem: PlanningProblem, schedule: Schedule, turn: "Turn", watch: Watch) -> Schedule:
    from mcplanner.solvers.neighbourhood import sooner

    seed = round(turn.effort / FIRST_EFFORT) * 2 + turn.monthly
    return sooner(problem, schedule, NEIGHBOURHOODS, seed, watch)


@dataclass(frozen=True, slots=True)
class Turn:
    """One search: with which of the two models, and how much work it may do in the engine's deterministic seconds."""

    monthly: bool
    effort: float


def _turns(problem: PlanningProblem) -> Iterator[Turn]:
    """The two models in turn, each pair with more effort.

    Which of them is the quicker differs by orders of magnitude from problem to problem, and nothing tells in advance; taking
    turns costs at most a small multiple of the better one. The limit on evenings needs the model by month.
    """
    effort = FIRST_EFFORT
    while True:
        if problem.evenings is None:
            yield Turn(monthly=False, effort=effort)
        yield Turn(monthly=True, effort=effort)
        effort *= EFFORT_GROWTH


def _search(bounds: Bounds, stage: Stage, low: int, high: int, turn: Turn, watch: Watch) -> "Found | None":
    """One search for a better plan; None where time is up or Ctrl-C was pressed."""
    from mcplanner.solvers.cpsat import minimise

    assert bounds.problem is not None, "what is refuted is not searched"
    if not watch.seconds_left:
        return None
    try:
        return minimise(bounds.problem, bounds.compulsory, stage, low, high, watch.seconds_left, turn.effort, turn.monthly)
    except KeyboardInterrupt:
        watch.interrupt()
        return None
