"""Commands that are printed for people to type, in one place: each with what this one was given that changes its answer.

Knows options and their values as text. Who reads a command line says what was typed, and which files it names; a program that
uses mcplan as a library has typed nothing, and nothing is added.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from shlex import quote, split
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})


class GivenFiles(Struct, frozen=True):
    """The files of a command that others would not use by themselves, and what else was typed.

    Attributes
    ----------
    learner
        The learner file, if it is not the one that is used anyway.
    catalogue
        The catalogue files that were typed.
    named
        Those that such a learner file names, for commands that read none.
    typed
        The options that were typed, by their long names, each with its values; a flag has none.
    command
        The command that was typed, without `mcplan`.
    """

    learner: str | None = None
    catalogue: Sequence[str] = ()
    named: Sequence[str] = ()
    typed: Mapping[str, Sequence[str]] = NOTHING
    command: str = ""


OF_FIGURES = ("--assume", "--hold")
"""The options on which an audit depends, too."""

OF_PLANS = (
    *OF_FIGURES, "--funding", "--born", "--residency", "--sme", "--sponsored", "--union", "--not-first-qualification",
    "--repeat", "--credit", "--credit-mid-career", "--start",
)  # fmt: skip
"""The options on which a plan depends as the cost of something does."""

INSTEAD_OF: Mapping[str, Sequence[str]] = MappingProxyType({"-l": ("--learner", "--no-learner"), "--keep": ("--keep",)})
"""The options that cannot stand beside one that names a file."""

_NONE = GivenFiles()

_GIVEN: ContextVar[GivenFiles] = ContextVar("given", default=_NONE)


@contextmanager
def with_its_own(typed: Mapping[str, Sequence[str]], command: str = "") -> Iterator[None]:
    """Have printed commands repeat, in the block, what was typed."""
    before = _GIVEN.set(GivenFiles(typed=typed, command=command))
    try:
        yield
    finally:
        _GIVEN.reset(before)


def give(files: GivenFiles) -> None:
    """Say which files the commands that are printed from now on must name."""
    given = _GIVEN.get()
    _GIVEN.set(replace(files, typed=given.typed, command=given.command))


def for_plan(command: str) -> str:
    """A command that plans, for the learner who was asked about."""
    return _for_somebody(command, OF_PLANS)


def for_audit(command: str) -> str:
    """A command that looks at how far the learner is who was asked about."""
    return _for_somebody(command, (*OF_FIGURES, "--plan"))


def for_learner(command: str) -> str:
    """A command that reads the learner file and the catalogue, to change the file."""
    given = _GIVEN.get()
    return command + _learner(given) + _option("-c", given.catalogue)


def for_catalogue(command: str) -> str:
    """A command that reads the catalogue alone."""
    given = _GIVEN.get()
    catalogue = given.catalogue or given.named
    return command + (_option("-c", catalogue) or _typed(command, given, ["--no-learner"]))


def for_file_of_learner(command: str) -> str:
    """A command that reads the learner file alone."""
    return command + _learner(_GIVEN.get())


def with_file(option: str, name: str) -> str:
    """The plan or comparison that was typed, with a file given to this option and no other; else a plan with it alone."""
    given = _GIVEN.get()
    if given.command not in ("plan", "compare"):
        return f"mcplan plan{_option(option, [name])}"
    left = {own: values for own, values in given.typed.items() if own not in INSTEAD_OF.get(option, ())}
    others = {own: [value for value in values if value != name] for own, values in left.items()}
    typed = "".join(_option(own, values) if left[own] else f" {own}" for own, values in others.items())
    return f"mcplan {given.command}{_option(option, [name])}{typed}"


def _for_somebody(command: str, names: Iterable[str]) -> str:
    given = _GIVEN.get()
    return command + _learner(given) + _option("-c", given.catalogue) + _typed(command, given, ["--no-learner", *names])


def _learner(given: GivenFiles) -> str:
    return _option("-l", [given.learner] if given.learner else [])


def _typed(command: str, given: GivenFiles, names: Iterable[str]) -> str:
    """Those of some options that were typed and that a command does not have yet."""
    words = split(command)
    typed = ((name, given.typed[name]) for name in names if name in given.typed and name not in words)
    return "".join(_option(name, values) or f" {name}" for name, values in typed)


def _option(name: str, values: Sequence[str]) -> str:
    return "".join(f" {name} {quote(value)}" for value in values)
