"""Measures the text of a drawing, and makes it fit.

Knows characters; neither the drawing nor the font that will show it, which is whatever the viewer has.
"""

import unicodedata

BOLD = 1.12
"""How many times wider bold letters are."""

_WIDTHS = (("ijlI.,:;'| ", 0.33), ("tfr()[]!-·", 0.42), ("mwMW@%<>=+&~^…–", 0.93))


def text_width(text: str, size: int) -> float:
    """The width of a text in pixels, as in DejaVu Sans, one of the widest sans-serif fonts."""
    return sum(_character_width(character) for character in text) * size


def _character_width(character: str) -> float:
    """The width as a share of the font size."""
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF" or unicodedata.category(character) == "So":
        return 1.3
    for characters, width in _WIDTHS:
        if character in characters:
            return width
    return 0.74 if character.isupper() else 0.63


def shorten(text: str, width: float, size: int) -> str:
    """Cut `text` to a width, with an ellipsis at its end where something is missing."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrap(text: str, width: float, size: int, lines: int) -> list[str]:
    """Wrap `text` into at most so many lines, the last one shortened."""
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines - 1:
        count = max(1, sum(text_width(" ".join(words[: end + 1]), size) <= width for end in range(len(words))))
        rows.append(shorten(" ".join(words[:count]), width, size))
        words = words[count:]
    return [*rows, shorten(" ".join(words), width, size)] if words else rows
