"""A learner's request turned into a planning problem.

Above `problem.model`. The last place that knows modules, intakes, applications and choices; everything that no plan can
contain is left out here, and remembered with the reason.
"""

from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain, pairwise
from operator import or_

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.class_times import WEEK_MINUTES
from mcplanner.catalogue.model import Award, Catalogue, Module
from mcplanner.catalogue.reach import named_in, reach
from mcplanner.catalogue.requirements import requirement_of
from mcplanner.ground.months import Month
from mcplanner.ground.stages import DEFAULT_STAGES, KEEPING_STAGES, Stage, with_unknown_fees
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Preference
from mcplanner.pricing.credit import Payment
from mcplanner.pricing.price import Pricing, payment_of
from mcplanner.problem.availability import Openings, left_of_under_way
from mcplanner.problem.expired import without_expired
from mcplanner.problem.idle_days import without_idle_days
from mcplanner.problem.model import (
    LONGEST_PLAN_MONTHS,
    Candidate,
    Earlier,
    Key,
    Obstacle,
    Option,
    PlanningProblem,
    PriceStep,
    Stretching,
    without_the_impossible,
)
from mcplanner.problem.needless_limits import without_needless_limits
from mcplanner.problem.normal_form import normaliser
from mcplanner.problem.requirement_nodes import (
    NOTHING,
    HeldNode,
    RequirementShape,
    Threshold,
    Trees,
    counts_once,
    ends_within,
    pruner,
)
from mcplanner.problem.wants import positions, wants_of


def build_problem(
    catalogue: Catalogue,
    learner: Learner,
    targets: tuple[str, ...],
    first_month: Month,
    by: Month | None = None,
    prefer: Preference = "finish",
    pricing: Pricing | None = None,
    keep: Mapping[str, Month] | None = None,
) -> PlanningProblem:
    """State a learner's request as a problem in integers.

    Parameters
    ----------
    targets
        Ids of modules, awards or roles, or skills; all of them are wanted.
    first_month
        The first month in which something can start.
    by
        The last month in which something may run.
    prefer
        Which stage of the objective comes first; the peak does where there is no budget.
    pricing
        What modules cost; by default their fees.
    keep
        Modules of an earlier plan, each with the month in which it was to start.

    Notes
    -----
    Everything that no plan can contain is removed here: starts outside intakes, after applications closed, in months away or
    above the budget, and modules whose prerequisites fall with them. Every removal is kept in `obstacles`.
    """
    asked = _Asked(targets, first_month, by, prefer, keep or {})
    return _finish(_without_idle_days(_state(catalogue, learner, pricing or Pricing(learner), asked)))


def build_problem_among(
    catalogue: Catalogue,
    learner: Learner,
    targets: tuple[str, ...],
    first_month: Month,
    by: Month | None,
    prefer: Preference,
    pricing: Pricing,
    among: Collection[str],
) -> PlanningProblem:
    """State the same with some of the modules that the targets can make use of; what is under way is among them."""
    asked = _Asked(targets, first_month, by, prefer, among=among)
    return _finish(_without_idle_days(_state(catalogue, learner, pricing, asked)))


def build_problem_by_runs(
    catalogue: Catalogue,
    learner: Learner,
    targets: tuple[str, ...],
    first_month: Month,
    by: Month | None,
    prefer: Preference,
    pricing: Pricing,
) -> PlanningProblem:
    """State the same with every run of its own, also where nothing but days or seats tells apart those of one month."""
    return _finish(_state(catalogue, learner, pricing, _Asked(targets, first_month, by, prefer)))


def without_prices(problem: PlanningProblem) -> PlanningProblem:
    """Return the problem as if everything were free."""
    return replace(problem, candidates=tuple(replace(own, prices=(FREE,)) for own in problem.candidates), wallets=())


def with_prices(problem: PlanningProblem, catalogue: Catalogue, pricing: Pricing) -> PlanningProblem | None:
    """Return a problem without limits on cost as it is stated for a learner who differs in nothing but prices.

    None where days are known: which starts of a module are alike then hangs on prices, too.
    """
    if any(own.dated for own in problem.candidates):
        return None
    prices = _PriceSteps(pricing, problem.first_month, problem.horizon, by_year=False)
    begun = {entry.module for entry in pricing.learner.under_way}

    def priced(own: Candidate) -> Candidate:
        checkpoint()
        if own.unknown_fees or own.module in begun:
            return own
        return replace(own, prices=prices.steps(catalogue.module_by_id[own.module].offer(own.offer), own.options))

    return replace(problem, candidates=tuple(map(priced, problem.candidates)), wallets=prices.wallets)


class _Stated(Struct, frozen=True):
    """A problem as it stands in the catalogue.

    Attributes
    ----------
    can_expire
        Whether something that is held may have to be taken again.
    is_normal
        Whether its requirements are in normal form.
    """

    problem: PlanningProblem
    can_expire: bool
    is_normal: bool


class _Asked(Struct, frozen=True):
    """What a problem is stated of; `among` are the modules that are looked at, if not all."""

    targets: tuple[str, ...]
    first_month: Month
    by: Month | None
    prefer: Preference
    keep: Mapping[str, Month] = {}
    among: Collection[str] | None = None


def _state(catalogue: Catalogue, learner: Learner, pricing: Pricing, asked: _Asked) -> _Stated:
    """The problem as it stands in the catalogue."""
    targets, first_month, by = asked.targets, asked.first_month, asked.by
    under_way = left_of_under_way(catalogue, learner, first_month)
    reachable = reach(catalogue, (*map(requirement_of, targets), *learner.pins))
    modules = _modules_among(catalogue, reachable | under_way.keys() if asked.among is None else asked.among)
    stages = _stages(learner, asked.prefer, bool(asked.keep))
    horizon = _horizon(modules, learner, first_month, pricing, stages) if by is None else max(0, by - first_month + 1)
    held = _held(learner, first_month)
    again = _can_expire(catalogue, reachable, held, horizon)
    openings = Openings.of(catalogue, learner, first_month, horizon, under_way, again)
    passed_for_good = held.keys() - again - under_way.keys()
    wanted = [module for module in modules if module.id not in passed_for_good]
    offers = list(chain.from_iterable(_offers(module, learner) for module in wanted))
    names = [(offer.module.id, offer.number) for offer in offers]
    index, wants = positions(names), wants_of(catalogue, targets, names, held)
    prices = _PriceSteps(pricing, first_month, horizon, by_year=learner.cost_limit_per_year_cents is not None)
    options, obstacles = _options_and_obstacles(openings, offers)
    slots = _last_of_each_slot(offers, _class_slots([offer.module for offer in offers]), under_way)
    make_candidate = _CandidateMaker(prices, under_way)
    pinned = _pinned(index, learner, under_way, held)
    goal = _with_all(wants.goal, pinned)
    problem = PlanningProblem(
        first_month=first_month,
        horizon=horizon,
        budget=tuple(map(max, openings.budget, openings.taken)),
        stretch=_stretching(learner, openings, first_month),
        candidates=tuple(map(make_candidate, offers, options, slots, wants.before, wants.alongside)),
        goal=goal,
        pinned=tuple(chain.from_iterable(own for own in pinned if len(own) == 1)),
        exclusive=_exclusive(catalogue, index, under_way),
        stages=stages,
        obstacles=obstacles,
        wallets=prices.wallets,
        at_once=_at_once(learner, openings),
        evenings=None if learner.evenings is None else openings.evenings,
        half_days_off=openings.half_days_off,
        limits=_limits(learner),
        cost_limit_per_year_cents=learner.cost_limit_per_year_cents,
        kept=_kept(asked.keep, first_month, under_way),
    )
    return _Stated(problem, can_expire=bool(again), is_normal=not held and goal is wants.goal)


def _without_idle_days(stated: _Stated) -> _Stated:
    return replace(stated, problem=without_idle_days(stated.problem))


def _finish(stated: _Stated) -> PlanningProblem:
    return without_needless_limits(_with_stage_of_unknown_fees(_simplify(stated)))


def _stretching(learner: Learner, openings: Openings, first_month: Month) -> Stretching | None:
    """Rule R5: the months that may go beyond their hours, where the learner lets some."""
    if learner.stretch is None or openings.budget == openings.usual:
        return None
    years = tuple((first_month + offset) // 12 for offset in range(len(openings.budget)))
    return Stretching(tuple(map(max, openings.usual, openings.taken)), years, learner.stretch.months)


def _with_stage_of_unknown_fees(problem: PlanningProblem) -> PlanningProblem:
    """The problem in which plans with fewer unknown fees are better, where a candidate has one.

    Also where a limit on money left one out: what it costs may be less, so a proof must speak of known fees alone.
    """
    left_out = Obstacle.UNKNOWN_FEE in problem.obstacles.values()
    unknown = left_out or any(candidate.unknown_fees for candidate in problem.candidates)
    return replace(problem, stages=with_unknown_fees(problem.stages)) if unknown else problem


class _Offer(Struct, frozen=True):
    """A module as it is offered in one way, and the number of the way."""

    module: Module
    number: int


def _offers(module: Module, learner: Learner) -> Iterator[_Offer]:
    """A module in each way in which it is offered; what is under way only as it began."""
    begun = next((entry for entry in learner.under_way if entry.module == module.id), None)
    numbers = range(len(module.offers)) if begun is None else (begun.offer_number(module),)
    for number in numbers:
        yield _Offer(module.offer(number), number)


def _with_all(goal: Threshold, groups: Sequence[Sequence[int]]) -> Threshold:
    """A goal for which one candidate of each group of several must be taken too; one that is alone is pinned itself."""
    several = [group for group in groups if len(group) > 1]
    anys = tuple((1, Threshold(1, tuple((1, index) for index in group), shape=RequirementShape.MODULE)) for group in several)
    return Threshold(1 + len(anys), ((1, goal), *anys)) if anys else goal


def _modules_among(catalogue: Catalogue, names: Container[str]) -> list[Module]:
    return [catalogue.module_by_id[name] for name in catalogue.module_by_id if name in names]


def _awards_among(catalogue: Catalogue, names: Container[str]) -> list[Award]:
    return [catalogue.award_by_id[name] for name in catalogue.award_by_id if name in names]


def _pinned(
    index: Mapping[str, list[int]], learner: Learner, under_way: Iterable[str], held: Container[str]
) -> list[list[int]]:
    """The positions of each module that every plan takes: what is under way, and what is pinned, unless it is held."""
    return [index[name] for name in (*under_way, *(name for name in learner.pins if name not in held))]


def _limits(learner: Learner) -> dict[Stage, int]:
    """The most that each limited total of a plan may come to."""
    return {} if learner.cost_limit_cents is None else {Stage.COST: learner.cost_limit_cents}


def _options_and_obstacles(
    openings: Openings, offers: Iterable[_Offer]
) -> tuple[list[tuple[Option, ...]], dict[Key, Obstacle]]:
    """The options of each offer, and why those that have none have none."""
    options: list[tuple[Option, ...]] = []
    obstacles: dict[Key, Obstacle] = {}
    for offer in offers:
        found = openings.options(offer.module)
        if isinstance(found, Obstacle):
            obstacles[offer.module.id, offer.number] = found
        options.append(() if isinstance(found, Obstacle) else found)
    return options, obstacles


FREE = PriceStep(0, Payment(0))


class _CandidateMaker(Struct, frozen=True):
    """Makes a candidate of a module. A module under way was let in and is paid for: it needs nothing and costs nothing."""

    prices: "_PriceSteps"
    under_way: Mapping[str, Option]

    def __call__(
        self, offer: _Offer, options: tuple[Option, ...], class_slots: int, before: Threshold, alongside: Threshold
    ) -> Candidate:
        checkpoint()
        module = offer.module
        plain = Candidate(
            module=module.id,
            minutes_total=module.minutes_total if options else 0,  # without options, its hours may be unknown
            prices=(FREE,),
            options=options,
            before=NOTHING,
            class_slots=class_slots,
            evenings=sum(1 << day for day in module.evening_days),
            offer=offer.number,
            more_evenings=module.evenings or 0,
        )
        if module.id in self.under_way:
            return replace(plain, evenings=0, more_evenings=0) if self.under_way[module.id].only_ends else plain
        return replace(
            plain,
            prices=self.prices.steps(module, options) if module.fee_cents is not None else (FREE,),
            unknown_fees=int(module.fee_cents is None),
            before=before,
            alongside=alongside,
        )


def _at_once(learner: Learner, openings: Openings) -> tuple[int, ...] | None:
    """In each month how many modules may run: the limit, or more where more are under way, and those that only end."""
    limit = learner.at_once
    if limit is None:
        return None
    ending = sum(option.only_ends for option in openings.under_way.values())
    return tuple(max(limit, len(names)) + (ending if month == 0 else 0) for month, names in enumerate(openings.running))


def _kept(keep: Mapping[str, Month], first_month: Month, under_way: Iterable[str]) -> dict[str, int]:
    """The offset at which each module of an earlier plan was to start; nothing where there is no such plan."""
    return {module: start - first_month for module, start in keep.items()} | dict.fromkeys(under_way if keep else (), 0)


def _simplify(stated: _Stated) -> PlanningProblem:
    """The problem in normal form, without what no plan can contain; without a goal where there is no plan.

    What is held and has expired for good is left out of requirements, if something can expire and that leaves a plan.
    """
    problem = stated.problem
    anew = _with_what_expired_anew(problem) if stated.can_expire else None
    normal = problem if stated.is_normal else problem.with_requirements(normaliser())
    return anew or without_the_impossible(normal) or replace(problem, goal=None)


def _with_what_expired_anew(problem: PlanningProblem) -> PlanningProblem | None:
    """The problem in which what has expired for good is left out of requirements; None where there is no plan in it."""
    able = {index for index, candidate in enumerate(problem.candidates) if candidate.options}
    return without_the_impossible(problem.with_requirements(lambda root: without_expired(root, able), normaliser()))


class _PriceSteps:
    """Prices as steps over the offsets of a plan, and wallets as numbers."""

    def __init__(self, pricing: Pricing, first_month: Month, horizon: int, by_year: bool) -> None:
        self._pricing = pricing
        self._first_month = first_month
        self.wallets = tuple(cents for _, cents in pricing.wallets)
        self._by_year = by_year
        changes = {month - first_month for month in pricing.changes(first_month, Month(first_month + horizon))}
        if self._by_year:
            changes |= {offset for offset in range(1, horizon) if (first_month + offset) % 12 == 0}
        self._changes = (0, *sorted(changes))

    def steps(self, module: Module, options: tuple[Option, ...]) -> tuple[PriceStep, ...]:
        """The prices of a module at its starts, each as often as it changes."""
        found: list[PriceStep] = []
        for first in [*self._changes_before_starts(options)] or [0]:
            payment = self._payment(module, Month(self._first_month + first))
            if not found or payment != found[-1].payment:
                found.append(PriceStep(first if found else 0, payment))
        return tuple(found)

    def _changes_before_starts(self, options: tuple[Option, ...]) -> Iterator[int]:
        """The changes after which there is some start before the next one."""
        for first, end in pairwise((*self._changes, LONGEST_PLAN_MONTHS)):
            if any(bisect_left(option.starts, first) < bisect_left(option.starts, end) for option in options):
                yield first

    def _payment(self, module: Module, start: Month) -> Payment:
        payment = payment_of(self._pricing.price(module, start), start, self._pricing)
        return payment if self._by_year else replace(payment, year=0)


def exclude_earlier_plan(
    catalogue: Catalogue,
    learner: Learner,
    problem: PlanningProblem,
    modules: Iterable[str],
    orders: Iterable[tuple[str, str]],
) -> PlanningProblem:
    """Return the problem without the plans that are only an earlier one shifted in time (see `Earlier`).

    Parameters
    ----------
    modules
        What the earlier plan enrols in.
    orders
        Pairs of awards of which it earns the first before the second. A pair is left out where either can expire within the
        horizon, or where it matters to either where a module counts.
    """
    index = positions([candidate.key for candidate in problem.candidates])
    if not index.keys() >= set(modules):
        return problem
    trees = Trees(catalogue, index, _held(learner, problem.first_month))
    prune = pruner({position: position for position in range(len(problem.candidates))})
    pairs = ((prune(trees.root(first)), prune(trees.root(second))) for first, second in orders)
    lasting = tuple(pair for pair in pairs if ends_within(problem.horizon, *pair) and not counts_once(*pair))
    earlier = Earlier(frozenset(frozenset(index[module]) for module in modules), lasting)
    return replace(problem, earlier=(*problem.earlier, earlier))


def _held(learner: Learner, first_month: Month) -> dict[str, list[HeldNode]]:
    found: dict[str, list[HeldNode]] = {}
    for entry in learner.held:
        found.setdefault(entry.module, []).append(HeldNode(None if entry.ended is None else entry.ended - first_month + 1))
    return found


def _can_expire(catalogue: Catalogue, names: Container[str], held: Mapping[str, Sequence[HeldNode]], horizon: int) -> set[str]:
    """The modules held that can expire by the horizon for an award among some names: they may have to be taken again."""
    expiring = [(award.valid_months, award.id) for award in _awards_among(catalogue, names) if award.valid_months]
    seen: set[str] = set()
    return {
        module
        for months, award in sorted(expiring, key=lambda entry: entry[0])
        for module in _held_beneath(catalogue, award, held, seen)
        if all(entry.end is not None and entry.end + months < horizon for entry in held[module])
    }


def _held_beneath(catalogue: Catalogue, award: str, held: Container[str], seen: set[str]) -> Iterator[str]:
    """The modules held that count toward an award, or as one that does, beneath names not seen before."""
    waiting = [award]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        checkpoint()
        seen.add(name)
        requires = catalogue.entry_by_id[name].requires
        if name in catalogue.module_by_id:
            yield from (module for module in catalogue.places.counting_as(name) if module in held)
        elif requires is not None:
            waiting += named_in(catalogue, requires)


def _stages(learner: Learner, prefer: Preference, keeps: bool) -> tuple[Stage, ...]:
    """The default objective, with what is preferred moved to the front, and what keeps an earlier plan behind the finish.

    Where there is no budget the peak comes before all but a cost that is preferred.
    """
    finish, *rest = DEFAULT_STAGES
    stages = (finish, *(KEEPING_STAGES if keeps else ()), *rest)
    if learner.minutes_per_week is None or prefer == "load":
        stages = (Stage.PEAK, *stages)
    if prefer == "cost":
        return (Stage.COST, *(stage for stage in stages if stage is not Stage.COST))
    return stages


def _last_of_each_slot(offers: Sequence[_Offer], slots: list[int], under_way: Mapping[str, Option]) -> list[int]:
    """The stretches of the week with each left to the last only of those under way that share it: they go on side by side."""
    seen = 0
    position = {offer.module.id: number for number, offer in enumerate(offers)}
    for name in sorted(under_way, key=lambda name: -under_way[name].end(0)):
        own = position[name]
        slots[own], seen = slots[own] & ~seen, seen | slots[own]
    return slots


def _exclusive(
    catalogue: Catalogue, index: Mapping[str, Sequence[int]], under_way: Mapping[str, Option]
) -> tuple[frozenset[int], ...]:
    """The groups of candidates of which at most one may be taken: offers of a module, and those that exclude each other."""
    groups = {
        frozenset((*index[module], *index[other]))
        for module, others in catalogue.exclusions.items()
        for other in others
        if module in index and other in index and not {module, other} <= under_way.keys()
    }
    groups |= {frozenset(offers) for offers in index.values() if len(offers) > 1}
    return tuple(sorted(groups, key=sorted))


def _horizon(modules: list[Module], learner: Learner, first_month: Month, pricing: Pricing, stages: tuple[Stage, ...]) -> int:
    """A horizon beyond which no plan need go: everything one after another, waiting for each intake, and for prices to fall.

    For an intake a year is enough to wait, and two where years have limits: for the next one, and then for the intake.
    """
    waits_for_prices = stages[0] is Stage.COST or learner.limits_cost
    last_fall = _last_fall(modules, pricing, first_month) if waits_for_prices else 0
    longest_wait = 24 if learner.limits_years else 12
    one_after_another = sum(_most_months(module) + longest_wait for module in modules)
    last_event = max(0, last_fall, _last_of_modules(modules, first_month), _last_of_learner(learner, first_month))
    return min(LONGEST_PLAN_MONTHS, one_after_another + last_event)


def _most_months(module: Module) -> int:
    """The most months that a module can take."""
    return max((pace.months for offer in module.offers for pace in offer.paces), default=0)


def _last_of_modules(modules: list[Module], first_month: Month) -> int:
    """An offset by which every run has ended, and by which there was time to apply."""
    last_run = max((run.start_month - first_month + 60 for module in modules for run in module.runs or ()), default=0)
    return max(last_run, *(module.apply_months_before for module in modules), 0)


def _last_of_learner(learner: Learner, first_month: Month) -> int:
    """An offset by which what is pinned or held has ended, and after which a learner's months are all alike for a year."""
    last_pin = max((month - first_month + 60 for month in learner.pins.values()), default=0)
    last_held = max((entry.ended - first_month + 1 for entry in learner.held if entry.ended is not None), default=0)
    return max(last_pin, last_held, *(month - first_month + 12 for month in learner.unusual_months), 0)


def _last_fall(modules: list[Module], pricing: Pricing, first_month: Month) -> int:
    """The last offset from which some module is cheaper, or may be paid from a further wallet; 0 where none ever is.

    From then on waiting gains nothing: whatever comes after a long pause may as well come whole years sooner.
    """
    for month in reversed(pricing.changes(first_month, Month(first_month + LONGEST_PLAN_MONTHS))):
        for module in modules:
            checkpoint()
            if module.fee_cents is None:
                continue
            before, after = (pricing.price(module, Month(start)) for start in (month - 1, month))
            if after.known_cents < before.known_cents or not set(after.wallets) <= set(before.wallets):
                return month - first_month
    return 0


def _class_slots(modules: list[Module]) -> list[int]:
    """For each module, the stretches of the week in which it has class, as bits; two modules that share one clash."""
    times = {time for module in modules for time in module.class_times}
    edges = sorted({minute % WEEK_MINUTES for time in times for minute in (time.start_minute, time.end_minute)})
    slots = {time: sum(1 << slot for slot, edge in enumerate(edges) if time.takes(edge)) for time in times}
    return [reduce(or_, (slots[time] for time in module.class_times), 0) for module in modules]
