"""A made-up population of learners as CSV, from a seed: the same arguments give the same bytes, and memory does not grow.

`python benchmarks/population.py 100000 1 > learners.csv` prints 100,000 learners of the example catalogue, made with seed 1.
The distributions stand below, each as words or numbers as often as they are drawn. None was measured; they are plausible, and
stated, so that whoever knows better can change them. `--spread` draws hours to the minute and years of birth of their own, so
that questions seldom repeat.
"""

import argparse
import sys
from collections.abc import Iterator
from random import Random

HEADING = "id,targets,hours,residency,born,held,start\n"

TARGETS = (
    *("cert-programming-basics", "cert-generative-ai", "cert-digital-marketing", "cert-project-management") * 6,
    *("cert-people-leadership", "cert-business-fundamentals", "cert-data-practice", "cert-lean-practice") * 3,
    *("cyber-diploma", "healthcare-diploma", "business-diploma", "data-diploma", "ai-diploma") * 2,
    *("cert-healthcare-admin", "cert-cyber-defence", "cert-facility-systems", "green-diploma"),
)
"""Most take a short certificate; one in five or six wants a diploma."""

HOURS = (2, 3, 4, 4, 5, 5, 6, 6, 6, 8, 8, 10, 12)
"""Hours a week beside a job, in whole hours as people say them."""

RESIDENCIES = ("citizen",) * 17 + ("permanent-resident",) * 2 + ("other",)
DECADES = ("1965", "1975", "1975", "1985", "1985", "1985", "1995", "1995")
"""Years of birth: what matters to prices is whether somebody is 40, so a year stands for ten."""

HELD = ("",) * 6 + ("python-sprint=2025-06", "lean-essentials=2025-09")
STARTS = ("2027-01", "2027-04", "2027-07", "2027-10")
"""A quarter of the learners begins in each quarter."""


def learners(number: int, seed: int, spread: bool = False) -> Iterator[str]:
    """The rows of so many learners."""
    random = Random(seed)
    for person in range(1, number + 1):
        target, hours, residency = random.choice(TARGETS), str(random.choice(HOURS)), random.choice(RESIDENCIES)
        born, held, start = random.choice(DECADES), random.choice(HELD), random.choice(STARTS)
        if spread:
            hours, born = f"{random.randint(120, 900) / 60:.2f}", str(random.randint(1960, 2003))
        yield f"P{person:07d},{target},{hours},{residency},{born},{held},{start}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Print a made-up population of learners as CSV.")
    parser.add_argument("number", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--spread", action="store_true", help="draw hours and years so that questions seldom repeat")
    typed = parser.parse_args()
    sys.stdout.write(HEADING)
    sys.stdout.writelines(learners(typed.number, typed.seed, typed.spread))


if __name__ == "__main__":
    main()
