"""The plans of a team as a workbook: who is ready when, who is in which class, the budget, and a sheet for each person.

Knows the plans of a team and XlsxWriter, which writes text as text: nothing in it is calculated.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mcplanner.catalogue.class_times import WEEKDAYS
from mcplanner.export.amounts import dollars
from mcplanner.export.xlsx_plan import DAY, MONEY, MONTH, WEEKLY, PlanBook, with_mark
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import Amount
from mcplanner.ground.months import first_day
from mcplanner.ground.numbers_text import hours_of
from mcplanner.plans.certainty_words import UsedMarks, marked, old_figures
from mcplanner.plans.model import Plan
from mcplanner.team.figures import TeamFigures
from mcplanner.team.model import Member, TeamPlan
from mcplanner.team.summary import (
    SharedClass,
    YearSpent,
    classes,
    evenings,
    next_deadline,
    spent,
    targets_in_words,
    verdict,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = tuple[Any, str | None]
"""A value, and the format of a number or a day."""

SHEETS = ("Team", "Classes", "Evenings", "Budget")
MOST_LETTERS = 31
"""The longest name of a sheet."""


def team_xlsx(made: TeamPlan) -> bytes:
    """The workbook: the same plans give the same bytes."""
    import xlsxwriter

    written = BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = datetime.combine(first_day(made.team.start), time())
    title = one_line(made.team.title or "The team")
    workbook.set_properties({"title": title[:255], "comments": verdict(made)[:255], "created": created})
    _TeamBook(workbook, made).fill()
    workbook.close()
    return written.getvalue()


class _TeamBook:
    """One workbook in the making."""

    def __init__(self, workbook: "Workbook", made: TeamPlan) -> None:
        self._workbook, self._made, self._marks = workbook, made, UsedMarks()
        self._figures = TeamFigures(made, self._marks)

    def fill(self) -> None:
        team = self._made.team
        book = PlanBook(self._workbook, Plan(self._made.status, (), team.start, None))
        team_sheet = self._sheet(book, "Team", PEOPLE, (_member_cells(member, self._figures) for member in self._made.members))
        self._sheet(book, "Classes", CLASSES, (_class_cells(each, self._figures) for each in classes(self._made)))
        self._evenings(book)
        self._sheet(book, "Budget", BUDGET, _budget_rows(self._made, self._figures))
        self._explain(book, team_sheet)
        for name, member in zip(sheet_names(self._made.members), self._made.members, strict=True):
            if member.plan is not None and member.plan.enrolments:
                PlanBook(self._workbook, member.plan).modules(self._workbook.add_worksheet(name))

    def _evenings(self, book: PlanBook) -> None:
        """A sheet for each group of which somebody is in class."""
        for number, each in enumerate(evenings(self._made)):
            name = "Evenings" if not number else f"Evenings {number + 1}"
            heads = [(f"From, {one_line(each.group.title)}"[:60], 24), ("To", 12), *((day.capitalize(), 7) for day in WEEKDAYS)]
            heads += [("Days not published", 12)] if each.some_not_published else []
            rows = (
                [
                    (first_day(first), MONTH),
                    (first_day(last), MONTH),
                    *(
                        (count or None, with_mark("0", self._figures.of_evenings(each.group, first, last, column)))
                        for column, count in enumerate(most[: len(heads) - 2])
                    ),
                ]
                for first, last, most in each.spans
            )
            self._sheet(book, name, heads, rows)

    def _explain(self, book: PlanBook, sheet: "Worksheet") -> None:
        """Say beneath the people what is proved, how old the figures are, what all plans rest on, and what the marks mean."""
        told = (verdict(self._made), old_figures(self._made.notes), self._figures.in_words(), "; ".join(self._marks.legend()))
        labelled = [(label, words) for label, words in zip(("verdict", "old", "rests on", "marks"), told, strict=True) if words]
        for row, cells in enumerate(labelled, start=len(self._made.members) + 2):
            for column, words in enumerate(cells):
                book.cell(sheet, row, column, words)

    def _sheet(self, book: PlanBook, name: str, heads: list[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> "Worksheet":
        sheet = self._workbook.add_worksheet(name)
        book.headings(sheet, heads)
        for row, cells in enumerate(rows, start=1):
            for column, (value, code) in enumerate(cells):
                book.cell(sheet, row, column, value, code)
        return sheet


PEOPLE = [("Who", 22), ("For", 40), ("Finish", 12), ("Hours a week", 9), ("Cost (S$)", 12), ("Apply first by", 14),
          ("Apply for", 34), ("Why not", 60), ("What would help", 50)]  # fmt: skip
CLASSES = [("Module", 36), ("Start", 12), ("End", 12), ("Classes", 26), ("People", 9), ("Who", 60)]
BUDGET = [("Year", 8), ("Employer pays (S$)", 16), ("At most (S$)", 14), ("May be paid back (S$)", 18), ("As", 40)]


def _member_cells(member: Member, figures: TeamFigures) -> list[Cell]:
    plan = member.plan
    minutes = member.person.learner.minutes_per_week if member.hours_found is None else member.hours_found
    ready: Cell = (figures.finish(member), None)
    if plan is not None and plan.finish is not None:
        ready = first_day(plan.finish), with_mark(MONTH, figures.of_finish(member))
    return [
        (one_line(member.person.name), None),
        (targets_in_words(member), None),
        ready,
        (None if minutes is None else hours_of(minutes), with_mark(WEEKLY, figures.of_hours(member))),
        _money(member.cost if member.served else None, figures.of_cost(member)),
        *_deadline_cells(member, figures),
        (one_line(figures.reason(member)) or None, None),
        ("; ".join(figures.ways(member, "→")) or None, None),
    ]


def _deadline_cells(member: Member, figures: TeamFigures) -> list[Cell]:
    """The next day or month to apply by, and the module."""
    deadline = next_deadline(member)
    if deadline is None:
        return [(None, None), (None, None)]
    by = (first_day(deadline.apply_by), MONTH) if deadline.apply_by_day is None else (deadline.apply_by_day, DAY)
    by = by[0], with_mark(by[1], figures.of_deadline(deadline))
    return [by, (one_line(deadline.title), None)]


def _class_cells(each: SharedClass, figures: TeamFigures) -> list[Cell]:
    own = each.enrolment
    of_start, of_end = figures.of_start(own), figures.of_period(own)
    return [
        (one_line(own.title), None),
        (own.first_day or first_day(own.start), with_mark(MONTH if own.first_day is None else DAY, of_start)),
        (own.last_day or first_day(own.end), with_mark(MONTH if own.last_day is None else DAY, of_end)),
        (figures.times(each) or None, None),
        (len(each.names), "0"),
        (", ".join(map(one_line, each.names)), None),
    ]


def _budget_rows(made: TeamPlan, figures: TeamFigures) -> Iterator[list[Cell]]:
    """A row a year, and one for all together, if there are several years or a budget for them."""
    years, per_year, in_all = spent(made), made.team.budget_per_year_cents, made.team.budget_cents
    yield from (_budget_cells((each.year, "0"), figures, [each], per_year) for each in years)
    if len(years) > 1 or (years and in_all is not None):
        yield _budget_cells(("in all", None), figures, years, in_all)


def _budget_cells(what: Cell, figures: TeamFigures, years: Sequence[YearSpent], limit: int | None) -> list[Cell]:
    paid = sum((each.paid for each in years), Amount())
    back = sum((each.back for each in years), Amount())
    titles = dict.fromkeys(title for each in years for title in each.back_as)
    return [
        what,
        _money(paid, figures.of_paid(*years)),
        _money(None if limit is None else Amount(limit)),
        _money(back or None),
        (", ".join(titles) or None, None),
    ]


def _money(amount: Amount | None, mark: str = "") -> Cell:
    """An amount as a number, with its mark; in words where a part of it is unknown."""
    if amount is None:
        return None, None
    return (marked(amount, mark), None) if amount.unknown else (dollars(amount.cents), with_mark(MONEY, mark))


def sheet_names(members: Sequence[Member]) -> list[str]:
    """A name for the sheet of each person that a workbook can have, no two alike."""
    taken = {name.lower() for name in SHEETS}
    names = []
    for number, member in enumerate(members, start=1):
        plain = re.sub(r"[\[\]:*?/\\']", " ", one_line(member.person.name)).strip()[:MOST_LETTERS] or f"Person {number}"
        if plain.lower() in taken or plain.lower().startswith(("evenings", "history")):
            plain = f"{plain[: MOST_LETTERS - 6].strip()} ({number})"
        taken.add(plain.lower())
        names.append(plain)
    return names
