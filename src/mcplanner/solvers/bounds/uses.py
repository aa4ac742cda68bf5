"""What candidates use of all that a month has: hours, and evenings and days off where these are limited, in one number.

Pure Python on a `PlanningProblem`. Each amount has its bits: the minutes of a week the lowest, then evenings, then half days
off. So uses add up as they are, and where hours are all that is limited a use is its minutes. Of evenings only those count
whose days are not published: of the others several modules may share one.
"""

from collections.abc import Sequence

from mcplanner.problem.model import Option, PlanningProblem
from mcplanner.solvers.bounds.lifted_demands import demands

BITS = 24
"""How many bits each amount has; the highest of them stays free."""

MASK = (1 << BITS) - 1

Uses = tuple[tuple[int, ...], ...]
"""The use of each candidate and each of its options."""


def uses(problem: PlanningProblem) -> Uses:
    """What every option uses, its hours raised by what nothing beside it could use."""
    evenings, half_days = _limits(problem)
    return tuple(
        tuple(
            minutes
            + (own.more_evenings << BITS if evenings and not option.only_ends else 0)
            + (_half_days(option) << 2 * BITS if half_days else 0)
            for minutes, option in zip(loads, own.options, strict=True)
        )
        for loads, own in zip(demands(problem), problem.candidates, strict=True)
    )


def rooms(problem: PlanningProblem) -> tuple[int, ...]:
    """What each month has."""
    none = (0,) * problem.horizon
    evenings, half_days = (own or none for own in _limits(problem))
    return tuple(
        minutes + (of_week << BITS) + (off << 2 * BITS)
        for minutes, of_week, off in zip(problem.budget, evenings, half_days, strict=True)
    )


def amounts(use: int) -> tuple[int, int, int]:
    """The minutes, evenings and half days of a use."""
    return use & MASK, use >> BITS & MASK, use >> 2 * BITS


def fits(use: int, room: int) -> bool:
    """Return whether all of a use fits into a room."""
    return use <= room if room <= MASK and use <= MASK else all(map(int.__le__, amounts(use), amounts(room)))


def _limits(problem: PlanningProblem) -> tuple[Sequence[int] | None, Sequence[int] | None]:
    """The limits on evenings and half days off in each month; none where hours might not fit into their bits."""
    if max(problem.budget, default=0) > MASK >> 1:
        return None, None
    return problem.evenings, problem.half_days_off


def _half_days(option: Option) -> int:
    """The half days off that an option takes in each of its months; none where they differ from month to month."""
    return 0 if option.half_days_of else option.half_days
