"""`mcplan learner init`: a file from options, or from questions on a terminal; and nothing where neither will do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import OF_SMALL, SMALL, run, words_of

from mcplanner.cli.learner_init import QUESTIONS
from mcplanner.learner.file import LearnerFile

NAMED = f"catalogue:\n  - {SMALL}\n"
"""The catalogue that every command here names."""

ALL = {
    "--name": "Mei: 'the' #1",
    "--born": "1985",
    "--residency": "citizen",
    "--credit": "480.50",
    "--hours": "6.5",
    "--evenings": "2",
    "--busy": "fri 18:00-22:00",
    "--away": "2027-06..2027-08",
    "--target": "cyber-certificate",
    "--hold": "net-basics=2026-04",
}
FULL = f"""\
# Who studies, and for what. All keys: docs/learner-file.md
name: "Mei: 'the' #1"
born: 1985
residency: citizen
credit: {{opening: 480.5}}
hours: 6.5
evenings: 2
busy:
  - fri 18:00-22:00
away:
  - 2027-06..2027-08
targets:
  - cyber-certificate
held:
  - {{module: net-basics, ended: 2026-04}}
{NAMED}"""


def init(path: Path, *words: str, code: int = 0) -> str:
    result = run("learner", "init", str(path), *OF_SMALL, *words, code=code)
    return result.stdout if code == 0 else words_of(result)


def test_every_answer_is_also_an_option(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    assert (
        init(path, *(word for pair in ALL.items() for word in pair)) == f"wrote {path}; now run: mcplan plan --learner {path}\n"
    )
    assert path.read_text("utf-8") == FULL
    assert [question.option for question in QUESTIONS] == list(ALL)
    assert {question.key for question in QUESTIONS} <= {*LearnerFile.__struct_fields__}
    run("learner", "check", str(path), *OF_SMALL)


def test_what_is_needed_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    init(path, "--hours", "6", "--target", "diploma", "--target", "care-certificate")
    assert path.read_text("utf-8").splitlines()[1:-2] == ["hours: 6", "targets:", "  - diploma", "  - care-certificate"]


def test_a_file_on_standard_output_can_be_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written = run("learner", "init", "-", *OF_SMALL, *(word for option in ALL.items() for word in option)).stdout
    assert (written, list(tmp_path.iterdir())) == (FULL, [])


def test_without_a_terminal_it_says_what_is_missing(tmp_path: Path) -> None:
    said = init(tmp_path / "me.yaml", "--name", "Mei", code=2)
    assert "--hours / --target: mcplan can only ask on a terminal" in said
    assert "run it on a terminal, or add --hours 6 --target diploma, with your own values" in said
    assert "Invalid value for --target" in init(tmp_path / "me.yaml", "--hours", "6", code=2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "word", "said"),
    [
        ("--born", "85", "'85' is not a whole number from 1900 to 2100"),
        ("--born", "2100", "'2100' is not the year of your birth"),
        ("--residency", "foreigner", "unknown word 'foreigner' (choose from: citizen, permanent-resident, other)"),
        ("--hours", "many", "is not a number of hours a week"),
        ("--evenings", "8", "'8' is not a whole number from 0 to 7"),
        ("--target", "cyber-certificat", "did you mean 'cyber-certificate'?"),
        ("--hold", "net-basic", "did you mean 'net-basics'?"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(tmp_path: Path, option: str, word: str, said: str) -> None:
    words = ALL | {option: word}
    assert said in init(tmp_path / "me.yaml", *(word for pair in words.items() for word in pair), code=2)
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_only_together_is_refused_too(tmp_path: Path) -> None:
    said = init(tmp_path / "me.yaml", "--hours", "6", "--target", "diploma", "--hold", "net-basics=2199-01", code=1)
    assert "MC707 'net-basics' has not ended yet" in said
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text("mine", "utf-8")
    assert "exists" in init(path, "--hours", "6", "--target", "diploma", code=2)
    assert path.read_text("utf-8") == "mine"
    init(path, "--hours", "6", "--target", "diploma", "--force")
    assert path.read_text("utf-8") != "mine"


# --- On a terminal ------------------------------------------------------------------------------------------------------------


def on_a_terminal(folder: Path, typed: str, *words: str) -> tuple[int, str]:
    """The exit code and what is seen, after so much was typed on a real terminal."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "mcplanner", "learner", "init", "-c", str(SMALL), *words]
    with subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        seen = b""
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:  # how Linux says that nobody writes any more
                break
            if not data:
                break
            seen += data
    os.close(ours)
    return process.returncode, seen.decode()


def test_questions_are_asked_until_they_are_answered(tmp_path: Path) -> None:
    typed = "\n1985\nforeigner\ncitizen\n\n\nten\n6\n\n\n\ncyber-certificat\ncyber-certificate, diploma\nnet-basics=2026-04\n"
    code, seen = on_a_terminal(tmp_path, typed)
    assert code == 0, seen
    assert (tmp_path / "me.yaml").read_text("utf-8").splitlines()[1:-2] == [
        "born: 1985",
        "residency: citizen",
        "hours: 6",
        "targets:",
        "  - cyber-certificate",
        "  - diploma",
        "held:",
        "  - {module: net-basics, ended: 2026-04}",
    ]
    for said in ("unknown residency 'foreigner'", "this one is needed", "'cyber-certificat' finds these; type the id of one:"):
        assert said in " ".join(seen.split())


def test_what_was_typed_is_not_asked(tmp_path: Path) -> None:
    code, seen = on_a_terminal(tmp_path, "\n" * 8, "--hours", "6", "--target", "diploma")
    assert code == 0
    assert "Hours a week" not in seen
    assert (tmp_path / "me.yaml").read_text("utf-8").splitlines()[1:-2] == ["hours: 6", "targets:", "  - diploma"]


def test_the_end_of_the_answers_writes_nothing(tmp_path: Path) -> None:
    code, seen = on_a_terminal(tmp_path, "Mei\n\x04")
    assert code == 130
    assert seen.splitlines()[-1] == "mcplan: stopped before it finished"
    assert list(tmp_path.iterdir()) == []


def answered(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Answer questions as on a terminal, and return those that were asked."""
    asked: list[str] = []
    waiting = iter(answers)

    def prompt(words: str, **_: object) -> str:
        asked.append(words)
        return next(waiting)

    monkeypatch.setattr("mcplanner.cli.learner_init.typer.prompt", prompt)
    monkeypatch.setattr("mcplanner.cli.learner_init._can_ask", lambda: True)
    return asked


def test_what_is_wrong_only_together_is_asked_again_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answered(monkeypatch, "Mei", "", "", "", "6", "", "", "", "diploma", "net-basics=2199-01", "net-basics=2026-04")
    result = run("learner", "init", str(tmp_path / "me.yaml"), *OF_SMALL)
    assert "'net-basics' has not ended yet" in result.stderr
    assert asked[-1] == asked[-2]
    assert "name: Mei" in (tmp_path / "me.yaml").read_text("utf-8")


def test_it_asks_for_credit_busy_times_and_months_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy, away = "mon 08:00-17:00, tue 18:00-22:00", "2027-06..2027-08"
    answered(monkeypatch, "", "", "citizen", "much", "500", "6", "", busy, "June", away, "diploma", "")
    run("learner", "init", str(tmp_path / "me.yaml"), *OF_SMALL)
    assert (tmp_path / "me.yaml").read_text("utf-8").splitlines()[2:9] == [
        "credit: {opening: 500}",
        "hours: 6",
        "busy:",
        "  - mon 08:00-17:00",
        "  - tue 18:00-22:00",
        "away:",
        "  - 2027-06..2027-08",
    ]


def test_targets_are_found_by_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, "", "", "", "", "6", "", "", "", "certificate cybersecurity", "cyber-certificate", "")
    seen = run("learner", "init", str(tmp_path / "me.yaml"), *OF_SMALL).stderr.splitlines()
    at = seen.index("'certificate cybersecurity' finds these; type the id of one:")
    assert seen[at + 1] == "  cyber-certificate: Certificate in Cybersecurity"


def test_what_is_found_and_not_listed_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, "", "", "", "", "6", "", "", "", "nurse", "diploma", "")
    seen = run("learner", "init", str(tmp_path / "me.yaml"), "-c", "example").stderr.splitlines()
    at = seen.index("'nurse' finds these; type the id of one:")
    assert seen[at + 10] == "  and 4 more: type more words, or see mcplan list --search nurse -c example"


def test_the_file_names_the_catalogue_from_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mei").mkdir()
    (tmp_path / "small.yaml").write_bytes(SMALL.read_bytes())
    run("learner", "init", "mei/me.yaml", "-c", "small.yaml", "--hours", "6", "--target", "diploma")
    assert "catalogue:\n  - ../small.yaml\n" in (tmp_path / "mei" / "me.yaml").read_text("utf-8")
    run("learner", "check", "mei/me.yaml")
    run("learner", "init", "-c", "example", "--hours", "6", "--target", "cyber-diploma")
    assert "catalogue:\n  - example\n" in (tmp_path / "me.yaml").read_text("utf-8")
