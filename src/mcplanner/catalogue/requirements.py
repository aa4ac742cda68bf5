"""Requirement trees: what must be held before something can be started or earned.

Knows the shapes (an id, a list, all, any, choose, credits, skill) and how to walk them; not what an id stands for, nor whether
it exists.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeAlias

from msgspec import Struct

Path = tuple[str | int, ...]
"""The position of a value in a file: keys and list indices from the root down."""


def halves(credits: Decimal | None) -> int:
    """Credits as a whole number of half credits."""
    return int((credits or 0) * 2)


class AllOf(Struct, frozen=True):
    """Every part is needed."""

    all: tuple["Requirement", ...]


class AnyOf(Struct, frozen=True):
    """One part is enough."""

    any: tuple["Requirement", ...]


class Choose(Struct, frozen=True):
    """At least `choose` parts are needed."""

    choose: int
    from_: tuple["Requirement", ...]


class Credits(Struct, frozen=True):
    """Modules worth at least `credits` credits are needed; of credits there are halves."""

    credits: Decimal
    from_: tuple[str, ...]


class Skill(Struct, frozen=True):
    """Any module that teaches the skill is enough."""

    skill: str


Requirement: TypeAlias = str | tuple["Requirement", ...] | AllOf | AnyOf | Choose | Credits | Skill
"""An id, a list (all of it is needed) or one of the five shapes."""

_KEYS: Mapping[type, Path] = MappingProxyType({AllOf: ("all",), AnyOf: ("any",), Choose: ("from",), Credits: ("from",)})
_PARTS: Mapping[type, Callable[[Any], tuple["Requirement", ...]]] = MappingProxyType(
    {
        tuple: lambda node: node,
        AllOf: attrgetter("all"),
        AnyOf: attrgetter("any"),
        Choose: attrgetter("from_"),
        Credits: attrgetter("from_"),
    }
)
"""What has parts, and what gives them."""


def parts(requirement: Requirement) -> Sequence[tuple[Path, Requirement]]:
    """The direct parts of a requirement, each with its path from it; nothing for an id or a skill."""
    key = _KEYS.get(requirement.__class__, ())
    return [((*key, index), part) for index, part in enumerate(direct_parts(requirement))]


def direct_parts(requirement: Requirement) -> tuple[Requirement, ...]:
    """The direct parts of a requirement; nothing for an id or a skill."""
    kind = requirement.__class__
    return _PARTS[kind](requirement) if kind in _PARTS else ()


def walk(requirement: Requirement, path: Path = ()) -> Iterator[tuple[Path, Requirement]]:
    """The requirement itself and everything beneath it, each with its path, parents first."""
    waiting = [(path, requirement)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        if node.__class__ is not str:
            waiting += [(path + step, part) for step, part in reversed(parts(node))]


def walk_without_ids(requirement: Requirement, path: Path = ()) -> Iterator[tuple[Path, Requirement]]:
    """The same as `walk` without ids, which most nodes are."""
    waiting = [(path, requirement)] if requirement.__class__ is not str else []
    while waiting:
        path, node = waiting.pop()
        yield path, node
        below = direct_parts(node)
        key = _KEYS.get(node.__class__, ())
        waiting += [((*path, *key, index), part) for index, part in enumerate(below) if part.__class__ is not str][::-1]


def compulsory(requirement: Requirement | None, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The ids without which the tree cannot be satisfied, as far as its `all` nodes tell, each with its path."""
    waiting = [] if requirement is None else [(path, requirement)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, str):
            yield path, node
        elif isinstance(node, AllOf | tuple):
            waiting += [(path + step, part) for step, part in reversed(parts(node))]


def ids(requirement: Requirement | None) -> Iterator[str]:
    """Every module and award id that the tree names, in reading order, repeats included."""
    return (node for node in _nodes(requirement) if node.__class__ is str)


def skills(requirement: Requirement | None) -> Iterator[str]:
    """Every skill that the tree names, in reading order, repeats included."""
    return (node.skill for node in _nodes(requirement) if isinstance(node, Skill))


def ids_and_skills(requirement: Requirement | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What `ids` and `skills` give, in one go."""
    if isinstance(requirement, str):
        return (requirement,), ()
    nodes = _nodes(requirement)
    named, shown = [node for node in nodes if isinstance(node, str)], [node.skill for node in nodes if isinstance(node, Skill)]
    return tuple(named), tuple(shown)


def _nodes(requirement: Requirement | None) -> list[Requirement]:
    """The same as `walk`, without paths."""
    found: list[Requirement] = []
    waiting = [] if requirement is None else [requirement]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if node.__class__ in _PARTS:
            waiting += _PARTS[node.__class__](node)[::-1]
    return found


SKILL = "skill:"
"""The prefix of a skill that is a target; no id can begin with it."""


def requirement_of(target: str) -> Requirement:
    """The requirement of a target: any module that teaches the skill, or the entry itself."""
    return Skill(skill=target.removeprefix(SKILL)) if target.startswith(SKILL) else target
