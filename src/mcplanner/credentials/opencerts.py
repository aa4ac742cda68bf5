"""OpenCerts: documents wrapped by OpenAttestation, version 2. Salted values are unwrapped, and checked against their hashes.

Knows the public format alone. The check is of integrity, offline: that nothing was changed since the document was
wrapped. Anyone can wrap a document, so it says nothing about the issuer. The steps of the format:

1. Each value of `data` is text, `<uuid>:<type>:<value>`, and has a path of keys and list positions joined by points. Documents
   that differ must have different paths: an object that reads like a list, or an empty key at the root, is refused.
2. The hash of a value is the keccak-256 of the JSON text `{"<path>":"<salted value>"}`, without spaces.
3. `privacy.obfuscatedData` holds the hashes of values that the holder took out.
4. `signature.targetHash` is the keccak-256 of the JSON list of all these hashes as hexadecimal text, sorted.
5. It leads to `signature.merkleRoot` through `signature.proof`: each step hashes the two hashes, the smaller first.

Source: https://www.openattestation.com/docs/verify-section/document-integrity
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from mcplanner.credentials.columns import cells_of, read_columns
from mcplanner.credentials.dates import Times, times_of
from mcplanner.credentials.names import names_in
from mcplanner.credentials.parsing import Figure
from mcplanner.credentials.personal import personal_texts, personal_words
from mcplanner.credentials.record import Integrity, Problem, Record, RefusedError

KIND = "OpenCerts"
SIGNATURE = "SHA3MerkleProof"
VERSION = "https://schema.openattestation.com/2.0/schema.json"

_HINT = "get the file again from whoever issued it"
_HASH = re.compile(r"[0-9a-fA-F]{64}")
_SALTED = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}:(string|number|boolean|null|undefined):(.*)",
    re.IGNORECASE | re.DOTALL,
)
_EXAMINED = (("examinationDate", "examination"),)
_DATES = (("graduationDate", "graduation"), ("attainmentDate", "attainment"), ("issuedOn", "issue"))
_NO_RESULTS = frozenset(("name", "description", "courseCode", "id", "$template", "transcript", "issuers", "recipient"))
"""Keys beneath which no result of a course stands."""

_EXPIRIES = ("expiresOn", "validUntil", "expirationDate", "expires", "validTo")


def is_wrapped(document: dict[str, Any]) -> bool:
    """Whether a document looks like one of version 2."""
    signature = document.get("signature")
    return isinstance(signature, dict) and signature.get("type") == SIGNATURE and "data" in document


def read_wrapped(document: dict[str, Any]) -> list[Record]:
    """The document itself, and each line of its transcript.

    Raises
    ------
    RefusedError
        It was changed since it was wrapped, or is not in the form of the format.
    """
    _check_integrity(document)
    data = _unsalted(document["data"])
    personal = personal_words(personal_texts(data))
    dates, expiries = _dates(data, _DATES), _expiries(data)
    lines = data.get("transcript")
    records = [_record("the document", data, times_of(dates, expiries), personal)] if names_in(data.get("name")) else []
    for number, line in enumerate(lines if isinstance(lines, list) else [], start=1):
        if isinstance(line, dict):
            times = times_of([*_dates(line, _EXAMINED), *dates], _expiries(line) or expiries)
            records.append(_record(f"line {number} of its transcript", line, times, personal))
    return records


def _record(place: str, entry: dict[str, Any], times: Times, personal: frozenset[str]) -> Record:
    code, more = _text(entry, "courseCode"), entry.get("additionalData")
    return Record(
        KIND,
        Integrity.INTACT,
        place,
        () if code is None else (code,),
        names_in(entry.get("name")),
        personal,
        times.ended,
        times.dated_by,
        read_columns([*cells_of(entry, _NO_RESULTS), *cells_of(more if isinstance(more, dict) else {}, _NO_RESULTS)]),
        times.expires,
        times.doubts,
        times.remarks,
    )


def _dates(entry: dict[str, Any], keys: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The dates under some keys, each with what it is called."""
    return [(text, name) for key, name in keys if (text := _text(entry, key)) is not None]


def _expiries(entry: dict[str, Any]) -> list[str]:
    return [text for key in _EXPIRIES if (text := _text(entry, key)) is not None]


def _text(entry: dict[str, Any], key: str) -> str | None:
    value = entry.get(key)
    return value if isinstance(value, str) and value else None


def _unsalted(data: Any) -> Any:
    """The data as its issuer wrote it; numbers stay text, because none is needed."""
    match data:
        case dict():
            return {key: _unsalted(value) for key, value in data.items()}
        case list():
            return [_unsalted(value) for value in data]
        case str():
            salted = _SALTED.fullmatch(data)
            return data if salted is None else None if salted[1] in ("null", "undefined") else salted[2].strip()
        case _:
            return data


def _check_integrity(document: dict[str, Any]) -> None:
    signature = document["signature"]
    target, root, proof = signature.get("targetHash"), signature.get("merkleRoot"), signature.get("proof", [])
    privacy = document.get("privacy", {})
    hidden = privacy.get("obfuscatedData", []) if isinstance(privacy, dict) else None
    if not isinstance(document["data"], dict):
        raise _malformed("its data is not an object")
    if not isinstance(proof, list) or not isinstance(hidden, list):
        raise _malformed("its proof and its hidden values are not lists")
    if not all(isinstance(value, str) and _HASH.fullmatch(value) for value in (target, root, *proof, *hidden)):
        raise _malformed("a hash in it is not of 64 hexadecimal digits")
    hashes = sorted([*hidden, *(_keccak(_json({path: value})).hex() for path, value in _leaves(document["data"]))])
    if _keccak(_json(hashes)).hex() != target:
        raise _tampered("what stands in it is not what its hash was made of")
    reached = bytes.fromhex(target)
    for step in proof:
        reached = _keccak(b"".join(sorted((reached, bytes.fromhex(step)))))
    if reached != bytes.fromhex(root):
        raise _tampered("its hash does not lead to the root of its batch")


def _leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each value with its path; an empty object or list is a value of its own."""
    pairs = list(data.items()) if isinstance(data, dict) else [(str(index), value) for index, value in enumerate(data)]
    if isinstance(data, dict) and data and data.keys() == {str(index) for index in range(len(data))}:
        raise _malformed("an object in its data has the keys of a list, and so cannot be told from one")
    for key, value in pairs:
        if "." in key:
            raise _malformed("a key in its data has a point")
        if not path and not key and isinstance(value, dict | list):
            raise _malformed("a key in its data is empty, so that what is beneath it cannot be told from what is beside it")
        place = f"{path}.{key}" if path else key
        if isinstance(value, dict | list) and value:
            yield from _leaves(value, place)
        elif isinstance(value, str | dict | list) and not isinstance(value, Figure):
            yield place, value
        else:
            raise _malformed("a value in its data is not salted text")


def _malformed(what: str) -> RefusedError:
    return RefusedError(Problem("MC803", f"this is no OpenCerts document that can be read: {what}", _HINT))


def _tampered(what: str) -> RefusedError:
    return RefusedError(Problem("MC804", f"tampered: {what}", _HINT))


def _json(value: Any) -> bytes:
    """JSON as JavaScript writes it: no spaces, and no escape but for what needs one, half a surrogate pair included."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _keccak(data: bytes) -> bytes:
    from Crypto.Hash import keccak

    return keccak.new(digest_bits=256, data=data).digest()
