"""The planning problem as a CP-SAT model: one function per rule, one per stage of the objective.

Floor 7. Knows `PlanningProblem` and the engine; nothing of the catalogue, of text, or of how a search is steered.

For each candidate there are variables for whether it is enrolled, its start (its intakes are the domain) and, where it has
several paces, which one. The hours come in one of two ways. `r5_hours` gives each pace an optional interval, and the hours one
cumulative constraint: small and quick. `r5_hours_by_month` gives each start a literal, and the hours a row for each month: what
a linear relaxation needs to see that too many modules compete for too few intakes, which intervals do not show.
"""

from dataclasses import dataclass

from mcplanner.problem import UNLIMITED_MINUTES_PER_WEEK, Candidate, Option, Placement, PlanningProblem, Schedule, Stage
from mcplanner.solvers.demands import demands, plain_demands
from mcplanner.solvers.dominance import precedences
from mcplanner.solvers.engine import Affine, Answer, Literal, Model, Term, Verdict
from mcplanner.solvers.windows import needed_alone
from mcplanner.thresholds import Held, Node, Threshold, ends_within


@dataclass(frozen=True, slots=True)
class Taken:
    """The variables of one candidate: enrolled or not, its start, its exclusive end, and a literal for each option."""

    enrolled: Literal
    start: int
    end: Affine
    options: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """R9: what counts toward an award ended at most so many months before the offset, a variable, at which it is earned."""

    earned: int
    valid_months: int


class PlanModel:
    """A model and its variables; `finish` is at least every end, `peak`, where it is sought, at least every month's load.

    `starts` holds, in a model by month, each candidate's literals with the start and the option they stand for.
    """

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int], seeks_peak: bool) -> None:
        self.problem = problem
        self.compulsory = compulsory
        self.model = Model()
        self.yes = self.model.constant(1)
        self.finish = self.model.integer(0, problem.horizon)
        self.peak = self.model.integer(0, max(problem.budget, default=0)) if seeks_peak else None
        self.taken = [self._take(index, candidate) for index, candidate in enumerate(problem.candidates)]
        self.demands = plain_demands(problem) if seeks_peak else demands(problem)
        self.starts: list[list[tuple[Literal, int, Option]]] = []
        self._satisfied: dict[tuple[int, tuple[Window, ...]], Literal] = {}

    def _take(self, index: int, candidate: Candidate) -> Taken:
        """R2 and R3: at most once, at one pace, in a month in which that pace may start."""
        model = self.model
        enrolled = self.yes if index in self.compulsory else model.boolean()
        starts = sorted({start for option in candidate.options for start in option.starts})
        start = model.member(starts)
        if len(candidate.options) == 1:
            months = candidate.options[0].months
            return Taken(enrolled, start, Affine(start, months), (enrolled,))
        literals = tuple(model.boolean() for _ in candidate.options)
        model.linear([(1, literal) for literal in literals] + [(-1, enrolled)], 0, 0)
        end = model.integer(0, self.problem.horizon)
        for literal, option in zip(literals, candidate.options, strict=True):
            if len(option.starts) < len(starts):
                model.among(start, option.starts, (literal,))
            model.linear(((1, end), (-1, start)), option.months, option.months, (literal,))
        return Taken(enrolled, start, Affine(end), literals)

    def holds(self, node: Node, windows: tuple[Window, ...] = ()) -> Literal:
        """A literal that implies the node is satisfied by what is enrolled and held, and counts within the windows."""
        match node:
            case int():
                return self._counted(node, windows) if windows else self.taken[node].enrolled
            case Held():
                return self._held(node, windows)
            case Threshold():
                key = id(node), windows
                if key not in self._satisfied:
                    inner = self._windows_within(node, windows)
                    literal = self.model.boolean()
                    parts = [(weight, self.holds(part, inner)) for weight, part in node.parts]
                    self.model.linear(parts, node.need, _sum(node), (literal,))
                    self._satisfied[key] = literal
                return self._satisfied[key]

    def holds_before(self, node: Node, index: int, windows: tuple[Window, ...] = ()) -> Literal:
        """The same for what ended before a candidate starts."""
        match node:
            case int():
                literal = self._counted(node, windows)
                self._require_ended(node, index, (literal,))
                return literal
            case Held():
                return self._held(node, windows)
            case Threshold():
                inner = self._windows_within(node, windows)
                literal = self.model.boolean()
                parts = [(weight, self.holds_before(part, index, inner)) for weight, part in node.parts]
                self.model.linear(parts, node.need, _sum(node), (literal,))
                return literal

    def require_before(self, node: Node, index: int, when: tuple[Literal, ...]) -> None:
        """When the literals hold, the node is satisfied by what ended before the candidate starts, or was held."""
        match node:
            case int():
                self._require_ended(node, index, when)
            case Threshold() if not self._can_expire(node) and all(_sum(node) - weight < node.need for weight, _ in node.parts):
                for _, part in node.parts:
                    self.require_before(part, index, when)
            case Threshold():
                self.model.linear(((1, self.holds_before(node, index)),), 1, 1, when)

    def _require_ended(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        self.model.linear(((1, self.taken[needed].enrolled),), 1, 1, when)
        end = self.taken[needed].end
        assert end.variable is not None
        self.model.linear(((1, self.taken[index].start), (-1, end.variable)), end.offset, self.problem.horizon, when)

    def _windows_within(self, node: Threshold, windows: tuple[Window, ...]) -> tuple[Window, ...]:
        """R9: the windows with the one of an award added, where its modules could expire."""
        if node.valid_months is None or not self._can_expire(node):
            return windows
        return (*windows, Window(self.model.integer(0, self.problem.horizon), node.valid_months))

    def _can_expire(self, node: Threshold) -> bool:
        return node.valid_months is not None and not ends_within(node, self.problem.horizon)

    def _counted(self, index: int, windows: tuple[Window, ...]) -> Literal:
        """A literal that implies a candidate is enrolled and its end lies within the windows."""
        taken = self.taken[index]
        literal = self.model.boolean()
        self.model.linear(((1, taken.enrolled),), 1, 1, (literal,))
        assert taken.end.variable is not None
        for window in windows:
            terms = ((1, window.earned), (-1, taken.end.variable))
            self.model.linear(terms, taken.end.offset, taken.end.offset + window.valid_months, (literal,))
        return literal

    def _held(self, held: Held, windows: tuple[Window, ...]) -> Literal:
        if held.end is None or not windows:
            return self.yes
        literal = self.model.boolean()
        for window in windows:
            self.model.linear(((1, window.earned),), 0, max(-1, held.end + window.valid_months), (literal,))
        return literal


def build(problem: PlanningProblem, compulsory: frozenset[int], monthly: bool, seeks_peak: bool) -> PlanModel:
    """The model of a problem: its table of contents."""
    plan = PlanModel(problem, compulsory, seeks_peak)
    r1_target(plan)
    r4_before(plan)
    if monthly:
        r5_hours_by_month(plan)
    else:
        r5_hours(plan)
    r10_choices(plan)
    limits(plan)
    ends_by_finish(plan)
    alike_in_order(plan)
    return plan


def r1_target(plan: PlanModel) -> None:
    """What is enrolled and held satisfies the goal; R9 is part of what satisfies an award."""
    goal = plan.problem.goal
    assert goal is not None
    plan.model.linear([(weight, plan.holds(part)) for weight, part in goal.parts], goal.need, _sum(goal))


def r4_before(plan: PlanModel) -> None:
    """Prerequisites have ended before a candidate starts."""
    for index, candidate in enumerate(plan.problem.candidates):
        enrolled = plan.taken[index].enrolled
        plan.require_before(candidate.before, index, () if enrolled == plan.yes else (enrolled,))


def r5_hours(plan: PlanModel) -> None:
    """Weekly loads add up to at most each month's budget; what a month lacks against the best one is taken by a fixed load."""
    problem = plan.problem
    loads = [
        (plan.model.interval(Affine(taken.start), option.months, () if chosen == plan.yes else (chosen,)), demand)
        for candidate, own, taken in zip(problem.candidates, plan.demands, plan.taken, strict=True)
        for option, demand, chosen in zip(candidate.options, own, taken.options, strict=True)
    ]
    if plan.peak is not None:
        plan.model.cumulative(loads, Affine(plan.peak))
        return
    highest = max(problem.budget, default=0)
    for month, minutes in enumerate(problem.budget):
        if minutes < highest:
            loads.append((plan.model.interval(Affine(None, month), 1), highest - minutes))
    plan.model.cumulative(loads, Affine(None, highest))


def r5_hours_by_month(plan: PlanModel) -> None:
    """The same, month by month, with a literal for each start; R4 and the finish once more in terms of these."""
    model = plan.model
    rows: list[list[Term]] = [[] for _ in plan.problem.budget]
    for candidate, own_demands, taken in zip(plan.problem.candidates, plan.demands, plan.taken, strict=True):
        literals = []
        for option, demand, chosen in zip(candidate.options, own_demands, taken.options, strict=True):
            own = [(model.boolean(), start, option) for start in option.starts]
            model.linear([*((1, literal) for literal, _, _ in own), (-1, chosen)], 0, 0)
            for literal, start, _ in own:
                model.linear(((1, taken.start),), start, start, (literal,))
                for month in range(start, start + option.months):
                    rows[month].append((demand, literal))
            literals += own
        if taken.enrolled == plan.yes:
            model.linear([*((start, literal) for literal, start, _ in literals), (-1, taken.start)], 0, 0)
        ends = [(-start - option.months, literal) for literal, start, option in literals]
        model.linear([(1, plan.finish), *ends], 0, plan.problem.horizon)
        plan.starts.append(literals)
    for row, minutes in zip(rows, plan.problem.budget, strict=True):
        if plan.peak is not None:
            model.linear([*row, (-1, plan.peak)], -UNLIMITED_MINUTES_PER_WEEK, 0)
        elif sum(load for load, _ in row) > minutes:
            model.linear(row, 0, minutes)
    for index, candidate in enumerate(plan.problem.candidates):
        for needed in needed_alone(candidate.before):
            _before_by_month(plan, needed, index)


def _before_by_month(plan: PlanModel, needed: int, index: int) -> None:
    """By no month has a candidate started whose prerequisite has not ended."""
    for month in sorted({start for _, start, _ in plan.starts[index]}):
        ended = [(-1, literal) for literal, start, option in plan.starts[needed] if start + option.months <= month]
        if len(ended) < len(plan.starts[needed]):
            started = [(1, literal) for literal, start, _ in plan.starts[index] if start <= month]
            plan.model.linear([*started, *ended], -1, 0)


def r10_choices(plan: PlanModel) -> None:
    """What is pinned is enrolled; its options leave one start only."""
    for index in plan.problem.pinned:
        plan.model.linear(((1, plan.taken[index].enrolled),), 1, 1)


def limits(plan: PlanModel) -> None:
    """Values that earlier stages have fixed are not exceeded (R11 is the one on cost)."""
    problem = plan.problem
    if problem.cost_limit_cents is not None:
        plan.model.linear(_terms(plan, Stage.COST), 0, problem.cost_limit_cents)
    if problem.minutes_limit is not None:
        plan.model.linear(_terms(plan, Stage.MINUTES), 0, problem.minutes_limit)


def ends_by_finish(plan: PlanModel) -> None:
    """The finish is at least the end of whatever is enrolled."""
    for taken in plan.taken:
        assert taken.end.variable is not None
        when = () if taken.enrolled == plan.yes else (taken.enrolled,)
        plan.model.linear(((1, plan.finish), (-1, taken.end.variable)), taken.end.offset, plan.problem.horizon, when)


def alike_in_order(plan: PlanModel) -> None:
    """Of candidates that are alike, one order is enough (see `dominance`)."""
    for pair in precedences(plan.problem, plan.compulsory):
        first, second = plan.taken[pair.first], plan.taken[pair.second]
        both = () if second.enrolled == plan.yes else (second.enrolled,)
        plan.model.linear(((1, second.start), (-1, first.start)), 0, plan.problem.horizon, both)
        if first.enrolled != plan.yes:
            plan.model.linear(((1, first.enrolled), (-1, second.enrolled)), 0, 1)


def _terms(plan: PlanModel, stage: Stage) -> list[Term]:
    """The value of a stage as a linear expression."""
    candidates = zip(plan.problem.candidates, plan.taken, strict=True)
    match stage:
        case Stage.FINISH:
            return [(1, plan.finish)]
        case Stage.COST:
            return [(candidate.cost_cents, taken.enrolled) for candidate, taken in candidates]
        case Stage.MINUTES:
            return [(candidate.minutes_total, taken.enrolled) for candidate, taken in candidates]
        case Stage.STARTS if plan.starts:
            return [(start, literal) for literals in plan.starts for literal, start, _ in literals]
        case Stage.STARTS:
            return [(1, _start_if_enrolled(plan, taken)) for taken in plan.taken]
        case Stage.PEAK:
            assert plan.peak is not None
            return [(1, plan.peak)]


def _start_if_enrolled(plan: PlanModel, taken: Taken) -> int:
    """A variable that is at least the start of an enrolled candidate, and can be 0 for one that is not."""
    if taken.enrolled == plan.yes:
        return taken.start
    start = plan.model.integer(0, plan.problem.horizon)
    plan.model.linear(((1, start), (-1, taken.start)), 0, plan.problem.horizon, (taken.enrolled,))
    return start


def _sum(node: Threshold) -> int:
    return sum(weight for weight, _ in node.parts)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search in one stage came to: a verdict, the best schedule seen if any, and what no plan can be under."""

    verdict: Verdict
    schedule: Schedule | None
    bound: int


def minimise(
    problem: PlanningProblem,
    compulsory: frozenset[int],
    stage: Stage,
    low: int,
    high: int,
    seconds: float,
    effort: float,
    monthly: bool,
) -> Found:
    """Seek the schedule of least value in a stage among those in `low..high`.

    Parameters
    ----------
    compulsory
        Candidates known to be in every plan.
    seconds, effort
        When to stop at the latest, by the clock and in work done.
    monthly
        Whether the hours come by month, and everything is relaxed linearly too.
    """
    plan = build(problem, compulsory, monthly, seeks_peak=stage is Stage.PEAK)
    terms = _terms(plan, stage)
    plan.model.linear(terms, low, high)
    plan.model.minimise(terms)
    answer = plan.model.solve(seconds, effort, linear_programming=monthly)
    schedule = _schedule(plan, answer) if answer.values else None
    bound = high + 1 if answer.verdict is Verdict.INFEASIBLE else max(low, answer.bound or low)
    return Found(answer.verdict, schedule, bound)


def _schedule(plan: PlanModel, answer: Answer) -> Schedule:
    placements = [
        Placement(answer.values[taken.start], candidate.module, option.months, option.minutes_per_week)
        for candidate, taken in zip(plan.problem.candidates, plan.taken, strict=True)
        for option, literal in zip(candidate.options, taken.options, strict=True)
        if answer.values[literal]
    ]
    return tuple(sorted(placements, key=lambda placement: (placement.start, placement.module)))
