"""The forms of files of learners and of answers, told by the endings of their names."""

from pathlib import Path

LINES = (".jsonl", ".ndjson")
PARQUET = ".parquet"
WRITTEN = (".csv", *LINES, PARQUET)
"""The endings of tables that can be written."""


GO_ON = "what was answered is kept; go on with --resume"


class CohortError(Exception):
    """A file of learners cannot be read or gone on with; the message says why."""


def is_lines(path: Path) -> bool:
    """Return whether a file is one of JSON lines."""
    return path.suffix.lower() in LINES


def is_parquet(path: Path) -> bool:
    """Return whether a file is a Parquet one."""
    return path.suffix.lower() == PARQUET
