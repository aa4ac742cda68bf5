"""A wish: anything a learner asks for beside the targets, in words, with what is asked once it is dropped or changed.

Knows learners, requests and plans; whether there is a plan is asked by whoever reads the wishes.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar, Unpack

from msgspec import Struct

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner, LearnerFacts
from mcplanner.learner.request import Request
from mcplanner.plans.model import Plan, Relaxation
from mcplanner.plans.rests_on import hangs_on

T = TypeVar("T")

NO_LIMIT = "no limit"
"""What a limit is to be where no greater one helps."""


class Asked(Struct, frozen=True):
    """A learner and a request: together, all that is wished for."""

    learner: Learner
    request: Request

    def of_learner(self, **facts: Unpack[LearnerFacts]) -> "Asked":
        """The same request of the learner with some facts changed."""
        return Asked(self.learner.replace(**facts), self.request)


class Demand(Struct, frozen=True):
    """One thing that is asked for: in words, and what is asked without it."""

    words: str
    dropped: Callable[[Asked], Asked]


Changed = tuple[str, Asked]
"""A changed wish in words, and what is asked then."""


class Steps(Struct, frozen=True):
    """Ever greater changes of one wish, counted from 0: what one of them makes possible, the greater ones do too.

    Attributes
    ----------
    needed
        A step that is enough for a plan, None if only the last surely is; left out where plans do not tell.
    last_works
        Whether the last is known to make a plan possible.
    alike
        What matters of a step, and of none at -1: of steps in which it is the same, one makes possible what another does.
        Left out where each may matter.
    """

    count: int
    changed: Callable[[int], Changed]
    needed: Callable[[Plan], int | None] | None = None
    last_works: bool = False
    alike: Callable[[int], Hashable] | None = None

    def next_unlike(self, step: int, end: int) -> int:
        """The first step after one that may make more possible; the end if none before it does."""
        alike = self.alike
        if alike is None:
            return step + 1
        later, own = range(step + 1, end), alike(step)
        return later.start + bisect_left(later, True, key=lambda other: alike(other) != own)

    def first_alike(self, step: int, begin: int) -> int:
        """The first step, from one on, that makes as much possible as a step."""
        alike = self.alike
        if alike is None:
            return step
        own = alike(step)
        return begin + bisect_left(range(begin, step), True, key=lambda other: alike(other) == own)


class OneOf(Struct, frozen=True):
    """Several kinds of ever greater changes, of which one is made.

    Attributes
    ----------
    kinds
        The changes of each kind.
    together
        What is asked if several kinds, given by their places, are all changed by a step of a number, or as far as they go.
    """

    kinds: Sequence[Steps]
    together: Callable[[Sequence[int], int], Asked]

    @property
    def longest(self) -> int:
        """The most steps of a kind."""
        return max((steps.count for steps in self.kinds), default=0)


class GivingUp(Struct, Generic[T], frozen=True):
    """Several things that are wished for, some of which can be given up."""

    items: Sequence[T]
    changed: Callable[[Sequence[T]], Changed]


class EarliestFinish(Struct, frozen=True):
    """The finish of the plan that finishes soonest: what is asked to find it, and the wish changed to it."""

    without: Asked
    changed: Callable[[Month], Changed]


Changes = Steps | OneOf | GivingUp[Any] | EarliestFinish
"""Where to look for the least change of a wish."""


class Wish(ABC):
    """One kind of wish.

    Attributes
    ----------
    name
        Its name beside its value: `hours a week`.
    options
        The options that say it, each with the key of the learner file that it overrides, if there is one.
    follows_from
        What its changed value hangs on the same figures as: the finish, since it is sought until all can be done, or the cost;
        None where it is a choice, and no amount or month that is worked out.
    """

    follows_from: Literal["finish", "cost"] | None = "finish"

    def __init__(self, name: str, options: Mapping[str, str | None]) -> None:
        self.name = name
        self.options = options

    @abstractmethod
    def now(self, asked: Asked) -> str | None:
        """The wish in short; None where there is none."""

    @abstractmethod
    def demands(self, asked: Asked) -> Iterator[Demand]:
        """The demands that it makes, part by part where each can be dropped alone."""

    @abstractmethod
    def changes(self, asked: Asked, catalogue: Catalogue) -> Changes:
        """Where to look for its least change, where there is such a wish."""

    def changed(self, now: str, to: str, made: Plan, proved: bool) -> Relaxation:
        """Its change, with the plan that there is then."""
        finish, cost = hangs_on(made.rests_on)
        worked_out = () if to == NO_LIMIT or self.follows_from is None else {"finish": finish, "cost": cost}[self.follows_from]
        paid = None if made.objective is None or made.objective.unknown_fees else made.objective.cost_cents
        return Relaxation(self.name, now, to, made.finish, proved, paid, finish, cost, worked_out)
