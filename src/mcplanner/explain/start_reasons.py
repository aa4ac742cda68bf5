"""Why each module starts when it does and not sooner: facts computed from the finished plan.

Reads a plan, the catalogue and the learner; moves one module at a time in thought and names what is in the way. Knows
no solver.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.counting import UNDATED, Ends, MonthSpan, holds, months_of, passes, together, within
from mcplanner.catalogue.earned_awards import all_earned, all_satisfied
from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.catalogue.requirements import Requirement, ids, skills
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.numbers_text import budget_text, counted, hours_counted, load_text
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner
from mcplanner.plans.differences import differs, takes_all_of
from mcplanner.plans.model import Change, EarnedAward, Enrolment, Note, Plan
from mcplanner.plans.retakes import held_as, why_again
from mcplanner.plans.spending import price_of
from mcplanner.pricing.credit import credit_used
from mcplanner.pricing.price import Price, Pricing, payment_of

NOTHING_KEPT: Mapping[str, Month] = MappingProxyType({})

MonthRule = Callable[[Module, Enrolment, Month, list[Enrolment]], Note | None]
"""What is in the way of a module in a month, beside others that run then."""


def with_reasons(
    catalogue: Catalogue,
    pricing: Pricing,
    plan: Plan,
    keep: Mapping[str, Month] = NOTHING_KEPT,
    others: Sequence[Plan] = (),
) -> Plan:
    """The plan with `start_reasons` filled in for each enrolment: what stops it from starting one intake sooner.

    Parameters
    ----------
    keep
        When the modules of an earlier plan were to start, which is changed as little as can be.
    others
        Plans from all of which this one must differ.
    """
    reasons = _Reasons(catalogue, pricing, plan, keep, others)
    return replace(
        plan,
        enrolments=tuple(replace(enrolment, because=tuple(reasons.of(enrolment))) for enrolment in plan.enrolments),
    )


def with_changes(catalogue: Catalogue, pricing: Pricing, plan: Plan, keep: Mapping[str, Month]) -> Plan:
    """The plan with what starts in another month than in an earlier one, is dropped or is new; all that has begun left out."""
    reasons = _Reasons(catalogue, pricing, plan, keep, ())
    learner = pricing.learner
    past = {entry.module for entry in learner.held} | {entry.module for entry in learner.under_way}
    planned = {enrolment.module: enrolment for enrolment in plan.enrolments if not enrolment.under_way}
    found = []
    for module, then in keep.items():
        if module not in past and module not in planned:
            title = catalogue.module_by_id[module].title if module in catalogue.module_by_id else module
            found.append(Change(module, title, then, None))
    for module, enrolment in planned.items():
        before = keep.get(module)
        if before != enrolment.start:
            why = () if before is None else tuple(reasons.against(enrolment, before))
            found.append(Change(module, enrolment.title, before, enrolment.start, why))
    return replace(plan, changes=tuple(found))


class _Reasons(Struct, frozen=True):
    catalogue: Catalogue
    pricing: Pricing
    plan: Plan
    keep: Mapping[str, Month]
    others: Sequence[Plan]

    @property
    def learner(self) -> Learner:
        return self.pricing.learner

    def of(self, enrolment: Enrolment) -> Iterator[Note]:
        """The facts, the calendar's first."""
        module = self.catalogue.module_by_id[enrolment.module]
        if enrolment.under_way:
            yield Note("under-way", f"it is under way, since {month_name(enrolment.start)}")
            return
        if held_as(self.catalogue, held_by(self.learner), module.id) is not None:
            why = why_again(self.catalogue, self.learner, self.plan, enrolment)
            yield Note("again", f"it is taken{' again' * enrolment.again}: {why}")
        if module.id in self.learner.pins:
            yield Note("pinned", f"you pinned it to {month_name(enrolment.start)}")
            return
        sooner = self._start_before(module, enrolment.start)
        if sooner is None:
            yield self._first_possible(module, enrolment.start)
            return
        obstacles = list(self._in_the_way(module, enrolment, sooner))
        if sooner < enrolment.start - 1:
            between = any(module.starts_in(Month(month)) for month in range(sooner + 1, enrolment.start))
            open_intake = "no intake that is still open" if between else "no intake"
            yield Note("no-intake", f"after {month_name(sooner)} there is {open_intake} until {month_name(enrolment.start)}")
        if not obstacles:
            open_still = f"{month_name(sooner)} breaks no rule by itself, but no better plan with it was found"
            obstacles.append(Note("open", open_still))
        yield from obstacles

    def against(self, enrolment: Enrolment, then: Month) -> Iterator[Note]:
        """What stops a module from starting in a month in which an earlier plan had it, if anything."""
        module = self.catalogue.module_by_id[enrolment.module]
        if then < self.plan.start:
            yield Note("past", f"{month_name(then)} is past")
        elif not self._open(module, then):
            yield Note("no-intake", f"it has no intake in {month_name(then)} that you can apply for")
        else:
            yield from self._in_the_way(module, enrolment, then)

    def _start_before(self, module: Module, start: Month) -> Month | None:
        """The last month before `start` in which the module can start and can still be applied for."""
        checkpoint()
        for month in range(start - 1, self.plan.start - 1, -1):
            if self._open(module, Month(month)):
                return Month(month)
        return None

    def _open(self, module: Module, month: Month) -> bool:
        """Whether the module starts in the month, and can still be applied for or has been."""
        applied = self.learner.applied.get(module.id) == month
        return module.starts_in(month) and (applied or module.apply_by(month) >= self.plan.start)

    def _first_possible(self, module: Module, start: Month) -> Note:
        """Why nothing before the start is possible at all."""
        for month in range(start - 1, self.plan.start - 1, -1):
            if module.starts_in(Month(month)):
                closed = month_name(module.apply_by(Month(month)))
                return Note("closed", f"applications for {month_name(Month(month))} closed in {closed}, before the plan starts")
        if start == self.plan.start:
            return Note("first-month", "it starts in the plan's first month")
        return Note("no-intake", f"its first intake in the plan's time is {month_name(start)}")

    def _in_the_way(self, module: Module, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        """What a start in the month `sooner`, at the same pace, would run into."""
        months = tuple(Month(month) for month in range(sooner, sooner + enrolment.months))
        yield from self._prerequisites(module, enrolment, sooner)
        yield from self._alongside(module, enrolment, sooner)
        away = [month for month in months if month in self.learner.away]
        if away:
            yield Note("away", f"from {month_name(sooner)} it would run through {month_name(away[0])}, when you are away")
        others = {month: self._running(month, enrolment) for month in months}
        hours = self._first(self._hours, module, enrolment, others)
        yield from hours
        yield from self._clashes(module, others)
        yield from self._first(self._evenings, module, enrolment, others)
        yield from self._first(self._at_once, module, enrolment, others)
        yield from self._valid(enrolment, sooner)
        if not hours:
            yield from self._lighter(enrolment, sooner)
        yield from self._cheaper(module, enrolment, sooner)
        yield from self._kept(enrolment, sooner)
        yield from self._other_plan(enrolment, sooner)

    @staticmethod
    def _first(rule: MonthRule, module: Module, enrolment: Enrolment, others: Mapping[Month, list[Enrolment]]) -> list[Note]:
        """What a rule says of the first month in which it says something."""
        said = (rule(module, enrolment, month, running) for month, running in others.items())
        return list(islice(filter(None, said), 1))

    def _running(self, month: Month, but: Enrolment) -> list[Enrolment]:
        checkpoint()
        return [other for other in self.plan.enrolments if other.start <= month <= other.end and other.module != but.module]

    def _prerequisites(self, module: Module, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        """The modules that ended only after `sooner` without which what it needs first would not be there at its start.

        Of what would do as well, what ended first was enough; of what ended in one month, any.
        """
        if module.requires is None:
            return
        requires = module.requires
        ends = self._ends()
        passed = within(ends, MonthSpan(last=sooner - 1))
        between = within(ends, MonthSpan(sooner, enrolment.start - 1))
        late = {name: month for name, own in between.items() for month in reversed(months_of({name: own}))}

        def enough(some: Iterable[str]) -> bool:
            checkpoint()
            return holds(self.catalogue, requires, together(passed, passes(*((name, late[name]) for name in some))))

        if enough(()) or not enough(late):
            return
        needed = set(late)
        for name in sorted(late, key=lambda name: (late[name], name), reverse=True):
            if enough(needed - {name}):
                needed.discard(name)
        for name in sorted(needed, key=lambda name: (late[name], name)):
            alike = [
                other
                for other in sorted(late)
                if other == name or (other not in needed and late[other] == late[name] and enough(needed - {name} | {other}))
            ]
            titles = " or ".join(f"{self.catalogue.module_by_id[other].title} ({other})" for other in alike)
            ended = f"which {'ends' if len(alike) == 1 else 'end'} in {month_name(late[name])}"
            yield Note("prerequisite", f"it needs {titles} first, {ended}")

    def _alongside(self, module: Module, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        if not module.alongside:
            return
        begun = dict.fromkeys((entry.module for entry in self.learner.held), UNDATED)
        begun |= {other.module: UNDATED for other in self.plan.enrolments if other.start <= sooner}
        if holds(self.catalogue, module.alongside, begun):
            return
        named = self._named_by(module.alongside)
        for other in self.plan.enrolments:
            if other.module in named and sooner < other.start <= enrolment.start:
                started = f"{other.title} ({other.module}) alongside, which starts in {month_name(other.start)}"
                yield Note("alongside", f"it needs {started}")

    def _named_by(self, requirement: Requirement) -> set[str]:
        """The modules that a requirement names, through awards, skills and what counts as them too."""
        found: set[str] = set()
        waiting = [requirement]
        while waiting:
            current = waiting.pop()
            named = list(ids(current))
            for skill in skills(current):
                named += [teacher.id for teacher in self.catalogue.modules_by_skill.get(skill, ())]
            for name in named:
                if name not in found:
                    found |= {name, *self.catalogue.equivalents.get(name, ())}
                    if name in self.catalogue.award_by_id:
                        waiting.append(self.catalogue.award_by_id[name].requires)
        return found

    def _hours(self, _: Module, enrolment: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        budget = self.learner.minutes_at(month)
        taken = sum(other.minutes_per_week for other in others)
        if budget is None or month in self.learner.away or taken + enrolment.minutes_per_week <= budget:
            return None
        of_budget = f"of your {hours_counted(budget_text(budget))} in {month_name(month)}"
        if not others:
            return Note("hours", f"it asks {load_text(enrolment.minutes_per_week)} {of_budget}")
        names = " and ".join(f"{other.title} ({other.module})" for other in others)
        return Note("hours", f"{load_text(taken)} {of_budget} are taken by {names}")

    def _clashes(self, module: Module, others: Mapping[Month, list[Enrolment]]) -> Iterator[Note]:
        """Every module that has class at the same time, with the first month in which both would."""
        told: set[str] = set()
        for month, running in others.items():
            for other in running:
                times = self.catalogue.module_by_id[other.module].class_times
                if other.module not in told and any(
                    time.clashes_with(another) for time in module.class_times for another in times
                ):
                    told.add(other.module)
                    yield Note("clash", f"it has class when {other.title} ({other.module}) has, in {month_name(month)}")

    def _evenings(self, module: Module, _: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        if self.learner.evenings is None:
            return None
        taken = module.evenings.union(*(self.catalogue.module_by_id[other.module].evenings for other in others))
        before = frozenset[int]().union(
            *(self.catalogue.module_by_id[other.module].evenings for other in others if other.under_way)
        )
        if len(taken) <= max(self.learner.evenings, len(before)):
            return None
        asked, limit = (counted(number, "evening") for number in (len(taken), self.learner.evenings))
        return Note("evenings", f"it would take {asked} a week in {month_name(month)}; you have {limit}")

    def _at_once(self, _module: Module, _enrolment: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        limit = self.learner.at_once
        if limit is None or len(others) < limit:
            return None
        return Note("at-once", f"{counted(limit, 'module')} at once is your limit, and {month_name(month)} has as many")

    def _ends(self, moved: Enrolment | None = None, sooner: Month | None = None) -> Ends:
        """When all that is held and enrolled ends, perhaps with one module started in the month `sooner`."""
        return together(held_by(self.learner), self._taken(moved, sooner))

    def _taken(self, moved: Enrolment | None, sooner: Month | None) -> Ends:
        """The same of what is enrolled alone."""
        ends = {other.module: other.end for other in self.plan.enrolments}
        if moved is not None and sooner is not None:
            ends[moved.module] = Month(sooner + moved.months - 1)
        return passes(*ends.items())

    def _valid(self, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        if not self._lasts(enrolment, self._ends(enrolment, sooner)):
            yield Note("valid", f"started in {month_name(sooner)} it would expire before the award is earned")

    def _lighter(self, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        heaviest = self._heaviest(enrolment, sooner)
        if self._lightest_first and self.plan.objective is not None and heaviest > self.plan.objective.peak_minutes_per_week:
            peaks = f"{hours_counted(load_text(heaviest))} instead of {load_text(self.plan.objective.peak_minutes_per_week)}"
            yield Note("load", f"started in {month_name(sooner)} it would bring the busiest weeks to {peaks}")

    def _cheaper(self, module: Module, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        limit = self.learner.cost_limit_per_year_cents
        if limit is not None and (spent := self._spent_in_year(enrolment, sooner)) > limit:
            too_much = f"{format_cents(spent)}, more than your {format_cents(limit)} a year"
            yield Note("budget", f"started in {month_name(sooner)} it would bring what starts in {sooner // 12} to {too_much}")
        then, now = self.pricing.price(module, sooner), price_of(enrolment)
        dearer, cost = then.before_credit_cents, now.before_credit_cents
        if dearer == cost and then.wallets == now.wallets:
            return
        if dearer > cost:
            prices = f"{format_cents(dearer)} instead of {format_cents(cost)}, before credit"
            yield Note("cost", f"started in {month_name(sooner)} it would cost {prices}")
            return
        more = self._payable(enrolment, sooner) - self._payable(enrolment, enrolment.start)
        if more > 0:
            less_credit = f"the plan would cost {format_cents(more)} more, since less credit could pay for it"
            yield Note("cost", f"started in {month_name(sooner)}, {less_credit}")

    def _kept(self, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        then = self.keep.get(enrolment.module)
        if then is not None and abs(sooner - then) > abs(enrolment.start - then):
            yield Note("kept", f"the earlier plan has it in {month_name(then)}, and as little as can be of it is changed")

    def _other_plan(self, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        others = [other for other in self.others if takes_all_of(other, self.plan)]
        if not others:
            return
        targets = [target.id for target in self.plan.targets]
        earned = all_earned(self.catalogue, targets, held_by(self.learner), self._taken(enrolment, sooner))
        awards = tuple(EarnedAward(name, name, "", found.month) for name, found in earned.by_plan.items())
        moved = replace(self.plan, awards=awards)
        if not all(differs(moved, other) for other in others):
            yield Note(
                "other-plan", f"started in {month_name(sooner)} the plan would be one that is told already, merely shifted"
            )

    @property
    def _lightest_first(self) -> bool:
        """Whether the plan asks for as few hours in its busiest weeks as can be, before all else."""
        return self.learner.minutes_per_week is None or self.plan.prefer == "load"

    def _heaviest(self, moved: Enrolment, sooner: Month) -> int:
        """What the busiest of the months in which a module would run asks, in minutes a week."""
        months = (Month(month) for month in range(sooner, sooner + moved.months))
        return moved.minutes_per_week + max(
            sum(other.minutes_per_week for other in self._running(month, moved)) for month in months
        )

    def _spent_in_year(self, moved: Enrolment, sooner: Month) -> int:
        """What the modules that would start in a calendar year cost, all credit that there is taken off."""
        in_year = (price for start, price in self._prices(moved, sooner) if start // 12 == sooner // 12)
        return sum(price.before_credit_cents for price in in_year) - sum(cents for _, cents in self.pricing.wallets)

    def _payable(self, moved: Enrolment, start: Month) -> int:
        """What the plan costs with one module started in a month, all credit that can be used taken off, in cents."""
        payments = [payment_of(price, month, self.pricing) for month, price in self._prices(moved, start)]
        used = credit_used(payments, [cents for _, cents in self.pricing.wallets])
        return sum(payment.cents for payment in payments) - used

    def _prices(self, moved: Enrolment, start: Month) -> Iterator[tuple[Month, Price]]:
        """When all that has yet to begin starts, with one module started in a month, and what it costs then."""
        for other in self.plan.enrolments:
            if other.module == moved.module and other.start != start:
                yield start, self.pricing.price(self.catalogue.module_by_id[moved.module], start)
            elif not other.under_way:
                yield other.start, price_of(other)

    def _lasts(self, moved: Enrolment, ends: Ends) -> bool:
        """Whether modules that ended then satisfy the targets, and the prerequisites of all others that have yet to begin.

        One that ends sooner is there for all that it was there for, unless it can expire.
        """
        if all(award.valid_months is None for award in self.catalogue.awards):
            return True
        if not all_satisfied(self.catalogue, [target.id for target in self.plan.targets], ends):
            return False
        for other in self.plan.enrolments:
            checkpoint()
            requires = self.catalogue.module_by_id[other.module].requires
            if requires is None or other is moved or other.under_way:
                continue
            if not holds(self.catalogue, requires, within(ends, MonthSpan(last=other.start - 1))):
                return False
        return True
