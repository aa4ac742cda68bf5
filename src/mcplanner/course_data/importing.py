"""Reads sheets of several kinds as one catalogue: each kind by its source, all findings at once, and a report.

Knows the sources; nothing of files and commands.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from mcplanner.course_data.drafts import Draft, Source, Values, in_sections
from mcplanner.course_data.open_data import ATTRIBUTION, OpenData
from mcplanner.course_data.places import SheetFinding, SheetPlace, Weight
from mcplanner.course_data.report import Report, SheetRead, count
from mcplanner.course_data.skills_framework import SkillsFramework
from mcplanner.course_data.spreadsheet import Spreadsheet, head_of
from mcplanner.course_data.workbooks import Grid
from mcplanner.course_data.write_yaml import Line, catalogue_lines
from mcplanner.ground.numbers_text import counted

SOURCES: tuple[Source, ...] = (OpenData(), SkillsFramework(), Spreadsheet())
"""The kinds of course data; a sheet is read by the first that knows it."""

SOURCE_LINES = {OpenData.name: ATTRIBUTION}
"""What the terms of a source ask to be said with its data."""

ANY_DAY = date(2026, 1, 1)
"""Stands for a day that cannot be read."""

UNKNOWN_SHEET = "the sheet is of no kind that mcplan knows"
NEEDED = "a sheet needs headings such as 'id', 'title' and 'hours'; mcplan catalogue template writes an empty one"
UNTAUGHT = "a role needs skills that no module here teaches"
TEACH = "say in the column skills of the sheet modules what they teach"
NO_MODULES = "no module was found in the files"


class Imported(Struct, frozen=True):
    """A catalogue as drafts by section, and what was found on the way."""

    drafts: Mapping[str, Sequence[Draft]]
    report: Report

    def lines(self, title: str, as_of: date) -> list[Line]:
        """The lines of the catalogue's file, each with the path of its value."""
        head: Values = {"title": title, "as_of": as_of.isoformat(), "currency": "SGD"}
        values = {section: [draft.values for draft in drafts] for section, drafts in self.drafts.items()}
        return list(catalogue_lines(head, values))

    def comments(self) -> tuple[str, ...]:
        """The first lines of the file: where its entries come from."""
        sources = dict.fromkeys(sheet.source for sheet in self.report.sheets)
        return tuple(SOURCE_LINES[name] for name in sources if name in SOURCE_LINES)

    def count_values(self) -> int:
        """How many values the file will have, as its reader counts them: without keys, a list or mapping as two."""
        head = 5  # the whole, its title, its date and its currency
        return head + sum(2 + sum(_count(draft.values) for draft in drafts) for drafts in self.drafts.values() if drafts)

    def count_items(self) -> int:
        """How many of them will be items of lists."""
        return sum(len(drafts) + sum(_count_items(draft.values) for draft in drafts) for drafts in self.drafts.values())

    def place_of(self, path: Sequence[str | int]) -> SheetPlace | None:
        """The cell that a value of the catalogue comes from, by its path in the file."""
        if len(path) < 2 or not isinstance(path[1], int):
            return None
        return self.drafts[str(path[0])][path[1]].place_of(path[2:])


def _count_items(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(map(_count_items, value.values()))
    return sum(1 + _count_items(item) for item in value) if isinstance(value, list) else 0


def _count(value: object) -> int:
    if isinstance(value, Mapping):
        return 2 + sum(map(_count, value.values()))
    return 2 + sum(map(_count, value)) if isinstance(value, list) else 1


def date_in(grids: Iterable[Grid]) -> date | None:
    """The day on which the files say that they were right; None if no file says so.

    A day that cannot be read is any day: it is named at its cell, and nothing is written.
    """
    head = head_of(grids)
    if "as_of" in head.values:
        return date.fromisoformat(head.values["as_of"])
    return ANY_DAY if "as_of" in head.unread else None


def title_of(grids: Iterable[Grid]) -> str:
    """The name of the catalogue that the files say, or else one that fits any."""
    return str(head_of(grids).values.get("title", "Courses"))


def import_grids(
    grids: Sequence[Grid],
    as_of: date,
    left_out: Iterable[SheetFinding] = (),
    search: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> Imported:
    """Read all sheets; of modules, take those whose title or provider has all words of `search`.

    `tell` hears what is under way.
    """
    findings = list(left_out)
    drafts: list[Draft] = []
    sheets: list[SheetRead] = []
    lacking: dict[str, str] = {}
    for source, known in _by_source(grids, findings):
        tell(f"reading {source.name}")
        sheets += [SheetRead(grid.place(), source.name, _count_rows(grid)) for grid in known]
        for key, where in source.would_add(known).items():
            lacking[key] = f"{lacking[key]}; {where}" if key in lacking else where
        for found in source.entries(known, as_of):
            if isinstance(found, Draft):
                drafts.append(found)
            else:
                findings.append(found)
    sections = in_sections(_without_untaught(drafts, findings))
    if search:
        _choose(sections, search.casefold().split(), findings)
    if not sections["modules"] and grids:
        findings.append(SheetFinding(Weight.ERROR, NO_MODULES, SheetPlace(grids[0].file), hint=NEEDED))
    return Imported(sections, count(sheets, sections, findings, lacking))


def _count_rows(grid: Grid) -> int:
    """The rows that hold anything, without the headings and without comments."""
    first = (next((cell for cell in row if cell != ""), "") for row in grid.rows)
    return max(0, sum(cell != "" and not (isinstance(cell, str) and cell.startswith("#")) for cell in first) - 1)


def _without_untaught(drafts: Iterable[Draft], findings: list[SheetFinding]) -> list[Draft]:
    """The drafts without roles of a whole country's list that need a skill that no module here teaches."""
    drafts = list(drafts)
    taught = {skill for draft in drafts for skill in draft.values.get("skills", ())}
    kept = []
    for draft in drafts:
        missing = [part["skill"] for part in draft.values["requires"] if part["skill"] not in taught] if draft.if_taught else []
        if missing:
            findings.append(SheetFinding(Weight.LEFT_OUT, UNTAUGHT, draft.place, draft.values["title"], TEACH))
        else:
            kept.append(draft)
    return kept


def _choose(sections: dict[str, list[Draft]], words: Sequence[str], findings: list[SheetFinding]) -> None:
    """Keep the modules whose title or provider has all words, and of providers and fields those that are still named."""
    names = {draft.values["id"]: draft.values["title"] for draft in sections["providers"]}
    kept = [draft for draft in sections["modules"] if _says_all(words, draft, names)]
    if len(kept) < len(sections["modules"]):
        message = f"without these words, not taken: {counted(len(sections['modules']) - len(kept), 'module')}"
        findings.append(SheetFinding(Weight.LEFT_OUT, message, SheetPlace("--search"), " ".join(words)))
    sections["modules"] = kept
    for section, key in (("providers", "provider"), ("fields", "field")):
        sections[section] = _still_named(sections, section, key)


def _says_all(words: Sequence[str], module: Draft, providers: Mapping[str, str]) -> bool:
    """Return whether the title and the provider of a module have all words."""
    said = f"{module.values['title']} {providers.get(module.values['provider'], '')}".casefold()
    return all(word in said for word in words)


def _still_named(sections: Mapping[str, Sequence[Draft]], section: str, key: str) -> list[Draft]:
    """The entries of a section whose id stands in an entry that is taken, at this key."""
    named = {draft.values.get(key) for other in ("modules", "awards", "roles") for draft in sections[other]}
    return [draft for draft in sections[section] if draft.values["id"] in named]


def _by_source(grids: Sequence[Grid], findings: list[SheetFinding]) -> list[tuple[Source, list[Grid]]]:
    """Each source with the sheets that it reads; sheets of no known kind are found."""
    known: dict[int, list[Grid]] = {}
    for grid in grids:
        number = next((number for number, source in enumerate(SOURCES) if source.reads(grid)), None)
        if number is not None:
            known.setdefault(number, []).append(grid)
        elif any(any(row) for row in grid.rows):
            findings.append(SheetFinding(Weight.LEFT_OUT, UNKNOWN_SHEET, grid.place(), hint=NEEDED))
    return [(SOURCES[number], known[number]) for number in sorted(known)]
