"""A problem without the days that make no difference, and without starts that are then as good as others of their module.

Beside `expired`. Days matter only between two candidates that have them, of which one needs the other, or that have class at
one time: everything else goes by months, and methods that know no days can search it.
"""

from collections.abc import Iterator
from itertools import combinations

from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import Candidate, Option, PlanningProblem, clashes
from mcplanner.problem.requirement_nodes import candidates_of


def without_idle_days(problem: PlanningProblem) -> PlanningProblem:
    """The problem with days only where they matter; of starts that are alike then, the first offer keeps its own."""
    dated = frozenset(index for index, own in enumerate(problem.candidates) if own.dated)
    if not dated:
        return problem
    matter = frozenset(_compared(problem, dated))
    candidates = [own if index in matter else _undated(own) for index, own in enumerate(problem.candidates)]
    for one, other in _of_one_module(candidates):
        if not {one, other} & matter:
            candidates[other] = _without_starts_of(candidates[other], candidates[one])
    return replace(problem, candidates=tuple(candidates))


def _compared(problem: PlanningProblem, dated: frozenset[int]) -> Iterator[int]:
    """The candidates whose days are compared with those of another."""
    for index in dated:
        checkpoint()
        needed = dated.intersection(candidates_of(problem.candidates[index].before))
        if needed:
            yield index
            yield from needed
    for group in clashes(problem):
        if len(group & dated) > 1:
            yield from group & dated


def _undated(candidate: Candidate) -> Candidate:
    """A candidate without days, but for those of runs that end in a month in which they no longer take hours."""
    return replace(
        candidate,
        options=tuple(
            replace(option, days=tuple(day for day in option.days if option.ended_by(day.start) > day.start + option.months))
            for option in candidate.options
        ),
    )


def _of_one_module(candidates: list[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of offers of one module, the first one first."""
    offers: dict[str, list[int]] = {}
    for index, own in enumerate(candidates):
        offers.setdefault(own.module, []).append(index)
    return (pair for own in offers.values() for pair in combinations(own, 2))


def _without_starts_of(candidate: Candidate, first: Candidate) -> Candidate:
    """A candidate without the starts that an earlier offer of its module has on the same terms."""
    same = (candidate.class_slots, candidate.evenings, candidate.more_evenings, candidate.unknown_fees)
    if same != (first.class_slots, first.evenings, first.more_evenings, first.unknown_fees):
        return candidate

    def is_alike(option: Option, start: int) -> bool:
        return candidate.payment(start) == first.payment(start) and any(
            (own.months, own.minutes_per_week, own.half_days_in(start), own.ended_by(start))
            == (option.months, option.minutes_per_week, option.half_days_in(start), option.ended_by(start))
            and start in own.starts
            for own in first.options
        )

    options = (
        replace(option, starts=tuple(start for start in option.starts if not is_alike(option, start)))
        for option in candidate.options
    )
    return replace(candidate, options=tuple(option for option in options if option.starts))
