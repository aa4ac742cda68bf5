"""Reads OpenCerts: documents wrapped by OpenAttestation, version 2. It checks the salted values against their hashes.

Knows only the public format. The check is of integrity, offline: nothing was changed after the document was wrapped. Anyone
can wrap a document, so the check says nothing about the issuer. The steps of the format:

1. Each value of `data` is text, `<uuid>:<type>:<value>`, and has a path of keys and list positions joined by points. Documents
   that differ must have different paths: an object that looks like a list, or an empty key at the root, is refused.
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

from msgspec import Struct

from mcplanner.credentials.columns import cells_of, read_columns
from mcplanner.credentials.dates import Times, times_of
from mcplanner.credentials.names import names_in
from mcplanner.credentials.parsing import WrittenNumber
from mcplanner.credentials.personal import personal_texts, personal_words
from mcplanner.credentials.record import Integrity, Problem, Record, RefusedError, WholeFileRefusedError

KIND = "OpenCerts"
SIGNATURE = "SHA3MerkleProof"
VERSION = "https://schema.openattestation.com/2.0/schema.json"

_HINT = "ask the issuer for the file again"
_HASH = re.compile(r"[0-9a-fA-F]{64}")
_SALTED = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}:(string|number|boolean|null|undefined):(.*)",
    re.IGNORECASE | re.DOTALL,
)
_EXAMINED = (("examinationDate", "examination"),)
_DATES = (("graduationDate", "graduation"), ("attainmentDate", "attainment"), ("issuedOn", "issue"))
_NO_RESULTS = frozenset(("name", "description", "courseCode", "id", "$template", "transcript", "issuers", "recipient"))
"""Keys that have no result of a course under them."""

_EXPIRIES = ("expiresOn", "validUntil", "expirationDate", "expires", "validTo")


def is_wrapped(document: dict[str, Any]) -> bool:
    """Return whether a document looks like one of version 2."""
    signature = document.get("signature")
    return isinstance(signature, dict) and signature.get("type") == SIGNATURE and "data" in document


def read_wrapped(document: dict[str, Any]) -> list[Record]:
    """The records of the document itself and of each line of its transcript.

    Raises
    ------
    RefusedError
        It was changed after it was wrapped, or does not follow the format.
    """
    _check_integrity(document)
    data = _unsalt(document["data"])
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
    """The dates under some keys, each with its name."""
    return [(text, name) for key, name in keys if (text := _text(entry, key)) is not None]


def _expiries(entry: dict[str, Any]) -> list[str]:
    return [text for key in _EXPIRIES if (text := _text(entry, key)) is not None]


def _text(entry: dict[str, Any], key: str) -> str | None:
    value = entry.get(key)
    return value if isinstance(value, str) and value else None


def _unsalt(data: Any) -> Any:
    """The data as its issuer wrote it; numbers stay text, since none is needed."""
    match data:
        case dict():
            return {key: _unsalt(value) for key, value in data.items()}
        case list():
            return [_unsalt(value) for value in data]
        case str():
            salted = _SALTED.fullmatch(data)
            return data if salted is None else None if salted[1] in ("null", "undefined") else salted[2].strip()
        case _:
            return data


class _Hashes(Struct, frozen=True):
    """The hashes in a document: of its data, of its batch, the steps between the two, and those of hidden values."""

    target: str
    root: str
    proof: list[str]
    hidden: list[str]


def _check_integrity(document: dict[str, Any]) -> None:
    """Refuse a document that was changed, or that does not follow the format."""
    hashes = _read_hashes(document)
    shown = [_keccak(_json({path: value})).hex() for path, value in _leaves(document["data"])]
    if _keccak(_json(sorted([*hashes.hidden, *shown]))).hex() != hashes.target:
        raise _tampered("its contents do not match its hash")
    reached = bytes.fromhex(hashes.target)
    for step in hashes.proof:
        reached = _keccak(b"".join(sorted((reached, bytes.fromhex(step)))))
    if reached != bytes.fromhex(hashes.root):
        raise _tampered("its hash does not match that of its batch")


def _read_hashes(document: dict[str, Any]) -> _Hashes:
    """The hashes of a document, each in its form."""
    signature, privacy = document["signature"], document.get("privacy", {})
    target, root, proof = signature.get("targetHash"), signature.get("merkleRoot"), signature.get("proof", [])
    hidden = privacy.get("obfuscatedData", []) if isinstance(privacy, dict) else None
    if not isinstance(document["data"], dict):
        raise _malformed("its data is not an object")
    if not isinstance(proof, list) or not isinstance(hidden, list):
        raise _malformed("its proof or its hidden values are not a list")
    if not all(isinstance(value, str) and _HASH.fullmatch(value) for value in (target, root, *proof, *hidden)):
        raise _malformed("a hash in it does not have 64 hexadecimal digits")
    return _Hashes(target, root, proof, hidden)


def _leaves(data: dict[str, Any] | list[Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Each value with its path; an empty object or list is a value of its own."""
    for key, value in _pairs(data):
        _check_key(key, value, path)
        place = f"{path}.{key}" if path else key
        if isinstance(value, dict | list) and value:
            yield from _leaves(value, place)
        elif isinstance(value, str | dict | list) and not isinstance(value, WrittenNumber):
            yield place, value
        else:
            raise _malformed("a value in its data is not salted text")


def _pairs(data: dict[str, Any] | list[Any]) -> list[tuple[str, Any]]:
    """The keys, or the positions in a list, each with its value."""
    positions = [str(index) for index in range(len(data))]
    if isinstance(data, list):
        return list(zip(positions, data, strict=True))
    if data and data.keys() == set(positions):
        raise _malformed("an object in its data has the keys of a list, and so cannot be told from one")
    return list(data.items())


def _check_key(key: str, value: Any, path: str) -> None:
    """Refuse a key with which two different documents would have the same paths."""
    if "." in key:
        raise _malformed("a key in its data has a full stop in it")
    if not path and not key and isinstance(value, dict | list):
        raise _malformed("a key in its data is empty, so its paths have two meanings")


def _malformed(what: str) -> RefusedError:
    return RefusedError(Problem("MC803", f"mcplan cannot read this OpenCerts document: {what}", _HINT))


def _tampered(what: str) -> RefusedError:
    return WholeFileRefusedError(Problem("MC804", f"tampered: {what}", _HINT))


def _json(value: Any) -> bytes:
    """JSON as JavaScript writes it: no spaces, and only the escapes that are needed, such as for half a surrogate pair."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _keccak(data: bytes) -> bytes:
    from Crypto.Hash import keccak

    return keccak.new(digest_bits=256, data=data).digest()
