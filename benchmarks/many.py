"""Many learners: how many a second `mcplan cohort` answers, alone, with processes and with dask, and how much memory it takes.

`python benchmarks/many.py` plans for 2,000 and for 20,000 made-up learners; `--learners` names other numbers, `--workers`
other numbers of processes, and `--dask` of dask's workers, none by default. Each run is a process of its own. The table has
its time, the CPU seconds of all its processes, the memory of the largest one, and how many learners' searches the time limit
ended. Ends with 1 where the answers of any others differ between runs. Needs a system with `wait4`; only on Linux are processes
counted that nobody else waits for, such as the one from which a cluster's workers branch off.
"""

import argparse
import ctypes
import os
import sys
import tempfile
from pathlib import Path

import population
from planning import run

SEED = 1

SUBREAPER = 36
"""Asks Linux to hand over to this process whatever its own processes leave behind."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure mcplan cohort.")
    parser.add_argument("--learners", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--dask", type=int, nargs="*", default=[])
    typed = parser.parse_args()
    ways = {str(number): ["--workers", str(number)] for number in typed.workers}
    ways |= {f"dask {number}": ["--cluster", "local", "--workers", str(number)] for number in typed.dask}
    same = True
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    print(f"{'learners':>9} {'workers':>7} {'seconds':>8} {'a second':>8} {'CPU':>8} {'a CPU s':>8} {'MB':>6} {'open':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for number in typed.learners:
            outputs = [_measure(Path(folder), number, name, words) for name, words in ways.items()]
            settled = set.intersection(*map(set, outputs))
            same = same and all(output[row] == outputs[0][row] for output in outputs for row in settled)
    print("the same output" if same else "WRONG: the outputs differ")
    return 0 if same else 1


def _measure(folder: Path, number: int, name: str, way: list[str]) -> dict[str, str]:
    """Plan for so many learners, print a line of the table, and return the lines that no time limit touched, by their rows."""
    learners, plans, seats = folder / f"{number}.csv", folder / f"{number}-plans.csv", folder / f"{number}-seats.csv"
    with learners.open("w", encoding="utf-8") as file:
        file.write(population.HEADING)
        file.writelines(population.learners(number, SEED))
    words = ["cohort", str(learners), "-o", str(plans), "--forecast", str(seats), "--force", *way]
    done = run([sys.executable, "-m", "mcplanner", *words])
    if done.code != 0:
        raise SystemExit(f"mcplan ended with {done.code}: {done.complained}")
    seconds, megabytes = _left_behind()
    cpu, most = done.cpu + seconds, max(done.megabytes, megabytes)
    rates = f"{done.wall:8.1f} {number / done.wall:8,.0f} {cpu:8.1f} {number / cpu:8,.0f}"
    lines = plans.read_text("utf-8").splitlines()[1:]
    settled = {line.partition(",")[0]: line for line in lines if line.split(",")[2] in ("optimal", "infeasible")}
    print(f"{number:9,} {name:>7} {rates} {most:6.0f} {len(lines) - len(settled):6,}", flush=True)
    return settled


def _left_behind() -> tuple[float, float]:
    """The CPU seconds of the processes that a run has left behind, once they have ended, and the megabytes of the largest."""
    seconds = megabytes = 0.0
    while True:
        try:
            _, _, used = os.wait4(-1, 0)
        except ChildProcessError:
            return seconds, megabytes
        seconds += used.ru_utime + used.ru_stime
        megabytes = max(megabytes, used.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main())
