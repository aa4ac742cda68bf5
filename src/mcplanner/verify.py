"""The rules of a plan (DESIGN section 4), checked on a finished plan, and its objective, counted again.

Floor 6. Reads the catalogue and the learner as people wrote them and the plan as it will be shown. Shares no code with the
solvers, and knows nothing of the planning problem they were given: what they and this file agree on was derived twice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from mcplanner.catalogue import Catalogue, Module
from mcplanner.earning import Earned, all_earned, all_satisfied, satisfied
from mcplanner.learner import Learner, UnderWay
from mcplanner.months import Month, format_month
from mcplanner.pricing import Pricing
from mcplanner.request import requirement_of
from mcplanner.schedule import Enrolment, Objective, Plan, Spending, WalletUse


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a plan breaks, and where."""

    rule: str
    text: str


@dataclass(frozen=True)
class Case:
    """A plan and everything it must be true to; `by` is the last month in which something may run."""

    catalogue: Catalogue
    learner: Learner
    pricing: Pricing
    plan: Plan
    by: Month | None
    keep: Mapping[str, Month]

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


def verify(
    catalogue: Catalogue,
    learner: Learner,
    pricing: Pricing,
    plan: Plan,
    by: Month | None,
    keep: Mapping[str, Month] | None = None,
) -> tuple[Violation, ...]:
    """Every rule that a plan breaks; nothing for a sound one.

    Parameters
    ----------
    pricing
        What modules cost the learner, and what is in the wallets.
    plan
        A plan with enrolments; one without has nothing to break but its target.
    by
        The last month in which something may run, where one was asked for.
    keep
        Modules of an earlier plan, each with its start there.
    """
    case = Case(catalogue, learner, pricing, plan, by, keep or {})
    broken = tuple(violation for rule in RULES for violation in rule(case))
    return broken or tuple(bound(case))


def r1_target(case: Case) -> Iterator[Violation]:
    """Modules held and enrolled satisfy every target, each counted once in an award and shared by awards as these allow."""
    for target in case.plan.targets:
        if not satisfied(case.catalogue, requirement_of(target.id), case.passed()):
            yield Violation("R1", f"{target.id} is not satisfied")
            return
    if not all_satisfied(case.catalogue, [target.id for target in case.plan.targets], case.passed()):
        yield Violation("R1", "the awards would share more modules than they may")


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
        if module.apply_by(enrolment.start) < case.plan.start and case.learner.applied.get(module.id) != enrolment.start:
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
        found = case.earned.get(award.id)
        if found is None or found.month != award.earned:
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
    """Net cost stays within the learner's limits, altogether and in each calendar year."""
    by_year: dict[int, int] = {}
    for enrolment in case.new:
        year = enrolment.start // 12
        by_year[year] = by_year.get(year, 0) + _paid(case.pricing, case.module(enrolment), enrolment)
    limit, per_year = case.learner.cost_limit_cents, case.learner.cost_limit_per_year_cents
    if limit is not None and sum(by_year.values()) > limit:
        yield Violation("R11", f"the cost comes to {sum(by_year.values())} cents, more than {limit}")
    for year, cost in by_year.items():
        if per_year is not None and cost > per_year:
            yield Violation("R11", f"the cost of {year} comes to {cost} cents, more than {per_year}")


def r12_by(case: Case) -> Iterator[Violation]:
    """Everything ends by the month asked for."""
    for enrolment in case.plan.enrolments:
        if case.by is not None and enrolment.end > case.by:
            yield Violation("R12", f"{enrolment.module} ends in {format_month(enrolment.end)}")


def facts(case: Case) -> Iterator[Violation]:
    """What is said of each module is what the catalogue says."""
    for enrolment in case.plan.enrolments:
        module = case.module(enrolment)
        expected = {
            "title": module.title,
            "field": module.field,
            "provider": module.provider,
            "mode": module.mode,
            "hours": module.hours,
            "days": module.days,
            "apply_by": module.apply_by(enrolment.start),
        }
        for name, value in expected.items():
            if getattr(enrolment, name) != value:
                yield Violation("facts", f"{name} of {module.id} is not {value}, as the catalogue has it")


def awards(case: Case) -> Iterator[Violation]:
    """The awards shown are all that the enrolments earn, by their names and by the modules that count."""
    shown = [(award.id, award.title, award.kind, award.modules) for award in case.plan.awards]
    by_id = case.catalogue.award_by_id
    expected = {(name, by_id[name].title, by_id[name].kind, found.modules) for name, found in case.earned.items()}
    for award_id, *_ in sorted(expected.symmetric_difference(shown)):
        yield Violation("awards", f"{award_id} is not shown as it is earned")
    if len(shown) > len(set(shown)):
        yield Violation("awards", "an award is shown twice")
    for enrolment in case.plan.enrolments:
        toward = {award.id for award in case.plan.awards if enrolment.module in award.modules}
        if set(enrolment.counts_toward) != toward:
            yield Violation("awards", f"what {enrolment.module} counts toward is not what the awards say")


def objective(case: Case) -> Iterator[Violation]:
    """Finish, objective and load are those of the enrolments."""
    plan = case.plan
    counted = count_objective(case.catalogue, case.pricing, case.plan, case.keep)
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
    counted = count_objective(case.catalogue, case.pricing, case.plan, case.keep)
    proved = case.plan.bound
    if proved is not None and any(getattr(counted, figure.name) < getattr(proved, figure.name) for figure in fields(Objective)):
        yield Violation("objective", "the plan is better than what is said to be proved")


def prices(case: Case) -> Iterator[Violation]:
    """Every amount shown is the price of its module in its month, and the credit claimed is in the wallets that may pay."""
    plan, left = case.plan, dict(case.pricing.wallets)
    for enrolment in case.plan.enrolments:
        paid = (enrolment.subsidy_cents, enrolment.gst_cents, enrolment.credit_cents, enrolment.payable_cents)
        if enrolment.under_way and paid != (None,) * 4:
            yield Violation("prices", f"{enrolment.module} is under way: it was paid for before")
    for enrolment in sorted(case.new, key=lambda enrolment: (enrolment.start, enrolment.module)):
        price = case.pricing.price(case.module(enrolment), enrolment.start)
        shown = (enrolment.subsidy_cents, enrolment.gst_cents)
        if enrolment.fee_cents != price.fee_cents:
            yield Violation("prices", f"the fee of {enrolment.module} is {price.fee_cents} cents, not {enrolment.fee_cents}")
        if shown != ((price.subsidy_cents, price.gst_cents) if case.pricing.funded else (None, None)):
            yield Violation("prices", f"the subsidy or the GST of {enrolment.module} is not that of its month")
        claimed = enrolment.credit_cents or 0
        if case.pricing.funded and enrolment.payable_cents != price.payable_cents - claimed:
            yield Violation("prices", f"what is paid for {enrolment.module} is not its price without the credit")
        if claimed < 0 or claimed > price.payable_cents:
            yield Violation("prices", f"{claimed} cents of credit cannot be used for {enrolment.module}")
        for wallet in left:
            drawn = min(left[wallet], claimed) if wallet in price.wallets else 0
            left[wallet] -= drawn
            claimed -= drawn
        if claimed > 0:
            yield Violation("prices", f"{claimed} cents of the credit for {enrolment.module} are in no wallet for it")
    if plan.spending is not None and plan.spending != _sums(case, left):
        yield Violation("prices", f"the sums shown are {plan.spending}, the enrolments say {_sums(case, left)}")


def _sums(case: Case, left: dict[str, int]) -> Spending:
    """The spending of a plan whose every amount is right, added up again; what is no rule of a plan is taken over."""
    assert case.plan.spending is not None
    rows = case.new
    months = sorted({row.start for row in rows})
    by_month = [(month, sum(row.payable_cents or 0 for row in rows if row.start == month)) for month in months]
    awards = {award for row in rows for award in row.counts_toward}
    by_award = {award: sum(row.payable_cents or 0 for row in rows if award in row.counts_toward) for award in awards}
    return Spending(
        fee_cents=sum(row.fee_cents for row in rows),
        subsidy_cents=sum(row.subsidy_cents or 0 for row in rows),
        gst_cents=sum(row.gst_cents or 0 for row in rows),
        credit_cents=sum(row.credit_cents or 0 for row in rows),
        payable_cents=sum(row.payable_cents or 0 for row in rows),
        by_month=tuple(entry for entry in by_month if entry[1]),
        by_award=tuple((award, by_award.pop(award, 0)) for award, _ in case.plan.spending.by_award) + tuple(by_award.items()),
        wallets=tuple(
            WalletUse(wallet, case.pricing.title(wallet), cents, cents - left[wallet]) for wallet, cents in case.pricing.wallets
        ),
        later=case.plan.spending.later,
        exact=case.plan.spending.exact,
    )


def count_objective(
    catalogue: Catalogue, pricing: Pricing, plan: Plan, earlier: Mapping[str, Month] | None = None
) -> Objective:
    """The objective of a plan, from its enrolments, the catalogue, the prices and the starts of an earlier plan."""
    then = earlier or {}
    modules = [catalogue.module_by_id[enrolment.module] for enrolment in plan.enrolments]
    to_pay = [enrolment for enrolment in plan.enrolments if not enrolment.under_way]
    return Objective(
        finish_months=max((enrolment.end - plan.start + 1 for enrolment in plan.enrolments), default=0),
        cost_cents=sum(_paid(pricing, catalogue.module_by_id[enrolment.module], enrolment) for enrolment in to_pay),
        minutes_total=sum(module.minutes_total for module in modules),
        peak_minutes_per_week=max(_load(plan).values(), default=0),
        start_months_total=sum(enrolment.start - plan.start for enrolment in to_pay),
        moved_modules=sum(1 for each in to_pay if then and then.get(each.module) != each.start),
        moved_months=sum(abs(each.start - then[each.module]) for each in to_pay if each.module in then),
    )


def _paid(pricing: Pricing, module: Module, enrolment: Enrolment) -> int:
    """What the learner pays for an enrolment: its price in its month, without the credit shown."""
    return pricing.price(module, enrolment.start).payable_cents - (enrolment.credit_cents or 0)


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
    prices,
    facts,
    awards,
    objective,
)
