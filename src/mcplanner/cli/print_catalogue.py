"""Print what there is in a catalogue: lists, fields and single entries, as text, JSON or CSV.

This module selects what was asked for and chooses among `terminal` and `export`.
"""

import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from msgspec import Struct
from msgspec.structs import asdict, replace

from mcplanner.catalogue.filters import (
    Selection,
    TaughtSkill,
    near_words,
    select_awards,
    select_modules,
    select_roles,
    select_skills,
)
from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.overview import by_field, by_provider
from mcplanner.cli.messages import tell
from mcplanner.cli.option_kinds import Listed
from mcplanner.cli.options import MOST_FOUND, MOST_LISTED, Data, Filters

if TYPE_CHECKING:
    from mcplanner.terminal.entry_view import Entry

FOR_ALL = ("field", "search")
"""The filters for every kind of entry."""

WITH_PROVIDER: tuple[Listed, ...] = ("modules", "awards", "skills")

OF_MODULES: tuple[Listed, ...] = ("modules", "skills")
"""What any other filter is for: modules, and the skills that they teach."""


class ListQuery(Struct, frozen=True):
    """What was typed after `mcplan list`."""

    what: Listed
    filters: Filters
    every: bool = False
    catalogue: Sequence[Path] | None = None

    def again(self, *more: str) -> str:
        """The command that lists the same with one more option, which replaces what was typed for it."""
        words = ["mcplan", "list", *([] if self.what == "everything" else [self.what])]
        for option, word in asdict(self.filters).items():
            if word is not None and f"--{option}" not in more:
                words += [f"--{option}", word]
        for path in self.catalogue or ():
            words += ["-c", str(path)]
        return shlex.join([*words, *more])


def print_listing(catalogue: Catalogue, query: ListQuery, data: Data) -> None:
    """Print the entries that pass the filters; of many, a terminal gets their number, and a search the best."""
    chosen = _select(catalogue, query)
    if data.as_json:
        from mcplanner.export.json_catalogue import list_json

        sys.stdout.write(list_json(catalogue, chosen))
    elif data.as_csv:
        from mcplanner.export.csv_catalogue import list_csv

        sys.stdout.write(list_csv(chosen, of_skills=query.what == "skills"))
    else:
        _print_as_text(catalogue, query, chosen)
    if not chosen.size:
        tell(f"nothing in the catalogue matches: try fewer filters or {_other_words(catalogue, query)}")


def _other_words(catalogue: Catalogue, query: ListQuery) -> str:
    """How to find something with the same filters: words that are similar to those that were typed, if these find any."""
    near = " ".join(near_words(catalogue, query.filters.search or ""))
    found = near and _select(catalogue, replace(query, filters=replace(query.filters, search=near))).size
    return f"other words, such as --search {shlex.quote(near)}" if found else "other words"


def _print_as_text(catalogue: Catalogue, query: ListQuery, chosen: Selection) -> None:
    from mcplanner.terminal.catalogue_view import print_list, print_overview
    from mcplanner.terminal.console import make_console, paged

    console = make_console()
    if query.every:
        with paged(console):
            print_list(console, catalogue, chosen)
    elif chosen.searched:
        print_list(console, catalogue, chosen, MOST_FOUND)
        if max(map(len, chosen.parts)) > MOST_FOUND:
            tell(f"these are the best of {chosen.size:,} that were found; for all of them: {query.again('--all')}")
    elif console.is_terminal and chosen.size > MOST_LISTED:
        print_overview(console, catalogue, chosen, list(_ways_on(catalogue, query, chosen)))
    else:
        print_list(console, catalogue, chosen)


def _ways_on(catalogue: Catalogue, query: ListQuery, chosen: Selection) -> Iterator[tuple[str, str]]:
    """The commands that list fewer entries, for what is the most frequent, and the one that lists all."""
    if query.filters.field is None:
        fields = [group for group in by_field(catalogue, chosen) if group.id is not None]
        largest = max(fields, key=lambda group: (group.modules, group.awards, group.roles), default=None)
        if largest is not None and largest.id is not None:
            yield "one field", query.again("--field", largest.id)
    if query.filters.provider is None and query.what != "roles":
        yield from (
            ("one provider", query.again("--provider", group.id)) for group in by_provider(catalogue, chosen)[:1] if group.id
        )
    yield "what has some words", query.again("--search", "WORDS")
    yield "all", query.again("--all")


def _select(catalogue: Catalogue, query: ListQuery) -> Selection:
    """Select what was asked for; a filter that only some kinds of entries have leaves out the others."""
    filters = asdict(query.filters)
    kinds = _listed_kinds(query.what, [option for option, word in filters.items() if word is not None])
    for_all = {option: filters[option] for option in FOR_ALL}
    return Selection(
        select_modules(catalogue, **filters) if "modules" in kinds else (),
        select_awards(catalogue, **for_all, provider=filters["provider"]) if "awards" in kinds else (),
        select_roles(catalogue, **for_all) if "roles" in kinds else (),
        _select_skills(catalogue, query.filters) if "skills" in kinds else (),
        searched=bool((query.filters.search or "").strip()),
    )


def _select_skills(catalogue: Catalogue, filters: Filters) -> tuple[TaughtSkill, ...]:
    """The skills of the modules that pass the other filters; the words are for the skills themselves."""
    modules = select_modules(catalogue, **asdict(filters) | {"search": None})
    return select_skills(catalogue, modules, filters.search)


def _listed_kinds(what: Listed, filters: Sequence[str]) -> Sequence[Listed]:
    """Return the kinds of entries to list; refuse a filter that what is asked for does not have."""
    kinds: Sequence[Listed] = ("modules", "awards", "roles") if what == "everything" else (what,)
    for option in filters:
        if option in FOR_ALL:
            continue
        having = WITH_PROVIDER if option == "provider" else OF_MODULES
        kinds = [kind for kind in kinds if kind in having]
        if not kinds:
            owners = " and ".join(kind for kind in having if kind != "skills")
            raise typer.BadParameter(f"only {owners} have a {option}", param_hint=f"--{option}")
    return kinds


def print_entry(catalogue: Catalogue, entry: "Entry", data: Data) -> None:
    """Print everything about an entry."""
    if data.as_json:
        from mcplanner.export.json_catalogue import entry_json

        sys.stdout.write(entry_json(catalogue, entry))
    elif data.as_csv:
        from mcplanner.export.csv_catalogue import entry_csv

        sys.stdout.write(entry_csv(catalogue, entry))
    else:
        from mcplanner.terminal.console import make_console
        from mcplanner.terminal.entry_view import print_entry as show

        show(make_console(), catalogue, entry)


def print_fields(catalogue: Catalogue, data: Data) -> None:
    """Print the fields of study."""
    if data.as_json:
        from mcplanner.export.json_catalogue import fields_json

        sys.stdout.write(fields_json(catalogue))
    elif data.as_csv:
        from mcplanner.export.csv_catalogue import fields_csv

        sys.stdout.write(fields_csv(catalogue))
    else:
        from mcplanner.terminal.catalogue_view import print_fields as show
        from mcplanner.terminal.console import make_console

        show(make_console(), catalogue)
