"""Looks in the parts of an XLSX file for what readers of cells do not tell: formulas without values, error cells, hidden rows.

Knows the form of XLSX; nothing of courses. A file that is not XLSX, or is built otherwise, has no oddities.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from xml.etree import ElementTree as ET

from msgspec import Struct

_CELL = re.compile(rb"<c\s([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+[0-9]+:)?([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb'<row\s[^>]*?\br="([0-9]{1,7})"')
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_HIDDEN_ROW = re.compile(rb'<row\s[^>]*?\br="([0-9]{1,7})"[^>]*?\bhidden="(?:1|true)"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

MOST_BYTES = 40_000_000
"""Of one sheet, unpacked: it holds a hundred thousand rows that people fill in. A larger one comes out of a database."""

NO_VALUE = "the formula in this cell has no stored value"
ERROR_CELL = "this cell holds an error"
OPEN_AND_SAVE = "open the file in a spreadsheet program and save it, or type the value"


class TooLargeError(Exception):
    """A sheet reaches so far that a reader of cells would run out of memory; the message names its last cell."""


class Oddities(Struct, frozen=True):
    """Of one sheet: why cells have no usable value, by row and column from 0; and the hidden rows, from 0."""

    cells: Mapping[tuple[int, int], str] = MappingProxyType({})
    hidden_rows: frozenset[int] = frozenset()


def find_oddities(content: bytes, most_cells: int) -> dict[str, Oddities]:
    """The oddities of each sheet, by its name.

    Raises
    ------
    TooLargeError
        From its first to its last cell, a sheet has more cells than are wanted: a single one far away is enough.
    """
    with (
        suppress(KeyError, ValueError, zipfile.BadZipFile, ET.ParseError),
        zipfile.ZipFile(io.BytesIO(content)) as parts,
    ):
        found = {}
        for name, part in _sheet_parts(parts):
            _check_reach(name, parts, part, most_cells)
            found[name] = _oddities(_unpacked(parts, part))
        return found
    return {}


def _check_reach(name: str, parts: zipfile.ZipFile, part: str, most_cells: int) -> None:
    """Refuse a sheet that reaches too far, by what it says of itself and by its cells."""
    with parts.open(part) as stream:
        said = _DIMENSION.search(stream.read(4096))
    sheet = _unpacked(parts, part)
    rows = [int(said[2]) if said else 0, *map(int, _ROW.findall(sheet))]
    columns = {said[1] if said else b"A", *_COLUMN.findall(sheet)}
    last = max(columns, key=_column)
    if max(rows) * (_column(last) + 1) > most_cells:
        raise TooLargeError(f"the sheet '{name}' reaches to the cell {last.decode()}{max(rows)}")


def _sheet_parts(parts: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet with the part that holds it."""
    relations = ET.fromstring(_unpacked(parts, "xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for element in ET.fromstring(_unpacked(parts, "xl/workbook.xml")).iter():
        target = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION))
        if element.tag.endswith("}sheet") and target is not None:
            yield element.get("name", ""), target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _unpacked(parts: zipfile.ZipFile, name: str) -> bytes:
    """A part; nothing if it is too large to look through."""
    with parts.open(name) as part:
        return part.read(MOST_BYTES) if parts.getinfo(name).file_size <= MOST_BYTES else b""


def _oddities(sheet: bytes) -> Oddities:
    hidden = frozenset(int(match[1]) - 1 for match in _HIDDEN_ROW.finditer(sheet)) if b"hidden=" in sheet else frozenset()
    if b"<f" not in sheet and b't="e"' not in sheet:
        return Oddities(hidden_rows=hidden)
    return Oddities(dict(_cells_without_value(sheet)), hidden)


def _cells_without_value(sheet: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in _CELL.finditer(sheet):
        reference, inner = _REFERENCE.search(cell[1]), cell[2] or b""
        reason = _reason(cell[1], inner)
        if reference is not None and reason is not None:
            yield (int(reference[2]) - 1, _column(reference[1])), reason


def _reason(attributes: bytes, inner: bytes) -> str | None:
    """Why a cell has no usable value. Programs that do not calculate store 0 or nothing beside a formula."""
    if b't="e"' in attributes:
        return ERROR_CELL
    if b"<f" not in inner:
        return None
    value = _VALUE.search(inner)
    return NO_VALUE if value is None or value[1] in (b"", b"0", b"0.0") else None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
