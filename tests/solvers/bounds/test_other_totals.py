"""What plans cost at least that take so many hours: at no rate more than any of them costs."""

import pytest
from build import all_of, award, catalogue, choose, learner, module, month
from hypothesis import event, given, settings
from hypothesis import strategies as st
from random_cases import cases
from solving import problem_of
from tiny import Case

from mcplanner.ground.stages import Basis, Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import MEASURES, TOTALS
from mcplanner.problem.model import Placement, PlanningProblem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.other_totals import least_beside
from mcplanner.solvers.decide import Proved
from mcplanner.solvers.minimise import Minimum


@pytest.fixture
def problem() -> PlanningProblem:
    """One of a (13 hours, S$10) and b (26 hours, S$20), and e (13 hours, S$30), which must be taken."""
    entries = [module("a", 13, 1, fee=10), module("b", 26, 2, fee=20), module("e", 13, 1, fee=30)]
    requires = all_of("e", choose(1, *"ab"))
    return build_problem(catalogue(*entries, award("d", requires)), learner(3), ("d",), month("2027-01"))


def least_cost(problem: PlanningProblem, minutes: int) -> int:
    bounds = Bounds(problem)
    assert bounds.problem is not None
    return least_beside(bounds.problem, TOTALS[Stage.COST], TOTALS[Stage.MINUTES], minutes, bounds.least_weight)


@pytest.mark.parametrize(("hours", "dollars"), [(0, 40), (26, 40), (39, 50), (52, 60)])
def test_so_many_hours_cost_so_much_at_the_rate_of_the_cheapest(problem: PlanningProblem, hours: int, dollars: int) -> None:
    # By themselves, a and e cost S$40. At S$10 for 13 hours, 39 hours are S$30, and e is S$20 above that rate; so with 52.
    found = max(least_cost(problem, 60 * hours), Bounds(problem).below(Stage.COST))
    assert found == 100 * dollars


@pytest.mark.parametrize(("hours", "dollars", "basis"), [(26, 40, Basis.BOUND), (39, 50, Basis.ENGINE)])
def test_known_hours_prove_that_a_plan_is_the_cheapest(
    problem: PlanningProblem, hours: int, dollars: int, basis: Basis
) -> None:
    # b and e take 39 hours and cost S$50; what proves that no plan takes less proves that none costs less.
    plan = Placement(0, "b", 2, 780), Placement(2, "e", 1, 780)
    minimum = Minimum(problem, Stage.COST, plan, Watch(60), beside={Stage.MINUTES: Proved(60 * hours, Basis.ENGINE)})
    assert minimum.value == 5_000
    assert (minimum.low, minimum.basis) == (100 * dollars, basis)


@settings(max_examples=200, report_multiple_bugs=False)
@given(cases(), st.data())
def test_no_plan_of_those_that_take_so_many_hours_costs_less(case: Case, data: st.DataObject) -> None:
    plans = [case.values(placing) for placing in case.plans()]
    if not plans:
        return
    finish = data.draw(st.sampled_from(sorted({own.finish for own in plans})))
    within = MEASURES[Stage.FINISH].fixed(problem_of(case), finish)
    assert within is not None
    in_time = [own for own in plans if own.finish <= finish]
    found, least = least_cost(within, min(own.minutes for own in in_time)), min(own.cost for own in in_time)
    event("just that" if found == least else "less")
    assert found <= least
