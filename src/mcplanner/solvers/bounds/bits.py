"""Sets of whole numbers, as the bits of one, and numbers side by side in one.

Does not know what the numbers stand for; sets side by side in arrays are in `candidate_sets`.
"""

from collections.abc import Iterable, Iterator


def as_bits(members: Iterable[int]) -> int:
    """The set of some different numbers."""
    bits = 0
    for member in members:
        bits |= 1 << member
    return bits


def members(bits: int) -> Iterator[int]:
    """The numbers in a set, in ascending order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def as_fields(numbers: Iterable[int], bits: int) -> int:
    """Some numbers, each in a field of so many bits, the first in the lowest."""
    return sum(number << bits * place for place, number in enumerate(numbers))


def numbers_of(fields: int, bits: int) -> Iterator[int]:
    """The numbers in fields of so many bits, through the last that is not 0."""
    field = (1 << bits) - 1
    while fields:
        yield fields & field
        fields >>= bits
