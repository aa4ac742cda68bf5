"""The least change that makes an impossible request possible, for each dial alone, and the demands that conflict.

Floor 8. Turns one dial of a learner or a request at a time and asks, through functions it is given, whether there is a plan
and which; of the catalogue it knows which modes and providers there are, and no solver, clock or terminal.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue import Catalogue, ClassTime, format_class_time
from mcplanner.figures import HOURS_IN_A_WEEK, budget_text, counted, hours_counted
from mcplanner.learner import Learner
from mcplanner.money import format_cents
from mcplanner.months import Month, format_month, format_spans, month_name
from mcplanner.request import Request
from mcplanner.requirements import SKILL
from mcplanner.schedule import Plan, Relaxation, Status
from mcplanner.smallest_sets import smallest_set
from mcplanner.summary import spans_in_words

Possible = Callable[[Learner, Request], bool | None]
"""Whether there is a plan at all; None where that was not settled in time."""

Attempt = Callable[[Learner, Request], Plan]
"""The verified plan that finishes soonest, or one without enrolments."""

Later = Callable[[], Plan]
"""The verified plan that finishes soonest where it may end later than was asked, or one without enrolments."""


class Asking(Struct, frozen=True):
    """How to ask about requests with one dial turned."""

    possible: Possible
    attempt: Attempt
    later: Later


AskingOf = Callable[[int, int], Asking]
"""How to ask about a dial, given which of them it is, counted from 0, and of how many."""

Item = TypeVar("Item")

MINUTES_STEP = 6
"""Hours are shown and turned in tenths."""

MOST_MINUTES = HOURS_IN_A_WEEK * 60
MOST_CENTS = 1 << 27
"""More than a million dollars."""

MOST_AT_ONCE = 1_000

Turned = tuple[str, Learner, Request]
"""A request with a dial turned, and how it then stands, in words."""


class Demand(Struct, frozen=True):
    """One thing that was asked for: in words, and the request without it."""

    words: str
    dropped: Callable[[Learner, Request], tuple[Learner, Request]]


def relaxations(catalogue: Catalogue, learner: Learner, request: Request, asking_of: AskingOf) -> Iterator[Relaxation]:
    """For each dial that was set, the least change that works, with its finish; `to` is None where the dial cannot help.

    The last dial comes first: what time the others leave is for hours a week, which are the hardest to settle.
    """
    dials = [dial for is_set, dial in _DIALS if is_set(learner, request)]
    for position, dial in enumerate(reversed(dials)):
        yield dial(_Turning(catalogue, learner, request, asking_of(position, len(dials))))


def conflict(learner: Learner, request: Request, possible: Possible) -> str | None:
    """A smallest set of demands that no plan meets together, in words.

    What is not settled in time counts as possible, so that the set may be larger than it must be.

    Where no plan meets the targets even without all other demands, these are the targets that exclude each other. None where no
    demands are to blame: nothing that could be dropped makes a plan possible.
    """
    demands = list(_demands(learner, request))

    def possible_without(dropped: Sequence[Demand]) -> bool | None:
        changed = learner, request
        for demand in dropped:
            changed = demand.dropped(*changed)
        return possible(*changed)

    answer = possible_without(demands)
    if answer is False:
        return _conflict_of_targets(request, lambda targets: possible_without([*demands, _only(targets)]))
    if answer is None:
        return None

    def in_the_way(some: Sequence[Demand]) -> bool | None:
        if len(some) == len(demands):
            return True
        return _reversed(possible_without([demand for demand in demands if demand not in some]))

    found = smallest_set(demands, in_the_way).items
    assert found is not None, "all of them together are in the way"
    return ", ".join(demand.words for demand in found)


def _reversed(answer: bool | None) -> bool | None:
    """No for yes and yes for no; what is not settled stays so."""
    return None if answer is None else not answer


def _only(targets: tuple[str, ...]) -> Demand:
    """The demands for all other targets."""
    return Demand("only some targets", lambda own, asked: (own, replace(asked, targets=targets)))


def _conflict_of_targets(request: Request, possible: Callable[[tuple[str, ...]], bool | None]) -> str | None:
    """A smallest set of targets that cannot all be reached; None where one of them cannot even alone."""

    kept = smallest_set(request.targets, lambda targets: _reversed(possible(tuple(targets)))).items
    if kept is None or len(kept) == 1:
        return None
    skills = [f"the skill {target.removeprefix(SKILL)}" if target.startswith(SKILL) else target for target in kept]
    return f"to reach {', '.join(skills[:-1])} and {skills[-1]}"


def _demands(learner: Learner, request: Request) -> Iterator[Demand]:
    """Everything that was asked for and could be dropped, in the order in which it is told."""
    yield from _demands_of_hours(learner)
    yield from _demands_of_months(learner, request)
    yield from _demands_of_weeks(learner)
    yield from _demands_of_cost(learner)
    yield from _demands_of_modules(learner)


def _demands_of_hours(learner: Learner) -> Iterator[Demand]:
    usual = learner.minutes_per_week
    fewer = {month: own for month, own in learner.minutes_in.items() if usual is None or own < usual}
    more = learner.minutes_in.keys() - fewer.keys()
    if usual is not None:
        yield Demand(
            f"with {hours_counted(budget_text(usual))} a week",
            _of_learner(lambda own: _usual_hours_in(_changed(own, minutes_per_week=MOST_MINUTES), more)),
        )
    if fewer:
        months = _other_hours(fewer, spans_in_words)
        yield Demand(f"with other hours a week ({months})", _of_learner(lambda own: _usual_hours_in(own, fewer)))


def _demands_of_months(learner: Learner, request: Request) -> Iterator[Demand]:
    if request.by is not None:
        yield Demand(f"done by {month_name(request.by)}", lambda own, asked: (own, replace(asked, by=None)))
    if _could_have_started_sooner(request):
        yield Demand(
            f"started in {month_name(request.start)}",
            lambda own, asked: (own, replace(asked, start=asked.earliest_start or asked.start)),
        )
    if learner.away:
        months = ", ".join(spans_in_words(learner.away))
        yield Demand(f"away in {months}", _of_learner(partial(_changed, away=frozenset())))


def _demands_of_weeks(learner: Learner) -> Iterator[Demand]:
    """How full a week may be, and when in it there may be class."""
    if learner.at_once is not None:
        yield Demand(f"{learner.at_once} at once", _of_learner(partial(_changed, at_once=None)))
    if learner.evenings is not None:
        yield Demand(f"{counted(learner.evenings, 'evening')} a week", _of_learner(partial(_changed, evenings=None)))
    for time in learner.busy:
        yield Demand(f"busy {format_class_time(time)}", _of_learner(partial(_free, times=(time,))))


def _demands_of_cost(learner: Learner) -> Iterator[Demand]:
    if learner.cost_limit_cents is not None:
        yield Demand(
            f"for at most {format_cents(learner.cost_limit_cents)}",
            _of_learner(partial(_changed, cost_limit_cents=None)),
        )
    if learner.cost_limit_per_year_cents is not None:
        yield Demand(
            f"for at most {format_cents(learner.cost_limit_per_year_cents)} a year",
            _of_learner(partial(_changed, cost_limit_per_year_cents=None)),
        )


def _demands_of_modules(learner: Learner) -> Iterator[Demand]:
    for rule in _ruled_out(learner):
        yield Demand(rule.words, _of_learner(rule.dropped))
    for module, month in learner.pins.items():
        yield Demand(f"{module} in {month_name(month)}", _of_learner(partial(_unpinned, modules=(module,))))


def _could_have_started_sooner(request: Request) -> bool:
    return request.earliest_start is not None and request.earliest_start < request.start


class _Rule(Struct, frozen=True):
    """Something that rules modules out: in words, by name, and the learner without it."""

    words: str
    name: str
    dropped: Callable[[Learner], Learner]


def _ruled_out(learner: Learner) -> Iterator[_Rule]:
    for name in sorted(learner.skip):
        yield _Rule(f"without {name}", name, partial(_unskipped, name=name))
    if learner.only_modes:
        names = " or ".join(sorted(learner.only_modes))
        yield _Rule(f"only {names}", f"only {names}", partial(_changed, only_modes=frozenset()))
    if learner.only_providers:
        names = " or ".join(sorted(learner.only_providers))
        yield _Rule(f"only with {names}", f"only with {names}", partial(_changed, only_providers=frozenset()))


def _allowing(learner: Learner, ids: Sequence[str]) -> Learner:
    """The learner with modules, providers and modes allowed again, by id."""
    return _changed(
        learner,
        skip=learner.skip - set(ids),
        only_modes=learner.only_modes and learner.only_modes.union(ids),
        only_providers=learner.only_providers and learner.only_providers.union(ids),
    )


def _other_hours(minutes_in: Mapping[Month, int], named: Callable[[Iterable[Month]], list[str]]) -> str:
    """The months that have hours of their own, as `2 in Feb 2027 to Apr 2027`."""
    by_hours: dict[int, list[Month]] = {}
    for month, own in sorted(minutes_in.items()):
        by_hours.setdefault(own, []).append(month)
    return ", ".join(f"{budget_text(own)} in {', '.join(named(months))}" for own, months in by_hours.items())


def _usual_hours_in(learner: Learner, months: Collection[Month]) -> Learner:
    """The learner without other hours in some months."""
    return _changed(learner, minutes_in={month: own for month, own in learner.minutes_in.items() if month not in months})


def _of_learner(dropped: Callable[[Learner], Learner]) -> Callable[[Learner, Request], tuple[Learner, Request]]:
    """What drops a demand of the learner, for a learner and a request."""
    return lambda own, asked: (dropped(own), asked)


def _changed(learner: Learner, **facts: object) -> Learner:
    return learner.model_copy(update=facts)


def _unskipped(learner: Learner, name: str) -> Learner:
    return _changed(learner, skip=learner.skip - {name})


def _free(learner: Learner, times: Collection[ClassTime]) -> Learner:
    """The learner, no longer busy at some times."""
    return _changed(learner, busy=tuple(time for time in learner.busy if time not in times))


def _times(times: Iterable[ClassTime]) -> str:
    return ", ".join(format_class_time(time) for time in times)


def _unpinned(learner: Learner, modules: Sequence[str]) -> Learner:
    return _changed(learner, pins={module: month for module, month in learner.pins.items() if module not in modules})


class _Turning(Struct, frozen=True):
    """One dial turned on its own until there is a plan, as little as can be."""

    catalogue: Catalogue
    learner: Learner
    request: Request
    asking: Asking

    def hours(self) -> Relaxation:
        """Hours a week, in months with other hours too where they are more."""
        minutes = self.learner.minutes_per_week
        assert minutes is not None, "the dial was set"
        first = minutes - minutes % MINUTES_STEP + MINUTES_STEP

        def turned(step: int) -> Turned:
            more = first + step * MINUTES_STEP
            exceptions = {month: max(own, more) if own > minutes else own for month, own in self.learner.minutes_in.items()}
            return budget_text(more), _changed(self.learner, minutes_per_week=more, minutes_in=exceptions), self.request

        return self._least("hours a week", budget_text(minutes), (MOST_MINUTES - minutes) // MINUTES_STEP, turned)

    def hours_in(self) -> Relaxation:
        """The least hours a week of the months that have hours of their own."""
        minutes = min(self.learner.minutes_in.values())
        first = minutes - minutes % MINUTES_STEP + MINUTES_STEP

        def turned(step: int) -> Turned:
            more = first + step * MINUTES_STEP
            exceptions = {month: max(own, more) for month, own in self.learner.minutes_in.items()}
            return f"at least {budget_text(more)}", _changed(self.learner, minutes_in=exceptions), self.request

        now = _other_hours(self.learner.minutes_in, lambda months: [format_spans(months)])
        return self._least("other hours a week", now, (MOST_MINUTES - minutes) // MINUTES_STEP, turned)

    def by(self) -> Relaxation:
        """The last month: the earliest finish there is."""
        assert self.request.by is not None, "the dial was set"
        made = self.asking.later()
        to = None if made.finish is None else format_month(made.finish)
        proved = made.status in (Status.OPTIMAL, Status.INFEASIBLE)
        return Relaxation("by", format_month(self.request.by), to, made.finish, proved)

    def start(self) -> Relaxation:
        """The first month, back to the first in which the plan could have started."""
        assert self.request.earliest_start is not None, "the dial was set"

        def turned(step: int) -> Turned:
            start = Month(self.request.start - 1 - step)
            return format_month(start), self.learner, replace(self.request, start=start)

        return self._least("start", format_month(self.request.start), self.request.start - self.request.earliest_start, turned)

    def away(self) -> Relaxation:
        """The months away: as few as can be are given up."""
        months = sorted(self.learner.away)

        def change(given_up: Sequence[Month]) -> Turned:
            there = _changed(self.learner, away=self.learner.away - set(given_up))
            return f"there in {format_spans(given_up)}", there, self.request

        return self._fewest("away", format_spans(months), months, change)

    def at_once(self) -> Relaxation:
        """How many modules may run at once."""
        return self._count("at once", "at_once", MOST_AT_ONCE)

    def evenings(self) -> Relaxation:
        """How many evenings a week may be taken."""
        return self._count("evenings", "evenings", 7)

    def _count(self, dial: str, fact: str, most: int) -> Relaxation:
        now = getattr(self.learner, fact)

        def turned(step: int) -> Turned:
            return str(now + 1 + step), _changed(self.learner, **{fact: now + 1 + step}), self.request

        return self._least(dial, str(now), most - now, turned)

    def busy_times(self) -> Relaxation:
        """The busy times: as few as can be are given up."""

        def change(given_up: Sequence[ClassTime]) -> Turned:
            return f"free {_times(given_up)}", _free(self.learner, given_up), self.request

        return self._fewest("busy times", _times(self.learner.busy), self.learner.busy, change)

    def budget(self) -> Relaxation:
        """What all modules together may cost."""
        return self._money("budget", "cost_limit_cents")

    def budget_per_year(self) -> Relaxation:
        """What the modules that start in a year may cost."""
        return self._money("budget a year", "cost_limit_per_year_cents")

    def _money(self, dial: str, fact: str) -> Relaxation:
        limit = getattr(self.learner, fact)

        def turned(step: int) -> Turned:
            more = limit + 1 + step
            return format_cents(more), _changed(self.learner, **{fact: more}), self.request

        return self._least(dial, format_cents(limit), MOST_CENTS, turned)

    def ruled_out(self) -> Relaxation:
        """What was ruled out: as little as can be is allowed again."""
        learner = self.learner
        allowed = sorted(learner.skip)
        if learner.only_modes:
            allowed += sorted({module.mode for module in self.catalogue.modules} - learner.only_modes - learner.skip)
        if learner.only_providers:
            allowed += sorted({module.provider for module in self.catalogue.modules} - learner.only_providers - learner.skip)

        def change(given_up: Sequence[str]) -> Turned:
            return f"allow {', '.join(given_up)}", _allowing(learner, given_up), self.request

        return self._fewest("ruled out", ", ".join(rule.name for rule in _ruled_out(learner)), allowed, change)

    def pins(self) -> Relaxation:
        """The pinned months: as few as can be are given up."""
        pins = [f"{module}={format_month(month)}" for module, month in self.learner.pins.items()]

        def change(given_up: Sequence[str]) -> Turned:
            return f"unpin {', '.join(given_up)}", _unpinned(self.learner, given_up), self.request

        return self._fewest("pins", ", ".join(pins), list(self.learner.pins), change)

    def _least(self, dial: str, now: str, steps: int, turned: Callable[[int], Turned]) -> Relaxation:
        """The first of ever greater changes that works, by halving; what works stays possible with a greater change."""
        most = self.asking.possible(*turned(steps - 1)[1:]) if steps > 0 else False
        if most is not True:
            return Relaxation(dial, now, None, None, proved=most is False)
        low, high = 0, steps - 1
        proved = True
        while low < high:
            middle = (low + high) // 2
            answer = self.asking.possible(*turned(middle)[1:])
            proved &= answer is not None
            if answer is True:
                high = middle
            else:
                low = middle + 1
        return self._made(dial, now, *turned(low), proved)

    def _fewest(self, dial: str, now: str, items: Sequence[Item], change: Callable[[Sequence[Item]], Turned]) -> Relaxation:
        """As few of several things given up as can be."""
        found = smallest_set(items, lambda given_up: self.asking.possible(*change(given_up)[1:]))
        if found.items is None:
            return Relaxation(dial, now, None, None, found.proved)
        return self._made(dial, now, *change(found.items), found.proved)

    def _made(self, dial: str, now: str, to: str, learner: Learner, request: Request, proved: bool) -> Relaxation:
        made = self.asking.attempt(learner, request)
        if made.objective is None:
            return Relaxation(dial, now, None, None, proved=False)
        return Relaxation(dial, now, to, made.finish, proved)


_DIALS: tuple[tuple[Callable[[Learner, Request], bool], Callable[[_Turning], Relaxation]], ...] = (
    (lambda own, _: own.minutes_per_week is not None, _Turning.hours),
    (lambda own, _: bool(own.minutes_in), _Turning.hours_in),
    (lambda _, asked: asked.by is not None, _Turning.by),
    (lambda _, asked: _could_have_started_sooner(asked), _Turning.start),
    (lambda own, _: bool(own.away), _Turning.away),
    (lambda own, _: own.at_once is not None, _Turning.at_once),
    (lambda own, _: own.evenings is not None, _Turning.evenings),
    (lambda own, _: bool(own.busy), _Turning.busy_times),
    (lambda own, _: own.cost_limit_cents is not None, _Turning.budget),
    (lambda own, _: own.cost_limit_per_year_cents is not None, _Turning.budget_per_year),
    (lambda own, _: any(_ruled_out(own)), _Turning.ruled_out),
    (lambda own, _: bool(own.pins), _Turning.pins),
)
"""When each dial is set, in the order in which people think of them."""
