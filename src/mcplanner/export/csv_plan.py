"""A plan as CSV, for spreadsheets: a row for each enrolment.

Floor 9. Knows a plan; not where the text goes.
"""

import csv
import io
from decimal import Decimal

from mcplanner.months import format_month
from mcplanner.schedule import Enrolment, Plan

COLUMNS = (
    "module", "title", "field", "provider", "mode",
    "start", "end", "months", "hours", "hours_per_week", "apply_by", "fee", "award", "under_way",
)  # fmt: skip

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet calculate a cell, in the full-width forms too, which some fold into these."""


def plan_csv(plan: Plan) -> str:
    """A heading and a row for each enrolment by start, with months as 2027-04, hours and dollars as plain numbers.

    `award` holds the ids of the awards the module counts toward, with semicolons between them. A text that a spreadsheet would
    calculate begins with an apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text, dialect="excel", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(item) for item in sorted(plan.enrolments, key=lambda item: (item.start, item.module)))
    return text.getvalue()


def _row(enrolment: Enrolment) -> tuple[str, ...]:
    return (
        inert(enrolment.module),
        inert(enrolment.title),
        inert(enrolment.field),
        inert(enrolment.provider),
        inert(enrolment.mode),
        format_month(enrolment.start),
        format_month(enrolment.end),
        str(enrolment.months),
        _number(enrolment.hours),
        _number(round(Decimal(enrolment.minutes_per_week) / 60, 2)),
        format_month(enrolment.apply_by),
        f"{Decimal(enrolment.fee_cents) / 100:.2f}",
        inert("; ".join(enrolment.counts_toward)),
        "yes" if enrolment.under_way else "no",
    )


def inert(text: str) -> str:
    """`text` as a cell that is never calculated, its line breaks as spreadsheets write them (csv leaves a bare CR unquoted)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else text


def _number(value: Decimal) -> str:
    """Without an exponent or zeros at the end."""
    whole, _, part = f"{value:f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole
