"""The verifier on sound plans that were spoilt: each breaks one rule, and is refused for that one."""

from dataclasses import replace

import pytest
from build import any_of, award, best, catalogue, learner, module, month, violations

from mcplanner.learner import Learner
from mcplanner.months import Month
from mcplanner.schedule import EarnedAward, Enrolment, Plan
from mcplanner.verify import count_objective

COURSES = catalogue(
    module("a", fee=100),
    module("b", intakes="apr oct", apply=3, needs="a"),
    module("c", 26, (2, 4), provider="other-school"),
    module("other", mode="blended"),
    award("inner", ["a", "b"], "certificate"),
    award("outer", ["inner", "c"], valid_months=12),
    award("either", any_of("a", "c"), "certificate"),
)
WHO = learner(5, away="2027-07", skip="other", pins={"c": "2027-02"})
BY = "2027-12"
PLAN = best(COURSES, WHO, "outer", by=BY, finish="2027-06", cost=100, hours=78, starts=4, peak=5)
"""a January to March (2 hours), c February to March (3 hours), b April to June (2 hours)."""


def enrolment(name: str, made: Plan = PLAN) -> Enrolment:
    return next(each for each in made.enrolments if each.module == name)


def moved(name: str, start: str, months: int | None = None, minutes: int | None = None) -> Plan:
    """The plan with one module moved, and with the load, objective, finish and awards that follow: nothing else is wrong."""
    old = enrolment(name)
    first = month(start)
    new = replace(
        old,
        start=first,
        end=Month(first + (months or old.months) - 1),
        minutes_per_week=minutes or old.minutes_per_week,
        apply_by=COURSES.module_by_id[name].apply_by(first),
    )
    return consistent(tuple(new if each is old else each for each in PLAN.enrolments))


def consistent(enrolments: tuple[Enrolment, ...], plan: Plan = PLAN) -> Plan:
    """A plan of these enrolments whose figures are right; awards are left out, of which a plan may show as few as it likes."""
    finish = max(each.end for each in enrolments)
    load = tuple(
        replace(
            plan.load[0],
            month=Month(shown),
            minutes_per_week=sum(each.minutes_per_week for each in enrolments if each.start <= shown <= each.end),
        )
        for shown in range(min(plan.start, *(each.start for each in enrolments)), finish + 1)
    )
    made = replace(plan, enrolments=enrolments, finish=finish, load=load, awards=())
    objective = count_objective(COURSES, made)
    return replace(made, objective=objective, bound=objective)


def broken(made: Plan, who: Learner = WHO, by: str | None = BY) -> set[str]:
    return {violation.rule for violation in violations(COURSES, who, made, by)}


def test_the_plan_is_sound_and_so_is_its_copy() -> None:
    assert broken(PLAN) == set()
    assert broken(consistent(PLAN.enrolments)) == set()
    assert broken(moved("b", "2027-10")) == set()


def test_r1_target_a_module_is_missing() -> None:
    rest = tuple(each for each in PLAN.enrolments if each.module != "b")
    assert broken(consistent(rest)) == {"R1"}


def test_r1_target_every_target_counts() -> None:
    assert broken(replace(PLAN, targets=(*PLAN.targets, replace(PLAN.targets[0], id="other")))) == {"R1"}


def test_r1_target_a_module_ended_too_long_ago() -> None:
    # Held a year before b ends in June 2027, a still counts; a month earlier it does not.
    rest = consistent(tuple(each for each in PLAN.enrolments if each.module != "a"))
    assert broken(rest, learner(5, held={"a": "2026-06"}, pins={"c": "2027-02"})) == set()
    assert broken(rest, learner(5, held={"a": "2026-05"}, pins={"c": "2027-02"})) == {"R1"}


def test_r2_once_a_module_twice() -> None:
    twice = replace(enrolment("b"), start=month("2027-10"), end=month("2027-12"))
    assert broken(consistent((*PLAN.enrolments, twice))) == {"R2"}


def test_r2_once_a_module_that_is_held() -> None:
    assert broken(PLAN, WHO.model_copy(update={"held": learner(held={"a": None}).held})) == {"R2"}


def test_r3_start_outside_the_intakes() -> None:
    assert broken(moved("b", "2027-09")) == {"R3"}


def test_r3_start_before_the_plan() -> None:
    assert broken(moved("a", "2026-12")) == {"R3"}


def test_r3_start_after_applications_closed() -> None:
    # From February on April's applications are closed; nothing else depends on the first month.
    rest = consistent(tuple(each for each in PLAN.enrolments if each.module != "a"), replace(PLAN, start=month("2027-02")))
    who = learner(5, held={"a": None}, pins={"c": "2027-02"})
    assert broken(rest, who) == {"R3"}
    assert broken(consistent(rest.enrolments), who) == set()


@pytest.mark.parametrize(("months", "minutes"), [(1, 360), (2, 179), (2, 181), (5, 72), (3, 180)])
def test_r3_start_at_a_pace_that_is_not_offered(months: int, minutes: int) -> None:
    # c takes 2 to 4 months, and 3 hours a week over 2; where 1 month asks 6 hours, the budget would be broken too.
    others = {"R5"} if minutes > 180 else set()
    assert broken(moved("c", "2027-02", months, minutes)) == {"R3"} | others
    assert broken(moved("c", "2027-02", 3, 120)) == set()


def test_r4_before_a_prerequisite_has_not_ended() -> None:
    assert broken(moved("a", "2027-02")) == {"R4"}
    assert broken(moved("a", "2027-10"), by=None) == {"R4"}


def test_r4_before_what_is_held_must_have_ended() -> None:
    rest = consistent(tuple(each for each in PLAN.enrolments if each.module != "a"))
    assert broken(rest, learner(5, held={"a": "2027-03"}, pins={"c": "2027-02"})) == set()
    assert broken(rest, learner(5, held={"a": "2027-04"}, pins={"c": "2027-02"})) == {"R4"}


def test_r5_hours_a_month_asks_too_much() -> None:
    assert broken(PLAN, WHO.model_copy(update={"minutes_per_week": 299})) == {"R5"}
    assert broken(PLAN, WHO.model_copy(update={"minutes_per_week": 300})) == set()
    assert broken(PLAN, WHO.model_copy(update={"minutes_per_week": None})) == set()


def test_r5_hours_of_a_month_that_has_others() -> None:
    assert broken(PLAN, WHO.model_copy(update={"minutes_in": {month("2027-05"): 119}})) == {"R5"}
    assert broken(PLAN, WHO.model_copy(update={"minutes_in": {month("2027-05"): 120}})) == set()


def test_r6_at_once_too_many_run() -> None:
    assert broken(PLAN, WHO.model_copy(update={"at_once": 1})) == {"R6"}
    assert broken(PLAN, WHO.model_copy(update={"at_once": 2})) == set()


def test_r8_away_something_runs() -> None:
    assert broken(PLAN, WHO.model_copy(update={"away": frozenset([month("2027-05")])})) == {"R8"}


@pytest.mark.parametrize("shown", ["2027-05", "2027-07"])
def test_r9_valid_an_award_in_the_wrong_month(shown: str) -> None:
    wrong = tuple(replace(each, earned=month(shown)) if each.id == "inner" else each for each in PLAN.awards)
    assert broken(replace(PLAN, awards=wrong)) == {"R9"}


def test_r9_valid_an_award_that_is_not_earned() -> None:
    # Over with a alone (or c alone), by March at the latest: not in June, and nothing earns what needs b without b.
    either = EarnedAward("either", "The either", "certificate", month("2027-06"))
    assert broken(replace(PLAN, awards=(either,))) == {"R9"}
    assert broken(replace(PLAN, awards=(replace(either, earned=month("2027-03")),))) == set()
    rest = consistent(tuple(each for each in PLAN.enrolments if each.module != "b"))
    inner = EarnedAward("inner", "The inner", "certificate", month("2027-03"))
    assert broken(replace(rest, targets=(), awards=(inner,))) == {"R9"}


@pytest.mark.parametrize(
    "choices",
    [
        {"skip": frozenset(["b"])},
        {"skip": frozenset(["other-school"])},
        {"skip": frozenset(["online"])},
        {"only_modes": frozenset(["blended"])},
        {"only_providers": frozenset(["school"])},
        {"pins": {"c": month("2027-03")}},
        {"pins": {"other": month("2027-08")}},
    ],
    ids=str,
)
def test_r10_choices_are_not_kept(choices: dict[str, object]) -> None:
    assert broken(PLAN, WHO.model_copy(update=choices)) == {"R10"}


def test_r10_choices_a_pinned_module_starts_elsewhere() -> None:
    assert broken(moved("c", "2027-04")) == {"R10"}


def test_r11_money_the_fees_come_to_more() -> None:
    assert broken(PLAN, WHO.model_copy(update={"cost_limit_cents": 9_999})) == {"R11"}
    assert broken(PLAN, WHO.model_copy(update={"cost_limit_cents": 10_000})) == set()


def test_r12_by_something_ends_later() -> None:
    assert broken(PLAN, by="2027-05") == {"R12"}
    assert broken(PLAN, by="2027-06") == set()
    assert broken(PLAN, by=None) == set()


@pytest.mark.parametrize("key", ["finish_months", "cost_cents", "minutes_total", "peak_minutes_per_week", "start_months_total"])
def test_objective_a_wrong_value(key: str) -> None:
    assert PLAN.objective is not None
    for by in (-1, 1):
        wrong = replace(PLAN.objective, **{key: getattr(PLAN.objective, key) + by})
        assert broken(replace(PLAN, objective=wrong)) == {"objective"}
    assert broken(replace(PLAN, objective=None)) == {"objective"}


@pytest.mark.parametrize("finish", ["2027-05", "2027-07"])
def test_objective_a_wrong_finish(finish: str) -> None:
    assert broken(replace(PLAN, finish=month(finish))) == {"objective"}


def test_objective_a_wrong_load() -> None:
    first, *rest = PLAN.load
    for minutes in (0, first.minutes_per_week - 1, first.minutes_per_week + 1):
        assert broken(replace(PLAN, load=(replace(first, minutes_per_week=minutes), *rest))) == {"objective"}
    assert broken(replace(PLAN, load=tuple(rest))) == {"objective"}


def test_objective_a_load_in_a_month_in_which_nothing_runs() -> None:
    late = moved("b", "2027-10")
    idle = next(entry for entry in late.load if entry.minutes_per_week == 0)
    load = tuple(replace(entry, minutes_per_week=60) if entry is idle else entry for entry in late.load)
    assert broken(replace(late, load=load)) == {"objective"}


@pytest.mark.parametrize("key", ["finish_months", "cost_cents", "minutes_total", "start_months_total"])
def test_objective_a_bound_that_the_plan_beats(key: str) -> None:
    """The finish cannot be under what is proved of it, and what follows cannot where the stages before are proved."""
    assert PLAN.bound is not None
    assert PLAN.objective is not None
    bound = replace(PLAN.bound, **{key: getattr(PLAN.objective, key) + 1})
    assert broken(replace(PLAN, bound=bound)) == {"objective"}


def test_every_broken_rule_is_named_and_where() -> None:
    found = violations(COURSES, WHO.model_copy(update={"minutes_per_week": 299}), moved("b", "2027-09"), "2027-10")
    assert [(violation.rule, violation.text) for violation in found] == [
        ("R3", "b has no intake in 2027-09"),
        ("R5", "2027-02 asks 300 of 299 minutes a week"),
        ("R5", "2027-03 asks 300 of 299 minutes a week"),
        ("R12", "b ends in 2027-11"),
    ]
