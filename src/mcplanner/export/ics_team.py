"""The plans of a team as one calendar: the entries of everybody's own one, each with the name of whose it is.

Knows the plans of a team, and how one person's stands in a calendar. A name is a category too, by which calendars can be
sorted and hidden. Ids depend on the person and the module: a newer plan moves the entries of an older one.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mcplanner.export.ics_plan import calendar_text, entries, id_of, not_the_best
from mcplanner.ground.characters import one_line
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.model import Status
from mcplanner.team.figures import TeamFigures
from mcplanner.team.model import TeamPlan
from mcplanner.team.summary import spent, verdict

if TYPE_CHECKING:
    from icalendar import Component


def team_ics(made: TeamPlan) -> str:
    """The calendar: the same plans give the same bytes."""
    return calendar_text(one_line(made.team.title or "The team"), _about(made), _entries(made))


def _about(made: TeamPlan) -> Iterator[str]:
    """How far the plans are proved, and who has none."""
    yield f"{one_line(verdict(made))}."
    if words := TeamFigures(made).in_words():
        yield f"Rests on {words}."
    if made.unserved:
        yield f"Not served: {one_line(', '.join(member.person.name for member in made.unserved))}."
    if spent(made):
        yield WORDS["employer"].not_advice


def _entries(made: TeamPlan) -> Iterator["Component"]:
    doubt = "" if made.status is Status.OPTIMAL else not_the_best("The plans of the team are", verdict(made))
    for member in made.served:
        assert member.plan is not None, "who is served has a plan"
        for entry in entries(member.plan, doubt):
            yield _named(entry, member.person.name)


def _named(entry: "Component", name: str) -> "Component":
    """An entry with the name of whose it is, also in its alarms."""
    entry.add("categories", [one_line(name)])
    entry.add("uid", id_of(f"{name}/{entry.pop('uid')}"))
    for words, component in (("summary", entry), *(("description", alarm) for alarm in entry.subcomponents)):
        component.add(words, f"{one_line(name)}: {component.pop(words)}")
    return entry
