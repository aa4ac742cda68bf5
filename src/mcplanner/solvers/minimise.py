"""The plan of least value in a stage. Sought again with more effort, each method goes on or tries anew.

Beneath `search`, which decides which method is asked, and for how long.
"""

from collections.abc import Mapping
from enum import Enum
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mcplanner.ground.stages import Basis, Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import TOTALS
from mcplanner.problem.model import PlanningProblem, Schedule
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.kinds_in_time import least_by_kind
from mcplanner.solvers.bounds.other_totals import least_beside
from mcplanner.solvers.bounds.selections import selections
from mcplanner.solvers.choices import at_either_price
from mcplanner.solvers.decide import (
    LARGE,
    WITHOUT_DUALS,
    NoSchedule,
    Proved,
    Turn,
    Within,
    packed,
    unless_stopped,
    with_duals_under_way,
)
from mcplanner.solvers.heuristics.greedy import some_plan
from mcplanner.solvers.lp.cuts import Cuts
from mcplanner.solvers.methods import Method

if TYPE_CHECKING:
    from mcplanner.solvers.lp.dual_bounds import DualBound
    from mcplanner.solvers.packing.packing import Packing


BETTER_SHARE = 4
"""How many times more work packing may do where any better plan will do, and there is mostly none."""

MOST_CHOICES = 32
"""How many problems are looked at in which it is chosen at which price modules are taken."""

CHOICES_IN_VAIN = 5
"""After so many of them in a row that arithmetic leaves open, and rules of thumb find no plan of, no more are looked at."""

HALF_MADE_PLANS = 10_000
"""As many half-made plans are looked at, told apart by kinds of modules, to find out what no plan costs less than."""

AHEAD = 2
"""How many units above its bound the best plan is sought at first where plans are too many to see all.

One unit further each time that there is none; of what is moved twice as far, as there the half-made plans grow fewer by a unit.
"""

FEW_STARTS = 20
"""Up to so many candidates, packing with dual values for the value alone mostly decides; of more, those for hours do.

So they do where modules expire, with those for plans under way."""

MANY_STARTS = 30
"""Of more candidates, packing cannot see all plans with early starts."""


MANY_MOVED = 20
"""The same of plans that move little: the bound is far below what they come to, and few half-made plans are near it."""

OF_EARLIER = frozenset({Stage.MOVED, Stage.SHIFT})
"""Stages that compare a plan with an earlier one."""


class Scarce(Enum):
    """What a packing has dual values for."""

    NOTHING = "nothing"
    VALUE = "what plans may be worth"
    HOURS = "that, and hours"


class Minimum:
    """The least value that the plans of a problem have in a stage, between what is known of it.

    Attributes
    ----------
    schedule, value
        The best plan found so far, and what it is worth.
    stage
        What is to be least.
    low
        What no plan is under.
    basis
        What proves that.
    stopped
        Whether time was up, or Ctrl-C was pressed.

    Parameters
    ----------
    before
        What no plan is under in the stages before, which the problem limits to the best that was found.
    value
        What the plan to begin with is worth, if it is not one of the problem's; raised to what plans of that can be worth.
    beside
        What no plan is under in stages that come after.
    cuts
        What the linear programs of other stages have told.
    """

    def __init__(
        self,
        problem: PlanningProblem,
        stage: Stage,
        schedule: Schedule,
        watch: Watch,
        before: Mapping[Stage, int] = MappingProxyType({}),
        value: int | None = None,
        beside: Mapping[Stage, Proved] = MappingProxyType({}),
        cuts: Cuts | None = None,
    ) -> None:
        self.schedule = schedule
        self.low = 0
        self.basis = Basis.BOUND
        self.stopped = False
        self._problem = problem
        self.stage = stage
        self._watch = watch
        self._before = before
        self._beside = beside
        self._total = TOTALS[stage]
        self._unit = self._total.unit(problem)
        self.value = self._total.value(problem, schedule) if value is None else -(-value // self._unit) * self._unit
        self._bounds: dict[int, Bounds] = {}
        self._dual_bounds: dict[int, DualBound] = {}
        self._within: dict[int, Within] = {}
        self._cuts = cuts or Cuts()
        self._packings: dict[Scarce, Packing] = {}
        self._under_way: dict[Scarce, Packing] = {}
        self._narrow: Packing | None = None
        self._looked_at = 0
        self._to_look_at = HALF_MADE_PLANS
        self._by_selection: list[Within] | None = None
        if self._has_prices_in_time:
            self._tell_by_kind()
            self._choose_prices()
        if self.low < self.value:
            self.raise_to(Bounds(problem).below(stage) if self._limits_plans else 0, Basis.BOUND)
        if self.low < self.value:
            self._raise_by_arithmetic()

    def seek(self, turn: Turn) -> None:
        """Raise the bound or find a better plan, by one method and with so much work."""
        self._raise_by_arithmetic()
        if turn.with_duals and turn.method is Method.PACKING and self._is_packed_within_limits and not self._is_large:
            self._asked(self.low, turn)
            if not self.stopped:
                self._ask_for_better(turn)
        if self.low < self.value and turn.with_duals and turn.method not in WITHOUT_DUALS:
            self.raise_to(self._dual_bound().bound, Basis.BOUND)
        if self.low < self.value:
            self._search(turn)

    def _search(self, turn: Turn) -> None:
        """Search as the method of the turn does."""
        match turn.method:
            case Method.ONE_BY_ONE | Method.BY_WHOLES:
                self._ask_for_better(turn)
            case Method.PACKING:
                self._pack(turn)
            case Method.BRANCHING:
                self._asked(self.value - self._unit, turn)
            case Method.BY_SELECTION:
                self._pack_each_selection(turn)
            case _:
                self._minimise(turn)

    def _raise_by_arithmetic(self) -> None:
        """Raise the bound to what it is of all plans that are better."""
        bounds = self._bounds_of_better()
        self.raise_to(self.value if bounds.problem is None else bounds.below(self.stage), Basis.BOUND)
        for stage, own in self._beside.items():
            if self.low < self.value and bounds.problem is not None and stage in TOTALS:
                low = least_beside(bounds.problem, self._total, TOTALS[stage], own.low, bounds.least_weight)
                self.raise_to(low, own.basis)
        if self.low < self.value and self._limits_plans and bounds.refuted:
            self.raise_to(self.value, Basis.BOUND)

    def _tell_by_kind(self) -> None:
        """Find out what kinds of modules tell of the cost: first alone, and then in the order in which one needs another.

        In order they are asked about plans that cost just what they tell alone, and if there are none, about all better ones.
        """
        self._ask_kinds(self.value - self._unit, ordered=False)
        alone = self.low
        self._ask_kinds(alone, ordered=True)
        if self.low > alone:
            self._ask_kinds(self.value - self._unit, ordered=True)

    def _ask_kinds(self, limit: int, ordered: bool) -> None:
        """Raise the bound to what kinds tell of plans within a limit, and take one that costs just that, if it is found."""
        if self.low >= self.value:
            return
        within = self._total.fixed(self._problem, limit)
        bounds = Bounds.of_affordable(within) if ordered else Bounds(within)
        if bounds.problem is None:
            self.raise_to(limit + 1, Basis.BOUND)
            return
        for weighing in reversed(self._total.weighings(self._problem)):
            if self.low < self.value and self._to_look_at:
                least = least_by_kind(bounds, weighing, limit, self._to_look_at, ordered)
                self._to_look_at = max(0, self._to_look_at - least.looked_at)
                self.raise_to(least.cost, Basis.BOUND)
                if least.options is not None:
                    of_few = Bounds(self._total.fixed(bounds.problem, least.cost).with_options(least.options))
                    self._take(None if of_few.problem is None else some_plan(of_few.problem, of_few, self._watch))

    def _choose_prices(self) -> None:
        """Choose for one module after another before or after a change of its price, as long as few choices decide.

        Arithmetic rules out most of what is chosen, and rules of thumb find plans of the rest.
        """
        left, in_vain = [self._problem], 0
        for _ in range(MOST_CHOICES):
            if not left:
                self.raise_to(self.value, Basis.SEARCH)
            if self.low >= self.value or not self._watch.seconds_left:
                return
            before = self.value
            more = self._chosen_further(left.pop())
            in_vain = in_vain + 1 if more and self.value == before else 0
            if more is None or in_vain == CHOICES_IN_VAIN:
                return
            left += more

    def _chosen_further(self, problem: PlanningProblem) -> list[PlanningProblem] | None:
        """What is left of some plans if one more price is chosen, or a better one is found; None where no price can be."""
        bounds = Bounds.of_affordable(self._total.fixed(problem, self.value - self._unit))
        if bounds.problem is None or bounds.refuted:
            return []
        found = some_plan(bounds.problem, bounds, self._watch)
        self._take(found)
        return at_either_price(bounds.problem, bounds.compulsory) or None if found is None else [bounds.problem]

    @property
    def _has_prices_in_time(self) -> bool:
        """Return whether prices change with time, and modules are few enough to look at how."""
        return self.stage is Stage.COST and not self._is_large and self._total.changes(self._problem)

    @property
    def _limits_plans(self) -> bool:
        """Return whether the problem of all plans that are better differs from value to value."""
        return self._total.limits_plans

    @property
    def _is_packed_within_limits(self) -> bool:
        """Return whether packing is asked for any plan within a limit.

        Not where it matters when modules start: then plans that have started and run the same would differ by what they are
        worth so far. Without the limit, the one that is worth least is enough.
        """
        return self._limits_plans and not self._total.depends_on_starts(self._problem)

    @property
    def _is_large(self) -> bool:
        """Return whether packing mostly decides nothing but that there is a plan."""
        return len(self._problem.candidates) > LARGE

    @property
    def _has_too_many_plans(self) -> bool:
        """Return whether packing cannot see all better plans of a stage in which it matters when modules start."""
        few = len(self._problem.candidates)
        return few > MANY_STARTS if self.stage is Stage.STARTS else self.stage in OF_EARLIER and few > MANY_MOVED

    def _bounds_of_better(self) -> Bounds:
        """Bounds on all plans that are better."""
        key = self.value if self._limits_plans else 0
        if key not in self._bounds:
            self._bounds[key] = Bounds.of_affordable(self._total.fixed(self._problem, self.value - 1))
        return self._bounds[key]

    def _dual_bound(self) -> "DualBound":
        """What dual values prove of all plans that are better."""
        from mcplanner.solvers.lp.dual_bounds import dual_bound

        key = self.value if self._limits_plans else 0
        if key not in self._dual_bounds:
            # With rows that were made for fullness, dual values of the earliest starts are worse.
            cuts = self._cuts if self._total.of_modules else None
            self._dual_bounds[key] = dual_bound(self._bounds_of_better(), self._watch, self.stage, self.value, cuts)
        return self._dual_bounds[key]

    def raise_to(self, low: int, basis: Basis) -> None:
        """Raise the bound to the least value from there on that sums can have."""
        reached = min(self.value, -(-low // self._unit) * self._unit)
        if reached > self.low:
            self.low, self.basis = reached, basis

    def _take(self, schedule: Schedule | None) -> None:
        """Keep a plan that is better."""
        value = self.value if schedule is None else self._total.value(self._problem, schedule)
        if schedule is not None and value < self.value:
            self.schedule, self.value = schedule, value

    def _ask_for_better(self, turn: Turn) -> None:
        """Seek any better plan, again and again; mostly there is none, and dual values for the value need not be made."""
        more = replace(turn, effort=BETTER_SHARE * turn.effort)
        while self.low < self.value and not self.stopped and self._asked(self.value - self._unit, more):
            pass

    def _pack(self, turn: Turn) -> None:
        """Seek a plan that meets the bound, which few can; where that is decided, the best of all."""
        if self._is_packed_within_limits:
            self._asked(self.low, turn)
        if self.low < self.value and not self.stopped:
            self._pack_better(turn)

    def _pack_better(self, turn: Turn) -> None:
        """Seek the best plan, at first with dual values for the value alone: those for hours too take longer to make."""
        scarce = self._scarce(turn)
        while self.low < self.value and not self.stopped:
            packing = self._next_packing(scarce)
            self._go_on(packing, turn)
            if not packing.over:
                break
            self._looked_at += 1
            del self._under_way[scarce]
        if self._stays_near(scarce) and scarce is Scarce.HOURS and self.low < self.value and not self.stopped:
            self._pack_narrowly(turn)

    def _scarce(self, turn: Turn) -> Scarce:
        """What a packing has dual values for in a turn."""
        if not turn.with_duals:
            return Scarce.NOTHING
        value_decides = not FEW_STARTS < len(self._problem.candidates) <= MANY_STARTS and not self._problem.expires
        return Scarce.VALUE if value_decides and Scarce.VALUE not in self._packings else Scarce.HOURS

    def _go_on(self, packing: "Packing", turn: Turn) -> None:
        """Go on with a packing for a turn, and take what it finds or proves."""
        packing.seek_under(self.value)
        packed(packing, turn, self._watch)
        self._take(packing.schedule)
        self.stopped = not self._watch.seconds_left
        if packing.over:
            self.raise_to(packing.highest + 1, Basis.SEARCH)

    def _pack_narrowly(self, turn: Turn) -> None:
        """Seek a better plan among the most promising alone: near the bound there mostly is none."""
        from mcplanner.solvers.packing.packing import NARROWEST

        if self._narrow is None:
            most = self.value - self._unit
            self._narrow = self._packings[Scarce.HOURS].between(self.low, most, self._unit, NARROWEST)
        self._go_on(self._narrow, turn)

    def _stays_near(self, scarce: Scarce) -> bool:
        """Return whether a packing stays near the bound, since it cannot see all plans."""
        return self._has_too_many_plans and (self._is_large or scarce is Scarce.HOURS)

    def _next_packing(self, scarce: Scarce) -> "Packing":
        """One that is under way, or else a new one; of too many plans for those near the bound, then a little further above."""
        from mcplanner.solvers.packing.packing import FEW, NARROW, WIDE

        if scarce not in self._packings:
            self._packings[scarce] = self._packing(scarce)
        if scarce not in self._under_way:
            highest, breadth = self.value - self._unit, FEW if scarce is Scarce.NOTHING and self._limits_plans else WIDE
            if self._stays_near(scarce):
                ahead = AHEAD << self._looked_at if self.stage in OF_EARLIER else AHEAD + self._looked_at
                highest, breadth = min(highest, self.low + ahead * self._unit), NARROW
            # Another that is under way is not asked again, and its plans would only take memory.
            self._under_way = {scarce: self._packings[scarce].between(self.low, highest, self._unit, breadth)}
        return self._under_way[scarce]

    def _packing(self, scarce: Scarce) -> "Packing":
        """A packing that has not begun, of all plans that are better."""
        from mcplanner.solvers.lp.dual_bounds import dual_bound
        from mcplanner.solvers.packing.accounts import Ceiling
        from mcplanner.solvers.packing.packing import FEW, Packing

        bounds = self._bounds_of_better()
        ceiling = Ceiling(self.stage, self.value - 1, {} if scarce is Scarce.NOTHING else self._dual_bound().duals)
        if scarce is not Scarce.HOURS:
            return Packing(bounds, [], ceiling)
        hours = dual_bound(bounds, self._watch, cuts=self._cuts)
        if not self._problem.expires or self._is_large:
            return Packing(bounds, [hours.duals], ceiling)
        return with_duals_under_way(bounds, hours, self._watch, partial(Packing, bounds, ceiling=ceiling, breadth=FEW))

    def _pack_each_selection(self, turn: Turn) -> None:
        """Seek a plan of each selection of electives that may be better, the best one first, if they are few.

        Without any work, only those are left out that arithmetic rules out, and the stages before.
        """
        if self._by_selection is None:
            self._by_selection = self._selections_of_better()
        if self._by_selection is None:
            return
        if turn.effort:
            for within in sorted(self._by_selection, key=lambda own: own.low):
                if within.low < self.value and not self.stopped:
                    self._pack_selection(within, turn)
        self._by_selection = [own for own in self._by_selection if own.low < self.value]
        self.raise_to(min((own.low for own in self._by_selection), default=self.value), Basis.SEARCH)

    def _selections_of_better(self) -> list[Within] | None:
        """The plans of each selection that may be better; None where the selections are too many."""
        better = self._bounds_of_better().problem
        assert better is not None, "what bounds rule out has no selections"
        found = selections(better)
        if found is None:
            return None
        return [
            Within(own, self.stage, self.value - 1, self._watch, cuts=self._cuts) for own in found if self._can_be_enough(own)
        ]

    def _pack_selection(self, within: Within, turn: Turn) -> None:
        """Seek a plan of a selection, all plans of which are worth the same."""
        assert self._by_selection is not None, "a selection is one of several"
        found = within.sought(replace(turn, method=Method.PACKING))
        self.stopped = found is NoSchedule.STOPPED
        if not isinstance(found, NoSchedule):
            self._take(found)
            self._by_selection.remove(within)

    def _can_be_enough(self, selection: PlanningProblem) -> bool:
        """Return whether a plan can do with a selection: not where all of it costs or takes less than any plan does."""
        return all(TOTALS[stage].most(selection) >= low for stage, low in self._before.items() if stage in TOTALS)

    def _asked(self, limit: int, turn: Turn) -> bool:
        """Return whether a limit turns out to be too low, or not to be."""
        if limit not in self._within:
            self._within[limit] = Within(self._problem, self.stage, limit, self._watch, cuts=self._cuts)
        within = self._within[limit]
        found = within.sought(turn)
        self.stopped = found is NoSchedule.STOPPED
        if found is NoSchedule.NO_PLAN:
            assert within.basis is not None, "what is proved rests on something"
            self.raise_to(limit + 1, within.basis)
        elif not isinstance(found, NoSchedule):
            self._take(found)
        return found not in {NoSchedule.STOPPED, NoSchedule.UNDECIDED}

    def _minimise(self, turn: Turn) -> None:
        from mcplanner.solvers.cpsat.rules import SearchSettings, minimise

        bounds = self._bounds_of_better()
        assert bounds.problem is not None, "what bounds rule out is not minimised"
        monthly = turn.method is Method.BY_MONTH
        search = SearchSettings(turn.effort, monthly, self._dual_bound().rows if monthly else ())
        found = unless_stopped(self._watch, partial(minimise, bounds.problem, bounds.compulsory, self.stage, self.low, search))
        if found is None:
            self.stopped = True
            return
        self.raise_to(self.value if found.impossible else found.bound, Basis.ENGINE)
        self._take(found.schedule)
