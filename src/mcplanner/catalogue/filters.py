"""Selections of a catalogue's modules, awards, roles and skills.

Knows the catalogue; not whether the ids asked for exist (an unknown one selects nothing), nor how a selection is
shown.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import Any, Generic, TypeVar, overload

from msgspec import Struct

from mcplanner.catalogue.model import Award, Catalogue, Module, Provider, Role, Subject
from mcplanner.catalogue.numbers import numbers_of
from mcplanner.catalogue.requirements import skills
from mcplanner.catalogue.search import Texts, WordIndex, best_first, stem, words
from mcplanner.ground.diagnostics import LONGEST_SUGGESTED
from mcplanner.ground.today import today

NEAR = 0.75
"""How similar a word must be to one that was typed, of 1."""

T = TypeVar("T")


class TaughtSkill(Struct, frozen=True):
    """A skill, and how many of the modules that are asked about teach it or count as some that do."""

    id: str
    modules: int


class Selection(Struct, frozen=True):
    """The entries of a catalogue that were asked for; the best matches first, if they were searched for."""

    modules: Sequence[Module] = ()
    awards: Sequence[Award] = ()
    roles: Sequence[Role] = ()
    skills: Sequence[TaughtSkill] = ()
    searched: bool = False

    @property
    def parts(self) -> tuple[Sequence[Any], ...]:
        """The entries of each kind."""
        return self.modules, self.awards, self.roles, self.skills

    @property
    def size(self) -> int:
        """How many entries there are."""
        return sum(map(len, self.parts))


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
) -> Sequence[Module]:
    """The modules to which everything asked for applies, in the catalogue's order or, where searched, the best first.

    Parameters
    ----------
    mode
        That of the module, or of some of its runs where they have their own; of those that are over only if all are.
    recognised
        A quality mark, one of `recognised_by`.
    search
        Words that must all occur, in any form, in the title, the id, the numbers, the topics or the skills.
    """
    asked_for: tuple[tuple[str | None, Callable[[Module], Collection[str]]], ...] = (
        (field, lambda module: (module.field,)),
        (topic, lambda module: module.topics),
        (provider, lambda module: (module.provider,)),
        (mode, lambda module: {str(offer.mode) for offer in module.offers_from(today())}),
        (skill, lambda module: catalogue.skills_of(module.id)),
        (recognised, lambda module: module.recognised_by),
    )
    wanted = [(word, own) for word, own in asked_for if word is not None]
    found: Sequence[Module] = _found(catalogue, "modules", search)
    return tuple(each for each in found if all(word in own(each) for word, own in wanted)) if wanted else found


def select_awards(
    catalogue: Catalogue, *, field: str | None = None, provider: str | None = None, search: str | None = None
) -> Sequence[Award]:
    """The awards of a field and a provider whose title, id, numbers or kind have all words of `search`; else as modules."""
    found: Sequence[Award] = _found(catalogue, "awards", search)
    if field is None and provider is None:
        return found
    return tuple(award for award in found if field in (None, award.field) and provider in (None, award.provider))


def select_roles(catalogue: Catalogue, *, field: str | None = None, search: str | None = None) -> Sequence[Role]:
    """The roles of a field whose title, id or needed skills have all words of `search`; else as modules."""
    found: Sequence[Role] = _found(catalogue, "roles", search)
    return found if field is None else tuple(role for role in found if role.field == field)


def _found(catalogue: Catalogue, section: str, search: str | None) -> Sequence[Any]:
    """The entries of a section that have all the words, the best first; all if there are none. They are read when asked for."""
    entries: Sequence[Any] = getattr(catalogue, section)
    if search is None or not search.strip():
        return entries
    index = catalogue.word_index.get(section) or WordIndex.of(map(texts_of, entries))
    return Picked(entries, index.best_first(search))


class Picked(Sequence[T], Generic[T]):
    """Some things of many, in an order of their own, each taken when it is asked for."""

    def __init__(self, things: Sequence[T], positions: Sequence[int]) -> None:
        self._things = things
        self._positions = positions

    @overload
    def __getitem__(self, position: int) -> T: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[T]: ...
    def __getitem__(self, position: int | slice) -> T | Sequence[T]:
        if isinstance(position, slice):
            return Picked(self._things, self._positions[position])
        return self._things[self._positions[position]]

    def __len__(self) -> int:
        return len(self._positions)


def select_skills(catalogue: Catalogue, modules: Iterable[Module], search: str | None = None) -> tuple[TaughtSkill, ...]:
    """The skills that some modules show and whose ids have all words of `search`, those of the most modules first."""
    if modules is catalogue.modules:
        numbers = catalogue.word_counts["shown"]
    else:
        numbers = Counter(skill for module in modules for skill in catalogue.skills_of(module.id))
    found = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))
    return best_first(search, (TaughtSkill(*each) for each in found), lambda skill: Texts(skill.id, (skill.id,)))


def near_words(catalogue: Catalogue, typed: str) -> tuple[str, ...]:
    """Words of the catalogue that are similar to those that were typed."""
    entries = (
        *map(_module_texts, catalogue.modules),
        *map(_award_texts, catalogue.awards),
        *map(_role_texts, catalogue.roles),
    )
    known = sorted({word for texts in entries for text in (texts.title, *texts.others) for word in words(text)})
    near = (_near(word, known) for word in words(typed[:LONGEST_SUGGESTED]))
    return tuple(dict.fromkeys(word for word in near if word is not None))


def _near(typed: str, known: Sequence[str]) -> str | None:
    """The most similar of some words, or else one whose stem is similar: nursing for nusre."""
    found = get_close_matches(typed, known, n=1, cutoff=NEAR)
    if found:
        return found[0]
    by_stem = {stem(word): word for word in reversed(known)}
    return next((by_stem[each] for each in get_close_matches(stem(typed), by_stem, n=1, cutoff=NEAR)), None)


def select_of(catalogue: Catalogue, group: Subject | Provider) -> Selection:
    """All entries of a field or a provider."""
    if isinstance(group, Provider):
        return Selection(select_modules(catalogue, provider=group.id), select_awards(catalogue, provider=group.id))
    field = group.id
    return Selection(
        select_modules(catalogue, field=field), select_awards(catalogue, field=field), select_roles(catalogue, field=field)
    )


def texts_of(entry: Module | Award | Role) -> Texts:
    """What an entry can be found by."""
    match entry:
        case Module():
            return _module_texts(entry)
        case Award():
            return _award_texts(entry)
        case Role():
            return _role_texts(entry)


def _module_texts(module: Module) -> Texts:
    of_runs = (run.ref for run in module.runs or () if run.ref is not None)
    return Texts(module.title, (*_names(module), *of_runs), (*module.topics, *module.skills))


def _award_texts(award: Award) -> Texts:
    return Texts(award.title, _names(award), (award.kind,))


def _role_texts(role: Role) -> Texts:
    return Texts(role.title, (role.id,), tuple(skills(role.requires)))


def _names(entry: Module | Award) -> tuple[str, ...]:
    """Its id and its numbers."""
    return (entry.id, *numbers_of(entry))
