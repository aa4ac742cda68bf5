"""Requirement trees: what must be held before something can be started or earned.

Knows the shapes people write (an id, a list, all, any, choose, credits, skill) and how to walk them; not what
an id stands for, nor whether it exists.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    ModelWrapValidatorHandler,
    StrictInt,
    Tag,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

Path = tuple[str | int, ...]
"""The position of a value in a file: keys and list indices from the root down."""

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


HalfCredits = Annotated[Decimal, Field(gt=0, le=100_000, multiple_of=Decimal("0.5")), BeforeValidator(exact_number)]
"""Credits, of which there are halves."""


def halves(credits: Decimal | None) -> int:
    """Credits as a whole number of half credits."""
    return int((credits or 0) * 2)


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


class Frozen(BaseModel):
    """A model of something people write: no unknown keys, no changes once read."""

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

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some values changed, unchecked, and nothing kept that was computed from the old ones."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


class AllOf(Frozen):
    """Every part is needed."""

    all: tuple["Requirement", ...] = Field(min_length=1)


class AnyOf(Frozen):
    """One part is enough."""

    any: tuple["Requirement", ...] = Field(min_length=1)


class Choose(Frozen):
    """At least `choose` parts are needed."""

    choose: StrictInt = Field(ge=1)
    from_: tuple["Requirement", ...] = Field(alias="from", min_length=1)


class Credits(Frozen):
    """Modules worth at least `credits` credits are needed."""

    credits: HalfCredits
    from_: tuple[Reference, ...] = Field(alias="from", min_length=1)


class Skill(Frozen):
    """Any module that teaches the skill is enough."""

    skill: Reference


SHAPES = ("all", "any", "choose", "credits", "skill")


def _shape(value: Any) -> str:
    """The branch that a value is meant for; in angle brackets, because pydantic puts it between the keys of an error's path."""
    if isinstance(value, str):
        return "<id>"
    if isinstance(value, list | tuple):
        return "<list>"
    keys = type(value).model_fields if isinstance(value, Frozen) else value if isinstance(value, dict) else ()
    return next((f"<{key}>" for key in SHAPES if key in keys), "<unknown>")


if TYPE_CHECKING:
    Requirement: TypeAlias = str | tuple["Requirement", ...] | AllOf | AnyOf | Choose | Credits | Skill
else:
    Requirement = TypeAliasType(
        "Requirement",
        Annotated[
            Annotated[Reference, Tag("<id>")]
            | Annotated[tuple["Requirement", ...], Field(min_length=1), Tag("<list>")]
            | Annotated[AllOf, Tag("<all>")]
            | Annotated[AnyOf, Tag("<any>")]
            | Annotated[Choose, Tag("<choose>")]
            | Annotated[Credits, Tag("<credits>")]
            | Annotated[Skill, Tag("<skill>")],
            Discriminator(_shape),
        ],
    )
"""An id, a list (all of it is needed) or one of the five shapes."""


def parts(requirement: Requirement) -> tuple[tuple[Path, Requirement], ...]:
    """The direct parts of a requirement, each with its path from it; nothing for an id or a skill."""
    match requirement:
        case tuple():
            return tuple(((index,), part) for index, part in enumerate(requirement))
        case AllOf():
            return tuple((("all", index), part) for index, part in enumerate(requirement.all))
        case AnyOf():
            return tuple((("any", index), part) for index, part in enumerate(requirement.any))
        case Choose() | Credits():
            return tuple((("from", index), part) for index, part in enumerate(requirement.from_))
        case _:
            return ()


def walk(requirement: Requirement, path: Path = ()) -> Iterator[tuple[Path, Requirement]]:
    """The requirement itself and everything beneath it, each with its path, parents first."""
    waiting = [(path, requirement)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        waiting.extend((path + step, part) for step, part in reversed(parts(node)))


def compulsory(requirement: Requirement | None, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The ids without which the tree cannot be satisfied, as far as its `all` nodes tell, each with its path."""
    waiting = [] if requirement is None else [(path, requirement)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, str):
            yield path, node
        elif isinstance(node, AllOf | tuple):
            waiting.extend((path + step, part) for step, part in reversed(parts(node)))


def ids(requirement: Requirement | None) -> Iterator[str]:
    """Every module and award id that the tree names, in reading order, repeats included."""
    if requirement is not None:
        yield from (node for _, node in walk(requirement) if isinstance(node, str))


def skills(requirement: Requirement | None) -> Iterator[str]:
    """Every skill that the tree names, in reading order, repeats included."""
    if requirement is not None:
        yield from (node.skill for _, node in walk(requirement) if isinstance(node, Skill))


SKILL = "skill:"
"""The prefix of a skill that is a target; no id can begin with it."""


def requirement_of(target: str) -> Requirement:
    """The requirement of a target: any module that teaches the skill, or the entry itself."""
    return Skill(skill=target.removeprefix(SKILL)) if target.startswith(SKILL) else target
