"""Text for a console: cleaned, with signs that its encoding can write, and in lines that fit its width.

This module knows the console; nothing about plans and catalogues.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from msgspec import Struct
from rich.cells import cell_len
from rich.text import Text

from mcplanner.ground.characters import visible
from mcplanner.plans.certainty_words import ASCII_MARKS, UsedMarks
from mcplanner.terminal.console import Console

_WORD = r"(?:^ *(?:- )?)?(?P<word>\S+)"
"""A word; the first of a text with what indents it."""

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)+"

AROUND_IDS = "()[],;:.!?'\"≈"
"""Signs that may stand before or after an id without a space."""

FIELD_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "bright_red", "bright_cyan", "bright_magenta")

NOT_ASKED: Any = None
"""The console for breaking lines: rich asks it nothing unless words are to be justified."""


class Signs(Struct, frozen=True):
    """The characters of pictures; `heights` fill a cell from nothing to full, `marks` stand beside uncertain figures."""

    bar: str
    intake: str
    award: str
    guide: str
    rule: str
    away: str
    free: str
    heights: str
    cut: str
    change: str
    marks: UsedMarks


def _signs(in_ascii: bool) -> Signs:
    if in_ascii:
        return Signs("=", "o", "*", ":", "-", "x", ".", " _=#", "~", "->", UsedMarks(ASCII_MARKS))
    return Signs("▆", "◦", "◆", "┊", "─", "×", "·", " ▁▂▃▄▅▆▇█", "…", "→", UsedMarks())


class Ink:
    """Makes text that is safe on one console and fits it."""

    def __init__(self, console: Console, width: int | None = None) -> None:
        self.console = console
        self.width = console.width if width is None else width
        self._in_ascii = console.ascii_only
        self.signs = _signs(self._in_ascii)
        self.in_colour = console.in_colour

    def clean(self, data: str) -> str:
        """Return `data` so that every character can be seen, with a `?` for each that the console cannot write."""
        seen = visible(data)
        if self._in_ascii:
            return seen.replace("–", "-").encode(self.console.encoding, "replace").decode(self.console.encoding)
        return seen

    def text(self, data: str, style: str = "") -> Text:
        """Return `data` as text in one style; what looks like markup stays as it is."""
        return Text(self.clean(data), style=style, end="")

    def joined(self, *pieces: Text | str | None) -> Text:
        """Return the pieces one after another, without the empty ones."""
        return Text("", end="").join(self.text(piece) if isinstance(piece, str) else piece for piece in pieces if piece)

    def wrapped(self, text: Text, width: int, hanging: int = 0) -> list[Text]:
        """Return the lines of `text` in at most `width` cells, all but the first indented by `hanging` cells.

        An id that is longer stands whole on a line of its own: what is broken cannot be copied. A width below two cells cannot
        hold every character, so it counts as two.
        """
        if text.cell_len <= width and "\n" not in text.plain:
            return [text]  # most texts: rich's own way to the same answer takes ten times as long
        room = max(2, width - hanging)
        lines: list[Text] = []
        for piece, whole in _around_long_ids(text, room):
            lines += [piece] if whole else piece.wrap(NOT_ASKED, room, overflow="fold")
        lines = lines or [Text("")]
        return [lines[0], *(self.joined(" " * hanging, line) for line in lines[1:])]

    def breaks_a_word(self, text: Text, width: int, at_most: int) -> bool:
        """Return whether a word of `text` is longer than `width`, though it has at most so many cells or is an id."""
        return text.cell_len > width and any(
            width < cell_len(word) <= at_most or _is_long_id(word, width) for word in text.plain.split()
        )

    def cut(self, text: Text, width: int) -> Text:
        """Return `text` in at most `width` cells; the cut sign stands for what is left out."""
        if text.cell_len <= width:
            return text
        short = text.copy()
        short.truncate(max(0, width - 1), overflow="crop")
        short.rstrip()
        return self.joined(short, self.text(self.signs.cut, text.style if isinstance(text.style, str) else ""))

    def paragraph(self, text: Text, hanging: int = 0) -> list[Text]:
        """Return the lines of `text` across the whole width."""
        return self.wrapped(text, self.width, hanging)

    def flowing(self, pieces: Sequence[Text], gap: str = "   ") -> list[Text]:
        """Return lines with the pieces one after another, broken between pieces if possible."""
        lines: list[Text] = []
        for piece in pieces:
            if lines and lines[-1].cell_len + len(gap) + piece.cell_len <= self.width:
                lines[-1] = self.joined(lines[-1], gap, piece)
            else:
                lines += self.paragraph(piece)
        return lines

    def heading(self, title: str, remark: str = "") -> list[Text]:
        """Return an empty line and a title, with a quieter remark in brackets behind it."""
        return [Text(""), *self.paragraph(self.joined(self.text(title, "bold"), self.text(remark and f" ({remark})", "dim")))]

    def facts(self, facts: Sequence[tuple[str, Text]], indent: int = 2) -> list[Text]:
        """Return one or more lines for each fact: its name in a column of its own, then the value.

        Where a word would be broken, as an id, all values stand beneath their names.
        """
        names = [self.text(name, "dim") for name, _ in facts]
        widest = min(max((name.cell_len for name in names), default=0), self.width // 3)
        room, below = self.width - indent - widest - 2, self.width - indent - 2
        breaks = (self.breaks_a_word(name, widest, below) for name in names)
        if any(breaks) or any(self.breaks_a_word(value, room, below) for _, value in facts):
            return self._facts_beneath(names, [value for _, value in facts], indent)
        lines: list[Text] = []
        for name, (_, value) in zip(names, facts, strict=True):
            for left, right in zip_longest(self.wrapped(name, widest), self.wrapped(value, room), fillvalue=Text("")):
                lines.append(self.joined(" " * indent, padded(left, widest), "  ", right))
        return lines

    def _facts_beneath(self, names: Sequence[Text], values: Sequence[Text], indent: int) -> list[Text]:
        lines: list[Text] = []
        for name, value in zip(names, values, strict=True):
            lines += [self.joined(" " * indent, line) for line in self.wrapped(name, self.width - indent)]
            lines += [self.joined(" " * (indent + 2), line) for line in self.wrapped(value, self.width - indent - 2)]
        return lines

    def print(self, lines: Iterable[Text]) -> None:
        """Print finished lines as they are, without trailing spaces; without colour all at once, in a fifth of the time."""
        if not self.in_colour:
            text = "".join(f"{self._harmless(line).plain.rstrip()}\n" for line in lines)
            self.console.write(text)
            return
        for line in lines:
            line.rstrip()
            self.console.rich.print(self._harmless(line), no_wrap=True, overflow="ignore", crop=False, end="\n")

    def _harmless(self, line: Text) -> Text:
        """Return the line; if wrapping made it begin like a command to continuous integration, spoil that."""
        start = len(line.plain) - len(line.plain.lstrip())
        if not line.plain.startswith("::", start):
            return line
        return self.joined(line[:start], self.text("::"), line[start + 2 :])


def _around_long_ids(text: Text, room: int) -> Iterator[tuple[Text, bool]]:
    """The pieces of a text, and whether each is an id that is longer than the room, which stays whole."""
    ids = [word.span() for word in re.finditer(_WORD, text.plain) if _is_long_id(word["word"], room)]
    if not ids:
        yield text, False
        return
    starts = {start for start, _ in ids}
    places = sorted({0, *starts, *(end for _, end in ids)})
    for place, piece in zip(places, text.divide(places[1:]), strict=True):
        spaces = len(piece.plain) - len(piece.plain.lstrip(" ")) if place else 0  # those before the first are its indent
        if piece.plain.strip():
            yield piece[spaces:], place in starts


def _is_long_id(word: str, room: int) -> bool:
    """Return whether a word is an id, perhaps with signs around it, that has more cells than the room."""
    name = word.strip(AROUND_IDS)
    return len(name) > room and re.fullmatch(_ID, name) is not None


def padded(text: Text, width: int, right: bool = False) -> Text:
    """Return `text` filled up with spaces to `width` cells."""
    filled = text.copy()
    space = max(0, width - text.cell_len)
    if right:
        filled.pad_left(space)
    else:
        filled.pad_right(space)
    return filled


def field_colours(fields: Iterable[str]) -> dict[str, str]:
    """Return a colour for each field, in order of first appearance; after the last colour, they begin again."""
    found = dict.fromkeys(fields)
    return {field: FIELD_COLOURS[index % len(FIELD_COLOURS)] for index, field in enumerate(found)}
