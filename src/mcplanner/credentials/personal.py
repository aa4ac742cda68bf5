"""What in a file of credentials is about a person, and must neither be shown nor stored.

Floor 4a. Knows text; nothing of file formats. Errs on the side of silence: what is withheld costs a label, no match.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

LONGEST_LABEL = 120

PERSONAL_PARTS = frozenset(("recipient", "holder", "learner", "student", "identifier"))
"""Keys of a document beneath which everything is about the person."""

_PERSONAL_KEY = re.compile(
    r"nric|fin$|passport|e-?mail|phone|mobile|birth|licen[cs]e|studentid|(given|family|full|first|last|sur|student|learner)_?name",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(
    r"[STFGM]\d{7}[A-Z]\b"  # an identity number in Singapore
    r"|[STFGM]?[X*]{3,}\d*[A-Z]?\b"  # one that is masked
    r"|@|\bdid:|\burn:|://"
    r"|\d[\d -]{5,}\d",  # a number of a telephone, a passport or a student
    re.IGNORECASE,
)
_COURSE_NUMBER = re.compile(r"TGS-\d{10}", re.IGNORECASE)
_SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"))


def personal_texts(document: Any, inside: bool = False) -> Iterator[str]:
    """All text of a document that stands under a key for a person's data."""
    match document:
        case dict():
            for key, value in document.items():
                yield from personal_texts(value, inside or key in PERSONAL_PARTS or _PERSONAL_KEY.search(key) is not None)
        case list():
            for value in document:
                yield from personal_texts(value, inside)
        case str() if inside:
            yield document


def personal_words(texts: Iterable[str]) -> frozenset[str]:
    """The words of such text that can tell a person from others."""
    return frozenset(word for text in texts for word in _words(text) if len(word) > 1) - _SMALL_WORDS


def label_of(title: str | None, codes: Iterable[str], personal: frozenset[str]) -> str | None:
    """What may be shown of a record: its title or a code, the first that is plain text and tells nothing of the person."""
    for text in (title, *codes):
        shown = " ".join((text or "").split())
        if shown and shown.isprintable() and len(shown) <= LONGEST_LABEL and not _is_personal(shown, personal):
            return shown
    return None


def _is_personal(text: str, personal: frozenset[str]) -> bool:
    return _IDENTIFIER.search(_COURSE_NUMBER.sub("", text)) is not None or not personal.isdisjoint(_words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
