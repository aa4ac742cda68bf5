"""`mcplan team`: what it prints and writes, its exit codes, and what it refuses."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from commands import OF_SMALL, run, words_of
from openpyxl import load_workbook

from mcplanner.export.xlsx_team import sheet_names
from mcplanner.ground.watch import Watch
from mcplanner.team import together
from mcplanner.team.conflicts import TeamLimits
from mcplanner.team.model import Member, Person

TEAM = """\
title: The <b>line</b>
employer: sme
residency: citizen
budget_per_year: 3000
groups:
  - {id: line, title: Line A, in_class: 1, off: 1}
people:
  - {name: Ada, groups: line, target: ward-basics, hours: 6}
  - {name: Ben, groups: line, target: ward-basics, hours: 6, by: 2027-12}
  - {name: "=Cy", target: python-1, by: 2027-12}
"""
UNSERVED = "  - {name: Di, target: java-1, hours: 1, by: 2027-06}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "team.yaml"
    path.write_text(TEAM, "utf-8")
    return path


def words(file: Path, *more: str) -> list[str]:
    return ["team", str(file), *OF_SMALL, "--start", "2027-01", *more]


def test_the_table_says_who_is_ready_when_and_who_studies_together(file: Path) -> None:
    printed = run(*words(file), width=120).stdout
    assert "served   3 of 3 people" in printed
    assert "proved: the last cannot finish sooner, nor all together, and all that costs no less" in printed
    for name, finish in (("Ada", "Oct 2027 *"), ("Ben", "Apr 2027"), ("=Cy", "Mar 2027")):
        assert any(line.startswith(name) and finish in line for line in printed.splitlines()), printed
    assert "Mar – Apr 2027  Working on a Ward (Mon 19:00–21:00): Ben" in printed
    assert "2027  S$1,842.65 of S$3,000.00" in printed
    assert "* later than alone" in printed
    assert "# no hours were given" in printed


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_no_line_is_wider_than_the_console(file: Path, width: int) -> None:
    file.write_text(TEAM + UNSERVED, "utf-8")
    assert max(map(len, run(*words(file), width=width, code=3).stdout.splitlines())) <= width


def test_who_is_not_served_is_named_with_the_reason_and_what_would_help(file: Path) -> None:
    file.write_text(TEAM + UNSERVED, "utf-8")
    printed = run(*words(file), code=3).stdout
    assert "served   3 of 4 people" in printed
    assert "Di is not served" in printed
    assert "would help" in printed
    found = json.loads(run(*words(file, "--json"), code=3).stdout)
    assert found["status"] == "optimal"
    di = found["people"][3]
    assert (di["served"], di["plan"], di["finish"]) == (False, None, None)
    assert di["reason"]
    hanging = {"finish_hangs_on", "cost_hangs_on", "to_hangs_on"}
    assert di["relaxations"][0].keys() == {"dial", "from", "to", "finish", *hanging}


def test_changes_that_help_only_together_are_one_way_out(file: Path, tmp_path: Path) -> None:
    """The module needs 3.47 hours a week for three months from January: neither more hours nor a later date is enough alone."""
    file.write_text(TEAM + "  - {name: Di, target: java-1, hours: 1, by: 2027-01}\n", "utf-8")
    page, workbook = tmp_path / "t.html", tmp_path / "t.xlsx"
    printed = " ".join(run(*words(file, "-o", str(page), "-o", str(workbook)), code=3).stdout.split())
    di = json.loads(run(*words(file, "--json"), code=3).stdout)["people"][3]
    hours, by = di["joint_change"]
    way = f"hours a week 1 → {hours['to']} and by 2027-01 → {by['to']} together, done by "
    assert di["relaxations"] == []
    assert printed.count("would help") == 1
    assert f"would help {way}" in printed
    assert f"would help: {way}" in page.read_text("utf-8")
    assert load_workbook(workbook)["Team"]["I5"].value.startswith(way)


def test_json_has_people_classes_evenings_budget_and_the_proof(file: Path) -> None:
    found = json.loads(run(*words(file, "--json")).stdout)
    assert (found["schema"], found["title"], found["start"]) == ("mcplan.team/1", "The <b>line</b>", "2027-01")
    assert found["objective"] == found["bound"]
    assert [proof["settled"] for proof in found["proof"]] == [True] * 5
    assert {proof["by"] for proof in found["proof"]} <= {"search", "engine"}
    ada, ben, cy = found["people"]
    assert (ada["finish"], ada["finish_alone"], ben["finish"], ben["by"]) == ("2027-10", "2027-04", "2027-04", "2027-12")
    assert ada["plan"]["enrolments"][0]["module"] == "ward-basics"
    assert ada["apply_first"] == {"module": "ward-basics", "by": "2027-09"}
    assert cy["hours_found"] is not None
    assert {"module": "ward-basics", "people": ["Ben"]}.items() <= found["classes"][1].items()
    (evenings,) = found["evenings"]
    assert [(each["from"], each["to"], each["mon"], each["tue"]) for each in evenings["months"]] == [
        ("2027-03", "2027-04", 1, 0),
        ("2027-09", "2027-10", 1, 0),
    ]
    (year,) = found["budget"]
    assert year["year"] == 2027
    assert year["paid_cents"] == sum(person["plan"]["objective"]["cost_cents"] for person in found["people"])
    assert found["limits"]["budget_per_year_cents"] == 300_000


def test_files_hold_the_same_and_are_not_written_over(file: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / name for name in ("team.html", "team.xlsx", "team.json")]
    asked = words(file, *(word for path in outputs for word in ("-o", str(path))))
    done = run(*asked)
    assert "wrote" in done.stderr
    page = outputs[0].read_text("utf-8")
    assert "The &lt;b&gt;line&lt;/b&gt;" in page
    assert "6 months later than alone" in page
    assert "<script" not in page
    workbook = load_workbook(io.BytesIO(outputs[1].read_bytes()))
    assert workbook.sheetnames == ["Team", "Classes", "Evenings", "Budget", "Ada", "Ben", "=Cy"]
    assert [row[0].value for row in workbook["Team"].iter_rows(min_row=2)] == ["Ada", "Ben", "=Cy", None, "verdict"]
    assert workbook["Team"]["B6"].value.startswith("proved: the last cannot finish sooner")
    (heads, year) = workbook["Budget"].iter_rows(values_only=True)
    assert dict(zip(heads, year, strict=True)).items() >= {"Year": 2027, "At most (S$)": 3000}.items()
    assert workbook["Team"]["A4"].data_type == "s"
    assert workbook["Ben"]["A2"].value == "Working on a Ward"
    assert json.loads(outputs[2].read_text("utf-8")) == json.loads(run(*words(file, "--json")).stdout)
    assert "already exists" in words_of(run(*asked, code=2))
    assert run(*asked, "--force", "-q").stderr == ""
    assert "must end in one of .html, .ics, .csv, .xlsx, .json" in words_of(run(*words(file, "-o", "team.txt"), code=2))


def test_a_page_and_a_workbook_also_say_who_is_not_served(file: Path, tmp_path: Path) -> None:
    file.write_text("people:\n" + UNSERVED, "utf-8")
    page, workbook = tmp_path / "t.html", tmp_path / "t.xlsx"
    run(*words(file, "-o", str(page), "-o", str(workbook)), code=3)
    assert "not served" in page.read_text("utf-8")
    assert "would help" in page.read_text("utf-8")
    sheet = load_workbook(workbook)["Team"]
    assert (sheet["A2"].value, sheet["C2"].value) == ("Di", "not served")
    assert sheet["B2"].value == "Programming in Java"
    assert sheet["H2"].value
    assert sheet["I2"].value


def test_sheets_have_names_that_a_workbook_can_have() -> None:
    names = ["Ada", "ada", "A/B: [c]?", "Budget", "x" * 40, "''"]
    members = [Member(person=Person(name=name, learner=None, targets=())) for name in names]  # type: ignore[arg-type]
    assert sheet_names(members) == ["Ada", "ada (2)", "A B   c", "Budget (4)", "x" * 31, "Person 6"]


def test_errors_in_a_file_end_with_1_at_their_lines(file: Path) -> None:
    file.write_text(TEAM.replace("target: python-1", "target: pyton-1"), "utf-8")
    said = words_of(run(*words(file), code=1))
    assert ":10:27: MC702 unknown target 'pyton-1' (did you mean 'python-1'?)" in said
    assert "ids were looked for in the catalogue" in said
    assert "there is no such file" in words_of(run("team", "none.yaml", code=1))
    assert "is not a month" in words_of(run(*words(file)[:-1], "soon", code=2))


def test_the_file_names_the_catalogue_and_the_funding_rules(file: Path, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_bytes(Path(OF_SMALL[1]).read_bytes())
    file.write_text("catalogue: small.yaml\nstart: 2027-02\n" + TEAM, "utf-8")
    found = json.loads(run("team", str(file), "--json").stdout)
    assert found["start"] == "2027-02"
    for number, (key, what) in enumerate((("funding", "funding rules are"), ("catalogue", "catalogue is")), start=1):
        file.write_text(f"{'# ' * (number - 1)}\n" * (number - 1) + f"{key}: none.yaml\n" + TEAM, "utf-8")
        said = words_of(run("team", str(file), code=1))
        assert "none.yaml:1:1: MC001 cannot read the file" in said
        assert f"team.yaml:{number}: the {what} named here" in said


def test_warnings_are_told_once_beside_the_plans_unless_it_is_to_be_quiet(file: Path) -> None:
    file.write_text(TEAM.replace("residency: citizen\n", "").replace("Line A", "A") + "in_class: 2\n", "utf-8")
    file.write_text(file.read_text("utf-8").replace("groups: line, ", ""), "utf-8")
    told = run(*words(file)).stderr
    assert told.count("team.yaml:2:11: MC713 warning: 'employer' changes no price without residency") == 1
    assert "team.yaml:5:10: MC910 warning: nobody is in the group 'line'" in told
    assert "warning" not in run(*words(file, "-q")).stderr


def test_without_time_the_command_ends_with_4(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcplanner.ground.watch.Watch.seconds_left", 0.0)
    printed = run(*words(file), code=4)
    assert "none found: the search ended before anybody was planned" in " ".join(printed.stdout.split())


def test_what_is_not_proved_is_told_stage_by_stage(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the proof, each person's own plan is the bound: the sum may be 6 months less, if there were no limits."""
    monkeypatch.setattr(together, "NODES", 0)
    monkeypatch.setattr(together, "ROUNDS", 1)
    printed = " ".join(run(*words(file), width=120).stdout.split())
    assert "not proved: the last may finish sooner, but not before Apr 2027" in printed
    assert "all together may finish up to 6 months sooner" in printed
    assert "unknown fees, cost open, as what counts before is not proved" in printed


def test_ctrl_c_keeps_what_is_found(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = TeamLimits.conflict

    def press(self: TeamLimits, uses: object) -> object:
        watches[0].interrupt()
        return limits(self, uses)  # type: ignore[arg-type]

    watches: list[Watch] = []
    begin = together.plan_team

    def remember(*asked: Any, watch: Watch, **more: Any) -> object:
        watches.append(watch)
        return begin(*asked, watch=watch, **more)

    monkeypatch.setattr(TeamLimits, "conflict", press)
    monkeypatch.setattr("mcplanner.cli.run_team.plan_team", remember)
    printed = run(*words(file), code=130).stdout
    assert "the search was stopped before it was finished: better plans may exist" in " ".join(printed.split())


UNSURE = """\
title: Harbour team
start: 2027-01
employer: sme
residency: citizen
budget_per_year: 20000
catalogue: singapore
people:
  - {name: Ada, target: tp-business-management-esg-certificate, hours: 12}
  - {name: Di, target: tp-ict-diploma, hours: 2, by: 2027-12}
"""


def test_what_rests_on_less_than_what_is_published_is_marked_everywhere(file: Path, tmp_path: Path) -> None:
    file.write_text(UNSURE, "utf-8")
    outputs = [tmp_path / name for name in ("t.html", "t.xlsx", "t.ics")]
    asked = ["team", str(file), *(word for path in outputs for word in ("-o", str(path)))]
    printed = " ".join(run(*asked, code=3, width=200).stdout.split())
    for said in (
        "to Sep 2027?", "Sep 2027? 12", "S$578.17? Jan 2027?: Modular", "Apr – Sep 2027? Modular",
        "2027 S$578.17? of S$20,000.00",
        "done by Oct 2027?", "why for these figures, it needs", "? assumed", "rests on 5 derived and 2 assumed figures",
        "the last finish hangs on",
    ):  # fmt: skip
        assert said in printed, said
    page = outputs[0].read_text("utf-8")
    for said in ("Sep 2027?", "S$578.17?", "Jan 2027?: Modular", "Apr – Sep 2027?", "Rests on 5 derived", "? assumed"):
        assert said in page, said
    book = load_workbook(outputs[1])
    team, classes, budget = book["Team"], book["Classes"], book["Budget"]
    marked = [team["C2"], team["E2"], team["F2"], classes["B2"], classes["C2"], budget["B2"]]
    assert [cell.number_format.endswith('"?"') for cell in marked] == [True] * 6
    assert [(row[0].value, bool(row[1].value)) for row in team.iter_rows(min_row=5)] == [
        ("verdict", True), ("rests on", True), ("marks", True)
    ]  # fmt: skip
    assert "Rests on 5 derived" in outputs[2].read_text("utf-8").replace("\n ", "")


def test_where_all_is_made_up_it_is_said_once_and_nothing_is_marked(file: Path) -> None:
    file.write_text("people:\n  - {name: Ada, target: cyb-foundations, hours: 6}\n", "utf-8")
    printed = run("team", str(file), "-c", "example", "--start", "2027-01").stdout
    assert "all of them made up as an illustration" in " ".join(printed.split())
    assert "°" not in printed


EVENINGS = """\
title: Evenings
as_of: 2026-11-01
fields: [{id: it, title: IT}]
providers: [{id: school, title: School}]
modules:
  - {id: number, title: Number Alone, field: it, provider: school, mode: in-person, hours: 26, months: 3, fee: 1, evenings: 3}
  - {id: days, title: Days, field: it, provider: school, mode: in-person, hours: 26, months: 3, fee: 1,
     sessions: ["tue 19:00-21:00"]}
"""


def test_evenings_whose_days_are_not_published_are_no_facts_of_any_day(file: Path, tmp_path: Path) -> None:
    """Ada is in class on three evenings a week that nobody has named, Ben on Tuesdays."""
    courses, outputs = tmp_path / "courses.yaml", [tmp_path / name for name in ("t.html", "t.xlsx")]
    courses.write_text(EVENINGS, "utf-8")
    entries = (("Ada", "number"), ("Ben", "days"))
    people = "\n".join(f"  - {{name: {name}, target: {target}, hours: 9}}" for name, target in entries)
    file.write_text(f"catalogue: courses.yaml\nin_class: 2\npeople:\n{people}\n", "utf-8")
    words = ["team", str(file), "--start", "2027-01", *(word for path in outputs for word in ("-o", str(path)))]
    data = json.loads(run(*words, "--json").stdout)
    (row,) = data["evenings"][0]["months"]
    assert {key: row[key] for key in ("mon", "tue", "days_not_published")} == {"mon": 0, "tue": 1, "days_not_published": 1}
    assert [(each["sessions"], each["evenings"]) for each in data["classes"]] == [(["tue 19:00-21:00"], 0), ([], 3)]
    assert '<th scope="col">days not published</th>' in outputs[0].read_text("utf-8")
    heads, cells = load_workbook(outputs[1])["Evenings"].iter_rows(values_only=True)
    assert (heads[2:], cells[2:]) == (
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Days not published"),
        (None, 1, None, None, None, None, None, 1),
    )
    printed = " ".join(run("team", str(file), "--start", "2027-01", width=200).stdout.split())
    assert "3 evenings, days not published" in printed


def test_old_figures_are_said_before_all_else(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1811160000")  # 24 May 2027
    names = [str(tmp_path / f"team.{ending}") for ending in ("html", "xlsx", "json")]
    asked = ["team", str(file), *OF_SMALL, "--start", "2027-06", *(word for name in names for word in ("-o", name))]
    file.write_text(TEAM.replace("2027-12", "2028-12"), "utf-8")
    printed = run(*asked, width=120).stdout
    assert printed.startswith(
        "! The figures are 6 months old (as of 2026-11-01): fees, dates and hours may have changed since."
    )
    assert printed.count("months old") == 1
    page, data = (Path(name).read_text("utf-8") for name in (names[0], names[2]))
    assert '<p class="old">The figures are 6 months old' in page
    assert page.count("months old") == 1
    assert [note["code"] for note in json.loads(data)["warnings"]] == ["old-figures"]
    cells = {str(cell.value) for row in load_workbook(names[1])["Team"].iter_rows() for cell in row}
    assert any("months old" in cell for cell in cells)


def test_how_many_are_in_class_has_the_mark_of_class_times(file: Path, tmp_path: Path) -> None:
    courses = tmp_path / "courses.yaml"
    known = EVENINGS.replace("fee: 1, evenings: 3}", 'fee: 1, sessions: ["mon 19:00-21:00"], evidence: published}')
    courses.write_text(known.replace('"]}', '"], evidence: published, assumed: [sessions]}'), "utf-8")
    file.write_text("people: [{name: Ada, targets: [number, days], hours: 9}]", "utf-8")
    page, book = tmp_path / "t.html", tmp_path / "t.xlsx"
    run("team", str(file), "-c", str(courses), "--start", "2027-01", "-o", str(page), "-o", str(book))
    assert '<td class="taken">1</td><td class="taken">1?</td><td></td>' in page.read_text("utf-8")
    sheet = load_workbook(book)["Evenings"]
    assert [(sheet.cell(2, column).value, sheet.cell(2, column).number_format) for column in (3, 4)] == [(1, "0"), (1, '0"?"')]
