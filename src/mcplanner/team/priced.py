"""The best plan of one person where money has a price in each year, and what no plan comes to less than.

A plan comes to the months until its finish and the price of what is spent. Few months cost more than many; so the cheapest plan
in all months there are is sought first, then the cheapest that is over before that one, until none can come to less.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.planning.question import Question
from mcplanner.problem.measures import keeps_limits, stage_value
from mcplanner.problem.model import PlanningProblem, Schedule
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.methods import Method
from mcplanner.solvers.search import UNSOLVED, Solution, solve
from mcplanner.team.chooser import BestFound, Blocked, Chooser
from mcplanner.team.model import Team
from mcplanner.team.uses import Use

PARTS = 10_000
"""Into how many parts a month is divided where money is weighed against months."""

MILLION = 1_000_000

ROUNDS_TO_EXPLORE, ROUNDS_TO_PROVE = 2, 5
"""The rounds of each search for good plans, and of one by packing alone for a proof."""

FEW_MONTHS = 2
"""The fewest months of a span that is cut in two before its plans are looked at."""


class Prices(Struct, frozen=True):
    """The parts of a month that a million cents cost: in each calendar year, and in any year besides."""

    by_year: Mapping[int, int]
    always: int = 0

    def of(self, use: Use) -> int:
        """The price of what a module costs, in parts of a month, rounded down."""
        return (self.always + self.by_year.get(use.year, 0)) * use.cents // MILLION

    def times(self, factors: Iterable[float]) -> "Prices":
        """The prices of the years, each some times as high; the factors repeat."""
        years = zip(sorted(self.by_year.items()), cycle(factors))
        return replace(self, by_year={year: round(price * factor) for (year, price), factor in years})

    def of_budgets(self, team: Team) -> int:
        """The price of all that a team may spend, rounded up."""
        worth = sum(self.by_year.values()) * (team.budget_per_year_cents or 0) + self.always * (team.budget_cents or 0)
        return -(-worth // MILLION)

    def weight(self, plan: BestFound) -> int:
        """What a plan comes to, in parts of a month."""
        assert plan.worth is not None, "only what was found is weighed"
        return PARTS * plan.worth[0] + sum(map(self.of, plan.uses))


class PricedMonths(Struct, frozen=True):
    """The plans for a question that finish in some months, and the price that none of them has less than.

    Attributes
    ----------
    problem
        That of all plans for the question; None where nothing is to be found out about them.
    by_duals
        Whether dual values were asked for the price.
    rounds
        In how many rounds plans were sought.
    """

    question: Question
    problem: PlanningProblem | None
    first: int
    last: int
    price: int = 0
    by_duals: bool = False
    rounds: int = 0

    @property
    def low(self) -> int:
        """What none of the plans comes to less than."""
        return PARTS * self.first + self.price

    @property
    def is_short(self) -> bool:
        """Return whether its plans are looked at next: dual values were asked, and it is not to be cut in two."""
        return self.by_duals and self.last - self.first < FEW_MONTHS


class PricedPlans:
    """The plans of one person that finish in some months, of which the one that comes to the least is sought.

    Attributes
    ----------
    value
        What the best plan that is known comes to.
    """

    def __init__(
        self, chooser: Chooser, prices: Prices, months: int, known: Iterable[BestFound], blocked: Blocked | None = None
    ) -> None:
        """Take who finds the plans, the prices, in how many months they are over, known plans, and what all do without."""
        low = chooser.best.low
        assert low is not None, "who has no plan at all has no best one"
        self._chooser, self._prices, self._known = chooser, prices, [*known]
        self.value: float = min(map(prices.weight, self._known), default=inf)
        stated = chooser.stated(months, prices.of, blocked)
        self._spans = [PricedMonths(question, problem, low[0], months) for question, problem in stated]

    @property
    def low(self) -> float:
        """What no plan comes to less than; infinite where there is none."""
        return min([self.value, *(span.low for span in self._spans)])

    def explore(self, watch: Watch) -> Iterator[BestFound]:
        """Look for good plans in a little time, and yield all that are found: the cheapest first, then sooner ones."""
        while watch.seconds_left:
            new = [position for position, span in enumerate(self._spans) if span.problem is not None and not span.rounds]
            if not new:
                return
            span = self._cut(self._spans.pop(min(new, key=lambda position: self._spans[position].low)))
            if span is not None:
                yield from self._look_at(span, watch, ROUNDS_TO_EXPLORE, Method.PACKING)

    def prove(self, watch: Watch) -> Iterator[BestFound]:
        """Look for the best plan and raise the bound as long as there is time, and yield all plans that are found."""
        while watch.seconds_left and self.low < self.value:
            position = self._next()
            if self._spans[position].problem is None:
                return
            span = self._cut(self._spans.pop(position))
            if span is None:
                continue
            if not span.by_duals:
                self._spans.extend(self._by_duals(span, watch))
            elif not span.is_short:
                middle = (span.first + span.last) // 2
                self._spans += [_until(middle, span), replace(span, first=middle + 1)]
            elif span.rounds < ROUNDS_TO_PROVE:
                yield from self._look_at(span, watch, ROUNDS_TO_PROVE, Method.PACKING)
            else:
                yield from self._look_at(span, watch, None, None)

    def _next(self) -> int:
        """The position of the span of which something is to be found out next: the lowest, by duals; then the latest.

        What no plan costs less than that is over then is true of all that are over before.
        """
        lowest = min(range(len(self._spans)), key=lambda position: self._spans[position].low)
        if not self._spans[lowest].is_short:
            return lowest
        left = [position for position, span in enumerate(self._spans) if span.low < self.value and span.problem is not None]
        return max(left, key=lambda position: self._spans[position].last, default=lowest)

    def _cut(self, span: PricedMonths) -> PricedMonths | None:
        """The months of a span in which a plan may come to less than the best; None where there are none."""
        if span.low >= self.value:
            return None
        last = span.last if self.value == inf else min(span.last, (int(self.value) - span.price - 1) // PARTS)
        return span if last == span.last else _until(last, span)

    def _by_duals(self, span: PricedMonths, watch: Watch) -> Iterator[PricedMonths]:
        """The span with the least price that dual values prove; none where it has no plans."""
        from mcplanner.solvers.lp.dual_bounds import dual_bound

        assert span.problem is not None, "nothing is found out about what is not stated"
        within = span.problem.within(span.last)
        if within is not None:
            price = dual_bound(Bounds(within), watch, Stage.COST).bound
            yield replace(span, price=max(span.price, price), by_duals=True)

    def _look_at(self, span: PricedMonths, watch: Watch, rounds: int | None, by: Method | None) -> Iterator[BestFound]:
        """Look for the cheapest plan that is over in the months of a span; what is open of it then stays."""
        assert span.problem is not None, "nothing is found out about what is not stated"
        within = span.problem.within(span.last)
        if within is None:
            return
        tried = replace(span, rounds=max(span.rounds, rounds or 0))
        solution = solve(within, watch, Stage.FINISH, self._to_begin_with(span, within), rounds, by=by)
        if solution.schedule is None:
            self._spans.extend([] if solution.proved else [tried])
            return
        price, least = stage_value(within, solution.schedule, Stage.COST), max(span.price, solution.bounds[Stage.COST])
        plan = self._chooser.made(span.question, solution.schedule)
        assert plan.worth is not None, "there is a schedule"
        finish = plan.worth[0]
        self.value = min(self.value, PARTS * finish + price)
        if least < price:
            self._spans.append(replace(tried, first=max(span.first, finish), price=least))
        if finish > span.first:
            self._spans.append(replace(_until(finish - 1, span), price=least))
        self._raise(span, least)
        if keeps_limits(span.question.problem, solution.schedule):
            self._known.append(plan)
            yield plan

    def _raise(self, within: PricedMonths, price: int) -> None:
        """Raise the price of all spans that are over by the end of one whose plans, and all sooner ones, cost no less."""
        self._spans = [
            replace(own, price=max(own.price, price)) if own.question is within.question and own.last <= within.last else own
            for own in self._spans
        ]

    def _to_begin_with(self, span: PricedMonths, problem: PlanningProblem) -> Solution:
        """The cheapest schedule that is known of a problem, with nothing proved of it."""
        found = [
            (sum(map(self._prices.of, plan.uses)), plan.question.solution.schedule)
            for plan in self._known
            if plan.question is not None and plan.question.targets == span.question.targets
        ]
        fitting = [(price, schedule) for price, schedule in found if schedule is not None and _has(problem, schedule)]
        if not fitting:
            return UNSOLVED
        _, schedule = min(fitting, key=lambda own: own[0])
        return Solution(schedule, dict.fromkeys(Stage, 0), (), proved=False)


def _has(problem: PlanningProblem, schedule: Schedule) -> bool:
    """Return whether a schedule of a problem with the same candidates is one of this problem, too."""
    starts = {
        (own.key, option.months, start) for own in problem.candidates for option in own.options for start in option.starts
    }
    return all((placement.key, placement.months, placement.start) in starts for placement in schedule)


def _until(last: int, span: PricedMonths) -> PricedMonths:
    """The plans of a span that are over in so many months, in which nothing was looked for yet."""
    return replace(span, last=last, by_duals=False, rounds=0)
