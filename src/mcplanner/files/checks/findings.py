"""The findings that checks yield, and the walks over a catalogue that most checks make.

Knows paths into a file, not positions.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from msgspec import Struct

from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.requirements import Choose, Credits, Path, Requirement, walk
from mcplanner.ground.diagnostics import Severity


class Finding(Struct, frozen=True):
    """One problem of a file.

    Attributes
    ----------
    path
        Where the value is that it is about: keys and list indices from the root of the file.
    hint
        The way out, as a short phrase.
    earlier
        Another place that the message is about; the hint then names its line.
    beside
        Other keys of the same entry that it is about as much: of several files, the last that wrote one of them is at fault.
    """

    code: str
    severity: Severity
    message: str
    path: Path
    hint: str | None = None
    earlier: Path | None = None
    beside: tuple[str, ...] = ()


def error(
    code: str,
    message: str,
    path: Path,
    hint: str | None = None,
    earlier: Path | None = None,
    beside: tuple[str, ...] = (),
) -> Finding:
    """A finding that keeps mcplan from using the file."""
    return Finding(code, Severity.ERROR, message, path, hint, earlier, beside)


def warning(code: str, message: str, path: Path, hint: str | None = None) -> Finding:
    """A finding that looks like a slip; mcplan uses the file all the same."""
    return Finding(code, Severity.WARNING, message, path, hint)


def ids_given_twice(code: str, named: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    """A finding for each id that an earlier place already has; a place is the path to what has the id."""
    first: dict[str, Path] = {}
    for path, name in named:
        if first.setdefault(name, path) is not path:
            message = f"the id '{name}' is already used under {first[name][0]}"
            yield error(code, message, (*path, "id"), earlier=(*first[name], "id"))


def modules(catalogue: Catalogue) -> Iterator[tuple[Path, Module]]:
    """Every module with its path."""
    for index, module in enumerate(catalogue.modules):
        yield ("modules", index), module


def entries(catalogue: Catalogue) -> Iterator[tuple[Path, Module | Award | Role]]:
    """Every module, award and role with its path, in the order of the schema."""
    yield from modules(catalogue)
    for index, award in enumerate(catalogue.awards):
        yield ("awards", index), award
    for index, role in enumerate(catalogue.roles):
        yield ("roles", index), role


Node = TypeVar("Node", bound=Requirement)


def nodes(catalogue: Catalogue, kind: type[Node]) -> Sequence[tuple[Path, Node]]:
    """Every node of some kind in the requirements, with its path; not of ids."""
    found: Sequence[tuple[Path, Any]] = catalogue.nodes.get(kind, ())
    return found


def required_ids(catalogue: Catalogue) -> Iterator[tuple[Path, str]]:
    """Every id in the requirements, with its path."""
    for path, entry in entries(catalogue):
        if entry.requires is not None:
            yield from ((place, node) for place, node in walk(entry.requires, (*path, "requires")) if isinstance(node, str))


def choices(catalogue: Catalogue) -> Iterator[tuple[Path, Choose | Credits]]:
    """Every choice and every list for credits in the requirements, with its path."""
    yield from nodes(catalogue, Choose)
    yield from nodes(catalogue, Credits)


def named_in(catalogue: Catalogue, path: Path) -> Module | Award | Role:
    """The module, award or role in which a path is."""
    entry: Module | Award | Role = getattr(catalogue, str(path[0]))[path[1]]
    return entry
