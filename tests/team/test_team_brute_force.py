"""Teams against brute force: random tiny ones, of which every way to give each a plan is looked at."""

from hypothesis import event, given, settings
from tiny_teams import Crew, crews

from mcplanner.plans.model import Status
from mcplanner.team.model import TeamPlan
from mcplanner.team.together import plan_team


@settings(max_examples=80, report_multiple_bugs=False)
@given(crews())
def test_the_plans_are_the_best_of_all(crew: Crew) -> None:
    best = crew.best()
    made = plan_team(crew.cases[0].catalogue, crew.team, seconds=600)
    found = tuple(proof.value for proof in made.proof)
    proved = made.status in (Status.OPTIMAL, Status.INFEASIBLE)
    in_conflict = any(proof.by != "bound" for proof in made.proof)
    event(f"{best[0]} unserved, {'in conflict' if in_conflict else 'as alone'}, {'' if proved else 'not '}proved")
    assert found >= best
    assert not proved or found == best
    assert_bounds(best, made)
    assert [member.served for member in made.members].count(False) == found[0]
    assert all(member.reason for member in made.unserved)


def assert_bounds(best: tuple[int, ...], made: TeamPlan) -> None:
    """No bound is beyond what there is, as long as the best is equal in the stages before."""
    for stage, proof in enumerate(made.proof):
        if proof.bound is not None and all(own.value == value for own, value in zip(made.proof[:stage], best, strict=False)):
            assert proof.bound <= best[stage]
