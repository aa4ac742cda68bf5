"""Words for a console in styles, and how they are cut, joined and broken into lines of so many cells.

This module knows from rich how many cells a character takes, and of consoles only the codes that colour their words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from rich.cells import cell_len, chop_cells, set_cell_size

CODES = {
    "bold": 1,
    "dim": 2,
    "red": 31,
    "green": 32,
    "yellow": 33,
    "blue": 34,
    "magenta": 35,
    "cyan": 36,
    "bright_red": 91,
    "bright_magenta": 95,
    "bright_cyan": 96,
}
"""The styles, and the codes for which a terminal shows them; a style may be several of these words."""

Span = tuple[int, int, str]
"""The first character of some words in a style of their own, the one after the last, and the style."""


def cells_of(words: str) -> int:
    """The cells that words take on a console."""
    return len(words) if words.isascii() and words.isprintable() else cell_len(words)


class Text:
    """Words of which some have a style; never changed. `style` is that of the others, `spans` lie apart, from left to right."""

    __slots__ = ("_cells", "plain", "spans", "style")

    def __init__(self, plain: str = "", style: str = "", spans: tuple[Span, ...] = ()) -> None:
        self.plain = plain
        self.style = style
        self.spans = spans
        self._cells: int | None = None

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, str]]) -> "Text":
        """Words put together from pieces, each with its style."""
        at, spans, plain = 0, [], []
        for words, style in pieces:
            plain.append(words)
            if style and words:
                spans.append((at, at + len(words), style))
            at += len(words)
        return cls("".join(plain), "", tuple(spans))

    def __bool__(self) -> bool:
        """Return whether there are any words."""
        return bool(self.plain)

    def __repr__(self) -> str:
        return f"Text({self.plain!r}, {self.style!r}, {self.spans!r})"

    def __getitem__(self, part: slice) -> "Text":
        first, after, _ = part.indices(len(self.plain))
        spans = (
            (max(begin, first) - first, min(end, after) - first, style)
            for begin, end, style in self.spans
            if begin < after and end > first
        )
        return Text(self.plain[first:after], self.style, tuple(spans))

    @property
    def cells(self) -> int:
        """The cells that it takes on a console."""
        if self._cells is None:
            self._cells = cells_of(self.plain)
        return self._cells

    def join(self, texts: Sequence["Text"]) -> "Text":
        """The texts one after another, with this one between them; what stands between has no style."""
        at, spans = 0, []
        for text in texts:
            if text.style and text.plain and not text.spans:
                spans.append((at, at + len(text.plain), text.style))
            else:
                spans += [(at + begin, at + end, style) for begin, end, style in _pieces(text) if style]
            at += len(text.plain) + len(self.plain)
        return Text(self.plain.join([text.plain for text in texts]), "", tuple(spans))

    def divided(self, places: Iterable[int]) -> list["Text"]:
        """The parts between some places, which are in order."""
        return [self[first:after] for first, after in pairwise((0, *places, len(self.plain)))]

    def with_style(self, style: str) -> "Text":
        """The same words in another style, but for those that have one of their own."""
        return Text(self.plain, style, self.spans)

    def stripped(self) -> "Text":
        """The text without the spaces at its end."""
        return self[: len(self.plain.rstrip())]

    def padded(self, width: int, right: bool = False) -> "Text":
        """The text with as many spaces behind it, or before it if it stands at the `right`, that it takes so many cells."""
        spaces = width - self.cells
        if spaces <= 0:
            return self
        if not right:
            return Text(self.plain + " " * spaces, self.style, self.spans)
        moved = tuple((begin + spaces, end + spaces, style) for begin, end, style in self.spans)
        return Text(" " * spaces + self.plain, self.style, moved)

    def cropped(self, width: int) -> "Text":
        """What of the text there is room for in so many cells; a space stands for half of a character."""
        if self.cells <= width:
            return self
        words = set_cell_size(self.plain, width)
        return Text(words, self.style, self[: len(words)].spans)

    def folded(self, width: int) -> list["Text"]:
        """Its lines in at most so many cells, broken between words; a longer word is broken wherever its line is full."""
        ends = [place for place, character in enumerate(self.plain) if character == "\n"]
        lines = [self[first + 1 : after] for first, after in pairwise((-1, *ends, len(self.plain)))]
        return [_fitted(piece, width) for line in lines for piece in line.divided(_breaks(line.plain, width))]

    def in_codes(self) -> str:
        """The words with the codes for which a terminal shows their styles."""
        return "".join(_in_codes(self.plain[begin:end], style) for begin, end, style in _pieces(self))


def _pieces(text: Text) -> Iterator[Span]:
    """The parts of a text, each with its style, also of those that have none of their own."""
    at = 0
    for begin, end, style in text.spans:
        if at < begin:
            yield at, begin, text.style
        yield begin, end, f"{text.style} {style}" if text.style else style
        at = end
    if at < len(text.plain):
        yield at, len(text.plain), text.style


def _in_codes(words: str, style: str) -> str:
    codes = sorted(CODES[word] for word in style.split())
    return f"\x1b[{';'.join(map(str, codes))}m{words}\x1b[0m" if codes else words


def _breaks(words: str, width: int) -> list[int]:
    """The places at which to break a line, so that no part takes more cells, but for the spaces at its end."""
    places: list[int] = []
    taken = 0
    for match in re.finditer(r"\s*\S+\s*", words):
        word, begin = match[0], match.start()
        needed = cells_of(word.rstrip())
        if needed <= width - taken:
            taken += cells_of(word)
        elif needed <= width:
            places.append(begin)
            taken = cells_of(word)
        else:
            parts = chop_cells(word, width)
            places += [begin + sum(map(len, parts[:number])) for number in range(len(parts))]
            taken = cells_of(parts[-1])
    return places if not places or places[0] else places[1:]


def _fitted(line: Text, width: int) -> Text:
    """A line without the spaces at its end for which there is no room."""
    if line.cells <= width and len(line.plain) <= width:
        return line
    spaces = len(line.plain) - len(line.plain.rstrip())
    kept = max(len(line.plain) - spaces, width)
    return line[:kept].cropped(width)


class Tree(Struct):
    """A text with branches, each a tree again; without the text, the branches alone."""

    label: Text | None
    branches: list["Tree"] = []
