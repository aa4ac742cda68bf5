"""Public keys, and whether a signature is theirs. Knows the arithmetic's library, pycryptodome, and no formats.

The library is imported when a signature is checked.
"""

from enum import Enum
from typing import Any

from msgspec import Struct


class KeyKind(Enum):
    """The kinds of keys that signatures are checked with."""

    RSA = "RSA"
    P256 = "P-256"
    P384 = "P-384"
    ED25519 = "Ed25519"


ALGORITHMS = {
    "RS256": KeyKind.RSA,
    "ES256": KeyKind.P256,
    "ES384": KeyKind.P384,
    "EdDSA": KeyKind.ED25519,
    "Ed25519": KeyKind.ED25519,
}
"""The names of signatures in tokens, each with the kind of its key: a signature that names another kind is not checked."""

LEAST_BITS, MOST_BITS = 2048, 8192
"""Of a key of RSA: who has a shorter one can be impersonated, and a longer one takes long to check."""

MOST_EXPONENT_BITS = 64
"""Of the exponent of a key of RSA: usual ones have 17, and one as long as the key takes a hundred times as long to check."""

_KINDS = {"NIST P-256": KeyKind.P256, "NIST P-384": KeyKind.P384, "Ed25519": KeyKind.ED25519}
"""The kinds of keys by the library's names of their curves."""


class PublicKey(Struct, frozen=True):
    """A public key, as the library has it."""

    kind: KeyKind
    key: Any

    @property
    def has_secret(self) -> bool:
        """Return whether the file has the secret key, too: then anybody can have signed with it."""
        return bool(self.key.has_private())


def rsa_key(modulus: int, exponent: int) -> PublicKey:
    """A key of RSA.

    Raises
    ------
    ValueError
        It is not one.
    """
    from Crypto.PublicKey import RSA

    return PublicKey(KeyKind.RSA, RSA.construct((modulus, exponent)))


def curve_key(kind: KeyKind, x: int, y: int) -> PublicKey | None:
    """The key of a point.

    Raises
    ------
    ValueError
        It is not on the curve.
    """
    from Crypto.PublicKey import ECC

    return _of_curve(ECC.construct(curve=kind.value, point_x=x, point_y=y))


def key_of_bytes(kind: KeyKind, raw: bytes) -> PublicKey | None:
    """The key in the usual bytes of its kind: RSA in DER, a point in its short form, 32 bytes of Ed25519.

    Raises
    ------
    ValueError
        It is not one.
    """
    from Crypto.PublicKey import ECC, RSA
    from Crypto.Signature import eddsa

    match kind:
        case KeyKind.RSA:
            return PublicKey(kind, RSA.import_key(raw))
        case KeyKind.ED25519:
            return _of_curve(eddsa.import_public_key(raw))
        case _:
            return _of_curve(ECC.import_key(raw, curve_name=kind.value))


def key_of_certificate(file: bytes | str) -> PublicKey | None:
    """The key in a certificate or a PEM; None if it is of another kind.

    Raises
    ------
    ValueError
        It is neither.
    """
    from Crypto.PublicKey import ECC, RSA

    try:
        return PublicKey(KeyKind.RSA, RSA.import_key(file))
    except (ValueError, IndexError, TypeError):
        return _of_curve(ECC.import_key(file))


def _of_curve(key: Any) -> PublicKey | None:
    """A key of a curve; None if it is another curve than those that are used here."""
    kind = _KINDS.get(key.curve)
    if kind is not None and (key.pointQ * 8).is_point_at_infinity():  # of a key of small order, one signature fits every text
        raise ValueError("no key")
    return None if kind is None else PublicKey(kind, key)


def has_usual_length(key: PublicKey) -> bool:
    """Return whether a key is neither short enough to be broken nor too long to be used."""
    if key.kind is not KeyKind.RSA:
        return True
    length, exponent = int(key.key.size_in_bits()), int(key.key.e)
    return LEAST_BITS <= length <= MOST_BITS and exponent.bit_length() <= MOST_EXPONENT_BITS


def is_signature(signature: bytes, message: bytes, key: PublicKey) -> bool:
    """Return whether a signature of a message is that of a key."""
    from Crypto.Hash import SHA256, SHA384
    from Crypto.Signature import DSS, eddsa, pkcs1_15

    try:
        match key.kind:
            case KeyKind.RSA:
                pkcs1_15.new(key.key).verify(SHA256.new(message), signature)
            case KeyKind.P256:
                DSS.new(key.key, "fips-186-3").verify(SHA256.new(message), signature)
            case KeyKind.P384:
                DSS.new(key.key, "fips-186-3").verify(SHA384.new(message), signature)
            case KeyKind.ED25519:
                eddsa.new(key.key, "rfc8032").verify(message, signature)
    except ValueError:
        return False
    return True
