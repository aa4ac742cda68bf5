"""What targets can make use of, and which awards modules can count toward: what lies beyond cannot matter to a plan.

Reads requirements as people wrote them; knows no learner.
"""

from collections.abc import Iterable, Sequence, Set

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.catalogue.requirements import SKILL, Requirement, ids, requirement_of, skills

MOST_KEPT = 100_000
"""So many ids at most are in what a catalogue keeps of what requests can make use of."""


def reach(catalogue: Catalogue, roots: Sequence[Requirement]) -> Set[str]:
    """The ids that some requirements can make use of, directly or through what these need."""
    known, asked = catalogue.reached, tuple(roots)
    if asked not in known:
        found = _reached(catalogue, asked)
        if len(found) + sum(map(len, known.values())) > MOST_KEPT:
            known.clear()
        known[asked] = found
    return known[asked]


def _reached(catalogue: Catalogue, roots: Sequence[Requirement]) -> Set[str]:
    seen: set[str] = set()
    waiting: list[Requirement] = list(roots)
    while waiting:
        for name in named_in(catalogue, waiting.pop()):
            if name not in seen:
                seen.add(name)
                entry = catalogue.entry_by_id[name]
                if entry.requires is not None:
                    waiting.append(entry.requires)
                if isinstance(entry, Module):
                    waiting += [*entry.alongside, *catalogue.places.counting_as(name)]
    return seen


def roots(catalogue: Catalogue, target: str) -> tuple[Requirement, ...]:
    """What a target asks for: any award of a kind, or what its name means."""
    if target in catalogue.entry_by_id:
        return (requirement_of(target),)
    return tuple(award.id for award in catalogue.awards if award.kind == target) or (requirement_of(target),)


def named_in(catalogue: Catalogue, requirement: Requirement) -> list[str]:
    """The ids that a requirement names, and the modules that teach the skills it needs."""
    teachers = (module.id for skill in skills(requirement) for module in catalogue.modules_by_skill.get(skill, ()))
    return [*ids(requirement), *teachers]


def awards_above(catalogue: Catalogue, modules: Iterable[str]) -> set[str]:
    """The awards that name some modules, what these count as or a skill that they show, or name such an award."""
    seen: set[str] = set()
    waiting: list[str] = []
    for module in modules:
        waiting += [*catalogue.places.counted_as(module), *(SKILL + skill for skill in catalogue.skills_of(module))]
    while waiting:
        new = {name for name in catalogue.needed_by.get(waiting.pop(), ()) if name in catalogue.award_by_id} - seen
        seen |= new
        waiting += new
    return seen
