"""The way to a proved plan: a first plan, then stage after stage of the objective, each by bounds, packing or the engine.

Floor 7. Steers; knows no rule of a plan. Arrays and the engine are loaded only where bounds leave a stage open.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import count

from msgspec import Struct, field
from msgspec.structs import replace

from mcplanner.problem import UNLIMITED_MINUTES_PER_WEEK, PlanningProblem, Schedule, stage_value
from mcplanner.solvers.affordable import reduced
from mcplanner.solvers.bounds import Bounds, attainable_peak
from mcplanner.solvers.greedy import first_plan
from mcplanner.solvers.methods import Method, suits
from mcplanner.solvers.minimum import Minimum
from mcplanner.solvers.watch import Watch
from mcplanner.solvers.within import LARGE, Outcome, Turn, Within, unless_stopped
from mcplanner.stages import Basis, Stage
from mcplanner.thresholds import Threshold
from mcplanner.time_limit import OutOfTimeError


class Solution(Struct, frozen=True):
    """The best schedule found, if any, and what is proved.

    Attributes
    ----------
    bounds
        For each stage a value that no plan is under which is as good as this one in the stages before.
    settled
        The stages looked at, in order.
    proved
        In every settled stage the bound is the schedule's value; without a schedule: there is none.
    bases
        For each stage that was looked at, what its bound rests on.
    impossible_by
        What proves that there is no schedule; None where that is not proved.
    """

    schedule: Schedule | None
    bounds: Mapping[Stage, int]
    settled: tuple[Stage, ...]
    proved: bool
    bases: Mapping[Stage, Basis] = field(default_factory=dict)
    impossible_by: Basis | None = None


FIRST_EFFORT = 0.1
"""The work of the first searches, in the engine's deterministic seconds."""

LEAST_EFFORT = 0.05
"""The same of a search that is tried before prices are made."""

FIRST_EFFORT_FOR_STARTS = 2.0
"""The same where the earliest starts are sought: their linear relaxation is dear at first, and worth it."""

TINY_EFFORT = 0.01
"""The same of a packing for the earliest starts, which prices mostly decide."""

SHORT_EFFORT = 0.2
"""The same of a packing for the earliest starts that is tried before all prices are made."""

PACKING_SHARE = 10
"""How many times more work packing may do than other methods where plans are sought within a limit: there it often decides."""

SELECTION_SHARE = 4
"""The same where each selection of electives is packed by itself: with nothing to choose, a little more mostly decides."""

EFFORT_GROWTH = 3.0
"""How the work grows from round to round; the engine begins anew each time."""

NARROWED = frozenset({Stage.FINISH, Stage.PEAK})
"""Stages settled by asking for plans within limits: each limit makes the problem smaller. The others are minimised."""

EFFORTS_OF_TRIES = 0.01, 0.02, 0.04
"""The work of a try to improve a large plan, in the first turn, the second, and all others: at first much is soon found."""

TRIES_IN_VAIN = 3
"""How many such tries in a row, for each candidate, may fail to make the finish sooner before plans are sought otherwise."""

FIRST_HORIZON = 36
"""Months in which a plan is sought first where the rules of thumb found none."""

SELECTING_EFFORT = 0.1
"""The work of selecting modules where it matters where they count."""

UNSOLVED = Solution(None, {}, (), proved=False)


def any_plan(problem: PlanningProblem, watch: Watch) -> Solution:
    """Some plan of a problem, or the proof that there is none; nothing is minimised."""
    with suppress(OutOfTimeError), watch.limiting():
        return _some_plan(problem, watch)
    return UNSOLVED


def _some_plan(problem: PlanningProblem, watch: Watch) -> Solution:
    if problem.goal is None:
        return _impossible(Basis.BOUND)
    bounds = Bounds(problem)
    if bounds.problem is None:
        return _impossible(Basis.BOUND)
    schedule = first_plan(bounds.problem, bounds, watch)
    if schedule is None and bounds.refuted:
        return _impossible(Basis.BOUND)
    if schedule is None and bounds.problem.counts_once:
        schedule = _first_counting_once(bounds, watch)
    return _any_plan(bounds, watch) if schedule is None else Solution(schedule, {}, (), proved=False)


def _impossible(basis: Basis) -> Solution:
    """The proof that there is no plan."""
    return Solution(None, {}, (), proved=True, impossible_by=basis)


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
    bases: dict[Stage, Basis] = {}
    settled: list[Stage] = []
    proved, complete = True, False
    with suppress(OutOfTimeError), watch.limiting():
        bounds = Bounds(problem)
        for stage in problem.stages:
            if stage in known.settled:
                reached[stage], bases[stage] = known.bounds[stage], known.bases[stage]
            elif watch.seconds_left:
                best = _best(problem, stage, schedule, watch)
                schedule, reached[stage], bases[stage] = best.schedule, best.low, best.basis
            else:  # what holds of every plan is true of those that are as good in the stages before
                below = min(bounds.below(stage), stage_value(problem, schedule, stage))
                reached[stage], bases[stage] = below, Basis.BOUND
            settled.append(stage)
            value = stage_value(problem, schedule, stage)
            proved &= reached[stage] == value
            if watch.seconds_left:
                fixed = problem.fixed(stage, value)
                fixed = None if fixed is None else reduced(fixed)
                assert fixed is not None, "the problem still has the schedule that was found"
                problem = fixed
            if stage is through:
                break
        complete = True
        if watch.seconds_left:
            bounds = Bounds(problem)
        for stage in Stage:
            if stage not in reached:
                reached[stage] = bounds.below(stage)
    for stage in Stage:  # where even bounds took too long: something is studied, and of all else nothing is known
        reached.setdefault(stage, int(stage is Stage.FINISH and bool(schedule)))
    return Solution(schedule, reached, tuple(settled), proved and complete, bases)


def _first_counting_once(bounds: Bounds, watch: Watch) -> Schedule | None:
    """A first plan where it matters where modules count: the engine selects as if time were unlimited, and all is placed."""
    from mcplanner.solvers.cpsat import Search, minimise

    problem = bounds.problem
    assert problem is not None, "a problem without a plan has no selection"
    if problem.expires:
        return None  # what is selected could be taken at times at which not all of it counts
    unlimited = replace(problem, budget=(UNLIMITED_MINUTES_PER_WEEK,) * problem.horizon, evenings=None)
    search = Search(SELECTING_EFFORT, monthly=False)
    found = unless_stopped(watch, partial(minimise, unlimited, bounds.compulsory, Stage.MINUTES, 0, search))
    if found is None or found.schedule is None:
        return None
    selected = {placement.module for placement in found.schedule}
    parts = tuple((1, index) for index, own in enumerate(problem.candidates) if own.module in selected)
    of_all = Bounds(replace(problem, goal=Threshold(len(parts), parts), tight=False))
    return None if of_all.problem is None else first_plan(of_all.problem, of_all, watch)


def _any_plan(bounds: Bounds, watch: Watch) -> Solution:
    """Some plan where the rules of thumb found none, or the proof that there is none; sought within growing horizons."""
    problem = bounds.problem
    assert problem is not None, "what bounds rule out is not sought"
    low = bounds.below(Stage.FINISH)
    horizon = FIRST_HORIZON
    while True:
        horizon = min(horizon, problem.horizon)
        within = Within(problem, Stage.FINISH, horizon, watch)
        for turn in _turns(problem.within(horizon) or problem, Stage.FINISH):
            watch.tell(Stage.FINISH, None, low)
            found = within.sought(turn)
            if found is Outcome.STOPPED:
                return UNSOLVED
            if found is Outcome.NO_PLAN:
                break
            if found is not Outcome.UNDECIDED:
                return Solution(found, {}, (), proved=False)
        if horizon == problem.horizon:
            assert within.basis is not None, "what is proved rests on something"
            return _impossible(within.basis)
        low = max(low, horizon + 1)
        horizon *= 2


class _Best(Struct, frozen=True):
    """The schedule of least value in a stage that was found, what no plan is under, and what that rests on."""

    schedule: Schedule
    low: int
    basis: Basis


def _best(problem: PlanningProblem, stage: Stage, schedule: Schedule, watch: Watch) -> _Best:
    """The best in a stage, starting from one schedule."""
    settle = _narrowed if stage in NARROWED else _minimised
    return settle(problem, stage, schedule, watch)


def _narrowed(problem: PlanningProblem, stage: Stage, schedule: Schedule, watch: Watch) -> _Best:
    """The same by seeking any plan within a limit.

    Every plan found lowers the value, and every limit without one raises the bound, until they meet. Where no limit is decided
    with so much work, the next turn does more. The finish of large problems is improved near the plan before each turn.
    """
    value = stage_value(problem, schedule, stage)
    better = problem.fixed(stage, value - 1) if value else None
    low, basis = value if better is None else min(value, Bounds(better).below(stage)), Basis.BOUND
    if low == value:
        return _Best(schedule, value, basis)
    improves = stage is Stage.FINISH and _is_large(problem)
    within: dict[int, Within] = {}
    for number, turn in enumerate(_turns(problem.fixed(stage, low) or problem, stage)):
        watch.tell(stage, value, low)
        if turn.priced:
            priced = _raised(problem, stage, low, value, within, watch)
            low, basis = priced, basis if priced == low else Basis.BOUND
        if improves:
            schedule = _sooner(problem, schedule, low, number, watch)
            value = stage_value(problem, schedule, stage)
        undecided: set[int] = set()
        while low < value:
            if not watch.seconds_left:
                return _Best(schedule, low, basis)
            within = {limit: asked for limit, asked in within.items() if low <= limit < value}
            watch.tell(stage, value, low)
            limit = _next_limit(low, value, undecided, turn, improves)
            if limit is None:
                break
            found = _sought(problem, stage, limit, within, watch, turn)
            if found is Outcome.STOPPED:
                return _Best(schedule, low, basis)
            if found is Outcome.UNDECIDED:
                undecided.add(limit)
            elif found is Outcome.NO_PLAN:
                ruled_out_by = within[limit].basis
                assert ruled_out_by is not None, "what is proved rests on something"
                low, basis = _next_value(problem, stage, limit), ruled_out_by
            else:
                schedule = found
                value = stage_value(problem, schedule, stage)
        if low >= value:
            break
    return _Best(schedule, value, basis)


def _next_limit(low: int, value: int, undecided: Collection[int], turn: Turn, improves: bool) -> int | None:
    """The limit to ask about next, given which could not be decided; None where none is worth it.

    The bound is asked about first, then halfway, then just under the best so far. Of large problems a search mostly decides
    nothing but that there is a plan: halfway, and where none is found, halfway from there. The engine, which is slow there, is
    asked about the bound alone. Branching finds no plan, but what it rules out it often rules out all at once.
    """
    if improves and turn.method is Method.PACKING:
        floor = max(undecided, default=low - 1)
        return (floor + value) // 2 if floor + 1 < value else None
    limits = (low, (low + value) // 2, value - 1) if turn.priced and not improves else (low,)
    if turn.method is Method.BRANCHING:
        limits = (value - 1, (low + value) // 2, low)
    return next((limit for limit in limits if limit not in undecided), None)


def _asked(problem: PlanningProblem, stage: Stage, limit: int, within: dict[int, Within], watch: Watch) -> Within:
    """The plans within a limit, with what was found out when they were asked about before."""
    if limit not in within:
        within[limit] = Within(problem, stage, limit, watch)
    return within[limit]


def _sought(
    problem: PlanningProblem, stage: Stage, limit: int, within: dict[int, Within], watch: Watch, turn: Turn
) -> Schedule | Outcome:
    """Some plan within a limit, or what became of the search for one."""
    try:
        return _asked(problem, stage, limit, within, watch).sought(turn)
    except OutOfTimeError:
        return Outcome.STOPPED


def _raised(problem: PlanningProblem, stage: Stage, low: int, value: int, within: dict[int, Within], watch: Watch) -> int:
    """A bound raised for as long as prices refute it."""
    with suppress(OutOfTimeError):
        while low < value and watch.seconds_left and _asked(problem, stage, low, within, watch).refuted:
            low = _next_value(problem, stage, low)
            watch.tell(stage, value, low)
    return low


def _next_value(problem: PlanningProblem, stage: Stage, value: int) -> int:
    """The least value above one that a stage can have, as far as arithmetic tells."""
    return attainable_peak(problem, value + 1) if stage is Stage.PEAK else value + 1


def _minimised(problem: PlanningProblem, stage: Stage, schedule: Schedule, watch: Watch) -> _Best:
    """The same by minimising the stage as it is, with more and more work."""
    minimum = Minimum(problem, stage, schedule, watch)
    turns = _turns(problem, stage)
    with suppress(OutOfTimeError):
        while minimum.low < minimum.value and not minimum.stopped:
            watch.tell(stage, minimum.value, minimum.low)
            minimum.seek(next(turns))
    return _Best(minimum.schedule, minimum.low, minimum.basis)


def _sooner(problem: PlanningProblem, schedule: Schedule, low: int, turn: int, watch: Watch) -> Schedule:
    from mcplanner.solvers.neighbourhood import Tries, sooner

    within = problem.within(stage_value(problem, schedule, Stage.FINISH))
    assert within is not None, "the schedule is a plan of the problem"
    effort = EFFORTS_OF_TRIES[min(turn, len(EFFORTS_OF_TRIES) - 1)]
    return sooner(within, schedule, low, Tries(effort, TRIES_IN_VAIN * len(problem.candidates), seed=turn), watch)


def _turns(problem: PlanningProblem, stage: Stage) -> Iterator[Turn]:
    """The methods in turn, each round with more effort.

    Which of them is the quickest differs by orders of magnitude from problem to problem, and nothing tells in advance; taking
    turns costs at most a small multiple of the best one. Not every method knows every rule and every stage.

    After the first round intervals stay one behind where plans are sought within limits: for so much work on them the engine
    takes three times as long as by month.
    """
    methods = _methods(problem, stage)
    if stage is not Stage.FINISH and Method.INTERVALS in methods:
        yield Turn(Method.INTERVALS, LEAST_EFFORT, priced=False)
    if Method.BRANCHING in methods:
        yield Turn(Method.BRANCHING, LEAST_EFFORT, priced=False)
    effort = FIRST_EFFORT_FOR_STARTS if stage is Stage.STARTS else FIRST_EFFORT
    if Method.PACKING in methods:
        if not _is_large(problem):
            yield Turn(Method.PACKING, TINY_EFFORT if stage is Stage.STARTS else LEAST_EFFORT, priced=False)
        if stage is Stage.STARTS:
            yield Turn(Method.PACKING, SHORT_EFFORT)
    for number in count():
        for method in methods:
            if stage in NARROWED and method is Method.PACKING:
                yield Turn(method, effort * PACKING_SHARE)
            elif method is Method.BY_SELECTION:
                yield Turn(method, effort * SELECTION_SHARE)
            elif stage in NARROWED and method is Method.INTERVALS and number:
                if number > 1:
                    yield Turn(method, effort / EFFORT_GROWTH)
            else:
                yield Turn(method, effort)
        effort *= EFFORT_GROWTH


def _methods(problem: PlanningProblem, stage: Stage) -> list[Method]:
    """Those that suit a problem.

    Packing comes first: given prices, it mostly settles in no time which finish is too soon. For a peak intervals do, which
    find a plan at once. A sum is packed by selection where that is possible, then as it is, and last within limits.
    """
    methods = []
    large = _is_large(problem)
    if (not large or stage in {Stage.FINISH, Stage.STARTS}) and suits(Method.PACKING, problem, stage):
        methods.append(Method.PACKING)
        if large and stage is Stage.FINISH:
            return [*methods, Method.BY_MONTH]
    if suits(Method.INTERVALS, problem, stage):
        methods.insert(0 if stage is Stage.PEAK else len(methods), Method.INTERVALS)
    if suits(Method.BRANCHING, problem, stage) and not large:
        methods.append(Method.BRANCHING)
    methods.append(Method.BY_MONTH)
    if Method.PACKING in methods and stage in {Stage.COST, Stage.MINUTES}:
        methods = [Method.BY_SELECTION, *methods, Method.HALVING]
    return methods


def _is_large(problem: PlanningProblem) -> bool:
    return len(problem.candidates) > LARGE
