"""The methods by which plans are sought, and which features of a problem each of them handles.

Floor 7. Knows what each method can do; not how it does it, nor which is asked first.
"""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib import import_module
from threading import Thread
from types import MappingProxyType

from mcplanner.problem import PlanningProblem
from mcplanner.solvers.choices import offers_ways
from mcplanner.solvers.features import Feature, features
from mcplanner.stages import Stage


class Method(Enum):
    """How a plan is sought.

    Halving is packing, within a limit on a sum halfway between what is known of it; by selection, each set of electives that
    keeps to it is packed by itself. Branching makes choice after choice, and can only prove that there is no plan.
    """

    INTERVALS = "intervals"
    PACKING = "packing"
    HALVING = "halving"
    BY_SELECTION = "by selection"
    BRANCHING = "branching"
    BY_MONTH = "by month"


PACKED = frozenset(
    {
        Feature.PINS,
        Feature.EXCLUSION,
        Feature.AT_ONCE,
        Feature.CLASS_TIMES,
        Feature.HOURS_LIMIT,
        Feature.CREDIT,
        Feature.COST_LIMIT,
        Feature.KEPT,
        Feature.EARLIER,
    }
)
"""What packing handles; of an earlier plan to keep, as long as nothing limits what is moved."""

WITH_INTERVALS = PACKED | {
    Feature.ALONGSIDE,
    Feature.EXPIRY,
    Feature.COUNTING_ONCE,
    Feature.NO_HOURS,
    Feature.CHANGING_COST,
    Feature.YEARLY_LIMIT,
    Feature.MOVED_LIMIT,
    Feature.SHIFT_LIMIT,
    Feature.EARLIER_ORDER,
}
"""What the engine's model with intervals handles."""

BY_MONTH = WITH_INTERVALS | {Feature.EVENINGS}
"""What the engine's model by month handles: it counts the evenings of each month."""

BRANCHED = BY_MONTH
"""What branching handles: it rests on bounds, which hold of the plans that keep any further rule."""

HANDLES: Mapping[Method, frozenset[Feature]] = MappingProxyType(
    {
        Method.PACKING: PACKED,
        Method.HALVING: PACKED,
        Method.BY_SELECTION: PACKED,
        Method.BRANCHING: BRANCHED,
        Method.INTERVALS: WITH_INTERVALS,
        Method.BY_MONTH: BY_MONTH,
    }
)


def suits(method: Method, problem: PlanningProblem, stage: Stage) -> bool:
    """Whether a method can settle a stage of a problem: it knows all that the problem asks for, and has room for it.

    Only the model by month and packing see what sums of starts come to; selections keep limits on cost and hours alone.
    """
    if stage is Stage.STARTS and method in {Method.INTERVALS, Method.BRANCHING}:
        return False
    if stage not in {Stage.COST, Stage.MINUTES} and method in {Method.HALVING, Method.BY_SELECTION}:
        return False
    if not features(problem, stage) <= HANDLES[method]:
        return False
    if method is Method.BRANCHING:
        return offers_ways(problem)
    return HANDLES[method] is not PACKED or (stage not in {Stage.MOVED, Stage.SHIFT} and _has_room(problem))


def _has_room(problem: PlanningProblem) -> bool:
    _load_packing()
    from mcplanner.solvers.packing import has_room

    return has_room(problem)


@cache
def _load_packing() -> None:
    """Load packing, and with it numpy, in a thread of its own, which begins with an empty stack.

    Deep in the stack, 3,000 of the calls that numpy's import makes begin a new block of it, which CPython takes from the system
    and gives back each time: 20 to 40 ms.
    """
    loading = Thread(target=import_module, args=("mcplanner.solvers.packing",))
    loading.start()
    loading.join()
