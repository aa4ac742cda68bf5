"""Completions for the Tab key: the ids of the catalogue, each with its title.

They come from the catalogue that the command line names; one that cannot be used gives none, silently. The code that
reads it is imported when Tab is pressed, never for a command.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import typer

from mcplanner.ground.characters import visible
from mcplanner.ground.numbers_text import counted, kind_text

if TYPE_CHECKING:
    from mcplanner.catalogue.model import Catalogue

Offers = Iterable[tuple[str, str]]
"""Words, each with its meaning."""

Complete = Callable[[typer.Context, str], list[tuple[str, str]]]


def _completion_of(offers_of: Callable[["Catalogue"], Offers], listed: bool = False, after: str = "") -> Complete:
    """Make a completion from words of the catalogue.

    Parameters
    ----------
    listed
        True if commas may separate several words; the last one is completed.
    after
        Text to put after each word, for the learner to go on from.
    """

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        before, comma, begun = incomplete.rpartition(",") if listed else ("", "", incomplete)
        catalogue = _load_catalogue(_named_catalogue(ctx.params))
        offers = () if catalogue is None else offers_of(catalogue)
        return [(f"{before}{comma}{word}{after}", visible(what)) for word, what in offers if word.startswith(begun)]

    return complete


def _named_catalogue(typed: Mapping[str, Any]) -> Sequence[object]:
    """Return the catalogue that was typed, or that the learner file names."""
    named: Sequence[object] = typed.get("catalogue") or ()
    if named or typed.get("no_learner"):
        return named
    from mcplanner.files.own_file import open_existing
    from mcplanner.files.paths import OWN_FILE

    own = open_existing(Path(typed.get("learner") or OWN_FILE))
    return () if own is None else own.catalogue


def _load_catalogue(named: Sequence[object]) -> "Catalogue | None":
    from mcplanner.files.catalogues import load_catalogue
    from mcplanner.files.paths import catalogue_path

    if "-" in map(str, named):
        return None  # the shell is using standard input
    return load_catalogue([catalogue_path(str(word)) for word in named or ("example",)]).catalogue


def _kinds(catalogue: "Catalogue") -> Offers:
    return ((kind, f"any {kind_text(kind)}") for kind in catalogue.award_kinds)


def _awards_and_roles(catalogue: "Catalogue") -> Offers:
    yield from _awards(catalogue)
    yield from catalogue.titles["roles"].items()


def _entries(catalogue: "Catalogue") -> Offers:
    yield from _awards_and_roles(catalogue)
    yield from _modules(catalogue)


def _awards(catalogue: "Catalogue") -> Offers:
    return catalogue.titles["awards"].items()


def _modules(catalogue: "Catalogue") -> Offers:
    return catalogue.titles["modules"].items()


def _providers(catalogue: "Catalogue") -> Offers:
    return ((provider.id, provider.title) for provider in catalogue.providers)


def _modes(catalogue: "Catalogue") -> Offers:
    return ((mode, "a mode") for mode in catalogue.word_counts["modes"])


def _fields(catalogue: "Catalogue") -> Offers:
    return ((field.id, field.title) for field in catalogue.fields)


def _topics(catalogue: "Catalogue") -> Offers:
    numbers = Counter[str]()
    for of_field in catalogue.topic_counts.values():
        numbers.update(of_field)
    return _counted(numbers)


def _counted(numbers: Mapping[str, int]) -> Offers:
    return ((word, counted(number, "module")) for word, number in sorted(numbers.items()))


def catalogues(_: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of a catalogue that comes with mcplan; the files here stand beside it, which the shell offers alone."""
    from mcplanner.files.paths import SHIPPED

    shipped = [(name, "comes with mcplan") for name in SHIPPED if name.startswith(incomplete)]
    return [*shipped, *_files_here(incomplete)] if shipped else []


def _files_here(incomplete: str) -> list[tuple[str, str]]:
    """The files and folders here whose names a shell takes as they are."""
    with suppress(OSError):
        found = [f"{path.name}/" if path.is_dir() else path.name for path in sorted(Path().iterdir())]
        return [(name, "") for name in found if name.startswith(incomplete) and quote(name) == name and name[0] != "."]
    return []


def keys(_: typer.Context, incomplete: str) -> list[str]:
    """Complete a key that `mcplan learner set` sets."""
    from mcplanner.learner.keys import PLAIN

    return [key for key in PLAIN if key.startswith(incomplete)]


targets = _completion_of(lambda catalogue: (*_kinds(catalogue), *_entries(catalogue)))
listed_targets = _completion_of(lambda catalogue: (*_kinds(catalogue), *_entries(catalogue)), listed=True)
entries = _completion_of(lambda catalogue: (*_entries(catalogue), *_fields(catalogue), *_providers(catalogue)))
costed = _completion_of(lambda catalogue: (*_awards(catalogue), *_modules(catalogue)))
audited = _completion_of(_awards_and_roles)
modules = _completion_of(_modules)
pinned_modules = _completion_of(_modules, after="=")
providers = _completion_of(_providers)
listed_providers = _completion_of(_providers, listed=True)
modes = _completion_of(_modes)
listed_modes = _completion_of(_modes, listed=True)
preferences = _completion_of(
    lambda _: (("finish", "an early finish"), ("cost", "a low cost"), ("load", "a low weekly load")), listed=True
)
fields = _completion_of(_fields)
what_can_be_skipped = _completion_of(lambda catalogue: (*_modules(catalogue), *_providers(catalogue), *_modes(catalogue)))
skills = _completion_of(lambda catalogue: _counted(catalogue.word_counts["taught"]))
topics = _completion_of(_topics)
marks = _completion_of(lambda catalogue: _counted(catalogue.word_counts["marks"]))
