"""Recursion without Python's stack, in which no question is answered twice.

Knows nothing of the questions. How deep they go depends on what people write, and Python's stack ends after some hundred calls.
How often a question is asked grows exponentially if the parts of something share parts of their own.
"""

from collections.abc import Callable, Generator, Hashable
from typing import Any, TypeVar

from mcplanner.ground.time_limit import checkpoint

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


def resolve(
    question: Question, answering: Callable[[Question], Generator[Question, Answer, Answer]], known: dict[Question, Answer]
) -> Answer:
    """Find the answer to a question.

    Parameters
    ----------
    answering
        Answers one question: it yields each question that it needs first, is sent the answer, and returns its own. No question
        may need itself.
    known
        The answers so far; new ones are added.

    Raises
    ------
    OutOfTimeError
        The time was over before there was an answer.
    """
    if question in known:
        return known[question]
    under_way = [(question, answering(question))]
    sent: Any = None  # a generator begins with None
    while under_way:
        own, steps = under_way[-1]
        try:
            needed = steps.send(sent)
        except StopIteration as end:
            known[own] = sent = end.value
            under_way.pop()
            continue
        sent = known.get(needed)
        if needed not in known:
            checkpoint()
            under_way.append((needed, answering(needed)))
    return known[question]
