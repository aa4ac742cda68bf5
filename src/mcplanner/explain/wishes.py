"""The table of wishes: what can be asked for beside the targets, with its options, its words and the least change of it.

Knows learners and requests, and of the catalogue which modes and providers there are; whether there is a plan is asked
by whoever reads the table.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Generic, Literal, TypeVar, Unpack, cast

from msgspec import Struct
from msgspec.structs import replace
from typing_extensions import override

from mcplanner.catalogue.model import MODES, Catalogue, ClassTime, format_class_time
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import Month, format_month, format_spans, month_name
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK, budget_text, counted, hours_counted
from mcplanner.learner.model import Learner, LearnerFacts
from mcplanner.learner.request import Request
from mcplanner.plans.summary import spans_in_words

MINUTES_STEP = 6
"""Hours are shown and changed in tenths."""

MOST_MINUTES = HOURS_IN_A_WEEK * 60
MOST_CENTS = 1 << 27
"""By how much a budget is raised at most: more than a million dollars."""

Item = TypeVar("Item")


class Asked(Struct, frozen=True):
    """A learner and what that learner requests: together, all that is wished for."""

    learner: Learner
    request: Request

    def of_learner(self, **facts: Unpack[LearnerFacts]) -> "Asked":
        """The same of a learner with some facts changed."""
        return Asked(self.learner.replace(**facts), self.request)


class Demand(Struct, frozen=True):
    """One thing that is asked for: in words, and what is asked without it."""

    words: str
    dropped: Callable[[Asked], Asked]


Changed = tuple[str, Asked]
"""How a wish stands after a change of it, in words, and what is asked then."""


class Steps(Struct, frozen=True):
    """So many ever greater changes of one wish, counted from 0: what one of them makes possible, the greater ones do too."""

    count: int
    changed: Callable[[int], Changed]


class GivingUp(Struct, Generic[Item], frozen=True):
    """Several things that are wished for, of which some can be given up."""

    items: Sequence[Item]
    changed: Callable[[Sequence[Item]], Changed]


class EarliestFinish(Struct, frozen=True):
    """The month in which the plan that finishes soonest does."""


Changes = Steps | GivingUp[Any] | EarliestFinish
"""Among what the least change of a wish is to be looked for."""


class Wish(ABC):
    """A line of the table.

    Attributes
    ----------
    name
        What it is called where it stands beside its value: `hours a week`.
    options
        The options that say it, each with the key of the learner file before which it goes, if there is one.
    """

    def __init__(self, name: str, options: Mapping[str, str | None]) -> None:
        self.name = name
        self.options = options

    @abstractmethod
    def now(self, asked: Asked) -> str | None:
        """How it stands, in short; None where nothing is wished for."""

    @abstractmethod
    def demands(self, asked: Asked) -> Iterator[Demand]:
        """What is asked for by it, part by part where each can be dropped alone."""

    @abstractmethod
    def changes(self, asked: Asked, catalogue: Catalogue) -> Changes:
        """Among what its least change is, where something is wished for."""


# --- Time ---------------------------------------------------------------------------------------------------------------------


class Hours(Wish):
    """The usual hours a week."""

    reason = "modules that would have to run at once ask more hours a week than you have"
    """Why there is no plan, where this alone is in the way."""

    def now(self, asked: Asked) -> str | None:
        usual = asked.learner.minutes_per_week
        return None if usual is None else budget_text(usual)

    def demands(self, asked: Asked) -> Iterator[Demand]:
        """The months that have more hours have them dropped, too."""
        usual = asked.learner.minutes_per_week
        if usual is not None:
            more = asked.learner.minutes_in.keys() - _fewer_hours(asked.learner).keys()
            yield Demand(
                f"with {hours_counted(budget_text(usual))} a week",
                lambda own: _with_usual_hours_in(own.of_learner(minutes_per_week=MOST_MINUTES), more),
            )

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> Steps:
        """More hours, in months with other hours too where they are more."""
        usual = asked.learner.minutes_per_week
        assert usual is not None, "hours are wished for"

        def changed(step: int) -> Changed:
            more = _tenths_above(usual, step)
            others = {month: max(own, more) if own > usual else own for month, own in asked.learner.minutes_in.items()}
            return budget_text(more), asked.of_learner(minutes_per_week=more, minutes_in=others)

        return Steps(_tenths_left_above(usual), changed)


class OtherHours(Wish):
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
            return f"at least {budget_text(more)}", asked.of_learner(minutes_in=others)

        return Steps(_tenths_left_above(least), changed)


def _tenths_above(minutes: int, step: int) -> int:
    """The tenths of an hour above so many minutes, counted from 0."""
    return minutes - minutes % MINUTES_STEP + (step + 1) * MINUTES_STEP


def _tenths_left_above(minutes: int) -> int:
    return (MOST_MINUTES - minutes) // MINUTES_STEP


def _fewer_hours(learner: Learner) -> Mapping[Month, int]:
    """The months with fewer hours than usual, and theirs."""
    usual = learner.minutes_per_week
    return {month: own for month, own in learner.minutes_in.items() if usual is None or own < usual}


def _with_usual_hours_in(asked: Asked, months: Collection[Month]) -> Asked:
    others = {month: own for month, own in asked.learner.minutes_in.items() if month not in months}
    return asked.of_learner(minutes_in=others)


def _hours_by_month(minutes_in: Mapping[Month, int], named: Callable[[Iterable[Month]], list[str]]) -> str:
    """The months that have hours of their own, as `2 in Feb 2027 to Apr 2027`."""
    by_hours: dict[int, list[Month]] = {}
    for month, own in sorted(minutes_in.items()):
        by_hours.setdefault(own, []).append(month)
    return ", ".join(f"{budget_text(own)} in {', '.join(named(months))}" for own, months in by_hours.items())


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
        return EarliestFinish()


class FirstMonth(Wish):
    """A start later than the first month in which the plan could have started."""

    def now(self, asked: Asked) -> str | None:
        return format_month(asked.request.start) if _first(asked.request) < asked.request.start else None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        if _first(asked.request) < asked.request.start:
            words = f"started in {month_name(asked.request.start)}"
            yield Demand(words, lambda own: _started(own, _first(own.request)))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> Steps:
        """Each month before, back to the first."""
        start = asked.request.start

        def changed(step: int) -> Changed:
            sooner = Month(start - 1 - step)
            return format_month(sooner), _started(asked, sooner)

        return Steps(start - _first(asked.request), changed)


def _first(request: Request) -> Month:
    """The first month in which the plan could have started."""
    return request.start if request.earliest_start is None else request.earliest_start


def _started(asked: Asked, start: Month) -> Asked:
    return Asked(asked.learner, replace(asked.request, start=start))


class Away(Wish):
    """The months in which nothing runs."""

    def now(self, asked: Asked) -> str | None:
        return format_spans(sorted(asked.learner.away)) if asked.learner.away else None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        if asked.learner.away:
            words = f"away in {', '.join(spans_in_words(asked.learner.away))}"
            yield Demand(words, lambda own: own.of_learner(away=frozenset()))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> GivingUp[Month]:
        def changed(given_up: Sequence[Month]) -> Changed:
            return f"there in {format_spans(given_up)}", asked.of_learner(away=asked.learner.away - set(given_up))

        return GivingUp(sorted(asked.learner.away), changed)


class BusyTimes(Wish):
    """The weekly times in which no class is."""

    def now(self, asked: Asked) -> str | None:
        return _times(asked.learner.busy) or None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        for time in asked.learner.busy:
            yield Demand(f"busy {format_class_time(time)}", partial(_free, times=(time,)))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> GivingUp[ClassTime]:
        return GivingUp(asked.learner.busy, lambda given_up: (f"free {_times(given_up)}", _free(asked, given_up)))


def _free(asked: Asked, times: Collection[ClassTime]) -> Asked:
    """The same, no longer busy at some times."""
    return asked.of_learner(busy=tuple(time for time in asked.learner.busy if time not in times))


def _times(times: Iterable[ClassTime]) -> str:
    return ", ".join(format_class_time(time) for time in times)


# --- Limits -------------------------------------------------------------------------------------------------------------------


class LimitWords(Struct, frozen=True):
    """How a limit is said: its value alone; what is asked for; and why there is no plan where it alone is in the way.

    Of the latter, the second argument is how it is said that the learner pays: `it would cost`.
    """

    value: Callable[[int], str]
    demand: Callable[[int], str]
    reason: Callable[[int, str], str]


class Limit(Wish):
    """At most so much of something."""

    def __init__(
        self,
        name: str,
        options: Mapping[str, str | None],
        fact: Literal["at_once", "evenings", "cost_limit_cents", "cost_limit_per_year_cents"],
        words: LimitWords,
        *,
        most: int | None = None,
    ) -> None:
        super().__init__(name, options)
        self._fact = fact
        self._words = words
        self._most = most

    def now(self, asked: Asked) -> str | None:
        limit = self._of(asked)
        return None if limit is None else self._words.value(limit)

    def demands(self, asked: Asked) -> Iterator[Demand]:
        limit = self._of(asked)
        if limit is not None:
            yield Demand(self._words.demand(limit), lambda own: self._set(own, None))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> Steps:
        """One more at each step, up to the most that makes sense."""
        limit = self._of(asked)
        assert limit is not None, "there is a limit"

        def changed(step: int) -> Changed:
            return self._words.value(limit + 1 + step), self._set(asked, limit + 1 + step)

        return Steps(MOST_CENTS if self._most is None else self._most - limit, changed)

    def reason(self, limit: int, costs: str = "") -> str:
        """Why there is no plan where a limit alone is in the way."""
        return self._words.reason(limit, costs)

    def _of(self, asked: Asked) -> int | None:
        return cast(int | None, getattr(asked.learner, self._fact))

    def _set(self, asked: Asked, limit: int | None) -> Asked:
        return asked.of_learner(**cast(LearnerFacts, {self._fact: limit}))


# --- What is chosen and ruled out ---------------------------------------------------------------------------------------------


class RuledOut(Wish):
    """The modules, providers and modes that may not be used."""

    def now(self, asked: Asked) -> str | None:
        return ", ".join(short for short, _ in _ruled_out(asked.learner)) or None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        return (demand for _, demand in _ruled_out(asked.learner))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> GivingUp[str]:
        """What is skipped, and the modes and providers that are not among the only ones, can be allowed again."""
        learner, modules = asked.learner, catalogue.modules
        ruled_out = sorted(learner.skip)
        if learner.only_modes:
            ruled_out += sorted({module.mode for module in modules} - learner.only_modes - learner.skip)
        if learner.only_providers:
            ruled_out += sorted({module.provider for module in modules} - learner.only_providers - learner.skip)
        return GivingUp(ruled_out, lambda given_up: (f"allow {', '.join(given_up)}", _allowing(asked, given_up)))


def _ruled_out(learner: Learner) -> Iterator[tuple[str, Demand]]:
    """Each thing that rules modules out, in short, and the demand for it."""
    for name in sorted(learner.skip):
        yield name, Demand(f"without {name}", partial(_unskipped, name=name))
    if learner.only_modes:
        words = f"only {' or '.join(sorted(learner.only_modes))}"
        yield words, Demand(words, lambda own: own.of_learner(only_modes=frozenset()))
    if learner.only_providers:
        words = f"only with {' or '.join(sorted(learner.only_providers))}"
        yield words, Demand(words, lambda own: own.of_learner(only_providers=frozenset()))


def _unskipped(asked: Asked, name: str) -> Asked:
    return asked.of_learner(skip=asked.learner.skip - {name})


def _allowing(asked: Asked, ids: Sequence[str]) -> Asked:
    """The same with modules, providers and modes allowed again, by id."""
    learner = asked.learner
    return asked.of_learner(
        skip=learner.skip - set(ids),
        only_modes=learner.only_modes and learner.only_modes.union(mode for mode in MODES if mode in ids),
        only_providers=learner.only_providers and learner.only_providers.union(ids),
    )


class Pins(Wish):
    """The modules that start in given months."""

    def now(self, asked: Asked) -> str | None:
        return ", ".join(f"{module}={format_month(month)}" for module, month in asked.learner.pins.items()) or None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        for module, month in asked.learner.pins.items():
            yield Demand(f"{module} in {month_name(month)}", partial(_unpinned, modules=(module,)))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> GivingUp[str]:
        return GivingUp(list(asked.learner.pins), lambda given_up: (f"unpin {', '.join(given_up)}", _unpinned(asked, given_up)))


def _unpinned(asked: Asked, modules: Sequence[str]) -> Asked:
    return asked.of_learner(pins={module: month for module, month in asked.learner.pins.items() if module not in modules})


# --- The table ----------------------------------------------------------------------------------------------------------------

HOURS = Hours("hours a week", {"--hours": "hours"})

AT_ONCE = Limit(
    "at once",
    {"--at-once": "at_once"},
    "at_once",
    LimitWords(
        value=str,
        demand=lambda number: f"{number} at once",
        reason=lambda number, _: f"more modules would have to run at once than the {number} that you allow",
    ),
    most=1_000,
)

EVENINGS = Limit(
    "evenings",
    {"--evenings": "evenings"},
    "evenings",
    LimitWords(
        value=str,
        demand=lambda number: f"{counted(number, 'evening')} a week",
        reason=lambda number, _: f"class would be on more evenings a week than your {number}",
    ),
    most=7,
)

BUDGET = Limit(
    "budget",
    {"--budget": "budget"},
    "cost_limit_cents",
    LimitWords(
        value=format_cents,
        demand=lambda cents: f"for at most {format_cents(cents)}",
        reason=lambda cents, costs: f"{costs} more than {format_cents(cents)}",
    ),
)

BUDGET_PER_YEAR = Limit(
    "budget a year",
    {"--budget-per-year": "budget_per_year"},
    "cost_limit_per_year_cents",
    LimitWords(
        value=format_cents,
        demand=lambda cents: f"for at most {format_cents(cents)} a year",
        reason=lambda cents, costs: f"{costs} more than {format_cents(cents)} in some year",
    ),
)

WISHES: tuple[Wish, ...] = (
    HOURS,
    OtherHours("other hours a week", {"--hours-in": "hours"}),
    LastMonth("by", {"--by": None}),
    FirstMonth("start", {"--start": None}),
    Away("away", {"--away": "away"}),
    AT_ONCE,
    EVENINGS,
    BusyTimes("busy times", {"--busy": "busy"}),
    BUDGET,
    BUDGET_PER_YEAR,
    RuledOut("ruled out", {"--skip": "skip", "--mode": "modes", "--provider": "providers"}),
    Pins("pins", {"--pin": "pins"}),
)
"""All wishes, in the order in which they are told."""
