"""Answers written as plans: with their figures and reasons, verified, or with why there is none.

Knows no solver's inside, no terminal and no file.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.earned_awards import awards_of
from mcplanner.catalogue.model import Award, Catalogue, Certainty, FigureName, Module
from mcplanner.catalogue.reach import awards_above
from mcplanner.catalogue.requirements import Skill, requirement_of
from mcplanner.explain.deciding import OF_MONEY, OF_TIME, at_their_best, with_all_that_decide
from mcplanner.explain.no_plan import late_in_view_of_unknown_fees, too_late, why_impossible
from mcplanner.explain.start_reasons import with_changes, with_reasons
from mcplanner.ground.months import Month
from mcplanner.ground.numbers_text import kind_text
from mcplanner.ground.stages import Basis, Stage, heaviest
from mcplanner.ground.time_limit import OutOfTimeError, limit_time
from mcplanner.learner.held import held_by
from mcplanner.planning.inquiry import Inquiry
from mcplanner.planning.known import without_prices
from mcplanner.planning.question import Question
from mcplanner.plans.amount_years import amount_years, priced
from mcplanner.plans.build import enrolments_of, fill_in, objective_of
from mcplanner.plans.certainty_words import MARKS, STRUCTURE
from mcplanner.plans.left_out import left_out
from mcplanner.plans.model import (
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
from mcplanner.plans.summary import yet_to_start
from mcplanner.problem.model import PlanningProblem, Schedule
from mcplanner.solvers.search import ruled_out
from mcplanner.verify import Violation, verify, verify_rests_on

CREDIT_ORDER = Note(
    "credit-order",
    "your wallets pay in a fixed order, which uses less credit than would be possible: a cheaper plan may exist",
)

NO_REASONS = Note("no-reasons", "time ran out before the reasons why each module starts when it does were found")


class RefusedPlanError(Exception):
    """A plan broke a rule: a bug in mcplan, never the learner's fault."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(f"{violation.rule}: {violation.text}" for violation in violations))
        self.violations = violations


class PlanWriter(Struct, frozen=True):
    """Writes the answers to the questions of one request."""

    asked: Inquiry

    def write(self, question: Question, reason: bool = True, others: Sequence[Plan] = (), brief: bool = False) -> Plan:
        """Write an answer as a plan and verify it; where there is no plan, say why if the `reason` is wanted.

        The `others` are plans that it must differ from. A brief plan does not say why modules start when they do, nor which
        figures decide when it ends.

        Raises
        ------
        RefusedPlanError
            The plan breaks a rule.
        """
        asked = self.asked
        solution, frame = question.solution, self.frame(question)
        if solution.schedule is None:
            warnings = remarks_without_plan(asked.catalogue, asked.request.start)
            frame = replace(frame, proof=no_plan_by([solution.impossible_by]), warnings=warnings)
            why, told = self.reason(question) if reason else (None, ())
            return replace(frame, reason=why, reason_figures=told)
        with suppress(OutOfTimeError), asked.watch.finishing():
            return self._write_and_verify(frame, question, others, brief)
        return replace(frame, status=Status.UNKNOWN, reason=self._too_late_for("the plan that was found could be verified"))

    def write_briefly(self, question: Question) -> Plan:
        """Write an answer as a plan and verify it, for what follows from it: with its figures, and without any reasons."""
        return self.write(question, reason=False, brief=True)

    def frame(self, question: Question) -> Plan:
        """The answer without a plan, and without the reason for that."""
        asked = self.asked
        solution = question.solution
        return Plan(
            status=Status.INFEASIBLE if solution.proved else Status.UNKNOWN,
            for_these_figures=solution.schedule is None and solution.proved and self.may_hang_on_less([question]),
            targets=tuple(target_of(asked.catalogue, target) for target in question.targets),
            start=asked.request.start,
            budget_minutes_per_week=asked.learner.minutes_per_week,
            prefer=asked.request.prefer,
            catalogue_title=asked.catalogue.title,
            as_of=asked.catalogue.as_of,
        )

    def may_hang_on_less(self, questions: Sequence[Question]) -> bool:
        """Return whether figures that are less than published may have a part in what is proved of some questions."""
        keys = (*OF_TIME, *STRUCTURE, *(OF_MONEY if self.asked.learner.limits_cost else ()))
        problems = (question.problem for question in questions if question.stated is not None)
        names = frozenset[str]().union(*map(_modules_in, problems))
        offers = (offer for name in names for offer in self.asked.catalogue.module_by_id[name].offers)
        return any(_uses_less(offer, keys) for offer in offers) or any(
            self._is_earned_by_less(question.targets) for question in questions
        )

    def _is_earned_by_less(self, targets: tuple[str, ...]) -> bool:
        """Return whether figures by which some award is earned are less than published: of targets, or of what they need."""
        awards = (self.asked.catalogue.award_by_id[name] for name in awards_of(self.asked.catalogue, targets))
        return any(certainty in MARKS for award in awards for _, certainty in certainty_of_award(award))

    def reason(self, question: Question) -> tuple[str, tuple[ToldFigure, ...]]:
        """Why there is no schedule, in a sentence that is sought in half of the time that is left, and the figures in it."""
        asked = self.asked
        if not question.solution.proved:
            return self._too_late_for("a plan was found"), ()
        common = asked.catalogue, asked.learner, asked.pricing, question.targets
        problem = question.problem
        if asked.request.by is not None:
            later = asked.later.outline(question.targets, len(asked.choices))
            if later.solution.schedule is not None or not later.solution.proved:
                why, finish = too_late(problem, later.solution, asked.request.by)
                why = late_in_view_of_unknown_fees(*common, problem, asked.watch.share(2), asked.request.by, why)
                return why, (ToldFigure(finish, self.hangs_on(later)[0]),) if finish else ()
            problem = later.problem
        return why_impossible(*common, problem, asked.watch.share(2), asked.request.by)

    def _too_late_for(self, what: str) -> str:
        """Say that time was up before something happened."""
        return f"{'the search was stopped' if self.asked.watch.interrupted else 'time ran out'} before {what}"

    def _write_and_verify(self, frame: Plan, question: Question, others: Sequence[Plan], brief: bool) -> Plan:
        """The frame with the plan that was found, verified, and with the reasons for it, if it has any and there is time.

        Raises
        ------
        RefusedPlanError
            The plan breaks a rule.
        """
        asked = self.asked
        made = self._write(frame, question)
        violations = verify(asked.catalogue, asked.learner, asked.pricing.funding, asked.request, made)
        if made.warnings[-1:] == (CREDIT_ORDER,) and {violation.rule for violation in violations} == {"R11"}:
            too_dear = f"the plan that was found costs more than your limit: {CREDIT_ORDER.text}"
            return replace(frame, status=Status.UNKNOWN, reason=too_dear)
        if violations:
            raise RefusedPlanError(violations)
        return self._resting_on(made, rests_on(asked.catalogue, asked.learner, made)) if brief else self._explain(made, others)

    def _write(self, frame: Plan, question: Question) -> Plan:
        """The frame with the plan that was found, what is proved about it, and warnings."""
        asked = self.asked
        solution = question.solution
        assert solution.schedule is not None, "only what was found is written"
        made = replace(
            fill_in(asked.catalogue, asked.learner, asked.pricing, frame, question.problem, solution.schedule),
            status=Status.OPTIMAL if solution.proved else Status.FEASIBLE,
            bound=objective_of(solution.bounds.__getitem__),
            proof=tuple(
                StageProof(stage, solution.bounds[stage], solution.bases[stage], solution.bounds[stage] == value)
                for stage, value in zip(solution.settled, question.values(solution.settled), strict=True)
            ),
        )
        before = age_of(asked.catalogue, yet_to_start(made))
        years = amount_years(asked.catalogue, priced(asked.catalogue, asked.pricing, made))
        after = (
            *remarks_on(asked.catalogue, asked.learner, asked.pricing, made),
            *left_out(asked.catalogue, asked.learner, question.problem),
        )
        made = replace(made, warnings=(*before, *made.warnings, *after), amount_years=years)
        return _not_exact(made) if made.spending is not None and not made.spending.exact else made

    def _explain(self, made: Plan, others: Sequence[Plan]) -> Plan:
        """The plan with reasons, if there is time for them, and always with what it rests on: its verdict depends on that."""
        try:
            return self._with_what_it_rests_on(self._give_reasons(made, others), others)
        except OutOfTimeError:
            with limit_time(lambda: True):  # about as much work as the verifier has done
                return self._with_what_it_rests_on(replace(made, warnings=(*made.warnings, NO_REASONS)), others)

    def _give_reasons(self, made: Plan, others: Sequence[Plan]) -> Plan:
        """Say why each module starts when it does, and what has changed."""
        asked = self.asked
        keep = asked.request.keep
        reasoned = with_reasons(asked.catalogue, asked.pricing, made, keep, others)
        return with_changes(asked.catalogue, asked.pricing, reasoned, keep) if keep else reasoned

    def _with_what_it_rests_on(self, made: Plan, others: Sequence[Plan]) -> Plan:
        """A plan with its figures counted, and those named that decide."""
        asked = self.asked
        found = rests_on(asked.catalogue, asked.learner, made)
        found = with_all_that_decide(
            asked.catalogue,
            asked.learner,
            found,
            lambda figures: self._is_no_sooner(made, figures, others),
            money_decides=asked.request.prefer == "cost",
        )
        return self._resting_on(made, found)

    def _is_no_sooner(self, made: Plan, figures: Sequence[Figure], others: Sequence[Plan]) -> bool:
        """Return whether arithmetic proves that no plan finishes sooner even if some figures are at their best.

        That is not asked of a plan whose finish is not proved, or that has another goal before it; nor where it took more than
        arithmetic to prove it of the figures as they are, with which there are fewer plans.
        """
        asked = self.asked
        first = made.proof[0] if made.proof else None
        if first is None or first.stage is not Stage.FINISH or not first.settled or made.finish is None:
            return False
        if first.by is not Basis.BOUND:
            return False
        sooner = replace(asked.request, by=Month(made.finish - 1), targets=tuple(target.id for target in made.targets))

        def is_ruled_out() -> bool | None:
            changed = at_their_best(asked.catalogue, asked.learner, figures)
            better = replace(asked.without_prices(), catalogue=changed, request=sooner)
            stated = (better.ask_unlike(others) if others else better.ask(sooner.targets)).stated
            found = stated is not None and ruled_out(stated, asked.watch)
            return found if found or asked.watch.seconds_left else None

        if others:
            return bool(is_ruled_out())
        return asked.known.ruled_out(without_prices(asked.learner), sooner, figures, is_ruled_out)

    def _resting_on(self, made: Plan, found: RestsOn) -> Plan:
        """A plan that says what it rests on.

        Raises
        ------
        RefusedPlanError
            That is not true of it.
        """
        asked = self.asked
        resting = replace(made, rests_on=found, awards=awards_with_the_finish(made, found.finish))
        violations = verify_rests_on(asked.catalogue, asked.learner, asked.pricing.funding, asked.request, resting)
        if violations:
            raise RefusedPlanError(violations)
        return resting

    def hangs_on(self, question: Question) -> tuple[tuple[Certainty, ...], tuple[Certainty, ...]]:
        """What the finish and the cost of an answer hang on."""
        asked, schedule = self.asked, question.solution.schedule
        assert schedule is not None, "it can be held"
        known = asked.hanging_on.get(question.targets)
        if known is None or known[0] != schedule:
            known = schedule, hangs_on(rests_on(asked.catalogue, asked.learner, self._outlined(question, schedule)))
            asked.hanging_on[question.targets] = known
        return known[1]

    def _outlined(self, question: Question, schedule: Schedule) -> Plan:
        """The plan of a schedule with its modules; what it earns only where some award says itself what it rests on."""
        asked = self.asked
        common, frame = (asked.catalogue, asked.learner), self.frame(question)
        passed = (*held_by(asked.learner), *(placement.module for placement in schedule))
        if any(certainty_of_award(asked.catalogue.award_by_id[name]) for name in awards_above(asked.catalogue, passed)):
            return fill_in(*common, asked.pricing, frame, question.problem, schedule)
        finish = Month(frame.start + max(placement.end for placement in schedule) - 1)
        return replace(frame, finish=finish, enrolments=enrolments_of(*common, frame.start, finish, schedule))


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


def _uses_less(offer: Module, keys: Iterable[FigureName]) -> bool:
    """Return whether some of an offer's figures are less than published."""
    return any(offer.states(key) and offer.certainty(key) in MARKS for key in keys)


def _modules_in(problem: PlanningProblem) -> frozenset[str]:
    """The modules that a problem has, and those that something keeps out of it."""
    return frozenset((*(name for name, _ in problem.obstacles), *(candidate.module for candidate in problem.candidates)))


def no_plan_by(bases: Sequence[Basis | None]) -> tuple[StageProof, ...]:
    """The proof that there is no plan; empty where the basis of a part of it is unknown."""
    known = [basis for basis in bases if basis is not None]
    return (StageProof(None, None, heaviest(known), settled=True),) if len(known) == len(bases) else ()


def _not_exact(made: Plan) -> Plan:
    """The plan with its real cost, where wallets pay in another order than the search assumed."""
    assert made.objective is not None
    assert made.spending is not None
    objective = replace(made.objective, cost_cents=made.spending.payable.cents)
    return replace(made, status=Status.FEASIBLE, objective=objective, warnings=(*made.warnings, CREDIT_ORDER))
