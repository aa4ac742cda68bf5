"""`mcplan import`, whole: what stands on which stream, what is written, and that nobody is named anywhere."""

import json
import os
from pathlib import Path

import pytest
import snapshots
import wrapping
from test_commands import OF_SMALL, run, words_of
from test_credentials import INVALID, REFUSED, VALID, assert_nobody_is_named

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


def test_import_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from mcplanner.cli import app

    result = CliRunner().invoke(app, ["import", "-", *OF_SMALL], input="title\nProgramming in Python\n")
    assert result.exit_code == 0
    assert "<stdin>" in result.stdout
    assert "python-1" in result.stdout


def test_import_refuses_all_where_it_refuses_one() -> None:
    """All that is wrong is said, whichever file it is in, and nothing is taken."""
    lines, tampered = (os.path.relpath(INVALID / name) for name in ("lines.csv", "tampered.opencert"))
    result = run("import", "transcript.opencert", lines, "badge.json", tampered, *OF_SMALL, "--json", code=1)
    assert result.stdout == ""
    assert [line.split(" ")[1] for line in result.stderr.splitlines()] == ["MC805", "MC805", "MC805", "MC804"]


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.name)
def test_import_of_a_refused_file_names_nobody(path: Path) -> None:
    result = run("import", os.path.relpath(path), *OF_SMALL, code=1)
    assert result.stdout == ""
    assert_nobody_is_named(result.stderr)


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (["5"], "'5' needs a record and a module, as 3=cyb-foundations"),
        (["x=python-1"], "needs a record and a module"),
        (["7=python-1"], "there is no record 7: they go from 1 to 6"),
        (["0=python-1"], "there is no record 0"),
        (["5=cyb-foundation"], "unknown module 'cyb-foundation' (did you mean 'cyb-foundations'?"),
        (["5=python-1", "5=java-1"], "record 5 is taken for two modules"),
    ],
)
def test_import_refuses_a_choice_that_cannot_be(taken: list[str], words: str) -> None:
    options = [word for text in taken for word in ("--take", text)]
    assert words in words_of(run("import", "transcript.opencert", *OF_SMALL, *options, code=2))


def test_import_what_nothing_is_added_from(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("title\nPart-time Diploma in Cybersecurity\nPottery\n")
    result = run("import", str(tmp_path / "list.csv"), *OF_SMALL)
    assert "Would be added, 0 modules\nnothing\n" in result.stdout
    assert "an award, not a module" in result.stdout


def test_import_shows_text_that_terminals_would_obey(tmp_path: Path) -> None:
    """Signs that a terminal acts on are in no label; markup is text."""
    documents = wrapping.wrap({"name": "\x1b[31mred"}, {"name": "[bold]x[/bold]"})
    for number, document in enumerate(documents):
        (tmp_path / f"{number}.opencert").write_text(json.dumps(document))
    result = run("import", *(str(tmp_path / f"{number}.opencert") for number in range(2)), *OF_SMALL)
    assert "\x1b" not in result.stdout
    assert "[bold]x[/bold]" in result.stdout
