"""Placing from lists, and large plans improved near themselves: what comes out is a plan, and no later than what went in."""

from pathlib import Path
from random import Random

import catalogues
import pytest
from build import all_of, award, choose, learner, module, month
from build import catalogue as built
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import cases
from solving import placing_of, problem_from, problem_of
from tiny import Case

from mcplanner.ground.months import Month
from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Stretch
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import MEASURES, keeps_valid, stage_value
from mcplanner.problem.model import Placement, PlanningProblem, Schedule
from mcplanner.problem.requirement_nodes import candidates_of
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.decide import LARGE
from mcplanner.solvers.heuristics.greedy import first_plan, is_sound, placed_sooner, some_plan, some_plan_with_little_room
from mcplanner.solvers.heuristics.neighbourhood import Tries, find_sooner
from mcplanner.solvers.heuristics.placing import Placer
from mcplanner.solvers.search import any_plan

FIRST = month("2027-01")


@settings(max_examples=150, report_multiple_bugs=False)
@given(cases(), st.randoms(use_true_random=False))
def test_whatever_the_order_what_is_placed_keeps_the_rules(case: Case, random: Random) -> None:
    """R1 to R9: placed are sets that satisfy the goal; money is checked elsewhere, and validity by `keeps_valid`."""
    problem = build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by)
    bounds = Bounds(problem) if problem.goal is not None else None
    schedule = None if bounds is None or bounds.problem is None else first_plan(bounds.problem, bounds)
    if bounds is None or bounds.problem is None or schedule is None:
        return
    index = bounds.problem.positions
    order = [index[placement.key] for placement in schedule]
    random.shuffle(order)
    placer = Placer(bounds.problem)
    made = placer.place(placer.needed_first(order), {})
    if made is not None and keeps_valid(bounds.problem, made) and case.cost_limit is None:
        assert case.is_sound(placing_of(case, made))


@settings(max_examples=100, report_multiple_bugs=False)
@given(cases())
def test_a_plan_placed_sooner_keeps_every_rule_and_is_no_worse(case: Case) -> None:
    problem = build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by)
    schedule = any_plan(problem, Watch(600.0)).schedule
    if not schedule:
        return
    made = placed_sooner(problem, schedule)
    assert case.is_sound(placing_of(case, made))
    worth, before = ([stage_value(problem, own, stage) for stage in problem.stages] for own in (made, schedule))
    assert worth <= before


@settings(max_examples=100, report_multiple_bugs=False)
@given(cases())
def test_near_a_plan_are_plans_that_keep_every_rule(case: Case) -> None:
    problem = build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by)
    schedule = any_plan(problem, Watch(600.0)).schedule
    if not schedule:
        return
    finish = stage_value(problem, schedule, Stage.FINISH)
    made = find_sooner(problem, schedule, 0, Tries(0.04, 10, 1), Watch(600.0))
    assert case.is_sound(placing_of(case, made))
    assert stage_value(problem, made, Stage.FINISH) <= finish


def test_beside_what_stands_the_others_may_go_beyond_the_usual_hours() -> None:
    # 2 hours a week, and one more in two months of a year: a of 3 hours and 2 months fits beside nothing, if it may go beyond.
    problem = build_problem(
        built(module("a", 26, 2), module("b", 8, 1), award("x", all_of(*"ab"))),
        learner(2).replace(stretch=Stretch(minutes=60, months=2)),
        ("x",),
        FIRST,
        Month(FIRST + 5),
    )
    placer = Placer(problem)
    assert placer.place((0,), {}) is None
    assert placer.options_beside({}, {0})[0][0].starts == (0, 1, 2, 3, 4)


def test_beside_what_stands_the_others_keep_the_starts_that_fit() -> None:
    # 6 hours for 12 months. a stands: 4 hours from April to June. b of 4 hours and 2 months fits before and after it, c of 2
    # hours everywhere; d neither stands nor moves.
    problem = build_problem(
        built(
            module("a", 52, 3),
            module("b", 34, 2),
            module("c", 26, 3),
            module("d", 26, 3),
            award("x", all_of(*"abcd")),
        ),
        learner(6),
        ("x",),
        FIRST,
        Month(FIRST + 11),
    )
    a, b, c, d = Placer(problem).options_beside({0: Placement(3, "a", 3, 240)}, {1, 2})
    assert [option.starts for option in a] == [(3,)]
    assert [option.starts for option in b] == [(0, 1, 6, 7, 8, 9, 10)]
    assert [option.starts for option in c] == [tuple(range(10))]
    assert d == ()


def test_each_is_placed_at_the_first_start_at_which_it_fits() -> None:
    # 6 hours. a: 4 hours, January to March. b: 4 hours for 3 months, after a: April. c: 2 hours for 3 months, beside a. d: 2
    # hours over 3 or 6 months (1 hour): beside b, where what ends first is 3 months from April.
    problem = build_problem(
        built(
            module("a", 52, 3),
            module("b", 52, 3),
            module("c", 26, 3),
            module("d", 26, (3, 6)),
            award("x", all_of(*"abcd")),
        ),
        learner(6),
        ("x",),
        FIRST,
        Month(FIRST + 11),
    )
    made = Placer(problem).place((0, 1, 2, 3), {})
    assert made is not None
    assert {each.module: (each.start, each.months) for each in made} == {"a": (0, 3), "b": (3, 3), "c": (0, 3), "d": (3, 3)}
    slow = Placer(problem).place((0, 1, 2, 3), {3: 3})
    assert slow is not None
    assert slow[-1].module == "d"
    assert (slow[-1].start, slow[-1].months) == (3, 6)


@pytest.mark.parametrize(("courses", "quarters", "seed"), [(46, 8, 1), (46, 8, 9), (54, 10, 10)])
def test_what_did_not_fit_is_placed_first_the_next_time(tmp_path: Path, courses: int, quarters: int, seed: int) -> None:
    # So few hours that no order of the usual rules fits, and there is a plan all the same.
    whole = problem_from(catalogues.curriculum(courses, quarters, seed), tmp_path, None, 3 * quarters)
    problem = MEASURES[Stage.PEAK].fixed(whole, Bounds(whole).below(Stage.PEAK))
    assert problem is not None
    bounds = Bounds.of_affordable(problem)
    assert bounds.problem is not None
    assert some_plan(bounds.problem, bounds) is None
    found = some_plan_with_little_room(bounds.problem, bounds, Watch(60))
    assert found is not None
    assert len(found) == courses
    assert is_sound(problem, found)
    assert stage_value(whole, found, Stage.PEAK) == Bounds(whole).below(Stage.PEAK)


@given(cases(plain=True))
def test_with_little_room_a_plan_keeps_every_rule(case: Case) -> None:
    problem = problem_of(case)
    bounds = None if problem.goal is None else Bounds.of_affordable(problem)
    if bounds is not None and bounds.problem is not None:
        found = some_plan_with_little_room(bounds.problem, bounds, Watch(60))
        assert found is None or case.is_sound(placing_of(case, found))


def large() -> PlanningProblem:
    """50 modules of 1 to 6 months, half of them bound to intakes, some in a row; 8 of the last 16 are enough."""
    dice = Random(7)
    names = [f"m{number:02d}" for number in range(50)]
    entries = []
    for number, name in enumerate(names):
        months = dice.choice([1, 2, 3, 3, 6])
        entries.append(
            module(
                name,
                26 * months,
                months if dice.random() < 0.6 else (months, months + 2),
                intakes=dice.choice(["apr oct", "jan jul", "", ""]),
                needs=names[number - 3] if number >= 3 and dice.random() < 0.3 else None,
            )
        )
    target = award("d", all_of(*names[:34], choose(8, *names[34:])))
    problem = build_problem(built(*entries, target), learner(12), ("d",), FIRST)
    assert len(problem.candidates) > LARGE
    return problem


def assert_plan(problem: PlanningProblem, schedule: Schedule) -> None:
    """Starts, hours, prerequisites and choices, checked without a line of what placed them."""
    by_name = {candidate.module: candidate for candidate in problem.candidates}
    ends = {placement.module: placement.end for placement in schedule}
    assert len(ends) == len(schedule)
    for placement in schedule:
        candidate = by_name[placement.module]
        (option,) = [each for each in candidate.options if each.months == placement.months]
        assert placement.start in option.starts
        assert placement.minutes_per_week == option.minutes_per_week
        for needed in candidates_of(candidate.before):
            assert ends[problem.candidates[needed].module] <= placement.start
    for month_offset in range(stage_value(problem, schedule, Stage.FINISH)):
        running = [each for each in schedule if each.start <= month_offset < each.end]
        assert sum(each.minutes_per_week for each in running) <= 720
    assert {f"m{number:02d}" for number in range(34)} <= ends.keys()
    assert sum(name >= "m34" for name in ends) >= 8


def test_a_large_plan_is_improved_to_a_plan_that_is_no_later_and_the_same_each_time() -> None:
    bounds = Bounds(large())
    assert bounds.problem is not None
    schedule = first_plan(bounds.problem, bounds)
    assert schedule is not None
    assert_plan(bounds.problem, schedule)
    finish = stage_value(bounds.problem, schedule, Stage.FINISH)
    low = bounds.below(Stage.FINISH)
    assert low < finish, "otherwise there is nothing to improve"
    within = bounds.problem.within(finish)
    assert within is not None
    improved = find_sooner(within, schedule, low, Tries(0.04, 100, 1), Watch(600.0))
    assert_plan(bounds.problem, improved)
    assert low <= stage_value(bounds.problem, improved, Stage.FINISH) < finish
    assert improved == find_sooner(within, schedule, low, Tries(0.04, 100, 1), Watch(600.0))


def test_no_time_leaves_a_plan_as_it_is() -> None:
    bounds = Bounds(large())
    assert bounds.problem is not None
    schedule = first_plan(bounds.problem, bounds)
    assert schedule is not None
    assert find_sooner(bounds.problem, schedule, 0, Tries(0.04, 100, 1), Watch(0.0)) == schedule
