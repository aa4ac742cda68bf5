"""Requirements in words: a sentence, or what stands before a list of their parts.

Knows the shapes of requirements; not the titles of what they name.
"""

from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Credits, Requirement, Skill, parts
from mcplanner.ground.numbers_text import credits_text


def requirement_text(requirement: Requirement) -> str:
    """Return a sentence such as `all of a, b and any 2 of c, d, e`."""
    if isinstance(requirement, str):
        return requirement
    if isinstance(requirement, Skill):
        return f"the skill {requirement.skill}"
    inner = [part for _, part in parts(requirement)]
    if len(inner) == 1 and not isinstance(requirement, Credits):
        return requirement_text(inner[0])
    # Only the last part can stand without brackets: nothing follows that could seem to belong to it.
    texts = [
        requirement_text(part) if isinstance(part, str | Skill) or part is inner[-1] else f"({requirement_text(part)})"
        for part in inner
    ]
    if isinstance(requirement, tuple | AllOf):
        return f"all of {', '.join(texts[:-1])} and {texts[-1]}"
    return f"{group_text(requirement)} {', '.join(texts)}"


def group_text(requirement: Requirement) -> str:
    """Return the words before the parts: `all of`, `one of`, `any 2 of`, `10 credits from`; none for a single id or skill."""
    match requirement:
        case tuple() | AllOf():
            return "all of"
        case AnyOf():
            return "one of"
        case Choose():
            return f"any {requirement.choose} of"
        case Credits():
            return f"{credits_text(requirement.credits)} from"
        case _:
            return ""


def requirement_size(requirement: Requirement) -> str:
    """Return how many parts it has at the top: `all of 7`, `any 2 of 5`; `1 part` for a single one."""
    number = len(parts(requirement))
    return "1 part" if number <= 1 and not isinstance(requirement, Credits) else f"{group_text(requirement)} {number}"
