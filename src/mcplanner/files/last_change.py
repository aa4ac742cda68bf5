"""Changes a learner file, and keeps it as it was, beside it in `.me.yaml.undo`, so that the change can be undone.

Knows the form of that record, one line of YAML comment above the earlier text; not what learner files mean.
"""

from collections.abc import Iterator
from difflib import unified_diff
from hashlib import sha256
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from mcplanner.files.saving import real_path, replace_together
from mcplanner.ground.characters import one_line

HEADING = b"# mcplan undo: "


class LastChange(Struct, frozen=True):
    """The change that `mcplan undo` undoes.

    Attributes
    ----------
    words
        What the command that made it said about it.
    undone
        True if it has been undone; to undo the last change then means to make it again.
    left
        The SHA-256 of the file as the change left it.
    """

    words: str
    undone: bool
    left: str


def record_path(path: Path) -> Path:
    """The path of the record of a file's last change."""
    real = real_path(path)
    return real.with_name(f".{real.name}.undo")


def change(path: Path, before: bytes, after: bytes, words: str, undone: bool = False, backup: bool = False) -> None:
    """Replace a file that still holds `before`, and record what it was; a link is followed.

    Call this while alone in the folder. The new record waits beside the earlier one until the file is replaced: whenever the
    program is killed, one of the two records belongs to the file as it is.

    Raises
    ------
    SavingError
        The file was changed meanwhile or cannot be written; then it stays as it is.
    """
    place, record = real_path(path), record_path(path)
    head = msgspec.json.encode(LastChange(words, undone, _digest(after)))
    contents = {_waiting(record): b"".join((HEADING, head, b"\n", before)), place: after}
    if backup:
        contents = {place.with_name(f"{place.name}.bak"): before, **contents}
    _settle(record, before)
    replace_together(path, before, contents)
    _settle(record, after)


def last_change(path: Path, content: bytes) -> tuple[LastChange, bytes] | None:
    """The last recorded change of a file, and the file as it was before; None if there is no record.

    Parameters
    ----------
    content
        What the file holds. Call this while alone in the folder.

    Raises
    ------
    OSError
        The record cannot be read.
    """
    record = record_path(path)
    _settle(record, content)
    return _read(record)


def _waiting(record: Path) -> Path:
    return record.with_name(f"{record.name}.new")


def _settle(record: Path, content: bytes) -> None:
    """Let a record that waits take its place if its change took effect; otherwise remove it."""
    waiting = _waiting(record)
    found = _read(waiting)
    if found is not None and is_as_left(found[0], content):
        waiting.replace(record)
    else:
        waiting.unlink(missing_ok=True)


def _read(record: Path) -> tuple[LastChange, bytes] | None:
    try:
        head, _, before = record.read_bytes().partition(b"\n")
        return msgspec.json.decode(head.removeprefix(HEADING), type=LastChange), before
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def is_as_left(change: LastChange, content: bytes) -> bool:
    """Return whether a file's content is what the change left."""
    return _digest(content) == change.left


def differing_lines(before: bytes, after: bytes) -> Iterator[str]:
    """The lines that are gone, with `-` in front of them, and those that are new, with `+`."""
    old, new = (text.decode(errors="replace").splitlines() for text in (before, after))
    for line in islice(unified_diff(old, new, n=0, lineterm=""), 2, None):  # after the names of the two files
        if not line.startswith("@@"):
            yield f"{line[0]} {_visible(line[1:])}"


def _visible(line: str) -> str:
    """A line with its indentation, but without anything that a terminal would obey."""
    text = line.lstrip(" ")
    return " " * (len(line) - len(text)) + one_line(text)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
