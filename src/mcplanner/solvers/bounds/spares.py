"""The candidates that a plan can do without, since another one stands wherever they do and asks for no more.

Pure Python on a `PlanningProblem`. Thousands of courses may teach one skill; a few are the cheapest, the shortest or the
soonest, and all others are spare.

Why that is sound: take a plan with a spare candidate. Let the other one take its place, from the same month on, or leave the
spare one out if the plan has the other anyway. Where the spare one stood, one candidate is enough: the goal is still met, and
nothing but the goal named it. The plan keeps every rule, is no worse in any stage, and has a spare candidate less.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from operator import le

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import Candidate, Key, Option, PlanningProblem, Schedule
from mcplanner.problem.requirement_nodes import Threshold, bottom_up, candidates_of
from mcplanner.solvers.features import Feature, FeatureReader, has_only, known_to

HANDLES = known_to(FeatureReader.DOMINANCE) - {
    Feature.EXPIRY,
    Feature.EXPIRY_BEFORE,
    Feature.COUNTING_ONCE,
    Feature.KEPT,
    Feature.CHANGING_COST,
}
"""The features with which one candidate may stand for another, whenever it ends and wherever it counts."""

MANY = 50
"""Fewer candidates are not worth the look."""


def without_spares(problem: PlanningProblem, schedule: Schedule = (), many: int | None = None) -> PlanningProblem:
    """The problem without the candidates that a plan can do without; one with few, at most `MANY`, is left as it is.

    A schedule that is known stays one of the problem: its candidates are not left out.
    """
    if (
        len(problem.candidates) <= (MANY if many is None else many)
        or problem.goal is None
        or not has_only(HANDLES, problem, *problem.stages)
    ):
        return problem
    spare = _spares(problem, problem.goal, {placement.key for placement in schedule})
    fewer = problem.with_options([() if index in spare else own.options for index, own in enumerate(problem.candidates)])
    assert fewer is not None, "wherever a spare candidate stands, another one does"
    return fewer


Groups = Mapping[int, Sequence[frozenset[int]]]
"""For some candidates, the groups of those that exclude each other which they are in."""


class _Standing(Struct, frozen=True):
    """A candidate, the thresholds of the goal that it meets alone, and the groups of which it excludes the others."""

    candidate: Candidate
    places: frozenset[Threshold]
    groups: frozenset[frozenset[int]]
    starts: tuple[frozenset[int], ...]

    def replaces(self, other: "_Standing") -> bool:
        """Return whether this candidate can take the place of another in any plan."""
        return (
            other.places <= self.places
            and self.groups <= other.groups
            and _asks_no_more(self.candidate, other.candidate)
            and all(any(self._is_as_good(mine, theirs) for mine in self._options()) for theirs in other._options())
        )

    def _options(self) -> Iterator[tuple[Option, frozenset[int]]]:
        return zip(self.candidate.options, self.starts, strict=True)

    @staticmethod
    def _is_as_good(mine: tuple[Option, frozenset[int]], other: tuple[Option, frozenset[int]]) -> bool:
        """Return whether an option can be taken from each start of another, and takes no more in any month."""
        (own, starts), (its, other_starts) = mine, other
        return all(map(le, _taken(own), _taken(its))) and other_starts <= starts

    @property
    def rank(self) -> tuple[int, ...]:
        """What no candidate has less of than one that can take its place."""
        own = self.candidate
        return (
            own.least_cents,
            own.minutes_total,
            min(option.months for option in own.options),
            min(option.minutes_per_week for option in own.options),
            -len(self.places),
            -max(map(len, self.starts)),
        )


def _asks_no_more(own: Candidate, other: Candidate) -> bool:
    """Return whether a candidate costs no more than another whenever it starts, has no class at other times, and needs nothing.

    Prices do not change with time here, and the same credit pays.
    """
    return (
        all(map(le, _figures(own), _figures(other)))
        and not own.class_slots & ~other.class_slots
        and not own.evenings & ~other.evenings
        and replace(own.prices[0].payment, cents=0) == replace(other.prices[0].payment, cents=0)
        and own.before.need <= 0
        and own.alongside.need <= 0
    )


def _figures(candidate: Candidate) -> tuple[int, ...]:
    return candidate.least_cents, candidate.minutes_total, candidate.unknown_fees, candidate.more_evenings


def _taken(option: Option) -> tuple[int, ...]:
    """What an option takes: of the months, and in each of them of the hours and of the days off, which are alike in all."""
    return option.months, option.minutes_per_week, option.half_days


def _spares(problem: PlanningProblem, goal: Threshold, scheduled: Container[Key]) -> set[int]:
    """The candidates of which another one, which stays, can take the place."""
    places, groups = _places(goal), _groups(problem)
    needed = {*problem.pinned, *candidates_of(*_needs(problem)), *_not_enough_alone(goal)}
    needed |= {index for index in places if problem.candidates[index].key in scheduled}
    spare = _alike_before(problem, places, groups) - needed
    standing = _standing(problem, {index: own for index, own in places.items() if index not in spare}, groups)
    kept: dict[Threshold, list[_Standing]] = {}
    for index in sorted(standing, key=lambda index: (standing[index].rank, index)):
        checkpoint()
        own = standing[index]
        rivals = kept.get(min(own.places, key=lambda place: len(kept.get(place, ()))), ())
        if index not in needed and any(rival.replaces(own) for rival in rivals):
            spare.add(index)
        else:
            for place in own.places:
                kept.setdefault(place, []).append(own)
    return spare


def _alike_before(problem: PlanningProblem, places: Mapping[int, Sequence[Threshold]], groups: Groups) -> set[int]:
    """The candidates that differ in nothing but the module from one before them: of thousands, these are soon told."""
    seen: set[object] = set()
    found: set[int] = set()
    for index in sorted(places):
        own = problem.candidates[index]
        if own.before.need > 0 or own.alongside.need > 0:
            continue
        of_options = id(own.options)  # those of modules that are alike are made once
        figures = own.minutes_total, own.unknown_fees, own.more_evenings, own.class_slots, own.evenings
        alike = of_options, figures, own.prices, tuple(places[index]), tuple(groups.get(index, ()))
        if alike in seen:
            found.add(index)
        seen.add(alike)
    return found


def _needs(problem: PlanningProblem) -> set[Threshold]:
    """What candidates need before or alongside them; most need nothing."""
    return {need for own in problem.candidates for need in (own.before, own.alongside)}


def _not_enough_alone(goal: Threshold) -> Iterator[int]:
    """The candidates that stand in the goal where it takes more than one."""
    for node in bottom_up(goal):
        yield from (part for weight, part in node.parts if isinstance(part, int) and weight < node.need)


def _places(goal: Threshold) -> dict[int, list[Threshold]]:
    """The thresholds of a goal that a candidate meets alone, for each that meets some."""
    found: dict[int, list[Threshold]] = {}
    for node in bottom_up(goal):
        for weight, part in node.parts:
            if isinstance(part, int) and weight >= node.need:
                found.setdefault(part, []).append(node)
    return found


def _groups(problem: PlanningProblem) -> Groups:
    """The groups of candidates that exclude each other, for each that is in some."""
    found: dict[int, list[frozenset[int]]] = {}
    for group in problem.exclusive:
        for index in group:
            found.setdefault(index, []).append(group)
    return found


def _standing(problem: PlanningProblem, places: Mapping[int, Sequence[Threshold]], groups: Groups) -> dict[int, _Standing]:
    """Some candidates that meet a threshold of the goal alone, each as it stands there."""
    known: dict[tuple[int, ...], frozenset[int]] = {}

    def starts(option: Option) -> frozenset[int]:
        if option.starts not in known:
            known[option.starts] = frozenset(option.starts)
        return known[option.starts]

    return {
        index: _Standing(
            own := problem.candidates[index],
            frozenset(nodes),
            frozenset(groups.get(index, ())),
            tuple(map(starts, own.options)),
        )
        for index, nodes in places.items()
    }
