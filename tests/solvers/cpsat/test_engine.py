"""The engine's word counts where its model has no intervals: OR-Tools 9.15 calls feasible models with intervals infeasible.

Found when a plan was compared with a plain model's, and when a module was ruled out of a plan that was said to be the cheapest.
"""

import pytest
from build import all_of, award, best, catalogue, choose, learner, module, month, taken
from msgspec.structs import replace
from ortools.sat.python import cp_model_helper

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import stage_value
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.cpsat import rules
from mcplanner.solvers.cpsat.engine import Affine, EngineModel, EngineVerdict, Linearisation
from mcplanner.solvers.lp.dual_bounds import dual_bound

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
    return replace(within, limits={Stage.COST: 6400})


@pytest.mark.parametrize("relaxation", [each for each in Linearisation if each is not Linearisation.LITTLE])
@pytest.mark.parametrize("high", range(BEST, BEST + 6))
def test_a_model_without_intervals_is_solved(high: int, relaxation: Linearisation) -> None:
    bounds = Bounds(problem())
    assert bounds.problem is not None
    plan = rules.build(bounds.problem, bounds.compulsory, True, dual_bound(bounds, Watch(60), Stage.STARTS).rows)
    starts = rules.value_of(plan, Stage.STARTS)
    plan.model.linear(starts, 0, high)
    plan.model.minimise(starts, 0)
    answer = plan.model.solve(60.0, relaxation)
    assert (answer.verdict, answer.bound) == (EngineVerdict.OPTIMAL, BEST)
    assert stage_value(bounds.problem, plan.schedule(answer.values), Stage.STARTS) == BEST


@pytest.mark.parametrize(
    ("high", "verdict"), [(1, EngineVerdict.UNKNOWN), (2, EngineVerdict.FEASIBLE)], ids=["without a solution", "with one"]
)
def test_a_model_with_intervals_proves_nothing(high: int, verdict: EngineVerdict) -> None:
    # Two intervals of two months share what only one can have: one starts at 2 at the earliest.
    model = EngineModel()
    starts = [model.integer(0, high) for _ in range(2)]
    model.cumulative([(model.interval(Affine(start), 2), 1) for start in starts], Affine(None, 1))
    model.minimise([(1, start) for start in starts], 0)
    answer = model.solve(60.0, Linearisation.LITTLE)
    assert (answer.verdict, answer.bound) == (verdict, None)
    assert sorted(answer.values) == ([] if verdict is EngineVerdict.UNKNOWN else [0, 2])


def test_an_engine_that_fails_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(cp_model_helper.SolveWrapper):
        def solve(self, _: object) -> object:
            raise IndexError("raw_hash_map::at")

    model = EngineModel()
    model.minimise([(1, model.boolean())], 0)
    assert model.solve(60.0, Linearisation.LITTLE).verdict is EngineVerdict.OPTIMAL
    monkeypatch.setattr(cp_model_helper, "SolveWrapper", Failing)
    answer = model.solve(60.0, Linearisation.LITTLE)
    assert (answer.verdict, answer.values, answer.bound) == (EngineVerdict.UNKNOWN, (), None)


def test_one_at_a_time_the_cheaper_of_two_electives_is_taken() -> None:
    """The engine rules out a plan with w, which costs S$20, of the model with intervals; of the model by month it does not.

    One at a time, only c and f are fixed: f in June to August, c from September. d takes April and May, so that w has February
    or March; b and e follow c, and a starts in March 2028 at the latest.
    """
    entries = [
        module("a", 20, (2, 5), runs=dict.fromkeys(("2028-02", "2028-03"))),
        module("b", 20, (1, 4), runs=dict.fromkeys(("2027-07", "2027-12"))),
        module("c", 20, 3, runs=dict.fromkeys(("2027-09",))),
        module("d", 20, (2, 5), runs=dict.fromkeys(("2027-04", "2028-01"))),
        module("e", 20, (2, 3), runs=dict.fromkeys(("2027-12", "2028-01"))),
        module("f", 20, 3, runs=dict.fromkeys(("2027-06",))),
        module("w", 30, 1, runs=dict.fromkeys(("2027-02", "2027-03", "2027-04")), fee=20),
        module("y", 20, 2, runs=dict.fromkeys(("2027-01", "2027-03", "2027-04")), fee=40),
        award("x", all_of(*"abcdef", choose(1, "w", "y"))),
    ]
    made = best(catalogue(*entries), learner(40, at_once=1), "x", finish="2028-04", cost=20)
    assert "w" in taken(made)
