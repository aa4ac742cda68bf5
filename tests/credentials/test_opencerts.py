"""OpenCerts: what a document says, what a change of it is told as, and when it is refused."""

import copy
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import wrapping
from credential_files import (
    INTACT,
    VALID,
    problem,
    read,
    titles,
    told,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.credentials.opencerts import is_wrapped, read_wrapped
from mcplanner.credentials.results import Verdict


def test_a_transcript() -> None:
    """The document, and each of its lines. 16:30 UTC on the last of May is June in Singapore."""
    found = read(VALID / "transcript.opencert")
    assert [told(record) for record in found.records] == [
        ((), "Certificate of Tan Wei Ming Adeline", "2026-09", "graduation", True),
        (("TGS-2026000001",), "Networking Basics", "2026-06", "examination", True),
        ((), "Programming in Python", "2026-09", "graduation", True),
        (("JAVA-1",), "Programming in Java", "2026-03", "examination", False),
        (("HP77",), "Cyber Security Foundation", "2026-09", "examination", True),
        (("HP90",), "Conversational French", "2025-11", "examination", True),
    ]
    assert {record.integrity for record in found.records} == {INTACT}
    assert [record.place for record in found.records[:2]] == ["the document", "line 1 of its transcript"]
    assert found.records[0].evidence == "OpenCerts, intact, issuer not checked"


def test_the_frozen_transcript_is_what_wrapping_makes_of_its_data() -> None:
    """Two keccaks, two ways to write JSON, two ways up the tree: one of them changed would show here."""
    document = json.loads((VALID / "transcript.opencert").read_text("utf-8"))
    signature = document["signature"]
    assert wrapping.digest(wrapping.leaf_hashes(document["data"], "")) == signature["targetHash"]
    assert len(signature["proof"]) in (1, 2), "a batch of three"
    root = signature["targetHash"]
    for step in signature["proof"]:
        root = wrapping.joined(root, step)
    assert root == signature["merkleRoot"] != signature["targetHash"]


def test_keccak_is_that_of_the_published_vectors() -> None:
    assert wrapping.keccak(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert wrapping.keccak(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"


def test_what_a_holder_hid_is_not_missed() -> None:
    found = read(VALID / "partly-hidden.opencert")
    assert [told(record)[:2] for record in found.records] == [
        (("TGS-2026000001",), None),
        ((), "Programming in Python"),
        (("JAVA-1",), "Programming in Java"),
        (("HP77",), "Cyber Security Foundation"),
    ]
    assert {record.integrity for record in found.records} == {INTACT}


def test_the_first_date_that_can_be_read_counts() -> None:
    def dated(**dates: str) -> tuple[Any, ...]:
        (document,) = wrapping.wrap({"name": "Python", **dates})
        return told(read_wrapped(document)[0])[2:4]

    assert dated(issuedOn="2026-10-01", attainmentDate="2026-09-01") == ("2026-09", "attainment")
    assert dated(issuedOn="2026-10-01", graduationDate="soon") == ("2026-10", "issue")
    assert dated(expiresOn="2026-10-01") == (None, None)
    (document,) = wrapping.wrap({"name": "Python", "issuedOn": "2026-10-01", "graduationDate": "soon"})
    assert read_wrapped(document)[0].remarks == ("another date in it cannot be read",)
    (document,) = wrapping.wrap({"name": "Python", "issuedOn": "soon"})
    assert read_wrapped(document)[0].doubts == ("the date on which it ended cannot be read",)


def test_values_are_unwrapped_whatever_they_hold() -> None:
    """Colons and line breaks belong to the value; an older file may have no salts; null is nothing."""
    (document,) = wrapping.wrap({"name": " a:b\nc ", "transcript": [{"name": None}, {"name": 7}, "x", {"name": "d"}]})
    assert titles(read_wrapped(document)) == ["a:b\nc", None, "7", "d"]
    document["data"] = {"name": "plain"}
    document["signature"]["targetHash"] = document["signature"]["merkleRoot"] = wrapping.digest(
        wrapping.leaf_hashes(document["data"], "")
    )
    assert titles(read_wrapped(document)) == ["plain"]


def test_half_a_pair_of_surrogates_is_hashed_as_its_escape() -> None:
    """JavaScript's JSON.stringify has written \\ud800 for it since 2019; as text it has no bytes at all."""
    (document,) = wrapping.wrap({"name": "x"})
    document["data"]["name"] = "\ud800"
    leaf = wrapping.keccak(b'{"name":"\\ud800"}').hex()
    document["signature"]["targetHash"] = document["signature"]["merkleRoot"] = wrapping.digest([leaf])
    assert titles(read_wrapped(document)) == ["\ud800"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('abcé"\\ ', max_size=3), inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(st.sampled_from(["id", "recipient", "additionalData", "a b", "é\n"]), VALUES, max_size=4).map(
    lambda data: data | {"name": "Networking Basics", "transcript": [{"name": "Python", "grade": "A"}]}
)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all text in a document."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, key))


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


@settings(max_examples=40)
@given(data=DOCUMENTS, others=st.integers(0, 4), seed=st.integers(0, 9))
def test_whatever_was_wrapped_is_intact(data: dict[str, Any], others: int, seed: int) -> None:
    batch = wrapping.wrap(data, *({"id": str(number)} for number in range(others)), seed=seed)
    assert {record.integrity for record in read_wrapped(batch[0])} == {INTACT}


@settings(max_examples=60)
@given(data=DOCUMENTS, draw=st.data())
def test_any_sign_that_is_changed_is_told_as_tampered(data: dict[str, Any], draw: st.DataObject) -> None:
    """One sign of one value, salt included: exchanged, taken out, or put in."""
    (document,) = wrapping.wrap(data)
    path = draw.draw(st.sampled_from(sorted(leaves(document["data"]), key=str)))
    text = at(document["data"], path)
    place = draw.draw(st.integers(0, len(text) - 1))
    put = draw.draw(st.text(max_size=1))
    kept = place + draw.draw(st.integers(0, 1))
    changed = text[:place] + put + text[kept:]
    at(document["data"], path[:-1])[path[-1]] = changed
    if changed == text:
        assert read_wrapped(document)
    else:
        assert problem(document)[0] == "MC804"


@settings(max_examples=40)
@given(data=DOCUMENTS, draw=st.data())
def test_whatever_is_hidden_leaves_a_document_intact(data: dict[str, Any], draw: st.DataObject) -> None:
    """Any parts but the name. Hashes alone do not tell what they hide, but one more or less is a change."""
    (document,) = wrapping.wrap(data)
    for key in draw.draw(st.lists(st.sampled_from(sorted(set(document["data"]) - {"name"})), unique=True)):
        wrapping.hide(document, key)
    assert titles(read_wrapped(document))[0] == "Networking Basics"
    hidden = document["privacy"]["obfuscatedData"]
    if draw.draw(st.booleans()) or not hidden:
        hidden.append("0" * 64)
    else:
        hidden.pop()
    assert problem(document) == ("MC804", "tampered: its contents do not match its hash")


def test_values_that_change_places_are_tampered_with() -> None:
    (document,) = wrapping.wrap({"name": "A", "description": "B"})
    data = document["data"]
    data["name"], data["description"] = data["description"], data["name"]
    assert problem(document)[0] == "MC804"


def test_every_step_to_the_root_counts() -> None:
    document = wrapping.wrap(*({"name": str(number)} for number in range(5)))[2]
    assert len(document["signature"]["proof"]) > 1
    assert read_wrapped(document)
    for step in range(len(document["signature"]["proof"])):
        shorter = copy.deepcopy(document)
        del shorter["signature"]["proof"][step]
        assert problem(shorter) == ("MC804", "tampered: its hash does not match that of its batch")


def test_a_hash_of_other_case_is_another_text() -> None:
    """The hash is compared as text by the format's own library, too."""
    (document,) = wrapping.wrap({"name": "A"})
    document["signature"]["targetHash"] = document["signature"]["targetHash"].upper()
    assert problem(document)[0] == "MC804"


def test_what_is_wrapped_is_known_by_its_signature() -> None:
    (document,) = wrapping.wrap({"name": "A"})
    assert is_wrapped(document)
    del document["version"], document["privacy"]
    assert is_wrapped(document), "as in files before version 2.0 of the schema"
    assert titles(read_wrapped(document)) == ["A"]
    document["signature"]["type"] = "Other"
    assert not is_wrapped(document)


def test_data_whose_paths_could_be_those_of_other_data_are_refused() -> None:
    (numbered,) = wrapping.wrap({"name": "A", "transcript": {"0": {"name": "B"}, "1": {"name": "C"}}})
    assert problem(numbered)[1].endswith("an object in its data has the keys of a list, and so cannot be told from one")
    (unnamed,) = wrapping.wrap({"name": "A", "": {"more": "B"}})
    assert "a key in its data is empty" in problem(unnamed)[1]
    (empty,) = wrapping.wrap({"name": "A", "more": {"": "x", "1": "y"}})
    assert titles(read_wrapped(empty)) == ["A"], "these paths are its own"


def test_a_transcript_tells_results_under_many_keys() -> None:
    lines = [
        {"name": "A", "grade": "B", "score": "72"},
        {"name": "B", "grade": ["A", "F"]},
        {"name": "C", "finalResult": {"value": "Fail"}},
        {"name": "D", "grade": "B", "additionalData": {"remark": "withdrawn"}},
        {"name": "E", "passed": False},
        {"name": "Failure Analysis", "grade": "B", "semester": "NP"},
        {"name": "G", "grade": 35},
        {"name": "H", "grade": "D", "passingGrade": "C"},
    ]
    (document,) = wrapping.wrap({"name": "T", "transcript": lines})
    verdicts = [record.result.verdict for record in read_wrapped(document)]
    failed, unknown, passed = Verdict.NOT_PASSED, Verdict.UNKNOWN, Verdict.PASSED
    assert verdicts == [Verdict.NOTHING, passed, failed, failed, unknown, unknown, passed, Verdict.FIGURE, failed]


def test_a_transcript_tells_when_it_expires() -> None:
    (document,) = wrapping.wrap(
        {"name": "A", "expiresOn": "2027-01-31", "transcript": [{"name": "B", "validUntil": "2026-03"}]}
    )
    assert [record.expires for record in read_wrapped(document)] == [date(2027, 1, 31), date(2026, 3, 31)]
    (document,) = wrapping.wrap({"name": "A", "expiresOn": "some day"})
    assert read_wrapped(document)[0].doubts == ("its expiry date cannot be read",)
