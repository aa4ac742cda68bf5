"""Lines for people: on standard error what they are told beside the answer, on standard output what was done.

Knows the two streams; whatever a line holds, it stays one line in which everything can be seen.
"""

import sys

from mcplanner.ground.characters import visible


def tell(*lines: str) -> None:
    """Lines on standard error."""
    for line in lines:
        print(visible(line), file=sys.stderr)


def say(text: str) -> None:
    """A line on standard output."""
    print(visible(text))
