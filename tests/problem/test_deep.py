"""Requirements as deep as anyone can write them, and with parts that share their parts: neither stack nor patience ends.

Depth is tested with less stack than it has levels, and sharing by counting how often the time is looked at: never by a clock.
"""

import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from inspect import stack
from itertools import count

import pytest
from build import Data, all_of, any_of, award, best, catalogue, choose, impossible, learner, module, planned, role, violations

from mcplanner.catalogue.counting import holds
from mcplanner.catalogue.model import Catalogue
from mcplanner.explain.obstacles import MOST_CLAUSES
from mcplanner.files.checks import trees
from mcplanner.files.checks.trees import counted_twice
from mcplanner.ground import watch as watches
from mcplanner.ground.months import Month
from mcplanner.ground.recursion import resolve
from mcplanner.ground.time_limit import checkpoint
from mcplanner.planning import planner
from mcplanner.plans.model import Status
from mcplanner.problem.requirement_nodes import (
    HeldNode,
    Threshold,
    bottom_up,
    candidates_of,
    ends_within,
    occurrences,
    satisfied_by,
)
from mcplanner.solvers.bounds.least_weight import LeastWeight

DEEP = 150
"""Levels of requirements within requirements."""

STACK = 130
"""Calls within calls that are left for a plan of so many levels; one without takes two thirds of it."""


@pytest.fixture(autouse=True)
def _nothing_holds_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What holds such plans back takes all the time there is, and on this clock that has no end."""
    monkeypatch.setattr(planner, "what_holds_back", lambda *_: iter(()))


@contextmanager
def little_stack() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(stack()) + STACK)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def chain(size: int, needs: Callable[[int], Data]) -> list[Data]:
    """Modules of 3 hours a week for a month, each with what it asks for of those before it; the first asks for nothing."""
    return [module(f"m{i}", 13, 1, **(needs(i) if i else {})) for i in range(size)]


def before(number: int) -> str:
    return f"m{number - 1}"


CHAINS = {
    "prerequisites": chain(DEEP, lambda i: {"needs": before(i)}),
    "in the other order": chain(DEEP, lambda i: {"needs": before(i)})[::-1],
    "one of two": [*chain(DEEP, lambda i: {"needs": any_of(before(i), "rest")}), module("rest", hours=1300)],
    "skills": chain(DEEP, lambda i: {"needs": {"skill": f"s{i - 1}"}}),
    "awards": chain(DEEP, lambda i: {"needs": f"a{i - 1}"}) + [award(f"a{i}", f"m{i}") for i in range(DEEP)],
    "awards that can expire": chain(DEEP, lambda i: {"needs": f"a{i - 1}"})
    + [award(f"a{i}", f"m{i}", valid_months=2) for i in range(DEEP)],
    "awards within awards": chain(DEEP, lambda i: {"needs": f"a{i - 1}"})
    + [award(f"a{i}", [f"a{i - 1}", f"m{i}"] if i else "m0") for i in range(DEEP)],
}


@pytest.mark.parametrize("entries", CHAINS.values(), ids=CHAINS)
def test_modules_that_need_each_other_may_be_as_many_as_there_are_months(entries: list[Data]) -> None:
    courses = catalogue(*([{**own, "skills": [f"s{own['id'][1:]}"]} if "hours" in own else own for own in entries]))
    with little_stack():
        made = planned(courses, learner(3), f"m{DEEP - 1}")
    assert (made.status, len(made.enrolments)) == (Status.OPTIMAL, DEEP)
    assert made.objective is not None
    assert made.objective.finish_months == DEEP
    assert violations(courses, learner(3), made) == ()


def test_modules_alongside_each_other_may_start_in_one_month() -> None:
    few = 50  # of 3 hours a week, so that they fit into the week
    courses = catalogue(*chain(few, lambda i: {"alongside": [before(i)]}))
    with little_stack():
        made = planned(courses, learner(3 * few), f"m{few - 1}")
    assert made.objective is not None
    assert (made.status, made.objective.finish_months) == (Status.OPTIMAL, 1)


def test_the_way_to_what_stands_in_the_way_is_told_without_its_middle() -> None:
    entries = chain(DEEP, lambda i: {"needs": before(i)})
    with little_stack():
        reason = impossible(catalogue(*entries[1:], module("m0", hours=1300)), learner(3), f"m{DEEP - 1}")
    assert reason.startswith("it needs The m148 (m148), which needs The m147 (m147), which needs ")
    assert reason.endswith("which needs The m1 (m1), which needs The m0 (m0), which needs 100 hours a week, more than your 3")
    assert reason.count("which needs") == MOST_CLAUSES - 1
    assert reason.count("… ") == 1


def nested(size: int, inner: Callable[[str], Data], *more: Data) -> Catalogue:
    """Awards of which each names the one before it in several places; the first asks for `m0`."""
    modules = [module(f"m{i}", 13, 1) for i in range(3)]
    return catalogue(*modules, award("a0", "m0"), *(award(f"a{i}", inner(f"a{i - 1}")) for i in range(1, size)), *more)


NESTED: dict[str, Callable[[str], Data]] = {
    "with and without another": lambda inner: any_of(inner, all_of(inner, "m1")),
    "twice": lambda inner: all_of(any_of(inner, "m1"), any_of(inner, "m2")),
    "in all and any": lambda inner: all_of(inner, any_of(inner, "m1"), any_of(inner, "m2")),
}


@pytest.mark.parametrize("inner", NESTED.values(), ids=NESTED)
def test_what_is_shared_is_looked_at_once(inner: Callable[[str], Data], monkeypatch: pytest.MonkeyPatch) -> None:
    # m0 is enough for each award, and there are as many plain steps as awards times awards: four times as many with twice as
    # many awards. Written out, they would be a million times as long.
    def looks(size: int) -> int:
        looked = count()
        monkeypatch.setattr(watches, "monotonic", lambda: 0.0 * next(looked))
        best(nested(size, inner), learner(6), f"a{size - 1}", finish="2027-01")
        return next(looked)

    assert looks(40) < 5 * looks(20)


def test_a_role_may_ask_for_awards_within_awards() -> None:
    inner = NESTED["with and without another"]
    courses = nested(DEEP, inner, role("r", all_of(f"a{DEEP - 1}", "m2")))
    with little_stack():
        best(courses, learner(6), "r", finish="2027-01")


def test_awards_within_awards_are_earned_by_what_was_passed() -> None:
    inner = NESTED["with and without another"]
    courses = nested(DEEP, inner)
    with little_stack():
        assert holds(courses, f"a{DEEP - 1}", {"m0": (Month(24000),)})
        assert not holds(courses, f"a{DEEP - 1}", {"m1": (Month(24000),)})


def tower(size: int) -> Threshold:
    """Thresholds over 0, 1, 2 and so on, each over the one before too, and in two places."""
    node = Threshold(1, ((1, 0),))
    for number in range(1, size):
        node = Threshold(1, ((1, node), (1, Threshold(2, ((1, node), (1, number)))), (1, HeldNode(None if number % 2 else 3))))
    return node


def test_a_tower_is_walked_from_the_bottom_and_each_part_once() -> None:
    node = tower(DEEP)
    with little_stack():
        found = list(bottom_up(node))
    assert len(found) == len(set(found)) == 2 * DEEP - 1
    place = {each: number for number, each in enumerate(found)}
    assert all(place[part] < place[each] for each in found for _, part in each.parts if isinstance(part, Threshold))
    assert sorted(candidates_of(node)) == list(range(DEEP))
    assert occurrences(node)[0] == 2 ** (DEEP - 1)
    assert ends_within(DEEP, node)


def test_a_tower_of_awards_that_expire_is_satisfied_within_its_windows() -> None:
    # Each level counts what ended at most 2 months before it is earned, and 6 is further than that from 3.
    def of(ends: dict[int, int], size: int = DEEP) -> bool:
        node = Threshold(2, ((1, 0), (1, 1)), valid_months=2)
        for _ in range(size):
            node = Threshold(1, ((1, node), (1, Threshold(2, ((1, node), (1, 2))))), valid_months=2)
        with little_stack():
            return satisfied_by(node, ends)

    assert of({0: 3, 1: 4})
    assert of({0: 3, 1: 5})
    assert not of({0: 3, 1: 6})


def test_the_least_weight_of_a_tower_shares_what_stands_in_many_places() -> None:
    # 0 alone satisfies the tower without held parts, but stands in 2 ** (DEEP - 1) places.
    node = Threshold(1, ((1, 0),))
    for _ in range(DEEP):
        node = Threshold(2, ((1, node), (1, node)))
    with little_stack():
        least = LeastWeight(node, frozenset())
    assert least.of([2**DEEP]) == 2**DEEP
    assert least.of([1]) == 0


@pytest.mark.parametrize(
    ("need", "least"),
    [
        (8, 5),  # the cheapest of 8 credits
        (16, 12),  # 12 and 8 for 7 and 5; both of 8 are 13
        (30, 38),  # most of it: all but the dearer of the two of 8
        (44, 46),  # all of it
    ],
)
def test_the_least_weight_of_credits(need: int, least: int) -> None:
    node = Threshold(need, ((8, 0), (8, 1), (12, 2), (16, 3)))
    assert LeastWeight(node, frozenset()).of([5, 8, 7, 26]) == least


def test_each_question_is_answered_once() -> None:
    asked: list[int] = []

    def ways_up(stairs: int) -> Generator[int, int, int]:
        asked.append(stairs)
        return 1 if stairs < 2 else (yield stairs - 1) + (yield stairs - 2)

    with little_stack():
        assert resolve(10, ways_up, {}) == 89
        resolve(DEEP, ways_up, {})
    assert len(asked) == 11 + DEEP + 1


def test_a_check_gives_up_where_the_ways_to_count_do_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    # Both awards need one of the same two modules twice over: MC313, if it is looked for long enough.
    courses = catalogue(module("a"), module("b"), award("d", all_of(choose(1, "a", "b"), choose(1, "b", "a"), "a")))
    assert [finding.code for finding in counted_twice(courses)] == ["MC313"]
    monkeypatch.setattr(trees, "MOST_LOOKS", 1)
    assert list(counted_twice(courses)) == []


def test_nothing_is_looked_at_where_no_time_was_given() -> None:
    checkpoint()
