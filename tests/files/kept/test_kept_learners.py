"""Kept learner files: they say what the files say, and what that means is checked each time."""

from datetime import date
from pathlib import Path
from unittest.mock import patch

import build
import pytest
from commands import OF_SMALL, run
from learner_texts import FULL

from mcplanner.files import loading
from mcplanner.files.checks.learners import LEARNER_CHECKS, Setting
from mcplanner.files.kept.entries import from_bytes, to_bytes
from mcplanner.files.own_file import check_own, open_file
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.ground.shapes import made_of
from mcplanner.learner.file import LearnerFile

TEXT = "hours: 6\nheld: [{module: a, ended: 2026-03}]\ntargets: [b]\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MCPLAN_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def file(tmp_path: Path, place: Path) -> Path:
    assert not place.exists()
    path = tmp_path / "me.yaml"
    path.write_text(TEXT, "utf-8")
    return path


Answer = tuple[LearnerFile | None, tuple[Diagnostic, ...]]


def checked(path: Path, day: date = date(2026, 11, 24), names: str = "ab") -> tuple[Answer, int]:
    """What a file says, with what is wrong in it; and how often its text was read for that."""
    courses = build.catalogue(*map(build.module, names))
    with patch.object(loading, "check_learner", wraps=loading.check_learner) as check:
        answer = check_own(open_file(path), Setting(courses, day, build.month("2027-01")), LEARNER_CHECKS)
        return answer, check.call_count


def test_every_key_is_kept_as_it_was() -> None:
    shaped, found = loading.fit_learner(parse_yaml(FULL, "me.yaml"))
    assert not found
    file = made_of(shaped)
    assert from_bytes(to_bytes(file)) == file


def test_a_file_is_read_once(file: Path) -> None:
    first, again = checked(file), checked(file)
    assert (first[1], again[1]) == (1, 0)
    assert first[0] == again[0]
    assert first[0][0] is not None


def test_what_it_means_is_checked_each_time(file: Path) -> None:
    checked(file)
    (without, found), read = checked(file, names="b")
    assert (without, read) == (None, 1)
    assert "me.yaml:2:17: MC701 unknown module 'a'" in str(found[0])
    (too_early, found), _ = checked(file, day=date(2026, 2, 1))
    assert too_early is None
    assert found


def test_every_byte_counts_and_a_file_with_errors_is_not_kept(file: Path, place: Path) -> None:
    checked(file)
    file.write_text(TEXT.replace("6", "7", 1), "utf-8")
    (changed, _), read = checked(file)
    assert changed is not None
    assert str(changed.hours) == "7"
    assert read == 1
    file.write_text(TEXT + "wrong: 1\n", "utf-8")
    kept = len(list(place.iterdir()))
    assert checked(file)[1] == checked(file)[1] == 1
    assert len(list(place.iterdir())) == kept


@pytest.mark.parametrize("content", [b"", b"x" * 9000, None], ids=["empty", "foreign", "cut"])
def test_what_is_damaged_is_read_anew(content: bytes | None, file: Path, place: Path) -> None:
    first, _ = checked(file)
    (kept,) = place.iterdir()
    kept.write_bytes(kept.read_bytes()[:5000] if content is None else content)
    assert checked(file) == (first, 1)


def test_files_that_it_names_are_found_in_what_is_kept(file: Path) -> None:
    file.write_text(f"{TEXT}catalogue: other.yaml\nfunding: rules.yaml\n", "utf-8")
    first = open_file(file)
    named = first.catalogue, first.funding
    checked(file)
    with patch.object(loading, "as_source", side_effect=AssertionError):
        again = open_file(file)
        assert (again.catalogue, again.funding) == named == ([file.parent / "other.yaml"], file.parent / "rules.yaml")


def test_commands_say_the_same_of_a_file_that_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("hours: 6\nborn: 1987\nresidency: citizen\nheld: [{module: python-1}]\n", "utf-8")
    words = ("cost", "cyb-foundations", "-l", str(file), *OF_SMALL)
    told = [run(*words).stdout for _ in range(2)]
    monkeypatch.setenv("MCPLAN_CACHE", "off")
    assert [run(*words).stdout] * 2 == told
