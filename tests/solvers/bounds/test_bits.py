"""Sets of numbers as bits: there and back."""

from hypothesis import given
from hypothesis import strategies as st

from mcplanner.solvers.bounds.bits import as_bits, members


def test_a_set_by_hand() -> None:
    assert as_bits([0, 3]) == 0b1001
    assert list(members(0b1001)) == [0, 3]
    assert as_bits([]) == 0


@given(st.sets(st.integers(0, 300)))
def test_sets_come_back_in_order(numbers: set[int]) -> None:
    assert list(members(as_bits(numbers))) == sorted(numbers)
