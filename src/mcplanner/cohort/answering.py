"""Answers questions where the work is done, in this process or in another.

Whoever starts a worker calls `begin` in it once; then it answers any number of batches.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import ClassVar

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.cohort.answers import Answer, Refused, answer_of, encode
from mcplanner.files.kept.entries import from_bytes, to_bytes
from mcplanner.files.kept.lazily import whole
from mcplanner.ground.months import Month
from mcplanner.ground.today import on_day
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.pricing.rules import Funding

Batch = Callable[[Sequence[bytes]], list[bytes]]
"""The work: questions in, their answers out."""


class Ask(Struct, frozen=True, tag="ask"):
    """What a learner asks over one catalogue."""

    learner: Learner
    request: Request


AskOrRefused = Ask | Refused
"""What is asked, or why it cannot be."""

encode_questions = Encoder().encode
"""What is asked over each catalogue, as bytes."""

decode_questions = Decoder(tuple[AskOrRefused, ...]).decode
"""What is asked in these bytes."""


class CohortContext(Struct, frozen=True):
    """What all questions have in common: the catalogue, the funding rules, the day, the first month and the time for each.

    Each is asked over the catalogue `against` which it is to be compared, too, if there is one.
    """

    catalogue: Catalogue
    funding: Funding
    today: date
    first: Month
    seconds: float
    against: Catalogue | None = None

    def to_bytes(self) -> bytes:
        """The same for other processes: plain data, equal for equal values."""
        against = None if self.against is None else whole(self.against)
        return to_bytes((whole(self.catalogue), self.funding, self.today, self.first, self.seconds, against))

    @classmethod
    def from_bytes(cls, content: bytes) -> "CohortContext":
        """What has these bytes."""
        return cls(*from_bytes(content))

    def of_each(self) -> Iterator["CohortContext"]:
        """The same for each catalogue alone."""
        for catalogue in (self.catalogue, self.against):
            if catalogue is not None:
                yield replace(self, catalogue=catalogue, against=None)


class Desk:
    """Answers questions over one catalogue; a process that is a worker has one for each."""

    of_process: ClassVar["Sequence[Desk]"] = ()

    def __init__(self, context: CohortContext) -> None:
        """Take what all questions have in common."""
        self._today = context.today
        self._planner = Planner(context.catalogue, context.funding)

    def answer(self, question: AskOrRefused) -> Answer:
        """Plan for a learner; Ctrl-C ends it, so that half an answer is none."""
        if isinstance(question, Refused):
            return question
        with on_day(self._today):
            made = self._planner.plan(question.learner, question.request, gains=False)
        if made.interrupted:
            raise KeyboardInterrupt
        return answer_of(made)


def begin(content: bytes) -> None:
    """Make this process a worker, which gets what is common once."""
    Desk.of_process = desks_of(content)


def desks_of(content: bytes) -> Sequence[Desk]:
    """A desk for each catalogue of what is common."""
    return [Desk(each) for each in CohortContext.from_bytes(content).of_each()]


def answer_batch(questions: Sequence[bytes]) -> list[bytes]:
    """Answer questions in a process that has begun."""
    desks = Desk.of_process
    assert desks, "a worker begins before it answers"
    return [
        encode([desk.answer(each) for desk, each in zip(desks, decode_questions(question), strict=True)])
        for question in questions
    ]
