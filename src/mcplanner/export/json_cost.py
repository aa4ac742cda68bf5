"""The cost of a module or award as JSON, for programs: schema `mcplan.cost/2`.

Knows a quote; not where the text goes. Keys may be added inside a schema version; none changes its meaning.
"""

from datetime import date
from typing import Any

from mcplanner.export.json_values import json_text, notes_data, sum_data, years_data
from mcplanner.ground.months import format_month, month_of_day
from mcplanner.plans.amount_years import quote_years
from mcplanner.plans.doubtful_start import notes_on
from mcplanner.pricing.costs import AwardChoice, AwardCost, ModuleCost, WholeOrParts
from mcplanner.pricing.doubts import has_ended
from mcplanner.pricing.quote import Quote
from mcplanner.pricing.rules import CountedAge, OpenQuestion, Rule

SCHEMA = "mcplan.cost/2"


def cost_json(quote: Quote, today: date) -> str:
    """The quote as one JSON object; `overdue` and `has_ended` are those of today."""
    cost = quote.cost
    data: dict[str, Any] = {"schema": SCHEMA, "currency": quote.catalogue.currency}
    if isinstance(cost, ModuleCost):
        entry, kind = {"id": cost.module.id, "title": cost.module.title}, "module"
        shown: dict[str, Any] = {"cost": _module(cost, today)}
    else:
        entry, kind = {"id": cost.award.id, "title": cost.award.title}, cost.award.kind
        shown = {"award": _award(cost, today)}
    shown["changes"] = [
        {
            "when": change.when,
            "option": change.option,
            **sum_data("before_credit", change.before_credit),
            "paid_by": change.payer,
        }
        for change in quote.changes
    ]
    data |= {"entry": entry | {"kind": kind}, "learner": _learner(quote), **shown}
    data |= {"paid_by": quote.learner.payer, "amount_years": years_data(quote_years(quote))}
    data |= {"funding": str(quote.funding), "age": _known(quote.funding.age)}
    assumed = ((module.id, sorted(module.by_learner)) for module in quote.modules)
    data["assumed"] = [{"module": name, "keys": keys} for name, keys in assumed if keys]
    data["warnings"] = notes_data(notes_on(quote, today))
    data["remark"] = "not financial advice"
    return json_text(data)


def _learner(quote: Quote) -> dict[str, Any]:
    learner = quote.learner
    return {
        "residency": learner.residency if quote.said else None,
        "born": learner.born,
        "employer": learner.employer,
        "union_member": learner.union_member,
        "first_qualification": learner.first_qualification,
        "repeats": sorted(learner.repeats),
        "credit_cents": dict(sorted(learner.credit_cents.items())),
    }


def _award(cost: AwardCost, today: date) -> dict[str, Any]:
    least, most = cost.before_credit or (None, None)
    return {
        "compulsory": [_module(each, today) for each in cost.compulsory],
        "choices": [_choice(choice, today) for choice in cost.choices],
        "taken_off": [module.id for module in cost.taken_off],
        "expired": [module.id for module in cost.expired],
        "needed_from_outside": list(cost.outside),
        "wholes": [
            {"whole": bundle.whole.module.id, "covers": [each.module.id for each in bundle.parts]}
            for bundle in cost.bundles
            if isinstance(bundle, WholeOrParts)
        ],
        "at_least_before_credit_cents": cost.at_least.cents,
        **sum_data("compulsory_before_credit", cost.of_compulsory),
        **sum_data("least_before_credit", least),
        **sum_data("most_before_credit", most),
    }


def _choice(choice: AwardChoice, today: date) -> dict[str, Any]:
    return {"choose": choice.number, "from": [_module(each, today) for each in choice.costs]}


def _module(cost: ModuleCost, today: date) -> dict[str, Any]:
    price, terms = cost.price, cost.terms
    return {
        "module": cost.module.id,
        "title": cost.module.title,
        **_start(cost),
        "fee_cents": price.fee_cents,
        "fee_certainty": cost.offer.certainty("fee").value,
        "funding_certainty": None if cost.offer.funding is None else cost.offer.certainty("funding").value,
        "subsidy_cents": price.subsidy_cents,
        "enhanced_cents": price.enhanced_cents,
        "gst_cents": price.gst_cents,
        "gst_basis": terms.basis.basis if terms.basis else "full",
        "before_credit_cents": price.before_credit_cents,
        "credit": [{"wallet": wallet.id, "cents": cents, "rule": _rule(wallet)} for wallet, cents in cost.credit],
        "payable_cents": cost.payable_cents,
        "wallets_that_cannot_pay": [wallet.id for wallet in cost.idle],
        "wallets_not_told": [wallet.id for wallet in cost.offered],
        **_rules(cost, today),
        "later": [{"to": entry.rule.to, "most_cents": entry.most_cents, "rule": _rule(entry.rule)} for entry in cost.later],
    }


def _start(cost: ModuleCost) -> dict[str, Any]:
    """The start that the price is for, and those of the runs with another price."""
    return {
        "start": format_month(cost.start),
        "starts_then": cost.starts,
        "first_day": None if cost.first_day is None else cost.first_day.isoformat(),
        "applications_closed": cost.closed,
        "other_runs": [day.isoformat() if isinstance(day, date) else format_month(month_of_day(day)) for day in cost.others],
    }


def _rules(cost: ModuleCost, today: date) -> dict[str, Any]:
    """The rules that make a price, and what is doubtful about them."""
    terms = cost.terms
    rules = {"base": terms.base, "enhanced": terms.enhanced, "gst_rate": terms.gst, "gst_basis": terms.basis}
    return {
        "rules": {part: _rule(rule) if rule else None for part, rule in rules.items()},
        "open_questions": [_question(question, today) for question in cost.doubts.questions],
        "ended_rules": [_rule(rule) | {"has_ended": has_ended(rule, today)} for rule in cost.doubts.ended],
    }


def _question(question: OpenQuestion, today: date) -> dict[str, Any]:
    due = question.due.isoformat() if question.due else None
    return _rule(question) | {"about": list(question.about), "due": due, "overdue": question.overdue(today)}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "effective_from": rule.effective_from.isoformat(),
        "effective_to": rule.effective_to.isoformat() if rule.effective_to else None,
        **_known(rule),
    }


def _known(rule: Rule | CountedAge) -> dict[str, Any]:
    """The source of a rule, and how certain it is."""
    return {
        "source": rule.source,
        "as_of": rule.as_of.isoformat(),
        "confidence": rule.confidence,
        "note": rule.note,
    }
