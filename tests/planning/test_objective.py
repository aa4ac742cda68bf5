"""What a plan is for and what makes one better than another: the objective, kinds of target, and what is under way.

Unless a test says otherwise plans start in January 2027, a module takes 3 months at 2 hours a week, and any month will do.
"""

from random import Random

import pytest
from build import (
    any_of,
    award,
    best,
    catalogue,
    earned,
    impossible,
    learner,
    module,
    month,
    planned,
    taken,
)

from mcplanner.ground.money import Amount
from mcplanner.ground.months import format_month
from mcplanner.learner.request import Preference, Request
from mcplanner.planning.kind_of_award import NEXT
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Status
from mcplanner.plans.summary import price_in_words, proof

# --- The objective: finish, cost, minutes, starts; without hours the peak first -----------------------------------------------


def test_objective_the_finish_comes_first() -> None:
    # b is dearer and asks more hours, but is done a month sooner.
    courses = catalogue(module("a", fee=100), module("b", 39, 2, fee=900), award("d", any_of("a", "b")))
    assert set(taken(best(courses, learner(5), "d", finish="2027-02", cost=900))) == {"b"}


def test_objective_the_cost_breaks_a_tie_of_the_finish() -> None:
    # Both end in March; b costs 50 cents less and asks 13 hours more.
    courses = catalogue(module("a", 26, fee=100.5), module("b", 39, fee=100), award("d", any_of("a", "b")))
    assert set(taken(best(courses, learner(5), "d", finish="2027-03", cost=100, hours=39))) == {"b"}


def test_objective_the_hours_break_a_tie_of_the_cost() -> None:
    # Both end in March for 100 dollars; b asks 1 hour less, but can only start in February.
    courses = catalogue(module("a", 26, fee=100), module("b", 25, 2, intakes="feb", fee=100), award("d", any_of("a", "b")))
    assert set(taken(best(courses, learner(5), "d", finish="2027-03", cost=100, hours=25, starts=1))) == {"b"}


def test_objective_the_starts_break_a_tie_of_the_hours() -> None:
    # c ends in June at best; b, which nothing holds back, starts in January rather than later.
    courses = catalogue(module("a"), module("b"), module("c", needs="a"), award("d", ["b", "c"]))
    made = best(courses, learner(10), "d", finish="2027-06", hours=78, starts=3)
    assert taken(made) == {"a": "2027-01", "b": "2027-01", "c": "2027-04"}


def test_objective_the_finish_of_a_choice_may_rest_on_a_slower_pace() -> None:
    # With 6 hours: a (52 hours, 2 to 4 months) beside b (3 hours, 3 months): a over 4 months (3 hours) ends in April. First b
    # and then a over 2 months would end in May.
    courses = catalogue(module("a", 52, (2, 4)), module("b", 39), award("d", ["a", "b"]))
    made = best(courses, learner(6), "d", finish="2027-04", starts=0)
    assert {enrolment.module: enrolment.months for enrolment in made.enrolments} == {"a": 4, "b": 3}


def test_objective_without_hours_the_lowest_peak_comes_first() -> None:
    # By June a and b (2 hours each) can follow each other: 2 hours. By May they must overlap: 4 hours, and then both at once.
    courses = catalogue(module("a"), module("b"), award("d", ["a", "b"]))
    made = best(courses, learner(), "d", by="2027-06", finish="2027-06", peak=2, starts=3)
    assert {entry.budget_minutes_per_week for entry in made.load} == {None}
    best(courses, learner(), "d", by="2027-05", finish="2027-03", peak=4, starts=0)


def test_objective_without_hours_a_slow_pace_lowers_the_peak() -> None:
    # 52 hours over 4 months ask 3 hours a week; by March, over 3 months, 4; by February, over 2 months, 6.
    courses = catalogue(module("a", 52, (2, 4)))
    best(courses, learner(), "a", by="2027-12", finish="2027-04", peak=3)
    best(courses, learner(), "a", by="2027-03", finish="2027-03", peak=4)
    best(courses, learner(), "a", by="2027-02", finish="2027-02", peak=6)
    impossible(courses, learner(), "a", by="2027-01")


def test_objective_without_hours_what_is_dear_but_light_is_chosen() -> None:
    # b costs more and takes longer, and needs 1 hour a week instead of 2; away in May it must be done before or begin after.
    courses = catalogue(module("a", fee=100), module("b", 26, 6, fee=900), award("d", any_of("a", "b")))
    best(courses, learner(), "d", by="2027-12", finish="2027-06", cost=900, peak=1)
    best(courses, learner(away="2027-05"), "d", by="2027-12", finish="2027-11", cost=900, peak=1)
    best(courses, learner(away="2027-06"), "d", by="2027-11", finish="2027-03", cost=100, peak=2)


def test_objective_with_hours_and_by_the_finish_still_comes_first() -> None:
    courses = catalogue(module("a"), module("b"), award("d", ["a", "b"]))
    best(courses, learner(4), "d", by="2027-12", finish="2027-03", peak=4)


def test_objective_with_cost_preferred_what_is_cheaper_comes_first_even_if_later() -> None:
    # b is done in February for 900, a in June for 100. By May only b is.
    courses = catalogue(module("a", 26, 6, fee=100), module("b", 26, 2, fee=900), award("d", any_of("a", "b")))
    best(courses, learner(5), "d", finish="2027-02", cost=900)
    best(courses, learner(5), "d", prefer="cost", finish="2027-06", cost=100)
    best(courses, learner(5), "d", prefer="cost", by="2027-05", finish="2027-02", cost=900)


def test_objective_with_cost_preferred_the_finish_breaks_a_tie() -> None:
    # a and b cost the same; b is done sooner though it asks more hours, and starts in January rather than later.
    courses = catalogue(
        module("a", fee=100), module("b", 39, 2, fee=100), module("c", 26, 1, fee=101), award("d", any_of("a", "b", "c"))
    )
    assert taken(best(courses, learner(7), "d", prefer="cost", finish="2027-02", cost=100, starts=0)) == {"b": "2027-01"}


def test_objective_with_load_preferred_the_lowest_peak_comes_first() -> None:
    # Ten hours would hold a and b at once, until March; one after the other they ask 2 hours a week, until June. By May they
    # must overlap, and then start both in January.
    courses = catalogue(module("a"), module("b"))
    best(courses, learner(10), "a", "b", finish="2027-03", peak=4, starts=0)
    best(courses, learner(10), "a", "b", prefer="load", finish="2027-06", peak=2, starts=3)
    best(courses, learner(10), "a", "b", prefer="load", by="2027-05", finish="2027-03", peak=4, starts=0)


def test_objective_with_load_preferred_a_slow_pace_and_what_is_light_are_chosen() -> None:
    # 52 hours over 4 months ask 3 a week, over 2 months 6. b needs 1 hour a week over six months, and costs more.
    courses = catalogue(module("a", 52, (2, 4)), module("b", 26, 6, fee=900), award("d", any_of("a", "b")))
    best(courses, learner(10), "a", prefer="load", finish="2027-04", peak=3)
    best(courses, learner(10), "d", prefer="load", finish="2027-06", peak=1, cost=900)
    best(courses, learner(10), "d", prefer="load", by="2027-04", finish="2027-04", peak=3)


def test_objective_with_load_preferred_the_hours_still_hold() -> None:
    # c (4 hours) runs from April to June. 3 hours until March hold only one of a and b beside nothing: the other runs beside c,
    # 6 hours. Both before c would ask no more than 4 in any month, but 4 of 3 until March.
    courses = catalogue(module("a"), module("b"), module("c", 52, runs={"2027-04": None}), award("d", ["a", "b", "c"]))
    few = {"2027-01": 3, "2027-02": 3, "2027-03": 3}
    best(courses, learner(10, hours_in=few), "d", prefer="load", by="2027-06", finish="2027-06", peak=6, starts=6)
    best(courses, learner(10), "d", prefer="load", by="2027-06", finish="2027-06", peak=4, starts=3)


def test_objective_with_load_preferred_months_with_few_hours_are_not_overdrawn() -> None:
    # a and b start together; over four months they ask 1.5 hours each, 3 together. January has 1 hour, February 2: from March.
    slow = module("a", 26, (3, 4), alongside=["b"]), module("b", 26, (3, 4), alongside=["a"])
    who = learner(10, hours_in={"2027-01": 1, "2027-02": 2})
    best(catalogue(*slow), who, "a", prefer="load", by="2027-09", finish="2027-06", peak=3, starts=4)


def test_objective_without_hours_the_cost_that_is_preferred_comes_before_the_peak_and_that_before_the_finish() -> None:
    # b is dear and light. Of what is cheap, a needs 2 hours a week until March, and c 1.5 until April.
    dear, cheap = module("b", 26, 6, fee=900), module("c", 26, 4, fee=100)
    courses = catalogue(module("a", fee=100), dear, cheap, award("d", any_of("a", "b", "c")))
    made = best(courses, learner(), "d", by="2027-12", prefer="cost", finish="2027-04", cost=100, peak=1.5)
    assert made.fastest is None
    assert proof(made) == (
        "proved: no plan that finishes in time costs less, and none that costs as little needs fewer hours a week"
    )


# --- Skills as targets --------------------------------------------------------------------------------------------------------


def test_skill_whichever_teaches_it_soonest_is_taken() -> None:
    # b teaches s until February, a until March; one module for both skills is enough.
    courses = catalogue(module("a", skills="s"), module("b", months=2, skills="s"), module("c", months=2, skills="s t"))
    made = best(courses, learner(4), "skill:s", finish="2027-02", hours=26)
    assert [(target.id, target.title, target.kind) for target in made.targets] == [("skill:s", "s", "skill")]
    assert set(taken(best(courses, learner(4), "skill:s", "skill:t", finish="2027-02", hours=26))) == {"c"}
    assert set(taken(best(courses, learner(4), "skill:s", "a", finish="2027-03", hours=26))) == {"a"}


def test_skill_of_a_module_that_is_held_or_counts_as_one_that_teaches_it() -> None:
    courses = catalogue(module("a", months=6, skills="s"), module("b", equivalent=["a"]))
    assert taken(best(courses, learner(4), "skill:s", finish="2027-03")) == {"b": "2027-01"}
    for held in ("a", "b"):
        made = planned(courses, learner(4, held={held: None}), "skill:s")
        assert (made.status, made.enrolments) == (Status.OPTIMAL, ())


def test_skill_that_nothing_possible_teaches() -> None:
    courses = catalogue(module("a", 52, skills="s"), module("b"))
    assert impossible(courses, learner(3), "skill:s") == (
        "it needs the skill s: The a (a), which needs 4 hours a week, more than your 3"
    )
    best(courses, learner(4), "skill:s", finish="2027-03")


# --- A kind of award as the target --------------------------------------------------------------------------------------------


def test_kind_the_award_that_is_earned_soonest_is_planned_and_the_others_are_named() -> None:
    # quick ends in March, slow in June, heavy needs 4 hours a week of 2; the certificate is not of the kind.
    courses = catalogue(
        module("a"),
        module("b", 26, 6),
        module("c", 52),
        award("slow", "b"),
        award("certificate-of-a", "a", "certificate"),
        award("heavy", "c"),
        award("quick", "a"),
    )
    made = planned(courses, learner(2), "diploma")
    assert made.status is Status.OPTIMAL
    assert made.targets[0].id == "quick"
    others = {other.id: other for other in made.alternatives}
    assert list(others) == ["slow", "heavy"]
    assert others["slow"].finish is not None
    assert format_month(others["slow"].finish) == "2027-06"
    assert others["slow"].reason is None
    assert others["heavy"].finish is None
    assert others["heavy"].reason is not None
    assert others["heavy"].reason.endswith("needs The c (c), which needs 4 hours a week, more than your 2")


def test_kind_a_tie_goes_to_the_cheapest_then_to_the_first_in_the_file() -> None:
    dear, cheap, same = module("a", fee=200), module("b", fee=100), module("c", fee=100)
    courses = catalogue(dear, cheap, same, award("x", "a"), award("y", "b"), award("z", "c"))
    made = planned(courses, learner(2), "diploma")
    assert made.targets[0].id == "y"
    assert [other.id for other in made.alternatives] == ["z", "x"]
    (note,) = [note for note in made.warnings if note.code == "tied"]
    assert note.text == "as soon and at the same cost: The z (z); of these, the first in the catalogue was planned"


def test_kind_the_others_stand_by_finish_with_what_each_costs_alone() -> None:
    # late is in June; of c and d, which both end in March, the cheaper one is enough for either; nobody knows what e costs.
    courses = catalogue(
        module("a", fee=300),
        module("b", 26, 6, fee=100),
        module("c", fee=500),
        module("d", fee=400),
        module("e", 26, 6, fee="unknown"),
        module("f", 52),
        award("late", "b"),
        award("heavy", "f"),
        award("unknown", "e"),
        award("choice", any_of("c", "d")),
        award("quick", "a"),
    )
    made = planned(courses, learner(2), "diploma")
    assert [other.id for other in made.alternatives] == ["choice", "late", "unknown", "heavy"]
    for other in made.alternatives[:3]:
        alone = planned(courses, learner(2), other.id)
        assert alone.objective is not None
        assert (other.finish, other.cost, other.cheapest) == (alone.finish, alone.objective.cost, True)
    assert made.alternatives[0].cost == Amount(400_00)
    assert [price_in_words(made, other) for other in made.alternatives] == [
        "S$400.00 in fees", "S$100.00 in fees", "fees not known", "",
    ]  # fmt: skip


def test_kind_of_many_that_tie_some_are_named_and_none_where_nothing_ties() -> None:
    courses = catalogue(*(module(name) for name in "abcdef"), *(award(f"of-{name}", name) for name in "abcdef"))
    (note,) = [note for note in planned(courses, learner(2), "diploma").warnings if note.code == "tied"]
    assert "(of-b), The of-c (of-c), The of-d (of-d) and 2 others; of these" in note.text
    alone = catalogue(module("a"), module("b", months=6), award("x", "a"), award("y", "b"))
    assert planned(alone, learner(2), "diploma").warnings == ()


def test_kind_only_awards_of_the_field_stand_for_it() -> None:
    courses = catalogue(
        module("a"),
        module("b", months=6),
        award("x", "a"),
        award("y", "b") | {"field": "nursing"},
        module("n", field="nursing"),
    )
    made = planned(courses, learner(2), "diploma", field="nursing")
    assert made.targets[0].id == "y"
    assert made.alternatives == ()


def test_kind_with_another_target_beside_it() -> None:
    # b is wanted anyway, and takes all the hours until March: then a can follow, and y costs nothing more.
    courses = catalogue(module("a"), module("b"), award("x", "a"), award("y", "b"))
    made = planned(courses, learner(2), "diploma", "b")
    assert [target.id for target in made.targets] == ["y", "b"]
    assert taken(made) == {"b": "2027-01"}


def test_kind_without_hours_the_lightest_comes_first() -> None:
    # x needs 2 hours a week until March, y 1 until June.
    courses = catalogue(module("a"), module("b", months=6), award("x", "a"), award("y", "b"))
    made = planned(courses, learner(), "diploma", by="2027-12")
    assert made.targets[0].id == "y"
    assert made.alternatives[0].finish is not None


@pytest.mark.parametrize("prefer", ["finish", "cost"])
@pytest.mark.usefixtures("clock")
def test_kind_is_not_proved_where_another_that_is_as_good_is_not(prefer: Preference) -> None:
    # Both are held in May: d for 180 dollars, e for 190, with a and c. Without time to search, all that is known of e is what
    # its cheapest modules cost: b and c, 150. But these start in March alone, and take 9 hours a week each, of 11.
    courses = catalogue(
        module("x", fee=180, intakes="mar"),
        module("a", fee=100, intakes="mar"),
        *(module(name, 39, 1, fee=fee, intakes="mar") for name, fee in (("b", 60), ("c", 90))),
        award("d", ["x"]),
        award("e", ["c", any_of("a", "b")]),
    )
    made = plan(courses, learner(11), Request(("diploma",), month("2027-01"), month("2027-06"), prefer=prefer, seconds=0.0))
    assert ([target.id for target in made.targets], made.status) == (["d"], Status.FEASIBLE)
    assert made.objective is not None
    assert made.bound is not None
    assert (made.objective.cost_cents, made.bound.cost_cents) == (18_000, 15_000)
    assert planned(courses, learner(11), "diploma", by="2027-06", prefer=prefer).status is Status.OPTIMAL


def test_kind_of_very_many_awards_the_soonest_and_those_that_come_next_are_as_if_each_were_planned_alone() -> None:
    # Of 30 random awards with five modules each, the last 17 are told with a plan that need not be the best.
    draw = Random(4)
    names = [f"m{number}" for number in range(12)]
    modules = [
        module(
            name,
            draw.choice((24, 39, 52)),
            draw.choice((1, 2, 3)),
            intakes=draw.choice(("", "feb may aug nov")),
        )
        for name in names
    ]
    awards = [
        award(f"d{number}", [*draw.sample(names, 3), any_of(*draw.sample(names, 3)), any_of(*draw.sample(names, 2))])
        for number in range(30)
    ]
    courses = catalogue(*modules, *awards)
    made = planned(courses, learner(12), "diploma")
    alone = {own["id"]: planned(courses, learner(12), own["id"]) for own in awards}
    assert (made.finish, made.status) == (min(filter(None, (own.finish for own in alone.values()))), Status.OPTIMAL)
    others = [(other, alone[other.id].finish) for other in made.alternatives]
    assert len(others) == 29
    assert [other.finish for other, _ in others[:NEXT]] == [finish for _, finish in others[:NEXT]]
    assert all(other.cost is not None for other, _ in others[:NEXT])
    assert all(other.cost is None for other, _ in others[NEXT:])
    assert not all(other.proved for other, _ in others[NEXT:])
    for other, finish in others[NEXT:]:
        assert other.finish is not None
        assert finish is not None
        assert other.finish == finish if other.proved else other.finish >= finish


def test_kind_none_can_be_reached() -> None:
    courses = catalogue(module("a"), module("b"), award("x", "a"), award("y", ["a", "b"]))
    made = planned(courses, learner(1), "diploma")
    assert (made.status, made.enrolments) == (Status.INFEASIBLE, ())
    assert [other.id for other in made.alternatives] == ["x", "y"]
    assert made.targets[0].title == "Any diploma"
    assert made.reason is not None
    needed = "it needs The a (a), which needs 2 hours a week, more than your 1"
    assert made.reason in (f"no diploma can be reached: {needed}", f"no diploma can be reached; The x, for example: {needed}")
    one = planned(catalogue(module("a"), award("x", "a")), learner(1), "diploma")
    assert one.reason is not None
    assert one.reason.startswith("The x: ")
    assert one.reason.endswith("needs The a (a), which needs 2 hours a week, more than your 1")


# --- What is under way runs on -----------------------------------------------------------------------------------------------


def test_what_is_under_way_takes_its_hours_until_it_ends() -> None:
    # a began in November and ends in January: from February on, the 2 hours are free for b. Two modules, 52 hours.
    courses = catalogue(module("a", fee=100), module("b", fee=50), award("d", ["a", "b"]))
    made = best(courses, learner(2, under_way={"a": "2026-11"}), "d", finish="2027-04", cost=50, hours=52, starts=1, peak=2)
    assert taken(made) == {"a": "2026-11", "b": "2027-02"}
    assert [(each.module, each.under_way, each.months) for each in made.enrolments] == [("a", True, 3), ("b", False, 3)]


def test_what_is_under_way_counts_as_a_prerequisite_once_it_has_ended() -> None:
    # Over 4 months from November, a ends in February: b, which needs it, runs from March to May. There are hours for both.
    courses = catalogue(module("a", months=(3, 4)), module("b", needs="a"))
    made = best(courses, learner(9, under_way={"a": "2026-11 for 4"}), "b", finish="2027-05", starts=2)
    assert taken(made) == {"a": "2026-11", "b": "2027-03"}


def test_what_is_under_way_needs_no_intake_no_prerequisite_and_no_choice() -> None:
    # a could not be chosen: no intake, needs c, at a provider and with a class that the learner rules out. It runs on.
    courses = catalogue(
        module("a", intakes="jun", needs="c", provider="other-school", sessions=["tue 19:00-21:00"]), module("c"), module("b")
    )
    who = learner(4, skip="other-school", busy="tue 18:00-22:00", evenings=0, under_way={"a": "2026-12"})
    made = best(courses, who, "b", finish="2027-03", starts=0, peak=4)
    assert taken(made) == {"a": "2026-12", "b": "2027-01"}


def test_what_is_under_way_may_take_more_than_there_is_but_leaves_nothing_for_others() -> None:
    # a and b, 2 hours each, clash, are two at once, and run until February, when the learner is away: c waits until March.
    together = ["tue 19:00-20:00"]
    courses = catalogue(
        module("a", sessions=together), module("b", sessions=together), module("c", 13), award("d", ["a", "b", "c"])
    )
    who = learner(3, away="2027-02", at_once=1, evenings=0, under_way={"a": "2026-12", "b": "2026-12"})
    made = best(courses, who, "d", finish="2027-05", starts=2, peak=4)
    assert taken(made) == {"a": "2026-12", "b": "2026-12", "c": "2027-03"}
    assert [entry.budget_minutes_per_week for entry in made.load[:3]] == [180, 0, 180]


def test_what_clashes_with_the_last_that_runs_waits_for_it() -> None:
    # a ends in January, b in February, both have class when c has: c waits for the later one.
    together = ["tue 19:00-20:00"]
    courses = catalogue(module("a", sessions=together), module("b", sessions=together), module("c", sessions=together))
    made = best(courses, learner(9, under_way={"a": "2026-11", "b": "2026-12"}), "c", finish="2027-05", starts=2)
    assert taken(made)["c"] == "2027-03"


def test_what_is_under_way_rules_out_its_equivalents() -> None:
    # b counts as a, which is under way: d needs no more, e needs b and c.
    courses = catalogue(module("a"), module("b", equivalent=["a"]), module("c"), award("d", "b"), award("e", ["b", "c"]))
    made = best(courses, learner(2, under_way={"a": "2026-12"}), "e", finish="2027-05")
    assert taken(made) == {"a": "2026-12", "c": "2027-03"}
    assert earned(made) == {"d": "2027-02", "e": "2027-05"}


def test_what_is_under_way_longer_than_there_is_time_makes_it_impossible() -> None:
    # a ends in February; all is to be done by January.
    courses = catalogue(module("a"), module("b", 5, months=1))
    who = learner(9, under_way={"a": "2026-12"})
    assert impossible(courses, who, "b", by="2027-01") == "the earliest finish is Feb 2027, after Jan 2027"


@pytest.mark.usefixtures("clock")
def test_kind_is_proved_where_what_is_open_about_others_cannot_matter() -> None:
    # d is held in March. Without time to search, all that is known of e is that it ends in June or July.
    five = [(26, 4), (20, 3), (20, 3), (40, 3), (60, 3)]
    courses = catalogue(
        module("x"),
        *(module(f"e{number}", hours, months) for number, (hours, months) in enumerate(five)),
        award("d", "x"),
        award("e", [f"e{number}" for number in range(5)]),
    )
    made = plan(courses, learner(7), Request(("diploma",), month("2027-01"), month("2028-12"), seconds=0.0))
    assert ([target.id for target in made.targets], made.status) == (["d"], Status.OPTIMAL)
    assert [other.reason for other in made.alternatives] == ["perhaps sooner: not proved"]
