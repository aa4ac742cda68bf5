"""The verifier on sound plans that were spoilt: each breaks one rule, and is refused for that one."""

from datetime import date
from typing import Any

import pytest
from build import any_of, asked_for, award, best, catalogue, learner, module, month, planned, violations
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner, LearnerFacts, Stretch, UnderWay
from mcplanner.learner.request import Request
from mcplanner.plans.model import EarnedAward, Enrolment, HeldAward, MonthLoad, Plan
from mcplanner.verify import Case, count_objective, verify


def courses(**more: dict[str, Any]) -> Catalogue:
    """The catalogue, with more said about some of its modules."""
    return catalogue(
        module("a", fee=100, skills="s") | more.get("a", {}),
        module("b", intakes="apr oct", apply=3, needs="a") | more.get("b", {}),
        module("c", 26, (2, 4), provider="other-school") | more.get("c", {}),
        module("other", mode="blended", skills="t") | more.get("other", {}),
        award("inner", ["a", "b"], "certificate"),
        award("outer", ["inner", "c"], valid_months=12),
        award("either", any_of("a", "c"), "certificate"),
    )


COURSES = courses()
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


def consistent(enrolments: tuple[Enrolment, ...], plan: Plan = PLAN, who: Learner = WHO) -> Plan:
    """A plan of these enrolments whose figures are right; awards are left out, which `broken` overlooks."""
    finish = max(each.end for each in enrolments)
    load = tuple(
        replace(
            plan.load[0],
            month=Month(shown),
            minutes_per_week=sum(each.minutes_per_week for each in enrolments if each.start <= shown <= each.end),
        )
        for shown in range(min(plan.start, *(each.start for each in enrolments if not each.under_way)), finish + 1)
    )
    shown = tuple(replace(each, intake_months=intake_months(each, plan.start, finish)) for each in enrolments)
    made = replace(plan, enrolments=shown, finish=finish, load=load, awards=())
    objective = count_objective(Case(COURSES, who, None, asked_for(made), made))
    return replace(made, objective=objective, bound=objective)


def intake_months(each: Enrolment, first: Month, last: Month) -> tuple[Month, ...]:
    """Those of b, the only one that starts in some months only."""
    starts = COURSES.module_by_id["b"].starts_in
    return tuple(Month(shown) for shown in range(first, last + 1) if starts(Month(shown))) if each.module == "b" else ()


def of_learner(made: Plan, who: Learner) -> Plan:
    """The plan as one of this learner: with the hours that it says there are."""

    def hours_in(entry: MonthLoad) -> int | None:
        usual = who.minutes_at(entry.month)
        return usual if usual is None or entry.minutes_per_week <= usual else who.most_minutes_at(entry.month)

    load = tuple(replace(entry, budget_minutes_per_week=hours_in(entry)) for entry in made.load)
    return replace(made, budget_minutes_per_week=who.minutes_per_week, load=load)


def broken(made: Plan, who: Learner = WHO, by: str | None = BY, among: Catalogue = COURSES) -> set[str]:
    """The rules that a plan breaks, once it says the learner's hours and the class times of another catalogue.

    Where it shows no awards, that is none of them.
    """
    if among is not COURSES:
        times = {each.module: among.module_by_id[each.module].sessions for each in made.enrolments}
        made = replace(made, enrolments=tuple(replace(each, sessions=times[each.module]) for each in made.enrolments))
    found = violations(among, who, of_learner(made, who), by)
    return {violation.rule for violation in found} - ({"awards"} if not made.awards else set())


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


@pytest.mark.parametrize(("skill", "rules"), [("s", set()), ("t", {"R1"}), ("u", {"R1"})])
def test_r1_target_a_skill_that_nothing_taken_teaches(skill: str, rules: set[str]) -> None:
    # a teaches s, other, which is not taken, t, and nothing u. Where c counts as other, it counts as its teacher, too.
    wanted = replace(PLAN, targets=(replace(PLAN.targets[0], id=f"skill:{skill}"),))
    assert broken(wanted) == rules
    assert broken(wanted, among=courses(c={"equivalent": ["other"]})) == ({"R1"} if skill == "u" else set())


def test_r1_target_an_equivalent_is_as_good() -> None:
    # Without b the target is missed, unless c, which starts before b's prerequisite has ended, counts as b.
    rest = consistent(tuple(each for each in PLAN.enrolments if each.module != "b"))
    assert broken(rest) == {"R1"}
    assert broken(rest, among=courses(b={"equivalent": ["c"]})) == set()
    assert broken(rest, among=courses(c={"equivalent": ["other"]}, other={"equivalent": ["b"]})) == set()


def test_r1_target_a_whole_is_as_good_and_its_parts_are_not() -> None:
    # Without b the target is missed, unless c covers b; that b covers c does not help.
    rest = consistent(tuple(each for each in PLAN.enrolments if each.module != "b"))
    assert broken(rest, among=courses(c={"covers": ["b"]})) == set()
    assert broken(rest, among=courses(b={"covers": ["c"]})) == {"R1"}


@pytest.mark.parametrize("relation", ["equivalent", "excludes", "covers"])
@pytest.mark.parametrize("pair", [("a", "c"), ("c", "a"), ("b", "c")])
def test_r2_once_what_may_not_be_taken_as_well(relation: str, pair: tuple[str, str]) -> None:
    # What counts as each other may earn awards sooner: they are left out.
    assert broken(replace(PLAN, awards=()), among=courses(**{pair[0]: {relation: [pair[1]]}})) == {"R2"}


def test_r2_once_equivalents_of_equivalents() -> None:
    # a and c both count as other, which is not taken: then they count as each other. What both exclude, they may share.
    bare = replace(PLAN, awards=())
    assert broken(bare, among=courses(a={"equivalent": ["other"]}, c={"equivalent": ["other"]})) == {"R2"}
    assert broken(PLAN, among=courses(a={"excludes": ["other"]}, c={"excludes": ["other"]})) == set()


@pytest.mark.parametrize(("relation", "held"), [("equivalent", "2026-12"), ("excludes", "2026-12"), ("excludes", "2020-01")])
def test_r2_once_what_may_not_be_taken_with_what_is_held(relation: str, held: str) -> None:
    holds_other = WHO.replace(held=learner(held={"other": held}).held)
    for more in ({"c": {relation: ["other"]}}, {"other": {relation: ["c"]}}):
        assert broken(replace(PLAN, awards=()), holds_other, among=courses(**more)) == {"R2"}
        assert broken(PLAN, among=courses(**more)) == set()


def test_r2_once_a_module_twice() -> None:
    twice = replace(enrolment("b"), start=month("2027-10"), end=month("2027-12"), apply_by=month("2027-07"))
    assert broken(consistent((*PLAN.enrolments, twice))) == {"R2"}


def test_r2_once_a_module_that_is_held() -> None:
    # Held, a earns "either" before the plan does: awards are left out.
    assert broken(replace(PLAN, awards=()), WHO.replace(held=learner(held={"a": None}).held)) == {"R2"}


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


def test_r4_before_an_equivalent_has_ended() -> None:
    # b needs other instead of a: that is not taken, but a counts as it, and moved a month it has not ended.
    needs_other = {"requires": "other"}
    assert broken(PLAN, among=courses(b=needs_other)) == {"R4"}
    assert broken(PLAN, among=courses(b=needs_other, a={"equivalent": ["other"]})) == set()
    assert broken(moved("a", "2027-02"), among=courses(b=needs_other, a={"equivalent": ["other"]})) == {"R4"}


@pytest.mark.parametrize(
    ("name", "alongside", "rules"),
    [
        ("a", ["c"], {"R4"}),  # a starts in January, c in February
        ("c", ["a"], set()),
        ("c", ["b"], {"R4"}),
        ("b", ["a", "c"], set()),  # both have ended
        ("b", ["a", "other"], {"R4"}),  # never taken
        ("b", ["b"], set()),
    ],
)
def test_r4_before_what_goes_alongside_has_not_started(name: str, alongside: list[str], rules: set[str]) -> None:
    assert broken(PLAN, among=courses(**{name: {"alongside": alongside}})) == rules


def test_r4_before_what_is_held_or_counts_goes_alongside() -> None:
    needs = {"a": {"alongside": ["other"]}}
    assert broken(PLAN, among=courses(**needs)) == {"R4"}
    for ended in (None, "2020-01", "2027-12"):
        holds_other = WHO.replace(held=learner(held={"other": ended}).held)
        assert broken(PLAN, holds_other, among=courses(**needs)) == set()
    # c counts as other; it starts in February, a in January.
    assert broken(PLAN, among=courses(**needs, c={"equivalent": ["other"]})) == {"R4"}
    assert broken(moved("a", "2027-02"), WHO, None, courses(**needs, c={"equivalent": ["other"]}, b={"requires": "c"})) == set()


def test_r5_hours_a_month_asks_too_much() -> None:
    assert broken(PLAN, WHO.replace(minutes_per_week=299)) == {"R5"}
    assert broken(PLAN, WHO.replace(minutes_per_week=300)) == set()
    assert broken(PLAN, WHO.replace(minutes_per_week=None)) == set()


def test_r5_hours_of_a_month_that_has_others() -> None:
    assert broken(PLAN, WHO.replace(minutes_in={month("2027-05"): 119})) == {"R5"}
    assert broken(PLAN, WHO.replace(minutes_in={month("2027-05"): 120})) == set()
    assert broken(PLAN, WHO.replace(minutes_per_week=None, minutes_in={month("2027-05"): 119})) == {"R5"}


def test_r5_hours_too_many_months_of_a_year_go_beyond() -> None:
    # Two months need 5 hours; a minute less is enough if both may stretch by one.
    short = WHO.replace(minutes_per_week=299)
    assert broken(PLAN, short.replace(stretch=Stretch(minutes=1, months=2))) == set()
    assert broken(PLAN, short.replace(stretch=Stretch(minutes=1, months=1))) == {"R5"}
    assert broken(PLAN, WHO.replace(minutes_per_week=298, stretch=Stretch(minutes=1, months=12))) == {"R5"}
    # What is shown as there in a month is so.
    who = short.replace(stretch=Stretch(minutes=1, months=2))
    shown = of_learner(PLAN, who)
    wrong = replace(shown, load=tuple(replace(each, budget_minutes_per_week=300) for each in shown.load))
    assert {violation.rule for violation in violations(COURSES, who, wrong, BY)} == {"objective"}


def test_r6_at_once_too_many_run() -> None:
    assert broken(PLAN, WHO.replace(at_once=1)) == {"R6"}
    assert broken(PLAN, WHO.replace(at_once=2)) == set()


@pytest.mark.parametrize(
    ("first", "second", "rules"),
    [
        ("tue 18:30-19:30", "tue 19:00-20:00", {"R7"}),
        ("tue 18:30-19:30", "tue 19:29-20:00", {"R7"}),
        ("tue 18:30-19:30", "tue 19:30-20:00", set()),
        ("tue 18:30-19:30", "wed 19:00-20:00", set()),
    ],
)
def test_r7_classes_two_run_that_have_class_at_one_time(first: str, second: str, rules: set[str]) -> None:
    # a and c run together in February and March; b runs after both.
    assert broken(PLAN, among=courses(a={"sessions": [first]}, c={"sessions": ["sat 09:00-10:00", second]})) == rules
    assert broken(PLAN, among=courses(a={"sessions": [first]}, b={"sessions": [second]})) == set()


@pytest.mark.parametrize(
    ("busy", "rules"), [("tue 19:29-20:00", {"R7"}), ("tue 19:30-20:00", set()), ("mon 09:00-10:00, tue 18:00-18:31", {"R7"})]
)
def test_r7_classes_a_class_when_busy(busy: str, rules: set[str]) -> None:
    told = replace(PLAN, busy=tuple(busy.split(", ")))
    assert broken(told, WHO.replace(busy=learner(busy=busy).busy), among=EVENINGS) == rules


EVENINGS = courses(
    a={"sessions": ["tue 18:30-19:30"]},
    b={"sessions": ["wed 17:00-18:00"]},
    c={"sessions": ["tue 20:00-21:00", "thu 20:00-21:00"]},
)
"""Two evenings a week from February on, Tuesday counted once; b's class ends before the evening."""


@pytest.mark.parametrize(("evenings", "rules"), [(0, {"R7"}), (1, {"R7"}), (2, set()), (7, set()), (None, set())])
def test_r7_classes_too_many_evenings(evenings: int | None, rules: set[str]) -> None:
    assert broken(PLAN, WHO.replace(evenings=evenings), among=EVENINGS) == rules


def test_r7_classes_an_evening_begins_after_six() -> None:
    none = WHO.replace(evenings=0)
    assert broken(PLAN, none, among=courses(b={"sessions": ["wed 17:00-18:00"]})) == set()
    assert broken(PLAN, none, among=courses(b={"sessions": ["wed 17:00-18:01"]})) == {"R7"}


def test_r8_away_something_runs() -> None:
    assert broken(PLAN, WHO.replace(away=frozenset([month("2027-05")]))) == {"R8"}


def test_r5_hours_of_days_away_are_not_there() -> None:
    # March needs 5 hours, or 300 minutes: of 310, 30 of its 31 days have 300, and of 309 only 299.
    away = frozenset([date(2027, 3, 17)])
    assert broken(PLAN, WHO.replace(minutes_per_week=309, away=away)) == {"R5"}
    assert broken(PLAN, WHO.replace(minutes_per_week=310, away=away)) == set()
    assert broken(PLAN, WHO.replace(minutes_per_week=None, away=away)) == set()
    whole = frozenset(date(2027, 5, day) for day in range(1, 32))
    assert broken(PLAN, WHO.replace(minutes_per_week=None, away=whole)) == {"R8"}


@pytest.mark.parametrize(
    ("day", "days", "rules"),
    [
        (date(2027, 2, 1), None, {"R8"}),
        (date(2027, 2, 2), None, set()),
        (date(2027, 2, 26), None, {"R8"}),
        (date(2027, 2, 27), None, set()),
        (date(2027, 2, 2), 3, {"R8"}),
        (date(2027, 1, 31), 3, set()),
    ],
)
def test_r8_away_on_a_day_that_cannot_be_missed(day: date, days: int | None, rules: set[str]) -> None:
    """The first and the last day of a run; all of them, where it is taught in full days."""
    run = {"start": "2027-02-01", "end": "2027-02-26"}
    among = catalogue({**module("a", 4, 1), "runs": [run], **({} if days is None else {"days": days})})
    made = planned(among, learner(5), "a")
    who = learner(5).replace(away=frozenset([day]))
    found = verify(among, who, None, Request(("a",), made.start), of_learner(made, who))
    assert {violation.rule for violation in found} == rules


@pytest.mark.parametrize("shown", ["2027-05", "2027-07"])
def test_r9_valid_an_award_in_the_wrong_month(shown: str) -> None:
    wrong = tuple(replace(each, earned=month(shown)) if each.id == "inner" else each for each in PLAN.awards)
    assert broken(replace(PLAN, awards=wrong)) == {"R9"}


def test_r9_valid_an_award_that_is_not_earned() -> None:
    # Over with a alone (or c alone), by March at the latest: not in June, and nothing earns what needs b without b.
    either = replace(next(each for each in PLAN.awards if each.id == "either"), earned=month("2027-06"))
    others = tuple(each for each in PLAN.awards if each.id != "either")
    assert broken(replace(PLAN, awards=(*others, either))) == {"R9"}
    assert broken(replace(PLAN, awards=(*others, replace(either, earned=month("2027-03"))))) == set()
    rest = consistent(tuple(each for each in PLAN.enrolments if each.module != "b"))
    inner = EarnedAward("inner", "The inner", "certificate", month("2027-03"))
    assert broken(replace(rest, targets=(), awards=(inner,))) == {"R9", "awards"}


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
def test_r10_choices_are_not_kept(choices: LearnerFacts) -> None:
    assert broken(PLAN, WHO.replace(**choices)) == {"R10"}


def test_r10_choices_a_pinned_module_starts_elsewhere() -> None:
    assert broken(moved("c", "2027-04")) == {"R10"}


def test_r11_money_the_fees_come_to_more() -> None:
    assert broken(PLAN, WHO.replace(cost_limit_cents=9_999)) == {"R11"}
    assert broken(PLAN, WHO.replace(cost_limit_cents=10_000)) == set()


def test_r12_by_something_ends_later() -> None:
    assert broken(PLAN, by="2027-05") == {"R12"}
    assert broken(PLAN, by="2027-06") == set()
    assert broken(PLAN, by=None) == set()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "The b"},
        {"field": "other"},
        {"provider": "other-school"},
        {"mode": "blended"},
        {"hours": 27},
        {"days": 2},
        {"apply_by": month("2026-12")},
        {"field_title": "Other"},
        {"provider_title": "Other"},
        {"venue": "Other"},
        {"sessions": ("mon 09:00-10:00",)},
        {"intake_months": (month("2027-01"),)},
    ],
    ids=str,
)
def test_facts_that_the_catalogue_does_not_have(wrong: dict[str, Any]) -> None:
    spoilt = tuple(replace(each, **wrong) if each.module == "a" else each for each in PLAN.enrolments)
    assert broken(replace(PLAN, enrolments=spoilt)) == {"facts"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"targets": ("inner",)},
        {"targets": ("outer", "a")},
        {"targets": ("diploma",), "field": "other"},
        {"targets": ("certificate",)},
        {"targets": ("skill:s",)},
        {"start": month("2026-12")},
        {"prefer": "cost"},
    ],
    ids=str,
)
def test_asked_for_something_else(wrong: dict[str, Any]) -> None:
    for request in (Request(("outer",), month("2027-01")), Request(("diploma",), month("2027-01"), field="study")):
        assert verify(COURSES, WHO, None, request, PLAN) == ()
    found = verify(COURSES, WHO, None, replace(request, **wrong), PLAN)
    assert {violation.rule for violation in found} == {"asked"}


def test_asked_by_someone_else_or_of_another_catalogue() -> None:
    assert {violation.rule for violation in violations(COURSES, WHO, replace(PLAN, budget_minutes_per_week=360))} == {"asked"}
    assert broken(replace(PLAN, catalogue_title="Other")) == {"asked"}
    assert broken(replace(PLAN, as_of=date(2020, 1, 1))) == {"asked"}


def test_the_hours_of_a_month_are_not_the_learners() -> None:
    load = (replace(PLAN.load[0], budget_minutes_per_week=360), *PLAN.load[1:])
    assert {violation.rule for violation in violations(COURSES, WHO, replace(PLAN, load=load))} == {"objective"}


def test_awards_left_out_named_wrongly_or_twice() -> None:
    for award_id in ("inner", "outer", "either"):
        rest = tuple(each for each in PLAN.awards if each.id != award_id)
        assert len(rest) == 2
        assert broken(replace(PLAN, awards=rest)) == {"awards"}
    assert {violation.rule for violation in violations(COURSES, WHO, replace(PLAN, awards=()), BY)} == {"awards"}
    first, *others = PLAN.awards
    assert broken(replace(PLAN, awards=(replace(first, title="Another"), *others))) == {"awards"}
    assert broken(replace(PLAN, awards=(replace(first, kind="degree"), *others))) == {"awards"}
    assert broken(replace(PLAN, awards=(first, *PLAN.awards))) == {"awards"}


def test_awards_that_say_wrongly_how_long_modules_count() -> None:
    # "outer", earned in June, counts what ended in the 12 months before: a until March 2028, nine months later, and so on.
    (outer,) = (each for each in PLAN.awards if each.id == "outer")
    others = tuple(each for each in PLAN.awards if each is not outer)
    until = {each.module: (each.until, each.slack_months) for each in outer.valid}
    assert until == {"a": (month("2028-03"), 9), "c": (month("2028-03"), 9), "b": (month("2028-06"), 12)}
    first, *rest = outer.valid
    later = replace(first, until=Month(first.until + 1), slack_months=first.slack_months + 1)
    for wrong in ((), tuple(rest), (later, *rest), (replace(first, slack_months=0), *rest)):
        assert broken(replace(PLAN, awards=(*others, replace(outer, valid=wrong)))) == {"awards"}


def test_awards_that_what_is_held_earns_alone() -> None:
    # a is held, which alone earns "either"; a plan of b and c earns the others, and says that this one was earned before.
    rest = consistent(tuple(each for each in PLAN.enrolments if each.module != "a"))
    who = WHO.replace(held=learner(held={"a": "2026-12"}).held)
    # It ended three months sooner than in the plan, and so it expires sooner.
    inner, outer = (each for each in PLAN.awards if each.id != "either")
    valid = tuple(
        replace(each, until=Month(each.until - 3), slack_months=each.slack_months - 3) if each.module == "a" else each
        for each in outer.valid
    )
    before = HeldAward("either", "The either", "certificate", month("2026-12"))
    sound = replace(rest, awards=(inner, replace(outer, valid=valid)), held_awards=(before,))
    assert broken(sound, who) == set()
    assert broken(replace(sound, awards=(inner, outer)), who) == {"awards"}
    assert broken(replace(sound, awards=PLAN.awards), who) >= {"awards"}
    assert broken(replace(sound, held_awards=()), who) == {"awards"}
    assert broken(replace(sound, held_awards=(before, before)), who) == {"awards"}
    assert broken(replace(sound, held_awards=(replace(before, title="Another"),)), who) == {"awards"}
    for wrong in (None, month("2026-11"), month("2027-01")):
        assert broken(replace(sound, held_awards=(replace(before, earned=wrong),)), who) == {"R9"}


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
    who = WHO.replace(minutes_per_week=299)
    found = violations(COURSES, who, of_learner(moved("b", "2027-09"), who), "2027-10")
    assert [(violation.rule, violation.text) for violation in found if violation.rule != "awards"] == [
        ("R3", "b has no intake in 2027-09"),
        ("R5", "2027-02 needs 300 minutes a week, of 299"),
        ("R5", "2027-03 needs 300 minutes a week, of 299"),
        ("R12", "b ends in 2027-11"),
    ]


# --- What is under way -------------------------------------------------------------------------------------------------------

RUNNING = learner(5, pins={"c": "2027-02"}, under_way={"other": "2026-11"})
"""other, not needed, runs until January: 2 hours a week beside a's."""
WITH_RUNNING = best(COURSES, RUNNING, "outer", by=BY, finish="2027-06", cost=100, hours=104, starts=4, peak=5)


def running(**changes: Any) -> Plan:
    """The plan with what is under way said otherwise."""
    return consistent(
        tuple(replace(each, **changes) if each.under_way else each for each in WITH_RUNNING.enrolments), WITH_RUNNING, RUNNING
    )


def test_what_is_under_way_is_in_the_plan_from_its_month_and_for_its_months() -> None:
    assert broken(running(), RUNNING) == set()
    without = tuple(each for each in WITH_RUNNING.enrolments if not each.under_way)
    assert broken(consistent(without, WITH_RUNNING, RUNNING), RUNNING) == {"R3"}
    assert "R3" in broken(running(start=month("2026-12"), end=month("2027-02")), RUNNING)
    assert "R3" in broken(running(end=month("2027-02")), RUNNING)
    assert "R3" in broken(running(under_way=False), RUNNING)
    assert broken(running(minutes_per_week=60), RUNNING) == {"R3"}


def test_what_is_under_way_is_in_the_run_of_its_day() -> None:
    runs = [{"start": "2026-10-05", "end": "2026-12-18"}, {"start": "2026-10-26", "end": "2027-01-29"}]
    among = catalogue(module("a", 26, 3) | {"runs": runs}, module("b", needs="a"))
    first, last = (
        Learner(minutes_per_week=600, under_way=(UnderWay(module="a", started=month("2026-10"), day=day),))
        for day in (date(2026, 10, 5), date(2026, 10, 26))
    )
    made = planned(among, last, "b", start="2026-12")
    assert violations(among, last, made) == ()
    assert [found.text for found in violations(among, first, made)] == ["a has been under way since 2026-10-05, in another run"]


def test_what_only_says_that_it_is_under_way_is_not() -> None:
    said = consistent(tuple(replace(each, under_way=each.module == "b") for each in PLAN.enrolments))
    assert broken(said) == {"R3"}


def test_what_is_under_way_leaves_less_for_what_is_new() -> None:
    # Alone it may run while the learner is away and above the hours there are; with a beside it, it may not.
    away = RUNNING.replace(away=frozenset((month("2027-01"),)))
    assert broken(WITH_RUNNING, away) == {"R8"}
    assert broken(WITH_RUNNING, RUNNING.replace(minutes_in={month("2027-01"): 239})) == {"R5"}
    assert broken(WITH_RUNNING, RUNNING.replace(at_once=1)) == {"R6"}
    later = tuple(each for each in WITH_RUNNING.enrolments if each.under_way or each.module == "c")
    alone = consistent(later, replace(WITH_RUNNING, targets=(replace(WITH_RUNNING.targets[0], id="c"),)), RUNNING)
    full = RUNNING.replace(away=frozenset((month("2027-01"),)), minutes_in={month("2027-01"): 1}, at_once=1, evenings=0)
    assert broken(alone, full) == set()


def test_what_is_under_way_is_paid_for() -> None:
    dear = courses(other={"fee": 900})
    assert broken(WITH_RUNNING, RUNNING.replace(cost_limit_cents=10_000), among=dear) == set()
    assert broken(WITH_RUNNING, RUNNING.replace(cost_limit_cents=9_999), among=dear) == {"R11"}
