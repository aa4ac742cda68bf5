"""Opens signed tokens: credentials as VC-JWT, and Open Badges 2.0 as JWS. It checks the signature if the key is in the token.

Knows the compact form `header.payload.signature`, each part in base64url. The signature is that of the first two parts as they
are written. Source: RFC 7515, RFC 7519, Open Badges 3.0 (proof formats), Verifiable Credentials Data Model 1.1 and 2.0.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeGuard

from msgspec import Struct

from mcplanner.credentials.parsing import NotJSONError, parse_json
from mcplanner.credentials.proofs.encodings import from_base64url
from mcplanner.credentials.proofs.keys import key_at, key_of_chain, key_of_jwk, key_of_pem
from mcplanner.credentials.proofs.signatures import ALGORITHMS, PublicKey, is_signature
from mcplanner.credentials.proofs.verdicts import NO_PROOF, SIGNED, NotCheckedError, malformed, tampered
from mcplanner.credentials.record import Problem, ProofCheck, RefusedError

_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_LOOKS_LIKE_ONE = re.compile(r"eyJ[A-Za-z0-9_.~-]+|e[wy][A-Za-z0-9_-]+\.[A-Za-z0-9_.~-]+")
"""A text in base64url that begins with the `{` of a header, and may be cut short."""

_DATA_ADDRESS = re.compile(r"data:application/[a-z0-9.+-]*(?:jwt|jose)(?:;[a-z0-9=-]+)*,", re.IGNORECASE)
_ABOUT_THE_TOKEN = frozenset(("vc", "vp", "iss", "nbf", "exp", "iat", "proof"))
_OF_HIDDEN_PARTS = frozenset(("_sd", "_sd_alg", "..."))
_DAMAGED = "it is cut short or damaged"
_ISSUED = ("validFrom", "issuanceDate", "issuedOn")


class Token(Struct, frozen=True):
    """What a token says, and whether it is as it was signed."""

    document: dict[str, Any]
    check: ProofCheck


def tokens_in(text: str) -> list[str]:
    """The tokens that a text consists of, each a word; one that a mail has broken into lines is put together again."""
    words = [_bare(word) for word in text.strip().strip('"').split()]
    if not words or not is_token(words[0]):
        return []
    return words if all(map(is_token, words)) else ["".join(words)]


def is_token(value: Any) -> bool:
    """Return whether a value is a token, or looks enough like one to be told what is wrong with it."""
    return isinstance(value, str) and _LOOKS_LIKE_ONE.fullmatch(_bare(value)) is not None


def open_token(text: str) -> Token:
    """What a token says, after its signature was checked if that is possible; an unsigned one may have a proof in it instead.

    Raises
    ------
    RefusedError
        Its signature is broken, or it is no token of a badge.
    """
    bare = _bare(text)
    if _TOKEN.fullmatch(bare) is None:
        raise _other_form(bare)
    signed, _, signature = bare.rpartition(".")
    header, claims = (_object_in(part) for part in signed.split("."))
    if _hides_parts(claims):
        raise _with_hidden_parts()
    document = _document_in(claims)
    issuer = claims.get("iss", document.get("issuer", document.get("holder")))
    check = _check(signed, signature, header, _id_of(issuer), document)
    proved = _credential_in(claims) or claims
    return Token(proved if check == NO_PROOF and "proof" in proved else document, check)


def _bare(text: str) -> str:
    """A token without the address that it may stand in: `data:application/vc+jwt,…`."""
    address = _DATA_ADDRESS.match(text)
    return text if address is None else text[address.end() :]


def _other_form(text: str) -> RefusedError:
    if "~" in text:
        return _with_hidden_parts()
    if text.count(".") == 4:
        return RefusedError(Problem("MC802", "this is an encrypted token", "ask for the credential as JSON"))
    return malformed(_DAMAGED)


def _with_hidden_parts() -> RefusedError:
    what = "this is a token with parts that can be hidden (SD-JWT), and mcplan cannot read those yet"
    return RefusedError(Problem("MC802", what, "ask for the credential as JSON"))


def _hides_parts(value: Any) -> bool:
    """Return whether something was taken out of a value, with its hash in its place, even if the token looks like any other."""
    match value:
        case dict():
            return not _OF_HIDDEN_PARTS.isdisjoint(value) or any(map(_hides_parts, value.values()))
        case list():
            return any(map(_hides_parts, value))
    return False


def _object_in(part: str) -> dict[str, Any]:
    raw = from_base64url(part)
    try:
        found = parse_json((raw or b"").decode("utf-8"))
    except (UnicodeDecodeError, NotJSONError):
        found = None
    if not isinstance(found, dict):
        raise malformed(_DAMAGED)
    return found


def _credential_in(claims: dict[str, Any]) -> dict[str, Any]:
    """The credential or presentation among the claims; nothing where all claims are the credential."""
    return next((claims[key] for key in ("vc", "vp") if isinstance(claims.get(key), dict)), {})


def _document_in(claims: dict[str, Any]) -> dict[str, Any]:
    """The credential of a token, with what only its other claims say, and without proofs: the token's signature is enough."""
    document = {key: value for key, value in {**claims, **_credential_in(claims)}.items() if key not in _ABOUT_THE_TOKEN}
    if "iss" in claims:
        document.setdefault("issuer", claims["iss"])
    since = claims.get("iat") if claims.get("nbf") is None else claims["nbf"]
    if since is not None and all(document.get(key) is None for key in _ISSUED):
        document["validFrom"] = _moment(since)
    if claims.get("exp") is not None:
        document["expires"] = [*_as_list(document.get("expires")), _moment(claims["exp"])]
    if isinstance(claims.get("status"), dict):  # a list of the IETF, where one asks whether a token was withdrawn: no result
        document["credentialStatus"] = [*_as_list(document.get("credentialStatus")), document.pop("status")]
    return document


def _moment(seconds: Any) -> str:
    """A time in the form of XML Schema; a text that is no date, and so gives a doubt, if it is none."""
    try:
        if not isinstance(seconds, str):
            raise TypeError("no figure")
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(float(seconds)))).isoformat()
    except (ValueError, OverflowError, TypeError):
        return "no date"


def _id_of(told: Any) -> str:
    named = told.get("id") if isinstance(told, dict) else told
    return named if isinstance(named, str) else ""


def _check(signed: str, signature: str, header: dict[str, Any], issuer: str, document: dict[str, Any]) -> ProofCheck:
    if header.get("alg") == "none" and not signature:
        return NO_PROOF
    try:
        key = _key_of(header, issuer, document)
    except NotCheckedError as error:
        return error.check
    raw = from_base64url(signature)
    if raw is None or not is_signature(raw, signed.encode("ascii"), key):
        raise tampered("its signature does not match what it says")
    return SIGNED


def _key_of(header: dict[str, Any], issuer: str, document: dict[str, Any]) -> PublicKey:
    kind = ALGORITHMS.get(str(header.get("alg")))
    if kind is None or "crit" in header:
        raise NotCheckedError("mcplan does not know its kind of signature")
    key = _find_key(header, issuer, document)
    if key.kind is not kind:
        raise malformed("its key is of another kind than its signature")
    return key


def _find_key(header: dict[str, Any], issuer: str, document: dict[str, Any]) -> PublicKey:
    """The key in the header, or in the name of the key or of the issuer, or in an Open Badge 2.0 itself."""
    if isinstance(header.get("jwk"), dict):
        return key_of_jwk(header["jwk"])
    if "x5c" in header:
        return key_of_chain(header["x5c"])
    name = header.get("kid")
    pem = _pem_of_version_2(document, name)
    if pem is not None:
        return key_of_pem(pem)
    return key_at(name if _is_address(name) else _with_part(issuer, name))


def _is_address(name: Any) -> TypeGuard[str]:
    """Return whether the name of a key says where it is; one in the form `urn:` only says which."""
    return isinstance(name, str) and ":" in name and not name.startswith("urn:")


def _with_part(issuer: str, name: Any) -> str:
    """The address of an issuer's key; a name that is no part of did:key, such as a fingerprint, adds nothing."""
    part = name.lstrip("#") if isinstance(name, str) else ""
    return f"{issuer.partition('#')[0]}#{part}" if part.startswith("z") else issuer


def _pem_of_version_2(document: dict[str, Any], name: Any) -> str | None:
    """The key in an Open Badge 2.0, of its verification or of its issuer; None without one, or if several could be it.

    Parameters
    ----------
    name
        The address of the key, if the header has it; else the badge may.
    """
    places = _places_of_keys(document)
    creators = (place.get("creator") for place in places)
    meant = name if _is_address(name) else next(filter(_is_address, creators), None)
    named = (key.get("publicKeyPem") for place in places for key in _keys_in(place) if meant in (None, key.get("id")))
    pems = {pem for pem in named if isinstance(pem, str)}
    return pems.pop() if len(pems) == 1 else None


def _places_of_keys(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Where an Open Badge 2.0 may name keys: its verification, and its issuer."""
    badge = document.get("badge")
    issuer = badge.get("issuer") if isinstance(badge, dict) else None
    return [each for each in (document.get("verification"), document.get("verify"), issuer) if isinstance(each, dict)]


def _keys_in(place: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The keys that stand in such a place, and not only their addresses."""
    for each in (*_as_list(place.get("creator")), *_as_list(place.get("publicKey"))):
        if isinstance(each, dict):
            yield each


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
