"""Signed tokens: every form and every place of the key, made by other programs; one sign changed, and it is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import signed_badges as made
from credential_files import NO_PROOF, NOT_CHECKED, SIGNED, SMALL, TODAY, assert_nobody_is_named, read, refused, told
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.credentials import parts
from mcplanner.credentials.matching import match_records
from mcplanner.credentials.proofs import keys
from mcplanner.credentials.proofs.signatures import KeyKind, key_of_bytes, key_of_certificate
from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile
from mcplanner.export.diagnostic_reports import format_diagnostics
from mcplanner.export.json_import import import_json

ELSEWHERE = "https://harbour.example.sg/issuer"


def elsewhere(_: str) -> str:
    return ELSEWHERE


PLACES: dict[str, tuple[Callable[[str], dict[str, Any]], Callable[[str], str]]] = {
    "jwk": (lambda a: {"jwk": made.jwk(a)}, elsewhere),
    "certificate": (lambda a: {"x5c": [made.certificate(a)]}, elsewhere),
    "did:key, its fragment": (lambda a: {"kid": f"{made.did_key(a)}#{made.multibase(a)}"}, made.did_key),
    "did:key, bare": (lambda a: {"kid": made.did_key(a)}, elsewhere),
    "did:key of a JWK": (lambda a: {"kid": made.did_key_of_jwk(a)}, made.did_key_of_jwk),
    "did:jwk, its fragment": (lambda a: {"kid": f"{made.did_jwk(a)}#0"}, made.did_jwk),
    "did:jwk, bare": (lambda a: {"kid": made.did_jwk(a)}, elsewhere),
    "issuer, did:key": (lambda _: {}, made.did_key),
    "issuer, did:key, fragment": (lambda a: {"kid": f"#{made.multibase(a)}"}, made.did_key),
    "issuer, did:key, address of a fingerprint": (lambda _: {"kid": f"urn:ietf:params:oauth:{FINGERPRINT}"}, made.did_key),
    "issuer, did:jwk": (lambda _: {}, made.did_jwk),
    "issuer, did:jwk, fragment": (lambda _: {"kid": "#0"}, made.did_jwk),
    "issuer, did:jwk, fingerprint": (lambda _: {"kid": "n3wZ"}, made.did_jwk),
    "address, fragment": (lambda a: {"kid": f"{ELSEWHERE}#{made.multibase(a)}"}, elsewhere),
    "issuer, address, fragment": (lambda a: {"kid": f"#{made.multibase(a)}"}, elsewhere),
}
"""Where the key of a token stands: the header with it, and the issuer."""

FINGERPRINT = "jwk-thumbprint:sha-256:NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"

TABLE = """
    RS256    in claims  jwk
    RS256    in vc      jwk
    ES256    in claims  jwk
    EdDSA    in vc      jwk
    RS256    in claims  certificate
    ES256    in vc      certificate
    EdDSA    in claims  certificate
    EdDSA    in claims  did:key, its fragment
    ES256    in vc      did:key, its fragment
    EdDSA    in claims  did:key, bare
    ES384    in vc      did:key, bare
    ES256    in claims  did:key of a JWK
    ES256    in claims  did:jwk, its fragment
    RS256    in vc      did:jwk, bare
    RS256    in claims  issuer, did:key
    EdDSA    in vc      issuer, did:key, fragment
    Ed25519  in claims  issuer, did:key, address of a fingerprint
    EdDSA    in vc      issuer, did:jwk
    RS256    in vc      issuer, did:jwk, fragment
    ES256    in claims  issuer, did:jwk, fingerprint
    EdDSA    in claims  address, fragment
    EdDSA    in vc      issuer, address, fragment
"""
"""The 22 kinds of token: the signature, the form of the claims, and the place of the key."""

KINDS = [" ".join(line.split()) for line in TABLE.strip().splitlines()]
KIND = "EdDSA in vc issuer, did:jwk"


def token_of(kind: str, maker: str, document: made.Document | None = None) -> str:
    algorithm, _, form, place = kind.split(" ", 3)
    header, issuer = PLACES[place]
    claims = made.claims_of(made.badge() if document is None else document, issuer(algorithm), in_vc=form == "vc")
    return made.MAKERS[maker](claims, algorithm, header(algorithm))


def saved(folder: Path, text: str, name: str = "a.jwt") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def said(found: CredentialFile) -> str:
    return import_json(match_records(SMALL, [found], {}, {}, TODAY), [found], (), None)


def test_there_are_22_kinds_of_token_with_the_key_in_every_place() -> None:
    assert len(set(KINDS)) == 22
    assert {kind.split(" ", 3)[3] for kind in KINDS} == PLACES.keys()


@pytest.mark.parametrize("maker", made.MAKERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_token_is_read_and_refused_once_one_sign_is_changed(kind: str, maker: str, tmp_path: Path) -> None:
    token = token_of(kind, maker)
    found = read(saved(tmp_path, token))
    (record,) = found.records
    assert record.evidence == "Open Badge, signature intact, issuer not checked"
    assert told(record) == (("TGS-2026000002",), "Cybersecurity Foundations", "2026-09", "issue", True)
    assert_nobody_is_named(said(found))
    header, payload, signature = token.split(".")
    for at in (0, len(signature) // 2, -1):
        assert_tampered(saved(tmp_path, f"{header}.{payload}.{made.exchanged(signature, at)}"))
    changed = made.base64url(made.from_base64url(payload).replace(b"Cybersecurity", b"Cybersecuritz"))
    assert changed != payload
    assert_tampered(saved(tmp_path, f"{header}.{changed}.{signature}"))
    assert_refused(saved(tmp_path, f"{header}.{made.exchanged(payload, -1)}.{signature}"))


def assert_tampered(path: Path) -> None:
    assert "MC804 tampered: its signature does not match what it says" in assert_refused(path)


def assert_refused(path: Path) -> str:
    text = format_diagnostics(refused(path))
    assert_nobody_is_named(text)
    return text


@pytest.mark.parametrize("form", ["{}", "\n {}\n", '"{}"', "data:application/vc+jwt,{}", "data:application/vc-ld+jwt,{}"])
def test_where_a_token_stands_alone(form: str, tmp_path: Path) -> None:
    assert read(saved(tmp_path, form.format(token_of(KIND, "PyJWT")))).records[0].integrity is SIGNED


def test_a_token_that_a_mail_broke_into_lines(tmp_path: Path) -> None:
    token = token_of(KIND, "PyJWT")
    lines = "\n".join(token[at : at + 76] for at in range(0, len(token), 76))
    assert read(saved(tmp_path, lines)).records[0].integrity is SIGNED


def test_several_tokens_in_a_file_and_in_a_list(tmp_path: Path) -> None:
    token, enveloped = token_of(KIND, "PyJWT"), {"type": "EnvelopedVerifiableCredential"}
    enveloped["id"] = f"data:application/vc+jwt,{token_of(KIND, 'jwcrypto')}"
    assert [record.integrity for record in read(saved(tmp_path, f"{token}\n{token}\n")).records] == [SIGNED, SIGNED]
    found = read(saved(tmp_path, json.dumps([token, enveloped, made.badge()])))
    assert [record.integrity for record in found.records] == [SIGNED, SIGNED, NO_PROOF]
    assert [record.place for record in found.records] == ["part 1", "part 2", "part 3"]


def test_a_signed_learner_record_vouches_for_what_is_in_it_but_not_beyond(tmp_path: Path) -> None:
    elsewhere = made.by_pyjwt(made.claims_of(made.badge(), ELSEWHERE), "ES256", {"kid": f"{ELSEWHERE}#1"})
    record = made.learner_record(made.badge(), token_of(KIND, "PyJWT"), elsewhere)
    found = read(saved(tmp_path, token_of(KIND, "PyJWT", record)))
    assert [record.integrity for record in found.records] == [SIGNED, SIGNED, NOT_CHECKED]
    assert_nobody_is_named(said(found))


def test_a_presentation_says_nothing_about_what_it_presents(tmp_path: Path) -> None:
    """Its holder signs it, and not who issued the badges."""
    shown = {"type": ["VerifiablePresentation"], "verifiableCredential": [made.badge(), token_of(KIND, "PyJWT")]}
    for claims in ({"iss": made.did_key("ES256"), "vp": shown}, {**shown, "holder": made.did_key("ES256")}):
        token = made.by_pyjwt(claims, "ES256", {})
        assert [record.integrity for record in read(saved(tmp_path, token)).records] == [NO_PROOF, SIGNED]
        assert_tampered(saved(tmp_path, made.exchanged(token, -9)))


def test_one_broken_signature_refuses_the_whole_file(tmp_path: Path) -> None:
    broken = made.exchanged(token_of(KIND, "PyJWT"), -9)
    assert_tampered(saved(tmp_path, json.dumps([made.badge(), broken])))
    assert_tampered(saved(tmp_path, json.dumps(made.learner_record(made.badge(), broken))))


def test_what_the_claims_say_beside_the_credential(tmp_path: Path) -> None:
    """Dates are seconds there; the sooner end counts."""
    inner = made.badge(issuer=None, validFrom=None, validUntil="2028-01-01T00:00:00Z")
    claims = {"iss": ELSEWHERE, "nbf": 1790755200, "exp": 1806480000.0, "vc": inner}
    (record,) = read(saved(tmp_path, made.by_pyjwt(claims, "EdDSA", {"jwk": made.jwk("EdDSA")}))).records
    assert told(record)[2:4] == ("2026-09", "issue")
    assert record.evidence == "Open Badge, signature intact, issuer not checked, valid until 2027-03-31"
    unreadable: list[Any] = ["soon", True, {}]
    for end in unreadable:
        (record,) = read(saved(tmp_path, made.by_jwcrypto({**claims, "exp": end}, "EdDSA", {}))).records
        assert record.doubts == ("its expiry date cannot be read",)
    (record,) = read(saved(tmp_path, made.by_pyjwt({"iat": 1790755200, "vc": inner}, "EdDSA", {}))).records
    assert told(record)[2:4] == ("2026-09", "issue")


def test_the_sooner_of_two_ends_counts(tmp_path: Path) -> None:
    for expires in ("2028-01-01", ["2028-01-01"], "2026-01-01"):
        token = made.by_pyjwt({**made.badge(expires=expires), "exp": 1806480000}, "EdDSA", {"jwk": made.jwk("EdDSA")})
        (record,) = read(saved(tmp_path, token)).records
        assert str(record.expires) == ("2026-01-01" if expires == "2026-01-01" else "2027-03-31")


def test_the_status_of_a_token_is_no_result(tmp_path: Path) -> None:
    """The IETF's lists of withdrawn tokens are named under `status`."""
    claims = {**made.badge(), "status": {"status_list": {"idx": 412, "uri": "https://harbour.example.sg/statuses/1"}}}
    (record,) = read(saved(tmp_path, made.by_pyjwt(claims, "EdDSA", {"jwk": made.jwk("EdDSA")}))).records
    assert record.evidence == "Open Badge, signature intact, issuer not checked, withdrawal not checked"
    assert record.result.is_passed


def test_a_status_is_not_asked(tmp_path: Path) -> None:
    document = made.badge(credentialStatus={"type": "BitstringStatusListEntry", "id": "https://harbour.example.sg/status#7"})
    found = read(saved(tmp_path, token_of(KIND, "PyJWT", document)))
    assert found.records[0].evidence == "Open Badge, signature intact, issuer not checked, withdrawal not checked"
    assert json.loads(said(found))["records"][0]["withdrawal"] == "not checked"


KEY_ELSEWHERE = "its key is not in the file"
ODD_KEY = "its key is too short or too long"
SECRET_KEY = "its secret key is in the file, so anybody can have signed it"
OTHER_SIGNATURE, OTHER_KEY = "mcplan does not know its kind of signature", "mcplan does not know its kind of key"
A_NAME = "zKeyOfTheYearTwentyTwentySixAndOfNoOtherYearAtAll"
SECP256K1 = {"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"}
SHORT = {"kty": "RSA", "n": made.base64url((2**1023 + 3).to_bytes(128, "big")), "e": "AQAB"}


@pytest.mark.parametrize(
    ("algorithm", "header", "reason"),
    [
        ("ES256", {}, KEY_ELSEWHERE),
        ("ES256", {"kid": "did:web:harbour.example.sg#1"}, KEY_ELSEWHERE),
        ("ES256", {"kid": f"{ELSEWHERE}#{A_NAME}"}, KEY_ELSEWHERE),
        ("ES256", {"kid": f"{made.did_key('ES256')}#z6LSb"}, KEY_ELSEWHERE),
        ("ES256", {"jku": f"{ELSEWHERE}/keys"}, KEY_ELSEWHERE),
        ("ES256", {"jwk": made.jwk("ES256"), "crit": ["b64"], "b64": True}, OTHER_SIGNATURE),
        ("ES512", {}, OTHER_SIGNATURE),
        ("ES256", {"jwk": SECP256K1}, OTHER_KEY),
        ("ES256", {"jwk": {**SECP256K1, "crv": ["P-256"]}}, OTHER_KEY),
        ("ES256", {"kid": "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc"}, OTHER_KEY),
        ("ES256", {"x5c": [made.certificate("ES512")]}, OTHER_KEY),
        ("RS256", {"jwk": SHORT}, ODD_KEY),
        ("RS256", {"jwk": {**made.jwk("RS256"), "e": made.base64url(bytes([1]) + bytes(8) + bytes([1]))}}, ODD_KEY),
        ("EdDSA", {"jwk": {**made.jwk("EdDSA"), "d": "AA"}}, SECRET_KEY),
        ("EdDSA", {"kid": "did:key:uKeyInAnotherBase"}, OTHER_KEY),
    ],
)
def test_why_a_token_is_not_checked(algorithm: str, header: dict[str, Any], reason: str, tmp_path: Path) -> None:
    parts = ({"alg": algorithm, **header}, made.claims_of(made.badge(), ELSEWHERE))
    token = ".".join(made.base64url(json.dumps(part).encode()) for part in parts)
    found = read(saved(tmp_path, f"{token}.c2lnbmF0dXJl"))
    assert [(record.integrity, record.unchecked) for record in found.records] == [(NOT_CHECKED, reason)]
    assert json.loads(said(found))["records"][0]["unchecked"] == reason


def test_a_certificate_of_unusual_size_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(keys, "LONGEST_CERTIFICATE", 10)
    parts = ({"alg": "ES256", "x5c": [made.certificate("ES256")]}, made.badge())
    token = ".".join(made.base64url(json.dumps(part).encode()) for part in parts)
    [record] = read(saved(tmp_path, f"{token}.c2ln")).records
    assert (record.integrity, record.unchecked) == (NOT_CHECKED, ODD_KEY)


@pytest.mark.parametrize(
    ("source", "make"),
    [
        ("Crypto.Signature.eddsa.import_public_key", lambda: key_of_bytes(KeyKind.ED25519, bytes(32))),
        ("Crypto.PublicKey.ECC.import_key", lambda: key_of_certificate(b"no RSA")),
    ],
    ids=["bytes", "certificate"],
)
def test_a_point_that_is_no_key_is_refused_wherever_it_stands(
    source: str, make: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Point:
        def __mul__(self, _: int) -> "Point":
            return self

        def is_point_at_infinity(self) -> bool:
            return True

    monkeypatch.setattr(source, lambda _: SimpleNamespace(curve="Ed25519", pointQ=Point()))
    with pytest.raises(ValueError, match="no key"):
        make()


def test_an_unsigned_token_has_no_proof(tmp_path: Path) -> None:
    token = unsigned(json.dumps(made.badge()))
    assert read(saved(tmp_path, token)).records[0].integrity is NO_PROOF
    assert read(saved(tmp_path, f"{token}c2ln")).records[0].integrity is NOT_CHECKED


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({"alg": "ES256", "jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}}, "its key is damaged"),
        ({"alg": "ES256", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": "A"}}, "its key is damaged"),
        ({"alg": "RS256", "jwk": {"kty": "RSA", "n": "A" * 4000, "e": "AQAB"}}, "its key is damaged"),
        ({"alg": "ES256", "x5c": ["AAAA"]}, "its key is damaged"),
        ({"alg": "ES256", "x5c": []}, "its certificates are damaged"),
        ({"alg": "ES256", "kid": f"did:key:{made.base58(bytes([0xD1, 0xD6, 3, 0xFF]))}"}, "its key is damaged"),
        ({"alg": "ES256", "kid": "did:key:z0OIl"}, "its key is damaged"),
        ({"alg": "ES256", "kid": "did:jwk:e30x"}, "its key is damaged"),
        ({"alg": "ES256", "kid": "did:jwk:W10"}, "its key is damaged"),
        ({"alg": "ES256", "jwk": made.jwk("EdDSA")}, "its key is of another kind than its signature"),
    ],
)
def test_a_damaged_key_is_refused(header: dict[str, Any], said: str, tmp_path: Path) -> None:
    token = ".".join(made.base64url(json.dumps(part).encode()) for part in (header, made.badge()))
    assert f"MC803 mcplan cannot read this signed badge: {said}" in assert_refused(saved(tmp_path, f"{token}.c2ln"))


def unsigned(payload: str) -> str:
    header = made.base64url(b'{"alg":"none"}')
    return f"{header}.{made.base64url(payload.encode())}."


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("eyJhbGciOiJFUzI1NiJ9.e30", "MC803 mcplan cannot read this signed badge: it is cut short or damaged"),
        ("eyJhbGciOiJFUzI1NiJ9.W10.c2ln", "MC803 mcplan cannot read this signed badge: it is cut short or damaged"),
        ("eyJhbGciOiJFUzI1NiK.e30.c2ln", "MC803 mcplan cannot read this signed badge: it is cut short or damaged"),
        ("eyJhbGciOiJFUzI1NiJ9.e30.c2ln~WyJ4Il0~", "MC802 this is a token with parts that can be hidden (SD-JWT)"),
        ("eyJhbGciOiJkaXIifQ..aXY.dGV4dA.dGFn", "MC802 this is an encrypted token"),
        (unsigned('{"type": "x", "type": "y"}'), "MC801 a key is given twice in one object, and so has two meanings"),
        (
            unsigned('{"a":' * 61 + "{}" + "}" * 61),
            "MC801 lists and objects are nested more than 60 deep (ask for it in another form)",
        ),
        (unsigned(json.dumps({**made.badge(), "_sd_alg": "sha-256"})), "MC802 this is a token with parts that can be hidden"),
        (unsigned(json.dumps(made.badge(credentialSubject=[{"_sd": ["x"]}]))), "MC802 this is a token with parts that can be"),
    ],
)
def test_what_is_no_signed_badge(token: str, said: str, tmp_path: Path) -> None:
    assert said in assert_refused(saved(tmp_path, token))


def test_a_token_and_the_proof_of_what_is_in_it(tmp_path: Path) -> None:
    """The signature of a token is that of all in it; an unsigned one is as good as the proof in it."""
    proved = {**made.badge(), "proof": {"type": "DataIntegrityProof", "cryptosuite": "other"}}
    assert read(saved(tmp_path, token_of(KIND, "PyJWT", proved))).records[0].integrity is SIGNED
    for claims in (proved, {"iss": ELSEWHERE, "nbf": 1790755200, "vc": proved}):
        token = ".".join(made.base64url(json.dumps(part).encode()) for part in ({"alg": "none"}, claims))
        assert read(saved(tmp_path, f"{token}.")).records[0].integrity is NOT_CHECKED


def test_tokens_within_tokens_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def go_deeper(_: str) -> None:
        raise RecursionError

    monkeypatch.setattr(parts, "open_token", go_deeper)
    assert "MC801 lists and objects are nested more than 60 deep" in assert_refused(saved(tmp_path, token_of(KIND, "PyJWT")))


def test_a_file_has_so_many_tokens_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_RECORDS", 3)
    token = token_of(KIND, "PyJWT")
    assert len(read(saved(tmp_path, json.dumps([token] * 3))).records) == 3
    assert "MC803 it has more than 3 records" in assert_refused(saved(tmp_path, json.dumps([token] * 4)))
    nested = json.dumps([made.learner_record(made.learner_record(made.learner_record(made.learner_record())))])
    assert "MC803 it has more than 3 records" in assert_refused(saved(tmp_path, nested))


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        -1.5,
        "",
        "x",
        "\ud800",
        "\0",
        [],
        {},
        [[]],
        {"@id": "x"},
        {"@list": [1]},
        "did:key:z6Mk",
        "did:jwk:e30",
        "z" * 50,
    ]
)
"""Values that stand in the place of others, whatever these were."""


def exchange_a_value(data: st.DataObject, within: Any) -> None:
    """Put an odd value in some place of a document."""
    keys = list(within) if isinstance(within, dict) else range(len(within))
    key = data.draw(st.sampled_from(list(keys)))
    if within[key] and isinstance(within[key], dict | list) and data.draw(st.booleans()):
        exchange_a_value(data, within[key])
    else:
        within[key] = data.draw(ODD)


@settings(max_examples=100)
@given(data=st.data())
def test_whatever_stands_in_a_signed_badge_it_is_read_or_refused_and_no_longer_signed(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    header, payload, signature = token_of(kind, "PyJWT").split(".")
    parts = [json.loads(made.from_base64url(part)) for part in (header, payload)]
    before = json.dumps(parts)
    exchange_a_value(data, parts)
    changed = [made.base64url(json.dumps(part).encode()) for part in parts]
    path = saved(tmp_path_factory.getbasetemp(), ".".join([*changed, signature]))
    found = read_credentials(path)
    if isinstance(found, tuple):
        assert_nobody_is_named(format_diagnostics(found))
    else:
        assert json.dumps(parts) == before or all(record.integrity is not SIGNED for record in found.records)
