"""The forecast: seats, finishes and what is impossible, in each of its forms, and what another catalogue would change."""

import re
from pathlib import Path

import pytest
from cohorts import PEOPLE, Cohort, planned_questions, rows_of
from commands import OF_SMALL, SMALL, run, small_catalogue, words_of
from markupsafe import escape
from openpyxl import load_workbook

from mcplanner.cohort.against import Effect, effect_between
from mcplanner.cohort.answers import Answer, Planned, Refused
from mcplanner.cohort.forecast import Forecast
from mcplanner.ground.months import month_name, parse_month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return Cohort(tmp_path)


def test_the_forecast_counts_seats_finishes_and_what_is_impossible(cohort: Cohort) -> None:
    cohort.run()
    lines = rows_of(cohort.forecast)
    taken = [start for row in rows_of(cohort.plans) for start in row["modules"].split(";") if start]
    seats = {f"{line['module']}={line['month']}": int(line["learners"]) for line in lines if line["what"] == "seats"}
    assert seats == {start: taken.count(start) for start in taken}
    assert sum(int(line["learners"]) for line in lines if line["what"] == "finish") == 4
    paid = sum(float(row["cost"]) for row in rows_of(cohort.plans) if row["cost"])
    assert sum(float(line["dollars"]) for line in lines if line["what"] == "finish") == paid
    (impossible,) = [line for line in lines if line["what"] == "infeasible"]
    assert (impossible["learners"], impossible["reason"]) == ("1", rows_of(cohort.plans)[4]["reason"])


@pytest.mark.parametrize(("hours", "by", "helps"), [(2, "2027-02", ""), (1, None, "hours a week"), (8, "2027-02", "by")])
def test_an_impossible_wish_has_the_least_changes_that_mcplan_plan_names(
    cohort: Cohort, hours: int, by: str | None, helps: str
) -> None:
    """With few hours, only more of them help; with enough, only more time; with neither, no change of one alone."""
    cohort.write(f"a6,Fay,cyber-certificate,{hours},,,,{by or ''}")
    cohort.run()
    asked = Request(("cyber-certificate",), parse_month("2026-12"), None if by is None else parse_month(by))
    made = plan(small_catalogue(), Learner(minutes_per_week=60 * hours), asked)
    (row,) = rows_of(cohort.plans)
    assert row["would_help"] == ";".join(f"{each.dial} {each.now} → {each.to}" for each in made.relaxations if each.to)
    assert row["would_help"].startswith(helps)
    assert bool(row["would_help"]) == bool(helps)


def test_the_commonest_least_change_stands_beside_each_reason() -> None:
    hours, month = "hours a week 2 → 3", "by 2027-06 → 2027-09"
    answers: list[tuple[Answer, int]] = [
        (Planned("infeasible", reason="too late", would_help=(hours, month)), 2),
        (Planned("infeasible", reason="too late", would_help=(month,)), 1),
        (Planned("infeasible", reason="no such module", would_help=()), 4),
        (Planned("infeasible", reason="too dear", would_help=(month, hours)), 1),
    ]
    told = [
        (each.reason, each.learners, each.would_help, each.helped)
        for each in Forecast(small_catalogue(), answers).without_plan()
    ]
    assert told == [("no such module", 4, None, None), ("too late", 3, month, 3), ("too dear", 1, month, 1)]


def forecast_of(cohort: Cohort, ending: str, *more: str) -> Path:
    """The forecast in another form."""
    path = cohort.folder / f"forecast.{ending}"
    words = ["cohort", str(cohort.learners), *OF_SMALL, "--start", "2026-12", "-o", str(cohort.folder / f"{ending}.csv")]
    run(*words, "--forecast", str(path), *more)
    return path


def test_a_workbook_has_what_the_table_has(cohort: Cohort) -> None:
    cohort.write(*PEOPLE[:4], "a6,Fay,cyber-certificate,1,,,,")
    cohort.run()
    book = load_workbook(forecast_of(cohort, "xlsx"))
    table = rows_of(cohort.forecast)
    seats, finishes, without = (list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets)
    assert book.sheetnames == ["Seats", "Finishes", "Without a plan"]
    assert [(f"{row[0]:%Y-%m}", row[2], row[3], row[4], str(row[5])) for row in seats] == [
        (row["month"], row["module"], row["title"], row["provider"], row["learners"]) for row in table if row["what"] == "seats"
    ]
    assert [(f"{month:%Y-%m}", str(learners), f"{paid:.2f}") for month, learners, paid, _ in finishes] == [
        (row["month"], row["learners"], row["dollars"]) for row in table if row["what"] == "finish"
    ]
    assert [(status, reason, str(learners), change, str(helped)) for status, reason, learners, change, helped in without] == [
        (row["what"], row["reason"], row["learners"], row["would_help"], row["helped"])
        for row in table
        if row["what"] == "infeasible"
    ]


def test_a_page_has_pictures_and_every_seat(cohort: Cohort) -> None:
    cohort.write(*PEOPLE, "a6,Fay,cyber-certificate,1,,,,")
    cohort.run()
    page = forecast_of(cohort, "html").read_text("utf-8")
    assert page.count("<svg") == 3
    assert "Seats by the month of their start" in page
    assert "What they pay, by the month of their finish" in page
    for row in rows_of(cohort.forecast):
        words = (row["title"], f"{month_name(parse_month(row['month']))}: {row['learners']}") if row["what"] == "seats" else ()
        for text in (*words, row["reason"], row["would_help"]):
            assert str(escape(text)) in page


PLANNED: dict[str, Answer] = {
    "none": Planned("infeasible", reason="too late"),
    "soon": Planned("optimal", "2027-04", cents_at_least=10_000),
    "late": Planned("optimal", "2027-09", cents=9_000, cents_at_least=9_000),
    "refused": Refused((("targets", "unknown"),)),
}


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Effect(gained=1, lost=0), "1 more has a plan, 0 have none any more"),
        (Effect(gained=1_200, lost=1), "1,200 more have a plan, 1 has none any more"),
    ],
)
def test_what_another_catalogue_changes_is_said_of_one_as_of_many(effect: Effect, words: str) -> None:
    assert effect.words[0] == words


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("none", "soon", Effect(gained=7)),
        ("refused", "soon", Effect(gained=7)),
        ("soon", "none", Effect(lost=7)),
        ("late", "soon", Effect(sooner=7, cents=7_000)),
        ("soon", "late", Effect(later=7, cents=-7_000)),
        ("soon", "soon", Effect()),
        ("none", "refused", Effect()),
    ],
)
def test_another_catalogue_changes_something_for_each_learner(before: str, after: str, change: Effect) -> None:
    assert effect_between([((PLANNED[before], PLANNED[after]), 7)]) == change


@pytest.fixture
def other(cohort: Cohort) -> Path:
    """The small catalogue with a module that costs less."""
    text = SMALL.read_text("utf-8").replace("fee: 1200.00", "fee: 1000.00", 1)
    path = cohort.folder / "other.yaml"
    path.write_text(text, "utf-8")
    return path


def test_what_another_catalogue_would_change_stands_beside_the_forecast(
    cohort: Cohort, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, with_other = Cohort(cohort.folder / "."), cohort.folder / "with.csv"
    alone.run()
    asked = planned_questions(monkeypatch)
    run(
        "cohort",
        str(cohort.learners),
        "-c",
        str(other),
        "--start",
        "2026-12",
        "-o",
        str(cohort.folder / "o.csv"),
        "--forecast",
        str(with_other),
    )
    assert len(asked) == 4
    asked.clear()
    cohort.forecast, cohort.plans = cohort.folder / "both.csv", cohort.folder / "both-plans.csv"
    said = cohort.run("--against", str(other))
    assert len(asked) == 8  # each question over each catalogue
    assert (cohort.folder / "plans.csv").read_bytes() == cohort.plans.read_bytes()
    lines = rows_of(cohort.forecast)
    for column, table in (("learners", cohort.folder / "seats.csv"), ("learners_against", with_other)):
        told = [(row["what"], row["month"], row["module"], row["reason"], row[column]) for row in lines if row[column] != "0"]
        assert sorted(told) == sorted(
            (row["what"], row["month"], row["module"], row["reason"], row["learners"]) for row in rows_of(table)
        )
    paid = [sum(float(row[column] or 0) for row in lines) for column in ("dollars", "dollars_against")]
    assert f"pay S${paid[0] - paid[1]:.2f} less in all" in said


def test_a_page_has_months_in_which_people_finish_only_without_the_other_catalogue(cohort: Cohort) -> None:
    """Both pictures of one figure have one scale, so that one can compare them."""
    sooner = cohort.folder / "sooner.yaml"
    sooner.write_text(SMALL.read_text("utf-8").replace("intakes: [mar, sep]", "intakes: [feb, aug]"), "utf-8")
    page = forecast_of(cohort, "html", "--against", str(sooner)).read_text("utf-8")
    scales = [re.findall(r'text-anchor="end"[^>]*>([^<]*)<', drawing) for drawing in page.split("<svg")[1:]]
    assert len(scales) == 6
    assert scales[::2] == scales[1::2]
    finishes = [line["learners_against"] for line in rows_of(forecast_of(cohort, "csv", "--against", str(sooner), "--force"))]
    assert "0" in finishes


def test_the_page_and_the_workbook_have_what_would_change(cohort: Cohort, other: Path) -> None:
    page = forecast_of(cohort, "html", "--against", str(other)).read_text("utf-8")
    assert page.count("<svg") == 6
    assert "would finish sooner" in page
    book = load_workbook(forecast_of(cohort, "xlsx", "--against", str(other)))
    assert [sheet.cell(1, sheet.max_column).value for sheet in book.worksheets] == [
        "Learners against",
        "Dollars at least against",
        "Learners against",
    ]
    assert "would finish sooner" in str(book.properties.description)


def test_a_comparison_needs_a_forecast(cohort: Cohort, other: Path) -> None:
    words = ["cohort", str(cohort.learners), *OF_SMALL, "-o", str(cohort.plans), "--against", str(other)]
    assert "it is said in the forecast: name its file with --forecast" in words_of(run(*words, code=2))
    assert not cohort.plans.exists()


def test_a_comparison_is_gone_on_with_as_one(cohort: Cohort, other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as during:
        during.setattr("mcplanner.cli.run_cohort.answer_all", interrupt)
        run(*cohort.words("--against", str(other)), code=130)
    assert "another catalogue" in words_of(run(*cohort.words("--resume"), code=1))
    cohort.run("--resume", "--against", str(other))
    assert "learners_against" in cohort.forecast.read_text("utf-8")


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt
