"""Any plan by kinds of modules alone, without arrays: by hand, and in the whole search."""

import build
from msgspec.structs import replace

from mcplanner.ground.stages import Basis, Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.decide import NoSchedule, Turn, Within
from mcplanner.solvers.methods import Method, suits

JANUARY = build.month("2027-01")
TURN = Turn(Method.BY_KIND, 1.0, with_duals=False)


def problem_by(by: str) -> PlanningProblem:
    """Three modules of three hours a week and two months that start every other month, the last of which needs both others.

    With 3 hours a week they run one after another, from January, March and May on, through June.
    """
    modules = [build.module(name, 26, 2, intakes="jan mar may jul sep nov") for name in "ab"]
    modules += [build.module("c", 26, 2, intakes="jan mar may jul sep nov", needs=build.all_of("a", "b"))]
    catalogue = build.catalogue(*modules, build.award("goal", build.all_of("a", "b", "c")))
    return build_problem(catalogue, build.learner(3), ("goal",), JANUARY, build.month(by))


def test_a_plan_is_found_where_there_is_room() -> None:
    found = Within(problem_by("2027-12"), Stage.FINISH, 6, Watch(60)).sought(TURN)
    assert not isinstance(found, NoSchedule)
    assert [own.module for own in found] in (["a", "b", "c"], ["b", "a", "c"])
    assert max(own.end for own in found) == 6


def test_what_leaves_gaps_is_ruled_out_where_the_hours_would_do() -> None:
    # One at a time, three modules of two months fill January to June. But c starts in February, which leaves January empty,
    # or in July, which is too late. With July there are six months from February on.
    modules = [build.module(name, 26, 2) for name in "ab"] + [build.module("c", 26, 2, intakes="feb jul")]
    catalogue = build.catalogue(*modules, build.award("goal", build.all_of("a", "b", "c")))
    problem = build_problem(catalogue, build.learner(3), ("goal",), JANUARY, build.month("2027-12"))
    assert not Bounds(problem.within(6)).refuted
    too_soon = Within(problem, Stage.FINISH, 6, Watch(60))
    assert too_soon.sought(TURN) is NoSchedule.NO_PLAN
    assert too_soon.basis is Basis.SEARCH
    assert not isinstance(Within(problem, Stage.FINISH, 7, Watch(60)).sought(TURN), NoSchedule)


def test_too_many_half_made_plans_decide_nothing() -> None:
    assert Within(problem_by("2027-12"), Stage.FINISH, 6, Watch(60)).sought(replace(TURN, effort=0.0)) is NoSchedule.UNDECIDED


def test_kinds_are_asked_about_limits_on_the_finish_and_on_no_sum() -> None:
    problem = problem_by("2027-12")
    assert suits(Method.BY_KIND, problem, Stage.FINISH)
    assert not suits(Method.BY_KIND, problem, Stage.COST)
