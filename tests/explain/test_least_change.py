"""The first step that works, where some questions are not settled."""

from collections.abc import Sequence

from build import catalogue, learner, module, planned
from msgspec.structs import replace

from mcplanner.explain.least_change import MOST_UNSETTLED, LeastChange, least_change, least_change_for_a_plan
from mcplanner.explain.wish import Asked, Changed, OneOf, Steps
from mcplanner.ground.months import parse_month
from mcplanner.learner.request import Request
from mcplanner.plans.model import Plan, Status

STEPS = 1_000


def step(number: int) -> Changed:
    """A change that is told, and asked about, by its number alone."""
    return str(number), Asked(learner(1).replace(at_once=number + 1), Request(("a",), parse_month("2027-01")))


def least(works_from: int, unsettled_from: int) -> tuple[str | None, bool, int]:
    """The step that was found of a thousand, whether it is proved, and how many questions were asked."""
    asked: list[int] = []

    def is_possible(asking: Asked) -> bool | None:
        assert asking.learner.at_once is not None
        asked.append(asking.learner.at_once - 1)
        return True if asked[-1] >= works_from else None if asked[-1] >= unsettled_from else False

    found = least_change(Steps(STEPS, step), is_possible)
    return None if found.changed is None else found.changed[0], found.proved, len(asked)


def test_where_all_is_settled_the_least_is_found() -> None:
    assert least(works_from=617, unsettled_from=617) == ("617", True, 11)
    assert least(works_from=STEPS, unsettled_from=STEPS) == (None, True, 1)


def test_a_few_that_are_not_settled_are_passed_over() -> None:
    """Halving asks for 613, 615 and 616 at last, of which none is settled; what is below them does not work."""
    assert least(works_from=617, unsettled_from=613)[:2] == ("617", False)


def test_where_most_is_not_settled_something_is_told_that_works_before_all_is_asked() -> None:
    found, proved, questions = least(works_from=990, unsettled_from=0)
    assert found is not None
    assert (int(found) >= 990, proved) == (True, False)
    assert questions == 1 + MOST_UNSETTLED


def test_of_steps_that_are_alike_one_is_asked_about_and_of_those_like_no_change_none() -> None:
    """Steps count in hundreds: those below 100 change nothing, and of the other nine hundreds halving asks about four."""
    asked: list[int] = []

    def is_possible(asking: Asked) -> bool:
        assert asking.learner.at_once is not None
        asked.append(asking.learner.at_once - 1)
        return asked[-1] >= 700

    found = least_change(Steps(STEPS, step, alike=lambda number: max(0, number) // 100), is_possible)
    assert found.changed is not None
    assert (found.changed[0], found.proved) == ("700", True)
    assert [number // 100 for number in asked] == [9, 5, 7, 6]
    assert least_change(Steps(50, step, alike=lambda _: None), is_possible) == LeastChange(None, proved=True)


def test_of_several_kinds_those_are_asked_about_that_may_do_with_fewer_steps() -> None:
    """All work from step 40 on, which the first does; the second changes nothing by then, and the third is asked alone."""
    asked: list[tuple[int, ...]] = []

    def kind(first: int) -> Steps:
        return Steps(100, lambda number: (f"{first}: {number}", step(number)[1]), alike=lambda number: number >= first)

    def together(places: Sequence[int], number: int) -> Asked:
        asked.append(tuple(places))
        return step(number)[1]

    one_of = OneOf([kind(40), kind(60), kind(20)], together)
    found = least_change(one_of, lambda asking: asking.learner.at_once is not None and asking.learner.at_once > 40)
    assert found == LeastChange(("40: 40", step(40)[1]), proved=True)
    assert asked == [(0, 1, 2)]


NEEDING_THREE = Steps(STEPS, step, lambda _: 3)
"""Steps of which every plan needs the one numbered 3."""

MADE = planned(catalogue(module("a")), learner(2), "a")


def test_no_plan_is_sought_where_it_is_not_settled_that_there_is_one() -> None:
    def never(_: Asked) -> Plan:
        raise AssertionError("a plan was sought")

    assert least_change_for_a_plan(NEEDING_THREE, lambda _: None, never) == LeastChange(None, proved=False)
    assert least_change_for_a_plan(NEEDING_THREE, lambda _: False, never) == LeastChange(None, proved=True)


def test_where_no_plan_was_found_in_time_all_steps_are_left() -> None:
    late = Plan(Status.UNKNOWN, (), parse_month("2027-01"), None)
    found = least_change_for_a_plan(NEEDING_THREE, lambda _: True, lambda _: late)
    assert found == LeastChange(step(0), proved=True)


def test_no_step_is_asked_about_that_is_greater_than_a_plan_needs() -> None:
    asked: list[int | None] = []

    def is_possible(asking: Asked) -> bool:
        asked.append(asking.learner.at_once)
        return asked[-1] in (STEPS, 4)

    assert least_change_for_a_plan(NEEDING_THREE, is_possible, lambda _: MADE) == LeastChange(step(3), proved=True)
    assert asked == [STEPS, 2, 3]


def test_a_step_that_is_not_proved_the_least_is_what_a_plan_with_it_needs() -> None:
    """Plans up to step 800 need 700, the greatest needs 900; whether less than 750 will do is never settled."""

    def needed(made: Plan) -> int:
        return 700 if made.start == parse_month("2027-01") else 900

    def is_possible(asking: Asked) -> bool | None:
        return True if (asking.learner.at_once or 0) > 750 else None

    def attempt(asking: Asked) -> Plan:
        return MADE if (asking.learner.at_once or 0) <= 800 else replace(MADE, start=parse_month("2027-02"))

    assert least_change_for_a_plan(Steps(STEPS, step, needed), is_possible, attempt) == LeastChange(step(700), proved=False)


def test_nor_is_one_of_a_kind_of_change() -> None:
    asked: list[int | None] = []

    def is_possible(asking: Asked) -> bool:
        asked.append(asking.learner.at_once)
        return asked[-1] in (STEPS, 4)

    one_of = OneOf([NEEDING_THREE], lambda _, number: step(number)[1])
    assert least_change_for_a_plan(one_of, is_possible, lambda _: MADE) == LeastChange(step(3), proved=True)
    assert asked == [STEPS, 2, 3]
