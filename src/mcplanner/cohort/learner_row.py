"""One learner as a row of a file, whatever its form: who it is, and the question that is asked.

The question is text without the id and the name, so that these cannot matter to its answer. What may stand in it is checked
where it is answered.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.json import Encoder

from mcplanner.cohort.forms import CohortError
from mcplanner.ground.diagnostics import did_you_mean
from mcplanner.learner.cells import LABELS, columns, value_of, wrong_headings

MONTHS = ("start", "by")
"""The columns that ask for a first and a last month."""

COLUMNS = columns(texts=MONTHS)

value_of_cell = partial(value_of, COLUMNS)
"""The value that a cell of a column stands for."""

written = Encoder(decimal_format="number", order="deterministic").encode
"""Values as text; equal values have the same."""


class LearnerRow(Struct, frozen=True):
    """One learner: the number of the row, the id, and the question; or why there is none."""

    number: int
    id: str
    question: bytes = b""
    problem: tuple[str, str] | None = None


def check_heading(file: str, headings: Sequence[str]) -> None:
    """Refuse columns of a file that no learner has.

    Raises
    ------
    CohortError
        Some are unknown or there twice, or nobody can ask for anything.
    """
    wrong = [
        f"row 1, column {place}: {words}" + (f" ({hint})" if hint else "")
        for place, words, hint in wrong_headings(headings, COLUMNS)
    ]
    if wrong:
        raise CohortError(f"'{file}', {'; '.join(wrong)}")
    if not {"targets", "skills"} & {*headings}:
        raise CohortError(f"'{file}', row 1: there is no column 'targets' or 'skills', so nobody asks for anything")


def row_of_cells(number: int, cells: Mapping[str, Any], read: Callable[[str, Any], Any] = value_of_cell) -> LearnerRow:
    """The row of a table, each of whose cells is read as a value of its column; what is None is left out."""
    data = {}
    for name, cell in cells.items():
        try:
            data[name] = read(name, cell)
        except ValueError as error:
            return LearnerRow(number, str(cells.get("id") or "").strip(), problem=(name, str(error)))
    return row_of(number, {name: value for name, value in data.items() if value is not None})


def row_of(number: int, data: dict[str, Any]) -> LearnerRow:
    """The row of a learner whose values are given by the keys of a learner file."""
    labels = {name: data.pop(name) for name in LABELS if name in data}
    wrong = next((name for name, label in labels.items() if type(label) not in (str, int)), None)
    own = "" if wrong == "id" else str(labels.get("id", ""))
    if wrong is not None:
        return LearnerRow(number, own, problem=(wrong, f"{wrong} is neither text nor a whole number"))
    unknown = next((name for name in data if name not in COLUMNS), None)
    if unknown is not None:
        hint = did_you_mean(unknown, COLUMNS)
        return LearnerRow(number, own, problem=(unknown, f"unknown key '{unknown}'" + (f" ({hint})" if hint else "")))
    return LearnerRow(number, own, written(data))
