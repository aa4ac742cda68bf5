"""Reads JSON as plain data: numbers stay as they are written, and the depth is limited.

Knows JSON; nothing of credentials.
"""

import json
from typing import Any

from mcplanner.credentials.record import Problem, RefusedError
from mcplanner.ground.diagnostics import Position

MOST_DEPTH = 60
"""How deep lists and objects may be nested; real files stay under 20."""


class WrittenNumber(str):
    """A number as it is written: some would not fit, and nobody calculates with any."""


class NotJSONError(RefusedError):
    """A text is not JSON, from some place on."""


def parse_json(text: str) -> Any:
    """The data of a JSON text.

    Raises
    ------
    RefusedError
        It is not JSON, is nested too deep, or has a key twice in one object.
    """
    try:
        document = json.loads(
            text, object_pairs_hook=_object, parse_int=WrittenNumber, parse_float=WrittenNumber, parse_constant=WrittenNumber
        )
    except json.JSONDecodeError as error:
        place = Position(error.lineno, error.colno)
        raise NotJSONError(Problem("MC801", "this is not JSON from here on", "get the whole file again", place)) from None
    except RecursionError:
        raise nested_too_deep() from None
    level, depth = [document], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            raise nested_too_deep()
        level = [part for each in level for part in _parts(each) if isinstance(part, dict | list)]
    return document


def count_values(value: Any) -> int:
    """How many texts, figures, lists and objects are in a value, itself included."""
    return 1 + sum(map(count_values, _parts(value)))


def without_lists_of_one(value: Any) -> Any:
    """A value in which no list has one item alone: JSON-LD allows to write each value so, and means the same."""
    match value:
        case [only]:
            return without_lists_of_one(only)
        case list():
            return [without_lists_of_one(each) for each in value]
        case dict():
            return {key: without_lists_of_one(each) for key, each in value.items()}
    return value


def nested_too_deep() -> RefusedError:
    """The error for what cannot be gone through."""
    return RefusedError(
        Problem("MC801", f"lists and objects are nested more than {MOST_DEPTH} deep", "ask for it in another form")
    )


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise RefusedError(
            Problem("MC801", "a key is given twice in one object, and so has two meanings", "get the file again")
        )
    return found
