"""A schedule from a list: candidates in an order, each placed at the first start at which it fits; a thousand a second.

Pure Python on a `PlanningProblem`. The months of the horizon are the bits of an integer: for each load there is the
set of months that still have room for it, and shifting such a set on itself finds every start from which a length fits.
"""

from collections.abc import Mapping, Sequence, Set

from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import Candidate, Option, Placement, PlanningProblem, Schedule
from mcplanner.problem.requirement_nodes import candidates_of
from mcplanner.solvers.bounds.bits import as_bits, members
from mcplanner.solvers.bounds.time_windows import NEVER, reached_by

Months = int
"""A set of offsets, as the bits of an integer."""


class Placer:
    """Places candidates of one problem, list after list; what does not depend on the list is found out once."""

    def __init__(self, problem: PlanningProblem) -> None:
        self._problem = problem
        self._all: Months = (1 << problem.horizon) - 1
        self._needs = [sorted(candidates_of(candidate.before, candidate.alongside)) for candidate in problem.candidates]
        self._starts = [[(option, as_bits(option.starts)) for option in candidate.options] for candidate in problem.candidates]
        self._loads = sorted({option.minutes_per_week for candidate in problem.candidates for option in candidate.options})
        self._room = {load: _months_with(problem.budget, load) for load in self._loads}
        self._slots = sorted({candidate.class_slots for candidate in problem.candidates} - {0})
        self._evenings = sorted({candidate.evenings for candidate in problem.candidates} - {0})

    def needed_first(self, order: Sequence[int]) -> tuple[int, ...]:
        """An order with what others need moved before them."""
        enrolled = set(order)
        first: dict[int, None] = {}
        for start in order:
            trail = {start: iter(self._needs[start])} if start not in first else {}
            while trail:
                checkpoint()
                index = next(reversed(trail))
                open_needs = (own for own in trail[index] if own in enrolled and own not in first and own not in trail)
                needed = next(open_needs, None)
                if needed is None:
                    first[index] = None
                    del trail[index]
                else:
                    trail[needed] = iter(self._needs[needed])
        return tuple(first)

    def place(self, order: Sequence[int], paces: Mapping[int, int]) -> Schedule | None:
        """The schedule that an order leads to; None where a candidate of it does not fit.

        Parameters
        ----------
        order
            Candidates, those that must come first placed first.
        paces
            For some candidates the option that they must take; the others take what ends first.
        """
        taken = self._nothing_taken()
        starts = [NEVER] * len(self._problem.candidates)
        ends = [NEVER] * len(self._problem.candidates)
        placed = []
        for index in order:
            checkpoint()
            candidate = self._problem.candidates[index]
            ready = _ready(candidate, starts, ends)
            if ready >= self._problem.horizon:
                return None
            best: tuple[int, int, Option] | None = None
            own = self._starts[index]
            for option, months in own if index not in paces else own[paces[index] : paces[index] + 1]:
                fitting = taken.fitting(candidate, option) & months & (self._all << ready)
                if fitting:
                    start = (fitting & -fitting).bit_length() - 1
                    if best is None or start + option.months < best[0]:
                        best = start + option.months, start, option
            if best is None:
                return None
            ends[index], starts[index], option = best
            taken.take(candidate, option, starts[index])
            placed.append(Placement(starts[index], candidate.module, option.months, option.minutes_per_week))
        return tuple(sorted(placed, key=lambda placement: (placement.start, placement.module)))

    def options_beside(self, standing: Mapping[int, Placement], moving: Set[int]) -> list[tuple[Option, ...]]:
        """For each candidate, the options it has while some stand where they are; none if it neither stands nor moves.

        Parameters
        ----------
        moving
            Those that keep the starts from which they fit beside those that stand.
        """
        taken = self._nothing_taken()
        options: list[tuple[Option, ...]] = [()] * len(self._problem.candidates)
        for index, placement in standing.items():
            candidate = self._problem.candidates[index]
            (option,) = (own for own in candidate.options if own.months == placement.months)
            taken.take(candidate, option, placement.start)
            options[index] = (replace(option, starts=(placement.start,)),)
        for index in moving:
            candidate = self._problem.candidates[index]
            fitting = ((option, taken.fitting(candidate, option) & months) for option, months in self._starts[index])
            options[index] = tuple(replace(option, starts=tuple(members(starts))) for option, starts in fitting if starts)
        return options

    def _nothing_taken(self) -> "_Taken":
        return _Taken(self._problem, self._room, self._slots, self._evenings, self._loads)


def _months_with(budget: Sequence[int], load: int) -> Months:
    return as_bits(month for month, free in enumerate(budget) if free >= load)


def _ready(candidate: Candidate, starts: Sequence[int], ends: Sequence[int]) -> int:
    """The first offset at which what a candidate needs has ended, and what it needs alongside has started."""
    ready = reached_by(ends)(candidate.before) if candidate.before.parts else 0
    if candidate.alongside.parts:
        ready = max(ready, reached_by(starts, lambda _: 0)(candidate.alongside))
    return ready


class _Taken:
    """The months in which there is still room: for each load, each set of class times and each set of evenings."""

    def __init__(
        self,
        problem: PlanningProblem,
        room: Mapping[int, Months],
        slots: Sequence[int],
        evenings: Sequence[int],
        loads: Sequence[int],
    ) -> None:
        self._free = list(problem.budget)
        self._room = dict(room)
        self._loads = loads
        self._places = list(problem.at_once or (len(problem.candidates),) * problem.horizon)
        self._most_evenings = problem.evenings or (7,) * problem.horizon
        everywhere = (1 << problem.horizon) - 1
        self._open = everywhere
        self._class_taken = [0] * problem.horizon
        self._evenings_taken = [0] * problem.horizon
        self._clear = dict.fromkeys(slots, everywhere)
        most = self._most_evenings
        self._quiet = {own: as_bits(month for month, limit in enumerate(most) if own.bit_count() <= limit) for own in evenings}

    def fitting(self, candidate: Candidate, option: Option) -> Months:
        """The starts from which every month has room for a candidate."""
        months = self._room[option.minutes_per_week] & self._open
        if candidate.class_slots:
            months &= self._clear[candidate.class_slots]
        if candidate.evenings:
            months &= self._quiet[candidate.evenings]
        length = 1
        while length < option.months:
            step = min(length, option.months - length)
            months &= months >> step
            length += step
        return months

    def take(self, candidate: Candidate, option: Option, start: int) -> None:
        """Let a candidate run from a start."""
        months = range(start, start + option.months)
        for month in months:
            before = self._free[month]
            self._free[month] = after = before - option.minutes_per_week
            for load in self._loads:
                if after < load <= before:
                    self._room[load] &= ~(1 << month)
            self._places[month] -= 1
            if not self._places[month]:
                self._open &= ~(1 << month)
        if candidate.class_slots:
            self._take_class(candidate.class_slots, months)
        if candidate.evenings:
            self._take_evenings(candidate.evenings, months)

    def _take_class(self, taken: int, months: range) -> None:
        for month in months:
            self._class_taken[month] |= taken
            for slots in self._clear:
                if slots & self._class_taken[month]:
                    self._clear[slots] &= ~(1 << month)

    def _take_evenings(self, taken: int, months: range) -> None:
        for month in months:
            self._evenings_taken[month] |= taken
            for evenings in self._quiet:
                if (evenings | self._evenings_taken[month]).bit_count() > self._most_evenings[month]:
                    self._quiet[evenings] &= ~(1 << month)
