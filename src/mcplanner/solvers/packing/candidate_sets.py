"""Sets of candidates as bits, many side by side.

Beneath `packing`. Knows candidates as numbers from 0 up, and nothing else of them.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mcplanner.solvers.packing.compiled import KERNEL

Sets = npt.NDArray[np.uint64]
"""A column for each set; a row for each `WORD` candidates, of which each has one bit there."""

Booleans = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.int64]

WORD = 64
BYTE = 8


def words_for(candidates: int) -> int:
    """How many rows sets of so many candidates have."""
    return max(1, -(-candidates // WORD))


def as_sets(bits: Sequence[int], words: int) -> Sets:
    """Several such sets, side by side."""
    mask = (1 << WORD) - 1
    return np.array([[own >> WORD * word & mask for own in bits] for word in range(words)], np.uint64).reshape(words, len(bits))


def bits_of(sets: Sets) -> list[int]:
    """Each set as the bits of an integer."""
    first, *others = sets.tolist()
    for number, word in enumerate(others, 1):
        first = [low | high << WORD * number for low, high in zip(first, word, strict=True)]
    return list(first)


def has(sets: Sets, index: int) -> Booleans:
    """Whether each has a candidate."""
    word, bit = divmod(index, WORD)
    found: Booleans = (sets[word] >> np.uint64(bit) & np.uint64(1)).astype(bool)
    return found


def weigh(sets: Sets, weights: Numbers) -> Numbers:
    """What the candidates of each set weigh together: a row for each row of weights, which has an entry for each candidate."""
    rows, candidates = weights.shape
    words, count = sets.shape
    if KERNEL is not None:
        arrays = np.ascontiguousarray(sets), np.ascontiguousarray(weights.T)
        return np.frombuffer(KERNEL.weigh(arrays, count, words, rows), np.int64).reshape(count, rows).T
    in_bytes = -(-candidates // BYTE)
    padded = np.zeros((rows, in_bytes * BYTE), np.int64)
    padded[:, :candidates] = weights
    has_bit = np.arange(1 << BYTE) >> np.arange(BYTE)[:, None] & 1
    sums = padded.reshape(rows, in_bytes, BYTE) @ has_bit  # of what each number of so many bits stands for
    weighed = np.zeros((rows, count), np.int64)
    for byte in range(in_bytes):
        word, first = divmod(byte * BYTE, WORD)
        weighed += sums[:, byte].take((sets[word] >> np.uint64(first) & np.uint64((1 << BYTE) - 1)).astype(np.intp), axis=1)
    return weighed


def size(sets: Sets) -> Numbers:
    """How many candidates each has."""
    found: Numbers = np.bitwise_count(sets).sum(axis=0, dtype=np.int64)
    return found


def meet(sets: Sets, others: Sets) -> Booleans:
    """For each of some sets, and of others in turn, whether they have a candidate in common."""
    found: Booleans = (sets[0][:, None] & others[0]) != 0
    for own, other in zip(sets[1:], others[1:], strict=True):
        found |= (own[:, None] & other) != 0
    return found


def different(sets: Sets) -> tuple[Sets, Indices]:
    """The different ones among them, and for each which of these it is."""
    if (sets == sets[:, :1]).all():
        return sets[:, :1], np.zeros(sets.shape[1], np.intp)
    key = sets[0]
    for own in sets[1:]:
        ranks = [np.unique(word, return_inverse=True)[1].astype(np.uint64) for word in (key, own)]
        key = ranks[0] * np.uint64(len(key)) + ranks[1]
    _, places, which = np.unique(key, return_index=True, return_inverse=True)
    return sets[:, places], which
