"""Whole outputs kept as files, mostly in `tests/snapshots/`; `MCPLAN_UPDATE_SNAPSHOTS=1` rewrites them, to be read first."""

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "snapshots"


def check(name: str, text: str) -> None:
    """Compare `text` with the snapshot; one that is missing fails, so that no comparison is silently left out."""
    check_file(FOLDER / f"{name}.txt", text)


def check_file(path: Path, text: str) -> None:
    """The same with a file that stands elsewhere."""
    if os.environ.get("MCPLAN_UPDATE_SNAPSHOTS") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), f"there is no {path}: run with MCPLAN_UPDATE_SNAPSHOTS=1 and read what it writes"
    assert text == path.read_text(encoding="utf-8")
