"""The verifier: every plan is checked here before anyone sees it.

Floor 6. Reads the catalogue and the learner as people wrote them and the plan as it will be shown. Shares no code with the
solvers, and knows nothing of the planning problem they were given: what they and these files agree on was derived twice.
"""

from collections.abc import Callable, Iterator

from mcplanner.catalogue import Catalogue
from mcplanner.learner import Learner
from mcplanner.pricing import Pricing
from mcplanner.request import Request
from mcplanner.schedule import Plan
from mcplanner.verify.case import Case, Violation
from mcplanner.verify.figures import asked, awards, bound, count_objective, facts, objective, prices
from mcplanner.verify.rules import (
    r1_target,
    r2_once,
    r3_start,
    r4_before,
    r5_hours,
    r6_at_once,
    r7_clash,
    r8_away,
    r9_valid,
    r10_choices,
    r11_money,
    r12_by,
)

__all__ = ["RULES", "Case", "Violation", "count_objective", "verify"]

RULES: tuple[Callable[[Case], Iterator[Violation]], ...] = (
    r1_target,
    r2_once,
    r3_start,
    r4_before,
    r5_hours,
    r6_at_once,
    r7_clash,
    r8_away,
    r9_valid,
    r10_choices,
    r11_money,
    r12_by,
    asked,
    prices,
    facts,
    awards,
    objective,
)


def verify(
    catalogue: Catalogue,
    learner: Learner,
    pricing: Pricing,
    request: Request,
    plan: Plan,
) -> tuple[Violation, ...]:
    """Every rule that a plan breaks; nothing for a sound one.

    Parameters
    ----------
    pricing
        What modules cost the learner, and what is in the wallets.
    plan
        A plan with enrolments; one without has nothing to break but its target.
    """
    case = Case(catalogue, learner, pricing, request, plan)
    broken = tuple(violation for rule in RULES for violation in rule(case))
    return broken or tuple(bound(case))
