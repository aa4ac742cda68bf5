"""Whether there is room for all that must be studied, with a price on the hours of each month.

Floor 7. Energy counts every month alike, and patterns count some months and not others; prices say how much each counts. Give
the hours of a month any price. Then a module costs at least what its cheapest start costs. Where all that must be studied costs
more than the hours of all months are worth, there is no plan.

An elective that needs another may pay a share of it: who takes the one pays for the other anyway, so no plan is charged more.

Good prices and shares are those of a linear program: how much it would help to have more of a month. They are suggestions,
rounded to whole numbers, and the sums are made in these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mcplanner.problem import PlanningProblem
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.demands import demands
from mcplanner.solvers.linear import Program, Term
from mcplanner.solvers.windows import needed_alone
from mcplanner.thresholds import Held, Node, Threshold

SCALE = 10**9
"""What prices are multiplied with before they are rounded: about what the hours of all months are worth together."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The price of an hour of each month, and what a candidate pays for another that it needs, by both."""

    months: tuple[int, ...]
    shares: Mapping[tuple[int, int], int]


def refuted_by_prices(bounds: Bounds) -> bool:
    """Whether prices prove that a problem has no plan."""
    if bounds.problem is None:
        return True
    prices = suggested(bounds.problem, bounds.compulsory)
    return prices is not None and too_dear(bounds, prices)


def too_dear(bounds: Bounds, prices: Prices) -> bool:
    """Whether what must be studied costs more than the hours of all months are worth, whatever is chosen and when it starts."""
    problem = bounds.problem
    assert problem is not None, "a problem without a plan has nothing to price"
    before = list(accumulate(prices.months, initial=0))
    costs = [
        min(
            load * (before[start + option.months] - before[start])
            for load, option in zip(own, candidate.options, strict=True)
            for start in option.starts
        )
        for own, candidate in zip(demands(problem), problem.candidates, strict=True)
    ]
    for (index, needed), share in prices.shares.items():
        paid = min(share, costs[needed])
        costs[needed] -= paid
        costs[index] += paid
    worth = sum(price * minutes for price, minutes in zip(prices.months, problem.budget, strict=True))
    return bounds.least_of(tuple(costs)) > worth


def suggested(problem: PlanningProblem, compulsory: frozenset[int]) -> Prices | None:
    """What an hour more of each month is worth, where the months are filled as evenly as possible."""
    program = Program()
    overfull = program.column()
    months: list[list[Term]] = [[(-minutes, overfull)] for minutes in problem.budget]
    enrolled = [program.column(1) for _ in problem.candidates]
    for index, (own, candidate) in enumerate(zip(demands(problem), problem.candidates, strict=True)):
        ways = []
        for load, option in zip(own, candidate.options, strict=True):
            for start in option.starts:
                ways.append((1, program.column()))
                for month in range(start, start + option.months):
                    months[month].append((load, ways[-1][1]))
        program.row([*ways, (-1, enrolled[index])], 0, 0)
        if index in compulsory:
            program.row([(1, enrolled[index])], 1, None)
    assert problem.goal is not None
    program.row([(1, _satisfied(program, problem.goal, enrolled))], 1, None)
    hours = [program.row(terms, None, 0) for terms in months]
    needs = {
        (index, needed): program.row([(1, enrolled[needed]), (-1, enrolled[index])], 0, None)
        for index, candidate in enumerate(problem.candidates)
        for needed in needed_alone(candidate.before)
        if needed not in compulsory
    }
    if not program.minimise(overfull):
        return None
    return Prices(
        tuple(round(-SCALE * min(0.0, program.worth(row))) for row in hours),
        {pair: round(SCALE * max(0.0, program.worth(row))) for pair, row in needs.items()},
    )


def _satisfied(program: Program, node: Node, enrolled: Sequence[int]) -> int:
    """A column that is at most how far a node is satisfied."""
    match node:
        case int():
            return enrolled[node]
        case Held():
            return program.column(1)
        case Threshold():
            whole = program.column(1)
            weights: dict[int, int] = {}
            for weight, part in node.parts:
                column = _satisfied(program, part, enrolled)
                weights[column] = weights.get(column, 0) + weight
            program.row([*((weight, column) for column, weight in weights.items()), (-node.need, whole)], 0, None)
            return whole
