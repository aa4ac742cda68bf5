"""The best plan, or the proof that there is none, stop by stop: all plans that there can be so far, side by side.

Knows a `PlanningProblem` with no other features than `methods` says it handles; loads no engine.

Where the hours barely suffice, a plan can leave little unused, and few sets of modules fill a month so well. A search that goes
through the months in order sees each hour that is lost at once, and drops what cannot pay any more for all that has yet to
start, by any of its `accounts`. It stops at each offset at which anything can start or end.

Nothing starts that could have started a month before, nor what can be of no use any more, nor before what may be assumed to
start first (`dominance`). Moved, left out or swapped, the plan would be as good: what is looked for is the plan of fewest
modules, of these the one with the least sum of starts, and of these one that keeps such pairs in order. Of plans that have
started the same and run the same, the one with the least sum of starts is enough: whatever follows on another can follow on it.

At first only the most promising plans of each stop go on, and the others wait. Then more and more do, until none is left. How
many is the search's `Breadth`; one that leaves some out for good may find a plan, and proves nothing.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import partial
from itertools import accumulate

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import TOTALS, keeps_limits, keeps_valid, stage_value
from mcplanner.problem.model import Placement, Schedule
from mcplanner.solvers.bounds.bits import members
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.lp.dual_bounds import SCALE, Duals
from mcplanner.solvers.packing.accounts import Ceiling, accounts
from mcplanner.solvers.packing.candidate_sets import Booleans, Numbers, Sets, bits_of, different
from mcplanner.solvers.packing.hard_to_place import HardToPlace
from mcplanner.solvers.packing.partial_plans import Plans, PlanStates, largest
from mcplanner.solvers.packing.room_left import Guide, RoomLeft, accounts_of_intakes
from mcplanner.solvers.packing.steps import MonthSteps

NONE = np.zeros(0, np.int64)
"""The places of no plans."""

MOST_SETS = 100_000
"""More sets of starts of one size are not made of one block of plans."""

MOST_GONE = 5_000_000
"""The search ends where more plans than this have gone on: remembering them would take too much memory."""

MOST_LOOKED_INTO = 3_000
"""The search ends after so many whole plans of which something may have expired: each is looked at by itself.

One takes as long as a thousand plans of a stop. Diplomas of 20 modules that are proved have 143 of them at most.
"""

BLOCK = 2_000
"""How many plans go on together; before each block, the clock is looked at."""


class Breadth(Struct, frozen=True):
    """How many plans are looked at side by side.

    Attributes
    ----------
    width
        How many of each stop go on at first.
    wider
        How many times more go on each time after that.
    sets
        How many sets of starts of one size are made for each plan that goes on, on the whole.
    waiting
        How many plans wait at most, at all stops or for one: if there are more, many of the least promising are dropped.
    proves
        Whether the search ends where some were left out or dropped, since nothing is proved any more.
    dives
        Whether some plan is sought among the most promising, once, before all others are.
    hard_first
        Whether in every other turn those are more promising that have begun with what is hard to place.
    leaves_room
        Whether they are in every turn, and in every other one those that have left room in the months of intakes, too.
    """

    width: int
    wider: int
    sets: int = MOST_SETS
    waiting: int = 500_000
    proves: bool = True
    dives: bool = False
    hard_first: bool = False
    leaves_room: bool = False


WIDE = Breadth(width=1_000, wider=4)
"""Soon all, where they are few enough."""

HARD_FIRST = Breadth(width=150, wider=16, hard_first=True)
"""Where any plan will do: mostly there is one among a few, and if not, all have to be looked at."""

FEW = Breadth(width=30, wider=32)
"""A few at first, where they mostly show whether dual values are worth making, and then all."""

NARROW = Breadth(width=30, wider=32, dives=True)
"""The same where a few will do at first, and others would only take time."""

DIVE = Breadth(width=30, wider=2, sets=8, waiting=50_000, proves=False)
"""Where some plan will do, and a better one would be welcome."""

NARROWEST = Breadth(width=30, wider=2, sets=64, waiting=50_000, proves=False, leaves_room=True)
"""Where there are far too many to look at them all: some of the most promising, and then as many again."""


class _Stop:
    """The plans that there are at an offset at which anything can start or end.

    Attributes
    ----------
    waiting
        Those that have not gone on.
    gone, before
        The same of those that have as of all plans, to know them again and to tell how they came to be.
    """

    def __init__(self, none: Plans, steps: MonthSteps) -> None:
        self._steps = steps
        self.waiting = none
        self.gone = PlanStates.of(none)
        self.before = none.before

    def join(self, arrived: Plans) -> None:
        """Let plans wait, if they can be worth the limit, and none that is as good waits or has gone on."""
        waiting, arrived = (own.at(own.spare >= 0) for own in (self.waiting, arrived))
        if not len(arrived):
            self.waiting = waiting
            return
        all_three = PlanStates.together([self.gone, PlanStates.of(waiting), PlanStates.of(arrived)])
        kept = self._steps.distinct(all_three)
        gone, before = len(self.before), len(self.before) + len(waiting)
        self.waiting = Plans.together([waiting.at(kept[gone:before]), arrived.at(kept[before:])])

    def go_on(self, width: int, promise: Callable[[Plans], Numbers]) -> Plans:
        """The most promising of those that wait, at most so many, wait no longer; their place here becomes what was before."""
        if not len(self.waiting):
            return self.waiting
        plans, self.waiting = self.waiting, self.waiting.at(NONE)  # not a view, which would keep all in memory
        if len(plans) > width:
            chosen = largest(promise(plans), width)
            plans, self.waiting = plans.at(chosen), plans.at(~chosen)
        there = len(self.before)
        self.gone = PlanStates.together([self.gone, PlanStates.of(plans)])
        self.before = np.concatenate([self.before, plans.before])
        return replace(plans, before=np.arange(there, len(self.before)))


class Packing:
    """A search that goes on where it stopped.

    Attributes
    ----------
    over
        Whether everything has been looked at: without a schedule, there is none; with a ceiling, none is worth less.
    schedule
        The best found so far; without a ceiling the first, and the search is over.
    highest
        Up to which value plans are sought; 0 without a ceiling.
    """

    def __init__(self, bounds: Bounds, duals: Sequence[Duals], ceiling: Ceiling | None = None, breadth: Breadth = WIDE) -> None:
        assert bounds.problem is not None, "a problem without a plan need not be searched"
        self._problem = bounds.problem
        self._stage = None if ceiling is None else ceiling.stage
        self._of_intakes = [*accounts_of_intakes(bounds)] if breadth.leaves_room else []
        kept = [*self._of_intakes, *accounts(bounds, duals, ceiling)]
        self._under_ceiling = any(account.under_ceiling for account in kept)
        self._month = kept[-1].worth // max(1, self._problem.horizon) if kept else 0
        self._steps = MonthSteps(bounds, kept, self._stage)
        self._none = self._steps.first().at(slice(0))
        self._ceiling = 0 if ceiling is None else ceiling.limit
        self._begin(0, self._ceiling, 1, breadth)

    def _begin(self, low: int, limit: int, unit: int, breadth: Breadth) -> None:
        self.over = False
        self.schedule: Schedule | None = None
        self.highest = self._limit = limit
        self._low = low
        self._unit = unit
        self._breadth = breadth
        self._width = breadth.width
        self._stops: list[_Stop] = []
        self._made = 0
        self._looked_into = 0
        self._all_there = True
        self._ended = False
        self._dives = breadth.dives
        self._passes = 0
        self._guides = self._guides_for(breadth)

    def _guides_for(self, breadth: Breadth) -> tuple[Guide | None, ...]:
        """What tells in turn which plans are promising, besides what they have left; None where nothing does."""
        if not breadth.hard_first and not breadth.leaves_room:
            return (None,)
        hard = HardToPlace(self._problem, self._month)
        if breadth.hard_first:
            return None, hard
        if not self._of_intakes:
            return (hard,)
        return hard, RoomLeft(hard, self._of_intakes, self._month)

    def between(self, low: int, highest: int, unit: int, breadth: Breadth) -> "Packing":
        """Another search that has not begun, for plans that are worth so much at most, which is no more than the ceiling.

        Parameters
        ----------
        low
            What no plan is under: one that is worth so much ends the search.
        unit
            What all values are whole multiples of.
        breadth
            How many of them are looked at side by side.
        """
        other = copy(self)
        other._begin(low, highest, unit, breadth)
        return other

    def seek_under(self, value: int) -> None:
        """Seek only plans that are worth less, since one that is worth so much is known."""
        self._lower(min(self._limit, value - self._unit))

    def search(self, work: int, watch: Watch) -> None:
        """Look at so many plans or a few more, those of a dive not counted, until everything has been, or time is up."""
        if self._dives:
            self._dives = False
            self._dive(watch)
        enough = self._made + work
        while not self.over and not self._ended and self._made < enough and watch.seconds_left:
            self.over = self._looked_at_all(watch)
            self._passes += 1
            if self._passes % len(self._guides) == 0:
                self._width *= self._breadth.wider
        if self.over or self._ended:
            self._stops = []

    def _dive(self, watch: Watch) -> None:
        """Go to the end once with the most promising: the lower the limit is then, the fewer there are to look at."""
        dive = self.between(self._low, self._limit, self._unit, DIVE)
        dive.search(1, watch)
        self.over, self.schedule, self._limit = dive.over, dive.schedule, dive._limit

    def _looked_at_all(self, watch: Watch) -> bool:
        """Go from stop to stop; return whether everything was looked at that matters."""
        arrived = self._none
        if not self._stops:
            self._stops = [_Stop(self._none, self._steps) for _ in self._steps.stops]
            arrived = self._spending(self._steps.first(), self._ceiling - self._limit)
        for number, here in enumerate(self._stops):
            here.join(arrived)
            plans = here.go_on(self._width, partial(self._promise, number))
            if not len(plans):
                arrived = plans
                continue
            wanted = self._steps.wanted(plans)
            satisfied = self._steps.satisfies(plans, wanted)
            if satisfied.any():
                before = self._limit
                self._take_note(plans.at(satisfied), number)
                if self._found:
                    return True
                unfinished: Booleans = (wanted != 0).any(axis=0)
                plans, wanted = self._spending(plans.at(unfinished), before - self._limit), wanted[:, unfinished]
            if number + 1 < len(self._stops):
                arrived = self._gone_on(number, plans, wanted, watch)
            if not watch.seconds_left:
                return False
            self._save_memory()
        none_waits = not any(len(own.waiting) for own in self._stops)
        too_many_gone = sum(len(own.before) for own in self._stops) > MOST_GONE
        self._ended = none_waits or too_many_gone or (self._breadth.proves and not self._all_there)
        return none_waits and self._all_there

    def _gone_on(self, stop: int, plans: Plans, wanted: Sets, watch: Watch) -> Plans:
        """What the plans of a stop can be at the next; not all of it, where time is up."""
        made = [self._none]
        most = min(MOST_SETS, self._breadth.sets * self._width)
        for first in range(0, len(plans), BLOCK):
            if not watch.seconds_left:
                break
            block = slice(first, first + BLOCK)
            found = self._steps.on(self._steps.stops[stop], plans.at(block), wanted[:, block], most)
            self._all_there &= found.all_there
            self._made += len(found.plans)
            made.append(found.plans)
            if sum(map(len, made)) > self._breadth.waiting:
                made = [self._most_promising(stop + 1, Plans.together(made), self._breadth.waiting // 2)]
        return Plans.together(made)

    def _most_promising(self, stop: int, plans: Plans, most: int) -> Plans:
        """So many of those at a stop, the most promising."""
        self._all_there &= len(plans) <= most
        return plans.at(largest(self._promise(stop, plans), most))

    def _promise(self, stop: int, plans: Plans) -> Numbers:
        """What speaks for going on with each at a stop: what it has left, and what the guide says whose turn it is."""
        guide = self._guides[self._passes % len(self._guides)]
        return plans.spare if guide is None else plans.spare + guide.promise(self._steps.stops[stop], plans)

    def _save_memory(self) -> None:
        """Drop many of those that wait where they are too many."""
        most = self._breadth.waiting
        if self._made > most and sum(len(own.waiting) for own in self._stops) > most:
            for number, own in enumerate(self._stops):
                own.waiting = self._most_promising(number, own.waiting, most // (2 * len(self._stops)))

    @property
    def waiting(self) -> int:
        """How many plans wait to go on."""
        return sum(len(own.waiting) for own in self._stops)

    @property
    def gave_up(self) -> bool:
        """Return whether it ended before everything was looked at, since too much was left."""
        return self._ended and not self.over

    @property
    def _found(self) -> bool:
        """Return whether a plan was found, and none can be better."""
        return self.schedule is not None and (self._stage is None or self._limit < self._low)

    def _take_note(self, plans: Plans, stop: int) -> None:
        """Of plans that need nothing more keep the best, if it is one; from then on only better ones count."""
        values = self._values(plans)
        good = (values <= self._limit) & self._allowed(plans) & self._steps.fit_to_the_end(self._steps.stops[stop], plans)
        columns = np.flatnonzero(good)
        for column in columns[np.argsort(values[columns], kind="stable")].tolist():
            if self._looked_into == MOST_LOOKED_INTO:
                self._all_there = False
                return
            schedule = self._schedule(stop, int(plans.before[column]))
            if not self._problem.expires or keeps_valid(self._problem, schedule):
                self.schedule = schedule
                self._lower(int(values[column]) - self._unit)
                return
            self._looked_into += 1

    def _values(self, plans: Plans) -> Numbers:
        """What each is worth in the stage; 0 where there is none."""
        if self._stage is Stage.STARTS:
            return plans.starts
        if self._stage is None:
            return np.zeros(len(plans), np.int64)
        if TOTALS[self._stage].depends_on_starts(self._problem):
            return plans.worth
        stage = self._stage
        return _by_set(plans.started, lambda own: stage_value(self._problem, self._any_schedule(own), stage))

    def _allowed(self, plans: Plans) -> Booleans:
        """Whether each keeps what is asked of a whole plan, whenever its modules start."""
        of_sets = (stage for stage in self._problem.limits if not TOTALS[stage].depends_on_starts(self._problem))
        limits = {stage: self._problem.limits[stage] for stage in of_sets}
        problem = replace(self._problem, cost_limit_per_year_cents=None, limits=limits)

        def allowed(started: int) -> bool:
            schedule = self._any_schedule(started)
            return keeps_limits(problem, schedule) and all(
                any(not any(started >> index & 1 for index in offers) for offers in plan.modules) for plan in problem.earlier
            )

        return _by_set(plans.started, allowed).astype(bool)

    def _lower(self, limit: int) -> None:
        """Lower the limit, for those that wait too."""
        for own in self._stops:
            own.waiting = self._spending(own.waiting, self._limit - limit)
        self._limit = limit

    def _spending(self, plans: Plans, less: int) -> Plans:
        """The same with what they may still spend under the ceiling, when it is so much lower, if there is an account of it."""
        if not self._under_ceiling:
            return plans
        balances = plans.balances.copy()
        balances[-1] -= SCALE * less
        return replace(plans, balances=balances, spare=plans.spare - SCALE * less)

    def samples(self, count: int) -> Iterator[tuple[int, Schedule]]:
        """So many of the half-made plans that have gone on, evenly from the first to the last, and where each stands."""
        there = [len(own.before) for own in self._stops]
        before = [*accumulate(there, initial=0)]
        for number in range(count):
            place = (2 * number + 1) * before[-1] // (2 * count)
            stop = bisect_right(before, place) - 1
            yield self._steps.stops[stop], self._schedule(stop, place - before[stop])

    def _any_schedule(self, started: int) -> Schedule:
        """Some schedule of what has started, whatever the months: neither cost nor hours depend on them."""
        chosen = ((own, own.options[0]) for own in (self._problem.candidates[index] for index in members(started)))
        return tuple(Placement.of(own, option, option.starts[0]) for own, option in chosen)

    def _schedule(self, stop: int, column: int) -> Schedule:
        """A plan that has come to a stop, by its number, from what is remembered of those before."""
        candidates = self._problem.candidates
        found = []
        for number in range(stop - 1, -1, -1):
            start, then = self._steps.stops[number : number + 2]
            after = self._stops[number + 1]
            running = (self._steps.in_progress[code] for code in after.gone.running[:, column].tolist())
            ends = {each.candidate: each.end for each in running}
            before = int(after.before[column])
            begun = after.gone.started[:, column] & ~self._stops[number].gone.started[:, before]
            column = before
            for index in members(*bits_of(begun[:, None])):
                end = ends.get(index, then)
                option = next(own for own in candidates[index].options if start + own.months == end)
                found.append(Placement.of(candidates[index], option, start))
        return tuple(sorted(found, key=lambda placement: (placement.start, placement.module)))


def _by_set(sets: Sets, value: Callable[[int], int]) -> Numbers:
    """A value for each plan that depends on what it has started, asked once for each set."""
    each, which = different(sets)
    return np.array([value(own) for own in bits_of(each)], np.int64)[which]
