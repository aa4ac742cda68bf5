"""A plan and all it must be true to, and what can be read off the two: what runs when, what is paid.

What `rules` and `figures` have in common; shares no code with the solvers.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue, Module, Run
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner, UnderWay
from mcplanner.learner.request import Request
from mcplanner.plans.model import Enrolment, Plan
from mcplanner.pricing.rules import Funding
from mcplanner.verify.charges import Charge, PayingLearner
from mcplanner.verify.timetable import as_run, days_of, days_off, months_taken, run_of
from mcplanner.verify.transcript import Pass, Span, Transcript, transcript_of


class Violation(Struct, frozen=True):
    """One rule that a plan breaks, and where."""

    rule: str
    text: str


class Case(Struct, frozen=True, dict=True):
    """A plan and everything it must be true to; `funding` is None where only fees are known."""

    catalogue: Catalogue
    learner: Learner
    funding: Funding | None
    request: Request
    plan: Plan

    def module(self, enrolment: Enrolment) -> Module:
        """The module of an enrolment, as it is in the run that this is in."""
        if id(enrolment) not in self._modules:
            self._modules[id(enrolment)] = as_run(self.catalogue.module_by_id[enrolment.module], self.run(enrolment))
        return self._modules[id(enrolment)]

    def run(self, enrolment: Enrolment) -> Run | None:
        """The run that an enrolment is in, if it is in one."""
        return run_of(self.catalogue.module_by_id[enrolment.module], enrolment)

    @cached_property
    def _modules(self) -> dict[int, Module]:
        return {}

    @cached_property
    def under_way(self) -> dict[str, UnderWay]:
        return {entry.module: entry for entry in self.learner.under_way}

    @cached_property
    def new(self) -> tuple[Enrolment, ...]:
        """The enrolments but for those under way before the plan, in the order in which they are paid for."""
        new = (enrolment for enrolment in self.plan.enrolments if enrolment.module not in self.under_way)
        return tuple(sorted(new, key=lambda enrolment: (enrolment.start, enrolment.module)))

    @cached_property
    def months_of_new(self) -> frozenset[Month]:
        return frozenset(Month(month) for each in self.new for month in months_of(self.plan, each))

    @property
    def stretch_minutes(self) -> int:
        """How many minutes a week a month can go beyond those there are."""
        return 0 if self.learner.stretch is None else self.learner.stretch.minutes

    @cached_property
    def beyond(self) -> frozenset[Month]:
        """The months in which something new brings the minutes above those there are, where the learner can stretch."""
        begun = load(replace(self.plan, enrolments=tuple(each for each in self.plan.enrolments if each.under_way)))
        return frozenset(
            month
            for month, minutes in load(self.plan).items()
            if self.learner.stretch is not None
            and month in self.months_of_new
            and (budget := budget_of(self.learner, month))
            and minutes > max(budget, begun.get(month, 0))
        )

    # --- what is passed ---

    @cached_property
    def transcript(self) -> Transcript:
        """The modules held, and those that the plan ends."""
        taken = {(enrolment.module, enrolment.end) for enrolment in self.plan.enrolments}
        return transcript_of(self.catalogue, self._held | taken)

    @cached_property
    def held(self) -> Span:
        """The modules passed before the plan."""
        return Span(among=self._held)

    def passed_before(self, enrolment: Enrolment) -> Span:
        """The modules held in a month before an enrolment starts, and those that the plan ends on a day before it begins."""
        first_day, _ = days_of(enrolment)
        held = {one for one in self._held if one[1] is None or one[1] < enrolment.start}
        ended = {(each.module, each.end) for each in self.plan.enrolments if days_of(each)[1] < first_day}
        return Span(among=frozenset(held | ended))

    @cached_property
    def _held(self) -> frozenset[Pass]:
        return frozenset((entry.module, entry.ended) for entry in self.learner.held)

    def without(self, module: str) -> "Case":
        """The case without the enrolments in a module."""
        enrolments = tuple(enrolment for enrolment in self.plan.enrolments if enrolment.module != module)
        return replace(self, plan=replace(self.plan, enrolments=enrolments))

    # --- what is paid ---

    @cached_property
    def payer(self) -> PayingLearner:
        return PayingLearner(self.learner, self.funding)

    @cached_property
    def _charges(self) -> dict[tuple[str, Month], Charge]:
        return {}

    def charge(self, enrolment: Enrolment) -> Charge:
        """Return the charge for a new enrolment."""
        key = enrolment.module, enrolment.start
        if key not in self._charges:
            self._charges[key] = self.payer.charge(self.module(enrolment), enrolment.start)
        return self._charges[key]

    def paid(self, enrolment: Enrolment) -> int:
        """Return what the learner pays for a new enrolment, in cents: the charge less the credit shown."""
        return self.charge(enrolment).net_cents - (enrolment.credit_cents or 0)


def months_of(plan: Plan, enrolment: Enrolment) -> range:
    """The months in which an enrolment takes hours, evenings and a place; of what is under way only the plan's."""
    start, after = enrolment.start, enrolment.start + months_taken(enrolment)
    return range(max(start, plan.start), after) if enrolment.under_way else range(start, after)


def budget_of(learner: Learner, month: Month) -> int | None:
    """The minutes a week that the learner has in a month, of which days away take their part; None for no limit."""
    minutes = learner.minutes_in.get(month, learner.minutes_per_week)
    if not learner.away:
        return minutes
    from calendar import monthrange

    length = monthrange(month // 12, month % 12 + 1)[1]
    gone = {each.day for each in learner.away if isinstance(each, date) and each.year * 12 + each.month - 1 == month}
    if month in learner.away or len(gone) == length:
        return 0
    return None if minutes is None else minutes * (length - len(gone)) // length


def load(plan: Plan) -> dict[Month, int]:
    """Minutes a week asked in each of the plan's months in which something runs."""
    minutes: dict[Month, int] = {}
    for enrolment in plan.enrolments:
        for month in months_of(plan, enrolment):
            minutes[Month(month)] = minutes.get(Month(month), 0) + enrolment.minutes_per_week
    return minutes


def count_days_off(case: Case, enrolments: Iterable[Enrolment]) -> dict[Month, int]:
    """The half days off work that enrolments take in each of the plan's months in which they take any."""
    taken: dict[Month, int] = {}
    for enrolment in enrolments:
        for month, half_days in days_off(case.module(enrolment), enrolment).items():
            if half_days and month >= case.plan.start:
                taken[month] = taken.get(month, 0) + half_days
    return taken


def running_by_month(case: Case) -> dict[Month, list[Module]]:
    """The modules that run in each of the plan's months in which something does."""
    running: dict[Month, list[Module]] = {}
    for enrolment in case.plan.enrolments:
        for month in months_of(case.plan, enrolment):
            running.setdefault(Month(month), []).append(case.module(enrolment))
    return running
