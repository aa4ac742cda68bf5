"""What is paid, and by whom, on the terminal: the price of each module, payments by month, credit, the cost of each award.

This module knows a plan; not the rules behind its prices.
"""

from collections.abc import Mapping

from rich.text import Text

from mcplanner.ground.money import NOT_KNOWN, Amount, format_amount, format_cents
from mcplanner.ground.months import month_name
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.model import Enrolment, Plan, Spending
from mcplanner.plans.summary import in_order_of_start, in_the_end, used_in_words
from mcplanner.terminal.columns import Cells, Heading, Layout, choose_layout, table
from mcplanner.terminal.ink import Ink, padded

HEADINGS = {
    "title": Heading("Module"),
    "start": Heading("Pay in"),
    "fee": Heading("Fee", right=True),
    "subsidy": Heading("Subsidy", right=True),
    "gst": Heading("GST", right=True),
    "credit": Heading("Credit", right=True),
}
"""The headings of what every plan has; that of what is to be paid says who pays."""

LAYOUTS = (
    Layout((("title",), ("start",), ("fee",), ("subsidy",), ("gst",), ("credit",), ("payable",)), flexible=0, least=24),
    Layout((("title", "start"), ("fee",), ("subsidy",), ("gst",), ("credit",), ("payable",)), flexible=0, least=20),
    Layout((("title", "start"), ("fee", "subsidy"), ("gst", "credit"), ("payable",)), flexible=0, least=14),
)

TAKEN_OFF = ("subsidy", "credit")
"""The amounts that are written with a minus."""

BAR = 30
"""The longest bar of the cash flow, in characters."""


def cost_facts(spending: Spending) -> str:
    """Return what is paid in all and how that adds up, for the head of a plan."""
    sums = {"fees": spending.fee, "subsidy": spending.subsidy, "GST": spending.gst}
    if spending.wallets:
        sums["credit"] = spending.credit
    parts = ", ".join(f"{name} {format_amount(amount)}" for name, amount in sums.items())
    paid, words = format_amount(spending.payable), WORDS[spending.payer]
    if NOT_KNOWN in (paid, format_amount(spending.fee)):
        return f"what {words.pays} is not known" + ("" if format_amount(spending.fee) == NOT_KNOWN else f": {parts}")
    return f"{paid} {words.to_pay}: {parts}"


def spending_lines(plan: Plan, ink: Ink) -> list[Text]:
    """Everything about money, in sections; nothing if only fees are known."""
    if plan.spending is None:
        return []
    rows = [_row(enrolment, ink) for enrolment in in_order_of_start(plan) if not enrolment.under_way]
    if not rows:
        return []
    rows.append(_sum(plan.spending, ink))
    words = WORDS[plan.payer]
    headings = HEADINGS | {"payable": Heading(words.heading, right=True)}
    layout = choose_layout(ink, headings, rows, LAYOUTS)
    lines = [*ink.heading(f"What {words.pays}", "each module in the month it starts"), *table(ink, headings, rows, layout)]
    lines += _cash_flow(plan.spending, ink)
    if plan.spending.wallets:
        lines += ink.heading("Credit", "what the plan uses of it")
        lines += ink.facts([(wallet.title, ink.text(used_in_words(wallet))) for wallet in plan.spending.wallets])
    if plan.spending.by_award:
        titles = {award.id: award.title for award in plan.awards}
        lines += ink.heading("Each award", f"what {words.pays} for the modules that count toward it")
        lines += ink.facts([(format_amount(amount), ink.text(titles[award])) for award, amount in plan.spending.by_award])
    return lines + _paid_back(plan.spending, ink)


def _paid_back(spending: Spending, ink: Ink) -> list[Text]:
    """The amounts that may be paid back later, and what is paid in the end; no other amount counts them."""
    if not spending.later:
        return []
    facts = [(_most(each.amount), ink.text(f"{each.title}, {WORDS[each.to].to}")) for each in spending.later]
    end = in_the_end(spending)
    if end is not None:
        facts.append((format_cents(end[0]), ink.text(end[1], "bold")))
    return [*ink.heading("Paid back later", "at most, and only after payment"), *ink.facts(facts)]


def _most(amount: Amount) -> str:
    """The most that may be paid back: of a part of it that is unknown, all is."""
    return format_amount(amount.exact)


def _row(enrolment: Enrolment, ink: Ink) -> Cells:
    cents = {
        "fee": enrolment.fee_cents,
        "subsidy": enrolment.subsidy_cents,
        "gst": enrolment.gst_cents,
        "credit": enrolment.credit_cents,
        "payable": enrolment.payable_cents,
    }
    amounts = {name: Amount.of((amount,)) for name, amount in cents.items()}
    return {"title": ink.text(enrolment.title), "start": ink.text(month_name(enrolment.start)), **_amounts(amounts, ink)}


def _sum(spending: Spending, ink: Ink) -> Cells:
    sums = {
        "fee": spending.fee,
        "subsidy": spending.subsidy,
        "gst": spending.gst,
        "credit": spending.credit,
        "payable": spending.payable,
    }
    return {
        "title": ink.text("in all", "bold"),
        "start": ink.text(""),
        **{name: ink.text(amount.plain, "bold") for name, amount in _amounts(sums, ink).items()},
    }


def _amounts(amounts: Mapping[str, Amount], ink: Ink) -> Cells:
    """The amounts without the currency sign, which would leave no room for titles in five columns."""
    return {
        name: ink.text(_plain(-amount if name in TAKEN_OFF else amount), _style(name, amount))
        for name, amount in amounts.items()
    }


def _style(name: str, amount: Amount) -> str:
    if name in TAKEN_OFF:
        return "" if amount else "dim"
    return "bold" if name == "payable" else ""


def _plain(amount: Amount) -> str:
    return format_amount(amount).replace("S$", "")


def _cash_flow(spending: Spending, ink: Ink) -> list[Text]:
    """The months with payments, each with a bar."""
    if not spending.by_month:
        return []
    most = max(1, *(amount.cents for _, amount in spending.by_month))
    amounts = [ink.text(format_amount(amount)) for _, amount in spending.by_month]
    widest = max(amount.cell_len for amount in amounts)
    room = max(4, min(BAR, ink.width - 18 - max(10, widest)))
    lines = ink.heading("Cash flow", f"what {WORDS[spending.payer].pays} each month")
    for (month, paid), amount in zip(spending.by_month, amounts, strict=True):
        bar = ink.text(ink.signs.bar * max(int(paid.cents > 0), paid.cents * room // most), "cyan")
        lines.append(ink.joined(f"  {month_name(month)}  ", padded(amount, widest, right=True), "  ", bar))
    return lines
