"""The catalogue: fields, providers, modules, awards and roles.

Knows what follows from one entry alone, such as its weekly load; not how it is written (`shape`), nor whether entries fit
together (`checks`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from mcplanner.catalogue.class_times import SATURDAY, ClassTime, parse_class_time
from mcplanner.catalogue.places import Places
from mcplanner.catalogue.requirements import SKILL, Path, Requirement, halves, ids_and_skills, walk_without_ids
from mcplanner.ground.money import cents_of
from mcplanner.ground.months import CALENDAR, Month, month_of_day, months_through

if TYPE_CHECKING:
    from mcplanner.catalogue.search import WordIndex


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

KINDS: tuple[Kind, ...] = get_args(Kind)
MODES: tuple[Mode, ...] = ("online", "in-person", "blended")


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


class Pace(Struct, frozen=True):
    """One way to take a module: its length in months and the weekly load that follows, in minutes rounded up."""

    months: int
    minutes_per_week: int


class Subject(Struct, frozen=True, kw_only=True):
    """A field of study, such as information technology."""

    id: str
    title: str


class Provider(Struct, frozen=True, kw_only=True):
    """Who teaches."""

    id: str
    title: str
    venue: str | None = None


class MonthBounds(Struct, frozen=True, kw_only=True):
    """The shortest and the longest a self-paced module may take."""

    min: int
    max: int


class Run(Struct, frozen=True, kw_only=True):
    """One dated start of a module. What it does not say is as in its module.

    A month stands where a day is not known. `end` is the last day of study, or its month. `by_learner` are the figures of its
    own that the learner assumed.
    """

    start: date | int
    end: date | int | None = None
    apply_from: date | int | None = None
    apply_by: date | int | None = None
    mode: Mode | Unknown | None = None
    sessions: tuple[str, ...] | Unknown | None = None
    fee: Decimal | Unknown | None = None
    ref: str | None = None
    seats: int | None = None
    by_learner: frozenset[FigureName] = frozenset()

    def assuming_fee(self, fee: Decimal) -> "Run":
        """The run with a fee that the learner assumes, if its own is unknown."""
        return replace(self, fee=fee, by_learner=self.by_learner | {"fee"}) if self.fee is UNKNOWN else self

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

    def began_before(self, day: date) -> bool:
        """Return whether it began before a day, or before its month, where only its own month is known."""
        return self.start_month < month_of_day(day) if self.first_day is None else self.first_day < day

    def cannot_be_told_from(self, other: "Run") -> bool:
        """Return whether two runs on the same terms have the same dates."""
        return (self.start, self.end, self.apply_by) == (other.start, other.end, other.apply_by)


class _Terms(Struct, frozen=True):
    """What some runs say that is not as in their module, and what of it the learner assumed."""

    own: Mapping[str, Any]
    by_learner: frozenset[FigureName] = frozenset()


def _has_twin(run: Run, offers: Iterable[Sequence[Run]]) -> bool:
    return any(run.cannot_be_told_from(other) for runs in offers for other in runs)


def _free_for(run: Run, offers: Iterable[list[Run]]) -> list[Run] | None:
    """The first offer that has no start in the month of the run yet."""
    return next((runs for runs in offers if all(other.start_month != run.start_month for other in runs)), None)


class Sourced(Struct, frozen=True, kw_only=True, dict=True):
    """What an entry says of itself beyond a plan: its numbers and page, and what its figures rest on.

    Attributes
    ----------
    ref, refs
        The provider's course number, and further numbers of the same course.
    entry
        What is required to be admitted, as text.
    evidence
        What its figures rest on, but for those that `derived`, with how, and `assumed` name.
    as_of
        The day on which it was right, if not that of the catalogue.
    extra
        What an importer knew besides; nothing reads it.
    """

    id: str
    title: str
    ref: str | None = None
    refs: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    entry: str | None = None
    evidence: Evidence | None = None
    derived: Mapping[FigureName, str] = field(default_factory=dict)
    assumed: tuple[FigureName, ...] = ()
    source: str | None = None
    as_of: date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def certainty(self, key: FigureName) -> Certainty:
        """What a figure rests on: what its own key says, or else the evidence of the entry."""
        if getattr(self, key, None) is UNKNOWN:
            return Certainty.UNKNOWN
        if key in self.derived:
            return Certainty.DERIVED
        if key in self.assumed:
            return Certainty.ASSUMED
        return Certainty.UNSTATED if self.evidence is None else Certainty(self.evidence)

    def singles_out(self, key: FigureName) -> bool:
        """Return whether it says what a figure rests on by its name; of one that is left out, what its default rests on."""
        return key in self.derived or key in self.assumed

    def states(self, key: FigureName) -> bool:
        """Return whether a figure is one of the entry: it is given, if only as unknown, or its default is named."""
        return getattr(self, key, None) not in (None, ()) or self.singles_out(key)


WHOLE = -1
"""Stands for a module itself among the positions of its offers."""


class Module(Sourced, frozen=True, kw_only=True, dict=True):
    """The unit a learner enrols in.

    Attributes
    ----------
    hours
        All learning hours: taught and own study.
    weeks
        Teaching weeks; 13/3 for each of its months if left out.
    intakes
        The months in which it starts every year; left out, any month.
    then
        The months in which it is presumed to start after its last run.
    evenings
        Evenings a week, if their days are not published.
    days
        The full days of a workshop.
    alongside
        Modules that must have ended before it, or be under way when it starts.
    equivalent, excludes
        Modules that count as this one, so that never both are taken; and those that may not be taken as well.
    covers
        Modules as which it counts, taken whole instead of these.
    fee
        Before GST and subsidy; left out, it is unknown; 0 is free.
    by_learner
        The figures that the learner assumed.
    last_run
        Of one of several offers, the month in which the last run of all of them starts.
    """

    field: str
    topics: tuple[str, ...] = ()
    provider: str
    mode: Mode | Unknown
    hours: Decimal | Unknown
    months: int | MonthBounds | Unknown
    weeks: Decimal | Unknown | None = None
    intakes: tuple[Intake, ...] | Unknown | None = None
    runs: tuple[Run, ...] | None = None
    then: tuple[Intake, ...] = ()
    apply_months_before: int = 0
    sessions: tuple[str, ...] | Unknown = ()
    evenings: int | None = None
    days: Decimal | None = None
    requires: Requirement | None = None
    alongside: tuple[str, ...] = ()
    equivalent: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    credits: Decimal | None = None
    fee: Decimal | Unknown = UNKNOWN
    funding: str | None = None
    skills: tuple[str, ...] = ()
    recognised_by: tuple[str, ...] = ()
    by_learner: frozenset[FigureName] = frozenset()
    last_run: Month | None = None

    @property
    def self_paced(self) -> bool:
        """Return whether the learner picks the number of months."""
        return isinstance(self.months, MonthBounds)

    def certainty(self, key: FigureName) -> Certainty:
        """What a figure rests on; `learner` if it is unknown and the learner assumed it. `then` is assumed at best."""
        if key in self.by_learner:
            return Certainty.LEARNER
        found = super().certainty(key)
        return Certainty.ASSUMED if key == "then" and found in (Certainty.PUBLISHED, Certainty.UNSTATED) else found

    def singles_out(self, key: FigureName) -> bool:
        """Return whether it says what a figure rests on by its name, or the learner assumed it."""
        return key in self.by_learner or super().singles_out(key)

    @cached_property
    def lacks(self) -> tuple[FigureName, ...]:
        """The unknown figures without which it cannot be planned; full days take no hours of the week, over however many."""
        figures: tuple[tuple[FigureName, object], ...] = (
            ("hours", self.hours),
            ("months", self.months),
            ("weeks", self.weeks if self.days is None else None),
            ("intakes", self.intakes),
        )
        return tuple(key for key, value in figures if value is UNKNOWN)

    @property
    def most_weeks(self) -> int | None:
        """The most teaching weeks that fit into its months, a part of one counting whole; None if they may differ."""
        return -(-13 * self.months // 3) if isinstance(self.months, int) else None

    @property
    def has_too_many_weeks(self) -> bool:
        """Return whether its teaching weeks do not fit into its months."""
        return isinstance(self.weeks, Decimal) and self.most_weeks is not None and self.weeks > self.most_weeks

    def assuming(self, figures: Mapping[FigureName, Any]) -> "Module":
        """The module with values for unknown figures, which the learner assumes; a fee also for the runs of unknown fee.

        Starts after the last run are unknown if there are none.
        """
        unknown = {key for key in figures if getattr(self, key) is UNKNOWN or (key == "then" and not self.then)}
        update: dict[str, Any] = {key: value for key, value in figures.items() if key in unknown}
        if "fee" in figures and self.runs is not None:
            update["runs"] = tuple(run.assuming_fee(figures["fee"]) for run in self.runs)
        return replace(self, **update, by_learner=self.by_learner | unknown)

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

    @cached_property
    def fee_cents(self) -> int | None:
        """The fee before GST and subsidy; None if it is unknown."""
        return None if isinstance(self.fee, Unknown) else cents_of(self.fee)

    @cached_property
    def paces(self) -> tuple[Pace, ...]:
        """Every way to take it, shortest first; none if what it asks is unknown. Without `weeks`, a month is 13/3 weeks.

        What is taught in full days takes no hours of the week.
        """
        if isinstance(self.months, Unknown) or "hours" in self.lacks or "weeks" in self.lacks:
            return ()
        if isinstance(self.months, MonthBounds):
            lengths = range(self.months.min, self.months.max + 1)
        else:
            lengths = range(self.months, self.months + 1)
        return tuple(Pace(length, self._minutes_per_week(length)) for length in lengths)

    def _minutes_per_week(self, months: int) -> int:
        if self.days is not None:
            return 0
        return _minutes_per_week(self.known_hours, months, self.weeks if isinstance(self.weeks, Decimal) else None)

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
        """What a run says that is not as in its module, or that rests on something else than there."""
        said: dict[FigureName, Any] = {"mode": run.mode, "sessions": run.sessions, "fee": run.fee, "months": run.months}
        own: dict[str, Any] = {
            key: value
            for key, value in said.items()
            if value is not None and (value != getattr(self, key) or self._rests_otherwise(run, key))
        }
        if known(run.sessions) and (self.evenings is not None or self.singles_out("evenings")):
            own["evenings"] = None  # they follow from its class times
        return _Terms(own, run.by_learner & own.keys())

    def _rests_otherwise(self, run: Run, key: FigureName) -> bool:
        """Return whether a figure that a run says rests on something else than that of its module."""
        if key in run.by_learner or key in self.by_learner:
            return key in run.by_learner ^ self.by_learner
        return (self.derived.get(key), key in self.assumed) != self._of_run(key)

    def _of_run(self, key: FigureName) -> tuple[str | None, bool]:
        """How a figure that a run says was derived, and whether it is assumed: its length as its dates, and else neither."""
        return (self.derived.get("runs"), "runs" in self.assumed) if key == "months" else (None, False)

    def _offer(self, terms: _Terms, runs: tuple[Run, ...], then: tuple[Intake, ...]) -> "Module":
        derived = {key: how for key, how in self.derived.items() if key not in terms.own}
        assumed = tuple(key for key in self.assumed if key not in terms.own)
        if "months" in terms.own:
            how, is_assumed = self._of_run("months")
            derived |= {} if how is None else {"months": how}
            assumed = (*assumed, "months") if is_assumed else assumed
        by_learner = (self.by_learner - terms.own.keys()) | terms.by_learner
        less = {"derived": derived, "assumed": assumed, "by_learner": by_learner}
        return replace(self, **terms.own, **less, runs=runs, then=then, last_run=self.last_start)

    def offers_from(self, day: date) -> tuple["Module", ...]:
        """Its offers but for those of runs that began before a day; all of them if there are no others."""
        return tuple(offer for offer in self.offers if offer.is_open_from(day)) or self.offers

    def is_open_from(self, day: date) -> bool:
        """Return whether it has no runs, or one that begins on a day or later, as far as its own day is known."""
        runs = self.runs
        return runs is None or bool(self.then) or any(not run.began_before(day) for run in runs)

    def offer(self, number: int) -> "Module":
        """One of its offers by its position, or the module itself (`WHOLE`)."""
        return self if number == WHOLE else self.offers[number]

    def offer_number_in(self, start: Month, day: date | None = None) -> int:
        """The position of the first of its offers with a start in a month, and on a day of it where one has a run then."""
        positions = (position for position, offer in enumerate(self.offers) if offer.starts_in(start))
        return min(positions, key=lambda position: not self.offers[position].begins_on(start, day), default=WHOLE)

    def offer_in(self, start: Month, day: date | None = None) -> "Module":
        """The first of its offers with a start in a month, and on a day of it; the module itself if there is none."""
        is_lone = len(self.offers) == 1 and self.offers[0] is self
        return self if is_lone else self.offer(self.offer_number_in(start, day))

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
        return self._first_runs.get(start)

    @cached_property
    def _first_runs(self) -> Mapping[Month, Run]:
        """The first run that starts in each month."""
        return {run.start_month: run for run in reversed(self.runs or ())}

    def runs_like(self, run: Run) -> tuple[Run, ...]:
        """Its runs that only seats and numbers tell from one of them, with that one: its offers have the first of them."""
        terms = self._terms_of(run)
        return tuple(own for own in self.runs or () if own.cannot_be_told_from(run) and self._terms_of(own) == terms)

    @cached_property
    def last_start(self) -> Month | None:
        """The month in which the last of the module's known runs starts; None without runs."""
        return self.last_run or max((run.start_month for run in self.runs or ()), default=None)

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
        """Return whether it has known classes, all of them on Saturdays and Sundays."""
        sessions = known(self.sessions) or ()
        return bool(sessions) and all(session.startswith(("sat", "sun")) for session in sessions)

    def is_presumed(self, start: Month) -> bool:
        """Return whether a start in a month is presumed, after its last known run."""
        first = self.presumed_from
        return first is not None and start >= first and CALENDAR[start % 12] in self.then

    @cached_property
    def presumed_from(self) -> Month | None:
        """The month from which its starts are only presumed; None if none are."""
        last = self.last_start
        return None if last is None or self.runs is None or not self.then else Month(last + 1)

    def starts_by(self, month: Month) -> FigureName:
        """The key that lets it start in a month: `runs`, `then` where that is only presumed, or `intakes`."""
        if self.runs is None:
            return "intakes"
        return "runs" if self.run_in(month) is not None else "then"

    def starts_in(self, month: Month) -> bool:
        """Return whether it has an intake or a run in the month (any month where it names neither)."""
        if self.runs is not None:
            return self.run_in(month) is not None or self.is_presumed(month)
        return self.intakes is None or CALENDAR[month % 12] in (known(self.intakes) or ())

    def key_of_start(self, start: Month) -> FigureName | None:
        """The figure by which it starts in a month; None where it may start in any."""
        key = self.starts_by(start)
        return key if key != "intakes" or self.intakes is not None or self.singles_out("intakes") else None

    def apply_by(self, start: Month) -> Month:
        """The last month to apply for a start in `start`."""
        run = self.run_in(start)
        if run is not None:
            return run.apply_by_month or start
        return Month(start - self.apply_months_before)


class Award(Sourced, frozen=True, kw_only=True, dict=True):
    """An award that modules stack into.

    Attributes
    ----------
    fee
        What a provider asks for the whole; it is shown, and no plan counts it: a plan pays for modules.
    shares
        How many modules may count for other awards too; 0 for none, None for all.
    """

    kind: Kind
    field: str
    provider: str | None = None
    fee: Decimal | Unknown | None = None
    requires: Requirement
    valid_months: int | None = None
    shares: int | None = None
    recognised_by: tuple[str, ...] = ()


class Role(Struct, frozen=True, kw_only=True):
    """A job described by the skills it needs."""

    id: str
    title: str
    field: str | None = None
    requires: Requirement


class Requiring(NamedTuple):
    """An entry with the ids and the skills that it requires, repeats included, and what it goes alongside."""

    entry: Module | Award | Role
    ids: tuple[str, ...]
    skills: tuple[str, ...]
    beside: tuple[str, ...]


class Catalogue(Struct, frozen=True, kw_only=True, dict=True):
    """Everything that can be taken, and what it stacks into."""

    title: str
    as_of: date
    currency: Literal["SGD"] = "SGD"
    fields: Sequence[Subject]
    providers: Sequence[Provider]
    modules: Sequence[Module]
    awards: Sequence[Award] = ()
    roles: Sequence[Role] = ()

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
    def titles(self) -> Mapping[str, Mapping[str, str]]:
        """The titles of the modules, awards and roles, by their ids, under the names of these sections."""
        return {name: {each.id: each.title for each in getattr(self, name)} for name in ("modules", "awards", "roles")}

    @cached_property
    def word_counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many modules teach and show each skill, have each quality mark and each mode, in the file's order."""
        return {
            "taught": {skill: len(modules) for skill, modules in self.modules_by_skill.items()},
            "shown": self._count_shown(),
            "marks": Counter(chain.from_iterable(module.recognised_by for module in self.modules)),
            "modes": Counter(str(module.mode) for module in self.modules),
        }

    def _count_shown(self) -> Mapping[str, int]:
        """How many modules show each skill: those that teach it, and those that count as some of these."""
        found = Counter({skill: len({each.id for each in modules}) for skill, modules in self.modules_by_skill.items()})
        for name in self.places.equivalents.keys() | self.places.covers.keys():
            found.update(self.skills_of(name).difference(self.module_by_id[name].skills))
        return found

    @cached_property
    def topic_counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many modules of each field are on each topic."""
        return count_topics(self.modules)

    @cached_property
    def field_counts(self) -> Mapping[str, Mapping[str | None, int]]:
        """How many modules, awards and roles are of each field, under the names of these sections; None if they name none."""
        return {name: count_fields(getattr(self, name)) for name in ("modules", "awards", "roles")}

    @cached_property
    def award_kinds(self) -> Mapping[str, Sequence[str]]:
        """The kinds of award that there are, in the file's order, each with the fields that have it."""
        found: dict[str, dict[str, None]] = {}
        for award in self.awards:
            found.setdefault(award.kind, {})[award.field] = None
        return {kind: tuple(fields) for kind, fields in found.items()}

    @cached_property
    def funding_classes(self) -> Collection[str]:
        """The funding classes that modules name."""
        return {module.funding for module in self.modules if module.funding is not None}

    @cached_property
    def lasting(self) -> dict[str, int]:
        """For how many months modules count at least, whatever they count toward, as far as that was worked out."""
        return {}

    @cached_property
    def has_expiring(self) -> bool:
        """Return whether modules expire for any award."""
        return any(award.valid_months is not None for award in self.awards)

    @cached_property
    def word_index(self) -> Mapping[str, "WordIndex"]:
        """Where words occur in the texts of the sections of which that was worked out: in none, unless it was kept."""
        return {}

    @cached_property
    def reached(self) -> dict[tuple[Requirement, ...], AbstractSet[str]]:
        """What some requirements can make use of, as far as that was worked out (see `reach`)."""
        return {}

    @cached_property
    def wanted(self) -> dict[tuple[tuple[str, ...], tuple[tuple[str, int], ...]], object]:
        """What some targets want of some offers of modules, and these need, as far as that was worked out."""
        return {}

    @cached_property
    def at_best(self) -> dict[tuple[str, frozenset[FigureName], Mode], Module]:
        """Modules with the best values of some figures, and in a mode if that is one of them, as far as that was worked out."""
        return {}

    @cached_property
    def requiring(self) -> Sequence["Requiring"]:
        """The modules, awards and roles that require something or go alongside it, in their order."""
        stacked: Iterable[Module | Award | Role] = chain(self.modules, self.awards, self.roles)
        with_companions = ((entry, entry.alongside if isinstance(entry, Module) else ()) for entry in stacked)
        return [
            Requiring(entry, *ids_and_skills(entry.requires), beside)
            for entry, beside in with_companions
            if entry.requires is not None or beside
        ]

    @cached_property
    def nodes(self) -> Mapping[type, Sequence[tuple[Path, Requirement]]]:
        """The nodes of all requirements but ids, by their kind, each with its path from the root of the catalogue."""
        found: dict[type, list[tuple[Path, Requirement]]] = {}
        sections: tuple[tuple[str, Sequence[Module | Award | Role]], ...] = (
            ("modules", self.modules),
            ("awards", self.awards),
            ("roles", self.roles),
        )
        for section, entries in sections:
            for index, entry in enumerate(entries):
                if entry.requires is not None:
                    for path, node in walk_without_ids(entry.requires, (section, index, "requires")):
                        found.setdefault(type(node), []).append((path, node))
        return found

    @cached_property
    def named_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each id, the modules that say it is equivalent, excluded or covered, and the awards that name it or the skill."""
        related = ((module.id, (*module.equivalent, *module.excludes, *module.covers)) for module in self.modules)
        requiring = ((own.entry.id, own.ids + own.skills) for own in self.requiring if isinstance(own.entry, Award))
        return _namers_by_name(chain(related, requiring))

    @cached_property
    def needed_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each id, and each skill after its prefix, the entries that require it or go alongside it."""
        return _namers_by_name(
            (own.entry.id, (*own.ids, *[SKILL + skill for skill in own.skills], *own.beside)) for own in self.requiring
        )

    @cached_property
    def with_figures(self) -> Callable[[Mapping[str, Module]], "Catalogue"]:
        """Makes the same catalogue with other figures of some modules, by their ids; nothing that names others changes."""

        def with_changed(changed: Mapping[str, Module]) -> Catalogue:
            made = replace(self, modules=tuple(changed.get(module.id, module) for module in self.modules))
            vars(made).update({name: getattr(self, name) for name in OF_NAMES_ALONE})
            return made

        return with_changed

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


OF_NAMES_ALONE = (
    *("award_by_id", "role_by_id", "equivalents", "places", "exclusions"),
    *("reached", "wanted", "needed_by", "lasting", "has_expiring"),
)
"""What follows from a catalogue whatever the figures of its modules are."""


def count_topics(modules: Iterable[Module]) -> Mapping[str, Mapping[str, int]]:
    """For each field of some modules, how many of these are on each topic."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for module in modules:
        found[module.field] += module.topics
    return {name: Counter(topics) for name, topics in found.items()}


def count_fields(entries: Iterable[Module | Award | Role]) -> Mapping[str | None, int]:
    """How many of some entries are of each field; None for those that name none."""
    return Counter(entry.field for entry in entries)


def _namers_by_name(names: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, tuple[str, ...]]:
    """For each name those that name it, each once, in the order in which they are given with their names."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for namer, own in names:
        for name in own:
            namers = found[name]
            if not namers or namers[-1] != namer:
                namers.append(namer)
    return {name: tuple(namers) for name, namers in found.items()}


def is_illustrative(title: str) -> bool:
    """Return whether a catalogue says by its title that it is made up: nobody must take it for a provider's offer."""
    return "illustrative" in title.casefold()


def evenings_of(modules: Iterable[Module]) -> int:
    """The evenings a week that modules take together: each known day once, and all those whose days are not published."""
    taken = list(modules)
    days = frozenset[int]().union(*(module.evening_days for module in taken))
    return len(days) + sum(module.evenings or 0 for module in taken)


@lru_cache(4096)
def _minutes_per_week(hours: Decimal, months: int, weeks: Decimal | None) -> int:
    most = Fraction(13 * months, 3)
    taught = most if weeks is None else min(most, Fraction(weeks))  # a run may be shorter than its module
    return ceil(Fraction(hours) * 60 / taught)
