"""What the learner pays, on the terminal: the price of each module, payments by month, credit, and the cost of each award.

This module knows a plan; not the rules behind its prices.
"""

from rich.text import Text

from mcplanner.ground.money import format_cents
from mcplanner.ground.months import month_name
from mcplanner.plans.model import Enrolment, Plan, Spending, WalletUse
from mcplanner.plans.summary import in_order_of_start, in_the_end
from mcplanner.terminal.columns import Cells, Heading, Layout, choose_layout, table
from mcplanner.terminal.cost_view import WHOM
from mcplanner.terminal.ink import Ink, padded

HEADINGS = {
    "title": Heading("Module"),
    "start": Heading("Pay in"),
    "fee": Heading("Fee", right=True),
    "subsidy": Heading("Subsidy", right=True),
    "gst": Heading("GST", right=True),
    "credit": Heading("Credit", right=True),
    "payable": Heading("To pay", right=True),
}

LAYOUTS = (
    Layout((("title",), ("start",), ("fee",), ("subsidy",), ("gst",), ("credit",), ("payable",)), flexible=0, least=24),
    Layout((("title", "start"), ("fee",), ("subsidy",), ("gst",), ("credit",), ("payable",)), flexible=0, least=20),
    Layout((("title", "start"), ("fee", "subsidy"), ("gst", "credit"), ("payable",)), flexible=0, least=14),
)

BAR = 30
"""The longest bar of the cash flow, in characters."""


def cost_facts(spending: Spending) -> str:
    """Return what is paid in all and how that adds up, for the head of a plan."""
    parts = [f"fees {format_cents(spending.fee_cents)}", f"subsidy {format_cents(spending.subsidy_cents)}"]
    parts.append(f"GST {format_cents(spending.gst_cents)}")
    if spending.wallets:
        parts.append(f"credit {format_cents(spending.credit_cents)}")
    return f"{format_cents(spending.payable_cents)} to pay: {', '.join(parts)}"


def spending_lines(plan: Plan, ink: Ink) -> list[Text]:
    """Everything about money, in sections; nothing if only fees are known."""
    if plan.spending is None:
        return []
    rows = [_row(enrolment, ink) for enrolment in in_order_of_start(plan) if not enrolment.under_way]
    if not rows:
        return []
    rows.append(_sum(plan.spending, ink))
    layout = choose_layout(ink, HEADINGS, rows, LAYOUTS)
    lines = [*ink.heading("What you pay", "each module in the month it starts"), *table(ink, HEADINGS, rows, layout)]
    lines += _cash_flow(plan.spending, ink)
    if plan.spending.wallets:
        lines += ink.heading("Credit", "what the plan uses of it")
        lines += ink.facts([(wallet.title, _wallet(wallet, ink)) for wallet in plan.spending.wallets])
    if plan.spending.by_award:
        titles = {award.id: award.title for award in plan.awards}
        lines += ink.heading("Each award", "what you pay for the modules that count toward it")
        lines += ink.facts([(format_cents(cents), ink.text(titles[award])) for award, cents in plan.spending.by_award])
    return lines + _paid_back(plan.spending, ink)


def _paid_back(spending: Spending, ink: Ink) -> list[Text]:
    """The amounts that may be paid back later, and what you pay in the end; no other amount counts them."""
    if not spending.later:
        return []
    facts = [(format_cents(each.cents), ink.text(f"{each.title}, to {WHOM[each.to]}")) for each in spending.later]
    end = in_the_end(spending)
    if end is not None:
        facts.append((format_cents(end[0]), ink.text(end[1], "bold")))
    return [*ink.heading("Paid back later", "at most, and only after payment"), *ink.facts(facts)]


def _row(enrolment: Enrolment, ink: Ink) -> Cells:
    return {
        "title": ink.text(enrolment.title),
        "start": ink.text(month_name(enrolment.start)),
        **_amounts(
            enrolment.fee_cents,
            enrolment.subsidy_cents or 0,
            enrolment.gst_cents or 0,
            enrolment.credit_cents or 0,
            enrolment.payable_cents or 0,
            ink,
        ),
    }


def _sum(spending: Spending, ink: Ink) -> Cells:
    amounts = _amounts(
        spending.fee_cents, spending.subsidy_cents, spending.gst_cents, spending.credit_cents, spending.payable_cents, ink
    )
    return {
        "title": ink.text("in all", "bold"),
        "start": ink.text(""),
        **{name: ink.text(amount.plain, "bold") for name, amount in amounts.items()},
    }


def _amounts(fee: int, subsidy: int, gst: int, credit: int, payable: int, ink: Ink) -> Cells:
    """The amounts without the currency sign, which would leave no room for titles in five columns."""
    return {
        "fee": ink.text(_plain(fee)),
        "subsidy": ink.text(_plain(-subsidy), "dim" if not subsidy else ""),
        "gst": ink.text(_plain(gst)),
        "credit": ink.text(_plain(-credit), "dim" if not credit else ""),
        "payable": ink.text(_plain(payable), "bold"),
    }


def _plain(cents: int) -> str:
    return format_cents(cents).replace("S$", "")


def _cash_flow(spending: Spending, ink: Ink) -> list[Text]:
    """The months with payments, each with a bar."""
    if not spending.by_month:
        return []
    most = max(cents for _, cents in spending.by_month)
    room = max(4, min(BAR, ink.width - 28))
    amounts = [ink.text(format_cents(cents)) for _, cents in spending.by_month]
    widest = max(amount.cell_len for amount in amounts)
    lines = ink.heading("Cash flow", "what you pay each month")
    for (month, cents), amount in zip(spending.by_month, amounts, strict=True):
        bar = ink.text(ink.signs.bar * max(1, cents * room // most), "cyan")
        lines.append(ink.joined(f"  {month_name(month)}  ", padded(amount, widest, right=True), "  ", bar))
    return lines


def _wallet(wallet: WalletUse, ink: Ink) -> Text:
    left = wallet.cents - wallet.used_cents
    return ink.text(f"{format_cents(wallet.used_cents)} used of {format_cents(wallet.cents)}, {format_cents(left)} left")
