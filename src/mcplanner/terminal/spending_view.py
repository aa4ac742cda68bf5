"""What is paid, and by whom, on the terminal: the price of each module, payments by month, credit, the cost of each award.

This module knows a plan; not the rules behind its prices.
"""

from collections.abc import Iterable, Mapping, Sequence

from mcplanner.ground.money import NOT_KNOWN, Amount, format_amount
from mcplanner.ground.months import Month, month_name
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.certainty_words import START, has_marks, mark_of_all, mark_of_amount, marked
from mcplanner.plans.model import Enrolment, Plan, Spending
from mcplanner.plans.summary import back_mark, in_order_of_start, in_the_end, used_in_words, yet_to_start
from mcplanner.terminal.columns import Cells, Heading, Layout, choose_layout, table
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.text import Text

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

KEYS = {"fees": "fee", "subsidy": "subsidy", "GST": "gst", "credit": "credit"}
"""The amounts by their names in the head of a plan."""

BAR = 30
"""The longest bar of the cash flow, in characters."""


def cost_facts(plan: Plan, spending: Spending, ink: Ink) -> str:
    """Return what is paid in all and how that adds up, for the head of a plan."""
    sums = {"fees": spending.fee, "subsidy": spending.subsidy, "GST": spending.gst}
    if spending.wallets:
        sums["credit"] = spending.credit
    parts = ", ".join(
        f"{name} {marked(amount, _mark(plan, yet_to_start(plan), KEYS[name], amount, ink))}" for name, amount in sums.items()
    )
    paid = marked(spending.payable, _mark(plan, yet_to_start(plan), "payable", spending.payable, ink))
    words = WORDS[spending.payer]
    if NOT_KNOWN in (paid, format_amount(spending.fee)):
        return f"what {words.pays} is not known" + ("" if format_amount(spending.fee) == NOT_KNOWN else f": {parts}")
    return f"{paid} {words.to_pay}: {parts}"


def _mark(plan: Plan, enrolments: Iterable[Enrolment], name: str, amount: Amount, ink: Ink) -> str:
    return mark_of_amount(plan, enrolments, name, amount, ink.signs.marks)


def spending_lines(plan: Plan, ink: Ink) -> list[Text]:
    """Everything about money, in sections; nothing if only fees are known."""
    if plan.spending is None:
        return []
    rows = [_row(plan, enrolment, ink) for enrolment in in_order_of_start(plan) if not enrolment.under_way]
    if not rows:
        return []
    rows.append(_sum(plan, plan.spending, ink))
    words = WORDS[plan.payer]
    headings = HEADINGS | {"payable": Heading(words.heading, right=True)}
    layout = choose_layout(ink, headings, rows, LAYOUTS)
    lines = [*ink.heading(f"What {words.pays}", "each module in the month it starts"), *table(ink, headings, rows, layout)]
    lines += _cash_flow(plan, plan.spending, ink)
    if plan.spending.wallets:
        lines += ink.heading("Credit", "what the plan uses of it")
        lines += ink.facts(
            [(wallet.title, ink.text(used_in_words(plan, wallet, ink.signs.marks))) for wallet in plan.spending.wallets]
        )
    if plan.spending.by_award:
        titles = {award.id: award.title for award in plan.awards}
        lines += ink.heading("Each award", f"what {words.pays} for the modules that count toward it")
        lines += ink.facts(
            [(_of_award(plan, award, amount, ink), ink.text(titles[award])) for award, amount in plan.spending.by_award]
        )
    return lines + _paid_back(plan, plan.spending, ink)


def _of_award(plan: Plan, award: str, amount: Amount, ink: Ink) -> str:
    counting = [each for each in yet_to_start(plan) if award in each.counts_toward]
    return marked(amount, _mark(plan, counting, "payable", amount, ink))


def _paid_back(plan: Plan, spending: Spending, ink: Ink) -> list[Text]:
    """The amounts that may be paid back later, and what is paid in the end; no other amount counts them."""
    if not spending.later:
        return []
    marks = ink.signs.marks
    facts = [
        (marked(each.amount.exact, back_mark(plan, each, marks=marks)), ink.text(f"{each.title}, {WORDS[each.to].to}"))
        for each in spending.later
    ]
    end = in_the_end(spending)
    if end is not None:
        in_all = mark_of_amount(plan, yet_to_start(plan), "payable", end[0], marks)
        facts.append((marked(end[0], in_all), ink.text(end[1], "bold")))
    return [*ink.heading("Paid back later", "at most, and only after payment"), *ink.facts(facts)]


def _row(plan: Plan, enrolment: Enrolment, ink: Ink) -> Cells:
    cents = {
        "fee": enrolment.fee_cents,
        "subsidy": enrolment.subsidy_cents,
        "gst": enrolment.gst_cents,
        "credit": enrolment.credit_cents,
        "payable": enrolment.payable_cents,
    }
    amounts = {name: Amount.of((amount,)) for name, amount in cents.items()}
    words = {
        "title": ink.text(enrolment.title),
        "start": ink.text(f"{month_name(enrolment.start)}{mark_of_all(plan, [enrolment], *START, marks=ink.signs.marks)}"),
    }
    return words | _amounts(plan, [enrolment], amounts, ink)


def _sum(plan: Plan, spending: Spending, ink: Ink) -> Cells:
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
        **{name: ink.text(amount.plain, "bold") for name, amount in _amounts(plan, yet_to_start(plan), sums, ink).items()},
    }


def _amounts(plan: Plan, enrolments: Sequence[Enrolment], amounts: Mapping[str, Amount], ink: Ink) -> dict[str, Text]:
    """The amounts without the currency sign, which would leave no room for titles in five columns; with room for marks."""

    def words(name: str, amount: Amount) -> str:
        mark = _mark(plan, enrolments, name, amount, ink) or " " * has_marks(plan)
        return marked(-amount if name in TAKEN_OFF else amount, mark).replace("S$", "")

    return {name: ink.text(words(name, amount), _style(name, amount)) for name, amount in amounts.items()}


def _style(name: str, amount: Amount) -> str:
    if name in TAKEN_OFF:
        return "" if amount else "dim"
    return "bold" if name == "payable" else ""


def _cash_flow(plan: Plan, spending: Spending, ink: Ink) -> list[Text]:
    """The months with payments, each with a bar."""
    if not spending.by_month:
        return []
    most = max(1, *(amount.cents for _, amount in spending.by_month))
    amounts = [ink.text(_of_month(plan, month, amount, ink)) for month, amount in spending.by_month]
    widest = max(amount.cells for amount in amounts)
    room = max(4, min(BAR, ink.width - 19 - max(10, widest)))
    lines = ink.heading("Cash flow", f"what {WORDS[spending.payer].pays} each month")
    for month, (_, paid), amount in zip(_months(plan, spending, ink), spending.by_month, amounts, strict=True):
        bar = ink.text(ink.signs.bar * max(int(paid.cents > 0), paid.cents * room // most), "cyan")
        lines.append(ink.joined("  ", month, "  ", amount.padded(widest, right=True), "  ", bar))
    return lines


def _months(plan: Plan, spending: Spending, ink: Ink) -> list[Text]:
    """The months with payments, under each other, each with the mark of what the starts in it rest on."""
    starting = [[each for each in yet_to_start(plan) if each.start == month] for month, _ in spending.by_month]
    marks = [mark_of_all(plan, own, *START, marks=ink.signs.marks) for own in starting]
    months = [ink.text(f"{month_name(month)}{own}") for (month, _), own in zip(spending.by_month, marks, strict=True)]
    widest = max(month.cells for month in months)
    return [month.padded(widest) for month in months]


def _of_month(plan: Plan, month: Month, amount: Amount, ink: Ink) -> str:
    starting = [each for each in yet_to_start(plan) if each.start == month]
    return marked(amount, _mark(plan, starting, "payable", amount, ink) or " " * has_marks(plan))
