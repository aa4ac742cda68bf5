"""What is satisfied and earned, and when, by modules that ended in given months.

Floor 5. Reads the catalogue's requirement trees as people wrote them. The solvers must not use it: it is what they are judged
by.
"""

from collections.abc import Mapping

from mcplanner.catalogue import Award, Catalogue
from mcplanner.months import Month
from mcplanner.requirements import AllOf, AnyOf, Choose, Credits, Requirement, Skill, ids, skills

Ends = Mapping[str, Month | None]
"""The last month of study of each module passed; None where it is not known, which then never expires."""


def satisfied(catalogue: Catalogue, requirement: Requirement, passed: Ends) -> bool:
    """Whether the modules passed satisfy a requirement, awards within it being earned by these modules too."""
    match requirement:
        case str():
            return _has(catalogue, requirement, passed)
        case tuple():
            return all(satisfied(catalogue, part, passed) for part in requirement)
        case AllOf():
            return all(satisfied(catalogue, part, passed) for part in requirement.all)
        case AnyOf():
            return any(satisfied(catalogue, part, passed) for part in requirement.any)
        case Choose():
            return sum(satisfied(catalogue, part, passed) for part in requirement.from_) >= requirement.choose
        case Credits():
            counted = (
                catalogue.module_by_id[module].credits or 0 for module in requirement.from_ if _has(catalogue, module, passed)
            )
            return sum(counted) >= requirement.credits
        case Skill():
            teachers = catalogue.modules_by_skill.get(requirement.skill, ())
            return any(_has(catalogue, teacher.id, passed) for teacher in teachers)


def _has(catalogue: Catalogue, entry_id: str, passed: Ends) -> bool:
    if entry_id in catalogue.module_by_id:
        return not catalogue.equivalents.get(entry_id, frozenset((entry_id,))).isdisjoint(passed)
    if entry_id in catalogue.award_by_id:
        return earned(catalogue, catalogue.award_by_id[entry_id], passed)[0]
    return satisfied(catalogue, catalogue.role_by_id[entry_id].requires, passed)


def earned(catalogue: Catalogue, award: Award, passed: Ends) -> tuple[bool, Month | None]:
    """Whether an award is earned by the modules passed, and the first month in which it is.

    The month is None where it is not earned, or rests only on modules whose end is not known. An award whose modules expire
    (`valid_months`) is earned in a month when the modules that ended in it or up to that long before satisfy it.
    """
    undated = {module: None for module, end in passed.items() if end is None}
    if satisfied(catalogue, award.requires, undated):
        return True, None
    for month in sorted({end for end in passed.values() if end is not None}):
        first = 0 if award.valid_months is None else month - award.valid_months
        counted = {module: end for module, end in passed.items() if end is None or first <= end <= month}
        if satisfied(catalogue, award.requires, counted):
            return True, month
    return False, None


def modules_toward(catalogue: Catalogue, entry_id: str) -> frozenset[str]:
    """Every module that can count toward an award or a role, through the awards within it too; prerequisites do not count."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [entry_id]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if current in catalogue.module_by_id:
            found |= catalogue.equivalents.get(current, frozenset((current,)))
            continue
        requires = catalogue.entry_by_id[current].requires
        waiting.extend(ids(requires))
        for skill in skills(requires):
            waiting.extend(module.id for module in catalogue.modules_by_skill.get(skill, ()))
    return frozenset(found)
