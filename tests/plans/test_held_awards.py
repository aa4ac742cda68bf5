"""Awards that were earned before the plan: which they are, since when, and that every output tells them."""

import csv
import io
from collections.abc import Callable
from io import BytesIO
from typing import Any

import build
import openpyxl
import pytest
from build import award, catalogue, earned, learner, module, violations
from consoles import shown
from msgspec.structs import replace

from mcplanner.export.csv_plan import plan_csv
from mcplanner.export.html_plan import plan_html
from mcplanner.export.ics_plan import plan_ics
from mcplanner.export.json_plan import plan_data
from mcplanner.export.md_plan import plan_md
from mcplanner.export.xlsx_plan import plan_xlsx
from mcplanner.ground.months import Month
from mcplanner.planning.progress import settle
from mcplanner.plans.model import Plan
from mcplanner.terminal.plan_view import print_plan

COURSES = catalogue(
    module("a"),
    module("b"),
    module("c"),
    award("cert", ["a"], "certificate"),
    award("other", ["b"], "certificate"),
    award("first", ["c"], "certificate"),
)
MADE = build.planned(COURSES, learner(5, held={"a": "2026-05", "c": None}), "cert", "other")
"""a was held since May 2026, c since nobody knows when; b is taken from January to March 2027."""


def held(made: Plan) -> list[tuple[str, Month | None]]:
    return [(each.id, each.earned) for each in made.held_awards]


def test_what_is_held_earned_before_is_told_apart_from_what_the_plan_earns() -> None:
    assert held(MADE) == [("first", None), ("cert", build.month("2026-05"))]
    assert earned(MADE) == {"other": "2027-03"}
    assert build.planned(COURSES, learner(5, held={"b": None}), "cert").held_awards[0].id == "other"
    assert held(build.planned(COURSES, learner(5), "cert")) == []


def test_a_plan_without_modules_tells_them_too() -> None:
    made = build.planned(COURSES, learner(5, held={"a": "2026-05"}), "cert")
    assert (made.enrolments, made.finish, held(made)) == ((), None, [("cert", build.month("2026-05"))])


def test_what_expired_since_was_earned_all_the_same() -> None:
    cert = award("cert", ["a"], "certificate", valid_months=1)
    expiring = catalogue(module("a"), module("b"), cert, award("d", ["cert", "b"]))
    made = build.planned(expiring, learner(5, held={"a": "2024-05"}), "d")
    assert held(made) == [("cert", build.month("2024-05"))]
    assert earned(made) == {"d": "2027-03"}


def test_one_that_would_share_more_than_it_may_is_not_told() -> None:
    # a is asked for by "mine", which shares nothing; "cert", which a alone would earn, cannot have it as well.
    sharing = catalogue(module("a"), module("b"), award("cert", ["a"], "certificate"), award("mine", ["a", "b"], shares=False))
    who = learner(5, held={"a": "2026-05"})
    made = build.planned(sharing, who, "mine")
    assert (held(made), earned(made)) == ([], {"mine": "2027-03"})
    assert violations(sharing, who, made) == ()


def on_terminal(made: Plan) -> str:
    return " ".join(shown(lambda console: print_plan(console, made), 100).split())


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (on_terminal, "held The first; The cert, earned in May 2026"),
        (on_terminal, "The other, with the 2 awards before"),
        (plan_md, "- **Held:** The first; The cert, earned in May 2026"),
        (plan_html, "You hold <bdi>The first</bdi>; <bdi>The cert, earned in May 2026</bdi>."),
        (plan_html, "with <bdi>The first</bdi>, <bdi>The cert</bdi>"),
    ],
)
def test_outputs_for_people_tell_them(output: Callable[[Plan], str], words: str) -> None:
    assert words in output(MADE)


def test_json_lists_them_with_null_where_nobody_knows_when() -> None:
    cert: dict[str, Any] = {"id": "cert", "title": "The cert", "kind": "certificate", "earned": "2026-05", "hangs_on": []}
    first: dict[str, Any] = {"id": "first", "title": "The first", "kind": "certificate", "earned": None, "hangs_on": []}
    assert plan_data(MADE)["held_awards"] == [first, cert]


def test_a_calendar_has_those_of_which_the_month_is_known() -> None:
    text = plan_ics(MADE)
    assert "SUMMARY:Earned: The cert\r\nDTSTART;VALUE=DATE:20260531" in text
    assert "The first" not in text


def test_a_workbook_has_them_before_the_others() -> None:
    sheet = openpyxl.load_workbook(BytesIO(plan_xlsx(MADE)))["Awards"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(title, None if month is None else f"{month:%Y-%m}") for title, _, month in rows] == [
        ("The first", None),
        ("The cert", "2026-05"),
        ("The other", "2027-03"),
    ]


def test_csv_has_a_row_for_each_before_the_modules_with_no_module_and_no_figures() -> None:
    first, cert, taken = csv.DictReader(io.StringIO(plan_csv(MADE)))
    assert {key: value for key, value in first.items() if value} == {
        "title": "The first",
        "award": "first",
        "status": "optimal",
    }
    assert (cert["title"], cert["end"], cert["award"], cert["module"]) == ("The cert", "2026-05", "cert", "")
    assert (taken["module"], taken["award"]) == ("b", "other")
    named = replace(MADE.held_awards[0], title='=HYPERLINK("http://x")')
    assert "'=HYPERLINK" in plan_csv(replace(MADE, held_awards=(named,)))


def test_they_are_told_beside_awards_that_limit_what_they_share() -> None:
    # "mine" shares nothing, and needs neither c nor d.
    sharing = catalogue(
        *map(module, "abcd"),
        award("mine", ["a", "b"], shares=False),
        award("old", ["c"], "certificate"),
        award("newer", ["d"], "certificate"),
    )
    who = learner(5, held={"a": "2026-05", "c": None, "d": "2026-08"})
    made = build.planned(sharing, who, "mine")
    assert held(made) == [("old", None), ("newer", build.month("2026-08"))]
    assert violations(sharing, who, made) == ()
    wrong = replace(made, held_awards=made.held_awards[:1])
    assert {violation.rule for violation in violations(sharing, who, wrong)} == {"awards"}
    late = (made.held_awards[0], replace(made.held_awards[1], earned=build.month("2026-09")))
    assert {violation.rule for violation in violations(sharing, who, replace(made, held_awards=late))} == {"R9"}


def test_their_months_say_what_they_hang_on() -> None:
    # b is under way since October for three months, as is assumed; by a plan from January on it is passed.
    courses = catalogue(
        module("a", evidence="published"),
        module("b", evidence="published", assumed=["months"]),
        award("cert", ["b"], "certificate"),
        award("by-words", ["c"], "certificate", derived={"requires": "a leaflet"}),
        award("above", ["by-words"], "certificate"),
        module("c", evidence="published"),
    )
    who = settle(courses, learner(5, under_way={"b": "2026-10"}, held={"c": "2026-05"}), build.month("2027-01"))
    made = build.planned(courses, who, "a")
    marked = "The by-words, earned in May 2026≈; The above, earned in May 2026≈; The cert, earned in Dec 2026?"
    assert {each.id: list(map(str, each.hangs_on)) for each in made.held_awards} == {
        "cert": ["assumed"],
        "by-words": ["derived"],
        "above": ["derived"],
    }
    assert f"held {marked}" in on_terminal(made)
    assert f"- **Held:** {marked}" in plan_md(made)
    assert f"<bdi>{marked.split('; ')[2]}</bdi>" in plan_html(made)
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(plan_csv(made)))}
    assert (rows["The cert"]["figures"], rows["The by-words"]["figures"]) == ("end: assumed", "end: derived")
    sheet = openpyxl.load_workbook(BytesIO(plan_xlsx(made)))["Awards"]
    assert [sheet.cell(row, 3).number_format[-3:] for row in (2, 3, 4)] == ['"≈"', '"≈"', '"?"']
    calendar = plan_ics(made).replace("\r\n ", "")
    assert "SUMMARY:Earned: The cert" in calendar
    assert calendar.count("That follows from what is assumed.") == 1
    assert plan_data(made)["held_awards"][2]["hangs_on"] == ["assumed"]
