"""Whole outputs kept as files in `tests/snapshots/`; `MCPLAN_UPDATE_SNAPSHOTS=1` rewrites them, to be read before kept."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def check(name: str, text: str) -> None:
    """Compare `text` with the snapshot; one that is missing fails, so that no comparison is silently left out."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("MCPLAN_UPDATE_SNAPSHOTS") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), f"there is no {path}: run with MCPLAN_UPDATE_SNAPSHOTS=1 and read what it writes"
    assert text == path.read_text(encoding="utf-8")
