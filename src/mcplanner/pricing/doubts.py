"""What is doubtful about a price: open questions about the rules that make it, and rules that ended before the course starts.

Knows a pricing and its rules; it changes no amount.
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from msgspec import Struct

from mcplanner.catalogue.model import Module
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import UNFUNDED, ConditionalRule, GstBasis, OpenQuestion, Reimbursement, Rule, Subsidy, Wallet

RuleKey = tuple[str, ...]
"""What a rule decides about a price; where one rule ends, another of its place may follow."""


class Doubts(Struct, frozen=True):
    """What is open about the rules of a price, and which rules would have been used, had they not ended."""

    questions: tuple[OpenQuestion, ...] = ()
    ended: tuple[Rule, ...] = ()


def doubts(pricing: Pricing, module: Module, start: Month) -> Doubts:
    """The doubts about the price of a module that starts in a month, and about what may be paid back for it."""
    if pricing.funding is None or not pricing.funded:
        return Doubts()
    used = tuple(rules_used(pricing, module, start))
    return Doubts(tuple(pricing.funding.questions_about(used, start)), tuple(_ended(pricing, module, start, used)))


def rules_used(pricing: Pricing, module: Module, start: Month) -> Iterator[Rule]:
    """The rules that make a price, and those by which something may be paid back."""
    terms = pricing.terms(module, start)
    made_by = (terms.base, terms.enhanced, terms.gst, terms.basis, *terms.wallets)
    yield from (rule for rule in made_by if rule is not None)
    yield from (entry.rule for entry in pricing.later(module, start))


def _ended(pricing: Pricing, module: Module, start: Month, used: tuple[Rule, ...]) -> Iterator[Rule]:
    """The last rule of each place that is empty since it ended."""
    filled = {_place(rule) for rule in used}
    last: dict[RuleKey, Rule] = {}
    for rule in _ended_for(pricing, module, start):
        place = _place(rule)
        if place not in filled and (place not in last or _last_day(last[place]) < _last_day(rule)):
            last[place] = rule
    bases = filled | last.keys()
    return (rule for place, rule in last.items() if place != _ENHANCED or _BASE in bases)


def _ended_for(pricing: Pricing, module: Module, start: Month) -> Iterator[Rule]:
    """The rules for such a module and learner whose last day is before a month."""
    assert pricing.funding is not None, "only rules end"
    for rule in chain(*pricing.funding.rules.values()):
        first, last = rule.months
        if first <= start and last is not None and last < start and _is_for(rule, module, pricing.learner, start):
            yield rule


def _is_for(rule: Rule, module: Module, learner: Learner, start: Month) -> bool:
    """Return whether a rule is for a module and a learner, whenever it is in force; for credit, if the learner has it."""
    fee_class = module.funding or UNFUNDED
    match rule:
        case OpenQuestion():
            return False
        case Wallet() if not learner.credit_cents.get(rule.id):
            return False
        case Subsidy(first_attempt=True) if module.id in learner.attempted:
            return False
        case ConditionalRule():
            return fee_class in rule.classes and rule.fits(learner) and rule.of_age(learner.born, start)
        case GstBasis():
            return fee_class in rule.classes
        case _:
            return True


_BASE, _ENHANCED = ("subsidy", "base"), ("subsidy", "enhanced")


def _place(rule: Rule) -> RuleKey:
    match rule:
        case Subsidy():
            return "subsidy", rule.part
        case Wallet():
            return "wallet", rule.id
        case Reimbursement():
            return "paid back", rule.to, rule.per
        case _:
            return (type(rule).__name__,)


def _last_day(rule: Rule) -> date:
    assert rule.last_day is not None, "it has ended"
    return rule.last_day


# --- in words ---


def question_in_words(question: OpenQuestion, today: date) -> str:
    """A question with what is known about it, as one sentence."""
    more = "; ".join(filter(None, (question.note, due_in_words(question, today))))
    return f"{question.title}{': ' if more else ''}{more} (as of {question.as_of})"


def due_in_words(question: OpenQuestion, today: date) -> str:
    """When an announced change is due, or that its day has passed; empty if nobody announced one."""
    if question.due is None:
        return ""
    if question.overdue(today):
        return f"{question.due} has passed since: look at the source again"
    return f"a change is due by {question.due}"


def has_ended(rule: Rule, today: date) -> bool:
    """Return whether the last day of a rule has passed."""
    return rule.last_day is not None and rule.last_day < today


def ended_in_words(rule: Rule, today: date) -> str:
    """That a rule ended, or will have ended by the start of a course."""
    ends = "ended" if has_ended(rule, today) else "ends"
    return f"{rule.title} {ends} on {_last_day(rule)}, and no rule in its place is known (as of {rule.as_of})"
