"""Finds the public key with which something was signed, in the forms in which a file can have it.

Knows JWK, Multikey, did:key, did:jwk, certificates and PEM; nothing is fetched. A key that is elsewhere cannot be used.
"""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from mcplanner.credentials.parsing import parse_json
from mcplanner.credentials.proofs.encodings import from_base64url, from_multibase
from mcplanner.credentials.proofs.signatures import (
    KeyKind,
    PublicKey,
    curve_key,
    has_usual_length,
    key_of_bytes,
    key_of_certificate,
    rsa_key,
)
from mcplanner.credentials.proofs.verdicts import NotCheckedError, malformed
from mcplanner.credentials.record import RefusedError

ELSEWHERE = "its key is not in the file"
OTHER_KIND = "mcplan does not know its kind of key"
_ODD_LENGTH = "its key is too short or too long"
_SECRET = "its secret key is in the file, so anybody can have signed it"

_CODES = {
    b"\xed\x01": KeyKind.ED25519,
    b"\x80\x24": KeyKind.P256,
    b"\x81\x24": KeyKind.P384,
    b"\x85\x24": KeyKind.RSA,
}
"""The first bytes of a key in the form of Multikey."""

LONGEST_PART = 3_000
"""Signs of a part of a key in JWK: the longest, of RSA, has 1,400."""

LONGEST_CERTIFICATE = 20_000
"""Signs of a certificate or a PEM: the longest of usual ones have 3,000, and the time to read one grows with the square."""

_JWK_CODE = b"\xd1\xd6\x03"
_CURVES = {"P-256": KeyKind.P256, "P-384": KeyKind.P384}
_DID = re.compile(r"did:(?P<method>key|jwk):(?P<key>[A-Za-z0-9_-]+)(?:#(?P<part>[A-Za-z0-9_-]+))?")
_FRAGMENT = re.compile(r"[^#]+#(?P<key>z[A-Za-z0-9]{40,})")


def key_at(address: str) -> PublicKey:
    """The key that an address contains: did:key, did:jwk, or any address with a key after its `#`.

    Raises
    ------
    NotCheckedError
        The address only says where the key is, or the key is of an unknown kind.
    RefusedError
        The key is damaged.
    """
    found = _DID.fullmatch(address)
    if found is None:
        return _key_in_fragment(address)
    if found["method"] == "jwk":
        return _key_of_encoded_jwk(from_base64url(found["key"]))
    if found["part"] not in (None, found["key"]):
        raise NotCheckedError(ELSEWHERE)
    return key_of_multibase(found["key"])


def _key_in_fragment(address: str) -> PublicKey:
    """The key after the `#` of an address, which is also how many name a key that is elsewhere."""
    fragment = _FRAGMENT.fullmatch(address)
    raw = None if fragment is None else from_multibase(fragment["key"])
    if fragment is None or raw is None or raw[:2] not in _CODES:
        raise NotCheckedError(ELSEWHERE)
    return key_of_multibase(fragment["key"])


def key_of_multibase(text: str) -> PublicKey:
    """The key in the form of Multikey, such as `z6Mk…`; it raises as `key_at` does."""
    if not text.startswith("z"):
        raise NotCheckedError(OTHER_KIND)
    raw = from_multibase(text)
    if raw is None:
        raise malformed("its key is damaged")
    if raw.startswith(_JWK_CODE):
        return _key_of_encoded_jwk(raw[len(_JWK_CODE) :])
    kind = _CODES.get(raw[:2])
    if kind is None:
        raise NotCheckedError(OTHER_KIND)
    return _usual(lambda: key_of_bytes(kind, raw[2:]))


def key_of_jwk(jwk: dict[str, Any]) -> PublicKey:
    """The key in the form of a JSON Web Key; it raises as `key_at` does."""
    if "d" in jwk:
        raise NotCheckedError(_SECRET)
    match jwk:
        case {"kty": "RSA", "n": n, "e": e}:
            return _usual(lambda: rsa_key(_number(n), _number(e)))
        case {"kty": "EC", "crv": str() as curve, "x": x, "y": y} if curve in _CURVES:
            return _usual(lambda: curve_key(_CURVES[curve], _number(x), _number(y)))
        case {"kty": "OKP", "crv": "Ed25519", "x": x}:
            return _usual(lambda: key_of_bytes(KeyKind.ED25519, _bytes(x)))
    raise NotCheckedError(OTHER_KIND)


def key_of_chain(chain: Any) -> PublicKey:
    """The key in the first of the certificates in a token's `x5c`; it raises as `key_at` does."""
    if not isinstance(chain, list) or not chain or not isinstance(chain[0], str):
        raise malformed("its certificates are damaged")
    first = _of_usual_size(chain[0])
    return _usual(lambda: key_of_certificate(base64.b64decode(first, validate=True)))


def key_of_pem(text: str) -> PublicKey:
    """The key in PEM; it raises as `key_at` does."""
    file = _of_usual_size(text)
    return _usual(lambda: key_of_certificate(file))


def _of_usual_size(text: str) -> str:
    if len(text) > LONGEST_CERTIFICATE:
        raise NotCheckedError(_ODD_LENGTH)
    return text


def _usual(make: Callable[[], PublicKey | None]) -> PublicKey:
    """A key, if it is one, and of a kind and length that can be used."""
    try:
        key = make()
    except (ValueError, IndexError, TypeError, binascii.Error):
        raise malformed("its key is damaged") from None
    if key is None:
        raise NotCheckedError(OTHER_KIND)
    if key.has_secret:
        raise NotCheckedError(_SECRET)
    if not has_usual_length(key):
        raise NotCheckedError(_ODD_LENGTH)
    return key


def _key_of_encoded_jwk(text: bytes | None) -> PublicKey:
    try:
        jwk = parse_json((text or b"").decode("utf-8"))
    except (UnicodeDecodeError, RefusedError):
        raise malformed("its key is damaged") from None
    if not isinstance(jwk, dict):
        raise malformed("its key is damaged")
    return key_of_jwk(jwk)


def _number(text: Any) -> int:
    return int.from_bytes(_bytes(text), "big")


def _bytes(text: Any) -> bytes:
    found = from_base64url(text) if isinstance(text, str) and len(text) <= LONGEST_PART else None
    if found is None:
        raise ValueError("no base64url")
    return found
