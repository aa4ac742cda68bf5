"""Team files: what is read, from where, and what is said of files that are wrong."""

import json
from datetime import date
from pathlib import Path

import pytest
import snapshots
from commands import DATA, run, small_catalogue
from jsonschema import Draft202012Validator

from mcplanner.export.diagnostic_reports import format_diagnostics
from mcplanner.files.checks.learners import Setting
from mcplanner.files.funding import load_funding
from mcplanner.files.loading import read
from mcplanner.files.paths import shipped_funding_path
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.ground.months import parse_month
from mcplanner.team.model import Team
from mcplanner.team.reading import TeamSetting, read_team

EXPECTED = sorted((DATA / "invalid_teams").glob("*.expected"))
TODAY = date(2026, 11, 24)


def team_of(path: Path, start: str | None = None) -> tuple[Team | None, tuple[Diagnostic, ...]]:
    funding, _ = load_funding(shipped_funding_path(), None)
    assert funding is not None
    typed = None if start is None else parse_month(start)
    setting = Setting(small_catalogue(), TODAY, parse_month("2026-12"))
    return read_team(read(path), TeamSetting(setting, funding, path.parent, typed))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_an_invalid_team_gives_exactly_its_expected_output(expected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(expected.parent)
    team, diagnostics = team_of(Path(f"{expected.stem}.yaml"))
    snapshots.check_file(expected, format_diagnostics(diagnostics))
    assert team is None


TEAM = """\
title: The line
start: 2027-01
employer: sme
residency: citizen
in_class: 3
groups:
  - {id: night, title: The night shift, off: 1}
seats:
  - {module: cyb-foundations, start: 2027-04, seats: 2}
budget: 9000.50
people:
  - {name: Ada, groups: night, target: cyber-certificate, hours: 6, by: 2028-06, employer: large}
  - {file: ben.yaml, by: 2028-12, hours: 4}
  - {from: people.csv, groups: night, target: [care-certificate], hours: 5}
"""
BEN = "name: Ben\nhours: 9\ntargets: [cyber-certificate]\ncatalogue: singapore\nheld:\n  - {module: python-1, ended: 2026-04}\n"
PEOPLE = (
    "id,name,hours,target,held,by,union,credit\nC-1,Cy,,,,,true,opening=500\nD-2,,7.5,python-1;java-1,net-basics,2029-01,,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("team.yaml", TEAM), ("ben.yaml", BEN), ("people.csv", PEOPLE)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def read_well(folder: Path, start: str | None = None) -> Team:
    team, diagnostics = team_of(folder / "team.yaml", start)
    assert diagnostics == ()
    assert team is not None
    return team


def test_people_stand_in_the_file_in_learner_files_and_in_sheets(folder: Path) -> None:
    team = read_well(folder)
    assert [person.name for person in team.people] == ["Ada", "Ben", "Cy", "D-2"]
    assert [person.targets for person in team.people] == [
        ("cyber-certificate",),
        ("cyber-certificate",),
        ("care-certificate",),
        ("python-1", "java-1"),
    ]
    assert [person.learner.minutes_per_week for person in team.people] == [360, 240, 300, 450]
    assert [person.by for person in team.people] == [
        parse_month("2028-06"),
        parse_month("2028-12"),
        None,
        parse_month("2029-01"),
    ]
    assert [person.learner.employer for person in team.people] == ["large", "sme", "sme", "sme"]
    assert {person.learner.residency for person in team.people} == {"citizen"}
    assert [entry.module for entry in team.people[1].learner.held] == ["python-1"]
    assert team.people[2].learner.union_member
    assert team.people[2].learner.credit_cents == {"opening": 50_000}


def test_limits_are_those_of_the_team_and_of_groups(folder: Path) -> None:
    team = read_well(folder)
    everybody, night = team.groups
    assert (everybody.id, everybody.in_class, everybody.off, everybody.members) == (None, 3, None, frozenset(range(4)))
    assert (night.title, night.in_class, night.off, night.members) == ("The night shift", None, 1, frozenset({0, 2, 3}))
    assert (team.title, team.budget_cents, team.budget_per_year_cents) == ("The line", 900_050, None)
    assert [(own.module, own.seats, own.start) for own in team.seats] == [("cyb-foundations", 2, parse_month("2027-04"))]


def test_the_first_month_is_typed_or_in_the_file_or_the_next(folder: Path) -> None:
    assert read_well(folder).start == parse_month("2027-01")
    assert read_well(folder, "2027-05").start == parse_month("2027-05")
    (folder / "team.yaml").write_text(TEAM.replace("start: 2027-01\n", "", 1), "utf-8")
    assert read_well(folder).start == parse_month("2026-12")


def test_a_workbook_has_numbers_days_and_truths(folder: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(folder / "people.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["name", "hours", "by", "first_qualification", "target", ""])
        sheet.write_row(1, 0, ["Eve", 6])
        sheet.write_datetime(1, 2, date(2029, 6, 30), workbook.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_row(1, 3, [True, "cyber-certificate"])
        sheet.write_row(2, 0, ["Fay", 5.5, "2029-06", True, "java-1"])
    (folder / "team.yaml").write_text("people: [{from: people.xlsx}]\n", "utf-8")
    eve, fay = read_well(folder, "2027-01").people
    assert (eve.learner.minutes_per_week, eve.by, eve.learner.first_qualification) == (360, parse_month("2029-06"), True)
    assert (fay.learner.minutes_per_week, fay.by, fay.targets) == (330, parse_month("2029-06"), ("java-1",))


def test_the_schema_accepts_what_is_accepted(folder: Path) -> None:
    schema = json.loads(run("schema", "team").stdout)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate(json.loads(json.dumps(read(folder / "team.yaml").data, default=float)))
    good = {"name": "Ada", "target": "java-1"}
    for wrong in ([], [{**good, "houres": 6}], [{**good, "hours": "6"}]):
        assert not validator.is_valid({"people": wrong})
    assert not validator.is_valid({"people": [good], "goups": []})


def test_a_row_may_say_only_who_it_is(folder: Path) -> None:
    (folder / "people.csv").write_text("id,\nC-1,\nD-2\n", "utf-8")
    assert [person.name for person in read_well(folder).people] == ["Ada", "Ben", "C-1", "D-2"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("people.xlsx", b"PK\x03\x04", "people.xlsx:1:1: MC906 the workbook cannot be read"),
        ("people.csv", b'id,hours\nA,3\n"B,4\n', "people.csv:3:1: MC906 this is no CSV from this row on"),
        ("people.csv", b"id,hours\n\xff,3\n", "people.csv:2:1: MC906 byte 0xff is not UTF-8 text"),
        ("people.csv", b"", "people.csv:1:1: MC907 the sheet is empty (its first row names the columns)"),
        ("me.yaml", b"hours: [\n", "me.yaml:"),
        ("me.yaml", b"modules: []\n", "me.yaml:1:1: MC209 this is a catalogue, not a learner file"),
    ],
)
def test_files_of_people_that_cannot_be_read(folder: Path, name: str, content: bytes, words: str) -> None:
    (folder / name).write_bytes(content)
    key = "file" if name.endswith("yaml") else "from"
    (folder / "team.yaml").write_text(f"start: 2027-01\npeople:\n  - {{{key}: {name}}}\n", "utf-8")
    _, diagnostics = team_of(folder / "team.yaml")
    assert words in "".join(map(str, diagnostics))
