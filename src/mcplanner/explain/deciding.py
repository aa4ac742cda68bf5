"""Which figures may decide the finish: those without which nobody can say that no plan finishes sooner.

Knows figures and the best values that they could have; whoever asks looks for a plan that finishes sooner with these.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from mcplanner.catalogue.model import MODES, Catalogue, FigureName, Mode, Module, MonthBounds, Unknown
from mcplanner.ground.months import CALENDAR
from mcplanner.learner.model import Learner
from mcplanner.plans.certainty_words import STRUCTURE, is_less
from mcplanner.plans.model import Figure, RestsOn

LONGEST_MONTHS = 24
"""The most months over which a module may be spread whose length could be any."""

MOST_KEPT = 1_000
"""So many modules at most are kept by a catalogue with some figures at their best."""

NoSooner = Callable[[Sequence[Figure]], bool]
"""Whether it is proved that no plan finishes sooner even if some figures are at their best."""

OF_TIME: tuple[FigureName, ...] = (
    *("hours", "months", "weeks", "intakes", "runs", "then", "apply_months_before"),
    *("mode", "sessions", "evenings", "days"),
)
OF_MONEY: tuple[FigureName, ...] = ("fee", "funding")

_BEST: Mapping[FigureName, Any] = MappingProxyType(
    {"hours": Decimal("0.01"), "weeks": None, "apply_months_before": 0, "evenings": None, "days": Decimal(0)}
)
"""The figures of which one value leaves as much room as any."""


def with_all_that_decide(
    catalogue: Catalogue, learner: Learner, found: RestsOn, is_no_sooner: NoSooner, money_decides: bool
) -> RestsOn:
    """What a plan rests on, with all figures that may decide its finish and are less than published.

    The reasons name those on which the finish hangs as the plan is. These are all if no plan finishes sooner whatever better
    values the others have; else, and if that is not proved in time, each of the others may decide.
    """
    keys = (*OF_TIME, *STRUCTURE, *(OF_MONEY if money_decides or learner.limits_cost else ()))
    others = _that_may_decide(catalogue, found, keys)
    begun = {entry.module for entry in learner.under_way}
    with_a_best = (each for each in others if each.key not in STRUCTURE)
    free = [each for each in with_a_best if each.key != "months" or each.module not in begun]
    if not others or (free == others and is_no_sooner(free)):
        return found
    return replace(found, finish=(*found.finish, *others))


def _that_may_decide(catalogue: Catalogue, found: RestsOn, keys: Sequence[FigureName]) -> list[Figure]:
    """The figures of modules with some keys that are less than published, and on which the finish is not known to hang."""
    of_modules = (each for each in found.figures if each.module in catalogue.module_by_id)
    return [each for each in of_modules if each.key in keys and is_less(each.certainty) and each not in found.finish]


def at_their_best(catalogue: Catalogue, learner: Learner, figures: Iterable[Figure]) -> Catalogue:
    """A catalogue in which some figures leave a learner as much room as any values of theirs."""
    keys: dict[str, set[FigureName]] = {}
    for each in figures:
        keys.setdefault(each.module, set()).add(each.key)
    mode = _mode_for(learner)
    return catalogue.with_figures({name: _known_at_best(catalogue, name, frozenset(own), mode) for name, own in keys.items()})


def _known_at_best(catalogue: Catalogue, name: str, keys: frozenset[FigureName], mode: Mode) -> Module:
    """A module with the best values of some figures, made once for many learners."""
    known = catalogue.at_best
    if (name, keys, mode) not in known:
        if len(known) >= MOST_KEPT:
            known.clear()
        known[name, keys, mode] = _at_its_best(catalogue.module_by_id[name], keys, mode)
    return known[name, keys, mode]


def _at_its_best(module: Module, keys: frozenset[FigureName], mode: Mode) -> Module:
    """A module with the best values of some figures; where its runs may be any, it starts in any month, on the best terms."""
    if "runs" in keys:
        keys = keys | {"mode", "sessions", "evenings", "fee", "months", "intakes", "apply_months_before"}
    terms = _best_terms(keys, mode)
    best: dict[str, Any] = {key: value for key, value in _BEST.items() if key in keys} | terms
    if "months" in keys:
        best["months"] = MonthBounds(min=1, max=max(LONGEST_MONTHS, _longest(module)))
    if "intakes" in keys:
        best |= {"intakes": None, **({"runs": None, "then": ()} if "runs" in keys else {})}
    if "then" in keys:
        best["then"] = CALENDAR
    runs = None if module.runs is None else tuple(replace(run, **terms) for run in module.runs)
    return replace(module, **({"runs": runs} | best))


def _best_terms(keys: Set[FigureName], mode: Mode) -> dict[str, Any]:
    """The best values of those figures that a run can have of its own."""
    terms: dict[str, Any] = {}
    if not keys.isdisjoint(OF_MONEY):
        terms["fee"] = Decimal(0)
    if "mode" in keys:
        terms["mode"] = mode
    if "sessions" in keys:
        terms["sessions"] = ()
    return terms


def _longest(module: Module) -> int:
    if isinstance(module.months, Unknown):
        return 1
    return module.months.max if isinstance(module.months, MonthBounds) else module.months


def _mode_for(learner: Learner) -> Mode:
    """A mode that a learner's choices leave."""
    left = (mode for mode in MODES if mode not in learner.skip and mode in (learner.only_modes or MODES))
    return next(left, MODES[0])
