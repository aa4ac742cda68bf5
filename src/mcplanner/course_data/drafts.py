"""Entries of a catalogue in the making: plain values as the file will have them, and the cells they come from.

Knows the shape of a catalogue; nothing of sheets beyond places.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from msgspec import Struct, field

from mcplanner.course_data.places import SheetFinding, SheetPlace
from mcplanner.course_data.workbooks import Grid

Values = dict[str, Any]
"""Keys and values of an entry; a value is text, a number, True or False, a list or a mapping."""

SECTIONS = ("fields", "providers", "modules", "awards", "roles")
NOT_SORTED = {"id": "not-sorted", "title": "Not sorted by field"}
"""The field of modules whose source has no fields."""


class Draft(Struct):
    """One entry of a section of the catalogue.

    Attributes
    ----------
    place
        The row that it comes from.
    columns
        The column of each key in that row, from 1.
    elsewhere
        The places of parts that come from other rows, such as runs, by key and position.
    if_taught
        It is left out unless modules teach all skills that it requires.
    """

    section: str
    values: Values
    place: SheetPlace
    columns: dict[str, int] = field(default_factory=dict)
    elsewhere: dict[tuple[str | int, ...], SheetPlace] = field(default_factory=dict)
    if_taught: bool = False

    def place_of(self, path: Sequence[str | int]) -> SheetPlace:
        """The cell that a value comes from, or else the row."""
        for length in range(len(path), 0, -1):
            found = self.elsewhere.get(tuple(path[:length]))
            if found is not None:
                return found
        column = self.columns.get(str(path[0]), 0) if path else 0
        return SheetPlace(self.place.file, self.place.sheet, self.place.row, column)


class Source(Protocol):
    """A kind of course data. A new one is a class with this interface, and its line in `importing.SOURCES`."""

    name: str
    """What people call it, such as 'Course Directory and Course Run (data.gov.sg)'."""

    def reads(self, grid: Grid, /) -> bool:
        """Return whether a sheet is of this kind, by its name and its headings."""

    def entries(self, grids: Sequence[Grid], as_of: date, /) -> Iterator[Draft | SheetFinding]:
        """The entries in all sheets of this kind, read together; and everything that was found while reading them.

        Each row either becomes a part of an entry or is named in a finding. Nothing is raised for what is wrong in a row.
        """

    def would_add(self, grids: Sequence[Grid], /) -> Mapping[str, str]:
        """Where figures that entries of these sheets lack would come from: by key, another file of this kind, or a column."""


def in_sections(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    """The drafts by section, in the order of the file."""
    found: dict[str, list[Draft]] = {section: [] for section in SECTIONS}
    for draft in drafts:
        found[draft.section].append(draft)
    return found
