"""`mcplan cohort`: what goes in and comes out, equal questions, and what is summed up."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from cohorts import PEOPLE, REFUSED, Cohort, planned_questions, rows_of
from commands import OF_SMALL, run, small_catalogue, words_of
from msgspec.structs import fields

from mcplanner.cli import run_cohort
from mcplanner.cohort import run as cohort_run
from mcplanner.cohort.journal import RunProgress
from mcplanner.cohort.learner_row import COLUMNS
from mcplanner.cohort.read_rows import LearnerRows
from mcplanner.ground.months import format_month, parse_month
from mcplanner.learner.cells import LABELS, OF_ALL
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner, plan
from mcplanner.plans.model import Plan, Status


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return Cohort(tmp_path)


def test_each_row_is_answered_as_mcplan_plan_answers(cohort: Cohort) -> None:
    assert cohort.run() == "4 planned, each plan proved the best\n1 proved impossible\n"
    found = rows_of(cohort.plans)
    assert [(row["row"], row["id"], row["status"]) for row in found] == [
        ("2", "a1", "optimal"),
        ("3", "a2", "optimal"),
        ("4", "a3", "optimal"),
        ("5", "a4", "optimal"),
        ("6", "a5", "infeasible"),
    ]
    own = plan(small_catalogue(), Learner(minutes_per_week=480), Request(("cyber-certificate",), parse_month("2026-12")))
    assert own.objective is not None
    assert parse_month(found[0]["finish"]) == own.finish
    assert float(found[0]["cost"]) * 100 == own.objective.cost_cents
    assert found[0]["modules"].split(";") == [f"{each.module}={format_month(each.start)}" for each in own.enrolments]
    assert found[4]["reason"]
    assert sorted(path.name for path in cohort.folder.iterdir()) == ["learners.csv", "plans.csv", "seats.csv"]


def test_old_figures_are_said_before_all_else(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1811160000")  # 24 May 2027
    assert cohort.run().startswith("! The figures are 6 months old (as of 2026-11-01): fees, dates and hours may have")


def test_whoever_wants_quiet_hears_of_no_file_but_that_of_refused_rows(cohort: Cohort) -> None:
    cohort.write(PEOPLE[0], "b4,,x,1,,,,,7")
    told = run("cohort", str(cohort.learners), "-o", str(cohort.plans), *OF_SMALL, "-q", code=1)
    assert told.stdout == "1 planned, each plan proved the best\n1 refused\n"
    assert told.stderr == f"wrote {cohort.refused} (refused rows, with the reasons)\n"


def test_refused_rows_have_a_file_of_their_own_with_every_reason(cohort: Cohort) -> None:
    cohort.write(PEOPLE[0], "b1,,cyber-certificat,9,,,,", "b2,,cyber-certificate,five,maybe,,,", "b3,,,9,,,,", "b4,,x,1,,,,,7")
    assert cohort.run(code=1) == "1 planned, each plan proved the best\n4 refused\n"
    assert [(row["row"], row["id"], row["column"]) for row in rows_of(cohort.refused)] == [
        ("3", "b1", "targets"),
        ("4", "b2", "residency"),
        ("4", "b2", "hours"),
        ("5", "b3", "targets"),
        ("6", "", ""),
    ]
    reasons = [row["reason"] for row in rows_of(cohort.refused)]
    assert reasons[0] == "unknown target 'cyber-certificat' (did you mean 'cyber-certificate'?)"
    assert reasons[4] == "the row has 9 cells, and the heading 8"


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("id,target,hours", "row 1, column 2: unknown column 'target' (did you mean 'targets'?)"),
        (
            "id,target,hour",
            "row 1, column 2: unknown column 'target' (did you mean 'targets'?); "
            "row 1, column 3: unknown column 'hour' (did you mean 'hours'?)",
        ),
        ("targets,hours,hours", "row 1, column 3: the column 'hours' is there twice"),
        ("id,hours", "row 1: there is no column 'targets' or 'skills', so nobody asks for anything"),
    ],
)
def test_columns_that_nobody_knows_are_refused_before_anything_is_planned(cohort: Cohort, heading: str, words: str) -> None:
    cohort.learners.write_text(f"{heading}\n1,2,3\n", "utf-8")
    assert words_of(run(*cohort.words(), code=1)) == f"'{cohort.learners}', {words}"
    assert [path.name for path in cohort.folder.iterdir()] == ["learners.csv"]
    cohort.write(PEOPLE[0])
    assert cohort.run() == "1 planned, each plan proved the best\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("learners.csv", "", "is empty: its first row names the columns, and each other one is a learner"),
        ("learners.csv", "\n\n", "is empty: its first row names the columns, and each other one is a learner"),
        ("learners.csv", "id,targets,hours\n\n,,\n", "nobody is in"),
        ("learners.jsonl", "\n", "nobody is in"),
    ],
)
def test_a_file_without_learners_is_refused_before_a_run_begins(tmp_path: Path, name: str, content: str, words: str) -> None:
    learners = tmp_path / name
    learners.write_text(content, "utf-8")
    said = run("cohort", str(learners), *OF_SMALL, "-o", str(tmp_path / "plans.csv"), code=1)
    assert words in words_of(said)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_lines_of_json_have_the_keys_of_a_learner_file(tmp_path: Path) -> None:
    learners, plans = tmp_path / "learners.jsonl", tmp_path / "plans.jsonl"
    hours = {"usual": 8, "except": [{"months": "2027-06", "hours": 2.5}]}
    lines = [{"id": 1, "targets": ["cyber-certificate"], "hours": hours}, {"id": 2, "goals": ["x"]}, [3]]
    learners.write_text("".join(f"{json.dumps(line)}\n" for line in lines) + "{\n", "utf-8")
    run("cohort", str(learners), *OF_SMALL, "--start", "2026-12", "-o", str(plans), code=1)
    (made,) = map(json.loads, plans.read_text("utf-8").splitlines())
    assert (made["row"], made["id"], made["status"]) == (1, "1", "optimal")
    assert [row["column"] for row in rows_of(tmp_path / "plans.refused.csv")] == ["goals", "", ""]


def test_every_key_of_a_learner_file_is_a_column_but_for_what_all_have_in_common() -> None:
    assert {*COLUMNS} == {"id", "start", "by", *(field.name for field in fields(LearnerFile))} - {*OF_ALL}


def test_equal_questions_are_planned_once_also_in_other_chunks(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohort_run, "ROWS_OF_CHUNK", 2)
    asked = planned_questions(monkeypatch)
    cohort.write(*PEOPLE * 8)
    cohort.run()
    assert len(rows_of(cohort.plans)) == 40
    assert len(asked) == len(set(asked)) == 4


def test_what_is_left_out_of_a_question_is_in_no_learner_and_no_request(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The id and the name: people who differ in nothing else have one question."""
    asked = planned_questions(monkeypatch)
    cohort.write(*(f"{own},{name},cyber-certificate,8,,,," for own in ("x", "y") for name in ("Ann", "Ben")))
    cohort.run()
    assert len(asked) == 1
    assert {*LABELS} == {"id", "name"}
    assert LearnerFile(name="Ann").learner == LearnerFile().learner
    assert LearnerFile(name="Ann").wanted == LearnerFile().wanted


def test_any_other_column_makes_another_question(tmp_path: Path) -> None:
    path = tmp_path / "learners.csv"
    for column in (column for column in COLUMNS if column not in LABELS):
        names = dict.fromkeys(("targets", column))
        path.write_text("".join(f"{','.join(cells)}\n" for cells in (names, ["1"] * len(names), ["2"] * len(names))), "utf-8")
        with LearnerRows(path) as rows:
            first, second = (json.loads(row.question) for row in rows)
        assert first[column] != second[column]


@pytest.mark.parametrize("name", ["plans", "forecast"])
def test_files_that_exist_are_not_written_over(cohort: Cohort, name: str) -> None:
    path = getattr(cohort, name)
    path.write_text("mine", "utf-8")
    before = cohort.names
    assert "already exists" in words_of(run(*cohort.words(), code=2))
    assert path.read_text("utf-8") == "mine"
    assert cohort.names == before


@pytest.mark.parametrize(
    ("option", "path"),
    [
        ("--forecast", "plans.csv"),
        ("--forecast", "sub/../plans.csv"),
        ("--forecast", "plans.refused.csv"),
        ("--refused", "link.csv"),
        ("--refused", "hard.csv"),
        ("-o", "learners.csv"),
    ],
)
def test_no_file_is_named_twice(cohort: Cohort, option: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(cohort.folder)
    (cohort.folder / "sub").mkdir()
    (cohort.folder / "link.csv").symlink_to("plans.csv")
    (cohort.folder / "hard.csv").hardlink_to("learners.csv")
    before, learners = cohort.names, cohort.learners.read_bytes()
    words = ["cohort", "learners.csv", *OF_SMALL, "--force", option, path]
    said = words_of(run(*words, *(() if option == "-o" else ("-o", "plans.csv")), code=2))
    assert "too: name another" in said
    assert cohort.names == before
    assert cohort.learners.read_bytes() == learners


@pytest.mark.parametrize("option", ["-o", "--refused", "--forecast"])
def test_other_endings_are_refused(cohort: Cohort, option: str) -> None:
    before = cohort.names
    words = ["cohort", str(cohort.learners), *OF_SMALL, option, str(cohort.folder / "x.txt")]
    said = words_of(run(*words, *(() if option == "-o" else ("-o", str(cohort.plans))), code=2))
    assert "must end in" in said
    assert cohort.names == before


def test_a_link_stays_a_link(cohort: Cohort) -> None:
    own = cohort.folder / "own.csv"
    own.touch()
    cohort.plans.symlink_to(own)
    cohort.run("--force")
    assert cohort.plans.is_symlink()
    assert len(rows_of(own)) == len(PEOPLE)


def test_all_files_can_be_lines_of_json(cohort: Cohort) -> None:
    cohort.write(*PEOPLE, REFUSED)
    cohort.run(code=1)
    places = {name: cohort.folder / f"{name}.jsonl" for name in ("plans", "refused", "forecast")}
    words = ["cohort", str(cohort.learners), *OF_SMALL, "--start", "2026-12", "-o", str(places["plans"])]
    run(*words, "--refused", str(places["refused"]), "--forecast", str(places["forecast"]), code=1)
    for name, path in places.items():
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for line, row in zip(lines, rows_of(getattr(cohort, name)), strict=True):
            alike = {key for key in line.keys() & row.keys() if not isinstance(line[key], list)}
            assert {key: "" if line[key] is None else str(line[key]) for key in alike} == {key: row[key] for key in alike}
            assert line.get("cents") is None or f"{line['cents'] / 100:.2f}" in row.values()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    said = words_of(run("cohort", str(tmp_path / "none.csv"), "-o", str(tmp_path / "plans.csv"), code=1))
    assert said == f"'{tmp_path / 'none.csv'}': cannot read the file: there is no such file"


def test_the_progress_of_a_run_that_goes_on_counts_what_this_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """300 of 500 learners were done before; 100 more took 50 s, and the last 100 will, too."""
    now = [0.0]
    monkeypatch.setattr(run_cohort, "monotonic", lambda: now[0])
    said: list[str] = []
    rows, progress = SimpleNamespace(part_read=0.8), SimpleNamespace(of_steps=lambda: said.append)
    journal = SimpleNamespace(progress=RunProgress(rows=300))
    listen = run_cohort.listener(cast(Any, rows), cast(Any, journal), cast(Any, progress))
    now[0] = 50.0
    listen(400)
    assert said == ["400 learners, 2 a second, about 50 s left"]


def test_a_learner_who_takes_too_long_is_answered_so(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds: list[float] = []

    def out_of_time(_: Planner, __: Learner, request: Request, **___: bool) -> Plan:
        seconds.append(request.seconds)
        return Plan(Status.UNKNOWN, (), request.start, None, reason="time ran out before a plan was found")

    monkeypatch.setattr(Planner, "plan", out_of_time)
    assert cohort.run("--time-limit", "2.5") == "5 out of time\n"
    assert {*seconds} == {2.5}
