"""A plan as a calendar: when modules run, when their classes are, by when to apply, and when to claim credit.

Knows a plan and iCalendar (RFC 5545). Where days are not known, they are the first or the last of a month, and each entry
says so. Ids depend on the module alone: a newer plan moves the entries of an older one.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from mcplanner.catalogue.class_times import DAY_MINUTES, ClassTime, parse_class_time
from mcplanner.catalogue.model import Certainty
from mcplanner.export.amounts import AMOUNTS, HEADINGS, headings
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import NOT_KNOWN, format_cents
from mcplanner.ground.months import Month, first_day, month_name
from mcplanner.ground.numbers_text import hours_text, load_text
from mcplanner.learner.model import Party
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.certainty_words import (
    APPLY,
    PRICE,
    START,
    certainties_of,
    certainty_in_words,
    least_in_words,
    old_figures,
)
from mcplanner.plans.model import EarnedAward, Enrolment, HeldAward, Plan, Status
from mcplanner.plans.rests_on import by_learner
from mcplanner.plans.summary import apply_text, classes_text, heading_of, in_order_of_start, mode_text, proof, title_of
from mcplanner.plans.titles import with_titles_apart

if TYPE_CHECKING:
    from icalendar import Component, Timezone

ZONE = "Asia/Singapore"
ALARMS_BEFORE_DEADLINE = (timedelta(days=-28), timedelta(days=-7))
ALARM_BEFORE_CLAIM_ENDS = timedelta(days=-14)

FOLLOWS = "That follows from what is"
"""How a sentence begins on what a day rests on."""


def plan_ics(plan: Plan) -> str:
    """The calendar: the same plan gives the same bytes."""
    return calendar_text(heading_of(plan), _about(plan), entries(plan, _doubt(plan)))


def calendar_text(name: str, about: Iterable[str], components: Iterable["Component"]) -> str:
    """A calendar with a name, sentences about it, and entries."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//mcplan//study plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("x-wr-caldesc", " ".join(about))
    calendar.add_component(_singapore())
    for component in components:
        calendar.add_component(component)
    return str(calendar.to_ical(), "utf-8")


def entries(plan: Plan, doubt: str) -> Iterator["Component"]:
    """What stands in the calendar of a plan; beside what is studied, that it is in `doubt` whether the plan is the best."""
    for component in _components(with_titles_apart(plan), doubt):
        component.add("dtstamp", _stamp(plan))
        yield component


def _about(plan: Plan) -> Iterator[str]:
    """The sentences that the calendar says once, and not in each entry."""
    yield f"{one_line(proof(plan, {}))}."
    if plan.spending is not None:
        yield WORDS[plan.payer].not_advice


def _stamp(plan: Plan) -> datetime:
    """The time at which the calendar was made: the day of the catalogue, whatever the clock says."""
    return datetime.combine(plan.as_of or first_day(plan.start), time(), UTC)


def _singapore() -> "Timezone":
    """UTC+8 without summer time, since 1982."""
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1982, 1, 1))
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "+08")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _doubt(plan: Plan) -> str:
    """That a plan is not proved to be the best; empty if it is."""
    return "" if plan.status is Status.OPTIMAL else not_the_best("This plan is", proof(plan, {}))


def not_the_best(what: str, verdict: str) -> str:
    """That something is not proved to be the best, with what the verdict says is open."""
    return f"{what} not proved to be the best: {one_line(verdict).removeprefix('not proved: ')}"


def _components(plan: Plan, doubt: str) -> Iterator["Component"]:
    days_to_claim = _days_to_claim(plan)
    for enrolment in in_order_of_start(plan):
        yield _run(plan, enrolment, doubt)
        for number, session in enumerate(enrolment.sessions):
            yield _class(enrolment, number, parse_class_time(session))
        if not enrolment.under_way and enrolment.apply_by >= plan.start:  # else it was applied for before the plan
            yield from _deadline(enrolment)
        if enrolment.credit_cents and days_to_claim is not None:
            yield _claim(enrolment, days_to_claim)
    awards: list[HeldAward | EarnedAward] = [*plan.held_awards, *plan.awards]
    for award in awards:
        if award.earned is not None:
            yield _award(award, award.earned)


def _run(plan: Plan, enrolment: Enrolment, doubt: str) -> "Component":
    """An all-day event over the days or months of study, which leaves the days free."""
    event = _event(enrolment.module, "run", one_line(title_of(enrolment)))
    begin, end = enrolment.span
    event.add("dtstart", begin)
    event.add("dtend", end + timedelta(days=1))
    event.add("description", "\n".join(filter(None, (*_description(plan, enrolment), doubt))))
    return _with_place(event, enrolment)


def _description(plan: Plan, enrolment: Enrolment) -> Iterator[str]:
    yield f"{hours_text(enrolment.hours)} hours, {load_text(enrolment.minutes_per_week)} a week"
    yield f"{one_line(enrolment.provider_title or enrolment.provider)}, {mode_text(plan, enrolment, {})}"
    if classes := classes_text(plan, enrolment, {}):
        yield classes
    yield "Under way" if enrolment.under_way else f"Apply by {apply_text(enrolment)}"
    if not plan.without_cost:
        yield _price(enrolment, plan.payer)
    if figures := certainty_in_words(enrolment.certainty_of_all):
        yield f"What its figures rest on: {figures}"
    if old := old_figures(plan.warnings):
        yield f"{old[0].upper()}{old[1:]}"
    if enrolment.first_day is None or enrolment.last_day is None:
        yield "The plan counts whole months: ask the provider for the first and the last day."


def _price(enrolment: Enrolment, payer: Party) -> str:
    """What is known of a price."""
    if enrolment.fee_cents is None:
        return f"{HEADINGS['fee']} {NOT_KNOWN}"
    known = ((name, amount_of(enrolment)) for name, amount_of in AMOUNTS.items())
    names = headings(payer)
    return ", ".join(f"{names[name]} {format_cents(cents)}" for name, cents in known if cents is not None) + (
        " before GST and subsidy" if enrolment.payable_cents is None else ""
    )


def _class(enrolment: Enrolment, number: int, session: ClassTime) -> "Component":
    """A weekly class from the first such day of the run through its last; of whole months, where days are not known."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(ZONE)
    weekday, minute = divmod(session.start_minute, DAY_MINUTES)
    first, last = enrolment.span
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    begin = datetime.combine(day, time(minute // 60, minute % 60), zone)
    end = datetime.combine(last, time(23, 59, 59), zone)
    event = _event(enrolment.module, f"class/{number}", f"Class: {one_line(enrolment.title)}", busy=True)
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=session.end_minute - session.start_minute))
    # Where a start has a zone, the end of its repetition is in UTC (RFC 5545, 3.3.10).
    event.add("rrule", {"freq": "weekly", "until": end.astimezone(UTC)})
    known = enrolment.first_day is not None and enrolment.last_day is not None
    whole_months = "The plan counts whole months: ask the provider for holidays, the first and the last class."
    told = "Ask the provider for holidays." if known else whole_months
    event.add("description", " ".join([told, *_resting("Its class times are", certainties_of([enrolment], "sessions"))]))
    return _with_place(event, enrolment)


def _deadline(enrolment: Enrolment) -> Iterator["Component"]:
    """The last day to apply, or the first day of study: a task, and an event for calendars without tasks, both with alarms."""
    from icalendar import Todo

    words = f"Apply: {one_line(enrolment.title)}"
    told = _until_when(enrolment)
    due = min(enrolment.apply_by_day or _last_day(enrolment.apply_by), enrolment.span[0])
    task = Todo()
    task.add("uid", _uid(enrolment.module, "apply"))
    task.add("summary", words)
    task.add("description", told)
    task.add("due", due)
    task.add("status", "NEEDS-ACTION")
    for before in ALARMS_BEFORE_DEADLINE:
        task.add_component(_alarm(words, before, of_end=True))
    yield task
    event = _event(enrolment.module, "apply-day", words)
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("description", told)
    for before in ALARMS_BEFORE_DEADLINE:
        event.add_component(_alarm(words, before, of_end=False))
    yield event


def _resting(words: str, certainties: Iterable[Certainty]) -> Iterator[str]:
    """A sentence on what rests on less than published: `Its class times are assumed.`"""
    if less := least_in_words(certainties):
        yield f"{words} {less}."


def _until_when(enrolment: Enrolment) -> str:
    """What the day of a deadline stands for, and what it rests on."""
    start = month_name(enrolment.start)
    if not by_learner(enrolment).isdisjoint(START):
        return f"You assumed the start in {start}. Until when to apply is not known, and may be sooner: ask the provider early."
    if enrolment.apply_by_day is not None:
        told = f"The last day to apply for the start in {start}."
    else:
        told = f"The last month to apply for the start in {start}; ask the provider for the exact day."
    return " ".join([told, *_resting(FOLLOWS, certainties_of([enrolment], *APPLY))])


def _days_to_claim(plan: Plan) -> int | None:
    """The number of days before a start within which all credit of the plan can be claimed; None where that is unknown."""
    wallets = plan.spending.wallets if plan.spending else ()
    return min((each.claim_days_before for each in wallets if each.used.cents and each.claim_days_before), default=None)


def _claim(enrolment: Enrolment, days: int) -> "Component":
    """The days on which credit can be claimed, as a task."""
    from icalendar import Todo

    start, _ = enrolment.span
    words = f"Claim credit: {one_line(enrolment.title)}"
    told = f"{format_cents(enrolment.credit_cents or 0)}. Claims open {days} days before the course starts"
    exact = enrolment.first_day is not None
    told += "." if exact else "; this counts from the first of the month, so ask the provider for the exact day."
    told = " ".join([told, *_resting("The amount follows from what is", certainties_of([enrolment], *PRICE))])
    task = Todo()
    task.add("uid", _uid(enrolment.module, "claim"))
    task.add("summary", words)
    task.add("description", told)
    task.add("dtstart", start - timedelta(days=days))
    task.add("due", start - timedelta(days=1))
    task.add("status", "NEEDS-ACTION")
    task.add_component(_alarm(words, timedelta(), of_end=False))
    task.add_component(_alarm(words, ALARM_BEFORE_CLAIM_ENDS, of_end=True))
    return task


def _award(award: HeldAward | EarnedAward, month: Month) -> "Component":
    event = _event(award.id, "award", f"Earned: {one_line(award.title)}")
    event.add("dtstart", _last_day(month))
    event.add("dtend", _last_day(month) + timedelta(days=1))
    event.add("description", " ".join(["The plan counts whole months.", *_resting(FOLLOWS, award.hangs_on)]))
    return event


def _event(entry: str, part: str, words: str, busy: bool = False) -> "Component":
    from icalendar import Event

    event = Event()
    event.add("uid", _uid(entry, part))
    event.add("summary", words)
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    return event


def _with_place(event: "Component", enrolment: Enrolment) -> "Component":
    if enrolment.venue and enrolment.mode != "online":
        event.add("location", one_line(enrolment.venue))
    return event


def _alarm(words: str, before: timedelta, of_end: bool) -> "Component":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", before, parameters={"related": "END" if of_end else "START"})
    return alarm


def _uid(entry: str, part: str) -> str:
    return id_of(f"{entry}/{part}")


def id_of(what: str) -> str:
    """The id of an entry, the same for the same."""
    return str(uuid5(NAMESPACE_URL, f"mcplan:{what}"))


def _last_day(month: Month) -> date:
    return first_day(Month(month + 1)) - timedelta(days=1)
