"""A file of credentials as records, whichever of the formats it is in; or what is wrong with it.

Floor 4c. Knows files and which format is whose; prints nothing. A file is read as a whole or not at all.
"""

import json
from pathlib import Path
from typing import Any

from mcplanner.credentials.course_list import HEADINGS, is_course_list, read_course_list
from mcplanner.credentials.open_badges import BUNDLES, TYPES, bundled, read_badge, types_of
from mcplanner.credentials.opencerts import VERSION, is_wrapped, read_wrapped
from mcplanner.credentials.record import CredentialFile, Problem, Record, RefusedError
from mcplanner.diagnostics import Diagnostic, Position, Severity
from mcplanner.loading import file_name, read_bytes

MOST_BYTES = 20_000_000
"""A credential with its pictures has a million at most."""

MOST_DEPTH = 60
"""Lists and objects within one another; real files stay under 20."""

MOST_RECORDS = 1_000
"""Far more courses than a life has; each that is unknown is compared with the whole catalogue."""

_FORMATS = "mcplan reads OpenCerts, Open Badges 3.0 in JSON, and CSV"


def read_credentials(path: str | Path) -> CredentialFile | tuple[Diagnostic, ...]:
    """The records of a file, or of standard input for `-`; or everything for which it is refused."""
    file = file_name(path)
    content = read_bytes(path, MOST_BYTES)
    if isinstance(content, Diagnostic):
        return (content,)
    try:
        return CredentialFile(file, tuple(_records(content)))
    except RefusedError as error:
        return tuple(
            Diagnostic(problem.code, Severity.ERROR, problem.message, file, problem.position, problem.hint)
            for problem in error.problems
        )


def _records(content: bytes) -> list[Record]:
    text = _decoded(content)
    start = text.lstrip()[:3]
    if start.startswith(("{", "[")):
        document = _parsed(text)
        records = [record for each in _documents(document) for record in _document_records(each)]
    elif is_course_list(text):
        records = read_course_list(text)
    elif start == "eyJ":
        raise _unknown("this is a signed token, which mcplan does not read", "ask for the credential as JSON")
    else:
        headings = ", ".join(f"'{heading}'" for heading in (HEADINGS["code"][0], HEADINGS["title"][0]))
        raise _unknown(
            "this is neither JSON nor a list of courses", f"a CSV needs a heading such as {headings} in its first line"
        )
    if not records:
        raise RefusedError(Problem("MC803", "nothing that was learnt is named in it", "its holder may have hidden parts of it"))
    if len(records) > MOST_RECORDS:
        raise RefusedError(Problem("MC803", f"it has more than {MOST_RECORDS:,} records", "split it"))
    return records


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", errors="replace").split("\n")
        place = Position(len(before), len(before[-1]) + 1)
        raise RefusedError(Problem("MC002", "this byte is not UTF-8 text", "save the file as UTF-8", place)) from None


def _parsed(text: str) -> Any:
    """JSON without its numbers: none is needed, and some cannot be held."""
    nested = RefusedError(Problem("MC801", f"lists and objects stand within one another more than {MOST_DEPTH} deep"))
    try:
        document = json.loads(
            text, object_pairs_hook=_object, parse_int=_no_number, parse_float=_no_number, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        place = Position(error.lineno, error.colno)
        raise RefusedError(Problem("MC801", "from here on this is not JSON", "get the whole file again", place)) from None
    except RecursionError:
        raise nested from None
    level, depth = [document], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            raise nested
        level = [part for each in level for part in _parts(each) if isinstance(part, dict | list)]
    return document


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise RefusedError(Problem("MC801", "a key stands twice in one object, and so has two meanings", "get the file again"))
    return found


def _no_number(_: str) -> None:
    return None


def _unknown(message: str, hint: str) -> RefusedError:
    return RefusedError(Problem("MC802", message, hint))


def _documents(data: Any) -> list[Any]:
    """The credentials in a document: itself, the parts of a list, and those within a bundle."""
    if isinstance(data, list):
        return [each for part in data for each in _documents(part)]
    if isinstance(data, dict) and types_of(data) & BUNDLES:
        return [each for part in bundled(data) for each in _documents(part)]
    return [data]


def _document_records(document: Any) -> list[Record]:
    if not isinstance(document, dict):
        raise _unknown("this is JSON, but no credential", _FORMATS)
    if is_wrapped(document):
        if document.get("version", VERSION) != VERSION:
            raise _unknown("this version of OpenAttestation is unknown: mcplan reads version 2", _FORMATS)
        return read_wrapped(document)
    if "openAttestationMetadata" in document or "openattestation.com" in str(document.get("version")):
        raise _unknown("this is OpenAttestation of a version that mcplan does not read, only 2", _FORMATS)
    types = types_of(document)
    if types & TYPES:
        return read_badge(document)
    if types & {"Assertion", "BadgeClass"}:
        raise _unknown("this is an Open Badge of version 2, and mcplan reads 3.0", "ask for it as Open Badges 3.0")
    raise _unknown("this is JSON, but of no kind of credential that mcplan knows", _FORMATS)
