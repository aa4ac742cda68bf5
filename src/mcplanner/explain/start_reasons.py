"""Why each module starts when it does and not sooner: facts computed from the finished plan.

Reads a plan, the catalogue and the learner, imagines one module at a time starting sooner, and names what is in the way.
Knows no solver.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.counting import UNDATED, Ends, MonthSpan, holds, months_of, passes, together, within
from mcplanner.catalogue.earned_awards import all_earned, all_satisfied
from mcplanner.catalogue.model import Catalogue, Module, evenings_of
from mcplanner.catalogue.requirements import Requirement, ids, skills
from mcplanner.explain.awaited import Awaited
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import Month, day_name, month_name
from mcplanner.ground.numbers_text import counted, days_text, hours_counted, load_text
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.differences import differs, takes_all_of
from mcplanner.plans.model import EarnedAward, Enrolment, ModuleChange, Note, Plan
from mcplanner.plans.retakes import held_as, why_again
from mcplanner.plans.spending import half_days, module_of, price_of
from mcplanner.plans.summary import listed, start_text, yet_to_start
from mcplanner.pricing.credit import credit_used
from mcplanner.pricing.price import Price, Pricing, payment_of
from mcplanner.problem.availability import class_when_busy, is_ruled_out

NOTHING_KEPT: Mapping[str, Month] = MappingProxyType({})

MonthRule = Callable[[Module, Enrolment, Month, list[Enrolment]], Note | None]
"""Names what is in the way of a module in a month, given the others that run then; None where nothing is."""


def with_reasons(
    catalogue: Catalogue,
    pricing: Pricing,
    plan: Plan,
    keep: Mapping[str, Month] = NOTHING_KEPT,
    others: Sequence[Plan] = (),
) -> Plan:
    """Fill in `because` for each enrolment: what stops it from starting one intake sooner.

    Parameters
    ----------
    keep
        The months in which the modules of an earlier plan were to start, which are changed as little as possible.
    others
        Plans that this one must differ from.
    """
    reasons = _Reasons(catalogue, pricing, plan, keep, others)
    return replace(
        plan,
        enrolments=tuple(replace(enrolment, because=tuple(reasons.of(enrolment))) for enrolment in plan.enrolments),
    )


def with_changes(catalogue: Catalogue, pricing: Pricing, plan: Plan, keep: Mapping[str, Month]) -> Plan:
    """Fill in `changes`: what starts in another month than in an earlier plan, is dropped or is new; not what has begun."""
    dropped = _dropped(catalogue, pricing.learner, plan, keep)
    return replace(plan, changes=(*dropped, *_moved_or_new(_Reasons(catalogue, pricing, plan, keep, ()))))


def _dropped(catalogue: Catalogue, learner: Learner, plan: Plan, keep: Mapping[str, Month]) -> Iterator[ModuleChange]:
    begun = {entry.module for entry in learner.held} | {entry.module for entry in learner.under_way}
    planned = {enrolment.module for enrolment in yet_to_start(plan)}
    for module, then in keep.items():
        if module not in begun | planned:
            title = catalogue.module_by_id[module].title if module in catalogue.module_by_id else module
            yield ModuleChange(module, title, then, None)


def _moved_or_new(reasons: "_Reasons") -> Iterator[ModuleChange]:
    for enrolment in yet_to_start(reasons.plan):
        before = reasons.keep.get(enrolment.module)
        if before != enrolment.start:
            why = () if before is None else tuple(reasons.against(enrolment, before))
            yield ModuleChange(enrolment.module, enrolment.title, before, enrolment.start, why)


class _Reasons(Struct, frozen=True):
    """Looks for what stops the modules of one plan from starting in other months."""

    catalogue: Catalogue
    pricing: Pricing
    plan: Plan
    keep: Mapping[str, Month]
    others: Sequence[Plan]

    @property
    def learner(self) -> Learner:
        return self.pricing.learner

    def of(self, enrolment: Enrolment) -> Iterator[Note]:
        """What stops an enrolment from starting one intake sooner, the calendar's reasons first."""
        module = self.catalogue.module_by_id[enrolment.module]
        if enrolment.under_way:
            yield Note("under-way", f"it has been under way since {month_name(enrolment.start)}")
            return
        if held_as(self.catalogue, held_by(self.learner), module.id) is not None:
            why = why_again(self.catalogue, self.learner, self.plan, enrolment)
            yield Note("again", f"it is taken{' again' * enrolment.again}: {why}")
        if module.id in self.learner.pins:
            yield Note("pinned", f"you pinned it to {month_name(enrolment.start)}")
            return
        sooner = self._start_before(module, enrolment.start)
        if sooner is None:
            yield from self._sooner_in_its_month(module, enrolment)
            yield self._first_possible(module, enrolment)
            return
        obstacles = self._in_the_way(module, enrolment, sooner)
        if sooner < enrolment.start - 1:
            between = any(module.starts_in(Month(month)) for month in range(sooner + 1, enrolment.start))
            intake = "open intake" if between else "intake"
            yield Note("no-intake", f"its next {intake} after {month_name(sooner)} is {start_text(enrolment)}")
        if not obstacles:
            no_better = f"starting in {month_name(sooner)} would break no rule, but no better plan with that start was found"
            obstacles.append(Note("open", no_better))
        yield from obstacles

    def against(self, enrolment: Enrolment, then: Month) -> Iterator[Note]:
        """What stops a module from starting in the month in which an earlier plan had it, if anything."""
        module = self.catalogue.module_by_id[enrolment.module]
        if then < self.plan.start:
            yield Note("past", f"{month_name(then)} is in the past")
        elif not self._open(module, then):
            yield Note("no-intake", f"it has no intake in {month_name(then)} that you can apply for")
        else:
            yield from self._in_the_way(module, enrolment, then)

    def _start_before(self, module: Module, start: Month) -> Month | None:
        """The last month before `start` in which the module can start and applications are still open."""
        checkpoint()
        for month in range(start - 1, self.plan.start - 1, -1):
            if self._open(module, Month(month)):
                return Month(month)
        return None

    def _open(self, module: Module, month: Month) -> bool:
        """Return whether the module starts in the month, and the learner has applied or still can."""
        return bool(self._open_offers(module, month))

    def _open_offers(self, module: Module, month: Month) -> list[int]:
        """The offers of a module that start in a month, for which the learner has applied or still can."""
        applied = self.learner.applied.get(module.id) == month
        return [
            number
            for number, offer in enumerate(module.offers)
            if offer.starts_in(month) and (applied or offer.apply_by(month) >= self.plan.start)
        ]

    def _first_possible(self, module: Module, enrolment: Enrolment) -> Note:
        """Why the module could not start in any month before the one in which it does."""
        start = enrolment.start
        for month in range(start - 1, self.plan.start - 1, -1):
            if module.starts_in(Month(month)):
                closed = month_name(module.apply_by(Month(month)))
                return Note("closed", f"applications for {month_name(Month(month))} closed in {closed}, before the plan starts")
        if start == self.plan.start:
            return Note("first-month", "it starts in the plan's first month")
        return Note("no-intake", f"its first intake after the plan begins is {_intake_text(module, enrolment)}")

    def _sooner_in_its_month(self, module: Module, enrolment: Enrolment) -> list[Note]:
        """The rules and goals against the runs that start in the same month, but on an earlier day."""
        first_day, _ = enrolment.span
        runs = (
            (number, module.offers[number].run_in(enrolment.start)) for number in self._open_offers(module, enrolment.start)
        )
        sooner = [number for number, run in runs if run is not None and run.first_day is not None and run.first_day < first_day]
        return self._in_the_way_of(module, enrolment, enrolment.start, sooner) if sooner else []

    def _in_the_way(self, module: Module, enrolment: Enrolment, sooner: Month) -> list[Note]:
        """The rules and goals that a start in the month `sooner` would go against, in the offer with the fewest of them."""
        return self._in_the_way_of(module, enrolment, sooner, self._open_offers(module, sooner))

    def _in_the_way_of(self, module: Module, enrolment: Enrolment, sooner: Month, offers: Sequence[int]) -> list[Note]:
        each = [list(self._against_offer(_moved(module, number, enrolment, sooner), enrolment)) for number in offers]
        return min(each, key=len)

    def _against_offer(self, moved: Enrolment, enrolment: Enrolment) -> Iterator[Note]:
        """The rules and goals that an enrolment would go against if it were moved."""
        module, sooner = module_of(self.catalogue, moved), moved.start
        months = tuple(Month(month) for month in range(sooner, moved.end + 1))
        yield from self._ruled_out(module)
        yield from self._prerequisites(module, enrolment, moved)
        yield from self._alongside(module, enrolment, sooner)
        away = [month for month in months if month in self.learner.months_away]
        if away:
            why = "are away" if away[0] in self.learner.away else "have no hours"
            yield Note("away", f"{_if_in(sooner)}, it would run in {month_name(away[0])}, when you {why}")
        others = {month: self._running(month, enrolment) for month in months}
        hours = self._first(self._hours, module, moved, others)
        yield from hours
        yield from self._clashes(module, moved)
        yield from self._first(self._evenings, module, moved, others)
        yield from self._first(self._days_off, module, moved, others)
        yield from self._first(self._at_once, module, moved, others)
        yield from self._valid(moved, sooner)
        if not hours:
            yield from self._lighter(moved, sooner)
        yield from self._cheaper(module, enrolment, moved)
        yield from self._kept(enrolment, sooner)
        yield from self._other_plan(moved, sooner)

    def _ruled_out(self, offer: Module) -> Iterator[Note]:
        """What the learner's choices and busy times say of a run that is not as the one taken."""
        if is_ruled_out(offer, self.learner):
            yield Note("ruled-out", f"that run is {offer.mode}, which your choices rule out")
        if class_when_busy(offer, self.learner):
            yield Note("busy", "that run has classes when you are busy")

    @staticmethod
    def _first(rule: MonthRule, module: Module, enrolment: Enrolment, others: Mapping[Month, list[Enrolment]]) -> list[Note]:
        """The first note that a rule makes of any month, as a list; empty where it makes none."""
        said = (rule(module, enrolment, month, running) for month, running in others.items())
        return list(islice(filter(None, said), 1))

    def _running(self, month: Month, but: Enrolment) -> list[Enrolment]:
        checkpoint()
        return [other for other in self.plan.enrolments if month in other.months_of_study and other.module != but.module]

    def _prerequisites(self, module: Module, enrolment: Enrolment, moved: Enrolment) -> Iterator[Note]:
        """The modules that ended only after the earlier start, and without which the prerequisites would not be met."""
        if module.requires is None:
            return
        passed, by_then = self._passed_before(moved), self._passed_before(enrolment)
        new = {name: [*set(months_of({name: own})).difference(passed.get(name, ()))] for name, own in by_then.items()}
        late = {name: min(months) for name, months in new.items() if months}
        awaited = Awaited(self.catalogue, module.requires, passed, late)
        last_days = {other.module: other.last_day for other in self.plan.enrolments}
        for alike in awaited.modules():
            titles = " or ".join(f"{self.catalogue.module_by_id[name].title} ({name})" for name in alike)
            day = last_days.get(alike[0])
            when = f"in {month_name(late[alike[0]])}" if day is None else f"on {day_name(day)}"
            ended = f"which {'ends' if len(alike) == 1 else 'end'} {when}"
            yield Note("prerequisite", f"it needs {titles} first, {ended}", tuple(alike))

    def _passed_before(self, enrolment: Enrolment) -> Ends:
        """What is held or enrolled, and has ended before an enrolment begins."""
        first_day, _ = enrolment.span
        ended = ((other.module, other.end) for other in self.plan.enrolments if other.span[1] < first_day)
        return together(within(held_by(self.learner), MonthSpan(last=enrolment.start - 1)), passes(*ended))

    def _alongside(self, module: Module, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        """The modules needed alongside that start only after `sooner`."""
        if not module.alongside:
            return
        begun = dict.fromkeys((entry.module for entry in self.learner.held), UNDATED)
        begun |= {other.module: UNDATED for other in self.plan.enrolments if other.start <= sooner}
        if holds(self.catalogue, module.alongside, begun):
            return
        named = self._named_by(module.alongside)
        for other in self.plan.enrolments:
            if other.module in named and sooner < other.start <= enrolment.start:
                title = f"{other.title} ({other.module})"
                starts = f"it needs {title} alongside, and that starts in {month_name(other.start)}"
                yield Note("alongside", starts, (other.module,))

    def _named_by(self, requirement: Requirement) -> set[str]:
        """The modules that a requirement names, also through awards and skills, with the modules that count as them."""
        found: set[str] = set()
        waiting = [requirement]
        while waiting:
            current = waiting.pop()
            named = list(ids(current))
            for skill in skills(current):
                named += [teacher.id for teacher in self.catalogue.modules_by_skill.get(skill, ())]
            for name in named:
                if name not in found:
                    found |= self.catalogue.places.counting_as(name)
                    if name in self.catalogue.award_by_id:
                        waiting.append(self.catalogue.award_by_id[name].requires)
        return found

    def _hours(self, _: Module, enrolment: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        budget = self.learner.minutes_at(month)
        taken = sum(other.minutes_per_week for other in others)
        if budget is None or month in self.learner.months_away or taken + enrolment.minutes_per_week <= budget:
            return None
        if not others:
            needs = f"it needs {hours_counted(load_text(enrolment.minutes_per_week))} a week"
            return Note("hours", f"{needs}; in {month_name(month)} you have {load_text(budget)}")
        names = listed([f"{other.title} ({other.module})" for other in others])
        take = f"{names} {'takes' if len(others) == 1 else 'take'} {load_text(taken)}"
        words = f"{take} of your {hours_counted(load_text(budget))} a week in {month_name(month)}"
        return Note("hours", words, _ids(others))

    def _clashes(self, module: Module, moved: Enrolment) -> Iterator[Note]:
        """Every module with classes at the same time, with the first month in which both would run, the soonest first."""
        beside = [other for other in self.plan.enrolments if other.module != moved.module and _share_a_day(moved, other)]
        for other in sorted(beside, key=lambda other: max(moved.start, other.start)):
            times = module_of(self.catalogue, other).class_times
            if any(time.clashes_with(another) for time in module.class_times for another in times):
                both = month_name(Month(max(moved.start, other.start)))
                clash = f"its classes clash with those of {other.title} ({other.module}) in {both}"
                yield Note("clash", clash, (other.module,))

    def _evenings(self, module: Module, _: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        if self.learner.evenings is None:
            return None
        taken = evenings_of([module, *(module_of(self.catalogue, other) for other in others)])
        before = evenings_of([module_of(self.catalogue, other) for other in others if other.under_way])
        if taken <= max(self.learner.evenings, before):
            return None
        evenings = counted(taken, "evening")
        with_it = f"with it, classes would take {evenings} a week in {month_name(month)}"
        return Note("evenings", f"{with_it}; you have {self.learner.evenings}", _ids(others))

    def _days_off(self, _: Module, moved: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        """Days off count where a module with full days is moved; what is under way takes what it takes."""
        limit = self.learner.half_days_off
        if limit is None:
            return None
        own = half_days(self.catalogue, moved, month)
        old = sum(half_days(self.catalogue, other, month) for other in others if other.under_way)
        taken = own + sum(half_days(self.catalogue, other, month) for other in others)
        if not own or taken <= max(limit, old):
            return None
        with_it = f"with it, classes would take {days_text(taken)} off in {month_name(month)}"
        return Note("days-off", f"{with_it}; you have {limit / 2:g}", _ids(others))

    def _at_once(self, _module: Module, _enrolment: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        limit = self.learner.at_once
        if limit is None or len(others) < limit:
            return None
        at_once = f"{counted(limit, 'module')} at once"
        return Note("at-once", f"your limit is {at_once}, and {month_name(month)} already has {len(others)}", _ids(others))

    def _ends(self, moved: Enrolment | None = None, sooner: Month | None = None) -> Ends:
        """The months in which all that is held and enrolled ends, perhaps with one module started in the month `sooner`."""
        return together(held_by(self.learner), self._taken(moved, sooner))

    def _taken(self, moved: Enrolment | None, sooner: Month | None) -> Ends:
        """The months in which the enrolments end, perhaps with one of them started in the month `sooner`."""
        ends = {other.module: other.end for other in self.plan.enrolments}
        if moved is not None and sooner is not None:
            ends[moved.module] = moved.end if moved.start == sooner else Month(sooner + moved.months - 1)
        return passes(*ends.items())

    def _valid(self, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        if not self._lasts(enrolment, self._ends(enrolment, sooner)):
            yield Note("valid", f"{_if_in(sooner)}, it would expire before the award is earned")

    def _lighter(self, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        heaviest = self._heaviest(enrolment, sooner)
        if self._lightest_first and self.plan.objective is not None and heaviest > self.plan.objective.peak_minutes_per_week:
            peaks = f"{hours_counted(load_text(heaviest))} instead of {load_text(self.plan.objective.peak_minutes_per_week)}"
            yield Note("load", f"{_if_in(sooner)}, the busiest weeks would need {peaks}")

    def _cheaper(self, module: Module, enrolment: Enrolment, moved: Enrolment) -> Iterator[Note]:
        limit, sooner, words = self.learner.cost_limit_per_year_cents, moved.start, WORDS[self.learner.payer]
        if limit is not None and (spent := self._spent_in_year(moved, sooner)) > limit:
            too_much = f"{format_cents(spent)}, more than {words.whose} {format_cents(limit)} a year"
            yield Note("budget", f"{_if_in(sooner)}, the modules that start in {sooner // 12} would {words.cost} {too_much}")
        then, now = self.pricing.price(module, sooner), price_of(enrolment)
        dearer, cost = then.known_cents, now.known_cents
        if dearer == cost and then.wallets == now.wallets:
            return
        if dearer > cost:
            prices = f"{format_cents(dearer)} instead of {format_cents(cost)}, before credit"
            yield Note("cost", f"{_if_in(sooner)}, it would {words.cost} {prices}")
            return
        more = self._payable(moved, sooner) - self._payable(enrolment, enrolment.start)
        if more > 0:
            part = (
                "the plan" if self.plan.objective is None or not self.plan.objective.unknown_fees else "its part of known fee"
            )
            less_credit = f"{part} would {words.cost} {format_cents(more)} more, since less credit could pay for it"
            yield Note("cost", f"{_if_in(sooner)}, {less_credit}")

    def _kept(self, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        then = self.keep.get(enrolment.module)
        if then is not None and abs(sooner - then) > abs(enrolment.start - then):
            before = f"the earlier plan has it in {month_name(then)}"
            yield Note("kept", f"{before}, and this plan changes as little of that as possible")

    def _other_plan(self, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        others = [other for other in self.others if takes_all_of(other, self.plan)]
        if not others:
            return
        targets = [target.id for target in self.plan.targets]
        earned = all_earned(self.catalogue, targets, held_by(self.learner), self._taken(enrolment, sooner))
        awards = tuple(EarnedAward(name, name, "", found.month) for name, found in earned.by_plan.items())
        moved = replace(self.plan, awards=awards)
        if not all(differs(moved, other) for other in others):
            yield Note("other-plan", f"{_if_in(sooner)}, this would be a plan that you have already, only in other months")

    @property
    def _lightest_first(self) -> bool:
        """True if the plan needs as few hours in its busiest weeks as possible, before all else."""
        return self.learner.minutes_per_week is None or self.plan.prefer == "load"

    def _heaviest(self, moved: Enrolment, sooner: Month) -> int:
        """The load of the busiest month in which a module would run, in minutes a week."""
        months = (Month(month) for month in range(sooner, sooner + moved.months))
        return moved.minutes_per_week + max(
            sum(other.minutes_per_week for other in self._running(month, moved)) for month in months
        )

    def _spent_in_year(self, moved: Enrolment, sooner: Month) -> int:
        """The cost of the modules that would start in a calendar year, less all credit that there is, in cents."""
        in_year = (price for start, price in self._prices(moved, sooner) if start // 12 == sooner // 12)
        return sum(price.known_cents for price in in_year) - sum(cents for _, cents in self.pricing.wallets)

    def _payable(self, moved: Enrolment, start: Month) -> int:
        """The cost of the plan with one module started in a month, less all credit that can be used, in cents."""
        payments = [payment_of(price, month, self.pricing) for month, price in self._prices(moved, start)]
        used = credit_used(payments, [cents for _, cents in self.pricing.wallets])
        return sum(payment.cents for payment in payments) - used

    def _prices(self, moved: Enrolment, start: Month) -> Iterator[tuple[Month, Price]]:
        """The start and price of everything that has yet to begin, with one module started in a given month."""
        for other in self.plan.enrolments:
            if other.module == moved.module and other.start != start:
                yield start, self.pricing.price(module_of(self.catalogue, moved), start)
            elif not other.under_way:
                yield other.start, price_of(other)

    def _lasts(self, moved: Enrolment, ends: Ends) -> bool:
        """Return whether these ends satisfy the targets, and the prerequisites of all other modules that have yet to begin.

        One that ends sooner is there for all that it was there for, unless it can expire.
        """
        if all(award.valid_months is None for award in self.catalogue.awards):
            return True
        if not all_satisfied(self.catalogue, [target.id for target in self.plan.targets], ends):
            return False
        others = (other for other in self.plan.enrolments if other is not moved and not other.under_way)
        return all(self._lasts_for(other, moved, ends) for other in others)

    def _lasts_for(self, other: Enrolment, moved: Enrolment, ends: Ends) -> bool:
        """Return whether these ends satisfy the prerequisites of another module."""
        checkpoint()
        requires = self.catalogue.module_by_id[other.module].requires
        if requires is None:
            return True
        before = within(ends, MonthSpan(last=other.start - 1))
        by_day = {name: own for name, own in self._passed_before(other).items() if name != moved.module}
        return holds(self.catalogue, requires, {**by_day, **before})


def _moved(module: Module, number: int, enrolment: Enrolment, start: Month) -> Enrolment:
    """An enrolment moved to another start, in one of the module's offers; at the same pace, if that has it."""
    offer = module.offers[number]
    run = offer.run_in(start)
    pace = min(offer.paces, key=lambda own: (own.months != enrolment.months, own.months))
    return replace(
        enrolment,
        start=start,
        end=Month(start + pace.months - 1) if run is None or run.end_month is None else run.end_month,
        minutes_per_week=pace.minutes_per_week,
        first_day=None if run is None else run.first_day,
        last_day=None if run is None else run.last_day,
        offer=number,
    )


def _intake_text(module: Module, enrolment: Enrolment) -> str:
    """The month of a start, or its day where the module has no other start in that month."""
    alone = sum(offer.starts_in(enrolment.start) for offer in module.offers) == 1
    return start_text(enrolment) if alone else f"in {month_name(enrolment.start)}"


def _share_a_day(one: Enrolment, other: Enrolment) -> bool:
    (first, last), (other_first, other_last) = one.span, other.span
    return first <= other_last and other_first <= last


def _ids(enrolments: Sequence[Enrolment]) -> tuple[str, ...]:
    return tuple(each.module for each in enrolments)


def _if_in(month: Month) -> str:
    return f"if it started in {month_name(month)}"
