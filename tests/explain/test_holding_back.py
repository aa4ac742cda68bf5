"""What holds a plan back: each dial solved by hand, and random cases by brute force."""

from collections.abc import Iterator
from typing import Any

import pytest
from build import AMPLE, all_of, any_of, award, catalogue, learner, module, month, planned
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_cases import cases, combinations, unknown_cases
from test_relaxations import MOST_LOOKED_THROUGH, can, helpless, request_of, turned
from tiny import Case, Values

from mcplanner.catalogue.model import Catalogue
from mcplanner.explain.holding_back import what_holds_back
from mcplanner.explain.time_wishes import MOST_MINUTES
from mcplanner.ground.months import Month, parse_month
from mcplanner.ground.numbers_text import load_text
from mcplanner.ground.watch import Watch
from mcplanner.learner.absence import parse_away
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning import planner
from mcplanner.planning.planner import plan
from mcplanner.plans.change_words import gain_in_words
from mcplanner.plans.model import Gain, Status

TWO = catalogue(module("a"), module("b"))
"""Two modules of 2 hours a week over 3 months: side by side at 4 hours until March, one after the other at 2 until June."""


def told(courses: Catalogue, who: Learner, *targets: str, **asked: str) -> dict[str, str | None]:
    """What each dial would bring, after `to`, in words; None where it brings nothing, which is proved."""
    made = planned(courses, who, *targets, **asked)  # type: ignore[arg-type]
    assert made.status is Status.OPTIMAL
    assert all(gain.change.proved for gain in made.holding_back)
    return {
        gain.change.dial: None if gain.change.to is None else f"{gain.change.to}: {gain_in_words(gain, made)}"
        for gain in made.holding_back
    }


# --- Each dial alone ----------------------------------------------------------------------------------------------------------


def test_hours() -> None:
    # Both at once need 4 hours. In a single month, the second can begin as the first ends, in March.
    assert told(TWO, learner(2), "a", "b") == {
        "hours a week": "4: done by Mar 2027: 3 months sooner",
        "hours in one month": "4 in 2027-03: done by May 2027: 1 month sooner",
    }


def test_hours_in_one_month() -> None:
    # Until March a takes 2 of the 3 hours; c takes 3, in January, March or May.
    courses = catalogue(module("a", 26, 3, runs={"2027-01": None}), module("c", 13, 1, intakes="jan mar may"))
    assert told(courses, learner(3), "a", "c") == {
        "hours a week": "5: done by Mar 2027: 2 months sooner",
        "hours in one month": "5 in 2027-01: done by Mar 2027: 2 months sooner",
    }


def test_the_month_that_needs_the_least_more_is_named() -> None:
    # c of 3 hours can run in January beside a of 6, in March beside b of 4, or alone in June. March ends no later than b.
    courses = catalogue(
        module("a", 26, 1, runs={"2027-01": None}),
        module("b", 17.3, 1, runs={"2027-03": None}),
        module("c", 13, 1, intakes="jan mar jun"),
    )
    found = told(courses, learner(6), "a", "b", "c")
    assert found["hours in one month"] == "7 in 2027-03: done by Mar 2027: 3 months sooner"


def test_hours_that_are_few_in_some_months() -> None:
    courses = catalogue(module("a", 39, 3))
    assert told(courses, learner(3, hours_in={"2027-02": 2}), "a")["other hours a week"] == (
        "at least 3: done by Mar 2027: 2 months sooner"
    )


def test_no_hours_given_the_plan_takes_the_fewest_and_more_would_be_sooner() -> None:
    # The lowest peak is 2 hours, one after the other; at 4 they run side by side.
    for who, prefer in ((learner(), "finish"), (learner(9), "load")):
        found = told(TWO, who, "a", "b", prefer=prefer, by="2028-01")
        assert found["hours a week"] == "4: done by Mar 2027: 3 months sooner"


def test_how_much_sooner_is_told_where_fees_are_unknown() -> None:
    courses = catalogue(module("a", fee="unknown"), module("b"))
    assert told(courses, learner(2), "a", "b")["hours a week"] == "4: done by Mar 2027: 3 months sooner"


def test_start() -> None:
    found = told(TWO, learner(2), "a", start="2027-03", earliest="2027-01")
    assert found["start"] == "2027-02: done by Apr 2027: 1 month sooner"


def test_away() -> None:
    assert told(TWO, learner(2, away="2027-02"), "a")["away"] == "not away in 2027-02: done by Mar 2027: 2 months sooner"


def test_days_away() -> None:
    # a needs 2 hours a week from January to March; of March 28 of 31 days are left, and of 2.3 hours a week 2.07.
    courses = catalogue(module("a", intakes="jan may"))
    who = learner(2).replace(away=frozenset(parse_away("2027-03-01..2027-03-03")))
    found = told(courses, who, "a")
    assert found["hours a week"] == "2.3: done by Mar 2027: 4 months sooner"
    assert found["hours in one month"] == "2.3 in 2027-03: done by Mar 2027: 4 months sooner"
    assert found["away"] == "not away on 2027-03-01..2027-03-03: done by Mar 2027: 4 months sooner"


def test_at_once() -> None:
    assert told(TWO, learner(4, at_once=1), "a", "b")["at once"] == "2: done by Mar 2027: 3 months sooner"


EVENINGS = catalogue(module("a", sessions=["tue 18:30-19:00"]), module("b", sessions=["wed 18:30-19:00"]))


def test_evenings_and_busy_times() -> None:
    assert told(EVENINGS, learner(4, evenings=1), "a", "b")["evenings"] == "2: done by Mar 2027: 3 months sooner"
    courses = catalogue(module("a", sessions=["tue 18:30-19:00"]), module("b", months=4), award("d", any_of("a", "b")))
    found = told(courses, learner(2, busy="tue 18:00-20:00"), "d")
    assert found["busy times"] == "free tue 18:00-20:00: done by Mar 2027: 1 month sooner"


CHOICE = catalogue(
    module("long", months=6, fee=100),
    module("short", fee=300, mode="in-person", provider="other-school"),
    award("d", any_of("long", "short")),
)
"""Half a year for S$100, or three months for S$300, in person and elsewhere."""


def test_budget() -> None:
    found = told(CHOICE, learner(2, cost_limit=200), "d")
    assert found["budget"] == "S$300.00: done by Mar 2027: 3 months sooner"


@pytest.mark.parametrize(
    ("ruled_out", "allowed"),
    [({"modes": "online"}, "in-person"), ({"providers": "school"}, "other-school"), ({"skip": "short"}, "short")],
)
def test_what_is_ruled_out(ruled_out: dict[str, str], allowed: str) -> None:
    found = told(CHOICE, learner(2, **ruled_out), "d")  # type: ignore[arg-type]
    assert found["ruled out"] == f"allow {allowed}: done by Mar 2027: 3 months sooner"


def test_pins() -> None:
    assert told(TWO, learner(2, pins={"a": "2027-04"}), "a")["pins"] == "unpin a: done by Mar 2027: 3 months sooner"


def test_a_pin_alone_may_be_why_there_is_anything_to_study() -> None:
    # b is enough for the award and held; a is taken only because it is pinned.
    courses = catalogue(module("a"), module("b"), award("d", any_of("a", "b")))
    found = told(courses, learner(2, held={"b": None}, pins={"a": "2027-02"}), "d")
    assert found["pins"] == "unpin a: nothing is left to study"


def test_what_would_only_be_cheaper_is_told_where_nothing_would_be_sooner() -> None:
    # Both take three months; the cheap one needs 4 hours a week, or is skipped.
    courses = catalogue(module("dear", fee=300), module("cheap", 52, fee=100), award("d", any_of("dear", "cheap")))
    assert told(courses, learner(2), "d")["hours a week"] == "4: S$200.00 less, done by Mar 2027"
    assert told(courses, learner(4, skip="cheap"), "d")["ruled out"] == "allow cheap: S$200.00 less, done by Mar 2027"


def test_a_plan_that_prefers_a_low_cost_is_told_first_what_costs_less() -> None:
    # By May only the short one is done. The long one takes a month more; nothing else would be sooner, or cheaper.
    found = told(CHOICE, learner(2), "d", prefer="cost", by="2027-05")
    assert found == {
        "by": "2027-06: S$200.00 less, done by Jun 2027: 3 months later",
        "hours a week": None,
        "hours in one month": None,
    }
    # The cheaper c is skipped. For the same cost, two modules at once would be done sooner.
    courses = catalogue(module("a", fee=10), module("b", fee=10), module("c", fee=5), award("d", all_of("a", any_of("b", "c"))))
    found = told(courses, learner(4, at_once=1, skip="c"), "d", prefer="cost")
    assert list(found.items())[:2] == [
        ("ruled out", "allow c: S$5.00 less, done by Jun 2027"),
        ("at once", "2: done by Mar 2027: 3 months sooner"),
    ]


def test_where_nothing_is_wished_for_nothing_holds_back() -> None:
    assert told(TWO, learner(), "a") == {"hours a week": None, "hours in one month": None}
    made = planned(TWO, learner(2), "a")
    assert {gain.change.to for gain in made.holding_back} == {None}


def test_nothing_is_looked_for_without_advice_time_or_a_proof() -> None:
    asked = Request(("a", "b"), month("2027-01"), seconds=AMPLE)
    assert plan(TWO, learner(2), asked).holding_back
    assert plan(TWO, learner(2), asked, advice=False).holding_back == ()
    hurried = plan(TWO, learner(2), replace(asked, seconds=0))
    assert hurried.enrolments
    assert hurried.holding_back == ()


def test_ctrl_c_keeps_the_plan_and_what_was_found_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Request(("a", "b"), month("2027-01"), seconds=AMPLE)
    watch = Watch(AMPLE)

    def press(*found: Any) -> Iterator[tuple[Gain, ...]]:
        """Ctrl-C while the last wish but one is looked at."""
        for number, gains in enumerate(what_holds_back(*found)):
            if number == 1:
                watch.interrupt()
            yield gains

    monkeypatch.setattr(planner, "what_holds_back", press)
    made = plan(TWO, learner(2, at_once=1), asked, watch=watch)
    assert made.enrolments
    assert [gain.change.dial for gain in made.holding_back] == ["at once"]


# --- On random cases: brute force on the changed case, and one step less -----------------------------------------------------


def as_good(case: Case, best: Values, *, cheaper: bool) -> Case | None:
    """The case in which only plans are left that are better than the best, by a month or a cent; None if none is asked for."""
    prefers_cost = case.prefer == "cost"
    if (cheaper or prefers_cost) and best.unknown_fees:
        return None
    if cheaper and (not best.cost or (case.keep and not prefers_cost)):
        return None
    if (case.budget is None or case.prefer == "load") and not (cheaper and prefers_cost):
        if not best.peak or case.stretch or case.days_away:
            return None
        fewer = {month: minutes for month, minutes in case.budget_in.items() if minutes < best.peak}
        case = replace(case, budget=best.peak, budget_in=fewer)
    if cheaper or prefers_cost:
        case = replace(case, cost_limit=best.cost - cheaper)
    if not (cheaper and prefers_cost):
        case = replace(case, months=best.finish - (not cheaper))
    return case


def with_one_month(case: Case, offset: int, minutes: int) -> Case:
    return replace(case, budget_in={**case.budget_in, offset: minutes})


def months_with_hours(case: Case) -> Iterator[tuple[int, int]]:
    for offset in range(case.months):
        minutes = case.budget_in.get(offset, case.budget)
        if minutes and offset not in case.away and case.hours_in(offset):
            yield offset, minutes


def changed_by(case: Case, gain: Gain) -> tuple[Case, list[Case]]:
    """The case as the change makes it, and the cases in which a little less is changed."""
    if gain.change.dial != "hours in one month":
        enough, one_less = turned(case, gain.change)
        return enough, [] if one_less is None else [one_less]
    hours, typed = (gain.change.to or "").split(" in ")
    minutes = next(minutes for minutes in range(6, MOST_MINUTES + 1, 6) if load_text(minutes) == hours)
    offset = parse_month(typed) - case.first
    own = dict(months_with_hours(case))
    steps = minutes // 6 - own[offset] // 6 - 1
    less = [with_one_month(case, other, had - had % 6 + steps * 6) for other, had in own.items() if steps]
    return with_one_month(case, offset, minutes), less


def turned_fully(case: Case, dial: str, earliest: int) -> list[Case]:
    """The case with a dial turned as far as it goes, in each of the ways there are; none where brute force cannot tell."""
    if dial == "hours in one month":
        return [with_one_month(case, offset, MOST_MINUTES) for offset, _ in months_with_hours(case)]
    most = helpless(case, dial, earliest)
    return [] if most is None else [most]


def best_of(case: Case) -> Values:
    return min((case.values(placing) for placing in case.plans()), key=case.goal)


@settings(max_examples=40, report_multiple_bugs=False)
@given(cases() | unknown_cases(), st.integers(0, 3))
def test_what_holds_back_random_cases(case: Case, earliest: int) -> None:
    assume(can(case))
    earliest = min(earliest, *(-started for started, _ in case.under_way.values()), earliest)
    made = plan(case.catalogue, case.learner, request_of(case, earliest))
    if not made.enrolments:
        assert not made.holding_back
        return
    best = best_of(case)
    for gain in made.holding_back:
        check(case, best, gain, earliest)


def check(case: Case, best: Values, gain: Gain, earliest: int) -> None:
    """A change leads to what is said, and a little less of it to nothing better; a dial that does not help is proved not to."""
    dial, cheaper = gain.change.dial, gain.cents_less is not None
    assert gain.change.proved
    if gain.change.to is None:
        event(f"{dial} does not help")
        check_helpless(case, best, dial, earliest, cheaper=False)
        check_helpless(case, best, dial, earliest, cheaper=True)
        return
    event(f"{dial} makes it {'cheaper' if cheaper else 'sooner'}")
    better = as_good(case, best, cheaper=cheaper)
    assert better is not None, gain
    if cheaper is not (case.prefer == "cost"):  # the other was looked for first
        check_helpless(case, best, dial, earliest, cheaper=not cheaper)
    changed, less = changed_by(better, gain)
    if combinations(changed) > MOST_LOOKED_THROUGH:
        return
    then = best_of(replace(changed, prefer="cost" if cheaper and dial != "by" else "finish"))
    assert gain.change.finish == (Month(changed.first + then.finish - 1) if then.finish else None), gain
    assert gain.months_sooner == case.first + best.finish - changed.first - then.finish, gain
    assert gain.cents_less == (best.cost - then.cost if cheaper else None), gain
    assert not any(can(each) for each in less), gain


def check_helpless(case: Case, best: Values, dial: str, earliest: int, *, cheaper: bool) -> None:
    """Nothing better is possible, however far a dial is turned, if it is there at all and not what the plan itself limits."""
    better = as_good(case, best, cheaper=cheaper)
    if better is None or (dial in ("hours a week", "hours in one month") and better.budget is None):
        return
    if dial == "budget" and better.cost_limit != case.cost_limit:
        return
    for most in turned_fully(better, dial, earliest):
        assert combinations(most) > MOST_LOOKED_THROUGH or not can(most), dial
