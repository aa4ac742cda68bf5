"""`me.yaml` in the folder, what it names, and the commands that change one key of it."""

import re
from pathlib import Path
from shlex import split
from shutil import copy

import pytest
from commands import SMALL, every_command, run, words_of

USED = "mcplan uses me.yaml from this folder; to ignore it, add --no-learner"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a catalogue and a learner file that names it."""
    monkeypatch.chdir(tmp_path)
    copy(SMALL, "small.yaml")
    Path("me.yaml").write_text("hours: 8\ntargets: [cyber-certificate]\ncatalogue: small.yaml\n", "utf-8")
    return tmp_path


# --- the file that is found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["plan --start 2026-12", "compare --hours 6,8 --start 2026-12", "cost cyber-certificate"])
def test_the_file_in_the_folder_is_used_and_said(words: str) -> None:
    found = run(*split(words))
    assert USED in found.stderr
    assert found.stdout == run(*split(words), "--learner", "me.yaml").stdout
    assert USED not in run(*split(words), "--learner", "me.yaml").stderr


def test_status_says_so_too() -> None:
    assert "mcplan uses me.yaml from this folder; to use another one, add -l" in run("status", "--start", "2026-12").stderr


@pytest.mark.parametrize(
    "words",
    ["plan --start 2026-12 -o plan.json", "compare --hours 6,8 --start 2026-12 -o plans.csv", "status --start 2026-12"],
)
def test_whoever_wants_quiet_hears_of_no_files(words: str) -> None:
    told = run(*split(words))
    assert "me.yaml" in told.stderr
    quiet = run(*split(words), "--quiet", *(["--force"] if "-o" in words else []))
    assert (quiet.stdout, quiet.stderr) == (told.stdout, "")


def test_whoever_wants_quiet_hears_of_a_file_that_is_not_written() -> None:
    refused = run("plan", "--start", "2026-12", "--by", "2026-12", "-q", "-o", "plan.json", code=3)
    assert refused.stderr == "plan.json was not written: there is no plan to write\n"


def test_what_is_typed_overrides_it() -> None:
    assert "at most 7 a week" in run("plan", "--start", "2026-12", "--hours", "7").stdout
    assert "python-1" in run("plan", "--start", "2026-12", "--target", "python-1").stdout


def test_it_can_be_ignored() -> None:
    assert "say what you want" in words_of(run("plan", "--no-learner", code=2))
    words = ["plan", "--no-learner", "--target", "python-1", "--hours", "9", "-c", "small.yaml"]
    assert USED not in run(*words).stderr
    refused = words_of(run("plan", "--no-learner", "--learner", "me.yaml", code=2))
    assert "leave out --learner or --no-learner" in refused


# --- the files that it names --------------------------------------------------------------------------------------------------


def test_files_are_named_from_where_the_learner_file_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = run("plan", "--start", "2026-12").stdout
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert run("plan", "--start", "2026-12", "-l", "../me.yaml").stdout == here
    for words in ("status -l", "begin python-1 --months 3 -l", "done python-1 -l", "learner check"):
        run(*split(words), "../me.yaml")


def test_a_catalogue_that_is_typed_wins() -> None:
    refused = run("plan", "-c", "example", code=1).stderr
    assert "MC702 unknown target 'cyber-certificate'" in refused


def test_shipped_catalogues_are_named_too_and_several_files() -> None:
    Path("more.yaml").write_text("amend:\n  - {id: python-1, fee: 1}\n", "utf-8")
    Path("me.yaml").write_text("hours: 8\ntargets: [python-1]\ncatalogue: [small.yaml, more.yaml]\n", "utf-8")
    assert "S$1.00" in run("plan").stdout
    Path("me.yaml").write_text("hours: 8\ntargets: [cyber-diploma]\ncatalogue: example\n", "utf-8")
    run("learner", "check")


def test_funding_rules_are_named_too() -> None:
    Path("me.yaml").write_text("hours: 8\nresidency: citizen\nfunding: gone.yaml\n", "utf-8")
    assert "gone.yaml:1:1: MC001 cannot read the file: there is no such file" in run("cost", "python-1", code=1).stderr


# --- one key ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "changed"),
    [
        ("hours: 8  # in the evening\n", "hours 6", "hours: 6  # in the evening\n"),
        ("hours: 8\n", "hours 5.5", "hours: 5.5\n"),
        ("hours: {usual: 6, except: []} # c\n", "hours 5", "hours: {usual: 5, except: []} # c\n"),
        ("hours:\n  usual: 6 # u\n", "hours 5", "hours:\n  usual: 5 # u\n"),
        ("name: 'Mei, it''s' # me\n", "name 12", "name: '12' # me\n"),
        ("name: Mei, who else # me\n", "name Ann", "name: Ann # me\n"),
        ("# first\nunion: true\n", "residency citizen", "# first\nunion: true\nresidency: citizen\n"),
        ("name: Mei", "union true", "name: Mei\nunion: true\n"),
        ("name: Mei\n", "at-once 2", "name: Mei\nat_once: 2\n"),
        ("targets: [diploma] # soon\n", "targets python-1 net-basics", "targets:  # soon\n  - python-1\n  - net-basics\n"),
        ("hours: 6\n", "stretch 1/2", "hours: 6\nstretch: 1/2\n"),
        ("name: Mei\n", "busy 'fri 18:00-22:00'", "name: Mei\nbusy:\n  - fri 18:00-22:00\n"),
        ("catalogue: example # c\n", "catalogue small.yaml", "catalogue: [small.yaml] # c\n"),
    ],
)
def test_a_key_is_set_and_the_rest_stays(text: str, words: str, changed: str) -> None:
    Path("me.yaml").write_text(text, "utf-8")
    run("learner", "set", *split(words), "-c", "small.yaml")
    assert Path("me.yaml").read_text("utf-8") == changed
    run("undo")
    assert Path("me.yaml").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("hour 6", "unknown key 'hour' (did you mean 'hours'?"),
        ("by 2029-01", "'by' is no key of a learner file: say it each time: mcplan plan --by MONTH"),
        ("hours 6 7", "'hours' has one value, but 2 were given"),
        ("hours many", "'many' is not a number such as 6 or 5.5"),
        ("hours 600", "hours must be at most 168, not 600"),
        ("union yes", "unknown word 'yes' (choose from: true, false)"),
        ("held python-1", "'held' has entries of its own: say mcplan done MODULE, or read certificates with mcplan import"),
        ("under_way python-1", "say mcplan begin MODULE"),
        ("credit 500", "write opening: DOLLARS under credit in the file, or plan with --credit DOLLARS"),
        ("busy none", "to set no busy: mcplan learner unset busy"),
        ("residency me", "residency cannot be 'me' (one of citizen, permanent-resident, other)"),
        ("targets cyber-certificat", "unknown target 'cyber-certificat' (did you mean 'cyber-certificate'?)"),
    ],
)
def test_what_the_file_cannot_say_is_refused(words: str, says: str) -> None:
    before = Path("me.yaml").read_text("utf-8")
    assert says in words_of(run("learner", "set", *split(words), code=2))
    assert Path("me.yaml").read_text("utf-8") == before


@pytest.mark.parametrize(
    ("key", "says"), [("credit", "remove it in the file, or plan with --credit 0"), ("held", "say mcplan drop MODULE")]
)
def test_what_takes_out_entries_of_their_own_is_said(key: str, says: str) -> None:
    assert f"'{key}' has entries of its own: {says}" in words_of(run("learner", "unset", key, code=2))


def test_a_key_is_removed_with_what_is_under_it() -> None:
    text = "hours: 8\nbusy:\n  - fri 18:00-22:00\n# mine\ncatalogue: small.yaml\n"
    Path("me.yaml").write_text(text, "utf-8")
    assert run("learner", "unset", "busy").stdout == "unset: busy\n"
    assert Path("me.yaml").read_text("utf-8") == "hours: 8\n# mine\ncatalogue: small.yaml\n"
    assert "'busy' is not set in 'me.yaml'" in words_of(run("learner", "unset", "busy", code=2))
    run("undo")
    assert Path("me.yaml").read_text("utf-8") == text


def test_months_away_are_added() -> None:
    assert run("learner", "away", "2027-06", "2027-08..2027-09").stdout == "away: 2027-06, 2027-08..2027-09\n"
    assert Path("me.yaml").read_text("utf-8").endswith("away:\n  - 2027-06\n  - 2027-08..2027-09\n")
    assert "'2027-08' is in the file already" in words_of(run("learner", "away", "2027-08", code=2))
    assert "'2027-13'" in words_of(run("learner", "away", "2027-13", code=2))


# --- help ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [words for words, _ in every_command()], ids=" ".join)
def test_help_names_what_to_type_as_people_do(words: tuple[str, ...]) -> None:
    told = run(*words, "--help").stdout
    assert not any(sign in told for sign in ("<list", "Path", "{", "<str", "<int", "TEXT]"))


@pytest.mark.parametrize("words", [words for words, _ in every_command()], ids=" ".join)
def test_help_fits_a_narrow_console(words: tuple[str, ...]) -> None:
    told = run(*words, "--help", width=40).stdout
    assert [line for line in told.splitlines() if len(line) > 40] == []


@pytest.mark.parametrize(
    "words", [words for words, command in every_command() if not hasattr(command, "commands")], ids=" ".join
)
def test_every_command_can_be_quiet(words: tuple[str, ...]) -> None:
    """One that has nothing to be quiet about takes the option, too: nobody has to know which they are."""
    assert re.search(r"^  -q, --quiet\b", run(*words, "--help").stdout, re.MULTILINE)


def test_a_change_is_not_told_to_whoever_wants_quiet_unless_it_is_odd() -> None:
    Path("me.yaml").unlink(missing_ok=True)
    for words in (
        "learner init --hours 8 --target cyber-diploma",
        "begin cyb-foundations --on 2026-10",
        "done cyb-networks --on 2026-09",
        "drop cyb-foundations",
        "learner set hours 6",
        "learner away 2027-06",
        "learner unset away",
        "undo",
        "undo",
    ):
        told = run(*words.split(), "-q")
        assert (told.stdout, told.stderr) == ("", ""), words
    assert "hours: 6" in Path("me.yaml").read_text("utf-8")
    odd = run("begin", "cyb-cloud", "--on", "2026-09", "-q")
    assert (odd.stdout, "starts in Apr and Oct" in odd.stderr) == ("", True)


@pytest.mark.parametrize("words", [words for words, command in every_command() if hasattr(command, "commands")], ids=" ".join)
def test_help_lists_commands_in_whole_sentences(words: tuple[str, ...]) -> None:
    told = run(*words, "--help", width=80).stdout
    listed = re.split(r"\n  (?=\w)", told.partition("Commands:")[2].rstrip())[1:]
    assert len(listed) > 4
    assert [each for each in listed if not each.endswith(".") or "..." in each] == []


# --- the catalogue that it names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["list", "show python-1", "fields", "catalogue export -o mine.xlsx --force"])
def test_commands_about_the_catalogue_use_the_one_it_names(words: str) -> None:
    found = run(*split(words))
    assert "the catalogue that me.yaml in this folder names; to use another one, add -c" in found.stderr
    typed = run(*split(words), "-c", "small.yaml")
    assert (typed.stdout, "me.yaml" in typed.stderr) == (found.stdout, False)


def test_a_catalogue_is_read_before_the_file_names_it() -> None:
    before = Path("me.yaml").read_text("utf-8")
    refused = run("learner", "set", "catalogue", "singapor", code=1).stderr
    assert "MC001 cannot read the file: there is no such file (did you mean 'singapore'? mcplan catalogue list" in refused
    assert "no such file" in run("learner", "set", "funding", "gone.yaml", code=1).stderr
    assert Path("me.yaml").read_text("utf-8") == before


def test_a_catalogue_that_cannot_be_used_is_traced_to_the_file_and_can_be_replaced() -> None:
    Path("me.yaml").write_text("hours: 8\ncatalogue: singapor\n", "utf-8")
    said = "me.yaml:2: the catalogue is named here; to name another: mcplan learner set catalogue example"
    for words in ("list", "status", "plan", "learner set hours 6", "done python-1", "audit cyber-certificate"):
        assert said in run(*split(words), code=1).stderr
    run("learner", "set", "catalogue", "small.yaml")
    run("show", "python-1")


def test_an_unknown_id_says_which_catalogue_was_read() -> None:
    said = 'ids were looked for in the catalogue "'
    assert said in run("plan", "-c", "example", code=1).stderr
    assert said in run("learner", "check", "-c", "example", code=1).stderr
