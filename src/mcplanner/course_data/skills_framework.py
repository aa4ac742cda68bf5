"""Singapore's Skills Framework: which skills each role of a sector needs.

Knows the sheet of roles and skills; nothing of modules. A role whose skills nobody here teaches is of no use, and is left out
once all sources are read.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mcplanner.course_data.cells import text
from mcplanner.course_data.drafts import Draft
from mcplanner.course_data.headings import plain_heading
from mcplanner.course_data.places import SheetFinding, SheetPlace, Weight
from mcplanner.course_data.texts import slug
from mcplanner.course_data.workbooks import Grid

USED = ("sector", "track", "job role", "tsc ccs title")


class SkillsFramework:
    """The sheet `Job Role_TCS_CCS`: a row for each skill of each role."""

    name = "Skills Framework (roles and their skills)"

    def reads(self, grid: Grid, /) -> bool:
        return bool(grid.rows) and {"job role", "tsc ccs title"} <= {plain_heading(str(cell)) for cell in grid.rows[0]}

    def would_add(self, _: Sequence[Grid], /) -> Mapping[str, str]:
        return {}

    def entries(self, grids: Sequence[Grid], _: date, /) -> Iterator[Draft | SheetFinding]:
        roles: dict[tuple[str, ...], dict[str, None]] = {}
        places: dict[tuple[str, ...], SheetPlace] = {}
        for grid in grids:
            columns = {plain_heading(str(cell)): index for index, cell in enumerate(grid.rows[0])}
            yield from _unread(grid, columns)
            for number, row in enumerate(grid.rows[1:], 1):
                *role, skill = (text(row[columns[name]]) if columns.get(name, len(row)) < len(row) else "" for name in USED)
                if role[-1] and slug(skill):
                    roles.setdefault(tuple(role), {})[slug(skill)] = None
                    places.setdefault(tuple(role), grid.place(number))
        yield from _drafts(roles, places)


def _unread(grid: Grid, columns: Mapping[str, int]) -> Iterator[SheetFinding]:
    for name, column in columns.items():
        if name and name not in USED:
            yield SheetFinding(Weight.LEFT_OUT, "a column was not used", grid.place(0, column), text(grid.rows[0][column]))


def _drafts(
    roles: Mapping[tuple[str, ...], Mapping[str, None]], places: Mapping[tuple[str, ...], SheetPlace]
) -> Iterator[Draft]:
    """The roles; where several have one title, the sector and the track tell them apart."""
    named = Counter(slug(title) for _, _, title in roles)
    taken: set[str] = set()
    for role, skills in roles.items():
        sector, track, title = role
        parts = [title] if named[slug(title)] == 1 else [title, sector, track]
        own = slug(" ".join(parts))
        while own in taken:
            own = f"{own[:76]}-{len(taken)}"
        taken.add(own)
        shown = title if len(parts) == 1 else f"{title} ({', '.join(part for part in (sector, track) if part)})"
        yield Draft(
            "roles",
            {"id": own, "title": shown, "requires": [{"skill": skill} for skill in skills]},
            places[role],
            if_taught=True,
        )
