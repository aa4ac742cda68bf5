"""What a plan says of itself, found again from its enrolments: facts, awards, prices, sums, the objective.

Floor 6. No rule of a plan stands here: a plan can keep every rule and still say something wrong.
"""

from collections.abc import Iterator, Mapping

from mcplanner.catalogue import Catalogue, Module
from mcplanner.months import Month, format_month
from mcplanner.pricing import Pricing
from mcplanner.schedule import Objective, Plan, Spending, WalletUse
from mcplanner.verify.case import Case, Violation, load, paid


def asked(case: Case) -> Iterator[Violation]:
    """The plan is one for this request of this learner over this catalogue, and says so."""
    plan, request = case.plan, case.request
    known = case.catalogue.award_by_id
    shown = [target.id for target in plan.targets]
    if len(shown) != len(request.targets) or not all(
        own == wanted or (own in known and known[own].kind == wanted and request.field in (None, known[own].field))
        for own, wanted in zip(shown, request.targets, strict=True)
    ):
        yield Violation("asked", f"the plan is for {', '.join(shown)}, not for {', '.join(request.targets)}")
    expected = {
        "start": request.start,
        "prefer": request.prefer,
        "budget_minutes_per_week": case.learner.minutes_per_week,
        "catalogue_title": case.catalogue.title,
        "as_of": case.catalogue.as_of,
    }
    for name, value in expected.items():
        if getattr(plan, name) != value:
            yield Violation("asked", f"{name} is not {value}, as was asked")


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
            "field_title": case.catalogue.field_by_id[module.field].title,
            "provider_title": case.catalogue.provider_by_id[module.provider].title,
            "venue": case.catalogue.provider_by_id[module.provider].venue,
            "sessions": module.sessions,
            "intake_months": _intake_months(case, module),
        }
        for name, value in expected.items():
            if getattr(enrolment, name) != value:
                yield Violation("facts", f"{name} of {module.id} is not {value}, as the catalogue has it")


def _intake_months(case: Case, module: Module) -> tuple[Month, ...]:
    """The months of the plan in which a module starts, where these are not all months; none where it is under way."""
    if module.id in case.under_way or (module.intakes is None and module.runs is None) or case.plan.finish is None:
        return ()
    return tuple(Month(month) for month in range(case.plan.start, case.plan.finish + 1) if module.starts_in(Month(month)))


def awards(case: Case) -> Iterator[Violation]:
    """The awards shown are all that the enrolments earn, by their names, by what counts, and by how long it does."""
    shown = [(award.id, award.title, award.kind, award.modules, award.titles) for award in case.plan.awards]
    by_id, modules = case.catalogue.award_by_id, case.catalogue.module_by_id
    expected = {
        (name, by_id[name].title, by_id[name].kind, found.modules, tuple(modules[module].title for module in found.modules))
        for name, found in case.earned.items()
    }
    for award_id, *_ in sorted(expected.symmetric_difference(shown)):
        yield Violation("awards", f"{award_id} is not shown as it is earned")
    if len(shown) > len(set(shown)):
        yield Violation("awards", "an award is shown twice")
    ends = case.passed()
    for award in case.plan.awards:
        lasts = by_id[award.id].valid_months if award.id in by_id else None
        until = {
            (module, end + lasts, end + lasts - award.earned)
            for module in award.modules
            if lasts is not None and (end := ends.get(module)) is not None
        }
        if {(entry.module, entry.until, entry.slack_months) for entry in award.valid} != until:
            yield Violation("awards", f"{award.id} does not show how long its modules count")
    for enrolment in case.plan.enrolments:
        toward = {award.id for award in case.plan.awards if enrolment.module in award.modules}
        if set(enrolment.counts_toward) != toward:
            yield Violation("awards", f"what {enrolment.module} counts toward is not what the awards say")


def objective(case: Case) -> Iterator[Violation]:
    """Finish, objective and load are those of the enrolments."""
    plan = case.plan
    counted = count_objective(case.catalogue, case.pricing, case.plan, case.request.keep)
    if plan.objective != counted:
        yield Violation("objective", f"the plan says {plan.objective}, its enrolments say {counted}")
    last = max((enrolment.end for enrolment in plan.enrolments), default=None)
    if plan.finish != last:
        yield Violation("objective", "the finish is not the last month of study")
    shown = {entry.month: entry.minutes_per_week for entry in plan.load if entry.minutes_per_week}
    if shown != load(plan):
        yield Violation("objective", "the load shown is not that of the enrolments")
    learner = case.learner
    for entry in plan.load:
        budget = 0 if entry.month in learner.away else learner.minutes_in.get(entry.month, learner.minutes_per_week)
        if entry.budget_minutes_per_week != budget:
            yield Violation("objective", f"the budget of {format_month(entry.month)} is {budget} minutes a week")


def bound(case: Case) -> Iterator[Violation]:
    """The plan is no better than what is said to be proved; only a sound plan can tell."""
    counted = count_objective(case.catalogue, case.pricing, case.plan, case.request.keep)
    proved = case.plan.bound
    if proved is not None and any(getattr(counted, name) < getattr(proved, name) for name in Objective.__struct_fields__):
        yield Violation("objective", "the plan is better than what is said to be proved")


def prices(case: Case) -> Iterator[Violation]:
    """Every amount shown is the price of its module in its month, and the credit claimed is in the wallets that may pay."""
    plan, left = case.plan, dict(case.pricing.wallets)
    for enrolment in case.plan.enrolments:
        amounts = (enrolment.subsidy_cents, enrolment.gst_cents, enrolment.credit_cents, enrolment.payable_cents)
        if enrolment.under_way and amounts != (None,) * 4:
            yield Violation("prices", f"{enrolment.module} is under way: it was paid for before")
    for enrolment in sorted(case.new, key=lambda enrolment: (enrolment.start, enrolment.module)):
        price = case.pricing.price(case.module(enrolment), enrolment.start)
        shown = (enrolment.subsidy_cents, enrolment.gst_cents)
        if enrolment.fee_cents != price.fee_cents:
            yield Violation("prices", f"the fee of {enrolment.module} is {price.fee_cents} cents, not {enrolment.fee_cents}")
        if shown != ((price.subsidy_cents, price.gst_cents) if case.pricing.funded else (None, None)):
            yield Violation("prices", f"the subsidy or the GST of {enrolment.module} is not that of its month")
        claimed = enrolment.credit_cents or 0
        if case.pricing.funded and enrolment.payable_cents != price.before_credit_cents - claimed:
            yield Violation("prices", f"what is paid for {enrolment.module} is not its price without the credit")
        if claimed < 0 or claimed > price.before_credit_cents:
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
    rows, pricing = case.new, case.pricing
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
            WalletUse(wallet, pricing.title(wallet), cents, cents - left[wallet], pricing.claim_days_before(wallet))
            for wallet, cents in pricing.wallets
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
        cost_cents=sum(paid(pricing, catalogue.module_by_id[enrolment.module], enrolment) for enrolment in to_pay),
        minutes_total=sum(module.minutes_total for module in modules),
        peak_minutes_per_week=max(load(plan).values(), default=0),
        start_months_total=sum(enrolment.start - plan.start for enrolment in to_pay),
        moved_modules=sum(1 for each in to_pay if then and then.get(each.module) != each.start),
        moved_months=sum(abs(each.start - then[each.module]) for each in to_pay if each.module in then),
    )
