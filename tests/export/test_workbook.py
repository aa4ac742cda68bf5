"""The workbook, read back with another library than the one that wrote it."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from sample_plans import ODD_TITLES, diploma_plan, funded_plan, held_plan, impossible_plan, long_plan, odd_plan, resumed_plan

from mcplanner.export.xlsx_plan import plan_xlsx
from mcplanner.ground.characters import one_line
from mcplanner.plans.model import Plan


def book(plan: Plan) -> Workbook:
    return load_workbook(io.BytesIO(plan_xlsx(plan)))


def rows(plan: Plan, sheet: str) -> list[dict[str, Any]]:
    """The cells of each row by the heading of their column."""
    head, *body = book(plan)[sheet].iter_rows()
    return [{str(top.value): cell for top, cell in zip(head, row, strict=True)} for row in body]


def facts(plan: Plan) -> dict[str, Any]:
    return {str(row[0].value): row[1].value for row in book(plan)["Plan"].iter_rows(min_row=3)}


def test_modules_have_real_dates_hours_and_amounts() -> None:
    row = rows(funded_plan(), "Modules")[1]
    assert row["Module"].value == "Cybersecurity Foundations"
    assert (row["Start"].value, row["End"].value) == (datetime(2027, 4, 1), datetime(2027, 9, 1))
    assert row["Apply by"].value == datetime(2027, 1, 1)
    assert row["Start"].is_date
    assert row["Start"].number_format == "mmm yyyy"
    assert (row["Hours"].value, row["Months"].value) == (150, 6)
    assert row["Hours a week"].value == 5.78
    amounts = [row[f"{name} (S$)"] for name in ("Fee", "Subsidy", "GST", "Credit", "To pay")]
    assert [cell.value for cell in amounts] == [3000, 2100, 81, 500, 481]
    assert {cell.number_format for cell in amounts} == {"#,##0.00"}
    assert rows(funded_plan(), "Modules")[2]["Classes"].value == "Tue 18:30–21:30, Sat 09:00–12:00"
    together = rows(funded_plan(), "Modules")[-1]
    assert together["Fee (S$)"].value == pytest.approx(14_775)


def test_hours_show_no_lonely_point_and_totals_say_what_they_are() -> None:
    *body, together = rows(funded_plan(), "Modules")
    shown = {cell.value: cell.number_format for cell in (row["Hours"] for row in body)}
    assert shown[150] == "#,##0"  # "#,##0.##" shows it as "150."
    halves = replace(funded_plan(), enrolments=(replace(funded_plan().enrolments[0], hours=Decimal("22.5")),))
    assert rows(halves, "Modules")[0]["Hours"].number_format == "#,##0.##"
    assert together["Module"].value == "Total"
    assert together["Hours"].value == sum(row["Hours"].value for row in body)
    *body, together = rows(resumed_plan(), "Modules")
    assert together["Module"].value == "Total; amounts without what is under way"


@pytest.mark.parametrize("plan", [funded_plan(), long_plan(), odd_plan(), held_plan(), impossible_plan()])
def test_a_printed_workbook_loses_nothing(plan: Plan) -> None:
    """All columns are on one page across, the headings on each page; what is longer than its column wraps."""
    for sheet in book(plan):
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # 1 need not be written
        properties = sheet.sheet_properties.pageSetUpPr
        assert properties is not None
        assert properties.fitToPage
        assert sheet.print_title_rows == (None if sheet.title == "Plan" else "$1:$1")
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            width = sheet.column_dimensions[get_column_letter(cell.column)].width
            assert cell.alignment.wrap_text or len(shown_in(cell)) <= width


def shown_in(cell: Any) -> str:
    """A value as a spreadsheet shows it, about."""
    if isinstance(cell.value, str):
        return cell.value
    return "30 Sep 2027" if cell.is_date else f"{cell.value:,.2f}"


def test_amounts_that_are_not_known_have_no_column() -> None:
    assert [name for name in rows(diploma_plan(), "Modules")[0] if name.endswith("(S$)")] == ["Fee (S$)"]


def test_what_is_under_way_is_paid_for() -> None:
    first, *_, together = rows(resumed_plan(), "Modules")
    assert (first["Start"].value, first["Apply by"].value) == (datetime(2026, 10, 1), "under way")
    assert together["Fee (S$)"].value == pytest.approx(14_280)


def test_the_load_has_a_chart() -> None:
    sheet: Any = book(diploma_plan())["Load"]
    body: list[Any] = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(body) == 34
    assert body[0] == (datetime(2026, 12, 1), 2.78, 6)
    assert body[2][2] == 0  # away
    [chart] = sheet._charts
    assert isinstance(chart, BarChart)
    assert chart.series[0].val.numRef.f == "Load!$B$2:$B$35"
    assert chart.series[0].cat.numRef.f == "Load!$A$2:$A$35"
    without = replace(diploma_plan(), load=tuple(replace(each, budget_minutes_per_week=None) for each in diploma_plan().load))
    assert [cell.value for cell in book(without)["Load"]["C"][1:]] == [None] * 34


def test_it_says_what_the_plan_is() -> None:
    said = facts(funded_plan())
    assert said["verdict"] == "proved: no plan finishes sooner, and none that finishes then costs less"
    assert (said["start"], said["finish"]) == (datetime(2026, 12, 1), datetime(2029, 9, 1))
    # 30 % of each fee and 9 % on it: 3 x 981.00, 161.86, 784.80, 58.86 and 882.90, less 500.00 of credit.
    assert said["To pay"] == pytest.approx(4331.42)
    assert "as of 2026-11-01" in said["catalogue"]
    assert facts(long_plan())["verdict"].startswith("not proved: no plan can finish before")
    assert "not proved" in (book(long_plan()).properties.description or "")
    assert [row["Award"].value for row in rows(diploma_plan(), "Awards")][-1] == "Part-time Diploma in Cybersecurity"
    assert book(held_plan()).sheetnames == book(impossible_plan()).sheetnames == ["Plan"]


def cells(plan: Plan) -> Iterator[Any]:
    for sheet in book(plan):
        for row in sheet.iter_rows():
            yield from row


def test_odd_titles_stay_text_and_nothing_is_calculated() -> None:
    assert [row["Module"].value for row in rows(odd_plan(), "Modules")[:-1]] == [one_line(title) for title in ODD_TITLES]
    for cell in cells(odd_plan()):
        assert cell.data_type in ("s", "n", "d"), cell.value
        assert cell.hyperlink is None
    assert facts(odd_plan())["verdict"].startswith("not proved")


def test_the_same_plan_gives_the_same_bytes_whatever_the_clock_says() -> None:
    written = plan_xlsx(funded_plan())
    assert written == plan_xlsx(funded_plan())
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = load_workbook(io.BytesIO(written)).properties
    assert properties.created == properties.modified == datetime(2026, 11, 1)
