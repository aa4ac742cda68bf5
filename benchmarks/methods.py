"""Each method that proves, by itself: does it rule out a plan that there is?

The only file of the soundness runs that knows solvers. A stage is looked at with the stages before fixed to their best values.
"""

from collections.abc import Iterator
from functools import partial
from itertools import product

from cases import NO_RUN, Case
from every_plan import Placed, Plan
from msgspec import Struct

from mcplanner.ground.months import Month
from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import TOTALS
from mcplanner.problem.model import Placement, PlanningProblem, Schedule
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.kinds_in_time import least_by_kind
from mcplanner.solvers.bounds.written_out import written_out
from mcplanner.solvers.decide import NoSchedule, Turn, Within
from mcplanner.solvers.lp.dual_bounds import dual_bound
from mcplanner.solvers.methods import Method, suits
from mcplanner.solvers.minimise import Minimum

EFFORT = 0.1
"""The work of each search, in the engine's deterministic seconds."""

SECONDS = 20.0
"""After so many a search is given up; it then proves nothing."""

MOST_HALF_MADE = 1_000_000
"""So many half-made plans of kinds of modules are looked at, which are all of so small a case."""

NARROWED = {Stage.FINISH, Stage.PEAK}
"""Stages that are settled by asking for any plan within a limit; the others are sums, and minimised."""

WITH_DUALS = {Method.PACKING, Method.BY_SELECTION, Method.BY_WHOLES, Method.BRANCHING}
"""Methods that go by dual values where they are made."""


class Known(Struct, frozen=True):
    """The known facts about a stage.

    Attributes
    ----------
    value
        What some plan is worth in it that is the best in the stages before.
    least
        Whether no such plan is worth less.
    worse
        A plan that is as good in the stages before, and worth more in this one; None where none is known.
    """

    value: int
    least: bool
    worse: Plan | None


def problem_of(case: Case) -> PlanningProblem:
    """The case as the solvers get it."""
    request = case.request(SECONDS)
    asked = request.targets, request.start, request.by, request.prefer
    return build_problem(case.catalogue, case.learner, *asked, pricing=case.pricing, keep=request.keep)


def wrongly_proved(case: Case, problem: PlanningProblem, stage: Stage, known: Known) -> Iterator[str]:
    """Return the proofs of each method about a stage that contradict what is known.

    Where modules count once, the problem is looked at as it is, and with the ways to count written out.
    """
    plain = written_out(problem)
    for own in (problem,) if plain is problem else (problem, plain):
        yield from _wrongly_proved(case, own, stage, known)


def _wrongly_proved(case: Case, problem: PlanningProblem, stage: Stage, known: Known) -> Iterator[str]:
    below = Bounds(problem).below(stage)
    if below > known.value:
        yield f"arithmetic: no {stage} under {below}, and there is {known.value}"
    yield from _by_kinds(problem, stage, known)
    yield from _by_duals(problem, stage, known)
    for method in Method:
        if suits(method, problem, stage):
            yield from _within(problem, stage, known, method)
            if stage not in NARROWED and known.worse is not None:
                yield from _minimised(problem, stage, known, _schedule(case, known.worse), method)


def _by_kinds(problem: PlanningProblem, stage: Stage, known: Known) -> Iterator[str]:
    bounds = Bounds(problem)
    if stage is not Stage.COST or bounds.problem is None:
        return
    for weighing, ordered in product(TOTALS[stage].weighings(problem), (False, True)):
        least = least_by_kind(bounds, weighing, known.value, MOST_HALF_MADE, ordered)
        if least.cost > known.value:
            yield f"kinds of modules{' in order' * ordered}: no {stage} within {known.value}, and there is a plan"


def _by_duals(problem: PlanningProblem, stage: Stage, known: Known) -> Iterator[str]:
    within = Within(problem, stage, known.value, Watch(SECONDS))
    if within.refuted:
        yield f"arithmetic or dual values: no plan within a {stage} of {known.value}, and there is one"
    bounds = Bounds(problem)
    if stage not in NARROWED and bounds.problem is not None:
        bound = dual_bound(bounds, Watch(SECONDS), stage).bound
        if bound > known.value:
            yield f"dual values: no {stage} under {bound}, and there is {known.value}"


def _within(problem: PlanningProblem, stage: Stage, known: Known, method: Method) -> Iterator[str]:
    if method is Method.BY_SELECTION:  # goes through sums alone
        return
    ask = partial(Within, problem, stage, watch=Watch(SECONDS))
    can_be_less = known.least and known.value and stage is not Stage.STARTS  # a limit on starts leaves nothing out
    for turn in _turns(method):
        if ask(limit=known.value).sought(turn) is NoSchedule.NO_PLAN:
            yield f"{_name(turn)}: no plan within a {stage} of {known.value}, and there is one"
        if can_be_less and not isinstance(ask(limit=known.value - 1).sought(turn), NoSchedule):
            yield f"{_name(turn)}: a plan with a {stage} under {known.value}, and there is none"


def _minimised(problem: PlanningProblem, stage: Stage, known: Known, schedule: Schedule, method: Method) -> Iterator[str]:
    for turn in _turns(method):
        minimum = Minimum(problem, stage, schedule, Watch(SECONDS))
        minimum.seek(turn)
        if minimum.low > known.value:
            yield f"{_name(turn)}: no {stage} under {minimum.low}, and there is {known.value}"
        if known.least and minimum.value < known.value:
            yield f"{_name(turn)}: a plan with a {stage} of {minimum.value}, and the least is {known.value}"


def _turns(method: Method) -> Iterator[Turn]:
    """Turns without dual values, which are a method of their own, and with those that packing and branching go by."""
    yield Turn(method, EFFORT, with_duals=False)
    if method in WITH_DUALS:
        yield Turn(method, EFFORT)


def _name(turn: Turn) -> str:
    return f"{turn.method.value} with dual values" if turn.with_duals else turn.method.value


def _offer_of(case: Case, name: str, placed: Placed) -> int:
    """The offer of a module that a start is in."""
    module = case.catalogue.module_by_id[name]
    month = Month(case.first + placed.start)
    run = None if placed.run == NO_RUN else (module.runs or ())[placed.run]
    offers = enumerate(module.offers)
    return next(number for number, offer in offers if offer.starts_in(month) and offer.run_in(month) in (run, None))


def _schedule(case: Case, plan: Plan) -> Schedule:
    placements = [
        Placement(
            placed.start,
            name,
            placed.end - placed.start,
            case.weekly_minutes(name, placed.end - placed.start),
            _offer_of(case, name, placed),
        )
        for name, placed in plan.items()
    ]
    return tuple(sorted(placements, key=lambda placement: (placement.start, placement.module)))
