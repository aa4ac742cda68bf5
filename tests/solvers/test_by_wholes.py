"""With or without each whole that excludes several modules: by hand, and that no plan is lost between the two."""

from itertools import islice

import pytest
from build import all_of, award, catalogue, learner, module, month

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import Placement, PlanningProblem
from mcplanner.solvers import decide
from mcplanner.solvers.choices import wholes, with_or_without
from mcplanner.solvers.decide import NoSchedule, Turn, Within
from mcplanner.solvers.methods import Method, suits
from mcplanner.solvers.minimise import Minimum
from mcplanner.solvers.turns import SHORT_EFFORT, methods_in_turn

TURN = Turn(Method.BY_WHOLES, 1.0)


def problem_of(*wholes: dict[str, object]) -> PlanningProblem:
    """Modules a, b and c of one month each at all hours there are, all of them needed, and wholes that cover some of them."""
    entries = [*(module(name, 13, 1) for name in "abc"), *wholes, award("d", all_of(*"abc"))]
    return build_problem(catalogue(*entries), learner(3), ("d",), month("2027-01"), month("2027-12"))


def names_of(problem: PlanningProblem) -> list[str]:
    return sorted(own.module for own in problem.candidates)


def test_a_whole_excludes_several_and_a_module_that_two_wholes_cover_is_none_besides_them() -> None:
    problem = problem_of(module("w", 24, 2, covers=["a", "b"]), module("v", 24, 2, covers=["b", "c"]))
    # Both exclude b, which excludes both of them; without the one chosen first, it excludes one alone.
    assert [problem.candidates[index].module for index in wholes(problem)] in (["w", "v"], ["v", "w"])
    assert wholes(problem_of(module("u", 13, 1, covers=["a"]))) == []


def test_with_a_whole_what_it_covers_is_left_out_and_without_it_the_whole_is() -> None:
    problem = problem_of(module("w", 13, 1, covers=["a", "b"]))
    whole = next(index for index, own in enumerate(problem.candidates) if own.module == "w")
    assert [names_of(own) for own in with_or_without(problem, whole)] == [["c", "w"], ["a", "b", "c"]]


def test_a_plan_with_a_whole_is_found_and_what_is_sooner_ruled_out() -> None:
    # Three modules take three months; w and c take two, and no plan one.
    problem = problem_of(module("w", 13, 1, covers=["a", "b"]))
    found = Within(problem, Stage.FINISH, 2, Watch(60)).sought(TURN)
    assert not isinstance(found, NoSchedule)
    assert sorted(own.module for own in found) == ["c", "w"]
    assert Within(problem, Stage.FINISH, 1, Watch(60)).sought(TURN) is NoSchedule.NO_PLAN


def test_of_too_many_sets_nothing_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "MOST_SETS_OF_WHOLES", 0)
    problem = problem_of(module("w", 13, 1, covers=["a", "b"]))
    assert Within(problem, Stage.FINISH, 3, Watch(60)).sought(TURN) is NoSchedule.UNDECIDED


def test_there_is_no_plan_where_there_is_none_with_a_whole_nor_without() -> None:
    # Beside w there are hours for c until February; but both start in February alone, and without w it takes three months.
    entries = [module("a", 13, 1), module("b", 13, 1), module("c", 13, 1, intakes="feb")]
    whole = module("w", 13, 1, covers=["a", "b"], intakes="feb")
    all_of_them = catalogue(*entries, whole, award("d", all_of(*"abc")))
    problem = build_problem(all_of_them, learner(3), ("d",), month("2027-01"), month("2027-12"))
    assert Within(problem, Stage.FINISH, 2, Watch(60)).sought(TURN) is NoSchedule.NO_PLAN
    assert not isinstance(Within(problem, Stage.FINISH, 3, Watch(60)).sought(TURN), NoSchedule)


def test_wholes_are_asked_about_limits_on_the_finish_and_on_what_is_taken_and_not_on_when_it_starts() -> None:
    problem = problem_of(module("w", 13, 1, covers=["a", "b"]))
    assert suits(Method.BY_WHOLES, problem, Stage.FINISH)
    assert suits(Method.BY_WHOLES, problem, Stage.COST)
    assert suits(Method.BY_WHOLES, problem, Stage.MINUTES)
    assert not suits(Method.BY_WHOLES, problem, Stage.STARTS)
    assert not suits(Method.BY_WHOLES, problem_of(), Stage.FINISH)


def test_the_cheapest_plan_is_found_and_proved_with_and_without_wholes() -> None:
    # Each of a, b, c and e is S$100. With w for a and b it is S$350, with v for c and e 380, and with both 330.
    fees = {"w": ("ab", 150), "v": ("ce", 180)}
    wholes_of = [module(name, 24, 2, covers=[*covered], fee=fee) for name, (covered, fee) in fees.items()]
    entries = [*(module(name, 13, 1, fee=100) for name in "abce"), *wholes_of, award("d", all_of(*"abce"))]
    problem = build_problem(catalogue(*entries), learner(3), ("d",), month("2027-01"), month("2027-12"))
    dear = tuple(Placement(start, name, 1, 180) for start, name in enumerate("abce"))
    minimum = Minimum(problem, Stage.COST, dear, Watch(60))
    assert minimum.value == 40_000
    minimum.seek(TURN)
    assert minimum.low == minimum.value == 33_000
    assert sorted(own.module for own in minimum.schedule) == ["v", "w"]


def test_wholes_are_told_apart_before_all_of_them_are_packed_in_one() -> None:
    def has_a_short_packing(problem: PlanningProblem) -> bool:
        """Return whether packing has a turn before all rounds, with less work than in any of them."""
        turns = islice(methods_in_turn(problem, Stage.FINISH), 8)
        return any(turn.method is Method.PACKING and turn.effort == SHORT_EFFORT for turn in turns)

    entries = [module(name, 13, 1) for name in "abcdefghijklmnopqr"]
    whole = module("w", 24, 2, covers=["a", "b"])

    def problem_with(*more: dict[str, object]) -> PlanningProblem:
        needed = award("all", all_of(*"abcdefghijklmnopqr"))
        return build_problem(catalogue(*entries, *more, needed), learner(3), ("all",), month("2027-01"), month("2030-12"))

    assert has_a_short_packing(problem_with())
    assert not has_a_short_packing(problem_with(whole))
