"""Writes CSV: the whole text, and cells that no spreadsheet calculates.

Knows CSV and numbers; nothing of catalogues and plans.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from mcplanner.ground.characters import one_line
from mcplanner.ground.numbers_text import hours_of

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""The signs that make a spreadsheet calculate a cell, also in the full-width forms that some read as these."""


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A heading and the rows, each cell made inert, with a newline at the end of each line."""
    return "".join((*_lines([columns]), *csv_lines(rows)))


def csv_lines(rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of the rows alone."""
    return _lines([make_inert(cell) for cell in row] for row in rows)


class _Lines(list[str]):
    """What a writer writes, line by line."""

    write = list.append


def _lines(rows: Iterable[Sequence[str]]) -> list[str]:
    lines = _Lines()
    csv.writer(lines, dialect="excel", lineterminator="\n").writerows(rows)
    return lines


_OBEYED = re.compile(r"#(?=#[a-z]*\[)")
"""With what a command to continuous integration begins, wherever it stands in a line."""


def make_inert(text: str) -> str:
    """Make `text` a cell of one line that no spreadsheet calculates and no machine obeys, without invisible characters."""
    line = _OBEYED.sub("# ", one_line(text))
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line


def hours_cell(minutes: int) -> str:
    """Minutes as hours, to two decimals at most."""
    return decimal_cell(hours_of(minutes))


def decimal_cell(value: Decimal) -> str:
    """Without an exponent or zeros at the end."""
    whole, _, part = f"{value:f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole
