"""Steps from one stop to the next by the compiled kernel, array for array the same as `steps` takes them in Python.

Beneath `steps`. Writes down, as whole numbers and arrays in the order in which the kernel reads them, what a stop is like.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from operator import attrgetter, or_
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec.structs import astuple, replace

from mcplanner.problem.requirement_nodes import Node, Threshold, bottom_up
from mcplanner.solvers.bounds.bits import as_bits
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.uses import MASK
from mcplanner.solvers.packing.accounts import UNATTAINABLE, Account
from mcplanner.solvers.packing.candidate_sets import Booleans, Indices, Sets, as_sets
from mcplanner.solvers.packing.expiry import Expiry, Rest
from mcplanner.solvers.packing.month_starts import Rules, bound_by
from mcplanner.solvers.packing.partial_plans import InProgress, Made, Plans, PlanStates, counted_apart
from mcplanner.solvers.packing.start_sets import Starts

Array = npt.NDArray[Any]


class CompiledSteps:
    """What is the same at all stops.

    Parameters
    ----------
    in_progress
        The table of all that can be in progress.
    told_apart
        For each entry of that table, what stands for it where nothing waits for it; and the candidates that may wait for it.
    plan
        A plan, or several, with arrays like those of all plans.
    """

    def __init__(
        self,
        kernel: Any,
        bounds: Bounds,
        rules: Rules,
        accounts: Sequence[Account],
        in_progress: Sequence[InProgress],
        told_apart: tuple[Indices, Sets],
        plan: Plans,
    ) -> None:
        problem = bounds.problem
        assert problem is not None, "a problem without a plan has no steps"
        self._kernel = kernel
        self._problem = problem
        self._bounds = bounds
        self._rules = rules
        self._accounts = accounts
        self._none = plan.at(slice(0))
        self._first_ends = rules.expiry.first_ends
        uses, places = np.unique(_each(attrgetter("use"), in_progress), return_inverse=True)
        self._uses = len(uses)
        self._of_table = (
            _each(attrgetter("candidate"), in_progress, np.int32),
            _each(attrgetter("end"), in_progress),
            _each(lambda own: own.use & MASK, in_progress),
            places.astype(np.int32),
            _each(attrgetter("days"), rules.others, np.uint8),
            _each(attrgetter("more"), rules.others),
            _each(lambda own: own[1], rules.limited),
            *(as_sets(own, rules.words).T for own in (rules.excluded, rules.clashing, rules.alongside, rules.firsts)),
            as_sets([*map(or_, map(or_, rules.alone, rules.excluded), rules.clashing)], rules.words).T,
            _from(rules.needs),
            as_sets([*chain.from_iterable(rules.needs)], rules.words).T,
        )
        self._of_awards = _awards(rules.expiry, rules.words)
        alike, awaited_by = told_apart
        self._told_apart = alike.astype(np.uint32), np.ascontiguousarray(awaited_by.T)
        self._electives = sorted(bounds.electives)
        self._sets = tuple(as_sets([as_bits(own)], rules.words) for own in (bounds.electives, bounds.compulsory))
        self._of_choice = _nodes(bounds.least_weight.electives, self._electives)

    def distinct(self, own: PlanStates) -> Booleans:
        """As in `MonthSteps.distinct`."""
        counted = counted_apart(own, self._first_ends)
        ends = np.delete(own.ends, self._first_ends, axis=0) if self._first_ends else own.ends
        arrays = (own.started, own.running, ends, own.worth, own.starts, _whole(counted), *self._told_apart)
        count, rows = len(own.starts), (len(own.started), len(own.running), own.running.itemsize, len(ends), len(counted))
        chosen = self._kernel.distinct(tuple(np.ascontiguousarray(each) for each in arrays), count, *rows)
        return np.frombuffer(chosen, np.bool_)

    def remember(self, month: int, plans: Plans) -> Plans:
        """As in `Expiry.aged`."""
        ends = plans.ends.copy()
        arrays = *self._of_awards, self._of_table[0], plans.started, plans.running, plans.ended, ends
        running = plans.running
        sizes = len(self._rules.expiry.awards), self._problem.horizon, self._rules.words, len(running), running.itemsize
        in_time = self._kernel.remember(tuple(np.ascontiguousarray(each) for each in arrays), *sizes, len(plans), month)
        return replace(plans, ends=ends).at(np.frombuffer(in_time, np.bool_))

    def at(self, months: range, starts: Starts, late: Sets) -> "CompiledStep":
        """The step at the first of some months, in which nothing starts but in the first, and nothing ends."""
        arrays = (
            *self._of_table,
            *self._about_starts(months, starts),
            late,
            *self._sets,
            *self._about_accounts(months, starts),
            *self._about_electives(months.stop),
            *self._of_choice,
        )
        numbers = self._numbers(months, starts)
        return CompiledStep(self._kernel.Step(numbers, tuple(map(np.ascontiguousarray, arrays))), self._none)

    def _numbers(self, months: range, starts: Starts) -> tuple[int, ...]:
        problem, month = self._problem, months.start
        at_once = problem.at_once or (len(problem.candidates),) * problem.horizon
        per_year = problem.cost_limit_per_year_cents
        return (
            self._rules.words,
            len(starts.loads),
            len(self._accounts),
            len(self._none.running),
            self._none.running.itemsize,
            len(self._rules.others),
            len(self._none.counted),
            len(self._none.ends),
            self._uses,
            len(problem.candidates),
            len(self._electives),
            len(self._of_choice[0]),
            month,
            months.stop,
            problem.year_of(month) != problem.year_of(months.stop),
            -1 if per_year is None else per_year,
            starts.is_countable(),
            min(problem.budget[month : months.stop]),
            min(at_once[month : months.stop]),
            at_once[month - 1],
        )

    def _about_starts(self, months: range, starts: Starts) -> tuple[Array, ...]:
        others, rows = self._rules.others, bound_by(self._rules, starts)
        before = max(0, months.start - 1)
        return (
            starts.candidates.astype(np.int32),
            starts.in_progress.astype(np.int32),
            starts.loads,
            starts.gains,
            starts.by_hour,
            starts.cents,
            starts.worth,
            starts.counted,
            starts.sooner.astype(np.uint8),
            _from(rows),
            _whole([*chain.from_iterable(rows)], np.int32),
            _each(lambda own: own.least(months), others),
            _each(lambda own: own.least((before,)), others),
        )

    def _about_accounts(self, months: range, starts: Starts) -> tuple[Array, ...]:
        accounts = self._accounts
        spent = _each(lambda own: own.spent_in(months), accounts).reshape(-1, self._uses)
        begun = _each(lambda own: own.paid_for_begun(months), accounts)
        delta = spent.take(self._of_table[3].take(starts.in_progress), axis=1) - spent[:, :1] + begun[:, None] - starts.costs
        waits = [own.waits_in(months) for own in accounts]
        rows, duals = zip(*chain.from_iterable(waits), strict=True) if any(waits) else ((), ())
        return (
            spent,
            _each(lambda own: own.worth_in(months), accounts),
            begun,
            delta,
            _each(lambda own: own.owed_for_each(months.stop), accounts),
            _each(lambda own: own.owed_for_each(months.start), accounts[-1:]),
            _from(waits),
            _each(attrgetter("needed"), rows, np.int32),
            _each(attrgetter("index"), rows, np.int32),
            _whole(duals),
            _each(attrgetter("alongside"), rows, np.uint8),
        )

    def _about_electives(self, month: int) -> tuple[Array, ...]:
        counts = self._bounds.least_weight.counts
        return (
            _whole(self._electives, np.int32),
            _each(lambda own: own.least_for(self._electives, month), self._accounts),
            _each(lambda index: min(counts.get(index, 0), UNATTAINABLE), self._electives),
        )


class CompiledStep:
    """A step from one stop to the next."""

    def __init__(self, step: Any, none: Plans) -> None:
        self._step = step
        self._none = none

    def on(self, plans: Plans, wanted: Sets, most: int) -> Made:
        """As in `MonthSteps.on`."""
        arrays = tuple(np.ascontiguousarray(own) for own in (*astuple(plans), wanted))
        *made, all_there = self._step(arrays, len(plans), most)
        count = len(made[2]) // self._none.starts.itemsize
        if not count:
            return Made(self._none, all_there)
        return Made(
            Plans(*(_as_array(own, count, like) for own, like in zip(made, astuple(self._none), strict=True))), all_there
        )


def _as_array(made: bytearray, count: int, like: Array) -> Array:
    """What the kernel made of so many plans, as an array with as many rows as another one, and with its type."""
    return np.frombuffer(made, like.dtype).reshape(*like.shape[:-1], count)


def _whole(numbers: Any, dtype: npt.DTypeLike = np.int64) -> Array:
    return np.array(numbers, dtype)


def _each(value: Callable[[Any], object], of: Iterable[Any], dtype: npt.DTypeLike = np.int64) -> Array:
    """What is to be said of each of some things."""
    return _whole([value(own) for own in of], dtype)


def _from(lists: Sequence[Sequence[object]]) -> Array:
    """Where each of some lists begins when they stand one behind another, and where the last one ends."""
    return _whole([*accumulate(map(len, lists), initial=0)], np.int32)


def _awards(expiry: Expiry, words: int) -> tuple[Array, ...]:
    """What is remembered of ends, as the kernel reads it: the awards, and what has yet to start of what is sure to count."""
    awards, rests = expiry.awards, expiry.rest
    others, rest = ([*map(attrgetter(name), of)] for name, of in (("others", awards), ("in_order", rests)))
    needs = [*_places_of_needs(rests)]
    return (
        _each(attrgetter("months"), awards),
        _each(attrgetter("lasting"), awards),
        _each(attrgetter("others_held"), awards),
        _each(attrgetter("row"), awards, np.int32),
        as_sets([as_bits(own.sure) for own in awards], words).T,
        _from(others),
        _whole([*chain.from_iterable(others)], np.int32),
        _from(rest),
        _whole([*chain.from_iterable(rest)], np.int32),
        _of_rest(rests, lambda own, index: own.is_sure(index)).astype(np.uint8),
        _of_rest(rests, lambda own, index: own.energy[index]),
        _from(needs),
        _whole([*chain.from_iterable(needs)], np.int32),
        _of_rest(rests, lambda own, index: own.ends[index]),
        rests[0].hours_before if rests else _whole([]),
    )


def _places_of_needs(rests: Sequence[Rest]) -> Iterator[list[int]]:
    """For all that has yet to start, one award after another, the places of what it needs."""
    first = 0
    for own in rests:
        for index in own.in_order:
            yield [first + own.in_order.index(need) for need in own.needs[index]]
        first += len(own.in_order)


def _of_rest(rests: Sequence[Rest], value: Callable[[Rest, int], object]) -> Array:
    """A value for all that has yet to start, one award after another."""
    return _whole([value(own, index) for own in rests for index in own.in_order])


def _nodes(root: Node | None, electives: Sequence[int]) -> tuple[Array, Array, Array, Array]:
    """What is left to choose: the need of each threshold, where its parts begin, their weights, and what they are.

    A part is an elective, by its place, or a threshold before it, by -1 less its number. The last threshold is the whole.
    """
    whole = root if root is None or isinstance(root, Threshold) else Threshold(need=1, parts=((1, root),))
    thresholds = [] if whole is None else [*bottom_up(whole)]
    places = _places(electives, thresholds)
    parts = [*chain.from_iterable(own.parts for own in thresholds)]
    return (
        _each(attrgetter("need"), thresholds),
        _from([own.parts for own in thresholds]),
        _each(lambda part: part[0], parts),
        _each(lambda part: places[part[1]], parts, np.int32),
    )


def _places(electives: Sequence[int], thresholds: Sequence[Threshold]) -> Mapping[Node, int]:
    places: dict[Node, int] = {index: place for place, index in enumerate(electives)}
    return places | {own: -1 - number for number, own in enumerate(thresholds)}
