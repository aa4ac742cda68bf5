"""The learner file: facts, wishes, modules that are held and modules that are under way.

Knows what is in it and how to make a `Learner` of it; not how it is written (`shape`).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from msgspec import Struct, field

from mcplanner.catalogue.model import Mode
from mcplanner.catalogue.requirements import SKILL
from mcplanner.ground.money import cents_of
from mcplanner.ground.months import Month, month_of_day
from mcplanner.ground.numbers_text import minutes_of
from mcplanner.learner.busy import parse_busy_time
from mcplanner.learner.model import Employer, Held, Learner, Residency, UnderWay
from mcplanner.learner.request import Preference
from mcplanner.learner.stretching import parse_stretch


class OtherHours(Struct, frozen=True, kw_only=True):
    """Hours a week in months in which they are not the usual ones."""

    months: tuple[Month, ...]
    hours: Decimal


class HoursByMonth(Struct, frozen=True, kw_only=True):
    """The usual hours a week, and the months with other hours."""

    usual: Decimal
    except_: tuple[OtherHours, ...] = ()


class HeldModule(Struct, frozen=True, kw_only=True):
    """A module that the learner has passed; what shows it is `evidence`."""

    module: str
    ended: Month | None = None
    evidence: str | None = None


class BegunModule(Struct, frozen=True, kw_only=True):
    """A module that the learner has begun and not ended; for how many months only if the learner chooses."""

    module: str
    started: date | int
    months: int | None = None

    @property
    def under_way(self) -> UnderWay:
        """The module as a fact of the learner."""
        day = self.started if isinstance(self.started, date) else None
        return UnderWay(module=self.module, started=month_of_day(self.started), months=self.months, day=day)


class LearnerFile(Struct, frozen=True, kw_only=True, dict=True):
    """One learner, as kept in a file."""

    name: str | None = None
    born: int | None = None
    residency: Residency | None = None
    employer: Employer | None = None
    union: bool = False
    first_qualification: bool = True
    hours: Decimal | HoursByMonth | None = None
    stretch: str | None = None
    at_once: int | None = None
    evenings: int | None = None
    days_off: Decimal | None = None
    busy: tuple[str, ...] = ()
    away: tuple[tuple[Month | date, ...], ...] = ()
    prefer: Preference = "finish"
    modes: tuple[Mode, ...] = ()
    providers: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    budget: Decimal | None = None
    budget_per_year: Decimal | None = None
    credit: Mapping[str, Decimal] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    held: tuple[HeldModule, ...] = ()
    under_way: tuple[BegunModule, ...] = ()
    failed: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    pins: Mapping[str, Month] = field(default_factory=dict)
    catalogue: tuple[str, ...] = ()
    funding: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """The targets and the skills, each once, as a request names them."""
        return tuple(dict.fromkeys((*self.targets, *(SKILL + skill for skill in self.skills))))

    @cached_property
    def learner(self) -> Learner:
        """The learner's facts and choices, without the targets; the file must have passed its checks."""
        return Learner(
            minutes_per_week=self._usual_minutes,
            minutes_in=self._other_minutes,
            stretch=None if self.stretch is None else parse_stretch(self.stretch),
            at_once=self.at_once,
            evenings=self.evenings,
            half_days_off=None if self.days_off is None else int(2 * self.days_off),
            busy=tuple(parse_busy_time(text) for text in self.busy),
            cost_limit_cents=_cents(self.budget),
            cost_limit_per_year_cents=_cents(self.budget_per_year),
            away=frozenset(each for span in self.away for each in span),
            held=tuple(Held(module=entry.module, ended=entry.ended) for entry in self.held),
            only_modes=frozenset(self.modes),
            only_providers=frozenset(self.providers),
            skip=frozenset(self.skip),
            pins=dict(self.pins),
            under_way=tuple(entry.under_way for entry in self.under_way),
            residency=self.residency,
            born=self.born,
            employer=self.employer,
            union_member=self.union,
            first_qualification=self.first_qualification,
            repeats=frozenset(self.failed),
            assume=self.assume,
            credit_cents={wallet: cents_of(dollars) for wallet, dollars in self.credit.items()},
        )

    @property
    def _usual_minutes(self) -> int | None:
        """The usual minutes a week, at least one; None if the file has no hours."""
        usual = self.hours.usual if isinstance(self.hours, HoursByMonth) else self.hours
        return None if usual is None else minutes_of(usual)

    @property
    def _other_minutes(self) -> dict[Month, int]:
        """The minutes a week of each month in which they are not the usual ones."""
        others = self.hours.except_ if isinstance(self.hours, HoursByMonth) else ()
        return {month: minutes_of(other.hours) for other in others for month in other.months}


def _cents(dollars: Decimal | None) -> int | None:
    return None if dollars is None else cents_of(dollars)
