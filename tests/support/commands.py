"""Whole commands for tests, in this process or in one of their own, and the small catalogue that most of them use."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import typer.main
from typer.testing import CliRunner, Result

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli.app import app
from mcplanner.files.catalogues import load_catalogue

TESTS = Path(__file__).parents[1]
DATA = TESTS / "data"
INVALID = DATA / "invalid"
SMALL = DATA / "catalogues" / "small.yaml"
OF_SMALL = ["-c", str(SMALL)]
PLAN_SMALL = ["plan", *OF_SMALL, "--start", "2026-12"]
CERTIFICATE = [*PLAN_SMALL, "--hours", "8", "--target", "cyber-certificate"]

STOPPED_CLOCK = str(Path(__file__).parent / "stopped_clock")
"""On Python's path, it makes the clock of a process stand still."""

IMPORTED = """
import sys
from mcplanner.__main__ import run_command
sys.argv = ["mcplan", *sys.argv[1:]]
code = run_command()
own = {name for name in sys.modules if name.startswith(("mcplanner.", "rich."))}
print("imported:", *sorted(own | {name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


def run(*words: str, code: int = 0, width: int = 100, charset: str = "utf-8", typed: str | None = None) -> Result:
    """Run a command; 0 or the expected exit code, and never a traceback. `typed` is on standard input."""
    runner = CliRunner(charset=charset)
    result = runner.invoke(app, words, input=typed, env={"COLUMNS": str(width)}, prog_name="mcplan")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def offered(line: str, shell: Literal["bash", "fish"] = "bash") -> list[str]:
    """What Tab offers at the end of a line; fish is also told what each word means, after a tab."""
    bash = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    fish = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    words = {**bash, **fish, "_MCPLAN_COMPLETE": f"complete_{shell}"}
    result = CliRunner().invoke(app, [], env=words, prog_name="mcplan")
    assert result.stderr == ""
    return list(filter(None, result.stdout.splitlines()))


def words_of(result: Result) -> str:
    """Standard error as one line, whatever its line breaks and frames; nothing may stand on standard output."""
    assert result.stdout == ""
    return " ".join(result.stderr.replace("│", " ").split())


def process(
    *words: str, typed: str | None = None, folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Python with some words, in a process of its own, perhaps in a folder; `typed` is on standard input."""
    return subprocess.run(
        [sys.executable, *words],
        input=typed,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": STOPPED_CLOCK, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def on_a_terminal(*words: str, program: Sequence[str] = ("-m", "mcplanner"), **environment: str) -> str:
    """What a command prints on a terminal of 80 columns, in a process of its own that ends with 0."""
    ours, theirs = os.openpty()
    settings = {name: value for name, value in os.environ.items() if name not in ("PAGER", "LESS", "NO_COLOR")}
    settings |= {"PYTHONPATH": STOPPED_CLOCK, "COLUMNS": "80", "TERM": "dumb", **environment}
    command = [sys.executable, *program, *words]
    with subprocess.Popen(command, env=settings, stdin=theirs, stdout=theirs, stderr=theirs) as done:
        os.close(theirs)
        printed = b"".join(read_terminal(ours)).decode()
    os.close(ours)
    assert done.returncode == 0, printed
    return printed.replace("\r\n", "\n")


def read_terminal(terminal: int) -> Iterator[bytes]:
    """What is written on a terminal, until nobody writes any more."""
    while True:
        try:
            data = os.read(terminal, 1 << 16)
        except OSError:  # how Linux says that nobody writes any more
            return
        if not data:
            return
        yield data


def imported_by(*words: str) -> set[str]:
    """The packages that a command imports, and each module of mcplan and rich, in a process of its own."""
    done = process("-c", IMPORTED, *words)
    assert done.returncode == 0, done.stderr
    *_, last = done.stderr.splitlines()
    assert last.startswith("imported: ")
    return set(last.removeprefix("imported: ").split())


def every_command() -> Iterator[tuple[tuple[str, ...], Any]]:
    """The words of each command and group, `mcplan` itself first with none."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), typer.main.get_command(app))]
    while waiting:
        words, command = waiting.pop(0)
        waiting += [((*words, name), below) for name, below in getattr(command, "commands", {}).items()]
        yield words, command


def small_catalogue() -> Catalogue:
    """The small catalogue, read."""
    catalogue = load_catalogue(SMALL).catalogue
    assert catalogue is not None
    return catalogue
