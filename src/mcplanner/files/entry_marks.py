"""Where the entries of a list begin in a text. Knows no YAML."""

from array import array


class EntryMarks:
    """Where the entries of a list begin, and where the list ends."""

    def __init__(self) -> None:
        self._packed = array("q")

    def __len__(self) -> int:
        return len(self._packed) // 3

    def add(self, index: int, line: int, column: int) -> None:
        """Add where the next entry begins, or the list ends: the character, the line and the column, all counted from 0."""
        self._packed.extend((index, line, column))

    def __getitem__(self, number: int) -> tuple[int, int, int]:
        """The character, the line and the column, all counted from 0."""
        index, line, column = self._packed[3 * number : 3 * number + 3]
        return index, line, column
