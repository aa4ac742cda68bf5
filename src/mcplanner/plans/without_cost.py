"""A plan without its cost, to hand to somebody whom that does not concern: amounts, and sentences that name one, are left out.

Knows a plan as plain values. Whoever shows it asks `Plan.without_cost` where nothing is to stand in an amount's place.
"""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from mcplanner.catalogue.model import Certainty, FigureName
from mcplanner.ground.money import Amount
from mcplanner.plans.certainty_words import PRICE
from mcplanner.plans.model import CHEAPER_LATER, Enrolment, Failure, Gain, ModuleChange, Note, OtherPlan, Plan, Relaxation

ABOUT_MONEY = frozenset({CHEAPER_LATER, "credit-order", "ended-rule", "idle-credit", "open-question"})
"""The codes of remarks about prices, whether they name an amount or not."""

AMOUNT = r"S\$[0-9]"


def without_cost(plan: Plan) -> Plan:
    """The same plan, proved as it was, with no amount of money in it but those of its objective, which decide the proof."""
    alternatives = (replace(other, cost=None, reason=_kept(other.reason)) for other in plan.alternatives)
    return replace(
        plan,
        without_cost=True,
        enrolments=tuple(map(_enrolment, plan.enrolments)),
        alternatives=tuple(alternatives),
        warnings=_notes(plan.warnings),
        reason=_kept(plan.reason),
        conflict=_kept(plan.conflict),
        each_in_the_way=() if _kept(plan.conflict) is None else plan.each_in_the_way,
        relaxations=_changes(plan.relaxations),
        joint_change=_together(plan.joint_change),
        holding_back=tuple(filter(_is_kept, plan.holding_back)),
        spending=None,
        fastest=None,
        failure=None if plan.failure is None else _failure(plan.failure),
        changes=None if plan.changes is None else tuple(map(_change, plan.changes)),
        other_plans=tuple(map(_other_plan, plan.other_plans)),
        rests_on=None if plan.rests_on is None else replace(plan.rests_on, cost=()),
        amount_years=None,
    )


def _kept(sentence: str | None) -> str | None:
    """A sentence without an amount; None for any other."""
    return None if sentence is None or re.search(AMOUNT, sentence) else sentence


def _notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.code not in ABOUT_MONEY and _kept(note.text))


def _enrolment(enrolment: Enrolment) -> Enrolment:
    return replace(
        enrolment,
        fee_cents=None,
        subsidy_cents=None,
        gst_cents=None,
        credit_cents=None,
        payable_cents=None,
        wallets=(),
        because=_notes(enrolment.because),
        certainty=_certainty(enrolment.certainty),
        only_shown=_certainty(enrolment.only_shown),
    )


def _certainty(figures: Iterable[tuple[FigureName, Certainty]]) -> tuple[tuple[FigureName, Certainty], ...]:
    return tuple(figure for figure in figures if figure[0] not in PRICE)


def _changes(changes: Iterable[Relaxation]) -> tuple[Relaxation, ...]:
    """The changes of wishes that are not about money: of a budget, its limit is an amount."""
    return tuple(replace(each, cost_cents=None) for each in changes if _kept(each.now) and _kept(each.to or "-"))


def _together(changes: tuple[Relaxation, ...]) -> tuple[Relaxation, ...]:
    """Changes that help together, if none of them is about money: the others alone would not help."""
    kept = _changes(changes)
    return kept if len(kept) == len(changes) else ()


def _is_kept(gain: Gain) -> bool:
    """Return whether a change is one of time alone, and gains time."""
    return gain.cents_less is None and bool(_changes([gain.change]))


def _failure(failure: Failure) -> Failure:
    return replace(failure, paid=Amount(), then=without_cost(failure.then))


def _change(change: ModuleChange) -> ModuleChange:
    return replace(change, because=_notes(change.because))


def _other_plan(other: OtherPlan) -> OtherPlan:
    differences = tuple(words for words in other.differences if _kept(words))
    return replace(other, plan=without_cost(other.plan), cents_more=None, differences=differences)
