"""What if a module is failed: the plan made again from the month after, with the repeat at the price of a repeat.

Just above the planner. Knows plans and learners; no terminal.
"""

from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import Month
from mcplanner.ground.watch import Listener, Watch
from mcplanner.learner.model import Held, UnderWay
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Failure, Plan
from mcplanner.plans.spending import credit_left
from mcplanner.plans.summary import known_cost
from mcplanner.pricing.price import Pricing


def what_if_failed(
    catalogue: Catalogue,
    request: Request,
    pricing: Pricing,
    made: Plan,
    module: str,
    listener: Listener | None = None,
    watch: Watch | None = None,
) -> Failure:
    """The best way on where a module of a plan, known to be in it, is failed in its last month.

    By then what ended is held, what runs is under way, what was to start soon is applied for, and credit is used as planned.
    A limit on cost holds for what is left of it; one for each year counts what is paid from then on. The request's time is for
    this way on alone, as far as the watch leaves it.
    """
    learner = pricing.learner
    failed = next(enrolment for enrolment in made.enrolments if enrolment.module == module)
    month = failed.end
    begun = [enrolment for enrolment in made.enrolments if enrolment.start <= month and enrolment is not failed]
    new = [enrolment for enrolment in made.enrolments if enrolment.start <= month and not enrolment.under_way]
    paid = sum(known_cost(each) for each in new)
    later = learner.replace(
        held=(
            *learner.held,
            *(Held(module=each.module, ended=each.end) for each in begun if each.end <= month),
        ),
        under_way=tuple(
            UnderWay(module=each.module, started=each.start, months=each.months) for each in begun if each.end > month
        ),
        applied={
            **learner.applied,
            **{each.module: each.start for each in made.enrolments if each.start > month >= each.apply_by},
        },
        pins={pinned: start for pinned, start in learner.pins.items() if start > month},
        repeats=learner.repeats | {module},
        credit_cents={**learner.credit_cents, **credit_left(made, new)},
        cost_limit_cents=None if learner.cost_limit_cents is None else max(0, learner.cost_limit_cents - paid),
    )
    targets = tuple(target.id for target in made.targets)
    onward = replace(request, targets=targets, start=Month(month + 1), earliest_start=None, others=0)
    then = plan(catalogue, later, onward, pricing=replace(pricing, learner=later), advice=False, listener=listener, watch=watch)
    return Failure(module, failed.title, month, paid, then)
