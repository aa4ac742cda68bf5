"""A first plan, quickly: choose the modules that look best, then place them one after another, by several rules of thumb.

Proves nothing. Its plan is what everything else must be better than, and often turns out to meet the bounds.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from math import gcd

from msgspec.structs import replace

from mcplanner.ground.recursion import resolve
from mcplanner.ground.time_limit import OutOfTimeError, checkpoint
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import keeps_limits, keeps_valid, stage_value
from mcplanner.problem.model import Candidate, Option, PlanningProblem, Schedule, Windows
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, candidates_of, held_ends, satisfied_by
from mcplanner.solvers.bounds.bits import as_bits, members
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.calendar_patterns import YEAR
from mcplanner.solvers.features import FeatureReader, has_only, known_to
from mcplanner.solvers.heuristics.placing import Placer

IndexWeight = Callable[[int], int]
Order = Callable[[int], tuple[int, ...]]

HANDLES = known_to(FeatureReader.RULES_OF_THUMB)
"""The features that placing keeps, or that are checked afterwards."""

LONGEST_SEARCH = 30_000
"""Candidates placed after which no further rules of thumb are tried."""

TRIES = 60
"""How often a schedule is tried with what did not fit moved to the front."""

VERY_DEAR = 1 << 40
"""The weight of a candidate that a selection is to do without: of an earlier plan, or of unknown fee."""


def first_plan(problem: PlanningProblem, bounds: Bounds, watch: Watch | None = None) -> Schedule | None:
    """The best plan in the problem's objective that a few rules of thumb find; None where they find none, or none in time."""
    best: tuple[tuple[int, ...], Schedule] | None = None
    with suppress(OutOfTimeError):
        for schedule in _by_rules_of_thumb(problem, bounds, watch):
            if (best is None or _is_better(problem, schedule, best[0])) and is_sound(problem, schedule):
                best = _worth(problem, schedule), schedule
    return best[1] if best is not None else None


def _worth(problem: PlanningProblem, schedule: Schedule) -> tuple[int, ...]:
    return tuple(stage_value(problem, schedule, stage) for stage in problem.stages)


def _is_better(problem: PlanningProblem, schedule: Schedule, worth: Sequence[int]) -> bool:
    """Return whether a schedule is worth less than so much in the first stage in which it is not worth the same."""
    values = (stage_value(problem, schedule, stage) for stage in problem.stages)
    return next((own < other for own, other in zip(values, worth, strict=True) if own != other), False)


def placed_sooner(problem: PlanningProblem, schedule: Schedule) -> Schedule:
    """A plan with each module as soon as it can start after those that start before it; as it is, where that is no better."""
    if not has_only(HANDLES, problem, *problem.stages):
        return schedule
    placer = Placer(problem)
    order = [problem.positions[own.key] for own in sorted(schedule, key=lambda own: own.start)]
    sooner = placer.place(placer.needed_first(order), {})
    if sooner is None or not is_sound(problem, sooner) or _worth(problem, sooner) >= _worth(problem, schedule):
        return schedule
    return sooner


def some_plan(problem: PlanningProblem, bounds: Bounds, watch: Watch | None = None) -> Schedule | None:
    """Whichever plan the rules of thumb find first; None where they find none, or none in time."""
    with suppress(OutOfTimeError):
        problems = _with_all_prices_and_with_the_least(problem)
        found = chain.from_iterable(_by_rules_of_thumb(own, bounds, watch) for own in problems)
        return next((schedule for schedule in found if is_sound(problem, schedule)), None)
    return None


def some_plan_with_little_room(problem: PlanningProblem, bounds: Bounds, watch: Watch) -> Schedule | None:
    """Whichever plan is found first where hours are so few that hardly any order fits; None where none is, or none in time.

    What did not fit after the others is placed before them the next time, as often as may be worth it.
    """
    found = some_plan(problem, bounds, watch)
    if found is not None or not has_only(HANDLES, problem, *problem.stages):
        return found
    with suppress(OutOfTimeError):
        return next(filter(partial(is_sound, problem), _with_what_did_not_fit_first(problem, bounds)), None)
    return None


def _with_what_did_not_fit_first(problem: PlanningProblem, bounds: Bounds) -> Iterator[Schedule]:
    """The schedule to which the first order of the first selection leads, changed again and again, if there is one."""
    placer, sizes = Placer(problem), _Sizes(problem)
    orders = (order for own in _selections(problem, bounds) for order in _orders(problem, placer, sizes, own))
    order = next(orders, ())
    for _ in range(TRIES):
        found = placer.place_or_name(order, {})
        if not isinstance(found, int):
            yield found
            return
        order = placer.needed_first((found, *(index for index in order if index != found)))


def _with_all_prices_and_with_the_least(problem: PlanningProblem) -> Iterator[PlanningProblem]:
    """A problem, and where prices change with time, the problem in which each candidate starts when it costs the least."""
    yield problem
    if any(len(own.prices) > 1 for own in problem.candidates):
        cheapest = problem.with_options([_at_least_price(own) for own in problem.candidates])
        if cheapest is not None:
            yield cheapest


def _at_least_price(own: Candidate) -> tuple[Option, ...]:
    """The options of a candidate with the starts at which it costs the least."""
    if len(own.prices) == 1:
        return own.options
    least = min(own.payment(start).cents for option in own.options for start in option.starts)
    return tuple(
        replace(option, starts=starts)
        for option in own.options
        if (starts := tuple(start for start in option.starts if own.payment(start).cents == least))
    )


def _by_rules_of_thumb(problem: PlanningProblem, bounds: Bounds, watch: Watch | None) -> Iterator[Schedule]:
    """Schedules that keep the rules which placing looks at; none of a problem with a feature that these rules do not know."""
    if has_only(HANDLES, problem, *problem.stages):
        yield from _as_before(problem, bounds, watch)
        yield from _attempts(problem, bounds, watch)


def is_sound(problem: PlanningProblem, schedule: Schedule) -> bool:
    """Return whether a schedule keeps the rules which placing does not look at."""
    valid = not problem.expires or keeps_valid(problem, schedule)
    return valid and keeps_limits(problem, schedule) and is_new(problem, schedule)


def _as_before(problem: PlanningProblem, bounds: Bounds, watch: Watch | None) -> Iterator[Schedule]:
    """Schedules with the modules of an earlier plan where they were, as far as each of them can start there."""
    if not problem.kept:
        return
    options = [
        tuple(
            replace(option, starts=(problem.kept[own.module],))
            for option in own.options
            if problem.kept[own.module] in option.starts
        )
        if own.module in problem.kept
        else ()
        for own in problem.candidates
    ]
    candidates = (replace(own, options=kept or own.options) for own, kept in zip(problem.candidates, options, strict=True))
    yield from _attempts(replace(problem, candidates=tuple(candidates), windows=Windows.OPEN), bounds, watch)


def is_new(problem: PlanningProblem, schedule: Schedule) -> bool:
    """Return whether it differs from all earlier plans."""
    index = problem.positions
    ends = {index[placement.key]: placement.end for placement in schedule}

    def earned(award: Threshold) -> int:
        times = sorted({0, *ends.values(), *held_ends(award)})
        return next((time for time in times if satisfied_by(award, ends, last=time)), problem.horizon + 1)

    return all(
        any(offers.isdisjoint(ends) for offers in plan.modules)
        or any(earned(second) < earned(first) for first, second in plan.orders)
        for plan in problem.earlier
    )


def _attempts(problem: PlanningProblem, bounds: Bounds, watch: Watch | None) -> Iterator[Schedule]:
    """The schedules to which selections and rules of thumb lead, each once; where the first leads to none, arithmetic may say
    that there is none.
    """
    placer, sizes = Placer(problem), _Sizes(problem)
    steps = 0
    found: set[Schedule] = set()
    for selection in _selections(problem, bounds):
        for order in _orders(problem, placer, sizes, selection):
            for paces in _paces(problem, selection):
                schedule = placer.place(order, paces)
                if schedule is not None and schedule not in found:
                    found.add(schedule)
                    yield schedule
                steps += len(selection)
                if _is_enough(steps, watch):
                    return
            if not found and bounds.refuted:
                return


def _is_enough(steps: int, watch: Watch | None) -> bool:
    """Return whether so many candidates were placed, or time is up."""
    return steps > LONGEST_SEARCH or (watch is not None and not watch.seconds_left)


def _orders(problem: PlanningProblem, placer: Placer, sizes: "_Sizes", selection: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """The orders in which rules of thumb place a selection, each once: of few candidates, most rules say the same."""
    rules = _rules(sizes, _follow_up(problem, selection))
    wanted = (tuple(sorted(selection, key=lambda index: (index not in problem.pinned, rule(index)))) for rule in rules)
    yield from dict.fromkeys(placer.needed_first(order) for order in dict.fromkeys(wanted))


def _paces(problem: PlanningProblem, selection: frozenset[int]) -> Iterator[dict[int, int]]:
    """Whatever ends first, and everything at its slowest: light modules fit beside others."""
    yield {}
    slowest = {index: len(problem.candidates[index].options) - 1 for index in selection}
    if any(slowest.values()):
        yield slowest


def _selections(problem: PlanningProblem, bounds: Bounds) -> Iterator[frozenset[int]]:
    """Sets of candidates that satisfy the goal, each cheap by another measure; no set twice."""
    assert problem.goal is not None
    seen: set[frozenset[int]] = set()
    for selection in _cheapest(problem, bounds, problem.goal):
        if selection is not None and selection not in seen and all(len(group & selection) < 2 for group in problem.exclusive):
            seen.add(selection)
            yield selection


def _cheapest(problem: PlanningProblem, bounds: Bounds, goal: Threshold) -> Iterator[frozenset[int] | None]:
    """All candidates, if all are needed; else the selections that are cheap by some measure, None where there is none."""
    if len(bounds.compulsory) == len(problem.candidates):
        yield bounds.compulsory
        return
    everything = Threshold(1 + len(problem.pinned), ((1, goal), *((1, index) for index in problem.pinned)))
    entangled = as_bits(_entangled(problem))
    for weight in _weights(problem, bounds):
        yield _Cheapest(problem, bounds.compulsory, entangled, weight).of(everything)


def _weights(problem: PlanningProblem, bounds: Bounds) -> Iterator[IndexWeight]:
    """Measures by which a selection may be cheap; the last ones each avoid a candidate of an earlier plan."""
    candidates = problem.candidates
    if problem.kept:
        yield lambda index: int(candidates[index].module not in problem.kept)
    yield lambda index: candidates[index].least_energy
    yield lambda index: VERY_DEAR * candidates[index].unknown_fees + candidates[index].least_cents
    yield lambda index: candidates[index].minutes_total
    yield lambda index: bounds.earliest_ends[index]
    yield lambda index: min(option.months for option in candidates[index].options)
    for avoided in sorted(frozenset[int]().union(*(offers for plan in problem.earlier for offers in plan.modules))):
        yield partial(_energy_without, candidates, avoided)


def _energy_without(candidates: Sequence[Candidate], avoided: int, index: int) -> int:
    return VERY_DEAR * (index == avoided) + candidates[index].least_energy


_Beneath = tuple[Node, int]
"""A node, and which of the entangled candidates need it."""


class _Cheapest:
    """Sets that satisfy a node with all that these need, as bits, choosing in every threshold the parts of least weight.

    What is compulsory is free. Entangled candidates are given as bits.
    """

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int], entangled: int, weight: IndexWeight) -> None:
        self._candidates = problem.candidates
        self._weights = [0 if index in compulsory else weight(index) for index in range(len(problem.candidates))]
        self._beside_each_other = set(candidates_of(*(own.alongside for own in problem.candidates)))
        self._entangled = entangled
        self._with_needs: dict[int, int | None] = {}

    def of(self, node: Node) -> frozenset[int] | None:
        """A set for a node; None where there is none."""
        found = resolve((node, 0), self._of, {})
        return None if found is None else frozenset(members(found))

    def _of(self, question: _Beneath) -> Generator[_Beneath, int | None, int | None]:
        """A set for a node beneath candidates that need it."""
        node, above = question
        match node:
            case HeldNode():
                return 0
            case int():
                return (yield from self._of_candidate(node, above))
            case Threshold():
                return (yield from self._of_threshold(node, above))

    def _of_candidate(self, index: int, above: int) -> Generator[_Beneath, int | None, int | None]:
        if above >> index & 1:
            return 0 if index in self._beside_each_other else None
        if index not in self._with_needs:
            own = self._candidates[index]
            beneath = above | (1 << index & self._entangled)
            before = yield own.before, beneath
            beside = yield own.alongside, beneath
            self._with_needs[index] = None if before is None or beside is None else before | beside | 1 << index
        return self._with_needs[index]

    def _of_threshold(self, node: Threshold, above: int) -> Generator[_Beneath, int | None, int | None]:
        """The sets of all parts that cannot be spared, and of the others the cheapest that are enough: a knapsack."""
        spare = sum(part_weight for part_weight, _ in node.parts) - node.need
        need, needed, others = node.need, 0, []
        for part_weight, part in node.parts:
            chosen = yield part, above
            if chosen is not None and part_weight <= spare:
                others.append((part_weight, chosen))
            elif chosen is not None:
                need, needed = need - part_weight, needed | chosen
            elif part_weight > spare:
                return None
        return self._cheapest_with(needed, need, others)

    def _cheapest_with(self, needed: int, need: int, others: Sequence[tuple[int, int]]) -> int | None:
        """The needed candidates with the cheapest of other sets that add up to a weight; each set is given with its weight."""
        if need <= 0:
            return needed
        need, others = _in_largest_units(need, others)
        best: list[tuple[int, int] | None] = [(self._cost(needed), needed)] + [None] * need
        for part_weight, chosen in others:
            checkpoint()
            for reached in range(need, 0, -1):
                base = best[max(0, reached - part_weight)]
                if base is not None:
                    cost = base[0] + self._cost(chosen & ~base[1])
                    current = best[reached]
                    if current is None or cost < current[0]:
                        best[reached] = cost, base[1] | chosen
        return None if best[-1] is None else best[-1][1]

    def _cost(self, chosen: int) -> int:
        return sum(self._weights[index] for index in members(chosen))


def _in_largest_units(need: int, parts: Sequence[tuple[int, int]]) -> tuple[int, list[tuple[int, int]]]:
    """The same need and weights as the smallest numbers: credits of 8 and 12 count as 2 and 3."""
    unit = gcd(*(weight for weight, _ in parts)) or 1
    return -(-need // unit), [(weight // unit, chosen) for weight, chosen in parts]


def _entangled(problem: PlanningProblem) -> set[int]:
    """The candidates that may need themselves, by one of several ways, and those that need these."""
    needs = [candidates_of(own.before, own.alongside) for own in problem.candidates]
    needed_by: dict[int, list[int]] = {}
    for index, own in enumerate(needs):
        for needed in own:
            needed_by.setdefault(needed, []).append(index)
    lacking = {index: len(own) for index, own in enumerate(needs)}
    free = [index for index, number in lacking.items() if not number]
    while free:
        index = free.pop()
        del lacking[index]
        for other in needed_by.get(index, ()):
            lacking[other] -= 1
            if not lacking[other]:
                free.append(other)
    return set(lacking)


def _follow_up(problem: PlanningProblem, selection: frozenset[int]) -> dict[int, int]:
    """For each candidate of the selection, the months of study that must come after its start, its own included."""
    follow = {index: min(option.months for option in problem.candidates[index].options) for index in selection}
    own = dict(follow)
    needs = [(index, [*follow.keys() & candidates_of(problem.candidates[index].before)]) for index in selection]
    for _ in selection:
        checkpoint()
        changed = False
        for index, all_needed in needs:
            for needed in all_needed:
                if follow[needed] < own[needed] + follow[index] <= problem.horizon:
                    follow[needed] = own[needed] + follow[index]
                    changed = True
        if not changed:
            break
    return follow


class _Sizes:
    """What rules of thumb look at: in how many months of the year each candidate can start, and what it takes at least."""

    def __init__(self, problem: PlanningProblem) -> None:
        self.months = [len(_months_of_year(own)) for own in problem.candidates]
        self.loads = [min(option.minutes_per_week for option in own.options) for own in problem.candidates]
        self.lengths = [min(option.months for option in own.options) for own in problem.candidates]
        self.energies = [own.least_energy for own in problem.candidates]


def _months_of_year(own: Candidate) -> set[int]:
    """The months of the year in which a candidate can start, counted from the plan's first."""
    return {start % YEAR for option in own.options for start in option.starts}


def _rules(sizes: _Sizes, follow: dict[int, int]) -> tuple[Order, ...]:
    """Rules of thumb: which candidate to place first; ties by the catalogue's order.

    What can start in few months of the year comes first in most of them: it is what the other months cannot make up for.
    """
    months, loads, lengths, energies = sizes.months, sizes.loads, sizes.lengths, sizes.energies
    return (
        lambda index: (months[index], -energies[index], index),
        lambda index: (months[index], -loads[index], -lengths[index], index),
        lambda index: (months[index], -follow[index], -loads[index], index),
        lambda index: (months[index], -lengths[index], -loads[index], index),
        lambda index: (months[index] == YEAR, -loads[index], -lengths[index], index),
        lambda index: (months[index] == YEAR, -lengths[index], -loads[index], index),
        lambda index: (-follow[index], months[index], -energies[index], index),
        lambda index: (-loads[index], months[index], index),
        lambda index: (-energies[index], -follow[index], index),
        lambda index: (energies[index], -follow[index], index),
    )
