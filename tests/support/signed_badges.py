"""Signed badges for tests, as other programs make them: tokens by PyJWT and by jwcrypto, proofs by PyLD and cryptography.

Nothing here uses mcplan's own code for signatures. The keys are made for the tests alone.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jws as jwcrypto_jws
from jwt.algorithms import OKPAlgorithm
from pyld import jsonld

DATA = Path(__file__).parents[1] / "data"
CONTEXTS = DATA / "contexts"
"""Contexts that do not come with mcplan: one of this project, in which the tests write badges, and an example of the W3C."""

CONTEXT = "https://harbour.example.sg/badges/v1"
HOLDER = "did:example:adeline-0815"

Document = dict[str, Any]
PrivateKey = Any

SUBJECT: Document = {
    "id": HOLDER,
    "type": ["AchievementSubject"],
    "achievement": {
        "id": "urn:uuid:8f2f0000-0000-4000-8000-000000000001",
        "type": ["Achievement"],
        "name": "Cybersecurity Foundations",
        "criteria": {"narrative": "Pass the exam."},
        "humanCode": "TGS-2026000002",
        "resultDescription": [
            {"id": "urn:uuid:8f2f0000-0000-4000-8000-000000000002", "type": ["ResultDescription"], "requiredValue": "50"}
        ],
    },
    "result": [{"type": ["Result"], "resultDescription": "urn:uuid:8f2f0000-0000-4000-8000-000000000002", "value": "65"}],
}


def badge(**more: Any) -> Document:
    """An Open Badge 3.0 in the data model of 2.0, with other keys in place of its own; None takes one out."""
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", CONTEXT],
        "id": "urn:uuid:8f2f0000-0000-4000-8000-000000000815",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://harbour.example.sg/issuer", "type": ["Profile"], "name": "Harbour Polytechnic"},
        "validFrom": "2026-09-30T08:00:00Z",
        "credentialSubject": SUBJECT,
        **more,
    }
    return {key: value for key, value in document.items() if value is not None}


def learner_record(*members: Any, **more: Any) -> Document:
    """A CLR 2.0 with these credentials in it. It names its holder only in them: who is named twice can be added to twice."""
    subject = {"type": ["ClrSubject"], "verifiableCredential": list(members)}
    named = {"id": "urn:uuid:8f2f0000-0000-4000-8000-000000000816", "type": ["VerifiableCredential", "ClrCredential"]}
    return badge(**{**named, "credentialSubject": subject, **more})


# --- Keys -------------------------------------------------------------------------------------------------------------------


@cache
def private_key(algorithm: str) -> PrivateKey:
    """The key that signs with an algorithm; that of RSA is another in each run."""
    match algorithm:
        case "RS256":
            return rsa.generate_private_key(public_exponent=65537, key_size=2048)
        case "ES256":
            return ec.derive_private_key(20261129, ec.SECP256R1())
        case "ES384":
            return ec.derive_private_key(20261129, ec.SECP384R1())
        case "ES512":
            return ec.derive_private_key(20261129, ec.SECP521R1())
    return ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def jwk(algorithm: str) -> Document:
    """The public key as a JSON Web Key."""
    pem = (
        private_key(algorithm)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    found: Document = json.loads(jwcrypto_jwk.JWK.from_pem(pem).export_public())
    return {name: value for name, value in found.items() if name != "kid"}


def multibase(algorithm: str) -> str:
    """The public key as a Multikey."""
    public, raw = private_key(algorithm).public_key(), serialization.PublicFormat.Raw
    point = (serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    match algorithm:
        case "RS256":
            return base58(b"\x85\x24" + public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1))
        case "ES256":
            return base58(b"\x80\x24" + public.public_bytes(*point))
        case "ES384":
            return base58(b"\x81\x24" + public.public_bytes(*point))
    return base58(b"\xed\x01" + public.public_bytes(serialization.Encoding.Raw, raw))


def did_key(algorithm: str) -> str:
    return f"did:key:{multibase(algorithm)}"


def did_jwk(algorithm: str) -> str:
    return f"did:jwk:{base64url(json.dumps(jwk(algorithm)).encode())}"


def did_key_of_jwk(algorithm: str) -> str:
    """The public key as a did:key with a JSON Web Key in it, as European wallets write it."""
    return f"did:key:{base58(bytes([0xD1, 0xD6, 3]) + json.dumps(jwk(algorithm)).encode())}"


def certificate(algorithm: str) -> str:
    """A certificate of the public key, signed with the key itself, as `x5c` has it."""
    key, name = private_key(algorithm), x509.Name([])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, datetime(2026, 1, 1), datetime(2036, 1, 1))
    digest = None if algorithm == "EdDSA" else hashes.SHA256()
    return base64.b64encode(made.sign(key, digest).public_bytes(serialization.Encoding.DER)).decode()


def pem(algorithm: str) -> str:
    public = private_key(algorithm).public_key()
    text: bytes = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return text.decode()


def secret_pem(algorithm: str) -> str:
    text: bytes = private_key(algorithm).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return text.decode()


# --- Tokens -----------------------------------------------------------------------------------------------------------------


def by_pyjwt(claims: Document, algorithm: str, header: Document) -> str:
    """A token by PyJWT."""
    if algorithm == "Ed25519":  # the new name of EdDSA, which PyJWT does not know yet
        with suppress(ValueError):
            jwt.register_algorithm(algorithm, OKPAlgorithm())
    return jwt.encode(claims, private_key(algorithm), algorithm=algorithm, headers=header)


def by_jwcrypto(claims: Document, algorithm: str, header: Document) -> str:
    """A token by jwcrypto."""
    key = jwcrypto_jwk.JWK.from_pem(secret_pem(algorithm).encode())
    token = jwcrypto_jws.JWS(json.dumps(claims).encode())
    token.allowed_algs = [algorithm]
    token.add_signature(key, algorithm, json.dumps({"alg": algorithm, **header}))
    made: str = token.serialize(compact=True)
    return made


Maker = Callable[[Document, str, Document], str]
MAKERS: dict[str, Maker] = {"PyJWT": by_pyjwt, "jwcrypto": by_jwcrypto}


def claims_of(document: Document, issuer: str, in_vc: bool = False) -> Document:
    """The claims of a token with a credential, from an issuer.

    Parameters
    ----------
    in_vc
        True for the form of the data model 1.1: the credential is under `vc`, and the rest in the registered claims.
    """
    if not in_vc:
        return {**document, "issuer": issuer}
    inner = {key: value for key, value in document.items() if key not in ("issuer", "id", "validFrom", "validUntil")}
    since = int(datetime(2026, 9, 30, 8, tzinfo=UTC).timestamp())
    return {"iss": issuer, "sub": HOLDER, "jti": document["id"], "nbf": since, "aud": "anyone", "vc": inner}


# --- Proofs -----------------------------------------------------------------------------------------------------------------

SUITES = {"EdDSA": "eddsa-rdfc-2022", "ES256": "ecdsa-rdfc-2019", "ES384": "ecdsa-rdfc-2019"}


def load(address: str, _: Any) -> Document:
    """A context, from the folders of the tests and of the package: nothing is fetched."""
    package = Path(__file__).parents[2] / "src/mcplanner/credentials/proofs/contexts"
    names = {
        "https://www.w3.org/2018/credentials/v1": package / "credentials-v1.json",
        "https://www.w3.org/ns/credentials/v2": package / "credentials-v2.json",
        "https://w3id.org/security/data-integrity/v2": package / "data-integrity-v2.json",
    }
    path = names.get(address, CONTEXTS / address.removeprefix("https://"))
    document = json.loads(path.read_text("utf-8"))
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": document}


def proof(document: Document, algorithm: str = "EdDSA", method: Any = None, **more: Any) -> Document:
    """A proof of a document without any, by the words of the standard."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITES[algorithm],
        "created": "2026-10-01T08:00:00Z",
        "verificationMethod": method or f"{did_key(algorithm)}#{multibase(algorithm)}",
        "proofPurpose": "assertionMethod",
        **more,
    }
    digest = hashlib.sha384 if algorithm == "ES384" else hashlib.sha256
    parts = ({"@context": document["@context"], **options}, document)
    settings = {"base": None, "algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    hashed = b"".join(digest(jsonld.normalize(part, settings).encode()).digest() for part in parts)
    return {**options, "proofValue": base58(_sign(algorithm, hashed))}


def proved(document: Document, algorithm: str = "EdDSA", method: Any = None, **more: Any) -> Document:
    """A document with a proof of it."""
    return {**document, "proof": proof(document, algorithm, method, **more)}


def _sign(algorithm: str, message: bytes) -> bytes:
    key = private_key(algorithm)
    if algorithm == "EdDSA":
        signature: bytes = key.sign(message)
        return signature
    length, digest = (48, hashes.SHA384()) if algorithm == "ES384" else (32, hashes.SHA256())
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(digest)))
    return r.to_bytes(length, "big") + s.to_bytes(length, "big")


def proofs_of(document: Document) -> list[Document]:
    found = document["proof"]
    return found if isinstance(found, list) else [found]


# --- Encodings --------------------------------------------------------------------------------------------------------------


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


def base58(data: bytes) -> str:
    """Bytes in base58 with the `z` of multibase."""
    digits, number, text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = digits[digit] + text
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def exchanged(text: str, at: int) -> str:
    """A text with another sign at a place."""
    place = at % len(text)
    return f"{text[:place]}{'B' if text[place] == 'A' else 'A'}{text[place + 1 :]}"
