"""Labels of rows: ids that people can read, else titles shortened at words, no two of them alike.

Knows texts; the place where a label stands says how long it may be, and how to measure it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Width = Callable[[str], float]

CUT = "…"
AWARD = "◆"
"""The sign of an award."""

SHARED_LETTERS = 4
"""With so many letters alike two words are taken for one: `analytics` and `Analysis`."""
_RUN_OF_DIGITS = r"[0-9]{4}"
_WORD = r"(?=[a-z]*[aeiouy])[a-z]{4,}"
_LOOSE_END = r"(?i)(\s+(a|an|and|at|by|for|from|in|of|on|or|the|to|with|&|[-–—/|]))+$|[,;:(]+$"


def is_opaque(name: str, title: str) -> bool:
    """Return whether an id says nothing to people: it has a long number and no word of its title, as `tgs-2024044470`."""
    if re.search(_RUN_OF_DIGITS, name) is None:
        return False
    words = title.casefold().split()
    return not any(word.startswith(own[:SHARED_LETTERS]) for own in re.findall(_WORD, name) for word in words)


def any_opaque(titles: Mapping[str, str]) -> bool:
    """Return whether any of some ids with their titles says nothing to people."""
    return any(is_opaque(name, title) for name, title in titles.items())


def row_labels(
    titles: Mapping[str, str],
    of_awards: Mapping[str, str],
    room: float,
    measure: Width = len,
    cut: str = CUT,
    sign: str = AWARD,
    more: float = 0,
) -> dict[str, str]:
    """The label of each row by its id: its id; its title, shortened to a room, if an id is opaque or two look alike there.

    Parameters
    ----------
    more
        The further room that titles have.
    """
    names = [*titles, *of_awards]
    fitting = {name: name if measure(name) <= room else name[: int(room - measure(cut))] for name in names}
    if any_opaque({**titles, **of_awards}) or any(_alike(fitting)):
        return titles_of_rows(titles, of_awards, room + more, measure, cut, sign)
    return {name: name for name in names}


def titles_of_rows(
    titles: Mapping[str, str],
    of_awards: Mapping[str, str],
    room: float,
    measure: Width = len,
    cut: str = CUT,
    sign: str = AWARD,
) -> dict[str, str]:
    """The title of each row by its id, shortened to a room; if an award reads like a module, awards have a sign before them."""
    of_modules, awards = (short_titles(each, room, measure, cut) for each in (titles, of_awards))
    if not set(of_modules.values()).isdisjoint(awards.values()):
        shorter = short_titles(of_awards, room - measure(f"{sign} "), measure, cut)
        awards = {name: f"{sign} {label}" for name, label in shorter.items()}
    return of_modules | awards


def short_titles(titles: Mapping[str, str], room: float, measure: Width = len, cut: str = CUT) -> dict[str, str]:
    """Titles by their id, shortened at words to a room; one that could be another keeps the words in which it differs."""
    short = {name: short_title(title, room, measure, cut) for name, title in titles.items()}
    for name in [name for name, title in titles.items() if short[name] != title]:
        rest = _words_of_its_own(name, titles, short[name].removesuffix(cut))
        if rest:
            short[name] = short_title(f"{cut}{' '.join(rest)}", room, measure, cut)
    for names in _alike(short):
        short |= {name: short_title(f"{cut}{rest}", room, measure, cut) for name, rest in _where_they_differ(names, titles)}
    for names in _alike(short):
        for number, name in enumerate(names[1:], start=2):
            mark = f" ({number})"
            short[name] = short_title(titles[name], room - measure(mark), measure, cut) + mark
    return short


def _where_they_differ(names: Sequence[str], titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What follows in some titles on the words with which all of them begin; nothing where there are none, or no more."""
    words = {name: titles[name].split() for name in names}
    shared = _shared_words(list(words.values()))
    return ((name, " ".join(own[shared:])) for name, own in words.items() if 0 < shared < len(own))


def _words_of_its_own(name: str, titles: Mapping[str, str], stem: str) -> Sequence[str]:
    """The last words of a title, from the first that is not in all titles with its stem; none where that leaves it whole."""
    rivals = [title.split() for other, title in titles.items() if other != name and title.startswith(stem)]
    words = titles[name].split()
    rest = words[_shared_words([words, *rivals]) :] if rivals else []
    return rest if len(rest) < len(words) else []


def short_title(title: str, room: float, measure: Width = len, cut: str = CUT) -> str:
    """A title in a room, cut after a word, or within the first one if that is too long already."""
    if measure(title) <= room:
        return title
    words = title.split()
    for count in range(len(words) - 1, 0, -1):
        short = re.sub(_LOOSE_END, "", " ".join(words[:count])) + cut
        if measure(short) <= room:
            return short
    start = words[0] if words else ""
    while start and measure(start + cut) > room:
        start = start[:-1]
    return start + cut


def _alike(short: Mapping[str, str]) -> Iterable[Sequence[str]]:
    """The ids whose labels are the same, those of each label together."""
    by_label: dict[str, list[str]] = {}
    for name, label in short.items():
        by_label.setdefault(label, []).append(name)
    return [names for names in by_label.values() if len(names) > 1]


def _shared_words(titles: Sequence[Sequence[str]]) -> int:
    """With how many words all of some titles begin."""
    shared = 0
    for words in zip(*titles, strict=False):
        if len(set(words)) > 1:
            break
        shared += 1
    return shared
