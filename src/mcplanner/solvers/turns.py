"""Which methods have a turn in a stage, in what order, and with how much work.

Asks none of them; knows no rule of a plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType

from mcplanner.ground.stages import Stage
from mcplanner.problem.measures import TOTALS
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.decide import LARGE, Turn
from mcplanner.solvers.methods import PACKING, Method, load_packing, suits

FIRST_EFFORT = 0.1
"""The work of the first searches, in the engine's deterministic seconds."""

LEAST_EFFORT = 0.05
"""The same of a search that is tried before dual values are made."""

FIRST_EFFORT_FOR_STARTS = 2.0
"""The same where the earliest starts are sought: their linear relaxation is dear at first, and worth it."""

FEW_PLANS = 0.006
"""The same of a packing where the cost or the hours are minimised: where a few plans do not decide, dual values mostly do.

It comes before the engine, which takes longer to load.
"""

TINY_EFFORT = 0.01
"""The same of intervals where a sum is minimised, which is soon found, and of a packing in other stages."""

SHORT_EFFORT = 0.2
"""The same of a packing for the finish, with dual values, that is tried before all rounds."""

SHORTEST_EFFORT = 0.05
"""The same for the earliest starts: of few candidates it has dual values for these alone, and those for hours come next."""

PACKING_SHARE = 10
"""How many times more work packing may do than other methods where plans are sought within a limit: there it often decides."""

SHARE_OF_LARGE = 4
"""The same for the finish of large problems, where most limits are decided soon or not at all."""

SELECTION_SHARE = 4
"""The same where each selection of electives, or of wholes, is packed by itself: a little more mostly decides then."""

WAYS_FOR_EFFORT = 40_000
"""A model by month of so many starts takes about as long to build as a unit of work."""

EFFORT_GROWTH = 3.0
"""How the work grows from round to round; the engine begins anew each time."""

SMALL_FOR_PACKING: Mapping[Stage, int] = MappingProxyType({Stage.FINISH: 16, Stage.STARTS: 12})
"""Up to so many candidates there are mostly so few plans that they are looked at sooner than dual values are made."""

SMALL_EFFORT = 0.02
"""The work of a packing without dual values of these."""

SMALL_FOR_SUMS = 16
"""Up to so many candidates, the model by month soon settles a sum that hangs on nothing but which modules are taken."""

MOST_STARTS = 2
"""Up to so many starts of each candidate, on average, it hardly matters when it starts."""

FOR_SMALL = frozenset({Method.PACKING, Method.BY_SELECTION, Method.BY_WHOLES, Method.BRANCHING})
"""Methods that large problems are too much for."""

PACKED_IF_LARGE = frozenset({Stage.FINISH, Stage.UNKNOWN_FEES, Stage.COST, Stage.MINUTES, Stage.STARTS})
"""Stages in which packing is tried on them all the same: where the engine misses the plans that meet a bound."""


def methods_in_turn(
    problem: PlanningProblem, stage: Stage, rounds: int | None = None, by: Method | None = None
) -> Iterator[Turn]:
    """The methods in turn, or one alone, each round with more effort, perhaps no more than some rounds.

    Which of them is the quickest differs by orders of magnitude from problem to problem, and nothing tells in advance; taking
    turns costs at most a small multiple of the best one. Not every method knows every rule and every stage. Where a problem has
    few plans, to look at all of them is mostly enough; within a wider limit than that of the problem they may be too many.
    """
    for turn in _in_order(problem, stage, rounds, by):
        if turn.method in PACKING:
            load_packing()
        yield turn


def _in_order(problem: PlanningProblem, stage: Stage, rounds: int | None, by: Method | None) -> Iterator[Turn]:
    """The same, whatever has to be loaded for them."""
    if suits(Method.ONE_BY_ONE, problem, stage):
        yield Turn(Method.ONE_BY_ONE, FIRST_EFFORT)
    methods = _methods(problem, stage)
    methods = [by] if by in methods else methods
    yield from _cheap_turns(problem, stage, methods)
    if Method.BY_MONTH in methods and is_large(problem) and _is_choice_alone(problem):
        yield Turn(Method.BY_MONTH, FIRST_EFFORT)
    effort = FIRST_EFFORT_FOR_STARTS if stage is Stage.STARTS else FIRST_EFFORT
    for number in count() if rounds is None else range(rounds):
        for method in methods:
            turn = Turn(method, effort * _share(method, stage, number, problem))
            if turn.effort and not _takes_longer_to_build(turn, problem):
                yield turn
        effort *= EFFORT_GROWTH


def _cheap_turns(problem: PlanningProblem, stage: Stage, methods: Sequence[Method]) -> Iterator[Turn]:
    """The attempts before all rounds: those without dual values, and short ones with them where they mostly decide.

    That is so of the finish and of the starts: without them, packing looks at many more plans, and mostly decides nothing,
    unless candidates are few.
    """
    yield from _turns_for_few(problem, stage, methods)
    if stage is Stage.PEAK:  # mostly there is a plan at the bound, and it is found before the engine is loaded
        yield Turn(Method.RULES_OF_THUMB, TINY_EFFORT, with_duals=False)
    if stage is Stage.FINISH and _packs_with_duals(problem, stage, methods):
        yield Turn(Method.PACKING, SHORT_EFFORT)
    first, then = (Method.PACKING, Method.INTERVALS) if is_sum(stage) else (Method.INTERVALS, Method.PACKING)
    for method in Method.BY_SELECTION, Method.BRANCHING, first, then:
        effort = _cheap_effort(method, problem, stage)
        if effort is not None and method in methods:
            yield Turn(method, effort, with_duals=False)
    if stage is Stage.STARTS and _packs_with_duals(problem, stage, methods):
        yield Turn(Method.PACKING, SHORTEST_EFFORT)


def _turns_for_few(problem: PlanningProblem, stage: Stage, methods: Sequence[Method]) -> Iterator[Turn]:
    """The first attempts where candidates are few.

    A finish is mostly settled by kind, before arrays are loaded, or by looking at all plans; sums are by the model by month,
    with the rows that dual values suggest.
    """
    few = len(problem.candidates)
    if stage is Stage.FINISH and not is_large(problem):
        yield Turn(Method.BY_KIND, TINY_EFFORT, with_duals=False)
    if Method.PACKING in methods and few <= SMALL_FOR_PACKING.get(stage, 0):
        yield Turn(Method.PACKING, SMALL_EFFORT, with_duals=False)
    if Method.BY_MONTH in methods and is_sum(stage) and few <= SMALL_FOR_SUMS and not _costs_change(problem, stage):
        yield Turn(Method.BY_MONTH, LEAST_EFFORT)


def _packs_with_duals(problem: PlanningProblem, stage: Stage, methods: Sequence[Method]) -> bool:
    """Return whether a short packing with dual values is worth it before all rounds.

    Of large problems it is for the starts alone, and so it is where wholes are told apart.
    """
    return Method.PACKING in methods and (stage is Stage.STARTS or not (is_large(problem) or Method.BY_WHOLES in methods))


def _packs_without_duals(problem: PlanningProblem, stage: Stage) -> bool:
    """Return whether a few plans are packed before there are dual values."""
    without = stage not in {Stage.FINISH, Stage.STARTS} and not _costs_change(problem, stage)
    return without and not is_large(problem)


def _cheap_effort(method: Method, problem: PlanningProblem, stage: Stage) -> float | None:
    """The effort of a method before all rounds, without dual values; None where it is not asked then."""
    match method:
        case Method.BY_SELECTION:  # those that cost less than any plan are soon left out
            return 0.0 if stage is Stage.MINUTES else None
        case Method.INTERVALS if stage in {Stage.FINISH, Stage.MINUTES} or _costs_change(problem, stage):
            return None
        case Method.INTERVALS if is_sum(stage):
            return TINY_EFFORT
        case Method.PACKING if not _packs_without_duals(problem, stage):
            return None
        case Method.PACKING if is_sum(stage):
            return FEW_PLANS
        case Method.PACKING:
            return TINY_EFFORT
    return LEAST_EFFORT


def _share(method: Method, stage: Stage, number: int, problem: PlanningProblem) -> float:
    """How many times the effort of a round a method has in it; 0 where it has no turn.

    Intervals stay a round behind where plans are sought within limits, after the first one: for so much work on them the engine
    takes three times as long as by month. So does the model by month where a sum is minimised and modules may expire: what it
    does not find out at once, packing mostly does sooner.
    """
    if method in {Method.BY_SELECTION, Method.BY_WHOLES}:
        return SELECTION_SHARE
    if number and _stays_behind(method, stage, problem):
        return 1 / EFFORT_GROWTH if number > 1 else 0
    if method is not Method.PACKING or stage in TOTALS:
        return 1
    return SHARE_OF_LARGE if stage is Stage.FINISH and is_large(problem) else PACKING_SHARE


def _takes_longer_to_build(turn: Turn, problem: PlanningProblem) -> bool:
    """Return whether a model would take longer to build than to search, and much memory."""
    ways = sum(len(option.starts) for own in problem.candidates for option in own.options)
    return turn.method is Method.BY_MONTH and ways > WAYS_FOR_EFFORT * turn.effort


def _stays_behind(method: Method, stage: Stage, problem: PlanningProblem) -> bool:
    """Return whether a method is a round behind after the first one."""
    return (problem.expires and method is Method.BY_MONTH) if stage in TOTALS else method is Method.INTERVALS


def _costs_change(problem: PlanningProblem, stage: Stage) -> bool:
    """Return whether it matters to a sum over modules when they start: choices of prices see that, and mostly find the best."""
    return is_sum(stage) and TOTALS[stage].changes(problem) and not is_large(problem)


def is_sum(stage: Stage) -> bool:
    """Return whether it matters only which modules are taken."""
    return stage in TOTALS and TOTALS[stage].of_modules


def _methods(problem: PlanningProblem, stage: Stage) -> list[Method]:
    """Those that take turns on a problem.

    Packing comes first: given dual values, it mostly settles in no time which finish is too soon. For a peak intervals do,
    which find a plan at once. A sum is packed as it is, then by selection where that is possible.
    """
    left_out = FOR_SMALL if is_large(problem) else frozenset()
    if stage in PACKED_IF_LARGE:
        left_out -= {Method.PACKING}
    methods = [own for own in _order(stage) if own not in left_out and suits(own, problem, stage)]
    if is_large(problem) and stage is Stage.FINISH and Method.PACKING in methods:
        return [Method.PACKING, Method.BY_MONTH]
    return methods


def _order(stage: Stage) -> tuple[Method, ...]:
    """The methods, that which is asked first in a stage at the front."""
    if stage is Stage.PEAK:
        return Method.INTERVALS, Method.PACKING, Method.BRANCHING, Method.BY_MONTH
    if is_sum(stage):
        return Method.PACKING, Method.BY_SELECTION, Method.BY_WHOLES, Method.INTERVALS, Method.BRANCHING, Method.BY_MONTH
    return Method.BY_WHOLES, Method.PACKING, Method.INTERVALS, Method.BRANCHING, Method.BY_MONTH


def _is_choice_alone(problem: PlanningProblem) -> bool:
    """Return whether candidates have hardly more than one start each: the model by month soon settles which of many to take."""
    starts = sum(len(option.starts) for own in problem.candidates for option in own.options)
    return starts <= MOST_STARTS * len(problem.candidates)


def is_large(problem: PlanningProblem) -> bool:
    return len(problem.candidates) > LARGE
