"""Commands that are printed for people to type, in one place: each with the files that this one was given.

Knows options and their values as text. Who reads a command line says which files it names; a program that uses mcplan as a
library has none, and nothing is added.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from shlex import quote

from msgspec import Struct


class GivenFiles(Struct, frozen=True):
    """The files of a command that others would not use by themselves.

    Attributes
    ----------
    learner
        The learner file, if it is not the one that is used anyway.
    catalogue
        The catalogue files that were typed.
    named
        Those that such a learner file names, for commands that read none.
    """

    learner: str | None = None
    catalogue: Sequence[str] = ()
    named: Sequence[str] = ()


_NONE = GivenFiles()

_GIVEN: ContextVar[GivenFiles] = ContextVar("given", default=_NONE)


@contextmanager
def with_files_of_its_own() -> Iterator[None]:
    """Have what is given in the block end with it."""
    before = _GIVEN.set(_NONE)
    try:
        yield
    finally:
        _GIVEN.reset(before)


def give(files: GivenFiles) -> None:
    """Say which files the commands that are printed from now on must name."""
    _GIVEN.set(files)


def for_learner(command: str) -> str:
    """A command that reads the learner file and the catalogue."""
    given = _GIVEN.get()
    return command + _option("-l", [given.learner] if given.learner else []) + _option("-c", given.catalogue)


def for_catalogue(command: str) -> str:
    """A command that reads the catalogue alone."""
    given = _GIVEN.get()
    return command + _option("-c", given.catalogue or given.named)


def for_file_of_learner(command: str) -> str:
    """A command that reads the learner file alone."""
    given = _GIVEN.get()
    return command + _option("-l", [given.learner] if given.learner else [])


def _option(name: str, values: Sequence[str]) -> str:
    return "".join(f" {name} {quote(value)}" for value in values)
