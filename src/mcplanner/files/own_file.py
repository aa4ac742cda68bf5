"""A learner file before it is checked: its text, and the catalogue and the funding rules that it names.

Knows how these are named; what else is in the file, `loading` says.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from mcplanner.files.paths import catalogue_path

if TYPE_CHECKING:
    from mcplanner.files.yaml_source import Source


class OwnFile(Struct, frozen=True):
    """A learner file whose text was read, and not yet checked."""

    path: Path
    source: "Source"

    @property
    def catalogue(self) -> list[Path]:
        """The catalogue files that it names, beside it or shipped."""
        words = self._named("catalogue")
        return [catalogue_path(word, self.path.parent) for word in ([words] if isinstance(words, str) else words or ())]

    @property
    def funding(self) -> Path | None:
        """The funding rules that it names, beside it."""
        word = self._named("funding")
        return self.path.parent / word if isinstance(word, str) else None

    def line_of(self, key: str) -> int:
        """The line on which a key stands."""
        return self.source.locate_key((key,)).line

    def _named(self, key: str) -> Any:
        """Return the text, or the texts, under a key; None for anything else, which the checks report."""
        value = self.source.data.get(key) if isinstance(self.source.data, dict) else None
        texts = value if isinstance(value, list) else [value]
        return value if all(isinstance(text, str) for text in texts) else None


def open_file(path: Path) -> OwnFile:
    """Read the text of a learner file, or what stops that."""
    from mcplanner.files.loading import read

    return OwnFile(path, read(path))


def open_existing(path: Path) -> OwnFile | None:
    """Read the text of a learner file; None if there is no such file, as standard input is read only once."""
    return open_file(path) if path.exists() else None
