"""What an entry of a catalogue leads to.

Knows the catalogue; not how it is shown.
"""

from collections.abc import Iterator, Set
from enum import StrEnum

from msgspec import Struct

from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.requirements import SKILL, ids, skills


class Way(StrEnum):
    """How one entry leads to another."""

    ALONGSIDE = "is needed alongside"
    OPENS = "opens"
    COUNTS = "counts toward"
    IN_ROLE = "is part of the role"


class Lead(Struct, frozen=True):
    """An entry that another one leads to."""

    way: Way
    entry: Module | Award | Role


_WAYS = {Module: Way.OPENS, Award: Way.COUNTS, Role: Way.IN_ROLE}


def leads(catalogue: Catalogue, entry: Module | Award) -> Iterator[Lead]:
    """What needs an entry directly, or a skill that it shows, in the catalogue's order: modules, awards and roles."""
    same = catalogue.places.counted_as(entry.id)
    shown = catalogue.skills_of(entry.id) if isinstance(entry, Module) else frozenset()
    for other in _naming(catalogue, {*same, *(SKILL + skill for skill in shown)}):
        if isinstance(other, Module) and not same.isdisjoint(other.alongside):
            yield Lead(Way.ALONGSIDE, other)
        if not (same.isdisjoint(ids(other.requires)) and shown.isdisjoint(skills(other.requires))):
            yield Lead(_WAYS[type(other)], other)


def _naming(catalogue: Catalogue, names: Set[str]) -> Iterator[Module | Award | Role]:
    """The entries that need something by one of several names, in the catalogue's order."""
    needing = {other for name in names for other in catalogue.needed_by.get(name, ())}
    return (catalogue.entry_by_id[name] for name in catalogue.entry_by_id if name in needing)  # only those may be read
