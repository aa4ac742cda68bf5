"""The candidates that limits on cost and hours leave: those that a selection has which keeps to all of them.

Pure Python on a `PlanningProblem`; of months it knows only which starts prerequisites leave (`time_windows`). Once the cost
and the hours of a plan are settled, few selections of electives are left, mostly one. Where that is found out first, the rest
of the search has nothing to choose.

A selection has with each elective what that needs, and meets the goal as far as arithmetic tells (`least_weight`): one that no
plan can have may be taken for one that some plan has, but not the other way round.
"""

from collections.abc import Sequence, Set
from functools import cached_property

from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.pricing.credit import Payment, limit_can_be_kept
from mcplanner.problem.measures import limited_totals
from mcplanner.problem.model import Candidate, Option, PlanningProblem
from mcplanner.solvers.bounds.bits import members
from mcplanner.solvers.bounds.least_weight import UNATTAINABLE, LeastWeight
from mcplanner.solvers.bounds.needs import plain_needs
from mcplanner.solvers.bounds.time_windows import compulsory_candidates, needed_alone, tightened

MOST_TRIED = 400
"""The most selections, in part or whole, that are tried; whatever is still open by then is left in."""

MOST_SELECTIONS = 12
"""If there are more selections than this, none is looked at by itself."""

Candidates = frozenset[int]


def reduced(problem: PlanningProblem) -> PlanningProblem | None:
    """Return the problem without the starts that prerequisites or the limit of a year rule out, and without what no selection
    within its limits has.

    None where that leaves it without a plan.
    """
    affordable = _without_starts_beyond_a_year(problem)
    if affordable is None:
        return None
    problem = affordable
    while True:
        tighter = tightened(problem)
        if tighter is None or not any(total.of_modules for total, _ in limited_totals(tighter)):
            return tighter
        beyond = _Selections(tighter).beyond_limits()
        if not beyond:
            return tighter
        fewer = tighter.with_options([() if index in beyond else own.options for index, own in enumerate(tighter.candidates)])
        if fewer is None:
            return None
        problem = fewer


def _without_starts_beyond_a_year(problem: PlanningProblem) -> PlanningProblem | None:
    """Return the problem without the starts whose price alone is more than a year may cost, whatever credit pays of it."""
    limit = problem.cost_limit_per_year_cents
    if limit is None:
        return problem
    payments = {step.payment for candidate in problem.candidates for step in candidate.prices}
    beyond = {payment for payment in payments if not limit_can_be_kept((payment,), problem.wallets, limit)}
    if not beyond:
        return problem
    options = [_without_payments(candidate, beyond) for candidate in problem.candidates]
    if all(own == candidate.options for own, candidate in zip(options, problem.candidates, strict=True)):
        return problem
    return problem.with_options(options)


def _without_payments(candidate: Candidate, beyond: Set[Payment]) -> tuple[Option, ...]:
    """The options of a candidate without the starts at which it takes one of some payments."""
    kept = (
        replace(option, starts=tuple(start for start in option.starts if candidate.payment(start) not in beyond))
        for option in candidate.options
    )
    return tuple(option for option in kept if option.starts)


def selections(problem: PlanningProblem) -> list[PlanningProblem] | None:
    """The problem for each selection within its limits, all else left out; None where they are too many to tell.

    Of a selection and more, the selection is enough, if nothing in it has a choice of prerequisites, and nothing expires: what
    nothing needs can be left out of a plan. Where there is a choice, a plan may need the more, which ends sooner.
    """
    least = _Selections(problem).least()
    if least is None:
        return None
    compulsory = compulsory_candidates(problem)
    alone = (
        problem.with_options(
            [own.options if index in compulsory | taken else () for index, own in enumerate(problem.candidates)]
        )
        for taken in least
    )
    return [own for own in alone if own is not None]


class _Selections:
    """The sets of candidates that satisfy the goal of a problem within its limits."""

    def __init__(self, problem: PlanningProblem) -> None:
        assert problem.goal is not None, "a problem without a goal has no selections"
        self._goal = problem.goal
        self._compulsory = compulsory_candidates(problem)
        self._electives = [index for index in range(len(problem.candidates)) if index not in self._compulsory]
        self._with = {index: self._taken_with(problem, index) for index in self._electives}
        self._problem = problem
        self._tried = 0

    @cached_property
    def _least(self) -> LeastWeight:
        """The least weight of what satisfies the goal, given the weights of all candidates."""
        return LeastWeight(self._goal, self._compulsory)

    @cached_property
    def _limits(self) -> list[tuple[list[int], int]]:
        """For each limited total of modules and each way to weigh it: the least that each candidate adds, and the limit."""
        return [
            ([weighing.least(own) for own in self._problem.candidates], limit + weighing.free)
            for total, limit in limited_totals(self._problem)
            if total.of_modules
            for weighing in total.weighings(self._problem)
        ]

    @cached_property
    def _with_choice(self) -> Candidates:
        """The candidates that have a choice of prerequisites."""
        return frozenset(index for index, own in enumerate(self._problem.candidates) if plain_needs(own) is None)

    @cached_property
    def _without(self) -> dict[int, Candidates]:
        """For each elective, those that need it, and itself."""
        return {index: frozenset(other for other, own in self._with.items() if index in own) for index in self._electives}

    def beyond_limits(self) -> Candidates:
        """The electives that no selection has."""
        within: Candidates = frozenset()
        beyond: Candidates = frozenset()
        for index in self._electives:
            if index not in within | beyond:
                selection = self._complete(self._with[index], beyond)
                if selection is None:
                    beyond |= self._without[index]
                else:
                    within |= selection
        return beyond

    def least(self) -> list[Candidates] | None:
        """The electives of each selection that has no other within it that is enough; None where they are too many to tell.

        What leaves out more comes first.
        """
        found: list[Candidates] = []
        enough: list[Candidates] = []
        waiting: list[tuple[Candidates, Candidates]] = [(frozenset(), frozenset())]
        while waiting:
            taken, left = waiting.pop()
            self._tried += 1
            if self._tried > MOST_TRIED or len(found) > MOST_SELECTIONS:
                return None
            if taken & left or any(own <= taken for own in enough) or not self._keeps_to_limits(taken, left):
                continue
            other = self._open(taken, left)
            if other is None:
                found.append(taken)
                enough += [taken] if self._with_choice.isdisjoint(taken | self._compulsory) else []
            else:
                waiting += self._with_and_without(other, taken, left)
        return None if len(found) > MOST_SELECTIONS else found

    def _complete(self, taken: Candidates, left: Candidates) -> Candidates | None:
        """A selection of electives that has some of them and leaves others out, as far as it got; None where there is none.

        Mostly the cheapest way to go on is one.
        """
        waiting = [(taken, left)]
        while waiting:
            taken, left = waiting.pop()
            self._tried += 1
            if self._tried > MOST_TRIED:
                return taken
            cheapest = None if taken & left else self._cheapest(taken, left)
            if cheapest is None:
                continue
            if cheapest.isdisjoint(left) and self._is_within(cheapest):
                return cheapest
            other = self._open(taken, left)
            if other is None:
                return taken
            waiting += self._with_and_without(other, taken, left)
        return None

    def _cheapest(self, taken: Candidates, left: Candidates) -> Candidates | None:
        """What is taken, what is then enough for the goal and keeps best to the last limit, and what that needs.

        None where some limit does not allow for what is taken and the rest of the goal without what is left out.
        """
        enough: Candidates = frozenset()
        for weights, limit in self._limits:
            checkpoint()
            least, chosen = self._least.choice(self._free(weights, taken, left))
            if sum(weights[index] for index in taken) + least > limit:
                return None
            enough = frozenset(members(chosen)) - self._compulsory
        return taken.union(*(self._with[index] for index in enough))

    def _is_within(self, selection: Candidates) -> bool:
        """Return whether some electives, with all that is compulsory, keep to each limit."""
        own = selection | self._compulsory
        return all(sum(weights[index] for index in own) <= limit for weights, limit in self._limits)

    def _open(self, taken: Candidates, left: Candidates) -> int | None:
        """The first elective that is neither taken nor left out."""
        return next((index for index in self._electives if index not in taken and index not in left), None)

    def _with_and_without(self, index: int, taken: Candidates, left: Candidates) -> list[tuple[Candidates, Candidates]]:
        """The candidates taken and left out with an elective, and without it."""
        return [(taken | self._with[index], left), (taken, left | self._without[index])]

    def _keeps_to_limits(self, taken: Candidates, left: Candidates) -> bool:
        """Return whether each limit alone allows for what is taken, and for the rest of the goal without what is left out."""
        for weights, limit in self._limits:
            checkpoint()
            least = self._least.of(self._free(weights, taken, left))
            if sum(weights[index] for index in taken) + least > limit:
                return False
        return True

    def _free(self, weights: Sequence[int], taken: Candidates, left: Candidates) -> list[int]:
        """The weights where what is taken weighs nothing more, and what is left out more than anything."""
        free = [*weights]
        for index in left:
            free[index] = UNATTAINABLE
        for index in taken:
            free[index] = 0
        return free

    def _taken_with(self, problem: PlanningProblem, index: int) -> Candidates:
        """A candidate and the electives that it needs, these included that they need."""
        found: set[int] = set()
        waiting = [index]
        while waiting:
            checkpoint()
            own = waiting.pop()
            if own not in found and own not in self._compulsory:
                found.add(own)
                waiting += needed_alone(problem.candidates[own].before, problem.candidates[own].alongside)
        return frozenset(found)
