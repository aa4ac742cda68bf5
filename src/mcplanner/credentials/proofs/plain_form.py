"""Whether a document says by its keys what its proof signs.

A proof signs statements, and the same statements can be written in many ways: under other keys, in another place, or beside
values of which nothing is stated. mcplan reads keys as they are written. So a proof vouches for what mcplan reads only if there
is one way to write it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from mcplanner.credentials.proofs.statements import Statements
from mcplanner.credentials.proofs.verdicts import NotCheckedError

_UNSIGNED = "not all that it says is signed"
_OTHER_WAYS = "what it signs could be written in another way"
OWN_MEANING = "it defines the meaning of keys by itself"

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
_READ = frozenset(
    (
        *("", "achievement", "credentialSubject", "result", "resultDescription", "rubricCriterionLevel"),
        "verifiableCredential",
    )
)
"""Keys of the things that mcplan reads; the document itself stands under none."""

_ASIDE = "endorsement"
"""The key of what others say of a thing under the same id. mcplan reads nothing of it."""

_ROOTS = frozenset(("", "verifiableCredential", _ASIDE))
"""Keys of credentials, which name their contexts."""

_SYNTAX_OF_ALL = frozenset(("@context",))
_SYNTAX = frozenset(("@value", "@language", "@direction"))
"""The syntax of JSON-LD that documents need: for texts in a language."""

_BARE = frozenset(("id", "type", "name", "description", "url", "email", "phone", "image", "narrative", "endorsementComment"))
"""Keys that decide nothing: an issuer who is also the holder, and an achievement with the id of its criteria, stand in two
places, and all that matters is what else is there."""

_TEXTS = frozenset(
    (
        *("achievedLevel", "allowedValue", "humanCode", "requiredLevel", "requiredValue", "resultType", "status", "value"),
        *("activityEndDate", "awardedDate", "expires", "issuanceDate", "expirationDate", "validFrom", "validUntil"),
    )
)
"""Keys of texts and figures that mcplan reads."""

_LEVELS = "rubricCriterionLevel"

_IN_ORDER = ("allowedValue", _LEVELS)
"""Keys of what is read from low to high: an order that a proof signs only in a list."""

_ONE_TEXT = frozenset(("name", "points"))
"""Keys of a level of which the first text is read: one among several would be first by chance."""


def check_plain_form(document: dict[str, Any], statements: Statements) -> None:
    """Return if a document says by its keys what was signed, and nothing else.

    Raises
    ------
    NotCheckedError
        It may say more, or something else.
    """
    if statements.leaves_out or not all(map(_is_stated, _expanded_nodes(statements.expanded))):
        raise NotCheckedError(_UNSIGNED)
    nodes = [("", document), *_nodes(document)]
    if not all(_has_usual_meaning(key, node) for key, node in nodes):
        raise NotCheckedError(OWN_MEANING)
    if not all(_is_plain(key, node) for key, node in nodes) or _has_other_places(nodes):
        raise NotCheckedError(_OTHER_WAYS)


def _has_usual_meaning(key: str, node: dict[str, Any]) -> bool:
    """Return whether an object names the contexts of its keys, if it may, and defines none."""
    return "@context" not in node or (key in _ROOTS and all(map(_is_address, _as_list(node["@context"]))))


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def _expanded_nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Each object in an expanded document."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _expanded_nodes(part)


def _is_stated(node: dict[str, Any]) -> bool:
    """Return whether all of an object becomes statements: none is made of what has no full address."""
    types = node.get("@type", [])
    addresses = [node.get("@id", "x:"), *(types if isinstance(types, list) else [types])]
    in_order = all("@list" in each for key, values in node.items() if key.endswith(_IN_ORDER) for each in values[1:])
    return in_order and all(each == "@json" or _is_address(each) for each in addresses)


def _nodes(value: Any, key: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object within a value, with the key that it stands under; all of an endorsement is aside."""
    for name, part in value.items() if isinstance(value, dict) else ((key, each) for each in value):
        place = _ASIDE if key == _ASIDE else name
        if isinstance(part, dict):
            yield place, part
        if isinstance(part, dict | list):
            yield from _nodes(part, place)


def _is_plain(key: str, node: dict[str, Any]) -> bool:
    """Return whether an object has keys alone, no addresses and no syntax of JSON-LD but that of languages."""
    allowed = _SYNTAX if isinstance(node.get("@language"), str) else _SYNTAX_OF_ALL
    return all((name in allowed or _is_key(name)) and _is_plain_value(key, name, value) for name, value in node.items())


def _is_key(name: str) -> bool:
    """Return whether a name is neither syntax nor an address."""
    return not (name.startswith("@") or ":" in name or "/" in name)


def _is_plain_value(key: str, name: str, value: Any) -> bool:
    """Return whether the value of a name, in an object that stands under a key, has the usual form and says nothing twice."""
    parts = _as_list(value)
    if key == _LEVELS and name in _ONE_TEXT and isinstance(value, list | dict):
        return False
    unusual = list | dict if _is_text(key, name) else list
    return not any(isinstance(part, unusual) for part in parts) and (name in _IN_ORDER or not _says_twice(parts))


def _is_text(key: str, name: str) -> bool:
    return name in _TEXTS or (key == "result" and name == "resultDescription")


def _says_twice(parts: list[Any]) -> bool:
    """Return whether a text or figure stands twice in a list: what is signed says it once."""
    told = [(type(part), part) for part in parts if not isinstance(part, dict | list)]
    return len(set(told)) < len(told)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _has_other_places(nodes: list[tuple[str, dict[str, Any]]]) -> bool:
    """Return whether something that mcplan reads stands in part, or as a whole, where mcplan would not see it."""
    full = Counter(node["id"] for _, node in nodes if isinstance(node.get("id"), str) and not node.keys() <= _BARE)
    for key, node in nodes:
        name = node.get("id")
        if key in _READ and isinstance(name, str) and full[name] > (not node.keys() <= _BARE):
            return True
        if any(text in full for text in _texts_for_things(key, node)):
            return True
    return False


def _texts_for_things(key: str, node: dict[str, Any]) -> Iterator[str]:
    """The texts in an object that stand in the place of something that mcplan reads; a result only names its scale."""
    for name, value in node.items() if key != _ASIDE else ():
        if name in _READ and (key, name) != ("result", "resultDescription"):
            yield from (each for each in _as_list(value) if isinstance(each, str))
