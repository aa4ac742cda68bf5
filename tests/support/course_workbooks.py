"""Workbooks and CSV of courses for tests, made in memory, and what an import makes of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from mcplanner.catalogue.model import Catalogue
from mcplanner.course_data.importing import Imported, import_grids
from mcplanner.course_data.open_data import DIRECTORY_COLUMNS, NOT_USED, RUN_COLUMNS
from mcplanner.course_data.places import SheetFinding
from mcplanner.course_data.workbooks import Grid, read_grids
from mcplanner.course_data.write_yaml import to_text
from mcplanner.files.checking import check_catalogue

AS_OF = date(2026, 6, 15)

Rows = Sequence[Sequence[Any]]


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with these rows in its sheets; None is an empty cell."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def run_file(*rows: Sequence[Any]) -> bytes:
    """A file in the shape of the open data set of course runs."""
    return xlsx({"Sheet1": [RUN_COLUMNS, *rows]})


def directory(*rows: Mapping[str, Any]) -> bytes:
    """A file in the shape of the open data set of courses."""
    columns = (*DIRECTORY_COLUMNS, *sorted(NOT_USED))
    return xlsx({"Sheet1": [columns, *([row.get(column, "") for column in columns] for row in rows)]})


def imported(*files: bytes, as_of: date = AS_OF, name: str = "courses.xlsx") -> Imported:
    """What an import makes of files."""
    grids: list[Grid] = []
    findings: list[SheetFinding] = []
    for number, content in enumerate(files):
        found, left_out = read_grids(name if number == 0 else f"{number}-{name}", content)
        grids += found
        findings += left_out
    return import_grids(grids, as_of, findings)


def text_of(made: Imported, as_of: date = AS_OF) -> str:
    return to_text(made.lines("Courses", as_of), made.comments())


def catalogue_of(made: Imported, as_of: date = AS_OF) -> Catalogue:
    """The catalogue, read from the text that the import writes; without errors."""
    assert [str(finding) for finding in made.report.errors] == []
    catalogue, found = check_catalogue([("made.yaml", text_of(made, as_of).encode())])
    assert catalogue is not None, [str(each) for each in found]
    return catalogue


def values_of(made: Imported, section: str = "modules") -> list[dict[str, Any]]:
    return [draft.values for draft in made.drafts[section]]


def said(made: Imported) -> list[str]:
    """All findings, as they are printed."""
    return [str(finding) for finding in made.report.findings]


def save(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
