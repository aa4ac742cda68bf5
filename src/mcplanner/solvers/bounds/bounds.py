"""Bounds from below on every stage of the objective, from arithmetic alone: no plan can beat them.

Pure Python on a `PlanningProblem`; loads no solver. Where a first plan meets these bounds it is proved without one.

Every bound holds for every plan of the problem, whichever electives it takes: what is compulsory counts in full, what is
elective counts with its cheapest choice.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import accumulate, count

from mcplanner.ground.stages import Stage
from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.measures import TOTALS, Total, limited_totals
from mcplanner.problem.model import Candidate, Earlier, Option, PlanningProblem
from mcplanner.problem.requirement_nodes import Threshold, candidates_of
from mcplanner.solvers.bounds.calendar_patterns import PatternView, pattern_views, plain_pattern_views
from mcplanner.solvers.bounds.least_weight import LeastWeight
from mcplanner.solvers.bounds.lifted_demands import subset_sums
from mcplanner.solvers.bounds.prices_in_time import PricesInTime
from mcplanner.solvers.bounds.selections import reduced
from mcplanner.solvers.bounds.time_windows import NEVER, compulsory_candidates, needed_alone, needed_beneath, reached_by


class Bounds:
    """Bounds from below on the stages of one problem, each computed when it is first asked for.

    Attributes
    ----------
    problem
        The problem without the starts that prerequisites rule out, and without what its limits do; None where that leaves no
        plan.

    Parameters
    ----------
    few_patterns
        Whether the room for study is seen through few patterns of months, where many problems are looked at.
    """

    def __init__(self, problem: PlanningProblem | None, few_patterns: bool = False) -> None:
        self.problem = None if problem is None else reduced(problem)
        self._few_patterns = few_patterns

    @classmethod
    def of_affordable(cls, problem: PlanningProblem) -> "Bounds":
        """Bounds on a problem without the starts at which prices that change with time are more than its limits allow."""
        bounds = cls(problem)
        while bounds.problem is not None:
            options = bounds._affordable_options()
            if all(own == candidate.options for own, candidate in zip(options, bounds.problem.candidates, strict=True)):
                break
            bounds = cls(bounds.problem.with_options(options))
        return bounds

    @cached_property
    def refuted(self) -> bool:
        """Return whether arithmetic alone proves that there is no plan."""
        if self.problem is None:
            return True
        return (
            self.below(Stage.FINISH) > self.problem.horizon
            or any(self._least_total(total) > limit for total, limit in limited_totals(self.problem))
            or self._must_expire
            or any(not plan.orders and _takes_all(plan, self.compulsory) for plan in self.problem.earlier)
        )

    def below(self, stage: Stage) -> int:
        """A value that no plan's value in the stage is under; NEVER where there is no plan."""
        if self.problem is None:
            return NEVER
        match stage:
            case Stage.FINISH:
                return max(self._critical_path, self._energy_path)
            case Stage.PEAK:
                return self._least_peak
            case Stage.STARTS:  # hours and prerequisites say more than the first start of each module
                return self._earliest_starts
            case _:
                return self._least_total(TOTALS[stage])

    @cached_property
    def _problem(self) -> PlanningProblem:
        assert self.problem is not None, "a problem without a plan has nothing to bound"
        return self.problem

    @cached_property
    def _goal(self) -> Threshold:
        assert self._problem.goal is not None
        return self._problem.goal

    @cached_property
    def compulsory(self) -> frozenset[int]:
        """Candidates that every plan enrols in."""
        return compulsory_candidates(self._problem)

    @property
    def electives(self) -> list[int]:
        """All other candidates."""
        return [index for index in range(len(self._problem.candidates)) if index not in self.compulsory]

    @cached_property
    def earliest_starts(self) -> tuple[int, ...]:
        """For each candidate, the first offset at which it can start."""
        return tuple(min(option.starts[0] for option in candidate.options) for candidate in self._problem.candidates)

    @cached_property
    def earliest_ends(self) -> tuple[int, ...]:
        """For each candidate, the first offset at which it can have ended."""
        return tuple(
            min(option.ended_by(option.starts[0]) for option in candidate.options) for candidate in self._problem.candidates
        )

    def least(self, weight: Callable[[Candidate], int]) -> int:
        """The least total weight of any set of modules that satisfies the goal.

        The weight of an elective that the goal names in several places is shared between them, so that no plan is counted
        for more than it takes.
        """
        return self.least_weight.of([weight(candidate) for candidate in self._problem.candidates])

    def _least_total(self, total: Total) -> int:
        """The least that the modules of a plan come to, whichever way they are weighed, and whenever they start."""
        least = (self.least(weighing.least) - weighing.free for weighing in total.weighings(self._problem))
        prices = self._changing_prices if total.stage is Stage.COST else ()
        return max(0, *least, *(own.least for own in prices))

    @cached_property
    def _changing_prices(self) -> tuple[PricesInTime, ...]:
        """What is known of the cost where prices change with time, for each way to weigh it."""
        total = TOTALS[Stage.COST]
        if not total.changes(self._problem):
            return ()
        weighings, limit = total.weighings(self._problem), self._problem.limits.get(total.stage)
        return tuple(PricesInTime(self._problem, own, self.least_weight, self._views, limit) for own in weighings)

    def _affordable_options(self) -> list[tuple[Option, ...]]:
        """The options of each candidate with the starts that the limit on the cost allows for."""
        options = [own.options for own in self._problem.candidates]
        if Stage.COST in self._problem.limits:
            for prices in self._changing_prices:
                options = prices.affordable(options, self._problem.limits[Stage.COST])
        return options

    @cached_property
    def least_weight(self) -> LeastWeight:
        """The least weight of what satisfies the goal, given the weights of all candidates."""
        return LeastWeight(self._goal, self.compulsory)

    @cached_property
    def _critical_path(self) -> int:
        """The finish if hours were unlimited."""
        reached = reached_by(self.earliest_ends, lambda _: 0)
        return max(reached(self._goal), *(self.earliest_ends[index] for index in self._problem.pinned), 0)

    @property
    def _views(self) -> Iterator[PatternView]:
        """The views of all patterns, each made when it is first asked for: the first ones may prove enough."""
        for number in count():
            if number == len(self._views_made):
                view = next(self._views_to_make, None)
                if view is None:
                    return
                self._views_made.append(view)
            yield self._views_made[number]

    @cached_property
    def _views_made(self) -> list[PatternView]:
        return []

    @cached_property
    def _views_to_make(self) -> Iterator[PatternView]:
        return pattern_views(self._problem, self.compulsory, self._few_patterns)

    @cached_property
    def _energy_path(self) -> int:
        """The first offset by which the budget has room for what must be studied, from each offset on.

        Of what is beyond the horizon it tells only that.
        """
        finish = 0
        for view in self._views:
            finish = max(finish, self._all_within(view), self._compulsory_within(view))
            if finish > self._problem.horizon:
                break
        return finish

    def _all_within(self, view: PatternView) -> int:
        return view.end_with(self.least_weight.of(view.needs))

    def _compulsory_within(self, view: PatternView) -> int:
        """The first offset by which there is room for the compulsory candidates that start late, however late that is."""
        finish = need = 0
        for start, own in self._compulsory_by_start:
            need += sum(view.needs[index] for index in own)
            finish = max(finish, view.end_with_compulsory(start, need))
        return finish

    @cached_property
    def _compulsory_by_start(self) -> list[tuple[int, list[int]]]:
        """The compulsory candidates by the first offset at which they can start, the last first."""
        by_start: dict[int, list[int]] = {}
        for index in self.compulsory:
            by_start.setdefault(self.earliest_starts[index], []).append(index)
        return sorted(by_start.items(), reverse=True)

    @cached_property
    def _must_expire(self) -> bool:
        """R9: return whether what an award must count cannot all end within the months it stays valid."""
        for award in needed_beneath(self._goal, *(self._problem.candidates[index].before for index in self.compulsory)):
            if not isinstance(award, Threshold) or award.valid_months is None:
                continue
            months = award.valid_months + self._longest_beneath(award)
            if months >= self._problem.horizon:  # then it says no more than the finish does
                continue
            least = LeastWeight(award, frozenset(needed_alone(award)))
            if any(least.of(view.needs) > view.most_within(months) for view in self._views):
                return True
        return False

    def _longest_beneath(self, award: Threshold) -> int:
        """The most months that something beneath an award can take, from its start through its end."""
        counting = (self._problem.candidates[index] for index in candidates_of(award))
        return max(
            (option.ended_by(start) - start for own in counting for option in own.options for start in option.starts), default=0
        )

    @cached_property
    def _earliest_starts(self) -> int:
        """The least sum of start offsets: the k-th module to start has the k-th start, in time and in hours."""
        count = self.least(lambda _: 1)
        if count == 0:
            return 0
        pool = self.compulsory if len(self.compulsory) == count else frozenset(range(len(self._problem.candidates)))
        first_starts = sorted(self.earliest_starts[index] for index in pool)
        candidates = [self._problem.candidates[index] for index in pool]
        loads = _least_sums(min(option.minutes_per_week for option in own.options) for own in candidates)
        limits = [_StartLimit(view, pool) for view in self._views]
        total = started = 0
        for month in self._months_to_start(pool):
            checkpoint()
            running = bisect_right(loads, self._problem.budget[month])
            at_most = min(count, bisect_right(first_starts, month), *(limit.by(month, running) for limit in limits))
            if at_most > started:
                total += month * (at_most - started)
                started = at_most
            if started == count:
                return total
        return NEVER

    def _months_to_start(self, pool: Iterable[int]) -> list[int]:
        """The offsets at which one of some candidates can start, ascending."""
        options = (option for index in pool for option in self._problem.candidates[index].options)
        return sorted({start for option in options for start in option.starts})

    @cached_property
    def _least_peak(self) -> int:
        """The least weekly load that leaves room for what must be studied; NEVER where there is no month to study in."""
        peak = max(
            (min(option.minutes_per_week for option in self._problem.candidates[index].options) for index in self.compulsory),
            default=0,
        )
        for view in plain_pattern_views(self._problem, self.compulsory):
            need = self.least_weight.of(view.needs)
            if need:
                peak = max(peak, -(-need // view.seen[-1]) if view.seen[-1] else NEVER)
        return attainable_peak(self._problem, peak)


def _takes_all(plan: Earlier, compulsory: frozenset[int]) -> bool:
    """Return whether every plan takes all that an earlier one did."""
    return all(offers & compulsory for offers in plan.modules)


def attainable_peak(problem: PlanningProblem, at_least: int) -> int:
    """The least weekly load from a value on that some candidates can add up to side by side; NEVER where there is none."""
    most = max(problem.budget, default=0)
    if at_least > most:
        return NEVER
    loads = [{option.minutes_per_week for option in candidate.options} for candidate in problem.candidates]
    above = subset_sums([sorted(own) for own in loads], most) >> at_least
    return at_least + (above & -above).bit_length() - 1 if above else NEVER


class _StartLimit:
    """A limit on how many modules of a pool can have started by a month: some have ended, and the others run side by side."""

    def __init__(self, view: PatternView, pool: frozenset[int]) -> None:
        self._view = view
        self._needs = _least_sums(view.needs[index] for index in pool)
        self._starting = _least_sums(view.starting_loads[index] for index in pool)

    def by(self, month: int, running: int) -> int:
        """Return how many can have started by a month, given how many can run in it."""
        ended = bisect_right(self._needs, self._view.room[month])
        starting = bisect_right(self._starting, self._view.room[month + 1])
        return min(ended + running, starting)


def _least_sums(amounts: Iterable[int]) -> list[int]:
    """The sums of the smallest, the two smallest and so on."""
    return list(accumulate(sorted(amounts)))
