"""`mcplan cohort`: what goes in and comes out, equal questions, a run that is killed, and who does the work."""

import csv
import json
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from commands import OF_SMALL, process, run, small_catalogue, words_of
from msgspec.structs import fields

from mcplanner.cohort import run as cohort_run
from mcplanner.cohort import workers
from mcplanner.cohort.questions import Desk
from mcplanner.cohort.rows import COLUMNS, LABELS, OF_ALL
from mcplanner.ground.months import format_month, parse_month
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner, plan
from mcplanner.plans.model import INTERRUPTED, Note, Plan, Status

HEADING = "id,name,targets,hours,residency,born,held,by\n"
PEOPLE = [
    "a1,Ann,cyber-certificate,8,,,,",
    "a2,Ben,cyber-certificate,8,,,,",
    "a3,Cat,cyber-certificate,8,,,net-basics=2026-04,",
    "a4,Dan,care-certificate,6.5,citizen,1980,,",
    "a5,Eve,cyber-certificate,2,,,,2027-02",
]


class Cohort:
    """A folder with a file of learners, and the command over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.learners, self.plans, self.refused, self.forecast = (
            folder / name for name in ("learners.csv", "plans.csv", "plans.refused.csv", "seats.csv")
        )

    def write(self, *rows: str) -> None:
        self.learners.write_text(HEADING + "".join(f"{row}\n" for row in rows), "utf-8")

    def words(self, *more: str) -> list[str]:
        asked = ["cohort", str(self.learners), *OF_SMALL, "--start", "2026-12", "-o", str(self.plans)]
        return [*asked, "--forecast", str(self.forecast), *more]

    def run(self, *more: str, code: int = 0) -> str:
        return run(*self.words(*more), code=code).stdout

    @property
    def written(self) -> tuple[str, ...]:
        """What the files hold, those that there are."""
        return tuple(path.read_text("utf-8") for path in (self.plans, self.refused, self.forecast) if path.exists())


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    made = Cohort(tmp_path)
    made.write(*PEOPLE)
    return made


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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
        ("targets,hours,hours", "row 1, column 3: 'hours' is there twice"),
        ("id,hours", "row 1: there is no column 'targets' or 'skills', so nobody asks for anything"),
    ],
)
def test_columns_that_nobody_knows_are_refused_before_anything_is_planned(cohort: Cohort, heading: str, words: str) -> None:
    cohort.learners.write_text(f"{heading}\n1,2,3\n", "utf-8")
    assert words_of(run(*cohort.words(), code=1)) == words
    assert not cohort.plans.exists()


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


def planned_questions(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The questions that are planned from now on."""
    asked: list[bytes] = []
    answer = Desk.answer

    def listen(desk: Desk, question: bytes) -> object:
        asked.append(question)
        return answer(desk, question)

    monkeypatch.setattr(Desk, "answer", listen)
    return asked


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
    """The id and the name: people who differ in nothing else have one question; any other column makes another."""
    asked = planned_questions(monkeypatch)
    cohort.write(*(f"{own},{name},cyber-certificate,8,,,," for own in ("x", "y") for name in ("Ann", "Ben")))
    cohort.run()
    assert len(asked) == 1
    assert {*LABELS} == {"id", "name"}
    assert LearnerFile(name="Ann").learner == LearnerFile().learner
    assert LearnerFile(name="Ann").wanted == LearnerFile().wanted


class Backwards:
    """Answers everything that was handed out, the last first, once one of the answers is waited for."""

    def __init__(self) -> None:
        self.waiting: list[_Batch] = []

    def submit(self, work: workers.Batch, questions: Sequence[bytes], /) -> workers.Answers:
        self.waiting.append(_Batch(self, work, questions))
        return self.waiting[-1]


class _Batch:
    def __init__(self, whole: Backwards, work: workers.Batch, questions: Sequence[bytes]) -> None:
        self.whole, self.work, self.questions = whole, work, questions
        self.answers: list[bytes] = []

    def result(self) -> list[bytes]:
        while self.whole.waiting:
            batch = self.whole.waiting.pop()
            batch.answers = batch.work(batch.questions)
        return self.answers


def test_the_output_does_not_depend_on_the_order_in_which_the_work_is_done(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort.write(*PEOPLE * 3, "b1,,nothing,9,,,,")
    cohort.run(code=1)
    straight = cohort.written
    monkeypatch.setattr(workers, "_Here", Backwards)
    monkeypatch.setattr(cohort_run, "ROWS_OF_CHUNK", 3)
    monkeypatch.setattr(cohort_run, "QUESTIONS_OF_BATCH", 1)
    cohort.run("--force", code=1)
    assert cohort.written == straight


def test_two_processes_write_what_one_writes(cohort: Cohort) -> None:
    cohort.write(*PEOPLE, "b1,,nothing,9,,,,")
    cohort.run(code=1)
    alone = cohort.written
    cohort.run("--force", "--workers", "2", code=1)
    assert cohort.written == alone


KILLED = """
import os, signal, sys
from mcplanner.__main__ import main
from mcplanner.cohort import run, tables
run.ROWS_OF_CHUNK = 2
settle, settled = tables.Part.settle, []
def settle_or_die(part):
    size = settle(part)
    settled.append(size)
    if len(settled) == 5:  # the third chunk is on the disk, and not yet noted
        os.kill(os.getpid(), signal.SIGKILL)
    return size
tables.Part.settle = settle_or_die
sys.argv = ["mcplan", *sys.argv[1:]]
main()
"""


def test_a_run_that_was_killed_goes_on_with_nothing_twice_and_nothing_lost(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort.write(*PEOPLE, "b1,,nothing,9,,,,", *PEOPLE)
    cohort.run(code=1)
    whole = cohort.written
    for path in (cohort.plans, cohort.refused, cohort.forecast):
        path.unlink()
    assert process("-c", KILLED, *cohort.words()).returncode == -signal.SIGKILL
    assert not cohort.plans.exists()
    assert "go on with it, or begin anew with --force" in words_of(run(*cohort.words(), code=2))
    asked = planned_questions(monkeypatch)
    cohort.run("--resume", code=1)
    assert cohort.written == whole
    assert len(asked) == 0
    assert sorted(path.suffix for path in cohort.folder.iterdir()) == [".csv"] * 4


def stop_before(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Ctrl-C pressed while so many plans are made."""
    made = Planner.plan
    count = iter(range(number))

    def press(planner: Planner, learner: Learner, request: Request, *, advice: bool) -> Plan:
        if next(count, None) is None:
            return Plan(Status.UNKNOWN, (), request.start, None, warnings=(Note(INTERRUPTED, "stopped"),))
        return made(planner, learner, request, advice=advice)

    monkeypatch.setattr(Planner, "plan", press)


@pytest.fixture
def stopped(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    """A run that Ctrl-C stopped behind the first chunks."""
    with monkeypatch.context() as during:
        during.setattr(cohort_run, "ROWS_OF_CHUNK", 1)
        stop_before(2, during)
        with pytest.raises(AssertionError):
            cohort.run()
    assert not cohort.plans.exists()
    return cohort


def test_half_an_answer_is_none_and_resume_asks_again(stopped: Cohort) -> None:
    stopped.run("--resume")
    assert [row["status"] for row in rows_of(stopped.plans)] == ["optimal"] * 4 + ["infeasible"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda cohort: cohort.write("a0,Zoe,cyber-certificate,8,,,,", *PEOPLE),
            "the rows that were planned before have changed",
        ),
        (lambda cohort: (cohort.folder / "plans.csv.journal").write_bytes(b"x" * 5000), "is damaged"),
    ],
)
def test_what_cannot_be_gone_on_with_is_refused(stopped: Cohort, change: Callable[[Cohort], object], words: str) -> None:
    change(stopped)
    assert words in words_of(run(*stopped.words("--resume"), code=1))
    stopped.run("--force")


def test_other_options_are_no_way_to_go_on(stopped: Cohort) -> None:
    said = words_of(run(*stopped.words("--resume", "--time-limit", "5"), code=1))
    assert said.startswith("the earlier run had another catalogue, other options or another version of mcplan")


def test_files_that_exist_are_not_written_over(cohort: Cohort) -> None:
    cohort.run()
    assert "already exists" in words_of(run(*cohort.words(), code=2))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    said = words_of(run("cohort", str(tmp_path / "none.csv"), "-o", str(tmp_path / "plans.csv"), code=1))
    assert said.startswith("cannot read")


def test_a_learner_who_takes_too_long_is_answered_so(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds: list[float] = []

    def out_of_time(_: Planner, __: Learner, request: Request, **___: bool) -> Plan:
        seconds.append(request.seconds)
        return Plan(Status.UNKNOWN, (), request.start, None, reason="time ran out before a plan was found")

    monkeypatch.setattr(Planner, "plan", out_of_time)
    assert cohort.run("--time-limit", "2.5") == "5 out of time\n"
    assert {*seconds} == {2.5}
