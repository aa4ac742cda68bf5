"""Plans side by side as CSV, for spreadsheets.

Knows a comparison; not where the text goes. Columns may be added at the end; none changes its meaning.
"""

from collections.abc import Iterable

from mcplanner.export.amounts import dollars
from mcplanner.export.csv_values import csv_text, hours_cell
from mcplanner.export.json_comparison import away_of, payer_of
from mcplanner.ground.months import format_month
from mcplanner.planning.comparison import Comparison, ComparisonRow
from mcplanner.plans.certainty_words import rests_on_in_words
from mcplanner.plans.model import Objective, Plan

COLUMNS = (
    "target", "start", "at_once", "hours_per_week", "status", "chosen", "finish", "months", "cost", "hours",
    "peak_hours_per_week", "awards_on_the_way", "first_award", "first_award_earned", "best", "reason",
    "cost_at_least", "unknown_fees", "paid_by", "rests_on", "prefer", "providers", "modes", "away",
)  # fmt: skip


def comparison_csv(comparison: Comparison) -> str:
    """A heading and a row for each case, with months as 2027-04, hours and dollars as plain numbers.

    `chosen` is the id that the target stands for. A cell without a value is empty. A text that a spreadsheet would calculate
    begins with an apostrophe.
    """
    return csv_text(COLUMNS, (list(map(str, _cells(row))) for row in comparison.rows))


def _cells(row: ComparisonRow) -> tuple[object, ...]:
    """The values in the order of `COLUMNS`."""
    plan, objective = row.plan, row.plan.objective
    asked = _asked(row)
    if objective is None:
        return *asked, *[""] * 9, "no", plan.reason or "", "", "", "", "", *_chosen(row)
    exact, *at_least = _costs(plan, objective)
    return (
        *asked,
        plan.targets[0].id,
        "" if plan.finish is None else format_month(plan.finish),
        objective.finish_months,
        exact,
        hours_cell(objective.minutes_total),
        hours_cell(objective.peak_minutes_per_week),
        *_awards_on_the_way(row),
        "yes" if row.best else "no",
        plan.reason or "",
        *at_least,
        payer_of(row) or "",
        rests_on_in_words(plan) or "",
        *_chosen(row),
    )


def _costs(plan: Plan, objective: Objective) -> tuple[object, object, object]:
    """The cost, empty where a part of it is unknown; its known part; how many fees are unknown. Nothing without the cost."""
    if plan.without_cost:
        return "", "", ""
    known = dollars(objective.cost_cents)
    return "" if objective.unknown_fees else known, known, objective.unknown_fees


def _awards_on_the_way(row: ComparisonRow) -> tuple[object, ...]:
    """How many awards there are before the target, and the first with its month."""
    if not row.on_the_way:
        return 0, "", ""
    first = row.on_the_way[0]
    return len(row.on_the_way), first.id, format_month(first.earned)


def _asked(row: ComparisonRow) -> tuple[object, ...]:
    """What was asked for, and how it went."""
    return (
        row.target,
        format_month(row.start),
        "" if row.at_once is None else row.at_once,
        "" if row.budget_minutes_per_week is None else hours_cell(row.budget_minutes_per_week),
        row.plan.status.value,
    )


def _chosen(row: ComparisonRow) -> tuple[str, ...]:
    """What else was asked for, several of one kind with semicolons; nothing where all are allowed."""
    kinds: tuple[Iterable[str], ...] = (
        sorted(row.learner.only_providers),
        sorted(row.learner.only_modes),
        away_of(row),
    )
    return row.request.prefer, *("; ".join(words) for words in kinds)
