"""Kept catalogues: read again as they were, and never where they could be anything else than what the files say."""

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import build
import pytest
from commands import SMALL, offered, run
from hypothesis import given, settings
from msgspec.structs import replace
from random_catalogues import catalogues

from mcplanner.catalogue.counting import expires_for
from mcplanner.catalogue.filters import select_awards, select_modules, select_roles, select_skills
from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.overview import all_fields, by_field, everything
from mcplanner.files import checking, loading
from mcplanner.files.catalogues import Loaded, load_catalogue
from mcplanner.files.funding import load_funding
from mcplanner.files.kept import folder, program, store
from mcplanner.files.kept.entries import ToBytes, from_bytes, to_bytes
from mcplanner.files.kept.lazily import SECTIONS, whole
from mcplanner.files.paths import SHIPPED, shipped_catalogue_path, shipped_funding_path

TEXT = SMALL.read_text("utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MCPLAN_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture(autouse=True)
def _entries_in_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep small catalogues as large ones are kept."""
    monkeypatch.setattr(store, "FEW_ENTRIES", 0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def checks_made(path: Path) -> tuple[Loaded, int]:
    """The catalogue of a file, of which everything is read, and how often a file had to be checked for it."""
    with patch.object(checking, "check_catalogue", wraps=checking.check_catalogue) as check:
        loaded = load_catalogue(path)
        if loaded.catalogue is not None:
            follows_from(loaded.catalogue)
        return loaded, check.call_count


def follows_from(catalogue: Catalogue) -> dict[str, Any]:
    """All entries of a catalogue, and what it says of all of them together, as plain data."""
    places = catalogue.places
    mappings = ("module_by_id", "award_by_id", "role_by_id", "entry_by_id", "modules_by_skill", "named_by", "needed_by")
    told: dict[str, Any] = {name: list(getattr(catalogue, name).items()) for name in (*mappings, "equivalents", "exclusions")}
    told |= {section: tuple(getattr(catalogue, section)) for section in SECTIONS}
    told |= {section: list(titles.items()) for section, titles in catalogue.titles.items()}
    told |= {"kinds": {kind: tuple(fields) for kind, fields in catalogue.award_kinds.items()}}
    told |= {"funding": set(catalogue.funding_classes), "contested": places.contested, "shares": dict(places.shares)}
    told |= {"words": {key: list(numbers.items()) for key, numbers in catalogue.word_counts.items()}}
    told |= {"topics": {field: list(numbers.items()) for field, numbers in catalogue.topic_counts.items()}}
    told |= {"of fields": {section: list(numbers.items()) for section, numbers in catalogue.field_counts.items()}}
    told |= {"covers": dict(places.covers), "requires": dict(places.requires)}
    return told | {"below": {award: places.below(award) for award in catalogue.award_by_id}}


@given(catalogues())
@settings(max_examples=50)
def test_what_is_made_of_bytes_is_what_was_made_into_them(catalogue: Catalogue) -> None:
    assert from_bytes(to_bytes(catalogue)) == catalogue


def test_what_entries_share_is_remembered_as_it_is_written_and_not_as_it_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcplanner.files.kept.entries.MOST_REMEMBERED", 3)
    whole, half = Decimal("2.0"), Decimal("2.00")
    plain = build.catalogue(build.module("a")).modules[0]
    modules = [replace(plain, fee=fee, days=days) for fee in (whole, half, whole) for days in (half, whole, None)]
    as_bytes = ToBytes()
    made = [from_bytes(as_bytes(module)) for module in modules * 2]
    assert [(str(module.fee), str(module.days)) for module in made] == [
        (str(module.fee), str(module.days)) for module in modules * 2
    ]


@pytest.mark.parametrize("name", ["example", "singapore"])
def test_a_shipped_catalogue_is_read_again_as_it_was(name: str, place: Path) -> None:
    path = shipped_catalogue_path(name)
    first, checked = checks_made(path)
    again, checked_again = checks_made(path)
    assert (checked, checked_again) == (1, 0)
    assert again == first
    assert first.catalogue is not None
    assert again.catalogue is not None
    assert follows_from(again.catalogue) == follows_from(first.catalogue)
    assert len(list(place.iterdir())) == 1


RELATED = build.catalogue(
    build.module("a", skills="s t", topics=["x"], equivalent=["b"]),
    build.module("b", skills="t u", topics=["x", "y"]),
    build.module("c", skills="s", covers=["b"], mode="unknown"),
    build.module("d", topics=["x"]),
)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("path", [SMALL, *map(shipped_catalogue_path, SHIPPED)], ids=lambda path: path.stem)
def test_what_is_counted_is_kept_as_it_is_counted_one_by_one(path: Path) -> None:
    load_catalogue(path)
    kept = load_catalogue(path).catalogue
    assert kept is not None
    counts_hold(kept, whole(load_catalogue(path).catalogue or kept))


def test_modules_that_count_as_others_show_their_skills_too() -> None:
    counts_hold(RELATED, RELATED)
    assert RELATED.word_counts["taught"] == {"s": 2, "t": 2, "u": 1}
    assert RELATED.word_counts["shown"] == {"s": 3, "t": 3, "u": 3}


def counts_hold(counted: Catalogue, read: Catalogue) -> None:
    """Whether what is counted of a catalogue is what its modules have."""
    modules = read.modules
    words = counted.word_counts
    assert words["taught"] == Counter(skill for module in modules for skill in module.skills)
    assert words["shown"] == Counter(skill for module in modules for skill in read.skills_of(module.id))
    assert words["marks"] == Counter(mark for module in modules for mark in module.recognised_by)
    assert list(words["modes"]) == list(dict.fromkeys(str(module.mode) for module in modules))
    assert all_fields(counted) == tuple(each for each in by_field(read, everything(read)) if each.id is not None)
    assert select_skills(counted, counted.modules) == select_skills(read, list(modules))


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("words", ["nurse", "secur", "cyb-foundations", "TGS-2026900001", "  ", "++", "data analytics", "x"])
def test_a_kept_catalogue_finds_the_same_words(words: str) -> None:
    whole, again = (load_catalogue(shipped_catalogue_path()).catalogue for _ in range(2))
    assert whole is not None
    assert again is not None
    assert again.word_index
    for select in (select_modules, select_awards, select_roles):
        assert list(select(again, search=words)) == list(select(whole, search=words))


def test_a_small_catalogue_is_kept_as_a_whole(place: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "FEW_ENTRIES", 100)
    (first, checks), (again, further) = checks_made(file), checks_made(file)
    assert (checks, further) == (1, 0)
    assert first.catalogue is not None
    assert again.catalogue is not None
    assert (repr(again), follows_from(again.catalogue)) == (repr(first), follows_from(first.catalogue))
    with closing(sqlite3.connect(next(place.iterdir()))) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (1,)
    damaged(lambda kept: kept.execute("UPDATE entry SET sum = sum + 1"))(next(place.iterdir()))
    assert checks_made(file) == (first, 1)


@pytest.mark.usefixtures("place")
def test_only_what_is_asked_for_is_read(file: Path) -> None:
    load_catalogue(file)
    with patch.object(store.KeptReader, "row", autospec=True, side_effect=store.KeptReader.row) as row:
        again = load_catalogue(file).catalogue
        assert again is not None
        assert again.module_by_id["python-1"].title
        assert len(again.modules) > 1
    assert [call.args[1:] for call in row.call_args_list if call.args[1] != store.HEAD] == [(2, position_of(again, "python-1"))]


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    "words",
    [
        ("show", "python-1"),
        ("show", "python-1", "--json"),
        ("cost", "python-1"),
        ("list", "--search", "python"),
        ("list", "skills"),
        ("fields",),
        ("plan", "--target", "python-1", "--hours", "8", "--start", "2027-01"),
    ],
    ids=" ".join,
)
def test_no_command_about_few_modules_reads_them_all(words: tuple[str, ...], file: Path) -> None:
    load_catalogue(file)
    with patch.object(store.KeptReader, "entries", autospec=True, side_effect=store.KeptReader.entries) as entries:
        run(*words, "-c", str(file))
    assert {call.args[1] for call in entries.call_args_list} <= {"fields", "providers"}


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("option", ["--skill", "--topic", "--mode", "--recognised", "--field", "--provider"])
def test_tab_reads_no_module(option: str, file: Path) -> None:
    checked = offered(f"mcplan list -c {file} {option} ")
    with patch.object(store.KeptReader, "entries", autospec=True, side_effect=store.KeptReader.entries) as entries:
        assert offered(f"mcplan list -c {file} {option} ") == checked
    assert {call.args[1] for call in entries.call_args_list} <= {"fields", "providers"}


@pytest.mark.usefixtures("place")
def test_for_how_long_a_module_counts_is_asked_of_the_awards_above_it() -> None:
    whole = load_catalogue(shipped_catalogue_path()).catalogue
    again = load_catalogue(shipped_catalogue_path()).catalogue
    assert whole is not None
    assert again is not None
    with patch.object(store.KeptReader, "row", autospec=True, side_effect=store.KeptReader.row) as row:
        expiring = list(expires_for(again, "cyb-foundations"))
    awards = [call.args[2] for call in row.call_args_list if call.args[1] == SECTIONS.index("awards")]
    assert len(awards) < len(whole.awards) / 4
    assert expiring == list(expires_for(whole, "cyb-foundations"))


@pytest.mark.usefixtures("place")
def test_other_figures_of_some_modules_leave_all_else_as_it_is(file: Path) -> None:
    checked = load_catalogue(file).catalogue
    kept = load_catalogue(file).catalogue
    assert checked is not None
    assert kept is not None
    longer, dearer = (replace(checked.module_by_id[name], hours=Decimal(77)) for name in ("python-1", "java-1"))
    once = {"python-1": longer}
    twice = {"java-1": replace(dearer, fee=Decimal(5))}
    expected = checked.with_figures(once).with_figures(twice)
    assert expected.module_by_id["python-1"] == longer
    assert follows_from(kept.with_figures(once).with_figures(twice)) == follows_from(expected)
    assert follows_from(kept) == follows_from(checked)


def position_of(catalogue: Catalogue, module: str) -> int:
    return [each.id for each in catalogue.modules].index(module)


@pytest.mark.usefixtures("place")
def test_a_kept_catalogue_that_is_changed_forgets_what_followed_from_it(file: Path) -> None:
    load_catalogue(file)
    again = load_catalogue(file).catalogue
    assert again is not None
    fewer = replace(again, modules=again.modules[:1])
    assert list(fewer.module_by_id) == [again.modules[0].id]
    assert fewer.titles["modules"].keys() == {again.modules[0].id}


def test_its_warnings_are_kept_and_a_file_with_errors_is_not(place: Path, file: Path) -> None:
    file.write_text(TEXT.replace("[networking]", "[networking, networking]", 1), "utf-8")
    first, again = load_catalogue(file), load_catalogue(file)
    assert [str(each) for each in again.diagnostics] == [str(each) for each in first.diagnostics]
    assert again.diagnostics
    file.write_text(TEXT.replace("field: healthcare", "field: nowhere", 1), "utf-8")
    assert [checks_made(file)[1] for _ in range(2)] == [1, 1]
    assert len(list(place.iterdir())) == 1


@pytest.mark.usefixtures("place")
def test_every_byte_counts_whenever_a_file_was_changed(file: Path) -> None:
    load_catalogue(file)
    times = file.stat()
    file.write_text(TEXT.replace("850.50", "850.40"), "utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    catalogue, checked = checks_made(file)
    assert checked == 1
    assert str(catalogue.catalogue.module_by_id["python-1"].fee) == "850.40"  # type: ignore[union-attr]


@pytest.mark.usefixtures("place")
def test_the_same_text_under_another_name_has_findings_of_that_name(file: Path) -> None:
    file.write_text(TEXT.replace("[networking]", "[networking, networking]", 1), "utf-8")
    load_catalogue(file)
    other = file.rename(file.with_name("other.yaml"))
    assert {each.file for each in load_catalogue(other).diagnostics} == {str(other)}


def damaged(change: Callable[[sqlite3.Connection], object]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            change(connection)
            connection.commit()

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b"x" * 9000),
        lambda path: path.write_bytes(path.read_bytes().replace(b"850.50", b"150.50")),
        damaged(lambda kept: kept.execute("DROP TABLE entry")),
        damaged(lambda kept: kept.execute("DELETE FROM entry WHERE section = 2 AND position = 3")),
        damaged(lambda kept: kept.execute("DELETE FROM entry WHERE section = 2 AND position = 9")),
        damaged(lambda kept: kept.execute("UPDATE entry SET position = 999 - position WHERE section = 2")),
        damaged(lambda kept: kept.execute("UPDATE entry SET content = 'text' WHERE section = -1")),
        damaged(lambda kept: kept.execute("UPDATE entry SET content = NULL, sum = NULL WHERE section = 4")),
        damaged(lambda kept: kept.execute("UPDATE entry SET content = x'80' WHERE section = -1 AND position = 1")),
    ],
    ids=["empty", "cut", "foreign", "one figure", "no table", "gap", "end missing", "moved", "text", "null", "fact"],
)
def test_what_is_damaged_is_made_anew(damage: Callable[[Path], None], place: Path, file: Path) -> None:
    first = load_catalogue(file)
    (kept,) = place.iterdir()
    damage(kept)
    assert checks_made(file) == (first, 1)
    assert checks_made(file) == (first, 0)


def test_of_another_version_nothing_is_taken(place: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_catalogue(file)
    monkeypatch.setattr(program, "__version__", "0.0.0")
    assert checks_made(file)[1] == 1
    monkeypatch.setattr(store, "FORM", "other fields")
    assert checks_made(file)[1] == 1
    assert len(list(place.iterdir())) == 3


def test_of_other_checks_nothing_is_taken(place: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = tmp_path / "mcplanner" / "files" / "checks"
    checks.mkdir(parents=True)
    monkeypatch.setattr(program, "PACKAGE", checks.parents[1])
    load_catalogue(file)
    assert checks_made(file)[1] == 0
    (checks / "new.py").write_text("", "utf-8")
    assert [checks_made(file)[1] for _ in range(2)] == [1, 0]
    assert len(list(place.iterdir())) == 2


def test_of_another_stemmer_nothing_is_taken(place: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_catalogue(file)
    other = tmp_path / "snowballstemmer"
    other.mkdir()
    (other / "__init__.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert [checks_made(file)[1] for _ in range(2)] == [1, 0]
    assert len(list(place.iterdir())) == 2


@pytest.mark.parametrize("number", [-(2**63) - 1, -(2**63), 2**64 - 1, 2**64, 10**29])
def test_what_an_importer_left_may_be_a_number_of_any_size(number: int, place: Path, file: Path) -> None:
    file.write_text(TEXT.replace("    mode:", f"    extra: {{n: {number}, more: [1, {{n: 2.50}}]}}\n    mode:", 1), "utf-8")
    first, _ = checks_made(file)
    assert checks_made(file) == (first, 0)
    assert len(list(place.iterdir())) == 1


def test_a_folder_may_be_named_from_where_one_is(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MCPLAN_CACHE", "here")
    first, _ = checks_made(file)
    assert checks_made(file) == (first, 0)
    assert len(list((tmp_path / "here").iterdir())) == 1


def test_a_full_disk_costs_nothing_and_leaves_nothing(place: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_short(*given: Any, rows: Callable[..., Iterator[Any]] = store._rows) -> Iterator[Any]:
        yield from islice(rows(*given), 5)
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(store, "_rows", cut_short)
    assert checks_made(file)[1] == 1
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("named", ["off", "OFF", "", "/dev/null/kept", "/proc/kept", "a\0b"])
def test_without_a_place_everything_is_as_it_was(named: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "\0" in named:
        monkeypatch.setattr(folder, "folder", lambda: Path(named))
    else:
        monkeypatch.setenv("MCPLAN_CACHE", named)
    first, checked = checks_made(file)
    assert checked == 1
    assert checks_made(file) == (first, 1)


def test_where_nobody_has_a_home_nothing_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("MCPLAN_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    assert folder.folder() is None
    assert checks_made(file)[1] == 1


def test_a_home_that_is_named_from_where_one_is_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("MCPLAN_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", lambda: Path("relative"))
    assert folder.folder() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no folder that somebody is in")
def test_where_the_folder_one_is_in_is_gone_nothing_is_kept(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setenv("MCPLAN_CACHE", "here")
    assert folder.folder() is None
    assert checks_made(file)[1] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_in_the_place_of_what_is_kept_is_not_waited_for(place: Path, file: Path) -> None:
    load_catalogue(file)
    (kept,) = place.iterdir()
    kept.unlink()
    os.mkfifo(kept)
    assert [checks_made(file)[1] for _ in range(2)] == [1, 0]


def no_home() -> Path:
    raise RuntimeError("nobody knows")


def test_a_folder_of_the_user_is_where_the_system_has_such_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MCPLAN_CACHE", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder.folder() == tmp_path / "mcplan"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/paths/do/not/count")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert folder.folder() == tmp_path / ".cache" / "mcplan"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert folder.folder() == tmp_path / "Library" / "Caches" / "mcplan"


def test_the_oldest_go_where_there_are_too_many_and_nothing_else_does(
    place: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_catalogue(file)
    (first,) = place.iterdir()
    os.utime(first, (1, 1))
    mine = place / "mine.txt"
    mine.write_bytes(b"x" * 100_000)
    os.utime(mine, (0, 0))
    monkeypatch.setattr(folder, "MOST_BYTES", int(1.5 * first.stat().st_size))
    file.write_text(TEXT.replace("850.50", "850.40"), "utf-8")
    load_catalogue(file)
    assert mine.exists()
    assert not first.exists()
    assert checks_made(file)[1] == 0


def test_a_command_that_is_killed_while_it_writes_leaves_no_catalogue(place: Path, file: Path) -> None:
    killed = """
import os, signal, sys
from mcplanner.files.kept import store
from mcplanner.files.catalogues import load_catalogue
store.FEW_ENTRIES = 0
def rows(*given, of=store._rows):
    for number, row in enumerate(of(*given)):
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        yield row
store._rows = rows
load_catalogue(sys.argv[1])
"""
    assert subprocess.run([sys.executable, "-c", killed, str(file)], check=False).returncode == -9
    assert [path.name[0] for path in place.iterdir()] == ["."]
    first, checked = checks_made(file)
    assert checked == 1
    assert checks_made(file) == (first, 0)


def processes(count: int, file: Path) -> Iterator[subprocess.Popen[str]]:
    show = "import sys; from mcplanner.files.catalogues import load_catalogue; print(load_catalogue(sys.argv[1]).catalogue)"
    for _ in range(count):
        yield subprocess.Popen([sys.executable, "-c", show, str(file)], stdout=subprocess.PIPE, text=True)


def test_many_processes_at_once_agree(place: Path, file: Path) -> None:
    said = {process.communicate()[0] for process in [*processes(20, file)]}
    assert said == {"Evening Study by the Harbour (illustrative) (as of 2026-11-01)\n"}
    assert len(list(place.iterdir())) == 1


@pytest.mark.usefixtures("place")
def test_funding_rules_are_kept_for_the_day_on_which_they_were_checked() -> None:
    path, day, later = shipped_funding_path(), date(2026, 11, 29), date(2028, 1, 1)
    with patch.object(loading, "check_funding", wraps=loading.check_funding) as check:
        first, again, then = load_funding(path, day), load_funding(path, day), load_funding(path, later)
    assert check.call_count == 2
    assert again == first
    assert len(then[1]) > len(first[1])


@pytest.mark.usefixtures("place")
def test_a_class_that_the_rules_do_not_have_is_found_in_a_kept_catalogue_too(file: Path) -> None:
    funding, _ = load_funding(shipped_funding_path())
    file.write_text(TEXT.replace("funding: poly-modular", "funding: nowhere", 1), "utf-8")
    assert load_catalogue(file).catalogue is not None
    found = load_catalogue(file, funding)
    assert found.catalogue is None
    assert "nowhere" in str(found.diagnostics[0])


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--search", "security"),
        ("list", "--json"),
        ("list", "skills"),
        ("fields",),
        ("check",),
        ("show", "information-technology"),
        ("show", "cyb-foundations"),
        ("show", "cyber-diploma", "--json"),
        ("cost", "cyber-diploma", "--residency", "citizen"),
        ("plan", "--hours", "6", "--target", "cyber-diploma", "--start", "2027-01", "--why"),
        ("plan", "--hours", "8", "--target", "diploma", "--start", "2027-01", "--json"),
        ("plan", "--hours", "8", "--skill", "threat-analysis", "--start", "2027-01"),
    ],
    ids=" ".join,
)
def test_commands_answer_the_same_whether_a_catalogue_is_kept_or_not(
    words: tuple[str, ...], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_catalogue(shipped_catalogue_path())
    assert list(place.iterdir())
    kept = run(*words)
    monkeypatch.setenv("MCPLAN_CACHE", "off")
    checked = run(*words)
    assert (kept.stdout, kept.stderr) == (checked.stdout, checked.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.usefixtures("place")
def test_a_pipe_is_read_once(file: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as writer:
        written = writer.submit(pipe.write_bytes, file.read_bytes())
        assert load_catalogue(pipe).catalogue is not None
        written.result()


def test_a_file_that_changes_while_damage_is_mended_is_no_answer(place: Path, file: Path) -> None:
    load_catalogue(file)
    (kept,) = place.iterdir()
    damaged(lambda own: own.execute("DELETE FROM entry WHERE section = 2"))(kept)
    again = load_catalogue(file).catalogue
    assert again is not None
    file.write_text(TEXT.replace("850.50", "850.40"), "utf-8")
    with pytest.raises(OSError, match="changed while it was read"):
        list(again.modules)
