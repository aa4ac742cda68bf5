"""The cost of a module or award as CSV, for spreadsheets: a row for each module that is priced.

Knows a quote; not where the text goes.
"""

from collections.abc import Iterator

from mcplanner.export.amounts import dollars
from mcplanner.export.csv_values import csv_text
from mcplanner.ground.months import format_month
from mcplanner.pricing.costs import ModuleCost
from mcplanner.pricing.quote import Quote

COLUMNS = ("part", "choose", "module", "title", "start", "fee", "fee_certainty", "subsidy", "gst", "before_credit", "credit",
           "payable", "paid_by")  # fmt: skip


def cost_csv(quote: Quote) -> str:
    """A heading, and a row for each module; months as 2027-04, dollars as plain numbers, `unknown` for what nobody knows.

    `part` is `module`, `compulsory` or the number of a choice, of whose modules `choose` are needed; it is empty where that is
    no plain number.
    """
    return csv_text(COLUMNS, (_row(quote, *each) for each in _parts(quote)))


def _parts(quote: Quote) -> Iterator[tuple[str, str, ModuleCost]]:
    cost = quote.cost
    if isinstance(cost, ModuleCost):
        yield "module", "", cost
        return
    yield from (("compulsory", "", each) for each in cost.compulsory)
    for number, choice in enumerate(cost.choices, start=1):
        choose = "" if choice.number is None else str(choice.number)
        yield from ((f"choice {number}", choose, each) for each in choice.costs)


def _row(quote: Quote, part: str, choose: str, cost: ModuleCost) -> tuple[str, ...]:
    price = cost.price
    return (
        part,
        choose,
        cost.module.id,
        cost.module.title,
        format_month(cost.start),
        _amount(price.fee_cents),
        cost.offer.certainty("fee").value,
        _amount(price.subsidy_cents),
        _amount(price.gst_cents),
        _amount(price.before_credit_cents),
        _amount(sum(cents for _, cents in cost.credit)),
        _amount(cost.payable_cents),
        quote.learner.payer,
    )


def _amount(cents: int | None) -> str:
    return "unknown" if cents is None else str(dollars(cents))
