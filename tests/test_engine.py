"""The engine's settings: a model that OR-Tools 9.15 calls infeasible with its own defaults, though it has 86 as its optimum.

Found when a plan was compared with a plain model's; with `SOUND_SETTINGS` emptied this test fails at 88.
"""

import pytest
from build import all_of, award, catalogue, choose, learner, module, month
from msgspec.structs import replace

from mcplanner.problem import PlanningProblem, Stage, stage_value
from mcplanner.solvers import cpsat
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.engine import Linearisation, Verdict
from mcplanner.solvers.prices import priced
from mcplanner.solvers.watch import Watch
from mcplanner.statement import build_problem

BEST = 86


def problem() -> PlanningProblem:
    """Ten modules, two of the four electives, 6 hours a week, done within 26 months and for at most 64 dollars."""
    courses = catalogue(
        module("a", 45, 3, intakes="jan jul"),
        module("b", 60, 3, intakes="apr oct", needs="a"),
        module("c", 120, (5, 6), needs="a", fee=49),
        module("d", 24, 3, intakes="jan apr jul oct", needs="a"),
        module("e", 24, 1, intakes="apr oct"),
        module("f", 60, 3, intakes="apr oct", needs="d", fee=15),
        module("g", 120, 6, intakes="jan apr jul oct"),
        module("h", 60, (3, 6), needs="c", fee=15),
        module("i", 120, 6, intakes="jan jul", fee=30),
        module("j", 90, (4, 5)),
        award("x", all_of("a", "b", "d", "e", "g", "j", choose(2, "c", "f", "h", "i"))),
    )
    within = build_problem(courses, learner(6), ("x",), month("2027-01")).within(26)
    assert within is not None
    return replace(within, cost_limit_cents=6400)


@pytest.mark.parametrize("relaxation", Linearisation)
@pytest.mark.parametrize("high", range(BEST, BEST + 6))
def test_a_feasible_model_is_not_called_infeasible(high: int, relaxation: Linearisation) -> None:
    bounds = Bounds(problem())
    assert bounds.problem is not None
    monthly = relaxation is not Linearisation.LITTLE
    plan = cpsat.build(
        bounds.problem, bounds.compulsory, monthly, priced(bounds, Watch(60), Stage.STARTS).rows if monthly else ()
    )
    starts = cpsat.value_of(plan, Stage.STARTS)
    plan.model.linear(starts, 0, high)
    plan.model.minimise(starts, 0)
    answer = plan.model.solve(60.0, 60.0, relaxation)
    assert (answer.verdict, answer.bound) == (Verdict.OPTIMAL, BEST)
    assert stage_value(bounds.problem, plan.schedule(answer.values), Stage.STARTS) == BEST
