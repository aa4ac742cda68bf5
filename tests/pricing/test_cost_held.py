"""What an award still costs whoever holds some of its modules, or has them under way."""

import json
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

import build
import pytest
from commands import run
from hypothesis import given, settings
from hypothesis import strategies as st
from quotes import fees, of_award, priced, shown

from mcplanner.catalogue.counting import UNDATED, earned_at
from mcplanner.catalogue.model import Module
from mcplanner.ground.money import Amount
from mcplanner.learner.model import Learner
from mcplanner.pricing.costs import AwardCost


def holder(held: Mapping[str, str | None], under_way: Mapping[str, str] | None = None) -> Learner:
    own = build.learner(2, held=held, under_way=under_way)
    return own.replace(residency="citizen")


def left(cost: AwardCost) -> tuple[list[str], list[tuple[int | None, list[str]]]]:
    """The modules still to pay: the compulsory ones, and each choice."""
    choices = [(choice.number, [each.module.id for each in choice.costs]) for choice in cost.choices]
    return [each.module.id for each in cost.compulsory], choices


def ids_of(modules: Iterable[Module]) -> list[str]:
    return [module.id for module in modules]


def test_what_is_held_or_under_way_is_taken_off() -> None:
    """a is held and b under way: c at half of S$300 is left."""
    who = holder({"a": "2026-05"}, {"b": "2026-11"})
    cost = of_award(priced(*fees(100, 200, 300), build.award("goal", ["a", "b", "c"]), learner=who))
    assert left(cost) == (["c"], [])
    assert (ids_of(cost.taken_off), cost.before_credit) == (["a", "b"], (Amount(150_00), Amount(150_00)))


@pytest.mark.parametrize(
    ("needs", "choices", "total"),
    [
        (build.choose(2, "a", "b", "c"), [(1, ["b", "c"])], (100_00, 150_00)),
        (build.any_of("a", "b"), [], (0, 0)),
        (build.skill("s"), [], (0, 0)),
        (["a", build.skill("s")], [], (0, 0)),  # a skill that is shown is shown, whatever else the module counts for
        (build.credits(2, "a", "b", "c"), [(None, ["b", "c"])], None),
        (build.credits(1, "a", "b", "c"), [], (0, 0)),
        (["inner", build.any_of("b", "c")], [(1, ["b", "c"])], (100_00, 150_00)),
        ([build.any_of("a", "b"), build.any_of("a", "c")], [(1, ["c"])], None),  # a counts in one of them
    ],
    ids=str,
)
def test_a_choice_asks_for_less_where_some_of_it_is_held(
    needs: build.Part, choices: list[tuple[int | None, list[str]]], total: tuple[int, int] | None
) -> None:
    """a is held, which teaches the skill and makes the inner award."""
    modules = [build.module("a", fee=100, credits=1, skills="s"), *fees(0, 200, 300, credits=1)[1:]]
    entries = [*modules, build.award("inner", "a", "certificate"), build.award("goal", needs)]
    cost = of_award(priced(*entries, learner=holder({"a": "2026-05"})))
    assert left(cost) == ([], choices)
    assert (ids_of(cost.taken_off), cost.before_credit and tuple(each.exact for each in cost.before_credit)) == (["a"], total)


@pytest.mark.parametrize(
    ("needs", "choices"),
    [("same", []), (build.choose(2, "same", "b", "c"), [(None, ["b", "c"])]), (build.choose(1, "same", "b"), [])],
    ids=str,
)
def test_what_counts_as_a_module_that_is_held_is_not_asked_for(
    needs: build.Part, choices: list[tuple[int | None, list[str]]]
) -> None:
    modules = [*fees(100, 200, 300), build.module("same", fee=50, equivalent=["a"])]
    cost = of_award(priced(*modules, build.award("goal", needs), learner=holder({"a": "2026-05"})))
    assert (left(cost), ids_of(cost.taken_off)) == (([], choices), ["a"])


def test_what_was_passed_too_long_ago_is_not_taken_off_and_an_award_earned_in_time_stays_earned() -> None:
    """From December 2026, 12 months reach back to December 2025. The inner award was earned in 2020, and does not expire."""
    who = holder({"a": "2025-11", "b": "2025-12", "c": "2020-01", "d": None})
    inner = build.award("inner", "c", "certificate", valid_months=12)
    goal = build.award("goal", ["a", "b", "d", "inner"], valid_months=12)
    cost = of_award(priced(*fees(100, 100, 100, 100), inner, goal, learner=who))
    assert left(cost) == (["a"], [])
    assert (ids_of(cost.taken_off), ids_of(cost.expired)) == (["b", "c", "d"], ["a"])


def test_what_is_needed_first_and_held_is_not_missing() -> None:
    entries = [build.module("a", needs=["x", "y"]), build.module("x"), build.module("y"), build.award("goal", "a")]
    assert of_award(priced(*entries, learner=holder({"x": None}))).outside == ("y",)


def test_an_award_of_which_everything_is_held_costs_nothing_more() -> None:
    quoted = priced(*fees(100), build.award("goal", "a"), learner=holder({"a": None}))
    said = shown(quoted)
    assert "taken off  The a (a), held" in said
    assert "Nothing is left to pay: everything it needs is held or under way." in said
    assert "A plan chooses" not in said


@settings(max_examples=200)
@given(st.data())
def test_the_least_is_the_cheapest_way_on(data: st.DataObject) -> None:
    """Against every set of further modules that, with what is held, earns the award."""
    costs = data.draw(st.lists(st.integers(1, 9).map(lambda fee: fee * 100), min_size=6, max_size=6))
    names = data.draw(st.permutations("abcdef"))
    first, second = data.draw(st.integers(0, 2)), data.draw(st.integers(3, 5))
    choices = (names[first:second], names[second:])
    needs = [*names[:first], *(build.choose(data.draw(st.integers(1, len(part))), *part) for part in choices)]
    held = data.draw(st.sets(st.sampled_from(names)))
    quoted = priced(*fees(*costs), build.award("goal", needs), learner=holder(dict.fromkeys(held, "2026-05")))
    goal, fee = quoted.catalogue.award_by_id["goal"], dict(zip("abcdef", costs, strict=True))
    ways = (set(way) for size in range(7) for way in combinations(sorted(set(names) - held), size))
    enough = [way for way in ways if earned_at(quoted.catalogue, goal, dict.fromkeys(way | held, UNDATED))[0]]
    total = of_award(quoted).before_credit
    assert total is not None
    assert total[0].exact == min(sum(fee[name] * 50 for name in way) for way in enough)


def test_cost_with_a_learner_file(tmp_path: Path) -> None:
    """Whatever is overdue in the file: a price is no plan."""
    me = tmp_path / "me.yaml"
    me.write_text(
        "held:\n  - {module: data-protection-practice, ended: 2026-05}\n"
        "under_way:\n  - {module: data-ai-governance, started: 2025-10}\n",
        "utf-8",
    )
    words = ["cost", "sd-data-governance", "-l", str(me), "--start", "2026-12"]
    said = run(*words).stdout
    assert "  taken off  Data Protection Practice (data-protection-practice), held\n" in said
    assert "(data-ai-governance), under way\n" in said
    assert "Compulsory" not in said
    award = json.loads(run(*words, "--json").stdout)["award"]
    assert (award["taken_off"], award["expired"]) == (["data-ai-governance", "data-protection-practice"], [])
    assert award["compulsory"] == []


def test_a_held_whole_counts_in_the_place_of_each_of_its_parts() -> None:
    """The whole covers a, b and c, of which the award names a and chooses two more: nothing is left of it."""
    whole = {"covers": ["a", "b", "c"]}
    courses = [entry | (whole if entry["id"] == "d" else {}) for entry in fees(100, 200, 300, 400)]
    goal = build.award("goal", ["a", build.choose(2, "b", "c")])
    cost = of_award(priced(*courses, goal, learner=holder({"d": "2026-05"})))
    assert (left(cost), ids_of(cost.taken_off)) == (([], []), ["d"])
    cost = of_award(priced(*courses, goal, learner=holder({})))
    assert cost.before_credit is None  # the whole once, or its parts: only a plan can tell


def test_a_whole_that_covers_parts_one_by_one_is_one_choice_and_the_award_has_a_total() -> None:
    """D covers a, b and c, at half of their fees: S$200 for the whole, or S$300 in parts; e or f besides."""
    whole = {"covers": ["a", "b", "c"]}
    courses = [entry | (whole if entry["id"] == "d" else {}) for entry in fees(100, 200, 300, 400, 50, 70)]
    goal = build.award("goal", ["a", "b", "c", {"any": ["e", "f"]}])
    cost = of_award(priced(*courses, goal, learner=holder({})))
    together, other = cost.bundles
    assert [each.module.id for each in together.costs] == ["d", "a", "b", "c"]
    assert [each.module.id for each in other.costs] == ["e", "f"]
    assert together.before_credit == (Amount(200_00), Amount(300_00))
    assert cost.before_credit == (Amount(225_00), Amount(335_00))
    # Who holds a needs d, or b and c: S$200, or S$250.
    held = of_award(priced(*courses, goal, learner=holder({"a": "2026-05"})))
    assert held.before_credit == (Amount(225_00), Amount(285_00))


def test_where_only_a_plan_can_tell_there_is_what_it_costs_at_least() -> None:
    """A is compulsory and may not count twice: what the choice takes besides is not known; e costs S$25 at the least."""
    goal = build.award("goal", ["a", build.choose(1, "a", "b"), {"any": ["e", "f"]}])
    cost = of_award(priced(*fees(100, 200, 300, 400, 50, 70), goal, learner=holder({})))
    assert (cost.before_credit, cost.at_least) == (None, Amount(75_00))


def test_the_total_of_a_real_diploma_is_said_and_its_choices_are_five() -> None:
    asked = ["cost", "tp-sustainability-management-diploma", "-c", "singapore", "--no-learner"]
    said = run(*asked).stdout
    assert (said.count("The first, or the 3 that it covers"), said.count("Choose 1 of 2")) == (4, 1)
    assert "With its choices  S$27,762.30?" in said
    award = json.loads(run(*asked, "--json").stdout)["award"]
    assert award["least_before_credit_cents"] == award["most_before_credit_cents"] == 27_762_30
    assert [len(each["covers"]) for each in award["wholes"]] == [3, 3, 3, 3]
