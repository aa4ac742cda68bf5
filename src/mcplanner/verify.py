"""The rules of a plan (DESIGN section 4), checked on a finished plan, and its objective, counted again.

Floor 6. Reads the catalogue and the learner as people wrote them and the plan as it will be shown. Shares no code with the
solvers, and knows nothing of the planning problem they were given: what they and this file agree on was derived twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

from mcplanner.catalogue import Catalogue, Module
from mcplanner.earning import earned, satisfied
from mcplanner.learner import Learner, UnderWay
from mcplanner.months import Month, format_month
from mcplanner.request import requirement_of
from mcplanner.schedule import Enrolment, Objective, Plan


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a plan breaks, and where."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A plan and everything it must be true to; `by` is the last month in which something may run."""

    catalogue: Catalogue
    learner: Learner
    plan: Plan
    by: Month | None

    def module(self, enrolment: Enrolment) -> Module:
        return self.catalogue.module_by_id[enrolment.module]

    @property
    def under_way(self) -> dict[str, UnderWay]:
        return {entry.module: entry for entry in self.learner.under_way}

    @property
    def new(self) -> tuple[Enrolment, ...]:
        """The enrolments but for those under way before the plan."""
        return tuple(enrolment for enrolment in self.plan.enrolments if enrolment.module not in self.under_way)

    @property
    def months_of_new(self) -> frozenset[Month]:
        return frozenset(Month(month) for each in self.new for month in range(each.start, each.end + 1))

    def passed(self, before: Month | None = None) -> dict[str, Month | None]:
        """What is held and what the plan ends, with its last month of study; only what ended before `before`, if given."""
        held: dict[str, Month | None] = {entry.module: entry.ended for entry in self.learner.held}
        ended = {enrolment.module: enrolment.end for enrolment in self.plan.enrolments}
        return {module: end for module, end in (held | ended).items() if before is None or end is None or end < before}

    def begun(self, by: Month) -> dict[str, Month | None]:
        """What is held, and what the plan has started by a month."""
        held: dict[str, Month | None] = {entry.module: None for entry in self.learner.held}
        return held | {enrolment.module: None for enrolment in self.plan.enrolments if enrolment.start <= by}


def verify(catalogue: Catalogue, learner: Learner, plan: Plan, by: Month | None) -> tuple[Violation, ...]:
    """Every rule that a plan breaks; nothing for a sound one.

    Parameters
    ----------
    plan
        A plan with enrolments; one without has nothing to break but its target.
    by
        The last month in which something may run, where one was asked for.
    """
    case = Case(catalogue, learner, plan, by)
    broken = tuple(violation for rule in RULES for violation in rule(case))
    return broken or tuple(bound(case))


def r1_target(case: Case) -> Iterator[Violation]:
    """Modules held and enrolled satisfy every target."""
    for target in case.plan.targets:
        if not satisfied(case.catalogue, requirement_of(target.id), case.passed()):
            yield Violation("R1", f"{target.id} is not satisfied")


def r2_once(case: Case) -> Iterator[Violation]:
    """A module is enrolled at most once, and not at all when it or what it excludes is held or enrolled.

    What is under way goes on, whatever it excludes.
    """
    held = {entry.module for entry in case.learner.held}
    enrolled = [enrolment.module for enrolment in case.plan.enrolments]
    for module in dict.fromkeys(enrolled):
        if module in held or enrolled.count(module) > 1:
            yield Violation("R2", f"{module} is taken twice or was held already")
        excluded = case.catalogue.exclusions.get(module, frozenset())
        if module not in case.under_way and not excluded.isdisjoint(held.union(enrolled)):
            yield Violation("R2", f"{module} may not be taken with what else is taken or held")


def r3_start(case: Case) -> Iterator[Violation]:
    """A module starts in an intake or run, in the plan's time, while one can still apply, and at a pace it offers.

    What is under way is in the plan, from the month in which it began and for the months that it takes.
    """
    enrolled = {enrolment.module for enrolment in case.plan.enrolments}
    for module_id in case.under_way.keys() - enrolled:
        yield Violation("R3", f"{module_id} is under way and not in the plan")
    for enrolment in case.plan.enrolments:
        module = case.module(enrolment)
        month = format_month(enrolment.start)
        if enrolment.under_way != (module.id in case.under_way):
            yield Violation("R3", f"{module.id} is under way, or it is not, and the plan says otherwise")
        if (enrolment.months, enrolment.minutes_per_week) not in {
            (pace.months, pace.minutes_per_week) for pace in module.paces
        }:
            yield Violation("R3", f"{module.id} cannot be taken over {enrolment.months} months at that weekly load")
        if module.id in case.under_way:
            begun = case.under_way[module.id]
            if (enrolment.start, enrolment.months) != (begun.started, begun.months or enrolment.months):
                yield Violation("R3", f"{module.id} is under way since {format_month(begun.started)}, for other months")
            continue
        if not module.starts_in(enrolment.start):
            yield Violation("R3", f"{module.id} has no intake in {month}")
        if enrolment.start < case.plan.start:
            yield Violation("R3", f"{module.id} starts in {month}, before the plan does")
        if module.apply_by(enrolment.start) < case.plan.start:
            yield Violation("R3", f"applications of {module.id} for {month} close before the plan starts")


def r4_before(case: Case) -> Iterator[Violation]:
    """The prerequisites of a module are satisfied by modules that ended before it starts, or were held.

    What is under way was let in before.
    """
    for enrolment in case.new:
        requires = case.module(enrolment).requires
        if requires is not None and not satisfied(case.catalogue, requires, case.passed(before=enrolment.start)):
            yield Violation("R4", f"{enrolment.module} starts before its prerequisites have ended")
        alongside = case.module(enrolment).alongside
        if alongside and not satisfied(case.catalogue, alongside, case.begun(enrolment.start)):
            yield Violation("R4", f"{enrolment.module} starts before what must be taken alongside")


def r5_hours(case: Case) -> Iterator[Violation]:
    """In every month in which something new runs the weekly loads of all that runs add up to at most the budget."""
    usual = case.learner.minutes_per_week
    if usual is None:
        return
    for month, minutes in _load(case.plan).items():
        budget = case.learner.minutes_in.get(month, usual)
        if minutes > budget and month in case.months_of_new:
            yield Violation("R5", f"{format_month(month)} asks {minutes} of {budget} minutes a week")


def r6_at_once(case: Case) -> Iterator[Violation]:
    """No more modules run at once than the learner allows, unless all of them were under way before."""
    limit = case.learner.at_once
    for month, running in _running(case).items():
        if limit is not None and len(running) > limit and month in case.months_of_new:
            yield Violation("R6", f"{len(running)} modules run in {format_month(month)}, more than {limit}")


def r7_clash(case: Case) -> Iterator[Violation]:
    """No two modules running in one month share class time, none has class in time marked busy, and evenings suffice.

    What was under way before may clash with itself and with what is busy, and take the evenings it takes.
    """
    for month, running in _running(case).items():
        for position, module in enumerate(running):
            for other in running[position + 1 :]:
                if {module.id, other.id} <= case.under_way.keys():
                    continue
                if any(time.clashes_with(another) for time in module.class_times for another in other.class_times):
                    yield Violation("R7", f"{module.id} and {other.id} share class time in {format_month(month)}")
            if module.id not in case.under_way and any(
                time.clashes_with(busy) for time in module.class_times for busy in case.learner.busy
            ):
                yield Violation("R7", f"{module.id} has class when the learner is busy")
        evenings = frozenset().union(*(module.evenings for module in running))
        of_old = frozenset().union(*(module.evenings for module in running if module.id in case.under_way))
        if case.learner.evenings is not None and len(evenings) > max(case.learner.evenings, len(of_old)):
            yield Violation("R7", f"{len(evenings)} evenings a week are taken in {format_month(month)}")


def r8_away(case: Case) -> Iterator[Violation]:
    """No module runs through a month the learner is away, but what was under way before."""
    for month in sorted(case.learner.away & case.months_of_new):
        yield Violation("R8", f"something runs in {format_month(month)}, when the learner is away")


def r9_valid(case: Case) -> Iterator[Violation]:
    """Every award shown is earned, by modules still valid, in the month shown."""
    for award in case.plan.awards:
        if earned(case.catalogue, case.catalogue.award_by_id[award.id], case.passed()) != (True, award.earned):
            yield Violation("R9", f"{award.id} is not earned in {format_month(award.earned)}")


def r10_choices(case: Case) -> Iterator[Violation]:
    """What is pinned starts in its month; what is ruled out is not used."""
    learner = case.learner
    starts = {enrolment.module: enrolment.start for enrolment in case.plan.enrolments}
    for module_id, month in learner.pins.items():
        if starts.get(module_id) != month:
            yield Violation("R10", f"{module_id} does not start in {format_month(month)}, where it is pinned")
    for enrolment in case.new:
        module = case.module(enrolment)
        allowed = (
            learner.skip.isdisjoint((module.id, module.provider, module.mode))
            and (not learner.only_modes or module.mode in learner.only_modes)
            and (not learner.only_providers or module.provider in learner.only_providers)
        )
        if not allowed:
            yield Violation("R10", f"{module.id} is ruled out")


def r11_money(case: Case) -> Iterator[Violation]:
    """The fees stay within the learner's limit; what is under way is paid for."""
    cost = sum(case.module(enrolment).fee_cents for enrolment in case.new)
    limit = case.learner.cost_limit_cents
    if limit is not None and cost > limit:
        yield Violation("R11", f"the fees come to {cost} cents, more than {limit}")


def r12_by(case: Case) -> Iterator[Violation]:
    """Everything ends by the month asked for."""
    for enrolment in case.plan.enrolments:
        if case.by is not None and enrolment.end > case.by:
            yield Violation("R12", f"{enrolment.module} ends in {format_month(enrolment.end)}")


def objective(case: Case) -> Iterator[Violation]:
    """Finish, objective and load are those of the enrolments."""
    plan = case.plan
    counted = count_objective(case.catalogue, plan)
    if plan.objective != counted:
        yield Violation("objective", f"the plan says {plan.objective}, its enrolments say {counted}")
    last = max((enrolment.end for enrolment in plan.enrolments), default=None)
    if plan.finish != last:
        yield Violation("objective", "the finish is not the last month of study")
    shown = {entry.month: entry.minutes_per_week for entry in plan.load if entry.minutes_per_week}
    if shown != _load(plan):
        yield Violation("objective", "the load shown is not that of the enrolments")


def bound(case: Case) -> Iterator[Violation]:
    """The plan is no better than what is said to be proved; only a sound plan can tell."""
    counted = count_objective(case.catalogue, case.plan)
    proved = case.plan.bound
    if proved is not None and any(getattr(counted, figure.name) < getattr(proved, figure.name) for figure in fields(Objective)):
        yield Violation("objective", "the plan is better than what is said to be proved")


def count_objective(catalogue: Catalogue, plan: Plan) -> Objective:
    """The objective of a plan, from its enrolments and the catalogue alone."""
    modules = [catalogue.module_by_id[enrolment.module] for enrolment in plan.enrolments]
    to_pay = [catalogue.module_by_id[enrolment.module] for enrolment in plan.enrolments if not enrolment.under_way]
    return Objective(
        finish_months=max((enrolment.end - plan.start + 1 for enrolment in plan.enrolments), default=0),
        cost_cents=sum(module.fee_cents for module in to_pay),
        minutes_total=sum(module.minutes_total for module in modules),
        peak_minutes_per_week=max(_load(plan).values(), default=0),
        start_months_total=sum(enrolment.start - plan.start for enrolment in plan.enrolments if not enrolment.under_way),
    )


def _months_of(plan: Plan, enrolment: Enrolment) -> range:
    """The months in which an enrolment runs; of what is under way only the plan's."""
    return range(max(enrolment.start, plan.start) if enrolment.under_way else enrolment.start, enrolment.end + 1)


def _load(plan: Plan) -> dict[Month, int]:
    """Minutes a week asked in each of the plan's months in which something runs."""
    minutes: dict[Month, int] = {}
    for enrolment in plan.enrolments:
        for month in _months_of(plan, enrolment):
            minutes[Month(month)] = minutes.get(Month(month), 0) + enrolment.minutes_per_week
    return minutes


def _running(case: Case) -> dict[Month, list[Module]]:
    """The modules that run in each of the plan's months in which something does."""
    running: dict[Month, list[Module]] = {}
    for enrolment in case.plan.enrolments:
        for month in _months_of(case.plan, enrolment):
            running.setdefault(Month(month), []).append(case.module(enrolment))
    return running


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
    objective,
)
