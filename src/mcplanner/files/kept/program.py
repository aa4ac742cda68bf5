"""The program that checked what is kept: a version, that of the stemmer, and in a checkout the state of the source files.

Knows file systems; not what is kept.
"""

import os
from contextlib import suppress
from importlib.machinery import PathFinder
from pathlib import Path

from mcplanner.ground.version import __version__

ROOMS = ("ground", "catalogue", "learner", "pricing", "files", "files/checks", "files/kept")
"""The folders with all code on which it depends what files make, and what is found in them."""

STEMMER = "snowballstemmer"
"""The package that says where words end: what was found with one version of it is not found with another."""

PACKAGE = Path(__file__).parents[2]


def program() -> tuple[object, ...]:
    """Return what changes whenever the code that reads and checks files may have changed."""
    return __version__, _stemmer(), *sorted(state for room in ROOMS for state in _states(PACKAGE / room))


def _stemmer() -> tuple[int, int] | None:
    """The size of the stemmer's first file and when it was written, without importing it; None where there is no such file."""
    found = PathFinder.find_spec(STEMMER)
    with suppress(OSError):
        if found is not None and found.origin is not None:
            state = Path(found.origin).stat()
            return state.st_size, state.st_mtime_ns
    return None


def _states(folder: Path) -> list[tuple[str, int, int]]:
    """The source files of a folder, each with its size and when it was written; none where there are no files to look at."""
    with suppress(OSError), os.scandir(folder) as entries:
        files = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py")]
        return [(name, state.st_size, state.st_mtime_ns) for name, state in files]
    return []
