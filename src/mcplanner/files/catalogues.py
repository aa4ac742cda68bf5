"""Loads catalogues: those that were checked before as they were kept, others from their files.

Knows when which of the two will do; how files are checked is up to `checking`, which is imported only then.
"""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.kept.store import KeptPlace
from mcplanner.files.paths import (
    MOST_BYTES,
    NO_FILE,
    SHIPPED,
    Content,
    can_be_read_again,
    digest_of,
    digest_of_file,
    file_name,
    read_bytes,
)
from mcplanner.ground.collector import collector_paused
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
    files = _Files([path] if isinstance(path, str | Path) else path)
    place = KeptPlace.of(Catalogue, files.digests())

    def make_again() -> Catalogue | None:
        contents = files.contents()
        if KeptPlace.of(Catalogue, map(digest_of, contents)) != place:
            raise OSError(f"a file changed while it was read: {', '.join(name for name, _ in contents)}")
        return _check(contents, funding).catalogue

    kept = None if place is None else place.read(make_again)
    if kept is not None and (funding is None or _knows_all_classes(funding, kept[0])):
        return Loaded(*kept)
    return _check(files.contents(), funding)


@collector_paused()
def _check(contents: Sequence[Content], funding: Funding | None) -> Loaded:
    """Check the catalogue that some files make, and keep it if it has no errors."""
    from mcplanner.files.checking import check_catalogue

    catalogue, found = check_catalogue(contents, funding)
    place = KeptPlace.of(Catalogue, map(digest_of, contents))
    if place is not None and catalogue is not None:
        place.keep(catalogue, found)
    return Loaded(catalogue, found)


class _Files:
    """The files of a catalogue, read whenever their bytes are needed, since these take much memory; a pipe only once."""

    def __init__(self, paths: Sequence[str | Path]) -> None:
        self._paths = paths
        self._piped = {path: _read(path) for path in paths if not can_be_read_again(path)}

    def contents(self) -> list[Content]:
        """The name of each in messages, and its bytes or why there are none."""
        return [(file_name(path), self._piped.get(path) or _read(path)) for path in self._paths]

    def digests(self) -> list[tuple[str, str | None]]:
        """The name of each in messages, and the digest of its bytes now; None if they cannot be read."""
        return [
            digest_of((file_name(path), self._piped[path]))
            if path in self._piped
            else (file_name(path), digest_of_file(path, MOST_BYTES))
            for path in self._paths
        ]


def _read(path: str | Path) -> bytes | Diagnostic:
    """The bytes of a catalogue; of a name without an ending that is no file, which catalogues come with mcplan."""
    content = read_bytes(path, MOST_BYTES)
    if isinstance(content, bytes) or Path(path).suffix or not content.message.endswith(NO_FILE):
        return content
    near = did_you_mean(Path(path).name, SHIPPED)
    shipped = "mcplan catalogue list shows those that come with mcplan"
    return replace(content, hint=" ".join(filter(None, (near or content.hint, shipped))))


def _knows_all_classes(funding: Funding, catalogue: Catalogue) -> bool:
    """Return whether each funding class of a module is one of the rules': else the check has more to say than what is kept."""
    known = {each.id for each in funding.classes}
    return known >= set(catalogue.funding_classes)
