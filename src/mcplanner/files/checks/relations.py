"""Modules that name one another in `alongside`, `equivalent` and `excludes`: whom they name, and what contradicts itself.

Knows what one entry needs in any case and which modules are never taken together; what waits for itself across several
entries is in `reachability`.
"""

from collections.abc import Iterator

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.catalogue.requirements import Choose, Credits, Path, compulsory, parts
from mcplanner.files.checks.findings import Finding, entries, error, modules, trees
from mcplanner.files.checks.references import unknown_names

RELATIONS = ("alongside", "equivalent", "excludes")


def unknown_relations(catalogue: Catalogue) -> Iterator[Finding]:
    """MC108: what stands in `alongside`, `equivalent` and `excludes` is a module."""
    named: list[tuple[Path, str]] = []
    for path, name in _related(catalogue):
        if name not in catalogue.module_by_id and name in catalogue.entry_by_id:
            what = "an award" if name in catalogue.award_by_id else "a role"
            yield error("MC108", f"'{name}' is {what}, and only modules stand in {path[-2]}", path, "name its modules")
        else:
            named.append((path, name))
    yield from unknown_names("MC108", "module", named, catalogue.module_by_id)


def related_to_itself(catalogue: Catalogue) -> Iterator[Finding]:
    """MC309: no module goes alongside itself, counts as itself or excludes itself."""
    for path, module in modules(catalogue):
        for key in RELATIONS:
            for index, name in enumerate(getattr(module, key)):
                if name == module.id:
                    yield error("MC309", f"'{name}' names itself in {key}", (*path, key, index), "remove it")


def equivalents_at_odds(catalogue: Catalogue) -> Iterator[Finding]:
    """MC310: of modules that count as each other none excludes another or needs it first, and no choice lists two."""
    for path, module in modules(catalogue):
        others = catalogue.equivalents.get(module.id, frozenset()) - {module.id}
        for index, name in enumerate(module.excludes):
            if name in others:
                message = f"'{module.id}' excludes '{name}', which counts as it: never both are taken anyway"
                yield error("MC310", message, (*path, "excludes", index), "keep one of the two")
        for place, name in compulsory(module.requires, (*path, "requires")):
            if name in others:
                message = f"'{module.id}' needs '{name}', which counts as it: never both are taken"
                yield error("MC310", message, place, "remove one of the two")
    for path, node in trees(catalogue):
        if isinstance(node, Choose | Credits):
            first: dict[frozenset[str], str] = {}
            for step, part in parts(node):
                same = catalogue.equivalents.get(part) if isinstance(part, str) else None
                if same is not None and isinstance(part, str) and first.setdefault(same, part) != part:
                    message = f"'{part}' counts as '{first[same]}' in the same choice, and one module would count twice"
                    yield error("MC310", message, path + step, "list one of the two")


def needed_and_excluded(catalogue: Catalogue) -> Iterator[Finding]:
    """MC311: nothing needs, before it or alongside it, modules that may not be taken with it or with each other."""
    for path, entry in entries(catalogue):
        needed = list(compulsory(entry.requires, (*path, "requires")))
        if isinstance(entry, Module):
            needed += [((*path, "alongside", index), name) for index, name in enumerate(entry.alongside) if name != entry.id]
            own = catalogue.equivalents.get(entry.id, frozenset())
            for place, name in needed:
                if place[-2] == "alongside" and name in own:
                    message = f"'{entry.id}' goes alongside '{name}', which counts as it: never both are taken"
                    yield error("MC311", message, place, "remove one of the two")
        seen = {entry.id: frozenset((entry.id,))} if isinstance(entry, Module) else {}
        for place, name in needed:
            same = catalogue.equivalents.get(name, frozenset((name,)))
            rival = next((other for other in _rivals(catalogue, name, seen) if _never_both(catalogue, same, seen[other])), None)
            if rival is not None:
                needs = "goes alongside" if place[-2] == "alongside" else "needs"
                excludes = "it excludes" if rival == entry.id else f"excludes '{rival}', needed as well"
                yield error("MC311", f"'{entry.id}' {needs} '{name}', which {excludes}", place, "remove one of the two")
            seen[name] = same


def _rivals(catalogue: Catalogue, name: str, seen: dict[str, frozenset[str]]) -> list[str]:
    rivals = catalogue.exclusions.get(name, frozenset()) & seen.keys()
    return [other for other in seen if other in rivals] if rivals else []


def _never_both(catalogue: Catalogue, some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether each of some modules excludes each of the others, and none is among them: then no equivalent is a way out."""
    excluded = (catalogue.exclusions.get(name, frozenset()) for name in some)
    return some.isdisjoint(others) and all(others <= own for own in excluded)


def _related(catalogue: Catalogue) -> Iterator[tuple[Path, str]]:
    for path, module in modules(catalogue):
        for key in RELATIONS:
            yield from (((*path, key, index), name) for index, name in enumerate(getattr(module, key)))
