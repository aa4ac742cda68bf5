"""Measures what reading costs: whole commands with a catalogue that is checked, one that is kept, and an earlier build.

    python benchmarks/reading.py [--copies 20] [--runs 5] [--earlier CHECKOUT]
    python benchmarks/reading.py --at-once 200

CPU time and peak memory of each command, the least of several runs, and CPU as a ratio to the import of OR-Tools' modelling
layer in the same run. With `--copies` the shipped catalogue stands in the file so many times under new ids; the README's plan
is always of the shipped one. `--earlier` names a checkout of another build, whose commands take turns with those of this one.
`--at-once` starts so many commands together, none of which finds the catalogue kept, and ends with 1 where they do not all say
the same, or leave more than one kept file.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
LAYER = ("-c", "from ortools.sat.python import cp_model")
TAB = "Tab"
"""What a shell asks when Tab is pressed."""

EMPTY = "a new folder for each run"
"""Where nothing is kept yet."""

COMMANDS: Mapping[str, Sequence[str]] = {
    TAB: (),
    "check": ("check", "{file}"),
    "list --search": ("list", "-c", "{file}", "--search", "cyber"),
    "show": ("show", "cyb-foundations", "-c", "{file}"),
    "cost": ("cost", "cyb-foundations", "-c", "{file}", "--residency", "citizen"),
    "--version": ("--version",),
    "--help": ("--help",),
    "README's plan": ("plan", "--hours", "6", "--target", "diploma"),
    "plan": ("plan", "-c", "{file}", "--hours", "6", "--target", "cyber-diploma", "--start", "2027-01"),
    "plan, with money": (
        *("plan", "-c", "{file}", "--hours", "6", "--target", "cyber-diploma", "--start", "2027-01"),
        *("--residency", "citizen"),
    ),
}


class Used(NamedTuple):
    """CPU seconds and peak kilobytes."""

    seconds: float
    kilobytes: int


def main() -> None:
    """Measure every command in every way, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=1, help="how many times the shipped catalogue stands in the file")
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs; the least counts")
    parser.add_argument("--earlier", type=Path, metavar="CHECKOUT", help="a checkout of another build to compare with")
    parser.add_argument("--at-once", type=int, metavar="NUMBER", help="start so many commands together, and compare them")
    asked = parser.parse_args()
    if asked.at_once is not None:
        sys.exit(at_once(asked.at_once))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "courses.yaml"
        # Elsewhere, since each command counts what this process had at most as memory of its own.
        writer = get_context("spawn").Process(target=write_replicated, args=(file, asked.copies))
        writer.start()
        writer.join()
        layer = least(asked.runs, [LAYER], {})[0]
        print(f"import of OR-Tools' modelling layer: {layer.seconds:.2f} s CPU, {layer.kilobytes / 1024:.0f} MB")
        for name, words in COMMANDS.items():
            command = ("-m", "mcplanner", *(word.format(file=file) for word in words))
            pressed = tab_pressed(f"mcplan show -c {file} cyb-f") if name == TAB else {}
            for way, used in ways(asked.runs, command, pressed, Path(folder) / "kept", asked.earlier):
                ratio = used.seconds / layer.seconds
                print(f"{name:18} {way:8} {used.seconds:6.2f} s CPU  {ratio:5.2f}  {used.kilobytes / 1024:5.0f} MB")


def at_once(number: int) -> int:
    """Start so many commands with one catalogue together; 1 where they disagree, or more than one file is kept."""
    with tempfile.TemporaryDirectory() as kept:
        command = [sys.executable, "-m", "mcplanner", "show", "cyb-foundations"]
        surroundings = {**os.environ, "MCPLAN_CACHE": kept}
        started = [
            subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(number)
        ]
        said = {(process.communicate()[0], process.returncode) for process in started}
        files = len(list(Path(kept).iterdir()))
    print(f"{number} commands at once: {len(said)} answers, {files} files kept")
    return int(len(said) != 1 or files != 1 or any(code for _, code in said))


def tab_pressed(typed: str) -> Mapping[str, str]:
    """What bash tells a program when Tab is pressed after these words."""
    return {"_MCPLAN_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}


def ways(
    runs: int, command: Sequence[str], pressed: Mapping[str, str], kept: Path, earlier: Path | None
) -> Iterator[tuple[str, Used]]:
    """What a command takes where nothing may be kept, is kept yet, or its catalogue is; and in an earlier build."""
    folders = {"checked": "off", "first": EMPTY, "kept": str(kept)}
    surroundings = {way: {"MCPLAN_CACHE": own} for way, own in folders.items()}
    if earlier is not None:
        surroundings["earlier"] = {"PYTHONPATH": str(earlier / "src"), "MCPLAN_CACHE": "off"}
    surroundings = {way: {**own, **pressed} for way, own in surroundings.items()}
    run(command, surroundings["kept"])
    yield from zip(surroundings, least(runs, [command] * len(surroundings), *surroundings.values()), strict=True)


def least(runs: int, commands: Sequence[Sequence[str]], *surroundings: Mapping[str, str]) -> list[Used]:
    """The least that each command takes in its surroundings, in turns."""
    taken = [[run(command, own) for command, own in zip(commands, surroundings, strict=True)] for _ in range(runs)]
    return [min(own) for own in zip(*taken, strict=True)]


def run(command: Sequence[str], surroundings: Mapping[str, str]) -> Used:
    """Run Python with some words in some surroundings."""
    null = os.open(os.devnull, os.O_WRONLY)
    quiet = [(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    with tempfile.TemporaryDirectory() as folder:
        own = {name: folder if value is EMPTY else value for name, value in surroundings.items()}
        process = os.posix_spawn(sys.executable, [sys.executable, *command], {**os.environ, **own}, file_actions=quiet)
        _, status, used = os.wait4(process, 0)
    os.close(null)
    assert status == 0, f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}"
    return Used(used.ru_utime + used.ru_stime, used.ru_maxrss)


def write_replicated(file: Path, copies: int) -> None:
    """Write the shipped catalogue with its entries so many times."""
    file.write_text(replicated((ROOT / "data" / "courses.yaml").read_text("utf-8"), copies), "utf-8")


def replicated(text: str, copies: int) -> str:
    """The catalogue with its modules, awards and roles several times, each time under ids of their own."""
    head, *sections = re.split(r"^(?=(?:modules|awards|roles):\n)", text, flags=re.MULTILINE)
    names = {found for section in sections for found in re.findall(r"^  - (?:\{)?id: ([a-z0-9-]+)", section, re.MULTILINE)}
    word = re.compile(rf"(?<![\w-])({'|'.join(sorted(names, key=len, reverse=True))})(?![\w-])")
    made = [head]
    for section in sections:
        key, body = section.split("\n", 1)
        made += [f"{key}\n", body, *(word.sub(rf"\1-{number}", body) for number in range(2, copies + 1))]
    return "".join(made)


if __name__ == "__main__":
    main()
