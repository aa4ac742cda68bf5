"""How far a learner is: what is earned, what runs, what is overdue, what comes next, and what slipped against an earlier plan.

Is given the plan from where the learner stands, and compares; knows no terminal and no file.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.counting import ALWAYS, MonthSpan, earned_at, latest, within
from mcplanner.catalogue.model import Catalogue, Certainty, FigureName, Module
from mcplanner.ground.months import Month, first_day, last_day, month_name, month_of_day
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Held, Learner, UnderWay
from mcplanner.plans.certainty_words import APPLY, END, START, certainties_of, resting_in_brackets
from mcplanner.plans.model import ASSUMED, EarnedAward, Enrolment, HeldAward, Note, Plan
from mcplanner.plans.rests_on import end_hangs_on, held_award_hangs_on
from mcplanner.plans.saved import SavedPlan
from mcplanner.problem.model import LONGEST_PLAN_MONTHS


class StepKind(StrEnum):
    """The kinds of steps, in the order in which they are shown within a day."""

    APPLY = "apply by"
    START = "starts"
    END = "ends"
    EARNED = "earned"


class Step(Struct, frozen=True):
    """Something that happens to a module or an award in a month, and on which day of it, where that is known.

    `rests_on` is what the figures rest on from which that follows.
    """

    month: Month
    kind: StepKind
    id: str
    title: str
    day: date | None = None
    rests_on: tuple[Certainty, ...] = ()

    @property
    def in_order(self) -> tuple[date, int, str]:
        """Its day, its kind and its id; without a day, what begins comes first in its month, and what ends comes last."""
        ends = self.kind in (StepKind.END, StepKind.EARNED)
        return self.day or (last_day if ends else first_day)(self.month), list(StepKind).index(self.kind), self.id


class Overdue(Struct, frozen=True):
    """A module whose end or start has passed while the learner file does not say what happened.

    Attributes
    ----------
    month
        The month in which it ended, or was to start.
    has_begun
        True if its end has passed: the file has it under way, not pinned.
    this_month
        The month by which it is overdue.
    day
        The day on which it ended, where that is known.
    rests_on
        On what the month rests in which it ended.
    """

    module: Module
    month: Month
    has_begun: bool
    this_month: Month
    day: date | None = None
    rests_on: tuple[Certainty, ...] = ()

    @property
    def last_month(self) -> Month:
        """Its last month of study, at its slowest pace where it was to start."""
        return self.month if self.has_begun else Month(self.month + _longest(self.module) - 1)

    @property
    def is_over(self) -> bool:
        """Return whether it has ended by now, even at its slowest pace."""
        return self.has_begun or self.last_month < self.this_month


class Slip(Struct, frozen=True):
    """A module of the earlier plan that now ends in another month, or is no longer planned.

    `now` is None where it is no longer planned; `is_over` where it has ended by the day asked. `rests_on` is what the figures
    rest on from which it follows.
    """

    id: str
    title: str
    then: Month
    now: Month | None
    is_over: bool = False
    rests_on: tuple[Certainty, ...] = ()

    @property
    def months(self) -> int:
        """How many months late; less than 0 where it is sooner, 0 where it is no longer planned."""
        return 0 if self.now is None else self.now - self.then


class Progress(Struct, frozen=True):
    """How far a learner is in a month.

    Attributes
    ----------
    modules_held
        The number of modules passed by then.
    awards
        The awards earned.
    running
        The ends of what is under way.
    overdue
        What the learner has to record. The plan counts what ended as passed; what did not start may start later.
    notes
        What the plan assumes about modules under way, and what the learner assumed of others.
    plan
        The plan from here on; None where nothing is asked for.
    finish_then
        The finish of the earlier plan; None without one.
    slips, added
        What changed since the earlier plan; nothing where there is no new plan to compare with it.
    """

    month: Month
    modules_held: int
    awards: tuple[HeldAward, ...]
    running: tuple[Step, ...]
    overdue: tuple[Overdue, ...]
    notes: tuple[Note, ...]
    plan: Plan | None
    steps: tuple[Step, ...] = ()
    saved: bool = False
    finish_then: Month | None = None
    slips: tuple[Slip, ...] = ()
    added: tuple[Enrolment, ...] = ()

    @property
    def is_compared(self) -> bool:
        """Return whether there are an earlier plan and a new one."""
        return self.saved and self.plan is not None and self.plan.objective is not None


def _longest(module: Module) -> int:
    """The most months that a module takes; more than have passed, if that is unknown."""
    return module.paces[-1].months if module.paces else LONGEST_PLAN_MONTHS


def overdue(catalogue: Catalogue, learner: Learner, first: Month, today: date) -> tuple[Overdue, ...]:
    """The modules that should have ended or started by today, before the first month of a plan; a day gone by is over."""
    this_month = month_of_day(today)
    begun = ((catalogue.module_by_id[entry.module], entry) for entry in learner.under_way)
    pinned = [(catalogue.module_by_id[name], month) for name, month in learner.pins.items()]
    late = [
        Overdue(module, entry.ends(module), True, this_month, entry.last_day(module), end_hangs_on(entry, module))
        for module, entry in begun
        if entry.ends(module) < first and entry.is_over(module, today)
    ]
    late += [Overdue(module, month, False, this_month) for module, month in pinned if month < first and month <= this_month]
    return tuple(sorted(late, key=lambda each: (each.month, each.module.id)))


def settle(catalogue: Catalogue, learner: Learner, first: Month, late: Sequence[Overdue] = ()) -> Learner:
    """Return the learner for whom a plan can be made: what ends before its first month is passed, overdue pins are gone."""
    over = _ending_before(catalogue, learner, first)
    missed = {each.module.id for each in late if not each.has_begun}
    if not over and not missed:
        return learner
    return learner.replace(
        held=(*learner.held, *(_as_passed(entry, module) for entry, module in over)),
        under_way=tuple(entry for entry in learner.under_way if not any(entry is ended for ended, _ in over)),
        pins={module: month for module, month in learner.pins.items() if module not in missed},
    )


def _as_passed(entry: UnderWay, module: Module) -> Held:
    return Held(module=module.id, ended=entry.ends(module), rests_on=end_hangs_on(entry, module))


def taken_as_passed(catalogue: Catalogue, learner: Learner, first: Month, late: Sequence[Overdue] = ()) -> tuple[Note, ...]:
    """A remark for each module under way, not overdue, that ends before a plan's first month: the plan counts it as passed."""
    return tuple(
        Note(
            "taken-as-passed",
            f"{module.title} ({module.id}) is under way until {month_name(entry.ends(module))}"
            f"{resting_in_brackets(end_hangs_on(entry, module))}: a plan that starts later counts it as passed",
        )
        for entry, module in _ending_before(catalogue, _without_begun(learner, late), first)
    )


def _ending_before(catalogue: Catalogue, learner: Learner, first: Month) -> list[tuple[UnderWay, Module]]:
    """What is under way and ends before a month, each with its module."""
    begun = ((entry, catalogue.module_by_id[entry.module]) for entry in learner.under_way)
    return [(entry, module) for entry, module in begun if entry.ends(module) < first]


def _without_begun(learner: Learner, late: Sequence[Overdue]) -> Learner:
    """The learner without the modules that are under way and overdue: nobody knows whether they were passed."""
    over = {each.module.id for each in late}
    return learner.replace(under_way=tuple(each for each in learner.under_way if each.module not in over))


def progress(
    catalogue: Catalogue,
    learner: Learner,
    month: Month,
    made: Plan | None,
    saved: SavedPlan | None,
    late: Sequence[Overdue] = (),
) -> Progress:
    """How far a learner is in a month, given the plan from the next month on and perhaps an earlier one."""
    now = settle(catalogue, _without_begun(learner, late), month)
    passed = held_by(now)
    earned = tuple(_awards_earned(catalogue, now))
    ids = {award.id for award in earned}
    first = Month(month + 1)
    found = Progress(
        month=month,
        modules_held=len(passed),
        awards=earned,
        running=tuple(sorted(_ends_of_running(catalogue, now), key=lambda step: step.in_order)),
        overdue=tuple(late),
        notes=(*taken_as_passed(catalogue, learner, first, late), *_assumed(made)),
        plan=made,
        steps=()
        if made is None
        else tuple(sorted(_next_steps(catalogue, now, made, month, ids), key=lambda step: step.in_order)),
    )
    if saved is None:
        return found
    over = {*held_by(settle(catalogue, learner, month, late)), *(each.module.id for each in late if each.has_begun)}
    return _compare_with(saved, found, settle(catalogue, learner, first, late), over)


def _next_steps(catalogue: Catalogue, learner: Learner, made: Plan, month: Month, earned: Collection[str]) -> Iterator[Step]:
    """The steps of a plan that starts next month; and what ends in this one, which the plan takes as passed."""
    ending = (step for step in _ends_of_running(catalogue, learner) if step.month <= month)
    following = (step for step in steps(made, month) if step.id not in earned)
    yield from sorted((*ending, *following), key=lambda step: step.in_order)


def _assumed(made: Plan | None) -> Iterator[Note]:
    """What the plan says of the learner's assumptions."""
    return (note for note in (() if made is None else made.warnings) if note.code == ASSUMED)


def _awards_earned(catalogue: Catalogue, learner: Learner) -> Iterator[HeldAward]:
    """The awards that modules passed have earned, each with its month where that is known."""
    passed = held_by(learner)
    found = [(award, when) for award in catalogue.awards for has, when in [earned_at(catalogue, award, passed)] if has]
    earned = {award.id for award, _ in found}
    for award, when in found:
        yield HeldAward(award.id, award.title, award.kind, when, held_award_hangs_on(catalogue, learner, award, earned))


def _ends_of_running(catalogue: Catalogue, learner: Learner) -> Iterator[Step]:
    for entry in learner.under_way:
        module = catalogue.module_by_id[entry.module]
        hangs_on = end_hangs_on(entry, module)
        yield Step(entry.ends(module), StepKind.END, module.id, module.title, entry.last_day(module), hangs_on)


def _compare_with(saved: SavedPlan, found: Progress, learner: Learner, over: Collection[str]) -> Progress:
    """Progress together with what has changed since an earlier plan, if there is a new one; `over` is what has ended."""
    found = replace(found, saved=True, finish_then=saved.finish)
    if not found.is_compared:
        return found
    planned = {} if found.plan is None else {each.module: each for each in found.plan.enrolments}
    before = {each.module for each in saved.modules}
    return replace(
        found,
        slips=tuple(_slips(saved, learner, planned, over)),
        added=tuple(each for each in planned.values() if each.module not in before),
    )


def steps(plan: Plan, month: Month) -> Iterator[Step]:
    """The steps of a plan from a month on, by their days; what is under way only ends."""
    found = [_earned(award, plan) for award in plan.awards]
    for each in plan.enrolments:
        if not each.under_way:
            if each.apply_by < each.start:
                found.append(_step(each, StepKind.APPLY, each.apply_by, each.apply_by_day, APPLY))
            found.append(_step(each, StepKind.START, each.start, each.first_day, START))
        found.append(_step(each, StepKind.END, each.end, each.last_day, END))
    yield from sorted((step for step in found if step.month >= month), key=lambda step: step.in_order)


def _step(each: Enrolment, kind: StepKind, month: Month, day: date | None, keys: tuple[FigureName, ...]) -> Step:
    """A step of a module, whose month follows from the figures of some keys."""
    return Step(month, kind, each.module, each.title, day, tuple(certainties_of((each,), *keys)))


def _earned(award: EarnedAward, plan: Plan) -> Step:
    last = [each.last_day for each in plan.enrolments if each.module in award.modules and each.end == award.earned]
    known = [day for day in last if day is not None]
    day = max(known) if known and len(known) == len(last) else None
    return Step(award.earned, StepKind.EARNED, award.id, award.title, day, award.hangs_on)


def _slips(saved: SavedPlan, learner: Learner, planned: dict[str, Enrolment], over: Collection[str]) -> Iterator[Slip]:
    """The modules that do not end when the earlier plan said; those held without a recorded month count as in time.

    What was to be taken again was held before; whatever else is held now was passed since, even before it was to start.
    """
    held = held_by(learner)
    for each in saved.modules:
        passed = within(held, MonthSpan(each.start) if each.again else ALWAYS).get(each.module, ())
        follows = planned.get(each.module)
        now = None if follows is None else follows.end
        if passed:
            now = latest(passed) or each.end
        if now != each.end:
            is_over, rests_on = bool(passed) and each.module in over, _rests_on_of_end(follows)
            yield Slip(each.module, each.title, each.end, now, is_over, rests_on if not passed else ())


def _rests_on_of_end(planned: Enrolment | None) -> tuple[Certainty, ...]:
    return () if planned is None else tuple(certainties_of((planned,), *END))
