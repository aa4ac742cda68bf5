"""Answers questions where the work is done, in this process or in another: each is read, checked and planned.

Whoever starts a worker calls `begin` in it once; then it answers any number of batches.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from mcplanner.catalogue.model import Catalogue
from mcplanner.cohort.answers import Answer, Refused, answer_of, encode
from mcplanner.cohort.row import MONTHS
from mcplanner.files.checks.learners import LEARNER_CHECKS, Setting
from mcplanner.files.kept.entries import from_bytes, to_bytes
from mcplanner.files.kept.lazily import whole
from mcplanner.files.shape_errors import is_spurious, shape_diagnostic
from mcplanner.files.yaml_source import Source
from mcplanner.ground.diagnostics import Severity
from mcplanner.ground.months import Month, month_name, parse_month
from mcplanner.ground.shapes import made_of
from mcplanner.ground.today import on_day
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.learner.shape import LearnerFile as LearnerShape
from mcplanner.planning.planner import Planner
from mcplanner.planning.progress import settle
from mcplanner.planning.request_check import AskedError
from mcplanner.pricing.rules import Funding

Batch = Callable[[Sequence[bytes]], list[bytes]]
"""The work: questions in, their answers out."""

Problem = tuple[str, str]
"""A column, and what is wrong in it."""


class Common(Struct, frozen=True):
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
    def from_bytes(cls, content: bytes) -> "Common":
        """What has these bytes."""
        return cls(*from_bytes(content))


class ProblemsError(Exception):
    """A question cannot be asked."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class Desk:
    """Answers questions over one catalogue; a process that is a worker has one for each."""

    of_process: ClassVar["Sequence[Desk]"] = ()

    def __init__(self, common: Common) -> None:
        """Take what all questions have in common."""
        self._common = common
        self._planner = Planner(common.catalogue, common.funding)

    def answer(self, question: bytes) -> Answer:
        """Plan for a learner, or say what is wrong with the question; Ctrl-C ends it, so that half an answer is none."""
        try:
            with on_day(self._common.today):
                made = self._planner.plan(*self._read(json.loads(question, parse_float=Decimal)), gains=False)
        except ProblemsError as error:
            return Refused(error.problems)
        except AskedError as error:
            return Refused((("", str(error)),))
        if made.interrupted:
            raise KeyboardInterrupt
        return answer_of(made)

    def _read(self, data: dict[str, Any]) -> tuple[Learner, Request]:
        months = {name: _month(name, data.pop(name)) for name in MONTHS if name in data}
        first, by = months.get("start", self._common.first), months.get("by")
        if by is not None and by < first:
            raise ProblemsError([("by", f"{month_name(by)} is before the plan starts in {month_name(first)}")])
        file = _learner(data)
        setting = Setting(self._common.catalogue, self._common.today, first).assuming(file)
        problems = [*_unfit(setting, file), *self._unasked(file, by)]
        if problems:
            raise ProblemsError(problems)
        learner = settle(setting.catalogue, file.learner, first)
        return learner, Request(file.wanted, first, by, prefer=file.prefer, seconds=self._common.seconds)

    def _unasked(self, file: LearnerFile, by: Month | None) -> Iterator[Problem]:
        """What a question lacks, and what would count for nothing."""
        if not file.wanted:
            yield "targets", "there is no target"
        if by is None and file.hours is None:
            yield "hours", "give the hours a week, or the month by which to be done"
        funding = self._common.funding
        wallets = [wallet.id for wallet in funding.wallets]
        for name in (name for name in file.credit if name not in wallets):
            yield "credit", f"unknown wallet '{name}': the funding rules have {', '.join(wallets)}"
        for wallet in funding.credit_at_unknown_age(file.learner):
            yield "born", f"the credit '{wallet.id}' begins in the year one turns {wallet.from_age}: give the year of birth"


def _month(column: str, text: Any) -> Month:
    try:
        return parse_month(text)
    except (ValueError, TypeError):
        raise ProblemsError([(column, f"'{text}' is not a month: write it as 2027-04")]) from None


def _learner(data: dict[str, Any]) -> LearnerFile:
    """A learner as the files of learners are read."""
    try:
        made: LearnerFile = made_of(LearnerShape.model_validate(data))
    except ValidationError as error:
        found = [detail for detail in error.errors(include_url=False) if not is_spurious(detail)]
        said = [(str(each["loc"][0]), shape_diagnostic(Source("", data), LearnerShape, each)) for each in found]
        raise ProblemsError([(column, _words(each.message, each.hint)) for column, each in said]) from None
    return made


def _unfit(setting: Setting, file: LearnerFile) -> Iterator[Problem]:
    """What does not agree with the catalogue, and the months that are impossible."""
    for check in LEARNER_CHECKS:
        for finding in check(setting, file):
            if finding.severity is Severity.ERROR:
                yield str(finding.path[0]), _words(finding.message, finding.hint)


def _words(message: str, hint: str | None) -> str:
    return f"{message} ({hint})" if hint else message


def begin(content: bytes) -> None:
    """Make this process a worker, which gets what is common once."""
    Desk.of_process = desks_of(content)


def desks_of(content: bytes) -> Sequence[Desk]:
    """A desk for each catalogue of what is common."""
    common = Common.from_bytes(content)
    catalogues = (common.catalogue, common.against)
    return [Desk(replace(common, catalogue=each)) for each in catalogues if each is not None]


def answer_batch(questions: Sequence[bytes]) -> list[bytes]:
    """Answer questions in a process that has begun."""
    desks = Desk.of_process
    assert desks, "a worker begins before it answers"
    return [encode([desk.answer(question) for desk in desks]) for question in questions]
