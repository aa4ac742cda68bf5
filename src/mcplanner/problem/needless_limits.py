"""Limits that every plan keeps by itself, since too few modules run side by side to exceed them: a problem is simpler without.

Whoever limits modules at once to one, and evenings to one, has one limit too many; and some methods do not know evenings.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import accumulate

from msgspec.structs import replace

from mcplanner.problem.model import Option, PlanningProblem


def without_needless_limits(problem: PlanningProblem) -> PlanningProblem:
    """The problem without limits on evenings and days off that nothing can exceed."""
    if problem.evenings is None and problem.half_days_off is None:
        return problem
    most = _most_side_by_side(problem)
    evenings = (own.evenings.bit_count() + own.more_evenings for own in problem.candidates)
    half_days = (max(map(_most_half_days, own.options), default=0) for own in problem.candidates)
    return replace(
        problem,
        evenings=_unless_kept(problem.evenings, evenings, most),
        half_days_off=_unless_kept(problem.half_days_off, half_days, most),
    )


def _unless_kept(limits: tuple[int, ...] | None, taken: Iterable[int], most: Sequence[int]) -> tuple[int, ...] | None:
    """The limits of each month; None where those that take the most, as many as can run side by side, keep them."""
    if limits is None:
        return None
    heaviest = (0, *accumulate(nlargest(max(most, default=0), taken)))
    kept = all(heaviest[min(number, len(heaviest) - 1)] <= limit for number, limit in zip(most, limits, strict=True))
    return None if kept else limits


def _most_side_by_side(problem: PlanningProblem) -> list[int]:
    """In each month, a number of candidates that no plan exceeds: those allowed, or the lightest that fit into the hours."""
    least = sorted(min(option.minutes_per_week for option in own.options) for own in problem.candidates if own.options)
    loads = list(accumulate(least))
    fitting = (bisect_right(loads, minutes) for minutes in problem.budget)
    return list(fitting) if problem.at_once is None else list(map(min, fitting, problem.at_once))


def _most_half_days(option: Option) -> int:
    """The most half days off that an option takes in a month."""
    return max((option.half_days, *(most for _, of_months in option.half_days_of for most in of_months)), default=0)
