"""Reads questions, which are rows of learners: what is wrong with one, or what is asked, and which others have the same answer.

Knows rows and catalogues; not where the work is done.
"""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from msgspec import Struct
from pydantic import ValidationError

from mcplanner.catalogue.model import Catalogue
from mcplanner.cohort.alike import Alike
from mcplanner.cohort.answering import Ask, AskOrRefused, CohortContext, encode_questions
from mcplanner.cohort.answers import Refused
from mcplanner.cohort.learner_row import MONTHS
from mcplanner.files.checks.learners import LEARNER_CHECKS, WARNING_CHECKS, Setting
from mcplanner.files.shape_errors import is_spurious, shape_diagnostic
from mcplanner.files.yaml_source import YamlSource
from mcplanner.ground.diagnostics import Severity
from mcplanner.ground.digests import blake2b
from mcplanner.ground.months import Month, month_name, parse_month
from mcplanner.ground.shapes import made_of
from mcplanner.ground.today import on_day
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.learner.shape import LearnerFile as LearnerShape
from mcplanner.planning.progress import settle
from mcplanner.planning.request_check import AskedError, check_asked

MOST_READ = 1 << 15
"""The most rows of which it is kept what they ask: many are alike, letter for letter."""

REFUSING_CHECKS = tuple(check for check in LEARNER_CHECKS if check not in WARNING_CHECKS)

Complaint = tuple[str, str]
"""A column, and what is wrong in it."""


class ProblemsError(Exception):
    """A question cannot be asked."""

    def __init__(self, problems: Sequence[Complaint]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class KeyedQuestion(Struct, frozen=True):
    """A question as it is handed out, and the key that it shares with all that have the same answer.

    Questions of one lane have the same targets and first month: what is found out for one mostly helps with the others.
    """

    key: bytes
    question: bytes
    lane: int


class QuestionReader:
    """Reads questions over what they have in common."""

    def __init__(self, context: CohortContext) -> None:
        """Take what all questions have in common."""
        self._readers = [_Reader(each) for each in context.of_each()]
        self.read = lru_cache(MOST_READ)(self._read)

    def _read(self, row: bytes) -> KeyedQuestion:
        """What a row asks over each catalogue."""
        read = [reader.read(row) for reader in self._readers]
        question = encode_questions([asked for asked, _ in read])
        lane = int.from_bytes(_digest(repr([_told_of_lane(asked) for asked, _ in read]).encode()))
        return KeyedQuestion(_digest(b"".join(key for _, key in read)), question, lane)


def _digest(told: bytes) -> bytes:
    return blake2b(told, digest_size=16).digest()


def _told_of_lane(asked: AskOrRefused) -> object:
    return (asked.request.targets, asked.request.start) if isinstance(asked, Ask) else None


class _Reader:
    """Reads questions over one catalogue."""

    def __init__(self, context: CohortContext) -> None:
        self._context = context
        self._alike = Alike(context.catalogue, context.funding)

    def read(self, row: bytes) -> tuple[AskOrRefused, bytes]:
        """What a row asks, or why it is refused; and a key that only rows with the same answer have."""
        try:
            with on_day(self._context.today):
                ask = self._ask(json.loads(row, parse_float=Decimal))
        except ProblemsError as error:
            return Refused(error.problems), _digest(row)
        return ask, self._alike.key(ask.learner, ask.request)

    def _ask(self, data: dict[str, Any]) -> Ask:
        months = {name: _month(name, data.pop(name)) for name in MONTHS if name in data}
        first, by = months.get("start", self._context.first), months.get("by")
        if by is not None and by < first:
            raise ProblemsError([("by", f"{month_name(by)} is before the plan starts in {month_name(first)}")])
        file = _learner(data)
        setting = Setting(self._context.catalogue, self._context.today, first).assuming(file)
        problems = [*_unfit(setting, file), *self._unasked(file, by)]
        if problems:
            raise ProblemsError(problems)
        learner = settle(setting.catalogue, file.learner, first)
        request = Request(file.wanted, first, by, prefer=file.prefer, seconds=self._context.seconds)
        _check(setting.catalogue, learner, request)
        return Ask(learner, request)

    def _unasked(self, file: LearnerFile, by: Month | None) -> Iterator[Complaint]:
        """What a question lacks, and what would count for nothing."""
        if not file.wanted:
            yield "targets", "there is no target"
        if by is None and file.hours is None:
            yield "hours", "give the hours a week, or the month by which to be done"
        funding = self._context.funding
        wallets = [wallet.id for wallet in funding.wallets]
        for name in (name for name in file.credit if name not in wallets):
            yield "credit", f"unknown wallet '{name}': the funding rules have {', '.join(wallets)}"
        for wallet in funding.credit_at_unknown_age(file.learner):
            yield "born", f"the credit '{wallet.id}' begins in the year one turns {wallet.from_age}: give the year of birth"


def _check(catalogue: Catalogue, learner: Learner, request: Request) -> None:
    """Refuse what the planner would refuse."""
    try:
        check_asked(catalogue, learner, request)
    except AskedError as error:
        raise ProblemsError([("", str(error))]) from None


def _month(column: str, text: Any) -> Month:
    try:
        return parse_month(text)
    except (ValueError, TypeError):
        raise ProblemsError([(column, f"'{text}' is not a month: write the year and the month as 2027-04")]) from None


def _learner(data: dict[str, Any]) -> LearnerFile:
    """A learner as the files of learners are read."""
    try:
        made: LearnerFile = made_of(LearnerShape.model_validate(data))
    except ValidationError as error:
        found = [detail for detail in error.errors(include_url=False) if not is_spurious(detail)]
        said = [(str(each["loc"][0]), shape_diagnostic(YamlSource("", data), LearnerShape, each)) for each in found]
        raise ProblemsError([(column, _words(each.message, each.hint)) for column, each in said]) from None
    return made


def _unfit(setting: Setting, file: LearnerFile) -> Iterator[Complaint]:
    """What does not agree with the catalogue, and the months that are impossible."""
    for check in REFUSING_CHECKS:
        for finding in check(setting, file):
            if finding.severity is Severity.ERROR:
                yield str(finding.path[0]), _words(finding.message, finding.hint)


def _words(message: str, hint: str | None) -> str:
    return f"{message} ({hint})" if hint else message
