"""A schedule from a list: candidates in an order, each placed at the first start at which it fits; a thousand a second.

Pure Python on a `PlanningProblem`. The months of the horizon are the bits of an integer: for each load there is the
set of months that still have room for it, and shifting such a set on itself finds every start from which a length fits.
"""

from collections.abc import Mapping, Sequence, Set

from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import DAYS_OF_MONTH, Candidate, Option, Placement, PlanningProblem, Schedule
from mcplanner.problem.requirement_nodes import candidates_of
from mcplanner.solvers.bounds.bits import as_bits, members
from mcplanner.solvers.bounds.time_windows import NEVER, reached_by

Months = int
"""A set of offsets, as the bits of an integer."""


Evenings = tuple[int, int]
"""The days of the week whose evenings are taken, as bits; and how many more, whose days are not known."""

NO_EVENINGS: Evenings = (0, 0)


class Placer:
    """Places candidates of one problem, list after list; what does not depend on the list is found out once."""

    def __init__(self, problem: PlanningProblem) -> None:
        self._problem = problem
        self._all: Months = (1 << problem.horizon) - 1
        self._needs = [sorted(candidates_of(candidate.before, candidate.alongside)) for candidate in problem.candidates]
        self._starts = [[(option, as_bits(option.starts)) for option in candidate.options] for candidate in problem.candidates]
        self._loads = sorted(_loads(problem))
        self._room = {
            budget: {load: _months_with(budget, load) for load in self._loads}
            for budget in {problem.usual_budget, problem.budget}
        }
        self._slots = sorted({candidate.class_slots for candidate in problem.candidates} - {0})
        self._quiet = {} if problem.evenings is None else _quiet_months(problem, problem.evenings)
        self._by_day = any(candidate.dated for candidate in problem.candidates)

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
        """The schedule that an order leads to; None where a candidate of it does not fit."""
        found = self.place_or_name(order, paces)
        return None if isinstance(found, int) else found

    def place_or_name(self, order: Sequence[int], paces: Mapping[int, int]) -> Schedule | int:
        """The schedule that an order leads to, or the first candidate of it that does not fit.

        Parameters
        ----------
        order
            Candidates, those that must come first placed first.
        paces
            For some candidates the option that they must take; the others take what ends first.
        """
        taken = self._nothing_taken(self._problem.usual_budget)
        starts = [NEVER] * len(self._problem.candidates)
        ends = [NEVER] * len(self._problem.candidates)
        placed = []
        for index in order:
            checkpoint()
            candidate = self._problem.candidates[index]
            begun_by, ended_by = _ready(candidate, starts, ends)
            if max(begun_by, ended_by // DAYS_OF_MONTH) >= self._problem.horizon:
                return index
            best: tuple[int, int, Option] | None = None
            own = self._starts[index]
            for option, months in own if index not in paces else own[paces[index] : paces[index] + 1]:
                fitting = taken.fitting(candidate, option) & months & self._all << begun_by & self._from_day(option, ended_by)
                if fitting:
                    start = (fitting & -fitting).bit_length() - 1
                    if best is None or option.ended_by(start) < best[0]:
                        best = option.ended_by(start), start, option
            if best is None:
                return index
            _, starts[index], option = best
            ends[index] = option.end(starts[index])
            taken.take(candidate, option, starts[index])
            placed.append(Placement.of(candidate, option, starts[index]))
        return tuple(sorted(placed, key=lambda placement: (placement.start, placement.module)))

    def options_beside(self, standing: Mapping[int, Placement], moving: Set[int]) -> list[tuple[Option, ...]]:
        """For each candidate, the options it has while some stand where they are; none if it neither stands nor moves.

        Any month may go beyond its usual hours here: which of them do, those that stand and those that move decide together.

        Parameters
        ----------
        moving
            Those that keep the starts from which they fit beside those that stand.
        """
        taken = self._nothing_taken(self._problem.budget)
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

    def _from_day(self, option: Option, first: int) -> Months:
        """The starts with which an option begins on a day or later."""
        months = self._all << -(-first // DAYS_OF_MONTH)
        if option.days and first % DAYS_OF_MONTH and option.begin(first // DAYS_OF_MONTH) >= first:
            months |= 1 << first // DAYS_OF_MONTH
        return months

    def _nothing_taken(self, budget: tuple[int, ...]) -> "_Taken":
        clear = None if self._by_day else dict.fromkeys(self._slots, self._all)
        return _Taken(self._problem, budget, self._room[budget], clear, self._quiet, self._loads)


def _loads(problem: PlanningProblem) -> set[int]:
    """The minutes a week that candidates take."""
    return {option.minutes_per_week for candidate in problem.candidates for option in candidate.options}


def _quiet_months(problem: PlanningProblem, most: Sequence[int]) -> dict[Evenings, Months]:
    """For all evenings that candidates take the months that allow so many."""
    taken = sorted({_evenings_of(candidate) for candidate in problem.candidates} - {NO_EVENINGS})
    return {own: _months_with(most, _number(own)) for own in taken}


def _months_with(budget: Sequence[int], load: int) -> Months:
    if min(budget, default=0) >= load:
        return (1 << len(budget)) - 1
    return as_bits(month for month, free in enumerate(budget) if free >= load)


def _ready(candidate: Candidate, starts: Sequence[int], ends: Sequence[int]) -> tuple[int, int]:
    """The first offset at which what a candidate needs alongside has started, and the first day at which the rest has ended."""
    begun_by = reached_by(starts, lambda _: 0)(candidate.alongside) if candidate.alongside.parts else 0
    return begun_by, reached_by(ends)(candidate.before) if candidate.before.parts else 0


def _evenings_of(candidate: Candidate) -> Evenings:
    return candidate.evenings, candidate.more_evenings


def _both(some: Evenings, others: Evenings) -> Evenings:
    return some[0] | others[0], some[1] + others[1]


def _number(evenings: Evenings) -> int:
    return evenings[0].bit_count() + evenings[1]


class _Taken:
    """The months in which there is still room: for each load, each set of class times and each set of evenings."""

    def __init__(
        self,
        problem: PlanningProblem,
        budget: Sequence[int],
        room: Mapping[int, Months],
        clear: dict[int, Months] | None,
        quiet: Mapping[Evenings, Months],
        loads: Sequence[int],
    ) -> None:
        """Begin with nothing taken.

        Parameters
        ----------
        clear
            For each set of class times the months in which it is free; None where classes are told apart by their days.
        """
        self._free = list(budget)
        self._room = dict(room)
        self._loads = loads
        self._places = None if problem.at_once is None else list(problem.at_once)
        self._most_evenings = problem.evenings or ()
        self._quiet = dict(quiet)
        self._open = (1 << problem.horizon) - 1
        self._evenings_taken = [NO_EVENINGS] * problem.horizon
        self._clear = clear
        self._classes: list[tuple[int, int, int]] = []
        self._half_days = None if problem.half_days_off is None else list(problem.half_days_off)

    def fitting(self, candidate: Candidate, option: Option) -> Months:
        """The starts from which every month has room for a candidate."""
        months = self._room[option.minutes_per_week] & self._open
        if candidate.class_slots and self._clear is not None:
            months &= self._clear[candidate.class_slots]
        if _evenings_of(candidate) in self._quiet:
            months &= self._quiet[_evenings_of(candidate)]
        length = 1
        while length < option.months:
            step = min(length, option.months - length)
            months &= months >> step
            length += step
        if candidate.class_slots and self._clear is None:
            months = self._without_clashes(candidate, option, months)
        if self._half_days is not None and (option.half_days or option.half_days_of):
            months = self._with_days_left(option, months, self._half_days)
        return months

    @staticmethod
    def _with_days_left(option: Option, starts: Months, left: Sequence[int]) -> Months:
        """The starts with which every month has enough days off left."""
        return as_bits(
            start
            for start in members(starts)
            if start + option.months <= len(left)
            and all(half <= left[month] for month, half in enumerate(option.half_days_in(start), start))
        )

    def _without_clashes(self, candidate: Candidate, option: Option, starts: Months) -> Months:
        """The starts with which no class of a candidate is on the days of another that is at the same time."""
        taken = [(begin, end) for slots, begin, end in self._classes if slots & candidate.class_slots]

        def is_clear(start: int) -> bool:
            first, last = option.begin(start), option.end(start)
            return all(end <= first or last <= begin for begin, end in taken)

        return as_bits(start for start in members(starts) if is_clear(start))

    def take(self, candidate: Candidate, option: Option, start: int) -> None:
        """Let a candidate run from a start."""
        months = range(start, start + option.months)
        self._take_hours(option.minutes_per_week, months)
        if candidate.class_slots and self._clear is None:
            self._classes.append((candidate.class_slots, option.begin(start), option.end(start)))
        elif candidate.class_slots and self._clear is not None:
            self._take_class(candidate.class_slots, months, self._clear)
        if self._half_days is not None:
            for month, half in enumerate(option.half_days_in(start), start):
                self._half_days[month] -= half
        if _evenings_of(candidate) in self._quiet:
            self._take_evenings(_evenings_of(candidate), months)

    def _take_hours(self, minutes_per_week: int, months: range) -> None:
        """Take a place and the hours in each month."""
        for month in months:
            before = self._free[month]
            self._free[month] = after = before - minutes_per_week
            for load in self._loads:
                if after < load <= before:
                    self._room[load] &= ~(1 << month)
            if self._places is not None:
                self._places[month] -= 1
                if not self._places[month]:
                    self._open &= ~(1 << month)

    @staticmethod
    def _take_class(taken: int, months: range, clear: dict[int, Months]) -> None:
        """Let no class be at times that are taken in some months."""
        over = ~(((1 << len(months)) - 1) << months.start)
        for slots in clear:
            if slots & taken:
                clear[slots] &= over

    def _take_evenings(self, taken: Evenings, months: range) -> None:
        for month in months:
            self._evenings_taken[month] = _both(self._evenings_taken[month], taken)
            for evenings in self._quiet:
                if _number(_both(evenings, self._evenings_taken[month])) > self._most_evenings[month]:
                    self._quiet[evenings] &= ~(1 << month)
