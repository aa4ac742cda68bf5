"""From a catalogue, a learner and targets to a verified plan.

Floor 8. States the problem, has it solved, writes the answer as a `Plan` and has it verified; knows no solver's inside, no
terminal and no file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from mcplanner.because import with_changes, with_reasons
from mcplanner.catalogue import KINDS, Award, Catalogue
from mcplanner.earning import earned, modules_toward
from mcplanner.explain import why_impossible
from mcplanner.learner import Learner
from mcplanner.months import Month
from mcplanner.pricing import Pricing
from mcplanner.problem import KEEPING_STAGES, PlanningProblem, Schedule, Stage, load, stage_value
from mcplanner.relaxations import conflict, relaxations
from mcplanner.request import Request, requirement_of
from mcplanner.requirements import Skill
from mcplanner.schedule import (
    Alternative,
    EarnedAward,
    Enrolment,
    Fastest,
    MonthLoad,
    Note,
    Objective,
    Plan,
    Status,
    Target,
)
from mcplanner.solvers.search import UNSOLVED, Solution, any_plan, solve
from mcplanner.solvers.watch import Listener, Watch
from mcplanner.spending import cheaper_later, spend
from mcplanner.statement import build_problem
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
    changes would help, which may take long. The listener is told how far a search is. Ctrl-C ends the search with the best
    plan so far and a warning `interrupted`; before there is one it ends everything.

    Raises
    ------
    RefusedPlanError
        The verifier found that the plan breaks a rule.

    Notes
    -----
    Every id in the request and the learner must exist in the catalogue, and a kind must have an award.
    """
    watch = Watch(request.seconds, listener)
    pricing = pricing or Pricing(learner)
    made = _Planning(catalogue, learner, request, watch, pricing).plan()
    if watch.interrupted and made.objective is not None:
        return replace(made, warnings=(*made.warnings, INTERRUPTED))
    if advice and made.status is Status.INFEASIBLE:
        return _advised(catalogue, learner, request, pricing, made)
    if advice and made.finish is not None:
        return _weighed(catalogue, learner, request, pricing, made)
    return made


def _weighed(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, made: Plan) -> Plan:
    """A plan with what a lower cost takes in months: against the fastest one, or how much less the same would cost later."""
    if request.prefer != "cost":
        later = cheaper_later(catalogue, pricing, made)
        return made if later is None else replace(made, warnings=(*made.warnings, later))
    targets = tuple(target.id for target in made.targets)
    sooner = replace(request, targets=targets, prefer="finish")
    fastest = _Planning(catalogue, learner, sooner, Watch(request.seconds), pricing).plan(through=Stage.COST)
    if fastest.finish is None or fastest.objective is None:
        return made
    proved = fastest.status is Status.OPTIMAL
    return replace(made, fastest=Fastest(fastest.finish, fastest.objective.cost_cents, proved))


def _advised(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, made: Plan) -> Plan:
    """An impossible request with the demands that conflict and the least changes that would make it possible."""
    quick = replace(request, seconds=min(request.seconds, SECONDS_PER_CHANGE))

    def possible(changed: Learner, asked: Request) -> bool | None:
        return _Planning(catalogue, changed, asked, Watch(asked.seconds), pricing).possible()

    def attempt(changed: Learner, asked: Request) -> Plan:
        return _Planning(catalogue, changed, asked, Watch(asked.seconds), pricing).plan(through=Stage.FINISH)

    return replace(
        made,
        conflict=conflict(learner, quick, possible),
        relaxations=relaxations(learner, quick, possible, attempt),
    )


def awards_of_kind(catalogue: Catalogue, kind: str, field: str | None) -> tuple[Award, ...]:
    """The awards that a kind of award can stand for, in the catalogue's order."""
    return tuple(award for award in catalogue.awards if award.kind == kind and field in (None, award.field))


@dataclass(frozen=True, slots=True)
class _Question:
    """Targets and the problem they make; the answer so far, if it was sought."""

    targets: tuple[str, ...]
    problem: PlanningProblem
    solution: Solution = UNSOLVED

    def values(self, stages: tuple[Stage, ...]) -> tuple[int, ...]:
        assert self.solution.schedule is not None
        return tuple(stage_value(self.problem, self.solution.schedule, stage) for stage in stages)


@dataclass(frozen=True, slots=True)
class _Planning:
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
        answers = []
        for targets in self._choices():
            self.watch.restart()
            answers.append(any_plan(self.question(targets).problem, self.watch))
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

    def solved(self, question: _Question, through: Stage | None = None) -> _Question:
        """The question with its answer, sought through a stage at least, or to the end."""
        self.watch.restart()
        solution = solve(question.problem, self.watch, through, question.solution)
        return replace(question, solution=solution)

    def soonest_of_kind(self, kind: str, through: Stage | None) -> Plan:
        """The plan for the award of a kind that is earned soonest, then cheapest, then first in the file; the others named.

        Every award is planned as far as its finish; only those that tie are planned to the end.
        """
        awards = awards_of_kind(self.catalogue, kind, self.request.field)
        outlines = [self.solved(self.question(targets), through=Stage.FINISH) for targets in self._choices()]
        others = {award.id: self._alternative(award, outline) for award, outline in zip(awards, outlines, strict=True)}
        proved = all(outline.solution.proved for outline in outlines)
        reachable = [
            (award, outline) for award, outline in zip(awards, outlines, strict=True) if outline.solution.schedule is not None
        ]
        if not reachable:
            return self._none_of_kind(kind, tuple(others.values()), proved)
        stages = reachable[0][1].problem.stages
        until_finish = stages[: stages.index(Stage.FINISH) + 1]
        soonest = min(outline.values(until_finish) for _, outline in reachable)
        tied = [
            (award, self.solved(outline, through)) for award, outline in reachable if outline.values(until_finish) == soonest
        ]
        then = (*KEEPING_STAGES, Stage.COST)
        best = min(answer.values(then) for _, answer in tied)
        chosen, answer = next(entry for entry in tied if entry[1].values(then) == best)
        del others[chosen.id]
        made = replace(self.finished(answer), alternatives=tuple(others.values()))
        if proved or made.bound is None:
            return made
        earliest = min(outline.solution.bounds.get(Stage.FINISH, 1) for outline in outlines if not outline.solution.proved)
        bound = replace(made.bound, finish_months=min(made.bound.finish_months, earliest))
        return replace(made, status=Status.FEASIBLE, bound=bound)

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
        request = self.request
        return why_impossible(
            self.catalogue, self.learner, self.pricing, question.targets, question.problem, request.by, request.seconds
        )

    def finished(self, question: _Question) -> Plan:
        """The plan that an answer stands for, after the verifier has seen it."""
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
            return replace(frame, reason=self._reason(question))
        made = replace(
            _filled(self.catalogue, self.learner, self.pricing, frame, question.problem, solution.schedule),
            status=Status.OPTIMAL if solution.proved else Status.FEASIBLE,
            bound=_objective(solution.bounds.__getitem__),
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
        reasoned = with_reasons(self.catalogue, self.learner, made)
        keep = self.request.keep
        return with_changes(self.catalogue, self.learner, reasoned, keep) if keep else reasoned


def _reason_of_kind(words: str, others: tuple[Alternative, ...], proved: bool) -> str:
    reasons = {other.reason for other in others}
    if len(others) == 1:
        return f"{others[0].title}: {others[0].reason}"
    if len(reasons) == 1:
        return f"no {words} can be reached: {reasons.pop()}"
    return f"no {words} can be reached" if proved else f"no {words} was found, and time ran out for some"


def _objective(value_of: Callable[[Stage], int]) -> Objective:
    return Objective(
        finish_months=value_of(Stage.FINISH),
        cost_cents=value_of(Stage.COST),
        minutes_total=value_of(Stage.MINUTES),
        peak_minutes_per_week=value_of(Stage.PEAK),
        start_months_total=value_of(Stage.STARTS),
        moved_modules=value_of(Stage.MOVED),
        moved_months=value_of(Stage.SHIFT),
    )


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


def _filled(
    catalogue: Catalogue, learner: Learner, pricing: Pricing, frame: Plan, problem: PlanningProblem, schedule: Schedule
) -> Plan:
    """The frame with enrolments, awards, load, objective and warnings."""
    finish = Month(frame.start + stage_value(problem, schedule, Stage.FINISH) - 1)
    started = {entry.module: entry.started for entry in learner.under_way}
    enrolments = tuple(
        _enrolment(catalogue, placement.module, frame.start, finish, placement.start, placement.end, started)
        for placement in schedule
    )
    ends: dict[str, Month | None] = {entry.module: entry.ended for entry in learner.held}
    ends |= {enrolment.module: enrolment.end for enrolment in enrolments}
    awards = tuple(_awards(catalogue, ends, enrolments))
    toward = {award.id: modules_toward(catalogue, award.id) for award in awards}
    counted = tuple(
        replace(enrolment, counts_toward=tuple(award for award in toward if enrolment.module in toward[award]))
        for enrolment in enrolments
    )
    paid, spending = (
        spend(catalogue, pricing, counted, learner.cost_limit_per_year_cents) if pricing.funded else (counted, None)
    )
    minutes = load(schedule)
    return replace(
        frame,
        finish=finish if enrolments else None,
        objective=_objective(lambda stage: stage_value(problem, schedule, stage)),
        enrolments=paid,
        spending=spending,
        awards=awards,
        load=tuple(
            MonthLoad(
                month=Month(frame.start + offset),
                budget_minutes_per_week=None
                if learner.minutes_per_week is None
                else learner.minutes_at(Month(frame.start + offset)),
                minutes_per_week=minutes[offset],
            )
            for offset in range(len(minutes))
        ),
        warnings=tuple(_warnings(enrolments)),
    )


def _enrolment(
    catalogue: Catalogue, id: str, plan_start: Month, finish: Month, start: int, end: int, started: Mapping[str, Month]
) -> Enrolment:
    """A module from its start, which for one under way may be before the plan's, to its end."""
    module = catalogue.module_by_id[id]
    provider = catalogue.provider_by_id[module.provider]
    under_way = module.id in started
    first = started.get(module.id, Month(plan_start + start))
    months = plan_start + end - first
    no_choice = under_way or (module.intakes is None and module.runs is None)
    return Enrolment(
        module=module.id,
        title=module.title,
        field=module.field,
        provider=module.provider,
        mode=module.mode,
        start=first,
        end=Month(plan_start + end - 1),
        hours=module.hours,
        minutes_per_week=next(pace.minutes_per_week for pace in module.paces if pace.months == months),
        apply_by=module.apply_by(first),
        fee_cents=module.fee_cents,
        days=module.days,
        intake_months=()
        if no_choice
        else tuple(Month(month) for month in range(plan_start, finish + 1) if module.starts_in(Month(month))),
        field_title=catalogue.field_by_id[module.field].title,
        provider_title=provider.title,
        venue=provider.venue,
        sessions=module.sessions,
        under_way=under_way,
    )


def _awards(catalogue: Catalogue, ends: dict[str, Month | None], enrolments: tuple[Enrolment, ...]) -> Iterator[EarnedAward]:
    """The awards that the enrolments earn, by month and then the catalogue's order; those held before are not among them."""
    taken = {enrolment.module for enrolment in enrolments}
    held = {module: end for module, end in ends.items() if module not in taken}
    found = []
    for award in catalogue.awards:
        _, month = earned(catalogue, award, ends)
        if month is not None and not earned(catalogue, award, held)[0]:
            found.append(EarnedAward(award.id, award.title, award.kind, month))
    yield from sorted(found, key=lambda award: award.earned)


def _warnings(enrolments: tuple[Enrolment, ...]) -> Iterator[Note]:
    for enrolment in enrolments:
        if enrolment.days is not None and not enrolment.under_way:
            days = f"{enrolment.days.normalize():f}"
            unit = "day" if days == "1" else "days"
            yield Note("days-off", f"{enrolment.title} is taught in {days} full {unit}: you need them off work")
