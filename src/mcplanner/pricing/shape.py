"""The funding rules as people write them: each class here is the shape of the class of its name in `rules`.

Knows the shape of the file; not whether rules contradict one another (`checks`).
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, StrictBool, StrictInt, WithJsonSchema

from mcplanner.ground.shapes import Id, Number, Reference, Shape, Text, WrittenDate
from mcplanner.learner.model import Party, Residency
from mcplanner.pricing import rules
from mcplanner.pricing.rules import Basis, Confidence, Payer

_FRACTION = re.compile(r"[1-9][0-9]{0,8}/[1-9][0-9]{0,8}", re.ASCII)


def _rate(value: Any) -> Fraction:
    """A share as a decimal, or as a fraction if the published amounts give no short decimal."""
    number = isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)
    if not number and not (isinstance(value, str) and _FRACTION.fullmatch(value)):
        raise ValueError("write a share as 0.85, or as a fraction such as 1273/1338")
    rate = Fraction(value)
    if not 0 <= rate <= 1:
        raise ValueError("a share is from 0 to 1, such as 0.85")
    return rate


Rate = Annotated[
    Fraction,
    PlainValidator(_rate),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": f"^{_FRACTION.pattern}$"}]}
    ),
]
Age = Annotated[StrictInt, Field(ge=1, le=120)]


class FeeClass(Shape):
    """A class of courses with the same funding; the modules of a catalogue name their class."""

    makes = rules.FeeClass

    id: Id
    title: Text


class Rule(Shape):
    """What every rule states: when it is in force, and how we know."""

    id: Id
    title: Text
    effective_from: WrittenDate
    effective_to: WrittenDate | None = Field(default=None, description="the last day; if left out, still in force")
    source: Text
    as_of: WrittenDate = Field(description="the day on which somebody last looked at the source")
    confidence: Confidence
    note: Text | None = None


class ConditionalRule(Rule):
    """A rule for some courses and some learners; a condition that is left out excludes nobody."""

    classes: tuple[Reference, ...] = Field(min_length=1)
    residency: tuple[Residency, ...] = ()
    from_age: Age | None = Field(default=None, description="the age that the learner reaches in the calendar year of the start")
    below_age: Age | None = Field(default=None, description="only learners younger than this, counted in the same way")
    paid_by: tuple[Payer, ...] = ()


class Subsidy(ConditionalRule):
    """A part of the fee that the learner does not pay.

    An enhanced subsidy adds to the base subsidy, and nobody gets it without the base.
    """

    makes = rules.Subsidy

    part: Literal["base", "enhanced"] = "base"
    rate: Rate
    first_attempt: StrictBool = Field(default=False, description="not for a module that the learner repeats")
    first_qualification: StrictBool = Field(default=False, description="only toward the first qualification of its level")


class GstRate(Rule):
    """The rate of GST."""

    makes = rules.GstRate

    rate: Rate


class GstBasis(Rule):
    """The amount on which GST is charged in some classes."""

    makes = rules.GstBasis

    classes: tuple[Reference, ...] = Field(min_length=1)
    basis: Basis


class Wallet(ConditionalRule):
    """A kind of credit, and what it may pay for. Wallets that expire are drawn first, then the others in the file's order."""

    makes = rules.Wallet

    amount: Number = Field(ge=0, le=1_000_000, decimal_places=2, description="the dollars in it at first")
    expires: WrittenDate | None = Field(default=None, description="the last day on which a course may start")
    claim_days_before: StrictInt | None = Field(default=None, ge=1, le=366)


class Reimbursement(ConditionalRule):
    """Money that is paid back later: to whom, and at most how much. It never lowers a price."""

    makes = rules.Reimbursement

    to: Party
    union_member: StrictBool = False
    amount: Number = Field(gt=0, le=1_000_000, decimal_places=2)
    per: Literal["net-dollar", "month", "hour"] = Field(
        description="net-dollar: a dollar of the fee after subsidy, before GST; month of study; hour of learning"
    )
    most_per_year: Number | None = Field(default=None, description="dollars, for all courses that start in a calendar year")
    most_months: StrictInt | None = Field(default=None, ge=1, le=600, description="months in a lifetime")


class OpenQuestion(Rule):
    """What is not known about other rules: what contradicts them, or a change that was announced. It changes no amount.

    It concerns courses for which one of these rules is used, and that start while it is in force.
    """

    makes = rules.OpenQuestion

    about: tuple[Reference, ...] = Field(min_length=1, description="the ids of the rules that it is about")
    due: WrittenDate | None = Field(default=None, description="the last day by which a change was announced")


class CountedAge(Shape):
    """How a learner's age is counted, and how we know."""

    makes = rules.CountedAge

    counted: Literal["calendar-year"] = Field(description="the age that the learner reaches by the end of the year")
    source: Text
    as_of: WrittenDate
    confidence: Confidence
    note: Text | None = None


class Funding(Shape):
    """All funding rules."""

    makes = rules.Funding

    title: Text
    as_of: WrittenDate
    currency: Literal["SGD"] = "SGD"
    age: CountedAge
    classes: tuple[FeeClass, ...] = Field(min_length=1)
    subsidies: tuple[Subsidy, ...] = ()
    gst_rates: tuple[GstRate, ...] = ()
    gst_bases: tuple[GstBasis, ...] = ()
    wallets: tuple[Wallet, ...] = ()
    reimbursements: tuple[Reimbursement, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
