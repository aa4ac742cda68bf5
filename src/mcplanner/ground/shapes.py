"""What all files that people write have in common: exact values, no unknown keys, and an end to the errors worth finding.

Knows pydantic and the forms of numbers, months and days; no file and no model.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from mcplanner.ground.months import Month, parse_day_or_month, parse_month

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=80)]
"""A name that other parts of the file refer to: lower-case letters, digits and single hyphens."""

Reference = Annotated[str, Field(min_length=1, max_length=80)]
"""The id of something else. Any text has the right shape: `checks` reports what names nothing, and suggests what is meant."""


def exact_number(value: Any) -> Any:
    """Numbers as the file's reader hands them over; never text that only looks like one, such as `1e3`."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number_type", "needs a plain number such as 150 or 22.5")
    return value


def _month(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write the year and the month as 2027-04")
    return parse_month(value)


def _date(value: Any) -> Any:
    """Pydantic alone would take seconds since 1970 and times of day for dates, too."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("write the date as 2026-11-01")
    return date.fromisoformat(value)


def _when(value: Any) -> Any:
    """A day, or a month where the day is not known."""
    if not isinstance(value, str):
        raise ValueError("write the day as 2027-04-19, or the month as 2027-04")
    return parse_day_or_month(value)


_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


WrittenMonth = Annotated[
    Month,
    BeforeValidator(_month),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}),
]
WrittenDate = Annotated[
    date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_DATE.pattern}$"}),
]
WrittenDay = Annotated[
    date | int,
    BeforeValidator(_when),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$"}),
]
"""A day, or the month in which it is."""

Text = Annotated[str, Field(min_length=1)]
Number = Annotated[Decimal, BeforeValidator(exact_number)]
URL_PATTERN = r"^https?://[^\s]+$"
WebAddress = Annotated[str, Field(pattern=URL_PATTERN, max_length=2000)]


class OutOfPatienceError(Exception):
    """More is wrong with the shape of a file than anyone will read; not a ValueError, with which pydantic would go on."""


class Patience:
    """The number of errors still worth going on for, as the context of a validation: pydantic would keep millions."""

    def __init__(self, errors: int) -> None:
        self._errors_left = errors

    def spend(self, errors: int) -> None:
        """Bear with so many errors more, or raise `OutOfPatienceError`."""
        self._errors_left -= errors
        if self._errors_left < 0:
            raise OutOfPatienceError


class Shape(BaseModel):
    """The shape of something people write: no unknown keys, no changes once read.

    `makes` is the class of what it stands for, whose fields have the same names; None where that is the shape itself.
    """

    makes: ClassVar[type[Any] | None] = None

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="wrap")
    @classmethod
    def _within_patience(cls, data: Any, validate: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        try:
            return validate(data)
        except ValidationError as error:
            if isinstance(info.context, Patience):
                info.context.spend(error.error_count())
            raise


def made_of(written: Any) -> Any:
    """What a value of some shape stands for; a value without a shape stands for itself.

    What was not written has the same default in the shape and in what it makes.
    """
    if isinstance(written, tuple):
        return tuple([part if part.__class__ is str else made_of(part) for part in written])
    makes = written.makes if isinstance(written, Shape) else None
    if makes is None:
        return written
    values = vars(written)
    return makes(**{name: made_of(values[name]) for name in written.model_fields_set})
