"""The months in which each candidate can really run: after what it needs first, and before what needs it.

Floor 7. Pure Python on a `PlanningProblem`. Starts that no plan can use are removed before bounds and solvers see them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from mcplanner.problem import Option, PlanningProblem
from mcplanner.thresholds import Held, Node, Threshold

NEVER = 1 << 40
"""An offset beyond every horizon: no plan of the problem gets there."""


def compulsory_candidates(problem: PlanningProblem) -> frozenset[int]:
    """The candidates that every plan enrols in."""
    assert problem.goal is not None
    found: set[int] = set()
    waiting: list[Node] = [problem.goal, *problem.pinned]
    while waiting:
        node = waiting.pop()
        if isinstance(node, int) and node not in found:
            found.add(node)
            waiting += [problem.candidates[node].before, problem.candidates[node].alongside]
        elif isinstance(node, Threshold):
            waiting.extend(needed_parts(node))
    return frozenset(found)


def needed_alone(node: Threshold) -> Iterator[int]:
    """The candidates without which a node is never satisfied, prerequisites of these left out."""
    for part in needed_parts(node):
        if isinstance(part, int):
            yield part
        elif isinstance(part, Threshold):
            yield from needed_alone(part)


def needed_parts(node: Threshold) -> list[Node]:
    """The parts without which a threshold is never satisfied."""
    total = sum(weight for weight, _ in node.parts)
    return [part for weight, part in node.parts if total - weight < node.need]


def tightened(problem: PlanningProblem) -> PlanningProblem | None:
    """The same problem with the starts removed that prerequisites rule out; None where that leaves it without a plan.

    A candidate cannot start before its prerequisites can have ended, nor end after the last start of a compulsory candidate
    that needs it; and likewise for starts where one needs the other alongside.
    """
    while not problem.tight:
        compulsory = compulsory_candidates(problem)
        options = [candidate.options for candidate in problem.candidates]
        while _cut_early_starts(problem, options) | _cut_late_starts(problem, options, compulsory):
            pass
        if all(own is candidate.options for own, candidate in zip(options, problem.candidates, strict=True)):
            return replace(problem, tight=True)
        tighter = problem.with_options(options)
        if tighter is None or tighter.goal is None:
            return None
        none_left_out = len(tighter.candidates) == len(problem.candidates)
        problem = replace(tighter, tight=none_left_out)
    return problem


def _cut_early_starts(problem: PlanningProblem, options: list[tuple[Option, ...]]) -> bool:
    """Remove starts before the prerequisites can have ended; whether there were any."""
    reached = reached_by(_earliest_ends(problem, options))
    begun = reached_by([min((option.starts[0] for option in own), default=NEVER) for own in options], lambda held: 0)
    found = False
    for index, candidate in enumerate(problem.candidates):
        ready = max(reached(candidate.before), begun(candidate.alongside))
        if ready and any(option.starts[0] < ready for option in options[index]):
            options[index] = tuple(
                replace(option, starts=option.starts[bisect_left(option.starts, ready) :])
                for option in options[index]
                if option.starts[-1] >= ready
            )
            found = True
    return found


def _earliest_ends(problem: PlanningProblem, options: Sequence[tuple[Option, ...]]) -> list[int]:
    """For each candidate the first offset at which it can have ended, what it needs first included."""
    at_once = [own.before.need <= 0 for own in problem.candidates]
    ends = [_first_end(own, 0) if free else NEVER for own, free in zip(options, at_once, strict=True)]
    waiting = [index for index, free in enumerate(at_once) if not free]
    changed = True
    while changed:
        changed = False
        reached = reached_by(ends)
        for index in waiting:
            end = _first_end(options[index], reached(problem.candidates[index].before))
            if end < ends[index]:
                ends[index], changed = end, True
    return ends


def _first_end(options: Sequence[Option], ready: int) -> int:
    """The first offset at which something can have ended that may start from an offset on; NEVER where it cannot."""
    ends = (
        option.starts[position] + option.months
        for option in options
        if (position := bisect_left(option.starts, ready)) < len(option.starts)
    )
    return min(ends, default=NEVER)


def _cut_late_starts(problem: PlanningProblem, options: list[tuple[Option, ...]], compulsory: frozenset[int]) -> bool:
    """Remove ends after the last start of something compulsory that needs it; whether there were any.

    Those whose first start is the latest come first: what they need starts sooner, and is then cut in the same round.
    """
    found = False
    for index in sorted(compulsory, key=lambda index: -min((option.starts[0] for option in options[index]), default=0)):
        own = problem.candidates[index]
        if own.before.need <= 0 and own.alongside.need <= 0:
            continue
        latest = max((option.starts[-1] for option in options[index]), default=-1)
        for needed in needed_alone(own.before):
            if any(option.starts[-1] + option.months > latest for option in options[needed]):
                options[needed] = tuple(
                    replace(option, starts=option.starts[: bisect_right(option.starts, latest - option.months)])
                    for option in options[needed]
                    if option.starts[0] + option.months <= latest
                )
                found = True
        for needed in needed_alone(own.alongside):
            if any(option.starts[-1] > latest for option in options[needed]):
                options[needed] = tuple(
                    replace(option, starts=option.starts[: bisect_right(option.starts, latest)])
                    for option in options[needed]
                    if option.starts[0] <= latest
                )
                found = True
    return found


def reached_by(
    ends: Sequence[int], of_held: Callable[[Held], int] = lambda held: max(0, held.end or 0)
) -> Callable[[Node], int]:
    """A function that tells the first offset at which a node can be satisfied, given when each candidate can have ended.

    Parameters
    ----------
    of_held
        The offset from which something held counts; its end, if not given.
    """
    known: dict[int, int] = {}

    def reached(node: Node) -> int:
        match node:
            case int():
                return ends[node]
            case Held():
                return of_held(node)
            case Threshold():
                if id(node) not in known:
                    known[id(node)] = _threshold_reached(node, reached)
                return known[id(node)]

    return reached


def _threshold_reached(node: Threshold, reached: Callable[[Node], int]) -> int:
    total = 0
    if node.need <= 0:
        return 0
    for offset, weight in sorted((reached(part), weight) for weight, part in node.parts):
        total += weight
        if total >= node.need:
            return offset
    return NEVER
