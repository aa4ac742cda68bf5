"""A plan as CSV, for spreadsheets: a row for each award that was earned before, and for each enrolment.

Knows a plan; not where the text goes.
"""

import csv
import io
from decimal import Decimal

from mcplanner.export.amounts import AMOUNTS, dollars, known_amounts
from mcplanner.ground.characters import one_line
from mcplanner.ground.months import format_month
from mcplanner.ground.numbers_text import hours_of
from mcplanner.plans.certainty_words import certainty_in_words
from mcplanner.plans.model import Enrolment, HeldAward, Plan

COLUMNS = ("module", "title", "field", "provider", "mode", "start", "end", "months", "hours", "hours_per_week", "apply_by")
"""The first columns; the amounts that are known, their payer, award, under_way, again, status, figures and `DAYS` follow."""

DAYS = ("first_day", "last_day", "apply_by_day", "ref")

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""The signs that make a spreadsheet calculate a cell, also in the full-width forms that some read as these."""


def plan_csv(plan: Plan) -> str:
    """A heading, a row for each award held before the plan, and one for each enrolment by start.

    Months are written as 2027-04, hours and dollars as plain numbers. An award, which has no module, has only its title, the
    month in which it was earned (`end`) and its id (`award`). The columns subsidy, gst, credit and payable follow the fee
    where they are known, and then `paid_by`, which is `learner` or `employer`; `unknown` stands for a fee that nobody knows,
    and for all that depends on it. `award` holds the ids of the awards that the module counts toward, separated by semicolons;
    `status` is `optimal` where the plan is proved, else `feasible`; `figures` says what the figures of the module rest on. The
    days of runs, and the number of the course, come last, where they are known. A text that a spreadsheet would calculate
    begins with an apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text, dialect="excel", lineterminator="\n")
    amounts = known_amounts(plan)
    payers = () if plan.spending is None else ("paid_by",)
    writer.writerow((*COLUMNS, *amounts, *payers, "award", "under_way", "again", "status", "figures", *DAYS))
    writer.writerows(_held(award, len(amounts) + len(payers), plan) for award in plan.held_awards)
    for item in sorted(plan.enrolments, key=lambda item: (item.start, item.module)):
        paid = (*(_amount(item, name) for name in amounts), *("" if item.under_way else plan.payer for _ in payers))
        facts = ("yes" if fact else "no" for fact in (item.under_way, item.again))
        toward = make_inert("; ".join(item.counts_toward))
        writer.writerow((*_row(item), *paid, toward, *facts, plan.status.value, certainty_in_words(item), *_days(item)))
    return text.getvalue()


def _held(award: HeldAward, amounts: int, plan: Plan) -> tuple[str, ...]:
    cells = {"title": make_inert(award.title), "end": "" if award.earned is None else format_month(award.earned)}
    before = (cells.get(name, "") for name in COLUMNS)
    return (*before, *[""] * amounts, make_inert(award.id), "", "", plan.status.value, *[""] * (1 + len(DAYS)))


def _amount(enrolment: Enrolment, name: str) -> str:
    """An amount in dollars; empty where it does not matter, since the module is paid for."""
    cents = AMOUNTS[name](enrolment)
    if cents is not None:
        return str(dollars(cents))
    return "" if enrolment.under_way and name != "fee" else "unknown"


def _days(enrolment: Enrolment) -> tuple[str, ...]:
    days = (enrolment.first_day, enrolment.last_day, enrolment.apply_by_day)
    return (*("" if day is None else day.isoformat() for day in days), make_inert(enrolment.ref or ""))


def _row(enrolment: Enrolment) -> tuple[str, ...]:
    return (
        make_inert(enrolment.module),
        make_inert(enrolment.title),
        make_inert(enrolment.field),
        make_inert(enrolment.provider),
        make_inert(enrolment.mode),
        format_month(enrolment.start),
        format_month(enrolment.end),
        str(enrolment.months),
        _number(enrolment.hours),
        hours_cell(enrolment.minutes_per_week),
        format_month(enrolment.apply_by),
    )


def make_inert(text: str) -> str:
    """Make `text` a cell of one line that no spreadsheet calculates, without invisible characters."""
    line = one_line(text)
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line


def hours_cell(minutes: int) -> str:
    """Minutes as hours, to two decimals at most."""
    return _number(hours_of(minutes))


def _number(value: Decimal) -> str:
    """Without an exponent or zeros at the end."""
    whole, _, part = f"{value:f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole
