"""Other ways to count loads, under which what fits into a month still fits: they see gaps that no module can fill.

Floor 7. Pure arithmetic; knows loads and a capacity, nothing of candidates or months.

With 6 hours a week, of three modules of 4 hours no two run side by side, though they ask for 12 hours of 18. Counted as 6 each,
that can be seen. Such ways to count are dual feasible functions. Here are those of Carlier, Clautiaux and Moukrim (2007, "New
reduction procedures and lower bounds for the two-dimensional bin packing problem with fixed orientation"): for a step k, a load
counts the whole steps in it, twice, and one above half the capacity what its complement leaves of twice the capacity's steps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd


@dataclass(frozen=True, eq=False)
class Counting:
    """What each load counts, and what a month holds under this count."""

    counts: Mapping[int, int]
    capacity: int


def countings(loads: Sequence[int], capacity: int) -> list[Counting]:
    """The ways to count loads, the plain one first; none that counts as another does, in other units.

    Parameters
    ----------
    loads, capacity
        Minutes a week; what is above the capacity fits into no month, and counts more than a month holds.
    """
    found: dict[tuple[int, ...], Counting] = {}
    steps = (_by_steps(loads, capacity, step) for step in range(1, capacity // 2 + 1))
    for counts, whole in ((tuple(loads), capacity), *steps):
        unit = gcd(whole, *counts) or 1
        least = tuple(count // unit for count in counts)
        found.setdefault((*least, whole // unit), Counting(dict(zip(loads, least, strict=True)), whole // unit))
    return list(found.values())


def _by_steps(loads: Sequence[int], capacity: int, step: int) -> tuple[tuple[int, ...], int]:
    whole = capacity // step
    counts = (
        2 * (load // step)
        if 2 * load < capacity
        else whole
        if 2 * load == capacity
        else 2 * (whole - (capacity - load) // step)
        for load in loads
    )
    return tuple(counts), 2 * whole
