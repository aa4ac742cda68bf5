"""The planning problem as a CP-SAT model: one function per rule, one per stage of the objective.

Knows `PlanningProblem` and the engine; nothing of the catalogue, of text, or of how a search is steered.

The variables stand in `plan_model`, and starts and hours come in one of two ways. As intervals under a cumulative constraint
they are small, and quick where a plan is to be found or ruled out (`interval_model`). As a literal for each start and a row for
each month they show a linear relaxation that too many modules compete for too few months (`monthly_model`).
"""

from collections.abc import Iterable, Sequence
from functools import partial

from msgspec import Struct

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import TOTALS, Weight, limited_totals
from mcplanner.problem.model import PlanningProblem, Schedule, Stretching, clashes
from mcplanner.solvers.bounds.bits import members
from mcplanner.solvers.bounds.dominance import precedences
from mcplanner.solvers.bounds.lifted_demands import plain_demands
from mcplanner.solvers.bounds.uses import uses
from mcplanner.solvers.cpsat.engine import EngineAnswer, EngineVerdict, Linearisation, Literal, Term
from mcplanner.solvers.cpsat.interval_model import IntervalModel
from mcplanner.solvers.cpsat.money import cost, r11_money
from mcplanner.solvers.cpsat.monthly_model import MonthlyModel, StartWay
from mcplanner.solvers.cpsat.plan_model import PlanModel, weight_of_all
from mcplanner.solvers.lp.relaxation import AddedRow, BegunRow, HoursRow


def build(problem: PlanningProblem, compulsory: frozenset[int], monthly: bool, rows: Iterable[AddedRow] = ()) -> PlanModel:
    """The model of a problem: its table of contents."""
    plan = (MonthlyModel if monthly else IntervalModel)(problem, compulsory)
    r1_target(plan)
    r2_once(plan)
    r4_before(plan)
    r5_hours(plan)
    r6_at_once(plan)
    r7_classes(plan)
    r7_evenings(plan)
    r10_choices(plan)
    r11_money(plan)
    r13_days_off(plan)
    keep_limits(plan)
    if isinstance(plan, IntervalModel):
        keep_order_of_alike(plan)
    if isinstance(plan, MonthlyModel):
        add_rows(plan, rows)
    differ_from_earlier(plan)
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
        plan.model.linear([(1, plan.enrolled[index]) for index in sorted(group)], 0, 1)


def r4_before(plan: PlanModel) -> None:
    """Prerequisites have ended before a candidate starts; what is needed alongside has started by then."""
    for index, candidate in enumerate(plan.problem.candidates):
        plan.require_before(candidate.before, index, plan.only_if(index))
        if candidate.alongside.parts:
            plan.require_alongside(candidate.alongside, index, plan.only_if(index))


def r5_hours(plan: PlanModel) -> None:
    """Weekly loads add up to at most each month's budget, of which a part is only there in a few months of a year."""
    plan.share(plan.demands, plan.problem.budget)
    if plan.problem.stretch is not None:
        assert isinstance(plan, MonthlyModel), "which months go beyond their hours is asked month by month"
        _limit_months_beyond(plan, plan.problem.stretch)


def _limit_months_beyond(plan: MonthlyModel, stretch: Stretching) -> None:
    beyond: dict[int, list[Literal]] = {}
    rows = plan.demands_by_month(plain_demands(plan.problem), plan.problem.horizon)
    for row, usual, most, year in zip(rows, stretch.usual, plan.problem.budget, stretch.years, strict=True):
        if sum(row.values()) > usual:
            goes_beyond = plan.model.boolean()
            beyond.setdefault(year, []).append(goes_beyond)
            loads = plan.sum_of((demand, way) for way, demand in row.items())
            plan.model.linear([*loads, (usual - most, goes_beyond)], usual - most, usual)
    for months in beyond.values():
        plan.model.linear([(1, month) for month in months], 0, stretch.months)


def r6_at_once(plan: PlanModel) -> None:
    """No more candidates run side by side than the learner allows."""
    limit = plan.problem.at_once
    if limit is not None:
        ones = tuple((1,) * len(candidate.options) for candidate in plan.problem.candidates)
        plan.share(ones, limit)


def r7_classes(plan: PlanModel) -> None:
    """No two candidates that have class in one stretch of the week run side by side."""
    for group in clashes(plan.problem):
        if isinstance(plan, MonthlyModel) and any(plan.problem.candidates[index].dated for index in group):
            _never_on_one_day(plan, group)
            continue
        ones = tuple((int(index in group),) * len(candidate.options) for index, candidate in enumerate(plan.problem.candidates))
        plan.share(ones, (1,) * plan.problem.horizon)


def _never_on_one_day(plan: MonthlyModel, group: Iterable[int]) -> None:
    """On no day on which one of a group begins, another has begun and not ended."""
    ways = [way for index in sorted(group) for way in plan.ways[index]]
    for day in sorted({way.first_day for way in ways}):
        running = [way for way in ways if way.first_day <= day < way.last_day]
        if len(running) > 1:
            plan.model.linear(plan.sum_of((1, way) for way in running), 0, 1)


def r7_evenings(plan: PlanModel) -> None:
    """The evenings of what runs side by side, each counted once, are at most the learner's; needs a model by month."""
    problem = plan.problem
    if problem.evenings is None or not any(own.evenings or own.more_evenings for own in problem.candidates):
        return
    assert isinstance(plan, MonthlyModel), "whether an evening is taken is asked month by month"
    _limit_evenings(plan, problem.evenings)


def _limit_evenings(plan: MonthlyModel, limits: Sequence[int]) -> None:
    problem = plan.problem
    taken = [[plan.model.boolean() for _ in range(7)] for _ in range(problem.horizon)]
    more: list[list[tuple[int, StartWay]]] = [[] for _ in range(problem.horizon)]
    for candidate, ways in zip(problem.candidates, plan.ways, strict=True):
        for month, own in _ways_by_month(ways).items():
            more[month] += [(candidate.more_evenings, way) for way in own]
            for day in members(candidate.evenings):
                plan.model.linear([(1, taken[month][day]), *plan.sum_of((-1, way) for way in own)], 0, 1)
    for days, unpublished, limit in zip(taken, more, limits, strict=True):
        plan.model.linear([*((1, literal) for literal in days), *plan.sum_of(unpublished)], 0, limit)


def _ways_by_month(ways: Iterable[StartWay]) -> dict[int, list[StartWay]]:
    """The ways to take a candidate that run in each month in which one does."""
    running: dict[int, list[StartWay]] = {}
    for way in ways:
        for month in way.months:
            running.setdefault(month, []).append(way)
    return running


def r10_choices(plan: PlanModel) -> None:
    """What is pinned is enrolled; its options leave one start only."""
    for index in plan.problem.pinned:
        plan.model.linear(((1, plan.enrolled[index]),), 1, 1)


def r13_days_off(plan: PlanModel) -> None:
    """Full days of class in a month stay within the days off that the learner can take; needs a model by month."""
    limits = plan.problem.half_days_off
    if limits is None:
        return
    assert isinstance(plan, MonthlyModel), "how many days a month takes is asked month by month"
    taken: list[list[tuple[int, StartWay]]] = [[] for _ in limits]
    for way in (way for ways in plan.ways for way in ways):
        for month, half in enumerate(way.option.half_days_in(way.start), way.start):
            taken[month].append((half, way))
    for own, limit in zip(taken, limits, strict=True):
        if any(half for half, _ in own):
            plan.model.linear(plan.sum_of(own), 0, limit)


def keep_limits(plan: PlanModel) -> None:
    """Totals that are limited, such as those that earlier stages have fixed, are not exceeded."""
    for total, limit in limited_totals(plan.problem):
        plan.model.linear(value_of(plan, total.stage), 0, limit)


def keep_order_of_alike(plan: IntervalModel) -> None:
    """Of candidates that are alike, one order is enough (see `dominance`); by month, the engine does better without."""
    for pair in precedences(plan.problem, plan.compulsory):
        terms = ((1, plan.start(pair.second)), (-1, plan.start(pair.first)))
        plan.model.linear(terms, 0, plan.problem.horizon, plan.only_if(pair.second))
        if pair.first not in plan.compulsory:
            plan.model.linear(((1, plan.enrolled[pair.first]), (-1, plan.enrolled[pair.second])), 0, 1)


def add_rows(plan: MonthlyModel, rows: Iterable[AddedRow]) -> None:
    """Add rows that follow from the rules and tell the linear relaxation more: hours counted anew, and what can have begun."""
    for row in rows:
        match row:
            case HoursRow(months, counting):
                counted = tuple(tuple(counting.counts.get(load, 0) for load in own) for own in uses(plan.problem))
                for month in months:
                    plan.fit(month, counted, counting.capacity)
            case BegunRow(month, most):
                begun = plan.sum_of((1, way) for ways in plan.ways for way in ways if way.start <= month)
                plan.model.linear(begun, 0, most)


def differ_from_earlier(plan: PlanModel) -> None:
    """From each earlier plan something is left out, or two awards are earned the other way round."""
    for earlier in plan.problem.earlier:
        turned = [(-1, plan.earned_before(second, first)) for first, second in earlier.orders]
        kept = [(1, plan.enrolled[index]) for offers in sorted(earlier.modules, key=sorted) for index in sorted(offers)]
        plan.model.linear([*kept, *turned], -len(turned), len(earlier.modules) - 1)


def value_of(plan: PlanModel, stage: Stage) -> list[Term]:
    """The value of a total as a linear expression, or one that is least where the value is."""
    match stage:
        case Stage.COST:
            return cost(plan)
        case Stage.STARTS:
            return plan.sum_of_starts()
        case Stage.SHIFT:
            return shift(plan)
        case _:
            return weigh(plan, TOTALS[stage].in_full(plan.problem).weight)


def weigh(plan: PlanModel, weight: Weight) -> list[Term]:
    """The weight of all that is enrolled: a literal for each amount that a candidate can weigh."""
    return [
        term
        for index, candidate in enumerate(plan.problem.candidates)
        for term in plan.literals_by(index, partial(weight, candidate))
    ]


def shift(plan: PlanModel) -> list[Term]:
    """The months between the starts of what is enrolled and those of an earlier plan; shorter than a literal for each."""
    kept = plan.problem.kept
    return [
        term
        for index, candidate in enumerate(plan.problem.candidates)
        if candidate.module in kept
        for term in plan.shift(index, kept[candidate.module])
    ]


class Found(Struct, frozen=True):
    """The outcome of a search: the best schedule seen, if any, a bound that no plan is under, and whether there is no plan."""

    schedule: Schedule | None
    bound: int
    impossible: bool


class SearchSettings(Struct, frozen=True):
    """The settings of a search.

    Attributes
    ----------
    effort
        How much work it may be, in the engine's deterministic seconds.
    monthly
        Whether starts and hours come by month, and everything is relaxed linearly too.
    rows
        Rows that a relaxation by month found worth adding.
    """

    effort: float
    monthly: bool
    rows: tuple[AddedRow, ...] = ()


def find(problem: PlanningProblem, compulsory: frozenset[int], search: SearchSettings, watch: Watch) -> Found:
    """Seek any schedule of a problem, in the time that the watch leaves; what is `compulsory` is in every plan."""
    plan = build(problem, compulsory, search.monthly, search.rows)
    return _outcome(plan, _solve(plan, search, Linearisation.AT_ONCE if search.monthly else Linearisation.LITTLE, watch), 0)


def minimise(
    problem: PlanningProblem, compulsory: frozenset[int], stage: Stage, low: int, search: SearchSettings, watch: Watch
) -> Found:
    """Seek the schedule of least value in a stage, which is known not to be under `low`; otherwise as `find`."""
    plan = build(problem, compulsory, search.monthly, search.rows)
    plan.model.minimise(value_of(plan, stage), low)
    return _outcome(plan, _solve(plan, search, Linearisation.AS_NEEDED if search.monthly else Linearisation.LITTLE, watch), low)


def _solve(plan: PlanModel, search: SearchSettings, relaxation: Linearisation, watch: Watch) -> EngineAnswer:
    return plan.model.solve(search.effort, relaxation, lambda: watch.is_over)


def _outcome(plan: PlanModel, answer: EngineAnswer, low: int) -> Found:
    schedule = plan.schedule(answer.values) if answer.values else None
    return Found(schedule, max(low, answer.bound or low), answer.verdict is EngineVerdict.INFEASIBLE)
