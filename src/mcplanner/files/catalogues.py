"""Loads catalogues: one that was checked before as it was kept, any other from its files, and then keeps it.

Knows when which of the two will do; how files are checked is up to `loading`, which is imported only then.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.kept.store import Place
from mcplanner.files.paths import MOST_BYTES, file_name, read_bytes
from mcplanner.ground.diagnostics import Diagnostic

if TYPE_CHECKING:
    from mcplanner.pricing.rules import Funding


class Loaded(Struct, frozen=True):
    """The result of loading a catalogue file.

    Attributes
    ----------
    catalogue
        None if any diagnostic is an error.
    diagnostics
        Every problem, in the order of the file.
    """

    catalogue: Catalogue | None
    diagnostics: tuple[Diagnostic, ...]


def load_catalogue(path: str | Path | Sequence[str | Path], funding: "Funding | None" = None) -> Loaded:
    """Read a catalogue from a file, or from standard input for `-`, with every problem in it.

    Of several files, each later one adds entries to those before it, or amends or hides theirs. With funding rules, every class
    of a module must be one of theirs.
    """
    paths = [path] if isinstance(path, str | Path) else path
    return load_contents([(file_name(each), read_bytes(each, MOST_BYTES)) for each in paths], funding)


def load_contents(files: Sequence[tuple[str, bytes | Diagnostic]], funding: "Funding | None" = None) -> Loaded:
    """Do the same with the bytes of files, each with its name in messages; or with the reason why there are none."""
    contents = [(name, content) for name, content in files if isinstance(content, bytes)]
    place = Place(contents) if len(contents) == len(files) else None
    kept = None if place is None else place.read()
    if kept is not None and (funding is None or _knows_all_classes(funding, kept[0])):
        return Loaded(*kept)
    from mcplanner.files.loading import check_catalogue

    loaded = Loaded(*check_catalogue(files, funding))
    if kept is None and place is not None and loaded.catalogue is not None:
        place.keep(loaded.catalogue, loaded.diagnostics)
    return loaded


def _knows_all_classes(funding: "Funding", catalogue: Catalogue) -> bool:
    """Whether each funding class of a module is one of the rules': else the check has more to say than what is kept."""
    known: Collection[str] = {each.id for each in funding.classes}
    return all(module.funding is None or module.funding in known for module in catalogue.modules)
