"""What is printed can be typed: any figure of hours a week, wherever it is printed, is enough as `--hours`."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from commands import run
from openpyxl import load_workbook

from mcplanner.catalogue import shape
from mcplanner.catalogue.model import Module
from mcplanner.cli.read_options import read_hours
from mcplanner.export.csv_plan import hours_cell
from mcplanner.export.json_values import hours_or_null
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK, load_text
from mcplanner.ground.shapes import made_of

EVERY_LOAD = range(1, HOURS_IN_A_WEEK * 60 + 1)


def test_every_load_in_every_form_is_read_as_the_same_minutes() -> None:
    for minutes in EVERY_LOAD:
        for printed in (load_text(minutes), hours_cell(minutes), json.dumps(hours_or_null(minutes))):
            assert read_hours(printed, "--hours") == minutes, printed


def test_a_load_is_the_same_number_everywhere() -> None:
    for minutes in EVERY_LOAD:
        assert load_text(minutes) == hours_cell(minutes)
        assert Decimal(load_text(minutes)) == Decimal(json.dumps(hours_or_null(minutes)))


@pytest.mark.parametrize("typed", ["6", "5.5", "5.25", "0.1", "7.3", "5.78", "4.62", "168"])
def test_hours_are_printed_as_they_were_typed(typed: str) -> None:
    assert load_text(read_hours(typed, "--hours")) == typed


CATALOGUE = """
title: Hours
as_of: 2026-11-01
fields: [{id: f, title: F}]
providers: [{id: p, title: P}]
modules:
  - {id: a, title: A, field: f, provider: p, mode: online, hours: HOURS, months: MONTHS}
"""


@pytest.fixture(params=[(150, 6), (100, 3), (37, 2), (10.25, 1)], ids=str)
def course(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[list[str], Module]:
    hours, months = request.param
    path = tmp_path / "hours.yaml"
    path.write_text(CATALOGUE.replace("HOURS", str(hours)).replace("MONTHS", str(months)), "utf-8")
    plan = ["plan", "-c", str(path), "-t", "a", "--start", "2027-01"]
    keys = {"id": "a", "title": "A", "field": "f", "provider": "p", "mode": "online", "months": months}
    return plan, made_of(shape.Module.model_validate(keys | {"hours": Decimal(str(hours))}))


def test_what_a_plan_prints_is_enough_hours(course: tuple[list[str], Module], tmp_path: Path) -> None:
    plan, module = course
    needed = load_text(module.paces[0].minutes_per_week)
    stem = tmp_path / "plan"
    for form in ("csv", "xlsx", "html", "md", "ics", "json"):
        run(*plan, "--hours", "40", "-o", f"{stem}.{form}")
    shown = run(*plan, "--hours", "40").stdout
    [row] = csv.DictReader(io.StringIO(stem.with_suffix(".csv").read_text("utf-8")))
    modules = load_workbook(stem.with_suffix(".xlsx"))["Modules"]
    in_book = dict(zip(*([cell.value for cell in line] for line in modules.iter_rows(max_row=2)), strict=True))
    assert {row["hours_per_week"], str(in_book["Hours a week"])} == {needed}
    for text in (shown, *(stem.with_suffix(f".{form}").read_text("utf-8") for form in ("html", "md", "ics"))):
        assert re.search(rf"(?<![\d.]){re.escape(needed)}(?![\d.])", text)
    again = json.loads(run(*plan, "--hours", needed, "--json").stdout)
    assert (again["status"], json.dumps(again["hours_per_week"])) == ("optimal", needed)
    assert f"at most {needed} a week; {needed} in the busiest weeks" in " ".join(run(*plan, "--hours", needed).stdout.split())


def test_what_a_refusal_prints_is_enough_hours(course: tuple[list[str], Module]) -> None:
    plan, module = course
    refused = json.loads(run(*plan, "--hours", "0.5", "--json", code=3).stdout)
    [needed] = re.findall(r"needs ([\d.]+) hours? a week", refused["reason"])
    assert needed == load_text(module.paces[0].minutes_per_week)
    [offered] = [change["to"] for change in refused["relaxations"] if change["dial"] == "hours a week"]
    for hours in (needed, str(offered)):
        assert json.loads(run(*plan, "--hours", hours, "--json").stdout)["finish"]
    less = load_text(module.paces[0].minutes_per_week - 1)
    assert run(*plan, "--hours", less, code=3)
