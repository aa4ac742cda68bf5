"""Teams against brute force: random tiny ones, of which every way to give each a plan is looked at."""

from hypothesis import event, given, settings
from tiny_teams import Crew, crews

from mcplanner.ground.watch import Watch
from mcplanner.plans.model import Status
from mcplanner.team.together import plan_team


@settings(max_examples=600, report_multiple_bugs=False)
@given(crews())
def test_the_plans_are_the_best_of_all(crew: Crew) -> None:
    best = crew.best()
    made = plan_team(crew.team, crew.cases[0].catalogue, None, Watch(600.0))
    found = tuple(proof.value for proof in made.proof)
    event(f"{best[0]} unserved, {'as alone' if all(p.by == 'bound' for p in made.proof) else 'in conflict'}")
    assert made.status in (Status.OPTIMAL, Status.INFEASIBLE)
    assert found == best
    assert tuple(proof.bound for proof in made.proof) == best
    assert [member.served for member in made.members].count(False) == best[0]
    assert all(member.reason for member in made.unserved)
