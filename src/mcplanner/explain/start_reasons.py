"""Why each module starts when it does and not sooner: facts computed from the finished plan.

Reads a plan, the catalogue and the learner, imagines one module at a time starting sooner, and names what is in the way.
Knows no solver.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.assumptions import unknown_in_words
from mcplanner.catalogue.counting import UNDATED, Ends, MonthSpan, expires_for, holds, months_of, passes, together, within
from mcplanner.catalogue.earned_awards import all_earned, all_satisfied
from mcplanner.catalogue.model import Catalogue, Module, evenings_of
from mcplanner.catalogue.requirements import Requirement, ids, skills
from mcplanner.explain.awaited import Awaited
from mcplanner.explain.cost_reasons import CostReasons
from mcplanner.explain.other_starts import Start, moved_to, start_words, starts_before, when_started
from mcplanner.ground.months import Month, day_name, month_name, when_text
from mcplanner.ground.numbers_text import counted, days_text, hours_counted, load_text
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.absence import days_left
from mcplanner.learner.busy import format_busy_time
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner
from mcplanner.plans.differences import differs, takes_all_of
from mcplanner.plans.model import EarnedAward, Enrolment, ModuleChange, Note, Plan
from mcplanner.plans.retakes import held_as, why_again
from mcplanner.plans.spending import half_days, module_of
from mcplanner.plans.summary import listed, start_text, yet_to_start
from mcplanner.pricing.price import Pricing
from mcplanner.problem.availability import (
    class_when_always_busy,
    class_when_busy,
    days_to_attend,
    is_ruled_out,
    mode_is_unknown_to,
)
from mcplanner.problem.model import LONGEST_PLAN_MONTHS

OPEN = "open"
"""The code of the reason that nothing is known against a start."""

NO_BETTER_PLAN = "would break no rule, but no better plan with that start was found"
NO_BETTER_TEAM = "would break no rule of this plan alone, but no better plans of the team with that start were found"

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


def as_part_of_team(plan: Plan) -> Plan:
    """Say of a person's plan, where nothing is known against a start, that others have a part in that."""

    def told(note: Note) -> Note:
        return replace(note, text=note.text.replace(NO_BETTER_PLAN, NO_BETTER_TEAM)) if note.code == OPEN else note

    return replace(plan, enrolments=tuple(replace(each, because=tuple(map(told, each.because))) for each in plan.enrolments))


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


class _Reasons(Struct, frozen=True, dict=True):
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
            yield from self._sooner(module, enrolment, list(starts_before(module, enrolment, enrolment.start)), is_pinned=True)
        else:
            yield from self._sooner(module, enrolment, list(starts_before(module, enrolment, self.plan.start)))

    def _sooner(self, module: Module, enrolment: Enrolment, before: list[Start], is_pinned: bool = False) -> Iterator[Note]:
        """What stops an enrolment from the last of some starts before its own; of a pinned one, those of its month."""
        sooner = next((start for start in before if self._open_among(module, start.offers, start.month)), None)
        if sooner is None:
            if before or not is_pinned:
                yield self._first_possible(module, enrolment, before)
            return
        yield from self._next_intake(module, enrolment, sooner, is_next=sooner is before[0])
        yield from self._in_the_way(module, enrolment, sooner.month, sooner.offers) or [_open_to(module, sooner)]

    def against(self, enrolment: Enrolment, then: Month) -> Iterator[Note]:
        """What stops a module from starting in the month in which an earlier plan had it, if anything."""
        module = self.catalogue.module_by_id[enrolment.module]
        if then < self.plan.start:
            yield Note("past", f"{month_name(then)} is in the past")
        elif not self._open_among(module, range(len(module.offers)), then):
            yield Note("no-intake", f"it has no intake in {month_name(then)} that you can apply for")
        else:
            yield from self._in_the_way(module, enrolment, then, range(len(module.offers)))

    def _open_among(self, module: Module, offers: Iterable[int], month: Month) -> list[int]:
        """Those of some offers of a module that start in a month, and for which the learner has applied or still can."""
        applied = self.learner.applied.get(module.id) == month
        return [
            number
            for number in offers
            if module.offers[number].starts_in(month) and (applied or module.offers[number].apply_by(month) >= self.plan.start)
        ]

    def _first_possible(self, module: Module, enrolment: Enrolment, closed: Sequence[Start]) -> Note:
        """Why the module could not start before it does, where applications for all starts before it had closed."""
        for start in closed[:1]:
            until = month_name(module.offers[start.offers[0]].apply_by(start.month))
            when = start_words(module, start.month, start.day)
            return Note("closed", f"applications for {when} closed in {until}, before the plan starts")
        if enrolment.start == self.plan.start:
            return Note("first-month", "it starts in the plan's first month")
        return Note("no-intake", f"its first intake after the plan begins is {_intake_in_words(enrolment)}")

    def _next_intake(self, module: Module, enrolment: Enrolment, sooner: Start, is_next: bool) -> Iterator[Note]:
        """Say that it has no open intake between two, unless they are in months one after the other."""
        if sooner.month != enrolment.start - 1:
            intake = "intake" if is_next else "open intake"
            last = start_words(module, sooner.month, sooner.day)
            yield Note("no-intake", f"its next {intake} after {last} is {_intake_in_words(enrolment)}")

    def _in_the_way(self, module: Module, enrolment: Enrolment, sooner: Month, offers: Iterable[int]) -> list[Note]:
        """The rules and goals that a start in the month `sooner` would go against, in the open offer with the fewest."""
        open_offers = self._open_among(module, offers, sooner)
        return min((self._against_offer(module, number, enrolment, sooner) for number in open_offers), key=len)

    def _against_offer(self, module: Module, number: int, enrolment: Enrolment, sooner: Month) -> list[Note]:
        offer = module.offers[number]
        if offer.lacks:
            return [Note("unknown", f"a start in {month_name(sooner)} is not planned, since {unknown_in_words(offer)}")]
        return list(self._against_moved(moved_to(module, number, enrolment, sooner), enrolment))

    def _against_moved(self, moved: Enrolment, enrolment: Enrolment) -> Iterator[Note]:
        """The rules and goals that an enrolment would go against if it were moved."""
        module = module_of(self.catalogue, moved)
        yield from self._ruled_out(module)
        yield from self._prerequisites(module, enrolment, moved)
        yield from self._alongside(module, enrolment, moved.start)
        yield from self._away(module, moved)
        yield from self._busy(module, moved)
        beside = {month: self._running(month, moved) for month in map(Month, moved.months_of_study)}
        in_class = () if self.learner.half_days_off is None else map(Month, moved.months_there)
        off_work = {month: self._off_work(month, moved) for month in in_class}
        hours = self._first(self._hours, module, moved, beside)
        yield from hours
        yield from self._clashes(module, moved)
        yield from self._first(self._evenings, module, moved, beside)
        yield from self._first(self._days_off, module, moved, off_work)
        yield from self._first(self._at_once, module, moved, beside)
        yield from self._ends_later(moved) if enrolment.span[1] < moved.span[1] else self._valid(moved)
        if not hours:
            yield from self._lighter(moved)
        yield from CostReasons(self.catalogue, self.pricing, self.plan).against(enrolment, moved)
        yield from self._kept(enrolment, moved.start)
        yield from self._other_plan(moved)

    def _if_started(self, moved: Enrolment) -> str:
        return f"if it started {when_started(self.catalogue.module_by_id[moved.module], moved)}"

    def _away(self, offer: Module, moved: Enrolment) -> Iterator[Note]:
        away = [month for month in map(Month, moved.months_there) if month in self.learner.months_away]
        if away:
            why = "have no hours" if self.learner.minutes_given(away[0]) == 0 else "are away"
            yield Note("away", f"{self._if_started(moved)}, it would run in {month_name(away[0])}, when you {why}")
        missed = (day for day in days_to_attend(offer, offer.run_in(moved.start)) if day in self.learner.away)
        for day in islice(missed, 1):
            full = ", which are full days," if offer.days is not None else ""
            words = f"you would miss classes{full} on {day_name(day)}, when you are away"
            yield Note("away", f"{self._if_started(moved)}, {words}")

    def _busy(self, module: Module, moved: Enrolment) -> Iterator[Note]:
        """What the busy times of some months say."""
        times = [time for time in class_when_busy(module, self.learner) if not time.is_in_all_months]
        busy = [(month, time) for month in map(Month, moved.months_there) for time in times if time.is_in(month)]
        for month, time in busy[:1]:
            when = f"in {month_name(month)}, when you are busy {format_busy_time(time)}"
            yield Note("busy", f"{self._if_started(moved)}, it would have classes {when}")

    def _ruled_out(self, offer: Module) -> Iterator[Note]:
        """What the learner's choices and busy times say of a run that is not as the one taken."""
        if mode_is_unknown_to(offer, self.learner):
            only = " or ".join(sorted(self.learner.only_modes))
            yield Note("ruled-out", f"nobody knows the mode of that run, and you want only {only}")
        elif is_ruled_out(offer, self.learner):
            yield Note("ruled-out", f"that run is {offer.mode}, which your choices rule out")
        if class_when_always_busy(offer, self.learner):
            yield Note("busy", "that run has classes when you are busy")

    @staticmethod
    def _first(rule: MonthRule, module: Module, enrolment: Enrolment, others: Mapping[Month, list[Enrolment]]) -> list[Note]:
        """The first note that a rule makes of any month, as a list; empty where it makes none."""
        said = (rule(module, enrolment, month, running) for month, running in others.items())
        return list(islice(filter(None, said), 1))

    def _running(self, month: Month, but: Enrolment) -> list[Enrolment]:
        checkpoint()
        return [other for other in self._running_in.get(month, ()) if other.module != but.module]

    @cached_property
    def _running_in(self) -> Mapping[int, list[Enrolment]]:
        """The enrolments that run in each month."""
        found: dict[int, list[Enrolment]] = {}
        for enrolment in self.plan.enrolments:
            for month in enrolment.months_of_study:
                found.setdefault(month, []).append(enrolment)
        return found

    def _off_work(self, month: Month, but: Enrolment) -> list[Enrolment]:
        """The other enrolments that take days off work in a month."""
        others = (other for other in self.plan.enrolments if other.module != but.module)
        return [other for other in others if half_days(self.catalogue, other, month)]

    def _prerequisites(self, module: Module, enrolment: Enrolment, moved: Enrolment) -> Iterator[Note]:
        """The modules that ended only after the earlier start, and without which the prerequisites would not be met."""
        if module.requires is None:
            return
        passed, by_then = self._passed_before(moved, self._with(moved)), self._passed_before(enrolment, self.plan.enrolments)
        new = {name: [*set(months_of({name: own})).difference(passed.get(name, ()))] for name, own in by_then.items()}
        late = {name: min(months) for name, months in new.items() if months}
        awaited = Awaited(self.catalogue, module.requires, passed, late)
        last_days = {other.module: other.last_day for other in self.plan.enrolments}
        for alike in awaited.modules():
            titles = " or ".join(f"{self.catalogue.module_by_id[name].title} ({name})" for name in alike)
            day = last_days.get(alike[0])
            ended = f"which {'ends' if len(alike) == 1 else 'end'} {when_text(day or late[alike[0]])}"
            yield Note("prerequisite", f"it needs {titles} first, {ended}", tuple(alike))

    def _passed_before(self, enrolment: Enrolment, enrolments: Iterable[Enrolment]) -> Ends:
        """What is held or among some enrolments, and has ended before an enrolment begins."""
        first_day, _ = enrolment.span
        ended = ((other.module, other.end) for other in enrolments if other.span[1] < first_day)
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
        budget = self.learner.most_minutes_at(month)
        others = [other for other in others if other.minutes_per_week]
        taken = sum(other.minutes_per_week for other in others)
        if budget is None or month in self.learner.months_away or taken + enrolment.minutes_per_week <= budget:
            return self._beyond_too_often(enrolment, month, others)
        if not others:
            needs = f"it needs {hours_counted(load_text(enrolment.minutes_per_week))} a week"
            return Note("hours", f"{needs}; in {month_name(month)} you have {load_text(budget)}{self._while_away(month)}")
        names = listed([f"{other.title} ({other.module})" for other in others])
        take = f"{names} {'takes' if len(others) == 1 else 'take'} {load_text(taken)}"
        words = f"{take} of your {hours_counted(load_text(budget))} a week in {month_name(month)}{self._while_away(month)}"
        return Note("hours", words, _ids(others))

    def _while_away(self, month: Month) -> str:
        """That an absence takes its days of a month's hours; empty if none does."""
        there, length = days_left(self.learner.away, month)
        return f", when you are away for {counted(length - there, 'day')}" if there < length else ""

    def _beyond_too_often(self, moved: Enrolment, month: Month, others: list[Enrolment]) -> Note | None:
        """A month would be one too many of its year in which the learner goes beyond the usual hours."""
        stretch, year = self.learner.stretch, month // 12
        if stretch is None or not self._goes_beyond(month, moved):
            return None
        months = sum(self._goes_beyond(Month(12 * year + number), moved) for number in range(12))
        if months <= stretch.months:
            return None
        usual = hours_counted(load_text(self.learner.minutes_at(month) or 0))
        with_it = f"with it, {counted(months, 'month')} of {year} would need more than your {usual} a week"
        return Note("hours", f"{with_it}; you can stretch in {stretch.months}", _ids(others))

    def _goes_beyond(self, month: Month, moved: Enrolment) -> bool:
        """Return whether a month would need more hours than usual, because of what has not begun."""
        usual = self.learner.minutes_at(month)
        own = moved.minutes_per_week if month in moved.months_of_study else 0
        others = self._running(month, moved)
        begun = sum(other.minutes_per_week for other in others if other.under_way)
        return bool(usual) and own + sum(other.minutes_per_week for other in others) > max(usual or 0, begun)

    def _clashes(self, module: Module, moved: Enrolment) -> Iterator[Note]:
        """Every module with classes at the same time, with the first month in which both would run, the soonest first."""
        if not module.class_times:
            return
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

    def _with(self, moved: Enrolment) -> list[Enrolment]:
        """The enrolments with one of them moved."""
        return [moved if other.module == moved.module else other for other in self.plan.enrolments]

    def _taken(self, moved: Enrolment) -> Ends:
        """The months in which the enrolments end, with one of them moved."""
        return passes(*((other.module, other.end) for other in self._with(moved)))

    def _ends_later(self, moved: Enrolment) -> Iterator[Note]:
        """What would wait for a run that starts sooner and ends later: the finish, other modules, and what would expire."""
        ends = f"{self._if_started(moved)}, it would end {when_text(moved.last_day or moved.end)}"
        if self.plan.finish is not None and moved.end > self.plan.finish:
            yield Note("finish", f"{ends}, after the finish of this plan")
        waiting = self._waiting_for(moved)
        if waiting:
            names = listed([f"{other.title} ({other.module})" for other in waiting])
            yield Note("too-late", f"{ends}, too late for {names}", _ids(waiting))
        elif not self._satisfies_targets(moved):
            yield Note("valid", f"{ends}, and other modules would expire before the award is earned")

    def _valid(self, moved: Enrolment) -> Iterator[Note]:
        """One that ends sooner is there for all that it was there for, unless it expires before the plan ends."""
        last = max(each.end for each in self.plan.enrolments)
        expires = self.catalogue.has_expiring and moved.end + self._lasting(moved.module) < last
        if expires and not (self._satisfies_targets(moved) and not self._waiting_for(moved)):
            yield Note("valid", f"{self._if_started(moved)}, it would expire before the award is earned")

    def _lasting(self, module: str) -> int:
        """For how many months a module counts at least, whatever it counts toward."""
        lasting = self.catalogue.lasting
        if module not in lasting:
            lasting[module] = min((months for _, months in expires_for(self.catalogue, module)), default=LONGEST_PLAN_MONTHS)
        return lasting[module]

    def _lighter(self, moved: Enrolment) -> Iterator[Note]:
        if not self._lightest_first or self.plan.objective is None:
            return
        heaviest = self._heaviest(moved)
        if heaviest > self.plan.objective.peak_minutes_per_week:
            peaks = f"{hours_counted(load_text(heaviest))} instead of {load_text(self.plan.objective.peak_minutes_per_week)}"
            yield Note("load", f"{self._if_started(moved)}, the busiest weeks would need {peaks}")

    def _kept(self, enrolment: Enrolment, sooner: Month) -> Iterator[Note]:
        then = self.keep.get(enrolment.module)
        if then is not None and abs(sooner - then) > abs(enrolment.start - then):
            before = f"the earlier plan has it in {month_name(then)}"
            yield Note("kept", f"{before}, and this plan changes as little of that as possible")

    def _other_plan(self, moved: Enrolment) -> Iterator[Note]:
        others = [other for other in self.others if takes_all_of(other, self.plan)]
        if not others:
            return
        targets = [target.id for target in self.plan.targets]
        earned = all_earned(self.catalogue, targets, held_by(self.learner), self._taken(moved))
        awards = tuple(EarnedAward(name, name, "", found.month) for name, found in earned.by_plan.items())
        other_plan = replace(self.plan, awards=awards)
        if not all(differs(other_plan, other) for other in others):
            yield Note(
                "other-plan", f"{self._if_started(moved)}, this would be a plan that you have already, only in other months"
            )

    @property
    def _lightest_first(self) -> bool:
        """Return whether the plan needs as few hours in its busiest weeks as possible, before all else."""
        return self.learner.minutes_per_week is None or self.plan.prefer == "load"

    def _heaviest(self, moved: Enrolment) -> int:
        """The load of the busiest month in which a module would run, in minutes a week."""
        months = map(Month, moved.months_of_study)
        return moved.minutes_per_week + max(
            sum(other.minutes_per_week for other in self._running(month, moved)) for month in months
        )

    def _satisfies_targets(self, moved: Enrolment) -> bool:
        """Return whether the targets are reached with one module moved."""
        ends = together(held_by(self.learner), self._taken(moved))
        return all_satisfied(self.catalogue, [target.id for target in self.plan.targets], ends)

    def _waiting_for(self, moved: Enrolment) -> list[Enrolment]:
        """The other modules that have yet to begin, and whose prerequisites are no longer met with one module moved."""
        return [other for other in self._needing.get(moved.module, ()) if not self._may_begin(other, moved)]

    @cached_property
    def _needing(self) -> Mapping[str, list[Enrolment]]:
        """For each module the others that have yet to begin, and in whose prerequisites it can count."""
        found: dict[str, list[Enrolment]] = {}
        for enrolment in self.plan.enrolments:
            requires = self.catalogue.module_by_id[enrolment.module].requires
            if requires is not None and not enrolment.under_way:
                for name in self._named_by(requires) - {enrolment.module}:
                    found.setdefault(name, []).append(enrolment)
        return found

    def _may_begin(self, other: Enrolment, moved: Enrolment) -> bool:
        """Return whether the prerequisites of a module are met, with another one moved."""
        checkpoint()
        requires = self.catalogue.module_by_id[other.module].requires
        return requires is None or holds(self.catalogue, requires, self._passed_before(other, self._with(moved)))


def _intake_in_words(enrolment: Enrolment) -> str:
    when = start_text(enrolment)
    return f"presumed to be in {when}" if enrolment.is_presumed else when


def _open_to(module: Module, start: Start) -> Note:
    when = start_words(module, start.month, start.day)
    preposition = "in" if when == month_name(start.month) else "on"
    return Note(OPEN, f"starting {preposition} {when} {NO_BETTER_PLAN}")


def _share_a_day(one: Enrolment, other: Enrolment) -> bool:
    (first, last), (other_first, other_last) = one.span, other.span
    return first <= other_last and other_first <= last


def _ids(enrolments: Sequence[Enrolment]) -> tuple[str, ...]:
    return tuple(each.module for each in enrolments)
