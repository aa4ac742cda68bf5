"""Many learners: how many a second `mcplan cohort` answers with one and two workers, and how much memory it takes.

`python benchmarks/many.py` plans for 2,000 and for 20,000 made-up learners; `--learners` names other numbers, and `--workers`
other numbers of processes. Each run is a process of its own. The table has its time, the CPU seconds of all its processes, and
the memory of the largest one. Ends with 1 where the outputs of the same learners differ. Needs a system with `wait4`.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import population
from planning import run

SEED = 1


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure mcplan cohort.")
    parser.add_argument("--learners", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    typed = parser.parse_args()
    same = True
    print(f"{'learners':>9} {'workers':>7} {'seconds':>8} {'a second':>8} {'CPU':>8} {'a CPU s':>8} {'MB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for number in typed.learners:
            outputs = [_measure(Path(folder), number, workers) for workers in typed.workers]
            same = same and len(set(outputs)) == 1
    print("the same output" if same else "WRONG: the outputs differ")
    return 0 if same else 1


def _measure(folder: Path, number: int, workers: int) -> bytes:
    """Plan for so many learners, print a line of the table, and return what was written."""
    learners, plans, seats = folder / f"{number}.csv", folder / f"{number}-plans.csv", folder / f"{number}-seats.csv"
    with learners.open("w", encoding="utf-8") as file:
        file.write(population.HEADING)
        file.writelines(population.learners(number, SEED))
    words = ["cohort", str(learners), "-o", str(plans), "--forecast", str(seats), "--force", "--workers", str(workers)]
    done = run([sys.executable, "-m", "mcplanner", *words])
    if done.code != 0:
        raise SystemExit(f"mcplan ended with {done.code}: {done.complained}")
    rates = f"{done.wall:8.1f} {number / done.wall:8,.0f} {done.cpu:8.1f} {number / done.cpu:8,.0f}"
    print(f"{number:9,} {workers:7} {rates} {done.megabytes:6.0f}", flush=True)
    return plans.read_bytes() + seats.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
