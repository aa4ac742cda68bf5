"""How long `mcplan team` takes, and how far it proves: made-up teams over the catalogue that comes with mcplan.

    python benchmarks/team.py                     three teams of 12 people with two targets each, and three of 100 people
    python benchmarks/team.py --people 30 --seeds 5 --time-limit 60

Each team is drawn from a seed. Everybody needs two targets and has hours a week, both as likely as in `population.py`; one in
three has a date that leaves 3 to 12 months to spare. There are three groups: a half of each may be in class on one evening, and
a third off on one day. The training budget of a year is what the dearest year would cost if everybody studied as if alone;
`--less 10` makes it a tenth less, which is hard: many must wait for the next year.
"""

import argparse
from random import Random
from time import perf_counter, process_time

from msgspec.structs import replace
from population import HOURS, TARGETS

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.funding import load_funding
from mcplanner.files.paths import shipped_catalogue_path, shipped_funding_path
from mcplanner.ground import watch
from mcplanner.ground.months import Month, parse_month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.plans.model import Plan
from mcplanner.pricing.rules import Funding
from mcplanner.team.model import Group, Person, Team, TeamPlan
from mcplanner.team.summary import spent
from mcplanner.team.together import plan_team

START = parse_month("2027-01")
GROUPS = ("early", "late", "night")
IN_CLASS, OFF = 2, 3
"""The part of a group that may be in class on one evening, or off on one day."""


def drawn(size: int, courses: Catalogue, funding: Funding, seed: int) -> Team:
    """A made-up team of so many people."""
    chance = Random(seed)
    planner = Planner(courses, funding)
    people = [_person(number, chance, planner) for number in range(size)]
    groups = [_group(name, people) for name in GROUPS]
    return Team(start=START, people=tuple(people), groups=tuple(groups))


def _person(number: int, chance: Random, planner: Planner) -> Person:
    """Somebody with two targets, who can reach them, and perhaps with a date."""
    while True:
        learner = Learner(
            minutes_per_week=60 * chance.choice(HOURS), residency="citizen", employer="sme", born=chance.randint(1965, 2000)
        )
        targets = _two(chance)
        made = planner.plan(learner, Request(targets, START, seconds=2.0), advice=False)
        if made.finish is not None:
            break
    by = _date(made, chance) if chance.random() < 1 / 3 else None
    return Person(name=f"person {number + 1}", learner=learner, targets=targets, by=by, groups=(GROUPS[number % 3],))


def _two(chance: Random) -> tuple[str, ...]:
    """Two targets that differ."""
    first = second = chance.choice(TARGETS)
    while second == first:
        second = chance.choice(TARGETS)
    return first, second


def _date(made: Plan, chance: Random) -> Month:
    assert made.finish is not None
    return Month(made.finish + chance.randint(3, 12))


def _group(name: str, people: list[Person]) -> Group:
    members = frozenset(number for number, own in enumerate(people) if name in own.groups)
    return Group(
        id=name, title=name, members=members, in_class=max(1, len(members) // IN_CLASS), off=max(1, len(members) // OFF)
    )


def with_budget(team: Team, courses: Catalogue, funding: Funding, less: int) -> Team:
    """The team with a budget for a year: what the dearest year costs if everybody studies as if alone, less some per cent."""
    free = replace(team, groups=())
    dearest = max(each.paid.cents for each in spent(plan_team(courses, free, funding, seconds=20)))
    return replace(team, budget_per_year_cents=dearest * (100 - less) // 100)


def told(made: TeamPlan) -> str:
    """How many are served, how far the stages are proved, and the largest gap."""
    gaps = [f"{proof.stage.value} {'-' if proof.gap is None else f'{proof.gap:.1%}'}" for proof in made.proof]
    return f"{len(made.served)} of {len(made.members)} served, {made.status.value}; gaps: {', '.join(gaps)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="*", default=[12, 100])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--time-limit", type=float, default=None)
    parser.add_argument("--less", type=int, default=0, help="by how many per cent the budget of a year is too small")
    parser.add_argument("--own-work", action="store_true", help="let the limit count this process's work, on a busy machine")
    typed = parser.parse_args()
    if typed.own_work:
        vars(watch)["monotonic"] = process_time
    funding, _ = load_funding(shipped_funding_path(), None)
    courses = load_catalogue(shipped_catalogue_path()).catalogue
    assert courses is not None
    assert funding is not None
    for people in typed.people:
        limit = typed.time_limit or (10.0 if people <= 12 else 120.0)
        for seed in range(typed.seeds):
            team = with_budget(drawn(people, courses, funding, seed), courses, funding, typed.less)
            begun, worked = perf_counter(), process_time()
            made = plan_team(courses, team, funding, seconds=limit)
            seconds = f"{perf_counter() - begun:6.1f} s ({process_time() - worked:.1f} s of work)"
            print(f"{people} people, seed {seed}: {seconds}; {told(made)}", flush=True)


if __name__ == "__main__":
    main()
