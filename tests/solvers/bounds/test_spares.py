"""Candidates that a plan can do without, never at the price of a best plan."""

from random import Random

import pytest
from build import Data, all_of, award, catalogue, choose, credits, learner, module, month, role, skill
from hypothesis import event, given, settings
from random_cases import cases
from solving import problem_of
from spare_cases import assert_enough, credits_of_some, job, job_in_days
from tiny import Case

from mcplanner.ground.months import Month
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import Placement, PlanningProblem
from mcplanner.solvers.bounds.spares import without_spares

FIRST = month("2027-01")
JOB = role("job", all_of(skill("x"), skill("y")))


def problem(*entries: Data, target: str = "job") -> PlanningProblem:
    return build_problem(catalogue(*entries), learner(6), (target,), FIRST, Month(FIRST + 11))


def left(*entries: Data, target: str = "job") -> str:
    """The modules that stay, each of one letter."""
    return "".join(own.module for own in without_spares(problem(*entries, target=target), many=0).candidates)


def test_of_modules_that_teach_the_same_the_cheapest_stays() -> None:
    three = [module("a", skills="x", fee=200), module("b", skills="x", fee=100), module("c", skills="x", fee=300)]
    assert left(*three, module("e", skills="y"), JOB) == "be"


def test_of_two_equals_the_first_stays() -> None:
    assert left(module("a", skills="x"), module("b", skills="x"), module("e", skills="y"), JOB) == "ae"


def test_what_teaches_more_makes_others_spare_if_it_asks_for_no_more() -> None:
    both = module("b", skills="x y", fee=100)
    assert left(module("a", skills="x", fee=100), both, module("e", skills="y", fee=100), JOB) == "b"
    assert left(module("a", skills="x", fee=90), both, module("e", skills="y", fee=100), JOB) == "ab"


@pytest.mark.parametrize(
    "other",
    [
        module("b", 13, 3, skills="x", fee=200),
        module("b", 26, 2, skills="x", fee=200),
        module("b", 26, 4, skills="x", fee=200),
        module("b", 26, (2, 3), skills="x", fee=200),
        module("b", 26, 3, skills="x", fee=200, intakes="feb"),
        module("b", 26, 3, skills="x y", fee=200),
    ],
    ids=["fewer hours", "shorter", "less a week", "a second pace", "another intake", "a second skill"],
)
def test_a_module_with_something_for_it_stays(other: Data) -> None:
    assert left(module("a", 26, 3, skills="x", fee=100, intakes="jan"), other, module("e", skills="y"), JOB) == "abe"


def test_class_times_and_what_is_needed_first_are_something_against_a_module() -> None:
    dearer = module("b", skills="x", fee=200)
    y = module("e", skills="y")
    assert left(module("a", skills="x", fee=100, sessions=["tue 18:30-20:00"]), dearer, y, JOB) == "abe"
    assert left(module("a", skills="x", fee=100, needs="e"), dearer, y, JOB) == "abe"


def test_days_off_are_something_against_a_module_where_they_are_limited() -> None:
    in_days, in_evenings = module("a", 16, 1, skills="x", fee=100, days=2), module("b", 16, 1, skills="x", fee=100)
    both = catalogue(in_days, in_evenings, module("e", 16, 1, skills="y", days=2), JOB)
    limited = build_problem(both, learner(6).replace(half_days_off=4), ("job",), FIRST, FIRST)
    assert "".join(own.module for own in without_spares(limited, many=0).candidates) == "abe"
    unlimited = build_problem(both, learner(6), ("job",), FIRST, FIRST)
    assert "".join(own.module for own in without_spares(unlimited, many=0).candidates) == "ae"


def test_what_others_need_or_what_is_needed_beside_others_stays() -> None:
    dearer, cheaper, y = module("a", skills="x", fee=200), module("b", skills="x", fee=100), module("e", skills="y", needs="a")
    assert left(dearer, cheaper, y, JOB) == "abe"
    three = [module("a", fee=300), module("b", fee=200), module("c", fee=100)]
    assert left(*three, award("d", choose(2, *"abc")), target="d") == "abc"
    assert left(*three, award("d", choose(1, *"abc")), target="d") == "c"


def test_a_module_with_too_few_credits_takes_the_place_of_none_with_enough() -> None:
    enough, too_few = module("a", fee=200, credits=4), module("b", fee=100, credits=2)
    assert left(enough, too_few, award("d", credits(4, "a", "b")), target="d") == "ab"
    assert left(enough, module("b", fee=100, credits=4), award("d", credits(4, "a", "b")), target="d") == "b"


def test_the_modules_of_a_known_schedule_stay() -> None:
    two = problem(module("a", skills="x", fee=200), module("b", skills="x", fee=100), module("e", skills="y"), JOB)
    known = tuple(Placement.of(own, own.options[0], 0) for own in two.candidates if own.module in "ae")
    assert "".join(own.module for own in without_spares(two, known, many=0).candidates) == "abe"


def test_few_candidates_are_left_as_they_are() -> None:
    few = problem(module("a", skills="x", fee=200), module("b", skills="x", fee=100), module("e", skills="y"), JOB)
    assert without_spares(few) is few


def assert_none_is_missed(case: Case) -> int:
    """No plan is better than all without spare candidates; the number of spare ones."""
    whole = problem_of(case)
    fewer = without_spares(whole, many=0)
    assert_enough(case, whole, {own.module for own in fewer.candidates})
    return len(whole.candidates) - len(fewer.candidates)


@settings(max_examples=150, report_multiple_bugs=False)
@given(cases())
def test_no_plan_is_better_than_those_without_spares(case: Case) -> None:
    event(f"{assert_none_is_missed(case)} spare")


def test_no_plan_for_a_job_is_better_than_those_without_spares() -> None:
    found = [assert_none_is_missed(job(Random(seed))) for seed in range(50)]
    assert sum(map(bool, found)) > 15


def test_no_plan_for_a_job_with_few_days_off_is_better_than_those_without_spares() -> None:
    found = [assert_none_is_missed(job_in_days(Random(seed))) for seed in range(50)]
    assert sum(map(bool, found)) > 10


def test_no_plan_for_credits_is_better_than_those_without_spares() -> None:
    found = [assert_none_is_missed(credits_of_some(Random(seed))) for seed in range(60)]
    assert sum(map(bool, found)) > 15
