"""Other plans for the same targets: when each is done, what it costs, how it differs, and its months.

This module knows plans; not how they were found.
"""

from rich.text import Text

from mcplanner.ground.money import format_cents
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.certainty_words import END, mark, mark_of_finish
from mcplanner.plans.model import OtherPlan, Plan, Status
from mcplanner.plans.summary import in_order_of_start
from mcplanner.terminal.ink import Ink


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
    marks = ink.signs.marks
    finish = ink.text(f"{month_name(plan.finish)}{mark_of_finish(plan, marks)}", "bold")
    head = ink.joined("  ", finish, figures, ink.text(proved, "dim"))
    lines = ink.paragraph(head, hanging=12)
    for difference in other.differences:
        lines += ink.paragraph(ink.joined(" " * 12, ink.text(difference)), hanging=12)
    for enrolment in in_order_of_start(plan):
        months = f"{month_name(enrolment.start)} to {month_name(enrolment.end)}{mark(plan, enrolment, *END, marks=marks)}  "
        row = ink.joined(" " * 12, ink.text(months, "dim"), ink.text(f"{enrolment.title} ({enrolment.module})", "dim"))
        lines += ink.paragraph(row, hanging=12 + len(months))
    return lines


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
