"""Finds the badges, as text, in a picture: PNG and SVG can hold some.

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
"""Bytes of all badges in a picture: packed data may grow a thousandfold."""

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


def in_png(content: bytes) -> list[str]:
    """The badges in a PNG: one that was baked for two versions has two.

    Raises
    ------
    RefusedError
        There is none, or one is damaged.
    """
    found, left = [], MOST_UNPACKED
    for kind, body, is_whole in _chunks(content):
        keyword, _, rest = body.partition(b"\0")
        if kind in (b"iTXt", b"tEXt", b"zTXt") and keyword.lower() in _KEYWORDS:
            data = _of_chunk(kind, rest, left) if is_whole else None
            text = _decode(data)
            if data is None or text is None:
                raise _refused("the badge in this picture (PNG) cannot be read")
            left -= len(data)
            found.append(text)
    return _those_here(found, "PNG")


def in_svg(text: str) -> list[str]:
    """The badges in an SVG.

    Raises
    ------
    RefusedError
        There is none, or the file is not XML, or uses entities.
    """
    reader = _SvgReader()
    try:
        found = reader.read(text)
    except (expat.ExpatError, ValueError):
        raise _refused("this looks like a picture (SVG), but mcplan cannot read its XML safely") from None
    return _those_here(found, "SVG")


def _those_here(texts: list[str], kind: str) -> list[str]:
    """The texts of a picture that are badges and not links to one, each once."""
    told = [text for text in dict.fromkeys(texts) if text.strip()]
    here = [text for text in told if not re.match(r"\s*https?://\S+\s*$", text, re.IGNORECASE)]
    if told and not here:
        raise _refused(f"this picture ({kind}) has only a link to its badge")
    if not here:
        raise _refused(f"this is a picture ({kind}) without a badge in it")
    return here


class _SvgReader:
    """Collects the text of each element of a badge, and its attribute `verify`, which has the token of a signed one."""

    def __init__(self) -> None:
        self._inside = 0
        self._pieces: list[str] = []
        self._found: list[str] = []

    def read(self, text: str) -> list[str]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(text, True)
        return self._found

    def _entity(self, *_: object) -> None:
        raise ValueError("a picture needs no entities, which can grow without end, or be elsewhere")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ELEMENTS and not self._inside:
            self._found.append(attributes.get("verify", ""))
        self._inside += bool(self._inside or name in _ELEMENTS)

    def _end(self, _: str) -> None:
        if self._inside == 1:
            self._found.append("".join(self._pieces))
            self._pieces.clear()
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


def _of_chunk(kind: bytes, rest: bytes, most: int) -> bytes | None:
    """The text of a chunk after its keyword, unpacked, unless it has more bytes."""
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _unpack(rest[1:], most)
    packed, (_, _, text) = rest[:1] == b"\1", (*rest[2:].split(b"\0", 2), b"", b"", b"")[:3]
    return _unpack(text, most) if packed else text


def _unpack(data: bytes, most: int) -> bytes | None:
    if most <= 0:
        return None
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(data, most)
    except zlib.error:
        return None
    return text if unpacking.eof else None


def _decode(data: bytes | None) -> str | None:
    try:
        return None if data is None else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _refused(message: str) -> RefusedError:
    return RefusedError(Problem("MC802", message, _HINT))
