"""Pairs of candidates that may be kept in order: of two that are alike, a plan may as well start one first.

Pure Python on a `PlanningProblem`. Many modules of one length, load and intakes make a search try every order of
them, though one order is as good as any other; each pair given here leaves some best plan in place, all of them together too.

Why that is sound: take a best plan in which a pair is the wrong way round and let the two change places (or let the preferred
one take the other's place, where it is not enrolled). The plan still keeps every rule and is no worse in any stage, and the sum
of starts, weighted by rank, has fallen; so this ends, and it ends in a plan in which no pair is the wrong way round.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import Candidate, PlanningProblem
from mcplanner.problem.requirement_nodes import NOTHING, Threshold, bottom_up, candidates_of
from mcplanner.solvers.bounds.bits import members
from mcplanner.solvers.bounds.needs import plain_alongside, plain_needs
from mcplanner.solvers.features import FeatureReader, has_only, known_to

HANDLES = known_to(FeatureReader.DOMINANCE)
"""The features with which one order may stand for another."""


class Precedence(Struct, frozen=True):
    """The second is enrolled only with the first, and then does not start before it."""

    first: int
    second: int


def precedences(problem: PlanningProblem, compulsory: frozenset[int]) -> list[Precedence]:
    """Pairs of candidates that may be kept in order, those that follow from others left out."""
    if not has_only(HANDLES, problem, *problem.stages):
        return []
    comparison = _Comparison(problem, compulsory)
    alike: dict[object, list[int]] = {}
    for index, candidate in enumerate(problem.candidates):
        alike.setdefault(_compared_as_a_whole(candidate), []).append(index)
    return [precedence for group in alike.values() for precedence in _within_group(group, comparison)]


def _within_group(group: list[int], comparison: "_Comparison") -> Iterator[Precedence]:
    """The pairs of some candidates that are alike, those that follow from others left out."""
    earlier = {second: {first for first in group if comparison.may_precede(first, second)} for second in group}
    for second, before in earlier.items():
        checkpoint()
        implied = {other for first in before for other in earlier[first]}
        yield from (Precedence(first, second) for first in sorted(before - implied))


class _Comparison:
    """The facts that pairs are compared by: what they need, what needs them, and where the trees name them."""

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int]) -> None:
        self._candidates = problem.candidates
        self._compulsory = compulsory
        self._expires = problem.expires
        self._needs = [_Needs.of(candidate) for candidate in problem.candidates]
        self._needed_by, self._in_choices = _needed_by(problem, self._needs)
        self._bound_to_others = _bound_to_others(problem)
        self._places = _places(problem)

    def may_precede(self, first: int, second: int) -> bool:
        """Return whether `first` may be assumed not to start after `second`, with the same paces; of two equals, one may."""
        checkpoint()
        if first == second or {first, second} & self._bound_to_others or not self._can_take_the_place(first, second):
            return False
        return first < second or not self._can_take_the_place(second, first)

    def _can_take_the_place(self, first: int, second: int) -> bool:
        needs, other_needs = self._needs[first], self._needs[second]
        if needs is None or other_needs is None or not needs.are_among(other_needs):
            return False
        if self._expires and self._places[first] != self._places[second]:
            return False
        if not _may_change_places(self._candidates[first], self._candidates[second]):
            return False
        if {first, second} <= self._compulsory:
            return self._may_swap(first, second)
        return not {first, second} & self._compulsory and self._is_as_good(first, second)

    def _may_swap(self, first: int, second: int) -> bool:
        """Return whether two that every plan takes may start in each other's months."""
        return (
            second not in self._in_choices
            and self._needed_by[second].are_among(self._needed_by[first])
            and _may_swap_starts(self._candidates[first], self._candidates[second])
        )

    def _is_as_good(self, first: int, second: int) -> bool:
        """Return whether a plan may as well take the first where it takes the second alone."""
        mine, other = self._candidates[first], self._candidates[second]
        return (
            self._places[first] == self._places[second]
            and mine.options == other.options
            and mine.least_cents <= other.least_cents
            and mine.minutes_total <= other.minutes_total
        )


class _Needs(Struct, frozen=True):
    """What one needs, or what needs it: before, and alongside."""

    before: frozenset[int]
    alongside: frozenset[int]

    @classmethod
    def of(cls, candidate: Candidate) -> "_Needs | None":
        """What a candidate needs; None where it has a choice."""
        before, alongside = plain_needs(candidate), plain_alongside(candidate)
        return None if before is None or alongside is None else cls(before, frozenset(members(alongside)))

    def are_among(self, others: "_Needs") -> bool:
        """Return whether there is nothing among these that is not among others."""
        return self.before <= others.before and self.alongside <= others.alongside


def _needed_by(problem: PlanningProblem, needs: Sequence[_Needs | None]) -> tuple[list[_Needs], set[int]]:
    """For each candidate, those that always need it; and the candidates among which others can choose."""
    before: list[set[int]] = [set() for _ in problem.candidates]
    alongside: list[set[int]] = [set() for _ in problem.candidates]
    in_choices: set[int] = set()
    for index, (candidate, own) in enumerate(zip(problem.candidates, needs, strict=True)):
        if own is None:
            in_choices.update(candidates_of(candidate.before, candidate.alongside))
            continue
        for need in own.before:
            before[need].add(index)
        for need in own.alongside:
            alongside[need].add(index)
    return [_Needs(frozenset(first), frozenset(other)) for first, other in zip(before, alongside, strict=True)], in_choices


def _bound_to_others(problem: PlanningProblem) -> set[int]:
    """The candidates that exclude others, or had their start in an earlier plan."""
    excluding = {index for group in problem.exclusive for index in group}
    return excluding | {index for index, own in enumerate(problem.candidates) if own.module in problem.kept}


def _places(problem: PlanningProblem) -> list[set[tuple[Threshold, int]]]:
    """For each candidate, the thresholds that name it, and its weight there."""
    assert problem.goal is not None
    found: list[set[tuple[Threshold, int]]] = [set() for _ in problem.candidates]
    needs = (need for candidate in problem.candidates for need in (candidate.before, candidate.alongside))
    for node in bottom_up(problem.goal, *needs):
        for weight, part in node.parts:
            if isinstance(part, int):
                found[part].add((node, weight))
    return found


def _compared_as_a_whole(candidate: Candidate) -> Candidate:
    """A candidate without what each pair is compared by: all else of two that are alike must agree, whatever it is."""
    paces = tuple(replace(option, starts=()) for option in candidate.options)
    return replace(candidate, module="", offer=0, minutes_total=0, prices=(), options=paces, before=NOTHING, alongside=NOTHING)


def _may_swap_starts(first: Candidate, second: Candidate) -> bool:
    """Return whether the two can swap starts wherever the first starts after the second, without making any bound worse.

    They often differ in the starts that prerequisites leave them, and in nothing else.
    """
    other_earliest, latest = _first_start(second), _last_start(first)
    return (
        _first_start(first) <= other_earliest
        and latest <= _last_start(second)
        and all(
            {start for start in other.starts if start < latest} <= set(own.starts)
            and {start for start in own.starts if start > other_earliest} <= set(other.starts)
            for own, other in zip(first.options, second.options, strict=True)
        )
    )


def _first_start(candidate: Candidate) -> int:
    return min(option.starts[0] for option in candidate.options)


def _last_start(candidate: Candidate) -> int:
    return max(option.starts[-1] for option in candidate.options)


def _may_change_places(one: Candidate, other: Candidate) -> bool:
    """Return whether what is paid, and by which credit, does not depend on which of the two comes first."""
    steady = len(one.prices) == len(other.prices) == 1
    alike = one.prices[0].payment.wallets == other.prices[0].payment.wallets
    same_year = one.prices[0].payment.year == other.prices[0].payment.year
    return one.prices == other.prices or (steady and alike and same_year)
