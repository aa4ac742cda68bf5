"""What no plan can beat, from arithmetic alone: bounds from below on every stage of the objective.

Floor 7. Pure Python on a `PlanningProblem`; loads no solver. Where a first plan meets these bounds it is proved without one.

Every bound holds for every plan of the problem, whichever electives it takes: what is compulsory counts in full, what is
elective counts with its cheapest choice.
"""

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from mcplanner.problem import Candidate, PlanningProblem, Stage
from mcplanner.thresholds import Held, Node, Threshold

NEVER = 1 << 40
"""An offset beyond every horizon: no plan of the problem gets there."""


class Bounds:
    """Bounds from below on the stages of one problem, each computed when it is first asked for."""

    def __init__(self, problem: PlanningProblem) -> None:
        assert problem.goal is not None, "a problem without a goal has no plan to bound"
        self._problem = problem
        self._goal = problem.goal

    def below(self, stage: Stage) -> int:
        """A value that no plan's value in the stage is under; above the horizon where there is no plan at all."""
        match stage:
            case Stage.FINISH:
                return max(self._critical_path, self._energy_path)
            case Stage.COST:
                return self.least(lambda candidate: candidate.cost_cents)
            case Stage.MINUTES:
                return self.least(lambda candidate: candidate.minutes_total)
            case Stage.STARTS:
                return self._earliest_starts
            case Stage.PEAK:
                return self._least_peak

    @cached_property
    def earliest_starts(self) -> tuple[int, ...]:
        """For each candidate the first offset at which it can start, prerequisites and intakes considered; NEVER if at none."""
        starts = [NEVER] * len(self._problem.candidates)
        ends = [NEVER] * len(self._problem.candidates)
        changed = True
        while changed:
            changed = False
            reached = _when(ends)
            for index, candidate in enumerate(self._problem.candidates):
                ready = reached(candidate.before)
                possible = [
                    (start, start + option.months) for option in candidate.options for start in option.starts if start >= ready
                ]
                start = min((start for start, _ in possible), default=NEVER)
                end = min((end for _, end in possible), default=NEVER)
                if start < starts[index] or end < ends[index]:
                    starts[index], ends[index], changed = start, end, True
        self._ends = ends
        return tuple(starts)

    @cached_property
    def earliest_ends(self) -> tuple[int, ...]:
        """For each candidate the first offset at which it can have ended; NEVER if at none."""
        self.earliest_starts  # noqa: B018  (fills the ends too)
        return tuple(self._ends)

    @cached_property
    def compulsory(self) -> frozenset[int]:
        """Candidates that every plan enrols in."""
        found: set[int] = set()
        waiting: list[Node] = [self._goal, *self._problem.pinned]
        while waiting:
            node = waiting.pop()
            if isinstance(node, int) and node not in found:
                found.add(node)
                waiting.append(self._problem.candidates[node].before)
            elif isinstance(node, Threshold):
                total = sum(weight for weight, _ in node.parts)
                waiting.extend(part for weight, part in node.parts if total - weight < node.need)
        return frozenset(found)

    def least(self, weight: Callable[[Candidate], int]) -> int:
        """The least total weight of any set of modules that satisfies the goal.

        The weight of an elective that the goal names in several places is shared between them, so that no plan is counted
        for more than it takes.
        """
        counts: dict[int, int] = {}
        _count(self._goal, counts)
        shares = {
            index: 0 if index in self.compulsory else weight(self._problem.candidates[index]) // count
            for index, count in counts.items()
        }
        fixed = sum(weight(self._problem.candidates[index]) for index in self.compulsory)
        return fixed + _least_share(self._goal, shares)

    @cached_property
    def _critical_path(self) -> int:
        """The finish if hours were unlimited."""
        reached = _when(self.earliest_ends)
        return max(reached(self._goal), *(self.earliest_ends[index] for index in self._problem.pinned), 0)

    @cached_property
    def capacity(self) -> tuple[int, ...]:
        """The most minutes a week that modules can make use of in each month: no sum of loads comes closer to the budget."""
        highest = max(self._problem.budget, default=0)
        sums = 1
        for candidate in self._problem.candidates:
            reached = sums
            for option in candidate.options:
                reached |= sums << option.minutes_per_week
            sums = reached & ((2 << highest) - 1)
        first = min(self.earliest_starts, default=0)
        most = {budget: (sums & ((2 << budget) - 1)).bit_length() - 1 for budget in set(self._problem.budget)}
        return tuple(0 if month < first else most[budget] for month, budget in enumerate(self._problem.budget))

    @cached_property
    def _energy_path(self) -> int:
        """The first offset by which the budget has room for what must be studied, from each offset on."""
        tasks = sorted(
            ((self.earliest_starts[index], self._problem.candidates[index].least_energy) for index in self.compulsory),
            reverse=True,
        )
        after = [0]
        for minutes in reversed(self.capacity):
            after.append(after[-1] + minutes)
        after.reverse()
        finish, energy = 0, 0
        for start, own in tasks:
            energy += own
            finish = max(finish, self._offset_with_room(after, start, energy))
        return max(finish, self._offset_with_room(after, 0, self.least(lambda candidate: candidate.least_energy)))

    @staticmethod
    def _offset_with_room(after: list[int], start: int, energy: int) -> int:
        """The first offset with `energy` of capacity since `start`; `after[month]` is the capacity from that month on."""
        if start >= len(after) or after[start] < energy:
            return NEVER if energy else 0
        low, high = start, len(after) - 1
        while low < high:
            middle = (low + high) // 2
            if after[start] - after[middle] >= energy:
                high = middle
            else:
                low = middle + 1
        return low

    @cached_property
    def _earliest_starts(self) -> int:
        """The least sum of start offsets: the k-th module to start has the k-th start, in time and in hours."""
        count = self.least(lambda candidate: 1)
        pool = self.compulsory if len(self.compulsory) == count else range(len(self._problem.candidates))
        candidates = [self._problem.candidates[index] for index in pool]
        energies = sorted(candidate.least_energy for candidate in candidates)
        loads = sorted(min(option.minutes_per_week for option in candidate.options) for candidate in candidates)
        first_starts = sorted(self.earliest_starts[index] for index in pool)
        total = started = 0
        for month in sorted({start for candidate in candidates for option in candidate.options for start in option.starts}):
            ended = _fitting(energies, sum(self.capacity[:month]))
            running = _fitting(loads, self.capacity[month])
            can_have_started = min(count, ended + running, bisect_right(first_starts, month))
            if can_have_started > started:
                total += month * (can_have_started - started)
                started = can_have_started
            if started == count:
                return total
        return NEVER

    @cached_property
    def _least_peak(self) -> int:
        """The least weekly load that leaves room for what must be studied."""
        widest = max(
            (min(option.minutes_per_week for option in self._problem.candidates[index].options) for index in self.compulsory),
            default=0,
        )
        months = sum(1 for minutes in self.capacity if minutes)
        energy = self.least(lambda candidate: candidate.least_energy)
        return max(widest, -(-energy // months) if months else 0)


def _fitting(ascending: list[int], room: int) -> int:
    """How many of the smallest fit into the room together."""
    count = 0
    for amount in ascending:
        room -= amount
        if room < 0:
            break
        count += 1
    return count


def _when(ends: "list[int] | tuple[int, ...]") -> Callable[[Node], int]:
    """The first offset at which a node can be satisfied, given when each candidate can have ended."""
    known: dict[int, int] = {}

    def reached(node: Node) -> int:
        match node:
            case int():
                return ends[node]
            case Held():
                return 0
            case Threshold():
                if id(node) not in known:
                    known[id(node)] = _threshold_time(node, reached)
                return known[id(node)]

    return reached


def _threshold_time(node: Threshold, reached: Callable[[Node], int]) -> int:
    total = 0
    if total >= node.need:
        return 0
    for offset, weight in sorted((reached(part), weight) for weight, part in node.parts):
        total += weight
        if total >= node.need:
            return offset
    return NEVER


def _count(node: Node, counts: dict[int, int]) -> None:
    """How often the tree names each candidate, an award that stands in two places counted twice."""
    match node:
        case int():
            counts[node] = counts.get(node, 0) + 1
        case Threshold():
            for _, part in node.parts:
                _count(part, counts)


def _least_share(node: Node, shares: dict[int, int]) -> int:
    """The least sum of shares that satisfies a node; the parts of a threshold are covered at the least cost (a knapsack)."""
    match node:
        case int():
            return shares[node]
        case Held():
            return 0
        case Threshold():
            best = [0] + [NEVER] * node.need
            for weight, part in node.parts:
                cost = _least_share(part, shares)
                for reached in range(node.need, 0, -1):
                    best[reached] = min(best[reached], best[max(0, reached - weight)] + cost)
            return best[node.need]
