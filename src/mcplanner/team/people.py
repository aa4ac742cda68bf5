"""The people of a team as they are written: in the team file, in learner files and in sheets, each key with its place.

What counts for all stands beneath what a sheet or a learner file says. Beside a learner file, the team file has the last word;
beside a sheet, its rows do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct

from mcplanner.catalogue.requirements import Path
from mcplanner.course_data.workbooks import Grid, UnreadableError, read_grids
from mcplanner.files.loading import fit_learner, read
from mcplanner.files.paths import MOST_BYTES, read_bytes
from mcplanner.files.yaml_source import Source
from mcplanner.ground.diagnostics import Diagnostic, Position, Severity, did_you_mean
from mcplanner.learner.cells import readers, text_of

OF_ALL = ("catalogue", "funding")
"""The keys of a learner file that a team file has for all."""

LABELS = ("id", "name")

READERS = readers(texts=("id", "by"), lists=("groups", "target"))
COLUMNS = tuple(column for column in READERS if column not in OF_ALL)

Place = Callable[[Path, bool], tuple[str, Position]]
"""Says in which file, and where in it, a value stands, or its key."""


class Written(Struct, frozen=True):
    """One person as data, and the place of each part of it; `label` is what to call a person without a name."""

    data: Mapping[str, Any]
    place: Place
    label: str = ""

    def under(self, other: "Written") -> "Written":
        """This with another one over it, whose keys win."""

        def place(path: Path, of_key: bool) -> tuple[str, Position]:
            mine = path and path[0] in self.data and path[0] not in other.data
            return (self if mine else other).place(path, of_key)

        return Written({**self.data, **other.data}, place, other.label or self.label)


def in_source(source: Source, path: Path, data: Mapping[str, Any]) -> Written:
    """Data that stands at a path of a YAML file."""

    def place(within: Path, of_key: bool) -> tuple[str, Position]:
        whole = (*path, *within)
        return source.file, source.locate_key(whole) if of_key else source.locate(whole)

    return Written(data, place)


Found = tuple[list[Written], list[Diagnostic]]


def find_people(source: Source, entries: Sequence[Mapping[str, Any]], folder: FilePath, of_all: Mapping[str, Any]) -> Found:
    """The people of a team file, those of other files with what stands beside these; and what is wrong with the files."""
    people: list[Written] = []
    diagnostics: list[Diagnostic] = []
    base = in_source(source, (), of_all)
    for number, entry in enumerate(entries):
        found, wrong = _people_of(in_source(source, ("people", number), entry), folder)
        people += [base.under(each) for each in found]
        diagnostics += wrong
    return people, diagnostics


def _people_of(entry: Written, folder: FilePath) -> Found:
    for key, read_people in (("file", _learner_file), ("from", _sheet)):
        name = entry.data.get(key)
        if isinstance(name, str) and name:
            return read_people(entry, folder / name)
    return [entry], []


def _learner_file(entry: Written, path: FilePath) -> Found:
    """A person in a learner file; what stands beside it in the team file wins."""
    source = read(path)
    fitting, found = fit_learner(source)
    if fitting is None or source.diagnostics:
        return [], [*source.diagnostics, *found]
    data = {key: value for key, value in source.data.items() if key not in OF_ALL}
    return [Written(data, in_source(source, (), data).place, path.stem).under(entry)], []


def _sheet(entry: Written, path: FilePath) -> Found:
    """The people of a sheet, a row each; what stands beside it in the team file counts where a row says nothing."""
    content = read_bytes(path, MOST_BYTES)
    if isinstance(content, Diagnostic):
        return [], [content]
    try:
        grids, _ = read_grids(str(path), content)
    except UnreadableError as error:
        return [], [_wrong(str(path), 1, 1, error.finding.message, error.finding.hint)]
    if not grids or not grids[0].rows:
        return [], [_wrong(str(path), 1, 1, "the sheet is empty", "its first row names the columns")]
    wrong = list(_wrong_headings(grids[0]))
    return ([], wrong) if wrong else ([entry.under(own) for own in _rows(grids[0])], [])


def _wrong(file: str, row: int, column: int, message: str, hint: str | None = None) -> Diagnostic:
    return Diagnostic("MC906", Severity.ERROR, message, file, Position(row, column), hint)


def _wrong_headings(grid: Grid) -> Iterator[Diagnostic]:
    headings = [text_of(cell) for cell in grid.rows[0]]
    for number, heading in enumerate(headings, start=1):
        if heading and heading not in COLUMNS:
            hint = did_you_mean(heading, COLUMNS) or f"the columns are {', '.join(COLUMNS)}"
            yield _wrong(grid.file, 1, number, f"unknown column '{heading}'", hint)
        elif heading and heading in headings[: number - 1]:
            yield _wrong(grid.file, 1, number, f"the column '{heading}' is there twice")


def _rows(grid: Grid) -> Iterator[Written]:
    headings = [text_of(cell) for cell in grid.rows[0]]
    columns = {heading: number for number, heading in enumerate(headings, start=1)}
    for row, cells in enumerate(grid.rows[1:], start=2):
        texts = {name: text_of(cell) for name, cell in zip(headings, cells, strict=False) if name}
        data = {name: READERS[name](text) for name, text in texts.items() if text}
        label = data.pop("id", "")
        if data:

            def place(path: Path, _: bool, row: int = row) -> tuple[str, Position]:
                return grid.file, Position(row, columns.get(str(path[0]), 1) if path else 1)

            yield Written(data, place, label)
