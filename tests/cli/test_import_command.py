"""`mcplan import`, whole: what stands on which stream, what is written, and that nobody is named anywhere."""

import json
import os
from pathlib import Path

import pytest
import snapshots
import wrapping
from commands import CERTIFICATE, OF_SMALL, imported_by, run, words_of
from credential_files import INVALID, REFUSED, VALID, assert_nobody_is_named

FILES = sorted(path.name for path in VALID.iterdir())


@pytest.fixture(autouse=True)
def among_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(VALID)


@pytest.mark.parametrize("width", [60, 100])
def test_import_a_transcript(width: int) -> None:
    result = run("import", "transcript.opencert", *OF_SMALL, width=width)
    snapshots.check(f"command-import-transcript-{width}", result.stdout)


def test_import_all_files_at_once() -> None:
    result = run("import", *FILES, *OF_SMALL, "--take", "1=security-project", width=80)
    snapshots.check("command-import-all-80", result.stdout)
    assert_nobody_is_named(result.stdout + result.stderr)


def test_import_as_json() -> None:
    result = run("import", *FILES, *OF_SMALL, "--json")
    snapshots.check("command-import-json", result.stdout)
    assert_nobody_is_named(result.stdout + result.stderr)
    made = json.loads(result.stdout)
    assert [record["record"] for record in made["records"]] == list(range(1, len(made["records"]) + 1))
    assert {each["module"] for each in made["added"]} == {"net-basics", "python-1", "cyb-foundations"}


def test_import_from_standard_input() -> None:
    result = run("import", "-", *OF_SMALL, typed="title\nProgramming in Python\n")
    assert "<stdin>" in result.stdout
    assert "python-1" in result.stdout


def test_import_refuses_all_where_it_refuses_one() -> None:
    """All that is wrong is said, whichever file it is in, and nothing is taken."""
    lines, tampered = (os.path.relpath(INVALID / name) for name in ("lines.csv", "tampered.opencert"))
    result = run("import", "transcript.opencert", lines, "badge.json", tampered, *OF_SMALL, "--json", code=1)
    codes = ["MC805", "MC805", "MC805", "MC804"]
    assert [line.split(" ")[1] for line in result.stderr.splitlines()] == codes
    made = json.loads(result.stdout)
    assert (made["records"], made["added"], [each["code"] for each in made["refused"]]) == ([], [], codes)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.name)
def test_import_of_a_refused_file_names_nobody(path: Path) -> None:
    result = run("import", os.path.relpath(path), *OF_SMALL, code=1)
    assert result.stdout == ""
    assert_nobody_is_named(result.stderr)


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (["5"], "'5' must be a record and a module, such as 3=cyb-foundations"),
        (["x=python-1"], "must be a record and a module"),
        (["7=python-1"], "there is no record 7: they are numbered 1 to 6"),
        (["0=python-1"], "there is no record 0"),
        (["5=cyb-foundation"], "unknown module 'cyb-foundation' (did you mean 'cyb-foundations'?"),
        (["5=python-1", "5=java-1"], "record 5 cannot be two modules"),
    ],
)
def test_import_refuses_a_choice_that_cannot_be(taken: list[str], words: str) -> None:
    options = [word for text in taken for word in ("--take", text)]
    assert words in words_of(run("import", "transcript.opencert", *OF_SMALL, *options, code=2))


def test_import_what_nothing_is_added_from(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("title\nPart-time Diploma in Cybersecurity\nPottery\n")
    result = run("import", str(tmp_path / "list.csv"), *OF_SMALL)
    assert "Would be added (0 modules)\nnothing\n" in result.stdout
    assert "an award, not a module" in result.stdout


def test_import_shows_text_that_terminals_would_obey(tmp_path: Path) -> None:
    """Signs that a terminal acts on are in no label; markup is text."""
    documents = wrapping.wrap({"name": "\x1b[31mred"}, {"name": "[api]Python[/api]"})
    for number, document in enumerate(documents):
        (tmp_path / f"{number}.opencert").write_text(json.dumps(document))
    result = run("import", *(str(tmp_path / f"{number}.opencert") for number in range(2)), *OF_SMALL)
    assert "\x1b" not in result.stdout
    assert "[api]Python[/api]" in result.stdout


def test_import_checks_proofs_with_contexts_from_a_folder(tmp_path: Path) -> None:
    folder = VALID.parent / "contexts"
    badge = os.path.relpath(VALID.parent / "made_badges/eddsa.json")
    without = run("import", badge, *OF_SMALL, width=160).stdout
    assert "proof not checked (a context that it names does not come with mcplan), issuer not checked" in without
    checked = run("import", badge, *OF_SMALL, "--contexts", str(folder), width=160).stdout
    assert "1 record: Open Badge, signature intact, issuer not checked" in checked
    assert "signature intact: not changed since somebody signed it" in checked
    refused = run("import", badge, *OF_SMALL, "--contexts", str(tmp_path / "none"), code=2)
    assert "Invalid value for --contexts: there is no such folder" in words_of(refused)


def test_import_says_until_when_what_it_takes_is_valid_and_asks_about_what_has_expired(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("title,valid until\nProgramming in Python,2190-01\nProgramming in Java,2020-01\n")
    result = run("import", str(tmp_path / "list.csv"), *OF_SMALL)
    assert "course list, no proof, valid until 2190-01-31" in " ".join(result.stdout.split())
    assert "2  Programming in Java, line 3: expired: it was valid until 31 Jan 2020" in result.stdout
    assert "Programming in Java, Raintree Institute: --take 2=java-1" in result.stdout
    made = json.loads(run("import", str(tmp_path / "list.csv"), *OF_SMALL, "--json").stdout)
    assert [(record["outcome"], record["expiry"]) for record in made["records"]] == [
        ("add", "2190-01-31"),
        ("expired", "2020-01-31"),
    ]
    assert made["asked"] == [{"record": 2, "reason": "expired: it was valid until 31 Jan 2020", "offers": ["java-1"]}]


def test_import_tells_other_programs_what_was_not_passed_not_read_and_not_recognised(tmp_path: Path) -> None:
    lines = "title,result,marks\nProgramming in Python,NYC,\nProgramming in Java,Attended,\nSecurity Project,,70\n"
    (tmp_path / "list.csv").write_text(lines)
    made = json.loads(run("import", str(tmp_path / "list.csv"), *OF_SMALL, "--json").stdout)
    assert [(record["outcome"], record["reason"]) for record in made["records"]] == [
        ("not passed", "not passed: the file says so"),
        ("not recognised", "its result is not one that mcplan knows"),
        ("not recognised", "something in it that looks like a result was not read"),
    ]
    assert [each["record"] for each in made["asked"]] == [2, 3]
    assert [each["record"] for each in made["left_out"]] == [1]
    assert made["added"] == []
    assert "'marks'" in made["notes"][0]["text"]


# --- Into the learner file ----------------------------------------------------------------------------------------------------

ME = """\
# Adeline's plan
hours: 6
held:
  - {module: net-basics, ended: 2024-01}  # the first
under_way: [{module: cyb-foundations, started: 2026-10}]
pins: {python-1: 2199-01, java-1: 2199-01}
"""


@pytest.fixture
def me(tmp_path: Path) -> Path:
    path = tmp_path / "me.yaml"
    path.write_text(ME, "utf-8")
    return path


def test_import_looks_at_the_file_that_it_would_write_to(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file is named it is me.yaml: what stands in it is already held, and what --write then adds is what was shown."""
    files = [str(VALID / name) for name in FILES]
    monkeypatch.chdir(me.parent)
    shown = run("import", *files, *OF_SMALL, "--json")
    assert shown.stderr == (
        "mcplan reads what you already hold from me.yaml; to use another file, add --learner FILE\n"
        "nothing was written; --write adds it to the learner file\n"
    )
    assert "held already" in {record["outcome"] for record in json.loads(shown.stdout)["records"]}
    assert me.read_text("utf-8") == ME
    written = run("import", *files, *OF_SMALL, "--json", "--write")
    assert json.loads(written.stdout)["added"] == json.loads(shown.stdout)["added"]
    assert "is read from" not in written.stderr
    named = run("import", *files, *OF_SMALL, "--learner", "me.yaml")
    assert "is read from" not in named.stderr


def test_import_needs_no_learner_file_to_look_at_what_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("import", str(VALID / "transcript.opencert"), *OF_SMALL)
    assert result.stderr == "nothing was written; --write adds it to the learner file\n"


def test_import_says_what_is_wrong_in_the_file_that_it_would_write_to(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    me.write_text("hours: [\n")
    monkeypatch.chdir(me.parent)
    for write in ([], ["--write"]):
        assert "me.yaml:" in run("import", str(VALID / "transcript.opencert"), *OF_SMALL, *write, code=1).stderr


def test_import_shows_what_is_held_already_and_writes_nothing_unasked(me: Path) -> None:
    result = run("import", *FILES, *OF_SMALL, "-l", str(me))
    assert "Would be added (2 modules)" in result.stdout
    assert "Networking Basics, line 2: held already (net-basics)" in result.stdout
    assert result.stderr == "nothing was written; --write adds it to the learner file\n"
    assert me.read_text("utf-8") == ME


def test_import_into_the_learner_file(me: Path) -> None:
    """What is passed is no longer under way or pinned; what was held and every comment stay; nobody is named."""
    result = run("import", *FILES, *OF_SMALL, "-l", str(me), "--write", "--backup")
    assert result.stderr == ""
    assert f"Added to {me} (2 modules)" in " ".join(result.stdout.split())
    text = me.read_text("utf-8")
    snapshots.check("command-import-written", text)
    assert_nobody_is_named(text.removeprefix("# Adeline's plan\n"))
    assert me.with_name("me.yaml.bak").read_text("utf-8") == ME
    again = run("import", *FILES, *OF_SMALL, "-l", str(me), "--write", "--json")
    assert json.loads(again.stdout)["added"] == []
    assert json.loads(again.stdout)["written"] is None
    assert me.read_text("utf-8") == text


def test_import_tells_other_programs_what_was_written(me: Path) -> None:
    made = json.loads(run("import", "badge.json", *OF_SMALL, "-l", str(me), "--write", "--json").stdout)
    assert made["written"] == str(me)
    evidence = "Open Badge, proof not checked, issuer not checked"
    assert made["added"] == [{"module": "cyb-foundations", "ended": "2026-09", "evidence": evidence}]


def test_import_into_the_usual_file(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    badge = str(VALID / "badge.json")
    monkeypatch.chdir(me.parent)
    run("import", badge, *OF_SMALL, "--write")
    assert "module: cyb-foundations, ended: 2026-09" in me.read_text("utf-8")
    me.unlink()
    assert "nothing was written: there is no me.yaml" in run("import", badge, *OF_SMALL, "--write", code=1).stderr
    assert not me.exists()


def test_import_a_module_whose_last_month_is_not_known(me: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("title\nSecurity Project\n")
    run("import", str(tmp_path / "list.csv"), *OF_SMALL, "-l", str(me), "--write")
    assert "{module: security-project, evidence: 'course list, no proof'}" in me.read_text("utf-8").replace('"', "'")


def test_what_ends_in_a_month_to_come_is_left_out_before_and_when_it_is_written(me: Path, tmp_path: Path) -> None:
    """The earlier record of the same module, which has ended, counts then."""
    courses = "title,ended\nProgramming in Python,2026-01\nProgramming in Python,2198-01\nSecurity Project,2198-01\n"
    (tmp_path / "list.csv").write_text(courses)
    words = ["import", str(tmp_path / "list.csv"), *OF_SMALL, "-l", str(me)]
    assert "3 Security Project, line 4: it ends in Jan 2198, which is in the future" in " ".join(run(*words).stdout.split())
    run(*words, "--write")
    assert "{module: python-1, ended: 2026-01" in me.read_text("utf-8")
    assert "security-project" not in me.read_text("utf-8")


def test_import_remembers_what_was_failed_where_the_learner_says_so(me: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("title,result\nSecurity Project,F\nProgramming in Python,A\nPottery,F\n")
    words = ["import", str(tmp_path / "list.csv"), *OF_SMALL, "-l", str(me)]
    assert "If you failed one, and its next attempt is a repeat: --failed NUMBER" in run(*words).stdout
    assert run(*words, "--failed", "1").stderr == "nothing was written; --write adds it to the learner file\n"
    assert me.read_text("utf-8") == ME
    assert "Would be added as not passed (1 module)" in run(*words, "--failed", "1").stdout
    assert json.loads(run(*words, "--failed", "1", "--json").stdout)["added_as_failed"] == ["security-project"]
    told = " ".join(run(*words, "--failed", "1", "--write").stdout.split())
    assert "me.yaml as not passed (1 module) security-project Security Project" in told
    assert "--failed NUMBER" not in told
    assert "security-project" in me.read_text("utf-8").split("failed:")[1]
    written = me.read_text("utf-8")
    assert json.loads(run(*words, "--failed", "1", "--write", "--json").stdout)["written"] is None
    assert me.read_text("utf-8") == written
    assert 'undid the change "imported: python-1, security-project' in run("undo", "-l", str(me)).stdout, "as the last change"
    run("undo", "-l", str(me))
    for number, said in (
        ("2", "record 2 does not show a module that was not passed"),
        ("3", "record 3 does not show a module"),
        ("4", "there is no record 4"),
    ):
        assert said in words_of(run(*words, "--failed", number, code=2))


def test_import_writes_nothing_where_anything_is_refused(me: Path) -> None:
    """A file that was tampered with, a learner file with slips of its own."""
    writing = [*OF_SMALL, "-l", str(me), "--write"]
    run("import", "badge.json", os.path.relpath(INVALID / "tampered.opencert"), *writing, code=1)
    assert "without --write" in words_of(run("import", "badge.json", *OF_SMALL, "--backup", code=2))
    assert me.read_text("utf-8") == ME
    me.write_text("hours: [6\n")
    assert "MC005" in words_of(run("import", "badge.json", *writing, code=1))
    assert me.read_text("utf-8") == "hours: [6\n"


def test_import_tells_what_ended_too_long_ago_to_count(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Module id,Ended\nclinical-education,2015-01\n")
    remark = "it counted toward 'cert-clinical-instruction' only until"
    assert remark in " ".join(run("import", str(tmp_path / "list.csv")).stdout.split())
    (record,) = json.loads(run("import", str(tmp_path / "list.csv"), "--json").stdout)["records"]
    assert record["outcome"] == "add"
    assert record["remarks"][0].startswith(remark)
    (tmp_path / "list.csv").write_text("Module id,Ended\nclinical-education,2026-10\n")
    assert "it counted" not in run("import", str(tmp_path / "list.csv")).stdout


def test_a_credential_expires_at_the_end_of_its_day_in_singapore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.csv").write_text("Module id,Expires\npython-1,2026-11-28T15:59:59Z\n")

    def outcome_at(seconds: int) -> str:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
        made = json.loads(run("import", str(tmp_path / "list.csv"), *OF_SMALL, "--json").stdout)
        return str(made["records"][0]["outcome"])

    midnight_in_singapore = 1795881600
    assert outcome_at(midnight_in_singapore - 1) == "add"
    assert outcome_at(midnight_in_singapore) == "expired"


def test_who_plans_or_looks_around_loads_nothing_that_reads_credentials() -> None:
    def loaded(*words: str) -> set[str]:
        rooms = {"Crypto", "pyld", "lxml"}
        return {name for name in imported_by(*words) if name in rooms or name.startswith("mcplanner.credentials")}

    assert loaded(*CERTIFICATE) == loaded("list", *OF_SMALL) == set()
    assert "mcplanner.credentials.reading" in loaded("import", str(VALID / "badge.json"), *OF_SMALL)
