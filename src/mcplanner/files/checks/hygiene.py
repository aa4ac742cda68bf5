"""Likely slips in a catalogue that can still be used (MC314 and MC5xx, all of them warnings).

Knows what is usual. MC314 is about numbers, not requirements; it keeps its code, by which people may filter findings.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from mcplanner.catalogue.model import UNKNOWN, Award, Catalogue, Module, Role
from mcplanner.catalogue.requirements import AllOf, AnyOf, Path, Requirement, ids
from mcplanner.files.checks.findings import Finding, entries, modules, nodes, warning
from mcplanner.files.checks.relations import RELATIONS
from mcplanner.files.checks.trees import repeated_parts
from mcplanner.ground.characters import shortened
from mcplanner.ground.spelling import plain_number

MOST_NAMES = 5
"""The entries that a message names."""

_LISTS = ("topics", "intakes", "then", "skills", "sessions", "recognised_by", "refs", "assumed", *RELATIONS)
_USUAL_REF = re.compile(r"TGS-(19|20)[0-9]{8}")


def unused_modules(catalogue: Catalogue) -> Iterator[Finding]:
    """MC501: some award, role or other module needs each module, one as which it counts, or a skill that it shows.

    Without awards and roles every module is a target of its own, and none is reported.
    """
    if not catalogue.awards and not catalogue.roles:
        return
    needed, needed_skills = _needs(catalogue)
    for path, module in modules(catalogue):
        if module.id in needed or not needed_skills.isdisjoint(module.skills):
            continue
        counted_as = catalogue.places.counted_as(module.id) & catalogue.module_by_id.keys()
        taught = {skill for name in counted_as for skill in catalogue.module_by_id[name].skills}
        if needed.isdisjoint(counted_as) and needed_skills.isdisjoint(taught):
            message = f"no award, role or other module needs '{module.id}' or a skill it teaches"
            yield warning("MC501", message, (*path, "id"), "fine for a stand-alone course; otherwise name it in a requirement")


def _needs(catalogue: Catalogue) -> tuple[set[str], set[str]]:
    """The ids that some other entry requires or wants alongside, and the skills that any entry requires."""
    needed: set[str] = set()
    needed_skills: set[str] = set()
    for entry, named, shown, beside in catalogue.requiring:
        others = named + beside
        needed.update(others if entry.id not in others else [name for name in others if name != entry.id])
        needed_skills.update(shown)
    return needed, needed_skills


def unusual_refs(catalogue: Catalogue) -> Iterator[Finding]:
    """MC502: a course number has the usual form."""
    for path, entry in _sourced(catalogue):
        for place, number in _course_numbers(entry):
            if not _USUAL_REF.fullmatch(number):
                message = f"the course number '{shortened(number)}' has an unusual form"
                yield warning("MC502", message, path + place, "the usual form is TGS-2026000001")


def repeated_numbers(catalogue: Catalogue) -> Iterator[Finding]:
    """MC314: each number, of a course or of a run, is that of one module or award, however it is written.

    An award may have the number of a module that is needed for it: then that module is what one enrols in.
    """
    named: dict[str, dict[str, Path]] = {}
    written: dict[str, str] = {}
    covering = _covering(catalogue)
    for path, entry in _sourced(catalogue):
        for place, number in (*_course_numbers(entry), *_run_numbers(entry)):
            plain = plain_number(number)
            others = named.get(plain)
            if others is None:
                written[plain], named[plain] = number, {entry.id: path + place}
            elif entry.id not in others and (isinstance(entry, Module) or _courses_of(entry, covering).isdisjoint(others)):
                others[entry.id] = path + place
    for plain, places in named.items():
        if len(places) > 1:
            message = _of_several(catalogue, written[plain], list(places))
            yield warning("MC314", message, list(places.values())[1], "correct it where it is wrong")


def _of_several(catalogue: Catalogue, number: str, names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names[:MOST_NAMES]]
    if len(names) > MOST_NAMES:
        quoted[-1] = f"{len(names) - MOST_NAMES + 1:,} more"
    kinds = {"modules" if name in catalogue.module_by_id else "awards" for name in names}
    several = f"{len(names):,} {' and '.join(sorted(kinds, reverse=True))}"
    return f"{several} have the number '{shortened(number)}': {', '.join(quoted[:-1])} and {quoted[-1]}"


def _covering(catalogue: Catalogue) -> Mapping[str, set[str]]:
    """For each module, those that are taken instead of it and others, as a whole."""
    found: dict[str, set[str]] = {}
    for module in catalogue.modules:
        for name in module.covers:
            found.setdefault(name, set()).add(module.id)
    return found


def _courses_of(entry: Award, covering: Mapping[str, set[str]]) -> set[str]:
    """The modules that may have the number of an award: those that it needs, and what is taken instead of these."""
    needed = set(ids(entry.requires))
    return needed.union(*(covering.get(name, ()) for name in needed))


def _sourced(catalogue: Catalogue) -> Iterator[tuple[Path, Module | Award]]:
    """Every module and award with its path."""
    return ((path, entry) for path, entry in entries(catalogue) if not isinstance(entry, Role))


def _course_numbers(entry: Module | Award) -> list[tuple[Path, str]]:
    """The course numbers of an entry, each with its path in it."""
    first: list[tuple[Path, str]] = [] if entry.ref is None else [(("ref",), entry.ref)]
    return [*first, *((("refs", index), number) for index, number in enumerate(entry.refs))] if entry.refs else first


def _run_numbers(entry: Module | Award) -> list[tuple[Path, str]]:
    """The numbers of a module's runs, each with its path in it."""
    runs = (entry.runs if isinstance(entry, Module) else None) or ()
    return [(("runs", index, "ref"), run.ref) for index, run in enumerate(runs) if run.ref is not None]


def certainty_of_nothing(catalogue: Catalogue) -> Iterator[Finding]:
    """MC504: what is derived is a known figure of the entry; what is assumed may be the default of one that is left out."""
    for path, entry in _sourced(catalogue):
        for key in entry.derived:
            if getattr(entry, key, None) in (None, (), UNKNOWN):
                yield _no_such_figure(entry, key, (*path, "derived", key))
        for index, key in enumerate(entry.assumed):
            if key not in entry.__struct_fields__ or getattr(entry, key) is UNKNOWN:
                yield _no_such_figure(entry, key, (*path, "assumed", index))


def _no_such_figure(entry: Module | Award, key: str, path: Path) -> Finding:
    """The finding for a figure that is named as derived or assumed, but unknown or not there."""
    is_unknown = getattr(entry, key, None) is UNKNOWN
    has = f"'{key}' of '{entry.id}' is unknown" if is_unknown else f"'{entry.id}' has no '{key}'"
    hint = f"give {key}, or do not name it here" if key in entry.__struct_fields__ else "remove it"
    return warning("MC504", f"{has}, so it cannot be {path[2]}", path, hint)


def certain_twice(catalogue: Catalogue) -> Iterator[Finding]:
    """MC505: a figure is derived or assumed, not both."""
    for path, entry in _sourced(catalogue):
        for index, key in enumerate(entry.assumed):
            if key in entry.derived:
                message = f"'{key}' is both derived and assumed; it counts as derived"
                yield warning("MC505", message, (*path, "assumed", index), "keep one of the two")


def newer_than_the_catalogue(catalogue: Catalogue) -> Iterator[Finding]:
    """MC506: no entry is newer than its catalogue."""
    for path, entry in _sourced(catalogue):
        if entry.as_of is not None and entry.as_of > catalogue.as_of:
            message = f"'{entry.id}' is of {entry.as_of}, after the catalogue's own date, {catalogue.as_of}"
            yield warning("MC506", message, (*path, "as_of"), "correct it, or the as_of of the catalogue")


def repeated_items(catalogue: Catalogue) -> Iterator[Finding]:
    """MC503: a list names each thing once."""
    for path, entry in entries(catalogue):
        for key in _LISTS:
            listed = getattr(entry, key, None)
            if isinstance(listed, tuple) and len(listed) > 1 and len(set(listed)) < len(listed):
                yield from _listed_twice((*path, key), listed)


def repeated_requirements(catalogue: Catalogue) -> Iterator[Finding]:
    """MC503: so does a requirement."""
    lists: Sequence[tuple[Path, Requirement]] = nodes(catalogue, tuple)
    for path, node in chain(lists, nodes(catalogue, AllOf), nodes(catalogue, AnyOf)):
        for step, part in repeated_parts(node):
            name = f"'{part}'" if isinstance(part, str) else "this part"
            yield warning("MC503", f"{name} is listed twice in this requirement", path + step, "remove it")


def _listed_twice(path: Path, listed: Sequence[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, item in enumerate(listed):
        if item in seen:
            yield warning("MC503", f"'{item}' is listed twice in {path[-1]}", (*path, index), "remove it")
        seen.add(item)
