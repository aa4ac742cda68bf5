"""Cleans text that went through many hands: escapes, entities, doubled encodings, invisible characters, blanks.

Knows text; nothing of courses. Says of each text what was done to it.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from mcplanner.ground.characters import one_line
from mcplanner.ground.spelling import plain_text

_CLEAN = re.compile(r"[!-~]+(?: [!-~]+)*")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
_DOUBLED = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")
"""How the first two bytes of UTF-8 look if they were taken for letters of Western Europe."""

_ID_SIGNS = re.compile(r"[a-z0-9]+")

BLANKS = "blanks were removed or made one"
UNSEEN = "invisible characters were removed"
ESCAPES = "escapes such as _x000D_ or &amp; were resolved"
DECODED = "the text was wrongly decoded, and was decoded anew"
LOST = "the text was wrongly decoded, and signs are lost (\ufffd)"


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The text on one line as it was meant, and what was done to it."""
    if _CLEAN.fullmatch(text) and "_x" not in text and "&" not in text:
        return text, ()
    done: list[str] = []
    return _clean(text, done), tuple(done)


def _clean(text: str, done: list[str]) -> str:
    resolved = _resolved(text)
    decoded = _decoded(resolved)
    seen = one_line(decoded)
    if resolved != text:
        done.append(ESCAPES)
    if decoded != resolved:
        done.append(DECODED)
    if "\ufffd" in seen:
        done.append(LOST)
    done += _removed(decoded)
    return seen


def _removed(text: str) -> Iterator[str]:
    """What a text loses when it is put on one line."""
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    if one_line(spaced).replace(" ", "") != spaced.replace(" ", ""):
        yield UNSEEN
    if text.strip() != text or "  " in text or spaced != text:
        yield BLANKS


def _resolved(text: str) -> str:
    """The text without what XML and HTML write for characters, be it written twice."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def _decoded(text: str) -> str:
    """UTF-8 that was read as letters of Western Europe, be it twice, read anew; the text itself if it was not."""
    for _ in range(2):
        if not _DOUBLED.search(text):
            break
        again = _read_as_utf_8(text)
        if again is None:
            break
        text = again
    return text


def _read_as_utf_8(text: str) -> str | None:
    try:
        return b"".join(_bytes_of(text)).decode()
    except UnicodeError:
        return None


def _bytes_of(text: str) -> Iterator[bytes]:
    """The bytes that were taken for these characters: Windows-1252, and Latin-1 for the five bytes that it lacks."""
    for sign in text:
        try:
            yield sign.encode("cp1252")
        except UnicodeEncodeError:
            yield sign.encode("latin-1")


def slug(text: str) -> str:
    """Lower-case letters and digits with single hyphens, at most 80 characters; empty if the text has none."""
    plain = text.lower() if text.isascii() else _unaccented(text)
    return "-".join(_ID_SIGNS.findall(plain))[:80].strip("-")


def _unaccented(text: str) -> str:
    letters = unicodedata.normalize("NFKD", plain_text(text))
    return "".join(sign for sign in letters if not unicodedata.combining(sign))
