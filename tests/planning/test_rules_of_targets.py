"""The rules R1 and R2 of a plan (docs/rules.md): what satisfies a target, and what counts how often.

Unless a test says otherwise plans start in January 2027, a module takes 3 months at 2 hours a week, and any month will do.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from build import (
    Data,
    Part,
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
    planned,
    role,
    skill,
    taken,
)

from mcplanner.catalogue.model import Catalogue
from mcplanner.plans.model import Plan, Status

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
    assert "4 credits, not all of which can be taken: The b (b)" in impossible(courses, learner(2, skip="b"), "d")


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


def test_r2_once_modules_that_count_as_each_other_are_one_choice() -> None:
    # Two of a, b and c, where d counts as a: a and d are one choice, so that b or c comes beside one of them. d is the quicker.
    entries = module("a", months=6), module("d", months=2, equivalent=["a"]), module("b"), module("c", months=9)
    for needs in (choose(2, "a", "b", "c"), choose(2, "d", "b", "c"), all_of(any_of("a", "d"), any_of("b", "c"))):
        courses = catalogue(*entries, award("x", needs), role("job", needs))
        for target in ("x", "job"):
            assert set(taken(best(courses, learner(6), target, finish="2027-03", hours=52))) == {"b", "d"}


# --- wholes, and what they cover ----------------------------------------------------------------------------------------------


def a_certificate(
    *more: Data, whole_fee: int = 250, needs: Sequence[Part] = ("a", "b", "c"), **more_of_award: Any
) -> Catalogue:
    """A certificate of three modules of S$100, which can be taken one by one or whole."""
    parts = [module(name, fee=100) for name in "abc"]
    whole = module("whole", 78, 9, fee=whole_fee, covers=["a", "b", "c"])
    return catalogue(*parts, whole, *more, award("cert", list(needs), **more_of_award))


def test_r2_once_a_certificate_is_taken_whole_if_that_is_cheaper() -> None:
    # At 2 hours a week three modules of 3 months and 2 hours a week end in September, one after the other, for S$300. So does
    # the whole, for S$250: 78 hours over 9 months are 2 a week.
    made = best(a_certificate(), learner(2), "cert", finish="2027-09", cost=250, hours=78)
    assert taken(made) == {"whole": "2027-01"}
    assert made.awards[0].modules == ("whole",)
    # For S$350 it is not.
    made = best(a_certificate(whole_fee=350), learner(2), "cert", finish="2027-09", cost=300)
    assert set(taken(made)) == {"a", "b", "c"}


def test_r2_once_a_certificate_is_taken_singly_if_that_is_sooner() -> None:
    # At 6 hours a week the three modules run side by side until March; the whole takes until September, and is wanted if the
    # cost comes first.
    assert set(taken(best(a_certificate(), learner(6), "cert", finish="2027-03", cost=300))) == {"a", "b", "c"}
    assert set(taken(best(a_certificate(), learner(6), "cert", prefer="cost", finish="2027-09", cost=250))) == {"whole"}


def test_r2_once_a_whole_counts_as_each_of_its_parts_wherever_they_are_named() -> None:
    # Every requirement below is met by the whole alone (S$50), which ends in March; what follows it may start in April.
    everywhere: list[Part] = [
        ["a", "b"],
        {"choose": 3, "from": ["a", "b", "c", "d"]},
        {"credits": 6, "from": ["a", "b", "c", "d"]},
        [{"choose": 1, "from": ["a", "b"]}, {"choose": 2, "from": ["a", "b", "c"]}],
        [skill("s"), skill("t")],
    ]
    for needs in everywhere:
        parts = [
            module(name, fee=100, credits=2, skills=skills) for name, skills in zip("abcd", ("s", "t", "", ""), strict=True)
        ]
        whole = module("whole", 26, fee=50, covers=["a", "b", "c"], credits=1)
        courses = catalogue(*parts, whole, award("award", needs), module("next", needs=needs))
        assert taken(best(courses, learner(2), "award", finish="2027-03", cost=50)) == {"whole": "2027-01"}
        assert taken(best(courses, learner(2), "next", finish="2027-06", cost=50))["next"] == "2027-04"


def test_r2_once_a_part_does_not_count_as_the_whole() -> None:
    courses = a_certificate(award("by-name", "whole"))
    assert taken(best(courses, learner(6), "by-name", finish="2027-09", cost=250)) == {"whole": "2027-01"}


def test_r2_once_wholes_of_wholes_and_equivalents_count_too() -> None:
    # twin counts as the whole, the greater covers the whole, and a-2 counts as a: all of them give a-2, b and c. The greater
    # takes 6 months for S$10, the twin 3 for S$20.
    more = (
        module("twin", 26, 3, fee=20, equivalent=["whole"]),
        module("greater", 26, 6, fee=10, covers=["whole"]),
        module("a-2", fee=500, equivalent=["a"]),
    )
    courses = a_certificate(*more, needs=["a-2", "b", "c"])
    assert taken(best(courses, learner(2), "cert", finish="2027-03", cost=20)) == {"twin": "2027-01"}
    assert taken(best(courses, learner(2), "cert", prefer="cost", finish="2027-06", cost=10)) == {"greater": "2027-01"}


def test_r2_once_an_award_that_names_the_whole_counts_it_as_that_alone() -> None:
    # Two of a, b and the whole: the whole is one of them, not all three, and who takes it takes neither a nor b. So it is a and
    # b. As an alternative to its parts the whole is enough.
    two = {"choose": 2, "from": ["a", "b", "whole"]}
    assert set(taken(best(a_certificate(needs=[two]), learner(6), "cert", finish="2027-03", cost=200))) == {"a", "b"}
    either = {"any": ["whole", ["a", "b", "c"]]}
    assert set(taken(best(a_certificate(needs=[either]), learner(2), "cert", finish="2027-09", cost=250))) == {"whole"}


def test_r2_once_a_held_whole_makes_its_parts_needless() -> None:
    who = learner(2, held={"whole": "2026-06"})
    made = planned(a_certificate(), who, "cert")
    assert (made.status, made.enrolments) == (Status.OPTIMAL, ())
    assert "covered by The whole (whole), which you hold already" in impossible(
        a_certificate(), learner(2, held={"whole": "2026-06"}, pins={"a": "2027-02"}), "cert"
    )


def test_r2_once_a_held_part_bars_the_whole_unless_it_expires() -> None:
    # a is held: b and c follow, S$200, though the whole would be S$50 in all.
    courses = a_certificate(whole_fee=50)
    assert set(taken(best(courses, learner(2, held={"a": "2026-06"}), "cert", finish="2027-06", cost=200))) == {"b", "c"}
    # It counts for a year, and ended in January 2026: it must be taken again, and may be within the whole.
    courses = a_certificate(whole_fee=50, valid_months=12)
    made = best(courses, learner(2, held={"a": "2026-01"}), "cert", finish="2027-09", cost=50)
    assert set(taken(made)) == {"whole"}
    assert any("which it covers" in warning.text for warning in made.warnings)


def test_r4_before_a_whole_under_way_is_alongside_as_its_parts_are() -> None:
    # The whole starts in January; what goes alongside b may start with it.
    courses = a_certificate(module("beside", alongside=["b"]), award("both", ["cert", "beside"]), whole_fee=0)
    made = best(courses, learner(4), "both", prefer="cost", finish="2027-09")
    assert taken(made) == {"beside": "2027-01", "whole": "2027-01"}


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
    assert impossible(courses, learner(2, held={"a": "2020-01"}), "b") == "it cannot be taken with The a (a), which you hold"


def test_r2_once_targets_that_exclude_each_other_are_named() -> None:
    courses = catalogue(module("a", excludes=["b"]), module("b"), module("c", excludes=["d"]), module("d"))
    assert impossible(courses, learner(4), "a", "b", "c") == "The a (a) and The b (b) cannot be taken together"
    assert impossible(courses, learner(4), *"abcd") == "it would need modules that cannot be taken together"


def test_r2_once_a_pin_of_what_is_held_already_says_so() -> None:
    courses = catalogue(module("a", equivalent=["b"]), module("b"), module("c", excludes=["d"]), module("d"))
    who = learner(2, held={"a": None}, pins={"b": "2027-04"})
    assert impossible(courses, who, "a") == "The b (b) counts as The a (a), which you hold already"
    who = learner(2, held={"d": None}, pins={"c": "2027-04"})
    assert impossible(courses, who, "d") == "The c (c) cannot be taken with The d (d), which you hold"


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


def test_r1_target_a_skill_is_shown_by_what_counts_elsewhere() -> None:
    # a counts for cert, which limits what it shares, and shows the skill for the other award as well.
    entries = award("shown", [skill("k")]), award("cert", "a", "certificate", shares=2)
    made = best(catalogue(module("a", skills="k"), *entries), learner(9), "shown", finish="2027-03")
    assert counts(made) == {"shown": {"a"}, "cert": {"a"}}
    # d is earned in May, when e shows the skill; e counts for the other award alone.
    entries = (
        award("d", ["a", skill("k")], shares=False, valid_months=12),
        award("other", ["b", "e"]),
    )
    courses = catalogue(module("a"), module("b"), module("e", intakes="mar", skills="k"), *entries)
    made = best(courses, learner(9), "d", "other", finish="2027-05")
    assert counts(made) == {"d": {"a", "e"}, "other": {"b", "e"}}
    assert [entry.slack_months for award in made.awards for entry in award.valid] == [10, 12]


def test_r2_once_an_award_that_too_few_modules_are_left_for_says_so() -> None:
    # a asks more hours than there are; b and d alone do not make three, each counting once.
    courses = catalogue(
        module("a", 104), module("b"), module("d"), award("w", [choose(2, "a", "b", "d"), choose(1, "a", "b")]), award("x", "a")
    )
    reason = impossible(courses, learner(6), "w", "x")
    assert reason == "The w (w) needs more modules than can be taken, since each counts once"


def test_r1_target_what_is_held_may_earn_either_award_and_not_both() -> None:
    # a, b and c earn x, which shares at most two of them; with d they earn y as well.
    x, y = award("x", choose(3, *"abcd"), shares=2), award("y", choose(3, *"abcd"))
    courses = catalogue(*(module(name) for name in "abcd"), x, y)
    for ends in ((None, None, None), ("2026-06", "2026-09", "2026-12")):
        made = best(courses, learner(6, held=dict(zip("abc", ends, strict=True))), "x", "y", finish="2027-03", hours=26)
        assert counts(made) == {"y": {"a", "b", "d"}}


def test_r1_target_what_counts_within_a_needed_award_is_not_shared() -> None:
    courses = catalogue(module("a"), module("b"), award("x", "a", "certificate", shares=False), award("y", ["x", "b"]))
    made = best(courses, learner(9), "y", finish="2027-03", hours=52)
    assert counts(made) == {"x": {"a"}, "y": {"a", "b"}}


def test_r1_target_an_award_nobody_asked_for_is_earned_if_something_is_left_for_it() -> None:
    # a counts for x; y shares nothing, so it is earned only where b is taken as well.
    courses = catalogue(module("a"), module("b"), award("x", "a"), award("y", choose(1, "a", "b"), shares=False))
    assert counts(best(courses, learner(9), "x", finish="2027-03")) == {"x": {"a"}}
    assert counts(best(courses, learner(9), "x", "b", finish="2027-03")) == {"x": {"a"}, "y": {"b"}}


def test_r1_target_what_a_role_asks_for_counts_for_no_award_that_shares() -> None:
    # a counts for y, which shares nothing. The role asks whether a, or x, was passed: nobody counts it there.
    entries = module("a"), award("x", "a", "certificate"), award("y", "a", "certificate", shares=False)
    for needs in ("a", "x", any_of("x", "y")):
        courses = catalogue(*entries, role("job", [needs]))
        for targets in (("y", "job"), ("job", "y")):
            made = best(courses, learner(2), *targets, finish="2027-03", hours=26)
            assert counts(made) == {"y": {"a"}}
    # Asked for by itself, x counts a as well.
    reason = impossible(catalogue(*entries, role("job", ["x"])), learner(2), "job", "x", "y")
    assert reason == "The y (y) shares no modules with other awards, and too few are left for all"


def test_r1_target_awards_within_one_role_may_need_the_same_module() -> None:
    courses = catalogue(module("a"), *(award(name, "a", shares=False) for name in "xy"), role("job", ["x", "y"]))
    best(courses, learner(2), "job", finish="2027-03", hours=26)


def test_r1_target_an_award_that_a_role_names_is_earned_before_others_on_the_way() -> None:
    # Only one of the two can have a, and y is the one that the role names, though x stands first.
    courses = catalogue(module("a"), award("x", "a"), award("y", "a", shares=False), role("job", ["y"]))
    assert counts(best(courses, learner(2), "job", finish="2027-03")) == {"y": {"a"}}


def test_r1_target_within_an_award_that_a_role_names_a_module_counts_once() -> None:
    # The award takes two of the three; the role's own choice of one is satisfied by either.
    needs = [choose(1, "a", "b"), choose(1, "a", "b", "c")]
    courses = catalogue(*(module(name) for name in "abc"), award("x", needs), role("job", ["x", choose(1, "a", "b")]))
    best(courses, learner(2), "job", finish="2027-06", hours=52)


def test_r1_target_awards_that_share_nothing_and_need_the_same_are_impossible() -> None:
    courses = catalogue(module("a"), award("x", "a", shares=False), award("y", "a"))
    reason = impossible(courses, learner(2), "x", "y")
    assert reason == "The x (x) shares no modules with other awards, and too few are left for all"
    courses = catalogue(*(module(name) for name in "abc"), *(award(name, ["a", "b", "c"], shares=2) for name in "xy"))
    reason = impossible(courses, learner(2), "x", "y")
    assert reason == "a module would have to count twice, in one award or for more awards than may share it"
    courses = catalogue(*(module(name) for name in "abc"), award("x", [*"abc"]), award("y", [*"abc"], shares=2))
    reason = impossible(courses, learner(2), "x", "y")
    assert reason == "The y (y) shares at most 2 modules with other awards, and too few are left for all"
