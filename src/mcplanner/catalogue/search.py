"""Finds by words, in whatever form they stand ("nurse" finds nursing), the best matches first.

Knows texts; not what they are texts of. An index may choose what is ranked here, if it keeps the stems that `stems` gives.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TypeVar
from unicodedata import normalize

from msgspec import Struct

LEAST_BEGINNING = 3
"""The fewest characters that find every word that begins with them; `ai` finds no aircraft."""

_IDEOGRAPH = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Characters of scripts that put no spaces between words: each counts as a word."""

_WORD = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}]+(?:'[^\W_{_IDEOGRAPH}]+)*")
_ACCENT = re.compile("[\u0300-\u036f]")

T = TypeVar("T")


class Texts(Struct, frozen=True):
    """What can be found of something: its title, its names, such as its id and its numbers, and whatever else it says."""

    title: str
    names: tuple[str, ...]
    others: tuple[str, ...] = ()


Rank = tuple[bool, int, int, int]
"""What comes first: its name was typed; few words are not in the title, and few are only begun; the title is short."""


def words(text: str) -> list[str]:
    """The words of a text in lower case and without accents; what stands between hyphens is a word."""
    plain = text if text.isascii() else _ACCENT.sub("", normalize("NFKD", text)).replace("’", "'")
    return _WORD.findall(plain.casefold())


def stems(text: str) -> frozenset[str]:
    """What is left of the words of a text without their endings."""
    return frozenset(map(stem, words(text)))


@cache
def stem(word: str) -> str:
    """A word without its ending, which English words that belong together share: `nurs` of nurse, nurses and nursing."""
    return _stem_english()(word)


@cache
def _stem_english() -> Callable[[str], str]:
    """The stemmer, imported where something is searched: its package takes 25 ms, since it holds other languages too."""
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer().stemWord  # type: ignore[no-any-return]


class WordIndex(Struct, frozen=True):
    """Where words occur in the texts of many things, each known by its position.

    Attributes
    ----------
    stems
        Of each word without its ending, the positions where one of its forms occurs.
    words
        Each word, and what it is without its ending.
    """

    stems: Mapping[str, Sequence[int]]
    words: Mapping[str, str]

    @classmethod
    def of(cls, texts: Iterable[Texts]) -> "WordIndex":
        """The index of the texts of many things."""
        stems: dict[str, list[int]] = {}
        stem_of: dict[str, str] = {}
        for position, own in enumerate(texts):
            found = words(" ".join((own.title, *own.names, *own.others)))
            for stemmed in {stem_of.get(word) or stem_of.setdefault(word, stem(word)) for word in found}:
                stems.setdefault(stemmed, []).append(position)
        return cls(stems, stem_of)

    def positions(self, typed: str) -> Sequence[int] | None:
        """The positions of all that `Search` could find, and perhaps of more, in order; None if words cannot tell."""
        found = [self._positions_of(word) for word in words(typed)]
        return sorted(frozenset.intersection(*found)) if found else None

    def _positions_of(self, word: str) -> frozenset[int]:
        begun = [own for other, own in self.words.items() if other.startswith(word)] if len(word) >= LEAST_BEGINNING else []
        return frozenset(position for own in {stem(word), *begun} for position in self.stems.get(own, ()))


class Search:
    """What was typed, to be found in texts that have all of its words, or words that begin with them."""

    def __init__(self, typed: str) -> None:
        self._name = typed.strip().casefold()
        self._words = tuple(dict.fromkeys(words(typed)))

    @property
    def is_for_everything(self) -> bool:
        """Whether nothing was typed, but spaces perhaps."""
        return not self._name

    def rank(self, texts: Texts) -> Rank | None:
        """How well texts match; None if they lack a word."""
        title = words(texts.title)
        rest = [word for text in (*texts.names, *texts.others) for word in words(text)]
        outside = begun = 0
        for word in self._words:
            how = _how_found(word, title)
            if how is None:
                outside += 1
                how = _how_found(word, rest)
            if how is None:
                return None
            begun += how
        named = self._name in map(str.casefold, texts.names)
        return (not named, outside, begun, len(title)) if named or self._words else None


def _how_found(word: str, among: Iterable[str]) -> bool | None:
    """False if a word is there, in any form; True if one only begins with it; None if there is neither."""
    stemmed = stem(word)
    if any(stem(other) == stemmed for other in among):
        return False
    begins = len(word) >= LEAST_BEGINNING and any(other.startswith(word) for other in among)
    return True if begins else None


def best_first(typed: str | None, things: Iterable[T], texts_of: Callable[[T], Texts]) -> tuple[T, ...]:
    """The things whose texts match what was typed, the best first and otherwise in their order; all if nothing was typed."""
    search = Search(typed or "")
    if search.is_for_everything:
        return tuple(things)
    ranks = ((search.rank(texts_of(thing)), thing) for thing in things)
    found = [(rank, thing) for rank, thing in ranks if rank is not None]
    return tuple(thing for _, thing in sorted(found, key=lambda each: each[0]))
