"""Thresholds over statements that are bits: one is true where enough of others are."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple


class BitThreshold(NamedTuple):
    """A statement that is true where what is true of others weighs enough.

    Attributes
    ----------
    bit
        Its own bit.
    need
        How much must be true.
    weighed
        The others, as bits, after what each of them weighs.
    """

    bit: int
    need: int
    weighed: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, bit: int, need: int, weights: Mapping[int, int]) -> "BitThreshold":
        """The same from what each of the others weighs."""
        of_weight: dict[int, int] = {}
        for other, weight in weights.items():
            of_weight[weight] = of_weight.get(weight, 0) | other
        return cls(bit, need, tuple(of_weight.items()))

    @property
    def others(self) -> int:
        """The others, together."""
        return reduce(or_, (own for _, own in self.weighed), 0)

    def reached(self, true: int) -> int:
        """How much all of the others that are true weigh together."""
        return sum(weight * (true & others).bit_count() for weight, others in self.weighed)


def with_what_follows(thresholds: Iterable[BitThreshold], true: int) -> int:
    """What is true, and what follows from it by thresholds, each of which stands behind those that it names."""
    for own in thresholds:
        if own.reached(true) >= own.need:
            true |= own.bit
    return true


def open_beneath(thresholds: Sequence[BitThreshold], true: int) -> int:
    """Whatever is not true that the last threshold still asks for, itself or through others that are not true."""
    asked = thresholds[-1].bit & ~true
    for own in reversed(thresholds):
        if asked & own.bit:
            asked |= own.others & ~true
    return asked
