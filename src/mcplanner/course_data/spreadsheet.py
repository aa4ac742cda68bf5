"""A provider's own sheets: modules, runs and stacks, in XLSX, ODS or CSV, with the headings that people know.

Knows what the columns of a catalogue mean together; how a cell is read stands in `columns`, where a table is in `tables`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field

from mcplanner.course_data.cells import UNKNOWN, CellError, code, text
from mcplanner.course_data.columns import ANY, KINDS_OF_SHEETS, MODULES
from mcplanner.course_data.drafts import NOT_SORTED, Draft, Values
from mcplanner.course_data.names import Names, Register, as_id
from mcplanner.course_data.places import SheetFinding, SheetPlace, Weight
from mcplanner.course_data.tables import GONE, NAMING, SheetRow, Table, empty_cells, find_table, heading_findings, rows_of
from mcplanner.course_data.texts import slug
from mcplanner.course_data.workbooks import Cell, Grid

NO_PROVIDER = ("provider", "Provider not named")
NOT_NAMED = "no provider is named"
NO_START = "end: there is no start beside it"
OF_GONE = "the run is of a module that is no longer offered"
NO_MODULE = "the run is of no module in these files"


class Spreadsheet:
    """Sheets of one's own; each file and each sheet can hold a part."""

    name = "sheets of your own"

    def reads(self, grid: Grid) -> bool:
        return find_table(grid) is not None

    def would_add(self, _: Sequence[Grid], /) -> Mapping[str, str]:
        own = {column.key: f"column {column.key} of the sheet modules" for column in MODULES}
        return {**own, "intakes": f"{own['intakes']}, or a sheet runs"}

    def entries(self, grids: Sequence[Grid], _: date, /) -> Iterator[Draft | SheetFinding]:
        tables = [table for grid in grids if (table := find_table(grid)) is not None]
        reading = _Reading(tables)
        drafts = reading.drafts()
        yield from reading.findings
        yield from drafts


class Head(Struct):
    """What sheets `catalogue` say: the title and the day, and which keys have a value that cannot be read."""

    values: Values = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


def head_of(grids: Iterable[Grid]) -> Head:
    """What sheets `catalogue` say; why something cannot be read is left to `entries` to report."""
    found = Head()
    for grid in grids:
        table = find_table(grid)
        if table is not None and table.kind.section == "":
            own = _Reading([table]).head
            found.values |= own.values
            found.unread |= own.columns.keys() - own.values.keys()
    return found


class _Reading:
    """The rows of all tables as drafts: first everything that has a name, then what refers to it."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.findings: list[SheetFinding] = []
        self.head = Draft("", {}, SheetPlace(""))
        self._rows: dict[str, list[tuple[Table, SheetRow]]] = {kind.section: [] for kind in KINDS_OF_SHEETS}
        self._gone: dict[str, list[tuple[Table, SheetRow]]] = {kind.section: [] for kind in KINDS_OF_SHEETS}
        for table in tables:
            self.findings += heading_findings(table)
            for found in rows_of(table):
                if isinstance(found, SheetFinding):
                    self.findings.append(found)
                elif found.is_gone:
                    self._leave_out(table, found)
                else:
                    self._rows[table.kind.section].append((table, found))
        self._names = Names(self._named(self._rows))
        self._gone_names = Names(self._named(self._gone))
        self._fields = Register("fields", self._entries("fields"))
        self._providers = Register("providers", self._entries("providers"))
        for table, row in self._rows[""]:
            own = self._read(table, row)
            self.head.values |= own.values
            self.head.columns |= own.columns

    def drafts(self) -> list[Draft]:
        """All entries; fields and providers that only modules name stand behind those of sheets of their own."""
        modules = self._modules()
        awards = [self._award(draft) for draft in self._entries("awards")]
        roles = [self._role(draft) for draft in self._entries("roles")]
        return [*self._fields.drafts, *self._providers.drafts, *modules, *awards, *roles]

    # --- one row ---

    def _read(self, table: Table, row: SheetRow) -> Draft:
        """The values of a row by their keys, in the order of the catalogue; cells that cannot be read are found."""
        draft = Draft(table.kind.section, {}, table.grid.place(row.number))
        self.findings += empty_cells(table, row)
        for column in (*table.kind.columns, *table.kind.read_too):
            for number, cell in row.cells.get(column.key, ()):
                draft.columns.setdefault(column.key, number + 1)
                try:
                    value = column.read(cell, self._names)
                except CellError as error:
                    self._refuse(error, column.key, table.grid.place(row.number, number), cell)
                    continue
                if value is not None:
                    _put(draft.values, column.key, value)
        return draft

    def _refuse(self, error: CellError, key: str, place: SheetPlace, cell: Cell) -> None:
        message = f"{key}: {error.message}"
        self.findings.append(SheetFinding(Weight.ERROR, message, place, text(cell), error.hint, hides_names=key in NAMING))

    def _leave_out(self, table: Table, row: SheetRow) -> None:
        """Leave out what is no longer offered; its name is known, for runs of it."""
        name = _first(row, "title") or _first(row, "id") or _first(row, "module")
        self.findings.append(SheetFinding(Weight.LEFT_OUT, GONE, table.grid.place(row.number), name))
        self._gone[table.kind.section].append((table, row))

    def _named(self, rows: Mapping[str, list[tuple[Table, SheetRow]]]) -> Iterator[tuple[str, str, str]]:
        """The id, the number and the title of everything that others can refer to."""
        for section in ("modules", "awards", "roles"):
            for _, row in rows[section]:
                own, number, title = (_first(row, key) for key in ("id", "ref", "title"))
                yield as_id(own) or _made_id(number, title), number, title

    def _entries(self, section: str) -> Iterator[Draft]:
        """The entries of a section, each with an id and a title; without a row that has no name at all."""
        for table, row in self._rows[section]:
            draft = self._read(table, row)
            if draft.values.keys() & NAMING:
                self._name(draft)
                yield draft

    def _name(self, draft: Draft) -> None:
        """See to it that the entry has an id and a title, each made of what there is if it is missing."""
        values = draft.values
        own = values.get("id") or _made_id(values.get("ref", ""), values.get("title", ""))
        title = values.get("title") or values.get("ref") or own
        draft.values = {
            "id": own,
            "title": title,
            **{key: value for key, value in values.items() if key not in ("id", "title")},
        }

    # --- modules ---

    def _modules(self) -> list[Draft]:
        found: dict[str, list[Draft]] = {}
        for draft in self._entries("modules"):
            same = found.setdefault(draft.values["id"], [])
            if not same or not _is_further_run(same[-1], draft):
                same.append(draft)
        drafts = [draft for same in found.values() for draft in same]
        self._put_runs({draft.values["id"]: draft for draft in reversed(drafts)})
        return [self._complete(draft) for draft in drafts]

    def _put_runs(self, modules: Mapping[str, Draft]) -> None:
        """Put each row of the runs into its module."""
        for table, row in self._rows["runs"]:
            draft = self._read(table, row)
            name = draft.values.pop("module", None)
            if name is None:
                continue
            module = modules.get(self._names.id_of(name))
            if module is None:
                self._miss_module(draft, name)
                continue
            if "start" not in draft.values:
                continue
            runs = module.values.setdefault("runs", [])
            for key, column in draft.columns.items():
                place = SheetPlace(draft.place.file, draft.place.sheet, draft.place.row, column)
                module.elsewhere["runs", len(runs), key] = place
            module.elsewhere["runs", len(runs)] = draft.place
            runs.append(draft.values)

    def _miss_module(self, run: Draft, name: str) -> None:
        """Say of a run that its module is not there: it was left out, or is named wrongly."""
        gone = self._gone_names.find(name) is not None
        weight, message = (Weight.LEFT_OUT, OF_GONE) if gone else (Weight.ERROR, NO_MODULE)
        self.findings.append(SheetFinding(weight, message, run.place_of(("module",)), name))

    def _complete(self, draft: Draft) -> Draft:
        """Say what is unknown, and put the ids of the field and the provider; keys in the order of the catalogue."""
        values = draft.values
        if "start" in values:
            _put_inline_run(draft)
        elif "end" in values and "start" not in draft.columns:
            self.findings.append(SheetFinding(Weight.ERROR, NO_START, draft.place_of(("end",)), values["end"]))
        if values.get("intakes") == ANY:
            del values["intakes"]
        elif "runs" not in values:
            values.setdefault("intakes", UNKNOWN)
        values["field"] = self._field(draft)
        values["provider"] = self._provider(draft)
        if "months" not in values:
            _put_months_of_runs(values)
        for key in ("mode", "hours", "months"):
            values.setdefault(key, UNKNOWN)
        draft.values = {key: values[key] for key in MODULE_KEYS if key in values}
        return draft

    def _field(self, draft: Draft) -> str:
        named = draft.values.get("field")
        if named is not None:
            return self._fields.id_of(named, draft.place_of(("field",)))
        return self._fields.only_or((NOT_SORTED["id"], NOT_SORTED["title"]), draft.place)

    def _provider(self, draft: Draft) -> str:
        named = draft.values.get("provider")
        if named is not None:
            return self._providers.id_of(named, draft.place_of(("provider",)))
        own = self._providers.only_or(NO_PROVIDER, draft.place)
        if own == NO_PROVIDER[0]:
            self.findings.append(
                SheetFinding(Weight.CHANGED, NOT_NAMED, draft.place, hint="add a column or a sheet of providers")
            )
        return own

    # --- awards and roles ---

    def _award(self, draft: Draft) -> Draft:
        draft.values["field"] = self._field(draft)
        if "provider" in draft.values:
            draft.values["provider"] = self._provider(draft)
        return draft

    def _role(self, draft: Draft) -> Draft:
        if "field" in draft.values:
            draft.values["field"] = self._field(draft)
        return draft


def _first(row: SheetRow, key: str) -> str:
    """The text of the first cell of a key; empty if there is none that can be read as one."""
    for _, cell in row.cells.get(key, ()):
        try:
            return code(cell)
        except CellError:
            return ""
    return ""


def _made_id(number: str, title: str) -> str:
    return slug(number) or slug(title) or "-"


def _put(values: Values, key: str, value: Any) -> None:
    """Put a value; lists of several columns become one, and requirements of several columns are all needed."""
    if key not in values:
        values[key] = value
    elif key == "requires":
        values[key] = {"all": [values[key], value]}
    elif isinstance(value, list) and isinstance(values[key], list):
        values[key] += [item for item in value if item not in values[key]]


def _is_further_run(earlier: Draft, later: Draft) -> bool:
    """Return whether a row repeats a module for another start; if so, put that start into the module."""
    own = ("start", "end")
    rest = [{key: value for key, value in draft.values.items() if key not in (*own, "runs")} for draft in (earlier, later)]
    if "start" not in later.values or rest[0] != rest[1]:
        return False
    if "start" in earlier.values:
        _put_inline_run(earlier)
    _put_inline_run(later)
    earlier.elsewhere["runs", len(earlier.values["runs"])] = later.place
    earlier.values["runs"] += later.values["runs"]
    return True


def _put_inline_run(draft: Draft) -> None:
    """Make a run of the start and the end in a module's own row."""
    run = {key: draft.values.pop(key) for key in ("start", "end") if key in draft.values}
    draft.values.setdefault("runs", []).insert(0, run)
    draft.elsewhere.setdefault(("runs", 0), draft.place_of(("start",)))


def _put_months_of_runs(values: Values) -> None:
    """Derive the length of a module from its runs, if any of them says when it ends."""
    longest = _longest(values.get("runs", ()))
    if longest:
        values["months"] = longest
        values["derived"] = {"months": "its longest run", **values.get("derived", {})}


def _longest(runs: Iterable[Values]) -> int:
    """The calendar months that the longest run touches; 0 if no run says when it ends."""
    return max((_months(run["start"], run["end"]) for run in runs if {"start", "end"} <= run.keys()), default=0)


def _months(start: str, end: str) -> int:
    return (int(end[:4]) - int(start[:4])) * 12 + int(end[5:7]) - int(start[5:7]) + 1


MODULE_KEYS = tuple(
    key
    for column in next(kind.columns for kind in KINDS_OF_SHEETS if kind.section == "modules")
    for key in (("runs", "then") if column.key == "then" else (column.key,))
)
"""The keys of a module, in the order of the catalogue."""
