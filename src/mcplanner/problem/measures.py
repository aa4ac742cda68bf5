"""The measure of each stage: the value of a schedule in it, and the problem without schedules of a higher value.

Above `problem`. Bounds, prices, packing and both models of the engine read what a stage is from here. Two of them make
a problem narrower: within a finish there are fewer months, within a peak fewer paces. All others are totals: each module adds
a weight, by what it is and when it starts, and no method needs to know what the weight means.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import gcd
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace
from typing_extensions import override

from mcplanner.ground.stages import Stage
from mcplanner.pricing.credit import Payment, limit_can_be_kept, wallet_sets
from mcplanner.problem.model import Candidate, PlanningProblem, Schedule, load, payments
from mcplanner.problem.requirement_nodes import satisfied_by

Weight = Callable[[Candidate, int], int]
"""The amount that a candidate which starts at an offset adds to a total."""


class Measure(ABC):
    """The value of a schedule in one stage: the lower, the better."""

    @abstractmethod
    def value(self, problem: PlanningProblem, schedule: Schedule) -> int:
        """Return the value of a schedule."""

    @abstractmethod
    def fixed(self, problem: PlanningProblem, value: int) -> PlanningProblem | None:
        """Return the problem without the plans of a higher value; None where a pinned module or the goal is then impossible."""


class Finish(Measure):
    """Months until everything has ended."""

    @override
    def value(self, problem: PlanningProblem, schedule: Schedule) -> int:
        return max((placement.end for placement in schedule), default=0)

    def fixed(self, problem: PlanningProblem, value: int) -> PlanningProblem | None:
        return problem.within(value)


class Peak(Measure):
    """Minutes a week in the busiest month."""

    @override
    def value(self, problem: PlanningProblem, schedule: Schedule) -> int:
        return max(load(schedule), default=0)

    def fixed(self, problem: PlanningProblem, value: int) -> PlanningProblem | None:
        stretch = None if problem.stretch is None else problem.stretch.at_most(value)
        lighter = replace(problem, budget=tuple(min(minutes, value) for minutes in problem.budget), stretch=stretch)
        return lighter.with_options(
            [tuple(option for option in own.options if option.minutes_per_week <= value) for own in problem.candidates]
        )


class Weighing(Struct, frozen=True):
    """One way to weigh modules: no schedule is worth less than its modules weigh, less what is free.

    Attributes
    ----------
    amounts
        All that a candidate can weigh; one amount, where it is the same whenever the candidate starts.
    free
        So much of the weight need not count, such as what credit may pay.
    """

    weight: Weight
    amounts: Callable[[Candidate], Sequence[int]]
    free: int = 0

    def least(self, own: Candidate) -> int:
        """Return the least that a candidate weighs."""
        return min(self.amounts(own))


class Total(Measure):
    """A sum over the modules of a schedule.

    Attributes
    ----------
    weighings
        Ways to weigh the modules of a problem: a schedule is worth what the heaviest of them says. The last one weighs each in
        full.
    of_modules
        Whether it matters only which modules are taken, unless what they weigh changes with time (`changes`).
    limits_plans
        Whether later stages are searched within a limit on it.
    """

    def __init__(
        self,
        stage: Stage,
        weighings: Callable[[PlanningProblem], Sequence[Weighing]],
        of_modules: bool = False,
        limits_plans: bool = True,
    ) -> None:
        self.stage = stage
        self.weighings = weighings
        self.of_modules = of_modules
        self.limits_plans = limits_plans

    def in_full(self, problem: PlanningProblem) -> Weighing:
        """The weighing that counts each module in full, for methods that know one sum alone."""
        return self.weighings(problem)[-1]

    def value(self, problem: PlanningProblem, schedule: Schedule) -> int:
        starts = {placement.key: placement.start for placement in schedule}
        taken = [(own, starts[own.key]) for own in problem.candidates if own.key in starts]
        return max(
            sum(weighing.weight(own, start) for own, start in taken) - weighing.free for weighing in self.weighings(problem)
        )

    def fixed(self, problem: PlanningProblem, value: int) -> PlanningProblem:
        """As of any measure; the problem as it is where no plan has a higher value."""
        if not self.limits_plans or self.most(problem) <= value:
            return problem
        return replace(problem, limits={**problem.limits, self.stage: value})

    def most(self, problem: PlanningProblem) -> int:
        """What no plan is worth more than: what all candidates together are, since none weighs less than nothing."""
        return max(
            sum(max(weighing.amounts(own)) for own in problem.candidates) - weighing.free
            for weighing in self.weighings(problem)
        )

    def unit(self, problem: PlanningProblem) -> int:
        """The greatest amount of which, as far as weights tell, all values are whole multiples."""
        weighings = self.weighings(problem)
        amounts = (amount for own in problem.candidates for weighing in weighings for amount in weighing.amounts(own))
        return gcd(*amounts, *(weighing.free for weighing in weighings)) or 1

    def changes(self, problem: PlanningProblem) -> bool:
        """Return whether what some candidate weighs depends on when it starts."""
        weighings = self.weighings(problem)
        return any(len(weighing.amounts(own)) > 1 for own in problem.candidates for weighing in weighings)

    def depends_on_starts(self, problem: PlanningProblem) -> bool:
        """Return whether it matters when modules start, and not only which are taken."""
        return not self.of_modules or self.changes(problem)


def _net_of_credit(problem: PlanningProblem) -> list[Weighing]:
    """The cost, as a weighing for each set of wallets: what only these may pay for, less what they hold (see `credit`)."""

    def within(wallets: int, cents: int) -> Weighing:
        def amount(payment: Payment) -> int:
            return payment.cents if payment.paid_within(wallets) else 0

        return Weighing(
            lambda own, start: amount(own.payment(start)),
            lambda own: list({amount(step.payment) for step in own.prices}),
            cents,
        )

    *some, (_, all_cents) = wallet_sets(problem.wallets)
    in_full = Weighing(
        lambda own, start: own.payment(start).cents, lambda own: list({step.cents for step in own.prices}), all_cents
    )
    return [*(within(wallets, cents) for wallets, cents in some), in_full]


def _unknown_fees(_: PlanningProblem) -> list[Weighing]:
    return [Weighing(lambda own, _: own.unknown_fees, lambda own: (own.unknown_fees,))]


def _hours(_: PlanningProblem) -> list[Weighing]:
    return [Weighing(lambda own, _: own.minutes_total, lambda own: (own.minutes_total,))]


def _starts(_: PlanningProblem) -> list[Weighing]:
    return [_by_start(lambda _, start: start)]


def _moved(problem: PlanningProblem) -> list[Weighing]:
    """One for each module that does not start where an earlier plan had it, if there is such a plan."""
    kept = problem.kept
    return [_by_start(lambda own, start: int(bool(kept) and kept.get(own.module) != start))]


def _shift(problem: PlanningProblem) -> list[Weighing]:
    """The months between the start of each module and the one that an earlier plan had."""
    kept = problem.kept
    return [_by_start(lambda own, start: abs(start - kept.get(own.module, start)))]


def _by_start(weight: Weight) -> Weighing:
    """A weighing whose amounts are those at all starts."""
    return Weighing(weight, lambda own: list({weight(own, start) for option in own.options for start in option.starts}))


TOTALS: Mapping[Stage, Total] = MappingProxyType(
    {
        total.stage: total
        for total in (
            Total(Stage.UNKNOWN_FEES, _unknown_fees, of_modules=True),
            Total(Stage.COST, _net_of_credit, of_modules=True),
            Total(Stage.MINUTES, _hours, of_modules=True),
            Total(Stage.STARTS, _starts, limits_plans=False),  # the last stage: no search comes after it
            Total(Stage.MOVED, _moved),
            Total(Stage.SHIFT, _shift),
        )
    }
)
"""The stages that are sums, and minimised. The others are settled by asking for plans within limits."""

MEASURES: Mapping[Stage, Measure] = MappingProxyType({Stage.FINISH: Finish(), Stage.PEAK: Peak(), **TOTALS})


def stage_value(problem: PlanningProblem, schedule: Schedule, stage: Stage) -> int:
    """Return a schedule's value in one stage: months, cents, minutes, summed start offsets, peak minutes, or what was moved."""
    return MEASURES[stage].value(problem, schedule)


def fixed(problem: PlanningProblem, stage: Stage, value: int) -> PlanningProblem | None:
    """Return the problem without the plans that are worse than `value` in the stage."""
    return MEASURES[stage].fixed(problem, value)


def limited_totals(problem: PlanningProblem) -> Iterator[tuple[Total, int]]:
    """The totals that are limited, in the order of the stages, each with its limit."""
    return ((total, problem.limits[stage]) for stage, total in TOTALS.items() if stage in problem.limits)


def keeps_limits(problem: PlanningProblem, schedule: Schedule) -> bool:
    """Return whether a schedule keeps the limits on totals, rule R11 among them: on the cost of all, and of each year."""
    per_year = problem.cost_limit_per_year_cents
    return all(total.value(problem, schedule) <= limit for total, limit in limited_totals(problem)) and (
        per_year is None or limit_can_be_kept(payments(problem, schedule), problem.wallets, per_year)
    )


def keeps_valid(problem: PlanningProblem, schedule: Schedule) -> bool:
    """Return whether the goal and all prerequisites are satisfied by modules that are still valid (R9)."""
    index = problem.positions
    ends = {index[placement.key]: placement.end for placement in schedule}
    assert problem.goal is not None
    return satisfied_by(problem.goal, ends) and all(
        satisfied_by(problem.candidates[index[placement.key]].before, ends, last=placement.start) for placement in schedule
    )
