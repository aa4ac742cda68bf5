"""Names in one language or several, as text, maps, lists and value objects of JSON-LD.

Knows how languages are marked; nothing of credentials.
"""

import re
from collections.abc import Iterator
from typing import Any

_LANGUAGE = re.compile(r"@none|[a-z]{2,3}([-_][a-z0-9]{1,8})*", re.ASCII | re.IGNORECASE)


def names_in(value: Any) -> tuple[str, ...]:
    """The names in a value, each once: English names first, then those without a language, then all others."""
    found = sorted(_names(value, ""), key=lambda pair: _rank(pair[1]))
    return tuple(dict.fromkeys(name for name, _ in found))


def _names(value: Any, language: str) -> Iterator[tuple[str, str]]:
    """Each name with its language, which is empty if none is given."""
    match value:
        case str() if value.strip():
            yield value, language
        case list():
            for each in value:
                yield from _names(each, language)
        case {"@value": named} | {"value": named}:
            told = value.get("@language", value.get("language", language))
            yield from _names(named, told if isinstance(told, str) else language)
        case dict():
            for key, named in value.items():
                if _LANGUAGE.fullmatch(key):
                    yield from _names(named, key)


def _rank(language: str) -> int:
    name = re.split("[-_]", language.casefold())[0]
    return 0 if name in ("en", "eng") else 1 if name in ("", "@none") else 2
