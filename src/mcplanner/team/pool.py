"""Plans from which a team chooses, and ways to choose: one person after another, and all together.

Knows limits and the plans found of each person; proves nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from mcplanner.ground.watch import Watch
from mcplanner.team.chooser import BestFound, Blocked, Chooser
from mcplanner.team.conflicts import Purchase, PurchaseInYear, TeamLimits, Uses, evenings, full_days, spans_off
from mcplanner.team.model import Group, Team, Worth
from mcplanner.team.shared_rows import shared_rows
from mcplanner.team.uses import Use

Chosen = dict[int, BestFound]
"""The plan of each person who is served."""

TRIES_FOR_BUDGET, TRIES_IN_YEAR = 8, 12
"""How often a plan that is too dear is sought again without its dearest module, first in its month and then in its year."""


def worth_of(chosen: Chosen, people: int) -> Worth:
    """What plans come to, stage by stage."""
    own = [plan.worth for plan in chosen.values() if plan.worth is not None]
    finishes = [finish for finish, _, _ in own]
    unknown, cents = sum(fees for _, fees, _ in own), sum(cost for _, _, cost in own)
    return people - len(own), max(finishes, default=0), sum(finishes), unknown, cents


class Pool:
    """The plans found of each person, each once."""

    def __init__(self, limits: TeamLimits, choosers: Sequence[Chooser]) -> None:
        """Take the limits, and who finds the plans of each person."""
        self._limits, self._choosers = limits, choosers
        self._plans: list[dict[tuple[Use, ...], BestFound]] = [{} for _ in choosers]

    def add(self, person: int, plan: BestFound) -> None:
        """Keep a plan."""
        if plan.worth is not None:
            self._plans[person].setdefault(plan.uses, plan)

    def plans(self, person: int) -> Collection[BestFound]:
        """The plans of a person that were found."""
        return self._plans[person].values()

    def one_after_another(self, order: Iterable[int], watch: Watch) -> Chosen:
        """Plan each person in turn within what those before have left."""
        placed: Chosen = {}
        for person in order:
            if not watch.seconds_left:
                break
            plan = self._within_what_is_left(person, placed, watch)
            if plan is not None:
                placed[person] = plan
                self.add(person, plan)
        return placed

    def _within_what_is_left(self, person: int, placed: Chosen, watch: Watch) -> BestFound | None:
        others, chooser = {other: own.uses for other, own in placed.items()}, self._choosers[person]
        blocked = what_is_taken(self._limits, person, others)
        plan = self._known(person, blocked) or chooser.avoiding(blocked, watch)
        return within_money_left(self._limits, chooser, plan, blocked, others, watch)

    def _known(self, person: int, blocked: Blocked) -> BestFound | None:
        """A plan of the person that is there already, fits, and finishes as early as if alone; None where none is."""
        alone = self._choosers[person].best.worth
        fitting = (
            own
            for own in self._plans[person].values()
            if own.worth is not None and alone is not None and own.worth[0] == alone[0]
            if not any(blocked(use) for use in own.uses if not use.fixed)
        )
        return min(fitting, key=_place, default=None)

    def all_together(self, watch: Watch) -> Chosen:
        """Choose among all plans that were found."""
        from mcplanner.solvers.cpsat.selection import choose

        plans = [sorted(own.values(), key=_place) for own in self._plans]
        values = [[plan.worth or () for plan in own] for own in plans]
        rows = shared_rows(self._limits, [[plan.uses for plan in own] for own in plans])
        found = choose(values, list(rows), lambda: watch.seconds_left)
        if found is None:
            return {}
        return {person: plans[person][which] for person, which in enumerate(found) if which is not None}


def _place(plan: BestFound) -> tuple[object, ...]:
    """An order of plans that is the same each time: the better first."""
    return plan.worth, [(use.module, use.offer, use.start) for use in plan.uses]


def within_money_left(
    limits: TeamLimits, chooser: Chooser, plan: BestFound, blocked: Blocked, others: Uses, watch: Watch
) -> BestFound | None:
    """A plan, or while that is too dear beside others one without its dearest module; None where none was found."""
    too_dear: set[Purchase | PurchaseInYear] = set()
    for number in range(TRIES_FOR_BUDGET + TRIES_IN_YEAR):
        if plan.worth is None:
            return None
        use = _dearest_beyond(limits, plan, others)
        if use is None:
            return plan
        in_month = number < TRIES_FOR_BUDGET
        too_dear.add((Purchase.of if in_month else PurchaseInYear.of)(use))
        plan = chooser.avoiding(lambda use: blocked(use) or any(one.made_by(use) for one in too_dear), watch)
    return None


def _dearest_beyond(limits: TeamLimits, plan: BestFound, others: Uses) -> Use | None:
    """The dearest module of a plan in a year that it makes too dear, or at all; None where the budget suffices."""
    too_dear = {year for year, _ in limits.overspent(use for uses in (*others.values(), plan.uses) for use in uses)}
    uses = [use for use in plan.uses if use.cents and not too_dear.isdisjoint((use.year, None))]
    return max(uses, key=lambda use: use.cents, default=None)


def what_is_taken(limits: TeamLimits, person: int, others: Uses) -> Blocked:
    """Say what a person cannot have any more, given what others use."""
    mine = [(group, _uses_of(group, others)) for group in limits.team.groups if person in group.members]
    full_evenings = [
        span for group, uses in mine if group.in_class is not None for span in full_days(group.in_class, uses, evenings)
    ]
    full = set[int]()
    for group, uses in mine:
        if group.off is not None:
            full.update(*(range(first, last + 1) for _, first, last in full_days(group.off, uses, spans_off)))
    wanted = Counter(seat for own in others.values() for use in own if not use.fixed for seat, _ in limits.seats(use))
    left_in_all, left_by_year = limits.money_left(others)

    def blocked(use: Use) -> bool:
        return (
            any(lane == own and max(first, begin) <= min(last, end)
                for own, first, last in evenings(use) for lane, begin, end in full_evenings)
            or not full.isdisjoint(use.days_off)
            or any(wanted[seat] >= number for seat, number in limits.seats(use))
            or use.cents > min(left_in_all, left_by_year(use.year))
        )  # fmt: skip

    return blocked


def _uses_of(group: Group, others: Uses) -> list[Sequence[Use]]:
    return [others[person] for person in sorted(group.members) if person in others]


def by_slack(team: Team, own: Sequence[BestFound]) -> list[int]:
    """People in the order in which they are planned first: who has the least time to spare, then who needs the most."""

    def key(person: int) -> tuple[int, int, int]:
        worth, by = own[person].worth, team.people[person].by
        months = 0 if worth is None else worth[0]
        return (1 << 20) if by is None else by - team.start + 1 - months, -months, person

    return sorted((person for person, plan in enumerate(own) if plan.worth is not None), key=key)


def by_delay(own: Sequence[BestFound], found: Chosen, order: Sequence[int]) -> list[int]:
    """The same with those first who are not served, or finish the latest; whoever is equal keeps the place."""

    def key(person: int) -> tuple[bool, int]:
        now, alone = found.get(person), own[person].worth
        if now is None or now.worth is None or alone is None:
            return False, 0
        return True, -now.worth[0]

    return sorted(order, key=key)
