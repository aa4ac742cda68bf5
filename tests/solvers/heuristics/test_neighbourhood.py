"""Improving a large plan near itself: a catalogue whose best plan is plain to see, and what stays as it is."""

from collections.abc import Callable

import pytest
from build import award, best, catalogue, learner, module, month

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import stage_value
from mcplanner.problem.model import Schedule
from mcplanner.solvers import narrowing, search
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.cpsat.engine import EngineModel
from mcplanner.solvers.decide import LARGE, Turn
from mcplanner.solvers.heuristics.greedy import first_plan
from mcplanner.solvers.heuristics.neighbourhood import Tries, find_sooner

NAMES = [f"m{number}" for number in range(45)]
COURSES = catalogue(
    *(module(name, 13 * (7, 5, 5)[number % 3], 3) for number, name in enumerate(NAMES)),
    award("d", list(NAMES)),
)
WHO = learner(17)
"""Fifteen modules of 7 hours a week and thirty of 5, three months each, and 17 hours a week: one of 7 and two of 5 fill every
quarter, fifteen quarters in all. Two of 7 side by side leave 3 hours that nothing uses, and rules of thumb begin with that.
"""

PROBLEM = build_problem(COURSES, WHO, ("d",), month("2027-01"))


@pytest.fixture(scope="module")
def first() -> Schedule:
    found = first_plan(PROBLEM, Bounds(PROBLEM))
    assert found is not None
    return found


def finish(schedule: Schedule) -> int:
    return stage_value(PROBLEM, schedule, Stage.FINISH)


def test_a_plan_near_the_first_finishes_sooner(first: Schedule) -> None:
    assert len(NAMES) > LARGE
    assert finish(first) > 45, "the first plan is the best already: this shows nothing any more"
    improved = find_sooner(PROBLEM, first, low=45, tries=Tries(0.04, 100, 1), watch=Watch(600))
    assert finish(improved) == 45
    assert improved == find_sooner(PROBLEM, first, low=45, tries=Tries(0.04, 100, 1), watch=Watch(600))


def test_without_time_or_tries_the_plan_stays(first: Schedule) -> None:
    interrupted = Watch(60)
    interrupted.interrupt()
    for tries, watch in ((0, Watch(60)), (100, Watch(0)), (100, interrupted)):
        assert find_sooner(PROBLEM, first, low=45, tries=Tries(0.04, tries, 1), watch=watch) == first


def test_ctrl_c_in_a_try_keeps_the_plan_and_ends_the_search(first: Schedule, monkeypatch: pytest.MonkeyPatch) -> None:
    solve: Callable[..., object] = EngineModel.solve
    tried = []

    def interrupted_at_last(*arguments: object, **named: object) -> object:
        tried.append(arguments)
        if len(tried) == 3:
            watch.interrupt()
        return solve(*arguments, **named)

    monkeypatch.setattr(EngineModel, "solve", interrupted_at_last)
    watch = Watch(60)
    kept = find_sooner(PROBLEM, first, low=0, tries=Tries(0.04, 100, 1), watch=watch)
    assert watch.interrupted
    assert len(tried) == 3
    assert finish(kept) <= finish(first)


def test_the_whole_search_finds_and_proves_it() -> None:
    best(COURSES, WHO, "d", finish="2030-09", peak=17)


def test_what_few_changes_do_not_find_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(narrowing, "TRIES_IN_VAIN", 0)
    found = search.solve(PROBLEM, Watch(60), through=Stage.FINISH)
    assert found.schedule is not None
    assert finish(found.schedule) == 45
    assert found.proved


def test_when_time_is_up_after_improving_nothing_more_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(60)

    def interrupted(own: narrowing.Narrowing) -> Schedule:
        watch.interrupt()
        return own.schedule

    ask, asked = narrowing.Narrowing._ask, list[Turn]()

    def ask_after_the_first(own: narrowing.Narrowing, turn: Turn) -> None:
        if asked:
            ask(own, turn)
        asked.append(turn)

    monkeypatch.setattr(narrowing.Narrowing, "_raise_by_duals", lambda _: None)
    monkeypatch.setattr(narrowing.Narrowing, "_sooner", interrupted)
    monkeypatch.setattr(narrowing.Narrowing, "_ask", ask_after_the_first)
    monkeypatch.setattr(narrowing, "Within", None)
    found = search.solve(PROBLEM, watch, through=Stage.FINISH)
    assert found.schedule is not None
    assert not found.proved
