"""How many entries there are of each field, topic and provider.

Knows the catalogue and a selection of it; not how either is shown.
"""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from mcplanner.catalogue.filters import Selection
from mcplanner.catalogue.model import Catalogue, count_fields, count_topics


class EntryCounts(Struct, frozen=True):
    """A field or a provider, and how many of some entries it has; no id where entries name none.

    `topics` are those of its modules, by id, each with how many it has.
    """

    id: str | None
    title: str
    modules: int
    awards: int
    roles: int
    topics: Mapping[str, int]


NO_FIELD = "no field"
"""The title of what names no field, as a role may."""


def by_field(catalogue: Catalogue, chosen: Selection) -> tuple[EntryCounts, ...]:
    """The fields in the catalogue's order, also those of which nothing is chosen; then what names no field, if it is."""
    numbers = {name: count_fields(getattr(chosen, name)) for name in ("modules", "awards", "roles")}
    titles: dict[str | None, str] = {field.id: field.title for field in catalogue.fields}
    if None in numbers["roles"]:
        titles[None] = NO_FIELD
    return _groups(titles, numbers, count_topics(chosen.modules))


def all_fields(catalogue: Catalogue) -> tuple[EntryCounts, ...]:
    """The fields in the catalogue's order, each with all that it has."""
    return _groups({field.id: field.title for field in catalogue.fields}, catalogue.field_counts, catalogue.topic_counts)


def _groups(
    titles: Mapping[str | None, str], numbers: Mapping[str, Mapping[str | None, int]], topics: Mapping[str, Mapping[str, int]]
) -> tuple[EntryCounts, ...]:
    """What there is of each field, given by its title how many entries of each section it has, and its topics."""
    modules, awards, roles = (numbers[name] for name in ("modules", "awards", "roles"))
    return tuple(
        EntryCounts(
            *(id_, title, modules.get(id_, 0), awards.get(id_, 0), roles.get(id_, 0)),
            dict(sorted(topics.get(id_ or "", {}).items())),
        )
        for id_, title in titles.items()
    )


def by_provider(catalogue: Catalogue, chosen: Selection) -> tuple[EntryCounts, ...]:
    """The providers of which something is chosen, those with the most modules first."""
    modules = Counter(module.provider for module in chosen.modules)
    awards = Counter(award.provider for award in chosen.awards if award.provider is not None)
    groups = (
        EntryCounts(each.id, each.title, modules[each.id], awards[each.id], 0, {})
        for each in catalogue.providers
        if modules[each.id] or awards[each.id]
    )
    return tuple(sorted(groups, key=lambda group: (-group.modules, -group.awards)))


def everything(catalogue: Catalogue) -> Selection:
    """All modules, awards and roles."""
    return Selection(tuple(catalogue.modules), tuple(catalogue.awards), tuple(catalogue.roles))
