"""Plans that have come as far as a stop, an offset at which anything can start or end, many side by side in arrays.

Beneath `packing`. Arrays have a column for each plan.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import astuple

from mcplanner.solvers.packing.candidate_sets import Booleans, Indices, Numbers, Sets

Running = npt.NDArray[np.unsignedinteger[Any]]
"""What is in progress, as places in the table of all that can be; 0 for nothing."""

LOOKED_BACK = 4
"""With how many plans each is compared that have started and run the same and are worth no more: others are rarely better."""

MIXING = np.uint64(0x9E3779B97F4A7C15)
"""Two to the 64, divided by the golden ratio: an odd number of well mixed bits."""


class InProgress(NamedTuple):
    """A candidate that is in progress until an offset, and what it uses (`uses`)."""

    candidate: int
    use: int
    end: int


class Plans(Struct, frozen=True):
    """Where plans stand at a stop.

    Attributes
    ----------
    started
        The candidates that each has started.
    running
        What is not over, one in each row, the later in the table of all that can be in progress first.
    starts
        The sum of its starts.
    worth
        What its starts are worth in the stage that is sought, where that depends on when modules start; else 0.
    balances
        What is left, a row for each account.
    spare
        What the last account leaves when all that has yet to start is paid for.
    ended
        What was over just then.
    counted
        What limits count, a row for each: first what all that it has started since the calendar year began costs, in cents, or
        0 where years have no limit; then each limited total that depends on when modules start.
    ends
        Those that it must remember since modules expire (`expiry`), a row for each.
    unused
        The hours that every month since the stop before left unused, in minutes a week.
    before
        Its column among the plans that there were at the stop before.
    """

    started: Sets
    running: Running
    starts: Numbers
    worth: Numbers
    balances: Numbers
    spare: Numbers
    ended: Sets
    counted: Numbers
    ends: Numbers
    unused: Numbers
    before: Indices

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, chosen: Indices | Booleans | slice) -> "Plans":
        """Some of them; themselves, where these are all, since copies would take time and memory."""
        if isinstance(chosen, slice):
            return Plans(*(own[..., chosen] for own in astuple(self)))
        if chosen.dtype == bool and chosen.all():
            return self
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return Plans(*(own.take(places, axis=-1) for own in astuple(self)))

    @classmethod
    def together(cls, parts: Sequence["Plans"]) -> "Plans":
        """All plans of several."""
        some = [part for part in parts if len(part)]
        if len(some) < 2:
            return some[0] if some else parts[0]
        return cls(*(np.concatenate(own, axis=-1) for own in zip(*map(astuple, some), strict=True)))


class PlanStates(Struct, frozen=True):
    """What tells plans at one stop apart, with the fields of `Plans`."""

    started: Sets
    running: Running
    counted: Numbers
    ends: Numbers
    worth: Numbers
    starts: Numbers

    @classmethod
    def of(cls, plans: Plans) -> "PlanStates":
        """That of some plans."""
        return cls(*(getattr(plans, name) for name in cls.__struct_fields__))

    @classmethod
    def together(cls, parts: Sequence["PlanStates"]) -> "PlanStates":
        """That of all plans of several."""
        some = [part for part in parts if len(part.starts)]
        if len(some) < 2:
            return some[0] if some else parts[0]
        return cls(*(np.concatenate(own, axis=-1) for own in zip(*map(astuple, some), strict=True)))


class Made(NamedTuple):
    """Plans that others became.

    Attributes
    ----------
    all_there
        Whether these are all; if not, the others did not look as promising.
    """

    plans: Plans
    all_there: bool


def largest(amounts: Numbers, most: int) -> Booleans:
    """Which amounts are the largest, at most so many; of equal ones the first."""
    if most >= len(amounts):
        return np.ones(len(amounts), bool)
    chosen = np.zeros(len(amounts), bool)
    chosen[np.argsort(-amounts, kind="stable")[:most]] = True
    return chosen


def distinct(own: "PlanStates", first_ends: Sequence[int] = ()) -> Booleans:
    """Of plans that started, run and remember the same, those of which none beside them is found to be as good.

    Another is as good if limits count no more of it, and it is worth less, or as much with no larger sum of starts. The first
    one stays of those that are equal.

    Parameters
    ----------
    first_ends
        The rows of ends that need not be the same: where the first end is later, whatever can follow still ends in time.
    """
    same_ends = np.delete(own.ends, first_ends, axis=0).astype(np.uint64)
    first, *others = *own.started, *own.running, *same_ends
    mixed = first.copy()
    for row in others:
        mixed = mixed * MIXING + row
        mixed ^= mixed >> np.uint64(29)
    counted = counted_apart(own, first_ends)
    order = np.lexsort((*counted, own.starts, own.worth, mixed))
    new = np.zeros(len(order), bool)
    new[:1] = True
    for row in (first, *others):
        ordered = row.take(order)
        new[1:] |= ordered[1:] != ordered[:-1]
    chosen = np.zeros(len(order), bool)
    chosen[order[~_beaten(np.cumsum(new), [row.take(order) for row in counted]) if counted else new]] = True
    return chosen


def counted_apart(own: "PlanStates", first_ends: Sequence[int]) -> list[Numbers]:
    """What is the worse the more there is, where plans differ in it: what limits count, and how early ends are."""
    return [row for row in (*own.counted, *(-own.ends[row] for row in first_ends)) if (row != row[:1]).any()]


def _beaten(group: Numbers, counted: Sequence[Numbers]) -> Booleans:
    """Of plans in groups, the best of each first, those of which limits count no less than of one that comes just before."""
    beaten = np.zeros(len(group), bool)
    for back in range(1, LOOKED_BACK + 1):
        no_less = group[back:] == group[:-back]
        for row in counted:
            no_less &= row[:-back] <= row[back:]
        beaten[back:] |= no_less
    return beaten
