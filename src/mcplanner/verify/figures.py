"""A plan's own statements, found again from its enrolments: facts, prices, sums, the objective.

No rule of a plan stands here: a plan can keep every rule and still say something wrong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from mcplanner.catalogue.model import UNKNOWN, Module, known
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month, format_month
from mcplanner.learner.busy import format_busy_time
from mcplanner.plans.model import Enrolment, Objective, Spending, WalletUse
from mcplanner.pricing.rules import Wallet
from mcplanner.verify.case import Case, Violation, budget_of, count_days_off, load
from mcplanner.verify.charges import Charge, Drawn, draw, is_most_credit
from mcplanner.verify.timetable import last_month_to_apply, minutes_in_all, presumed_from, starts_in

Key = TypeVar("Key")

Parts: TypeAlias = dict[Key, list[int | None]]
"""Amounts in cents, of which None is not known, by what they belong to."""


def asked(case: Case) -> Iterator[Violation]:
    """The plan is one for this request of this learner over this catalogue, and says so."""
    plan, request = case.plan, case.request
    shown = [target.id for target in plan.targets]
    if len(shown) != len(request.targets) or not all(
        _is_wanted(case, own, wanted) for own, wanted in zip(shown, request.targets, strict=True)
    ):
        yield Violation("asked", f"the plan is for {', '.join(shown)}, not for {', '.join(request.targets)}")
    expected: dict[str, object] = {
        "start": request.start,
        "prefer": request.prefer,
        "budget_minutes_per_week": case.learner.minutes_per_week,
        "catalogue_title": case.catalogue.title,
        "as_of": case.catalogue.as_of,
    }
    if plan.enrolments:
        expected["busy"] = tuple(map(format_busy_time, case.learner.busy))
    for name, value in expected.items():
        if getattr(plan, name) != value:
            yield Violation("asked", f"{name} should be {value}, as requested")


def _is_wanted(case: Case, target: str, wanted: str) -> bool:
    """Return whether a target is the one that was asked for, or an award of that kind."""
    if target == wanted:
        return True
    award = case.catalogue.award_by_id.get(target)
    return award is not None and award.kind == wanted and case.request.field in (None, award.field)


def facts(case: Case) -> Iterator[Violation]:
    """Each module is shown as the catalogue has it."""
    for enrolment in case.plan.enrolments:
        module, run = case.module(enrolment), case.run(enrolment)
        expected = {
            "title": module.title,
            "field": module.field,
            "provider": module.provider,
            "mode": str(module.mode),
            "hours": module.hours,
            "days": module.days,
            "apply_by": last_month_to_apply(module, enrolment.start, run),
            **{name: None if run is None else getattr(run, name) for name in ("first_day", "last_day", "apply_by_day")},
            "ref": module.ref,
            "evenings": module.evenings or 0,
            "field_title": case.catalogue.field_by_id[module.field].title,
            "provider_title": case.catalogue.provider_by_id[module.provider].title,
            "venue": case.catalogue.provider_by_id[module.provider].venue,
            "sessions": known(module.sessions) or (),
            "sessions_unknown": module.sessions is UNKNOWN,
            "intake_months": _intake_months(case, module),
            "presumed_from": None if module.id in case.under_way else presumed_from(module),
            "certainty": tuple((key, module.certainty(key)) for key, _ in enrolment.certainty),
        }
        for name, value in expected.items():
            if getattr(enrolment, name) != value:
                yield Violation("facts", f"{name} of {module.id} should be {value}, as in the catalogue")


def _intake_months(case: Case, module: Module) -> tuple[Month, ...]:
    """The months of the plan in which a module starts, where these are not all months; none where it is under way."""
    if module.id in case.under_way or (module.intakes is None and module.runs is None) or case.plan.finish is None:
        return ()
    return tuple(Month(month) for month in range(case.plan.start, case.plan.finish + 1) if starts_in(module, Month(month)))


def objective(case: Case) -> Iterator[Violation]:
    """Finish, objective and load are those of the enrolments."""
    plan = case.plan
    counted = count_objective(case)
    if plan.objective != counted:
        yield Violation("objective", f"the plan says {plan.objective}, its enrolments say {counted}")
    last = max((enrolment.end for enrolment in plan.enrolments), default=None)
    if plan.finish != last:
        yield Violation("objective", "the finish is not the last month of study")
    yield from _check_load(case)


def _check_load(case: Case) -> Iterator[Violation]:
    """The minutes, the days off and the budget shown of each month are those of the enrolments and the learner."""
    plan = case.plan
    shown = {entry.month: entry.minutes_per_week for entry in plan.load if entry.minutes_per_week}
    if shown != {month: minutes for month, minutes in load(plan).items() if minutes}:
        yield Violation("objective", "the load shown differs from that of the enrolments")
    days_off = {entry.month: entry.half_days for entry in plan.days_off}
    if days_off != count_days_off(case, plan.enrolments):
        yield Violation("objective", "the days off shown are not those that the enrolments take")
    for entry in plan.load:
        budget = _budget_shown(case, entry.month)
        if entry.budget_minutes_per_week != budget:
            yield Violation("objective", f"the budget of {format_month(entry.month)} is {budget} minutes a week")


def _budget_shown(case: Case, month: Month) -> int | None:
    """The minutes a week that the learner has in a month, with those beyond the usual ones where the plan takes some."""
    budget = budget_of(case.learner, month)
    return budget if budget is None or month not in case.beyond else budget + case.stretch_minutes


def bound(case: Case) -> Iterator[Violation]:
    """The plan is no better than what is said to be proved; only a sound plan can tell."""
    counted = count_objective(case)
    proved = case.plan.bound
    if proved is not None and any(getattr(counted, name) < getattr(proved, name) for name in Objective.__struct_fields__):
        yield Violation("objective", "the plan is better than the bound that it calls proved")


def prices(case: Case) -> Iterator[Violation]:
    """Every amount shown is what is charged for its module in its month, and the credit claimed is in wallets that may pay."""
    for enrolment in case.plan.enrolments:
        if _shows_prices(enrolment) and (enrolment.under_way or case.payer.rules is None):
            yield Violation("prices", f"{enrolment.module} shows prices though it is paid for, or only its fee is known")
    for enrolment in case.new:
        yield from _check_price(case, enrolment)
    yield from _check_drawn(case)
    spending = _compute_spending(case) if case.payer.rules is not None else None
    if case.plan.spending != spending:
        yield Violation("prices", f"the sums shown are {case.plan.spending}, the enrolments say {spending}")


def _check_drawn(case: Case) -> Iterator[Violation]:
    """The credit claimed for each new enrolment is what its wallets pay, drawn one enrolment after another."""
    claims, drawn = _credit(case)
    for enrolment, (_, claim), own in zip(case.new, claims, drawn, strict=True):
        if claim != sum(own.values()):
            yield Violation("prices", f"no wallet holds {claim} cents of credit for {enrolment.module}")
        if enrolment.wallets != tuple(own.items()):
            yield Violation("prices", f"the wallets pay other amounts for {enrolment.module} than they can")


def _shows_prices(enrolment: Enrolment) -> bool:
    """Return whether anything but the fee is shown of an enrolment."""
    amounts = (enrolment.subsidy_cents, enrolment.gst_cents, enrolment.credit_cents, enrolment.payable_cents)
    return amounts != (None,) * 4 or bool(enrolment.wallets)


def _check_price(case: Case, enrolment: Enrolment) -> Iterator[Violation]:
    """The amounts shown of a new enrolment are those that are charged."""
    charge, name, credit = case.charge(enrolment), enrolment.module, enrolment.credit_cents or 0
    if not charge.known:
        yield from _check_unknown(enrolment)
        return
    if enrolment.fee_cents != charge.fee_cents:
        yield Violation("prices", f"the fee of {name} is {charge.fee_cents} cents, not {enrolment.fee_cents}")
    if not 0 <= credit <= charge.net_cents:
        yield Violation("prices", f"{credit} cents of credit cannot be used for {name}")
    if case.payer.rules is None:
        return
    if (enrolment.subsidy_cents, enrolment.gst_cents) != (charge.subsidy_cents, charge.gst_cents):
        yield Violation("prices", f"the subsidy or the GST of {name} is wrong for its month")
    if (enrolment.credit_cents, enrolment.payable_cents) != (credit, charge.net_cents - credit):
        yield Violation("prices", f"the amount paid for {name} is not its price less the credit")


def _check_unknown(enrolment: Enrolment) -> Iterator[Violation]:
    """Nothing is said of the price of a module whose fee is not known."""
    amounts = (enrolment.subsidy_cents, enrolment.gst_cents, enrolment.credit_cents, enrolment.payable_cents)
    if any(amount is not None for amount in (enrolment.fee_cents, *amounts)):
        yield Violation("prices", f"the fee of {enrolment.module} is unknown, and amounts are shown")


def _credit(case: Case) -> tuple[Sequence[tuple[Charge, int]], Drawn]:
    """The credit claimed for each new enrolment, and what that draws from which wallet."""
    claims = [(case.charge(enrolment), enrolment.credit_cents or 0) for enrolment in case.new]
    return claims, draw(claims, _cents(case))


def _cents(case: Case) -> Mapping[str, int]:
    return {wallet.id: case.payer.cents_in(wallet) for wallet in case.payer.wallets}


def _sums(parts: Parts[Key]) -> tuple[tuple[Key, Amount], ...]:
    return tuple((key, _sum(amounts)) for key, amounts in parts.items())


def _compute_spending(case: Case) -> Spending:
    """The sums over the enrolments."""
    rows = case.new
    claims, drawn = _credit(case)
    by_month, by_award = _paid_by_month_and_award(rows)
    return Spending(
        fee=_sum(row.fee_cents for row in rows),
        subsidy=_sum(row.subsidy_cents for row in rows),
        gst=_sum(row.gst_cents for row in rows),
        credit=Amount(sum(claim for _, claim in claims), sum(not charge.known for charge, _ in claims)),
        payable=_sum(row.payable_cents for row in rows),
        by_month=_sums(by_month),
        by_award=_sums(by_award),
        wallets=_wallet_uses(case, drawn),
        later=case.payer.paid_back([(case.module(row), row) for row in rows]),
        exact=is_most_credit(claims, drawn, _cents(case)),
        payer="learner" if case.learner.employer is None else "employer",
    )


def _paid_by_month_and_award(rows: Iterable[Enrolment]) -> tuple[Parts[Month], Parts[str]]:
    """What is paid in each month in which something that costs starts, and for the modules that count toward each award."""
    by_month: Parts[Month] = {}
    by_award: Parts[str] = {}
    for row in rows:
        by_month.setdefault(row.start, []).append(row.payable_cents)
        for award in row.counts_toward:
            by_award.setdefault(award, []).append(row.payable_cents)
    return {month: parts for month, parts in by_month.items() if any(part != 0 for part in parts)}, by_award


def _sum(cents: Iterable[int | None]) -> Amount:
    """Amounts together, and how many of them are not known."""
    total = unknown = 0
    for each in cents:
        if each is None:
            unknown += 1
        else:
            total += each
    return Amount(total, unknown)


def _wallet_uses(case: Case, drawn: Drawn) -> tuple[WalletUse, ...]:
    """The balance of each wallet, and what is drawn from it."""
    cents = _cents(case)
    open_charges = [charge for charge in map(case.charge, case.new) if not charge.known]

    def used(wallet: Wallet) -> Amount:
        known = sum(own.get(wallet.id, 0) for own in drawn)
        full = known == cents[wallet.id]
        return Amount(known, 0 if full else sum(wallet in charge.wallets for charge in open_charges))

    return tuple(
        WalletUse(wallet.id, wallet.title, cents[wallet.id], used(wallet), wallet.claim_days_before)
        for wallet in case.payer.wallets
    )


def count_objective(case: Case) -> Objective:
    """The objective of a plan, from its enrolments, the catalogue, the funding rules and the starts of an earlier plan."""
    plan, then = case.plan, case.request.keep
    return Objective(
        finish_months=max((enrolment.end - plan.start + 1 for enrolment in plan.enrolments), default=0),
        unknown_fees=sum(not case.charge(each).known for each in case.new),
        cost_cents=sum(map(case.paid, case.new)),
        minutes_total=sum(minutes_in_all(case.module(enrolment)) for enrolment in plan.enrolments),
        peak_minutes_per_week=max(load(plan).values(), default=0),
        start_months_total=sum(enrolment.start - plan.start for enrolment in case.new),
        moved_modules=sum(1 for each in case.new if then and then.get(each.module) != each.start),
        moved_months=sum(abs(each.start - then[each.module]) for each in case.new if each.module in then),
    )
