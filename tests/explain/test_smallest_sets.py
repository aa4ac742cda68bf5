"""A smallest set with a property that larger sets keep: by hand, and random properties against all sets there are."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.explain.smallest_sets import Smallest, smallest_set

LETTERS = "abcdefg"


def contains_one_of(*sets: str) -> "Property":
    return Property([frozenset(some) for some in sets])


class Property:
    """What contains one of some sets has the property; where asked of any of the unsettled ones, nothing is answered."""

    def __init__(self, least: Sequence[frozenset[str]], unsettled: Sequence[frozenset[str]] = ()) -> None:
        self.least = least
        self.unsettled = unsettled
        self.asked: list[frozenset[str]] = []

    def __call__(self, some: Sequence[str]) -> bool | None:
        self.asked.append(frozenset(some))
        return None if frozenset(some) in self.unsettled else self.holds(some)

    def holds(self, some: Sequence[str]) -> bool:
        return any(least <= frozenset(some) for least in self.least)

    def fewest(self) -> int | None:
        """The size of the smallest sets among all there are."""
        sizes = (size for size in range(len(LETTERS) + 1) if any(map(self.holds, combinations(LETTERS, size))))
        return next(sizes, None)


@pytest.mark.parametrize(
    ("sets", "smallest"),
    [
        (["c"], "c"),
        (["f", "b"], "b"),
        (["abcd", "efg"], "efg"),
        (["abc", "ade", "fg"], "fg"),
        (["abcdefg"], "abcdefg"),
        (["abcd", "dcbe", "aefg"], "abcd"),
    ],
)
def test_by_hand(sets: list[str], smallest: str) -> None:
    assert smallest_set(LETTERS, contains_one_of(*sets)) == Smallest(tuple(smallest), proved=True)


def test_where_no_set_has_the_property() -> None:
    assert smallest_set(LETTERS, contains_one_of()) == Smallest(None, proved=True)
    assert smallest_set("", contains_one_of("a")) == Smallest(None, proved=True)
    assert smallest_set(LETTERS, lambda _: None) == Smallest(None, proved=False)


def test_many_things_of_which_few_matter_are_asked_about_seldom() -> None:
    # Of 60 things, two pairs have the property: there are 1,770 pairs.
    things = [chr(ord("A") + place) for place in range(60)]
    asked = contains_one_of("az", "mn")
    assert smallest_set(things, asked) == Smallest(("m", "n"), proved=True)
    assert len(asked.asked) == 148


def test_where_the_proof_takes_too_long_no_single_thing_can_be_left_out() -> None:
    # Any 15 of 30 have the property, none fewer: that is seen by looking at millions of sets, or not at all.
    found = smallest_set(range(30), lambda some: len(some) >= 15)
    assert found == Smallest(tuple(range(15)), proved=False)


sets = st.frozensets(st.sampled_from(LETTERS), min_size=1)


@settings(max_examples=300)
@given(st.lists(sets, max_size=6), st.lists(sets, max_size=3))
def test_no_smaller_set_has_the_property(least: list[frozenset[str]], unsettled: list[frozenset[str]]) -> None:
    asked = Property(least, unsettled)
    found = smallest_set(LETTERS, asked)
    settled = not any(some in unsettled for some in asked.asked)
    if found.items is None:
        assert found.proved == settled
        assert not settled or asked.fewest() is None
        return
    assert list(found.items) == sorted(found.items)
    assert asked.holds(found.items)
    assert found.proved or not settled
    assert not found.proved or len(found.items) == asked.fewest()
    answered = [some for some in asked.asked if some not in unsettled]
    assert len(answered) == len(set(answered))
