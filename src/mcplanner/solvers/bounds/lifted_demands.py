"""The hours that a module really takes from the budget: its weekly load, and what nothing else can use beside it.

Pure Python on a `PlanningProblem`. With 6 hours a week and nothing lighter than 3, a module of 4 hours leaves no room
for another: it may as well need 6. Such demands keep every rule as it was and let bounds and solvers see further.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import PlanningProblem

MOST_CANDIDATES = 250
"""Above this many candidates loads are not lifted: the time it takes grows with their square."""

Demands = tuple[tuple[int, ...], ...]
"""Minutes a week for each candidate and each of its options."""


def plain_demands(problem: PlanningProblem) -> Demands:
    """The weekly load of every option, as it is."""
    return tuple(tuple(option.minutes_per_week for option in candidate.options) for candidate in problem.candidates)


def demands(problem: PlanningProblem) -> Demands:
    """The weekly load of every option, raised by what nothing that could run beside it can use.

    Raised one after another, each given those before, against the greatest budget; so they hold in months of that budget and
    in months of none, and where budgets differ otherwise they are the plain loads. A plan whose peak is to be found needs the
    plain loads too: its budget is not known yet.
    """
    plain = plain_demands(problem)
    budgets = {minutes for minutes in problem.budget if minutes}
    if len(budgets) != 1 or len(plain) > MOST_CANDIDATES:
        return plain
    return _raise_loads(plain, *budgets)


@lru_cache(maxsize=16)
def _raise_loads(plain: Demands, budget: int) -> Demands:
    raised = [list(options) for options in plain]
    for index, options in enumerate(raised):
        checkpoint()
        sums = subset_sums([own for other, own in enumerate(raised) if other != index], budget)
        for position, load in enumerate(options):
            if load:  # what takes no hours may run in months that have none
                options[position] = budget - greatest_sum(sums, budget - load)
    return tuple(tuple(options) for options in raised)


def subset_sums(options: Sequence[Sequence[int]], limit: int) -> int:
    """The sums that can be reached with at most one of each sequence, as the bits of an integer, up to a limit."""
    mask = (2 << limit) - 1
    sums = 1
    for own in options:
        reached = sums
        for load in own:
            reached |= sums << load
        sums = reached & mask
    return sums


def greatest_sum(sums: int, limit: int) -> int:
    """The greatest sum that does not exceed a limit."""
    return (sums & ((2 << limit) - 1)).bit_length() - 1


def greatest_total(options: Iterable[Sequence[int]], limit: int) -> int:
    """The greatest sum that can be reached with at most one of each sequence and does not exceed a limit."""
    sums = 1
    mask = (2 << limit) - 1
    for own in options:
        reached = sums
        for load in own:
            reached |= sums << load
        sums = reached & mask
        if sums >> limit:
            break
    return sums.bit_length() - 1
