"""One request over one catalogue for one learner: its problem stated, solved, written as a plan and verified.

Knows no solver's inside, no terminal and no file; nor what else is told of a plan once it is there (see `planner`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import KINDS, Award, Catalogue
from mcplanner.catalogue.requirements import Skill, requirement_of
from mcplanner.explain.no_plan import too_late, why_impossible
from mcplanner.explain.start_reasons import with_changes, with_reasons
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK
from mcplanner.ground.stages import KEEPING_STAGES, Basis, Stage, heaviest
from mcplanner.ground.time_limit import OutOfTimeError
from mcplanner.ground.watch import Watch
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.plans.build import filled, objective_of
from mcplanner.plans.differences import awards_in_order, differs
from mcplanner.plans.model import Alternative, Note, Plan, StageProof, Status, Target
from mcplanner.plans.retakes import held_as, why_again, without_needless
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem, exclude_earlier_plan
from mcplanner.problem.measures import stage_value
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.search import UNSOLVED, Solution, any_plan, solve
from mcplanner.verify import Violation, verify

CREDIT_ORDER = Note(
    "credit-order",
    "credit is drawn from your wallets in their order, which uses less of it than could be used: a cheaper plan may exist",
)


NO_REASONS = Note("no-reasons", "time ran out before it was found out why each module starts when it does")


class RefusedPlanError(Exception):
    """A plan broke a rule: a defect of mcplan, never the learner's."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(f"{violation.rule}: {violation.text}" for violation in violations))
        self.violations = violations


def awards_of_kind(catalogue: Catalogue, kind: str, field: str | None) -> tuple[Award, ...]:
    """The awards that a kind of award can stand for, in the catalogue's order."""
    return tuple(award for award in catalogue.awards if award.kind == kind and field in (None, award.field))


class _Question(Struct, frozen=True):
    """Targets and the problem they make, None where time ran out before; the answer so far, if it was sought."""

    targets: tuple[str, ...]
    stated: PlanningProblem | None
    solution: Solution = UNSOLVED

    @property
    def problem(self) -> PlanningProblem:
        assert self.stated is not None, "what is not stated has no answer"
        return self.stated

    def values(self, stages: tuple[Stage, ...]) -> tuple[int, ...]:
        assert self.solution.schedule is not None
        return tuple(stage_value(self.problem, self.solution.schedule, stage) for stage in stages)


class Planning(Struct, frozen=True, dict=True):
    """One request over one catalogue for one learner."""

    catalogue: Catalogue
    learner: Learner
    request: Request
    watch: Watch
    pricing: Pricing

    def plan(self, through: Stage | None = None) -> Plan:
        """The verified plan, sought through a stage at least, or to the end."""
        kind = self._kind()
        if kind is not None:
            return self.soonest_of_kind(kind, through)
        outline = self._outlines.get(self.request.targets) or self.question(self.request.targets)
        return self.finished(self.solved(outline, through))

    def possible(self) -> bool | None:
        """Whether there is any plan; None where that was not settled in time."""
        choices = self._choices()
        answers = [self._any_plan(targets, len(choices) - position) for position, targets in enumerate(choices)]
        if any(answer.schedule is not None for answer in answers):
            return True
        return False if all(answer.proved for answer in answers) else None

    def _any_plan(self, targets: tuple[str, ...], searches: int) -> Solution:
        """Some plan for targets, or the proof that there is none; `searches` are still to come."""
        stated = self.question(targets).stated
        return UNSOLVED if stated is None else any_plan(stated, self.watch.share(searches))

    def changed(self, learner: Learner, request: Request, watch: Watch) -> "Planning":
        """Another request of another learner over the same catalogue."""
        return Planning(self.catalogue, learner, request, watch, self.pricing)

    @cached_property
    def later(self) -> "Planning":
        """The same request without a last month; it has half of the time that is left, the rest is for changes that help."""
        own = self.learner
        learner = own if own.minutes_per_week is not None else own.replace(minutes_per_week=HOURS_IN_A_WEEK * 60)
        request = replace(self.request, by=None, prefer="finish")
        return Planning(self.catalogue, learner, request, self.watch.share(2), self.pricing)

    @cached_property
    def _outlines(self) -> dict[tuple[str, ...], _Question]:
        return {}

    def outline(self, targets: tuple[str, ...], searches: int = 1) -> _Question:
        """The question about targets with its answer sought as far as the finish, once; `searches` are still to come."""
        if targets not in self._outlines:
            self._outlines[targets] = self.solved(self.question(targets), Stage.FINISH, searches)
        return self._outlines[targets]

    def _kind(self) -> str | None:
        """The kind of award among the targets, if there is one."""
        known = self.catalogue.entry_by_id
        kinds = [target for target in self.request.targets if isinstance(requirement_of(target), str) and target not in known]
        assert len(kinds) <= 1, "one kind of award at a time"
        assert all(kind in KINDS for kind in kinds), "a target is an id or a kind of award"
        return kinds[0] if kinds else None

    def _choices(self) -> list[tuple[str, ...]]:
        """The targets, once for each award that the kind among them can stand for."""
        kind = self._kind()
        if kind is None:
            return [self.request.targets]
        awards = awards_of_kind(self.catalogue, kind, self.request.field)
        return [tuple(award.id if target == kind else target for target in self.request.targets) for award in awards]

    def question(self, targets: tuple[str, ...]) -> _Question:
        """The question about targets, as far as there is time to state it."""
        request = self.request
        with suppress(OutOfTimeError), self.watch.limiting():
            problem = build_problem(
                self.catalogue, self.learner, targets, request.start, request.by, request.prefer, self.pricing, request.keep
            )
            return _Question(targets, problem)
        return _Question(targets, None)

    def solved(self, question: _Question, through: Stage | None = None, searches: int = 1) -> _Question:
        """The question with its answer, sought through a stage at least, or to the end; `searches` are still to come."""
        if question.stated is None or (through is not None and through in question.solution.settled):
            return question
        solution = solve(question.problem, self.watch.share(searches), through, question.solution)
        return replace(question, solution=solution if solution.proved else self._without_needless(question, solution))

    def _without_needless(self, question: _Question, solution: Solution) -> Solution:
        """The answer, if it is a plan, without what is held and need not be taken again."""
        with suppress(OutOfTimeError), self.watch.finishing():
            if solution.schedule is not None:
                asked = self.catalogue, self.learner, question.targets, question.problem
                return replace(solution, schedule=without_needless(*asked, solution.schedule))
        return solution

    def unlike(self, plans: Sequence[Plan]) -> Plan:
        """The best plan that differs from all those given."""
        made = self.finished(self.solved(self._question_unlike(plans)), reason=False, others=plans)
        if made.objective is not None:
            same = [earlier for earlier in plans if not differs(made, earlier)]
            if same:
                raise RefusedPlanError((Violation("other", "the plan is an earlier one, merely shifted"),))
        return made

    def _question_unlike(self, plans: Sequence[Plan]) -> _Question:
        """The question about the request's targets, without the plans given, as far as there is time to state it."""
        question = self.question(self.request.targets)
        with suppress(OutOfTimeError), self.watch.limiting():
            for earlier in plans if question.stated is not None else ():
                modules = tuple(enrolment.module for enrolment in earlier.enrolments)
                without = exclude_earlier_plan(
                    self.catalogue, self.learner, question.problem, modules, awards_in_order(earlier)
                )
                question = replace(question, stated=without)
            return question
        return replace(question, stated=None)

    def soonest_of_kind(self, kind: str, through: Stage | None) -> Plan:
        """The plan for the award of a kind that is earned soonest, then cheapest, then first in the file; the others named.

        Every award is planned as far as its finish; only those that tie are planned to the end.
        """
        awards = awards_of_kind(self.catalogue, kind, self.request.field)
        choices = self._choices()
        outlines = [self.outline(targets, len(choices) - position + 1) for position, targets in enumerate(choices)]
        others = {award.id: self._alternative(award, outline) for award, outline in zip(awards, outlines, strict=True)}
        reachable = [
            (award, outline) for award, outline in zip(awards, outlines, strict=True) if outline.solution.schedule is not None
        ]
        if not reachable:
            return self._none_of_kind(kind, tuple(others.values()), [outline.solution for outline in outlines])
        stages = reachable[0][1].problem.stages
        until_finish = stages[: stages.index(Stage.FINISH) + 1]
        soonest = min(outline.values(until_finish) for _, outline in reachable)
        first = [(award, outline) for award, outline in reachable if outline.values(until_finish) == soonest]
        tied = [
            (award, self.solved(outline, through, searches=len(first) - position))
            for position, (award, outline) in enumerate(first)
        ]
        then = (*KEEPING_STAGES, Stage.COST)
        best = min(answer.values(then) for _, answer in tied)
        chosen, answer = next(entry for entry in tied if entry[1].values(then) == best)
        del others[chosen.id]
        made = replace(self.finished(answer), alternatives=tuple(others.values()))
        rivals = {key: [outline.solution for outline in outlines] for key in until_finish}
        rivals |= {key: [other.solution for _, other in tied] for key in then}
        made = replace(made, proof=tuple(_against(rivals, each) for each in made.proof))
        open_questions = [
            (outline.solution, until_finish)
            for outline in outlines
            if not outline.solution.proved and _least_values(outline.solution, until_finish) <= soonest
        ]
        for _, other in tied:
            if other is not answer and not other.solution.proved and _least_values(other.solution, then) < best:
                open_questions.append((other.solution, then))
        if not open_questions or made.bound is None:
            return made
        bounds = dict(answer.solution.bounds)
        for solution, stages in open_questions:
            for stage, least in zip(stages, _least_values(solution, stages), strict=True):
                bounds[stage] = min(bounds[stage], least)
        proof = tuple(_lowered(each, bounds) for each in made.proof)
        return replace(made, status=Status.FEASIBLE, bound=objective_of(bounds.__getitem__), proof=proof)

    def _none_of_kind(self, kind: str, others: tuple[Alternative, ...], solutions: Sequence[Solution]) -> Plan:
        """The answer where no award of a kind can be reached, each for its own reason."""
        words = kind.replace("-", " ")
        proved = all(solution.proved for solution in solutions)
        return Plan(
            status=Status.INFEASIBLE if proved else Status.UNKNOWN,
            targets=(Target(kind, f"any {words}", kind),),
            start=self.request.start,
            budget_minutes_per_week=self.learner.minutes_per_week,
            alternatives=others,
            reason=_reason_of_kind(words, others, proved),
            proof=_no_plan_by([solution.impossible_by for solution in solutions]),
        )

    def _alternative(self, award: Award, outline: _Question) -> Alternative:
        if outline.solution.schedule is None:
            return Alternative(award.id, award.title, None, self._reason(outline), outline.solution.proved)
        (months,) = outline.values((Stage.FINISH,))
        if months == 0:
            return Alternative(award.id, award.title, None, "nothing is left to study: what you hold is enough")
        finish = Month(self.request.start + months - 1)
        proved = outline.solution.proved
        return Alternative(award.id, award.title, finish, None if proved else "perhaps sooner: not proved", proved)

    def _reason(self, question: _Question) -> str:
        """Why there is no schedule, in a sentence; it is sought in half of the time that is left."""
        if not question.solution.proved:
            return self._too_late_for("a plan was found")
        problem = question.problem
        if self.request.by is not None:
            later = self.later.outline(question.targets, len(self._choices()))
            if later.solution.schedule is not None or not later.solution.proved:
                return too_late(problem, later.solution, self.request.by)
            problem = later.problem
        return why_impossible(self.catalogue, self.learner, self.pricing, question.targets, problem, self.watch.share(2))

    def finished(self, question: _Question, reason: bool = True, others: Sequence[Plan] = ()) -> Plan:
        """The plan that an answer stands for, verified; where there is none, with or without the reason.

        The others are plans from which it must differ.
        """
        solution = question.solution
        frame = Plan(
            status=Status.INFEASIBLE if solution.proved else Status.UNKNOWN,
            targets=tuple(_target(self.catalogue, target) for target in question.targets),
            start=self.request.start,
            budget_minutes_per_week=self.learner.minutes_per_week,
            prefer=self.request.prefer,
            catalogue_title=self.catalogue.title,
            as_of=self.catalogue.as_of,
        )
        if solution.schedule is None:
            frame = replace(frame, proof=_no_plan_by([solution.impossible_by]))
            return replace(frame, reason=self._reason(question)) if reason else frame
        with suppress(OutOfTimeError), self.watch.finishing():
            return self._verified(frame, question, others)
        return replace(frame, status=Status.UNKNOWN, reason=self._too_late_for("the plan that was found was verified"))

    def _taken_again(self, made: Plan) -> Iterator[Note]:
        """What a plan takes again, and why; what is under way was decided before."""
        held = held_by(self.learner)
        for each in made.enrolments:
            if not each.under_way and held_as(self.catalogue, held, each.module) is not None:
                why = why_again(self.catalogue, self.learner, made, each)
                yield Note("again", f"{each.title} ({each.module}) is taken{' again' * each.again}: {why}")

    def _pins_without_use(self, made: Plan) -> Iterator[Note]:
        """What is pinned and held, and need not be taken again."""
        held, taken = held_by(self.learner), {each.module for each in made.enrolments}
        for module, month in self.learner.pins.items():
            if module in held and module not in taken:
                pinned = f"{self.catalogue.module_by_id[module].title} ({module}) is pinned to {month_name(month)}"
                yield Note("pin-unused", f"{pinned}, but what you hold is enough: it is not taken again")

    def _too_late_for(self, what: str) -> str:
        """That time was up before something."""
        return f"{'the search was stopped' if self.watch.interrupted else 'time ran out'} before {what}"

    def _verified(self, frame: Plan, question: _Question, others: Sequence[Plan]) -> Plan:
        """The frame with the plan that was found, verified, and as far as there is time with the reasons for it."""
        solution = question.solution
        assert solution.schedule is not None, "only what was found is verified"
        made = replace(
            filled(self.catalogue, self.learner, self.pricing, frame, question.problem, solution.schedule),
            status=Status.OPTIMAL if solution.proved else Status.FEASIBLE,
            bound=objective_of(solution.bounds.__getitem__),
            proof=tuple(
                StageProof(stage, solution.bounds[stage], solution.bases[stage], solution.bounds[stage] == value)
                for stage, value in zip(solution.settled, question.values(solution.settled), strict=True)
            ),
        )
        made = replace(made, warnings=(*made.warnings, *self._taken_again(made), *self._pins_without_use(made)))
        if made.spending is not None and not made.spending.exact:
            made = _not_exact(made)
        violations = verify(self.catalogue, self.learner, self.pricing.funding, self.request, made)
        if made.warnings[-1:] == (CREDIT_ORDER,) and {violation.rule for violation in violations} == {"R11"}:
            return replace(
                frame, status=Status.UNKNOWN, reason=f"the plan found costs more than your limit: {CREDIT_ORDER.text}"
            )
        if violations:
            raise RefusedPlanError(violations)
        keep = self.request.keep
        try:
            reasoned = with_reasons(self.catalogue, self.pricing, made, keep, others)
            return with_changes(self.catalogue, self.pricing, reasoned, keep) if keep else reasoned
        except OutOfTimeError:
            return replace(made, warnings=(*made.warnings, NO_REASONS))


def _least_values(solution: Solution, stages: tuple[Stage, ...]) -> tuple[int, ...]:
    """What no plan is under; where nothing is known of it, a month, and nothing of all else."""
    return tuple(solution.bounds.get(stage, int(stage is Stage.FINISH)) for stage in stages)


def _no_plan_by(bases: Sequence[Basis | None]) -> tuple[StageProof, ...]:
    """The proof that there is no plan, where each part of it rests on something."""
    known = [basis for basis in bases if basis is not None]
    return (StageProof(None, None, heaviest(known), settled=True),) if len(known) == len(bases) else ()


def _against(rivals: Mapping[Stage, Sequence[Solution]], proof: StageProof) -> StageProof:
    """What a proof rests on together with the proofs that no other award of the kind is worth less in the stage."""
    assert proof.stage is not None, "a plan is proved stage by stage"
    bases = [own.impossible_by if own.schedule is None else own.bases.get(proof.stage) for own in rivals.get(proof.stage, ())]
    return replace(proof, by=heaviest([proof.by, *(basis for basis in bases if basis is not None)]))


def _lowered(proof: StageProof, bounds: Mapping[Stage, int]) -> StageProof:
    """The same where another award of the kind might be worth less."""
    if proof.stage is None or bounds[proof.stage] == proof.value:
        return proof
    return replace(proof, value=bounds[proof.stage], settled=False)


def _reason_of_kind(words: str, others: tuple[Alternative, ...], proved: bool) -> str:
    reasons = {other.reason for other in others}
    if len(others) == 1:
        return f"{others[0].title}: {others[0].reason}"
    if len(reasons) == 1:
        return f"no {words} can be reached: {reasons.pop()}"
    if not proved:
        return f"no {words} was found, and time ran out for some"
    return f"no {words} can be reached; for one, {others[0].title}: {others[0].reason}"


def _target(catalogue: Catalogue, target: str) -> Target:
    requirement = requirement_of(target)
    if isinstance(requirement, Skill):
        return Target(target, requirement.skill, "skill")
    entry = catalogue.entry_by_id[target]
    kind = entry.kind if isinstance(entry, Award) else type(entry).__name__.lower()
    return Target(entry.id, entry.title, kind)


def _not_exact(made: Plan) -> Plan:
    """The plan with what it really costs, where wallets cannot be drawn as the search took for granted."""
    assert made.objective is not None
    assert made.spending is not None
    objective = replace(made.objective, cost_cents=made.spending.payable_cents)
    return replace(made, status=Status.FEASIBLE, objective=objective, warnings=(*made.warnings, CREDIT_ORDER))
