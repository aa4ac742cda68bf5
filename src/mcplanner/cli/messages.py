"""Lines for people: remarks beside the answer on standard error, and what a command did on standard output.

Whatever a line holds, it stays one line in which every character can be seen.
"""

import sys

from mcplanner.ground.characters import visible


def tell(*lines: str) -> None:
    """Print lines on standard error."""
    for line in lines:
        print(visible(line), file=sys.stderr)


def say(text: str) -> None:
    """Print a line on standard output."""
    print(visible(text))


def say_unless(quiet: bool, *lines: str) -> None:
    """Print lines on standard output, unless quiet is wanted."""
    for line in () if quiet else lines:
        say(line)
