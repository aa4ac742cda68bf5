"""A role of the commonest skills, which thousands of courses teach: how long a plan for it takes, by one build or two in turn.

    python benchmarks/skills.py [--courses 26000] [--skills 10] [--runs 3] [--earlier CHECKOUT]

The courses are made up: each teaches a few of 3,000 skills, the first of them in many courses and the last in hardly any, as
words occur in titles. CPU time and peak memory of the whole `mcplan plan`, the least of several runs, where each build has kept
the catalogue. Ends with 1 where a plan is not proved, or the builds differ in its verdict.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from planning import Run, run

SEED = 1
SKILLS = 3_000
HEADING = """title: Courses and their skills
as_of: 2026-11-01
currency: SGD
fields:
  - {id: all, title: All}
providers:
  - {id: school, title: The school}
modules:
"""


def main() -> int:
    """Measure the builds in turn, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--courses", type=int, default=26_000)
    parser.add_argument("--skills", type=int, default=10, help="how many of the commonest skills the role needs")
    parser.add_argument("--runs", type=int, default=3, help="how often each build plans; the least counts")
    parser.add_argument("--earlier", type=Path, metavar="CHECKOUT", help="a checkout of another build to compare with")
    typed = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "courses.yaml"
        taught = [*_taught(random.Random(SEED), typed.courses)]
        common = [skill for skill, _ in Counter(skill for own in taught for skill in own).most_common(typed.skills)]
        file.write_text("".join(_lines(random.Random(SEED), taught, common)), "utf-8")
        teaching = sum(not set(common).isdisjoint(own) for own in taught)
        print(f"{teaching:,} of {typed.courses:,} courses teach one of the skills")
        builds = {"this": {"MCPLAN_CACHE": str(Path(folder) / "this")}}
        if typed.earlier is not None:
            builds["earlier"] = {"MCPLAN_CACHE": str(Path(folder) / "earlier"), "PYTHONPATH": str(typed.earlier / "src")}
        command = [sys.executable, "-m", "mcplanner", "plan", "-c", str(file), "--target", "wanted", "--hours", "6"]
        command += ["--start", "2027-01", "--json"]
        made: dict[str, list[Run]] = {name: [] for name in builds}
        for _ in range(typed.runs + 1):  # the first of each finds nothing kept
            for name, around in builds.items():
                made[name].append(run(command, around))
    verdicts = {name: _verdict(runs[-1]) for name, runs in made.items()}
    for name, runs in made.items():
        least = min(runs[1:], key=lambda own: own.cpu)
        print(f"{name:8} {least.cpu:6.2f} s CPU  {least.megabytes:5.0f} MB  {verdicts[name]}")
    return int(len(set(verdicts.values())) > 1 or any(not verdict.startswith("optimal") for verdict in verdicts.values()))


def _taught(dice: random.Random, courses: int) -> Iterator[Sequence[str]]:
    """The skills of each course: the one that is so many times as far down the list is as many times rarer."""
    weights = list(accumulate(1 / (place + 7) for place in range(SKILLS)))
    names = [f"skill-{place}" for place in range(SKILLS)]
    for _ in range(courses):
        yield sorted(set(dice.choices(names, cum_weights=weights, k=dice.randint(2, 6))))


def _lines(dice: random.Random, taught: Sequence[Sequence[str]], common: Sequence[str]) -> Iterator[str]:
    """The catalogue, an entry at a time."""
    yield HEADING
    for number, skills in enumerate(taught):
        hours, months = dice.choice((8, 16, 24, 40)), dice.choice((1, 1, 2, 3))
        intakes = dice.choice(("", "    intakes: [jan, jul]\n", "    intakes: [feb, may, aug, nov]\n"))
        yield f"  - id: course-{number}\n    title: Course {number}\n    field: all\n    provider: school\n    mode: online\n"
        yield f"    hours: {hours}\n    months: {months}\n    fee: {dice.choice((200, 400, 650, 900))}\n{intakes}"
        yield f"    skills: [{', '.join(skills)}]\n"
    yield "roles:\n  - id: wanted\n    title: What is wanted\n    field: all\n    requires:\n"
    yield from (f"      - skill: {skill}\n" for skill in common)


def _verdict(made: Run) -> str:
    """The status of an answer, its finish and its cost; the words of the error where there is none."""
    if made.code != 0:
        return f"ended with {made.code}: {made.complained}"
    answer = json.loads(made.printed)
    worth = answer["objective"] or {}
    return f"{answer['status']}, {worth.get('finish_months')} months, {worth.get('cost_cents')} cents"


if __name__ == "__main__":
    sys.exit(main())
