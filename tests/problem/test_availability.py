"""Modules that are alike have the same options: what is worked out once is what each would have by itself."""

import pytest
from build import Data, catalogue, learner, module, month

from mcplanner.learner.absence import parse_away
from mcplanner.learner.busy import parse_busy_time
from mcplanner.learner.model import Learner
from mcplanner.problem.availability import Openings

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
