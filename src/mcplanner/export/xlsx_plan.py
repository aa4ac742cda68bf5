"""A plan as a workbook: modules with real dates and amounts, the hours of each month with a chart, and awards.

Knows a plan and XlsxWriter, which writes text as text: nothing in it is calculated.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from mcplanner.export.amounts import AMOUNTS, dollars, headings, known_amounts, total
from mcplanner.export.sheet_layout import print_whole
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month, first_day
from mcplanner.ground.numbers_text import hours_of, kind_text, load_text
from mcplanner.plans.amount_years import years_in_words
from mcplanner.plans.certainty_words import (
    APPLY,
    END,
    START,
    UsedMarks,
    certainty_in_words,
    mark,
    mark_of_all,
    mark_of_amount,
    mark_of_awards,
    mark_of_finish,
    mark_of_load,
    marked,
    old_figures,
    reason_in_words,
    remarks_for_others,
    rests_on_in_words,
)
from mcplanner.plans.model import EarnedAward, Enrolment, HeldAward, Plan
from mcplanner.plans.other_ways import Section, other_ways
from mcplanner.plans.summary import (
    classes_text,
    days_off_in_words,
    heading_of,
    in_order_of_start,
    mode_text,
    not_advice,
    proof,
    running,
    study,
    title_of,
    yet_to_start,
)
from mcplanner.plans.titles import with_titles_apart
from mcplanner.plans.weeks import time_at_work

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DAY = "d mmm yyyy"
MONTH = "mmm yyyy"
MONEY = "#,##0.00"
HOURS, WHOLE_HOURS = "#,##0.##", "#,##0"
"""The first would show 150 hours as `150.`."""
WEEKLY = "0.00"

SUMMARY = (18, 100)
"""The widths of the columns of the first sheet, in characters."""
TITLE_SIZE, TITLE_HEIGHT, TITLE_CHARACTERS = 16, 21, 60
"""The title's size, the height of a line of it, and how many of its characters fit into a line, of the widest."""
HOURS_COLUMN = 8
TOTAL = {"bold": True, "top": 1, "text_wrap": True, "valign": "top"}


def plan_xlsx(plan: Plan) -> bytes:
    """The workbook: the same plan gives the same bytes. A month is written as its first day, and shown as a month."""
    import xlsxwriter

    plan = with_titles_apart(plan)
    written = BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties(
        {
            "title": heading_of(plan)[:255],
            "comments": proof(plan, {})[:255],
            "created": datetime.combine(plan.as_of or first_day(plan.start), time()),
        }
    )
    PlanBook(workbook, plan).fill()
    workbook.close()
    return written.getvalue()


class PlanBook:
    """One workbook in the making."""

    def __init__(self, workbook: "Workbook", plan: Plan) -> None:
        self._workbook = workbook
        self._plan = plan
        self._marks = UsedMarks()
        self._bold = workbook.add_format({"bold": True})
        self._head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self._title = workbook.add_format({"bold": True, "font_size": TITLE_SIZE, "text_wrap": True, "valign": "top"})
        self._wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._total = workbook.add_format(TOTAL)
        self._formats: dict[tuple[str, bool], Format] = {}

    def _format(self, code: str, total: bool = False) -> "Format":
        """The format of a number, in a cell or in the row of totals."""
        if (code, total) not in self._formats:
            properties = TOTAL if total else {"valign": "top"}
            self._formats[code, total] = self._workbook.add_format({**properties, "num_format": code})
        return self._formats[code, total]

    def fill(self) -> None:
        """Write the sheets; the summary, which explains the marks that are written, stands first and is filled in last."""
        summary = self._workbook.add_worksheet("Plan")
        if self._plan.enrolments:
            self.modules(self._workbook.add_worksheet("Modules"))
            self._load(self._workbook.add_worksheet("Load"))
        if self._plan.awards or self._plan.held_awards:
            self._awards(self._workbook.add_worksheet("Awards"))
        if sections := other_ways(self._plan, self._marks):
            self._other_ways(self._workbook.add_worksheet("Other ways"), sections)
        self._summary(summary)

    def cell(self, sheet: "Worksheet", row: int, column: int, value: Any, code: str | None = None) -> None:
        """Text is written as text, whatever it begins with."""
        style = self._format(code) if code else self._wrapped
        if value is None:
            return
        if isinstance(value, str):
            sheet.write_string(row, column, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, time()), style)
        else:
            sheet.write_number(row, column, value, style)

    def headings(self, sheet: "Worksheet", headings: list[tuple[str, int]]) -> None:
        """The first row of a sheet, with the widths of its columns, and how it is printed."""
        for column, (heading, width) in enumerate(headings):
            sheet.write_string(0, column, heading, self._head)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        print_whole(sheet)

    def _summary(self, sheet: "Worksheet") -> None:
        plan = self._plan
        sheet.set_column(0, 0, SUMMARY[0])
        sheet.set_column(1, 1, SUMMARY[1])
        print_whole(sheet, headed=False)
        heading = heading_of(plan)
        sheet.merge_range(0, 0, 0, 1, "", self._title)
        sheet.write_string(0, 0, heading, self._title)
        sheet.set_row(0, TITLE_HEIGHT * max(1, len(wrap(heading, TITLE_CHARACTERS))))
        left = self._workbook.add_format({"align": "left", "text_wrap": True, "valign": "top"})
        for row, (name, value, code) in enumerate(_facts(plan, self._marks), 2):
            sheet.write_string(row, 0, name, self._bold)
            if code is None:
                sheet.write_string(row, 1, value, left)
            else:
                self.cell(sheet, row, 1, value, code)

    def modules(self, sheet: "Worksheet") -> None:
        """Fill a sheet with the modules, a row each, and their sums."""
        plan = self._plan
        amounts = known_amounts(plan)
        self.headings(
            sheet,
            [("Module", 30), ("Id", 18), ("Provider", 20), ("Mode", 10), ("Start", 12), ("End", 12), ("Apply by", 12)]
            + [("Months", 8), ("Hours", 8), ("Hours a week", 8), ("Classes", 18)]
            + [(f"{headings(plan.payer)[name]} (S$)", 12) for name in amounts]
            + [("Counts toward", 20), ("Figures", 26), ("Why then", 44)],
        )
        items = in_order_of_start(plan)
        for row, item in enumerate(items, 1):
            for column, (value, code) in enumerate(_module_cells(plan, item, amounts, self._marks)):
                self.cell(sheet, row, column, value, code)
        self._sum_up(sheet, len(items) + 1, amounts)
        sheet.autofilter(0, 0, len(items), 13 + len(amounts))

    def _sum_up(self, sheet: "Worksheet", row: int, amounts: Sequence[str]) -> None:
        """The last row: the hours of all modules, and the amounts of those that are still to be paid."""
        plan = self._plan
        under_way = any(item.under_way for item in plan.enrolments)
        for column in range(14 + len(amounts)):
            sheet.write_blank(row, column, None, self._total)
        sheet.write_string(row, 0, "Total; amounts without what is under way" if under_way else "Total", self._total)
        of_hours = mark_of_all(plan, plan.enrolments, "hours", marks=self._marks)
        hours, code = _hours(sum((item.hours for item in plan.enrolments), Decimal(0)), of_hours)
        sheet.write_number(row, HOURS_COLUMN, hours, self._format(code, total=True))
        for column, name in enumerate(amounts, 11):
            value, money = _total(plan, name, self._marks)
            sheet.write(row, column, value, self._format(money, total=True) if money else self._total)

    def _other_ways(self, sheet: "Worksheet", sections: Sequence[Section]) -> None:
        """What would follow a failure, other plans and awards, and changes that would help."""
        self.headings(sheet, [("Part", 34), ("What", 20), ("In words", 90)])
        rows = [(section.heading, *row) for section in sections for row in section.rows]
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells):
                self.cell(sheet, row, column, one_line(value))

    def _load(self, sheet: "Worksheet") -> None:
        """The hours of each month, with a chart of them and of the hours there are."""
        loads = sorted(self._plan.load, key=lambda load: load.month)
        self.headings(sheet, [("Month", 12), ("Hours a week", 14), ("Hours you have", 14)])
        for row, load in enumerate(loads, 1):
            self.cell(sheet, row, 0, first_day(load.month), MONTH)
            of_month = mark_of_load(self._plan, running(self._plan, load.month), self._marks)
            self.cell(sheet, row, 1, hours_of(load.minutes_per_week), with_mark(WEEKLY, of_month))
            budget = load.budget_minutes_per_week
            self.cell(sheet, row, 2, None if budget is None else hours_of(budget), WEEKLY)
        if not loads:
            return
        chart = self._workbook.add_chart({"type": "column"})
        months = ["Load", 1, 0, len(loads), 0]
        chart.add_series(
            {"name": ["Load", 0, 1], "categories": months, "values": ["Load", 1, 1, len(loads), 1], "gap": 20}
            | {"fill": {"color": "#0F766E"}}
        )
        if any(load.budget_minutes_per_week is not None for load in loads):
            line = self._workbook.add_chart({"type": "line"})
            line.add_series(
                {"name": ["Load", 0, 2], "categories": months, "values": ["Load", 1, 2, len(loads), 2]}
                | {"line": {"color": "#59616B", "width": 1.5}}
            )
            chart.combine(line)
        chart.set_title({"name": "Hours a week", "name_font": {"size": 12}})
        chart.set_x_axis({"date_axis": True, "num_format": MONTH, "major_unit": 6, "major_unit_type": "months"})
        chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#E3E6EA"}}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 820, "height": 340})
        description = f"Hours a week in each month; at most {load_text(max(load.minutes_per_week for load in loads))}."
        sheet.insert_chart("E2", chart, {"description": description})

    def _awards(self, sheet: "Worksheet") -> None:
        self.headings(sheet, [("Award", 44), ("Kind", 20), ("Earned", 12)])
        by_plan = sorted(self._plan.awards, key=lambda award: (award.earned, award.id))
        awards: list[HeldAward | EarnedAward] = [*self._plan.held_awards, *by_plan]
        for row, award in enumerate(awards, 1):
            less = mark_of_awards(self._plan, award, marks=self._marks)
            self.cell(sheet, row, 0, one_line(award.title))
            self.cell(sheet, row, 1, kind_text(award.kind))
            self.cell(sheet, row, 2, None if award.earned is None else first_day(award.earned), with_mark(MONTH, less))


def _facts(plan: Plan, marks: UsedMarks) -> list[tuple[str, Any, str | None]]:
    """The rows of the summary: a name, a value, and the format of a date or an amount, None for text."""
    at_work: list[tuple[str, Any, str | None]] = [(label, one_line(words), None) for label, words in time_at_work(plan, marks)]
    old, words, figures = old_figures(plan.warnings), rests_on_in_words(plan), list(_figures(plan, marks))
    verdict, legend = one_line(proof(plan, marks)), marks.legend()
    facts: list[tuple[str, Any, str | None]] = [
        *([("old", old, None)] if old else []),
        *at_work,
        ("verdict", verdict, None),
        *([("rests on", words, None)] if words else []),
        *([("marks", "; ".join(legend), None)] if legend else []),
        ("start", first_day(plan.start), MONTH),
        *figures,
    ]
    if plan.catalogue_title:
        as_of = "" if plan.as_of is None else f", as of {plan.as_of.isoformat()}"
        facts.append(("catalogue", f"{one_line(plan.catalogue_title)}{as_of}", None))
    return [*facts, *(("please note", one_line(note.text), None) for note in remarks_for_others(plan))]


def _figures(plan: Plan, marks: UsedMarks) -> Iterator[tuple[str, Any, str | None]]:
    """The rows of the summary about the finish, the hours and the amounts."""
    if plan.finish is not None:
        yield "finish", first_day(plan.finish), with_mark(MONTH, mark_of_finish(plan, marks))
    if not plan.enrolments:
        return
    yield "study", study(plan, marks), None
    if plan.days_off and plan.addressee is None:
        yield "days off", days_off_in_words(plan, marks), None
    for name in known_amounts(plan):
        yield headings(plan.payer)[name], *_total(plan, name, marks)
    if years := years_in_words(plan.amount_years):
        yield "amounts", years, None
    if said := not_advice(plan):
        yield "", said, None


def _total(plan: Plan, name: str, marks: UsedMarks) -> tuple[Any, str | None]:
    """The sum of an amount as a number, with the mark of the least certain figure that it follows from."""
    return _money(total(plan, name), mark_of_amount(plan, yet_to_start(plan), name, total(plan, name), marks))


def _module_cells(plan: Plan, item: Enrolment, amounts: Sequence[str], marks: UsedMarks) -> Iterator[tuple[Any, str | None]]:
    """The values of a module's row, each with its number format."""
    of_start, of_end, of_application = (mark(plan, item, *keys, marks=marks) for keys in (START, END, APPLY))
    yield from (
        (one_line(title_of(item)), None), (item.module, None), (one_line(item.provider_title or item.provider), None),
        (mode_text(plan, item, marks), None), _date(item.first_day, item.start, of_start),
        _date(item.last_day, item.end, of_end), _apply_by(item, of_application),
        (item.months, with_mark(WHOLE_HOURS, mark(plan, item, "months", marks=marks))),
        _hours(item.hours, mark(plan, item, "hours", marks=marks)),
        (hours_of(item.minutes_per_week), with_mark(WEEKLY, mark_of_load(plan, [item], marks))),
        (classes_text(plan, item, marks), None),
    )  # fmt: skip
    for name in amounts:
        amount = Amount.of((AMOUNTS[name](item),))
        yield (None, None) if item.under_way else _money(amount, mark_of_amount(plan, [item], name, amount, marks))
    yield "; ".join(item.counts_toward), None
    yield certainty_in_words(item.certainty_of_all), None
    yield "; ".join(one_line(reason_in_words(plan, item.module, note, marks)) for note in item.because), None


def _hours(hours: Decimal, mark: str) -> tuple[Decimal, str]:
    return hours, with_mark(WHOLE_HOURS if hours == hours.to_integral_value() else HOURS, mark)


def _money(amount: Amount, mark: str) -> tuple[Any, str | None]:
    """An amount as a number with its mark; in words, with which nothing is calculated, where a part of it is unknown."""
    return (marked(amount, mark), None) if amount.unknown else (dollars(amount.cents), with_mark(MONEY, mark))


def with_mark(code: str, mark: str) -> str:
    """A number format that shows a mark behind the number, with which one can still calculate."""
    return f'{code}"{mark}"' if mark else code


def _apply_by(enrolment: Enrolment, mark: str) -> tuple[Any, str | None]:
    return ("under way", None) if enrolment.under_way else _date(enrolment.apply_by_day, enrolment.apply_by, mark)


def _date(day: date | None, month: Month, mark: str) -> tuple[date, str]:
    """A day, or the first of its month where it is not known, which is then shown as a month; with its mark."""
    return (first_day(month), with_mark(MONTH, mark)) if day is None else (day, with_mark(DAY, mark))
