"""What the Tab key offers."""

from collections import Counter
from pathlib import Path

import pytest
from commands import INVALID, SMALL, offered

from mcplanner.files.catalogues import load_catalogue
from mcplanner.ground.numbers_text import counted


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


def test_tab_counts_the_modules_of_each_word() -> None:
    """Of each skill, topic and mark it says how many modules have it, whoever else counts as one of these."""
    catalogue = load_catalogue(SMALL).catalogue
    assert catalogue is not None
    for option, key in {"--skill": "skills", "--topic": "topics", "--recognised": "recognised_by"}.items():
        numbers = Counter(word for module in catalogue.modules for word in getattr(module, key))
        expected = [f"{word}\t{counted(number, 'module')}" for word, number in sorted(numbers.items())]
        assert offered(f"mcplan list -c {SMALL} {option} ", shell="fish") == expected
    modes = dict.fromkeys(str(module.mode) for module in catalogue.modules)
    assert offered(f"mcplan list -c {SMALL} --mode ", shell="fish") == [f"{mode}\ta mode" for mode in modes]


@pytest.mark.parametrize("before", ["list -c", "plan --catalogue", "cohort people.csv --against", "catalogue diff"])
def test_tab_offers_the_catalogues_that_come_with_mcplan_beside_files(
    before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered(f"mcplan {before} singa") == ["singapore"]
    assert offered(f"mcplan {before} ") == ["example", "singapore"]
    for name in ("examples.yaml", "other.yaml", "example of mine.yaml", ".example"):
        Path(name).touch()
    Path("exams").mkdir()
    assert offered(f"mcplan {before} exam") == ["example", "examples.yaml", "exams/"]
    assert offered(f"mcplan {before} oth") == []  # then the shell offers files
