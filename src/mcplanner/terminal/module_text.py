"""A module's length, load, starts and fee in words.

This module knows a module of the catalogue; not where on a console the words stand.
"""

from collections.abc import Callable, Iterable, Iterator

from mcplanner.catalogue.model import Catalogue, Module, MonthBounds, Run, Unknown, known
from mcplanner.ground.money import NOT_KNOWN, cents_of, format_cents
from mcplanner.ground.months import day_name
from mcplanner.ground.numbers_text import counted, hours_text, load_text


def length_text(module: Module) -> str:
    """Return `6 months`, or `1-6 months` if the learner can choose."""
    if isinstance(module.months, MonthBounds):
        if module.months.min == module.months.max:
            return counted(module.months.min, "month")
        return f"{module.months.min}-{module.months.max} months"
    return f"length {NOT_KNOWN}" if isinstance(module.months, Unknown) else counted(module.months, "month")


def mode_text(module: Module) -> str:
    """Return its mode, or that nobody knows."""
    return known(module.mode) or f"mode {NOT_KNOWN}"


def total_hours_text(module: Module) -> str:
    """Return `150 h`, or that nobody knows."""
    return f"hours {NOT_KNOWN}" if isinstance(module.hours, Unknown) else f"{hours_text(module.hours)} h"


def module_load_text(module: Module) -> str:
    """Return the hours a week of its slowest and its fastest pace: `5.78 h/week`, `2.31-13.85 h/week`."""
    if not module.paces:
        return f"load {NOT_KNOWN}"
    slowest, fastest = load_text(module.paces[-1].minutes_per_week), load_text(module.paces[0].minutes_per_week)
    return f"{slowest if slowest == fastest else f'{slowest}-{fastest}'} h/week"


def starts_text(module: Module) -> str:
    """Return `any month`, `Apr, Oct`, or a summary of its runs: `2 runs from 19 Apr 2027`."""
    if module.runs is not None:
        first = min(module.runs, key=lambda run: run.start_month)
        return f"{counted(len(module.runs), 'run')} from {day_name(first.start)}"
    if module.intakes is None:
        return "any month"
    if isinstance(module.intakes, Unknown):
        return f"starts {NOT_KNOWN}"
    return ", ".join(intake.capitalize() for intake in module.intakes)


def run_text(run: Run, catalogue: Catalogue) -> str:
    """Return the days of a run, and what it says of its own: `19 Oct 2026 to 12 Mar 2027 (apply by Sep 2026; online)`."""
    days = day_name(run.start) + ("" if run.end is None else f" to {day_name(run.end)}")
    own = "; ".join(_of_its_own(run, catalogue))
    return f"{days} ({own})" if own else days


def _of_its_own(run: Run, catalogue: Catalogue) -> Iterator[str]:
    yield from _days_to_apply(run)
    if run.mode is not None:
        yield known(run.mode) or f"mode {NOT_KNOWN}"
    if run.sessions is not None:
        times = known(run.sessions)
        yield f"classes {NOT_KNOWN}" if times is None else sessions_text(times) or "no classes"
    if run.fee is not None:
        fee = known(run.fee)
        yield f"fee {NOT_KNOWN if fee is None else format_cents(cents_of(fee), catalogue.currency)}"
    if run.ref is not None:
        yield f"number {run.ref}"
    if run.seats is not None:
        yield counted(run.seats, "seat")


def _days_to_apply(run: Run) -> Iterator[str]:
    opens = "" if run.apply_from is None else f" from {day_name(run.apply_from)}"
    closes = "" if run.apply_by is None else f" {'to' if opens else 'by'} {day_name(run.apply_by)}"
    if opens or closes:
        yield f"apply{opens}{closes}"


def sessions_text(sessions: Iterable[str]) -> str:
    """Return class times as `Tue 18:30-21:30, Sat 09:00-12:00`."""
    return ", ".join(session.capitalize() for session in sessions)


def fee_text(module: Module, catalogue: Catalogue) -> str:
    """Return its fee, or that nobody knows; the least of its runs if they differ and all are known."""
    fees = {offer.fee_cents for offer in module.offers}
    known_fees = [cents for cents in fees if cents is not None]
    if not known_fees:
        return f"fee {NOT_KNOWN}"
    if len(known_fees) < len(fees):
        return "fee varies"
    return f"{'from ' if len(fees) > 1 else ''}{format_cents(min(known_fees), catalogue.currency)}"


def in_each_offer(module: Module, text: Callable[[Module], str], name: str) -> str:
    """Return what is the same in each way in which a module is offered, or that it varies."""
    said = {text(offer) for offer in module.offers}
    return said.pop() if len(said) == 1 else f"{name} varies"


def before_gst(fee_cents: int | None, catalogue: Catalogue) -> str:
    """Return a fee before GST and subsidy, or that nobody knows."""
    return NOT_KNOWN if fee_cents is None else f"{format_cents(fee_cents, catalogue.currency)} before GST and subsidy"
