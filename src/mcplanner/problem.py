"""The planning problem: what may be taken, when, and what for, as integers and tuples.

Floor 4. `build_problem` turns a catalogue, a learner and targets into a `PlanningProblem`; from here on nothing knows YAML,
pydantic or text. Months are offsets from the plan's first month, which is 0; ends are exclusive (a module of 6 months that
starts at 0 ends at 6 and the next can start there).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mcplanner.catalogue import Catalogue, Module
from mcplanner.learner import Learner
from mcplanner.months import Month
from mcplanner.requirements import ids, skills
from mcplanner.thresholds import NOTHING, Held, Threshold, Trees, ends_within, pruner, satisfiable

LONGEST_PLAN_MONTHS = 480
"""No plan is sought beyond 40 years; without it a search that cannot end would have no horizon."""

UNLIMITED_MINUTES_PER_WEEK = 7 * 24 * 60
"""The budget of a month where the learner gave no hours: the whole week."""


@dataclass(frozen=True, slots=True)
class Option:
    """One pace of a candidate: its length, its weekly load, and the offsets at which it may start, ascending."""

    months: int
    minutes_per_week: int
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A module that may be enrolled in: its options, its price, and what must have ended before it starts."""

    module: str
    minutes_total: int
    cost_cents: int
    options: tuple[Option, ...]
    before: Threshold

    @property
    def least_energy(self) -> int:
        """The fewest minute-months (weekly minutes times months) that any option asks of the budget."""
        return min(option.months * option.minutes_per_week for option in self.options)


class Stage(StrEnum):
    """A goal of the lexicographic objective."""

    FINISH = "finish"
    COST = "cost"
    MINUTES = "minutes"
    STARTS = "starts"
    PEAK = "peak"


DEFAULT_STAGES = (Stage.FINISH, Stage.COST, Stage.MINUTES, Stage.STARTS)
"""Earliest finish, then lowest cost, then fewest hours, then earliest starts."""


class Obstacle(StrEnum):
    """Why a module cannot be part of any plan."""

    RULED_OUT = "ruled-out"
    HOURS = "hours"
    NO_INTAKE = "no-intake"
    PREREQUISITE = "prerequisite"


@dataclass(frozen=True, slots=True)
class PlanningProblem:
    """Everything that a solver may know.

    Attributes
    ----------
    first_month
        The calendar month of offset 0; solvers need not look at it.
    horizon
        Every module ends at or before this offset (rule R12, or a cut that loses no better plan).
    budget
        Minutes a week in each month of the horizon, 0 where the learner is away.
    goal
        What must be satisfied by the end; None when that is impossible whatever the order.
    pinned
        Indices of candidates that must be enrolled; their options allow one start only.
    obstacles
        Modules that were left out, and why.
    cost_limit_cents, minutes_limit
        Values that a plan may not exceed; None where there is no limit.
    """

    first_month: Month
    horizon: int
    budget: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    goal: Threshold | None
    pinned: tuple[int, ...]
    stages: tuple[Stage, ...]
    obstacles: Mapping[str, Obstacle]
    cost_limit_cents: int | None = None
    minutes_limit: int | None = None

    @property
    def expires(self) -> bool:
        """Whether rule R9 can matter: something may end too long before an award that it counts toward is earned."""
        roots = (self.goal, *(candidate.before for candidate in self.candidates))
        return any(root is not None and not ends_within(root, self.horizon) for root in roots)

    def fixed(self, stage: Stage, value: int) -> "PlanningProblem | None":
        """The same problem, without the plans that are worse than `value` in the stage."""
        match stage:
            case Stage.FINISH:
                return self.within(value)
            case Stage.COST:
                return replace(self, cost_limit_cents=value)
            case Stage.MINUTES:
                return replace(self, minutes_limit=value)
            case Stage.PEAK:
                return _without_the_impossible(replace(self, budget=tuple(min(minutes, value) for minutes in self.budget)))
            case Stage.STARTS:
                return self

    def within(self, horizon: int) -> "PlanningProblem | None":
        """The same problem with everything ended by `horizon`; None where a pinned module or the goal cannot be."""
        if horizon >= self.horizon:
            return self
        shorter = replace(self, horizon=horizon, budget=self.budget[:horizon])
        return shorter.with_options([tuple(_options_within(candidate.options, horizon)) for candidate in self.candidates])

    def with_options(self, options: Sequence[tuple[Option, ...]]) -> "PlanningProblem | None":
        """The same problem with fewer options for each candidate; None where a pinned module or the goal becomes impossible."""
        candidates = tuple(replace(candidate, options=own) for candidate, own in zip(self.candidates, options, strict=True))
        return _without_the_impossible(replace(self, candidates=candidates))


@dataclass(frozen=True, slots=True)
class Placement:
    """A candidate enrolled: from which offset, for how many months, at which weekly load."""

    start: int
    module: str
    months: int
    minutes_per_week: int

    @property
    def end(self) -> int:
        """The exclusive end as an offset."""
        return self.start + self.months


Schedule = tuple[Placement, ...]
"""A solver's answer: each enrolled candidate once, by start and then module."""


def stage_value(problem: PlanningProblem, schedule: Schedule, stage: Stage) -> int:
    """What a schedule is worth in one stage: months, cents, minutes, summed start offsets, or peak minutes a week."""
    enrolled = {placement.module for placement in schedule}
    chosen = [candidate for candidate in problem.candidates if candidate.module in enrolled]
    match stage:
        case Stage.FINISH:
            return max((placement.end for placement in schedule), default=0)
        case Stage.COST:
            return sum(candidate.cost_cents for candidate in chosen)
        case Stage.MINUTES:
            return sum(candidate.minutes_total for candidate in chosen)
        case Stage.STARTS:
            return sum(placement.start for placement in schedule)
        case Stage.PEAK:
            return max(load(schedule), default=0)


def load(schedule: Schedule) -> list[int]:
    """Minutes a week asked in each month up to the finish."""
    minutes = [0] * max((placement.end for placement in schedule), default=0)
    for placement in schedule:
        for month in range(placement.start, placement.end):
            minutes[month] += placement.minutes_per_week
    return minutes


def build_problem(
    catalogue: Catalogue,
    learner: Learner,
    targets: tuple[str, ...],
    first_month: Month,
    by: Month | None = None,
) -> PlanningProblem:
    """State what a learner asks of a catalogue as integers.

    Parameters
    ----------
    targets
        Ids of modules, awards or roles; all of them are wanted.
    first_month
        The first month in which something can start.
    by
        The last month in which something may run.

    Notes
    -----
    Everything that no plan can contain is removed here: starts outside intakes, after applications closed, in months away or
    above the budget, and modules whose prerequisites fall with them. Every removal is kept in `obstacles`.
    """
    pinned = {module: month - first_month for module, month in learner.pins.items()}
    modules = _reachable(catalogue, targets + tuple(pinned))
    horizon = by - first_month + 1 if by is not None else _longest_horizon(modules, learner, first_month)
    limit = learner.minutes_per_week if learner.minutes_per_week is not None else UNLIMITED_MINUTES_PER_WEEK
    budget = tuple(0 if first_month + offset in learner.away else limit for offset in range(max(0, horizon)))
    held = {entry.module: Held(None if entry.ended is None else entry.ended - first_month + 1) for entry in learner.held}
    wanted = [module for module in modules if module.id not in held]
    index = {module.id: position for position, module in enumerate(wanted)}
    trees = Trees(catalogue, index, held)

    obstacles: dict[str, Obstacle] = {}
    candidates = []
    for module in wanted:
        options: tuple[Option, ...] = ()
        if _ruled_out(module, learner):
            obstacles[module.id] = Obstacle.RULED_OUT
        elif all(pace.minutes_per_week > limit for pace in module.paces):
            obstacles[module.id] = Obstacle.HOURS
        else:
            options = tuple(_options(module, first_month, budget, pinned.get(module.id)))
            if not options:
                obstacles[module.id] = Obstacle.NO_INTAKE
        before = trees.root(module.requires) if module.requires is not None else NOTHING
        candidates.append(Candidate(module.id, module.minutes_total, module.fee_cents, options, before))

    goal = Threshold(len(targets), tuple((1, trees.node(target)) for target in targets))
    stages = DEFAULT_STAGES if learner.minutes_per_week is not None else (Stage.PEAK, *DEFAULT_STAGES)
    problem = PlanningProblem(
        first_month=first_month,
        horizon=max(0, horizon),
        budget=budget,
        candidates=tuple(candidates),
        goal=goal,
        pinned=tuple(index[module] for module in pinned if module in index),
        stages=stages,
        obstacles=obstacles,
    )
    return _without_the_impossible(problem) or replace(problem, goal=None)


def _reachable(catalogue: Catalogue, roots: tuple[str, ...]) -> list[Module]:
    """The modules that the roots can make use of, prerequisites included, in the catalogue's order."""
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        entry_id = waiting.pop()
        if entry_id in seen:
            continue
        seen.add(entry_id)
        requires = catalogue.entry_by_id[entry_id].requires
        waiting.extend(ids(requires))
        for skill in skills(requires):
            waiting.extend(module.id for module in catalogue.modules_by_skill.get(skill, ()))
    return [module for module in catalogue.modules if module.id in seen]


def _longest_horizon(modules: list[Module], learner: Learner, first_month: Month) -> int:
    """A horizon beyond which no plan need go: everything one after another, waiting a year for each intake."""
    one_after_another = sum(module.paces[-1].months + 12 for module in modules)
    last_run = max((run.start - first_month + 60 for module in modules for run in module.runs or ()), default=0)
    last_pin = max((month - first_month + 60 for month in learner.pins.values()), default=0)
    last_away = max((month - first_month + 12 for month in learner.away), default=0)
    return min(LONGEST_PLAN_MONTHS, one_after_another + max(0, last_run, last_pin, last_away))


def _ruled_out(module: Module, learner: Learner) -> bool:
    return (
        not learner.skip.isdisjoint((module.id, module.provider, module.mode))
        or bool(learner.only_modes and module.mode not in learner.only_modes)
        or bool(learner.only_providers and module.provider not in learner.only_providers)
    )


def _options(module: Module, first_month: Month, budget: tuple[int, ...], pinned: int | None) -> Iterator[Option]:
    """R3, R8, R10 and a lone module's part of R5: each pace with the offsets at which it may start, if there are any."""
    open_offsets = [
        offset
        for offset in (range(len(budget)) if pinned is None else (pinned,))
        if offset >= 0
        and module.starts_in(Month(first_month + offset))
        and module.apply_by(Month(first_month + offset)) >= first_month
    ]
    for pace in module.paces:
        too_full = [offset for offset, minutes in enumerate(budget) if minutes < pace.minutes_per_week]
        starts = tuple(_clear_of(open_offsets, too_full, pace.months, len(budget)))
        if starts:
            yield Option(pace.months, pace.minutes_per_week, starts)


def _clear_of(starts: list[int], blocked: list[int], months: int, horizon: int) -> Iterator[int]:
    """The starts whose `months` months end within the horizon and touch no blocked month; both lists ascend."""
    position = 0
    for start in starts:
        while position < len(blocked) and blocked[position] < start:
            position += 1
        clear = position == len(blocked) or blocked[position] >= start + months
        if clear and start + months <= horizon:
            yield start


def _options_within(options: tuple[Option, ...], horizon: int) -> Iterator[Option]:
    for option in options:
        starts = tuple(start for start in option.starts if start + option.months <= horizon)
        if starts:
            yield replace(option, starts=starts)


def _without_the_impossible(problem: PlanningProblem) -> PlanningProblem | None:
    """Remove what no plan can contain: candidates without options, or whose prerequisites can never be held.

    What remains can be reached one after another from nothing, so prerequisites that wait for each other fall out as well.
    Returns None where the goal or a pinned candidate falls out.
    """
    possible: frozenset[int] = frozenset()
    while True:
        satisfied = satisfiable(possible.__contains__)
        reached = frozenset(
            index for index, candidate in enumerate(problem.candidates) if candidate.options and satisfied(candidate.before)
        )
        if reached == possible:
            break
        possible = reached
    if problem.goal is None or not satisfied(problem.goal) or not possible.issuperset(problem.pinned):
        return None
    if len(possible) == len(problem.candidates):
        return problem
    renumbered = {old: new for new, old in enumerate(sorted(possible))}
    prune = pruner(renumbered)
    obstacles = {
        candidate.module: Obstacle.PREREQUISITE
        for index, candidate in enumerate(problem.candidates)
        if index not in possible and candidate.options
    }
    return replace(
        problem,
        candidates=tuple(replace(problem.candidates[old], before=prune(problem.candidates[old].before)) for old in renumbered),
        goal=prune(problem.goal),
        pinned=tuple(renumbered[old] for old in problem.pinned),
        obstacles={**problem.obstacles, **obstacles},
    )
