"""Prices at which a module can no longer start are gone, so that a cost that falls only later is known to stay as it is."""

from build import catalogue, learner, module, month
from msgspec.structs import replace

from mcplanner.ground.stages import Stage
from mcplanner.pricing.credit import Payment
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import TOTALS
from mcplanner.problem.model import PlanningProblem, PriceStep

STEPS = (PriceStep(0, Payment(300)), PriceStep(4, Payment(200)), PriceStep(8, Payment(100)))


def priced() -> PlanningProblem:
    """A module of two months, within a year; it is cheaper from the fifth month on, and again from the ninth."""
    problem = build_problem(catalogue(module("a", 13, 2)), learner(6), ("a",), month("2027-01"), month("2027-12"))
    return replace(problem, candidates=tuple(replace(own, prices=STEPS) for own in problem.candidates))


def test_within_a_finish_the_later_prices_are_gone() -> None:
    for horizon, steps in ((12, STEPS), (10, STEPS), (9, STEPS[:2]), (6, STEPS[:2]), (5, STEPS[:1])):
        within = priced().within(horizon)
        assert within is not None
        assert within.candidates[0].prices == steps
        assert TOTALS[Stage.COST].changes(within) == (len(steps) > 1)


def test_the_first_of_the_prices_that_are_left_is_that_of_the_first_month() -> None:
    problem = priced()
    (option,) = problem.candidates[0].options
    late = problem.with_options([(replace(option, starts=(5, 9)),)])
    assert late is not None
    assert late.candidates[0].prices == (PriceStep(0, Payment(200)), PriceStep(8, Payment(100)))
    assert [late.candidates[0].payment(start).cents for start in (5, 9)] == [200, 100]
