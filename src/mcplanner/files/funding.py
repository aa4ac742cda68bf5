"""Loads funding rules: those that were checked before as they were kept, others from their file.

Knows when which of the two will do; how the file is checked is up to `loading`, which is imported only then.
"""

from datetime import date
from pathlib import Path

from mcplanner.files.kept.store import KeptPlace
from mcplanner.files.paths import MOST_BYTES, digest_of, file_name, read_bytes
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.pricing.rules import Funding


def load_funding(path: str | Path, today: date | None = None) -> tuple[Funding | None, tuple[Diagnostic, ...]]:
    """Read funding rules; None if any problem is an error. With today's date, old rules and passed dates give a warning."""
    name, content = file_name(path), read_bytes(path, MOST_BYTES)
    place = KeptPlace.of(Funding, [digest_of((name, content))], today)
    kept = None if place is None else place.read(lambda: None)
    if kept is not None:
        return kept
    from mcplanner.files.loading import check_funding

    funding, found = check_funding(name, content, today)
    if place is not None and funding is not None:
        place.keep(funding, found)
    return funding, found
