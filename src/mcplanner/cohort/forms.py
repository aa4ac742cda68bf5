"""The forms of files of learners and of answers, told by the endings of their names."""

from pathlib import Path

LINES = (".jsonl", ".ndjson")
PARQUET = ".parquet"
WRITTEN = (".csv", ".jsonl", PARQUET)
"""The endings to write, among those that are understood."""


GO_ON = "what was answered is kept; go on with --resume"


class CohortError(Exception):
    """A file of learners cannot be read or gone on with; the message says why."""


def is_lines(path: Path) -> bool:
    """Whether a file is one of JSON lines."""
    return path.suffix.lower() in LINES


def is_parquet(path: Path) -> bool:
    """Whether a file is a Parquet one."""
    return path.suffix.lower() == PARQUET


def is_known(path: Path) -> bool:
    """Whether a file has a form that can be written."""
    return path.suffix.lower() in (".csv", *LINES, PARQUET)
