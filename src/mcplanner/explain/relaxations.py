"""The least change that makes an impossible request possible, for each wish alone, and the demands that conflict.

Goes through the table of wishes and asks, through functions it is given, whether there is a plan and which; knows no
solver, clock or terminal.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.requirements import SKILL
from mcplanner.explain.least_change import LeastChange, Search, least_change_for_a_plan
from mcplanner.explain.smallest_sets import smallest_set
from mcplanner.explain.wish import Asked, Changes, Demand, EarliestFinish, OneOf, Steps, Wish
from mcplanner.explain.wishes import WISHES
from mcplanner.ground.months import format_month
from mcplanner.ground.stages import Stage
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.plans.model import Plan, Relaxation, Status

MOST_STEPS = 2_000
"""The most changes of a kind among which one is sought by its words: tenths of hours are fewer, cents are more."""

Possible = Callable[[Learner, Request], bool | None]
"""Says whether there is a plan at all; None where that was not settled in time."""

Attempt = Callable[[Learner, Request], Plan]
"""Returns a verified plan, or one without enrolments."""

PlanLater = Callable[[], Plan]
"""Returns the verified plan that finishes soonest, even if later than was asked, or one without enrolments."""


class Asking(Struct, frozen=True):
    """The ways to ask about requests with one wish changed: whether, for the first plan that is found, or for the soonest."""

    possible: Possible
    some: Attempt
    attempt: Attempt
    later: PlanLater


AskingOf = Callable[[int, int], Asking]
"""Returns the ways to ask about a wish, given its number, counted from 0, and how many wishes there are."""


def relaxations(
    catalogue: Catalogue, learner: Learner, request: Request, asking_of: AskingOf, of: Sequence[Wish] = WISHES
) -> Iterator[Relaxation]:
    """The least change of each wish that works, with its finish; `to` is None where the wish cannot help.

    The last wish comes first: the time that the others leave goes to hours a week, which are the hardest to settle.
    """
    asked = Asked(learner, request)
    wishes = standing(asked, of)
    searches = len(wishes) + (len(wishes) > 1)  # the last is for changes of several wishes together
    for position, (wish, now) in enumerate(reversed(wishes)):
        yield _Changing(catalogue, asked, wish, now, asking_of(position, searches)).least()


def standing(asked: Asked, of: Sequence[Wish] = WISHES) -> list[tuple[Wish, str]]:
    """The wishes there are, each with how it stands."""
    return [(wish, now) for wish in of if (now := wish.now(asked)) is not None]


def _is_soonest(made: Plan) -> bool:
    """Return whether it is proved that no plan finishes sooner, whatever else is open."""
    return any(proof.stage is Stage.FINISH and proof.settled for proof in made.proof)


class ConflictingDemands(Struct, frozen=True):
    """A smallest set of demands that no plan meets together, in words; of a single one, every demand that is like it.

    Attributes
    ----------
    without
        What is asked without any of these; None where they are targets.
    """

    words: str
    each_alone: tuple[str, ...] = ()
    without: Asked | None = None


def conflict(learner: Learner, request: Request, possible: Possible) -> ConflictingDemands | None:
    """A smallest set of demands that no plan meets together.

    Anything not settled in time counts as possible, so the set may be larger than it must be.

    Where no plan meets the targets even without all other demands, the set consists of targets that exclude each other. None
    where no demands are to blame: dropping them makes no plan possible.
    """
    asked = Asked(learner, request)
    demands = [demand for wish in WISHES for demand in wish.demands(asked)]

    def possible_without(dropped: Sequence[Demand]) -> bool | None:
        changed = _without(asked, dropped)
        return possible(changed.learner, changed.request)

    answer = possible_without(demands)
    if answer is False:
        return _conflict_of_targets(request, lambda targets: possible_without([*demands, _only(targets)]))
    if answer is None:
        return None

    def in_the_way(some: Sequence[Demand]) -> bool | None:
        if len(some) == len(demands):
            return True
        return _reversed(possible_without([demand for demand in demands if demand not in some]))

    found = smallest_set(demands, in_the_way).items
    assert found is not None, "all of them together are in the way"
    alone = _each_alone(found, demands, in_the_way)
    return ConflictingDemands(", ".join(_words(found)), tuple(_words(alone)), _without(asked, alone or found))


def _each_alone(
    found: Sequence[Demand], demands: Sequence[Demand], in_the_way: Callable[[Sequence[Demand]], bool | None]
) -> list[Demand]:
    """The demands that are each in the way alone, if the one that was found is; none of several that only conflict."""
    return [] if len(found) > 1 else [own for own in demands if own in found or in_the_way([own])]


def with_changes(catalogue: Catalogue, learner: Learner, request: Request, changed: Iterable[Relaxation]) -> Asked | None:
    """What is asked with wishes changed as was told; None where words are not enough to tell what is given up."""
    asked: Asked | None = Asked(learner, request)
    for change in changed:
        wish = next(own for own in WISHES if own.name == change.dial)
        asked = None if asked is None else _as_told(wish.changes(asked, catalogue), change)
    return asked


def _as_told(changes: Changes, change: Relaxation) -> Asked | None:
    """What is asked with the change of a wish that has its words."""
    if isinstance(changes, EarliestFinish):
        return None if change.finish is None else changes.changed(change.finish)[1]
    kinds = [changes] if isinstance(changes, Steps) else changes.kinds if isinstance(changes, OneOf) else []
    told = (own.changed(step) for own in kinds if own.count <= MOST_STEPS for step in range(own.count))
    return next((asked for words, asked in told if words == change.to), None)


def without_wishes(learner: Learner, request: Request, changed: Iterable[Relaxation]) -> Asked:
    """What is asked without the wishes that are changed."""
    asked, names = Asked(learner, request), {change.dial for change in changed}
    return _without(asked, [demand for wish in WISHES if wish.name in names for demand in wish.demands(asked)])


def _without(asked: Asked, dropped: Iterable[Demand]) -> Asked:
    """What is asked without some demands."""
    for demand in dropped:
        asked = demand.dropped(asked)
    return asked


def _words(demands: Iterable[Demand]) -> Iterator[str]:
    return (demand.words for demand in demands)


def _reversed(answer: bool | None) -> bool | None:
    """Return whether the opposite holds; None stays None."""
    return None if answer is None else not answer


def _only(targets: tuple[str, ...]) -> Demand:
    """The demand for all other targets: dropping it leaves only these."""
    return Demand("only some targets", lambda own: Asked(own.learner, replace(own.request, targets=targets)))


def _conflict_of_targets(request: Request, possible: Callable[[tuple[str, ...]], bool | None]) -> ConflictingDemands | None:
    """A smallest set of targets that cannot all be reached; None where one of them cannot even alone."""

    kept = smallest_set(request.targets, lambda targets: _reversed(possible(tuple(targets)))).items
    if kept is None or len(kept) == 1:
        return None
    skills = [f"the skill {target.removeprefix(SKILL)}" if target.startswith(SKILL) else target for target in kept]
    return ConflictingDemands(f"to reach {', '.join(skills[:-1])} and {skills[-1]}")


class _Changing(Struct, frozen=True):
    """Changes one wish on its own, as little as possible, until there is a plan; `now` is the wish in short."""

    catalogue: Catalogue
    asked: Asked
    wish: Wish
    now: str
    asking: Asking

    def least(self) -> Relaxation:
        """The least change."""
        changes = self.wish.changes(self.asked, self.catalogue)
        if isinstance(changes, EarliestFinish):
            made = self.asking.later()
            to = None if made.finish is None else format_month(made.finish)
            proved = made.status in (Status.OPTIMAL, Status.INFEASIBLE) or _is_soonest(made)
            return self._none(proved) if to is None else self.wish.changed(self.now, to, made, proved)
        found = self._least_of(changes)
        return self._none(found.proved) if found.changed is None else self._made(*found.changed, found.proved)

    def _least_of(self, changes: Search) -> LeastChange:
        asking = self.asking
        return least_change_for_a_plan(
            changes,
            lambda asked: asking.possible(asked.learner, asked.request),
            lambda asked: asking.some(asked.learner, asked.request),
        )

    def _made(self, to: str, asked: Asked, proved: bool) -> Relaxation:
        made = self.asking.attempt(asked.learner, asked.request)
        if made.objective is None:
            return self._none(proved=False)
        return self.wish.changed(self.now, to, made, proved)

    def _none(self, proved: bool) -> Relaxation:
        return Relaxation(self.wish.name, self.now, None, None, proved)
