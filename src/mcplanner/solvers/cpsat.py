"""The planning problem as a CP-SAT model: one function per rule, one per stage of the objective.

Floor 7. Knows `PlanningProblem` and the engine; nothing of the catalogue, of text, or of how a search is steered.

The variables stand in `plan_model`. What modules share, the hours above all, comes in one of two ways. With an optional
interval for each pace it is a cumulative constraint: small and quick. With a literal for each start it is a row for each month:
what a linear relaxation needs to see that too many modules compete for too few intakes, which intervals do not show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mcplanner.problem import Placement, PlanningProblem, Schedule, Stage, clashes
from mcplanner.solvers.demands import Demands
from mcplanner.solvers.dominance import precedences
from mcplanner.solvers.engine import Affine, Answer, Literal, Term, Verdict
from mcplanner.solvers.money import cost, r11_money
from mcplanner.solvers.plan_model import PlanModel, Taken, weight_of_all
from mcplanner.solvers.windows import needed_alone


def build(problem: PlanningProblem, compulsory: frozenset[int], monthly: bool, seeks_peak: bool) -> PlanModel:
    """The model of a problem: its table of contents."""
    plan = PlanModel(problem, compulsory, seeks_peak)
    r1_target(plan)
    r2_once(plan)
    r4_before(plan)
    if monthly:
        starts_by_month(plan)
    else:
        intervals(plan)
    r5_hours(plan)
    r6_at_once(plan)
    r7_clash(plan)
    evenings(plan)
    r10_choices(plan)
    r11_money(plan)
    limits(plan)
    ends_by_finish(plan)
    alike_in_order(plan)
    unlike_earlier(plan)
    return plan


def r1_target(plan: PlanModel) -> None:
    """What is enrolled and held satisfies the goal; R9 is part of what satisfies an award."""
    goal = plan.problem.goal
    assert goal is not None
    if goal.once:
        plan.model.linear(((1, plan.holds(goal)),), 1, 1)
        return
    plan.model.linear([(weight, plan.holds(part)) for weight, part in goal.parts], goal.need, weight_of_all(goal))


def r2_once(plan: PlanModel) -> None:
    """At most one of candidates that count as each other or exclude each other; that each is taken once is in its variables."""
    for group in plan.problem.exclusive:
        plan.model.linear([(1, plan.taken[index].enrolled) for index in sorted(group)], 0, 1)


def r4_before(plan: PlanModel) -> None:
    """Prerequisites have ended before a candidate starts; what is needed alongside has started by then."""
    for index, candidate in enumerate(plan.problem.candidates):
        enrolled = plan.taken[index].enrolled
        when = () if enrolled == plan.yes else (enrolled,)
        plan.require_before(candidate.before, index, when)
        if candidate.alongside.parts:
            plan.require_alongside(candidate.alongside, index, when)


def intervals(plan: PlanModel) -> None:
    """An interval for each option, there when the option is chosen."""
    for candidate, taken in zip(plan.problem.candidates, plan.taken, strict=True):
        plan.intervals.append(
            [
                plan.model.interval(Affine(taken.start), option.months, () if chosen == plan.yes else (chosen,))
                for option, chosen in zip(candidate.options, taken.options, strict=True)
            ]
        )


def starts_by_month(plan: PlanModel) -> None:
    """A literal for each start; R4 and the finish once more in terms of these."""
    model = plan.model
    for candidate, taken in zip(plan.problem.candidates, plan.taken, strict=True):
        literals = []
        for option, chosen in zip(candidate.options, taken.options, strict=True):
            own = [(model.boolean(), start, option) for start in option.starts]
            model.linear([*((1, literal) for literal, _, _ in own), (-1, chosen)], 0, 0)
            for literal, start, _ in own:
                model.linear(((1, taken.start),), start, start, (literal,))
            literals += own
        if taken.enrolled == plan.yes:
            model.linear([*((start, literal) for literal, start, _ in literals), (-1, taken.start)], 0, 0)
        ends = [(-start - option.months, literal) for literal, start, option in literals]
        model.linear([(1, plan.finish), *ends], 0, plan.problem.horizon)
        plan.starts.append(literals)
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


def _share(plan: PlanModel, demands: Demands, capacity: Sequence[int], variable: int | None = None) -> None:
    """What runs in a month asks together at most the month's capacity, or the variable where one is given.

    With intervals, what a month lacks against the best one is taken by an interval of its own.
    """
    model = plan.model
    if plan.starts:
        rows: list[list[Term]] = [[] for _ in capacity]
        for own, literals, candidate in zip(demands, plan.starts, plan.problem.candidates, strict=True):
            demand_of = dict(zip(candidate.options, own, strict=True))
            for literal, start, option in literals:
                for month in range(start, start + option.months):
                    rows[month].append((demand_of[option], literal))
        for row, limit in zip(rows, capacity, strict=True):
            if variable is not None:
                model.linear([*row, (-1, variable)], -max(capacity), 0)
            elif sum(demand for demand, _ in row) > limit:
                model.linear([term for term in row if term[0]], 0, limit)
        return
    loads = [
        (interval, demand)
        for own, own_intervals in zip(demands, plan.intervals, strict=True)
        for interval, demand in zip(own_intervals, own, strict=True)
        if demand
    ]
    highest = max(capacity, default=0)
    if variable is None:
        for month, limit in enumerate(capacity):
            if limit < highest:
                loads.append((model.interval(Affine(None, month), 1), highest - limit))
    model.cumulative(loads, Affine(variable) if variable is not None else Affine(None, highest))


def r5_hours(plan: PlanModel) -> None:
    """Weekly loads add up to at most each month's budget; and to at most the peak where that is sought."""
    if plan.peak is not None:
        _share(plan, plan.demands, plan.problem.budget, plan.peak)
    if plan.peak is None or len({minutes for minutes in plan.problem.budget if minutes}) > 1:
        _share(plan, plan.demands, plan.problem.budget)


def r6_at_once(plan: PlanModel) -> None:
    """No more candidates run side by side than the learner allows."""
    limit = plan.problem.at_once
    if limit is not None:
        ones = tuple((1,) * len(candidate.options) for candidate in plan.problem.candidates)
        _share(plan, ones, limit)


def r7_clash(plan: PlanModel) -> None:
    """No two candidates that have class in one stretch of the week run side by side."""
    for group in clashes(plan.problem):
        ones = tuple((int(index in group),) * len(candidate.options) for index, candidate in enumerate(plan.problem.candidates))
        _share(plan, ones, (1,) * plan.problem.horizon)


def evenings(plan: PlanModel) -> None:
    """The evenings of what runs side by side, each counted once, are at most the learner's; needs a model by month."""
    problem = plan.problem
    if problem.evenings is None or not any(candidate.evenings for candidate in problem.candidates):
        return
    assert plan.starts, "whether an evening is taken is asked month by month"
    taken = [[plan.model.boolean() for _ in range(7)] for _ in range(problem.horizon)]
    for candidate, literals in zip(problem.candidates, plan.starts, strict=True):
        for day in (day for day in range(7) if candidate.evenings >> day & 1):
            running: dict[int, list[Term]] = {}
            for literal, start, option in literals:
                for month in range(start, start + option.months):
                    running.setdefault(month, []).append((-1, literal))
            for month, terms in running.items():
                plan.model.linear([(1, taken[month][day]), *terms], 0, 1)
    for days, limit in zip(taken, problem.evenings, strict=True):
        plan.model.linear([(1, literal) for literal in days], 0, limit)


def r10_choices(plan: PlanModel) -> None:
    """What is pinned is enrolled; its options leave one start only."""
    for index in plan.problem.pinned:
        plan.model.linear(((1, plan.taken[index].enrolled),), 1, 1)


def limits(plan: PlanModel) -> None:
    """Values that earlier stages have fixed are not exceeded."""
    problem = plan.problem
    if problem.minutes_limit is not None:
        plan.model.linear(_terms(plan, Stage.MINUTES), 0, problem.minutes_limit)
    if problem.moved_limit is not None:
        plan.model.linear(_terms(plan, Stage.MOVED), 0, problem.moved_limit)
    if problem.shift_limit is not None:
        plan.model.linear(_terms(plan, Stage.SHIFT), 0, problem.shift_limit)


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


def unlike_earlier(plan: PlanModel) -> None:
    """From each earlier plan something is left out, or two awards are earned the other way round."""
    for earlier in plan.problem.earlier:
        turned = [(-1, plan.earned_before(second, first)) for first, second in earlier.orders]
        kept = [(1, plan.taken[index].enrolled) for index in sorted(earlier.candidates)]
        plan.model.linear([*kept, *turned], -len(turned), len(kept) - 1)


def _terms(plan: PlanModel, stage: Stage) -> list[Term]:
    """The value of a stage as a linear expression."""
    candidates = zip(plan.problem.candidates, plan.taken, strict=True)
    match stage:
        case Stage.FINISH:
            return [(1, plan.finish)]
        case Stage.COST:
            return cost(plan)
        case Stage.MINUTES:
            return [(candidate.minutes_total, taken.enrolled) for candidate, taken in candidates]
        case Stage.STARTS if plan.starts:
            return [(start, literal) for literals in plan.starts for literal, start, _ in literals]
        case Stage.STARTS:
            return [(1, _start_if_enrolled(plan, taken)) for taken in plan.taken]
        case Stage.PEAK:
            assert plan.peak is not None
            return [(1, plan.peak)]
        case Stage.MOVED:
            return [*((1, taken.enrolled) for taken in plan.taken), *((-1, literal) for literal in _in_place(plan))]
        case Stage.SHIFT:
            return [(1, _shift(plan, taken, old)) for taken, old in _of_the_earlier_plan(plan)]


def _of_the_earlier_plan(plan: PlanModel) -> Iterator[tuple[Taken, int]]:
    """The variables of each candidate that an earlier plan had, with the start it had there."""
    for candidate, taken in zip(plan.problem.candidates, plan.taken, strict=True):
        if candidate.module in plan.problem.kept:
            yield taken, plan.problem.kept[candidate.module]


def _in_place(plan: PlanModel) -> Iterator[Literal]:
    """For each candidate that can start where it did in the earlier plan, a literal that implies that it does."""
    for taken, old in _of_the_earlier_plan(plan):
        literal = plan.model.boolean()
        plan.model.linear(((1, taken.enrolled),), 1, 1, (literal,))
        plan.model.linear(((1, taken.start),), old, old, (literal,))
        yield literal


def _shift(plan: PlanModel, taken: Taken, old: int) -> int:
    """A variable that is at least the months between a candidate's start and its earlier one, and can be 0 if not enrolled."""
    most = plan.problem.horizon + abs(old)
    shift = plan.model.integer(0, most)
    when = () if taken.enrolled == plan.yes else (taken.enrolled,)
    plan.model.linear(((1, shift), (-1, taken.start)), -old, 2 * most, when)
    plan.model.linear(((1, shift), (1, taken.start)), old, 2 * most, when)
    return shift


def _start_if_enrolled(plan: PlanModel, taken: Taken) -> int:
    """A variable that is at least the start of an enrolled candidate, and can be 0 for one that is not."""
    if taken.enrolled == plan.yes:
        return taken.start
    start = plan.model.integer(0, plan.problem.horizon)
    plan.model.linear(((1, start), (-1, taken.start)), 0, plan.problem.horizon, (taken.enrolled,))
    return start


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
