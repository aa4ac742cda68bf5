"""What a learner brings and asks for: hours, months away, what is held, what is pinned or ruled out.

Knows the shape of these facts, not whether the ids in them exist nor what follows for a plan.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Self, TypedDict, Unpack

from msgspec import Meta, Struct, ValidationError, convert, defstruct, field, structs

from mcplanner.catalogue.model import ClassTime, Mode, Module, Pace
from mcplanner.catalogue.requirements import Id
from mcplanner.ground.months import Month

YEARS_OF_BIRTH = range(1900, 2101)

YearOfBirth = Annotated[int, Meta(ge=YEARS_OF_BIRTH[0], le=YEARS_OF_BIRTH[-1])]
Counted = Annotated[int, Meta(ge=1)]
Cents = Annotated[int, Meta(ge=0)]
MonthsOfStudy = Annotated[int, Meta(ge=1, le=60)]
EveningsOfAWeek = Annotated[int, Meta(ge=0, le=7)]


class Checked(Struct, frozen=True):
    """A value whose fields are of their types and within their bounds; a ValueError says which is not.

    A list or a set stands for the tuple or the frozenset that a field holds, and what a field holds is its own copy.
    """

    def __post_init__(self) -> None:
        try:
            checked = convert(structs.asdict(self), _shape_of(type(self)))
        except ValidationError as error:
            words, _, place = str(error).partition(" - at `$.")
            raise ValueError(f"{place.rstrip('`')}: {words}") from None
        for name in self.__struct_fields__:
            structs.force_setattr(self, name, getattr(checked, name))


@cache
def _shape_of(model: type[Checked]) -> type[Any]:
    """A twin of the class that checks nothing when it is made, for what is converted not to be checked again and again."""
    return defstruct(model.__name__, [(fact.name, fact.type) for fact in structs.fields(model)])


class Held(Checked, frozen=True, kw_only=True):
    """A module passed before the plan; `ended` is its last month of study, None where that is not known."""

    module: Id
    ended: Month | None = None


class UnderWay(Checked, frozen=True, kw_only=True):
    """A module that the learner has begun and not ended; `months` where it is self-paced, else the catalogue's."""

    module: Id
    started: Month
    months: MonthsOfStudy | None = None

    def pace(self, module: Module) -> Pace | None:
        """At which pace it is taken; None where the module offers none of so many months."""
        return next((pace for pace in module.paces if self.months in (None, pace.months)), None)

    def ends(self, module: Module) -> Month:
        """Its last month of study; the module must offer the pace."""
        pace = self.pace(module)
        assert pace is not None, "whoever reads what is under way refuses a pace that the module does not offer"
        return Month(self.started + pace.months - 1)


Residency = Literal["citizen", "permanent-resident", "other"]
Employer = Literal["sme", "large"]
"""Who sponsors the courses: a small or medium enterprise, or a larger employer."""


class LearnerFacts(TypedDict, total=False):
    """Some of a learner's facts, by the names that `Learner` has for them: a slip in a name is an error of types."""

    minutes_per_week: Counted | None
    minutes_in: Mapping[Month, int]
    at_once: Counted | None
    evenings: EveningsOfAWeek | None
    busy: tuple[ClassTime, ...]
    cost_limit_cents: Cents | None
    cost_limit_per_year_cents: Cents | None
    away: frozenset[Month]
    held: tuple[Held, ...]
    only_modes: frozenset[Mode]
    only_providers: frozenset[Id]
    skip: frozenset[Id]
    pins: Mapping[Id, Month]
    under_way: tuple[UnderWay, ...]
    applied: Mapping[Id, Month]
    residency: Residency | None
    born: YearOfBirth | None
    employer: Employer | None
    union_member: bool
    first_qualification: bool
    repeats: frozenset[Id]
    credit_cents: Mapping[Id, int]


class Learner(Checked, frozen=True, kw_only=True):
    """One learner's facts and choices.

    Attributes
    ----------
    minutes_per_week, minutes_in
        The budget, and the months in which it is another; None asks for the least that suffices in all other months.
    at_once, evenings
        How many modules may run side by side, and how many evenings a week they may take together; None for no limit.
    busy
        Weekly times in which no class may be.
    cost_limit_cents, cost_limit_per_year_cents
        What all modules together, and those that start in one calendar year, may cost; None for no limit.
    away
        Months in which nothing may run.
    only_modes, only_providers
        What may be used; empty means everything.
    skip
        Ids of modules, providers or modes that may not be used.
    pins
        Modules that start in the given month.
    under_way
        Modules begun before the plan or with it, that end in its time. They are paid for and go on whatever else is asked.
    applied
        Modules applied for, and the month in which they start: for these it does not matter that applications have closed.
    residency
        None where nothing is known of what the learner pays: then cost is the fee before GST and subsidy.
    born
        The year of birth; None where it is not known, which is taken for younger than any age that matters.
    employer
        Who sponsors the courses; None where the learner pays.
    union_member, first_qualification
        Facts that some funding rules ask for.
    repeats
        Modules failed before: what is paid for them is a repeat, as it is for those held and taken again.
    credit_cents
        What is left in the learner's credit wallets, by the ids of the funding rules.
    """

    minutes_per_week: Counted | None = None
    minutes_in: Mapping[Month, int] = field(default_factory=dict)
    at_once: Counted | None = None
    evenings: EveningsOfAWeek | None = None
    busy: tuple[ClassTime, ...] = ()
    cost_limit_cents: Cents | None = None
    cost_limit_per_year_cents: Cents | None = None
    away: frozenset[Month] = frozenset()
    held: tuple[Held, ...] = ()
    only_modes: frozenset[Mode] = frozenset()
    only_providers: frozenset[Id] = frozenset()
    skip: frozenset[Id] = frozenset()
    pins: Mapping[Id, Month] = field(default_factory=dict)
    under_way: tuple[UnderWay, ...] = ()
    applied: Mapping[Id, Month] = field(default_factory=dict)
    residency: Residency | None = None
    born: YearOfBirth | None = None
    employer: Employer | None = None
    union_member: bool = False
    first_qualification: bool = True
    repeats: frozenset[Id] = frozenset()
    credit_cents: Mapping[Id, int] = field(default_factory=dict)

    @property
    def attempted(self) -> frozenset[str]:
        """The modules passed or failed before: to take one of them is not a first attempt."""
        return self.repeats.union(entry.module for entry in self.held)

    def minutes_at(self, month: Month) -> int | None:
        """The budget of a month, 0 where the learner is away; None without any."""
        return 0 if month in self.away else self.minutes_in.get(month, self.minutes_per_week)

    def replace(self, **facts: Unpack[LearnerFacts]) -> Self:
        """The same learner with some facts changed; a TypeError says where there is no such fact."""
        return structs.replace(self, **facts)
