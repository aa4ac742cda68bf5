"""What a total comes to at least where something is known of another one: what plans cost that take so many hours at least.

Pure Python on a `PlanningProblem`. Modules that cost 40 dollars an hour or more cost 4,000 dollars together if they come to
100 hours; of one that costs more than that, what it costs more is added. So with any rate; the one that proves the most counts.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.measures import Total
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.least_weight import LeastWeight


def least_beside(problem: PlanningProblem, total: Total, other: Total, at_least: int, least: LeastWeight) -> int:
    """What no plan's value in a total is under, where none is under a value in another one.

    Parameters
    ----------
    least
        The least weight of what every plan takes.
    """
    weighings = other.weighings(problem)
    if len(weighings) > 1:
        return 0
    (known,) = weighings
    amounts = [max(known.amounts(own)) for own in problem.candidates]
    return max(
        _least_beside([own_weighing.least(own) for own in problem.candidates], amounts, at_least + known.free, least)
        - own_weighing.free
        for own_weighing in total.weighings(problem)
    )


def _least_beside(weights: Sequence[int], amounts: Sequence[int], at_least: int, least: LeastWeight) -> int:
    """The least sum of weights of what comes to so much in amounts."""
    return max((_at_rate(rate, weights, amounts, at_least, least) for rate in _rates(weights, amounts)), default=0)


def _rates(weights: Sequence[int], amounts: Sequence[int]) -> Iterator[Fraction]:
    """The rates at which some candidate weighs nothing more than its amount: in between, the bound is a straight line."""
    yield from {Fraction(weight, amount) for weight, amount in zip(weights, amounts, strict=True) if weight and amount}


def _at_rate(rate: Fraction, weights: Sequence[int], amounts: Sequence[int], at_least: int, least: LeastWeight) -> int:
    """The same, each amount charged at a rate: what is known, and what the cheapest choice weighs beyond it."""
    checkpoint()
    beyond = [rate.denominator * weight - rate.numerator * amount for weight, amount in zip(weights, amounts, strict=True)]
    of_choice = least.of([max(0, own) for own in beyond]) + sum(min(0, own) for own in beyond)
    return -(-(rate.numerator * at_least + of_choice) // rate.denominator)
