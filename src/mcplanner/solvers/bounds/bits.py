"""Sets of whole numbers, as the bits of one.

Does not know what the numbers stand for; sets side by side in arrays are in `candidate_sets`.
"""

from collections.abc import Iterable, Iterator


def as_bits(members: Iterable[int]) -> int:
    """The set of some different numbers."""
    return sum(map((1).__lshift__, members))


def members(bits: int) -> Iterator[int]:
    """The numbers in a set, in ascending order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
