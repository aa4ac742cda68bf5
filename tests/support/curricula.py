"""Curricula whose months are all alike."""

from random import Random

from build import award, choose, module, month
from tiny import Case

FIRST = month("2027-01")


def curriculum(random: Random) -> Case:
    """Four or five modules of a quarter each, or of two, in three or four quarters, some after another; all, or all but one."""
    names = "abcde"[: random.randint(4, 5)]
    hours = random.randint(3, 6)
    entries = []
    for place, name in enumerate(names):
        months = random.choice((3, 3, 3, 6))
        needs = random.choice((None, None, *names[:place]))
        load = random.randint(1, hours)
        entries.append(module(name, 13 * load * months // 3, months, intakes="jan apr jul oct", needs=needs))
    entries.append(award("all", choose(len(names) - random.randint(0, 1), *names)))
    return Case(entries, ("all",), FIRST, 3 * random.randint(3, 4), 60 * hours)
