"""A sooner plan near a plan: change the order in which its modules are placed a little, a thousand times a second.

Floor 7. For problems too large to be settled at once. Proves nothing; the random numbers are seeded and rounds are counted, not
timed, so that the same problem gives the same plan.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import cycle, islice
from random import Random

from mcplanner.problem import PlanningProblem, Schedule, within_money
from mcplanner.solvers.greedy import is_new, keeps_valid
from mcplanner.solvers.placing import Placer
from mcplanner.solvers.watch import Watch
from mcplanner.solvers.windows import compulsory_candidates
from mcplanner.thresholds import satisfiable

FAR = 8.0
"""How many places a module moves in the order, as a standard deviation."""


EPISODE = 4000
"""Rounds after which the search goes on from the best plan so far, by the other measure."""

Measure = Callable[[Schedule], tuple[int, int]]
"""How bad a schedule is; less is better."""


@dataclass(frozen=True, slots=True)
class _List:
    """What a schedule is made from: candidates in order, and for some of them the option that they must take."""

    order: tuple[int, ...]
    paces: dict[int, int]


def sooner(problem: PlanningProblem, schedule: Schedule, low: int, rounds: int, seed: int, watch: Watch) -> Schedule:
    """A schedule that ends no later than the one given, after so many rounds or when time is up.

    Parameters
    ----------
    low
        What no finish is under.

    Notes
    -----
    Few changes make the last month earlier, so another measure tells which of the others lead there. Neither of the two we know
    is better everywhere: how late what ends after `low` is, and how early the hours are studied. They take turns.
    """
    search = _Search(problem, low, seed)
    for measure in islice(cycle((search.delay, search.lateness)), -(-rounds // EPISODE)):
        schedule = search.episode(schedule, measure, watch)
    return schedule


class _Search:
    """Random changes to lists of one problem."""

    def __init__(self, problem: PlanningProblem, low: int, seed: int) -> None:
        self._problem = problem
        self._low = low
        self._random = Random(seed)
        self._placer = Placer(problem)
        self._compulsory = compulsory_candidates(problem)
        self._index = {candidate.module: index for index, candidate in enumerate(problem.candidates)}
        self._expires = problem.expires

    def list_of(self, schedule: Schedule) -> _List:
        """The list that leads to a schedule, or to one that is more compact."""
        order = tuple(self._index[placement.module] for placement in schedule)
        paces = {
            index: [option.months for option in self._problem.candidates[index].options].index(placement.months)
            for index, placement in zip(order, schedule, strict=True)
        }
        return _List(order, paces)

    def episode(self, schedule: Schedule, measure: Measure, watch: Watch) -> Schedule:
        """The soonest schedule seen on a walk that begins with one, of changes that do not make the measure worse."""
        best, current, value = schedule, self.list_of(schedule), measure(schedule)
        for _ in range(EPISODE):
            if not watch.seconds_left or _finish(best) <= self._low:
                break
            changed = self.changed(current)
            made = None if changed is None else self.placed(changed)
            if changed is None or made is None or measure(made) > value:
                continue
            current, value = changed, measure(made)
            if _finish(made) < _finish(best):
                best = made
        return best

    def delay(self, schedule: Schedule) -> tuple[int, int]:
        """The finish, and how late the hours are studied."""
        return _finish(schedule), _hours_by_end(schedule)

    def lateness(self, schedule: Schedule) -> tuple[int, int]:
        """How late what ends after the bound is, each by the square of it, and how late the hours are studied."""
        return sum(max(0, placement.end - self._low) ** 2 for placement in schedule), _hours_by_end(schedule)

    def placed(self, own: _List) -> Schedule | None:
        """The schedule of a list, if it is a plan."""
        schedule = self._placer.place(own.order, own.paces)
        if schedule is None or (self._expires and not keeps_valid(self._problem, schedule)):
            return None
        return schedule if within_money(self._problem, schedule) and is_new(self._problem, schedule) else None

    def changed(self, own: _List) -> _List | None:
        """A list with a module moved, two exchanged, another pace, or another elective; None where that does not work out."""
        kind = self._random.random()
        if kind < 0.55:
            return self._moved(own)
        if kind < 0.7:
            return self._swapped(own)
        return self._paced(own) if kind < 0.9 else self._with_another(own)

    def _moved(self, own: _List) -> _List:
        order = list(own.order)
        place = self._random.randrange(len(order))
        index = order.pop(place)
        order.insert(max(0, min(len(order), place + round(self._random.gauss(0, FAR)))), index)
        return replace(own, order=self._placer.needed_first(order))

    def _swapped(self, own: _List) -> _List:
        order = list(own.order)
        one = self._random.randrange(len(order))
        other = min(len(order) - 1, one + self._random.randint(1, round(FAR)))
        order[one], order[other] = order[other], order[one]
        return replace(own, order=self._placer.needed_first(order))

    def _paced(self, own: _List) -> _List | None:
        index = self._random.choice(own.order)
        options = len(self._problem.candidates[index].options)
        if options == 1:
            return None
        paces = dict(own.paces)
        if index in paces and self._random.random() < 0.5:
            del paces[index]
        else:
            paces[index] = self._random.randrange(options)
        return replace(own, paces=paces)

    def _with_another(self, own: _List) -> _List | None:
        enrolled = set(own.order)
        leaving = [index for index in own.order if index not in self._compulsory]
        coming = [index for index in range(len(self._problem.candidates)) if index not in enrolled]
        if not leaving or not coming:
            return None
        one, other = self._random.choice(leaving), self._random.choice(coming)
        order = [other if index == one else index for index in own.order]
        if not self._suffices(frozenset(order)):
            return None
        return _List(self._placer.needed_first(order), {index: pace for index, pace in own.paces.items() if index != one})

    def _suffices(self, enrolled: frozenset[int]) -> bool:
        """Whether a set satisfies the goal and all prerequisites, and contains nothing that excludes each other."""
        satisfied = satisfiable(enrolled.__contains__)
        candidates = self._problem.candidates
        assert self._problem.goal is not None
        return (
            satisfied(self._problem.goal)
            and all(satisfied(candidates[index].before) and satisfied(candidates[index].alongside) for index in enrolled)
            and all(len(group & enrolled) < 2 for group in self._problem.exclusive)
        )


def _finish(schedule: Schedule) -> int:
    return max(placement.end for placement in schedule)


def _hours_by_end(schedule: Schedule) -> int:
    return sum(placement.months * placement.minutes_per_week * placement.end for placement in schedule)
