"""A failed module: what is held by then, what runs on, what the repeat costs, and when everything ends."""

from decimal import Decimal

import build
from build import Data
from money_cases import starts
from sample_funding import rules

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.money import Amount
from mcplanner.ground.months import format_month, parse_month
from mcplanner.learner.request import Request
from mcplanner.planning.failed_module import what_if_failed
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Failure, Status
from mcplanner.plans.other_ways import after_failure
from mcplanner.pricing.price import Pricing
from mcplanner.verify import verify

HALF_AT_FIRST = rules(subsidies=[{"rate": Decimal("0.5"), "first_attempt": True}], wallets=[{"id": "opening"}])
"""Half of every fee is subsidised, but not for a repeat; the wallet may pay for everything."""


def funded(*entries: Data) -> Catalogue:
    """A catalogue whose modules are of the class of these rules."""
    return build.catalogue(*({"funding": "m"} | entry if "hours" in entry else entry for entry in entries))


def failing(module: str, *entries: Data, target: str, credit: int = 0, limit: int | None = None, hours: float = 4) -> Failure:
    """The module failed in the plan of a learner who starts in January 2027; the way on is verified."""
    who = build.learner(hours).replace(residency="citizen", credit_cents={"opening": credit}, cost_limit_cents=limit)
    courses = funded(*entries)
    pricing = Pricing(who, HALF_AT_FIRST)
    request = Request((target,), parse_month("2027-01"))
    made = plan(courses, who, request, pricing=pricing)
    assert made.status is Status.OPTIMAL
    failure = what_if_failed(courses, request, pricing, made, module)
    assert failure.month == next(each.end for each in made.enrolments if each.module == module)
    return failure


def finish(failure: Failure) -> str | None:
    return None if failure.then.finish is None else format_month(failure.then.finish)


def test_the_repeat_costs_the_whole_fee_and_what_needs_the_module_waits() -> None:
    # At 4 hours one after the other: a from January, b from April. a failed in March is repeated from April, b waits for July.
    a, b = build.module("a", 52, 3, fee=100.0), build.module("b", 52, 3, needs="a", fee=60.0)
    failure = failing("a", a, b, target="b")
    assert (format_month(failure.month), starts(failure.then), finish(failure)) == (
        "2027-03",
        {"a": "2027-04", "b": "2027-07"},
        "2027-09",
    )
    # Half of a once, all of a again, half of b.
    assert (failure.paid, failure.cost) == (Amount(5_000), Amount(5_000 + 10_000 + 3_000))
    assert failure.again is not None


def test_a_failed_whole_is_repeated_whole_or_gives_way_to_its_parts() -> None:
    # At 1 hour a week the whole of 13 hours takes January to March, a and b of 26 hours each six months. The whole again costs
    # all of S$100, and half of a and b S$50 each; but it ends in June, and a and b only next March.
    parts = [build.module(name, 26, 6, fee=100.0) for name in "ab"]
    entries = [*parts, build.module("whole", 13, 3, fee=100.0, covers=["a", "b"]), build.award("cert", ["a", "b"])]
    failure = failing("whole", *entries, target="cert", hours=1)
    assert (starts(failure.then), finish(failure)) == ({"whole": "2027-04"}, "2027-06")
    assert (failure.paid, failure.cost) == (Amount(5_000), Amount(15_000))
    # At 2 hours a week a and b run side by side and end when the whole of six months does: then what costs less is taken.
    parts = [build.module(name, 26, 6, fee=100.0) for name in "ab"]
    entries = [*parts, build.module("whole", 26, 6, fee=150.0, covers=["a", "b"]), build.award("cert", ["a", "b"])]
    assert starts(failing("whole", *entries, target="cert", hours=2).then) == {"a": "2027-07", "b": "2027-07"}


def test_another_elective_may_be_the_better_way_on() -> None:
    # a and b take as long; a costs 40 and b 60 at first, but a again costs 80.
    a, b = build.module("a", 26, 3, fee=80.0), build.module("b", 26, 3, fee=120.0)
    failure = failing("a", a, b, build.award("goal", build.any_of("a", "b")), target="goal")
    assert (starts(failure.then), failure.again, failure.cost) == ({"b": "2027-04"}, None, Amount(4_000 + 6_000))


def test_what_ended_is_held_and_what_runs_is_under_way() -> None:
    # a ends in March, l runs from January to June; from April, l is under way and a is repeated beside it.
    a, long = build.module("a", 13, 3), build.module("l", 26, 6)
    failure = failing("a", a, long, build.award("goal", build.all_of("a", "l")), target="goal")
    assert {each.module: (each.under_way, each.months) for each in failure.then.enrolments} == {"l": (True, 6), "a": (False, 3)}
    assert finish(failure) == "2027-06"


def test_what_was_applied_for_starts_although_applications_have_closed() -> None:
    # c starts in April, or a year later; one applies by January, so in April it is too late but for those who did.
    a, c = build.module("a", 26, 3), build.module("c", 26, 3, intakes="apr", apply=3)
    failure = failing("a", a, c, build.award("goal", build.all_of("a", "c")), target="goal", hours=2)
    assert starts(failure.then) == {"c": "2027-04", "a": "2027-07"}


def test_credit_and_limit_are_what_is_left_of_them() -> None:
    # 60 of credit: 50 pay for half of a; the repeat, 100, gets the other 10.
    a = build.module("a", 52, 3, fee=100.0)
    failure = failing("a", a, target="a", credit=6_000)
    assert [(each.credit_cents, each.payable_cents) for each in failure.then.enrolments] == [(1_000, 9_000)]
    assert (failure.paid, failure.cost) == (Amount(), Amount(9_000))
    # 50 are paid for the first attempt; of a limit of 149, 99 are left, and the repeat costs 100.
    assert failing("a", a, target="a", limit=14_999).then.status is Status.INFEASIBLE
    assert failing("a", a, target="a", limit=15_000).cost == Amount(15_000)


def test_the_way_on_keeps_every_rule() -> None:
    a, c = build.module("a", 26, 3, fee=10.0), build.module("c", 26, 3, intakes="apr", apply=3, fee=10.0)
    courses = build.catalogue(a, c, build.award("goal", build.all_of("a", "c")))
    who = build.learner(2)
    made = plan(courses, who, Request(("goal",), parse_month("2027-01")))
    late = who.replace(applied={"c": parse_month("2027-04")})
    moved = plan(courses, late, Request(("goal",), parse_month("2027-02")))
    assert starts(moved)["c"] == "2027-04"
    citizen = late.replace(residency="citizen")
    assert {each.rule for each in verify(courses, citizen, HALF_AT_FIRST, build.asked_for(made), made)} == {"prices"}
    refused = verify(courses, who, None, build.asked_for(moved), moved)
    assert {violation.rule for violation in refused} >= {"R3"}


def test_the_way_on_keeps_what_was_applied_for_and_asks_for_no_further_plans() -> None:
    # Either will do: a in January, c in May, for which one applies by November 2026, and that was done. a failed in March is
    # repeated in January 2028, so c comes instead; the repeat would be a further plan, but only the best way on is asked for.
    a, c = build.module("a", 26, 3, intakes="jan"), build.module("c", 26, 3, intakes="may", apply=6)
    courses = build.catalogue(a, c, build.award("goal", build.any_of("a", "c")))
    who = build.learner(2).replace(applied={"c": parse_month("2027-05")})
    request = Request(("goal",), parse_month("2027-01"), others=3, within_months=12)
    pricing = Pricing(who)
    made = plan(courses, who, request, pricing=pricing)
    assert (starts(made), len(made.other_plans)) == ({"a": "2027-01"}, 1)
    failure = what_if_failed(courses, request, pricing, made, "a")
    assert (starts(failure.then), failure.then.other_plans) == ({"c": "2027-05"}, ())


def test_a_verdict_on_the_way_on_says_that_unknown_fees_paid_by_then_are_not_counted() -> None:
    """The course of one month comes first, whatever it costs; once it is failed, the other is sooner than its next start."""
    quick = build.module("a", 13, 1, intakes="jan", fee="unknown")
    courses = build.catalogue(quick, build.module("b", 26, 2, fee=100), build.award("d", {"any": ["a", "b"]}))
    who, request = build.learner(9), Request(("d",), parse_month("2027-01"))
    made = plan(courses, who, request)
    said = dict(after_failure(made, what_if_failed(courses, request, Pricing(who, None), made, "a")))
    assert said["cost"] == "at least S$100.00 in all"
    assert said["verdict"].endswith("costs less with all fees known; 1 unknown fee paid by then is not counted")


def test_a_repeat_of_one_month_is_said_as_one_month() -> None:
    courses = build.catalogue(build.module("a", 13, 1, intakes="jan aug", fee=100))
    who, request = build.learner(9), Request(("a",), parse_month("2027-01"))
    made = plan(courses, who, request)
    said = dict(after_failure(made, what_if_failed(courses, request, Pricing(who, None), made, "a")))
    assert said["retake"] == "Aug 2027, S$100.00"
