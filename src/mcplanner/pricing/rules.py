"""The funding rules: subsidies, GST, credit wallets and what is paid back later, each with its source.

Knows when and to whom a single rule applies; not how rules are written (`shape`), how together they make a price (`price`), nor
whether they contradict one another (`checks`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from msgspec import Struct

from mcplanner.ground.money import cents_of
from mcplanner.ground.months import Month, month_of, month_of_day
from mcplanner.learner.model import Learner, Party, Residency

UNFUNDED = "none"
"""The class of a module that names no class."""

Confidence = Literal["seen", "derived", "assumed", "old"]
"""How certain a rule is: its source states it; published prices imply it; nobody says so; or it was said long ago."""

Basis = Literal["full", "net", "after_base"]
"""What GST is charged on: the full fee, what all subsidies leave of it, or what the base subsidy leaves."""

Payer = Literal["learner", "sme", "large"]
"""Who pays the provider: the learner, or an employer that sponsors the course."""


class FeeClass(Struct, frozen=True, kw_only=True):
    """A class of courses with the same funding; the modules of a catalogue name their class."""

    id: str
    title: str


class Rule(Struct, frozen=True, kw_only=True, dict=True):
    """What every rule states: when it is in force, and how we know.

    Attributes
    ----------
    effective_to
        The last day; if left out, still in force.
    as_of
        The day on which somebody last looked at the source.
    """

    id: str
    title: str
    effective_from: date
    effective_to: date | None = None
    source: str
    as_of: date
    confidence: Confidence
    note: str | None = None

    @cached_property
    def months(self) -> tuple[Month, Month | None]:
        """The first and the last month on whose first day it is in force: it applies to courses that start then."""
        begin, end = self.effective_from, self.last_day
        first = Month(month_of_day(begin) + (begin.day > 1))
        return first, None if end is None else month_of_day(end)

    @property
    def last_day(self) -> date | None:
        """The last day on which a course may start for the rule to apply; None if no end is known."""
        return self.effective_to

    def in_force(self, month: Month) -> bool:
        """Return whether it applies to a course that starts in the month."""
        first, last = self.months
        return first <= month and (last is None or month <= last)


class ConditionalRule(Rule, frozen=True, kw_only=True, dict=True):
    """A rule for some courses and some learners; a condition that is left out excludes nobody.

    Attributes
    ----------
    from_age
        The age that the learner reaches in the calendar year of the start.
    below_age
        Only learners younger than this, counted in the same way.
    """

    classes: tuple[str, ...]
    residency: tuple[Residency, ...] = ()
    from_age: int | None = None
    below_age: int | None = None
    paid_by: tuple[Payer, ...] = ()

    def fits(self, learner: Learner) -> bool:
        """Return whether it is for this learner in some year, by the facts that do not change with time."""
        payer: Payer = learner.employer or "learner"
        of_residency = not self.residency or learner.residency in self.residency
        return of_residency and (not self.paid_by or payer in self.paid_by)

    def of_age(self, born: int | None, month: Month) -> bool:
        """Return whether a learner is the right age in the month's year; at an unknown age, one is younger than any limit."""
        if self.from_age is None and self.below_age is None:
            return True
        age = 0 if born is None else month // 12 - born
        return (self.from_age is None or self.from_age <= age) and (self.below_age is None or age < self.below_age)

    def turns(self, born: int | None) -> tuple[Month, ...]:
        """The months in which it begins or ceases to apply to a learner, by its dates and the learner's age."""
        first, last = self.months
        ages = [age for age in (self.from_age, self.below_age) if age is not None] if born is not None else []
        birthdays = [month_of((born or 0) + age, 1) for age in ages]
        return (first, *(() if last is None else (Month(last + 1),)), *birthdays)


class Subsidy(ConditionalRule, frozen=True, kw_only=True, dict=True):
    """A part of the fee that the learner does not pay.

    An enhanced subsidy adds to the base subsidy, and nobody gets it without the base.

    Attributes
    ----------
    first_attempt
        Not for a module that the learner repeats.
    first_qualification
        Only toward the first qualification of its level.
    """

    part: Literal["base", "enhanced"] = "base"
    rate: Fraction
    first_attempt: bool = False
    first_qualification: bool = False

    def fits(self, learner: Learner) -> bool:
        return super().fits(learner) and (learner.first_qualification or not self.first_qualification)


class GstRate(Rule, frozen=True, kw_only=True, dict=True):
    """The rate of GST."""

    rate: Fraction


class GstBasis(Rule, frozen=True, kw_only=True, dict=True):
    """The amount on which GST is charged in some classes."""

    classes: tuple[str, ...]
    basis: Basis


class Wallet(ConditionalRule, frozen=True, kw_only=True, dict=True):
    """A kind of credit, and what it may pay for. Wallets that expire are drawn first, then the others in the file's order.

    Attributes
    ----------
    amount
        The dollars in it at first.
    expires
        The last day on which a course may start.
    """

    amount: Decimal
    expires: date | None = None
    claim_days_before: int | None = None

    @property
    def last_day(self) -> date | None:
        return min((day for day in (self.effective_to, self.expires) if day is not None), default=None)

    @property
    def amount_cents(self) -> int:
        return cents_of(self.amount)


class Reimbursement(ConditionalRule, frozen=True, kw_only=True, dict=True):
    """Money that is paid back later: to whom, and at most how much. It never lowers a price.

    Attributes
    ----------
    per
        Net-dollar: a dollar of the fee after subsidy, before GST; month of study; hour of learning.
    most_per_year
        Dollars, for all courses that start in a calendar year.
    most_months
        Months in a lifetime.
    """

    to: Party
    union_member: bool = False
    amount: Decimal
    per: Literal["net-dollar", "month", "hour"]
    most_per_year: Decimal | None = None
    most_months: int | None = None

    def fits(self, learner: Learner) -> bool:
        return super().fits(learner) and (learner.union_member or not self.union_member)


class OpenQuestion(Rule, frozen=True, kw_only=True, dict=True):
    """What is not known about other rules: what contradicts them, or a change that was announced. It changes no amount.

    It concerns courses for which one of these rules is used, and that start while it is in force.

    Attributes
    ----------
    about
        The ids of the rules that it is about.
    due
        The last day by which a change was announced.
    """

    about: tuple[str, ...]
    due: date | None = None

    def overdue(self, today: date) -> bool:
        """Return whether the day of an announced change has passed, and the question is still open."""
        return self.due is not None and self.due < today


class CountedAge(Struct, frozen=True, kw_only=True):
    """How a learner's age is counted, and how we know.

    Attributes
    ----------
    counted
        The age that the learner reaches by the end of the year.
    """

    counted: Literal["calendar-year"]
    source: str
    as_of: date
    confidence: Confidence
    note: str | None = None


class Funding(Struct, frozen=True, kw_only=True, dict=True):
    """All funding rules."""

    title: str
    as_of: date
    currency: Literal["SGD"] = "SGD"
    age: CountedAge
    classes: tuple[FeeClass, ...]
    subsidies: tuple[Subsidy, ...] = ()
    gst_rates: tuple[GstRate, ...] = ()
    gst_bases: tuple[GstBasis, ...] = ()
    wallets: tuple[Wallet, ...] = ()
    reimbursements: tuple[Reimbursement, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()

    @cached_property
    def class_by_id(self) -> Mapping[str, FeeClass]:
        return {fee_class.id: fee_class for fee_class in self.classes}

    @cached_property
    def rules(self) -> Mapping[str, Sequence[Rule]]:
        """All rules, under the keys of their lists."""
        return {
            "subsidies": self.subsidies,
            "gst_rates": self.gst_rates,
            "gst_bases": self.gst_bases,
            "wallets": self.wallets,
            "reimbursements": self.reimbursements,
            "open_questions": self.open_questions,
        }

    @cached_property
    def wallets_as_drawn(self) -> tuple[Wallet, ...]:
        """The wallets as they are drawn: first those that expire, soonest first, then the others in the order of the file."""
        return tuple(sorted(self.wallets, key=lambda wallet: wallet.expires or date.max))

    def credit_at_unknown_age(self, learner: Learner) -> Iterator[Wallet]:
        """The wallets that begin at an age, for a learner whose age nobody said; without a residency, no credit counts."""
        if learner.residency is None or learner.born is not None:
            return iter(())
        return (each for each in self.wallets if learner.credit_cents.get(each.id) and each.from_age is not None)

    def questions_about(self, rules: Iterable[Rule], start: Month) -> Iterator[OpenQuestion]:
        """The questions that are open about some rules, for a course that starts in a month."""
        named = {rule.id for rule in rules}
        return (each for each in self.open_questions if each.in_force(start) and not named.isdisjoint(each.about))

    def __str__(self) -> str:
        return f"{self.title} (as of {self.as_of.isoformat()})"
