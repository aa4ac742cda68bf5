"""What a word without quotes means in YAML 1.2, where `no`, `1:30`, `010`, `1e3` and `2027-04` are text; how much is read."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

MAX_VALUES = 1_300_000
"""Values in a file, without keys, a list or mapping as two: some 250 bytes of memory each; see benchmarks/memory.py."""

MAX_ITEMS = 330_000
"""Values that are items of lists, which are up to 800 bytes each: a name in a list takes part in many checks."""

MAX_KEYS = 1_000
"""Keys of one mapping; only a learner's pins ever need more than a few dozen."""

MAX_DIGITS = 30
"""Digits of a number: Python refuses to read integers of thousands, and no hours or fee needs more than a few."""

WORDS: Mapping[str, bool | None] = MappingProxyType({"": None, "~": None, "null": None, "true": True, "false": False})
"""The words with a meaning of their own."""

# What YAML forbids, and the line separators that editors and parsers count differently: positions would no longer agree.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")

_FORBIDDEN_IN_ASCII = bytes(code for code in range(128) if FORBIDDEN.match(chr(code)))


def has_forbidden(content: bytes, text: str) -> bool:
    """Return whether there is anything in a text, whose bytes there are too, that YAML forbids; asked faster of ASCII."""
    if text.isascii():
        return len(content.translate(None, _FORBIDDEN_IN_ASCII)) < len(content)
    return FORBIDDEN.search(text) is not None


def kind_of(word: str) -> type[int] | type[Decimal] | type[str]:
    """What a word that is none of `WORDS` is: an integer, a number with a point, or text."""
    if word[0] not in "-0123456789":
        return str
    return int if _INTEGER.fullmatch(word) else Decimal if _DECIMAL.fullmatch(word) else str
