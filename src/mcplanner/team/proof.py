"""What no team plan is below: a search through all of them, in which each conflict is settled in every way there is.

At the root, everybody has the best plan of all. Where plans conflict, at least one person must do without something; so each
way is a node of its own, with the best plan of that person without it. What the plans of a node come to is a bound on all
team plans that keep to what the node rules out. The node of the lowest bound is looked at first: once its plans do not
conflict, none are better.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import accumulate, count
from math import inf

from msgspec import Struct

from mcplanner.ground.stages import Basis
from mcplanner.ground.watch import Watch
from mcplanner.team.budget_bound import BudgetBound, Floor
from mcplanner.team.chooser import BestFound, Chooser
from mcplanner.team.conflicts import Claim, TeamConflict, TeamLimits
from mcplanner.team.model import Team, TeamProof, TeamStage, Worth
from mcplanner.team.pool import Chosen, Pool, worth_of

KNOWN_BEFORE = ((), (0,), (0,), (0, 2), (0, 2, 3))
"""For each stage of a team, the positions of those whose bounds must be met before anything is claimed of it."""

Bars = tuple[frozenset[Claim], ...]
"""What each person must do without."""


class Node(Struct, frozen=True):
    """The best plans of all people without what each is kept from, and what no team plan within that is below."""

    bars: Bars
    plans: tuple[BestFound, ...]
    low: Worth

    @property
    def chosen(self) -> Chosen:
        return {person: plan for person, plan in enumerate(self.plans) if plan.worth is not None}

    @property
    def undecided(self) -> bool:
        """Return whether time ran out over somebody's plan."""
        return any(plan.worth is None and not plan.impossible for plan in self.plans)


class TeamSearch:
    """A search that can be stopped and gone on with, and the bound that it has proved so far.

    Attributes
    ----------
    best
        The plans without a conflict that it has come upon, if any.
    """

    def __init__(self, limits: TeamLimits, choosers: Sequence[Chooser], alike: Sequence[Hashable], pool: Pool) -> None:
        """Take who finds the plans of each person, which people are alike, and a pool for the plans that are found."""
        self._limits, self._choosers, self._alike, self._pool = limits, choosers, alike, pool
        self._least_unserved = 0
        self._budget = BudgetBound(limits, choosers, pool)
        self._waiting: list[tuple[Worth, int, int, Node]] = []
        self._ended: list[Worth] = []
        self._seen: set[Hashable] = set()
        self._numbers = count()
        self.best: Chosen | None = None

    def begin(self, watch: Watch) -> None:
        """Begin at the root, with the best plan of each person."""
        plans = tuple(chooser.begin(watch) for chooser in self._choosers)
        self._put(Node((frozenset(),) * len(plans), plans, self._low_of(plans)), 0)

    def count_unserved(self, watch: Watch) -> None:
        """Find out how many people at least cannot be served, before anything is looked at."""
        ((_, _, _, root),) = self._waiting
        self._least_unserved = least_unserved(self._limits, self._choosers, root.plans, watch)
        self._waiting.clear()
        self._seen.clear()
        self._put(Node(root.bars, root.plans, self._low_of(root.plans)), 0)

    def look_at_the_budget(self, best: Chosen, watch: Watch) -> bool:
        """Return whether there was anything to look for within the budgets, beside the best plans that were found.

        Plans that are worth having go into the pool, or the bound rises by what the budgets allow.
        """
        return self._budget.look(best, watch)

    @property
    def is_open(self) -> bool:
        """Return whether there is more to look at."""
        return bool(self._waiting)

    @property
    def low(self) -> Worth:
        """What no team plan is below, compared stage by stage."""
        return min(self.lows)

    @property
    def lows(self) -> list[Worth]:
        """The bounds of all parts of which something may still be better."""
        known, floor = [*(entry[0] for entry in self._waiting), *self._ended], self._budget.floor
        return [own for low in known for own in _above_floor(low, floor)]

    def go_on(self, nodes: int, beaten: Worth, watch: Watch) -> None:
        """Look at some nodes more, unless none can be below what is known already."""
        for _ in range(nodes):
            if not self._waiting or not watch.seconds_left or self._waiting[0][0] >= beaten:
                return
            self._look_at(heappop(self._waiting)[-1], watch)
            if self.best is not None:
                return

    def _look_at(self, node: Node, watch: Watch) -> None:
        conflict = self._conflict(node.plans)
        if conflict is None:
            self._ended.append(node.low)
            if not node.undecided and worth_of(node.chosen, len(node.plans)) == node.low:
                self.best = node.chosen
            return
        for person, claim in reversed(conflict.claims):  # so that of people who are alike the later ones wait
            self._put(self._without(node, person, claim, watch), len(node.bars))

    def _conflict(self, plans: Sequence[BestFound]) -> TeamConflict | None:
        return self._limits.conflict({person: plan.uses for person, plan in enumerate(plans) if plan.worth is not None})

    def _without(self, node: Node, person: int, claim: Claim, watch: Watch) -> Node:
        """The node in which a person also does without one thing."""
        bars = list(node.bars)
        bars[person] = bars[person] | {claim}
        plans = list(node.plans)
        plans[person] = self._choosers[person].without(bars[person], watch)
        self._pool.add(person, plans[person])
        return Node(tuple(bars), tuple(plans), max(node.low, self._low_of(plans)))

    def _low_of(self, plans: Sequence[BestFound]) -> Worth:
        return low_of(plans, self._least_unserved)

    def _put(self, node: Node, depth: int) -> None:
        key = frozenset(Counter(zip(self._alike, node.bars, strict=True)).items())
        if key in self._seen:
            return
        self._seen.add(key)
        if node.undecided:
            self._ended.append(node.low)
        else:
            heappush(self._waiting, (node.low, -depth, next(self._numbers), node))


def _above_floor(low: Worth, floor: Floor) -> Iterator[Worth]:
    """What is above a bound and a floor: what no team plan is below that is over within each total of the floor, or later."""
    unserved, latest, total, unknown, cents = low
    if unserved:
        yield low
        return
    first = max(latest, floor.latest)
    for months, own in floor.totals:
        if first <= months:
            yield 0, first, max(total, own), unknown, cents
            first = months + 1
    yield 0, first, total, unknown, cents


def low_of(plans: Sequence[BestFound], least_unserved: int = 0) -> Worth:
    """What no team plan is below of which each person's part is none of those that are better than these plans.

    Where more people must do without a plan than have none here, any of them may.
    """
    lows = [plan.low for plan in plans if plan.low is not None]
    served = min(len(lows), len(plans) - least_unserved)
    finishes, unknown, cents = (sorted(values)[:served] for values in zip(*lows, strict=True)) if lows else ([], [], [])
    return len(plans) - served, max(finishes, default=0), sum(finishes), sum(unknown), sum(cents)


def least_unserved(limits: TeamLimits, choosers: Sequence[Chooser], plans: Sequence[BestFound], watch: Watch) -> int:
    """How many people at least cannot be served: those without a plan of their own, and those beyond the training budget.

    No more people can be served than the cheapest plans of so many cost; where all have dates, in the years until then.
    """
    team = limits.team
    impossible = sum(plan.impossible for plan in plans)
    paid = [number for number, own in enumerate(team.people) if limits.costs_count(own) and not plans[number].impossible]
    if not paid:
        return impossible
    least = {id(chooser): chooser.least_cents(watch.share(4)) for chooser in {choosers[person] for person in paid}}
    budget = _whole_budget(team, paid, choosers)
    costs = accumulate(sorted(least[id(choosers[person])] for person in paid))
    return impossible + sum(cost > budget for cost in costs)


def _whole_budget(team: Team, paid: Sequence[int], choosers: Sequence[Chooser]) -> float:
    """What may be spent in all on people who are paid for, in cents; infinite without a limit."""
    in_all = inf if team.budget_cents is None else team.budget_cents
    if team.budget_per_year_cents is None or any(team.people[person].by is None for person in paid):
        return in_all
    years = set().union(*(choosers[person].years_of_purchase() for person in paid))
    return min(in_all, team.budget_per_year_cents * len(years))


def proofs(worth: Worth, search: TeamSearch, carried: Basis) -> tuple[TeamProof, ...]:
    """What is proved of team plans that are worth something, stage by stage.

    A bound on a stage is claimed where enough is known of those before: the latest finish and the sum of finishes for as many
    people served, and what all costs where also the sum of finishes is the least.
    """
    bounds: list[int | None] = []
    for stage, before in enumerate(KNOWN_BEFORE):
        known = all(bounds[own] == worth[own] for own in before)
        as_good = (low for low in search.lows if low <= worth and all(low[own] == worth[own] for own in before))
        bounds.append(min([worth[stage], *(low[stage] for low in as_good)]) if known else None)
    return tuple(
        TeamProof(stage, value, bound, None if bound is None else carried)
        for stage, value, bound in zip(TeamStage, worth, bounds, strict=True)
    )
