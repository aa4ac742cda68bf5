"""A reader that goes away, as `head` does, costs neither a file nor the exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAN = ("plan", "--hours", "6", "--target", "cyber-diploma", "--start", "2026-12", "-o", "plan.json")


@pytest.mark.skipif(os.name != "posix", reason="a pipe that nobody reads")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "words",
    [("list",), ("list", "--field", "healthcare"), ("list", "--json"), ("list", "--csv", "--all"), PLAN],
    ids=["list", "field", "json", "csv", "plan"],
)
def test_nobody_reads_what_is_printed(words: tuple[str, ...], unbuffered: str, tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "mcplanner", *words],
        cwd=tmp_path,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        stdout=write_end,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(write_end)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert (tmp_path / "plan.json").exists() == (words == PLAN)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file on a full disk")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "words", [("list",), ("catalogue", "list"), ("--version",), (*PLAN[:-2],)], ids=["list", "catalogue", "version", "plan"]
)
def test_a_full_disk_is_said_in_one_line(words: tuple[str, ...], unbuffered: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mcplanner", *words],
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "mcplan: cannot read or write: No space left on device\n")
