"""Catalogues to measure with, made from a seed: the same arguments give the same bytes.

`python benchmarks/catalogues.py diploma 30 1 8` prints a diploma of 30 modules, made with seed 1 for 8 hours a week.
`python benchmarks/catalogues.py curriculum 46 8 1` prints a curriculum of 46 courses in 8 quarters, made with seed 1.

The award to plan is always `target`.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

NEAR = 6
"""A prerequisite stands at most so many places before the module that needs it."""

HOURS = (24, 40, 45, 60, 60, 90, 120, 150)
"""Learning hours of a module: short courses, units and modular certificates, as often as they stand here."""

GROUP = (3, 5)
"""An elective group has from so many to so many modules: few ways to choose within it, very many over all groups."""

DOLLARS_PER_HOUR = (20, 25, 41)

TIMETABLES = (("apr", "oct"), ("apr", "oct"), ("jan", "jul"), ("jan", "apr", "jul", "oct"))
"""Intakes in a year, as often as they stand here."""

QUARTERS = ("jan", "apr", "jul", "oct")
NEAR_IN_CURRICULUM = 10
"""In a curriculum, a prerequisite stands at most so many places before the course that needs it."""

HOURS_PER_CREDIT = 13
"""One credit is then an hour a week: a quarter has 13 weeks."""


@dataclass(frozen=True)
class Course:
    """One module of a made catalogue; `least` and `most` differ where the learner picks the pace.

    Without `dollars` its fee is unknown. `more` are further lines of its entry.
    """

    number: int
    hours: int
    least: int
    most: int
    intakes: tuple[str, ...]
    needs: tuple[int, ...]
    dollars: int | None
    more: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return name_of(self.number)


@dataclass(frozen=True)
class Diploma:
    """A diploma for so many hours a week: its courses, its parts as YAML, and further awards as YAML."""

    title: str
    hours: int
    courses: tuple[Course, ...]
    parts: tuple[str, ...]
    awards: tuple[str, ...] = ()


def name_of(number: int) -> str:
    """The id of a module."""
    return f"unit-{number:03d}"


def diploma(modules: int, seed: int, hours: int, electives: float = 0.4, self_paced: float = 0.4) -> str:
    """The catalogue of `made_diploma` as YAML."""
    return catalogue(made_diploma(modules, seed, hours, electives, self_paced))


def made_diploma(modules: int, seed: int, hours: int, electives: float = 0.4, self_paced: float = 0.4) -> Diploma:
    """A diploma over all its modules, some of them electives.

    Parameters
    ----------
    hours
        Hours a week that the learner has; every module fits into them.
    electives, self_paced
        The share of modules that stand in groups from which about half are chosen, and of those without intakes whose length
        the learner picks.

    Notes
    -----
    Half the modules need one near before them. A compulsory module needs no elective, which would make that compulsory too.
    """
    random = Random(f"diploma {modules} {seed} {hours} {electives} {self_paced}")
    groups = _elective_groups(random, modules, round(modules * electives))
    optional = {number for group in groups for number in group}
    courses = []
    for number in range(modules):
        needs: tuple[int, ...] = ()
        if number and random.random() < 0.5:
            needed = random.randint(max(0, number - NEAR), number - 1)
            needs = (needed,) if needed not in optional or number in optional else ()
        courses.append(_course(random, number, hours, random.random() < self_paced, needs))
    parts = [name_of(number) for number in range(modules) if number not in optional]
    parts += [f"{{choose: {len(group) // 2}, from: [{_names(group)}]}}" for group in groups]
    title = f"Diploma of {modules} modules, seed {seed}, for {hours} hours a week"
    return Diploma(title, hours, tuple(courses), tuple(parts))


def curriculum(courses: int, quarters: int, seed: int) -> str:
    """A catalogue as YAML: a curriculum to balance over quarters, after problem 30 of CSPLib.

    Every course takes a quarter and is compulsory; with nothing but a last month given, the peak of the weekly load is what
    remains to be minimised. Prerequisites never make a chain that does not fit.
    """
    random = Random(f"curriculum {courses} {quarters} {seed}")
    depths: list[int] = []
    made = []
    for number in range(courses):
        near = [other for other in range(max(0, number - NEAR_IN_CURRICULUM), number) if depths[other] < quarters - 2]
        needs = tuple(sorted(random.sample(near, min(len(near), random.choice((0, 0, 1, 1, 2))))))
        depths.append(max((depths[other] + 1 for other in needs), default=0))
        hours = HOURS_PER_CREDIT * random.choice((1, 2, 2, 3, 3, 3, 4, 4, 5))
        made.append(Course(number, hours, 3, 3, QUARTERS, needs, 20 * hours))
    title = f"Curriculum of {courses} courses in {quarters} quarters, seed {seed}"
    return catalogue(Diploma(title, 0, tuple(made), tuple(course.name for course in made)))


def _elective_groups(random: Random, modules: int, share: int) -> list[list[int]]:
    """Pick about so many modules and put them into groups; those left over, too few for a group, are compulsory."""
    picked = random.sample(range(modules), share)
    least, most = GROUP
    groups = []
    while len(picked) >= least:
        size = random.randint(least, most)
        groups.append(sorted(picked[:size]))
        picked = picked[size:]
    return groups


def _course(random: Random, number: int, hours_a_week: int, self_paced: bool, needs: tuple[int, ...]) -> Course:
    hours = random.choice(HOURS)
    dollars = hours * random.choice(DOLLARS_PER_HOUR)
    shortest = -(-hours * 3 // (13 * hours_a_week))
    if self_paced:
        return Course(number, hours, shortest, shortest + random.randint(1, 3), (), needs, dollars)
    length = random.choice((1, 2, 3) if hours <= 40 else (3, 6))
    fits = next(months for months in (length, 3, 6, 9, 12, shortest) if months >= shortest)
    return Course(number, hours, fits, fits, random.choice(TIMETABLES), needs, dollars)


def catalogue(made: Diploma) -> str:
    """A diploma as the catalogue that is a YAML file."""
    lines = [
        f"title: {made.title}",
        "as_of: 2026-11-01",
        "currency: SGD",
        "fields:",
        "  - {id: general, title: General}",
        "providers:",
        "  - {id: made-up, title: Made-up Provider}",
        "modules:",
        *(line for course in made.courses for line in _entry(course)),
        "awards:",
        *made.awards,
        "  - id: target",
        "    title: Diploma to measure with",
        "    kind: diploma",
        "    field: general",
        "    requires:",
        *(f"      - {part}" for part in made.parts),
    ]
    return "".join(f"{line}\n" for line in lines)


def _entry(course: Course) -> Iterator[str]:
    yield f"  - id: {course.name}"
    yield f"    title: Unit {course.number}"
    yield "    field: general"
    yield "    provider: made-up"
    yield "    mode: online"
    yield f"    hours: {course.hours}"
    if course.least == course.most:
        yield f"    months: {course.least}"
    else:
        yield f"    months: {{min: {course.least}, max: {course.most}}}"
    if course.intakes:
        yield f"    intakes: [{', '.join(course.intakes)}]"
    if course.needs:
        yield f"    requires: [{_names(course.needs)}]"
    yield f"    fee: {'unknown' if course.dollars is None else course.dollars}"
    yield from (f"    {line}" for line in course.more)


def _names(numbers: Sequence[int]) -> str:
    return ", ".join(map(name_of, numbers))


def main() -> None:
    """Print the catalogue that was asked for."""
    parser = argparse.ArgumentParser(description="Print a catalogue made from a seed.")
    kinds = parser.add_subparsers(dest="kind", required=True)
    of_diploma = kinds.add_parser("diploma", help="a diploma of some modules, for some hours a week")
    of_diploma.add_argument("modules", type=int)
    of_diploma.add_argument("seed", type=int)
    of_diploma.add_argument("hours", type=int, help="hours a week that the learner has")
    of_diploma.add_argument("--electives", type=float, default=0.4, help="share of modules that are electives")
    of_diploma.add_argument("--self-paced", type=float, default=0.4, help="share of modules without fixed length and intakes")
    of_curriculum = kinds.add_parser("curriculum", help="courses to balance over quarters")
    of_curriculum.add_argument("courses", type=int)
    of_curriculum.add_argument("quarters", type=int)
    of_curriculum.add_argument("seed", type=int)
    asked = parser.parse_args()
    if asked.kind == "diploma":
        sys.stdout.write(diploma(asked.modules, asked.seed, asked.hours, asked.electives, asked.self_paced))
    else:
        sys.stdout.write(curriculum(asked.courses, asked.quarters, asked.seed))


if __name__ == "__main__":
    main()
