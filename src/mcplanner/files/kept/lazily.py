"""A kept catalogue, of which each entry is read when it is asked for; what follows from all of them was worked out before.

Whoever uses it has a whole catalogue: there is nothing that it lacks, only what was not read yet. Knows which questions about a
catalogue need all of its entries; not how rows are kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload
from zlib import crc32

from msgspec.structs import asdict, replace

from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.places import Places
from mcplanner.catalogue.requirements import Requirement

if TYPE_CHECKING:
    from mcplanner.catalogue.search import WordIndex

SECTIONS = ("fields", "providers", "modules", "awards", "roles")
"""What is kept entry by entry, in the order of their numbers."""

STACKED = ("modules", "awards", "roles")
"""Those whose entries are required, searched for, and asked for by their ids."""

K = TypeVar("K")
T = TypeVar("T")


class KeptRows(Protocol):
    """Gives entries and facts; those that cannot be read are made anew."""

    def entry(self, section: str, position: int) -> Any:
        """An entry of a section."""

    def entries(self, section: str) -> Sequence[Any]:
        """All entries of a section."""

    def fact(self, name: str) -> Any:
        """One of the `FACTS`."""

    def part(self, name: str, number: int) -> Mapping[str, Sequence[str]]:
        """A part of what is `SPREAD`."""


FACTS: Mapping[str, Callable[[Catalogue], Any]] = MappingProxyType(
    {
        "ids": lambda catalogue: {section: [each.id for each in getattr(catalogue, section)] for section in STACKED},
        "titles": lambda catalogue: catalogue.titles,
        "few": lambda catalogue: {
            "kinds": catalogue.award_kinds,
            "expiring": catalogue.has_expiring,
            "funding": sorted(catalogue.funding_classes),
            "contested": sorted(catalogue.places.contested),
        },
        "shares": lambda catalogue: catalogue.places.shares,
        "covers": lambda catalogue: catalogue.places.covers,
        "equivalents": lambda catalogue: {name: sorted(unit) for name, unit in catalogue.equivalents.items()},
        "exclusions": lambda catalogue: {name: sorted(others) for name, others in catalogue.exclusions.items()},
        "taught": lambda catalogue: {skill: [each.id for each in those] for skill, those in catalogue.modules_by_skill.items()},
        "counted words": lambda catalogue: catalogue.word_counts,
        "topics": lambda catalogue: catalogue.topic_counts,
        "fields": lambda catalogue: catalogue.field_counts,
        "words of modules": lambda catalogue: _words(catalogue.modules),
        "words of awards": lambda catalogue: _words(catalogue.awards),
        "words of roles": lambda catalogue: _words(catalogue.roles),
    }
)
"""What is worked out of all entries when a catalogue is kept, as plain data."""

SPREAD: Mapping[str, Callable[[Catalogue], Mapping[str, Sequence[str]]]] = MappingProxyType(
    {"named_by": lambda catalogue: catalogue.named_by, "needed_by": lambda catalogue: catalogue.needed_by}
)
"""What is worked out, too, of which each command needs little: it is kept in parts, and a name tells in which one it stands."""

NAMES_IN_A_PART = 500
"""About how many."""


def parts_of(spread: Mapping[str, Sequence[str]]) -> Sequence[Mapping[str, Sequence[str]]]:
    """The parts of what is spread."""
    made: list[dict[str, Sequence[str]]] = [{} for _ in range(1 + len(spread) // NAMES_IN_A_PART)]
    for name, value in spread.items():
        made[_part(name, len(made))][name] = value
    return made


def _part(name: str, parts: int) -> int:
    return crc32(name.encode()) % parts


FORM = repr((tuple(FACTS), tuple(SPREAD), NAMES_IN_A_PART))
"""What the bytes of facts depend on, besides the program."""


def _words(entries: Iterable[Module | Award | Role]) -> Mapping[str, Any]:
    from mcplanner.catalogue.filters import texts_of  # whoever reads what is kept does without
    from mcplanner.catalogue.search import WordIndex

    return asdict(WordIndex.of(map(texts_of, entries)))


def catalogue_of(
    bare: Catalogue, sizes: Mapping[str, int], rows: KeptRows, changed: Mapping[str, Module] = MappingProxyType({})
) -> Catalogue:
    """The catalogue whose entries and facts are in rows, but for modules with other figures; of itself it has the rest.

    No fact follows from figures, but for the words that are counted: modes are among them.
    """
    sections = {section: Entries[Any](section, sizes[section], rows) for section in SECTIONS}
    for position, name in enumerate(rows.fact("ids")["modules"]) if changed else ():
        if name in changed:
            sections["modules"].put(position, changed[name])
    made = Catalogue(title=bare.title, as_of=bare.as_of, currency=bare.currency, **sections)
    few = rows.fact("few")
    by_id = {section: ById[Any](section, sections[section], rows) for section in STACKED}
    vars(made).update(
        module_by_id=by_id["modules"],
        award_by_id=by_id["awards"],
        role_by_id=by_id["roles"],
        entry_by_id=Joined(*by_id.values()),
        modules_by_skill=Later(lambda: rows.fact("taught"), lambda names: tuple(map(made.module_by_id.__getitem__, names))),
        **{name: InParts(name, sizes[name], rows) for name in SPREAD},
        equivalents=Later(lambda: rows.fact("equivalents"), frozenset),
        exclusions=Later(lambda: rows.fact("exclusions"), frozenset),
        titles=Later(lambda: rows.fact("titles"), _same),
        topic_counts=Later(lambda: rows.fact("topics"), _same),
        field_counts=Later(lambda: rows.fact("fields"), _same),
        word_index={section: LaterIndex(section, rows) for section in STACKED},
        award_kinds=few["kinds"],
        funding_classes=few["funding"],
        has_expiring=few["expiring"],
        with_figures=lambda more: catalogue_of(bare, sizes, rows, {**changed, **more}),
    )
    if not changed:
        vars(made)["word_counts"] = Later(lambda: rows.fact("counted words"), _same)
    vars(made)["places"] = places = Places(
        Requires(by_id["awards"]), rows.fact("shares"), made.equivalents, Later(lambda: rows.fact("covers"), tuple)
    )
    vars(places)["contested"] = frozenset(few["contested"])
    return made


def whole(catalogue: Catalogue) -> Catalogue:
    """The same catalogue, all of it read."""
    return replace(catalogue, **{section: tuple(getattr(catalogue, section)) for section in SECTIONS})


def _same(value: T) -> T:
    return value


class Entries(Sequence[T], Generic[T]):
    """The entries of a section, each read when it is asked for; they equal a tuple of the same."""

    def __init__(self, section: str, size: int, rows: KeptRows) -> None:
        self._section = section
        self._size = size
        self._rows = rows
        self._read: dict[int, T] = {}
        self._all: tuple[T, ...] | None = None

    def put(self, position: int, entry: T) -> None:
        """Let an entry stand for the one that would be read."""
        self._read[position] = entry

    @overload
    def __getitem__(self, position: int) -> T: ...
    @overload
    def __getitem__(self, position: slice) -> tuple[T, ...]: ...
    def __getitem__(self, position: int | slice) -> T | tuple[T, ...]:
        if isinstance(position, slice):
            return tuple(self)[position]
        if not -self._size <= position < self._size:
            raise IndexError(position)
        position %= self._size
        if position not in self._read:
            self._read[position] = self._rows.entry(self._section, position)
        return self._read[position]

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        if self._all is None:
            read = enumerate(self._rows.entries(self._section))
            self._all = tuple(self._read.setdefault(position, entry) for position, entry in read)
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Entries | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> Any:
        return tuple, (tuple(self),)


class ById(Mapping[str, T], Generic[T]):
    """The entries of a section by their ids, in their order."""

    def __init__(self, section: str, entries: Entries[T], rows: KeptRows) -> None:
        self._section = section
        self._entries = entries
        self._rows = rows

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {name: position for position, name in enumerate(self._rows.fact("ids")[self._section])}

    def __getitem__(self, name: str) -> T:
        return self._entries[self._positions[name]]

    def __contains__(self, name: object) -> bool:
        return name in self._positions

    def __iter__(self) -> Iterator[str]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._entries)


class Joined(Mapping[str, T], Generic[T]):
    """Several mappings as one; no two have a key in common."""

    def __init__(self, *parts: Mapping[str, T]) -> None:
        self._parts = parts

    def __getitem__(self, name: str) -> T:
        for part in self._parts:
            if name in part:
                return part[name]
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(name in part for part in self._parts)

    def __iter__(self) -> Iterator[str]:
        return chain(*self._parts)

    def __len__(self) -> int:
        return sum(map(len, self._parts))


class Later(Mapping[str, T], Generic[T]):
    """A mapping that is read when it is first asked for anything, and of which each value is made when it is asked for."""

    def __init__(self, read: Callable[[], Mapping[str, Any]], make: Callable[[Any], T]) -> None:
        self._read = read
        self._make = make
        self._made: dict[str, T] = {}

    @cached_property
    def _whole(self) -> Mapping[str, Any]:
        return self._read()

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            self._made[name] = self._make(self._whole[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class InParts(Mapping[str, tuple[str, ...]]):
    """What is `SPREAD`, of which the part with a name is read when that is asked for."""

    def __init__(self, name: str, parts: int, rows: KeptRows) -> None:
        self._name = name
        self._rows = rows
        self._parts: list[Mapping[str, Sequence[str]] | None] = [None] * parts

    def _read(self, number: int) -> Mapping[str, Sequence[str]]:
        part = self._parts[number]
        if part is None:
            part = self._parts[number] = self._rows.part(self._name, number)
        return part

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return tuple(self._read(_part(name, len(self._parts)))[name])

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(map(self._read, range(len(self._parts))))

    def __len__(self) -> int:
        return sum(len(self._read(number)) for number in range(len(self._parts)))


class Requires(Mapping[str, Requirement]):
    """What each award requires."""

    def __init__(self, awards: Mapping[str, Award]) -> None:
        self._awards = awards

    def __getitem__(self, name: str) -> Requirement:
        return self._awards[name].requires

    def __contains__(self, name: object) -> bool:
        return name in self._awards

    def __iter__(self) -> Iterator[str]:
        return iter(self._awards)

    def __len__(self) -> int:
        return len(self._awards)


class LaterIndex:
    """A `WordIndex` that is read when something is searched for."""

    def __init__(self, section: str, rows: KeptRows) -> None:
        self._section = section
        self._rows = rows

    @cached_property
    def _index(self) -> "WordIndex":
        from mcplanner.catalogue.search import WordIndex

        return WordIndex(**self._rows.fact(f"words of {self._section}"))

    def best_first(self, typed: str) -> Sequence[int]:
        """As `WordIndex.best_first`."""
        return self._index.best_first(typed)
