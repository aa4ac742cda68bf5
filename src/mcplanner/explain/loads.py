"""Which hours a week make a difference to plans: only those that some modules can take together.

Knows catalogues and learners; asks no solver. Between two sums of what modules take a week, more hours make nothing possible.
"""

from collections.abc import Hashable, Iterable
from functools import cached_property

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.reach import reach, roots
from mcplanner.explain.wish import Asked
from mcplanner.ground.months import Month
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK
from mcplanner.learner.model import Learner
from mcplanner.solvers.bounds.lifted_demands import greatest_sum, subset_sums


class Loads:
    """What the modules that targets can make use of take a week, each alone and together."""

    def __init__(self, catalogue: Catalogue, asked: Asked) -> None:
        self._catalogue = catalogue
        self._asked = asked

    def of(self, learner: Learner, months: Iterable[Month]) -> Hashable:
        """What modules can take of a learner's usual hours, and of those of some months, also where they go beyond."""
        beyond = 0 if learner.stretch is None else learner.stretch.minutes
        hours = (learner.minutes_per_week, *map(learner.minutes_at, months))
        return tuple(minutes and (self._taken_of(minutes), self._taken_of(minutes + beyond)) for minutes in hours)

    def _taken_of(self, minutes: int) -> int:
        return greatest_sum(self._sums, minutes)

    @cached_property
    def _sums(self) -> int:
        """The minutes a week that some modules can take together, each at one of its paces, as bits."""
        learner, catalogue = self._asked.learner, self._catalogue
        wanted = [root for target in self._asked.request.targets for root in roots(catalogue, target)]
        begun = (entry.module for entry in learner.under_way)
        names = reach(catalogue, (*wanted, *learner.pins, *begun))
        modules = (catalogue.module_by_id[name] for name in names if name in catalogue.module_by_id)
        loads = [[pace.minutes_per_week for offer in module.offers for pace in offer.paces] for module in modules]
        return subset_sums(loads, 2 * HOURS_IN_A_WEEK * 60)
