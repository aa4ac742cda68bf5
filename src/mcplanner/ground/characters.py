"""Text from outside: decodes its bytes, and shows or removes characters that cannot be seen.

Knows Unicode and UTF-8; nothing of files, formats or terminals. Without this, escape sequences, line breaks and signs that turn
the direction of text would let a file write things on a terminal that the program does not say.
"""

import codecs
import re

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the bytes of a workbook begin: those of XLSX and ODS, and those of XLS and of workbooks with a password."""

_JOINERS = "\u200c\u200d"
"""Characters that join others beyond ASCII, in some scripts and in emoji; anywhere else they only hide something."""

_UNSEEN = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Control and format characters, line separators, fillers, halves of pairs, and code points that are no characters.

They are listed here because Python's table differs between versions, and the same input must give the same bytes.
"""

_SEEN = rf"[^\x00-\x7f{_JOINERS}{_UNSEEN}]"
_CANNOT_BE_SEEN = rf"[{_UNSEEN}]|(?<!{_SEEN})[{_JOINERS}]|[{_JOINERS}](?!{_SEEN})"

# Commands to continuous-integration hosts: `::` at the start of a line, `##[` and `##vso[` anywhere in it.
_OBEYED = r"(?<![^ ]):(?=:)|#(?=#[a-z]*\[)"

_SHOWN_AS_NUMBER = rf"{_CANNOT_BE_SEEN}|{_OBEYED}"

_HAS_NEED = rf"[{_UNSEEN}{_JOINERS}]|::|##"
"""What is never shown as a number has none of this: most text, for which the whole pattern need not be compiled."""


def visible(text: str) -> str:
    r"""`text` as one line in which everything can be seen: an invisible character becomes its number, `\x1b` or `\u202e`.

    So does the first character of anything that continuous integration would take for a command. Visible text stays as it is.
    """
    return re.sub(_SHOWN_AS_NUMBER, _number, text) if re.search(_HAS_NEED, text) else text


def _number(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def one_line(text: str) -> str:
    """`text` as one line, for files: without invisible characters, each run of spaces and line breaks as one space."""
    if not (text.isascii() and text.isprintable()):  # most text needs no second look
        spaced = "".join(" " if character.isspace() else character for character in text)
        text = re.sub(_CANNOT_BE_SEEN, "", spaced)
    return " ".join(text.split())


def shortened(text: str) -> str:
    """`text` for the middle of a message, cut after 40 characters."""
    return text if len(text) <= 40 else f"{text[:39]}…"


class NotUTF8Error(ValueError):
    """A byte that is not UTF-8 text, and its place; line and column count from 1, the column in characters."""

    def __init__(self, byte: int, line: int, column: int) -> None:
        super().__init__(f"byte 0x{byte:02x} is not UTF-8 text")
        self.line = line
        self.column = column


WAY_TO_UTF8 = "save the file as UTF-8"


def decode(content: bytes) -> str:
    """The text in UTF-8 bytes, without the byte order mark that they may begin with; it counts in no position.

    Raises
    ------
    NotUTF8Error
        A byte is not UTF-8.
    """
    body = content.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise NotUTF8Error(body[error.start], *end_of(body[: error.start].decode())) from None


def end_of(text: str) -> tuple[int, int]:
    """The line and the column just after the last character."""
    breaks = text.count("\n") + text.count("\r") - text.count("\r\n")
    return breaks + 1, len(text) - max(text.rfind("\n"), text.rfind("\r"))
