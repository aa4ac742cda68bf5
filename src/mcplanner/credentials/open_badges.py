"""Open Badges 3.0: an achievement credential in JSON, several of them, or a bundle that holds some.

Floor 4e. Knows the public format alone. A proof in the file is not checked: that needs the issuer's key, which is elsewhere.
Source: Open Badges Specification 3.0, 1EdTech.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from mcplanner.credentials.columns import cells_of, read_columns
from mcplanner.credentials.dates import last_day_in, month_in
from mcplanner.credentials.names import names_in
from mcplanner.credentials.personal import personal_texts, personal_words
from mcplanner.credentials.record import (
    DATE_PASSED_OVER,
    DATE_UNREADABLE,
    EXPIRY_UNREADABLE,
    Integrity,
    Problem,
    Record,
    RefusedError,
)
from mcplanner.credentials.results import Reading, Verdict, combined, read_result
from mcplanner.credentials.scales import UNCOMPARED, Level, read_level, read_value
from mcplanner.months import Month

KIND = "Open Badge"
TYPES = frozenset(("AchievementCredential", "OpenBadgeCredential"))
BUNDLES = frozenset(("VerifiablePresentation", "ClrCredential"))

_ABOUT_THE_ACHIEVEMENT = frozenset(("achievement", "type", "result", "verifiableCredential"))
"""Keys of a subject that do not tell who it is; all the others may."""

_NO_RESULTS = frozenset(
    (
        *("@context", "achievedLevel", "achievement", "credentialSchema", "credentialStatus", "credentialSubject", "criteria"),
        *("description", "endorsement", "evidence", "fieldOfStudy", "humanCode", "id", "image", "issuer", "name", "proof"),
        *("requiredLevel", "result", "resultDescription", "resultType", "specialization", "type", "value"),
    )
)
"""Keys of a credential and its parts that are no results, or are read as such by themselves."""

_PREDICTED = Reading(Verdict.UNKNOWN, "its result is a prediction")
_UNREADABLE = Reading(Verdict.UNKNOWN, "its result is neither text nor a number")


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
    records = [record for subject in _objects(document.get("credentialSubject")) for record in _records(document, subject)]
    if not records:
        raise RefusedError(Problem("MC803", "this Open Badge names no achievement", "get it again from whoever issued it"))
    return records


def bundled(document: dict[str, Any]) -> list[Any]:
    """The credentials within a presentation or a learner record."""
    holders = (document, *_objects(document.get("credentialSubject")))
    return [each for holder in holders for each in _list(holder.get("verifiableCredential"))]


def _records(document: dict[str, Any], subject: dict[str, Any]) -> Iterator[Record]:
    around = {key: value for key, value in document.items() if key != "credentialSubject"}
    about = {key: value for key, value in subject.items() if key not in _ABOUT_THE_ACHIEVEMENT}
    personal = personal_words((*personal_texts(around), *personal_texts({"subject": about})))
    integrity = Integrity.NOT_CHECKED if document.get("proof") else Integrity.NO_PROOF
    ended, dated_by, unread = _end(document, subject)
    expires, unread_expiry = _expiry(document)
    doubts = [DATE_UNREADABLE] * (unread and ended is None) + [EXPIRY_UNREADABLE] * unread_expiry
    remarks = (DATE_PASSED_OVER,) if unread and ended is not None else ()
    for achievement in _objects(subject.get("achievement")):
        yield Record(
            KIND,
            integrity,
            "",
            tuple(_codes(achievement)),
            names_in(achievement.get("name")),
            personal,
            ended,
            dated_by,
            combined(_results(document, subject, achievement)),
            expires,
            tuple(doubts),
            remarks,
        )


def _end(document: dict[str, Any], subject: dict[str, Any]) -> tuple[Month | None, str | None, bool]:
    """The last month of study, the date that it was taken from, and whether there is a date that cannot be read."""
    dates = (
        (subject.get("activityEndDate"), "activity"),
        (document.get("awardedDate"), "award"),
        (document.get("validFrom"), "issue"),
        (document.get("issuanceDate"), "issue"),
        *((proof.get("created"), "proof") for proof in _objects(document.get("proof"))),
    )
    told = [(date, name) for date, name in dates if date is not None]
    read = [(month_in(date) if isinstance(date, str) else None, name) for date, name in told]
    month, name = next(((month, name) for month, name in read if month is not None), (None, None))
    return month, name, any(month is None for month, _ in read)


def _expiry(document: dict[str, Any]) -> tuple[date | None, bool]:
    """The last day on which a credential is valid, and whether there is a date for it that cannot be read."""
    told = [date for key in ("validUntil", "expirationDate", "expires") for date in _list(document.get(key))]
    days = [last_day_in(date) if isinstance(date, str) else None for date in told]
    return min((day for day in days if day is not None), default=None), None in days


def _results(document: dict[str, Any], subject: dict[str, Any], achievement: dict[str, Any]) -> Iterator[Reading]:
    """What is told of the result: by results with their scales, and by other keys that look like one."""
    for part in (document, subject, achievement):
        yield read_columns(cells_of(part, _NO_RESULTS))
    scales = _objects(achievement.get("resultDescription"))
    for result in (*_list(subject.get("result")), *_list(achievement.get("result"))):
        if isinstance(result, dict):
            yield from _readings(result, scales)
        else:
            yield _reading(result)


def _readings(result: dict[str, Any], scales: list[dict[str, Any]]) -> Iterator[Reading]:
    """What one result says in each of its ways: a status, a value on its scale, a level of its rubric."""
    scale = {**_scale_of(result, scales), **result}
    required, allowed = _text(scale.get("requiredValue")), _texts(scale.get("allowedValue"))
    yield from (_reading(status) for status in _list(result.get("status")))
    for value in _list(result.get("value")):
        yield read_value(value, required, allowed) if isinstance(value, str) else _UNREADABLE
    for achieved in _list(result.get("achievedLevel")):
        yield _level(achieved, result, scales)
    yield read_columns(cells_of(result, _NO_RESULTS))
    if scale.get("resultType") == "PredictedScore":
        yield _PREDICTED


def _scale_of(result: dict[str, Any], scales: list[dict[str, Any]]) -> dict[str, Any]:
    """The description that a result names, or the only one that there is where it names none."""
    named = result.get("resultDescription")
    if named is None:
        return scales[0] if len(scales) == 1 else {}
    return next((scale for scale in scales if scale.get("id") == named), {})


def _level(achieved: Any, result: dict[str, Any], scales: list[dict[str, Any]]) -> Reading:
    """A level says by its id to which description it belongs, whichever the result names."""
    if not isinstance(achieved, str):
        return UNCOMPARED
    owners = (scale for scale in scales if any(level.id == achieved for level in _levels(scale.get("rubricCriterionLevel"))))
    scale = next(owners, _scale_of(result, scales))
    return read_level(achieved, _text(scale.get("requiredLevel")), _levels(scale.get("rubricCriterionLevel")))


def _reading(status: Any) -> Reading:
    return read_result(status) if isinstance(status, str) else _UNREADABLE


def _levels(value: Any) -> list[Level]:
    return [
        Level(level["id"], next(iter(names_in(level.get("name"))), None), _text(level.get("points")))
        for level in _objects(value)
        if isinstance(level.get("id"), str)
    ]


def _codes(achievement: dict[str, Any]) -> Iterator[str]:
    others = (entry.get("identifier") for entry in _objects(achievement.get("otherIdentifier")))
    for code in (achievement.get("humanCode"), *others):
        if isinstance(code, str) and code.strip():
            yield code


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _texts(value: Any) -> list[str]:
    return [each for each in _list(value) if isinstance(each, str)]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in _list(value) if isinstance(each, dict)]


def _list(value: Any) -> list[Any]:
    """What the format lets stand alone or in a list."""
    return value if isinstance(value, list) else [] if value is None else [value]
