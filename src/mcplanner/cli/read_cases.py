"""Read what was typed for `mcplan compare` as the learners and requests to plan for: options with several values each.

This module knows the words of the command line, as `read_options` does, and plans nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod
from typing import Any, TypeVar, cast, get_args

import typer
from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import MODES, Catalogue
from mcplanner.cli import options
from mcplanner.cli.parsing import refuse_unknown
from mcplanner.cli.read_options import (
    Typed,
    read_away,
    read_hours,
    read_request,
    read_start,
    read_targets,
    refuse_unknown_words,
)
from mcplanner.ground.months import Month, format_month, parse_months
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Learner, LearnerFacts
from mcplanner.learner.request import Preference, Request

T = TypeVar("T")


def read_starts(typed: Typed) -> list[Month]:
    """Return the first months that were typed, separated by commas, or the next month."""
    return _split_list(typed, read_start, _first_months) or [read_start(None)]


def read_cases(
    catalogue: Catalogue,
    file: LearnerFile,
    learner: Learner,
    dials: options.Dials,
    wishes: options.Wishes,
    seconds: float,
) -> list[tuple[Learner, Request]]:
    """Return each combination to compare, as the learner and the request that `mcplan plan` would make of it.

    Parameters
    ----------
    learner
        The learner, with the file's hours and its limit of modules at once.
    """
    from mcplanner.planning.progress import settle

    words = _split_list(dials.target, str)
    starts = read_starts(dials.start)
    preferences: list[Preference | None] = [*_split_list(dials.prefer, _read_preference)]
    facts = _read_facts_to_vary(catalogue, dials)
    of_requests = {"--target": len(words), "--start": len(starts), "--prefer": len(preferences)}
    _check_size(of_requests | {f"--{fact.option}": len(fact.values) for fact in facts})
    skills = dials.skill or ()  # wanted in every case
    wanted_words = [[word] for word in words] or [[]]
    targets = [read_targets(catalogue, file, own, skills, wishes.field) for own in wanted_words]
    chosen = [fact.values_for(learner) for fact in facts]
    cases = []
    for wanted, first, preference, *values in product(targets, starts, preferences or [None], *chosen):
        own = settle(catalogue, learner, first).replace(**_facts_of_case(facts, values))
        request = read_request(file, own, wanted, first, wishes, seconds)
        cases.append((own, request if preference is None else replace(request, prefer=preference)))
    return cases


class _Varied(Struct, frozen=True):
    """A fact of the learner, with the values that were typed for it; none if it stays as it is."""

    option: str
    name: str
    values: Sequence[Any]

    def values_for(self, learner: Learner) -> Sequence[Any]:
        return self.values or [getattr(learner, self.name)]


def _facts_of_case(facts: Sequence[_Varied], values: Sequence[Any]) -> LearnerFacts:
    return cast(LearnerFacts, {fact.name: value for fact, value in zip(facts, values, strict=True)})


def _read_facts_to_vary(catalogue: Catalogue, dials: options.Dials) -> list[_Varied]:
    """Return the facts that can differ from case to case, in the order of the cases: the last one changes fastest."""
    return [
        _Varied("provider", "only_providers", _read_sets(dials.provider, "--provider", catalogue.provider_by_id, "provider")),
        _Varied("mode", "only_modes", _read_sets(dials.mode, "--mode", MODES, "mode")),
        _Varied("away", "away", [read_away(periods) for periods in _values_of(dials.away, "--away", NOT_AWAY)]),
        _Varied(
            "at-once",
            "at_once",
            _split_list(dials.at_once, _read_modules_at_once, partial(_whole_numbers, option="--at-once")),
        ),
        _Varied(
            "hours",
            "minutes_per_week",
            _split_list(dials.hours, lambda text: read_hours(text, "--hours"), partial(_whole_numbers, option="--hours")),
        ),
    ]


def _read_preference(word: str) -> Preference:
    refuse_unknown(word, get_args(Preference), "--prefer", "word")
    return cast(Preference, word)


def _read_sets(typed: Typed, option: str, names: Iterable[str], noun: str) -> list[frozenset[str]]:
    """Return the sets of names that were typed, the empty one where all are allowed."""
    found = _values_of(typed, option, ANY)
    for words in found:
        refuse_unknown_words(words, names, option, noun)
    return [frozenset(words) for words in found]


def _values_of(typed: Typed, option: str, nothing: str) -> list[list[str]]:
    """Return the values of a dial whose values have parts: `a,b+c` are two, of which the second has two parts.

    Without a comma, all that was typed is one value, as it is for `mcplan plan`. `nothing` is the word for no parts.
    """
    values = _split_values(list(typed), option) if typed else []
    found = [[part.strip() for part in value.split(JOINING)] for value in values]
    return list({tuple(parts): [] if parts == [nothing] else parts for parts in found}.values())


def _split_values(texts: list[str], option: str) -> list[str]:
    """Return the values between the commas of the only text, or all texts as one value."""
    listed = [text for text in texts if "," in text]
    if not listed:
        return [JOINING.join(texts)]
    if len(texts) > 1:
        several = f"'{listed[0]}' has several values: give {option} once, and join what belongs to one value with {JOINING}"
        raise typer.BadParameter(several, param_hint=option)
    return listed[0].split(",")


ANY, NOT_AWAY = "any", "none"
"""The words for every provider and mode, and for no month away, beside other values."""

JOINING = "+"
"""What joins the parts of one value."""


def _one_word(word: str) -> Iterable[str]:
    return (word,)


def _split_list(typed: Typed, parse: Callable[[str], T], spread: Callable[[str], Iterable[str]] = _one_word) -> list[T]:
    """Return the values between the commas of an option and of its repetitions, each value once.

    `spread` returns the values that a word such as `4-12` stands for.
    """
    words = (word.strip() for text in typed or () for word in text.split(","))
    return list(dict.fromkeys(parse(value) for word in words for value in spread(word)))


def _whole_numbers(word: str, option: str) -> Iterable[str]:
    """Return the whole numbers of a range such as `4-12`; any other word as it is."""
    _refuse_other_sign(word, r"[0-9]+", "..", "-", option)
    first, separator, last = (part.strip() for part in word.partition("-"))
    if not (separator and first.isdecimal() and last.isdecimal()):
        return (word,)
    numbers = range(int(first), int(last) + 1)
    _check_range(word, len(numbers), option)
    return map(str, numbers)


def _first_months(word: str) -> Iterable[str]:
    """Return the months of a span such as `2027-01..2027-06`; any other word as it is."""
    _refuse_other_sign(word, r"[0-9]{4}-[0-9]{2}", "-", "..", "--start")
    if ".." not in word:
        return (word,)
    try:
        months = parse_months(word)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--start") from error
    _check_range(word, len(months), "--start")
    return map(format_month, months)


def _refuse_other_sign(word: str, end: str, wrong: str, right: str, option: str) -> None:
    """Refuse a range of numbers that is written as one of months, and the reverse; `end` is the pattern of both its ends."""
    match = re.fullmatch(rf"({end})\s*{re.escape(wrong)}\s*({end})", word, re.ASCII)
    if match is not None:
        raise typer.BadParameter(f"'{word}' is not a range: write {match[1]}{right}{match[2]}", param_hint=option)


def _check_range(word: str, length: int, option: str) -> None:
    """Refuse a range that runs backwards, and one of more values than can be compared."""
    from mcplanner.planning.comparison import MOST_ROWS

    if not length:
        raise typer.BadParameter(f"'{word}' runs backwards: write the smaller number first", param_hint=option)
    if length > MOST_ROWS:
        few = f"'{word}' has {length} values, at most {MOST_ROWS} can be compared: give a shorter range"
        raise typer.BadParameter(few, param_hint=option)


def _check_size(lengths: Mapping[str, int]) -> None:
    """Refuse a comparison of one plan, of too many dials, and of too many plans."""
    from mcplanner.planning.comparison import MOST_DIALS, MOST_ROWS

    varied = {option: length for option, length in lengths.items() if length > 1}
    dials = " / ".join(varied or lengths)
    if not varied:
        raise typer.BadParameter(
            "there is nothing to compare: give one or two of these several values, such as --hours 4,6,8", param_hint=dials
        )
    if len(varied) > MOST_DIALS:
        raise typer.BadParameter(
            f"at most {MOST_DIALS} of these can have several values: give the others one value each", param_hint=dials
        )
    if prod(varied.values()) > MOST_ROWS:
        sizes = " × ".join(map(str, varied.values()))
        rows = f"{sizes} = {prod(varied.values())}" if len(varied) > 1 else sizes
        raise typer.BadParameter(
            f"{rows} plans are too many, at most {MOST_ROWS} can be compared: give fewer values", param_hint=dials
        )


def _read_modules_at_once(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) > 0):
        raise typer.BadParameter(f"'{text}' is not a number of modules, such as 2", param_hint="--at-once")
    return int(text)
