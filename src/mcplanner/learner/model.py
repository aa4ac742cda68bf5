"""The facts and choices of a learner: hours, months away, modules held, pinned or ruled out.

Knows their shape; not whether the ids in them exist, nor what they mean for a plan.
"""

from collections.abc import Mapping, Set
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Self, TypedDict, Unpack

from msgspec import Meta, Struct, ValidationError, convert, defstruct, field, structs

from mcplanner.catalogue.model import Certainty, Mode, Module, Pace
from mcplanner.ground.months import Month, month_name, month_of_day
from mcplanner.learner.absence import days_of, minutes_left
from mcplanner.learner.busy import BusyTime

YEARS_OF_BIRTH = range(1900, 2101)

YearOfBirth = Annotated[int, Meta(ge=YEARS_OF_BIRTH[0], le=YEARS_OF_BIRTH[-1])]
Counted = Annotated[int, Meta(ge=1)]
Cents = Annotated[int, Meta(ge=0)]
MonthsOfStudy = Annotated[int, Meta(ge=1, le=60)]
HalfDays = Annotated[int, Meta(ge=0, le=62)]
MonthsOfAYear = Annotated[int, Meta(ge=1, le=12)]
EveningsOfAWeek = Annotated[int, Meta(ge=0, le=7)]


class Checked(Struct, frozen=True):
    """A value that checks the types and bounds of its fields; a ValueError says which field is wrong.

    A list or a set may be given for a tuple or a frozenset, and each field holds a copy of its own.
    """

    def __post_init__(self) -> None:
        given = structs.asdict(self)
        try:
            checked = convert(given, _shape_of(type(self)))
        except ValidationError as error:
            words, _, place = str(error).partition(" - at `$.")
            raise ValueError(f"{place.rstrip('`')}: {words}") from None
        for name, value in given.items():
            own = getattr(checked, name)
            if own is not value:
                structs.force_setattr(self, name, own)


@cache
def _shape_of(model: type[Checked]) -> type[Any]:
    """A twin of the class without checks, so that converting a value does not check it over and over."""
    return defstruct(model.__name__, [(fact.name, fact.type) for fact in structs.fields(model)])


class Held(Checked, frozen=True, kw_only=True):
    """A module passed before the plan; `ended` is its last month of study, None if it is not known.

    `rests_on` is on what that month rests where it follows from the catalogue: of what was under way, and is taken as passed.
    """

    module: str
    ended: Month | None = None
    rests_on: tuple[Certainty, ...] = ()


class UnderWay(Checked, frozen=True, kw_only=True):
    """A module that the learner has begun and not ended; `months` only if it is self-paced, else the catalogue says.

    `day` is its first day, which tells apart runs that start in one month; without it, the first of them is meant.
    """

    module: str
    started: Month
    months: MonthsOfStudy | None = None
    day: date | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.day is not None and month_of_day(self.day) != self.started:
            raise ValueError(f"day: it is not in {month_name(self.started)}")

    def offer(self, module: Module) -> Module:
        """The module as it is offered in the run that began then."""
        return module.offer(self.offer_number(module))

    def offer_number(self, module: Module) -> int:
        """The position of that among the offers of the module."""
        return module.offer_number_in(self.started, self.day)

    def pace(self, module: Module) -> Pace | None:
        """The pace at which it is taken, in the run that began then; None if the module cannot take so many months."""
        paces = self.offer(module).paces
        return next((pace for pace in paces if self.months in (None, pace.months)), None)

    def ends(self, module: Module) -> Month:
        """Its last month of study; the module must offer the pace."""
        pace, last_day = self.pace(module), self.last_day(module)
        assert pace is not None, "a pace that the module does not offer is refused when the learner is read"
        return Month(self.started + pace.months - 1) if last_day is None else month_of_day(last_day)

    def begins_after(self, today: date) -> bool:
        """Return whether it had not begun by a day, as far as its own day is known, or else its month."""
        return self.started > month_of_day(today) if self.day is None else self.day > today

    def is_over(self, module: Module, today: date) -> bool:
        """Return whether it had ended before a day, as far as its last day is known, or else its last month."""
        last_day = self.last_day(module)
        return self.ends(module) < month_of_day(today) if last_day is None else last_day < today

    def last_day(self, module: Module) -> date | None:
        """Its last day of study; None if that is not known."""
        offer = self.offer(module)
        run = offer.run_in(self.started)
        return None if run is None or run.months != offer.months else run.last_day


class Stretch(Checked, frozen=True, kw_only=True):
    """So many minutes a week more than the learner has, in so many months of a calendar year at most."""

    minutes: Counted
    months: MonthsOfAYear


Residency = Literal["citizen", "permanent-resident", "other"]
Employer = Literal["sme", "large"]
"""The employer that sponsors the courses: a small or medium enterprise, or a larger one."""

Party = Literal["learner", "employer"]
"""Who pays the provider, or is paid back."""


class LearnerFacts(TypedDict, total=False):
    """Some of a learner's facts, under the names of `Learner`; so the type checker finds a wrong name."""

    minutes_per_week: Counted | None
    minutes_in: Mapping[Month, int]
    stretch: Stretch | None
    at_once: Counted | None
    evenings: EveningsOfAWeek | None
    half_days_off: HalfDays | None
    busy: tuple[BusyTime, ...]
    cost_limit_cents: Cents | None
    cost_limit_per_year_cents: Cents | None
    away: frozenset[Month | date]
    held: tuple[Held, ...]
    only_modes: frozenset[Mode]
    only_providers: frozenset[str]
    skip: frozenset[str]
    pins: Mapping[str, Month]
    under_way: tuple[UnderWay, ...]
    applied: Mapping[str, Month]
    residency: Residency | None
    born: YearOfBirth | None
    employer: Employer | None
    union_member: bool
    first_qualification: bool
    repeats: frozenset[str]
    credit_cents: Mapping[str, int]
    assume: tuple[str, ...]


class Learner(Checked, frozen=True, kw_only=True):
    """One learner's facts and choices.

    Attributes
    ----------
    minutes_per_week, minutes_in
        Minutes a week, and the months with other minutes; None asks for the fewest that are enough in all other months.
        In a month of no minutes no module may run.
    stretch
        How far a few months of a year may go beyond these minutes; None if none may.
    at_once, evenings
        How many modules may run at once, and how many evenings a week they may take together; None for no limit.
    half_days_off
        How many half days off work the learner can take in a month for classes; None for no limit.
    busy
        Times of the week at which the learner can have no class.
    cost_limit_cents, cost_limit_per_year_cents
        How much all modules may cost, and those that start in one calendar year; None for no limit.
    away
        Months in which no module may run, and days: these take their part of a month's minutes, and no class that cannot be
        missed may be on one.
    only_modes, only_providers
        The modes and providers that a plan may use; empty means all.
    skip
        Ids of modules, providers or modes that a plan may not use.
    pins
        Modules, each with the month in which it must start.
    under_way
        Modules that began no later than the plan, and end during it. They are paid for, and go on whatever else is asked.
    applied
        Modules that the learner has applied for, each with its start: for these, closed applications do not matter.
    residency
        None if it is not known; the cost is then the fee, without GST and subsidy.
    born
        The year of birth; None if it is not known, which counts as younger than every age limit.
    employer
        The employer that sponsors the courses; None if the learner pays.
    union_member, first_qualification
        Facts that matter for some funding rules.
    repeats
        Modules failed before: a new attempt is priced as a repeat, and so is a module that is held and taken again.
    credit_cents
        The cents that are left in each of the learner's credit wallets, by their ids in the funding rules.
    assume
        Values for figures that are unknown in a catalogue: `hours=40`, or `ID:fee=1500` for one module, which wins.
    """

    minutes_per_week: Counted | None = None
    minutes_in: Mapping[Month, int] = field(default_factory=dict)
    stretch: Stretch | None = None
    at_once: Counted | None = None
    evenings: EveningsOfAWeek | None = None
    half_days_off: HalfDays | None = None
    busy: tuple[BusyTime, ...] = ()
    cost_limit_cents: Cents | None = None
    cost_limit_per_year_cents: Cents | None = None
    away: frozenset[Month | date] = frozenset()
    held: tuple[Held, ...] = ()
    only_modes: frozenset[Mode] = frozenset()
    only_providers: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    pins: Mapping[str, Month] = field(default_factory=dict)
    under_way: tuple[UnderWay, ...] = ()
    applied: Mapping[str, Month] = field(default_factory=dict)
    residency: Residency | None = None
    born: YearOfBirth | None = None
    employer: Employer | None = None
    union_member: bool = False
    first_qualification: bool = True
    repeats: frozenset[str] = frozenset()
    credit_cents: Mapping[str, int] = field(default_factory=dict)
    assume: tuple[str, ...] = ()

    @property
    def attempted(self) -> frozenset[str]:
        """The modules passed or failed before; another attempt at one of them is not the first."""
        return self.repeats.union(entry.module for entry in self.held)

    @property
    def payer(self) -> Party:
        """Return who pays the provider: an employer that sponsors the courses pays for all of them."""
        return "learner" if self.employer is None else "employer"

    @property
    def limits_cost(self) -> bool:
        """Return whether a plan may not cost more than so much, altogether or in a year."""
        return self.cost_limit_cents is not None or self.cost_limit_per_year_cents is not None

    @property
    def limits_years(self) -> bool:
        """Return whether a calendar year has a limit, so that something may have to wait for the next one."""
        return self.cost_limit_per_year_cents is not None or self.stretch is not None

    @property
    def months_away(self) -> frozenset[Month]:
        """The months in which no module may run: those away, and those without any hours."""
        return frozenset(month for month in self.unusual_months if self.minutes_at(month) == 0)

    @property
    def unusual_months(self) -> Set[Month]:
        """The months that may have other hours than all others."""
        return self.minutes_in.keys() | {month_of_day(each) for each in self.away}

    @property
    def days_away(self) -> frozenset[date]:
        """The days by themselves on which the learner is away."""
        return frozenset(days_of(self.away))

    def minutes_given(self, month: Month) -> int | None:
        """The minutes a week that are given for a month, whether the learner is there or not; None if there is no limit."""
        return self.minutes_in.get(month, self.minutes_per_week)

    def minutes_at(self, month: Month) -> int | None:
        """The minutes a week of a month: less where the learner is away on some days, 0 on all; None if there is no limit."""
        return 0 if month in self.away else minutes_left(self.minutes_given(month), self.away, month)

    def most_minutes_at(self, month: Month) -> int | None:
        """The same where the month is one of those that may go beyond."""
        return self._stretched(self.minutes_at(month))

    @property
    def most_minutes(self) -> int | None:
        """The same of a month with the usual hours."""
        return self._stretched(self.minutes_per_week)

    def _stretched(self, minutes: int | None) -> int | None:
        return minutes if not minutes or self.stretch is None else minutes + self.stretch.minutes

    def replace(self, **facts: Unpack[LearnerFacts]) -> Self:
        """The same learner with some facts changed; a TypeError says if there is no such fact."""
        return structs.replace(self, **facts)
