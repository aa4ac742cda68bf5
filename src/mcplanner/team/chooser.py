"""The plans of one person that a team can choose from: the best of all, and the best without something that others need.

Asks the planner of one person, with starts taken out of the problem; knows nothing of limits.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

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
from mcplanner.problem.model import LONGEST_PLAN_MONTHS, Candidate, Option, Placement, PlanningProblem, PriceStep
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.search import UNSOLVED, Solution, solve
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
        self._by_duals: dict[tuple[int, int], int | None] = {}
        self._by_search: dict[tuple[int, int], int] = {}
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

    def least_spent(self, months: int, year: int, watch: Watch) -> int | None:
        """What is spent at least by the end of a calendar year if all ends within so many months; None where it cannot end.

        That is what dual values say, or more, where a search for thrifty plans has proved it.
        """
        if (months, year) not in self._by_duals:
            end = self._end_of(year)
            found = [_least_spent_before(end, question.stated, months, watch) for question in self._asked_for(months)]
            self._by_duals[months, year] = min((cents for cents in found if cents is not None), default=None)
        known = self._by_duals[months, year]
        return None if known is None else max(known, self._by_search.get((months, year), 0))

    def thrifty(self, months: int, year: int, watch: Watch) -> BestFound:
        """A plan that is over in so many months and spends little by the end of a year, and is over soon."""
        own = watch.part(min(SECONDS, watch.seconds_left / SHARE), listened=False)
        found = [self._thrifty_in(self._end_of(year), question, months, own) for question in self._asked_for(months)]
        self._by_search[months, year] = min((least for _, least in found), default=0)
        return min((plan for plan, _ in found if plan.worth is not None), key=_worth_of, default=UNDECIDED)

    def _end_of(self, year: int) -> int:
        """The offset at which a calendar year is over."""
        return 12 * (year + 1) - self.planning.request.start

    def _thrifty_in(self, end: int, question: Question, months: int, watch: Watch) -> tuple[BestFound, int]:
        """Such a plan for a question, and the least that any plan for it spends that a team can have; 0 if not known."""
        in_reach = None if question.stated is None else self._narrowed(question.stated, lambda _: False)
        within = None if in_reach is None else in_reach.within(months)
        if within is None:
            return UNDECIDED, 0
        thrifty = replace(_spending_before(end, within), stages=(Stage.COST, Stage.FINISH))
        solution = solve(thrifty, watch, rounds=ROUNDS)
        if solution.schedule is None:
            return UNDECIDED, 0
        made = Solution(solution.schedule, dict.fromkeys(Stage, 0), (), proved=False)
        return self._best_in(replace(question, solution=made)), solution.bounds.get(Stage.COST, 0)

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
        asked = question
        if blocked is not None:
            within = self._narrowed(question.stated, blocked)
            if within is None:
                return BestFound(None, None, bases=frozenset({Basis.BOUND}))
            asked = replace(question, stated=within, solution=UNSOLVED)
        return self._best_in(planning.answer(asked, Stage.COST))

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
        return replace(self.planning, watch=watch).write_plan(plan.question, reason=False)


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


def _least_spent_before(end: int, problem: PlanningProblem | None, months: int, watch: Watch) -> int | None:
    """What all plans of a problem that are over in so many months spend at least on what starts before an offset."""
    from mcplanner.solvers.lp.dual_bounds import dual_bound

    within = None if problem is None else problem.within(months)
    if within is None:
        return None if problem is not None else 0
    bounds = Bounds(_spending_before(end, within))
    if bounds.problem is None or bounds.refuted:
        return None
    return max(bounds.below(Stage.COST), dual_bound(bounds, watch, Stage.COST).bound)


def _spending_before(end: int, problem: PlanningProblem) -> PlanningProblem:
    """The problem in which only what starts before an offset costs anything, without limits on what it may cost."""
    candidates = tuple(replace(own, prices=tuple(_steps_before(end, own))) for own in problem.candidates)
    return replace(problem, candidates=candidates, wallets=(), limits={}, cost_limit_per_year_cents=None)


def _steps_before(end: int, own: Candidate) -> Iterator[PriceStep]:
    yield from (replace(step, payment=Payment(step.cents)) for step in own.prices if step.first < end)
    yield PriceStep(end, Payment(0))


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
