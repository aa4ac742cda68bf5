"""Other plans for the same targets: when each is done, what it costs, how it differs, and its months.

This module knows plans; not how they were found.
"""

from rich.text import Text

from mcplanner.ground.months import month_name
from mcplanner.plans.certainty_words import mark_of_finish
from mcplanner.plans.model import OtherPlan, Plan
from mcplanner.terminal.ink import Ink

LEAST_FOR_COLUMNS = 60
"""On a console that is no wider, the months of another plan stand further left than what it does otherwise."""


def other_plans(plan: Plan, ink: Ink) -> list[Text]:
    """The other plans, the best first, and why there are no more of them."""
    if not plan.other_plans and plan.no_further_plan is None:
        return []
    lines = ink.heading("Other plans", "other modules or another order of awards")
    for position, other in enumerate(plan.other_plans):
        lines += [*([Text("")] if position else []), *_other_plan(plan, other, ink)]
    if plan.no_further_plan is not None:
        lines += ink.paragraph(ink.joined("  ", ink.text(plan.no_further_plan, "dim")), hanging=2)
    return lines


def _other_plan(plan: Plan, other: OtherPlan, ink: Ink) -> list[Text]:
    from mcplanner.plans.other_ways import figures_of, months_of

    own, marks = other.plan, ink.signs.marks
    assert own.finish is not None, "another plan has enrolments"
    finish = ink.text(f"{month_name(own.finish)}{mark_of_finish(own, marks)}", "bold")
    head = ink.joined("  ", finish, f", {figures_of(plan, other, marks)}")
    lines = ink.paragraph(head, hanging=12)
    for difference in other.differences:
        lines += ink.paragraph(ink.joined(" " * 12, ink.text(difference)), hanging=12)
    rows = [(months, ink.text(name, "dim")) for months, name in months_of(own, marks)]
    return [*lines, *ink.facts(rows, indent=12 if ink.width > LEAST_FOR_COLUMNS else 4)]
