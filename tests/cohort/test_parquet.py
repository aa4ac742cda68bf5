"""Learners come from Parquet, and answers go to it, with the values that CSV and JSON have."""

import json
import sys
from decimal import Decimal
from math import nan
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from cohorts import PEOPLE, REFUSED, Cohort, rows_of, stop_before
from commands import OF_SMALL, run, words_of
from pyarrow.parquet import ParquetFile, read_table, write_table

from mcplanner.cohort import parquet
from mcplanner.cohort import run as cohort_run
from mcplanner.cohort.growing_files import finish, part_of
from mcplanner.cohort.read_rows import LearnerRows
from mcplanner.cohort.tables import REFUSED as REFUSED_TABLE


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    made = Cohort(tmp_path)
    made.write(*PEOPLE, REFUSED)
    return made


def as_parquet(cohort: Cohort) -> Path:
    """The same learners, as text in every column."""
    path = cohort.folder / "learners.parquet"
    write_table(pa.Table.from_pylist(rows_of(cohort.learners)), path, row_group_size=2)
    return path


def words(learners: Path, *more: str) -> list[str]:
    return ["cohort", str(learners), *OF_SMALL, "--start", "2026-12", *more]


def test_there_and_back(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text in Parquet is what text in CSV is; what is written has the values that are written as JSON."""
    monkeypatch.setattr(parquet, "ROWS_READ_AT_ONCE", 2)
    monkeypatch.setattr(parquet, "ROWS_WRITTEN_AT_ONCE", 2)
    named = {name: {end: cohort.folder / f"{name}.{end}" for end in ("jsonl", "parquet")} for name in ("p", "no", "seats")}
    for end, learners in (("jsonl", cohort.learners), ("parquet", as_parquet(cohort))):
        own = {name: str(paths[end]) for name, paths in named.items()}
        run(*words(learners, "-o", own["p"], "--refused", own["no"], "--forecast", own["seats"]), code=1)
    monkeypatch.undo()
    for name, paths in named.items():
        found = read_table(paths["parquet"]).to_pylist()
        told = lines_of(paths["jsonl"])
        if name != "seats":  # the rows of Parquet have no heading before them
            told = [{**line, "row": line["row"] - 1} for line in told]
        assert found == told
    assert ParquetFile(named["p"]["parquet"]).num_row_groups == 3
    assert read_table(named["p"]["parquet"]).schema.field("cents").type == pa.int64()
    assert not list(cohort.folder.glob("*.part*"))


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def questions_of(path: Path) -> list[bytes]:
    with LearnerRows(path) as rows:
        return [row.question for row in rows]


def test_typed_values_ask_what_text_asks(tmp_path: Path) -> None:
    path, same = tmp_path / "learners.parquet", tmp_path / "learners.csv"
    columns = {
        "id": pa.array([7.0, None]),
        "targets": pa.array([["cyber-certificate"], ["care-certificate"]]),
        "hours": pa.array([8.0, 6.5]),
        "budget": pa.array([Decimal("1200.00"), None], pa.decimal128(10, 2)),
        "union": pa.array([True, None]),
        "residency": pa.array(["citizen", " "]).dictionary_encode(),
        "held": pa.array([[{"module": "net-basics", "ended": None}], None]),
        "credit": pa.array([[("opening-2015", 500)], []], pa.map_(pa.string(), pa.int64())),
    }
    write_table(pa.table(columns), path)
    heading = "id,targets,hours,budget,union,residency,held,credit\n"
    same.write_text(
        f"{heading}7,cyber-certificate,8,1200,true,citizen,net-basics,opening-2015=500\n,care-certificate,6.5,,,,,\n"
    )
    first, second = questions_of(path)
    assert (first, second.replace(b'"credit":[],', b"")) == tuple(questions_of(same))


TWICE = [("opening-2015", 1), ("opening-2015", 2)]


@pytest.mark.parametrize(
    ("column", "value", "kind", "words"),
    [
        ("hours", nan, pa.float64(), "nan is no number"),
        ("by", b"2027", pa.binary(), "no learner has a value of this kind: bytes"),
        (
            "credit",
            [("opening-2015", 1), ("opening-2015", 2)],
            pa.map_(pa.string(), pa.int64()),
            "'opening-2015' is there twice",
        ),
        ("hours", 200.0, pa.float64(), "hours must be at most 168, not 200"),
        ("pins", "a=2027-01;a=2027-02", pa.string(), "'a' is there twice"),
    ],
)
def test_an_odd_row_is_refused(cohort: Cohort, column: str, value: Any, kind: pa.DataType, words: str) -> None:
    path = cohort.folder / "learners.parquet"
    columns = {"id": pa.array(["x"]), "targets": pa.array(["cyber-certificate"]), column: pa.array([value], kind)}
    write_table(pa.table(columns), path)
    run("cohort", str(path), *OF_SMALL, "-o", str(cohort.plans), code=1)
    (refused,) = rows_of(cohort.refused)
    assert (refused["row"], refused["id"], refused["column"]) == ("1", "x", column)
    assert words in refused["reason"]


def test_a_column_that_nobody_knows_is_refused(cohort: Cohort) -> None:
    path = cohort.folder / "learners.parquet"
    write_table(pa.table({"target": ["x"]}), path)
    said = words_of(run(*words(path, "-o", str(cohort.plans)), code=1))
    assert said == f"'{path}', row 1, column 1: unknown column 'target' (did you mean 'targets'?)"


def test_a_table_without_learners_is_refused(cohort: Cohort) -> None:
    path = cohort.folder / "learners.parquet"
    write_table(pa.table({"targets": pa.array([], pa.string())}), path)
    assert words_of(run(*words(path, "-o", str(cohort.plans)), code=1)).startswith(f"nobody is in '{path}'")


def test_what_is_no_parquet_is_said(cohort: Cohort) -> None:
    path = cohort.folder / "learners.parquet"
    path.write_bytes(b"PAR1 and nothing else")
    said = words_of(run(*words(path, "-o", str(cohort.plans)), code=1))
    assert said.startswith(f"'{path}' is not Parquet:")


def test_a_run_that_was_stopped_goes_on(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, plans = cohort.folder / "whole.parquet", cohort.folder / "plans.parquet"
    learners = as_parquet(cohort)
    run(*words(learners, "-o", str(whole)), code=1)
    with monkeypatch.context() as during:
        during.setattr(cohort_run, "ROWS_OF_CHUNK", 1)
        stop_before(2, during)
        run(*words(learners, "-o", str(plans)), code=130)
    run(*words(learners, "-o", str(plans), "--resume"), code=1)
    assert plans.read_bytes() == whole.read_bytes()


def test_a_file_that_was_made_before_a_kill_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "no.parquet"
    part_of(path).write_bytes(b'{"row":1,"id":"a","column":"x","reason":"y"}\n')
    finish(path, REFUSED_TABLE)
    made = path.read_bytes()
    path.rename(part_of(path))
    finish(path, REFUSED_TABLE)
    assert path.read_bytes() == made


def test_without_pyarrow_the_way_out_is_said(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    said = words_of(run(*words(cohort.learners, "-o", str(cohort.folder / "plans.parquet")), code=1))
    assert said == "Parquet needs pyarrow: install it with pip install 'mcplanner[parquet]'"
    assert cohort.names == ["learners.csv"]
