"""The cost of a plan, as rows and columns that every format shows alike: the amounts that are known, and nothing else.

Knows a plan's amounts; not how a format writes them.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from msgspec import Struct

from mcplanner.catalogue.model import Certainty
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month
from mcplanner.learner.model import Party
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.certainty_words import MARKS, mark_of_amount, marked
from mcplanner.plans.model import Enrolment, Plan
from mcplanner.plans.summary import in_order_of_start, yet_to_start

AMOUNTS: Mapping[str, Callable[[Enrolment], int | None]] = {
    "fee": lambda enrolment: enrolment.fee_cents,
    "subsidy": lambda enrolment: enrolment.subsidy_cents,
    "gst": lambda enrolment: enrolment.gst_cents,
    "credit": lambda enrolment: enrolment.credit_cents,
    "payable": lambda enrolment: enrolment.payable_cents,
}
HEADINGS: Mapping[str, str] = {"fee": "Fee", "subsidy": "Subsidy", "gst": "GST", "credit": "Credit"}


class MonthOfPayment(Struct, frozen=True):
    """A month in which modules start, the amount due for them, and the sum with the months before.

    `by_then` are all that start by then.
    """

    month: Month
    enrolments: tuple[Enrolment, ...]
    amount: Amount
    so_far: Amount
    by_then: tuple[Enrolment, ...]


def headings(payer: Party) -> Mapping[str, str]:
    """The headings of the amounts; that of what is to be paid says who pays."""
    return {**HEADINGS, "payable": WORDS[payer].heading}


def known_amounts(plan: Plan) -> tuple[str, ...]:
    """The amounts that are known for any module: always the fee, the others where the learner's case is known.

    None where the plan is without its cost.
    """
    if plan.without_cost:
        return ()
    return tuple(
        name
        for name, amount_of in AMOUNTS.items()
        if name == "fee" or any(amount_of(enrolment) is not None for enrolment in plan.enrolments)
    )


def total(plan: Plan, name: str) -> Amount:
    """The sum of one amount over all modules that are not under way, which are still to be paid."""
    return Amount.of(AMOUNTS[name](enrolment) for enrolment in yet_to_start(plan))


def amount_in_words(plan: Plan, enrolment: Enrolment, name: str, marks: Mapping[Certainty, str] = MARKS) -> str:
    """An amount of an enrolment in a table of all that is to be paid, with its mark; empty where it is paid for."""
    amount = AMOUNTS[name](enrolment)
    return "" if enrolment.under_way else marked(amount, mark_of_amount(plan, [enrolment], name, amount, marks))


def total_in_words(plan: Plan, name: str, marks: Mapping[Certainty, str] = MARKS) -> str:
    """That sum, with the mark of the least certain figure that it follows from."""
    return marked(total(plan, name), mark_of_amount(plan, yet_to_start(plan), name, total(plan, name), marks))


def due(plan: Plan) -> str:
    """The name of the amount that is due: `payable` where that is known, else `fee`."""
    return "payable" if "payable" in known_amounts(plan) else "fee"


def payments(plan: Plan) -> list[MonthOfPayment]:
    """The payments due, by the month in which modules start."""
    amount_of = AMOUNTS[due(plan)]
    unpaid = [enrolment for enrolment in in_order_of_start(plan) if not enrolment.under_way]
    rows: list[MonthOfPayment] = []
    so_far = Amount()
    for month in sorted({enrolment.start for enrolment in unpaid}):
        starting = tuple(enrolment for enrolment in unpaid if enrolment.start == month)
        amount = Amount.of(amount_of(enrolment) for enrolment in starting)
        so_far += amount
        by_then = tuple(enrolment for enrolment in unpaid if enrolment.start <= month)
        rows.append(MonthOfPayment(month, starting, amount, so_far, by_then))
    return rows


def dollars(cents: int) -> Decimal:
    """Cents as dollars, exactly, with two decimals."""
    return Decimal(cents).scaleb(-2)
