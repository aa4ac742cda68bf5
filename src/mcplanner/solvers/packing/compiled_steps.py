"""Steps from one stop to the next by the compiled kernel, array for array the same as `steps` takes them in Python.

Beneath `steps`. Writes down, as whole numbers and arrays in the order in which the kernel reads them, what a stop is like.
"""

from collections.abc import Sequence
from itertools import accumulate, chain
from operator import or_
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec.structs import astuple

from mcplanner.problem.requirement_nodes import Node, Threshold, bottom_up
from mcplanner.solvers.bounds.bits import as_bits
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.uses import MASK
from mcplanner.solvers.packing.accounts import UNATTAINABLE, Account
from mcplanner.solvers.packing.candidate_sets import Booleans, Indices, Sets, as_sets
from mcplanner.solvers.packing.month_starts import Rules, Starting
from mcplanner.solvers.packing.partial_plans import InProgress, Made, Plans, PlanStates, counted_apart

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
        uses, places = np.unique([each.use for each in in_progress], return_inverse=True)
        self._uses = len(uses)
        self._of_table = (
            _whole([each.candidate for each in in_progress], np.int32),
            _whole([each.end for each in in_progress]),
            _whole([each.use & MASK for each in in_progress]),
            places.astype(np.int32),
            _whole([own.days for own in rules.others], np.uint8),
            _whole([own.more for own in rules.others]),
            _whole([limit for _, limit in rules.limited]),
            *(as_sets(own, rules.words).T for own in (rules.excluded, rules.clashing, rules.alongside, rules.firsts)),
            as_sets([*map(or_, map(or_, rules.alone, rules.excluded), rules.clashing)], rules.words).T,
            _from(rules.needs),
            as_sets([*chain.from_iterable(rules.needs)], rules.words).T,
        )
        alike, awaited_by = told_apart
        self._told_apart = alike.astype(np.uint32), np.ascontiguousarray(awaited_by.T)
        electives = sorted(bounds.electives)
        self._electives = electives
        self._of_choice = _nodes(bounds.least_weight.electives, electives)

    def distinct(self, own: PlanStates) -> Booleans:
        """As in `MonthSteps.distinct`."""
        counted = counted_apart(own, self._first_ends)
        ends = np.delete(own.ends, self._first_ends, axis=0) if self._first_ends else own.ends
        arrays = (own.started, own.running, ends, own.worth, own.starts, _whole(counted), *self._told_apart)
        count, rows = len(own.starts), (len(own.started), len(own.running), own.running.itemsize, len(ends), len(counted))
        chosen = self._kernel.distinct(tuple(np.ascontiguousarray(each) for each in arrays), count, *rows)
        return np.frombuffer(chosen, np.bool_)

    def at(self, months: range, starting: Starting, late: Sets) -> "CompiledStep":
        """The step at the first of some months, in which nothing starts but in the first, and nothing ends."""
        problem, accounts, rules = self._problem, self._accounts, self._rules
        starts = starting.starts
        count, month = len(starts.loads), months.start
        at_once = problem.at_once or (len(problem.candidates),) * problem.horizon
        per_year = problem.cost_limit_per_year_cents
        numbers = (
            rules.words,
            count,
            len(accounts),
            len(self._none.running),
            self._none.running.itemsize,
            len(rules.others),
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
        spent = [own.spent_in(months) for own in accounts]
        uses = self._of_table[3].take(starts.in_progress)
        delta = [
            of_uses.take(uses) - of_uses[0] + own.paid_for_begun(months) - costs
            for of_uses, own, costs in zip(spent, accounts, starts.costs, strict=True)
        ]
        waits = [own.waits_in(months) for own in accounts]
        every = [wait for own in waits for wait in own]
        least = [[account.least_for(index, months.stop) for index in self._electives] for account in accounts]
        counts = self._bounds.least_weight.counts
        arrays = (
            *self._of_table,
            _whole(starting.candidates, np.int32),
            starts.in_progress.astype(np.int32),
            starts.loads,
            starts.gains,
            starts.by_hour,
            starts.cents,
            starts.worth,
            starts.counted,
            starting.sooner.astype(np.uint8),
            _from(starting.bound_by),
            _whole([*chain.from_iterable(starting.bound_by)], np.int32),
            _whole([own.least(months) for own in rules.others]),
            _whole([own.least((month - 1,)) if month else 0 for own in rules.others]),
            late,
            as_sets([as_bits(self._electives)], rules.words),
            as_sets([as_bits(self._bounds.compulsory)], rules.words),
            _whole(spent),
            _whole([own.worth_in(months) for own in accounts]),
            _whole([own.paid_for_begun(months) for own in accounts]),
            _whole(delta),
            _whole([own.owed_for_each(months.stop) for own in accounts]),
            _whole(accounts[-1].owed_for_each(month) if accounts else []),
            _from(waits),
            _whole([row.needed for row, _ in every], np.int32),
            _whole([row.index for row, _ in every], np.int32),
            _whole([dual for _, dual in every]),
            _whole([row.alongside for row, _ in every], np.uint8),
            _whole(self._electives, np.int32),
            _whole(least),
            _whole([min(counts.get(index, 0), UNATTAINABLE) for index in self._electives]),
            *self._of_choice,
        )
        return CompiledStep(self._kernel.Step(numbers, tuple(np.ascontiguousarray(own) for own in arrays)), self._none)


class CompiledStep:
    """A step from one stop to the next."""

    def __init__(self, step: Any, none: Plans) -> None:
        self._step = step
        self._none = none

    def on(self, plans: Plans, wanted: Sets, most: int) -> Made:
        """As in `MonthSteps.on`."""
        arrays = tuple(np.ascontiguousarray(own) for own in (*astuple(plans), wanted))
        *made, all_there = self._step(arrays, len(plans), 0, len(plans), most)
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


def _from(lists: Sequence[Sequence[object]]) -> Array:
    """Where each of some lists begins when they stand one behind another, and where the last one ends."""
    return _whole([*accumulate(map(len, lists), initial=0)], np.int32)


def _nodes(root: Node | None, electives: Sequence[int]) -> tuple[Array, Array, Array, Array]:
    """What is left to choose: the need of each threshold, where its parts begin, their weights, and what they are.

    A part is an elective, by its place, or a threshold before it, by -1 less its number. The last threshold is the whole.
    """
    if root is None:
        thresholds: list[Threshold] = []
    elif isinstance(root, Threshold):
        thresholds = [*bottom_up(root)]
    else:
        thresholds = [Threshold(need=1, parts=((1, root),))]
    places: dict[Node, int] = {index: place for place, index in enumerate(electives)}
    places |= {own: -1 - number for number, own in enumerate(thresholds)}
    parts = [part for own in thresholds for part in own.parts]
    return (
        _whole([own.need for own in thresholds]),
        _from([own.parts for own in thresholds]),
        _whole([weight for weight, _ in parts]),
        _whole([places[part] for _, part in parts], np.int32),
    )
