"""The best plan as if everything were free, and what every plan takes that is as good before the cost matters.

Learners who differ in nothing but prices share this. Where the best plan for free is also the cheapest of those that are as
good before the cost matters, it is the best at these prices: a limit on the cost leaves fewer plans, and none is better.
Beside `search`, which it asks.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import without_prices
from mcplanner.problem.measures import fixed, stage_value
from mcplanner.problem.model import PlanningProblem, Schedule, Windows
from mcplanner.problem.requirement_nodes import Node, RequirementShape, Threshold
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.search import Solution, any_plan, solve

OF_PRICES = frozenset({Stage.UNKNOWN_FEES, Stage.COST})

MOST_ELECTIVES = 4
"""The most electives of a plan of which it is asked whether all plans take them."""

ROUNDS = 1
"""The work for each of these questions."""


class IfFree(Struct, frozen=True):
    """The answer to a problem as if everything were free, without what is said of the cost.

    Attributes
    ----------
    problem
        That of the plans which are as good before the cost matters, if these stages are proved.
    solution
        Its ways are those of the problem.
    """

    problem: PlanningProblem
    solution: Solution


def best_if_free(problem: PlanningProblem, watch: Watch, rounds: int | None = None) -> IfFree:
    """Solve a problem in which something comes before the cost as if everything were free."""
    free = without_prices(problem)
    before = [*takewhile(lambda stage: stage not in OF_PRICES, free.stages)]
    found = solve(free, watch, before[-1], rounds=rounds)
    if found.schedule is None or not found.proved:
        return IfFree(free, found)
    as_good = _as_good(free, found.schedule, before)
    best = _without_cost(solve(as_good, watch, known=found, rounds=rounds))
    return IfFree(as_good, replace(best, ways=found.ways))


def _as_good(problem: PlanningProblem, schedule: Schedule, stages: Sequence[Stage]) -> PlanningProblem:
    """The problem without the plans that are worse than a schedule in some stages."""
    for stage in stages:
        within = fixed(problem, stage, stage_value(problem, schedule, stage))
        assert within is not None, "the problem still has the schedule that was found"
        problem = within
    return problem


def with_what_all_take(problem: PlanningProblem, schedule: Schedule, watch: Watch) -> PlanningProblem:
    """The problem in which those modules of a schedule are required that are proved to be part of every plan.

    That is worth its while where the problem is solved at other prices again and again.
    """
    if problem.goal is None or problem.counts_once:
        return problem
    required = tuple((1, node) for node in _taken_by_all(problem, schedule, watch))
    if not required:
        return problem
    return replace(problem, goal=Threshold(1 + len(required), ((1, problem.goal), *required)), windows=Windows.OPEN)


def _taken_by_all(problem: PlanningProblem, schedule: Schedule, watch: Watch) -> Iterator[Node]:
    """The modules of a schedule that are not compulsory by themselves, and are in every plan all the same."""
    compulsory = {problem.candidates[index].module for index in Bounds(problem).compulsory}
    electives = [placement.module for placement in schedule if placement.module not in compulsory]
    for module in electives if len(electives) <= MOST_ELECTIVES else ():
        offers = [index for index, own in enumerate(problem.candidates) if own.module == module]
        if _cannot_do_without(problem, offers, watch):
            yield _any_of(offers)


def _cannot_do_without(problem: PlanningProblem, offers: Sequence[int], watch: Watch) -> bool:
    """Return whether it is proved that each plan takes one of some candidates."""
    options = [() if index in offers else own.options for index, own in enumerate(problem.candidates)]
    others = problem.with_options(options)
    return others is None or any_plan(others, watch, ROUNDS).proved


def _any_of(offers: Sequence[int]) -> Node:
    """The candidates of one module, which exclude each other."""
    parts = tuple((1, own) for own in offers)
    return offers[0] if len(offers) == 1 else Threshold(1, parts, shape=RequirementShape.MODULE)


def _without_cost(solution: Solution) -> Solution:
    settled = tuple(stage for stage in solution.settled if stage is not Stage.COST)
    bounds = {stage: low for stage, low in solution.bounds.items() if stage is not Stage.COST}
    return replace(solution, settled=settled, bounds=bounds)
