"""Matches records with modules of the catalogue, and settles what becomes of each: only what is sure is added.

Knows the catalogue and records; not the files that they came from.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.counting import Ends, expires_for
from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.credentials.course_words import COURSE_WORDS
from mcplanner.credentials.personal import label_of, words_of
from mcplanner.credentials.record import CredentialFile, Integrity, Record
from mcplanner.credentials.results import Verdict
from mcplanner.ground.months import Month, day_name, month_name, month_of_day
from mcplanner.ground.spelling import plain_number, plain_text

NEAR_TITLE, NEAR_ID = 0.75, 0.8
"""How alike two words must be for an offer, as difflib counts it; course numbers that are nearly alike never count."""

MOST_OFFERS = 3
LONGEST_COMPARED = 200
"""Characters of a title that are compared: the time grows with the square of the length."""


class Outcome(StrEnum):
    """What becomes of a record."""

    ADD = "add"
    HELD = "held already"
    AGAIN = "same module as another record"
    NOT_PASSED = "not passed"
    TO_COME = "not ended yet"
    EXPIRED = "expired"
    UNSURE = "not recognised"
    NEAR = "near matches only"
    UNKNOWN = "no such module"


ASKED = frozenset((Outcome.EXPIRED, Outcome.UNSURE, Outcome.NEAR))
"""The outcomes that the learner is asked about; such a record is added only if they say so."""


class Match(Struct, frozen=True):
    """A record, numbered from 1 over all files, and the module that it stands for.

    Attributes
    ----------
    label
        What may be shown: the module's title, or the record's own if it names nobody; None if nothing may be shown.
    module, matched_by
        The module that it stands for, and what says so: `course number`, `id`, `title` or `choice`; None if that is open.
    offers
        Modules that it may stand for, the nearest first.
    award
        The title of the award that it names, if any: a learner holds modules, and awards follow from them.
    """

    number: int
    file: str
    record: Record
    outcome: Outcome
    label: str | None = None
    module: Module | None = None
    matched_by: str | None = None
    offers: tuple[Module, ...] = ()
    award: str | None = None

    @property
    def reason(self) -> str:
        """Why it has this outcome, in words that name nobody."""
        return _reason(self)


def match_records(
    catalogue: Catalogue, files: Iterable[CredentialFile], chosen: Mapping[int, str], held: Ends, today: date
) -> tuple[Match, ...]:
    """Every record of the files, with its module and its outcome.

    Parameters
    ----------
    chosen
        The module that the learner names for a record, by the record's number. It overrides the file.
    held
        What the learner holds already. What counts no longer toward an award is added again, if it was passed again later.
    today
        A record that ends in a later month is not held yet, and one that was valid until an earlier day has expired.
    """
    index = _Index(catalogue)
    records = [(file.file, record) for file in files for record in file.records]
    matches = [
        _match(index, _unmatched(index, number, file, record), chosen.get(number), today)
        for number, (file, record) in enumerate(records, start=1)
    ]
    latest: dict[str, Match] = {}
    for match in matches:
        if match.outcome is Outcome.ADD and match.module is not None:
            known = latest.setdefault(match.module.id, match)
            if _weight(match) > _weight(known):
                latest[match.module.id] = match
    this_month = month_of_day(today)
    return tuple(
        _add_expiry_remark(catalogue, _settle(catalogue, match, held, latest, this_month), this_month) for match in matches
    )


def _add_expiry_remark(catalogue: Catalogue, match: Match, this_month: Month) -> Match:
    """The match; if it is added but ended too long ago to count toward an award, with a remark that says so."""
    ended, module = match.record.ended, match.module
    if match.outcome is not Outcome.ADD or module is None or ended is None:
        return match
    for award, months in expires_for(catalogue, module.id):
        until = Month(ended + months)
        if until < this_month:
            remark = f"it counted toward '{award.id}' only until {month_name(until)}; a plan retakes it if it must"
            return replace(match, record=replace(match.record, remarks=(*match.record.remarks, remark)))
    return match


def _unmatched(index: "_Index", number: int, file: str, record: Record) -> Match:
    label = label_of(record.titles, record.codes, record.personal, index.words)
    return Match(number, file, record, Outcome.UNKNOWN, label)


def _settle(catalogue: Catalogue, match: Match, held: Ends, latest: Mapping[str, Match], this_month: Month) -> Match:
    if match.module is None or match.outcome not in (Outcome.ADD, Outcome.EXPIRED, Outcome.UNSURE):
        return match
    ends = held.get(match.module.id, ())
    if ends and not _is_renewal(catalogue, match, ends, this_month):
        return replace(match, outcome=Outcome.HELD, offers=())
    if match.outcome is Outcome.ADD and latest[match.module.id] is not match:
        return replace(match, outcome=Outcome.AGAIN)
    return match


def _is_renewal(catalogue: Catalogue, match: Match, ends: Iterable[Month | None], this_month: Month) -> bool:
    """Return whether all that is held of a record's module ended before it, and has expired for an award by now."""
    module, ended = match.module, match.record.ended
    if module is None or ended is None:
        return False
    last = max((ended if end is None else end for end in ends), default=ended)
    return last < ended and any(last + months < this_month for _, months in expires_for(catalogue, module.id))


def _weight(match: Match) -> tuple[int, bool]:
    """What decides between records of one module: the later end, then the better evidence."""
    return match.record.ended or Month(0), match.record.integrity in (Integrity.INTACT, Integrity.SIGNED)


class _Index:
    """The catalogue by the numbers, ids and titles that records name."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.by_number: dict[str, list[Module]] = {}
        self.by_id: dict[str, list[Module]] = {}
        self.by_title: dict[str, list[Module]] = {}
        for module in catalogue.modules:
            self.by_id[plain_text(module.id)] = [module]
            self.by_title.setdefault(plain_text(module.title), []).append(module)
            for number in {plain_number(written) for written in (module.ref, *module.refs) if written is not None}:
                self.by_number.setdefault(number, []).append(module)
        self.award_titles = {plain_text(award.title): award.title for award in catalogue.awards}
        titles = [module.title for module in catalogue.modules]
        titles += [award.title for award in catalogue.awards]
        titles += [role.title for role in catalogue.roles]
        self.words = COURSE_WORDS.union(*map(words_of, titles))
        """The words that a title may have to be shown."""

    def found(self, record: Record) -> tuple[str | None, tuple[Module, ...]]:
        """The modules that a record names exactly, and what names them: its number, else an id, else a title."""
        ways = (
            ("course number", self.by_number, [plain_number(code) for code in record.codes]),
            ("id", self.by_id, [plain_text(code) for code in record.codes]),
            ("title", self.by_title, [plain_text(title) for title in record.titles]),
        )
        for name, known, words in ways:
            modules = {module.id: module for word in words for module in known.get(word, ())}
            if modules:
                return name, tuple(modules.values())
        return None, ()

    def award_of(self, record: Record) -> str | None:
        """The title of the award that a record names, if it names one."""
        titles = map(plain_text, record.titles)
        return next((self.award_titles[title] for title in titles if title in self.award_titles), None)


def _match(index: _Index, match: Match, choice: str | None, today: date) -> Match:
    if choice is not None:
        module = index.catalogue.module_by_id[choice]
        taken = replace(match, outcome=Outcome.ADD, label=module.title, module=module, matched_by="choice")
        return replace(taken, outcome=Outcome.TO_COME) if _is_to_come(match.record, today) else taken
    name, found = index.found(match.record)
    if len(found) == 1:
        outcome = _outcome(match.record, today)
        asked = found if outcome in ASKED else ()
        return replace(match, outcome=outcome, label=found[0].title, module=found[0], matched_by=name, offers=asked)
    if match.record.result.verdict is Verdict.NOT_PASSED:
        return replace(match, outcome=Outcome.NOT_PASSED)
    if found:
        return replace(match, outcome=Outcome.NEAR, offers=found)
    award = index.award_of(match.record)
    if award is not None:
        return replace(match, label=award, award=award)
    offers = _near(index, match.record)
    return replace(match, outcome=Outcome.NEAR if offers else Outcome.UNKNOWN, offers=offers)


def _outcome(record: Record, today: date) -> Outcome:
    """The outcome of a record that names one module, by what the file says about it."""
    if record.result.verdict is Verdict.NOT_PASSED:
        return Outcome.NOT_PASSED
    if _is_to_come(record, today):
        return Outcome.TO_COME
    if not record.result.is_passed or record.doubts:
        return Outcome.UNSURE
    return Outcome.EXPIRED if record.expires is not None and record.expires < today else Outcome.ADD


def _is_to_come(record: Record, today: date) -> bool:
    return record.ended is not None and record.ended > month_of_day(today)


def _near(index: _Index, record: Record) -> tuple[Module, ...]:
    """Modules with nearly this id or title, or with a title whose words are all in the record's."""
    found: list[Module] = []
    for code in map(plain_text, record.codes):
        for near in get_close_matches(code[:LONGEST_COMPARED], index.by_id, MOST_OFFERS, NEAR_ID):
            found += index.by_id[near]
    for title in map(plain_text, record.titles):
        for near in get_close_matches(title[:LONGEST_COMPARED], index.by_title, MOST_OFFERS, NEAR_TITLE):
            found += index.by_title[near]
        words = set(title.split())
        for known, modules in index.by_title.items():
            if len(known.split()) > 1 and words.issuperset(known.split()):
                found += modules
    return tuple({module.id: module for module in found}.values())[:MOST_OFFERS]


def _reason(match: Match) -> str:
    record = match.record
    match match.outcome:
        case Outcome.ADD:
            return "" if match.matched_by is None else f"it matches by {match.matched_by}"
        case Outcome.TO_COME if record.ended is not None:
            return f"it ends in {month_name(record.ended)}, which is in the future"
        case Outcome.NOT_PASSED:
            return f"not passed: {record.result.reason}"
        case Outcome.UNSURE:
            return "; ".join(_doubts(record))
        case Outcome.NEAR:
            return "; ".join((match.outcome.value, *_doubts(record)))
        case Outcome.EXPIRED if record.expires is not None:
            return f"expired: it was valid until {day_name(record.expires)}"
        case Outcome.UNKNOWN if match.award is not None:
            return "an award, not a module: mcplan works out awards from the modules you hold"
        case Outcome.UNKNOWN:
            return "not a module in the catalogue"
        case outcome:
            return outcome.value


def _doubts(record: Record) -> tuple[str, ...]:
    return (*(() if record.result.is_passed else (record.result.reason,)), *record.doubts)
