"""The other ways beside a plan in words: what follows a failure, other plans, other awards, and changes that would help.

Knows a plan; not where the words go.
"""

from collections.abc import Iterator

from msgspec import Struct

from mcplanner.ground.money import NOT_KNOWN, Amount, format_amount, format_cents
from mcplanner.ground.months import month_name, span_name
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.party_words import WORDS
from mcplanner.plans import change_words
from mcplanner.plans.certainty_words import (
    END,
    MARKS,
    Marks,
    alike_in_words,
    certainties_of,
    mark,
    mark_beside,
    mark_of_amount,
    mark_of_finish,
    marked,
)
from mcplanner.plans.model import Failure, OtherPlan, Plan, Status
from mcplanner.plans.summary import (
    alternatives_heading,
    cost_of,
    finish_in_words,
    in_order_of_start,
    marked_start,
    price_in_words,
    price_keys,
    proof,
    total_cost,
    why_not,
    yet_to_start,
)


class Section(Struct, frozen=True):
    """A part of a file: its heading, what is said beside it, and its rows, each a label and words."""

    heading: str
    remark: str
    rows: tuple[tuple[str, str], ...]


def other_ways(plan: Plan, marks: Marks = MARKS) -> list[Section]:
    """All of them, each as a part of a file."""
    more = (_ways_out(plan, marks), _holding_back(plan, marks), other_plans_section(plan, marks), _alternatives(plan, marks))
    parts = (failure_section(plan, marks), *more)
    return [part for part in parts if part is not None]


# --- a failed module ---


def failure_section(plan: Plan, marks: Marks = MARKS) -> Section | None:
    """What follows where a module is failed; None where that was not asked."""
    failure = plan.failure
    return None if failure is None else Section(*failure_heading(failure), tuple(after_failure(plan, failure, marks)))


def failure_heading(failure: Failure) -> tuple[str, str]:
    """`If you fail Secure Networks`, and when."""
    return f"If you fail {failure.title}", f"at its end in {month_name(failure.month)}"


def after_failure(plan: Plan, failure: Failure, marks: Marks = MARKS) -> Iterator[tuple[str, str]]:
    """What to take then, when everything ends, and what it costs; or why there is no way on."""
    then = failure.then
    if then.objective is None or then.finish is None or failure.cost is None or plan.finish is None:
        yield "then", proof(then, marks)
        return
    yield from _modules_after(plan, failure, marks)
    yield "finish", f"{month_name(then.finish)}{mark_of_finish(then, marks)}, {later_text(then.finish - plan.finish)}"
    if not plan.without_cost:
        yield "cost", _cost_after(plan, then, failure.cost, marks)
    more = (_not_counted(plan, failure), alike_in_words(then, plan))
    yield "verdict", "; ".join([proof(then, marks), *filter(None, more)])


def _not_counted(plan: Plan, failure: Failure) -> str:
    """That a proof of the way on does not speak of unknown fees which are paid by then; empty where there are none."""
    if plan.without_cost or not failure.paid.unknown:
        return ""
    number = failure.paid.unknown
    return f"{counted(number, 'unknown fee')} paid by then {'is' if number == 1 else 'are'} not counted"


def _modules_after(plan: Plan, failure: Failure, marks: Marks) -> Iterator[tuple[str, str]]:
    """When the failed module is taken again, and which modules take its place."""
    again, then = failure.again, failure.then
    if again is not None:
        cost = marked(cost_of(again), mark_of_amount(then, [again], "payable", cost_of(again), marks))
        price = f"cost {cost}" if cost == NOT_KNOWN else f"{cost}{_by_employer(plan)}"
        ends = mark(then, again, *END, marks=marks)
        when = f"{span_name(again.start, again.end)}{ends}"
        yield "retake", when if plan.without_cost else f"{when}, {price}"
    known = {enrolment.module for enrolment in plan.enrolments}
    for each in then.enrolments:
        if each.module not in known:
            yield "instead", f"{each.title}, from {marked_start(then, each, marks)}"


def _cost_after(plan: Plan, then: Plan, cost: Amount, marks: Marks) -> str:
    """The whole cost after a failure, and how much it adds to that of the plan, if both are known."""
    before = total_cost(plan)
    paid = list(certainties_of((*yet_to_start(plan), *yet_to_start(then)), *price_keys(plan)))
    in_all = marked(cost, mark_beside(plan, paid, marks) if format_amount(cost) != NOT_KNOWN else "")
    if cost.unknown or before.unknown:
        return NOT_KNOWN if in_all == NOT_KNOWN else f"{in_all} in all{_by_employer(plan)}"
    more = _more_or_less(cost.cents - before.cents, mark_beside(plan, paid, marks))
    return f"{in_all} in all, {more}{_by_employer(plan)}"


# --- other plans ---


def other_plans_section(plan: Plan, marks: Marks = MARKS) -> Section | None:
    """The other plans, the best first, and why there are no more; None where none were asked for."""
    rows = [
        (f"{month_name(other.plan.finish)}{mark_of_finish(other.plan, marks)}", _in_words(plan, other, marks))
        for other in plan.other_plans
        if other.plan.finish is not None
    ]
    if plan.no_further_plan is not None:
        rows.append(("no more", plan.no_further_plan))
    return Section("Other plans", "other modules or another order of awards", tuple(rows)) if rows else None


def _in_words(plan: Plan, other: OtherPlan, marks: Marks) -> str:
    modules = ", ".join(f"{name} ({months})" for months, name in months_of(other.plan, marks))
    return "; ".join((figures_of(plan, other, marks), *other.differences, modules))


def figures_of(plan: Plan, other: OtherPlan, marks: Marks = MARKS) -> str:
    """How much later another plan ends, how much more it costs, and that it may not be the best that is left."""
    proved = "" if other.plan.status is Status.OPTIMAL else " (not proved to be the best that is left)"
    alike = f"; {words}" if (words := alike_in_words(other.plan, plan)) else ""
    cost = "" if other.plan.without_cost else f", {_cost_difference(plan, other, marks)}"
    return f"{later_text(other.months_later)}{cost}{proved}{alike}"


def months_of(plan: Plan, marks: Marks = MARKS) -> list[tuple[str, str]]:
    """The months of each module, and its title with its id."""
    return [
        (
            f"{span_name(each.start, each.end)}{mark(plan, each, *END, marks=marks)}",
            f"{each.title} ({each.module})",
        )
        for each in in_order_of_start(plan)
    ]


def later_text(months: int) -> str:
    """By how many months something ends later, or sooner, in words."""
    if months == 0:
        return "no later"
    return f"{counted(abs(months), 'month')} {'later' if months > 0 else 'sooner'}"


def _cost_difference(plan: Plan, other: OtherPlan, marks: Marks) -> str:
    cents = other.cents_more
    if cents is None:
        return f"the difference in {'fees' if other.plan.spending is None else 'cost'} not known"
    if cents == 0:
        return "the same fees" if other.plan.spending is None else "the same cost"
    paid = certainties_of((*yet_to_start(plan), *yet_to_start(other.plan)), *price_keys(plan))
    return f"{_more_or_less(cents, mark_beside(plan, paid, marks))}{_by_employer(other.plan)}"


# --- other awards and wishes ---


def _alternatives(plan: Plan, marks: Marks) -> Section | None:
    """The other awards of the kind that was asked for: when each could be held, or why not."""
    rows = [
        (
            finish_in_words(plan, other, marks),
            f"{other.title} ({other.id})"
            + (f", {price}" if (price := price_in_words(plan, other, marks)) else "")
            + (f": {why}" if (why := why_not(plan, other, marks)) else ""),
        )
        for other in plan.alternatives
    ]
    return Section(alternatives_heading(plan), "", tuple(rows)) if rows else None


def _ways_out(plan: Plan, marks: Marks) -> Section | None:
    """What would make an impossible request possible, and first what is in the way."""
    rows = [("in the way", change_words.conflict_in_words(plan))] if plan.conflict else []
    rows += _rows(change_words.ways_out(plan, marks)) if plan.relaxations else []
    return Section("What would make it possible", change_words.ways_out_heading(plan), tuple(rows)) if rows else None


def _holding_back(plan: Plan, marks: Marks) -> Section | None:
    rows = tuple(_rows(change_words.holding_back(plan, marks=marks)))
    return Section("What holds you back", change_words.holding_back_heading(plan), rows) if rows else None


def _rows(lines: list[change_words.ChangeLine]) -> list[tuple[str, str]]:
    return [(line.label, line.text) for line in lines]


def _more_or_less(cents: int, mark: str = "") -> str:
    return f"{format_cents(abs(cents))}{mark} {'more' if cents >= 0 else 'less'}"


def _by_employer(plan: Plan) -> str:
    """Say of an amount that an employer pays it; nothing of what the learner pays."""
    return "" if plan.payer == "learner" else f" {WORDS[plan.payer].to_pay}"
