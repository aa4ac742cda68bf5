"""Finds the badge, as text, in a picture: PNG and SVG can hold one.

Knows where Open Badges puts its text in a picture; nothing of badges.
Source: Open Badges Specification 3.0, document formats, and 2.0, baking.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from mcplanner.credentials.record import Problem, RefusedError

PNG = b"\x89PNG\r\n\x1a\n"

MOST_UNPACKED = 20_000_000
"""Bytes of text: packed data may grow a thousandfold."""

_KEYWORDS = (b"openbadgecredential", b"openbadges")
_NAMESPACES = ("https://purl.imsglobal.org/ob/v3p0", "https://openbadges.org", "http://openbadges.org")
_ELEMENTS = frozenset(f"{space} {name}" for space in _NAMESPACES for name in ("credential", "assertion"))
_OTHER_FILES = (
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or a recording"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a spreadsheet or an archive"),
)
_HINT = "ask for the credential as JSON"


def other_file(content: bytes) -> str | None:
    """What kind of file it is, by its first bytes, if it is neither text nor a picture that can hold a badge."""
    return next((name for start, name in _OTHER_FILES if content.startswith(start)), None)


def in_png(content: bytes) -> str:
    """The badge in a PNG.

    Raises
    ------
    RefusedError
        There is none, or it is damaged.
    """
    for kind, body, is_whole in _chunks(content):
        keyword, _, rest = body.partition(b"\0")
        if kind in (b"iTXt", b"tEXt", b"zTXt") and keyword.lower() in _KEYWORDS:
            text = _decode(_of_chunk(kind, rest)) if is_whole else None
            if text is not None:
                return _check_it_is_here(text, "PNG")
            raise _refused("the badge in this picture (PNG) cannot be read")
    raise _refused("this is a picture (PNG) without a badge in it")


def in_svg(text: str) -> str:
    """The badge in an SVG.

    Raises
    ------
    RefusedError
        There is none, or the file is not XML, or declares entities.
    """
    reader = _SvgReader()
    try:
        found = reader.read(text)
    except (expat.ExpatError, ValueError):
        raise _refused("this looks like a picture (SVG), but mcplan cannot read its XML safely") from None
    if not found:
        raise _refused("this is a picture (SVG) without a badge in it")
    return _check_it_is_here(found, "SVG")


def _check_it_is_here(text: str, kind: str) -> str:
    if re.match(r"\s*https?://\S+\s*$", text, re.IGNORECASE):
        raise _refused(f"this picture ({kind}) has only a link to its badge")
    return text


class _SvgReader:
    """Collects the text of the first element of a badge, or of its attribute `verify`."""

    def __init__(self) -> None:
        self._inside = 0
        self._pieces: list[str] = []
        self._verify = ""

    def read(self, text: str) -> str:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(text, True)
        return "".join(self._pieces).strip() or self._verify.strip()

    def _entity(self, *_: object) -> None:
        raise ValueError("a picture needs no entities, which can grow without end")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._inside or name in _ELEMENTS:
            self._inside += 1
            self._verify = self._verify or attributes.get("verify", "")

    def _end(self, _: str) -> None:
        self._inside = max(0, self._inside - 1)

    def _text(self, data: str) -> None:
        if self._inside:
            self._pieces.append(data)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """The kind of each chunk, its bytes, and whether it is whole; the file may be cut off."""
    at = len(PNG)
    while at + 8 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + length], at + 12 + length <= len(content)
        at += 12 + length


def _of_chunk(kind: bytes, rest: bytes) -> bytes | None:
    """The text of a chunk after its keyword, unpacked."""
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _unpack(rest[1:])
    packed, (_, _, text) = rest[:1] == b"\1", (*rest[2:].split(b"\0", 2), b"", b"", b"")[:3]
    return _unpack(text) if packed else text


def _unpack(data: bytes) -> bytes | None:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(data, MOST_UNPACKED)
    except zlib.error:
        return None
    return text if unpacking.eof else None


def _decode(data: bytes | None) -> str | None:
    try:
        return None if data is None else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _refused(message: str) -> RefusedError:
    return RefusedError(Problem("MC802", message, _HINT))
