"""How a figure changes from plan to plan, as an SVG drawing: a point for each plan, joined where plans follow one another.

Knows points and the elements of SVG; neither plans nor what the figure stands for. Colours are the classes of `drawing.style`.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from msgspec import Struct

from mcplanner.export.lettering import BOLD, text_width

WIDTH, HEIGHT = 400, 190
LEFT, RIGHT, TOP, BOTTOM = 8, 14, 30, 34
SMALL = 11
GRID_LINES = 4


class Point(Struct, frozen=True):
    """A plan: the id of its place on the page, its setting in short, and its figure, None where there is none.

    Attributes
    ----------
    at_least
        Whether the figure is what is known of a larger one.
    """

    case: str
    label: str
    at: int
    value: int | None
    at_least: bool = False


def draw_curve(
    title: str, points: Sequence[Point], words: Callable[[int], str], joined: bool, beside: Sequence[Point] = ()
) -> str:
    """The drawing as one element `svg`.

    Parameters
    ----------
    words
        Says a value as people read it.
    joined
        Whether the settings are numbers or months, so that something lies between them.
    beside
        The points of a curve that is compared with this one, and has its scale.
    """
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="mc" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            f"<title>{escape(title)}; the table has the figures</title>",
            f'<text x="0" y="14" class="plain strong ink">{escape(title)}</text>',
            *_Curve(points, words, beside).elements(joined),
            "</svg>\n",
        )
    )


class _Curve:
    """One curve in the making."""

    def __init__(self, points: Sequence[Point], words: Callable[[int], str], beside: Sequence[Point]) -> None:
        self._points = points
        self._words = words
        values = [point.value for point in (*points, *beside) if point.value is not None]
        self._low, self._high = min(values, default=0), max(values, default=0)
        marks = [words(value) for value in self._marks()]
        self._left = LEFT + max((text_width(mark, SMALL) for mark in marks), default=0) + 8

    def _marks(self) -> list[int]:
        """The values at which a line is drawn, evenly from the least to the greatest."""
        room = self._high - self._low
        return sorted({self._low + room * step // (GRID_LINES - 1) for step in range(GRID_LINES)})

    def _x(self, point: Point) -> float:
        first, last = self._points[0].at, self._points[-1].at
        share = (point.at - first) / (last - first) if last > first else 0.5
        return self._left + 10 + share * (WIDTH - RIGHT - self._left - 10)

    def _y(self, value: int) -> float:
        room = HEIGHT - BOTTOM - TOP
        return HEIGHT - BOTTOM - (room * (value - self._low) / (self._high - self._low) if self._high > self._low else room / 2)

    def elements(self, joined: bool) -> Iterator[str]:
        for mark in self._marks():
            y = self._y(mark)
            yield f'<path class="rule" d="M{self._left:.1f} {y:.1f}H{WIDTH - RIGHT}"/>'
            yield _small(self._left - 8, y + 4, "end", self._words(mark))
        if joined:
            yield from self._lines()
        for point in self._points:
            yield self._sign(point)
        yield from self._labels()

    def _lines(self) -> Iterator[str]:
        """A line through all points that follow one another without a gap."""
        path = ""
        pen = "M"
        for point in self._points:
            if point.value is None:
                pen = "M"
                continue
            path += f"{pen}{self._x(point):.1f} {self._y(point.value):.1f}"
            pen = "L"
        if path:
            yield f'<path class="budget curve" d="{path}"/>'

    def _sign(self, point: Point) -> str:
        """A dot, a ring for a figure that is only a part, and a cross where there is none."""
        x = self._x(point)
        if point.value is None:
            y = HEIGHT - BOTTOM
            return f'<path class="none" data-case="{point.case}" d="M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"/>'
        ring = ' class="part"' if point.at_least else ""
        return f'<circle{ring} data-case="{point.case}" cx="{x:.1f}" cy="{self._y(point.value):.1f}" r="4.5"/>'

    def _labels(self) -> Iterator[str]:
        """The settings beneath the points, as many as there is room for."""
        free = 0.0
        for point in self._points:
            half = text_width(point.label, SMALL) * BOLD / 2
            x = min(max(self._x(point), half), WIDTH - half)
            if x - half >= free:
                yield _small(x, HEIGHT - 10, "middle", point.label)
                free = x + half + 6


def _small(x: float, y: float, anchor: str, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="small quiet" text-anchor="{anchor}">{escape(text)}</text>'
