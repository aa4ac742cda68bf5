"""Whole commands: what stands on which stream, which exit code, which files; and what a command must not import."""

import json
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import snapshots
from commands import (
    CERTIFICATE,
    INVALID,
    OF_SMALL,
    PLAN_SMALL,
    SMALL,
    every_command,
    imported_by,
    on_a_terminal,
    process,
    run,
    words_of,
)
from typer.testing import Result

import mcplanner
from mcplanner import __main__ as entry_point
from mcplanner.cli.options import MOST_FOUND, MOST_LISTED
from mcplanner.planning import inquiry, plan_writer
from mcplanner.solvers.search import UNSOLVED
from mcplanner.verify import Violation

# --- plan ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def classic() -> Result:
    """The case of the documentation, once for all the tests that look at it."""
    return run("plan", "--hours", "6", "--target", "diploma", "--start", "2026-12")


def test_plan_the_classic_case(classic: Result) -> None:
    assert classic.stderr == ""
    snapshots.check("command-plan-classic-100", classic.stdout)


def test_plan_on_a_narrow_terminal() -> None:
    result = run("plan", "--hours", "6", "--target", "cyber-diploma", "--start", "2026-12", width=80)
    assert result.stderr == ""
    snapshots.check("command-plan-cyber-80", result.stdout)


def test_plan_as_json() -> None:
    result = run(*CERTIFICATE, "--json")
    assert result.stderr == ""
    assert json.loads(result.stdout)["status"] == "optimal"
    snapshots.check("command-plan-json", result.stdout)


def test_plan_into_files(tmp_path: Path) -> None:
    schedule, data = tmp_path / "schedule.csv", tmp_path / "plan.json"
    result = run(*CERTIFICATE, "-o", str(schedule), "-o", str(data))
    assert result.stderr == f"wrote {schedule} (spreadsheet)\nwrote {data} (machine-readable plan)\n"
    assert result.stdout == run(*CERTIFICATE).stdout
    assert data.read_text("utf-8") == run(*CERTIFICATE, "--json").stdout
    snapshots.check("command-plan-csv", schedule.read_text("utf-8"))


def test_plan_never_overwrites_a_file_unasked(tmp_path: Path) -> None:
    path = tmp_path / "schedule.csv"
    path.write_text("mine")
    refused = run(*CERTIFICATE, "-o", str(path), code=2)
    assert "already exists: choose another name, or overwrite it with --force" in " ".join(refused.stderr.split())
    assert path.read_text() == "mine"
    run(*CERTIFICATE, "-o", str(path), "--force")
    assert path.read_text("utf-8").startswith("module,")
    assert [each.name for each in tmp_path.iterdir()] == ["schedule.csv"]


def test_plan_reads_every_option() -> None:
    result = run(
        *(*PLAN_SMALL, "--json", "--hours", "9.5", "--target", "cyber-certificate", "--target", "python-1"),
        *("--away", "2026-12..2027-01", "--away", "2027-03", "--hold", "net-basics=2026-05", "--hold", "java-1"),
        *("--pin", "python-1=2027-02", "--skip", "raintree", "--skip", "in-person", "--by", "2029-12"),
        code=3,
    )
    assert "ruled out" in json.loads(result.stdout)["reason"]
    result = run(
        *(*PLAN_SMALL, "--json", "--hours", "9.5", "--target", "cyber-certificate", "--target", "python-1"),
        *("--away", "2026-12..2027-01", "--away", "2027-03", "--hold", "net-basics=2026-05", "--hold", "java-1"),
        *("--pin", "python-1=2027-02", "--skip", "in-person", "--by", "2029-12", "--mode", "online", "--mode", "blended"),
        *("--provider", "harbour", "--provider", "raintree", "--time-limit", "30"),
    )
    made = json.loads(result.stdout)
    assert made["hours_per_week"] == 9.5
    assert [target["id"] for target in made["targets"]] == ["cyber-certificate", "python-1"]
    starts = {each["module"]: each["start"] for each in made["enrolments"]}
    assert starts == {"python-1": "2027-02", "cyb-foundations": "2027-04"}
    budgets = {each["month"]: each["budget_minutes_per_week"] for each in made["load"]}
    assert [budgets[each] for each in ("2026-12", "2027-01", "2027-02", "2027-03")] == [0, 0, 570, 0]


def test_plan_for_as_few_hours_as_will_do() -> None:
    made = json.loads(run(*PLAN_SMALL, "--json", "--by", "2027-09", "--target", "cyber-certificate").stdout)
    # cyb-foundations asks 150 hours in 24 weeks, 375 minutes a week from April on. Before it, in four months, come net-basics
    # (208 over 4 months, 277 over 3, 416 over 2) and python-1 (185 over 3, 277 over 2, 554 over 1): 208 + 185 is the least.
    assert made["objective"]["peak_minutes_per_week"] == 393
    assert made["hours_per_week"] is None


def test_plan_a_catalogue_with_errors_is_refused_with_all_of_them() -> None:
    expected = (INVALID / "id-twice.expected").read_text("utf-8")
    errors = [line.partition(":")[2] for line in expected.splitlines() if "warning:" not in line]
    result = run("plan", "-c", str(INVALID / "id-twice.yaml"), "--hours", "6", "--target", "diploma", code=1)
    assert result.stdout == ""
    assert [line.removeprefix(f"{INVALID / 'id-twice.yaml'}:") for line in result.stderr.splitlines()] == errors
    assert len(errors) > 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("--hours 8 --target cyber-diplom", ["unknown target 'cyber-diplom'", "did you mean 'cyber-diploma'?", "3 awards"]),
        ("--hours 8 --target diplomas", ["did you mean 'diploma'?", "choose a kind (certificate, diploma)", "see mcplan list"]),
        ("--hours 8 --target diploma --field law", ["unknown field 'law'", "information-technology, healthcare"]),
        ("--hours 8 --target diploma --field healthcare", ["the field 'healthcare' has no diploma"]),
        ("--hours 8 --target diploma --target certificate", ["only one target can be a kind"]),
        ("--hours 8 --target diploma --by 2027-13", ["'2027-13' is not a month", "as 2027-04"]),
        ("--hours 8 --target diploma --by June", ["'June' is not a month"]),
        ("--hours 8 --target diploma --by 2026-11", ["Nov 2026 is before the plan starts in Dec 2026"]),
        ("--hours 8 --target diploma --away 2027-08..2027-06", ["runs backwards"]),
        ("--target diploma", ["--hours", "say how many hours a week you have, or say with --by when you must be done"]),
        ("--hours six --target diploma", ["'six' is not a number of hours a week"]),
        ("--hours 0 --target diploma", ["'0' is not a number of hours a week"]),
        ("--hours 169 --target diploma", ["'169' is not a number of hours a week"]),
        ("--hours nan --target diploma", ["'nan' is not a number of hours a week"]),
        ("--hours 8 --target diploma --pin python-2=2027-01", ["unknown module 'python-2'", "did you mean 'python-1'?"]),
        ("--hours 8 --target diploma --pin python-1", ["needs a module and a month, such as python-1=2027-04"]),
        ("--hours 8 --target diploma --pin python-1=2026-11", ["before the plan starts"]),
        ("--hours 8 --target diploma --pin python-1=2027-01 --hold python-1", ["'python-1' is held and does not expire"]),
        ("--hours 8 --target diploma --hold cyber-diploma", ["'cyber-diploma' is an award, not a module"]),
        ("--hours 8 --target diploma --hold python-1=soon", ["'soon' is not a month"]),
        (
            "--hours 8 --target diploma --hold python-1=2027-01",
            ["'python-1' ends in Jan 2027, but the plan starts in Dec 2026: list what still runs under under_way"],
        ),
        ("--hours 8 --target diploma --hold python-1 --hold python-1=2026-05", ["two last months are given for 'python-1'"]),
        ("--hours 8 --target diploma --skip raintre", ["unknown module, provider or mode", "did you mean 'raintree'?"]),
        ("--hours 8 --target diploma --mode evening", ["unknown mode 'evening'", "online, in-person, blended"]),
        ("--hours 8 --target diploma --provider harbor", ["unknown provider 'harbor'", "did you mean 'harbour'?"]),
        ("--hours 8 --target diploma -o plan.pdf", ["'plan.pdf' must end in one of", ".csv"]),
        ("--hours 8 --target diploma -o plan", ["'plan' must end in one of"]),
        ("--hours 8 --target diploma --time-limit 0", ["--time-limit"]),
        ("--hours 8", ["say what you want", "--target"]),
        ("--hours 8 --target diploma --houers 4", ["No such option", "--houers"]),
    ],
)
def test_plan_says_what_was_typed_wrong_and_the_way_out(typed: str, expected: list[str]) -> None:
    said = words_of(run(*PLAN_SMALL, *typed.split(), code=2))
    for words in expected:
        assert words in said


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("--hours 6", "Manufacturing Fundamentals (mfg-fundamentals), which needs 12° hours a week, more than your 6"),
        ("--hours 12 --by 2027-06", "the earliest finish is"),
    ],
)
def test_plan_says_why_it_is_impossible(typed: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    asked = ["plan", "--target", "manufacturing-diploma", "--start", "2026-12", *typed.split()]
    result = run(*asked, "-o", str(path), code=3)
    assert "impossible for these figures:" in " ".join(result.stdout.split())
    assert reason in " ".join(result.stdout.split())
    assert result.stderr == f"{path} was not written: there is no plan to write\n"
    assert not path.exists()
    data = json.loads(run(*asked, "--json", code=3).stdout)
    assert (data["status"], data["enrolments"], data["objective"]) == ("infeasible", [], None)
    assert reason.replace("°", "") in data["reason"]


def test_plan_names_the_earliest_finish_where_the_month_is_too_early() -> None:
    reason = json.loads(run(*CERTIFICATE, "--by", "2027-08", "--json", code=3).stdout)["reason"]
    assert reason == "the earliest finish is Sep 2027, after Aug 2027"


def test_plan_admits_that_time_ran_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inquiry, "solve", lambda *_: UNSOLVED)
    result = run(*CERTIFICATE, code=4)
    assert "none found" in result.stdout
    assert result.stderr == ""
    data = json.loads(run(*CERTIFICATE, "--json", code=4).stdout)
    assert (data["status"], data["bound"]) == ("unknown", None)


@pytest.fixture(autouse=True)
def ctrl_c(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the program have its own way with Ctrl-C only as long as it runs."""
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def main_exits_with(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["mcplan", *words])
    return entry_point.run_command()


@pytest.mark.parametrize(
    "word", [*(words[0] for words, own in every_command() if len(words) == 1 and not hasattr(own, "commands")), "plam"]
)
def test_what_is_told_does_not_depend_on_how_many_commands_are_made(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the program is started, only the command that is typed is made; here all are, and lines break elsewhere."""

    def unbroken(*texts: str) -> list[str]:
        return ["".join(text.split()) for text in texts]

    for words in ((word, "--help"), (word, "--no-such-option")):
        code = main_exits_with(monkeypatch, *words)
        printed = capsys.readouterr()
        expected = run(*words, code=code)
        assert unbroken(printed.out, printed.err) == unbroken(expected.stdout, expected.stderr)


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "--hours", "4,6"),
        ("plan", "diploma"),
        ("plan", "--target", "diploma", "me.yaml"),
        ("plan", "--hous", "4"),
        ("plan", "--fees"),
        ("plan", "-o"),
        ("plan", "--quiet", "yes"),
        ("compare", "--hours", "4", "6"),
        ("cost", "cyb-foundations", "--residency", "no"),
        ("list", "--search", "a", "b"),
        ("learner", "init", "--hous", "4"),
    ],
)
def test_a_refusal_knows_all_options(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the program is started, only those are made that may have been typed; here all are."""
    code = main_exits_with(monkeypatch, *words)
    printed = capsys.readouterr()
    assert "".join(printed.err.split()) == "".join(run(*words, code=code).stderr.split())


def test_a_plan_that_breaks_a_rule_is_refused_as_a_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(plan_writer, "verify", lambda *_: (Violation("R5", "too much"),))
    path = tmp_path / "plan.csv"
    assert main_exits_with(monkeypatch, *CERTIFICATE, "-o", str(path)) == 70
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "this is a bug in mcplan, not a mistake in your input: RefusedPlanError: R5: too much" in printed.err
    assert "Please report it" in printed.err
    assert "Traceback" not in printed.err
    assert not path.exists()
    monkeypatch.setenv("MCPLAN_TRACEBACK", "1")
    monkeypatch.setattr(sys, "argv", ["mcplan", *CERTIFICATE])
    with pytest.raises(plan_writer.RefusedPlanError) as refused:
        entry_point.run_command()
    assert refused.value.violations == (Violation("R5", "too much"),)


def test_an_interruption_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(inquiry, "solve", interrupt)
    assert main_exits_with(monkeypatch, *CERTIFICATE) == 130
    assert capsys.readouterr() == ("", "mcplan: stopped before it finished\n")


def test_an_import_that_makes_another_error_of_an_interruption_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as error:
            raise RuntimeError("Error calling __set_name__") from error

    monkeypatch.setattr(inquiry, "solve", interrupt)
    assert main_exits_with(monkeypatch, *CERTIFICATE) == 130
    assert capsys.readouterr() == ("", "mcplan: stopped before it finished\n")


# --- The other commands -------------------------------------------------------------------------------------------------------


def test_list_shows_everything() -> None:
    result = run("list", *OF_SMALL)
    assert result.stderr == ""
    for text in ("net-basics", "ward-basics", "cyber-diploma", "care-certificate", "security-analyst"):
        assert text in result.stdout
    assert result.stdout == run("list", "everything", *OF_SMALL).stdout


@pytest.mark.parametrize(
    ("typed", "there", "absent"),
    [
        ("modules", ["net-basics"], ["cyber-diploma", "security-analyst"]),
        ("awards", ["cyber-diploma"], ["ward-basics", "security-analyst"]),
        ("roles", ["security-analyst"], ["ward-basics", "cyber-diploma"]),
        ("--field healthcare", ["ward-basics", "care-certificate"], ["java-1", "cyber-diploma"]),
        ("awards --field healthcare", ["care-certificate"], ["ward-basics", "cyber-diploma"]),
        ("--provider raintree", ["python-1"], ["net-basics", "cyber-diploma"]),
        ("skills", ["networking"], ["net-basics", "cyber-diploma"]),
        ("skills --field healthcare", ["patient-care"], ["networking"]),
        ("skills --search threats", ["threat-analysis"], ["networking"]),
        ("--mode in-person", ["incident-workshop"], ["net-basics", "cyber-diploma"]),
        ("--topic cloud", ["cloud-security"], ["net-basics"]),
        ("--skill programming", ["python-1", "java-1"], ["net-basics"]),
        ("--recognised skills-framework", ["cyb-foundations"], ["net-basics"]),
        ("--search forensics", ["digital-forensics"], ["net-basics"]),
        ("--skill programming --mode online", ["python-1"], ["java-1"]),
    ],
)
def test_list_filters(typed: str, there: list[str], absent: list[str]) -> None:
    result = run("list", *OF_SMALL, *typed.split())
    assert result.stderr == ""
    for text in there:
        assert text in result.stdout
    for text in absent:
        assert text not in result.stdout


def test_list_says_that_nothing_matches() -> None:
    result = run("list", *OF_SMALL, "--search", "nothing like it")
    assert words_of(result) == "nothing in the catalogue matches: try fewer filters or other words"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("--field law", ["unknown field 'law'"]),
        ("--topic clouds", ["unknown topic 'clouds'", "did you mean 'cloud'?"]),
        ("--skill programing", ["unknown skill 'programing'", "did you mean 'programming'?"]),
        ("--recognised nobody", ["unknown recognised 'nobody'"]),
        ("--mode evening", ["unknown mode 'evening'"]),
        ("everyone", ["everyone"]),
        ("roles --provider raintree", ["--provider", "only modules and awards have a provider"]),
        ("awards --topic cloud", ["--topic", "only modules have a topic"]),
        ("--json --csv", ["standard output can take only one answer: leave out --json or --csv"]),
    ],
)
def test_list_says_what_was_typed_wrong(typed: str, expected: list[str]) -> None:
    said = words_of(run("list", *OF_SMALL, *typed.split(), code=2))
    for words in expected:
        assert words in said


def test_list_puts_the_best_matches_first() -> None:
    found = json.loads(run("list", "modules", *OF_SMALL, "--search", "secure", "--json").stdout)["modules"]
    in_title = ["security" in each["title"].lower() for each in found]
    assert in_title == sorted(in_title, reverse=True)
    assert set(in_title) == {True, False}


LISTED = [("list", []), ("list-skills", ["skills"]), ("list-awards", ["awards", "--field", "healthcare"])]


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize(("name", "typed"), LISTED, ids=[name for name, _ in LISTED])
def test_list_for_programs_and_spreadsheets(name: str, typed: list[str], form: str) -> None:
    result = run("list", *OF_SMALL, *typed, f"--{form}")
    assert result.stderr == ""
    snapshots.check(f"command-{name}-{form}", result.stdout)


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("words", [("show", "cyb-foundations"), ("show", "raintree"), ("fields",)], ids=" ".join)
def test_the_catalogue_for_programs_and_spreadsheets(words: tuple[str, ...], form: str) -> None:
    result = run(*words, *OF_SMALL, f"--{form}")
    assert result.stderr == ""
    snapshots.check(f"command-{'-'.join(words)}-{form}", result.stdout)


def test_nothing_listed_is_data_too() -> None:
    result = run("list", *OF_SMALL, "--search", "nothing like it", "--json")
    assert json.loads(result.stdout)["modules"] == []
    assert result.stderr == "nothing in the catalogue matches: try fewer filters or other words\n"


# --- Many entries on a terminal -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A catalogue with more modules than a terminal lists."""
    path = tmp_path_factory.mktemp("many") / "many.yaml"
    group = [{"id": "one", "title": "The one"}]
    module = {"field": "one", "provider": "one", "mode": "online", "hours": 10, "months": 1, "fee": 100}
    modules = [{"id": f"m{number}", "title": f"Module {number}", **module} for number in range(MOST_LISTED + 1)]
    whole = {"title": "Many", "as_of": "2026-11-01", "fields": group, "providers": group, "modules": modules}
    path.write_text(json.dumps(whole), "utf-8")
    return str(path)


def test_a_terminal_counts_what_is_very_much(many: str) -> None:
    printed = on_a_terminal("list", "-c", many)
    assert f"{MOST_LISTED + 1} entries in all; to list them:" in printed
    assert "m500" not in printed
    on_one_line = " ".join(printed.split())
    for way in ("--field", "--provider", "--search WORDS", "--all"):
        assert f" {way}" in on_one_line


def test_of_many_awards_the_field_with_the_most_is_named(tmp_path: Path) -> None:
    groups = [{"id": name, "title": name.title()} for name in ("few", "most")]
    module = {"field": "few", "provider": "few", "mode": "online", "hours": 10, "months": 1, "fee": 100}
    award = {"kind": "certificate", "field": "most", "requires": {"all": ["m"]}}
    whole = {
        "title": "Many",
        "as_of": "2026-11-01",
        "fields": groups,
        "providers": groups,
        "modules": [{"id": "m", "title": "Module", **module}],
        "awards": [{"id": f"a{number}", "title": f"Award {number}", **award} for number in range(MOST_LISTED + 1)],
    }
    path = tmp_path / "many.yaml"
    path.write_text(json.dumps(whole), "utf-8")
    assert "--field most" in " ".join(on_a_terminal("list", "awards", "-c", str(path)).split())


def test_a_pipe_gets_everything(many: str) -> None:
    listed = run("list", "-c", many).stdout
    assert all(f"\nm{number} " in listed for number in range(MOST_LISTED + 1))


def test_a_search_lists_the_best_and_says_how_to_list_all(many: str) -> None:
    found = run("list", "-c", many, "--search", "module")
    assert f"Modules, {MOST_LISTED + 1}\n" in found.stdout
    assert found.stdout.count("\nm") == MOST_FOUND
    assert f"and {MOST_LISTED + 1 - MOST_FOUND} modules more" in found.stdout
    assert "--search module" in found.stderr
    assert found.stderr.rstrip().endswith("--all")
    assert run("list", "-c", many, "--search", "module", "--all").stdout.count("\nm") == MOST_LISTED + 1
    assert run("list", "-c", many, "--search", "module", "--csv").stdout.count("\n") == 1 + MOST_LISTED + 1


def test_what_is_few_is_listed_on_a_terminal() -> None:
    assert "net-basics" in on_a_terminal("list", *OF_SMALL)


def test_all_goes_through_the_pager_of_the_user(many: str) -> None:
    paged = on_a_terminal("list", "-c", many, "--all", PAGER="grep -c ^m[0-9]", MANPAGER="false")
    assert paged.strip() == str(MOST_LISTED + 1)


def test_a_pager_gets_no_colours_where_none_are_wanted(many: str) -> None:
    wanted = on_a_terminal("list", "-c", many, "--all", PAGER="cat", TERM="xterm")
    unwanted = on_a_terminal("list", "-c", many, "--all", PAGER="cat", TERM="xterm", NO_COLOR="1")
    assert "\x1b[1m" in wanted
    assert "\x1b" not in unwanted


@pytest.mark.parametrize("pager", ["nosuch", "/nosuch/less -R", "/", "LESS=-R nosuch"])
def test_what_a_pager_cannot_show_because_there_is_none_is_shown_all_the_same(many: str, pager: str, tmp_path: Path) -> None:
    """Here by cat, since the terminal has no other: less would wait for somebody to turn its pages."""
    cat = shutil.which("cat")
    assert cat is not None
    (tmp_path / "cat").symlink_to(cat)
    printed = on_a_terminal("list", "-c", many, "--all", PAGER=pager, PATH=str(tmp_path))
    assert printed.count("\nm") == MOST_LISTED + 1
    assert "nosuch" in printed or pager == "/"


def test_a_pager_that_is_left_costs_nothing(many: str) -> None:
    assert on_a_terminal("list", "-c", many, "--all", PAGER="true") == ""


@pytest.mark.parametrize("entry", ["cyb-foundations", "cyber-diploma", "security-analyst", "healthcare", "harbour"])
def test_show_every_kind_of_entry(entry: str) -> None:
    result = run("show", *OF_SMALL, entry)
    assert result.stderr == ""
    assert entry in result.stdout


def test_show_an_unknown_entry() -> None:
    said = words_of(run("show", *OF_SMALL, "cyber-diplom", code=2))
    assert (
        "unknown id 'cyber-diplom' (did you mean 'cyber-diploma'? Otherwise, find ids: mcplan list --search cyber-diplom -c "
        in said
    )


NUMBERED = """
title: Courses with numbers
as_of: 2026-11-01
fields: [{id: it, title: IT}]
providers: [{id: harbour, title: Harbour}]
modules:
  - {id: whole, title: Whole, ref: TGS-2026000001, refs: [TGS-2026000009], field: it, provider: harbour, mode: online,
     hours: 40, months: 2, covers: [part-1, part-2], fee: 100}
  - {id: part-1, title: One, ref: TGS-2026000002, field: it, provider: harbour, mode: online, hours: 20, months: 1, fee: 60}
  - {id: part-2, title: Two, ref: TGS-2026000002, field: it, provider: harbour, mode: online, hours: 20, months: 1, fee: 60}
  - {id: third, title: Three, ref: TGS-2026000004, field: it, provider: harbour, mode: online, hours: 20, months: 1}
awards:
  - {id: free, title: Free, kind: certificate, field: it, requires: [third]}
  - {id: paper, title: Paper, kind: certificate, field: it, ref: TGS-2026000001, requires: [part-1, part-2]}
  - {id: other, title: Other, kind: certificate, field: it, ref: TGS-2026000003, requires: [part-1]}
"""


@pytest.fixture
def numbered(tmp_path: Path) -> list[str]:
    path = tmp_path / "numbered.yaml"
    path.write_text(NUMBERED, encoding="utf-8")
    return ["-c", str(path)]


@pytest.mark.parametrize("number", ["TGS-2026000001", "tgs-2026000001", "TGS 2026000009"])
def test_an_entry_is_found_by_any_of_its_numbers(number: str, numbered: list[str]) -> None:
    """The module before the award of the same number: it is what one enrols in."""
    assert run("show", number, *numbered).stdout.startswith("Whole (module)")
    assert "Whole (module)\n" in run("cost", number, *numbered).stdout
    assert "Whole (module)\n" in run("plan", "--target", number, "--hours", "8", *numbered).stdout


def test_an_award_is_found_by_its_number(numbered: list[str]) -> None:
    assert run("show", "tgs-2026000003", *numbered).stdout.startswith("Other (certificate)")


def test_a_number_of_several_entries_is_refused_with_their_ids(numbered: list[str]) -> None:
    for command in (("show",), ("cost",), ("plan", "--hours", "8", "--target")):
        refusal = run(*command, "TGS-2026000002", *numbered, code=2)
        assert "the course number 'TGS-2026000002' is that of part-1, part-2: name one of these" in words_of(refusal)


@pytest.mark.parametrize(
    "typed",
    [
        ["--target", "paper", "--skip", "tgs-2026000009"],
        ["--target", "free", "--pin", "tgs-2026000004=2027-03"],
        ["--target", "free", "--hold", "tgs-2026000004=2026-06"],
        ["--target", "free", "--assume", "tgs-2026000004:fee=1500"],
        ["--target", "free", "--repeat", "tgs-2026000004", "--residency", "citizen"],
        ["--target", "free", "--what-if-fail", "tgs-2026000004"],
    ],
)
def test_an_option_takes_a_number_as_it_takes_an_id(typed: list[str], numbered: list[str]) -> None:
    plain = [word.replace("tgs-2026000004", "third").replace("tgs-2026000009", "whole") for word in typed]
    told = [run("plan", "--hours", "8", "--start", "2027-01", *words, *numbered).stdout for words in (plain, typed)]
    assert told[0] == told[1]


def test_list_finds_numbers_too(numbered: list[str]) -> None:
    listed = run("list", "--search", "tgs-2026000009", *numbered).stdout
    assert "whole" in listed
    assert "part-1" not in listed
    assert "paper" in run("list", "--search", "2026000001", *numbered).stdout


def test_fields() -> None:
    result = run("fields", *OF_SMALL)
    assert result.stderr == ""
    for text in ("information-technology", "healthcare", "cybersecurity", "data"):
        assert text in result.stdout


def test_check_a_sound_catalogue() -> None:
    result = run("check", str(SMALL))
    assert words_of(result).endswith("(illustrative): 10 modules, 3 awards, 1 role: 0 errors, 0 warnings")
    assert json.loads(run("check", str(SMALL), "--format", "json").stdout) == []
    both = run("check")
    assert both.stderr.splitlines()[0].endswith("0 errors, 0 warnings")
    assert [line.split()[1] for line in both.stdout.splitlines()] == ["MC610", "MC610"]


def test_check_a_catalogue_with_errors() -> None:
    path = INVALID / "id-twice.yaml"
    expected = (INVALID / "id-twice.expected").read_text("utf-8").splitlines()
    result = run("check", str(path), code=1)
    assert [line.removeprefix(f"{path}:") for line in result.stdout.splitlines()] == [
        line.partition(":")[2] for line in expected
    ]
    errors = sum("warning:" not in line for line in expected)
    assert result.stderr.startswith(f"{errors} errors, ")
    assert len(json.loads(run("check", str(path), "--format", "json", code=1).stdout)) == len(expected)
    assert run("check", str(path), "--format", "github", code=1).stdout.startswith("::error file=")


def test_check_names_what_comes_along_where_nothing_is_named() -> None:
    first, second = run("check").stderr.splitlines()
    assert first.startswith("Micro-credentials in Singapore (illustrative): ")
    assert second == "Course fee funding in Singapore: 32 rules, 6 open questions: 0 errors, 2 warnings"


def test_check_funding_rules() -> None:
    """The rules alone, or a catalogue beside them; what is wrong in one does not make the other look wrong."""
    old, wrong = INVALID / "funding" / "old.yaml", INVALID / "funding" / "ages.yaml"
    result = run("check", "--funding", str(old))
    assert "MC608 warning: 'old' was last looked at 181 days ago" in result.stdout
    assert result.stderr == "Example: 4 rules: 0 errors, 1 warning\n"
    unknown = str(INVALID / "unknown-funding.yaml")
    assert "MC109" in run("check", unknown, code=1).stdout
    assert run("check", unknown, "--funding", str(old), code=1).stdout.count("MC109") == 1
    assert run("check", unknown, "--funding", str(wrong), code=1).stderr.splitlines() == [
        "Example: 2 modules, 0 awards, 0 roles: 0 errors, 0 warnings",
        "1 error, 0 warnings",
    ]


def test_rules_not_looked_at_for_half_a_year_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1811160000")  # 24 May 2027
    shown = run("check")
    assert "MC608 warning: 'poly-citizen' was last looked at 204 days ago, on 2026-11-01; and 32 more" in shown.stdout
    assert "--format json lists each" in shown.stderr
    assert "'gst-9' was last looked at 204 days ago" in run("check", "--format", "json").stdout
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")  # the true day
    run("check")


def test_a_catalogue_on_standard_input() -> None:
    text = SMALL.read_text("utf-8")
    assert "digital-forensics" in run("list", "-c", "-", "--search", "forensics", typed=text).stdout
    assert "MC2" in words_of(run("list", "-c", "-", typed="title: x\n", code=1))


def test_a_catalogue_that_is_not_there() -> None:
    said = words_of(run("list", "-c", "nowhere.yaml", code=1))
    assert "nowhere.yaml" in said


def test_schema() -> None:
    result = run("schema")
    assert result.stderr == ""
    assert json.loads(result.stdout)["properties"].keys() >= {"title", "modules", "awards", "roles"}


def test_version() -> None:
    assert run("--version").stdout == f"mcplan {mcplanner.__version__}\n"


@pytest.mark.parametrize(("words", "command"), [*every_command()], ids=str)
def test_every_command_and_option_has_help(words: tuple[str, ...], command: Any) -> None:
    result = run(*words, "--help")
    assert result.stderr == ""
    assert result.stdout.startswith(" ".join(["Usage: mcplan", *words]))
    assert result.stdout == run(*words, "-h").stdout
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None), parameter.name


# --- In processes of their own ------------------------------------------------------------------------------------------------


def test_the_module_runs_as_a_program() -> None:
    done = process("-m", "mcplanner", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: mcplan [OPTIONS] COMMAND")
    done = process("-m", "mcplanner", "show", "nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [[], ["learner"]], ids=str)
def test_without_a_command_it_shows_help(words: list[str]) -> None:
    done = process("-m", "mcplanner", *words)
    assert done.stderr == process("-m", "mcplanner", *words, "--help").stdout
    assert (done.returncode, done.stdout) == (2, "")


def test_shell_completion_is_offered() -> None:
    done = process("-m", "mcplanner", "--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "complete -o default" in done.stdout
    assert "_MCPLAN_COMPLETE" in done.stdout


@pytest.mark.parametrize(
    "words", [["list"], ["check"], ["show", "cyber-diploma"], ["cost", "cyber-diploma"], ["fields"], ["schema"]], ids=" ".join
)
def test_looking_at_the_catalogue_loads_no_solver(words: list[str]) -> None:
    assert imported_by(*words).isdisjoint({"ortools", "numpy", "pandas"})


def test_only_a_search_loads_the_endings_of_words() -> None:
    assert "snowballstemmer" in imported_by("list", "--search", "nursing")
    assert "snowballstemmer" not in imported_by("list")


@pytest.mark.parametrize("words", [["--help"], ["--version"]], ids=" ".join)
def test_help_loads_next_to_nothing(words: list[str]) -> None:
    assert imported_by(*words).isdisjoint({"pydantic", "rich", "yaml", "ortools", "numpy", "pandas"})


def test_help_of_a_command_loads_little_more() -> None:
    # typer itself imports pydantic, where it is installed, once it looks at a command's options.
    assert imported_by("plan", "--help").isdisjoint({"rich", "yaml", "ortools", "numpy", "pandas"})


def test_planning_loads_no_more_than_the_engine() -> None:
    words = ["plan", "--hours", "6", "--target", "cyber-diploma", "--start", "2026-12", "--json"]
    assert imported_by(*words).isdisjoint({"numpy", "pandas"})


def test_a_picture_in_a_pipe_does_without_the_console_of_rich() -> None:
    imported = imported_by("plan", "--hours", "6", "--target", "cyber-diploma", "--start", "2026-12")
    assert "rich.text" in imported
    assert "rich.console" not in imported
