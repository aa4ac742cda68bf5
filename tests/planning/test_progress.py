"""What Ctrl-C does to a search that tells how far it is."""

import signal

from build import award, catalogue, learner, module, month

from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Status


def test_ctrl_c_as_soon_as_a_search_tells_of_itself_shows_the_plan_found_by_then() -> None:
    five = [(26, 4), (20, 3), (20, 3), (40, 3), (60, 3)]  # neither a first plan nor bounds settle when these can end
    names = [f"m{number}" for number in range(len(five))]
    courses = catalogue(*(module(name, *own) for name, own in zip(names, five, strict=True)), award("d", names))
    heard = []

    def press(stage: str, *_: object) -> None:
        heard.append(stage)
        if len(heard) == 1:
            signal.raise_signal(signal.SIGINT)

    made = plan(courses, learner(7), Request(("d",), month("2027-01")), listener=press)
    assert heard == ["finish"]
    assert (made.status, len(made.enrolments), made.interrupted) == (Status.FEASIBLE, 5, True)
    assert plan(courses, learner(7), Request(("d",), month("2027-01"))).status is Status.OPTIMAL
