"""What may start in a month, and every set of it that many plans can start side by side.

Floor 7, beneath `month_steps`, which ages what is made here. Knows rules, one account and arrays. Arrays have a column for each
plan; what is said of plans and starts has a row for each plan and a column for each start.

Sets are made one start after another. Where they become many, a set goes on only if what may still be added to it can bring
what is missing in the account when the month is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

import numpy as np

from mcplanner.problem import PlanningProblem, clashes
from mcplanner.solvers.accounts import Account
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.candidate_sets import Booleans, Indices, Numbers, Sets, as_bits, as_sets, meet, size, words_for
from mcplanner.solvers.demands import Demands
from mcplanner.solvers.dominance import plain_needs, precedences
from mcplanner.solvers.partial_plans import Plans, Run

MOST_MADE = 200_000
"""More plans than this are not made of one block of them in one month."""

MANY = 5_000
"""From so many sets on, with one start more, it is asked which of them can go on."""

GROUP = 2_000
"""Of how many plans that is asked at once: it takes arrays of whole numbers for each plan and start."""


_Way = tuple[int, int]
"""A candidate and the position of one of its paces."""


class TooManyPlans(Exception):  # noqa: N818
    """Loads are so light that a block of plans becomes too many in one month."""


class Rules:
    """What holds in every month.

    Attributes
    ----------
    needs, excluded, clashing, firsts
        For each candidate what must be over before it, what may not be in one plan with it, what may not run beside it, and
        what may be assumed not to start after it (`dominance`).
    place
        For each candidate a place among all, after those that are not to start after it.
    """

    def __init__(self, bounds: Bounds) -> None:
        problem = bounds.problem
        assert problem is not None, "a problem without a plan has no rules"
        count = len(problem.candidates)
        self.words = words_for(count)
        self.needs = [as_bits(plain_needs(own) or ()) for own in problem.candidates]
        self.excluded = _others_in(problem.exclusive, count)
        self.clashing = _others_in(clashes(problem), count)
        self.firsts: dict[int, list[int]] = {index: [] for index in range(count)}
        for pair in precedences(problem, bounds.compulsory):
            self.firsts[pair.second].append(pair.first)
        in_order = TopologicalSorter(self.firsts).static_order()
        self.place = {index: place for place, index in enumerate(in_order)}


@dataclass(frozen=True, slots=True)
class Room:
    """What a month has left for what starts in it, for each plan.

    Attributes
    ----------
    places
        How many modules more may run.
    left
        What the account leaves at most when the month is over, if nothing more starts.
    """

    places: Numbers
    left: Numbers

    def less(self, chosen: Indices, gains: Numbers) -> "Room":
        """The same where something starts in the chosen plans, with what that gains."""
        return Room(self.places[chosen] - 1, self.left[chosen] + gains)


class Starting:
    """What may start in one month: each start is a candidate at one of its paces."""

    def __init__(
        self,
        problem: PlanningProblem,
        rules: Rules,
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
        gains = {way: accounts[-1].gain(*way, month) if accounts else 0 for way in ways}
        by_hour = _in_order({way: max(0, -(-gains[way] // loads[way[0]][way[1]])) for way in ways}, rules)
        ways.sort(key=lambda way: (-by_hour[way], rules.place[way[0]]))
        options = [problem.candidates[index].options[position] for index, position in ways]
        self._month = month
        self._words = rules.words
        self._bits = self._sets([1 << index for index, _ in ways])
        self._needs = self._sets([rules.needs[index] for index, _ in ways])
        self._excluded = self._sets([rules.excluded[index] for index, _ in ways])
        self._clashing = self._sets([rules.clashing[index] for index, _ in ways])
        self._after_others = np.array([place for place, (index, _) in enumerate(ways) if rules.firsts[index]], np.intp)
        self._firsts = self._sets([as_bits(rules.firsts[index]) for index, _ in ways if rules.firsts[index]])
        self._sooner = np.array([month - 1 in option.starts for option in options], bool)
        self._costs = np.array([[own.cost(*way, month) for way in ways] for own in accounts], np.int64)
        self._gains = np.array([gains[way] for way in ways], np.int64)
        self._by_hour = np.array([*(by_hour[way] for way in ways), 0], np.int64)
        self._loads = np.array([loads[index][position] for index, position in ways], np.int64)
        runs = (
            Run(index, loads[index][position], month + option.months)
            for (index, position), option in zip(ways, options, strict=True)
        )
        self._runs = np.array([numbers[run] for run in runs], np.uint16)
        apart = self._bits | self._excluded | self._clashing
        self._beside = np.triu(~meet(apart, self._bits), 1)

    def _sets(self, bits: Sequence[int]) -> Sets:
        return as_sets(bits, self._words)

    def allowed(self, plans: Plans, wanted: Sets, under_way: Sets) -> Booleans:
        """Whether each may start, as far as rules about modules go."""
        allowed = meet(wanted, self._bits)
        allowed &= ~meet(~(plans.started & ~under_way), self._needs)
        allowed &= ~meet(plans.started, self._excluded)
        allowed &= ~meet(under_way, self._clashing)
        return allowed

    def had_sooner(self, plans: Plans, under_way: Sets, at_once: int) -> Booleans:
        """Whether each could have started in the month before, in which so many may run."""
        then = under_way | plans.ended
        sooner: Booleans = self._sooner & ~meet(plans.ended, self._needs)
        sooner &= ~meet(then, self._clashing)
        sooner &= self._loads <= plans.unused[:, None]
        sooner &= (size(then) < at_once)[:, None]
        return sooner

    def made(self, now: Plans, may: Booleans, room: Room) -> list[Plans]:
        """The plans with every set of starts that fits, the empty one too, but for those that overdraw the account.

        Parameters
        ----------
        now
            Plans whose hours that are not used yet are in `unused`.

        Raises
        ------
        TooManyPlans
            There are more than can be handled.
        """
        made = [_not_overdrawn(now, room)]
        while True:
            may &= self._loads <= now.unused[:, None]
            may &= (room.places > 0)[:, None]
            chosen, starts = np.nonzero(self._ready(now, may))
            if len(chosen) > MANY:
                worth_it = self._worth_it(now, may, room, chosen, starts)
                chosen, starts = chosen[worth_it], starts[worth_it]
            if len(chosen) + sum(map(len, made)) > MOST_MADE:
                raise TooManyPlans
            if not len(chosen):
                return made
            now = self._begun(now, chosen, starts)
            room = room.less(chosen, self._gains[starts])
            made.append(_not_overdrawn(now, room))
            may = may[chosen] & self._beside[starts]

    def _ready(self, plans: Plans, may: Booleans) -> Booleans:
        """Of what may start, what has nothing to wait for that may be assumed not to start after it."""
        if not len(self._after_others):
            return may
        ready = may.copy()
        ready[:, self._after_others] &= ~meet(~plans.started, self._firsts)
        return ready

    def _worth_it(self, plans: Plans, may: Booleans, room: Room, chosen: Indices, starts: Indices) -> Booleans:
        """Whether each of the chosen plans can leave enough where it starts something, and then what comes after that.

        Were modules divisible, the best of them would be those that gain most by the hour, and these come first. So those
        after each are taken for as long as they fit, and of the next one a part.
        """
        left = room.left[chosen] + self._gains[starts]
        groups = range(0, len(may), GROUP)
        ends = np.searchsorted(chosen, [*groups, len(may)])
        for group, first, last in zip(groups, ends, ends[1:], strict=False):
            own = may[group : group + GROUP]
            of_plans, of_starts = chosen[first:last] - group, starts[first:last]
            filled, gained = (
                np.concatenate([np.zeros((len(own), 1), np.int64), np.cumsum(np.where(own, each, 0), axis=1)], axis=1)
                for each in (self._loads, self._loads * self._by_hour[:-1])
            )
            full = filled[of_plans, of_starts] + plans.unused[chosen[first:last]]
            apart = np.arange(len(own)) * (int(filled[:, -1].max()) + int(plans.unused.max()) + 1)
            end = np.searchsorted((filled + apart[:, None]).ravel(), full + apart[of_plans], side="right") - 1
            left[first:last] += gained.ravel()[end] - gained[of_plans, of_starts + 1]
            left[first:last] += self._by_hour[end % filled.shape[1]] * (full - filled.ravel()[end])
        worth_it: Booleans = left >= 0
        return worth_it

    def _begun(self, plans: Plans, chosen: Indices, starts: Indices) -> Plans:
        """Each of the chosen plans with something started."""
        running = plans.running[:, chosen]
        running[np.count_nonzero(running, axis=0), np.arange(len(chosen))] = self._runs[starts]
        return Plans(
            started=plans.started[:, chosen] | self._bits[:, starts],
            running=running,
            starts=plans.starts[chosen] + self._month,
            balances=plans.balances[:, chosen] - self._costs[:, starts],
            spare=plans.spare[chosen],
            ended=plans.ended[:, chosen],
            unused=plans.unused[chosen] - self._loads[starts],
            before=plans.before[chosen],
        )


def _in_order(by_hour: Mapping[_Way, int], rules: Rules) -> Mapping[_Way, int]:
    """The same numbers, some of them raised: no candidate has a higher one than those that may be assumed to start first."""
    raised: dict[_Way, int] = {}
    least: dict[int, int] = {}
    for index, position in sorted(by_hour, key=lambda way: -rules.place[way[0]]):
        raised[index, position] = max(by_hour[index, position], least.get(index, 0))
        for first in rules.firsts[index]:
            least[first] = max(least.get(first, 0), raised[index, position])
    return raised


def _not_overdrawn(now: Plans, room: Room) -> Plans:
    good = room.left >= 0
    return now if good.all() else now.at(good)


def _others_in(groups: Sequence[frozenset[int]], candidates: int) -> list[int]:
    """For each candidate all others that are in a group with it."""
    found = [0] * candidates
    for group in groups:
        for index in group:
            found[index] |= as_bits(group - {index})
    return found
