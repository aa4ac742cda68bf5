"""Every set of starts that many plans can make side by side at one stop.

Beneath `month_starts`, which says what may start. Knows hours, and what each start gains in one account. Arrays about
plans or starts have a column for each; what is said of both has a row for each plan and a column for each start.

Sets are made one start after another. Where they become many, a set goes on only if what may still be added to it can bring
what is missing in the account at the next stop.
"""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from mcplanner.solvers.packing.candidate_sets import Booleans, Indices, Numbers, Sets, meet
from mcplanner.solvers.packing.other_limits import Left, StartsTaking
from mcplanner.solvers.packing.partial_plans import Made, Plans, Running, largest

MANY = 1_500
"""From so many sets on, with one start more, it is asked which of them can go on."""

MOST_GAINED = float(1 << 62)
"""Nothing is asked where all gains together may be more than this: they might not fit into 64 bits."""

GROUP = 500
"""Of how many plans that is asked at once: it takes arrays of whole numbers for each plan and start."""


class Room(Struct, frozen=True):
    """What the months up to the next stop have left for what starts now, for each plan.

    Attributes
    ----------
    places
        How many modules more may run.
    left
        What the account leaves at most at the next stop, if nothing more starts.
    others
        What is left by each limit beside hours.
    cents
        What the year may still cost; None where years have no limit.
    """

    places: Numbers
    left: Numbers
    others: tuple[Left, ...] = ()
    cents: Numbers | None = None

    def after(self, chosen: Indices, starts: "Starts", of_starts: Indices) -> "Room":
        """What is left where each of the chosen plans makes its start."""
        others = tuple(own.after(chosen, taking, of_starts) for own, taking in zip(self.others, starts.others, strict=True))
        cents = None if self.cents is None else self.cents.take(chosen) - starts.cents.take(of_starts)
        return Room(self.places.take(chosen) - 1, self.left.take(chosen) + starts.gains.take(of_starts), others, cents)


class Starts(Struct, frozen=True):
    """What may start, stop by stop, and at each stop those that gain most by the hour first.

    Attributes
    ----------
    candidates, months, ends
        The candidate that starts, when it does, and the offset at which it ends.
    sooner
        Whether it has a start a month before, and is no worse then.
    bits
        The candidate that starts, as a set.
    firsts
        Those that may be assumed not to start after it: what starts of them comes before it here.
    in_progress, loads
        Its place in the table of all that can be in progress, and its hours, in minutes a week.
    costs
        What it takes, a row for each account.
    gains, by_hour
        What it adds at most to what the last account leaves at the next stop, and for each minute a week, if not more; 0 where
        it takes none.
    apart
        The candidates that it is never in one set with, itself among them.
    cents
        What it costs.
    worth, counted
        What it adds to those of the plan.
    others
        What it takes of each limit beside hours.
    """

    candidates: Indices
    months: Numbers
    ends: Numbers
    sooner: Booleans
    bits: Sets
    firsts: Sets
    in_progress: Running
    loads: Numbers
    costs: Numbers
    gains: Numbers
    by_hour: Numbers
    apart: Sets
    cents: Numbers
    worth: Numbers
    counted: Numbers
    others: tuple[StartsTaking, ...]

    def only(self, chosen: Indices | slice) -> "Starts":
        """Some of them."""
        chosen_of = {name: getattr(self, name)[..., chosen] for name in self.__struct_fields__ if name != "others"}
        return Starts(**chosen_of, others=tuple(own.only(chosen) for own in self.others))

    def is_countable(self) -> bool:
        """Return whether all that may be gained together can be counted, so that it is asked what sets can still leave."""
        return bool(self.by_hour.astype(float) @ self.loads < MOST_GAINED)

    def sets_of(self, plans: Plans, may: Booleans, room: Room, most: int) -> Made:
        """The plans with every set of starts that fits, the empty one too, but for those that overdraw the account.

        Parameters
        ----------
        plans
            Those whose hours that are not used yet are in `unused`.
        may
            Whether each may start in each.
        most
            How many sets with one start more go on at most: those that can leave most.
        """
        places = np.arange(len(self.loads))
        beside = ~meet(self.apart, self.bits) & (places[:, None] < places)  # which may follow each in one set
        waiting = np.flatnonzero(self.firsts.any(axis=0))
        made = [plans.at(room.left >= 0)]
        all_there = True
        while True:
            may &= self.loads <= plans.unused[:, None]
            may &= (room.places > 0)[:, None]
            for limit, taking in zip(room.others, self.others, strict=True):
                may &= limit.allow(taking)
            if room.cents is not None:
                may &= self.cents <= room.cents[:, None]
            following = may
            if len(waiting):
                following = may.copy()
                following[:, waiting] &= ~meet(~plans.started, self.firsts[:, waiting])
            chosen, starts = np.nonzero(following)
            if len(chosen) > min(MANY, most):
                left = self._left_at_most(plans, may, room, chosen, starts)
                worth_it = left >= 0
                if np.count_nonzero(worth_it) > most:
                    worth_it = largest(left, most)
                    all_there = False
                chosen, starts = chosen[worth_it], starts[worth_it]
            if not len(chosen):
                return Made(Plans.together(made), all_there)
            plans = self._begun(plans, chosen, starts)
            room = room.after(chosen, self, starts)
            made.append(plans.at(room.left >= 0))
            may = may.take(chosen, axis=0) & beside.take(starts, axis=0)

    def _left_at_most(self, plans: Plans, may: Booleans, room: Room, chosen: Indices, starts: Indices) -> Numbers:
        """What each of the chosen plans can leave at most where it starts something, and then what comes after that.

        Were modules divisible, the best of them would be those that gain most by the hour. So those after each are taken for as
        long as they fit, and of the next one a part. What takes no hours always fits.
        """
        if not self.is_countable():
            return np.zeros(len(chosen), np.int64)
        left: Numbers = room.left[chosen] + self.gains[starts]
        without_hours = np.where(self.loads == 0, np.maximum(0, self.gains), 0)
        by_hour = np.append(self.by_hour, 0)
        groups = range(0, len(may), GROUP)
        ends = np.searchsorted(chosen, [*groups, len(may)])
        for group, first, last in zip(groups, ends, ends[1:], strict=False):
            own = may[group : group + GROUP]
            of_plans, of_starts = chosen[first:last] - group, starts[first:last]
            filled, gained = (_sums(own, each) for each in (self.loads, self.loads * self.by_hour))
            full = filled[of_plans, of_starts] + plans.unused[chosen[first:last]]
            apart = np.arange(len(own)) * (int(filled[:, -1].max()) + int(plans.unused.max()) + 1)
            end = np.searchsorted((filled + apart[:, None]).ravel(), full + apart[of_plans], side="right") - 1
            left[first:last] += gained.ravel()[end] - gained[of_plans, of_starts + 1]
            left[first:last] += by_hour[end % len(by_hour)] * (full - filled.ravel()[end])
            if without_hours.any():
                beside = _sums(own, without_hours)
                left[first:last] += beside[of_plans, -1] - beside[of_plans, of_starts + 1]
        return left

    def _begun(self, plans: Plans, chosen: Indices, starts: Indices) -> Plans:
        """Each of the chosen plans with something started."""
        begun = plans.at(chosen)
        begun.running[np.count_nonzero(begun.running, axis=0), np.arange(len(chosen))] = self.in_progress.take(starts)
        return replace(
            begun,
            started=begun.started | self.bits.take(starts, axis=1),
            starts=begun.starts + self.months.take(starts),
            worth=begun.worth + self.worth.take(starts),
            counted=begun.counted + self.counted.take(starts, axis=1),
            balances=begun.balances - self.costs.take(starts, axis=1),
            unused=begun.unused - self.loads.take(starts),
        )


def _sums(may: Booleans, amounts: Numbers) -> Numbers:
    """For each plan and start the sum of the amounts of those before it that may start; and of all, in a last column."""
    sums = np.zeros((len(may), len(amounts) + 1), np.int64)
    np.cumsum(np.where(may, amounts, 0), axis=1, out=sums[:, 1:])
    return sums
