"""`mcplan catalogue diff` on the terminal: what came, went, changed and was perhaps renewed, and what of it a plan rests on.

This module knows differences; nothing of files.
"""

from collections.abc import Iterable, Sequence

from rich.text import Text

from mcplanner.course_data.diff import Changed, ChangedKey, Difference, Entry, LostAmendment, PlannedChange
from mcplanner.ground.numbers_text import counted
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink

MOST_NAMED = 200
"""Entries of one kind of difference that are named; the rest is counted, and in JSON."""


def print_difference(
    console: Console,
    difference: Difference,
    planned: Sequence[PlannedChange] | None,
    lost: Sequence[LostAmendment],
    again: str | None,
) -> None:
    """Print a difference; `planned` is None if no plan was named."""
    ink = Ink(console)
    lines = [*_head(difference, ink), *_entries(difference, ink)]
    amended = (_named(each.id, each.title, ink) for each in lost)
    lines += _section("Amended in your file, and gone", len(lost), amended, ink)
    if planned is not None:
        lines += _plan(planned, again, ink)
    ink.print(lines[1:])


def _head(difference: Difference, ink: Ink) -> list[Text]:
    """What a catalogue says of itself that is different."""
    return [*ink.heading("The catalogue"), *_changes(difference.head, 2, ink)] if difference.head else []


def _entries(difference: Difference, ink: Ink) -> list[Text]:
    """The modules, awards and roles that are different, or that none is."""
    lines: list[Text] = []
    for title, entries in (("Came", difference.came), ("Went", difference.went)):
        lines += _section(title, len(entries), (_named(entry.id, entry.title, ink) for entry in entries), ink)
    renewed = (_named(each.before.id, f"{each.after.title}, perhaps now {each.after.id}", ink) for each in difference.renewed)
    lines += _section("Perhaps renewed under another number", len(difference.renewed), renewed, ink)
    lines += _section("Changed", len(difference.changed), (_changed(each, ink) for each in difference.changed), ink)
    return lines or [Text(""), *ink.paragraph(ink.text("no module, award or role is different"))]


def _section(title: str, number: int, entries: Iterable[list[Text]], ink: Ink) -> list[Text]:
    if not number:
        return []
    lines = ink.heading(title, f"{number:,}")
    for _, entry in zip(range(MOST_NAMED), entries, strict=False):
        lines += entry
    if number > MOST_NAMED:
        lines += ink.paragraph(ink.text(f"  and {number - MOST_NAMED:,} more; --json names them all", "dim"))
    return lines


def _named(name: str, title: str, ink: Ink) -> list[Text]:
    return ink.paragraph(ink.joined("  ", ink.text(name, "bold"), f"  {title}"), hanging=4)


def _changed(each: Changed, ink: Ink) -> list[Text]:
    entry: Entry = each.entry
    return [*_named(entry.id, entry.title, ink), *_changes(each.changes, 6, ink)]


def _changes(changes: Iterable[ChangedKey], indent: int, ink: Ink) -> list[Text]:
    """Each change on lines of its own."""
    lines: list[Text] = []
    for change in changes:
        became = f"{change.before or 'nothing'} {ink.signs.change} {change.after or 'nothing'}"
        lines += ink.paragraph(ink.joined(" " * indent, ink.text(f"{change.key}: ", "dim"), became), hanging=indent + 2)
    return lines


def _plan(planned: Sequence[PlannedChange], again: str | None, ink: Ink) -> list[Text]:
    """What is different for the plan, and how to plan again."""
    modules = len({each.module for each in planned})
    lines = ink.heading("Your plan", f"{counted(modules, 'module')} changed" if modules else "nothing in it changed")
    for each in planned:
        lines += ink.paragraph(ink.joined("  ", ink.text(each.module, "bold"), f"  {each.title}: {each.text}"), hanging=4)
    if again is not None:
        lines += ink.paragraph(ink.text("plan again, changing as little as possible, with what else you asked for:"))
        lines += [ink.text(f"  {again}")]
    return lines
