"""What a planner has found out of requests that are asked again: whether there is a plan at all, and some plan.

Of requests that differ in the hours a week alone, what is possible with fewer is possible with more, and what is impossible
with more is impossible with fewer. Without a limit of cost, facts that decide prices cannot matter; whoever asks leaves them
out.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import to_builtins
from msgspec.json import encode
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.digests import blake2b
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK
from mcplanner.learner.model import Learner, LearnerFacts
from mcplanner.learner.request import Request
from mcplanner.planning.question import Question
from mcplanner.plans.model import Figure, Plan, Status
from mcplanner.pricing.price import Pricing
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.search import Solution

T = TypeVar("T")

MOST_REQUESTS, MOST_PLANS, MOST_QUESTIONS = 1 << 12, 1 << 8, 1 << 10
"""The most of which it is kept whether there is a plan, and the most plans and answers that are kept; the oldest goes first."""

MOST_ANSWERED = 8
"""The most questions kept with the schedule that was found first: what turns out to be possible is soon asked for a plan."""

DECIDE_PRICES: LearnerFacts = {
    "residency": None,
    "born": None,
    "employer": None,
    "union_member": False,
    "first_qualification": True,
    "credit_cents": {},
}
"""The facts of a learner that matter to nothing but prices, each as if nothing were known of it."""


class _Newest(Generic[T]):
    """The values that were used last, by their keys."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[bytes, T] = OrderedDict()

    def get(self, key: bytes, default: T) -> T:
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key, default)

    def keep(self, key: bytes, value: T) -> None:
        self._values[key] = value
        if len(self._values) > self._most:
            self._values.popitem(last=False)


class Known:
    """What one planner has found out."""

    def __init__(self) -> None:
        self._hours: _Newest[tuple[int, int]] = _Newest(MOST_REQUESTS)
        self._unsettled: _Newest[bool] = _Newest(MOST_REQUESTS)
        self._answered: _Newest[Question | None] = _Newest(MOST_ANSWERED)
        self._solutions: deque[tuple[PlanningProblem, object, Solution]] = deque(maxlen=MOST_ANSWERED)
        self._plans: _Newest[Plan | None] = _Newest(MOST_PLANS)
        self._ruled_out: _Newest[bool | None] = _Newest(MOST_REQUESTS)
        self._at_any_price: _Newest[Question | Plan | None] = _Newest(MOST_QUESTIONS)
        self._deepened: _Newest[bool] = _Newest(MOST_QUESTIONS)
        self._enough: _Newest[frozenset[str] | None] = _Newest(MOST_ANSWERED)
        self._stated: tuple[Catalogue, Pricing, object, PlanningProblem] | None = None

    def enough(self, learner: Learner, request: Request, find: Callable[[], frozenset[str]]) -> frozenset[str]:
        """The modules that are enough for a request and all within it, as it was found before, or else as is found out now."""
        key = told(learner, request)
        found = self._enough.get(key, None)
        if found is None:
            found = find()
            self._enough.keep(key, found)
        return found

    def stated(
        self, catalogue: Catalogue, pricing: Pricing, asked: object, state: Callable[[], PlanningProblem]
    ) -> PlanningProblem:
        """The problem that is asked: the last one, if that was the same over the same catalogue at the same prices, or anew.

        Whether there is a plan is mostly asked right before the plan itself.
        """
        last = self._stated
        if last is not None and last[0] is catalogue and last[1] is pricing and last[2] == asked:
            return last[3]
        problem = state()
        self._stated = catalogue, pricing, asked, problem
        return problem

    def solution(
        self, problem: PlanningProblem, sought: object, find: Callable[[], Solution], is_settled: Callable[[Solution], bool]
    ) -> Solution:
        """What is sought of a problem: as it was found of an equal one, or else as is found now; kept if it is settled.

        More hours in a single month, for example, are more hours a week where a plan has no other month.
        """
        for own, before, solution in self._solutions:
            if before == sought and own == problem:
                return solution
        found = find()
        if is_settled(found):
            self._solutions.append((problem, sought, found))
        return found

    def possible(self, learner: Learner, request: Request, find: Callable[[], bool | None]) -> bool | None:
        """Return whether there is a plan: as is known of other hours, or else as is found out now; None if not settled.

        What was not settled is not sought again in the same time.
        """
        minutes = HOURS_IN_A_WEEK * 60 if learner.minutes_per_week is None else learner.minutes_per_week
        key = told(learner.replace(minutes_per_week=None), request)
        impossible, possible = self._hours.get(key, (0, HOURS_IN_A_WEEK * 60 + 1))
        if minutes <= impossible or minutes >= possible:
            return minutes >= possible
        exactly = told(learner, request, request.seconds)
        found = None if self._unsettled.get(exactly, False) else find()
        if found is None:
            self._unsettled.keep(exactly, True)
        else:
            self._hours.keep(key, (impossible, minutes) if found else (minutes, possible))
        return found

    def first_answer(self, learner: Learner, request: Request) -> Question | None:
        """The question with the schedule that was found first, if it was asked a moment ago."""
        return self._answered.get(told(learner, request), None)

    def keep_first_answer(self, learner: Learner, request: Request, found: Question) -> None:
        """Keep the question with the schedule that was found first."""
        self._answered.keep(told(learner, request), found)

    def at_any_price(
        self,
        learner: Learner,
        request: Request,
        find: Callable[[], Question | Plan],
        deepen: Callable[[Question], Question],
    ) -> Question | Plan:
        """A question answered as if everything were free, or why there is no plan: as before, or else as is found out now.

        What was not proved is not kept. Once it is asked again, more is found out of it: most questions never are.
        """
        key = told(learner, request)
        found = self._at_any_price.get(key, None)
        if found is None:
            found = find()
            proved = found.status is Status.INFEASIBLE if isinstance(found, Plan) else found.solution.proved
            if proved:
                self._at_any_price.keep(key, found)
        elif isinstance(found, Question) and not self._deepened.get(key, False):
            found = deepen(found)
            self._at_any_price.keep(key, found)
            self._deepened.keep(key, True)
        return found

    def ruled_out(self, learner: Learner, request: Request, best: Sequence[Figure], find: Callable[[], bool | None]) -> bool:
        """Return whether arithmetic proves that there is no plan even if some figures are at their best.

        As it was found before, or else as is found out now; what time did not settle is not kept.
        """
        key = told(learner, request, best)
        found = self._ruled_out.get(key, None)
        if found is None:
            found = find()
            if found is not None:
                self._ruled_out.keep(key, found)
        return bool(found)

    def some(self, learner: Learner, request: Request, find: Callable[[], Plan]) -> Plan:
        """Some verified plan, or the answer that there is none: as it was found before, or else is now."""
        key = told(learner, request)
        made = self._plans.get(key, None)
        if made is None:
            made = find()
            if made.status is not Status.UNKNOWN:
                self._plans.keep(key, made)
        return made


def without_prices(learner: Learner) -> Learner:
    """The learner without what decides nothing but prices, where no limit of cost makes these matter to what is possible."""
    return learner if learner.limits_cost else learner.replace(**DECIDE_PRICES)


def told(learner: Learner, request: Request, more: object = None) -> bytes:
    """A digest of a request, but for its time, and of something more; the same in every process for equal ones."""
    away = sorted(map(str, learner.away))  # months and days, which have no order among each other
    otherwise = learner.replace(away=frozenset()) if away else learner
    all_of_it = otherwise, away, replace(request, seconds=0.0), more
    return blake2b(encode(to_builtins(all_of_it, str_keys=True, order="deterministic")), digest_size=16).digest()
