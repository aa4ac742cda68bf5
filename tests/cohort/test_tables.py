"""A line that is put together of two halves is the line that would be written at once."""

from pathlib import Path

import pytest

from mcplanner.cohort.tables import ANSWER, ANSWERS, WHO, joined, lines_of

WHOSE = {"row": 2, "id": 'Tan, "Ann"'}
TOLD = {"status": "optimal", "minutes": 90, "modules": ["a=2027-01", "b=2027-04"], "reason": "one, two", "cents": None}


@pytest.mark.parametrize("name", ["plans.csv", "plans.jsonl", "plans.parquet"])
def test_two_halves_make_the_whole_line(name: str) -> None:
    path = Path(name)
    (beginning,), (end,) = lines_of(path, WHO, [WHOSE]), lines_of(path, ANSWER, [TOLD])
    assert [joined(path, beginning, end)] == lines_of(path, ANSWERS, [WHOSE | TOLD])
