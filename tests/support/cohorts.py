"""A folder with learners, and `mcplan cohort` over it."""

import csv
from pathlib import Path

import pytest
from commands import OF_SMALL, run, small_catalogue

from mcplanner.cohort.answering import AskOrRefused, CohortContext, Desk, encode_questions
from mcplanner.files.funding import load_funding
from mcplanner.files.paths import shipped_funding_path
from mcplanner.ground.months import parse_month
from mcplanner.ground.today import today
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.plans.model import INTERRUPTED, Note, Plan, Status

HEADING = "id,name,targets,hours,residency,born,held,by\n"
PEOPLE = [
    "a1,Ann,cyber-certificate,8,,,,",
    "a2,Ben,cyber-certificate,8,,,,",
    "a3,Cat,cyber-certificate,8,,,net-basics=2026-04,",
    "a4,Dan,care-certificate,6.5,citizen,1980,,",
    "a5,Eve,cyber-certificate,2,,,,2027-02",
]
REFUSED = "b1,,nothing,9,,,,"


class Cohort:
    """A folder with a file of learners, and the command over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.learners, self.plans, self.refused, self.forecast = (
            folder / name for name in ("learners.csv", "plans.csv", "plans.refused.csv", "seats.csv")
        )

        self.write(*PEOPLE)

    def write(self, *rows: str) -> None:
        self.learners.write_text(HEADING + "".join(f"{row}\n" for row in rows), "utf-8")

    def words(self, *more: str) -> list[str]:
        asked = ["cohort", str(self.learners), *OF_SMALL, "--start", "2026-12", "-o", str(self.plans)]
        return [*asked, "--forecast", str(self.forecast), *more]

    def run(self, *more: str, code: int = 0) -> str:
        return run(*self.words(*more), code=code).stdout

    @property
    def written(self) -> tuple[str, ...]:
        """What the files hold, those that there are."""
        return tuple(path.read_text("utf-8") for path in (self.plans, self.refused, self.forecast) if path.exists())

    @property
    def names(self) -> list[str]:
        """The files that are there."""
        return sorted(path.name for path in self.folder.iterdir())


def small_common() -> CohortContext:
    """What questions over the small catalogue have in common."""
    funding = load_funding(shipped_funding_path())[0]
    assert funding is not None
    return CohortContext(small_catalogue(), funding, today(), parse_month("2026-12"), 10.0)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def planned_questions(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The questions that this process plans from now on."""
    asked: list[bytes] = []
    answer = Desk.answer

    def listen(desk: Desk, question: AskOrRefused) -> object:
        asked.append(encode_questions([question]))
        return answer(desk, question)

    monkeypatch.setattr(Desk, "answer", listen)
    return asked


def stop_before(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Ctrl-C pressed when so many plans are made."""
    made = Planner.plan
    count = iter(range(number))

    def press(planner: Planner, learner: Learner, request: Request, *, gains: bool) -> Plan:
        if next(count, None) is None:
            return Plan(Status.UNKNOWN, (), request.start, None, warnings=(Note(INTERRUPTED, "stopped"),))
        return made(planner, learner, request, gains=gains)

    monkeypatch.setattr(Planner, "plan", press)
