"""Open Badges 2.0: assertions as files and as signed tokens, in pictures; what is only at an address is not read."""

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
import signed_badges as made
from credential_files import NO_PROOF, NOT_CHECKED, SIGNED, SMALL, TODAY, assert_nobody_is_named, read, refused, told

from mcplanner.credentials.matching import match_records
from mcplanner.credentials.record import Integrity
from mcplanner.credentials.results import Verdict
from mcplanner.export.diagnostic_reports import format_diagnostics
from mcplanner.export.json_import import import_json

ISSUER = {"id": "https://harbour.example.sg", "type": "Issuer", "name": "Harbour Polytechnic"}
BADGE = {
    "id": "https://harbour.example.sg/badges/7",
    "type": "BadgeClass",
    "name": "Cybersecurity Foundations",
    "description": "Threats and networks.",
    "criteria": {"narrative": "Pass the exam."},
    "issuer": ISSUER,
}


def assertion(**more: Any) -> dict[str, Any]:
    """A badge that Adeline got, with other keys in place of its own."""
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://harbour.example.sg/assertions/0815",
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": "adeline",
            "identity": "sha256$c7ef86405ba71b85acd8e2e95166c4b111",
        },
        "badge": BADGE,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-09-30T08:00:00Z",
        **more,
    }


def saved(folder: Path, content: Any) -> Path:
    (folder / "a").write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return folder / "a"


def test_a_hosted_badge(tmp_path: Path) -> None:
    found = read(saved(tmp_path, assertion(expires="2029-09-30", evidence={"narrative": "Tan Wei Ming was there."})))
    (record,) = found.records
    assert told(record) == ((), "Cybersecurity Foundations", "2026-09", "issue", True)
    assert record.evidence == "Open Badge, no proof, valid until 2029-09-30"
    said = import_json(match_records(SMALL, [found], {}, {}, TODAY), [found], (), None)
    assert_nobody_is_named(said)
    assert "c7ef8640" not in said


def test_a_badge_of_before_2_0_has_no_type(tmp_path: Path) -> None:
    old = {"uid": "0815", "recipient": "sha256$c7ef", "badge": {**BADGE, "type": None}, "issuedOn": "2026-09-30"}
    assert told(read(saved(tmp_path, old)).records[0])[1] == "Cybersecurity Foundations"


def test_a_badge_that_was_revoked_does_not_count(tmp_path: Path) -> None:
    (record,) = read(saved(tmp_path, assertion(revoked=True))).records
    assert record.result.verdict is Verdict.NOT_PASSED
    (record,) = read(saved(tmp_path, assertion(revoked=False))).records
    assert record.result.verdict is Verdict.NOTHING


def test_a_list_of_revoked_badges_is_not_asked(tmp_path: Path) -> None:
    issuer = {**ISSUER, "revocationList": "https://harbour.example.sg/revoked"}
    (record,) = read(saved(tmp_path, assertion(badge={**BADGE, "issuer": issuer}))).records
    assert record.evidence == "Open Badge, no proof, withdrawal not checked"


KEY = {"type": "CryptographicKey", "id": "https://harbour.example.sg/key", "publicKeyPem": made.pem("RS256")}
SIGNED_BADGE = {"type": "SignedBadge", "creator": KEY["id"]}


def test_a_signed_badge_whose_key_is_elsewhere(tmp_path: Path) -> None:
    token = made.by_pyjwt(assertion(verification=SIGNED_BADGE), "RS256", {})
    (record,) = read(saved(tmp_path, token)).records
    assert (record.integrity, record.unchecked) == (NOT_CHECKED, "its key is not in the file")
    assert told(record)[1:4] == ("Cybersecurity Foundations", "2026-09", "issue")


@pytest.mark.parametrize(
    "more",
    [
        {"verification": {"type": "SignedBadge", "creator": KEY}},
        {"verification": SIGNED_BADGE, "badge": {**BADGE, "issuer": {**ISSUER, "publicKey": KEY}}},
        {"verification": None, "verify": {"type": "signed", "creator": KEY}},
    ],
)
def test_a_signed_badge_with_its_key(more: dict[str, Any], tmp_path: Path) -> None:
    token = made.by_pyjwt(assertion(**more), "RS256", {})
    assert [record.integrity for record in read(saved(tmp_path, token)).records] == [SIGNED]
    text = format_diagnostics(refused(saved(tmp_path, made.exchanged(token, -40))))
    assert "MC804 tampered: its signature does not match what it says" in text


@pytest.mark.parametrize(
    ("name", "verdict"),
    [(KEY["id"], SIGNED), ("key-1", SIGNED), ("https://harbour.example.sg/other", NOT_CHECKED)],
    ids=["its id", "another name", "the id of another key"],
)
def test_a_signed_badge_names_its_key(name: str, verdict: Integrity, tmp_path: Path) -> None:
    badge = {**BADGE, "issuer": {**ISSUER, "publicKey": [{"id": "https://harbour.example.sg/old"}, KEY]}}
    token = made.by_pyjwt(assertion(verification=SIGNED_BADGE, badge=badge), "RS256", {"kid": name})
    assert [record.integrity for record in read(saved(tmp_path, token)).records] == [verdict]


def test_which_of_two_keys_signed_a_badge(tmp_path: Path) -> None:
    """A key that is only among others may be another one: then nobody can say that the badge was changed."""
    other = {**KEY, "id": "https://harbour.example.sg/old", "publicKeyPem": made.pem("ES256")}
    badge = {**BADGE, "issuer": {**ISSUER, "publicKey": [other, KEY]}}
    for verification, verdict in ((SIGNED_BADGE, SIGNED), ({"type": "SignedBadge"}, NOT_CHECKED)):
        token = made.by_pyjwt(assertion(verification=verification, badge=badge), "RS256", {})
        assert [record.integrity for record in read(saved(tmp_path, token)).records] == [verdict]


def test_a_badge_with_the_secret_key_in_it_is_not_vouched_for(tmp_path: Path) -> None:
    key = {**KEY, "publicKeyPem": made.secret_pem("RS256")}
    token = made.by_pyjwt(assertion(verification={"type": "SignedBadge", "creator": key}), "RS256", {})
    (record,) = read(saved(tmp_path, token)).records
    reason = "its secret key is in the file, so anybody can have signed it"
    assert (record.integrity, record.unchecked) == (NOT_CHECKED, reason)


def test_a_signed_badge_with_its_key_in_the_header(tmp_path: Path) -> None:
    token = made.by_jwcrypto(assertion(verification=SIGNED_BADGE), "RS256", {"jwk": made.jwk("RS256")})
    assert [record.integrity for record in read(saved(tmp_path, token)).records] == [SIGNED]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            assertion(badge="https://harbour.example.sg/badges/7"),
            "MC803 this Open Badge says only at an address what it was given for, and mcplan uses no network",
        ),
        (BADGE, "MC802 this describes an Open Badge, and does not say that you have it"),
        ({"type": "Endorsement"}, "MC802 this is an endorsement, which does not say what you learnt"),
    ],
)
def test_what_is_not_read(document: Any, said: str, tmp_path: Path) -> None:
    assert said in format_diagnostics(refused(saved(tmp_path, document)))


@pytest.mark.parametrize("signed", [False, True])
def test_a_baked_badge(signed: bool, tmp_path: Path) -> None:
    token = made.by_pyjwt(assertion(), "EdDSA", {"jwk": made.jwk("EdDSA")})
    text = token if signed else json.dumps(assertion())
    data = b"openbadges\0\0\0\0\0" + text.encode()
    chunk = struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", zlib.crc32(b"iTXt" + data))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">{}</svg>'
    element = (
        f'<openbadges:assertion verify="{token}"/>'
        if signed
        else f"<openbadges:assertion><![CDATA[{text}]]></openbadges:assertion>"
    )
    (tmp_path / "a.svg").write_text(svg.format(element), "utf-8")
    for name in ("a.png", "a.svg"):
        assert [record.integrity for record in read(tmp_path / name).records] == [SIGNED if signed else NO_PROOF]
