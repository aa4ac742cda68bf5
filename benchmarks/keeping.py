"""Learner files under stress: two commands at once lose nothing, and a command that is killed leaves no half file.

`python benchmarks/keeping.py` runs 1,000 pairs of commands and kills 1,500, in five CPU minutes; `--quick` does 5 and 8.
Needs a system with `fork` (not Windows). Ends with 1 where anything was lost, half-written or left over.

Every command is a process of its own, forked from one that has loaded all that commands load: so both of a pair read and write
within the same few milliseconds, which two fresh starts of Python seldom do.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from mcplanner.cli import import_credentials, learner_init, learner_log  # noqa: F401  (loaded before the first fork)
from mcplanner.cli.app import app
from mcplanner.files.saving import replace_together
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.learner.yaml_edits import with_item

MONTH = "2026-05"
TO_DAY = "1795521600"
"""24 November 2026, for SOURCE_DATE_EPOCH."""

BEGUN = "name: Mei\nhours: 6   # in the evening\n"

MODULES = tuple(f"module-{number}" for number in range(7))

CATALOGUE = """\
title: Modules to pass
as_of: 2026-11-01
currency: SGD
fields: [{id: field, title: Field}]
providers: [{id: provider, title: Provider}]
modules:
""" + "".join(
    f"  - {{id: {name}, title: {name.title()}, field: field, provider: provider, mode: online, hours: 30, months: 1, fee: 0}}\n"
    for name in MODULES
)


@contextmanager
def learner_folder() -> Iterator[Path]:
    """An empty folder, beside the catalogue."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "modules.yaml").write_text(CATALOGUE, "utf-8")
        folder = Path(name) / "learner"
        folder.mkdir()
        yield folder


def start(words: Sequence[str], folder: Path, gate: int | None = None, begins: int | None = None) -> int:
    """A command in a process of its own; its number. It waits until a gate is opened, and tells when it begins to save."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.chdir(folder)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        if gate is not None:
            os.read(gate, 1)
        if begins is not None:
            tell_of_saving(begins)
        app(list(words), prog_name="mcplan")
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os._exit(code)


def tell_of_saving(begins: int) -> None:
    """Let this process write a byte where a file is about to be saved."""

    def telling(path: Path, before: bytes, contents: Mapping[Path, bytes]) -> None:
        os.write(begins, b"!")
        replace_together(path, before, contents)

    patch("mcplanner.files.last_change.replace_together", telling).start()


def code_of(child: int) -> int:
    """The exit code of a process; below 0 if it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def done(module: str) -> tuple[str, ...]:
    return "done", module, "--on", MONTH, "-c", "../modules.yaml"


def held_in(path: Path) -> list[str]:
    """The modules that a file says are held; it must be sound."""
    source = parse_yaml(path.read_bytes(), str(path))
    assert source.diagnostics == (), source.diagnostics
    data = source.data
    assert isinstance(data, dict)
    return [entry["module"] for entry in data.get("held", ())]


def pairs(number: int) -> list[str]:
    """Run pairs of commands at once; return what was lost. Each pair begins with a fresh file, so any two differ."""
    faults = []
    for pair in range(number):
        with learner_folder() as folder:
            path = folder / "me.yaml"
            path.write_text(BEGUN, "utf-8")
            both = random.sample(MODULES, 2)
            gate, opened = os.pipe()
            children = [start(done(module), folder, gate) for module in both]
            os.write(opened, b"go")
            succeeded = [module for module, child in zip(both, children, strict=True) if code_of(child) == 0]
            os.close(gate)
            os.close(opened)
            if sorted(held_in(path)) != sorted(succeeded) or len(succeeded) < 2:
                faults.append(f"pair {pair}: {succeeded} succeeded, {held_in(path)} is held")
    return faults


def kills(number: int) -> list[str]:
    """Kill so many commands while they save; return what was half-written, or left over after the next command.

    A command tells when it begins to save, and is killed a little later: sooner if the last one got through, later if not.
    """
    faults = []
    died = lost = changed = turns = 0
    most_seconds = 0.01
    with learner_folder() as folder:
        path = folder / "me.yaml"
        while died < number:
            module, other = random.sample(MODULES, 2)
            path.write_text(BEGUN, "utf-8")
            saving, begins = os.pipe()
            child = start(done(module), folder, begins=begins)
            os.close(begins)
            os.read(saving, 1)
            os.close(saving)
            time.sleep(random.uniform(0, most_seconds))
            os.kill(child, signal.SIGKILL)
            was_killed = code_of(child) < 0
            most_seconds *= 1.1 if was_killed else 0.7
            turns += 1
            died += was_killed
            text = path.read_text("utf-8")
            changed += was_killed and text != BEGUN
            if text not in (BEGUN, with_item(BEGUN, "held", {"module": module, "ended": MONTH})):
                faults.append(f"kill {turns}: half a file: {text!r}")
            lost += any(folder.glob(".mcplan-*"))
            if code_of(start(done(other), folder)) != 0:
                faults.append(f"kill {turns}: the next command failed")
            left = sorted(each.name for each in folder.iterdir())
            if left != [".me.yaml.undo", "me.yaml"]:
                faults.append(f"kill {turns}: left over: {left}")
    print(f"  {turns} commands for {died} that died while they saved, {changed} of them after the change;")
    print(f"  {lost} left a temporary file, which the next command removed")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    os.environ["SOURCE_DATE_EPOCH"] = TO_DAY
    random.seed(1)
    faults = []
    for words, run, number in (("pairs at once", pairs, 5 if quick else 1000), ("kills", kills, 8 if quick else 1500)):
        print(f"{number} {words}", flush=True)
        found = run(number)
        print(f"  {len(found)} faults", *found[:10], sep="\n  ", flush=True)
        faults += found
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
