"""What is spare with all hours, at any cost and without a last month is spare with less, and is not looked at again."""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from build import Data, all_of, catalogue, learner, module, month, role, skill
from hypothesis import assume, given, settings
from msgspec.structs import replace
from random_cases import cases
from solving import problem_of
from spare_cases import assert_enough, credits_of_some, job, job_in_days
from tiny import Case

from mcplanner.learner.request import Request
from mcplanner.planning import enough
from mcplanner.planning.enough import enough_modules, widest
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Plan
from mcplanner.pricing.price import Pricing
from mcplanner.solvers.bounds import spares

START = month("2027-01")
SEEDS = 40


@pytest.fixture(scope="module", autouse=True)
def _of_few_modules() -> Iterator[None]:
    """Few modules are looked at as if they were many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(enough, "MANY", 0)
        patch.setattr(spares, "MANY", 0)
        yield


def enough_of(*entries: Data, hours: float = 6, by: str | None = None) -> str:
    """The modules that are enough for the job, each of one letter."""
    courses = catalogue(*entries, role("job", all_of(skill("x"), skill("y"))))
    asked = Request(("job",), START, by=None if by is None else month(by))
    names = enough_modules(courses, *widest(learner(hours), asked, ("job",)), Pricing(learner(hours)))
    return "".join(sorted(names))


def test_what_is_spare_stays_so_with_fewer_hours_and_what_is_not_for_want_of_hours_is_looked_at() -> None:
    y = module("e", 26, 3, skills="y")
    assert enough_of(module("a", 26, 3, skills="x", fee=200), module("b", 26, 3, skills="x", fee=100), y) == "be"
    quick = module("a", 26, 1, skills="x", fee=100)  # it takes more hours a week than there are
    assert enough_of(quick, module("b", 26, 3, skills="x", fee=100), y, hours=3) == "abe"


def test_the_last_month_decides_nothing() -> None:
    later = module("a", skills="x", fee=100, intakes="feb"), module("b", skills="x", fee=200, intakes="jan")
    assert enough_of(*later, module("e", skills="y"), by="2027-03") == "abe"


def assert_none_is_missed(case: Case) -> int:
    """No plan is better than all of what is enough; the number of modules that are left out."""
    names = enough_modules(case.catalogue, *widest(case.learner, case.request, case.targets), Pricing(case.learner))
    whole = problem_of(case)
    assert_enough(case, whole, names)
    return len({own.module for own in whole.candidates} - names)


@settings(max_examples=100, report_multiple_bugs=False)
@given(cases())
def test_no_plan_is_better_than_those_of_what_is_enough(case: Case) -> None:
    assume(not case.keep)
    assert_none_is_missed(case)


@pytest.mark.parametrize("make", [job, job_in_days, credits_of_some])
def test_no_plan_for_a_job_or_for_credits_is_better_than_those_of_what_is_enough(make: Callable[[Random], Case]) -> None:
    assert sum(bool(assert_none_is_missed(_with_less(make(Random(seed)), seed))) for seed in range(SEEDS)) > SEEDS / 6


def _with_less(case: Case, seed: int) -> Case:
    """A case with fewer hours in one month, and every other time with a limit on the cost."""
    return replace(case, budget_in={seed % 3: 60}, cost_limit=None if seed % 2 else 400)


@pytest.mark.parametrize("make", [job, job_in_days])
def test_what_holds_a_plan_back_and_what_would_help_are_the_same(make: Callable[[Random], Case]) -> None:
    said = [_said(make(Random(seed))) for seed in range(SEEDS)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(enough, "MANY", 1_000)
        patch.setattr(spares, "MANY", 1_000)
        assert said == [_said(make(Random(seed))) for seed in range(SEEDS)]


def _said(case: Case) -> object:
    made: Plan = plan(case.catalogue, case.learner, replace(case.request, seconds=60.0))
    return made.status, made.objective, made.holding_back, made.relaxations, made.conflict, made.joint_change
