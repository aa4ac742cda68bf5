"""The awards that a plan shows: that they are all that is earned, in their months, by the modules that are said to count.

`transcript` finds what is earned; here it is compared with what is shown.
"""

from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from mcplanner.ground.months import Month, format_month
from mcplanner.plans.model import EarnedAward, HeldAward
from mcplanner.verify.case import Case, Violation
from mcplanner.verify.transcript import EVER, Key, Span


class First(Struct, frozen=True):
    """The month in which an award is first earned; None if it rests only on modules whose end is unknown."""

    month: Month | None


def r9_valid(case: Case) -> Iterator[Violation]:
    """Every award shown is earned by modules still valid, in the month shown and no sooner."""
    for award in case.plan.awards:
        if _find_first(case, award.id, EVER) != First(award.earned):
            yield Violation("R9", f"{award.id} is not earned in {format_month(award.earned)}")
    for held in case.plan.held_awards:
        if _find_first(case, held.id, case.held) != First(held.earned):
            yield Violation("R9", f"{held.id} was not earned by what is held in the month shown")


def awards(case: Case) -> Iterator[Violation]:
    """The awards shown are all that are earned, by their names, by what counts, and by how long it does."""
    yield from _check_titles(case)
    yield from _check_all_shown(case)
    if case.transcript.limits_sharing and not case.transcript.earns_together(_wanted_keys(case)):
        yield Violation("awards", "the awards shown would share more modules than they may")
    for earned in case.plan.awards:
        yield from _check_modules(case, earned)
    for enrolment in case.plan.enrolments:
        toward = {award.id for award in case.plan.awards if enrolment.module in award.modules}
        if set(enrolment.counts_toward) != toward:
            yield Violation("awards", f"{enrolment.module} counts toward other awards than the awards say")


def _check_all_shown(case: Case) -> Iterator[Violation]:
    """Each award that is earned is shown once: as held, where what is held earns it no later, or else as the plan's."""
    shown, held = ({award.id for award in listed} for listed in (case.plan.awards, case.plan.held_awards))
    for award in sorted(case.transcript.touched | shown | held):
        by_plan, by_held = _find_first(case, award, EVER), _find_first(case, award, case.held)
        before = by_held is not None and (not case.transcript.limits_sharing or _is_no_later(by_held, by_plan))
        if (award in held, award in shown) != (before, by_plan is not None and not before):
            yield Violation("awards", f"{award} is not shown as it is earned")


def _is_no_later(one: First, other: First | None) -> bool:
    return one.month is None or other is None or other.month is None or one.month <= other.month


def _check_titles(case: Case) -> Iterator[Violation]:
    """Each award is shown once, and as the catalogue has it."""
    listed: list[EarnedAward | HeldAward] = [*case.plan.awards, *case.plan.held_awards]
    if len({award.id for award in listed}) < len(listed):
        yield Violation("awards", "an award is shown twice")
    for award in listed:
        known = case.catalogue.award_by_id.get(award.id)
        if known is None or (award.title, award.kind) != (known.title, known.kind):
            yield Violation("awards", f"{award.id} is no award of the catalogue, or has another name there")


# --- when ---


def _find_first(case: Case, award: str, span: Span) -> First | None:
    """When what is passed in a span first earns an award; where one limits what it shares, beside all others that are shown."""
    transcript = case.transcript
    if not transcript.earns(award, span):
        return None
    if not case.transcript.limits_sharing:
        return First(transcript.first_month(award, span))
    others = [key for key in _wanted_keys(case) if key[0] != award or key[1] == EVER]

    def is_earned_by(month: int) -> bool:
        return transcript.earns_together([*others, (award, Span(0, month, span.among))])

    if is_earned_by(-1):
        return First(None)
    months = transcript.months_in(span)
    found = bisect_left(months, True, key=is_earned_by)
    return First(months[found]) if found < len(months) else None


def _wanted_keys(case: Case) -> list[Key]:
    """The awards that are asked for, and those that are shown, each by what is said to count in its month."""
    targets = [(target.id, EVER) for target in case.plan.targets if target.id in case.catalogue.award_by_id]
    held = [
        (award.id, Span(0, -1 if award.earned is None else award.earned, case.held.among)) for award in case.plan.held_awards
    ]
    return [*targets, *held, *((award.id, _counting_span(case, award)) for award in case.plan.awards)]


# --- by what ---


def _counting_span(case: Case, award: EarnedAward) -> Span:
    """The modules said to count toward an award, as far as they are valid in its month."""
    known = case.catalogue.award_by_id.get(award.id)
    lasts = known.valid_months if known is not None else None
    return Span(0 if lasts is None else award.earned - lasts, award.earned, case.transcript.passes_of(award.modules))


def _check_modules(case: Case, award: EarnedAward) -> Iterator[Violation]:
    """The modules said to count toward an award earn it in its month and are all needed, and it is said how long they count."""
    span = _counting_span(case, award)
    if any(not case.transcript.passes_of((module,)) for module in award.modules):
        yield Violation("awards", f"some modules that count toward {award.id} are not passed")
        return
    if award.titles != tuple(case.catalogue.module_by_id[module].title for module in award.modules):
        yield Violation("awards", f"{award.id} shows modules under other titles")
    if {(entry.module, entry.until, entry.slack_months) for entry in award.valid} != set(_validity(case, award)):
        yield Violation("awards", f"{award.id} does not show how long its modules count")
    if _find_first(case, award.id, EVER) == First(award.earned):
        yield from _check_needed(case, award, span)


def _validity(case: Case, award: EarnedAward) -> Iterator[tuple[str, Month, int]]:
    """For each module that expires for an award, until when it counts, and for how many months after the award is earned."""
    known = case.catalogue.award_by_id.get(award.id)
    if known is None or known.valid_months is None:
        return
    for module in award.modules:
        end = _last_end(case, module, award.earned)
        if end is not None:
            until = Month(end + known.valid_months)
            yield module, until, until - award.earned


def _check_needed(case: Case, award: EarnedAward, span: Span) -> Iterator[Violation]:
    """The modules said to count earn the award; and all are needed, unless awards must share."""
    if not case.transcript.earns(award.id, span):
        yield Violation("awards", f"the modules that count toward {award.id} do not earn it")
    elif not case.transcript.limits_sharing:
        for module in award.modules:
            others = case.transcript.passes_of({*award.modules} - {module})
            if case.transcript.earns(award.id, Span(span.first, span.last, others)):
                yield Violation("awards", f"{award.id} is earned without {module}")


def _last_end(case: Case, module: str, by: Month) -> Month | None:
    """The last month, up to `by`, in which a module ended; None if there is none, or it was once passed at an unknown time."""
    ends = [end for _, end in case.transcript.passes_of((module,))]
    if None in ends:
        return None
    return max((end for end in ends if end is not None and end <= by), default=None)
