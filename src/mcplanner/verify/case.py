"""A plan and all it must be true to, and what can be read off the two: what runs when, what is paid.

Floor 6. What `rules` and `figures` have in common; shares no code with the solvers.
"""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from mcplanner.catalogue import Catalogue, Module
from mcplanner.earning import Earned, all_earned
from mcplanner.learner import Learner, UnderWay
from mcplanner.months import Month
from mcplanner.pricing import Pricing
from mcplanner.request import Request
from mcplanner.schedule import Enrolment, Plan


class Violation(Struct, frozen=True):
    """One rule that a plan breaks, and where."""

    rule: str
    text: str


class Case(Struct, frozen=True, dict=True):
    """A plan and everything it must be true to."""

    catalogue: Catalogue
    learner: Learner
    pricing: Pricing
    request: Request
    plan: Plan

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

    @cached_property
    def earned(self) -> Mapping[str, Earned]:
        """The awards that the plan earns."""
        held = {entry.module: entry.ended for entry in self.learner.held}
        taken = {enrolment.module: enrolment.end for enrolment in self.plan.enrolments}
        return all_earned(self.catalogue, [target.id for target in self.plan.targets], held, taken)

    def passed(self, before: Month | None = None) -> dict[str, Month | None]:
        """What is held and what the plan ends, with its last month of study; only what ended before `before`, if given."""
        held: dict[str, Month | None] = {entry.module: entry.ended for entry in self.learner.held}
        ended = {enrolment.module: enrolment.end for enrolment in self.plan.enrolments}
        return {module: end for module, end in (held | ended).items() if before is None or end is None or end < before}

    def begun(self, by: Month) -> dict[str, Month | None]:
        """What is held, and what the plan has started by a month."""
        held: dict[str, Month | None] = {entry.module: None for entry in self.learner.held}
        return held | {enrolment.module: None for enrolment in self.plan.enrolments if enrolment.start <= by}


def paid(pricing: Pricing, module: Module, enrolment: Enrolment) -> int:
    """What the learner pays for an enrolment: its price in its month, without the credit shown."""
    return pricing.price(module, enrolment.start).before_credit_cents - (enrolment.credit_cents or 0)


def months_of(plan: Plan, enrolment: Enrolment) -> range:
    """The months in which an enrolment runs; of what is under way only the plan's."""
    return range(max(enrolment.start, plan.start) if enrolment.under_way else enrolment.start, enrolment.end + 1)


def load(plan: Plan) -> dict[Month, int]:
    """Minutes a week asked in each of the plan's months in which something runs."""
    minutes: dict[Month, int] = {}
    for enrolment in plan.enrolments:
        for month in months_of(plan, enrolment):
            minutes[Month(month)] = minutes.get(Month(month), 0) + enrolment.minutes_per_week
    return minutes


def running_by_month(case: Case) -> dict[Month, list[Module]]:
    """The modules that run in each of the plan's months in which something does."""
    running: dict[Month, list[Module]] = {}
    for enrolment in case.plan.enrolments:
        for month in months_of(case.plan, enrolment):
            running.setdefault(Month(month), []).append(case.module(enrolment))
    return running
