"""Decides what of a file of credentials may be shown: only what cannot be about a person.

Knows text; nothing of file formats. If in doubt, it shows nothing: that costs a label, but no match.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from typing import Any

from msgspec import Struct

from mcplanner.credentials.course_words import COURSE_WORDS

LONGEST_LABEL = 120

SHORTEST_PART = 5
"""Letters of a name that is looked for within longer words."""

_ABOUT_THE_COURSE = frozenset(
    (
        *("@context", "$template", "achievement", "attainmentDate", "awardedDate", "courseCode", "courseCredit"),
        *("credentialSchema", "credentialStatus", "criteria", "description", "expirationDate", "expiresOn", "graduationDate"),
        *("grade", "humanCode", "issuanceDate", "issuedOn", "issuer", "issuers", "name"),
        *("proof", "resultDescription", "schema", "score", "transcript", "type", "validFrom"),
        *("validUntil", "version"),
    )
)
"""Keys under which a document is about a course or its issuer; under all others it may be about the person."""

_ABOUT_A_BUNDLE = _ABOUT_THE_COURSE - {"name", "description"}
"""The same of a bundle, whose name may be that of its holder."""

_MEMBERS = "verifiableCredential"

_PERSONAL_KEY = re.compile(
    r"recipient|holder|learner|student|identifier|nric|fin$|passport|e-?mail|phone|mobile|birth|licen[cs]e|candidate|participant"
    r"|(given|family|full|first|last|sur|middle|nick)[_ -]?name",
    re.IGNORECASE,
)
_NOT_SHOWN = re.compile(r"\d(?:[^\w,]*\d){4}|[*•]|@|://")
"""Five figures, however they are separated, a mask, an address: these may be a number of the person."""

_COURSE_NUMBER = re.compile(r"TGS-?\d{10}", re.IGNORECASE | re.ASCII)
_SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"))


class Either(Struct, frozen=True):
    """Words that are in the one or in the other; without a copy, since a bundle and its members can have many."""

    first: Container[str]
    second: Container[str]

    def __contains__(self, word: object) -> bool:
        return word in self.first or word in self.second


def personal_texts(document: dict[str, Any]) -> Iterator[str]:
    """All text of a document that may be about a person."""
    return _texts_but(document, _ABOUT_THE_COURSE)


def texts_of_bundle(document: dict[str, Any], subjects: Iterable[dict[str, Any]]) -> Iterator[str]:
    """All text of a presentation or learner record, without what is in it, that may be about a person."""
    besides = {_MEMBERS, "credentialSubject"}
    yield from _texts_but({key: value for key, value in document.items() if key not in besides}, _ABOUT_A_BUNDLE)
    for subject in subjects:
        yield from _texts({key: value for key, value in subject.items() if key not in (_MEMBERS, "type", "achievement")})


def _texts_but(document: dict[str, Any], about_the_course: Container[str]) -> Iterator[str]:
    for key, value in document.items():
        yield from _personal(value) if key in about_the_course else _texts(value)


def _personal(value: Any) -> Iterator[str]:
    """The text under keys for data of a person."""
    match value:
        case dict():
            for key, part in value.items():
                yield from _texts(part) if _PERSONAL_KEY.search(key) else _personal(part)
        case list():
            for part in value:
                yield from _personal(part)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)
        case str():
            yield value


def personal_words(texts: Iterable[str]) -> frozenset[str]:
    """The words of such texts that can identify a person, and all words of each text as one."""
    found: set[str] = set()
    for text in texts:
        words = words_of(text)
        found.update(word for word in words if len(word) > 1)
        found.update("".join(words[at : at + 2]) for at in range(len(words) - 1))
        found.add("".join(words))
    return frozenset(found) - _SMALL_WORDS - {""}


def label_of(
    titles: Iterable[str], codes: Iterable[str], personal: Container[str], known: frozenset[str] = COURSE_WORDS
) -> str | None:
    """What may be shown of a record: a title of known words, else a course number in the form of Singapore's register.

    A title with a word about the person, five figures in a row, or a word that could be a name is not shown.
    """
    for title in titles:
        shown = " ".join(title.split())
        if shown.isprintable() and 0 < len(shown) <= LONGEST_LABEL and _is_course(shown, personal, known):
            return shown
    return next((code.strip() for code in codes if _COURSE_NUMBER.fullmatch(code.strip())), None)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters without accents; everything but a letter separates words."""
    if text.isascii():
        return re.findall("[a-z]+", text.lower())
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(sign for sign in letters if unicodedata.category(sign) not in ("Mn", "Mc", "Cf"))
    return re.findall(r"[^\W\d_]+", bare)


def _is_course(title: str, personal: Container[str], known: frozenset[str]) -> bool:
    words = words_of(title)
    if not words or _NOT_SHOWN.search(title) or not all(word in known for word in words):
        return False
    return not any(word in personal for word in (*words, *_parts_of("".join(words))))


def _parts_of(text: str) -> Iterator[str]:
    """All parts of a text that are long enough to be a name that is written without spaces."""
    return (text[start:end] for start in range(len(text)) for end in range(start + SHORTEST_PART, len(text) + 1))
