"""Files of credentials: what each format says, what a change is told as, what may match, and what is never said."""

import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import build
import pytest
import wrapping
from commands import small_catalogue
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.credentials import reading
from mcplanner.credentials.course_list import HEADINGS, read_course_list
from mcplanner.credentials.dates import month_in
from mcplanner.credentials.matching import Match, Outcome, match_records
from mcplanner.credentials.open_badges import read_badge
from mcplanner.credentials.opencerts import is_wrapped, read_wrapped
from mcplanner.credentials.personal import label_of, personal_texts, personal_words
from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile, Integrity, Record, RefusedError, is_passed
from mcplanner.diagnostics import Position
from mcplanner.export.diagnostic_reports import format_diagnostics
from mcplanner.months import format_month

TESTS = Path(__file__).parent
VALID = TESTS / "credentials"
INVALID = TESTS / "invalid_credentials"
REFUSED = sorted(path for path in INVALID.iterdir() if path.suffix != ".expected")
SECRETS = (
    *("tan wei ming", "wei ming", "adeline", "s1234567d", "s7654321d", "p7654321", "9123 4567", "@example.sg", "did:example"),
    *("somebody else", "0815", "josé"),
)
"""What stands in the files of these tests and is about a person."""

INTACT, NOT_CHECKED, NO_PROOF = Integrity.INTACT, Integrity.NOT_CHECKED, Integrity.NO_PROOF


SMALL = small_catalogue()


def read(path: Path) -> CredentialFile:
    found = read_credentials(path)
    assert isinstance(found, CredentialFile), found
    return found


def told(record: Record) -> tuple[Any, ...]:
    """A record in short: codes, title, last month, what dated it, whether it was passed."""
    ended = None if record.ended is None else format_month(record.ended)
    return record.codes, record.title, ended, record.dated_by, record.passed


def problem(document: dict[str, Any]) -> tuple[str, str]:
    """The code and message for which a wrapped document is refused."""
    with pytest.raises(RefusedError) as refused:
        read_wrapped(document)
    (only,) = refused.value.problems
    return only.code, only.message


def assert_nobody_is_named(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text.casefold()] == []


# --- Invalid files, each beside its complete output ---------------------------------------------------------------------------


def test_there_are_invalid_files_each_with_its_expected_output() -> None:
    assert len(REFUSED) > 20
    assert {f"{path.name}.expected" for path in REFUSED} == {path.name for path in INVALID.glob("*.expected")}


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.name)
def test_an_invalid_file_gives_exactly_its_expected_output(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(INVALID)
    found = read_credentials(path.name)
    assert isinstance(found, tuple)
    text = format_diagnostics(found)
    assert text == Path(f"{path.name}.expected").read_text("utf-8")
    assert_nobody_is_named(text)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(path: Path) -> str:
        found = read_credentials(path)
        assert isinstance(found, tuple)
        return format_diagnostics(found)

    assert "MC001 cannot read the file: there is no such file" in said(tmp_path / "none.json")
    assert "MC001 cannot read the file: it is a folder" in said(tmp_path)
    (tmp_path / "many.csv").write_text("title\n" + "Python\n" * 4)
    monkeypatch.setattr(reading, "MOST_RECORDS", 3)
    assert "MC803 it has more than 3 records" in said(tmp_path / "many.csv")
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    assert "MC001 cannot read the file: it has more than 1 million bytes" in said(Path("/dev/zero"))


@settings(max_examples=150)
@given(data=st.data())
def test_whatever_is_in_a_file_nobody_is_named(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files cut anywhere, with signs exchanged anywhere: records or problems, and neither name anyone."""
    path = data.draw(st.sampled_from(sorted(VALID.iterdir())))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from(b'{}[]",:x0\n\\\xff'))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    changed = tmp_path_factory.getbasetemp() / "changed"
    changed.write_bytes(content)
    found = read_credentials(changed)
    if isinstance(found, tuple):
        assert_nobody_is_named(format_diagnostics(found))
    elif path.suffix == ".csv":
        assert all(record.label is None or "Tan" not in record.label for record in found.records[:2])
    else:
        assert_nobody_is_named(repr(found))


# --- OpenCerts ---------------------------------------------------------------------------------------------------------------


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
    assert found.records[0].label is None
    assert found.records[1].label == "Networking Basics"
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
    assert [(record.codes, record.title) for record in found.records] == [
        (("TGS-2026000001",), None),
        ((), "Programming in Python"),
        (("JAVA-1",), "Programming in Java"),
        (("HP77",), "Cyber Security Foundation"),
    ]
    assert {record.integrity for record in found.records} == {INTACT}
    assert found.records[0].label == "TGS-2026000001"


def test_the_first_date_that_can_be_read_counts() -> None:
    def dated(**dates: str) -> tuple[Any, ...]:
        (document,) = wrapping.wrap({"name": "Python", **dates})
        return told(read_wrapped(document)[0])[2:4]

    assert dated(issuedOn="2026-10-01", attainmentDate="2026-09-01") == ("2026-09", "attainment")
    assert dated(issuedOn="2026-10-01", graduationDate="soon") == ("2026-10", "issue")
    assert dated(expiresOn="2026-10-01") == (None, None)


def test_values_are_unwrapped_whatever_they_hold() -> None:
    """Colons and line breaks belong to the value; an older file may have no salts; null is nothing."""
    (document,) = wrapping.wrap({"name": " a:b\nc ", "transcript": [{"name": None}, {"name": 7}, "x", {"name": "d"}]})
    assert [record.title for record in read_wrapped(document)] == ["a:b\nc", None, "7", "d"]
    document["data"] = {"name": "plain"}
    document["signature"]["targetHash"] = document["signature"]["merkleRoot"] = wrapping.digest(
        wrapping.leaf_hashes(document["data"], "")
    )
    assert [record.title for record in read_wrapped(document)] == ["plain"]


def test_half_a_pair_of_surrogates_is_hashed_as_its_escape() -> None:
    """JavaScript's JSON.stringify has written \\ud800 for it since 2019; as text it has no bytes at all."""
    (document,) = wrapping.wrap({"name": "x"})
    document["data"]["name"] = "\ud800"
    leaf = wrapping.keccak(b'{"name":"\\ud800"}').hex()
    document["signature"]["targetHash"] = document["signature"]["merkleRoot"] = wrapping.digest([leaf])
    assert read_wrapped(document)[0].label is None


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


@settings(max_examples=40, deadline=None)
@given(data=DOCUMENTS, others=st.integers(0, 4), seed=st.integers(0, 9))
def test_whatever_was_wrapped_is_intact(data: dict[str, Any], others: int, seed: int) -> None:
    batch = wrapping.wrap(data, *({"id": str(number)} for number in range(others)), seed=seed)
    assert {record.integrity for record in read_wrapped(batch[0])} == {INTACT}


@settings(max_examples=60, deadline=None)
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


@settings(max_examples=40, deadline=None)
@given(data=DOCUMENTS, draw=st.data())
def test_whatever_is_hidden_leaves_a_document_intact(data: dict[str, Any], draw: st.DataObject) -> None:
    """Any parts but the name. Hashes alone do not tell what they hide, but one more or less is a change."""
    (document,) = wrapping.wrap(data)
    for key in draw.draw(st.lists(st.sampled_from(sorted(set(document["data"]) - {"name"})), unique=True)):
        wrapping.hide(document, key)
    assert read_wrapped(document)[0].title == "Networking Basics"
    hidden = document["privacy"]["obfuscatedData"]
    if draw.draw(st.booleans()) or not hidden:
        hidden.append("0" * 64)
    else:
        hidden.pop()
    assert problem(document) == ("MC804", "tampered: what stands in it is not what its hash was made of")


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
        assert problem(shorter) == ("MC804", "tampered: its hash does not lead to the root of its batch")


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
    assert [record.title for record in read_wrapped(document)] == ["A"]
    document["signature"]["type"] = "Other"
    assert not is_wrapped(document)


# --- Open Badges -------------------------------------------------------------------------------------------------------------


def test_a_badge() -> None:
    (record,) = read(VALID / "badge.json").records
    assert told(record) == (("TGS-2026000002",), "Cybersecurity Foundations", "2026-09", "activity", True)
    assert record.integrity is NOT_CHECKED
    assert record.evidence == "Open Badge, proof not checked, issuer not checked"


def test_a_bundle_of_badges() -> None:
    found = read(VALID / "badges.json")
    assert [told(record) for record in found.records] == [
        (("python-1",), "Programming in Python", "2026-01", "issue", True),
        ((), "Programming in Java", "2026-01", "issue", False),
        (("TGS-2026000002",), "Cybersecurity Foundations", "2026-09", "activity", True),
    ]
    assert [record.integrity for record in found.records] == [NO_PROOF, NO_PROOF, NOT_CHECKED]
    assert found.records[0].evidence == "Open Badge, no proof"


def test_lists_and_learner_records_of_badges(tmp_path: Path) -> None:
    badge = json.loads((VALID / "badge.json").read_text("utf-8"))
    (document,) = wrapping.wrap({"name": "Networking Basics"})
    record = {"type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": {"verifiableCredential": [badge]}}
    (tmp_path / "all.json").write_text(json.dumps([badge, record, document]))
    assert [each.title for each in read(tmp_path / "all.json").records] == [
        *("Cybersecurity Foundations", "Cybersecurity Foundations", "Networking Basics")
    ]


def test_what_a_badge_may_leave_out() -> None:
    def badge(achievement: Any, **more: Any) -> tuple[Any, ...]:
        (record,) = read_badge({"credentialSubject": {"achievement": achievement}, **more})
        return told(record)

    assert badge({"name": {"en": "Python", "ms": "Ular"}}) == ((), "Python", None, None, True)
    assert badge({"humanCode": " ", "name": 3}, awardedDate=5) == ((), None, None, None, True)
    assert badge([{"name": "A"}, "https://example.sg"], awardedDate="2026-02-01") == ((), "A", "2026-02", "award", True)
    with pytest.raises(RefusedError):
        read_badge({"credentialSubject": "did:example:adeline-0815"})


# --- Lists of courses --------------------------------------------------------------------------------------------------------


def test_a_list_of_courses() -> None:
    assert [told(record) for record in read(VALID / "courses.csv").records] == [
        (("TGS-2026000001",), None, "2026-05", "list", True),
        ((), "programming in  PYTHON", "2026-03", "list", True),
        (("java-1",), None, "2026-02", "list", False),
        ((), "Certificate for Adeline", "2026-01", "list", True),
        ((), "Diploma in Cybersecurity", None, None, True),
    ]
    assert [record.label for record in read(VALID / "courses.csv").records] == [
        *("TGS-2026000001", "programming in PYTHON", "java-1", None, "Diploma in Cybersecurity")
    ]


@pytest.mark.parametrize(
    "text", ["title;ended\r\nA;2026-01\r\n", "\ufeffTITLE\tMonth\nA\t2026-01", "\n title , date\rA,1/1/2026"]
)
def test_the_lists_of_many_spreadsheets(text: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(text.encode())
    assert [told(record) for record in read(tmp_path / "list.csv").records] == [((), "A", "2026-01", "list", True)]


def test_a_cell_may_hold_lines_and_separators() -> None:
    (record,) = read_course_list('title,note\n"A\u2028, and\nB",x\n')
    assert record.title == "A\u2028, and\nB"
    with pytest.raises(RefusedError) as refused:
        read_course_list('title,date\n"A\nB",soon\n')
    assert refused.value.problems[0].position == Position(3, 1)


def test_every_heading_means_one_thing() -> None:
    headings = [heading for each in HEADINGS.values() for heading in each]
    assert len(headings) == len(set(headings))
    assert all(heading == heading.casefold() for heading in headings)


# --- Dates, results, labels --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-09", "2026-09"),
        ("2026-09-30", "2026-09"),
        ("2026-09-30T23:59:59+08:00", "2026-09"),
        ("2026-09-30T16:00:00.000Z", "2026-10"),
        ("2026-09-30 16:00", "2026-09"),
        ("30/09/2026", "2026-09"),
        ("1/2/2026", "2026-02"),
        (" 2026-09 ", "2026-09"),
    ],
)
def test_dates_that_are_read(text: str, month: str) -> None:
    found = month_in(text)
    assert found is not None
    assert format_month(found) == month


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "soon",
        "2026",
        "2026-13",
        "2026-02-30",
        "31/02/2026",
        "20260930",
        "2026-W40-1",
        "9999-12-31",
        "0001-01-01T00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-09-30T",
        "09/30/2026",
        "２０２６-09",
        "1/1/26",
    ],
)
def test_dates_that_are_none(text: str | None) -> None:
    assert month_in(text) is None


def test_what_lets_a_module_count() -> None:
    assert all(is_passed(result) for result in (None, "", "A", "Pass", "D-", "PX", "Exempted", "Completed", "Competent", "55"))
    assert not any(
        is_passed(result) for result in ("F", "fail", "FAILED", "Not yet competent", "NYC", "InProgress", "Withdrew")
    )


@pytest.mark.parametrize(
    "title",
    [
        *("Award for S1234567D", "SXXXX567D in Python", "mail adeline@example.sg", "did:example:1", "see https://a.example"),
        *("call 9123 4567", "Best of Tan", "Wei-Ming's Python", "x" * 121, "a\u202eb", "", "   ", None),
    ],
)
def test_a_title_about_a_person_is_no_label(title: str | None) -> None:
    assert label_of(title, (), personal_words(["Tan Wei Ming"])) is None
    assert label_of(title, ("HP1",), personal_words(["Tan Wei Ming"])) == "HP1"


@pytest.mark.parametrize("title", ["Tanning of Leather", "TGS-2026000001 Python", "The Art of War", "Web 3.0, part 2 of 10"])
def test_a_title_about_a_course_is_a_label(title: str) -> None:
    assert label_of(title, (), personal_words(["Tan of the Wei"])) == title


def test_what_is_personal_stands_under_certain_keys() -> None:
    document = {
        "name": "Course",
        "recipient": {"name": "A", "more": [{"deep": "B"}]},
        "additionalData": {"studentId": "C", "merit": "Y", "holderEmail": "D", "fullName": ["E"]},
        "issuers": [{"name": "Poly", "phone": "F"}],
    }
    assert set(personal_texts(document)) == set("ABCDEF")


# --- Matching ----------------------------------------------------------------------------------------------------------------


def record(
    *codes: str, title: str | None = None, ended: str | None = None, passed: bool = True, proof: Integrity = NO_PROOF
) -> Record:
    return Record("list", proof, codes, title, title, month_in(ended), None, passed)


def match(*records: Record, chosen: dict[int, str] | None = None, held: tuple[str, ...] = ()) -> tuple[Match, ...]:
    return match_records(SMALL, [CredentialFile("a.csv", records)], chosen or {}, held, build.month("2026-11"))


def matched(each: Match) -> tuple[Outcome, str | None, str | None]:
    return each.outcome, None if each.module is None else each.module.id, each.matched_by


def test_exact_matches_by_number_then_id_then_title() -> None:
    """A title that names another module does not matter where the number names one."""
    found = match(
        record(" tgs-2026000001 ", title="Programming in Java"),
        record("Python-1", title="Networking Basics"),
        record("HP1", title="programming  in JAVA"),
    )
    assert [matched(each) for each in found] == [
        (Outcome.ADD, "net-basics", "course number"),
        (Outcome.ADD, "python-1", "id"),
        (Outcome.ADD, "java-1", "title"),
    ]


def test_near_matches_are_offered_and_never_taken() -> None:
    found = match(
        record(title="Cyber Security Foundation"),
        record("cyb-foundation"),
        record(title="WSQ Programming in Python (online)"),
        record(title="Pottery"),
        record("TGS-2026000003"),
    )
    assert [matched(each)[0] for each in found] == [Outcome.NEAR] * 3 + [Outcome.UNKNOWN] * 2
    assert [[module.id for module in each.offers][:1] for each in found] == [
        ["cyb-foundations"],
        ["cyb-foundations"],
        ["python-1"],
        [],
        [],
    ]
    assert all(each.module is None for each in found)
    (taken, *_) = match(record(title="Cyber Security Foundation"), chosen={1: "cyb-foundations"})
    assert matched(taken) == (Outcome.ADD, "cyb-foundations", "choice")


def test_a_title_of_two_modules_is_offered_for_both() -> None:
    twins = SMALL.model_copy(
        update={
            "modules": (
                *SMALL.modules,
                SMALL.module_by_id["python-1"].model_copy(update={"id": "python-2", "provider": "harbour"}),
            )
        }
    )
    (found,) = match_records(
        twins, [CredentialFile("a", (record(title="Programming in Python"),))], {}, (), build.month("2026-11")
    )
    assert (found.outcome, [module.id for module in found.offers]) == (Outcome.NEAR, ["python-1", "python-2"])


def test_a_choice_goes_before_what_the_file_says() -> None:
    (found,) = match(record("python-1", passed=False), chosen={1: "java-1"})
    assert matched(found) == (Outcome.ADD, "java-1", "choice")


def test_what_was_not_passed_is_left_out() -> None:
    found = match(record("python-1", passed=False), record(title="Programing in Python", passed=False))
    assert [matched(each) for each in found] == [(Outcome.NOT_PASSED, "python-1", "id"), (Outcome.NOT_PASSED, None, None)]


def test_what_is_held_stays_as_it_is() -> None:
    assert [each.outcome for each in match(record("python-1"), record("java-1"), held=("python-1",))] == [
        Outcome.HELD,
        Outcome.ADD,
    ]


def test_of_two_records_of_a_module_the_later_counts_then_the_better_proved() -> None:
    def added(*records: Record) -> list[int]:
        return [each.number for each in match(*records) if each.outcome is Outcome.ADD]

    first, last = record("python-1", ended="2025-01"), record("python-1", ended="2026-01")
    assert added(first, last) == added(record("python-1"), last) == [2]
    assert added(last, first) == added(last, last) == [1]
    assert added(last, record("python-1", ended="2026-01", proof=INTACT)) == [2]
    assert match(first, last)[0].outcome is Outcome.AGAIN


def test_an_award_is_told_as_one() -> None:
    """Even where a module is called nearly so."""
    (found,) = match(record(title="part-time diploma in CYBERSECURITY"))
    assert (found.outcome, found.award) == (Outcome.UNKNOWN, "Part-time Diploma in Cybersecurity")


def test_records_are_numbered_over_all_files() -> None:
    files = [CredentialFile("a", (record("x"), record("y"))), CredentialFile("b", (record("java-1"),))]
    found = match_records(SMALL, files, {3: "python-1"}, (), build.month("2026-11"))
    assert [(each.number, each.file) for each in found] == [(1, "a"), (2, "a"), (3, "b")]
    assert matched(found[2]) == (Outcome.ADD, "python-1", "choice")


# --- What is imported when ---------------------------------------------------------------------------------------------------


def test_only_a_hash_that_is_needed_loads_the_library() -> None:
    program = (
        "import sys, mcplanner.credentials.reading as r; r.read_credentials(sys.argv[1]); "
        "print([name for name in ('Crypto', 'rich', 'typer') if name in sys.modules])"
    )

    def loaded(name: str) -> str:
        words = [sys.executable, "-c", program, str(VALID / name)]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()

    assert loaded("badge.json") == loaded("courses.csv") == "[]"
    assert loaded("transcript.opencert") == "['Crypto']"


def test_no_message_has_a_place_for_what_stands_in_a_file() -> None:
    """Problems are built from fixed words and figures of the program's own."""
    folder = Path(reading.__file__).parent
    texts = [path.read_text("utf-8") for path in folder.glob("*.py")]
    braces = {
        name for text in texts for line in text.splitlines() if "Problem(" in line for name in re.findall(r"\{(\w+)", line)
    }
    assert braces <= {"MOST_DEPTH", "MOST_RECORDS", "what"}
