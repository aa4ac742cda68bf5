"""Which of many diplomas is soonest: the time that takes beside the time of the slowest of them planned by itself.

    python benchmarks/kinds_of_award.py [--awards 100] [--modules 12] [--hours 8] [--runs 3]

Three catalogues: the shipped one of real programmes, made-up diplomas with modules of their own, and made-up diplomas that draw
their modules from one pool. `mcplan plan --target diploma` is measured as a whole process, and so is each diploma alone; CPU
time, the least of several runs, with the catalogue kept. Ends with 1 where the soonest finish is not that of the soonest alone.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from catalogues import catalogue, made_diploma
from planning import run

MCPLAN = (sys.executable, "-m", "mcplanner")
POOL = 4
"""Diplomas that share their modules draw them from so many times as many as one of them needs."""

AWARDS = "awards:\n"
"""Where the modules of a made catalogue end and its awards begin."""

PLANNED = (0, 3)
"""The exit codes of a plan that is complete, and of an answer that there is none."""


class Made(NamedTuple):
    """What to call a catalogue, how the command line names it, and the diplomas in it."""

    title: str
    catalogue: str
    diplomas: Sequence[str]


class Measured(NamedTuple):
    """A plan: its status, its last month if there is one, and what the process took."""

    status: str
    finish: str | None
    seconds: float
    megabytes: float


def main() -> int:
    """Measure the three catalogues, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--awards", type=int, default=100, help="how many diplomas a made-up catalogue has")
    parser.add_argument("--modules", type=int, default=12, help="how many modules each of them is made of")
    parser.add_argument("--hours", type=int, default=8, help="hours a week")
    parser.add_argument("--runs", type=int, default=3, help="how often each command runs; the least counts")
    typed = parser.parse_args()
    wrong = 0
    print(f"{'catalogue':20} {'diplomas':>8} {'together s':>10} {'slowest s':>9} {'times':>5} {'MB':>4}  finish")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for made in (
            _real_programmes(),
            _with_own_modules(folder / "own.yaml", typed.awards, typed.modules, typed.hours),
            _from_one_pool(folder / "pool.yaml", typed.awards, typed.modules, typed.hours),
        ):
            together = _measured(made.catalogue, "diploma", typed.hours, typed.runs)
            alone = [_measured(made.catalogue, target, typed.hours, typed.runs) for target in made.diplomas]
            slowest = max(each.seconds for each in alone)
            print(
                f"{made.title:20} {len(alone):8} {together.seconds:10.2f} {slowest:9.2f} {together.seconds / slowest:5.2f} "
                f"{together.megabytes:4.0f}  {together.finish} ({together.status})",
                flush=True,
            )
            soonest = min((each.finish for each in alone if each.finish is not None), default=None)
            if together.finish != soonest:
                print(f"The soonest alone ends in {soonest}.")
                wrong = 1
    return wrong


def _measured(catalogue_name: str, target: str, hours: int, runs: int) -> Measured:
    """Plan so many times, and take the least CPU time."""
    asked = ("plan", "-c", catalogue_name, "--target", target, "--hours", str(hours), "--start", "2027-01", "--json")
    done = [run([*MCPLAN, *asked]) for _ in range(runs)]
    if done[-1].code not in PLANNED:
        raise SystemExit(f"mcplan {' '.join(asked)}: {done[-1].complained}")
    told = json.loads(done[-1].printed)
    return Measured(told["status"], told["finish"], min(each.cpu for each in done), max(each.megabytes for each in done))


def _real_programmes() -> Made:
    told = json.loads(run([*MCPLAN, "list", "awards", "-c", "singapore", "--json"]).printed)
    return Made("real programmes", "singapore", [award["id"] for award in told["awards"] if award["kind"] == "diploma"])


def _with_own_modules(file: Path, awards: int, modules: int, hours: int) -> Made:
    """Write a catalogue with the diplomas of `catalogues.py`, one seed after another, each with modules of its own."""
    names = [f"diploma-{seed}" for seed in range(awards)]
    heading, all_modules, all_awards = "", [], []
    for seed, name in enumerate(names):
        text = (
            catalogue(made_diploma(modules, seed, hours)).replace("unit-", f"unit-{seed}-").replace("id: target", f"id: {name}")
        )
        heading, own = text.split("modules:\n")
        own_modules, own_awards = own.split(AWARDS)
        all_modules.append(own_modules)
        all_awards.append(own_awards)
    file.write_text("".join((heading, "modules:\n", *all_modules, AWARDS, *all_awards)), "utf-8")
    return Made("modules of their own", str(file), names)


def _from_one_pool(file: Path, awards: int, modules: int, hours: int) -> Made:
    """Write a catalogue of one pool of modules, in which each diploma needs some that are drawn at random."""
    random = Random(f"pool {awards} {modules} {hours}")
    pool = made_diploma(POOL * modules, 1, hours, electives=0)
    names = [f"diploma-{number}" for number in range(awards)]
    units = [course.name for course in pool.courses]
    beginning = catalogue(pool).split(AWARDS)[0]
    lines = (line for name in names for line in _award(name, random.sample(units, modules)))
    file.write_text("".join((beginning, AWARDS, *lines)), "utf-8")
    return Made("modules of one pool", str(file), names)


def _award(name: str, units: Sequence[str]) -> Iterator[str]:
    """A diploma that needs these modules, of the last four of them any two."""
    yield f"  - id: {name}\n    title: Diploma {name}\n    kind: diploma\n    field: general\n    requires:\n"
    yield from (f"      - {unit}\n" for unit in units[:-4])
    yield f"      - {{choose: 2, from: [{', '.join(units[-4:])}]}}\n"


if __name__ == "__main__":
    sys.exit(main())
