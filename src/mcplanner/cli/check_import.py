"""Check a catalogue that was made of sheets as `mcplan check` does, with each finding at the cell that it comes from.

This module brings `course_data` and `files` together. What is wrong at one cell hides nothing at another: something else stands
in its place while the rest is checked.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.requirements import Path
from mcplanner.course_data.importing import Imported
from mcplanner.course_data.places import SheetFinding, SheetPlace, Weight
from mcplanner.course_data.report import Report
from mcplanner.course_data.stand_ins import with_stand_ins
from mcplanner.course_data.write_yaml import Line, to_text
from mcplanner.files.checking import check_catalogue
from mcplanner.files.paths import MOST_BYTES
from mcplanner.files.yaml_words import MAX_ITEMS, MAX_VALUES
from mcplanner.ground.diagnostics import Diagnostic, Position, Severity

MOST_CHECKED = 2_000_000
"""Bytes of a catalogue that is checked at once; a larger one would take seconds, and is checked on request."""

MOST_ROUNDS = 5
"""How often the rest is checked again, without what was found to have a wrong form."""

SHAPE = "MC2"
"""The codes of findings about the form of a value; where there is one, nothing else is checked."""

OF_NAMES = frozenset(("MC103", "MC104", "MC105", "MC108"))
"""The codes of findings that a name is of nothing in the catalogue."""


class FoundAtPath(Struct, frozen=True):
    """What was found at a path of a catalogue, and the cell that the value there comes from."""

    path: Path
    code: str
    finding: SheetFinding


def checked(imported: Imported, title: str, as_of: date, text: str) -> Report:
    """The report of an import with what checks find in its catalogue, whose text this is."""
    report = imported.report
    size, values, items = len(text.encode()), imported.count_values(), imported.count_items()
    if size > MOST_BYTES or values > MAX_VALUES or items > MAX_ITEMS:
        message = f"the catalogue would have {size:,} bytes and {values:,} values, {items:,} of them in lists"
        most = f"{MOST_BYTES:,} and {MAX_VALUES:,}, {MAX_ITEMS:,} of them in lists, at most"
        hint = f"mcplan reads {most}: take fewer courses, as with --search nursing"
        return _with(report, [SheetFinding(Weight.ERROR, message, SheetPlace("the catalogue"), hint=hint)])
    if size > MOST_CHECKED or not imported.drafts["modules"]:
        return replace(report, is_checked=False)
    if not report.errors:
        found = list(_found(imported, title, as_of))
        if all(each.finding.weight is Weight.WARNING for each in found):
            return _with(report, [each.finding for each in found])
    return _with(report, _errors(imported, title, as_of))


def _with(report: Report, findings: list[SheetFinding]) -> Report:
    return replace(report, findings=(*report.findings, *findings))


def _errors(imported: Imported, title: str, as_of: date) -> list[SheetFinding]:
    """The errors in all cells that no error was found in yet; of what cannot be used, something else stands in the place."""
    seen = {finding.place for finding in imported.report.errors}
    names_are_known = not any(finding.hides_names for finding in imported.report.errors)
    errors: list[SheetFinding] = []
    wrong: set[Path] = set()
    for _ in range(MOST_ROUNDS):
        tried = replace(imported, drafts=with_stand_ins(imported.drafts, wrong, as_of))
        found = list(_found_errors(tried, title, as_of, names_are_known))
        errors += [each.finding for each in found if each.finding.place not in seen]
        seen.update(each.finding.place for each in found)
        malformed = {each.path for each in found if each.code.startswith(SHAPE)}
        if malformed <= wrong:
            break
        wrong |= malformed
    return errors


def _found_errors(imported: Imported, title: str, as_of: date, names_are_known: bool) -> Iterator[FoundAtPath]:
    """What is wrong in a catalogue; where not all names are known, without those that are of nothing in it."""
    for each in _found(imported, title, as_of):
        if each.finding.weight is Weight.ERROR and (names_are_known or each.code not in OF_NAMES):
            yield each


def _found(imported: Imported, title: str, as_of: date) -> Iterator[FoundAtPath]:
    """What checks find in a catalogue."""
    lines = imported.lines(title, as_of)
    for diagnostic in check_catalogue([("", to_text(lines).encode())])[1]:
        path = _path(lines, diagnostic.position)
        yield FoundAtPath(path, diagnostic.code, _at_cell(imported, diagnostic, path, lines))


def _at_cell(imported: Imported, diagnostic: Diagnostic, path: Path, lines: Sequence[Line]) -> SheetFinding:
    """The finding at the cell of a path; another place that it is about is a cell, too."""
    place, hint = _cell(imported, path), diagnostic.hint
    if diagnostic.earlier is not None:
        other = _cell(imported, _path(lines, diagnostic.earlier))
        hint = f"in {other.seen_from(place)}"
    weight = Weight.ERROR if diagnostic.severity is Severity.ERROR else Weight.WARNING
    return SheetFinding(weight, f"{diagnostic.code} {diagnostic.message}", place, hint=hint)


def _cell(imported: Imported, path: Path) -> SheetPlace:
    return imported.place_of(path) or SheetPlace("the catalogue")


def _path(lines: Sequence[Line], position: Position) -> Path:
    """The path of what stands at a position of a catalogue; a run has a line of its own, with several keys."""
    if position.line > len(lines):
        return ()
    text, path = lines[position.line - 1]
    keys = re.findall(r"[{ ](\w+): ", text[: position.column - 1]) if len(path) == len(("modules", 0, "runs", 0)) else []
    return (*path, *keys[-1:])
