"""Names that must exist, and mean one thing only (MC1xx).

Knows which names exist; not whether their requirements can be met.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.requirements import Path, Skill
from mcplanner.files.checks.findings import Finding, entries, error, ids_given_twice, named_in, nodes, required_ids
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
    return _unknown_entries("MC103", "unknown prerequisite '{}'", lambda section: section == "modules", catalogue)


def unknown_requirement_ids(catalogue: Catalogue) -> Iterator[Finding]:
    """MC104: what an award or a role requires is a module or an award."""
    return _unknown_entries("MC104", "unknown module or award '{}'", lambda section: section != "modules", catalogue)


def untaught_skills(catalogue: Catalogue) -> Iterable[Finding]:
    """MC105: some module teaches each skill that is required."""
    if all(catalogue.modules_by_skill.keys() >= set(own.skills) for own in catalogue.requiring if own.skills):
        return ()
    named = (((*path, "skill"), node.skill) for path, node in nodes(catalogue, Skill))
    return unknown_names("MC105", UNTAUGHT, named, catalogue.modules_by_skill)


def repeated_ids(catalogue: Catalogue) -> Iterator[Finding]:
    """MC106: an id means one thing. Modules, awards and roles share one set of ids; fields and providers have their own."""
    for sections in (("modules", "awards", "roles"), ("fields",), ("providers",)):
        names = [each.id for section in sections for each in getattr(catalogue, section)]
        if len(set(names)) < len(names):
            paths = ((section, index) for section in sections for index in range(len(getattr(catalogue, section))))
            yield from ids_given_twice("MC106", zip(paths, names, strict=True))


def required_roles(catalogue: Catalogue) -> Iterator[Finding]:
    """MC107: a role is a target, never a requirement."""
    roles = catalogue.role_by_id.keys() - _requirable(catalogue)
    if _names_only(catalogue, _requirable(catalogue)):
        return
    for path, name in required_ids(catalogue):
        if name in roles:
            message = f"'{name}' is a role, and nothing can require a role"
            yield error("MC107", message, path, "require its modules or skills")


def _requirable(catalogue: Catalogue) -> set[str]:
    return catalogue.module_by_id.keys() | catalogue.award_by_id.keys()


def _names_only(catalogue: Catalogue, known: set[str]) -> bool:
    """Return whether all ids in requirements are known, as they nearly always are: then none is looked for."""
    return all(known.issuperset(own.ids) for own in catalogue.requiring)


def _unknown_entries(
    code: str, message: str, of_section: Callable[[str | int], bool], catalogue: Catalogue
) -> Iterator[Finding]:
    """Unknown ids in requirements, but for roles, which MC107 reports; for a skill the hint says how to write it."""
    known = _requirable(catalogue)
    if _names_only(catalogue, known):
        return
    skills: list[tuple[Path, str]] = []
    plain: list[tuple[Path, str]] = []
    for path, name in required_ids(catalogue):
        if not of_section(path[0]) or name in known or name in catalogue.role_by_id:
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
