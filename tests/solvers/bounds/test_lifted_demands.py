"""What loads add up to: the greatest total is that of all sums, whether these are looked at to the end or not."""

import pytest

from mcplanner.solvers.bounds.lifted_demands import greatest_sum, greatest_total, subset_sums


@pytest.mark.parametrize(
    ("options", "limit", "greatest"),
    [
        ([], 7, 0),
        ([(3,), (3,), (5,)], 7, 6),  # 3 and 3, since 3 and 5 are too much
        ([(3,), (4, 5), (1,)], 7, 7),  # 3 and 4, after which nothing more is looked at
        ([(8,)], 7, 0),
        ([(2, 3), (2, 3)], 5, 5),
        ([(1,)], 0, 0),
    ],
)
def test_the_greatest_total_is_that_of_all_sums(options: list[tuple[int, ...]], limit: int, greatest: int) -> None:
    assert greatest_total(iter(options), limit) == greatest
    assert greatest_sum(subset_sums(options, limit), limit) == greatest
