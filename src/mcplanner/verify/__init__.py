"""The verifier: every plan is checked here before anyone sees it.

Reads the catalogue, the funding rules and the learner as people wrote them and the plan as it will be shown. Shares no
code with the solvers, nor with what fills in prices, credit and awards, and knows nothing of the planning problem: what they
and these files agree on was derived twice. An import contract holds it to that.
"""

from collections.abc import Callable, Iterator

from mcplanner.catalogue.model import Catalogue
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.plans.model import Plan
from mcplanner.pricing.rules import Funding
from mcplanner.verify.awards import awards, r9_valid
from mcplanner.verify.case import Case, Violation
from mcplanner.verify.figures import asked, bound, count_objective, facts, objective, prices
from mcplanner.verify.resting import certainty, rests_on
from mcplanner.verify.rules import (
    r1_target,
    r2_once,
    r3_start,
    r4_before,
    r5_hours,
    r6_at_once,
    r7_classes,
    r8_away,
    r10_choices,
    r11_money,
    r12_by,
    r13_days_off,
)

__all__ = ["RULES", "Case", "Violation", "count_objective", "verify", "verify_rests_on"]

RULES: tuple[Callable[[Case], Iterator[Violation]], ...] = (
    r1_target,
    r2_once,
    r3_start,
    r4_before,
    r5_hours,
    r6_at_once,
    r7_classes,
    r8_away,
    r9_valid,
    r10_choices,
    r11_money,
    r12_by,
    r13_days_off,
    asked,
    prices,
    facts,
    awards,
    objective,
)


def verify(
    catalogue: Catalogue,
    learner: Learner,
    funding: Funding | None,
    request: Request,
    plan: Plan,
) -> tuple[Violation, ...]:
    """Every rule that a plan breaks; nothing for a sound one.

    Parameters
    ----------
    funding
        The rules by which the learner pays; None where a module costs its fee.
    plan
        A plan with enrolments; one without has nothing to break but its target.
    """
    case = Case(catalogue, learner, funding, request, plan)
    broken = tuple(violation for rule in RULES for violation in rule(case))
    return broken or tuple(bound(case))


def verify_rests_on(
    catalogue: Catalogue, learner: Learner, funding: Funding | None, request: Request, plan: Plan
) -> tuple[Violation, ...]:
    """What is wrong in what a sound plan says that it rests on, which it says last of all."""
    case = Case(catalogue, learner, funding, request, plan)
    return (*certainty(case), *rests_on(case))
