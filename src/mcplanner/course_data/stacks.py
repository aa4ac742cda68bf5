"""What titles suggest about stacking, `Data Basics - Part of Diploma in Data (DD1)`, as a file to read and to edit.

Knows titles of the register; nothing of other sources. Nothing of this is taken by itself: titles name the whole, but not
whether all of its parts are needed, nor which can stand for another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from mcplanner.course_data.drafts import Values
from mcplanner.course_data.texts import slug
from mcplanner.course_data.write_yaml import catalogue_lines, in_brackets, to_text
from mcplanner.ground.spelling import plain_text

COMMENTS = (
    "What titles suggest ('Part of ...'), to read and to edit: titles say what a module belongs to, not whether all is needed.",
    "Nothing of this is used unless you name the file: mcplan plan -c CATALOGUE -c THIS-FILE ...",
)

_PART_OF = re.compile(
    r"\s*[-\u2013,]?\s*(?P<open>[(\[])?\s*\bpart of\b\s+(?:the\s+)?(?:(?:MC|PDC)\s?\d+ of\s+(?:the\s+)?)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"\s*[-(\[]\s*(?P<code>[A-Z]{2,}[A-Z0-9]*\d?)\s*[)\]]?\s*$")
_ELECTIVE = re.compile(r"\s*[(\[]\s*electives?\s*[)\]]", re.IGNORECASE)
_LEARNING = re.compile(r"\s*\([^()]*(?:synchronous|classroom|e-?learning|online)[^()]*\)\s*$", re.IGNORECASE)
_AN_AWARD = re.compile(r"\b(?:diploma|certificate|degree|bachelor|master|nitec)\b", re.IGNORECASE)
_KINDS = (
    ("diploma (conversion)", "diploma-conversion"),
    ("conversion diploma", "diploma-conversion"),
    ("specialist diploma", "specialist-diploma"),
    ("advanced diploma", "advanced-diploma"),
    ("graduate diploma", "graduate-diploma"),
    ("post-diploma certificate", "certificate"),
    ("post diploma certificate", "certificate"),
    ("graduate certificate", "graduate-certificate"),
    ("diploma", "diploma"),
    ("higher nitec", "higher-nitec"),
    ("bachelor", "degree"),
    ("degree", "degree"),
    ("wsq", "wsq"),
)
"""Words of a title and the kind of award that they tell; the first that is in it counts."""


class NamedPart(Struct, frozen=True):
    """What a title says: its own part, the whole, the whole's code, and whether it is an elective."""

    own: str
    whole: str
    code: str
    elective: bool


class Stack(Struct):
    """A whole, and the modules whose titles name it."""

    title: str
    code: str
    modules: list[Values] = field(default_factory=list)
    electives: list[Values] = field(default_factory=list)

    @property
    def parts(self) -> list[Values]:
        """All modules that name it."""
        return [*self.modules, *self.electives]


def part_of(title: str) -> NamedPart | None:
    """What a title says that it is a part of; None if it names no award."""
    found = _PART_OF.search(title)
    if found is None or not found.start():
        return None
    whole = title[found.end() :]
    if found["open"]:
        whole = _closed(whole)
    elective = _ELECTIVE.search(whole) is not None
    whole = _LEARNING.sub("", _ELECTIVE.sub("", whole)).strip(" -)]" if whole.count("(") < whole.count(")") else " -")
    code = _CODE.search(whole)
    if code is not None:
        whole = whole[: code.start()]
    if not _AN_AWARD.search(whole):
        return None
    return NamedPart(title[: found.start()], whole.strip(" -"), "" if code is None else code["code"], elective)


def _closed(text: str) -> str:
    """The text up to the bracket that closes it, with what stands behind, where a code may be."""
    depth = 1
    for index, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth == 0:
            return text[:index] + text[index + 1 :]
    return text


def kind_of(title: str) -> str:
    """The kind of award that a title tells."""
    words = title.lower()
    return next((kind for phrase, kind in _KINDS if phrase in words), "certificate")


def suggest_stacks(modules: Sequence[Values]) -> str:
    """The suggestions as a file that can be put over the catalogue; with no awards if titles suggest none."""
    stacks = _stacks(modules)
    taken = {module["id"] for module in modules}
    names = {key: _name(stack, taken) for key, stack in stacks.items()}
    wholes = dict(_courses_of_all(modules, stacks))
    award_of = {whole["id"]: names[key] for key, whole in wholes.items()}
    awards = [_award(names[key], stack, key[0], award_of) for key, stack in stacks.items()]
    text = to_text(catalogue_lines({}, {"awards": awards}) if awards else [("awards: []", ())], COMMENTS)
    amended = [_amendment(stacks[key], whole) for key, whole in wholes.items()]
    return text + "".join(["\namend:\n", *amended] if amended else [])


Key = tuple[str, str, str]
"""A provider, the plain title of a whole, and the code that stands with it."""


def _wholes(modules: Sequence[Values]) -> dict[Key, list[Values]]:
    """The modules by the keys under which their parts would name them: a certificate has the code of its diploma."""
    found: dict[Key, list[Values]] = {}
    for module in modules:
        part = part_of(module["title"])
        own, code = (module["title"], "") if part is None else (part.own, part.code)
        found.setdefault((module["provider"], plain_text(own), code), []).append(module)
    return found


def _stacks(modules: Sequence[Values]) -> dict[Key, Stack]:
    """The wholes that at least two modules of one provider name."""
    found: dict[Key, Stack] = {}
    for module in modules:
        part = part_of(module["title"])
        if part is not None:
            key = (module["provider"], plain_text(part.whole), part.code)
            stack = found.setdefault(key, Stack(part.whole, part.code))
            (stack.electives if part.elective else stack.modules).append(module)
    return {key: stack for key, stack in found.items() if len(stack.parts) > 1}


def _courses_of_all(modules: Sequence[Values], stacks: Mapping[Key, Stack]) -> Iterator[tuple[Key, Values]]:
    """The stacks that are a course themselves, each with this."""
    for key, courses in _wholes(modules).items():
        only = _only(courses, stacks[key]) if key in stacks else None
        if only is not None:
            yield key, only


def _only(courses: Sequence[Values], stack: Stack) -> Values | None:
    """The course that is the whole itself, if there is just one and it is none of the parts."""
    return courses[0] if len(courses) == 1 and courses[0] not in stack.parts else None


def _name(stack: Stack, taken: set[str]) -> str:
    """An id for the award that nothing else has."""
    name = slug(f"{stack.code} {stack.title}") or "award"
    while name in taken:
        name = f"{name[:70]}-{len(taken)}"
    taken.add(name)
    return name


def _award(name: str, stack: Stack, provider: str, award_of: Mapping[str, str]) -> Values:
    """The award of a stack. A part that is a whole itself is required as its award, so that its own parts count as well."""
    parts: list[Any] = [award_of.get(module["id"], module["id"]) for module in stack.modules]
    if stack.electives:
        parts.append({"choose": 1, "from": [award_of.get(module["id"], module["id"]) for module in stack.electives]})
    return {
        "id": name,
        "title": stack.title,
        "kind": kind_of(stack.title),
        "field": stack.parts[0]["field"],
        "provider": provider,
        "requires": parts,
        "evidence": "assumed",
        "source": "titles that say 'Part of'",
    }


def _amendment(stack: Stack, whole: Values) -> str:
    """The line that says which modules the course covers that is the whole itself."""
    covered = [module["id"] for module in stack.parts]
    return f"  - {in_brackets({'id': whole['id'], 'was': whole['title'], 'covers': covered})}\n"
