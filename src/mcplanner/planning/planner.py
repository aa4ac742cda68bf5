"""From a catalogue, a learner and a request to the answer: a plan, other plans, or what would make one possible.

Each plan is one `Planning`; here are the searches that follow the first one, and how they share the time.
Knows no solver's inside, no terminal and no file.
"""

from contextlib import suppress
from functools import lru_cache, partial

from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.explain.holding_back import what_holds_back
from mcplanner.explain.joint_change import joint_change
from mcplanner.explain.relaxations import (
    Asking,
    AskingOf,
    ConflictingDemands,
    Possible,
    conflict,
    relaxations,
    without_wishes,
)
from mcplanner.explain.wish import Asked
from mcplanner.ground.months import Month, month_name, month_of_day
from mcplanner.ground.stages import Stage
from mcplanner.ground.time_limit import OutOfTimeError
from mcplanner.ground.today import today
from mcplanner.ground.watch import CHANGES, HOLDING_BACK, Listener, Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.known import Known
from mcplanner.planning.question import Question
from mcplanner.planning.request_check import check_asked, with_assumed
from mcplanner.planning.single_request import Planning
from mcplanner.plans.differences import compare_plans
from mcplanner.plans.model import INTERRUPTED, Fastest, Note, OtherPlan, Plan, Relaxation, Status
from mcplanner.plans.rests_on import hangs_on
from mcplanner.plans.spending import cheaper_later, idle_credit
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding

SECONDS_PER_CHANGE = 10.0
"""The longest search for a plan with one wish changed."""

SECONDS_FOR_GAINS, ROUNDS_FOR_GAINS = 10.0, 2
"""The most time for what holds a plan back, and the most work for each question: the plan is there, and waits for it."""

ROUNDS_FOR_CHANGES = 1
"""The most work for each question about what is impossible: each is one of many, and a hard one says little."""

SEARCHES_AT_LEAST = 3
"""The least number of parts that the time for a wish is cut into, so that no single search takes all of it."""

MOST_ASSUMED = 16
"""The most catalogues with assumptions that a planner keeps."""

MISSED = {
    Status.FEASIBLE: "a better plan may exist",
    Status.OPTIMAL: "more could be said of the plan",
    Status.UNKNOWN: "a plan may exist",
    Status.INFEASIBLE: "further changes may help",
}
"""What may have been missed where Ctrl-C ended the search."""


class Planner:
    """Answers any number of requests over one catalogue, and keeps between them what does not depend on the learner.

    These are the catalogues in which learners' assumptions stand in place of what is unknown: to make one, and its indexes
    anew, takes longer than a small plan. It also keeps, of the last requests with a wish changed, whether there was a plan. The
    catalogue keeps its own indexes; nothing grows with the number of requests.
    """

    def __init__(self, catalogue: Catalogue, funding: Funding | None = None) -> None:
        """Take a catalogue and the rules that make the prices; without them, a module costs its fee."""
        self.catalogue = catalogue
        self.funding = funding
        self._known = Known()
        self._with_assumed = lru_cache(MOST_ASSUMED)(partial(with_assumed, catalogue))

    def plan(
        self,
        learner: Learner,
        request: Request,
        *,
        advice: bool = True,
        gains: bool = True,
        listener: Listener | None = None,
        watch: Watch | None = None,
    ) -> Plan:
        """Return the best plan there is, verified; or one without enrolments that says why there is none.

        With `advice`, a plan without enrolments also says which least change of each wish would help. With `gains` too, it says
        which wishes conflict, when the plan with each change ends, and what would help together; and any other plan says what
        would make it sooner or cheaper. The request's time is for all of this, as far as the
        `watch` leaves it. The listener hears how far a search is. Ctrl-C ends the search with what was found so far and a
        warning `interrupted`; pressed twice, it ends everything.

        Raises
        ------
        AskedError
            There is no target, a name in the request or the learner that the catalogue does not have, or a module under way
            that does not run in the first month.
        RefusedPlanError
            The verifier found that the plan breaks a rule.
        """
        own = Watch(request.seconds, listener, watch)
        asked = self.planning(learner, request, own)
        with own.heeding_ctrl_c():
            made = _plan_in_time(asked, advice) if gains else _plan_of_many(asked, self._known, advice)
            return _warn_of_stop(made) if own.interrupted else made

    def planning(self, learner: Learner, request: Request, watch: Watch) -> Planning:
        """One request over the catalogue, with what the learner assumes in it: to be planned as far as is wanted.

        Raises
        ------
        AskedError
            As `plan` does.
        """
        catalogue = self._with_assumed(learner.assume)
        check_asked(catalogue, learner, request)
        return Planning(catalogue, learner, request, watch, Pricing(learner, self.funding), known=self._known)


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
    """Answer one request, as a `Planner` does.

    Without `pricing`, a module costs its fee; a pricing is for the same learner.

    Raises
    ------
    AskedError, RefusedPlanError
        As `Planner.plan` does.
    """
    planner = Planner(catalogue, None if pricing is None else pricing.funding)
    return planner.plan(learner, request, advice=advice, listener=listener, watch=watch)


def _plan_of_many(asked: Planning, known: Known, advice: bool) -> Plan:
    """The plan for one of many learners: what does not hang on prices is found out once for all who differ in nothing else."""
    if asked.hangs_on_prices:
        return _with_least_changes(asked, asked.plan(), known, advice)
    plain = asked.without_prices()

    def find() -> Question | Plan:
        found = plain.answer_without_prices()
        if found.solution.schedule is not None:
            return found
        return _with_least_changes(plain, plain.writer.write(found), known, advice)

    found = known.at_any_price(plain.learner, plain.request, find, plain.deepened)
    return found if isinstance(found, Plan) else asked.plan_at_own_prices(found)


def _plan_in_time(asked: Planning, advice: bool) -> Plan:
    catalogue, learner, request, watch, pricing = asked.catalogue, asked.learner, asked.request, asked.watch, asked.pricing
    weighed = advice and _has_a_fastest(learner, request)
    searches = 1 + (request.others > 0) + weighed
    planning = replace(asked, watch=watch.share(searches))
    made = planning.plan()
    if request.others and made.enrolments:
        made = _with_others(catalogue, learner, request, pricing, made, watch.share(1 + weighed))
    if watch.interrupted:
        return made
    if advice and made.status is Status.INFEASIBLE:
        return _advise(planning, made, watch)
    if advice and made.finish is not None:
        made = planning.kind_of_award.with_prices(made)
        with suppress(OutOfTimeError), watch.finishing():
            made = replace(made, warnings=(*made.warnings, *idle_credit(pricing, made)))
        made = _weigh(catalogue, learner, request, pricing, made, watch)
        return _with_what_holds_back(planning, made, watch)
    return made


def _has_a_fastest(learner: Learner, request: Request) -> bool:
    """Return whether a lower cost takes more months: without a budget of hours, any finish is possible."""
    return request.prefer == "cost" and learner.minutes_per_week is not None


def _weigh(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, made: Plan, watch: Watch) -> Plan:
    """Add what a lower cost takes in months: compared with the fastest plan, or how much less this one would cost later.

    Where no time is left, neither is said.
    """
    if not watch.seconds_left:
        return made
    if not _has_a_fastest(learner, request):
        with suppress(OutOfTimeError), watch.finishing():
            later = cheaper_later(catalogue, pricing, made, request.by)
            return made if later is None else replace(made, warnings=(*made.warnings, later))
        return made
    targets = tuple(target.id for target in made.targets)
    sooner = replace(request, targets=targets, prefer="finish")
    fastest = Planning(catalogue, learner, sooner, watch, pricing).plan(through=Stage.COST)
    if fastest.finish is None or fastest.objective is None:
        return made
    proved = fastest.status is Status.OPTIMAL
    return replace(made, fastest=Fastest(fastest.finish, fastest.objective.cost, proved, *hangs_on(fastest.rests_on)))


def _with_least_changes(planning: Planning, made: Plan, known: Known, advice: bool) -> Plan:
    """Add the least change of each wish that would make an impossible request possible, each with some plan."""
    if not advice or made.status is not Status.INFEASIBLE or planning.watch.interrupted:
        return made
    plain, watch = planning.without_prices(), planning.watch
    of_plain = _asking_of(plain, CHANGES, watch, known, of_later=Stage.FINISH)

    def asking_of(position: int, count: int) -> Asking:
        asking = of_plain(position, count)

        def some(changed: Learner, asked: Request) -> Plan:
            return known.some(changed, asked, lambda: asking.some(changed, asked))

        return replace(asking, some=some, attempt=some)

    found: list[Relaxation] = []
    for relaxation in relaxations(plain.catalogue, plain.learner, plain.request, asking_of):
        if watch.interrupted:
            break
        found += [relaxation] if _is_to_come(relaxation) else []
    return replace(made, relaxations=tuple(reversed(found)))


def _advise(planning: Planning, made: Plan, watch: Watch) -> Plan:
    """Add the demands that conflict, and the least changes that would make an impossible request possible.

    What would end before this month is no way out, and is left out.
    """
    known = Known()
    brief = replace(planning, rounds=ROUNDS_FOR_CHANGES)
    conflicting = conflict(planning.learner, planning.request, _possible_within(brief, watch.share(2), known))
    if watch.interrupted:
        return made
    if conflicting is not None:
        made = replace(made, conflict=conflicting.words, each_in_the_way=conflicting.each_alone)
    found = _least_changes(planning, watch, known)
    if len(found) > 1 and not any(each.to for each in found) and not watch.interrupted:
        made, found = _changed_together(brief, made, found, watch, known)
    return replace(_told_without(brief, made, conflicting, watch), relaxations=tuple(found))


def _least_changes(planning: Planning, watch: Watch, known: Known) -> list[Relaxation]:
    """The least change of each wish, in the order of the table."""
    asked, found = (planning.catalogue, planning.learner, planning.request), list[Relaxation]()
    for relaxation in relaxations(*asked, _asking_of(planning, CHANGES, watch, known, of_later=Stage.FINISH)):
        if watch.interrupted:
            break
        found += [relaxation] if _is_to_come(relaxation) else []
    return found[::-1]


def _changed_together(
    planning: Planning, made: Plan, found: list[Relaxation], watch: Watch, known: Known
) -> tuple[Plan, list[Relaxation]]:
    """The answer with a change of several wishes, of which none helps alone; or the least changes, if one is enough."""
    asking = _asking_of(planning, CHANGES, watch, known, of_later=Stage.FINISH)(len(found), len(found) + 1)
    together = joint_change(planning.catalogue, planning.learner, planning.request, found, asking)
    if len(together) == 1:
        return made, [next((own for own in together if own.dial == each.dial), each) for each in found]
    return replace(made, joint_change=tuple(filter(_is_to_come, together))), found


def _told_without(planning: Planning, made: Plan, conflicting: ConflictingDemands | None, watch: Watch) -> Plan:
    """The answer with a reason about the wishes in conflict: of an award and of choices that can be had without them.

    Where that is not enough, without the wishes that are changed together.
    """
    ways = [] if conflicting is None or conflicting.without is None else [conflicting.without]
    ways += [without_wishes(planning.learner, planning.request, made.joint_change)] if made.joint_change else []
    for without in ways:
        part = watch.part(SECONDS_PER_CHANGE, listened=False).share(2)
        way = planning.changed(without.learner, without.request, part).some()
        if way.enrolments:
            return planning.told_along(made, way)
    return made


def _is_to_come(change: Relaxation) -> bool:
    """Return whether the plan with a change ends this month or later."""
    return change.finish is None or change.finish >= month_of_day(today())


def _with_what_holds_back(planning: Planning, made: Plan, watch: Watch) -> Plan:
    """Add what each wish holds back of a plan that is proved the best, as far as the time reaches."""
    if made.status is not Status.OPTIMAL or not watch.seconds_left:
        return made
    part = watch.part(SECONDS_FOR_GAINS)

    def asking_about(asked: Asked, stage: Stage) -> AskingOf:
        better = replace(planning.changed(asked.learner, asked.request, part), rounds=ROUNDS_FOR_GAINS)
        return _asking_of(better, HOLDING_BACK, part, Known(), of_later=stage)

    for gains in what_holds_back(planning.catalogue, planning.learner, planning.request, made, asking_about):
        if watch.interrupted:
            break
        made = replace(made, holding_back=tuple(gain for gain in gains if _is_to_come(gain.change)))
    return made


def _asking_of(planning: Planning, heading: str, watch: Watch, known: Known, of_later: Stage) -> AskingOf:
    """The ways to ask about a planning with one wish changed, in equal parts of the time; what is known is not asked again.

    Plans are sought through their finish; a later one than was asked for through the stage `of_later`. Whether there is one
    is sought with little work, if the planning allows more.
    """
    planning = replace(planning, one_of_many=True)
    brief = replace(planning, rounds=planning.rounds or ROUNDS_FOR_CHANGES)

    def asking_of(position: int, count: int) -> Asking:
        watch.tell(heading, position + 1, count)
        part = watch.share(count - position)

        def attempt(changed: Learner, asked: Request) -> Plan:
            own = part.part(SECONDS_PER_CHANGE, listened=False)
            return planning.changed(changed, asked, own).plan(Stage.FINISH, brief=True)

        def some(changed: Learner, asked: Request) -> Plan:
            own = part.part(SECONDS_PER_CHANGE, listened=False)
            return brief.changed(changed, asked, own).some()

        return Asking(_possible_within(brief, part.share(2), known), some, attempt, lambda: planning.later.plan(of_later))

    return asking_of


def _possible_within(planning: Planning, part: Watch, known: Known) -> Possible:
    """Say whether there is a plan if a wish is changed, in a part of the time, if that is not known."""
    planning = replace(planning, one_of_many=True)

    def sought(changed: Learner, asked: Request) -> bool | None:
        own = part.share(SEARCHES_AT_LEAST).part(SECONDS_PER_CHANGE, listened=False)
        return planning.changed(changed, asked, own).possible() if own.seconds_left else None

    return lambda changed, asked: known.possible(changed, asked, lambda: sought(changed, asked))


def _warn_of_stop(made: Plan) -> Plan:
    """Add a warning of what may have been missed when Ctrl-C was pressed."""
    note = Note(INTERRUPTED, f"the search was stopped before it was finished: {MISSED[made.status]}")
    return replace(made, warnings=(*made.warnings, note))


def _with_others(catalogue: Catalogue, learner: Learner, request: Request, pricing: Pricing, made: Plan, watch: Watch) -> Plan:
    """Add other plans for the same targets, each the best that differs from all before and ends in time."""
    asked, by = _request_for_others(request, made)
    found: list[OtherPlan] = []
    left = None
    while len(found) < request.others and watch.seconds_left:
        planning = Planning(catalogue, learner, asked, watch.share(request.others - len(found)), pricing)
        other = planning.plan_unlike((made, *(earlier.plan for earlier in found)))
        if other.objective is None:
            if other.status is Status.INFEASIBLE:
                left = f"it is proved that no other plan is done by {month_name(by)}"
            break
        found.append(compare_plans(other, made))
    if left is None and len(found) < request.others:
        left = "time ran out before another plan was found"
    return replace(made, other_plans=tuple(found), no_further_plan=left)


def _request_for_others(request: Request, made: Plan) -> tuple[Request, Month]:
    """The request for other plans, and the last month in which they may end."""
    assert made.finish is not None, "a plan with enrolments has a finish"
    last = Month(made.finish + request.within_months)
    by = last if request.by is None else min(last, request.by)
    return replace(request, targets=tuple(target.id for target in made.targets), by=by, field=None), by
