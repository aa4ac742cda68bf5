"""What may start at an offset, given where plans stand: the rules about modules.

Beneath `steps`. What follows from hours, places and accounts, `start_sets` knows. Arrays about plans have a
column for each plan; what is said of plans and starts has a row for each plan and a column for each start.
"""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import chain

import numpy as np
from msgspec import Struct

from mcplanner.ground.stages import Stage
from mcplanner.problem.measures import TOTALS, Weight, limited_totals
from mcplanner.problem.model import PlanningProblem, clashes
from mcplanner.solvers.bounds.bits import as_bits, members
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.dominance import precedences
from mcplanner.solvers.bounds.needs import least_needs, plain_alongside
from mcplanner.solvers.bounds.uses import MASK, Uses
from mcplanner.solvers.packing.accounts import Account
from mcplanner.solvers.packing.candidate_sets import Booleans, Indices, Numbers, Sets, as_sets, meet, size, words_for
from mcplanner.solvers.packing.expiry import LASTING, Expiry
from mcplanner.solvers.packing.other_limits import other_limits
from mcplanner.solvers.packing.partial_plans import InProgress, Made, Plans
from mcplanner.solvers.packing.start_sets import Room, Starts


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
        That last one as lists, in an order in which each candidate comes after those that do not start after it.
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
        firsts_of = _firsts_of(bounds, problem, self.alongside)
        self.firsts = [as_bits(firsts_of[index]) for index in range(count)]
        self.firsts_of = {index: firsts_of[index] for index in TopologicalSorter(firsts_of).static_order()}


class _Ways(Struct, frozen=True):
    """All that may start: the number of its option among those of all, the candidate, when it starts and ends, and its use."""

    option: Indices
    candidates: Indices
    months: Numbers
    ends: Numbers
    uses: Numbers


def _all_ways(problem: PlanningProblem, of_options: Uses) -> _Ways:
    """All that may start, given what each option uses."""
    options = [
        (index, *each)
        for index, own in enumerate(problem.candidates)
        for each in zip(own.options, of_options[index], strict=True)
    ]
    number = np.repeat(np.arange(len(options)), [len(option.starts) for _, option, _ in options])
    months = np.array([*chain.from_iterable(option.starts for _, option, _ in options)], np.int64)
    return _Ways(
        option=number,
        candidates=np.array([index for index, _, _ in options], np.intp)[number],
        months=months,
        ends=months + np.array([option.months for _, option, _ in options], np.int64)[number],
        uses=np.array([use for _, _, use in options], np.int64)[number],
    )


def _gains(accounts: Sequence[Account], ways: _Ways, stops: Sequence[int]) -> Numbers:
    """By how much more each start leaves at most in the last account when the next stop is there; nothing without accounts."""
    if not accounts:
        return np.zeros(len(ways.months), np.int64)
    then = np.array(stops)[np.searchsorted(stops, ways.months, side="right")]
    places = np.searchsorted(sorted({0, *ways.uses.tolist()}), ways.uses)
    return accounts[-1].gains(ways.candidates, places, ways.months, then)


def all_starts(
    problem: PlanningProblem,
    rules: Rules,
    accounts: Sequence[Account],
    of_options: Uses,
    numbers: Mapping[InProgress, int],
    stops: Sequence[int],
) -> Starts:
    """All that may start at any stop: candidates at one of their paces.

    Parameters
    ----------
    of_options
        What each option uses.
    numbers
        The place of all that can be in progress in the table of that.
    stops
        The offsets at which anything can start or end.
    """
    ways = _all_ways(problem, of_options)
    candidates, months, loads = ways.candidates, ways.months, ways.uses & MASK
    gains = _gains(accounts, ways, stops)
    by_hour = in_order(_by_hour(gains, loads), candidates, months, rules.firsts_of)
    cents, worth, *limited = (
        _by_start(problem, weight, candidates, months)
        for weight in (_cents_of_year(problem), rules.value, *(weight for weight, _ in rules.limited))
    )
    in_progress = zip(candidates.tolist(), ways.uses.tolist(), ways.ends.tolist(), strict=True)
    alone, excluded, clashing, firsts = (
        as_sets(own, rules.words) for own in (rules.alone, rules.excluded, rules.clashing, rules.firsts)
    )
    place = np.empty(len(problem.candidates), np.intp)
    place[[*rules.firsts_of]] = np.arange(len(place))
    return Starts(
        candidates=candidates,
        months=months,
        ends=ways.ends,
        sooner=_could_start_sooner(ways.option, months, [worth, *limited]) & _may_be_paid_sooner(problem, months, cents),
        bits=alone[:, candidates],
        firsts=firsts[:, candidates],
        in_progress=np.array([numbers[InProgress(*each)] for each in in_progress], np.uint32),
        loads=loads,
        costs=np.array([account.costs for account in accounts], np.int64).reshape(len(accounts), len(months)),
        gains=gains,
        by_hour=by_hour,
        apart=(alone | excluded | clashing)[:, candidates],
        cents=cents,
        worth=worth,
        counted=np.array([cents, *limited], np.int64),
        others=tuple(own.of(candidates) for own in rules.others),
    ).only(np.lexsort((place[candidates], -by_hour, months)))


class Starting:
    """What may start in a month, and whether it may, as far as rules about modules go."""

    def __init__(self, rules: Rules, starts: Starts) -> None:
        candidates = starts.candidates.tolist()
        self.starts = starts
        self._others = rules.others
        self._bound_by = bound_by(rules, starts)
        self._excluded, self._clashing, self._alongside = (
            as_sets([own[index] for index in candidates], rules.words)
            for own in (rules.excluded, rules.clashing, rules.alongside)
        )
        needs = [rules.needs[index] for index in candidates]
        self._needs = as_sets([first for first, *_ in needs], rules.words)
        self._other_needs = list(_other_needs(needs, rules.words))

    def allowed(self, plans: Plans, wanted: Sets, under_way: Sets) -> Booleans:
        """Whether each may start, as far as rules about modules go."""
        allowed = meet(wanted, self.starts.bits)
        allowed &= self._prepared(plans.started & ~under_way)
        allowed &= ~meet(plans.started, self._excluded)
        allowed &= ~meet(under_way, self._clashing)
        return allowed

    def had_sooner(self, plans: Plans, under_way: Sets, at_once: int, month: int) -> Booleans:
        """Whether each could have started in a month, the one before, in which so many may run."""
        could_sooner = self.starts.sooner
        if not could_sooner.any():
            return np.zeros((len(plans), len(could_sooner)), bool)
        then = under_way | plans.ended
        sooner: Booleans = could_sooner & self._prepared(plans.started & ~then)
        sooner &= ~meet(~plans.started, self._alongside)
        for column, rows in enumerate(self._bound_by):
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


def _by_hour(gains: Numbers, loads: Numbers) -> Numbers:
    """What each start gains at most for each minute a week that it takes; nothing, where it loses or takes none."""
    found: Numbers = np.where(loads > 0, np.maximum(0, -(-gains // np.maximum(1, loads))), 0)
    return found


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


def bound_by(rules: Rules, starts: Starts) -> list[list[int]]:
    """For each start the rows of ends that must stand for it to count, if it starts a month sooner."""
    return [*map(rules.expiry.bound_by, starts.candidates.tolist(), starts.ends.tolist())]


def _could_start_sooner(of_option: Indices, months: Numbers, worth: Sequence[Numbers]) -> Booleans:
    """Which of some starts, those of one option after another, have one a month before that is worth no more in any way."""
    sooner = np.zeros(len(months), bool)
    sooner[1:] = (of_option[1:] == of_option[:-1]) & (months[1:] == months[:-1] + 1)
    for own in worth:
        sooner[1:] &= own[:-1] <= own[1:]
    return sooner


def _may_be_paid_sooner(problem: PlanningProblem, months: Numbers, cents: Numbers) -> Booleans:
    """Which of them would keep to what a year may cost as well if they were paid as the one before is."""
    may = np.ones(len(months), bool)
    if problem.cost_limit_per_year_cents is not None:
        years = np.array([*map(problem.year_of, months.tolist())])
        may[1:] = (years[1:] == years[:-1]) & (cents[:-1] <= cents[1:])
    return may


def _by_start(problem: PlanningProblem, weight: Weight | None, candidates: Indices, months: Numbers) -> Numbers:
    """What each start weighs; nothing without a weight."""
    if weight is None:
        return np.zeros(len(months), np.int64)
    starts = zip(candidates.tolist(), months.tolist(), strict=True)
    return np.array([weight(problem.candidates[index], month) for index, month in starts], np.int64)


def _cents_of_year(problem: PlanningProblem) -> Weight | None:
    """What a start takes of what the year may cost; None where years have no limit."""
    return None if problem.cost_limit_per_year_cents is None else lambda own, month: own.payment(month).cents


def in_order(by_hour: Numbers, candidates: Indices, months: Numbers, firsts_of: Mapping[int, Sequence[int]]) -> Numbers:
    """The same numbers, some of them raised: no candidate has a higher one in a month than those that start first.

    Parameters
    ----------
    candidates, months
        Of each number the candidate, ascending, and the offset at which it starts.
    firsts_of
        As in `Rules`.
    """
    raised = by_hour.copy()
    least = np.zeros((len(firsts_of), months.max(initial=0) + 1), np.int64)
    for index, firsts in reversed([*firsts_of.items()]):
        own = slice(*np.searchsorted(candidates, [index, index + 1]))
        raised[own] = np.maximum(raised[own], least[index].take(months[own]))
        for first in firsts:
            np.maximum.at(least[first], months[own], raised[own])
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
