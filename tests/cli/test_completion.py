"""What the Tab key offers."""

from pathlib import Path

import pytest
from commands import INVALID, SMALL
from typer.testing import CliRunner

from mcplanner.cli.app import app


def offered(line: str) -> list[str]:
    """What Tab offers at the end of a line, in bash."""
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1), "_MCPLAN_COMPLETE": "complete_bash"}
    result = CliRunner().invoke(app, [], env=words, prog_name="mcplan")
    assert result.stderr == ""
    return result.stdout.split()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("plan --target dip", ["diploma"]),
        ("plan -t cyber-", ["cyber-certificate", "cyber-diploma"]),
        ("compare --target cyber-diploma,security-a", ["cyber-diploma,security-analyst"]),
        ("plan --hold pyth", ["python-1"]),
        ("plan --pin pyth", ["python-1="]),
        ("plan --skip harb", ["harbour"]),
        ("plan --skip bl", ["blended"]),
        ("plan --mode on", ["online"]),
        ("plan --provider rain", ["raintree"]),
        ("plan --field health", ["healthcare"]),
        ("plan --skill threat", ["threat-analysis"]),
        ("list --topic net", ["networks"]),
        ("list --recognised skills", ["skills-framework"]),
        ("show raint", ["raintree"]),
        ("show security-a", ["security-analyst"]),
    ],
)
def test_tab_offers_the_ids_of_the_catalogue(typed: str, expected: list[str]) -> None:
    command, rest = typed.split(" ", 1)
    assert offered(f"mcplan {command} -c {SMALL} {rest}") == expected


def test_tab_offers_the_catalogue_that_the_learner_file_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("me.yaml").write_text(f"catalogue: {SMALL}\n", "utf-8")
    assert offered("mcplan plan --target cyber-") == ["cyber-certificate", "cyber-diploma"]
    assert "cyber-certificate" not in offered("mcplan plan --no-learner --target cyber-")
    assert "cyber-certificate" not in offered("mcplan plan -l other.yaml --target cyber-")


def test_tab_offers_the_keys_that_can_be_set() -> None:
    assert offered("mcplan learner set ho") == ["hours"]


def test_tab_offers_the_shipped_catalogue_and_nothing_of_one_with_errors() -> None:
    assert "cyber-diploma" in offered("mcplan plan --target cyber-")
    assert offered(f"mcplan plan -c {INVALID / 'id-twice.yaml'} --target c") == []
    assert offered("mcplan plan -c - --target c") == []
