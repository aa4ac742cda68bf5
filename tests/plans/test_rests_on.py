"""What a plan rests on: the figures that it uses, what decides its finish and its cost, and how every output says so."""

import json

import pytest
from build import Data, award, catalogue, learner, module, planned
from commands import run
from consoles import shown, widest

from mcplanner.catalogue.model import Catalogue, Certainty
from mcplanner.export import EXPORTERS
from mcplanner.export.json_plan import plan_json
from mcplanner.plans.certainty_words import certainty_in_words, legend, mark, rests_on_in_words
from mcplanner.plans.model import DOUBTFUL_START, OLD_FIGURES, Plan
from mcplanner.plans.summary import proof
from mcplanner.terminal.plan_view import print_plan

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


def test_what_is_held_and_under_way_is_left_out() -> None:
    plan = planned(courses(), learner(4, held={"a": "2026-06"}, under_way={"c": "2026-12"}), "d")
    assert plan.rests_on is not None
    assert {figure.module for figure in plan.rests_on.figures} == {"b"}


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
    assert "S$100.00~" in ascii_only
    assert "S$300.00'" in ascii_only
    assert "' made up as an illustration" in ascii_only


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
