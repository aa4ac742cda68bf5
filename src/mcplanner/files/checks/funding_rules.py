"""Funding rules that contradict themselves or each other, are old or have ended (MC6xx), and classes only in a catalogue.

Knows rules, not learners: two rules are for the same case if some learner could get both in some month.
"""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import combinations, zip_longest

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.requirements import Path
from mcplanner.files.checks.findings import Finding, error, ids_given_twice, modules, warning
from mcplanner.files.checks.references import unknown_names
from mcplanner.ground.months import Month, format_month
from mcplanner.pricing.rules import (
    UNFUNDED,
    ConditionalRule,
    Funding,
    GstBasis,
    GstRate,
    OpenQuestion,
    Reimbursement,
    Rule,
    Subsidy,
)

DAYS_UNTIL_OLD = 180

OLDER_THAN_ANYONE = 999


def unknown_classes(funding: Funding) -> Iterator[Finding]:
    """MC601: each class that a rule names is listed under `classes`."""
    named = (
        ((*path, "classes", index), name)
        for path, rule in rules(funding)
        if isinstance(rule, ConditionalRule | GstBasis)
        for index, name in enumerate(rule.classes)
    )
    return unknown_names("MC601", "unknown class '{}'", named, funding.class_by_id)


def repeated_rule_ids(funding: Funding) -> Iterator[Finding]:
    """MC602: no two classes have the same id, nor any two rules."""
    of_classes = ((("classes", index), fee_class.id) for index, fee_class in enumerate(funding.classes))
    for namespace in (of_classes, ((path, rule.id) for path, rule in rules(funding))):
        yield from ids_given_twice("MC602", namespace)


def dates_backwards(funding: Funding) -> Iterator[Finding]:
    """MC603: a rule does not end before it begins, and credit does not expire before."""
    for path, rule in rules(funding):
        for key, ends in (("effective_to", "ends"), ("expires", "expires")):
            day = getattr(rule, key, None)
            if day is not None and day < rule.effective_from:
                message = f"'{rule.id}' {ends} on {day}, before it begins on {rule.effective_from}"
                yield error("MC603", message, (*path, key), "swap the dates, or correct one")


def rules_for_one_case(funding: Funding) -> Iterator[Finding]:
    """MC604: each case has one subsidy of each part, one GST rate, and one amount on which GST is charged."""
    for (path, one), (later_path, other) in combinations(rules(funding), 2):
        if path[0] == later_path[0] and _for_one_case(one, other):
            message = f"'{other.id}' and '{one.id}' are for the same case, and only one of them can count"
            yield error("MC604", message, later_path, earlier=path)


def subsidies_over_fee(funding: Funding) -> Iterator[Finding]:
    """MC605: a base subsidy and the enhanced one on top of it are at most the fee."""
    for index, enhanced in enumerate(funding.subsidies):
        for base in funding.subsidies:
            together = (base.part, enhanced.part) == ("base", "enhanced") and _share_a_case(base, enhanced)
            if together and base.rate + enhanced.rate > 1:
                message = f"'{base.id}' and '{enhanced.id}' together come to more than the whole fee"
                yield error("MC605", message, ("subsidies", index, "rate"), "lower one of the rates")


def ages_of_nobody(funding: Funding) -> Iterator[Finding]:
    """MC606: somebody can be old enough and young enough."""
    for path, rule in rules(funding):
        if isinstance(rule, ConditionalRule) and (rule.from_age or 0) >= (rule.below_age or OLDER_THAN_ANYONE):
            message = f"nobody is at least {rule.from_age} and younger than {rule.below_age}"
            yield error("MC606", message, (*path, "from_age"), "correct from_age or below_age")


def months_without_gst(funding: Funding) -> Iterator[Finding]:
    """MC607: every month after the first GST rate begins has a rate."""
    in_order = sorted(enumerate(funding.gst_rates), key=lambda entry: entry[1].months[0])
    begins = [rate.months[0] for _, rate in in_order[1:]]
    for (index, rate), following in zip_longest(in_order, begins):
        last = rate.months[1]
        if last is not None and (following is None or following > last + 1):
            message = f"no GST rate is in force in {format_month(Month(last + 1))}"
            yield error("MC607", message, ("gst_rates", index, "effective_to"), "add a rate, or leave effective_to out")


def old_rules(today: date, funding: Funding) -> Iterator[Finding]:
    """MC608: somebody has looked at each rule that is still in force in the last 180 days."""
    for path, rule in rules(funding):
        days = (today - rule.as_of).days
        if days > DAYS_UNTIL_OLD and (rule.effective_to is None or rule.effective_to >= today):
            message = f"'{rule.id}' was last looked at {days} days ago, on {rule.as_of}"
            yield warning("MC608", message, (*path, "as_of"), "look at its source again, and update as_of")


def unknown_rules(funding: Funding) -> Iterator[Finding]:
    """MC609: each rule that an open question is about is in the file."""
    others = {rule.id for _, rule in rules(funding) if not isinstance(rule, OpenQuestion)}
    named = (
        (("open_questions", index, "about", place), name)
        for index, question in enumerate(funding.open_questions)
        for place, name in enumerate(question.about)
    )
    return unknown_names("MC609", "unknown rule '{}'", named, others)


def dates_passed(today: date, funding: Funding) -> Iterator[Finding]:
    """MC610: no rule has ended since somebody looked at it without another in its place, and no announced change is overdue."""
    for path, rule in rules(funding):
        if isinstance(rule, OpenQuestion) and rule.overdue(today):
            message = f"'{rule.id}' was due by {rule.due}, which has passed"
            yield warning("MC610", message, (*path, "due"), "look at its source again, and change the rules that it is about")
        if rule.effective_to and rule.as_of <= rule.effective_to < today and not _is_followed(rule, funding):
            message = f"'{rule.id}' has ended since it was last looked at, on {rule.effective_to}"
            yield warning("MC610", message, (*path, "effective_to"), "look at its source again, and add what follows it")


def unknown_funding_classes(funding: Funding, catalogue: Catalogue) -> Iterator[Finding]:
    """MC109: the funding rules have each class that a module names."""
    named = (((*path, "funding"), module.funding) for path, module in modules(catalogue) if module.funding is not None)
    return unknown_names("MC109", "unknown funding class '{}'", named, {UNFUNDED, *funding.class_by_id})


def rules(funding: Funding) -> Iterator[tuple[Path, Rule]]:
    """Every rule with its path, in the order of the schema."""
    for key, listed in funding.rules.items():
        for index, rule in enumerate(listed):
            yield (key, index), rule


def _for_one_case(one: Rule, other: Rule) -> bool:
    """Return whether both could set the same part of one price."""
    return not isinstance(one, Reimbursement) and _share_a_month(one, other) and _for_the_same(one, other)


def _is_followed(rule: Rule, funding: Funding) -> bool:
    """Return whether another rule begins after it for some of the same cases."""
    return any(_last(rule) < other.months[0] and _for_the_same(rule, other) for _, other in rules(funding))


def _last(rule: Rule) -> Month:
    """The last month of a rule that ends."""
    last = rule.months[1]
    assert last is not None, "it ends"
    return last


def _for_the_same(one: Rule, other: Rule) -> bool:
    """Return whether both decide the same about some price, in whatever months."""
    match one, other:
        case Subsidy(), Subsidy():
            return one.part == other.part and _share_conditions(one, other)
        case Reimbursement(), Reimbursement():
            return (one.to, one.per) == (other.to, other.per) and _share_conditions(one, other)
        case GstBasis(), GstBasis():
            return not set(one.classes).isdisjoint(other.classes)
        case GstRate(), GstRate():
            return True
        case _:
            return False


def _share_a_month(one: Rule, other: Rule) -> bool:
    (first, last), (other_first, other_last) = one.months, other.months
    return (other_last is None or first <= other_last) and (last is None or other_first <= last)


def _share_a_case(one: ConditionalRule, other: ConditionalRule) -> bool:
    """Return whether some learner could get both for one module in one month."""
    return _share_a_month(one, other) and _share_conditions(one, other)


def _share_conditions(one: ConditionalRule, other: ConditionalRule) -> bool:
    """Return whether some learner could get both for one module, in whatever months."""
    return (
        not set(one.classes).isdisjoint(other.classes)
        and _allow_the_same(one.residency, other.residency)
        and _allow_the_same(one.paid_by, other.paid_by)
        and _share_an_age(one, other)
    )


def _allow_the_same(values: Collection[str], others: Collection[str]) -> bool:
    """Return whether two conditions allow a value in common; an empty one allows every value."""
    return not values or not others or not set(values).isdisjoint(others)


def _share_an_age(one: ConditionalRule, other: ConditionalRule) -> bool:
    oldest_start = max(one.from_age or 0, other.from_age or 0)
    earliest_end = min(one.below_age or OLDER_THAN_ANYONE, other.below_age or OLDER_THAN_ANYONE)
    return oldest_start < earliest_end
