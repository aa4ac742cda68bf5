"""What is said of a team's plans: the verdict, and how much better each stage may be."""

import pytest
from msgspec.structs import replace
from teams import people, team

from mcplanner.ground.stages import Basis
from mcplanner.plans.model import Relaxation, Status, Target
from mcplanner.team.figures import TeamFigures
from mcplanner.team.model import Member, TeamPlan, TeamProof, TeamStage
from mcplanner.team.summary import gap_in_words, latest, targets_in_words, verdict, ways_in_words


def made(status: Status, *proof: TeamProof) -> TeamPlan:
    crew = team(people(2, "a"))
    return TeamPlan(team=crew, members=tuple(Member(person=own) for own in crew.people), proof=proof, status=status)


@pytest.mark.parametrize(
    ("stage", "value", "bound", "words"),
    [
        (TeamStage.UNSERVED, 3, 1, "up to 2 more may be served"),
        (TeamStage.LATEST, 20, 14, "the last may finish sooner, but not before Feb 2028"),
        (TeamStage.FINISHES, 90, 89, "all together may finish up to 1 month sooner"),
        (TeamStage.UNKNOWN_FEES, 2, 0, "fewer fees may be unknown than 2"),
        (TeamStage.COST, 90_000, 70_050, "it may cost less, but no less than S$700.50"),
        (TeamStage.COST, 90_000, None, "open, as what counts before is not proved"),
    ],
)
def test_how_much_better_a_stage_may_be(stage: TeamStage, value: int, bound: int | None, words: str) -> None:
    proof = TeamProof(stage, value, bound, Basis.SEARCH)
    assert gap_in_words(proof, made(Status.FEASIBLE, proof)) == words
    assert verdict(made(Status.FEASIBLE, proof)) == f"not proved: {words}"


def test_verdicts_without_plans() -> None:
    assert verdict(made(Status.UNKNOWN)) == "none found: the search ended before anybody was planned"
    assert verdict(made(Status.INFEASIBLE)) == "impossible: it is proved that nobody can be served"
    assert verdict(made(Status.FEASIBLE)) == "not proved: fewer hours may be enough for somebody who gave none"
    assert latest(made(Status.UNKNOWN)) is None


def test_who_is_not_served_is_told_by_titles_and_changes() -> None:
    member = replace(made(Status.UNKNOWN).members[0], wanted=(Target("a", "The a", "module"),))
    assert (targets_in_words(member), TeamFigures(made(Status.UNKNOWN)).finish(member)) == ("The a", "not served")
    off, hours = Relaxation("off of Line A", "1", "2", None), Relaxation("hours a week", "2", "3", None)
    assert ways_in_words(member, "->") == []
    first, second = ways_in_words(replace(member, changes=(off, hours)), "->")
    assert (first.split(", ")[0], second.split(", ")[0]) == ("off of Line A 1 -> 2", "hours a week 2 -> 3")
    (together,) = ways_in_words(replace(member, joint_change=(off, hours)), "->")
    assert together.split(", ")[0] == "off of Line A 1 -> 2 and hours a week 2 -> 3 together"
    assert [TeamProof(TeamStage.COST, 200, bound).gap for bound in (None, 150, 200)] == [None, 0.25, 0.0]
    assert TeamProof(TeamStage.COST, 0, 0).gap == 0.0
