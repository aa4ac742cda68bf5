"""Requirement trees: what must be held before something can be started or earned.

Knows the shapes (an id, a list, all, any, choose, credits, skill) and how to walk them; not what an id stands for, nor whether
it exists.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

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


def parts(requirement: Requirement) -> tuple[tuple[Path, Requirement], ...]:
    """The direct parts of a requirement, each with its path from it; nothing for an id or a skill."""
    match requirement:
        case str():
            return ()
        case tuple():
            return tuple(((index,), part) for index, part in enumerate(requirement))
        case AllOf():
            return tuple((("all", index), part) for index, part in enumerate(requirement.all))
        case AnyOf():
            return tuple((("any", index), part) for index, part in enumerate(requirement.any))
        case Choose() | Credits():
            return tuple((("from", index), part) for index, part in enumerate(requirement.from_))
        case _:
            return ()


def walk(requirement: Requirement, path: Path = ()) -> Iterator[tuple[Path, Requirement]]:
    """The requirement itself and everything beneath it, each with its path, parents first."""
    waiting = [(path, requirement)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        if node.__class__ is not str:
            waiting.extend((path + step, part) for step, part in reversed(parts(node)))


def compulsory(requirement: Requirement | None, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The ids without which the tree cannot be satisfied, as far as its `all` nodes tell, each with its path."""
    waiting = [] if requirement is None else [(path, requirement)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, str):
            yield path, node
        elif isinstance(node, AllOf | tuple):
            waiting.extend((path + step, part) for step, part in reversed(parts(node)))


def ids(requirement: Requirement | None) -> Iterator[str]:
    """Every module and award id that the tree names, in reading order, repeats included."""
    return (node for node in _nodes(requirement) if isinstance(node, str))


def skills(requirement: Requirement | None) -> Iterator[str]:
    """Every skill that the tree names, in reading order, repeats included."""
    return (node.skill for node in _nodes(requirement) if isinstance(node, Skill))


def _nodes(requirement: Requirement | None) -> Iterator[Requirement]:
    """The same as `walk`, without paths."""
    waiting = [] if requirement is None else [requirement]
    while waiting:
        node = waiting.pop()
        yield node
        if node.__class__ is tuple:
            waiting.extend(reversed(node))
        elif node.__class__ is not str:
            waiting.extend(part for _, part in reversed(parts(node)))


SKILL = "skill:"
"""The prefix of a skill that is a target; no id can begin with it."""


def requirement_of(target: str) -> Requirement:
    """The requirement of a target: any module that teaches the skill, or the entry itself."""
    return Skill(skill=target.removeprefix(SKILL)) if target.startswith(SKILL) else target
