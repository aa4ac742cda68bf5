"""What to assume where figures are unknown: every value that is proposed was tried, and gives a plan."""

import re

import pytest
from build import Data, award, catalogue, learner, module, planned
from hypothesis import event, given, settings
from random_cases import unknown_cases
from tiny import Case

from mcplanner.planning.planner import plan
from mcplanner.plans.model import Status

NONE_HELPS = "with your wishes as they are, no value that was tried gives a plan"


@pytest.mark.parametrize(
    ("facts", "hours", "words"),
    [
        # 40 hours in a month are 9.23 a week, 20 are 4.62, 10 are 2.31.
        ({"hours": "unknown", "months": 1}, 10, ["hours=40"]),
        ({"hours": "unknown", "months": 1}, 6, ["hours=20"]),
        ({"hours": "unknown", "months": 1}, 3, ["hours=10"]),
        # 26 hours in 3 months are 2 a week, in 6 months 1.
        ({"months": "unknown"}, 2, ["months=3"]),
        ({"months": "unknown"}, 1, ["months=6"]),
        # Either alone leaves the module without a plan.
        ({"hours": "unknown", "months": "unknown"}, 9, ["hours=40", "months=3"]),
        # Two full days take 24 hours at most.
        ({"hours": "unknown", "days": 2}, 9, ["hours=24"]),
        # Six hours of class in each of thirteen weeks.
        ({"hours": "unknown", "sessions": ["mon 18:00-21:00", "tue 18:00-21:00"]}, 9, ["hours=71"]),
    ],
    ids=str,
)
def test_what_is_proposed_gives_a_plan(facts: Data, hours: int, words: list[str]) -> None:
    courses, who = catalogue(module("a") | facts), learner(hours)
    reason = planned(courses, who, "a").reason or ""
    assert re.findall(r"--assume (\S+)", reason) == words
    assert planned(courses, who.replace(assume=tuple(words)), "a").status is Status.OPTIMAL


def test_a_fee_is_assumed_too_where_there_is_a_budget() -> None:
    # 20 hours in one month, for as much as fits into S$300; without a budget, the fee is no matter.
    courses = catalogue(module("a", fee="unknown") | {"hours": "unknown", "months": "unknown"})
    for limit, words in ((300, ["hours=20", "months=1", "fee=200"]), (None, ["hours=40", "months=3"])):
        reason = planned(courses, learner(6, cost_limit=limit), "a").reason or ""
        assert re.findall(r"--assume (\S+)", reason) == words


def test_values_that_contradict_what_is_known_are_passed_over() -> None:
    # 40 hours do not fit into two full days, and 24 hours need 5.54 a week in a month.
    courses = catalogue(
        module("a", days=2) | {"hours": "unknown"}, module("b", months=1) | {"hours": "unknown"}, award("d", ["a", "b"])
    )
    reason = planned(courses, learner(5), "d").reason or ""
    assert re.findall(r"--assume (\S+)", reason) == ["hours=20"]


def test_what_several_modules_lack_is_proposed_together() -> None:
    courses = catalogue(module("a") | {"hours": "unknown"}, module("b", weeks="unknown"), award("d", ["a", "b"]))
    reason = planned(courses, learner(9), "d").reason or ""
    assert reason.endswith("such as --assume hours=40 --assume weeks=13")


def test_what_is_not_needed_is_not_proposed() -> None:
    # Either of the two is enough: the second is spoken of, since only the budget is in its way.
    courses = catalogue(module("a") | {"hours": "unknown"}, module("b", fee="unknown"), award("d", {"any": ["a", "b"]}))
    reason = planned(courses, learner(9, cost_limit=2_000), "d").reason or ""
    assert re.findall(r"--assume (\S+)", reason) == ["fee=1500"]


@pytest.mark.parametrize(("order", "word"), [(["a", "b"], "hours=40"), (["b", "a"], "weeks=13")], ids=str)
def test_of_two_ways_out_the_one_that_the_sentence_speaks_of_is_proposed(order: list[str], word: str) -> None:
    courses = catalogue(module("a") | {"hours": "unknown"}, module("b", weeks="unknown"), award("d", {"any": order}))
    reason = planned(courses, learner(9), "d").reason or ""
    assert reason.startswith(f"it needs 1 of 2 choices, none of which can be taken: The {order[0]} ({order[0]}), which cannot")
    assert reason.endswith(f"to plan with what you expect, assume it, such as --assume {word}")


def test_where_only_another_figure_helps_than_the_one_spoken_of_the_hint_says_what_is_unknown() -> None:
    # 2,600 hours fit into no weeks that there are.
    courses = catalogue(
        module("a", 2_600, weeks="unknown"), module("b") | {"hours": "unknown"}, award("d", {"any": ["a", "b"]})
    )
    reason = planned(courses, learner(9), "d").reason or ""
    assert "The a (a), which cannot be planned, since its weeks are unknown" in reason
    assert reason.endswith("to plan with what you expect, assume what is unknown, such as --assume hours=40")


def test_a_single_choice_is_what_is_needed() -> None:
    for requirement in ({"any": ["a"]}, {"choose": 1, "from": ["a"]}, {"choose": 2, "from": ["a", "b"]}):
        courses = catalogue(module("a", 2_600), module("b"), award("d", requirement))
        reason = planned(courses, learner(9), "d").reason or ""
        assert reason == "it needs The a (a), which needs 200 hours a week, more than your 9"


@pytest.mark.parametrize("wish", [{"busy": "mon 08:00-12:00"}, {"away": "2027-01..2076-12"}], ids=str)
def test_that_nothing_helps_is_said(wish: Data) -> None:
    courses = catalogue(module("a", sessions=["mon 09:00-09:20"]) | {"hours": "unknown"})
    reason = planned(courses, learner(9, **wish), "a").reason or ""
    assert reason.endswith(f"its hours are unknown: nobody has published them; {NONE_HELPS}")


def test_what_is_proposed_keeps_the_last_month() -> None:
    # A start in April is too late, and so are three months.
    courses = catalogue(module("a") | {"months": "unknown", "intakes": "unknown"})
    reason = planned(courses, learner(9), "a", by="2027-02").reason or ""
    words = re.findall(r"--assume (\S+)", reason)
    assert words == ["months=1", "starts=any"]
    assumed = planned(courses, learner(9).replace(assume=tuple(words)), "a", by="2027-02")
    assert assumed.status is Status.OPTIMAL


def test_starts_after_the_last_run_are_proposed_where_they_help() -> None:
    over = module("over", runs={"2020-01": None})
    ways = {"2028-12": "over:starts=apr,oct", "2027-04": "over:starts=any"}
    for by, word in ways.items():
        reason = planned(catalogue(over), learner(9), "over", by=by).reason or ""
        assert reason.endswith(f"nobody has published starts after its last run: assume them, such as --assume {word}")
    reason = planned(catalogue(over), learner(1), "over").reason or ""
    assert "--assume" not in reason


@settings(max_examples=60, report_multiple_bugs=False)
@given(unknown_cases())
def test_whatever_is_proposed_gives_a_plan(case: Case) -> None:
    made = plan(case.catalogue, case.learner, case.request, advice=False)
    words = tuple(dict.fromkeys(re.findall(r"--assume (\S+)", made.reason or "")))
    event("proposed" if words else "nothing proposed")
    if words:
        assumed = plan(case.catalogue, case.learner.replace(assume=words), case.request, advice=False)
        assert assumed.status is Status.OPTIMAL


def test_what_is_unknown_is_named_where_the_whole_is_in_the_way_only_of_what_is_held() -> None:
    # The whole cannot be taken beside a, which is held; b alone would do, if its hours were known.
    whole = module("w", covers=["a", "b"])
    courses = catalogue(module("a"), module("b") | {"hours": "unknown"}, whole, award("d", ["a", "b"]))
    who = learner(9, held={"a": "2026-05"})
    reason = planned(courses, who, "d").reason or ""
    assert reason.startswith("it needs The b (b), which cannot be planned, since its hours are unknown")
    assert re.findall(r"--assume (\S+)", reason) == ["hours=40"]
    assert planned(courses, who.replace(assume=("hours=40",)), "d").status is Status.OPTIMAL
