"""Ids, keys and words of files in capitals: an error each time, which says how to write them."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from commands import OF_SMALL, SMALL, run
from learner_texts import FULL

from mcplanner.files.paths import shipped_funding_path
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.diagnostics import did_you_mean

FREE = {"title", "name", "venue", "ref", "source", "note", "evidence", "url", "catalogue"}
"""Keys whose values may be written in any case: texts, and names of files."""

TEAM = """
start: 2027-01
employer: sme
residency: citizen
groups:
  - {id: line-a, title: Line A, in_class: 1}
seats:
  - {module: net-basics, start: 2027-04, seats: 2}
people:
  - {name: Ada, groups: line-a, target: cyber-certificate, hours: 6, providers: [harbour], skip: [java-1, online]}
  - {name: Ben, target: cyber-certificate, hours: 6, held: [{module: net-basics}], pins: {cyb-foundations: 2027-10}}
"""

COMMANDS: dict[str, tuple[str, list[str]]] = {
    "catalogue": (SMALL.read_text("utf-8"), ["check"]),
    "learner": (FULL, ["learner", "check", *OF_SMALL]),
    "team": (TEAM, ["team", *OF_SMALL]),
    "funding": (shipped_funding_path().read_text("utf-8"), ["check", "--funding"]),
}


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str, bool]]:
    """Each word with the path to it, and whether it is a key: of a list, the first item of each form."""
    match data:
        case dict():
            for key, value in data.items():
                yield (*path, key), key, True
                if key not in FREE:
                    yield from places(value, (*path, key))
        case list():
            for index, value in enumerate(data):
                yield from places(value, (*path, index))
        case str():
            yield path, data, False


def forms(data: Any) -> dict[object, tuple[tuple[str | int, ...], str, bool]]:
    """One place of each form: paths that differ only in indices lead to what is checked alike."""
    return {
        (tuple(part for part in path if isinstance(part, str)), is_key): (path, word, is_key)
        for path, word, is_key in places(data)
        if re.fullmatch(r"[a-z]+[a-z0-9_-]*", word)
    }


def in_capitals(data: Any, path: tuple[str | int, ...], is_key: bool) -> Any:
    changed = deepcopy(data)
    parent = changed
    for part in path[:-1]:
        parent = parent[part]
    if is_key:
        parent[str(path[-1]).upper()] = parent.pop(path[-1])
    else:
        parent[path[-1]] = parent[path[-1]].upper()
    return changed


def plain(data: Any) -> Any:
    match data:
        case dict():
            return {key: plain(value) for key, value in data.items()}
        case list():
            return list(map(plain, data))
        case Decimal():
            return float(data)
    return data


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_word_in_capitals_is_an_error_that_says_how_to_write_it(kind: str, tmp_path: Path) -> None:
    text, command = COMMANDS[kind]
    data = plain(parse_yaml(text, kind).data)
    file = tmp_path / "file.yaml"
    (tmp_path / "rules.yaml").write_bytes(shipped_funding_path().read_bytes())
    wanting = []
    for path, word, is_key in forms(data).values():
        file.write_text(json.dumps(in_capitals(data, path, is_key)), "utf-8")
        told = run(*command, str(file), code=1, width=1_000).output
        if f"did you mean '{word}'?" not in told and f"write {word}" not in told:
            wanting.append((path, told))
    assert wanting == []


def test_a_word_in_another_case_is_meant_however_long_it_is() -> None:
    assert did_you_mean("A" * 100, ["a" * 100, "b"]) == f"did you mean '{'a' * 100}'?"
    assert did_you_mean("A" * 99, ["a" * 100]) is None
