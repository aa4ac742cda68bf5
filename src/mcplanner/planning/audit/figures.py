"""The figures that an audit rests on: of what counts, of what is missing, and of the awards within.

Knows an audit's parts and the catalogue; `words` marks what rests on less than what is published.
"""

from collections.abc import Iterator, Mapping

from mcplanner.catalogue.model import Catalogue, FigureName
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner
from mcplanner.planning.audit.model import Part, Passed, Standing
from mcplanner.plans.certainty_words import END, OF_AWARDS, STRUCTURE
from mcplanner.plans.model import Figure, RestsOn
from mcplanner.plans.rests_on import NEEDS, certainty_of, certainty_of_award, certainty_of_under_way
from mcplanner.plans.saved import SavedPlan

TO_COUNT: tuple[FigureName, ...] = (*OF_AWARDS, *(key for key in STRUCTURE if key not in OF_AWARDS))
"""The keys by which something counts, and is enough."""


def rests_on(catalogue: Catalogue, learner: Learner, root: Part, saved: SavedPlan | None) -> RestsOn:
    """What an audit rests on; on its decisive figures hangs the verdict: when it is complete, or how many hours are missing."""
    figures = tuple(dict.fromkeys(_figures(catalogue, learner, root, saved)))
    missing = {name for part in root.walk() for name in part.fillers}
    match root.standing:
        case Standing.HELD:
            decisive = (each for each in figures if each.key in TO_COUNT)
        case Standing.UNDER_WAY | Standing.PLANNED:
            decisive = (each for each in figures if each.key in (*TO_COUNT, *END))
        case _:
            decisive = (each for each in figures if each.key in TO_COUNT or (each.key == "hours" and each.module in missing))
    return RestsOn(figures=figures, finish=tuple(decisive), cost=())


def _figures(catalogue: Catalogue, learner: Learner, root: Part, saved: SavedPlan | None) -> Iterator[Figure]:
    """The figures of each part; what a module needs that is missing is one where it is told."""
    starts = {} if saved is None else {each.module: each.start for each in saved.modules}
    for part in root.walk():
        award = catalogue.award_by_id.get(part.id or "")
        if award is not None:
            yield from (Figure(award.id, award.title, *figure) for figure in certainty_of_award(award))
        for passed in (*([] if part.by is None else [part.by]), *part.lapsed):
            yield from _of_passed(catalogue, learner, passed, starts)
        for name in sorted(part.fillers):
            keys = tuple(key for key in STRUCTURE if key not in NEEDS or part.first is not None)
            yield from _of_module(catalogue, name, keys)


def _of_passed(catalogue: Catalogue, learner: Learner, passed: Passed, starts: Mapping[str, Month]) -> Iterator[Figure]:
    """The figures of what is passed, or will be: as what it counts, its hours and, if it is yet to come, its end."""
    module = catalogue.module_by_id[passed.id]
    begun = next((each for each in learner.under_way if each.module == passed.id), None)
    if passed.standing is Standing.UNDER_WAY and begun is not None:
        used = certainty_of_under_way(begun, module, learner)
    elif passed.standing is Standing.PLANNED and passed.id in starts:
        used = certainty_of(module.offer_in(starts[passed.id]), learner, starts[passed.id])
    else:
        yield from _of_module(catalogue, passed.id, tuple(key for key in STRUCTURE if key not in NEEDS))
        return
    keys = ("hours", *END, *STRUCTURE)
    yield from (Figure(module.id, module.title, key, certainty) for key, certainty in used if key in keys)


def _of_module(catalogue: Catalogue, name: str, structure: tuple[FigureName, ...]) -> Iterator[Figure]:
    """The hours of a module, and of some keys those that it says something of by their names."""
    module = catalogue.module_by_id[name]
    keys = ("hours", *filter(module.singles_out, structure))
    yield from (Figure(module.id, module.title, key, module.certainty(key)) for key in keys)
