"""Whether one process that plans over and over takes more and more memory: a line for each thousand plans.

`python benchmarks/growth.py` plans 10,000 times with one `Planner`, for made-up learners who want short certificates, drawn by
`population.py --spread`, so that questions seldom repeat. Each line has the plans so far, the CPU seconds, the memory of the
process in MB, and how many objects Python keeps alive. Ends with 1 where the memory has grown by more than a tenth since the
first two thousand plans: by then what is kept of the last requests is full. `--advice` has everything explained.
Needs Linux, which says how much memory a process has now.
"""

import argparse
import csv
import gc
import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import process_time

import population

from mcplanner import Learner, Planner, Request, load_catalogue, load_funding, parse_month, shipped_catalogue_path
from mcplanner.files.paths import shipped_funding_path
from mcplanner.learner.model import Held

SEED = 1
SMALL = ("cert-",)
EVERY, SETTLED = 1000, 2000
MOST_GROWTH = 1.1


def questions() -> Iterator[tuple[Learner, Request]]:
    """What made-up learners ask who want a certificate, without an end."""
    rows = csv.DictReader((population.HEADING, *population.learners(60_000, SEED, spread=True)))
    for row in rows:
        if row["targets"].startswith(SMALL):
            held = [entry.partition("=") for entry in (row["held"],) if entry]
            learner = Learner(
                minutes_per_week=round(float(row["hours"]) * 60),
                residency=row["residency"],  # type: ignore[arg-type]
                born=int(row["born"]),
                held=tuple(Held(module=module, ended=parse_month(month)) for module, _, month in held),
            )
            yield learner, Request((row["targets"],), parse_month(row["start"]))


def megabytes() -> float:
    """The memory of this process."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description="See whether planning over and over takes more and more memory.")
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--advice", action="store_true", help="explain everything: slower")
    asked = parser.parse_args()
    catalogue, funding = load_catalogue(shipped_catalogue_path()).catalogue, load_funding(shipped_funding_path())[0]
    assert catalogue is not None, "the shipped catalogue is one"
    planner = Planner(catalogue, funding)
    settled = 0.0
    print(f"{'plans':>7} {'CPU s':>8} {'MB':>7} {'objects':>9}")
    for number, (learner, request) in enumerate(islice(questions(), asked.plans), start=1):
        planner.plan(learner, request, gains=asked.advice)
        if number % EVERY == 0 or number == asked.plans:
            gc.collect()
            print(f"{number:7,} {process_time():8.1f} {megabytes():7.1f} {len(gc.get_objects()):9,}", flush=True)
            settled = settled or (megabytes() if number >= SETTLED else 0.0)
    grown = megabytes() > MOST_GROWTH * settled > 0
    print("it grows" if grown else "it does not grow")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
