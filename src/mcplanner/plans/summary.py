"""A plan summed up for whoever shows it or writes it to a file: its orders of reading, its sums, its verdict in words.

Knows a plan; not how it was found, and not where the words go.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from mcplanner.catalogue.model import UNKNOWN, Certainty, FigureName
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import NOT_KNOWN, Amount, format_amount, format_cents
from mcplanner.ground.months import Month, day_name, last_day, month_name, span_name, spans
from mcplanner.ground.numbers_text import counted, days_text, hours_counted, hours_text, load_text, plural_kind
from mcplanner.ground.stages import Stage
from mcplanner.learner.model import Party
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.certainty_words import (
    END,
    MARKS,
    OF_AMOUNTS,
    START,
    mark,
    mark_beside,
    mark_of_all,
    mark_of_awards,
    mark_of_finish,
    mark_of_load,
    marked,
    sentence_in_words,
    uses_less,
)
from mcplanner.plans.model import (
    NOTHING_LEFT,
    Alternative,
    DaysOff,
    EarnedAward,
    Enrolment,
    HeldAward,
    Objective,
    PaidBack,
    Plan,
    Spending,
    Status,
    WalletUse,
)

FOR_THESE = " for these figures"
"""What is said behind the word of a verdict where some figures are less than published."""

PROVED, NOT_PROVED, IMPOSSIBLE, NONE_FOUND = "proved", "not proved", "impossible", "none found"
"""The words of verdicts: nothing is better; something may be; there is no plan; there may be one."""


def heading_of(plan: Plan) -> str:
    """The targets by title, and for whom the plan is written, as one line."""
    titles = ", ".join(one_line(target.title) for target in plan.targets)
    return titles if plan.addressee is None else f"{titles}, for {one_line(plan.addressee)}"


def in_order_of_start(plan: Plan) -> tuple[Enrolment, ...]:
    """The enrolments by start, end and id; by days, where they are known."""
    return tuple(sorted(plan.enrolments, key=lambda enrolment: (enrolment.span, enrolment.module)))


def yet_to_start(plan: Plan) -> list[Enrolment]:
    """The enrolments that are not under way: they are still to be applied and paid for."""
    return [enrolment for enrolment in plan.enrolments if not enrolment.under_way]


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def title_of(enrolment: Enrolment) -> str:
    """The enrolment's title as the catalogue has it, marked where it is taken again."""
    return f"{enrolment.title} (again)" if enrolment.again else enrolment.title


def in_reading_order(plan: Plan) -> list[Enrolment | EarnedAward]:
    """Enrolments by their start, each award after those that started by the month in which it is earned."""
    rows: list[tuple[Month, int, int, Enrolment | EarnedAward]] = [
        *((enrolment.start, 0, place, enrolment) for place, enrolment in enumerate(in_order_of_start(plan))),
        *((award.earned, 1, place, award) for place, award in enumerate(sorted(plan.awards, key=lambda award: award.id))),
    ]
    return [item for *_, item in sorted(rows, key=lambda entry: entry[:3])]


def held_in_words(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> list[str]:
    """The awards that were earned before the plan: `Certificate in Data, earned in May 2026`."""
    return [
        award.title
        if award.earned is None
        else f"{award.title}, earned in {month_name(award.earned)}{mark_of_awards(plan, award, marks=marks)}"
        for award in plan.held_awards
    ]


def study(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The number of modules and hours, how many hours there are, and how full the weeks get, as one line."""
    parts = [f"{counted(len(plan.enrolments), 'module')}, {hours_in_words(plan, marks)}"]
    if limits := hours_there_are(plan):
        parts.append(limits)
    if plan.objective is not None:
        peak_mark = mark_of_load(plan, in_the_busiest_months(plan), marks)
        parts.append(f"{load_text(plan.objective.peak_minutes_per_week)}{peak_mark} in the busiest weeks")
    if over := _months_too_full(plan):
        parts.append(f"what is under way needs more than you have in {listed(spans_in_words(over))}")
    return "; ".join(parts)


def hours_in_words(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> str:
    """`385 hours in all`, and how many of them belong to modules that began before the plan."""
    hours = sum((each.hours for each in plan.enrolments), Decimal(0))
    begun = sum((each.hours for each in plan.enrolments if each.under_way), Decimal(0))
    of_them = f", {hours_text(begun)} of them in what is under way" if begun else ""
    of_hours = mark_of_all(plan, plan.enrolments, "hours", marks=marks)
    return f"{hours_counted(hours_text(hours), of_hours)} in all{of_them}"


def in_the_busiest_months(plan: Plan) -> list[Enrolment]:
    """The modules that take hours in the months that ask the most."""
    most = max((load.minutes_per_week for load in plan.load), default=0)
    return running(plan, *(load.month for load in plan.load if load.minutes_per_week == most))


def other_intake(plan: Plan) -> str:
    """What the sign of another intake means: of some modules a plan may presume when they start."""
    presumed = ", or is presumed to" * any(enrolment.may_be_presumed for enrolment in plan.enrolments)
    return f"another month it starts in{presumed}"


def running(plan: Plan, *months: Month) -> list[Enrolment]:
    """The modules that take hours in some months."""
    return [each for each in plan.enrolments if any(month in each.months_of_study for month in months)]


def hours_there_are(plan: Plan) -> str:
    """`at most 8 a week, 10 in Jan 2027, none in Jun 2027`; empty where no month has a limit."""
    usual = plan.budget_minutes_per_week
    unusual: dict[int, list[Month]] = {}
    for load in plan.load:
        if load.budget_minutes_per_week is not None and load.budget_minutes_per_week != usual:
            unusual.setdefault(load.budget_minutes_per_week, []).append(load.month)
    limits = [] if usual is None else [f"{load_text(usual)} a week"]
    limits += _limits_of_months(unusual)
    return f"at most {', '.join(limits)}" if limits else ""


MOST_SPANS = 4
"""The most stretches of months with hours of their own that a line names one by one."""


def _limits_of_months(unusual: Mapping[int, Sequence[Month]]) -> list[str]:
    named = [(minutes, span) for minutes, months in unusual.items() for span in spans_in_words(months)]
    if len(named) > MOST_SPANS:
        months = sum(map(len, unusual.values()))
        return [f"{load_text(min(unusual))} to {load_text(max(unusual))} in {counted(months, 'other month')}"]
    return [f"{load_text(minutes) if minutes else 'none'} in {span}" for minutes, span in named]


def _months_too_full(plan: Plan) -> list[Month]:
    """The months with more study than hours, which only what began before the plan may bring about."""
    return [
        load.month
        for load in plan.load
        if load.budget_minutes_per_week is not None and load.minutes_per_week > load.budget_minutes_per_week
    ]


def proof(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> str:
    """Say how far the plan is proved, or why there is none, in a sentence."""
    match plan.status:
        case Status.INFEASIBLE | Status.UNKNOWN:
            return f"{verdict(plan)}: {_why_none(plan, marks)}"
        case _ if not plan.enrolments:
            return plan.reason or NOTHING_LEFT
        case Status.OPTIMAL:
            months = "; counted in whole months" if _has_days(plan) else ""
            return f"{verdict(plan)}: {_proved(plan)}{months}"
        case Status.FEASIBLE:
            bounds = plan.bound is not None and uses_less(plan)
            return f"{_not_proved(plan, marks)}{f',{FOR_THESE}' if bounds else ''}"


def verdict(plan: Plan) -> str:
    """The word or two with which `proof` may begin."""
    for_these = FOR_THESE if uses_less(plan) else ""
    match plan.status:
        case Status.INFEASIBLE:
            return f"{IMPOSSIBLE}{for_these}"
        case Status.UNKNOWN:
            return NONE_FOUND
        case _ if not plan.enrolments:
            return "nothing to do"
        case Status.OPTIMAL:
            return f"{PROVED}{for_these}"
        case Status.FEASIBLE:
            return NOT_PROVED


def _why_none(plan: Plan, marks: Mapping[Certainty, str]) -> str:
    if plan.reason:
        return sentence_in_words(plan.reason, plan.reason_figures, marks)
    if plan.status is Status.INFEASIBLE:
        return "it is proved that no plan keeps every rule"
    return "time ran out before a plan, or a proof that there is none, was found"


def _has_days(plan: Plan) -> bool:
    """Return whether a plan has a run with days, beside which it must be said that months decide."""
    return any(enrolment.first_day or enrolment.last_day for enrolment in plan.enrolments)


def _proved(plan: Plan) -> str:
    less = _costs_no_less(plan)
    match plan.prefer:
        case "cost" if plan.budget_minutes_per_week is None:
            return f"no plan that finishes in time {less}, and none that costs as little needs fewer hours a week"
        case _ if plan.budget_minutes_per_week is None:
            return "no plan that finishes in time needs fewer hours in its busiest weeks"
        case "load":
            return "no plan needs fewer hours in its busiest weeks, and of those that need no more, none finishes sooner"
        case "cost":
            return f"no plan {less}, and none that costs as little finishes sooner"
        case "finish" if plan.changes is not None:
            return "no plan finishes sooner, and none that finishes then changes less of the earlier plan"
        case "finish":
            return f"no plan finishes sooner, and none that finishes then {less}"


def weighs_unknown_fees(plan: Plan) -> bool:
    """Return whether other plans could have unknown fees: what they cost is not known to be more."""
    return any(proof.stage is Stage.UNKNOWN_FEES for proof in plan.proof)


def _costs_no_less(plan: Plan) -> str:
    """What no other plan does, in words: `costs less`, or what is the best where fees are unknown."""
    if not weighs_unknown_fees(plan):
        return "costs less"
    assert plan.objective is not None, "a plan that is proved has an objective"
    number = plan.objective.unknown_fees
    if not number:
        return "costs less with all fees known"
    return f"has fewer unknown fees ({counted(number, 'fee')} unknown; of the known ones, least)"


def _not_proved(plan: Plan, marks: Mapping[Certainty, str]) -> str:
    """The first goal of the plan in which another may be better, and by how much at most."""
    if plan.bound is None or plan.objective is None:
        return "not proved: time ran out before it was shown that no plan is better"
    if plan.prefer == "cost" and (perhaps := _perhaps_cheaper(plan, plan.objective, plan.bound)):
        return f"not proved: a plan {perhaps}"
    if plan.budget_minutes_per_week is None or plan.prefer == "load":
        return _load_not_proved(plan.objective, plan.bound)
    if plan.bound.finish_months < plan.objective.finish_months:
        earliest = month_name(Month(plan.start + plan.bound.finish_months - 1))
        return f"not proved: no plan can finish before {earliest}{mark_of_finish(plan, marks)}"
    return _rest_not_proved(plan, plan.objective, plan.bound)


def _load_not_proved(reached: Objective, bound: Objective) -> str:
    """How many hours a plan may need in its busiest weeks, where few of them come first."""
    if bound.peak_minutes_per_week < reached.peak_minutes_per_week:
        least = load_text(bound.peak_minutes_per_week)
        return f"not proved: a plan may need fewer hours in its busiest weeks, but at least {least}"
    return "no plan needs fewer hours in its busiest weeks; not proved: that none of those that need as few is better"


def _rest_not_proved(plan: Plan, reached: Objective, bound: Objective) -> str:
    """What is not proved of a plan of which it is known that no other finishes sooner."""
    if bound.moved_modules < reached.moved_modules or bound.moved_months < reached.moved_months:
        return "no plan finishes sooner; not proved: that none that finishes then changes less of the earlier plan"
    perhaps = _perhaps_cheaper(plan, reached, bound)
    if perhaps:
        return f"no plan finishes sooner; not proved: one that finishes then {perhaps}"
    if bound != reached:
        best = f"no plan finishes sooner, and none that finishes then {_costs_no_less(plan)}"
        return f"{best}; not proved: that none needs fewer hours"
    return "no plan for this award is better; not proved: that no other award of its kind can be held as soon for less"


def _perhaps_cheaper(plan: Plan, reached: Objective, bound: Objective) -> str:
    """How much better another plan may be in cost, in words that follow `a plan`; empty if none is."""
    if bound.unknown_fees < reached.unknown_fees:
        return f"may have fewer unknown fees than {reached.unknown_fees}"
    if bound.cost_cents < reached.cost_cents:
        may = "may have known fees of less" if reached.unknown_fees else "may cost less"
        if plan.without_cost:
            return may
        return f"{may}, but no less than {format_cents(bound.cost_cents)}"
    return ""


def against_the_fastest(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> str:
    """How many months a low cost takes, and how much money it saves; empty where that is not known."""
    if plan.fastest is None or plan.objective is None or plan.finish is None:
        return ""
    fastest, cost, finish = plan.fastest, plan.objective.cost, plan.finish
    if fastest.finish >= finish and fastest.cost.cents <= cost.cents:
        return "this one: no plan finishes sooner" if fastest.proved else "no plan that finishes sooner was found"
    later = counted(finish - fastest.finish, "month")
    found = "would finish" if fastest.proved else "found so far would finish"
    finishes = f"{month_name(fastest.finish)}{mark_beside(plan, fastest.finish_hangs_on, marks)}"
    own = () if plan.rests_on is None else (figure.certainty for figure in plan.rests_on.cost)
    saved = mark_beside(plan, (*fastest.cost_hangs_on, *own), marks)
    return f"{found} in {finishes}: this one is {later} later and {_saved(fastest.cost, cost, plan.payer, saved)}"


def _saved(dearer: Amount, cost: Amount, payer: Party, mark: str) -> str:
    """How much less is paid than something that is dearer, in words."""
    least = dearer.cents - cost.cents
    if cost.unknown or (dearer.unknown and least <= 0):
        return "what it saves is not known"
    return f"{WORDS[payer].costs} {format_amount(Amount(least, dearer.unknown))}{mark} less"


def alternatives_heading(plan: Plan) -> str:
    """The heading above the alternatives: `Other diplomas`."""
    kind = plan.targets[0].kind if plan.targets else ""
    return "Other ways" if kind in ("", "module", "role", "skill") else f"Other {plural_kind(kind)}"


def finish_in_words(plan: Plan, alternative: Alternative, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The month in which an alternative to a plan could be held, or that it could not."""
    if alternative.finish is not None:
        return f"{month_name(alternative.finish)}{mark_beside(plan, alternative.finish_hangs_on, marks)}"
    if alternative.reason == NOTHING_LEFT:
        return "now"
    return "not possible" if alternative.proved else "not found"


def why_not(plan: Plan, other: Alternative, marks: Mapping[Certainty, str] = MARKS) -> str:
    """Why an alternative to a plan is as it is; a reason that the verdict gives is not told again. Empty for none."""
    if other.reason is None:
        return ""
    if plan.reason is not None and other.reason in plan.reason:
        return "for the reason above"
    depends = other.for_these_figures and not plan.for_these_figures  # else the verdict on all of them says so
    figures = (each for each in other.reason_figures if mark_beside(plan, each.hangs_on))
    reason = sentence_in_words(other.reason, figures, marks)
    return f"{FOR_THESE.lstrip()}, {reason}" if depends else reason


def price_in_words(plan: Plan, other: Alternative, marks: Mapping[Certainty, str] = MARKS) -> str:
    """What an alternative to a plan costs: `S$1,850.50 in fees`; empty where that was not sought."""
    if other.cost is None:
        return ""
    amount, of = format_amount(other.cost), WORDS[plan.payer].to_pay if plan.spending is not None else "in fees"
    if amount == NOT_KNOWN:
        return f"cost {NOT_KNOWN}" if plan.spending is not None else f"fees {NOT_KNOWN}"
    return f"{amount}{mark_beside(plan, other.cost_hangs_on, marks)} {of}{'' if other.cheapest else ', or less'}"


class Stop(Struct, frozen=True):
    """A month after which one could stop: the awards earned in it, those held from before, the modules done, what is paid."""

    month: Month
    earned: tuple[EarnedAward, ...]
    held: tuple[EarnedAward | HeldAward, ...]
    modules_done: int
    paid: Amount


def in_the_end(spending: Spending) -> tuple[int, str] | None:
    """The cents that the payer has paid, or gained, once everything is paid back to them that may be.

    None where nothing is paid back, or it is not known how much.
    """
    words = WORDS[spending.payer]
    back = sum((each.amount for each in spending.later if each.to == spending.payer), Amount())
    if not back or back.unknown or spending.payable.unknown:
        return None
    over = back.cents - spending.payable.cents
    if over > 0:
        return over, f"more than {words.pays}, if all of it is paid back {words.to}"
    return -over, f"{words.paid} in the end, if all of it is paid back {words.to}"


def not_advice(plan: Plan) -> str:
    """The remark below all amounts; empty where there are none."""
    return "" if plan.without_cost else WORDS[plan.payer].not_advice


def stops(plan: Plan) -> list[Stop]:
    """The months after which one could stop early."""
    return [_stop_after(plan, month) for month in sorted({award.earned for award in plan.awards})]


def _stop_after(plan: Plan, month: Month) -> Stop:
    return Stop(
        month,
        earned=tuple(award for award in plan.awards if award.earned == month),
        held=(*plan.held_awards, *(award for award in plan.awards if award.earned < month)),
        modules_done=sum(enrolment.end <= month for enrolment in plan.enrolments),
        paid=Amount.of(map(cost_of, _paid_by(plan, month))),
    )


def _paid_by(plan: Plan, month: Month) -> list[Enrolment]:
    """What has started when everything has ended that ends by a month: what begins after that need not be paid for.

    Of a start without a day its whole month is meant, so it comes after what ends on a day within that month.
    """
    last = max((each.span[1] for each in plan.enrolments if each.end <= month), default=last_day(month))
    return [each for each in yet_to_start(plan) if (each.first_day or last_day(each.start)) <= last]


def stop_in_words(plan: Plan, stop: Stop, marks: Mapping[Certainty, str] = MARKS) -> str:
    """How much is done by a stop, and what is paid."""
    done = f"{stop.modules_done} of {counted(len(plan.enrolments), 'module')} done"
    if plan.without_cost:
        return done
    by_then = _paid_by(plan, stop.month)
    amount, paid = marked(stop.paid, mark_of_all(plan, by_then, *price_keys(plan), marks=marks)), WORDS[plan.payer].paid
    if amount == NOT_KNOWN:
        return f"{done}, {f'what is {paid}' if plan.spending is not None else 'fees'} by then not known"
    return f"{done}, {amount} {paid if plan.spending is not None else 'in fees'} by then"


def counting(plan: Plan) -> list[EarnedAward]:
    """The awards for which it is worth saying what counts: modules expire, or not simply all of them count."""
    taken = {enrolment.module for enrolment in plan.enrolments}
    plain = len(plan.awards) == 1 and set(plan.awards[0].modules) in (taken, set())
    return [award for award in plan.awards if award.modules and (award.valid or not plain)]


def counts_in_words(plan: Plan, award: EarnedAward, marks: Mapping[Certainty, str] = MARKS) -> list[tuple[str, str]]:
    """The modules that count toward an award, each with its last month; those that never expire come last, under `always`."""
    expiring = [
        (
            f"until {month_name(entry.until)}{mark_beside(plan, entry.hangs_on, marks)}",
            f"{entry.title}, {counted(entry.slack_months, 'month')} to spare"
            f"{mark_beside(plan, (*entry.hangs_on, *award.hangs_on), marks)}",
        )
        for entry in award.valid
    ]
    dated = {entry.module for entry in award.valid}
    lasting = [title for module, title in zip(award.modules, award.titles, strict=True) if module not in dated]
    return [*expiring, *([("always", ", ".join(lasting))] if lasting else [])]


def cost_of(enrolment: Enrolment) -> int | None:
    """The cents paid for an enrolment: its fee where no more is known; None where even that is unknown."""
    return enrolment.fee_cents if enrolment.payable_cents is None else enrolment.payable_cents


def spans_in_words(months: Iterable[Month]) -> list[str]:
    """Months in words, neighbours drawn together: `Jun 2027`, `Dec 2027 to Feb 2028`."""
    return [span_name(first, last) for first, last in spans(months)]


def start_text(enrolment: Enrolment) -> str:
    """The first day, or its month where the day is not known: `19 Oct 2026`, `Oct 2026`."""
    return month_name(enrolment.start) if enrolment.first_day is None else day_name(enrolment.first_day)


def marked_start(plan: Plan, enrolment: Enrolment, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The same, with the mark of what it rests on."""
    return f"{start_text(enrolment)}{mark(plan, enrolment, *START, marks=marks)}"


def end_text(enrolment: Enrolment) -> str:
    """The last day, or its month where the day is not known."""
    return month_name(enrolment.end) if enrolment.last_day is None else day_name(enrolment.last_day)


def apply_text(enrolment: Enrolment) -> str:
    """The day by which to apply, or the month; `under way` where that is over."""
    if enrolment.under_way:
        return "under way"
    return month_name(enrolment.apply_by) if enrolment.apply_by_day is None else day_name(enrolment.apply_by_day)


def mode_text(plan: Plan, enrolment: Enrolment, marks: Mapping[Certainty, str] = MARKS) -> str:
    """How a module is taught, with its mark, or that nobody has published it."""
    if enrolment.mode == str(UNKNOWN):
        return f"mode {NOT_KNOWN}"
    return f"{enrolment.mode}{mark(plan, enrolment, 'mode', marks=marks)}"


def evenings_text(evenings: int, mark: str = "") -> str:
    """Evenings of which only the number is known: `3 evenings, days not published`."""
    number, unit = counted(evenings, "evening").split(" ", 1)
    return f"{number}{mark} {unit}, days not published"


def classes_text(plan: Plan, enrolment: Enrolment, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The weekly classes with their marks, or that they are not known; empty where there are none."""
    return ", ".join(classes_of(plan, enrolment, marks))


def classes_of(plan: Plan, enrolment: Enrolment, marks: Mapping[Certainty, str] = MARKS) -> Iterator[str]:
    """The same, class by class."""
    is_shown = enrolment.sessions or enrolment.days is None
    of_times = mark(plan, enrolment, "sessions", marks=marks) if is_shown else ""
    yield from (f"{session_text(session)}{of_times}" for session in enrolment.sessions)
    if enrolment.evenings:
        yield evenings_text(enrolment.evenings, mark(plan, enrolment, "evenings", marks=marks))
    elif enrolment.sessions_unknown:
        yield f"class times {NOT_KNOWN}"
    elif of_times and not enrolment.sessions:
        yield f"no class times{of_times}"


def days_off_in_words(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The days off work that classes take, month by month: `2 days in Jun 2027, 1 day in Oct 2027`; empty where none."""
    return ", ".join(f"{_days_off_text(plan, entry, marks)} in {month_name(entry.month)}" for entry in plan.days_off)


def _days_off_text(plan: Plan, entry: DaysOff, marks: Mapping[Certainty, str]) -> str:
    with_days = [each for each in plan.enrolments if entry.month in each.months_there]
    number, unit = days_text(entry.half_days).split(" ", 1)
    return f"{number}{mark_of_all(plan, with_days, 'days', *END, marks=marks)} {unit}"


def session_text(session: str) -> str:
    """A weekly class time for people: `Tue 18:30–21:30`."""
    return session.capitalize().replace("-", "–")


def period(enrolment: Enrolment) -> str:
    """`Apr - Sep 2027` or `Oct 2027 - Mar 2028`, with a dash between; `19 Oct 2026 - 12 Mar 2027` where days are known."""
    start, end = enrolment.start, enrolment.end
    if enrolment.first_day or enrolment.last_day:
        first, last = start_text(enrolment), end_text(enrolment)
        return first if first == last else f"{first} – {last}"
    if start == end:
        return month_name(start)
    return f"{month_name(start)[:3] if start // 12 == end // 12 else month_name(start)} – {month_name(end)}"


def period_text(plan: Plan, enrolment: Enrolment, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The same, with the mark of what its start and its end follow from."""
    return f"{period(enrolment)}{mark(plan, enrolment, *END, marks=marks)}"


def price_keys(plan: Plan) -> tuple[FigureName, ...]:
    """The keys from which the cost of a module follows: its fee alone, where no rules of prices are used."""
    return OF_AMOUNTS["fee" if plan.spending is None else "payable"]


def total_cost(plan: Plan) -> Amount:
    """What all modules that are still to be paid cost, as far as that is known."""
    return Amount.of(cost_of(enrolment) for enrolment in yet_to_start(plan))


def used_in_words(plan: Plan, wallet: WalletUse, marks: Mapping[Certainty, str] = MARKS) -> str:
    """How much of a wallet is used, and how much is left."""
    of_credit = mark_of_all(plan, paid_from(plan, wallet), *OF_AMOUNTS["credit"], marks=marks)
    of = format_cents(wallet.cents)
    left = f"{format_cents(wallet.cents - wallet.used.cents)}{of_credit}"
    if not wallet.used.unknown:
        return f"{format_cents(wallet.used.cents)}{of_credit} used of {of}, {left} left"
    return f"{format_cents(wallet.used.cents)}{of_credit} used of {of} for known fees, at most {left} left"


def paid_from(plan: Plan, wallet: WalletUse) -> list[Enrolment]:
    """The modules that are paid for with credit of a wallet."""
    return [each for each in plan.enrolments if dict(each.wallets).get(wallet.id)]


def back_mark(plan: Plan, *later: PaidBack, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The mark beside what may be paid back of the modules."""
    names = {module for each in later for module, _ in each.by_module}
    return mark_of_all(plan, [each for each in plan.enrolments if each.module in names], *OF_AMOUNTS["payable"], marks=marks)


def cost_difference(plan: Plan, other: Plan) -> int | None:
    """How many cents more a plan costs than another; None where fees that are unknown may decide that."""
    unknown = [{each.module for each in yet_to_start(own) if each.fee_cents is None} for own in (plan, other)]
    fees_alone = plan.spending is None and other.spending is None
    if any(unknown) and not (fees_alone and unknown[0] == unknown[1]):
        return None
    return total_cost(plan).cents - total_cost(other).cents
