"""The months in which each candidate can really run: after what it needs first, and before what needs it.

Pure Python on a `PlanningProblem`. What comes after what is compared by the numbers of days (`problem.model`). Starts that no
plan can use are removed before bounds and solvers see them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappop, heappush

from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import DAYS_OF_MONTH, Option, PlanningProblem, Windows
from mcplanner.problem.requirement_nodes import Countdown, HeldNode, Node, Threshold, fold

NEVER = 1 << 40
"""An offset beyond every horizon: no plan of the problem gets there."""


def compulsory_candidates(problem: PlanningProblem) -> frozenset[int]:
    """The candidates that every plan enrols in."""
    assert problem.goal is not None
    checkpoint()
    found: set[Node] = set()
    waiting: list[Node] = [problem.goal, *problem.pinned]
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        found.add(node)
        if isinstance(node, int):
            waiting += [problem.candidates[node].before, problem.candidates[node].alongside]
        elif isinstance(node, Threshold):
            waiting.extend(needed_parts(node))
    return frozenset(node for node in found if isinstance(node, int))


def needed_beneath(*nodes: Node) -> Iterator[Node]:
    """Some nodes and all without which they are never satisfied, each once, prerequisites of candidates left out."""
    checkpoint()
    seen: set[Node] = set()
    waiting = [*reversed(nodes)]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            yield node
            if isinstance(node, Threshold):
                waiting += reversed(needed_parts(node))


def needed_alone(*nodes: Node) -> Iterator[int]:
    """The candidates among what some nodes need beneath them, each once."""
    return (node for node in needed_beneath(*nodes) if isinstance(node, int))


def needed_parts(node: Threshold) -> list[Node]:
    """The parts without which a threshold is never satisfied."""
    spare = sum(weight for weight, _ in node.parts) - node.need
    return [part for weight, part in node.parts if weight > spare]


def tightened(problem: PlanningProblem) -> PlanningProblem | None:
    """Return the problem without the starts that prerequisites rule out; None where that leaves it without a plan.

    A candidate cannot start before its prerequisites can have ended, nor end after the last start of a compulsory candidate
    that needs it; and likewise for starts where one needs the other alongside.
    """
    while problem.windows is not Windows.TIGHT:
        checkpoint()
        compulsory = compulsory_candidates(problem)
        options = [candidate.options for candidate in problem.candidates]
        if not _cut(problem, options, compulsory):
            return None
        if all(own is candidate.options for own, candidate in zip(options, problem.candidates, strict=True)):
            return replace(problem, windows=Windows.TIGHT)
        tighter = problem.with_options(options)
        if tighter is None or tighter.goal is None:
            return None
        if len(tighter.candidates) == len(problem.candidates):
            return replace(tighter, windows=Windows.TIGHT)
        problem = tighter
    return problem


def _cut(problem: PlanningProblem, options: list[tuple[Option, ...]], compulsory: frozenset[int]) -> bool:
    """Remove the starts that prerequisites rule out; return whether something compulsory keeps some in any case.

    Early starts are looked at once, or were before: what ends late is cut at its end, and leaves them as they are. They change
    only if what is taken alongside no longer starts as soon.
    """
    beside = any(own.alongside.need > 0 for own in problem.candidates)
    early, cut = beside or problem.windows is not Windows.TIGHT_AT_FIRST, True
    while cut:
        sooner = early and _cut_early_starts(problem, options)
        later = _cut_late_starts(problem, options, compulsory)
        if not all(options[index] for index in compulsory):
            return False
        early = beside
        cut = later or (beside and sooner)
    return True


def _cut_early_starts(problem: PlanningProblem, options: list[tuple[Option, ...]]) -> bool:
    """Remove starts before the prerequisites can have ended; return whether there were any."""
    reached = reached_by(_earliest_ends(problem, options))
    begun = reached_by([min((option.starts[0] for option in own), default=NEVER) for own in options], lambda _: 0)
    found = False
    for index, candidate in enumerate(problem.candidates):
        checkpoint()
        ready = max(reached(candidate.before), DAYS_OF_MONTH * begun(candidate.alongside))
        if ready and any(option.begin(option.starts[0]) < ready for option in options[index]):
            options[index] = tuple(
                replace(option, starts=option.starts[bisect_left(option.starts, ready, key=option.begin) :])
                for option in options[index]
                if option.begin(option.starts[-1]) >= ready
            )
            found = True
    return found


def _earliest_ends(problem: PlanningProblem, options: Sequence[tuple[Option, ...]]) -> list[int]:
    """For each candidate, the first day by which it, and all it needs first, can have ended.

    What ends first is settled first, and then what only waited for that, as in Dijkstra's search for shortest paths.
    """
    waiting: dict[Threshold, list[int]] = {}
    for index, candidate in enumerate(problem.candidates):
        waiting.setdefault(candidate.before, []).append(index)
    countdown = Countdown(list(waiting))
    ends = [NEVER] * len(problem.candidates)
    coming: list[tuple[int, int, int | HeldNode]] = []
    for number, held in enumerate(countdown.held):
        heappush(coming, (_day_of_held(held), -1 - number, held))

    def may_start(satisfied: Iterable[Threshold], ready: int) -> None:
        for index in (index for node in satisfied for index in waiting.get(node, ())):
            ends[index] = _first_end(options[index], ready)
            if ends[index] < NEVER:
                heappush(coming, (ends[index], index, index))

    may_start(countdown.begin(), 0)
    while coming:
        end, _, part = heappop(coming)
        may_start(countdown.come(part), end)
    return ends


def _first_end(options: Sequence[Option], ready: int) -> int:
    """The first day by which something can have ended that may begin from a day on; NEVER where it cannot."""
    ends = (
        option.end(option.starts[position])
        for option in options
        if (position := bisect_left(option.starts, ready, key=option.begin)) < len(option.starts)
    )
    return min(ends, default=NEVER)


def _day_of_held(held: HeldNode) -> int:
    """The day from which something held counts."""
    return DAYS_OF_MONTH * max(0, held.end or 0)


def _cut_late_starts(problem: PlanningProblem, options: list[tuple[Option, ...]], compulsory: frozenset[int]) -> bool:
    """Remove ends after the last start of something compulsory that needs it; return whether there were any.

    Those whose first start is the latest come first: what they need starts sooner, and is then cut in the same round.
    """
    found = False
    for index in sorted(compulsory, key=lambda index: -min((option.starts[0] for option in options[index]), default=0)):
        checkpoint()
        own = problem.candidates[index]
        if own.before.need <= 0 and own.alongside.need <= 0:
            continue
        latest_day = max((option.begin(option.starts[-1]) for option in options[index]), default=-1)
        latest = max((option.starts[-1] for option in options[index]), default=-1)
        for needed in needed_alone(own.before):
            found |= _let_end_by(options, needed, latest_day)
        for needed in needed_alone(own.alongside):
            found |= _let_start_by(options, needed, latest)
    return found


def _let_end_by(options: list[tuple[Option, ...]], index: int, latest: int) -> bool:
    """Remove the starts of a candidate with which it ends after a day; return whether there were any."""
    if all(option.end(option.starts[-1]) <= latest for option in options[index]):
        return False
    options[index] = tuple(
        replace(option, starts=option.starts[: bisect_right(option.starts, latest, key=option.end)])
        for option in options[index]
        if option.end(option.starts[0]) <= latest
    )
    return True


def _let_start_by(options: list[tuple[Option, ...]], index: int, latest: int) -> bool:
    """Remove the starts of a candidate after an offset; return whether there were any."""
    if all(option.starts[-1] <= latest for option in options[index]):
        return False
    options[index] = tuple(
        replace(option, starts=option.starts[: bisect_right(option.starts, latest)])
        for option in options[index]
        if option.starts[0] <= latest
    )
    return True


def reached_by(ends: Sequence[int], of_held: Callable[[HeldNode], int] = _day_of_held) -> Callable[[Node], int]:
    """A function that tells the first day at which a node can be satisfied, given when each candidate can have ended.

    It tells offsets where it is given offsets.

    Parameters
    ----------
    of_held
        When something held counts; from the day on which it ended, if not given.
    """
    return fold(lambda leaf: ends[leaf] if isinstance(leaf, int) else of_held(leaf), _reach_threshold)


def _reach_threshold(node: Threshold, parts: Sequence[int]) -> int:
    total = 0
    if node.need <= 0:
        return 0
    for offset, weight in sorted(zip(parts, (weight for weight, _ in node.parts), strict=True)):
        total += weight
        if total >= node.need:
            return offset
    return NEVER
