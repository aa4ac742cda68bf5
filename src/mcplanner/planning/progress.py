"""How far a learner is: what is earned, what runs, what is overdue, what comes next, and what slipped against an earlier plan.

Just above the planner. Is given the plan from where the learner is, and compares; knows no terminal and no file.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from mcplanner.catalogue.counting import MonthSpan, earned_at, latest, within
from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.ground.months import Month, month_name
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Held, Learner
from mcplanner.plans.model import EarnedAward, Enrolment, Note, Plan
from mcplanner.plans.saved import SavedPlan


class Kind(StrEnum):
    """What a step is."""

    APPLY = "apply by"
    START = "starts"
    END = "ends"
    EARNED = "earned"


class Step(Struct, frozen=True):
    """Something that is to happen in a month, of a module or an award."""

    month: Month
    kind: Kind
    id: str
    title: str


class Overdue(Struct, frozen=True):
    """A module whose end or start has passed while the learner file does not say what became of it.

    Attributes
    ----------
    month
        In which it ended, or was to start.
    has_begun
        Whether it is its end that passed: the file has it under way, not pinned.
    this_month
        The month by which it is overdue.
    """

    module: Module
    month: Month
    has_begun: bool
    this_month: Month

    @property
    def last_month(self) -> Month:
        """Its last month of study, at its slowest pace where it was to start."""
        return self.month if self.has_begun else Month(self.month + self.module.paces[-1].months - 1)

    @property
    def is_over(self) -> bool:
        """Whether it has ended by now, even at its slowest pace."""
        return self.last_month < self.this_month


class Slip(Struct, frozen=True):
    """A module of the earlier plan that ends in another month than it said, or not at all any more.

    `now` is None for what is no longer planned.
    """

    id: str
    title: str
    then: Month
    now: Month | None

    @property
    def months(self) -> int:
        """How many months late; less than 0 where it is sooner, 0 where it is no longer planned."""
        return 0 if self.now is None else self.now - self.then


class Progress(Struct, frozen=True):
    """How far a learner is in a month.

    Attributes
    ----------
    modules_held
        How many modules are passed by then.
    awards
        The titles of those earned, each with its month where that is known.
    running
        The ends of what is under way.
    overdue
        What the learner has to record. The plan takes what ended as passed, and what did not start as free to start later.
    notes
        What the plan presumes of what is under way.
    plan
        From here on; None where nothing is asked for.
    finish_then
        That of the earlier plan; None without one.
    """

    month: Month
    modules_held: int
    awards: tuple[tuple[str, Month | None], ...]
    running: tuple[Step, ...]
    overdue: tuple[Overdue, ...]
    notes: tuple[Note, ...]
    plan: Plan | None
    steps: tuple[Step, ...] = ()
    saved: bool = False
    finish_then: Month | None = None
    slips: tuple[Slip, ...] = ()
    added: tuple[Enrolment, ...] = ()


def overdue(catalogue: Catalogue, learner: Learner, first: Month, this_month: Month) -> tuple[Overdue, ...]:
    """What a plan from a first month on cannot take as it stands, because by this month it should have ended or started."""
    begun = ((catalogue.module_by_id[entry.module], entry) for entry in learner.under_way)
    ended = [(module, end) for module, entry in begun if (end := entry.ends(module)) < min(first, this_month)]
    pinned = [(catalogue.module_by_id[name], month) for name, month in learner.pins.items()]
    late = [Overdue(module, end, True, this_month) for module, end in ended]
    late += [Overdue(module, month, False, this_month) for module, month in pinned if month < first and month <= this_month]
    return tuple(sorted(late, key=lambda each: (each.month, each.module.id)))


def settled(catalogue: Catalogue, learner: Learner, first: Month, late: Sequence[Overdue] = ()) -> Learner:
    """The learner for whom a plan can be made: what ends before its first month is passed, and overdue pins are gone."""
    ends = _ends_before(catalogue, learner, first)
    missed = {each.module.id for each in late if not each.has_begun}
    return learner.replace(
        held=(*learner.held, *(Held(module=module, ended=end) for module, end in ends.items())),
        under_way=tuple(entry for entry in learner.under_way if entry.module not in ends),
        pins={module: month for module, month in learner.pins.items() if module not in missed},
    )


def taken_as_passed(catalogue: Catalogue, learner: Learner, first: Month, late: Sequence[Overdue] = ()) -> tuple[Note, ...]:
    """What a plan from a first month on presumes: that what is under way, not overdue, and ends before then is passed."""
    return tuple(
        Note(
            "taken-as-passed",
            f"{catalogue.module_by_id[module].title} ({module}) is under way until {month_name(end)}: "
            "a plan that starts later takes it as passed",
        )
        for module, end in _ends_before(catalogue, _without_begun(learner, late), first).items()
    )


def _ends_before(catalogue: Catalogue, learner: Learner, first: Month) -> dict[str, Month]:
    """The modules under way that end before a month, each with its last month of study."""
    ends = {entry.module: entry.ends(catalogue.module_by_id[entry.module]) for entry in learner.under_way}
    return {module: end for module, end in ends.items() if end < first}


def _without_begun(learner: Learner, late: Sequence[Overdue]) -> Learner:
    """The learner without what is under way and overdue, of which nobody knows what became."""
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
    now = settled(catalogue, _without_begun(learner, late), month)
    passed = held_by(now)
    awards = []
    for award in catalogue.awards:
        has, when = earned_at(catalogue, award, passed)
        if has:
            awards.append((award, when))
    running = [
        Step(entry.ends(module), Kind.END, module.id, module.title)
        for entry in now.under_way
        for module in (catalogue.module_by_id[entry.module],)
    ]
    planned = {each.module: each for each in made.enrolments} if made is not None else {}
    before = {each.module for each in saved.modules} if saved is not None else set()
    earned = {award.id for award, _ in awards}
    first = Month(month + 1)
    then = settled(catalogue, learner, first, late)
    return Progress(
        month=month,
        modules_held=len(passed),
        awards=tuple((award.title, when) for award, when in awards),
        running=tuple(sorted(running, key=lambda step: (step.month, step.id))),
        overdue=tuple(late),
        notes=taken_as_passed(catalogue, learner, first, late),
        plan=made,
        steps=() if made is None else tuple(step for step in steps(made, month) if step.id not in earned),
        saved=saved is not None,
        finish_then=None if saved is None else saved.finish,
        slips=() if saved is None else tuple(_slips(saved, then, planned)),
        added=() if saved is None else tuple(each for each in planned.values() if each.module not in before),
    )


def steps(plan: Plan, month: Month) -> Iterator[Step]:
    """What is to happen from a month on, by month; what is under way only ends."""
    found = [_earned(award) for award in plan.awards]
    for each in plan.enrolments:
        if not each.under_way:
            if each.apply_by < each.start:
                found.append(Step(each.apply_by, Kind.APPLY, each.module, each.title))
            found.append(Step(each.start, Kind.START, each.module, each.title))
        found.append(Step(each.end, Kind.END, each.module, each.title))
    order = list(Kind)
    yield from sorted(
        (step for step in found if step.month >= month),
        key=lambda step: (step.month, order.index(step.kind), step.id),
    )


def _earned(award: EarnedAward) -> Step:
    return Step(award.earned, Kind.EARNED, award.id, award.title)


def _slips(saved: SavedPlan, learner: Learner, planned: dict[str, Enrolment]) -> Iterator[Slip]:
    """The modules that do not end in the month that the earlier plan said; held ones whose end nobody noted are in time."""
    held = held_by(learner)
    for each in saved.modules:
        passed = within(held, MonthSpan(each.start)).get(each.module, ())
        now = planned[each.module].end if each.module in planned else None
        if passed:
            now = latest(passed) or each.end
        if now != each.end:
            yield Slip(each.module, each.title, each.end, now)
