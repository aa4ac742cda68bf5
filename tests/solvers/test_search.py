"""The whole search on catalogues of a learner's size, against a plain model; and the same bytes wherever it runs."""

import json
import os
import random
import subprocess
import sys

import pytest
from build import Data, all_of, any_of, award, catalogue, choose, credits, learner, module, month
from commands import SMALL
from msgspec.structs import replace
from textbook_model import Ask, best_values

from mcplanner.ground.months import Month
from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Plan, Status
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import Placement
from mcplanner.solvers import search
from mcplanner.solvers.decide import Turn
from mcplanner.solvers.narrowing import Narrowing
from mcplanner.verify import verify

FIRST = month("2027-01")


def random_ask(seed: int) -> Ask:
    """Six to ten modules, about two in five of them electives and two in five self-paced, an inner and an outer award."""
    dice = random.Random(seed)
    names = [f"m{number}" for number in range(dice.randint(6, 10))]
    entries = [_random_module(dice, name, names[:number]) for number, name in enumerate(names)]
    electives = dice.sample(names, max(2, len(names) * 2 // 5))
    core = [name for name in names if name not in electives]
    half = len(core) // 2 + 1
    entries.append(award("inner", all_of(*core[:half]), "certificate"))
    rest = dice.choice([choose(max(1, len(electives) // 2), *electives), credits(2 + len(electives) // 2, *electives)])
    entries.append(award("outer", all_of("inner", *core[half:], rest)))
    return Ask(
        entries=entries,
        target="outer",
        months=dice.choice([20, 30, 36]),
        budget=dice.choice([360, 480, 600]),
        away=frozenset(dice.sample(range(36), dice.choice([0, 0, 2]))),
    )


def _random_module(dice: random.Random, name: str, earlier: list[str]) -> Data:
    self_paced = dice.random() < 0.4
    months = dice.choice([2, 3, 4])
    data = module(
        name,
        hours=dice.choice([30, 40, 45, 60, 60, 90]),
        months=(months, months + dice.choice([1, 2])) if self_paced else dice.choice([3, 4, 6]),
        fee=dice.choice([450, 600, 900.5, 1200]),
        credits=dice.randint(1, 4),
    )
    if not self_paced:
        data["intakes"] = dice.choice(["apr oct", "apr oct", "jan jul", "jan apr jul oct", "mar sep"]).split()
        data["apply_months_before"] = dice.choice([0, 1, 3])
    if earlier and dice.random() < 0.5:
        chosen = dice.sample(earlier, min(len(earlier), dice.choice([1, 1, 2])))
        data["requires"] = any_of(*chosen) if dice.random() < 0.5 else chosen
    return data


def planned(ask: Ask) -> Plan:
    courses = catalogue(*ask.entries)
    who = Learner(minutes_per_week=ask.budget, away=frozenset(Month(FIRST + offset) for offset in ask.away))
    by = Month(FIRST + ask.months - 1)
    request = Request((ask.target,), FIRST, by)
    made = plan(courses, who, request)
    if made.enrolments:
        assert verify(courses, who, None, request, made) == ()
    return made


@pytest.mark.parametrize("seed", range(16))
def test_the_search_agrees_with_a_plain_model(seed: int) -> None:
    ask = random_ask(seed)
    made = planned(ask)
    expected = best_values(ask)
    if expected is None:
        assert made.status is Status.INFEASIBLE
        return
    assert made.status is Status.OPTIMAL
    assert made.objective is not None
    found = made.objective
    assert (found.finish_months, found.cost_cents, found.minutes_total, found.start_months_total) == expected
    assert made.bound is not None
    assert replace(made.bound, peak_minutes_per_week=found.peak_minutes_per_week) == found
    assert made.bound.peak_minutes_per_week <= found.peak_minutes_per_week


def test_the_seeds_make_possible_and_impossible_cases() -> None:
    """Otherwise the comparison above would compare little."""
    impossible = sum(planned(random_ask(seed)).status is Status.INFEASIBLE for seed in range(16))
    assert 1 <= impossible <= 8


def test_the_same_question_has_the_same_answer_twice() -> None:
    ask = random_ask(3)
    assert planned(ask) == planned(ask)


@pytest.mark.parametrize(
    "asked",
    [
        ["--hours", "8", "--target", "cyber-diploma"],
        ["--by", "2029-12", "--target", "cyber-diploma"],
        ["--hours", "5", "--target", "certificate", "--target", "health-data"],
    ],
    ids=" ".join,
)
def test_separate_runs_print_the_same_bytes(asked: list[str]) -> None:
    command = [sys.executable, "-m", "mcplanner", "plan", "--json", "--start", "2026-12", "-c", str(SMALL), *asked]
    printed = []
    for seed, threads in (("1", "1"), ("2", "8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "COLUMNS": seed * 3}
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        assert done.stderr == b""
        printed.append(json.loads(done.stdout))
        del printed[-1]["holding_back"]  # its questions stop by the clock, which a busy machine leaves less of
    assert json.dumps(printed[0]) == json.dumps(printed[1])
    assert printed[0]["status"] == "optimal"


def test_a_plan_that_ends_after_all_months_that_are_tried_first_is_found_all_the_same() -> None:
    # One after another, thirteen modules of six months end after 78, and nothing ends sooner.
    names = [f"m{number}" for number in range(13)]
    entries = catalogue(*(module(name, 156, 6) for name in names), award("d", all_of(*names)))
    made = plan(entries, learner(6), Request(("d",), FIRST))
    assert made.objective is not None
    assert (made.status, made.objective.finish_months) == (Status.OPTIMAL, 78)
    assert made.objective.finish_months > search.SOON


def test_where_time_has_ended_the_search_modules_start_as_soon_as_they_can() -> None:
    # Found for the cost alone, b waits until month 300. After a, which ends in month 2, it starts in month 2.
    entries = catalogue(module("a", 52, 2), module("b", 52, 2, requires="a"), award("d", all_of("a", "b")))
    problem = build_problem(entries, learner(6), ("d",), FIRST)
    late = (Placement(0, "a", 2, 360), Placement(300, "b", 2, 360))
    found = search.solve(problem, Watch(0), known=search.Solution(late, {}, (), proved=False))
    assert found.schedule == (late[0], replace(late[1], start=2))
    assert not found.proved


@pytest.mark.parametrize("seed", [5, 9, 11, 17])
def test_a_finish_that_stays_open_leaves_time_for_the_cost_and_the_starts(
    seed: int, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each search for a sooner finish takes all the time that it may have, and finds nothing."""

    def take_all_time(narrowing: Narrowing, _: Turn) -> None:
        clock[0] += narrowing._watch.seconds_left
        narrowing.stopped = True

    ask = random_ask(seed)
    best = planned(ask)
    monkeypatch.setattr(Narrowing, "seek", take_all_time)
    made = planned(ask)
    assert made.status is Status.FEASIBLE
    assert [own.stage for own in made.proof if not own.settled] == [Stage.FINISH]
    assert made.objective == best.objective


def test_where_modules_count_once_a_selection_is_placed_by_rules_of_thumb(monkeypatch: pytest.MonkeyPatch) -> None:
    # Two choices of two among the same five: four different modules, and the two hardest of them are avoided if need be.
    modules = [module(name, 26 * hours, 2, evenings=1) for hours, name in enumerate("abcef", 1)]
    entries = catalogue(*modules, award("d", all_of(choose(2, *"abcef"), choose(2, *"abcef"))))
    problem = build_problem(entries, learner(12, evenings=1), ("d",), FIRST)
    assert problem.counts_once
    assert problem.evenings is not None
    monkeypatch.setattr(search, "_any_plan", None)
    found = search.any_plan(problem, Watch(60))
    assert found.schedule is not None
    assert {placement.module for placement in found.schedule} == set("abce")


def test_what_counts_once_before_something_starts_is_left_to_the_engine() -> None:
    modules = [module(name, 26, 2) for name in "abcef"]
    entries = catalogue(
        *modules,
        module("last", 26, 2, requires="inner"),
        award("inner", all_of(choose(2, *"abc"), choose(2, *"bce")), "certificate"),
        award("d", all_of("last")),
    )
    found = search.solve(build_problem(entries, learner(12), ("d",), FIRST), Watch(60))
    assert found.proved
    assert found.schedule is not None
    assert len(found.schedule) == 5
