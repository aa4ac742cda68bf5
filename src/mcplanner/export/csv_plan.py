"""A plan as CSV, for spreadsheets: a row for each award that was earned before, and for each enrolment.

Knows a plan; not where the text goes.
"""

from collections.abc import Sequence

from mcplanner.export.amounts import AMOUNTS, dollars, known_amounts
from mcplanner.export.csv_values import csv_text, decimal_cell, hours_cell
from mcplanner.ground.months import format_month
from mcplanner.plans.certainty_words import certainty_in_words, is_less, least_certain
from mcplanner.plans.model import Enrolment, HeldAward, Plan

COLUMNS = ("module", "title", "field", "provider", "mode", "start", "end", "months", "hours", "hours_per_week", "apply_by")
"""The first columns; the amounts that are known, their payer, award, under_way, again, status, figures and `DAYS` follow."""

DAYS = ("first_day", "last_day", "apply_by_day", "ref")


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
    amounts = known_amounts(plan)
    payers = () if plan.spending is None else ("paid_by",)
    columns = (*COLUMNS, *amounts, *payers, "award", "under_way", "again", "status", "figures", *DAYS)
    held = (_held(award, len(amounts) + len(payers), plan) for award in plan.held_awards)
    enrolled = sorted(plan.enrolments, key=lambda item: (item.start, item.module))
    return csv_text(columns, [*held, *(_row(item, amounts, plan) for item in enrolled)])


def _held(award: HeldAward, amounts: int, plan: Plan) -> tuple[str, ...]:
    cells = {"title": award.title, "end": "" if award.earned is None else format_month(award.earned)}
    before = (cells.get(name, "") for name in COLUMNS)
    figures = f"end: {least}" if (least := least_certain(filter(is_less, award.hangs_on))) else ""
    return (*before, *[""] * amounts, award.id, "", "", plan.status.value, figures, *[""] * len(DAYS))


def _amount(enrolment: Enrolment, name: str) -> str:
    """An amount in dollars; empty where it does not matter, since the module is paid for."""
    cents = AMOUNTS[name](enrolment)
    if cents is not None:
        return str(dollars(cents))
    return "" if enrolment.under_way and name != "fee" else "unknown"


def _days(enrolment: Enrolment) -> tuple[str, ...]:
    days = (enrolment.first_day, enrolment.last_day, enrolment.apply_by_day)
    return (*("" if day is None else day.isoformat() for day in days), enrolment.ref or "")


def _row(enrolment: Enrolment, amounts: Sequence[str], plan: Plan) -> tuple[str, ...]:
    return (
        enrolment.module,
        enrolment.title,
        enrolment.field,
        enrolment.provider,
        enrolment.mode,
        format_month(enrolment.start),
        format_month(enrolment.end),
        str(enrolment.months),
        decimal_cell(enrolment.hours),
        hours_cell(enrolment.minutes_per_week),
        format_month(enrolment.apply_by),
        *(_amount(enrolment, name) for name in amounts),
        *(() if plan.spending is None else ("" if enrolment.under_way else plan.payer,)),
        "; ".join(enrolment.counts_toward),
        *("yes" if fact else "no" for fact in (enrolment.under_way, enrolment.again)),
        plan.status.value,
        certainty_in_words(enrolment.certainty_of_all),
        *_days(enrolment),
    )
