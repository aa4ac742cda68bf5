"""Why each module starts when it does and not sooner: facts computed from the finished plan.

Floor 8. Reads a plan, the catalogue and the learner; moves one module at a time in thought and names what is in the way. Knows
no solver.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue import Catalogue, Module
from mcplanner.counting import holds
from mcplanner.earning import all_satisfied
from mcplanner.figures import budget_text, counted, hours_counted, load_text
from mcplanner.learner import Learner
from mcplanner.money import format_cents
from mcplanner.months import Month, month_name
from mcplanner.pricing import Pricing
from mcplanner.requirements import Requirement, ids, skills
from mcplanner.schedule import Change, Enrolment, Note, Plan


def with_reasons(catalogue: Catalogue, pricing: Pricing, plan: Plan) -> Plan:
    """The plan with `because` filled in for each enrolment: what stops it from starting one intake sooner."""
    reasons = _Reasons(catalogue, pricing, plan)
    return replace(
        plan,
        enrolments=tuple(replace(enrolment, because=tuple(reasons.of(enrolment))) for enrolment in plan.enrolments),
    )


def with_changes(catalogue: Catalogue, pricing: Pricing, plan: Plan, keep: Mapping[str, Month]) -> Plan:
    """The plan with what starts in another month than in an earlier one, is dropped or is new; all that has begun left out."""
    reasons = _Reasons(catalogue, pricing, plan)
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

    @property
    def learner(self) -> Learner:
        return self.pricing.learner

    def of(self, enrolment: Enrolment) -> Iterator[Note]:
        """The facts, the calendar's first."""
        module = self.catalogue.module_by_id[enrolment.module]
        if enrolment.under_way:
            yield Note("under-way", f"it is under way, since {month_name(enrolment.start)}")
            return
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
        yield from obstacles or [self._nothing_in_the_way(enrolment, sooner)]

    def against(self, enrolment: Enrolment, then: Month) -> Iterator[Note]:
        """What stops a module from starting in a month in which an earlier plan had it, if anything."""
        module = self.catalogue.module_by_id[enrolment.module]
        if then < self.plan.start:
            yield Note("past", f"{month_name(then)} is past")
        elif not module.starts_in(then) or module.apply_by(then) < self.plan.start:
            yield Note("no-intake", f"it has no intake in {month_name(then)} that you can apply for")
        else:
            yield from self._in_the_way(module, enrolment, then)

    def _start_before(self, module: Module, start: Month) -> Month | None:
        """The last month before `start` in which the module can start and can still be applied for."""
        for month in range(start - 1, self.plan.start - 1, -1):
            applied = self.learner.applied.get(module.id) == month
            if module.starts_in(Month(month)) and (applied or module.apply_by(Month(month)) >= self.plan.start):
                return Month(month)
        return None

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
        yield from self._prerequisites(module, sooner)
        yield from self._alongside(module, sooner)
        away = [month for month in months if month in self.learner.away]
        if away:
            yield Note("away", f"from {month_name(sooner)} it would run through {month_name(away[0])}, when you are away")
        others = {month: self._running(month, enrolment) for month in months}
        for rule in (self._hours, self._clash, self._evenings, self._at_once):
            note = next((found for month in months if (found := rule(module, enrolment, month, others[month]))), None)
            if note is not None:
                yield note

    def _running(self, month: Month, but: Enrolment) -> list[Enrolment]:
        return [other for other in self.plan.enrolments if other.start <= month <= other.end and other.module != but.module]

    def _prerequisites(self, module: Module, sooner: Month) -> Iterator[Note]:
        if module.requires is None:
            return
        ends: dict[str, Month | None] = {entry.module: entry.ended for entry in self.learner.held}
        ends |= {other.module: other.end for other in self.plan.enrolments}
        passed = {name: end for name, end in ends.items() if end is None or end < sooner}
        if holds(self.catalogue, module.requires, passed):
            return
        late = {name: end for name, end in ends.items() if end is not None and end >= sooner and name != module.id}
        named = self._named_by(module.requires)
        needed = {name: end for name, end in late.items() if name in named}
        for name, end in (needed or late).items():
            title = self.catalogue.module_by_id[name].title
            yield Note("prerequisite", f"it needs {title} ({name}) first, which ends in {month_name(end)}")

    def _alongside(self, module: Module, sooner: Month) -> Iterator[Note]:
        if not module.alongside:
            return
        begun: dict[str, Month | None] = {entry.module: None for entry in self.learner.held}
        begun |= {other.module: None for other in self.plan.enrolments if other.start <= sooner}
        if holds(self.catalogue, module.alongside, begun):
            return
        named = self._named_by(module.alongside)
        for other in self.plan.enrolments:
            if other.module in named and other.start > sooner:
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

    def _hours(self, module: Module, enrolment: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        budget = self.learner.minutes_at(month)
        taken = sum(other.minutes_per_week for other in others)
        if budget is None or month in self.learner.away or taken + enrolment.minutes_per_week <= budget:
            return None
        of_budget = f"of your {hours_counted(budget_text(budget))} in {month_name(month)}"
        if not others:
            return Note("hours", f"it asks {load_text(enrolment.minutes_per_week)} {of_budget}")
        names = " and ".join(f"{other.title} ({other.module})" for other in others)
        return Note("hours", f"{load_text(taken)} {of_budget} are taken by {names}")

    def _clash(self, module: Module, enrolment: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        for other in others:
            times = self.catalogue.module_by_id[other.module].class_times
            if any(time.clashes_with(another) for time in module.class_times for another in times):
                return Note("clash", f"it has class when {other.title} ({other.module}) has, in {month_name(month)}")
        return None

    def _evenings(self, module: Module, enrolment: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
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

    def _at_once(self, module: Module, enrolment: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        limit = self.learner.at_once
        if limit is None or len(others) < limit:
            return None
        return Note("at-once", f"{counted(limit, 'module')} at once is your limit, and {month_name(month)} has as many")

    def _nothing_in_the_way(self, enrolment: Enrolment, sooner: Month) -> Note:
        """A start that breaks no rule of a month: then validity, money, the load or an unfinished proof kept it where it is."""
        moved = {other.module: other.end for other in self.plan.enrolments}
        moved[enrolment.module] = Month(sooner + enrolment.months - 1)
        ends: dict[str, Month | None] = {entry.module: entry.ended for entry in self.learner.held}
        ends |= moved
        if not self._enough(enrolment, Month(sooner), ends):
            return Note("valid", f"started in {month_name(sooner)} it would expire before the award is earned")
        module = self.catalogue.module_by_id[enrolment.module]
        heaviest = self._heaviest(enrolment, sooner)
        if self._lightest_first and self.plan.objective is not None and heaviest > self.plan.objective.peak_minutes_per_week:
            peaks = f"{hours_counted(load_text(heaviest))} instead of {load_text(self.plan.objective.peak_minutes_per_week)}"
            return Note("load", f"started in {month_name(sooner)} it would bring the busiest weeks to {peaks}")
        limit, spent = self.learner.cost_limit_per_year_cents, self._spent_in_year(enrolment, sooner)
        if limit is not None and spent > limit:
            too_much = f"{format_cents(spent)}, more than your {format_cents(limit)} a year"
            return Note("budget", f"started in {month_name(sooner)} it would bring what starts in {sooner // 12} to {too_much}")
        dearer, cost = (self.pricing.price(module, month).before_credit_cents for month in (sooner, enrolment.start))
        if dearer > cost:
            prices = f"{format_cents(dearer)} instead of {format_cents(cost)}, before credit"
            return Note("cost", f"started in {month_name(sooner)} it would cost {prices}")
        return Note("open", f"{month_name(sooner)} breaks no rule by itself, but no better plan with it was found")

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
        starts = {other.module: other.start for other in self.plan.enrolments if not other.under_way} | {moved.module: sooner}
        prices = (
            self.pricing.price(self.catalogue.module_by_id[name], start)
            for name, start in starts.items()
            if start // 12 == sooner // 12
        )
        return sum(price.before_credit_cents for price in prices) - sum(cents for _, cents in self.pricing.wallets)

    def _enough(self, moved: Enrolment, sooner: Month, ends: dict[str, Month | None]) -> bool:
        """Whether modules that ended then satisfy the targets, and the prerequisites of each module at its start.

        One that ends sooner is there for all that it was there for, unless it can expire.
        """
        if all(award.valid_months is None for award in self.catalogue.awards):
            return True
        if not all_satisfied(self.catalogue, [target.id for target in self.plan.targets], ends):
            return False
        for other in self.plan.enrolments:
            requires = self.catalogue.module_by_id[other.module].requires
            if requires is None:
                continue
            start = sooner if other is moved else other.start
            passed = {name: end for name, end in ends.items() if end is None or end < start}
            if not holds(self.catalogue, requires, passed):
                return False
        return True
