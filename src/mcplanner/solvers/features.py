"""What a problem asks for beyond modules, months and hours.

Floor 7. Whoever searches a problem, or relies on what its plans have in common, names the features that it handles, and leaves
problems with others alone. So a rule that is new in problems is left to those that were taught it, and nothing is proved by
passing it over.
"""

from collections.abc import Iterator
from enum import StrEnum

from mcplanner.problem import PlanningProblem
from mcplanner.stages import Stage


class Feature(StrEnum):
    """Something that a problem asks for, and that a method must know of to search it."""

    PINS = "modules that must be taken"
    EXCLUSION = "modules that exclude each other"
    ALONGSIDE = "modules taken alongside others"
    AT_ONCE = "a limit on modules at once"
    CLASS_TIMES = "class times"
    EVENINGS = "a limit on evenings"
    EXPIRY = "modules that expire"
    COUNTING_ONCE = "modules that count in one place only"
    NO_HOURS = "modules that take no hours"
    HOURS_LIMIT = "a limit on hours altogether"
    CREDIT = "credit that pays"
    COST_LIMIT = "a limit on cost"
    CHANGING_COST = "cost that depends on when a module starts"
    YEARLY_LIMIT = "a limit on cost in a year"
    KEPT = "an earlier plan to keep"
    MOVED_LIMIT = "a limit on modules moved"
    SHIFT_LIMIT = "a limit on months moved by"
    EARLIER = "earlier plans to differ from"
    EARLIER_ORDER = "earlier plans to differ from by the order of awards"


def features(problem: PlanningProblem, stage: Stage) -> frozenset[Feature]:
    """What a problem asks of whoever seeks its best plan in a stage."""
    return frozenset(_features(problem, stage))


def _features(problem: PlanningProblem, stage: Stage) -> Iterator[Feature]:
    counts_cost = stage is Stage.COST or problem.cost_limit_cents is not None
    asked = {
        Feature.PINS: bool(problem.pinned),
        Feature.EXCLUSION: bool(problem.exclusive),
        Feature.ALONGSIDE: any(own.alongside.parts for own in problem.candidates),
        Feature.AT_ONCE: problem.at_once is not None,
        Feature.CLASS_TIMES: any(own.class_slots for own in problem.candidates),
        Feature.EVENINGS: problem.evenings is not None,
        Feature.EXPIRY: problem.expires,
        Feature.COUNTING_ONCE: problem.counts_once,
        Feature.NO_HOURS: any(not own.least_energy for own in problem.candidates),
        Feature.HOURS_LIMIT: problem.minutes_limit is not None,
        Feature.CREDIT: bool(problem.wallets),
        Feature.COST_LIMIT: problem.cost_limit_cents is not None,
        Feature.CHANGING_COST: counts_cost and any(len(own.prices) > 1 for own in problem.candidates),
        Feature.YEARLY_LIMIT: problem.cost_limit_per_year_cents is not None,
        Feature.KEPT: bool(problem.kept),
        Feature.MOVED_LIMIT: problem.moved_limit is not None,
        Feature.SHIFT_LIMIT: problem.shift_limit is not None,
        Feature.EARLIER: bool(problem.earlier),
        Feature.EARLIER_ORDER: any(plan.orders for plan in problem.earlier),
    }
    return (feature for feature, is_asked in asked.items() if is_asked)
