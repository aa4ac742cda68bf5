"""The compiled kernel of packing: there or not, and its answers those of Python."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcplanner.solvers import packing
from mcplanner.solvers.packing.compiled import KERNEL, load_kernel

built = pytest.mark.skipif(KERNEL is None, reason="no kernel was built here")


def test_the_kernel_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCPLAN_KERNEL", "off")
    assert load_kernel() is None


def test_nothing_is_missed_where_none_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MCPLAN_KERNEL", raising=False)
    monkeypatch.delattr(packing, "_kernel", raising=False)
    monkeypatch.setitem(sys.modules, "mcplanner.solvers.packing._kernel", None)
    assert load_kernel() is None


@built
def test_the_kernel_is_that_of_its_source() -> None:
    assert KERNEL is not None
    compiled = Path(str(KERNEL.__file__))
    source = compiled.with_name("_kernel.c")
    assert not source.exists() or source.stat().st_mtime <= compiled.stat().st_mtime, "pip install -e . compiles it anew"


@built
@given(st.binary(max_size=50))
def test_ones_are_counted_as_python_counts_them(held: bytes) -> None:
    assert KERNEL is not None
    assert KERNEL.popcount(held) == int.from_bytes(held).bit_count()


@built
def test_only_what_lies_in_one_piece_is_read() -> None:
    assert KERNEL is not None
    words = np.arange(12, dtype=np.uint64).reshape(3, 4)
    assert KERNEL.popcount(words) == np.bitwise_count(words).sum()
    with pytest.raises(ValueError, match="contiguous"):
        KERNEL.popcount(words[:, 1])
    with pytest.raises(TypeError, match="bytes-like"):
        KERNEL.popcount(1)
