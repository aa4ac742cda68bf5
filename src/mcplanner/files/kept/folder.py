"""The folder in which catalogues are kept: where it is, how a file comes into it whole, and what is taken out of it.

Knows file systems; not what is in the files. Nothing here raises: whoever cannot keep something goes on without.
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 200_000_000
"""The files together; the oldest of more are removed."""

OFF = "off"
SUFFIX = ".kept"
"""The ending of the names of the files; no other file in the folder is touched."""


def folder() -> Path | None:
    """The folder, which may not exist; None if the user wants none or has no place for it.

    `MCPLAN_CACHE` names it, or is `off`; else it is where the system keeps what programs can make again.
    """
    named = os.environ.get("MCPLAN_CACHE")
    if named is not None:
        with suppress(OSError):  # the folder from where it is named is gone
            return None if named.lower() in (OFF, "") else Path(named).absolute()
        return None
    places = {"win32": ("LOCALAPPDATA", "AppData/Local"), "darwin": ("", "Library/Caches")}
    variable, usual = places.get(sys.platform, ("XDG_CACHE_HOME", ".cache"))
    place = Path(os.environ.get(variable, ""))
    if place.is_absolute():
        return place / "mcplan"
    with suppress(RuntimeError):  # nobody knows the user's home
        place = Path.home() / usual
    return place / "mcplan" if place.is_absolute() else None


def put(path: Path, write: Callable[[Path], None]) -> None:
    """Have a file written beside its place, and give it its name once it is whole; the folder is made if it is not there."""
    from tempfile import mkstemp

    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(prefix=f".{path.name}", suffix=SUFFIX, dir=path.parent)
        os.close(handle)
        waiting = Path(name)
        try:
            write(waiting)
            waiting.replace(path)
        finally:
            waiting.unlink(missing_ok=True)
        _take_out(path.parent, path)


def _take_out(place: Path, newest: Path) -> None:
    """Remove the oldest files that are kept, and what commands that were killed left, until the rest is small enough."""
    found = []
    for path in place.glob(f"*{SUFFIX}"):
        with suppress(OSError):
            found.append((path == newest, path.stat().st_mtime, path.stat().st_size, path))
    room = MOST_BYTES
    for _, _, size, path in sorted(found, reverse=True):
        room -= size
        if room < 0:
            with suppress(OSError):
                path.unlink()
