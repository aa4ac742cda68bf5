"""Every command on a console of 40 columns, as a phone has: no id is broken or cut, so that each can be copied and typed."""

import re
from pathlib import Path

import pytest
from commands import DATA, OF_SMALL, PLAN_SMALL, SMALL, run, small_catalogue

DIPLOMA = [*PLAN_SMALL, "--target", "cyber-diploma"]
PAYS = ["--residency", "citizen", "--born", "1985", "--credit", "500"]
ME = """
hours: 8
targets: [cyber-diploma]
held: [{module: python-1, ended: 2026-05}]
under_way: [{module: net-basics, started: 2026-11, months: 4}]
"""


TEAM = """
groups: [{id: line-a, title: Line A, in_class: 1}]
people:
  - {name: Ada, groups: line-a, target: cyber-diploma, hours: 8}
  - {name: Ben, target: cyber-diploma, hours: 2, by: 2027-12}
"""


def ids() -> set[str]:
    """Those of the small catalogue that have several words."""
    courses = small_catalogue()
    entries = {*courses.entry_by_id, *courses.provider_by_id, *courses.field_by_id}
    return {name for name in entries | {skill for module in courses.modules for skill in module.skills} if "-" in name}


def named_in(text: str) -> set[str]:
    """The ids that stand whole in a text."""
    return ids() & set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text))


COMMANDS = pytest.mark.parametrize(
    ("words", "code"),
    [
        ([*DIPLOMA, "--hours", "8", "--why", *PAYS], 0),
        ([*DIPLOMA, "--hours", "8", "--alternatives", "1", "--what-if-fail", "cyb-foundations"], 0),
        ([*DIPLOMA, "--hours", "3", "--by", "2027-12", "--skip", "digital-forensics"], 3),
        ([*PLAN_SMALL, "--target", "diploma", "--hours", "8"], 0),
        ([*PLAN_SMALL, "--target", "security-analyst", "--hours", "8"], 0),
        (["plan", *OF_SMALL, "--learner", "{me}"], 0),
        (["status", *OF_SMALL, "--learner", "{me}"], 0),
        (["compare", *DIPLOMA[1:-2], "--hours", "6,8", "--target", "cyber-diploma,security-analyst"], 0),
        (["compare", *DIPLOMA[1:], "--hours", "8", "--at-once", "1,2"], 0),
        (["audit", *OF_SMALL, "cyber-diploma", "--learner", "{me}"], 0),
        (["team", *OF_SMALL, "{team}", "--start", "2026-12"], 3),
        (["import", *OF_SMALL, str(DATA / "credentials" / "courses.csv")], 0),
        (["catalogue", "list"], 0),
        (["cost", *OF_SMALL, "cyber-diploma", *PAYS], 0),
        (["cost", *OF_SMALL, "cyb-foundations"], 0),
        (["list", *OF_SMALL], 0),
        (["list", *OF_SMALL, "skills"], 0),
        (["list", *OF_SMALL, "--search", "cyber"], 0),
        (["fields", *OF_SMALL], 0),
        *[(["show", *OF_SMALL, name], 0) for name in ("cyber-diploma", "cyb-foundations", "security-analyst", "raintree")],
    ],
)


@COMMANDS
def test_ids_stay_whole(words: list[str], code: int, tmp_path: Path) -> None:
    me, team = tmp_path / "me.yaml", tmp_path / "team.yaml"
    me.write_text(ME, "utf-8")
    team.write_text(TEAM, "utf-8")
    words = [word.format(me=me, team=team) for word in words]
    wide, narrow = (run(*words, width=width, code=code).stdout for width in (300, 40))
    assert named_in(wide) - named_in(narrow) == set()
    assert max(map(len, narrow.splitlines())) <= 40


LONG = {
    "net-basics": "net-basics-for-everybody-who-has-never-seen-one",
    "cyb-foundations": "cyb-foundations-of-all-that-is-connected-today",
    "cyber-diploma": "cyber-diploma-of-the-school-for-people-in-work",
    "security-analyst": "security-analyst-in-a-large-organisation-of-state",
    "raintree": "raintree-institute-of-the-east-coast-of-singapore",
}
"""Ids that are longer than the console is wide."""


def lengthened(text: str) -> str:
    return re.sub("|".join(rf"(?<![\w-]){name}(?![\w-])" for name in LONG), lambda found: LONG[found[0]], text)


@COMMANDS
def test_ids_that_are_longer_than_a_line_stay_whole_too(words: list[str], code: int, tmp_path: Path) -> None:
    """Such an id has a line of its own, and only these lines are longer than the console."""
    courses, me, team = (tmp_path / name for name in ("courses.yaml", "me.yaml", "team.yaml"))
    courses.write_text(lengthened(SMALL.read_text("utf-8")), "utf-8")
    me.write_text(lengthened(ME), "utf-8")
    team.write_text(lengthened(TEAM), "utf-8")
    words = [str(courses) if word == str(SMALL) else lengthened(word.format(me=me, team=team)) for word in words]
    wide, narrow = (run(*words, width=width, code=code).stdout for width in (300, 40))
    assert [name for name in LONG.values() if name in wide and name not in narrow] == []
    for line in narrow.splitlines():
        assert len(line) <= 40 or any(name in line for name in LONG.values()), line
