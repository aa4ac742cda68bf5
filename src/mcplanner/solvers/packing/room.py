"""Which problems packing has room for. Loads no arrays: most problems are settled before any are needed."""

from graphlib import CycleError, TopologicalSorter

from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bits import members
from mcplanner.solvers.bounds.needs import least_needs, plain_alongside

MOST_CANDIDATES = 128
"""The most candidates: so many times twice what an account pays at most fits into 64 bits, too."""

MOST_IN_PROGRESS = 1 << 20
"""The most ways in which candidates can be in progress: there is a table of them."""


def has_room(problem: PlanningProblem) -> bool:
    """Return whether the arrays have room for a problem's candidates and starts, and the choices that prerequisites leave."""
    return (
        len(problem.candidates) <= MOST_CANDIDATES
        and sum(len(option.starts) for own in problem.candidates for option in own.options) <= MOST_IN_PROGRESS
        and all(least_needs(own) is not None for own in problem.candidates)
        and _alongside_in_order(problem)
    )


def _alongside_in_order(problem: PlanningProblem) -> bool:
    """Return whether there is no choice what candidates are taken alongside, and none of them is taken alongside itself."""
    alongside = [plain_alongside(own) for own in problem.candidates]
    try:
        TopologicalSorter({index: members(own or 0) for index, own in enumerate(alongside)}).prepare()
    except CycleError:
        return False
    return None not in alongside
