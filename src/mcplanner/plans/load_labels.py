"""Where the figures below the hours of a picture stand: each below its stretch of months, and that of the busiest in any case.

Knows lengths, in characters or in pixels; not what the figures say.
"""

from collections.abc import Sequence

from msgspec import Struct


class LoadLabel(Struct, frozen=True):
    """A label below a stretch of a picture, in characters or in pixels: where it would begin, and how much room there is."""

    begin: float
    width: float
    room: float
    value: int


def places_of(figures: Sequence[LoadLabel], end: float) -> list[float | None]:
    """Where each figure begins, None where it has no room; the greatest has its place however little room there is.

    The greatest moves to the left where the picture ends, and what would touch it is left out.
    """
    if not figures:
        return []
    places = [figure.begin if figure.width < figure.room else None for figure in figures]
    greatest = max(range(len(figures)), key=lambda each: (figures[each].value, places[each] is not None, -each))
    most = figures[greatest]
    if places[greatest] is None:
        begin = max(0.0, min(most.begin, end - most.width))
        for each, (figure, place) in enumerate(zip(figures, places, strict=True)):
            if place is not None and place - 1 < begin + most.width and begin - 1 < place + figure.width:
                places[each] = None
        places[greatest] = begin
    return places
