"""Plans side by side as JSON, for programs: schema `mcplan.comparison/2`.

Knows a comparison; not where the text goes. Keys may be added inside a schema version; none changes its meaning.
"""

from typing import Any

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

SCHEMA = "mcplan.comparison/2"

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
        "away": away_of(row),
        "at_once": row.at_once,
        "hours_per_week": hours_or_null(row.budget_minutes_per_week),
        "status": plan.status.value,
        "targets": [target_data(target) for target in plan.targets],
        "finish": month_or_null(plan.finish),
        **{name: getattr(plan.objective, name, None) for name in COMPARED},
        **sum_data("cost", None if plan.objective is None or plan.without_cost else plan.objective.cost),
        "paid_by": payer_of(row),
        "amount_years": years_data(plan.amount_years),
        "rests_on": None if plan.rests_on is None else rests_on_data(plan.rests_on, plan.as_of),
        "awards_on_the_way": [award_data(award) for award in row.on_the_way],
        "pareto": row.best,
        "reason": plan.reason,
    }


def payer_of(row: ComparisonRow) -> Party | None:
    """Who pays the cost; None where it is that of the fees alone."""
    return None if row.plan.spending is None else row.plan.payer


def away_of(row: ComparisonRow) -> list[str]:
    """The months away, then the days."""
    months, days = months_of(row.learner.away), days_of(row.learner.away)
    return [*map(format_month, months), *(day.isoformat() for day in days)]
