"""Compares two catalogues: what came, what went, what changed, and which numbers were perhaps renewed.

Knows catalogues; nothing of files and plans.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from mcplanner.catalogue.model import Award, Catalogue, Module, Role, Unknown
from mcplanner.course_data.write_workbook import cell_of
from mcplanner.ground.months import Month, format_month
from mcplanner.ground.numbers_text import hours_text
from mcplanner.ground.spelling import plain_text

Entry = Module | Award | Role

NOT_COMPARED = frozenset(("id", "extra"))


class ChangedKey(Struct, frozen=True):
    """One key of an entry, with its value in both catalogues as text; empty where it is left out."""

    key: str
    before: str
    after: str


class Changed(Struct, frozen=True):
    """An entry that is in both catalogues, and differs."""

    entry: Entry
    changes: tuple[ChangedKey, ...]


class Renewed(Struct, frozen=True):
    """A module that went, and one that came with the same title and provider: perhaps the same under a new number."""

    before: Module
    after: Module


class Difference(Struct, frozen=True):
    """What is different in a later catalogue; entries in the order of their files."""

    came: tuple[Entry, ...]
    went: tuple[Entry, ...]
    changed: tuple[Changed, ...]
    renewed: tuple[Renewed, ...]

    def renewal_of(self, module: str) -> Module | None:
        """The module that a module perhaps became."""
        return next((each.after for each in self.renewed if each.before.id == module), None)


class PlannedChange(Struct, frozen=True):
    """What is different for a module of a plan."""

    module: str
    title: str
    text: str


class LostAmendment(Struct, frozen=True):
    """An entry that is amended or hidden, and is gone; with its last title."""

    id: str
    title: str


def compare(old: Catalogue, new: Catalogue) -> Difference:
    """What is different in the later catalogue. What was perhaps renewed is neither among what came nor what went."""
    before, after = old.entry_by_id, new.entry_by_id
    renewed = tuple(_renewed(_without(before, after), _without(after, before)))
    return Difference(
        _without(after, {*before, *(each.after.id for each in renewed)}),
        _without(before, {*after, *(each.before.id for each in renewed)}),
        tuple(_changed(before, after)),
        renewed,
    )


def _without(entries: Mapping[str, Entry], ids: Collection[str]) -> tuple[Entry, ...]:
    return tuple(entry for name, entry in entries.items() if name not in ids)


def _changed(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterator[Changed]:
    """The entries that are in both, and differ."""
    for name, entry in after.items():
        found = tuple(changes(before[name], entry)) if name in before else ()
        if found:
            yield Changed(entry, found)


def _renewed(went: Sequence[Entry], came: Sequence[Entry]) -> Iterator[Renewed]:
    """Pairs of the same title and provider, where there is one of each."""
    old, new = (_by_title(entries) for entries in (went, came))
    for title, modules in old.items():
        if len(modules) == len(new.get(title, ())) == 1:
            yield Renewed(modules[0], new[title][0])


def _by_title(entries: Sequence[Entry]) -> Mapping[tuple[str, str], list[Module]]:
    found: dict[tuple[str, str], list[Module]] = {}
    for entry in entries:
        if isinstance(entry, Module):
            found.setdefault((plain_text(entry.title), entry.provider), []).append(entry)
    return found


def changes(before: Entry, after: Entry) -> Iterator[ChangedKey]:
    """The keys that differ; all of them if one was a module and the other is none."""
    for key in after.__struct_fields__:
        if key in NOT_COMPARED:
            continue
        own, other = getattr(before, key, None), getattr(after, key)
        if own != other:
            yield ChangedKey(key, _text(before, key, own), _text(after, key, other))


def _text(entry: Entry, key: str, value: Any) -> str:
    """A value as people read it; of runs, their starts."""
    if value is None:
        return ""
    if key == "runs":
        starts = Counter(_day(run.start) for run in value)
        return "; ".join(f"{start} ({number} times)" if number > 1 else start for start, number in starts.items())
    if isinstance(value, Unknown):
        return str(value)
    if isinstance(value, Decimal):
        return hours_text(value)
    cell = cell_of(entry, key)
    return "" if cell is None else " ".join(str(cell).split())


def _day(start: Any) -> str:
    return format_month(Month(start)) if isinstance(start, int) else str(start)
