"""Sets of candidates as bits: what they weigh, by the kernel and in Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcplanner.solvers.packing import candidate_sets
from mcplanner.solvers.packing.candidate_sets import as_sets, weigh, words_for
from mcplanner.solvers.packing.compiled import KERNEL

KERNELS = [KERNEL, None] if KERNEL is not None else [None]


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_what_sets_weigh_is_summed_row_by_row(kernel: object, monkeypatch: pytest.MonkeyPatch) -> None:
    # Candidates 0 and 65 weigh 5 and 7 in one row, and 1 and -2 in the other.
    monkeypatch.setattr(candidate_sets, "KERNEL", kernel)
    weights = np.zeros((2, 66), np.int64)
    weights[:, 0], weights[:, 65] = (5, 1), (7, -2)
    sets = as_sets([0, 1, 1 << 65, 1 | 1 << 65], words_for(66))
    assert weigh(sets, weights).tolist() == [[0, 5, 7, 12], [0, 1, -2, -1]]
    assert weigh(sets[:, ::2], weights).tolist() == [[0, 7], [0, -2]]
    assert weigh(sets, weights[:0]).tolist() == []


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
@given(
    st.integers(1, 130).flatmap(
        lambda size: st.tuples(
            st.lists(st.lists(st.integers(-(1 << 55), 1 << 55), min_size=size, max_size=size), min_size=1, max_size=3),
            st.lists(st.integers(0, (1 << size) - 1), max_size=5),
        )
    )
)
def test_any_sets_weigh_what_their_candidates_do(kernel: object, given: tuple[list[list[int]], list[int]]) -> None:
    weights, sets = given
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidate_sets, "KERNEL", kernel)
        weighed = weigh(as_sets(sets, words_for(len(weights[0]))), np.array(weights, np.int64))
    expected = [[sum(own for index, own in enumerate(row) if bits >> index & 1) for bits in sets] for row in weights]
    assert weighed.tolist() == expected
