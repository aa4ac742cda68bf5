"""Other plans for the same targets: when each is done, what it costs, how it differs, and its months.

This module knows plans; not how they were found.
"""

from rich.text import Text

from mcplanner.ground.money import format_cents
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.model import OtherPlan, Plan, Status
from mcplanner.plans.summary import in_order_of_start
from mcplanner.terminal.ink import Ink

LEAST_FOR_COLUMNS = 60
"""On a console that is no wider, the months of another plan stand further left than what it does otherwise."""


def other_plans(plan: Plan, ink: Ink) -> list[Text]:
    """The other plans, the best first, and why there are no more of them."""
    if not plan.other_plans and plan.no_further_plan is None:
        return []
    lines = ink.heading("Other plans", "other modules or another order of awards")
    for position, other in enumerate(plan.other_plans):
        lines += [*([Text("")] if position else []), *_other_plan(other, ink)]
    if plan.no_further_plan is not None:
        lines += ink.paragraph(ink.joined("  ", ink.text(plan.no_further_plan, "dim")), hanging=2)
    return lines


def _other_plan(other: OtherPlan, ink: Ink) -> list[Text]:
    plan = other.plan
    assert plan.finish is not None, "another plan has enrolments"
    figures = f", {later_text(other.months_later)}, {_cost_difference(other)}"
    proved = "" if plan.status is Status.OPTIMAL else " (not proved to be the best that is left)"
    head = ink.joined("  ", ink.text(month_name(plan.finish), "bold"), figures, ink.text(proved, "dim"))
    lines = ink.paragraph(head, hanging=12)
    for difference in other.differences:
        lines += ink.paragraph(ink.joined(" " * 12, ink.text(difference)), hanging=12)
    rows = [
        (f"{month_name(each.start)} to {month_name(each.end)}", ink.text(f"{each.title} ({each.module})", "dim"))
        for each in in_order_of_start(plan)
    ]
    return [*lines, *ink.facts(rows, indent=12 if ink.width > LEAST_FOR_COLUMNS else 4)]


def later_text(months: int) -> str:
    """Return in words by how many months something ends later, or sooner."""
    if months == 0:
        return "no later"
    return f"{counted(abs(months), 'month')} {'later' if months > 0 else 'sooner'}"


def _cost_difference(other: OtherPlan) -> str:
    cents = other.cents_more
    if cents is None:
        return f"the difference in {'fees' if other.plan.spending is None else 'cost'} not known"
    if cents == 0:
        return "the same fees" if other.plan.spending is None else "the same cost"
    who = "" if other.plan.payer == "learner" else f" {WORDS[other.plan.payer].to_pay}"
    return f"{format_cents(abs(cents))} {'more' if cents > 0 else 'less'}{who}"
