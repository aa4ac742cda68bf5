"""Of thousands of modules, those that are enough whatever hours and money there are, and whenever all must have ended.

Many questions about one request differ in nothing else. Where all hours are free, nothing limits the cost and no month is the
last, a module has every start that it can have with less, at each of its paces; and whoever can take the place of another one
there takes no longer, no more a week, costs no more and starts whenever that does. So it can take its place with less, too:
what is spare there is spare in all of these questions.
"""

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.reach import reach
from mcplanner.catalogue.requirements import requirement_of
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import LONGEST_PLAN_MONTHS, UNLIMITED_MINUTES_PER_WEEK
from mcplanner.solvers.bounds.spares import without_spares

MANY = 200
"""Fewer modules are stated as soon as it is found out which of them are enough."""


def widest(learner: Learner, request: Request, targets: tuple[str, ...]) -> tuple[Learner, Request]:
    """The learner and the request with all hours, at any cost, through the last month that any plan may have."""
    free = learner.replace(minutes_per_week=UNLIMITED_MINUTES_PER_WEEK, minutes_in={}, cost_limit_cents=None)
    last = Month(request.start + LONGEST_PLAN_MONTHS - 1)
    last = last if request.by is None else max(last, request.by)
    return free, Request(targets, request.start, by=last)


def are_many(catalogue: Catalogue, learner: Learner, targets: tuple[str, ...]) -> bool:
    """Return whether targets can make use of so many modules that it is worth finding out which are enough."""
    return len(reach(catalogue, (*map(requirement_of, targets), *learner.pins))) > MANY


def enough_modules(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing) -> frozenset[str]:
    """The modules that are enough for the widest request and all within it."""
    problem = build_problem(catalogue, learner, request.targets, request.start, request.by, pricing=pricing)
    return frozenset(own.module for own in without_spares(problem).candidates)
