"""The rules R9 to R12 of a plan (docs/rules.md): validity, choices, money and the last month.

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
    earned,
    impossible,
    learner,
    module,
    month,
    taken,
)

# --- R9 valid: what counts toward an award ended at most so many months before it is earned -----------------------------------


def test_r9_valid_a_module_waits_so_that_it_still_counts() -> None:
    # b runs from October to December. Valid for 3 months, a must not have ended before September: it starts in July. Valid for
    # 9, it can start in January.
    for valid, starts in ((3, 6 + 9), (9, 0 + 9), (None, 0 + 9)):
        courses = catalogue(module("a"), module("b", intakes="oct"), award("d", ["a", "b"], valid_months=valid))
        made = best(courses, learner(2), "d", finish="2027-12", starts=starts)
        assert earned(made) == {"d": "2027-12"}


def test_r9_valid_the_plan_says_how_long_each_module_counts() -> None:
    # a, held, ended in December 2026, and counts until June; b ends in March, and the award is earned then.
    courses = catalogue(module("a"), module("b"), module("c"), award("d", ["a", "b", "c"], valid_months=6))
    made = best(courses, learner(2, held={"a": "2026-12", "c": None}), "d", finish="2027-03")
    (diploma,) = made.awards
    assert [(each.module, each.until, each.slack_months) for each in diploma.valid] == [
        ("a", month("2027-06"), 3),
        ("b", month("2027-09"), 6),
    ]


def test_r9_valid_alone_makes_it_impossible() -> None:
    # a can only run from January to March, b only from October to December, nine months later.
    entries = module("a", runs={"2027-01": None}), module("b", runs={"2027-10": None})
    impossible(catalogue(*entries, award("d", ["a", "b"], valid_months=8)), learner(2), "d")
    best(catalogue(*entries, award("d", ["a", "b"], valid_months=9)), learner(2), "d", finish="2027-12")


def test_r9_valid_what_is_too_short_is_named() -> None:
    gone = module("a", runs={"2026-10": None})
    courses = catalogue(gone, module("b", intakes="jul"), award("d", ["a", "b"], valid_months=4))
    reason = "a module counts toward The d (d) for 4 months after its end, not long enough for all that the award needs"
    held = f"{reason}; The a (a), which you hold, counts until Apr 2027 and cannot be taken again"
    assert impossible(courses, learner(2, held={"a": "2026-12"}), "d") == held
    # Two awards that are too short, each by itself: then neither alone is to blame.
    twice = award("d", ["a", "b"], valid_months=4), award("e", ["a", "b"], valid_months=3)
    courses = catalogue(module("a", runs={"2027-01": None}), module("b", runs={"2027-10": None}), *twice)
    assert impossible(courses, learner(2), "d") == reason
    assert impossible(courses, learner(2), "d", "e") == "modules would expire before the award that they count toward is earned"


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
    # earlier, it would not, and is taken again, three months before b or after. Where it is not known when it ended, it never
    # expires.
    courses = catalogue(module("a"), module("b"), award("d", ["a", "b"], valid_months=3))
    for held in ("2026-12", None):
        made = best(courses, learner(2, held={"a": held}), "d", finish="2027-03")
        assert earned(made) == {"d": "2027-03"}
    for held in ("2026-11", "2020-01"):
        made = best(courses, learner(2, held={"a": held}), "d", finish="2027-06")
        assert earned(made) == {"d": "2027-06"}


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


def test_r10_choices_a_pinned_module_is_taken_itself() -> None:
    # c counts as b, but b is pinned, and it needs what cannot be had.
    over = module("over", runs={"2020-01": None})
    courses = catalogue(over, module("b", needs="over", equivalent=["c"]), module("c"))
    best(courses, learner(4), "b", finish="2027-03")
    reason = "The b (b) needs The over (over), which has no intake left that you can apply for, attend and finish in time"
    # over takes three months, too long for one that starts in April.
    way_out = "; nobody has published starts after its last run: assume them, such as --assume over:starts=any"
    assert impossible(courses, learner(4, pins={"b": "2027-05"}), "c") == reason + way_out


def test_r10_choices_a_pinned_module_brings_its_prerequisites() -> None:
    courses = catalogue(module("a"), module("b"), module("c", needs="b"), award("d", "a"))
    assert set(taken(best(courses, learner(4, pins={"c": "2027-06"}), "d", finish="2027-08"))) == {"a", "b", "c"}
    impossible(courses, learner(4, pins={"c": "2027-03"}), "d")


def test_r10_choices_alone_make_it_impossible() -> None:
    # Pinned to May, an intake of April and October cannot be kept; nor can a pin while away, or one that leaves no hours.
    courses = catalogue(module("a", intakes="apr oct"), module("b", intakes="apr oct"), award("d", ["a", "b"]))
    reason = "which cannot start in May 2027, the month you pinned it to"
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
