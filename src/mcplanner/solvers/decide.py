"""A problem within a limit: is there any plan? Asked again with more effort, each method goes on or tries anew.

Knows the methods and what they need from each other; not which limits are asked about, nor for how long.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.stages import Basis, Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import TOTALS, Weighing, fixed
from mcplanner.problem.model import PlanningProblem, Schedule
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.kinds_in_time import least_by_kind
from mcplanner.solvers.bounds.time_windows import NEVER
from mcplanner.solvers.choices import wholes, with_or_without
from mcplanner.solvers.heuristics.greedy import some_plan, some_plan_with_little_room
from mcplanner.solvers.lp.cuts import Cuts
from mcplanner.solvers.methods import Method, suits
from mcplanner.solvers.one_by_one import first_of_all

if TYPE_CHECKING:
    from mcplanner.solvers.branching import Branching
    from mcplanner.solvers.cpsat.rules import Found
    from mcplanner.solvers.lp.dual_bounds import DualBound, Duals
    from mcplanner.solvers.packing.packing import Packing

MANY = 30
"""With more candidates there may be too many plans to look at them all; some of the most promising come first."""

LARGE = 40
"""Above this many candidates there are far too many plans to look at them all."""

PLANS_FOR_EFFORT = 2_000_000
"""How many plans a packing looks at for each unit of work: it then takes about as long as the engine.

Plans of more modules take longer to look at, so within a limit it looks at fewer of them.
"""

MOST_TRIES = 2
"""How often more dual values are made at most: to begin anew with them takes a while, however few plans there are."""

SAMPLES = 2
"""For how many plans under way such dual values are sought each time."""

SAMPLES_OF_EXPIRING = 12
"""The same where modules expire: ten times as many plans are then left, and each time fewer of them are ruled out."""

MANY_WAITING = 1_000
"""From so many plans on that wait after a few have gone on, dual values are worth making; fewer are soon looked at."""

PROBLEMS_FOR_EFFORT = 400
"""How many problems branching looks at for each unit of work, which takes about as long."""

MOST_SETS_OF_WHOLES = 24
"""Of more sets of wholes that dual values leave, to pack each by itself would take longer than all together."""

HALF_MADE_FOR_EFFORT = 100_000
"""How many half-made plans are looked at by kind for each unit of work, which takes about as long."""

AS_IF_FREE = Weighing(lambda *_: 0, lambda _: (0,))
"""What modules weigh where any plan will do."""

WITHOUT_DUALS = (Method.ONE_BY_ONE, Method.RULES_OF_THUMB, Method.INTERVALS, Method.BY_KIND)
"""Methods for which dual values are not worth making."""


class Turn(Struct, frozen=True):
    """One search.

    Attributes
    ----------
    effort
        How much work it may do, in the engine's deterministic seconds.
    with_duals
        Whether dual values are made for it, which may take longer than a search without.
    """

    method: Method
    effort: float
    with_duals: bool = True


class Proved(Struct, frozen=True):
    """What no plan is under, and what that rests on."""

    low: int
    basis: Basis


class NoSchedule(Enum):
    """Why a search has no schedule."""

    NO_PLAN = "no plan"
    UNDECIDED = "undecided"
    STOPPED = "stopped"


class Within:
    """The plans of a problem whose value in a stage is within a limit, and what has been found out about them.

    Attributes
    ----------
    basis
        What proves that there is no plan, once that is proved.

    Parameters
    ----------
    known
        Bounds that may be those of the limit.
    cuts
        What the linear programs of other limits have told.
    """

    def __init__(
        self,
        problem: PlanningProblem,
        stage: Stage,
        limit: int,
        watch: Watch,
        known: Bounds | None = None,
        cuts: Cuts | None = None,
    ) -> None:
        within = fixed(problem, stage, limit)
        if known is not None and within is known.problem:
            bounds: Bounds | None = known
        else:
            bounds = None if within is None else Bounds.of_affordable(within)
        ruled_out = bounds is None or bounds.problem is None or bounds.refuted or bounds.below(stage) > limit
        self._bounds = None if ruled_out else bounds
        self.basis = Basis.BOUND if ruled_out else None
        self._stage = stage
        self._limit = limit
        self._watch = watch
        self._cuts = cuts
        self._packings: dict[tuple[bool, bool], Packing] = {}
        self._packed_in_vain = False
        self._branchings: dict[bool, Branching] = {}
        self._by_wholes: list[Within] | None = None

    @cached_property
    def _dual_bound(self) -> "DualBound":
        from mcplanner.solvers.lp.dual_bounds import dual_bound

        assert self._bounds is not None, "what bounds rule out has no dual bound"
        return self._kept(dual_bound(self._bounds, self._watch, cuts=self._cuts))

    @property
    def _asks_under_way(self) -> bool:
        """Return whether dual values are sought for plans under way, too."""
        return self._stage in TOTALS or (self._bounds is not None and _expires(self._bounds))

    @cached_property
    def _patient_bound(self) -> "DualBound":
        """The same from more rounds of rows, which other programs are not told of: they would begin with all of them."""
        from mcplanner.solvers.lp.dual_bounds import dual_bound
        from mcplanner.solvers.lp.relaxation import MORE_PATIENCE

        assert self._bounds is not None, "what bounds rule out has no dual bound"
        self._packings.pop((True, False), None)
        cuts = None if self._cuts is None else Cuts(self._cuts.knapsacks)
        return self._kept(dual_bound(self._bounds, self._watch, cuts=cuts, patience=MORE_PATIENCE))

    def _kept(self, bound: "DualBound") -> "DualBound":
        """A bound without the linear program that told it, which takes memory, unless it is asked about plans under way."""
        return bound if self._asks_under_way else replace(bound, relaxation=None)

    @property
    def refuted(self) -> bool:
        """Return whether arithmetic, with dual values if need be, proves that there is no plan."""
        return self._bounds is None or self._dual_bound.refuted

    @property
    def low(self) -> int:
        """What no plan is under, by arithmetic; NEVER where it is proved that there is none."""
        return NEVER if self._bounds is None or self.basis is not None else self._bounds.below(self._stage)

    def sought(self, turn: Turn) -> Schedule | NoSchedule:
        """Some plan, or what became of the search for one: undecided where the method does not suit what keeps the limit."""
        if self._bounds is None or (turn.with_duals and turn.method not in WITHOUT_DUALS and self._dual_bound.refuted):
            return self._no_plan(Basis.BOUND)
        assert self._bounds.problem is not None, "what bounds rule out is not sought"
        if not suits(turn.method, self._bounds.problem, self._stage):
            return self._undecided
        return self._sought(self._bounds, self._bounds.problem, turn)

    def _sought(self, bounds: Bounds, problem: PlanningProblem, turn: Turn) -> Schedule | NoSchedule:
        """The same by the method of the turn, which suits."""
        match turn.method:
            case Method.ONE_BY_ONE:
                return self._looked_at(problem)
            case Method.RULES_OF_THUMB:
                return some_plan_with_little_room(problem, bounds, self._watch) or self._undecided
            case Method.BY_KIND:
                return self._told_by_kind(bounds, problem, turn)
            case Method.PACKING:
                return self._packed(bounds, problem, turn)
            case Method.BRANCHING:
                return self._branched(bounds, turn)
            case Method.BY_WHOLES:
                return self._packed_by_wholes(problem, turn)
            case _:
                return self._found(bounds, problem, turn)

    def _no_plan(self, basis: Basis) -> NoSchedule:
        self.basis = basis
        return NoSchedule.NO_PLAN

    @property
    def _undecided(self) -> NoSchedule:
        return NoSchedule.UNDECIDED if self._watch.seconds_left else NoSchedule.STOPPED

    def _looked_at(self, problem: PlanningProblem) -> Schedule | NoSchedule:
        found = first_of_all(problem)
        return self._no_plan(Basis.SEARCH) if found is None else found

    def _told_by_kind(self, bounds: Bounds, problem: PlanningProblem, turn: Turn) -> Schedule | NoSchedule:
        told = least_by_kind(bounds, AS_IF_FREE, 0, round(turn.effort * HALF_MADE_FOR_EFFORT), ordered=True)
        if told.cost:
            return self._no_plan(Basis.SEARCH)
        of_few = None if told.options is None else Bounds(problem.with_options(told.options))
        found = None if of_few is None or of_few.problem is None else some_plan(of_few.problem, of_few, self._watch)
        return self._undecided if found is None else found

    def _packed(self, bounds: Bounds, problem: PlanningProblem, turn: Turn) -> Schedule | NoSchedule:
        many = len(problem.candidates)
        all_at_last = (False,) if many <= LARGE else ()
        for narrow in (True, *all_at_last) if many > MANY else all_at_last:
            if turn.with_duals and self._is_refuted_with_patience(narrow):
                return self._no_plan(Basis.BOUND)
            packing = self._packing(bounds, turn.with_duals, narrow)
            packed(packing, replace(turn, effort=turn.effort * LARGE / max(LARGE, many)), self._watch)
            if packing.schedule is not None:
                return packing.schedule
            if packing.over:
                return self._no_plan(Basis.SEARCH)
            self._packed_in_vain |= turn.with_duals and (narrow or packing.gave_up)
        return self._undecided

    def _with_patience(self, narrow: bool) -> bool:
        """Return whether better dual values are worth it before all plans are looked at: with them there are far fewer."""
        return self._packed_in_vain and not narrow and self._stage not in TOTALS

    def _is_refuted_with_patience(self, narrow: bool) -> bool:
        """Return whether these better dual values prove that there is no plan, if they are worth it."""
        return self._with_patience(narrow) and self._patient_bound.refuted

    def _packing(self, bounds: Bounds, with_duals: bool, narrow: bool) -> "Packing":
        """One that is under way, or else a new one; a narrow one only looks for a plan."""
        if (with_duals, narrow) not in self._packings:
            self._packings[with_duals, narrow] = self._new_packing(bounds, with_duals, narrow)
        return self._packings[with_duals, narrow]

    def _new_packing(self, bounds: Bounds, with_duals: bool, narrow: bool) -> "Packing":
        from mcplanner.solvers.packing.packing import FEW, HARD_FIRST, NARROWEST, Packing

        breadth = NARROWEST if narrow else FEW if with_duals and self._stage in TOTALS else HARD_FIRST
        begin = partial(Packing, bounds, breadth=breadth)
        if not with_duals:
            return begin([])
        bound = self._patient_bound if self._with_patience(narrow) else self._dual_bound
        if narrow or not self._asks_under_way:
            return begin([bound.duals])
        return with_duals_under_way(bounds, bound, self._watch, begin)

    def _packed_by_wholes(self, problem: PlanningProblem, turn: Turn) -> Schedule | NoSchedule:
        """Pack the plans of each set of wholes by themselves, unless the sets that dual values leave are too many.

        A packing begins anew in each turn: those of all sets together would take too much memory.
        """
        if self._by_wholes is None:
            self._by_wholes = self._open_sets_of_wholes(problem)
        if len(self._by_wholes) > MOST_SETS_OF_WHOLES:
            return self._undecided
        for within in sorted(self._by_wholes, key=lambda own: own.width):
            found = within.sought(replace(turn, method=Method.PACKING))
            within._packings.clear()
            if found is NoSchedule.NO_PLAN:
                self._by_wholes.remove(within)
            elif found is not NoSchedule.UNDECIDED:
                return found
        return self._undecided if self._by_wholes else self._no_plan(Basis.SEARCH)

    def _open_sets_of_wholes(self, problem: PlanningProblem) -> "list[Within]":
        """The plans with each set of wholes that dual values do not rule out; a few more than are worth packing at most."""
        waiting, found = [problem], list[Within]()
        while waiting and len(found) <= MOST_SETS_OF_WHOLES:
            own = waiting.pop()
            whole = next(iter(wholes(own)), None)
            if whole is not None:
                waiting += with_or_without(own, whole)
                continue
            within = Within(own, self._stage, self._limit, self._watch, cuts=self._cuts)
            if not within.refuted:
                found.append(within)
        return found

    @property
    def width(self) -> int:
        """How many candidates there are; 0 where it is proved that there is no plan."""
        return 0 if self._bounds is None or self._bounds.problem is None else len(self._bounds.problem.candidates)

    def _branched(self, bounds: Bounds, turn: Turn) -> NoSchedule:
        from mcplanner.solvers.branching import Branching

        if turn.with_duals not in self._branchings:
            self._branchings[turn.with_duals] = Branching(bounds, with_duals=turn.with_duals)
        branching = self._branchings[turn.with_duals]
        branching.search(round(turn.effort * PROBLEMS_FOR_EFFORT), self._watch)
        if branching.over:
            return self._no_plan(Basis.SEARCH)
        return self._undecided

    def _found(self, bounds: Bounds, problem: PlanningProblem, turn: Turn) -> Schedule | NoSchedule:
        from mcplanner.solvers.cpsat.rules import SearchSettings, find

        search = SearchSettings(turn.effort, monthly=False)
        if turn.method is Method.BY_MONTH:
            search = SearchSettings(turn.effort, monthly=True, rows=self._dual_bound.rows)
        made = unless_stopped(self._watch, partial(find, problem, bounds.compulsory, search))
        if made is None:
            return NoSchedule.STOPPED
        if made.schedule is not None:
            return made.schedule
        return self._no_plan(Basis.ENGINE) if made.impossible else NoSchedule.UNDECIDED


def with_duals_under_way(
    bounds: Bounds, bound: "DualBound", watch: Watch, begin: "Callable[[Sequence[Duals]], Packing]"
) -> "Packing":
    """A packing that has begun; where many plans wait, it has dual values too for where some of them cannot go on.

    Parameters
    ----------
    bound
        What dual values prove of the plans that are packed, with the linear program that told.
    begin
        Make a packing with accounts of some dual values.
    """
    duals = [bound.duals]
    for _ in range(MOST_TRIES):
        packing = begin(duals)
        packing.search(1, watch)
        if packing.waiting < MANY_WAITING or not watch.seconds_left:
            return packing
        known = len(duals)
        for month, begun in packing.samples(SAMPLES_OF_EXPIRING if _expires(bounds) else SAMPLES):
            found = bound.gone_on(month, begun, watch)
            if found is not None and found not in duals:
                duals.insert(0, found)
        if len(duals) == known:
            return packing
    return begin(duals)


def _expires(bounds: Bounds) -> bool:
    """Return whether modules may expire within the horizon."""
    return bounds.problem is not None and bounds.problem.expires


def packed(packing: "Packing", turn: Turn, watch: Watch) -> None:
    """Go on with a packing for a turn."""
    packing.search(round(turn.effort * PLANS_FOR_EFFORT), watch)


def unless_stopped(watch: Watch, search: "Callable[..., Found]") -> "Found | None":
    """What a search found; None where time was up before."""
    return search(watch=watch) if watch.seconds_left else None
