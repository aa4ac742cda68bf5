"""What would make an impossible request possible: each dial alone solved by hand, and random cases by brute force."""

import json
import signal
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from itertools import combinations as combinations_of
from typing import Any

import pytest
from build import AMPLE, all_of, any_of, award, catalogue, learner, module, planned
from commands import PLAN_SMALL, run
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_cases import cases, combinations, unknown_cases
from tiny import Case

from mcplanner.catalogue.model import MODES, Catalogue
from mcplanner.explain.joint_change import joint_change
from mcplanner.explain.relaxations import Asking, AskingOf, Possible, conflict, relaxations
from mcplanner.explain.time_wishes import MOST_MINUTES
from mcplanner.explain.wish import NO_LIMIT
from mcplanner.explain.wishes import ANY_MODE, MOST_CENTS
from mcplanner.export.html_plan import plan_html
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import Month, format_month, month_name, parse_month
from mcplanner.ground.numbers_text import counted, days_text, hours_counted, load_text
from mcplanner.ground.watch import Watch
from mcplanner.learner.absence import away_in_words, parse_away
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning import inquiry, planner
from mcplanner.planning.planner import plan
from mcplanner.planning.single_request import Planning
from mcplanner.plans.model import Plan, Relaxation, Status
from mcplanner.plans.summary import spans_in_words
from mcplanner.pricing.price import Pricing
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.search import Solution, solve

TWO = catalogue(module("a"), module("b"))
"""Two modules of 2 hours a week over 3 months: side by side at 4 hours until March, one after the other at 2 until June."""


def changes(courses: Catalogue, who: Learner, *targets: str, **asked: str) -> dict[str, tuple[str, str | None, str | None]]:
    """What each dial says: how it stands, the least change, and the finish with it; after asserting that all is impossible."""
    made = planned(courses, who, *targets, **asked)  # type: ignore[arg-type]
    assert made.status is Status.INFEASIBLE
    assert len({each.dial for each in made.relaxations}) == len(made.relaxations)
    for each in made.relaxations:
        assert (each.to is None) == (each.finish is None)
    return {
        each.dial: (each.now, each.to, None if each.finish is None else format_month(each.finish)) for each in made.relaxations
    }


def asking(possible: Possible, made: Plan) -> AskingOf:
    """How to ask, where every plan that is sought is the one given."""
    return lambda *_: Asking(possible, lambda *_: made, lambda *_: made, lambda: made)


def conflict_of(courses: Catalogue, who: Learner, *targets: str, **asked: str) -> str | None:
    made = planned(courses, who, *targets, **asked)  # type: ignore[arg-type]
    assert made.status is Status.INFEASIBLE
    return made.conflict


# --- Each dial alone ----------------------------------------------------------------------------------------------------------


def test_hours_and_by() -> None:
    # By March both must run at once: 4 hours. At 2 hours they take until June.
    assert changes(TWO, learner(2), "a", "b", by="2027-03") == {
        "hours a week": ("2", "4", "2027-03"),
        "by": ("2027-03", "2027-06", "2027-06"),
    }
    assert conflict_of(TWO, learner(2), "a", "b", by="2027-03") == "with 2 hours a week, done by Mar 2027"


@pytest.mark.parametrize(("hours", "now", "to"), [(3.95, "3.95", "4"), (0.5, "0.5", "4"), (3.9, "3.9", "4")])
def test_hours_are_turned_in_tenths(hours: float, now: str, to: str) -> None:
    assert changes(TWO, learner(hours), "a", "b", by="2027-03")["hours a week"] == (now, to, "2027-03")


def test_hours_rounded_up_to_the_next_tenth() -> None:
    # 150 hours in 26 weeks are 347 minutes a week, 5.78 hours: 5.8 is the next tenth.
    courses = catalogue(module("a", 150, 6))
    assert changes(courses, learner(5), "a") == {"hours a week": ("5", "5.8", "2027-06")}


def test_hours_raise_months_that_have_more_but_none_that_has_few() -> None:
    # February has 1 hour whatever is usual. A start in March ends in May, later than asked for: no hours help, nor can the two
    # run at once by April.
    who = learner(2, hours_in={"2027-02": 1})
    assert changes(TWO, who, "a", by="2027-04")["hours a week"] == ("2", None, None)
    # January has 3 hours: raised to 4 as the others are.
    who = learner(2, hours_in={"2027-01": 3})
    assert changes(TWO, who, "a", "b", by="2027-03")["hours a week"] == ("2", "4", "2027-03")


def test_hours_of_some_months() -> None:
    # Two hours in February do not let a module of 3 hours run there: it could start in March at the soonest, and end in May.
    courses = catalogue(module("a", 39, 3))
    for hours in (None, 3.0):
        found = changes(courses, learner(hours, hours_in={"2027-02": 2}), "a", by="2027-03")
        assert found.pop("hours a week", None) == (None if hours is None else ("3", None, None))
        assert found == {
            "other hours a week": ("2 in 2027-02", "at least 3", "2027-03"),
            "by": ("2027-03", "2027-05", "2027-05"),
        }
        words = conflict_of(courses, learner(hours, hours_in={"2027-02": 2}), "a", by="2027-03")
        assert words == "with other hours a week (2 in Feb 2027), done by Mar 2027"


def test_by_alone_where_hours_cannot_help() -> None:
    # a takes until March, however many hours there are.
    assert changes(TWO, learner(2), "a", by="2027-02") == {
        "hours a week": ("2", None, None),
        "by": ("2027-02", "2027-03", "2027-03"),
    }
    assert conflict_of(TWO, learner(2), "a", by="2027-02") == "done by Feb 2027"


@pytest.mark.parametrize("hours", [None, 10])
def test_by_is_the_least_even_where_something_else_comes_first(hours: float | None) -> None:
    # 52 hours can be done in 2 months at 6 hours a week, or over 4 at 3, which is what is preferred. By January neither is; by
    # February the first.
    made = planned(catalogue(module("a", 52, (2, 4))), learner(hours), "a", by="2027-01", prefer="load")
    assert made.status is Status.INFEASIBLE
    assert {each.dial: each.to for each in made.relaxations}["by"] == "2027-02"


def test_start() -> None:
    # b follows a: six months. From March to July there are five; a start in February is early enough, in January not needed.
    courses = catalogue(module("a"), module("b", needs="a"))
    found = changes(courses, learner(10), "b", start="2027-03", earliest="2027-01", by="2027-07")
    assert found == {
        "hours a week": ("10", None, None),
        "by": ("2027-07", "2027-08", "2027-08"),
        "start": ("2027-03", "2027-02", "2027-07"),
    }
    words = conflict_of(courses, learner(10), "b", start="2027-03", earliest="2027-01", by="2027-07")
    assert words == "done by Jul 2027, starting in Mar 2027"


def test_start_reaches_applications_that_closed() -> None:
    # Three months before April is January: from February on the only run is closed.
    courses = catalogue(module("a", runs={"2027-04": "2027-01"}))
    found = changes(courses, learner(2), "a", start="2027-03", earliest="2026-12")
    assert found == {"hours a week": ("2", None, None), "start": ("2027-03", "2027-01", "2027-06")}
    assert conflict_of(courses, learner(2), "a", start="2027-03", earliest="2026-12") == "starting in Mar 2027"


def test_start_cannot_help_where_it_is_not_early_enough() -> None:
    courses = catalogue(module("a", runs={"2027-04": "2026-12"}))
    assert changes(courses, learner(2), "a", start="2027-03", earliest="2027-01")["start"] == ("2027-03", None, None)


def test_away() -> None:
    # a runs from January to March: away in February it cannot; that the learner is away in May, too, does not matter.
    courses = catalogue(module("a", runs={"2027-01": None}))
    assert changes(courses, learner(2, away="2027-02 2027-05"), "a") == {
        "hours a week": ("2", None, None),
        "away": ("2027-02, 2027-05", "not away in 2027-02", "2027-03"),
    }
    assert conflict_of(courses, learner(2, away="2027-02 2027-05"), "a") == "away in Feb 2027, May 2027"
    # Away in two of its months, both must be given up.
    assert changes(courses, learner(2, away="2027-02 2027-03 2027-05"), "a")["away"] == (
        "2027-02..2027-03, 2027-05",
        "not away in 2027-02..2027-03",
        "2027-03",
    )


def test_days_away_are_given_up_absence_by_absence() -> None:
    # The run of February begins on the 8th: of three absences that of this day is in the way.
    run = {"start": "2027-02-08", "end": "2027-02-26"}
    courses = catalogue({**module("a", 4, 1), "runs": [run]})
    who = learner(6, away="2027-05").replace(away=frozenset([*parse_away("2027-02-01..2027-02-08"), date(2027, 2, 11)]))
    assert changes(courses, who, "a") == {
        "hours a week": ("6", None, None),
        "away": ("2027-02-01..2027-02-08, 2027-02-11", "not away on 2027-02-01..2027-02-08", "2027-02"),
    }
    assert conflict_of(courses, who, "a") == "away on 1 Feb 2027 to 8 Feb 2027, 11 Feb 2027"


def test_hours_are_raised_so_far_that_an_absence_leaves_enough() -> None:
    # a needs 2 hours a week in January to March. Of 31 days 28 are left in March: 2.3 hours leave 2.07, and 2.2 only 1.98.
    courses = catalogue(module("a", runs={"2027-01": None}))
    who = learner(2).replace(away=frozenset(parse_away("2027-03-01..2027-03-03")))
    assert changes(courses, who, "a", by="2027-03") == {
        "hours a week": ("2", "2.3", "2027-03"),
        "by": ("2027-03", None, None),
        "away": ("2027-03-01..2027-03-03", "not away on 2027-03-01..2027-03-03", "2027-03"),
    }


def test_of_many_months_away_as_few_are_given_up() -> None:
    # Of seven months a needs two, and no single one is enough, so two are the fewest.
    courses = catalogue(module("a", runs={"2027-01": None}))
    away = "2027-02..2027-08"
    assert changes(courses, learner(2, away=away), "a")["away"][1:] == (
        "not away in 2027-02..2027-03",
        "2027-03",
    )


def test_of_many_modules_ruled_out_as_few_are_allowed_with_proof() -> None:
    # Four of them would do for d, or the three that c needs first; with e, which is one module more, neither is left as it is.
    names = "abcdefgh"
    courses = catalogue(
        module("a"),
        module("b"),
        module("c", needs=all_of("f", "g")),
        *(module(name) for name in "defgh"),
        award("x", any_of(all_of("a", "b", "d", "e"), all_of("c", "h"))),
        award("y", all_of("x", "h")),
    )
    made = planned(courses, learner(12, skip=" ".join(names)), "x", by="2027-12")
    (found,) = [each for each in made.relaxations if each.dial == "ruled out"]
    assert (found.to, found.proved) == ("allow a, b, d, e", True)
    made = planned(courses, learner(12, skip=" ".join(names)), "y", by="2027-12")
    (found,) = [each for each in made.relaxations if each.dial == "ruled out"]
    assert (found.to, found.proved) == ("allow c, f, g, h", True)


def test_one_demand_that_is_enough_to_be_in_the_way_is_told_alone() -> None:
    # Three modules of 4 hours a week, one at once by March: too late, but with 3 hours a week none of them can be had at all.
    courses = catalogue(*(module(name, 52, 3) for name in "abc"))
    assert conflict_of(courses, learner(3, at_once=1), "a", "b", "c", by="2027-03") == "with 3 hours a week"


def test_more_hours_in_some_months_are_no_demand() -> None:
    # b needs 4 hours a week and could be had in 2030, when there are 9; what is in its way is the year 2027 alone.
    courses = catalogue(module("b", 52, 3))
    who = learner(1, hours_in={"2030-01": 9, "2030-02": 9, "2030-03": 9})
    assert conflict_of(courses, who, "b", by="2027-12") == "with 1 hour a week, done by Dec 2027"


def test_hours_of_months_outside_the_plan_are_not_told() -> None:
    courses = catalogue(module("b", 52, 3))
    made = planned(courses, learner(2, hours_in={"2026-01": 20}), "b", by="2027-12")
    assert made.reason == "it needs 4 hours a week, more than your 2"


def test_at_once() -> None:
    # Three at 6 hours by March must all run at once.
    courses = catalogue(module("a"), module("b"), module("c"))
    assert changes(courses, learner(6, at_once=1), "a", "b", "c", by="2027-03") == {
        "hours a week": ("6", None, None),
        "by": ("2027-03", "2027-09", "2027-09"),
        "at once": ("1", "3", "2027-03"),
    }
    assert (
        conflict_of(courses, learner(6, at_once=1), "a", "b", "c", by="2027-03") == "done by Mar 2027, at most 1 module at once"
    )


def test_evenings() -> None:
    # c has class on two evenings; a and b on one each, of which c's Tuesday is one.
    courses = catalogue(
        module("a", sessions=["tue 18:30-19:00"]),
        module("b", sessions=["wed 18:30-19:00"]),
        module("c", sessions=["tue 19:00-19:30", "thu 18:30-19:00"]),
    )
    assert changes(courses, learner(6, evenings=1), "c") == {
        "hours a week": ("6", None, None),
        "evenings": ("1", "2", "2027-03"),
    }
    found = changes(courses, learner(6, evenings=0), "a", "b", "c", by="2027-03")
    assert found["evenings"] == ("0", "3", "2027-03")
    assert conflict_of(courses, learner(6, evenings=1), "c") == "at most 1 evening a week"


def test_busy_times() -> None:
    courses = catalogue(module("a", sessions=["tue 18:30-19:00"]))
    assert changes(courses, learner(2, busy="tue 18:00-20:00, fri 18:00-20:00"), "a") == {
        "hours a week": ("2", None, None),
        "busy times": ("tue 18:00-20:00, fri 18:00-20:00", "free tue 18:00-20:00", "2027-03"),
    }
    assert conflict_of(courses, learner(2, busy="fri 18:00-20:00, tue 18:00-20:00"), "a") == "busy tue 18:00-20:00"


def test_budget() -> None:
    # a and b together cost 300.50, to the cent.
    courses = catalogue(module("a", fee=100.5), module("b", fee=200))
    for limit, now in ((299.99, "S$299.99"), (0, "S$0.00"), (300, "S$300.00")):
        assert changes(courses, learner(4, cost_limit=limit), "a", "b") == {
            "hours a week": ("4", None, None),
            "budget": (now, "S$300.50", "2027-03"),
        }
    assert conflict_of(courses, learner(4, cost_limit=299.99), "a", "b") == "for at most S$299.99"


def test_a_budget_is_raised_no_further_than_a_plan_that_was_found_needs_where_nothing_is_settled() -> None:
    courses, who = catalogue(module("a", fee=100.5), module("b", fee=200)), learner(4, cost_limit=50)
    found = planned(courses, who.replace(cost_limit_cents=None), "a", "b")
    unsettled = asking(lambda changed, _: changed.cost_limit_cents is None or None, found)
    request = Request(("a", "b"), parse_month("2027-01"))
    told = {each.dial: each for each in relaxations(courses, who, request, unsettled)}
    assert (told["budget"].to, told["budget"].proved) == ("S$300.50", False)


def test_budget_and_hours_each_alone() -> None:
    # The dear one needs 1 hour a week, the cheap one 2: more money helps, or more hours.
    courses = catalogue(module("a", months=6, fee=900), module("b", fee=100), award("d", any_of("a", "b")))
    assert changes(courses, learner(1, cost_limit=500), "d") == {
        "hours a week": ("1", "2", "2027-03"),
        "budget": ("S$500.00", "S$900.00", "2027-06"),
    }
    assert conflict_of(courses, learner(1, cost_limit=500), "d") == "with 1 hour a week, for at most S$500.00"


def test_ruled_out() -> None:
    # a must be allowed: that b is ruled out does not matter, and that only online modules are wanted neither.
    courses = catalogue(module("a"), module("b"))
    assert changes(courses, learner(2, skip="b a", modes="online"), "a") == {
        "hours a week": ("2", None, None),
        "ruled out": ("a, b, only online", "allow a", "2027-03"),
    }
    assert conflict_of(courses, learner(2, skip="b a", modes="online"), "a") == "without a"


def test_one_more_mode_is_allowed_where_that_is_enough() -> None:
    courses = catalogue(module("a", mode="blended"), module("b", mode="in-person"))
    assert changes(courses, learner(2, modes="online"), "a")["ruled out"] == ("only online", "allow blended", "2027-03")


RUNS = module("a", 52, 1) | {
    "runs": [{"start": "2027-01-11", "end": "2027-02-10"}, {"start": "2027-03-01", "end": "2027-05-31", "mode": "in-person"}]
}
"""Online for a month, at 12 hours a week; or in person for three months, at 4."""


def test_what_is_told_is_of_the_runs_that_the_modes_leave_and_the_mode_of_another_run_is_allowed() -> None:
    courses = catalogue(RUNS)
    found = changes(courses, learner(10, modes="online"), "a")
    assert found == {
        "hours a week": ("10", "12", "2027-02"),
        "ruled out": ("only online", "allow in-person", "2027-05"),
    }
    made = planned(courses, learner(10, modes="online"), "a")
    assert made.reason == "it needs 12 hours a week, more than your 10"
    # Where both are wanted, the reason is that of the run which needs the fewest hours.
    assert planned(courses, learner(3), "a").reason == "it needs 4 hours a week, more than your 3"


def test_what_is_told_of_runs_that_different_things_stand_against() -> None:
    runs = [
        {"start": "2027-01-11", "end": "2027-02-10"},
        {"start": "2027-03", "end": "2027-05", "sessions": ["tue 18:00-20:00"]},
    ]
    courses = catalogue(module("a", 52, 1) | {"runs": runs})
    made = planned(courses, learner(10, busy="tue 19:00-21:00"), "a")
    assert made.reason == "it needs 12 hours a week, more than your 10, or has classes (tue 18:00-20:00) when you are busy"
    made = planned(courses, learner(10, evenings=0), "a")
    assert made.reason == "it needs 12 hours a week, more than your 10, or has classes on 1 evening a week, more than your 0"


def test_evenings_are_those_of_the_run_that_is_wanted() -> None:
    in_person = {"start": "2027-01-11", "end": "2027-02-20", "mode": "in-person", "sessions": ["tue 19:00-20:00"]}
    courses = catalogue(module("a", 24, 2) | {"runs": [in_person, {"start": "2027-03-01", "end": "2027-04-20"}]})
    who = learner(10, modes="in-person", evenings=0)
    assert planned(courses, who, "a").reason == "it has classes on 1 evening a week, more than your 0"
    assert changes(courses, who, "a")["evenings"] == ("0", "1", "2027-02")


def test_without_a_budget_what_it_costs_need_not_be_known() -> None:
    courses = catalogue(module("a", fee="unknown"))
    assert changes(courses, learner(2, cost_limit=99), "a") == {
        "hours a week": ("2", None, None),
        "budget": ("S$99.00", "no limit", "2027-03"),
    }


def test_a_budget_that_is_too_small_for_what_has_a_known_fee() -> None:
    # a alone has an unknown fee: with it, b would cost S$100; w, which counts as both, costs S$10,000.
    courses = catalogue(module("a", fee="unknown"), module("b", fee=100), module("w", fee=10_000, covers=["a", "b"]))
    made = planned(courses, learner(4, cost_limit=9_999), "a", "b")
    assert made.reason == (
        "if modules of unknown fee are left out (The a (a)), the fees would come to more than S$9,999.00; "
        "assume one, such as --assume fee=1500"
    )
    # Whatever a costs, b is too dear.
    assert planned(courses, learner(4, cost_limit=99), "a", "b").reason == "the fees would come to more than S$99.00"
    # Only the run in January may cost less, or more.
    runs = [{"start": "2027-01-04", "end": "2027-02-26", "fee": "unknown"}, {"start": "2027-05-04", "end": "2027-06-26"}]
    made = planned(catalogue(module("c", 24, 2, fee=100) | {"runs": runs}), learner(10, cost_limit=99), "c")
    assert made.reason == (
        "if modules of unknown fee are left out (The c (c)), the fees would come to more than S$99.00; "
        "assume one, such as --assume fee=50"
    )


def test_no_fee_is_proposed_that_does_not_help() -> None:
    # Of S$79, b takes 60: 10 are within the budget, and 20 are not.
    courses = catalogue(module("a", fee="unknown"), module("b", fee=60), award("d", ["a", "b"]))
    reason = planned(courses, learner(9, cost_limit=79), "d").reason or ""
    assert reason.endswith(
        "has an unknown fee, so nobody knows if it is within your budget; assume one, such as --assume fee=10"
    )
    assert planned(courses, learner(9, cost_limit=79).replace(assume=("fee=10",)), "d").status is Status.OPTIMAL
    # Even free of charge, a would not help.
    reason = planned(courses, learner(9, cost_limit=59), "d").reason or ""
    assert reason.endswith(
        "so nobody knows if it is within your budget; with your wishes as they are, no value that was tried gives a plan"
    )


def test_an_unknown_mode_is_told_of_the_run_whose_mode_it_is() -> None:
    courses = catalogue(module("a", mode="in-person") | {"runs": [{"start": "2027-02", "mode": "unknown"}]})
    who = learner(2, modes="online")
    assert planned(courses, who, "a").reason == "it has an unknown mode, and you want only online"
    assert changes(courses, who, "a")["ruled out"] == ("only online", "allow any mode", "2027-04")
    # It is ruled out itself, so that its mode would not help.
    assert planned(courses, learner(2, modes="online", skip="a"), "a").reason == "it is ruled out by your choices"


def test_ruled_out_several_ways() -> None:
    # a is ruled out itself, as one of its provider and as not online: all three must be allowed, no other mode or provider.
    courses = catalogue(
        module("a", provider="first", mode="blended"), module("b", provider="second"), module("c", provider="third")
    )
    who = learner(2, skip="a b", modes="online in-person", providers="second")
    assert changes(courses, who, "a")["ruled out"] == (
        "a, b, only in-person or online, only with second",
        "allow a, blended, first",
        "2027-03",
    )
    assert conflict_of(courses, who, "a") == "without a"


def test_pins() -> None:
    # a can start in April or October; pinned to May it cannot, and pinned to October not by June. b's pin does not matter.
    courses = catalogue(module("a", intakes="apr oct"), module("b"))
    found = changes(courses, learner(4, pins={"a": "2027-05", "b": "2027-01"}), "a")
    assert found == {"hours a week": ("4", None, None), "pins": ("a=2027-05, b=2027-01", "unpin a", "2027-06")}
    assert conflict_of(courses, learner(4, pins={"a": "2027-05", "b": "2027-01"}), "a") == "a pinned to May 2027"
    found = changes(courses, learner(4, pins={"a": "2027-10"}), "a", by="2027-06")
    assert found["pins"] == ("a=2027-10", "unpin a", "2027-06")
    assert found["by"] == ("2027-06", "2027-12", "2027-12")


def test_pins_may_be_all_that_is_left_of_a_request() -> None:
    # a is held: without the pin of b, which cannot be kept, nothing is left to study.
    courses = catalogue(module("a"), module("b", intakes="apr"))
    made = planned(courses, learner(2, held={"a": None}, pins={"b": "2027-05"}), "a")
    assert {each.dial: each.to for each in made.relaxations}["pins"] == "unpin b"


def test_time_that_ran_out_is_not_told_as_no_help() -> None:
    # Nothing is settled, or only that there is a plan with the greatest change, which needs far less than that: with fewer
    # hours than 4, modules of 2 hours cannot run side by side either.
    who, asked = learner(2, at_once=1), Request(("a", "b"), parse_month("2027-01"), seconds=AMPLE)
    never = Plan(Status.UNKNOWN, (), asked.start, None)
    found = relaxations(TWO, who, asked, asking(lambda *_: None, never))
    assert [(each.to, each.proved) for each in found] == [(None, False)] * 2
    greatest = asking(lambda own, _: own.minutes_per_week == 168 * 60 or None, planned(TWO, learner(4.1), "a", "b"))
    found = relaxations(TWO, learner(2), asked, greatest)
    assert [(each.to, each.proved) for each in found] == [("4", True)]


def test_the_reason_and_the_last_month_tell_the_same_finish_and_ask_for_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted_solve(problem: PlanningProblem, *rest: Any) -> Solution:
        asked.append(problem.horizon)
        return solve(problem, *rest)

    monkeypatch.setattr(inquiry, "solve", counted_solve)
    made = planned(TWO, learner(2), "a", "b", by="2027-03")
    assert made.reason == "the earliest finish is Jun 2027, after Mar 2027"
    assert {each.dial: each.to for each in made.relaxations}["by"] == "2027-06"
    # By March; without a last month; and with 4 hours a week.
    assert len(asked) == 3


def test_what_would_help_is_kept_when_the_search_for_more_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    found = planned(TWO, learner(2), "a", "b", by="2027-03").relaxations

    def stopped(*_: object) -> Iterator[Relaxation]:
        yield found[-1]
        signal.raise_signal(signal.SIGINT)
        yield found[0]

    monkeypatch.setattr(planner, "relaxations", stopped)
    made = planned(TWO, learner(2), "a", "b", by="2027-03")
    assert (made.status, made.relaxations, made.interrupted) == (Status.INFEASIBLE, found[-1:], True)
    assert [warning.text for warning in made.warnings] == [
        "the search was stopped before it was finished: further changes may help"
    ]


def test_dials_that_are_not_set_are_not_named_and_none_helps_against_what_is_held() -> None:
    # b cannot be taken with a, which is held, whatever is changed: nothing that was asked for is to blame.
    courses = catalogue(module("a"), module("b", excludes=["a"]))
    who = learner(
        2, held={"a": None}, at_once=1, evenings=1, cost_limit=100, skip="online", away="2027-01", busy="mon 09:00-10:00"
    )
    found = changes(courses, who, "b", by="2027-12", start="2027-02", earliest="2027-01")
    assert list(found) == [
        "hours a week",
        "by",
        "start",
        "away",
        "at once",
        "evenings",
        "busy times",
        "budget",
        "ruled out",
    ]
    assert {(to, finish) for _, to, finish in found.values()} == {(None, None)}
    assert conflict_of(courses, who, "b", by="2027-12") is None
    assert changes(courses, learner(held={"a": None}), "b") == {}


def test_a_conflict_names_no_more_than_is_needed() -> None:
    # 4 hours would do for both by March and 2 hours by June, if not away; the limits on fees and modules do no harm.
    who = learner(2, at_once=2, cost_limit=100, away="2027-09", skip="blended")
    assert conflict_of(TWO, who, "a", "b", by="2027-03") == "with 2 hours a week, done by Mar 2027"
    assert (
        conflict_of(TWO, learner(4, at_once=1, cost_limit=100), "a", "b", by="2027-05")
        == "done by May 2027, at most 1 module at once"
    )


def test_targets_that_cannot_be_had_together_are_named_where_nothing_else_is_to_blame() -> None:
    courses = catalogue(module("a", excludes=["b"]), module("b", skills="s"), module("c"))
    assert conflict_of(courses, learner(2), "c", "a", "skill:s", by="2028-12") == "to reach a and the skill s"
    # With b ruled out as well there is one target that cannot be reached whatever else is given up.
    waits = catalogue(module("a", needs="never"), module("never", runs={"2020-01": None}), module("c"))
    assert conflict_of(waits, learner(2), "a", "c") is None


def test_for_a_kind_of_award_any_of_them_will_do() -> None:
    # x needs 2 hours a week, y 1 but until June: by March 2 hours are enough, for x.
    courses = catalogue(module("a"), module("b", months=6), award("x", "a"), award("y", "b"))
    assert changes(courses, learner(1), "diploma", by="2027-03") == {
        "hours a week": ("1", "2", "2027-03"),
        "by": ("2027-03", "2027-06", "2027-06"),
    }


def test_what_is_not_settled_in_time_counts_as_no_help_and_no_conflict() -> None:
    """A search that runs out of time answers None: then nothing is said that is not known."""
    request = Request(("a",), parse_month("2027-01"), parse_month("2027-03"))

    def unsettled(*_: object) -> bool | None:
        return None

    never = Plan(Status.UNKNOWN, (), request.start, None)
    who = learner(2, at_once=1)
    assert conflict(who, request, unsettled) is None
    assert {(each.to, each.finish) for each in relaxations(TWO, who, request, asking(unsettled, never))} == {(None, None)}
    # A change that is possible, but of which no plan is found in time, is no help either.
    found = relaxations(TWO, who, request, asking(lambda *_: True, never))
    assert {(each.to, each.finish) for each in found} == {(None, None)}
    for possible in (unsettled, lambda *_: True):
        assert joint_change(TWO, who, request, (), asking(possible, never)(0, 1)) == ()


# --- The reason and the conflict ----------------------------------------------------------------------------------------------


def test_the_verdict_on_a_kind_is_told_of_the_award_that_does_without_the_wishes_in_conflict() -> None:
    """One evening stands against the first; the second needs none, and only the last month stands against it."""
    entries = module("a", evenings=1), module("b"), award("one", "a"), award("other", "b")
    made = planned(catalogue(*entries), learner(2, evenings=0), "diploma", by="2027-02")
    assert (made.conflict, made.each_in_the_way) == ("done by Feb 2027", ("done by Feb 2027",))
    assert made.reason == "no diploma can be reached; The other, for example: the earliest finish is Mar 2027, after Feb 2027"
    assert [each.id for each in made.alternatives] == ["one", "other"]


def test_it_is_told_of_the_award_that_a_joint_change_reaches_where_no_less_is_enough() -> None:
    """Both cost too much, and end too late; the first is also on an evening, which nothing changes."""
    entries = module("a", evenings=1, fee=200), module("b", fee=200), award("one", "a"), award("other", "b")
    made = planned(catalogue(*entries), learner(1, evenings=0, cost_limit=100), "diploma")
    assert [each.dial for each in made.joint_change] == ["hours a week", "budget"]
    assert "The other, for example: it needs The b (b), which needs 2 hours a week, more than your 1" in (made.reason or "")


def test_of_a_choice_the_part_is_named_that_does_without_the_wishes_in_conflict() -> None:
    """a needs 3 hours a week, b an evening; c needs b, so the evening alone is in the way."""
    entries = module("a", 39, skills="sql"), module("b", evenings=1, skills="sql"), module("c", needs="b")
    courses = catalogue(*entries, award("choice", [any_of("a", "b"), "c"]), award("taught", [{"skill": "sql"}, "c"]))
    for target, words in ("choice", "1 of 2 choices, none of which can be taken: "), ("taught", "the skill sql: "):
        made = planned(courses, learner(2, evenings=0), target)
        assert made.conflict == "at most 0 evenings a week"
        assert made.reason == f"it needs {words}The b (b), which has classes on 1 evening a week, more than your 0"


# --- Several wishes together --------------------------------------------------------------------------------------------------


def joint_changes(courses: Catalogue, who: Learner, *targets: str, **asked: str) -> dict[str, tuple[str, str | None]]:
    made = planned(courses, who, *targets, **asked)  # type: ignore[arg-type]
    assert {each.to for each in made.relaxations} == {None} or not made.joint_change
    return {each.dial: (each.now, each.to) for each in made.joint_change}


def test_two_wishes_that_are_too_tight_are_changed_together() -> None:
    # a needs 2 hours a week, and is done in March at the soonest: neither helps alone.
    made = planned(TWO, learner(1), "a", by="2027-02")
    assert {each.to for each in made.relaxations} == {None}
    assert [(each.dial, each.now, each.to, each.finish) for each in made.joint_change] == [
        ("hours a week", "1", "2", parse_month("2027-03")),
        ("by", "2027-02", "2027-03", parse_month("2027-03")),
    ]


def test_the_soonest_plan_is_sought_once_for_a_joint_change() -> None:
    """That search is far longer than the others: its plan is the one that all changes lead to, and tells the last month."""
    soonest = planned(TWO, learner(2), "a")
    sought = []

    def possible(who: Learner, request: Request) -> bool:
        return (who.minutes_per_week or 0) >= 120 and request.by is None

    def attempt(_: Learner, request: Request) -> Plan:
        sought.append(request.by)
        return soonest

    request = Request(("a",), parse_month("2027-01"), parse_month("2027-02"))
    found = joint_change(TWO, learner(1), request, (), Asking(possible, lambda *_: soonest, attempt, lambda: soonest))
    assert [(each.dial, each.to) for each in found] == [("hours a week", "2"), ("by", "2027-03")]
    assert sought == [None]


def test_a_wish_that_need_not_change_after_all_is_left_as_it_is() -> None:
    """No change of one wish alone is settled at its greatest; but two hours a week are enough, one module at a time."""
    soonest = planned(TWO, learner(2), "a")

    def possible(who: Learner, _: Request) -> bool | None:
        if who.at_once == 1:
            return True if who.minutes_per_week == 120 else None
        return True if (who.minutes_per_week or 0) >= 120 else None

    asking = Asking(possible, lambda *_: soonest, lambda *_: soonest, lambda: soonest)
    (found,) = joint_change(TWO, learner(1, at_once=1), Request(("a",), parse_month("2027-01")), (), asking)
    assert (found.dial, found.now, found.to, found.proved) == ("hours a week", "1", "2", False)


def test_a_joint_change_of_a_single_wish_is_told_as_one_of_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Relaxation("hours a week", "1", "2", parse_month("2027-03"), proved=False)
    monkeypatch.setattr(planner, "joint_change", lambda *_: (found,))
    made = planned(TWO, learner(1), "a", by="2027-02")
    assert [(each.dial, each.to) for each in made.relaxations] == [("hours a week", "2"), ("by", None)]
    assert made.joint_change == ()


def test_a_joint_change_leaves_the_other_wishes_alone() -> None:
    # Two modules at S$100 of which one may run at a time: the budget is too low, the months are too few, one at once is fine.
    courses = catalogue(module("a", fee=100), module("b", fee=100))
    who = learner(9, at_once=1, cost_limit=150, away="2028-01")
    assert joint_changes(courses, who, "a", "b", by="2027-02") == {
        "by": ("2027-02", "2027-06"),
        "budget": ("S$150.00", "S$200.00"),
    }


def test_there_is_no_joint_change_where_one_wish_is_enough_or_all_are_not() -> None:
    assert joint_changes(TWO, learner(2), "a", "b", by="2027-03") == {}
    never = catalogue(module("a", needs="never"), module("never", runs={"2020-01": None}))
    assert joint_changes(never, learner(1), "a", by="2027-02") == {}


def test_what_is_given_up_together_is_as_little_as_possible() -> None:
    # Of the two that are skipped only one is needed; it takes 2 hours a week.
    courses = catalogue(module("a"), module("b"), award("d", any_of("a", "b")))
    who = learner(1, skip="a b")
    assert joint_changes(courses, who, "d") == {"hours a week": ("1", "2"), "ruled out": ("a, b", "allow a")}


def test_a_joint_change_is_told_once() -> None:
    asked = [*PLAN_SMALL, "--target", "cyber-diploma", "--hours", "3", "--by", "2027-12", "--budget", "3000", "--at-once", "1"]
    told = run(*asked, code=3).stdout
    assert "does not help" not in told
    assert told.partition("What would make it possible")[2].splitlines() == [
        " (all of these together; none of them is enough alone)",
        "  hours a week  3 → 6.3°",
        "  by            2027-12 → 2028-10°",
        "  budget        S$3,000.00 → S$8,240.50°",
        "  together      done by Oct 2028°",
    ]
    made = json.loads(run(*asked, "--json", code=3).stdout)
    assert [(each["dial"], each["to"], each["finish"]) for each in made["joint_change"]] == [
        ("hours a week", "6.3", "2028-10"),
        ("by", "2028-10", "2028-10"),
        ("budget", "S$8,240.50", "2028-10"),
    ]
    changed = [*PLAN_SMALL, "--target", "cyber-diploma", "--hours", "6.3", "--by", "2028-10", "--budget", "8240.50"]
    assert json.loads(run(*changed, "--at-once", "1", "--json").stdout)["finish"] == "2028-10"


def test_a_budget_of_a_year_that_is_too_low_for_any_module_leaves_the_joint_change_provable() -> None:
    asked = ["plan", "-c", "example", "--no-learner", "--start", "2027-01", "--target", "security-analyst", "--hours", "5"]
    asked += ["--by", "2028-01", "--budget", "500", "--budget-per-year", "200", "--busy", "tue 18:00-22:00", "--mode", "online"]
    made = json.loads(run(*asked, "--json", code=3).stdout)
    assert {each["dial"]: each["to"] for each in made["joint_change"]} == {
        "by": "2028-08",
        "budget": "S$2,400.00",
        "budget a year": "S$1,200.00",
        "ruled out": "allow blended",
    }
    assert all(each["proved"] for each in made["joint_change"])
    assert "for at most S$200.00 a year" in made["each_in_the_way"]


def test_each_wish_that_is_in_the_way_alone_is_told_so_that_none_contradicts_the_verdict() -> None:
    asked = ["--hours", "1", "--by", "2027-01", "--evenings", "0", "--mode", "online"]
    told = run(*PLAN_SMALL, "--target", "cyber-diploma", *asked, code=3).stdout
    assert "more than your 1" in " ".join(told.split())
    heading, wishes = told[told.index("Each of these wishes") :].splitlines()[:2]
    assert heading == "Each of these wishes alone is in the way"
    assert wishes == "  with 1 hour a week; done by Jan 2027; at most 0 evenings a week; only online"
    made = json.loads(run(*PLAN_SMALL, "--target", "cyber-diploma", *asked, "--json", code=3).stdout)
    assert made["conflict"] in made["each_in_the_way"]
    assert len(made["each_in_the_way"]) == 4


def test_wishes_of_which_no_change_helps_stand_on_one_line() -> None:
    asked = ["--target", "cyber-diploma", "--hours", "9", "--budget", "1000", "--at-once", "3", "--evenings", "5"]
    told = run(*PLAN_SMALL, *asked, code=3).stdout
    assert told[told.index("This wish alone") :].splitlines() == [
        "This wish alone is in the way",
        "  for at most S$1,000.00",
        "",
        "What would make it possible (any one of these is enough)",
        "  budget   S$1,000.00 → S$8,200.50°, done by Mar 2028°",
        "  no help  hours a week 9; at once 3; evenings 5: changing only one of these does not help",
    ]


def test_a_kind_of_award_is_named_in_plain_words() -> None:
    assert run(*PLAN_SMALL, "--target", "diploma", "--hours", "1", code=3).stdout.splitlines()[0] == "Any diploma"


def test_no_way_out_ends_in_the_past() -> None:
    """It is November 2026: with more hours it would have been done in September 2024."""
    asked = ["plan", "--target", "cyb-foundations", "--hours", "3", "--start", "2024-01"]
    made = json.loads(run(*asked, "--json", code=3).stdout)
    assert made["relaxations"] == made["joint_change"] == []
    told = run(*asked, code=3).stdout
    assert "What would make it possible" not in told
    assert "Jan 2024 is over: nobody can start then any more; ask again from Dec 2026" in told
    later = json.loads(run(*asked[:-1], "2026-06", "--json", code=3).stdout)
    assert [(each["dial"], each["finish"]) for each in later["relaxations"]] == [("hours a week", "2027-03")]


def test_the_page_of_an_impossible_request_names_the_joint_change() -> None:
    page = plan_html(planned(TWO, learner(1), "a", by="2027-02"))
    for words in ("All of these together", "1 → <b>2</b>", "2027-02 → <b>2027-03</b>", "<dt>together</dt><dd>done by Mar 2027"):
        assert words in page


# --- On random cases: brute force on the changed case, and one step less -----------------------------------------------------


MOST_LOOKED_THROUGH = 20_000
"""Ways to place the modules of a changed case: above so many nothing is looked at."""


def can(case: Case) -> bool:
    return case.months > 0 and next(case.plans(), None) is not None


def sooner(case: Case, months: int) -> Case:
    """The same case with a first month so many months earlier."""

    def later(offset: int) -> int:
        return offset + months

    return replace(
        case,
        first=case.first - months,
        months=case.months + months,
        away=frozenset(later(month) for month in case.away),
        held={name: None if end is None else later(end) for name, end in case.held.items()},
        pins={name: later(start) for name, start in case.pins.items()},
        budget_in={later(month): minutes for month, minutes in case.budget_in.items()},
        under_way={name: (later(started), months) for name, (started, months) in case.under_way.items()},
    )


def with_hours(case: Case, minutes: int) -> Case:
    """The usual budget raised, and with it months that have more than is usual, where they have less than the new one."""
    assert case.budget is not None
    usual = case.budget
    budget_in = {month: max(own, minutes) if own > usual else own for month, own in case.budget_in.items()}
    return replace(case, budget=minutes, budget_in=budget_in)


def with_other_hours(case: Case, minutes: int) -> Case:
    """The months that have hours of their own raised to so many, where they have less."""
    return replace(case, budget_in={month: max(own, minutes) for month, own in case.budget_in.items()})


FACTS = {"at once": "at_once", "evenings": "evenings", "days off": "half_days_off", "budget": "cost_limit"}
"""The limit of a case that each dial is."""


def turned(case: Case, dial: Relaxation) -> tuple[Case, Case | None]:
    """The case as the change makes it, and as one step less does, where the dial has steps."""
    to = dial.to or ""
    if to == NO_LIMIT:
        return replace(case, **{FACTS[dial.dial]: None}), replace(case, **{FACTS[dial.dial]: MOST_CENTS})
    match dial.dial:
        case "hours a week":
            assert case.budget is not None
            minutes = next(minutes for minutes in range(6, MOST_MINUTES + 1, 6) if load_text(minutes) == to)
            return with_hours(case, minutes), with_hours(case, max(case.budget, minutes - 6))
        case "other hours a week":
            least = to.removeprefix("at least ")
            minutes = next(minutes for minutes in range(6, MOST_MINUTES + 1, 6) if load_text(minutes) == least)
            return with_other_hours(case, minutes), with_other_hours(case, minutes - 6)
        case "by":
            months = parse_month(to) - case.first + 1
            return replace(case, months=months), replace(case, months=months - 1)
        case "start":
            months = case.first - parse_month(to)
            return sooner(case, months), sooner(case, months - 1)
        case "away":
            typed = to.removeprefix("not away ").partition(" ")[2].split(", ")
            there = {each for text in typed for each in parse_away(text)}
            offsets = {each - case.first for each in there if not isinstance(each, date)}
            return replace(case, away=case.away - offsets, days_away=case.days_away - there), None
        case "at once":
            return replace(case, at_once=int(to)), replace(case, at_once=int(to) - 1)
        case "evenings":
            return replace(case, evenings=int(to)), replace(case, evenings=int(to) - 1)
        case "days off":
            half_days = int(2 * float(to))
            return replace(case, half_days_off=half_days), replace(case, half_days_off=half_days - 1)
        case "busy times":
            free = to.removeprefix("free ").split(", ")
            return replace(case, busy=tuple(time for time in case.busy if time not in free)), None
        case "budget":
            cents = round(float(to.removeprefix("S$").replace(",", "")) * 100)
            return replace(case, cost_limit=cents), replace(case, cost_limit=cents - 1)
        case "ruled out":
            given_up = set(to.removeprefix("allow ").split(", "))
            modes = frozenset() if ANY_MODE in given_up else case.modes and case.modes | (given_up & set(MODES))
            return replace(case, skip=case.skip - given_up, modes=modes), None
        case _:
            assert dial.dial == "pins"
            unpinned = set(to.removeprefix("unpin ").split(", "))
            return replace(case, pins={name: start for name, start in case.pins.items() if name not in unpinned}), None


def helpless(case: Case, dial: str, earliest: int) -> Case | None:
    """The case with a dial turned as far as it goes; None where brute force cannot tell."""
    match dial:
        case "hours a week":
            return with_hours(case, MOST_MINUTES)
        case "other hours a week":
            return with_other_hours(case, MOST_MINUTES)
        case "start":
            return sooner(case, earliest)
        case "away":
            return replace(case, away=frozenset(), days_away=frozenset())
        case "busy times":
            return replace(case, busy=())
        case "ruled out":
            return replace(case, skip=frozenset(), modes=frozenset())
        case "pins":
            return replace(case, pins={})
        case "by":
            return None
        case _:
            return replace(case, **{FACTS[dial]: None})


def request_of(case: Case, earliest: int) -> Request:
    return replace(case.request, earliest_start=Month(case.first - earliest), seconds=AMPLE)


def in_words(case: Case, offsets: Iterable[int]) -> str:
    return ", ".join(spans_in_words(Month(case.first + offset) for offset in offsets))


def dropped(case: Case, earliest: int) -> Iterator[tuple[str, Case]]:
    """Each demand of a case in words, and the case without it, in the order in which they are told; the finish aside."""
    fewer = {offset: own for offset, own in case.budget_in.items() if case.budget is None or own < case.budget}
    more = {offset: own for offset, own in case.budget_in.items() if offset not in fewer}
    if case.budget is not None:
        yield f"with {hours_counted(load_text(case.budget))} a week", replace(case, budget=MOST_MINUTES, budget_in=fewer)
    if fewer:
        months = ", ".join(
            f"{load_text(minutes)} in {in_words(case, (offset for offset, own in fewer.items() if own == minutes))}"
            for minutes in dict.fromkeys(minutes for _, minutes in sorted(fewer.items()))
        )
        yield f"with other hours a week ({months})", replace(case, budget_in=more)
    yield f"done by {month_name(case.by)}", case
    if earliest:
        yield f"starting in {month_name(Month(case.first))}", sooner(case, earliest)
    if case.learner.away:
        words = f"away {'in' if case.away else 'on'} {', '.join(away_in_words(case.learner.away))}"
        yield words, replace(case, away=frozenset(), days_away=frozenset())
    if case.at_once is not None:
        yield f"at most {counted(case.at_once, 'module')} at once", replace(case, at_once=None)
    if case.evenings is not None:
        yield f"at most {counted(case.evenings, 'evening')} a week", replace(case, evenings=None)
    if case.half_days_off is not None:
        yield f"at most {days_text(case.half_days_off)} off a month", replace(case, half_days_off=None)
    for time in case.busy:
        yield f"busy {time}", replace(case, busy=tuple(other for other in case.busy if other != time))
    if case.cost_limit is not None:
        yield f"for at most {format_cents(case.cost_limit)}", replace(case, cost_limit=None)
    for name in sorted(case.skip):
        yield f"without {name}", replace(case, skip=case.skip - {name})
    if case.modes:
        yield f"only {' or '.join(sorted(case.modes))}", replace(case, modes=frozenset())
    for name, start in case.pins.items():
        rest = {other: month for other, month in case.pins.items() if other != name}
        yield f"{name} pinned to {month_name(Month(case.first + start))}", replace(case, pins=rest)


def without(case: Case, earliest: int, words: set[str]) -> tuple[Case, bool]:
    """The case without some of its demands, and whether it keeps its last month: dropped one after another, the start last."""
    names = [name for name, _ in dropped(case, earliest)]
    changed = case
    for name in sorted(words & set(names), key=lambda name: name.startswith("starting in ")):
        if not name.startswith("done by "):
            changed = dict(dropped(changed, earliest))[name]
    return changed, f"done by {month_name(case.by)}" not in words


def is_possible(case: Case, keeps_by: bool) -> bool:
    """By brute force; by the planner where there is too much for that, or no last month."""
    if keeps_by and combinations(case) <= MOST_LOOKED_THROUGH:
        return can(case)
    request = case.request if keeps_by else replace(case.request, by=None)
    asked = Planning(case.catalogue, case.learner, request, Watch(AMPLE), Pricing(case.learner))
    return asked.possible() is not False


def demands_of(words: str, case: Case, earliest: int) -> set[str]:
    """The demands that stand in a conflict's words: their joint text must be all of it."""
    found = [name for name, _ in dropped(case, earliest) if name in words]
    assert ", ".join(found) == words
    return set(found)


@settings(max_examples=60, report_multiple_bugs=False)
@given(cases(most=4) | unknown_cases(most=4), st.integers(0, 3))
def test_the_least_changes_and_the_conflict_of_random_cases(case: Case, earliest: int) -> None:
    assume(not can(case))
    earliest = min(earliest, *(-started for started, _ in case.under_way.values()), earliest)
    made = plan(case.catalogue, case.learner, request_of(case, earliest))
    assert made.status is Status.INFEASIBLE
    check_changes(case, earliest, made.relaxations)
    check_conflict(case, earliest, made.conflict)


def check_changes(case: Case, earliest: int, found: tuple[Relaxation, ...]) -> None:
    """Each change makes a plan possible, which then finishes as shown at best; one step less does not, nor a helpless dial."""
    for dial in found:
        event(f"{dial.dial} {'helps' if dial.to else 'does not help'}")
        if dial.to is None:
            changed = helpless(case, dial.dial, earliest)
            if changed is not None and combinations(changed) <= MOST_LOOKED_THROUGH:
                assert next(changed.plans(), None) is None, dial
            continue
        changed, less = turned(case, dial)
        if combinations(changed) > MOST_LOOKED_THROUGH:
            continue
        best = min((changed.values(placing) for placing in changed.plans()), key=changed.goal, default=None)
        assert best is not None, dial
        assert (Month(changed.first + best.finish - 1) if best.finish else None) == dial.finish, dial
        assert less is None or not can(less), dial


@st.composite
def tight_cases(draw: st.DrawFn) -> Case:
    """Cases in which several wishes are likely to be too tight at once; small, since many questions are asked of each."""
    case: Case = draw(cases(most=3))
    return replace(
        case,
        months=min(case.months, draw(st.integers(2, 5))),
        budget=draw(st.sampled_from([None, 60, 120])),
        at_once=draw(st.sampled_from([None, 1])),
        cost_limit=draw(st.sampled_from([None, 0, 5_000])),
        evenings=draw(st.sampled_from([None, None, 0])),
    )


@settings(max_examples=50, report_multiple_bugs=False)
@given(tight_cases(), st.integers(0, 3))
def test_the_joint_change_of_random_cases(case: Case, earliest: int) -> None:
    assume(not can(case))
    earliest = min(earliest, *(-started for started, _ in case.under_way.values()), earliest)
    made = plan(case.catalogue, case.learner, request_of(case, earliest))
    dials = [each.dial for each in made.relaxations]
    if any(each.to for each in made.relaxations):
        assert not made.joint_change
        return
    for fewer in dial_sets(dials, up_to=len(made.joint_change) or len(dials) + 1):
        assert not is_possible_without(case, earliest, fewer), fewer
    if made.joint_change:
        event(f"joint change of {len(made.joint_change)}")
        check_joint_change(case, made.joint_change)


def dial_sets(dials: list[str], up_to: int) -> Iterator[tuple[str, ...]]:
    """The sets of dials that are smaller than a number, the smallest first."""
    return chain.from_iterable(combinations_of(dials, size) for size in range(1, up_to))


def is_possible_without(case: Case, earliest: int, dials: tuple[str, ...]) -> bool:
    """Whether there is a plan with some dials turned as far as they go."""
    for dial in dials:
        case = helpless(case, dial, earliest) or case
    return is_possible(case, keeps_by="by" not in dials)


def check_joint_change(case: Case, joint: tuple[Relaxation, ...]) -> None:
    """All changes together make a plan possible, which finishes as shown at best; with one step less of any, none is."""

    def changed(less: Relaxation | None = None) -> Case | None:
        now = case
        for each in joint:
            enough, too_little = turned(now, each)
            if each is less and too_little is None:
                return None
            now = too_little if each is less and too_little is not None else enough
        return now

    assert len(joint) > 1
    assert all(each.proved for each in joint)
    together = changed()
    assert together is not None
    if combinations(together) <= MOST_LOOKED_THROUGH:
        best = min((together.values(placing) for placing in together.plans()), key=together.goal, default=None)
        assert best is not None
        assert {each.finish for each in joint} == {Month(together.first + best.finish - 1)}
    for each in joint:
        less = changed(each)
        assert less is None or not is_possible(less, keeps_by=True), each


def check_conflict(case: Case, earliest: int, words: str | None) -> None:
    """The demands named cannot be met together, and any all but one of them can; none is named where none is to blame."""
    every = {name for name, _ in dropped(case, earliest)}
    if words is None:
        event("no conflict")
        assert not is_possible(*without(case, earliest, every))
        return
    if words.startswith("to reach "):
        event("conflict of targets")
        names = words.removeprefix("to reach ").replace("the skill ", "skill:").replace(" and", ",").split(", ")
        targets = tuple(target for target in case.targets if target in names)
        assert len(targets) == len(names) > 1, words
        nothing_else, keeps_by = without(case, earliest, every)
        assert not is_possible(replace(nothing_else, targets=targets), keeps_by), words
        for each in targets:
            rest = tuple(target for target in targets if target != each)
            assert is_possible(replace(nothing_else, targets=rest), keeps_by), (words, each)
        return
    named = demands_of(words, case, earliest)
    event(f"conflict of {len(named)}")
    assert not is_possible(*without(case, earliest, every - named)), words
    for each in named:
        assert is_possible(*without(case, earliest, every - named | {each})), (words, each)
    for alone in every if len(named) > 1 else ():
        assert is_possible(*without(case, earliest, every - {alone})), (words, alone)
