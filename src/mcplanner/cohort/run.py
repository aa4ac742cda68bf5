"""Answers a file of learners: reads chunk by chunk, hands each new question out once, and writes in the order of the rows.

So the output is the same whoever does the work and in whatever order it gets done. A chunk that is written is noted in the
journal; a run that was killed goes on behind the last one.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from pathlib import Path
from time import monotonic

from msgspec import Struct
from msgspec.structs import asdict, replace

from mcplanner.cohort.answering import answer_batch
from mcplanner.cohort.answers import Refused, decode
from mcplanner.cohort.forms import CohortError
from mcplanner.cohort.growing_files import GrowingFile, finish, part_of
from mcplanner.cohort.journal import ANEW, SECONDS_TO_LOSE, Journal, RunProgress
from mcplanner.cohort.learner_row import LearnerRow
from mcplanner.cohort.read_questions import KeyedQuestion, QuestionReader
from mcplanner.cohort.tables import ANSWER, ANSWERS, REFUSED, WHO, heading, joined, lines_of
from mcplanner.cohort.workers import Executor, PendingAnswers
from mcplanner.ground.digests import blake2b

ROWS_OF_CHUNK = 4_000
QUESTIONS_OF_CHUNK = 250
"""A chunk ends with so many rows, or with so many new questions: early rows ask much that is new, late ones hardly anything."""

QUESTIONS_OF_BATCH = 32

QUESTIONS_AHEAD = 1_500
ROWS_AHEAD = 100_000
"""Rows are read until so many of them, or so many questions of theirs, are handed out; then the first must be written.

The more rows are ahead, the less is left to read once all that is hard is answered, when all workers would wait for it.
"""

MOST_TOLD = 1 << 12
"""The most answers of which it is kept how they are written: many learners have the same."""

Listener = Callable[[int], None]
"""Called with the number of rows that are written."""


class RunFiles(Struct, frozen=True):
    """The files of a run: the answers, and the refused rows; the journal stands beside them until both are complete."""

    answers: Path
    refused: Path

    @property
    def journal(self) -> Path:
        """Where answers and progress are kept."""
        return self.answers.with_name(f"{self.answers.name}.journal")

    @property
    def grow(self) -> bool:
        """Return whether an earlier run left parts of them behind."""
        return part_of(self.answers).exists() or part_of(self.refused).exists()


class _Chunk(Struct, frozen=True):
    """Rows, with the key of each question by the number of its row, and the answers that only they wait for."""

    rows: Sequence[LearnerRow]
    keys: Mapping[int, bytes]
    asked: Sequence[tuple[Sequence[bytes], PendingAnswers]]


def answer_all(
    rows: Iterable[LearnerRow], reader: QuestionReader, paths: RunFiles, journal: Journal, executor: Executor, tell: Listener
) -> None:
    """Answer all rows that are not written yet, and write them; the files have their names then.

    Raises
    ------
    CohortError
        The rows that are written are no longer those of the file.
    """
    if not journal.progress.done:
        left = _behind(iter(rows), journal.progress)
        with (
            GrowingFile(paths.answers, journal.progress.sizes[0]) as answers,
            GrowingFile(paths.refused, journal.progress.sizes[1]) as no,
        ):
            if not journal.progress.rows:
                answers.write(heading(paths.answers, ANSWERS))
                no.write(heading(paths.refused, REFUSED))
            writer = _Writer(paths, journal, answers, no)
            for chunk in _handed_out(left, reader, journal, executor):
                tell(writer.write(chunk))
            writer.note(done=True)
    _name(paths)


def _behind(rows: Iterator[LearnerRow], progress: RunProgress) -> Iterator[LearnerRow]:
    """The rows behind those that are written."""
    if _chain("", islice(rows, progress.rows)) != progress.chain:
        raise CohortError(f"the rows that were planned before have changed: {ANEW}")
    return rows


def _chain(before: str, rows: Iterable[LearnerRow]) -> str:
    """A digest of rows and of all before them."""
    for row in rows:
        told = blake2b(before.encode(), digest_size=16)
        told.update(repr((row.number, row.id, row.question, row.problem)).encode())
        before = told.hexdigest()
    return before


def _handed_out(rows: Iterator[LearnerRow], reader: QuestionReader, journal: Journal, executor: Executor) -> Iterator[_Chunk]:
    """Chunks of rows to write, each question of which was handed out with the first chunk that has it, long before."""
    out: deque[_Chunk] = deque()
    asked: set[bytes] = set()

    def is_new(key: bytes) -> bool:
        return key not in asked and key not in journal

    while True:
        chunk, keys, new = _cut_off(rows, reader, is_new)
        if not chunk:
            yield from out
            return
        asked |= new.keys()
        out.append(_Chunk(chunk, keys, _asked(new.values(), executor)))
        while len(asked) > QUESTIONS_AHEAD or sum(len(each.rows) for each in out) > ROWS_AHEAD:
            yield (first := out.popleft())
            asked.difference_update(*(own for own, _ in first.asked))


def _cut_off(
    rows: Iterator[LearnerRow], reader: QuestionReader, is_new: Callable[[bytes], bool]
) -> tuple[Sequence[LearnerRow], Mapping[int, bytes], Mapping[bytes, KeyedQuestion]]:
    """The next rows, with the key of each question by the number of its row, and the new questions by their keys."""
    chunk: list[LearnerRow] = []
    keys: dict[int, bytes] = {}
    seen: set[bytes] = set()
    new: dict[bytes, KeyedQuestion] = {}
    for row in islice(rows, ROWS_OF_CHUNK):
        chunk.append(row)
        if row.problem is not None:
            continue
        asked = reader.read(row.question)
        keys[row.number] = asked.key
        if asked.key not in seen:
            seen.add(asked.key)
            if is_new(asked.key):
                new[asked.key] = asked
                if len(new) == QUESTIONS_OF_CHUNK:
                    break
    return chunk, keys, new


def _asked(questions: Iterable[KeyedQuestion], executor: Executor) -> Sequence[tuple[Sequence[bytes], PendingAnswers]]:
    """Hand out questions, and return their keys, batch by batch, with the answers that are on their way."""
    return [
        ([each.key for each in own], executor.submit(answer_batch, [each.question for each in own], lane))
        for lane, own in _batches(questions, executor.lanes)
    ]


def _batches(questions: Iterable[KeyedQuestion], lanes: int) -> Iterator[tuple[int, Sequence[KeyedQuestion]]]:
    """Some questions in batches, each in one of so many lanes; what is of one lane by itself comes one after the other."""
    by_lane: dict[int, list[KeyedQuestion]] = {}
    for each in sorted(questions, key=attrgetter("lane")):
        by_lane.setdefault(each.lane % lanes, []).append(each)
    for lane, own in by_lane.items():
        for first in range(0, len(own), QUESTIONS_OF_BATCH):
            yield lane, own[first : first + QUESTIONS_OF_BATCH]


class _Writer:
    """Writes chunks, and notes in the journal how far the files are: once a second, since a disk takes its time."""

    def __init__(self, paths: RunFiles, journal: Journal, answers: GrowingFile, refused: GrowingFile) -> None:
        self._paths, self._journal, self._answers, self._refused = paths, journal, answers, refused
        self._told = lru_cache(MOST_TOLD)(self._tell)
        self._progress, self._noted = journal.progress, 0.0
        self._learners: Counter[bytes] = Counter()

    def write(self, chunk: _Chunk) -> int:
        """Write a chunk, and return how many rows are written."""
        for keys, answers in chunk.asked:
            self._journal.keep(dict(zip(keys, answers.result(), strict=True)))
        told = [self._told(chunk.keys[row.number]) if row.problem is None else Refused((row.problem,)) for row in chunk.rows]
        self._write_answers([(row, end) for row, end in zip(chunk.rows, told, strict=True) if isinstance(end, str)])
        self._write_refused((row, no) for row, no in zip(chunk.rows, told, strict=True) if isinstance(no, Refused))
        self._learners.update(chunk.keys.values())
        self._progress = replace(
            self._progress,
            rows=self._progress.rows + len(chunk.rows),
            chain=_chain(self._progress.chain, chunk.rows),
            refused=self._progress.refused + sum(row.problem is not None for row in chunk.rows),
        )
        if monotonic() > self._noted + SECONDS_TO_LOSE:
            self.note()
        return self._progress.rows

    def note(self, done: bool = False) -> None:
        """Note how far the files are, once that is on the disk; `done` says that they are complete."""
        self._journal.settle()
        sizes = self._answers.settle(), self._refused.settle()
        self._progress = replace(self._progress, sizes=sizes, done=done)
        self._journal.advance(self._learners, self._progress)
        self._learners.clear()
        self._noted = monotonic()

    def _tell(self, key: bytes) -> str | Refused:
        """The end of the line of each learner who has an answer, or what is wrong with the question."""
        answer = decode(self._journal.answer(key))[0]
        if isinstance(answer, Refused):
            return answer
        modules = [f"{seat.module}={seat.month}" for seat in answer.seats]
        return lines_of(self._paths.answers, ANSWER, [{**asdict(answer), "modules": modules}])[0]

    def _write_answers(self, answers: Sequence[tuple[LearnerRow, str]]) -> None:
        """Write a line for each of some learners, given its end."""
        who = lines_of(self._paths.answers, WHO, [{"row": row.number, "id": row.id} for row, _ in answers])
        for beginning, (_, end) in zip(who, answers, strict=True):
            self._answers.write(joined(self._paths.answers, beginning, end))

    def _write_refused(self, refused: Iterable[tuple[LearnerRow, Refused]]) -> None:
        """Write a line for each thing that is wrong with some rows."""
        problems = ((row, *problem) for row, no in refused for problem in no.problems)
        lines = [{"row": row.number, "id": row.id, "column": column, "reason": reason} for row, column, reason in problems]
        for line in lines_of(self._paths.refused, REFUSED, lines):
            self._refused.write(line)


def _name(paths: RunFiles) -> None:
    """Give the complete files their names; a file without refused rows is none."""
    part = part_of(paths.refused)
    if part.exists() and part.stat().st_size <= len(heading(paths.refused, REFUSED)):
        part.unlink()
        paths.refused.unlink(missing_ok=True)
    finish(paths.refused, REFUSED)
    finish(paths.answers, ANSWERS)
