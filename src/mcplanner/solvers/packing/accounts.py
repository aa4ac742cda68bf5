"""What plans may still spend of what is scarce, and what they have yet to spend at least: of many plans at once.

Knows dual values and the goal; nothing of how plans are made. Arrays have an entry for each plan.

An account is one way to value what is scarce (`dual_bounds`), and opens with the worth of all of it. A start takes what it
costs until its end. Months that are over take what was left unused of them, since nobody can have that any more. What is still
there must pay for all that has not started yet.

Amounts are whole numbers of 64 bits. An account in which they might not fit is `too_large`, and of no use.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain

import numpy as np
from msgspec import Struct

from mcplanner.ground.stages import Stage
from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.measures import TOTALS
from mcplanner.problem.model import Option, PlanningProblem
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, fold
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.uses import MASK, uses
from mcplanner.solvers.lp.dual_bounds import SCALE, Costs, Duals
from mcplanner.solvers.lp.knapsack_cuts import Counting
from mcplanner.solvers.lp.relaxation import BegunRow, HoursRow, NeedRow, limits
from mcplanner.solvers.packing.candidate_sets import Indices, Numbers, Sets, different, has, size, weigh

MOST_PAID = 1 << 54
"""No account may ever pay more, so that sums of such amounts fit."""

UNATTAINABLE = 1 << 60
"""More than all that an account ever pays."""


_CostsByOption = Sequence[tuple[Option, Sequence[int]]]
"""Each option of a candidate, and what its starts cost."""


class Ceiling(Struct, frozen=True):
    """What plans may be worth at most, in a stage whose value is a sum over modules; and dual values made for this."""

    stage: Stage
    limit: int
    duals: Duals


class Started(Struct, frozen=True):
    """What each plan has started.

    Attributes
    ----------
    electives, which
        The different sets of electives among it, and for each plan which of them is its own.
    """

    sets: Sets
    electives: Sets
    which: Indices

    @classmethod
    def of(cls, sets: Sets, electives: Sets) -> "Started":
        """The same from the set of all electives."""
        return cls(sets, *different(sets & electives))

    def at(self, chosen: Indices) -> "Started":
        """The same of some plans."""
        return Started(self.sets.take(chosen, axis=1), self.electives, self.which.take(chosen))


class Account:
    """What is scarce, under some dual values.

    Attributes
    ----------
    worth
        What all of it is worth.
    under_ceiling
        Whether what plans are worth is among it.
    costs
        What each start takes: those of the first candidate's first option, then of its second, and so on.
    """

    def __init__(self, bounds: Bounds, duals: Duals, ceiling: Ceiling | None = None) -> None:
        problem = bounds.problem
        assert problem is not None, "a problem without a plan has no accounts"
        costs = Costs(problem, duals)
        self.under_ceiling = ceiling is not None
        self.worth = sum(costs.worth)
        value = None
        if ceiling is not None:
            weighing = TOTALS[ceiling.stage].in_full(problem)
            value = weighing.weight
            self.worth += SCALE * (ceiling.limit + weighing.free)
        self._bounds = bounds
        by_option = [[*costs.by_option(index, value)] for index in range(len(problem.candidates))]
        spent = [costs.before(use) for use in sorted({0, *chain.from_iterable(uses(problem))})]
        self._worth_before = list(accumulate(costs.worth, initial=0))
        self._waits = _waits(duals, problem.horizon)
        self._for_begun_before = list(accumulate(_for_begun(duals, problem.horizon), initial=0))
        paid = *chain.from_iterable(spent), *chain.from_iterable(costs.started)
        most_paid = sum(max(map(abs, _costs_of(own)), default=0) for own in by_option) + max(map(abs, paid))
        self._paid_at_most = self.worth + most_paid
        if not self.too_large:
            self._spent: Numbers = np.array(spent, np.int64)
            self._for_started: Numbers = np.array(costs.started, np.int64)
            self.costs: Numbers = np.array([*chain.from_iterable(map(_costs_of, by_option))], np.int64)
            self._least = self._least_from(problem.horizon, by_option)
            self._owed = np.zeros_like(self._least)
            compulsory = sorted(bounds.compulsory)
            self._owed[compulsory] = self._least[compulsory]

    @property
    def too_large(self) -> bool:
        """Return whether amounts might not fit into 64 bits."""
        return self._paid_at_most > MOST_PAID

    def lost(self, months: range, running: Indices, over: Sets, started: Sets) -> Numbers:
        """What months leave unused in which nothing starts but in the first, and nothing ends.

        Parameters
        ----------
        running
            For each that may run side by side, and each plan, the place of its load among all loads; the first is that of none.
        over
            What each plan has behind it as the months begin.
        """
        lost: Numbers = self.worth_in(months) - self.spent_in(months).take(running).sum(axis=0)
        for row, dual in self.waits_in(months):
            lost += dual * (has(started if row.alongside else over, row.needed) & ~has(started, row.index))
        for_begun = self.paid_for_begun(months)
        return lost - for_begun * size(started) if for_begun else lost

    def spent_in(self, months: range) -> Numbers:
        """What each use spends in some months, in the order of uses."""
        return self._spent[:, months.stop] - self._spent[:, months.start]

    def worth_in(self, months: range) -> int:
        """What all that is scarce in some months is worth."""
        return self._worth_before[months.stop] - self._worth_before[months.start]

    def waits_in(self, months: range) -> list[tuple[NeedRow, int]]:
        """What is needed by what in some months, and what is paid where the one is over or begun, and the other not started."""
        return [own for month in months for own in self._waits[month]]

    def paid_for_begun(self, months: range) -> int:
        """What some months pay for each candidate that has begun."""
        return self._for_begun_before[months.stop] - self._for_begun_before[months.start]

    def worth_from(self, month: int) -> int:
        """What all that is scarce in a month and in those after it is worth."""
        return self._worth_before[-1] - self._worth_before[month]

    def gains(self, candidates: Indices, uses: Indices, months: Indices, then: Indices) -> Numbers:
        """By how much more each start leaves at most at the next stop, all then owed being paid.

        Parameters
        ----------
        candidates, uses, months, then
            Of each start, in the order of `costs`, the candidate, its use by its place among all uses, its offset, and the stop
            after that.
        """
        kept = self._spent[uses, then] - self._spent[uses, months]
        kept += self._for_started[candidates, months] - self._for_started[candidates, then]
        compulsory = np.isin(candidates, [*self._bounds.compulsory])
        gained: Numbers = kept + self._least[candidates, np.where(compulsory, then, months)] - self.costs
        return gained

    def owed_for_each(self, month: int) -> Numbers:
        """What at least is paid for each candidate that starts in a month, or later; nothing for what is not compulsory."""
        found: Numbers = self._owed[:, month]
        return found

    def least_for(self, candidates: Sequence[int], month: int) -> Numbers:
        """What each of some candidates costs at least that starts in a month or later; more than all, where it cannot."""
        found: Numbers = self._least[candidates, month]
        return found

    def _least_from(self, horizon: int, by_option: Sequence[_CostsByOption]) -> Numbers:
        """For each candidate and offset what it costs at least to start there or later; more than all, where it cannot."""
        least = np.full((len(by_option), horizon + 2), 2 * self._paid_at_most + 1, np.int64)
        for own, of_own in zip(least, by_option, strict=True):
            for option, costs in of_own:
                starts = [*option.starts]
                own[starts] = np.minimum(own[starts], costs)
        return np.minimum.accumulate(least[:, ::-1], axis=1)[:, ::-1]


def _costs_of(by_option: _CostsByOption) -> Iterator[int]:
    """What all starts of a candidate cost."""
    return chain.from_iterable(costs for _, costs in by_option)


def _waits(duals: Duals, horizon: int) -> list[list[tuple[NeedRow, int]]]:
    """For each month what is needed by what, and what is paid where the one is over or begun, and the other has not started."""
    found: list[list[tuple[NeedRow, int]]] = [[] for _ in range(horizon + 1)]
    for row, dual in duals.items():
        if isinstance(row, NeedRow):
            found[row.month].append((row, dual))
    return found


def _for_begun(duals: Duals, horizon: int) -> list[int]:
    """For each month what is paid for each candidate that has begun by then."""
    found = [0] * (horizon + 1)
    for row, dual in duals.items():
        if isinstance(row, BegunRow):
            found[row.month] += dual
    return found


def _plain_duals(problem: PlanningProblem) -> Iterator[Duals]:
    """Dual values that count the hours of all months, or what one limit is about, as they are."""
    loads = {load: load & MASK for own in uses(problem) for load in own}
    yield {HoursRow((month,), Counting(loads, minutes)): 1 for month, minutes in enumerate(problem.budget)}
    for limit in limits(problem):
        yield {limit: 1}


def accounts(bounds: Bounds, duals: Sequence[Duals], ceiling: Ceiling | None = None) -> list[Account]:
    """Every account that can be kept: of hours, of limits, and under all dual values given; that of the ceiling last."""
    problem = bounds.problem
    assert problem is not None, "a problem without a plan has no accounts"
    found = [Account(bounds, own) for own in (*_plain_duals(problem), *duals) if own]
    if ceiling is not None:
        under_it = Account(bounds, ceiling.duals, ceiling)
        found.append(Account(bounds, {}, ceiling) if under_it.too_large else under_it)
    return [own for own in found if not own.too_large]


def owed_for_compulsory(accounts: Sequence[Account], month: int, started: Sets) -> Numbers:
    """What at least is yet to be paid if all that is compulsory and has not started starts in a month, or later.

    A row for each account, a column for each set of what has started.
    """
    if not accounts:
        return np.zeros((0, started.shape[1]), np.int64)
    owed = np.array([own.owed_for_each(month) for own in accounts], np.int64)
    found: Numbers = owed.sum(axis=1)[:, None] - weigh(started, owed)
    return found


def owed_for_electives(accounts: Sequence[Account], bounds: Bounds, month: int, started: Sets) -> Numbers:
    """As in `owed_for_compulsory`, for electives, as `dual_bounds.least_of_all` has it: a row for each account."""
    to_choose = bounds.least_weight
    owed_in_all = np.zeros((len(accounts), started.shape[1]), np.int64)
    shares = {}
    for index in bounds.electives:
        least = np.array([account.least_for([index], month) for account in accounts], np.int64)
        owed = np.where(has(started, index), 0, least)
        owed_in_all += np.minimum(0, owed)
        if index in to_choose.counts:
            shares[index] = np.maximum(0, owed) // min(to_choose.counts[index], UNATTAINABLE)
    return owed_in_all if to_choose.electives is None else owed_in_all + _least_share(to_choose.electives, shares)


def _least_share(node: Node, shares: Mapping[int, Numbers]) -> Numbers:
    """As in `least_weight`, for many plans and accounts at once: the least sum of shares that satisfies a node."""

    def of_leaf(leaf: int | HeldNode) -> Numbers:
        assert isinstance(leaf, int), "what is held is not left to choose"
        return shares[leaf]

    return fold(of_leaf, _least_cover)(node)


def _least_cover(node: Threshold, parts: Sequence[Numbers]) -> Numbers:
    spare = sum(weight for weight, _ in node.parts) - node.need
    needed: Numbers = np.zeros_like(parts[0])
    chosen = []
    for (weight, _), share in zip(node.parts, parts, strict=True):
        if weight > spare:
            needed = np.minimum(needed + share, UNATTAINABLE)
        else:
            chosen.append((weight, share))
    need = max(0, sum(weight for weight, _ in chosen) - spare)
    best = [np.zeros_like(needed), *([np.full_like(needed, UNATTAINABLE)] * need)]
    for weight, share in chosen:
        checkpoint()
        for reached in range(need, 0, -1):
            best[reached] = np.minimum(best[reached], best[max(0, reached - weight)] + share)
    return np.minimum(needed + best[need], UNATTAINABLE)
