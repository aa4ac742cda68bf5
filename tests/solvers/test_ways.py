"""The ways that a problem offers: what arithmetic rules out is left out, no plan is lost, and what nothing needs is gone."""

from build import all_of, any_of, award, catalogue, choose, learner, module, month
from hypothesis import event, given, settings
from random_cases import cases
from solving import problem_of, value, values_of
from test_branching import TWO_WAYS, problem_within
from tiny import Case

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import stage_value
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.search import solve
from mcplanner.solvers.ways import open_ways


def modules_of(problem: PlanningProblem) -> set[str]:
    return {candidate.module for candidate in problem.candidates}


def test_each_way_has_only_what_it_needs() -> None:
    # Either certificate takes four months, f the fifth: both ways are open, and neither names what the other needs.
    ways = open_ways(problem_within(5, *TWO_WAYS))
    assert ways is not None
    assert sorted(map(sorted, map(modules_of, ways))) == [["a", "b", "f"], ["c", "d", "f"]]


def test_a_way_that_takes_too_long_is_none() -> None:
    # With a third module on the right, that way takes seven months; within six only the left is open, within four none.
    longer = (*TWO_WAYS[:-2], module("e", 26, 2), award("right", all_of("c", "d", "e"), "certificate"), TWO_WAYS[-1])
    ways = open_ways(problem_within(6, *longer))
    assert ways is not None
    assert [modules_of(way) for way in ways] == [{"a", "b", "f"}]
    assert open_ways(problem_within(4, *longer)) == []


def test_a_choice_is_made_once_wherever_it_is_offered() -> None:
    # f and g need either certificate, and so does the award. What is earned first is enough for all three: no way has both.
    again = module("g", 13, 1, needs=any_of("left", "right"))
    ways = open_ways(problem_within(12, *TWO_WAYS[:-1], again, award("d-award", all_of("f", "g", any_of("left", "right")))))
    assert ways is not None
    assert sorted(map(sorted, map(modules_of, ways))) == [["a", "b", "f", "g"], ["c", "d", "f", "g"]]


def test_what_an_award_consists_of_is_chosen_once_with_the_award() -> None:
    # Both f and g need the award above, which has one of the certificates and counts what ended within three years.
    above = award("above", all_of(any_of("left", "right")), "certificate", valid_months=36)
    both = [module(name, 13, 1, needs=all_of("above")) for name in "fg"]
    ways = open_ways(problem_within(60, *TWO_WAYS[:4], *TWO_WAYS[5:7], above, *both, award("d-award", all_of("f", "g"))))
    assert ways is not None
    assert sorted(map(sorted, map(modules_of, ways))) == [["a", "b", "f", "g"], ["c", "d", "f", "g"]]


def test_where_what_counts_expires_another_part_may_count_later() -> None:
    # f needs either certificate and takes six months; the award counts what ended within four. So one certificate comes first,
    # f ends in month 10, and the two modules of the other one in months 12 and 14.
    long = module("f", 78, 6, needs=any_of("left", "right"))
    target = award("d-award", all_of("f", any_of("left", "right")), valid_months=4)
    problem = problem_within(18, *TWO_WAYS[:4], long, *TWO_WAYS[5:7], target)
    ways = open_ways(problem)
    assert ways is not None
    assert set("abcdf") in map(modules_of, ways)
    found = solve(problem, Watch(60))
    assert found.schedule is not None
    assert stage_value(problem, found.schedule, Stage.FINISH) == 14


def test_where_one_module_stands_for_another_there_are_no_ways() -> None:
    single = (module("a"), module("b"), award("d-award", any_of("a", "b")))
    assert open_ways(problem_within(4, *single)) is None


def test_too_many_ways_are_not_told_apart() -> None:
    pairs = [(f"a{number}", f"b{number}") for number in range(25)]
    certificates = [award(f"c{number}", all_of(*pair), "certificate") for number, pair in enumerate(pairs)]
    modules = [module(name, 4, 1) for pair in pairs for name in pair]
    target = award("d-award", choose(1, *(f"c{number}" for number in range(25))))
    assert open_ways(problem_within(6, *modules, *certificates, target)) is None


def test_the_best_plan_may_be_of_any_way() -> None:
    # The left is cheap, and takes two months more than the right, which is dear: the finish comes first. Hours are for one
    # module at a time, so that rules of thumb, which look for little work, find the left one or the right one first.
    entries = (
        *(module(name, 39, 3, fee=1) for name in "ab"),
        *(module(name, 26, 2, fee=9) for name in "cd"),
        module("f", 13, 1, needs=any_of("left", "right"), fee=1),
        *TWO_WAYS[-3:],
    )
    problem = build_problem(catalogue(*entries), learner(3), ("d-award",), month("2027-01"), month("2029-12"))
    found = solve(problem, Watch(60))
    assert found.schedule is not None
    assert found.proved
    assert {placement.module for placement in found.schedule} == {"c", "d", "f"}
    assert [stage_value(problem, found.schedule, stage) for stage in (Stage.FINISH, Stage.COST)] == [5, 1900]


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_best_of_all_ways_is_the_best_of_all_plans(case: Case) -> None:
    """Random tiny cases against brute force."""
    problem, plans = problem_of(case), values_of(case)
    ways = open_ways(problem)
    event("no ways" if ways is None else f"{len(ways)} ways")
    found = [schedule for way in ways or () if (schedule := solve(way, Watch(60)).schedule) is not None]
    if ways is not None:
        assert bool(found) == bool(plans)
    if found:
        best = min(tuple(stage_value(problem, schedule, stage) for stage in problem.stages) for schedule in found)
        assert best == min(tuple(value(own, stage) for stage in problem.stages) for own in plans)
