"""Finds what people mean by a name in a cell: an id, a course number or a title.

Knows ids and spelling; nothing of cells.
"""

import re
from collections.abc import Iterable

from mcplanner.course_data.drafts import Draft
from mcplanner.course_data.places import SheetPlace
from mcplanner.course_data.texts import slug
from mcplanner.ground.shapes import ID_PATTERN
from mcplanner.ground.spelling import plain_number, plain_text


def is_id(text: str) -> bool:
    """Return whether a text has the form of an id."""
    return len(text) <= 80 and re.fullmatch(ID_PATTERN, text) is not None


def as_id(text: str) -> str:
    """A text itself if it is an id, or else in the form of one; as it stands if it has neither letters nor digits."""
    return text if is_id(text) else slug(text) or text


class Names:
    """The ids of entries, by everything that people write for them."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        """Take the id, the course number and the title of each entry; a number or title of several stands for none."""
        self._ids: set[str] = set()
        self._other: dict[str, str | None] = {}
        for own, number, title in entries:
            self._ids.add(own)
            for name in {plain_number(number), plain_text(title)} - {""}:
                self._other[name] = own if self._other.get(name, own) == own else None

    def find(self, text: str) -> str | None:
        """The id that is meant; None if nothing has this name."""
        own = as_id(text)
        if text in self._ids or own in self._ids:
            return text if text in self._ids else own
        return self._other.get(plain_number(text)) or self._other.get(plain_text(text))

    def id_of(self, text: str) -> str:
        """The id that is meant; where nothing has this name, the text in the form of an id, for checks to report."""
        return self.find(text) or as_id(text)


class Register:
    """Fields or providers: those of a sheet of their own, and those that other sheets name."""

    def __init__(self, section: str, listed: Iterable[Draft]) -> None:
        self.drafts = list(listed)
        self._section = section
        self._ids: set[str] = set()
        self._titles: dict[str, str] = {}
        for draft in self.drafts:
            self._know(draft)

    def _know(self, draft: Draft) -> None:
        self._ids.add(draft.values["id"])
        self._titles.setdefault(plain_text(draft.values["title"]), draft.values["id"])

    def id_of(self, text: str, place: SheetPlace) -> str:
        """The id of the one that is named, by its id or its title; a new name is taken up, with the place that names it."""
        own = as_id(text)
        if text in self._ids:
            return text
        if (known := self._titles.get(plain_text(text))) is not None:
            return known
        if own not in self._ids:
            self._take_up(Draft(self._section, {"id": own, "title": text}, place))
        return own

    def only_or(self, other: tuple[str, str], place: SheetPlace) -> str:
        """The id of the only one there is; if there is none or are several, that of another, which is taken up."""
        if len(self.drafts) == 1:
            return str(self.drafts[0].values["id"])
        own, title = other
        if own not in self._ids:
            self._take_up(Draft(self._section, {"id": own, "title": title}, place))
        return own

    def _take_up(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self._know(draft)
