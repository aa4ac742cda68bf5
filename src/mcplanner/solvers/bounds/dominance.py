"""Which candidate may be assumed to come before which: of two that are alike, a plan may as well start one first.

Pure Python on a `PlanningProblem`. Many modules of one length, load and intakes make a search try every order of
them, though one order is as good as any other; each pair given here leaves some best plan in place, all of them together too.

Why that is sound: take a best plan in which a pair is the wrong way round and let the two change places (or let the preferred
one take the other's place, where it is not enrolled). The plan still keeps every rule and is no worse in any stage, and the sum
of starts, weighted by rank, has fallen; so this ends, and it ends in a plan in which no pair is the wrong way round.
"""

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import Candidate, PlanningProblem
from mcplanner.problem.requirement_nodes import NOTHING, Threshold, bottom_up, candidates_of
from mcplanner.solvers.bounds.needs import plain_needs
from mcplanner.solvers.features import Reader, features, known_to

HANDLES = known_to(Reader.DOMINANCE)
"""The features with which one order may stand for another."""


class Precedence(Struct, frozen=True):
    """The second is enrolled only with the first, and then does not start before it."""

    first: int
    second: int


def precedences(problem: PlanningProblem, compulsory: frozenset[int]) -> list[Precedence]:
    """Pairs of candidates that may be kept in order, those that follow from others left out."""
    if not features(problem, *problem.stages) <= HANDLES:
        return []
    facts = _Facts(problem, compulsory)
    alike: dict[object, list[int]] = {}
    for index, candidate in enumerate(problem.candidates):
        alike.setdefault(_compared_as_a_whole(candidate), []).append(index)
    found: list[Precedence] = []
    for group in alike.values():
        earlier = {second: {first for first in group if facts.may_precede(first, second)} for second in group}
        for second, before in earlier.items():
            checkpoint()
            implied = {other for first in before for other in earlier[first]}
            found += [Precedence(first, second) for first in sorted(before - implied)]
    return found


class _Facts:
    """What every pair is compared by: prerequisites, what they are prerequisites of, and where the trees name them."""

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int]) -> None:
        self._candidates = problem.candidates
        self._compulsory = compulsory
        self._expires = problem.expires
        self._needs: list[frozenset[int] | None] = [plain_needs(candidate) for candidate in problem.candidates]
        self._needed_by: list[set[int]] = [set() for _ in problem.candidates]
        self._in_choices: set[int] = set()
        self._bound_to_others = {index for group in problem.exclusive for index in group}
        self._bound_to_others |= {index for index, own in enumerate(problem.candidates) if own.module in problem.kept}
        for index, candidate in enumerate(problem.candidates):
            alongside = set(candidates_of(candidate.alongside))
            self._bound_to_others |= alongside | ({index} if alongside else set())
        for index, needs in enumerate(self._needs):
            if needs is None:
                self._in_choices.update(candidates_of(problem.candidates[index].before))
            else:
                for need in needs:
                    self._needed_by[need].add(index)
        self._places: list[set[tuple[Threshold, int]]] = [set() for _ in problem.candidates]
        assert problem.goal is not None
        for node in bottom_up(problem.goal, *(candidate.before for candidate in problem.candidates)):
            for weight, part in node.parts:
                if isinstance(part, int):
                    self._places[part].add((node, weight))

    def may_precede(self, first: int, second: int) -> bool:
        """Whether `first` may be assumed not to start after `second`, which has the same paces; of two equals, one may."""
        checkpoint()
        if first == second or {first, second} & self._bound_to_others or not self._can_take_the_place(first, second):
            return False
        return first < second or not self._can_take_the_place(second, first)

    def _can_take_the_place(self, first: int, second: int) -> bool:
        needs, other_needs = self._needs[first], self._needs[second]
        if needs is None or other_needs is None or not needs <= other_needs:
            return False
        if self._expires and self._places[first] != self._places[second]:
            return False
        mine, other = self._candidates[first], self._candidates[second]
        if {first, second} <= self._compulsory:
            return (
                second not in self._in_choices
                and self._needed_by[second] <= self._needed_by[first]
                and _may_swap_starts(mine, other)
                and _may_change_places(mine, other)
            )
        return (
            not {first, second} & self._compulsory
            and self._places[first] == self._places[second]
            and mine.options == other.options
            and _may_change_places(mine, other)
            and mine.least_cents <= other.least_cents
            and mine.minutes_total <= other.minutes_total
        )


def _compared_as_a_whole(candidate: Candidate) -> Candidate:
    """A candidate without what each pair is compared by: all else of two that are alike must agree, whatever it is."""
    paces = tuple(replace(option, starts=()) for option in candidate.options)
    return replace(candidate, module="", minutes_total=0, prices=(), options=paces, before=NOTHING, alongside=NOTHING)


def _may_swap_starts(first: Candidate, second: Candidate) -> bool:
    """Whether each has the start of the other, wherever the first starts after the second; and neither bound is against that.

    They often differ in the starts that prerequisites leave them, and in nothing else.
    """
    earliest, other_earliest = (min(option.starts[0] for option in own.options) for own in (first, second))
    latest, other_latest = (max(option.starts[-1] for option in own.options) for own in (first, second))
    return (
        earliest <= other_earliest
        and latest <= other_latest
        and all(
            {start for start in other.starts if start < latest} <= set(own.starts)
            and {start for start in own.starts if start > other_earliest} <= set(other.starts)
            for own, other in zip(first.options, second.options, strict=True)
        )
    )


def _may_change_places(one: Candidate, other: Candidate) -> bool:
    """Whether what is paid, and by which credit, does not depend on which of the two comes first."""
    steady = len(one.prices) == len(other.prices) == 1
    alike = one.prices[0].payment.wallets == other.prices[0].payment.wallets
    same_year = one.prices[0].payment.year == other.prices[0].payment.year
    return one.prices == other.prices or (steady and alike and same_year)
