"""`mcplan plan` and `compare` with what the learner pays: whole outputs, what a plan says of waiting, and wrong words."""

import json

import consoles
import pytest
import snapshots
from commands import run

WHO = ["--residency", "citizen", "--born", "1988"]
CREDIT = ["--credit", "500", "--credit-mid-career", "4000"]
PLAN = ["plan", "--hours", "6", "--target", "cyber-diploma", "--start", "2026-12"]


@pytest.mark.parametrize("width", [50, 80, 120])
def test_a_plan_with_everything_about_money(width: int) -> None:
    """The learner turns 40 in 2028, in the middle of the plan: subsidies rise, and the mid-career credit begins."""
    result = run(*PLAN, *WHO, *CREDIT, "--union", "--what-if-fail", "cyb-networks", width=width)
    assert (result.exit_code, result.stderr) == (0, "")
    assert consoles.widest(result.stdout) <= width
    snapshots.check(f"command-plan-money-{width}", result.stdout)


def test_the_lowest_cost_says_what_it_takes_in_months() -> None:
    """Waiting until 2028, when the learner is 40, saves 5 points of subsidy on the two modules that would start in 2027."""
    result = run(*PLAN, *WHO, "--prefer", "cost", width=100)
    facts = " ".join(result.stdout.split())
    assert "would finish in Sep 2029: this one is 12 months later and costs S$327.00 less" in facts
    made = json.loads(run(*PLAN, *WHO, "--prefer", "cost", "--json").stdout)
    assert made["status"] == "optimal"
    # five modules of S$3,000 less 90 %, with 9 % of GST on a tenth
    assert made["objective"]["cost_cents"] == made["bound"]["cost_cents"] == 5 * 32_700 // 1
    assert made["fastest"] == {
        "finish": "2029-09",
        "cost_cents": 2 * 49_050 + 3 * 32_700,
        "cost_at_least_cents": 2 * 49_050 + 3 * 32_700,
        "proved": True,
    }


def test_money_as_json() -> None:
    made = json.loads(run(*PLAN, *WHO, *CREDIT, "--json").stdout)
    first = made["enrolments"][0]
    keys = ["fee_cents", "subsidy_cents", "gst_cents", "credit_cents", "payable_cents"]
    # in 2027 the mid-career credit has not begun: the opening credit pays all 490.50 of the first module
    assert [first[key] for key in keys] == [300_000, 255_000, 4_050, 49_050, 0]
    spending = made["spending"]
    assert [(wallet["id"], wallet["used_cents"]) for wallet in spending["wallets"]] == [
        ("mid-career", 3 * 32_700),
        ("opening", 50_000),
    ]
    assert spending["cash_flow"] == [{"month": "2027-10", "payable_cents": 48_100, "payable_at_least_cents": 48_100}]
    assert spending["awards"] == [{"id": "cyber-diploma", "payable_cents": 48_100, "payable_at_least_cents": 48_100}]
    assert spending["exact"] is True


def test_without_residency_only_fees_are_known() -> None:
    made = json.loads(run(*PLAN, "--json").stdout)
    assert made["spending"] is None
    assert made["objective"]["cost_cents"] == 1_500_000
    assert made["enrolments"][0]["payable_cents"] is None


def test_a_budget_is_on_what_is_paid() -> None:
    """S$1,962.00 is what a citizen of 38 pays: with a cent less it is impossible, and the way out names the dollar above."""
    assert run(*PLAN, *WHO, "--budget", "1962").stdout
    refused = run(*PLAN, *WHO, "--budget", "1600", code=3)
    assert "it would cost more than S$1,600.00" in " ".join(refused.stdout.split())


def test_compare_shows_what_is_paid() -> None:
    made = json.loads(
        run("compare", "--hours", "6,12", "--target", "cyber-diploma", "--start", "2026-12", *WHO, "--json").stdout
    )
    assert [row["cost_cents"] for row in made["rows"]] == [2 * 49_050 + 3 * 32_700, 3 * 49_050 + 2 * 32_700]


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["--born", "1988"], "--residency, needed for --born", 2),
        (["--credit-mid-career", "4000", "--residency", "citizen"], "--born", 2),
        (["--what-if-fail", "net-basics"], "--what-if-fail", 2),
        (["--budget-per-year", "lots"], "--budget-per-year", 2),
        ([*WHO, "--funding", "none.yaml"], "none.yaml:1:1: MC001", 1),
    ],
)
def test_wrong_words_name_the_option(words: list[str], said: str, code: int) -> None:
    result = run(*PLAN, *words, code=code)
    assert said in result.stderr
    assert result.stdout == ""


def test_rules_that_nobody_looked_at_for_long_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1811160000")  # 24 May 2027, 204 days after the rules' sources were looked at
    result = run("cost", "cyb-foundations", *WHO, "--start", "2027-10")
    assert "funding rules may be out of date; mcplan check shows which" in result.stderr
