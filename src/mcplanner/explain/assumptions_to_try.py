"""What a learner could assume where figures are unknown: values are tried, and told only if there is a plan with them.

Knows catalogues and assumptions; whoever asks says whether a catalogue has a plan.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from mcplanner.catalogue.assumptions import KEY_OF, assume, misfits, parse_assumption, values_for
from mcplanner.catalogue.model import UNKNOWN, Catalogue, FigureName, Module
from mcplanner.learner.model import Learner
from mcplanner.problem.availability import is_ruled_out
from mcplanner.problem.model import Obstacle

MOST_TRIES = 40
"""So many sets of values are tried."""

MOST_NAMED = 3
"""Values are assumed module by module for so many modules at most."""

Values = Mapping["UnknownFigure", str]

HasPlan = Callable[[Catalogue], bool | None]
"""Whether there is a plan over a catalogue; None where that is not settled."""


class UnknownFigure(Struct, frozen=True):
    """A figure that could be assumed, and the modules that lack it; `only` one of them, where it must be named."""

    figure: FigureName
    modules: tuple[str, ...]
    only: bool = False

    def words(self, value: str, by_module: bool) -> list[str]:
        """What would be typed: `hours=40`, or `ID:hours=40` for each module."""
        own = f"{KEY_OF[self.figure]}={value}"
        return [f"{module}:{own}" for module in self.modules] if by_module or self.only else [own]


class Spoken(Struct, frozen=True):
    """The unknown figures of a module that a sentence speaks of."""

    module: str
    figures: tuple[FigureName, ...]

    def includes(self, word: str) -> bool:
        """Return whether something to assume is for these."""
        own = parse_assumption(word)
        return own.module in (None, self.module) and own.figure in self.figures


class WayOut(Struct, frozen=True):
    """What to assume for a plan; empty where nothing that was tried gives one, or if time was up before that was settled."""

    words: tuple[str, ...] = ()
    settled: bool = True

    @property
    def options(self) -> str:
        """`--assume hours=40 --assume weeks=13`."""
        return " ".join(f"--assume {word}" for word in self.words)


def way_out(
    catalogue: Catalogue, unknown: Sequence[UnknownFigure], has_plan: HasPlan, fees: Sequence[int], spoken: Spoken
) -> WayOut:
    """The first values with which there is a plan, for all figures or for some, without those that are not needed.

    Those that are spoken of stay, if others are needed as little.
    """
    answers: list[bool | None] = []
    for values in islice(_values_to_try(catalogue, unknown, fees), MOST_TRIES):
        words = _fitting_words(catalogue, values)
        if words is None:
            continue
        answers.append(has_plan(assume(catalogue, words)))
        if answers[-1]:
            return WayOut(_needed(catalogue, words, has_plan, spoken))
    return WayOut(settled=None not in answers)


def _needed(catalogue: Catalogue, words: tuple[str, ...], has_plan: HasPlan, spoken: Spoken) -> tuple[str, ...]:
    """The words without those without which there is a plan as well; what is spoken of is left out last."""
    for word in sorted(words, key=spoken.includes) if len(words) > 1 else ():
        fewer = tuple(other for other in words if other != word)
        if fewer and has_plan(assume(catalogue, fewer)):
            words = fewer
    return words


def unknown_of(catalogue: Catalogue, learner: Learner, obstacles: Mapping[tuple[str, int], Obstacle]) -> list[UnknownFigure]:
    """The figures that keep modules out of all plans, as far as they can be assumed; a fee where there is a budget."""
    found: dict[FigureName, dict[str, None]] = {}
    after_runs: dict[str, None] = {}
    for (name, number), obstacle in obstacles.items():
        module = catalogue.module_by_id[name]
        if obstacle in _OF_RUNS and lacks_starts_after_its_runs(module, learner):
            after_runs[name] = None
        for figure in _figures_behind(obstacle, module.offer(number), learner.limits_cost):
            found.setdefault(figure, {})[name] = None
    own = [UnknownFigure(figure, tuple(modules)) for figure, modules in found.items()]
    return [*own, *(UnknownFigure("intakes", (name,), only=True) for name in after_runs)]


_OF_RUNS = (Obstacle.NO_INTAKE, Obstacle.RULED_OUT)
"""What stands in the way of runs and would not stand in that of later starts."""


def lacks_starts_after_its_runs(module: Module, learner: Learner) -> bool:
    """Return whether nobody has published when a module starts after its last run, and the learner would take it then."""
    return module.runs is not None and not module.then and not is_ruled_out(module, learner)


def _figures_behind(obstacle: Obstacle, offer: Module, fees_matter: bool) -> tuple[FigureName, ...]:
    match obstacle:
        case Obstacle.UNKNOWN:
            return (*offer.lacks, "fee") if fees_matter and offer.fee is UNKNOWN else offer.lacks
        case Obstacle.UNKNOWN_FEE:
            return ("fee",)
        case _:
            return ()


def _values_to_try(catalogue: Catalogue, unknown: Sequence[UnknownFigure], fees: Sequence[int]) -> Iterator[Values]:
    values = {own: _values_of(catalogue, own, fees) for own in unknown}
    needed = [own for own in unknown if own.figure != "fee" and not own.only]
    sets = [list(unknown), needed, *([own] for own in unknown)]
    for own in dict.fromkeys(map(tuple, sets)):
        yield from _rows({each: values[each] for each in own})


def _values_of(catalogue: Catalogue, own: UnknownFigure, fees: Sequence[int]) -> tuple[str, ...]:
    if own.figure == "fee":
        return tuple(map(str, fees))
    return values_for(catalogue.module_by_id[own.modules[0]], own.figure)


def _rows(values: Mapping[UnknownFigure, Sequence[str]]) -> Iterator[Values]:
    """The first value of each figure; then another one of all; then another one of one alone."""
    first = {own: each[0] for own, each in values.items()}
    yield from [first] if first else []
    for place in range(1, max(map(len, values.values()), default=0)):
        yield {own: each[min(place, len(each) - 1)] for own, each in values.items()}
    for own, each in values.items() if len(values) > 1 else ():
        yield from ({**first, own: value} for value in each[1:])


def _fitting_words(catalogue: Catalogue, values: Values) -> tuple[str, ...] | None:
    """What would be typed, for all modules or for those that are named; None where it contradicts what is known."""
    few = all(len(own.modules) <= MOST_NAMED for own in values)
    for by_module in (False, True) if few else (False,):
        words = tuple(_words(values, by_module))
        if not any(True for _ in misfits(assume(catalogue, words))):
            return words
    return None


def _words(values: Values, by_module: bool) -> Iterable[str]:
    return dict.fromkeys(word for own, value in values.items() for word in own.words(value, by_module))
