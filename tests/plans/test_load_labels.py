"""Figures below the hours of a picture: where there is room, and those of the busiest weeks always."""

from mcplanner.plans.load_labels import LoadLabel, places_of


def test_a_figure_stands_where_its_stretch_is_long_enough() -> None:
    assert places_of([LoadLabel(0, 4, 12, 300), LoadLabel(12, 4, 4, 200)], 16) == [0, None]
    assert places_of([], 16) == []


def test_the_greatest_stands_however_short_its_stretch_is_and_moves_to_the_left_at_the_end() -> None:
    assert places_of([LoadLabel(0, 1, 11, 100), LoadLabel(11, 4, 1, 300)], 12) == [0, 8]
    assert places_of([LoadLabel(0, 1, 5, 100), LoadLabel(5, 4, 1, 300), LoadLabel(6, 1, 6, 100)], 12) == [0, 5, None]


def test_of_several_that_are_the_greatest_the_one_with_room_is_enough() -> None:
    assert places_of([LoadLabel(0, 4, 1, 300), LoadLabel(1, 4, 9, 300)], 10) == [None, 1]
