"""What happens if a module is failed: the plan made again from the month after, with the repeat at the price of a repeat.

Knows plans and learners; no terminal.
"""

from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month
from mcplanner.ground.watch import Listener, Watch
from mcplanner.learner.model import Held, Learner, UnderWay
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.certainty_words import END, certainties_of
from mcplanner.plans.model import Enrolment, Failure, Plan
from mcplanner.plans.spending import credit_left
from mcplanner.plans.summary import cost_of, yet_to_start
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
    """Plan the best way on if a module of the plan is failed in its last month.

    By then, modules that ended are held, those that run are under way, those that start soon are applied for, and credit is
    used as planned. A budget is reduced by what was paid; a budget for each year counts what is paid from then on. All of the
    request's time goes to this way on, as far as the watch leaves it.

    Parameters
    ----------
    module
        The id of a module of the plan.
    """
    learner = pricing.learner
    failed = next(enrolment for enrolment in made.enrolments if enrolment.module == module)
    month = failed.end
    new = [enrolment for enrolment in yet_to_start(made) if enrolment.span[0] <= failed.span[1]]
    paid = Amount.of(cost_of(each) for each in new)
    later = _studied(learner, made, failed).replace(
        repeats=learner.repeats | {module},
        credit_cents={**learner.credit_cents, **credit_left(made, new)},
        cost_limit_cents=None if learner.cost_limit_cents is None else max(0, learner.cost_limit_cents - paid.cents),
    )
    targets = tuple(target.id for target in made.targets)
    onward = replace(request, targets=targets, start=Month(month + 1), earliest_start=None, others=0)
    then = plan(catalogue, later, onward, pricing=replace(pricing, learner=later), advice=False, listener=listener, watch=watch)
    return Failure(module, failed.title, month, paid, then)


def _studied(learner: Learner, made: Plan, failed: Enrolment) -> Learner:
    """The learner at the end of a failed module, with everything else done as the plan says."""
    month = failed.end
    begun = [each for each in made.enrolments if each is not failed and each.span[0] <= failed.span[1]]
    ended = (_passed(each) for each in begun if each.end <= month)
    running = (_under_way(each) for each in begun if each.end > month)
    return learner.replace(
        held=(*learner.held, *ended),
        under_way=tuple(running),
        applied={**learner.applied, **_applied_for(made, month)},
        pins={pinned: start for pinned, start in learner.pins.items() if start > month},
    )


def _passed(each: Enrolment) -> Held:
    return Held(module=each.module, ended=each.end, rests_on=tuple(certainties_of((each,), *END)))


def _under_way(enrolment: Enrolment) -> UnderWay:
    return UnderWay(module=enrolment.module, started=enrolment.start, months=enrolment.months, day=enrolment.first_day)


def _applied_for(made: Plan, month: Month) -> dict[str, Month]:
    """The modules that start later, but had to be applied for by a month."""
    return {each.module: each.start for each in made.enrolments if each.start > month >= each.apply_by}
