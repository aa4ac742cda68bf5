"""The plans of one person that a team can choose from: the best of all, and the best without something that others need.

Asks the planner of one person, with starts taken out of the problem; knows nothing of limits.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Module
from mcplanner.ground.months import Month
from mcplanner.ground.stages import Basis, Stage
from mcplanner.ground.time_limit import OutOfTimeError
from mcplanner.ground.watch import Watch
from mcplanner.planning.question import Question
from mcplanner.planning.single_request import Planning
from mcplanner.plans.model import Plan
from mcplanner.pricing.credit import Payment
from mcplanner.problem.build import build_problem_by_runs
from mcplanner.problem.model import LONGEST_PLAN_MONTHS, Candidate, Option, Placement, PlanningProblem, PriceStep, Schedule
from mcplanner.solvers.search import UNSOLVED, Solution
from mcplanner.team.conflicts import Claim
from mcplanner.team.uses import Use, Users

STAGES = (Stage.FINISH, Stage.UNKNOWN_FEES, Stage.COST)
"""What a person's plan adds to what the team's plans are worth."""

ROUNDS = 1
"""The rounds of each search for another plan than the best of all: there are many, and each is worth a little."""

SECONDS, SHARE = 2.0, 20
"""The longest of these searches, and into how many parts the time that is left is cut for it."""

LONGER = (120, LONGEST_PLAN_MONTHS)
"""In how many months a plan is sought for who must wait for others, and has no date."""

PlanWorth = tuple[int, int, int]
"""The months until the finish, the number of unknown fees, and the cost in cents."""

Blocked = Callable[[Use], bool]
"""Says that a module may not be taken then."""


class BestFound(Struct, frozen=True):
    """The best plan found of those that a person may have.

    Attributes
    ----------
    worth
        None where none was found.
    low
        What no such plan is below, stage by stage as long as the stages before are settled; None where there is none at all.
    """

    worth: PlanWorth | None
    low: PlanWorth | None
    question: Question | None = None
    uses: tuple[Use, ...] = ()
    bases: frozenset[Basis] = frozenset()

    @property
    def settled(self) -> bool:
        """Return whether no plan is better, or it is proved that there is none."""
        return self.worth == self.low

    @property
    def impossible(self) -> bool:
        """Return whether it is proved that there is no plan."""
        return self.low is None


class Chooser:
    """The plans of one person, each sought once."""

    def __init__(self, planning: Planning, out_of_reach: Blocked = lambda _: False) -> None:
        """Take the planning of a person alone, and what nobody can have: only the best plan of all may have it."""
        self._out_of_reach = out_of_reach
        self.begin_anew(planning)

    def begin_anew(self, planning: Planning) -> None:
        """Take another planning of the same person, and forget all plans."""
        self.planning = planning
        self._users = Users(planning.catalogue, planning.learner, planning.request.start, planning.request.by is not None)
        self._questions = list(ask(planning))
        self._later: dict[int, list[Question]] = {}
        self._found: dict[frozenset[Claim], BestFound] = {}
        self._uses: dict[tuple[str, int, int, int], Use] = {}
        self._in_time: dict[int, list[tuple[Question, PlanningProblem | None]]] = {}
        self._first: BestFound | None = None

    @property
    def best(self) -> BestFound:
        """The best plan found so far of all."""
        return self._found.get(frozenset(), UNDECIDED)

    def look_for_best(self, watch: Watch, rounds: int | None) -> BestFound:
        """Look for the best plan of all, in some rounds, or as long as there is time; unless it is proved already."""
        if not self.best.settled:
            found = self._best(replace(self.planning, watch=watch, rounds=rounds), None)
            self._found[frozenset()] = better_of(self.best, found)
        return self.best

    def begin(self, watch: Watch) -> BestFound:
        """Return what to begin with: the best plan, or where that has what nobody can have, the best plan without."""
        if not any(self._out_of_reach(use) for use in self.best.uses):
            return self.best
        if self._first is None:
            self._first = self.avoiding(lambda _: False, watch)
        return self.best if self._first.worth is None and not self._first.impossible else self._first

    def fewest_minutes(self, watch: Watch) -> tuple[int | None, bool]:
        """Find the fewest minutes a week that are enough without what nobody can have, for who has given no hours.

        Returns None where no plan was found, and whether it is proved that no fewer are enough.
        """
        planning, least, most = replace(self.planning, watch=watch), inf, inf
        for question in self._questions:
            answer = self._asked_without(question, lambda _: False)
            if answer is not None:
                answer = planning.answer(answer, Stage.PEAK)
                if answer.solution.schedule is not None:
                    most = min(most, *answer.values((Stage.PEAK,)))
                if answer.solution.schedule is not None or not answer.solution.proved:
                    least = min(least, answer.solution.bounds.get(Stage.PEAK, 0))
        return None if most == inf else int(most), least >= most

    def without(self, claims: frozenset[Claim], watch: Watch) -> BestFound:
        """Return the best plan that makes none of some claims."""
        if claims not in self._found:
            self._found[claims] = self.avoiding(lambda use: any(claim.made_by(use) for claim in claims), watch)
        return self._found[claims]

    def avoiding(self, blocked: Blocked, watch: Watch) -> BestFound:
        """Return the best plan without what is blocked."""
        own = watch.part(min(SECONDS, watch.seconds_left / SHARE), listened=False)
        return self._best(replace(self.planning, watch=own, rounds=ROUNDS), blocked)

    def least_cents(self, watch: Watch) -> int:
        """What no plan of this person costs less than, whenever it finishes."""
        cheap = replace(self.planning, request=replace(self.planning.request, prefer="cost"), watch=watch, rounds=ROUNDS)
        answers = [cheap.answer(question, Stage.COST).solution for question in ask(cheap)]
        return min(0 if answer.schedule is None else answer.bounds.get(Stage.COST, 0) for answer in answers)

    def stated(
        self, months: int, weight: Callable[[Use], int], blocked: Blocked | None = None
    ) -> Iterator[tuple[Question, PlanningProblem | None]]:
        """For each question, the problem of the plans that are over in so many months and that a team can have.

        In it modules cost what they weigh, and nothing limits that. It is None where time ran out before it was stated; of
        questions without such plans, or with none that do without what is blocked, there is none.
        """
        if months not in self._in_time:
            found = [(question, self._in_reach(question, months)) for question in self._asked_for(months)]
            self._in_time[months] = [own for own in found if own[1] is not None or own[0].stated is None]
        for question, own in self._in_time[months]:
            left = own if own is None or blocked is None else self._narrowed(own, blocked)
            if own is None or left is not None:
                yield question, left and self._weighing(left, weight)

    def _in_reach(self, question: Question, months: int) -> PlanningProblem | None:
        within = None if question.stated is None else question.stated.within(months)
        return None if within is None else self._narrowed(within, lambda _: False)

    def _weighing(self, problem: PlanningProblem, weight: Callable[[Use], int]) -> PlanningProblem:
        """The problem in which modules cost what they weigh, without limits on what they may cost."""
        candidates = tuple(replace(own, prices=self._weights(own, weight)) for own in problem.candidates)
        stages = Stage.COST, Stage.FINISH
        return replace(problem, candidates=candidates, stages=stages, wallets=(), limits={}, cost_limit_per_year_cents=None)

    def _weights(self, own: Candidate, weight: Callable[[Use], int]) -> tuple[PriceStep, ...]:
        """What a candidate costs from each start on at which that changes; the first step is that of offset 0."""
        weights = {start: weight(self._use(own, option, start)) for option in own.options for start in option.starts}
        steps = [PriceStep(0, Payment(0))]
        for start, cost in sorted(weights.items()):
            if cost != steps[-1].cents:
                steps.append(PriceStep(start, Payment(cost)))
        return tuple(steps)

    def made(self, question: Question, schedule: Schedule) -> BestFound:
        """The plan that a schedule for a question is; nothing is proved of it."""
        return self._best_in(replace(question, solution=Solution(schedule, dict.fromkeys(Stage, 0), (), proved=False)))

    @property
    def months_at_most(self) -> float:
        """In how many months the person must be ready; infinite without a date."""
        by = self.planning.request.by
        return inf if by is None else by - self.planning.request.start + 1

    def _asked_for(self, months: int) -> list[Question]:
        """The questions about plans of so many months, where there is no date that comes sooner."""
        enough = self.planning.request.by is not None or all(
            question.stated is not None and months <= question.stated.horizon for question in self._questions
        )
        return self._questions if enough else self._asked_within(max(months, LONGER[0]))

    def years_of_purchase(self) -> set[int]:
        """The calendar years in which something that costs something may start."""
        problems = [question.stated for question in self._questions if question.stated is not None]
        return {
            use.year
            for problem in problems
            for own in problem.candidates
            for option in own.options
            for start in option.starts
            if (use := self._use(own, option, start)).cents
        }

    def _best(self, planning: Planning, blocked: Blocked | None) -> BestFound:
        """The best plan in as long as a person alone could need; where there is none, and no date, in ever longer times."""
        found = best_of([self._answer(planning, question, blocked) for question in self._questions])
        for months in LONGER if blocked is not None and planning.request.by is None else ():
            if not found.impossible or not planning.watch.seconds_left:
                break
            found = best_of([self._answer(planning, question, blocked) for question in self._asked_within(months)])
        return found

    def _asked_within(self, months: int) -> list[Question]:
        """The questions with so many months' time."""
        if months not in self._later:
            by = Month(self.planning.request.start + months - 1)
            self._later[months] = list(ask(replace(self.planning, request=replace(self.planning.request, by=by))))
        return self._later[months]

    def _answer(self, planning: Planning, question: Question, blocked: Blocked | None) -> BestFound:
        if question.stated is None:
            return UNDECIDED
        asked = question if blocked is None else self._asked_without(question, blocked)
        if asked is None:
            return BestFound(None, None, bases=frozenset({Basis.BOUND}))
        return self._best_in(planning.answer(asked, Stage.COST))

    def _asked_without(self, question: Question, blocked: Blocked) -> Question | None:
        """The question without the starts that are blocked; None where there is no plan."""
        if question.stated is None:
            return question
        within = self._narrowed(question.stated, blocked)
        return None if within is None else replace(question, stated=within, solution=UNSOLVED)

    def _narrowed(self, problem: PlanningProblem, blocked: Blocked) -> PlanningProblem | None:
        """The problem without the starts that are blocked; what is under way goes on. None where there is no plan."""
        options = [tuple(self._open(own, blocked)) for own in problem.candidates]
        with suppress(OutOfTimeError):
            return problem.with_options(options)
        return problem

    def _open(self, own: Candidate, blocked: Blocked) -> Iterator[Option]:
        """The options of a candidate with the starts that are not blocked."""
        for option in own.options:
            uses = ((start, self._use(own, option, start)) for start in option.starts)
            starts = tuple(start for start, use in uses if use.fixed or not (blocked(use) or self._out_of_reach(use)))
            if starts:
                yield replace(option, starts=starts)

    def _use(self, own: Candidate, option: Option, start: int) -> Use:
        place = (*own.key, option.months, start)
        if place not in self._uses:
            self._uses[place] = self._users.use(own, option, start)
        return self._uses[place]

    def _best_in(self, answer: Question) -> BestFound:
        solution = answer.solution
        if solution.schedule is None:
            bases = frozenset() if solution.impossible_by is None else frozenset({solution.impossible_by})
            return BestFound(None, None, bases=bases) if solution.proved else UNDECIDED
        candidates = {own.key: own for own in answer.problem.candidates}
        uses = tuple(self._used(candidates[placement.key], placement) for placement in solution.schedule)
        finish, unknown, cost = answer.values(STAGES)
        worth = finish, unknown, cost
        return BestFound(worth, _low(solution, worth), answer, uses, frozenset(solution.bases.values()))

    def _used(self, own: Candidate, placement: Placement) -> Use:
        starting = (option for option in own.options if placement.start in option.starts)
        option = next(option for option in starting if option.months == placement.months)
        return self._use(own, option, placement.start)

    def write(self, plan: BestFound, watch: Watch) -> Plan:
        """Write what was found as a verified plan, without the reasons for it."""
        assert plan.question is not None, "only what was found is written"
        return replace(self.planning, watch=watch).writer.write(plan.question, reason=False)


def ask(planning: Planning) -> Iterator[Question]:
    """The questions about a person, one for each award that a kind can stand for; runs are told apart where that matters."""
    request, catalogue = planning.request, planning.catalogue
    if not any(_has_runs_in_one_month(module) for module in catalogue.modules):
        yield from map(planning.ask, planning.choices)
        return
    for targets in planning.choices:
        with suppress(OutOfTimeError), planning.watch.limiting():
            asked = catalogue, planning.learner, targets, request.start, request.by, request.prefer, planning.pricing
            yield Question(targets, build_problem_by_runs(*asked))
            continue
        yield Question(targets, None)


def _has_runs_in_one_month(module: Module) -> bool:
    months = [run.start_month for run in module.runs or ()]
    return len(set(months)) < len(months)


UNDECIDED = BestFound(None, (0, 0, 0))


def _low(solution: Solution, worth: PlanWorth) -> PlanWorth:
    """What no plan is below, as far as the stages before are settled."""
    low = [0, 0, 0]
    for position, stage in enumerate(STAGES):
        low[position] = min(solution.bounds.get(stage, 0), worth[position])
        if low[position] < worth[position]:
            break
    return low[0], low[1], low[2]


def best_of(plans: Iterable[BestFound]) -> BestFound:
    """The best of several, of which any one will do, and what none of them is below."""
    several = list(plans)
    bases = frozenset(basis for each in several for basis in each.bases)
    lows = [each.low for each in several if each.low is not None]
    found = [each for each in several if each.worth is not None]
    if not found:
        return BestFound(None, min(lows, default=None), bases=bases)
    best = min(found, key=_worth_of)
    return replace(best, low=min(lows), bases=bases)


def better_of(one: BestFound, other: BestFound) -> BestFound:
    """The better of two that were found for the same, with the better bound."""
    if one.impossible or other.impossible:
        return one if one.impossible else other
    low = max(each.low for each in (one, other) if each.low is not None)
    if other.worth is None or (one.worth is not None and one.worth <= other.worth):
        return replace(one, low=low, bases=one.bases | other.bases)
    return replace(other, low=low, bases=one.bases | other.bases)


def _worth_of(plan: BestFound) -> PlanWorth:
    assert plan.worth is not None, "only what was found is compared"
    return plan.worth


def finish_month(first: Month, plan: BestFound) -> Month | None:
    """The month in which a plan finishes; None where there is nothing left to study, or no plan."""
    return None if plan.worth is None or not plan.worth[0] else Month(first + plan.worth[0] - 1)
