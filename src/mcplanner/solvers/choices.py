"""The choices that a problem leaves, and the problems in which one of them is made: what to take, and at which of its prices.

Pure Python on a `PlanningProblem`. Where it matters where modules count, no choice is seen, not even of the ways to count.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import Candidate, Option, PlanningProblem, Windows
from mcplanner.problem.requirement_nodes import Node, RequirementShape, Threshold, bottom_up, candidates_of, rewriting
from mcplanner.solvers.bounds.time_windows import needed_parts


class Choice(Struct, frozen=True):
    """A threshold that every plan must satisfy, and can in several ways.

    Attributes
    ----------
    candidate
        Whose prerequisite it is; None where it stands in the goal.
    path
        From the root down, which part leads to it.
    """

    candidate: int | None
    path: tuple[int, ...]
    node: Threshold


def offers_ways(problem: PlanningProblem) -> bool:
    """Return whether there is a choice of which one way takes several modules: awards to choose from, say."""
    assert problem.goal is not None, "what has no goal has no plan"
    return any(map(takes_several, bottom_up(problem.goal, *(own.before for own in problem.candidates))))


def takes_several(node: Threshold) -> bool:
    """Return whether a threshold is a choice of which one way takes several modules."""
    return _is_a_choice(node) and any(
        isinstance(part, Threshold)
        and part.need > max((own for own, _ in part.parts), default=0)
        and _can_do_without(node, weight)
        for weight, part in node.parts
    )


def choices(problem: PlanningProblem, compulsory: frozenset[int]) -> Iterator[Choice]:
    """Yield the choices of the goal, and of all that is compulsory."""
    assert problem.goal is not None, "what has no goal has no plan"
    places = [Choice(None, (), problem.goal)]
    places += [Choice(index, (), problem.candidates[index].before) for index in sorted(compulsory)]
    seen: set[int] = set()
    while places:
        checkpoint()
        place = places.pop()
        node = place.node
        if not _is_a_choice(node) or id(node) in seen:
            continue
        seen.add(id(node))
        places += _beneath(place)
        if any(_can_do_without(node, weight) for weight, _ in node.parts):
            yield place


def _beneath(place: Choice) -> Iterator[Choice]:
    """The thresholds among the parts of one without which it is not satisfied."""
    needed = {id(part) for part in needed_parts(place.node)}
    for position, (_, part) in enumerate(place.node.parts):
        if isinstance(part, Threshold) and id(part) in needed:
            yield Choice(place.candidate, (*place.path, position), part)


def split(problem: PlanningProblem, choice: Choice) -> Iterator[PlanningProblem]:
    """The problem with the widest part of the choice needed, and without it: every plan is one of the first or the second."""
    for node in _ways(choice.node):
        yield _with(problem, choice, node)


def width(node: Node) -> int:
    """The number of candidates that a node names."""
    return len(candidates_of(node))


def at_either_price(problem: PlanningProblem, compulsory: frozenset[int]) -> list[PlanningProblem]:
    """The problem with a candidate that starts before its price changes, and with one that does not; none where none changes.

    What is compulsory comes first, and of that what changes the most.
    """
    changes = [
        (index in compulsory, abs(after.cents - before.cents), -index, after.first)
        for index, own in enumerate(problem.candidates)
        for before, after in pairwise(own.prices)
    ]
    if not changes:
        return []
    *_, minus_index, cut = max(changes)
    index = -minus_index
    options = problem.candidates[index].options
    both = ([*_starting(options, range(cut))], [*_starting(options, range(cut, problem.horizon))])
    all_options = [own.options for own in problem.candidates]
    found = (problem.with_options([*all_options[:index], tuple(own), *all_options[index + 1 :]]) for own in both)
    return [own for own in found if own is not None]


def wholes(problem: PlanningProblem) -> list[int]:
    """The candidates that exclude several others, such as a module that covers them, the widest first.

    Only those for which that is still so without the ones before: with or without each of them is a wide choice.
    """
    excluded = _excluded(problem)
    found: list[int] = []
    while wide := [index for index, others in enumerate(excluded) if len(others) > 1]:
        whole = max(wide, key=lambda index: (len(excluded[index]), problem.candidates[index].minutes_total))
        found.append(whole)
        excluded = [set() if index == whole else others - {whole} for index, others in enumerate(excluded)]
    return found


def with_or_without(problem: PlanningProblem, whole: int) -> list[PlanningProblem]:
    """The problem without what a candidate excludes, and without itself: every plan is one of the first or the second."""
    both = (_excluded(problem)[whole], {whole})
    found = (
        problem.with_options([() if index in left_out else own.options for index, own in enumerate(problem.candidates)])
        for left_out in both
    )
    return [own for own in found if own is not None]


def _excluded(problem: PlanningProblem) -> list[set[int]]:
    """For each candidate those that it excludes."""
    found: list[set[int]] = [set() for _ in problem.candidates]
    for group in problem.exclusive:
        for index in group:
            found[index] |= group - {index}
    return found


def _starting(options: Iterable[Option], months: range) -> Iterator[Option]:
    """Some options with those of their starts that are in some months."""
    for option in options:
        starts = tuple(start for start in option.starts if start in months)
        if starts:
            yield replace(option, starts=starts)


def _is_a_choice(node: Threshold) -> bool:
    return not node.once and node.shape is not RequirementShape.WAYS


def _can_do_without(node: Threshold, weight: int) -> bool:
    """Return whether a threshold can be satisfied without a part of a weight."""
    return 0 < node.need <= sum(own for own, _ in node.parts) - weight


def _ways(node: Threshold) -> tuple[Threshold, Threshold]:
    """A threshold with its widest part needed, and without it."""
    total = sum(weight for weight, _ in node.parts)
    free = [position for position, (weight, _) in enumerate(node.parts) if _can_do_without(node, weight)]
    chosen = max(free, key=lambda position: (node.parts[position][0], width(node.parts[position][1])))
    weight, part = node.parts[chosen]
    rest = node.parts[:chosen] + node.parts[chosen + 1 :]
    if weight >= node.need:
        taken = replace(node, need=1, parts=((1, part),))
    else:
        indispensable = total + 1
        taken = replace(node, need=indispensable + node.need - weight, parts=((indispensable, part), *rest))
    return taken, replace(node, parts=rest)


def _with(problem: PlanningProblem, choice: Choice, node: Threshold) -> PlanningProblem:
    """The problem with another threshold in the place of a choice, and wherever else the same is asked for.

    What first satisfies a requirement satisfies it from then on, in every place. Of an award that limits how long modules count
    that is true of the whole, not of what it consists of; so the whole is what is looked for elsewhere.
    """
    goal = problem.goal
    assert goal is not None, "a problem without a goal has no choices"
    whole = goal if choice.candidate is None else problem.candidates[choice.candidate].before
    path = choice.path
    while path and whole.valid_months is None:
        whole, path = _part(whole, path[0]), path[1:]
    anew = rewriting(partial(_made_anew, whole, _put(whole, path, node)))
    candidates = tuple(_with_before(own, anew(own.before)) for own in problem.candidates)
    return replace(problem, goal=anew(goal), candidates=candidates, windows=Windows.OPEN)


def _made_anew(whole: Threshold, other: Threshold, node: Threshold, parts: tuple[tuple[int, Node], ...]) -> Threshold:
    """The other one for all that asks for the same as the whole; any other node as it is, but for its parts.

    Beneath an award that limits how long modules count, and where it matters where they count, nothing changes.
    """
    if (node.need, node.parts, node.valid_months, node.once) == (whole.need, whole.parts, whole.valid_months, whole.once):
        return other
    if node.valid_months is not None or not _is_a_choice(node) or parts == node.parts:
        return node
    return replace(node, parts=parts)


def _with_before(candidate: Candidate, before: Threshold) -> Candidate:
    return candidate if before is candidate.before else replace(candidate, before=before)


def _part(node: Threshold, position: int) -> Threshold:
    part = node.parts[position][1]
    assert isinstance(part, Threshold), "a path leads through thresholds"
    return part


def _put(root: Threshold, path: tuple[int, ...], node: Threshold) -> Threshold:
    """The root with another node at the end of a path."""
    above = [root]
    for position in path:
        above.append(_part(above[-1], position))
    for parent, position in zip(reversed(above[:-1]), reversed(path), strict=True):
        weight = parent.parts[position][0]
        node = replace(parent, parts=(*parent.parts[:position], (weight, node), *parent.parts[position + 1 :]))
    return node
