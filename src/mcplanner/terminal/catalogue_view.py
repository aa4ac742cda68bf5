"""`mcplan list` and `mcplan fields` on the terminal.

This module knows the catalogue and the selected entries; not how they were selected. In a pipe, each line holds one entry,
its id first, however long the line becomes: so grep and similar tools can work on it. `COLUMNS` asks
for a width all the same.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from rich.cells import cell_len
from rich.text import Text

from mcplanner.catalogue.filters import Selection, TaughtSkill
from mcplanner.catalogue.model import Award, Catalogue, Certainty, FigureName, Module, Role
from mcplanner.catalogue.overview import EntryCounts, all_fields, by_field, by_provider
from mcplanner.catalogue.requirement_words import requirement_size
from mcplanner.ground.numbers_text import counted
from mcplanner.plans.certainty_words import MEANINGS, Marks, UsedMarks, keys_of_load, mark_of, of_offers
from mcplanner.plans.labels import short_titles
from mcplanner.terminal.columns import Cells, Heading, Layout, choose_layout, table
from mcplanner.terminal.console import Console, has_a_width
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
from mcplanner.terminal.notes_view import age_lines_of

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

PROVIDER = 24
"""The cells that the name of a provider may take on any console; on a wide one, as a pipe is, a sixth of its width."""

MARKED: tuple[FigureName, ...] = ("mode", "hours", "months", "fee")
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

OVERVIEW_HEADINGS = {name: FIELD_HEADINGS[name] for name in ("id", "title", "modules", "awards", "roles")}

OVERVIEW_LAYOUTS = (
    Layout((("id",), ("modules",), ("awards",), ("roles",), ("title",)), flexible=4, least=24),
    Layout((("id", "title"), ("modules",), ("awards",), ("roles",)), flexible=0, least=16),
)

PROVIDER_HEADINGS = {name: FIELD_HEADINGS[name] for name in ("id", "modules", "awards")} | {"title": Heading("Provider")}

PROVIDER_LAYOUTS = (
    Layout((("id",), ("modules",), ("awards",), ("title",)), flexible=3, least=24),
    Layout((("id", "title"), ("modules",), ("awards",)), flexible=0, least=16),
)

SKILL_HEADINGS = {"id": Heading("id"), "modules": Heading("Modules", right=True)}

SKILL_LAYOUTS = (Layout((("id",), ("modules",)), flexible=0, least=16),)

MOST_IN_OVERVIEW = 20
"""The most providers, or skills, of an overview; it says how many more there are."""


def print_list(console: Console, catalogue: Catalogue, chosen: Selection, most: int | None = None) -> None:
    """Print the selected modules by field or, where searched, by rank; then awards, roles and skills; nothing of nothing.

    Of each kind at most so many; then it says how many more there are.
    """
    ink = Ink(console) if has_a_width(console) else Ink(console, ONE_LINE)
    lines = [
        *module_list(chosen.modules, ink, catalogue, chosen.searched, most),
        *stacking_list("Awards", chosen.awards, ink, most),
        *stacking_list("Roles", chosen.roles, ink, most),
        *skill_list(chosen.skills, ink, most),
    ]
    # every section begins with an empty line
    ink.print([*(age_lines_of(catalogue, chosen.modules, ink) if lines else []), *lines[1:]])


def print_overview(console: Console, catalogue: Catalogue, chosen: Selection, ways: Sequence[tuple[str, str]]) -> None:
    """Print how many entries each field and provider has, or the commonest skills; then the commands that list them."""
    ink = Ink(console)
    if chosen.skills:
        lines = skill_list(chosen.skills, ink, MOST_IN_OVERVIEW)
    else:
        lines = [
            *_fields_of([group for group in by_field(catalogue, chosen) if _has_any(group)], ink),
            *_providers_of(by_provider(catalogue, chosen), ink),
        ]
    lines += ink.heading(f"{chosen.size:,} entries in all; to list them:")
    first = age_lines_of(catalogue, (), ink)
    ink.print([*first, *lines[1:], *ink.facts([(what, ink.text(command)) for what, command in ways])])


def _has_any(group: EntryCounts) -> bool:
    return bool(group.modules or group.awards or group.roles)


def _more(number: int, noun: str, ink: Ink) -> list[Text]:
    return ink.paragraph(ink.text(f"and {counted(number, noun)} more", "dim")) if number else []


def module_list(
    modules: Sequence[Module], ink: Ink, catalogue: Catalogue, ranked: bool = False, most: int | None = None
) -> list[Text]:
    """A table of modules: as they are if they are ranked, or else grouped by field in the catalogue's order."""
    shown = modules[:most]
    certainties = {of_offers(module, key) for module in shown for key in _keys_shown(module)}
    marks = ink.signs.marks if len(certainties) > 1 else NO_MARKS
    names = _provider_names(shown, ink, catalogue)

    def row(module: Module) -> Cells:
        return module_row(module, ink, names[module.provider], fee_text(module, catalogue), marks)

    rows = [row(module) for module in shown] if ranked else _rows_by_field(shown, ink, catalogue, row)
    section = _section("Modules", MODULE_HEADINGS, rows, MODULE_LAYOUTS, ink, len(modules))
    return [*section, *_more(len(modules) - len(shown), "module", ink), *_certainty_lines(certainties, ink)]


def _keys_shown(module: Module) -> Iterator[FigureName]:
    """The figures of a module that its row shows."""
    yield from MARKED
    yield from keys_of_load(module)
    yield from _keys_of_starts(module)


def _keys_of_starts(module: Module) -> tuple[FigureName, ...]:
    """The key of the starts that a row names: of its runs, of which it names no start that is presumed after them."""
    if module.runs is not None:
        return ("runs",)
    return ("intakes",) if module.intakes is not None or module.singles_out("intakes") else ()


def _provider_names(modules: Iterable[Module], ink: Ink, catalogue: Catalogue) -> Mapping[str, str]:
    """The names of the providers of some modules by their ids, shortened at words to their room, no two alike."""
    titles = {module.provider: catalogue.provider_by_id[module.provider].title for module in modules}
    plain = {name: ink.text(title).plain for name, title in titles.items()}
    return short_titles(plain, max(PROVIDER, ink.width // 6), cell_len, ink.signs.cut)


def _rows_by_field(
    modules: Iterable[Module], ink: Ink, catalogue: Catalogue, row: Callable[[Module], Cells]
) -> Sequence[Cells | Text]:
    colours = field_colours(field.id for field in catalogue.fields)
    rows: list[Cells | Text] = []
    for field, members in _by_field(modules, catalogue).items():
        if members:
            known = catalogue.field_by_id.get(field)
            title = ink.text(field if known is None else known.title, f"bold {colours.get(field, '')}".strip())
            rows += [ink.joined(title, ink.text(f" ({field}), {counted(len(members), 'module')}", "dim"))]
            rows += map(row, members)
    return rows


def _by_field(modules: Iterable[Module], catalogue: Catalogue) -> Mapping[str, Sequence[Module]]:
    """The modules of each field; fields in the catalogue's order, then those that it does not have."""
    found: dict[str, list[Module]] = {field.id: [] for field in catalogue.fields}
    for module in modules:
        found.setdefault(module.field, []).append(module)
    return found


def _certainty_lines(certainties: Collection[Certainty], ink: Ink) -> list[Text]:
    """The meaning of the marks; or what all figures rest on, if that is the same and less than published."""
    legend = ink.signs.marks.legend()
    if len(certainties) == 1:
        legend = [f"All figures here are {MEANINGS[only]}." for only in certainties if only in MEANINGS]
    return _legend_lines(legend, ink)


def _legend_lines(legend: Sequence[str], ink: Ink) -> list[Text]:
    return [Text(""), *ink.flowing([ink.text(words, "dim") for words in legend])] if legend else []


def module_row(module: Module, ink: Ink, provider: str, fee: str, marks: Mapping[Certainty, str]) -> Cells:
    """The row of a module, each figure with its unit, because grep's output has no headings, and with its mark."""

    def marked(words: str, *keys: FigureName) -> Text:
        return ink.text(f"{words}{mark_of((of_offers(module, key) for key in keys), marks) or ' ' * bool(marks)}")

    mode = f"{in_each_offer(module, mode_text, 'mode')}{mark_of((of_offers(module, 'mode'),), marks)}"
    return {
        "id": ink.text(module.id, "bold"),
        "title": ink.text(module.title),
        "where": ink.text(f"{provider}, {mode}", "dim"),
        "length": marked(in_each_offer(module, length_text, "length"), "months"),
        "starts": marked(starts_text(module), *_keys_of_starts(module)),
        "hours": marked(total_hours_text(module), "hours"),
        "load": marked(in_each_offer(module, module_load_text, "load"), *keys_of_load(module)),
        "mode": ink.text(mode),
        "provider": ink.text(provider),
        "fee": marked(fee, "fee"),
    }


def stacking_list(name: str, entries: Sequence[Award | Role], ink: Ink, most: int | None = None) -> list[Text]:
    """A table of awards or of roles, with a summary of what they need, and the mark of that where it says what it rests on."""
    shown, marks = entries[:most], UsedMarks(ink.signs.marks)
    rows = [
        {
            "id": ink.text(entry.id, "bold"),
            "title": ink.text(entry.title),
            "kind": ink.text(entry.kind if isinstance(entry, Award) else "role"),
            "needs": ink.text(f"{requirement_size(entry.requires)}{_mark_of_needs(entry, marks)}"),
            "field": ink.text(entry.field or ""),
        }
        for entry in shown
    ]
    section = _section(name, STACKING_HEADINGS, rows, STACKING_LAYOUTS, ink, len(entries))
    more = _more(len(entries) - len(shown), name.lower().removesuffix("s"), ink)
    return [*section, *more, *_legend_lines(marks.legend(), ink)]


def _mark_of_needs(entry: Award | Role, marks: Marks) -> str:
    if isinstance(entry, Role) or not entry.singles_out("requires"):
        return ""
    return mark_of([entry.certainty("requires")], marks)


def skill_list(skills: Sequence[TaughtSkill], ink: Ink, most: int | None = None) -> list[Text]:
    """A table of skills with how many modules teach each."""
    shown = skills[:most]
    rows = [{"id": ink.text(skill.id, "bold"), "modules": ink.text(f"{skill.modules:,}")} for skill in shown]
    section = _section("Skills", SKILL_HEADINGS, rows, SKILL_LAYOUTS, ink, len(skills))
    return [*section, *_more(len(skills) - len(shown), "skill", ink)]


def print_fields(console: Console, catalogue: Catalogue) -> None:
    """Print each field with how many modules, awards and roles it has, and its topics."""
    ink = Ink(console) if has_a_width(console) else Ink(console, ONE_LINE)
    rows = [_group_row(group, ink) for group in all_fields(catalogue)]
    ink.print(table(ink, FIELD_HEADINGS, rows, choose_layout(ink, FIELD_HEADINGS, rows, FIELD_LAYOUTS)))


def print_shipped(console: Console, catalogues: Sequence[tuple[str, Catalogue]]) -> None:
    """Print each catalogue by its name, with its title, its date and its size."""
    ink = Ink(console) if has_a_width(console) else Ink(console, ONE_LINE)
    sizes = {name: f"{counted(len(own.modules), 'module')}, {counted(len(own.awards), 'award')}" for name, own in catalogues}
    told = [(name, ink.text(f"{own.title}, as of {own.as_of.isoformat()}: {sizes[name]}")) for name, own in catalogues]
    ink.print(ink.facts(told, indent=0))


def _fields_of(groups: Sequence[EntryCounts], ink: Ink) -> list[Text]:
    return _section(
        "Fields", OVERVIEW_HEADINGS, [_group_row(group, ink) for group in groups], OVERVIEW_LAYOUTS, ink, len(groups)
    )


def _providers_of(groups: Sequence[EntryCounts], ink: Ink) -> list[Text]:
    shown = groups[:MOST_IN_OVERVIEW]
    rows = [_group_row(group, ink) for group in shown]
    section = _section("Providers", PROVIDER_HEADINGS, rows, PROVIDER_LAYOUTS, ink, len(groups))
    return [*section, *_more(len(groups) - len(shown), "provider", ink)]


def _group_row(group: EntryCounts, ink: Ink) -> Cells:
    return {
        "id": ink.text(group.id or "", "bold"),
        "title": ink.text(group.title),
        "topics": ink.text(", ".join(f"{topic} ({number})" for topic, number in group.topics.items()), "dim"),
        "modules": ink.text(f"{group.modules:,}"),
        "awards": ink.text(f"{group.awards:,}"),
        "roles": ink.text(f"{group.roles:,}"),
    }


def _section(
    name: str,
    headings: Mapping[str, Heading],
    rows: Sequence[Cells | Text],
    layouts: Sequence[Layout],
    ink: Ink,
    number: int,
) -> list[Text]:
    """A table with its name and how many there are in all, of which all or some are rows."""
    values = [row for row in rows if not isinstance(row, Text)]
    if not values:
        return []
    layout = choose_layout(ink, headings, values, layouts)
    return [*ink.heading(f"{name}, {number:,}"), *table(ink, headings, rows, layout)]
