"""Tiny cases, and every plan there is of each: what the planner's answers are compared with (`random_cases` draws them).

Shares no code with the planner. A case is plain data; whether a plan keeps the rules (docs/rules.md) is decided here anew.
"""

import math
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from itertools import combinations, product

import build
from build import Data, Part
from msgspec import Struct, field, structs

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import Month, format_month
from mcplanner.learner.busy import parse_busy_time
from mcplanner.learner.model import Learner, Stretch, UnderWay
from mcplanner.learner.request import Preference, Request

CALENDAR = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


AGAIN = "again "
"""What stands before a module that is held, where it is taken once more."""


class Placed(Struct, frozen=True):
    """A module in a plan; offsets count from the plan's first month, the end excluded; what is under way starts at 0."""

    start: int
    months: int
    minutes: int
    run: int = -1
    """The position of the run that it is; -1 for a start that is no run, or one that is presumed."""
    later: int = 0
    """How many months it ends after those in which it takes hours, evenings and a place."""

    @property
    def end(self) -> int:
        return self.start + self.months + self.later


Way = frozenset[tuple[str, tuple[object, ...], frozenset[str]]]
"""What counts where: award, option, and the module with all that count as it."""

Placing = Mapping[str, Placed]
Ends = Mapping[str, int | None]


class Values(Struct, frozen=True):
    """What a plan is worth in each stage of the objective."""

    finish: int
    unknown_fees: int
    cost: int
    minutes: int
    starts: int
    peak: int
    moved: int = 0
    shift: int = 0


class Case(Struct, frozen=True, dict=True):
    """A catalogue, a learner and what is asked for, as plain data; months are offsets from `first`, a month since year 0."""

    entries: Sequence[Data]
    targets: tuple[str, ...]
    first: int
    months: int
    budget: int | None
    away: frozenset[int] = frozenset()
    days_away: frozenset[date] = frozenset()
    held: Mapping[str, int | None] = field(default_factory=dict)
    pins: Mapping[str, int] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    """The only ones that are wanted; empty for all."""
    budget_in: Mapping[int, int] = field(default_factory=dict)
    stretch: tuple[int, int] | None = None
    """So many minutes a week more, in so many months of a calendar year."""
    at_once: int | None = None
    cost_limit: int | None = None
    busy: tuple[str, ...] = ()
    evenings: int | None = None
    half_days_off: int | None = None
    prefer: Preference = "finish"
    under_way: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """The month in which each began, 0 or before, and for how many months it runs."""
    begun_on: Mapping[str, str] = field(default_factory=dict)
    """The first day of the run in which it is, where others start in its month."""
    keep: Mapping[str, int] = field(default_factory=dict)
    """The starts of an earlier plan."""

    @cached_property
    def modules(self) -> dict[str, Data]:
        return {entry["id"]: entry for entry in self.entries if "hours" in entry}

    @cached_property
    def requirements(self) -> dict[str, Part]:
        """Of awards and roles."""
        return {entry["id"]: entry["requires"] for entry in self.entries if "hours" not in entry}

    @cached_property
    def valid_months(self) -> dict[str, int]:
        """Of awards, where they expire."""
        return {entry["id"]: entry["valid_months"] for entry in self.entries if "valid_months" in entry}

    @cached_property
    def awards(self) -> set[str]:
        return {entry["id"] for entry in self.entries if "kind" in entry}

    @cached_property
    def shares(self) -> dict[str, int]:
        """Of awards, where they limit what they share."""
        return {entry["id"]: int(entry["shares"]) for entry in self.entries if "shares" in entry}

    @cached_property
    def same(self) -> dict[str, set[str]]:
        """For each module every one that is equivalent to it, itself included: equivalents of equivalents too."""
        found = {name: {name} for name in self.modules}
        for _ in self.modules:
            for name, entry in self.modules.items():
                for other in entry.get("equivalent", ()):
                    found[name] |= found[other]
                    found[other] |= found[name]
        return found

    @cached_property
    def counts_as(self) -> dict[str, set[str]]:
        """For each module every one that counts as it: those equivalent to it, and wholes that cover one of these."""
        found = {name: set(same) for name, same in self.same.items()}
        for _ in self.modules:
            for name, entry in self.modules.items():
                for part in entry.get("covers", ()):
                    for twin in self.same[part]:
                        found[twin] |= found[name]
        return found

    @cached_property
    def rivals(self) -> set[frozenset[str]]:
        """Pairs of modules that may not both be taken or held."""
        excluded = {frozenset((name, other)) for name, entry in self.modules.items() for other in entry.get("excludes", ())}
        return excluded | {frozenset((name, other)) for name in self.modules for other in self.counts_as[name] - {name}}

    # --- as the planner takes it ---

    @cached_property
    def catalogue(self) -> Catalogue:
        return build.catalogue(*self.entries)

    @cached_property
    def learner(self) -> Learner:
        who = build.learner(
            held={name: None if end is None else self.text(end) for name, end in self.held.items()},
            pins={name: self.text(start) for name, start in self.pins.items()},
            skip=" ".join(sorted(self.skip)),
            modes=" ".join(sorted(self.modes)),
            away=" ".join(self.text(offset) for offset in sorted(self.away)),
        )
        budgets = {Month(self.first + offset): minutes for offset, minutes in self.budget_in.items()}
        return who.replace(
            away=who.away | self.days_away,
            minutes_per_week=self.budget,
            minutes_in=budgets,
            stretch=None if self.stretch is None else Stretch(minutes=self.stretch[0], months=self.stretch[1]),
            at_once=self.at_once,
            cost_limit_cents=self.cost_limit,
            busy=tuple(parse_busy_time(text) for text in self.busy),
            evenings=self.evenings,
            half_days_off=self.half_days_off,
            under_way=tuple(
                UnderWay(module=name, started=Month(self.first + started), months=months, day=self._day_of(name))
                for name, (started, months) in self.under_way.items()
            ),
        )

    @property
    def by(self) -> Month:
        return Month(self.first + self.months - 1)

    @property
    def request(self) -> Request:
        keep = {name: Month(self.first + start) for name, start in self.keep.items()}
        return Request(self.targets, Month(self.first), self.by, prefer=self.prefer, keep=keep)

    def text(self, offset: int) -> str:
        return format_month(Month(self.first + offset))

    def _day_of(self, name: str) -> date | None:
        return date.fromisoformat(self.begun_on[name]) if name in self.begun_on else None

    # --- the rules ---

    def ways(self, name: str) -> list[Placed]:
        """Every pace and start of a module that R2, R3, R8, R10, R12 and the busy times allow."""
        entry = self.modules[name]
        if name in self.under_way:
            started, months = self.under_way[name]
            left = started + months
            own_day = self.begun_on.get(name)
            days = [own["start"] for own in entry.get("runs", ())]
            run = next((run for run, day in enumerate(days) if own_day in (None, day) and self._offset(day) == started), -1)
            own = Placed(0, left, _minutes_per_week(entry, months), run) if left > 0 else Placed(0, 0, 0, run)
            own = structs.replace(own, later=self._later(entry, run, own))
            return [own] if own.end <= self.months else []
        held = self.held.get(name, -1)
        if "unknown" in (entry["hours"], entry.get("weeks"), entry.get("intakes")):
            return []
        if held is None or name in self.skip or entry["provider"] in self.skip:
            return []
        barring = [other for other in self.held if frozenset((name, other)) in self.rivals]
        lasting = any(name not in self.counts_as[other] or not self._may_expire(name, other) for other in barring)
        if name not in self.held and (lasting or (barring and name in self.pins)):
            return []
        held = max([held, *(end for other, end in self.held.items() if end is not None and name in self.counts_as[other])])
        found = []
        for start, run in self._starts(entry):
            terms = self.terms(name, run)
            if terms.get("fee", 0) == "unknown" and self.cost_limit is not None:
                continue
            if terms["mode"] in self.skip or (self.modes and terms["mode"] not in self.modes):
                continue
            if start <= held or self.pins.get(name, start) != start:
                continue
            length = terms["months"]
            if length == "unknown":
                continue
            for months in [length] if isinstance(length, int) else range(length["min"], length["max"] + 1):
                own = Placed(start, months, _minutes_per_week(entry, months), run)
                own = structs.replace(own, later=self._later(entry, run, own))
                away = self.away.union(month for month in range(self.months) if self.hours_in(month) == 0)
                away |= self._busy_in(terms.get("sessions", ()))
                if own.end <= self.months and away.isdisjoint(range(start, own.end)) and self._attends(name, own):
                    found.append(own)
        return found

    def hours_in(self, month: int) -> int | None:
        """The minutes a week of a month: of those given as large a part as that of its days on which the learner is there."""
        return self._hours[month]

    @cached_property
    def _hours(self) -> list[int | None]:
        """Those of each month: each plan asks for all of them."""
        return [self._hours_left(month) for month in range(self.months)]

    def _hours_left(self, month: int) -> int | None:
        given = self.budget_in.get(month, self.budget)
        year, number = divmod(self.first + month, 12)
        length = monthrange(year, number + 1)[1]
        there = [day for day in range(1, length + 1) if date(year, number + 1, day) not in self.days_away]
        if len(there) == length or (there and given is None):
            return given
        return 0 if given is None else math.floor(given * len(there) / length)

    def _attends(self, name: str, placed: Placed) -> bool:
        """R8: whether the learner is there on the first and the last day of a run, and on all if it is full days."""
        run = {} if placed.run < 0 else self.modules[name]["runs"][placed.run]
        ends = [date.fromisoformat(run[key]) for key in ("start", "end") if len(run.get(key, "")) == 10]
        if len(ends) == 2 and "days" in self.modules[name]:
            return not any(ends[0] <= day <= ends[1] for day in self.days_away)
        return self.days_away.isdisjoint(ends)

    def _busy_in(self, sessions: Sequence[str]) -> set[int]:
        """The months in which some classes are at a busy time."""
        return {
            month
            for month in range(self.months)
            for text in self.busy
            for weekly, _, span in [text.partition(" in ")]
            if not span or span[:7] <= format_month(Month(self.first + month)) <= span[-7:]
            if any(shared_time(session, f"{day} {weekly.split()[1]}") for session in sessions for day in days_of(weekly))
        }

    def _may_expire(self, name: str, held: str) -> bool:
        """R2: whether what is held may be taken again as a module; if that is a whole, only if some award needs it by then."""
        end = self.held[held]
        if end is None or held in self.same[name]:
            return end is not None
        return any(
            end + 1 + months < self.months and held in self._reached_from([award])
            for award, months in self.valid_months.items()
            if award in self._reached_from([*self.targets, *self.pins], through_modules=True)
        )

    def _reached_from(self, names: Sequence[str], through_modules: bool = False) -> set[str]:
        """Everything that some names need, and what counts as that; with what modules need first or alongside, or without."""
        found: set[str] = set()
        waiting: list[Part] = list(names)
        while waiting:
            part = waiting.pop()
            if isinstance(part, str) and part.startswith("skill:"):
                part = {"skill": part.removeprefix("skill:")}
            if isinstance(part, list):
                waiting += part
            elif isinstance(part, dict):
                waiting += [each for parts in part.values() if isinstance(parts, list) for each in parts]
                waiting += [name for name, entry in self.modules.items() if part.get("skill") in entry.get("skills", ())]
            elif part not in found:
                found.add(part)
                if part in self.modules:
                    waiting += self.counts_as[part]
                    own = self.modules[part] if through_modules else {}
                    waiting += [*own.get("alongside", ()), *([own["requires"]] if "requires" in own else [])]
                else:
                    waiting.append(self.requirements[part])
        return found

    def _starts(self, entry: Data) -> Iterator[tuple[int, int]]:
        """Every start from the first month on for which one can still apply, each with the position of its run."""
        runs = entry.get("runs", ())
        for position, run in enumerate(runs):
            start = self._offset(run["start"])
            if start >= 0 and run.get("apply_by", run["start"])[:7] >= self.text(0):
                yield start, position
        last = max((self._offset(run["start"]) for run in runs), default=-1)
        months = entry.get("then", ()) if runs else entry.get("intakes", CALENDAR)
        for start in range(last + 1, self.months):
            if CALENDAR[(self.first + start) % 12] in months and start >= entry.get("apply_months_before", 0):
                yield start, -1

    def _later(self, entry: Data, run: int, placed: Placed) -> int:
        """How many months a run ends after those in which it takes hours."""
        end = "" if run < 0 else entry["runs"][run].get("end", "")
        return self._offset(end) + 1 - placed.end if len(end) == 10 else 0

    def _offset(self, day: str) -> int:
        return int(day[:4]) * 12 + int(day[5:7]) - 1 - self.first

    def terms(self, name: str, run: int) -> Data:
        """A module as it is in one of its runs."""
        entry = self.modules[name]
        if run < 0:
            return entry
        own = entry["runs"][run]
        months = {"months": months_from(own["start"], own["end"])} if "end" in own else {}
        terms = {**entry, **{key: own[key] for key in ("mode", "sessions", "fee") if key in own}, **months}
        return {**terms, "evenings": 0} if own.get("sessions") else terms

    def days(self, name: str, placed: Placed) -> tuple[str, str]:
        """The first and the last day, as text that sorts by time; as far as they are not known, those of its months."""
        known, key = self._known_days, (name, placed)
        if key not in known:
            known[key] = self._days(name, placed)
        return known[key]

    @cached_property
    def _known_days(self) -> dict[tuple[str, Placed], tuple[str, str]]:
        return {}

    def _days(self, name: str, placed: Placed) -> tuple[str, str]:
        run = {} if placed.run < 0 else self.modules[name]["runs"][placed.run]
        first, last = run.get("start", ""), run.get("end", "")
        return (
            first if len(first) == 10 else f"{self.text(placed.start)}-01",
            last if len(last) == 10 else f"{self.text(placed.end - 1)}-31",
        )

    def had(self, part: Part, ends: Ends, award: str | None = None) -> bool:
        """Whether modules that ended at some time satisfy a requirement, perhaps of an award.

        R9 is a question of when, all else of which.
        """
        if isinstance(part, str) and part.startswith("skill:"):
            return self.had({"skill": part.removeprefix("skill:")}, ends)
        if isinstance(part, str):
            return self._counts(part, ends, award) if part in self.modules else self._earned(part, ends)
        if isinstance(part, list):
            return all(self.had(each, ends, award) for each in part)
        if "all" in part:
            return all(self.had(each, ends, award) for each in part["all"])
        if "any" in part:
            return any(self.had(each, ends, award) for each in part["any"])
        if "skill" in part:
            teachers = [name for name, entry in self.modules.items() if part["skill"] in entry.get("skills", ())]
            return any(self._counts(name, ends) for name in teachers)
        if "credits" in part:
            counted = [int(self.modules[name]["credits"]) for name in part["from"] if self._counts(name, ends, award)]
            return sum(counted) >= int(part["credits"])
        return sum(self.had(each, ends, award) for each in part["from"]) >= int(part["choose"])

    def _counts(self, name: str, ends: Ends, award: str | None = None) -> bool:
        """Whether a module, or one that counts as it, has ended; what an award names as a whole is no part there."""
        known, key = self._known_to_count, (name, award)
        if key not in known:
            known[key] = self._may_count_as(name, award)
        return any(other in ends or AGAIN + other in ends for other in known[key])

    @cached_property
    def _known_to_count(self) -> dict[tuple[str, str | None], set[str]]:
        return {}

    def _may_count_as(self, name: str, award: str | None) -> set[str]:
        counting = set(self.counts_as[name])
        if award in self.awards:
            for whole in _names_in(self.requirements[award]):
                if whole in self.counts_as[name] - self.same[name]:
                    counting -= self.counts_as[whole]
        return counting

    def _earned(self, award: str, ends: Ends) -> bool:
        """Whether an award is earned, no module counting twice in it."""
        return self._earned_freely(award, ends) and (
            award not in self.contested or any(self.allowed(way) for way in self.ways_to_count(award, ends, award, ()))
        )

    @cached_property
    def contested(self) -> set[str]:
        """Awards that, with those that they name, name a module more than once: only for them it matters where it counts."""
        found = set()
        for award in self.awards:
            names = [frozenset(self.same[name]) for name in self._all_names(award)]
            if len(names) > len(set(names)):
                found.add(award)
        return found

    def _all_names(self, award: str) -> Iterator[str]:
        waiting: list[Part] = [self.requirements[award]]
        while waiting:
            part = waiting.pop()
            if isinstance(part, list):
                waiting += part
            elif isinstance(part, dict):
                waiting += [each for parts in part.values() if isinstance(parts, list) for each in parts]
            elif part in self.modules:
                yield part
            else:
                waiting.append(self.requirements[part])

    def ways_to_count(self, part: Part, ends: Ends, award: str | None, option: tuple[object, ...]) -> set[Way]:
        """Every way in which modules satisfy a requirement: in which option of which award each counts."""
        if isinstance(part, str) and part.startswith("skill:"):
            part = {"skill": part.removeprefix("skill:")}
        if isinstance(part, str) and part in self.modules:
            unit = frozenset(self.same[part])
            counted = frozenset({(award, option, unit)}) if award in self.requirements else frozenset()
            return {counted} if self._counts(part, ends, award) else set()
        if isinstance(part, str):
            inside = part if part in self.awards else None
            windows = [ends]
            if part in self.valid_months:
                times = {end for end in ends.values() if end is not None} or {0}
                windows = [self._valid(part, ends, time) for time in times]
            return {way for window in windows for way in self.ways_to_count(self.requirements[part], window, inside, ())}
        if isinstance(part, dict) and "skill" in part:
            return {frozenset()} if self.had(part, ends) else set()
        if isinstance(part, list) or "all" in part:
            parts = part if isinstance(part, list) else part["all"]
            return self._together([self.ways_to_count(each, ends, award, option) for each in parts])
        if "any" in part:
            return set().union(*(self.ways_to_count(each, ends, award, option) for each in part["any"]))
        parts = part["from"]
        kind = "credits" if "credits" in part else "choose"
        own = [self.ways_to_count(each, ends, award, (kind, *option, id(part), place)) for place, each in enumerate(parts)]
        found: set[Way] = set()
        for size in range(len(parts) + 1):
            for some in combinations(range(len(parts)), size):
                if "credits" in part:
                    enough = sum(int(self.modules[parts[place]]["credits"]) for place in some) >= int(part["credits"])
                else:
                    enough = size == int(part["choose"])
                if enough:
                    found |= self._together([own[place] for place in some])
        return found

    @staticmethod
    def _together(ways: Sequence[set[Way]]) -> set[Way]:
        return {frozenset().union(*chosen) for chosen in product(*ways)}

    def _below(self, award: str) -> set[str]:
        named = {part for part in _names_in(self.requirements[award]) if part in self.requirements}
        return named.union(*(self._below(other) for other in named))

    def allowed(self, way: Way) -> bool:
        """Whether no module counts twice in one award, or in a choice of one and in another that it names."""
        return not any(
            unit == other_unit
            and (option[:1] == ("credits",)) == (other_option[:1] == ("credits",))
            and (
                award == other
                or (other in self._below(award) and option != ())
                or (award in self._below(other) and other_option != ())
            )
            for (award, option, unit), (other, other_option, other_unit) in combinations(way, 2)
        )

    def within_shares(self, way: Way, awards: set[str]) -> bool:
        """Whether no award shares more modules than it may with awards that neither name it nor are named by it."""
        for award, limit in self.shares.items():
            whole = self._below(award) | {award}
            others = {other for other in awards - whole if award not in self._below(other)}
            theirs = others.union(*(self._below(other) for other in others))
            shared = {unit for name, _, unit in way if name in whole} & {unit for name, _, unit in way if name in theirs}
            if award in awards and len(shared) > limit:
                return False
        return True

    def may_count(self, modules: Mapping[str, Sequence[str]]) -> bool:
        """Whether no award shares more than it may where of each award these modules count; what may only be shown aside."""
        way = frozenset(
            (award, (), frozenset(self.same[module]))
            for award, counted in modules.items()
            for module in counted
            if not self.same[module].isdisjoint(self._all_names(award))
            and not any(self.modules[name].get("skills") for name in self.same[module])
        )
        return self.within_shares(way, set(modules))

    def can_be_shared(self, ends: Ends) -> bool:
        """Whether one way to count satisfies all awards among the targets, within what these share."""
        wanted = {target for target in self.targets if target in self.awards}
        awards = wanted.union(*(self._below(award) for award in wanted))
        if awards.isdisjoint(self.shares):
            return True
        ways = self._together([self.ways_to_count(award, ends, None, ()) for award in sorted(wanted)])
        return any(self.allowed(way) and self.within_shares(way, awards) for way in ways)

    def _valid(self, award: str, ends: Ends, time: int) -> Ends:
        valid = self.valid_months[award]
        return {name: end for name, end in ends.items() if end is None or time - valid <= end <= time}

    def _earned_freely(self, award: str, ends: Ends) -> bool:
        """Whether there is a time at which the modules that are then valid satisfy an award; without dates they always are."""
        valid = self.valid_months.get(award)
        if valid is None:
            return self.had(self.requirements[award], ends, award)
        times = {end for end in ends.values() if end is not None} or {0}
        return any(
            self.had(
                self.requirements[award],
                {name: end for name, end in ends.items() if end is None or time - valid <= end <= time},
                award,
            )
            for time in times
        )

    def ends(self, placing: Placing) -> dict[str, int | None]:
        """When everything had by the end has ended: offsets that are excluded; None where it is not known.

        What is held and taken again has two ends.
        """
        held = {name: None if end is None else end + 1 for name, end in self.held.items()}
        return held | {AGAIN + name if name in held else name: placed.end for name, placed in placing.items()}

    @property
    def must_be_taken(self) -> set[str]:
        """What is pinned and not held."""
        return set(self.pins.keys() - self.held.keys())

    def can_reach_the_targets(self, names: frozenset[str]) -> bool:
        """R1 but for dates, R2 among what is taken, and that what is pinned (R10) and what is under way are taken."""
        undated = dict.fromkeys(names | self.held.keys())
        rivals = any(
            frozenset(pair) in self.rivals and not set(pair) <= self.under_way.keys() for pair in combinations(names, 2)
        )
        must = self.must_be_taken | self.under_way.keys()
        return not rivals and must <= names and all(self.had(target, undated) for target in self.targets)

    def reaches_the_targets(self, placing: Placing) -> bool:
        """R1 and R9, and of R10 that what is pinned and not held is taken."""
        ends = self.ends(placing)
        reached = self.must_be_taken <= placing.keys() and all(self.had(target, ends) for target in self.targets)
        return reached and self.can_be_shared(ends)

    def in_order(self, placing: Placing) -> bool:
        """R4."""
        ends = self.ends(placing)
        for name, placed in placing.items():
            if name in self.under_way:
                continue
            needs = self.modules[name].get("requires")
            if needs is not None:
                before = {other: end for other, end in ends.items() if self._is_over(other, end, name, placing)}
                if not self.had(needs, before):
                    return False
            begun = dict.fromkeys([*self.held, *(other for other in placing if placing[other].start <= placed.start)])
            if not all(self._counts(other, begun) for other in self.modules[name].get("alongside", ())):
                return False
        return True

    def _is_over(self, other: str, end: int | None, name: str, placing: Placing) -> bool:
        """Whether something ended before a module begins: by days, if it is placed too."""
        if other.removeprefix(AGAIN) in placing and (other.startswith(AGAIN) or other not in self.held):
            other = other.removeprefix(AGAIN)
            return self.days(other, placing[other])[1] < self.days(name, placing[name])[0]
        return end is None or end <= placing[name].start

    def within_limits(self, placing: Placing) -> bool:
        """R5, R6, R7, R11 and R13; what is under way alone may exceed the first three."""
        if self.cost_limit is not None and self.values(placing).cost > self.cost_limit:
            return False
        for month, running in enumerate(self.running(placing)):
            if self.under_way.keys() >= set(running):
                continue
            minutes = sum(placing[name].minutes for name in running)
            budget = self.hours_in(month)
            if budget is not None and minutes > budget + (0 if self.stretch is None else self.stretch[0]):
                return False
            if self.at_once is not None and len(running) > self.at_once:
                return False
            if not self._enough_evenings({name: placing[name] for name in running}):
                return False
        if not self._stretches_seldom(placing):
            return False
        enough_days = self.half_days_off is None or all(self._enough_days_off(month, placing) for month in range(self.months))
        return enough_days and not any(
            self._clash((name, placing[name]), (other, placing[other])) for name, other in combinations(placing, 2)
        )

    def _stretches_seldom(self, placing: Placing) -> bool:
        """R5: few months of a year need more than the usual hours, but for what is under way."""
        if self.stretch is None:
            return True
        beyond: dict[int, int] = {}
        for month, running in enumerate(self.running(placing)):
            budget = self.hours_in(month)
            old = sum(placing[name].minutes for name in running if name in self.under_way)
            if budget is not None and sum(placing[name].minutes for name in running) > max(budget, old):
                year = (self.first + month) // 12
                beyond[year] = beyond.get(year, 0) + 1
        return all(months <= self.stretch[1] for months in beyond.values())

    def _enough_days_off(self, month: int, placing: Placing) -> bool:
        """R13."""
        running = {name: placed for name, placed in placing.items() if placed.start <= month < placed.end}
        if self.under_way.keys() >= running.keys():
            return True
        taken = {name: self._half_days(name, placed, month) for name, placed in running.items()}
        old = sum(half_days for name, half_days in taken.items() if name in self.under_way)
        assert self.half_days_off is not None
        return sum(taken.values()) <= max(self.half_days_off, old)

    def _half_days(self, name: str, placed: Placed, month: int) -> int:
        """The half days off that a module takes in a month."""
        entry = self.terms(name, placed.run)
        sessions = entry.get("sessions", ())
        if "days" not in entry or (sessions and all(text[:3] in ("sat", "sun") for text in sessions)):
            return 0
        first, last = self.days(name, placed)
        run = {} if placed.run < 0 else entry["runs"][placed.run]
        if len(run.get("start", "")) == len(run.get("end", "")) == 10:
            begin, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
            if end - begin < math.ceil(entry["days"]):
                each = {date.fromordinal(begin + number): 2 * entry["days"] - 2 * number for number in range(end - begin + 1)}
                return sum(
                    max(0, min(2, math.ceil(left)))
                    for day, left in each.items()
                    if day.strftime("%a") not in ("Sat", "Sun") and self._offset(day.isoformat()) == month
                )
        months = self.under_way[name][1] if name in self.under_way else placed.months
        if month >= placed.start + placed.months:
            return 0
        half_days: int = math.ceil(2 * entry["days"] / months)
        return half_days

    def _clash(self, one: tuple[str, Placed], other: tuple[str, Placed]) -> bool:
        """R7: whether two modules have class at one time, on a day that both have; not if both are under way."""
        known, key = self._known_clashes, (one, other)
        if key not in known:
            mine, theirs = (self.terms(name, placed.run).get("sessions", ()) for name, placed in key)
            known[key] = (
                not {one[0], other[0]} <= self.under_way.keys()
                and any(shared_time(own, each) for own in mine for each in theirs)
                and self._share_a_day(one[0], other[0], dict(key))
            )
        return known[key]

    def _enough_evenings(self, running: Placing) -> bool:
        """R7: each known evening counts once; what is under way takes what it takes."""
        if self.evenings is None:
            return True
        of_old = self._evenings({name: placed for name, placed in running.items() if name in self.under_way})
        return self._evenings(running) <= max(self.evenings, of_old)

    def _evenings(self, running: Placing) -> int:
        """How many evenings a week are taken: each known day once, and those without days."""
        each = [self.terms(name, placed.run) for name, placed in running.items()]
        days = {text[:3] for terms in each for text in terms.get("sessions", ()) if takes_evening(text)}
        return len(days) + sum(int(terms.get("evenings", 0)) for terms in each)

    def _share_a_day(self, name: str, other: str, placing: Placing) -> bool:
        (first, last), (other_first, other_last) = self.days(name, placing[name]), self.days(other, placing[other])
        return first <= other_last and other_first <= last

    @cached_property
    def _known_clashes(self) -> dict[tuple[tuple[str, Placed], tuple[str, Placed]], bool]:
        return {}

    def running(self, placing: Placing) -> list[list[str]]:
        """What runs in each month."""
        names: list[list[str]] = [[] for _ in range(self.months)]
        for name, placed in placing.items():
            for month in range(placed.start, placed.start + placed.months):
                names[month].append(name)
        return names

    def is_sound(self, placing: Placing) -> bool:
        """Every rule there is so far, on any placing."""
        return (
            all(placed in self.ways(name) for name, placed in placing.items())
            and self.can_reach_the_targets(frozenset(placing))
            and self.reaches_the_targets(placing)
            and self.within_limits(placing)
            and self.in_order(placing)
        )

    def plans(self) -> Iterator[dict[str, Placed]]:
        """Every plan there is: each module left out or placed in every way, and the rules looked at."""
        ways: list[list[Placed | None]] = [[None, *self.ways(name)] for name in self.modules]
        possible: dict[frozenset[str], bool] = {}
        for choice in product(*ways):
            placing = {name: placed for name, placed in zip(self.modules, choice, strict=True) if placed is not None}
            names = frozenset(placing)
            if names not in possible:
                possible[names] = self.can_reach_the_targets(names)
            if possible[names] and self.within_limits(placing) and self.in_order(placing) and self.reaches_the_targets(placing):
                yield placing

    def values(self, placing: Placing) -> Values:
        modules = [self.modules[name] for name in placing]
        new = {name: placed for name, placed in placing.items() if name not in self.under_way}
        fees = [self.terms(name, placed.run).get("fee", 0) for name, placed in new.items()]
        return Values(
            finish=max((placed.end for placed in placing.values()), default=0),
            unknown_fees=fees.count("unknown"),
            cost=sum(round(fee * 100) for fee in fees if fee != "unknown"),
            minutes=sum(entry["hours"] * 60 for entry in modules),
            starts=sum(placed.start for placed in placing.values()),
            peak=max(sum(placing[name].minutes for name in running) for running in self.running(placing)),
            moved=sum(1 for name, placed in new.items() if self.keep and self.keep.get(name) != placed.start),
            shift=sum(abs(placed.start - self.keep[name]) for name, placed in new.items() if name in self.keep),
        )

    def goal(self, values: Values) -> tuple[int, ...]:
        """The lexicographic objective: what is preferred moved to the front; without hours, the lowest peak before the rest."""
        cost = (values.unknown_fees, values.cost)
        rest: tuple[int, ...] = (values.finish, values.moved, values.shift, *cost, values.minutes, values.starts)
        if self.budget is None or self.prefer == "load":
            rest = (values.peak, *rest)
        return (*cost, *rest) if self.prefer == "cost" else rest


def months_from(start: str, end: str) -> int:
    """The months from a start through an end: with days, a part of a month counts whole; else those touched."""
    touched = int(end[:4]) * 12 + int(end[5:7]) - int(start[:4]) * 12 - int(start[5:7]) + 1
    return max(1, touched - (len(start) == len(end) == 10 and end[8:] < start[8:]))


def _minutes_per_week(entry: Data, months: int) -> int:
    if "days" in entry:
        return 0
    thirds_of_weeks = min(13 * months, 3 * entry.get("weeks", months * 13))
    minutes: int = math.ceil(entry["hours"] * 60 * 3 / thirds_of_weeks)
    return minutes


def _names_in(part: Part) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        parts = part if isinstance(part, list) else [each for own in part.values() if isinstance(own, list) for each in own]
        for each in parts:
            yield from _names_in(each)


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def days_of(weekly: str) -> list[str]:
    """The days of `mon 08:00-17:00` or `fri-mon 08:00-17:00`."""
    first, _, last = weekly.split()[0].partition("-")
    from_first = [*DAYS[DAYS.index(first) :], *DAYS]
    return from_first[: from_first.index(last or first) + 1]


def shared_time(session: str, other: str) -> bool:
    """Whether two times of the week, as `tue 18:30-21:30`, overlap."""
    return not week_minutes(session).isdisjoint(week_minutes(other))


@cache
def week_minutes(session: str) -> frozenset[int]:
    """The minutes of the week that a class takes; after the last of Sunday comes the first of Monday."""
    begin, end = (int(text[:2]) * 60 + int(text[3:]) for text in session[4:].split("-"))
    day = DAYS.index(session[:3]) * 1440
    return frozenset((day + minute) % 10080 for minute in range(begin, end if begin < end else end + 1440))


def takes_evening(session: str) -> bool:
    """Whether a class goes on after six on the day on which it begins."""
    return session[-5:] > "18:00" or session[-5:] < session[4:9]
