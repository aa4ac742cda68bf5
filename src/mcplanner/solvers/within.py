"""A problem within a limit: is there any plan? Asked again with more effort, each method goes on or tries anew.

Floor 7. Knows the methods and what they need from each other; not which limits are asked about, nor for how long.
"""

from collections.abc import Callable
from enum import Enum
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.problem import PlanningProblem, Schedule, Stage
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.watch import Watch
from mcplanner.solvers.windows import NEVER

if TYPE_CHECKING:
    from mcplanner.solvers.cpsat import Found
    from mcplanner.solvers.packing import Packing
    from mcplanner.solvers.prices import Priced

LARGE = 40
"""Above this many candidates there are far too many plans to look at them all."""

PLANS_FOR_EFFORT = 400_000
"""How many plans a packing looks at for each unit of work: it then takes about as long as the engine.

Plans of more modules take longer to look at, so within a limit it looks at fewer of them.
"""


class Method(Enum):
    """How a plan is sought.

    Halving is packing, within a limit on a sum halfway between what is known of it; by selection, each set of electives that
    keeps to it is packed by itself.
    """

    INTERVALS = "intervals"
    PACKING = "packing"
    HALVING = "halving"
    BY_SELECTION = "by selection"
    BY_MONTH = "by month"


class Turn(Struct, frozen=True):
    """One search.

    Attributes
    ----------
    effort
        How much work it may do, in the engine's deterministic seconds.
    priced
        Whether prices are made for it, which may take longer than a search without.
    """

    method: Method
    effort: float
    priced: bool = True


class Outcome(Enum):
    """What became of a search that found no plan."""

    NO_PLAN = "no plan"
    UNDECIDED = "undecided"
    STOPPED = "stopped"


class Within:
    """The plans of a problem whose value in a stage is within a limit, and what has been found out about them."""

    def __init__(self, problem: PlanningProblem, stage: Stage, limit: int, watch: Watch) -> None:
        fixed = problem.fixed(stage, limit)
        bounds = None if fixed is None else Bounds(fixed)
        ruled_out = bounds is None or bounds.problem is None or bounds.refuted or bounds.below(stage) > limit
        self._bounds = None if ruled_out else bounds
        self._stage = stage
        self._watch = watch
        self._packings: dict[bool, Packing] = {}

    @cached_property
    def _priced(self) -> "Priced":
        from mcplanner.solvers.prices import priced

        assert self._bounds is not None, "what bounds rule out is not priced"
        return priced(self._bounds, self._watch)

    @property
    def refuted(self) -> bool:
        """Whether arithmetic, with prices if need be, proves that there is no plan."""
        return self._bounds is None or self._priced.refuted

    @property
    def low(self) -> int:
        """What no plan is under, by arithmetic."""
        return NEVER if self._bounds is None else self._bounds.below(self._stage)

    def sought(self, turn: Turn) -> Schedule | Outcome:
        """Some plan, or what became of the search for one."""
        if self._bounds is None or (turn.priced and turn.method is not Method.INTERVALS and self._priced.refuted):
            return Outcome.NO_PLAN
        return self._packed(turn) if turn.method in {Method.PACKING, Method.HALVING} else self._found(self._bounds, turn)

    def _packed(self, turn: Turn) -> Schedule | Outcome:
        from mcplanner.solvers.packing import NARROWEST, WIDE, Packing

        assert self._bounds is not None, "what bounds rule out is not packed"
        assert self._bounds.problem is not None, "what bounds rule out is not packed"
        many = len(self._bounds.problem.candidates)
        if turn.priced not in self._packings:
            prices = self._priced.prices if turn.priced else {}
            self._packings[turn.priced] = Packing(self._bounds, prices, breadth=NARROWEST if many > LARGE else WIDE)
        packing = self._packings[turn.priced]
        packed(packing, replace(turn, effort=turn.effort * LARGE / max(LARGE, many)), self._watch)
        if packing.schedule is not None:
            return packing.schedule
        if packing.over:
            return Outcome.NO_PLAN
        return Outcome.UNDECIDED if self._watch.seconds_left else Outcome.STOPPED

    def _found(self, bounds: Bounds, turn: Turn) -> Schedule | Outcome:
        from mcplanner.solvers.cpsat import Search, find

        assert bounds.problem is not None, "what bounds rule out is not sought"
        search = Search(turn.effort, monthly=False)
        if turn.method is Method.BY_MONTH:
            search = Search(turn.effort, monthly=True, rows=self._priced.rows)
        made = unless_stopped(self._watch, partial(find, bounds.problem, bounds.compulsory, search))
        if made is None:
            return Outcome.STOPPED
        if made.schedule is not None:
            return made.schedule
        return Outcome.NO_PLAN if made.impossible else Outcome.UNDECIDED


def packed(packing: "Packing", turn: Turn, watch: Watch) -> None:
    """Go on with a packing for a turn."""
    packing.search(round(turn.effort * PLANS_FOR_EFFORT), watch)


def unless_stopped(watch: Watch, search: "Callable[..., Found]") -> "Found | None":
    """What a search found; None where time was up before."""
    return search(watch=watch) if watch.seconds_left else None
