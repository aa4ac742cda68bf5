"""What titles suggest about stacking, `Data Basics - Part of Diploma in Data (DD1)`, as a file to read and to edit.

Knows titles of the register; nothing of other sources. Nothing of this is taken by itself: titles name the whole, but not
whether all of its parts are needed, nor which can stand for another.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from mcplanner.course_data.drafts import Values
from mcplanner.course_data.texts import slug
from mcplanner.course_data.write_yaml import catalogue_lines, to_text
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


class Part(Struct, frozen=True):
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


def part_of(title: str) -> Part | None:
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
    return Part(title[: found.start()], whole.strip(" -"), "" if code is None else code["code"], elective)


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
    wholes = _wholes(modules)
    taken = {module["id"] for module in modules}
    awards = [award for (provider, *_), stack in stacks.items() for award in _award(stack, provider, taken)]
    text = to_text(catalogue_lines({}, {"awards": awards}), COMMENTS)
    amended = [line for key, stack in stacks.items() for line in _amendment(stack, wholes.get(key, ()))]
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
    return {key: stack for key, stack in found.items() if len(stack.modules) + len(stack.electives) > 1}


def _award(stack: Stack, provider: str, taken: set[str]) -> Iterator[Values]:
    name = slug(f"{stack.code} {stack.title}") or "award"
    while name in taken:
        name = f"{name[:70]}-{len(taken)}"
    taken.add(name)
    parts: list[Any] = [module["id"] for module in stack.modules]
    if stack.electives:
        parts.append({"choose": 1, "from": [module["id"] for module in stack.electives]})
    yield {
        "id": name,
        "title": stack.title,
        "kind": kind_of(stack.title),
        "field": (stack.modules or stack.electives)[0]["field"],
        "provider": provider,
        "requires": parts,
        "evidence": "assumed",
        "source": "titles that say 'Part of'",
    }


def _amendment(stack: Stack, wholes: Sequence[Values]) -> Iterator[str]:
    """The line that says which modules a course covers that is the whole itself, if there is one such course."""
    if len(wholes) == 1:
        covered = ", ".join(module["id"] for module in (*stack.modules, *stack.electives))
        yield f"  - {{id: {wholes[0]['id']}, covers: [{covered}]}}\n"
