"""What a plan rests on: the figures that it uses, what decides its finish and its cost, and how every output says so."""

import json
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from build import AMPLE, Data, asked_for, award, catalogue, learner, module, planned
from commands import run
from consoles import shown, widest
from msgspec.structs import replace
from openpyxl import load_workbook
from sample_funding import rules

from mcplanner.catalogue.model import Catalogue, Certainty, FigureName
from mcplanner.export import EXPORTERS
from mcplanner.export.json_comparison import comparison_data
from mcplanner.export.json_plan import plan_json
from mcplanner.export.xlsx_plan import plan_xlsx
from mcplanner.ground.months import format_month, parse_month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.comparison import compare
from mcplanner.planning.planner import plan as made_plan
from mcplanner.planning.progress import settle
from mcplanner.plans.certainty_words import MARKS, certainty_in_words, mark, mark_of_awards, mark_of_finish, rests_on_in_words
from mcplanner.plans.model import DOUBTFUL_START, OLD_FIGURES, Figure, Plan, Status
from mcplanner.plans.summary import proof, study
from mcplanner.pricing.price import Pricing
from mcplanner.terminal.comparison_view import print_comparison
from mcplanner.terminal.plan_view import print_plan
from mcplanner.verify import verify_rests_on

WHEN_TODAY_IS = "SOURCE_DATE_EPOCH"
IN_MAY_2027 = "1809302400"
"""2 May 2027, six months after the catalogues of these tests."""


def courses(**more: Data) -> Catalogue:
    """b follows a, and starts in July alone; c may be taken at any time."""
    entries: dict[str, Data] = {
        "a": {"fee": 100, "evidence": "published", "derived": {"fee": "26 h at S$3.85"}},
        "b": {"fee": 200, "evidence": "published", "assumed": ["hours", "intakes"], "needs": "a", "intakes": "jul"},
        "c": {"fee": 300, "evidence": "illustrative"},
    }
    modules = [module(name, **own | more.get(name, {})) for name, own in entries.items()]
    return catalogue(*modules, award("d", ["a", "b", "c"]))


def made(**more: Data) -> Plan:
    """The plan of these courses at 4 hours a week: a and c from January to March, b from July to September."""
    return planned(courses(**more), learner(4), "d")


def legend(plan: Plan) -> list[str]:
    """The marks that Markdown explains beneath the table of modules."""
    lines = (line.split("; ") for line in str(EXPORTERS[".md"].export(plan)).splitlines() if line[:1] in MARKS.values())
    return next(lines, [])


def test_every_figure_that_is_used_is_counted_by_what_it_rests_on() -> None:
    # hours, length and fee of each, and the starts of b: the fee of a is derived, hours and starts of b are assumed.
    rests = made().rests_on
    assert rests is not None
    assert {certainty: rests.number(certainty) for certainty in Certainty if rests.number(certainty)} == {
        Certainty.PUBLISHED: 4,
        Certainty.DERIVED: 1,
        Certainty.ASSUMED: 2,
        Certainty.ILLUSTRATIVE: 3,
    }


@pytest.mark.parametrize(
    ("keys", "more", "asked"),
    [
        ({"weeks": 12}, ["weeks"], {}),
        ({"runs": {"2027-01": None}}, ["runs"], {}),
        ({"intakes": "jan", "apply": 0}, ["intakes"], {}),
        ({"sessions": ["tue 10:00-10:20"]}, ["sessions"], {}),
        ({"days": 2}, ["days"], {}),
        ({}, ["mode"], {"modes": "online"}),
        ({"sessions": "unknown"}, [], {}),
        ({"sessions": "unknown"}, ["sessions"], {"busy": "mon 09:00-10:00"}),
    ],
    ids=str,
)
def test_a_figure_is_used_if_it_is_given_or_asked_for(keys: Data, more: list[str], asked: Data) -> None:
    plan = planned(catalogue(module("a", **keys)), learner(4, **asked), "a")
    assert sorted(key for key, _ in plan.enrolments[0].certainty) == sorted(["hours", "months", "fee", *more])


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("weeks", {}),
        ("intakes", {}),
        ("apply_months_before", {}),
        ("days", {}),
        ("sessions", {"busy": "mon 09:00-10:00"}),
        ("evenings", {"evenings": 2}),
    ],
)
def test_a_default_that_is_assumed_is_a_figure_that_is_used(key: FigureName, asked: Data) -> None:
    a, b = module("a", evidence="published", assumed=[key]), module("b", evidence="published")
    plan = planned(catalogue(a, b, award("d", ["a", "b"])), learner(4, **asked), "d")
    assert plan.rests_on is not None
    assert [figure.key for figure in plan.rests_on.figures if figure.certainty is Certainty.ASSUMED] == [key]
    assert proof(plan).startswith("proved for these figures")
    row = next(line for line in str(EXPORTERS[".md"].export(plan)).splitlines() if line.startswith("| The a"))
    assert ("?" in row) == (key not in ("days", "evenings")), "no row says that nothing of these is taken"


def test_where_a_run_says_its_classes_no_assumed_evenings_are_used() -> None:
    times = ["mon 18:00-18:20"]
    for own, assumed in ((times, ["evenings"]), (times, ["evenings", "sessions"]), (["tue 18:00-18:20"], ["evenings"])):
        entry = module("a", evidence="published", sessions=own, assumed=assumed)
        courses = catalogue(entry | {"runs": [{"start": "2027-01", "sessions": times}]})
        plan = planned(courses, learner(4, evenings=2), "a")
        assert "evenings" not in dict(plan.enrolments[0].certainty)


@pytest.mark.parametrize("key", ["requires", "alongside", "excludes", "covers", "credits", "skills"])
def test_what_a_module_needs_and_counts_as_can_be_assumed_too(key: FigureName) -> None:
    # Whether a comes first is assumed, or that it need not: either decides when b ends.
    courses = catalogue(
        module("a", evidence="published"), module("b", evidence="published", needs="a", assumed=[key]), award("d", ["a", "b"])
    )
    plan = planned(courses, learner(4), "d")
    assert plan.rests_on is not None
    assert ("b", key, Certainty.ASSUMED) in {(figure.module, figure.key, figure.certainty) for figure in plan.rests_on.finish}
    assert proof(plan).startswith("proved for these figures")
    begun = planned(courses, learner(4, held={"a": "2026-06"}, under_way={"b": "2026-12"}), "d")
    assert (key in dict(begun.enrolments[0].certainty)) == (key not in ("requires", "alongside"))


@pytest.mark.parametrize("key", ["requires", "valid_months", "shares"])
def test_by_what_an_award_is_earned_can_be_assumed_and_decides_where_it_is_asked_for(key: FigureName) -> None:
    courses = catalogue(
        module("a", evidence="published"),
        module("b", evidence="published"),
        award("d", ["a", "b"], assumed=[key]),
        award("by-the-way", ["a"], assumed=[key]),
    )
    plan = planned(courses, learner(4), "d")
    assert plan.rests_on is not None
    assert {each.module for each in plan.rests_on.figures if each.key == key} == {"d", "by-the-way"}
    assert [(each.module, each.key) for each in plan.rests_on.finish if each.key == key] == [("d", key)]
    assert proof(plan).startswith("proved for these figures")
    assert {mark_of_awards(plan, each) for each in plan.awards} == {"?"}
    refused = planned(courses, learner(1), "d", by="2027-01")
    assert proof(refused).startswith("impossible for these figures")
    wrong = replace(plan, rests_on=replace(plan.rests_on, finish=()))
    unsaid = replace(plan, awards=tuple(replace(each, certainty=()) for each in plan.awards))
    for forged in (wrong, unsaid):
        assert list(verify_rests_on(courses, learner(4), None, asked_for(plan), forged))


def test_a_bound_that_is_stated_holds_for_these_figures_too() -> None:
    plan = made()
    assert plan.objective is not None
    for less, said in (({"finish_months": 8}, "finish before Aug 2027"), ({"cost_cents": 100}, "no less than S$1")):
        unproved = replace(plan, status=Status.FEASIBLE, bound=replace(plan.objective, **less))
        assert said in proof(unproved)
        assert proof(unproved).endswith(", for these figures")


def test_assumed_weeks_that_are_left_out_decide_a_finish_by_the_load() -> None:
    # Each takes 2 hours a week: at 3 hours one waits for the other.
    courses = catalogue(module("a", evidence="published", assumed=["weeks"]), module("b"), award("d", ["a", "b"]))
    rests = planned(courses, learner(3), "d").rests_on
    assert rests is not None
    assert ("a", "weeks") in {(figure.module, figure.key) for figure in rests.finish}


def test_what_is_held_is_left_out_and_of_what_is_under_way_what_it_takes_counts() -> None:
    # c has begun, and is paid for: neither its start nor its fee is used.
    plan = planned(courses(), learner(4, held={"a": "2026-06"}, under_way={"c": "2026-12"}), "d")
    assert plan.rests_on is not None
    assert {figure.module for figure in plan.rests_on.figures} == {"b", "c"}
    assert {figure.key for figure in plan.rests_on.figures if figure.module == "c"} == {"hours", "months"}


def test_the_length_that_the_learner_has_chosen_is_no_figure_of_the_catalogue() -> None:
    plan = planned(catalogue(module("a", months=(2, 4)), module("b")), learner(9, under_way={"a": "2026-12 for 3"}), "b")
    assert plan.rests_on is not None
    assert {figure.key for figure in plan.rests_on.figures if figure.module == "a"} == {"hours"}


def test_the_finish_hangs_on_what_stops_the_last_module_and_the_cost_on_the_fees() -> None:
    # b ends last, by its length; it starts in July since it has no intake before that could follow on a, which ends in March.
    rests = made().rests_on
    assert rests is not None
    assert {(figure.module, figure.key) for figure in rests.finish} == {("b", "months"), ("b", "intakes")}
    assert {(figure.module, figure.key) for figure in rests.cost} == {("a", "fee"), ("b", "fee"), ("c", "fee")}


def test_the_finish_hangs_on_what_must_come_first_and_on_the_hours_that_others_take() -> None:
    # At 2 hours a week: first of the three, after which the second and third follow, each of 2 hours a week.
    plan = planned(courses(b={"intakes": ""}), learner(2), "d")
    rests = plan.rests_on
    assert rests is not None
    assert {(figure.module, figure.key) for figure in rests.finish} >= {
        *((name, "months") for name in "abc"),
        *((name, "hours") for name in "bc"),
    }


def hanging(figures: Iterable[Figure]) -> set[tuple[str, str, str, str | None]]:
    """Figures that decide and are less than published: the module, the key, on what it rests, and of which other run it is."""
    return {
        (each.module, each.key, str(each.certainty), None if each.start is None else format_month(each.start))
        for each in figures
        if each.certainty is not Certainty.PUBLISHED
    }


def test_the_finish_hangs_on_assumed_hours_of_what_is_under_way() -> None:
    # x takes 2 of the 3 hours a week until February, so b, which takes 2 as well, starts in March.
    x = module("x", evidence="published", assumed=["hours"])
    courses = catalogue(x, module("b", evidence="published"), award("d", ["x", "b"]))
    plan = planned(courses, learner(3, under_way={"x": "2026-12"}), "d")
    assert plan.rests_on is not None
    assert hanging(plan.rests_on.finish) == {("x", "hours", "assumed", None)}
    words = "4 published and 1 assumed figures; the finish hangs on the assumed hours of The x"
    assert rests_on_in_words(plan) == words
    assert words in " ".join(shown(lambda console: print_plan(console, plan), 160).split())
    assert mark(plan, plan.enrolments[0], "hours") == "?"


def test_an_award_that_is_earned_last_hangs_on_what_the_finish_hangs_on() -> None:
    # At 3 hours a week, of two modules of 2 hours each, one waits for the other; the length of both is published.
    courses = catalogue(
        module("a", evidence="published", assumed=["hours"]), module("b", evidence="published"), award("d", ["a", "b"])
    )
    plan = planned(courses, learner(3), "d")
    assert (plan.awards[0].earned, mark_of_finish(plan)) == (plan.finish, "?")
    assert mark_of_awards(plan, *plan.awards) == "?"


def test_the_finish_hangs_on_the_assumed_length_of_what_is_under_way_and_ends_last() -> None:
    x = module("x", months=6, evidence="published", assumed=["months"])
    plan = planned(catalogue(x, module("b", months=1), award("d", ["x", "b"])), learner(9, under_way={"x": "2026-12"}), "d")
    assert plan.rests_on is not None
    assert ("x", "months", "assumed", None) in hanging(plan.rests_on.finish)


@pytest.mark.parametrize(("mode", "certainty"), [("in-person", "assumed"), ("unknown", "unknown")])
def test_the_finish_hangs_on_a_mode_that_rules_a_sooner_run_out(mode: str, certainty: str) -> None:
    # Of the runs in January, February and March the last alone is online for sure; the others are as the module is.
    runs = [{"start": "2027-01"}, {"start": "2027-02"}, {"start": "2027-03", "mode": "online"}]
    data = module("a", mode=mode, evidence="published", assumed=["mode"]) | {"runs": runs}
    plan = planned(catalogue(data), learner(9, modes="online"), "a")
    assert plan.rests_on is not None
    assert hanging(plan.rests_on.finish) == {("a", "mode", certainty, "2027-01")}, "what two runs share is one figure"
    assert plan.rests_on.number(Certainty(certainty)) == 1
    assert str(rests_on_in_words(plan)).endswith(f"the finish hangs on the {certainty} mode of The a in its run of Jan 2027")
    decisive = json.loads(plan_json(plan))["rests_on"]["decisive"]
    assert {"module": "a", "key": "mode", "certainty": certainty, "run": "2027-01"} in decisive


def test_a_run_that_comes_too_soon_anyway_does_not_decide() -> None:
    # b needs a, which ends in March: that its run of February is not online does not matter.
    runs = [{"start": "2027-02"}, {"start": "2027-04", "mode": "online"}]
    b = module("b", mode="in-person", needs="a", evidence="published", assumed=["mode"]) | {"runs": runs}
    plan = planned(catalogue(module("a", evidence="published"), b), learner(9, modes="online"), "b")
    assert plan.rests_on is not None
    assert hanging(plan.rests_on.finish) == set()


@pytest.mark.parametrize(
    ("data", "first", "asked", "key"),
    [
        ({"sessions": ["tue 18:00-19:00"]}, {}, {"busy": "tue 18:00-20:00"}, "sessions"),
        ({"evenings": 3}, {}, {"evenings": 2}, "evenings"),
        ({"hours": 26}, {"end": "2027-01"}, {"hours": 3}, "hours"),
        ({"fee": "unknown"}, {}, {"cost_limit": 50}, "fee"),
        ({}, {"apply_by": "2026-12-05"}, {}, "runs"),
    ],
    ids=str,
)
def test_the_finish_hangs_on_whatever_figure_rules_a_sooner_run_out(data: Data, first: Data, asked: Data, key: str) -> None:
    # The run of January cannot be taken; that of March, which has other terms, can.
    runs = [{"start": "2027-01", **first}, {"start": "2027-03", "sessions": ["wed 18:00-19:00"], "fee": 10}]
    facts: Data = {"sessions": ["mon 18:00-19:00"], "evidence": "published", "assumed": [key], **data}
    entry = module("a", **facts) | {"runs": runs}
    wishes: Data = {"hours": 9, **asked}
    plan = planned(catalogue(entry), learner(**wishes), "a")
    assert plan.rests_on is not None
    assert plan.finish == parse_month("2027-05")
    assert key in {each.key for each in plan.rests_on.finish if each.certainty is not Certainty.PUBLISHED}


def test_the_cost_hangs_on_what_rules_a_cheaper_run_out() -> None:
    # Both runs are in January; the cheaper one is not online, as somebody assumes.
    runs = [{"start": "2027-01", "fee": 100}, {"start": "2027-01", "fee": 500, "mode": "online"}]
    data = module("a", mode="in-person", evidence="published", assumed=["mode"]) | {"runs": runs}
    plan = planned(catalogue(data), learner(9, modes="online"), "a")
    assert plan.rests_on is not None
    assert hanging(plan.rests_on.finish) == set()
    assert hanging(plan.rests_on.cost) == {("a", "mode", "assumed", "2027-01")}


@pytest.mark.parametrize(
    ("data", "first", "asked", "keys"),
    [
        ({}, {"mode": "in-person"}, {"modes": "online"}, ["mode", "months"]),
        ({}, {"sessions": ["tue 19:00-20:00"]}, {"busy": "tue 18:00-22:00"}, ["months", "sessions"]),
        ({}, {"sessions": ["tue 19:00-20:00"]}, {"evenings": 0}, ["months", "sessions"]),
        ({}, {"apply_by": "2026-12-11"}, {}, ["months", "runs"]),
        ({"fee": "unknown"}, {}, {"cost_limit": 500}, ["fee", "months"]),
    ],
    ids=str,
)
def test_a_run_of_unknown_length_is_kept_out_by_other_figures_as_well(
    data: Data, first: Data, asked: Data, keys: list[str]
) -> None:
    # Nobody knows how long the run of January takes, and it cannot be taken anyway; that of June says its end.
    runs = [{"start": "2027-01-11", **first}, {"start": "2027-06-10", "end": "2027-06-14", "fee": 10}]
    courses = catalogue(module("a", 20, **data) | {"months": "unknown", "runs": runs})
    plan = planned(courses, learner(40, **asked), "a")
    assert plan.rests_on is not None
    assert sorted(each.key for each in plan.rests_on.finish if each.start is not None) == keys


def test_time_that_is_busy_in_other_months_keeps_out_of_no_run() -> None:
    # One can no longer apply for the run of January; in June, when the learner is busy, it has long ended.
    first = {"start": "2027-01-05", "apply_by": "2026-12-01", "sessions": ["tue 19:00-20:00"]}
    runs = [first, {"start": "2027-03-02", "sessions": ["wed 19:00-20:00"]}]
    courses = catalogue(module("a", 20, 1) | {"runs": runs})
    keys_by_month = {}
    for month in ("2027-01", "2027-06"):
        plan = planned(courses, learner(8, busy=f"tue 18:00-22:00 in {month}"), "a")
        assert plan.rests_on is not None
        keys_by_month[month] = {each.key for each in plan.rests_on.finish if each.start is not None}
    assert keys_by_month == {"2027-01": {"runs", "sessions"}, "2027-06": {"runs"}}


@pytest.mark.parametrize(
    ("assumed", "certainty"), [(["months"], "published"), (["runs"], "assumed"), (["months", "runs"], "assumed")], ids=str
)
@pytest.mark.parametrize("months", [2, 3])
def test_the_end_that_a_run_says_rests_on_what_its_dates_rest_on(months: int, assumed: list[str], certainty: str) -> None:
    # From February to April are three months, whether that is what the module takes or not.
    run_of_three = {"start": "2027-02-01", "end": "2027-04-30"}
    data = module("a", months=months, evidence="published", assumed=assumed) | {"runs": [run_of_three]}
    plan = planned(catalogue(data), learner(9), "a")
    own = dict(plan.enrolments[0].certainty)
    assert (own["months"], own["runs"]) == (certainty, certainty)
    ends = shown(lambda console: print_plan(console, plan), 160)
    assert ("30 Apr 2027?" in ends) == (certainty == "assumed")


def test_a_run_that_says_no_end_takes_the_assumed_length_of_its_module() -> None:
    runs = [{"start": "2027-01-04", "end": "2027-01-29", "mode": "in-person"}, {"start": "2027-02-01"}]
    data = module("a", months=1, evidence="published", assumed=["months"]) | {"runs": runs}
    plan = planned(catalogue(data), learner(9, modes="online"), "a")
    assert dict(plan.enrolments[0].certainty)["months"] is Certainty.ASSUMED


def test_an_assumed_start_makes_the_end_the_finish_and_the_award_uncertain() -> None:
    # a starts in March, as somebody assumes, and is three months long.
    data = module("a", intakes="mar", evidence="published", assumed=["intakes"])
    plan = planned(catalogue(data, award("d", "a")), learner(9), "d")
    text = shown(lambda console: print_plan(console, plan), 160)
    assert "finish    May 2027?, 5 months" in text
    assert "Mar 2027?  May 2027? " in text
    assert text.count("May 2027?") == 4, "the award in the picture, and where one can stop"
    assert "**Finish:** May 2027?, from Jan 2027" in str(EXPORTERS[".md"].export(plan))
    assert "- after May 2027?: **The d**" in str(EXPORTERS[".md"].export(plan))
    page = str(EXPORTERS[".html"].export(plan))
    assert "<b>May 2027?</b>" in page
    assert ">May 2027?</time>" in page
    book = load_workbook(BytesIO(plan_xlsx(plan)))
    assert book["Modules"].cell(row=2, column=6).number_format == 'mmm yyyy"?"'
    assert book["Awards"].cell(row=2, column=3).number_format == 'mmm yyyy"?"'


def presumed(**more: Any) -> Data:
    """A module with a run in February, and presumed starts in each May and August after it."""
    return module("a", evidence="published", **more) | {"runs": [{"start": "2027-02"}], "then": ["may", "aug"]}


def test_a_presumed_start_is_told_from_a_dated_run() -> None:
    # Applications for the run of February closed in December.
    data = presumed()
    data["runs"] = [{"start": "2027-02", "apply_by": "2026-12"}]
    plan = planned(catalogue(data, award("d", "a")), learner(9), "d")
    assert plan.enrolments[0].is_presumed
    assert str(rests_on_in_words(plan)).endswith("the finish hangs on the presumed start of The a")
    written = json.loads(plan_json(plan))
    assert written["enrolments"][0]["presumed"] is True
    decisive = {each["key"]: each for each in written["rests_on"]["decisive"]}
    assert decisive["then"] == {"module": "a", "key": "then", "certainty": "assumed"}
    assert decisive["runs"] == {"module": "a", "key": "runs", "certainty": "published", "run": "2027-02"}
    text = shown(lambda console: print_plan(console, plan), 160)
    assert "another month it starts in, or is presumed to" in text


def test_a_figure_that_keeps_out_of_a_presumed_start_names_it_as_that() -> None:
    # Applications for the run of February, which has classes on Tuesdays, closed in December. The classes of May, when a is
    # presumed to start next, are assumed to be on Mondays, and fall into a busy time that ends in July.
    data = presumed(sessions=["mon 18:00-18:30"], assumed=["sessions"])
    data["runs"] = [{"start": "2027-02", "sessions": ["tue 18:00-18:30"], "apply_by": "2026-12"}]
    data["then"] = ["may", "aug"]
    plan = planned(catalogue(data), learner(9, busy="mon 18:00-20:00 in 2027-03..2027-07"), "a")
    assert format_month(plan.enrolments[0].start) == "2027-08"
    assert plan.enrolments[0].because[0].text == "its next intake after May 2027 is presumed to be in Aug 2027"
    said = json.loads(plan_json(plan))["rests_on"]["decisive"]
    assert {"module": "a", "key": "runs", "certainty": "published", "run": "2027-02"} in said
    assert {"module": "a", "key": "sessions", "certainty": "assumed"} in said
    assert plan.rests_on is not None
    of_may = Figure("a", "The a", "sessions", Certainty.ASSUMED, parse_month("2027-05"), "then")
    words = rests_on_in_words(replace(plan, rests_on=replace(plan.rests_on, finish=(of_may,))))
    assert "the assumed class times of The a in its presumed start of May 2027" in str(words)


def test_a_run_without_an_end_is_tried_at_a_pace_that_its_module_has() -> None:
    # The run that is taken is of four months; that of May, of unknown fee, is of three at most.
    runs = [{"start": "2027-05", "fee": "unknown"}, {"start": "2027-06-01", "end": "2027-09-28"}]
    data = module("a", months=(1, 3), evidence="published") | {"runs": runs}
    plan = planned(catalogue(data), learner(9, cost_limit=100), "a")
    assert plan.rests_on is not None
    assert ("a", "fee", "unknown", "2027-05") in hanging(plan.rests_on.finish)


def test_a_run_with_an_end_is_tried_with_the_hours_of_its_module_though_the_length_of_others_is_unknown() -> None:
    # 39 hours are 4.5 a week over two months, and 3 over three.
    runs = [{"start": "2027-06-12", "end": "2027-07-28"}, {"start": "2027-08-12", "end": "2027-10-28"}]
    data = module("a", 39, evidence="published", assumed=["hours"]) | {"months": "unknown", "runs": runs}
    plan = planned(catalogue(data), learner(3), "a")
    assert plan.rests_on is not None
    assert format_month(plan.enrolments[0].start) == "2027-08"
    assert ("months", "2027-06") in {
        (each.key, format_month(each.start)) for each in plan.rests_on.finish if each.start is not None
    }


def test_full_days_need_no_weeks_and_their_load_rests_on_them() -> None:
    data = module("a", 16, 1, days=2, weeks="unknown", evidence="published", assumed=["hours"])
    plan = planned(catalogue(data, module("b", evidence="published"), award("d", ["a", "b"])), learner(4), "d")
    workshop = next(each for each in plan.enrolments if each.module == "a")
    assert [key for key, _ in workshop.certainty] == ["hours", "months", "fee", "days"]
    assert "; 2 in the busiest weeks" in study(plan)
    assert "16?      0 " in shown(lambda console: print_plan(console, plan), 160)


def test_class_times_that_are_assumed_are_marked() -> None:
    data = module("a", sessions=["mon 19:00-19:20"], evidence="published", assumed=["sessions"])
    plan = planned(catalogue(data), learner(4), "a")
    assert "Mon 19:00–19:20?" in shown(lambda console: print_plan(console, plan), 160)
    assert "Mon 19:00–19:20?" in str(EXPORTERS[".md"].export(plan))


def test_the_verifier_finds_again_what_a_plan_rests_on() -> None:
    runs = [{"start": "2027-01"}, {"start": "2027-03", "mode": "online"}]
    data = module("a", mode="in-person", evidence="published", assumed=["mode"]) | {"runs": runs}
    courses, who = catalogue(data), learner(9, modes="online")
    plan = planned(courses, who, "a")
    found = plan.rests_on
    assert found is not None

    def told(changed: Plan) -> list[str]:
        return [violation.text for violation in verify_rests_on(courses, who, None, asked_for(plan), changed)]

    def resting(**facts: tuple[Figure, ...]) -> list[str]:
        return told(replace(plan, rests_on=replace(found, **facts)))

    less = tuple((key, Certainty.ASSUMED) for key, _ in plan.enrolments[0].certainty)
    other = found.figures[-1]
    assert (other.key, other.start) == ("mode", parse_month("2027-01"))
    wrong = replace(other, start=parse_month("2027-03"))
    assert told(plan) == []
    assert told(replace(plan, rests_on=None)) == []
    assert told(replace(plan, enrolments=(replace(plan.enrolments[0], certainty=less),)))
    assert "each once" in resting(figures=found.figures[1:])[0]
    assert "each once" in resting(figures=(*found.figures, found.figures[0]))[0]
    assert resting(finish=(wrong, *found.finish)) == ["a figure is said to decide that is not used"]
    assert "what ends last" in resting(finish=())[0]
    assert "the fees" in resting(cost=())[0]
    assert resting(figures=(*found.figures, wrong)) == ["mode of a in 2027-03 rules nothing out"]


def test_the_verifier_finds_again_what_a_plan_only_shows() -> None:
    courses, who = catalogue(module("a", evidence="published", assumed=["mode"])), learner(9)
    plan = planned(courses, who, "a")
    (row,) = plan.enrolments
    assert row.only_shown == (("mode", Certainty.ASSUMED),)
    more = (*row.only_shown, ("evenings", Certainty.PUBLISHED))
    for only_shown in ((), (("mode", Certainty.PUBLISHED),), more, (*row.only_shown, *row.only_shown)):
        changed = replace(plan, enrolments=(replace(row, only_shown=only_shown),))
        found = verify_rests_on(courses, who, None, asked_for(plan), changed)
        assert [violation.text for violation in found] == [
            "the certainty of a is not that of the figures that it shows besides"
        ]


def test_the_finish_hangs_on_the_days_off_that_others_take() -> None:
    # 4 full days in three months are 1.5 a month. With 2 days off, b waits for a, whose days are assumed.
    same: Data = {"days": 4, "fee": 10, "evidence": "published"}
    courses = catalogue(module("a", 20, **same, assumed=["days"]), module("b", 20, **same), award("d", ["a", "b"]))
    plan = planned(courses, learner(10).replace(half_days_off=4), "d")
    assert plan.rests_on is not None
    assert {(each.module, each.key, each.certainty) for each in plan.rests_on.finish} == {
        ("a", "months", Certainty.PUBLISHED),
        ("a", "days", Certainty.ASSUMED),
        ("b", "months", Certainty.PUBLISHED),
        ("b", "days", Certainty.PUBLISHED),
    }


@pytest.mark.parametrize(
    ("of_run", "asked", "key"),
    [
        ({"mode": "in-person"}, {"modes": "online"}, "mode"),
        ({"sessions": ["tue 18:00-19:00"]}, {"busy": "tue 18:00-20:00"}, "sessions"),
    ],
)
def test_the_finish_hangs_on_what_rules_a_run_out(of_run: Data, asked: Data, key: str) -> None:
    # The run in January is not wanted; the one in March is.
    runs = [{"start": "2027-01", **of_run}, {"start": "2027-03"}]
    plan = planned(catalogue(module("a", sessions=["wed 18:00-19:00"]) | {"runs": runs}), learner(10, **asked), "a")
    assert plan.rests_on is not None
    assert {each.key for each in plan.rests_on.finish} == {"months", "runs", key}, "of the run that is taken"


def test_the_verdict_is_for_these_figures_where_some_are_less_than_published() -> None:
    assert proof(made()).startswith("proved for these figures: no plan finishes sooner")
    published: dict[str, Data] = {name: {"evidence": "published", "assumed": [], "derived": {}} for name in "abc"}
    assert proof(made(**published)).startswith("proved: no plan finishes sooner")
    unstated: dict[str, Data] = {name: {"evidence": None, "assumed": [], "derived": {}} for name in "abc"}
    assert proof(made(**unstated)).startswith("proved: no plan finishes sooner")
    assert rests_on_in_words(made(**unstated)) is None


def test_the_verdict_is_for_these_figures_where_unknown_class_times_matter() -> None:
    courses = catalogue(module("a", sessions="unknown", evidence="published"))
    assert proof(planned(courses, learner(4), "a")).startswith("proved: no plan finishes sooner")
    made = planned(courses, learner(4, evenings=2), "a")
    assert proof(made).startswith("proved for these figures: no plan finishes sooner")
    assert legend(made) == []
    # Of unknown fees, the verdict speaks itself.
    assert proof(planned(catalogue(module("a", fee="unknown", evidence="published")), learner(4), "a")).startswith("proved: no")


def test_it_says_how_many_figures_and_what_hangs_on_them() -> None:
    assert rests_on_in_words(made()) == (
        "4 published, 1 derived, 2 assumed and 3 illustrative figures; the finish hangs on the assumed starts of The b; "
        "the cost hangs on the derived fee of The a and the illustrative fee of The c"
    )
    alike: dict[str, Data] = {name: {"evidence": "illustrative", "assumed": [], "derived": {}} for name in "abc"}
    assert rests_on_in_words(made(**alike)) == "10 figures, all of them made up as an illustration"
    assert legend(made(**alike)) == []


def test_marks_stand_beside_what_is_less_than_published() -> None:
    plan = made()
    by_id = {each.module: each for each in plan.enrolments}
    assert mark(plan, by_id["a"], "fee") == "≈"
    assert mark(plan, by_id["a"], "hours", "months") == ""
    assert mark(plan, by_id["b"], "hours", "months") == "?"
    assert mark(plan, by_id["c"], "fee") == "°"
    assert legend(plan) == ["≈ derived from what is published", "? assumed", "° made up as an illustration"]
    assert certainty_in_words(by_id["b"].certainty) == "length, fee: published; hours, starts: assumed"


def test_the_terminal_marks_figures_and_says_what_the_marks_mean() -> None:
    plan = made()
    for width in (60, 80, 100, 160):
        text = shown(lambda console: print_plan(console, plan), width)
        assert widest(text) <= width
        assert "S$100.00≈" in text
        assert "26?" in text
        assert "S$300.00°" in text
        assert "° made up as an illustration" in text
    ascii_only = shown(lambda console: print_plan(console, plan), 100, encoding="ascii")
    assert "S$100.00^" in ascii_only
    assert "S$300.00'" in ascii_only
    assert "' made up as an illustration" in ascii_only


def test_sums_are_marked_as_the_least_certain_figure_in_them() -> None:
    # All fees: derived, published and illustrative; all hours: published, assumed and illustrative. The busiest weeks are those
    # of a and c. By the end of a and c, only their fees are paid.
    plan = made()
    assert study(plan).startswith("3 modules, 78° hours in all; ")
    assert "4° in the busiest weeks" in study(plan)
    text = shown(lambda console: print_plan(console, plan), 160)
    assert "S$600.00° before GST and subsidy" in text
    assert "| S$100.00≈ |" in str(EXPORTERS[".md"].export(plan))
    assert "- **Fee:** S$600.00°" in str(EXPORTERS[".md"].export(plan))
    page = str(EXPORTERS[".html"].export(plan))
    assert "<b>S$600.00°</b>" in page
    assert "78° hours in all" in page
    assert page.count("S$400.00°") == 2, "due in January, and so far"
    assert "4° h" in page


def test_a_sum_of_published_figures_has_no_mark_beside_marked_ones() -> None:
    plan = made(a={"derived": {}}, b={"assumed": ["hours"]}, c={"evidence": "published"})
    assert study(plan).startswith("3 modules, 78? hours in all; ")
    assert "; 4 in the busiest weeks" in study(plan)
    assert "S$600.00 before GST and subsidy" in shown(lambda console: print_plan(console, plan), 160)


def test_what_is_paid_is_marked_as_the_fee_that_it_follows_from() -> None:
    entries = [
        module("a", fee=100, evidence="published", assumed=["fee"], funding="m"),
        module("b", fee=50, evidence="published"),
    ]
    courses = catalogue(*entries, award("d", ["a", "b"]))
    who = Learner(minutes_per_week=600, residency="citizen", credit_cents={"w": 1_000})
    funding = rules(subsidies=[{"rate": Decimal("0.5")}], wallets=[{"id": "w"}])
    request = Request(("d",), parse_month("2027-01"))
    plan = made_plan(courses, who, request, pricing=Pricing(who, funding))
    text = " ".join(shown(lambda console: print_plan(console, plan), 160).split())
    assert "to pay: fees S$150.00?, subsidy S$50.00?, GST S$0.00, credit S$10.00?" in text
    assert "in all 150.00? -50.00? 0.00 -10.00? 90.00?" in text
    assert "Jan 2027 S$90.00?" in text
    assert "S$10.00? used of S$10.00, S$0.00? left" in text


def test_the_workbook_marks_numbers_that_can_still_be_added_up() -> None:
    book = load_workbook(BytesIO(plan_xlsx(made())))
    total = book["Modules"].cell(row=5, column=12)
    assert (total.value, total.number_format) == (600, '#,##0.00"°"')
    assert [book["Modules"].cell(row=row, column=12).number_format for row in (2, 3)] == ['#,##0.00"≈"', '#,##0.00"°"']
    assert book["Load"].cell(row=2, column=2).number_format == '0.00"°"'
    assert any(cell.value and "≈ derived from what is published" in str(cell.value) for cell in book["Plan"]["B"])


def test_rows_of_a_comparison_are_marked_as_their_figures_are() -> None:
    # a and b rest on the same but for a's fee; the finish of d hangs on the assumed starts of b.
    cases = [(learner(4), Request((name,), parse_month("2027-01"), seconds=AMPLE)) for name in ("a", "c", "d")]
    compared = compare(courses(), cases)
    text = shown(lambda console: print_comparison(console, compared), 160)
    a, c, d = (next(line for line in text.splitlines() if f" {name} " in line) for name in "acd")
    assert "Mar 2027 " in a
    assert "S$100.00≈" in a
    assert "S$300.00°" in c
    assert "26 h°" in c
    assert "Sep 2027?" in d
    assert "S$600.00°" in d
    assert "≈ derived from what is published; ? assumed; ° made up as an illustration" in text
    assert comparison_data(compared)["rows"][0]["rests_on"]["derived"] == 1
    for width in (60, 80):
        assert widest(shown(lambda console: print_comparison(console, compared), width)) <= width


def test_json_counts_them_and_names_what_decides() -> None:
    data = json.loads(plan_json(made()))
    assert data["rests_on"] == {
        "as_of": "2026-11-01",
        "published": 4,
        "derived": 1,
        "assumed": 2,
        "illustrative": 3,
        "unknown": 0,
        "learner": 0,
        "unstated": 0,
        "decisive": [
            {"module": "b", "key": "months", "certainty": "published"},
            {"module": "b", "key": "intakes", "certainty": "assumed"},
            {"module": "a", "key": "fee", "certainty": "derived"},
            {"module": "c", "key": "fee", "certainty": "illustrative"},
            {"module": "b", "key": "fee", "certainty": "published"},
        ],
    }
    assert data["enrolments"][0]["certainty"] == {"hours": "published", "months": "published", "fee": "derived"}


@pytest.mark.parametrize("ending", [".md", ".html", ".svg", ".csv", ".ics", ".json"])
def test_every_output_says_what_figures_rest_on(ending: str) -> None:
    text = str(EXPORTERS[ending].export(made()))
    assert "derived" in text.replace("\r\n ", "")
    assert "illustrat" in text.replace("\r\n ", "")


def test_a_catalogue_of_half_a_year_ago_says_so_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [note.code for note in made().warnings] == []
    monkeypatch.setenv(WHEN_TODAY_IS, IN_MAY_2027)
    plan = made()
    assert [note.code for note in plan.warnings] == [OLD_FIGURES, DOUBTFUL_START]
    words = "he figures are 6 months old (as of 2026-11-01): fees, dates and hours may have changed since"
    assert plan.warnings[0].text == f"t{words}"
    text = shown(lambda console: print_plan(console, plan), 120)
    assert text.startswith(f"! T{words}.\n")
    assert text.count(words) == 1
    assert str(EXPORTERS[".md"].export(plan)).splitlines()[2] == f"> **T{words}.**"
    assert f"T{words}." in str(EXPORTERS[".html"].export(plan))


def test_an_entry_has_a_day_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    old = made(c={"as_of": "2026-02-20"})
    assert old.warnings[0].text.startswith("the figures of 1 of 3 modules are up to 9 months old (as of 2026-02-20)")
    monkeypatch.setenv(WHEN_TODAY_IS, IN_MAY_2027)
    warnings = made(**{name: {"as_of": "2027-04-01"} for name in "abc"}).warnings
    assert [note.code for note in warnings] == [DOUBTFUL_START]


def test_without_a_plan_the_age_is_that_of_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WHEN_TODAY_IS, IN_MAY_2027)
    result = run("plan", "--hours", "1", "--target", "cyber-diploma", code=3)
    assert result.stdout.startswith("! The figures are 6 months old")


def test_a_plan_rests_on_the_length_of_what_it_takes_as_passed() -> None:
    # a is under way since October; that it is over before January, and c can begin then, follows from its length.
    offered = catalogue(
        module("a", evidence="published", assumed=["months"]),
        module("b", evidence="published"),
        module("c", evidence="published", needs="a"),
        award("d", ["a", "b"]),
    )
    who = settle(offered, learner(9, under_way={"a": "2026-10"}), parse_month("2027-01"))
    for target in ("d", "c"):
        made = planned(offered, who, target)
        assert made.rests_on is not None
        assert [(each.module, each.key) for each in made.rests_on.finish if each.certainty is Certainty.ASSUMED] == [
            ("a", "months")
        ]
        assert mark_of_finish(made) == "?"
        assert verify_rests_on(offered, who, None, asked_for(made), made) == ()
        lacking = replace(made, rests_on=replace(made.rests_on, finish=made.rests_on.finish[1:]))
        assert bool(verify_rests_on(offered, who, None, asked_for(lacking), lacking)) is (target == "d")
    alone = planned(offered, who, "b")
    assert alone.rests_on is not None
    assert "a" in {each.module for each in alone.rests_on.figures}, "the award is earned as well, though nobody asked for it"
    assert "a" not in {each.module for each in alone.rests_on.finish}


def test_the_verifier_finds_again_what_the_months_of_awards_hang_on() -> None:
    offered = catalogue(
        module("a", evidence="published", assumed=["months"]),
        award("d", ["a"], derived={"requires": "a leaflet"}),
    )
    made = planned(offered, learner(9), "d")
    (told,) = made.awards
    assert told.hangs_on == (Certainty.DERIVED, Certainty.ASSUMED)
    for less in ((Certainty.DERIVED,), (Certainty.ASSUMED,)):
        changed = replace(made, awards=(replace(told, hangs_on=less),))
        found = [violation.text for violation in verify_rests_on(offered, learner(9), None, asked_for(changed), changed)]
        assert found == ["the month of d hangs on more than it says"]
