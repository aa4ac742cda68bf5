"""Reads bytes that are written as text: base64url as in tokens, base58 as in keys and proofs.

Each has exactly one text: a signature that could be written in two ways would survive a change.
"""

import base64
import binascii

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {digit: value for value, digit in enumerate(_BASE58)}

LONGEST_BASE58 = 3_000
"""Signs: the longest key, of RSA, has 1,600; the time grows with the square."""


def from_base64url(text: str) -> bytes | None:
    """The bytes of a text in base64url without padding; None if it is not that, to the last bit."""
    try:
        found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return found if base64.urlsafe_b64encode(found).rstrip(b"=") == text.encode() else None


def from_base58(text: str) -> bytes | None:
    """The bytes of a text in base58, as Bitcoin writes it; None if it is not that."""
    if len(text) > LONGEST_BASE58 or not all(sign in _DIGITS for sign in text):
        return None
    number = 0
    for sign in text:
        number = number * 58 + _DIGITS[sign]
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def from_multibase(text: str) -> bytes | None:
    """The bytes of a text that names its base with its first sign: `z` is base58, and no other is used here."""
    return from_base58(text[1:]) if text.startswith("z") else None
