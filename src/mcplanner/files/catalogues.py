"""Loads catalogues and funding rules: those that were checked before as they were kept, others from their files.

Knows when which of the two will do; how files are checked is up to `loading`, which is imported only then.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.kept.store import Place
from mcplanner.files.paths import MOST_BYTES, SHIPPED, file_name, read_bytes
from mcplanner.ground.diagnostics import Diagnostic, did_you_mean
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


def load_catalogue(path: str | Path | Sequence[str | Path], funding: Funding | None = None) -> Loaded:
    """Read a catalogue from a file, or from standard input for `-`, with every problem in it.

    Of several files, each later one adds entries to those before it, or amends or hides theirs. With funding rules, every class
    of a module must be one of theirs.
    """
    paths = [path] if isinstance(path, str | Path) else path
    files = [(file_name(each), _read(each)) for each in paths]
    contents = [(name, content) for name, content in files if isinstance(content, bytes)]
    place = Place(Catalogue, contents) if len(contents) == len(files) else None

    def check() -> Loaded:
        from mcplanner.files.loading import check_catalogue

        return Loaded(*check_catalogue(files, funding))

    def make() -> Catalogue | None:
        loaded = check()
        if place is not None and loaded.catalogue is not None:
            place.keep(loaded.catalogue, loaded.diagnostics)
        return loaded.catalogue

    kept = None if place is None else place.read(make)
    if kept is not None and (funding is None or _knows_all_classes(funding, kept[0])):
        return Loaded(*kept)
    loaded = check()
    if kept is None and place is not None and loaded.catalogue is not None:
        place.keep(loaded.catalogue, loaded.diagnostics)
    return loaded


def _read(path: str | Path) -> bytes | Diagnostic:
    """The bytes of a catalogue; of a name without an ending that is no file, which catalogues come with mcplan."""
    content = read_bytes(path, MOST_BYTES)
    if isinstance(content, bytes) or Path(path).suffix or Path(path).exists():
        return content
    near = did_you_mean(Path(path).name, SHIPPED)
    shipped = "mcplan catalogue list shows those that come with mcplan"
    return replace(content, hint=f"{near} {shipped}" if near else shipped)


def _knows_all_classes(funding: Funding, catalogue: Catalogue) -> bool:
    """Whether each funding class of a module is one of the rules': else the check has more to say than what is kept."""
    known = {each.id for each in funding.classes}
    return known >= set(catalogue.funding_classes)


def load_funding(path: str | Path, today: date | None = None) -> tuple[Funding | None, tuple[Diagnostic, ...]]:
    """Read funding rules; None if any problem is an error. With today's date, old rules and passed dates give a warning."""
    name, content = file_name(path), read_bytes(path, MOST_BYTES)
    place = Place(Funding, [(name, content)], today) if isinstance(content, bytes) else None
    kept = None if place is None else place.read(lambda: None)
    if kept is not None:
        return kept
    from mcplanner.files.loading import check_funding

    funding, found = check_funding(name, content, today)
    if place is not None and funding is not None:
        place.keep(funding, found)
    return funding, found
