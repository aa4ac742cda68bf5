"""A learner file before it is checked: its text, and the catalogue and the funding rules that it names; and its check.

Knows how these are named, and when what was read of a file before will do; what else is in the file, `loading` says.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from mcplanner.files.kept.store import KeptPlace
from mcplanner.files.paths import MOST_BYTES, catalogue_path, digest_of, file_name, read_bytes
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.learner.file import LearnerFile

if TYPE_CHECKING:
    from mcplanner.files.checks.learners import LearnerCheck, Setting
    from mcplanner.files.yaml_source import YamlSource


class OwnFile(Struct, frozen=True, dict=True):
    """A learner file whose bytes were read, if they could be, and not yet checked."""

    path: Path
    content: bytes | Diagnostic

    @cached_property
    def source(self) -> "YamlSource":
        """Its text, with the place of everything in it."""
        from mcplanner.files.file_kinds import LEARNER_FILE, as_source

        return as_source(file_name(self.path), self.content, LEARNER_FILE)

    @cached_property
    def _place(self) -> KeptPlace[LearnerFile] | None:
        """Where what these bytes say is kept."""
        return KeptPlace.of(LearnerFile, [digest_of((file_name(self.path), self.content))])

    @cached_property
    def kept(self) -> LearnerFile | None:
        """What it says, as it was read before; None if it was not, or not without errors."""
        found = None if self._place is None else self._place.read(lambda: None)
        return None if found is None else found[0]

    def keep(self, file: LearnerFile) -> None:
        """Keep what it says: that does not depend on any catalogue, nor on the day."""
        if self._place is not None and self.kept is None:
            self._place.keep(file, ())

    @property
    def catalogue(self) -> list[Path]:
        """The catalogue files that it names, beside it or shipped."""
        words = self._named("catalogue") if self.kept is None else self.kept.catalogue
        return [catalogue_path(word, self.path.parent) for word in ([words] if isinstance(words, str) else words or ())]

    @property
    def funding(self) -> Path | None:
        """The funding rules that it names, beside it."""
        word = self._named("funding") if self.kept is None else self.kept.funding
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
    """Read the bytes of a learner file, or what stops that."""
    return OwnFile(path, read_bytes(path, MOST_BYTES))


def open_existing(path: Path) -> OwnFile | None:
    """Read the bytes of a learner file; None if there is no such file, as standard input is read only once."""
    return open_file(path) if path.exists() else None


def check_own(
    own: OwnFile, setting: "Setting", checks: "Iterable[LearnerCheck]"
) -> tuple[LearnerFile | None, tuple[Diagnostic, ...]]:
    """Check a learner file; the result is that of `loading.check_learner`.

    What it says may be kept. What that means is checked each time, since it depends on the catalogue and the day; where a check
    finds anything, the text is read for its lines.
    """
    if own.kept is not None:
        assuming = setting.assuming(own.kept)
        if not any(True for check in checks for _ in check(assuming, own.kept)):
            return own.kept, ()
    from mcplanner.files.loading import check_learner

    file, found = check_learner(own.source, setting, checks)
    if file is not None:
        own.keep(file)
    return file, found
