"""Limits on the finish: which values it can have, and so which of them come next."""

from build import all_of, any_of, award, catalogue, learner, module, month

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import Placement, PlanningProblem, Schedule
from mcplanner.solvers.decide import Turn
from mcplanner.solvers.methods import Method
from mcplanner.solvers.narrowing import Narrowing


def problem_of(who: Learner, *entries: dict[str, object]) -> PlanningProblem:
    return build_problem(catalogue(*entries), who, ("d",), month("2027-01"), month("2030-12"))


def one_after_another(*starts: int) -> Schedule:
    return tuple(Placement(start, name, 4, 120) for start, name in zip(starts, "abc", strict=False))


def test_after_a_finish_comes_the_next_at_which_something_ends() -> None:
    # Modules of four months that begin in April or October end at offsets 7, 13, 19 and so on: no plan ends between these.
    problem = problem_of(learner(8), *(module(name, 34, 4, intakes="apr oct") for name in "ab"), award("d", all_of("a", "b")))
    narrowing = Narrowing(problem, Stage.FINISH, one_after_another(3, 15), Watch(60))
    assert [narrowing._value_after(value) for value in (6, 7, 12, 13)] == [7, 13, 13, 19]


def test_once_the_bound_is_ruled_out_what_is_just_under_the_best_is_asked_about() -> None:
    problem = problem_of(learner(8), *(module(name, 34, 4, intakes="apr oct") for name in "ab"), award("d", all_of("a", "b")))
    narrowing = Narrowing(problem, Stage.FINISH, one_after_another(3, 15), Watch(60))
    assert (narrowing.low, narrowing.value) == (7, 19)
    turn = Turn(Method.PACKING, 0.2)
    assert narrowing._limits_for(turn, rises=False) == [7, 13, 18]
    assert narrowing._limits_for(turn, rises=True)[0] == 18


def test_a_bound_that_is_near_is_asked_about_first_all_the_same() -> None:
    problem = problem_of(learner(8), module("a", 34, 4), module("b", 34, 4, intakes="apr oct"), award("d", all_of("a", "b")))
    narrowing = Narrowing(problem, Stage.FINISH, one_after_another(3, 15), Watch(60))
    narrowing.low = 17
    assert narrowing._limits_for(Turn(Method.PACKING, 0.2), rises=True)[0] == 17


def test_a_plan_of_nothing_ends_at_once() -> None:
    # What is held is enough, though a can be taken as well: nothing ends at offset 0, and a plan can.
    who = learner(3, held={"h": None})
    problem = problem_of(who, module("h"), module("a", 34, 4), award("d", any_of("h", "a")))
    assert Narrowing(problem, Stage.FINISH, one_after_another(0), Watch(60)).low == 0
