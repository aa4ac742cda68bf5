"""The rules of a plan (docs/rules.md), checked on a finished plan: a function for each but R9 (`awards`), in their order.

Reads the catalogue and the learner as people wrote them and the plan as it will be shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date

from mcplanner.catalogue.model import Module
from mcplanner.catalogue.requirements import SKILL, Skill
from mcplanner.ground.months import Month, format_month
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.model import Learner
from mcplanner.plans.model import Enrolment
from mcplanner.verify.case import Case, Violation, budget_of, count_days_off, load, running_by_month
from mcplanner.verify.timetable import (
    busy_minutes,
    class_minutes,
    days_of,
    evenings,
    is_presumed,
    last_month_to_apply,
    lasts,
    minutes_per_week,
    months_in_class,
    months_taken,
    share_a_minute,
    starts_in,
)
from mcplanner.verify.transcript import EVER, counted_as, counting_as, excluded_modules


def r1_target(case: Case) -> Iterator[Violation]:
    """Modules held and enrolled satisfy every target, each counted once in an award and shared by awards as these allow."""
    for target in case.plan.targets:
        if not _is_reached(case, target.id):
            yield Violation("R1", f"{target.id} is not satisfied")
            return
    wanted = [target.id for target in case.plan.targets if target.id in case.catalogue.award_by_id]
    if case.transcript.limits(wanted) and not case.transcript.earns_together([(award, EVER) for award in wanted]):
        yield Violation("R1", "the awards would share more modules than they may")


def _is_reached(case: Case, target: str) -> bool:
    if target.startswith(SKILL):
        return case.transcript.satisfies(Skill(skill=target.removeprefix(SKILL)))
    role = case.catalogue.role_by_id.get(target)
    return case.transcript.satisfies(target if role is None else role.requires)


def r2_once(case: Case) -> Iterator[Violation]:
    """A module is enrolled at most once, not when what it excludes is held or enrolled, and again only where it must be.

    What is under way goes on, whatever it excludes. What is held was let in before.
    """
    ends_held = {entry.module: entry.ended for entry in case.learner.held}
    times = Counter(enrolment.module for enrolment in case.plan.enrolments)
    for enrolment in case.plan.enrolments:
        checkpoint()
        module, held = enrolment.module, enrolment.module in ends_held
        if times[module] > 1:
            yield Violation("R2", f"{module} is taken twice")
        if enrolment.again != held:
            yield Violation("R2", f"the plan is wrong about whether {module} is taken again")
        if module in case.under_way:
            continue
        if held:
            yield from _check_again(case, enrolment, ends_held[module])
        yield from _check_excluded(case, module, times.keys(), ends_held.keys())


def _check_again(case: Case, enrolment: Enrolment, ended: Month | None) -> Iterator[Violation]:
    """A module taken again has ended before, and no longer counts."""
    if ended is not None and ended >= enrolment.start:
        yield Violation("R2", f"{enrolment.module} is taken again before what is held has ended")
    if not _must_be_taken_again(case, enrolment.module):
        yield Violation("R2", f"{enrolment.module} is taken again though what is held still counts")


def _check_excluded(case: Case, module: str, taken: Set[str], held: Set[str]) -> Iterator[Violation]:
    """Nothing that a module excludes is taken, or held; but for what it counts as, and must be taken again."""
    barred = excluded_modules(case.catalogue, module) & (taken if module in held else taken | held)
    same = (counted_as(case.catalogue, module) & held) - taken
    if not barred <= same:
        yield Violation("R2", f"{module} is excluded by something else taken or held")
    elif barred and not _must_be_taken_again(case, module):
        yield Violation("R2", f"{module} is taken though something that it counts as is held and still counts")


def _must_be_taken_again(case: Case, module: str) -> bool:
    """Return whether, with what is held of a module alone, a target or the prerequisite of another is not satisfied."""
    without = case.without(module)
    return any(True for rule in (r1_target, r4_before) for _ in rule(without))


def r3_start(case: Case) -> Iterator[Violation]:
    """A module starts in an intake or run, in the plan's time, while one can still apply, and at a pace it offers.

    What is under way is in the plan, from the month in which it began and for the months that it takes.
    """
    enrolled = {enrolment.module for enrolment in case.plan.enrolments}
    for module_id in case.under_way.keys() - enrolled:
        yield Violation("R3", f"{module_id} is under way and not in the plan")
    for enrolment in case.plan.enrolments:
        module = case.module(enrolment)
        lacks = set(module.lacks) - ({"intakes"} if module.id in case.under_way else set())
        if lacks:
            yield Violation("R3", f"nobody knows {', '.join(sorted(lacks))} of {module.id}")
            continue
        if enrolment.under_way != (module.id in case.under_way):
            yield Violation("R3", f"the plan is wrong about whether {module.id} is under way")
        weekly = minutes_per_week(module, months_taken(enrolment)) if lasts(module, months_taken(enrolment)) else None
        if enrolment.minutes_per_week != weekly:
            yield Violation("R3", f"{module.id} cannot be taken over {months_taken(enrolment)} months at that weekly load")
        yield from (_check_under_way if module.id in case.under_way else _check_new_start)(case, enrolment)


def _check_under_way(case: Case, enrolment: Enrolment) -> Iterator[Violation]:
    """A module under way is shown from the month in which it began, for the months that it takes, in the run of its day."""
    begun = case.under_way[enrolment.module]
    if (enrolment.start, months_taken(enrolment)) != (begun.started, begun.months or months_taken(enrolment)):
        yield Violation("R3", f"{enrolment.module} has been under way since {format_month(begun.started)}, for other months")
    runs = case.catalogue.module_by_id[enrolment.module].runs or ()
    if begun.day != enrolment.first_day and any(begun.day == run.first_day for run in runs if begun.day is not None):
        yield Violation("R3", f"{enrolment.module} has been under way since {begun.day}, in another run")


def _check_new_start(case: Case, enrolment: Enrolment) -> Iterator[Violation]:
    """A new module starts when the catalogue lets it, not before the plan, and while one can apply, unless one has applied."""
    module, month = case.module(enrolment), format_month(enrolment.start)
    run = case.run(enrolment)
    if not starts_in(module, enrolment.start) or (run is None and module.runs and not is_presumed(module, enrolment.start)):
        yield Violation("R3", f"{module.id} has no intake in {month}")
    if enrolment.start < case.plan.start:
        yield Violation("R3", f"{module.id} starts in {month}, before the plan does")
    has_applied = case.learner.applied.get(module.id) == enrolment.start
    if last_month_to_apply(module, enrolment.start, run) < case.plan.start and not has_applied:
        yield Violation("R3", f"applications for {module.id} in {month} close before the plan starts")


def r4_before(case: Case) -> Iterator[Violation]:
    """The prerequisites of a module are satisfied by modules that ended before it starts, or were held.

    What is under way was let in before.
    """
    for enrolment in case.new:
        checkpoint()
        module = case.module(enrolment)
        if module.requires is not None and not case.transcript.satisfies(module.requires, case.passed_before(enrolment)):
            yield Violation("R4", f"{module.id} starts before its prerequisites have ended")
        begun = _begun(case, enrolment.start) if module.alongside else set()
        if any(begun.isdisjoint(counting_as(case.catalogue, name)) for name in module.alongside):
            yield Violation("R4", f"{module.id} starts before what must be taken alongside")


def _begun(case: Case, by: Month) -> set[str]:
    """The modules held, and those that the plan has started by a month."""
    held = {entry.module for entry in case.learner.held}
    return held | {enrolment.module for enrolment in case.plan.enrolments if enrolment.start <= by}


def r5_hours(case: Case) -> Iterator[Violation]:
    """In every month in which something new runs the weekly loads of all that runs add up to at most the budget.

    A few months of a calendar year may go beyond it, by as much as the learner can stretch.
    """
    for month, minutes in load(case.plan).items():
        budget = budget_of(case.learner, month)  # that of none is a matter of R8
        if budget and minutes > budget + case.stretch_minutes and month in case.months_of_new:
            yield Violation("R5", f"{format_month(month)} needs {minutes} minutes a week, of {budget}")
    for year, months in Counter(month // 12 for month in case.beyond).items():
        if case.learner.stretch is not None and months > case.learner.stretch.months:
            yield Violation("R5", f"{months} months of {year} need more minutes a week than usual")


def r6_at_once(case: Case) -> Iterator[Violation]:
    """No more modules run at once than the learner allows, unless all of them were under way before."""
    limit = case.learner.at_once
    for month, running in running_by_month(case).items():
        if limit is not None and len(running) > limit and month in case.months_of_new:
            yield Violation("R6", f"{len(running)} modules run in {format_month(month)}, more than {limit}")


def r7_classes(case: Case) -> Iterator[Violation]:
    """No two modules running at one time share class time, none has class in time marked busy, and evenings suffice.

    They run at one time in one month, or on one day, if the days of both are known. What was under way before may clash with
    itself and with what is busy, and take the evenings it takes.
    """
    old = [each for each in case.plan.enrolments if each.under_way]
    for position, enrolment in enumerate(case.new):
        checkpoint()
        yield from _check_class_time(case, enrolment, (*old, *case.new[:position]))
        busy = busy_minutes(case.learner.busy, months_in_class(enrolment))
        if share_a_minute(class_minutes(case.module(enrolment)), busy):
            yield Violation("R7", f"{enrolment.module} has class when the learner is busy")
    for month, running in running_by_month(case).items():
        yield from _check_evenings(case, month, running, [module for module in running if module.id in case.under_way])


def _check_class_time(case: Case, enrolment: Enrolment, others: Iterable[Enrolment]) -> Iterator[Violation]:
    if next(class_minutes(case.module(enrolment)), None) is None:
        return
    for other in others:
        if _run_on_one_day(enrolment, other) and _clash(case.module(enrolment), case.module(other)):
            yield Violation("R7", f"{other.module} and {enrolment.module} share class time")


def _run_on_one_day(one: Enrolment, other: Enrolment) -> bool:
    (first, last), (other_first, other_last) = days_of(one), days_of(other)
    return first <= other_last and other_first <= last


def _check_evenings(case: Case, month: Month, running: Sequence[Module], old: Sequence[Module]) -> Iterator[Violation]:
    """The evenings that all take are no more than the learner's, or than those that were taken before."""
    limit = case.learner.evenings
    if limit is not None and (taken := evenings(running)) > max(limit, evenings(old)):
        yield Violation("R7", f"{taken} evenings a week are taken in {format_month(month)}")


def _clash(module: Module, other: Module) -> bool:
    return share_a_minute(class_minutes(module), class_minutes(other))


def r8_away(case: Case) -> Iterator[Violation]:
    """No module runs through a month the learner is away, or has no hours, but what was under way before.

    On a day away no run begins or ends, and one of full days has none.
    """
    through = {Month(month) for each in case.new for month in range(each.start, each.end + 1)}
    for month in sorted(month for month in through if budget_of(case.learner, month) == 0):
        yield Violation("R8", f"something runs in {format_month(month)}, when the learner is away")
    for enrolment in case.new:
        missed = {day for day in _cannot_be_missed(case, enrolment) if day in case.learner.away}
        if missed:
            yield Violation("R8", f"{enrolment.module} has classes on {min(missed)}, when the learner is away")


def _cannot_be_missed(case: Case, enrolment: Enrolment) -> set[date]:
    """The days of an enrolment on which one must be there, as far as they are known."""
    first, last = enrolment.first_day, enrolment.last_day
    known = {day for day in (first, last) if day is not None}
    if case.module(enrolment).days is None or first is None or last is None:
        return known
    return known.union(map(date.fromordinal, range(first.toordinal(), last.toordinal())))


def r10_choices(case: Case) -> Iterator[Violation]:
    """A pinned module starts in its month, also one held that is taken again; a module that is ruled out is not used."""
    learner = case.learner
    starts = {enrolment.module: enrolment.start for enrolment in case.plan.enrolments}
    enough = {entry.module for entry in learner.held} - starts.keys()
    for module_id, month in learner.pins.items():
        if module_id not in enough and starts.get(module_id) != month:
            yield Violation("R10", f"{module_id} does not start in {format_month(month)}, where it is pinned")
    for enrolment in case.new:
        if not _is_allowed(learner, case.module(enrolment)):
            yield Violation("R10", f"{enrolment.module} is ruled out")


def _is_allowed(learner: Learner, module: Module) -> bool:
    """Return whether a learner allows a module, by its id, its provider and its mode."""
    return (
        learner.skip.isdisjoint((module.id, module.provider, module.mode))
        and (not learner.only_modes or module.mode in learner.only_modes)
        and (not learner.only_providers or module.provider in learner.only_providers)
    )


def r11_money(case: Case) -> Iterator[Violation]:
    """Net cost stays within the learner's limits, altogether and in each calendar year."""
    by_year: dict[int, int] = {}
    for enrolment in case.new:
        if case.learner.limits_cost and not case.charge(enrolment).known:
            yield Violation("R11", f"nobody knows what {enrolment.module} costs")
        year = enrolment.start // 12
        by_year[year] = by_year.get(year, 0) + case.paid(enrolment)
    limit, per_year = case.learner.cost_limit_cents, case.learner.cost_limit_per_year_cents
    if limit is not None and sum(by_year.values()) > limit:
        yield Violation("R11", f"the cost comes to {sum(by_year.values())} cents, more than {limit}")
    for year, cost in by_year.items():
        if per_year is not None and cost > per_year:
            yield Violation("R11", f"the cost of {year} comes to {cost} cents, more than {per_year}")


def r12_by(case: Case) -> Iterator[Violation]:
    """Everything ends by the month asked for."""
    for enrolment in case.plan.enrolments:
        if case.request.by is not None and enrolment.end > case.request.by:
            yield Violation("R12", f"{enrolment.module} ends in {format_month(enrolment.end)}")


def r13_days_off(case: Case) -> Iterator[Violation]:
    """Classes by day take no more days off in a month than the learner can, or than what was under way before takes."""
    limit = case.learner.half_days_off
    if limit is None:
        return
    old = count_days_off(case, [each for each in case.plan.enrolments if each.under_way])
    for month, taken in count_days_off(case, case.plan.enrolments).items():
        if taken > max(limit, old.get(month, 0)):
            yield Violation("R13", f"{taken} half days off are taken in {format_month(month)}, of {limit}")
