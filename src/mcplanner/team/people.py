"""The people of a team as they are written: in the team file, in learner files and in sheets, each key with its place.

What counts for all stands beneath what a sheet or a learner file says. Beside a learner file, the team file has the last word;
beside a sheet, its rows do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct

from mcplanner.catalogue.requirements import Path
from mcplanner.course_data.workbooks import UnreadableError, read_grids
from mcplanner.files.loading import fit_learner, read
from mcplanner.files.paths import MOST_BYTES, read_bytes
from mcplanner.files.yaml_source import YamlSource
from mcplanner.ground.diagnostics import Diagnostic, Position, Severity
from mcplanner.learner.cells import OF_ALL, columns, text_of, value_of, wrong_headings

COLUMNS = columns(texts=("by",), lists=("groups", "target"))

PlaceOf = Callable[[Path, bool], tuple[str, Position]]
"""Says in which file, and where in it, a value stands, or its key."""


class Written(Struct, frozen=True):
    """One person as data, and the place of each part of it; `label` is what to call a person without a name."""

    data: Mapping[str, Any]
    place: PlaceOf
    label: str = ""

    def under(self, other: "Written") -> "Written":
        """This with another one over it, whose keys win."""

        def place(path: Path, of_key: bool) -> tuple[str, Position]:
            mine = path and path[0] in self.data and path[0] not in other.data
            return (self if mine else other).place(path, of_key)

        return Written({**self.data, **other.data}, place, other.label or self.label)


def in_source(source: YamlSource, path: Path, data: Mapping[str, Any]) -> Written:
    """Data that stands at a path of a YAML file."""

    def place(within: Path, of_key: bool) -> tuple[str, Position]:
        whole = (*path, *within)
        return source.file, source.locate_key(whole) if of_key else source.locate(whole)

    return Written(data, place)


Found = tuple[list[Written], list[Diagnostic]]


def find_people(source: YamlSource, entries: Sequence[Mapping[str, Any]], folder: FilePath, of_all: Mapping[str, Any]) -> Found:
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
            people, wrong = read_people(entry, folder / name)
            return (people, wrong) if people else ([], [_named_here(entry, key, name), *wrong])
    return [entry], []


def _named_here(entry: Written, key: str, name: str) -> Diagnostic:
    """That nobody was found in a file, and where the team file names it."""
    file, position = entry.place((key,), False)
    return Diagnostic(
        "MC908", Severity.ERROR, f"nobody can be read from '{name}'", file, position, "what is wrong there follows"
    )


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
        finding = error.finding
        return [], [_wrong(str(path), max(1, finding.place.row), 1, finding.message, finding.hint)]
    texts = [[text_of(cell) for cell in row] for grid in grids[:1] for row in grid.rows]
    return _people_of_sheet(entry, str(path), texts)


def _people_of_sheet(entry: Written, file: str, rows: Sequence[Sequence[str]]) -> Found:
    if not any(map(any, rows[:1])):
        return [], [_wrong(file, 1, 1, "the sheet is empty", "its first row names the columns", code="MC907")]
    if not any(map(any, rows[1:])):
        return [], [_wrong(file, 2, 1, "nobody is in the sheet", "write a row for each person", code="MC907")]
    wrong = [*_wrong_headings(file, rows[0])]
    people: list[Written] = []
    for number, cells in enumerate(rows[1:] if not wrong else (), start=2):
        if any(cells):
            found, misread = _person(file, rows[0], number, cells)
            people.append(entry.under(found))
            wrong += misread
    return ([], wrong) if wrong else (people, [])


def _wrong(file: str, row: int, column: int, message: str, hint: str | None = None, code: str = "MC906") -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, file, Position(row, column), hint)


def _wrong_headings(file: str, headings: Sequence[str]) -> Iterator[Diagnostic]:
    """What is wrong in the first row; a column without a heading is none as long as nothing stands in it."""
    for place, message, hint in wrong_headings(headings, COLUMNS):
        if headings[place - 1]:
            yield _wrong(file, 1, place, message, hint)


def _person(file: str, headings: Sequence[str], row: int, cells: Sequence[str]) -> tuple[Written, list[Diagnostic]]:
    """A person in a row, and what is wrong with the cells."""
    data: dict[str, Any] = {}
    wrong: list[Diagnostic] = []
    for place, (heading, cell) in enumerate(zip_longest(headings, cells, fillvalue=""), start=1):
        if cell and not heading:
            wrong.append(_wrong(file, row, place, "this cell has no heading", "the first row names the columns"))
        elif cell:
            try:
                data[heading] = value_of(COLUMNS, heading, cell)
            except ValueError as error:
                wrong.append(_wrong(file, row, place, str(error), "say one thing of each"))

    def place_of(path: Path, _: bool) -> tuple[str, Position]:
        return file, Position(row, headings.index(path[0]) + 1 if path and path[0] in headings else 1)

    return Written(data, place_of, data.pop("id", "")), wrong
