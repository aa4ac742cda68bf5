"""`mcplan begin`, `done` and `drop`: what they refuse, what they change, and that nothing else in the file does."""

import re
import stat
from pathlib import Path
from typing import Any

import pytest
from commands import OF_SMALL, run, words_of
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.files.yaml_source import parse_yaml
from mcplanner.learner.yaml_edits import EditError, with_item, without_item

FILE = """\
# Mei's plan; the school's office: 6555 0100

name: Mei   # as on the certificate
hours: {usual: 6, except: [{months: 2027-06..2027-08, hours: 3}]}
targets:
  - cyber-certificate      # first this
  - diploma

# what I passed
held:
  # the letter is in the blue folder
  - {module: net-basics, ended: 2026-04, evidence: "letter #12"}   # a good start

  - module: ward-basics
    ended: 2025-12
    # evidence is to come

# what runs
under_way:
  - {module: cyb-foundations, started: 2026-10}  # hard
  # short
  - {module: python-1, started: 2026-11, months: 2}
pins: {java-1: 2027-01}   # perhaps
# the end
"""


@pytest.fixture
def me(tmp_path: Path) -> Path:
    path = tmp_path / "me.yaml"
    path.write_text(FILE, "utf-8")
    return path


def tell(me: Path, *words: str, code: int = 0) -> str:
    """What a command says; its own file and catalogue added."""
    result = run(*words, "-l", str(me), *OF_SMALL, code=code)
    return result.stdout if code == 0 else words_of(result)


def changed(me: Path) -> tuple[set[str], set[str]]:
    """The lines that are gone and those that are new; all others are where they were."""
    before, after = FILE.splitlines(), me.read_text("utf-8").splitlines()
    assert [line for line in before if line in after] == [line for line in after if line in before]
    return set(before) - set(after), set(after) - set(before)


def test_done_moves_what_was_under_way(me: Path) -> None:
    said = tell(me, "done", "cyb-foundations", "--on", "2026-11", "--evidence", "no: 1")
    assert said == "done: Cybersecurity Foundations (cyb-foundations), ended Nov 2026, under way since Oct 2026\n"
    assert changed(me) == (
        {"  - {module: cyb-foundations, started: 2026-10}  # hard"},
        {"  - {module: cyb-foundations, ended: 2026-11, evidence: 'no: 1'}"},
    )


def test_done_of_what_was_pinned_and_of_what_nobody_knew(me: Path) -> None:
    assert tell(me, "done", "java-1", "--on", "2026-11").endswith("ended Nov 2026\n")
    assert changed(me) == (
        {"pins: {java-1: 2027-01}   # perhaps"},
        {"pins: {}  # perhaps", "  - {module: java-1, ended: 2026-11}"},
    )
    tell(me, "done", "health-data", "--on", "2026-05")
    assert "  - {module: health-data, ended: 2026-05}" in changed(me)[1]


def test_begin_and_drop(me: Path) -> None:
    assert "from Nov 2026" in tell(me, "begin", "java-1", "--on", "2026-11")
    assert changed(me)[1] == {"pins: {}  # perhaps", "  - {module: java-1, started: 2026-11}"}
    said = tell(me, "drop", "java-1", "--failed")
    assert said.endswith("(java-1), no longer under way; recorded as not passed\n")
    assert changed(me)[1] == {"pins: {}  # perhaps", "failed:", "  - java-1"}
    assert "  - {module: java-1, started: 2026-11, months: 3}\n" not in me.read_text("utf-8")
    tell(me, "begin", "java-1", "--on", "2026-11", "--months", "3")
    assert "  - {module: java-1, started: 2026-11, months: 3}\n" in me.read_text("utf-8")


def test_begin_on_a_day_tells_apart_the_runs_of_one_month(me: Path) -> None:
    assert tell(me, "begin", "digital-forensics", "--on", "2026-10-26").endswith("from 26 Oct 2026 to 15 Jan 2027\n")
    assert changed(me)[1] == {"  - {module: digital-forensics, started: '2026-10-26'}"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("done pyhton-1", "unknown module 'pyhton-1' (did you mean 'python-1'?"),
        ("done net-basics", "'net-basics' is already held"),
        ("done python-1 --on 2200-01", "'2200-01' is not between"),
        ("done python-1 --on 2199-01", "Jan 2199 is in the future; record a module once it has ended"),
        ("done cyb-foundations --on 2026-09", "'cyb-foundations' began in Oct 2026, so it cannot have ended in Sep 2026"),
        ("begin net-basics --on 2026-04 --months 2", "'net-basics' is already held"),
        (
            "begin python-1 --months 2",
            "since Nov 2026: to record it anew, first mcplan drop python-1",
        ),
        ("begin security-project", "'security-project' can take 3 to 6 months: say how many"),
        ("begin java-1 --months 4", "'java-1' cannot take 4 months"),
        (
            "begin java-1 --on 2026-01",
            "'java-1' has ended in Mar 2026 then: if you passed it, run mcplan done java-1 --on 2026-03",
        ),
        (
            "begin digital-forensics --on 2026-10",
            "starts on 5 Oct 2026 and 26 Oct 2026: say when you began",
        ),
        ("begin digital-forensics --on 2026-10-12", "'digital-forensics' starts on 5 Oct 2026 and 26 Oct 2026, not on 12 Oct"),
        ("begin digital-forensics --on 2026-10-32", "'2026-10-32' is not a day: write the day as 2027-04-19"),
        ("begin digital-forensics --on 2026-12-01", "1 Dec 2026 is in the future; record a module once it has begun"),
        ("drop security-project", "'security-project' is not held, under way or pinned"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(me: Path, words: str, said: str) -> None:
    assert said in tell(me, *words.split(), code=2)
    assert me.read_text("utf-8") == FILE


def test_a_file_that_is_wrong_is_left_alone(me: Path) -> None:
    me.write_text("held: python-1\n", "utf-8")
    assert "MC203 held needs a list" in tell(me, "done", "java-1", "--on", "2026-10", code=1)
    me.write_text("{held: []}\n", "utf-8")
    said = tell(me, "done", "java-1", "--on", "2026-10", code=2)
    assert "was not changed: each key must be at the beginning of a line" in said
    me.write_text("held: [\n  {module: python-1}, # mine\n]\n", "utf-8")
    assert "there are comments inside the brackets of 'held'" in tell(me, "done", "java-1", "--on", "2026-10", code=2)
    me.write_text("hours: 6\n...\n", "utf-8")
    assert "the change cannot be made safely" in tell(me, "done", "java-1", "--on", "2026-10", code=2)
    assert me.read_text("utf-8") == "hours: 6\n...\n"


def test_what_was_wrong_before_does_not_stop_a_change_that_is_right(me: Path) -> None:
    """Two modules are over: each is told in a command of its own."""
    me.write_text("under_way:\n- {module: java-1, started: 2026-01}\n- {module: cyb-foundations, started: 2025-10}\n", "utf-8")
    tell(me, "done", "java-1")
    assert me.read_text("utf-8").endswith("held:\n  - {module: java-1, ended: 2026-03}\n")
    tell(me, "done", "cyb-foundations", "--on", "2026-04")
    assert me.read_text("utf-8").startswith("under_way: []\nheld:\n")


def test_the_file_is_kept_as_private_as_it_was_with_a_backup_on_request(me: Path) -> None:
    me.chmod(0o600)
    tell(me, "done", "java-1", "--on", "2026-10", "--backup")
    assert (me.parent / "me.yaml.bak").read_text("utf-8") == FILE
    assert stat.S_IMODE(me.stat().st_mode) == 0o600
    assert sorted(path.name for path in me.parent.iterdir()) == [".me.yaml.undo", "me.yaml", "me.yaml.bak"]


def test_line_ends_and_byte_order_marks_stay(me: Path) -> None:
    me.write_bytes(b"\xef\xbb\xbfhours: 6\r\nheld:\r\n  - {module: python-1}\r\n# end")
    tell(me, "done", "java-1", "--on", "2026-10")
    assert me.read_bytes() == (
        b"\xef\xbb\xbfhours: 6\r\nheld:\r\n  - {module: python-1}\r\n  - {module: java-1, ended: 2026-10}\r\n# end"
    )


# --- On any file: it means what it must, and every comment and other line is as it was ----------------------------------------

WORDS = ["a", "b-2", "no", "010", "1e3", "'1:30'", '"x # y"', "2027-04"]
COMMENTS = ["", "", "  # note", "   #: [odd] {note} - 'x"]
BETWEEN = ["", "", "\n", "# a line\n", "\n# two\n#lines\n", "  # indented\n"]
ITEMS = [
    "{{module: {0}}}",
    "{{module: {0}, ended: 2026-04}}",
    "module: {0}\n{1}  ended: 2026-04",
    '{{ module: {0} , evidence: "a#b" }}',
]


@st.composite
def files(draw: st.DrawFn) -> str:
    """A learner's file as people may write it: each key in one style or another, with comments all over."""
    parts = []
    for key in draw(st.permutations(["hours", "held", "under_way", "pins", "targets", "name"])):
        parts.append(draw(st.sampled_from(BETWEEN)))
        note = draw(st.sampled_from(COMMENTS))
        names = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
        match key:
            case "held" | "under_way":
                if draw(st.booleans()):
                    parts.append(f"{key}: [{', '.join(f'{{module: {name}}}' for name in names)}]{note}\n")
                    continue
                indent = draw(st.sampled_from(["", "  ", "    "]))
                parts.append(f"{key}:{note}\n")
                for name in names:
                    item = draw(st.sampled_from(ITEMS)).format(name, indent)
                    parts.append(f"{indent}- {item}{draw(st.sampled_from(COMMENTS))}\n{draw(st.sampled_from(BETWEEN))}")
            case "pins":
                if draw(st.booleans()):
                    parts.append(f"{key}: {{{', '.join(f'{name}: 2027-04' for name in names)}}}{note}\n")
                else:
                    parts.append(f"{key}:{note}\n" + "".join(f"  {name}: 2027-04{note}\n" for name in names))
            case "targets":
                parts.append(f"{key}: [{names[0]}, # why\n   {names[-1]}]\n")
            case _:
                parts.append(f"{key}: {names[0]}{note}\n")
    return "".join(parts).rstrip("\n") + draw(st.sampled_from(["", "\n", "\n\n# the end"]))


def data_of(text: str) -> dict[str, Any]:
    source = parse_yaml(text, "me.yaml")
    assert source.diagnostics == (), text
    assert isinstance(source.data, dict)
    return source.data


def comments_of(text: str) -> list[str]:
    """The notes of `COMMENTS` and `BETWEEN`, wherever they stand."""
    return sorted(re.findall(r"# note|#: \[odd\]|# a line|# two|#lines|# indented|# why|# the end", text))


@settings(max_examples=300)
@given(files(), st.sampled_from(["held", "under_way", "failed"]))
def test_an_item_is_added_and_nothing_else_changes(text: str, key: str) -> None:
    before = data_of(text)
    item: dict[str, str | int] = {"module": "new", "ended": "2027-09", "evidence": "no. 5: 'x' # \"y\"", "months": 3}
    after = with_item(text, key, item)
    assert data_of(after) == before | {key: [*before.get(key, ()), item]}
    assert comments_of(after) == comments_of(text)
    own = "" if key not in before else next(line for line in text.splitlines() if line.startswith(f"{key}:"))
    kept = [line for line in text.splitlines() if not (line == own and "[" in own)]
    assert [line for line in after.splitlines() if line in kept] == kept


@settings(max_examples=300)
@given(files(), st.sampled_from(["held", "under_way", "pins"]), st.data())
def test_an_item_is_taken_out_and_nothing_else_changes(text: str, key: str, data: st.DataObject) -> None:
    before = data_of(text)
    if key == "pins":
        position = data.draw(st.integers(0, len(before["pins"]) - 1))
        after = without_item(text, "pins", position)
        name = list(before["pins"])[position]
        assert data_of(after) == before | {"pins": {other: month for other, month in before["pins"].items() if other != name}}
    else:
        position = data.draw(st.integers(0, len(before[key]) - 1))
        after = without_item(text, key, position)
        assert data_of(after) == before | {key: [*before[key][:position], *before[key][position + 1 :]]}
    assert len(comments_of(after)) >= len(comments_of(text)) - 1
    lines = [line for line in text.splitlines() if not line.startswith(f"{key}:")]
    left = [line for line in after.splitlines() if not line.startswith(f"{key}:")]
    if f"{key}: [" not in text and f"{key}: {{" not in text:
        assert 1 <= len(lines) - len(left) <= 2
        waiting = iter(lines)
        assert all(line in waiting for line in left)  # in the same order, each line once


@settings(max_examples=200)
@given(files(), st.sampled_from(["held", "under_way"]))
def test_what_is_added_and_taken_out_again_leaves_a_file_that_is_no_longer_changed(text: str, key: str) -> None:
    """The first change may give a list in brackets its own lines; from then on, in and out is nothing."""
    item = {"module": "new"}
    once = with_item(text, key, item)
    twice = with_item(without_item(once, key, len(data_of(once)[key]) - 1), key, item)
    assert twice == once


def test_what_cannot_be_edited() -> None:
    for text in ("a: [", "- a\n", "just text\n"):
        with pytest.raises(EditError):
            with_item(text, "held", {"module": "x"})
    assert with_item("", "held", {"module": "x"}) == "held:\n  - {module: x}\n"


def test_standard_input_cannot_be_changed() -> None:
    said = words_of(run("done", "python-1", *OF_SMALL, "-l", "-", code=2, typed=FILE))
    assert "standard input cannot be changed: name a file" in said
