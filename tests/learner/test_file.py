"""The learner file: the invalid ones beside their expected output, what it means, its schema, and options before it."""

import json
import re
from datetime import date
from inspect import getsource
from pathlib import Path
from typing import Any

import pytest
import snapshots
from commands import DATA, OF_SMALL, run, small_catalogue, words_of
from documents import ROOT
from jsonschema import Draft202012Validator
from learner_texts import FULL
from msgspec.structs import replace

from mcplanner.catalogue.model import UNKNOWN, Catalogue
from mcplanner.cli.schemas import schema_of
from mcplanner.export.diagnostic_reports import format_diagnostics
from mcplanner.files.checks.learners import LEARNER_CHECKS, WARNING_CHECKS, Setting
from mcplanner.files.loading import check_learner
from mcplanner.files.loading import read as read_source
from mcplanner.files.paths import shipped_funding_path
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.months import parse_month
from mcplanner.learner.busy import parse_busy_time
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Held, Stretch, UnderWay

INVALID = DATA / "invalid_learners"
EXPECTED = sorted(INVALID.glob("*.expected"))


def small_with_unknown_weeks() -> Catalogue:
    """The small catalogue, of which nobody knows the teaching weeks of one module of two months."""
    small = small_catalogue()
    unknown = replace(small.module_by_id["ward-basics"], weeks=UNKNOWN)
    return replace(small, modules=tuple(unknown if own.id == unknown.id else own for own in small.modules))


SETTING = Setting(small_with_unknown_weeks(), date(2026, 11, 29), parse_month("2026-12"), wallets=("mid-career", "opening"))


def read(text: str) -> LearnerFile:
    file, diagnostics = check_learner(parse_yaml(text, "me.yaml"), SETTING)
    assert file is not None, format_diagnostics(diagnostics)
    return file


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_an_invalid_learner_gives_exactly_its_expected_output(expected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(INVALID)
    file, diagnostics = check_learner(read_source(f"{expected.stem}.yaml"), SETTING)
    assert file is None
    assert diagnostics
    snapshots.check_file(expected, format_diagnostics(diagnostics))


def test_every_check_names_its_code() -> None:
    assert len(EXPECTED) > 10
    assert [(check.__doc__ or "")[:3] for check in LEARNER_CHECKS] == ["MC7"] * len(LEARNER_CHECKS)


def test_checks_that_only_warn_refuse_nobody() -> None:
    assert WARNING_CHECKS
    assert [check for check in WARNING_CHECKS if "error(" in getsource(check)] == []


def test_every_key_is_what_it_says() -> None:
    file = read(FULL)
    assert set(FULL_KEYS) == {*LearnerFile.__struct_fields__}
    assert file.wanted == ("cyber-certificate", "diploma", "skill:threat-analysis")
    who = file.learner
    assert (who.born, who.residency, who.employer) == (1985, "citizen", "sme")
    assert (who.union_member, who.first_qualification) == (True, False)
    assert who.minutes_per_week == 390
    june, july, december = (parse_month(text) for text in ("2027-06", "2027-07", "2027-12"))
    assert who.minutes_in == {june: 180, july: 180, december: 0}
    assert who.stretch == Stretch(minutes=60, months=2)
    assert (who.at_once, who.evenings, who.busy) == (2, 3, (parse_busy_time("tue 18:00-22:00"),))
    months = {parse_month(text) for text in ("2027-02", "2028-06", "2028-07")}
    assert who.away == months | {date(2028, 12, day) for day in (24, 25, 26)}
    assert who.only_modes == {"online", "blended"}
    assert (who.only_providers, who.skip) == (frozenset({"harbour"}), frozenset({"net-basics", "in-person"}))
    assert (who.cost_limit_cents, who.cost_limit_per_year_cents) == (2_000_000, 499_950)
    assert who.credit_cents == {"opening": 50_000, "mid-career": 400_000}
    assert who.held == (
        Held(module="ward-basics", ended=parse_month("2026-04")),
        Held(module="java-1", ended=None),
    )
    assert who.under_way == (UnderWay(module="python-1", started=parse_month("2026-11"), months=2),)
    assert who.repeats == {"health-data"}
    assert who.assume == ("hours=40", "python-1:fee=1500")
    assert (file.catalogue, file.funding) == (("example", "mine.yaml"), "rules.yaml")
    assert who.pins == {"cyb-foundations": parse_month("2027-04")}


FULL_KEYS = re.findall(r"^([a-z_]+):", FULL, re.MULTILINE)


def test_hours_may_be_one_number_or_none() -> None:
    assert read("hours: 6").learner.minutes_per_week == 360
    assert read("name: Mei").learner.minutes_per_week is None


@pytest.mark.parametrize(
    "text", ["under_way: [{module: python-1, started: 2026-10, months: 1}]", "held: [{module: java-1, ended: 2026-12}]"]
)
def test_what_is_right_depends_on_the_months(text: str) -> None:
    """What is over by November, and what ends in December, is right in a plan from October and in December."""
    assert check_learner(parse_yaml(text, "me.yaml"), SETTING)[0] is None
    earlier = Setting(SETTING.catalogue, date(2026, 12, 1), parse_month("2026-10"))
    assert check_learner(parse_yaml(text, "me.yaml"), earlier)[0] is not None


def test_every_key_is_explained() -> None:
    page = (ROOT / "docs" / "learner-file.md").read_text("utf-8")
    explained = re.findall(r"^\| `([a-z_]+)`", page, re.MULTILINE)
    assert sorted(explained) == sorted(LearnerFile.__struct_fields__)


def test_the_schema_accepts_what_is_accepted() -> None:
    schema = json.loads(run("schema", "learner").stdout)
    assert schema == schema_of("learner")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate(json.loads(json.dumps(parse_yaml(FULL, "me.yaml").data, default=float)))
    assert not validator.is_valid({"hour": 6})
    assert not validator.is_valid({"hours": {"usual": 6, "exept": []}})


# --- Options go before the file -----------------------------------------------------------------------------------------------

ASKED = """\
hours: 8
targets: [cyber-certificate]
held: [{module: python-1, ended: 2026-04}]
"""


@pytest.fixture
def me(tmp_path: Path) -> Path:
    path = tmp_path / "me.yaml"
    path.write_text(ASKED, "utf-8")
    return path


def planned(me: Path, *words: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(run("plan", *OF_SMALL, "--start", "2026-12", "-l", str(me), "--json", *words).stdout)
    return made


def modules(plan: dict[str, Any]) -> set[str]:
    return {enrolment["module"] for enrolment in plan["enrolments"]}


def test_the_file_is_as_good_as_options(me: Path) -> None:
    words = ["--hours", "8", "--target", "cyber-certificate", "--hold", "python-1=2026-04"]
    typed = run("plan", *OF_SMALL, "--start", "2026-12", "--json", *words).stdout
    assert planned(me) == json.loads(typed)


def test_what_is_typed_goes_before_what_the_file_says_of_the_same(me: Path) -> None:
    me.write_text(ASKED + "skip: [java-1]\nskills: [threat-analysis]\nprefer: load\n", "utf-8")
    assert planned(me, "--hours", "9")["hours_per_week"] == 9
    assert [target["id"] for target in planned(me, "--target", "care-certificate").get("targets", [])] == []
    assert planned(me, "--target", "care-certificate")["target"]["id"] == "care-certificate"
    assert "python-1" not in modules(planned(me, "--target", "python-1", "--skip", "net-basics"))
    assert "python-1" in modules(planned(me, "--target", "python-1", "--hold", "java-1"))


def test_compare_varies_the_file(me: Path) -> None:
    rows = json.loads(run("compare", *OF_SMALL, "--start", "2026-12", "-l", str(me), "--hours", "6,8", "--json").stdout)["rows"]
    assert [(row["hours_per_week"], row["target"]) for row in rows] == [(6, "cyber-certificate"), (8, "cyber-certificate")]
    rows = json.loads(run("compare", *OF_SMALL, "--start", "2026-12,2027-01", "-l", str(me), "--json").stdout)["rows"]
    assert [row["hours_per_week"] for row in rows] == [8, 8]


def test_plan_says_what_is_wrong_in_the_file(me: Path) -> None:
    me.write_text("hours: 8\ntargets: [cyber-certificat]\n", "utf-8")
    result = run("plan", *OF_SMALL, "-l", str(me), code=1)
    first, second = result.stderr.splitlines()
    assert first == f"{me}:2:11: MC702 unknown target 'cyber-certificat' (did you mean 'cyber-certificate'?)"
    assert second.startswith("ids were looked for in the catalogue")
    said = words_of(run("plan", *OF_SMALL, "-l", "no-such.yaml", code=1))
    assert said.endswith("there is no such file to write a learner file: mcplan learner init no-such.yaml")


def test_what_is_under_way_cannot_be_pinned_or_held(me: Path) -> None:
    me.write_text(ASKED + "under_way: [{module: java-1, started: 2026-11}]\n", "utf-8")
    for option in ("--pin", "--hold"):
        words = [option, "java-1=2027-01"]
        assert "'java-1' is under way" in words_of(run("plan", *OF_SMALL, "--start", "2026-12", "-l", str(me), *words, code=2))


def test_check(me: Path) -> None:
    result = run("learner", "check", str(me), *OF_SMALL, "--start", "2026-12")
    assert (result.stdout, result.stderr) == ("", "the learner: 1 held, 0 under way, 1 target: 0 errors, 0 warnings\n")
    me.write_text("hours: 0\n", "utf-8")
    result = run("learner", "check", str(me), *OF_SMALL, "--format", "github", code=1)
    assert result.stdout.startswith("::error file=")
    assert result.stderr.startswith("1 error, 0 warnings\n")


def test_a_check_knows_the_wallets_of_the_funding_rules_that_the_file_names(tmp_path: Path) -> None:
    file, rules = tmp_path / "me.yaml", tmp_path / "rules.yaml"
    file.write_text("hours: 6\nresidency: citizen\ncredit: {mine: 500}\nfunding: rules.yaml\n", "utf-8")
    rules.write_text(shipped_funding_path().read_text("utf-8"), "utf-8")
    told = run("learner", "check", str(file), code=1).stdout
    assert "MC717 unknown wallet 'mine'" in told
    rules.write_text(shipped_funding_path().read_text("utf-8").replace("opening", "mine"), "utf-8")
    run("learner", "check", str(file))
    rules.unlink()
    assert "rules.yaml:1:1: MC001" in run("learner", "check", str(file), code=1).stderr
