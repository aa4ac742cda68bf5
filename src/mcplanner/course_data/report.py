"""Counts what an import read, made, left out, cleaned, derived and assumed, and what can be planned.

Knows drafts and findings; prints nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from mcplanner.course_data.drafts import SECTIONS, Draft, Values
from mcplanner.course_data.places import SheetFinding, SheetPlace, Weight

NEEDED_TO_PLAN = ("hours", "months", "weeks", "intakes")
"""The figures without which a module cannot be planned."""

FIGURES = (*NEEDED_TO_PLAN, "fee", "mode")


class SheetRead(Struct, frozen=True):
    """A sheet, the kind of source that read it, and its rows without the headings."""

    place: SheetPlace
    source: str
    rows: int


class Lacking(Struct, frozen=True):
    """A figure that some modules lack, and the file or column that would add it; None if none is known to."""

    key: str
    modules: int
    file: str | None


class Report(Struct, frozen=True):
    """What an import did.

    Attributes
    ----------
    made
        The number of entries of each section.
    numbers_joined
        Course numbers that became further numbers of a module.
    derived, assumed
        How many modules have a figure that was derived, or assumed, by its key.
    can_be_planned
        How many modules have all figures that a plan needs.
    is_checked
        False for a catalogue so large that it is checked on request alone.
    """

    sheets: tuple[SheetRead, ...]
    made: Mapping[str, int]
    runs: int
    numbers_joined: int
    findings: tuple[SheetFinding, ...]
    derived: Mapping[str, int]
    assumed: Mapping[str, int]
    can_be_planned: int
    lacking: tuple[Lacking, ...]
    is_checked: bool = True

    @property
    def errors(self) -> tuple[SheetFinding, ...]:
        """The findings for which no catalogue is written."""
        return tuple(finding for finding in self.findings if finding.weight is Weight.ERROR)

    def by_message(self, weight: Weight) -> Mapping[str, list[SheetFinding]]:
        """The findings of one weight that say the same, together."""
        found: dict[str, list[SheetFinding]] = {}
        for finding in self.findings:
            if finding.weight is weight:
                found.setdefault(finding.message, []).append(finding)
        return found


def count(
    sheets: Sequence[SheetRead],
    drafts: Mapping[str, Sequence[Draft]],
    findings: Sequence[SheetFinding],
    would_add: Mapping[str, str],
) -> Report:
    """The report of an import; `would_add` names for figures the file or column that would add them."""
    modules = [draft.values for draft in drafts["modules"]]
    lacks = Counter(key for values in modules for key in FIGURES if is_unknown(values, key))
    return Report(
        tuple(sheets),
        {section: len(drafts[section]) for section in SECTIONS if drafts[section]},
        len(_listed(modules, "runs")),
        len(_listed(modules, "refs")),
        tuple(findings),
        Counter(_listed(modules, "derived")),
        Counter(_listed(modules, "assumed")),
        sum(map(_can_be_planned, modules)),
        tuple(Lacking(key, lacks[key], would_add.get(key)) for key in FIGURES if lacks[key]),
    )


def _listed(modules: Iterable[Values], key: str) -> list[Any]:
    """What stands in the lists of modules at one key, one after another."""
    return [item for values in modules for item in values.get(key, ())]


def _can_be_planned(values: Values) -> bool:
    return not any(is_unknown(values, key) for key in NEEDED_TO_PLAN)


def is_unknown(values: Values, key: str) -> bool:
    """Return whether nobody knows a figure of a module; a fee that is left out is unknown."""
    return values.get(key, "unknown" if key == "fee" else None) == "unknown"
