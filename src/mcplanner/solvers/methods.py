"""The methods by which plans are sought, and which features of a problem each of them handles.

Knows what each method can do; not how it does it, nor which is asked first.
"""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib import import_module
from threading import Thread
from types import MappingProxyType

from mcplanner.ground.stages import Stage
from mcplanner.problem.measures import TOTALS
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers import one_by_one
from mcplanner.solvers.choices import offers_ways, wholes
from mcplanner.solvers.features import Feature, FeatureReader, has_only, known_to
from mcplanner.solvers.heuristics import greedy
from mcplanner.solvers.packing.room import has_room


class Method(Enum):
    """How a plan is sought.

    One by one, all plans of a problem that has few are looked at. By selection, each set of electives that keeps to a limit on
    a sum is packed by itself; by wholes, each set of modules that exclude several others. Branching makes choice after choice,
    and can only prove that there is no plan. By kind, it is gone through how many modules of each kind are left, month by
    month, as far as hours and order go. Rules of thumb put one module after another, and can only find a plan.
    """

    RULES_OF_THUMB = "rules of thumb"
    ONE_BY_ONE = "one by one"
    BY_KIND = "by kind"
    INTERVALS = "intervals"
    PACKING = "packing"
    BY_SELECTION = "by selection"
    BY_WHOLES = "by wholes"
    BRANCHING = "branching"
    BY_MONTH = "by month"


PACKING = frozenset({Method.PACKING, Method.BY_SELECTION, Method.BY_WHOLES})
"""Those that pack."""

MOST_WHOLES = 6
"""Of more modules that exclude several others, there are too many sets."""

NOT_OF_SELECTIONS = frozenset({Feature.CHANGING_COST, Feature.EXPIRY})
"""All plans of a selection must cost the same; and more than is enough may be needed where what is enough can expire."""

HANDLES: Mapping[Method, frozenset[Feature]] = MappingProxyType(
    {
        **dict.fromkeys(PACKING, known_to(FeatureReader.PACKING)),
        Method.BY_SELECTION: known_to(FeatureReader.PACKING) - NOT_OF_SELECTIONS,
        Method.INTERVALS: known_to(FeatureReader.INTERVALS),
        Method.BY_MONTH: known_to(FeatureReader.BY_MONTH),
        Method.BRANCHING: frozenset(Feature),
        Method.BY_KIND: frozenset(Feature),
        Method.ONE_BY_ONE: one_by_one.HANDLES,
        Method.RULES_OF_THUMB: greedy.HANDLES,
    }
)
"""What each of them handles. Branching and kinds rest on bounds, which hold of the plans that keep any further rule."""


def suits(method: Method, problem: PlanningProblem, stage: Stage) -> bool:
    """Return whether a method can settle a stage of a problem: it knows all that the problem asks for, and has room for it."""
    if not _knows(method, stage) or not has_only(HANDLES[method], problem, stage):
        return False
    if method is Method.BRANCHING:
        return offers_ways(problem)
    if method is Method.BY_WHOLES and not 0 < len(wholes(problem)) <= MOST_WHOLES:
        return False
    if method is Method.ONE_BY_ONE:
        return one_by_one.are_few(problem)
    return method not in PACKING or (bool(problem.candidates) and has_room(problem))  # no arrays of nothing


def _knows(method: Method, stage: Stage) -> bool:
    """Return whether a method can see what plans are worth in a stage."""
    total = TOTALS.get(stage)
    match method:
        case Method.INTERVALS | Method.BRANCHING | Method.ONE_BY_ONE:
            return total is None or total.limits_plans
        case Method.BY_KIND | Method.RULES_OF_THUMB:
            return total is None
        case Method.BY_WHOLES:
            return total is None or (total.limits_plans and total.of_modules)
        case Method.BY_SELECTION:
            return total is not None and total.of_modules
        case Method.PACKING | Method.BY_MONTH:
            return True


@cache
def load_packing() -> None:
    """Load packing, and with it numpy, in a thread of its own, which begins with an empty stack.

    Deep in the stack, 3,000 of the calls that numpy's import makes begin a new block of it, which CPython takes from the system
    and gives back each time: 20 to 40 ms.
    """
    loading = Thread(target=import_module, args=("mcplanner.solvers.packing.packing",))
    loading.start()
    loading.join()
