"""The plans of a team as CSV, for spreadsheets: a row for each person and module, and one for each person without a module.

Knows the plans of a team; not where the text goes.
"""

from collections.abc import Iterator

from mcplanner.export.amounts import dollars
from mcplanner.export.csv_values import csv_text, decimal_cell, hours_cell
from mcplanner.ground.months import format_month
from mcplanner.plans.certainty_words import certainty_in_words
from mcplanner.plans.model import Enrolment, Plan
from mcplanner.plans.summary import in_order_of_start
from mcplanner.team.model import Member, TeamPlan

PERSON = ("person", "targets", "served", "finish", "reason")
MODULE = ("module", "title", "provider", "start", "end", "hours", "hours_per_week", "apply_by", "payable", "paid_by", "figures")


def team_csv(made: TeamPlan) -> str:
    """A heading, and a row for each module of each person; months as 2027-04, hours and dollars as plain numbers.

    `payable` is the fee where no more is known; it is `unknown` where nobody knows it, and empty where it is paid already.
    """
    return csv_text((*PERSON, *MODULE), (row for member in made.members for row in _rows(member)))


def _rows(member: Member) -> Iterator[tuple[str, ...]]:
    plan = member.plan
    finish = "" if plan is None or plan.finish is None else format_month(plan.finish)
    targets = "; ".join(member.person.targets)
    person = (member.person.name, targets, "yes" if member.served else "no", finish, member.reason)
    if plan is None or not plan.enrolments:
        yield (*person, *[""] * len(MODULE))
        return
    yield from ((*person, *_module(plan, each)) for each in in_order_of_start(plan))


def _module(plan: Plan, each: Enrolment) -> tuple[str, ...]:
    cents = each.fee_cents if each.payable_cents is None else each.payable_cents
    amount = "unknown" if cents is None else str(dollars(cents))
    return (
        each.module,
        each.title,
        each.provider_title or each.provider,
        format_month(each.start),
        format_month(each.end),
        decimal_cell(each.hours),
        hours_cell(each.minutes_per_week),
        format_month(each.apply_by),
        *(("", "") if each.under_way else (amount, plan.payer)),
        certainty_in_words(each.certainty_of_all),
    )
