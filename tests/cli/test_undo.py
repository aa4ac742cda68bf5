"""Learner files are changed one command at a time, whole or not at all, and the last change can be taken back."""

import os
import signal
import stat
import subprocess
import sys
from ast import literal_eval
from collections.abc import Sequence
from pathlib import Path

import pytest
from commands import OF_SMALL, run, words_of

from mcplanner.files import folder_lock, saving
from mcplanner.files.folder_lock import LockedError
from mcplanner.files.last_change import differing_lines, record_path
from mcplanner.files.saving import SavingError, alone_in_folder_of, replace_together, save
from mcplanner.learner.yaml_edits import with_item

FILE = "name: Mei\nhours: 6   # in the evening\ntargets: [cyber-certificate]\n"
JAVA = with_item(FILE, "held", {"module": "java-1", "ended": "2026-10"})
DONE_JAVA = ["done", "java-1", "--on", "2026-10"]
posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and signals are others elsewhere")


@pytest.fixture
def me(tmp_path: Path) -> Path:
    path = tmp_path / "me.yaml"
    path.write_text(FILE, "utf-8")
    return path


def tell(me: Path, *words: str, code: int = 0) -> str:
    """What a command says of the file; the catalogue added where it has one."""
    own = [] if words[0] == "undo" else OF_SMALL
    result = run(*words, "-l", str(me), *own, code=code)
    return result.stdout if code == 0 else words_of(result)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- undo ---------------------------------------------------------------------------------------------------------------------


def test_undo_takes_back_the_last_change_and_says_which(me: Path) -> None:
    tell(me, *DONE_JAVA)
    assert me.read_text("utf-8") == JAVA
    assert tell(me, "undo") == (
        'undid the change "done: Programming in Java (java-1), ended Oct 2026"\n'
        "  - held:\n  -   - {module: java-1, ended: 2026-10}\n"
    )
    assert me.read_text("utf-8") == FILE


def test_undo_again_makes_the_change_again(me: Path) -> None:
    tell(me, *DONE_JAVA)
    tell(me, "undo")
    assert tell(me, "undo").startswith('made the change "done: Programming in Java (java-1), ended Oct 2026" again\n')
    assert me.read_text("utf-8") == JAVA
    assert tell(me, "undo").startswith('undid the change "done: ')
    assert me.read_text("utf-8") == FILE


def test_only_the_last_change_is_taken_back(me: Path) -> None:
    tell(me, *DONE_JAVA)
    tell(me, "begin", "cyb-foundations", "--on", "2026-10")
    assert tell(me, "undo").startswith('undid the change "begun: Cybersecurity Foundations')
    assert me.read_text("utf-8") == JAVA


def test_undo_without_a_change_to_take_back(me: Path) -> None:
    assert f"no change to '{me}' is recorded, so there is nothing to undo" in tell(me, "undo", code=2)
    me.unlink()
    said = tell(me, "undo", code=1)
    assert "MC001 cannot read the file: there is no such file" in said
    assert f"to write a learner file: mcplan learner init {me}" in said
    assert names(me.parent) == []


def test_undo_leaves_a_file_alone_that_was_edited_since(me: Path) -> None:
    tell(me, *DONE_JAVA)
    me.write_text(JAVA + "evenings: 2\n", "utf-8")
    said = tell(me, "undo", code=2)
    assert f"'{me}' was changed by something else after \"done: Programming in Java (java-1), ended Oct 2026\"" in said
    assert f"the file as it was before is in '{record_path(me)}', below the first line" in said
    assert me.read_text("utf-8") == JAVA + "evenings: 2\n"
    assert record_path(me).read_text("utf-8").split("\n", 1)[1] == FILE


def test_every_command_that_writes_can_be_taken_back(me: Path, tmp_path: Path) -> None:
    """An import and a file that is overwrote too, byte for byte."""
    odd = b"\xef\xbb\xbfhours: 6\r\nname: no line end"
    me.write_bytes(odd)
    courses = tmp_path / "courses.csv"
    courses.write_text("Course title,Ended\nCybersecurity Foundations,2026-09\n", "utf-8")
    tell(me, "import", str(courses), "--write")
    assert tell(me, "undo").startswith('undid the change "imported: cyb-foundations"\n')
    assert me.read_bytes() == odd
    run("learner", "init", str(me), *OF_SMALL, "--hours", "7", "--target", "diploma", "--force")
    assert 'undid the change "overwrote ' in tell(me, "undo")
    assert me.read_bytes() == odd
    for words in (["begin", "cyb-foundations", "--on", "2026-10"], ["drop", "cyb-foundations", "--failed"]):
        before = me.read_bytes()
        tell(me, *words)
        tell(me, "undo")
        assert me.read_bytes() == before
        tell(me, "undo")


def test_a_record_that_is_none_is_no_change(me: Path) -> None:
    record_path(me).write_text("something else\n", "utf-8")
    assert "there is nothing to undo" in tell(me, "undo", code=2)


def test_what_differs_is_shown_without_what_a_terminal_would_obey() -> None:
    assert list(differing_lines(b"a: 1\nb: 2\n", b"a: 1\n  b: \x1b[2J3\nc: \xff\n")) == ["- b: 2", "+   b: [2J3", "+ c: \ufffd"]


# --- One command at a time ----------------------------------------------------------------------------------------------------


def started(words: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mcplanner", *words, *OF_SMALL]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_commands_at_once_wait_for_each_other(me: Path) -> None:
    """While the folder is held, three commands begin; once it is free, each adds its own to what the others left."""
    modules = ("java-1", "health-data", "ward-basics")
    with alone_in_folder_of(me):
        waiting = [started(["done", module, "--on", "2026-10"], me.parent) for module in modules]
    assert [each.wait() for each in waiting] == [0, 0, 0]
    text = me.read_text("utf-8")
    assert [f"{{module: {module}, ended: 2026-10}}" in text for module in modules] == [True, True, True]
    assert names(me.parent) == [".me.yaml.undo", "me.yaml"]


def test_a_folder_that_another_program_holds_is_waited_for_and_then_left(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_lock, "LONGEST_WAIT_SECONDS", 0.0)
    with alone_in_folder_of(me):
        said = tell(me, *DONE_JAVA, code=2)
        with pytest.raises(SavingError, match="another program is writing in"):
            save(me.parent / "plan.csv", "x")
    assert f"another program is writing in '{me.parent}': try again when it has finished" in said
    assert me.read_text("utf-8") == FILE
    tell(me, *DONE_JAVA)


def test_a_lock_ends_with_its_holder(me: Path) -> None:
    """Nothing is to be removed by hand when the holder was killed."""
    script = "from pathlib import Path\nfrom mcplanner.files.folder_lock import folder_lock\n"
    script += "with folder_lock(Path('.')) as held:\n    print(held, flush=True)\n    input()\n"
    holder = subprocess.Popen([sys.executable, "-c", script], cwd=me.parent, stdin=-1, stdout=-1)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"True\n"
    holder.kill()
    holder.communicate()
    tell(me, *DONE_JAVA)
    assert me.read_text("utf-8") == JAVA


def test_a_file_system_without_locks_is_written_to_all_the_same(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_lock(_: int) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr(folder_lock, "_lock", no_lock)
    left = me.parent / ".mcplan-0.tmp"  # which may be another command's, still being written
    left.touch()
    tell(me, *DONE_JAVA)
    assert me.read_text("utf-8") == JAVA
    assert left.exists()


def test_a_lock_that_is_not_given_is_an_error() -> None:
    assert issubclass(LockedError, Exception)
    assert not issubclass(LockedError, OSError)  # which would read as a file system without locks


def test_a_file_that_an_editor_saves_meanwhile_is_left_as_the_editor_left_it(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def fsync_late(descriptor: int) -> None:
        fsync(descriptor)
        me.write_text("hours: 8\n", "utf-8")

    monkeypatch.setattr(os, "fsync", fsync_late)
    said = tell(me, *DONE_JAVA, "--backup", code=2)
    assert f"'{me}' has changed since mcplan read it: nothing was written; run the command again" in said
    assert (me.read_text("utf-8"), names(me.parent)) == ("hours: 8\n", ["me.yaml"])


# --- Whole or not at all, and nobody else's to read ---------------------------------------------------------------------------


@posix
def test_copies_have_the_file_s_mode_from_their_first_byte(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each temporary file is looked at when its content is on the disk, before it takes its name."""
    modes = []
    fsync = os.fsync

    def fsync_seen(descriptor: int) -> None:
        fsync(descriptor)
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))

    monkeypatch.setattr(os, "fsync", fsync_seen)
    for mode, umask in ((0o600, 0o000), (0o664, 0o077)):
        me.write_text(FILE, "utf-8")
        me.chmod(mode)
        before = os.umask(umask)
        try:
            tell(me, *DONE_JAVA, "--backup")
        finally:
            os.umask(before)
        assert {stat.S_IMODE(path.stat().st_mode) for path in me.parent.iterdir()} == {mode}
        assert names(me.parent) == [".me.yaml.undo", "me.yaml", "me.yaml.bak"]
        assert modes == [mode] * 3
        modes.clear()


@posix
def test_a_temporary_file_is_nobody_else_s_before_it_has_its_mode(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    me.chmod(0o600)
    modes = []
    chmod = Path.chmod

    def chmod_seen(path: Path, mode: int) -> None:
        modes.append((path.stat().st_size, stat.S_IMODE(path.stat().st_mode)))
        chmod(path, mode)

    monkeypatch.setattr(Path, "chmod", chmod_seen)
    before = os.umask(0)
    try:
        tell(me, *DONE_JAVA)
    finally:
        os.umask(before)
    assert modes == [(0, 0o600), (0, 0o600)]


def test_what_a_killed_command_left_is_removed_by_the_next_one(me: Path) -> None:
    for words in (DONE_JAVA, ["undo"]):
        (me.parent / ".mcplan-0123.tmp").write_text("half a fi", "utf-8")
        tell(me, *words)
        assert names(me.parent) == [".me.yaml.undo", "me.yaml"]
    (me.parent / ".mcplan-0123.tmp").write_text("half a fi", "utf-8")
    save(me.parent / "plan.csv", "x")
    assert names(me.parent) == [".me.yaml.undo", "me.yaml", "plan.csv"]


KILLED = """
import os, signal, sys
from itertools import count
from pathlib import Path
from mcplanner.files.last_change import change, last_change
from mcplanner.files.saving import alone_in_folder_of

path, before, after, earlier = Path("me.yaml"), sys.argv[1].encode(), sys.argv[2].encode(), b"hours: 5\\n"

def changed(new):
    with alone_in_folder_of(path):
        change(path, path.read_bytes(), new, "done: it", backup=True)

def counted(act, steps):
    def counting(*words, **more):
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*words, **more)
    return counting

def killed():
    steps = count()
    for owner, names in ((os, ("open", "fsync", "close")), (Path, ("chmod", "replace", "unlink", "read_bytes", "stat"))):
        for name in names:
            setattr(owner, name, counted(getattr(owner, name), steps))
    changed(after)
    os._exit(0)

for last in count():
    path.write_bytes(earlier)
    changed(before)
    child = os.fork()
    if not child:
        killed()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    content = path.read_bytes()
    with alone_in_folder_of(path):
        record = last_change(path, content)
    changed(b"hours: 8\\n")
    print([code, content.decode(), record and record[1].decode(), sorted(os.listdir("."))])
    if code == 0:
        break
"""


@posix
def test_a_change_that_is_killed_at_any_step_leaves_the_file_as_it_was_or_as_it_becomes(me: Path) -> None:
    """Killed before each of its steps on the file system in turn, until it gets through; then the next command.

    Either way, what changed the file last can be taken back.
    """
    done = subprocess.run(
        [sys.executable, "-c", KILLED, FILE, JAVA], cwd=me.parent, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr == ""
    ways = [literal_eval(line) for line in done.stdout.splitlines()]
    assert {(code, text) for code, text, _, _ in ways} == {(-signal.SIGKILL, FILE), (-signal.SIGKILL, JAVA), (0, JAVA)}
    assert {(text, record) for _, text, record, _ in ways} == {(FILE, "hours: 5\n"), (JAVA, FILE)}
    assert {tuple(left) for _, _, _, left in ways} == {(".me.yaml.undo", "me.yaml", "me.yaml.bak")}
    assert len(ways) > 20


def test_a_change_that_an_editor_took_back_leaves_nothing_to_take_back(me: Path) -> None:
    tell(me, *DONE_JAVA)
    me.write_text(FILE, "utf-8")
    assert "there is nothing to undo" in tell(me, "undo", code=2)


@posix
def test_a_file_that_is_protected_against_writing_is_left_as_it_is(me: Path) -> None:
    me.chmod(0o444)
    for words in (DONE_JAVA, [*DONE_JAVA, "--backup"]):
        assert f"'{me}' is write-protected: allow writing first, for example with chmod u+w" in tell(me, *words, code=2)
    init = ["learner", "init", str(me), *OF_SMALL, "--hours", "7", "--target", "diploma", "--force"]
    assert "is write-protected" in words_of(run(*init, code=2))
    assert (me.read_text("utf-8"), names(me.parent)) == (FILE, ["me.yaml"])
    me.chmod(0o644)
    tell(me, *DONE_JAVA)
    assert me.read_text("utf-8") == JAVA


@posix
def test_a_full_disk_loses_nothing(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert f"cannot write '{me}': No space left on device" in tell(me, *DONE_JAVA, "--backup", code=2)
    assert (me.read_text("utf-8"), names(me.parent)) == (FILE, ["me.yaml"])


@posix
def test_a_read_only_folder_loses_nothing(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = os.open

    def refused(path: str, flags: int, *more: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied")
        return own(path, flags, *more)

    monkeypatch.setattr(os, "open", refused)
    assert f"cannot write '{me}': Permission denied" in tell(me, *DONE_JAVA, code=2)
    assert (me.read_text("utf-8"), names(me.parent)) == (FILE, ["me.yaml"])


@posix
def test_a_link_goes_on_pointing_and_its_file_has_everything_beside_it(me: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "own.yaml"
    link.symlink_to(me)
    tell(link, *DONE_JAVA, "--backup")
    assert (link.is_symlink(), me.read_text("utf-8")) == (True, JAVA)
    assert (names(link.parent), names(me.parent)) == (
        ["own.yaml"],
        [".me.yaml.undo", "elsewhere", "me.yaml", "me.yaml.bak"],
    )
    tell(link, "undo")
    assert (link.is_symlink(), me.read_text("utf-8")) == (True, FILE)


def test_files_are_replaced_together_or_not_at_all(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(temporary: Path, data: bytes, _: int | None) -> None:
        if data == b"second":
            raise OSError(28, "No space left on device")
        temporary.write_bytes(data)

    monkeypatch.setattr(saving, "_complete", full)
    with pytest.raises(SavingError, match="No space left on device"):
        replace_together(me, FILE.encode(), {me.with_name("a"): b"first", me: b"second"})
    assert (me.read_text("utf-8"), names(me.parent)) == (FILE, ["me.yaml"])
