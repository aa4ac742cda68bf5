"""Reads a file of credentials in any of the formats as records, or says what is wrong with it.

Knows files, and how to tell the formats apart; prints nothing. A file is read as a whole or not at all; a part of a bundle that
is not a badge is left out, and named.
"""

import codecs
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from mcplanner.credentials.course_list import HEADINGS, is_course_list, line_of_headings, read_course_list
from mcplanner.credentials.open_badges import BUNDLES, TYPES, credentials_within, read_badge, types_of
from mcplanner.credentials.opencerts import VERSION, is_wrapped, read_wrapped
from mcplanner.credentials.parsing import parse_json
from mcplanner.credentials.pictures import PNG, in_png, in_svg, other_file
from mcplanner.credentials.record import CredentialFile, Problem, Record, RefusedError
from mcplanner.files.paths import file_name, read_bytes
from mcplanner.ground.characters import WAY_TO_UTF8, NotUTF8Error, decode
from mcplanner.ground.diagnostics import Diagnostic, Position, Severity

MOST_BYTES = 20_000_000
"""A credential with its pictures has at most a million."""

MOST_RECORDS = 1_000
"""Far more courses than anybody takes; each unknown one is compared with the whole catalogue."""

_FORMATS = "mcplan reads OpenCerts, Open Badges 3.0 in JSON, and CSV"
_TOKEN = "this is a signed token, and mcplan cannot read those yet"


def read_credentials(path: str | Path) -> CredentialFile | tuple[Diagnostic, ...]:
    """The records of a file, or of standard input for `-`; or every reason for which it is refused."""
    file = file_name(path)
    content = read_bytes(path, MOST_BYTES)
    if isinstance(content, Diagnostic):
        return (content,)
    try:
        records, notes = _read(_text_of(content))
    except RefusedError as error:
        return tuple(
            Diagnostic(problem.code, Severity.ERROR, problem.message, file, problem.position, problem.hint)
            for problem in error.problems
        )
    return CredentialFile(file, tuple(records), tuple(notes))


def _text_of(content: bytes) -> str:
    """The text of a file, or of the badge in a picture."""
    if content.startswith(PNG):
        return in_png(content)
    other = other_file(content)
    if other is not None:
        raise _unknown(f"this is {other}, which mcplan does not read", _FORMATS)
    text = _decode(content)
    if not text.lstrip().startswith("<"):
        return text
    if "<svg" not in text and ":svg" not in text:
        raise _unknown("this is a web page or another kind of XML, which mcplan does not read", _FORMATS)
    return in_svg(text)


def _read(text: str) -> tuple[list[Record], list[str]]:
    if text.lstrip().startswith(("{", "[")):
        records, notes = _of_parts(list(_documents(parse_json(text))))
    elif is_course_list(text):
        records, notes = read_course_list(text)
    elif text.lstrip(' "\r\n\t').startswith("eyJ"):
        raise _unknown(_TOKEN, "ask for the credential as JSON")
    else:
        headings = " or ".join(f"'{heading}'" for heading in (HEADINGS["code"][0], HEADINGS["title"][0]))
        line = line_of_headings(text)
        hint = f"a CSV needs a heading such as {headings} in its first line"
        hint = hint if line is None else f"{hint}; the headings seem to be in line {line}: delete what is above them"
        raise _unknown("this is neither JSON nor a list of courses", hint)
    if not records:
        raise RefusedError(Problem("MC803", "it names nothing that you learnt", "its holder may have hidden parts of it"))
    if len(records) > MOST_RECORDS:
        raise RefusedError(Problem("MC803", f"it has more than {MOST_RECORDS:,} records", "split it"))
    return records, notes


def _decode(content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark, which spreadsheets use for "Unicode text"."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf_16(content)
    try:
        return decode(content)
    except NotUTF8Error as error:
        raise RefusedError(Problem("MC002", str(error), WAY_TO_UTF8, Position(error.line, error.column))) from None


def _decode_utf_16(content: bytes) -> str:
    with suppress(UnicodeDecodeError):
        text = content.decode("utf-16")
        if "\0" not in text:
            return text
    raise RefusedError(Problem("MC002", "this is not UTF-16 text, as its first bytes say", WAY_TO_UTF8))


def _unknown(message: str, hint: str) -> RefusedError:
    return RefusedError(Problem("MC802", message, hint))


def _documents(data: Any) -> Iterator[Any]:
    """The credentials in a document: itself, the parts of a list, and those within a bundle."""
    bundle = isinstance(data, dict) and bool(types_of(data) & BUNDLES)
    if not bundle and not isinstance(data, list):
        yield data
    for part in credentials_within(data) if bundle else data if isinstance(data, list) else ():
        yield from _documents(part)


def _of_parts(documents: list[Any]) -> tuple[list[Record], list[str]]:
    """The records of the parts, and notes on those left out; if one part was tampered with, none is read."""
    records: list[Record] = []
    left_out: list[tuple[str, RefusedError]] = []
    for number, document in enumerate(documents, start=1):
        part = f"part {number}" if len(documents) > 1 else ""
        try:
            records += [_put_in_part(record, part) for record in _document_records(document)]
        except RefusedError as error:
            if error.problems[0].code == "MC804":
                raise
            left_out.append((part, error))
    if left_out and not records:
        raise left_out[0][1]
    return records, [f"{part} was left out: {error.problems[0].message}" for part, error in left_out]


def _put_in_part(record: Record, part: str) -> Record:
    place = ", ".join(word for word in (part, record.place) if word)
    return replace(record, place=place)


def _document_records(document: Any) -> list[Record]:
    if isinstance(document, str) and document.startswith("eyJ"):
        raise _unknown(_TOKEN, "ask for the credential as JSON")
    if not isinstance(document, dict):
        raise _unknown("this is JSON, but not a credential", _FORMATS)
    if is_wrapped(document):
        if document.get("version", VERSION) != VERSION:
            raise _unknown("this version of OpenAttestation is unknown: mcplan reads only version 2", _FORMATS)
        return read_wrapped(document)
    if "openAttestationMetadata" in document or "openattestation.com" in str(document.get("version")):
        raise _unknown("this is OpenAttestation, but mcplan reads only version 2", _FORMATS)
    types = types_of(document)
    if types & TYPES:
        return read_badge(document)
    raise _unknown(*_other_type(types))


def _other_type(types: frozenset[str]) -> tuple[str, str]:
    """What a document is, if it is not a badge of version 3, and the way out."""
    if types & {"Assertion", "BadgeClass"}:
        return "this is an Open Badge of version 2, and mcplan reads 3.0", "ask for it as Open Badges 3.0"
    if types & {"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"}:
        return (
            "this is an enveloped credential, a signed token, and mcplan cannot read those yet",
            "ask for the credential as JSON",
        )
    if "EndorsementCredential" in types:
        return "this is an endorsement, which does not say what you learnt", "give the badge that it endorses"
    return "this is JSON, but not a kind of credential that mcplan knows", _FORMATS
