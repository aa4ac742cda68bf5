"""Small problems treated as the large ones are."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from mcplanner.solvers import decide, minimise, narrowing, one_by_one, turns
from mcplanner.solvers.packing import candidate_sets, start_sets, steps


@contextmanager
def as_where_there_are_many(large: bool) -> Iterator[None]:
    """Bits in words of two, and sets that are dropped where they cannot become worth it from the first one on.

    The compiled kernel knows no such words.
    """
    with ExitStack() as patches:
        if large:
            for where, name, value in (
                (candidate_sets, "WORD", 2),
                (candidate_sets, "BYTE", 1),
                (start_sets, "MANY", 0),
                (start_sets, "GROUP", 3),
                *((where, "KERNEL", None) for where in (candidate_sets, steps)),
            ):
                patches.enter_context(mock.patch.object(where, name, value))
        yield


@contextmanager
def searched_as_if_large() -> Iterator[None]:
    """More than two candidates as many, by whatever a search does otherwise where there are too many plans to see them all."""
    with ExitStack() as patches:
        for where in (decide, minimise, narrowing, turns):
            patches.enter_context(mock.patch.object(where, "LARGE", 2))
        patches.enter_context(mock.patch.object(minimise, "MANY_STARTS", 0))
        patches.enter_context(mock.patch.object(minimise, "MANY_MOVED", 0))
        patches.enter_context(mock.patch.object(one_by_one, "FEW", 0))
        patches.enter_context(mock.patch.object(turns, "SMALL_FOR_SUMS", 2))
        yield
