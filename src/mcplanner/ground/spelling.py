"""Brings texts and course numbers into one form, however they were typed.

Knows Unicode; nothing of courses or files.
"""

import re
import unicodedata

_DASH = re.compile(r"[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\u30fb\u30a0\ufe58\ufe63\uff0d-]")
_BETWEEN = re.compile(r"[-_. ='\"\u2018\u2019]")
_BETWEEN_IN_ASCII = dict.fromkeys(code for code in range(128) if chr(code).isspace() or _BETWEEN.match(chr(code)))
_UNSEEN = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Characters without width that Unicode does not count among its format characters (Cf)."""


def plain_text(text: str) -> str:
    """A text without differences that do not matter: case, width, kinds of dashes, runs of spaces, invisible characters."""
    if text.isascii():
        return " ".join(text.casefold().split())
    seen = "".join(sign for sign in _UNSEEN.sub("", text) if unicodedata.category(sign) != "Cf")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(plain_dashes(folded).split())


def plain_dashes(text: str) -> str:
    """A text with the dash of keyboards for every kind of dash."""
    return _DASH.sub("-", text)


def plain_number(text: str) -> str:
    """A course number as plain text, and without dashes, points, spaces and the quotes of spreadsheets."""
    if text.isascii():
        return text.casefold().translate(_BETWEEN_IN_ASCII)
    return _BETWEEN.sub("", plain_text(text))
