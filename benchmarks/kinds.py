"""Diplomas to measure with that make use of one rule each, made from a seed: the kinds that plain diplomas leave out.

`python benchmarks/kinds.py expiry 20 1 8` prints the diploma of `catalogues.py diploma 20 1 8` with certificates that expire.
With `--options` it prints what else `mcplan plan` is to be asked, and with `--earlier` the plan that `kept` is to keep.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType

from catalogues import HOURS_PER_CREDIT, Course, Diploma, catalogue, made_diploma, name_of

EARLIER = "earlier.json"
"""The file with the plan to keep."""

CERTIFICATE = 4
"""The parts of a diploma that stand in one certificate, where it has certificates."""

VALID_MONTHS = 18
EVENINGS = 3
AT_ONCE = 2
DAYS_OFF = 3
SHARED = 2

HOURS_OF_DAY = 12
EVENING_DAYS = ("mon", "tue", "wed", "thu")


@dataclass(frozen=True)
class Kind:
    """One rule put into a diploma: what changes in the catalogue, and what else is asked."""

    change: Callable[[Random, Diploma], Diploma]
    options: Callable[[Diploma], Sequence[str]] = lambda _: ()


def diploma_of(kind: str, modules: int, seed: int, hours: int) -> Diploma:
    """The plain diploma of a size and a seed, changed for a kind."""
    plain = made_diploma(modules, seed, hours)
    return KINDS[kind].change(Random(f"{kind} {modules} {seed} {hours}"), plain)


def options_of(kind: str, modules: int, seed: int, hours: int) -> list[str]:
    """What `mcplan plan` is asked besides the target and the hours."""
    return list(KINDS[kind].options(made_diploma(modules, seed, hours)))


def earlier_plan(modules: int, seed: int, hours: int) -> str:
    """A plan as JSON for the same diploma, made in haste: its modules in their order, some of them a few months later."""
    made, random = made_diploma(modules, seed, hours), Random(f"earlier {modules} {seed}")
    enrolments = []
    first = 2027 * 12
    for course in made.courses:
        start = first + course.number + random.randint(0, 6)
        months = {"start": _month(start), "end": _month(start + course.least - 1)}
        enrolments.append({"module": course.name, "title": f"Unit {course.number}", **months})
    finish = max(entry["end"] for entry in enrolments)
    plan = {"schema": "mcplan.plan/2", "target": {"id": "target"}, "start": _month(first), "finish": finish}
    return json.dumps({**plan, "enrolments": enrolments}, indent=1) + "\n"


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def _with(course: Course, *lines: str) -> Course:
    return replace(course, more=(*course.more, *lines))


def _each(change: Callable[[Random, Course], Course]) -> Callable[[Random, Diploma], Diploma]:
    """The change of a diploma whose courses change, each by itself."""
    return lambda random, own: replace(own, courses=tuple(change(random, course) for course in own.courses))


def _expiry(_: Random, own: Diploma) -> Diploma:
    """Certificates of a few parts each, for which modules count for some months only."""
    parts = [own.parts[place : place + CERTIFICATE] for place in range(0, len(own.parts), CERTIFICATE)]
    awards = [_award(f"part-{number}", group, f"valid_months: {VALID_MONTHS}") for number, group in enumerate(parts)]
    return replace(own, parts=tuple(f"part-{number}" for number in range(len(parts))), awards=tuple(awards))


def _either(_: Random, own: Diploma) -> Diploma:
    """Two certificates with half of the parts each, of which one is enough."""
    awards = tuple(_award(f"way-{number}", own.parts[number::2]) for number in range(2))
    return replace(own, parts=("{choose: 1, from: [way-0, way-1]}",), awards=awards)


def _certificates(_: Random, own: Diploma) -> Diploma:
    """Certificates of a few parts each, of which half are enough."""
    groups = [own.parts[place : place + CERTIFICATE] for place in range(0, len(own.parts), CERTIFICATE)]
    awards = tuple(_award(f"part-{number}", group) for number, group in enumerate(groups))
    names = ", ".join(f"part-{number}" for number in range(len(groups)))
    return replace(own, parts=(f"{{choose: {(len(groups) + 1) // 2}, from: [{names}]}}",), awards=awards)


def _shares(random: Random, own: Diploma) -> Diploma:
    """A second award over half of the parts and two modules of its own, which may share few modules with the first."""
    more = [Course(number, 40, 1, 2, (), (), 1000) for number in range(len(own.courses), len(own.courses) + 2)]
    parts = [*random.sample(own.parts, len(own.parts) // 2), *(course.name for course in more)]
    second = _award("second", [f"{{choose: {len(more) + SHARED}, from: [{', '.join(parts)}]}}"], f"shares: {SHARED}")
    return replace(own, courses=(*own.courses, *more), awards=(second,))


def _award(name: str, parts: Sequence[str], *lines: str) -> str:
    head = ("id: " + name, f"title: Award {name}", "kind: certificate", "field: general", *lines, "requires:")
    first, *rest = (*head, *(f"  - {part}" for part in parts))
    return "\n".join((f"  - {first}", *(f"    {line}" for line in rest)))


def _covers(random: Random, own: Diploma) -> Diploma:
    """Wholes that cover two modules each, in fewer hours and for more money."""
    wholes = []
    for number in range(len(own.courses), len(own.courses) + len(own.courses) // 5):
        first, second = random.sample(own.courses, 2)
        hours = max(24, round(0.9 * (first.hours + second.hours)))
        whole = Course(number, hours, 6, 6, ("apr", "oct"), (), round(1.1 * sum(own.dollars or 0 for own in (first, second))))
        wholes.append(_with(whole, f"covers: [{first.name}, {second.name}]"))
    return replace(own, courses=(*own.courses, *wholes))


def _alongside(_: Random, course: Course) -> Course:
    """What needs a module is taken with it or after it, every second time."""
    if not course.needs or course.number % 2:
        return course
    return _with(replace(course, needs=()), f"alongside: [{', '.join(map(name_of, course.needs))}]")


def _in_class(lines: Callable[[Random, Course], Sequence[str]]) -> Callable[[Random, Diploma], Diploma]:
    """The change in which every module with intakes has some lines."""
    return _each(lambda random, course: _with(course, *lines(random, course)) if course.intakes else course)


def _class(random: Random, course: Course) -> Sequence[str]:
    """A class on one evening a week, of at most three hours and no more than the module has."""
    hours = min(3, course.hours * 3 // (HOURS_PER_CREDIT * course.least))
    return [f"sessions: [{random.choice(EVENING_DAYS)} 19:00-{19 + hours}:00]"] if hours else []


def _days(random: Random, course: Course) -> Sequence[str]:
    """A day or two of class a month, where its hours fit into them."""
    days = random.randint(1, 2) * course.least
    return [f"days: {days}"] if course.hours <= days * HOURS_OF_DAY else []


def _unknowns(random: Random, course: Course) -> Course:
    """Every third fee is unknown, and every third length assumed."""
    match random.randint(0, 2):
        case 0:
            return replace(course, dollars=None)
        case 1:
            return _with(course, "assumed: [months]")
        case _:
            return course


def _dollars_a_year(own: Diploma) -> Sequence[str]:
    """A little more than the whole costs in a year, if all hours are used."""
    years = sum(course.hours for course in own.courses) / (own.hours * 4 * HOURS_PER_CREDIT)
    return ("--budget-per-year", str(round(1.1 * sum(course.dollars or 0 for course in own.courses) / years)))


def _plain(_: Random, own: Diploma) -> Diploma:
    return own


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "plain": Kind(_plain),
        "expiry": Kind(_expiry),
        "evenings": Kind(
            _in_class(lambda random, _: [f"evenings: {random.randint(1, 2)}"]), lambda _: ("--evenings", str(EVENINGS))
        ),
        "yearly-limit": Kind(_plain, _dollars_a_year),
        "shares": Kind(_shares, lambda _: ("--target", "second")),
        "alongside": Kind(_each(_alongside)),
        "at-once": Kind(_plain, lambda _: ("--at-once", str(AT_ONCE))),
        "either": Kind(_either),
        "certificates": Kind(_certificates),
        "kept": Kind(_plain, lambda _: ("--keep", EARLIER)),
        "days-off": Kind(
            _in_class(_days),
            lambda _: ("--days-off", str(DAYS_OFF)),
        ),
        "covers": Kind(_covers),
        "class-times": Kind(_in_class(_class)),
        "unknowns": Kind(_each(_unknowns)),
    }
)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description="Print a diploma that makes use of a rule, made from a seed.")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("modules", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("hours", type=int, help="hours a week that the learner has")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--options", action="store_true", help="print the further options of mcplan plan")
    what.add_argument("--earlier", action="store_true", help="print the plan that is to be kept")
    asked = parser.parse_args()
    size = asked.modules, asked.seed, asked.hours
    if asked.options:
        sys.stdout.write(" ".join(options_of(asked.kind, *size)) + "\n")
    else:
        sys.stdout.write(earlier_plan(*size) if asked.earlier else catalogue(diploma_of(asked.kind, *size)))


if __name__ == "__main__":
    main()
