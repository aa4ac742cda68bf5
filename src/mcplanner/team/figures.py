"""The figures that a team's plans rest on, and the marks beside what is told of them, as beside one person's plan.

Knows the plans of a team; not where the words go.
"""

from collections.abc import Sequence
from itertools import chain

from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month, month_name
from mcplanner.plans.certainty_words import (
    APPLY,
    END,
    MARKS,
    START,
    Marks,
    certainties_of,
    has_marks,
    mark,
    mark_beside,
    mark_of,
    mark_of_all,
    mark_of_load,
    marked,
    resting_in_words,
    sentence_in_words,
)
from mcplanner.plans.model import Enrolment, Plan, RestsOn, Status
from mcplanner.plans.summary import classes_text, period_text, price_keys, yet_to_start
from mcplanner.team.model import Group, Member, TeamPlan
from mcplanner.team.summary import SharedClass, YearSpent, deadline_in_words, in_class, ways_in_words


def _together(plans: Sequence[Plan]) -> RestsOn:
    """What several plans rest on, and on what of that the last finish and the cost hang."""
    latest = max((plan.finish for plan in plans if plan.finish is not None), default=None)
    found = [(plan.rests_on, plan.finish == latest) for plan in plans if plan.rests_on is not None]
    return RestsOn(
        figures=tuple(dict.fromkeys(chain.from_iterable(each.figures for each, _ in found))),
        finish=tuple(dict.fromkeys(chain.from_iterable(each.finish for each, is_last in found if is_last))),
        cost=tuple(dict.fromkeys(chain.from_iterable(each.cost for each, _ in found))),
    )


class TeamFigures:
    """What the plans of a team rest on: where all of it is alike, that is said once, and nothing is marked."""

    def __init__(self, made: TeamPlan, marks: Marks = MARKS) -> None:
        self._made, self._marks = made, marks
        plans = [member.plan for member in made.served if member.plan is not None]
        enrolments = tuple(chain.from_iterable(plan.enrolments for plan in plans))
        self._all = Plan(Status.FEASIBLE, (), made.team.start, None, enrolments=enrolments, rests_on=_together(plans))

    def in_words(self) -> str | None:
        """How many figures all plans rest on, by certainty, and on which the last finish and the cost hang.

        None if nothing is stated.
        """
        found = self._all.rests_on
        assert found is not None, "they are counted"
        return resting_in_words(found.figures, {"last finish": found.finish, "cost": found.cost}) if found.figures else None

    def of_finish(self, member: Member) -> str:
        """The mark beside the month in which somebody is ready."""
        if member.plan is None or member.plan.rests_on is None or not has_marks(self._all):
            return ""
        return mark_of((figure.certainty for figure in member.plan.rests_on.finish), self._marks)

    def of_latest(self) -> str:
        """The mark beside the month in which the last of all is ready."""
        finishes = [member.plan.finish for member in self._made.served if member.plan and member.plan.finish]
        last = (member for member in self._made.served if member.plan and member.plan.finish == max(finishes, default=None))
        return next(filter(None, map(self.of_finish, last)), "")

    def of_hours(self, member: Member) -> str:
        """The mark beside hours a week that were found."""
        if member.plan is None or member.hours_found is None:
            return ""
        return mark_of_load(self._all, member.plan.enrolments, self._marks)

    def of_cost(self, *members: Member) -> str:
        """The mark beside what some people's modules cost."""
        paid_for = [(each, price_keys(member.plan)) for member in members if member.plan for each in yet_to_start(member.plan)]
        resting = (certainty for each, keys in paid_for for certainty in certainties_of([each], *keys))
        return mark_of(resting, self._marks) if has_marks(self._all) else ""

    def cost(self, amount: Amount, *members: Member) -> str:
        """What some people's modules cost, with its mark."""
        return marked(amount, self.of_cost(*members))

    def paid(self, *years: YearSpent) -> str:
        """What the employer pays in some years, with its mark."""
        amount = sum((year.paid for year in years), Amount())
        return marked(amount, self.of_paid(*years))

    def of_paid(self, *years: YearSpent) -> str:
        """The mark beside what the employer pays in some years."""
        paid_for = [each for year in years for each in year.enrolments]
        return mark_of_all(self._all, paid_for, "fee", "funding", marks=self._marks)

    def of_deadline(self, each: Enrolment) -> str:
        """The mark beside the last day or month to apply."""
        return mark(self._all, each, *APPLY, marks=self._marks)

    def deadline(self, each: Enrolment) -> str:
        """The last day or month to apply with its mark, and for what."""
        return deadline_in_words(each, self.of_deadline(each))

    def of_evenings(self, group: Group, first: Month, last: Month, column: int) -> str:
        """The mark beside how many of a group are in class on the evenings of a column in some months."""
        return mark_of_all(
            self._all, in_class(self._made, group, first, last, column), "sessions", "evenings", marks=self._marks
        )

    def of_period(self, each: Enrolment) -> str:
        """The mark beside when a module runs."""
        return mark(self._all, each, *END, marks=self._marks)

    def of_start(self, each: Enrolment) -> str:
        """The mark beside when a module starts."""
        return mark(self._all, each, *START, marks=self._marks)

    def period(self, each: Enrolment) -> str:
        """When a module runs, with its mark."""
        return period_text(self._all, each, self._marks)

    def times(self, each: SharedClass) -> str:
        """The weekly classes with their marks."""
        return classes_text(self._all, each.enrolment, self._marks)

    def finish(self, member: Member) -> str:
        """The month in which somebody is ready, with its mark."""
        if member.plan is None:
            return "not served"
        return "ready now" if member.plan.finish is None else f"{month_name(member.plan.finish)}{self.of_finish(member)}"

    def reason(self, member: Member) -> str:
        """Why somebody is not served, with the marks of the figures in that."""
        figures = (each for each in member.reason_figures if mark_beside(self._all, each.hangs_on))
        return sentence_in_words(member.reason, figures, self._marks)

    def ways(self, member: Member, arrow: str) -> list[str]:
        """What would help who is not served, with the mark of when everything is done then."""
        return ways_in_words(member, arrow, lambda resting: mark_beside(self._all, resting, self._marks))
