"""Finds by words, in whatever form they stand ("nurse" finds nursing), the best matches first.

Knows texts; not what they are texts of. An index may choose what is ranked here, if it keeps the stems that `stems` gives.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple, TypeVar
from unicodedata import normalize

from msgspec import Struct

LEAST_BEGINNING = 3
"""The fewest characters that find every word that begins with them; `ai` finds no aircraft."""

MOST_TEXTS = 10_000
"""Of so many texts the words are remembered: many entries have the same skills and topics."""

_IDEOGRAPH = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Characters of scripts that put no spaces between words: each counts as a word."""

_ACCENT = "[\u0300-\u036f]"

T = TypeVar("T")


class Texts(Struct, frozen=True):
    """What can be found of something: its title, its names, such as its id and its numbers, and whatever else it says."""

    title: str
    names: tuple[str, ...]
    others: tuple[str, ...] = ()


Rank = tuple[bool, int, int, int, int]
"""What comes first: its name was typed; few words are not in the title, and few are only begun; the title is short."""

Where = Mapping[str, bytes]
"""The positions of the things in which words stand, packed: numbers take much memory, and most are never looked at."""


@lru_cache(MOST_TEXTS)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case and without accents; what stands between hyphens is a word."""
    plain = text if text.isascii() else re.sub(_ACCENT, "", normalize("NFKD", text)).replace("’", "'")
    return tuple(_word().findall(plain.casefold()))


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}]+(?:'[^\W_{_IDEOGRAPH}]+)*")


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
    """Where words stand in the texts of many things, each known by its position.

    Attributes
    ----------
    stems
        Each word, and what it is without its ending.
    names
        Whole names in lower case, spaces and signs with them.
    lengths
        How many words the title of each thing has.
    """

    in_titles: Where
    elsewhere: Where
    stems: Mapping[str, str]
    names: Where
    lengths: Sequence[int]

    @classmethod
    def of(cls, texts: Iterable[Texts]) -> "WordIndex":
        """The index of the texts of many things."""
        titles: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        others: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        names: defaultdict[str, list[int]] = defaultdict(list)
        lengths = []
        for position, own in enumerate(texts):
            lengths.append(len(words(own.title)))
            titles[(own.title,)].append(position)
            others[own.others].append(position)
            for name in own.names:
                names[name.casefold()].append(position)
        in_titles = _by_word(titles.items())
        elsewhere = _by_word(chain(others.items(), (((name,), positions) for name, positions in names.items())))
        stems = {word: stem(word) for word in in_titles.keys() | elsewhere.keys()}
        return cls(_packed(in_titles), _packed(elsewhere), stems, _packed(names), lengths)

    def best_first(self, typed: str) -> list[int]:
        """The positions of what has all the words that were typed, or words that begin with them, the best first."""
        named = frozenset(_unpacked(self.names.get(typed.strip().casefold(), b"")))
        found = [self._places(word) for word in dict.fromkeys(words(typed))]

        def rank(position: int) -> Rank:
            places = [own[position] for own in found]
            outside, begun = sum(place.outside for place in places), sum(place.begun for place in places)
            return position not in named, outside, begun, self.lengths[position], position

        return sorted(frozenset(found[0]).intersection(*found[1:]) if found else named, key=rank)

    def _places(self, word: str) -> Mapping[int, "_Place"]:
        """Where a word is found, in any form or as the beginning of another, and how well in each of these places."""
        stemmed = stem(word)
        forms = [other for other, own in self.stems.items() if own == stemmed]
        begun = [other for other in self.stems if other.startswith(word)] if len(word) >= LEAST_BEGINNING else []
        found: dict[int, _Place] = {}
        for outside, where in ((True, self.elsewhere), (False, self.in_titles)):  # what is better comes later
            for only_begun, others in ((True, begun), (False, forms)):
                place = _Place(outside, only_begun)
                found.update(
                    dict.fromkeys((position for other in others for position in _unpacked(where.get(other, b""))), place)
                )
        return found


def _by_word(places: Iterable[tuple[Iterable[str], Sequence[int]]]) -> Mapping[str, Sequence[int]]:
    """For each word of texts that stand in several places, all of these; a place where it stands twice may be there twice."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for texts, positions in places:
        for word in {word for text in texts for word in words(text)}:
            found[word].extend(positions)
    return found


def _packed(where: Mapping[str, Sequence[int]]) -> Where:
    return {word: array("I", positions).tobytes() for word, positions in where.items()}


def _unpacked(positions: bytes) -> Sequence[int]:
    return array("I", positions)


class _Place(NamedTuple):
    """Where a word is found: outside the title or in it, and as the beginning of a longer word or in one of its forms."""

    outside: bool
    begun: bool


def best_first(typed: str | None, things: Iterable[T], texts_of: Callable[[T], Texts]) -> tuple[T, ...]:
    """The things whose texts match what was typed, the best first and otherwise in their order; all if nothing was typed."""
    among = tuple(things)
    if typed is None or not typed.strip():
        return among
    return tuple(among[position] for position in WordIndex.of(map(texts_of, among)).best_first(typed))
