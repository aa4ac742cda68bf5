"""A step on: what many plans that stand at one offset can be at the next at which anything can start or end.

Beneath `packing`, which says why nothing is lost. Knows rules, accounts and arrays; not how far to go, nor what for.
Arrays have a column for each plan.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache, reduce
from itertools import accumulate, pairwise
from operator import or_

import numpy as np
from msgspec.structs import replace

from mcplanner.ground.bit_thresholds import open_beneath, with_what_follows
from mcplanner.ground.stages import Stage
from mcplanner.problem.model import PlanningProblem
from mcplanner.problem.requirement_nodes import HeldNode, Threshold, bit_thresholds, fold
from mcplanner.solvers.bounds.bits import as_bits, members
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.lifted_demands import Demands, demands
from mcplanner.solvers.bounds.uses import MASK, Uses, uses
from mcplanner.solvers.packing.accounts import Account, Started, owed_for_compulsory, owed_for_electives
from mcplanner.solvers.packing.candidate_sets import (
    Booleans,
    Numbers,
    Sets,
    as_sets,
    bits_of,
    different,
    has,
    words_for,
)
from mcplanner.solvers.packing.compiled import KERNEL
from mcplanner.solvers.packing.compiled_steps import CompiledStep, CompiledSteps
from mcplanner.solvers.packing.month_starts import Rules, Starting, all_starts
from mcplanner.solvers.packing.partial_plans import InProgress, Made, Plans, PlanStates, Running, distinct
from mcplanner.solvers.packing.start_sets import Room, Starts

PART = 20_000
"""Of how many plans it is worked out at once what they can afford."""


class MonthSteps:
    """The steps of one problem, with accounts that must not be overdrawn.

    Attributes
    ----------
    in_progress
        The table of all that can be in progress; the first is nothing.
    stops
        The offsets at which anything can start or end, the first month and the horizon in any case. Between two of them what
        runs stays the same, so that plans go from one to the next.
    """

    def __init__(self, bounds: Bounds, accounts: Sequence[Account], stage: Stage | None = None) -> None:
        assert bounds.problem is not None, "a problem without a plan has no steps"
        self._problem = problem = bounds.problem
        self._bounds = bounds
        self._accounts = accounts
        self._words = words_for(len(problem.candidates))
        self._compulsory = self._sets([as_bits(bounds.compulsory)])
        self._electives = self._sets([as_bits(bounds.electives)])
        rules = Rules(bounds, stage)
        self._others = rules.others
        self._expiry = rules.expiry
        self._limits = np.array([limit for _, limit in rules.limited], np.int64)
        named = [reduce(or_, own, rules.alongside[index]) for index, own in enumerate(rules.needs)]
        needing = _needing_electives(bounds.compulsory, named)
        self._deciding = self._electives | self._sets([needing])
        self._wanted_for = _wanting(problem, named, as_bits(bounds.compulsory), needing, rules.expiry.open)
        self._late = self._sets(_compulsory_by_last_start(problem, bounds.compulsory))
        loads, of_options = demands(problem), uses(problem)
        self.in_progress = [InProgress(-1, 0, 0), *_all_in_progress(problem, of_options)]
        self._bits = self._sets([0, *(1 << each.candidate for each in self.in_progress[1:])])
        self._alike = np.array([*_alike(problem, self.in_progress)], np.min_scalar_type(2 * len(self.in_progress)))
        needed_by = _needed_by(rules.needs)
        self._needed_by = self._sets([0, *(needed_by[each.candidate] for each in self.in_progress[1:])])
        self._ends = np.array([each.end for each in self.in_progress], np.int64)
        self._loads = np.array([each.use & MASK for each in self.in_progress], np.int64)
        self._load_places = np.unique([each.use for each in self.in_progress], return_inverse=True)[1]
        self._at_once = problem.at_once or (len(problem.candidates),) * problem.horizon
        self._side_by_side = min(_most_side_by_side(problem, loads), max(self._at_once, default=0))
        numbers = {each: number for number, each in enumerate(self.in_progress)}
        self.stops = sorted({0, problem.horizon, *_starts_and_ends(problem)})
        self._months = {first: range(first, then) for first, then in pairwise(self.stops)}
        self._starts = all_starts(problem, rules, accounts, of_options, numbers, self.stops)
        self._starting = cache(lambda month: Starting(rules, self._starts_at(month)))
        self._compiled: CompiledSteps | None = None
        if KERNEL is not None:
            told_apart = np.arange(len(self.in_progress)) if problem.expires else self._alike, self._needed_by
            self._compiled = CompiledSteps(KERNEL, bounds, rules, accounts, self.in_progress, told_apart, self.first())
        self._compiled_step = cache(self._compile_step)

    def _compile_step(self, month: int) -> CompiledStep:
        assert self._compiled is not None, "without a kernel nothing is compiled"
        months = self._months[month]
        return self._compiled.at(months, self._starts_at(month), self._late[:, months.stop : months.stop + 1])

    def _starts_at(self, month: int) -> Starts:
        """What may start in a month."""
        return self._starts.only(slice(*np.searchsorted(self._starts.months, [month, month + 1])))

    def _sets(self, bits: Sequence[int]) -> Sets:
        return as_sets(bits, self._words)

    def first(self) -> Plans:
        """The plan of nothing, as the first month begins."""
        none = np.zeros(1, np.int64)
        nothing = self._sets([0])
        spare = none
        if self._accounts:
            spare = self._accounts[-1].worth - owed_for_compulsory(self._accounts[-1:], 0, nothing)[0]
            spare -= owed_for_electives(self._accounts, self._bounds, 0, nothing)[-1]
        return Plans(
            started=nothing,
            running=np.zeros((self._side_by_side, 1), np.min_scalar_type(len(self.in_progress))),
            starts=none,
            balances=np.array([[account.worth] for account in self._accounts], np.int64),
            spare=spare,
            ended=nothing,
            worth=none,
            counted=np.zeros((1 + len(self._limits), 1), np.int64),
            ends=self._expiry.of_nothing(),
            unused=none,
            before=np.zeros(1, np.intp),
        )

    def distinct(self, own: PlanStates) -> Booleans:
        """Of plans of which the same can follow, those of which none beside them is found to be as good."""
        if self._compiled is not None:
            return self._compiled.distinct(own)
        return distinct(replace(own, running=self.told_apart(own.started, own.running)), self._expiry.first_ends)

    def told_apart(self, started: Sets, running: Running) -> Running:
        """What runs, told apart as far as it matters to what can follow: where nothing waits for it, by its use and its end."""
        if self._problem.expires:
            return running
        awaited = (self._needed_by.take(running, axis=1) & ~started[:, None] != 0).any(axis=0)
        return np.sort(np.where(awaited, running, self._alike.take(running)), axis=0)

    def wanted(self, plans: Plans) -> Sets:
        """What else can be of use to each plan; nothing, where what it has started satisfies the goal and cannot expire."""
        started, which = different(plans.started & self._deciding)
        electives = self._sets([self._wanted_for(own) for own in bits_of(started)])
        return electives[:, which] | self._compulsory & ~plans.started

    def satisfies(self, plans: Plans, wanted: Sets) -> Booleans:
        """Whether what each plan has started satisfies the goal, if nothing expires; `wanted` is what else can be of use."""
        satisfied: Booleans = (wanted == 0).all(axis=0)
        if self._expiry.open and not satisfied.all():
            satisfied |= self._are_enough(plans.started) & (self._compulsory & ~plans.started == 0).all(axis=0)
        return satisfied

    def _are_enough(self, started: Sets) -> Booleans:
        """Whether some candidates satisfy the goal, for many sets of them at once."""
        goal = self._problem.goal
        assert goal is not None, "a problem without a goal is not searched"

        def of_leaf(leaf: int | HeldNode) -> Booleans:
            return has(started, leaf) if isinstance(leaf, int) else np.ones(started.shape[1], bool)

        def of_threshold(node: Threshold, parts: Sequence[Booleans]) -> Booleans:
            weights = (weight * part for (weight, _), part in zip(node.parts, parts, strict=True))
            enough: Booleans = sum(weights, start=np.zeros(started.shape[1], np.int64)) >= node.need
            return enough

        return fold(of_leaf, of_threshold)(goal)

    def on(self, month: int, plans: Plans, wanted: Sets, most: int) -> Made:
        """Whatever each plan can be at the next stop without overdrawing an account.

        Parameters
        ----------
        month
            The stop at which they are.
        most
            How many sets of starts, one larger than those before, are looked at together.
        """
        months = self._months[month]
        if self._compiled is not None:
            made = self._compiled_step(month).on(plans, wanted, most)
            return Made(self._remembering(months, made.plans), made.all_there)
        under_way = self._under_way(plans)
        free = min(self._problem.budget[month : months.stop]) - self._loads.take(plans.running).sum(axis=0)
        places = min(self._at_once[month : months.stop]) - np.count_nonzero(plans.running, axis=0)
        starting = self._starting(month)
        may = starting.allowed(plans, wanted, under_way)
        may &= ~starting.had_sooner(plans, under_way, self._at_once[month - 1], month - 1)
        now = replace(plans, unused=free)
        fits = (free >= 0) & (places >= 0) & self._keeps_others(months, under_way)
        if not fits.all():
            now, may, under_way, places = now.at(fits), may[fits], under_way[:, fits], places[fits]
        made = starting.sets_of(now, may, self._room(months, now, under_way, places), most)
        within = made.plans
        if len(self._limits):
            within = within.at(np.flatnonzero((within.counted[1:] <= self._limits[:, None]).all(axis=0)))
        return Made(self._aged(months, self._affordable_of(months, within)), made.all_there)

    def _started(self, sets: Sets) -> Started:
        return Started.of(sets, self._electives)

    def _room(self, months: range, plans: Plans, under_way: Sets, places: Numbers) -> Room:
        """What months have left for what starts in the first of them."""
        others = tuple(own.left(under_way, months) for own in self._others)
        per_year = self._problem.cost_limit_per_year_cents
        cents = None if per_year is None else per_year - plans.counted[0]
        if not self._accounts:
            return Room(places, np.zeros(len(plans), np.int64), others, cents)
        account = self._accounts[-1]
        loads = self._load_places.take(plans.running)
        left = plans.spare - account.lost(months, loads, plans.started & ~under_way, plans.started)
        before, after = (owed_for_compulsory([account], month, plans.started)[0] for month in (months.start, months.stop))
        left += before - after
        return Room(places, left, others, cents)

    def _keeps_others(self, months: Iterable[int], running: Sets) -> Booleans:
        """Whether what runs keeps to the limits beside hours, in all of some months."""
        kept = np.ones(running.shape[1], bool)
        for own in self._others:
            kept &= own.left(running, months).left >= 0
        return kept

    def fit_to_the_end(self, month: int, plans: Plans) -> Booleans:
        """Whether what runs as a month begins fits into all months to come, if nothing else starts."""
        fits = np.ones(len(plans), bool)
        for later in range(month, self._problem.horizon):
            there = self._ends.take(plans.running) > later
            fits &= (self._loads[plans.running] * there).sum(axis=0) <= self._problem.budget[later]
            fits &= there.sum(axis=0) <= self._at_once[later]
            fits &= self._keeps_others((later,), self._candidates_of(np.where(there, plans.running, 0)))
        return fits

    def _under_way(self, plans: Plans) -> Sets:
        return self._candidates_of(plans.running)

    def _candidates_of(self, running: Running) -> Sets:
        """The candidates of what is in progress, in rows."""
        found: Sets = np.bitwise_or.reduce(self._bits.take(running, axis=1), axis=1)
        return found

    def _affordable_of(self, months: range, plans: Plans) -> Plans:
        """Those that overdraw no account, part by part: to work that out takes several times as much memory as the plans do."""
        parts = (plans.at(slice(first, first + PART)) for first in range(0, len(plans), PART))
        return Plans.together([self._affordable(months, own) for own in parts] or [plans])

    def _affordable(self, months: range, plans: Plans) -> Plans:
        """Those that overdraw no account when some months are over, with their balances."""
        late = self._late[:, months.stop : months.stop + 1]
        plans = plans.at((plans.started & late == late).all(axis=0))
        left = np.arange(len(plans))
        started = self._started(plans.started)
        over = started.sets & ~self._under_way(plans)
        loads = self._load_places.take(plans.running)
        spare, balances = plans.spare, plans.balances.copy()
        for_electives = owed_for_electives(self._accounts, self._bounds, months.stop, started.electives)
        for_compulsory = owed_for_compulsory(self._accounts, months.stop, started.sets)
        for number, account in enumerate(self._accounts):
            balances[number] -= account.lost(months, loads, over, started.sets)
            spare = balances[number] - for_compulsory[number].take(left) - for_electives[number, started.which]
            good = np.flatnonzero(spare >= 0)
            if len(good) < len(left):
                left, started = left.take(good), started.at(good)
                over, loads = over.take(good, axis=1), loads.take(good, axis=1)
                spare, balances = spare.take(good), balances.take(good, axis=1)
        return replace(plans.at(left), balances=balances, spare=spare)

    def _aged(self, months: range, plans: Plans) -> Plans:
        """The same plans when some months are over."""
        ends = self._ends.take(plans.running) == months.stop
        ended = np.bitwise_or.reduce(np.where(ends, self._bits.take(plans.running, axis=1), np.uint64(0)), axis=1)
        running = np.sort(np.where(ends, 0, plans.running), axis=0)[::-1]
        same_year = self._problem.year_of(months.start) == self._problem.year_of(months.stop)
        counted = plans.counted.copy()
        if not same_year:
            counted[0] = 0
        return self._remembering(months, replace(plans, running=running, ended=ended, counted=counted))

    def _remembering(self, months: range, plans: Plans) -> Plans:
        """The same plans with what they must remember when some months are over, those that can still earn what they must."""
        if not len(plans.ends):
            return plans
        if self._compiled is not None:
            return self._compiled.remember(months.stop, plans)
        ends, in_time = self._expiry.aged(months.stop, plans.ends, plans.ended, plans.started, self._under_way(plans))
        return replace(plans, ends=ends).at(in_time)


def _all_in_progress(problem: PlanningProblem, of_options: Uses) -> list[InProgress]:
    return sorted(
        {
            InProgress(index, use, start + option.months)
            for index, own in enumerate(problem.candidates)
            for use, option in zip(of_options[index], own.options, strict=True)
            for start in option.starts
        }
    )


def _alike(problem: PlanningProblem, in_progress: Sequence[InProgress]) -> Iterator[int]:
    """For all that can be in progress a number for what it takes and its end, which is no place in the table."""
    numbers: dict[Hashable, int] = {}
    for place, each in enumerate(in_progress):
        own = problem.candidates[each.candidate]
        beside = own.class_slots, own.evenings, own.more_evenings, own.options[0].half_days
        yield numbers.setdefault((each.use, each.end, beside), len(in_progress) + len(numbers)) if place else 0


def _needed_by(needs: Sequence[Sequence[int]]) -> list[int]:
    """For each candidate, as bits, those that it may have to be over before."""
    found = [0] * len(needs)
    for index, own in enumerate(needs):
        for needed in members(reduce(or_, own)):
            found[needed] |= 1 << index
    return found


def _needing_electives(compulsory: frozenset[int], named: Sequence[int]) -> int:
    """The compulsory candidates, as bits, for which something is named that is not compulsory itself."""
    all_compulsory = as_bits(compulsory)
    return as_bits(index for index in compulsory if named[index] & ~all_compulsory)


def _starts_and_ends(problem: PlanningProblem) -> Iterator[int]:
    for own in problem.candidates:
        for option in own.options:
            for start in option.starts:
                yield from (start, start + option.months)


def _most_side_by_side(problem: PlanningProblem, loads: Demands) -> int:
    """How many candidates the fullest month has hours for."""
    lightest = accumulate(sorted(min(own) for own in loads))
    return sum(load <= max(problem.budget, default=0) for load in lightest)


def _compulsory_by_last_start(problem: PlanningProblem, compulsory: frozenset[int]) -> list[int]:
    """For each offset the compulsory candidates that can no longer start."""
    last = {index: max(option.starts[-1] for option in problem.candidates[index].options) for index in compulsory}
    return [as_bits(index for index in compulsory if last[index] < month) for month in range(problem.horizon + 1)]


def _wanting(
    problem: PlanningProblem, named: Sequence[int], compulsory: int, needing: int, still_open: frozenset[Threshold]
) -> Callable[[int], int]:
    """A function from what has started to the electives that may still be of use, all that is compulsory being taken.

    Parameters
    ----------
    named
        For each candidate, as bits, what may have to be over before it, and what it is taken alongside.
    needing
        The compulsory candidates for which electives are named so: until one of them starts, each can be of use to it.
        Of other compulsory ones the function need not be told.
    still_open
        Thresholds that are taken for unsatisfied whatever has started.
    """
    goal = problem.goal
    assert goal is not None

    thresholds = bit_thresholds(goal, len(problem.candidates), still_open)
    all_candidates = (1 << len(problem.candidates)) - 1

    @cache
    def wanted(started: int) -> int:
        taken = started | compulsory
        found = open_beneath(thresholds, with_what_follows(thresholds, taken)) & all_candidates
        waiting = found | needing & ~started
        while waiting:
            needed = reduce(or_, (named[index] for index in members(waiting))) & ~taken
            waiting = needed & ~found
            found |= needed
        return found

    return wanted
