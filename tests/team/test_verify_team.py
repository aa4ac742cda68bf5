"""The verifier of what a team shares: plans that keep the limits, and plans that break one each."""

import pytest
from build import catalogue, learner, module
from teams import people, person, team

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import parse_month
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.plans.model import Plan
from mcplanner.team.model import Team
from mcplanner.team.verify import verify_team

TUESDAYS = module("a", 13, 2, sessions=["tue 18:30-21:30"], fee=100)
WORKSHOP = module("w", 8, 1, days=1)
COURSE = module("r", 13, 2, runs={"2027-01": None, "2027-05": None})


def alone(made_of: Team, courses: Catalogue) -> dict[int, Plan]:
    """Everybody's plan, as if alone."""
    planner = Planner(courses)
    return {
        number: planner.plan(own.learner, Request(own.targets, made_of.start, own.by), advice=False)
        for number, own in enumerate(made_of.people)
    }


def broken(made_of: Team, courses: Catalogue) -> list[tuple[str, str]]:
    learners = [own.learner for own in made_of.people]
    return [(each.rule, each.text) for each in verify_team(made_of, courses, None, learners, alone(made_of, courses))]


COURSES = catalogue(TUESDAYS, WORKSHOP, COURSE)


@pytest.mark.parametrize(
    ("made_of", "rule"),
    [
        (team(people(2, "a"), in_class=1), "in class"),
        (team(people(2, "w"), off=1), "off"),
        (team(people(2, "a"), seats=[("a", 1, None)]), "seats"),
        (team(people(2, "a"), seats=[("a", 3, None), ("a", 1, "2027-01")]), "seats"),
        (team(people(2, "a"), budget=150), "budget"),
        (team(people(2, "a"), per_year=150), "budget"),
    ],
)
def test_two_best_plans_break_a_limit_of_one(made_of: Team, rule: str) -> None:
    assert [found for found, _ in broken(made_of, COURSES)] == [rule]


def test_what_is_enough_for_two_is_kept() -> None:
    enough = team(people(2, "a", "w"), in_class=2, off=2, seats=[("a", 2, None)], budget=200, per_year=200)
    assert broken(enough, COURSES) == []


def test_a_run_has_its_seats_and_those_of_its_twins() -> None:
    run = {"start": "2027-01-04", "end": "2027-02-26", "seats": 1}
    full = catalogue(COURSE | {"runs": [run]})
    assert broken(team(people(2, "r")), full) == [("seats", "2 begin r in 2027-01; the run has 1 seats")]
    assert broken(team(people(2, "r")), catalogue(COURSE | {"runs": [run, run]})) == []
    unlimited = {key: value for key, value in run.items() if key != "seats"}
    assert broken(team(people(2, "r")), catalogue(COURSE | {"runs": [run, unlimited]})) == []


def test_each_run_of_a_day_is_counted_by_itself() -> None:
    """Two are on Mondays and one on Tuesdays, which is what there is; a second one on Tuesdays is too many."""
    month = {"start": "2027-01-04", "end": "2027-02-26"}
    runs = [month | {"sessions": ["mon 18:30-21:30"], "seats": 2}, month | {"sessions": ["tue 18:30-21:30"], "seats": 1}]
    courses = catalogue(COURSE | {"runs": runs})
    mondays, tuesdays = learner(10), learner(10, busy="mon 18:00-22:00")
    crew = [person(name, "r", who=own) for name, own in zip("ABCD", (mondays, mondays, tuesdays, tuesdays), strict=True)]
    assert broken(team(crew[:3]), courses) == []
    assert broken(team(crew), courses) == [("seats", "2 begin r in 2027-01; the run has 1 seats")]


def test_a_date_that_is_missed_and_a_fee_that_nobody_knows() -> None:
    late = team([person("Ada", "a", by="2027-01")])
    plans = alone(team([person("Ada", "a")]), COURSES)
    (found,) = verify_team(late, COURSES, None, [late.people[0].learner], plans)
    assert (found.rule, found.text) == ("date", "Ada is not ready by 2027-01")
    unknown = catalogue(TUESDAYS | {"fee": "unknown"})
    assert broken(team(people(1, "a"), budget=500), unknown) == [("budget", "nobody knows what a costs")]


def test_a_run_of_days_takes_those_days() -> None:
    """Two runs of a day each; both people are off on the 5th, and nobody on the 6th."""
    runs = [{"start": "2027-01-05", "end": "2027-01-05"}, {"start": "2027-03-06", "end": "2027-03-07"}]
    assert [rule for rule, _ in broken(team(people(2, "w"), off=1), catalogue(WORKSHOP | {"runs": runs}))] == ["off"]
    weekend = catalogue(WORKSHOP | {"runs": runs[1:]})
    assert broken(team(people(2, "w"), off=1), weekend) == []
    assert parse_month("2027-03") == alone(team(people(1, "w")), weekend)[0].finish
