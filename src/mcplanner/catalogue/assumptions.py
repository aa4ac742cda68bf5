"""What a learner assumes where a catalogue says that a figure is unknown: `hours=40`, or `ID:fee=1500` for one module.

Reads an assumption and fills it in; knows nothing of plans. A figure that is known is never changed.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.contradictions import Contradiction, contradictions
from mcplanner.catalogue.model import UNKNOWN, Catalogue, FigureName, Module
from mcplanner.ground.diagnostics import did_you_mean
from mcplanner.ground.months import CALENDAR, month_of_day
from mcplanner.ground.today import today


class Assumption(Struct, frozen=True):
    """A value for an unknown figure of one module, or of all modules."""

    figure: FigureName
    value: Any
    module: str | None = None


def _number(most: int, least: int = 1, decimals: int = 2) -> Callable[[str], Decimal | None]:
    """A reader of numbers up to a bound, with so many decimals at most; in hundredths, not below `least`."""

    def read(text: str) -> Decimal | None:
        pattern = r"[0-9]{1,7}" + (rf"(\.[0-9]{{1,{decimals}}})?" if decimals else "")
        number = Decimal(text) if re.fullmatch(pattern, text, re.ASCII) else None
        return number if number is not None and least <= number * 100 and number <= most else None

    return read


def _months(text: str) -> int | None:
    number = _number(60, least=100, decimals=0)(text)
    return None if number is None else int(number)


def _starts(text: str) -> tuple[str, ...] | None:
    """The months in the order of the calendar; empty for any month."""
    if text == "any":
        return ()
    months = text.split(",")
    return tuple(month for month in CALENDAR if month in months) if set(months) <= set(CALENDAR) else None


class Key(Struct, frozen=True):
    """A key that can be assumed: the figure it stands for, how its value is read, an example, and other values to try."""

    figure: FigureName
    read: Callable[[str], Any]
    example: str
    words: str
    others: tuple[str, ...] = ()


KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "hours": Key("hours", _number(10_000), "40", "a number of hours", ("20", "10", "5", "2", "80", "160")),
        "months": Key("months", _months, "3", "a whole number of months up to 60", ("1", "2", "6", "12", "24")),
        "weeks": Key("weeks", _number(300), "15", "a number of teaching weeks up to 300", ("4", "1", "26", "52")),
        "starts": Key("intakes", _starts, "apr,oct", "months of the year, or any", ("any",)),
        "fee": Key("fee", _number(1_000_000, least=0), "1500", "an amount in dollars"),
    }
)

KEY_OF: Mapping[str, str] = MappingProxyType({key.figure: name for name, key in KEYS.items()})
"""The key of each figure that can be assumed."""


def values_for(module: Module, figure: FigureName) -> tuple[str, ...]:
    """Values worth trying for an unknown figure of a module: an example, with which others would fit, and more."""
    key = KEYS[KEY_OF[figure]]
    example = _weeks_that_fit(module) if figure == "weeks" else key.example
    contradicting = contradictions(module.assuming({figure: key.read(example)})) if figure != "intakes" else iter(())
    fitting = [found.fitting[figure].partition(",")[0] for found in contradicting if figure in found.fitting]
    return tuple(dict.fromkeys((example, *fitting, *key.others)))


def _weeks_that_fit(module: Module) -> str:
    """Weeks that fit into the months of a module, or into those of the example."""
    most = replace(module, months=int(KEYS["months"].example)).most_weeks if module.months is UNKNOWN else module.most_weeks
    return KEYS["weeks"].example if most is None else str(min(int(KEYS["weeks"].example), most))


def examples_for(module: Module, figures: Sequence[FigureName]) -> list[str]:
    """What could be typed for the unknown figures of a module, so that they fit what is known of it, as far as they can."""
    values = {figure: values_for(module, figure) for figure in figures}
    rows = [{**{each: own[0] for each, own in values.items()}, figure: value} for figure in figures for value in values[figure]]
    row = next((row for row in rows if _fits(module, row)), rows[0] if rows else {})
    return [f"{KEY_OF[figure]}={value}" for figure, value in row.items()]


def _fits(module: Module, values: Mapping[FigureName, str]) -> bool:
    read = {figure: KEYS[KEY_OF[figure]].read(value) for figure, value in values.items()}
    return not any(True for _ in contradictions(module.assuming(read)))


def unknown_in_words(module: Module) -> str:
    """Why a module of unknown figures, or an offer of one, is not planned."""
    figures = _listed([KEY_OF[figure] for figure in module.lacks])
    return f"its {figures} are unknown: nobody has published them"


def begun_in_words(module: Module) -> str:
    """Why a module of unknown figures cannot be under way, and the way out."""
    options = " ".join(f"--assume {example}" for example in examples_for(module, module.lacks))
    return f"{unknown_in_words(module)}; to plan with what you expect, assume it, such as {options}"


class Misfit(Struct, frozen=True):
    """A figure that the learner assumes of a module, and that contradicts others of it, with a sentence and the way out."""

    module: Module
    figure: FigureName
    words: str


def misfits(catalogue: Catalogue) -> Iterator[Misfit]:
    """The first assumed figure of each module that contradicts others, as a check of the catalogue would say if it had it."""
    for module in catalogue.modules:
        for found in islice(contradictions(module) if module.by_learner else (), 1):
            yield from (_misfit(module, figure, found) for figure in _to_blame(module, found)[:1])


def _to_blame(module: Module, found: Contradiction) -> list[FigureName]:
    """The figures that the learner assumes, and that would have to be others; first those with which it would fit."""
    figures: tuple[FigureName, ...] = ("hours", "weeks", "months")
    return sorted(module.by_learner.intersection(figures), key=lambda key: (key not in found.fitting, figures.index(key)))


def _misfit(module: Module, figure: FigureName, found: Contradiction) -> Misfit:
    value = found.fitting.get(figure)
    way = f"{module.id}:{KEY_OF[figure]}={value}" if value is not None else f"another value for {KEY_OF[figure]}"
    return Misfit(module, figure, f"{found.words} ('{module.id}'): assume {way}")


def assumed_figures(figures: Collection[FigureName]) -> str:
    """`hours and fee`: figures that the learner assumed, by the keys with which they are assumed."""
    return _listed([name for name, key in KEYS.items() if key.figure in figures or (name == "starts" and "then" in figures)])


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def parse_assumption(text: str) -> Assumption:
    """Read `hours=40`, or `ID:hours=40`.

    Raises
    ------
    ValueError
        The text is no key and value, the key cannot be assumed, or the value is none for it.
    """
    named, separator, value = text.partition("=")
    module, _, name = named.strip().rpartition(":")
    if not separator:
        raise ValueError(f"'{text}' needs a key and a value, such as hours=40 or ID:hours=40")
    if name not in KEYS:
        hint = did_you_mean(name, KEYS) or f"choose from: {', '.join(KEYS)}"
        raise ValueError(f"'{name}' cannot be assumed ({hint})")
    key = KEYS[name]
    read = key.read(value.strip())
    if read is None:
        raise ValueError(f"'{value.strip()}' is not {key.words}, such as {name}={key.example}")
    return Assumption(key.figure, (read or None) if key.figure == "intakes" else read, module or None)


def parse_assumptions(texts: Iterable[str]) -> tuple[Assumption, ...]:
    """Read assumptions, each once.

    Raises
    ------
    ValueError
        A text is no assumption, or there are two values for a key of the same modules.
    """
    found: dict[tuple[str | None, str], Assumption] = {}
    for text in texts:
        own = parse_assumption(text)
        if found.setdefault((own.module, own.figure), own) != own:
            whose = "" if own.module is None else f" of '{own.module}'"
            raise ValueError(f"two values are given for {KEY_OF[own.figure]}{whose}")
    return tuple(found.values())


def fills_anything(catalogue: Catalogue, own: Assumption) -> bool:
    """Return whether a figure that it is for is unknown."""
    return any(_fills(module, own) for module in catalogue.modules)


def _fills(module: Module, own: Assumption) -> bool:
    """Return whether a figure that it is for is unknown of a module."""
    if own.module not in (None, module.id):
        return False
    if own.figure == "intakes" and module.runs is not None:
        return not module.then and (own.module == module.id or _is_over(module))
    of_runs = own.figure == "fee" and any(run.fee is UNKNOWN for run in module.runs or ())
    return getattr(module, own.figure) is UNKNOWN or of_runs


def _is_over(module: Module) -> bool:
    """Return whether the last of its runs has started. One that is to come may be the last, as that of a workshop held once."""
    last = module.last_start
    return last is not None and last < month_of_day(today())


def assume(catalogue: Catalogue, texts: Iterable[str]) -> Catalogue:
    """Return the catalogue with unknown figures filled in; what is assumed for one module goes before what is for all.

    Raises
    ------
    ValueError
        As `parse_assumptions`.
    """
    own = sorted(parse_assumptions(texts), key=lambda each: each.module is not None)
    if not own:
        return catalogue
    changed = {module.id: figures for module in catalogue.modules if (figures := _figures(module, own))}
    if not changed:
        return catalogue
    modules = (module.assuming(changed[module.id]) if module.id in changed else module for module in catalogue.modules)
    return replace(catalogue, modules=tuple(modules))


def _figures(module: Module, assumptions: Iterable[Assumption]) -> dict[FigureName, Any]:
    return dict(_figure(module, own) for own in assumptions if _fills(module, own))


def _figure(module: Module, own: Assumption) -> tuple[FigureName, Any]:
    """The figure that an assumption gives, and its value; of a module with runs, the starts are those after them."""
    if own.figure == "intakes" and module.runs is not None:
        return "then", own.value or CALENDAR
    return own.figure, own.value
