"""One request over one catalogue for one learner: its problem stated, solved, written as a plan and verified.

Knows no solver's inside, no terminal and no file; nor what else is said of a plan once it is there (see `planner`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import starmap

from msgspec import Struct, field
from msgspec.structs import replace

from mcplanner.catalogue.earned_awards import awards_of
from mcplanner.catalogue.model import KINDS, Award, Catalogue, Certainty, FigureName, Module
from mcplanner.catalogue.reach import awards_above
from mcplanner.catalogue.requirements import Skill, requirement_of
from mcplanner.explain.deciding import OF_MONEY, OF_TIME, at_their_best, with_all_that_decide
from mcplanner.explain.no_plan import late_in_view_of_unknown_fees, too_late, why_impossible
from mcplanner.explain.obstacles import ToldReason
from mcplanner.explain.start_reasons import with_changes, with_reasons
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK, counted, kind_text
from mcplanner.ground.stages import Basis, Stage, heaviest
from mcplanner.ground.time_limit import OutOfTimeError, limit_time
from mcplanner.ground.watch import Watch
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.contest import AFTER_THE_FINISH, Contest, equal_to
from mcplanner.planning.enough import are_many, enough_modules, widest
from mcplanner.planning.known import Known, without_prices
from mcplanner.planning.question import Question
from mcplanner.plans.amount_years import amount_years, priced
from mcplanner.plans.build import enrolments_of, fill_in, objective_of
from mcplanner.plans.certainty_words import MARKS, STRUCTURE
from mcplanner.plans.differences import awards_in_order, differs
from mcplanner.plans.left_out import left_out
from mcplanner.plans.model import (
    NOTHING_LEFT,
    Alternative,
    Figure,
    Note,
    Plan,
    RestsOn,
    StageProof,
    Status,
    Target,
    ToldFigure,
)
from mcplanner.plans.remarks import age_of, remarks_on, remarks_without_plan
from mcplanner.plans.rests_on import awards_with_the_finish, certainty_of_award, hangs_on, rests_on
from mcplanner.plans.retakes import leave_out_needless
from mcplanner.plans.summary import yet_to_start
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem, build_problem_among, exclude_earlier_plan, with_prices
from mcplanner.problem.model import PlanningProblem, Schedule
from mcplanner.solvers.if_free import best_if_free, with_what_all_take
from mcplanner.solvers.search import Solution, any_plan, ruled_out, solve
from mcplanner.verify import Violation, verify, verify_rests_on

CREDIT_ORDER = Note(
    "credit-order",
    "your wallets pay in a fixed order, which uses less credit than would be possible: a cheaper plan may exist",
)


MOST_TIED = 3
"""Awards that are named as tied; of more, it is said how many there are."""

NEXT = 12
"""Of so many awards of a kind that come next, the finish is settled and the cost sought; of all others arithmetic is enough."""

SECONDS_PER_PRICE, ROUNDS_PER_PRICE = 2.0, 1
"""The most time and work for what one of the other awards of a kind costs: it is said beside, and needs no proof."""

NO_REASONS = Note("no-reasons", "time ran out before the reasons why each module starts when it does were found")


class RefusedPlanError(Exception):
    """A plan broke a rule: a bug in mcplan, never the learner's fault."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(f"{violation.rule}: {violation.text}" for violation in violations))
        self.violations = violations


def awards_of_kind(catalogue: Catalogue, kind: str, field: str | None) -> tuple[Award, ...]:
    """The awards that a kind of award can stand for, in the catalogue's order."""
    return tuple(award for award in catalogue.awards if award.kind == kind and field in (None, award.field))


class Planning(Struct, frozen=True, dict=True):
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

    def plan(self, through: Stage | None = None, brief: bool = False) -> Plan:
        """Return the verified plan, sought through a stage at least, or to the end; or one that says why there is none.

        A brief one gives no reasons.
        """
        kind = self._kind()
        if kind is not None:
            return self.soonest_of_kind(kind, through, brief)
        outline = self._outlines.get(self.request.targets) or self.ask(self.request.targets)
        return self._write_briefly(self.answer(outline, through)) if brief else self.write_plan(self.answer(outline, through))

    def possible(self) -> bool | None:
        """Return whether there is any plan; None where that was not settled in time."""
        answers = list(self._first_answers())
        if answers[-1].solution.schedule is not None:
            return True
        return False if all(answer.solution.proved for answer in answers) else None

    def some(self) -> Plan:
        """Return the verified plan that is found first, without reasons; or one that does not say why there is none."""
        answers = list(self._first_answers())
        told = answers[-1]
        if told.solution.schedule is None:
            return self._write_briefly(min(answers, key=lambda answer: answer.solution.proved))
        return self._write_briefly(replace(told, solution=self._leave_out_needless(told, told.solution)))

    def _first_answers(self) -> Iterator[Question]:
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
        return self.learner.limits_cost or self.request.prefer == "cost" or self._kind() is not None

    def without_prices(self) -> "Planning":
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

    def plan_at_own_prices(self, found: Question) -> Plan:
        """Return the verified plan, given the answer as if everything were free."""
        own = with_prices(found.problem, self.catalogue, self.pricing)
        if own is None:
            return self.plan()
        ways = (with_prices(way, self.catalogue, self.pricing) for way in found.solution.ways)
        solution = replace(found.solution, ways=tuple(way for way in ways if way is not None))
        return self.write_plan(self.answer(replace(found, stated=own, solution=solution)))

    def changed(self, learner: Learner, request: Request, watch: Watch) -> "Planning":
        """The planning of another request of another learner over the same catalogue."""
        return replace(self, learner=learner, request=request, watch=watch)

    @cached_property
    def later(self) -> "Planning":
        """The same request without a last month, with half of the time that is left; the rest is for changes that help."""
        own = self.learner
        learner = own if own.minutes_per_week is not None else own.replace(minutes_per_week=HOURS_IN_A_WEEK * 60)
        request = replace(self.request, by=None, prefer="finish")
        return self.changed(learner, request, self.watch.share(2))

    @cached_property
    def _outlines(self) -> dict[tuple[str, ...], Question]:
        return {}

    def outline(self, targets: tuple[str, ...], searches: int = 1) -> Question:
        """The question about targets answered as far as the finish, once; `searches` are left, this one included."""
        if targets not in self._outlines:
            self._outlines[targets] = self.answer(self.ask(targets), Stage.FINISH, searches)
        return self._outlines[targets]

    def _kind(self) -> str | None:
        """The kind of award among the targets, if there is one."""
        known = self.catalogue.entry_by_id
        kinds = [target for target in self.request.targets if isinstance(requirement_of(target), str) and target not in known]
        assert len(kinds) <= 1, "one kind of award at a time"
        assert all(kind in KINDS for kind in kinds), "a target is an id or a kind of award"
        return kinds[0] if kinds else None

    @property
    def choices(self) -> list[tuple[str, ...]]:
        """The targets with the kind among them replaced, once for each award that it can stand for."""
        kind = self._kind()
        if kind is None:
            return [self.request.targets]
        return [self._targets_with(award.id) for award in awards_of_kind(self.catalogue, kind, self.request.field)]

    def _targets_with(self, award: str) -> tuple[str, ...]:
        """The targets with an award in the place of the kind among them."""
        kind = self._kind()
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
        return replace(question, solution=solution if fewest_hours else self._leave_out_needless(question, solution))

    def _leave_out_needless(self, question: Question, solution: Solution) -> Solution:
        """Leave out of an answer what is held and need not be taken again."""
        with suppress(OutOfTimeError), self.watch.finishing():
            if solution.schedule is not None:
                asked = self.catalogue, self.learner, question.targets, question.problem
                return replace(solution, schedule=leave_out_needless(*asked, solution.schedule))
        return solution

    def plan_unlike(self, plans: Sequence[Plan]) -> Plan:
        """Return the best plan that differs from all those given."""
        made = self.write_plan(self.answer(self._ask_unlike(plans)), reason=False, others=plans)
        if made.objective is not None:
            same = [earlier for earlier in plans if not differs(made, earlier)]
            if same:
                raise RefusedPlanError((Violation("other", "the plan is an earlier one, only in other months"),))
        return made

    def _ask_unlike(self, plans: Sequence[Plan]) -> Question:
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

    def soonest_of_kind(self, kind: str, through: Stage | None, brief: bool = False) -> Plan:
        """The plan for the award of a kind that is earned soonest, then cheapest, then first in the file; the others named.

        Only those that tie are planned to the end. A brief plan names no others, and gives no reasons.
        """
        contest = self._contest(kind, 0 if brief else NEXT)
        if not contest.reachable:
            outlines = [outline for _, outline in contest.entries]
            return self._none_of_kind(kind, tuple(starmap(self._alternative, contest.entries)), outlines)
        tied = contest.tied()
        finalists = [
            (award, self.answer(outline, through, searches=len(tied) - position))
            for position, (award, outline) in enumerate(tied)
        ]
        award, answer = min(finalists, key=lambda entry: entry[1].values(AFTER_THE_FINISH))
        if brief:
            return contest.judge(self._write_briefly(answer), answer, finalists)
        others = (self._alternative(*entry) for entry in contest.entries if entry[0] is not award)
        made = replace(self.write_plan(answer), alternatives=_by_finish(others))
        equal = equal_to(answer, finalists)
        if made.objective is not None and equal:
            made = replace(made, warnings=(*made.warnings, _tied(equal)))
        return contest.judge(made, answer, finalists)

    def _contest(self, kind: str, many: int) -> Contest:
        """The awards of a kind against each other: settled are those that may be the soonest, and so many that come next.

        Each has a good plan first, and a bound by arithmetic. So the soonest plan rules most others out.
        """
        awards, choices = awards_of_kind(self.catalogue, kind, self.request.field), self.choices
        for position, targets in enumerate(choices):
            if targets not in self._outlines:
                self._outlines[targets] = self._at_a_glance(self.ask(targets), len(choices) - position + 1)
        asked = set[int]()
        while True:
            contest = Contest([(award, self._outlines[targets]) for award, targets in zip(awards, choices, strict=True)])
            left = [place for place in contest.in_question(many) if place not in asked]
            if not left:
                return contest
            targets = choices[left[0]]
            self._outlines[targets] = self.answer(self._outlines[targets], Stage.FINISH, searches=len(left) + 1)
            asked.add(left[0])

    def _at_a_glance(self, question: Question, searches: int) -> Question:
        """A question with a plan by rules of thumb and a bound by arithmetic; `searches` are left, this one included."""
        if question.stated is None:
            return question
        solution = solve(question.problem, self.watch.share(searches), Stage.FINISH, rounds=0, at_a_glance=True)
        return replace(question, solution=self._leave_out_needless(question, solution))

    def with_prices_of_others(self, made: Plan) -> Plan:
        """The plan with what the awards of its kind cost that come next, each planned for a moment as far as its cost."""
        reachable = [other.id for other in made.alternatives if other.finish is not None and self.watch.seconds_left][:NEXT]
        places = {award: position for position, award in enumerate(reachable)}
        others = (
            self._with_price(other, len(reachable) - places[other.id]) if other.id in places else other
            for other in made.alternatives
        )
        return replace(made, alternatives=_by_finish(others))

    def _with_price(self, other: Alternative, searches: int) -> Alternative:
        """Another award with what its plan costs, and whether it is proved that none that finishes then costs less."""
        targets = self._targets_with(other.id)
        question = self._outlines[targets]
        if Stage.COST not in question.solution.settled:
            watch = self.watch.share(searches).part(SECONDS_PER_PRICE, listened=False)
            question = replace(
                question, solution=solve(question.problem, watch, Stage.COST, question.solution, ROUNDS_PER_PRICE)
            )
            self._outlines[targets] = question
        unknown, cents = question.values((Stage.UNKNOWN_FEES, Stage.COST))
        cheapest = question.least_values((Stage.COST,)) == (cents,)
        return replace(self._hanging(other, question), cost=Amount(cents, unknown), cheapest=cheapest)

    def _hanging(self, other: Alternative, question: Question) -> Alternative:
        """Another award with what its finish and its cost hang on."""
        finish, cost = self._hangs_on(question)
        return replace(other, finish_hangs_on=finish, cost_hangs_on=cost)

    def _hangs_on(self, question: Question) -> tuple[tuple[Certainty, ...], tuple[Certainty, ...]]:
        """What the finish and the cost of an answer hang on."""
        schedule = question.solution.schedule
        assert schedule is not None, "it can be held"
        known = self._hanging_on.get(question.targets)
        if known is None or known[0] != schedule:
            known = schedule, hangs_on(rests_on(self.catalogue, self.learner, self._outlined(question, schedule)))
            self._hanging_on[question.targets] = known
        return known[1]

    def _outlined(self, question: Question, schedule: Schedule) -> Plan:
        """The plan of a schedule with its modules; what it earns only where some award says itself what it rests on."""
        asked, frame = (self.catalogue, self.learner), self._frame(question)
        passed = (*held_by(self.learner), *(placement.module for placement in schedule))
        if any(certainty_of_award(self.catalogue.award_by_id[name]) for name in awards_above(self.catalogue, passed)):
            return fill_in(*asked, self.pricing, frame, question.problem, schedule)
        finish = Month(frame.start + max(placement.end for placement in schedule) - 1)
        return replace(frame, finish=finish, enrolments=enrolments_of(*asked, frame.start, finish, schedule))

    @cached_property
    def _hanging_on(self) -> dict[tuple[str, ...], tuple[Schedule, tuple[tuple[Certainty, ...], tuple[Certainty, ...]]]]:
        """What the last schedule for some targets hangs on: the finish of one that was found, and then its cost."""
        return {}

    def _none_of_kind(self, kind: str, others: tuple[Alternative, ...], outlines: Sequence[Question]) -> Plan:
        """The answer where no award of a kind can be reached, with the reason for each."""
        words, solutions = kind_text(kind), [outline.solution for outline in outlines]
        proved = all(solution.proved for solution in solutions)
        return replace(
            self._frame(outlines[0]),
            status=Status.INFEASIBLE if proved else Status.UNKNOWN,
            targets=(target_of(self.catalogue, kind),),
            warnings=remarks_without_plan(self.catalogue, self.request.start),
            alternatives=others,
            reason=_reason_of_kind(words, others, others[0], proved),
            reason_figures=others[0].reason_figures,
            for_these_figures=proved and self._may_hang_on_less(outlines),
            proof=_no_plan_by([solution.impossible_by for solution in solutions]),
        )

    def _alternative(self, award: Award, outline: Question) -> Alternative:
        if outline.solution.schedule is None:
            proved = outline.solution.proved
            depends = proved and self._may_hang_on_less([outline])
            why, told = self._reason(outline)
            return Alternative(award.id, award.title, None, why, proved, for_these_figures=depends, reason_figures=told)
        (months,) = outline.values((Stage.FINISH,))
        if months == 0:
            return Alternative(award.id, award.title, None, NOTHING_LEFT)
        finish = Month(self.request.start + months - 1)
        proved = outline.solution.proved
        found = Alternative(award.id, award.title, finish, None if proved else "perhaps sooner: not proved", proved)
        return self._hanging(found, outline)

    def _reason(self, question: Question) -> tuple[str, tuple[ToldFigure, ...]]:
        """Why there is no schedule, in a sentence that is sought in half of the time that is left, and the figures in it."""
        if not question.solution.proved:
            return self._too_late_for("a plan was found"), ()
        asked = self.catalogue, self.learner, self.pricing, question.targets
        problem = question.problem
        if self.request.by is not None:
            later = self.later.outline(question.targets, len(self.choices))
            if later.solution.schedule is not None or not later.solution.proved:
                why, finish = too_late(problem, later.solution, self.request.by)
                why = late_in_view_of_unknown_fees(*asked, problem, self.watch.share(2), self.request.by, why)
                return why, (ToldFigure(finish, self._hangs_on(later)[0]),) if finish else ()
            problem = later.problem
        return why_impossible(*asked, problem, self.watch.share(2), self.request.by)

    def told_along(self, made: Plan, way: Plan) -> Plan:
        """The answer that there is no plan, told of the award and the choices of a plan that there is without some wishes."""
        targets = tuple(target.id for target in way.targets)
        why = self._obstacle_along(targets, [each.module for each in way.enrolments])
        said = {} if why is None else {"reason": why[0], "reason_figures": why[1]}
        if not made.alternatives:
            return replace(made, **said)
        others = tuple(replace(own, **said) if own.id in targets else own for own in made.alternatives)
        example = next(own for own in others if own.id in targets)
        return replace(
            made,
            alternatives=others,
            reason=_reason_of_kind(kind_text(made.targets[0].id), others, example, made.status is Status.INFEASIBLE),
            reason_figures=example.reason_figures,
        )

    def _obstacle_along(self, targets: tuple[str, ...], modules: Collection[str]) -> ToldReason | None:
        """What stands in the way whenever all is to end, if no order of modules would help, told of a plan's modules."""
        question = (self if self.request.by is None else self.later).ask(targets)
        if question.stated is None or question.problem.goal is not None:
            return None
        asked = self.catalogue, self.learner, self.pricing, targets
        return why_impossible(*asked, question.problem, self.watch.share(2), self.request.by, modules)

    def _write_briefly(self, question: Question) -> Plan:
        """Write an answer as a plan and verify it, for what follows from it: with its figures, and without any reasons."""
        return self.write_plan(question, reason=False, brief=True)

    def write_plan(self, question: Question, reason: bool = True, others: Sequence[Plan] = (), brief: bool = False) -> Plan:
        """Write an answer as a plan and verify it; where there is no plan, say why if the `reason` is wanted.

        The `others` are plans that it must differ from. A brief plan does not say why modules start when they do, nor which
        figures decide when it ends.

        Raises
        ------
        RefusedPlanError
            The plan breaks a rule.
        """
        solution, frame = question.solution, self._frame(question)
        if solution.schedule is None:
            warnings = remarks_without_plan(self.catalogue, self.request.start)
            frame = replace(frame, proof=_no_plan_by([solution.impossible_by]), warnings=warnings)
            why, told = self._reason(question) if reason else (None, ())
            return replace(frame, reason=why, reason_figures=told)
        with suppress(OutOfTimeError), self.watch.finishing():
            return self._write_and_verify(frame, question, others, brief)
        return replace(frame, status=Status.UNKNOWN, reason=self._too_late_for("the plan that was found could be verified"))

    def _frame(self, question: Question) -> Plan:
        """The answer without a plan, and without the reason for that."""
        solution = question.solution
        return Plan(
            status=Status.INFEASIBLE if solution.proved else Status.UNKNOWN,
            for_these_figures=solution.schedule is None and solution.proved and self._may_hang_on_less([question]),
            targets=tuple(target_of(self.catalogue, target) for target in question.targets),
            start=self.request.start,
            budget_minutes_per_week=self.learner.minutes_per_week,
            prefer=self.request.prefer,
            catalogue_title=self.catalogue.title,
            as_of=self.catalogue.as_of,
        )

    def _may_hang_on_less(self, questions: Sequence[Question]) -> bool:
        """Return whether figures that are less than published may have a part in what is proved of some questions."""
        keys = (*OF_TIME, *STRUCTURE, *(OF_MONEY if self.learner.limits_cost else ()))
        problems = (question.problem for question in questions if question.stated is not None)
        names = frozenset[str]().union(*map(_modules_in, problems))
        offers = (offer for name in names for offer in self.catalogue.module_by_id[name].offers)
        return any(_uses_less(offer, keys) for offer in offers) or any(
            self._is_earned_by_less(question.targets) for question in questions
        )

    def _is_earned_by_less(self, targets: tuple[str, ...]) -> bool:
        """Return whether figures by which some award is earned are less than published: of targets, or of what they need."""
        awards = (self.catalogue.award_by_id[name] for name in awards_of(self.catalogue, targets))
        return any(certainty in MARKS for award in awards for _, certainty in certainty_of_award(award))

    def _too_late_for(self, what: str) -> str:
        """Say that time was up before something happened."""
        return f"{'the search was stopped' if self.watch.interrupted else 'time ran out'} before {what}"

    def _write_and_verify(self, frame: Plan, question: Question, others: Sequence[Plan], brief: bool) -> Plan:
        """The frame with the plan that was found, verified, and with the reasons for it, if it has any and there is time.

        Raises
        ------
        RefusedPlanError
            The plan breaks a rule.
        """
        made = self._write(frame, question)
        violations = verify(self.catalogue, self.learner, self.pricing.funding, self.request, made)
        if made.warnings[-1:] == (CREDIT_ORDER,) and {violation.rule for violation in violations} == {"R11"}:
            too_dear = f"the plan that was found costs more than your limit: {CREDIT_ORDER.text}"
            return replace(frame, status=Status.UNKNOWN, reason=too_dear)
        if violations:
            raise RefusedPlanError(violations)
        return self._resting_on(made, rests_on(self.catalogue, self.learner, made)) if brief else self._explain(made, others)

    def _explain(self, made: Plan, others: Sequence[Plan]) -> Plan:
        """The plan with reasons, if there is time for them, and always with what it rests on: its verdict depends on that."""
        try:
            return self._with_what_it_rests_on(self._give_reasons(made, others), others)
        except OutOfTimeError:
            with limit_time(lambda: True):  # about as much work as the verifier has done
                return self._with_what_it_rests_on(replace(made, warnings=(*made.warnings, NO_REASONS)), others)

    def _with_what_it_rests_on(self, made: Plan, others: Sequence[Plan]) -> Plan:
        """A plan with its figures counted, and those named that decide."""
        found = rests_on(self.catalogue, self.learner, made)
        found = with_all_that_decide(
            self.catalogue,
            self.learner,
            found,
            lambda figures: self._is_no_sooner(made, figures, others),
            money_decides=self.request.prefer == "cost",
        )
        return self._resting_on(made, found)

    def _resting_on(self, made: Plan, found: RestsOn) -> Plan:
        """A plan that says what it rests on.

        Raises
        ------
        RefusedPlanError
            That is not true of it.
        """
        resting = replace(made, rests_on=found, awards=awards_with_the_finish(made, found.finish))
        violations = verify_rests_on(self.catalogue, self.learner, self.pricing.funding, self.request, resting)
        if violations:
            raise RefusedPlanError(violations)
        return resting

    def _is_no_sooner(self, made: Plan, figures: Sequence[Figure], others: Sequence[Plan]) -> bool:
        """Return whether arithmetic proves that no plan finishes sooner even if some figures are at their best.

        That is not asked of a plan whose finish is not proved, or that has another goal before it; nor where it took more than
        arithmetic to prove it of the figures as they are, with which there are fewer plans.
        """
        first = made.proof[0] if made.proof else None
        if first is None or first.stage is not Stage.FINISH or not first.settled or made.finish is None:
            return False
        if first.by is not Basis.BOUND:
            return False
        sooner = replace(self.request, by=Month(made.finish - 1), targets=tuple(target.id for target in made.targets))

        def is_ruled_out() -> bool | None:
            changed = at_their_best(self.catalogue, self.learner, figures)
            asked = replace(self.without_prices(), catalogue=changed, request=sooner)
            stated = (asked._ask_unlike(others) if others else asked.ask(sooner.targets)).stated
            found = stated is not None and ruled_out(stated, self.watch)
            return found if found or self.watch.seconds_left else None

        if others:
            return bool(is_ruled_out())
        return self.known.ruled_out(without_prices(self.learner), sooner, figures, is_ruled_out)

    def _write(self, frame: Plan, question: Question) -> Plan:
        """The frame with the plan that was found, what is proved about it, and warnings."""
        solution = question.solution
        assert solution.schedule is not None, "only what was found is written"
        made = replace(
            fill_in(self.catalogue, self.learner, self.pricing, frame, question.problem, solution.schedule),
            status=Status.OPTIMAL if solution.proved else Status.FEASIBLE,
            bound=objective_of(solution.bounds.__getitem__),
            proof=tuple(
                StageProof(stage, solution.bounds[stage], solution.bases[stage], solution.bounds[stage] == value)
                for stage, value in zip(solution.settled, question.values(solution.settled), strict=True)
            ),
        )
        before = age_of(self.catalogue, yet_to_start(made))
        years = amount_years(self.catalogue, priced(self.catalogue, self.pricing, made))
        after = (
            *remarks_on(self.catalogue, self.learner, self.pricing, made),
            *left_out(self.catalogue, self.learner, question.problem),
        )
        made = replace(made, warnings=(*before, *made.warnings, *after), amount_years=years)
        return _not_exact(made) if made.spending is not None and not made.spending.exact else made

    def _give_reasons(self, made: Plan, others: Sequence[Plan]) -> Plan:
        """Say why each module starts when it does, and what has changed."""
        keep = self.request.keep
        reasoned = with_reasons(self.catalogue, self.pricing, made, keep, others)
        return with_changes(self.catalogue, self.pricing, reasoned, keep) if keep else reasoned


def _by_finish(others: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """The awards by finish, of these the cheaper first; then those that cannot be held, in the catalogue's order."""

    def place(other: Alternative) -> tuple[bool, int, int, int]:
        cost = other.cost or Amount()
        return other.finish is None, other.finish or 0, cost.unknown, cost.cents

    return tuple(sorted(others, key=place))


def _tied(others: Sequence[Award]) -> Note:
    """A remark on awards that are earned as soon as the one that was planned, at the same cost."""
    named = [f"{award.title} ({award.id})" for award in others[:MOST_TIED]]
    more = len(others) - len(named)
    names = ", ".join(named) + (f" and {counted(more, 'other')}" if more else "")
    return Note("tied", f"as soon and at the same cost: {names}; of these, the first in the catalogue was planned")


def _no_plan_by(bases: Sequence[Basis | None]) -> tuple[StageProof, ...]:
    """The proof that there is no plan; empty where the basis of a part of it is unknown."""
    known = [basis for basis in bases if basis is not None]
    return (StageProof(None, None, heaviest(known), settled=True),) if len(known) == len(bases) else ()


def _reason_of_kind(words: str, others: tuple[Alternative, ...], example: Alternative, proved: bool) -> str:
    reasons = {other.reason for other in others}
    if len(others) == 1:
        return f"{example.title}: {example.reason}"
    if len(reasons) == 1:
        return f"no {words} can be reached: {reasons.pop()}"
    if not proved:
        return f"no {words} was found, and time ran out for some of them"
    return f"no {words} can be reached; {example.title}, for example: {example.reason}"


def _uses_less(offer: Module, keys: Iterable[FigureName]) -> bool:
    """Return whether some of an offer's figures are less than published."""
    return any(offer.states(key) and offer.certainty(key) in MARKS for key in keys)


def _modules_in(problem: PlanningProblem) -> frozenset[str]:
    """The modules that a problem has, and those that something keeps out of it."""
    return frozenset((*(name for name, _ in problem.obstacles), *(candidate.module for candidate in problem.candidates)))


def target_of(catalogue: Catalogue, target: str) -> Target:
    """What is asked for by a target: an id, a skill or a kind of award."""
    requirement = requirement_of(target)
    if isinstance(requirement, Skill):
        return Target(target, requirement.skill, "skill")
    if target not in catalogue.entry_by_id:
        return Target(target, f"Any {kind_text(target)}", target)
    entry = catalogue.entry_by_id[target]
    kind = entry.kind if isinstance(entry, Award) else type(entry).__name__.lower()
    return Target(entry.id, entry.title, kind)


def _not_exact(made: Plan) -> Plan:
    """The plan with its real cost, where wallets pay in another order than the search assumed."""
    assert made.objective is not None
    assert made.spending is not None
    objective = replace(made.objective, cost_cents=made.spending.payable.cents)
    return replace(made, status=Status.FEASIBLE, objective=objective, warnings=(*made.warnings, CREDIT_ORDER))
