"""What no team plan within the training budgets is below that is over in so many months, and plans worth having for it.

Let money cost so many months in each year. Then no team plan within the budgets has a smaller sum of finishes than what all
people come to, each with the best plan for it alone, less what the budgets cost. That is so at any prices. Good ones are the
dual values of a linear program that mixes the plans found so far; the best plans at these prices join them, and so on.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import inf

from mcplanner.ground.watch import Watch
from mcplanner.team.chooser import BestFound, Chooser
from mcplanner.team.conflicts import TeamLimits
from mcplanner.team.mixture import DOLLAR, Mixture, mixed
from mcplanner.team.pool import Chosen, Pool, what_is_taken, worth_of
from mcplanner.team.priced import PARTS, PricedPlans, Prices

CLOSE, CLOSER = 0.02, 0.005
"""Prices are good enough where others would raise the bound by no more than this part of it; and once all is proved at them."""

NOT_DEAR = 4
"""What part of all months it costs at first to go beyond a budget by as much as there is."""

DEARER = 2
"""How many times more it costs to go beyond a budget, where that was worth it at what it cost before."""

MOST_DEAR = 4096
"""How many times more than all months a whole budget may cost at most: then a few dollars beyond it cost all months."""

VARIANTS = tuple((one, other) for one in (1.0, 0.7, 1.4) for other in (1.0, 1.4, 0.7)) * 2
"""By what the prices of years are multiplied, in turn, where plans are sought that fit beside those of others."""

SHARE_TO_EXPLORE = 8
"""Into how many parts the time is cut where good plans are sought at some prices."""

SHARE_TO_REFINE, SECONDS_TO_REFINE = 2, 1.5
"""Into how many parts the time is cut where the bound of one person is raised, and how long that takes at least."""


class InTime:
    """Team plans in which everybody is ready in so many months.

    Attributes
    ----------
    months
        In how many.
    total
        What the sum of finishes is not below.
    refuted
        Whether it is proved that there are none.
    possible
        Whether some mixture of plans keeps within the budgets.
    """

    def __init__(self, limits: TeamLimits, choosers: Sequence[Chooser], pool: Pool, months: int) -> None:
        """Take the limits, who finds the plans of each person, the pool for them, and by when everybody is to be ready."""
        self.months, self.total, self.refuted, self.possible = months, 0, False, False
        self._team, self._pool = limits.team, pool
        alone = [0 if chooser.best.low is None else chooser.best.low[0] for chooser in choosers]
        paid = [number for number, person in enumerate(limits.team.people) if limits.costs_count(person)]
        self._alike: dict[Chooser, list[int]] = {}  # people who are paid for, by who finds their plans: short plans first
        for person in sorted(paid, key=lambda person: len(choosers[person].best.uses)):
            self._alike.setdefault(choosers[person], []).append(person)
        self._others = PARTS * (sum(alone) - sum(alone[person] for person in paid))
        self._most = PARTS * sum(min(months, chooser.months_at_most) for chooser in choosers)
        cents = min(own for own in (self._team.budget_per_year_cents, self._team.budget_cents) if own is not None)
        self._very_dear = max(1, PARTS * sum(alone) * DOLLAR // max(1, cents))
        self._dearest = max(1, self._very_dear // NOT_DEAR)
        self._prices = Prices({})
        self._variants, self._proofs = 0, 0
        self._away = limits.without_budgets()
        self._priced: dict[Chooser, PricedPlans] = {}

    def look(self, best: Chosen, watch: Watch) -> bool:
        """Look for plans that are better than the best, or for a higher bound; return whether anything was left to look for."""
        mix = self._mix(watch)
        if not self._priced:
            self._ask_at(Prices({}), watch)
        elif mix is None or not self._go_on(mix, best, watch):
            return False
        self._conclude()
        self.possible = self.possible or (mix is not None and not mix.beyond)
        return True

    def _go_on(self, mix: Mixture, best: Chosen, watch: Watch) -> bool:
        """Do what brings the most: other prices, other plans, or a proof for one person; return whether anything is left."""
        weakest = max(self._priced, key=lambda own: _gap(self._priced[own]))
        gap, value = _gap(self._priced[weakest]), mix.value + self._others
        known = self._sum({own: priced.value for own, priced in self._priced.items()})
        if mix.prices != self._prices and known < (1 - (CLOSE if gap else CLOSER)) * value:
            self._ask_at(mix.prices, watch)
        elif mix.beyond and self._dearest < self._very_dear * (1 if gap else MOST_DEAR):
            self._dearest *= DEARER
        elif self._is_to_vary(best, value, gap):
            self._vary(best, watch)
        elif gap:
            self._proofs += 1
            self._keep(
                weakest, self._priced[weakest].prove(watch.part(max(SECONDS_TO_REFINE, watch.seconds_left / SHARE_TO_REFINE)))
            )
        else:
            return False
        return True

    def _ask_at(self, prices: Prices, watch: Watch) -> None:
        """Look for the best plan of each at some prices."""
        known = {chooser: self._plans(people) for chooser, people in self._alike.items()}
        self._prices = prices
        self._priced = {own: PricedPlans(own, prices, self.months, plans) for own, plans in known.items()}
        part = watch.part(watch.seconds_left / SHARE_TO_EXPLORE)
        for position, (own, priced) in enumerate(self._priced.items()):
            self._keep(own, priced.explore(part.share(len(self._priced) - position)))

    def _is_to_vary(self, best: Chosen, value: float, gap: float) -> bool:
        """Return whether plans at other prices are missed the most; where proofs are missed, too, both take turns."""
        if self._variants == len(VARIANTS):
            return False
        plans_missed = self._worse(best) * PARTS - value >= value - PARTS * self.total
        return not gap or (plans_missed and self._variants <= self._proofs)

    def _worse(self, best: Chosen) -> float:
        """The sum of finishes of the best plans; that of too few is infinite."""
        unserved, latest, total, *_ = worth_of(best, len(self._team.people))
        return inf if unserved or latest > self.months else total

    def _vary(self, best: Chosen, watch: Watch) -> None:
        """Look for a plan of each at other prices that fits beside the best plans of the others."""
        prices = self._prices.times(VARIANTS[self._variants])
        self._variants += 1
        part = watch.part(watch.seconds_left / SHARE_TO_EXPLORE)
        for position, (own, people) in enumerate(self._alike.items()):
            blocked = what_is_taken(
                self._away, people[0], {other: plan.uses for other, plan in best.items() if other != people[0]}
            )
            known = [plan for plan in self._plans(people) if not any(blocked(use) for use in plan.uses if not use.fixed)]
            varied = PricedPlans(own, prices, self.months, known, blocked)
            self._keep(own, varied.explore(part.share(len(self._alike) - position)))

    def _keep(self, chooser: Chooser, plans: Iterable[BestFound]) -> None:
        """Keep plans for everybody who asks the same."""
        for plan in plans:
            for person in self._alike[chooser]:
                self._pool.add(person, plan)

    def _plans(self, people: Sequence[int]) -> list[BestFound]:
        """The plans found of some people that are over in time."""
        return [plan for plan in self._pool.plans(people[0]) if plan.worth is not None and plan.worth[0] <= self.months]

    def _conclude(self) -> None:
        """Raise the bound to what the prices prove."""
        least = self._sum({own: priced.low for own, priced in self._priced.items()})
        self.refuted = self.refuted or least > self._most
        self.total = max(self.total, -(-int(min(least, self._most)) // PARTS))

    def _sum(self, values: Mapping[Chooser, float]) -> float:
        """What all come to together if those who ask the same come to so much each, less what the budgets cost."""
        paid = sum(value * len(self._alike[own]) for own, value in values.items())
        return paid + self._others - self._prices.of_budgets(self._team)

    def _mix(self, watch: Watch) -> Mixture | None:
        choices = [(len(people), self._plans(people)) for people in self._alike.values()]
        return mixed(choices, self._team, self._dearest, watch.seconds_left)


def _gap(priced: PricedPlans) -> float:
    """By how much the best plan may be better than the best that was found."""
    return 0 if priced.low == inf else priced.value - priced.low
