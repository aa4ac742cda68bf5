"""Further plans for the same targets: each the best of those that are left, none an earlier one with its months shifted."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from brute_force import worth
from build import AMPLE, any_of, award, catalogue, choose, learner, module, month, planned, taken, violations
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_cases import cases
from tiny import Case, Placing

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import format_month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Plan, Status
from mcplanner.verify import verify


def with_others(
    courses: Catalogue, who: Learner, *targets: str, others: int = 3, within: int = 6, by: str | None = None
) -> Plan:
    last = None if by is None else month(by)
    request = Request(targets, month("2027-01"), last, seconds=AMPLE, others=others, within_months=within)
    made = plan(courses, who, request)
    assert made.other_plans or made.no_further_plan
    for other in made.other_plans:
        assert other.plan.status is Status.OPTIMAL
        assert violations(courses, who, other.plan, by) == ()
    return made


def told(made: Plan) -> list[tuple[int, int | None, tuple[str, ...]]]:
    return [(other.months_later, other.cents_more, other.differences) for other in made.other_plans]


TWO_OF_THREE = catalogue(
    module("a", fee=100), module("b", fee=200), module("c", months=4, fee=100), award("d", choose(2, "a", "b", "c"))
)


def test_other_modules() -> None:
    # One at a time: a and b take 6 months, a and c or b and c take 7; the first of these is the cheaper.
    made = with_others(TWO_OF_THREE, learner(2), "d")
    assert (set(taken(made)), made.finish) == ({"a", "b"}, month("2027-06"))
    assert told(made) == [
        (1, -10000, ("takes The c (c) instead of The b (b)",)),
        (1, 0, ("takes The c (c) instead of The a (a)",)),
    ]
    assert made.no_further_plan == "it is proved that no other plan is done by Dec 2027"


def test_no_more_than_were_asked_for() -> None:
    made = with_others(TWO_OF_THREE, learner(2), "d", others=1)
    assert told(made) == [(1, -10000, ("takes The c (c) instead of The b (b)",))]
    assert made.no_further_plan is None
    assert planned(TWO_OF_THREE, learner(2), "d").other_plans == ()


def test_none_is_sought_when_no_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("mcplanner.ground.watch.monotonic", lambda: clock[0])

    def late(*of_first_plan: Any) -> Any:
        clock[0] += AMPLE + 2  # a plan that was found may be verified a little after its time
        return verify(*of_first_plan)

    monkeypatch.setattr("mcplanner.planning.plan_writer.verify", late)
    made = with_others(TWO_OF_THREE, learner(2), "d")
    assert (made.status, set(taken(made))) == (Status.OPTIMAL, {"a", "b"})
    assert (told(made), made.no_further_plan) == ([], "time ran out before another plan was found")


def test_only_plans_within_the_months_and_the_last_month_asked_for() -> None:
    made = with_others(TWO_OF_THREE, learner(2), "d", within=0)
    assert (told(made), made.no_further_plan) == ([], "it is proved that no other plan is done by Jun 2027")
    made = with_others(TWO_OF_THREE, learner(2), "d", by="2027-06")
    assert (told(made), made.no_further_plan) == ([], "it is proved that no other plan is done by Jun 2027")


def test_awards_in_another_order() -> None:
    # Both certificates are needed, so the modules are the same; shifted, b and a are done in the same months as a and b.
    courses = catalogue(
        module("a"),
        module("b", months=6),
        award("first", ["a"], "certificate"),
        award("second", ["b"], "certificate"),
        award("d", ["first", "second"]),
    )
    made = with_others(courses, learner(2), "d")
    assert next((entry.id, format_month(entry.earned)) for entry in made.awards) == ("first", "2027-03")
    assert told(made) == [(0, 0, ("earns The second before The first",))]
    assert made.no_further_plan is not None


def test_awards_in_another_order_although_one_could_come_from_what_cannot_be_taken() -> None:
    # As above, but instead of b there is also one that needs 8 hours a week of 2.
    courses = catalogue(
        module("a"),
        module("b", months=6),
        module("heavy", 104),
        award("first", ["a"], "certificate"),
        award("second", any_of("b", "heavy"), "certificate"),
        award("d", ["first", "second"]),
    )
    assert told(with_others(courses, learner(2), "d")) == [(0, 0, ("earns The second before The first",))]


def test_months_merely_shifted_are_no_other_plan() -> None:
    made = with_others(catalogue(module("a"), module("b"), award("d", ["a", "b"])), learner(2), "d")
    assert told(made) == []


def test_what_starts_late_so_that_the_plan_is_another_says_so() -> None:
    # x is earned in March, y in December. For y to be earned before x, a must end after it: in January 2028.
    courses = catalogue(module("a"), module("b", intakes="oct"), award("x", "a"), award("y", "b"))
    made = with_others(courses, learner(9), "x", "y")
    (other,) = made.other_plans
    assert other.differences == ("earns The y before The x",)
    late = next(enrolment for enrolment in other.plan.enrolments if enrolment.module == "a")
    assert [note.text for note in late.because] == [
        "if it started in Oct 2027, this would be a plan that you have already, only in other months"
    ]


def test_a_further_award_and_one_that_is_missed() -> None:
    # With b, or with c, another certificate is earned on the way.
    courses = catalogue(
        module("a"),
        module("b"),
        module("c", months=4),
        award("d", ["a", choose(1, "b", "c")]),
        award("first", ["b"], "certificate"),
        award("second", ["c"], "certificate"),
    )
    made = with_others(courses, learner(2), "d")
    assert told(made) == [(1, 0, ("takes The c (c) instead of The b (b)", "also earns The second", "does not earn The first"))]


def test_a_kind_stands_for_the_award_that_was_chosen() -> None:
    courses = catalogue(
        module("a"), module("b", months=4), module("c", months=9), award("d", choose(1, "a", "b")), award("e", ["c"])
    )
    made = with_others(courses, learner(2), "diploma")
    assert [target.id for target in made.targets] == ["d"]
    assert told(made) == [(1, 0, ("takes The b (b) instead of The a (a)",))]
    assert [other.id for other in made.alternatives] == ["e"]


def test_nothing_else_where_nothing_is_left_to_study_or_there_is_no_plan() -> None:
    courses = catalogue(module("a"), module("b"), award("d", choose(1, "a", "b")))
    for who in (learner(2, held={"a": None}), learner(1)):
        made = plan(courses, who, Request(("d",), month("2027-01"), seconds=AMPLE, others=2))
        assert (made.other_plans, made.no_further_plan) == ((), None)


# --- against brute force ---


def months_earned(case: Case, placing: Placing) -> dict[str, int]:
    """The awards that a plan earns, each with the end of the first month after which it is; not those held before."""
    ends = case.ends(placing)
    held = {name: end for name, end in ends.items() if name not in placing}
    found = {}
    for name, requirement in case.requirements.items():
        times = sorted(end for end in ends.values() if end is not None)
        undated = {other: None for other, end in ends.items() if end is None}
        if case.had(requirement, held) or case.had(requirement, undated):
            continue
        for time in times:
            if case.had(requirement, undated | {other: end for other, end in ends.items() if end is not None and end <= time}):
                found[name] = time
                break
    return found


def another(case: Case, placing: Placing, earlier: Placing) -> bool:
    """Whether a plan is not the earlier one with its months shifted."""
    if not earlier.keys() <= placing.keys():
        return True
    mine, before = months_earned(case, placing), months_earned(case, earlier)
    return any(before[one] < before[two] and mine[two] < mine[one] for one in before for two in before)


def placed(case: Case, made: Plan) -> Placing:
    """The plan as brute force has it."""
    return {
        enrolment.module: next(
            way
            for way in case.ways(enrolment.module)
            if way.end == enrolment.end - case.first + 1
            and way.start == max(0, enrolment.start - case.first)
            and way.minutes == enrolment.minutes_per_week
        )
        for enrolment in made.enrolments
    }


def steps(case: Case, made: Plan, within: int) -> Iterator[tuple[Sequence[Placing], Plan | None]]:
    """What is left before each further plan, and that plan; at the end None."""
    assert made.objective is not None
    latest = made.objective.finish_months + within
    left = [placing for placing in case.plans() if max(way.end for way in placing.values()) <= latest]
    earlier = made
    for other in (*made.other_plans, None):
        first = placed(case, earlier)
        left = [placing for placing in left if another(case, placing, first)]
        yield left, None if other is None else other.plan
        earlier = earlier if other is None else other.plan


@settings(max_examples=100, report_multiple_bugs=False)
@given(cases(), st.integers(0, 4))
def test_each_is_the_best_of_those_left(case: Case, within: int) -> None:
    orders_are_left_out = case.valid_months or case.contested or case.shares
    made = plan(case.catalogue, case.learner, replace(case.request, others=3, within_months=within), advice=False)
    if orders_are_left_out or not made.enrolments:
        return
    event(f"{len(made.other_plans)} other plans")
    for left, other in steps(case, made, within):
        if other is not None:
            assert other.status is Status.OPTIMAL
            assert other.objective is not None
            assert case.goal(worth(other.objective)) == min(case.goal(case.values(placing)) for placing in left)
        elif len(made.other_plans) < 3:
            assert left == []


@pytest.mark.parametrize("other", range(2))
def test_turned_orders_are_told(other: int) -> None:
    # Of three certificates that are earned one after another, each further plan has two neighbours the other way round.
    courses = catalogue(
        *(module(name) for name in "abc"),
        *(award(f"award-{name}", [name], "certificate") for name in "abc"),
        award("d", ["award-a", "award-b", "award-c"]),
    )
    made = with_others(courses, learner(2), "d", within=0)
    assert " before " in made.other_plans[other].differences[0]
