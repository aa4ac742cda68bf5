"""The columns of a provider's own sheets: the key of the catalogue that each holds, how its cells are read, what it means.

Knows the keys of a catalogue and cells; nothing of rows. Import, template and export all go by these tables.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, get_args

from msgspec import Struct

from mcplanner.catalogue.model import KINDS, MODES, Evidence, FigureName
from mcplanner.course_data import cells, headings
from mcplanner.course_data.cells import CellError
from mcplanner.course_data.names import Names, as_id
from mcplanner.course_data.requirement_cells import read_requirement
from mcplanner.course_data.texts import clean
from mcplanner.course_data.workbooks import Cell

ANY = "any"
"""What stands for modules that start in any month."""

NONE = "none"
"""What stands for an empty list where an empty cell means something else."""

CellReader = Callable[[Cell, Names], Any]
"""What reads a cell as a value; None where it says that there is nothing to name."""


class Column(Struct, frozen=True):
    """One key of an entry, in a column.

    Attributes
    ----------
    explained
        What the column means, and what an empty cell does; it stands in the template.
    choices
        The words among which a spreadsheet lets people choose.
    needed
        No entry is without it.
    """

    key: str
    read: CellReader
    explained: str
    width: int = 14
    choices: tuple[str, ...] = ()
    needed: bool = False


def _alone(read: Callable[[Cell], Any]) -> CellReader:
    return lambda cell, _: read(cell)


def _or_unknown(read: Callable[[Cell], Any]) -> CellReader:
    return lambda cell, _: cells.UNKNOWN if cells.says_unknown(cell) else read(cell)


def _text(cell: Cell, _: Names) -> str:
    return cells.text(cell)


def _code(cell: Cell, _: Names) -> str:
    return cells.code(cell)


def _id(cell: Cell, _: Names) -> str:
    return as_id(cells.code(cell))


def _codes(cell: Cell, _: Names) -> list[str] | None:
    return None if cells.says_none(cell) else cells.items(cell)


def _ids(cell: Cell, _: Names) -> list[str] | None:
    return None if cells.says_none(cell) else [as_id(item) for item in cells.items(cell)]


def _entries(cell: Cell, names: Names) -> list[str] | None:
    return None if _names_none(cell, names) else [names.id_of(item) for item in cells.items(cell)]


def _names_none(cell: Cell, names: Names) -> bool:
    """Return whether a cell says `Nil`, and nothing is called so."""
    return cells.says_none(cell) and names.find(cells.text(cell)) is None


def _requirement(cell: Cell, names: Names) -> Any:
    if _names_none(cell, names):
        return None
    return read_requirement(cell if isinstance(cell, str) else cells.code(cell), names.find)


def _intakes(cell: Cell) -> Any:
    if isinstance(cell, str) and cell.strip().lower() in (ANY, "any month", "any time", "all", "every month", "monthly"):
        return ANY
    return cells.intakes(cell)


def _sessions(cell: Cell) -> list[str]:
    return [] if isinstance(cell, str) and cell.strip().lower() == NONE else cells.sessions(cell)


def _full_day(cell: Cell) -> str:
    found = cells.day(cell)
    if len(found) < 10:
        raise CellError("needs a day", "write 2027-04-19")
    return found


def _figures(cell: Cell) -> list[str]:
    found = [item.lower() for item in cells.items(cell)]
    if wrong := [item for item in found if item not in get_args(FigureName)]:
        raise CellError(f"has '{wrong[0]}', which is no figure", "write keys of the catalogue, such as hours; fee")
    return found


def _derived(cell: Cell) -> dict[str, str]:
    found = {}
    for line in filter(str.strip, cells.text(cell).splitlines() if not isinstance(cell, str) else cell.splitlines()):
        key, colon, how = line.partition(":")
        if not colon or key.strip() not in get_args(FigureName) or not how.strip():
            raise CellError("needs a figure and how it was derived on each line", "write fee: 60 h at S$28.30")
        found[key.strip()] = clean(how)[0]
    return found


def _extra(cell: Cell) -> dict[str, Any]:
    try:
        found = json.loads(cells.text(cell), parse_float=Decimal)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CellError("needs an object in JSON", 'such as {"key": "value"}')
    return found


def _word(*words: str) -> CellReader:
    def read(cell: Cell, _: Names) -> str:
        found = cells.text(cell).lower()
        if found not in words:
            raise CellError("is no such word", f"one of {', '.join(words)}")
        return found

    return read


def _shares(cell: Cell) -> int | bool:
    return False if cells.text(cell).lower() in ("no", "none", "false", "0") else cells.whole(cell)


EVIDENCE = get_args(Evidence)
REQUIREMENTS = "a; b. Or: a | b. Or: 2 of (a; b; c)"

_SAID_OF_AN_ENTRY = (
    Column("evidence", _word(*EVIDENCE), "how certain the figures are; may be empty", 12, EVIDENCE),
    Column("derived", _alone(_derived), "figures that were derived, one a line: fee: 60 h at S$28.30", 24),
    Column("assumed", _alone(_figures), "figures that were assumed: months; mode", 16),
    Column("source", _text, "where title and hours were seen", 24),
    Column("as_of", _alone(_full_day), "the day on which it was right, if not that of the catalogue", 12),
    Column("extra", _alone(_extra), "further values in JSON; not read", 12),
)
_PAGES = (
    Column("url", _code, "its page on the web", 24),
    Column("language", _text, "the language it is taught in", 12),
    Column("entry", _text, "what is required to be admitted, as text", 30),
)

MODULES = (
    Column("id", _id, "its name in the catalogue: small letters, digits, hyphens; made of number or title if empty", 18),
    Column("title", _text, "needed", 36, needed=True),
    Column("ref", _code, "its course number", 17),
    Column("refs", _codes, "further numbers of the same course: TGS-2026000002; TGS-2026000003", 17),
    *_PAGES,
    Column("field", _text, "its field of study", 22),
    Column("topics", _ids, "finer subjects: networks; security", 18),
    Column("provider", _text, "who teaches; if empty, the only one in the sheet providers", 22),
    Column("mode", _or_unknown(cells.mode), "empty: unknown", 11, (*MODES, cells.UNKNOWN)),
    Column("hours", _or_unknown(cells.hours), "all learning hours, as 22.5 or 22:30; empty: unknown", 9),
    Column("months", _or_unknown(cells.months), "its length, or '2 to 4' if the learner chooses; empty: unknown", 9),
    Column("weeks", _or_unknown(cells.number), "teaching weeks; empty: months x 13/3", 9),
    Column("intakes", _or_unknown(_intakes), "months in which it starts: apr; oct. Or: any. Empty: see sheet runs", 14),
    Column("then", _alone(cells.intakes), "the months in which it is presumed to start after its last run", 12),
    Column("apply_months_before", _alone(cells.whole_months), "how many months before an intake one must apply", 9),
    Column("sessions", _or_unknown(_sessions), "weekly class times: tue 18:30-21:30; thu 18:30-21:30", 28),
    Column("evenings", _alone(cells.whole), "evenings a week, if their days are not published", 9),
    Column("days", _alone(cells.number), "full days of class", 8),
    Column("requires", _requirement, f"what must be passed before: {REQUIREMENTS}", 26),
    Column("alongside", _entries, "modules that must have begun: a; b", 18),
    Column("equivalent", _entries, "modules that count as this one: a; b", 18),
    Column("excludes", _entries, "modules that cannot be taken as well: a; b", 18),
    Column("covers", _entries, "modules as which it counts, taken whole: a; b", 18),
    Column("credits", _alone(cells.number), "credits, also halves", 9),
    Column("fee", _or_unknown(cells.money), "dollars before GST and subsidy; 0 is free; empty: unknown", 11),
    Column("funding", _id, "its class in the funding rules", 16),
    Column("skills", _ids, "what it teaches: python; data analysis", 24),
    Column("recognised_by", _ids, "quality marks", 18),
    *_SAID_OF_AN_ENTRY,
)  # fmt: skip
RUNS = (
    Column("module", _code, "the id, number or title of a module", 24, needed=True),
    Column("start", _alone(cells.day), "the first day, or the month as 2027-04", 12, needed=True),
    Column("end", _alone(cells.day), "the last day, or its month", 12),
    Column("apply_from", _alone(cells.day), "the first day to apply", 12),
    Column("apply_by", _alone(cells.day), "the last day to apply", 12),
    Column("mode", _or_unknown(cells.mode), "if not the module's", 11, (*MODES, cells.UNKNOWN)),
    Column("sessions", _or_unknown(_sessions), "if not the module's; none if it has no class times", 28),
    Column("fee", _or_unknown(cells.money), "if not the module's", 11),
    Column("ref", _code, "the number of this run", 17),
    Column("seats", _alone(cells.whole), "", 8),
)
AWARDS = (
    Column("id", _id, "its name in the catalogue; made of the title if empty", 18),
    Column("title", _text, "needed", 36, needed=True),
    Column("ref", _code, "its course number", 17),
    Column("refs", _codes, "further numbers", 17),
    *_PAGES,
    Column("kind", _alone(cells.kind), "needed", 18, KINDS, needed=True),
    Column("field", _text, "its field of study", 22),
    Column("provider", _text, "who awards it", 22),
    Column("fee", _or_unknown(cells.money), "what is asked for the whole; only shown", 11),
    Column("requires", _requirement, f"needed: {REQUIREMENTS}. Or: 10 credits of (a; b; c)", 40, needed=True),
    Column("valid_months", _alone(cells.whole_months), "how many months each module counts", 9),
    Column("shares", _alone(_shares), "how many modules may count for other awards too; no: none; empty: all", 9),
    Column("recognised_by", _ids, "quality marks", 18),
    *_SAID_OF_AN_ENTRY,
)  # fmt: skip
ROLES = (
    Column("id", _id, "its name in the catalogue; made of the title if empty", 18),
    Column("title", _text, "needed", 36, needed=True),
    Column("field", _text, "its field of study", 22),
    Column("requires", _requirement, "needed: skill: python; skill: data analysis", 40, needed=True),
)
FIELDS = (Column("id", _id, "made of the title if empty", 22), Column("title", _text, "needed", 36, needed=True))
PROVIDERS = (*FIELDS, Column("venue", _text, "where it teaches", 40))
HEAD = (
    Column("as_of", _alone(_full_day), "the day on which it was right", 30),
    Column("title", _text, "the name of the catalogue", 40),
)


class SheetKind(Struct, frozen=True):
    """A kind of sheet: its name, the names under which it is known too, its section of the catalogue, and its columns."""

    name: str
    also: tuple[str, ...]
    section: str
    columns: tuple[Column, ...]
    synonyms: Mapping[str, str]
    needs: frozenset[str]
    """Keys of which one must be among the headings."""
    read_too: tuple[Column, ...] = ()
    """Columns that are read where they are found, and not written."""


KINDS_OF_SHEETS = (
    SheetKind("catalogue", ("about",), "", HEAD, headings.HEAD_KEYS, frozenset(("title", "as_of"))),
    SheetKind("fields", ("subjects", "categories"), "fields", FIELDS, headings.FIELDS, frozenset(("id", "title"))),
    SheetKind("providers", ("schools", "institutions"), "providers", PROVIDERS, headings.PROVIDERS, frozenset(("id", "title"))),
    SheetKind(
        "modules",
        ("courses", "units", "course list"),
        "modules",
        MODULES,
        headings.MODULES,
        frozenset(("id", "title")),
        RUNS[1:3],
    ),
    SheetKind("runs", ("schedule", "dates", "classes", "sessions"), "runs", RUNS, headings.RUNS, frozenset(("start",))),
    SheetKind(
        "stacks", ("awards", "qualifications", "programmes"), "awards", AWARDS, headings.AWARDS, frozenset(("requires",))
    ),
    SheetKind("roles", ("jobs", "job roles"), "roles", ROLES, headings.ROLES, frozenset(("requires",))),
)
"""The sheets of a workbook of one's own, in their order."""
