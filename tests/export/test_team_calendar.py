"""The calendar of a team, read back with another library than the one that wrote it."""

from datetime import date
from typing import Any

import pytest
import vobject
from build import award, module
from msgspec.structs import replace
from teams import people, person, plan, team

from mcplanner.export import TEAM_EXPORTERS
from mcplanner.export.ics_team import team_ics
from mcplanner.ground.stages import Basis
from mcplanner.plans.model import Status
from mcplanner.team.model import TeamPlan, TeamProof, TeamStage

COURSES = (module("a", 13, 3, sessions=["tue 18:30-21:30"]), award("x", ["a"]))


@pytest.fixture(scope="module")
def made() -> TeamPlan:
    """Two who take the same in turn, for only one of them may be in class, and one who is in too much of a hurry."""
    return plan(team([*people(2, "x"), person("Z", "x", by="2027-01")], in_class=1), *COURSES)


def entries(made: TeamPlan) -> list[Any]:
    read = vobject.readOne(team_ics(made))
    return [*read.contents["vevent"], *read.contents["vtodo"]]


def test_each_entry_has_the_name_of_whose_it_is(made: TeamPlan) -> None:
    runs = {each.summary.value: (each.dtstart.value, each.dtend.value) for each in entries(made) if each.name == "VEVENT"}
    first, second = (date(2027, 1, 1), date(2027, 4, 1)), (date(2027, 4, 1), date(2027, 7, 1))
    assert [runs["Ada: The a"], runs["Ben: The a"]] in ([first, second], [second, first])
    assert {"Ada: Class: The a", "Ben: Class: The a", "Ada: Apply: The a", "Ben: Earned: The x"} <= runs.keys()
    for entry in entries(made):
        (name,) = entry.categories.value
        assert entry.summary.value.startswith(f"{name}: ")
        for alarm in entry.contents.get("valarm", []):
            assert alarm.description.value == entry.summary.value


def test_ids_are_stable_and_tell_people_apart(made: TeamPlan) -> None:
    ids = [entry.uid.value for entry in entries(made)]
    assert len(set(ids)) == len(ids)
    alone = replace(made, members=made.members[:1])
    assert [entry.uid.value for entry in entries(alone)] == [
        entry.uid.value for entry in entries(made) if entry.categories.value == ["Ada"]
    ]
    assert TEAM_EXPORTERS[".ics"].export(made) == team_ics(made)


def test_who_comes_later_for_the_others_has_no_worse_proof(made: TeamPlan) -> None:
    """What one has is a part of what is proved for all; where that is open, the entries say so of the team."""
    assert not any("not proved" in entry.description.value for entry in entries(made))
    gap = replace(made, status=Status.FEASIBLE, proof=(TeamProof(TeamStage.FINISHES, 9, 8, Basis.SEARCH),))
    told = {entry.description.value.splitlines()[-1] for entry in entries(gap) if entry.summary.value.endswith(": The a")}
    assert "The plans of the team are not proved to be the best: all together may finish up to 1 month sooner" in told


def test_it_says_how_far_the_plans_are_proved_and_who_has_none(made: TeamPlan) -> None:
    text = team_ics(made).replace("\r\n ", "").replace("\\,", ",")
    assert "X-WR-CALDESC:proved: no more people can be served," in text
    assert "Not served: Z." in text
