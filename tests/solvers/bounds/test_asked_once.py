"""Requirements with each candidate asked for once: by hand, and on random ones that the same candidates satisfy."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcplanner.problem.requirement_nodes import Node, Threshold, satisfiable
from mcplanner.solvers.bounds.asked_once import MOST_NAMED, MOST_SEVERAL, asked_once, asked_together
from mcplanner.solvers.bounds.least_weight import LeastWeight

COUNT = 5


def needing(need: int, *parts: Node) -> Threshold:
    return Threshold(need, tuple((1, part) for part in parts))


@pytest.mark.parametrize(("whole", "least"), [(11, 11), (12, 12), (13, 12)])
def test_a_whole_is_weighed_whole_or_not_at_all(whole: int, least: int) -> None:
    # 0 and 1 weigh 10 and 2; the whole, 2, counts as both. Half of it in each place would prove no more than 8.
    goal = needing(2, needing(1, 0, 2), needing(1, 1, 2))
    assert LeastWeight(goal, frozenset()).of((10, 2, whole)) == least


def test_what_is_left_beside_a_whole_is_less() -> None:
    # The whole, 4, counts as 0 and as one of the three: with it, 1 or 2 is the other one; without it, 0 and two of three.
    goal = needing(2, needing(1, 0, 4), needing(2, 1, 2, needing(1, 3, 4)))
    least = LeastWeight(goal, frozenset())
    assert least.of((5, 4, 6, 1, 7)) == 10  # 0, 1 and 3, rather than the whole and 1
    assert least.of((5, 4, 6, 3, 7)) == 11  # the whole and 1, rather than 0, 1 and 3
    assert least.choice((5, 4, 6, 3, 7)) == (11, 0b10010)


def test_what_shares_nothing_is_written_apart() -> None:
    pairs = [needing(2, needing(1, first, first + 2), needing(1, first + 1, first + 2)) for first in range(0, 30, 3)]
    written = asked_once(needing(len(pairs), *pairs))
    assert {*asked_together(written).values()} == {1}
    assert len(written.parts if isinstance(written, Threshold) else ()) == len(pairs)


def test_what_would_take_too_much_stays_as_it_is() -> None:
    many = MOST_SEVERAL + 1
    of_many = needing(2, needing(1, *range(many), many), needing(1, *range(many), many + 1))
    assert asked_once(of_many) is of_many
    long = needing(2, needing(1, *range(MOST_NAMED)), needing(1, 0, MOST_NAMED))
    assert asked_once(long) is long


def nodes() -> st.SearchStrategy[Node]:
    """Thresholds over a few candidates, with weights, some of them beneath others."""
    leaves: st.SearchStrategy[Node] = st.integers(0, COUNT - 1)

    def threshold(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        weighed = st.lists(st.tuples(st.integers(1, 3), parts), min_size=1, max_size=4)
        return weighed.flatmap(
            lambda own: st.integers(1, sum(weight for weight, _ in own)).map(lambda need: Threshold(need, tuple(own)))
        )

    return st.recursive(leaves, threshold, max_leaves=9)


def satisfying(node: Node) -> list[Sequence[int]]:
    """Every set of candidates that satisfies a node."""
    sets = (taken for size in range(COUNT + 1) for taken in combinations(range(COUNT), size))
    return [taken for taken in sets if satisfiable(taken.__contains__)(node)]


@given(nodes())
def test_the_same_candidates_satisfy_what_asks_for_each_once(node: Node) -> None:
    written = asked_once(node)
    assert satisfying(written) == satisfying(node)
    assert max(asked_together(written).values()) == 1


@given(nodes(), st.lists(st.integers(0, 20), min_size=COUNT, max_size=COUNT), st.sets(st.integers(0, COUNT - 1), max_size=2))
def test_the_least_weight_is_that_of_some_set(node: Node, weights: list[int], compulsory: set[int]) -> None:
    every = {index: weights[index] for index in range(COUNT)}
    least = min(sum(every[index] for index in {*taken, *compulsory}) for taken in satisfying(node))
    assert LeastWeight(node, frozenset(compulsory)).of(weights) == least
