"""Proofs within badges in JSON: each kind by several makers, refused once changed, and what they do not vouch for."""

import json
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import signed_badges as made
from credential_files import DATA, MADE, NO_PROOF, NOT_CHECKED, SIGNED, assert_nobody_is_named, told

from mcplanner.credentials.parsing import parse_json
from mcplanner.credentials.proofs import contexts, statements
from mcplanner.credentials.proofs.data_integrity import check_proofs
from mcplanner.credentials.proofs.plain_form import check_plain_form
from mcplanner.credentials.proofs.statements import Effort, Statements
from mcplanner.credentials.proofs.verdicts import NotCheckedError
from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile, ProofCheck, Record, RefusedError
from mcplanner.export.diagnostic_reports import format_diagnostics

ELSEWHERE = "https://harbour.example.sg/issuer"
WEB = "did:web:harbour.example.sg"
STATUS = {"type": "BitstringStatusListEntry", "id": "https://harbour.example.sg/status#7", "statusPurpose": "revocation"}
OLDER = made.badge(
    **{"@context": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/data-integrity/v2", made.CONTEXT]},
    validFrom=None,
    issuanceDate="2026-09-30T08:00:00Z",
)
NAMED = {**made.SUBJECT["achievement"], "name": {"@value": "Cybersecurity Foundations", "@language": "en"}}
DETAILED = made.badge(
    credentialStatus=STATUS,
    credentialSubject={**made.SUBJECT, "creditsEarned": 3.0, "achievement": NAMED},
    name="Badge 7",
)


def in_set(*algorithms: str) -> made.Document:
    return {**made.badge(), "proof": [made.proof(made.badge(), algorithm) for algorithm in algorithms]}


def in_chain() -> made.Document:
    """The second proof signs the first, too, and names it."""
    first = made.proof(made.badge(), id="urn:uuid:8f2f0000-0000-4000-8000-000000000009")
    second = made.proof({**made.badge(), "proof": [first]}, "ES256", previousProof=first["id"])
    return {**made.badge(), "proof": [first, second]}


KINDS: dict[str, Callable[[], made.Document]] = {
    "eddsa": lambda: made.proved(made.badge()),
    "eddsa, data model 1.1": lambda: made.proved(OLDER),
    "eddsa, bare did:key": lambda: made.proved(made.badge(), "EdDSA", made.did_key("EdDSA")),
    "eddsa, did:jwk": lambda: made.proved(made.badge(), "EdDSA", f"{made.did_jwk('EdDSA')}#0"),
    "eddsa, address with a key": lambda: made.proved(made.badge(), "EdDSA", f"{ELSEWHERE}#{made.multibase('EdDSA')}"),
    "eddsa, did:web with a key": lambda: made.proved(made.badge(), "EdDSA", f"{WEB}#{made.multibase('EdDSA')}"),
    "eddsa, in a list": lambda: in_set("EdDSA"),
    "eddsa, with more in it": lambda: made.proved(DETAILED),
    "ecdsa, P-256": lambda: made.proved(made.badge(), "ES256"),
    "ecdsa, P-256, did:jwk": lambda: made.proved(made.badge(), "ES256", f"{made.did_jwk('ES256')}#0"),
    "ecdsa, P-384": lambda: made.proved(made.badge(), "ES384"),
    "a set": lambda: in_set("EdDSA", "ES256", "ES384"),
    "a chain": in_chain,
    "a learner record": lambda: made.proved(made.learner_record(made.badge()), "ES256"),
}


def saved(folder: Path, document: made.Document | list[made.Document]) -> Path:
    (folder / "a.json").write_text(json.dumps(document), "utf-8")
    return folder / "a.json"


def read(path: Path, folder: Path | None = made.CONTEXTS) -> list[Record]:
    found = read_credentials(path, folder)
    assert isinstance(found, CredentialFile), found
    return list(found.records)


def assert_tampered(path: Path) -> None:
    found = read_credentials(path, made.CONTEXTS)
    assert isinstance(found, tuple)
    text = format_diagnostics(found)
    assert "MC804 tampered: its proof does not match what it says (ask the issuer for it again)" in text
    assert_nobody_is_named(text)


def test_there_are_14_kinds_of_proof() -> None:
    assert len(KINDS) == 14


@pytest.mark.parametrize("kind", KINDS)
def test_a_proof_is_checked_and_refused_once_one_sign_is_changed(kind: str, tmp_path: Path) -> None:
    document = KINDS[kind]()
    (record,) = read(saved(tmp_path, document))
    assert record.integrity is SIGNED
    assert told(record) == (("TGS-2026000002",), "Cybersecurity Foundations", "2026-09", "issue", True)
    text = json.dumps(document)
    for sign, other in (("Cybersecurity", "Cybersecuritz"), ("2026-09-30", "2026-08-30"), ('"value": "65"', '"value": "66"')):
        assert sign in text
        assert_tampered(saved(tmp_path, json.loads(text.replace(sign, other))))
    for proof in made.proofs_of(document):
        for at in (1, 40, -1):
            assert_tampered(
                saved(tmp_path, json.loads(text.replace(proof["proofValue"], made.exchanged(proof["proofValue"], at))))
            )


@pytest.mark.parametrize("path", sorted(MADE.iterdir()), ids=lambda path: path.name)
def test_what_other_programs_made(path: Path, tmp_path: Path) -> None:
    """By @digitalbazaar/vc and did-jwt-vc: benchmarks/badges.py has them make these files."""
    assert {record.integrity for record in read(path)} == {SIGNED}
    text = path.read_text("utf-8")
    changed = text.replace("Cybersecurity", "Cybersecuritz") if path.suffix == ".json" else made.exchanged(text, len(text) - 40)
    (tmp_path / "a").write_text(changed, "utf-8")
    assert isinstance(read_credentials(tmp_path / "a", made.CONTEXTS), tuple)


def check(document: made.Document, folder: Path | None = made.CONTEXTS) -> ProofCheck:
    return check_proofs(parse_json(json.dumps(document)), folder, Effort())


@pytest.mark.parametrize("path", sorted((DATA / "w3c_vectors").glob("*.json")), ids=lambda path: path.name)
def test_the_standards_own_examples(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    assert check(document).integrity is SIGNED
    with pytest.raises(RefusedError):
        check({**document, "validFrom": "2023-01-01T00:00:01Z"})


# --- What is not checked, and why -------------------------------------------------------------------------------------------


def because(document: made.Document, folder: Path | None = made.CONTEXTS) -> str:
    found = check(document, folder)
    assert found.integrity is NOT_CHECKED
    return found.reason


def test_why_a_proof_is_not_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = made.proved(made.badge())
    assert because(document, None) == "a context that it names does not come with mcplan"
    assert because(document, tmp_path) == "a context that it names is not in the folder of contexts"
    assert because(made.proved(made.badge(), "EdDSA", f"{WEB}#1")) == "its key is not in the file"
    assert (
        because({**document, "proof": document["proof"] | {"verificationMethod": {"id": f"{WEB}#1", "type": "Multikey"}}})
        == "mcplan does not know its kind of key"
    )
    assert because(made.proved(made.badge(), proofPurpose="authentication")) == "its proof is for another purpose"
    for other in ({"cryptosuite": "bbs-2023"}, {"type": "Ed25519Signature2020"}, {"cryptosuite": ["eddsa-rdfc-2022"]}):
        assert because({**document, "proof": document["proof"] | other}) == "mcplan does not know its kind of proof"
    assert because({**document, "proof": "https://harbour.example.sg/proof"}) == "mcplan does not know its kind of proof"
    assert because({**document, "proof": [document["proof"], 7]}) == "mcplan does not know its kind of proof"
    orphan = made.proved(made.badge(), previousProof="urn:uuid:8f2f0000-0000-4000-8000-000000000010")
    assert because(orphan) == "it goes on from a proof that is not in the file"
    assert because({**document, "name": "bell \x07"}) == "it has control characters, which libraries sign in different ways"
    assert because({**document, "name": "half \ud83d"}) == "it has control characters, which libraries sign in different ways"
    words = {"@vocab": "https://harbour.example.sg/words#"}
    in_words = {"@context": [*document["@context"], words], "id": "urn:x:1", "half \ud83d": "x", "proof": document["proof"]}
    assert because(in_words) == "it has control characters, which libraries sign in different ways"
    for figure in (2**53 + 1, -(10**400), 1e20):
        assert because({**document, "name": figure}) == "it has numbers so large that libraries sign them in different ways"
    assert because({**document, "type": True}) == "its keys and its contexts do not fit together"
    assert because({**document, "name": float("inf")}) == "its keys and its contexts do not fit together"
    assert because({**document, "credentialSubject": {"id": ["a", "b"]}}) == "its keys and its contexts do not fit together"
    monkeypatch.setitem(sys.modules, "pyld", None)
    assert because(document) == "the extra 'badges' is not installed, which proofs in JSON need"


def test_a_key_of_another_kind_and_too_many_proofs_are_refused() -> None:
    document = made.proved(made.badge(), "EdDSA")
    for other in (
        document["proof"] | {"verificationMethod": made.did_key("ES256")},
        document["proof"] | {"verificationMethod": f"did:key:{made.base58(bytes([0xED, 1, 7]))}"},
        [document["proof"]] * 21,
    ):
        with pytest.raises(RefusedError) as refused:
            check({**document, "proof": other})
        assert refused.value.problems[0].code == "MC803"


def test_a_context_in_the_folder_that_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "harbour.example.sg/badges"
    folder.mkdir(parents=True)
    (folder / "v1").write_text("{", "utf-8")
    assert because(made.proved(made.badge()), tmp_path) == "a context in the folder of contexts is not JSON"
    for address in ("https:///etc/passwd", "file:///etc/passwd", "https://harbour.example.sg/.hidden/v1"):
        document = {
            **made.badge(**{"@context": ["https://www.w3.org/ns/credentials/v2", address]}),
            "proof": made.proof(made.badge()),
        }
        assert because(document, tmp_path) == "a context that it names does not come with mcplan"


@pytest.mark.parametrize("term", [{"uid": "@id"}, {"kind": {"@id": "@type"}}, {"Result": {"@context": [{"list": "@list"}]}}])
def test_a_context_with_other_names_for_keywords(term: made.Document, tmp_path: Path) -> None:
    """Under such a name, one thing could be written in two places without mcplan seeing it."""
    folder = tmp_path / "harbour.example.sg/badges"
    folder.mkdir(parents=True)
    usual = json.loads((made.CONTEXTS / "harbour.example.sg/badges/v1").read_text("utf-8"))
    (folder / "v1").write_text(json.dumps({"@context": [usual["@context"], term]}), "utf-8")
    reason = "a context that it names gives keywords of JSON-LD other names than 'id' and 'type'"
    assert because(made.proved(made.badge()), tmp_path) == reason


def test_what_would_take_too_long_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Things without names that are alike have no order of their own: PyLD tries them all."""
    nameless = {"type": ["Achievement"], "name": "Python", "criteria": {"narrative": "Pass the exam."}}
    alike = made.proved(made.badge(credentialSubject={**made.SUBJECT, "achievement": [nameless, nameless]}))
    too_large = "it is too large for its proof to be checked"
    assert check(alike).integrity is SIGNED
    monkeypatch.setattr(statements, "MOST_ORDERS", 0)
    assert because(alike) == too_large
    assert check(made.proved(made.badge())).integrity is SIGNED
    monkeypatch.setattr(statements, "MOST_VALUES", 20)
    assert because(made.proved(made.badge())) == too_large


def test_the_proofs_of_a_file_take_so_long_at_most(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All of them together: a document is stated once for all its proofs, and counts once."""
    document = made.proved(made.badge())
    effort = Effort()
    check_proofs(parse_json(json.dumps(document)), made.CONTEXTS, effort)
    alone = effort.values
    with_four = {**document, "proof": [document["proof"]] * 4}
    effort = Effort()
    check_proofs(parse_json(json.dumps(with_four)), made.CONTEXTS, effort)
    assert alone < effort.values < 3 * alone
    monkeypatch.setattr(statements, "MOST_VALUES_OF_FILE", 2 * alone)
    records = read(saved(tmp_path, [document] * 4))
    assert [record.integrity for record in records] == [SIGNED, SIGNED, NOT_CHECKED, NOT_CHECKED]
    assert records[2].unchecked == "its file has too many proofs to check them all"


def test_a_context_has_a_size_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "harbour.example.sg/badges"
    folder.mkdir(parents=True)
    (folder / "v1").write_bytes((made.CONTEXTS / "harbour.example.sg/badges/v1").read_bytes())
    monkeypatch.setattr(contexts, "MOST_BYTES", 1000)
    assert because(made.proved(OLDER), tmp_path) == "a context that it names is not in the folder of contexts"


# --- What a proof does not vouch for ----------------------------------------------------------------------------------------

FAILED = made.badge(credentialSubject={**made.SUBJECT, "result": [{**made.SUBJECT["result"][0], "value": "35"}]})
"""A badge whose holder did not pass: whoever hides the result must not keep the verdict."""


def rewritten(change: Callable[[made.Document], object]) -> str:
    """Why the proof is not checked of a badge that states the same, but in another way, or states more without a signature."""
    document = json.loads(json.dumps(made.proved(FAILED)))
    change(document)
    return because(document)


def subject_of(document: made.Document) -> made.Document:
    found: made.Document = document["credentialSubject"]
    return found


def test_a_key_that_no_context_defines_is_not_signed() -> None:
    assert rewritten(lambda document: subject_of(document).update(grade="A")) == "not all that it says is signed"
    assert rewritten(lambda document: document["proof"].update(note="x")) == "not all that it says is signed"


def test_a_thing_with_half_an_address_is_not_signed() -> None:
    def add_subject(document: made.Document) -> None:
        subject, achievement = subject_of(document), made.SUBJECT["achievement"]
        again = {key: achievement[key] for key in ("id", "type", "name", "humanCode")}
        document["credentialSubject"] = [subject, {"id": "me", "type": subject["type"], "achievement": again}]

    assert rewritten(add_subject) == "not all that it says is signed"


def test_a_result_in_another_place_is_not_where_it_was_signed() -> None:
    def split(document: made.Document) -> None:
        subject = subject_of(document)
        document["credentialSubject"] = [subject, {"id": subject["id"], "result": subject.pop("result")}]
        document["credentialSubject"][1]["type"] = subject["type"]

    def nest(document: made.Document) -> None:
        subject_of(document)["result"] = [subject_of(document)["result"]]

    def spell_out(document: made.Document) -> None:
        subject_of(document)["https://harbour.example.sg/badges#result"] = subject_of(document).pop("result")

    def wrap(document: made.Document) -> None:
        result = subject_of(document)["result"][0]
        result["value"] = {"@value": result["value"]}

    for change in (split, nest, spell_out, wrap):
        assert rewritten(change) == "what it signs could be written in another way"


GRADED = made.badge(
    credentialSubject={
        **made.SUBJECT,
        "activityEndDate": "2026-03-31",
        "creditsEarned": 0,
        "achievement": {
            **made.SUBJECT["achievement"],
            "resultDescription": [
                {**made.SUBJECT["achievement"]["resultDescription"][0], "requiredValue": "B", "resultType": "X"}
            ],
        },
        "result": [{**made.SUBJECT["result"][0], "value": "C"}],
    }
)
"""A badge whose holder got a C where a B was required, and no credits."""


@pytest.mark.parametrize(
    "find",
    [
        lambda subject: (subject["achievement"]["resultDescription"][0], "requiredValue"),
        lambda subject: (subject["achievement"]["resultDescription"][0], "resultType"),
        lambda subject: (subject["result"][0], "value"),
        lambda subject: (subject["result"][0], "resultDescription"),
        lambda subject: (subject, "activityEndDate"),
        lambda subject: (subject, "creditsEarned"),
        lambda subject: (subject["achievement"], "humanCode"),
    ],
    ids=["required value", "type of result", "value", "scale", "date", "credits", "number"],
)
def test_a_list_of_one_says_what_its_item_says(
    find: Callable[[made.Document], tuple[made.Document, str]], tmp_path: Path
) -> None:
    """JSON-LD states the same of both, and of an item that stands twice. So who writes a list must not change the result."""
    document = json.loads(json.dumps(made.proved(GRADED)))
    (before,) = read(saved(tmp_path, document))
    assert before.integrity is SIGNED
    assert told(before)[2:] == ("2026-03", "activity", False)
    place, key = find(subject_of(document))
    place[key] = [place[key]]
    (after,) = read(saved(tmp_path, document))
    assert (after.integrity, told(after), after.result, after.remarks) == (SIGNED, told(before), before.result, before.remarks)
    place[key] *= 2
    assert because(document) == "what it signs could be written in another way"


def test_a_language_that_is_none_adds_nothing() -> None:
    """So it must not hide a figure in an object."""
    document = made.proved(GRADED)
    document["credentialSubject"] = {**GRADED["credentialSubject"], "creditsEarned": {"@value": 0, "@language": None}}
    assert because(document) == "what it signs could be written in another way"


def test_a_name_in_the_place_of_a_thing_may_stand_for_one_elsewhere() -> None:
    achievement = made.SUBJECT["achievement"]
    subject = {**made.SUBJECT, "achievement": {**achievement, "related": achievement["resultDescription"][0]["id"]}}
    assert check(made.proved(made.badge(credentialSubject=subject))).integrity is SIGNED
    scale = achievement["resultDescription"][0]
    subject["achievement"] = {**achievement, "resultDescription": [scale["id"]], "related": scale}
    assert because(made.proved(made.badge(credentialSubject=subject))) == "what it signs could be written in another way"


def test_a_badge_that_defines_its_own_keys_is_read_but_not_vouched_for() -> None:
    document = made.badge(**{"@context": [*made.badge()["@context"], {"grade": "https://harbour.example.sg/badges#grade"}]})
    assert because(made.proved(document)) == "it defines the meaning of keys by itself"


def test_a_proof_has_the_contexts_of_its_document(tmp_path: Path) -> None:
    """Those in the proof itself are not signed."""
    document = made.proved(made.badge())
    same = {**document, "proof": {**document["proof"], "@context": document["@context"]}}
    assert [record.integrity for record in read(saved(tmp_path, same))] == [SIGNED]
    other = {**document, "proof": {**document["proof"], "@context": {"created": "https://harbour.example.sg/words#made"}}}
    assert because(other) == "it defines the meaning of keys by itself"


def test_who_issues_to_himself_stands_in_two_places(tmp_path: Path) -> None:
    document = made.badge(issuer={"id": made.HOLDER, "type": ["Profile"], "name": "Tan Wei Ming"})
    assert [record.integrity for record in read(saved(tmp_path, made.proved(document)))] == [SIGNED]


def test_an_order_that_is_not_signed_is_not_vouched_for() -> None:
    """Grades are compared by their order, and some contexts have it signed, others do not."""
    grades = [{"@value": "A"}, {"@value": "B"}]
    in_order, in_none = ([{"https://harbour.example.sg/badges#allowedValue": each}] for each in ([{"@list": grades}], grades))
    check_plain_form({}, Statements("", in_order, leaves_out=False))
    with pytest.raises(NotCheckedError):
        check_plain_form({}, Statements("", in_none, leaves_out=False))


def rubric(levels: list[made.Document], achieved: str = "urn:uuid:8f2f0000-0000-4000-8000-000000000901") -> made.Document:
    """A badge whose result is a level of a rubric."""
    scale: made.Document = {"id": "urn:uuid:8f2f0000-0000-4000-8000-000000000002", "type": ["ResultDescription"]}
    scale |= {"requiredLevel": "urn:uuid:8f2f0000-0000-4000-8000-000000000902", "rubricCriterionLevel": levels}
    result = {"type": ["Result"], "resultDescription": scale["id"], "achievedLevel": achieved}
    achievement = {**made.SUBJECT["achievement"], "resultDescription": [scale]}
    return made.badge(credentialSubject={**made.SUBJECT, "achievement": achievement, "result": [result]})


def level(number: int, name: object) -> made.Document:
    return {"id": f"urn:uuid:8f2f0000-0000-4000-8000-00000000090{number}", "type": ["RubricCriterionLevel"], "name": name}


@pytest.mark.parametrize(
    ("levels", "verdict"),
    [
        ([level(1, "Able")], SIGNED),
        ([level(1, "Emerging"), level(2, "Able")], NOT_CHECKED),  # in the other order, it would be passed
        ([level(1, "Fail"), {"id": level(1, "")["id"], "type": ["RubricCriterionLevel"]}], NOT_CHECKED),  # the same, said twice
        ([level(1, ["Fail", "Level 1"])], NOT_CHECKED),  # of two names, one is first by chance
    ],
    ids=["one level", "levels in an order", "a level written twice", "a level with two names"],
)
def test_levels_are_vouched_for_only_where_their_order_is_nobody_s_guess(
    levels: list[made.Document], verdict: str, tmp_path: Path
) -> None:
    signed = made.proved(rubric(levels))
    assert [record.integrity for record in read(saved(tmp_path, signed))] == [verdict]


def test_a_list_that_takes_too_long_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time grows with the square of its length, so it counts for as many values."""
    document = made.proved(made.badge(credentialSubject={**made.SUBJECT, "creditsEarned": list(range(100))}))
    assert check(document).integrity is SIGNED
    monkeypatch.setattr(statements, "MOST_VALUES", 200)
    assert check(document).integrity is SIGNED
    monkeypatch.setattr(statements, "LONG_LIST", 50)
    assert because(document) == "it is too large for its proof to be checked"


def test_a_previous_proof_that_is_null_is_none(tmp_path: Path) -> None:
    document = made.proved(made.badge(), previousProof=None)
    assert [record.integrity for record in read(saved(tmp_path, document))] == [SIGNED]


# --- Bundles and pictures ---------------------------------------------------------------------------------------------------


def test_a_member_has_the_verdict_of_its_own_proof(tmp_path: Path) -> None:
    members = (made.proved(made.badge(), "ES256"), made.badge(id="urn:uuid:8f2f0000-0000-4000-8000-000000000817"))
    record = made.learner_record(*members)
    assert [each.integrity for each in read(saved(tmp_path, record))] == [SIGNED, NO_PROOF]
    unknown = {**record, "proof": {"type": "DataIntegrityProof", "cryptosuite": "other"}}
    assert [each.integrity for each in read(saved(tmp_path, unknown))] == [SIGNED, NOT_CHECKED]


def test_a_learner_who_is_named_in_several_members_is_one_thing(tmp_path: Path) -> None:
    """So a result could be moved from one badge to the other, and the same were stated. A token has no such difficulty."""

    def member(number: int, holder: str) -> made.Document:
        """A badge whose things have ids of its own."""
        told = json.dumps(made.badge()).replace("4000-8000-0000", f"4000-8000-{number:04}")
        found: made.Document = json.loads(told.replace(made.HOLDER, holder))
        return found

    others = [member(number, f"{made.HOLDER}{number}") for number in (1, 2)]
    assert [each.integrity for each in read(saved(tmp_path, made.proved(made.learner_record(*others))))] == [SIGNED, SIGNED]
    members = [member(number, made.HOLDER) for number in (1, 2)]
    record = made.learner_record(*members)
    reason = "what it signs could be written in another way"
    assert [each.unchecked for each in read(saved(tmp_path, made.proved(record)))] == [reason, reason]
    proved = made.learner_record(*map(made.proved, members))
    assert [each.integrity for each in read(saved(tmp_path, proved))] == [SIGNED, SIGNED]
    token = made.by_pyjwt(made.claims_of(record, ELSEWHERE), "EdDSA", {"jwk": made.jwk("EdDSA")})
    (tmp_path / "a.jwt").write_text(token, "utf-8")
    assert [each.integrity for each in read(tmp_path / "a.jwt")] == [SIGNED, SIGNED]


def test_a_presentation_in_json(tmp_path: Path) -> None:
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", made.CONTEXT],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [made.proved(made.badge()), made.badge()],
    }
    shown = made.proved(document, "ES256", proofPurpose="authentication")
    assert [each.integrity for each in read(saved(tmp_path, shown))] == [SIGNED, NO_PROOF]
    shown["proof"]["proofValue"] = made.exchanged(shown["proof"]["proofValue"], 9)
    assert_tampered(saved(tmp_path, shown))


def test_a_proof_in_a_picture(tmp_path: Path) -> None:
    """In PNG the badge may stand after the picture; in SVG in the text or in an attribute."""
    text = json.dumps(made.proved(made.badge()))
    body = b"openbadgecredential\0\0\0\0\0" + text.encode()
    chunks = ((b"IHDR", bytes(13)), (b"IDAT", zlib.compress(b"\0")), (b"iTXt", body), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    (tmp_path / "a.png").write_bytes(png)
    assert [each.integrity for each in read(tmp_path / "a.png")] == [SIGNED]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="https://purl.imsglobal.org/ob/v3p0">{}</svg>'
    token = made.by_pyjwt(made.claims_of(made.badge(), ELSEWHERE), "EdDSA", {"jwk": made.jwk("EdDSA")})
    for element in (f"<ob:credential><![CDATA[{text}]]></ob:credential>", f'<g><ob:credential verify="{token}"/></g>'):
        (tmp_path / "a.svg").write_text(svg.format(element), "utf-8")
        assert [each.integrity for each in read(tmp_path / "a.svg")] == [SIGNED]
