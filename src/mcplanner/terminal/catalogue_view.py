"""`mcplan list` and `mcplan fields` on the terminal.

This module knows the catalogue and the selected entries; not how they were selected. In a pipe, each line holds one entry,
its id first, however long the line becomes: so grep and similar tools can work on it. `COLUMNS` asks
for a width all the same.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from rich.console import Console
from rich.text import Text

from mcplanner.catalogue.model import Award, Catalogue, Certainty, FigureName, Module, Role
from mcplanner.ground.numbers_text import counted
from mcplanner.plans.certainty_words import LOAD, MEANINGS, START, legend_of, mark_of
from mcplanner.terminal.columns import Cells, Heading, Layout, choose_layout, table
from mcplanner.terminal.console import has_a_width
from mcplanner.terminal.ink import Ink, field_colours
from mcplanner.terminal.module_text import (
    fee_text,
    in_each_offer,
    length_text,
    mode_text,
    module_load_text,
    starts_text,
    total_hours_text,
)
from mcplanner.terminal.requirement_text import requirement_size

ONE_LINE = 10_000
"""A width that no line reaches."""

MODULE_HEADINGS = {
    "id": Heading("id"),
    "title": Heading("Module"),
    "where": Heading("provider, mode"),
    "length": Heading("Length"),
    "starts": Heading("Starts"),
    "hours": Heading("Hours", right=True),
    "load": Heading("Hours a week", right=True),
    "mode": Heading("Mode"),
    "provider": Heading("Provider"),
    "fee": Heading("Fee", right=True),
}

MARKED: tuple[FigureName, ...] = ("hours", "months", "fee")
"""The figures that every row has, by which it is seen whether there is anything to tell apart."""

NO_MARKS: Mapping[Certainty, str] = MappingProxyType({})

MODULE_LAYOUTS = (
    Layout(
        (("id",), ("length",), ("hours",), ("load",), ("starts",), ("mode",), ("provider",), ("fee",), ("title",)),
        flexible=8,
        least=24,
    ),
    Layout((("id", "title"), ("length", "starts"), ("hours", "load"), ("mode", "provider"), ("fee",)), flexible=0, least=26),
    Layout((("id", "title", "where"), ("length", "starts"), ("hours", "load"), ("fee",)), flexible=0, least=26),
    Layout((("id", "title", "where", "starts"), ("length",), ("hours", "load", "fee")), flexible=0, least=16),
)

STACKING_HEADINGS = {
    "id": Heading("id"),
    "title": Heading("Title"),
    "kind": Heading("Kind"),
    "needs": Heading("Needs"),
    "field": Heading("Field"),
}

STACKING_LAYOUTS = (
    Layout((("id",), ("kind",), ("needs",), ("field",), ("title",)), flexible=4, least=24),
    Layout((("id", "title"), ("kind",), ("needs",), ("field",)), flexible=0, least=24),
    Layout((("id", "title", "field"), ("kind", "needs")), flexible=0, least=16),
)

FIELD_HEADINGS = {
    "id": Heading("id"),
    "title": Heading("Field"),
    "topics": Heading("topics, with their modules"),
    "modules": Heading("Modules", right=True),
    "awards": Heading("Awards", right=True),
    "roles": Heading("Roles", right=True),
}

FIELD_LAYOUTS = (
    Layout((("id",), ("modules",), ("awards",), ("roles",), ("title",), ("topics",)), flexible=5, least=30),
    Layout((("id", "title", "topics"), ("modules",), ("awards",), ("roles",)), flexible=0, least=16),
)


def print_list(
    console: Console, catalogue: Catalogue, modules: Sequence[Module], awards: Sequence[Award], roles: Sequence[Role]
) -> None:
    """Print the selected modules by field, then the awards and the roles; nothing if nothing is selected."""
    ink = Ink(console) if has_a_width(console) else Ink(console, ONE_LINE)
    sections = (
        module_list(modules, ink, catalogue),
        stacking_list("Awards", awards, ink),
        stacking_list("Roles", roles, ink),
    )
    lines = [line for section in sections for line in section]
    ink.print(lines[1:])  # every section begins with an empty line


def module_list(modules: Sequence[Module], ink: Ink, catalogue: Catalogue) -> list[Text]:
    """A table of modules, grouped by field in the catalogue's order."""
    colours = field_colours(field.id for field in catalogue.fields)
    certainties = {module.certainty(key) for module in modules for key in MARKED}
    marks = ink.signs.marks if len(certainties) > 1 else NO_MARKS
    rows: list[Cells | Text] = []
    for field, members in _by_field(modules, catalogue).items():
        if members:
            known = catalogue.field_by_id.get(field)
            title = ink.text(field if known is None else known.title, f"bold {colours.get(field, '')}".strip())
            rows += [ink.joined(title, ink.text(f" ({field}), {counted(len(members), 'module')}", "dim"))]
            rows += [module_row(module, ink, catalogue, marks) for module in members]
    return [*_section("Modules", MODULE_HEADINGS, rows, MODULE_LAYOUTS, ink), *_certainty_lines(certainties, ink)]


def _by_field(modules: Iterable[Module], catalogue: Catalogue) -> Mapping[str, Sequence[Module]]:
    """The modules of each field; fields in the catalogue's order, then those that it does not have."""
    found: dict[str, list[Module]] = {field.id: [] for field in catalogue.fields}
    for module in modules:
        found.setdefault(module.field, []).append(module)
    return found


def _certainty_lines(certainties: Collection[Certainty], ink: Ink) -> list[Text]:
    """The meaning of the marks; or what all figures rest on, if that is the same and less than published."""
    legend = legend_of(certainties, ink.signs.marks)
    if len(certainties) == 1:
        legend = [f"All figures here are {MEANINGS[only]}." for only in certainties if only in MEANINGS]
    return [Text(""), *ink.flowing([ink.text(words, "dim") for words in legend])] if legend else []


def module_row(module: Module, ink: Ink, catalogue: Catalogue, marks: Mapping[Certainty, str]) -> Cells:
    """The row of a module, each figure with its unit, because grep's output has no headings, and with its mark."""

    def marked(words: str, *keys: FigureName) -> Text:
        return ink.text(f"{words}{mark_of(map(module.certainty, keys), marks) or ' ' * bool(marks)}")

    mode = in_each_offer(module, mode_text, "mode")
    return {
        "id": ink.text(module.id, "bold"),
        "title": ink.text(module.title),
        "where": ink.text(f"{module.provider}, {mode}", "dim"),
        "length": marked(in_each_offer(module, length_text, "length"), "months"),
        "starts": marked(starts_text(module), *(key for key in START if getattr(module, key))),
        "hours": marked(total_hours_text(module), "hours"),
        "load": marked(in_each_offer(module, module_load_text, "load"), *LOAD),
        "mode": ink.text(mode),
        "provider": ink.text(module.provider),
        "fee": marked(fee_text(module, catalogue), "fee"),
    }


def stacking_list(name: str, entries: Sequence[Award | Role], ink: Ink) -> list[Text]:
    """A table of awards or of roles, with a summary of what they need."""
    rows = [
        {
            "id": ink.text(entry.id, "bold"),
            "title": ink.text(entry.title),
            "kind": ink.text(entry.kind if isinstance(entry, Award) else "role"),
            "needs": ink.text(requirement_size(entry.requires)),
            "field": ink.text(entry.field or ""),
        }
        for entry in entries
    ]
    return _section(name, STACKING_HEADINGS, rows, STACKING_LAYOUTS, ink)


def print_fields(console: Console, catalogue: Catalogue) -> None:
    """Print each field with how many modules, awards and roles it has, and its topics."""
    ink = Ink(console) if has_a_width(console) else Ink(console, ONE_LINE)
    modules = Counter(module.field for module in catalogue.modules)
    awards = Counter(award.field for award in catalogue.awards)
    roles = Counter(role.field for role in catalogue.roles)
    rows = []
    for field in catalogue.fields:
        topics = Counter(topic for module in catalogue.modules if module.field == field.id for topic in module.topics)
        rows.append(
            {
                "id": ink.text(field.id, "bold"),
                "title": ink.text(field.title),
                "topics": ink.text(", ".join(f"{topic} ({number})" for topic, number in sorted(topics.items())), "dim"),
                "modules": ink.text(f"{modules[field.id]:,}"),
                "awards": ink.text(f"{awards[field.id]:,}"),
                "roles": ink.text(f"{roles[field.id]:,}"),
            }
        )
    ink.print(table(ink, FIELD_HEADINGS, rows, choose_layout(ink, FIELD_HEADINGS, rows, FIELD_LAYOUTS)))


def _section(
    name: str, headings: Mapping[str, Heading], rows: Sequence[Cells | Text], layouts: Sequence[Layout], ink: Ink
) -> list[Text]:
    values = [row for row in rows if not isinstance(row, Text)]
    if not values:
        return []
    layout = choose_layout(ink, headings, values, layouts)
    return [*ink.heading(f"{name}, {len(values):,}"), *table(ink, headings, rows, layout)]
