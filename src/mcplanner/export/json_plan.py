"""A plan as JSON, for programs, by the schema `mcplan.plan/2`.

Knows a plan; not where the text goes. Keys may be added inside a schema version; none changes its meaning.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from mcplanner.catalogue.model import Certainty, FigureName
from mcplanner.export.json_values import (
    award_data,
    hours_or_null,
    json_text,
    month_or_null,
    notes_data,
    number,
    sum_data,
    target_data,
    years_data,
)
from mcplanner.ground.money import Amount
from mcplanner.ground.months import format_month
from mcplanner.ground.stages import FIGURES, KEEPING_STAGES, Stage
from mcplanner.plans.certainty_words import uses_less
from mcplanner.plans.model import (
    Alternative,
    EarnedAward,
    Enrolment,
    Failure,
    Fastest,
    Figure,
    Gain,
    ModuleChange,
    MonthLoad,
    Objective,
    OtherPlan,
    Plan,
    Relaxation,
    RestsOn,
    Spending,
    StageProof,
    Validity,
)

SCHEMA = "mcplan.plan/2"
"""In version 1, amounts that are null here where fees are unknown were numbers, and the sums beside them were missing."""


STARTS: Mapping[FigureName | None, str] = MappingProxyType({"runs": "run", "then": "presumed_start", "intakes": "intake"})
"""The key of a start that is not the one taken, by the key of the catalogue that lets a module start then."""


def plan_json(plan: Plan) -> str:
    """The plan as one JSON object; lists are in order of time, then id."""
    return json_text(plan_data(plan))


def plan_data(plan: Plan) -> dict[str, Any]:
    """The plan as plain data, in the order of keys in which it is written."""
    targets = list(map(target_data, plan.targets))
    return {
        "schema": SCHEMA,
        "status": plan.status.value,
        "target": targets[0] if targets else None,
        **({"targets": targets} if len(targets) > 1 else {}),
        "for": plan.addressee,
        "without_cost": plan.without_cost,
        "start": format_month(plan.start),
        "finish": month_or_null(plan.finish),
        "reason": plan.reason,
        "hours_per_week": hours_or_null(plan.budget_minutes_per_week),
        "objective": _objective(plan.objective, plan),
        "bound": _objective(plan.bound, plan),
        "proof": [_proof(proof, plan) for proof in plan.proof],
        "enrolments": list(map(_enrolment, sorted(plan.enrolments, key=lambda item: (item.start, item.module)))),
        "awards": list(map(_award, sorted(plan.awards, key=lambda award: (award.earned, award.id)))),
        "held_awards": list(map(award_data, plan.held_awards)),
        "busy": list(plan.busy),
        "days_off": [{"month": format_month(entry.month), "days": entry.half_days / 2} for entry in plan.days_off],
        "load": list(map(_load, sorted(plan.load, key=lambda load: load.month))),
        "alternatives": list(map(_alternative, plan.alternatives)),
        "relaxations": list(map(_relaxation, plan.relaxations)),
        "joint_change": list(map(_relaxation, plan.joint_change)),
        "holding_back": list(map(_gain, plan.holding_back)),
        **({} if plan.changes is None else {"changes": list(map(_change, plan.changes))}),
        "for_these_figures": uses_less(plan),
        "conflict": plan.conflict,
        "each_in_the_way": list(plan.each_in_the_way),
        "spending": _spending(plan.spending),
        "amount_years": years_data(plan.amount_years),
        "fastest": _fastest(plan.fastest),
        "what_if_fail": _failure(plan.failure),
        "other_plans": list(map(_other_plan, plan.other_plans)),
        "no_further_plan": plan.no_further_plan,
        "rests_on": None if plan.rests_on is None else rests_on_data(plan.rests_on, plan.as_of),
        "warnings": notes_data(plan.warnings),
    }


def rests_on_data(found: RestsOn, as_of: date | None) -> dict[str, Any]:
    """How many figures rest on what, and those that decide the finish or the cost."""
    decisive = dict.fromkeys((*found.finish, *found.cost))
    return {
        "as_of": None if as_of is None else as_of.isoformat(),
        **{certainty.value: found.number(certainty) for certainty in Certainty},
        "decisive": list(map(_figure, decisive)),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    """A figure of what is taken; or, with its month, of another run, presumed start or intake of the module."""
    other = {} if figure.start is None else {STARTS[figure.starts_by]: format_month(figure.start)}
    return {"module": figure.module, "key": figure.key, "certainty": figure.certainty.value, **other}


def _proof(proof: StageProof, plan: Plan) -> dict[str, Any]:
    value = None if plan.without_cost and proof.stage is Stage.COST else proof.value
    return {"stage": proof.stage, "value": value, "by": proof.by.value, "settled": proof.settled}


def _award(award: EarnedAward) -> dict[str, Any]:
    return award_data(award) | {"modules": list(award.modules), "valid": list(map(_validity, award.valid))}


def _load(load: MonthLoad) -> dict[str, Any]:
    return {
        "month": format_month(load.month),
        "budget_minutes_per_week": load.budget_minutes_per_week,
        "minutes_per_week": load.minutes_per_week,
    }


def _alternative(other: Alternative) -> dict[str, Any]:
    return {
        "id": other.id,
        "title": other.title,
        "finish": month_or_null(other.finish),
        "reason": other.reason,
        "proved": other.proved,
        "for_these_figures": other.for_these_figures,
        **sum_data("cost", other.cost),
        "cheapest": other.cheapest,
        **_hanging(other),
    }


def _hanging(other: Alternative | Relaxation) -> dict[str, Any]:
    """What the finish and the cost may hang on, by certainty."""
    return {"finish_hangs_on": list(map(str, other.finish_hangs_on)), "cost_hangs_on": list(map(str, other.cost_hangs_on))}


def _relaxation(entry: Relaxation) -> dict[str, Any]:
    return {
        "dial": entry.dial,
        "from": entry.now,
        "to": entry.to,
        "finish": month_or_null(entry.finish),
        "proved": entry.proved,
        **_hanging(entry),
        "to_hangs_on": list(map(str, entry.to_hangs_on)),
    }


def _gain(entry: Gain) -> dict[str, Any]:
    return _relaxation(entry.change) | {"months_sooner": entry.months_sooner, "cents_less": entry.cents_less}


def _fastest(fastest: Fastest | None) -> dict[str, Any] | None:
    if fastest is None:
        return None
    return {"finish": format_month(fastest.finish), **sum_data("cost", fastest.cost), "proved": fastest.proved}


def _other_plan(other: OtherPlan) -> dict[str, Any]:
    return {
        "months_later": other.months_later,
        "cents_more": other.cents_more,
        "differences": list(other.differences),
        "plan": plan_data(other.plan),
    }


def _failure(failure: Failure | None) -> dict[str, Any] | None:
    if failure is None:
        return None
    return {
        "module": failure.module,
        "failed": format_month(failure.month),
        **sum_data("paid", None if failure.then.without_cost else failure.paid),
        **sum_data("cost", None if failure.then.without_cost else failure.cost),
        "plan": plan_data(failure.then),
    }


def _spending(spending: Spending | None) -> dict[str, Any] | None:
    if spending is None:
        return None
    return {
        **sum_data("fee", spending.fee),
        **sum_data("subsidy", spending.subsidy),
        **sum_data("gst", spending.gst),
        **sum_data("credit", spending.credit),
        **sum_data("payable", spending.payable),
        "cash_flow": [{"month": format_month(month), **sum_data("payable", paid)} for month, paid in spending.by_month],
        "awards": [{"id": award, **sum_data("payable", paid)} for award, paid in spending.by_award],
        "wallets": [
            {"id": wallet.id, "title": wallet.title, "cents": wallet.cents, **sum_data("used", wallet.used)}
            for wallet in spending.wallets
        ],
        "paid_back_later": [
            {
                "id": each.id,
                "title": each.title,
                "to": each.to,
                "most_cents": each.amount.exact,
                "modules": [{"module": module, "most_cents": cents} for module, cents in each.by_module],
            }
            for each in spending.later
        ],
        "exact": spending.exact,
        "paid_by": spending.payer,
    }


def _objective(objective: Objective | None, plan: Plan) -> dict[str, int | None] | None:
    """The figures of a plan, or the bounds on them; a bound on a cost of which parts are unknown is one on the known parts."""
    if objective is None:
        return None
    figures: dict[str, int | None] = {FIGURES[stage]: getattr(objective, FIGURES[stage]) for stage in _stages(plan)}
    unknown = plan.objective is not None and plan.objective.unknown_fees > 0
    cost = sum_data("cost", None if plan.without_cost else Amount(objective.cost_cents, int(unknown)))
    return {key: value for name, figure in figures.items() for key, value in (cost if name in cost else {name: figure}).items()}


def _stages(plan: Plan) -> Iterator[Stage]:
    """The stages of a plan; those that keep to an earlier one only where there is one."""
    return (stage for stage in FIGURES if plan.changes is not None or stage not in KEEPING_STAGES)


def _validity(entry: Validity) -> dict[str, Any]:
    valid = {"module": entry.module, "until": format_month(entry.until), "slack_months": entry.slack_months}
    return {**valid, "hangs_on": list(map(str, entry.hangs_on))}


def _enrolment(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "module": enrolment.module,
        "title": enrolment.title,
        "field": enrolment.field,
        "provider": enrolment.provider,
        "mode": enrolment.mode,
        "start": format_month(enrolment.start),
        "end": format_month(enrolment.end),
        "under_way": enrolment.under_way,
        "again": enrolment.again,
        "presumed": enrolment.is_presumed,
        "months": enrolment.months,
        "hours": number(enrolment.hours),
        "minutes_per_week": enrolment.minutes_per_week,
        "days": None if enrolment.days is None else number(enrolment.days),
        "apply_by": format_month(enrolment.apply_by),
        "first_day": _day_or_null(enrolment.first_day),
        "last_day": _day_or_null(enrolment.last_day),
        "apply_by_day": _day_or_null(enrolment.apply_by_day),
        "ref": enrolment.ref,
        "sessions": None if enrolment.sessions_unknown else list(enrolment.sessions),
        "evenings": enrolment.evenings,
        "fee_cents": enrolment.fee_cents,
        "subsidy_cents": enrolment.subsidy_cents,
        "gst_cents": enrolment.gst_cents,
        "credit_cents": enrolment.credit_cents,
        "payable_cents": enrolment.payable_cents,
        "counts_toward": list(enrolment.counts_toward),
        "certainty": _certainty_data(enrolment.certainty),
        "only_shown": _certainty_data(enrolment.only_shown),
        "because": notes_data(enrolment.because),
    }


def _certainty_data(figures: Iterable[tuple[FigureName, Certainty]]) -> dict[str, str]:
    return {key: certainty.value for key, certainty in figures}


def _day_or_null(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _change(change: ModuleChange) -> dict[str, Any]:
    """A module that starts in another month than in an earlier plan; `then` is null for a new one, `now` for one dropped."""
    return {
        "module": change.module,
        "title": change.title,
        "then": month_or_null(change.then),
        "now": month_or_null(change.now),
        "because": notes_data(change.because),
    }
