"""Likely slips in a catalogue that can still be used (MC314 and MC5xx, all of them warnings).

Knows what is usual.
"""

import re
from collections.abc import Iterator

from mcplanner.catalogue.model import Catalogue, Module, Unknown, known
from mcplanner.catalogue.requirements import AllOf, AnyOf, ids, skills
from mcplanner.files.checks.findings import Finding, entries, modules, trees, warning
from mcplanner.files.checks.relations import RELATIONS
from mcplanner.files.checks.trees import repeated_parts
from mcplanner.ground.characters import shortened
from mcplanner.ground.spelling import plain_number

_USUAL_REF = re.compile(r"TGS-(19|20)[0-9]{8}")


def unused_modules(catalogue: Catalogue) -> Iterator[Finding]:
    """MC501: some award, role or other module needs each module, one as which it counts, or a skill that it shows.

    Without awards and roles every module is a target of its own, and none is reported.
    """
    if not catalogue.awards and not catalogue.roles:
        return
    needed, needed_skills = _needs(catalogue)
    for path, module in modules(catalogue):
        counted_as = catalogue.places.counted_as(module.id) & catalogue.module_by_id.keys()
        taught = {skill for name in counted_as for skill in catalogue.module_by_id[name].skills}
        if needed.isdisjoint(counted_as) and needed_skills.isdisjoint(taught):
            message = f"no award, role or other module needs '{module.id}' or a skill it teaches"
            yield warning("MC501", message, (*path, "id"), "name it in a requirement, or remove it")


def _needs(catalogue: Catalogue) -> tuple[set[str], set[str]]:
    """The ids that some other entry requires or wants alongside, and the skills that any entry requires."""
    needed: set[str] = set()
    needed_skills: set[str] = set()
    for _, entry in entries(catalogue):
        alongside = entry.alongside if isinstance(entry, Module) else ()
        needed.update({*ids(entry.requires), *alongside} - {entry.id})
        needed_skills.update(skills(entry.requires))
    return needed, needed_skills


def unusual_refs(catalogue: Catalogue) -> Iterator[Finding]:
    """MC502: a course number has the usual form."""
    for path, module in modules(catalogue):
        if module.ref is not None and not _USUAL_REF.fullmatch(module.ref):
            message = f"the course number '{shortened(module.ref)}' has an unusual form"
            yield warning("MC502", message, (*path, "ref"), "the usual form is TGS-2026000001")


def repeated_refs(catalogue: Catalogue) -> Iterator[Finding]:
    """MC314: no two modules have the same course number, however it is written."""
    first: dict[str, Module] = {}
    for path, module in modules(catalogue):
        if module.ref is not None:
            earlier = first.setdefault(plain_number(module.ref), module)
            if earlier is not module:
                message = f"'{module.id}' has the same course number as '{earlier.id}'"
                yield warning("MC314", message, (*path, "ref"), "correct one of them")


def repeated_items(catalogue: Catalogue) -> Iterator[Finding]:
    """MC503: a list names each thing once."""
    for path, entry in entries(catalogue):
        for key in ("topics", "intakes", "skills", "sessions", "recognised_by", *RELATIONS):
            seen = set()
            items: tuple[str, ...] | Unknown | None = getattr(entry, key, None)
            for index, item in enumerate(() if items is None else known(items) or ()):
                if item in seen:
                    yield warning("MC503", f"'{item}' is listed twice in {key}", (*path, key, index), "remove it")
                seen.add(item)
    for path, node in trees(catalogue):
        if isinstance(node, tuple | AllOf | AnyOf):
            for step, part in repeated_parts(node):
                name = f"'{part}'" if isinstance(part, str) else "this part"
                yield warning("MC503", f"{name} is listed twice in this requirement", path + step, "remove it")
