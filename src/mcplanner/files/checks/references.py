"""Names that must exist, and mean one thing only (MC1xx).

Knows which names exist; not whether their requirements can be met.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.requirements import Path, Skill
from mcplanner.files.checks.findings import Finding, entries, error, ids_given_twice, named_in, nodes
from mcplanner.ground.diagnostics import did_you_mean

UNTAUGHT = "no module teaches the skill '{}'"

MOST_SUGGESTIONS = 20
"""Suggestions of one check: each takes a fifth of a second among 30,000 names, and twenty show what is wrong."""


def unknown_fields(catalogue: Catalogue) -> Iterator[Finding]:
    """MC101: the field of a module, award or role is listed under `fields`."""
    named = (((*path, "field"), entry.field) for path, entry in entries(catalogue) if entry.field is not None)
    return unknown_names("MC101", "unknown field '{}'", named, catalogue.field_by_id)


def unknown_providers(catalogue: Catalogue) -> Iterator[Finding]:
    """MC102: the provider of a module or award is listed under `providers`."""
    providers = (((*path, "provider"), getattr(entry, "provider", None)) for path, entry in entries(catalogue))
    named = ((path, provider) for path, provider in providers if provider is not None)
    return unknown_names("MC102", "unknown provider '{}'", named, catalogue.provider_by_id)


def unknown_prerequisites(catalogue: Catalogue) -> Iterator[Finding]:
    """MC103: what a module requires is a module or an award."""
    named = ((path, name) for path, name in nodes(catalogue, str) if path[0] == "modules")
    return _unknown_entries("MC103", "unknown prerequisite '{}'", named, catalogue)


def unknown_requirement_ids(catalogue: Catalogue) -> Iterator[Finding]:
    """MC104: what an award or a role requires is a module or an award."""
    named = ((path, name) for path, name in nodes(catalogue, str) if path[0] != "modules")
    return _unknown_entries("MC104", "unknown module or award '{}'", named, catalogue)


def untaught_skills(catalogue: Catalogue) -> Iterator[Finding]:
    """MC105: some module teaches each skill that is required."""
    named = (((*path, "skill"), node.skill) for path, node in nodes(catalogue, Skill))
    return unknown_names("MC105", UNTAUGHT, named, catalogue.modules_by_skill)


def repeated_ids(catalogue: Catalogue) -> Iterator[Finding]:
    """MC106: an id means one thing. Modules, awards and roles share one set of ids; fields and providers have their own."""
    namespaces: tuple[Iterable[tuple[Path, str]], ...] = (
        ((path, entry.id) for path, entry in entries(catalogue)),
        ((("fields", index), subject.id) for index, subject in enumerate(catalogue.fields)),
        ((("providers", index), provider.id) for index, provider in enumerate(catalogue.providers)),
    )
    for namespace in namespaces:
        yield from ids_given_twice("MC106", namespace)


def required_roles(catalogue: Catalogue) -> Iterator[Finding]:
    """MC107: a role is a target, never a requirement."""
    roles = catalogue.role_by_id.keys() - _requirable(catalogue)
    for path, node in nodes(catalogue, str):
        if node in roles:
            message = f"'{node}' is a role, and nothing can require a role"
            yield error("MC107", message, path, "require its modules or skills")


def _requirable(catalogue: Catalogue) -> Collection[str]:
    return catalogue.module_by_id.keys() | catalogue.award_by_id.keys()


def _unknown_entries(code: str, message: str, named: Iterable[tuple[Path, str]], catalogue: Catalogue) -> Iterator[Finding]:
    """Unknown ids in requirements, but for roles, which MC107 reports; for a skill the hint says how to write it."""
    known = _requirable(catalogue)
    skills: list[tuple[Path, str]] = []
    plain: list[tuple[Path, str]] = []
    for path, name in named:
        if name in known or name in catalogue.role_by_id:
            continue
        (skills if name in catalogue.modules_by_skill else plain).append((path, name))
    for path, name in skills:
        yield error(code, message.format(name), path, f"write a skill as {{skill: {name}}}")
    yield from unknown_names(code, message, plain, known, not_itself(catalogue))


def not_itself(catalogue: Catalogue) -> Callable[[Path], str]:
    """The entry that a name in it cannot mean: nothing needs itself, nor goes with itself."""
    return lambda path: named_in(catalogue, path).id


def unknown_names(
    code: str,
    message: str,
    named: Iterable[tuple[Path, str]],
    known: Collection[str],
    but_for: Callable[[Path], str | None] = lambda _: None,
) -> Iterator[Finding]:
    """A finding for each name that is not known, with the name that may be meant; `message` has a place for it, `{}`.

    `but_for` is the name that is not meant at a path.
    """
    suggestions: dict[tuple[str, str | None], str | None] = {}
    for path, name in named:
        if name in known:
            continue
        slip = (name, but_for(path))
        if slip not in suggestions and len(suggestions) < MOST_SUGGESTIONS:
            suggestions[slip] = did_you_mean(name, (other for other in known if other != slip[1]))
        yield error(code, message.format(name), path, suggestions.get(slip))
