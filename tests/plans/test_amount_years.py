"""Amounts say which years they are of: the catalogue's fees, and the rules of subsidy and GST."""

import json
from datetime import date
from io import BytesIO

import build
import openpyxl
import pytest
from commands import run
from msgspec.structs import replace
from sample_funding import shipped
from sample_plans import funded_plan

from mcplanner.export import EXPORTERS
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.amount_years import together, years_in_words
from mcplanner.plans.model import AmountYears
from mcplanner.pricing.price import Pricing

ALL = AmountYears((2025, 2026), (2022,), (2024,), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (None, ""),
        (AmountYears(), ""),
        (AmountYears((2026,)), "fees of 2026"),
        (ALL, "fees of 2025 and 2026, subsidy since 2022, GST since 2024, checked 2026-11-01"),
        (AmountYears(gst=(2023, 2024), checked=date(2026, 11, 1)), "GST since 2023 and 2024, checked 2026-11-01"),
    ],
)
def test_years_in_words(years: AmountYears | None, words: str) -> None:
    assert years_in_words(years) == words


def test_years_of_several_plans() -> None:
    other = AmountYears((2026, 2027), (2024,), (), date(2026, 10, 1))
    assert together([ALL, None, other]) == AmountYears((2025, 2026, 2027), (2022, 2024), (2024,), date(2026, 10, 1))


def test_a_plan_knows_the_years_of_each_fee_and_of_the_rules_that_it_uses() -> None:
    """A module with a date of its own, one of an unknown fee, and GST that changes between the two starts."""
    courses = build.catalogue(
        build.module("a", fee=1000, funding="poly-modular", runs={"2023-04": None}, as_of="2022-06-01"),
        build.module("b", fee=1000, funding="ssg-certifiable", runs={"2024-04": None}),
        build.module("c", fee="unknown", runs={"2024-04": None}),
        build.award("goal", ["a", "b", "c"]),
    )
    who = Learner(minutes_per_week=6000, residency="citizen", born=1990)
    made = plan(courses, who, Request(("goal",), build.month("2023-01")), pricing=Pricing(who, shipped()))
    assert made.amount_years == AmountYears((2022, courses.as_of.year), (2022,), (2023, 2024), date(2026, 11, 1))


def test_a_fee_that_the_learner_assumed_is_of_no_year() -> None:
    words = ["--residency", "citizen", "--start", "2027-04", "--json"]
    years = json.loads(run("cost", "cyb-foundations", *words).stdout)["amount_years"]
    assert years == {"fees": [2026], "subsidies": [2022], "gst": [2024], "rules_checked": "2026-11-01"}
    courses = build.catalogue(build.module("a", fee="unknown"))
    who = Learner(minutes_per_week=6000, assume=("fee=100",))
    made = plan(courses, who, Request(("a",), build.month("2027-01")))
    assert made.amount_years == AmountYears()


def test_every_format_with_room_for_a_sentence_says_them() -> None:
    made = replace(funded_plan(), amount_years=ALL)
    words = years_in_words(made.amount_years)
    assert words.startswith("fees of ")
    for format in ("html", "md"):
        assert words in str(EXPORTERS[f".{format}"].export(made))
    written = EXPORTERS[".xlsx"].export(made)
    assert isinstance(written, bytes)
    sheet = openpyxl.load_workbook(BytesIO(written))["Plan"]
    assert words in [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "rules_checked" in str(EXPORTERS[".json"].export(made))


def test_the_terminal_says_them_once() -> None:
    words = "fees of 2026, subsidy since 2022, GST since 2024, checked 2026-11-01"
    asked = ["--target", "cyber-diploma", "--residency", "citizen", "--start", "2026-12"]
    assert run("plan", "--hours", "6", *asked).stdout.count(words) == 1
    assert run("compare", "--hours", "6,12", *asked).stdout.count(words) == 1
    assert "before GST and subsidy; fees of 2026" in run("plan", "--hours", "6", "--target", "cyber-diploma").stdout
