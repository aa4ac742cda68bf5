"""The best plan, or the proof that there is none, month by month: all plans that there can be so far, side by side.

Floor 7. Knows a `PlanningProblem` whose rules are few enough (`can_be_packed`); loads no engine.

Where the hours barely suffice, a plan can leave little unused, and few sets of modules fill a month so well. A search that goes
through the months in order sees each hour that is lost at once, and drops what cannot pay any more for all that has yet to
start, by any of its `accounts`.

Nothing starts that could have started a month before, nor what can be of no use any more. Moved or left out, the plan would be
as good: what is looked for is the plan of fewest modules, and of these the one with the least sum of starts, which has nothing
to move or to leave out. Of plans that have started the same and run the same, the one with the least sum of starts is enough:
whatever follows on another can follow on it.

At first only the most promising plans of each month are kept, then more and more. What there is not is proved when all are.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mcplanner.problem import Placement, PlanningProblem, Schedule, Stage, stage_value, within_money
from mcplanner.solvers.accounts import MOST_CANDIDATES, Ceiling, Indices, Numbers, Sets, accounts
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.dominance import plain_needs
from mcplanner.solvers.month_steps import MOST_RUNS, MonthSteps, Plans, Runs, TooManyPlans
from mcplanner.solvers.prices import SCALE, Prices
from mcplanner.solvers.watch import Watch

FIRST_WIDTH = 1_000
"""How many plans of each month are kept at first."""

WIDER = 4
"""How many times more are kept each time."""

GREATEST_WIDTH = 256_000
"""The search ends undecided where so many do not suffice: it would take too much memory."""

BLOCK = 2_000
"""How many plans go a month on together; before each block, the clock is looked at."""

MOST_TOGETHER = 400_000
"""Of more plans than this, those that are not to be kept are dropped before the month is over, to save memory."""


def can_be_packed(problem: PlanningProblem, stage: Stage) -> bool:
    """Whether a problem has no other rules than this search knows, and the stage can be settled by it."""
    asks_cost = stage is Stage.COST or problem.cost_limit_cents is not None
    return (
        len(problem.candidates) <= MOST_CANDIDATES
        and sum(len(option.starts) for own in problem.candidates for option in own.options) <= MOST_RUNS
        and stage not in {Stage.MOVED, Stage.SHIFT}
        and problem.evenings is None
        and problem.cost_limit_per_year_cents is None
        and problem.moved_limit is None
        and problem.shift_limit is None
        and not (asks_cost and any(len(own.prices) > 1 for own in problem.candidates))
        and not any(plan.orders for plan in problem.earlier)
        and not problem.counts_once
        and not problem.expires
        and not any(own.alongside.parts for own in problem.candidates)
        and all(own.least_energy and plain_needs(own) is not None for own in problem.candidates)
    )


class _Month(NamedTuple):
    """What is remembered of the plans that there were as a month began."""

    started: Sets
    running: Runs
    before: Indices


class Packing:
    """A search that goes on where it stopped.

    Attributes
    ----------
    over
        Whether everything has been looked at: without a schedule, there is none; with a ceiling, none is worth less.
    schedule
        The best found so far; without a ceiling the first, and the search is over.
    """

    def __init__(self, bounds: Bounds, prices: Prices, ceiling: Ceiling | None = None) -> None:
        assert bounds.problem is not None, "a problem without a plan need not be searched"
        self.over = False
        self.schedule: Schedule | None = None
        self._problem = bounds.problem
        self._stage = None if ceiling is None else ceiling.stage
        self._limit = self._first_limit = 0 if ceiling is None else ceiling.limit
        kept = accounts(bounds, prices, ceiling)
        self._under_ceiling = sum(account.under_ceiling for account in kept)
        self._steps = MonthSteps(bounds, kept)
        self._width = FIRST_WIDTH
        self._made = 0
        self._complete = False

    def seek_under(self, value: int) -> None:
        """Seek only plans that are worth less, since one that is worth so much is known."""
        self._limit = min(self._limit, value - 1)

    def search(self, work: int, watch: Watch) -> None:
        """Look at so many plans or a few more, until everything has been looked at, or time is up."""
        enough = self._made + work
        while not self.over and self._width <= GREATEST_WIDTH and self._made < enough and watch.seconds_left:
            try:
                self.over = self._looked_at_all(watch)
            except TooManyPlans:
                self._width = GREATEST_WIDTH
            self._width *= WIDER

    def _looked_at_all(self, watch: Watch) -> bool:
        """Go through the months; whether everything was looked at that matters."""
        self._complete = True
        months: list[_Month] = []
        plans = self._below_limit(self._steps.first(), self._first_limit - self._limit)
        for month in range(self._problem.horizon + 1):
            months.append(_Month(plans.started, plans.running, plans.before))
            plans = replace(plans, before=np.arange(len(plans)))
            wanted = self._steps.wanted(plans)
            if not wanted.all():
                before = self._limit
                self._take_note(plans.at(wanted == 0), months)
                if self._found:
                    return True
                plans, wanted = self._below_limit(plans.at(wanted != 0), before - self._limit), wanted[wanted != 0]
            if month == self._problem.horizon or not len(plans):
                break
            made: list[Plans] = []
            for first in range(0, len(plans), BLOCK):
                if not watch.seconds_left:
                    return False
                block = slice(first, first + BLOCK)
                made.append(self._steps.on(month, plans.at(block), wanted[block]))
                self._made += len(made[-1])
                if sum(map(len, made)) > MOST_TOGETHER:
                    made = [self._most_promising(Plans.together(made).distinct())]
            plans = self._most_promising(Plans.together(made).distinct())
        return self._complete

    def _most_promising(self, plans: Plans) -> Plans:
        """As many plans as may be kept."""
        if len(plans) <= self._width:
            return plans
        self._complete = False
        return plans.at(np.sort(np.argsort(-plans.spare, kind="stable")[: self._width]))

    @property
    def _found(self) -> bool:
        """Whether a plan was found, and any would do."""
        return self.schedule is not None and self._stage is None

    def _take_note(self, plans: Plans, months: list[_Month]) -> None:
        """Of plans that need nothing more keep the best, if it is one; from then on only better ones count."""
        values = self._values(plans)
        good = (values <= self._limit) & self._allowed(plans) & self._steps.fit_to_the_end(len(months) - 1, plans)
        if good.any():
            column = int(np.argmin(np.where(good, values, self._limit + 1)))
            self.schedule = self._schedule(column, plans, months)
            self._limit = int(values[column]) - 1

    def _values(self, plans: Plans) -> Numbers:
        """What each is worth in the stage; 0 where there is none."""
        if self._stage is Stage.STARTS:
            return plans.starts
        if self._stage is None:
            return np.zeros(len(plans), np.int64)
        stage = self._stage
        return _by_set(plans.started, lambda own: stage_value(self._problem, self._any_schedule(own), stage))

    def _allowed(self, plans: Plans) -> npt.NDArray[np.bool_]:
        """Whether each keeps what is asked of a whole plan."""
        problem = self._problem

        def allowed(started: int) -> bool:
            schedule = self._any_schedule(started)
            minutes = stage_value(problem, schedule, Stage.MINUTES)
            return (
                within_money(problem, schedule)
                and (problem.minutes_limit is None or minutes <= problem.minutes_limit)
                and all(any(not started >> index & 1 for index in plan.candidates) for plan in problem.earlier)
            )

        return _by_set(plans.started, allowed).astype(bool)

    def _below_limit(self, plans: Plans, lowered_by: int) -> Plans:
        """The same with what they may still spend under the ceiling, when it is lowered."""
        balances = plans.balances.copy()
        balances[len(balances) - self._under_ceiling :] -= SCALE * lowered_by
        return replace(plans, balances=balances, spare=plans.spare - SCALE * lowered_by)

    def _any_schedule(self, started: int) -> Schedule:
        """Some schedule of what has started, whatever the months: neither cost nor hours depend on them."""
        chosen = ((own, own.options[0]) for own in (self._problem.candidates[index] for index in _members(started)))
        return tuple(Placement(option.starts[0], own.module, option.months, option.minutes_per_week) for own, option in chosen)

    def _schedule(self, column: int, plans: Plans, months: list[_Month]) -> Schedule:
        """The plan of a column, from what was remembered of the months before."""
        candidates = self._problem.candidates
        found = []
        column = int(plans.before[column])
        for start in range(len(months) - 2, -1, -1):
            after = months[start + 1]
            ends = {run.candidate: run.end for run in (self._steps.runs[code] for code in after.running[:, column].tolist())}
            begun, column = int(after.started[column]), int(after.before[column])
            for index in _members(begun & ~int(months[start].started[column])):
                end = ends.get(index, start + 1)
                option = next(own for own in candidates[index].options if start + own.months == end)
                found.append(Placement(start, candidates[index].module, option.months, option.minutes_per_week))
        return tuple(sorted(found, key=lambda placement: (placement.start, placement.module)))


def _members(started: int) -> Iterator[int]:
    return (index for index in range(started.bit_length()) if started >> index & 1)


def _by_set(sets: Sets, value: Callable[[int], int]) -> Numbers:
    """A value for each plan that depends on what it has started, asked once for each set."""
    different, which = np.unique(sets, return_inverse=True)
    return np.array([value(own) for own in different.tolist()], np.int64)[which]
