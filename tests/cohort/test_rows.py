"""A row that says nothing clear is refused by itself; a file that is no table ends the run, and the message names the line."""

import json
from pathlib import Path

import pytest
from cohorts import HEADING, PEOPLE, Cohort, rows_of
from commands import OF_SMALL, run, words_of


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return Cohort(tmp_path)


GOOD = json.dumps({"id": 7, "targets": ["cyber-certificate"], "hours": 8})


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ('{"id": true, "targets": ["cyber-certificate"]}', "id", "id is neither text nor a whole number"),
        ('{"id": "\\ud83d", "targets": ["cyber-certificate"]}', "", "half a sign"),
        ('{"id": 1, "targets": ["\\ud83d"]}', "", "half a sign"),
        ('{"id": 1, "\\ud83d": 1}', "", "half a sign"),
        ('{"id": 1, "hours": 1e99999999999999999999}', "", "1e99999999999999999999 is beyond all numbers"),
        ('{"id": 1, "hours": NaN}', "", "NaN is no number"),
        ('{"id": 1, "hours": 1e999999, "targets": ["cyber-certificate"]}', "hours", "168"),
        ('{"id": 1, "hours": 123456789012345678901234567890, "targets": ["cyber-certificate"]}', "hours", "168"),
        ('{"id": 1, "hours": 8, "hours": 9}', "", "'hours' is there twice"),
        ('{"id": 1, "credit": {"opening-2015": 1, "opening-2015": 2}}', "", "'opening-2015' is there twice"),
        ("[" * 100_000, "", "recursion"),
    ],
)
def test_an_odd_line_of_json_is_refused_and_the_others_are_answered(tmp_path: Path, line: str, column: str, words: str) -> None:
    learners, plans = tmp_path / "learners.jsonl", tmp_path / "plans.jsonl"
    learners.write_text(f"{GOOD}\n{line}\n{GOOD}\n", "utf-8")
    run("cohort", str(learners), *OF_SMALL, "--start", "2026-12", "-o", str(plans), code=1)
    assert [json.loads(made)["row"] for made in plans.read_text("utf-8").splitlines()] == [1, 3]
    (refused,) = rows_of(tmp_path / "plans.refused.csv")
    assert (refused["row"], refused["column"]) == ("2", column)
    assert words in refused["reason"]


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("pins", "net-basics=2027-01; net-basics=2027-04", "'net-basics' is there twice"),
        ("credit", "opening-2015=100;opening-2015=200", "'opening-2015' is there twice"),
        ("held", "net-basics; net-basics", "'net-basics' is already listed under held"),
        ("held", "net-basics=", "ended cannot be ''"),
    ],
)
def test_what_a_cell_says_twice_is_refused(cohort: Cohort, column: str, cell: str, words: str) -> None:
    cohort.learners.write_text(f"id,targets,hours,{column}\nx,cyber-certificate,8,{cell}\n", "utf-8")
    cohort.run(code=1)
    (refused,) = rows_of(cohort.refused)
    assert (refused["id"], refused["column"]) == ("x", column)
    assert words in refused["reason"]


ROWS = "(write a row for each learner in a .csv, or an object on each line of a .jsonl)"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("me.yaml", "# mine\nhours: 6\ntargets: [diploma]\n", "a learner file, {} (name it with -l, as in: mcplan plan -l {})"),
        ("team.yml", "start: 2027-01\npeople: [{hours: 6}]\n", "a team file, {} (plan it with: mcplan team {})"),
        ("courses.yaml", "\nmodules: []\n", "a catalogue, {} (name it with -c, as in: mcplan plan -c {})"),
        ("plan.json", '{\n  "schema": "mcplan.plan/1"\n}\n', "a saved plan, {} (use it with --keep or --plan, as in: "),
        ("people.yaml", "- {id: a, targets: [diploma]}\n", f"YAML, {{}} {ROWS}"),
        ("broken.yaml", "people: [\n", f"YAML, {{}} {ROWS}"),
        ("empty.yaml", "", f"YAML, {{}} {ROWS}"),
        ("people.json", f"[\n{GOOD},\n{GOOD}\n]\n", f"JSON, {{}} {ROWS}"),
        ("lines.json", f"{GOOD}\n{GOOD}\n", f"JSON, {{}} {ROWS}"),
    ],
)
def test_yaml_and_json_are_told_from_a_table(
    name: str, content: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(content, "utf-8")
    said = words_of(run("cohort", name, "-o", "plans.csv", code=1))
    expected = words.format("not a table of learners", name)
    assert said.startswith(f"'{name}': this is {expected}")
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_a_table_is_one_whatever_its_name(cohort: Cohort) -> None:
    cohort.learners = cohort.learners.rename(cohort.folder / "learners.yaml")
    assert cohort.run().endswith("proved the best\n1 proved impossible\n")


def test_a_file_that_is_no_csv_names_the_line(cohort: Cohort) -> None:
    cohort.learners.write_text(HEADING + f'{PEOPLE[0]}\n"a"b,,,,,,,\n', "utf-8")
    said = words_of(run(*cohort.words(), code=1))
    assert said == f"line 3 of '{cohort.learners}' is not CSV: ',' expected after '\"'"


def test_a_file_that_is_no_text_names_the_line(cohort: Cohort) -> None:
    cohort.learners.write_bytes(f"{HEADING}{PEOPLE[0]}\n".encode() + "a2,Zoë,cyber-certificate,8,,,,\n".encode("latin-1"))
    said = words_of(run(*cohort.words(), code=1))
    assert said == f"line 3 of '{cohort.learners}' is not UTF-8 text: save the file as CSV UTF-8"
