"""The wishes about time: hours a week, the first and the last month, months away, and busy times.

Knows learners, requests and months.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from msgspec.structs import replace
from typing_extensions import override

from mcplanner.catalogue.model import Catalogue
from mcplanner.explain.loads import Loads
from mcplanner.explain.wish import Asked, Changed, Demand, EarliestFinish, GivingUp, OneOf, Steps, Wish
from mcplanner.ground.months import Month, format_month, format_spans, month_name
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK, hours_counted, load_text
from mcplanner.learner import absence
from mcplanner.learner.absence import away_in_words, days_left, format_away, periods
from mcplanner.learner.busy import BusyTime, format_busy_time
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.plans.model import MonthLoad, Plan
from mcplanner.plans.summary import spans_in_words

MINUTES_STEP = 6
"""Hours are changed in tenths."""

MOST_MINUTES = HOURS_IN_A_WEEK * 60
"""The most hours a week that are tried."""


class Hours(Wish):
    """The usual hours a week."""

    reason = "modules that would have to run at the same time need more hours a week than you have"
    """Why there is no plan, where this wish alone is in the way."""

    def now(self, asked: Asked) -> str | None:
        usual = asked.learner.minutes_per_week
        return None if usual is None else load_text(usual)

    def demands(self, asked: Asked) -> Iterator[Demand]:
        """Without it, months with more hours than usual are unlimited, too."""
        usual = asked.learner.minutes_per_week
        if usual is not None:
            more = asked.learner.minutes_in.keys() - _fewer_hours(asked.learner).keys()
            yield Demand(
                f"with {hours_counted(load_text(usual))} a week",
                lambda own: _with_usual_hours_in(own.of_learner(minutes_per_week=MOST_MINUTES), more),
            )

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> Steps:
        """More hours, also in months with hours of their own if these are more than usual."""
        usual = asked.learner.minutes_per_week
        assert usual is not None, "hours are wished for"

        def changed(step: int) -> Changed:
            more = _tenths_above(usual, step)
            others = {month: max(own, more) if own > usual else own for month, own in asked.learner.minutes_in.items()}
            return load_text(more), asked.of_learner(minutes_per_week=more, minutes_in=others)

        def needed(made: Plan) -> int | None:
            needed = (_needed(asked.learner, each) for each in made.load)
            loads = [minutes for month, minutes in needed if minutes > asked.learner.minutes_in.get(month, usual)]
            return max(0, _step_to(max(loads, default=usual), usual))

        alike = _alike(asked, changed, catalogue, asked.learner.unusual_months)
        return Steps(_tenths_left_above(usual), changed, needed, alike=alike)


class HoursInMonths(Wish):
    """The hours a week of some months."""

    def now(self, asked: Asked) -> str | None:
        return _hours_by_month(asked.learner.minutes_in, lambda months: [format_spans(months)]) or None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        """Only the months that have fewer hours than usual."""
        fewer = _fewer_hours(asked.learner)
        if fewer:
            words = f"with other hours a week ({_hours_by_month(fewer, spans_in_words)})"
            yield Demand(words, partial(_with_usual_hours_in, months=fewer))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> Steps:
        """More hours in the months that have the fewest."""
        least = min(asked.learner.minutes_in.values())

        def changed(step: int) -> Changed:
            more = _tenths_above(least, step)
            others = {month: max(own, more) for month, own in asked.learner.minutes_in.items()}
            return f"at least {load_text(more)}", asked.of_learner(minutes_in=others)

        alike = _alike(asked, changed, catalogue, asked.learner.minutes_in)
        return Steps(_tenths_left_above(least), changed, alike=alike)


class HoursInOneMonth(Wish):
    """The hours a week of a single month, up to the last one that is asked for."""

    def now(self, asked: Asked) -> str | None:
        usual = asked.learner.minutes_per_week
        return None if usual is None or asked.request.by is None else load_text(usual)

    @override
    def demands(self, asked: Asked) -> Iterator[Demand]:
        """None of its own: the usual hours are demanded already."""
        return iter(())

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> OneOf:
        """More hours in any one month in which the learner is not away."""
        assert asked.request.by is not None, "the months have an end"
        span = map(Month, range(asked.request.start, asked.request.by + 1))
        there = (month for month in span if asked.learner.minutes_at(month))
        hours = [(month, minutes) for month in there if (minutes := asked.learner.minutes_given(month))]

        def together(places: Sequence[int], step: int) -> Asked:
            own = asked.learner.minutes_in
            return asked.of_learner(minutes_in={**own, **dict(_raised(hours[place], step) for place in places)})

        loads = Loads(catalogue, asked)
        return OneOf([_more_in(each, asked, loads) for each in hours], together)


def _alike(
    asked: Asked, changed: Callable[[int], Changed], catalogue: Catalogue, months: Collection[Month]
) -> Callable[[int], Hashable]:
    """What matters of each step of a change of hours, with the hours that some months have then."""
    loads = Loads(catalogue, asked)
    return cache(lambda step: loads.of((asked if step < 0 else changed(step)[1]).learner, sorted(months)))


def _more_in(hours: tuple[Month, int], asked: Asked, loads: Loads) -> Steps:
    """Ever more hours a week in a month that has so many minutes."""

    def changed(step: int) -> Changed:
        month, more = _raised(hours, step)
        words = f"{load_text(more)} in {format_month(month)}"
        return words, asked.of_learner(minutes_in={**asked.learner.minutes_in, month: more})

    def needed(made: Plan) -> int | None:
        month, minutes = hours
        loads = (own for at, own in (_needed(asked.learner, each) for each in made.load) if at == month)
        return max(0, _step_to(max(loads, default=minutes), minutes))

    @cache
    def alike(step: int) -> Hashable:
        return loads.of((asked if step < 0 else changed(step)[1]).learner, hours[:1])

    return Steps(_tenths_left_above(hours[1]), changed, needed, alike=alike)


def _raised(hours: tuple[Month, int], step: int) -> tuple[Month, int]:
    """A month with more minutes than it has."""
    month, minutes = hours
    return month, min(MOST_MINUTES, _tenths_above(minutes, step))


def _needed(learner: Learner, load: MonthLoad) -> tuple[Month, int]:
    """A month, and the minutes a week that must be given for it, so that an absence leaves enough of them."""
    there, length = days_left(learner.away, load.month)
    return load.month, load.minutes_per_week if there in (0, length) else -(-load.minutes_per_week * length // there)


def _tenths_above(minutes: int, step: int) -> int:
    """The next tenths of an hour above so many minutes, counted from 0."""
    return minutes - minutes % MINUTES_STEP + (step + 1) * MINUTES_STEP


def _step_to(minutes: int, usual: int) -> int:
    """The first step above the usual minutes that reaches so many."""
    return -(-(minutes - _tenths_above(usual, 0)) // MINUTES_STEP)


def _tenths_left_above(minutes: int) -> int:
    return (MOST_MINUTES - minutes) // MINUTES_STEP


def _fewer_hours(learner: Learner) -> Mapping[Month, int]:
    """The months with fewer hours than usual, with their minutes."""
    usual = learner.minutes_per_week
    return {month: own for month, own in learner.minutes_in.items() if usual is None or own < usual}


def _with_usual_hours_in(asked: Asked, months: Collection[Month]) -> Asked:
    others = {month: own for month, own in asked.learner.minutes_in.items() if month not in months}
    return asked.of_learner(minutes_in=others)


def _hours_by_month(minutes_in: Mapping[Month, int], named: Callable[[Iterable[Month]], list[str]]) -> str:
    """The months with hours of their own, as `2 in Feb 2027 to Apr 2027`."""
    by_hours: dict[int, list[Month]] = {}
    for month, own in sorted(minutes_in.items()):
        by_hours.setdefault(own, []).append(month)
    return ", ".join(f"{load_text(own)} in {', '.join(named(months))}" for own, months in by_hours.items())


class LastMonth(Wish):
    """The month by which everything has ended."""

    def now(self, asked: Asked) -> str | None:
        return None if asked.request.by is None else format_month(asked.request.by)

    def demands(self, asked: Asked) -> Iterator[Demand]:
        if asked.request.by is not None:
            words = f"done by {month_name(asked.request.by)}"
            yield Demand(words, lambda own: Asked(own.learner, replace(own.request, by=None)))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> EarliestFinish:
        """Where no hours are given, the plan that finishes soonest may take as many as there are."""
        hours = asked.learner.minutes_per_week
        learner = asked.learner if hours is not None else asked.learner.replace(minutes_per_week=MOST_MINUTES)
        without = Asked(learner, replace(asked.request, by=None, prefer="finish"))

        def changed(finish: Month) -> Changed:
            return format_month(finish), Asked(asked.learner, replace(asked.request, by=finish))

        return EarliestFinish(without, changed)


class FirstMonth(Wish):
    """A start later than the first month in which the plan could have started."""

    def now(self, asked: Asked) -> str | None:
        return format_month(asked.request.start) if _first(asked.request) < asked.request.start else None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        if _first(asked.request) < asked.request.start:
            words = f"starting in {month_name(asked.request.start)}"
            yield Demand(words, lambda own: _starting_in(own, _first(own.request)))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> Steps:
        """Each month before it, back to the first."""
        start = asked.request.start

        def changed(step: int) -> Changed:
            sooner = Month(start - 1 - step)
            return format_month(sooner), _starting_in(asked, sooner)

        return Steps(start - _first(asked.request), changed)


def _first(request: Request) -> Month:
    """The first month in which the plan could have started."""
    return request.start if request.earliest_start is None else request.earliest_start


def _starting_in(asked: Asked, start: Month) -> Asked:
    return Asked(asked.learner, replace(asked.request, start=start))


class Away(Wish):
    """The months in which nothing runs, and the days on which the learner is away."""

    follows_from = None

    def now(self, asked: Asked) -> str | None:
        return format_away(asked.learner.away) or None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        if asked.learner.away:
            words = f"away {_in(asked.learner.away)} {', '.join(away_in_words(asked.learner.away))}"
            yield Demand(words, lambda own: own.of_learner(away=frozenset()))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> GivingUp[frozenset[absence.Away]]:
        def changed(given_up: Sequence[frozenset[absence.Away]]) -> Changed:
            away = frozenset[absence.Away]().union(*given_up)
            return f"not away {_in(away)} {format_away(away)}", asked.of_learner(away=asked.learner.away - away)

        return GivingUp(periods(asked.learner.away), changed)


def _in(away: Iterable[absence.Away]) -> str:
    """The word before absences: some months, or days alone."""
    return "in" if absence.months_of(away) else "on"


class BusyTimes(Wish):
    """The weekly times at which there can be no class."""

    follows_from = None

    def now(self, asked: Asked) -> str | None:
        return _times(asked.learner.busy) or None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        for time in asked.learner.busy:
            yield Demand(f"busy {format_busy_time(time)}", partial(_freed_at, times=(time,)))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> GivingUp[BusyTime]:
        return GivingUp(asked.learner.busy, lambda given_up: (f"free {_times(given_up)}", _freed_at(asked, given_up)))


def _freed_at(asked: Asked, times: Collection[BusyTime]) -> Asked:
    """The same wishes, but free at some times."""
    return asked.of_learner(busy=tuple(time for time in asked.learner.busy if time not in times))


def _times(times: Iterable[BusyTime]) -> str:
    return ", ".join(format_busy_time(time) for time in times)
