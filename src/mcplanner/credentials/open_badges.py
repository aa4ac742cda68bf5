"""Open Badges 3.0: an achievement credential in JSON, several of them, or a bundle that holds some.

Floor 4b. Knows the public format alone. A proof in the file is not checked: that needs the issuer's key, which is elsewhere.
Source: Open Badges Specification 3.0, 1EdTech.
"""

from collections.abc import Iterator
from typing import Any

from mcplanner.credentials.dates import month_in
from mcplanner.credentials.personal import label_of, personal_texts, personal_words
from mcplanner.credentials.record import Integrity, Problem, Record, RefusedError, is_passed

KIND = "Open Badge"
TYPES = frozenset(("AchievementCredential", "OpenBadgeCredential"))
BUNDLES = frozenset(("VerifiablePresentation", "ClrCredential"))

_ABOUT_THE_ACHIEVEMENT = frozenset(("achievement", "type", "result", "verifiableCredential"))
"""Keys of a subject that do not tell who it is; all the others may."""


def types_of(document: dict[str, Any]) -> frozenset[str]:
    """The types that a credential or presentation names."""
    return frozenset(name for name in _list(document.get("type")) if isinstance(name, str))


def read_badge(document: dict[str, Any]) -> list[Record]:
    """The achievements of one credential.

    Raises
    ------
    RefusedError
        It names no achievement.
    """
    subjects = [subject for subject in _list(document.get("credentialSubject")) if isinstance(subject, dict)]
    records = [record for subject in subjects for record in _records(document, subject)]
    if not records:
        raise RefusedError(Problem("MC803", "this Open Badge names no achievement", "get it again from whoever issued it"))
    return records


def bundled(document: dict[str, Any]) -> list[Any]:
    """The credentials within a presentation or a learner record."""
    subjects = [subject for subject in _list(document.get("credentialSubject")) if isinstance(subject, dict)]
    return [each for holder in (document, *subjects) for each in _list(holder.get("verifiableCredential"))]


def _records(document: dict[str, Any], subject: dict[str, Any]) -> Iterator[Record]:
    around = {key: value for key, value in document.items() if key != "credentialSubject"}
    about = {key: value for key, value in subject.items() if key not in _ABOUT_THE_ACHIEVEMENT}
    personal = personal_words((*personal_texts(around), *personal_texts(about, inside=True)))
    integrity = Integrity.NOT_CHECKED if document.get("proof") else Integrity.NO_PROOF
    dates = (
        (subject.get("activityEndDate"), "activity"),
        (document.get("awardedDate"), "award"),
        (document.get("validFrom"), "issue"),
        (document.get("issuanceDate"), "issue"),
    )
    ended, dated_by = next(
        ((month_in(date), name) for date, name in dates if isinstance(date, str) and month_in(date) is not None), (None, None)
    )
    passed = all(
        is_passed(result.get("status")) if isinstance(result.get("status"), str) else True
        for result in _list(subject.get("result"))
        if isinstance(result, dict)
    )
    for achievement in _list(subject.get("achievement")):
        if isinstance(achievement, dict):
            title = _name(achievement.get("name"))
            codes = tuple(_codes(achievement))
            yield Record(KIND, integrity, codes, title, label_of(title, codes, personal), ended, dated_by, passed)


def _codes(achievement: dict[str, Any]) -> Iterator[str]:
    others = (entry.get("identifier") for entry in _list(achievement.get("otherIdentifier")) if isinstance(entry, dict))
    for code in (achievement.get("humanCode"), *others):
        if isinstance(code, str) and code.strip():
            yield code


def _name(name: Any) -> str | None:
    """A name, or the first of one in several languages."""
    if isinstance(name, dict):
        name = next(iter(name.values()), None)
    return name if isinstance(name, str) and name else None


def _list(value: Any) -> list[Any]:
    """What the format lets stand alone or in a list."""
    return value if isinstance(value, list) else [] if value is None else [value]
