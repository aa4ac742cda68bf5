"""The rules R3 to R8 of a plan (docs/rules.md): starts, prerequisites, hours, and time that is not there.

Unless a test says otherwise plans start in January 2027, a module takes 3 months at 2 hours a week, and any month will do.
"""

from typing import Any

import pytest
from build import (
    all_of,
    any_of,
    award,
    best,
    catalogue,
    choose,
    credits,
    impossible,
    learner,
    module,
    month,
    planned,
    skill,
    taken,
)

from mcplanner.ground.months import format_month
from mcplanner.learner.absence import parse_away
from mcplanner.learner.model import Learner
from mcplanner.learner.stretching import parse_stretch
from mcplanner.plans.model import Status

# --- R3 start: in an intake or run, not before the plan, while one can apply --------------------------------------------------


def test_r3_start_waits_for_the_intake() -> None:
    # April is the first intake from January on: April to June.
    courses = catalogue(module("a", intakes="apr oct"))
    made = best(courses, learner(2), "a", finish="2027-06", starts=3)
    assert [format_month(month) for month in made.enrolments[0].intake_months] == ["2027-04"]


def test_r3_start_waits_for_the_intake_one_can_still_apply_for() -> None:
    # Three months ahead of April is January: just in time. From February on only October is left, to apply for by July.
    courses = catalogue(module("a", intakes="apr oct", apply=3))
    assert format_month(best(courses, learner(2), "a", finish="2027-06").enrolments[0].apply_by) == "2027-01"
    made = best(courses, learner(2), "a", start="2027-02", finish="2027-12", starts=8)
    assert format_month(made.enrolments[0].apply_by) == "2027-07"


@pytest.mark.parametrize(("apply", "finish"), [(3, "2028-06"), (12, "2028-06"), (24, "2029-06")])
def test_r3_start_waits_however_long_applications_take(apply: int, finish: str) -> None:
    # From February 2027 on, the first start to apply for is in May 2027, February 2028 or February 2029; then April comes next.
    courses = catalogue(module("a", intakes="apr", apply=apply))
    best(courses, learner(2), "a", start="2027-02", finish=finish)


def test_r3_start_in_a_run_one_can_still_apply_for() -> None:
    # The run of February closed in December, that of May is open until January; one without a date is open until it starts.
    runs = {"2027-02": "2026-12", "2027-05": "2027-01", "2027-08": None}
    courses = catalogue(module("a", runs=runs))
    assert taken(best(courses, learner(2), "a", finish="2027-07", starts=4)) == {"a": "2027-05"}
    assert taken(best(courses, learner(2), "a", start="2027-08", finish="2027-10", starts=0)) == {"a": "2027-08"}


def test_r3_start_alone_makes_it_impossible() -> None:
    # By June only April would do, and it cannot be applied for from February on.
    courses = catalogue(module("a", intakes="apr", apply=3))
    impossible(courses, learner(2), "a", start="2027-02", by="2027-06")
    best(catalogue(module("a", intakes="apr", apply=2)), learner(2), "a", start="2027-02", by="2027-06", finish="2027-06")
    # The last run is over; without runs any month would do.
    assert "no intake left" in impossible(catalogue(module("a", runs={"2026-10": None})), learner(2), "a")


def test_r3_start_self_paced_goes_as_fast_as_the_hours_allow() -> None:
    # 52 hours over 2 months are 52 x 3 / 26 = 6 hours a week, over 3 months 4, over 4 months 3.
    courses = catalogue(module("a", 52, (2, 4)))
    best(courses, learner(6), "a", finish="2027-02", peak=6)
    best(courses, learner(5), "a", finish="2027-03", peak=4)
    best(courses, learner(3), "a", finish="2027-04", peak=3)
    assert "needs 3 hours a week, more than your 2.9" in impossible(courses, learner(2.9), "a")


def test_r5_hours_that_are_never_there_for_long_enough() -> None:
    # Nine hours a week in two months, one in all others: a asks two over three. Without a limit in all others, it can run
    # from March on, but not in January, where its only run is.
    few = learner(1, hours_in={"2027-01": 9, "2027-02": 9})
    reason = "it needs 2 hours a week for 3 months, which you never have when it could run"
    assert impossible(catalogue(module("a")), few, "a") == reason
    gap = learner(hours_in={"2027-02": 1})
    best(catalogue(module("a")), gap, "a", by="2027-06", finish="2027-05", starts=2)
    assert impossible(catalogue(module("a", runs={"2027-01": None})), gap, "a", by="2027-06") == reason
    assert "no intake left" in impossible(catalogue(module("a", runs={"2027-01": None})), learner(2, away="2027-02"), "a")


def test_r3_start_self_paced_side_by_side() -> None:
    # Two of 52 hours, 6 hours a week: both over 4 months (3 + 3), or one after the other over 2 (6): April either way, but both
    # in January start earlier (0 against 2).
    courses = catalogue(module("a", 52, (2, 4)), module("b", 52, (2, 4)), award("d", ["a", "b"]))
    best(courses, learner(6), "d", finish="2027-04", starts=0, peak=6)


def test_r3_start_teaching_weeks_make_the_load() -> None:
    # 150 hours in 6 months of 26 weeks are 5.77 hours a week, 347 minutes rounded up; in 20 weeks they are 7.5 hours.
    made = best(catalogue(module("a", 150, 6)), learner(6), "a", finish="2027-06")
    assert made.enrolments[0].minutes_per_week == 347
    courses = catalogue(module("a", 150, 6, weeks=20))
    best(courses, learner(7.5), "a", finish="2027-06", peak=7.5)
    assert "7.5 hours a week, more than your 7.4" in impossible(courses, learner(7.4), "a")


# --- R4 before: prerequisites have ended --------------------------------------------------------------------------------------


def test_r4_before_waits_for_the_end_of_a_prerequisite() -> None:
    # 10 hours would hold both at once; b starts in April, when a has ended in March.
    courses = catalogue(module("a"), module("b", needs="a"))
    assert taken(best(courses, learner(10), "b", finish="2027-06", starts=3)) == {"a": "2027-01", "b": "2027-04"}


def test_r4_before_takes_the_sooner_of_two() -> None:
    # c needs a (6 months) or b (3).
    courses = catalogue(module("a", months=6), module("b"), module("c", needs=any_of("a", "b")))
    assert taken(best(courses, learner(10), "c", finish="2027-06", hours=52)) == {"b": "2027-01", "c": "2027-04"}


def test_r4_before_an_alternative_that_ends_too_late_is_not_enough() -> None:
    # b is wanted anyway, so c could rest on it, and end in September; but a has ended in March.
    courses = catalogue(module("a"), module("b", months=6), module("c", needs=any_of("a", "b")), award("d", ["b", "c"]))
    assert taken(best(courses, learner(10), "d", finish="2027-06", hours=78)) == {
        "a": "2027-01",
        "b": "2027-01",
        "c": "2027-04",
    }


@pytest.mark.parametrize(
    "needs",
    [choose(2, "a", "b", "x"), credits(3, "a", "b", "x"), all_of(skill("s"), skill("t")), "inner", any_of(["a", "b"], "x")],
    ids=["choose", "credits", "skill", "award", "trees"],
)
def test_r4_before_takes_any_kind_of_requirement(needs: object) -> None:
    # However it is said, c needs a (January to March) and b (from April on), because x is ruled out: c is done in September.
    assert isinstance(needs, str | dict)
    courses = catalogue(
        module("a", credits=1, skills="s"),
        module("b", credits=2, skills="t"),
        module("x", credits=3, skills="s t"),
        module("c", needs=needs),
        award("inner", ["a", "b"], "certificate"),
    )
    made = best(courses, learner(2, skip="x"), "c", finish="2027-09", hours=78, starts=9)
    assert taken(made)["c"] == "2027-07"


def test_r4_before_alone_makes_it_impossible() -> None:
    # By March there is time for one after the other only where neither must wait.
    impossible(catalogue(module("a"), module("b", needs="a")), learner(10), "b", by="2027-03")
    best(catalogue(module("a"), module("b")), learner(10), "a", "b", by="2027-03", finish="2027-03")


def test_r4_before_circles_are_impossible_unless_something_leads_into_them() -> None:
    # a needs b or x, and b needs a: through x there is a way in, and without it there is none, unless b is held.
    courses = catalogue(module("a", needs=any_of("b", "x")), module("b", needs="a"), module("x"), award("d", "b"))
    best(courses, learner(10), "d", finish="2027-09")
    best(courses, learner(10, skip="x", held={"b": None}), "a", finish="2027-03")
    impossible(courses, learner(10, skip="x"), "d")


def test_r4_before_what_goes_alongside_has_ended_or_is_under_way() -> None:
    # a brings b along. At 4 hours both run from January; at 2 hours b comes first, and a, which starts after it, from April on.
    courses = catalogue(module("a", alongside=["b"]), module("b"))
    assert taken(best(courses, learner(4), "a", finish="2027-03", hours=52, starts=0)) == {"a": "2027-01", "b": "2027-01"}
    assert taken(best(courses, learner(2), "a", finish="2027-06", hours=52, starts=3)) == {"b": "2027-01", "a": "2027-04"}


def test_r4_before_what_goes_alongside_starts_no_later() -> None:
    # b starts in February, or, a little later, in August. a could start in January or March: not before b, so in March.
    courses = catalogue(module("a", intakes="jan mar", alongside=["b"]), module("b", intakes="feb aug"))
    assert taken(best(courses, learner(4), "a", finish="2027-05", starts=3)) == {"b": "2027-02", "a": "2027-03"}
    # Without hours for both, a waits for the next of its intakes after b has ended in April.
    assert taken(best(courses, learner(2), "a", finish="2028-03", starts=13)) == {"b": "2027-02", "a": "2028-01"}


def test_r4_before_what_goes_alongside_each_other_starts_together() -> None:
    # a could start in January, b in February; both can in April, and end in June.
    together = module("a", intakes="jan apr", alongside=["b"]), module("b", intakes="feb apr", alongside=["a"])
    courses = catalogue(*together)
    assert taken(best(courses, learner(4), "b", finish="2027-06", starts=6)) == {"a": "2027-04", "b": "2027-04"}
    impossible(courses, learner(3), "b")


def test_r4_before_what_is_held_from_a_later_month_is_waited_for() -> None:
    # b, of 3 months, is done within 15 months whatever its intakes; but a, which it needs, ends in January 2030.
    made = planned(catalogue(module("a"), module("b", needs="a")), learner(2, held={"a": "2030-01"}), "b")
    assert (taken(made), made.status) == ({"b": "2030-02"}, Status.OPTIMAL)


@pytest.mark.parametrize("ended", [None, "2020-01", "2027-02"])
def test_r4_before_what_is_held_is_under_way_at_least(ended: str | None) -> None:
    # b, held, has ended or will in February: a needs it only under way, and starts in January.
    courses = catalogue(module("a", alongside=["b"]), module("b"))
    assert taken(best(courses, learner(2, held={"b": ended}), "a", finish="2027-03")) == {"a": "2027-01"}


def test_r4_before_what_goes_alongside_and_cannot_be_taken_is_named() -> None:
    # a needs b alongside, and c; b is ruled out. What needs a has none of it.
    courses = catalogue(module("a", alongside=["c", "b"]), module("b"), module("c"), module("d", needs="a"))
    assert (
        impossible(courses, learner(9, skip="b"), "a") == "it needs alongside it The b (b), which is ruled out by your choices"
    )
    assert "needs The a (a), which needs alongside it The b (b)" in impossible(courses, learner(9, skip="b"), "d")


def test_r4_before_what_counts_as_another_goes_alongside_in_its_place() -> None:
    # b cannot start before June; c counts as b. a needs d first, and something alongside: d and c at once, then a.
    entries = module("a", needs="d", alongside=["b"]), module("b", intakes="jun"), module("d")
    courses = catalogue(*entries, module("c", equivalent=["b"]))
    assert taken(best(courses, learner(4), "a", finish="2027-06", hours=78, starts=3)) == {
        "c": "2027-01",
        "d": "2027-01",
        "a": "2027-04",
    }
    best(catalogue(*entries), learner(4), "a", finish="2027-08", starts=0 + 5 + 5)


def test_r4_before_alongside_alone_makes_it_impossible() -> None:
    # b can only start in February, and a, by December, only in January: that is before b.
    entries = module("b", runs={"2027-02": None}), award("d", ["a", "b"])
    impossible(catalogue(module("a", intakes="jan", alongside=["b"]), *entries), learner(10), "d", by="2027-12")
    best(catalogue(module("a", intakes="jan"), *entries), learner(10), "d", by="2027-12", finish="2027-04")


def test_r4_before_what_is_held_and_has_yet_to_end_is_waited_for_or_done_without() -> None:
    # b needs a, held and over after February, or c, which runs in January: after c it runs in February. Without c, in March.
    courses = catalogue(module("a", 13, 1), module("c", 13, 1, intakes="jan"), module("b", 13, 1, needs=any_of("a", "c")))
    held = {"a": "2027-02"}
    assert taken(best(courses, learner(9, held=held), "b", finish="2027-02")) == {"c": "2027-01", "b": "2027-02"}
    assert taken(best(courses, learner(9, held=held, skip="c"), "b", finish="2027-03")) == {"b": "2027-03"}


# --- R5 hours: the loads add up to at most the budget -------------------------------------------------------------------------


def test_r5_hours_decide_what_runs_side_by_side() -> None:
    # Loads of 2, 2 and 2 with 4 hours: two at once, the third after them. With 6 hours all at once.
    courses = catalogue(module("a"), module("b"), module("c"), award("d", ["a", "b", "c"]))
    best(courses, learner(4), "d", finish="2027-06", starts=3, peak=4)
    best(courses, learner(6), "d", finish="2027-03", starts=0, peak=6)


def test_r5_hours_are_shared_in_every_month_not_on_average() -> None:
    # a (2 hours) can only run from February to April. In the 6 months to June, 3 hours a week would be enough for a and b on
    # average (12 of 18), but b, which takes 3 months at 2 hours, fits neither before a nor beside it, and must wait until May.
    courses = catalogue(module("a", intakes="feb"), module("b"), award("d", ["a", "b"]))
    assert taken(best(courses, learner(3), "d", finish="2027-07", starts=5)) == {"a": "2027-02", "b": "2027-05"}


def test_r5_hours_alone_make_it_impossible() -> None:
    courses = catalogue(module("a"), module("b"), award("d", ["a", "b"]))
    assert "the earliest finish is Jun 2027" in impossible(courses, learner(3.9), "d", by="2027-03")
    best(courses, learner(4), "d", by="2027-03", finish="2027-03")
    assert "needs The a (a), which needs 2 hours a week, more than your 1.9" in impossible(courses, learner(1.9), "d")


def test_r5_hours_can_differ_from_month_to_month() -> None:
    # a asks 2 hours from January to March; with 1 hour in February it starts in March. 4 hours from April on hold b beside c.
    courses = catalogue(module("a"), module("b", needs="a"), module("c", needs="a"), award("d", ["b", "c"]))
    best(courses, learner(4, hours_in={"2027-02": 1}), "a", finish="2027-05", starts=2)
    more = {f"2027-{number:02d}": 4.0 for number in range(4, 13)}
    best(courses, learner(2, hours_in=more), "d", finish="2027-06", starts=6, peak=4)
    best(courses, learner(2), "d", finish="2027-09", starts=9, peak=2)


def test_r5_hours_of_single_months_alone_make_it_impossible() -> None:
    # By March a needs 2 hours in every month; where 1 hour is usual, three months of 2 are enough.
    courses = catalogue(module("a"))
    impossible(courses, learner(4, hours_in={"2027-02": 1.9}), "a", by="2027-03")
    best(courses, learner(4, hours_in={"2027-02": 2}), "a", by="2027-03", finish="2027-03")
    more = {"2027-02": 2, "2027-03": 2, "2027-04": 2}
    best(courses, learner(1, hours_in=more), "a", finish="2027-04", starts=1)
    impossible(courses, learner(1, hours_in=more), "a", by="2027-03")


def test_r5_hours_of_a_month_may_cost_a_whole_year() -> None:
    # a starts in January; in the first of them there are too few hours in February, so it waits for the next.
    courses = catalogue(module("a", intakes="jan"))
    best(courses, learner(4, hours_in={"2027-02": 1}), "a", start="2026-12", finish="2028-03", starts=13)


def test_r5_hours_may_be_enough_only_in_some_months_years_away() -> None:
    # 1 hour is too few for a, but from January to March 2030 there are 2.
    best(catalogue(module("a")), learner(1, hours_in={f"2030-0{month}": 2 for month in (1, 2, 3)}), "a", finish="2030-03")


def test_r5_hours_of_single_months_where_the_least_of_all_others_is_sought() -> None:
    # a asks 2 hours. By June, with 1 hour in February and none in March, it runs from April on; by May it cannot.
    courses = catalogue(module("a"))
    who = learner(None, hours_in={"2027-02": 1, "2027-03": 0})
    best(courses, who, "a", by="2027-06", finish="2027-06", peak=2, starts=3)
    impossible(courses, who, "a", by="2027-05")


# --- R6 at once: no more modules side by side than the learner allows ---------------------------------------------------------


def stretching(hours: float, stretch: str) -> Learner:
    return learner(hours).replace(stretch=parse_stretch(stretch))


def test_r5_hours_stretch_in_a_few_months_of_a_year() -> None:
    # a and b take 2 hours a week over 3 months each. With 3 hours they come one after the other; with an hour more in 2 months
    # b overlaps a in February and March, or a overlaps b; in 3 months both run from January on.
    courses = catalogue(module("a"), module("b"))
    best(courses, learner(3), "a", "b", finish="2027-06", starts=3)
    made = best(courses, stretching(3, "1/2"), "a", "b", finish="2027-04", starts=1, peak=4)
    assert [load.budget_minutes_per_week for load in made.load] == [180, 240, 240, 180]
    best(courses, stretching(3, "1/3"), "a", "b", finish="2027-03", starts=0, peak=4)
    # Half an hour is not enough, in however many months.
    best(courses, stretching(3, "0.5/12"), "a", "b", finish="2027-06", starts=3)


def test_r5_hours_stretch_anew_in_each_calendar_year() -> None:
    # Both start in November: two months of 2026 and one of 2027 go beyond.
    courses = catalogue(module("a", intakes="nov"), module("b", intakes="nov"))
    best(courses, stretching(3, "1/2"), "a", "b", start="2026-11", finish="2027-01", starts=0, peak=4)
    best(courses, stretching(3, "1/1"), "a", "b", start="2026-11", finish="2028-01", starts=12)


def test_r5_hours_stretch_in_no_month_without_hours() -> None:
    courses = catalogue(module("a"))
    who = learner(2, hours_in={"2027-02": 0}, away="2027-04").replace(stretch=parse_stretch("2/12"))
    assert taken(best(courses, who, "a", finish="2027-07", starts=4)) == {"a": "2027-05"}


def test_r5_hours_that_stretch_too_seldom_alone_make_it_impossible() -> None:
    # It needs 2 hours a week in three months of every year.
    courses = catalogue(module("a", intakes="feb"))
    best(courses, stretching(1, "1/3"), "a", finish="2027-04", starts=1)
    assert "need more hours a week than you have" in impossible(courses, stretching(1, "1/2"), "a")
    assert "needs 2 hours a week, more than even 1.5" in impossible(courses, stretching(1, "0.5/2"), "a")


def test_r5_hours_why_a_module_starts_no_sooner_where_the_months_that_stretch_are_too_few() -> None:
    courses = catalogue(module("a"), module("b"))
    made = planned(courses, stretching(3, "1/2"), "a", "b")
    later = max(made.enrolments, key=lambda each: each.start)
    assert [note.text for note in later.because if note.code == "hours"] == [
        "with it, 3 months of 2027 would need more than your 3 hours a week; you can stretch in 2"
    ]
    made = planned(courses, stretching(3, "0.5/2"), "a", "b")
    later = max(made.enrolments, key=lambda each: each.start)
    assert "takes 2 of your 3.5 hours a week in Mar 2027" in next(note.text for note in later.because if note.code == "hours")


def test_r6_at_once_makes_modules_wait_for_each_other() -> None:
    # Three modules and hours for all: at once until March, two at once until June, one at a time until September.
    courses = catalogue(module("a"), module("b"), module("c"), award("d", ["a", "b", "c"]))
    best(courses, learner(6, at_once=3), "d", finish="2027-03", starts=0)
    best(courses, learner(6, at_once=2), "d", finish="2027-06", starts=3)
    best(courses, learner(6, at_once=1), "d", finish="2027-09", starts=9)


def test_r6_at_once_alone_makes_it_impossible() -> None:
    courses = catalogue(module("a", intakes="jan"), module("b", intakes="feb"), award("d", ["a", "b"]))
    best(courses, learner(4, at_once=2), "d", by="2027-06", finish="2027-04")
    impossible(courses, learner(4, at_once=1), "d", by="2027-06")


def test_what_goes_alongside_is_too_much_at_once() -> None:
    # a and b, each alongside the other, ask 4 hours a week together, have class on two evenings, and cost 200.
    courses = catalogue(
        module("a", alongside=["b"], sessions=["mon 19:00-20:00"], fee=100),
        module("b", alongside=["a"], sessions=["tue 19:00-20:00"], fee=100),
    )
    best(courses, learner(4, at_once=2, evenings=2), "a", finish="2027-03", hours=52, peak=4, cost=200)
    two_at_once = "more modules would have to run at once than the 1 that you allow"
    assert impossible(courses, learner(4, at_once=1), "a") == two_at_once
    assert impossible(courses, learner(4, evenings=1), "a") == "classes would take more evenings a week than your 1"
    hours = "modules that would have to run at the same time need more hours a week than you have"
    assert impossible(courses, learner(3), "a") == hours
    # Two of these limits, neither of which it is enough to drop: the first is told.
    assert impossible(courses, learner(3, at_once=1), "a") == two_at_once
    assert impossible(courses, learner(4, at_once=1, cost_limit=100), "a") == "the fees would come to more than S$100.00"


# --- R7 clash: no class at the time of another or when the learner is busy, and evenings enough -------------------------------


def test_r7_classes_moves_a_module() -> None:
    # At 4 hours a and b would run at once, but both have class on Tuesdays at seven: b follows from April on.
    courses = catalogue(module("a", sessions=["tue 18:30-19:30"]), module("b", sessions=["tue 19:00-20:00"]))
    best(courses, learner(4), "a", "b", finish="2027-06", starts=3, peak=2)
    # One class ends when the other starts, or it is another day: no clash.
    for other in ("tue 19:30-20:30", "thu 19:00-20:00"):
        courses = catalogue(module("a", sessions=["tue 18:30-19:30"]), module("b", sessions=[other]))
        best(courses, learner(4), "a", "b", finish="2027-03", starts=0, peak=4)


def test_r7_classes_any_of_several_classes_is_enough_and_chooses_another_pair() -> None:
    # Two of three: a clashes with b on Mondays and with c on Saturdays; b and c get on, and are done in March.
    courses = catalogue(
        module("a", sessions=["mon 09:00-12:00", "sat 09:00-12:00"]),
        module("b", sessions=["fri 09:00-10:00", "mon 11:59-13:00"]),
        module("c", sessions=["sat 08:00-09:01", "mon 13:00-14:00"]),
        award("d", choose(2, "a", "b", "c")),
    )
    assert set(taken(best(courses, learner(4), "d", finish="2027-03", starts=0))) == {"b", "c"}
    best(courses, learner(4, skip="c"), "d", finish="2027-06", starts=3)


def test_r7_classes_alone_makes_it_impossible() -> None:
    # The months to June leave a from January on and b from February on: they share February and March.
    def pair(other: str) -> tuple[dict[str, Any], dict[str, Any]]:
        return module("a", intakes="jan", sessions=["tue 18:30-19:30"]), module("b", intakes="feb", sessions=[other])

    impossible(catalogue(*pair("tue 18:30-18:31")), learner(10), "a", "b", by="2027-06")
    best(catalogue(*pair("wed 18:30-18:31")), learner(10), "a", "b", by="2027-06", finish="2027-04")


def test_r7_classes_no_class_when_busy() -> None:
    # b takes until June, but has no class on Tuesdays.
    courses = catalogue(module("a", sessions=["tue 18:30-21:30"]), module("b", months=6), award("d", any_of("a", "b")))
    for busy in ("", "tue 18:00-18:30", "tue 21:30-23:00, wed 18:30-21:30"):
        assert set(taken(best(courses, learner(2, busy=busy), "d", finish="2027-03"))) == {"a"}
    for busy in ("tue 18:00-18:31", "sat 10:00-11:00, tue 21:29-23:00", "tue 19:00-20:00"):
        assert set(taken(best(courses, learner(2, busy=busy), "d", finish="2027-06"))) == {"b"}


@pytest.mark.parametrize(
    ("class_time", "busy", "clash"),
    [
        ("fri 22:00-24:00", "fri 23:59-24:00", True),
        ("fri 22:00-24:00", "sat 00:00-06:00", False),
        ("fri 22:00-01:00", "sat 00:30-06:00", True),
        ("fri 22:00-01:00", "sat 01:00-06:00", False),
        ("sun 23:00-01:00", "mon 00:30-06:00", True),
        ("mon 00:30-02:00", "sun 22:00-01:00", True),
        ("mon 01:00-02:00", "sun 22:00-01:00", False),
        ("tue 09:00-10:00", "tue 00:00-24:00", True),
        ("wed 00:00-01:00", "tue 00:00-24:00", False),
    ],
)
def test_r7_classes_at_midnight(class_time: str, busy: str, clash: bool) -> None:
    courses = catalogue(module("a", sessions=[class_time]))
    if clash:
        assert f"has classes ({class_time}) when you are busy" in impossible(courses, learner(2, busy=busy), "a")
    else:
        best(courses, learner(2, busy=busy), "a", finish="2027-03")


@pytest.mark.parametrize(("monday", "finish"), [("mon 00:30-02:00", "2027-06"), ("mon 01:00-02:00", "2027-03")])
def test_r7_classes_around_the_end_of_the_week(monday: str, finish: str) -> None:
    # Sunday's class ends on Monday at one: what begins before then waits until the module has ended.
    courses = catalogue(module("a", sessions=["sun 23:00-01:00"]), module("b", sessions=[monday]))
    best(courses, learner(8), "a", "b", finish=finish)


def test_r7_the_evening_is_that_of_the_day_on_which_a_class_begins() -> None:
    # Friday's class goes on into Saturday, and takes Friday's evening alone.
    courses = catalogue(module("a", sessions=["fri 22:00-01:00"]), module("b", sessions=["fri 19:00-20:00"]))
    best(courses, learner(8, evenings=1), "a", "b", finish="2027-03")


def test_r7_classes_busy_in_some_months_only() -> None:
    """A month of classes on Tuesday evening, in the first month from January on in which they can be."""
    courses = catalogue(module("a", hours=6, months=1, sessions=["tue 18:30-21:30"]), award("d", "a"))
    for busy, finish in (
        ("mon-fri 08:00-19:00 in 2027-01..2027-02", "2027-03"),
        ("mon-fri 08:00-19:00 in 2027-02..2027-04", "2027-01"),
        ("tue 08:00-18:30 in 2027-01", "2027-01"),
        ("mon-wed 19:00-20:00 every other week from 2027-02-20", "2027-01"),
        ("sat-mon 19:00-20:00, sun-tue 20:00-21:00 in 2027-01", "2027-02"),
    ):
        best(courses, learner(2, busy=busy), "d", finish=finish)
    words = impossible(courses, learner(2, busy="tue 19:00-20:00 every other week from 2027-01-20"), "a")
    assert "has classes (tue 18:30-21:30) when you are busy (tue 19:00-20:00 every other week from 2027-01-20)" in words


def test_r7_classes_a_run_through_busy_months() -> None:
    """Three months from January, February or March: the first that ends before June is the last that is clear of April."""
    courses = catalogue(module("a", hours=6, months=3, sessions=["tue 18:30-21:30"]))
    best(courses, learner(2, busy="tue 18:00-20:00 in 2027-03"), "a", finish="2027-06")


def test_r7_classes_busy_times_alone_make_it_impossible() -> None:
    courses = catalogue(module("a", sessions=["tue 18:30-21:30"]))
    assert "has classes (tue 18:30-21:30) when you are busy" in impossible(courses, learner(2, busy="tue 20:00-20:01"), "a")
    best(courses, learner(2), "a", finish="2027-03")


def test_r5_hours_of_months_that_have_more_and_are_too_few_are_told_as_such() -> None:
    # Each of the two needs 3 hours a week for three months, one after the other; only January to March have 3.
    courses = catalogue(module("a", 39), module("b", 39, needs="a"))
    more = dict.fromkeys(("2027-01", "2027-02", "2027-03"), 3.0)
    said = "modules need more hours a week than you usually have, and do not all fit into the months that have more"
    assert impossible(courses, learner(2, hours_in=more), "b") == said
    assert planned(courses, learner(2, hours_in=more), "a").finish == month("2027-03")


def test_r7_classes_too_few_evenings_for_a_module_alone_are_told_as_such() -> None:
    courses = catalogue(module("a", sessions=["tue 18:30-21:30", "thu 18:30-21:30"]))
    assert impossible(courses, learner(2, evenings=1), "a") == "it has classes on 2 evenings a week, more than your 1"


def test_r7_classes_alone_makes_what_must_run_side_by_side_impossible() -> None:
    # Each needs the other alongside, so they start together, and both have class on Tuesdays.
    courses = catalogue(
        module("a", alongside=["b"], sessions=["tue 18:30-21:30"]), module("b", alongside=["a"], sessions=["tue 18:30-21:30"])
    )
    reason = "The a (a) has classes at the same time as modules that it would have to run beside"
    assert impossible(courses, learner(9), "a") == reason


def test_r4_before_a_run_that_comes_too_soon_is_named() -> None:
    # a runs in June alone, and needs b, which first runs in September.
    courses = catalogue(module("a", needs="b", runs={"2027-06": None}), module("b", runs={"2027-09": None}))
    assert impossible(courses, learner(9), "a") == "The a (a) can only start before the modules that it needs first have ended"
    courses = catalogue(module("a", alongside=["b"], runs={"2027-06": None}), module("b", runs={"2027-09": None}))
    reason = "The a (a) can only start before the modules that it needs alongside have started"
    assert impossible(courses, learner(9), "a") == reason


def test_r4_before_of_a_chain_the_module_is_named_that_comes_too_soon() -> None:
    # a runs until 29 January; b, which needs it, can run in February; z needs b, and has one run, from 11 February.
    runs = {"a": ("2027-01-04", "2027-01-29"), "z": ("2027-02-11", "2027-02-26")}
    dated = {name: [{"start": first, "end": last}] for name, (first, last) in runs.items()}
    courses = catalogue(
        module("a", 5, 1) | {"runs": dated["a"]},
        module("b", 5, 1, needs="a"),
        module("z", 5, 1, needs="b") | {"runs": dated["z"]},
    )
    assert impossible(courses, learner(9), "z") == "The z (z) can only start before the modules that it needs first have ended"


def test_r4_before_a_module_in_two_ways_comes_too_soon_in_both() -> None:
    # a has class on Mondays in its run of May, and on Tuesdays in that of June; b first runs in September.
    own = [{"start": "2027-05-03", "sessions": ["mon 18:30-21:30"]}, {"start": "2027-06-01", "sessions": []}]
    courses = catalogue(
        module("a", needs="b", sessions=["tue 18:30-21:30"]) | {"runs": own}, module("b", runs={"2027-09": None})
    )
    assert impossible(courses, learner(9), "a") == "The a (a) can only start before the modules that it needs first have ended"


def test_r4_before_what_could_be_had_alone_only_would_have_to_start_too_soon() -> None:
    # b runs in February alone: a and c, which it needs, would have to be in January, when x has class with a, and y with c.
    def one(name: str, months: str, session: str) -> dict[str, Any]:
        return module(name, 5, 1, runs=dict.fromkeys(months.split()), sessions=[session])

    courses = catalogue(
        one("a", "2027-01 2027-03", "mon 18:30-21:30"), one("x", "2027-01", "mon 19:00-20:00"),
        one("c", "2027-01 2027-03", "tue 18:30-21:30"), one("y", "2027-01", "tue 19:00-20:00"),
        module("b", 5, 1, needs=["a", "c"], runs={"2027-02": None}), award("d", ["a", "b", "c", "x", "y"]),
    )  # fmt: skip
    assert (
        impossible(courses, learner(9), "d")
        == "The b (b) would have to start before the modules that it needs first have ended"
    )
    assert planned(courses, learner(9), "b").finish == month("2027-02")


def test_r7_classes_evenings_are_counted_once_for_each_day() -> None:
    # a and b are both on Tuesday evenings, one after the other; c is on Thursdays. One evening a week holds a beside b until
    # March, and c from April on; two hold all three.
    courses = catalogue(
        module("a", sessions=["tue 18:30-19:30"]),
        module("b", sessions=["tue 20:00-21:00", "tue 21:00-22:00"]),
        module("c", sessions=["thu 18:30-19:30"]),
        award("d", ["a", "b", "c"]),
    )
    best(courses, learner(6, evenings=1), "d", finish="2027-06", starts=3)
    best(courses, learner(6, evenings=2), "d", finish="2027-03", starts=0)


def test_r7_classes_a_class_takes_the_evening_when_it_ends_after_six() -> None:
    # Until six it is still day, whatever the day of the week; a minute later it is not.
    day = module("a", sessions=["mon 17:00-18:00", "sun 09:00-12:00"])
    late = module("b", sessions=["wed 17:00-18:01"])
    best(catalogue(day, late), learner(4, evenings=0), "a", finish="2027-03")
    best(catalogue(day, late), learner(4, evenings=1), "a", "b", finish="2027-03", starts=0)
    impossible(catalogue(day, late), learner(4, evenings=0), "b")


def test_r7_classes_evenings_alone_make_it_impossible() -> None:
    # Alone each of the two takes one evening; by March they would have to run at once. c takes two by itself.
    courses = catalogue(
        module("a", sessions=["tue 18:30-19:30"]),
        module("b", sessions=["thu 18:30-19:30"]),
        module("c", sessions=["mon 18:30-19:30", "fri 18:30-19:30"]),
    )
    impossible(courses, learner(4, evenings=1), "a", "b", by="2027-03")
    best(courses, learner(4, evenings=2), "a", "b", by="2027-03", finish="2027-03")
    impossible(courses, learner(4, evenings=1), "c")
    best(courses, learner(4, evenings=2), "c", finish="2027-03")


def test_r7_classes_what_is_under_way_may_take_more_evenings_and_nothing_else_may() -> None:
    # c takes two evenings where the learner has one, until January; b takes two as well, and so has no month of its own.
    courses = catalogue(
        module("a", sessions=["tue 18:30-19:30"]),
        module("b", sessions=["mon 18:30-19:30", "fri 18:30-19:30"]),
        module("c", sessions=["mon 18:30-19:30", "fri 18:30-19:30"]),
    )
    who = learner(6, evenings=1, under_way={"c": "2026-11"})
    best(courses, who, "c", "a", finish="2027-04")
    impossible(courses, who, "c", "b")


# --- R8 away: nothing runs through a month away -------------------------------------------------------------------------------


def test_r8_away_moves_what_would_run_through_it() -> None:
    # Away in March, a (3 months) starts in April.
    best(catalogue(module("a")), learner(2, away="2027-03"), "a", finish="2027-06", starts=3)


def test_r8_away_is_no_time_to_start_but_one_to_wait() -> None:
    # a fits before the holiday, b after it; a self-paced one would hurry to be done before.
    courses = catalogue(module("a"), module("b", 26, (2, 3)), award("d", ["a", "b"]))
    made = best(courses, learner(3, away="2027-04..2027-05"), "d", finish="2027-07", starts=5)
    assert taken(made) == {"a": "2027-01", "b": "2027-06"}
    assert [entry.budget_minutes_per_week for entry in made.load] == [180, 180, 180, 0, 0, 180, 180]
    best(courses, learner(5, away="2027-04..2027-05"), "d", finish="2027-03", starts=0)


def absent(hours: float, *spans: str, **more: Any) -> Learner:
    """A learner who is away on some days."""
    return learner(hours, **more).replace(away=frozenset(day for span in spans for day in parse_away(span)))


def test_r5_hours_of_a_month_with_days_away_are_those_of_the_days_left() -> None:
    # In June 19 of 30 days are left: of 6 hours, 360 * 19 / 30 = 228 minutes. a takes 228 minutes a week, b one more.
    june = absent(6, "2027-06-10..2027-06-20")
    a = module("a", 49.4, runs={"2027-05": None})
    b = module("b", 49.5, runs={"2027-05": None, "2027-07": None})
    made = best(catalogue(a), june, "a", finish="2027-07")
    assert made.enrolments[0].minutes_per_week == 228
    assert [entry.budget_minutes_per_week for entry in made.load][4:] == [360, 228, 360]
    made = best(catalogue(b), june, "b", finish="2027-09")
    assert [note.text for note in made.enrolments[0].because][-1] == (
        "it needs 3.82 hours a week; in Jun 2027 you have 3.8, when you are away for 11 days"
    )


def test_r5_hours_may_stretch_beyond_what_an_absence_leaves() -> None:
    made = best(
        catalogue(module("a", 49.5, runs={"2027-05": None})),
        absent(6, "2027-06-10..2027-06-20").replace(stretch=parse_stretch("0.1/1")),
        "a",
        finish="2027-07",
    )
    assert [entry.budget_minutes_per_week for entry in made.load][5] == 234


def test_r8_away_on_every_day_of_a_month_is_away_in_it() -> None:
    # April is over in two parts: nothing runs in it, also without a limit of hours.
    who = absent(2, "2027-03-20..2027-04-15", "2027-04-16..2027-05-02")
    assert who.months_away == {month("2027-04")}
    best(catalogue(module("a", 6, 1, intakes="apr may")), who, "a", finish="2027-05", starts=4)
    free = who.replace(minutes_per_week=None)
    best(catalogue(module("a", 6, 1, intakes="apr may")), free, "a", by="2027-12", finish="2027-05", starts=4)


def test_r8_away_on_its_first_or_last_day_a_run_is_not_taken() -> None:
    runs = [
        {"start": "2027-02-08", "end": "2027-04-09"},
        {"start": "2027-03-01", "end": "2027-04-30"},
        {"start": "2027-05-03", "end": "2027-07-02"},
    ]
    courses = catalogue({**module("a", 26, 2), "runs": runs})
    for span, finish in (
        ("2027-02-08", "2027-04"),  # the second run, which ends in the same month
        ("2027-04-09..2027-04-30", "2027-07"),
        ("2027-02-09..2027-02-28", "2027-04"),  # within a run: it goes on
    ):
        made = best(courses, absent(6, span), "a", finish=finish)
        assert not {made.enrolments[0].first_day, made.enrolments[0].last_day} & absent(6, span).days_away
    made = best(courses, absent(6, "2027-04-09..2027-04-30"), "a", finish="2027-07")
    assert [note.text for note in made.enrolments[0].because if note.code == "away"] == [
        "if it started in Mar 2027, you would miss classes on 30 Apr 2027, when you are away"
    ]


def test_r8_away_full_days_of_a_run_cannot_be_missed() -> None:
    # The absence lies between the first and the last day: weekly classes may be missed, full days may not.
    run = {"start": "2027-02-01", "end": "2027-02-26"}
    weekly = {**module("a", 4, 1, sessions=["tue 18:30-20:30"]), "runs": [run], "then": ["jun"]}
    full = {**module("b", 4, 1, days=2), "runs": [run], "then": ["jun"]}
    who = absent(6, "2027-02-09..2027-02-16")
    made = best(catalogue(weekly), who, "a", finish="2027-02")
    assert [note.text for note in made.warnings if note.code == "absence"] == [
        "while you are away you miss 2 classes of The a (a)"  # 9 and 16 February are Tuesdays
    ]
    made = best(catalogue(full), who, "b", finish="2027-06")
    assert "you would miss classes, which are full days, on 9 Feb 2027" in made.enrolments[0].because[-1].text


def test_r8_away_what_is_under_way_goes_on() -> None:
    run = {"start": "2026-12-07", "end": "2027-02-26"}
    courses = catalogue({**module("a"), "runs": [run]})
    who = absent(6, "2027-02-26", under_way={"a": "2026-12"})
    best(courses, who, "a", finish="2027-02")


def test_what_nobody_knows_of_classes_during_an_absence_is_said() -> None:
    courses = catalogue(
        module("a", 6, 1, days=2), module("b", 6, 1, evenings=1), module("c", 6, 1), award("d", ["a", "b", "c"])
    )
    made = best(courses, absent(40, "2027-01-09..2027-01-16"), "d", finish="2027-01")
    assert [note.text for note in made.warnings if note.code == "absence"] == [
        "nobody knows which classes of The a (a) and The b (b) you would miss while you are away: ask before you go"
    ]


def test_r8_away_for_days_alone_makes_it_impossible() -> None:
    courses = catalogue({**module("a", 4, 1), "runs": [{"start": "2027-02-01", "end": "2027-02-26"}]})
    impossible(courses, absent(6, "2027-02-26"), "a")
    assert "needs 0.93 hours a week" in impossible(courses, absent(1, "2027-02-02..2027-02-25"), "a")


def test_r8_away_alone_makes_it_impossible() -> None:
    courses = catalogue(module("a", intakes="jan"))
    impossible(courses, learner(2, away="2027-02"), "a", by="2027-12")
    best(courses, learner(2, away="2027-04"), "a", by="2027-12", finish="2027-03")
    # Without an end the next January will do.
    best(courses, learner(2, away="2027-02"), "a", finish="2028-03", starts=12)
