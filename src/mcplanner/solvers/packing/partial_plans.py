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

MIXING = np.uint64(0x9E3779B97F4A7C15)
"""Two to the 64, divided by the golden ratio: an odd number of well mixed bits."""


class InProgress(NamedTuple):
    """A candidate that is in progress until an offset, at a load."""

    candidate: int
    load: int
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
        0 where years have no limit; then each limited total that depends on when modules start. After these come the ends that
        it must remember since modules expire (`expiry`).
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


def distinct(started: Sets, running: Running, counted: Numbers, worth: Numbers, starts: Numbers) -> Booleans:
    """Of plans that started, run and count the same, which is worth least, then has the least sum of starts, then is first."""
    first, *others = *started, *running, *counted.astype(np.uint64)
    mixed = first.copy()
    for row in others:
        mixed = mixed * MIXING + row
        mixed ^= mixed >> np.uint64(29)
    order = np.lexsort((starts, worth, mixed))
    new = np.zeros(len(order), bool)
    new[:1] = True
    for row in (first, *others):
        ordered = row.take(order)
        new[1:] |= ordered[1:] != ordered[:-1]
    chosen = np.zeros(len(order), bool)
    chosen[order[new]] = True
    return chosen
