"""Slips that leave a catalogue usable (MC314 and MC5xx, all of them warnings).

Knows what is usual.
"""

import re
from collections.abc import Iterator

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.catalogue.requirements import AllOf, AnyOf, ids, skills
from mcplanner.files.checks.findings import Finding, entries, modules, trees, warning
from mcplanner.files.checks.relations import RELATIONS
from mcplanner.files.checks.trees import repeated_parts
from mcplanner.ground.spelling import plain_number

_USUAL_REF = re.compile(r"TGS-(19|20)[0-9]{8}")


def unused_modules(catalogue: Catalogue) -> Iterator[Finding]:
    """MC501: some award, role or other module names the module, one that it counts as, or a skill that it teaches.

    What goes alongside is needed, too. In a catalogue without awards and roles every module is a target of its own, and none
    is reported.
    """
    if not catalogue.awards and not catalogue.roles:
        return
    named: set[str] = set()
    wanted: set[str] = set()
    for _, entry in entries(catalogue):
        named.update(name for name in ids(entry.requires) if name != entry.id)
        wanted.update(skills(entry.requires))
        if isinstance(entry, Module):
            named.update(name for name in entry.alongside if name != entry.id)
    for path, module in modules(catalogue):
        if named.isdisjoint(catalogue.equivalents.get(module.id, (module.id,))) and wanted.isdisjoint(module.skills):
            message = f"no award, role or other module needs '{module.id}' or a skill it teaches"
            yield warning("MC501", message, (*path, "id"), "name it in a requirement, or remove it")


def unusual_refs(catalogue: Catalogue) -> Iterator[Finding]:
    """MC502: a course number has the usual form."""
    for path, module in modules(catalogue):
        if module.ref is not None and not _USUAL_REF.fullmatch(module.ref):
            message = f"the course number '{_short(module.ref)}' has an unusual form"
            yield warning("MC502", message, (*path, "ref"), "usual is TGS-2026000001")


def repeated_refs(catalogue: Catalogue) -> Iterator[Finding]:
    """MC314: a course number stands for one module, however it is spelt."""
    first: dict[str, Module] = {}
    for path, module in modules(catalogue):
        if module.ref is not None:
            earlier = first.setdefault(plain_number(module.ref), module)
            if earlier is not module:
                message = f"the course number of '{module.id}' is that of '{earlier.id}' too"
                yield warning("MC314", message, (*path, "ref"), "correct one of them")


def repeated_items(catalogue: Catalogue) -> Iterator[Finding]:
    """MC503: a list names each thing once."""
    for path, entry in entries(catalogue):
        for key in ("topics", "intakes", "skills", "sessions", "recognised_by", *RELATIONS):
            seen = set()
            for index, item in enumerate(getattr(entry, key, None) or ()):
                if item in seen:
                    yield warning("MC503", f"'{item}' stands twice in {key}", (*path, key, index), "remove it")
                seen.add(item)
    for path, node in trees(catalogue):
        if isinstance(node, tuple | AllOf | AnyOf):
            for step, part in repeated_parts(node):
                name = f"'{part}'" if isinstance(part, str) else "this part"
                yield warning("MC503", f"{name} stands twice in this requirement", path + step, "remove it")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
