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
from mcplanner.credentials.open_badges import TYPES, read_badge, readings_in, types_of
from mcplanner.credentials.open_badges_2 import is_assertion, read_assertion
from mcplanner.credentials.opencerts import VERSION, is_wrapped, read_wrapped
from mcplanner.credentials.parsing import parse_json
from mcplanner.credentials.parts import FilePart, parts_of, refuse_too_many
from mcplanner.credentials.pictures import PNG, in_png, in_svg, other_file
from mcplanner.credentials.proofs.data_integrity import check_proofs
from mcplanner.credentials.proofs.statements import Effort
from mcplanner.credentials.proofs.tokens import tokens_in
from mcplanner.credentials.record import CredentialFile, Problem, Record, RefusedError, WholeFileRefusedError
from mcplanner.files.paths import file_name, read_bytes
from mcplanner.ground.characters import WAY_TO_UTF8, NotUTF8Error, decode
from mcplanner.ground.diagnostics import Diagnostic, Position, Severity

MOST_BYTES = 20_000_000
"""A credential with its pictures has at most a million."""

MOST_READINGS = 300_000
"""Values that are read in a file. A learner record of a hundred badges has 20,000; these take 20 seconds."""

MOST_NAMES = 5_000
"""Titles and numbers in a file: each unknown one is compared with the whole catalogue."""

_FORMATS = "mcplan reads OpenCerts, Open Badges, and CSV"


def read_credentials(path: str | Path, contexts: Path | None = None) -> CredentialFile | tuple[Diagnostic, ...]:
    """The records of a file, or of standard input for `-`; or every reason for which it is refused.

    Parameters
    ----------
    contexts
        A folder with contexts of JSON-LD that do not come with mcplan, for proofs that need them.
    """
    file = file_name(path)
    content = read_bytes(path, MOST_BYTES)
    if isinstance(content, Diagnostic):
        return (content,)
    try:
        records, notes = _read(content, contexts)
    except RefusedError as error:
        return tuple(
            Diagnostic(problem.code, Severity.ERROR, problem.message, file, problem.position, problem.hint)
            for problem in error.problems
        )
    return CredentialFile(file, tuple(records), tuple(notes))


def _read(content: bytes, contexts: Path | None) -> tuple[list[Record], list[str]]:
    """The records of a file, and notes on what was left out."""
    if content.startswith(PNG):
        records, notes = _of_badges(in_png(content), contexts)
    else:
        records, notes = _read_text(_text_of(content), contexts)
    if not records:
        raise RefusedError(Problem("MC803", "it names nothing that you learnt", "its holder may have hidden parts of it"))
    refuse_too_many(len(records))
    if sum(len(record.titles) + len(record.codes) for record in records) > MOST_NAMES:
        raise WholeFileRefusedError(Problem("MC803", f"it has more than {MOST_NAMES:,} titles and numbers", "split it"))
    return records, notes


def _text_of(content: bytes) -> str:
    other = other_file(content)
    if other is not None:
        raise _unknown(f"this is {other}, which mcplan does not read", _FORMATS)
    return _decode(content)


def _read_text(text: str, contexts: Path | None) -> tuple[list[Record], list[str]]:
    if text.lstrip().startswith("<"):
        if "<svg" not in text and ":svg" not in text:
            raise _unknown("this is a web page or another kind of XML, which mcplan does not read", _FORMATS)
        return _of_badges(in_svg(text), contexts)
    data = _data_of(text)
    if data is not None:
        return _of_parts(_parts(data, contexts))
    if is_course_list(text):
        return read_course_list(text)
    headings = " or ".join(f"'{heading}'" for heading in (HEADINGS["code"][0], HEADINGS["title"][0]))
    line = line_of_headings(text)
    hint = f"a CSV needs a heading such as {headings} in its first line"
    hint = hint if line is None else f"{hint}; the headings seem to be in line {line}: delete what is above them"
    raise _unknown("this is neither JSON nor a list of courses", hint)


def _data_of(text: str) -> Any:
    """The data of a text in JSON, or its tokens; None if it is neither."""
    return parse_json(text) if text.lstrip().startswith(("{", "[")) else tokens_in(text) or None


def _of_badges(texts: list[str], contexts: Path | None) -> tuple[list[Record], list[str]]:
    """The records of the badges that are baked into a picture."""
    data = [_data_of(text) for text in texts]
    if None in data:
        raise _unknown("this picture has something else in the place of a badge", "ask for the credential as JSON")
    return _of_parts(_parts(data, contexts))


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


def _parts(data: Any, contexts: Path | None) -> list[FilePart | RefusedError]:
    effort = Effort()
    return parts_of(data, lambda document: check_proofs(document, contexts, effort))


def _of_parts(parts: list[FilePart | RefusedError]) -> tuple[list[Record], list[str]]:
    """The records of the parts, and notes on those left out; if one part was tampered with, none is read."""
    if sum(map(_readings, parts)) > MOST_READINGS:
        raise WholeFileRefusedError(Problem("MC803", "it has too many values for one file", "split it"))
    records: list[Record] = []
    left_out: list[tuple[str, RefusedError]] = []
    for place, part in _with_places(parts):
        try:
            records += [_put_in_part(record, place) for record in _part_records(part)]
        except WholeFileRefusedError:
            raise
        except RefusedError as error:
            left_out.append((place, error))
    if left_out and not records:
        raise left_out[0][1]
    return records, [f"{place} was left out: {error.problems[0].message}" for place, error in left_out]


def _readings(part: FilePart | RefusedError) -> int:
    """How many values must be looked at to read a part."""
    return readings_in(part.document) if isinstance(part, FilePart) and isinstance(part.document, dict) else 0


def _with_places(parts: list[FilePart | RefusedError]) -> Iterator[tuple[str, FilePart | RefusedError]]:
    """Each part with the words that say where it is; none are needed where it is the only one."""
    for number, part in enumerate(parts, start=1):
        yield f"part {number}" if len(parts) > 1 else "", part


def _put_in_part(record: Record, part: str) -> Record:
    place = ", ".join(word for word in (part, record.place) if word)
    return replace(record, place=place)


def _part_records(part: FilePart | RefusedError) -> list[Record]:
    if isinstance(part, RefusedError):
        raise part
    if not isinstance(part.document, dict):
        raise _unknown("this is JSON, but not a credential", _FORMATS)
    return _document_records(part.document, part)


def _document_records(document: dict[str, Any], part: FilePart) -> list[Record]:
    if is_wrapped(document):
        if document.get("version", VERSION) != VERSION:
            raise _unknown("this version of OpenAttestation is unknown: mcplan reads only version 2", _FORMATS)
        return read_wrapped(document)
    if "openAttestationMetadata" in document or "openattestation.com" in str(document.get("version")):
        raise _unknown("this is OpenAttestation, but mcplan reads only version 2", _FORMATS)
    types = types_of(document)
    if types & TYPES:
        return read_badge(document, part.check, part.around)
    if is_assertion(document, types):
        return read_assertion(document, part.check, part.around)
    raise _unknown(*_other_type(types))


def _other_type(types: frozenset[str]) -> tuple[str, str]:
    """What a document is, if it is not a badge that somebody has, and the way out."""
    if "BadgeClass" in types:
        return "this describes an Open Badge, and does not say that you have it", "give the badge that you got"
    if types & {"EndorsementCredential", "Endorsement"}:
        return "this is an endorsement, which does not say what you learnt", "give the badge that it endorses"
    return "this is not a kind of credential that mcplan knows", _FORMATS
