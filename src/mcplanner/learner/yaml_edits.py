"""Edits the text of a learner file: one thing changes, and everything else stays, with comments, order and spacing.

The only importer of ruamel.yaml. Knows the top-level lists and mappings of a YAML file, and in which lines they are; not what
they mean. An edit removes lines or inserts lines, so no other line can change.
"""

import re
from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

WIDEST = 1 << 20
"""No line is broken."""


_QUOTED = r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\""
_PLAIN = re.compile(_QUOTED + r"|[^\s#].*?(?=\s+#|\s*$)")
_PLAIN_IN_BRACES = re.compile(_QUOTED + r"|[^\s#,}].*?(?=\s*[,}])")
"""A value on one line, quoted or not."""


class EditError(Exception):
    """The file is written in a way that cannot be edited; the message says what is wrong, and the way out."""


ListItem = Mapping[str, str | int] | str
"""An item to add to a list: a mapping of plain values, or a word."""


Plain = str | int | float | bool
"""A value on one line."""


def with_item(text: str, key: str, item: ListItem) -> str:
    """The text with an item added at the end of the list under a key; if there is no such list, it is made."""
    return _Text(text).with_item(key, item)


def with_value(text: str, key: str, value: Plain | Mapping[str, Plain], inside: str | None = None) -> str:
    """The text with a value under a key, in place of what was there or at the end; or under a key of the key's mapping."""
    return _Text(text).with_value(key, value, inside)


def with_list(text: str, key: str, words: list[str]) -> str:
    """The text with a list of words under a key, in place of what was there or at the end."""
    return _Text(text).with_list(key, words)


def without_key(text: str, key: str) -> str:
    """The text without a key and all that stands under it."""
    return _Text(text).without_key(key)


def without_item(text: str, key: str, position: int) -> str:
    """The text without one item of the list, or one entry of the mapping, under a key; its own comment goes too."""
    return _Text(text).without_item(key, position)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = WIDEST
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


class _Text:
    """A file's lines, and the keys at its top with the lines that belong to them."""

    def __init__(self, text: str) -> None:
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._lines = text.removeprefix(self._mark).replace("\r\n", "\n").splitlines(keepends=True)
        try:
            root = _yaml().load("".join(self._lines))
        except YAMLError as error:
            raise EditError(f"it cannot be read: {error}") from None
        if root is None:
            root = CommentedMap()
        if not isinstance(root, CommentedMap) or root.fa.flow_style():
            raise EditError("each key must be at the beginning of a line, not inside brackets")
        self._root = root

    def with_item(self, key: str, item: ListItem) -> str:
        value = self._root.get(key)
        line = self._flow(item)
        if key not in self._root:
            return self._at_the_end([f"{key}:\n", f"  - {line}\n"])
        if isinstance(value, CommentedSeq) and value and not value.fa.flow_style():
            _, end = self._span(key)
            indent = self._indent(value.lc.data[0][0])
            if not self._lines[end - 1].endswith("\n"):
                self._lines[end - 1] += "\n"
            return self._join([*self._lines[:end], f"{indent}- {line}\n", *self._lines[end:]])
        return self._rewrite(key, [*(value or ()), item])

    def with_value(self, key: str, value: Plain | Mapping[str, Plain] | list[str], inside: str | None) -> str:
        if key not in self._root:
            return self._at_the_end([f"{self._flow({key: value})[1:-1]}\n"])
        mapping, name = (self._root, key) if inside is None else (self._root[key], inside)
        at, start = mapping.lc.value(name)
        key_at, _ = mapping.lc.key(name)
        if at != key_at or not isinstance(mapping[name], str | int | float | None):
            raise EditError(f"the value of '{name}' is not on the line of its key")
        line = self._lines[at]
        old = (_PLAIN_IN_BRACES if mapping.fa.flow_style() else _PLAIN).match(line, start)
        new = self._flow({name: value})[1:-1].partition(": ")[2]
        before, after = line[:start], line[start if old is None else old.end() :]
        lines = [*self._lines]
        lines[at] = f"{before}{'' if before.endswith(' ') else ' '}{new}{after}"
        return self._join(lines)

    def with_list(self, key: str, words: list[str]) -> str:
        if key not in self._root:
            return self._at_the_end(self._block(key, "", words))
        if isinstance(self._root[key], CommentedSeq):
            return self._rewrite(key, words)
        return self.with_value(key, words, None)

    def without_key(self, key: str) -> str:
        start, end = self._span(key)
        return self._join([*self._lines[:start], *self._lines[end:]])

    def _at_the_end(self, lines: list[str]) -> str:
        if self._lines and not self._lines[-1].endswith("\n"):
            self._lines[-1] += "\n"
        return self._join([*self._lines, *lines])

    def without_item(self, key: str, position: int) -> str:
        value = self._root[key]
        which = position if isinstance(value, CommentedSeq) else list(value)[position]
        if value.fa.flow_style():
            rest = list(value) if isinstance(value, CommentedSeq) else dict(value)
            del rest[which]
            return self._rewrite(key, rest)
        starts = sorted(place[0] for place in value.lc.data.values())
        start = value.lc.data[which][0]
        after = [line for line in starts if line > start]
        end = self._last_content(start, after[0] if after else self._span(key)[1])
        lines = [*self._lines[:start], *self._lines[end:]]
        if len(value) == 1:
            at = self._root.lc.data[key][0]
            head, colon, comment = lines[at].partition(":")
            lines[at] = f"{head}{colon} {'[]' if isinstance(value, CommentedSeq) else '{}'}{comment}"
        return self._join(lines)

    def _rewrite(self, key: str, value: list[Any] | dict[str, Any]) -> str:
        """The text with a list or mapping out of its brackets: each entry on a line of its own."""
        first, end = self._span(key)
        own = self._lines[first:end]
        comment = (self._root[key].ca.comment or [None])[0]
        inside = "".join(own) if comment is None else "".join(own[:-1]) + own[-1][: comment.start_mark.column]
        if len(own) > 1 and "#" in inside:
            raise EditError(
                f"there are comments inside the brackets of '{key}': write each of its entries on a line of its own"
            )
        tail = "" if comment is None else f"  {comment.value.splitlines()[0]}"
        return self._join([*self._lines[:first], *self._block(key, tail, value), *self._lines[end:]])

    def _block(self, key: str, tail: str, value: list[Any] | dict[str, Any]) -> list[str]:
        """The lines of a key, its tail, and a list or mapping with each entry on a line of its own."""
        if not value:
            return [f"{key}: {'[]' if isinstance(value, list) else '{}'}{tail}\n"]
        if isinstance(value, list):
            return [f"{key}:{tail}\n", *(f"  - {self._flow(item)}\n" for item in value)]
        return [f"{key}:{tail}\n", *(f"  {self._flow({name: item})[1:-1]}\n" for name, item in value.items())]

    def _span(self, key: str) -> tuple[int, int]:
        """The lines of a key, from its own to the last with content, without blank lines and comments before the next key."""
        start = self._root.lc.data[key][0]
        after = [place[0] for place in self._root.lc.data.values() if place[0] > start]
        return start, self._last_content(start, min(after, default=len(self._lines)))

    def _last_content(self, start: int, end: int) -> int:
        while end - 1 > start and (not (line := self._lines[end - 1].strip()) or line.startswith("#")):
            end -= 1
        return end

    def _indent(self, line: int) -> str:
        text = self._lines[line]
        return text[: len(text) - len(text.lstrip())]

    def _flow(self, item: Any) -> str:
        """An item on one line, a mapping in braces."""
        if isinstance(item, str):
            return self._flow({"": item})[1:-1].partition(": ")[2]
        made = CommentedMap(item)
        made.fa.set_flow_style()
        stream = StringIO()
        _yaml().dump(made, stream)
        return stream.getvalue().strip()

    def _join(self, lines: list[str]) -> str:
        return self._mark + "".join(lines).replace("\n", self._newline)
