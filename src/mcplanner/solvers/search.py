"""The way to a proved plan: a first plan, then stage after stage of the objective, each by bounds, packing or the engine.

Steers; knows no rule of a plan. Arrays and the engine are loaded only where bounds leave a stage open.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial

from msgspec import Struct, field
from msgspec.structs import replace

from mcplanner.ground.stages import Basis, Stage, heaviest
from mcplanner.ground.time_limit import OutOfTimeError
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import TOTALS, fixed, stage_value
from mcplanner.problem.model import PlanningProblem, Schedule, Windows
from mcplanner.problem.requirement_nodes import Threshold
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.selections import reduced
from mcplanner.solvers.bounds.spares import without_spares
from mcplanner.solvers.bounds.time_windows import NEVER
from mcplanner.solvers.bounds.written_out import written_out
from mcplanner.solvers.decide import NoSchedule, Proved, Turn, Within, unless_stopped
from mcplanner.solvers.expiry_windows import no_award_in_time
from mcplanner.solvers.heuristics.greedy import first_plan, placed_sooner, some_plan
from mcplanner.solvers.lp.cuts import Cuts
from mcplanner.solvers.methods import Method
from mcplanner.solvers.minimise import Minimum
from mcplanner.solvers.narrowing import Narrowing
from mcplanner.solvers.turns import is_large, methods_in_turn
from mcplanner.solvers.ways import open_ways


class Solution(Struct, frozen=True):
    """The best schedule found, if any, and what is proved.

    Attributes
    ----------
    bounds
        For each stage a value that no plan is under which is as good as this one in the stages before.
    settled
        The stages looked at, in order.
    proved
        In every settled stage the bound is the schedule's value; without a schedule: there is none.
    bases
        For each stage that was looked at, what its bound rests on.
    impossible_by
        What proves that there is no schedule; None where that is not proved.
    ways
        In which the plans are that may be as good in the settled stages, if they were told apart; none if they were not.
    """

    schedule: Schedule | None
    bounds: Mapping[Stage, int]
    settled: tuple[Stage, ...]
    proved: bool
    bases: Mapping[Stage, Basis] = field(default_factory=dict)
    impossible_by: Basis | None = None
    ways: tuple[PlanningProblem, ...] = ()


FIRST_HORIZON = 36
"""Months in which a plan is sought first where the rules of thumb found none."""

SOON = 72
"""Months in which the rules of thumb are tried first."""

MOST_KEPT_FOR_ONE = 3
"""Ways are kept that have so many candidates for each of the problem: more would take memory, and are soon told apart anew."""

SELECTING_EFFORT = 0.1
"""The work of selecting modules where it matters where they count."""

SHARE_OF_A_STAGE = 0.85
"""The part of the time that is left which a stage may take where others follow."""

UNSOLVED = Solution(None, {}, (), proved=False)

RulesOfThumb = Callable[[PlanningProblem, Bounds, Watch], Schedule | None]
"""Find a plan of a problem by rules of thumb."""


def ruled_out(problem: PlanningProblem, watch: Watch) -> bool:
    """Return whether arithmetic alone proves that a problem has no plan, if there is time."""
    with suppress(OutOfTimeError), watch.limiting():
        return problem.goal is None or Bounds(written_out(problem)).refuted
    return False


def any_plan(problem: PlanningProblem, watch: Watch, rounds: int | None = None) -> Solution:
    """Some plan of a problem, or the proof that there is none, in some rounds at most; nothing is minimised."""
    with suppress(OutOfTimeError), watch.limiting():
        return _plan_or_proof(without_spares(written_out(problem)), watch, rounds, some_plan)
    return UNSOLVED


def _good_plan(problem: PlanningProblem, watch: Watch, rounds: int | None) -> Solution:
    """The same with the best plan that the rules of thumb find, to start from."""
    with suppress(OutOfTimeError), watch.limiting():
        soon = _good_plan_soon(problem, watch)
        return _plan_or_proof(problem, watch, rounds, first_plan) if soon is None else _some(soon)
    return UNSOLVED


def _good_plan_soon(problem: PlanningProblem, watch: Watch) -> Schedule | None:
    """The best plan that rules of thumb find of those that end soon, where these are better than all others.

    Most learners have one. What is beyond it, often decades, would only take time.
    """
    if problem.stages[0] is not Stage.FINISH or problem.horizon <= SOON or problem.goal is None:
        return None
    within = problem.within(SOON)
    bounds = None if within is None else Bounds.of_affordable(within)
    return None if bounds is None or bounds.problem is None else first_plan(bounds.problem, bounds, watch)


def _plan_or_proof(problem: PlanningProblem, watch: Watch, rounds: int | None, by_rules_of_thumb: RulesOfThumb) -> Solution:
    if problem.goal is None:
        return _impossible(Basis.BOUND)
    bounds = Bounds.of_affordable(problem)
    if bounds.problem is None:
        return _impossible(Basis.BOUND)
    schedule = by_rules_of_thumb(bounds.problem, bounds, watch)
    if schedule is None and bounds.refuted:
        return _impossible(Basis.BOUND)
    if schedule is None and bounds.problem.counts_once:
        schedule = _first_counting_once(bounds, watch)
    return _sought(bounds, watch, rounds) if schedule is None else _some(schedule)


def _sought(bounds: Bounds, watch: Watch, rounds: int | None) -> Solution:
    """The same where the rules of thumb found no plan, and bounds do not rule it out."""
    problem = bounds.problem
    if problem is not None and problem.expires and no_award_in_time(problem, watch):
        return _impossible(Basis.BOUND)
    return _any_plan(bounds, watch, rounds)


def _simpler(problem: PlanningProblem, schedule: Schedule, watch: Watch) -> PlanningProblem:
    """A problem with plain requirements, and without spare candidates that a schedule lacks, if there is time for that."""
    with suppress(OutOfTimeError), watch.limiting():
        problem = written_out(problem)
        problem = without_spares(problem, schedule)
    return problem


def _some(schedule: Schedule) -> Solution:
    """A schedule of which only its being a plan is known."""
    return Solution(schedule, _nothing_known(schedule), (), proved=False)


def _nothing_known(schedule: Schedule) -> dict[Stage, int]:
    """What no plan is under where bounds are not known: nothing, but for the finish of those in which something is studied."""
    return {stage: int(stage is Stage.FINISH and bool(schedule)) for stage in Stage}


def _impossible(basis: Basis) -> Solution:
    """The proof that there is no plan."""
    return Solution(None, {}, (), proved=True, impossible_by=basis)


def solve(
    problem: PlanningProblem,
    watch: Watch,
    through: Stage | None = None,
    known: Solution = UNSOLVED,
    rounds: int | None = None,
    at_a_glance: bool = False,
    by: Method | None = None,
) -> Solution:
    """The best plan of a problem, stage by stage, in the time that the watch leaves.

    Parameters
    ----------
    through
        The last stage to look at, if not the problem's last.
    known
        An earlier answer to go on from, to the same problem or to one in which a stage matters less. What it proved of a stage
        holds as long as its schedule is the best: with one more stage to keep to there are fewer plans.
    rounds
        The most rounds of the methods in a stage, if not as many as there is time for: then a proof may be missed that time
        alone would give.
    at_a_glance
        Whether a plan by rules of thumb and a bound by arithmetic are enough. Then only stages in which these meet are settled.
    by
        The method that is asked alone in stages in which it can be: others are not worth their time then.
    """
    problem = _simpler(problem, known.schedule or (), watch)
    found = known if known.schedule is not None else _good_plan(problem, watch, rounds)
    schedule = found.schedule
    if schedule is None:
        return found
    so_far = _SoFar(problem, schedule, _Means(watch, rounds, at_a_glance, by, Cuts()), known.ways)
    with suppress(OutOfTimeError), watch.limiting():
        for stage in problem.stages:
            so_far.settle(stage, known, is_last=stage in (through, problem.stages[-1]))
            if stage is through or not so_far.goes_on:
                break
            so_far.keep_to(stage)
        so_far.complete = True
        if through is None:
            so_far.look_at_the_others(known)
    so_far.place_sooner()
    return so_far.solution


class _Means(Struct, frozen=True):
    """By what a stage is settled.

    The time, the most rounds, whether nothing but arithmetic is asked, or a method alone; and what linear programs have told.
    """

    watch: Watch
    rounds: int | None
    at_a_glance: bool
    by: Method | None
    cuts: Cuts


class _SoFar:
    """How far a search is: the best schedule, what is known of each stage, and the ways in which something may still be better.

    There is one way at first, the whole problem. Once something had to be searched, what follows is sought in each of the ways
    that arithmetic leaves.

    Attributes
    ----------
    complete
        Whether each stage that was to be settled is.
    """

    def __init__(
        self,
        problem: PlanningProblem,
        schedule: Schedule,
        means: _Means,
        ways: Sequence[PlanningProblem] = (),
    ) -> None:
        self.complete = False
        self._means = means
        self._ways = [*ways] or [problem]
        self._schedule = schedule
        self._watch = means.watch
        self._bounds: dict[Stage, int] = {}
        self._bases: dict[Stage, Basis] = {}
        self._settled: list[Stage] = []
        self._proved = True
        self._all = problem
        self._to_keep: list[Stage] = []

    @cached_property
    def _bounds_of_all(self) -> Bounds:
        return Bounds(self._all)

    def settle(self, stage: Stage, known: Solution, is_last: bool) -> None:
        """Look at a stage, after which others follow unless it is the last."""
        if stage in known.settled and self._schedule is known.schedule:
            self._bounds[stage], self._bases[stage] = known.bounds[stage], known.bases[stage]
        elif self._watch.seconds_left:
            self._narrow()
            before, value = dict(self._bounds), self._value(stage)
            sought = _Sought(stage, before, self._beside(known), self._means if is_last else self._means_beside_others)
            best = _best_of(self._ways, sought, self._schedule, value, _nothing_known(self._schedule)[stage])
            self._schedule, self._bounds[stage], self._bases[stage] = best.schedule, best.low, best.basis
            self._ways = [way for way, low in best.ways if low <= best.value]
        else:  # what holds of every plan is true of those that are as good in the stages before
            self._bounds[stage] = min(self._bounds_of_all.below(stage), self._value(stage))
            self._bases[stage] = Basis.BOUND
        self._proved &= self._bounds[stage] == self._value(stage)
        if self.goes_on:
            self._settled.append(stage)

    @property
    def _means_beside_others(self) -> _Means:
        """The means for a stage after which others follow: it leaves them time, even if it stays open."""
        return replace(self._means, watch=self._watch.part(SHARE_OF_A_STAGE * self._watch.seconds_left))

    @property
    def goes_on(self) -> bool:
        """Return whether further stages are looked at: at a glance, none after the first that stays open."""
        return self._proved or not self._means.at_a_glance

    def _beside(self, known: Solution) -> dict[Stage, Proved]:
        """What is known of a stage that is still to come, of all plans that are as good in the stages so far.

        What comes after it in the earlier answer is known only of plans that are as good in that stage, too.
        """
        to_come = (stage for stage in known.settled if stage not in self._settled)
        stage = next(to_come, None) if self._schedule is known.schedule else None
        return {} if stage is None else {stage: Proved(known.bounds[stage], known.bases[stage])}

    def _value(self, stage: Stage) -> int:
        return stage_value(self._all, self._schedule, stage)

    def keep_to(self, stage: Stage) -> None:
        """Keep to what was reached in a stage from then on."""
        self._to_keep.append(stage)

    def _narrow(self) -> None:
        """Leave out of the ways what is worse in the stages to keep to, once a search needs that."""
        for stage in self._to_keep:
            within = (fixed(way, stage, self._value(stage)) for way in self._ways)
            narrower = (None if way is None else reduced(without_spares(way, self._schedule)) for way in within)
            self._ways = [way for way in narrower if way is not None]
            assert self._ways, "the problem still has the schedule that was found"
        self._to_keep.clear()

    def look_at_the_others(self, known: Solution) -> None:
        """Find out what is true of the stages that were not settled: as it is known, or by arithmetic."""
        if self._schedule is known.schedule:
            self._bounds = {**known.bounds, **self._bounds}
        left = [stage for stage in Stage if stage not in self._bounds]
        if left and self._watch.seconds_left:
            self._narrow()
        bounds = [Bounds(way) for way in self._ways] if self._watch.seconds_left else [self._bounds_of_all]
        for stage in left:
            self._bounds[stage] = min(own.below(stage) for own in bounds)

    def place_sooner(self) -> None:
        """Let modules start as soon as they can, where time has ended the search before it looked at all stages.

        A plan found for its cost alone may have its last module in thirty years. What is known of a stage stays true: a better
        plan was never left out.
        """
        if self._watch.seconds_left == 0:
            self._schedule = placed_sooner(self._all, self._schedule)

    @property
    def solution(self) -> Solution:
        """What was found; where even bounds took too long, nothing is known."""
        unknown = _nothing_known(self._schedule)
        proved = self._proved and self.complete
        return Solution(
            self._schedule, unknown | self._bounds, tuple(self._settled), proved, self._bases, ways=self._ways_told_apart
        )

    @property
    def _ways_told_apart(self) -> tuple[PlanningProblem, ...]:
        most = MOST_KEPT_FOR_ONE * len(self._all.candidates)
        told_apart = self._ways != [self._all] and sum(len(way.candidates) for way in self._ways) <= most
        return tuple(self._ways) if told_apart else ()


def _first_counting_once(bounds: Bounds, watch: Watch) -> Schedule | None:
    """A first plan where it matters where modules count: the engine selects as if time were unlimited, and all is placed."""
    from mcplanner.solvers.cpsat.rules import SearchSettings, minimise

    problem = bounds.problem
    assert problem is not None, "a problem without a plan has no selection"
    if problem.expires:
        return None  # what is selected could be taken at times at which not all of it counts
    search = SearchSettings(SELECTING_EFFORT, monthly=False)
    found = unless_stopped(watch, partial(minimise, problem.with_unlimited_time(), bounds.compulsory, Stage.MINUTES, 0, search))
    if found is None or found.schedule is None:
        return None
    selected = {placement.key for placement in found.schedule}
    parts = tuple((1, index) for index, own in enumerate(problem.candidates) if own.key in selected)
    of_all = Bounds(replace(problem, goal=Threshold(len(parts), parts), windows=Windows.OPEN))
    return None if of_all.problem is None else first_plan(of_all.problem, of_all, watch)


def _any_plan(bounds: Bounds, watch: Watch, rounds: int | None) -> Solution:
    """Some plan where the rules of thumb found none, or the proof that there is none; sought within growing horizons."""
    problem = bounds.problem
    assert problem is not None, "what bounds rule out is not sought"
    low = bounds.below(Stage.FINISH)
    horizon = FIRST_HORIZON
    while True:
        horizon = min(horizon, problem.horizon)
        within = Within(problem, Stage.FINISH, horizon, watch, bounds)
        for turn in methods_in_turn(problem.within(horizon) or problem, Stage.FINISH, rounds):
            watch.tell(Stage.FINISH, None, low)
            found = within.sought(turn)
            if found is NoSchedule.STOPPED:
                return UNSOLVED
            if found is NoSchedule.NO_PLAN:
                break
            if found is not NoSchedule.UNDECIDED:
                return _some(found)
        else:
            return UNSOLVED
        if horizon == problem.horizon:
            assert within.basis is not None, "what is proved rests on something"
            return _impossible(within.basis)
        low = max(low, horizon + 1)
        horizon *= 2


class _Best(Struct, frozen=True):
    """The best schedule in a stage that was found, its value, what no plan is under, and what that rests on.

    Attributes
    ----------
    ways
        In which the plans are that may be as good, each with what none of its plans is under.
    """

    schedule: Schedule
    value: int
    low: int
    basis: Basis
    ways: tuple[tuple[PlanningProblem, int], ...] = ()


class _Sought(Struct, frozen=True):
    """The best in a stage is sought, given what no plan is under in the stages before and in others."""

    stage: Stage
    before: Mapping[Stage, int]
    beside: Mapping[Stage, Proved]
    means: _Means


def _ways_of(problem: PlanningProblem) -> Sequence[PlanningProblem]:
    """The ways that a problem offers, as far as they are worth telling apart and there is time; else the problem as it is."""
    with suppress(OutOfTimeError):
        found = None if is_large(problem) else open_ways(problem)
        if found is not None:
            return found
    return (problem,)


def _best_of(ways: Iterable[PlanningProblem], sought: _Sought, schedule: Schedule, value: int, low: int) -> _Best:
    """The best of some ways, starting from a schedule, which need not be a plan of any of them, and what none is under."""
    best = _Best(schedule, value, NEVER, Basis.BOUND)
    for way in sorted(ways, key=lambda way: len(way.candidates)):
        own = replace(best, low=low, ways=((way, low),))
        with suppress(OutOfTimeError):
            own = _best(way, sought, best.schedule, best.value)
        basis = heaviest((best.basis, own.basis))
        best = _Best(own.schedule, own.value, min(best.low, own.low), basis, (*best.ways, *own.ways))
    return replace(best, low=min(best.low, best.value))


def _best(problem: PlanningProblem, sought: _Sought, schedule: Schedule, value: int) -> _Best:
    """The best in a stage, starting from one schedule; where arithmetic does not settle it, way by way."""
    search: Minimum | Narrowing
    stage, means = sought.stage, sought.means
    if stage in TOTALS:
        search = Minimum(problem, stage, schedule, means.watch, sought.before, value, sought.beside, means.cuts)
    else:
        search = Narrowing(problem, stage, schedule, means.watch, means.cuts)
    if search.low < search.value and not means.at_a_glance:
        best = _best_by_ways(problem, sought, search, min(value, search.value))
        if best is not None:
            return best
        _go_on(search, problem, sought)
    return _Best(search.schedule, min(value, search.value), search.low, search.basis, ((problem, search.low),))


def _best_by_ways(problem: PlanningProblem, sought: _Sought, search: Minimum | Narrowing, value: int) -> _Best | None:
    """The same, given how far a search has come, way by way; None where there are no ways to be told apart.

    Where the ways of what is as good are too many, which what follows would be sought in, those of what is better may be few.
    If even these can't be told apart, one method for all may soon rule out all that is better.
    """
    as_good, better = (fixed(problem, sought.stage, most) or problem for most in (value, search.value - 1))
    ways = _ways_of(as_good)
    if ways != (as_good,):
        best = _best_of(ways, sought, search.schedule, value, search.low)
    else:
        of_better = _ways_of(better)
        if of_better == (better,):
            return None
        best = _best_of(of_better, sought, search.schedule, value, search.low)
        if best.value == value:
            best = replace(best, ways=((as_good, best.low),))
    return replace(best, basis=heaviest((Basis.SEARCH, best.basis)))


def _go_on(search: Minimum | Narrowing, problem: PlanningProblem, sought: _Sought) -> None:
    """Search with more and more work."""
    if isinstance(search, Minimum):
        _minimised(search, methods_in_turn(problem, sought.stage, sought.means.rounds, sought.means.by), sought.means.watch)
    else:
        within = fixed(problem, sought.stage, search.low) or problem
        _narrowed(search, methods_in_turn(within, sought.stage, sought.means.rounds, sought.means.by))


def _narrowed(narrowing: Narrowing, turns: Iterator[Turn]) -> None:
    """Seek any plan within a limit, with more and more work."""
    with suppress(OutOfTimeError):
        while narrowing.low < narrowing.value and not narrowing.stopped and (turn := next(turns, None)):
            narrowing.seek(turn)


def _minimised(minimum: Minimum, turns: Iterator[Turn], watch: Watch) -> None:
    """Minimise a stage as it is, with more and more work."""
    with suppress(OutOfTimeError):
        while minimum.low < minimum.value and not minimum.stopped and (turn := next(turns, None)):
            watch.tell(minimum.stage, minimum.value, minimum.low)
            minimum.seek(turn)
