"""Entries by their course numbers, however these are typed.

Knows the numbers that entries have; not what an entry is asked for.
"""

from collections.abc import Iterable, Iterator

from mcplanner.catalogue.model import Award, Catalogue, Module
from mcplanner.ground.spelling import plain_number


def numbered(catalogue: Catalogue, word: str) -> tuple[Module | Award, ...]:
    """The modules that have a course number, `ref` or one of `refs`, in any case; the awards that have it if no module does.

    A certificate that is taken whole is a module and an award of one number: the number is that of what one enrols in.
    """
    wanted = plain_number(word)
    return tuple(_with_number(catalogue.modules, wanted)) or tuple(_with_number(catalogue.awards, wanted))


def _with_number(entries: Iterable[Module | Award], wanted: str) -> Iterator[Module | Award]:
    return (entry for entry in entries if any(plain_number(number) == wanted for number in numbers_of(entry)))


def numbers_of(entry: Module | Award) -> tuple[str, ...]:
    """All course numbers of an entry."""
    return (() if entry.ref is None else (entry.ref,)) + entry.refs
