"""A plan that is written for somebody: who that is stands in its title, and what an employer reads first comes first."""

import json
import re
from pathlib import Path

import openpyxl
import pytest
from build import catalogue as catalogue_of
from build import learner, module, month, planned
from commands import OF_SMALL, run, words_of
from consoles import shown, widest
from msgspec.structs import replace
from sample_plans import ODD_TITLES, diploma_plan, impossible_plan, odd_plan

from mcplanner.export.html_plan import plan_html
from mcplanner.export.ics_plan import plan_ics
from mcplanner.export.md_plan import plan_md
from mcplanner.export.svg_plan import plan_svg
from mcplanner.plans.model import Plan
from mcplanner.plans.summary import heading_of
from mcplanner.plans.weeks import evenings_in_words, time_at_work
from mcplanner.terminal.plan_view import print_plan

NAME = "Harbour Clinic"
ASKED = ["plan", *OF_SMALL, "--target", "cyber-diploma", "--start", "2026-12", "--hours", "12", "--for", NAME]


def plan_of(*entries: dict[str, object]) -> Plan:
    made = planned(catalogue_of(*entries), learner(100), *(str(entry["id"]) for entry in entries))
    return replace(made, addressee=NAME)


def test_the_evenings_of_each_month_by_hand() -> None:
    """From January, `a` runs three months and `b` two; `b` is on one evening of `a` and on one of its own, at noon on none."""
    made = plan_of(
        module("a", 26, 3, sessions=["tue 18:30-21:30", "thu 17:00-19:00"]),
        module("b", 26, 2, sessions=["thu 19:30-21:00", "fri 22:00-01:00", "sat 10:00-12:00"]),
    )
    assert evenings_in_words(made) == "Tue, Thu and Fri in Jan 2027 to Feb 2027; Tue and Thu in Mar 2027"


def test_evenings_whose_days_nobody_knows_are_counted_and_unknown_times_named() -> None:
    made = plan_of(
        module("a", 26, 1, sessions=["tue 18:30-21:30"]),
        module("b", 26, 1, evenings=2),
        module("c", 26, 1, sessions="unknown"),
        module("d", 26, 1, days=1.5),
    )
    assert time_at_work(made) == [
        ("days off", "1.5 days in Jan 2027"),
        ("evenings", "Tue and 2 evenings, days not published in Jan 2027; class times of The c not known"),
    ]


def test_without_classes_nothing_is_taken() -> None:
    assert time_at_work(plan_of(module("a", 26, 1))) == [("days off", "none"), ("evenings", "none")]


def test_without_a_name_nothing_changes() -> None:
    assert time_at_work(diploma_plan()) == []
    assert heading_of(diploma_plan()) == "Part-time Diploma in Cybersecurity"


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_terminal_names_them_and_what_matters_at_work_first(width: int) -> None:
    text = shown(lambda console: print_plan(console, replace(diploma_plan(), addressee=NAME)), width)
    labels = re.findall(r"^  (for|days off|evenings|finish|study) ", text, re.MULTILINE)
    assert labels == ["for", "days off", "evenings", "finish", "study"]
    assert widest(text) <= width


def test_every_file_names_them_in_its_title(tmp_path: Path) -> None:
    endings = ("html", "md", "xlsx", "ics", "svg", "json")
    run(*ASKED, *(word for ending in endings for word in ("-o", str(tmp_path / f"plan.{ending}"))))
    title = f"Part-time Diploma in Cybersecurity, for {NAME}"
    texts = {ending: (tmp_path / f"plan.{ending}").read_text("utf-8") for ending in endings if ending != "xlsx"}
    assert f'<h1 dir="auto">{title}</h1>' in texts["html"]
    assert f"<title>{title}: study plan</title>" in texts["html"]
    assert texts["md"].startswith(f"# {title}\n\n- **Days off:** none\n- **Evenings:** ")
    assert f"X-WR-CALNAME:{title}" in texts["ics"].replace("\n ", "")
    assert f"Timeline: {title}" in texts["svg"]
    assert json.loads(texts["json"])["for"] == NAME
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Plan"]
    assert [cell.value for cell in sheet["A"]][:4] == [title, None, "days off", "evenings"]
    facts = re.findall(r"<dt>(.*?)</dt>", texts["html"])
    assert facts[:3] == ["Days off", "Evenings", "Finish"]


@pytest.mark.parametrize("name", ODD_TITLES)
def test_a_name_stays_text_in_every_format(name: str) -> None:
    odd = replace(odd_plan(), addressee=name)
    page = plan_html(odd)
    assert page.count("<script") == plan_html(odd_plan()).count("<script")
    assert page.count("<h1") == 1
    assert plan_md(odd).count("\n") == plan_md(odd_plan()).count("\n") + 2  # days off and evenings
    assert plan_svg(odd).count("<") >= plan_svg(odd_plan()).count("<")
    assert plan_ics(odd).count("BEGIN:") == plan_ics(odd_plan()).count("BEGIN:")


def test_where_nothing_is_possible_they_are_named_too() -> None:
    text = shown(lambda console: print_plan(console, replace(impossible_plan(), addressee=NAME)), 80)
    assert f"  for      {NAME}" in text


@pytest.mark.parametrize(("name", "words"), [(" \t", "the name is empty"), ("x" * 101, "longer than 100 characters")])
def test_names_that_are_refused(name: str, words: str) -> None:
    assert words in words_of(run(*ASKED[:-1], name, code=2))


def test_line_breaks_and_what_cannot_be_seen_are_left_out() -> None:
    assert json.loads(run(*ASKED[:-1], "Harbour\n\x1b[2J  Clinic\u202e", "--json").stdout)["for"] == "Harbour [2J Clinic"


def test_the_month_of_a_run_that_only_ends_in_it_takes_its_evenings() -> None:
    """One is in class until the last day."""
    run_of = {"start": "2027-01-18", "end": "2027-03-12", "sessions": ["mon 19:00-21:00"]}
    made = plan_of({**module("a", 26, 2), "runs": [run_of]})
    assert made.finish == month("2027-03")
    assert evenings_in_words(made) == "Mon in Jan 2027 to Mar 2027"
