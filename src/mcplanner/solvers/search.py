"""The way to a proved plan: a first plan, then stage after stage of the objective, each by bounds and else by the engine.

Floor 7. Steers; knows no rule of a plan. The engine is loaded only where bounds leave a stage open.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from mcplanner.problem import PlanningProblem, Schedule, Stage, stage_value
from mcplanner.solvers.bounds import Bounds, attainable_peak
from mcplanner.solvers.greedy import first_plan
from mcplanner.solvers.watch import Watch

if TYPE_CHECKING:
    from mcplanner.solvers.cpsat import Found
    from mcplanner.solvers.prices import Priced


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
"""The work of the first searches, in the engine's deterministic seconds."""

FIRST_EFFORT_FOR_STARTS = 2.0
"""The same where the earliest starts are sought: their linear relaxation is dear at first, and worth it."""

EFFORT_GROWTH = 3.0
"""How the work grows; every search begins anew."""

NARROWED = frozenset({Stage.FINISH, Stage.PEAK})
"""Stages settled by asking for plans within limits: each limit makes the problem smaller. The others are minimised."""

LARGE = 40
"""Above this many candidates a plan is improved near itself before each search for a proof."""

TRIES_FOR_EFFORT = 2000
"""How many changes to it may be tried in vain, for each unit of work that the search may do."""

FIRST_HORIZON = 36
"""Months in which a plan is sought first where the rules of thumb found none."""

UNSOLVED = Solution(None, {}, (), proved=False)


def any_plan(problem: PlanningProblem, watch: Watch) -> Solution:
    """Some plan of a problem, or the proof that there is none; nothing is minimised."""
    if problem.goal is None:
        return Solution(None, {}, (), proved=True)
    bounds = Bounds(problem)
    if bounds.problem is None:
        return Solution(None, {}, (), proved=True)
    schedule = first_plan(bounds.problem, bounds, watch)
    if schedule is not None:
        return Solution(schedule, {}, (), proved=False)
    if bounds.refuted:
        return Solution(None, {}, (), proved=True)
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


class Outcome(Enum):
    """What became of a search that found no plan."""

    NO_PLAN = "no plan"
    UNDECIDED = "undecided"
    STOPPED = "stopped"


def _any_plan(problem: PlanningProblem, watch: Watch) -> Solution:
    """Some plan where the rules of thumb found none, or the proof that there is none; sought within growing horizons."""
    horizon = FIRST_HORIZON
    rows = _Rows()
    while True:
        horizon = min(horizon, problem.horizon)
        for turn in _turns(problem, Stage.FINISH):
            found = _within(problem, Stage.FINISH, horizon, turn, rows, watch)
            if found is Outcome.STOPPED:
                return UNSOLVED
            if found is Outcome.NO_PLAN:
                break
            if found is not Outcome.UNDECIDED:
                return Solution(found, {}, (), proved=False)
        if horizon == problem.horizon:
            return Solution(None, {}, (), proved=True)
        horizon *= 2


def _best(problem: PlanningProblem, stage: Stage, schedule: Schedule, watch: Watch) -> tuple[Schedule, int]:
    """The schedule of least value in a stage that was found, starting from one, and what no plan is under."""
    value = stage_value(problem, schedule, stage)
    better = problem.fixed(stage, value - 1) if value else None
    low = value if better is None else min(value, Bounds(better).below(stage))
    if low == value:
        return schedule, value
    settle = _narrowed if stage in NARROWED else _minimised
    return settle(problem, stage, schedule, low, watch)


def _narrowed(problem: PlanningProblem, stage: Stage, schedule: Schedule, low: int, watch: Watch) -> tuple[Schedule, int]:
    """The same by seeking any plan within a limit: the bound first, then halfway, then just under the best so far.

    Every plan found lowers the value, and every limit without one raises the bound, until they meet. Where no limit is decided
    with so much work, the next turn does more.
    """
    value = stage_value(problem, schedule, stage)
    rows = _Rows()
    low = _raised(problem, stage, low, value, rows)
    for turn in _turns(problem, stage):
        if stage is Stage.FINISH and len(problem.candidates) > LARGE:
            schedule = _sooner(problem, schedule, low, turn, watch)
            value = stage_value(problem, schedule, stage)
        undecided: set[int] = set()
        while low < value:
            watch.tell(stage, value, low)
            limit = next((own for own in (low, (low + value) // 2, value - 1) if own not in undecided), None)
            if limit is None:
                break
            found = _within(problem, stage, limit, turn, rows, watch)
            if found is Outcome.STOPPED:
                return schedule, low
            if found is Outcome.UNDECIDED:
                undecided.add(limit)
            elif found is Outcome.NO_PLAN:
                low = _next_value(problem, stage, limit)
            else:
                schedule = found
                value = stage_value(problem, schedule, stage)
        if low >= value:
            break
    return schedule, value


class _Rows:
    """What prices say of the problems within some limits, asked once for each."""

    def __init__(self) -> None:
        self._priced: dict[int, Priced] = {}

    def within(self, limit: int, bounds: Bounds) -> "Priced":
        from mcplanner.solvers.prices import priced

        if limit not in self._priced:
            self._priced[limit] = priced(bounds)
        return self._priced[limit]


def _raised(problem: PlanningProblem, stage: Stage, low: int, value: int, rows: _Rows) -> int:
    """A bound raised for as long as prices refute it."""
    while low < value:
        within = problem.fixed(stage, low)
        if within is not None and not rows.within(low, Bounds(within)).refuted:
            break
        low = _next_value(problem, stage, low)
    return low


def _next_value(problem: PlanningProblem, stage: Stage, value: int) -> int:
    """The least value above one that a stage can have, as far as arithmetic tells."""
    return attainable_peak(problem, value + 1) if stage is Stage.PEAK else value + 1


def _within(problem: PlanningProblem, stage: Stage, limit: int, turn: "Turn", rows: _Rows, watch: Watch) -> Schedule | Outcome:
    """Some plan whose value in a stage is within a limit, or what became of the search."""
    within = problem.fixed(stage, limit)
    bounds = None if within is None else Bounds(within)
    if bounds is None or bounds.problem is None or bounds.refuted or bounds.below(stage) > limit:
        return Outcome.NO_PLAN
    from mcplanner.solvers.cpsat import Search, find

    priced = rows.within(limit, bounds) if turn.monthly else None
    if priced is not None and priced.refuted:
        return Outcome.NO_PLAN
    search = Search(turn.effort, turn.monthly, priced.rows if priced is not None else ())
    made = _unless_stopped(watch, partial(find, bounds.problem, bounds.compulsory, search))
    if made is None:
        return Outcome.STOPPED
    if made.schedule is not None:
        return made.schedule
    return Outcome.NO_PLAN if made.impossible else Outcome.UNDECIDED


def _minimised(problem: PlanningProblem, stage: Stage, schedule: Schedule, low: int, watch: Watch) -> tuple[Schedule, int]:
    """The same by having the engine minimise the stage, with more and more work."""
    from mcplanner.solvers.cpsat import Search, minimise
    from mcplanner.solvers.prices import priced

    value = stage_value(problem, schedule, stage)
    for turn in _turns(problem, stage):
        better = problem.fixed(stage, value - 1)
        bounds = None if better is None else Bounds(better)
        low = value if bounds is None else max(low, min(value, bounds.below(stage)))
        if bounds is None or bounds.problem is None or low == value:
            break
        watch.tell(stage, value, low)
        search = Search(turn.effort, turn.monthly)
        if turn.monthly:
            prices = priced(bounds, stage)
            low = max(low, min(value, prices.bound))
            search = replace(search, rows=prices.rows)
            if low == value:
                break
        found = _unless_stopped(watch, partial(minimise, bounds.problem, bounds.compulsory, stage, low, search))
        if found is None:
            break
        low = value if found.impossible else min(value, found.bound)
        if found.schedule is not None:
            schedule = min(schedule, found.schedule, key=lambda own: stage_value(problem, own, stage))
            value = stage_value(problem, schedule, stage)
    return schedule, low


def _sooner(problem: PlanningProblem, schedule: Schedule, low: int, turn: "Turn", watch: Watch) -> Schedule:
    from mcplanner.solvers.neighbourhood import sooner

    within = problem.within(stage_value(problem, schedule, Stage.FINISH))
    assert within is not None, "the schedule is a plan of the problem"
    seed = round(turn.effort / FIRST_EFFORT) * 2 + turn.monthly
    return sooner(within, schedule, low, round(turn.effort * TRIES_FOR_EFFORT), seed, watch)


@dataclass(frozen=True, slots=True)
class Turn:
    """One search: with which of the two models, and how much work it may do in the engine's deterministic seconds."""

    monthly: bool
    effort: float


def _turns(problem: PlanningProblem, stage: Stage) -> "Iterator[Turn]":
    """The two models in turn, each pair with more effort.

    Which of them is the quicker differs by orders of magnitude from problem to problem, and nothing tells in advance; taking
    turns costs at most a small multiple of the better one. Only the model by month sees sums of starts, though, and only it
    knows the limit on evenings.
    """
    effort = FIRST_EFFORT_FOR_STARTS if stage is Stage.STARTS else FIRST_EFFORT
    while True:
        if stage is not Stage.STARTS and problem.evenings is None:
            yield Turn(monthly=False, effort=effort)
        yield Turn(monthly=True, effort=effort)
        effort *= EFFORT_GROWTH


def _unless_stopped(watch: Watch, search: "Callable[..., Found]") -> "Found | None":
    """What a search found; None where time is up or Ctrl-C was pressed."""
    if not watch.seconds_left:
        return None
    try:
        return search(seconds=watch.seconds_left)
    except KeyboardInterrupt:
        watch.interrupt()
        return None
