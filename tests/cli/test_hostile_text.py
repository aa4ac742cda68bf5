"""Files whose every word tries to write on the terminal what mcplan does not say: nothing of it gets through, anywhere."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from csv import writer
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from commands import DATA, SMALL
from learner_texts import FULL
from openpyxl import load_workbook
from typer.testing import CliRunner

from mcplanner.cli.app import app
from mcplanner.course_data.open_data import RUN_COLUMNS
from mcplanner.export import EXPORTERS
from mcplanner.files.paths import shipped_funding_path
from mcplanner.files.yaml_source import parse_yaml

HOSTILE = "\n::error::\x1b]0;x\x07\x1b[2J\x9b31m\r\u202e\u2066\u200b\u2028\u0085\ufeff\u00ad\t\n  ::error::##[error]"
"""A title of a window, an empty screen, colour, text that turns round, signs without width, line breaks of every kind."""

FREE_TEXT = {"title", "venue", "ref", "source", "name"}
"""Keys whose values may be any text; all others name something."""


def changed(data: Any, word: Callable[[str, str], str], key: str = "") -> Any:
    """Data with each text as `word` has it, which is told the key under which the text stands; the keys are texts, too."""
    match data:
        case dict():
            return {word("", name): changed(value, word, name) for name, value in data.items()}
        case list():
            return [changed(value, word, key) for value in data]
        case str():
            return word(key, data)
        case Decimal():
            return float(data)
    return data


def free_text(key: str, text: str) -> str:
    return f"{HOSTILE}{text}{HOSTILE}" if key in FREE_TEXT else text


def references(key: str, text: str) -> str:
    return f"{text}{HOSTILE}" if key not in ("", *FREE_TEXT) else text


def keys(key: str, text: str) -> str:
    return f"{text}{HOSTILE}" if key == "" else text


FILES = {"catalogue": SMALL.read_text("utf-8"), "learner": FULL, "funding": shipped_funding_path().read_text("utf-8")}
CHANGES = {"text": free_text, "references": references, "keys": keys}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each file in each of the ways, in JSON, which is YAML; badges; and files that are no YAML or no text."""
    path = tmp_path_factory.mktemp("hostile")
    for name, text in FILES.items():
        for way, word in CHANGES.items():
            data = changed(parse_yaml(text, name).data, word)
            (path / f"{name}-{way}").write_text(json.dumps(data), encoding="utf-8")
    badges = json.loads((DATA / "credentials" / "badges.json").read_text("utf-8"))
    (path / "badges").write_text(json.dumps(changed(badges, lambda _, text: text + HOSTILE)), encoding="utf-8")
    (path / "names").write_text(
        json.dumps(changed(badges, lambda key, text: text + HOSTILE if key == "name" else text)), encoding="utf-8"
    )
    (path / "courses.csv").write_text(f'Course title,Month completed\n"Python{HOSTILE}",2025-01{HOSTILE}\n', encoding="utf-8")
    own = ("id", "title", "hours", "requires", HOSTILE)
    sheets: dict[str, list[tuple[str, ...]]] = {
        "modules.csv": [own, (HOSTILE, HOSTILE, "3", "", HOSTILE)],
        "wrong.csv": [own, (HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)],
        "register.csv": [RUN_COLUMNS, ("TGS-2026000001", f"{HOSTILE} - Part of Diploma in {HOSTILE}", *[HOSTILE] * 5)],
    }
    for name, rows in sheets.items():
        sheet = StringIO()
        writer(sheet).writerows(rows)
        (path / name).write_text(sheet.getvalue(), encoding="utf-8")
    (path / "no-yaml").write_text(f'- {json.dumps(HOSTILE)}: "\n', encoding="utf-8")
    (path / "tags").write_text("- !\u202e\u200b x\n- &\u202e y\n- *\u202e\n", encoding="utf-8")
    (path / "no-text").write_bytes(b"::error::\x1b\xff")
    (path / HOSTILE).write_bytes(b"[")
    return path


COMMANDS = """
check {catalogue}
check {catalogue} --funding {funding}
check --funding {funding} --format json
check {catalogue} --format github
list -c {catalogue}
list --search x -c {catalogue}
list skills -c {catalogue}
list --json -c {catalogue}
list --csv -c {catalogue}
list --search {hostile}
fields -c {catalogue}
fields --csv -c {catalogue}
show cyb-foundations --csv -c {catalogue}
show cyber-diploma --json -c {catalogue}
show cyb-foundations -c {catalogue}
show cyber-diploma -c {catalogue}
show harbour -c {catalogue}
learner check {learner} -c {catalogue}
learner check {learner}
status --learner {learner} -c {catalogue}
status --learner {learner} -c {catalogue} --csv
audit cyber-diploma --learner {learner} -c {catalogue} -o {folder}/made.html -o {folder}/made.md --force
audit cyber-diploma --learner {learner} -c {catalogue} --csv
plan --learner {learner} -c {catalogue} --funding {funding}
plan -t cyber-certificate --hours 8 -c {catalogue} --funding {funding} --why --alternatives 1
plan -t cyber-certificate --hours 8 -c {catalogue} --json
plan -t cyber-certificate --hours 1 --by 2027-05 -c {catalogue}
compare -t cyber-certificate --hours 4,8 -c {catalogue} --funding {funding}
compare -t x --hours 4 -c {catalogue} --json
cost cyb-foundations -c {catalogue} --funding {funding} --residency citizen --born 1985
cost cyb-foundations -c {catalogue} --funding {funding} --residency citizen --json
done net-basics --learner {learner} -c {catalogue}
begin java-1 --learner {learner} -c {catalogue}
drop cyb-foundations --learner {learner} -c {catalogue}
import {folder}/badges -c {catalogue}
import {folder}/names -c {catalogue} --json
import {folder}/names -c {catalogue} --learner {learner} --write
import {folder}/courses.csv -c {catalogue}
import {folder}/no-text
import {folder}/{hostile}
catalogue import {folder}/modules.csv -o {folder}/made.yaml --as-of 2026-01-01 --force
catalogue import {folder}/modules.csv -o {folder}/made.yaml --as-of 2026-01-01 --force --json
catalogue import {folder}/wrong.csv -o {folder}/made.yaml --as-of 2026-01-01 --force
catalogue import {folder}/register.csv -o {folder}/made.yaml --as-of 2026-01-01 --force --suggest-stacks {folder}/stacks.yaml
catalogue import {folder}/no-text -o {folder}/made.yaml
catalogue import {folder}/{hostile} -o {folder}/{hostile}.yaml --as-of 2026-01-01
catalogue import {folder}/modules.csv -o {folder}/made.yaml --as-of {hostile}
catalogue import {folder}/modules.csv -o {folder}/made.yaml --as-of 2026-01-01 --force --search {hostile} --title {hostile}
catalogue export -c {catalogue} -o {folder}/made.xlsx --force
catalogue diff {catalogue} example
catalogue diff example {catalogue} --json
catalogue diff {catalogue} {catalogue} --plan {folder}/{hostile}
catalogue diff {folder}/{hostile} example
check {folder}/no-yaml
check {folder}/tags
check {folder}/no-text
check {folder}/{hostile}
check {folder}/{hostile} --format github
learner check {folder}/{hostile}
plan --keep {folder}/{hostile} --hours 6 -t diploma
plan --keep {folder}/no-text --hours 6 -t diploma
plan -o {folder}/{hostile}/plan.csv --hours 6 -t diploma
check {hostile}
{hostile}
plan --{hostile}
show {hostile}
plan -t {hostile}
plan -t diploma --hours {hostile}
plan -t diploma --hours 6 --pin {hostile}=x
plan -t diploma --hours 6 --start {hostile}
plan -t diploma --hours 6 --start 2026-12 --for {hostile}
list --mode {hostile}
list {hostile}
plan --format {hostile}
plan -t diploma --hours 6 --credit {hostile}=3
import {folder}/names --take {hostile}
list a {hostile}
"""


def commands_of(folder: Path) -> Iterator[tuple[str, ...]]:
    """Each command with every way in which the files that it names are hostile."""
    for command in COMMANDS.strip().splitlines():
        ways = [{name: f"{folder}/{name}-{way}" for name in FILES} for way in CHANGES]
        yield from dict.fromkeys(
            tuple(word.format(folder=folder, hostile=HOSTILE, **files) for word in command.split()) for files in ways
        )


def unseen(text: str) -> set[str]:
    """The characters of a text that cannot be seen, by Unicode's own table; lines may end."""
    return {sign for sign in text if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


def begun(text: str) -> list[str]:
    """The lines of a text that begin as a command to continuous integration."""
    return [line for line in text.split("\n") if line.lstrip().startswith("::error::")]


def test_no_command_lets_a_file_or_a_word_write_on_the_terminal(folder: Path) -> None:
    for words in commands_of(folder):
        result = CliRunner().invoke(app, words, env={"COLUMNS": "60"}, prog_name="mcplan")
        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
        said = result.stdout + result.stderr
        assert said, words
        assert (unseen(said), begun(said), "##[error]" in said) == (set(), [], False), (words, said)


ASKED = ("-t", "cyber-certificate", "--hours", "8")


def written(folder: Path, name: str, command: str, *words: str) -> Path:
    """A file that a command writes from the hostile catalogue."""
    path = folder / name
    hostile = ("-c", str(folder / "catalogue-text"), "--funding", str(folder / "funding-text"), "--residency", "citizen")
    result = CliRunner().invoke(app, [command, *words, *hostile, "-o", str(path)])
    assert result.exit_code == 0, result.stderr
    return path


@pytest.mark.parametrize("suffix", sorted(EXPORTERS.keys() - {".png", ".xlsx"}))
def test_no_file_lets_a_catalogue_hide_something_in_it(suffix: str, folder: Path) -> None:
    text = written(folder, f"plan{suffix}", "plan", *ASKED).read_bytes().decode()
    if suffix == ".ics":
        text = text.replace("\r\n ", "").replace("\r\n", "\n")  # the format's own line breaks
    assert (unseen(text), begun(text)) == (set(), [])


def test_no_cell_of_a_workbook_hides_something(folder: Path) -> None:
    sheets = load_workbook(written(folder, "plan.xlsx", "plan", *ASKED))
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert unseen("".join(cells)) == set()
    assert not any("\n" in cell for cell in cells)


def test_a_comparison_in_a_file_hides_nothing(folder: Path) -> None:
    asked = ("-t", "cyber-certificate", "--hours", "1,8", "--by", "2028-01")
    text = written(folder, "comparison.csv", "compare", *asked).read_text("utf-8")
    assert (unseen(text), begun(text)) == (set(), [])
