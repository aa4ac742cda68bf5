"""What may start at an offset, given where plans stand: the rules about modules.

Beneath `steps`. What follows from hours, places and accounts, `start_sets` knows. Arrays about plans have a
column for each plan; what is said of plans and starts has a row for each plan and a column for each start.
"""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.stages import Stage
from mcplanner.problem.measures import TOTALS, Weight, limited_totals
from mcplanner.problem.model import Candidate, Option, PlanningProblem, clashes
from mcplanner.solvers.bounds.bits import as_bits, members
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.dominance import precedences
from mcplanner.solvers.bounds.needs import least_needs, plain_alongside
from mcplanner.solvers.bounds.uses import MASK, Uses
from mcplanner.solvers.packing.accounts import Account
from mcplanner.solvers.packing.candidate_sets import Booleans, Indices, Numbers, Sets, as_sets, meet, size, words_for
from mcplanner.solvers.packing.expiry import LASTING, Expiry
from mcplanner.solvers.packing.other_limits import StartsTaking, other_limits
from mcplanner.solvers.packing.partial_plans import InProgress, Made, Plans
from mcplanner.solvers.packing.start_sets import Room, Starts

PaceOf = tuple[int, int]
"""A candidate and the position of one of its paces."""


class Rules:
    """What holds in every month.

    Attributes
    ----------
    words
        How many rows sets of candidates have.
    alone, excluded, clashing, firsts
        For each candidate, as bits, itself, what may not be in one plan with it, what may not run beside it, and what does not
        start after it: since it may be assumed so (`dominance`), or since it is taken alongside that.
    needs
        For each candidate the sets, as bits, of which one must be over before it.
    alongside
        For each candidate those that may not start after it, since it is taken alongside them.
    firsts_of
        That last one as lists.
    place
        For each candidate a place among all, after those that do not start after it.
    others
        Limits beside hours, such as that on evenings.
    expiry
        What must be remembered since modules expire.
    value
        What a start is worth in the stage that is sought, if that depends on when modules start; None for the sum of starts.
    limited
        The totals that depend on it and have a limit: what a start adds, and the limit.
    """

    def __init__(self, bounds: Bounds, stage: Stage | None) -> None:
        problem = bounds.problem
        assert problem is not None, "a problem without a plan has no rules"
        self._problem = problem
        count = len(problem.candidates)
        self.words = words_for(count)
        self.alone = [1 << index for index in range(count)]
        self.needs = [least_needs(own) or (0,) for own in problem.candidates]
        self.others = other_limits(problem)
        self.expiry = Expiry(problem)
        self.value = _worth_by_start(problem, stage)
        self.limited = _limited_by_start(problem)
        self.excluded = _others_in(problem.exclusive, count)
        self.clashing = _others_in(clashes(problem), count)
        self.alongside = [plain_alongside(own) or 0 for own in problem.candidates]
        self.firsts_of = _firsts_of(bounds, problem, self.alongside)
        self.firsts = [as_bits(self.firsts_of[index]) for index in range(count)]
        self.place = {index: place for place, index in enumerate(TopologicalSorter(self.firsts_of).static_order())}

    def taken_by(self, candidates: Sequence[int]) -> tuple[StartsTaking, ...]:
        """What some candidates take of each limit beside hours."""
        return tuple(own.of(candidates) for own in self.others)

    def no_worse_sooner(self, own: Candidate, month: int) -> bool:
        """Return whether limits on years and totals are kept, and the plan is worth no more, where it starts a month sooner."""
        weights = [weight for weight, _ in self.limited] + ([] if self.value is None else [self.value])
        return self._may_be_paid_sooner(own, month) and all(weight(own, month - 1) <= weight(own, month) for weight in weights)

    def _may_be_paid_sooner(self, own: Candidate, month: int) -> bool:
        if self._problem.cost_limit_per_year_cents is None:
            return True
        same_year = self._problem.year_of(month - 1) == self._problem.year_of(month)
        return same_year and own.payment(month - 1).cents <= own.payment(month).cents


class _Way(Struct, frozen=True, gc=False):
    """A candidate at one of its paces: what it uses, its load, and what it gains at most, also for each minute a week."""

    index: int
    position: int
    candidate: Candidate
    option: Option
    use: int
    gain: int = 0
    by_hour: int = 0

    @property
    def load(self) -> int:
        return self.use & MASK

    @property
    def pace(self) -> PaceOf:
        return self.index, self.position

    def in_progress_from(self, month: int) -> InProgress:
        return InProgress(self.index, self.use, month + self.option.months)


class Starting:
    """What may start in the first of some months: each start is a candidate at one of its paces."""

    def __init__(
        self,
        problem: PlanningProblem,
        rules: Rules,
        accounts: Sequence[Account],
        months: range,
        of_options: Uses,
        numbers: Mapping[InProgress, int],
    ) -> None:
        month = months.start
        ways = _by_gain(_ways_from(problem, of_options, month), rules, accounts, months)
        self._others = rules.others
        self.sooner = _could_start_sooner(ways, rules, month)
        self.bound_by = _bound_by(ways, rules, month)
        self._bits, self._excluded, self._clashing, self._alongside, firsts = (
            as_sets([own[way.index] for way in ways], rules.words)
            for own in (rules.alone, rules.excluded, rules.clashing, rules.alongside, rules.firsts)
        )
        self.candidates = [way.index for way in ways]
        needs = [rules.needs[way.index] for way in ways]
        self._needs = as_sets([first for first, *_ in needs], rules.words)
        self._other_needs = list(_other_needs(needs, rules.words))
        self.starts = Starts(
            month=month,
            bits=self._bits,
            firsts=firsts,
            in_progress=np.array([numbers[way.in_progress_from(month)] for way in ways], np.uint32),
            loads=np.array([way.load for way in ways], np.int64),
            costs=_costs(accounts, ways, month),
            gains=np.array([way.gain for way in ways], np.int64),
            by_hour=np.array([way.by_hour for way in ways], np.int64),
            apart=self._bits | self._excluded | self._clashing,
            others=rules.taken_by(self.candidates),
            cents=_cents_of_year(problem, ways, month),
            worth=_worth(rules, ways, month),
            counted=_counted(problem, rules, ways, month),
        )

    def allowed(self, plans: Plans, wanted: Sets, under_way: Sets) -> Booleans:
        """Whether each may start, as far as rules about modules go."""
        allowed = meet(wanted, self._bits)
        allowed &= self._prepared(plans.started & ~under_way)
        allowed &= ~meet(plans.started, self._excluded)
        allowed &= ~meet(under_way, self._clashing)
        return allowed

    def had_sooner(self, plans: Plans, under_way: Sets, at_once: int, month: int) -> Booleans:
        """Whether each could have started in a month, the one before, in which so many may run."""
        if not self.sooner.any():
            return np.zeros((len(plans), len(self.sooner)), bool)
        then = under_way | plans.ended
        sooner: Booleans = self.sooner & self._prepared(plans.started & ~then)
        sooner &= ~meet(~plans.started, self._alongside)
        for column, rows in enumerate(self.bound_by):
            if rows:
                sooner[:, column] &= (plans.ends[rows] < LASTING).all(axis=0)
        sooner &= ~meet(then, self._clashing)
        sooner &= self.starts.loads <= plans.unused[:, None]
        sooner &= (size(then) < at_once)[:, None]
        for limit, taking in zip(self._others, self.starts.others, strict=True):
            sooner &= limit.left(then, (month,)).allow(taking)
        return sooner

    def _prepared(self, over: Sets) -> Booleans:
        """Whether what each start needs is over."""
        lacking = ~over
        prepared = ~meet(lacking, self._needs)
        for starts, needs in self._other_needs:
            prepared[:, starts] |= ~meet(lacking, needs)
        return prepared

    def sets_of(self, plans: Plans, may: Booleans, room: Room, most: int) -> Made:
        """The plans with every set of what may start, as `Starts.sets_of` has it."""
        possible = np.flatnonzero(may.any(axis=0))
        return self.starts.only(possible).sets_of(plans, may[:, possible], room, most)


def _by_hour(gain: int, load: int) -> int:
    """What a start gains at most for each minute a week that it takes; nothing, where it loses or takes none."""
    return max(0, -(-gain // load)) if load else 0


def _worth_by_start(problem: PlanningProblem, stage: Stage | None) -> Weight | None:
    """What a start is worth in a stage, if that depends on when modules start; None for the sum of starts itself."""
    total = None if stage is None or stage is Stage.STARTS else TOTALS.get(stage)
    return None if total is None or not total.depends_on_starts(problem) else total.in_full(problem).weight


def _limited_by_start(problem: PlanningProblem) -> list[tuple[Weight, int]]:
    """The totals that depend on when modules start and have a limit: what a start adds, and the limit."""
    by_start = ((total, limit) for total, limit in limited_totals(problem) if total.depends_on_starts(problem))
    return [(total.in_full(problem).weight, limit) for total, limit in by_start]


def _firsts_of(bounds: Bounds, problem: PlanningProblem, alongside: Sequence[int]) -> dict[int, list[int]]:
    """For each candidate what does not start after it: what it is taken alongside, and what may be assumed to start first."""
    firsts_of = {index: [*members(own)] for index, own in enumerate(alongside)}
    for pair in precedences(problem, bounds.compulsory):
        firsts_of[pair.second].append(pair.first)
    return firsts_of


def _ways_from(problem: PlanningProblem, of_options: Uses, month: int) -> list[_Way]:
    """What may start at an offset."""
    return [
        _Way(index, position, own, option, use)
        for index, (own, of_own) in enumerate(zip(problem.candidates, of_options, strict=True))
        for position, (option, use) in enumerate(zip(own.options, of_own, strict=True))
        if month in option.starts
    ]


def _by_gain(ways: Sequence[_Way], rules: Rules, accounts: Sequence[Account], months: range) -> list[_Way]:
    """The same with their gains in the last account, those that gain the most for each minute first."""
    gains = {way.pace: accounts[-1].gain(*way.pace, months) if accounts else 0 for way in ways}
    by_hour = in_order({way.pace: _by_hour(gains[way.pace], way.load) for way in ways}, rules.firsts_of, rules.place)
    known = [replace(way, gain=gains[way.pace], by_hour=by_hour[way.pace]) for way in ways]
    return sorted(known, key=lambda way: (-way.by_hour, rules.place[way.index]))


def _could_start_sooner(ways: Sequence[_Way], rules: Rules, month: int) -> Booleans:
    """Which of them has a start a month before, and is no worse then."""
    return np.array([month - 1 in way.option.starts and rules.no_worse_sooner(way.candidate, month) for way in ways], bool)


def _bound_by(ways: Sequence[_Way], rules: Rules, month: int) -> list[list[int]]:
    """For each the rows of ends that must stand for it to count, if it starts a month sooner."""
    return [rules.expiry.bound_by(way.index, month + way.option.months) for way in ways]


def _costs(accounts: Sequence[Account], ways: Sequence[_Way], month: int) -> Numbers:
    """What each start costs: a row for each account."""
    costs = [[own.cost(*way.pace, month) for way in ways] for own in accounts]
    return np.array(costs, np.int64).reshape(len(accounts), -1)


def _cents_of_year(problem: PlanningProblem, ways: Sequence[_Way], month: int) -> Numbers:
    """What each start takes of what the year may cost; nothing where years have no limit."""
    if problem.cost_limit_per_year_cents is None:
        return np.zeros(len(ways), np.int64)
    return np.array([way.candidate.payment(month).cents for way in ways], np.int64)


def _worth(rules: Rules, ways: Sequence[_Way], month: int) -> Numbers:
    """What each start is worth in the stage that is sought; nothing where that is the sum of starts."""
    if rules.value is None:
        return np.zeros(len(ways), np.int64)
    return np.array([rules.value(way.candidate, month) for way in ways], np.int64)


def _counted(problem: PlanningProblem, rules: Rules, ways: Sequence[_Way], month: int) -> Numbers:
    """What each start adds to what plans have counted: the cost of the year, and the totals with a limit."""
    totals = ([weight(way.candidate, month) for way in ways] for weight, _ in rules.limited)
    return np.array([_cents_of_year(problem, ways, month), *totals], np.int64)


def in_order(
    by_hour: Mapping[PaceOf, int], firsts_of: Mapping[int, Sequence[int]], place: Mapping[int, int]
) -> Mapping[PaceOf, int]:
    """The same numbers, some of them raised: no candidate has a higher one than those that may be assumed to start first.

    Parameters
    ----------
    firsts_of, place
        As in `Rules`.
    """
    raised: dict[PaceOf, int] = {}
    least: dict[int, int] = {}
    for index, position in sorted(by_hour, key=lambda way: -place[way[0]]):
        raised[index, position] = max(by_hour[index, position], least.get(index, 0))
        for first in firsts_of[index]:
            least[first] = max(least.get(first, 0), raised[index, position])
    return raised


def _other_needs(needs: Sequence[Sequence[int]], words: int) -> Iterator[tuple[Indices, Sets]]:
    """The second set of each start that has several, then the third, and so on, each time with the places of these starts."""
    for turn in range(1, max(map(len, needs), default=0)):
        starts = [place for place, own in enumerate(needs) if turn < len(own)]
        yield np.array(starts, np.intp), as_sets([needs[place][turn] for place in starts], words)


def _others_in(groups: Sequence[frozenset[int]], candidates: int) -> list[int]:
    """For each candidate all others that are in a group with it."""
    found = [0] * candidates
    for group in groups:
        for index in group:
            found[index] |= as_bits(group - {index})
    return found
