"""What is doubtful about a price: open questions about its rules, and rules that ended before the course starts."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import build
import pytest
from commands import run
from published_fees import learner, module
from sample_funding import rules, shipped

from mcplanner.learner.model import Learner
from mcplanner.pricing.doubts import Doubts, doubts, due_in_words, ended_in_words, question_in_words
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding

HALF: dict[str, Any] = {"rate": Decimal("0.5")}
ENDED = {"effective_to": "2025-12-31"}
ABOUT = {"id": "q", "about": ["s-0"]}


def doubts_of(funding: Funding, who: Learner | None = None, start: str = "2026-04", fee_class: str = "m") -> Doubts:
    return doubts(Pricing(who or learner(), funding), module("1000", fee_class), build.month(start))


def ended(start: str = "2026-04", who: Learner | None = None, **lists: list[dict[str, Any]]) -> list[str]:
    return [rule.id for rule in doubts_of(rules(**lists), who, start).ended]


# --- Open questions -----------------------------------------------------------------------------------------------------------


def test_a_question_is_open_where_one_of_its_rules_is_used() -> None:
    funding = rules(subsidies=[HALF, {**HALF, "residency": ["other"]}], open_questions=[ABOUT])
    assert [question.id for question in doubts_of(funding).questions] == ["q"]
    assert doubts_of(funding, learner("other")) == Doubts()
    assert doubts_of(funding, learner(None)) == Doubts()
    assert doubts_of(funding, fee_class="none") == Doubts()


def test_a_question_is_about_courses_that_start_while_it_is_open() -> None:
    funding = rules(subsidies=[HALF], open_questions=[{**ABOUT, "effective_from": "2026-04-01", "effective_to": "2026-12-31"}])
    starts = ("2026-03", "2026-04", "2026-12", "2027-01")
    assert [bool(doubts_of(funding, start=start).questions) for start in starts] == [False, True, True, False]


def test_a_question_may_be_about_credit_or_what_is_paid_back() -> None:
    back = {"to": "learner", "amount": 1, "per": "hour"}
    funding = rules(wallets=[{}], reimbursements=[back], open_questions=[{"about": ["w-0"]}, {"about": ["r-0"]}])
    with_credit = learner(credit_cents={"w-0": 100})
    assert [question.id for question in doubts_of(funding, with_credit).questions] == ["o-0", "o-1"]
    assert [question.id for question in doubts_of(funding).questions] == ["o-1"]


def test_the_day_of_an_announced_change_passes() -> None:
    funding = rules(
        subsidies=[HALF], open_questions=[{**ABOUT, "title": "It may change", "due": "2026-09-30", "note": "said in May"}]
    )
    (question,) = doubts_of(funding).questions
    assert due_in_words(question, date(2026, 9, 30)) == "a change is due by 2026-09-30"
    assert question_in_words(question, date(2026, 10, 1)) == (
        "It may change: said in May; 2026-09-30 has passed since: look at the source again (as of 2026-11-01)"
    )


def test_the_shipped_rules_carry_their_contradictions() -> None:
    """Published amounts of polytechnics are of 2024 and before, and ITE's fee of 2024 is not that of 2026."""
    expected = {
        ("poly-modular", "2024-10"): [],
        ("poly-modular", "2026-10"): ["poly-payable-2026"],
        ("ite-modular", "2025-04"): [],
        ("ite-modular", "2026-10"): ["ite-fee-2026"],
        ("uni-modular", "2026-10"): [],
        ("ssg-certifiable", "2026-10"): ["agency-merger"],
    }
    found = {case: [each.id for each in doubts_of(shipped(), None, case[1], case[0]).questions] for case in expected}
    assert found == expected


def test_union_assistance_after_2025_and_what_an_employer_gets_are_open() -> None:
    member = learner(union_member=True, born=1980)
    questions = [question.id for question in doubts_of(shipped(), member, "2026-04", "uni-modular").questions]
    assert questions == ["utap-after-2025"]
    assert doubts_of(shipped(), member, "2025-10", "uni-modular").questions == ()
    in_2026 = doubts_of(shipped(), learner(employer="large"), "2026-09", "uni-modular").questions
    assert [question.id for question in in_2026] == ["enterprise-credit", "enterprise-credit-redesigned"]
    sponsored = doubts_of(shipped(), learner(employer="large"), "2027-04", "uni-modular").questions
    assert [question.id for question in sponsored] == ["agency-merger", "enterprise-credit-redesigned"]


# --- Rules that ended ---------------------------------------------------------------------------------------------------------


def test_a_rule_that_ended_is_named_if_none_took_its_place() -> None:
    assert ended(subsidies=[{**HALF, **ENDED}]) == ["s-0"]
    assert ended("2025-12", subsidies=[{**HALF, **ENDED}]) == []
    assert ended(subsidies=[{**HALF, **ENDED}, {**HALF, "effective_from": "2026-01-01"}]) == []
    following = {**HALF, "effective_from": "2026-01-01", "effective_to": "2027-12-31"}
    assert ended("2028-01", subsidies=[{**HALF, **ENDED}, following]) == ["s-1"]


def test_a_rule_that_ended_is_named_only_to_those_it_was_for() -> None:
    assert ended(subsidies=[{**HALF, **ENDED, "residency": ["other"]}]) == []
    assert ended(subsidies=[{**HALF, **ENDED, "from_age": 40}], who=learner(born=1990)) == []
    assert ended(subsidies=[{**HALF, **ENDED, "first_attempt": True}], who=learner(repeats=frozenset({"a"}))) == []
    assert ended(subsidies=[{**HALF, **ENDED, "classes": ["none"]}]) == []


def test_an_enhanced_subsidy_ends_only_for_those_who_have_a_base() -> None:
    more = {"part": "enhanced", "rate": Decimal("0.1"), **ENDED}
    assert ended(subsidies=[more]) == []
    assert ended(subsidies=[HALF, more]) == ["s-1"]


def test_credit_that_expired_is_named_to_those_who_have_it() -> None:
    wallets = [{"expires": "2025-12-31"}]
    assert ended(wallets=wallets, who=learner(credit_cents={"w-0": 100})) == ["w-0"]
    assert ended(wallets=wallets, who=learner(credit_cents={"w-0": 0})) == []


def test_what_gst_is_charged_on_and_what_is_paid_back_can_end() -> None:
    bases = [{"basis": "net", **ENDED}]
    back = [{"to": "learner", "amount": 1, "per": "hour", **ENDED}]
    assert ended(gst_rates=[{"rate": Decimal("0.09")}], gst_bases=bases, reimbursements=back) == ["g-0", "r-0"]


def test_an_end_is_past_or_to_come() -> None:
    (rule,) = doubts_of(rules(subsidies=[{**HALF, **ENDED, "title": "Half"}])).ended
    words = "on 2025-12-31, and no rule in its place is known (as of 2026-11-01)"
    assert ended_in_words(rule, date(2025, 12, 31)) == f"Half ends {words}"
    assert ended_in_words(rule, date(2026, 1, 1)) == f"Half ended {words}"


# --- Where they are said ------------------------------------------------------------------------------------------------------

ITE = ["-c", "singapore", "--residency", "citizen", "--start", "2027-04"]


def test_cost_says_them_with_source_and_date() -> None:
    told = " ".join(run("cost", "ite-solar-photovoltaic-systems", *ITE).stdout.split())
    assert "Open questions about these rules What people pay for ITE modules in 2026 is not published [1]" in told
    assert "checked on 2026-11-01 for courses that start from 2026-01-01 source: ite.edu.sg" in told
    assert "S$1,338 a module from April 2024, but the directory of 2026 has S$1,722" in told


def test_cost_as_json_says_them_and_if_their_day_has_passed() -> None:
    words = ["--residency", "citizen", "--born", "1980", "--union", "--start", "2027-04", "--json"]
    cost = json.loads(run("cost", "cyb-foundations", *words).stdout)["cost"]
    days = [(question["id"], question["due"], question["overdue"]) for question in cost["open_questions"]]
    assert days == [("poly-payable-2026", None, False), ("utap-after-2025", "2025-12-31", True)]
    assert cost["ended_rules"] == []


@pytest.mark.parametrize("employer", [[], ["--sponsored"]])
def test_a_plan_says_each_once(employer: list[str]) -> None:
    words = ["--hours", "6", "--target", "cyber-diploma", "--residency", "citizen", *employer, "--json"]
    notes = [note["text"] for note in json.loads(run("plan", *words).stdout)["warnings"] if note["code"] == "open-question"]
    assert len(notes) == (3 if employer else 1)
    assert all(note.startswith("all prices: ") for note in notes)
    assert "S$20 an hour; the fees of part-time diplomas of 2026 are S$28.30 an hour (as of 2026-11-01)" in notes[0]


def test_a_plan_names_what_has_ended(tmp_path: Any) -> None:
    me = tmp_path / "me.yaml"
    me.write_text("residency: citizen\nhours: 6\ntargets: [cyber-diploma]\ncredit: {one-off-2020: 500}\n", "utf-8")
    warnings = json.loads(run("plan", "-l", str(me), "--json").stdout)["warnings"]
    assert [note["text"] for note in warnings if note["code"] == "ended-rule"] == [
        "all prices: SkillsFuture Credit, one-off top-up of 2020 ended on 2025-12-31, and no rule in its place is known "
        "(as of 2026-11-01)"
    ]
