"""The catalogue as people write it: each class here is the shape of the class of its name in `model`.

Knows the shape of the file (docs/catalogue-format.md), and how to make a `model.Catalogue` of it; not whether entries fit
together (`checks`), nor where they stood in a file (`yaml_source`).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, StrictInt, Tag, TypeAdapter, WithJsonSchema
from typing_extensions import TypeAliasType

from mcplanner.catalogue import model, requirements
from mcplanner.catalogue.class_times import SESSION_PATTERN
from mcplanner.catalogue.model import UNKNOWN, Evidence, FigureName, Intake, Kind, Mode, Unknown
from mcplanner.ground.shapes import Id, Reference, Shape, Text, WebAddress, WrittenDate, WrittenDay, exact_number, made_of

# --- requirements ---

HalfCredits = Annotated[Decimal, Field(gt=0, le=100_000, multiple_of=Decimal("0.5")), BeforeValidator(exact_number)]
"""Credits, of which there are halves."""


class AllOf(Shape):
    """Every part is needed."""

    makes = requirements.AllOf

    all: tuple["Requirement", ...] = Field(min_length=1)


class AnyOf(Shape):
    """One part is enough."""

    makes = requirements.AnyOf

    any: tuple["Requirement", ...] = Field(min_length=1)


class Choose(Shape):
    """At least `choose` parts are needed."""

    makes = requirements.Choose

    choose: StrictInt = Field(ge=1)
    from_: tuple["Requirement", ...] = Field(alias="from", min_length=1)


class Credits(Shape):
    """Modules worth at least `credits` credits are needed."""

    makes = requirements.Credits

    credits: HalfCredits
    from_: tuple[Reference, ...] = Field(alias="from", min_length=1)


class Skill(Shape):
    """Any module that teaches the skill is enough."""

    makes = requirements.Skill

    skill: Reference


SHAPES = ("all", "any", "choose", "credits", "skill")


def _shape(value: Any) -> str:
    """The branch that a value is meant for; in angle brackets, because pydantic puts it between the keys of an error's path."""
    if isinstance(value, str):
        return "<id>"
    if isinstance(value, list | tuple):
        return "<list>"
    keys = type(value).model_fields if isinstance(value, Shape) else value if isinstance(value, dict) else ()
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


# --- figures ---


def _knowledge(value: Any) -> str:
    """The branch of a figure that a value is meant for; in angle brackets as in `requirements`."""
    return "<unknown>" if value is UNKNOWN or value == UNKNOWN.value else "<known>"


def _length(value: Any) -> str:
    """The branch of `months` that a value is meant for."""
    return "<bounds>" if isinstance(value, dict | MonthBounds) else _knowledge(value)


# Bounds of what may be left out stand here and not in the field, from where pydantic does not carry them into the schema.
Weeks = Annotated[Decimal, Field(gt=0, le=300, decimal_places=2), BeforeValidator(exact_number)]
Days = Annotated[Decimal, Field(gt=0, le=400, decimal_places=2), BeforeValidator(exact_number)]
Hours = Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=2), BeforeValidator(exact_number)]
Fee = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2), BeforeValidator(exact_number)]
IsUnknown: TypeAlias = Annotated[Unknown, Tag("<unknown>")]
Session = Annotated[str, Field(pattern=SESSION_PATTERN)]
"""A weekly class time, `tue 18:30-21:30`; `22:00-24:00` ends at midnight, `22:00-01:00` on the next day."""


# --- entries ---


class Subject(Shape):
    """A field of study, such as information technology."""

    makes = model.Subject

    id: Id
    title: Text


class Provider(Shape):
    """Who teaches."""

    makes = model.Provider

    id: Id
    title: Text
    venue: Text | None = None


class MonthBounds(Shape):
    """The shortest and the longest a self-paced module may take."""

    makes = model.MonthBounds

    min: StrictInt = Field(ge=1)
    max: StrictInt = Field(ge=1, le=60)


class Run(Shape):
    """One dated start of a module. What it does not say is as in its module.

    A month stands where a day is not known. `end` is the last day of study, or its month.
    """

    makes = model.Run

    start: WrittenDay
    end: WrittenDay | None = None
    apply_from: WrittenDay | None = None
    apply_by: WrittenDay | None = None
    mode: Annotated[Annotated[Mode, Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] | None = None
    sessions: Annotated[Annotated[tuple[Session, ...], Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] | None = None
    fee: Annotated[Annotated[Fee, Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] | None = None
    ref: Text | None = None
    seats: StrictInt | None = Field(default=None, ge=1)


class Sourced(Shape):
    """What an entry says of itself beyond a plan: its numbers and page, and what its figures rest on."""

    id: Id
    title: Text
    ref: Text | None = Field(default=None, description="the provider's course number")
    refs: tuple[Text, ...] = Field(default=(), description="further numbers of the same course")
    url: WebAddress | None = Field(default=None, description="its page")
    language: Text | None = Field(default=None, description="the language in which it is taught")
    entry: Text | None = Field(default=None, description="what is required to be admitted, as text")
    evidence: Evidence | None = Field(
        default=None,
        description="what its figures rest on, but for those that derived and assumed name",
    )
    derived: Mapping[FigureName, Text] = Field(default_factory=dict, description="figures that were derived, and how")
    assumed: tuple[FigureName, ...] = Field(default=(), description="figures that were assumed")
    source: Text | None = Field(default=None, description="where its published figures come from")
    as_of: WrittenDate | None = Field(default=None, description="the day on which it was right, if not that of the catalogue")
    extra: Mapping[str, Any] = Field(default_factory=dict, description="what an importer knew besides; not read")


class Module(Sourced):
    """The unit a learner enrols in."""

    makes = model.Module

    field: Reference
    topics: tuple[Id, ...] = ()
    provider: Reference
    mode: Annotated[Annotated[Mode, Tag("<known>")] | IsUnknown, Discriminator(_knowledge)]
    hours: Annotated[Annotated[Hours, Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] = Field(
        description="all learning hours: taught and own study"
    )
    months: Annotated[
        Annotated[StrictInt, Field(ge=1, le=60), Tag("<known>")] | Annotated[MonthBounds, Tag("<bounds>")] | IsUnknown,
        Discriminator(_length),
    ]
    weeks: Annotated[Annotated[Weeks, Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] | None = Field(
        default=None, description="teaching weeks; default months x 13/3"
    )
    intakes: (
        Annotated[Annotated[tuple[Intake, ...], Field(min_length=1), Tag("<known>")] | IsUnknown, Discriminator(_knowledge)]
        | None
    ) = Field(default=None, description="months in which it starts every year; left out, any month")
    runs: tuple[Run, ...] | None = Field(default=None, min_length=1)
    then: tuple[Intake, ...] = Field(default=(), description="months in which it is presumed to start after its last run")
    apply_months_before: StrictInt = Field(default=0, ge=0, le=24)
    sessions: Annotated[Annotated[tuple[Session, ...], Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] = ()
    evenings: StrictInt | None = Field(default=None, ge=0, le=7, description="evenings a week, if their days are not published")
    days: Days | None = Field(default=None, description="full days of a workshop")
    requires: Requirement | None = None
    alongside: tuple[Reference, ...] = Field(
        default=(), description="modules that must have ended before it, or be under way when it starts"
    )
    equivalent: tuple[Reference, ...] = Field(default=(), description="modules that count as this one; never both are taken")
    excludes: tuple[Reference, ...] = Field(default=(), description="modules that may not be taken as well as this one")
    covers: tuple[Reference, ...] = Field(default=(), description="modules as which it counts, taken whole instead of these")
    credits: HalfCredits | None = None
    fee: Annotated[Annotated[Fee, Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] = Field(
        default=UNKNOWN, description="before GST and subsidy; left out, it is unknown; 0 is free"
    )
    funding: Id | None = None
    skills: tuple[Id, ...] = ()
    recognised_by: tuple[Id, ...] = ()


def _shares(value: Any) -> Any:
    """`false` is none at all; `true` would say what is so anyway."""
    if value is False:
        return 0
    if isinstance(value, bool):
        raise ValueError("write false or a number of modules; left out, all may be shared")
    return value


Shares = Annotated[
    Annotated[StrictInt, Field(ge=0, le=1000)],
    BeforeValidator(_shares),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 1000}, {"const": False}]}),
]


class Award(Sourced):
    """An award that modules stack into.

    `fee` is what a provider asks for the whole; it is shown, and no plan counts it: a plan pays for modules.
    """

    makes = model.Award

    kind: Kind
    field: Reference
    provider: Reference | None = None
    fee: Annotated[Annotated[Fee, Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] | None = None
    requires: Requirement
    valid_months: StrictInt | None = Field(default=None, ge=1, le=600)
    shares: Shares | None = Field(
        default=None, description="how many modules may count for other awards too; false for none, left out for all"
    )
    recognised_by: tuple[Id, ...] = ()


class Role(Shape):
    """A job described by the skills it needs."""

    makes = model.Role

    id: Id
    title: Text
    field: Reference | None = None
    requires: Requirement


class Catalogue(Shape):
    """Everything that can be taken, and what it stacks into."""

    makes = model.Catalogue

    title: Text
    as_of: WrittenDate
    currency: Literal["SGD"] = "SGD"
    fields: tuple[Subject, ...] = Field(min_length=1)
    providers: tuple[Provider, ...] = Field(min_length=1)
    modules: tuple[Module, ...] = Field(min_length=1)
    awards: tuple[Award, ...] = ()
    roles: tuple[Role, ...] = ()

    @property
    def catalogue(self) -> model.Catalogue:
        """The catalogue that is written."""
        made: model.Catalogue = made_of(self)
        return made


def meaning_of(kind: type[Any], key: str) -> Callable[[Any], Any]:
    """What makes of one value of an entry what it stands for; it raises a `ValueError` where the value has another shape.

    Raises
    ------
    ValueError
        Entries of this kind have no such key.
    """
    shape: type[Shape] = globals()[kind.__name__]
    field = shape.model_fields.get(key)
    if field is None:
        raise ValueError(key)
    own: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    fit = TypeAdapter(own).validator.validate_python

    def meaning(value: Any) -> Any:
        fitting = fit(value)
        return fitting if fitting.__class__ is str else made_of(fitting)

    return meaning
