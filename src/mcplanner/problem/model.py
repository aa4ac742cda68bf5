"""The planning problem: what may be taken, when, and what for, as integers and tuples.

What solvers are given: `build` makes one from a catalogue and a learner; from here on nothing knows YAML, pydantic
or text. Months are offsets from the plan's first month, which is 0; ends are exclusive (a module of 6 months that starts at 0
ends at 6 and the next can start there).

Days are numbered through: each month has 32 of them, so that day 0 is the first of offset 0, and 32 that of offset 1. What has
no known day begins with its first month, and ends with its last.
"""

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from enum import Enum, StrEnum
from functools import cached_property, lru_cache, reduce

from msgspec import Struct, field
from msgspec.structs import replace

from mcplanner.ground.months import Month
from mcplanner.ground.stages import Stage
from mcplanner.ground.time_limit import checkpoint
from mcplanner.pricing.credit import Payment
from mcplanner.problem.normal_form import normaliser
from mcplanner.problem.requirement_nodes import (
    NOTHING,
    Countdown,
    Threshold,
    counts_once,
    ends_within,
    free_nodes,
    pruner,
    satisfiable,
)

LONGEST_PLAN_MONTHS = 480
"""No plan is sought beyond 40 years; without it a search that cannot end would have no horizon."""

UNLIMITED_MINUTES_PER_WEEK = 7 * 24 * 60
"""The budget of a month where the learner gave no hours: the whole week."""


MOST_PRUNED = 64
"""The most sets of requirements of which it is kept what is left of them without what is not possible."""

DAYS_OF_MONTH = 32
"""A month has so many numbers of days; more than days, so that what begins in the next one has a higher number."""


class DatedStart(Struct, frozen=True, gc=False):
    """The days of a run: the number of its first, and the one after its last; some start of an option."""

    start: int
    begin: int
    end: int


class Option(Struct, frozen=True, gc=False):
    """One pace of a candidate: its length, its weekly load, and the offsets at which it may start, ascending.

    `months` are those in which it takes hours, evenings and a place, from its start on. A run with days may end in the month
    after: 19 October through 18 April are six months, October through March. `days` has the starts for which days are known;
    those that are no longer in `starts` do no harm. `half_days` are those off work that each month takes, where they are
    limited; `half_days_of` has the starts for which they differ, with those of each month. What is under way `only_ends` if its
    months of study are over and its last day is not: it takes no hours, evenings or place in its one month.
    """

    months: int
    minutes_per_week: int
    starts: tuple[int, ...]
    days: tuple[DatedStart, ...] = ()
    half_days: int = 0
    half_days_of: tuple[tuple[int, tuple[int, ...]], ...] = ()
    only_ends: bool = False

    def half_days_in(self, start: int) -> tuple[int, ...]:
        """The half days off work that each of its months takes, given a start."""
        of_runs = (half_days for own, half_days in self.half_days_of if own == start)
        return next(of_runs, (self.half_days,) * self.months)

    def begin(self, start: int) -> int:
        """The number of its first day, given a start."""
        if self.days:
            for dated in self.days:
                if dated.start == start:
                    return dated.begin
        return DAYS_OF_MONTH * start

    def end(self, start: int) -> int:
        """The number of the day after its last, given a start."""
        if self.days:
            for dated in self.days:
                if dated.start == start:
                    return dated.end
        return DAYS_OF_MONTH * (start + self.months)

    def ended_by(self, start: int) -> int:
        """The first offset before which it has ended, given a start: that of the month after its last day."""
        return -(-self.end(start) // DAYS_OF_MONTH) if self.days else start + self.months

    def ready(self, start: int) -> int:
        """The first offset at which what comes after it can start; with days, that may be the month in which it ends."""
        return self.end(start) // DAYS_OF_MONTH if self.days else start + self.months


Key = tuple[str, int]
"""A module, and which of its offers."""


class PriceStep(Struct, frozen=True, gc=False):
    """A candidate's payment, to the problem's wallets, when it starts at `first` or later and before the next step."""

    first: int
    payment: Payment

    @property
    def cents(self) -> int:
        return self.payment.cents


class Candidate(Struct, frozen=True, gc=False):
    """A module as it is offered: its options, its price, and what must have ended before it starts.

    A module that is offered in several ways is several candidates, which exclude each other; `offer` tells them apart.

    `prices` ascend; the first is that of offset 0. Prices change with age, with the dates of rules and with credit that
    expires; most candidates have one.
    `alongside` must have ended or be under way when it starts.
    `class_slots` has a bit for every stretch of the week in which it has class, `evenings` one for every evening it takes;
    `more_evenings` are those whose days are not published.
    `unknown_fees` is 1 if nobody knows what it costs, and its price is then 0; else 0.
    """

    module: str
    minutes_total: int
    prices: tuple[PriceStep, ...]
    options: tuple[Option, ...]
    before: Threshold
    class_slots: int = 0
    evenings: int = 0
    alongside: Threshold = NOTHING
    offer: int = 0
    more_evenings: int = 0
    unknown_fees: int = 0

    @property
    def key(self) -> "Key":
        """What no other candidate of a problem has."""
        return self.module, self.offer

    @property
    def dated(self) -> bool:
        """Return whether the days of some start are known."""
        return any(option.days for option in self.options)

    @property
    def least_energy(self) -> int:
        """The fewest minute-months (weekly minutes times months) that any option asks of the budget."""
        return min(option.months * option.minutes_per_week for option in self.options)

    @property
    def least_cents(self) -> int:
        """The lowest of its prices, before credit."""
        return min(step.cents for step in self.prices)

    def payment(self, start: int) -> Payment:
        """Return what is paid for it when it starts at an offset."""
        return self._step(start).payment

    def with_options(self, options: tuple[Option, ...]) -> "Candidate":
        """The candidate with fewer options; prices at which it can no longer start are gone, so that a cost may be settled."""
        if options == self.options:
            return self
        fewer = replace(self, options=options)
        return fewer if len(self.prices) == 1 else replace(fewer, prices=self._prices_at(options))

    def _prices_at(self, options: Iterable[Option]) -> tuple[PriceStep, ...]:
        """The steps of its prices at the starts of some options, the first from offset 0 on; some step, where there is none."""
        starts = {start for option in options for start in option.starts}
        first, *later = sorted({self._step(start) for start in starts} or self.prices[:1], key=lambda step: step.first)
        return (replace(first, first=0), *later)

    def _step(self, start: int) -> PriceStep:
        return self.prices[bisect_right(self.prices, start, key=lambda step: step.first) - 1]


class Obstacle(StrEnum):
    """Why a module cannot be part of any plan, as it is in one offer."""

    UNKNOWN = "unknown"
    """Its hours, its length or its starts."""
    UNKNOWN_FEE = "unknown-fee"
    """Where the cost is limited."""
    RULED_OUT = "ruled-out"
    HOURS = "hours"
    CLASS_TIME = "class-time"
    NO_INTAKE = "no-intake"
    PREREQUISITE = "prerequisite"
    EXCLUDED = "excluded"
    DAYS_OFF = "days-off"
    UNDER_WAY = "under-way"


class Earlier(Struct, frozen=True):
    """An earlier plan that is not wanted again, not even shifted in time.

    A plan differs from it where it leaves out one of its modules, each given by the candidates that it is offered as, or where,
    for one of the pairs, it earns the second award before the first.
    """

    modules: frozenset[frozenset[int]]
    orders: tuple[tuple[Threshold, Threshold], ...] = ()


class Stretching(Struct, frozen=True):
    """What a month has if it does not go beyond, and in how many months of each year a plan may (rule R5).

    `years` are the calendar years of the months of the horizon; the minutes of a month that goes beyond are in the budget.
    """

    usual: tuple[int, ...]
    years: tuple[int, ...]
    months: int

    def within(self, horizon: int) -> "Stretching":
        """Return the same for a shorter horizon."""
        return replace(self, usual=self.usual[:horizon], years=self.years[:horizon])

    def at_most(self, minutes: int) -> "Stretching":
        """Return the same where no month has more than so many."""
        return replace(self, usual=tuple(min(own, minutes) for own in self.usual))


class Windows(Enum):
    """Whether starts that prerequisites rule out are known to be gone: none of them, those that are too soon, or all."""

    OPEN = "open"
    TIGHT_AT_FIRST = "tight at first"
    TIGHT = "tight"


class PlanningProblem(Struct, frozen=True, dict=True):
    """Everything that a solver may know.

    Attributes
    ----------
    first_month
        The calendar month of offset 0; solvers need not look at it.
    horizon
        Every module ends at or before this offset (rule R12, or a cut that loses no better plan).
    budget
        Minutes a week in each month of the horizon, 0 where the learner is away; never less than what is under way takes.
    stretch
        Which of them only a few months of a year may have; None if all may.
    goal
        What must be satisfied by the end; None when that is impossible whatever the order.
    pinned
        Indices of candidates that must be enrolled; their options allow one start only.
    exclusive
        Groups of candidates of which at most one may be enrolled.
    obstacles
        Offers that were left out, and why.
    at_once, evenings, half_days_off
        In each month, how many candidates may run side by side (rule R6), how many evenings a week they may take together, and
        how many half days off work (rule R13); None where there is no limit.
    wallets
        What is in each credit wallet, in cents.
    limits
        Values that a plan may not exceed in stages of the objective (see `measures`), such as the cost (rule R11).
    kept
        The modules of an earlier plan, each with the offset at which it was to start; 0 for what is under way.
    cost_limit_per_year_cents
        What the candidates that start in one calendar year may cost together, credit taken off (rule R11).
    earlier
        Plans from all of which a plan must differ.
    windows
        How far the starts that prerequisites rule out are known to be gone.
    """

    first_month: Month
    horizon: int
    budget: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    goal: Threshold | None
    pinned: tuple[int, ...]
    exclusive: tuple[frozenset[int], ...]
    stages: tuple[Stage, ...]
    obstacles: Mapping[Key, Obstacle]
    stretch: Stretching | None = None
    at_once: tuple[int, ...] | None = None
    evenings: tuple[int, ...] | None = None
    half_days_off: tuple[int, ...] | None = None
    limits: Mapping[Stage, int] = field(default_factory=dict)
    wallets: tuple[int, ...] = ()
    cost_limit_per_year_cents: int | None = None
    kept: Mapping[str, int] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()
    windows: Windows = Windows.OPEN

    @cached_property
    def expires(self) -> bool:
        """Return whether rule R9 can matter: something may end too long before an award that it counts toward is earned."""
        return not ends_within(self.horizon, *self._roots)

    @cached_property
    def counts_once(self) -> bool:
        """Return whether it matters where a module counts."""
        return counts_once(*self._roots)

    @property
    def _roots(self) -> Iterator[Threshold]:
        """The requirements that must be satisfied at some time."""
        if self.goal is not None:
            yield self.goal
        yield from (candidate.before for candidate in self.candidates)

    @property
    def left_out(self) -> frozenset[str]:
        """The modules that no plan can contain: all their offers were left out."""
        left = {candidate.module for candidate in self.candidates if candidate.options}
        return frozenset(module for module, _ in self.obstacles if module not in left)

    @property
    def usual_budget(self) -> tuple[int, ...]:
        """Return the minutes a week that every month has."""
        return self.budget if self.stretch is None else self.stretch.usual

    def counting_freely(self) -> "PlanningProblem":
        """Return the problem with modules that may count in every place."""
        return self.with_requirements(free_nodes(), normaliser())

    def with_requirements(self, *changes: Callable[[Threshold], Threshold]) -> "PlanningProblem":
        """Return the problem with its goal, and what each candidate needs, changed by one function after another."""

        def change_all(root: Threshold) -> Threshold:
            return root if root is NOTHING else reduce(lambda node, change: change(node), changes, root)

        candidates = tuple(
            replace(own, before=change_all(own.before), alongside=change_all(own.alongside)) for own in self.candidates
        )
        return replace(self, candidates=candidates, goal=None if self.goal is None else change_all(self.goal))

    @property
    def positions(self) -> dict[Key, int]:
        """The index of each candidate by its key."""
        return {candidate.key: index for index, candidate in enumerate(self.candidates)}

    def within(self, horizon: int) -> "PlanningProblem | None":
        """Return the problem with everything ended by `horizon`; None where a pinned module or the goal is then impossible."""
        if horizon >= self.horizon:
            return self
        shorter = replace(
            self,
            horizon=horizon,
            budget=self.budget[:horizon],
            stretch=None if self.stretch is None else self.stretch.within(horizon),
            at_once=None if self.at_once is None else self.at_once[:horizon],
            evenings=None if self.evenings is None else self.evenings[:horizon],
            half_days_off=None if self.half_days_off is None else self.half_days_off[:horizon],
        )
        left = shorter.with_options([_options_within(candidate.options, horizon) for candidate in self.candidates])
        if left is None or self.windows is Windows.OPEN or len(left.candidates) < len(self.candidates):
            return left
        return replace(left, windows=Windows.TIGHT_AT_FIRST)

    def year_of(self, offset: int) -> int:
        """The calendar year of an offset."""
        return (self.first_month + offset) // 12

    def with_unlimited_time(self) -> "PlanningProblem":
        """Return the problem as if the learner had all hours and evenings of every week, and could take any days off."""
        budget = (UNLIMITED_MINUTES_PER_WEEK,) * self.horizon
        return replace(self, budget=budget, stretch=None, evenings=None, half_days_off=None)

    def with_options(self, options: Sequence[tuple[Option, ...]]) -> "PlanningProblem | None":
        """Return the problem with fewer options for each candidate; None where the goal or a pinned module is impossible.

        What is possible hangs on which candidates have options at all: where all still have some, nothing is left out.
        """
        candidates = tuple(candidate.with_options(own) for candidate, own in zip(self.candidates, options, strict=True))
        fewer = replace(self, candidates=candidates, windows=Windows.OPEN)
        return fewer if self.goal is not None and all(options) else without_the_impossible(fewer)


class Placement(Struct, frozen=True, gc=False):
    """A candidate enrolled: from which offset, for how many months, at which weekly load (see `Option`).

    `days` are the numbers of its first day and of the one after its last, if they are known.
    """

    start: int
    module: str
    months: int
    minutes_per_week: int
    offer: int = 0
    days: tuple[int, int] | None = None

    @classmethod
    def of(cls, candidate: Candidate, option: Option, start: int) -> "Placement":
        """A candidate that takes an option from a start."""
        days = (option.begin(start), option.end(start)) if option.days else None
        return cls(start, candidate.module, option.months, option.minutes_per_week, candidate.offer, days)

    @property
    def key(self) -> Key:
        """The key of its candidate."""
        return self.module, self.offer

    @property
    def end(self) -> int:
        """The first offset before which it has ended."""
        return self.start + self.months if self.days is None else -(-self.days[1] // DAYS_OF_MONTH)

    @property
    def first_day(self) -> int:
        """The number of its first day."""
        return DAYS_OF_MONTH * self.start if self.days is None else self.days[0]

    @property
    def last_day(self) -> int:
        """The number of the day after its last."""
        return DAYS_OF_MONTH * self.end if self.days is None else self.days[1]


Schedule = tuple[Placement, ...]
"""A solver's answer: each enrolled candidate once, by start and then module."""


def payments(problem: PlanningProblem, schedule: Schedule) -> list[Payment]:
    """The payment for each placement of a schedule."""
    candidates = {candidate.key: candidate for candidate in problem.candidates}
    return [candidates[placement.key].payment(placement.start) for placement in schedule]


def load(schedule: Schedule) -> list[int]:
    """Minutes a week asked in each month up to the finish."""
    minutes = [0] * max((placement.end for placement in schedule), default=0)
    for placement in schedule:
        for month in range(placement.start, placement.start + placement.months):
            minutes[month] += placement.minutes_per_week
    return minutes


def clashes(problem: PlanningProblem) -> list[frozenset[int]]:
    """Groups of candidates that have class at one time, none within another: no two may run side by side.

    Side by side is in one month, or on one day where the days of both are known.
    """
    slots = max((candidate.class_slots.bit_length() for candidate in problem.candidates), default=0)
    groups = {
        frozenset(index for index, candidate in enumerate(problem.candidates) if candidate.class_slots >> slot & 1)
        for slot in range(slots)
    }
    checkpoint()
    largest = [group for group in groups if len(group) > 1 and not any(group < other for other in groups)]
    return sorted(largest, key=sorted)


def _options_within(options: tuple[Option, ...], horizon: int) -> tuple[Option, ...]:
    if all(option.ended_by(option.starts[-1]) <= horizon for option in options):
        return options
    starts = (option.starts[: bisect_right(option.starts, horizon, key=option.ended_by)] for option in options)
    return tuple(replace(option, starts=own) for option, own in zip(options, starts, strict=True) if own)


def without_the_impossible(problem: PlanningProblem) -> PlanningProblem | None:
    """Remove what no plan can contain: candidates without options, or whose prerequisites can never be held.

    What remains can be reached one after another from nothing, so prerequisites that wait for each other fall out as well; what
    is taken alongside each other does not. Returns None where the goal or a pinned candidate falls out.
    """
    possible = _possible(problem)
    satisfied = satisfiable(possible.__contains__)
    if problem.goal is None or not satisfied(problem.goal) or not possible.issuperset(problem.pinned):
        return None
    return problem if len(possible) == len(problem.candidates) else _with_only(problem, possible)


def _possible(problem: PlanningProblem) -> frozenset[int]:
    """The candidates that have options, and what they need before them and alongside."""
    possible = frozenset(index for index, candidate in enumerate(problem.candidates) if candidate.options)
    while True:
        checkpoint()
        reached = _one_after_another(problem, possible)
        satisfied = satisfiable(reached.__contains__)
        remaining = frozenset(index for index in reached if satisfied(problem.candidates[index].alongside))
        if remaining == possible:
            return possible
        possible = remaining


def _with_only(problem: PlanningProblem, possible: frozenset[int]) -> PlanningProblem:
    """Return the problem with some of its candidates, the pinned ones among them, and number these anew."""
    renumbered = {old: new for new, old in enumerate(sorted(possible))}
    prune = pruner(renumbered)

    def anew(numbers: Iterable[int]) -> frozenset[int]:
        return frozenset(renumbered[old] for old in numbers)

    left = [problem.candidates[old] for old in renumbered]
    assert problem.goal is not None, "without a goal nothing is possible"
    goal, *needs = _pruned((problem.goal, *(own.before for own in left), *(own.alongside for own in left)), possible)
    before, alongside = needs[: len(left)], needs[len(left) :]
    return replace(
        problem,
        candidates=tuple(
            replace(own, before=first, alongside=beside) for own, first, beside in zip(left, before, alongside, strict=True)
        ),
        goal=goal,
        pinned=tuple(renumbered[old] for old in problem.pinned),
        exclusive=tuple(anew(group & possible) for group in problem.exclusive),
        earlier=tuple(
            Earlier(
                frozenset(anew(offers & possible) for offers in plan.modules),
                tuple((prune(first), prune(second)) for first, second in plan.orders),
            )
            for plan in problem.earlier
            if all(offers & possible for offers in plan.modules)
        ),
        obstacles={**problem.obstacles, **_lacking_prerequisites(problem, possible)},
    )


@lru_cache(MOST_PRUNED)
def _pruned(roots: tuple[Threshold, ...], possible: frozenset[int]) -> tuple[Threshold, ...]:
    """Requirements without what is not possible, which is numbered anew, in normal form; learners of one target share them."""
    prune, form = pruner({old: new for new, old in enumerate(sorted(possible))}), normaliser()
    return tuple(root if root is NOTHING else form(prune(root)) for root in roots)


def _lacking_prerequisites(problem: PlanningProblem, possible: Container[int]) -> dict[Key, Obstacle]:
    """The candidates that could start, but for what they need first."""
    return {
        candidate.key: Obstacle.PREREQUISITE
        for index, candidate in enumerate(problem.candidates)
        if index not in possible and candidate.options
    }


def _one_after_another(problem: PlanningProblem, allowed: frozenset[int]) -> frozenset[int]:
    """Of the allowed candidates those whose prerequisites can be held, starting from what is held already."""
    waiting: dict[Threshold, list[int]] = {}
    for index in allowed:
        waiting.setdefault(problem.candidates[index].before, []).append(index)
    countdown = Countdown(list(waiting))
    satisfied = [*countdown.begin(), *(node for held in countdown.held for node in countdown.come(held))]
    possible: set[int] = set()
    while satisfied:
        for index in waiting.get(satisfied.pop(), ()):
            possible.add(index)
            satisfied += countdown.come(index)
    return frozenset(possible)
