"""Small teams solved by hand: one for each limit, the objective, and who is not served."""

import pytest
from build import START, any_of, award, catalogue, learner, module
from msgspec.structs import replace
from teams import best, people, person, plan, team

from mcplanner.catalogue.model import Certainty
from mcplanner.ground.months import format_month, parse_month
from mcplanner.ground.stages import Basis
from mcplanner.planning.request_check import AskedError
from mcplanner.plans.model import Status, ToldFigure
from mcplanner.team.summary import verdict
from mcplanner.team.together import plan_team

START_MONTH = parse_month(START)

TUESDAYS = {"sessions": ["tue 18:30-21:30"]}
CLASS = module("a", 13, 2) | TUESDAYS
"""Two months of Tuesday evenings, beginning in any month."""

WORKSHOP = module("w", 8, 1, days=1)
"""A day off in any month; on which day, nobody has published."""


def test_who_does_not_conflict_has_the_best_plan_alone() -> None:
    made = best(team(people(3, "a"), in_class=3), CLASS, finishes=["2027-02"] * 3)
    assert {proof.by for proof in made.proof} == {Basis.BOUND}


# --- in class on one evening ---


def test_one_in_class_waits_for_the_other() -> None:
    """January and February for one; March and April for the next, who would be ready in February alone."""
    made = best(team(people(2, "a"), in_class=1), CLASS, finishes=["2027-02", "2027-04"])
    assert [format_month(member.alone or parse_month(START)) for member in made.members] == ["2027-02"] * 2


def test_who_waits_is_told_that_others_have_a_part_in_it() -> None:
    """No rule keeps the second from January, but the team has no better plans with that."""
    plans = [member.plan for member in plan(team(people(2, "a"), in_class=1), CLASS).served if member.plan is not None]
    (why,) = max(plans, key=lambda own: own.finish or 0).enrolments[0].because
    told = "would break no rule of this plan alone, but no better plans of the team with that start were found"
    assert why.text.endswith(told)


def test_two_may_be_in_class_and_a_third_waits() -> None:
    best(team(people(3, "a"), in_class=2), CLASS, finishes=["2027-02", "2027-02", "2027-04"])


def test_another_evening_is_no_conflict() -> None:
    """Whoever comes on Thursdays takes no place on Tuesdays."""
    thursdays = module("b", 13, 2, sessions=["thu 18:30-21:30"])
    best(team([person("Ada", "a"), person("Ben", "b")], in_class=1), CLASS, thursdays, finishes=["2027-02"] * 2)


def test_a_class_by_day_takes_no_evening() -> None:
    best(team(people(2, "d"), in_class=1), module("d", 13, 2, sessions=["tue 09:00-12:00"]), finishes=["2027-02"] * 2)


def test_evenings_whose_days_are_not_published_may_be_any() -> None:
    best(team(people(2, "e"), in_class=1), module("e", 13, 1, evenings=1), finishes=["2027-01", "2027-02"])


def test_only_the_group_counts() -> None:
    """Ada and Ben are the group; Cy need not wait for them, nor they for Cy."""
    best(team(people(3, "a"), in_class=1, members=[0, 1]), CLASS, finishes=["2027-02", "2027-02", "2027-04"])


def test_what_is_under_way_goes_on_and_takes_the_room_first() -> None:
    """Two began before and are in class together through January; Cy waits until they are done."""
    begun = learner(10, under_way={"a": "2026-12"})
    crew = [person("Ada", "a", who=begun), person("Ben", "a", who=begun), person("Cy", "a")]
    best(team(crew, in_class=1), CLASS, finishes=["2027-01", "2027-01", "2027-03"])


def test_unknown_class_times_are_noted_and_count_for_nothing() -> None:
    made = best(team(people(2, "u"), in_class=1), module("u", 13, 2, sessions="unknown"), finishes=["2027-02"] * 2)
    assert [note.code for note in made.notes] == ["unknown-classes"]


def test_nobody_of_a_group_may_be_in_class() -> None:
    """All months are closed to Ada, and none has to be looked at; Ben is of no group, and asks the same."""
    made = best(team(people(2, "a"), in_class=0, members=[0]), CLASS, finishes=["2027-02", None])
    (ada,) = made.unserved
    assert ada.reason is not None
    assert ada.reason.endswith("too many would be in class on one evening, and no other plan fits")
    assert [(change.dial, change.now, change.to) for change in ada.changes] == [("in class of the team", "0", "1")]


def test_where_no_evening_is_left_a_class_by_day_may_be() -> None:
    runs = [{"start": "2027-01", "sessions": ["tue 18:30-21:30"]}, {"start": "2027-03", "sessions": ["tue 09:00-12:00"]}]
    best(team(people(2, "a"), in_class=0), module("a", 13, 2) | {"runs": runs}, finishes=["2027-04"] * 2)


# --- off on one day ---


def test_nobody_may_be_off() -> None:
    best(team(people(1, "w"), off=0), WORKSHOP, finishes=[None])
    best(team(people(1, "w"), off=0), WORKSHOP | {"sessions": ["sat 09:00-17:00"]}, finishes=["2027-01"])


def test_days_off_that_nobody_has_published_may_be_the_same() -> None:
    best(team(people(2, "w"), off=1), WORKSHOP, finishes=["2027-01", "2027-02"])


def test_known_days_off_conflict_only_where_they_meet() -> None:
    """Both runs are in January: one on the 5th, one on the 6th."""
    runs = [{"start": f"2027-01-0{day}", "end": f"2027-01-0{day}"} for day in (5, 6)]
    best(team(people(2, "w"), off=1), WORKSHOP | {"runs": runs}, finishes=["2027-01"] * 2)


def test_a_workshop_at_the_weekend_takes_nobody_off() -> None:
    best(team(people(2, "w"), off=1), WORKSHOP | {"sessions": ["sat 09:00-17:00"]}, finishes=["2027-01"] * 2)


def test_a_longer_run_takes_its_first_days() -> None:
    """Two days from Monday on; the other run begins on the Tuesday, so the two meet, and Ben comes in February."""
    runs = [
        {"start": f"2027-{day}", "end": f"2027-{end}"}
        for day, end in (("01-04", "01-05"), ("01-05", "01-06"), ("02-01", "02-02"))
    ]
    best(team(people(2, "w"), off=1), WORKSHOP | {"days": 2, "runs": runs}, finishes=["2027-01", "2027-02"])


# --- seats ---


def test_a_run_has_only_its_seats() -> None:
    runs = [{"start": "2027-01-04", "end": "2027-02-26", "seats": 1}, {"start": "2027-05-03", "end": "2027-06-25"}]
    best(team(people(3, "a"), in_class=3), CLASS | {"runs": runs}, finishes=["2027-02", "2027-06", "2027-06"])


def test_each_run_of_a_day_has_its_own_seats() -> None:
    """On Mondays there is room for one, on Tuesdays for two: one of four is not served."""
    month = {"start": "2027-01-04", "end": "2027-02-26"}
    runs = [month | {"sessions": ["mon 18:30-21:30"], "seats": 1}, month | {"sessions": ["tue 18:30-21:30"], "seats": 2}]
    best(
        team(people(4, "a"), in_class=2), module("a", 13, 2, mode="online") | {"runs": runs}, finishes=["2027-02"] * 3 + [None]
    )


def test_runs_of_a_month_without_days_have_their_own_seats() -> None:
    """Both may come online only, where there is one seat; the five in class are no help."""
    runs = [{"start": "2027-01", "mode": "online", "seats": 1}, {"start": "2027-01", "mode": "in-person", "seats": 5}]
    own = [person(name, "a", who=learner(10, modes="online")) for name in ("Ada", "Ben")]
    best(team(own), module("a", 13, 2) | {"runs": runs}, finishes=["2027-02", None])


def test_runs_that_say_the_same_in_other_words_share_their_seats() -> None:
    """The second run says what is so anyway: that it is online, as its module is."""
    runs = [{"start": "2027-01", "seats": 1}, {"start": "2027-01", "mode": "online", "seats": 1}]
    best(team(people(2, "a")), module("a", 13, 2, mode="online") | {"runs": runs}, finishes=["2027-02"] * 2)


def test_what_has_no_seat_at_all_is_impossible_also_without_a_date() -> None:
    """There are 600 months in which Ada could wait; none of them has to be looked at."""
    best(team(people(3, "a"), seats=[("a", 0, None)]), CLASS, finishes=[None] * 3)
    best(team(people(1, "skill:s"), seats=[("a", 0, None)]), CLASS | {"skills": ["s"]}, module("b", 13, 3, skills="s"),
         finishes=["2027-03"])  # fmt: skip


def test_the_seats_that_a_team_was_given() -> None:
    best(team(people(3, "a"), seats=[("a", 1, None)]), CLASS, finishes=["2027-02", "2027-03", "2027-04"])
    best(team(people(3, "a"), seats=[("a", 1, "2027-01")]), CLASS, finishes=["2027-02", "2027-03", "2027-03"])


# --- money ---

DEAR = module("a", 13, 2, fee=100)


def test_a_budget_for_a_year_makes_the_next_one_wait() -> None:
    best(team(people(2, "a"), per_year=150), DEAR, finishes=["2027-02", "2028-02"], cost=200)


def test_who_has_no_date_is_served_in_whatever_year_there_is_money_for() -> None:
    """2027 pays for a dear module, 2028 for two cheap ones, 2029 for the other dear one, and 2030 for the last cheap one.

    In 2029 the dear one could begin in any month, but in none of them together with the cheap one. Cy needs one of the two.
    """
    dear, cheap = module("a", 39, 3, fee=250), module("b", 13, 1, fee=100, intakes="mar")
    either, both, one = award("either", [any_of("a", "b")]), award("both", ["a", "b"]), learner(14, at_once=1)
    crew = [person("Cy", "either", by="2028-08"), *(person(name, "both", who=one) for name in ("Ada", "Ben"))]
    made = plan(replace(team(crew, per_year=250), start=parse_month("2027-11")), dear, cheap, either, both)
    finishes = sorted(member.plan.finish for member in made.served if member.plan and member.plan.finish)
    assert [format_month(month) for month in finishes] == ["2028-03", "2028-03", "2030-03"]


def test_where_all_have_dates_a_budget_for_a_year_serves_as_many_as_it_can() -> None:
    """Three people until December 2028 are two years, and S$150 a year pay for one each."""
    made = best(team(people(3, "a", by="2028-12"), per_year=150), DEAR, finishes=["2027-02", "2028-02", None], cost=200)
    (left,) = made.unserved
    assert ("budget a year", "S$150.00", "S$200.00") in [(change.dial, change.now, change.to) for change in left.changes]


def test_a_budget_in_all_serves_as_many_as_it_can() -> None:
    """The dearer module is left out: two people for S$200 are more than one for S$150."""
    crew = [person("Ada", "b"), person("Ben", "a"), person("Cy", "a")]
    made = best(team(crew, budget=200), DEAR, module("b", 13, 2, fee=150), finishes=["2027-02", "2027-02", None], cost=200)
    (ada,) = made.unserved
    assert ada.person.name == "Ada"
    assert [(change.dial, change.now, change.to) for change in ada.changes] == [("budget", "S$200.00", "S$350.00")]


def test_what_learners_pay_themselves_counts_for_no_budget() -> None:
    crew = [person("Ada", "a"), person("Ben", "a")]
    own = [crew[0], type(crew[1])(name="Ben", learner=learner(10), targets=("a",))]
    best(team(own, budget=100), DEAR, finishes=["2027-02"] * 2, cost=200)


def test_an_unknown_fee_is_not_within_a_budget() -> None:
    """Of two modules that teach it the one of known fee is taken, though it ends later."""
    unknown = module("u", 13, 1, skills="s") | {"fee": "unknown"}
    known = module("k", 13, 2, skills="s", fee=50)
    made = best(team(people(1, "skill:s"), budget=100), unknown, known, finishes=["2027-02"], cost=50)
    assert verdict(made).endswith("all that costs no less with all fees known")


def test_an_unknown_fee_is_not_within_a_budget_either_where_the_known_one_must_wait() -> None:
    """The budget of 2027 is enough for one: the second waits for 2028, and nobody takes what has an unknown fee."""
    unknown = module("u", 13, 2, skills="s", intakes="nov") | {"fee": "unknown"}
    known = module("k", 13, 1, skills="s", fee=100)
    made = best(team(people(2, "skill:s"), per_year=100), unknown, known, finishes=["2027-01", "2028-01"], cost=200)
    assert {each.module for member in made.served if member.plan for each in member.plan.enrolments} == {"k"}


def test_a_team_costs_no_less_with_all_fees_known_where_what_another_costs_is_not() -> None:
    unknown, known = (module(name, 13, 1, skills="s", fee=fee) for name, fee in (("u", "unknown"), ("k", 50)))
    made = best(team(people(2, "skill:s")), unknown, known, finishes=["2027-01"] * 2, cost=100)
    assert verdict(made).endswith("all that costs no less with all fees known")


def test_a_budget_that_one_person_alone_goes_beyond() -> None:
    """Both modules in one year would cost S$200, so the second waits for the next."""
    both = award("d", ["a", "b"])
    best(team(people(1, "d"), per_year=150), DEAR, module("b", 13, 1, fee=100), both, finishes=["2028-01"], cost=200)


# --- the objective ---


def test_the_last_comes_before_all_together_and_that_before_the_cost() -> None:
    """One evening for three people: whoever needs four months goes last or first, the sum decides: short ones go first.

    Ada needs 4 months and the others 2 each. In the order 2, 2, 4 they are ready after 2, 4 and 8 months; any other order is
    as late at the end, and later in all.
    """
    long = module("l", 26, 4) | TUESDAYS
    crew = [person("Ada", "l"), person("Ben", "a"), person("Cy", "a")]
    best(team(crew, in_class=1), long, CLASS, finishes=["2027-02", "2027-04", "2027-08"])


def test_of_plans_that_are_equal_the_cheaper_are_chosen() -> None:
    """There is one seat in the cheap course: it goes to one of them, and the other pays more to be ready as early."""
    cheap, dear = module("c", 13, 1, skills="s", fee=10), module("d", 13, 1, skills="s", fee=30)
    best(team(people(2, "skill:s"), seats=[("c", 1, None)]), cheap, dear, finishes=["2027-01"] * 2, cost=40)


# --- dates and hours ---


def test_a_date_is_hard_and_who_cannot_meet_it_is_named_with_the_least_change() -> None:
    made = best(team(people(2, "a", by="2027-03"), in_class=1), CLASS, finishes=["2027-02", None])
    (left,) = made.unserved
    assert (
        left.reason
        == "alone Feb 2027; beside the others, too many would be in class on one evening, and no other plan fits by Mar 2027"
    )
    assert left.reason_figures == (ToldFigure("Feb 2027", (Certainty.UNSTATED,)),)
    changes = [(change.dial, change.now, change.to) for change in left.changes]
    assert changes == [("by", "2027-03", "2027-04"), ("in class of the team", "1", "2")]


def test_what_is_in_the_way_is_named_of_each_kind() -> None:
    """Nobody can give a run more seats than it has, so that no change helps; what is in the way is said all the same."""
    run = CLASS | {"runs": [{"start": "2027-01", "seats": 1}]}
    crew = people(2, "a", by="2027-02")
    cases = {
        "The a has no seat left": plan(team(crew), run),
        "too many would be off on one day": plan(team(people(2, "w", by="2027-01"), off=1), WORKSHOP),
        "the budget is not enough": plan(team(crew, budget=150), DEAR),
    }
    for words, made in cases.items():
        (left,) = made.unserved
        assert f"; beside the others, {words}, and no other plan fits by " in left.reason


def test_one_more_seat_or_day_off_may_be_the_least_change() -> None:
    seat = plan(team(people(2, "a"), seats=[("a", 0, None)]), CLASS)
    assert [(change.dial, change.to) for change in seat.members[0].changes] == [("seats in a", "1")]
    day = plan(team(people(2, "w", by="2027-01"), off=1), WORKSHOP)
    assert [(change.dial, change.to) for change in day.unserved[0].changes] == [("by", "2027-02"), ("off of the team", "2")]


def test_who_has_no_plan_even_alone_is_told_why() -> None:
    made = best(team([person("Ada", "a", by="2027-01"), person("Ben", "a")]), CLASS, finishes=["2027-02", None])
    (ada,) = made.unserved
    assert "Feb 2027" in ada.reason
    assert [(change.dial, change.to) for change in ada.changes] == [("by", "2027-02")]
    assert ada.alone is None


def test_a_change_that_would_help_alone_is_told_only_if_it_is_enough_beside_the_others() -> None:
    """Ben needs until February, when Ada is in class: he can be ready in April. In a year that has one intake, he cannot."""
    crew = [person("Ada", "a"), person("Ben", "a", by="2027-01")]
    (ben,) = best(team(crew, in_class=1), CLASS, finishes=["2027-02", None]).unserved
    assert [(change.dial, change.to, format_month(change.finish or START_MONTH)) for change in ben.changes] == [
        ("by", "2027-04", "2027-04")
    ]
    one_run = CLASS | {"runs": [{"start": "2027-01", "seats": 1}]}
    (ben,) = best(team(crew), one_run, finishes=["2027-02", None]).unserved
    assert (ben.changes, ben.reason.split("; ")[1:]) == (
        (),
        ["what would help alone is not enough within what the team shares"],
    )


def test_hours_that_would_help_alone_are_no_help_without_a_seat() -> None:
    (ada,) = best(team([person("Ada", "a", hours=1)], seats=[("a", 0, None)]), CLASS, finishes=[None]).unserved
    assert ada.changes == ()
    (ada,) = best(team([person("Ada", "a", hours=1)], seats=[("a", 1, None)]), CLASS, finishes=[None]).unserved
    assert [(change.dial, change.to) for change in ada.changes] == [("hours a week", "1.5")]
    hurried = [person("Ada", "a", hours=1, by="2027-01")]
    (ada,) = best(team(hurried, seats=[("a", 0, None)]), CLASS, finishes=[None]).unserved
    assert ada.reason.endswith("; what would help alone may not be enough within what the team shares")
    (ada,) = best(team(hurried, seats=[("a", 1, None)]), CLASS, finishes=[None]).unserved
    assert [(change.dial, change.to) for change in ada.joint_change] == [("hours a week", "1.5"), ("by", "2027-02")]


def test_a_budget_that_would_be_enough_alone_is_raised_as_far_as_all_need_it() -> None:
    """Ada spends S$60 of S$80; Ben's S$100 are more than there is even alone, and beside her it takes S$160."""
    crew = [person("Ada", "b"), person("Ben", "a")]
    (ben,) = best(team(crew, budget=80), DEAR, module("b", 13, 2, fee=60), finishes=["2027-02", None], cost=60).unserved
    assert [(change.dial, change.to) for change in ben.changes] == [("budget", "S$160.00")]


def test_more_hours_are_told_also_where_the_money_of_two_years_is_needed() -> None:
    """With three hours Ben would be ready in February; beside Ada there is money for one module a year."""
    ada, both = person("Ada", "a", by="2027-12"), award("both", ["b", "c"])
    crew = [ada, person("Ben", "both", hours=1)]
    modules = module("a", 13, 2, fee=50), module("b", 13, 1, fee=60), module("c", 13, 1, fee=60)
    (ben,) = best(team(crew, per_year=150), *modules, both, finishes=["2027-02", None], cost=50).unserved
    (change,) = ben.changes
    assert (change.dial, change.to, change.finish) == ("hours a week", "3", parse_month("2028-01"))


def test_own_wishes_are_told_also_to_who_would_have_a_plan_alone() -> None:
    """Nobody may be off; what needs no day off needs three hours a week, and Ada has one."""
    either = award("either", [any_of("w", "b")])
    crew = [person("Ada", "either", hours=1, by="2027-06")]
    (ada,) = best(team(crew, off=0), WORKSHOP, module("b", 13, 1), either, finishes=[None]).unserved
    assert [(change.dial, change.to) for change in ada.changes] == [("hours a week", "3"), ("off of the team", "1")]


def test_a_later_date_of_who_gave_no_hours_is_the_soonest_with_any_hours() -> None:
    """Alone it would be February, for more than there is; March needs hours, and June none."""
    modules = [module(name, 13, 1, fee=fee, intakes=month) for name, fee, month in (("d", 100, "feb"), ("b", 50, "mar"))]
    workshop, one_of = module("w", 8, 1, days=1, fee=50, intakes="jun"), award("one", [any_of("d", "b", "w")])
    crew = [person("Ada", "one", hours=None, by="2027-01")]
    (ada,) = best(team(crew, budget=60), *modules, workshop, one_of, finishes=[None]).unserved
    assert [(change.dial, change.to) for change in ada.changes] == [("by", "2027-03")]


def test_the_least_more_of_a_budget_is_what_the_cheapest_plan_needs() -> None:
    """Ben would be ready in February for S$100; S$60 are enough for April, and no more is asked for."""
    cheaper, either = module("b", 13, 4, fee=60), award("either", [any_of("a", "b")])
    crew = [person("Ada", "b", by="2027-04"), person("Ben", "either", by="2027-04")]
    (ben,) = best(team(crew, budget=70), DEAR, cheaper, either, finishes=["2027-04", None], cost=60).unserved
    assert [(change.dial, change.to, change.proved) for change in ben.changes] == [("budget", "S$120.00", True)]
    (ben,) = best(team(crew, per_year=70), DEAR, cheaper, either, finishes=["2027-04", None], cost=60).unserved
    assert [(change.dial, change.to, change.proved) for change in ben.changes[1:]] == [("budget a year", "S$120.00", True)]


def test_two_budgets_that_are_too_small_are_raised_together() -> None:
    """S$100 for Ada in 2027 leave nothing for Ben that year, nor of the S$120 in all; more of one alone is no help."""
    crew = [person("Ada", "a", by="2027-12"), person("Ben", "a", by="2027-12")]
    (left,) = best(team(crew, budget=120, per_year=110), DEAR, finishes=["2027-02", None], cost=100).unserved
    assert left.changes == ()
    joint = [(change.dial, change.to) for change in left.joint_change]
    assert joint == [("budget", "S$200.00"), ("budget a year", "S$200.00")]


def test_no_hours_means_the_fewest_that_meet_the_date() -> None:
    """26 hours over 6 months, 26 weeks, are one hour a week; over 3 they would be two."""
    crew = [person(name, "s", hours=None, by="2027-06") for name in ("Ada", "Ben")]
    made = best(team(crew), module("s", 26, (1, 6)), finishes=["2027-06"] * 2)
    assert [member.hours_found for member in made.members] == [60, 60]


def test_the_fewest_hours_are_enough_within_what_the_team_has() -> None:
    """A day of workshop would need no hours a week, but it costs more than there is; 13 hours over 13 weeks are one a week."""
    workshop, course = module("w", 8, 1, days=1, fee=100), module("b", 13, 3, fee=50)
    own = team([person("Ada", "either", hours=None, by="2027-12")], budget=60)
    made = best(own, workshop, course, award("either", [any_of("w", "b")]), finishes=["2027-03"], cost=50)
    assert made.members[0].hours_found == 60
    (ada,) = plan(own, workshop, award("either", [any_of("w")])).unserved
    assert (ada.hours_found, [(change.dial, change.to) for change in ada.changes]) == (0, [("budget", "S$100.00")])


def test_two_without_hours_who_ask_for_the_impossible_share_the_answer() -> None:
    crew = [person(name, "a", hours=None, by="2027-01") for name in ("Ada", "Ben")]
    assert [member.hours_found for member in best(team(crew), CLASS, finishes=[None, None]).members] == [None, None]


def test_no_hours_are_enough_for_a_date_that_is_too_early() -> None:
    made = best(team([person("Ada", "a", hours=None, by="2027-01")]), CLASS, finishes=[None])
    assert made.members[0].hours_found is None


def test_who_holds_all_is_ready_now() -> None:
    made = plan(team([person("Ada", "a", who=learner(10, held={"a": "2026-10"}))], in_class=1), CLASS)
    assert made.status is Status.OPTIMAL
    assert made.members[0].plan is not None
    assert made.members[0].plan.enrolments == ()


def test_a_kind_of_award_is_whichever_fits() -> None:
    """Two diplomas, each of one evening module: one for each, so that both are ready at once."""
    second = module("b", 13, 2) | TUESDAYS
    free = module("c", 13, 3)
    diplomas = [award("x", ["a"]), award("y", ["c"])]
    best(team(people(2, "diploma"), in_class=1), CLASS, second, free, *diplomas, finishes=["2027-02", "2027-03"])


# --- time ---


def test_without_time_nothing_is_found_and_nothing_proved() -> None:
    made = plan_team(catalogue(CLASS), team(people(2, "a"), in_class=1), seconds=0)
    assert made.status is Status.UNKNOWN
    assert [member.reason for member in made.unserved] == ["time ran out before a plan was found"] * 2


def test_what_the_catalogue_does_not_have_is_refused() -> None:
    with pytest.raises(AskedError, match="unknown target 'b'"):
        plan(team(people(1, "b")), CLASS)
    with pytest.raises(AskedError, match="unknown module 'b'"):
        plan(team(people(1, "a"), seats=[("b", 1, None)]), CLASS)
    with pytest.raises(AskedError, match="the seats of 'a' are there twice"):
        plan(team(people(1, "a"), seats=[("a", 1, None), ("a", 2, None)]), CLASS)


def test_who_must_wait_for_others_waits_for_years() -> None:
    """Alone nobody needs two years; four people one after another in a course that begins in January do."""
    yearly = CLASS | {"intakes": ["jan"]}
    finishes = [f"{year}-02" for year in range(2027, 2031)]
    best(team(people(4, "a"), in_class=1), yearly, finishes=finishes)
