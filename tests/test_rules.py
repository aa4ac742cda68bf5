"""The rules of a plan (DESIGN section 4), one after another, on instances small enough to be solved by hand.

Unless a test says otherwise plans start in January 2027, a module takes 3 months at 2 hours a week, and any month will do.
"""

from typing import Any

import pytest
from build import (
    Data,
    all_of,
    any_of,
    award,
    best,
    catalogue,
    choose,
    credits,
    earned,
    impossible,
    learner,
    module,
    month,
    planned,
    role,
    skill,
    taken,
)

from mcplanner.months import format_month
from mcplanner.planner import plan
from mcplanner.request import Preference, Request
from mcplanner.schedule import Plan, Status

# --- R1 target: modules held and enrolled satisfy the target ------------------------------------------------------------------


def test_r1_target_a_module_is_its_own_target() -> None:
    # 3 months from January: it ends in March.
    made = best(catalogue(module("a")), learner(2), "a", finish="2027-03", hours=26, starts=0, peak=2)
    assert taken(made) == {"a": "2027-01"}
    assert made.targets[0].kind == "module"


def test_r1_target_all_and_a_list_need_every_part() -> None:
    # Two modules of 2 hours a week, 2 hours: one after the other, January to June; the second starts 3 months in.
    for needs in (all_of("a", "b"), ["a", "b"]):
        courses = catalogue(module("a"), module("b"), module("c"), award("d", needs))
        made = best(courses, learner(2), "d", finish="2027-06", hours=52, starts=3)
        assert set(taken(made)) == {"a", "b"}
        assert earned(made) == {"d": "2027-06"}


def test_r1_target_any_needs_the_quickest_part() -> None:
    # a takes 6 months (26 hours: 1 a week), b needs 3.
    courses = catalogue(module("a", months=6), module("b"), award("d", any_of("a", "b")))
    assert set(taken(best(courses, learner(2), "d", finish="2027-03"))) == {"b"}


def test_r1_target_choose_needs_so_many_parts_and_parts_can_be_trees() -> None:
    # Two of: a (6 months), b (3), and c with d (3 and 3). At 4 hours b runs beside c until March and d follows until June; b
    # with a ends in June too (a takes 1 hour a week) and asks 52 hours instead of 78.
    courses = catalogue(
        module("a", months=6),
        module("b"),
        module("c"),
        module("d", needs="c"),
        award("x", choose(2, "a", "b", all_of("c", "d"))),
    )
    assert set(taken(best(courses, learner(4), "x", finish="2027-06", hours=52, starts=0))) == {"a", "b"}
    # Without a, the tree is the only other choice.
    made = best(courses, learner(4, skip="a"), "x", finish="2027-06", hours=78, starts=3)
    assert set(taken(made)) == {"b", "c", "d"}


def test_r1_target_credits_add_up() -> None:
    # 5 credits: 4 + 1 takes two modules of 2 hours, 2 + 2 + 1 three; with 2 hours a week that is 6 months against 9.
    courses = catalogue(
        module("a", credits=2),
        module("b", credits=2),
        module("c", credits=4),
        module("d", credits=1),
        award("x", credits(5, "a", "b", "c", "d")),
    )
    assert len(taken(best(courses, learner(2), "x", finish="2027-06", hours=52))) == 2
    # c held leaves one credit to go: any one module.
    assert len(taken(best(courses, learner(2, held={"c": None}), "x", finish="2027-03", hours=26))) == 1


def test_r1_target_a_skill_is_taught_by_whichever_module_is_best() -> None:
    # b teaches both skills and is done in March; a and c would need 4 hours for that.
    courses = catalogue(
        module("a", skills="s"), module("b", skills="s t"), module("c", skills="t"), role("job", all_of(skill("s"), skill("t")))
    )
    made = best(courses, learner(4), "job", finish="2027-03", hours=26)
    assert set(taken(made)) == {"b"}
    assert made.targets[0].kind == "role"
    assert set(taken(best(courses, learner(4, skip="b"), "job", finish="2027-03", hours=52))) == {"a", "c"}


def test_r1_target_awards_nest_and_are_earned_on_the_way() -> None:
    # One after another, nine months; c needs a and b, so the certificate comes in June.
    courses = catalogue(
        module("a"),
        module("b"),
        module("c", needs=["a", "b"]),
        award("inner", ["a", "b"], "certificate"),
        award("outer", all_of("inner", "c")),
    )
    made = best(courses, learner(2), "outer", finish="2027-09", hours=78, starts=9)
    assert earned(made) == {"inner": "2027-06", "outer": "2027-09"}
    counted = {enrolment.module: enrolment.counts_toward for enrolment in made.enrolments}
    assert counted == {"a": ("inner", "outer"), "b": ("inner", "outer"), "c": ("outer",)}


def test_r1_target_an_award_needed_twice_is_taken_once() -> None:
    courses = catalogue(
        module("a"),
        module("b"),
        award("inner", "a", "certificate"),
        award("left", all_of("inner", "b"), "certificate"),
        award("outer", all_of("left", any_of("inner", "b"))),
    )
    best(courses, learner(2), "outer", finish="2027-06", hours=52, starts=3)


def test_r1_target_several_targets_share_what_they_need() -> None:
    # a counts for both; three modules at 2 hours take nine months.
    courses = catalogue(module("a"), module("b"), module("c"), award("x", ["a", "b"]), award("y", ["a", "c"]))
    made = best(courses, learner(2), "x", "y", finish="2027-09", hours=78, starts=9)
    assert [target.id for target in made.targets] == ["x", "y"]
    assert set(earned(made)) == {"x", "y"}


def test_r1_target_what_no_module_can_give_is_impossible() -> None:
    # Two of three with two ruled out cannot be; two of three with one ruled out can.
    courses = catalogue(module("a"), module("b"), module("c"), award("d", choose(2, "a", "b", "c")))
    assert "2 of 3 choices, of which only 1 can be taken" in impossible(courses, learner(2, skip="a b"), "d")
    best(courses, learner(2, skip="a"), "d", finish="2027-06")


# --- R2 once: at most once, and not at all when held --------------------------------------------------------------------------


def test_r2_once_a_module_counts_wherever_it_is_named() -> None:
    courses = catalogue(module("a", skills="s"), award("d", all_of("a", any_of("a"), skill("s"))))
    assert len(best(courses, learner(2), "d", finish="2027-03", hours=26).enrolments) == 1


def test_r2_once_keeps_credits_from_being_earned_twice() -> None:
    # 4 credits from two modules of 2 need both; with one ruled out, the other does not count twice.
    courses = catalogue(module("a", credits=2), module("b", credits=2), award("d", credits(4, "a", "b")))
    best(courses, learner(2), "d", finish="2027-06", hours=52)
    assert "4 credits, which cannot all be taken: The b (b)" in impossible(courses, learner(2, skip="b"), "d")


@pytest.mark.parametrize("ended", [None, "2026-05", "2026-12"])
def test_r2_once_what_is_held_is_not_taken_again(ended: str | None) -> None:
    # With a held, only b is left, from January on: its prerequisite is there.
    courses = catalogue(module("a"), module("b", needs="a"), award("d", ["a", "b"]))
    made = best(courses, learner(2, held={"a": ended}), "d", finish="2027-03", hours=26, starts=0)
    assert set(taken(made)) == {"b"}
    assert earned(made) == {"d": "2027-03"}


def test_r2_once_awards_held_before_are_not_earned_again() -> None:
    courses = catalogue(module("a"), module("b"), award("inner", "a", "certificate"), award("outer", all_of("inner", "b")))
    made = best(courses, learner(2, held={"a": "2026-05"}), "outer", finish="2027-03")
    assert earned(made) == {"outer": "2027-03"}


def test_everything_held_leaves_an_empty_plan_that_is_proved() -> None:
    courses = catalogue(module("a"), award("d", "a"))
    for who, by in ((learner(2, held={"a": "2026-05"}), None), (learner(held={"a": None}), "2027-12")):
        made = planned(courses, who, "d", by=by)
        assert made.status is Status.OPTIMAL
        assert (made.enrolments, made.awards, made.load) == ((), (), ())
        assert made.objective == made.bound
        assert made.objective is not None
        assert (made.objective.finish_months, made.objective.start_months_total) == (0, 0)


def test_r2_once_an_equivalent_counts_wherever_the_other_is_named() -> None:
    # a takes six months, b, which counts as a, three. c needs a: after b it runs from April to June, and b and c make d.
    courses = catalogue(module("a", months=6), module("b", equivalent=["a"]), module("c", needs="a"), award("d", ["a", "c"]))
    made = best(courses, learner(10), "d", finish="2027-06", hours=52, starts=3)
    assert taken(made) == {"b": "2027-01", "c": "2027-04"}
    assert earned(made) == {"d": "2027-06"}
    # Without a word of b's about a, it takes a until June and c until September.
    courses = catalogue(module("a", months=6), module("b"), module("c", needs="a"), award("d", ["a", "c"]))
    best(courses, learner(10), "d", finish="2027-09", hours=52)


def test_r2_once_equivalents_of_equivalents_count_in_both_directions() -> None:
    # b names a, and b names c: whichever is the target, c (two months) is the quickest that counts as it.
    courses = catalogue(module("a", months=6), module("b", equivalent=["a", "c"]), module("c", months=2))
    for target in ("a", "b", "c"):
        assert taken(best(courses, learner(10), target, finish="2027-02", hours=26)) == {"c": "2027-01"}


def test_r2_once_an_equivalent_counts_with_the_credits_and_skills_of_what_is_named() -> None:
    # d needs 3 credits of a (2) and c (1). b, worth 1 of its own, counts as a and so for a's 2; a would take until June.
    entries = module("a", months=6, credits=2, skills="s"), module("b", credits=1, equivalent=["a"]), module("c", credits=1)
    courses = catalogue(*entries, award("d", credits(3, "a", "c")), role("job", skill("s")))
    assert set(taken(best(courses, learner(4), "d", finish="2027-03", hours=52, starts=0))) == {"b", "c"}
    # a teaches the skill, and b counts as a.
    assert taken(best(courses, learner(4), "job", finish="2027-03")) == {"b": "2027-01"}


def test_r2_once_a_held_equivalent_is_enough_and_not_taken_again() -> None:
    courses = catalogue(module("a"), module("b", equivalent=["a"]), module("c", needs="b"))
    assert taken(best(courses, learner(2, held={"a": "2026-12"}), "c", finish="2027-03")) == {"c": "2027-01"}
    made = planned(courses, learner(2, held={"a": None}), "b")
    assert (made.status, made.enrolments) == (Status.OPTIMAL, ())


def test_r2_once_what_excludes_each_other_gives_way_to_another_choice() -> None:
    # At 4 hours a and b would be done in March; they exclude each other, and c alone takes until June.
    entries = module("b"), module("c", months=6), award("d", any_of(["a", "b"], "c"))
    assert set(taken(best(catalogue(module("a"), *entries), learner(4), "d", finish="2027-03"))) == {"a", "b"}
    courses = catalogue(module("a", excludes=["b"]), *entries)
    assert set(taken(best(courses, learner(4), "d", finish="2027-06"))) == {"c"}


@pytest.mark.parametrize("ended", ["2026-12", "2027-01", "2027-06"])
def test_r2_once_nothing_is_left_to_do_even_while_what_is_held_runs(ended: str) -> None:
    # a is held and ends before the plan, in its first month or later: no enrolment is needed either way.
    made = planned(catalogue(module("a"), award("d", "a")), learner(2, held={"a": ended}), "d")
    assert (made.status, made.enrolments) == (Status.OPTIMAL, ())


@pytest.mark.parametrize("relation", ["equivalent", "excludes"])
@pytest.mark.parametrize("names_other", [True, False])
def test_r2_once_alone_makes_it_impossible(relation: str, names_other: bool) -> None:
    # Both are pinned, years apart, or one is held and the other pinned: that is possible only where nothing relates them.
    first, second = module("a"), module("b")
    related = catalogue(
        first | ({relation: ["b"]} if names_other else {}),
        second | ({} if names_other else {relation: ["a"]}),
        award("d", any_of("a", "b")),
    )
    unrelated = catalogue(module("a"), module("b"), award("d", any_of("a", "b")))
    both = learner(2, pins={"a": "2027-01", "b": "2029-01"})
    impossible(related, both, "d")
    best(unrelated, both, "d", finish="2029-03")
    held = learner(2, held={"a": "2020-01"}, pins={"b": "2027-01"})
    impossible(related, held, "d")
    best(unrelated, held, "d", finish="2027-03")


def test_r2_once_what_is_excluded_by_something_held_says_so() -> None:
    courses = catalogue(module("a", excludes=["b"]), module("b"))
    assert impossible(courses, learner(2, held={"a": "2020-01"}), "b") == "it may not be taken with The a (a), which you hold"


def test_r2_once_a_pin_of_what_is_held_already_says_so() -> None:
    courses = catalogue(module("a", equivalent=["b"]), module("b"), module("c", excludes=["d"]), module("d"))
    who = learner(2, held={"a": None}, pins={"b": "2027-04"})
    assert impossible(courses, who, "a") == "The b (b) counts as The a (a), which you hold already"
    who = learner(2, held={"d": None}, pins={"c": "2027-04"})
    assert impossible(courses, who, "d") == "The c (c) may not be taken with The d (d), which you hold"


# --- R1 and R2: a module counts once in an award, and for as many awards as share it ------------------------------------------


def counts(made: Plan) -> dict[str, set[str]]:
    return {entry.id: set(entry.modules) for entry in made.awards}


def test_r2_once_a_module_counts_in_one_choice() -> None:
    # Two of a, b, c and one of b, c, d: three modules of 2 hours, one after another. With b and c alone both would be had.
    courses = catalogue(*(module(name) for name in "abcd"), award("d1", [choose(2, "a", "b", "c"), choose(1, "b", "c", "d")]))
    made = best(courses, learner(2), "d1", finish="2027-09", hours=78)
    assert counts(made) == {"d1": set(taken(made))}


def test_r2_once_what_is_named_by_itself_does_not_count_in_a_choice_too() -> None:
    courses = catalogue(module("a"), module("b"), award("d", ["a", "a", any_of("a", "b"), choose(1, "a", "b")]))
    assert set(taken(best(courses, learner(2), "d", finish="2027-06", hours=52))) == {"a", "b"}
    impossible(catalogue(module("a"), award("d", ["a", choose(1, "a")])), learner(2), "d")


def test_r2_once_credits_count_once() -> None:
    # 4 credits and 2 credits of modules worth 2: three of them.
    courses = catalogue(*(module(name, credits=2) for name in "abc"), award("d", [credits(4, *"abc"), credits(2, *"abc")]))
    best(courses, learner(2), "d", finish="2027-09", hours=78)


def test_r2_once_what_counts_in_an_award_does_not_count_in_the_choices_of_one_that_needs_it() -> None:
    courses = catalogue(
        *(module(name) for name in "abc"),
        award("inner", choose(1, "a", "b"), "certificate"),
        award("outer", ["inner", choose(1, "a", "b", "c")]),
        award("plain", ["inner", "a"]),
    )
    made = best(courses, learner(2), "outer", finish="2027-06", hours=52)
    assert len(counts(made)["inner"]) == 1
    assert counts(made)["outer"] == set(taken(made))
    # Named by itself a is needed, and may be what earns the certificate as well.
    best(courses, learner(2), "plain", finish="2027-03", hours=26)


def test_r2_once_one_that_counts_as_another_is_the_same_module() -> None:
    entries = [module("a", equivalent=["b"]), module("b"), module("c")]
    courses = catalogue(*entries, award("d", [choose(1, "a", "c"), choose(1, "b", "c")]))
    assert "c" in taken(best(courses, learner(2), "d", finish="2027-06", hours=52))


def test_r2_once_skills_are_shown_and_not_counted() -> None:
    courses = catalogue(module("a", skills="s t"), award("d", [skill("s"), skill("t"), choose(1, "a")]))
    best(courses, learner(2), "d", finish="2027-03", hours=26)


def test_r2_once_of_what_is_held_and_what_came_before() -> None:
    # The certificate, which b needs first, takes two modules; a, which is held, is one of them.
    courses = catalogue(
        *(module(name) for name in "ac"),
        module("b", needs="inner"),
        award("inner", [choose(1, "a", "c"), choose(1, "a", "c")], "certificate"),
    )
    made = best(courses, learner(9, held={"a": "2026-12"}), "b", finish="2027-06", hours=52)
    assert counts(made) == {"inner": {"a", "c"}}


@pytest.mark.parametrize(("shares", "modules"), [(None, 3), (3, 3), (2, 4), (1, 5), (False, 6)])
def test_r1_target_awards_share_as_many_modules_as_they_may(shares: int | None, modules: int) -> None:
    # Three of six modules for each of two awards: what is not shared is taken for one of them alone.
    more: Data = {} if shares is None else {"shares": shares}
    names = "abcdef"
    courses = catalogue(
        *(module(name, months=1) for name in names), award("x", choose(3, *names), **more), award("y", choose(3, *names))
    )
    made = best(courses, learner(6), "x", "y", finish=f"2027-0{modules}", hours=26 * modules)
    shared = set.intersection(*counts(made).values())
    assert len(shared) == 6 - modules


def test_r1_target_what_counts_within_a_needed_award_is_not_shared() -> None:
    courses = catalogue(module("a"), module("b"), award("x", "a", "certificate", shares=False), award("y", ["x", "b"]))
    made = best(courses, learner(9), "y", finish="2027-03", hours=52)
    assert counts(made) == {"x": {"a"}, "y": {"a", "b"}}


def test_r1_target_an_award_nobody_asked_for_is_earned_if_something_is_left_for_it() -> None:
    # a counts for x; y shares nothing, so it is earned only where b is taken as well.
    courses = catalogue(module("a"), module("b"), award("x", "a"), award("y", choose(1, "a", "b"), shares=False))
    assert counts(best(courses, learner(9), "x", finish="2027-03")) == {"x": {"a"}}
    assert counts(best(courses, learner(9), "x", "b", finish="2027-03")) == {"x": {"a"}, "y": {"b"}}


def test_r1_target_awards_that_share_nothing_and_need_the_same_are_impossible() -> None:
    courses = catalogue(module("a"), award("x", "a", shares=False), award("y", "a"))
    reason = impossible(courses, learner(2), "x", "y")
    assert reason == "a module would have to count twice, in one award or for more awards than share it"


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
    assert "asks 3 hours a week, more than your 2.9" in impossible(courses, learner(2.9), "a")


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
    assert "needs The a (a), which asks 2 hours a week, more than your 1.9" in impossible(courses, learner(1.9), "d")


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


# --- R6 at once: no more modules side by side than the learner allows ---------------------------------------------------------


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


# --- R7 clash: no class at the time of another or when the learner is busy, and evenings enough -------------------------------


def test_r7_clash_moves_a_module() -> None:
    # At 4 hours a and b would run at once, but both have class on Tuesdays at seven: b follows from April on.
    courses = catalogue(module("a", sessions=["tue 18:30-19:30"]), module("b", sessions=["tue 19:00-20:00"]))
    best(courses, learner(4), "a", "b", finish="2027-06", starts=3, peak=2)
    # One class ends when the other starts, or it is another day: no clash.
    for other in ("tue 19:30-20:30", "thu 19:00-20:00"):
        courses = catalogue(module("a", sessions=["tue 18:30-19:30"]), module("b", sessions=[other]))
        best(courses, learner(4), "a", "b", finish="2027-03", starts=0, peak=4)


def test_r7_clash_any_of_several_classes_is_enough_and_chooses_another_pair() -> None:
    # Two of three: a clashes with b on Mondays and with c on Saturdays; b and c get on, and are done in March.
    courses = catalogue(
        module("a", sessions=["mon 09:00-12:00", "sat 09:00-12:00"]),
        module("b", sessions=["fri 09:00-10:00", "mon 11:59-13:00"]),
        module("c", sessions=["sat 08:00-09:01", "mon 13:00-14:00"]),
        award("d", choose(2, "a", "b", "c")),
    )
    assert set(taken(best(courses, learner(4), "d", finish="2027-03", starts=0))) == {"b", "c"}
    best(courses, learner(4, skip="c"), "d", finish="2027-06", starts=3)


def test_r7_clash_alone_makes_it_impossible() -> None:
    # The months to June leave a from January on and b from February on: they share February and March.
    def pair(other: str) -> tuple[dict[str, Any], dict[str, Any]]:
        return module("a", intakes="jan", sessions=["tue 18:30-19:30"]), module("b", intakes="feb", sessions=[other])

    impossible(catalogue(*pair("tue 18:30-18:31")), learner(10), "a", "b", by="2027-06")
    best(catalogue(*pair("wed 18:30-18:31")), learner(10), "a", "b", by="2027-06", finish="2027-04")


def test_r7_clash_no_class_when_busy() -> None:
    # b takes until June, but has no class on Tuesdays.
    courses = catalogue(module("a", sessions=["tue 18:30-21:30"]), module("b", months=6), award("d", any_of("a", "b")))
    for busy in ("", "tue 18:00-18:30", "tue 21:30-23:00, wed 18:30-21:30"):
        assert set(taken(best(courses, learner(2, busy=busy), "d", finish="2027-03"))) == {"a"}
    for busy in ("tue 18:00-18:31", "sat 10:00-11:00, tue 21:29-23:00", "tue 19:00-20:00"):
        assert set(taken(best(courses, learner(2, busy=busy), "d", finish="2027-06"))) == {"b"}


def test_r7_clash_busy_times_alone_make_it_impossible() -> None:
    courses = catalogue(module("a", sessions=["tue 18:30-21:30"]))
    assert "has class (tue 18:30-21:30) when you cannot come" in impossible(courses, learner(2, busy="tue 20:00-20:01"), "a")
    best(courses, learner(2), "a", finish="2027-03")


def test_r7_clash_evenings_are_counted_once_for_each_day() -> None:
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


def test_r7_clash_a_class_takes_the_evening_when_it_ends_after_six() -> None:
    # Until six it is still day, whatever the day of the week; a minute later it is not.
    day = module("a", sessions=["mon 17:00-18:00", "sun 09:00-12:00"])
    late = module("b", sessions=["wed 17:00-18:01"])
    best(catalogue(day, late), learner(4, evenings=0), "a", finish="2027-03")
    best(catalogue(day, late), learner(4, evenings=1), "a", "b", finish="2027-03", starts=0)
    impossible(catalogue(day, late), learner(4, evenings=0), "b")


def test_r7_clash_evenings_alone_make_it_impossible() -> None:
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


def test_r8_away_alone_makes_it_impossible() -> None:
    courses = catalogue(module("a", intakes="jan"))
    impossible(courses, learner(2, away="2027-02"), "a", by="2027-12")
    best(courses, learner(2, away="2027-04"), "a", by="2027-12", finish="2027-03")
    # Without an end the next January will do.
    best(courses, learner(2, away="2027-02"), "a", finish="2028-03", starts=12)


# --- R9 valid: what counts toward an award ended at most so many months before it is earned -----------------------------------


def test_r9_valid_a_module_waits_so_that_it_still_counts() -> None:
    # b runs from October to December. Valid for 3 months, a must not have ended before September: it starts in July. Valid for
    # 9, it can start in January.
    for valid, starts in ((3, 6 + 9), (9, 0 + 9), (None, 0 + 9)):
        courses = catalogue(module("a"), module("b", intakes="oct"), award("d", ["a", "b"], valid_months=valid))
        made = best(courses, learner(2), "d", finish="2027-12", starts=starts)
        assert earned(made) == {"d": "2027-12"}


def test_r9_valid_alone_makes_it_impossible() -> None:
    # a can only run from January to March, b only from October to December, nine months later.
    entries = module("a", runs={"2027-01": None}), module("b", runs={"2027-10": None})
    impossible(catalogue(*entries, award("d", ["a", "b"], valid_months=8)), learner(2), "d")
    best(catalogue(*entries, award("d", ["a", "b"], valid_months=9)), learner(2), "d", finish="2027-12")


def test_r9_valid_awards_within_awards_have_windows_of_their_own() -> None:
    # inner is earned in June (a and b within 3 months), outer in December; that a is 9 months old by then does not matter to
    # inner, but it does to outer where outer expires.
    entries = (
        module("a"),
        module("b", runs={"2027-04": None}),
        module("c", runs={"2027-10": None}),
        award("inner", ["a", "b"], "certificate", valid_months=3),
    )
    made = best(catalogue(*entries, award("outer", ["inner", "c"])), learner(2), "outer", finish="2027-12", starts=3 + 9)
    assert earned(made) == {"inner": "2027-06", "outer": "2027-12"}
    impossible(catalogue(*entries, award("outer", ["inner", "c"], valid_months=5)), learner(2), "outer")


def test_r9_valid_modules_held_count_as_long_as_they_are_valid() -> None:
    # a, which ended in December, is 3 months old when b ends in March: valid for 3 it counts. Had it ended a month or years
    # earlier, it would not. Where it is not known when it ended, it never expires.
    courses = catalogue(module("a"), module("b"), award("d", ["a", "b"], valid_months=3))
    for held in ("2026-12", None):
        made = best(courses, learner(2, held={"a": held}), "d", finish="2027-03")
        assert earned(made) == {"d": "2027-03"}
    for held in ("2026-11", "2020-01"):
        impossible(courses, learner(2, held={"a": held}), "d")


def test_r9_valid_what_expired_gives_way_to_another_choice() -> None:
    # a ended years ago: the certificate rests on b and c instead, beside each other until March.
    courses = catalogue(
        module("a"),
        module("b"),
        module("c"),
        award("inner", choose(2, "a", "b", "c"), "certificate", valid_months=3),
        award("d", all_of("inner", any_of("b", "c"))),
    )
    best(courses, learner(4, held={"a": "2020-01"}), "d", finish="2027-03", hours=52)
    best(courses, learner(4, held={"a": "2026-12"}), "d", finish="2027-03", hours=26)


def test_r9_valid_awards_are_earned_when_their_last_counted_module_ends() -> None:
    # d needs one of two: the first to end earns it, in March; both are wanted for other reasons.
    courses = catalogue(module("a"), module("b", months=6), award("d", any_of("a", "b")))
    made = best(courses, learner(10), "d", "a", "b", finish="2027-06")
    assert earned(made) == {"d": "2027-03"}


# --- R10 choices: pins are kept, what is ruled out is not used ----------------------------------------------------------------


def test_r10_choices_a_pinned_module_starts_in_its_month() -> None:
    # a would start in January; pinned to March it ends in May.
    courses = catalogue(module("a"), module("b"), award("d", "a"))
    best(courses, learner(4, pins={"a": "2027-03"}), "d", finish="2027-05", starts=2)
    # What is pinned is taken even where the target does not ask for it.
    made = best(courses, learner(4, pins={"b": "2027-05"}), "d", finish="2027-07", hours=52, starts=4)
    assert taken(made) == {"a": "2027-01", "b": "2027-05"}


def test_r10_choices_a_pinned_module_brings_its_prerequisites() -> None:
    courses = catalogue(module("a"), module("b"), module("c", needs="b"), award("d", "a"))
    assert set(taken(best(courses, learner(4, pins={"c": "2027-06"}), "d", finish="2027-08"))) == {"a", "b", "c"}
    impossible(courses, learner(4, pins={"c": "2027-03"}), "d")


def test_r10_choices_alone_make_it_impossible() -> None:
    # Pinned to May, an intake of April and October cannot be kept; nor can a pin while away, or one that leaves no hours.
    courses = catalogue(module("a", intakes="apr oct"), module("b", intakes="apr oct"), award("d", ["a", "b"]))
    reason = "which cannot start in May 2027, where it is pinned"
    assert reason in impossible(courses, learner(4, pins={"a": "2027-05"}), "d")
    best(courses, learner(4, pins={"a": "2027-10"}), "d", finish="2027-12")
    impossible(courses, learner(4, pins={"a": "2027-10"}, away="2027-11"), "d")
    impossible(courses, learner(2, pins={"a": "2027-10", "b": "2027-10"}), "d")
    best(courses, learner(4, pins={"a": "2027-10", "b": "2027-10"}), "d", finish="2027-12")


@pytest.mark.parametrize(
    ("choices", "alone", "expected"),
    [
        ({"skip": "a"}, "a", "b"),
        ({"skip": "first-school"}, "a", "b"),
        ({"skip": "online"}, "a", "b"),
        ({"modes": "in-person blended"}, "a", "b"),
        ({"providers": "second-school"}, "a", "b"),
        ({"skip": "b"}, "b", "a"),
        ({"skip": "in-person"}, "b", "a"),
        ({"modes": "online"}, "b", "a"),
    ],
)
def test_r10_choices_what_is_ruled_out_is_not_used(choices: dict[str, Any], alone: str, expected: str) -> None:
    # Both take 3 months and cost the same; the one ruled out gives way to the other, and cannot be had alone.
    courses = catalogue(
        module("a", provider="first-school", mode="online"),
        module("b", provider="second-school", mode="in-person"),
        award("d", any_of("a", "b")),
    )
    assert set(taken(best(courses, learner(2, **choices), "d", finish="2027-03"))) == {expected}
    assert "ruled out" in impossible(courses, learner(2, **choices), alone)
    best(courses, learner(2), alone, finish="2027-03")


# --- R11 money: the fees stay within the learner's limit ----------------------------------------------------------------------


def test_r11_money_a_limit_rules_out_what_is_sooner() -> None:
    # b is done in February and costs 900; within 500 it is a, until March.
    courses = catalogue(module("a", fee=100), module("b", 26, 2, fee=900), award("d", any_of("a", "b")))
    best(courses, learner(5, cost_limit=900), "d", finish="2027-02", cost=900)
    best(courses, learner(5, cost_limit=899.99), "d", finish="2027-03", cost=100)


def test_r11_money_alone_makes_it_impossible() -> None:
    courses = catalogue(module("a", fee=100.5), module("b", fee=200), award("d", ["a", "b"]))
    best(courses, learner(5, cost_limit=300.5), "d", finish="2027-03", cost=300.5)
    impossible(courses, learner(5, cost_limit=300.49), "d")


def test_r11_money_is_spent_once_on_what_counts_in_two_places() -> None:
    # b counts as a: 200 are enough for both places, and a would cost 300.
    courses = catalogue(module("a", fee=300), module("b", fee=200, equivalent=["a"]), award("d", ["a", "b"]))
    best(courses, learner(5, cost_limit=200), "d", finish="2027-03", cost=200)
    impossible(courses, learner(5, cost_limit=199.99), "d")


# --- R12 by: everything ends by the month asked for ---------------------------------------------------------------------------


def test_r12_by_the_last_month_may_be_used() -> None:
    courses = catalogue(module("a"), module("b"), award("d", ["a", "b"]))
    best(courses, learner(2), "d", by="2027-06", finish="2027-06")


def test_r12_by_alone_makes_it_impossible_and_the_earliest_finish_is_named() -> None:
    courses = catalogue(module("a"), module("b"), award("d", ["a", "b"]))
    assert impossible(courses, learner(2), "d", by="2027-05") == "the earliest finish is Jun 2027, after May 2027"


def test_r2_once_held_modules_count_even_if_they_end_within_the_plan() -> None:
    # a, held, ends in February: b, which needs it, can start in March; what does not need it can start before.
    courses = catalogue(module("a"), module("b", needs="a"), award("d", ["a", "b"]))
    made = best(courses, learner(2, held={"a": "2027-02"}), "d", finish="2027-05", starts=2)
    assert taken(made) == {"b": "2027-03"}


def test_r12_by_the_earliest_finish_is_named_even_where_less_load_would_finish_later() -> None:
    # Without hours the lowest load comes first: 3 hours a week until April. With 6 hours a week it is February.
    courses = catalogue(module("a", 52, (2, 4)))
    assert impossible(courses, learner(), "a", by="2027-01") == "the earliest finish is Feb 2027, after Jan 2027"


def test_r12_by_holds_for_pinned_modules_too() -> None:
    courses = catalogue(module("a"), module("b"), award("d", "a"))
    best(courses, learner(4, pins={"b": "2027-04"}), "d", by="2027-06", finish="2027-06")
    impossible(courses, learner(4, pins={"b": "2027-05"}), "d", by="2027-06")


# --- The objective: finish, cost, minutes, starts; without hours the peak first -----------------------------------------------


def test_objective_the_finish_comes_first() -> None:
    # b is dearer and asks more hours, but is done a month sooner.
    courses = catalogue(module("a", fee=100), module("b", 39, 2, fee=900), award("d", any_of("a", "b")))
    assert set(taken(best(courses, learner(5), "d", finish="2027-02", cost=900))) == {"b"}


def test_objective_the_cost_breaks_a_tie_of_the_finish() -> None:
    # Both end in March; b costs 50 cents less and asks 13 hours more.
    courses = catalogue(module("a", 26, fee=100.5), module("b", 39, fee=100), award("d", any_of("a", "b")))
    assert set(taken(best(courses, learner(5), "d", finish="2027-03", cost=100, hours=39))) == {"b"}


def test_objective_the_hours_break_a_tie_of_the_cost() -> None:
    # Both end in March for 100 dollars; b asks 1 hour less, but can only start in February.
    courses = catalogue(module("a", 26, fee=100), module("b", 25, 2, intakes="feb", fee=100), award("d", any_of("a", "b")))
    assert set(taken(best(courses, learner(5), "d", finish="2027-03", cost=100, hours=25, starts=1))) == {"b"}


def test_objective_the_starts_break_a_tie_of_the_hours() -> None:
    # c ends in June at best; b, which nothing holds back, starts in January rather than later.
    courses = catalogue(module("a"), module("b"), module("c", needs="a"), award("d", ["b", "c"]))
    made = best(courses, learner(10), "d", finish="2027-06", hours=78, starts=3)
    assert taken(made) == {"a": "2027-01", "b": "2027-01", "c": "2027-04"}


def test_objective_the_finish_of_a_choice_may_rest_on_a_slower_pace() -> None:
    # With 6 hours: a (52 hours, 2 to 4 months) beside b (3 hours, 3 months): a over 4 months (3 hours) ends in April. First b
    # and then a over 2 months would end in May.
    courses = catalogue(module("a", 52, (2, 4)), module("b", 39), award("d", ["a", "b"]))
    made = best(courses, learner(6), "d", finish="2027-04", starts=0)
    assert {enrolment.module: enrolment.months for enrolment in made.enrolments} == {"a": 4, "b": 3}


def test_objective_without_hours_the_lowest_peak_comes_first() -> None:
    # By June a and b (2 hours each) can follow each other: 2 hours. By May they must overlap: 4 hours, and then both at once.
    courses = catalogue(module("a"), module("b"), award("d", ["a", "b"]))
    made = best(courses, learner(), "d", by="2027-06", finish="2027-06", peak=2, starts=3)
    assert {entry.budget_minutes_per_week for entry in made.load} == {None}
    best(courses, learner(), "d", by="2027-05", finish="2027-03", peak=4, starts=0)


def test_objective_without_hours_a_slow_pace_lowers_the_peak() -> None:
    # 52 hours over 4 months ask 3 hours a week; by March, over 3 months, 4; by February, over 2 months, 6.
    courses = catalogue(module("a", 52, (2, 4)))
    best(courses, learner(), "a", by="2027-12", finish="2027-04", peak=3)
    best(courses, learner(), "a", by="2027-03", finish="2027-03", peak=4)
    best(courses, learner(), "a", by="2027-02", finish="2027-02", peak=6)
    impossible(courses, learner(), "a", by="2027-01")


def test_objective_without_hours_what_is_dear_but_light_is_chosen() -> None:
    # b costs more and takes longer, and asks 1 hour a week instead of 2; away in May it must be done before or begin after.
    courses = catalogue(module("a", fee=100), module("b", 26, 6, fee=900), award("d", any_of("a", "b")))
    best(courses, learner(), "d", by="2027-12", finish="2027-06", cost=900, peak=1)
    best(courses, learner(away="2027-05"), "d", by="2027-12", finish="2027-11", cost=900, peak=1)
    best(courses, learner(away="2027-06"), "d", by="2027-11", finish="2027-03", cost=100, peak=2)


def test_objective_with_hours_and_by_the_finish_still_comes_first() -> None:
    courses = catalogue(module("a"), module("b"), award("d", ["a", "b"]))
    best(courses, learner(4), "d", by="2027-12", finish="2027-03", peak=4)


def test_objective_with_cost_preferred_what_is_cheaper_comes_first_even_if_later() -> None:
    # b is done in February for 900, a in June for 100. By May only b is.
    courses = catalogue(module("a", 26, 6, fee=100), module("b", 26, 2, fee=900), award("d", any_of("a", "b")))
    best(courses, learner(5), "d", finish="2027-02", cost=900)
    best(courses, learner(5), "d", prefer="cost", finish="2027-06", cost=100)
    best(courses, learner(5), "d", prefer="cost", by="2027-05", finish="2027-02", cost=900)


def test_objective_with_cost_preferred_the_finish_breaks_a_tie() -> None:
    # a and b cost the same; b is done sooner though it asks more hours, and starts in January rather than later.
    courses = catalogue(
        module("a", fee=100), module("b", 39, 2, fee=100), module("c", 26, 1, fee=101), award("d", any_of("a", "b", "c"))
    )
    assert taken(best(courses, learner(7), "d", prefer="cost", finish="2027-02", cost=100, starts=0)) == {"b": "2027-01"}


def test_objective_with_load_preferred_the_lowest_peak_comes_first() -> None:
    # Ten hours would hold a and b at once, until March; one after the other they ask 2 hours a week, until June. By May they
    # must overlap, and then start both in January.
    courses = catalogue(module("a"), module("b"))
    best(courses, learner(10), "a", "b", finish="2027-03", peak=4, starts=0)
    best(courses, learner(10), "a", "b", prefer="load", finish="2027-06", peak=2, starts=3)
    best(courses, learner(10), "a", "b", prefer="load", by="2027-05", finish="2027-03", peak=4, starts=0)


def test_objective_with_load_preferred_a_slow_pace_and_what_is_light_are_chosen() -> None:
    # 52 hours over 4 months ask 3 a week, over 2 months 6. b asks 1 hour a week over six months, and costs more.
    courses = catalogue(module("a", 52, (2, 4)), module("b", 26, 6, fee=900), award("d", any_of("a", "b")))
    best(courses, learner(10), "a", prefer="load", finish="2027-04", peak=3)
    best(courses, learner(10), "d", prefer="load", finish="2027-06", peak=1, cost=900)
    best(courses, learner(10), "d", prefer="load", by="2027-04", finish="2027-04", peak=3)


def test_objective_with_load_preferred_the_hours_still_hold() -> None:
    # c (4 hours) runs from April to June. 3 hours until March hold only one of a and b beside nothing: the other runs beside c,
    # 6 hours. Both before c would ask no more than 4 in any month, but 4 of 3 until March.
    courses = catalogue(module("a"), module("b"), module("c", 52, runs={"2027-04": None}), award("d", ["a", "b", "c"]))
    few = {"2027-01": 3, "2027-02": 3, "2027-03": 3}
    best(courses, learner(10, hours_in=few), "d", prefer="load", by="2027-06", finish="2027-06", peak=6, starts=6)
    best(courses, learner(10), "d", prefer="load", by="2027-06", finish="2027-06", peak=4, starts=3)


def test_objective_with_load_preferred_months_with_few_hours_are_not_overdrawn() -> None:
    # a and b start together; over four months they ask 1.5 hours each, 3 together. January has 1 hour, February 2: from March.
    slow = module("a", 26, (3, 4), alongside=["b"]), module("b", 26, (3, 4), alongside=["a"])
    who = learner(10, hours_in={"2027-01": 1, "2027-02": 2})
    best(catalogue(*slow), who, "a", prefer="load", by="2027-09", finish="2027-06", peak=3, starts=4)


def test_objective_without_hours_the_peak_comes_before_the_cost_that_is_preferred() -> None:
    courses = catalogue(module("a", fee=100), module("b", 26, 6, fee=900), award("d", any_of("a", "b")))
    best(courses, learner(), "d", by="2027-12", prefer="cost", finish="2027-06", cost=900, peak=1)


# --- Skills as targets --------------------------------------------------------------------------------------------------------


def test_skill_whichever_teaches_it_soonest_is_taken() -> None:
    # b teaches s until February, a until March; one module for both skills is enough.
    courses = catalogue(module("a", skills="s"), module("b", months=2, skills="s"), module("c", months=2, skills="s t"))
    made = best(courses, learner(4), "skill:s", finish="2027-02", hours=26)
    assert [(target.id, target.title, target.kind) for target in made.targets] == [("skill:s", "s", "skill")]
    assert set(taken(best(courses, learner(4), "skill:s", "skill:t", finish="2027-02", hours=26))) == {"c"}
    assert set(taken(best(courses, learner(4), "skill:s", "a", finish="2027-03", hours=26))) == {"a"}


def test_skill_of_a_module_that_is_held_or_counts_as_one_that_teaches_it() -> None:
    courses = catalogue(module("a", months=6, skills="s"), module("b", equivalent=["a"]))
    assert taken(best(courses, learner(4), "skill:s", finish="2027-03")) == {"b": "2027-01"}
    for held in ("a", "b"):
        made = planned(courses, learner(4, held={held: None}), "skill:s")
        assert (made.status, made.enrolments) == (Status.OPTIMAL, ())


def test_skill_that_nothing_possible_teaches() -> None:
    courses = catalogue(module("a", 52, skills="s"), module("b"))
    assert impossible(courses, learner(3), "skill:s") == (
        "it needs the skill s: The a (a), which asks 4 hours a week, more than your 3"
    )
    best(courses, learner(4), "skill:s", finish="2027-03")


# --- A kind of award as the target --------------------------------------------------------------------------------------------


def test_kind_the_award_that_is_earned_soonest_is_planned_and_the_others_are_named() -> None:
    # quick ends in March, slow in June, heavy asks 4 hours a week of 2; the certificate is not of the kind.
    courses = catalogue(
        module("a"),
        module("b", 26, 6),
        module("c", 52),
        award("slow", "b"),
        award("certificate-of-a", "a", "certificate"),
        award("heavy", "c"),
        award("quick", "a"),
    )
    made = planned(courses, learner(2), "diploma")
    assert made.status is Status.OPTIMAL
    assert made.targets[0].id == "quick"
    others = {other.id: other for other in made.alternatives}
    assert list(others) == ["slow", "heavy"]
    assert others["slow"].finish is not None
    assert format_month(others["slow"].finish) == "2027-06"
    assert others["slow"].reason is None
    assert others["heavy"].finish is None
    assert others["heavy"].reason is not None
    assert others["heavy"].reason.endswith("needs The c (c), which asks 4 hours a week, more than your 2")


def test_kind_a_tie_goes_to_the_cheapest_then_to_the_first_in_the_file() -> None:
    dear, cheap, same = module("a", fee=200), module("b", fee=100), module("c", fee=100)
    courses = catalogue(dear, cheap, same, award("x", "a"), award("y", "b"), award("z", "c"))
    made = planned(courses, learner(2), "diploma")
    assert made.targets[0].id == "y"
    assert [other.id for other in made.alternatives] == ["x", "z"]


def test_kind_only_awards_of_the_field_stand_for_it() -> None:
    courses = catalogue(
        module("a"),
        module("b", months=6),
        award("x", "a"),
        award("y", "b") | {"field": "nursing"},
        module("n", field="nursing"),
    )
    made = planned(courses, learner(2), "diploma", field="nursing")
    assert made.targets[0].id == "y"
    assert made.alternatives == ()


def test_kind_with_another_target_beside_it() -> None:
    # b is wanted anyway, and takes all the hours until March: then a can follow, and y costs nothing more.
    courses = catalogue(module("a"), module("b"), award("x", "a"), award("y", "b"))
    made = planned(courses, learner(2), "diploma", "b")
    assert [target.id for target in made.targets] == ["y", "b"]
    assert taken(made) == {"b": "2027-01"}


def test_kind_without_hours_the_lightest_comes_first() -> None:
    # x asks 2 hours a week until March, y 1 until June.
    courses = catalogue(module("a"), module("b", months=6), award("x", "a"), award("y", "b"))
    made = planned(courses, learner(), "diploma", by="2027-12")
    assert made.targets[0].id == "y"
    assert made.alternatives[0].finish is not None


@pytest.mark.parametrize("prefer", ["finish", "cost"])
def test_kind_is_not_proved_where_another_that_is_as_good_is_not(prefer: Preference) -> None:
    # Both are held in March: d for 180 dollars, e for 200, with a and one of b and c. Without time to search, all that is known
    # of e is that it costs 100 for b or c and half of 100 for a, which it names twice: it might be the cheaper one.
    courses = catalogue(
        module("x", fee=180),
        *(module(name, fee=100) for name in "abc"),
        award("d", ["x"]),
        award("e", any_of(["a", "b"], ["a", "c"])),
    )
    made = plan(courses, learner(9), Request(("diploma",), month("2027-01"), month("2027-06"), prefer=prefer, seconds=0.0))
    assert ([target.id for target in made.targets], made.status) == (["d"], Status.FEASIBLE)
    assert made.objective is not None
    assert made.bound is not None
    assert (made.objective.cost_cents, made.bound.cost_cents) == (18_000, 15_000)
    assert planned(courses, learner(9), "diploma", by="2027-06", prefer=prefer).status is Status.OPTIMAL


def test_kind_none_can_be_reached() -> None:
    courses = catalogue(module("a"), module("b"), award("x", "a"), award("y", ["a", "b"]))
    made = planned(courses, learner(1), "diploma")
    assert (made.status, made.enrolments) == (Status.INFEASIBLE, ())
    assert [other.id for other in made.alternatives] == ["x", "y"]
    assert made.targets[0].title == "any diploma"
    assert made.reason is not None
    needed = "it needs The a (a), which asks 2 hours a week, more than your 1"
    assert made.reason in (f"no diploma can be reached: {needed}", f"no diploma can be reached; for one, The x: {needed}")
    one = planned(catalogue(module("a"), award("x", "a")), learner(1), "diploma")
    assert one.reason is not None
    assert one.reason.startswith("The x: ")
    assert one.reason.endswith("needs The a (a), which asks 2 hours a week, more than your 1")


# --- What is under way runs on -----------------------------------------------------------------------------------------------


def test_what_is_under_way_takes_its_hours_until_it_ends() -> None:
    # a began in November and ends in January: from February on, the 2 hours are free for b. Two modules, 52 hours.
    courses = catalogue(module("a", fee=100), module("b", fee=50), award("d", ["a", "b"]))
    made = best(courses, learner(2, under_way={"a": "2026-11"}), "d", finish="2027-04", cost=50, hours=52, starts=1, peak=2)
    assert taken(made) == {"a": "2026-11", "b": "2027-02"}
    assert [(each.module, each.under_way, each.months) for each in made.enrolments] == [("a", True, 3), ("b", False, 3)]


def test_what_is_under_way_counts_as_a_prerequisite_once_it_has_ended() -> None:
    # Over 4 months from November, a ends in February: b, which needs it, runs from March to May. There are hours for both.
    courses = catalogue(module("a", months=(3, 4)), module("b", needs="a"))
    made = best(courses, learner(9, under_way={"a": "2026-11 for 4"}), "b", finish="2027-05", starts=2)
    assert taken(made) == {"a": "2026-11", "b": "2027-03"}


def test_what_is_under_way_needs_no_intake_no_prerequisite_and_no_choice() -> None:
    # a could not be chosen: no intake, needs c, at a provider and with a class that the learner rules out. It runs on.
    courses = catalogue(
        module("a", intakes="jun", needs="c", provider="other-school", sessions=["tue 19:00-21:00"]), module("c"), module("b")
    )
    who = learner(4, skip="other-school", busy="tue 18:00-22:00", evenings=0, under_way={"a": "2026-12"})
    made = best(courses, who, "b", finish="2027-03", starts=0, peak=4)
    assert taken(made) == {"a": "2026-12", "b": "2027-01"}


def test_what_is_under_way_may_take_more_than_there_is_but_leaves_nothing_for_others() -> None:
    # a and b, 2 hours each, clash, are two at once, and run until February, when the learner is away: c waits until March.
    together = ["tue 19:00-20:00"]
    courses = catalogue(
        module("a", sessions=together), module("b", sessions=together), module("c", 13), award("d", ["a", "b", "c"])
    )
    who = learner(3, away="2027-02", at_once=1, evenings=0, under_way={"a": "2026-12", "b": "2026-12"})
    made = best(courses, who, "d", finish="2027-05", starts=2, peak=4)
    assert taken(made) == {"a": "2026-12", "b": "2026-12", "c": "2027-03"}
    assert [entry.budget_minutes_per_week for entry in made.load[:3]] == [180, 0, 180]


def test_what_clashes_with_the_last_that_runs_waits_for_it() -> None:
    # a ends in January, b in February, both have class when c has: c waits for the later one.
    together = ["tue 19:00-20:00"]
    courses = catalogue(module("a", sessions=together), module("b", sessions=together), module("c", sessions=together))
    made = best(courses, learner(9, under_way={"a": "2026-11", "b": "2026-12"}), "c", finish="2027-05", starts=2)
    assert taken(made)["c"] == "2027-03"


def test_what_is_under_way_rules_out_its_equivalents() -> None:
    # b counts as a, which is under way: d needs no more, e needs b and c.
    courses = catalogue(module("a"), module("b", equivalent=["a"]), module("c"), award("d", "b"), award("e", ["b", "c"]))
    made = best(courses, learner(2, under_way={"a": "2026-12"}), "e", finish="2027-05")
    assert taken(made) == {"a": "2026-12", "c": "2027-03"}
    assert earned(made) == {"d": "2027-02", "e": "2027-05"}


def test_what_is_under_way_longer_than_there_is_time_makes_it_impossible() -> None:
    # a ends in February; all is to be done by January.
    courses = catalogue(module("a"), module("b", 5, months=1))
    who = learner(9, under_way={"a": "2026-12"})
    assert impossible(courses, who, "b", by="2027-01") == "the earliest finish is Feb 2027, after Jan 2027"
