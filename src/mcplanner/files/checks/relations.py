"""What modules say of one another in `alongside`, `equivalent`, `excludes` and `covers`: unknown names and contradictions.

Knows what one entry needs in any case, and which modules nobody takes together; `reachability` finds circles through several
entries.
"""

from collections.abc import Iterable, Iterator

from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.requirements import Choose, Credits, Path, compulsory, parts
from mcplanner.files.checks.findings import Finding, choices, entries, error, modules, named_in
from mcplanner.files.checks.references import not_itself, unknown_names
from mcplanner.files.checks.trees import has_enough, parts_of

RELATIONS = ("alongside", "equivalent", "excludes", "covers")


def unknown_relations(catalogue: Catalogue) -> Iterator[Finding]:
    """MC108: everything in `alongside`, `equivalent`, `excludes` and `covers` is a module."""
    named: list[tuple[Path, str]] = []
    for path, name in _related(catalogue):
        if name not in catalogue.module_by_id and name in catalogue.entry_by_id:
            what = "an award" if name in catalogue.award_by_id else "a role"
            message = f"'{name}' is {what}, and {path[-2]} can name only modules"
            yield error("MC108", message, path, "name its modules")
        else:
            named.append((path, name))
    yield from unknown_names("MC108", "unknown module '{}'", named, catalogue.module_by_id, not_itself(catalogue))


def related_to_itself(catalogue: Catalogue) -> Iterator[Finding]:
    """MC309: no module goes alongside itself, counts as itself, excludes itself or covers itself."""
    for path, name in _related(catalogue):
        if name == named_in(catalogue, path).id:
            yield error("MC309", f"'{name}' names itself in {path[-2]}", path, "remove it")


def equivalents_at_odds(catalogue: Catalogue) -> Iterator[Finding]:
    """MC310: no module excludes or needs what counts as it or it counts as; no choice lists equals, no covers go round."""
    if not catalogue.exclusions:
        return  # what counts as another excludes it
    for path, module in modules(catalogue):
        if module.id in catalogue.exclusions:
            yield from _against_kin(catalogue, path, module)
    for path, node in choices(catalogue):
        yield from _equivalent_parts(catalogue, path, node)


def _kin(catalogue: Catalogue, module: str, other: str) -> str | None:
    """How another module counts as a module or this as the other, in words that follow its name; None if neither does."""
    places = catalogue.places
    if other == module:
        return None
    if other in places.unit(module):
        return "which counts as the same module"
    if other in places.counted_as(module):
        return "which it covers"
    return "which covers it" if other in places.counting_as(module) else None


def _needed_kin(catalogue: Catalogue, module: str, other: str) -> str | None:
    """The same for a module that is needed; None too if something counts as it that the module goes with."""
    counting = catalogue.places.counting_as(other)
    may_not = catalogue.exclusions.get(module, frozenset()) | {module}
    return _kin(catalogue, module, other) if counting <= may_not else None


def _against_kin(catalogue: Catalogue, path: Path, module: Module) -> Iterator[Finding]:
    """Modules that count as this one, or as which it counts, and that it excludes, needs or covers in a circle."""
    for index, name in enumerate(module.excludes):
        if kin := _kin(catalogue, module.id, name):
            message = f"'{module.id}' excludes '{name}', {kin}: nobody takes both anyway"
            yield error("MC310", message, (*path, "excludes", index), "keep one of the two")
    for place, name in compulsory(module.requires, (*path, "requires")):
        if kin := _needed_kin(catalogue, module.id, name):
            message = f"'{module.id}' needs '{name}', {kin}: nobody takes both"
            yield error("MC310", message, place, "remove one of the two")
    for index, name in enumerate(module.covers):
        if name != module.id and module.id in catalogue.places.counted_as(name):
            message = f"'{module.id}' covers '{name}', which counts as '{module.id}' itself"
            yield error("MC310", message, (*path, "covers", index), "remove one of the two")


def _equivalent_parts(catalogue: Catalogue, path: Path, choice: Choose | Credits) -> Iterator[Finding]:
    """Parts of a choice that count as an earlier part of it."""
    first: dict[frozenset[str], str] = {}
    named = [(step, part) for step, part in parts(choice) if isinstance(part, str)]
    different = {catalogue.equivalents.get(part, part) if isinstance(part, str) else part for part in parts_of(choice)}
    hint = "list one of the two" if has_enough(choice, len(different)) else "list another in its place, or choose fewer"
    for step, name in named:
        same = catalogue.equivalents.get(name)
        if same is not None and first.setdefault(same, name) != name:
            message = f"'{name}' counts as '{first[same]}', which is in the same choice: one module would count twice"
            yield error("MC310", message, path + step, hint)


def needed_and_excluded(catalogue: Catalogue) -> Iterator[Finding]:
    """MC311: nothing needs, before it or alongside it, modules that may not be taken with it or with each other."""
    if not catalogue.exclusions:
        return
    for path, entry in entries(catalogue):
        first = compulsory(entry.requires, (*path, "requires"))
        companions = list(_companions(path, entry)) if isinstance(entry, Module) else []
        yield from _kin_alongside(catalogue, entry.id, companions)
        yield from _rival_needs(catalogue, entry, [*first, *companions])


def _companions(path: Path, module: Module) -> Iterator[tuple[Path, str]]:
    for index, name in enumerate(module.alongside):
        if name != module.id:
            yield (*path, "alongside", index), name


def _kin_alongside(catalogue: Catalogue, module: str, companions: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    """Companions that count as the module itself, or as which it counts."""
    for place, name in companions:
        if kin := _needed_kin(catalogue, module, name):
            message = f"'{module}' goes alongside '{name}', {kin}: nobody takes both"
            yield error("MC311", message, place, "remove one of the two")


def _rival_needs(catalogue: Catalogue, entry: Module | Award | Role, needed: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    """Modules that an entry needs, and that it excludes itself or that exclude something else it needs."""
    seen = {entry.id: frozenset((entry.id,))} if isinstance(entry, Module) else {}
    for place, name in needed:
        if _needed_kin(catalogue, entry.id, name):
            continue  # which has a finding of its own
        same = catalogue.places.counting_as(name, entry.id if isinstance(entry, Award) else None)
        rival = next((other for other in _rivals(catalogue, name, seen) if _never_both(catalogue, same, seen[other])), None)
        if rival is not None:
            yield _rivalry(entry.id, place, name, rival)
        if name in catalogue.exclusions:
            seen[name] = same


def _rivalry(entry: str, place: Path, name: str, rival: str) -> Finding:
    needs = "goes alongside" if place[-2] == "alongside" else "needs"
    excludes = "it excludes" if rival == entry else f"excludes '{rival}', but '{entry}' needs both"
    return error("MC311", f"'{entry}' {needs} '{name}', which {excludes}", place, "remove one of the two")


def _rivals(catalogue: Catalogue, name: str, seen: dict[str, frozenset[str]]) -> list[str]:
    rivals = catalogue.exclusions.get(name, frozenset()) & seen.keys()
    return [other for other in seen if other in rivals] if rivals else []


def _never_both(catalogue: Catalogue, some: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether each of some modules excludes each of the others, and none is in both: then no equivalent helps."""
    excluded = (catalogue.exclusions.get(name, frozenset()) for name in some)
    return some.isdisjoint(others) and all(others <= own for own in excluded)


def _related(catalogue: Catalogue) -> Iterator[tuple[Path, str]]:
    for path, module in modules(catalogue):
        if module.alongside or module.equivalent or module.excludes or module.covers:
            for key in RELATIONS:
                yield from (((*path, key, index), name) for index, name in enumerate(getattr(module, key)))
