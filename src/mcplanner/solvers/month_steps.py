"""A month on: what many plans that stand at the start of a month can be at the start of the next.

Floor 7, beneath `packing`, which says why nothing is lost. Knows rules, accounts and arrays; not how far to go, nor what for.
Arrays have a column for each plan.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mcplanner.problem import PlanningProblem, clashes
from mcplanner.solvers.accounts import Account, Indices, Numbers, Sets, Started, owed_for_electives
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.demands import Demands, demands
from mcplanner.solvers.dominance import plain_needs
from mcplanner.thresholds import Node, Threshold, satisfiable

MOST_MADE = 200_000
"""More plans than this are not made of one block of them in one month."""

MIXING = np.uint64(0x9E3779B97F4A7C15)
"""Two to the 64, divided by the golden ratio: an odd number of well mixed bits."""

Booleans = npt.NDArray[np.bool_]

Runs = npt.NDArray[np.uint16]
"""What runs, as places in the table of all runs; 0 for nothing."""

MOST_RUNS = (1 << 16) - 1


class Run(NamedTuple):
    """A candidate that runs until an offset, at a load."""

    candidate: int
    load: int
    end: int


class TooManyPlans(Exception):  # noqa: N818
    """Loads are so light that a block of plans becomes too many in one month."""


@dataclass(frozen=True, slots=True)
class Plans:
    """Where plans stand when a month begins.

    Attributes
    ----------
    started
        The candidates that each has started.
    running
        What is not over, one in each row, the later in the table of runs first.
    starts
        The sum of its starts.
    balances
        What is left, a row for each account.
    spare
        What the last account leaves when all that has yet to start is paid for.
    ended
        What was over just as the month began.
    unused
        The hours that the month before left unused, in minutes a week.
    before
        Its column among the plans that there were a month before.
    """

    started: Sets
    running: Runs
    starts: Numbers
    balances: Numbers
    spare: Numbers
    ended: Sets
    unused: Numbers
    before: Indices

    def __len__(self) -> int:
        return len(self.started)

    def at(self, chosen: Indices | Booleans | slice) -> "Plans":
        """Some of them."""
        return Plans(*(getattr(self, own.name)[..., chosen] for own in fields(self)))

    @classmethod
    def together(cls, parts: Sequence["Plans"]) -> "Plans":
        """All plans of several."""
        return cls(*(np.concatenate([getattr(part, own.name) for part in parts], axis=-1) for own in fields(cls)))


def distinct(started: Sets, running: Runs, starts: Numbers) -> Booleans:
    """Of plans that have started the same and run the same, which one has the least sum of starts; the first, of several."""
    mixed = started.copy()
    for row in running:
        mixed = mixed * MIXING + row
        mixed ^= mixed >> np.uint64(29)
    order = np.lexsort((starts, mixed))
    new = np.zeros(len(order), bool)
    new[:1] = True
    for row in (started, *running):
        ordered = row[order]
        new[1:] |= ordered[1:] != ordered[:-1]
    chosen = np.zeros(len(order), bool)
    chosen[order[new]] = True
    return chosen


class MonthSteps:
    """The steps of one problem, with accounts that must not be overdrawn.

    Attributes
    ----------
    runs
        The table of all runs; the first is none.
    """

    def __init__(self, bounds: Bounds, accounts: Sequence[Account]) -> None:
        assert bounds.problem is not None, "a problem without a plan has no steps"
        self._problem = problem = bounds.problem
        self._bounds = bounds
        self._accounts = accounts
        self._compulsory = _as_bits(bounds.compulsory)
        self._electives = _as_bits(bounds.electives)
        self._wanted_for = _wanting(problem, self._compulsory)
        self._late = _compulsory_by_last_start(problem, bounds.compulsory)
        loads = demands(problem)
        self.runs = [Run(-1, 0, 0), *_all_runs(problem, loads)]
        places = {load: place for place, load in enumerate(sorted({run.load for run in self.runs}))}
        self._bits = np.array([0, *(1 << run.candidate for run in self.runs[1:])], np.uint64)
        self._ends = np.array([run.end for run in self.runs], np.int64)
        self._loads = np.array([run.load for run in self.runs], np.int64)
        self._load_places = np.array([places[run.load] for run in self.runs], np.intp)
        self._at_once = problem.at_once or (len(problem.candidates),) * problem.horizon
        self._side_by_side = min(_most_side_by_side(problem, loads), max(self._at_once, default=0))
        numbers = {run: number for number, run in enumerate(self.runs)}
        rules = _Rules(problem)
        self._starting = cache(lambda month: _Starting(problem, rules, accounts, month, loads, numbers))

    def first(self) -> Plans:
        """The plan of nothing, as the first month begins."""
        none = np.zeros(1, np.int64)
        started = np.zeros(1, np.uint64)
        spare = none
        if self._accounts:
            spare = self._accounts[-1].worth - self._accounts[-1].owed_for_compulsory(0, started)
            spare -= owed_for_electives(self._accounts, self._bounds, 0, started)[-1]
        return Plans(
            started=started,
            running=np.zeros((self._side_by_side, 1), np.uint16),
            starts=none,
            balances=np.array([[account.worth] for account in self._accounts], np.int64),
            spare=spare,
            ended=np.zeros(1, np.uint64),
            unused=none,
            before=np.zeros(1, np.intp),
        )

    def wanted(self, plans: Plans) -> Sets:
        """What else can be of use to each plan; nothing, where what it has started satisfies the goal."""
        started = Started.of(plans.started, self._electives)
        electives = np.array([self._wanted_for(own) for own in started.electives.tolist()], np.uint64)
        return electives[started.which] | np.uint64(self._compulsory) & ~plans.started

    def on(self, month: int, plans: Plans, wanted: Sets) -> Plans:
        """Whatever each plan can be a month later without overdrawing an account.

        Raises
        ------
        TooManyPlans
            The loads are so light that there are more than can be handled.
        """
        under_way = self._under_way(plans)
        free = self._problem.budget[month] - self._loads[plans.running].sum(axis=0)
        places = self._at_once[month] - np.count_nonzero(plans.running, axis=0)
        starting = self._starting(month)
        may = starting.allowed(plans, wanted, under_way, free) & (places > 0)[:, None]
        may &= ~starting.had_sooner(plans, under_way, self._at_once[month - 1])
        fits = np.flatnonzero((free >= 0) & (places >= 0))
        now = replace(plans, unused=free).at(fits)
        may, places = may[fits], places[fits]
        made = [now]
        while may.any():
            chosen, rows = np.nonzero(may)
            if len(chosen) + sum(map(len, made)) > MOST_MADE:
                raise TooManyPlans
            now, places = starting.begun(now, chosen, rows), places[chosen] - 1
            made.append(now)
            may = may[chosen]
            may &= starting.beside[rows]
            may &= starting.loads <= now.unused[:, None]
            may &= (places > 0)[:, None]
        return self._aged(month, self._affordable(month, Plans.together(made)))

    def fit_to_the_end(self, month: int, plans: Plans) -> Booleans:
        """Whether what runs as a month begins fits into all months to come, if nothing else starts."""
        fits = np.ones(len(plans), bool)
        for later in range(month, self._problem.horizon):
            there = self._ends[plans.running] > later
            fits &= (self._loads[plans.running] * there).sum(axis=0) <= self._problem.budget[later]
            fits &= there.sum(axis=0) <= self._at_once[later]
        return fits

    def _under_way(self, plans: Plans) -> Sets:
        under_way: Sets = np.bitwise_or.reduce(self._bits[plans.running], axis=0)
        return under_way

    def _affordable(self, month: int, plans: Plans) -> Plans:
        """Those that overdraw no account when the month is over, with their balances."""
        late = np.uint64(self._late[month + 1])
        left = np.flatnonzero(plans.started & late == late)
        started = Started.of(plans.started[left], self._electives)
        over = started.sets & ~self._under_way(plans)[left]
        loads = self._load_places[plans.running[:, left]]
        spare = plans.spare[left]
        balances = plans.balances[:, left]
        for_electives = owed_for_electives(self._accounts, self._bounds, month + 1, started.electives)
        for number, account in enumerate(self._accounts):
            balances[number] -= account.lost(month, loads, over, started.sets)
            spare = balances[number] - account.owed_for_compulsory(month + 1, started.sets)
            spare -= for_electives[number, started.which]
            good = spare >= 0
            if not good.all():
                left, started, over, loads = left[good], started.at(good), over[good], loads[:, good]
                spare, balances = spare[good], balances[:, good]
        return replace(plans.at(left), balances=balances, spare=spare)

    def _aged(self, month: int, plans: Plans) -> Plans:
        """The same plans as the next month begins."""
        ends = self._ends[plans.running] == month + 1
        ended = np.bitwise_or.reduce(np.where(ends, self._bits[plans.running], np.uint64(0)), axis=0)
        running = np.sort(np.where(ends, np.uint16(0), plans.running), axis=0)[::-1]
        return replace(plans, running=running, ended=ended)


class _Rules:
    """For each candidate what must be over before it, what may not be in one plan with it, and what may not run beside it."""

    def __init__(self, problem: PlanningProblem) -> None:
        self.needs = [_as_bits(plain_needs(own) or ()) for own in problem.candidates]
        self.excluded = _others_in(problem.exclusive, len(problem.candidates))
        self.clashing = _others_in(clashes(problem), len(problem.candidates))


class _Starting:
    """What may start in a month: each row of the arrays is a candidate at one of its paces."""

    def __init__(
        self,
        problem: PlanningProblem,
        rules: _Rules,
        accounts: Sequence[Account],
        month: int,
        loads: Demands,
        numbers: Mapping[Run, int],
    ) -> None:
        ways = [
            (index, position)
            for index, own in enumerate(problem.candidates)
            for position, option in enumerate(own.options)
            if month in option.starts
        ]
        options = [problem.candidates[index].options[position] for index, position in ways]
        self._month = month
        self._bits = np.array([1 << index for index, _ in ways], np.uint64)
        self._needs = np.array([rules.needs[index] for index, _ in ways], np.uint64)
        self._excluded = np.array([rules.excluded[index] for index, _ in ways], np.uint64)
        self._clashing = np.array([rules.clashing[index] for index, _ in ways], np.uint64)
        self._sooner = np.array([month - 1 in option.starts for option in options], bool)
        self._costs = np.array([[own.cost(*way, month) for way in ways] for own in accounts], np.int64)
        self.loads = np.array([loads[index][position] for index, position in ways], np.int64)
        runs = (
            Run(index, loads[index][position], month + option.months)
            for (index, position), option in zip(ways, options, strict=True)
        )
        self._runs = np.array([numbers[run] for run in runs], np.uint16)
        apart = self._bits | self._excluded | self._clashing
        self.beside = np.triu((apart[:, None] & self._bits) == 0, 1)

    def allowed(self, plans: Plans, wanted: Sets, under_way: Sets, free: Numbers) -> Booleans:
        """For each plan and row whether it may start."""
        over = plans.started & ~under_way
        allowed: Booleans = (self._bits & wanted[:, None]) != 0
        allowed &= (self._needs & ~over[:, None]) == 0
        allowed &= (self._excluded & plans.started[:, None]) == 0
        allowed &= (self._clashing & under_way[:, None]) == 0
        allowed &= self.loads <= free[:, None]
        return allowed

    def had_sooner(self, plans: Plans, under_way: Sets, at_once: int) -> Booleans:
        """For each plan and row whether it could have started in the month before, in which so many may run."""
        then = under_way | plans.ended
        sooner: Booleans = self._sooner & ((self._needs & plans.ended[:, None]) == 0)
        sooner &= (self._clashing & then[:, None]) == 0
        sooner &= self.loads <= plans.unused[:, None]
        sooner &= (np.bitwise_count(then) < at_once)[:, None]
        return sooner

    def begun(self, plans: Plans, chosen: Indices, rows: Indices) -> Plans:
        """Each of the chosen plans with one row started."""
        running = plans.running[:, chosen]
        running[np.count_nonzero(running, axis=0), np.arange(len(chosen))] = self._runs[rows]
        return Plans(
            started=plans.started[chosen] | self._bits[rows],
            running=running,
            starts=plans.starts[chosen] + self._month,
            balances=plans.balances[:, chosen] - self._costs[:, rows],
            spare=plans.spare[chosen],
            ended=plans.ended[chosen],
            unused=plans.unused[chosen] - self.loads[rows],
            before=plans.before[chosen],
        )


def _as_bits(indices: Iterable[int]) -> int:
    return sum(1 << index for index in indices)


def _others_in(groups: Iterable[frozenset[int]], candidates: int) -> list[int]:
    """For each candidate all others that are in a group with it."""
    found = [0] * candidates
    for group in groups:
        for index in group:
            found[index] |= _as_bits(group - {index})
    return found


def _all_runs(problem: PlanningProblem, loads: Demands) -> list[Run]:
    return sorted(
        {
            Run(index, load, start + option.months)
            for index, own in enumerate(problem.candidates)
            for load, option in zip(loads[index], own.options, strict=True)
            for start in option.starts
        }
    )


def _most_side_by_side(problem: PlanningProblem, loads: Demands) -> int:
    """How many candidates the fullest month has hours for."""
    lightest = accumulate(sorted(min(own) for own in loads))
    return sum(load <= max(problem.budget, default=0) for load in lightest)


def _compulsory_by_last_start(problem: PlanningProblem, compulsory: frozenset[int]) -> list[int]:
    """For each offset the compulsory candidates that can no longer start."""
    last = {index: max(option.starts[-1] for option in problem.candidates[index].options) for index in compulsory}
    return [_as_bits(index for index in compulsory if last[index] < month) for month in range(problem.horizon + 1)]


def _wanting(problem: PlanningProblem, compulsory: int) -> Callable[[int], int]:
    """A function from the electives that have started to those that may still be of use, all that is compulsory being taken."""
    goal = problem.goal
    assert goal is not None
    needs = [_as_bits(plain_needs(own) or ()) for own in problem.candidates]

    def open_in(node: Node, is_satisfied: Callable[[Node], bool]) -> int:
        if is_satisfied(node):
            return 0
        if isinstance(node, int):
            return 1 << node
        found = 0
        for _, part in node.parts if isinstance(node, Threshold) else ():
            found |= open_in(part, is_satisfied)
        return found

    @cache
    def wanted(electives: int) -> int:
        taken = electives | compulsory
        found = open_in(goal, satisfiable(lambda index: bool(taken >> index & 1)))
        while True:
            more = found
            for index, needed in enumerate(needs):
                if found >> index & 1:
                    more |= needed & ~taken
            if more == found:
                return found
            found = more

    return wanted
