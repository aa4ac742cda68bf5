"""`mcplan cost` on the terminal: what one module or award costs one learner, line by line, each with its rules.

This module knows a quote; it computes no price.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from rich.text import Text

from mcplanner.catalogue.assumptions import assumed_figures
from mcplanner.catalogue.model import UNKNOWN, Certainty, FigureName, Module
from mcplanner.files.checks.funding_rules import DAYS_UNTIL_OLD
from mcplanner.ground.money import NOT_KNOWN, Amount, cents_of, format_amount
from mcplanner.ground.months import day_name, month_name
from mcplanner.ground.numbers_text import counted, kind_text
from mcplanner.ground.typed_again import for_plan
from mcplanner.learner.model import Learner, Residency
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.amount_years import quote_years, years_in_words
from mcplanner.plans.certainty_words import FEE, MEANINGS, PRICE, counts_in_words, mark_of, remarks
from mcplanner.plans.doubtful_start import notes_on
from mcplanner.pricing.costs import AwardChoice, AwardCost, ModuleCost, WholeOrParts
from mcplanner.pricing.doubts import due_in_words, ended_in_words
from mcplanner.pricing.price import Price, Terms
from mcplanner.pricing.quote import PriceChange, Quote
from mcplanner.pricing.rules import Confidence, CountedAge, OpenQuestion, Rule, Wallet
from mcplanner.terminal.columns import Cells, Heading, Layout, choose_layout, table
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink, padded
from mcplanner.terminal.notes_view import age_lines_of, notes_lines

CERTAINTY: dict[Confidence, str] = {
    "seen": "seen in its source",
    "derived": "derived from published prices",
    "assumed": "assumed",
    "old": "old: stated long ago, or on a page without a date",
}
RESIDENCY: dict[Residency, str] = {
    "citizen": "a citizen",
    "permanent-resident": "a permanent resident",
    "other": "neither a citizen nor a permanent resident",
}

HEADINGS = {
    "module": Heading("Module"),
    "start": Heading("Starts"),
    "fee": Heading("Fee", right=True),
    "subsidy": Heading("Subsidy", right=True),
    "gst": Heading("GST", right=True),
}
LAYOUTS = (
    Layout((("module",), ("start",), ("fee",), ("subsidy",), ("gst",), ("pay",)), flexible=0, least=24),
    Layout((("module", "start"), ("fee",), ("subsidy",), ("gst",), ("pay",)), flexible=0, least=24),
    Layout((("module", "start"), ("fee", "subsidy"), ("gst", "pay")), flexible=0, least=16),
)


Money = Amount | int | None
"""A sum, or cents; None where the amount is unknown."""

AmountRow = tuple[str, str, str]
"""A name, its amount with the mark of what that rests on, and the numbers of its rules, or `TOTAL`."""

TOTAL = "total"

LESS = (*MEANINGS, Certainty.UNKNOWN)
"""What fees rest on that is less than published."""

MOST_FEES = 2
"""Fees that are less than published and are named one by one; of more, it is said how many there are."""


def print_cost(console: Console, quote: Quote, today: date) -> None:
    """Print a quote; mark the rules that nobody has checked for a long time."""
    ink = Ink(console)
    shown = _CostView(ink, quote)
    notes = notes_on(quote, today)
    shown.title()
    if isinstance(quote.cost, ModuleCost):
        shown.module(quote.cost)
        shown.later(quote.cost)
    else:
        shown.award(quote.cost)
    shown.changes()
    shown.legend()
    shown.rules(today)
    shown.open_questions(today)
    shown.ended(today)
    ink.print(notes_lines(remarks(notes), ink))
    shown.not_advice()


class _CostView:
    """Prints one quote part by part, and numbers the rules as they come up."""

    def __init__(self, ink: Ink, quote: Quote) -> None:
        self.ink = ink
        self.quote = quote
        self.words = WORDS[quote.learner.payer]
        self.used: dict[str, Rule | CountedAge] = {}
        resting = {*_resting(quote.costs, PRICE), *(own for cost in quote.costs for own in _of_start(cost))}
        self.marks = ink.signs.marks if resting != {Certainty.ILLUSTRATIVE} else {}
        self.room = " " * (not resting.isdisjoint(self.marks))

    def money(self, amount: Money) -> str:
        return format_amount(amount, self.quote.catalogue.currency)

    def marked(self, amount: Money, *costs: ModuleCost, keys: Sequence[FigureName] = PRICE) -> str:
        """An amount with the mark of what it rests on, or with room for one: so digits stay under each other."""
        words = self.money(amount)
        return words if words == NOT_KNOWN else f"{words}{mark_of(_resting(costs, keys), self.marks) or self.room}"

    def start(self, cost: ModuleCost, unknown: str, none: str) -> str:
        """When a module starts, with the mark of what that rests on; or other words where it cannot start."""
        words = _start_text(cost, unknown, none)
        return f"{words}{mark_of(_of_start(cost), self.marks)}" if cost.starts and not cost.closed else words

    def taken_off_or_added(self, amount: Money, *costs: ModuleCost) -> str:
        """The same of a subsidy, a tax or credit: where there is none, that rests on nothing."""
        return self.marked(amount, *costs) if amount else f"{self.money(amount)}{self.room}"

    def title(self) -> None:
        cost, ink = self.quote.cost, self.ink
        entry = cost.module if isinstance(cost, ModuleCost) else cost.award
        kind = "module" if isinstance(cost, ModuleCost) else kind_text(cost.award.kind)
        title = ink.paragraph(ink.joined(ink.text(entry.title, "bold"), ink.text(f" ({kind})", "dim")))
        ink.print([*age_lines_of(self.quote.catalogue, self.quote.modules, ink), *title])
        facts = [("for", learner_text(self.quote.learner) if self.quote.said else "anyone without a subsidy; see --residency")]
        facts += self.starts(cost) if isinstance(cost, ModuleCost) else self.taken_off(cost)
        facts += self.assumed()
        facts += [("rests on", words) for words in (_resting_in_words(self.quote.modules),) if words]
        facts += [("amounts", years) for years in (years_in_words(quote_years(self.quote)),) if years]
        ink.print(ink.facts([(name, ink.text(value)) for name, value in facts]))

    def starts(self, cost: ModuleCost) -> Iterator[tuple[str, str]]:
        """Say when a module starts, and which of its runs have another price."""
        start = month_name(cost.start)
        unknown = f"{NOT_KNOWN}; the price is that of {start}"
        none, closed = "the catalogue has no start then", "applications for it have closed"
        yield "starts", self.start(cost, unknown, f"{start}, though {closed if cost.closed else none}")
        if cost.others:
            yield "other runs", f"{_days_text(cost.others)}, {_at_another_price(cost)}"

    def assumed(self) -> Iterator[tuple[str, str]]:
        """Name the figures that are the learner's own."""
        for module in self.quote.modules:
            if module.by_learner:
                yield "assumed by you", f"{assumed_figures(module.by_learner)} of {module.title} ({module.id})"

    def taken_off(self, cost: AwardCost) -> Iterator[tuple[str, str]]:
        """Say which modules of an award need not be paid, and which must be paid again because they expired."""
        under_way = {entry.module for entry in self.quote.learner.under_way}
        for module in cost.taken_off:
            yield "taken off", f"{module.title} ({module.id}), {'under way' if module.id in under_way else 'held'}"
        for module in cost.expired:
            yield "not taken off", f"{module.title} ({module.id}), held too long ago to count"

    def module(self, cost: ModuleCost) -> None:
        """Print one price, from the fee to what is left to pay."""
        fee = self.marked(cost.price.fee_cents, cost, keys=FEE)
        rows: list[AmountRow] = [("Course fee", fee, ""), *self.subsidies(cost), *self.gst(cost)]
        rows.append((self.words.heading, self.marked(cost.price.before_credit_cents, cost), TOTAL))
        if cost.credit:
            rows += [(wallet.title, self.taken_off_or_added(-cents, cost), self.mark(wallet)) for wallet, cents in cost.credit]
            rows.append((f"Left {self.words.to_pay}", self.marked(cost.payable_cents, cost), TOTAL))
        self.amounts("Price", "insurance and small fees are extra", rows, self.credit_notes(cost))

    def subsidies(self, cost: ModuleCost) -> Iterator[AmountRow]:
        price, terms = cost.price, cost.terms
        if terms.base:
            words = f"Subsidy, {percent(terms.base.rate)}"
            if cost.module.id in self.quote.learner.attempted:
                words += " (no rule takes it away from a repeat)"
            yield words, self.taken_off_or_added(_base_subsidy(price), cost), self.mark(terms.base)
        else:
            yield "No subsidy: this is a repeat" if cost.lost else "No subsidy", self.taken_off_or_added(0), ""
        if terms.enhanced:
            cents = None if price.enhanced_cents is None else -price.enhanced_cents
            amount = self.taken_off_or_added(cents, cost)
            yield f"Enhanced subsidy, {percent(terms.enhanced.rate)}", amount, self.mark(terms.enhanced)

    def gst(self, cost: ModuleCost) -> Iterator[AmountRow]:
        terms = cost.terms
        if terms.gst:
            words = f"GST, {percent(terms.gst.rate)} of {_gst_base(terms)}"
            yield words, self.taken_off_or_added(cost.price.gst_cents, cost), self.mark(terms.gst) + self.mark(terms.basis)

    def credit_notes(self, cost: ModuleCost) -> Iterator[str]:
        """Say which credit cannot be used, and which could be."""
        if cost.idle:
            yield f"Cannot be used for it then: {'; '.join(wallet.title for wallet in cost.idle)}."
        if cost.offered:
            offered = (f"{wallet.title} ({self.money(wallet.amount_cents)} at first)" for wallet in cost.offered)
            yield f"Can be used for it, if you have it: {'; '.join(offered)}."

    def later(self, cost: ModuleCost) -> None:
        """Print what may be paid back later; the price does not count it."""
        rows: list[AmountRow] = []
        for entry in cost.later:
            rule = entry.rule
            limits = [f"{self.money(cents_of(rule.most_per_year))} a year" if rule.most_per_year is not None else None]
            limits.append(counted(rule.most_months, "month") if rule.most_months else None)
            known = [limit for limit in limits if limit]
            most = f", at most {' and '.join(known)} for all modules together" if known else ""
            rows.append((f"{rule.title}, {WORDS[rule.to].to}{most}", self.marked(entry.most_cents, cost), self.mark(rule)))
        if rows:
            self.amounts("Paid back later", "at most, and only after payment", rows)

    def changes(self) -> None:
        """Print what would change the price."""
        cost = self.quote.cost
        priced = (cost,) if isinstance(cost, ModuleCost) else cost.compulsory
        rows: list[AmountRow] = [
            (
                self.when(change) + (f" ({change.option})" if change.option else ""),
                self.marked(change.before_credit, *priced),
                "",
            )
            for change in self.quote.changes
        ]
        modules = "" if isinstance(cost, ModuleCost) else "of all compulsory modules, "
        remark = f"{modules}{self.remark()}"
        if rows:
            self.amounts("What would change the price", remark, rows)

    def when(self, change: PriceChange) -> str:
        """Say what would change a price and, if an employer would then pay it, also that."""
        pays = change.payer != self.quote.learner.payer and change.payer == "employer"
        return f"{change.when}, which then pays" if pays else change.when

    def award(self, cost: AwardCost) -> None:
        """Print the modules of an award, its choices, and what they cost together."""
        if cost.compulsory:
            self.modules("Compulsory", "each at its next start", cost.compulsory)
        for bundle in cost.bundles:
            self.modules(*self.choice_heading(bundle), bundle.costs)
        self.together(cost)
        self.credit_drawn(cost)
        self.ink.print([Text("")])
        for remark in _remarks(cost):
            self.ink.print(self.ink.paragraph(self.ink.text(remark)))

    def together(self, cost: AwardCost) -> None:
        """Print what the compulsory modules cost together, and the whole award if that is known."""
        compulsory, every = self.marked(cost.of_compulsory, *cost.compulsory), self.quote.costs
        rows: list[AmountRow] = [("All compulsory modules", compulsory, "")] if cost.compulsory else []
        if cost.before_credit is not None and cost.choices:
            least, most = cost.before_credit
            if least == most:
                rows.append(("With its choices", self.marked(least, *every), ""))
            else:
                rows.append(("With the cheapest choices", self.marked(least, *every), ""))
                rows.append(("With the most expensive choices", self.marked(most, *every), ""))
        elif cost.choices and cost.at_least.cents:
            least = Amount(cost.at_least.cents, max(1, cost.at_least.unknown))
            rows.append(("With its choices", self.marked(least, *every), ""))
        if rows:
            self.amounts("Together", self.remark(), rows)

    def remark(self) -> str:
        """What amounts are, whoever pays them."""
        return "before credit" if self.quote.learner.payer == "learner" else f"{self.words.to_pay}, before credit"

    def credit_drawn(self, cost: AwardCost) -> None:
        """Print how much of the compulsory modules credit pays."""
        wallets = {wallet.id: wallet for each in cost.compulsory for wallet, _ in each.credit}
        if wallets:
            credit = [
                (wallet.title, self.marked(self.drawn(wallet, cost), *_paid_from(wallet, cost)), self.mark(wallet))
                for wallet in wallets.values()
            ]
            self.amounts("Credit that you can use", "for the compulsory modules, in the order in which they start", credit)

    def drawn(self, wallet: Wallet, cost: AwardCost) -> Amount:
        """How much of a wallet the compulsory modules use; those of unknown fee may use more, if anything is left."""
        cents = sum(cents for each in cost.compulsory for own, cents in each.credit if own.id == wallet.id)
        is_left = cents < self.quote.learner.credit_cents.get(wallet.id, 0)
        return Amount(cents, cost.of_compulsory.unknown if is_left else 0)

    def choice_heading(self, choice: AwardChoice | WholeOrParts) -> tuple[str, str]:
        payable = choice.before_credit
        if payable is None:
            return "A choice", f"of {counted(len(choice.costs), 'module')}"
        least, most = (self.marked(amount, *choice.costs).rstrip() for amount in payable)
        either = least == most or payable[0].unknown
        if isinstance(choice, WholeOrParts):
            words = f"The first, or the {len(choice.parts)} that it covers"
        else:
            words = f"Choose {choice.number} of {len(choice.costs)}"
        return words, least if either else f"{least} to {most}"

    def modules(self, title: str, remark: str, costs: Sequence[ModuleCost]) -> None:
        """Print a table of modules and prices."""
        ink = self.ink
        rows: list[Cells | Text] = []
        for cost in costs:
            for rule in (cost.terms.base, cost.terms.enhanced, cost.terms.gst, cost.terms.basis):
                self.mark(rule)
            for wallet, _ in cost.credit:
                self.mark(wallet)
            price = cost.price
            cells = {
                "module": f"{cost.module.title} ({cost.module.id})",
                "start": self.start(cost, NOT_KNOWN, "no start left"),
                "fee": self.marked(price.fee_cents, cost, keys=FEE),
                "subsidy": self.taken_off_or_added(None if price.subsidy_cents is None else -price.subsidy_cents, cost)
                if price.subsidy_cents != 0
                else f"none{self.room}",
                "gst": self.taken_off_or_added(price.gst_cents, cost),
                "pay": self.marked(price.before_credit_cents, cost),
            }
            rows.append({name: ink.text(value) for name, value in cells.items()})
        headings = HEADINGS | {"pay": Heading(self.words.heading, right=True)}
        layout = choose_layout(ink, headings, [row for row in rows if not isinstance(row, Text)], LAYOUTS)
        ink.print(ink.heading(title, remark))
        ink.print(table(ink, headings, rows, layout))

    def amounts(self, title: str, remark: str, rows: Sequence[AmountRow], notes: Iterable[str] = ()) -> None:
        """Print a heading, amounts under each other, totals under a rule, and notes."""
        ink = self.ink
        ink.print(ink.heading(title, remark))
        ink.print(_amount_lines([(name, ink.text(amount), mark) for name, amount, mark in rows], ink))
        for note in notes:
            ink.print(ink.paragraph(ink.text(f"  {note}"), hanging=2))

    def legend(self) -> None:
        """Print what the marks beside amounts mean."""
        meanings = [self.ink.text(words, "dim") for words in self.ink.signs.marks.legend()]
        self.ink.print([Text(""), *self.ink.flowing(meanings)] if meanings else [])

    def not_advice(self) -> None:
        """Print the last line, below all amounts."""
        self.ink.print([Text(""), *self.ink.paragraph(self.ink.text(self.words.not_advice, "dim"))])

    def mark(self, rule: Rule | None) -> str:
        """Return the number of a rule in brackets; a new rule gets the next number."""
        if rule is None:
            return ""
        self.used.setdefault(rule.id, rule)
        return self.number(rule.id)

    def number(self, rule: str) -> str:
        """Return the number in brackets of a rule that has one."""
        return f"[{list(self.used).index(rule) + 1}]"

    def rules(self, today: date) -> None:
        """Print the rules that were used: how certain each is, since when it holds, and its source."""
        ink = self.ink
        used: list[Rule | CountedAge] = [*self.used.values()]
        if any(getattr(rule, "from_age", None) or getattr(rule, "below_age", None) for rule in used):
            used.append(self.quote.funding.age)
        ink.print(ink.heading(f"Rules used, from {self.quote.funding}"))
        for number, rule in enumerate(used, start=1):
            title = rule.title if isinstance(rule, Rule) else "Age, by the calendar year in which a course starts"
            ink.print(ink.paragraph(ink.joined(f"[{number}] ", ink.text(title)), hanging=4))
            for line in _how_known(rule, today):
                ink.print(ink.paragraph(ink.text(f"    {line}", "dim"), hanging=4))

    def open_questions(self, today: date) -> None:
        """Print what is not known about the rules, or contradicts them."""
        questions = dict.fromkeys(question for cost in self.quote.costs for question in cost.doubts.questions)
        if questions:
            self.ink.print(self.ink.heading("Open questions about these rules"))
        for question in questions:
            about = "".join(self.number(name) for name in question.about if name in self.used)
            self.doubt(question, f"{question.title}{f' {about}' if about else ''}", due_in_words(question, today), today)

    def ended(self, today: date) -> None:
        """Print the rules that would have been used, had they not ended."""
        ended = dict.fromkeys(rule for cost in self.quote.costs for rule in cost.doubts.ended)
        if ended:
            self.ink.print(self.ink.heading("Rules that end before the course starts"))
        for rule in ended:
            self.doubt(rule, ended_in_words(rule, today), "", today)

    def doubt(self, rule: Rule, title: str, due: str, today: date) -> None:
        """Print one of these, and how it is known."""
        ink = self.ink
        ink.print(ink.paragraph(ink.text(f"  {title}"), hanging=4))
        for line in (*([due] if due else []), *_how_known(rule, today)):
            ink.print(ink.paragraph(ink.text(f"    {line}", "dim"), hanging=4))


def _start_text(cost: ModuleCost, unknown: str, none: str) -> str:
    """When a module starts, its day where other days of the month have other prices; or other words where it cannot start."""
    if cost.starts and not cost.closed:
        return day_name(cost.first_day or cost.start) if cost.others else month_name(cost.start)
    return unknown if cost.module.intakes is UNKNOWN else none


def _of_start(cost: ModuleCost) -> Iterator[Certainty]:
    """On what the start rests of a module; on nothing where it may start in any month."""
    key = cost.offer.key_of_start(cost.start)
    return iter(() if key is None else (cost.offer.certainty(key),))


def _days_text(days: Iterable[date | int]) -> str:
    """Days, and months of which the day is not known."""
    return ", ".join(f"{day_name(day)}{'' if isinstance(day, date) else f' (day {NOT_KNOWN})'}" for day in days)


def _amount_lines(rows: Sequence[tuple[str, Text, str]], ink: Ink) -> Iterator[Text]:
    """Yield the lines of (name, amount, mark), the amounts under each other."""
    widest = max(amount.cell_len for _, amount, _ in rows)
    marks = [ink.text("" if mark == TOTAL else mark, "dim") for _, _, mark in rows]
    room = ink.width - 2 - 2 - widest - 2 - max(mark.cell_len for mark in marks)
    names = min(max(len(name) for name, _, _ in rows), max(room, 12))
    for (name, amount, kind), mark in zip(rows, marks, strict=True):
        style = "bold" if kind == TOTAL else ""
        if kind == TOTAL:
            yield ink.joined("  ", ink.text(ink.signs.rule * (names + 2 + widest), "dim"))
        *above, last = ink.wrapped(ink.text(name, style), names)
        yield from (ink.joined("  ", line) for line in above)
        amount.style = style
        yield ink.joined("  ", padded(last, names), "  ", padded(amount, widest, right=True), "  ", mark)


def _how_known(rule: Rule | CountedAge, today: date) -> Iterable[str]:
    days = (today - rule.as_of).days
    checked = f"checked on {rule.as_of}" + (f", {days} days ago: check it again" if days > DAYS_UNTIL_OLD else "")
    yield f"{CERTAINTY[rule.confidence]}; {checked}"
    if isinstance(rule, Rule):
        since = "for courses that start from" if isinstance(rule, OpenQuestion) else "in force from"
        yield f"{since} {rule.effective_from}" + (f" to {rule.effective_to}" if rule.effective_to else "")
    if isinstance(rule, Wallet):
        if rule.expires:
            yield f"for courses that start by {rule.expires}"
        if rule.claim_days_before:
            yield f"claim it in the {rule.claim_days_before} days before the start; for course fees only"
    yield f"source: {rule.source}"
    if rule.note:
        yield f"note: {rule.note}"


def _remarks(cost: AwardCost) -> Iterator[str]:
    """Yield what to know about an award's amounts."""
    every = (*cost.compulsory, *(own for choice in cost.choices for own in choice.costs))
    yield from dict.fromkeys(_other_runs_text(each) for each in every if each.others)
    if not cost.compulsory and not cost.choices:
        yield "Nothing is left to pay: everything it needs is held or under way."
    if cost.before_credit is None:
        yield "The cost of its choices depends on the plan: they are not a simple number of modules."
    if cost.outside:
        yield f"Not included: some of these modules need others first ({', '.join(cost.outside)})."
    if cost.compulsory or cost.choices:
        yield (
            "A plan chooses modules and starts them when they fit; a later start may change the price: "
            f"{for_plan(f'mcplan plan --target {cost.award.id}')}"
        )


def _resting(costs: Iterable[ModuleCost], keys: Sequence[FigureName]) -> Iterator[Certainty]:
    """On what some figures rest of the modules that are priced."""
    return (cost.offer.certainty(key) for cost in costs for key in keys if key != "funding" or cost.offer.funding is not None)


def _paid_from(wallet: Wallet, cost: AwardCost) -> Iterator[ModuleCost]:
    """The compulsory modules that credit of a wallet pays for."""
    return (each for each in cost.compulsory if any(own.id == wallet.id for own, _ in each.credit))


def _resting_in_words(modules: Iterable[Module]) -> str:
    """What fees and funding classes rest on that are less than published; empty where there are none."""
    by_id = {module.id: module for module in modules}
    fees = _figures_in_words([(module.title, module.certainty("fee")) for module in by_id.values()], "fee", "fees")
    classes = [(module.title, module.certainty("funding")) for module in by_id.values() if "funding" in _singled_out(module)]
    return "; ".join(words for words in (fees, _figures_in_words(classes, "funding class", "funding classes")) if words)


def _singled_out(module: Module) -> Collection[FigureName]:
    """The figures of a module that rest on less than its others."""
    return (*module.derived, *module.assumed)


def _figures_in_words(figures: Sequence[tuple[str, Certainty]], noun: str, nouns: str) -> str:
    """Figures of modules that are less than published, by the module's title if they are few; of more, how many there are."""
    if {certainty for _, certainty in figures} <= {Certainty.UNSTATED}:
        return ""
    less = [f"the {certainty} {noun} of {title}" for title, certainty in figures if certainty in LESS]
    return ", ".join(less) if len(less) <= MOST_FEES else f"{counts_in_words(certainty for _, certainty in figures)} {nouns}"


def _other_runs_text(cost: ModuleCost) -> str:
    module, days = cost.module, _days_text(cost.others)
    return f"{module.title} ({module.id}) has other runs in that month, {_at_another_price(cost)}: {days}."


def _at_another_price(cost: ModuleCost) -> str:
    return "at another price" if cost.other_prices_known else "at another price, or one that nobody knows"


def _base_subsidy(price: Price) -> int | None:
    """What the first subsidy takes off, in cents; None if the fee is unknown."""
    if price.subsidy_cents is None or price.enhanced_cents is None:
        return None
    return price.enhanced_cents - price.subsidy_cents


def _gst_base(terms: Terms) -> str:
    """Return in words what GST is charged on."""
    if terms.base is None or terms.basis is None or terms.basis.basis == "full":
        return "the full fee"
    if terms.enhanced is None:
        return "what the subsidy leaves"
    return "what both subsidies leave" if terms.basis.basis == "net" else "what the first subsidy leaves"


def learner_text(learner: Learner) -> str:
    """Return in words what prices depend on about the learner."""
    words = [RESIDENCY[learner.residency] if learner.residency else "someone"]
    if learner.born is not None:
        words.append(f"born in {learner.born}")
    if learner.employer is not None:
        employer = "a small or medium enterprise" if learner.employer == "sme" else "a larger employer"
        words.append(f"sponsored by {employer}")
    if learner.union_member:
        words.append("a member of a union")
    if not learner.first_qualification:
        words.append("who holds a subsidised award of the same level")
    return ", ".join(words)


def percent(rate: Fraction) -> str:
    """`85 %`; `about 95.14 %` where two decimals do not say it exactly."""
    hundredths = rate * 10_000
    text = f"{round(hundredths) / 100:.2f}".rstrip("0").rstrip(".")
    return f"{text} %" if hundredths.denominator == 1 else f"about {text} %"
