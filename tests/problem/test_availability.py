"""Modules that are alike have the same options: what is worked out once is what each would have by itself."""

import pytest
from build import Data, catalogue, learner, module, month

from mcplanner.catalogue.model import Catalogue
from mcplanner.learner.absence import parse_away
from mcplanner.learner.busy import parse_busy_time
from mcplanner.learner.model import Learner
from mcplanner.problem.availability import Openings
from mcplanner.problem.model import Obstacle

FIRST = month("2027-01")
RUNS = {"2027-03": None, "2027-09": "2027-01"}
MODULES: list[Data] = [
    module("plain"),
    module("again"),
    module("longer", 39, 3),
    module("paced", 26, (2, 4)),
    module("intakes", intakes="apr oct"),
    module("later", intakes="apr oct", apply=5),
    module("runs", runs=RUNS),
    module("then", runs=RUNS, then=["mar"]),
    module("days", days=2),
    module("classes", sessions=["tue 18:30-20:00"]),
    module("pinned"),
    module("applied", intakes="feb jul", apply=6),
    module("held"),
]
WHO = learner(6, pins={"pinned": "2027-05"}, held={"held": "2027-02"})


@pytest.mark.parametrize(
    "who",
    [
        WHO,
        WHO.replace(applied={"applied": month("2027-02")}),
        WHO.replace(half_days_off=2),
        WHO.replace(busy=(parse_busy_time("tue 18:00-22:00 in 2027-02..2027-06"),)),
        WHO.replace(away=frozenset(parse_away("2027-03-01..2027-03-05"))),
    ],
    ids=["plain", "applied", "days off", "busy", "away"],
)
def test_options_of_many_modules_are_those_of_each_alone(who: Learner) -> None:
    courses = catalogue(*MODULES)

    def openings() -> Openings:
        return Openings.of(courses, who, FIRST, 24, {}, ())

    together = openings()
    found = [together.options(each) for each in courses.modules]
    assert found == [openings().options(each) for each in courses.modules]
    assert len(set(map(str, found))) > 5


def starts_of(courses: Catalogue, who: Learner, horizon: int) -> list[tuple[int, tuple[int, ...]]]:
    """The months and the starts of each option of the only module."""
    found = Openings.of(courses, who, FIRST, horizon, {}, ()).options(courses.modules[0])
    assert not isinstance(found, Obstacle)
    return [(option.months, option.starts) for option in found]


def test_a_start_is_left_where_no_month_up_to_the_end_is_too_full() -> None:
    # Of twelve months the fifth is away and the ninth has too few hours: three months fit before, between and after.
    who = learner(6).replace(away=frozenset(parse_away("2027-05")), minutes_in={month("2027-09"): 60})
    assert starts_of(catalogue(module("plain", 39, 3)), who, 12) == [(3, (0, 1, 5, 9))]


def test_a_pace_that_asks_more_than_any_month_has_is_no_option() -> None:
    # 26 hours in one month are 6 a week, in two months 3, of which there are 4.
    assert starts_of(catalogue(module("paced", 26, (1, 2))), learner(4), 4) == [(2, (0, 1, 2))]
