"""A catalogue, a learner and a request as plain data, which soundness runs make, plan and search through.

Months are offsets from the plan's first month, ends are exclusive.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, cached_property
from itertools import chain
from math import ceil
from typing import Any

import yaml

from mcplanner.catalogue import shape
from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import Month, first_day, format_month
from mcplanner.ground.shapes import made_of
from mcplanner.learner.busy import parse_busy_time
from mcplanner.learner.model import Held, Learner
from mcplanner.learner.request import Preference, Request
from mcplanner.pricing import shape as funding_shape
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding

UNKNOWN = "unknown"

CALENDAR = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVENING = "18:00"
"""A class that ends after this takes the evening."""

NO_RUN = -1
"""Stands for the position of a run where a start is none."""

Data = dict[str, Any]
"""An entry as a catalogue's file has it."""


@dataclass
class Case:
    """A request to plan. Nothing changes once it has been planned or searched.

    Attributes
    ----------
    modules, awards
        Entries by their ids.
    first
        The plan's first month, in months since year 0.
    months
        How many months there are until everything must have ended; None asks for runs everywhere, which end by themselves.
    minutes, minutes_in
        The budget in minutes a week, None without one, and the months in which it is another.
    keep
        The starts of an earlier plan.
    prices
        From which months on modules cost how many dollars instead of their fee, in their order; none is dearer than that.
    """

    modules: dict[str, Data]
    awards: dict[str, Data]
    targets: list[str]
    first: int
    months: int | None = None
    minutes: int | None = None
    minutes_in: dict[int, int] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)
    days_away: set[date] = field(default_factory=set)
    at_once: int | None = None
    evenings: int | None = None
    half_days_off: int | None = None
    busy: list[str] = field(default_factory=list)
    cost_limit: int | None = None
    cost_limit_per_year: int | None = None
    held: list[str] = field(default_factory=list)
    pins: dict[str, int] = field(default_factory=dict)
    skip: set[str] = field(default_factory=set)
    keep: dict[str, int] = field(default_factory=dict)
    prices: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    prefer: Preference = "finish"

    def text(self, offset: int) -> str:
        """A month as it is written, such as 2027-01."""
        return format_month(Month(self.first + offset))

    # --- as the planner takes it ---

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The catalogue as its file has it."""
        return {
            "title": "A random catalogue",
            "as_of": "2026-11-01",
            "fields": [{"id": "study", "title": "Study"}],
            "providers": [{"id": "school", "title": "School"}],
            "modules": [entry | ({"funding": name} if name in self.prices else {}) for name, entry in self.modules.items()],
            "awards": list(self.awards.values()),
        }

    @cached_property
    def catalogue(self) -> Catalogue:
        return shape.Catalogue.model_validate(self.data).catalogue

    @cached_property
    def learner(self) -> Learner:
        return Learner(
            minutes_per_week=self.minutes,
            minutes_in={Month(self.first + month): minutes for month, minutes in self.minutes_in.items()},
            away=frozenset(Month(self.first + month) for month in self.away) | self.days_away,
            at_once=self.at_once,
            evenings=self.evenings,
            half_days_off=self.half_days_off,
            busy=tuple(map(parse_busy_time, self.busy)),
            cost_limit_cents=self.cost_limit,
            cost_limit_per_year_cents=self.cost_limit_per_year,
            held=tuple(Held(module=name) for name in self.held),
            pins={name: Month(self.first + start) for name, start in self.pins.items()},
            skip=frozenset(self.skip),
            residency="citizen" if self.prices else None,
        )

    @cached_property
    def funding(self) -> Funding | None:
        """The rules that make the prices of modules change: subsidies of a class of modules for each of them; None without."""
        if not self.prices:
            return None
        known = {"title": "A rule", "source": "made up", "as_of": "2026-11-01", "confidence": "seen"}
        subsidies = [
            {
                "id": f"{name}-{first}",
                "classes": [name],
                "rate": Fraction(fee - dollars, fee),
                **known,
                **self._in_force(first, end),
            }
            for name, steps in self.prices.items()
            for fee in (self.modules[name]["fee"],)
            for (first, dollars), end in zip(steps, (*(later for later, _ in steps[1:]), None), strict=True)
        ]
        rules = {
            "title": "Rules",
            "as_of": "2026-11-01",
            "age": {"counted": "calendar-year", **{key: known[key] for key in ("source", "as_of", "confidence")}},
            "classes": [{"id": name, "title": name} for name in self.prices],
            "subsidies": subsidies,
        }
        made: Funding = made_of(funding_shape.Funding.model_validate(rules))
        return made

    def _in_force(self, first: int, end: int | None) -> Data:
        """The first and the last day of a rule from one month on, and before another if there is one."""
        last = {} if end is None else {"effective_to": str(first_day(Month(self.first + end)) - timedelta(days=1))}
        return {"effective_from": str(first_day(Month(self.first + first))), **last}

    @property
    def pricing(self) -> Pricing | None:
        return None if self.funding is None else Pricing(self.learner, self.funding)

    def request(self, seconds: float) -> Request:
        """The request, to be searched for so many seconds at most."""
        return Request(
            targets=tuple(self.targets),
            start=Month(self.first),
            by=None if self.months is None else Month(self.first + self.months - 1),
            prefer=self.prefer,
            seconds=seconds,
            keep={name: Month(self.first + start) for name, start in self.keep.items()},
        )

    # --- as a person tries it ---

    def as_yaml(self) -> str:
        """The catalogue as a file."""
        return yaml.safe_dump(dict(self.data), sort_keys=False, allow_unicode=True)

    def options(self) -> str:
        """The options of `mcplan plan` that ask for the same; the earlier plan to keep is not among them."""
        return " ".join(chain.from_iterable(self._options()))

    def _options(self) -> Iterator[tuple[str, str]]:
        yield "--start", self.text(0)
        yield from (("--target", target) for target in self.targets)
        if self.months is not None:
            yield "--by", self.text(self.months - 1)
        if self.minutes is not None:
            yield "--hours", f"{self.minutes / 60:.2f}"
        yield from (("--hours-in", f"{self.text(month)}={minutes / 60:.2f}") for month, minutes in self.minutes_in.items())
        yield from (("--away", self.text(month)) for month in sorted(self.away))
        yield from (("--away", day.isoformat()) for day in sorted(self.days_away))
        yield from (("--busy", f"'{time}'") for time in self.busy)
        yield from (("--hold", name) for name in self.held)
        yield from (("--pin", f"{name}={self.text(start)}") for name, start in self.pins.items())
        yield from (("--skip", name) for name in sorted(self.skip))
        if self.prefer != "finish":
            yield "--prefer", self.prefer
        for option, value in (("--at-once", self.at_once), ("--evenings", self.evenings)):
            if value is not None:
                yield option, str(value)
        if self.half_days_off is not None:
            yield "--days-off", f"{self.half_days_off / 2:g}"
        for option, cents in (("--budget", self.cost_limit), ("--budget-per-year", self.cost_limit_per_year)):
            if cents is not None:
                yield option, f"{cents / 100:.2f}"

    # --- as its rules are read ---

    @cached_property
    def stages(self) -> list[str]:
        """The stages that plans are compared by, one after another."""
        cost = [*(["unknown_fees"] if any(entry["fee"] == UNKNOWN for entry in self.modules.values()) else []), "cost"]
        stages = ["finish", *(["moved", "shift"] if self.keep else []), *cost, "minutes", "starts"]
        if self.minutes is None or self.prefer == "load":
            stages.insert(0, "peak")
        if self.prefer == "cost":
            stages = [*cost, *(stage for stage in stages if stage not in cost)]
        return stages

    def terms(self, name: str, run: int) -> Data:
        """A module as it is in one of its runs, by its position; `NO_RUN` for what the module says itself."""
        entry = self.modules[name]
        if run == NO_RUN:
            return entry
        own = entry["runs"][run]
        terms = {**entry, **{key: own[key] for key in ("mode", "sessions", "fee") if key in own}}
        if "end" in own:
            terms["months"] = self.offset(own["end"]) - self.offset(own["start"]) + 1 - _ends_earlier(own["start"], own["end"])
        if own.get("sessions"):
            terms.pop("evenings", None)
        return terms

    def hours(self, month: int) -> int | None:
        """The minutes a week of a month; of those given, days away take as large a part as they are of its days."""
        given = self.minutes_in.get(month, self.minutes)
        first = self.first + month
        begin, end = (date(each // 12, each % 12 + 1, 1) for each in (first, first + 1))
        gone = sum(begin <= day < end for day in self.days_away)
        if month in self.away or gone == (end - begin).days:
            return 0
        return None if given is None else given * ((end - begin).days - gone) // (end - begin).days

    def attends(self, name: str, run: int) -> bool:
        """Return whether nobody is away on the first and the last day of a run; on any, if it is taught in full days."""
        own = {} if run == NO_RUN else self.modules[name]["runs"][run]
        ends = [date.fromisoformat(own[key]) for key in ("start", "end") if own.get(key, "").count("-") == 2]
        if len(ends) == 2 and "days" in self.modules[name]:
            return not any(ends[0] <= day <= ends[1] for day in self.days_away)
        return self.days_away.isdisjoint(ends)

    def is_of_unknown_fee(self, name: str, run: int) -> bool:
        return bool(self.terms(name, run).get("fee", 0) == UNKNOWN)

    def can_be_planned(self, name: str, run: int) -> bool:
        """Return whether enough is known of a module as it is in a run: its fee too, where the cost is limited."""
        entry = self.terms(name, run)
        limited = self.cost_limit is not None or self.cost_limit_per_year is not None
        figures = (entry["hours"], entry["months"], entry.get("weeks"), entry.get("intakes"))
        return UNKNOWN not in figures and not (limited and self.is_of_unknown_fee(name, run))

    def days(self, name: str, start: int, end: int, run: int) -> tuple[str, str]:
        """The first and the last day, as text that sorts by time; as far as they are not known, those of its months."""
        own = {} if run == NO_RUN else self.modules[name]["runs"][run]
        first, last = own.get("start", ""), own.get("end", "")
        return (
            first if first.count("-") == 2 else f"{self.text(start)}-01",
            last if last.count("-") == 2 else f"{self.text(end - 1)}-31",
        )

    def ends(self, name: str, start: int, run: int) -> Iterator[int]:
        """The offsets before which a module can have ended, given its start."""
        own = {} if run == NO_RUN else self.modules[name]["runs"][run]
        later = _ends_earlier(own.get("start", ""), own.get("end", ""))
        return (start + months + later for months in self.lengths(name, run))

    def months_of(self, name: str, start: int, end: int, run: int) -> range:
        """The months in which a module takes hours, evenings and a place; a run with days may end in the month after."""
        own = {} if run == NO_RUN else self.modules[name]["runs"][run]
        return range(start, end - _ends_earlier(own.get("start", ""), own.get("end", "")))

    def half_days(self, name: str, start: int, end: int, run: int) -> list[int]:
        """The half days off work that a module takes in each of its months."""
        terms = self.terms(name, run)
        days, sessions = terms.get("days", 0), terms.get("sessions", ())
        if not days or (sessions and all(time[:3] in ("sat", "sun") for time in sessions)):
            return [0] * (end - start)
        dates = [] if run == NO_RUN else [terms["runs"][run]["start"], terms["runs"][run].get("end", "")]
        if all(day.count("-") == 2 for day in dates) and dates:
            first, last = (date.fromisoformat(day) for day in dates)
            taken = [first + timedelta(days=number) for number in range((last - first).days + 1)]
            if len(taken) <= ceil(days):
                halves = {day: min(2, max(0, ceil(2 * days) - 2 * number)) for number, day in enumerate(taken)}
                return [
                    sum(half for day, half in halves.items() if day.isoweekday() < 6 and self.offset(str(day)) == month)
                    for month in range(start, end)
                ]
        months = len(self.months_of(name, start, end, run))
        return [ceil(2 * days / months)] * months

    def offset(self, day: str) -> int:
        """The offset of a month, or of the month of a day."""
        return int(day[:4]) * 12 + int(day[5:7]) - 1 - self.first

    def fee(self, name: str, run: int = NO_RUN) -> int:
        """The fee in cents; nothing if it is unknown."""
        fee = self.terms(name, run).get("fee", 0)
        return 0 if fee == UNKNOWN else 100 * int(fee)

    def cost(self, name: str, run: int, start: int) -> int:
        """What a module costs that starts in a month, in cents."""
        begun = [dollars for first, dollars in self.prices.get(name, ()) if first <= start]
        return 100 * begun[-1] if begun else self.fee(name, run)

    def lengths(self, name: str, run: int = NO_RUN) -> range:
        """The numbers of months for which a module can be taken."""
        months = self.terms(name, run)["months"]
        return range(months, months + 1) if isinstance(months, int) else range(months["min"], months["max"] + 1)

    def weekly_minutes(self, name: str, months: int) -> int:
        """The minutes a week that a module needs over so many months: rounded up, with 13 weeks in three months."""
        entry = self.modules[name]
        if "days" in entry:
            return 0
        thirds_of_weeks = min(3 * entry.get("weeks", 13 * months), 13 * months)
        return int(-(-entry["hours"] * 60 * 3 // thirds_of_weeks))

    def opens(self, name: str, horizon: int) -> Iterator[tuple[int, int]]:
        """Each start of a module for which one can still apply, with the position of its run."""
        entry = self.modules[name]
        runs = entry.get("runs", ())
        for position, run in enumerate(runs):
            start = self.offset(run["start"])
            if start >= 0 and run.get("apply_by", run["start"])[:7] >= self.text(0):
                yield start, position
        months = entry.get("then", ()) if runs else entry.get("intakes", CALENDAR)
        for start in range(max([0, *(self.offset(run["start"]) + 1 for run in runs)]), horizon):
            if CALENDAR[(self.first + start) % 12] in months and start >= entry.get("apply_months_before", 0):
                yield start, NO_RUN

    @staticmethod
    def evenings_of(each: Sequence[Data]) -> int:
        """The evenings a week that modules take on these terms: each known day once, and all others."""
        days = {time[:3] for terms in each for time in terms.get("sessions", ()) if _takes_evening(time)}
        return len(days) + sum(int(terms.get("evenings", 0)) for terms in each)

    def clash(self, terms: Data, other: Data) -> bool:
        """Return whether two modules have class at the same time."""
        return self.overlap(terms.get("sessions", ()), other.get("sessions", ()))

    def is_busy(self, terms: Data, start: int, end: int) -> bool:
        """Return whether a module has class when the learner cannot come, in the months from one to before another."""
        told = [text.partition(" in ") for text in self.busy]
        then = [time for time, _, span in told if not span or (span[:7] < self.text(end) and self.text(start) <= span[-7:])]
        return self.overlap(terms.get("sessions", ()), then)

    @staticmethod
    def overlap(times: Sequence[str], others: Sequence[str]) -> bool:
        return any(_minutes_of(one) & _minutes_of(other) for one in times for other in others)

    @cached_property
    def equals(self) -> dict[str, frozenset[str]]:
        """For each module, all that count as it, itself included."""
        found = {name: frozenset((name,)) for name in self.modules}
        for name, entry in self.modules.items():
            for other in entry.get("equivalent", ()):
                joined = found[name] | found[other]
                found.update(dict.fromkeys(joined, joined))
        return found

    @cached_property
    def counting_as(self) -> dict[str, frozenset[str]]:
        """For each module, all that count as it: its equals, the wholes that cover one of them, and so on."""
        found = {name: set(equals) for name, equals in self.equals.items()}
        for _ in self.modules:
            for name, entry in self.modules.items():
                for part in entry.get("covers", ()):
                    for equal in self.equals[part]:
                        found[equal] |= found[name]
        return {name: frozenset(counting) for name, counting in found.items()}

    @cached_property
    def rivals(self) -> dict[str, frozenset[str]]:
        """For each module, those that may not be taken or held as well."""
        found: dict[str, set[str]] = {name: set() for name in self.modules}
        for name, counting in self.counting_as.items():
            for other in counting - {name}:
                found[name].add(other)
                found[other].add(name)
        for name, entry in self.modules.items():
            for other in entry.get("excludes", ()):
                found[name].add(other)
                found[other].add(name)
        return {name: frozenset(others) for name, others in found.items()}


def _ends_earlier(start: str, end: str) -> bool:
    """Return whether a run with days ends in a later month, and on an earlier day of it than that on which it began."""
    return start.count("-") == end.count("-") == 2 and start[:7] < end[:7] and end[8:] < start[8:]


@cache
def _minutes_of(time: str) -> frozenset[int]:
    """The minutes of the week that a class takes; after the last of Sunday comes the first of Monday."""
    begin, end = (int(text[:2]) * 60 + int(text[3:]) for text in time[4:].split("-"))
    midnight = DAYS.index(time[:3]) * 24 * 60
    return frozenset((midnight + minute) % (7 * 24 * 60) for minute in range(begin, end if begin < end else end + 24 * 60))


def _takes_evening(time: str) -> bool:
    """Return whether a class goes on after six on the day on which it begins."""
    return time[-5:] > EVENING or time[-5:] < time[4:9]
