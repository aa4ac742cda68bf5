"""An employer that pays is told apart from the learner, in every sentence and sum."""

import csv
import io
import json
import re
from io import BytesIO
from pathlib import Path

import build
import openpyxl
import pytest
from commands import run
from sample_funding import shipped

from mcplanner.explain.wishes import BUDGET, BUDGET_PER_YEAR
from mcplanner.ground.money import Amount
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import PaidBack, Spending
from mcplanner.plans.summary import in_the_end
from mcplanner.pricing.price import Pricing

ASKED = ["--hours", "6", "--target", "cyber-diploma", "--start", "2026-12", "--residency", "citizen", "--born", "1980"]
OTHERS = ["--what-if-fail", "cyb-networks", "--alternatives", "1", "--why"]
LEARNER_PAYS = re.compile(r"\b(you pay|you will be charged|to pay|paid by then|paid in the end)\b", re.IGNORECASE)


def said(*words: str) -> str:
    """Standard output as one line, without what an employer pays and the question who would pay otherwise."""
    text = " ".join(run(*words).stdout.split())
    return text.replace("for your employer to pay", "").replace("if you pay for it yourself", "")


@pytest.mark.parametrize("sponsor", ["--sme", "--sponsored"])
@pytest.mark.parametrize(
    "words",
    [
        ["plan", *ASKED, *OTHERS],
        ["plan", *ASKED, "--prefer", "cost"],
        ["compare", *ASKED[2:], "--hours", "6,12"],
        ["cost", "cyber-diploma", *ASKED[4:]],
        ["cost", "cyb-foundations", *ASKED[6:], "--start", "2027-04"],
    ],
    ids=" ".join,
)
def test_no_sentence_says_that_the_learner_pays_what_an_employer_pays(words: list[str], sponsor: str) -> None:
    assert LEARNER_PAYS.search(said(*words)) is not None
    sponsored = said(*words, sponsor)
    assert LEARNER_PAYS.search(sponsored) is None
    assert "employer" in sponsored


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sponsored")
    for ending in ("html", "md", "xlsx", "csv", "json", "ics"):
        run("plan", *ASKED, "--sponsored", "-o", str(folder / f"plan.{ending}"))
    return folder


def test_the_page_and_markdown_name_the_employer(files: Path) -> None:
    page, markdown = ((files / f"plan.{ending}").read_text("utf-8") for ending in ("html", "md"))
    assert "What your employer pays, and when" in page
    assert "Employer pays" in page
    assert "**Employer pays:** S$1,635.00" in markdown
    for text in (page, markdown):
        assert LEARNER_PAYS.search(text) is None


def test_the_workbook_and_the_calendar_name_the_employer(files: Path) -> None:
    book = openpyxl.load_workbook(BytesIO((files / "plan.xlsx").read_bytes()))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"Employer pays", "Employer pays (S$)"} <= cells
    assert [cell for cell in cells if LEARNER_PAYS.search(cell)] == []
    calendar = (files / "plan.ics").read_text("utf-8").replace("\r\n ", "")
    assert "Employer pays S$327.00" in calendar


def test_programs_are_told_who_pays(files: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((files / "plan.csv").read_text("utf-8"))))
    assert {(row["payable"], row["paid_by"]) for row in rows} == {("327.00", "employer")}
    assert json.loads((files / "plan.json").read_text("utf-8"))["spending"]["paid_by"] == "employer"
    table = files / "compared.csv"
    compared = ["compare", *ASKED[2:], "--hours", "6,12", "--sme", "-o", str(table), "--json"]
    assert [row["paid_by"] for row in json.loads(run(*compared).stdout)["rows"]] == ["employer"] * 2
    assert [row["paid_by"] for row in csv.DictReader(io.StringIO(table.read_text("utf-8")))] == ["employer"] * 2


def test_the_cost_of_one_module_says_who_would_pay() -> None:
    words = ["cost", "cyb-foundations", "--residency", "citizen", "--born", "1990", "--start", "2027-04", "--json"]
    quoted = json.loads(run(*words).stdout)
    assert quoted["paid_by"] == "learner"
    assert ("if a small or medium enterprise sponsors it", "employer") in {
        (change["when"], change["paid_by"]) for change in quoted["changes"]
    }
    sponsored = json.loads(run(*words, "--sme").stdout)
    assert sponsored["paid_by"] == "employer"
    assert ("if you pay for it yourself", "learner") in {(change["when"], change["paid_by"]) for change in sponsored["changes"]}
    told = " ".join(run(*words[:-1]).stdout.split())
    assert "if a small or medium enterprise sponsors it, which then pays (--sme) S$340.50" in told


def test_what_an_employer_has_paid_in_the_end_counts_only_what_it_gets_back() -> None:
    paid, nothing = Amount(1_000_00), Amount()
    later = (PaidBack("a", "A", "learner", (("m", 700_00),)), PaidBack("b", "B", "employer", (("m", 90_00),)))
    spending = Spending(paid, nothing, nothing, nothing, paid, (), (), (), later, exact=True, payer="employer")
    assert in_the_end(spending) == (910_00, "paid by your employer in the end, if all of it is paid back to your employer")


def test_a_limit_on_the_cost_is_the_employers() -> None:
    courses = build.catalogue(build.module("a", fee=1000), build.module("b", fee="unknown"))
    who = Learner(minutes_per_week=6000, residency="citizen", employer="large", cost_limit_cents=100_00)
    pricing = Pricing(who, shipped())
    too_dear = plan(courses, who, Request(("a",), build.month("2027-01")), pricing=pricing)
    assert too_dear.reason is not None
    assert "would cost your employer more than S$100.00" in too_dear.reason
    assert too_dear.conflict == "for at most S$100.00 from your employer"
    unknown = plan(courses, who, Request(("b",), build.month("2027-01")), pricing=pricing)
    assert unknown.reason is not None
    assert "within your employer's budget" in unknown.reason
    assert (BUDGET.name, BUDGET_PER_YEAR.name) == ("budget", "budget a year")
