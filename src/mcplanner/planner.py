"""From a catalogue, a learner and targets to a verified plan.

Floor 8. States the problem, has it solved, writes the answer as a `Plan` and has it verified; knows no solver's inside, no
terminal and no file.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.asked import check_asked
from mcplanner.because import with_changes, with_reasons
from mcplanner.catalogue import KINDS, Award, Catalogue
from mcplanner.explain import why_impossible
from mcplanner.filling import filled, objective_of
from mcplanner.learner import Learner
from mcplanner.months import Month, month_name
from mcplanner.other_plans import awards_in_order, compared, differs
from mcplanner.pricing import Pricing
from mcplanner.problem import KEEPING_STAGES, PlanningProblem, Stage, stage_value
from mcplanner.relaxations import conflict, relaxations
from mcplanner.request import Request, requirement_of
from mcplanner.requirements import Skill
from mcplanner.schedule import (
    Alternative,
    Fastest,
    Note,
    OtherPlan,
    Plan,
    Status,
    Target,
)
from mcplanner.solvers.search import UNSOLVED, Solution, any_plan, solve
from mcplanner.solvers.watch import Listener, Watch
from mcplanner.spending import cheaper_later, idle_credit
from mcplanner.statement import build_problem, unlike
from mcplanner.verify import Violation, verify

SECONDS_PER_CHANGE = 10.0
"""How long to search for a plan of a request with one dial turned at most."""


CREDIT_ORDER = Note(
    "credit-order",
    "credit is drawn from your wallets in their order, which uses less of it than could be used: a cheaper plan may exist",
)

INTERRUPTED = Note("interrupted", "the search was stopped before it was finished: a better plan may exist")


class RefusedPlanError(Exception):
    """A plan broke a rule: a defect of mcplan, never the learner's."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(f"{violation.rule}: {violation.text}" for violation in violations))
        self.violations = violations


def plan(
    catalogue: Catalogue,
    learner: Learner,
    request: Request,
    *,
    pricing: Pricing | None = None,
    advice: bool = True,
    listener: Listener | None = None,
) -> Plan:
    """The best plan there is, verified; or one without enrolments that says why there is none.

    Without `pricing`, a module costs its fee. With `advice`, a plan without enrolments also says what conflicts and which least
    changes would help. The request's time is for all of it. The listener is told how far a search is. Ctrl-C ends the search
    with the best plan so far and a warning `interrupted`; before there is one it ends everything.

    Raises
    ------
    AskedError
        There is no target, or a name in the request or the learner that the catalogue does not have.
    RefusedPlanError
        The verifier found that the plan breaks a rule.
    """
    check_asked(catalogue, learner, request)
    watch = Watch(request.seconds, listener)
    pricing = pricing or Pricing(learner)
    weighed = advice and request.prefer == "cost"
    searches = 1 + (request.others > 0) + weighed
    made = _Planning(catalogue, learner, request, watch.share(searches), pricing).plan()
    if request.others and made.enrolments:
        made = _with_others(catalogue, learner, request, pricing, made, watch.share(1 + weighed))
    if watch.interrupted and made.objective is not None:
        return replace(made, warnings=(*made.warnings, INTERRUPTED))
    if advice and made.status is Status.INFEASIBLE:
        return _advised(catalogue, learner, request, pricing, made, watch)
    if advice and made.finish is not None:
        made = replace(made, warnings=(*made.warnings, *idle_credit(catalogue, pricing, made)))
        return _weighed(catalogue, learner, request, pricing, made, watch)
    return made


def _weighed(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, made: Plan, watch: Watch) -> Plan:
    """A plan with what a lower cost takes in months: against the fastest one, or how much less the same would cost later."""
    if request.prefer != "cost":
        later = cheaper_later(catalogue, pricing, made)
        return made if later is None else replace(made, warnings=(*made.warnings, later))
    targets = tuple(target.id for target in made.targets)
    sooner = replace(request, targets=targets, prefer="finish")
    fastest = _Planning(catalogue, learner, sooner, watch, pricing).plan(through=Stage.COST)
    if fastest.finish is None or fastest.objective is None:
        return made
    proved = fastest.status is Status.OPTIMAL
    return replace(made, fastest=Fastest(fastest.finish, fastest.objective.cost_cents, proved))


def _advised(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, made: Plan, watch: Watch) -> Plan:
    """An impossible request with the demands that conflict and the least changes that would make it possible."""

    def possible(changed: Learner, asked: Request) -> bool | None:
        part = watch.part(SECONDS_PER_CHANGE)
        return _Planning(catalogue, changed, asked, part, pricing).possible() if watch.seconds_left else None

    def attempt(changed: Learner, asked: Request) -> Plan:
        return _Planning(catalogue, changed, asked, watch.part(SECONDS_PER_CHANGE), pricing).plan(through=Stage.FINISH)

    return replace(
        made,
        conflict=conflict(learner, request, possible),
        relaxations=relaxations(learner, request, possible, attempt),
    )


def _with_others(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, made: Plan, watch: Watch) -> Plan:
    """The plan with further ones for the same targets, each the best that differs from all before and ends in time."""
    assert made.finish is not None, "a plan with enrolments has a finish"
    last = Month(made.finish + request.within_months)
    by = last if request.by is None else min(last, request.by)
    asked = replace(request, targets=tuple(target.id for target in made.targets), by=by, field=None)
    found: list[OtherPlan] = []
    left = None
    while len(found) < request.others and left is None:
        planning = _Planning(catalogue, learner, asked, watch.share(request.others - len(found)), pricing)
        other = planning.unlike((made, *(earlier.plan for earlier in found)))
        if other.objective is not None:
            found.append(compared(other, made))
        elif other.status is Status.INFEASIBLE:
            left = f"it is proved that no further plan is done by {month_name(by)}"
        else:
            left = "time ran out before a further plan was found"
    return replace(made, other_plans=tuple(found), no_further_plan=left)


def awards_of_kind(catalogue: Catalogue, kind: str, field: str | None) -> tuple[Award, ...]:
    """The awards that a kind of award can stand for, in the catalogue's order."""
    return tuple(award for award in catalogue.awards if award.kind == kind and field in (None, award.field))


class _Question(Struct, frozen=True):
    """Targets and the problem they make; the answer so far, if it was sought."""

    targets: tuple[str, ...]
    problem: PlanningProblem
    solution: Solution = UNSOLVED

    def values(self, stages: tuple[Stage, ...]) -> tuple[int, ...]:
        assert self.solution.schedule is not None
        return tuple(stage_value(self.problem, self.solution.schedule, stage) for stage in stages)


class _Planning(Struct, frozen=True):
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
        return self.finished(self.solved(self.question(self.request.targets), through))

    def possible(self) -> bool | None:
        """Whether there is any plan; None where that was not settled in time."""
        choices = self._choices()
        answers = [
            any_plan(self.question(targets).problem, self.watch.share(len(choices) - position))
            for position, targets in enumerate(choices)
        ]
        if any(answer.schedule is not None for answer in answers):
            return True
        return False if all(answer.proved for answer in answers) else None

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
        request = self.request
        problem = build_problem(
            self.catalogue, self.learner, targets, request.start, request.by, request.prefer, self.pricing, request.keep
        )
        return _Question(targets, problem)

    def solved(self, question: _Question, through: Stage | None = None, searches: int = 1) -> _Question:
        """The question with its answer, sought through a stage at least, or to the end; `searches` are still to come."""
        solution = solve(question.problem, self.watch.share(searches), through, question.solution)
        return replace(question, solution=solution)

    def unlike(self, plans: Sequence[Plan]) -> Plan:
        """The best plan that differs from all those given."""
        question = self.question(self.request.targets)
        problem = question.problem
        for earlier in plans:
            modules = (enrolment.module for enrolment in earlier.enrolments)
            problem = unlike(self.catalogue, self.learner, problem, tuple(modules), awards_in_order(earlier))
        made = self.finished(self.solved(replace(question, problem=problem)), reason=False)
        if made.objective is not None:
            same = [earlier for earlier in plans if not differs(made, earlier)]
            if same:
                raise RefusedPlanError((Violation("other", "the plan is an earlier one, merely shifted"),))
        return made

    def soonest_of_kind(self, kind: str, through: Stage | None) -> Plan:
        """The plan for the award of a kind that is earned soonest, then cheapest, then first in the file; the others named.

        Every award is planned as far as its finish; only those that tie are planned to the end.
        """
        awards = awards_of_kind(self.catalogue, kind, self.request.field)
        choices = self._choices()
        outlines = [
            self.solved(self.question(targets), Stage.FINISH, searches=len(choices) - position + 1)
            for position, targets in enumerate(choices)
        ]
        others = {award.id: self._alternative(award, outline) for award, outline in zip(awards, outlines, strict=True)}
        reachable = [
            (award, outline) for award, outline in zip(awards, outlines, strict=True) if outline.solution.schedule is not None
        ]
        if not reachable:
            proved = all(outline.solution.proved for outline in outlines)
            return self._none_of_kind(kind, tuple(others.values()), proved)
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
        open_questions = [(outline.solution, until_finish) for outline in outlines if not outline.solution.proved]
        for _, other in tied:
            least = tuple(other.solution.bounds[stage] for stage in then)
            if other is not answer and not other.solution.proved and least < best:
                open_questions.append((other.solution, then))
        if not open_questions or made.bound is None:
            return made
        bounds = dict(answer.solution.bounds)
        for solution, stages in open_questions:
            for stage in stages:
                bounds[stage] = min(bounds[stage], solution.bounds.get(stage, int(stage is Stage.FINISH)))
        return replace(made, status=Status.FEASIBLE, bound=objective_of(bounds.__getitem__))

    def _none_of_kind(self, kind: str, others: tuple[Alternative, ...], proved: bool) -> Plan:
        """The answer where no award of a kind can be reached, each for its own reason."""
        words = kind.replace("-", " ")
        return Plan(
            status=Status.INFEASIBLE if proved else Status.UNKNOWN,
            targets=(Target(kind, f"any {words}", kind),),
            start=self.request.start,
            budget_minutes_per_week=self.learner.minutes_per_week,
            alternatives=others,
            reason=_reason_of_kind(words, others, proved),
        )

    def _alternative(self, award: Award, outline: _Question) -> Alternative:
        if outline.solution.schedule is None:
            return Alternative(award.id, award.title, None, self._reason(outline), outline.solution.proved)
        (months,) = outline.values((Stage.FINISH,))
        if months == 0:
            return Alternative(award.id, award.title, None, "nothing is left to study: what you hold is enough")
        finish = Month(self.request.start + months - 1)
        return Alternative(award.id, award.title, finish, None if outline.solution.proved else "perhaps sooner: not proved")

    def _reason(self, question: _Question) -> str:
        """Why there is no schedule, in a sentence."""
        if not question.solution.proved:
            return "time ran out before a plan was found"
        by = self.request.by
        return why_impossible(self.catalogue, self.learner, self.pricing, question.targets, question.problem, by, self.watch)

    def finished(self, question: _Question, reason: bool = True) -> Plan:
        """The plan that an answer stands for, verified; where there is none, with or without the reason."""
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
            return replace(frame, reason=self._reason(question)) if reason else frame
        made = replace(
            filled(self.catalogue, self.learner, self.pricing, frame, question.problem, solution.schedule),
            status=Status.OPTIMAL if solution.proved else Status.FEASIBLE,
            bound=objective_of(solution.bounds.__getitem__),
        )
        if made.spending is not None and not made.spending.exact:
            made = _not_exact(made)
        violations = verify(self.catalogue, self.learner, self.pricing, made, self.request.by, self.request.keep)
        if made.warnings[-1:] == (CREDIT_ORDER,) and {violation.rule for violation in violations} == {"R11"}:
            return replace(
                frame, status=Status.UNKNOWN, reason=f"the plan found costs more than your limit: {CREDIT_ORDER.text}"
            )
        if violations:
            raise RefusedPlanError(violations)
        reasoned = with_reasons(self.catalogue, self.pricing, made)
        keep = self.request.keep
        return with_changes(self.catalogue, self.pricing, reasoned, keep) if keep else reasoned


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
