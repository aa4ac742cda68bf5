"""The figures that keep a learner out of other runs of a module than the one that a plan has.

Reads the catalogue, the learner and a plan; knows no search. `rests_on` says what hangs on them.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from mcplanner.catalogue.model import Catalogue, FigureName, Module, MonthBounds, Pace, Unknown, evenings_of
from mcplanner.ground.months import Month, first_day
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.model import Learner
from mcplanner.plans.model import Enrolment, Figure, Plan
from mcplanner.plans.summary import in_order_of_start
from mcplanner.problem.availability import class_when_busy, days_to_attend


class KeptOut(Struct, frozen=True):
    """A figure that keeps the learner out of a start; whether that is sooner than the plan's, and may cost less."""

    figure: Figure
    is_sooner: bool
    may_cost_less: bool


class _Time(Struct, frozen=True):
    """The months in which a learner is away; the minutes a week of usual months, and of each other one, None for no limit."""

    away: frozenset[Month]
    usual: int | None
    unusual: Mapping[Month, int | None]

    @classmethod
    def of(cls, learner: Learner) -> "_Time":
        """That of a learner."""
        unusual = {month: learner.most_minutes_at(month) for month in learner.unusual_months}
        return cls(learner.months_away, learner.most_minutes, unusual)


def kept_out(catalogue: Catalogue, learner: Learner, plan: Plan) -> Iterator[KeptOut]:
    """The figures that keep the learner out of starts that are sooner than the plan's, or that may cost less."""
    time = _Time.of(learner)
    for each in in_order_of_start(plan):
        if not each.under_way and each.module not in learner.pins:
            yield from _of_module(catalogue.module_by_id[each.module], each, learner, plan, time)


def _of_module(module: Module, each: Enrolment, learner: Learner, plan: Plan, time: _Time) -> Iterator[KeptOut]:
    """The figures that keep the learner out of other starts of a module; one that several starts share is told of the first."""
    taken, (begins, _) = module.offer(each.offer), each.span
    shared: dict[object, Month | None] = {(*own, _value(taken, own[0], each.start)): None for own in each.certainty}
    last = plan.finish or each.start if any(_may_cost_less(offer, taken) for offer in module.offers) else each.start
    for start, offer in _starts(module, plan.start, max(each.start, last)):
        sooner, cheaper = _first_day(offer, start) < begins, _may_cost_less(offer, taken)
        for key in _keys_against(offer, start, learner, plan.start, time) if sooner or cheaper else ():
            certainty = offer.certainty(key)
            told_of = shared.setdefault((key, certainty, _value(offer, key, start)), start)
            yield KeptOut(_figure(each, key, offer, told_of), sooner, cheaper)


def _figure(each: Enrolment, key: FigureName, offer: Module, start: Month | None) -> Figure:
    """A figure of an offer; one that is not shared with what is taken, of a start."""
    starts_by = None if start is None else offer.starts_by(start)
    return Figure(each.module, each.title, key, offer.certainty(key), start, starts_by)


def _starts(module: Module, first: Month, last: Month) -> Iterator[tuple[Month, Module]]:
    """The starts of a module in some months, each with what it is then."""
    checkpoint()
    for month in map(Month, range(first, last + 1)):
        for offer in module.offers:
            if offer.starts_in(month):
                yield month, offer


def _value(offer: Module, key: FigureName, start: Month) -> object:
    """The value of a figure: of runs the one that starts in a month."""
    return offer.run_in(start) if key == "runs" else getattr(offer, key)


def _first_day(offer: Module, start: Month) -> date:
    """The first day of an offer in a month, as far as it is known."""
    run = offer.run_in(start)
    return first_day(start) if run is None or run.first_day is None else run.first_day


def _may_cost_less(offer: Module, taken: Module) -> bool:
    """Return whether the fee of an offer may be less than that of another: an unknown one may be anything."""
    if offer.fee_cents is None or taken.fee_cents is None:
        return offer.fee_cents != taken.fee_cents
    return offer.fee_cents < taken.fee_cents


def _keys_against(offer: Module, start: Month, learner: Learner, first_month: Month, time: _Time) -> Iterator[FigureName]:
    """The figures of an offer by which the wishes of a learner, or the calendar, rule out one of its starts."""
    yield from _keys_of_wishes(offer, start, learner)
    yield from _keys_of_calendar(offer, start, learner, first_month)
    yield from offer.lacks or _keys_of_load(offer, start, learner, time)


def _keys_of_wishes(offer: Module, start: Month, learner: Learner) -> Iterator[FigureName]:
    if offer.mode in learner.skip or (learner.only_modes and offer.mode not in learner.only_modes):
        yield "mode"
    if _has_class_when_busy(offer, start, learner):
        yield "sessions"
    if learner.evenings is not None and evenings_of([offer]) > learner.evenings:
        yield "evenings" if offer.evenings else "sessions"
    if offer.fee_cents is None and learner.limits_cost:
        yield "fee"


def _keys_of_calendar(offer: Module, start: Month, learner: Learner, first_month: Month) -> Iterator[FigureName]:
    if offer.apply_by(start) < first_month and learner.applied.get(offer.id) != start:
        yield "runs" if offer.starts_by(start) == "runs" else "apply_months_before"
    if learner.away and not learner.days_away.isdisjoint(days_to_attend(offer, offer.run_in(start))):
        yield "runs"


def _has_class_when_busy(offer: Module, start: Month, learner: Learner) -> bool:
    """Return whether classes of a start fall into a time that is busy in one of its months."""
    if not learner.busy:
        return False
    months = _months_there(offer, start)
    return any(time.is_in(Month(month)) for time in class_when_busy(offer, learner) for month in months)


def _months_there(offer: Module, start: Month) -> range:
    """The months in which a start surely has classes: of its run or its shortest pace; the first if no length is known."""
    run = offer.run_in(start)
    if run is not None and run.end_month is not None:
        return range(start, run.end_month + 1)
    return range(start, start + _fewest_months(offer))


def _fewest_months(offer: Module) -> int:
    months = offer.months
    if isinstance(months, Unknown):
        return 1
    return months.min if isinstance(months, MonthBounds) else months


def _keys_of_load(offer: Module, start: Month, learner: Learner, time: _Time) -> Iterator[FigureName]:
    """The figures by which a start takes more hours than there are or more days off, or runs into months that are not free."""
    if not any(time.away.isdisjoint(range(start, start + pace.months)) for pace in offer.paces):
        if start not in time.away:
            yield "months"
    elif not any(_has_hours(time, pace, start) for pace in offer.paces):
        yield from ("hours", "months", *(("weeks",) if offer.weeks is not None or offer.singles_out("weeks") else ()))
    if not _has_days_off(learner, offer, start):
        yield "days"


def _has_days_off(learner: Learner, offer: Module, start: Month) -> bool:
    """Return whether the learner can take the days off that some pace of an offer asks for."""
    limit = learner.half_days_off
    return limit is None or any(max(offer.half_days_in(start, pace.months)) <= limit for pace in offer.paces)


def _has_hours(time: _Time, pace: Pace, start: Month) -> bool:
    unusual = [minutes for month, minutes in time.unusual.items() if start <= month < start + pace.months]
    own = unusual if len(unusual) == pace.months else [time.usual, *unusual]
    return all(each is None or each >= pace.minutes_per_week for each in own)
