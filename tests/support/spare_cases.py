"""Random tiny cases in which some modules can stand for others, and whether some modules are enough for a best plan."""

from collections.abc import Callable, Set
from random import Random

from build import Data, all_of, award, choose, credits, module, month, role, skill
from msgspec.structs import replace
from solving import value
from tiny import Case

from mcplanner.problem.model import PlanningProblem

FIRST = month("2027-01")


def assert_enough(case: Case, whole: PlanningProblem, names: Set[str]) -> None:
    """Each plan is matched by one of these modules, and of what is no candidate, that is no worse in any stage."""
    plans = [(placing.keys(), case.values(placing)) for placing in case.plans()]
    there = {own.module for own in whole.candidates}
    kept = [own for modules, own in plans if modules & there <= names]
    for _, own in plans:
        assert any(all(value(other, stage) <= value(own, stage) for stage in whole.stages) for other in kept)


def job(random: Random, more: Callable[[], Data] = dict) -> Case:
    """Five modules that teach some of three skills, for a job that needs two or three of them."""
    entries = [
        module(
            name,
            random.choice((13, 26)),
            random.choice((2, 3)),
            skills=" ".join(random.sample("xyz", random.randint(1, 2))),
            fee=random.choice((100, 200)),
            intakes=random.choice(("", "", "jan jul")),
            sessions=["tue 18:30-20:00"] if random.random() < 0.2 else [],
            needs="a" if name > "c" and random.random() < 0.2 else None,
            **more(),
        )
        for name in "abcde"
    ]
    entries.append(role("job", all_of(*(skill(name) for name in random.sample("xyz", random.randint(2, 3))))))
    return Case(entries, ("job",), FIRST, 6, 60 * random.randint(2, 4))


def job_in_days(random: Random) -> Case:
    """Such a job where some modules take days off, of which there are few."""
    case = job(random, lambda: {"days": random.choice((4, 6))} if random.random() < 0.5 else {})
    return replace(case, months=3, half_days_off=4)


def credits_of_some(random: Random) -> Case:
    """Five modules of one to three credits, for an award that asks for credits of some and for one of some."""
    entries = [
        module(
            name,
            random.choice((13, 26)),
            2,
            credits=random.randint(1, 3),
            fee=random.choice((100, 200)),
            intakes=random.choice(("", "", "jan jul")),
        )
        for name in "abcde"
    ]
    some = random.sample("abcde", 3)
    asked = credits(random.randint(1, 3), *some), choose(1, *random.sample("abcde", 3))
    return Case([*entries, award("z", all_of(*asked[: random.randint(1, 2)]))], ("z",), FIRST, 6, 60 * random.randint(2, 4))
