"""Plans side by side as a workbook: a row for each, with months as dates, hours and dollars as numbers.

Knows a comparison; not where the bytes go.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from mcplanner.export.sheet_layout import print_whole
from mcplanner.ground.characters import one_line
from mcplanner.ground.months import Month, first_day
from mcplanner.planning.comparison import Comparison, ComparisonRow, Dial
from mcplanner.planning.comparison_words import best_in_words, payer_of, value_in_words, way_in_words
from mcplanner.plans.certainty_words import rests_on_in_words
from mcplanner.plans.summary import proof

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | date | None

MONTH, MONEY, HOURS, WHOLE_HOURS = "mmm yyyy", "#,##0.00", "#,##0.##", "#,##0"

HEADINGS = (
    ("Target", 24, ""),
    ("Title", 30, ""),
    ("Start", 11, MONTH),
    ("At once", 8, ""),
    ("Hours a week", 10, HOURS),
    ("Best", 6, ""),
    ("Finish", 11, MONTH),
    ("Months", 8, ""),
    ("", 12, MONEY),
    ("Hours", 8, HOURS),
    ("Busiest weeks", 10, HOURS),
    ("On the way", 26, ""),
    ("Verdict", 40, ""),
    ("Rests on", 40, ""),
)
"""The columns: heading, width, and the form of numbers; the one of what is paid has no heading yet."""

FURTHER = {Dial.PREFER: "Prefer", Dial.PROVIDER: "Providers", Dial.MODE: "Modes", Dial.AWAY: "Away"}
"""The columns behind them of the dials that most comparisons leave alone: each only if it is varied."""


def comparison_xlsx(comparison: Comparison) -> bytes:
    """The workbook: the same comparison gives the same bytes."""
    import xlsxwriter

    written = BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    first = min(row.start for row in comparison.rows)
    workbook.set_properties({"title": "Plans compared", "created": datetime.combine(first_day(first), time())})
    sheet = workbook.add_worksheet("Plans")
    further = [dial for dial in FURTHER if dial in comparison.varied]
    headings = (*HEADINGS, *((FURTHER[dial], 24, "") for dial in further))
    told = [each for each in headings if _is_shown(each, comparison)]
    _lay_out(workbook, sheet, told, "Fees (S$)" if payer_of(comparison) is None else "Cost (S$)")
    forms = {
        form: workbook.add_format({"text_wrap": True, "valign": "top", "num_format": form})
        for form in ("", MONTH, MONEY, HOURS, WHOLE_HOURS)
    }
    for number, row in enumerate(comparison.rows, 1):
        values = (*_values(row), *(value_in_words(row, dial) for dial in further))
        _write_row(sheet, number, _shown(values, headings, comparison), forms)
    sheet.write_string(len(comparison.rows) + 2, 0, f"best: {best_in_words(comparison)}")
    workbook.close()
    return written.getvalue()


def _is_shown(heading: tuple[str, int, str], comparison: Comparison) -> bool:
    """Return whether a column stands in the sheet: not that of money in plans without their cost."""
    return heading[2] != MONEY or not comparison.without_cost


def _lay_out(workbook: "Workbook", sheet: "Worksheet", headings: Sequence[tuple[str, int, str]], paid: str) -> None:
    """The headings, with the one of what is paid, on each page of A4 that is printed."""
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    for column, (heading, width, _) in enumerate(headings):
        sheet.write_string(0, column, heading or paid, head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    print_whole(sheet)


def _form_of(value: Value, form: str) -> str:
    """The form of a value; that of hours would show a whole number as `385.`."""
    return WHOLE_HOURS if form == HOURS and isinstance(value, float) and value.is_integer() else form


def _shown(
    values: Sequence[Value], headings: Sequence[tuple[str, int, str]], comparison: Comparison
) -> list[tuple[Value, str]]:
    """The values that stand in the sheet, each with the form of its column."""
    return [(value, each[2]) for value, each in zip(values, headings, strict=True) if _is_shown(each, comparison)]


def _write_row(sheet: "Worksheet", number: int, values: Sequence[tuple[Value, str]], forms: Mapping[str, "Format"]) -> None:
    """The values of a plan, each in the form of its column."""
    for column, (value, form) in enumerate(values):
        _write(sheet, number, column, value, forms[_form_of(value, form)])


def _write(sheet: "Worksheet", row: int, column: int, value: Value, form: "Format") -> None:
    """Text is written as text, whatever it begins with."""
    if isinstance(value, str):
        sheet.write_string(row, column, one_line(value), form)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), form)
    elif value is not None:
        sheet.write_number(row, column, value, form)


def _values(row: ComparisonRow) -> tuple[Value, ...]:
    """The values in the order of `HEADINGS`; a cost that is only partly known is none."""
    plan, objective = row.plan, row.plan.objective
    asked = (
        row.target,
        plan.targets[0].title,
        first_day(row.start),
        row.at_once,
        _hours(row.budget_minutes_per_week),
        "yes" if row.best else "no",
    )
    if objective is None:
        return (*asked, None, None, None, None, None, None, proof(plan, {}), None)
    return (
        *asked,
        None if plan.finish is None else first_day(Month(plan.finish)),
        objective.finish_months,
        None if objective.unknown_fees or plan.without_cost else objective.cost_cents / 100,
        _hours(objective.minutes_total),
        _hours(objective.peak_minutes_per_week),
        way_in_words(row, frozenset()),
        proof(plan, {}),
        rests_on_in_words(plan) or "",
    )


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else minutes / 60
