"""Selections of a catalogue's modules, awards and roles.

Knows the catalogue; not whether the ids asked for exist (an unknown one selects nothing), nor how a selection is
shown.
"""

from collections.abc import Callable, Collection, Iterable

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
    mode
        That of the module, or of some of its runs where they have their own.
    recognised
        A quality mark, one of `recognised_by`.
    search
        Words that must all occur, in any case, in the id, the title, the topics or the skills.
    """
    asked_for: tuple[tuple[str | None, Callable[[Module], Collection[str]]], ...] = (
        (field, lambda module: (module.field,)),
        (topic, lambda module: module.topics),
        (provider, lambda module: (module.provider,)),
        (mode, lambda module: {str(offer.mode) for offer in module.offers}),
        (skill, lambda module: catalogue.skills_of(module.id)),
        (recognised, lambda module: module.recognised_by),
    )
    return tuple(
        module
        for module in catalogue.modules
        if all(asked is None or asked in own(module) for asked, own in asked_for)
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
