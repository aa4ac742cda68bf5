"""What may be paid back later: a month counts once, a year's limit is for all modules, and no price counts it."""

from typing import Any, Unpack

import build
import pytest
from money_cases import month
from sample_funding import shipped

from mcplanner.ground.money import Amount
from mcplanner.learner.model import Employer, Learner, LearnerFacts
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import PaidBack, Plan
from mcplanner.pricing.price import Pricing


def paid(*modules: build.Data, hours: float, **facts: Unpack[LearnerFacts]) -> dict[str, PaidBack]:
    """By rule, what a citizen who takes all the modules from January 2028 may get back."""
    who = build.learner(hours).replace(residency="citizen").replace(**facts)
    courses = build.catalogue(*modules, build.award("goal", build.all_of(*(module["id"] for module in modules))))
    made: Plan = plan(courses, who, Request(("goal",), month("2028-01")), pricing=Pricing(who, shipped()))
    assert made.spending is not None
    assert made.spending.payable == Amount.of(each.payable_cents for each in made.enrolments)
    return {each.id: each for each in made.spending.later}


def module(name: str, months: int, **more: Any) -> build.Data:
    return build.module(name, 13 * months, months, fee=1000.0, funding="poly-modular", **more)


def test_a_month_counts_once_whatever_runs_in_it() -> None:
    # Side by side, a over 3 months and b over 6: the allowance of S$300 is for January to June 2028, a's months first.
    found = paid(module("a", 3), module("b", 6), hours=20, born=1980)
    assert found["training-allowance"].by_module == (("a", 90_000), ("b", 90_000))
    assert found["training-allowance"].amount == Amount(6 * 30_000)


def test_the_months_of_a_lifetime_are_limited() -> None:
    # Five modules of 6 months one after the other are 30 months; 24 are paid for, so the fifth gets nothing.
    found = paid(*(module(name, 6) for name in "abcde"), hours=3, born=1980)
    assert [cents for _, cents in found["training-allowance"].by_module] == [180_000] * 4


def test_a_limit_for_a_year_counts_all_modules_that_start_in_it() -> None:
    # A citizen under 40 pays S$150 of S$1,000 without GST; half of it, S$75, is paid back, and S$250 at most in a year.
    found = paid(*(module(name, 2) for name in "abcd"), hours=20, born=2000, union_member=True)
    assert [cents for _, cents in found["utap"].by_module] == [7_500, 7_500, 7_500, 2_500]


@pytest.mark.parametrize("employer", ["sme", "large"])
def test_an_employer_is_paid_for_hours(employer: Employer) -> None:
    # 13 hours at S$4.50
    found = paid(module("a", 1), hours=20, born=1990, employer=employer)
    assert (found["absentee-payroll"].to, found["absentee-payroll"].amount) == ("employer", Amount(5_850))
    assert "utap" not in found


def test_who_has_nothing_back() -> None:
    assert paid(module("a", 1), hours=20, born=2000) == {}
    assert Learner().union_member is False
