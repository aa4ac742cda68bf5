"""The one function that travels to the workers of a cluster as code.

Knows the names of what a worker calls, not what that is. It stands alone because nothing may be added to it on its way, such as
what counts the lines that tests reach.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from mcplanner.cohort.answering import Batch
from mcplanner.ground.version import __version__


@cache
def task(work: Batch) -> Any:
    """A function that takes what is common and questions, for a worker that may not have mcplan, or another version.

    It travels as code, not as a name: a worker that does not know the name of a task says nothing, and does nothing any more.
    It is the same function each time, which is then packed once.
    """
    version, name = __version__, f"{work.__module__}:{work.__qualname__}"

    def answer(content: bytes, questions: Sequence[bytes]) -> list[bytes]:
        from pkgutil import resolve_name

        try:
            own = resolve_name("mcplanner.ground.version:__version__")
        except ImportError:
            raise ImportError("a worker of the cluster has no mcplan") from None
        if own != version:
            raise ImportError(f"a worker of the cluster has version {own} of mcplan")
        answers: list[bytes] = resolve_name("mcplanner.cohort.cluster:answer_in_turn")(content, resolve_name(name), questions)
        return answers

    return answer
