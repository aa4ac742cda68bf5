"""`mcplan cost`: what one module or award costs one learner, line by line, with the rules behind each line.

Knows a quote; prices nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from rich.console import Console
from rich.text import Text

from mcplanner.files.checks.funding_rules import DAYS_UNTIL_OLD
from mcplanner.ground.money import cents_of, format_cents
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.model import Learner, Residency
from mcplanner.plans.summary import NOT_ADVICE
from mcplanner.pricing.price import PaidBack, Terms
from mcplanner.pricing.quote import AwardChoice, AwardCost, ModuleCost, Quote
from mcplanner.pricing.rules import Confidence, CountedAge, Rule, Wallet
from mcplanner.terminal.columns import Heading, Layout, Row, choose_layout, table
from mcplanner.terminal.ink import Ink, padded

CERTAINTY: dict[Confidence, str] = {
    "seen": "seen in its source",
    "derived": "derived from published prices",
    "assumed": "assumed",
    "old": "old: said long ago, or on a page without a date",
}
RESIDENCY: dict[Residency, str] = {
    "citizen": "a citizen",
    "permanent-resident": "a permanent resident",
    "other": "neither a citizen nor a permanent resident",
}
WHOM = {"learner": "you", "employer": "your employer"}

HEADINGS = {
    "module": Heading("Module"),
    "start": Heading("Starts"),
    "fee": Heading("Fee", right=True),
    "subsidy": Heading("Subsidy", right=True),
    "gst": Heading("GST", right=True),
    "pay": Heading("To pay", right=True),
}
LAYOUTS = (
    Layout((("module",), ("start",), ("fee",), ("subsidy",), ("gst",), ("pay",)), flexible=0, least=24),
    Layout((("module", "start"), ("fee",), ("subsidy",), ("gst",), ("pay",)), flexible=0, least=24),
    Layout((("module", "start"), ("fee", "subsidy"), ("gst", "pay")), flexible=0, least=16),
)


def print_cost(console: Console, quote: Quote, today: date) -> None:
    """Print a quote; rules that were last looked at long before today are marked."""
    ink = Ink(console)
    shown = _CostView(ink, quote)
    shown.title()
    if isinstance(quote.cost, ModuleCost):
        shown.module(quote.cost)
        shown.later(quote.cost.later)
    else:
        shown.award(quote.cost)
    shown.changes()
    shown.rules(today)


class _CostView:
    """Prints one quote part by part, and numbers the rules in the order in which they are met."""

    def __init__(self, ink: Ink, quote: Quote) -> None:
        self.ink = ink
        self.quote = quote
        self.used: dict[str, Rule | CountedAge] = {}

    def money(self, cents: int) -> str:
        return format_cents(cents, self.quote.catalogue.currency)

    def title(self) -> None:
        cost, ink = self.quote.cost, self.ink
        entry = cost.module if isinstance(cost, ModuleCost) else cost.award
        kind = "module" if isinstance(cost, ModuleCost) else cost.award.kind.replace("-", " ")
        ink.print(ink.paragraph(ink.joined(ink.text(entry.title, "bold"), ink.text(f" ({kind})", "dim"))))
        facts = [("for", who(self.quote.learner) if self.quote.said else "whoever has no subsidy: see --residency")]
        if isinstance(cost, ModuleCost):
            start = month_name(cost.start)
            facts.append(("starts", start if cost.starts else f"{start}, in which the catalogue has no start of it"))
        else:
            facts += self.taken_off(cost)
        ink.print(ink.facts([(name, ink.text(value)) for name, value in facts]))

    def taken_off(self, cost: AwardCost) -> Iterator[tuple[str, str]]:
        """What the price of an award leaves out because it is paid for, and what it cannot leave out any more."""
        under_way = {entry.module for entry in self.quote.learner.under_way}
        for module in cost.taken_off:
            yield "taken off", f"{module.title} ({module.id}), {'under way' if module.id in under_way else 'held'}"
        for module in cost.expired:
            yield "not taken off", f"{module.title} ({module.id}), held too long ago to count"

    def module(self, cost: ModuleCost) -> None:
        """One price, from the fee to what is left to pay."""
        price, terms = cost.price, cost.terms
        rows = [("Course fee", price.fee_cents, "")]
        if terms.base:
            words = f"Subsidy, {percent(terms.base.rate)}"
            if cost.module.id in self.quote.learner.attempted:
                words += " (no rule takes it from a repeat)"
            rows.append((words, price.enhanced_cents - price.subsidy_cents, self.mark(terms.base)))
        else:
            rows.append(("No subsidy: this is a repeat" if cost.lost else "No subsidy", 0, ""))
        if terms.enhanced:
            enhanced = f"Enhanced subsidy, {percent(terms.enhanced.rate)}"
            rows.append((enhanced, -price.enhanced_cents, self.mark(terms.enhanced)))
        if terms.gst:
            words = f"GST, {percent(terms.gst.rate)} of {_charged(terms)}"
            rows.append((words, price.gst_cents, self.mark(terms.gst) + (self.mark(terms.basis) if terms.basis else "")))
        rows.append(("To pay", price.before_credit_cents, "total"))
        if cost.credit:
            rows += [(wallet.title, -cents, self.mark(wallet)) for wallet, cents in cost.credit]
            rows.append(("Left to pay", cost.payable_cents, "total"))
        notes = []
        if cost.idle:
            notes.append(f"Cannot pay for it then: {'; '.join(wallet.title for wallet in cost.idle)}.")
        if cost.offered:
            offered = (f"{wallet.title} ({self.money(wallet.amount_cents)} at first)" for wallet in cost.offered)
            notes.append(f"Can pay for it, as far as you have it: {'; '.join(offered)}.")
        self.amounts("Price", "insurance and other small fees come on top", rows, notes)

    def later(self, later: Sequence[PaidBack]) -> None:
        """What may be paid back, apart from the price."""
        rows = []
        for entry in later:
            rule = entry.rule
            limits = [f"{self.money(cents_of(rule.most_per_year))} a year" if rule.most_per_year is not None else None]
            limits.append(counted(rule.most_months, "month") if rule.most_months else None)
            known = [limit for limit in limits if limit]
            most = f", at most {' and '.join(known)} for all modules together" if known else ""
            rows.append((f"{rule.title}, to {WHOM[rule.to]}{most}", entry.most_cents, self.mark(rule)))
        if rows:
            self.amounts("Paid back later", "at most, and only after it was paid", rows)

    def changes(self) -> None:
        """Other prices of the same module."""
        rows = [
            (change.when + (f" ({change.option})" if change.option else ""), change.before_credit_cents, "")
            for change in self.quote.changes
        ]
        remark = "before credit" if isinstance(self.quote.cost, ModuleCost) else "of all compulsory modules, before credit"
        if rows:
            self.amounts("What would change the price", remark, rows)

    def award(self, cost: AwardCost) -> None:
        """The modules of an award, its choices, and what can be said of them together."""
        if cost.compulsory:
            self.modules("Compulsory", "each at its next start", cost.compulsory)
        for choice in cost.choices:
            self.modules(*self.choice_heading(choice), choice.costs)
        self.together(cost)
        self.credit_drawn(cost)
        self.ink.print([Text("")])
        for remark in _remarks(cost):
            self.ink.print(self.ink.paragraph(self.ink.text(remark)))

    def together(self, cost: AwardCost) -> None:
        """What the compulsory modules come to, and what all does where that can be said."""
        rows = [("All compulsory modules", cost.compulsory_cents, "")] if cost.compulsory else []
        if cost.before_credit_cents is not None and cost.choices:
            least, most = cost.before_credit_cents
            if least == most:
                rows.append(("With its choices", least, ""))
            else:
                rows += [("With the cheapest choices", least, ""), ("With the dearest choices", most, "")]
        if rows:
            self.amounts("Together", "before credit", rows)

    def credit_drawn(self, cost: AwardCost) -> None:
        """What credit pays of the compulsory modules."""
        drawn: dict[str, tuple[Wallet, int]] = {}
        for wallet, cents in (entry for each in cost.compulsory for entry in each.credit):
            drawn[wallet.id] = (wallet, drawn.get(wallet.id, (wallet, 0))[1] + cents)
        if drawn:
            credit = [(wallet.title, cents, self.mark(wallet)) for wallet, cents in drawn.values()]
            self.amounts("Credit that you can draw", "for the compulsory modules, in the order in which they start", credit)

    def choice_heading(self, choice: AwardChoice) -> tuple[str, str]:
        number = len(choice.costs)
        payable = choice.before_credit_cents
        if choice.number is None or payable is None:
            return "A choice", f"of {counted(number, 'module')}"
        least, most = (self.money(cents) for cents in payable)
        return f"Choose {choice.number} of {number}", least if least == most else f"{least} to {most}"

    def modules(self, title: str, remark: str, costs: Sequence[ModuleCost]) -> None:
        """A table of modules and prices."""
        ink = self.ink
        rows: list[Row | Text] = []
        for cost in costs:
            for rule in (cost.terms.base, cost.terms.enhanced, cost.terms.gst, cost.terms.basis):
                self.mark(rule)
            for wallet, _ in cost.credit:
                self.mark(wallet)
            price = cost.price
            cells = {
                "module": f"{cost.module.title} ({cost.module.id})",
                "start": month_name(cost.start) if cost.starts else "no start left",
                "fee": self.money(price.fee_cents),
                "subsidy": self.money(-price.subsidy_cents) if price.subsidy_cents else "none",
                "gst": self.money(price.gst_cents),
                "pay": self.money(price.before_credit_cents),
            }
            rows.append({name: ink.text(value) for name, value in cells.items()})
        layout = choose_layout(ink, HEADINGS, [row for row in rows if not isinstance(row, Text)], LAYOUTS)
        ink.print(ink.heading(title, remark))
        ink.print(table(ink, HEADINGS, rows, layout))
        self.not_advice()

    def amounts(self, title: str, remark: str, rows: Sequence[tuple[str, int, str]], notes: Sequence[str] = ()) -> None:
        """A heading, its amounts, which stand under each other, a total under a rule, and notes."""
        ink = self.ink
        amounts = [ink.text(self.money(cents)) for _, cents, _ in rows]
        widest = max(amount.cell_len for amount in amounts)
        marks = [ink.text("" if mark == "total" else mark, "dim") for _, _, mark in rows]
        room = ink.width - 2 - 2 - widest - 2 - max(mark.cell_len for mark in marks)
        names = min(max(len(name) for name, _, _ in rows), max(room, 12))
        ink.print(ink.heading(title, remark))
        for (name, _, kind), amount, mark in zip(rows, amounts, marks, strict=True):
            style = "bold" if kind == "total" else ""
            if kind == "total":
                ink.print([ink.joined("  ", ink.text(ink.signs.rule * (names + 2 + widest), "dim"))])
            *above, last = ink.wrapped(ink.text(name, style), names)
            ink.print([ink.joined("  ", line) for line in above])
            amount.style = style
            ink.print([ink.joined("  ", padded(last, names), "  ", padded(amount, widest, right=True), "  ", mark)])
        for note in notes:
            ink.print(ink.paragraph(ink.text(f"  {note}"), hanging=2))
        self.not_advice()

    def not_advice(self) -> None:
        self.ink.print(self.ink.paragraph(self.ink.text(f"  {NOT_ADVICE}", "dim"), hanging=2))

    def mark(self, rule: Rule | None) -> str:
        """The number of a rule in brackets; a rule met for the first time gets the next one."""
        if rule is None:
            return ""
        self.used.setdefault(rule.id, rule)
        return f"[{list(self.used).index(rule.id) + 1}]"

    def rules(self, today: date) -> None:
        """The rules that were used: how certain each is, since when, and by whose word."""
        ink = self.ink
        used: list[Rule | CountedAge] = [*self.used.values()]
        if any(getattr(rule, "from_age", None) or getattr(rule, "below_age", None) for rule in used):
            used.append(self.quote.funding.age)
        ink.print(ink.heading("Rules used", str(self.quote.funding)))
        for number, rule in enumerate(used, start=1):
            title = rule.title if isinstance(rule, Rule) else "Age, by the calendar year in which a course starts"
            ink.print(ink.paragraph(ink.joined(f"[{number}] ", ink.text(title)), hanging=4))
            for line in _how_known(rule, today):
                ink.print(ink.paragraph(ink.text(f"    {line}", "dim"), hanging=4))


def _how_known(rule: Rule | CountedAge, today: date) -> Iterable[str]:
    days = (today - rule.as_of).days
    looked = f"looked at on {rule.as_of}" + (f", {days} days ago: look again" if days > DAYS_UNTIL_OLD else "")
    yield f"{CERTAINTY[rule.confidence]}; {looked}"
    if isinstance(rule, Rule):
        yield f"in force from {rule.effective_from}" + (f" to {rule.effective_to}" if rule.effective_to else "")
    if isinstance(rule, Wallet):
        if rule.expires:
            yield f"for courses that start by {rule.expires}"
        if rule.claim_days_before:
            yield f"to be claimed within the {rule.claim_days_before} days before the start; for course fees alone"
    yield f"source: {rule.source}"
    if rule.note:
        yield f"note: {rule.note}"


def _remarks(cost: AwardCost) -> Iterator[str]:
    """What is to be known of an award's amounts."""
    if not cost.compulsory and not cost.choices:
        yield "Nothing is left to pay: all that it asks for is held or under way."
    if cost.before_credit_cents is None:
        yield "What its choices come to depends on the plan, for they are not a plain number of modules."
    if cost.outside:
        yield f"Not in it: some of these modules need others first ({', '.join(cost.outside)})."
    if cost.compulsory or cost.choices:
        yield (
            "A plan chooses, and starts modules when they fit; a later start can have another price: "
            f"mcplan plan --target {cost.award.id}"
        )


def _charged(terms: Terms) -> str:
    """What GST is charged on."""
    if terms.base is None or terms.basis is None or terms.basis.basis == "full":
        return "the full fee"
    if terms.enhanced is None:
        return "what the subsidy leaves"
    return "what both subsidies leave" if terms.basis.basis == "net" else "what the first subsidy leaves"


def who(learner: Learner) -> str:
    """The learner in words, as far as prices ask."""
    words = [RESIDENCY[learner.residency] if learner.residency else "someone"]
    if learner.born is not None:
        words.append(f"born in {learner.born}")
    if learner.employer is not None:
        employer = "a small or medium enterprise" if learner.employer == "sme" else "a larger employer"
        words.append(f"sponsored by {employer}")
    if learner.union_member:
        words.append("a member of a union")
    if not learner.first_qualification:
        words.append("who holds a subsidised award of the level")
    return ", ".join(words)


def percent(rate: Fraction) -> str:
    """`85 %`; `about 95.14 %` where two decimals do not say it exactly."""
    hundredths = rate * 10_000
    text = f"{round(hundredths) / 100:.2f}".rstrip("0").rstrip(".")
    return f"{text} %" if hundredths.denominator == 1 else f"about {text} %"
