"""What is said above the changes that would make a request possible: no more than is proved."""

import pytest

from mcplanner.ground.months import parse_month
from mcplanner.plans.change_words import ways_out_heading
from mcplanner.plans.model import Plan, Relaxation, Status

START = parse_month("2027-01")


@pytest.mark.parametrize(
    ("settled", "heading"),
    [(True, "all of these together; none of them is enough alone"), (False, "all of these together")],
)
def test_that_none_is_enough_alone_is_said_only_where_it_is_proved(settled: bool, heading: str) -> None:
    alone = tuple(Relaxation(dial, "1", None, None, settled) for dial in ("hours a week", "at once"))
    together = tuple(Relaxation(dial, "1", "2", START, True) for dial in ("hours a week", "at once"))
    made = Plan(Status.INFEASIBLE, (), START, 60, relaxations=alone, joint_change=together)
    assert ways_out_heading(made) == heading
