"""Names that must stand for something, and for one thing only (MC1xx).

Knows which names exist; not whether what they require can be had.
"""

from collections.abc import Collection, Iterable, Iterator

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.requirements import Path, Skill
from mcplanner.files.checks.findings import Finding, entries, error, modules, trees
from mcplanner.ground.diagnostics import did_you_mean

MOST_SUGGESTIONS = 20
"""Suggestions for one rule: among 30,000 names each takes a fifth of a second, and whoever sees twenty knows what is wrong."""


def unknown_fields(catalogue: Catalogue) -> Iterator[Finding]:
    """MC101: the field of a module, award or role stands under `fields`."""
    named = (((*path, "field"), entry.field) for path, entry in entries(catalogue) if entry.field is not None)
    return unknown_names("MC101", "field", named, catalogue.field_by_id)


def unknown_providers(catalogue: Catalogue) -> Iterator[Finding]:
    """MC102: the provider of a module stands under `providers`."""
    named = (((*path, "provider"), module.provider) for path, module in modules(catalogue))
    return unknown_names("MC102", "provider", named, catalogue.provider_by_id)


def unknown_prerequisites(catalogue: Catalogue) -> Iterator[Finding]:
    """MC103: what a module requires is a module or an award."""
    named = ((path, node) for path, node in trees(catalogue) if isinstance(node, str) and path[0] == "modules")
    return _unknown_entries("MC103", "prerequisite", named, catalogue)


def unknown_requirement_ids(catalogue: Catalogue) -> Iterator[Finding]:
    """MC104: what an award or a role requires is a module or an award."""
    named = ((path, node) for path, node in trees(catalogue) if isinstance(node, str) and path[0] != "modules")
    return _unknown_entries("MC104", "module or award", named, catalogue)


def untaught_skills(catalogue: Catalogue) -> Iterator[Finding]:
    """MC105: a skill that is required is taught by some module."""
    named = (((*path, "skill"), node.skill) for path, node in trees(catalogue) if isinstance(node, Skill))
    return unknown_names("MC105", "skill, which no module teaches:", named, catalogue.modules_by_skill)


def repeated_ids(catalogue: Catalogue) -> Iterator[Finding]:
    """MC106: an id stands for one thing; modules, awards and roles share their ids, fields and providers have their own."""
    namespaces: tuple[Iterable[tuple[Path, str]], ...] = (
        ((path, entry.id) for path, entry in entries(catalogue)),
        ((("fields", index), subject.id) for index, subject in enumerate(catalogue.fields)),
        ((("providers", index), provider.id) for index, provider in enumerate(catalogue.providers)),
    )
    for namespace in namespaces:
        first: dict[str, Path] = {}
        for path, name in namespace:
            if first.setdefault(name, path) != path:
                message = f"the id '{name}' already stands under {first[name][0]}"
                yield error("MC106", message, (*path, "id"), earlier=(*first[name], "id"))


def required_roles(catalogue: Catalogue) -> Iterator[Finding]:
    """MC107: a role is a target and never a requirement."""
    roles = catalogue.role_by_id.keys() - _requirable(catalogue)
    for path, node in trees(catalogue):
        if isinstance(node, str) and node in roles:
            yield error("MC107", f"'{node}' is a role, and a role cannot be required", path, "require its modules or skills")


def _requirable(catalogue: Catalogue) -> Collection[str]:
    return catalogue.module_by_id.keys() | catalogue.award_by_id.keys()


def _unknown_entries(code: str, what: str, named: Iterable[tuple[Path, str]], catalogue: Catalogue) -> Iterator[Finding]:
    """Unknown ids in requirements; roles are left to MC107, and a skill's name says how skills are written."""
    known = _requirable(catalogue)
    skills: list[tuple[Path, str]] = []
    plain: list[tuple[Path, str]] = []
    for path, name in named:
        if name in known or name in catalogue.role_by_id:
            continue
        (skills if name in catalogue.modules_by_skill else plain).append((path, name))
    for path, name in skills:
        yield error(code, f"unknown {what} '{name}'", path, f"a skill is written {{skill: {name}}}")
    yield from unknown_names(code, what, plain, known)


def unknown_names(code: str, what: str, named: Iterable[tuple[Path, str]], known: Collection[str]) -> Iterator[Finding]:
    """A finding for each name that is not known, with what may have been meant."""
    suggestions: dict[str, str | None] = {}
    for path, name in named:
        if name in known:
            continue
        if name not in suggestions and len(suggestions) < MOST_SUGGESTIONS:
            suggestions[name] = did_you_mean(name, known)
        yield error(code, f"unknown {what} '{name}'", path, suggestions.get(name))
