"""Which modules, awards and roles of a catalogue are asked for.

Knows the catalogue; not whether the ids asked for exist (an unknown one selects nothing), nor how a selection is
shown.
"""

from collections.abc import Iterable

from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.requirements import skills


def select_modules(
    catalogue: Catalogue,
    *,
    field: str | None = None,
    topic: str | None = None,
    provider: str | None = None,
    mode: str | None = None,
    skill: str | None = None,
    recognised: str | None = None,
    search: str | None = None,
) -> tuple[Module, ...]:
    """The modules to which everything asked for applies, in the catalogue's order.

    Parameters
    ----------
    recognised
        A quality mark, one of `recognised_by`.
    search
        Words that must all occur, in any case, in the id, the title, the topics or the skills.
    """
    return tuple(
        module
        for module in catalogue.modules
        if field in (None, module.field)
        and (topic is None or topic in module.topics)
        and provider in (None, module.provider)
        and mode in (None, module.mode)
        and (skill is None or skill in catalogue.skills_of(module.id))
        and (recognised is None or recognised in module.recognised_by)
        and _found(search, (module.id, module.title, *module.topics, *module.skills))
    )


def select_awards(catalogue: Catalogue, *, field: str | None = None, search: str | None = None) -> tuple[Award, ...]:
    """The awards of a field whose id, title or kind has all words of `search`, in the catalogue's order."""
    return tuple(
        award
        for award in catalogue.awards
        if field in (None, award.field) and _found(search, (award.id, award.title, award.kind))
    )


def select_roles(catalogue: Catalogue, *, field: str | None = None, search: str | None = None) -> tuple[Role, ...]:
    """The roles of a field whose id, title or needed skills have all words of `search`, in the catalogue's order."""
    return tuple(
        role
        for role in catalogue.roles
        if field in (None, role.field) and _found(search, (role.id, role.title, *skills(role.requires)))
    )


def _found(search: str | None, texts: Iterable[str]) -> bool:
    together = "\n".join(texts).casefold()
    return all(word in together for word in (search or "").casefold().split())
