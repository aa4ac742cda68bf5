"""Plans side by side as CSV, for spreadsheets, and as JSON, for programs: schema `mcplan.comparison/2`.

Knows a comparison; not where the text goes. Keys may be added inside a schema version; none changes its meaning.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from mcplanner.export.amounts import dollars
from mcplanner.export.csv_values import csv_text, hours_cell
from mcplanner.export.json_plan import rests_on_data
from mcplanner.export.json_values import (
    award_data,
    hours_or_null,
    json_text,
    month_or_null,
    notes_data,
    sum_data,
    target_data,
    years_data,
)
from mcplanner.ground.months import format_month
from mcplanner.ground.stages import FIGURES, KEEPING_STAGES
from mcplanner.learner.absence import days_of, months_of
from mcplanner.learner.model import Party
from mcplanner.planning.comparison import Comparison, ComparisonRow
from mcplanner.plans.certainty_words import rests_on_in_words
from mcplanner.plans.model import Objective, Plan

SCHEMA = "mcplan.comparison/2"

COLUMNS = (
    "target", "start", "at_once", "hours_per_week", "status", "chosen", "finish", "months", "cost", "hours",
    "peak_hours_per_week", "awards_on_the_way", "first_award", "first_award_earned", "best", "reason",
    "cost_at_least", "unknown_fees", "paid_by", "rests_on", "prefer", "providers", "modes", "away",
)  # fmt: skip

COMPARED = tuple(figure for stage, figure in FIGURES.items() if stage not in KEEPING_STAGES)
"""The figures of an objective in a comparison, which keeps no earlier plan."""


def comparison_json(comparison: Comparison) -> str:
    """The comparison as one JSON object."""
    return json_text(comparison_data(comparison))


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data: the settings varied, then a row for each case with all its settings."""
    return {
        "schema": SCHEMA,
        "varied": [dial.value for dial in comparison.varied],
        "by": month_or_null(comparison.by),
        "rows": [_data(row) for row in comparison.rows],
        "not_planned": comparison.not_planned,
        "warnings": notes_data(comparison.warnings),
    }


def _data(row: ComparisonRow) -> dict[str, Any]:
    """A row with the keys of a plan's objective, which are null without a plan."""
    plan = row.plan
    return {
        "target": row.target,
        "start": format_month(row.start),
        "prefer": row.request.prefer,
        "providers": sorted(row.learner.only_providers),
        "modes": sorted(row.learner.only_modes),
        "away": list(_away(row)),
        "at_once": row.at_once,
        "hours_per_week": hours_or_null(row.budget_minutes_per_week),
        "status": plan.status.value,
        "targets": [target_data(target) for target in plan.targets],
        "finish": month_or_null(plan.finish),
        **{name: getattr(plan.objective, name, None) for name in COMPARED},
        **sum_data("cost", None if plan.objective is None or plan.without_cost else plan.objective.cost),
        "paid_by": _payer(row),
        "amount_years": years_data(plan.amount_years),
        "rests_on": None if plan.rests_on is None else rests_on_data(plan.rests_on, plan.as_of),
        "awards_on_the_way": [award_data(award) for award in row.on_the_way],
        "pareto": row.best,
        "reason": plan.reason,
    }


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
        _payer(row) or "",
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


def _payer(row: ComparisonRow) -> Party | None:
    """Who pays the cost; None where it is that of the fees alone."""
    return None if row.plan.spending is None else row.plan.payer


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
        _away(row),
    )
    return row.request.prefer, *("; ".join(words) for words in kinds)


def _away(row: ComparisonRow) -> list[str]:
    """The months away, then the days."""
    months, days = months_of(row.learner.away), days_of(row.learner.away)
    return [*map(format_month, months), *(day.isoformat() for day in days)]


class ComparisonExporter(Struct, frozen=True):
    """A format: its name for people, and the function that writes a comparison in it."""

    name: str
    export: Callable[[Comparison], str | bytes]


def _page(comparison: Comparison) -> str:
    from mcplanner.export.html_comparison import comparison_html  # jinja2 is loaded where it is used

    return comparison_html(comparison)


def _workbook(comparison: Comparison) -> bytes:
    from mcplanner.export.xlsx_comparison import comparison_xlsx  # xlsxwriter is loaded where it is used

    return comparison_xlsx(comparison)


COMPARISON_EXPORTERS: Mapping[str, ComparisonExporter] = {
    ".html": ComparisonExporter("page with a dial", _page),
    ".csv": ComparisonExporter("spreadsheet", comparison_csv),
    ".xlsx": ComparisonExporter("workbook", _workbook),
    ".json": ComparisonExporter("machine-readable comparison", comparison_json),
}
"""The formats by the end of the file's name, in lower case."""
