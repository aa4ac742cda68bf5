"""Teams from terse Python, and what their plans come to, so that tests read like the specification."""

from collections.abc import Sequence

from build import AMPLE, START, Data, catalogue, learner

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import format_month, parse_month
from mcplanner.learner.model import Learner
from mcplanner.plans.model import Status
from mcplanner.team.model import Group, Person, Seats, Team, TeamPlan
from mcplanner.team.together import plan_team

NAMES = ("Ada", "Ben", "Cy", "Di")


def person(name: str, *targets: str, hours: float | None = 10, by: str | None = None, who: Learner | None = None) -> Person:
    """Somebody whose employer pays, with ten hours a week."""
    own = learner(hours) if who is None else who
    last = None if by is None else parse_month(by)
    return Person(name=name, learner=own.replace(employer="sme"), targets=targets, by=last)


def people(number: int, *targets: str, by: str | None = None) -> list[Person]:
    """So many people who need the same."""
    return [person(name, *targets, by=by) for name in NAMES[:number]]


def team(
    crew: Sequence[Person],
    *,
    in_class: int | None = None,
    off: int | None = None,
    members: Sequence[int] | None = None,
    seats: Sequence[tuple[str, int, str | None]] = (),
    budget: float | None = None,
    per_year: float | None = None,
) -> Team:
    """A team with limits on all of them, or on some by their positions."""
    group = frozenset(range(len(crew)) if members is None else members)
    return Team(
        start=parse_month(START),
        people=tuple(crew),
        groups=(Group(id=None, title="the team", members=group, in_class=in_class, off=off),),
        seats=tuple(
            Seats(module=module, seats=number, start=None if month is None else parse_month(month))
            for module, number, month in seats
        ),
        budget_cents=None if budget is None else round(100 * budget),
        budget_per_year_cents=None if per_year is None else round(100 * per_year),
    )


def plan(made_of: Team, *entries: Data) -> TeamPlan:
    """The plans, however long the machine takes for them."""
    return plan_team(catalogue(*entries), made_of, seconds=AMPLE)


def best(made_of: Team, *entries: Data, finishes: Sequence[str | None], cost: float = 0) -> TeamPlan:
    """The plans, after asserting that they are proved the best and come to what was derived by hand.

    `finishes` are the months in which people are ready, the earliest first; None, at the end, for each who is not served.
    """
    made = plan(made_of, *entries)
    months = sorted(member.plan.finish for member in made.served if member.plan is not None and member.plan.finish is not None)
    found = [format_month(month) for month in months]
    assert [*found, *[None] * len(made.unserved)] == list(finishes)
    assert made.status is (Status.OPTIMAL if made.served else Status.INFEASIBLE)
    assert [proof.value for proof in made.proof] == [proof.bound for proof in made.proof]
    assert made.proof[-1].value == round(100 * cost)
    return made


def courses(*entries: Data) -> Catalogue:
    """A catalogue of entries."""
    return catalogue(*entries)
