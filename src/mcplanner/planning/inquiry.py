"""One request over one catalogue for one learner, as questions to the solvers: stated, and answered as far as is wanted.

Knows no solver's inside; writes no plan.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from mcplanner.catalogue.model import KINDS, Award, Catalogue, Certainty
from mcplanner.catalogue.requirements import requirement_of
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK
from mcplanner.ground.stages import Stage
from mcplanner.ground.time_limit import OutOfTimeError
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.enough import are_many, enough_modules, widest
from mcplanner.planning.known import Known, without_prices
from mcplanner.planning.question import Question
from mcplanner.plans.differences import awards_in_order
from mcplanner.plans.model import Plan
from mcplanner.plans.retakes import leave_out_needless
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem, build_problem_among, exclude_earlier_plan
from mcplanner.problem.model import PlanningProblem, Schedule
from mcplanner.solvers.if_free import best_if_free, with_what_all_take
from mcplanner.solvers.search import Solution, any_plan, solve

SECONDS_PER_PRICE, ROUNDS_PER_PRICE = 2.0, 1
"""The most time and work for what one of the other awards of a kind costs: it is said beside, and needs no proof."""


def awards_of_kind(catalogue: Catalogue, kind: str, field: str | None) -> tuple[Award, ...]:
    """The awards that a kind of award can stand for, in the catalogue's order."""
    return tuple(award for award in catalogue.awards if award.kind == kind and field in (None, award.field))


class Inquiry(Struct, frozen=True, dict=True):
    """One request over one catalogue for one learner.

    Attributes
    ----------
    rounds
        The most rounds of each search, where its answer is worth no more work; None if only time limits it.
    known
        What was found out of such requests before.
    one_of_many
        Whether it is one of many questions that differ in hours, cost and the last month, of which the modules are not shown.
    """

    catalogue: Catalogue
    learner: Learner
    request: Request
    watch: Watch
    pricing: Pricing
    rounds: int | None = None
    known: Known = field(default_factory=Known)
    one_of_many: bool = False

    @property
    def kind(self) -> str | None:
        """The kind of award among the targets, if there is one."""
        known = self.catalogue.entry_by_id
        kinds = [target for target in self.request.targets if isinstance(requirement_of(target), str) and target not in known]
        assert len(kinds) <= 1, "one kind of award at a time"
        assert all(kind in KINDS for kind in kinds), "a target is an id or a kind of award"
        return kinds[0] if kinds else None

    @property
    def choices(self) -> list[tuple[str, ...]]:
        """The targets with the kind among them replaced, once for each award that it can stand for."""
        kind = self.kind
        if kind is None:
            return [self.request.targets]
        return [self.targets_with(award.id) for award in awards_of_kind(self.catalogue, kind, self.request.field)]

    def targets_with(self, award: str) -> tuple[str, ...]:
        """The targets with an award in the place of the kind among them."""
        kind = self.kind
        return tuple(award if target == kind else target for target in self.request.targets)

    def ask(self, targets: tuple[str, ...]) -> Question:
        """State the question about targets, if there is time."""
        request = self.request
        with suppress(OutOfTimeError), self.watch.limiting():
            asked = self.learner, targets, request.start, request.by, request.prefer
            among = self._enough(targets)

            def state() -> PlanningProblem:
                if among is None:
                    return build_problem(self.catalogue, *asked, self.pricing, request.keep)
                return build_problem_among(self.catalogue, *asked, self.pricing, among)

            problem = self.known.stated(self.catalogue, self.pricing, (*asked, request.keep, among), state)
            return Question(targets, problem)
        return Question(targets, None)

    def _enough(self, targets: tuple[str, ...]) -> frozenset[str] | None:
        """The modules that are enough to tell what there are plans for, where that is all that is asked; None for all."""
        if not self.one_of_many or self.request.keep or not are_many(self.catalogue, self.learner, targets):
            return None
        learner, request = widest(self.learner, self.request, targets)
        return self.known.enough(learner, request, lambda: enough_modules(self.catalogue, learner, request, self.pricing))

    def ask_unlike(self, plans: Sequence[Plan]) -> Question:
        """State the question about the request's targets that rules out the plans given, if there is time."""
        question = self.ask(self.request.targets)
        with suppress(OutOfTimeError), self.watch.limiting():
            for earlier in plans if question.stated is not None else ():
                modules = tuple(enrolment.module for enrolment in earlier.enrolments)
                without = exclude_earlier_plan(
                    self.catalogue, self.learner, question.problem, modules, awards_in_order(earlier)
                )
                question = replace(question, stated=without)
            return question
        return replace(question, stated=None)

    def answer(self, question: Question, through: Stage | None = None, searches: int = 1) -> Question:
        """Answer a question through a stage at least, or to the end; `searches` are left, this one included."""
        if question.stated is None or (through is not None and through in question.solution.settled):
            return question
        problem, known = question.problem, question.solution

        def find() -> Solution:
            return solve(problem, self.watch.share(searches), through, known, self.rounds)

        sought = solve, through, self.rounds
        solution = find() if known.schedule else self.known.solution(problem, sought, find, lambda found: found.proved)
        fewest_hours = Stage.MINUTES in solution.settled and solution.proved
        return replace(question, solution=solution if fewest_hours else self.leave_out_needless(question, solution))

    def at_a_glance(self, question: Question, searches: int) -> Question:
        """A question with a plan by rules of thumb and a bound by arithmetic; `searches` are left, this one included."""
        if question.stated is None:
            return question
        solution = solve(question.problem, self.watch.share(searches), Stage.FINISH, rounds=0, at_a_glance=True)
        return replace(question, solution=self.leave_out_needless(question, solution))

    def priced(self, question: Question, searches: int) -> Question:
        """A question with a plan, answered for a moment as far as the cost; `searches` are left, this one included."""
        if Stage.COST in question.solution.settled:
            return question
        watch = self.watch.share(searches).part(SECONDS_PER_PRICE, listened=False)
        return replace(question, solution=solve(question.problem, watch, Stage.COST, question.solution, ROUNDS_PER_PRICE))

    def leave_out_needless(self, question: Question, solution: Solution) -> Solution:
        """Leave out of an answer what is held and need not be taken again."""
        with suppress(OutOfTimeError), self.watch.finishing():
            if solution.schedule is not None:
                asked = self.catalogue, self.learner, question.targets, question.problem
                return replace(solution, schedule=leave_out_needless(*asked, solution.schedule))
        return solution

    @cached_property
    def outlines(self) -> dict[tuple[str, ...], Question]:
        return {}

    @cached_property
    def hanging_on(self) -> dict[tuple[str, ...], tuple[Schedule, tuple[tuple[Certainty, ...], tuple[Certainty, ...]]]]:
        """What the last schedule for some targets hangs on: the finish of one that was found, and then its cost."""
        return {}

    def outline(self, targets: tuple[str, ...], searches: int = 1) -> Question:
        """The question about targets answered as far as the finish, once; `searches` are left, this one included."""
        if targets not in self.outlines:
            self.outlines[targets] = self.answer(self.ask(targets), Stage.FINISH, searches)
        return self.outlines[targets]

    def possible(self) -> bool | None:
        """Return whether there is any plan; None where that was not settled in time."""
        answers = list(self.first_answers())
        if answers[-1].solution.schedule is not None:
            return True
        return False if all(answer.solution.proved for answer in answers) else None

    def first_answers(self) -> Iterator[Question]:
        """The question about each choice of targets with any answer, up to the first to which there is a plan; that is kept."""
        known = self.known.first_answer(self.learner, self.request)
        if known is not None:
            yield known
            return
        choices = self.choices
        for position, targets in enumerate(choices):
            question = self.ask(targets)
            if question.stated is not None:
                watch = self.watch.share(len(choices) - position)
                question = replace(question, solution=self._any_plan(question.problem, watch))
            if question.solution.schedule is not None:
                self.known.keep_first_answer(self.learner, self.request, question)
                yield question
                return
            yield question

    def _any_plan(self, problem: PlanningProblem, watch: Watch) -> Solution:
        """Some plan of a problem, or the proof that there is none."""
        return self.known.solution(
            problem,
            (any_plan, self.rounds),
            lambda: any_plan(problem, watch, self.rounds),
            lambda found: found.proved or found.schedule is not None,
        )

    @property
    def hangs_on_prices(self) -> bool:
        """Return whether prices decide more than the cost: whether there is a plan, or which month it ends in."""
        return self.learner.limits_cost or self.request.prefer == "cost" or self.kind is not None

    def without_prices(self) -> Self:
        """The same request without the facts of the learner that decide nothing but prices."""
        learner = without_prices(self.learner)
        return replace(self, learner=learner, pricing=Pricing(learner, self.pricing.funding))

    def answer_without_prices(self) -> Question:
        """Answer the request as if everything were free: to the end, but for the cost."""
        asked = self.ask(self.request.targets)
        if asked.stated is None:
            return asked
        found = best_if_free(asked.stated, self.watch, self.rounds)
        return replace(asked, stated=found.problem, solution=found.solution)

    def deepened(self, found: Question) -> Question:
        """The answer as if everything were free, with what all plans take that are as good before the cost."""
        with suppress(OutOfTimeError), self.watch.limiting():
            schedule = found.solution.schedule
            return found if schedule is None else replace(found, stated=with_what_all_take(found.problem, schedule, self.watch))
        return found

    def changed(self, learner: Learner, request: Request, watch: Watch) -> Self:
        """Another request of another learner over the same catalogue."""
        return replace(self, learner=learner, request=request, watch=watch)

    @cached_property
    def later(self) -> Self:
        """The same request without a last month, with half of the time that is left; the rest is for changes that help."""
        own = self.learner
        learner = own if own.minutes_per_week is not None else own.replace(minutes_per_week=HOURS_IN_A_WEEK * 60)
        request = replace(self.request, by=None, prefer="finish")
        return self.changed(learner, request, self.watch.share(2))
