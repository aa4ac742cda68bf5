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

TO_BE_COMPLETE: Mapping[Standing, tuple[FigureName, ...]] = {
    Standing.HELD: TO_COUNT,
    Standing.UNDER_WAY: (*TO_COUNT, *END),
    Standing.PLANNED: (*TO_COUNT, *END),
}
"""The keys that decide when something is complete, by its standing; of what is not, hours are missing."""


def rests_on(catalogue: Catalogue, learner: Learner, root: Part, saved: SavedPlan | None) -> RestsOn:
    """What an audit rests on; on its decisive figures hangs the verdict: when it is complete, or how many hours are missing."""
    figures = tuple(dict.fromkeys(_figures(catalogue, learner, root, saved)))
    complete = root.standing in TO_BE_COMPLETE
    keys = TO_BE_COMPLETE.get(root.standing, TO_COUNT)
    missing = {name for part in root.walk() for name in part.fillers if not complete}
    decisive = (each for each in figures if each.key in keys or (each.key == "hours" and each.module in missing))
    return RestsOn(figures=figures, finish=tuple(decisive), cost=())


def _figures(catalogue: Catalogue, learner: Learner, root: Part, saved: SavedPlan | None) -> Iterator[Figure]:
    """The figures of each part."""
    starts = {} if saved is None else {each.module: each.start for each in saved.modules}
    for part in root.walk():
        yield from _of_award(catalogue, part)
        for passed in (*([] if part.by is None else [part.by]), *part.lapsed):
            yield from _of_passed(catalogue, learner, passed, starts)
        yield from _of_missing(catalogue, part)


def _of_award(catalogue: Catalogue, part: Part) -> Iterator[Figure]:
    """The figures of the award that a part is, if it is one."""
    award = catalogue.award_by_id.get(part.id or "")
    if award is not None:
        yield from (Figure(award.id, award.title, *figure) for figure in certainty_of_award(award))


def _of_missing(catalogue: Catalogue, part: Part) -> Iterator[Figure]:
    """The figures of what is missing; what a module needs is one where it is told."""
    keys = tuple(key for key in STRUCTURE if key not in NEEDS or part.first is not None)
    for name in sorted(part.fillers):
        yield from _of_module(catalogue, name, keys)


def _of_passed(catalogue: Catalogue, learner: Learner, passed: Passed, starts: Mapping[str, Month]) -> Iterator[Figure]:
    """The figures of what is passed, or will be: as what it counts, its hours and, if it is yet to come, its end."""
    module = catalogue.module_by_id[passed.id]
    begun = {each.module: each for each in learner.under_way}
    if passed.standing is Standing.UNDER_WAY and passed.id in begun:
        used = certainty_of_under_way(begun[passed.id], module, learner)
    elif passed.standing is Standing.PLANNED and passed.id in starts:
        used = certainty_of(module.offer_in(starts[passed.id]), learner, starts[passed.id])
    else:
        return _of_module(catalogue, passed.id, tuple(key for key in STRUCTURE if key not in NEEDS))
    keys = ("hours", *END, *STRUCTURE)
    return (Figure(module.id, module.title, key, certainty) for key, certainty in used if key in keys)


def _of_module(catalogue: Catalogue, name: str, structure: tuple[FigureName, ...]) -> Iterator[Figure]:
    """The hours of a module, and of some keys those that it says something of by their names."""
    module = catalogue.module_by_id[name]
    keys = ("hours", *filter(module.singles_out, structure))
    yield from (Figure(module.id, module.title, key, module.certainty(key)) for key in keys)
