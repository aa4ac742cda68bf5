"""Text that comes from outside: its bytes as characters, and what to do with characters that cannot be seen.

Beneath the other values. Knows Unicode and UTF-8; nothing of files, formats or terminals. Escape sequences, signs that
turn the direction of text and line breaks would let a file write on a terminal what the program does not say.
"""

import codecs
import re

_JOINERS = "\u200c\u200d"
"""Scripts and emoji are built with them, between characters beyond ASCII; anywhere else they only hide."""

_UNSEEN = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Controls, format characters, separators of lines, fillers, halves of pairs, and what is no character.

They are listed since Python's own table differs from version to version, and the same input must give the same bytes.
"""

_SEEN = rf"[^\x00-\x7f{_JOINERS}{_UNSEEN}]"
_CANNOT_BE_SEEN = rf"[{_UNSEEN}]|(?<!{_SEEN})[{_JOINERS}]|[{_JOINERS}](?!{_SEEN})"

# Commands to hosts of continuous integration: `::` at the start of a line, `##[` and `##vso[` anywhere in it.
_OBEYED = r"(?<![^ ]):(?=:)|#(?=#[a-z]*\[)"

_LEFT_OUT = re.compile(_CANNOT_BE_SEEN)
_SHOWN_AS_NUMBER = re.compile(rf"{_CANNOT_BE_SEEN}|{_OBEYED}")


def visible(text: str) -> str:
    r"""`text` as one line in which everything can be seen: what cannot stands as its number, such as `\x1b` or `\u202e`.

    So does the first sign of what continuous integration would take for a command. Text that was made visible stays as it is.
    """
    return _SHOWN_AS_NUMBER.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def one_line(text: str) -> str:
    """`text` as one line, for files: without what cannot be seen, and each stretch of space and line breaks as one space."""
    spaced = "".join(" " if character.isspace() else character for character in text)
    return " ".join(_LEFT_OUT.sub("", spaced).split())


class NotUTF8Error(ValueError):
    """A byte that is not UTF-8 text, and where it stands; line and column count from 1, the column in characters."""

    def __init__(self, byte: int, line: int, column: int) -> None:
        super().__init__(f"byte 0x{byte:02x} is not UTF-8 text")
        self.line = line
        self.column = column


WAY_TO_UTF8 = "save the file as UTF-8"


def decoded(content: bytes) -> str:
    """The text in UTF-8 bytes, without the byte order mark that may stand before it and counts in no position.

    Raises
    ------
    NotUTF8Error
        There is a byte that is not UTF-8.
    """
    body = content.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise NotUTF8Error(body[error.start], *end_of(body[: error.start].decode())) from None


def end_of(text: str) -> tuple[int, int]:
    """The line and the column just behind the last character."""
    breaks = text.count("\n") + text.count("\r") - text.count("\r\n")
    return breaks + 1, len(text) - max(text.rfind("\n"), text.rfind("\r"))
