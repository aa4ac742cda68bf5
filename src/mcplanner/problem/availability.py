"""The months, paces and starts in which a learner can take a module, or why there are none.

Beneath `build`. Knows one module at a time: intakes, applications, months away, hours, class times and choices;
not what modules need from each other.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter, sub

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import UNKNOWN, Catalogue, Module, Pace, Run, evenings_of
from mcplanner.ground.months import Month, month_of_day
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.busy import BusyTime
from mcplanner.learner.model import Learner
from mcplanner.problem.model import DAYS_OF_MONTH, UNLIMITED_MINUTES_PER_WEEK, DatedStart, Obstacle, Option

DECIDING = attrgetter("runs", "intakes", "then", "last_run", "apply_months_before", "paces")
"""All of a module that decides what its options are, but for what the learner says of it, and for its classes."""

OF_CLASSES = attrgetter("days", "sessions")
"""What decides them too where the learner is busy at times, or can take only so many days off."""

NO_LIMIT = 1_000
"""The evenings that there are where no limit is asked for."""


MONTHS_OF_YEAR = 12

NEVER = Month(0)
"""A month before all others, for what one has not applied for."""


class Openings(Struct, frozen=True, dict=True):
    """The hours, evenings and starts that a learner has in the months of a plan.

    Attributes
    ----------
    under_way
        For each module under way what is left of it.
    budget, taken, free
        Minutes a week in each month: the most there are, those that modules under way take, and what that leaves.
    usual
        Those there are in a month that does not go beyond.
    running
        The modules under way that take hours, evenings and a place in each month.
    evenings
        How many may be taken in each month.
    half_days_off
        How many half days off work may be taken in each month; None where there is no limit.
    expiring
        The modules held that may have to be taken again, themselves or as another that counts as them.
    """

    catalogue: Catalogue
    learner: Learner
    first: Month
    under_way: Mapping[str, Option]
    budget: tuple[int, ...]
    usual: tuple[int, ...]
    taken: tuple[int, ...]
    free: tuple[int, ...]
    running: tuple[tuple[str, ...], ...]
    evenings: tuple[int, ...]
    half_days_off: tuple[int, ...] | None
    expiring: frozenset[str]

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        learner: Learner,
        first: Month,
        horizon: int,
        under_way: Mapping[str, Option],
        expiring: Iterable[str],
    ) -> "Openings":
        """Compute them for a plan that starts in a month and ends by an offset."""
        running = _running(under_way, horizon)
        unusual = [month for month in learner.unusual_months if first <= month < first + horizon]
        usual = _by_month(learner.minutes_per_week, {month - first: learner.minutes_at(month) for month in unusual}, horizon)
        most = _by_month(learner.most_minutes, {month - first: learner.most_minutes_at(month) for month in unusual}, horizon)
        load = {names: sum(under_way[name].minutes_per_week for name in names) for names in dict.fromkeys(running)}
        taken = tuple(map(load.__getitem__, running))
        return cls(
            catalogue=catalogue,
            learner=learner,
            first=first,
            under_way=under_way,
            budget=most,
            usual=usual,
            taken=taken,
            free=tuple(map(sub, most, taken)),
            running=running,
            evenings=_evenings(catalogue, learner, running),
            half_days_off=_half_days_off(learner.half_days_off, under_way, horizon),
            expiring=frozenset(expiring),
        )

    @cached_property
    def _most_minutes(self) -> int:
        return max(self.budget, default=0)

    @cached_property
    def _most_evenings(self) -> int:
        return max(self.evenings, default=NO_LIMIT)

    @cached_property
    def _held(self) -> Mapping[str, Month | None]:
        """The modules held, each with its last month of study, the latest if it was passed more than once."""
        return {entry.module: entry.ended for entry in sorted(self.learner.held, key=lambda entry: entry.ended or 0)}

    def options(self, module: Module) -> tuple[Option, ...] | Obstacle:
        """The options of a module, or why it can be part of no plan."""
        checkpoint()
        if module.id in self.under_way:
            left = self.under_way[module.id]
            return (left,) if left.ended_by(0) <= len(self.budget) else Obstacle.UNDER_WAY
        return self._obstacle(module) or self._options(module, self.half_days_off) or self._without_options(module)

    def _obstacle(self, module: Module) -> Obstacle | None:
        """Why a module can be part of no plan, whenever it starts."""
        if is_ruled_out(module, self.learner):
            return Obstacle.RULED_OUT
        if module.lacks:
            return Obstacle.UNKNOWN
        if module.fee_cents is None and self.learner.limits_cost:
            return Obstacle.UNKNOWN_FEE
        if all(pace.minutes_per_week > self._most_minutes for pace in module.paces):
            return Obstacle.HOURS
        if self._is_barred(module):
            return Obstacle.EXCLUDED
        if class_when_always_busy(module, self.learner) or evenings_of([module]) > self._most_evenings:
            return Obstacle.CLASS_TIME
        return None

    def _is_barred(self, module: Module) -> bool:
        """R2: return whether something held excludes a module; not if it expires and the module, not pinned, counts as it."""
        if not self._held or module.id in self._held:
            return False
        barring = self.catalogue.exclusions.get(module.id, frozenset()) & self._held.keys()
        if not barring:
            return False
        return module.id in self.learner.pins or not barring <= self.catalogue.places.counted_as(module.id) & self.expiring

    def _without_options(self, module: Module) -> Obstacle:
        """Why a module has no options: days off, busy times or hours, where it would have some without these limits."""
        if any(self._options(module, None)):
            return Obstacle.DAYS_OFF
        if any(self._never_busy._options(module, None)):
            return Obstacle.CLASS_TIME
        return Obstacle.HOURS if any(self._with_all_hours._options(module, None)) else Obstacle.NO_INTAKE

    @cached_property
    def _never_busy(self) -> "Openings":
        """The same without any busy time."""
        return replace(self, learner=self.learner.replace(busy=()))

    @cached_property
    def _with_all_hours(self) -> "Openings":
        """The same without any limit of hours in the months in which the learner is not away."""
        unlimited = (UNLIMITED_MINUTES_PER_WEEK,) * len(self.free)
        return replace(self, learner=self.learner.replace(minutes_in={}, busy=()), free=unlimited)

    def _options(self, module: Module, half_days_off: tuple[int, ...] | None) -> tuple[Option, ...]:
        """R3, R7, R8, R10 and a lone module's part of R5 and R13: each pace with the offsets at which it may start, if any.

        Of thousands of modules, most have the same options as others.
        """
        classes = OF_CLASSES(module) if self.learner.busy or half_days_off is not None else None
        alike = half_days_off is None, self._applied(module), self._offsets_for(module), DECIDING(module), classes
        if alike not in self._known_options:
            self._known_options[alike] = tuple(self._paces_with_starts(module, half_days_off))
        return self._known_options[alike]

    @cached_property
    def _known_options(self) -> dict[Hashable, tuple[Option, ...]]:
        return {}

    def _paces_with_starts(self, module: Module, half_days_off: tuple[int, ...] | None) -> Iterator[Option]:
        starts_open = self._starts_open(module)
        barred = self._away | self._busy_in(module)
        for pace in module.paces:
            if pace.minutes_per_week > self._most_free:
                continue
            clear = self._clear_starts(module, pace, starts_open, barred)
            off = {} if half_days_off is None else _half_days_of(module, self.first, clear, pace.months)
            starts = tuple(start for start in clear if half_days_off is None or _fits(off[start], start, half_days_off))
            if starts:
                days = tuple(_dated_starts(module, self.first, starts, pace.months))
                yield _with_half_days(Option(pace.months, pace.minutes_per_week, starts, days), off)

    def _starts_open(self, module: Module) -> list[int]:
        """R3 and R8: the offsets at which a module may start, and misses no day that cannot be missed."""
        offsets = self._offsets_for(module)
        starts = self._yearly_starts(module, offsets) if module.runs is None else self._starts_of_runs(module, offsets)
        if self._days_away:
            starts = [start for start in starts if not self._is_missed(module, Month(self.first + start))]
        return starts

    def _clear_starts(self, module: Module, pace: Pace, starts: list[int], barred: frozenset[int]) -> list[int]:
        """Those starts from which the learner has the hours of a pace, and is in no barred month, to the end."""
        clear = _clear_of(starts, self._blocked(pace.minutes_per_week, barred), pace.months, len(self.free))
        if not module.runs:
            return clear
        return [start for start in clear if self._is_there_to_the_end(module, start, pace.months, barred)]

    def _blocked(self, minutes_per_week: int, barred: frozenset[int]) -> list[int]:
        """The offsets of the months that have fewer hours than that, or are barred."""
        if not barred and minutes_per_week <= self._least_free:
            return []
        return [offset for offset, minutes in enumerate(self.free) if minutes < minutes_per_week or offset in barred]

    @cached_property
    def _least_free(self) -> int:
        return min(self.free, default=0)

    @cached_property
    def _most_free(self) -> int:
        return max(self.free, default=0)

    def _is_there_to_the_end(self, module: Module, start: int, months: int, barred: frozenset[int]) -> bool:
        """R7, R8, R12: return whether a run can be attended that ends in the month after those in which it takes hours."""
        run = module.run_in(Month(self.first + start))
        if run is None or run.last_day is None:
            return True
        last = month_of_day(run.last_day) - self.first
        return last < start + months or (last < len(self.budget) and last not in barred)

    @cached_property
    def _away(self) -> frozenset[int]:
        """The offsets of the months in which the learner is away."""
        return frozenset(month - self.first for month in self.learner.months_away)

    @cached_property
    def _days_away(self) -> frozenset[date]:
        return self.learner.days_away

    def _is_missed(self, module: Module, start: Month) -> bool:
        """R8: return whether the learner is away on a day of a run that cannot be missed."""
        return any(day in self._days_away for day in days_to_attend(module, module.run_in(start)))

    def _busy_in(self, module: Module) -> frozenset[int]:
        """R7: the offsets of the months in which classes of a module fall into busy times of some months."""
        of_some_months = [time for time in self.learner.busy if not time.is_in_all_months]
        in_the_way = [time for time in of_some_months if time.is_in_the_way_of(module.class_times)]
        if not in_the_way:
            return frozenset()
        return frozenset(
            offset for offset in range(len(self.free)) if any(time.is_in(Month(self.first + offset)) for time in in_the_way)
        )

    def _offsets_for(self, module: Module) -> Sequence[int]:
        """The offsets of the plan, or the one to which a module is pinned, after what it counts as has ended."""
        again = self.catalogue.places.counted_as(module.id) & self._held.keys() if self._held else ()
        ended = max((self._held[name] or 0 for name in again), default=0)
        earliest = max(0, ended + 1 - self.first)
        if module.id in self.learner.pins:
            pinned = self.learner.pins[module.id] - self.first
            return (pinned,) if pinned >= earliest else ()
        return range(earliest, len(self.budget))

    def _yearly_starts(self, module: Module, offsets: Sequence[int]) -> list[int]:
        """R3 for a module that starts in the same months of each year: those for which one can still apply, or has applied."""
        begun, applied = self.first % MONTHS_OF_YEAR, (self._applied(module) or NEVER) - self.first
        of_year = [offset for offset in range(MONTHS_OF_YEAR) if module.starts_in(Month(begun + offset))]
        years = range(0, len(self.budget), MONTHS_OF_YEAR)
        every = [year + offset for year in years for offset in of_year]
        in_year = every[bisect_left(every, offsets[0]) : bisect_right(every, offsets[-1])] if offsets else []
        in_time = bisect_left(in_year, module.apply_months_before)
        return [*(offset for offset in in_year[:in_time] if offset == applied), *in_year[in_time:]]

    def _starts_of_runs(self, module: Module, offsets: Iterable[int]) -> list[int]:
        """The same for a module that has runs."""
        applied, months = self._applied(module), (Month(self.first + offset) for offset in offsets)
        may = (month for month in months if module.starts_in(month))
        return [month - self.first for month in may if module.apply_by(month) >= self.first or month == applied]

    def _applied(self, module: Module) -> Month | None:
        """The start for which the learner has applied."""
        return self.learner.applied.get(module.id)


def _running(under_way: Mapping[str, Option], horizon: int) -> tuple[tuple[str, ...], ...]:
    """The modules under way that take hours, evenings and a place in each month; mostly there are none."""
    lengths = {name: option.months for name, option in under_way.items() if not option.only_ends}
    last = min(horizon, max(lengths.values(), default=0))
    begun = (tuple(name for name in lengths if month < lengths[name]) for month in range(last))
    return (*begun, *((),) * (horizon - last))


def days_to_attend(module: Module, run: Run | None) -> Iterator[date]:
    """The days of a run that cannot be missed, as far as its days are known: its first and its last; all if it is full days."""
    first, last = (None, None) if run is None else (run.first_day, run.last_day)
    if module.days is not None and first is not None and last is not None:
        yield from (first + timedelta(days=number) for number in range((last - first).days + 1))
    else:
        yield from (day for day in (first, last) if day is not None)


def _half_days_of(module: Module, first: Month, starts: Iterable[int], months: int) -> dict[int, tuple[int, ...]]:
    """For each start, the half days off work of each month."""
    return {start: module.half_days_in(Month(first + start), months) for start in starts}


def _fits(half_days: Iterable[int], start: int, limits: Sequence[int]) -> bool:
    """R13: return whether the days off of one module alone are within the limits."""
    return all(half <= limits[month] for month, half in enumerate(half_days, start))


def _with_half_days(option: Option, half_days: Mapping[int, tuple[int, ...]]) -> Option:
    """An option with the half days of its starts: those of most starts once, and the others by themselves."""
    if not any(map(any, half_days.values())):
        return option
    usual = Counter(half_days[start] for start in option.starts).most_common(1)[0][0]
    if usual != usual[:1] * option.months:
        return replace(option, half_days_of=tuple((start, half_days[start]) for start in option.starts))
    others = tuple((start, half_days[start]) for start in option.starts if half_days[start] != usual)
    return replace(option, half_days=usual[0], half_days_of=others)


def _half_days_off(limit: int | None, under_way: Mapping[str, Option], horizon: int) -> tuple[int, ...] | None:
    """In each month how many half days off work may be taken: the limit, or more where modules under way take more."""
    if limit is None:
        return None
    taken = [0] * horizon
    for option in under_way.values():
        for month, half in zip(range(horizon), option.half_days_in(0), strict=False):
            taken[month] += half
    return tuple(max(limit, half) for half in taken)


def _dated_starts(module: Module, first: Month, starts: Iterable[int], months: int) -> Iterator[DatedStart]:
    """The starts in which a run has a known first or last day."""
    for start in starts if module.runs else ():
        run = module.run_in(Month(first + start))
        if run is not None and (run.first_day or run.last_day):
            begin = 0 if run.first_day is None else run.first_day.day - 1
            end = DAYS_OF_MONTH * (start + months) if run.last_day is None else _day_number(run.last_day, first)
            yield DatedStart(start, DAYS_OF_MONTH * start + begin, end)


def _day_number(day: date, first: Month) -> int:
    """The number of the day after one, in a plan that starts in a month."""
    return DAYS_OF_MONTH * (month_of_day(day) - first) + day.day


def left_of_under_way(catalogue: Catalogue, learner: Learner, first_month: Month) -> dict[str, Option]:
    """For each module under way, the option that is left of it; it runs from the plan's first month on.

    A run whose months of study are over, and whose last day is not, only ends: it takes the month, and nothing in it.
    """
    found = {}
    for entry in learner.under_way:
        module = catalogue.module_by_id[entry.module]
        pace = entry.pace(module)
        assert pace is not None, "whoever reads what is under way refuses a pace that the module does not offer"
        assert entry.started <= first_month <= entry.ends(module), "it has begun by the plan's first month, and has not ended"
        months = entry.started + pace.months - first_month
        last_day = entry.last_day(module)
        days = () if last_day is None else (DatedStart(0, 0, _day_number(last_day, first_month)),)
        left = Option(months, pace.minutes_per_week, (0,), days) if months > 0 else Option(1, 0, (0,), days, only_ends=True)
        if learner.half_days_off is not None:
            half_days = entry.offer(module).half_days_in(entry.started, pace.months)
            left = _with_half_days(left, {0: half_days[first_month - entry.started :]})
        found[module.id] = left
    return found


def _evenings(catalogue: Catalogue, learner: Learner, running: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
    """For each month, how many evenings may be taken: the limit, or more where modules under way take more."""
    limit = learner.evenings
    begun = {entry.module: entry.offer(catalogue.module_by_id[entry.module]) for entry in learner.under_way}
    allowed = {
        names: NO_LIMIT if limit is None else max(limit, evenings_of([begun[name] for name in names]))
        for names in dict.fromkeys(running)
    }
    return tuple(map(allowed.__getitem__, running))


def _by_month(usual: int | None, unusual: Mapping[int, int | None], horizon: int) -> tuple[int, ...]:
    """The minutes a week of each month: the usual ones, but at some offsets; where there is no limit, those of a whole week."""
    minutes = [usual] * horizon
    for offset, own in unusual.items():
        minutes[offset] = own
    return tuple(UNLIMITED_MINUTES_PER_WEEK if own is None else own for own in minutes)


def class_when_busy(module: Module, learner: Learner) -> tuple[BusyTime, ...]:
    """R7 for what the learner marked: the busy times into which classes of a module fall, in some months at least."""
    return tuple(time for time in learner.busy if time.is_in_the_way_of(module.class_times))


def class_when_always_busy(module: Module, learner: Learner) -> bool:
    """Return whether classes of a module fall into busy times whenever it runs."""
    return any(time.is_in_all_months for time in class_when_busy(module, learner))


def is_ruled_out(module: Module, learner: Learner) -> bool:
    """R10: return whether the learner's choices rule a module out, by its id, provider or mode."""
    return (
        not learner.skip.isdisjoint((module.id, module.provider, module.mode))
        or bool(learner.only_modes and module.mode not in learner.only_modes)
        or bool(learner.only_providers and module.provider not in learner.only_providers)
    )


def mode_is_unknown_to(offer: Module, learner: Learner) -> bool:
    """Return whether an offer is ruled out since nobody knows its mode."""
    return (
        offer.mode is UNKNOWN and bool(learner.only_modes) and not is_ruled_out(offer, learner.replace(only_modes=frozenset()))
    )


def _clear_of(starts: list[int], blocked: list[int], months: int, horizon: int) -> list[int]:
    """The starts whose `months` months end within the horizon and touch no blocked month; both lists ascend."""
    clear: list[int] = []
    free = 0  # the first month since the last blocked one
    for end in (*blocked, horizon):
        clear += starts[bisect_left(starts, free) : bisect_right(starts, end - months)]
        free = end + 1
    return clear
