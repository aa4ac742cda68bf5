"""The catalogue as people write it: fields, providers, modules, awards and roles.

Knows the shape of the file (docs/catalogue-format.md) and what follows from one entry alone, such as its weekly load;
not whether entries fit together (`checks`), nor where they stood in a file (`yaml_source`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from pydantic import BeforeValidator, Discriminator, Field, PrivateAttr, StrictInt, Tag, WithJsonSchema

from mcplanner.catalogue.places import Places
from mcplanner.catalogue.requirements import (
    Frozen,
    HalfCredits,
    Id,
    Reference,
    Requirement,
    exact_number,
    halves,
    ids,
    skills,
)
from mcplanner.ground.money import cents_of
from mcplanner.ground.months import CALENDAR, Month, month_of_day, months_through, parse_day_or_month, parse_month


def _month(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write the year and the month as 2027-04")
    return parse_month(value)


def _date(value: Any) -> Any:
    """Pydantic alone would take seconds since 1970 and times of day for dates, too."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("write the date as 2026-11-01")
    return date.fromisoformat(value)


class Unknown(Enum):
    """The value of a figure that nobody has published."""

    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return self.value


UNKNOWN: Final = Unknown.UNKNOWN

T = TypeVar("T")


def known(value: T | Unknown) -> T | None:
    """A figure, or None if it is unknown."""
    return None if value is UNKNOWN else value


def _knowledge(value: Any) -> str:
    """The branch of a figure that a value is meant for; in angle brackets as in `requirements`."""
    return "<unknown>" if value is UNKNOWN or value == UNKNOWN.value else "<known>"


def _length(value: Any) -> str:
    """The branch of `months` that a value is meant for."""
    return "<bounds>" if isinstance(value, dict | MonthBounds) else _knowledge(value)


def _when(value: Any) -> Any:
    """A day, or a month where the day is not known."""
    if not isinstance(value, str):
        raise ValueError("write the day as 2027-04-19, or the month as 2027-04")
    return parse_day_or_month(value)


_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


# Bounds of what may be left out stand here and not in the field, from where pydantic does not carry them into the schema.
Weeks = Annotated[Decimal, Field(gt=0, le=300, decimal_places=2), BeforeValidator(exact_number)]
Days = Annotated[Decimal, Field(gt=0, le=400, decimal_places=2), BeforeValidator(exact_number)]
Hours = Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=2), BeforeValidator(exact_number)]
Fee = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2), BeforeValidator(exact_number)]
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
IsUnknown: TypeAlias = Annotated[Unknown, Tag("<unknown>")]
Intake = Literal["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
Mode = Literal["online", "in-person", "blended"]
Kind = Literal[
    "certificate",
    "diploma",
    "specialist-diploma",
    "advanced-diploma",
    "degree",
    "graduate-certificate",
    "graduate-diploma",
    "higher-nitec",
    "statement-of-attainment",
    "wsq",
    "diploma-conversion",
]
Evidence = Literal["published", "assumed", "illustrative"]
FigureName = Literal[
    "hours",
    "months",
    "weeks",
    "intakes",
    "runs",
    "then",
    "apply_months_before",
    "fee",
    "funding",
    "mode",
    "sessions",
    "evenings",
    "days",
    "requires",
    "alongside",
    "equivalent",
    "excludes",
    "covers",
    "credits",
    "skills",
    "valid_months",
    "shares",
]
"""A key of an entry that can rest on less than the entry's own evidence."""
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS: tuple[Kind, ...] = get_args(Kind)
MODES: tuple[Mode, ...] = ("online", "in-person", "blended")

SESSION_PATTERN = r"^(mon|tue|wed|thu|fri|sat|sun) ([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
Session = Annotated[str, Field(pattern=SESSION_PATTERN)]
"""A weekly class time, `tue 18:30-21:30`; `22:00-24:00` ends at midnight, `22:00-01:00` on the next day."""


class Certainty(StrEnum):
    """What a figure rests on."""

    PUBLISHED = "published"
    DERIVED = "derived"
    ASSUMED = "assumed"
    ILLUSTRATIVE = "illustrative"
    UNKNOWN = "unknown"
    LEARNER = "learner"
    """Unknown, and assumed by the learner."""
    UNSTATED = "unstated"
    """The catalogue does not say."""


@dataclass(frozen=True, slots=True)
class Pace:
    """One way to take a module: its length in months and the weekly load that follows, in minutes rounded up."""

    months: int
    minutes_per_week: int


DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
SATURDAY = 5
"""Its number among the days of a week that begins on a Monday with 0."""
EVENING_MINUTE = 18 * 60
"""A class that goes on after this minute of its day takes the evening."""


@dataclass(frozen=True, slots=True, order=True)
class ClassTime:
    """A weekly class as minutes since Monday 00:00, the end excluded.

    The week is a circle: a class that goes on past Sunday's midnight ends after the last minute of the week, on Monday.
    """

    start_minute: int
    end_minute: int

    def clashes_with(self, other: "ClassTime") -> bool:
        """Return whether the two share any minute."""
        return self.takes(other.start_minute) or other.takes(self.start_minute)

    def takes(self, minute: int) -> bool:
        """Return whether it goes on in a minute of the week."""
        return (minute - self.start_minute) % WEEK_MINUTES < self.minutes

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end_minute - self.start_minute

    @property
    def evening(self) -> int | None:
        """The day of the week on which it begins, Monday being 0, if it goes on after six; None for a class by day."""
        day = self.start_minute // DAY_MINUTES
        return day if self.end_minute > day * DAY_MINUTES + EVENING_MINUTE else None


class Subject(Frozen):
    """A field of study, such as information technology."""

    id: Id
    title: Text


class Provider(Frozen):
    """Who teaches."""

    id: Id
    title: Text
    venue: Text | None = None


class MonthBounds(Frozen):
    """The shortest and the longest a self-paced module may take."""

    min: StrictInt = Field(ge=1)
    max: StrictInt = Field(ge=1, le=60)


class Run(Frozen):
    """One dated start of a module. What it does not say is as in its module.

    A month stands where a day is not known. `end` is the last day of study, or its month.
    """

    start: WrittenDay
    end: WrittenDay | None = None
    apply_from: WrittenDay | None = None
    apply_by: WrittenDay | None = None
    mode: Annotated[Annotated[Mode, Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] | None = None
    sessions: Annotated[Annotated[tuple[Session, ...], Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] | None = None
    fee: Annotated[Annotated[Fee, Tag("<known>")] | IsUnknown, Discriminator(_knowledge)] | None = None
    ref: Text | None = None
    seats: StrictInt | None = Field(default=None, ge=1)
    _fee_by_learner: bool = PrivateAttr(default=False)

    @property
    def by_learner(self) -> frozenset[FigureName]:
        """The figures of its own that the learner assumed."""
        return frozenset(("fee",) if self._fee_by_learner else ())

    def assuming_fee(self, fee: Decimal) -> "Run":
        """The run with a fee that the learner assumes, if its own is unknown."""
        if self.fee is not UNKNOWN:
            return self
        assumed = self.model_copy(update={"fee": fee})
        assumed._fee_by_learner = True
        return assumed

    @property
    def start_month(self) -> Month:
        """The month in which it starts."""
        return month_of_day(self.start)

    @property
    def end_month(self) -> Month | None:
        """Its last month of study; None if only its module says how long it takes."""
        return None if self.end is None else month_of_day(self.end)

    @property
    def apply_by_month(self) -> Month | None:
        """The last month in which one can apply for it; None if it says none."""
        return None if self.apply_by is None else month_of_day(self.apply_by)

    @property
    def months(self) -> int | None:
        """How long it takes, without days the calendar months that it touches; None if only its module says so."""
        if self.end_month is None:
            return None
        if self.first_day is None or self.last_day is None:
            return self.end_month - self.start_month + 1
        return max(1, months_through(self.first_day, self.last_day))

    @property
    def first_day(self) -> date | None:
        """The day on which it starts; None if only the month is known."""
        return self.start if isinstance(self.start, date) else None

    @property
    def last_day(self) -> date | None:
        """Its last day of study; None if only the month is known, or not even that."""
        return self.end if isinstance(self.end, date) else None

    @property
    def apply_by_day(self) -> date | None:
        """The last day on which one can apply for it; None if only the month is known, or not even that."""
        return self.apply_by if isinstance(self.apply_by, date) else None

    def cannot_be_told_from(self, other: "Run") -> bool:
        """Return whether two runs on the same terms have the same dates."""
        return (self.start, self.end, self.apply_by) == (other.start, other.end, other.apply_by)


class _Terms(NamedTuple):
    """What some runs say that is not as in their module, and what of it the learner assumed."""

    own: Mapping[str, Any]
    by_learner: frozenset[FigureName] = frozenset()


def _has_twin(run: Run, offers: Iterable[Sequence[Run]]) -> bool:
    return any(run.cannot_be_told_from(other) for runs in offers for other in runs)


def _free_for(run: Run, offers: Iterable[list[Run]]) -> list[Run] | None:
    """The first offer that has no start in the month of the run yet."""
    return next((runs for runs in offers if all(other.start_month != run.start_month for other in runs)), None)


class Sourced(Frozen):
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

    def certainty(self, key: FigureName) -> Certainty:
        """What a figure rests on: what its own key says, or else the evidence of the entry."""
        if getattr(self, key, None) is UNKNOWN:
            return Certainty.UNKNOWN
        if key in self.derived:
            return Certainty.DERIVED
        if key in self.assumed:
            return Certainty.ASSUMED
        return Certainty.UNSTATED if self.evidence is None else Certainty(self.evidence)


WHOLE = -1
"""Stands for a module itself among the positions of its offers."""


class Module(Sourced):
    """The unit a learner enrols in."""

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
    _by_learner: frozenset[FigureName] = PrivateAttr(default=frozenset())
    _last_start: Month | None = PrivateAttr(default=None)

    @property
    def self_paced(self) -> bool:
        """Return whether the learner picks the number of months."""
        return isinstance(self.months, MonthBounds)

    def certainty(self, key: FigureName) -> Certainty:
        """What a figure rests on; `learner` if it is unknown and the learner assumed it. `then` is assumed at best."""
        if key in self._by_learner:
            return Certainty.LEARNER
        found = super().certainty(key)
        return Certainty.ASSUMED if key == "then" and found in (Certainty.PUBLISHED, Certainty.UNSTATED) else found

    @cached_property
    def lacks(self) -> tuple[FigureName, ...]:
        """The unknown figures without which it cannot be planned."""
        figures: tuple[tuple[FigureName, object], ...] = (
            ("hours", self.hours),
            ("months", self.months),
            ("weeks", self.weeks),
            ("intakes", self.intakes),
        )
        return tuple(key for key, value in figures if value is UNKNOWN)

    def assuming(self, figures: Mapping[FigureName, Any]) -> "Module":
        """The module with values for unknown figures, which the learner assumes; a fee also for the runs of unknown fee.

        Starts after the last run are unknown if there are none.
        """
        unknown = {key for key in figures if getattr(self, key) is UNKNOWN or (key == "then" and not self.then)}
        update: dict[str, Any] = {key: value for key, value in figures.items() if key in unknown}
        own: frozenset[FigureName] = frozenset(key for key in figures if key in update)
        if "fee" in figures and self.runs is not None:
            update["runs"] = tuple(run.assuming_fee(figures["fee"]) for run in self.runs)
        return self.model_copy(update=update).with_by_learner(self._by_learner | own)

    def with_by_learner(self, keys: frozenset[FigureName]) -> "Module":
        """The module of which just these figures are the learner's."""
        copied = self.model_copy()
        copied._by_learner = keys
        return copied

    @property
    def by_learner(self) -> frozenset[FigureName]:
        """The figures that the learner assumed."""
        return self._by_learner

    @property
    def known_hours(self) -> Decimal:
        """The hours of a module that is planned."""
        assert not isinstance(self.hours, Unknown), "a module of unknown hours is not planned"
        return self.hours

    @cached_property
    def minutes_total(self) -> int:
        """All learning minutes, rounded up."""
        return ceil(Fraction(self.known_hours) * 60)

    @property
    def half_credits(self) -> int:
        """Its credits as a number of halves, 0 if it has none."""
        return halves(self.credits)

    @property
    def fee_cents(self) -> int | None:
        """The fee before GST and subsidy; None if it is unknown."""
        return None if isinstance(self.fee, Unknown) else cents_of(self.fee)

    @cached_property
    def paces(self) -> tuple[Pace, ...]:
        """Every way to take it, shortest first; none if what it asks is unknown. Without `weeks`, a month is 13/3 weeks.

        What is taught in full days takes no hours of the week.
        """
        if self.hours is UNKNOWN or self.weeks is UNKNOWN or isinstance(self.months, Unknown):
            return ()
        if isinstance(self.months, MonthBounds):
            lengths = range(self.months.min, self.months.max + 1)
        else:
            lengths = range(self.months, self.months + 1)
        return tuple(Pace(length, self._minutes_per_week(length)) for length in lengths)

    def _minutes_per_week(self, months: int) -> int:
        if self.days is not None:
            return 0
        weeks = Fraction(13 * months, 3)
        if isinstance(self.weeks, Decimal):  # a run may be shorter than its module
            weeks = min(weeks, Fraction(self.weeks))
        return ceil(Fraction(self.known_hours) * 60 / weeks)

    @cached_property
    def class_times(self) -> tuple[ClassTime, ...]:
        """The weekly classes, in the file's order; one that takes no time is left for `checks` to report."""
        return tuple(parse_class_time(session) for session in known(self.sessions) or ())

    @cached_property
    def evening_days(self) -> frozenset[int]:
        """The days of the week whose evenings its classes take, Monday being 0."""
        return frozenset(time.evening for time in self.class_times if time.evening is not None)

    @cached_property
    def offers(self) -> tuple["Module", ...]:
        """The module in each way in which it is offered: modules of its id, each with at most one start in a month.

        Runs that say something of their own, or that start in one month, are offers of their own; of runs that nothing tells
        apart there is the first. Without such runs there is one offer, the module itself.
        """
        groups = self._runs_by_offer()
        if len(groups) < 2 and not any(terms.own for terms, _ in groups):
            return (self,)
        with_then = next((number for number, (terms, _) in enumerate(groups) if not terms.own), None)
        return tuple(
            self._offer(terms, tuple(runs), self.then if number == with_then else ())
            for number, (terms, runs) in enumerate(groups)
        )

    def _runs_by_offer(self) -> list[tuple[_Terms, list[Run]]]:
        """The terms of each offer, with its runs; what starts by `then` needs one whose terms are the module's."""
        groups: list[tuple[_Terms, list[Run]]] = []
        for run in self.runs or ():
            terms = self._terms_of(run)
            alike = [own for its_terms, own in groups if its_terms == terms]
            if _has_twin(run, alike):
                continue
            free = _free_for(run, alike)
            if free is None:
                groups.append((terms, [run]))
            else:
                free.append(run)
        if self.then and all(terms.own for terms, _ in groups):
            groups.append((_Terms({}), []))
        return groups

    def _terms_of(self, run: Run) -> _Terms:
        """What a run says that is not as in its module, or that rests on the learner in one of them only."""
        said = {"mode": run.mode, "sessions": run.sessions, "fee": run.fee, "months": run.months}
        assumed_once = run.by_learner ^ self._by_learner
        own: dict[str, Any] = {
            key: value
            for key, value in said.items()
            if value is not None and (value != getattr(self, key) or key in assumed_once)
        }
        if own.get("sessions") and self.evenings is not None:
            own["evenings"] = None
        return _Terms(own, run.by_learner & own.keys())

    def _offer(self, terms: _Terms, runs: tuple[Run, ...], then: tuple[Intake, ...]) -> "Module":
        less = {
            "derived": {key: how for key, how in self.derived.items() if key not in terms.own},
            "assumed": tuple(key for key in self.assumed if key not in terms.own),
        }
        offer = self.model_copy(update={**terms.own, **less, "runs": runs, "then": then})
        offer._by_learner = (self._by_learner - terms.own.keys()) | terms.by_learner
        for name in offer.__dict__.keys() - type(self).model_fields.keys():  # worked out for the whole module
            del offer.__dict__[name]
        offer._last_start = self.last_start
        return offer

    def offer(self, number: int) -> "Module":
        """One of its offers by its position, or the module itself (`WHOLE`)."""
        return self if number == WHOLE else self.offers[number]

    def offer_number_in(self, start: Month, day: date | None = None) -> int:
        """The position of the first of its offers with a start in a month, and on a day of it where one has a run then."""
        positions = (position for position, offer in enumerate(self.offers) if offer.starts_in(start))
        return min(positions, key=lambda position: not self.offers[position].begins_on(start, day), default=WHOLE)

    def offer_in(self, start: Month, day: date | None = None) -> "Module":
        """The first of its offers with a start in a month, and on a day of it; the module itself if there is none."""
        return self.offer(self.offer_number_in(start, day))

    def first_days_in(self, start: Month) -> tuple[date, ...]:
        """The first days of its runs that start in a month, each once, as far as they are known."""
        days = (run.first_day for run in self.runs or () if run.start_month == start)
        return tuple(sorted({day for day in days if day is not None}))

    def begins_on(self, start: Month, day: date | None) -> bool:
        """Return whether its run of a month begins on a day."""
        run = self.run_in(start)
        return run is not None and run.first_day == day

    def run_in(self, start: Month) -> Run | None:
        """Its first run that starts in a month."""
        return next((run for run in self.runs or () if run.start_month == start), None)

    @property
    def last_start(self) -> Month | None:
        """The month in which the last of the module's known runs starts; None without runs."""
        return self._last_start or max((run.start_month for run in self.runs or ()), default=None)

    def half_days_in(self, start: Month, months: int) -> tuple[int, ...]:
        """The half days off that it takes in each of its months, given its start; of none after these.

        In a run no longer than its days, each day takes one of them, but none on Saturdays and Sundays. Else they are spread
        evenly.
        """
        if self.days is None or self._only_at_weekends:
            return (0,) * months
        run = self.run_in(start)
        if run is None or run.first_day is None or run.last_day is None:
            return (ceil(2 * Fraction(self.days) / months),) * months
        length = (run.last_day - run.first_day).days + 1
        if length > ceil(self.days):
            return (ceil(2 * Fraction(self.days) / months),) * months
        taken = [0] * (month_of_day(run.last_day) - start + 1)
        for number in range(length):
            day = run.first_day + timedelta(days=number)
            if day.weekday() < SATURDAY:
                taken[month_of_day(day) - start] += max(0, min(2, ceil(2 * self.days) - 2 * number))
        return tuple(taken)

    @property
    def _only_at_weekends(self) -> bool:
        """Whether it has known classes, all of them on Saturdays and Sundays."""
        sessions = known(self.sessions) or ()
        return bool(sessions) and all(session.startswith(("sat", "sun")) for session in sessions)

    def is_presumed(self, start: Month) -> bool:
        """Return whether a start in a month is presumed, after its last known run."""
        last = self.last_start
        return self.runs is not None and last is not None and start > last and CALENDAR[start % 12] in self.then

    def starts_in(self, month: Month) -> bool:
        """Return whether it has an intake or a run in the month (any month where it names neither)."""
        if self.runs is not None:
            return self.run_in(month) is not None or self.is_presumed(month)
        return self.intakes is None or CALENDAR[month % 12] in (known(self.intakes) or ())

    def apply_by(self, start: Month) -> Month:
        """The last month to apply for a start in `start`."""
        run = self.run_in(start)
        if run is not None:
            return run.apply_by_month or start
        return Month(start - self.apply_months_before)


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


class Role(Frozen):
    """A job described by the skills it needs."""

    id: Id
    title: Text
    field: Reference | None = None
    requires: Requirement


class Catalogue(Frozen):
    """Everything that can be taken, and what it stacks into."""

    title: Text
    as_of: WrittenDate
    currency: Literal["SGD"] = "SGD"
    fields: tuple[Subject, ...] = Field(min_length=1)
    providers: tuple[Provider, ...] = Field(min_length=1)
    modules: tuple[Module, ...] = Field(min_length=1)
    awards: tuple[Award, ...] = ()
    roles: tuple[Role, ...] = ()

    @cached_property
    def module_by_id(self) -> Mapping[str, Module]:
        return {module.id: module for module in self.modules}

    @cached_property
    def award_by_id(self) -> Mapping[str, Award]:
        return {award.id: award for award in self.awards}

    @cached_property
    def role_by_id(self) -> Mapping[str, Role]:
        return {role.id: role for role in self.roles}

    @cached_property
    def entry_by_id(self) -> Mapping[str, Module | Award | Role]:
        """Modules, awards and roles together: they share one namespace."""
        return {**self.module_by_id, **self.award_by_id, **self.role_by_id}

    @cached_property
    def field_by_id(self) -> Mapping[str, Subject]:
        return {subject.id: subject for subject in self.fields}

    @cached_property
    def provider_by_id(self) -> Mapping[str, Provider]:
        return {provider.id: provider for provider in self.providers}

    @cached_property
    def modules_by_skill(self) -> Mapping[str, tuple[Module, ...]]:
        """The modules that teach each skill, in the file's order."""
        found: dict[str, list[Module]] = {}
        for module in self.modules:
            for skill in module.skills:
                found.setdefault(skill, []).append(module)
        return {skill: tuple(modules) for skill, modules in found.items()}

    @cached_property
    def named_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each id, the modules that say it is equivalent, excluded or covered, and the awards that name it or the skill."""
        found: dict[str, dict[str, None]] = {}
        for module in self.modules:
            for name in (*module.equivalent, *module.excludes, *module.covers):
                found.setdefault(name, {})[module.id] = None
        for award in self.awards:
            for name in (*ids(award.requires), *skills(award.requires)):
                found.setdefault(name, {})[award.id] = None
        return {name: tuple(namers) for name, namers in found.items()}

    @cached_property
    def equivalents(self) -> Mapping[str, frozenset[str]]:
        """For each module that has equivalent ones, all of them and itself, whichever names the other."""
        classes: dict[str, frozenset[str]] = {}
        for module in self.modules:
            for other in module.equivalent:
                joined = classes.get(module.id, frozenset((module.id,))) | classes.get(other, frozenset((other,)))
                classes.update(dict.fromkeys(joined, joined))
        return classes

    def skills_of(self, module: str) -> frozenset[str]:
        """The skills that a module shows: those that it teaches, or what it counts as."""
        return frozenset(skill for name in self.places.counted_as(module) for skill in self.module_by_id[name].skills)

    @cached_property
    def places(self) -> Places:
        """The places where modules can count in the awards."""
        return Places(
            {award.id: award.requires for award in self.awards},
            {award.id: award.shares for award in self.awards if award.shares is not None},
            self.equivalents,
            {module.id: module.covers for module in self.modules if module.covers},
        )

    @cached_property
    def exclusions(self) -> Mapping[str, frozenset[str]]:
        """For each module, the others that may not be taken as well: either excludes the other, or counts as it."""
        found: dict[str, set[str]] = {}
        for module in self.modules:
            for other in (*module.excludes, *(self.places.counted_as(module.id) - {module.id})):
                found.setdefault(module.id, set()).add(other)
                found.setdefault(other, set()).add(module.id)
        return {module_id: frozenset(others) for module_id, others in found.items()}

    def __str__(self) -> str:
        return f"{self.title} (as of {self.as_of.isoformat()})"


def evenings_of(modules: Iterable[Module]) -> int:
    """The evenings a week that modules take together: each known day once, and all those whose days are not published."""
    taken = list(modules)
    days = frozenset[int]().union(*(module.evening_days for module in taken))
    return len(days) + sum(module.evenings or 0 for module in taken)


def parse_class_time(session: str) -> ClassTime:
    """Read `tue 18:30-21:30`; what ends at an earlier time of day than it begins, ends on the next day.

    Raises
    ------
    ValueError
        The text is not a weekday and two times of day.
    """
    if re.fullmatch(SESSION_PATTERN, session) is None:
        raise ValueError(f"'{session}' is not a class time: write the day and the times as 'tue 18:30-21:30'")
    day, times = session.split(" ")
    start, end = (int(time[:2]) * 60 + int(time[3:]) for time in times.split("-"))
    midnight = WEEKDAYS.index(day) * DAY_MINUTES
    return ClassTime(midnight + start, midnight + end + (DAY_MINUTES if end < start else 0))


def format_class_time(time: ClassTime) -> str:
    """Write `tue 18:30-21:30`."""
    day, start = divmod(time.start_minute, DAY_MINUTES)
    end = start + time.minutes
    return f"{WEEKDAYS[day]} {_time_of_day(start)}-{_time_of_day(end if end <= DAY_MINUTES else end - DAY_MINUTES)}"


def _time_of_day(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
