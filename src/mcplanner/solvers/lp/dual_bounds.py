"""What no plan can be under, by dual values for what is scarce: the hours of each month, and that what is needed comes first.

Energy counts every month alike, and patterns count some months and not others; dual values say how much each counts. Give the
hours of a month any dual value, in any way of counting them. Then a module costs at least what its cheapest start costs. Where
all that must be studied costs more than the hours of all months are worth, there is no plan.

Who needs another module may pay for having started by a month, and the other be paid for having ended by then: in a plan that
evens out, or more is paid. Limits of earlier stages have dual values too. And what each start is worth in a stage may be added
to its cost: what the whole costs, less what all that is scarce is worth, is then a bound on the stage.

A bound can be put to use in the next. Where every start by a month is worth one, dual values tell how many can have begun by
then. That number is whole, and so a row that a linear program, which splits modules, does not see by itself.

Good dual values are those of a linear program (`relaxation`). They are suggestions, rounded to whole numbers, and the sums are
made in these: the bounds hold whatever the dual values.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import inf

from msgspec import Struct, field

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import TOTALS, Weight
from mcplanner.problem.model import Candidate, Option, PlanningProblem, Schedule
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.uses import uses
from mcplanner.solvers.lp.cuts import Cuts
from mcplanner.solvers.lp.relaxation import (
    PATIENCE,
    AddedRow,
    BegunRow,
    HoursRow,
    LimitRow,
    LinearRelaxation,
    NeedRow,
    Relaxed,
    Row,
)

SCALE = 10**9
"""What dual values are multiplied with before they are rounded: about what the hours of all months are worth together."""

MOST_MONTHS_TO_COUNT = 16
"""In how many months something may start at most where it is counted how many can have begun: each takes linear programs."""

CLEARLY_LESS = 0.9
"""A bound this much under a value is above the whole number before it, and by enough that rounded dual values prove that."""

Duals = Mapping[Row, int]
"""What it costs to take one unit of what each row is about."""


class DualBound(Struct, frozen=True):
    """What dual values prove, and by what.

    Attributes
    ----------
    refuted
        There is no plan.
    bound
        What no plan's value is under; 0 where no value was asked for.
    rows
        The rows that were found worth adding to those which say what a plan is.
    relaxation
        The linear program that suggested the dual values; None where none was solved.
    """

    refuted: bool
    bound: int
    rows: tuple[AddedRow, ...] = ()
    duals: Duals = field(default_factory=dict)
    relaxation: LinearRelaxation | None = None

    def gone_on(self, month: int, begun: Schedule, watch: Watch) -> Duals | None:
        """Dual values by which hours do not suffice to go on from what has begun by a month; None where none are found."""
        found = None if self.relaxation is None else self.relaxation.gone_on(month, begun, watch)
        return None if found is None else rounded(found)


def dual_bound(
    bounds: Bounds,
    watch: Watch,
    stage: Stage | None = None,
    better_than: int | None = None,
    cuts: Cuts | None = None,
    patience: int = PATIENCE,
) -> DualBound:
    """What good dual values prove of a problem, and of the value of a stage, if one is given.

    Nothing, where time is up or Ctrl-C was pressed.

    Parameters
    ----------
    stage
        One whose value is a sum over the modules of a plan: not the finish, nor the peak.
    better_than
        A value from which on a bound is as good as any.
    cuts
        What the linear programs of like problems have told, and are told.
    patience
        How many rounds of rows about single months there are in any case.
    """
    if bounds.problem is None:
        return DualBound(True, 0)
    if not watch.seconds_left:
        return DualBound(False, 0)
    weighing = None if stage is None else TOTALS[stage].in_full(bounds.problem)
    value, free = (None, 0) if weighing is None else (weighing.weight, weighing.free)
    relaxation = LinearRelaxation(bounds.problem, bounds.compulsory, value, cuts)
    found = relaxation.solved(watch, inf if better_than is None else better_than + free - CLEARLY_LESS, patience)
    if found is not None and value is not None and stage is Stage.STARTS:
        found = _counted(bounds, relaxation, found, value, watch)
    if found is None:
        return DualBound(False, 0)
    duals = rounded(found)
    beyond = least_cost(bounds, duals, value)
    if value is None:
        return DualBound(beyond > 0, 0, found.added, duals, relaxation)
    return DualBound(False, max(0, -(-beyond // SCALE) - free), found.added, duals)


def _counted(bounds: Bounds, relaxation: LinearRelaxation, found: Relaxed, value: Weight, watch: Watch) -> Relaxed:
    """A solution that keeps to how many can have begun by each month, where that is asked of few months."""
    partly_begun = relaxation.partly_begun() if len(relaxation.months_of_starts) <= MOST_MONTHS_TO_COUNT else {}
    for month, begun in partly_begun.items():
        most = _most_begun(bounds, relaxation, month) if watch.seconds_left else None
        if most is not None and most < begun:
            relaxation.add(BegunRow(month, most))
    if not partly_begun or relaxation.revalued(value) is None:
        return found
    return relaxation.solved(watch) or found


def _most_begun(bounds: Bounds, relaxation: LinearRelaxation, month: int) -> int | None:
    """How many candidates can have begun by a month, at most; None where there is no telling."""

    def begun(_: Candidate, start: int) -> int:
        return -(start <= month)

    found = relaxation.revalued(begun)
    return None if found is None else -least_cost(bounds, rounded(found), begun) // SCALE


def rounded(found: Relaxed) -> Duals:
    """The dual values that a linear program suggests."""
    return {row: dual for row, worth in found.worth.items() if (dual := round(SCALE * worth))}


def least_cost(bounds: Bounds, duals: Duals, value: Weight | None = None) -> int:
    """What the modules of any plan cost at least, less what all that is scarce is worth.

    Without a value, there is no plan where this is above 0. With one, no plan is worth less than this, in units of 1 / `SCALE`.
    """
    problem = bounds.problem
    assert problem is not None, "a problem without a plan has no costs"
    costs = Costs(problem, duals)
    return least_of_all(bounds, [costs.least(index, value) for index in range(len(problem.candidates))]) - sum(costs.worth)


def least_of_all(bounds: Bounds, costs: Sequence[int]) -> int:
    """What any plan costs at least, given what each candidate does; those that cost less than nothing are in it anyway."""
    gifts = sum(min(0, cost) for index, cost in enumerate(costs) if index not in bounds.compulsory)
    return gifts + bounds.least_weight.of(
        [cost if index in bounds.compulsory else max(0, cost) for index, cost in enumerate(costs)]
    )


class Costs:
    """What each start of a candidate costs under some dual values.

    Attributes
    ----------
    worth
        What all that is scarce in each month is worth; the limits, which belong to no month, come last.
    started, ended
        For each candidate and offset, what it pays for having started by any month from there on, less what it is paid for that
        by what needs it alongside; and what it is paid for having ended.
    """

    def __init__(self, problem: PlanningProblem, duals: Duals) -> None:
        self._problem = problem
        self._uses = uses(problem)
        self._hours: dict[int, list[int]] = {}
        self._limits: list[tuple[LimitRow, int]] = []
        self._hours_rows: list[tuple[HoursRow, int]] = []
        self.worth = [0] * (problem.horizon + 1)
        self.started = [[0] * (problem.horizon + 1) for _ in problem.candidates]
        self.ended = [[0] * (problem.horizon + 1) for _ in problem.candidates]
        for row, dual in duals.items():
            match row:
                case HoursRow(months, counting):
                    self._hours_rows.append((row, dual))
                    for month in months:
                        self.worth[month] += dual * counting.capacity
                case NeedRow(needed, index, month, alongside):
                    self.started[index][month] += dual
                    if alongside:
                        self.started[needed][month] -= dual
                    else:
                        self.ended[needed][month] += dual
                case BegunRow(month, most):
                    for own in self.started:
                        own[month] += dual
                    self.worth[month] += dual * most
                case LimitRow(_, limit):
                    self._limits.append((row, dual))
                    self.worth[-1] += dual * limit
        for own in (*self.started, *self.ended):
            own[:] = reversed(list(accumulate(reversed(own))))

    def least(self, index: int, value: Weight | None = None) -> int:
        """The cost of a candidate's cheapest start, its value added."""
        return min(min(costs) for _, costs in self.by_option(index, value))

    def by_option(self, index: int, value: Weight | None) -> Iterator[tuple[Option, list[int]]]:
        """Each option of a candidate, with the cost of each of its starts."""
        own = self._problem.candidates[index]
        started, ended = self.started[index], self.ended[index]
        for load, option in zip(self._uses[index], own.options, strict=True):
            before, months, ready = self.before(load), option.months, option.ready
            costs = [before[start + months] - before[start] + started[start] - ended[ready(start)] for start in option.starts]
            if value is not None:
                costs = [cost + SCALE * value(own, start) for cost, start in zip(costs, option.starts, strict=True)]
            for row, dual in self._limits:
                costs = [cost + dual * row.weight(own, start) for cost, start in zip(costs, option.starts, strict=True)]
            yield option, costs

    def before(self, load: int) -> list[int]:
        """What a load costs in all months before each offset."""
        if load not in self._hours:
            by_month = [0] * self._problem.horizon
            for row, dual in self._hours_rows:
                for month in row.months if load else ():
                    by_month[month] += dual * row.counting.counts[load]
            self._hours[load] = list(accumulate(by_month, initial=0))
        return self._hours[load]
