"""The features of a problem beyond modules, months and hours, and the methods that know them.

Whoever searches a problem, or relies on what its plans have in common, leaves alone what has a feature it does not
know. So a rule that is new in problems is left to those that were taught it, and nothing is proved by passing it over.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from enum import Enum, StrEnum
from types import MappingProxyType

from mcplanner.ground.stages import Stage
from mcplanner.problem.measures import TOTALS, limited_totals
from mcplanner.problem.model import Candidate, PlanningProblem
from mcplanner.problem.requirement_nodes import ends_within


class Feature(StrEnum):
    """Something that a problem contains, and that a method must know to search it."""

    PINS = "modules that must be taken"
    EXCLUSION = "modules that exclude each other"
    ALONGSIDE = "modules taken alongside others"
    AT_ONCE = "a limit on modules at once"
    STRETCH = "months that may go beyond their hours"
    CLASS_TIMES = "class times"
    EVENINGS = "a limit on evenings"
    DAYS_OFF = "a limit on days off"
    DAYS_OFF_BY_START = "such a limit, where a module takes more in some months or starts than in others"
    DAYS = "runs whose days are known"
    DAYS_AND_EXPIRY = "such runs, where modules expire"
    EXPIRY = "modules that expire"
    EXPIRY_BEFORE = "prerequisites that expire"
    COUNTING_ONCE = "modules that count in one place only"
    NO_HOURS = "modules that take no hours"
    ENDING = "modules under way of which only the end is left"
    CREDIT = "credit that pays"
    LIMIT = "a limit on a total of modules, such as cost or hours"
    LIMIT_BY_START = "a limit on a total that depends on when modules start"
    CHANGING_COST = "cost that depends on when a module starts"
    CHANGING_COST_AND_CREDIT = "such cost, where credit pays"
    YEARLY_LIMIT = "a limit on cost in a year"
    YEARLY_LIMIT_AND_CREDIT = "such a limit, where credit pays"
    KEPT = "an earlier plan to keep"
    EARLIER = "earlier plans to differ from"
    EARLIER_ORDER = "earlier plans to differ from by the order of awards"


class FeatureReader(Enum):
    """Who must know the features of a problem."""

    BY_MONTH = "the engine's model by month"
    INTERVALS = "the engine's model with intervals"
    PACKING = "packing"
    RULES_OF_THUMB = "rules of thumb for a first plan"
    DOMINANCE = "dominance, by which one order stands for another"


Asks = Callable[[PlanningProblem, Sequence[Stage]], bool]
"""Says whether a problem has a feature when its best plan in some stages is sought."""

ALL = frozenset(FeatureReader)
NOT_PACKED = ALL - {FeatureReader.PACKING}
MODELS = frozenset({FeatureReader.BY_MONTH, FeatureReader.INTERVALS})
BY_MONTH = frozenset({FeatureReader.BY_MONTH})


def _changes(problem: PlanningProblem, stages: Sequence[Stage]) -> bool:
    """Return whether a total of modules that is sought or limited changes with time."""
    counted = {stage for stage in (*stages, *problem.limits) if stage in TOTALS and TOTALS[stage].of_modules}
    return any(TOTALS[stage].changes(problem) for stage in counted)


def _expires_before(problem: PlanningProblem) -> bool:
    """Return whether something that a candidate needs may expire before it starts."""
    return not ends_within(problem.horizon, *(own.before for own in problem.candidates))


def _takes_days_off_unevenly(own: Candidate) -> bool:
    """Return whether a candidate takes more half days in some months than in others."""
    return any(option.half_days_of for option in own.options) or len({option.half_days for option in own.options}) > 1


FEATURES: Mapping[Feature, tuple[Asks, frozenset[FeatureReader]]] = MappingProxyType(
    {
        Feature.PINS: (lambda problem, _: bool(problem.pinned), ALL),
        Feature.EXCLUSION: (lambda problem, _: bool(problem.exclusive), ALL),
        Feature.ALONGSIDE: (lambda problem, _: any(own.alongside.parts for own in problem.candidates), ALL),
        Feature.AT_ONCE: (lambda problem, _: problem.at_once is not None, ALL),
        Feature.STRETCH: (  # which are counted by year
            lambda problem, _: problem.stretch is not None,
            BY_MONTH | {FeatureReader.RULES_OF_THUMB},
        ),
        Feature.CLASS_TIMES: (lambda problem, _: any(own.class_slots for own in problem.candidates), ALL),
        Feature.EVENINGS: (  # which are counted month by month
            lambda problem, _: problem.evenings is not None,
            ALL - {FeatureReader.INTERVALS},
        ),
        Feature.DAYS_OFF: (  # which are counted month by month
            lambda problem, _: problem.half_days_off is not None,
            ALL - {FeatureReader.INTERVALS},
        ),
        Feature.DAYS_OFF_BY_START: (
            lambda problem, _: problem.half_days_off is not None and any(map(_takes_days_off_unevenly, problem.candidates)),
            BY_MONTH | {FeatureReader.RULES_OF_THUMB},
        ),
        Feature.DAYS: (
            lambda problem, _: any(own.dated for own in problem.candidates),
            BY_MONTH | {FeatureReader.RULES_OF_THUMB},
        ),
        Feature.DAYS_AND_EXPIRY: (
            lambda problem, _: problem.expires and any(own.dated for own in problem.candidates),
            BY_MONTH,
        ),
        Feature.EXPIRY: (lambda problem, _: problem.expires, ALL),
        Feature.EXPIRY_BEFORE: (lambda problem, _: _expires_before(problem), NOT_PACKED),
        Feature.COUNTING_ONCE: (  # to say where modules count would be a search of its own
            lambda problem, _: problem.counts_once,
            MODELS | {FeatureReader.DOMINANCE},
        ),
        Feature.NO_HOURS: (lambda problem, _: any(not own.least_energy for own in problem.candidates), ALL),
        Feature.ENDING: (  # which take no place either
            lambda problem, _: any(option.only_ends for own in problem.candidates for option in own.options),
            NOT_PACKED,
        ),
        Feature.CREDIT: (lambda problem, _: bool(problem.wallets), ALL),
        Feature.LIMIT: (lambda problem, _: any(total.of_modules for total, _ in limited_totals(problem)), ALL),
        Feature.LIMIT_BY_START: (
            lambda problem, _: not all(total.of_modules for total, _ in limited_totals(problem)),
            MODELS | {FeatureReader.DOMINANCE, FeatureReader.PACKING},
        ),
        Feature.CHANGING_COST: (_changes, ALL),
        Feature.CHANGING_COST_AND_CREDIT: (  # of which wallets pay what, packing would have to remember
            lambda problem, stages: any(problem.wallets) and _changes(problem, stages),
            NOT_PACKED,
        ),
        Feature.YEARLY_LIMIT: (lambda problem, _: problem.cost_limit_per_year_cents is not None, ALL),
        Feature.YEARLY_LIMIT_AND_CREDIT: (  # to say which year credit pays would be a search of its own
            lambda problem, _: problem.cost_limit_per_year_cents is not None and any(problem.wallets),
            NOT_PACKED,
        ),
        Feature.KEPT: (lambda problem, _: bool(problem.kept), ALL),
        Feature.EARLIER: (  # of two orders that are as good, one may be that of an earlier plan
            lambda problem, _: bool(problem.earlier),
            ALL - {FeatureReader.DOMINANCE},
        ),
        Feature.EARLIER_ORDER: (
            lambda problem, _: any(plan.orders for plan in problem.earlier),
            NOT_PACKED - {FeatureReader.DOMINANCE},
        ),
    }
)
"""For each feature, a test of whether a problem has it, and who knows it."""


def features(problem: PlanningProblem, *stages: Stage) -> frozenset[Feature]:
    """The features that matter to whoever seeks a problem's best plan in some stages."""
    return frozenset(feature for feature, (asks, _) in FEATURES.items() if asks(problem, stages))


def has_only(known: Container[Feature], problem: PlanningProblem, *stages: Stage) -> bool:
    """Return whether a problem has no feature that matters there but those that are known."""
    return not any(asks(problem, stages) for feature, (asks, _) in FEATURES.items() if feature not in known)


def known_to(reader: FeatureReader) -> frozenset[Feature]:
    """The features that someone knows."""
    return frozenset(feature for feature, (_, readers) in FEATURES.items() if reader in readers)
