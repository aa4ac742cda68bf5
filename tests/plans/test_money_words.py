"""What is said about money agrees wherever it is said: options, learner file, sums, words, every format."""

import json
from pathlib import Path

import build
import openpyxl
import pytest
from build import award, catalogue, module
from commands import run, words_of
from msgspec.structs import replace
from sample_funding import shipped
from sample_plans import diploma_plan

from mcplanner.ground.money import Amount
from mcplanner.learner.model import Learner
from mcplanner.learner.party_words import WORDS
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import PaidBack, Plan, Spending, Status
from mcplanner.plans.summary import in_the_end, proof
from mcplanner.pricing.price import Pricing

PLAN = ["plan", "--hours", "6", "--target", "cyber-diploma", "--start", "2026-12"]
CITIZEN = ["--residency", "citizen"]
OLDER = [*CITIZEN, "--born", "1985"]


def answer(*words: str) -> str:
    """What stands on standard output, as one line."""
    return " ".join(run(*words).stdout.split())


def spent(payable: int, *later: PaidBack) -> Spending:
    paid, nothing = Amount(payable), Amount()
    return Spending(paid, nothing, nothing, nothing, paid, by_month=(), by_award=(), wallets=(), later=later, exact=True)


def test_what_is_paid_in_the_end_is_never_told_as_a_negative_cost() -> None:
    to_learner, to_employer = PaidBack("a", "A", "learner", (("m", 700_00),)), PaidBack("b", "B", "employer", (("m", 9_00),))
    assert in_the_end(spent(1_000_00)) is None
    assert in_the_end(spent(1_000_00, to_employer)) is None
    assert in_the_end(spent(1_000_00, to_learner, to_employer)) == (300_00, "paid in the end, if all of it is paid back to you")
    assert in_the_end(spent(700_00, to_learner)) == (0, "paid in the end, if all of it is paid back to you")
    assert in_the_end(spent(600_00, to_learner)) == (100_00, "more than you pay, if all of it is paid back to you")


def test_the_terminal_and_the_page_say_what_is_over(tmp_path: Path) -> None:
    """S$1,635.00 to pay, and 24 months of S$300 may be paid back."""
    page = tmp_path / "plan.html"
    assert "S$5,565.00 more than you pay" in answer(*PLAN, *OLDER, "-o", str(page))
    assert "<dt>S$5,565.00</dt><dd>more than you pay, if all of it is paid back to you</dd>" in page.read_text("utf-8")


def test_each_output_with_amounts_that_are_paid_says_once_that_it_is_no_advice(tmp_path: Path) -> None:
    told = run(*PLAN, *OLDER, "--what-if-fail", "cyb-networks", "--alternatives", "1").stdout.rstrip()
    assert told.endswith(WORDS["learner"].not_advice)
    assert told.count("financial advice") == 1
    for asked in (["cost", "cyber-diploma", *OLDER], ["cost", "cyb-cloud", *OLDER]):
        priced = " ".join(run(*asked).stdout.split())
        assert priced.endswith(WORDS["learner"].not_advice)
        assert priced.count("financial advice") == 1
    assert "financial advice" not in run(*PLAN).stdout
    compared = ["compare", "--hours", "6,12", "--target", "cyber-diploma", "--start", "2026-12"]
    assert answer(*compared, *CITIZEN).count(WORDS["learner"].not_advice) == 1
    assert "financial advice" not in run(*compared).stdout
    for format in ("html", "md", "ics", "xlsx"):
        run(*PLAN, *OLDER, "-o", str(tmp_path / f"plan.{format}"))
    for format in ("html", "md", "ics"):
        text = (tmp_path / f"plan.{format}").read_text("utf-8").replace("\n ", "")
        assert text.count("financial advice") == 1
        assert WORDS["learner"].not_advice in text
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "plan.xlsx") for row in sheet.values for cell in row]
    assert cells.count(WORDS["learner"].not_advice) == 1


@pytest.mark.parametrize(
    ("born", "asked", "is_told"),
    [
        ("1988", [], True),  # turns 40 in 2028, 13 months after the start
        ("1990", [], False),  # in 2030: nobody puts off studying for three years
        ("1988", ["--by", "2027-12"], False),  # no time to wait
    ],
)
def test_the_year_of_turning_40_is_told_only_where_waiting_is_sensible(born: str, asked: list[str], is_told: bool) -> None:
    words = [*CITIZEN, "--born", born]
    hours = ["plan", "--hours", "20", "--target", "cyb-foundations", "--start", "2026-12"]
    assert ("the year you turn 40" in answer(*hours, *words, *asked)) == is_told
    priced = answer("cost", "cyb-foundations", "--start", "2026-12", *words)
    assert ("the year you turn 40" in priced) == (born == "1988")


def test_a_file_for_others_does_not_tell_how_old_the_learner_is(tmp_path: Path) -> None:
    files = [tmp_path / f"plan.{format}" for format in ("html", "md", "svg", "ics", "csv")]
    told = run(*PLAN, *CITIZEN, "--born", "1988", *[word for file in files for word in ("-o", str(file))]).stdout
    assert "the year you turn 40" in " ".join(told.split())
    for file in files:
        text = file.read_text("utf-8")
        assert "you turn" not in text
        assert "1988" not in text


def test_where_nothing_is_left_to_study_nothing_is_paid_and_there_is_no_advice() -> None:
    held = ["plan", "--hours", "6", "--target", "cyb-cloud", "--hold", "cyb-cloud", *CITIZEN]
    assert answer(*held) == "Cloud Security (module) verdict nothing is left to study: what you hold is enough"


def test_a_comparison_calls_what_is_paid_a_cost() -> None:
    compared = ["compare", "--hours", "6,12", "--target", "cyber-diploma", "--start", "2026-12"]
    paid, fees = answer(*compared, *CITIZEN), answer(*compared)
    assert "To pay" in paid
    assert "as good in finish, cost, peak" in paid
    assert "Fees" in fees
    assert "as good in finish, fees, peak" in fees


def test_other_plans_at_the_same_price_say_of_what() -> None:
    others = [*PLAN, "--alternatives", "1"]
    assert "no later, the same cost" in answer(*others, *CITIZEN)
    assert "no later, the same fees" in answer(*others)


def test_what_is_under_way_is_in_no_table_of_payments(tmp_path: Path) -> None:
    """It is paid for: the rows of each table add up to its sum."""
    me = tmp_path / "me.yaml"
    me.write_text("residency: citizen\nunder_way: [{module: cyb-foundations, started: 2026-10}]\n")
    told = run(*PLAN, "--learner", str(me), "-o", str(tmp_path / "plan.md"), width=100).stdout
    table = told[told.index("What you pay") : told.index("Cash flow")]
    assert "Cybersecurity Foundations" not in table
    fees = [line.split()[-5] for line in table.splitlines() if line.endswith((".50", ".00"))]
    assert fees == ["3,000.00"] * 4 + ["12,000.00"]
    [row] = [line for line in (tmp_path / "plan.md").read_text("utf-8").splitlines() if line.startswith("| Cybersecurity F")]
    assert "S$" not in row


def test_an_award_says_which_credit_pays() -> None:
    """Three modules of S$490.50: the opening credit of S$500 pays what it can; the learner is too young for the other."""
    words = answer("cost", "cyber-diploma", *CITIZEN, "--born", "1995", "--credit", "500", "--start", "2026-12")
    assert "Credit that you can use (for the compulsory modules" in words
    assert "SkillsFuture Credit, opening credit S$500.00 [" in words


@pytest.mark.parametrize(
    ("words", "idle"),
    [
        (["--residency", "other", "--credit", "500"], "S$500.00 of SkillsFuture Credit, opening credit"),
        ([*CITIZEN, "--sme", "--credit", "500"], "S$500.00 of SkillsFuture Credit, opening credit"),
        ([*CITIZEN, "--born", "2000", "--credit-mid-career", "4000"], "S$4,000.00 of SkillsFuture Credit (Mid-Career)"),
        ([*CITIZEN, "--credit", "500"], None),
    ],
)
def test_credit_that_can_pay_for_nothing_is_told(words: list[str], idle: str | None) -> None:
    warnings = json.loads(run(*PLAN, *words, "--json").stdout)["warnings"]
    told = [warning["text"] for warning in warnings if warning["code"] == "idle-credit"]
    why = ": your employer pays for them" if "--sme" in words else ""
    assert told == ([] if idle is None else [f"your {idle} cannot be used for any of these modules{why}"])


def test_a_start_that_waits_for_a_lower_price_says_so() -> None:
    """Until 2028, when the learner is 40, each module costs S$490.50 in place of S$327.00."""
    made = json.loads(run(*PLAN, *CITIZEN, "--born", "1988", "--prefer", "cost", "--json").stdout)
    first = made["enrolments"][0]
    assert first["start"] == "2028-04"
    assert first["because"][-1] == {
        "code": "cost",
        "text": "if it started in Oct 2027, it would cost S$490.50 instead of S$327.00, before credit",
    }


def test_a_start_that_waits_for_credit_says_so() -> None:
    """The mid-career wallet pays from 2028, when the learner is 40; until then S$63.55 are to be paid."""
    words = ["--target", "web-basics", "--hours", "8", "--start", "2027-11", *CITIZEN, "--born", "1988"]
    made = json.loads(run("plan", *words, "--credit-mid-career", "4000", "--prefer", "cost", "--json").stdout)
    [web_basics] = made["enrolments"]
    assert web_basics["start"] == "2028-01"
    assert web_basics["because"] == [
        {
            "code": "cost",
            "text": "if it started in Dec 2027, the plan would cost S$63.55 more, since less credit could pay for it",
        }
    ]


def test_a_kind_is_chosen_by_what_this_learner_pays() -> None:
    """By fees S$100 is less than S$150; a citizen pays S$109 for the first, which no rule funds, and S$24.53 for the other."""
    courses = catalogue(
        module("plain", fee=100),
        module("funded", fee=150, funding="poly-modular"),
        award("first", "plain"),
        award("second", "funded"),
    )
    request = Request(("diploma",), build.month("2027-01"), seconds=build.AMPLE)

    def chosen(who: Learner) -> tuple[str, int]:
        made = plan(courses, who, request, pricing=Pricing(who, shipped()))
        assert made.objective is not None
        return made.targets[0].id, made.objective.cost_cents

    hours = build.learner(10)
    assert chosen(hours) == ("first", 100_00)
    assert chosen(hours.replace(residency="citizen")) == ("second", 24_53)
    assert chosen(hours.replace(residency="other")) == ("first", 109_00)


@pytest.mark.parametrize(
    "fact", ["born: 1985", "employer: sme", "union: true", "credit: {opening: 500}", "failed: [cyb-cloud]"]
)
@pytest.mark.parametrize("command", [["plan"], ["compare", "--hours", "6,12"], ["status"]])
def test_a_learner_file_without_residency_means_fees_alone(fact: str, command: list[str], tmp_path: Path) -> None:
    me = tmp_path / "me.yaml"
    me.write_text(f"{fact}\nhours: 6\ntargets: [cyber-diploma]\n")
    told = run(*command, "--learner", str(me)).stdout
    assert "financial advice" not in told
    assert "2029" in told


def test_a_learner_file_without_residency_has_the_price_of_whoever_has_no_subsidy(tmp_path: Path) -> None:
    me = tmp_path / "me.yaml"
    me.write_text("born: 1985\n")
    assert "for anyone without a subsidy" in answer("cost", "cyb-cloud", "--learner", str(me))


def open_about_load() -> Plan:
    made = diploma_plan()
    assert made.objective is not None
    assert made.bound is not None
    bound = replace(made.bound, peak_minutes_per_week=60, finish_months=1)
    return replace(made, status=Status.FEASIBLE, prefer="load", bound=bound)


def test_what_is_open_of_a_plan_with_a_low_load_is_its_load() -> None:
    assert proof(open_about_load()).startswith("not proved: a plan may need fewer hours in its busiest weeks, but at least 1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--hours-in", "2027-06..2027-08=3", "--hours-in", "2027-08=2"], "two different hours are given for Aug 2027"),
        (["--budget", "10.005"], "'10.005' is not an amount in dollars"),
        (["--repeat", "cyb-cloud"], "--residency, needed for --repeat"),
        ([*CITIZEN, "--born", "2090"], "'2090' is not the year of your birth"),
    ],
)
def test_what_would_be_passed_over_is_refused(words: list[str], said: str) -> None:
    assert said in words_of(run(*PLAN, *words, code=2))
