"""A proof in JSON signs statements, and not how they are written: who writes them in another way must not change the result.

Random changes are made to signed badges, most of which leave what is stated as it is. Where the signature still counts, what is
read of the badge is what was read before.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import signed_badges as made
from credential_files import SIGNED
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile, Record

LEVELS = [
    {"id": f"urn:uuid:8f2f0000-0000-4000-8000-00000000090{number}", "type": ["RubricCriterionLevel"], "name": name}
    for number, name in enumerate(("Able", "Skilled"))
]
SCALE = {"type": ["ResultDescription"], "requiredValue": "B", "resultType": "LetterGrade", "allowedValue": ["D", "C", "B", "A"]}
ACHIEVEMENT = made.SUBJECT["achievement"] | {
    "criteria": {"id": "urn:uuid:8f2f0000-0000-4000-8000-000000000004", "narrative": "Pass the exam."},
    "resultDescription": [
        {"id": "urn:uuid:8f2f0000-0000-4000-8000-000000000002", **SCALE},
        {
            "id": "urn:uuid:8f2f0000-0000-4000-8000-000000000003",
            "type": ["ResultDescription"],
            "requiredLevel": LEVELS[0]["id"],
            "rubricCriterionLevel": [LEVELS[0]],
        },
    ],
}


def result(scale: int, **more: Any) -> made.Document:
    return {"type": ["Result"], "resultDescription": ACHIEVEMENT["resultDescription"][scale]["id"], **more}


RESULTS = (
    [result(0, value="C")],
    [result(0, value="A"), result(1, achievedLevel=LEVELS[0]["id"])],
    [result(0, value="A")],
    [result(1, achievedLevel=LEVELS[1]["id"])],
)
BADGES = [
    made.proved(
        made.badge(
            validUntil="2028-01-01T00:00:00Z",
            credentialSubject=made.SUBJECT
            | {"achievement": ACHIEVEMENT, "result": results, "activityEndDate": "2026-03-31", "creditsEarned": earned},
        )
    )
    for results, earned in zip(RESULTS, (3, 1.5, 0, 3), strict=True)
]


def things(value: Any) -> Iterator[made.Document]:
    """All objects in a document but its proof."""
    if isinstance(value, dict):
        yield value
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(part, dict | list) and key != "proof":
            yield from things(part)


def ways_to_write(value: Any) -> list[Any]:
    """Other ways to write a value, most of which state the same."""
    ways: list[Any] = [
        [value],
        [[value]],
        (value if isinstance(value, list) else [value]) * 2,
        {"@value": value},
        {"@value": value, "@language": None},
        {"@set": [value]},
        None,
    ]
    match value:
        case list():
            ways += [value[::-1], value[:1], value[0] if value else None, {"@list": value}]
        case int() | float():
            ways += [str(value), float(value)]
        case str():
            ways.append({"id": value})
        case {"id": name}:
            ways += [name, [value, {"id": name}], [{"id": name}, value]]
    return ways


def rewrite(document: made.Document, draw: Any) -> None:
    """Write something of a document in another way."""
    thing = draw(st.sampled_from(list(things(document))))
    key = draw(st.sampled_from(sorted(thing.keys() - {"proof"}) or [""]))
    value = thing.get(key)
    match draw(st.sampled_from(["here", "elsewhere", "split", "order", "key"])):
        case "here" if key:
            thing[key] = draw(st.sampled_from(ways_to_write(value)))
        case "elsewhere" if key:
            draw(st.sampled_from(list(things(document)))).setdefault(key, thing.pop(key))
        case "split" if isinstance(value, dict) and len(value) > 2:
            moved = draw(st.sampled_from(sorted(value.keys() - {"id", "type"}) or ["id"]))
            rest = {name: told for name, told in value.items() if name != moved}
            thing[key] = [rest, {name: value[name] for name in ("id", "type", moved) if name in value}]
        case "order":
            turned = list(thing.items())[::-1]
            thing.clear()
            thing.update(turned)
        case "key" if key:
            thing[draw(st.sampled_from(["@included", "@graph", "endorsement", "related", f"@{key}"]))] = thing.pop(key)


def read(folder: Path, document: made.Document) -> list[Record]:
    (folder / "a.json").write_text(json.dumps(document), "utf-8")
    found = read_credentials(folder / "a.json", made.CONTEXTS)
    return list(found.records) if isinstance(found, CredentialFile) else []


def told(records: list[Record]) -> list[str]:
    """All that is read of a badge, whose titles and numbers have no order."""
    facts = ((sorted(each.titles), sorted(each.codes), each.ended, each.expires, each.result, each.doubts) for each in records)
    return sorted(map(repr, facts))


def test_these_badges_are_signed_and_of_all_kinds(tmp_path: Path) -> None:
    found = [read(tmp_path, badge)[0] for badge in BADGES]
    assert {record.integrity for record in found} == {SIGNED}
    assert [record.result.verdict.value for record in found] == ["not passed", "passed", "not recognised", "not recognised"]


DECISIVE = frozenset(
    (
        *("requiredValue", "resultType", "allowedValue", "requiredLevel", "rubricCriterionLevel", "value", "achievedLevel"),
        *("resultDescription", "creditsEarned", "activityEndDate", "validUntil", "name", "humanCode"),
    )
)
"""Keys of what decides whether a course counts, and which it is."""


@pytest.mark.parametrize("badge", BADGES, ids=["failed", "passed", "no credits", "unknown level"])
def test_no_other_way_to_write_one_value_changes_what_is_read(badge: made.Document, tmp_path: Path) -> None:
    before, still_signed = told(read(tmp_path, badge)), 0
    for at, thing in enumerate(things(badge)):
        for key in thing.keys() & DECISIVE:
            for way in ways_to_write(thing[key]):
                changed = deepcopy(badge)
                list(things(changed))[at][key] = way
                after = read(tmp_path, changed)
                if SIGNED in {record.integrity for record in after}:
                    still_signed += 1
                    assert told(after) == before, (key, way)
    assert still_signed > 10


@settings(max_examples=30)
@given(data=st.data())
def test_who_writes_a_signed_badge_in_another_way_does_not_change_what_it_says(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    badge = data.draw(st.sampled_from(BADGES))
    changed = deepcopy(badge)
    for _ in range(data.draw(st.integers(2, 3))):
        rewrite(changed, data.draw)
    after = read(folder, changed)
    if SIGNED in {record.integrity for record in after}:
        assert told(after) == told(read(folder, badge))
