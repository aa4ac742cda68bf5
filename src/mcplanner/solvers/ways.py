"""The ways that a problem offers, each as a problem of its own: which award of two, say, that each take a dozen modules.

Pure Python on a `PlanningProblem`; finds no plan. Beneath `search`, beside `branching`, which rules out all that there is.

No method sees from the outset that one of two diplomas takes too long: packing starts modules of both, the engine has a literal
for each, and bounds see little more than what both have in common. Within one way nearly all is compulsory, few modules are
left, and bounds see its hours and its order; most ways are ruled out at once.
"""

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import PlanningProblem
from mcplanner.problem.requirement_nodes import candidates_of
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.choices import choices, offers_ways, split, takes_several, width

MOST_WAYS = 24
"""Of more ways that arithmetic leaves, each as a problem of its own would take longer than all in one."""

MOST_LOOKED_AT = 120
"""As many problems are looked at to find them."""


def open_ways(problem: PlanningProblem) -> list[PlanningProblem] | None:
    """The ways that arithmetic does not rule out; None where there is nothing to choose, or they are too many to tell.

    Each is without what nothing in it needs: a plan with that is as good without it. Every plan of the problem that has no such
    module is a plan of one of them, and all of their plans are plans of the problem.
    """
    if problem.goal is None or not offers_ways(problem):
        return None
    waiting, found = [problem], list[PlanningProblem]()
    looked_at = 0
    while waiting and looked_at < MOST_LOOKED_AT and len(found) <= MOST_WAYS:
        checkpoint()
        looked_at += 1
        way, both = _looked_at(Bounds(waiting.pop(), few_patterns=True))
        found += way
        waiting += both
    if waiting or len(found) > MOST_WAYS:
        return None
    return None if found and looked_at == 1 else found


def _looked_at(bounds: Bounds) -> tuple[list[PlanningProblem], list[PlanningProblem]]:
    """A problem as a way, if it has no choice left; else that in which a part of its widest choice is needed, or left out.

    Nothing, if arithmetic rules it out.
    """
    problem = bounds.problem
    if problem is None or bounds.refuted:
        return [], []
    wide = (choice for choice in choices(problem, bounds.compulsory) if takes_several(choice.node))
    choice = max(wide, key=lambda choice: width(choice.node), default=None)
    if choice is None:
        return [problem], []
    both = map(_with_what_is_needed, split(problem, choice))
    return [], [own for own in both if own is not None]


def _with_what_is_needed(problem: PlanningProblem) -> PlanningProblem | None:
    """The problem without the candidates that nothing in it needs."""
    assert problem.goal is not None, "a problem with choices has a goal"
    orders = (award for earlier in problem.earlier for both in earlier.orders for award in both)
    waiting = [*problem.pinned, *candidates_of(problem.goal, *orders)]
    needed: set[int] = set()
    while waiting:
        index = waiting.pop()
        if index not in needed:
            needed.add(index)
            waiting += candidates_of(problem.candidates[index].before, problem.candidates[index].alongside)
    return problem.with_options([own.options if index in needed else () for index, own in enumerate(problem.candidates)])
