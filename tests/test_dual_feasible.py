"""Ways to count loads: whatever fits into a month under its own loads fits under each of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.solvers.dual_feasible import countings


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_what_fits_still_fits(data: st.DataObject) -> None:
    capacity = data.draw(st.integers(1, 60))
    loads = sorted(data.draw(st.sets(st.integers(1, 70), min_size=1, max_size=6)))
    side_by_side = data.draw(st.lists(st.sampled_from(loads), max_size=8))
    ways = countings(loads, capacity)
    assert ways[0].counts[loads[0]] * capacity == loads[0] * ways[0].capacity, "the first counts them as they are"
    if sum(side_by_side) <= capacity:
        for way in ways:
            assert sum(way.counts[load] for load in side_by_side) <= way.capacity


def test_what_is_too_much_stays_too_much() -> None:
    # 7 hours do not fit into 6, and in no way of counting do they.
    assert all(way.counts[7] > way.capacity for way in countings([2, 4, 7], 6) if way.capacity)


def test_loads_above_half_count_as_the_whole() -> None:
    assert ({2: 0, 4: 1}, 1) in [(way.counts, way.capacity) for way in countings([2, 4], 6)]


def test_no_way_comes_twice() -> None:
    ways = countings([3, 4, 6, 8], 12)
    assert len({(*way.counts.values(), way.capacity) for way in ways}) == len(ways)


def test_a_month_without_hours_has_the_plain_way_only() -> None:
    (way,) = countings([2, 4], 0)
    assert way.capacity == 0
