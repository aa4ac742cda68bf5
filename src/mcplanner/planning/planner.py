"""From a catalogue, a learner and a request to the answer: a plan, further plans, or what would make one possible.

Each plan is one `Planning`; here stand the searches that follow on the first, and how the time is shared among them.
Knows no solver's inside, no terminal and no file.
"""

from contextlib import suppress

from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.explain.relaxations import Asking, Possible, conflict, relaxations
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.stages import Stage
from mcplanner.ground.time_limit import OutOfTimeError
from mcplanner.ground.watch import CHANGES, Listener, Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.request_check import check_asked
from mcplanner.planning.single_request import Planning
from mcplanner.plans.differences import compared
from mcplanner.plans.model import INTERRUPTED, Fastest, Note, OtherPlan, Plan, Relaxation, Status
from mcplanner.plans.spending import cheaper_later, idle_credit
from mcplanner.pricing.price import Pricing

SECONDS_PER_CHANGE = 10.0
"""How long to search for a plan of a request with one dial turned at most."""

SEARCHES_AT_LEAST = 3
"""Into how many parts the time left for a dial is cut at least, so that no single search takes all of it."""


MISSED = {
    Status.FEASIBLE: "a better plan may exist",
    Status.OPTIMAL: "a better plan may exist",
    Status.UNKNOWN: "a plan may exist",
    Status.INFEASIBLE: "further changes may help",
}
"""What may have been missed where Ctrl-C ended the search."""


def plan(
    catalogue: Catalogue,
    learner: Learner,
    request: Request,
    *,
    pricing: Pricing | None = None,
    advice: bool = True,
    listener: Listener | None = None,
    watch: Watch | None = None,
) -> Plan:
    """The best plan there is, verified; or one without enrolments that says why there is none.

    Without `pricing`, a module costs its fee; a pricing is for the same learner. With `advice`, a plan without enrolments also
    says what conflicts and which least changes would help. The request's time is for all of it, as far as the `watch` leaves it
    where this is a part of more. The listener is told how far a search is. Ctrl-C ends the search with what was found so far
    and a warning `interrupted`; pressed twice it ends everything.

    Raises
    ------
    AskedError
        There is no target, or a name in the request or the learner that the catalogue does not have.
    RefusedPlanError
        The verifier found that the plan breaks a rule.
    """
    check_asked(catalogue, learner, request)
    own = Watch(request.seconds, listener, watch)
    with own.heeding_ctrl_c():
        made = _planned(catalogue, learner, request, pricing or Pricing(learner), advice, own)
        return _stopped(made) if own.interrupted else made


def _planned(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, advice: bool, watch: Watch) -> Plan:
    weighed = advice and _has_a_fastest(learner, request)
    searches = 1 + (request.others > 0) + weighed
    planning = Planning(catalogue, learner, request, watch.share(searches), pricing)
    made = planning.plan()
    if request.others and made.enrolments:
        made = _with_others(catalogue, learner, request, pricing, made, watch.share(1 + weighed))
    if watch.interrupted:
        return made
    if advice and made.status is Status.INFEASIBLE:
        return _advised(planning, made, watch)
    if advice and made.finish is not None:
        with suppress(OutOfTimeError), watch.finishing():
            made = replace(made, warnings=(*made.warnings, *idle_credit(pricing, made)))
        return _weighed(catalogue, learner, request, pricing, made, watch)
    return made


def _has_a_fastest(learner: Learner, request: Request) -> bool:
    """Whether a lower cost is paid for in months: without a budget of hours, any finish could be had."""
    return request.prefer == "cost" and learner.minutes_per_week is not None


def _weighed(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, made: Plan, watch: Watch) -> Plan:
    """A plan with what a lower cost takes in months: against the fastest one, or how much less the same would cost later.

    Where no time is left, neither is told.
    """
    if not watch.seconds_left:
        return made
    if not _has_a_fastest(learner, request):
        with suppress(OutOfTimeError), watch.finishing():
            later = cheaper_later(catalogue, pricing, made)
            return made if later is None else replace(made, warnings=(*made.warnings, later))
        return made
    targets = tuple(target.id for target in made.targets)
    sooner = replace(request, targets=targets, prefer="finish")
    fastest = Planning(catalogue, learner, sooner, watch, pricing).plan(through=Stage.COST)
    if fastest.finish is None or fastest.objective is None:
        return made
    proved = fastest.status is Status.OPTIMAL
    return replace(made, fastest=Fastest(fastest.finish, fastest.objective.cost_cents, proved))


def _advised(planning: Planning, made: Plan, watch: Watch) -> Plan:
    """An impossible request with the demands that conflict and the least changes that would make it possible."""

    def possible_within(part: Watch) -> Possible:
        def possible(changed: Learner, asked: Request) -> bool | None:
            own = part.share(SEARCHES_AT_LEAST).part(SECONDS_PER_CHANGE, listened=False)
            return planning.changed(changed, asked, own).possible() if own.seconds_left else None

        return possible

    def asking_of(position: int, count: int) -> Asking:
        watch.tell(CHANGES, position + 1, count)
        part = watch.share(count - position)

        def attempt(changed: Learner, asked: Request) -> Plan:
            own = part.part(SECONDS_PER_CHANGE, listened=False)
            return planning.changed(changed, asked, own).plan(through=Stage.FINISH)

        return Asking(possible_within(part.share(2)), attempt, lambda: planning.later.plan(through=Stage.FINISH))

    found: list[Relaxation] = []
    conflicting = conflict(planning.learner, planning.request, possible_within(watch.share(2)))
    if not watch.interrupted:
        made = replace(made, conflict=conflicting)
        for relaxation in relaxations(planning.catalogue, planning.learner, planning.request, asking_of):
            if watch.interrupted:
                break
            found.append(relaxation)
    return replace(made, relaxations=tuple(reversed(found)))


def _stopped(made: Plan) -> Plan:
    """What was found when Ctrl-C was pressed, with a word of what may have been missed."""
    note = Note(INTERRUPTED, f"the search was stopped before it was finished: {MISSED[made.status]}")
    return replace(made, warnings=(*made.warnings, note))


def _with_others(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, made: Plan, watch: Watch) -> Plan:
    """The plan with further ones for the same targets, each the best that differs from all before and ends in time."""
    assert made.finish is not None, "a plan with enrolments has a finish"
    last = Month(made.finish + request.within_months)
    by = last if request.by is None else min(last, request.by)
    asked = replace(request, targets=tuple(target.id for target in made.targets), by=by, field=None)
    found: list[OtherPlan] = []
    left = None
    while len(found) < request.others and watch.seconds_left:
        planning = Planning(catalogue, learner, asked, watch.share(request.others - len(found)), pricing)
        other = planning.unlike((made, *(earlier.plan for earlier in found)))
        if other.objective is None:
            if other.status is Status.INFEASIBLE:
                left = f"it is proved that no further plan is done by {month_name(by)}"
            break
        found.append(compared(other, made))
    if left is None and len(found) < request.others:
        left = "time ran out before a further plan was found"
    return replace(made, other_plans=tuple(found), no_further_plan=left)
