"""Places in sheets, and what is said about them: findings.

Knows how spreadsheets name cells; nothing of courses.
"""

from enum import StrEnum

from msgspec import Struct

from mcplanner.ground.characters import visible


class SheetPlace(Struct, frozen=True):
    """A cell, a row (column 0) or a whole sheet (row 0); rows and columns count from 1. A CSV is one sheet without a name."""

    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`my.xlsx: modules!H12`, `my.xlsx: modules, row 12` or `my.csv: H12`."""
        within = self.in_its_file
        return f"{self.file}: {within}" if within else self.file

    @property
    def in_its_file(self) -> str:
        """The place without its file; empty for the whole of a file."""
        if not self.row:
            return self.sheet
        if not self.column:
            return f"{self.sheet}, row {self.row}" if self.sheet else f"row {self.row}"
        cell = f"{column_name(self.column)}{self.row}"
        return f"{self.sheet}!{cell}" if self.sheet else cell

    def seen_from(self, other: "SheetPlace") -> str:
        """The place as a finding at another one names it: without the file, if that is the same."""
        return self.in_its_file if self.file == other.file and self.in_its_file else str(self)


def column_name(column: int) -> str:
    """The letters of a column: A for 1, AA for 27."""
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


class Weight(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """Nothing is written until it is corrected."""
    LEFT_OUT = "left out"
    """A row, a column or a sheet was not used."""
    CHANGED = "changed"
    """A text was cleaned or repaired, or a value was read in a way that somebody should know of."""
    WARNING = "warning"
    """Probably a slip; the catalogue can be used all the same."""


class SheetFinding(Struct, frozen=True):
    """Something that was found in a source, and where.

    Attributes
    ----------
    message
        What is so. Findings with the same message are counted together in the report.
    place
        The cell, row or sheet.
    value
        The text that it is about; empty where there is none.
    hint
        The way out, as a short phrase.
    hides_names
        For want of it, names of entries are not known: others that refer to them are not wrong for that.
    """

    weight: Weight
    message: str
    place: SheetPlace
    value: str = ""
    hint: str | None = None
    hides_names: bool = False

    def __str__(self) -> str:
        value = f": '{short(self.value)}'" if self.value else ""
        hint = f" ({self.hint})" if self.hint else ""
        return visible(f"{self.place}: {self.message}{value}{hint}")


def short(text: str, most: int = 80) -> str:
    """A text of at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
