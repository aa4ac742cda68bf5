"""Compares two catalogues: what came, what went, what changed, and which numbers were perhaps renewed.

Knows catalogues; nothing of files and plans.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from mcplanner.catalogue.model import Award, Catalogue, Module, Role, Run, Unknown
from mcplanner.course_data.write_workbook import cell_of
from mcplanner.ground.numbers_text import hours_text
from mcplanner.ground.spelling import plain_text

Entry = Module | Award | Role

NOT_COMPARED = frozenset(("id", "extra"))


class ChangedKey(Struct, frozen=True):
    """One key of a catalogue or an entry, with its value in both catalogues as text; empty where it is left out.

    Each run that differs is a change of its own, and so is each figure of `derived`, whose key is `derived.fee`.
    """

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
    """What is different in a later catalogue; `head` is what it says of itself; entries in the order of their files."""

    head: tuple[ChangedKey, ...]
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
        tuple(_of_head(old, new)),
        _without(after, {*before, *(each.after.id for each in renewed)}),
        _without(before, {*after, *(each.before.id for each in renewed)}),
        tuple(_changed(before, after)),
        renewed,
    )


def _of_head(old: Catalogue, new: Catalogue) -> Iterator[ChangedKey]:
    for key in ("title", "as_of", "currency"):
        before, after = str(getattr(old, key)), str(getattr(new, key))
        if before != after:
            yield ChangedKey(key, before, after)


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
        own, other = getattr(before, key, None), getattr(after, key)
        if key in NOT_COMPARED or own == other:
            continue
        match key:
            case "runs":
                yield from _of_runs(own, other)
            case "derived":
                yield from _of_parts(key, own or {}, other)
            case _:
                yield ChangedKey(key, _text(before, key, own), _text(after, key, other))


def _of_runs(before: Sequence[Run] | None, after: Sequence[Run] | None) -> Iterator[ChangedKey]:
    """The runs that differ, in whatever order: each with the other one that starts on its day, if there is one of each."""
    went, came = (_by_start(one, without=other) for one, other in ((before, after), (after, before)))
    for start in dict.fromkeys((*went, *came)):
        old, new = went.get(start, []), came.get(start, [])
        if len(old) == len(new) == 1:
            yield ChangedKey("runs", _run_text(old[0]), _run_text(new[0]))
        else:
            yield from (ChangedKey("runs", _run_text(run), "") for run in old)
            yield from (ChangedKey("runs", "", _run_text(run)) for run in new)


def _by_start(runs: Sequence[Run] | None, without: Sequence[Run] | None) -> Mapping[date | int, list[Run]]:
    found: dict[date | int, list[Run]] = {}
    for run in (Counter(runs or ()) - Counter(without or ())).elements():
        found.setdefault(run.start, []).append(run)
    return found


def _run_text(run: Run) -> str:
    """All that a run says: its start, then the rest by its keys."""
    said = ((key, getattr(run, key)) for key in run.__struct_fields__ if key not in ("start", "by_learner"))
    parts = [f"{key} {_text(run, key, value)}" for key, value in said if value is not None]
    return ", ".join((_text(run, "start", run.start), *parts))


def _of_parts(key: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[ChangedKey]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield ChangedKey(f"{key}.{name}", before.get(name, ""), after.get(name, ""))


def _text(entry: Entry | Run, key: str, value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, Unknown):
        return str(value)
    if isinstance(value, Decimal):
        return hours_text(value)
    cell = cell_of(entry, key)
    return "" if cell is None else " ".join(str(cell).split())
