"""Which module of the catalogue a record stands for: exact first, near ones offered, nothing taken that was not asked for.

Floor 4d. Knows the catalogue and records; not the files they came from.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue import Catalogue, Module
from mcplanner.credentials.record import CredentialFile, Integrity, Record
from mcplanner.months import Month

NEAR_TITLE, NEAR_ID = 0.75, 0.8
"""How alike two words must be to be offered, as difflib counts it; course numbers that are nearly alike are other courses."""

MOST_OFFERS = 3
LONGEST_COMPARED = 200
"""Characters of a title: comparing grows with the square of the length."""


class Outcome(StrEnum):
    """What becomes of a record."""

    ADD = "add"
    HELD = "held already"
    AGAIN = "same module as another record"
    NOT_PASSED = "not passed"
    TO_COME = "not ended yet"
    NEAR = "near matches only"
    UNKNOWN = "no such module"


class Match(Struct, frozen=True):
    """A record, numbered from 1 over all files, and what it stands for.

    Attributes
    ----------
    module, matched_by
        The module that it stands for, and by what: `course number`, `id`, `title` or `choice`; None where that is open.
    offers
        Modules that it may stand for, the nearest first, where it stands for none.
    award
        The award of this title, where there is one: a learner holds modules, and awards follow from them.
    """

    number: int
    file: str
    record: Record
    outcome: Outcome
    module: Module | None = None
    matched_by: str | None = None
    offers: tuple[Module, ...] = ()
    award: str | None = None


def match_records(
    catalogue: Catalogue, files: Iterable[CredentialFile], chosen: Mapping[int, str], held: Iterable[str], this_month: Month
) -> tuple[Match, ...]:
    """Every record of the files with its module and what becomes of it.

    Parameters
    ----------
    chosen
        The module that the learner names for a record, by the record's number. It goes before everything the file says.
    held
        The ids of the modules that the learner holds already.
    this_month
        What ends after it is not held yet.
    """
    index = _Index(catalogue)
    records = [(file.file, record) for file in files for record in file.records]
    matches = [
        _match(index, Match(number, file, record, Outcome.UNKNOWN), chosen.get(number))
        for number, (file, record) in enumerate(records, start=1)
    ]
    matches = [_not_to_come(match, this_month) for match in matches]
    owned = frozenset(held)
    latest: dict[str, Match] = {}
    for match in matches:
        if match.outcome is Outcome.ADD and match.module is not None:
            known = latest.setdefault(match.module.id, match)
            if _weight(match) > _weight(known):
                latest[match.module.id] = match
    return tuple(_settled(match, owned, latest) for match in matches)


def _not_to_come(match: Match, this_month: Month) -> Match:
    ends = match.record.ended
    late = match.outcome is Outcome.ADD and ends is not None and ends > this_month
    return replace(match, outcome=Outcome.TO_COME) if late else match


def _settled(match: Match, held: frozenset[str], latest: Mapping[str, Match]) -> Match:
    if match.outcome is not Outcome.ADD or match.module is None:
        return match
    if match.module.id in held:
        return replace(match, outcome=Outcome.HELD)
    return match if latest[match.module.id] is match else replace(match, outcome=Outcome.AGAIN)


def _weight(match: Match) -> tuple[int, bool]:
    """The last time that a module was taken counts, and the better evidence of it."""
    return match.record.ended or Month(0), match.record.integrity is Integrity.INTACT


class _Index:
    """The catalogue by what records name."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.by_number: dict[str, list[Module]] = {}
        self.by_id: dict[str, list[Module]] = {}
        self.by_title: dict[str, list[Module]] = {}
        for module in catalogue.modules:
            self.by_id[_plain(module.id)] = [module]
            self.by_title.setdefault(_plain(module.title), []).append(module)
            if module.ref is not None:
                self.by_number.setdefault(_plain(module.ref), []).append(module)
        self.award_titles = {_plain(award.title): award.title for award in catalogue.awards}


def _match(index: _Index, match: Match, choice: str | None) -> Match:
    record = match.record
    if choice is not None:
        return replace(match, outcome=Outcome.ADD, module=index.catalogue.module_by_id[choice], matched_by="choice")
    codes = [_plain(code) for code in record.codes]
    title = _plain(record.title or "")
    ways = (("course number", index.by_number, codes), ("id", index.by_id, codes), ("title", index.by_title, [title]))
    for name, known, words in ways:
        found = list({module.id: module for word in words for module in known.get(word, ())}.values())
        if len(found) == 1:
            outcome = Outcome.ADD if record.passed else Outcome.NOT_PASSED
            return replace(match, outcome=outcome, module=found[0], matched_by=name)
        if found and record.passed:
            return replace(match, outcome=Outcome.NEAR, offers=tuple(found))
    if not record.passed:
        return replace(match, outcome=Outcome.NOT_PASSED)
    if title in index.award_titles:
        return replace(match, award=index.award_titles[title])
    offers = _near(index, codes, title)
    return replace(match, outcome=Outcome.NEAR if offers else Outcome.UNKNOWN, offers=offers)


def _near(index: _Index, codes: Sequence[str], title: str) -> tuple[Module, ...]:
    """Modules with nearly this id, nearly this title, or a title whose words all stand in it."""
    found: list[Module] = []
    for code in codes:
        for near in get_close_matches(code[:LONGEST_COMPARED], index.by_id, MOST_OFFERS, NEAR_ID):
            found += index.by_id[near]
    if title:
        for near in get_close_matches(title[:LONGEST_COMPARED], index.by_title, MOST_OFFERS, NEAR_TITLE):
            found += index.by_title[near]
        words = set(title.split())
        for known, modules in index.by_title.items():
            if len(known.split()) > 1 and words.issuperset(known.split()):
                found += modules
    return tuple({module.id: module for module in found}.values())[:MOST_OFFERS]


def _plain(text: str) -> str:
    """Text in which only what is written counts: not its case, its spaces or its width."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
