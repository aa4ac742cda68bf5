"""The learner file as people write it: each class here is the shape of the class of its name in `file`.

Knows the shape of the file; not whether the ids in it exist (`checks`), nor in which line they are (`yaml_source`).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, StrictBool, StrictInt, Tag, WithJsonSchema

from mcplanner.catalogue.assumptions import KEYS, parse_assumption, parse_assumptions
from mcplanner.catalogue.model import Mode
from mcplanner.ground.money import MOST_DOLLARS
from mcplanner.ground.months import Month, parse_months
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK
from mcplanner.ground.shapes import Number, Reference, Shape, Text, WrittenDay, WrittenMonth
from mcplanner.learner import file
from mcplanner.learner.absence import AWAY_PATTERN, parse_away
from mcplanner.learner.busy import BUSY_PATTERN, WAY_TO_WRITE, parse_busy_time
from mcplanner.learner.model import YEARS_OF_BIRTH, Employer, Residency
from mcplanner.learner.request import Preference
from mcplanner.learner.stretching import STRETCH_PATTERN, parse_stretch
from mcplanner.learner.stretching import WAY_TO_WRITE as WAY_TO_STRETCH


def _months(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write one month as 2027-06, or several as 2027-06..2027-08")
    return parse_months(value)


def _away(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write months as 2027-06 or 2027-06..2027-08, or days as 2027-06-10..2027-06-20")
    return parse_away(value)


def _kind_of_hours(value: Any) -> str:
    """The branch of `hours` that a value belongs to; in angle brackets as in `requirements`."""
    return "<by-month>" if isinstance(value, dict | HoursByMonth) else "<usual>"


def _assumption(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write a key and a value, such as hours=40")
    parse_assumption(value)
    return value


WrittenAssumption = Annotated[
    str,
    BeforeValidator(_assumption),
    WithJsonSchema({"type": "string", "pattern": f"^(.+:)?({'|'.join(KEYS)})=.+$"}),
]
"""`hours=40`, or `ID:hours=40`."""


def _one_value_each(texts: tuple[str, ...]) -> tuple[str, ...]:
    parse_assumptions(texts)
    return texts


WrittenAssumptions = Annotated[tuple[WrittenAssumption, ...], AfterValidator(_one_value_each)]


def _busy_time(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError(WAY_TO_WRITE)
    parse_busy_time(value)
    return value


WrittenBusyTime = Annotated[str, BeforeValidator(_busy_time), WithJsonSchema({"type": "string", "pattern": BUSY_PATTERN})]
"""`mon-fri 08:00-17:00`, and perhaps in which weeks and months."""


def _stretch(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError(WAY_TO_STRETCH)
    parse_stretch(value)
    return value


WrittenStretch = Annotated[str, BeforeValidator(_stretch), WithJsonSchema({"type": "string", "pattern": STRETCH_PATTERN})]
"""`1/2`: an hour a week more in two months of a year."""


def _texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_TEXT = {"type": "string", "minLength": 1}

OneOrMore = Annotated[
    tuple[Text, ...],
    BeforeValidator(_texts),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}),
]
"""One text, such as the name of a file, or several."""

WrittenMonths = Annotated[
    tuple[Month, ...],
    BeforeValidator(_months),
    WithJsonSchema(
        {"type": "string", "pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])(\.\.[0-9]{4}-(0[1-9]|1[0-2]))?$"},
    ),
]
"""One month, `2027-06`, or a span with both ends included, `2027-06..2027-08`."""

WrittenAway = Annotated[
    tuple[Month | date, ...], BeforeValidator(_away), WithJsonSchema({"type": "string", "pattern": AWAY_PATTERN})
]
"""A month or several, or a day or several: `2027-06..2027-08`, `2027-06-10..2027-06-20`."""

# Bounds of optional values are here and not in the fields: from there, pydantic does not carry them into the schema.
Hours = Annotated[Number, Field(gt=0, le=HOURS_IN_A_WEEK, decimal_places=2)]
DaysOff = Annotated[Number, Field(ge=0, le=31, multiple_of=Decimal("0.5"))]
Dollars = Annotated[Number, Field(ge=0, le=MOST_DOLLARS, decimal_places=2)]


class OtherHours(Shape):
    """Hours a week in months in which they are not the usual ones."""

    makes = file.OtherHours

    months: WrittenMonths
    hours: Number = Field(ge=0, le=HOURS_IN_A_WEEK, decimal_places=2)


class HoursByMonth(Shape):
    """The usual hours a week, and the months with other hours."""

    makes = file.HoursByMonth

    usual: Hours
    except_: tuple[OtherHours, ...] = Field(default=(), alias="except")


class HeldModule(Shape):
    """A module that the learner has passed."""

    makes = file.HeldModule

    module: Reference
    ended: WrittenMonth | None = Field(default=None, description="the last month of study")
    evidence: Text | None = Field(default=None, description="what shows it, such as a certificate's number or a file")


class BegunModule(Shape):
    """A module that the learner has begun and not ended."""

    makes = file.BegunModule

    module: Reference
    started: WrittenDay
    months: Annotated[StrictInt, Field(ge=1, le=60)] | None = Field(
        default=None, description="for how many months; only if the learner chooses"
    )


class LearnerFile(Shape):
    """One learner, as kept in a file."""

    makes = file.LearnerFile

    name: Text | None = None
    born: Annotated[StrictInt, Field(ge=YEARS_OF_BIRTH[0], le=YEARS_OF_BIRTH[-1])] | None = Field(
        default=None, description="the year of birth"
    )
    residency: Residency | None = None
    employer: Employer | None = Field(default=None, description="the employer that sponsors the courses, if one does")
    union: StrictBool = Field(default=False, description="true for a member of a union")
    first_qualification: StrictBool = True
    hours: (
        Annotated[Annotated[Hours, Tag("<usual>")] | Annotated[HoursByMonth, Tag("<by-month>")], Discriminator(_kind_of_hours)]
        | None
    ) = Field(default=None, description="hours a week")
    stretch: WrittenStretch | None = Field(
        default=None, description="so many hours a week more in so many months of a year, such as 1/2"
    )
    at_once: Annotated[StrictInt, Field(ge=1, le=1000)] | None = None
    evenings: Annotated[StrictInt, Field(ge=0, le=7)] | None = None
    days_off: DaysOff | None = Field(default=None, description="the most days off work in a month, for classes by day")
    busy: tuple[WrittenBusyTime, ...] = ()
    away: tuple[WrittenAway, ...] = ()
    prefer: Preference = "finish"
    modes: tuple[Mode, ...] = Field(default=(), description="only these")
    providers: tuple[Reference, ...] = Field(default=(), description="only these")
    skip: tuple[Reference, ...] = Field(default=(), description="modules, providers or modes to avoid")
    budget: Dollars | None = None
    budget_per_year: Dollars | None = None
    credit: Mapping[str, Dollars] = Field(default_factory=dict, description="what is left in each credit wallet")
    targets: tuple[Reference, ...] = ()
    skills: tuple[Reference, ...] = ()
    held: tuple[HeldModule, ...] = ()
    under_way: tuple[BegunModule, ...] = ()
    failed: tuple[Reference, ...] = Field(default=(), description="modules that were not passed")
    assume: WrittenAssumptions = Field(
        default=(), description="values for what nobody has published, such as hours=40, or ID:fee=1500 for one module"
    )
    pins: Mapping[str, WrittenMonth] = Field(default_factory=dict, description="modules, each with the month it starts in")
    catalogue: OneOrMore = Field(default=(), description="the catalogue: files beside this one, or example or singapore")
    funding: Text | None = Field(default=None, description="the funding rules: a file beside this one")
