"""Writes a catalogue as a workbook that can be imported again, and an empty one to fill in.

Knows the columns, and XlsxWriter; nothing of files. The same catalogue gives the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mcplanner.catalogue.model import Catalogue, Module, MonthBounds, Run, Unknown
from mcplanner.course_data.cells import UNKNOWN, says_none
from mcplanner.course_data.columns import ANY, KINDS_OF_SHEETS, NONE, Column, SheetKind
from mcplanner.course_data.requirement_cells import write_requirement
from mcplanner.ground.months import Month, format_month

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""

ROWS_TO_FILL = 1000
"""Rows of the template in which a spreadsheet offers the words to choose from."""

MADE = datetime(2026, 1, 1)
"""The time that a workbook says it was made, so that the same contents give the same bytes."""

_DAYS = frozenset(("start", "end", "apply_from", "apply_by", "as_of"))
_REQUIREMENTS = frozenset(("requires",))


class TooLongError(Exception):
    """A text does not fit into a cell; the message says which."""


def template_xlsx() -> bytes:
    """An empty workbook: headings, what each column means, and the words to choose from."""
    return _written({kind.name: [] for kind in KINDS_OF_SHEETS}, template=True)


def catalogue_xlsx(catalogue: Catalogue) -> bytes:
    """The whole catalogue as a workbook.

    Raises
    ------
    TooLongError
        A text is longer than a cell can be.
    """
    entries: dict[str, Sequence[Any]] = {
        "catalogue": [catalogue],
        "fields": catalogue.fields,
        "providers": catalogue.providers,
        "modules": catalogue.modules,
        "runs": [(module.id, run) for module in catalogue.modules for run in module.runs or ()],
        "stacks": catalogue.awards,
        "roles": catalogue.roles,
    }
    return _written({kind.name: [_cells(kind, entry) for entry in entries[kind.name]] for kind in KINDS_OF_SHEETS})


Cells = Mapping[str, Any]
"""The values of a row by their keys, as a workbook has them."""


def _cells(kind: SheetKind, entry: Any) -> Cells:
    if isinstance(entry, tuple):
        module, run = entry
        return {"module": module, **_cells(kind, run)}
    cells = {column.key: cell_of(entry, column.key) for column in kind.columns if hasattr(entry, column.key)}
    return {key: cell for key, cell in cells.items() if cell is not None}


def cell_of(entry: Any, key: str) -> Any:
    """A value as a cell holds it, None for an empty one; what an empty cell would mean otherwise is written out."""
    value = getattr(entry, key)
    if isinstance(entry, Module) and key in ("intakes", "fee"):
        return _intakes_or_fee(entry, key, value)
    if key == "sessions" and value == () and isinstance(entry, Run):
        return NONE
    if key in _REQUIREMENTS:
        return None if value is None else write_requirement(value)
    if key in _DAYS and isinstance(value, int):
        return format_month(Month(value))
    return _plain(key, value)


def _intakes_or_fee(module: Module, key: str, value: Any) -> Any:
    """Of a module without runs, an empty cell would mean that nobody knows its intakes; of any, that nobody knows its fee."""
    if key == "intakes" and value is None:
        return ANY if module.runs is None else None
    return None if key == "fee" and isinstance(value, Unknown) else _plain(key, value)


def _plain(key: str, value: Any) -> Any:
    match value:
        case Unknown():
            return UNKNOWN
        case MonthBounds():
            return f"{value.min} to {value.max}"
        case Mapping() if not value:
            return None
        case Mapping() if key == "extra":
            return json.dumps(value, ensure_ascii=False, default=_number)
        case Mapping():
            return "\n".join(f"{name}: {text}" for name, text in value.items())
        case tuple():
            return _joined(value) or None
        case _:
            return value


def _joined(items: Sequence[str]) -> str:
    """Items with semicolons between them; one that has a comma, or that says none, is closed with one, so that it stays one."""
    return f"{items[0]};" if len(items) == 1 and ("," in items[0] or says_none(items[0])) else "; ".join(items)


def _number(value: Any) -> int | float:
    """Numbers within `extra`, which JSON has no exact type for."""
    assert isinstance(value, Decimal)
    return float(value)


def _written(rows: Mapping[str, Sequence[Cells]], template: bool = False) -> bytes:
    import xlsxwriter

    written = BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": MADE})
    book = _Book(workbook)
    for kind in KINDS_OF_SHEETS:
        if template or rows[kind.name]:
            book.add(kind, rows[kind.name], template)
    workbook.close()
    return written.getvalue()


class _Book:
    """One workbook in the making."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._head = workbook.add_format({"bold": True, "bottom": 1})
        self._explained = workbook.add_format({"italic": True, "font_color": "#59616B", "text_wrap": True, "valign": "top"})
        self._wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._as_text = workbook.add_format({"num_format": "@"})

    def add(self, kind: SheetKind, rows: Sequence[Cells], template: bool) -> None:
        """A sheet with its headings and rows; the template's has explanations, and choices for the rows to come."""
        sheet = self._workbook.add_worksheet(kind.name)
        for number, column in enumerate(kind.columns):
            sheet.set_column(number, number, column.width, self._format_of(column, template))
            sheet.write_string(0, number, column.key, self._head)
            if template:
                mark = "# " if number == 0 else ""
                sheet.write_string(1, number, f"{mark}{column.explained}", self._explained)
                self._offer(sheet, number, column)
        for row, cells in enumerate(rows, 2 if template else 1):
            for number, column in enumerate(kind.columns):
                self._put(sheet, row, number, cells.get(column.key))
        sheet.freeze_panes(2 if template else 1, 1)

    def _format_of(self, column: Column, template: bool) -> "Any":
        """Codes and lists of a template are text, so that no spreadsheet makes a number or a date of them."""
        if not template or column.key in ("hours", "weeks", "days", "credits", "fee", "seats"):
            return None
        return self._day if column.key in _DAYS else self._as_text

    def _offer(self, sheet: "Worksheet", number: int, column: Column) -> None:
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            sheet.data_validation(2, number, 1 + ROWS_TO_FILL, number, rule)

    def _put(self, sheet: "Worksheet", row: int, number: int, value: Any) -> None:
        """Text is written as text, whatever it begins with."""
        if isinstance(value, str):
            if len(value) > LONGEST_CELL:
                raise TooLongError(f"a text of {len(value):,} characters does not fit into a cell: '{value[:40]}…'")
            sheet.write_string(row, number, value, self._wrapped if "\n" in value else None)
        elif isinstance(value, date):
            sheet.write_datetime(row, number, datetime.combine(value, time()), self._day)
        elif isinstance(value, bool):
            sheet.write_boolean(row, number, value)
        elif value is not None:
            sheet.write_number(row, number, float(value))
